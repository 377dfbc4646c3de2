// EXPECT: this function does not take so many arguments
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

#ifdef OGIVE_CONTROL
constexpr auto f = prelu(x, a);
#else
constexpr auto f = prelu(x);
#endif
