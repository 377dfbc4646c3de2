// SPDX-License-Identifier: BSL-1.0
// Asymptotes and saturation at both ends.

#include <ogive/calculus/asymptote.hpp>
#include <ogive/emit/properties.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto slope = symbol<"a", positive>;
constexpr auto b = symbol<"b">;

static_assert(asymptote(softplus(x), x, infinity).slope.is(1));
static_assert(asymptote(softplus(x), x, infinity).intercept.is(0));
static_assert(asymptote(elu(x), x, -infinity).intercept.is(-1));
static_assert(asymptote(exp(x), x, infinity).answer == verdict::refuted);
static_assert(asymptote(sin(x), x, infinity).answer == verdict::refuted);
static_assert(saturates(sigmoid(x), x) && saturates(tanh(x), x));
static_assert(saturates(relu(x), x, -infinity));
static_assert(saturates(relu(x), x, infinity).answer == verdict::refuted);
static_assert(saturates(relu(x), x).answer == verdict::refuted);

template <class F>
std::string lines(F) {
    auto const& g = graph_of<F>;
    packed_name const name{"x"};
    return text(calculus::asymptote(g, g.root(), name, -1)) + "; " + text(calculus::asymptote(g, g.root(), name, 1));
}
template <class F>
std::string saturated(F) {
    auto const& g = graph_of<F>;
    packed_name const name{"x"};
    return text(calculus::saturates(g, g.root(), name, -1)) + ", " + text(calculus::saturates(g, g.root(), name, 1)) +
           ": " + text(calculus::saturates(g, g.root(), name));
}

} // namespace

TEST_CASE("asymptotes") {
    CHECK(lines(odds(x)) == "y = -1; y = -1");
    CHECK(lines(sigmoid(x)) == "y = 0; y = 1");
    CHECK(lines(tanh(x)) == "y = -1; y = 1");
    CHECK(lines(softplus(x)) == "y = 0; y = x");
    CHECK(lines(relu(x)) == "y = 0; y = x");
    CHECK(lines(leaky_relu(x)) == "y = 0.01*x; y = x");
    CHECK(lines(prelu(x, b)) == "y = b*x; y = x");
    CHECK(lines(elu(x, slope)) == "y = -a; y = x");
    CHECK(lines(selu(x)) == "y = -selu_lambda*selu_alpha; y = selu_lambda*x");
    CHECK(lines(celu(x, slope)) == "y = -a; y = x");
    CHECK(lines(gelu(x)) == "y = 0; y = x");
    CHECK(lines(gelu_tanh(x)) == "y = 0; y = x");
    CHECK(lines(silu(x)) == "y = 0; y = x");
    CHECK(lines(swish(x, slope)) == "y = 0; y = x");
    CHECK(lines(mish(x)) == "y = 0; y = x");
    CHECK(lines(logit(x)) == "unknown; unknown");
    CHECK(lines(exp(x)) == "y = 0; none");
    CHECK(lines(x * x) == "none; none");
    CHECK(lines(sqrt(x * x + x)) == "y = -x - 0.5; y = x + 0.5");
    CHECK(lines(x - tanh(x)) == "y = x + 1; y = x - 1");
    CHECK(lines(log(1_c + x * x)) == "none; none"); // without bound, but slower than every line
    CHECK(lines(x + sin(x)) == "unknown; unknown");
}

TEST_CASE("saturation") {
    CHECK(saturated(sigmoid(x)) == "yes, yes: yes");
    CHECK(saturated(tanh(x)) == "yes, yes: yes");
    CHECK(saturated(relu(x)) == "yes, no: no");
    CHECK(saturated(softplus(x)) == "yes, no: no");
    CHECK(saturated(elu(x)) == "yes, no: no");
    CHECK(saturated(selu(x)) == "yes, no: no");
    CHECK(saturated(leaky_relu(x)) == "no, no: no");
    CHECK(saturated(gelu(x)) == "yes, no: no");
    CHECK(saturated(mish(x)) == "yes, no: no");
    CHECK(saturated(x / (1_c + abs(x))) == "yes, yes: yes");
    CHECK(saturated(sin(x)) == "no, no: no");
    CHECK(saturated(sin(x * x) / x) == "unknown, unknown: unknown"); // levels off, its slope does not vanish
}
