// SPDX-License-Identifier: BSL-1.0
#pragma once
// Closed intervals that certainly contain the true value, in constant evaluation and at run time.
//
// Arithmetic, power and sqrt round outwards and are exact where the result is representable. The other functions widen by
// their relative error bound, 2^-120, and are exact at 0 where the value there is an integer. Infinite end points bound
// nothing; the values themselves are real. What is not certainly defined everywhere on its operands is `undefined`.

#include <ogive/number/extended_functions.hpp>

namespace ogive::number {

struct enclosure {
    extended lower, upper;

    constexpr enclosure() = default;
    constexpr enclosure(int value) : lower{value}, upper{value} {}
    constexpr enclosure(long long value) : lower{value}, upper{value} {}
    constexpr enclosure(rational const& value) {
        lower = upper = extended(value, rounding::down);
        if (value.denominator != 1) upper = extended(value, rounding::up);
    }
    /// [low, high]; undefined unless low <= high.
    constexpr enclosure(extended const& low, extended const& high) : lower{low}, upper{high} {
        if (!(low <= high))
            lower = upper = extended::nan();
        else if (low.state == extended::kind::infinite && !low.negative)
            lower = extended::largest();
        else if (high.state == extended::kind::infinite && high.negative)
            upper = extended::largest(true);
    }

    static constexpr enclosure point(extended const& value) { return {value, value}; }
    template <class T>
        requires std::is_floating_point_v<T>
    static constexpr enclosure point(T value) {
        return point(extended(value));
    }
    static constexpr enclosure undefined() { return point(extended::nan()); }
    static constexpr enclosure whole() { return {extended::infinity(true), extended::infinity()}; }

    constexpr bool defined() const { return !lower.is_nan(); }
    constexpr bool is_point() const { return lower == upper; }
    /// Certainly contains the value; false when undefined.
    constexpr bool contains(extended const& value) const { return lower <= value && value <= upper; }
    constexpr bool contains_zero() const { return lower.sign() <= 0 && upper.sign() >= 0 && defined(); }
    constexpr bool excludes_zero() const { return defined() && !contains_zero(); }

    /// -1, 0 (exactly zero) or 1; sign_unknown when the interval does not settle it.
    static constexpr int sign_unknown = 2;
    constexpr int certain_sign() const {
        if (!defined()) return sign_unknown;
        if (lower.sign() > 0) return 1;
        if (upper.sign() < 0) return -1;
        return lower.is_zero() && upper.is_zero() ? 0 : sign_unknown;
    }

    /// Both ends round to the same T, hence every value between them does.
    template <class T>
    constexpr bool rounds_uniquely() const {
        return defined() && lower.to<T>() == upper.to<T>();
    }
    /// The correctly rounded value if rounds_uniquely<T>(), else the rounded midpoint; NaN if undefined.
    template <class T>
    constexpr T to() const {
        if (!defined() || is_point()) return upper.to<T>();
        if (lower.is_infinite() || upper.is_infinite())
            return (lower.is_infinite() && upper.is_infinite() ? extended{}
                    : lower.is_infinite()                      ? lower
                                                               : upper)
                .to<T>();
        if (lower.to<T>() == upper.to<T>()) return (lower.is_zero() ? upper : lower).to<T>();
        return scaled(lower + upper, -1).to<T>();
    }

