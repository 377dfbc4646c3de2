// SPDX-License-Identifier: BSL-1.0
#include <ogive/ogive.hpp>

#include <cstdio>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

static_assert(tanh(x) == 2_c * sigmoid(2_c * x) - 1_c);

int main() { std::printf("%.12f\n", (x * tanh(softplus(x)))(0.5)); }
