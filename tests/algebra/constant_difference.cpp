// SPDX-License-Identifier: BSL-1.0
// Equality by the derivative: proved where every part of the common domain has a point of agreement, and only there.

#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;
constexpr auto p = symbol<"x", positive>;
constexpr auto q = symbol<"q", positive>;
constexpr auto b = symbol<"b">;
constexpr auto n = symbol<"x", negative>;
constexpr auto z = symbol<"x", nonzero>;

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

template <class... Equations>
void none_proved(Equations... equations) {
    unsigned place = 0;
    auto const one = [&](verdict answer) {
        CAPTURE(place);
        ++place;
        CHECK(answer != verdict::proved);
    };
    (one(ask(equations)), ...);
}

/// The criterion itself, on an interval.
template <class A, class B>
bool by_derivative(equation<A, B>, algebra::open_interval where = {}) {
    workspace w;
    auto const left = w.import(graph_of<A>, graph_of<A>.root()), right = w.import(graph_of<B>, graph_of<B>.root());
    return algebra::equal_by_derivative(w, left, right, "x", where);
}
/// The criterion part by part.
template <class A, class B>
bool by_parts(equation<A, B>) {
    workspace w;
    auto const left = w.import(graph_of<A>, graph_of<A>.root()), right = w.import(graph_of<B>, graph_of<B>.root());
    return algebra::decide(w, left, right).answer == verdict::proved;
}
constexpr algebra::open_interval above(int end) { return {true, false, rational{end}, rational{0}}; }
constexpr algebra::open_interval below(int end) { return {false, true, rational{0}, rational{end}}; }
constexpr algebra::open_interval between(int low, int high) { return {true, true, rational{low}, rational{high}}; }

static_assert(2_c * atan(tanh(x / 2_c)) == atan(sinh(x)));
static_assert(atan(p) + atan(1_c / p) == pi / 2_c);

} // namespace

TEST_CASE("the Gudermannian function in all its forms") {
    all(verdict::proved, 2_c * atan(tanh(x / 2_c)) == 2_c * atan(exp(x)) - pi / 2_c, atan(sinh(x)) == asin(tanh(x)),
        asin(tanh(x)) == 2_c * atan(tanh(x / 2_c)), atan(exp(x)) + atan(exp(-x)) == pi / 2_c,
        a * atan(exp(x)) + a * atan(exp(-x)) == a * pi / 2_c);
}

TEST_CASE("inverse functions in terms of each other") {
    all(verdict::proved, atan(n) + atan(1_c / n) == -pi / 2_c, atan(z) + atan(1_c / z) == pi / 2_c * sign(z),
        atan(x) == asin(x / sqrt(1_c + x * x)), asin(x) == atan(x / sqrt(1_c - x * x)), acos(x) == pi - acos(-x),
        acos(x) == 2_c * atan(sqrt((1_c - x) / (1_c + x))), asin(x) == 2_c * atan(x / (1_c + sqrt(1_c - x * x))),
        atan(x) == 2_c * atan(x / (1_c + sqrt(1_c + x * x))), asin(sqrt(x)) == 0.5_q * acos(1_c - 2_c * x),
        2_c * atan(p) == acos((1_c - p * p) / (1_c + p * p)), p * atan(p) + p * atan(1_c / p) == pi * p / 2_c,
        log((1_c - x) / (1_c + x)) == -2_c * atanh(x), asinh(sinh(x)) == x, acosh(cosh(x)) == abs(x),
        asinh(x) == atanh(x / sqrt(1_c + x * x)), acosh(2_c * p * p + 1_c) == 2_c * asinh(p),
        sqrt(1_c + pow(sinh(x), 2_c)) == cosh(x), sqrt(x * x - 2_c * x + 1_c) == abs(x - 1_c),
        log(p + sqrt(p * p + 1_c)) == -log(sqrt(p * p + 1_c) - p));
}

