// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers of two doubles, high + low with |low| <= ulp(high)/2, and their functions, without branches or calls: compilers
// turn them into vector code. Sums, products and quotients as in Joldes, Muller and Popescu, "Tight and rigorous error
// bounds for basic building blocks of double-word arithmetic", ACM TOMS 44 (2017).
//
// Largest relative errors where nothing leaves [2^-900, 2^900] (tests/evaluate/double_word.cpp checks them): products,
// quotients and roots 2^-101, sums 2^-101 of the larger operand, exp 2^-65, expm1, log, log1p 2^-63, erfcx (x >= 0) 2^-62.

#include <ogive/evaluate/lane_program.hpp>

namespace ogive::evaluation {

/// Where the functions below are good; zero is, too. A number outside of it may have lost all.
inline constexpr double least_word = 0x1p-900, largest_word = 0x1p900;

template <arithmetic F>
struct double_word {
    using word = lane<double, F>;
    word high, low;

    double_word() = default;
    OGIVE_ALWAYS_INLINE constexpr double_word(word h, word l) : high{h}, low{l} {}
    OGIVE_ALWAYS_INLINE constexpr double_word(double h) : high{h}, low{0.0} {}
    OGIVE_ALWAYS_INLINE constexpr explicit double_word(long double v)
        : high{static_cast<double>(v)}, low{static_cast<double>(v - static_cast<long double>(high.value))} {}
    template <class Number>
        requires(std::is_arithmetic_v<Number> && !std::is_floating_point_v<Number>)
    OGIVE_ALWAYS_INLINE constexpr explicit double_word(Number v) : double_word{static_cast<long double>(v)} {}
    OGIVE_ALWAYS_INLINE constexpr explicit double_word(float v) : high{static_cast<double>(v)}, low{0.0} {}

    /// h + l for numbers with |h| >= |l|, or for h = 0.
    OGIVE_ALWAYS_INLINE static constexpr double_word ordered(word h, word l) {
        word const s = h + l;
        return {s, l - (s - h)};
    }
    /// The exact sum of two numbers.
    OGIVE_ALWAYS_INLINE static constexpr double_word sum(word a, word b) {
        word const s = a + b;
        return {s, low_sum(a, b, s)};
    }
    OGIVE_ALWAYS_INLINE static constexpr double_word product(word a, word b) {
        word const p = a * b;
        if constexpr (is_fused(F)) {
            return {p, lanes::low_of_product(a, b, p)};
        } else { // one after the other: each difference is exact
            word const ah = lanes::leading_half(a.value), al = a - ah, bh = lanes::leading_half(b.value), bl = b - bh;
            return {p, (((ah * bh - p) + ah * bl) + al * bh) + al * bl};
        }
    }

    OGIVE_ALWAYS_INLINE friend constexpr double_word operator+(double_word a, double_word b) {
        double_word const s = sum(a.high, b.high);
        return ordered(s.high, s.low + (a.low + b.low));
    }
    OGIVE_ALWAYS_INLINE friend constexpr double_word operator-(double_word a) { return {-a.high, -a.low}; }
    OGIVE_ALWAYS_INLINE friend constexpr double_word operator-(double_word a, double_word b) { return a + -b; }
    OGIVE_ALWAYS_INLINE friend constexpr double_word operator*(double_word a, double_word b) {
        double_word const p = product(a.high, b.high);
        return ordered(p.high, lanes::multiply_add(a.high, b.low, lanes::multiply_add(a.low, b.high, p.low)));
    }
    OGIVE_ALWAYS_INLINE friend constexpr double_word operator/(double_word a, double_word b) {
        word const reciprocal = word(1.0) / b.high, q = a.high * reciprocal;
        double_word const p = product(q, b.high);
        word const rest = ((a.high - p.high) - p.low) + (a.low - q * b.low);
        return ordered(q, rest * reciprocal);
    }
    OGIVE_ALWAYS_INLINE friend constexpr bool operator<(double_word a, double_word b) { return difference(a, b) < 0; }
    OGIVE_ALWAYS_INLINE friend constexpr bool operator<=(double_word a, double_word b) { return difference(a, b) <= 0; }
    OGIVE_ALWAYS_INLINE friend constexpr bool operator==(double_word a, double_word b) { return difference(a, b) == 0; }

