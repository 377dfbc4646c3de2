// EXPECT: the second argument of log_abs_derivative\(f, x\) must be a symbol
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = log_abs_derivative(tanh(x), x);
#else
constexpr auto f = log_abs_derivative(tanh(x), 2_c * x);
#endif
