// SPDX-License-Identifier: BSL-1.0
// Graphs: equal subexpressions are one node, constants are folded exactly, failures are remembered.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;

template <class E>
constexpr unsigned nodes(E) {
    return graph_of<E>.size();
}

// -- sharing -------------------------------------------------------------------------------------------------------------

static_assert(nodes(x) == 1);
static_assert(nodes(x + x) == 2);
static_assert(nodes((x + y) * (x + y)) == 4);
static_assert(nodes((x + y) * (y + x)) == 5); // as written: the order is kept
static_assert(nodes(exp(x) + exp(x)) == 3);
static_assert(nodes(exp(x) / (1_c + exp(x))) == 5);
static_assert(nodes(x + 1_c + (x + 1_c)) == 4);
static_assert(nodes(0.5_q * x + x / 2_c) == 6);
static_assert(nodes(0.5_q * x + 1_q / 2_q * x) == 4); // 0.5 and 1/2 are one constant
static_assert(nodes(pi + pi) == 2);
static_assert(nodes(sigmoid(x)) == 7); // x, -x, exp, 1, 1 + exp, quotient, the name
static_assert(nodes(sigmoid(x) + sigmoid(x)) == 8);
static_assert(nodes(tanh(sigmoid(x)) * sigmoid(x)) == 9);
static_assert(nodes(derivative(exp(x), x)) == 3);
static_assert(nodes(derivative(derivative(exp(x), x), x)) == 3); // one node of order 2
static_assert(nodes(piecewise(when(x > 0_c, x), otherwise(0_c))) == 4);
static_assert(nodes(piecewise(when(x > 0_c && x < 1_c, x), otherwise(0_c))) == 7);

// -- structure -----------------------------------------------------------------------------------------------------------

template <class E>
constexpr bool in_order(E) {
    constexpr auto& g = graph_of<E>;
    for (unsigned i = 0; i < g.size(); ++i)
        for (unsigned k = 0; k < g[i].operand_count(); ++k)
            if (g[i].operand(k) >= i) return false;
    for (unsigned i = 0; i < g.size(); ++i)
        for (unsigned j = 0; j < i; ++j)
            if (g[i] == g[j]) return false;
    return g.root() == g.size() - 1;
}

static_assert(in_order(mish(x) * tanh(softplus(y)) + selu(x)));
static_assert(in_order(piecewise(when(x > 0_c && y >= x, max(x, y)), otherwise(pow(x, y)))));

constexpr auto& quotient_graph = graph_of<decltype(x / (1_c - x))>;
static_assert(quotient_graph[quotient_graph.root()].op == operation::divide);
static_assert(quotient_graph[quotient_graph[quotient_graph.root()].a].op == operation::symbol);
static_assert(quotient_graph[quotient_graph[quotient_graph.root()].b].op == operation::subtract);

template <class E>
constexpr rational constant_of(E) {
    constexpr auto& g = graph_of<E>;
    return g.size() == 1 && g[0].op == operation::constant ? g[0].value() : rational::invalid(number::fault::literal);
}

static_assert(constant_of(pow(2_c, 10_c)) == rational{1024});
static_assert(constant_of(pow(2_c, -2_c)) == rational{int128{1}, int128{4}});
static_assert(constant_of(pow(2_c, 3_c) - 1_q / 3_q * 6_c) == rational{6});
static_assert(constant_of(-pow(2_c, 3_c) / 16_c) == rational{int128{-1}, int128{2}});
static_assert(!constant_of(pow(2_c, 0.5_q)).valid());
static_assert(!constant_of(sqrt(4_c)).valid()); // as written

static_assert(row(operation::tanh).operands == 1 && row(operation::select).operands == 3);

} // namespace

TEST_CASE("a workspace has each node once") {
    workspace w;
    auto const a = w.symbol("x"), b = w.symbol("x"), c = w.symbol("y");
    CHECK(a == b);
    CHECK(a != c);
    CHECK(w.make(operation::add, a, c) == w.make(operation::add, a, c));
    CHECK(w.make(operation::add, a, c) != w.make(operation::add, c, a));
    CHECK(w.constant(rational{int128{2}, int128{4}}) == w.constant(rational{int128{1}, int128{2}}));
    unsigned const before = w.size();
    CHECK(w.import(w, w.make(operation::add, a, c)) == w.make(operation::add, a, c));
    CHECK(w.size() == before);
}

TEST_CASE("a workspace remembers its first trouble") {
    workspace w;
    w.make(operation::divide, w.constant(1), w.constant(0));
    CHECK(w.problem == trouble::division_by_zero);
    w.make(operation::power, w.constant(10), w.constant(100));
    CHECK(w.problem == trouble::division_by_zero);

    workspace v;
    v.make(operation::power, v.constant(10), v.constant(100));
    CHECK(v.problem == trouble::power_overflow);

    workspace full;
    node_index n = full.symbol("x");
    for (int i = 0; i < OGIVE_MAX_NODES - 1; ++i) n = full.make(operation::exp, n);
    CHECK(full.problem == trouble::none);
    CHECK(full.size() == OGIVE_MAX_NODES);
    full.make(operation::exp, n);
    CHECK(full.problem == trouble::too_many_nodes);
}

TEST_CASE("a derivative of a derivative is one node; an operation without a rule is trouble, not zero") {
    workspace w;
    node_index const s = w.symbol("x"), e = w.make(operation::exp, s);
    CHECK(w.derivative(w.derivative(e, s, 2), s, 3) == w.derivative(e, s, 5));
    CHECK(w.derivative(e, s, 0) == e);

    workspace explicit_form;
    expand_derivatives(explicit_form, w, w.derivative(w.make(operation::erfcx, s), s, 1));
    CHECK(explicit_form.problem == trouble::no_derivative_rule);
}

TEST_CASE("finishing keeps what is needed, in order") {
    workspace w;
    node_index const s = w.symbol("x");
    w.make(operation::sin, s); // not needed
    node_index const roots[] = {w.make(operation::exp, s), w.make(operation::cos, s)};
    node some[2];
    node_index places[2];
    CHECK(write_needed(w, roots, 2, some, 2, places) == 3); // there is room for two of them
    CHECK(some[0] == w[s]);
    CHECK(places[1] == 2);
    auto const g = finish<3>(w, roots);
    CHECK(g[0].op == operation::symbol);
    CHECK(g[g.root(0)].op == operation::exp);
    CHECK(g[g.root(1)].op == operation::cos);
}
