// SPDX-License-Identifier: BSL-1.0
// The stable form of an activation for a program that cannot include the library: C, CUDA or Python.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <cstdio>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

int main() {
    std::printf("%s\n", c_source(logit(x), "logit").c_str());
    std::printf("%s\n", cuda_source(derivative(sigmoid(x), x), "sigmoid_slope").c_str());
    std::printf("%s", python_source(x * tanh(softplus(x)), "mish").c_str());

    // A name that the language does not take is refused in words.
    try {
        python_source(symbol<"lambda"> * x, "scaled");
    } catch (std::invalid_argument const& refusal) {
        std::printf("\n%s\n", refusal.what());
    }
}
