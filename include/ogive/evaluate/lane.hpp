// SPDX-License-Identifier: BSL-1.0
#pragma once
// One element of a batch: arithmetic and elementary functions without branches or calls, which compilers turn into vector
// code. Every operation is written out, fused multiply-adds too, so that all vector lengths give the same bits.
//
// Largest errors in ULP, float and double, with and without a fused multiply-add (tests/evaluate/lane.cpp checks them):
// exp 1.1 and 1.1; expm1 1.8 and 2.2; log 0.9 and 0.9; log1p 1.5 and 1.2; erfcx (x >= 0) float 2.8, double 1.5.

#include <ogive/evaluate/elementary.hpp>
#include <ogive/evaluate/lane_coefficients.hpp>

namespace ogive::evaluation {

/// A float or a double in a batch. HasFma: does the target have a fused multiply-add?
template <class T, bool HasFma>
struct lane {
    using scalar = T;
    T value;

    lane() = default;
    OGIVE_ALWAYS_INLINE constexpr lane(T v) : value{v} {}
    template <class Number>
        requires(std::is_arithmetic_v<Number> && !std::is_same_v<Number, T>)
    OGIVE_ALWAYS_INLINE constexpr explicit lane(Number v) : value{static_cast<T>(v)} {}

    // In constant evaluation whatever is not finite is NaN: there infinities may not come of arithmetic.
    OGIVE_ALWAYS_INLINE friend constexpr lane operator+(lane a, lane b) {
        if (__builtin_is_constant_evaluated()) return folded(a, b, [](long double p, long double q) { return p + q; });
        return a.value + b.value;
    }
    OGIVE_ALWAYS_INLINE friend constexpr lane operator-(lane a, lane b) {
        if (__builtin_is_constant_evaluated()) return folded(a, b, [](long double p, long double q) { return p - q; });
        return a.value - b.value;
    }
    OGIVE_ALWAYS_INLINE friend constexpr lane operator*(lane a, lane b) {
        if (__builtin_is_constant_evaluated()) return folded(a, b, [](long double p, long double q) { return p * q; });
        return a.value * b.value;
    }
    OGIVE_ALWAYS_INLINE friend constexpr lane operator/(lane a, lane b) {
        if (__builtin_is_constant_evaluated())
            return folded(a, b, [](long double p, long double q) { return q == 0 ? p + 1e400L : p / q; });
        return a.value / b.value;
    }
    OGIVE_ALWAYS_INLINE friend constexpr lane operator-(lane a) { return -a.value; }
    OGIVE_ALWAYS_INLINE friend constexpr bool operator==(lane a, lane b) { return a.value == b.value; }
    OGIVE_ALWAYS_INLINE friend constexpr bool operator!=(lane a, lane b) { return a.value != b.value; }
    OGIVE_ALWAYS_INLINE friend constexpr bool operator<(lane a, lane b) { return a.value < b.value; }
    OGIVE_ALWAYS_INLINE friend constexpr bool operator<=(lane a, lane b) { return a.value <= b.value; }
    OGIVE_ALWAYS_INLINE friend constexpr bool operator>(lane a, lane b) { return a.value > b.value; }

