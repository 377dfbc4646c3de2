// SPDX-License-Identifier: BSL-1.0
#pragma once
// fixed_points(f, x): the solutions of f(x) = x.

#include <ogive/calculus/properties.hpp>

namespace ogive {
namespace calculus {

/// The fixed points of a graph.
template <class Graph, class Workspace = workspace>
constexpr point_set fixed_points(Graph const& g, node_index root, packed_name x) {
    Workspace w;
    node_index const f = w.import(g, root);
    node_index const d = w.make(operation::subtract, f, w.symbol(x, known_of(w, f, x)));
    return w.problem == trouble::none ? zeros(w, d, x) : point_set{};
}

} // namespace calculus

/// fixed_points(f, x): all x with f(x) = x, exact or enclosed; with `intervals` where f is the identity.
template <operand F, class X>
constexpr point_set const& fixed_points(F f, X x) {
    return zeros(f - x, x);
}

} // namespace ogive
