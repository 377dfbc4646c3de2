// SPDX-License-Identifier: BSL-1.0
#pragma once
// Elementary functions of numbers that know how wrong they may be.

#include <ogive/verify/ball.hpp>

namespace ogive::verify::detail {

inline constexpr int slack = 12; // bits that a kernel of multiprecision.hpp may lose

/// The kernel's result with its error: what the argument's error makes of it, and the kernel's own.
template <class R>
ball<R> with_error(R const& value, double propagated, double relative = slack) {
    return {value, join(propagated, rounding(value, 0) + relative)};
}
/// |sin|, atan and the like: the slope is at most 1, and f(u) = u (1 + O(u)) near 0.
template <class R>
bool passes_small(ball<R> const& a) {
    return a.exact_zero() || tiny_exponential(a);
}
template <class R>
ball<R> same_small(ball<R> const& a) {
    return a.exact_zero() ? a : ball<R>::exponential({a.mid, join(a.error, -2e8)}, a.sign);
}

template <class R>
ball<R> exp(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a)) return a;
    if (a.what == kind::infinite) return a.sign > 0 ? a : B{R{0}, -1e18};
    if (tiny_exponential(a)) return B{1} + as_small(a);
    if (huge_exponential(a)) return a.sign > 0 ? B::of(kind::unsure) : B{R{0}, -1e18};
    if (a.exact_zero()) return 1;
    if (a.top() > 29) {
        if (a.error < -2) return B::exponential(a, 1);
        return a.mid < 0 && a.separated() ? as_small(a / B{2}) : B::of(kind::unsure);
    }
    if (a.error > 0) return B::of(kind::unsure);
    R const value{exp_of(a.mid)};
    double const reduction = a.top() + 4;
    return with_error(value, static_cast<double>(exponent_of(value)) + 2.5 + a.error,
                      reduction > slack ? reduction : slack);
}

template <class R>
ball<R> expm1(ball<R> const& a) {
    using B = ball<R>;
    if (passes_small(a)) return same_small(a);
    if (!a.finite() || a.top() > 6 || a.error > 0) return exp(a) - B{1};
    return with_error(expm1_of(a.mid), a.error + (a.mid > 0 ? a.mid.template convert_to<double>() * 1.45 : 0) + 1.5);
}

template <class R>
ball<R> log(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a)) return a;
    if (a.exact_zero()) return B::of(kind::infinite, -1);
    if (!a.certain_sign()) return B::of(kind::unsure);
    if (a.sign_of() < 0) return B::of(kind::undefined);
    if (a.what == kind::infinite) return a;
    if (a.what == kind::exponential) return {a.mid, a.error};
    if (!a.separated()) return B::of(kind::unsure);
    return with_error(log_of(a.mid), a.error - a.bottom() + 1);
}

template <class R>
ball<R> log1p(ball<R> const& a) {
    using B = ball<R>;
    if (passes_small(a)) return same_small(a);
    if (!a.finite() || a.top() > -1 || a.error > -2) return log(B{1} + a);
    return with_error(log1p_of(a.mid), a.error + 2.1);
}

template <class R>
ball<R> sqrt(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a) || a.exact_zero()) return a;
    if (!a.certain_sign()) return B::of(kind::unsure);
    if (a.sign_of() < 0) return B::of(kind::undefined);
    if (a.what == kind::infinite) return a;
    if (a.what == kind::exponential) return B::exponential(B{a.mid, a.error} / B{2}, 1);
    if (!a.separated()) return B::of(kind::unsure);
    R const root{sqrt(a.mid)};
    if (a.exact() && 2 * significant_bits(root) <= precision<R> && root * root == a.mid) return {root, no_error};
    return with_error(root, a.error - static_cast<double>(exponent_of(root)) + 1, 2);
}

template <class R>
struct sine_and_cosine_ball {
    ball<R> sine, cosine;

