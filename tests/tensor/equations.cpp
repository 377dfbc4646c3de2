// SPDX-License-Identifier: BSL-1.0
// Equations in index notation, for every length: the true ones are proved and the tempting false ones refuted, when compiling.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto a = vector<"a">;
constexpr auto b = vector<"b">;
constexpr auto d = vector<"d">;
constexpr auto g = vector<"g">;
constexpr auto q = vector<"q">;
constexpr auto p = vector<"p", positive>;
constexpr auto r = vector<"r", positive>;
constexpr auto i = index<"i">;
constexpr auto j = index<"j">;
constexpr auto k = index<"k">;
constexpr auto l = index<"l">;
constexpr auto c = symbol<"c">;
constexpr auto e = symbol<"e", positive>;
constexpr auto t = symbol<"t">;
constexpr auto z = symbol<"z">;

constexpr auto y = softmax(a);
constexpr auto n = sum(i, 1_c);
constexpr auto targets = assume(sum(i, q[i]) == 1_c);

#define PROVED(...) static_assert(prove(__VA_ARGS__) == verdict::proved)
#define REFUTED(...) static_assert(prove(__VA_ARGS__) == verdict::refuted)

// -- index notation ----------------------------------------------------------------------------------------------------

PROVED(sum(i, a[i]) == sum(k, a[k]));
PROVED(sum(i, sum(j, a[i] * b[j])) == sum(i, a[i]) * sum(i, b[i]));
PROVED(sum(i, sum(j, a[i] - a[j])) == 0_c);
PROVED(sum(i, sum(j, a[i] * b[j] * delta(i, j))) == sum(i, a[i] * b[i]));
PROVED(sum(i, delta(i, j) * g[i]) == g[j]);
PROVED(sum(i, delta(i, j) * delta(i, k) * a[i]) == delta(j, k) * a[j]);
PROVED(sum(i, delta(i, i)) == n);
PROVED(sum(i, exp(delta(i, j))) == n - 1_c + exp(1_c));
PROVED(delta(i, j) * delta(i, j) == delta(j, i));
PROVED(derivative(a[i], a[j]) == delta(i, j));
PROVED(derivative(a[i], b[j]) == 0_c);
PROVED(derivative(sum(j, a[j] * b[j]), a[j]) == b[j]); // the bound j is another one
PROVED(each(i, sum(k, a[k] * b[i]))[k] == b[k] * sum(i, a[i]));
PROVED(derivative(product(i, p[i]), p[j]) == product(i, p[i]) / p[j]);
PROVED(product(i, exp(a[i])) == exp(sum(i, a[i])));
PROVED(log(product(i, p[i])) == sum(i, log(p[i])));
PROVED(product(i, e* p[i]) == pow(e, n) * product(i, p[i]));
PROVED(max_over(i, a[i] + c) == max_over(k, a[k]) + c);
PROVED(sum(j, derivative(max_over(k, a[k]), a[j])) == 1_c);
PROVED(derivative<2>(sum(i, a[i] * a[i] * a[i]), a[j]) == 6_c * a[j]);
PROVED(derivative(sum(i, exp(a[i] / e)), e) == -sum(i, a[i] * exp(a[i] / e)) / (e * e));
PROVED(map(sigmoid, a)[i] == 1_c / (1_c + exp(-a[i])));
PROVED((2_q * a - b / c)[i] == 2_q * a[i] - b[i] / c);
REFUTED(delta(i, j) == 1_c);
REFUTED(delta(i, j) == 0_c);
REFUTED(sum(i, a[i] * b[i]) == sum(i, a[i]) * sum(i, b[i]));
REFUTED(sum(i, a[i] * a[i]) == sum(i, a[i]) * sum(i, a[i]));
REFUTED(derivative(sum(i, a[i]), a[j]) == n);
REFUTED(max_over(i, c* a[i]) == c * max_over(i, a[i])); // where c is negative
REFUTED(product(i, 2_c * a[i]) == 2_c * product(i, a[i]));

// -- softmax -----------------------------------------------------------------------------------------------------------

