// SPDX-License-Identifier: BSL-1.0
// Equality where signs matter: logarithms and roots of products, cases about several symbols, assumed conditions, and how
// the domains of both sides compare.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;
constexpr auto u = symbol<"u">;
constexpr auto p = symbol<"p", positive>;
constexpr auto q = symbol<"q", positive>;
constexpr auto m = symbol<"m", negative>;

constexpr auto clip(auto value, auto low, auto high) { return max(low, min(high, value)); }

template <class A, class B>
verdict ask(equation<A, B>) {
    return algebra::decide_types<algebra::effort::thorough, A, B>().answer;
}

template <class... Equations>
void all(verdict expected, Equations... equations) {
    int place = 0;
    auto const one = [&](verdict answer) {
        int const here = place++;
        CAPTURE(here);
        CHECK(answer == expected);
    };
    (one(ask(equations)), ...);
}

/// left = right under conditions, written as the conditions of cases.
template <class A, class B, class... Conditions>
decision under(equation<A, B>, Conditions...) {
    workspace w;
    node_index const left = w.import(graph_of<A>, graph_of<A>.root()),
                     right = w.import(graph_of<B>, graph_of<B>.root());
    node_index const conditions[] = {Conditions::build(w)...};
    return algebra::decide(w, left, right, conditions, sizeof...(Conditions), true);
}

template <class A, class B>
domain_relation domains(equation<A, B>) {
    return algebra::decide_types<algebra::effort::thorough, A, B>(true).domains;
}

// The same when compiling.
static_assert(sqrt(x * x) == abs(x));
static_assert(log(x * x) == 2_c * log(abs(x)));
static_assert(abs(x * y) == abs(x) * abs(y));
static_assert(log(x * y) == log(x) + log(y));
static_assert(max(x, max(y, u)) == max(max(x, y), u));
static_assert(x / abs(x) == sign(x));
static_assert(abs(x + y) != abs(x) + abs(y));
static_assert(sqrt(pow(x - 1_c, 2_c)) != x - 1_c);
static_assert(decide(x / x == 1_c).domains == domain_relation::right_larger);
static_assert(decide(tan(x) * cos(x) == sin(x)).domains == domain_relation::right_larger);
static_assert(decide(tan(x) == sin(x) / cos(x)).domains == domain_relation::same);

} // namespace

TEST_CASE("absolute values, signs, minima and maxima") {
    all(verdict::proved, sign(x) * abs(x) == x, max(x, y) + min(x, y) == x + y, abs(abs(x)) == abs(x),
        min(x, y) == -max(-x, -y), relu(x) - relu(-x) == x, pow(abs(x), 2_c) == pow(x, 2_c), max(x, -x) == abs(x),
        sign(x * y) == sign(x) * sign(y), derivative(log(abs(x)), x) == 1_c / x, tanh(abs(x)) == abs(tanh(x)),
        abs(x) + abs(y) == max(abs(x + y), abs(x - y)), abs(x * x - 1_c) == abs(x - 1_c) * abs(x + 1_c),
        abs(x * x + x + 1_c) == x * x + x + 1_c, sign(exp(x) - 1_c) == sign(x), max(exp(x), exp(y)) == exp(max(x, y)),
        log(max(p, q)) == max(log(p), log(q)), clip(x - y, -1_c, 1_c) == (abs(x - y + 1_c) - abs(x - y - 1_c)) / 2_c,
        abs(x - 1_c) * abs(x - 2_c) == abs(x * x - 3_c * x + 2_c), abs(erf(x)) == erf(abs(x)));
    all(verdict::refuted, abs(abs(x) - 1_c) == abs(x - 1_c), max(x, y) == x, min(x, y) == min(x, -y),
        sign(x + y) == sign(x) + sign(y), abs(x - y) == abs(x) - abs(y), relu(x + y) == relu(x) + relu(y));
}

TEST_CASE("logarithms and roots of products") {
    all(verdict::proved, log(m * m) == 2_c * log(-m), sqrt(x) * sqrt(y) == sqrt(x * y),
        pow(pow(x, 2_c), 0.5_q) == abs(x), sqrt(x * x - 2_c * x + 1_c) == abs(x - 1_c), exp(log(x)) == x,
        log(exp(x)) == x, pow(x * y, 1_q / 3_q) == pow(x, 1_q / 3_q) * pow(y, 1_q / 3_q),
        pow(pow(x, 3_c), 1_q / 3_q) == x, log(abs(x * y)) == log(abs(x)) + log(abs(y)),
        log(x / (1_c - x)) == log(x) - log(1_c - x), log(x * (1_c - x)) == log(x) + log(1_c - x),
        log(1_c - x * x) == log(1_c - x) + log(1_c + x), sqrt(x * x * y * y) == abs(x * y),
        2_c * log(x - 100_c) == log(pow(x - 100_c, 2_c)),
        -x * log(x) - (1_c - x) * log(1_c - x) == softplus(log(x / (1_c - x))) - x * log(x / (1_c - x)));
    all(verdict::refuted, log(x * x) == log(x), sqrt(x * x) == -x, log(x * y) == log(x) * log(y),
        sqrt(x + y) == sqrt(x) + sqrt(y), log(m * m) == 2_c * log(-2_c * m));
}

