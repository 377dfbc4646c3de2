// EXPECT: the ends of on\(lower, upper\) must be rational numbers
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(sin(x), x, on(-1.57_q, 1.57_q));
#else
constexpr auto f = inverse(sin(x), x, on(-pi / 2_c, pi / 2_c));
#endif
