// EXPECT: the second argument of derivative\(f, x\) must be a symbol
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

#ifdef OGIVE_CONTROL
constexpr auto f = gradient(prelu(x, a), x, a);
#else
constexpr auto f = gradient(prelu(x, a), x, a + 1_c);
#endif
