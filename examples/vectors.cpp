// SPDX-License-Identifier: BSL-1.0
// Softmax and its loss for any number of classes: proved, differentiated and explained.

#include <ogive/emit/index_steps.hpp>
#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

#include <cstdio>

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">; // logits
constexpr auto q = vector<"q">; // targets
constexpr auto c = symbol<"c">;
constexpr auto i = index<"i">;
constexpr auto j = index<"j">;
constexpr auto k = index<"k">;

static_assert(sum(k, softmax(a)[k]) == 1_c); // for every length, not for three elements
static_assert(softmax(a + c)[k] == softmax(a)[k]);
static_assert(jacobian(softmax(a), a)(k, j) == softmax(a)[k] * (delta(k, j) - softmax(a)[j]));
static_assert(softmax(a)[k] != softmax(c * a)[k]); // refuted, with a length and a point
static_assert(sign(softmax(a)[i] - softmax(a)[j]) == sign(a[i] - a[j]));

// Another loss is another formula: with smoothed labels.
constexpr auto smoothed = label_smoothing(q, 0.1_q);
static_assert(prove(gradient(cross_entropy(smoothed, softmax(a)), a)[j] == softmax(a)[j] - smoothed[j],
                    assume(sum(i, q[i]) == 1_c)) == verdict::proved);

int main() {
    std::printf("%s\n", text(simplify(hessian(logsumexp(a), a)(k, j))).c_str());
    constexpr auto upstream = vector<"g">;
    std::printf("%s\n\n", text(simplify(vector_jacobian_product(upstream, softmax(a), a)[j])).c_str());

    constexpr auto loss = cross_entropy(q, softmax(a));
    auto const lines = steps(gradient(loss, a)[j] == softmax(a)[j] - q[j], assume(sum(i, q[i]) == 1_c));
    std::fputs(lines.text().c_str(), stdout);
}
