// EXPECT: a number stands where an expression is needed
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = x - 0.5_q;
#else
constexpr auto f = x - 0.5f;
#endif
