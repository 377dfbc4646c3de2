// EXPECT: an index is needed here
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">;
constexpr auto i = index<"i">;
constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = a[i];
#else
constexpr auto f = a[0];
#endif