  private:
    static constexpr lane folded(lane a, lane b, auto const& operate) {
        T const largest = std::numeric_limits<T>::max();
        bool const finite = a.value <= largest && a.value >= -largest && b.value <= largest && b.value >= -largest;
        long double const r =
            finite ? operate(static_cast<long double>(a.value), static_cast<long double>(b.value)) : 1e400L;
        return r <= largest && r >= -largest ? static_cast<T>(r) : std::numeric_limits<T>::quiet_NaN();
    }
};

namespace lanes {

// clang-format off
OGIVE_ALWAYS_INLINE float fma(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
OGIVE_ALWAYS_INLINE double fma(double a, double b, double c) { return __builtin_fma(a, b, c); }
OGIVE_ALWAYS_INLINE float root(float a) { return __builtin_sqrtf(a); }
OGIVE_ALWAYS_INLINE double root(double a) { return __builtin_sqrt(a); }
// clang-format on

/// a·b + c, rounded once if the target can.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> multiply_add(lane<T, F> a, lane<T, F> b, lane<T, F> c) {
    if constexpr (F)
        return fma(a.value, b.value, c.value);
    else
        return a * b + c;
}

/// c ? a : b, of numbers and not of places.
template <class T>
OGIVE_ALWAYS_INLINE constexpr T choose(bool c, T a, T b) {
    return c ? a : b;
}
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> choose(bool c, lane<T, F> a, lane<T, F> b) {
    return choose(c, a.value, b.value);
}

/// A zero that g++ does not know: of a comparison with a number and a choice it makes one instruction, of the same with
/// a constant two.
template <class T>
inline T unknown_zero = 0;
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr T limit_of_choice(lane<T, F> limit) {
#if !defined(__clang__)
    if (!__builtin_is_constant_evaluated()) return limit.value + unknown_zero<T>;
#endif
    return limit.value;
}
/// x, but not less or not more than a limit; NaN stays.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> at_least(lane<T, F> x, lane<T, F> lower) {
    T const limit = limit_of_choice(lower);
    return x.value < limit ? limit : x.value;
}
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> at_most(lane<T, F> x, lane<T, F> upper) {
    T const limit = limit_of_choice(upper);
    return limit < x.value ? limit : x.value;
}

template <class T>
OGIVE_ALWAYS_INLINE constexpr auto bits_of(T x) {
    return __builtin_bit_cast(typename lane_numbers<T>::bits, x);
}
template <class T>
OGIVE_ALWAYS_INLINE constexpr T from_bits(typename lane_numbers<T>::bits b) {
    return __builtin_bit_cast(T, b);
}
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr bool sign_bit(lane<T, F> x) {
    return static_cast<std::make_signed_t<typename lane_numbers<T>::bits>>(bits_of(x.value)) < 0;
}
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> abs(lane<T, F> x) {
    return from_bits<T>(bits_of(x.value) & (~typename lane_numbers<T>::bits{0} >> 1));
}
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> copysign(lane<T, F> x, lane<T, F> y) {
    auto const sign = ~(~typename lane_numbers<T>::bits{0} >> 1);
    return from_bits<T>((bits_of(x.value) & ~sign) | (bits_of(y.value) & sign));
}

/// x, which is zero or has the sign of y, with that of y.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> with_sign(lane<T, F> x, lane<T, F> y) {
    return from_bits<T>(bits_of(x.value) | (bits_of(y.value) & ~(~typename lane_numbers<T>::bits{0} >> 1)));
}

/// The leading half of the digits.
template <class T>
OGIVE_ALWAYS_INLINE constexpr T leading_half(T number) {
    int const dropped = std::is_same_v<T, float> ? 12 : 27;
    return from_bits<T>(bits_of(number) & (~typename lane_numbers<T>::bits{0} << dropped));
}

/// The exact product a·b is p + low.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> low_of_product(lane<T, F> a, lane<T, F> b, lane<T, F> p) {
    if constexpr (F) {
        return fma(a.value, b.value, -p.value);
    } else { // halves of the digits: their products are exact
        using L = lane<T, F>;
        L const ah = leading_half(a.value), al = a - ah, bh = leading_half(b.value), bl = b - bh;
        return ((ah * bh - p) + (ah * bl + al * bh)) + al * bl;
    }
}

/// s - a·b for s near a·b, as if a·b were exact.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> difference_of_product(lane<T, F> s, lane<T, F> a, lane<T, F> b) {
    if constexpr (F) {
        return fma(-a.value, b.value, s.value);
    } else {
        lane<T, F> const p = a * b;
        return (s - p) - low_of_product(a, b, p);
    }
}

/// c[I] + c[I + 1]·at + ..., unrolled by the language: loops inside of a loop are in the way of vector code.
template <unsigned I = 0, class T, bool F, unsigned N>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> polynomial(T const (&c)[N], lane<T, F> at) {
    if constexpr (I + 1 == N)
        return c[I];
    else
        return multiply_add(polynomial<I + 1>(c, at), at, lane<T, F>(c[I]));
}

