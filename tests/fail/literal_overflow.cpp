// EXPECT: a literal overflows 128 bits
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

#ifdef OGIVE_CONTROL
constexpr auto f = 3.1415926535897932384626433832795028841_q;
#else
constexpr auto f = 3.14159265358979323846264338327950288419716939937510_q;
#endif
