// SPDX-License-Identifier: BSL-1.0
#pragma once
// The exact value of a graph at a point, with its conditions decided exactly.

#include <ogive/calculus/limit.hpp>

namespace ogive::calculus {

/// Does a graph certainly have a value, for all values of its symbols?
template <class Workspace = workspace>
constexpr bool has_value(Workspace const& w, node_index i) {
    if (is_continuous(w, i)) return true;
    for (unsigned k = 0; k <= i; ++k)
        if (w[k].op == operation::symbol) return false;
    return algebra::enclose(w, i, algebra::point{}).defined();
}

/// The value of a graph with explicit derivatives for x = q; unknown where it is not certainly defined.
template <class Graph, class Workspace = workspace>
constexpr end_value value_at(Graph const& g, node_index root, packed_name x, rational const& q) {
    Workspace lifted, w;
    node_index const top = algebra::lift_cases(lifted, g, root);
    if (lifted.problem != trouble::none) return {};
    algebra::scratch<node_index> place(top + 1u);
    algebra::scratch<signed char> state(top + 1u); // of conditions: 1, 0, -1 unknown; of values: 0 certain
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(lifted, top, needed);
    for (unsigned i = 0; i <= top; ++i) {
        if (!needed[i]) continue;
        node const& n = lifted[i];
        unsigned const k = n.operand_count();
        state[i] = 0;
        if (n.op == operation::symbol && n.name() == x) {
            bool const excluded = (n.assumed == positive && q.sign() <= 0) ||
                                  (n.assumed == negative && q.sign() >= 0) || (n.assumed == nonzero && q.is_zero());
            place[i] = w.constant(q);
            state[i] = static_cast<signed char>(excluded ? -1 : 0);
        } else if (n.op == operation::less || n.op == operation::less_equal) {
            int const order =
                state[n.a] != 0 || state[n.b] != 0 ? 2 : detail::compare_constants(w, place[n.a], place[n.b]);
            bool const holds = order < 0 || (order == 0 && n.op == operation::less_equal);
            state[i] = static_cast<signed char>(order == 2 ? -1 : holds ? 1 : 0);
        } else if (n.op == operation::both) {
            bool const no = state[n.a] == 0 || state[n.b] == 0, yes = state[n.a] > 0 && state[n.b] > 0;
            state[i] = static_cast<signed char>(no ? 0 : yes ? 1 : -1);
        } else if (n.op == operation::select) {
            node_index const chosen = state[n.a] > 0 ? n.b : n.c;
            place[i] = place[chosen];
            state[i] = state[n.a] < 0 ? static_cast<signed char>(-1) : state[chosen];
        } else {
            for (unsigned j = 0; j < k; ++j)
                if (state[n.operand(j)] != 0) state[i] = -1;
            place[i] = w.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                k > 2 ? place[n.c] : node_index{0});
            if (w.problem == trouble::division_by_zero) {
                w.problem = trouble::none;
                state[i] = -1;
            }
        }
    }
    if (state[top] != 0 || w.problem != trouble::none || !has_value(w, place[top])) return {};
    node_index const v = tidy_constant(w, place[top]);
    return w.problem == trouble::none ? end_value::of(w, v) : end_value{};
}

/// The order of two known values: -1, 0, 1, or 2 when it is not known.
template <class Workspace = workspace>
constexpr int order_of(end_value const& a, end_value const& b) {
    if (!a.is_finite() || !b.is_finite() || !a.exact || !b.exact) return 2;
    Workspace w;
    node_index const left = w.import(a.graph, a.root), right = w.import(b.graph, b.root);
    if (w.problem != trouble::none) return 2;
    if (int const order = detail::compare_constants(w, left, right); order != 2) return order;
    enclosure const d = algebra::enclose(w, left, algebra::point{}) - algebra::enclose(w, right, algebra::point{});
    int const s = d.certain_sign(); // named constants have values, too
    return s == 1 || s == -1 ? s : 2;
}

} // namespace ogive::calculus