TEST_CASE("constants, and addition theorems of inverse functions") {
    all(verdict::proved, 4_c * atan(0.2_q) - atan(1_q / 239_q) == pi / 4_c, atan(0.5_q) + atan(1_q / 3_q) == pi / 4_c,
        atan(1_c) + atan(2_c) + atan(3_c) == pi, asin(0.6_q) + asin(0.8_q) == pi / 2_c,
        log(3_c + 2_c * sqrt(2_c)) == 2_c * log(1_c + sqrt(2_c)), acosh(3_c) == asinh(2_c * sqrt(2_c)),
        atan(p / q) + atan(q / p) == pi / 2_c, atan(p) - atan(q) == atan((p - q) / (1_c + p * q)),
        asinh(a) + asinh(b) == asinh(a * sqrt(1_c + b * b) + b * sqrt(1_c + a * a)),
        atanh(a) + atanh(b) == atanh((a + b) / (1_c + a * b)));
    none_proved(atan(1_c) + atan(2_c) + atan(3_c) == 0_c, atan(1_c) + atan(2_c) + atan(3_c) == 2_c * pi,
                4_c * atan(0.2_q) - atan(1_q / 238_q) == pi / 4_c, atan(x / b) + atan(b / x) == pi / 2_c,
                atan(p) + atan(q) == atan((p + q) / (1_c - p * q)),
                log(3_c + 2_c * sqrt(2_c)) == -2_c * log(sqrt(2_c) + 1_c), acosh(3_c) == -asinh(2_c * sqrt(2_c)),
                asin(0.6_q) - asin(0.8_q) == pi / 2_c);
}

TEST_CASE("every part of the domain needs a point of agreement") {
    auto const turn = atan(x) + atan(1_c / x) == pi / 2_c;
    CHECK_FALSE(by_derivative(turn));
    CHECK(by_derivative(turn, above(0)));
    CHECK(by_derivative(turn, above(3)));
    CHECK_FALSE(by_derivative(turn, below(0)));
    CHECK_FALSE(by_derivative(turn, above(-1)));
    CHECK(ask(atan(x) + atan(1_c / x) + 0_c * sqrt((x - 1_c) * (x - 2_c) * x) == pi / 2_c) == verdict::proved);
    auto const shifted = atan((1_c + x) / (1_c - x)) == atan(x) + pi / 4_c;
    CHECK(by_derivative(shifted, below(1)));
    CHECK_FALSE(by_derivative(shifted, above(1)));
    CHECK_FALSE(by_derivative(shifted, between(0, 2)));
    CHECK(by_derivative(shifted, between(-2, 1)));
    auto const doubled = 2_c * atan(x) == asin(2_c * x / (1_c + x * x));
    CHECK_FALSE(by_derivative(doubled, above(1)));
    CHECK_FALSE(by_derivative(doubled));
    auto const angles = acos(1_c - 2_c * x * x) == 2_c * asin(x);
    CHECK_FALSE(by_derivative(angles));
    CHECK_FALSE(by_derivative(angles, between(-1, 0)));
}

TEST_CASE("formulas with cases, part by part") {
    CHECK(by_parts(atan(x) + atan(1_c / x) == pi / 2_c * sign(x)));
    CHECK(by_parts(atan(x) + atan(1_c / x) == pi / 2_c * x / abs(x)));
    CHECK(by_parts(acosh(cosh(x)) == abs(x)));
    CHECK(by_parts(sqrt(x * x - 2_c * x + 1_c) == max(x - 1_c, 1_c - x)));
    CHECK(by_parts(relu(atan(sinh(x))) == relu(2_c * atan(tanh(x / 2_c))) + 0_c * abs(x)));
    CHECK(by_parts(piecewise(when(x > 0_c, asin(tanh(x))), otherwise(x)) ==
                   piecewise(when(x > 0_c, atan(sinh(x))), otherwise(x))));
    CHECK_FALSE(by_parts(piecewise(when(x > 0_c, asin(tanh(x))), otherwise(x)) ==
                         piecewise(when(x > 0_c, atan(sinh(x))), otherwise(-x))));
    CHECK_FALSE(by_parts(atan(x) + atan(1_c / x) == pi / 2_c));
    CHECK_FALSE(by_parts(acosh(cosh(x)) == x));
    CHECK_FALSE(by_parts(sign(x) == x / abs(x) + 0.000001_q * (1_c + sign(x))));
    CHECK_FALSE(by_parts(abs(x) == x + 2_c * relu(x)));
    CHECK_FALSE(by_parts(sign(x) == 1_c));
    CHECK_FALSE(
        by_parts(piecewise(when(x > 0_c, 1_c), otherwise(0_c)) == piecewise(when(x >= 0_c, 1_c), otherwise(0_c))));
}

