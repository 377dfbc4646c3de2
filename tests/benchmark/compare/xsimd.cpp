// SPDX-License-Identifier: BSL-1.0
// The formulas on xsimd's batches.

#include "formulas.hpp"

#include <xsimd/xsimd.hpp>

namespace {

using namespace compare;

template <class Number>
struct batches {
    using T = Number;
    using V = xsimd::batch<Number>;
    static constexpr std::size_t lanes = V::size;
    static V load(T const* p) { return V::load_aligned(p); }
    static void store(T* p, V v) { v.store_aligned(p); }
    static V constant(double c) { return V(static_cast<T>(c)); }
    static V positive(V x, V a, V b) { return xsimd::select(x > V(T{0}), a, b); }
    static V exp(V x) { return xsimd::exp(x); }
    static V expm1(V x) { return xsimd::expm1(x); }
    static V log(V x) { return xsimd::log(x); }
    static V log1p(V x) { return xsimd::log1p(x); }
    static V tanh(V x) { return xsimd::tanh(x); }
    static V erf(V x) { return xsimd::erf(x); }
    static V erfc(V x) { return xsimd::erfc(x); }
};

} // namespace

void compare::add_xsimd(registry& all) {
    all.libraries.push_back({"xsimd",
                             std::to_string(XSIMD_VERSION_MAJOR) + "." + std::to_string(XSIMD_VERSION_MINOR) + "." +
                                 std::to_string(XSIMD_VERSION_PATCH) + ", " + xsimd::default_arch::name(),
                             COMPARE_FLAGS});
    registration<batches<float>>{all, "xsimd", ""}.add();
    registration<batches<double>>{all, "xsimd", ""}.add();
}
