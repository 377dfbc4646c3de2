// EXPECT: this equation could not be decided: no point was found at which both sides are defined
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
static_assert(log(x * x + 1_c) == log(x * x + 1_c) + 0_c * x);
#else
static_assert(log(-x * x - 1_c) == log(-x * x - 1_c) + 0_c * x);
#endif
