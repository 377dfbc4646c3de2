// SPDX-License-Identifier: BSL-1.0
#pragma once
// Kernels of the scaled complementary error function erfcx(x) = e^(x^2) erfc x for x >= 0, and the two-word products they need.
//
// double: (x + 1/2) erfcx(x) is a polynomial of degree 26 in t = (x - 4) / (x + 4), after Shepherd and Laframboise,
// Math. Comp. 36 (1981); the coefficients and their error 2^-58.5 come from tests/evaluate/erfcx_coefficients.cpp. t and the
// final quotient carry a second word: at most 1.5 ULP (measured 1.45, near 0; 0.9 for x > 1/2). No branches, two divisions, no call. NaN gives NaN, infinity gives 0.

#include <limits>
#include <type_traits>

namespace ogive::elementary::detail {

inline constexpr double erfcx_high = 0x1.3ba5916e9fd7fp-1, erfcx_low = -0x1.aa9c415679e6fp-56;
inline constexpr double erfcx_coefficients[]{
    -0x1.1df1ad154a28ep-4, 0x1.f7f5df66fd7bep-8, 0x1.16ecefcfa533fp-5, -0x1.9ddb23c3e9106p-5, 0x1.7fee004e13186p-5,
    -0x1.0fb06dfe48b0ep-5, 0x1.3079edf668f38p-6, -0x1.0962388548d8dp-7, 0x1.49c6728db72cdp-9, -0x1.8d4a9990c5199p-12,
    -0x1.a1df2ad41dddep-14, 0x1.3be032de511d3p-14, -0x1.9958a8c635c6bp-17, -0x1.788189c990557p-18, 0x1.7f235478fdcf6p-19,
    0x1.385bb6c82456ap-23, -0x1.badf24e872985p-22, 0x1.5305495fa5317p-25, 0x1.d8d5b12b4bdebp-25, -0x1.78888d24fa8a1p-27,
    -0x1.f9443297365a1p-28, 0x1.117f492198859p-29, 0x1.ebb009434f4efp-31, -0x1.2d277a41632e3p-32, -0x1.2dbbbb75b6682p-34,
    0x1.7d604a7f621f4p-36};

inline constexpr long double erfcx_coefficients_long[]{
    0x9.dd2c8b74febf655p-4L,
    -0x8.ef8d68aa5147248p-7L, 0xf.bfaefb37ebdfb0fp-11L, 0x8.b7677e7d29cad28p-8L, -0xc.eed91e1f488eed7p-8L,
    0xb.ff700270929df6ap-8L, -0x8.7d836ff243d4174p-8L, 0x9.83cf6fb416e12ecp-9L, -0x8.4b11c42ab93248ap-10L,
    0xa.4e33942fffb52f4p-12L, -0xc.6a54cbfe3a6e7a6p-15L, -0xd.0ef9289b77ab776p-17L, 0x9.df018a5393669acp-17L,
    -0xc.cacaf9a7ec128a9p-20L, -0xb.c40931ee71fb649p-21L, 0xb.f958e084ee4b84ap-22L, 0x9.c1cff46cd1c65fp-26L,
    -0xd.dab200d54b480ffp-25L, 0xa.a026c472657c735p-28L, 0xe.eecf9292e716a97p-28L, -0xb.eeb42414b6bef7fp-30L,
    -0x8.7c04d2a9360d5edp-30L, 0x9.281c806feb61da4p-32L, 0xa.b2ee7d3d71bc6ebp-33L, -0xc.6b9d8e7a8dd672ap-35L,
    -0xe.b86c28902437242p-36L, 0xf.4ff1e0495124e1p-38L, 0x9.f9432ef5d269d82p-38L, -0x8.272de47297b0649p-40L,
    -0xa.ef091cb402e8971p-41L, 0xd.29729c8a2dcbdeap-44L, 0xd.63925a07b6bd9b2p-45L, -0xb.c12371f059d05cp-48L};

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
    double const d = z + 4, d_low = z < 4 ? z - (d - 4) : 4 - (d - z);
    double const r = 1 / d, r_low = r * (residual(1, d, r) - d_low * r);
    double const u = 8 * r, t = 1 - u, t_low = ((1 - t) - u) - 8 * r_low;
    constexpr int last = 26 - 1;
    double const w = t * t; // odd and even powers apart: half the rounding errors and half the latency
    double even = erfcx_coefficients[last], odd = erfcx_coefficients[last - 1];
    for (int i = last - 2; i > 0; i -= 2) {
        even = even * w + erfcx_coefficients[i];
        odd = odd * w + erfcx_coefficients[i - 1];
    }
    double p = even * t + odd;
    double slope = 0; // to a few digits
    for (int i = 10; i >= 0; --i) slope = slope * t + (i + 1) * erfcx_coefficients[i];
    p *= t;
    double const s = erfcx_high + p, s_low = (p - (s - erfcx_high)) + (erfcx_low + slope * t_low);
    double const q = x + 0.5, q_low = x < 0.5 ? x - (q - 0.5) : 0.5 - (q - x);
    double const y = s / q, rest = (residual(s, q, y) + (s_low - y * q_low)) * y;
    // rest / s corrects y; a rough 1 / s will do, s being in [0.5, 0.65]
    return x < 0x1p100 ? y + rest * (3.53 - 3.1 * s) : y;
}

constexpr long double erfcx_positive(long double x) {
    constexpr int count = 33;
    if constexpr (std::numeric_limits<long double>::digits == 53) {
        return erfcx_positive(static_cast<double>(x));
    } else {
        long double const t = 1 - 8 / (x + 4);
        long double p = erfcx_coefficients_long[count - 1];
        for (int i = count - 2; i >= 0; --i) p = p * t + erfcx_coefficients_long[i];
        return p / (x + 0.5L);
    }
}

} // namespace ogive::elementary::detail
