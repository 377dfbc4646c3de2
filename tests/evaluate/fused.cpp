// SPDX-License-Identifier: BSL-1.0
// value_and_derivative: what the two evaluators give alone, with the exponential computed once.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <boost/hana/for_each.hpp>
#include <boost/hana/tuple.hpp>

#include <cmath>
#include <type_traits>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

static_assert(std::is_empty_v<decltype(value_and_derivative(mish(x), x))>);
static_assert(std::is_same_v<decltype(value_and_derivative(mish(x), x)(0.5f)), value_with_derivative<float>>);

template <class F>
constexpr evaluation::cost fused_cost(F) {
    return evaluation::cost_of(evaluation::program_of<F, derivative_of<F, std::remove_const_t<decltype(x)>>>);
}

// The derivative adds no transcendental function to these.
static_assert(fused_cost(sigmoid(x)).transcendental == 1);
static_assert(fused_cost(tanh(x)).transcendental <= 2);
static_assert(fused_cost(silu(x)).transcendental == 1);
static_assert(fused_cost(mish(x)).transcendental == 1);
static_assert(fused_cost(softplus(x)).transcendental == 2); // and one logarithm
static_assert(fused_cost(relu(x)).transcendental == 0);
static_assert(fused_cost(gelu(x)).transcendental == 2); // the Gaussian, and erfcx

} // namespace

TEST_CASE("the fused evaluator agrees with the two") {
    constexpr auto functions =
        boost::hana::make_tuple(sigmoid(x), tanh(x), softplus(x), silu(x), mish(x), gelu(x), gelu_tanh(x), elu(x),
                                selu(x), relu(x), leaky_relu(x), exp(x) * tanh(2_c * x));
    boost::hana::for_each(functions, [](auto f) {
        constexpr auto both = value_and_derivative(decltype(f){}, x);
        for (int i = -400; i <= 400; ++i) {
            double volatile v = i / 16.0;
            auto const [value, slope] = both(double{v});
            double const alone = f(double{v}), slope_alone = derivative(f, x)(double{v});
            CHECK(std::fabs(value - alone) <= 4e-16 * std::fabs(alone));
            CHECK(std::fabs(slope - slope_alone) <= 4e-16 * std::fabs(slope_alone));
        }
    });
}

TEST_CASE("with bindings, by either symbol") {
    double volatile v = -1.5, s = 0.25;
    auto const by_x = value_and_derivative(prelu(x, a), x)(x = double{v}, a = double{s});
    CHECK(by_x.value == -0.375);
    CHECK(by_x.derivative == 0.25);
    auto const by_a = value_and_derivative(prelu(x, a), a)(a = double{s}, x = double{v});
    CHECK(by_a.value == -0.375);
    CHECK(by_a.derivative == -1.5);
}

TEST_CASE("the pieces' own derivative at a kink") {
    constexpr auto both = value_and_derivative(relu(x), x);
    double volatile zero = 0;
    CHECK(both(double{zero}).derivative == 0);
    CHECK(both(1.0).derivative == 1);
    // the derivative rule of abs is sign, and that of max(a, b) at a tie is the one of a
    CHECK(derivative(abs(x), x)(double{zero}) == 0);
    CHECK(value_and_derivative(abs(x), x)(double{zero}).derivative == 0);
    CHECK(derivative(max(x, 0_c), x)(double{zero}) == 1);
    CHECK(derivative(max(0_c, x), x)(double{zero}) == 0);
    CHECK(derivative(piecewise(when(x >= 0_c, x), otherwise(0_c)), x)(double{zero}) == 1);
}
