// EXPECT: need exactly one symbol that is not bound
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
    forward(prelu(x, a), in, out, a = 0.25f);
#else
    forward(prelu(x, a), in, out);
#endif
}
