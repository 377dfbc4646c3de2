// EXPECT: the name of a symbol must have 1 to 31 characters
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

#ifdef OGIVE_CONTROL
constexpr auto f = symbol<"the_learning_rate_of_generator">;
#else
constexpr auto f = symbol<"the_learning_rate_of_the_generator">;
#endif
