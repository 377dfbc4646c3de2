// EXPECT: NaN and infinity do not occur
// SPDX-License-Identifier: BSL-1.0

#ifndef OGIVE_CONTROL
#undef __FINITE_MATH_ONLY__
#define __FINITE_MATH_ONLY__ 1 // what -ffast-math does
#endif

#include <ogive/ogive.hpp>
