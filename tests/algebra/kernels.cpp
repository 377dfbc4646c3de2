// SPDX-License-Identifier: BSL-1.0
// The kernels of the field: angles over one basis, exact values, inverse functions undone. What is true is proved; what
// looks true and is not is never proved.

#include <doctest/doctest.h>

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;
constexpr auto b = symbol<"b">;

template <class A, class B>
verdict ask(equation<A, B>) {
    return algebra::decide_types<algebra::effort::thorough, A, B>().answer;
}

template <class... Equations>
void all(verdict expected, Equations... equations) {
    unsigned place = 0;
    auto const one = [&](verdict answer) {
        CAPTURE(place);
        ++place;
        CHECK(answer == expected);
    };
    (one(ask(equations)), ...);
}

static_assert(pow(sin(x), 2_c) + pow(cos(x), 2_c) == 1_c);
static_assert(sin(2_c * x) == 2_c * sin(x) * cos(x));
static_assert(tan(atan(x)) == x);
static_assert(asin(x) + acos(x) == pi / 2_c);
static_assert(cos(pi / 12_c) == (sqrt(6_c) + sqrt(2_c)) / 4_c);

} // namespace

TEST_CASE("angles over one basis") {
    all(verdict::proved, cos(2_c * x) == 1_c - 2_c * pow(sin(x), 2_c), cos(2_c * x) == 2_c * pow(cos(x), 2_c) - 1_c,
        sin(3_c * x) == 3_c * sin(x) - 4_c * pow(sin(x), 3_c), cos(3_c * x) == 4_c * pow(cos(x), 3_c) - 3_c * cos(x),
        cos(1.5_q * x) == 4_c * pow(cos(0.5_q * x), 3_c) - 3_c * cos(0.5_q * x),
        sin(x) == 3_c * sin(x / 3_c) - 4_c * pow(sin(x / 3_c), 3_c), sin(a + b) == sin(a) * cos(b) + cos(a) * sin(b),
        cos(a - b) == cos(a) * cos(b) + sin(a) * sin(b), sin(a) * sin(b) == (cos(a - b) - cos(a + b)) / 2_c,
        tan(x) == sin(x) / cos(x), tan(x / 2_c) == sin(x) / (1_c + cos(x)), tan(x / 2_c) == (1_c - cos(x)) / sin(x),
        tan(2_c * x) == 2_c * tan(x) / (1_c - pow(tan(x), 2_c)), 1_c + pow(tan(x), 2_c) == 1_c / pow(cos(x), 2_c),
        tan(a + b) == (tan(a) + tan(b)) / (1_c - tan(a) * tan(b)), sin(-x) == -sin(x), cos(-x) == cos(x),
        x + (1_c - cos(2_c * a * x)) / (2_c * a) == x + pow(sin(a * x), 2_c) / a,
        sin(x) + sin(100_c * x) == sin(100_c * x) - sin(-x), sin(1.02_q * x) / 2_c == sin(0.51_q * x) * cos(0.51_q * x),
        sin(1_c / x) * cos(1_c / x) == sin(2_c / x) / 2_c,
        pow(sin(x), 4_c) == (3_c - 4_c * cos(2_c * x) + cos(4_c * x)) / 8_c,
        sin(sin(2_c * x)) == sin(2_c * sin(x) * cos(x)));
}

TEST_CASE("shifts and exact values") {
    all(verdict::proved, sin(x + pi) == -sin(x), sin(pi / 2_c - x) == cos(x), cos(x + pi / 2_c) == -sin(x),
        sin(x + 2_c * pi) == sin(x), cos(x - 7_c * pi) == -cos(x), tan(x + pi) == tan(x),
        tan(x + pi / 4_c) == (1_c + tan(x)) / (1_c - tan(x)),
        sin(x + pi / 3_c) == sin(x) / 2_c + sqrt(3_c) / 2_c * cos(x), sin(pi / 6_c) == 0.5_q, cos(pi / 3_c) == 0.5_q,
        sin(pi / 4_c) == sqrt(2_c) / 2_c, tan(pi / 3_c) == sqrt(3_c), tan(pi / 12_c) == 2_c - sqrt(3_c),
        cos(pi / 5_c) == (1_c + sqrt(5_c)) / 4_c, sin(pi / 10_c) == (sqrt(5_c) - 1_c) / 4_c,
        sin(pi / 5_c) * sin(2_c * pi / 5_c) == sqrt(5_c) / 4_c, sin(pi / 8_c) * cos(pi / 8_c) == sqrt(2_c) / 4_c,
        pow(sin(3_c * pi / 8_c), 2_c) == (2_c + sqrt(2_c)) / 4_c, sin(13_c * pi / 6_c) == 0.5_q,
        cos(-5_c * pi / 4_c) == -sqrt(2_c) / 2_c, sin(100_c * pi) == 0_c, cos(101_c * pi) == -1_c,
        sin(pi / 7_c) == sin(6_c * pi / 7_c), cos(3_c * pi / 14_c) == sin(2_c * pi / 7_c), atan(1_c) == pi / 4_c,
        atan(sqrt(3_c)) == pi / 3_c, atan(-1_c / sqrt(3_c)) == -pi / 6_c, asin(0.5_q) == pi / 6_c,
        asin(1_c) == pi / 2_c, asin(-sqrt(2_c) / 2_c) == -pi / 4_c, acos(0_c) == pi / 2_c, acos(-1_c) == pi,
        acos(0.5_q) == pi / 3_c, acos(-sqrt(3_c) / 2_c) == 5_c * pi / 6_c, atan(2_c) + atan(0.5_q) == pi / 2_c,
        erf(0_c) == 0_c, sinh(log(2_c)) == 0.75_q, exp(log(3_c) / 2_c) == sqrt(3_c),
        cosh(log(3_c) / 2_c) == 2_c / sqrt(3_c));
}

