// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers that know how wrong they may be: a multiprecision value with a bound on its error.
//
// Two precisions that agree prove little when both have absorbed the same small term: 1 + exp(-300) is 1 to 30 and to
// 60 digits. So every operation carries a bound; where it is too large, the oracle raises the precision.

#include <ogive/verify/multiprecision.hpp>

#include <limits>

namespace ogive::verify::detail {

enum class kind : unsigned char { finite, exponential, infinite, undefined, unsure };

inline constexpr double no_error = -std::numeric_limits<double>::infinity();

/// log2(2^a + 2^b), rounded up a little.
inline double join(double a, double b) {
    double const high = a > b ? a : b, low = a > b ? b : a;
    return low == no_error ? high : high - low > 20 ? high + 1e-5 : high + 1;
}

// clang-format off
template <class R> struct ball;
template <class R> ball<R> exp(ball<R> const&);
template <class R> ball<R> log(ball<R> const&);
template <class R> ball<R> log1p(ball<R> const&);
// clang-format on

/// finite: within 2^error of `mid`. exponential: sign * exp(t) with t within 2^error of `mid`, for magnitudes that the
/// exponent range does not hold. infinite: sign * infinity.
template <class R>
struct ball {
    R mid{0};
    double error = no_error;
    kind what = kind::finite;
    int sign = 0; ///< of exponential and infinite only

    ball() = default;
    ball(int v) : mid{v} {}
    ball(R const& v, double e) : mid{v}, error{e} {}

    static ball of(kind k, int s = 0) {
        ball b;
        b.what = k;
        b.sign = s;
        return b;
    }
    static ball exponential(ball const& t, int s) {
        if (t.what != kind::finite || t.error > -2) return of(kind::unsure);
        if (t.magnitude() < 28) return s < 0 ? -exp(t) : exp(t);
        ball b{t};
        b.what = kind::exponential;
        b.sign = s;
        return b;
    }

