// EXPECT: this equation could not be decided: its normal form exceeds a limit of the engine
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;
constexpr auto b = symbol<"b">;

#ifdef OGIVE_CONTROL
static_assert(pow(x + a + b + 1_c, 2_c) * pow(x - a, 2_c) == pow(x + a + b + 1_c, 2_c) * (x * x - 2_c * a * x + a * a));
#else
static_assert(pow(x + a + b + 1_c, 20_c) * pow(x - a, 2_c) ==
              pow(x + a + b + 1_c, 20_c) * (x * x - 2_c * a * x + a * a));
#endif
