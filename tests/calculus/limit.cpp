// SPDX-License-Identifier: BSL-1.0
// Limits at infinity and at points: the catalogue and its derivatives, indeterminate forms, and what must stay unknown.
// Missing: powers with a parameter as exponent, logarithms nested three times.

#include <ogive/calculus/limit.hpp>
#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto slope = symbol<"a", positive>;
constexpr auto b = symbol<"b">;

static_assert(limit(sigmoid(x), x, -infinity).is(0));
static_assert(limit(sigmoid(x), x, infinity).is(1));
static_assert(!limit(sigmoid(x), x, infinity).is(0));
static_assert(limit(softplus(x), x, infinity).kind == limit_kind::plus_infinity);
static_assert(limit(gelu(x), x, -infinity).is(0));
static_assert(limit(mish(x), x, -infinity).is(0));
static_assert(limit(derivative(mish(x), x), x, infinity).is(1));
static_assert(limit(leaky_relu(x), x, -infinity).kind == limit_kind::minus_infinity);
static_assert(limit(selu(x), x, -infinity).is_finite() && !limit(selu(x), x, -infinity).is_rational());

static_assert(limit(sin(x) / x, x, at(0_c)).is(1));
static_assert(limit(1_c / x, x, at(0_c)).kind == limit_kind::does_not_exist);
static_assert(!limit(1_c / x, x, at(0_c)).exists());
static_assert(limit(1_c / x, x, at_left(0_c)).kind == limit_kind::minus_infinity);
static_assert(limit(log(x), x, at_right(0_c)).kind == limit_kind::minus_infinity);
static_assert(!limit(log(x), x, at(0_c)).known());
static_assert(limit(logit(x), x, at_left(1_c)).kind == limit_kind::plus_infinity);
static_assert(limit(relu(x), x, at(1_q / 2_q)).value() == rational{int128{1}, int128{2}});

std::string written(end_value const& e) {
    switch (e.kind) {
    case limit_kind::unknown: return "?";
    case limit_kind::plus_infinity: return "inf";
    case limit_kind::minus_infinity: return "-inf";
    case limit_kind::does_not_exist: return "none";
    default: return text(e.graph, e.root);
    }
}

/// Both limits as text, at run time.
template <class F>
std::string limits(F) {
    auto const& g = graph_of<F>;
    packed_name const name{"x"};
    return written(calculus::limit(g, g.root(), name, -1)) + ", " + written(calculus::limit(g, g.root(), name, 1));
}

/// The limits from the left and from the right and the common one.
template <class F>
std::string limits_at(F, rational const& q) {
    auto const& g = graph_of<F>;
    packed_name const name{"x"};
    using calculus::approach;
    return written(calculus::limit(g, g.root(), name, approach{true, -1, q})) + ", " +
           written(calculus::limit(g, g.root(), name, approach{true, 1, q})) + ": " +
           written(calculus::limit_at(g, g.root(), name, q));
}

/// The limits of the first three derivatives.
template <class F>
std::string of_derivatives(F f) {
    return limits(derivative(f, x)) + "; " + limits(derivative<2>(f, x)) + "; " + limits(derivative<3>(f, x));
}

} // namespace

