// SPDX-License-Identifier: BSL-1.0
#pragma once
// One element of a batch: logarithms and the scaled error function.
//
// Largest errors in ULP, float and double, with and without a fused multiply-add (tests/evaluate/lane.cpp checks them):
// log 0.9 and 0.9; log1p 1.5 and 1.2; erfcx (x >= 0) float 2.8, double 1.5.

#include <ogive/evaluate/lane.hpp>

namespace ogive::evaluation::lanes {

/// log((1 + f)·2^n) for 1 + f between root(1/2) and root(2).
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log_of_reduced(lane<T, F> f, lane<T, F> n) {
    using number = numbers_of<T, F>;
    using L = lane<T, F>;
    L const half_square = L(T(0.5)) * f * f;
    L rest;
    if constexpr (std::is_same_v<T, float>) {
        rest = multiply_add(polynomial(number::log, f) * f, f * f, -half_square);
    } else {
        L const s = f / (L(T(2)) + f), z = s * s;
        rest = s * (half_square + polynomial(number::log, z) * z) - half_square;
    }
    return multiply_add(n, L(number::ln2_high), f + multiply_add(n, L(number::ln2_low), rest));
}

/// The exponent n with x·2^-n between root(1/2) and root(2), x normal; in the form of its bits.
template <class T>
OGIVE_ALWAYS_INLINE constexpr auto exponent_bits(T x) {
    using bits = typename lane_numbers<T>::bits;
    bits const shift = bits_of(T(1)) - bits_of(static_cast<T>(0.70710678118654752440));
    bits const all = bits_of(x) + shift;
    return all & (~bits{0} << lane_numbers<T>::mantissa);
}
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> exponent_of(typename lane_numbers<T>::bits e) {
    using number = numbers_of<T, F>;
    // the integer in the low bits of a large number: no conversion of 64-bit integers is needed
    T const t =
        from_bits<T>((e >> number::mantissa) | bits_of(static_cast<T>(typename number::bits{1} << number::mantissa)));
    return t - (static_cast<T>(typename number::bits{1} << number::mantissa) + static_cast<T>(number::bias));
}

template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log_special(lane<T, F> x, lane<T, F> r) {
    T const inf = std::numeric_limits<T>::infinity();
    r = choose(x.value == inf, x, r);
    r = choose(x.value == T(0), lane<T, F>(-inf), r);
    return choose(x.value < T(0), lane<T, F>(std::numeric_limits<T>::quiet_NaN()), r);
}

template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log(lane<T, F> x) {
    using number = numbers_of<T, F>;
    bool const tiny = x.value < std::numeric_limits<T>::min();
    T const up = static_cast<T>(typename number::bits{1} << (number::mantissa + 2));
    T const y = choose(tiny, x * lane<T, F>(up), x).value;
    auto const e = exponent_bits(y);
    T const m = from_bits<T>(bits_of(y) - e + bits_of(T(1)));
    lane<T, F> const n = exponent_of<T, F>(e), less = choose(tiny, T(number::mantissa + 2), T(0));
    lane<T, F> const r = log_of_reduced(lane<T, F>(m) - lane<T, F>(T(1)), n - less);
    return log_special(x, choose(x.value != x.value, x, r));
}

template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log1p(lane<T, F> u) {
    using L = lane<T, F>;
    using bits = typename lane_numbers<T>::bits;
    L const one = T(1), sum = one + u;
    bits const e = exponent_bits(sum.value) - bits_of(T(1)); // of 2^n
    L const scale = from_bits<T>(bits_of(T(1)) - e);         // 2^-n
    L const m = from_bits<T>(bits_of(sum.value) - e);        // (1 + u)·2^-n
    L const f = choose(u < L(static_cast<T>(1 << 30)), multiply_add(u, scale, scale - one), m - one);
    L r = log_of_reduced(f, exponent_of<T, F>(e + bits_of(T(1))));
    r = choose(abs(u).value < std::numeric_limits<T>::epsilon() / 4, u, r); // the sign of zero, too
    r = choose(sum.value != sum.value, u, r);
    return log_special(sum, r);
}

/// log(1 + u) for u from 0 to 1, by the series of 2 atanh(u / (2 + u)).
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log1p_of_unit(lane<T, F> u) {
    lane<T, F> const s = (u + u) / (u + lane<T, F>(T(2))), z = s * s;
    return multiply_add(polynomial(numbers_of<T, F>::log_of_quotient, z), z * s, s);
}

/// log(above/below): near one by the exact difference.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log_of_ratio(lane<T, F> above, lane<T, F> below, lane<T, F> difference) {
    using L = lane<T, F>;
    bool const near_one = abs(difference) <= abs(below) * L(T(0.25));
    L const ratio = choose(near_one, difference, above) / below;
    T const x = ratio.value;
    bool const tiny = x < std::numeric_limits<T>::min();
    T const up = static_cast<T>(typename lane_numbers<T>::bits{1} << (lane_numbers<T>::mantissa + 2));
    T const y = choose(tiny, ratio * L(up), ratio).value;
    auto const e = exponent_bits(y);
    T const m = from_bits<T>(bits_of(y) - e + bits_of(T(1)));
    L const n = exponent_of<T, F>(e), less = choose(tiny, T(lane_numbers<T>::mantissa + 2), T(0));
    L const r = log_of_reduced(choose(near_one, ratio, L(m) - L(T(1))), choose(near_one, L(T(0)), n - less));
    return choose(near_one, choose(x == T(0), ratio, r), choose(x != x, ratio, log_special(ratio, r)));
}

/// erfcx for x >= 0, within: not far out. For results in float one quotient: what rounding takes from D hardly shows, as it
/// is in numerator and denominator. In double as in erfcx.hpp: the quotient carries a second word.
template <bool Within = false, class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> erfcx(lane<T, F> x) {
    using number = numbers_of<T, F>;
    using L = lane<T, F>;
    if constexpr (std::is_same_v<T, float> || is_short(F)) {
        bool const far = number::huge < x.value;
        L const d = polynomial(number::erfcx_d, x), c = number::root_pi, product = c * x;
        L rest = polynomial(number::erfcx_n, x);
        if constexpr (!is_short(F)) rest = multiply_add(low_of_product(c, x, product), d, rest);
        L const below = multiply_add(product, d, rest);
        if constexpr (Within) return d / below;
        return choose(far, L(number::one_over_root_pi), d) / choose(far, x, below);
    } else {
        L const huge = number::huge, half = T(0.5), z = Within ? x : choose(x < huge, x, huge);
        L const r = L(T(2)) / (z + L(T(4))), m = z * r, n = L(T(4)) * r, t = m - L(T(1));
        L const p = m * multiply_add(n, polynomial(number::erfcx, t), L(number::erfcx_slope));
        L const s = half + p, s_low = p - (s - half), q = x + half, y = s / q;
        L const q_low = choose(x < half, x - (q - half), half - (q - x));
        // rest / s corrects y; a rough 1 / s will do, s being in [0.5, 0.65]
        L const rest = difference_of_product(s, q, y) + (s_low - y * q_low);
        return choose(x < huge, y + rest * y * (L(T(3.53)) - L(T(3.1)) * s), y);
    }
}

} // namespace ogive::evaluation::lanes
