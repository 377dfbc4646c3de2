// SPDX-License-Identifier: BSL-1.0
// Gains by convention and as the functions themselves have them, forward and backward.

#include <ogive/initialize.hpp>
#include <ogive/ogive.hpp>

#include <cmath>
#include <cstdio>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

template <class F>
void row(char const* name, F f, double conventional = 0) {
    certified_value const forward = gain(f, x), backward = backward_gain(f, x);
    std::printf("%-20s ", name);
    if (conventional > 0)
        std::printf("%-10.8f", conventional);
    else
        std::printf("%-10s", "-");
    std::printf("  %.16f  %.16f  %s\n", forward.value(), backward.value(),
                forward.closed_form ? "closed form" : "integral");
}

int main() {
    std::printf("%-20s %-10s  %-18s  %-18s\n", "f", "PyTorch", "forward", "backward");
    row("x", x, 1);
    row("sigmoid(x)", sigmoid(x), 1);
    row("tanh(x)", tanh(x), 5.0 / 3);
    row("relu(x)", relu(x), std::sqrt(2.0));
    row("leaky_relu(x)", leaky_relu(x), std::sqrt(2 / (1 + 0.01 * 0.01)));
    row("selu(x)", selu(x), 0.75);
    row("prelu(x, 0.25)", prelu(x, 0.25_q));
    row("elu(x)", elu(x));
    row("celu(x, 2)", celu(x, 2_c));
    row("softplus(x)", softplus(x));
    row("gelu(x)", gelu(x));
    row("gelu_tanh(x)", gelu_tanh(x));
    row("silu(x)", silu(x));
    row("swish(x, 1.5)", swish(x, 1.5_q));
    row("mish(x)", mish(x));
    row("min(max(x, 0), 6)", min(max(x, 0_c), 6_c));
    row("x/(1 + abs(x))", x / (1_c + abs(x)));
    row("x + sin(x)^2", x + pow(sin(x), 2_c));
}
