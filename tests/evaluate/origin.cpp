// SPDX-License-Identifier: BSL-1.0
// Functions that vanish at zero, or have a pole there, keep their relative accuracy next to it: the one formula made of all
// exponentials and logarithms would cancel.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <cmath>
#include <limits>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;

/// Against long double, on both sides of zero.
template <class F>
void check_near_zero(F f, long double (*exact)(long double), double tolerance = 1e-15) {
    for (double const size : {1e-300, 1e-100, 1e-17, 1e-8, 1e-3, 0.25})
        for (double const at : {size, -size}) {
            CAPTURE(at);
            long double const expected = exact(at);
            CHECK(std::fabs(static_cast<long double>(f(at)) - expected) <= tolerance * std::fabs(expected));
            float const in[1] = {static_cast<float>(at)};
            float out[1];
            if (in[0] == 0 || std::fabs(expected) > 1e38L) continue;
            forward(f, in, out);
            long double const in_float = exact(in[0]);
            CHECK(std::fabs(out[0] - in_float) <= 1e-6L * std::fabs(in_float) + 1.5e-45L);
        }
}

} // namespace

TEST_CASE("sums with an exponential function") {
    check_near_zero(expm1(x) + x * x, [](long double t) { return std::expm1(t) + t * t; });
    check_near_zero(expm1(x) - x / 2_c, [](long double t) { return std::expm1(t) - t / 2; });
    check_near_zero(exp(x) - 1_c + 3_c * x, [](long double t) { return std::expm1(t) + 3 * t; });
    check_near_zero(tanh(x) + x * x, [](long double t) { return std::tanh(t) + t * t; });
    check_near_zero(sinh(x) + log1p(x), [](long double t) { return std::sinh(t) + std::log1p(t); });
    check_near_zero(sinh(x) + asin(x), [](long double t) { return std::sinh(t) + std::asin(t); });
    check_near_zero(2_c * x + tanh(3_c * x), [](long double t) { return 2 * t + std::tanh(3 * t); });
    // far out nothing has changed
    CHECK((expm1(x) + x * x)(-50.0) == doctest::Approx(2499).epsilon(1e-15));
    CHECK((tanh(x) + x * x)(1e5) == doctest::Approx(1e10 + 1).epsilon(1e-15));
    double const infinite = std::numeric_limits<double>::infinity();
    CHECK((sinh(x) + log1p(x))(infinite) == infinite);
    CHECK((sinh(x) + log1p(x))(700.0) == doctest::Approx(std::sinh(700.0)).epsilon(1e-14));
    CHECK((tanh(x) + x * exp(-x))(infinite) == 1);
    CHECK((tanh(x) + x * exp(-x))(1e-17) == 2e-17);
    CHECK(((1_c + x) / tanh(x))(-1.0) == 0); // a zero elsewhere stays one
}

TEST_CASE("poles and removable singularities") {
    check_near_zero(x / expm1(x), [](long double t) { return t / std::expm1(t); });
    check_near_zero((1_c + x) / tanh(x), [](long double t) { return (1 + t) / std::tanh(t); });
    check_near_zero(1_c / sinh(x), [](long double t) { return 1 / std::sinh(t); });
    check_near_zero(x / erf(x), [](long double t) { return t / std::erf(t); });
    check_near_zero(1_c / erf(x), [](long double t) { return 1 / std::erf(t); });
    CHECK((x / expm1(x))(-1000.0) == 1000);
    CHECK((x / expm1(x))(800.0) == 0);
}

TEST_CASE("logarithms of what is near one") {
    check_near_zero(log1p(x / 3_c), [](long double t) { return std::log1p(t / 3); });
    check_near_zero(log(3_c + x) - log(3_c), [](long double t) { return std::log1p(t / 3); });
    check_near_zero(log1p(atanh(x)), [](long double t) { return std::log1p(std::atanh(t)); });
    check_near_zero(atanh(sinh(x)), [](long double t) { return std::atanh(std::sinh(t)); });
    CHECK(atanh(tanh(x))(30.0) == 30); // inverses still cancel
    CHECK(log1p(expm1(x))(-300.0) == doctest::Approx(-300).epsilon(1e-15));
    CHECK(log1p(exp(x))(800.0) == 800);
}

