// EXPECT: a function of vectors needs vectors
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">;
constexpr auto i = index<"i">;
constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = softmax(a);
#else
constexpr auto f = softmax(x);
#endif
