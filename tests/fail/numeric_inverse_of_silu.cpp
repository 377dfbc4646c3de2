// EXPECT: numeric_inverse\(f, x\) needs a function that is certainly strictly monotone
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = numeric_inverse(silu(x), x, on(0_c, infinity));
#else
constexpr auto f = numeric_inverse(silu(x), x);
#endif
