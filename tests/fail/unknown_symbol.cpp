// EXPECT: a value is bound to a symbol that does not occur in the expression
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

#ifdef OGIVE_CONTROL
constexpr double value = sigmoid(x)(x = 0.5);
#else
constexpr double value = sigmoid(x)(x = 0.5, a = 1.0);
#endif
