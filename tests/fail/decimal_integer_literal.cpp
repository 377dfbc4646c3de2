// EXPECT: a _c literal must be an integer, as in 2_c; write a decimal number with _q
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

#ifdef OGIVE_CONTROL
constexpr auto f = 0x1e_c * symbol<"x">;
#else
constexpr auto f = 1.5_c * symbol<"x">;
#endif