/// 2^(t - magic) for a rounded sum t with the bias in it.
template <class T>
OGIVE_ALWAYS_INLINE constexpr T power_of_two(T t) {
    return from_bits<T>(bits_of(t) << lane_numbers<T>::mantissa);
}

/// x = n·log 2 + r, where n + `bias` is in the low bits of t.
template <class T, bool F>
struct reduced {
    lane<T, F> t, n, r;
};
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr reduced<T, F> reduce(lane<T, F> x, int bias) {
    using number = lane_numbers<T>;
    lane<T, F> const magic = number::magic + static_cast<T>(bias);
    reduced<T, F> k;
    k.t = multiply_add(x, lane<T, F>(number::log2_e), magic);
    k.n = k.t - magic;
    k.r = multiply_add(k.n, lane<T, F>(-number::ln2_low), multiply_add(k.n, lane<T, F>(-number::ln2_high), x));
    return k;
}

/// e^r - 1 for a reduced argument.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1_of_reduced(lane<T, F> r) {
    return multiply_add(polynomial(lane_numbers<T>::exp, r), r * r, r);
}

/// A second word that is zero.
struct no_low_word {};
template <class L>
OGIVE_ALWAYS_INLINE constexpr L operator+(L x, no_low_word) {
    return x;
}

/// e^(x + low).
template <class T, bool F, class Low = no_low_word>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> exp(lane<T, F> x, Low low = {}) {
    using number = lane_numbers<T>;
    using L = lane<T, F>;
    auto const k = reduce(at_most(at_least(x, L(number::exp_lower)), L(number::exp_upper)), 0);
    L const p = L(T(1)) + expm1_of_reduced(k.r + low);
    // in two factors: 2^n alone may leave the range of the exponent
    L const magic = number::magic + static_cast<T>(number::bias);
    L const t = k.n * L(T(0.5)) + magic, rest = (k.n - (t - magic)) + magic;
    return p * L(power_of_two(t.value)) * L(power_of_two(rest.value));
}

/// 2^decay_scale·e^(x + low) for x <= 0 as scale + scale·rest: so scaled, it is not subnormal where r·e^x is. Beyond the
/// limit it is zero.
template <class T, bool F>
struct scaled_exponential {
    lane<T, F> scale, rest;
};
template <class T, bool F, class Low = no_low_word>
OGIVE_ALWAYS_INLINE constexpr scaled_exponential<T, F> scaled_decay(lane<T, F> x, Low low = {}) {
    using number = lane_numbers<T>;
    using L = lane<T, F>;
    constexpr int bias = number::bias + number::decay_scale;
    if constexpr (std::is_same_v<Low, no_low_word>) {
        auto const k = reduce(at_least(x, L(number::decay_limit)), bias);
        return {power_of_two(k.t.value), expm1_of_reduced(k.r)};
    } else { // far out the second word may be NaN, and the scale is zero before it is subnormal
        bool const far = x < L(number::steep_limit);
        auto const k = reduce(choose(far, L(number::steep_limit), x), bias);
        return {choose(far, L(T(0)), L(power_of_two(k.t.value))), expm1_of_reduced(k.r + choose(far, L(T(0)), low))};
    }
}
/// The same for x that is not beyond the limit, and may be positive, but not large.
template <class T, bool F, class Low = no_low_word>
OGIVE_ALWAYS_INLINE constexpr scaled_exponential<T, F> scaled_within(lane<T, F> x, Low low = {}) {
    auto const k = reduce(x, lane_numbers<T>::bias + lane_numbers<T>::decay_scale);
    return {power_of_two(k.t.value), expm1_of_reduced(k.r + low)};
}
template <class T>
OGIVE_ALWAYS_INLINE constexpr T decay_unit() {
    return power_of_two(lane_numbers<T>::magic + static_cast<T>(lane_numbers<T>::bias - lane_numbers<T>::decay_scale));
}

