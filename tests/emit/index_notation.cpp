// SPDX-License-Identifier: BSL-1.0
// Index notation in text and LaTeX, its simplest forms, and derivations line by line.

#include <ogive/emit/index_steps.hpp>
#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

#include <doctest/doctest.h>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto a = vector<"a">;
constexpr auto b = vector<"b">;
constexpr auto q = vector<"q">;
constexpr auto p = vector<"p", positive>;
constexpr auto i = index<"i">;
constexpr auto j = index<"j">;
constexpr auto k = index<"k">;
constexpr auto e = symbol<"e", positive>;
constexpr auto y = softmax(a);

template <class E>
std::string simplest(E f) {
    return text(simplify(f));
}

} // namespace

TEST_CASE("text") {
    CHECK(text(y[k]) == "softmax(a)[k]");
    CHECK(definition_text(y[i]) == "exp(a[i])/sum(k, exp(a[k]))");
    CHECK(definition_text(y[k]) == "exp(a[k])/sum(k', exp(a[k']))"); // k is the name of another index here
    CHECK(text(cross_entropy(q, y)) == "cross_entropy(q, softmax(a))");
    CHECK(text(jacobian(y, a)(k, j)) == "derivative(softmax(a)[k], a[j])");
    CHECK(text(layer_norm(a, e)[i]) == "(a[i] - mean(a))/sqrt(variance(a) + e)");
    CHECK(text(max_over(j, product(k, a[j] + delta(i, k)))) == "max_over(l, product(k, a[l] + delta(i, k)))");
    CHECK(text(softmax(a / e)[k]) == "softmax(a/e)[k]");
}

TEST_CASE("LaTeX") {
    CHECK(latex(y[k] * (delta(k, j) - y[j])) ==
          "\\operatorname{softmax}(a)_{k} (\\delta_{k j} - \\operatorname{softmax}(a)_{j})");
    CHECK(latex(sum(i, a[i] * b[i])) == "\\sum_{k} a_{k} b_{k}");
    CHECK(latex(sum(i, a[i]) * product(i, b[i])) == "(\\sum_{k} a_{k}) (\\prod_{k} b_{k})");
    CHECK(latex(derivative(max_over(i, a[i]), a[j])) == "\\frac{\\partial}{\\partial a_{j}} (\\max_{k} a_{k})");
}

TEST_CASE("simplest forms") {
    CHECK(simplest(jacobian(y, a)(k, j)) == "softmax(a)[k]*(delta(k, j) - softmax(a)[j])");
    CHECK(simplest(hessian(logsumexp(a), a)(k, j)) == "softmax(a)[k]*(delta(k, j) - softmax(a)[j])");
    CHECK(simplest(gradient(logsumexp(a), a)[j]) == "softmax(a)[j]");
    CHECK(simplest(gradient(cross_entropy(q, y), a)[j]) == "softmax(a)[j]*sum(k, q[k]) - q[j]");
    CHECK(simplest(vector_jacobian_product(b, y, a)[j]) == "softmax(a)[j]*(b[j] - sum(l, b[l]*softmax(a)[l]))");
    CHECK(simplest(derivative(softmax(a, e)[k], a[j])) == "softmax(a/e)[k]*(delta(k, j) - softmax(a/e)[j])/e");
    CHECK(simplest(sum(i, sum(j, a[i] * b[j] * delta(i, j)))) == "sum(k, a[k]*b[k])");
    CHECK(simplest(derivative(product(i, p[i]), p[j])) == "product(k, p[k])/p[j]");
    CHECK(simplest(gradient(squared_error(a, b), a)[j]) == "2*(a[j] - b[j])");
    CHECK(simplest(gradient(negative_log_likelihood(log_softmax(a), k), a)[j]) == "softmax(a)[j] - delta(j, k)");
    CHECK(simplest(sum(k, y[k])) == "1");
    CHECK(simplest(gradient(max_over(i, a[i]), a)[j]) == "derivative(max_over(k, a[k]), a[j])");
    // The forms are equal to what they are forms of, and simplified again they stay.
    constexpr auto form = simplify(vector_jacobian_product(b, y, a)[j]);
    static_assert(form == vector_jacobian_product(b, y, a)[j]);
    CHECK(simplest(form) == text(form));
}

TEST_CASE("the Jacobian of softmax, line by line") {
    derivation const d = steps(jacobian(y, a)(i, j));
    CHECK(d.text() ==
          "derivative(softmax(a)[i], a[j]) = derivative(exp(a[i])/sum(k, exp(a[k])), a[j])    [definition of softmax]\n"
          "    = (exp(a[i])*delta(i, j)*sum(k, exp(a[k])) - exp(a[i])*sum(k, exp(a[k])*delta(k, j)))"
          "/sum(k, exp(a[k]))^2    [rules of differentiation; that of an element by an element is delta]\n"
          "    = (exp(a[i])*delta(i, j)*sum(k, exp(a[k])) - exp(a[i])*exp(a[j]))/sum(k, exp(a[k]))^2"
          "    [of a sum with delta one term stays]\n"
          "    = softmax(a)[i]*(delta(i, j) - softmax(a)[j])    [simplified]\n");
}

TEST_CASE("the gradient of cross-entropy under its assumption, and what is not true") {
    auto const gradient_of_loss = gradient(cross_entropy(q, y), a)[j];
    derivation const d = steps(gradient_of_loss == y[j] - q[j], assume(sum(i, q[i]) == 1_c));
    REQUIRE(d);
    CHECK(d.size() == 5);
    CHECK(text(*d.nodes, d.lines.back().right) == "softmax(a)[j] - q[j]");
    CHECK(d.lines.back().reason == "as sum(k, q[k]) == 1");
    CHECK(d.latex().find("&= \\operatorname{softmax}(a)_{j} - q_{j} && \\text{as sum(k, q[k]) == 1}") !=
          std::string::npos);
    derivation const wrong = steps(gradient_of_loss == y[j] - q[j]);
    CHECK(!wrong);
    CHECK(wrong.problem == "The next step could not be checked; nothing is claimed.");
}
