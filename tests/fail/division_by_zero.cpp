// EXPECT: a division of exact constants by zero
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

#ifdef OGIVE_CONTROL
constexpr auto f = 1_c / (0.5_q - 0.25_q);
#else
constexpr auto f = 1_c / (0.5_q - 0.5_q);
#endif
