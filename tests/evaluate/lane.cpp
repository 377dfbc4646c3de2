// SPDX-License-Identifier: BSL-1.0
// The branch-free elementary functions of batches: largest errors over floats and doubles of all binades, with and without
// a fused multiply-add, and special values.

#include <ogive/evaluate/lane_program.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <random>
#include <string>

namespace ev = ogive::evaluation;
namespace lanes = ogive::evaluation::lanes;

namespace {

template <class T>
constexpr T inf = std::numeric_limits<T>::infinity();
template <class T>
constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();

/// Errors in ULP of T, of values known in a wider type.
template <class T, class Wide>
double ulps(T got, Wide expected) {
    if (std::isnan(expected)) return std::isnan(got) ? 0 : 1e30;
    T const rounded = static_cast<T>(expected);
    if (std::isinf(rounded) || std::isinf(got)) return rounded == got ? 0 : 1e30;
    using limits = std::numeric_limits<T>;
    int const least = limits::min_exponent - limits::digits;
    int const exponent = expected == 0 ? least : std::max(std::ilogb(expected) - limits::digits + 1, least);
    return static_cast<double>(std::fabs(static_cast<Wide>(got) - expected) / std::ldexp(Wide{1}, exponent));
}

/// The largest error of f against `exact`, over numbers of all binades of both signs.
template <class T, ev::arithmetic Fma, class F, class Exact>
double largest_error(F f, Exact exact, double limit = 0) {
    using L = ev::lane<T, Fma>;
    using wide = std::conditional_t<std::is_same_v<T, float>, double, long double>;
    double most = 0;
    auto const look = [&](T at) {
        if (limit > 0 && !(at >= 0 && static_cast<double>(at) <= limit)) return; // from 0 to the limit
        double const e = ulps(f(L{at}).value, static_cast<wide>(exact(static_cast<wide>(at))));
        if (!(e <= most)) most = e;
    };
    if constexpr (std::is_same_v<T, float>) {
        for (std::uint64_t b = 0; b < (std::uint64_t{1} << 32); b += 9973)
            look(std::bit_cast<float>(static_cast<std::uint32_t>(b)));
    } else {
        std::mt19937_64 random{12345};
        for (int i = 0; i < 200000; ++i) look(std::bit_cast<double>(random()));
    }
    std::mt19937 random{54321};
    std::uniform_real_distribution<double> bend(-20, 20), near_zero(-1, 1), far(-800, 800);
    for (int i = 0; i < 100000; ++i) {
        look(static_cast<T>(bend(random)));
        look(static_cast<T>(near_zero(random)));
        look(static_cast<T>(far(random)));
    }
    return most;
}

template <class T, class F, class Exact>
void check(char const* name, F f, Exact exact, double bound, double without_fma, double limit = 0) {
    double const fused = largest_error<T, ev::arithmetic::fused>(f, exact, limit),
                 plain = largest_error<T, ev::arithmetic::separate>(f, exact, limit);
    std::string const what = std::string{name} + (sizeof(T) == 4 ? " float: " : " double: ");
    MESSAGE(what, fused, " ULP, without fma ", plain);
    CHECK(fused <= bound);
    CHECK(plain <= without_fma);
}

} // namespace

TEST_CASE("largest errors") {
    auto const exp = [](auto v) { return lanes::exp(v); };
    auto const expm1 = [](auto v) { return lanes::expm1(v); };
    auto const log = [](auto v) { return lanes::log(v); };
    auto const log1p = [](auto v) { return lanes::log1p(v); };
    auto const of_negative = [](auto v) { return lanes::expm1_of_negative(-v); };
    auto const of_unit = [](auto v) { return lanes::log1p_of_unit(v); };
    auto const erfcx = [](auto v) { return lanes::erfcx(v); };
    auto const std_exp = [](auto v) { return std::exp(v); };
    auto const std_expm1 = [](auto v) { return std::expm1(v); };
    auto const std_log = [](auto v) { return std::log(v); };
    auto const std_log1p = [](auto v) { return std::log1p(v); };
    auto const own_erfcx = [](auto v) { return ogive::elementary::erfcx(v); };
    // the bounds that lane.hpp states
    check<float>("exp", exp, std_exp, 1.1, 1.1);
    check<double>("exp", exp, std_exp, 1.1, 1.1);
    check<float>("expm1", expm1, std_expm1, 1.7, 1.8);
    check<double>("expm1", expm1, std_expm1, 2.1, 2.2);
    auto const of_minus = [](auto v) { return std::expm1(-v); };
    check<float>("expm1 of a negative", of_negative, of_minus, 1.7, 1.8, inf<double>);
    check<double>("expm1 of a negative", of_negative, of_minus, 2.1, 2.2, inf<double>);
    check<float>("log", log, std_log, 0.9, 0.9);
    check<double>("log", log, std_log, 0.9, 0.9);
    check<float>("log1p", log1p, std_log1p, 1.5, 1.5);
    check<double>("log1p", log1p, std_log1p, 1.2, 1.2);
    check<float>("log1p of a unit", of_unit, std_log1p, 2, 2, 1);
    check<double>("log1p of a unit", of_unit, std_log1p, 2, 2, 1);
    check<float>("erfcx", erfcx, own_erfcx, 2.8, 2.8, inf<double>);
    check<double>("erfcx", erfcx, own_erfcx, 1.5, 1.5, inf<double>);
    // The check can fail.
    CHECK(largest_error<float, ev::arithmetic::fused>([](auto v) { return lanes::exp(v) * decltype(v){1.0000002f}; },
                                                      std_exp) > 1.5);
}

