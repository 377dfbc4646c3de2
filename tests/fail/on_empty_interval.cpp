// EXPECT: on\(lower, upper\) needs the lower end first
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(x * x, x, on(0_c, 1_c));
#else
constexpr auto f = inverse(x * x, x, on(1_c, 0_c));
#endif
