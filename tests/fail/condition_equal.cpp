// EXPECT: a condition is an inequality
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = piecewise(when(x <= 0_c && x >= 0_c, 1_c), otherwise(sin(x) / x));
#else
constexpr auto f = piecewise(when(x == 0_c, 1_c), otherwise(sin(x) / x));
#endif
