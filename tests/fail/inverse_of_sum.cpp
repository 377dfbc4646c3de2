// EXPECT: inverse\(f, x\) needs an equation that can be solved for x in closed form
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(exp(2_c * x) + exp(x), x);
#else
constexpr auto f = inverse(x + exp(x), x);
#endif
