// SPDX-License-Identifier: BSL-1.0
// What the library is for, in one page: proved, refuted, inverted and evaluated.

#include <ogive/ogive.hpp>

#include <cstdio>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

static_assert(tanh(x) == 2_c * sigmoid(2_c * x) - 1_c); // proved, not sampled
static_assert(derivative(sigmoid(x), x) == sigmoid(x) * (1_c - sigmoid(x)));
static_assert(inverse(sigmoid(x), x) == logit(x));
static_assert(tanh(x) != 2_c * sigmoid(x) - 1_c); // refuted, with a witness

int main() {
    constexpr auto mish = x * tanh(softplus(x));
    double y = mish(0.5);                                     // one exp, one division
    auto [value, slope] = value_and_derivative(mish, x)(0.5); // shares that exp
    std::printf("mish(0.5) = %.15g\n", y);
    std::printf("mish(0.5) = %.15g, mish'(0.5) = %.15g\n", value, slope);

    // Far out, where the usual formula overflows or cancels, it stays right.
    for (double at : {-800.0, -37.0, 400.0}) {
        auto [v, s] = value_and_derivative(mish, x)(at);
        std::printf("mish(%g) = %.15g, mish'(%g) = %.15g\n", at, v, at, s);
    }
}
