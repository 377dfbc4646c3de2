// EXPECT: the first argument of forward
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
    forward(sigmoid(x), in, out);
#else
    forward(0.5, in, out);
#endif
}
