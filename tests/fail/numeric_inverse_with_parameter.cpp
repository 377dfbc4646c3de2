// EXPECT: the second argument of numeric_inverse\(f, x\) must be the only symbol of f
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a", positive>;

#ifdef OGIVE_CONTROL
constexpr auto f = numeric_inverse(substitute(a * x, a, 2_c), x);
#else
constexpr auto f = numeric_inverse(a * x, x);
#endif
