// EXPECT: the first argument of gain\(f, x\), backward_gain\(f, x\) and normal_mean\(f, x\) must be an expression
// SPDX-License-Identifier: BSL-1.0

#include <ogive/initialize.hpp>
#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
auto const g = gain(tanh(x), x);
#else
auto const g = gain(2.0, x);
#endif
