// EXPECT: a number, or what is known of functions of numbers, was asked of an expression in index
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">;
constexpr auto i = index<"i">;
constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
auto const f = with_length<2>(logsumexp(a))(symbol<"a[1]"> = 0.5, symbol<"a[2]"> = 1.0);
#else
auto const f = logsumexp(a)(0.5);
#endif
