// SPDX-License-Identifier: BSL-1.0
// Functions of functions keep the limits that they have: logarithms of sums with exponentials in them, functions of what is
// bounded, logarithms of what may be zero, and conditions that are constant.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <cmath>
#include <limits>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr double infinite = std::numeric_limits<double>::infinity();

/// In double and, where float has the place, in arrays of float.
template <class F>
void check_at(F f, double at, double expected, double tolerance = 1e-14) {
    CAPTURE(at);
    double const scalar = f(at);
    float const in[1] = {static_cast<float>(at)};
    float out[1];
    forward(f, in, out);
    if (!std::isfinite(expected)) {
        CHECK(scalar == expected);
        CHECK(out[0] == static_cast<float>(expected));
        return;
    }
    CHECK(std::fabs(scalar - expected) <= tolerance * std::fabs(expected));
    CHECK(std::fabs(out[0] - expected) <= 1e-6 * std::fabs(expected) + 1e-43);
}

} // namespace

TEST_CASE("one half-line only: the sign of the exponent is no question") {
    check_at(tanh(exp(-abs(x))), 0.5, std::tanh(std::exp(-0.5)));
    check_at(tanh(exp(-x * x)), -0.5, std::tanh(std::exp(-0.25)));
    check_at(x * tanh(exp(-x * x)), 0.5, 0.5 * std::tanh(std::exp(-0.25)));
    check_at(sigmoid(exp(-abs(x))), 0.5, 1 / (1 + std::exp(-std::exp(-0.5))));
    check_at(softplus(exp(-abs(x))), 0.5, std::log1p(std::exp(std::exp(-0.5))));
    check_at(tanh(elu(x) + 2_c), -0.5, std::tanh(std::expm1(-0.5) + 2));
    check_at(sinh(exp(-abs(x))), 0.5, std::sinh(std::exp(-0.5)));
}

TEST_CASE("conditions that are constant") {
    check_at(piecewise(when(exp(1_q) > 2_q, x), otherwise(-x)), 0.5, 0.5);
    check_at(piecewise(when(exp(1_q) > 3_q, x), otherwise(-x)), 0.5, -0.5);
    check_at(piecewise(when(sqrt(2_c) > 1_c, tanh(x)), otherwise(-x)), 0.5, std::tanh(0.5));
}

TEST_CASE("logarithms of sums with exponentials and other functions") {
    check_at(log(1_c + x * exp(-x)), 80, 80 * std::exp(-80.0));
    check_at(log(1_c + x * exp(-x)), 800, 0);
    check_at(x + log(1_c + (1_c + x) * exp(-x)), 710, 710);
    check_at(log(1_c + exp(-x * x) * x), 30, 0);
    check_at(log(2_c + erf(x) + x * exp(-x * x)), 30, std::log(3.0));
    check_at(log(1_c + softplus(x)), 710, std::log(711.0));
    check_at(log(0.5_q + x * softplus(-x)), 800, std::log(0.5));
}

TEST_CASE("softplus of what is bounded, or grows as x does") {
    check_at(softplus(tanh(x)), 400, std::log1p(std::exp(1.0)));
    check_at(softplus(sigmoid(x)), 800, std::log1p(std::exp(1.0)));
    check_at(softplus(silu(x)), 800, 800);
    check_at(softplus(mish(x)), 800, 800);
    check_at(softplus(exp(-x * x)), 30, std::log(2.0));
    check_at(softplus(x + tanh(x)), 720, 721);
    check_at(softplus(x * tanh(x)), 720, 720);
}

TEST_CASE("logarithms and quotients of absolute values that are zero") {
    check_at(log(abs(x)), 0, -infinite);
    check_at(log(abs(x - 1_c)), 1, -infinite);
    check_at(log(abs(tanh(x))), 0, -infinite);
    check_at(exp(log(abs(x))), 0, 0);
    check_at(1_c / abs(x), 0, infinite);
    CHECK((1_c / abs(x))(-0.0) == infinite);
}

