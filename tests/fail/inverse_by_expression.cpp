// EXPECT: the second argument of inverse\(f, x\) must be a symbol
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(tanh(2_c * x), x);
#else
constexpr auto f = inverse(tanh(2_c * x), 2_c * x);
#endif
