// SPDX-License-Identifier: BSL-1.0
#pragma once
// What sums over rows are made of: sums of two and three words, exponentials shifted by the maximum of a row or near it.

#include <ogive/evaluate/batch_kernel.hpp>

namespace ogive::evaluation::lanes {

OGIVE_LOOPS_BEGIN

/// A type of twice the precision, or of eleven bits more, for what is computed once a row.
template <class T>
using wider = std::conditional_t<std::is_same_v<T, float>, double, long double>;

/// The sum of two numbers, not rounded: |low| is half a unit in the last place of `high` at most.
template <class T, arithmetic F>
struct two_words {
    lane<T, F> high, low;
};
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr two_words<T, F> two_sum(lane<T, F> a, lane<T, F> b) {
    lane<T, F> const s = a + b, other = s - a;
    return {s, (a - (s - other)) + (b - other)};
}
/// The same for |a| >= |b|.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr two_words<T, F> fast_two_sum(lane<T, F> a, lane<T, F> b) {
    lane<T, F> const s = a + b;
    return {s, b - (s - a)};
}

/// A sum of such sums; the third word takes what rounding takes from the second, so that a long sum of numbers far below
/// the first is as good as others.
template <class T, arithmetic F>
struct three_words {
    lane<T, F> high, low, rest;

    OGIVE_ALWAYS_INLINE constexpr void add(two_words<T, F> s) {
        auto const t = two_sum(high, s.high), u = two_sum(low, s.low + t.low);
        high = t.high;
        low = u.high;
        rest = rest + u.low;
    }
    OGIVE_ALWAYS_INLINE constexpr two_words<T, F> rounded() const { return fast_two_sum(high, low + rest); }
};

/// x - m in two words.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr two_words<T, F> distance_below(lane<T, F> m, lane<T, F> x) {
    auto const d = two_sum(x, -m); // where the first word is infinite, the second is NaN
    return {d.high, choose(d.high < lane<T, F>(std::numeric_limits<T>::lowest()), lane<T, F>(T(0)), d.low)};
}

/// Exponentials shifted by the maximum m itself, x - m in two words. That of the maximum is exactly one.
template <class T, arithmetic F>
struct shift_by_maximum {
    using L = lane<T, F>;
    L maximum;

    OGIVE_ALWAYS_INLINE scaled_exponential<T, F> operator()(L x) const {
        auto const d = two_sum(x, -maximum);
        return scaled_decay(d.high, d.low);
    }
    OGIVE_ALWAYS_INLINE scaled_exponential<T, F> operator()(L x, L sign) const { return (*this)(sign * x); }
    /// The sum of e^(x - m) without the term of m, from that of the exponentials.
    OGIVE_ALWAYS_INLINE wider<T> others(two_words<T, F> s) const {
        L const high = s.high * L(decay_unit<T>()), low = s.low * L(decay_unit<T>());
        return (static_cast<wider<T>>(high.value) - 1) + static_cast<wider<T>>(low.value);
    }
};

/// polynomial(c, r) as one in the square of r, of pairs of coefficients: half as long to wait for.
template <unsigned I = 0, class T, arithmetic F, unsigned N>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> polynomial_by_pairs(T const (&c)[N], lane<T, F> r, lane<T, F> square) {
    using L = lane<T, F>;
    if constexpr (I + 1 == N)
        return L(c[I]);
    else if constexpr (I + 2 == N)
        return multiply_add(L(c[I + 1]), r, L(c[I]));
    else
        return multiply_add(polynomial_by_pairs<I + 2>(c, r, square), square, multiply_add(L(c[I + 1]), r, L(c[I])));
}

/// Exponentials shifted by about the maximum m, c + n·log 2 for an integer n, where c is the multiple of a large number
/// next to m toward zero: then no second word is needed. x - c is exact wherever e^(x - m) is not zero (Sterbenz), and n
/// costs nothing: it is part of the exponent. Quotients do not depend on the shift.
template <class T, arithmetic F>
struct shift_near_maximum {
    using L = lane<T, F>;
    using number = lane_numbers<T>;
    static constexpr bool single = std::is_same_v<T, float>;
    static constexpr T large = single ? T(512) : T(2048); // more than twice the decay limit
    static constexpr T unit = T(number::bias + number::decay_scale);
    L base, magic, lowest;

    OGIVE_ALWAYS_INLINE shift_near_maximum(L b, L g, L l) : base{b}, magic{g}, lowest{l} {}
    OGIVE_ALWAYS_INLINE explicit shift_near_maximum(L m) {
        m = at_least(m, L(std::numeric_limits<T>::lowest())); // there may be none yet
        base = multiple_of_large(m);
        L const n = multiply_add(m - base, L(number::log2_e), L(number::magic)) - L(number::magic);
        magic = L(number::magic + unit) - n;
        lowest = (n - L(unit)) * L(static_cast<T>(0.69314718055994530942)); // there the power of two is a zero
    }
    OGIVE_ALWAYS_INLINE scaled_exponential<T, F> operator()(L x) const { return of_difference(x - base); }
    /// That of sign·x.
    OGIVE_ALWAYS_INLINE scaled_exponential<T, F> operator()(L x, L sign) const {
        return (*this)(choose(sign < L(T(0)), -x, x));
    }
    /// The same of x from which sign·base has been taken: mostly the base is zero.
    OGIVE_ALWAYS_INLINE scaled_exponential<T, F> from_base(L x, L sign) const {
        return of_difference(choose(sign < L(T(0)), -x, x));
    }

