// SPDX-License-Identifier: BSL-1.0

#include "routines.hpp"

#include <xsimd/xsimd.hpp>

#include <cmath>

namespace {

struct batches {
    using B = xsimd::batch<float>;
    static constexpr std::size_t lanes = B::size;
    static B load(float const* p) { return B::load_unaligned(p); }
    static void store(float* p, B v) { v.store_unaligned(p); }
    static B constant(float c) { return B(c); }
    static B add(B a, B b) { return a + b; }
    static B subtract(B a, B b) { return a - b; }
    static B multiply(B a, B b) { return a * b; }
    static B divide(B a, B b) { return a / b; }
    static B max(B a, B b) { return xsimd::max(a, b); }
    static B exp(B a) { return xsimd::exp(a); }
    static float total(B a) { return xsimd::hadd(a); }
    static float largest(B a) {
        float items[lanes];
        a.store_unaligned(items);
        float top = items[0];
        for (float const x : items) top = x > top ? x : top;
        return top;
    }
    static float log(float x) { return std::log(x); }
};

} // namespace

void rows::add_xsimd(std::vector<routine>& all) {
    using r = on_vectors<batches>;
    all.push_back({"xsimd " + std::to_string(XSIMD_VERSION_MAJOR) + "." + std::to_string(XSIMD_VERSION_MINOR) + "." +
                       std::to_string(XSIMD_VERSION_PATCH),
                   ROWS_FLAGS, r::softmax, r::log_softmax, r::loss, r::channels, r::log_channels, r::loss_channels});
}
