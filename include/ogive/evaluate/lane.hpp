// SPDX-License-Identifier: BSL-1.0
#pragma once
// One element of a batch: arithmetic and elementary functions without branches or calls, which compilers turn into vector
// code. Every operation is written out, fused multiply-adds too, so that all vector lengths give the same bits.
//
// Largest errors in ULP, float and double, with and without a fused multiply-add (tests/evaluate/lane.cpp checks them):
// exp 1.1 and 1.1; expm1 1.8 and 2.2. Logarithms and erfcx: lane_functions.hpp.

#include <ogive/evaluate/elementary.hpp>
#include <ogive/evaluate/lane_coefficients.hpp>

#include <utility>

namespace ogive::evaluation {

/// A float or a double in a batch.
template <class T, arithmetic F>
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
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> multiply_add(lane<T, F> a, lane<T, F> b, lane<T, F> c) {
    if constexpr (is_fused(F))
        return fma(a.value, b.value, c.value);
    else
        return a * b + c;
}

/// c ? a : b, of numbers and not of places.
template <class T>
OGIVE_ALWAYS_INLINE constexpr T choose(bool c, T a, T b) {
    return c ? a : b;
}
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> choose(bool c, lane<T, F> a, lane<T, F> b) {
    return choose(c, a.value, b.value);
}

/// A zero that the compiler does not know, so that a limit is not a constant: see config.hpp.
template <class T>
inline T unknown_zero = 0;
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr T limit_of_choice(lane<T, F> limit) {
    if (takes_limits_from_registers && !__builtin_is_constant_evaluated()) return limit.value + unknown_zero<T>;
    return limit.value;
}
/// x, but not less or not more than a limit; NaN stays.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> at_least(lane<T, F> x, lane<T, F> lower) {
    T const limit = limit_of_choice(lower);
    return x.value < limit ? limit : x.value;
}
template <class T, arithmetic F>
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
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr bool sign_bit(lane<T, F> x) {
    return static_cast<std::make_signed_t<typename lane_numbers<T>::bits>>(bits_of(x.value)) < 0;
}
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> abs(lane<T, F> x) {
    return from_bits<T>(bits_of(x.value) & (~typename lane_numbers<T>::bits{0} >> 1));
}
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> copysign(lane<T, F> x, lane<T, F> y) {
    auto const sign = ~(~typename lane_numbers<T>::bits{0} >> 1);
    return from_bits<T>((bits_of(x.value) & ~sign) | (bits_of(y.value) & sign));
}

/// x, which is zero or has the sign of y, with that of y.
template <class T, arithmetic F>
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
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> low_of_product(lane<T, F> a, lane<T, F> b, lane<T, F> p) {
    if constexpr (is_fused(F)) {
        return fma(a.value, b.value, -p.value);
    } else { // halves of the digits: their products are exact
        using L = lane<T, F>;
        L const ah = leading_half(a.value), al = a - ah, bh = leading_half(b.value), bl = b - bh;
        return ((ah * bh - p) + (ah * bl + al * bh)) + al * bl;
    }
}

/// s - a·b for s near a·b, as if a·b were exact.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> difference_of_product(lane<T, F> s, lane<T, F> a, lane<T, F> b) {
    if constexpr (is_fused(F)) {
        return fma(-a.value, b.value, s.value);
    } else {
        lane<T, F> const p = a * b;
        return (s - p) - low_of_product(a, b, p);
    }
}

/// c[I] + c[I + 1]·at + ..., unrolled by the language: loops inside of a loop are in the way of vector code.
template <unsigned I = 0, class T, arithmetic F, unsigned N>
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

/// x + sign·n·log 2, with two words of the logarithm, of which one does on the way to a float.
template <int Sign, class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> plus_multiple_of_ln2(lane<T, F> x, lane<T, F> n) {
    using number = numbers_of<T, F>;
    using L = lane<T, F>;
    if constexpr (is_short(F))
        return multiply_add(n, L(Sign * number::ln2), x);
    else
        return multiply_add(n, L(Sign * number::ln2_low), multiply_add(n, L(Sign * number::ln2_high), x));
}

