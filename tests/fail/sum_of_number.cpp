// EXPECT: what stands under sum\(i, e\) and its kin must be an expression
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">;
constexpr auto i = index<"i">;
constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = sum(i, 2_c);
#else
constexpr auto f = sum(i, 2.0);
#endif