static_assert(sum(k, softmax(a)[k]) == 1_c); // as users write it
static_assert(softmax(a)[k] != softmax(2_q * a)[k]);
PROVED(softmax(a + c)[k] == y[k]);
PROVED(softmax(a - each(i, maxout(a)))[k] == y[k]);
PROVED(softmax(a, c)[k] == softmax(a / c)[k]);
PROVED(softmin(a)[k] == softmax(-a)[k]);
PROVED(softmax(log_softmax(a))[k] == y[k]);
PROVED(sum(k, softmax(softmax(a))[k]) == 1_c);
PROVED(y[i] / y[j] == exp(a[i] - a[j]));
PROVED(odds_ratio(y)[k] == exp(a[k]) / (sum(i, exp(a[i])) - exp(a[k])));
PROVED(log_softmax(a)[k] == log(y[k]));
PROVED(log_softmax(a)[k] == a[k] - logsumexp(a));
PROVED(logsumexp(a + c) == logsumexp(a) + c);
PROVED(logsumexp(a) == maxout(a) + log(sum(i, exp(a[i] - maxout(a)))));
REFUTED(sum(k, y[k]) == n);
REFUTED(softmax(c* a)[k] == y[k]);
REFUTED(softmax(a* b)[k] == softmax(a)[k] * softmax(b)[k]);
REFUTED(softmax(y)[k] == y[k]);
REFUTED(logsumexp(a) == maxout(a));
REFUTED(log_softmax(a)[k] == a[k] - maxout(a));
REFUTED(sparsemax(a)[k] == y[k]);

PROVED(jacobian(y, a)(k, j) == y[k] * (delta(k, j) - y[j]));
PROVED(jacobian(y, a)[k][j] == y[k] * delta(k, j) - y[k] * y[j]);
PROVED(gradient(logsumexp(a), a)[j] == y[j]);
PROVED(hessian(logsumexp(a), a)(k, j) == y[k] * delta(k, j) - y[k] * y[j]);
PROVED(jacobian(log_softmax(a), a)(k, j) == delta(k, j) - y[j]);
PROVED(sum(j, jacobian(y, a)(k, j)) == 0_c);
PROVED(sum(k, jacobian(y, a)(k, j)) == 0_c);
PROVED(hessian(y[k], a)(j, l) == y[k] * ((delta(k, l) - y[l]) * (delta(k, j) - y[j]) - y[j] * (delta(j, l) - y[l])));
PROVED(derivative(softmax(a, e)[k], e) == softmax(a, e)[k] * (sum(i, softmax(a, e)[i] * a[i]) - a[k]) / (e * e));
PROVED(vector_jacobian_product(g, y, a)[j] == y[j] * (g[j] - sum(k, g[k] * y[k])));
PROVED(jacobian_vector_product(y, a, d)[k] == y[k] * (d[k] - sum(j, y[j] * d[j])));
REFUTED(jacobian(y, a)(k, j) == y[j] * (delta(k, j) - y[j]));
REFUTED(jacobian(y, a)(k, j) == y[k] * (1_c - y[k]) * delta(k, j));
REFUTED(gradient(logsumexp(a), a)[j] == log_softmax(a)[j]);
REFUTED(hessian(logsumexp(a), a)(k, j) == y[k] * delta(k, j) + y[k] * y[j]);
REFUTED(vector_jacobian_product(g, y, a)[j] == y[j] * (g[j] - sum(k, g[k])));

// Two classes: the sigmoid of the difference.
constexpr auto first = index<"1">;
constexpr auto second = index<"2">;
PROVED(with_length<2>(softmax(a)[first]) == with_length<2>(sigmoid(a[first] - a[second])));
PROVED(with_length<2>(gradient(logsumexp(a), a)[first]) == with_length<2>(sigmoid(a[first] - a[second])));
REFUTED(with_length<3>(softmax(a)[first]) == with_length<3>(sigmoid(a[first] - a[second])));

// Order is preserved: y[i] > y[j] where a[i] > a[j].
PROVED(sign(y[i] - y[j]) == sign(a[i] - a[j]));
PROVED(max(y[i], y[j]) == piecewise(when(a[i] > a[j], y[i]), otherwise(y[j])));
REFUTED(max(y[i], y[j]) == piecewise(when(a[i] < a[j], y[i]), otherwise(y[j])));

// -- losses ------------------------------------------------------------------------------------------------------------

