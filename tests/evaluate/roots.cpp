// SPDX-License-Identifier: BSL-1.0
// Sums with square roots where they cancel, and quotients of them beyond where powers overflow.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <cmath>
#include <limits>
#include <vector>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr double endless = std::numeric_limits<double>::infinity();

using real = long double; // squares of doubles are finite in it
real hypotenuse(real v) { return std::sqrt(v * v + 1); }

/// Scalars and arrays against a formula that does not cancel, at both sides of 0, and the limits at both ends.
template <class F>
void check(F f, real (*exact)(real), double at_minus_infinity, double at_infinity) {
    std::vector<double> in;
    for (double const size : {1e-300, 1e-9, 1e-5, 0.1, 1.0, 3.0, 1e3, 3e7, 1e9, 1e100, 1e154, 1e200, 1e300}) {
        in.push_back(size);
        in.push_back(-size);
    }
    in.insert(in.end(), {-endless, endless});
    std::vector<double> out(in.size());
    forward(f, in, out);
    for (std::size_t i = 0; i < in.size(); ++i) {
        CAPTURE(in[i]);
        bool const end = std::isinf(in[i]);
        double const expected = !end ? static_cast<double>(exact(in[i])) : in[i] < 0 ? at_minus_infinity : at_infinity;
        for (double const value : {f(in[i]), out[i]}) {
            if (end || std::isinf(expected))
                CHECK(value == expected);
            else
                CHECK(std::fabs(value - expected) <= 2e-15 * std::fabs(expected) + 1e-305);
        }
    }
}

} // namespace

TEST_CASE("a polynomial and a root") {
    auto const root = sqrt(x * x + 1_c);
    check((x + root) / 2_c, [](real v) { return (v < 0 ? 1 / (hypotenuse(v) - v) : v + hypotenuse(v)) / 2; }, 0,
          endless);
    check(root - x, [](real v) { return v > 0 ? 1 / (v + hypotenuse(v)) : hypotenuse(v) - v; }, endless, 0);
    check(root - 1_c, [](real v) { return v * v / (1 + hypotenuse(v)); }, endless, endless);
    check(1_c / (x + root), [](real v) { return v > 0 ? 1 / (v + hypotenuse(v)) : hypotenuse(v) - v; }, endless, 0);
    check((root - 1_c) / 2_c + x, [](real v) { return v * v / (1 + hypotenuse(v)) / 2 + v; }, -endless, endless);
    check(
        sqrt(x * x + x + 1_c) - x,
        [](real v) {
            real const r = std::sqrt(v * v + v + 1);
            return v > 0 ? (v + 1) / (r + v) : r - v;
        },
        endless, 0.5);
    check(
        2_c * x - sqrt(4_c * x * x + 2_c * x + 1_c),
        [](real v) {
            real const r = std::sqrt(4 * v * v + 2 * v + 1);
            return v > 0 ? -(2 * v + 1) / (2 * v + r) : 2 * v - r;
        },
        -endless, -0.5);
}

TEST_CASE("within other functions") {
    auto const root = sqrt(x * x + 1_c);
    check(log(x + root), [](real v) { return std::asinh(v); }, -endless, endless);
    check(log(root - x), [](real v) { return -std::asinh(v); }, endless, -endless);
    check(tanh(x + root), [](real v) { return std::tanh(v < 0 ? 1 / (hypotenuse(v) - v) : v + hypotenuse(v)); }, 0, 1);
    check(exp(-abs(x) - x + root - root), [](real v) { return v < 0 ? real{1} : std::exp(-2 * v); }, 1, 0);
}

TEST_CASE("with factors and denominators") {
    auto const root = sqrt(x * x + 1_c);
    check(
        x * (x + root), [](real v) { return v < 0 ? v / (hypotenuse(v) - v) : v * (v + hypotenuse(v)); }, -0.5,
        endless);
    check((x + root) / (1_c + x * x),
          [](real v) { return (v < 0 ? 1 / (hypotenuse(v) - v) : v + hypotenuse(v)) / (1 + v * v); }, 0, 0);
    check(
        1_c + x / root,
        [](real v) {
            real const r = hypotenuse(v);
            return v < 0 ? 1 / (r * (r - v)) : 1 + v / r;
        },
        0, 2);
    check(
        derivative((x + root) / 2_c, x),
        [](real v) {
            real const r = hypotenuse(v);
            return v < 0 ? 1 / (2 * r * (r - v)) : (1 + v / r) / 2;
        },
        0, 1);
    check(sqrt(x * x * x * x + 1_c) - x * x, [](real v) { return 1 / (std::sqrt(v * v * v * v + 1) + v * v); }, 0, 0);
    check(
        x / (x - root), [](real v) { return v > 0 ? -v * (v + hypotenuse(v)) : v / (v - hypotenuse(v)); }, 0.5,
        -endless);
    check(
        x * x / (2_c * x + sqrt(x * x + 2_c)), [](real v) { return v * v / (2 * v + std::sqrt(v * v + 2)); }, -endless,
        endless);
}

TEST_CASE("two roots") {
    auto const f = sqrt(x + 1_c) - sqrt(x);
    for (double const at : {0.0, 1e-9, 1.0, 1e9, 1e200, 1e300}) {
        CAPTURE(at);
        real const expected = 1 / (std::sqrt(real{at} + 1) + std::sqrt(real{at}));
        CHECK(std::fabs(f(at) - expected) <= 1e-15L * expected);
    }
    CHECK(f(endless) == 0);
    CHECK(std::isnan(f(-1e-9)));
}

TEST_CASE("denominators with roots grow") {
    auto const root = sqrt(x * x + 1_c);
    auto const slope = derivative(x / (1_c + root), x);
    check(x / (1_c + root), [](real v) { return v / (1 + hypotenuse(v)); }, -1, 1);
    check(slope, [](real v) { return 1 / (hypotenuse(v) * (1 + hypotenuse(v))); }, 0, 0);
    check(x * x / (root + 2_c), [](real v) { return v * v / (hypotenuse(v) + 2); }, endless, endless);
    check(1_c / (x + 2_c * root), [](real v) { return 1 / (v + 2 * hypotenuse(v)); }, 0, 0);
    check(x * x / pow(1_c + root, 3_c), [](real v) { return v * v / std::pow(1 + hypotenuse(v), 3); }, 0, 0);
}
