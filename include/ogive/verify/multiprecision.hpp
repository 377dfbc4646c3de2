// SPDX-License-Identifier: BSL-1.0
#pragma once
// Elementary functions on Boost.Multiprecision numbers, each to a relative 2^(12 - precision) of its exact argument.
//
// Boost's own are slower at these precisions, and its erf is limited to the coefficients it has tabulated. Methods:
// exp and cos by Taylor series after halving the argument sqrt(p) times, doubling exp - 1 and cos - 1 (R. P. Brent,
// J. ACM 23, 1976); log by Halley's iteration on expm1; atan by halving; erf by its series of positive terms (DLMF
// 7.6.2), erfc by its continued fraction (DLMF 7.9.1), whose convergents enclose it.

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cmath>

namespace ogive::verify::detail {

template <unsigned Bits>
using real = boost::multiprecision::number<
    boost::multiprecision::cpp_bin_float<Bits, boost::multiprecision::digit_base_2, void, int>,
    boost::multiprecision::et_off>;

template <class R>
inline constexpr int precision = static_cast<int>(std::numeric_limits<R>::digits);

/// The k with 2^k <= |x| < 2^(k+1), x not zero.
template <class R>
long exponent_of(R const& x) {
    return x.backend().exponent();
}
template <class R>
R scaled(R const& x, long exponent) {
    R r{x};
    if (!r.is_zero()) r.backend().exponent() += static_cast<int>(exponent);
    return r;
}
template <class R>
R power_of_two(long exponent) {
    return scaled(R{1}, exponent);
}

/// 1/n + s/(3 n^3) + 1/(5 n^5) + ..., s = 1 for atanh(1/n) and s = -1 for atan(1/n).
template <class R>
R inverse_series(unsigned n, int s) {
    R power{R{1} / n}, sum{power};
    for (unsigned k = 1; exponent_of(power) > -precision<R> - 8; ++k) {
        power /= n * n;
        if (s < 0 && k % 2 == 1)
            sum -= power / (2 * k + 1);
        else
            sum += power / (2 * k + 1);
    }
    return sum;
}
template <class R>
R const& ln2() {
    static R const value{R{18} * inverse_series<R>(26, 1) - R{2} * inverse_series<R>(4801, 1) +
                         R{8} * inverse_series<R>(8749, 1)};
    return value;
}
template <class R>
R const& pi() {
    static R const value{R{16} * inverse_series<R>(5, -1) - R{4} * inverse_series<R>(239, -1)};
    return value;
}
template <class R>
R const& root_of_pi() {
    static R const value{sqrt(pi<R>())};
    return value;
}
template <class R>
int halvings() {
    static int const count = static_cast<int>(std::sqrt(precision<R> * 0.7)) + 1;
    return count;
}
/// True when adding `term` to `sum` no longer matters.
template <class R>
bool negligible(R const& term, R const& sum) {
    return term.is_zero() || exponent_of(term) < exponent_of(sum) - precision<R> - 3;
}

/// exp(r) - 1 for |r| < 1.
template <class R>
R small_expm1(R const& r) {
    if (r.is_zero()) return r;
    auto const needed = halvings<R>() + exponent_of(r) + 1;
    int const count = needed > 0 ? static_cast<int>(needed) : 0;
    R const y{scaled(r, -count)};
    R term{y}, sum{y};
    for (unsigned k = 2; !negligible(term, sum); ++k) {
        term *= y;
        term /= k;
        sum += term;
    }
    for (int i = 0; i < count; ++i) sum *= sum + 2;
    return sum;
}
/// exp(x) = (1 + fraction) * 2^n; needs |x| < 2^30. The argument is reduced with an error of |x| * 2^(2 - precision).
template <class R>
struct exponential_parts {
    R fraction;
    long n;

