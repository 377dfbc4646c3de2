// EXPECT: inverse\(f, x\) has no closed form here: erf has no elementary inverse
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(atan(x), x);
#else
constexpr auto f = inverse(erf(x), x);
#endif
