// SPDX-License-Identifier: BSL-1.0
// The formulas on Highway's vectors, with the functions of its contrib/math.

#include "formulas.hpp"

#define HWY_COMPILE_ONLY_STATIC // with -march=native of the newest processors its choice of targets fails
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

namespace {

using namespace compare;
namespace hn = hwy::HWY_NAMESPACE;

template <class Number>
struct vectors {
    using T = Number;
    using D = hn::ScalableTag<Number>;
    using V = hn::Vec<D>;
    static constexpr std::size_t lanes = hn::MaxLanes(D());
    static V load(T const* p) { return hn::Load(D(), p); }
    static void store(T* p, V v) { hn::Store(v, D(), p); }
    static V constant(double c) { return hn::Set(D(), static_cast<T>(c)); }
    static V positive(V x, V a, V b) { return hn::IfThenElse(hn::Gt(x, hn::Zero(D())), a, b); }
    static V exp(V x) { return hn::Exp(D(), x); }
    static V expm1(V x) { return hn::Expm1(D(), x); }
    static V log(V x) { return hn::Log(D(), x); }
    static V log1p(V x) { return hn::Log1p(D(), x); }
    static V tanh(V x) { return hn::Tanh(D(), x); }
};

} // namespace

void compare::add_highway(registry& all) {
    all.libraries.push_back({"Highway",
                             std::to_string(HWY_MAJOR) + "." + std::to_string(HWY_MINOR) + "." +
                                 std::to_string(HWY_PATCH) + ", " + hwy::TargetName(HWY_STATIC_TARGET),
                             COMPARE_FLAGS});
    registration<vectors<float>>{all, "Highway", ""}.add();
    registration<vectors<double>>{all, "Highway", ""}.add();
}
