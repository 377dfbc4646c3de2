// SPDX-License-Identifier: BSL-1.0
#pragma once
// From a graph to a fraction in the field: exp, tanh, sinh, log1p and their like are rewritten to a few kernels.

#include <ogive/algebra/derivation.hpp>

namespace ogive::algebra {

namespace detail {
template <class>
struct field_of {
    using type = field;
};
} // namespace detail

/// `field`, depending on a template's parameter: see workspace_for.
template <class T>
using field_for = typename detail::field_of<T>::type;

/// Heap memory for the time of one constant evaluation or call.
template <class T>
struct scratch {
    T* items;
    constexpr explicit scratch(unsigned count) : items{new T[count]} {}
    constexpr ~scratch() { delete[] items; }
    scratch(scratch const&) = delete;
    scratch& operator=(scratch const&) = delete;
    constexpr T& operator[](unsigned i) { return items[i]; }
};

constexpr unsigned symbol_kernel(field& f, node const& n) {
    kernel k;
    k.kind = kernel_kind::symbol;
    k.name = n.name();
    k.assumed = n.assumed;
    k.sign = n.assumed == positive ? 1 : n.assumed == negative ? -1 : 0;
    return f.find(k, nullptr);
}

/// A function of one fraction.
constexpr fraction convert_function(field& f, operation op, fraction const& a) {
    if (op == operation::exp) return exponential(f, a);
    fraction const one{rational{1}};
    rational const half{int128{1}, int128{2}};
    switch (op) {
    case operation::sqrt: return root(f, a, 2);
    case operation::expm1: return f.subtract(exponential(f, a), one);
    case operation::log: return logarithm(f, a);
    case operation::log1p: return logarithm(f, f.add(one, a));
    case operation::sin: return sine(f, a);
    case operation::cos: return cosine(f, a);
    case operation::tan: return tangent(f, a);
    case operation::asin: return inverse_angle(f, kernel_kind::asin, a);
    case operation::acos: {
        fraction const quarter = f.scale(pi_of(f), half);
        return f.subtract(quarter, inverse_angle(f, kernel_kind::asin, a));
    }
    case operation::atan: return inverse_angle(f, kernel_kind::atan, a);
    case operation::sinh: {
        fraction const t = exponential(f, a);
        return f.scale(f.subtract(t, f.invert(t)), half);
    }
    case operation::cosh: {
        fraction const t = exponential(f, a);
        return f.scale(f.add(t, f.invert(t)), half);
    }
    case operation::tanh: {
        fraction const t = exponential(f, f.scale(a, rational{2}));
        return f.divide(f.subtract(t, one), f.add(t, one));
    }
    case operation::asinh:
        if (f.whole_exponents) return reduced_by_parity(f, kernel_kind::asinh, a);
        return logarithm(f, f.add(a, root(f, f.add(f.multiply(a, a), one), 2)));
    case operation::acosh:
        if (f.whole_exponents) return f.variable(kernel_of(f, kernel_kind::acosh, a));
        return logarithm(f, f.add(a, root(f, f.subtract(f.multiply(a, a), one), 2)));
    case operation::atanh: return f.scale(logarithm(f, f.divide(f.add(one, a), f.subtract(one, a))), half);
    case operation::erf: return reduced_by_parity(f, kernel_kind::erf, a);
    case operation::erfc: return f.subtract(one, reduced_by_parity(f, kernel_kind::erf, a));
    default: f.stop(obstacle::unsupported_operation); return {};
    }
}

/// The fraction of one node, given those of its operands.
template <class Graph>
constexpr fraction convert_node(field& f, Graph const& g, node const& n, fraction const& a, fraction const& b) {
    switch (n.op) {
    case operation::constant: return fraction{n.value()};
    case operation::symbol: return f.variable(symbol_kernel(f, n));
    case operation::pi: return pi_of(f);
    case operation::add: return f.add(a, b);
    case operation::subtract: return f.subtract(a, b);
    case operation::multiply: return f.multiply(a, b);
    case operation::divide: return f.divide(a, b);
    case operation::negate: return f.scale(a, rational{-1});
    case operation::power:
        if (b.is_constant() && (b.content.is_integer() || certain_sign(f, a) >= 0))
            return rational_power(f, a, b.content);
        return exponential(f, f.multiply(b, logarithm(f, a)));
    case operation::named: {
        if (n.arguments() > 0) return a;
        kernel k; // a constant with a name stays one kernel
        k.kind = kernel_kind::named_constant;
        k.name = n.name();
        k.index = n.a; // the place of its formula: two constants of one name are two
        k.constant = true;
        k.assumed = n.known();
        k.sign = n.known() == positive ? 1 : n.known() == negative ? -1 : 0;
        return f.variable(f.find(k, nullptr));
    }
    case operation::derivative: {
        fraction r = a;
        unsigned const by = symbol_kernel(f, g[n.b]);
        for (int i = 0; i < static_cast<int>(n.low) && f.fine(); ++i) r = derive(f, r, by);
        return r;
    }
    default: return convert_function(f, n.op, a);
    }
}

/// What the value needs: the inside of a named constant is not looked into.
template <class Graph>
constexpr void mark_values(Graph const& g, node_index root, bool* needed) {
    needed[root] = true;
    for (unsigned i = root + 1u; i-- > 0;) {
        if (!needed[i] || (g[i].op == operation::named && g[i].arguments() == 0)) continue;
        unsigned const count = g[i].op == operation::named ? 1 : g[i].operand_count();
        for (unsigned k = 0; k < count; ++k) needed[g[i].operand(k)] = true;
    }
}

/// u divided by node i, factor by factor: a product or a power below is not multiplied out, where it would cancel.
template <class Graph>
constexpr fraction divide_by_factors(field& f, Graph const& g, node_index i, fraction const* memo, fraction const& u) {
    node const& n = g[i];
    if (n.op == operation::multiply) {
        return divide_by_factors(f, g, n.b, memo, divide_by_factors(f, g, n.a, memo, u));
    }
    if (n.op == operation::power && g[n.b].op == operation::constant) {
        rational const e = g[n.b].value();
        if (e.is_integer() && e.sign() > 0 && e < rational{16})
            return f.multiply(u, f.power(f.invert(memo[n.a]), static_cast<int>(e.numerator)));
    }
    return f.divide(u, memo[i]);
}

/// The sums of unknown sign that a formula multiplies, divides by or raises to a power, as it is written.
struct written_factors {
    static constexpr unsigned capacity = 4;
    fraction of[capacity];
    unsigned count = 0;
    bool marked[OGIVE_MAX_NODES] = {};

