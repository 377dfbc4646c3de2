// SPDX-License-Identifier: BSL-1.0
// The formulas on SLEEF's functions: those of 1.0 ULP, and where it has them those of 3.5 ULP.

#include "formulas.hpp"

#include <immintrin.h>
#include <sleef.h>

namespace {

using namespace compare;

#if defined(__AVX512F__)
struct floats {
    using T = float;
    using V = __m512;
    static constexpr std::size_t lanes = 16;
    static V load(T const* p) { return _mm512_load_ps(p); }
    static void store(T* p, V v) { _mm512_store_ps(p, v); }
    static V constant(double c) { return _mm512_set1_ps(static_cast<T>(c)); }
    static V positive(V x, V a, V b) {
        return _mm512_mask_blend_ps(_mm512_cmp_ps_mask(x, _mm512_setzero_ps(), _CMP_GT_OQ), b, a);
    }
};
struct doubles {
    using T = double;
    using V = __m512d;
    static constexpr std::size_t lanes = 8;
    static V load(T const* p) { return _mm512_load_pd(p); }
    static void store(T* p, V v) { _mm512_store_pd(p, v); }
    static V constant(double c) { return _mm512_set1_pd(c); }
    static V positive(V x, V a, V b) {
        return _mm512_mask_blend_pd(_mm512_cmp_pd_mask(x, _mm512_setzero_pd(), _CMP_GT_OQ), b, a);
    }
};
#define COMPARE_F(name, bound) Sleef_##name##f16_##bound##avx512f
#define COMPARE_D(name, bound) Sleef_##name##d8_##bound##avx512f
#else
struct floats {
    using T = float;
    using V = __m256;
    static constexpr std::size_t lanes = 8;
    static V load(T const* p) { return _mm256_load_ps(p); }
    static void store(T* p, V v) { _mm256_store_ps(p, v); }
    static V constant(double c) { return _mm256_set1_ps(static_cast<T>(c)); }
    static V positive(V x, V a, V b) {
        return _mm256_blendv_ps(b, a, _mm256_cmp_ps(x, _mm256_setzero_ps(), _CMP_GT_OQ));
    }
};
struct doubles {
    using T = double;
    using V = __m256d;
    static constexpr std::size_t lanes = 4;
    static V load(T const* p) { return _mm256_load_pd(p); }
    static void store(T* p, V v) { _mm256_store_pd(p, v); }
    static V constant(double c) { return _mm256_set1_pd(c); }
    static V positive(V x, V a, V b) {
        return _mm256_blendv_pd(b, a, _mm256_cmp_pd(x, _mm256_setzero_pd(), _CMP_GT_OQ));
    }
};
#define COMPARE_F(name, bound) Sleef_##name##f8_##bound##avx2
#define COMPARE_D(name, bound) Sleef_##name##d4_##bound##avx2
#endif

struct floats_10 : floats {
    static V exp(V x) { return COMPARE_F(exp, u10)(x); }
    static V expm1(V x) { return COMPARE_F(expm1, u10)(x); }
    static V log(V x) { return COMPARE_F(log, u10)(x); }
    static V log1p(V x) { return COMPARE_F(log1p, u10)(x); }
    static V tanh(V x) { return COMPARE_F(tanh, u10)(x); }
    static V erf(V x) { return COMPARE_F(erf, u10)(x); }
    static V erfc(V x) { return COMPARE_F(erfc, u15)(x); }
};
struct floats_35 : floats {
    static V log(V x) { return COMPARE_F(log, u35)(x); }
    static V tanh(V x) { return COMPARE_F(tanh, u35)(x); }
};
struct doubles_10 : doubles {
    static V exp(V x) { return COMPARE_D(exp, u10)(x); }
    static V expm1(V x) { return COMPARE_D(expm1, u10)(x); }
    static V log(V x) { return COMPARE_D(log, u10)(x); }
    static V log1p(V x) { return COMPARE_D(log1p, u10)(x); }
    static V tanh(V x) { return COMPARE_D(tanh, u10)(x); }
    static V erf(V x) { return COMPARE_D(erf, u10)(x); }
    static V erfc(V x) { return COMPARE_D(erfc, u15)(x); }
};
struct doubles_35 : doubles {
    static V log(V x) { return COMPARE_D(log, u35)(x); }
    static V tanh(V x) { return COMPARE_D(tanh, u35)(x); }
};

} // namespace

void compare::add_sleef(registry& all) {
    all.libraries.push_back({"SLEEF",
                             std::to_string(SLEEF_VERSION_MAJOR) + "." + std::to_string(SLEEF_VERSION_MINOR) + "." +
                                 std::to_string(SLEEF_VERSION_PATCHLEVEL),
                             COMPARE_FLAGS});
    registration<floats_10>{all, "SLEEF", ""}.add();
    registration<floats_35>{all, "SLEEF", "3.5 ULP"}.add();
    registration<doubles_10>{all, "SLEEF", ""}.add();
    registration<doubles_35>{all, "SLEEF", "3.5 ULP"}.add();
}
