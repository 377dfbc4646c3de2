// EXPECT: inverse\(f, x\) needs to know the sign of a parameter
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;
constexpr auto b = symbol<"b", positive>;

#ifdef OGIVE_CONTROL
constexpr auto f = inverse(prelu(x, b), x);
#else
constexpr auto f = inverse(prelu(x, a), x);
#endif
