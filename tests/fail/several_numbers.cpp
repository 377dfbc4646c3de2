// EXPECT: an expression is evaluated with one number, or with bindings only
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

#ifdef OGIVE_CONTROL
constexpr double value = swish(x, a)(x = 0.5, a = 0.25);
#else
constexpr double value = swish(x, a)(0.5, 0.25);
#endif
