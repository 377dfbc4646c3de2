// EXPECT: the point in at\(q\), at_left\(q\) or at_right\(q\) must be an exact number
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

#ifdef OGIVE_CONTROL
constexpr auto f = limit(tanh(x), x, at(0_c));
#else
constexpr auto f = limit(tanh(x), x, at(a));
#endif
