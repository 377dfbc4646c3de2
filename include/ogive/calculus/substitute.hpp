// SPDX-License-Identifier: BSL-1.0
#pragma once
// substitute(f, x, g): f with the expression g in place of the symbol x.

#include <ogive/algebra/derivatives.hpp>
#include <ogive/expression/operators.hpp>
#include <ogive/expression/symbol.hpp>

namespace ogive {
namespace calculus {

/// A finished graph whose size no type has to know, for what is computed in stages.
template <unsigned Capacity>
struct stored_graph {
    static constexpr unsigned capacity = Capacity;
    node nodes[capacity] = {};
    unsigned count = 0;
    trouble problem = trouble::none;

    constexpr node const& operator[](unsigned i) const { return nodes[i]; }
    constexpr unsigned size() const { return count; }

    /// Stores the needed nodes of a workspace; `roots` are moved to their new places.
    constexpr void store(workspace const& w, node_index* roots, unsigned how_many) {
        problem = w.problem;
        if (problem != trouble::none) return;
        bool needed[OGIVE_MAX_NODES] = {};
        node_index place[OGIVE_MAX_NODES];
        for (unsigned r = 0; r < how_many; ++r) workspace::mark(w, roots[r], needed);
        count = 0;
        for (unsigned i = 0; i < w.size(); ++i) {
            if (!needed[i]) continue;
            if (count == capacity) {
                problem = trouble::too_many_nodes;
                return;
            }
            node n = w[i];
            auto const k = n.operand_count();
            n.a = k > 0 ? place[n.a] : node_index{0};
            n.b = k > 1 ? place[n.b] : node_index{0};
            n.c = k > 2 ? place[n.c] : node_index{0};
            nodes[count] = n;
            place[i] = static_cast<node_index>(count++);
        }
        for (unsigned r = 0; r < how_many; ++r) roots[r] = place[roots[r]];
    }
};

/// Does the value of a node depend on a symbol?
template <class Graph>
constexpr bool depends_on(Graph const& g, node_index root, packed_name name) {
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(g, root, needed);
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i] && g[i].op == operation::symbol && g[i].name() == name) return true;
    return false;
}

/// What is known of a symbol where the value of a node needs it.
template <class Graph>
constexpr assumption known_of(Graph const& g, node_index root, packed_name name) {
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(g, root, needed);
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i] && g[i].op == operation::symbol && g[i].name() == name && g[i].assumed != assumption::none)
            return g[i].assumed;
    return assumption::none;
}

/// The graph with a node of the workspace in place of a symbol. Derivatives must be explicit.
template <class Graph>
constexpr node_index substitute(workspace& w, Graph const& g, node_index root, packed_name name, node_index image) {
    algebra::scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const n = g[i];
        unsigned const k = n.operand_count();
        if (n.op == operation::symbol && n.name() == name)
            place[i] = image;
        else
            place[i] = w.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                k > 2 ? place[n.c] : node_index{0});
    }
    return place[root];
}

} // namespace calculus

/// F with G in place of the symbol X.
template <class F, class X, class G>
struct substituted : expression_interface<substituted<F, X, G>> {
    static constexpr node_index build(workspace& w) {
        workspace e;
        node_index const f = algebra::explicit_derivatives(e, graph_of<F>, graph_of<F>.root());
        if (e.problem != trouble::none) w.fail(e.problem);
        return calculus::substitute(w, e, f, X::name, w.import(graph_of<G>, graph_of<G>.root()));
    }
};

/// substitute(f, x, g): f with g in place of the symbol x.
template <operand F, class X, operand G>
constexpr auto substitute(F, X, G) {
    static_assert(detail::is_symbol<X>, "ogive: the second argument of substitute(f, x, g) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; substitute(f, x, g).");
    if constexpr (detail::is_symbol<X>)
        return substituted<expression_of<F>, X, expression_of<G>>{};
    else
        return expression_of<F>{};
}

} // namespace ogive
