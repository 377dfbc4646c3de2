// EXPECT: the two outputs of forward_with_derivative
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

float in[4], out[4], slope[4], value;
double wide[4];
int integers[4];

void program() {
#ifdef OGIVE_CONTROL
    forward_with_derivative(sigmoid(x), in, out, slope);
#else
    forward_with_derivative(sigmoid(x), in, out, wide);
#endif
}
