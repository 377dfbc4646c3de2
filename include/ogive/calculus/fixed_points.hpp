// SPDX-License-Identifier: BSL-1.0
#pragma once
// fixed_points(f, x): the solutions of f(x) = x.

#include <ogive/calculus/properties.hpp>

namespace ogive {
namespace calculus {

/// f - x as a node, where f is a sum with a term x the sum of the others.
template <class Workspace>
constexpr node_index without_term(Workspace& w, node_index f, node_index x) {
    node const n = w[f];
    if (f == x) return w.constant(0);
    if (n.op == operation::add && n.b == x) return n.a;
    if (n.op == operation::add && n.a == x) return n.b;
    if (n.op == operation::add || n.op == operation::subtract) return w.make(n.op, without_term(w, n.a, x), n.b);
    return w.make(operation::subtract, f, x);
}

/// The fixed points of a graph.
template <class Graph, class Workspace = workspace>
constexpr point_set fixed_points(Graph const& g, node_index root, packed_name x) {
    Workspace w;
    node_index const f = w.import(g, root);
    node_index const d = without_term(w, f, w.symbol(x, known_of(w, f, x)));
    return w.problem == trouble::none ? zeros(w, d, x) : point_set{};
}

} // namespace calculus

/// fixed_points(f, x): all x with f(x) = x, exact or enclosed; with `intervals` where f is the identity.
template <operand F, class X>
constexpr point_set const& fixed_points(F f, X x) {
    return zeros(f - x, x);
}

} // namespace ogive
