// SPDX-License-Identifier: BSL-1.0
#pragma once
// What each elementary function is for constant evaluation, for the standard types at run time, and for any other type.

#include <ogive/number/enclosure.hpp>

#include <limits>
#include <type_traits>

namespace ogive::elementary {

namespace detail {

using number::extended;

/// What an expression template evaluates to; T itself otherwise.
template <class T>
struct value_of {
    using type = T;
};
template <class T>
    requires requires { typename T::result_type; } && std::is_convertible_v<T const&, typename T::result_type>
struct value_of<T> {
    using type = typename T::result_type;
};

/// Types that tell their precision and are more precise than long double.
template <class T>
concept precise = !std::is_floating_point_v<T> && std::numeric_limits<T>::is_specialized &&
                  !std::numeric_limits<T>::is_integer && (std::numeric_limits<T>::digits > 106);

// Unqualified lookup stops at these: only argument-dependent lookup finds more.
void exp(), expm1(), log(), log1p(), sqrt(), sin(), cos(), tan(), asin(), acos(), atan(), sinh(), cosh(), tanh(),
    asinh(), acosh(), atanh(), erf(), erfc(), erfcx(), abs(), sign(), min(), max(), pow(), copysign(), isnan();

struct exp_function {
    static constexpr extended fold(extended const& x) { return number::exp(x); }
    static double run(double x) { return __builtin_exp(x); }
    static long double run(long double x) { return __builtin_expl(x); }
    static constexpr auto other(auto const& x) -> decltype(exp(x)) { return exp(x); }
};
struct expm1_function {
    static constexpr extended fold(extended const& x) { return number::expm1(x); }
    static double run(double x) { return __builtin_expm1(x); }
    static long double run(long double x) { return __builtin_expm1l(x); }
    static constexpr auto other(auto const& x) -> decltype(expm1(x)) { return expm1(x); }
};
struct log_function {
    static constexpr extended fold(extended const& x) { return number::log(x); }
    static double run(double x) { return __builtin_log(x); }
    static long double run(long double x) { return __builtin_logl(x); }
    static constexpr auto other(auto const& x) -> decltype(log(x)) { return log(x); }
};
struct log1p_function {
    static constexpr extended fold(extended const& x) { return number::log1p(x); }
    static double run(double x) { return __builtin_log1p(x); }
    static long double run(long double x) { return __builtin_log1pl(x); }
    static constexpr auto other(auto const& x) -> decltype(log1p(x)) { return log1p(x); }
};
struct sqrt_function {
    static constexpr extended fold(extended const& x) { return number::sqrt(x); }
    static double run(double x) { return __builtin_sqrt(x); }
    static long double run(long double x) { return __builtin_sqrtl(x); }
    static constexpr auto other(auto const& x) -> decltype(sqrt(x)) { return sqrt(x); }
};
struct sin_function {
    static constexpr extended fold(extended const& x) { return number::sin(x); }
    static double run(double x) { return __builtin_sin(x); }
    static long double run(long double x) { return __builtin_sinl(x); }
    static constexpr auto other(auto const& x) -> decltype(sin(x)) { return sin(x); }
    static constexpr bool folds(extended const& x) { return !x.is_finite() || x.exponent < 30; }
};
struct cos_function {
    static constexpr extended fold(extended const& x) { return number::cos(x); }
    static double run(double x) { return __builtin_cos(x); }
    static long double run(long double x) { return __builtin_cosl(x); }
    static constexpr auto other(auto const& x) -> decltype(cos(x)) { return cos(x); }
    static constexpr bool folds(extended const& x) { return !x.is_finite() || x.exponent < 30; }
};
struct tan_function {
    static constexpr extended fold(extended const& x) { return number::tan(x); }
    static double run(double x) { return __builtin_tan(x); }
    static long double run(long double x) { return __builtin_tanl(x); }
    static constexpr auto other(auto const& x) -> decltype(tan(x)) { return tan(x); }
    static constexpr bool folds(extended const& x) { return !x.is_finite() || x.exponent < 30; }
};
struct asin_function {
    static constexpr extended fold(extended const& x) { return number::asin(x); }
    static double run(double x) { return __builtin_asin(x); }
    static long double run(long double x) { return __builtin_asinl(x); }
    static constexpr auto other(auto const& x) -> decltype(asin(x)) { return asin(x); }
};
struct acos_function {
    static constexpr extended fold(extended const& x) { return number::acos(x); }
    static double run(double x) { return __builtin_acos(x); }
    static long double run(long double x) { return __builtin_acosl(x); }
    static constexpr auto other(auto const& x) -> decltype(acos(x)) { return acos(x); }
};
struct atan_function {
    static constexpr extended fold(extended const& x) { return number::atan(x); }
    static double run(double x) { return __builtin_atan(x); }
    static long double run(long double x) { return __builtin_atanl(x); }
    static constexpr auto other(auto const& x) -> decltype(atan(x)) { return atan(x); }
};
struct sinh_function {
    static constexpr extended fold(extended const& x) { return number::sinh(x); }
    static double run(double x) { return __builtin_sinh(x); }
    static long double run(long double x) { return __builtin_sinhl(x); }
    static constexpr auto other(auto const& x) -> decltype(sinh(x)) { return sinh(x); }
};
struct cosh_function {
    static constexpr extended fold(extended const& x) { return number::cosh(x); }
    static double run(double x) { return __builtin_cosh(x); }
    static long double run(long double x) { return __builtin_coshl(x); }
    static constexpr auto other(auto const& x) -> decltype(cosh(x)) { return cosh(x); }
};
struct tanh_function {
    static constexpr extended fold(extended const& x) { return number::tanh(x); }
    static double run(double x) { return __builtin_tanh(x); }
    static long double run(long double x) { return __builtin_tanhl(x); }
    static constexpr auto other(auto const& x) -> decltype(tanh(x)) { return tanh(x); }
};
struct asinh_function {
    static constexpr extended fold(extended const& x) { return number::asinh(x); }
    static double run(double x) { return __builtin_asinh(x); }
    static long double run(long double x) { return __builtin_asinhl(x); }
    static constexpr auto other(auto const& x) -> decltype(asinh(x)) { return asinh(x); }
};
struct acosh_function {
    static constexpr extended fold(extended const& x) { return number::acosh(x); }
    static double run(double x) { return __builtin_acosh(x); }
    static long double run(long double x) { return __builtin_acoshl(x); }
    static constexpr auto other(auto const& x) -> decltype(acosh(x)) { return acosh(x); }
};
struct atanh_function {
    static constexpr extended fold(extended const& x) { return number::atanh(x); }
    static double run(double x) { return __builtin_atanh(x); }
    static long double run(long double x) { return __builtin_atanhl(x); }
    static constexpr auto other(auto const& x) -> decltype(atanh(x)) { return atanh(x); }
};
struct erf_function {
    static constexpr extended fold(extended const& x) { return number::erf(x); }
    static double run(double x) { return __builtin_erf(x); }
    static long double run(long double x) { return __builtin_erfl(x); }
    static constexpr auto other(auto const& x) -> decltype(erf(x)) { return erf(x); }
};
struct erfc_function {
    static constexpr extended fold(extended const& x) { return number::erfc(x); }
    static double run(double x) { return __builtin_erfc(x); }
    static long double run(long double x) { return __builtin_erfcl(x); }
    static constexpr auto other(auto const& x) -> decltype(erfc(x)) { return erfc(x); }
};
struct erfcx_function {
    static constexpr auto other(auto const& x) -> decltype(erfcx(x)) { return erfcx(x); }
};

template <class T>
concept has_min = requires(T const& x) { min(x, x); };
template <class T>
concept has_isnan = requires(T const& x) { isnan(x); };
template <class T>
constexpr auto adl_abs(T const& x) {
    return typename value_of<T>::type(abs(x));
}
template <class T>
constexpr auto adl_sign(T const& x) {
    return typename value_of<T>::type(sign(x));
}
template <class T>
constexpr auto adl_min(T const& x, T const& y) {
    return typename value_of<T>::type(min(x, y));
}
template <class T>
constexpr auto adl_max(T const& x, T const& y) {
    return typename value_of<T>::type(max(x, y));
}
template <class T>
constexpr auto adl_pow(T const& x, T const& y) {
    return typename value_of<T>::type(pow(x, y));
}
template <class T>
constexpr auto adl_copysign(T const& x, T const& y) {
    return typename value_of<T>::type(copysign(x, y));
}
template <class T>
constexpr bool adl_isnan(T const& x) {
    return static_cast<bool>(isnan(x));
}

template <class F, class T>
concept found = requires(T const& x) { F::other(x); };

template <class F, class T>
constexpr T apply(T x) {
    if (__builtin_is_constant_evaluated()) {
        extended const e{x};
        bool folds = true;
        if constexpr (requires { F::folds(e); }) folds = F::folds(e);
        if (folds) return F::fold(e).template to<T>();
    }
    if constexpr (std::is_same_v<T, float>)
        return static_cast<float>(F::run(static_cast<double>(x)));
    else
        return F::run(x);
}

/// F by argument-dependent lookup for all but the standard types.
template <class F, class T>
constexpr auto call(T const& x) {
    using value = typename value_of<T>::type;
    if constexpr (std::is_floating_point_v<T>)
        return apply<F, T>(x);
    else
        return value(F::other(value(x)));
}

/// IEEE 754 pow in constant evaluation.
template <class T>
constexpr T folded_pow(T x, T y) {
    using number::enclosure;
    extended const a{x}, b{y}, one{1};
    if (b.is_zero() || a == one) return T{1};
    if (a.is_nan() || b.is_nan()) return std::numeric_limits<T>::quiet_NaN();
    bool const large = b.is_finite() && b.exponent >= 120;
    bool const integer = large || (b.is_finite() && extended{floor(b)} == b);
    bool const odd = integer && !large && floor(b) % 2 != 0, minus = a.negative && odd;
    extended const m = abs(a);
    if (b.is_infinite() || m.is_infinite() || m.is_zero()) {
        if (m == one) return T{1};
        return ((m < one) != b.negative ? extended::raw(minus, 0, 0) : extended::infinity(minus)).template to<T>();
    }
    if (a.negative && !integer) return std::numeric_limits<T>::quiet_NaN();
    T const r = pow(enclosure::point(m), enclosure::point(b)).template to<T>();
    return minus ? -r : r;
}

} // namespace detail

} // namespace ogive::elementary
