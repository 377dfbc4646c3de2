// EXPECT: log_abs_derivative\(f, x\) is minus infinity on an interval
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = log_abs_derivative(leaky_relu(x), x);
#else
constexpr auto f = log_abs_derivative(relu(x), x);
#endif
