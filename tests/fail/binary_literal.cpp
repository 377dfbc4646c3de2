// EXPECT: a _q literal must be a decimal number
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

#ifdef OGIVE_CONTROL
constexpr auto f = 5_q;
#else
constexpr auto f = 0b101_q;
#endif
