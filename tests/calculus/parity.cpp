// SPDX-License-Identifier: BSL-1.0
// Parity, symmetry about other centres, and whether the values reach as far below 0 as above.
// Missing: centres that are not rational.

#include <ogive/calculus/parity.hpp>
#include <ogive/emit/properties.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto positive_x = symbol<"x", positive>;
constexpr auto slope = symbol<"a", positive>;
constexpr auto b = symbol<"b">;

static_assert(parity(tanh(x), x).is_odd());
static_assert(parity(derivative(tanh(x), x), x).is_even());
static_assert(parity(sigmoid(x), x).is_neither());
static_assert(parity(sigmoid(x), x).about == parity_kind::odd && parity(sigmoid(x), x).centre.is(0));
static_assert(parity(sigmoid(x), x).value.value() == rational{int128{1}, int128{2}});
static_assert(is_zero_centred(tanh(x), x));
static_assert(is_zero_centred(sigmoid(x), x).answer == verdict::refuted);
static_assert(is_zero_centred(relu(x), x).answer == verdict::refuted);

template <class F>
std::string symmetry(F) {
    auto const& g = graph_of<F>;
    return text(calculus::parity(g, g.root(), packed_name{"x"}));
}
template <class F>
std::string centred(F) {
    auto const& g = graph_of<F>;
    return text(calculus::is_zero_centred(g, g.root(), packed_name{"x"}));
}

} // namespace

TEST_CASE("the catalogue") {
    CHECK(symmetry(odds(x)) == "neither, odd about (1, -1)");
    CHECK(symmetry(sigmoid(x)) == "neither, odd about (0, 0.5)");
    CHECK(symmetry(tanh(x)) == "odd");
    CHECK(symmetry(softplus(x)) == "neither");
    CHECK(symmetry(relu(x)) == "neither");
    CHECK(symmetry(leaky_relu(x)) == "neither");
    CHECK(symmetry(elu(x)) == "neither");
    CHECK(symmetry(elu(x, slope)) == "neither");
    CHECK(symmetry(selu(x)) == "neither");
    CHECK(symmetry(celu(x, slope)) == "neither");
    CHECK(symmetry(gelu(x)) == "neither");
    CHECK(symmetry(gelu_tanh(x)) == "neither");
    CHECK(symmetry(silu(x)) == "neither");
    CHECK(symmetry(mish(x)) == "neither");
    CHECK(symmetry(derivative(sigmoid(x), x)) == "even");
    CHECK(symmetry(derivative<2>(sigmoid(x), x)) == "odd");
    CHECK(symmetry(derivative(gelu(x), x)) == "neither, odd about (0, 0.5)");
    CHECK(symmetry(derivative(silu(x), x)) == "neither, odd about (0, 0.5)");
}

TEST_CASE("symmetry about other centres") {
    CHECK(symmetry(sigmoid(x - 1_c)) == "neither, odd about (1, 0.5)");
    CHECK(symmetry(sigmoid(2_c * x + 3_c)) == "neither, odd about (-1.5, 0.5)");
    CHECK(symmetry(sigmoid(b * x)) == "neither, odd about (0, 0.5)");
    CHECK(symmetry(tanh(x - 2_c) + 1_c) == "neither, odd about (2, 1)");
    CHECK(symmetry(min(max(x, 0_c), 1_c)) == "neither, odd about (0.5, 0.5)");
    CHECK(symmetry(abs(x - 1_c)) == "neither, even about x = 1");
    CHECK(symmetry(1_c / (x - 1_c) + 2_c) == "neither, odd about (1, 2)");
}

TEST_CASE("even, odd and neither") {
    CHECK(symmetry(cos(x)) == "even");
    CHECK(symmetry(sin(x) * x) == "even");
    CHECK(symmetry(abs(x)) == "even");
    CHECK(symmetry(sqrt(x * x + 1_c)) == "even");
    CHECK(symmetry(log(x * x)) == "even");
    CHECK(symmetry(1_c / x) == "odd");
    CHECK(symmetry(sign(x)) == "odd");
    CHECK(symmetry(tan(x)) == "odd");
    CHECK(symmetry(asin(x)) == "odd");
    CHECK(symmetry(x / (1_c + abs(x))) == "odd");
    CHECK(symmetry(exp(x)) == "neither");
    CHECK(symmetry(log(x)) == "neither"); // by its domain
    CHECK(symmetry(derivative(log(x), x)) == "neither");
    CHECK(symmetry(x * x + log(x) - log(x)) != "even");
    CHECK(symmetry(cos(positive_x)) == "unknown"); // only half of the line is its domain
    CHECK(symmetry(b * x + x) == "odd");
    CHECK(symmetry(x * x + b * x) == "neither");
}

TEST_CASE("zero-centred") {
    CHECK(centred(tanh(x)) == "yes");
    CHECK(centred(x / (1_c + abs(x))) == "yes");
    CHECK(centred(leaky_relu(x)) == "yes"); // all real numbers
    CHECK(centred(sigmoid(x)) == "no");
    CHECK(centred(relu(x)) == "no");
    CHECK(centred(elu(x)) == "no");
    CHECK(centred(selu(x)) == "no");
    CHECK(centred(silu(x)) == "no");
    CHECK(centred(gelu(x)) == "no");
    CHECK(centred(softplus(x)) == "no");
    CHECK(centred(sigmoid(b * x)) == "unknown");
}
