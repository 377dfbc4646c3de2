// EXPECT: the third argument of inverse\(f, x, on\(lower, upper\)\) must be an interval
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(x * x, x, on(0_c, infinity));
#else
constexpr auto f = inverse(x * x, x, 0_c);
#endif
