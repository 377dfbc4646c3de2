// EXPECT: the ends of on\(lower, upper\) must be exact constants
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(x * x, x, on(0_c, 1_c));
#else
constexpr auto f = inverse(x * x, x, on(0.0, 1.0));
#endif
