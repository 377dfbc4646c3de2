// SPDX-License-Identifier: BSL-1.0
// The gradient of softmax with cross-entropy, proved for every length.

#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">;
constexpr auto q = vector<"q">;
constexpr auto i = index<"i">;
constexpr auto j = index<"j">;

static_assert(prove(gradient(cross_entropy(q, softmax(a)), a)[j] == softmax(a)[j] - q[j],
                    assume(sum(i, q[i]) == 1_c)) == verdict::proved);