  private:
    /// a - b, rounded: its sign is right.
    OGIVE_ALWAYS_INLINE static constexpr double difference(double_word a, double_word b) {
        return ((a.high - b.high) + (a.low - b.low)).value;
    }
};

/// Does the compiler leave second words alone? With -fassociative-math it takes them for zero.
inline bool keeps_low_words() {
    double const one = 1 + lanes::unknown_zero<double>, small = 0x1p-70, sum = one + small, part = sum - one;
    return (one - (sum - part)) + (small - part) == small;
}

namespace lanes {

template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> choose(bool c, double_word<F> a, double_word<F> b) {
    return {choose(c, a.high, b.high), choose(c, a.low, b.low)};
}
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> scaled(double_word<F> a, lane<double, F> power_of_two) {
    return {a.high * power_of_two, a.low * power_of_two};
}
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> abs(double_word<F> a) {
    return {abs(a.high), a.low * copysign(lane<double, F>(1.0), a.high)};
}
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> root(double_word<F> a) {
    using word = lane<double, F>;
    word const s = root(a.high.value);
    auto const square = double_word<F>::product(s, s);
    word const rest = ((a.high - square.high) - square.low) + a.low;
    return choose(a.high == word(0.0), a, double_word<F>::ordered(s, rest / (s + s)));
}

/// Coefficients in two words.
struct word_coefficients {
    static constexpr unsigned capacity = 32;
    double high[capacity]{}, low[capacity]{};
    constexpr word_coefficients(long double const* c, unsigned count) {
        for (unsigned i = 0; i < count; ++i) {
            high[i] = static_cast<double>(c[i]);
            low[i] = static_cast<double>(c[i] - static_cast<long double>(high[i]));
        }
    }
};

/// c[I] + c[I + Step]·at + c[I + 2·Step]·at^2 + ... in double.
template <unsigned N, unsigned I, unsigned Step, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<double, F> every(double const* c, lane<double, F> at) {
    if constexpr (I + Step >= N)
        return c[I];
    else
        return multiply_add(every<N, I + Step, Step>(c, at), at, lane<double, F>(c[I]));
}
/// c[I] + c[I + 1]·at + ...: the terms from `Exact` on in double alone, in two chains; those before in two words. Falling:
/// each of them is larger than the sum of all that follow. The words of the result may overlap by a few bits.
template <unsigned N, unsigned Exact, bool Falling, unsigned I = 0, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> polynomial(word_coefficients const& c, double_word<F> at) {
    using word = lane<double, F>;
    using D = double_word<F>;
    if constexpr (I + 1 == N) {
        return {word(c.high[I]), word(c.low[I])};
    } else if constexpr (I >= Exact) {
        word const square = at.high * at.high;
        return {multiply_add(every<N, I + 1, 2>(c.high, square), at.high, every<N, I, 2>(c.high, square)), word(0.0)};
    } else {
        auto const rest = polynomial<N, Exact, Falling, I + 1>(c, at);
        D const p = D::product(at.high, rest.high);
        word low = multiply_add(at.low, rest.high, p.low);
        if constexpr (I + 1 < Exact) low = multiply_add(at.high, rest.low, low);
        D const s = Falling ? D::ordered(word(c.high[I]), p.high) : D::sum(word(c.high[I]), p.high);
        return {s.high, s.low + (low + word(c.low[I]))};
    }
}

inline constexpr unsigned exponential_terms = 18;
constexpr word_coefficients exponential_series(unsigned first) {
    long double c[exponential_terms]{1}; // 1/0!, 1/1!, 1/2!, ...
    for (unsigned i = 1; i < exponential_terms; ++i) c[i] = c[i - 1] / static_cast<long double>(i);
    return {c + first, exponential_terms - first};
}
/// The functions' coefficients, made where they are used: e^r, (e^r - 1)/r, and the polynomial of erfcx.hpp.
template <arithmetic F>
struct word_series {
    static constexpr word_coefficients exp = exponential_series(0), expm1 = exponential_series(1);
    static constexpr word_coefficients erfcx{elementary::detail::erfcx_coefficients_long, word_coefficients::capacity};
};

/// e^r - 1 for |r| <= log(2)/2, to its last digits for small r, too.
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> expm1_of_reduced(double_word<F> r) {
    return r * polynomial<exponential_terms - 1, 4, true>(word_series<F>::expm1, r);
}

/// x = n·log 2 + r for |x| <= 640.
template <arithmetic F>
struct reduced_word {
    lane<double, F> scale; // 2^n
    double_word<F> r;
};
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr reduced_word<F> reduce(double_word<F> x) {
    using word = lane<double, F>;
    using number = lane_numbers<double>;
    double const third = -0x1.cc01f97b57a08p-87; // log(2) less its first two words; n times the first is exact
    word const magic = number::magic + static_cast<double>(number::bias);
    word const t = multiply_add(x.high, word(number::log2_e), magic), n = t - magic;
    auto const middle = double_word<F>::product(n, word(-number::ln2_low));
    auto const s = double_word<F>::sum(multiply_add(n, word(-number::ln2_high), x.high), middle.high);
    return {power_of_two(t.value),
            double_word<F>::ordered(s.high, s.low + (multiply_add(n, word(third), middle.low) + x.low))};
}
/// x, but within what reduce() takes.
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> within_reach(double_word<F> x) {
    using word = lane<double, F>;
    bool const far = !(abs(x.high) <= word(640.0));
    return {choose(far, copysign(word(640.0), x.high), x.high), choose(far, word(0.0), x.low)};
}
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> exp(double_word<F> x) {
    auto const k = reduce(within_reach(x));
    auto const e = polynomial<exponential_terms, 5, true>(word_series<F>::exp, k.r);
    return scaled(double_word<F>::ordered(e.high, e.low), k.scale);
}
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> expm1(double_word<F> x) {
    auto const k = reduce(within_reach(x));
    auto const e = scaled(expm1_of_reduced(k.r), k.scale) + double_word<F>::sum(k.scale, -1.0);
    return choose(x.high == lane<double, F>(0.0), x, e);
}

/// log(1 + f) + n·log 2 for 1 + f from root(1/2) to root(2): the logarithm of doubles, corrected by one step of Newton's
/// method for e^y - 1 = f.
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> log_of_reduced(double_word<F> f, lane<double, F> n) {
    using word = lane<double, F>;
    using number = lane_numbers<double>;
    word const y = log_of_reduced(f.high, word(0.0));
    auto const m = expm1_of_reduced(double_word<F>{-y, 0.0});
    auto const rest = (f + m) + f * m; // (1 + f)·e^-y - 1
    auto const part = double_word<F>::product(n, word(number::ln2_low));
    auto const whole = double_word<F>{n * word(number::ln2_high), 0.0} + part;
    auto const r = whole + (double_word<F>{y, 0.0} + rest);
    return choose(f.high == word(0.0), whole + f, r);
}
/// The power of two 2^-n with x·2^-n between root(1/2) and root(2), and n.
template <arithmetic F>
struct power_of_word {
    lane<double, F> scale, n;
};
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr power_of_word<F> power_in(double_word<F> x) {
    auto const e = exponent_bits(x.high.value);
    return {from_bits<double>(2 * bits_of(1.0) - e), exponent_of<double, F>(e)};
}
/// x > 0; what is not gives NaN.
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> log(double_word<F> x) {
    using word = lane<double, F>;
    auto const p = power_in(x);
    auto const r = log_of_reduced(scaled(x, p.scale) + double_word<F>(-1.0), p.n);
    return choose(x.high > word(0.0), r, double_word<F>(std::numeric_limits<double>::quiet_NaN()));
}
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> log1p(double_word<F> u) {
    using word = lane<double, F>;
    auto const sum = double_word<F>(1.0) + u;
    auto const p = power_in(sum);
    auto const r = log_of_reduced(scaled(u, p.scale) + double_word<F>::sum(p.scale, -1.0), p.n);
    return choose(sum.high > word(0.0), r, double_word<F>(std::numeric_limits<double>::quiet_NaN()));
}
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> log_of_ratio(double_word<F> above, double_word<F> below,
                                                          double_word<F> difference) {
    using word = lane<double, F>;
    bool const near_one = abs(difference.high) <= abs(below.high) * word(0.25);
    auto const ratio = choose(near_one, difference, above) / below;
    auto const p = power_in(ratio);
    auto const f = scaled(ratio, p.scale) + double_word<F>(-1.0);
    auto const r = log_of_reduced(choose(near_one, ratio, f), choose(near_one, word(0.0), p.n));
    word const size = choose(near_one, choose(difference.high == word(0.0), word(1.0), abs(ratio.high)), ratio.high);
    // a smaller ratio may have lost digits
    return choose(size > word(least_word), r, double_word<F>(std::numeric_limits<double>::quiet_NaN()));
}

/// x >= 0; the form of erfcx.hpp.
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr double_word<F> erfcx(double_word<F> x) {
    using D = double_word<F>;
    using word = lane<double, F>;
    auto const r = D(2.0) / (x + D(4.0)), m = x * r;
    auto const p = polynomial<word_coefficients::capacity, 10, false>(word_series<F>::erfcx, m + D(-1.0));
    return (D(0.5) + m * (D(elementary::detail::erfcx_slope_long) + scaled(r, word(4.0)) * p)) / (x + D(0.5));
}

} // namespace lanes
} // namespace ogive::evaluation
