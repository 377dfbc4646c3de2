// EXPECT: inverse\(f, x\) needs a closed form, and the engine finds none for this function
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(piecewise(when(x > 0_c, x), otherwise(2_c * x)), x);
#else
constexpr auto f = inverse(piecewise(when(sin(x) + x > 0_c, x), otherwise(2_c * x)), x);
#endif
