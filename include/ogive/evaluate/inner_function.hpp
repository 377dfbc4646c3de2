// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a formula is a function of: g in f(g(x)), so that f may be evaluated in a symbol at the value of g.

#include <ogive/algebra/convert.hpp>
#include <ogive/evaluate/orders.hpp>

namespace ogive::evaluation {

struct inner_function {
    node_index place = no_node;   // no_node: the symbol itself, or a polynomial in it, or several nodes
    bool algebraic = false;       // it calls no function but circular ones
    bool exponential = false;     // there are exponentials and their like
    bool outer_algebraic = false; // the outer function has quotients or roots and calls no function
};

/// Which nodes depend on symbols, which otherwise than by arithmetic, and which on one node?
struct dependence {
    bool varies[OGIVE_MAX_NODES] = {}, function[OGIVE_MAX_NODES] = {}, has[OGIVE_MAX_NODES] = {};
};
template <class Graph>
constexpr dependence dependence_on(Graph const& g, node_index root, node_index by) {
    dependence d;
    for (unsigned k = 0; k <= root; ++k) {
        node const n = g[k];
        d.varies[k] = n.op == operation::symbol;
        d.has[k] = k == by;
        for (unsigned j = 0; j < value_count(n); ++j) {
            unsigned const part = n.operand(j);
            d.varies[k] = d.varies[k] || d.varies[part];
            d.function[k] = d.function[k] || d.function[part];
            d.has[k] = d.has[k] || d.has[part];
        }
        d.function[k] = d.function[k] || (d.varies[k] && is_called(n));
    }
    return d;
}

/// Is the value of node i a function of that of node v, as far as it depends on the symbols of that?
template <class Graph>
constexpr bool is_function_of(Graph const& g, node_index i, node_index v) {
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
    bool may_vanish = false; // their tails are to be taken care of

    static constexpr packed_name name(unsigned k) { return {-1, static_cast<int128>(k)}; }
    constexpr node_index add(workspace& w, node_index form, assumption known) {
        if (count < capacity) of[count] = form;
        return w.symbol(name(count++), known);
    }
};

constexpr bool calls_function(node const& n) {
    return is_called(n) || n.op == operation::named || n.op == operation::derivative;
}

constexpr bool is_exponential(operation op) {
    return op == operation::exp || op == operation::expm1 || op == operation::erf || op == operation::erfc ||
           (op >= operation::sinh && op <= operation::tanh);
}

/// The outermost node through which all of a formula depends on its symbols, below the functions that are called first.
template <class Graph>
constexpr inner_function inner_function_of(Graph const& g, node_index root) {
    bool varies[OGIVE_MAX_NODES] = {}, calls[OGIVE_MAX_NODES] = {}, exponential[OGIVE_MAX_NODES] = {},
         open[OGIVE_MAX_NODES] = {};
    auto const first_part = [](node const& n) { return n.op == operation::named && n.arguments() > 0 ? 1u : 0u; };
    for (unsigned k = 0; k <= root; ++k) {
        node const n = g[k];
        varies[k] = n.op == operation::symbol;
        for (unsigned j = first_part(n); j < n.operand_count(); ++j) {
            varies[k] = varies[k] || varies[n.operand(j)];
            calls[k] = calls[k] || calls[n.operand(j)];
        }
        bool const circular = n.op >= operation::sin && n.op <= operation::atan; // nothing like an exponential
        calls[k] = varies[k] && (calls[k] || (calls_function(n) && !circular));
        exponential[k] = is_exponential(n.op);
        for (unsigned j = 0; j < n.operand_count(); ++j) exponential[k] = exponential[k] || exponential[n.operand(j)];
    }
    node_index found = no_node;
    bool called = false, hard = false; // since the last node through which all goes
    unsigned count = 1;
    open[root] = true;
    for (unsigned k = root + 1u; k-- > 0;) {
        if (!open[k]) continue;
        node const n = g[k];
        if (count == 1 && k < root && !called && found == no_node && hard && calls_function(n) && !is_exponential(n.op))
            return {static_cast<node_index>(k), false, false, true};
        if (count == 1 && (called || (found != no_node && hard))) {
            if (found != no_node) return {found, !calls[found], exponential[root]};
            if (n.op == operation::symbol) return {};
            found = static_cast<node_index>(k);
            called = hard = false;
        }
        if (count > 1 && n.op == operation::symbol) // the ways to different symbols meet nowhere below
            return found != no_node && (calls[found] || hard)
                       ? inner_function{found, !calls[found], exponential[root], false}
                       : inner_function{};
        --count;
        called = called || calls_function(n);
        hard = hard || n.op == operation::sqrt || (n.op == operation::divide && varies[n.b]);
        for (unsigned j = first_part(n); j < n.operand_count(); ++j)
            if (node_index const part = n.operand(j); varies[part] && !open[part]) {
                open[part] = true;
                ++count;
            }
    }
    return {};
}

/// Is a formula a sum, product or quotient of one part with exponentials and of another one with other functions, roots or
/// quotients, but without exponentials? Together they would be one fraction, whose powers may overflow.
template <class Graph>
constexpr bool is_mixed(Graph const& g, node_index root, operation last = operation::divide) {
    node const n = g[root];
    if (n.op < operation::add || n.op > last) return false;
    bool exponential[2] = {}, other[2] = {};
    for (unsigned k = 0; k < 2; ++k) {
        bool needed[OGIVE_MAX_NODES] = {};
        algebra::mark_values(g, n.operand(k), needed);
        for (unsigned i = 0; i <= n.operand(k); ++i) {
            if (!needed[i]) continue;
            operation const op = g[i].op;
            exponential[k] = exponential[k] || is_exponential(op);
            other[k] = other[k] || op == operation::sqrt || op == operation::asinh || op == operation::atan;
        }
    }
    return (exponential[0] && !exponential[1] && other[1]) || (exponential[1] && !exponential[0] && other[0]);
}

} // namespace ogive::evaluation