/// e^(x + low) as power/(scale·2^decay_scale), where `power` is near one: for ratios in which nothing but their result can
/// leave the range of T. Scaled: the power is divided by 2^decay_scale, too.
template <class T, bool F>
struct halves {
    lane<T, F> power, scale;
};
template <class T, bool Scaled, unsigned... Index>
constexpr auto exponential_series(std::integer_sequence<unsigned, Index...>) {
    T const unit = Scaled ? decay_unit<T>() : T(1);
    struct series {
        T items[2 + sizeof...(Index)];
    };
    return series{unit, unit, (unit * lane_numbers<T>::exp[Index])...};
}
template <bool Scaled, bool Within, class T, bool F, class Low = no_low_word>
OGIVE_ALWAYS_INLINE constexpr halves<T, F> halves_of(lane<T, F> x, Low low = {}) {
    using number = lane_numbers<T>;
    using L = lane<T, F>;
    constexpr unsigned terms = sizeof number::exp / sizeof(T);
    constexpr auto series = exponential_series<T, Scaled>(std::make_integer_sequence<unsigned, terms>{});
    if constexpr (!Within) x = at_least(x, L(number::decay_limit));
    L const magic = number::magic + static_cast<T>(number::bias - number::decay_scale);
    L const t = multiply_add(x, L(-number::log2_e), magic), n = t - magic;
    L const r = multiply_add(n, L(number::ln2_low), multiply_add(n, L(number::ln2_high), x)) + low;
    return {polynomial(series.items, r), power_of_two(t.value)};
}

/// r·2^decay_scale·e^(x + low): the exponential itself is not rounded.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> times(lane<T, F> r, scaled_exponential<T, F> e) {
    lane<T, F> const scaled = r * e.scale;
    return multiply_add(scaled, e.rest, scaled);
}
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> value_of(scaled_exponential<T, F> e) {
    return multiply_add(e.scale, e.rest, e.scale);
}
/// w·2^-decay_scale with one rounding. Where the result is subnormal it is made of integers: many processors take a
/// hundred cycles for a subnormal result, and Gaussian tails have them at ordinary arguments.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> unscaled_by_bits(lane<T, F> w) {
    using number = lane_numbers<T>;
    T const least = from_bits<T>(static_cast<typename number::bits>(number::decay_scale + 1) << number::mantissa);
    bool const tiny = abs(w).value < least;
    typename number::bits const unit = static_cast<typename number::bits>(number::decay_scale) << number::mantissa;
    lane<T, F> const rounded = choose(tiny, w + copysign(lane<T, F>(least), w), w);
    T const r = from_bits<T>(bits_of(rounded.value) - choose(tiny, bits_of(least), unit));
    return choose(w != w, w.value, r);
}

template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1(lane<T, F> x) {
    using number = lane_numbers<T>;
    using L = lane<T, F>;
    auto const k = reduce(at_most(at_least(x, L(number::expm1_lower)), L(number::exp_upper)), number::bias - 1);
    L const half = power_of_two(k.t.value); // 2^(n - 1)
    L const r = multiply_add(half, expm1_of_reduced(k.r), half - L(T(0.5)));
    return copysign(r + r, x);
}

/// e^x - 1 for x that is not large, nor far out.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1_within(lane<T, F> x) {
    auto const k = reduce(x, lane_numbers<T>::bias);
    lane<T, F> const scale = power_of_two(k.t.value);
    return with_sign(multiply_add(scale, expm1_of_reduced(k.r), scale - lane<T, F>(T(1))), x);
}
/// The same for x <= 0. Zero keeps its sign: it is that of the reduced argument.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1_of_negative(lane<T, F> x) {
    using number = lane_numbers<T>;
    using L = lane<T, F>;
    auto const k = reduce(at_least(x, L(number::expm1_lower)), number::bias);
    L const scale = power_of_two(k.t.value);
    L const p = k.r * multiply_add(polynomial(number::exp, k.r), k.r, L(T(1)));
    return multiply_add(scale, p, -(L(T(1)) - scale));
}

