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

TEST_CASE("the logarithm of a Gaussian tail") {
    constexpr auto f = log(erfc(-x) / 2_c);
    for (double const at : {-1.0, -3.0, -10.0, -20.0})
        CHECK(f(at) == doctest::Approx(static_cast<double>(std::log(std::erfc(-static_cast<long double>(at)) / 2)))
                           .epsilon(1e-14));
}
