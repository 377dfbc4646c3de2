// EXPECT: an addition of exact constants overflows 128 bits
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

#ifdef OGIVE_CONTROL
constexpr auto f = 100000000000000000000000000000000000000_q - 100000000000000000000000000000000000000_q;
#else
constexpr auto f = -100000000000000000000000000000000000000_q - 100000000000000000000000000000000000000_q;
#endif
