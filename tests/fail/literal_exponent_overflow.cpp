// EXPECT: a literal overflows 128 bits
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

#ifdef OGIVE_CONTROL
constexpr auto f = 1e-38_q;
#else
constexpr auto f = 1e-40_q;
#endif
