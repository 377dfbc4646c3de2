// EXPECT: the branch of sin, cos or tan is not known
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(tan(x), x, on(-1_c, 1_c));
#else
constexpr auto f = inverse(tan(x), x);
#endif
