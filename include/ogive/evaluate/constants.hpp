// SPDX-License-Identifier: BSL-1.0
#pragma once
// The constants of a program, folded for a type.

#include <ogive/evaluate/program.hpp>

#include <limits>

namespace ogive::evaluation {

/// What a program needs beside its nodes, in T: its constants, evaluated in 128 bits and rounded once, and limits.
template <unsigned Nodes, class T>
struct constant_table {
    T items[Nodes]{};
};

/// A constant that is no number, in T: the logarithm of zero is minus infinity, and what is made of it; else NaN.
template <class T>
constexpr T limit_of_constant(node const* g, algebra::encloser& exact, node_index i) {
    if (auto const e = exact(i); e.defined()) return e.template to<T>();
    T const nan = std::numeric_limits<T>::quiet_NaN(), infinity = std::numeric_limits<T>::infinity();
    node const n = g[i];
    T const a = n.operand_count() > 0 ? limit_of_constant<T>(g, exact, n.a) : nan;
    T const b = n.operand_count() > 1 ? limit_of_constant<T>(g, exact, n.b) : T(0);
    bool const infinite = a == infinity || a == -infinity;
    bool const nothing = a != a || b != b || (infinite && (b == infinity || b == -infinity));
    if (n.op == operation::log) return a == T(0) ? -infinity : nan;
    if (n.op == operation::exp) return a == -infinity ? T(0) : nan;
    if (n.op == operation::negate) return -a;
    if (nothing || (n.op != operation::add && n.op != operation::multiply)) return nan;
    if (n.op == operation::add) return infinite ? a : b;
    return a == T(0) || b == T(0) ? nan : (a < T(0)) == (b < T(0)) ? infinity : -infinity;
}

template <class T, class Graph>
constexpr constant_table<Graph::size(), T> fold_constants(Graph const& g, node_facts<Graph::size()> const& known) {
    constant_table<Graph::size(), T> table;
    algebra::point const nowhere;
    algebra::encloser exact{&g[0], nowhere};
    for (unsigned i = 0; i < Graph::size(); ++i) {
        node const& n = g[i];
        bool const small = n.op == operation::constant && n.low < (1 << 24) && n.low > -(1 << 24) && n.high < (1 << 24);
        if (n.op == operation::bounded && n.low > 0) // the number whose power is still finite
            table.items[i] = number::scaled(number::extended{1},
                                            std::numeric_limits<T>::max_exponent / (static_cast<int>(n.low) + 1))
                                 .template to<T>();
        else if (known.constant[i] && known.used[i] && n.op == operation::low_word)
            table.items[i] = (exact(n.a) - number::enclosure::point(table.items[n.a])).template to<T>();
        else if (known.constant[i] && known.used[i])
            table.items[i] = small ? static_cast<T>(static_cast<int>(n.low)) / static_cast<T>(static_cast<int>(n.high))
                                   : limit_of_constant<T>(&g[0], exact, static_cast<node_index>(i));
    }
    return table;
}

template <auto const& Program>
inline constexpr auto known_facts = facts_of(Program);
template <auto const& Program, class T>
inline constexpr auto constants = fold_constants<T>(Program, known_facts<Program>);

} // namespace ogive::evaluation