TEST_CASE("a domain of isolated points proves nothing") {
    CHECK_FALSE(by_derivative(sqrt(x) + sqrt(-x) == 0_c));
    CHECK_FALSE(by_derivative(sqrt(x) + sqrt(-x) == 1_c));
    CHECK_FALSE(by_derivative(sqrt(x - 1_c) * sqrt(1_c - x) + atan(x) == 2_c));
    CHECK_FALSE(by_derivative(sqrt(x * x * (x - 1_c)) == 2_c * sqrt(x * x * (x - 1_c))));
    CHECK_FALSE(by_derivative(log(-1_c - x * x) == 1_c));
}

TEST_CASE("what differs by a constant on a part, or on the whole, is not proved") {
    none_proved(asin(sin(x)) == x, acos(cos(x)) == x, acos(cos(x)) == abs(x), atan(tan(x)) == x,
                atan(1_c / tan(x)) == pi / 2_c - x, atan(x) + atan(1_c / x) == pi / 2_c,
                atan(z) + atan(1_c / z) == pi / 2_c, atan(n) + atan(1_c / n) == pi / 2_c,
                atan((1_c + x) / (1_c - x)) == atan(x) + pi / 4_c, 2_c * atan(x) == asin(2_c * x / (1_c + x * x)),
                2_c * atan(x) == atan(2_c * x / (1_c - x * x)), acos(1_c - 2_c * x * x) == 2_c * asin(x),
                acos(2_c * x * x - 1_c) == 2_c * acos(x), asin(3_c * x - 4_c * pow(x, 3_c)) == 3_c * asin(x),
                asin(x) + acos(x) == pi, atan(x) == pi / 2_c - atan(1_c / x), acosh(cosh(x)) == x,
                acosh(2_c * x * x + 1_c) == 2_c * asinh(x), log(abs(x)) == log(abs(x)) + sign(x) / 1000000_c,
                sign(x) == x / abs(x) + 0.000001_q * (1_c + sign(x)), sqrt(x * x) == x, sqrt(p * p) == -p,
                sqrt((x - 1_c) * (x - 1_c)) == x - 1_c, sqrt(1_c + pow(sinh(x), 2_c)) == sinh(x),
                sqrt(pow(sinh(x), 2_c)) == sinh(x), log((x - 1_c) * (x - 1_c)) == 2_c * log(1_c + abs(x)),
                atan(exp(x)) + atan(exp(-x)) == pi / 4_c, atan(sinh(x)) == asin(tanh(x)) + 0.0000001_q,
                atan(sinh(x)) == asinh(tan(x)), asin(tanh(x)) == acos(1_c / cosh(x)), acos(-x) == acos(x),
                erf(x) + erfc(x) == 1.0000001_q, atan(a) + atan(x) == atan((a + x) / (1_c - a * x)),
                asin(a) + asin(x) == asin(a * sqrt(1_c - x * x) + x * sqrt(1_c - a * a)),
                a * atan(exp(x)) + a * atan(exp(-x)) == pi / 2_c, x / sqrt(x * x) == 1_c, atan(tan(x / 2_c)) == x / 2_c,
                atan(x - 1_c / x) == 2_c * atan(x) - pi / 2_c, asinh(x * x) == 2_c * asinh(x),
                pow(x, 2_c) / pow(x * x, 0.5_q) == x, atanh(x) == log((x + 1_c) / (x - 1_c)) / 2_c,
                log(1_c - x) + log(-1_c - x) == log(x * x - 1_c) + x / 1000000_c, exp(log(x) / 2_c) == -sqrt(x));
}