namespace {

template <class Wide, class T, std::size_t N>
Wide sum_of_powers(T const (&coefficients)[N], Wide x) {
    Wide r = 0;
    for (std::size_t i = N; i-- > 0;) r = r * x + static_cast<Wide>(coefficients[i]);
    return r;
}

/// How far off the polynomial for e^x is between -ln(2)/2 and ln(2)/2, or that for e^x - 1.
template <class Format, class Wide>
Wide error_of_exponential(bool less_one = false) {
    Wide most = 0;
    Wide const step = Wide(0.3466) / 4096;
    for (int i = -4096; i <= 4096; ++i) {
        Wide const r = step * static_cast<Wide>(i);
        if (i == 0) continue;
        Wide const rest = r + r * r * sum_of_powers(ev::lane_numbers<Format>::exp, r);
        most = std::max(most, std::fabs(less_one ? rest / std::expm1(r) - 1 : (1 + rest) / std::exp(r) - 1));
    }
    return most;
}

/// How far off a series for a logarithm in s is: 2 atanh(s) = 2 s + .. s^3 or 2 atanh(s/2) = s + .. s^3.
template <unsigned N>
long double error_of_logarithm(double const (&coefficients)[N], long double greatest, long double scale) {
    long double most = 0;
    for (int i = 1; i <= 4096; ++i) {
        long double const s = greatest * static_cast<long double>(i) / 4096;
        long double const series = s / scale + s * s * s * sum_of_powers(coefficients, s * s);
        long double const exact = 2 * std::atanh(scale == 1 ? s / 2 : s);
        most = std::max(most, std::fabs(series / exact - 1));
    }
    return most;
}

/// How far off the quotient for erfcx is, between two numbers.
template <class Format = float>
double error_of_erfcx(double from, double to, double root_pi) {
    using number = ev::lane_numbers<Format>;
    double most = 0;
    for (int i = 0; i <= 20000; ++i) {
        double const x = from + (to - from) * i / 20000, d = sum_of_powers(number::erfcx_d, x);
        double const quotient = d / (root_pi * x * d + sum_of_powers(number::erfcx_n, x));
        most = std::max(most, std::fabs(quotient / ogive::elementary::erfcx(x) - 1));
    }
    return most;
}

} // namespace

TEST_CASE("coefficients are as good as their header says") {
    CHECK(error_of_exponential<float, double>() < 0x1p-28);
    CHECK(error_of_exponential<double, long double>() < std::exp2(-57.8L));
    double const root_pi = ev::lane_numbers<float>::root_pi;
    CHECK(error_of_erfcx(0, 11, root_pi) < std::exp2(-27.3));
    CHECK(error_of_erfcx(11, 100, root_pi) < std::exp2(-24.9));
    CHECK(error_of_erfcx(100, 0x1p20, root_pi) < std::exp2(-24.9));
    using ev::double_for_float;
    using short_numbers = ev::lane_numbers<double_for_float>;
    CHECK(error_of_exponential<double_for_float, long double>() < std::exp2(-33.2L));
    CHECK(error_of_exponential<double_for_float, long double>(true) < std::exp2(-31.9L));
    CHECK(error_of_logarithm(short_numbers::log, 0.17158L, 0.5L) < 0x1p-37L);
    CHECK(error_of_logarithm(short_numbers::log_of_quotient, 2.0L / 3, 1) < 0x1p-33L);
    CHECK(error_of_erfcx<double_for_float>(0, 20, short_numbers::root_pi) < 0x1p-34);
    CHECK(error_of_erfcx<double_for_float>(20, 0x1p20, short_numbers::root_pi) < 0x1p-34);
    // The checks can fail.
    CHECK(error_of_exponential<double_for_float, long double>() > 0x1p-35L);
    CHECK(error_of_logarithm(short_numbers::log, 0.2L, 0.5L) > 0x1p-37L);
    CHECK(error_of_erfcx(0, 11, 1.7724538509055159) > std::exp2(-27.3));
}

TEST_CASE_TEMPLATE("special values", T, float, double) {
    using L = ev::lane<T, ev::arithmetic::fused>;
    CHECK(lanes::exp(L{-inf<T>}).value == 0);
    CHECK(lanes::exp(L{inf<T>}).value == inf<T>);
    CHECK(std::isnan(lanes::exp(L{nan_of<T>}).value));
    CHECK(lanes::expm1(L{-inf<T>}).value == -1);
    CHECK(lanes::expm1(L{inf<T>}).value == inf<T>);
    CHECK(std::signbit(lanes::expm1(L{T(-0.0)}).value));
    CHECK(std::isnan(lanes::expm1(L{nan_of<T>}).value));
    CHECK(lanes::log(L{T(0)}).value == -inf<T>);
    CHECK(lanes::log(L{inf<T>}).value == inf<T>);
    CHECK(std::isnan(lanes::log(L{T(-1)}).value));
    CHECK(std::isnan(lanes::log(L{nan_of<T>}).value));
    CHECK(lanes::log(L{T(1)}).value == 0);
    CHECK(lanes::log1p(L{T(-1)}).value == -inf<T>);
    CHECK(lanes::log1p(L{inf<T>}).value == inf<T>);
    CHECK(std::isnan(lanes::log1p(L{T(-1.5)}).value));
    CHECK(std::signbit(lanes::log1p(L{T(-0.0)}).value));
    CHECK(lanes::erfcx(L{inf<T>}).value == 0);
    CHECK(lanes::erfcx(L{T(0)}).value == 1);
    CHECK(std::isnan(lanes::erfcx(L{nan_of<T>}).value));
}

// The same in constant evaluation.
static_assert(lanes::exp(ev::lane<double, ev::arithmetic::separate>{0.0}).value == 1);
static_assert(lanes::log(ev::lane<double, ev::arithmetic::separate>{1.0}).value == 0);
static_assert(lanes::erfcx(ev::lane<double, ev::arithmetic::separate>{0.0}).value == 1);