/// Where log|f'| is nothing next to the numbers that it is a difference of.
template <class F>
void check_nothing(F f, double at) {
    CAPTURE(at);
    CHECK(std::fabs(f(at)) <= 1e-15);
    float const in[1] = {static_cast<float>(at)};
    float out[1];
    forward(f, in, out);
    CHECK(std::fabs(out[0]) <= 1e-6f);
}

TEST_CASE("log|f'| where f' is nearly one, or nearly nothing") {
    for (double const at : {100.0, 300.0, 720.0, 1e20}) {
        check_nothing(log_abs_derivative(silu(x), x), at);
        check_nothing(log_abs_derivative(mish(x), x), at);
        check_nothing(log_abs_derivative(gelu(x), x), at);
        check_nothing(log_abs_derivative(gelu_tanh(x), x), at);
        check_nothing(log_abs_derivative(x * tanh(x), x), at);
        check_at(log_abs_derivative(x + silu(x), x), at, std::log(2.0));
    }
    check_at(log_abs_derivative(silu(x), x), 50, 49 * std::exp(-50.0));
    check_at(log_abs_derivative(silu(x), x), 100, 99 * std::exp(-100.0));
    check_at(log_abs_derivative(silu(x), x), -800, -800 + std::log(799.0));
    CHECK(log_abs_derivative(gelu(x), x)(-40.0) == doctest::Approx(-797.231).epsilon(1e-6));
    check_at(log_abs_derivative(x * x * x, x), 0, -infinite);
    CHECK(log_abs_derivative(x / 4_c + gelu(x), x)(-40.0) == doctest::Approx(std::log(0.25)).epsilon(1e-15));
}

TEST_CASE("arrays far out: a rate that is no power of two") {
    float const in[] = {
        1e10f, 1e15f, -1e15f, 3e38f, -3e38f, static_cast<float>(infinite), static_cast<float>(-infinite)};
    float out[7];
    auto const check = [&](auto f, float right, float left) {
        forward(f, in, out);
        for (unsigned i = 0; i < 7; ++i) {
            CAPTURE(in[i]);
            CHECK(out[i] == (in[i] > 0 ? right : left));
        }
    };
    check(derivative(sigmoid(1.7_q * x), x), 0, 0);
    check(derivative(tanh(0.3_q * x), x), 0, 0);
    check(pow(1_c + exp(-1.5_q * x), -2_c), 1, 0);
    check(derivative<2>(x * sigmoid(1.5_q * x), x), 0, 0);
    check(derivative(0.4_q * x * sigmoid(0.8_q * x) + 0.8_q * x, x), 1.2f, 0.8f);
}

TEST_CASE("the inverse at subnormal numbers") {
    CHECK(numeric_inverse(log(x) + x, x)(-744.0) == 2 * std::numeric_limits<double>::denorm_min());
}

/// A function and its derivative, in long double, too.
template <class F>
void check_both(F f, double at, double value, double slope) {
    check_at(f, at, value, 1e-13);
    check_at(derivative(f, x), at, slope, 1e-13);
    double const in[1] = {at};
    double out[1];
    forward<accurate>(derivative(f, x), in, out);
    CHECK(std::fabs(out[0] - slope) <= 1e-15 * std::fabs(slope));
}

TEST_CASE("what decays exponentially, times what grows") {
    for (double const at : {-1e30, -infinite}) {
        check_both(x * log(1_c + sigmoid(x)), at, 0, 0);
        check_both(x * erf(softplus(x)), at, 0, 0);
        check_both(x * tanh(exp(x)), at, 0, 0);
        check_both(x * tanh(gelu(x)), at, 0, 0);
        check_at(x * atan(exp(x)), at, 0);
        check_both(x * tanh(x * sigmoid(x)), at, 0, 0);
        check_at(x * softplus(x), at, 0);
    }
    CHECK(std::signbit((x * tanh(exp(x)))(-infinite)));
    check_at(x * log(1_c + sigmoid(x)), -80, -80 * std::exp(-80.0));
    check_at(x * tanh(exp(x)), -80, -80 * std::exp(-80.0));
    check_both(x * tanh(exp(x)), 720, 720, 1);
    check_both(exp(-exp(-x)), -720, 0, 0);
    check_both(x * (1_c - exp(-exp(x))), 800, 800, 1);
    check_both(x * tanh(log(1_c + sigmoid(x))), 720, 432, 0.6);
}

