// SPDX-License-Identifier: BSL-1.0
// The rules of differentiation against the derivation of the field, and the laws of the derivative over the catalogue.
// Missing: abs at 0, where the rule says sign(0) = 0 and derivation by cases says 1; derivatives of cases whose conditions
// move with a parameter.

#include <ogive/calculus/substitute.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <boost/hana/at.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/size.hpp>

namespace {

using namespace ogive;
using namespace ogive::literals;
namespace hana = boost::hana;

constexpr auto x = symbol<"x">;
constexpr auto b = symbol<"b">;
constexpr auto c = symbol<"c", positive>;

/// Decided at run time, so that many equations compile quickly.
template <class A, class B>
verdict compare(A, B) {
    workspace w;
    auto const& f = graph_of<expression_of<A>>;
    auto const& g = graph_of<expression_of<B>>;
    node_index const left = w.import(f, f.root()), right = w.import(g, g.root());
    return algebra::decide(w, left, right).answer;
}

/// The rules, as an explicit formula, against the derivative node, which the field derives by differential equations.
template <class F>
verdict rules_agree(F, bool spoil = false) {
    workspace w;
    node_index const f = w.import(graph_of<F>, graph_of<F>.root());
    node_index rule = differentiator{w}(f, decltype(x)::name);
    node_index const by = w.symbol(decltype(x)::name);
    if (spoil) rule = w.make(operation::add, rule, by);
    REQUIRE(w.problem == trouble::none);
    return algebra::decide(w, rule, w.derivative(f, by, 1)).answer;
}

// -- decided by the compiler ------------------------------------------------------------------------------------------

static_assert(derivative(softplus(x), x) == sigmoid(x));
static_assert(derivative(tanh(x), x) == 1_c - tanh(x) * tanh(x));
static_assert(derivative(tanh(x), x) != 1_c - tanh(x));
static_assert(derivative<0>(tanh(x), x) == tanh(x));
static_assert(derivative(prelu(x, b), b) == piecewise(when(x > 0_c, 0_c), otherwise(x)));
static_assert(std::is_same_v<decltype(derivative(derivative(sin(x), x), x)), decltype(derivative<2>(sin(x), x))>);

// Kinks: the branch that contains the point as written.
static_assert(derivative(relu(x), x)(0.0) == 0.0);
static_assert(derivative(leaky_relu(x), x)(0.0) == 0.01);
static_assert(derivative(piecewise(when(x >= 0_c, x), otherwise(0_c)), x)(0.0) == 1.0);
static_assert(derivative(abs(x), x)(2.0) == 1.0 && derivative(abs(x), x)(-2.0) == -1.0);
static_assert(derivative(max(x, 2_c * x), x)(0.0) == 1.0);
static_assert(derivative(max(2_c * x, x), x)(0.0) == 2.0);
static_assert(derivative(min(x, 2_c * x), x)(0.0) == 1.0);
static_assert(derivative(min(2_c * x, x), x)(0.0) == 2.0);

} // namespace

TEST_CASE("every rule agrees with the derivation of the field") {
    auto const u = 2_c * x + b;
    auto const all = hana::make_tuple(
        sqrt(u), exp(u), expm1(u), log(u), log1p(u), sin(u), cos(u), tan(u), asin(x / 3_c), acos(x / 3_c), atan(u),
        sinh(u), cosh(u), tanh(u), asinh(u), acosh(x * x + 1_c), atanh(x / 3_c), erf(u), erfc(u), sign(x), x + b, b - x,
        x * x * b, b / x, x / (x + b), -x, pow(x, 5_c), pow(x, -3_c), pow(u, 2_c), pow(x * x + 1_c, 1_q / 3_q),
        pow(c, x), pow(x * x, b), min(x, b * x * x), max(x, 2_c * x),
        piecewise(when(x > 1_c, x * x), otherwise(exp(x))), b * 1_c, pi * x);
    hana::for_each(all, [](auto f) {
        CAPTURE(graph_of<decltype(f)>[graph_of<decltype(f)>.root()].op);
        CHECK(rules_agree(f) == verdict::proved);
        CHECK(rules_agree(f, true) == verdict::refuted); // the comparison can fail
    });
    hana::for_each(catalogue, [](auto f) { CHECK(rules_agree(f) == verdict::proved); });
}