namespace {

long double log_of_one_minus_exp(long double t) { // of e^-t
    return t < 0.6931L ? std::log(-std::expm1(-t)) : std::log1p(-std::exp(-t));
}

/// Of positive arguments up to where powers of e^x overflow, also in arrays of float; not a number for negative ones.
template <class F>
void check_both_ends(F f, long double (*exact)(long double)) {
    for (double const at : {1e-300, 1e-17, 1e-8, 1e-3, 0.25, 0.6, 0.8, 3.0, 40.0, 300.0, 720.0, 800.0}) {
        CAPTURE(at);
        long double const expected = exact(at);
        CHECK(std::fabs(static_cast<long double>(f(at)) - expected) <= 1e-15L * std::fabs(expected) + 5e-324L);
        float const in[1] = {static_cast<float>(at)};
        float out[1];
        if (in[0] == 0) continue;
        forward(f, in, out);
        long double const in_float = exact(in[0]);
        CHECK(std::fabs(out[0] - in_float) <= 1e-6L * std::fabs(in_float) + 1.5e-45L);
        CHECK(std::isnan(f(-at)));
    }
}

} // namespace

TEST_CASE("logarithms of exponentials keep their digits at zero and far out") {
    check_both_ends(log(1_c - exp(-x)), log_of_one_minus_exp);
    check_both_ends(log1p(-exp(-x)), log_of_one_minus_exp);
    check_both_ends(log(expm1(x)), [](long double t) { return t + log_of_one_minus_exp(t); });
    check_both_ends(inverse(softplus(x), x), [](long double t) { return t + log_of_one_minus_exp(t); });
    check_both_ends(log(sinh(x)), [](long double t) { return t + log_of_one_minus_exp(2 * t) - std::log(2.0L); });
    check_both_ends(log(tanh(x)),
                    [](long double t) { return log_of_one_minus_exp(2 * t) - std::log1p(std::exp(-2 * t)); });
}

TEST_CASE("log1p and atanh of small products, also within sums") {
    for (double const at : {1e-100, 1e-17, 1e-8, -1e-8}) {
        double const square = at * at;
        CHECK(log1p(x * sinh(x))(at) == doctest::Approx(square).epsilon(1e-14));
        CHECK(atanh(tanh(x) * tanh(x))(at) == doctest::Approx(square).epsilon(1e-14));
        CHECK((-log1p(sinh(x)))(at) == doctest::Approx(-std::log1p(std::sinh(at))).epsilon(1e-14));
        CHECK((2_c * expm1(atanh(x)))(at) == doctest::Approx(2 * std::expm1(std::atanh(at))).epsilon(1e-14));
    }
    CHECK(atanh(tanh(x) * tanh(x))(800.0) == doctest::Approx(800 - std::log(2.0) / 2).epsilon(1e-14));
}

TEST_CASE("the derivative of a removable singularity") {
    constexpr auto f = derivative(expm1(x) / x, x);
    for (double const at : {1e-5, -1e-5, 1e-3, 0.1, 0.4, -0.4, 0.6, -0.6, 3.0, -40.0, 300.0}) {
        CAPTURE(at);
        long double const t = at, exact = (t * std::exp(t) - std::expm1(t)) / (t * t);
        long double const lost = 1e-15L + 4e-16L / std::fabs(t) * (std::fabs(t) < 0.7L); // one order cancels
        CHECK(std::fabs(static_cast<long double>(f(at)) - exact) <= lost * std::fabs(exact));
    }
    CHECK(f(-1e17) == doctest::Approx(1e-34).epsilon(1e-14));
}

TEST_CASE("the logarithm of a Gaussian tail") {
    constexpr auto f = log(erfc(-x) / 2_c);
    for (double const at : {-1.0, -3.0, -10.0, -20.0})
        CHECK(f(at) == doctest::Approx(static_cast<double>(std::log(std::erfc(-static_cast<long double>(at)) / 2)))
                           .epsilon(1e-14));
}

TEST_CASE("a product with a Gaussian tail") {
    check_near_zero(erf(x) * erfc(x), [](long double t) { return std::erf(t) * std::erfc(t); });
    for (double const at : {0.4, 0.6, 2.0, 4.0, 20.0, -4.0}) {
        long double const t = at, exact = std::erf(t) * std::erfc(t);
        CHECK(std::fabs(static_cast<long double>((erf(x) * erfc(x))(at)) - exact) <= 4e-15L * std::fabs(exact));
    }
}
