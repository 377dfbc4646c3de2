// SPDX-License-Identifier: BSL-1.0
#pragma once
// Functions within functions: which parts of a formula are functions of an inner one.

#include <ogive/algebra/convert.hpp>

namespace ogive::evaluation {

constexpr bool is_called(node const& n) { return n.op >= operation::exp && n.op <= operation::erfc; }
constexpr unsigned value_count(node const& n) { // what the value of a node is made of
    return n.op != operation::named ? n.operand_count() : n.arguments() > 0 ? 1 : 0;
}

/// Which nodes depend on symbols, which otherwise than by arithmetic, and which on node `by`?
struct dependence {
    bool varies[OGIVE_MAX_NODES] = {}, function[OGIVE_MAX_NODES] = {}, has[OGIVE_MAX_NODES] = {};
    constexpr dependence(workspace const& g, node_index root, node_index by) {
        for (unsigned k = 0; k <= root; ++k) {
            node const n = g[k];
            varies[k] = n.op == operation::symbol;
            has[k] = k == by;
            for (unsigned j = 0; j < value_count(n); ++j) {
                unsigned const part = n.operand(j);
                varies[k] = varies[k] || varies[part];
                function[k] = function[k] || function[part];
                has[k] = has[k] || has[part];
            }
            function[k] = function[k] || (varies[k] && is_called(n));
        }
    }
};

/// Is the value of node i a function of that of node v, as far as it depends on the symbols of that?
constexpr bool is_function_of(workspace const& g, node_index i, node_index v) {
    bool below[OGIVE_MAX_NODES] = {}, reached[OGIVE_MAX_NODES] = {};
    algebra::mark_values(g, v, below);
    reached[i] = true;
    for (unsigned k = i + 1u; k-- > 0;) {
        node const n = g[k];
        if (!reached[k] || k == v) continue;
        if (n.op == operation::symbol && below[k]) return false;
        for (unsigned j = 0; j < value_count(n); ++j) reached[n.operand(j)] = true;
    }
    return reached[v];
}

/// Symbols that stand for nodes of an evaluation graph.
struct stand_ins {
    static constexpr unsigned capacity = 8;
    node_index of[capacity] = {};
    unsigned count = 0;

    static constexpr packed_name name(unsigned k) {
        char const text[] = {'#', static_cast<char>('a' + k), '\0'};
        return packed_name{text};
    }
    constexpr node_index add(workspace& w, node_index form, assumption known) {
        if (count < capacity) of[count] = form;
        return w.symbol(name(count++), known);
    }
};

/// A term as factor · e^exponent.
struct exponential_term {
    node_index factor = 0, exponent = 0;
    bool found = false;
};

} // namespace ogive::evaluation