TEST_CASE("inverse functions undone") {
    all(verdict::proved, sin(asin(x)) == x, cos(acos(x)) == x, cos(asin(x)) == sqrt(1_c - x * x),
        sin(acos(x)) == sqrt(1_c - x * x), tan(asin(x)) == x / sqrt(1_c - x * x), sin(atan(x)) == x / sqrt(1_c + x * x),
        cos(atan(x)) == 1_c / sqrt(1_c + x * x), cos(2_c * atan(x)) == (1_c - x * x) / (1_c + x * x),
        sin(2_c * atan(x)) == 2_c * x / (1_c + x * x), sin(2_c * asin(x)) == 2_c * x * sqrt(1_c - x * x),
        cos(2_c * acos(x)) == 2_c * x * x - 1_c, tan(atan(x) / 2_c) == x / (1_c + sqrt(1_c + x * x)),
        tan(atan(a) + atan(b)) == (a + b) / (1_c - a * b), sin(x + asin(a)) == sin(x) * sqrt(1_c - a * a) + a * cos(x),
        sinh(asinh(x)) == x, cosh(acosh(x)) == x, tanh(atanh(x)) == x, cosh(asinh(x)) == sqrt(1_c + x * x),
        asinh(x) == log(x + sqrt(x * x + 1_c)), acosh(x) == log(x + sqrt(x * x - 1_c)),
        atanh(x) == log((1_c + x) / (1_c - x)) / 2_c);
}

TEST_CASE("hyperbolic functions and the error function") {
    all(verdict::proved, tanh(x) == sinh(x) / cosh(x), pow(cosh(x), 2_c) - pow(sinh(x), 2_c) == 1_c,
        sinh(2_c * x) == 2_c * sinh(x) * cosh(x), cosh(a + b) == cosh(a) * cosh(b) + sinh(a) * sinh(b),
        tanh(a + b) == (tanh(a) + tanh(b)) / (1_c + tanh(a) * tanh(b)), erf(-x) == -erf(x), erfc(x) + erfc(-x) == 2_c);
}

TEST_CASE("derivatives of angles") {
    all(verdict::proved,
        derivative(sin(2_c * x) * cos(3_c * x), x) ==
            2_c * cos(2_c * x) * cos(3_c * x) - 3_c * sin(2_c * x) * sin(3_c * x),
        derivative(tan(x), x) == 1_c + pow(tan(x), 2_c), derivative<2>(sin(a * x), x) == -a * a * sin(a * x),
        derivative(sin(x + a), a) == cos(x + a), derivative(asin(x), x) == 1_c / sqrt(1_c - x * x),
        derivative(cos(asin(x)), x) == -x / sqrt(1_c - x * x),
        derivative(x + pow(sin(a * x), 2_c) / a, x) == 1_c + sin(2_c * a * x));
}

TEST_CASE("what is false at some point is refuted") {
    all(verdict::refuted, asin(sin(x)) == x, acos(cos(x)) == x, atan(tan(x)) == x, sqrt(pow(cos(x), 2_c)) == cos(x),
        sqrt(1_c - pow(sin(x), 2_c)) == cos(x), sqrt(1_c - pow(cos(x), 2_c)) == sin(x), sin(2_c * x) == 2_c * sin(x),
        cos(2_c * x) == 1_c - pow(sin(x), 2_c), sin(x + pi) == sin(x), sin(pi - x) == -sin(x),
        cos(x + pi / 2_c) == sin(x), tan(x + pi / 2_c) == 1_c / tan(x), sin(a + b) == sin(a) * cos(b) - cos(a) * sin(b),
        tan(x / 2_c) == sin(x) / (1_c - cos(x)), sin(3_c * x) == 3_c * sin(x) + 4_c * pow(sin(x), 3_c),
        sin(pi / 5_c) == 0.5877852522924731_q, cos(atan(x)) == sqrt(1_c + x * x), sin(2_c * asin(x)) == 2_c * x,
        atan(x) + atan(1_c / x) == pi / 2_c, atan(a) + atan(b) == atan((a + b) / (1_c - a * b)),
        asin(2_c * x * sqrt(1_c - x * x)) == 2_c * asin(x), acos(-x) == acos(x), acos(-x) == -acos(x),
        asin(x) == acos(sqrt(1_c - x * x)), atan(x) == asin(x) / acos(x), asin(x) == 1_c / sin(x),
        atan(2_c) == pi / 3_c, asin(0.5_q) == pi / 5_c, sinh(asin(x)) == x, erf(x) + erf(-x) == 2_c * erf(x),
        acosh(cosh(x)) == x, tanh(2_c * x) == 2_c * tanh(x) / (1_c - pow(tanh(x), 2_c)), erfc(-x) == -erfc(x));
}

TEST_CASE("kernels are printed as they are written") {
    auto const simple = [](auto f) { return text(simplify(f)); };
    CHECK(simple(sin(2_c * x)) == "sin(2*x)");
    CHECK(simple(pow(sin(x), 2_c) + pow(cos(x), 2_c)) == "1");
    CHECK(simple(sin(asin(x))) == "x");
    CHECK(simple(sin(pi / 6_c)) == "0.5");
}
