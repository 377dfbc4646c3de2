// SPDX-License-Identifier: BSL-1.0
#pragma once
// Signs that a formula shows as it is written, and derivatives whose formulas go beyond the domain of the function.

#include <ogive/expression/graph.hpp>

namespace ogive::algebra::detail {

/// What a node is by the signs of what it is made of, where it has a value: 2 for positive, 1 for not negative, else 0.
constexpr int sign_as_written(node const* g, node_index i) {
    node const& n = g[i];
    auto const lesser = [](int a, int b) { return a < b ? a : b; };
    switch (n.op) {
    case operation::exp:
    case operation::cosh:
    case operation::erfc:
    case operation::pi: return 2;
    case operation::symbol: return n.assumed == positive ? 2 : 0;
    case operation::constant: return n.value().sign() > 0 ? 2 : n.value().sign() == 0;
    case operation::named:
    case operation::sqrt: return n.op == operation::sqrt && sign_as_written(g, n.a) < 2 ? 1 : sign_as_written(g, n.a);
    case operation::abs: return 1;
    case operation::power: {
        bool const even = g[n.b].op == operation::constant && g[n.b].value().is_integer() && g[n.b].low % 2 == 0;
        int const base = sign_as_written(g, n.a);
        return base == 0 && even ? 1 : base;
    }
    case operation::multiply:
    case operation::divide: return lesser(sign_as_written(g, n.a), sign_as_written(g, n.b));
    case operation::add: {
        int const a = sign_as_written(g, n.a), b = sign_as_written(g, n.b);
        return a == 0 || b == 0 ? 0 : a > b ? a : b;
    }
    default: return 0;
    }
}

/// May a function be undefined where the formula of its derivative has a value? That of log u is the one of log |u|.
constexpr bool loses_domain(node const* g, node_index f) {
    bool needed[OGIVE_MAX_NODES];
    workspace::reach(g, f, needed);
    for (unsigned i = 0; i <= f; ++i) {
        node const& n = g[i];
        if (!needed[i]) continue;
        if (n.op == operation::acosh || n.op == operation::atanh) return true;
        if (n.op == operation::log && sign_as_written(g, n.a) < 2) return true;
        if (n.op == operation::log1p && sign_as_written(g, n.a) == 0) return true;
    }
    return false;
}

/// Has a graph derivatives of such functions, needed or not?
constexpr bool has_wider_derivatives(node const* g, node_index root) {
    for (unsigned i = 0; i <= root; ++i)
        if (g[i].op == operation::derivative && loses_domain(g, g[i].a)) return true;
    return false;
}

} // namespace ogive::algebra::detail
