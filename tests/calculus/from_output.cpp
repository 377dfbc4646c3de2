// SPDX-License-Identifier: BSL-1.0
// f' in terms of y = f(x), for the catalogue; and the refusals.
// Missing: a parameter that is called y.

#include <ogive/calculus/from_output.hpp>
#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;
constexpr auto z = symbol<"z">;
constexpr auto slope = symbol<"a", positive>;

static_assert(derivative_from_output(sigmoid(x), x) == y * (1_c - y));
static_assert(derivative_from_output(sigmoid(x), x) != y);
static_assert(derivative_from_output(sigmoid(x), x, z) == z * (1_c - z));
static_assert(derivative_from_output(tanh(x), x) == 1_c - y * y);
static_assert(derivative_from_output(softplus(x), x) == 1_c - exp(-y));
static_assert(derivative_from_output(odds(x), x) == (1_c + y) * (1_c + y));
static_assert(derivative_from_output(relu(x), x) == piecewise(when(y > 0_c, 1_c), otherwise(0_c)));
static_assert(derivative_from_output(elu(x, slope), x) == piecewise(when(y > 0_c, 1_c), otherwise(y + slope)));
static_assert(derivative_from_output(selu(x), x) ==
              piecewise(when(y > 0_c, selu_lambda), otherwise(y + selu_alpha * selu_lambda)));
// the definition: f'(x) is the result with f(x) in place of y
static_assert(substitute(derivative_from_output(softplus(x), x), y, softplus(x)) == derivative(softplus(x), x));
static_assert(substitute(derivative_from_output(logit(x), x), y, logit(x)) == derivative(logit(x), x));

template <class F>
std::string output_form_of(F) {
    workspace w;
    auto problem = trouble::none;
    node_index const r =
        calculus::from_output(w, graph_of<F>, graph_of<F>.root(), packed_name{"x"}, packed_name{"y"}, problem);
    return problem == trouble::none ? text(w, r) : problem == trouble::not_injective ? "not injective" : "no inverse";
}

} // namespace

TEST_CASE("the derivative in terms of the output reads well") {
    CHECK(output_form_of(sigmoid(x)) == "y*(1 - y)");
    CHECK(output_form_of(tanh(x)) == "1 - y^2");
    CHECK(output_form_of(softplus(x)) == "1 - exp(-y)");
    CHECK(output_form_of(relu(x)) == "piecewise(y > 0: 1; else: 0)");
    CHECK(output_form_of(prelu(x, slope)) == "piecewise(y > 0: 1; else: a)");
    CHECK(output_form_of(elu(x)) == "piecewise(y > 0: 1; else: 1 + y)");
    CHECK(output_form_of(3_c * x + 1_c) == "3");
    CHECK(output_form_of(softplus(x) - x) == "exp(-y) - 1");
    CHECK(output_form_of(x / sqrt(1_c + x * x)) == "sqrt(1 - y^2)*(1 - y^2)");
}

TEST_CASE("roots, cases and break points that are symbols") {
    constexpr auto c = symbol<"c", positive>;
    CHECK(output_form_of(x / (1_c + abs(x))) == "(1 - abs(y))^2");
    CHECK(output_form_of(asinh(x)) != "no inverse");
    CHECK(output_form_of(x / sqrt(1_c + x * x)) != "no inverse");
    // x = c·t: the derivative by x, not by t
    CHECK(output_form_of(piecewise(when(x >= c, x), otherwise(2_c * x - c))) == "piecewise(c <= y: 1; else: 2)");
    CHECK(output_form_of(max((x + c) / 4_c - c, min((x - c) / 4_c + c, x))) ==
          "piecewise(c <= y: 0.25; -c < y: 1; else: 0.25)");
    // f' after f, at points
    for (double v = -3; v <= 3; v += 0.375) {
        CHECK(derivative_from_output(x / sqrt(1_c + x * x), x)(v / std::sqrt(1 + v * v)) ==
              doctest::Approx(1 / std::pow(1 + v * v, 1.5)).epsilon(1e-9));
        CHECK(derivative_from_output(x + sqrt(x * x + 1_c), x)(v + std::sqrt(v * v + 1)) ==
              doctest::Approx(1 + v / std::sqrt(v * v + 1)).epsilon(1e-9));
    }
}

TEST_CASE("refusals") {
    CHECK(output_form_of(gelu(x)) == "not injective");
    CHECK(output_form_of(silu(x)) == "not injective");
    CHECK(output_form_of(mish(x)) == "not injective");
    // at the value 0 the slope would be both 0 and 1
    CHECK(output_form_of(piecewise(when(x >= 0_c, x), otherwise(0_c))) == "no inverse");
    CHECK(output_form_of(erf(x)) == "no inverse");
    CHECK(output_form_of(y * 0_c + y + x) == "no inverse"); // y is taken
}
