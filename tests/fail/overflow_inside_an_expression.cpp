// EXPECT: a multiplication of exact constants overflows 128 bits
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr double value = (pow(x, 2_c) + max(100000000000000000000000000000000000000_q, 1_c) * sqrt(x) *
                                            (pow(100000000000000000000000000000000000000_q, 1_c) * pow(1_c, 1_c)))(0.5);
#else
constexpr double value = (pow(x, 2_c) + max(100000000000000000000000000000000000000_q, 1_c) * sqrt(x) *
                                            (pow(100000000000000000000000000000000000000_q, 1_c) *
                                             pow(100000000000000000000000000000000000000_q, 1_c)))(0.5);
#endif
