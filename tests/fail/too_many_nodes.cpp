// EXPECT: the expression needs more nodes than OGIVE_MAX_NODES allows
// SPDX-License-Identifier: BSL-1.0

#define OGIVE_MAX_NODES 8

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = exp(x)(0.5);
#else
constexpr auto f = derivative(exp(x) * sin(x) * log(x) * (x + 1_c) * (x + 2_c), x)(0.5);
#endif
