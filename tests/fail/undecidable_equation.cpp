// EXPECT: this equation could not be decided: it is neither proved nor refuted
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
static_assert(prove(asin(x) == atan(x / sqrt(1_c - x * x))) == verdict::unknown);
#else
static_assert(asin(x) == atan(x / sqrt(1_c - x * x)));
#endif