TEST_CASE("the catalogue") {
    CHECK(limits(odds(x)) == "-1, -1");
    CHECK(limits(sigmoid(x)) == "0, 1");
    CHECK(limits(tanh(x)) == "-1, 1");
    CHECK(limits(softplus(x)) == "0, inf");
    CHECK(limits(relu(x)) == "0, inf");
    CHECK(limits(leaky_relu(x)) == "-inf, inf");
    CHECK(limits(asin(min(max(x, -1_c), 1_c))) == "-pi/2, pi/2"); // constant at the end of a domain
    CHECK(limits(acos(min(max(x, -1_c), 1_c))) == "pi, 0");
    CHECK(limits(elu(x, slope)) == "-a, inf");
    CHECK(limits(selu(x)) == "-selu_lambda*selu_alpha, inf");
    CHECK(limits(gelu(x)) == "0, inf");
    CHECK(limits(gelu_tanh(x)) == "0, inf");
    CHECK(limits(silu(x)) == "0, inf");
    CHECK(limits(swish(x, slope)) == "0, inf");
    CHECK(limits(mish(x)) == "0, inf");
    CHECK(limits(derivative(gelu(x), x)) == "0, 1");
    CHECK(limits(derivative(selu(x), x)) == "0, selu_lambda");
    CHECK(limits(derivative<3>(mish(x), x)) == "0, 0");
    CHECK(limits(celu(x, slope)) == "-a, inf");
    CHECK(of_derivatives(sigmoid(x)) == "0, 0; 0, 0; 0, 0");
    CHECK(of_derivatives(tanh(x)) == "0, 0; 0, 0; 0, 0");
    CHECK(of_derivatives(softplus(x)) == "0, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(relu(x)) == "0, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(leaky_relu(x)) == "0.01, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(prelu(x, b)) == "b, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(elu(x, slope)) == "0, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(selu(x)) == "0, selu_lambda; 0, 0; 0, 0");
    CHECK(of_derivatives(celu(x, slope)) == "0, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(gelu(x)) == "0, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(gelu_tanh(x)) == "0, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(silu(x)) == "0, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(swish(x, slope)) == "0, 1; 0, 0; 0, 0");
    CHECK(of_derivatives(mish(x)) == "0, 1; 0, 0; 0, 0");
}

TEST_CASE("powers, logarithms, roots and indeterminate forms") {
    CHECK(limits((2_c * x * x + 1_c) / (3_c * x * x - x)) == "2/3, 2/3");
    CHECK(limits(x + exp(x)) == "-inf, inf");
    CHECK(limits(exp(x) - exp(2_c * x)) == "0, -inf");
    CHECK(limits(exp(-x * x)) == "0, 0");
    CHECK(limits(x * (1_c - erf(x))) == "-inf, 0");
    CHECK(limits(x * (sigmoid(x) - 1_c)) == "inf, 0");
    CHECK(limits(log(1_c + x * x)) == "inf, inf");
    CHECK(limits(log(1_c + exp(x)) - x) == "inf, 0");
    CHECK(limits(log(x) / x) == "?, 0");
    CHECK(limits(atan(x)) == "-pi/2, pi/2");
    CHECK(limits(sqrt(x * x + 1_c)) == "inf, inf");
    CHECK(limits(sinh(x)) == "-inf, inf");
}

TEST_CASE("growth of different orders") {
    CHECK(limits(x * x * x * exp(-x)) == "-inf, 0");
    CHECK(limits(exp(-exp(x))) == "1, 0");
    CHECK(limits(x * tanh(exp(x))) == "0, inf");
    CHECK(limits(log(log(x))) == "?, inf");
    CHECK(limits(log(log(x)) / log(x)) == "?, 0");
    CHECK(limits(sqrt(x * x + 1_c) - x) == "inf, 0");
    CHECK(limits(sqrt(x * x + x) - x) == "inf, 0.5");
    CHECK(limits(pow(1_c + 1_c / x, x)) == "exp(1), exp(1)");
    CHECK(limits(pow(x, 1_c / x)) == "?, 1");
    CHECK(limits(x * log((x + 1_c) / x)) == "1, 1");
    CHECK(limits(exp(x) * exp(-x * x)) == "0, 0");
    CHECK(limits(exp(x + exp(-x)) - exp(x)) == "inf, 1");
    CHECK(limits(exp(exp(x)) / exp(exp(x) + x)) == "inf, 0");
    CHECK(limits(log(1_c + exp(exp(x))) / exp(x)) == "inf, 1");
    CHECK(limits(x * (atan(x) - pi / 2_c)) == "inf, -1");
    CHECK(limits(erfc(x) * exp(x * x) * x) == "-inf, 1/sqrt(pi)");
    CHECK(limits(acosh(x) - log(x)) == "?, log(2)");
    CHECK(limits(asinh(x) + log(-x)) == "-log(2), ?");
    CHECK(limits(tanh(x) * x - abs(x)) == "0, 0");
    CHECK(limits(sin(x) / x) == "0, 0");
    CHECK(limits(sign(x)) == "-1, 1");
    CHECK(limits(min(x, x * x)) == "-inf, inf");
}

TEST_CASE("at a point") {
    CHECK(limits_at(sin(x) / x, 0) == "1, 1: 1");
    CHECK(limits_at((exp(x) - 1_c) / x, 0) == "1, 1: 1");
    CHECK(limits_at((1_c - cos(x)) / (x * x), 0) == "0.5, 0.5: 0.5");
    CHECK(limits_at((tan(x) - x) / (x * x * x), 0) == "1/3, 1/3: 1/3");
    CHECK(limits_at((sqrt(x) - 1_c) / (x - 1_c), 1) == "0.5, 0.5: 0.5");
    CHECK(limits_at(log(x) / (x - 1_c), 1) == "1, 1: 1");
    CHECK(limits_at(erf(x) / x, 0) == "2/sqrt(pi), 2/sqrt(pi): 2/sqrt(pi)");
    CHECK(limits_at((x * x - 4_c) / (x - 2_c), 2) == "4, 4: 4");
    CHECK(limits_at(x * log(x), 0) == "?, 0: ?");
    CHECK(limits_at(pow(x, x), 0) == "?, 1: ?");
    CHECK(limits_at(sqrt(x), 0) == "?, 0: ?");
    CHECK(limits_at(asin(x), 1) == "pi/2, ?: ?");
    CHECK(limits_at(logit(x), 1) == "inf, ?: ?");
    CHECK(limits_at(1_c / (x * x), 0) == "inf, inf: inf");
    CHECK(limits_at(1_c / x, 0) == "-inf, inf: none");
    CHECK(limits_at(abs(x) / x, 0) == "-1, 1: none");
    CHECK(limits_at(exp(-1_c / x), 0) == "inf, 0: none");
    CHECK(limits_at(tanh(1_c / x), 0) == "-1, 1: none");
    CHECK(limits_at(derivative(relu(x), x), 0) == "0, 1: none");
    CHECK(limits_at(derivative(gelu(x), x), 0) == "0.5, 0.5: 0.5");
    CHECK(limits_at(elu(x, slope), 0) == "0, 0: 0");
    CHECK(limits_at(derivative(elu(x, slope), x), 0) == "a, 1: ?"); // a might be 1
    CHECK(limits_at(sin(1_c / x), 0) == "?, ?: ?");
    CHECK(limits_at(x * sin(1_c / x), 0) == "0, 0: 0");
    CHECK(limits_at(gelu(x) / x, 0) == "0.5, 0.5: 0.5");
}

TEST_CASE("what is not known is not guessed") {
    CHECK(limits(sin(x)) == "none, none"); // certainly
    CHECK(limits(sin(x * x)) == "?, ?");
    CHECK(limits(b * x) == "?, ?");
    CHECK(limits((b * x + 1_c) / (b * x - 2_c)) == "?, ?"); // b might be 0
    CHECK(limits((b * x + 1_c) / (2_c * x - 2_c)) == "b/2, b/2");
    CHECK(limits(prelu(x, b)) == "?, inf");
    CHECK(limits(logit(x)) == "?, ?"); // not defined there
    CHECK(limits(pow(x, slope)) == "?, ?");
    CHECK(limits(1_c / sin(x)) == "none, none");
    CHECK(limits(exp(sqrt(log(x))) / x) == "?, ?"); // slower than every power, faster than every logarithm
    CHECK(limits(exp(b * x)) == "?, ?");
    CHECK(limits(log(b)) == "?, ?");
    CHECK(limits(0_c * log(-x * x)) == "?, ?"); // defined nowhere
    CHECK(limits(derivative(logit(x), x)) == "?, ?");
}