    explicit sine_and_cosine_ball(ball<R> const& a) {
        using B = ball<R>;
        if (passes_small(a)) {
            sine = same_small(a);
            cosine = a.exact_zero() ? B{1} : B{1} + as_small(a);
        } else if (!a.finite() || a.top() > precision<R> - 20 || a.error > 0) {
            sine = cosine = broken(a) ? a : B::of(kind::unsure);
        } else {
            sine_and_cosine<R> const s{a.mid};
            bool const reduced = a.top() > -0.5;
            double const argument = reduced ? join(a.error, a.top() + 4 - precision<R>) : a.error;
            sine = with_error(s.sine, argument);
            cosine = with_error(s.cosine, argument);
        }
    }
};

template <class R>
ball<R> pi_ball() {
    return {pi<R>(), 4.0 - precision<R>};
}

template <class R>
ball<R> atan(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a)) return a;
    if (passes_small(a)) return same_small(a);
    if (!a.finite()) {
        B const quarter{pi_ball<R>() / B{2} + B{R{0}, -5e8}};
        return a.sign < 0 ? -quarter : quarter;
    }
    return with_error(atan_of(a.mid), a.error);
}

/// Domain [-1, 1] of asin and acos: 1 inside, 0 cannot tell, -1 outside.
template <class R>
int inside_unit(ball<R> const& a) {
    return compare(abs(a), ball<R>{1}, true);
}
template <class R>
ball<R> acos(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a)) return a;
    int const inside = inside_unit(a);
    if (inside <= 0) return B::of(inside < 0 ? kind::undefined : kind::unsure);
    B const below{B{1} + a};
    if (below.exact_zero()) return pi_ball<R>();
    return B{2} * atan(sqrt((B{1} - a) / below));
}
template <class R>
ball<R> asin(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a) || passes_small(a)) return broken(a) ? a : same_small(a);
    int const inside = inside_unit(a);
    if (inside <= 0) return B::of(inside < 0 ? kind::undefined : kind::unsure);
    B const square{(B{1} - a) * (B{1} + a)};
    if (square.exact_zero()) return a.mid < 0 ? -(pi_ball<R>() / B{2}) : pi_ball<R>() / B{2};
    return atan(a / sqrt(square));
}

template <class R>
ball<R> cosh(ball<R> const& a) {
    return (exp(a) + exp(-a)) / ball<R>{2};
}
template <class R>
ball<R> sinh(ball<R> const& a) {
    using B = ball<R>;
    if (passes_small(a)) return same_small(a);
    if (!a.finite() || a.top() > 6) return (exp(a) - exp(-a)) / B{2};
    B const e{expm1(a)};
    return (e + e / (e + B{1})) / B{2};
}
template <class R>
ball<R> tanh(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a)) return a;
    if (passes_small(a)) return same_small(a);
    if (a.what == kind::infinite || huge_exponential(a)) return B{a.sign} + B{R{0}, -1e17};
    bool const negative = a.mid < 0;
    B const e{expm1(B{-2} * (negative ? -a : a))};
    B const result{e / (e + B{2})};
    return negative ? result : -result;
}
template <class R>
ball<R> asinh(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a) || a.what == kind::infinite) return a;
    if (passes_small(a)) return same_small(a);
    bool const negative = a.sign_of() < 0;
    B const x{negative ? -a : a}, square{x * x};
    B const result{log1p(x + square / (B{1} + sqrt(B{1} + square)))};
    return negative ? -result : result;
}
template <class R>
ball<R> acosh(ball<R> const& a) {
    using B = ball<R>;
    B const t{a - B{1}};
    if (broken(t) || a.what == kind::infinite) return broken(t) || a.sign > 0 ? t : B::of(kind::undefined);
    if (!t.certain_sign()) return B::of(kind::unsure);
    if (t.sign_of() < 0) return B::of(kind::undefined);
    return log1p(t + sqrt(t * (t + B{2})));
}
template <class R>
ball<R> atanh(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a) || passes_small(a)) return broken(a) ? a : same_small(a);
    B const u{B{1} - a}, v{B{1} + a};
    if (broken(u) || broken(v) || !u.certain_sign() || !v.certain_sign()) return B::of(kind::unsure);
    if (u.sign_of() < 0 || v.sign_of() < 0) return B::of(kind::undefined);
    if (u.sign_of() == 0) return B::of(kind::infinite, 1);
    if (v.sign_of() == 0) return B::of(kind::infinite, -1);
    return log1p(B{2} * a / u) / B{2};
}

