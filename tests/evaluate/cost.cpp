// SPDX-License-Identifier: BSL-1.0
// What evaluators cost: one exponential and one division where that is enough, shared by a value and its derivative.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;

constexpr bool costs(evaluation::cost c, unsigned transcendental, unsigned divisions) {
    return c.transcendental == transcendental && c.divisions == divisions;
}

template <class F>
constexpr evaluation::cost with_derivative(F) {
    return evaluation::cost_of(evaluation::program_of<F, derivative_of<F, symbol_t<"x">>>);
}

static_assert(costs(evaluation::evaluation_cost(sigmoid(x)), 1, 1));
static_assert(costs(evaluation::evaluation_cost(tanh(x)), 1, 1));
static_assert(costs(evaluation::evaluation_cost(silu(x)), 1, 1));
static_assert(costs(evaluation::evaluation_cost(mish(x)), 1, 1));
static_assert(costs(evaluation::evaluation_cost(softplus(x)), 2, 0));
static_assert(costs(evaluation::evaluation_cost(elu(x)), 1, 0));
static_assert(costs(evaluation::evaluation_cost(selu(x)), 1, 0));
static_assert(costs(evaluation::evaluation_cost(gelu(x)), 2, 0));
static_assert(costs(evaluation::evaluation_cost(relu(x)), 0, 0));
static_assert(costs(evaluation::evaluation_cost(derivative(sigmoid(x), x)), 1, 1));
static_assert(costs(evaluation::evaluation_cost(derivative(mish(x), x)), 1, 1));
static_assert(costs(evaluation::evaluation_cost(derivative<4>(mish(x), x)), 1, 1));
static_assert(with_derivative(mish(x)).exponentials == 1);
static_assert(with_derivative(sigmoid(x)).exponentials == 1);
static_assert(with_derivative(silu(x)).exponentials == 1);
static_assert(!costs(evaluation::evaluation_cost(exp(x) + exp(x * x)), 1, 0));

} // namespace

TEST_CASE("a fused evaluation is not dearer than its parts") {
    auto const value = evaluation::evaluation_cost(mish(x)),
               slope = evaluation::evaluation_cost(derivative(mish(x), x));
    auto const both = with_derivative(mish(x));
    CHECK(both.operations < value.operations + slope.operations);
    CHECK(both.divisions <= value.divisions + slope.divisions);
}
