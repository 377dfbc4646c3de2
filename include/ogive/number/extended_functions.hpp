// SPDX-License-Identifier: BSL-1.0
#pragma once
// Elementary functions of number::extended, for constant evaluation.
//
// Relative error at most 2^-120 (the largest measured is 2^-124.5: tests/number/extended.cpp) wherever the result is finite,
// not below the range of the exponent, and, for sin, cos and tan, |x| < 2^30: beyond that they return NaN. Special values are
// those of IEEE 754; arguments outside the domain give NaN. Series are summed in fixed point after an argument reduction in
// which nothing cancels. exp and log take about 600 steps of clang's constant evaluation, erfc 10,000.

#include <ogive/number/extended.hpp>

namespace ogive::number {

namespace detail {

constexpr extended constant(int exponent, word high, word low) {
    return extended::raw(false, exponent, words(high, low));
}
inline constexpr extended ln2 = constant(-1, 0xb17217f7d1cf79ab, 0xc9e3b39803f2f6af);
inline constexpr extended ln2_high = constant(-1, 0xb17217f7d1cf79ab, 0xc9e3b39800000000); // 96 bits
inline constexpr extended ln2_low = constant(-103, 0xfcbdabd03cd0c99c, 0xa62d8b628345d6e3);
inline constexpr extended log2e = constant(0, 0xb8aa3b295c17f0bb, 0xbe87fed0691d3e89);
inline constexpr extended half_pi = constant(0, 0xc90fdaa22168c234, 0xc4c6628b80dc1cd1);
inline constexpr extended half_pi_high = constant(0, 0xc90fdaa22168c234, 0xc4c6628b00000000);     // 96 bits
inline constexpr extended half_pi_middle = constant(-96, 0x80dc1cd129024e08, 0x8a67cc7400000000); // 96 bits
inline constexpr extended half_pi_low = constant(-198, 0x82efa98ec4e6c894, 0x52821e638d01377c);
inline constexpr extended two_over_pi = constant(-1, 0xa2f9836e4e441529, 0xfc2757d1f534ddc1);
inline constexpr extended two_over_sqrt_pi = constant(0, 0x906eba8214db688d, 0x71d48a7f6bfec344);
inline constexpr extended one_over_3pi = constant(-4, 0xd94caf3dbdb01c37, 0xfadf1fc29c467d01);
inline constexpr extended six_pi = constant(4, 0x96cbe3f9990e91a7, 0x9394c9e8a0a5159d);
inline constexpr extended atan_half = constant(-2, 0xed63382b0dda7b45, 0x6fe445ecbc3a8d03);
inline constexpr extended sqrt2 = constant(0, 0xb504f333f9de6484, 0x597d89b3754abe9f);

/// a * b / 2^128.
constexpr uint128 fraction_product(uint128 a, uint128 b) {
    uint128 const a0 = static_cast<word>(a), a1 = a >> 64, b0 = static_cast<word>(b), b1 = b >> 64;
    uint128 const left = a1 * b0, right = a0 * b1;
    uint128 const middle = ((a0 * b0) >> 64) + static_cast<word>(left) + static_cast<word>(right);
    return a1 * b1 + (left >> 64) + (right >> 64) + (middle >> 64);
}

/// 0 <= a < 1 as a multiple of 2^-128.
constexpr uint128 as_fraction(extended const& a) { return a.exponent < -128 ? 0 : a.significand >> (-1 - a.exponent); }

/// Series are evaluated in multiples of 2^-126.
inline constexpr uint128 unit = uint128{1} << 126;
constexpr extended from_unit(uint128 a) { return extended::raw(false, 1, a); }
/// So many terms of a series in t < 2^(e + 1) suffice, where further ones shrink it by 2^-gain each.
constexpr int terms(int e, int gain) { return 3 + 132 / (gain - 1 - e); }

/// e^r - 1 for 0 <= r < 0.7.
constexpr extended expm1_near_zero(extended const& r) {
    if (r.is_zero()) return r;
    uint128 const t = as_fraction(r);
    uint128 h = unit;
    for (int k = terms(r.exponent, 4); k > 1; --k) h = unit + fraction_product(h, t) / static_cast<unsigned>(k);
    return r * from_unit(h);
}

/// e^x = 2^exponent (1 + rest), 0 <= rest < 1.1.
struct exponential {
    extended rest;
    int exponent;
};

/// 0 <= x < 2^30.
constexpr exponential reduced_exponential(extended const& x) {
    if (x.exponent < -1 || x.is_zero()) return {expm1_near_zero(x), 0};
    auto const n = static_cast<int>(floor(x * log2e));
    extended const k{n};
    extended const r = x - k * ln2_high - k * ln2_low;
    return r.sign() < 0 ? exponential{expm1_near_zero(r + ln2), n - 1} : exponential{expm1_near_zero(r), n};
}

/// 2 atanh(z) for |z| < 0.34.
constexpr extended twice_atanh(extended const& z) {
    if (z.is_zero() || z.exponent < -70) return scaled(z, 1);
    extended const s = z * z;
    uint128 const t = as_fraction(s);
    uint128 h = 0;
    for (int k = terms(s.exponent, 0); k >= 0; --k)
        h = unit / static_cast<unsigned>(2 * k + 1) + fraction_product(h, t);
    return scaled(z * from_unit(h), 1);
}

/// atan(z) for |z| < 0.34.
constexpr extended atan_near_zero(extended const& z) {
    if (z.is_zero() || z.exponent < -70) return z;
    extended const s = z * z;
    uint128 const t = as_fraction(s);
    uint128 h = 0;
    for (int k = terms(s.exponent, 0); k >= 0; --k)
        h = unit / static_cast<unsigned>(2 * k + 1) - fraction_product(h, t);
    return z * from_unit(h);
}

/// x = quadrant * pi/2 + rest, |rest| <= pi/4 and a little.
struct angle {
    extended rest;
    int quadrant;
};

constexpr angle reduced_angle(extended const& x) {
    if (x.exponent < -1 || x.is_zero()) return {x, 0};
    auto const n = floor(x * two_over_pi + scaled(extended{1}, -1));
    extended const k{n};
    return {x - k * half_pi_high - k * half_pi_middle - k * half_pi_low, static_cast<int>(n & 3)};
}

/// sin (first = 1) or cos (first = 0) of the rest of an angle.
constexpr extended sine_series(extended const& r, unsigned first) {
    if (r.is_zero() || r.exponent < -70) return first != 0 ? r : extended{1};
    extended const s = r * r;
    uint128 const t = as_fraction(s);
    uint128 h = unit;
    for (auto k = static_cast<unsigned>(terms(s.exponent, 9)); k > 0; --k)
        h = unit - fraction_product(h, t) / ((2 * k + first) * (2 * k + first - 1));
    return first != 0 ? r * from_unit(h) : from_unit(h);
}

/// sin(x + quadrant pi/2).
constexpr extended sine(extended const& x, int quadrant) {
    if (!x.is_finite() || x.exponent >= 30) return extended::nan();
    angle const a = reduced_angle(x);
    int const q = (a.quadrant + quadrant) & 3;
    extended const s = sine_series(a.rest, q % 2 == 0 ? 1 : 0);
    return q >= 2 ? -s : s;
}

/// x^2 to 256 bits: e^(x^2) needs them.
struct two_part {
    extended high, low;
};
constexpr two_part square(extended const& x) {
    wide const p = product(x.significand, x.significand);
    int const exponent = 2 * x.exponent + 1;
    return {extended::raw(false, exponent, p.high), extended::raw(false, exponent - 128, p.low)};
}

} // namespace detail

constexpr extended pi() { return scaled(detail::half_pi, 1); }

constexpr extended expm1(extended const& x) {
    if (x.is_nan() || x.is_zero()) return x;
    if (x.is_infinite() || x.exponent >= 30) return x.negative ? extended{-1} : extended::infinity();
    detail::exponential const e = detail::reduced_exponential(abs(x));
    if (x.negative && e.exponent > 200) return extended{-1};
    extended const m = e.exponent == 0 ? e.rest : scaled(extended{1} + e.rest, e.exponent) - extended{1};
    return x.negative ? -m / (extended{1} + m) : m;
}

constexpr extended exp(extended const& x) {
    if (x.is_nan()) return x;
    if (x.is_infinite() || (!x.is_zero() && x.exponent >= 30)) return x.negative ? extended{} : extended::infinity();
    detail::exponential const e = detail::reduced_exponential(abs(x));
    extended const m = extended{1} + e.rest;
    return x.negative ? scaled(extended{1} / m, -e.exponent) : scaled(m, e.exponent);
}

constexpr extended log(extended const& x) {
    if (x.is_nan() || x.is_zero()) return x.is_nan() ? x : extended::infinity(true);
    if (x.negative) return extended::nan();
    if (x.is_infinite()) return x;
    bool const upper = x.significand > detail::sqrt2.significand;
    int const k = x.exponent + (upper ? 1 : 0);
    extended const m = scaled(x, -k); // between sqrt(1/2) and sqrt(2)
    extended const r = detail::twice_atanh((m - extended{1}) / (m + extended{1}));
    return k == 0 ? r : extended{k} * detail::ln2 + r;
}

constexpr extended log1p(extended const& x) {
    if (x.is_nan() || x.is_zero() || x.exponent < -130) return x;
    if (x.is_infinite() || x.exponent >= -2) return log(extended{1} + x);
    return detail::twice_atanh(x / (extended{2} + x));
}

constexpr extended sin(extended const& x) { return x.is_zero() ? x : detail::sine(x, 0); }
constexpr extended cos(extended const& x) { return detail::sine(x, 1); }
constexpr extended tan(extended const& x) {
    if (x.is_zero()) return x;
    if (!x.is_finite() || x.exponent >= 30) return extended::nan();
    detail::angle const a = detail::reduced_angle(x);
    extended const s = detail::sine_series(a.rest, 1), c = detail::sine_series(a.rest, 0);
    return a.quadrant % 2 == 0 ? s / c : -c / s;
}

constexpr extended atan(extended const& x) {
    if (x.is_nan() || x.is_zero()) return x;
    if (x.negative) return -atan(-x);
    if (x.is_infinite()) return detail::half_pi;
    if (x > extended{1}) return detail::half_pi - atan(extended{1} / x);
    if (x.exponent < -2) return detail::atan_near_zero(x);
    extended const half = scaled(extended{1}, -1);
    return detail::atan_half + detail::atan_near_zero((x - half) / (extended{1} + half * x));
}

constexpr extended asin(extended const& x) {
    if (x.is_nan() || x.is_zero()) return x;
    extended const one{1};
    return abs(x) > one ? extended::nan() : atan(x / sqrt((one - x) * (one + x)));
}

constexpr extended acos(extended const& x) {
    extended const one{1};
    if (x.is_nan() || abs(x) > one) return extended::nan();
    return scaled(atan(sqrt((one - x) / (one + x))), 1);
}

constexpr extended sinh(extended const& x) {
    if (x.is_nan() || x.is_zero()) return x;
    extended const m = expm1(abs(x));
    extended const s = m.is_infinite() ? m : scaled(m + m / (extended{1} + m), -1);
    return x.negative ? -s : s;
}

constexpr extended cosh(extended const& x) {
    extended const e = exp(abs(x));
    return scaled(e + extended{1} / e, -1);
}

constexpr extended tanh(extended const& x) {
    if (x.is_nan() || x.is_zero()) return x;
    extended const m = expm1(scaled(abs(x), 1));
    extended const t = m.is_infinite() ? extended{1} : m / (extended{2} + m);
    return x.negative ? -t : t;
}

constexpr extended asinh(extended const& x) {
    if (!x.is_finite() || x.is_zero()) return x;
    if (x.negative) return -asinh(-x);
    if (x.exponent > 200) return log(x) + detail::ln2;
    extended const s = x * x, one{1};
    return log1p(x + s / (one + sqrt(one + s)));
}

constexpr extended acosh(extended const& x) {
    extended const t = x - extended{1};
    if (x.is_nan() || t.sign() < 0) return extended::nan();
    if (x.is_infinite() || x.exponent > 200) return log(x) + detail::ln2;
    return log1p(t + sqrt(t * (t + extended{2})));
}

constexpr extended atanh(extended const& x) {
    if (x.is_nan() || x.is_zero()) return x;
    if (x.negative) return -atanh(-x);
    extended const one{1};
    return x > one ? extended::nan() : scaled(log1p(scaled(x, 1) / (one - x)), -1);
}

namespace detail {

/// erf(x) for 0 < x < 3/4: sum of (-t)^k / (k! (2k + 1)), t = x^2.
constexpr extended erf_near_zero(extended const& x) {
    if (x.exponent < -70) return x * two_over_sqrt_pi;
    extended const s = x * x;
    uint128 const t = as_fraction(s);
    uint128 h = 0;
    for (auto k = static_cast<unsigned>(terms(s.exponent, 4)) + 1; k > 0; --k)
        h = unit / (2 * k - 1) - fraction_product(h, t) / k;
    return x * two_over_sqrt_pi * from_unit(h);
}

/// e^(x^2) erfc(x) for x >= 1/2: the trapezoidal rule with step h = 1/3 for x/pi times the integral of e^(-t^2) / (t^2 + x^2)
/// (Matta and Reichel, Math. Comp. 25, 1971), of relative error e^(-pi^2/h^2) = 2^-128, and the residue at t = ix.
constexpr extended erfcx_positive(extended const& x) {
    extended const one{1};
    if (x.is_infinite()) return extended{};
    extended const v = one / (extended{9} * x * x); // h^2 / x^2
    extended sum = scaled(one, -1);
    uint128 a = words(0xe5143080e4880eeb, 0xcbe6a3275daa188d), b = a; // a = e^(-n^2 h^2), b = e^(-(2n - 1) h^2)
    uint128 const q = words(0xccfd205e362fb68c, 0x894c77142e24f826);  // e^(-2 h^2)
    for (int n = 1; n < 30; ++n) {
        sum = sum + extended::raw(false, -1, a) / (one + extended{n * n} * v);
        b = fraction_product(b, q);
        a = fraction_product(a, b);
    }
    extended const regular = scaled(one_over_3pi * sum / x, 1);
    if (x.exponent > 3 || x > extended{10}) return regular;
    return regular - scaled(exp(x * x) / expm1(six_pi * x), 1);
}

} // namespace detail

constexpr extended erfc(extended const& x);

constexpr extended erf(extended const& x) {
    if (x.is_nan() || x.is_zero()) return x;
    if (x.negative) return -erf(-x);
    return x.exponent < -1 ? detail::erf_near_zero(x) : extended{1} - erfc(x);
}

constexpr extended erfc(extended const& x) {
    extended const one{1};
    if (x.is_nan()) return x;
    if (x.is_zero() || x.exponent < -1) return one - erf(x);
    if (x.negative) return one + erf(-x);
    if (x.is_infinite() || x.exponent >= 15) return extended{};
    detail::two_part const s = detail::square(x);
    return exp(-s.high) * (one - s.low) * detail::erfcx_positive(x);
}

/// e^(x^2) erfc(x).
constexpr extended erfcx(extended const& x) {
    extended const one{1};
    if (x.is_nan()) return x;
    if (!x.negative && !x.is_zero() && x.exponent >= -1) return detail::erfcx_positive(x);
    if (x.is_infinite() || (x.negative && !x.is_zero() && x.exponent >= 15)) return extended::infinity();
    if (x.is_zero()) return one;
    detail::two_part const s = detail::square(x);
    return exp(s.high) * (one + s.low) * erfc(x);
}

} // namespace ogive::number