PROVED(gradient(cross_entropy(q, y), a)[j] == y[j] - q[j], targets);
PROVED(gradient(cross_entropy(q, y), a)[j] == y[j] * sum(i, q[i]) - q[j]);
PROVED(gradient(cross_entropy(q, softmax(a, e)), a)[j] == (softmax(a, e)[j] - q[j]) / e, targets);
PROVED(gradient(negative_log_likelihood(log_softmax(a), k), a)[j] == y[j] - delta(k, j));
PROVED(cross_entropy(p, r) == entropy(p) + kullback_leibler(p, r));
PROVED(gradient(entropy(p), p)[j] == -log(p[j]) - 1_c);
PROVED(gradient(kullback_leibler(q, p), p)[j] == -q[j] / p[j]);
PROVED(sum(i, label_smoothing(q, e)[i]) == 1_c, targets);
PROVED(gradient(squared_error(a, b), a)[j] == 2_c * (a[j] - b[j]));
PROVED(binary_cross_entropy(t, sigmoid(z)) == binary_cross_entropy_with_logits(t, z));
PROVED(derivative(binary_cross_entropy_with_logits(t, z), z) == sigmoid(z) - t);
PROVED(derivative(log_cosh(z), z) == tanh(z));
PROVED(focal_loss(e, 0_q) == -log(e));
REFUTED(gradient(cross_entropy(q, y), a)[j] == y[j] - q[j]); // without the assumption
REFUTED(gradient(cross_entropy(q, y), a)[j] == q[j] - y[j], targets);
REFUTED(gradient(cross_entropy(q, y), a)[j] == y[j] * q[j] - q[j], targets);
REFUTED(cross_entropy(p, r) == entropy(p) - kullback_leibler(p, r));
// Assumptions about several vectors, and about all elements: no point is taken at which one of them does not hold.
constexpr auto distributions = assume(sum(i, p[i]) == 1_c, sum(i, r[i]) == 1_c);
PROVED(sum(i, p[i] - r[i]) == 0_c, distributions);
PROVED(sum(i, sum(j, p[i] * r[j])) == 1_c, distributions);
REFUTED(sum(i, p[i] * r[i]) == 1_c, distributions);
// A derivative is taken before what is assumed of the sum is put in.
PROVED(derivative(sum(i, p[i] * p[i]), p[j]) == 2_c * p[j], distributions);
static_assert(prove(derivative(sum(i, q[i] * q[i]), q[j]) + sum(i, abs(r[i])) == 2_c * q[j] + sum(i, r[i]), targets) !=
              verdict::refuted);
static_assert(prove(max_over(i, abs(p[i])) == max_over(i, p[i]), assume(sum(i, p[i]) == 1_c)) != verdict::refuted);
static_assert(prove(min(sum(i, abs(p[i])), 2_c) == 1_c, assume(sum(i, p[i]) == 1_c)) != verdict::refuted);
REFUTED(kullback_leibler(p, r) == kullback_leibler(r, p));
REFUTED(gradient(squared_error(a, b), a)[j] == 2_c * (b[j] - a[j]));
REFUTED(binary_cross_entropy_with_logits(t, z) == softplus(z) + z * t);
REFUTED(derivative(huber(z, e), z) == z);

// -- layers ------------------------------------------------------------------------------------------------------------

PROVED(sum(i, mean(a) - a[i]) == 0_c);
PROVED(variance(a) == sum(i, a[i] * a[i]) / n - pow(mean(a), 2_c));
PROVED(derivative(variance(a), a[j]) == 2_c * (a[j] - mean(a)) / n);
PROVED(sum(i, layer_norm(a, e)[i]) == 0_c);
PROVED(layer_norm(a + c, e)[i] == layer_norm(a, e)[i]);
PROVED(sum(k, jacobian(layer_norm(a, e), a)(k, j)) == 0_c);
PROVED(sum(i, pow(rms_norm(p, 0_c)[i], 2_c)) == n);
PROVED(rms_norm(e* p, 0_c)[i] == rms_norm(p, 0_c)[i]);
PROVED(derivative(glu(a, b)[i], a[j]) == delta(i, j) * sigmoid(b[i]));
PROVED(derivative(swiglu(a, b)[i], b[j]) == delta(i, j) * a[i] * sigmoid(b[i]) * (1_c + b[i] * (1_c - sigmoid(b[i]))));
REFUTED(sum(i, layer_norm(a, e)[i] * layer_norm(a, e)[i]) == n);
REFUTED(mean(a) == maxout(a));

constexpr auto state = lstm(vector<"input">, vector<"forget">, vector<"candidate">, vector<"output">, vector<"cell">);
PROVED(derivative(state.cell[k], vector<"cell">[j]) == delta(k, j) * sigmoid(vector<"forget">[k]));
PROVED(derivative(state.hidden[k], vector<"output">[j]) ==
       delta(k, j) * state.hidden[k] * (1_c - sigmoid(vector<"output">[k])));
PROVED(derivative(gru(a, b, d, g, q)[k], q[j]) == delta(k, j) * sigmoid(b[k]));

} // namespace

TEST_CASE("a refutation has a point at which the sides differ for some length") {
    auto const f = decide(gradient(cross_entropy(q, y), a)[j] == y[j] - q[j]);
    REQUIRE(f.answer == verdict::refuted);
    CHECK(f.coordinates == 4); // two elements of each vector
    CHECK((f.left.upper < f.right.lower || f.right.upper < f.left.lower));
    unsigned found = 0;
    for (char const* name : {"a[1]", "a[2]", "q[1]", "q[2]"})
        for (unsigned at = 0; at < f.coordinates; ++at) found += f.names[at] == packed_name{name} ? 1u : 0u;
    CHECK(found == 4);
}

TEST_CASE("what is out of reach is unknown, not wrong") {
    CHECK(prove(sum(i, sparsemax(a)[i]) == 1_c) == verdict::unknown); // conditions under a sum are not taken apart
}