    explicit exponential_parts(R const& x) {
        n = std::lrint(x.template convert_to<double>() * 1.4426950408889634);
        fraction = small_expm1(n == 0 ? x : R{x - ln2<R>() * n});
    }
};
template <class R>
R exp_of(R const& x) {
    exponential_parts<R> const parts{x};
    return scaled(R{parts.fraction + 1}, parts.n);
}
template <class R>
R expm1_of(R const& x) {
    exponential_parts<R> const parts{x};
    return parts.n == 0 ? parts.fraction : R{scaled(R{parts.fraction + 1}, parts.n) - 1};
}

/// log(1 + z) for z in (-0.4, 0.5).
template <class R>
R small_log1p(R const& z) {
    if (z.is_zero()) return z;
    R y{z};
    long good = -exponent_of(z) - 2;
    if (good < 48) {
        y = std::log1p(z.template convert_to<double>());
        good = 48;
    }
    for (; good < precision<R> + 4; good *= 3) {
        R const e{small_expm1(y)};
        y += (z - e) * 2 / (z + e + 2);
    }
    return y;
}
template <class R>
R log_of(R const& x) {
    long n = exponent_of(x);
    R m{scaled(x, -n)};
    if (m > 1.4) {
        m = scaled(m, -1);
        ++n;
    }
    R const fraction{small_log1p(R{m - 1})};
    return n == 0 ? fraction : R{fraction + ln2<R>() * n};
}
template <class R>
R log1p_of(R const& x) {
    return exponent_of(x) < -2 ? small_log1p(x) : x.is_zero() ? x : log_of(R{x + 1});
}

/// sin and cos together; the argument is reduced with an error of |x| * 2^(2 - precision).
template <class R>
struct sine_and_cosine {
    R sine, cosine;

    explicit sine_and_cosine(R const& x) {
        R const half_pi{scaled(pi<R>(), -1)};
        R const n{floor(R{x / half_pi + R{0.5}})};
        R const r{n.is_zero() ? x : R{x - n * half_pi}};
        int const quadrant = static_cast<int>(R{n - floor(R{scaled(n, -2)}) * 4}.template convert_to<double>());
        if (r.is_zero()) {
            sine = r;
            cosine = 1;
        } else {
            auto const needed = halvings<R>() + exponent_of(r) + 1;
            int const count = needed > 0 ? static_cast<int>(needed) : 0;
            R const y{scaled(r, -count)}, square{y * y};
            R term{-scaled(square, -1)}, c{term};
            for (unsigned k = 3; !negligible(term, c); k += 2) {
                term *= square;
                term /= k * (k + 1);
                term.backend().negate();
                c += term;
            }
            for (int i = 0; i < count; ++i) c = scaled(R{c * (c + 2)}, 1);
            sine = sqrt(R{-c * (c + 2)});
            if (r < 0) sine.backend().negate();
            cosine = c + 1;
        }
        if (quadrant % 2 == 1) {
            sine.swap(cosine);
            cosine.backend().negate();
        }
        if (quadrant >= 2) {
            sine.backend().negate();
            cosine.backend().negate();
        }
    }
};

template <class R>
R atan_of(R const& x) {
    if (x.is_zero()) return x;
    bool const inverted = exponent_of(x) >= 0;
    R y{inverted ? R{R{1} / x} : x};
    auto const needed = halvings<R>() / 2 + exponent_of(y) + 1;
    int const count = needed > 0 ? static_cast<int>(needed) : 0;
    for (int i = 0; i < count; ++i) y = y / (sqrt(R{y * y + 1}) + 1);
    R const square{y * y};
    R power{y}, sum{y}, term{y};
    for (unsigned k = 3; !negligible(term, sum); k += 2) {
        power *= square;
        power.backend().negate();
        term = power / k;
        sum += term;
    }
    sum = scaled(sum, count);
    if (!inverted) return sum;
    R const half_pi{scaled(pi<R>(), -1)};
    return x < 0 ? R{-half_pi - sum} : R{half_pi - sum};
}

/// Whether erfc is taken from its continued fraction, which needs about (p log 2)^2 / (8 x^2) terms.
template <class R>
bool far_enough(R const& x) {
    return x * x > 0.03 * precision<R>;
}
/// erfc(x) for x > 0, far_enough: exp(-x^2)/sqrt(pi) / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))).
template <class R>
R erfc_fraction(R const& x) {
    R a0{0}, b0{1}, a1{1}, b1{x}, value{a1 / b1};
    for (unsigned k = 1;; ++k) {
        R const half_k{scaled(R{k}, -1)};
        R a2{x * a1 + half_k * a0}, b2{x * b1 + half_k * b0};
        a0.swap(a1), b0.swap(b1), a1.swap(a2), b1.swap(b2);
        if (k % 16 != 0) continue;
        // Two neighbouring convergents enclose the value.
        value = a1 / b1;
        if (negligible(R{value - a0 / b0}, value)) break;
    }
    return value * exp_of(R{-x * x}) / root_of_pi<R>();
}
template <class R>
R erf_series(R const& x) {
    if (x.is_zero()) return x;
    R const square{scaled(R{x * x}, 1)};
    R term{x}, sum{x};
    for (unsigned k = 3; !negligible(term, sum); k += 2) {
        term *= square;
        term /= k;
        sum += term;
    }
    return scaled(R{sum * exp_of(R{-x * x})}, 1) / root_of_pi<R>();
}

} // namespace ogive::verify::detail
