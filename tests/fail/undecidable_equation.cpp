// EXPECT: this equation could not be decided: it is neither proved nor refuted
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

#ifdef OGIVE_CONTROL
static_assert(prove(8_c * sin(pi / 7_c) * sin(2_c * pi / 7_c) * sin(3_c * pi / 7_c) == sqrt(7_c)) == verdict::unknown);
#else
static_assert(8_c * sin(pi / 7_c) * sin(2_c * pi / 7_c) * sin(3_c * pi / 7_c) == sqrt(7_c));
#endif
