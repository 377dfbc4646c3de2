// EXPECT: the equation for x is a polynomial of a degree above 2
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(pow(x, 5_c), x);
#else
constexpr auto f = inverse(pow(x, 5_c) + x, x);
#endif
