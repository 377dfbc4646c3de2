// SPDX-License-Identifier: BSL-1.0
#pragma once
// Cases: the conditions of a graph lifted, their truth in a region of the domain, and the smooth graph valid there.

#include <ogive/algebra/convert.hpp>
#include <ogive/algebra/enclose.hpp>
#include <ogive/expression/differentiate.hpp>

namespace ogive::algebra {

/// Rewrites abs, sign, min and max as cases, and keeps everything else.
template <class Graph>
constexpr node_index lift_cases(workspace& w, Graph const& g, node_index root) {
    node_index place[OGIVE_MAX_NODES] = {};
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    node_index const zero = w.constant(0);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        node_index const a = place[n.a], b = place[n.b];
        switch (n.op) {
        case operation::abs:
            // at zero a branch of its own, so that the derivative there is sign(0) = 0
            place[i] = w.make(operation::select, w.make(operation::less, a, zero), w.make(operation::negate, a),
                              w.make(operation::select, w.make(operation::less, zero, a), a, zero));
            break;
        case operation::sign:
            place[i] = w.make(operation::select, w.make(operation::less, zero, a), w.constant(1),
                              w.make(operation::select, w.make(operation::less, a, zero), w.constant(-1), zero));
            break;
        case operation::max:
            place[i] = a == b ? a : w.make(operation::select, w.make(operation::less, a, b), b, a);
            break;
        case operation::min:
            place[i] = a == b ? a : w.make(operation::select, w.make(operation::less, b, a), b, a);
            break;
        default: place[i] = w.remake(n, a, b, place[n.c]);
        }
    }
    return place[root];
}

/// A comparison of the graph. Where no case stands in its sides, it holds when `direction` times the critical function
/// number `critical` is positive, or zero if `or_equal`.
struct comparison {
    node_index place;
    unsigned char critical;
    signed char direction;
    bool or_equal;
    bool nested; // there is a case in its sides
};

inline constexpr unsigned max_critical = 8;
inline constexpr unsigned max_comparisons = 24;

/// A part of the domain on which every comparison that matters there keeps its truth.
struct region {
    unsigned settled = 0, holds = 0; // by comparison, one bit each
    signed char sign[max_critical];  // of the critical functions, if no case is nested
    bool is_point;                   // the symbol has the value `lower`
    bool has_lower, has_upper;
    rational lower, upper; // end points, in the symbol `partition::by`

    constexpr region() : sign{}, is_point{false}, has_lower{false}, has_upper{false} {}

    constexpr truth of(unsigned which) const {
        return (settled >> which & 1) == 0 ? truth::unknown : (holds >> which & 1) != 0 ? truth::yes : truth::no;
    }
    constexpr void settle(unsigned which, bool yes) {
        settled |= 1u << which;
        holds = (holds & ~(1u << which)) | (yes ? 1u : 0u) << which;
    }
};

/// How the conditions of a graph cut the domain.
struct partition {
    static constexpr unsigned max_regions = 81;
    static constexpr unsigned max_on_a_line = 2 * max_critical + 1;
    number::fixed_vector<comparison, max_comparisons> comparisons;
    region regions[max_regions];
    unsigned region_count = 0;
    unsigned critical_count = 0;
    bool linear = true;  // all conditions are about one symbol and constants: regions are intervals and points
    bool nested = false; // some comparison has cases in its sides (only if linear)
    packed_name by;
    assumption assumed = assumption::none; // of that symbol
    obstacle stopped = obstacle::none;
};

