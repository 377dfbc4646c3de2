// SPDX-License-Identifier: BSL-1.0
#pragma once
// The form of a function that says by itself where it is defined: with explicit derivatives, and without powers whose
// exponents are not constants.
//
// Such a power u^v is exp(v*log u), for u > 0 only. Written as a power it would lose that where its operands become
// numbers: 0^0 is 1, and (-2)^2 is 4.

#include <ogive/calculus/requirement.hpp>

namespace ogive::calculus {

namespace detail {

/// Is a node a power whose exponent is not a constant, of a base that is not certainly positive?
template <class Workspace>
constexpr bool is_variable_power(Workspace& w, node_index i) {
    return w[i].op == operation::power && w[w[i].b].op != operation::constant && !is_total(w, i);
}

} // namespace detail

/// A graph of the workspace with explicit derivatives, its variable powers as exponentials.
template <class Workspace>
constexpr node_index without_variable_powers(Workspace& w, node_index root) {
    bool needed[OGIVE_MAX_NODES], any = false;
    workspace::reach(w, root, needed);
    for (unsigned i = 0; i <= root && !any; ++i)
        any = needed[i] && detail::is_variable_power(w, static_cast<node_index>(i));
    if (!any || w.problem != trouble::none) return root;
    algebra::scratch<node_index> place(root + 1u);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const n = w[i];
        unsigned const k = n.operand_count();
        node_index const a = k > 0 ? place[n.a] : node_index{0}, b = k > 1 ? place[n.b] : node_index{0};
        if (detail::is_variable_power(w, static_cast<node_index>(i)))
            place[i] = w.make(operation::exp, w.make(operation::multiply, b, w.make(operation::log, a)));
        else
            place[i] = w.remake(n, a, b, k > 2 ? place[n.c] : node_index{0});
    }
    return place[root];
}

/// The defining form of a graph.
template <class Graph, class Workspace = workspace>
constexpr node_index defining_form(Workspace& w, Graph const& g, node_index root) {
    node_index const e = algebra::derivatives_where_defined(w, g, root);
    return w.problem == trouble::none ? without_variable_powers(w, e) : e;
}

} // namespace ogive::calculus
