// SPDX-License-Identifier: BSL-1.0
// Numeric inverses: round trips in every type, the ends of the range, and what lies outside of it.
// Missing: functions whose domain has irrational ends.

#include <ogive/evaluate/numeric_inverse.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cmath>
#include <limits>

namespace {

using namespace ogive;
using namespace ogive::literals;
using wide = boost::multiprecision::cpp_bin_float_50;

constexpr auto x = symbol<"x">;
constexpr double infinity_of_double = std::numeric_limits<double>::infinity();

template <class T>
T size(T const& v) {
    return v < T(0) ? T(-v) : v;
}

/// f(g(y)) is y to a few units in the last place, or no neighbour of g(y) does better.
template <class F, class T>
bool returns(F f, T y) {
    T const v = numeric_inverse(f, x)(y);
    T const error = size(T(f(v) - y)), unit = size(y) * std::numeric_limits<T>::epsilon();
    if (error <= T(4) * unit) return true;
    T const step = size(v) * std::numeric_limits<T>::epsilon();
    return error <= size(T(f(T(v - step)) - y)) && error <= size(T(f(T(v + step)) - y));
}

template <class F>
void check_round_trips(F f, double low, double high) {
    for (int i = 1; i < 40; ++i) {
        double const y = low + (high - low) * i / 40;
        INFO(y);
        CHECK(returns(f, y));
        CHECK(returns(f, static_cast<float>(y)));
        CHECK(returns(f, static_cast<long double>(y)));
    }
}

} // namespace

TEST_CASE("round trips") {
    check_round_trips(sigmoid(x), 0, 1);
    check_round_trips(tanh(x), -1, 1);
    check_round_trips(softplus(x), 0, 50);
    check_round_trips(erf(x), -1, 1);
    check_round_trips(x + exp(x), -30, 30);
    check_round_trips(logit(x), -12, 12);
    check_round_trips(pow(x, 5_c) + x, -1000, 1000);
    check_round_trips(elu(x), -1, 5);
    check_round_trips(x / (1_c + abs(x)), -1, 1);
    check_round_trips(piecewise(when(x >= 0_c, x), otherwise(erf(x))), -1, 4);
    check_round_trips(1_c - tanh(x), 0, 2); // falling
    check_round_trips(exp(-x), 0, 100);
    check_round_trips(log(x), -50, 50);
}

TEST_CASE("fifty digits") {
    for (int i = 1; i < 10; ++i) {
        wide const y = wide(i) / 10;
        CHECK(returns(sigmoid(x), y));
        CHECK(returns(x + exp(x), y));
        CHECK(returns(tanh(x), y));
    }
    wide const root = numeric_inverse(x + exp(x), x)(wide(0)); // the omega constant, negated
    CHECK(size<wide>(root - wide("-0.56714329040978387299996866221035554975381578718651")) < wide("1e-48"));
}

TEST_CASE("known values") {
    CHECK(numeric_inverse(x + exp(x), x)(0.0) == doctest::Approx(-0.5671432904097838).epsilon(1e-15));
    CHECK(numeric_inverse(erf(x), x)(0.5) == doctest::Approx(0.4769362762044699).epsilon(1e-15));
    CHECK(numeric_inverse(erf(x), x)(1e-300) == doctest::Approx(8.862269254527581e-301).epsilon(1e-15));
    CHECK(numeric_inverse(sinh(x), x)(1e300) == doctest::Approx(std::asinh(1e300)).epsilon(1e-15));
    CHECK(numeric_inverse(sigmoid(x), x)(1e-300) == doctest::Approx(-690.7755278982137).epsilon(1e-15));
    CHECK(numeric_inverse(3_c * x, x)(1e-320) == doctest::Approx(1e-320 / 3).epsilon(1e-3));
    CHECK(numeric_inverse(x / 3_c, x)(1e307) == doctest::Approx(3e307).epsilon(1e-15));
    CHECK(numeric_inverse(sigmoid(x), x)(0.5) == 0);
    CHECK(numeric_inverse(silu(x), x, on(0_c, infinity))(1.0) == doctest::Approx(1.2784645427610738).epsilon(1e-15));
    CHECK(numeric_inverse(sin(x), x, on(-1_c, 1_c))(0.5) == doctest::Approx(std::asin(0.5)).epsilon(1e-15));
    CHECK(numeric_inverse(tanh(x), x)(0) == 0);
}

TEST_CASE("the ends of the range and beyond") {
    CHECK(numeric_inverse(sigmoid(x), x)(1.0) == infinity_of_double);
    CHECK(numeric_inverse(sigmoid(x), x)(0.0) == -infinity_of_double);
    CHECK(std::isnan(numeric_inverse(sigmoid(x), x)(1.5)));
    CHECK(std::isnan(numeric_inverse(sigmoid(x), x)(-1e-300)));
    CHECK(std::isnan(numeric_inverse(sigmoid(x), x)(std::nan(""))));
    CHECK(numeric_inverse(tanh(x), x)(-1.0f) == -std::numeric_limits<float>::infinity());
    CHECK(numeric_inverse(logit(x), x)(infinity_of_double) == 1);
    CHECK(numeric_inverse(logit(x), x)(-infinity_of_double) == 0);
    CHECK(numeric_inverse(softplus(x), x)(infinity_of_double) == infinity_of_double);
    CHECK(numeric_inverse(exp(-x), x)(0.0) == infinity_of_double);
    CHECK(std::isnan(numeric_inverse(exp(x), x)(-1.0)));
    CHECK(std::isnan(numeric_inverse(silu(x), x, on(0_c, infinity))(-0.1)));
    CHECK(numeric_inverse(silu(x), x, on(0_c, infinity))(0.0) == 0);
}

TEST_CASE("at run time") {
    workspace w;
    node_index const v = w.symbol("x");
    node_index const f = w.make(operation::add, v, w.make(operation::exp, v));
    calculus::monotone_line const line = calculus::find_monotone_line(w, f, "x");
    CHECK(line.direction == 1);
    CHECK(evaluation::numeric_inverse(w, f, "x", line, 0.0) == doctest::Approx(-0.5671432904097838).epsilon(1e-15));
    node_index const square = w.make(operation::multiply, v, v);
    CHECK(calculus::find_monotone_line(w, square, "x").direction == 0);
    CHECK(std::isnan(evaluation::numeric_inverse(w, square, "x", calculus::monotone_line{}, 1.0)));
}
