// SPDX-License-Identifier: BSL-1.0
// Catalogue functions: what the type prints, that a name does not change what is proved, and one's own functions.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <boost/hana/for_each.hpp>

#include <string_view>
#include <type_traits>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

template <class T>
constexpr std::string_view printed() {
    return __PRETTY_FUNCTION__;
}
template <class E>
constexpr bool prints(E, std::string_view part) {
    return printed<E>().find(part) != std::string_view::npos;
}

// A message names the function, not its formula.
static_assert(prints(sigmoid(x), "sigmoid_t") && !prints(sigmoid(x), "quotient"));
static_assert(prints(mish(softplus(x)), "mish_t") && prints(mish(softplus(x)), "softplus_t"));
static_assert(prints(gelu(x), "gelu_t") && prints(selu_lambda, "selu_lambda_t"));
static_assert(prints(x + exp(x), "sum") && prints(x / exp(x), "quotient"));
static_assert(prints(derivative(silu(x), x), "derivative_of") && prints(derivative(silu(x), x), "silu_t"));
static_assert(printed<decltype(derivative<4>(mish(x), x))>().size() < 600);

static_assert(std::is_same_v<decltype(sigmoid(x)), applied<sigmoid_t, std::remove_const_t<decltype(x)>>>);
static_assert(std::is_empty_v<decltype(prelu(x, a))> && std::is_empty_v<sigmoid_t>);

// The name does not change what is proved.
static_assert(sigmoid(x) == 1_c / (1_c + exp(-x)) && sigmoid(2_c) == 1_c / (1_c + exp(-2_c)));
static_assert(swish(x, 1_c) == silu(x) && leaky_relu(x) == leaky_relu(x, 0.01_q) && leaky_relu(x, a) == prelu(x, a));
static_assert(elu(x, 1_c) == elu(x) && celu(x) == elu(x) && prelu(x, 0_c) == relu(x));
static_assert(selu(x) == selu_lambda * elu(x, selu_alpha));
static_assert(sigmoid(logit(a)) == a);

// -- one's own function, in the same few lines ---------------------------------------------------------------------------

struct hard_swish_t : catalogue_function<hard_swish_t> {
    static constexpr packed_name name{"hard_swish"};
    static constexpr auto formula(auto u) {
        return u * piecewise(when(u <= -3_c, 0_c), when(u >= 3_c, 1_c), otherwise((u + 3_c) / 6_c));
    }
};
constexpr hard_swish_t hard_swish{};

static_assert(hard_swish(x) == piecewise(when(x <= -3_c, 0_c), when(x < 3_c, x*(x + 3_c) / 6_c), otherwise(x)));
static_assert(hard_swish(1.0) == 4.0 / 6.0 && hard_swish(-4.0) == 0 && hard_swish(5.0) == 5);
static_assert(derivative(hard_swish(x), x)(0.0) == 0.5);
static_assert(prints(hard_swish(x), "hard_swish_t"));

} // namespace

TEST_CASE("each catalogue function remembers its name") {
    boost::hana::for_each(catalogue, [](auto f) {
        constexpr auto& g = graph_of<decltype(f)>;
        if (g[g.root()].op == operation::tanh) return; // elementary
        CHECK(g[g.root()].op == operation::named);
        CHECK(g[g.root()].name()[0] != '\0');
    });
}