/// x = n·log 2 + r, where n + `bias` is in the low bits of t.
template <class T, arithmetic F>
struct reduced {
    lane<T, F> t, n, r;
};
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr reduced<T, F> reduce(lane<T, F> x, int bias) {
    using number = numbers_of<T, F>;
    lane<T, F> const magic = number::magic + static_cast<T>(bias);
    reduced<T, F> k;
    k.t = multiply_add(x, lane<T, F>(number::log2_e), magic);
    k.n = k.t - magic;
    k.r = plus_multiple_of_ln2<-1>(x, k.n);
    return k;
}

/// e^r - 1 for a reduced argument.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1_of_reduced(lane<T, F> r) {
    return multiply_add(polynomial(numbers_of<T, F>::exp, r), r * r, r);
}

/// A second word that is zero.
struct no_low_word {
    constexpr no_low_word() = default;
    template <class T>
    constexpr explicit no_low_word(T) {}
};
template <class L>
OGIVE_ALWAYS_INLINE constexpr L operator+(L x, no_low_word) {
    return x;
}

/// e^(x + low).
template <class T, arithmetic F, class Low = no_low_word>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> exp(lane<T, F> x, Low low = {}) {
    using number = numbers_of<T, F>;
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
template <class T, arithmetic F>
struct scaled_exponential {
    lane<T, F> scale, rest;
};
template <class T, arithmetic F, class Low = no_low_word>
OGIVE_ALWAYS_INLINE constexpr scaled_exponential<T, F> scaled_decay(lane<T, F> x, Low low = {}) {
    using number = numbers_of<T, F>;
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
template <class T, arithmetic F, class Low = no_low_word>
OGIVE_ALWAYS_INLINE constexpr scaled_exponential<T, F> scaled_within(lane<T, F> x, Low low = {}) {
    auto const k = reduce(x, lane_numbers<T>::bias + lane_numbers<T>::decay_scale);
    return {power_of_two(k.t.value), expm1_of_reduced(k.r + low)};
}
/// 2^-decay_scale.
template <class T>
OGIVE_ALWAYS_INLINE constexpr T decay_unit() {
    return power_of_two(lane_numbers<T>::magic + static_cast<T>(lane_numbers<T>::bias - lane_numbers<T>::decay_scale));
}

/// e^(x + low) as power/(scale·2^decay_scale), where `power` is near one: for ratios in which nothing but their result can
/// leave the range of T. Scaled: the power is divided by 2^decay_scale, too.
template <class T, arithmetic F>
struct halves {
    lane<T, F> power, rest, scale; // rest: the power less one, never scaled
};
/// The coefficients of e^r.
template <class T, arithmetic F, bool Scaled, unsigned... Index>
constexpr auto exponential_series(std::integer_sequence<unsigned, Index...>) {
    T const unit = Scaled ? decay_unit<T>() : T(1);
    struct series {
        T items[2 + sizeof...(Index)];
    };
    return series{unit, unit, (unit * numbers_of<T, F>::exp[Index])...};
}
/// Within: x is neither large nor far out.
template <bool Scaled, bool Within, class T, arithmetic F, class Low = no_low_word>
OGIVE_ALWAYS_INLINE constexpr halves<T, F> halves_of(lane<T, F> x, Low low = {}) {
    using number = numbers_of<T, F>;
    using L = lane<T, F>;
    constexpr unsigned terms = sizeof number::exp / sizeof(T);
    constexpr auto series = exponential_series<T, F, Scaled>(std::make_integer_sequence<unsigned, terms>{});
    [[maybe_unused]] bool const far = x < L(number::halves_limit);   // the second word may be NaN there, or large
    if constexpr (!Within) x = at_least(x, L(number::halves_limit)); // there the scale is infinite
    L const magic = number::magic + static_cast<T>(number::bias - number::decay_scale);
    L const t = multiply_add(x, L(-number::log2_e), magic), n = t - magic;
    L r = plus_multiple_of_ln2<1>(x, n);
    if constexpr (!Within && !std::is_same_v<Low, no_low_word>)
        r = r + choose(far, L(T(0)), low);
    else
        r = r + low;
    return {polynomial(series.items, r), expm1_of_reduced(r), power_of_two(t.value)};
}

/// a·w/(c + w) with w = e·(b + e), by halves: e = 2^n·(1 + h.rest), and so w = 2^n·(b + rest); where e is small, `rest` is,
/// too, and what it is rounded by does not matter.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> quotient_of_square(halves<T, F> h, lane<T, F> a, lane<T, F> b, lane<T, F> c) {
    using number = numbers_of<T, F>;
    using L = lane<T, F>;
    auto const biases = static_cast<typename number::bits>(2 * number::bias) << number::mantissa;
    L const unit = decay_unit<T>(), two_to_n = unit * L(from_bits<T>(biases - bits_of(h.scale.value)));
    L const e = multiply_add(h.rest, two_to_n, two_to_n);
    L const rest = multiply_add(h.rest, b, multiply_add(h.rest, e, e)), scaled = unit / c;
    return multiply_add(a, rest, a * b) / multiply_add(rest, scaled, multiply_add(b, scaled, h.scale)) * scaled;
}

/// r·2^decay_scale·e^(x + low): the exponential itself is not rounded.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> times(lane<T, F> r, scaled_exponential<T, F> e) {
    lane<T, F> const scaled = r * e.scale;
    return multiply_add(scaled, e.rest, scaled);
}
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> value_of(scaled_exponential<T, F> e) {
    return multiply_add(e.scale, e.rest, e.scale);
}

