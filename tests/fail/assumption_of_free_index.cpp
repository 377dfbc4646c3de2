// EXPECT: assume\(...\) needs equations whose left side is the sum of a vector's elements
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">;
constexpr auto i = index<"i">;
constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
static_assert(prove(sum(i, a[i]) == 1_c, assume(sum(i, a[i]) == 1_c)) == verdict::proved);
#else
static_assert(prove(sum(i, a[i]) == 2_c, assume(sum(i, a[index<"k">]) == 1_c)) == verdict::unknown);
#endif