TEST_CASE("logarithms of sums far out, and of what is smaller than any number") {
    for (double const at : {720.0, 1e20}) {
        check_both(softplus(x - erf(x)), at, at - 1, 1);
        check_both(softplus(gelu(x)), at, at, 1);
        check_at(softplus(x + log(1_c + x * x)), at, at + std::log1p(at * at));
        check_at(log(1_c + x * exp(x)), at, at + std::log(at));
    }
    check_at(derivative<2>(softplus(x - erf(x)), x), 800, 0);
    check_at(derivative<2>(softplus(x - erf(x)), x), 3, 0.105698504200462471805);
    check_at(log(1_c + x * exp(x)), 1e-3, std::log1p(1e-3 * std::exp(1e-3)));
    check_at(softplus(x * exp(x)), -infinite, std::log(2.0));
    for (double const at : {-100.0, -800.0, -1e20}) {
        check_at(log(softplus(x)), at, at);
        check_at(derivative(log(softplus(x)), x), at, 1);
        check_at(exp(-x) * softplus(x), at, 1);
        check_at(softplus(x) / sigmoid(x), at, 1);
    }
}

TEST_CASE("next to the end of the range: factors that overflow beside exponentials that vanish") {
    for (double const at : {-1.79e308, -1e308, -3e307, -3.4e38, -1e38}) {
        check_at(derivative(mish(mish(x - 1_c)), x), at, 0);
        check_at(derivative(asinh(exp(x)), x), -at, 1);
    }
    check_at(derivative(x * asinh(exp(x)), x), 8e37, 1.6e38);
    CHECK(derivative(x * asinh(exp(x)), x)(8e307) == 1.6e308);
}

TEST_CASE("logarithms of what is near one: of Gaussian integrals, and of 1 - exp(-exp(x))") {
    check_at(log(normal_cdf(x)), 8.25, -7.91972631464247765e-17);
    check_at(log(normal_cdf(x)), 10, -7.61985302416052606597e-24);
    check_at(log(normal_cdf(x)), -40, -804.608442013753788);
    check_at(log(1_c - normal_cdf(x)), -10, -7.61985302416052606597e-24);
    check_at(log(normal_cdf(2_c * x + 1_c)), 4.5, -7.61985302416052606597e-24);
    check_at(log(erf(x)), 3, -2.20907409972076375e-5);
    check_at(log(erf(x)), 1e-10, -22.9050686923052116);
    check_at(log(erfc(x)), 0x1p-20, -1.07610680982926585e-6);
    check_at(x * log(normal_cdf(x)), 10, -7.61985302416052606597e-23);
    check_at(log(1_c - exp(-exp(x))), 1, -0.0682660312478766855);
    check_at(log(1_c - exp(-exp(x))), 6, -6.21013648656606758e-176, 1e-12);
    for (double const at : {-80.0, -782.0}) check_at(log(1_c - exp(-exp(x))), at, at);
    check_at(log(1_c - exp(-exp(x))), 800, 0);
}

TEST_CASE("an exponential of an exponential beside exponentials") {
    for (double const at : {709.8, 800.0, 1e4}) check_at(derivative<2>(x * tanh(exp(x)), x), at, 0);
    CHECK(derivative<2>(silu(exp(x)), x)(700.0) == doctest::Approx(1.0142320547350045e304));
}

TEST_CASE("quotients by roots that vanish where cases meet") {
    check_at(1_c / sqrt(abs(x)), -4, 0.5);
    check_at(derivative(sqrt(abs(x)), x), -4, -0.25);
    check_at(derivative(x * sqrt(abs(x)), x), -4, 3);
    CHECK(std::isnan(derivative(sqrt(abs(x)), x)(0.0)));
    auto const poles = 1_c / sqrt(abs(x)) + 1_c / sqrt(abs(x - 1_c)); // the same division by zero in two branches
    for (double const at : {0.0, 1.0}) check_at(poles, at, infinite);
    check_at(poles, 4, 0.5 + 1 / std::sqrt(3.0));
}
