// EXPECT: a power of an exact constant overflows 128 bits
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = derivative(x * pow(2_c, 126_c), x)(0.5);
#else
constexpr auto f = derivative(x * pow(2_c, 127_c), x)(0.5);
#endif