/// The same with the steps of scaled_decay: where both are needed they are done once.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1_beside_decay(lane<T, F> x) {
    using L = lane<T, F>;
    auto const e = scaled_decay(x);
    L const scale = e.scale * L(decay_unit<T>());
    return with_sign(multiply_add(scale, e.rest, scale - L(T(1))), x);
}

/// log((1 + f)·2^n) for 1 + f between root(1/2) and root(2).
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log_of_reduced(lane<T, F> f, lane<T, F> n) {
    using number = lane_numbers<T>;
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
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> exponent_of(typename lane_numbers<T>::bits e) {
    using number = lane_numbers<T>;
    // the integer in the low bits of a large number: no conversion of 64-bit integers is needed
    T const t =
        from_bits<T>((e >> number::mantissa) | bits_of(static_cast<T>(typename number::bits{1} << number::mantissa)));
    return t - (static_cast<T>(typename number::bits{1} << number::mantissa) + static_cast<T>(number::bias));
}

template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log_special(lane<T, F> x, lane<T, F> r) {
    T const inf = std::numeric_limits<T>::infinity();
    r = choose(x.value == inf, x, r);
    r = choose(x.value == T(0), lane<T, F>(-inf), r);
    return choose(x.value < T(0), lane<T, F>(std::numeric_limits<T>::quiet_NaN()), r);
}

template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log(lane<T, F> x) {
    using number = lane_numbers<T>;
    bool const tiny = x.value < std::numeric_limits<T>::min();
    T const up = static_cast<T>(typename number::bits{1} << (number::mantissa + 2));
    T const y = choose(tiny, x * lane<T, F>(up), x).value;
    auto const e = exponent_bits(y);
    T const m = from_bits<T>(bits_of(y) - e + bits_of(T(1)));
    lane<T, F> const n = exponent_of<T, F>(e), less = choose(tiny, T(number::mantissa + 2), T(0));
    lane<T, F> const r = log_of_reduced(lane<T, F>(m) - lane<T, F>(T(1)), n - less);
    return log_special(x, choose(x.value != x.value, x, r));
}

template <class T, bool F>
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
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log1p_of_unit(lane<T, F> u) {
    lane<T, F> const s = (u + u) / (u + lane<T, F>(T(2))), z = s * s;
    return multiply_add(polynomial(lane_numbers<T>::log_of_quotient, z), z * s, s);
}

/// log(above/below): near one by the exact difference.
template <class T, bool F>
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

/// erfcx for x >= 0. In float one quotient: what rounding takes from D hardly shows, as it is in numerator and
/// denominator. In double as in erfcx.hpp: the quotient carries a second word.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> erfcx(lane<T, F> x) {
    using number = lane_numbers<T>;
    using L = lane<T, F>;
    if constexpr (std::is_same_v<T, float>) {
        bool const far = number::huge < x.value;
        L const d = polynomial(number::erfcx_d, x), c = number::root_pi, product = c * x;
        L const rest = multiply_add(low_of_product(c, x, product), d, polynomial(number::erfcx_n, x));
        L const below = multiply_add(product, d, rest);
        return choose(far, L(number::one_over_root_pi), d) / choose(far, x, below);
    } else {
        L const huge = number::huge, half = T(0.5), z = choose(x < huge, x, huge);
        L const r = L(T(2)) / (z + L(T(4))), m = z * r, n = L(T(4)) * r, t = m - L(T(1));
        L const p = m * multiply_add(n, polynomial(number::erfcx, t), L(number::erfcx_slope));
        L const s = half + p, s_low = p - (s - half), q = x + half, y = s / q;
        L const q_low = choose(x < half, x - (q - half), half - (q - x));
        // rest / s corrects y; a rough 1 / s will do, s being in [0.5, 0.65]
        L const rest = difference_of_product(s, q, y) + (s_low - y * q_low);
        return choose(x < huge, y + rest * y * (L(T(3.53)) - L(T(3.1)) * s), y);
    }
}

} // namespace lanes
} // namespace ogive::evaluation
