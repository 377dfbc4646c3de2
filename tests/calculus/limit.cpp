// SPDX-License-Identifier: BSL-1.0
// Limits at infinity: the catalogue and its derivatives, indeterminate forms, and what must stay unknown.
// Missing: logarithms of logarithms, oscillation.

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

/// Both limits as text, at run time.
template <class F>
std::string limits(F) {
    auto const written = [](end_value const& e) -> std::string {
        switch (e.kind) {
        case limit_kind::unknown: return "?";
        case limit_kind::plus_infinity: return "inf";
        case limit_kind::minus_infinity: return "-inf";
        default: return text(e.graph, e.root);
        }
    };
    auto const& g = graph_of<F>;
    packed_name const name{"x"};
    return written(calculus::limit(g, g.root(), name, -1)) + ", " + written(calculus::limit(g, g.root(), name, 1));
}

} // namespace

TEST_CASE("the catalogue") {
    CHECK(limits(odds(x)) == "-1, -1");
    CHECK(limits(sigmoid(x)) == "0, 1");
    CHECK(limits(tanh(x)) == "-1, 1");
    CHECK(limits(softplus(x)) == "0, inf");
    CHECK(limits(relu(x)) == "0, inf");
    CHECK(limits(leaky_relu(x)) == "-inf, inf");
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

TEST_CASE("what is not known is not guessed") {
    CHECK(limits(sin(x)) == "?, ?");
    CHECK(limits(b * x) == "?, ?");
    CHECK(limits((b * x + 1_c) / (b * x - 2_c)) == "?, ?"); // b might be 0
    CHECK(limits((b * x + 1_c) / (2_c * x - 2_c)) == "b/2, b/2");
    CHECK(limits(prelu(x, b)) == "?, inf");
    CHECK(limits(logit(x)) == "?, ?");               // not defined there
    CHECK(limits(x * log((x + 1_c) / x)) == "?, ?"); // 1, by a second term
    CHECK(limits(exp(x) * exp(-x * x)) == "0, ?");   // two exponentials that work against each other
}
