// EXPECT: piecewise needs cases when\(condition, f\) and, as its last argument only, otherwise\(g\)
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = piecewise(when(x > 0_c, x), otherwise(0_c));
#else
constexpr auto f = piecewise(when(x > 0_c, x), when(x <= 0_c, 0_c));
#endif
