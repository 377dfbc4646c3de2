// EXPECT: the first argument of derivative_from_output\(f, x\) must be an expression
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = derivative_from_output(tanh(x), x);
#else
constexpr auto f = derivative_from_output(2.0, x);
#endif
