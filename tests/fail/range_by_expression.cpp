// EXPECT: the second argument of range\(f, x\) must be a symbol
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = range(tanh(x), x);
#else
constexpr auto f = range(tanh(x), 2_c * x);
#endif
