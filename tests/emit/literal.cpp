// SPDX-License-Identifier: BSL-1.0
// Expressions, conditions and equations as text in C++.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

template <class A, class B>
constexpr bool same_graph(A, B) {
    workspace w;
    return w.import(graph_of<A>, graph_of<A>.root()) == w.import(graph_of<B>, graph_of<B>.root());
}

static_assert(same_graph("x*tanh(softplus(x))"_expr, x* tanh(softplus(x))));
static_assert(std::is_empty_v<decltype("x + 1"_expr)>);
static_assert(text_of<decltype("x  +1"_expr)> == "x + 1");

static_assert("tanh(x) == 2*sigmoid(2*x) - 1"_expr);
static_assert("tanh(x) != 2*sigmoid(x) - 1"_expr);
static_assert(prove("sigmoid(x) == (1 + tanh(x/2))/2"_expr) == verdict::proved);
static_assert(prove("sigmoid(x) == (1 + tanh(x))/2"_expr) == verdict::refuted);
static_assert("x*tanh(softplus(x))"_expr == mish(x));
static_assert(derivative("sigmoid(x)"_expr, x) == "sigmoid(x)*(1 - sigmoid(x))"_expr);
static_assert("derivative(softplus(x), x) == sigmoid(x)"_expr);

// mixed with what is written in C++
static_assert(same_graph(2_c * "x + a"_expr, 2_c * (x + a)));
static_assert(same_graph(piecewise(when("x > 0 and x < a"_expr, "x"_expr), otherwise(0_c)),
                         piecewise(when(x > 0_c && x < a, x), otherwise(0_c))));

TEST_CASE("a literal is evaluated and differentiated like any expression") {
    CHECK("x^2 + a"_expr(x = 3.0, a = 0.5) == 9.5);
    CHECK("sigmoid(x)"_expr(0.0) == 0.5);
    CHECK(derivative("x^3"_expr, x)(2.0) == 12.0);
}

} // namespace
