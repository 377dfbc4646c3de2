// EXPECT: a question about a function needs the symbol of its argument
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = monotonicity(tanh(x), x);
#else
constexpr auto f = monotonicity(tanh(x), 2_c * x);
#endif