TEST_CASE("what fails on the border or in a narrow strip only is refuted") {
    all(verdict::refuted, piecewise(when(x < y, 1_c), otherwise(2_c)) == piecewise(when(x <= y, 1_c), otherwise(2_c)),
        relu(x - 1.2345_q) * relu(1.2346_q - x) == 0_c * x, relu(x - y) * relu(y + 0.001_q - x) == 0_c * x,
        piecewise(when(x * x < 0.0001_q, 1_c), otherwise(0_c)) == 0_c * x,
        piecewise(when(x <= 2.0001_q && x >= 2.0001_q, 1_c), otherwise(0_c)) == 0_c * x);
}

TEST_CASE("conditions are assumed") {
    auto const zero = 0_c;
    auto const one = 1_c;
    CHECK(under(sqrt(x * x) == x, zero < x).answer == verdict::proved);
    CHECK(under(sqrt(x * x) == x, x < one).answer == verdict::refuted);
    CHECK(under(abs(x - 1_c) == 1_c - x, zero < x, x < one).answer == verdict::proved);
    CHECK(under(abs(x - 1_c) == x - 1_c, zero < x, x < one).answer == verdict::refuted);
    CHECK(under(max(x, y) == y, x <= y).answer == verdict::proved);
    CHECK(under(max(x, y) == x, x <= y).answer == verdict::refuted);
    CHECK(under(log(x * y) == log(x) + log(y), zero < x).answer == verdict::proved);
    CHECK(under(abs(x) == x, 1000_c < x).answer == verdict::proved); // no usual point is there
    CHECK(under(abs(x) == x + 1_c, 1000_c < x, x < 1001_c).answer == verdict::refuted);
    // a point of a refutation satisfies the conditions
    decision const d = under(relu(x) == x * x, 2_c < x, x < 3_c);
    REQUIRE(d.answer == verdict::refuted);
    CHECK(rational{2} < d.values[0]);
    CHECK(d.values[0] < rational{3});
    // contradictory ones prove nothing
    CHECK(under(x == x + 1_c, one < x, x < zero).answer == verdict::unknown);
    CHECK(under(x == x + 1_c, one < x, x < zero).stopped == algebra::obstacle::undefined_everywhere);
}

TEST_CASE("the domains of both sides are compared") {
    CHECK(domains(sigmoid(x) == 1_c / (1_c + exp(-x))) == domain_relation::same);
    CHECK(domains(log(x * x) == 2_c * log(x)) == domain_relation::left_larger);
    CHECK(domains(exp(log(x)) == x) == domain_relation::right_larger);
    CHECK(domains(sqrt(x) * sqrt(y) == sqrt(x * y)) == domain_relation::right_larger);
    CHECK(domains(x / x - log(x) + log(x) == exp(log(1_c - x)) / exp(log(1_c - x))) == domain_relation::different);
    CHECK(domains(log(2_c * x) == log(x) + log(2_c)) == domain_relation::same);
    CHECK(domains(x / abs(x) == sign(x)) == domain_relation::right_larger);
    // what a side needs is no knowledge of where it has it
    CHECK(domains(pow(x, u) * pow(y, u) == pow(x * y, u)) == domain_relation::right_larger);
    // a power whose exponent is not written as a constant needs a positive base
    CHECK(domains(pow(x, y) == exp(y * log(x))) == domain_relation::same);
    CHECK(domains(pow(x, y + 2_c - y) == x * x) == domain_relation::right_larger);
    CHECK(domains(pow(x, y) * pow(x, u) == pow(x, y + u)) == domain_relation::same);
    // roots are positive where their radicands are, and less than 1 where these are
    CHECK(domains(sqrt(x) / x == 1_c / sqrt(x)) == domain_relation::same);
    CHECK(domains(acos(x) == 2_c * asin(sqrt((1_c - x) / 2_c))) == domain_relation::same);
    CHECK(domains(acosh(x) == 2_c * acosh(sqrt((1_c + x) / 2_c))) == domain_relation::same);
    // a derivative has values only where its function has
    CHECK(domains(derivative(log(x), x) == 1_c / x) == domain_relation::right_larger);
    CHECK(domains(derivative(acosh(x), x) == 1_c / (sqrt(x - 1_c) * sqrt(x + 1_c))) == domain_relation::same);
    CHECK(domains(derivative(softplus(x), x) == sigmoid(x)) == domain_relation::same);
    decision const d = decide(log(x * x) == 2_c * log(x));
    CHECK(d.answer == verdict::proved);
    REQUIRE(d.coordinates == 1);
    CHECK(d.domain_values[0].sign() < 0);
}

