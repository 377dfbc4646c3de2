// EXPECT: derivatives in index notation are by the elements of a vector with a name
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">;
constexpr auto i = index<"i">;
constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = gradient(logsumexp(a), a);
#else
constexpr auto f = gradient(logsumexp(a), softmax(a));
#endif