/// The relative error, in units of 2^-precision as a power of two, that exp(-x^2) brings to erf and erfc.
template <class R>
double gaussian_slack(ball<R> const& x) {
    double const argument = 2 * x.top() + 6;
    return argument > slack ? argument : slack;
}
template <class R>
ball<R> erfc_far(ball<R> const& a) {
    using B = ball<R>;
    if (a.top() > 14) { // exp(-x^2) / (x sqrt(pi)) to within a factor of 1 + 1/x^2
        B const t{-(a * a) - log(a * B{root_of_pi<R>(), 5.0 - precision<R>})};
        return t.finite() ? exp(B{t.mid, join(t.error, -2 * a.bottom())}) : B::of(kind::unsure);
    }
    R const value{erfc_fraction(a.mid)};
    double const square = R{a.mid * a.mid}.template convert_to<double>();
    bool const narrow = a.error + a.top() < 0;
    return with_error(value, a.error + (narrow ? 4 - square * 1.4426 : 1), gaussian_slack(a));
}
template <class R>
ball<R> erfc(ball<R> const& a);
template <class R>
ball<R> erf(ball<R> const& a) {
    using B = ball<R>;
    if (broken(a)) return a;
    if (a.what == kind::infinite || huge_exponential(a)) return B{a.sign} + B{R{0}, -1e17};
    if (passes_small(a)) return a.exact_zero() ? a : a * (B{2} / B{root_of_pi<R>(), 5.0 - precision<R>});
    bool const negative = a.mid < 0;
    B const x{negative ? -a : a};
    if (a.top() > 14 || far_enough(x.mid)) return negative ? erfc_far(x) - B{1} : B{1} - erfc_far(x);
    return with_error(erf_series(a.mid), a.error + 0.5, gaussian_slack(a));
}
template <class R>
ball<R> erfc(ball<R> const& a) {
    using B = ball<R>;
    if (!broken(a) && a.what != kind::finite && a.sign > 0 && !tiny_exponential(a)) return B{R{0}, -1e17};
    if (a.finite() && a.mid > 0 && a.separated() && (a.top() > 14 || far_enough(a.mid))) return erfc_far(a);
    return B{1} - erf(a);
}

/// a^n by squaring.
template <class R>
ball<R> integer_power(ball<R> a, long n) {
    ball<R> result{1};
    bool const inverse = n < 0;
    for (auto k = static_cast<unsigned long>(inverse ? -n : n); k != 0; k >>= 1) {
        if (k & 1) result = result * a;
        if (k > 1) a = a * a;
    }
    return inverse ? ball<R>{1} / result : result;
}
/// a^b: any base for an exponent that is an integer, else a base that is not negative.
template <class R>
ball<R> power(ball<R> const& a, ball<R> const& b) {
    using B = ball<R>;
    if (broken(a) || broken(b)) return worse(a, b);
    if (b.finite() && b.exact() && b.top() <= 20) {
        auto const n = static_cast<long>(b.mid.template convert_to<double>());
        if (R{static_cast<double>(n)} == b.mid) return integer_power(a, n);
    }
    if (a.exact_zero()) {
        if (!b.certain_sign()) return B::of(kind::unsure);
        return b.sign_of() > 0 ? B{} : B::of(kind::undefined);
    }
    return exp(b * log(a));
}

} // namespace ogive::verify::detail
