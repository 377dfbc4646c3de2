// EXPECT: inverse\(f, x\) needs a function that takes every value once
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(leaky_relu(x), x);
#else
constexpr auto f = inverse(relu(x), x);
#endif
