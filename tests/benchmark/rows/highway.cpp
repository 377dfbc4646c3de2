// SPDX-License-Identifier: BSL-1.0

#include "routines.hpp"

#define HWY_COMPILE_ONLY_STATIC // with -march=native of the newest processors its choice of targets fails
#include <hwy/contrib/math/math-inl.h>
#include <hwy/highway.h>

#include <cmath>

namespace {

namespace hn = hwy::HWY_NAMESPACE;

struct vectors {
    using D = hn::ScalableTag<float>;
    using B = hn::Vec<D>;
    static constexpr std::size_t lanes = hn::MaxLanes(D());
    static B load(float const* p) { return hn::LoadU(D{}, p); }
    static void store(float* p, B v) { hn::StoreU(v, D{}, p); }
    static B constant(float c) { return hn::Set(D{}, c); }
    static B add(B a, B b) { return hn::Add(a, b); }
    static B subtract(B a, B b) { return hn::Sub(a, b); }
    static B multiply(B a, B b) { return hn::Mul(a, b); }
    static B divide(B a, B b) { return hn::Div(a, b); }
    static B max(B a, B b) { return hn::Max(a, b); }
    static B exp(B a) { return hn::Exp(D{}, a); }
    static float total(B a) { return hn::GetLane(hn::SumOfLanes(D{}, a)); }
    static float largest(B a) { return hn::GetLane(hn::MaxOfLanes(D{}, a)); }
    static float log(float x) { return std::log(x); }
};

} // namespace

void rows::add_highway(std::vector<routine>& all) {
    using r = on_vectors<vectors>;
    all.push_back(
        {"Highway " + std::to_string(HWY_MAJOR) + "." + std::to_string(HWY_MINOR) + "." + std::to_string(HWY_PATCH),
         ROWS_FLAGS, r::softmax, r::log_softmax, r::loss, r::channels, r::log_channels, r::loss_channels});
}
