// EXPECT: the first argument of numeric_inverse\(f, x\) must be an expression
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = numeric_inverse(tanh(x), x);
#else
constexpr auto f = numeric_inverse(2.0, x);
#endif
