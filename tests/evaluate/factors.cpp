// SPDX-License-Identifier: BSL-1.0
// Factors that vanish keep their digits: (x - a)^2 multiplied out would cancel where x is near a.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto t = symbol<"t">;
constexpr auto s = symbol<"s", positive>;

/// Numbers next to `at`, at both sides.
std::vector<double> next_to(double at) {
    std::vector<double> r;
    for (double const distance : {0x1p-50, 0x1p-30, 1e-8, 1e-3, 0.125, 0.75}) {
        r.push_back(at + distance * std::fabs(at));
        r.push_back(at - distance * std::fabs(at));
    }
    return r;
}

/// Against long double, scalars and arrays.
template <class F>
void check_next_to(double at, F f, long double (*exact)(long double), double tolerance = 2e-15) {
    std::vector<double> const in = next_to(at);
    std::vector<double> out(in.size());
    forward(f, in, out);
    for (std::size_t i = 0; i < in.size(); ++i) {
        CAPTURE(in[i]);
        long double const expected = exact(in[i]);
        CHECK(std::fabs(f(in[i]) - expected) <= tolerance * std::fabs(expected));
        CHECK(std::fabs(out[i] - expected) <= tolerance * std::fabs(expected));
    }
}

} // namespace

TEST_CASE("powers and products of sums") {
    check_next_to(1, pow(x - 1_c, 2_c), [](long double v) { return (v - 1) * (v - 1); });
    check_next_to(1, (x - 1_c) * (x - 1_c), [](long double v) { return (v - 1) * (v - 1); });
    check_next_to(-3, pow(x + 3_c, 5_c), [](long double v) { return std::pow(v + 3, 5); });
    check_next_to(2, (x - 2_c) * (x - 2_c) * (x + 3_c), [](long double v) { return (v - 2) * (v - 2) * (v + 3); });
    check_next_to(-3, (x - 2_c) * (x - 2_c) * (x + 3_c), [](long double v) { return (v - 2) * (v - 2) * (v + 3); });
    check_next_to(1, pow(x - 1_c, 2_c) * sigmoid(x),
                  [](long double v) { return (v - 1) * (v - 1) / (1 + std::exp(-v)); });
    check_next_to(1, pow(x - 1_c, 2_c) / (1_c + x * x), [](long double v) { return (v - 1) * (v - 1) / (1 + v * v); });
    check_next_to(1, tanh(pow(x - 1_c, 2_c)), [](long double v) { return std::tanh((v - 1) * (v - 1)); });
    check_next_to(1, 1_c - exp(-pow(x - 1_c, 2_c)), [](long double v) { return -std::expm1(-(v - 1) * (v - 1)); });
    check_next_to(
        1, pow(x - 1_c, 2_c) * exp(-pow(x - 3_c, 2_c)),
        [](long double v) { return (v - 1) * (v - 1) * std::exp(-(v - 3) * (v - 3)); }, 1e-14);
    CHECK(pow(x - 1_c, 2_c)(1e200) == std::numeric_limits<double>::infinity());
    CHECK(pow(x - 1_c, 2_c)(1e150) == doctest::Approx(1e300).epsilon(1e-15));
    CHECK((pow(x - 1_c, 2_c) / (1_c + x * x))(1e200) == doctest::Approx(1).epsilon(1e-15));
    CHECK((pow(x - 1_c, 2_c) * exp(-x))(1e200) == 0);
    CHECK((pow(x - 1_c, 2_c) * exp(-x))(745.0) == doctest::Approx(744.0 * 744.0 * std::exp(-700.0) * std::exp(-45.0)));
}

TEST_CASE("their derivatives") {
    check_next_to(1, derivative(pow(x - 1_c, 4_c), x), [](long double v) { return 4 * std::pow(v - 1, 3); });
    check_next_to(1, derivative<2>(pow(x - 1_c, 5_c), x), [](long double v) { return 20 * std::pow(v - 1, 3); });
    auto const of_product = derivative(pow(x - 1_c, 3_c) * exp(x), x);
    check_next_to(1, of_product, [](long double v) { return (v - 1) * (v - 1) * (v + 2) * std::exp(v); });
}

TEST_CASE("denominators") {
    check_next_to(1, 1_c / pow(x - 1_c, 2_c), [](long double v) { return 1 / ((v - 1) * (v - 1)); });
    check_next_to(1, x / ((x - 1_c) * (x - 1_c) * (x + 2_c)),
                  [](long double v) { return v / ((v - 1) * (v - 1) * (v + 2)); });
    auto const of_logarithm = 1_c / (x * pow(1_c + log(x), 2_c)); // log x is rounded: twice its error over 1 + log x
    for (double const at : {0.367, 0.3678, 0.368, 0.4}) {
        CAPTURE(at);
        long double const l = 1 + std::log(static_cast<long double>(at));
        long double const exact = 1 / (at * l * l), error = std::fabs(of_logarithm(at) - exact) / std::fabs(exact);
        CHECK(error <= 4e-16L / std::fabs(l));
    }
}

TEST_CASE("several symbols: squared errors and Gaussian functions") {
    constexpr auto error = pow(x - t, 2_c);
    constexpr auto brier = pow(sigmoid(x) - t, 2_c);
    constexpr auto bell = exp(-pow((x - t) / s, 2_c) / 2_c);
    constexpr auto weighted = x * exp(-pow(x - t, 2_c));
    constexpr auto in_one = gradient(error, x, t);
    for (double const at : {1.0, -1000.0, 1e8})
        for (double const v : next_to(at)) {
            CAPTURE(at);
            CAPTURE(v);
            long double const d = static_cast<long double>(v) - at;
            CHECK(std::fabs(error(x = v, t = at) - d * d) <= 1e-15L * (d * d));
            CHECK(in_one[boost::hana::size_c<0>](x = v, t = at) ==
                  doctest::Approx(static_cast<double>(2 * d)).epsilon(1e-15));
            if (d * d > 100) continue;
            CHECK(std::fabs(weighted(x = v, t = at) - v * std::exp(-d * d)) <=
                  1e-15L * std::fabs(v) * std::exp(-d * d));
            long double const gaussian = std::exp(-d * d / 2 / 0.49L);
            CHECK(std::fabs(bell(x = v, t = at, s = 0.7) - gaussian) <= 1e-13L * gaussian);
        }
    for (double const v : {0.25, 0.5, 2.0}) {
        long double const y = 1 / (1 + std::exp(-static_cast<long double>(v)));
        double const target = static_cast<double>(y) * (1 + 0x1p-20);
        long double const d = y - target; // sigmoid is rounded: some 4 ULP of it, twice
        CHECK(std::fabs(brier(x = v, t = target) - d * d) <= 2e-15L * std::fabs(d));
        CHECK(brier(x = v, t = static_cast<double>(y)) >= 0);
    }
    float const in[3] = {1000.125f, 3, 1e30f};
    float out[3];
    forward(exp(-pow(x - t, 2_c)), in, out, t = 1000.0f);
    CHECK(out[0] == doctest::Approx(std::exp(-0.015625)).epsilon(1e-7));
    CHECK(out[1] == 0);
    CHECK(out[2] == 0);
}