/// The graph of `root` where the conditions have the truth they have in a region; cases that are not settled there stay.
template <class Graph>
constexpr node_index resolve(workspace& w, Graph const& g, node_index root, partition const& p, region const& r) {
    scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    truth known[OGIVE_MAX_NODES];
    for (unsigned i = 0; i <= root; ++i) known[i] = truth::unknown;
    for (unsigned i = 0; i < p.comparisons.size(); ++i)
        if (p.comparisons[i].place <= root) known[p.comparisons[i].place] = r.of(i);
    for (unsigned i = 0; i <= root; ++i)
        if (g[i].op == operation::both) {
            truth const a = known[g[i].a], b = known[g[i].b];
            known[i] = a == truth::no || b == truth::no     ? truth::no
                       : a == truth::yes && b == truth::yes ? truth::yes
                                                            : truth::unknown;
        }
    auto const follow = [&](node_index node) {
        while (g[node].op == operation::select && known[g[node].a] != truth::unknown)
            node = known[g[node].a] == truth::yes ? g[node].b : g[node].c;
        return node;
    };
    needed[follow(root)] = true;
    for (unsigned i = root + 1u; i-- > 0;)
        if (needed[i])
            for (unsigned k = 0; k < g[i].operand_count(); ++k) needed[follow(g[i].operand(k))] = true;
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i]) {
            node const& n = g[i];
            unsigned const k = n.operand_count();
            place[i] = w.remake(n, k > 0 ? place[follow(n.a)] : node_index{0},
                                k > 1 ? place[follow(n.b)] : node_index{0}, k > 2 ? place[follow(n.c)] : node_index{0});
        }
    return place[follow(root)];
}

/// The graph with a symbol replaced by a node of `w` (derivatives are taken first).
template <class Graph, class Workspace = workspace>
constexpr node_index replace_symbol(workspace& w, Graph const& g, node_index root, packed_name name, node_index by) {
    Workspace explicit_form;
    node_index const e = expand_derivatives(explicit_form, g, root);
    scratch<node_index> place(e + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(explicit_form, e, needed);
    for (unsigned i = 0; i <= e; ++i) {
        if (!needed[i]) continue;
        node const& n = explicit_form[i];
        unsigned const k = n.operand_count();
        place[i] = n.op == operation::symbol && n.name() == name
                       ? by
                       : w.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                  k > 2 ? place[n.c] : node_index{0});
    }
    if (explicit_form.problem != trouble::none) w.fail(explicit_form.problem);
    return place[e];
}

template <class Graph>
constexpr node_index evaluate_symbol(workspace& w, Graph const& g, node_index root, packed_name name,
                                     rational const& value) {
    return replace_symbol(w, g, root, name, w.constant(value));
}

/// value when p = scale·(symbol − value), for a single symbol and exact numbers.
struct linear_form {
    bool is_linear;
    unsigned symbol;
    rational value;
    int slope_sign;
};

constexpr linear_form as_linear(field const& f, fraction const& u) {
    linear_form r{false, 0, rational{0}, 0};
    if (u.below != 0) return r;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (f.kernels[v].kind == kernel_kind::symbol && degree(u.above, v) == 1) {
            polynomial const slope = coefficient(u.above, v, 1), rest = coefficient(u.above, v, 0);
            if (!slope.is_constant() || !rest.is_constant()) return r;
            rational const c = rest.size() == 0 ? rational{0} : rational{rest.leading().coefficient};
            r = {true, v, -c / rational{slope.leading().coefficient}, rational{slope.leading().coefficient}.sign()};
        }
    return r;
}

namespace detail {

/// Exact sample points, tried in this order for each symbol (the k-th symbol starts 3k places later).
inline constexpr signed char sample_numerators[] = {1, -2, 1, 0, 3, -1, 5, 1, -7, 9, -5, 13, -12, 30};
inline constexpr signed char sample_denominators[] = {1, 1, 2, 1, 1, 3, 4, 10, 2, 10, 1, 2, 1, 1};
inline constexpr unsigned samples = sizeof(sample_numerators);

constexpr rational sample(unsigned i, assumption assumed) {
    if (i >= samples) { // more, for those that vanish at all the others
        rational const q{int128{static_cast<int>(2 * i + 1)}, int128{static_cast<int>(i % 7 + 2)}};
        return assumed == negative || (assumed != positive && i % 2 != 0) ? -q : q;
    }
    rational const q{int128{sample_numerators[i]}, int128{sample_denominators[i]}};
    if (q.is_zero() && assumed != assumption::none) return rational{int128{assumed == negative ? -2 : 2}, int128{3}};
    return (assumed == positive && q.sign() < 0) || (assumed == negative && q.sign() > 0) ? -q : q;
}

constexpr bool allowed(rational const& q, assumption assumed) {
    return q.valid() && (assumed == assumption::none || (assumed == positive   ? q.sign() > 0
                                                         : assumed == negative ? q.sign() < 0
                                                                               : !q.is_zero()));
}

} // namespace detail

} // namespace ogive::algebra
