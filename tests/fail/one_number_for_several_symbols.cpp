// EXPECT: a single number was given to an expression of several symbols
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

#ifdef OGIVE_CONTROL
constexpr double value = prelu(x, a)(x = 0.5, a = 0.25);
#else
constexpr double value = prelu(x, a)(0.5);
#endif
