// SPDX-License-Identifier: BSL-1.0
#pragma once
// Elementary functions of every scalar: the leaves of the evaluators.
//
// float, double, long double: in constant evaluation correctly rounded, through number::extended (sin, cos and tan for
// |x| < 2^30 only); at run time the compiler's own functions, for float those of double, rounded once. NaN, infinities and
// signed zeros are as in IEEE 754. Any other T: the function that argument-dependent lookup finds (Boost.Multiprecision,
// number::enclosure), and for expm1, log1p, erf, erfc and erfcx, where there is none, an implementation good to a few
// epsilon of T. Expression templates are evaluated first.
//
// ULP at run time (tests/evaluate/elementary.cpp): erfcx 1.5 (x < 0: 2.2), for long double 3 (x < 0: 4.5); exp_of_product 1.1,
// for long double 1.5; all for float 0.501; others as the C library. Boost's own exp loses about |x|/15 epsilon for large |x|,
// and so do pow and erfc there.

#include <ogive/evaluate/elementary_table.hpp>
#include <ogive/evaluate/erfcx.hpp>

#include <limits>
#include <type_traits>

namespace ogive::elementary {

template <class T>
constexpr auto exp(T const& x) {
    return detail::call<detail::exp_function>(x);
}
template <class T>
constexpr auto log(T const& x) {
    return detail::call<detail::log_function>(x);
}
template <class T>
constexpr auto sqrt(T const& x) {
    return detail::call<detail::sqrt_function>(x);
}
template <class T>
constexpr auto sin(T const& x) {
    return detail::call<detail::sin_function>(x);
}
template <class T>
constexpr auto cos(T const& x) {
    return detail::call<detail::cos_function>(x);
}
template <class T>
constexpr auto tan(T const& x) {
    return detail::call<detail::tan_function>(x);
}
template <class T>
constexpr auto asin(T const& x) {
    return detail::call<detail::asin_function>(x);
}
template <class T>
constexpr auto acos(T const& x) {
    return detail::call<detail::acos_function>(x);
}
template <class T>
constexpr auto atan(T const& x) {
    return detail::call<detail::atan_function>(x);
}
template <class T>
constexpr auto sinh(T const& x) {
    return detail::call<detail::sinh_function>(x);
}
template <class T>
constexpr auto cosh(T const& x) {
    return detail::call<detail::cosh_function>(x);
}
template <class T>
constexpr auto tanh(T const& x) {
    return detail::call<detail::tanh_function>(x);
}
template <class T>
constexpr auto asinh(T const& x) {
    return detail::call<detail::asinh_function>(x);
}
template <class T>
constexpr auto acosh(T const& x) {
    return detail::call<detail::acosh_function>(x);
}
template <class T>
constexpr auto atanh(T const& x) {
    return detail::call<detail::atanh_function>(x);
}

template <class T>
constexpr auto abs(T const& x) {
    if constexpr (std::is_same_v<T, double>)
        return __builtin_fabs(x);
    else if constexpr (std::is_same_v<T, float>)
        return __builtin_fabsf(x);
    else if constexpr (std::is_same_v<T, long double>)
        return __builtin_fabsl(x);
    else
        return detail::adl_abs(x);
}

/// -1, 1, or x itself where x is a zero or NaN.
template <class T>
constexpr auto sign(T const& x) {
    if constexpr (std::is_floating_point_v<T>)
        return x > 0 ? T{1} : x < 0 ? T{-1} : x;
    else
        return detail::adl_sign(x);
}

/// NaN if either is; of two zeros, y.
template <class T>
constexpr auto min(T const& x, T const& y) {
    if constexpr (detail::has_min<T>)
        return detail::adl_min(x, y);
    else
        return typename detail::value_of<T>::type(x < y || x != x ? x : y);
}

/// NaN if either is; of two zeros, y.
template <class T>
constexpr auto max(T const& x, T const& y) {
    if constexpr (detail::has_min<T>)
        return detail::adl_max(x, y);
    else
        return typename detail::value_of<T>::type(y < x || x != x ? x : y);
}

template <class T>
constexpr auto pow(T const& x, T const& y) {
    if constexpr (std::is_floating_point_v<T>) {
        if (__builtin_is_constant_evaluated()) return detail::folded_pow(x, y);
        if constexpr (std::is_same_v<T, long double>)
            return __builtin_powl(x, y);
        else
            return static_cast<T>(__builtin_pow(static_cast<double>(x), static_cast<double>(y)));
    } else
        return detail::adl_pow(x, y);
}

template <class T>
constexpr auto copysign(T const& x, T const& y) {
    if constexpr (std::is_same_v<T, double>)
        return __builtin_copysign(x, y);
    else if constexpr (std::is_same_v<T, float>)
        return __builtin_copysignf(x, y);
    else if constexpr (std::is_same_v<T, long double>)
        return __builtin_copysignl(x, y);
    else
        return detail::adl_copysign(x, y);
}

/// For number::enclosure: undefined.
template <class T>
constexpr bool is_nan(T const& x) {
    if constexpr (std::is_floating_point_v<T>)
        return __builtin_isnan(x);
    else if constexpr (requires { x.defined(); })
        return !x.defined();
    else if constexpr (detail::has_isnan<T>)
        return detail::adl_isnan(x);
    else
        return x != x;
}

template <class T>
constexpr auto expm1(T const& x) {
    using value = typename detail::value_of<T>::type;
    if constexpr (std::is_floating_point_v<T> || detail::found<detail::expm1_function, value>)
        return detail::call<detail::expm1_function>(x);
    else { // Kahan: the errors of exp and log cancel
        value const u = exp(x), m = u - value(1);
        if (m == value(0)) return value(x);
        return m == value(-1) || m == u ? m : value(m * value(x) / log(u));
    }
}

template <class T>
constexpr auto log1p(T const& x) {
    using value = typename detail::value_of<T>::type;
    if constexpr (std::is_floating_point_v<T> || detail::found<detail::log1p_function, value>)
        return detail::call<detail::log1p_function>(x);
    else {
        value const u = value(1) + x, m = u - value(1);
        if (m == value(0)) return value(x);
        return m == u || u == value(0) ? log(u) : value(log(u) * value(x) / m);
    }
}

/// e^(ab + ac) with the product ab in two words: about 1 ULP however large ab is. c is the low word of b, |c| <= ulp(b)/2.
template <class T>
constexpr auto exp_of_product(T const& a, T const& b, T const& c) {
    if constexpr (std::is_floating_point_v<T>) {
        if (__builtin_is_constant_evaluated()) {
            using number::extended;
            return exp(extended{a} * extended{b} + extended{a} * extended{c}).template to<T>();
        }
    }
    if constexpr (std::is_same_v<T, float>) {
        double const x = a;
        return static_cast<float>(__builtin_exp(x * static_cast<double>(b) + x * static_cast<double>(c)));
    } else if constexpr (std::is_same_v<T, double>) {
        double const p = a * b, e = __builtin_exp(p), r = e + e * (a * c - detail::residual(p, a, b));
        return r == r ? r : e; // where e is 0 or infinite, r may be NaN
    } else if constexpr (std::is_same_v<T, long double>) {
        long double const p = a * b, e = __builtin_expl(p), r = e + e * (__builtin_fmal(a, b, -p) + a * c);
        return r == r ? r : e;
    } else
        return exp(a * b + a * c);
}

/// e^(s x^2), s = 1 or -1; for the standard types with the square in two words.
template <class T>
constexpr auto exp_of_square(T const& x, int s) {
    if constexpr (std::is_floating_point_v<T>)
        return exp_of_product(s < 0 ? -x : x, x, T(0));
    else
        return exp(T(T(s) * x * x));
}

template <class T>
constexpr auto erfc(T const& x);

namespace detail {

/// Any T that tells its precision, x >= 1/2: the trapezoidal rule for x/pi times the integral of e^(-t^2) / (t^2 + x^2) with
/// step h = pi / root(-log epsilon), and the residue at t = ix (Matta and Reichel, Math. Comp. 25, 1971).
template <class T>
constexpr T erfcx_series(T const& x) {
    T const pi = elementary::acos(T(-1)), one(1), root = elementary::sqrt(T(std::numeric_limits<T>::digits));
    T const h = pi / root, h2 = h * h, v = h2 / (x * x); // digits > -log epsilon: some room
    T a = elementary::exp(T(-h2)), b = a, sum = one / T(2);
    T const q = a * a;
    for (int n = 1; a > std::numeric_limits<T>::epsilon() / T(16); ++n) {
        sum = sum + a / (one + T(n) * T(n) * v);
        b = b * q;
        a = a * b;
    }
    T const regular = T(2) * h * sum / (pi * x);
    if (!(x < root)) return regular;
    T const y = T(2) * root * x; // 2 pi x / h
    return regular - T(2) * elementary::exp(T(x * x - y)) / (one - elementary::exp(T(-y)));
}

/// Any T, |x| < 1/2: all terms have one sign.
template <class T>
constexpr T erf_series(T const& x) {
    T term = x, sum = x;
    T const s = T(2) * x * x, pi = elementary::acos(T(-1));
    for (int n = 1; n < 2000 && elementary::abs(term) > elementary::abs(sum) * std::numeric_limits<T>::epsilon() / T(4);
         ++n) {
        term = term * s / T(2 * n + 1);
        sum = sum + term;
    }
    return T(2) * elementary::exp(T(-x * x)) * sum / elementary::sqrt(pi);
}

} // namespace detail

template <class T>
constexpr auto erf(T const& x) {
    using value = typename detail::value_of<T>::type;
    if constexpr (std::is_floating_point_v<T> || detail::found<detail::erf_function, value>)
        return detail::call<detail::erf_function>(x);
    else {
        value const v(x);
        if (abs(v) < value(0.5)) return detail::erf_series(v);
        return v < value(0) ? value(erfc(value(-v)) - value(1)) : value(value(1) - erfc(v));
    }
}

/// e^(x^2) erfc(x); for negative x, 2 e^(x^2) - erfcx(-x).
template <class T>
constexpr auto erfcx(T const& x) {
    using value = typename detail::value_of<T>::type;
    if constexpr (std::is_floating_point_v<T>) {
        if (__builtin_is_constant_evaluated()) return number::erfcx(number::extended{x}).template to<T>();
        using work = std::conditional_t<std::is_same_v<T, long double>, long double, double>;
        auto const v = static_cast<work>(x);
        if (v < 0) return static_cast<T>(2 * exp_of_square(v, 1) - detail::erfcx_positive(-v));
        return static_cast<T>(detail::erfcx_positive(v));
    } else if constexpr (detail::found<detail::erfcx_function, value>) {
        return value(detail::erfcx_function::other(value(x)));
    } else {
        value const v(x);
        if (v < value(-0.5)) return value(value(2) * exp_of_square(v, 1) - detail::erfcx_series(value(-v)));
        if (v < value(0.5)) return value(exp(value(v * v)) * (value(1) - erf(v)));
        return detail::erfcx_series(v);
    }
}

template <class T>
constexpr auto erfc(T const& x) {
    using value = typename detail::value_of<T>::type;
    if constexpr (std::is_floating_point_v<T> ||
                  (detail::found<detail::erfc_function, value> && !detail::precise<value>))
        return detail::call<detail::erfc_function>(x);
    else { // Boost's erfc takes 1 - erf(x) too far: this is more accurate for x > 1
        value const v(x);
        if (v < value(0.5)) return value(value(1) - erf(v));
        return value(exp_of_square(v, -1) * detail::erfcx_series(v));
    }
}

/// Is the sign bit set? For types without one: is it negative?
template <class T>
constexpr bool sign_bit(T const& x) {
    if constexpr (std::is_floating_point_v<T>)
        return elementary::copysign(T(1), x) < T(0);
    else
        return x < T(0);
}

} // namespace ogive::elementary
