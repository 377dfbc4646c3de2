// EXPECT: the second and third argument of derivative_from_output\(f, x, y\) must be symbols
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = derivative_from_output(tanh(x), x);
#else
constexpr auto f = derivative_from_output(tanh(x), 2_c * x);
#endif