TEST_CASE("a point that is not rational tells domains apart, too") {
    auto const larger = domain_relation::right_larger;
    CHECK(domains((x * x - 2_c) / (x - sqrt(2_c)) == x + sqrt(2_c)) == larger);
    CHECK(domains((x * x - 4_c) / (x - 2_c) == x + 2_c) == larger);
    CHECK(domains((x - y) / (x - y) == 1_c) == larger);
    CHECK(domains(tan(x) * cos(x) == sin(x)) == larger);
    CHECK(domains((pow(x, 3_c) - 2_c) / (pow(x, 3_c) - 2_c) == 1_c) == larger);
    CHECK(domains(pow(x - sqrt(2_c), 2_c) / pow(x - sqrt(2_c), 2_c) == 1_c) == larger);
    CHECK(domains((x - exp(-x)) / (x - exp(-x)) == 1_c) == larger);
    CHECK(domains((abs(x) - sqrt(2_c)) / (abs(x) - sqrt(2_c)) == 1_c) == larger);
    CHECK(domains(log(x) * (x * x - 2_c) / (x * x - 2_c) == log(x)) == larger);
    CHECK(domains(tan(2_c * x) == 2_c * tan(x) / (1_c - tan(x) * tan(x))) == domain_relation::left_larger);
    CHECK(domains((x * x - 2_c) / (x * x - 2_c) == (x * x - 3_c) / (x * x - 3_c)) == domain_relation::different);
    // only at points that are allowed
    CHECK(domains((p + pi) / (p + pi) == 1_c) == domain_relation::same);
    CHECK(domains((p + q) / (p + q) == 1_c) == domain_relation::same);
    // a branch that is not taken, and a zero without a change of sign in a formula that is not a product
    CHECK(domains(piecewise(when(x > 1_c, (x + pi) / (x + pi)), otherwise(1_c)) == 1_c) != larger);
    CHECK(domains((pow(x, 4_c) - 4_c * x * x + 4_c) / (pow(x, 4_c) - 4_c * x * x + 4_c) == 1_c) ==
          domain_relation::unknown);
}

TEST_CASE("the point is exact where it is rational, else between two") {
    decision const exact = decide((3_c * x - 1_c) / (3_c * x - 1_c) == 1_c);
    CHECK(exact.domain_values[0] == rational{1, 3});
    CHECK(exact.domain_ends[0] == exact.domain_values[0]);
    decision const between = decide((x * x - 2_c) / (x - sqrt(2_c)) == x + sqrt(2_c));
    CHECK(between.domain_values[0] == rational{14142, 10000});
    CHECK(between.domain_ends[0] == rational{14143, 10000});
}

TEST_CASE("domains are the same where what one side needs follows from what the other one needs") {
    auto const same = domain_relation::same;
    CHECK(domains(1_c / (x * x + 1_c) * (x * x + 1_c) == 1_c) == same);
    CHECK(domains(sqrt(x * x) == abs(x)) == same);
    CHECK(domains(log(abs(x)) == log(x * x) / 2_c) == same);
    CHECK(domains(log(x / (1_c - x)) == log(x) - log(1_c - x)) == same);
    CHECK(domains(atanh(x) == log((1_c + x) / (1_c - x)) / 2_c) == same);
    CHECK(domains(log(x + sqrt(1_c + x * x)) == asinh(x)) == same);
    CHECK(domains(tan(x) * tan(x) + 1_c == 1_c / (cos(x) * cos(x))) == same);
    CHECK(domains(piecewise(when(x > 0_c, x / x), otherwise(1_c)) == 1_c) == same);
    CHECK(domains(log(exp(x) + exp(y)) == max(x, y) + log(1_c + exp(-abs(x - y)))) == same);
    // what decides a case must have a value
    CHECK(domains(piecewise(when(log(x) > 0_c, 1_c), otherwise(2_c)) ==
                  piecewise(when(x > 1_c, 1_c), otherwise(2_c))) == domain_relation::right_larger);
    CHECK(domains(log(x * y) == log(abs(x)) + log(abs(y))) == domain_relation::right_larger);
}