    bool finite() const { return what == kind::finite; }
    bool exact() const { return error == no_error; }
    bool exact_zero() const { return finite() && exact() && mid.is_zero(); }
    /// Bounds of log2 |mid|.
    double top() const { return mid.is_zero() ? no_error : static_cast<double>(exponent_of(mid)) + 1; }
    double bottom() const { return mid.is_zero() ? no_error : static_cast<double>(exponent_of(mid)); }
    /// True when zero is at least half of |mid| away, or the number is exact.
    bool separated() const { return exact() || error <= bottom() - 1; }
    bool certain_sign() const { return !finite() ? sign != 0 : exact() || error < bottom(); }
    /// -1, 0 or 1; only where certain_sign().
    int sign_of() const { return !finite() ? sign : mid.is_zero() ? 0 : mid < 0 ? -1 : 1; }
    /// An upper bound of log2 of the magnitude.
    double magnitude() const { return join(top(), error); }
};

template <class R>
double rounding(R const& r, int slack = 0) {
    return r.is_zero() ? no_error : static_cast<double>(exponent_of(r)) + 1 - precision<R> + slack;
}
/// How many bits the significand of an exact number really has.
template <class R>
int significant_bits(R const& x) {
    return x.is_zero() ? 0 : precision<R> - static_cast<int>(eval_lsb(x.backend().bits()));
}
inline constexpr double widest = 1.2e9; // exponents beyond are kept as logarithms

/// An exponential much smaller than everything else, as a finite ball around zero.
template <class R>
ball<R> as_small(ball<R> const& a) {
    double const bound = a.mid.template convert_to<double>() * 1.4426 + 1;
    return {R{0}, bound < -1e300 ? -1e300 : bound};
}
template <class R>
bool tiny_exponential(ball<R> const& a) {
    return a.what == kind::exponential && a.mid < 0;
}
template <class R>
bool huge_exponential(ball<R> const& a) {
    return a.what == kind::exponential && a.mid > 0;
}
template <class R>
ball<R> worse(ball<R> const& a, ball<R> const& b) {
    return ball<R>::of(a.what == kind::undefined || b.what == kind::undefined ? kind::undefined : kind::unsure);
}
template <class R>
bool broken(ball<R> const& a) {
    return a.what == kind::undefined || a.what == kind::unsure;
}

template <class R>
ball<R> operator-(ball<R> a) {
    a.sign = -a.sign;
    if (a.finite()) a.mid.backend().negate();
    return a;
}
template <class R>
ball<R> abs(ball<R> a) {
    if (!a.finite()) {
        if (a.sign < 0) a.sign = 1;
    } else if (a.mid < 0)
        a.mid.backend().negate();
    return a;
}
/// log |a| of a number that is known not to be zero.
template <class R>
ball<R> log_magnitude(ball<R> const& a) {
    if (a.what == kind::exponential) return {a.mid, a.error};
    return log(abs(a));
}

template <class R>
ball<R> operator+(ball<R> const& a, ball<R> const& b) {
    using B = ball<R>;
    if (broken(a) || broken(b)) return worse(a, b);
    if (a.what == kind::infinite) return b.what == kind::infinite && a.sign != b.sign ? B::of(kind::unsure) : a;
    if (b.what == kind::infinite) return b;
    if (a.what == kind::exponential || b.what == kind::exponential) {
        if (a.exact_zero()) return b;
        if (b.exact_zero()) return a;
        if (tiny_exponential(a) && b.finite()) return as_small(a) + b;
        if (tiny_exponential(b) && a.finite()) return a + as_small(b);
        if (a.finite()) return b + a;
        if (!b.certain_sign() || (b.finite() && !b.separated())) // a is beyond all finite numbers
            return B::exponential(B{a.mid, join(a.error, b.magnitude() - 7e8)}, a.sign);
        B const t{log_magnitude(a)}, u{log_magnitude(b)};
        if (t.mid < u.mid) return b.finite() ? B::of(kind::unsure) : b + a;
        B const ratio{exp(u + -t)};
        return B::exponential(t + log1p(a.sign == b.sign_of() ? ratio : -ratio), a.sign);
    }
    B r{R{a.mid + b.mid}, join(a.error, b.error)};
    if (a.mid.is_zero() || b.mid.is_zero()) return r;
    if (a.exact() && b.exact()) {
        bool const left = a.top() >= b.top();
        if (r.mid - (left ? a.mid : b.mid) == (left ? b.mid : a.mid)) return r;
    }
    r.error = join(r.error, rounding(r.mid)); // a sum that is zero is not rounded
    return r;
}
template <class R>
ball<R> operator-(ball<R> const& a, ball<R> const& b) {
    return a + -b;
}

template <class R>
ball<R> operator*(ball<R> const& a, ball<R> const& b) {
    using B = ball<R>;
    if (broken(a) || broken(b)) return worse(a, b);
    if (a.what == kind::infinite || b.what == kind::infinite) {
        if (!a.certain_sign() || !b.certain_sign() || a.sign_of() * b.sign_of() == 0) return B::of(kind::unsure);
        return B::of(kind::infinite, a.sign_of() * b.sign_of());
    }
    if (a.exact_zero() || b.exact_zero()) return B{};
    bool const wide = a.finite() && b.finite() && std::fabs(a.top() + b.top()) > widest;
    if (wide || !a.finite() || !b.finite()) {
        if ((a.finite() && !a.separated()) || (b.finite() && !b.separated())) {
            auto const size = [](B const& v) {
                return v.finite() ? v.magnitude() : v.mid.template convert_to<double>() * 1.4427 + 1;
            };
            double const total = size(a) + size(b);
            return total < 0 ? B{R{0}, total + 1} : B::of(kind::unsure);
        }
        return B::exponential(log_magnitude(a) + log_magnitude(b), a.sign_of() * b.sign_of());
    }
    B r{R{a.mid * b.mid}, join(join(a.error + b.top(), b.error + a.top()), a.error + b.error)};
    bool const fits = a.exact() && b.exact() && significant_bits(a.mid) + significant_bits(b.mid) <= precision<R>;
    if (!fits) r.error = join(r.error, rounding(r.mid));
    return r;
}

template <class R>
ball<R> operator/(ball<R> const& a, ball<R> const& b) {
    using B = ball<R>;
    if (broken(a) || broken(b)) return worse(a, b);
    if (b.exact_zero()) return B::of(kind::undefined);
    if (b.what == kind::infinite) return a.what == kind::infinite ? B::of(kind::unsure) : B{R{0}, -1e18};
    if (b.finite() && !b.separated()) return B::of(kind::unsure);
    if (a.what == kind::infinite) return B::of(kind::infinite, a.sign * b.sign_of());
    if (a.exact_zero()) return B{};
    bool const wide = a.finite() && b.finite() && std::fabs(a.top() - b.top()) > widest;
    if (wide || !a.finite() || !b.finite()) {
        if (a.finite() && !a.separated()) {
            double const size = b.finite() ? b.bottom() - 1 : b.mid.template convert_to<double>() * 1.4426 - 1;
            return a.magnitude() - size < 0 ? B{R{0}, a.magnitude() - size + 1} : B::of(kind::unsure);
        }
        return B::exponential(log_magnitude(a) - log_magnitude(b), a.sign_of() * b.sign_of());
    }
    double const low = b.exact() ? b.bottom() : b.bottom() - 1;
    B r{R{a.mid / b.mid}, join(a.error - low, a.top() + b.error - b.bottom() - low)};
    bool const fits = a.exact() && b.exact() && significant_bits(r.mid) + significant_bits(b.mid) <= precision<R> &&
                      r.mid * b.mid == a.mid;
    if (!fits) r.error = join(r.error, rounding(r.mid));
    return r;
}

/// a < b as -1 (no), 1 (yes), 0 (cannot tell); with `or_equal`, a <= b.
template <class R>
int compare(ball<R> const& a, ball<R> const& b, bool or_equal) {
    if (a.what == kind::infinite && b.what == kind::infinite && a.sign == b.sign) return or_equal ? 1 : -1;
    ball<R> const d{b - a};
    if (broken(d) || !d.certain_sign()) return 0;
    return d.sign_of() > 0 || (or_equal && d.sign_of() == 0) ? 1 : -1;
}

} // namespace ogive::verify::detail
