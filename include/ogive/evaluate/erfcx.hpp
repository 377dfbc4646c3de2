// SPDX-License-Identifier: BSL-1.0
#pragma once
// Kernels of the scaled complementary error function erfcx(x) = e^(x^2) erfc x for x >= 0, and the two-word products they need.
//
// (x + 1/2) erfcx(x) = 1/2 + (1 + t)(A + (1 - t) h(t)) for t = (x - 4) / (x + 4) and a polynomial h, after Shepherd and
// Laframboise, Math. Comp. 36 (1981); tests/evaluate/erfcx_coefficients.cpp computes A and h (double: degree 25, error 2^-62
// before the coefficients are rounded). The final quotient carries a second word. At most 1.5 ULP (measured 1.45, near 0.8);
// with -ffast-math 3.5. No branches, two divisions, no call: compilers vectorise it. NaN gives NaN, infinity 0.

#include <limits>
#include <type_traits>

namespace ogive::elementary::detail {

inline constexpr double erfcx_slope = 0x1.06eba8214db69p-5;
inline constexpr double erfcx_coefficients[]{
    0x1.59b6b76457e42p-4,   -0x1.a1678125f1043p-4,  0x1.7936155ac7bbcp-4,   -0x1.15f1093e1e679p-4,
    0x1.549106f1a675bp-5,   -0x1.57e8245c54e0ep-6,  0x1.138263cd723a1p-7,   -0x1.3b71b32e9fbedp-9,
    0x1.4405690be61ddp-12,  0x1.ca97eb035f768p-14,  -0x1.2514c2c5affbep-14, 0x1.45c62a36d9179p-17,
    0x1.6cb730fe74f5cp-18,  -0x1.4e4c6fdad5713p-19, -0x1.795c10c2a59bep-23, 0x1.86eb397e0571cp-22,
    -0x1.037c59406ede7p-25, -0x1.a29e713d32f0ap-25, 0x1.3b5677aee3bf6p-27,  0x1.d0654d06d1926p-28,
    -0x1.d526011459bap-30,  -0x1.0e72b8fa2fb1dp-30, 0x1.0759acbaecd91p-32,  0x1.2021989e6fd2p-33,
    -0x1.5561e09cbfa82p-36, -0x1.7c70eb35e8a86p-37};

inline constexpr long double erfcx_slope_long = 0x8.375d410a6db446cp-8L;
inline constexpr long double erfcx_coefficients_long[]{
    0xa.cdb5bb22bf21075p-7L,   -0xd.0b3c092f882147ep-7L,  0xb.c9b0aad63ddf026p-7L,   -0x8.af8849f0f33bddap-7L,
    0xa.a488378d332f175p-8L,   -0xa.bf4122e2a7b45d7p-9L,  0x8.9c131e6bbd6c04ap-10L,  -0x9.db8d997485f3b3cp-12L,
    0xa.202b48208730cf1p-15L,  0xe.54bf576e1065403p-17L,  -0x9.28a60f76cc47999p-17L, 0xa.2e3176e89eb6283p-20L,
    0xb.65b7adcc4df3fffp-21L,  -0xa.7266130c047bed8p-22L, -0xb.ca308443888b1bp-26L,  0xc.37978402001e0bfp-25L,
    -0x8.21823e739807c01p-28L, -0xd.18ef874dbe54725p-28L, 0x9.fa9206ab21f5069p-30L,  0xe.b1023fb07f1d394p-31L,
    -0xf.a10f831b7ef2e6p-33L,  -0x9.29f581efab17dc4p-33L, 0xa.bc9c6f6a7a1de36p-35L,  0xc.d4ed91a0b946d94p-36L,
    -0xd.77b13116f74d7efp-38L, -0x9.9aa975eda91d526p-38L, 0xe.bfe188733a9fd1ep-41L,  0xd.c07394dd9d7c63cp-41L,
    -0xc.6b205a46c013c05p-44L, -0xf.9c6dfa3269952b3p-44L, 0xb.bb976c054e97928p-48L,  0x9.ce7d61693ef546cp-47L};

/// The leading 26 bits of x, so that products of two such numbers are exact.
constexpr double leading(double x) {
    return __builtin_bit_cast(double, __builtin_bit_cast(unsigned long long, x) & 0xfffffffff8000000ull);
}

/// s - a * b for s near a * b, as if a * b were exact (no fma: it is a library call unless the target has it).
constexpr double residual(double s, double a, double b) {
    double const ah = leading(a), al = a - ah, bh = leading(b), bl = b - bh;
    return ((s - ah * bh) - ah * bl - al * bh) - al * bl;
}

constexpr double erfcx_positive(double x) {
    double const z = x < 0x1p100 ? x : 0x1p100;
    double const r = 2 / (z + 4), m = z * r, n = 4 * r, t = m - 1; // m = 1 + t, n = 1 - t
    double const w = t * t, w2 = w * w;                            // four chains: short latency, few rounding errors
    auto const& c = erfcx_coefficients;
    double p0 = c[24], p1 = c[25], p2 = c[22], p3 = c[23];
    for (int i = 20; i >= 0; i -= 4) {
        p0 = p0 * w2 + c[i];
        p1 = p1 * w2 + c[i + 1];
    }
    for (int i = 18; i >= 2; i -= 4) {
        p2 = p2 * w2 + c[i];
        p3 = p3 * w2 + c[i + 1];
    }
    double const p = m * (erfcx_slope + n * ((p0 + p1 * t) + w * (p2 + p3 * t)));
    double const s = 0.5 + p, s_low = p - (s - 0.5);
    double const q = x + 0.5, q_low = x < 0.5 ? x - (q - 0.5) : 0.5 - (q - x);
    double const y = s / q, rest = (residual(s, q, y) + (s_low - y * q_low)) * y;
    // rest / s corrects y; a rough 1 / s will do, s being in [0.5, 0.65]
    return x < 0x1p100 ? y + rest * (3.53 - 3.1 * s) : y;
}

constexpr long double erfcx_positive(long double x) {
    if constexpr (std::numeric_limits<long double>::digits == 53) {
        return erfcx_positive(static_cast<double>(x));
    } else {
        long double const z = x < 0x1p100L ? x : 0x1p100L, r = 2 / (z + 4), m = z * r, t = m - 1;
        long double p = erfcx_coefficients_long[31];
        for (int i = 30; i >= 0; --i) p = p * t + erfcx_coefficients_long[i];
        return (0.5L + m * (erfcx_slope_long + 4 * r * p)) / (x + 0.5L);
    }
}

} // namespace ogive::elementary::detail