  private:
    /// m itself where it is so large that another number is too far from it to count.
    OGIVE_ALWAYS_INLINE static L multiple_of_large(L m) {
        L const q = m * L(1 / large), rounded = (abs(q) + L(number::magic)) - L(number::magic);
        L const less = choose(abs(q) < rounded, rounded - L(T(1)), rounded);
        return choose(abs(q) < L(number::magic / 4), copysign(less * L(large), m), m);
    }
    OGIVE_ALWAYS_INLINE scaled_exponential<T, F> of_difference(L h) const {
        h = choose(h < lowest, lowest, h);
        L const t = multiply_add(h, L(number::log2_e), magic), n = t - magic;
        L const near = multiply_add(n, L(-number::ln2_high), h), low = n * L(-number::ln2_low), r = near + low;
        // r is rounded: the polynomial does not mind, and the sum starts from `near`, which is exact
        return {power_of_two(t.value), near + multiply_add(polynomial_by_pairs(number::exp, r, r * r), r * r, low)};
    }
};

/// What makes exponentials shifted by less of those shifted by more: 2^-exponent·(high + low), from zero to one.
template <class T, arithmetic F>
struct change_of_shift {
    using L = lane<T, F>;
    using number = lane_numbers<T>;
    static constexpr T limit = number::bias; // from there on 2^-exponent is taken for zero
    L exponent, high, low;

    OGIVE_ALWAYS_INLINE change_of_shift(shift_near_maximum<T, F> const& before, shift_near_maximum<T, F> const& after) {
        constexpr bool single = std::is_same_v<T, float>;
        L const d = after.base - before.base, steps = before.magic - after.magic;
        bool const same = d == L(T(0)), next = d == L(before.large); // two steps are too far for anything to be left
        // e^-large = 2^-e·(high + low)
        L const e = T(single ? 739 : 2955), one = T(1), none = T(0);
        L const large_high = static_cast<T>(single ? 0x1.44109ep+0 : 0x1.48af094f79950p+0);
        L const large_low = static_cast<T>(single ? 0x1.b64126p-25 : -0x1.491efd1b7ea0dp-54);
        exponent = choose(same, steps, choose(next, steps + e, L(limit)));
        high = choose(same, one, choose(next, large_high, none));
        low = choose(next, large_low, none);
    }
    /// 2^-e.
    OGIVE_ALWAYS_INLINE static L power(L e) {
        return power_of_two((L(number::magic + limit) - choose(e < L(limit), e, L(limit))).value);
    }
};

/// a·b, of two words each.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE two_words<T, F> product(two_words<T, F> a, two_words<T, F> b) {
    auto const p = a.high * b.high;
    return {p, low_of_product(a.high, b.high, p) + (a.high * b.low + a.low * b.high)};
}

/// The exponential of the maximum m, as value + rounding, and what makes e^(x - m) of an exponential: the decay unit times
/// e^(c + n·log 2 - m).
template <class T, arithmetic F>
struct term_of_maximum {
    using L = lane<T, F>;
    L value, rounding;
    wider<T> factor;

    OGIVE_ALWAYS_INLINE term_of_maximum(shift_near_maximum<T, F> const& shift, L m) {
        using number = lane_numbers<T>;
        using W = wider<T>;
        auto const e = shift(m);
        value = value_of(e);
        rounding = multiply_add(e.scale, e.rest, e.scale - value);
        W const n = static_cast<W>((L(number::magic + shift.unit) - shift.magic).value);
        W const d = (static_cast<W>(shift.base.value) - static_cast<W>(m.value)) + // the product after it is exact
                    n * static_cast<W>(number::ln2_high) + n * static_cast<W>(number::ln2_low);
        if constexpr (std::is_same_v<T, float>)
            factor = exp(lane<double, F>(d)).value * static_cast<double>(decay_unit<T>());
        else
            factor = __builtin_expl(d) * static_cast<W>(decay_unit<T>());
    }
    /// The sum of e^(x - m) without the term of m, from that of the exponentials. The term is taken from it as it was
    /// added; what is left has an absolute error of some 2^-40 (float).
    OGIVE_ALWAYS_INLINE wider<T> others(two_words<T, F> s) const {
        return ((static_cast<wider<T>>(s.high.value) - static_cast<wider<T>>(value.value)) +
                (static_cast<wider<T>>(s.low.value) - static_cast<wider<T>>(rounding.value))) *
               factor;
    }
};

OGIVE_LOOPS_END

} // namespace ogive::evaluation::lanes
