// EXPECT: must be the only symbol of f, without an assumption
// SPDX-License-Identifier: BSL-1.0

#include <ogive/initialize.hpp>
#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a", positive>;

#ifdef OGIVE_CONTROL
auto const g = gain(leaky_relu(x, 0.2_q), x);
#else
auto const g = gain(leaky_relu(x, a), x);
#endif