TEST_CASE("an operation without a rule is an error, never zero") {
    workspace w;
    node_index const y = w.symbol(decltype(x)::name);
    differentiator{w}(w.make(operation::erfcx, y), decltype(x)::name);
    CHECK(w.problem == trouble::no_derivative_rule);
}

TEST_CASE("linearity, product and chain rule over the catalogue") {
    auto const g = exp(2_c * x) + x;
    hana::for_each(catalogue, [g](auto f) {
        CHECK(compare(derivative(2_c * f - 3_c * g, x), 2_c * derivative(f, x) - 3_c * derivative(g, x)) ==
              verdict::proved);
        CHECK(compare(derivative(f * g, x), derivative(f, x) * g + f * derivative(g, x)) == verdict::proved);
        CHECK(compare(derivative(f * g, x), derivative(f, x) * derivative(g, x)) == verdict::refuted);
        auto const h = 1_c - 2_c * x;
        CHECK(compare(derivative(substitute(f, x, h), x), -2_c * substitute(derivative(f, x), x, h)) ==
              verdict::proved);
    });
}

TEST_CASE("orders follow each other") {
    hana::for_each(hana::make_tuple(sigmoid(x), softplus(x), silu(x), gelu(x), elu(x), exp(x) * sin(x)), [](auto f) {
        CHECK(compare(derivative<0>(f, x), f) == verdict::proved);
        CHECK(compare(derivative<2>(f, x), derivative(derivative(f, x), x)) == verdict::proved);
        CHECK(compare(derivative<3>(f, x), derivative(derivative<2>(f, x) + 0_c, x)) == verdict::proved);
        CHECK(compare(derivative<4>(f, x), derivative<2>(derivative<2>(f, x) * 1_c, x)) == verdict::proved);
    });
    CHECK(compare(derivative<4>(exp(2_c * x), x), 16_c * exp(2_c * x)) == verdict::proved);
    CHECK(compare(derivative<4>(exp(2_c * x), x), 8_c * exp(2_c * x)) == verdict::refuted);
}

TEST_CASE("gradient and Hessian") {
    auto const f = x * x * sin(b) + exp(x * b);
    auto const g = gradient(f, x, b);
    static_assert(decltype(hana::size(g))::value == 2);
    CHECK(compare(hana::at_c<0>(g), 2_c * x * sin(b) + b * exp(x * b)) == verdict::proved);
    CHECK(compare(hana::at_c<1>(g), x * x * cos(b) + x * exp(x * b)) == verdict::proved);
    auto const h = hessian(f, x, b);
    auto const xb = hana::at_c<1>(hana::at_c<0>(h));
    auto const bx = hana::at_c<0>(hana::at_c<1>(h));
    CHECK(compare(xb, bx) == verdict::proved);
    CHECK(compare(hana::at_c<0>(hana::at_c<0>(h)), 2_c * sin(b) + b * b * exp(x * b)) == verdict::proved);
    CHECK(compare(hana::at_c<1>(hana::at_c<1>(h)), xb) == verdict::refuted);
}

TEST_CASE("derivatives by a parameter") {
    CHECK(compare(derivative(elu(x, c), c), piecewise(when(x > 0_c, 0_c), otherwise(exp(x) - 1_c))) == verdict::proved);
    CHECK(compare(derivative(swish(x, b), b), x * x * sigmoid(b * x) * (1_c - sigmoid(b * x))) == verdict::proved);
    CHECK(compare(derivative(sigmoid(x), b), 0_c) == verdict::proved);
}
