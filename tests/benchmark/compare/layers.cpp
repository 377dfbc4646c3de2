// SPDX-License-Identifier: BSL-1.0
// The vector layers that were to choose from. All in one unit, with the same flags.

#include "layers.hpp"

#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <experimental/simd>
#if COMPARE_WITH_XSIMD
#include <xsimd/xsimd.hpp>
#endif
#if COMPARE_WITH_HIGHWAY
#define HWY_COMPILE_ONLY_STATIC
#include <hwy/highway.h>
#endif

namespace {

#if defined(__AVX512F__)
constexpr std::size_t width = 64;
#elif defined(__AVX2__)
constexpr std::size_t width = 32;
#else
constexpr std::size_t width = 16;
#endif

/// A scalar template in a loop: the compiler makes the vectors.
struct scalar {
    using V = float;
    static constexpr std::size_t lanes = 1;
    static V load(float const* p) { return *p; }
    static void store(float* p, V v) { *p = v; }
    static V constant(float c) { return c; }
    static V fma(V a, V b, V c) { return std::fma(a, b, c); }
    static V abs(V x) { return std::fabs(x); }
    static V smaller(V a, V b) { return a < b ? a : b; }
    static V negative(V x, V a, V b) { return x < 0 ? a : b; }
    static V power(V t) { return std::bit_cast<float>(std::bit_cast<std::uint32_t>(t) << 23); }
};

/// The compiler's vector types.
struct extension {
    typedef float V __attribute__((vector_size(width)));
    typedef std::uint32_t B __attribute__((vector_size(width)));
    static constexpr std::size_t lanes = width / sizeof(float);
    static V load(float const* p) {
        V v;
        std::memcpy(&v, p, sizeof v);
        return v;
    }
    static void store(float* p, V v) { std::memcpy(p, &v, sizeof v); }
    static V constant(float c) { return c - V{}; }
    static V fma(V a, V b, V c) { return a * b + c; } // one operation by -ffp-contract=fast
    static V abs(V x) { return reinterpret_cast<V>(reinterpret_cast<B>(x) & 0x7fffffffu); }
    static V smaller(V a, V b) { return a < b ? a : b; }
    static V negative(V x, V a, V b) { return x < V{} ? a : b; }
    static V power(V t) { return reinterpret_cast<V>(reinterpret_cast<B>(t) << 23); }
};

struct standard {
    using V = std::experimental::native_simd<float>;
    using B = std::experimental::rebind_simd_t<std::uint32_t, V>;
    static constexpr std::size_t lanes = V::size();
    static V load(float const* p) { return V{p, std::experimental::vector_aligned}; }
    static void store(float* p, V v) { v.copy_to(p, std::experimental::vector_aligned); }
    static V constant(float c) { return c; }
    static V fma(V a, V b, V c) { return std::experimental::fma(a, b, c); }
    static V abs(V x) { return std::experimental::abs(x); }
    static V smaller(V a, V b) { return std::experimental::min(a, b); }
    static V negative(V x, V a, V b) {
        where(x < 0, b) = a;
        return b;
    }
    static V power(V t) {
        return std::experimental::__proposed::simd_bit_cast<V>(std::experimental::__proposed::simd_bit_cast<B>(t)
                                                               << 23);
    }
};

#if COMPARE_WITH_XSIMD
struct batches {
    using V = xsimd::batch<float>;
    using B = xsimd::batch<std::uint32_t>;
    static constexpr std::size_t lanes = V::size;
    static V load(float const* p) { return V::load_aligned(p); }
    static void store(float* p, V v) { v.store_aligned(p); }
    static V constant(float c) { return V(c); }
    static V fma(V a, V b, V c) { return xsimd::fma(a, b, c); }
    static V abs(V x) { return xsimd::abs(x); }
    static V smaller(V a, V b) { return xsimd::min(a, b); }
    static V negative(V x, V a, V b) { return xsimd::select(x < V(0.0f), a, b); }
    static V power(V t) { return xsimd::bitwise_cast<V>(xsimd::bitwise_cast<B>(t) << 23); }
};
#endif

#if COMPARE_WITH_HIGHWAY
namespace hn = hwy::HWY_NAMESPACE;
struct highway {
    using D = hn::ScalableTag<float>;
    using I = hn::RebindToUnsigned<D>;
    using V = hn::Vec<D>;
    static constexpr std::size_t lanes = hn::MaxLanes(D());
    static V load(float const* p) { return hn::Load(D(), p); }
    static void store(float* p, V v) { hn::Store(v, D(), p); }
    static V constant(float c) { return hn::Set(D(), c); }
    static V fma(V a, V b, V c) { return hn::MulAdd(a, b, c); }
    static V abs(V x) { return hn::Abs(x); }
    static V smaller(V a, V b) { return hn::Min(a, b); }
    static V negative(V x, V a, V b) { return hn::IfThenElse(hn::Lt(x, hn::Zero(D())), a, b); }
    static V power(V t) { return hn::BitCast(D(), hn::ShiftLeft<23>(hn::BitCast(I(), t))); }
};
#endif

} // namespace

void compare::add_layers(registry& all) {
    layered<scalar>::add(all, "scalar template, vectorised by the compiler");
    layered<extension>::add(all, "the compiler's vector types");
    layered<standard>::add(all, "std::experimental::simd");
#if COMPARE_WITH_XSIMD
    layered<batches>::add(all, "xsimd");
#endif
#if COMPARE_WITH_HIGHWAY
    layered<highway>::add(all, "Highway");
#endif
}
