// EXPECT: with_length<n>\(f\) needs an expression whose free indices are positions
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">;
constexpr auto i = index<"i">;
constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = with_length<2>(softmax(a)[index<"1">]);
#else
constexpr auto f = with_length<2>(softmax(a)[i]);
#endif
