// SPDX-License-Identifier: BSL-1.0
// What is said of activations in prose, as facts that the compiler derives; and derivations, line by line.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <cstdio>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

static_assert(range(sigmoid(x), x)[0].upper.is(1) && !range(sigmoid(x), x)[0].upper_closed);
static_assert(lipschitz(sigmoid(x), x).is(1_q / 4_q)); // the largest slope
static_assert(saturates(tanh(x), x));                  // at both ends
static_assert(saturates(relu(x), x, -infinity) && !saturates(relu(x), x, infinity));
static_assert(parity(tanh(x), x).kind == parity_kind::odd);
static_assert(!is_differentiable(relu(x), x, at(0_q)));
static_assert(is_convex(softplus(x), x));
static_assert(inverse(x / sqrt(1_c + x * x), x) == x / sqrt(1_c - x * x));
static_assert("2*atan(tanh(x/2)) == atan(sinh(x))"_expr); // formulas may also be written as text

int main() {
    constexpr auto silu_x = silu(x);
    std::printf("silu       %s\n", monotonicity_text(monotonicity(silu_x, x)).c_str());
    std::printf("           range %s, critical point %s\n", text(range(silu_x, x)).c_str(),
                text(critical_points(silu_x, x)).c_str());
    std::printf("softplus   asymptote %s, class %s\n", text(asymptote(softplus(x), x, infinity)).c_str(),
                text(smoothness(softplus(x), x)).c_str());
    std::printf("elu        class %s\n", text(smoothness(elu(x), x)).c_str());

    std::printf("\n%s", steps(inverse(logit(x), x)).text().c_str());
    std::printf("\n%s", steps(derivative(silu(x), x)).text().c_str());
    // No closed form, but certainly strictly monotone: solved to full precision.
    std::printf("\nx + tanh(x) = 1.5 at x = %.15g\n", numeric_inverse(x + tanh(x), x)(1.5));
}
