// EXPECT: the order of a derivative must not be negative
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = derivative<0>(tanh(x), x);
#else
constexpr auto f = derivative<-1>(tanh(x), x);
#endif