/// w·2^-decay_scale with one rounding. Where the result is subnormal it is made of integers: many processors take a
/// hundred cycles for a subnormal result, and Gaussian tails have them at ordinary arguments.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> unscaled_by_bits(lane<T, F> w) {
    using number = numbers_of<T, F>;
    T const least = from_bits<T>(static_cast<typename number::bits>(number::decay_scale + 1) << number::mantissa);
    bool const tiny = abs(w).value < least;
    typename number::bits const unit = static_cast<typename number::bits>(number::decay_scale) << number::mantissa;
    lane<T, F> const rounded = choose(tiny, w + copysign(lane<T, F>(least), w), w);
    T const r = from_bits<T>(bits_of(rounded.value) - choose(tiny, bits_of(least), unit));
    return choose(w != w, w.value, r);
}

template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1(lane<T, F> x) {
    using number = numbers_of<T, F>;
    using L = lane<T, F>;
    auto const k = reduce(at_most(at_least(x, L(number::expm1_lower)), L(number::exp_upper)), number::bias - 1);
    L const half = power_of_two(k.t.value); // 2^(n - 1)
    L const r = multiply_add(half, expm1_of_reduced(k.r), half - L(T(0.5)));
    return copysign(r + r, x);
}

/// e^x - 1 for x that is not large, nor far out.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1_within(lane<T, F> x) {
    auto const k = reduce(x, lane_numbers<T>::bias);
    lane<T, F> const scale = power_of_two(k.t.value);
    return with_sign(multiply_add(scale, expm1_of_reduced(k.r), scale - lane<T, F>(T(1))), x);
}
/// The same for x <= 0. Zero keeps its sign: it is that of the reduced argument.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1_of_negative(lane<T, F> x) {
    using number = numbers_of<T, F>;
    using L = lane<T, F>;
    auto const k = reduce(at_least(x, L(number::expm1_lower)), number::bias);
    L const scale = power_of_two(k.t.value);
    L const p = k.r * multiply_add(polynomial(number::exp, k.r), k.r, L(T(1)));
    return multiply_add(scale, p, -(L(T(1)) - scale));
}

/// The same with the steps of scaled_decay: where both are needed they are done once.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> expm1_beside_decay(lane<T, F> x) {
    using L = lane<T, F>;
    auto const e = scaled_decay(x);
    L const scale = e.scale * L(decay_unit<T>());
    return with_sign(multiply_add(scale, e.rest, scale - L(T(1))), x);
}

} // namespace lanes
} // namespace ogive::evaluation
