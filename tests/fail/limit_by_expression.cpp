// EXPECT: the second argument of limit\(f, x, infinity\) must be a symbol
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = limit(tanh(x), x, infinity);
#else
constexpr auto f = limit(tanh(x), 2_c * x, infinity);
#endif