    template <class Graph>
    constexpr void mark(Graph const& g, node_index root) {
        for (unsigned i = 0; i <= root; ++i) {
            node const& n = g[i];
            bool const factors = n.op == operation::multiply || n.op == operation::divide || n.op == operation::power;
            for (unsigned k = 0; factors && k < 2; ++k) {
                operation const op = g[n.operand(k)].op;
                if (op == operation::add || op == operation::subtract) marked[n.operand(k)] = true;
            }
        }
    }
    constexpr void keep(field const& f, fraction const& u) {
        if (count == capacity || u.above.size() < 2 || f.sign(u.above) != 0) return;
        for (unsigned i = 0; i < count; ++i)
            if (of[i].above == u.above) return;
        of[count++] = u;
    }
};

/// The fraction of a graph without cases. Those of marked nodes are kept in `written`.
template <class Graph>
constexpr fraction convert(field& f, Graph const& g, node_index root, written_factors* written = nullptr) {
    scratch<fraction> memo(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    mark_values(g, root, needed);
    for (unsigned i = 0; i <= root && f.fine(); ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        if (n.op == operation::divide)
            memo[i] = divide_by_factors(f, g, n.b, memo.items, memo[n.a]);
        else
            memo[i] = convert_node(f, g, n, memo[n.a], memo[n.b]);
        if (written != nullptr && written->marked[i]) written->keep(f, memo[i]);
    }
    return f.fine() ? memo[root] : fraction{};
}

/// The node of a named constant among those below `root`.
template <class Graph>
constexpr node_index find_named_constant(Graph const& g, node_index root, kernel const& k) {
    unsigned i = 0;
    while (i < root &&
           !(g[i].op == operation::named && g[i].arguments() == 0 && g[i].name() == k.name && g[i].a == k.index))
        ++i;
    return static_cast<node_index>(i);
}

/// Runs an attempt until no exponent needs a finer unit.
template <class Attempt>
constexpr void with_refinement(field& f, Attempt const& attempt) {
    for (int i = 0; i < 6; ++i) {
        f.restart();
        attempt();
        if (f.stopped != obstacle::refine_exponents) return;
    }
}

} // namespace ogive::algebra