    friend constexpr enclosure operator-(enclosure const& a) { return {-a.upper, -a.lower}; }
    friend constexpr enclosure operator+(enclosure const& a, enclosure const& b) {
        return {add(a.lower, b.lower, rounding::down), add(a.upper, b.upper, rounding::up)};
    }
    friend constexpr enclosure operator-(enclosure const& a, enclosure const& b) { return a + -b; }
    friend constexpr enclosure operator*(enclosure const& a, enclosure const& b);
    friend constexpr enclosure operator/(enclosure const& a, enclosure const& b);
};

namespace detail {

constexpr extended smaller(extended const& a, extended const& b) { return b < a ? b : a; }
constexpr extended larger(extended const& a, extended const& b) { return a < b ? b : a; }

/// End points multiply so that 0 * infinity = 0.
constexpr extended bound_product(extended const& a, extended const& b, rounding mode) {
    return a.is_zero() || b.is_zero() ? extended{} : multiply(a, b, mode);
}

inline constexpr int function_error = -120;
constexpr extended widened(extended const& value, rounding mode) {
    if (!value.is_finite() || value.is_zero()) return value;
    extended const margin = scaled(abs(value), function_error);
    return add(value, mode == rounding::down ? -margin : margin, mode);
}

using function = extended (*)(extended const&);

/// The image of a under a monotone f, cut to the range of f. f(0) is exact if exact_at_zero.
constexpr enclosure image(function f, enclosure const& a, bool rising, enclosure const& range,
                          bool exact_at_zero = true) {
    if (!a.defined()) return a;
    extended const& left = rising ? a.lower : a.upper;
    extended const& right = rising ? a.upper : a.lower;
    extended const low = f(left), high = left == right ? low : f(right);
    return {larger(exact_at_zero && left.is_zero() ? low : widened(low, rounding::down), range.lower),
            smaller(exact_at_zero && right.is_zero() ? high : widened(high, rounding::up), range.upper)};
}

/// The same for a positive f, whose values may vanish below the range of the exponent.
constexpr enclosure positive_image(function f, enclosure const& a, bool rising, int bound = 0) {
    extended const none = extended::infinity();
    enclosure const r = image(f, a, rising, {extended{}, bound != 0 ? extended{bound} : none});
    return r.upper.is_zero() ? enclosure{r.lower, extended::smallest()} : r;
}

constexpr enclosure span(int low, int high) { return {extended{low}, extended{high}}; }

/// sin (shift = 1) or cos (shift = 0) from the extrema at (n + shift/2) pi, maxima for even n. Where rounding displaces an
/// end point past an extremum, the value there differs from +-1 by far less than the widening.
constexpr enclosure wave(function f, enclosure const& a, int shift) {
    if (!a.defined()) return a;
    int const limit = 29;
    if (a.lower.is_infinite() || a.upper.is_infinite() || a.lower.exponent >= limit || a.upper.exponent >= limit)
        return span(-1, 1);
    if (a.is_point()) return image(f, a, true, span(-1, 1));
    extended const half{rational{shift, 2}};
    int128 const first = floor(scaled(a.lower * two_over_pi, -1) - half);
    int128 const last = floor(scaled(a.upper * two_over_pi, -1) - half);
    if (last - first >= 2) return span(-1, 1);
    extended const left = f(a.lower), right = f(a.upper);
    enclosure const ends{larger(widened(smaller(left, right), rounding::down), extended{-1}),
                         smaller(widened(larger(left, right), rounding::up), extended{1})};
    if (last == first) return ends;
    return last % 2 == 0 ? enclosure{ends.lower, extended{1}} : enclosure{extended{-1}, ends.upper};
}

constexpr extended power(extended base, unsigned exponent, rounding mode) {
    extended result{1};
    for (; exponent != 0; exponent /= 2) {
        if (exponent % 2 != 0) result = bound_product(result, base, mode);
        if (exponent > 1) base = bound_product(base, base, mode);
    }
    return result;
}

} // namespace detail

constexpr enclosure operator*(enclosure const& a, enclosure const& b) {
    using namespace detail;
    if (!a.defined() || !b.defined()) return enclosure::undefined();
    if (b.upper.sign() < 0 || (b.upper.is_zero() && !b.lower.is_zero())) return -(a * -b);
    if (b.lower.sign() >= 0) // the common case: the sign of each end of a selects the end of b
        return {bound_product(a.lower, a.lower.sign() < 0 ? b.upper : b.lower, rounding::down),
                bound_product(a.upper, a.upper.sign() < 0 ? b.lower : b.upper, rounding::up)};
    return {smaller(bound_product(a.lower, b.upper, rounding::down), bound_product(a.upper, b.lower, rounding::down)),
            larger(bound_product(a.lower, b.lower, rounding::up), bound_product(a.upper, b.upper, rounding::up))};
}

constexpr enclosure operator/(enclosure const& a, enclosure const& b) {
    if (!a.defined() || !b.excludes_zero()) return enclosure::undefined();
    if (b.upper.sign() < 0) return -(a / -b);
    extended const& low_divisor = a.lower.sign() < 0 ? b.lower : b.upper;
    extended const& high_divisor = a.upper.sign() < 0 ? b.upper : b.lower;
    return {divide(a.lower, low_divisor, rounding::down), divide(a.upper, high_divisor, rounding::up)};
}

constexpr bool disjoint(enclosure const& a, enclosure const& b) { return a.upper < b.lower || b.upper < a.lower; }

constexpr enclosure pi_enclosure() {
    extended const p = pi();
    extended const margin = scaled(extended{1}, -126); // the significand is rounded to nearest
    return {p - margin, p + margin};
}

constexpr enclosure abs(enclosure const& a) {
    if (!a.contains_zero()) return a.upper.sign() < 0 ? -a : a;
    return {extended{}, detail::larger(-a.lower, a.upper)};
}

constexpr enclosure sign(enclosure const& a) {
    if (!a.defined()) return a;
    return detail::span(a.lower.sign(), a.upper.sign());
}

constexpr enclosure min(enclosure const& a, enclosure const& b) {
    if (!a.defined() || !b.defined()) return enclosure::undefined();
    return {detail::smaller(a.lower, b.lower), detail::smaller(a.upper, b.upper)};
}
constexpr enclosure max(enclosure const& a, enclosure const& b) { return -min(-a, -b); }

/// x^n; 0^0 = 1.
constexpr enclosure power(enclosure const& x, int n) {
    if (!x.defined()) return x;
    if (n < 0) {
        enclosure const r = n < -2147483647 ? power(x, 2147483647) * x : power(x, -n);
        return enclosure{1} / r;
    }
    auto const exponent = static_cast<unsigned>(n);
    if (n % 2 != 0 && x.lower.sign() < 0) {
        if (x.upper.sign() <= 0) return -power(-x, n);
        return {-detail::power(-x.lower, exponent, rounding::up), detail::power(x.upper, exponent, rounding::up)};
    }
    enclosure const a = abs(x);
    return {detail::power(a.lower, exponent, rounding::down), detail::power(a.upper, exponent, rounding::up)};
}

constexpr enclosure sqrt(enclosure const& a) {
    if (a.lower.sign() < 0) return enclosure::undefined();
    return {sqrt(a.lower, rounding::down), sqrt(a.upper, rounding::up)};
}

constexpr enclosure exp(enclosure const& a) { return detail::positive_image(exp, a, true); }
constexpr enclosure expm1(enclosure const& a) {
    return detail::image(expm1, a, true, {extended{-1}, extended::infinity()});
}
constexpr enclosure log(enclosure const& a) {
    return a.lower.sign() > 0 ? detail::image(log, a, true, enclosure::whole()) : enclosure::undefined();
}
constexpr enclosure log1p(enclosure const& a) {
    return a.lower > extended{-1} ? detail::image(log1p, a, true, enclosure::whole()) : enclosure::undefined();
}
constexpr enclosure sin(enclosure const& a) { return detail::wave(sin, a, 1); }
constexpr enclosure cos(enclosure const& a) { return detail::wave(cos, a, 0); }
constexpr enclosure tan(enclosure const& a) {
    // narrower than pi, there is a pole inside exactly when the values at the ends decrease
    if (!(a.upper - a.lower < extended{3})) return enclosure::undefined();
    return detail::image(tan, a, true, enclosure::whole());
}
constexpr enclosure asin(enclosure const& a) {
    if (!(a.lower >= extended{-1} && a.upper <= extended{1})) return enclosure::undefined();
    return detail::image(asin, a, true, enclosure::whole());
}
constexpr enclosure acos(enclosure const& a) {
    if (!(a.lower >= extended{-1} && a.upper <= extended{1})) return enclosure::undefined();
    return detail::image(acos, a, false, enclosure::whole(), false);
}
constexpr enclosure atan(enclosure const& a) { return detail::image(atan, a, true, enclosure::whole()); }
constexpr enclosure sinh(enclosure const& a) { return detail::image(sinh, a, true, enclosure::whole()); }
constexpr enclosure cosh(enclosure const& a) {
    return detail::image(cosh, abs(a), true, {extended{1}, extended::infinity()});
}
constexpr enclosure tanh(enclosure const& a) { return detail::image(tanh, a, true, detail::span(-1, 1)); }
constexpr enclosure asinh(enclosure const& a) { return detail::image(asinh, a, true, enclosure::whole()); }
constexpr enclosure acosh(enclosure const& a) {
    if (!(a.lower >= extended{1})) return enclosure::undefined();
    return detail::image(acosh, a, true, enclosure::whole());
}
constexpr enclosure atanh(enclosure const& a) {
    if (!(a.lower > extended{-1} && a.upper < extended{1})) return enclosure::undefined();
    return detail::image(atanh, a, true, enclosure::whole());
}
constexpr enclosure erf(enclosure const& a) { return detail::image(erf, a, true, detail::span(-1, 1)); }
constexpr enclosure erfc(enclosure const& a) { return detail::positive_image(erfc, a, false, 2); }
constexpr enclosure erfcx(enclosure const& a) { return detail::positive_image(erfcx, a, false); }

/// base^exponent, for any base if the exponent is exactly an int; else base > 0, or base >= 0 and exponent > 0, for certain.
constexpr enclosure pow(enclosure const& base, enclosure const& exponent) {
    if (!base.defined() || !exponent.defined()) return enclosure::undefined();
    if (exponent.is_point() && exponent.lower.is_finite() && abs(exponent.lower) <= extended{1 << 30}) {
        int128 const n = floor(exponent.lower);
        if (extended{n} == exponent.lower) return power(base, static_cast<int>(n));
    }
    if (base.lower.sign() > 0) return exp(exponent * log(base));
    if (base.lower.sign() < 0 || exponent.lower.sign() <= 0) return enclosure::undefined();
    extended const& top = base.upper;
    if (top.is_zero()) return base;
    // 0^b = 0, and a^b grows with a
    return {extended{}, exp(exponent * log(enclosure::point(top))).upper};
}

} // namespace ogive::number
