// SPDX-License-Identifier: BSL-1.0
#pragma once
// What operations ask of their operands, and where on the line alone a function can be defined by that.

#include <ogive/calculus/facts.hpp>

namespace ogive::calculus {

inline constexpr int unknown_sign = enclosure::sign_unknown;

/// What an operation asks of one operand, its argument: that `sign·argument + offset` is not zero, positive, or not
/// negative. `count` such conditions; 0 for what is defined everywhere.
struct requirement {
    enum class kind : unsigned char { nonzero, positive, not_negative };
    unsigned count = 0;
    node_index argument = 0;
    kind what = kind::nonzero;
    signed char factors[2] = {1, 1}, offsets[2] = {0, 0};
    bool supported = true;
    bool smooth = true; // wherever it holds strictly
};

template <class Graph>
constexpr requirement requirement_of(Graph const& g, node const& n) {
    requirement r;
    r.argument = n.a;
    r.count = 1;
    switch (n.op) {
    case operation::divide: r.argument = n.b; break;
    case operation::power:
        if (g[n.b].op == operation::constant && g[n.b].value().is_integer()) {
            r.count = g[n.b].value().sign() < 0 ? 1 : 0;
        } else {
            bool const root = g[n.b].op == operation::constant && g[n.b].value().sign() > 0;
            r.what = root ? requirement::kind::not_negative : requirement::kind::positive;
        }
        break;
    case operation::log: r.what = requirement::kind::positive; break;
    case operation::sqrt: r.what = requirement::kind::not_negative; break;
    case operation::log1p:
        r.what = requirement::kind::positive;
        r.offsets[0] = 1;
        break;
    case operation::acosh:
        r.what = requirement::kind::not_negative;
        r.offsets[0] = -1;
        break;
    case operation::atanh:
    case operation::asin:
    case operation::acos:
        r.what = n.op == operation::atanh ? requirement::kind::positive : requirement::kind::not_negative;
        r.count = 2;
        r.offsets[0] = r.offsets[1] = 1;
        r.factors[1] = -1;
        break;
    case operation::tan:
    case operation::sign:
    case operation::abs:
    case operation::min:
    case operation::max:
    case operation::select:
    case operation::derivative: r.supported = false; break;
    default: r.count = 0; break;
    }
    return r;
}

/// The node whose sign a condition is about.
template <class Workspace = workspace>
constexpr node_index condition_node(Workspace& w, requirement const& r, unsigned i) {
    node_index const a = r.factors[i] < 0 ? w.make(operation::negate, r.argument) : r.argument;
    return r.offsets[i] == 0 ? a : w.make(operation::add, a, w.constant(int{r.offsets[i]}));
}

/// Does a sign meet the condition? unknown when the sign is.
constexpr algebra::truth meets(requirement const& r, int sign) {
    using algebra::truth;
    if (sign == unknown_sign) return truth::unknown;
    bool const ok = r.what == requirement::kind::nonzero    ? sign != 0
                    : r.what == requirement::kind::positive ? sign > 0
                                                            : sign >= 0;
    return ok ? truth::yes : truth::no;
}

/// The sign of a node without symbols but parameters; unknown_sign when it is not certain.
template <class Workspace = workspace>
constexpr int sign_of_constant(Workspace const& w, node_index i) {
    field f;
    int s = unknown_sign;
    algebra::with_refinement(f, [&] {
        s = unknown_sign;
        fraction const u = algebra::convert(f, w, i);
        if (!f.fine()) return;
        int r = u.is_zero() ? 0 : algebra::certain_sign(f, u);
        if (r == 0 && !u.is_zero()) r = strong_sign(f, u);
        if (r != 0 || u.is_zero()) s = r;
    });
    return f.fine() ? s : unknown_sign;
}

/// Is the value of a node without x defined, for all values of the parameters?
template <class Workspace = workspace>
constexpr algebra::truth is_defined(Workspace& w, node_index root) {
    using algebra::truth;
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(w, root, needed);
    truth all = truth::yes;
    for (unsigned i = 0; i <= root && all != truth::no; ++i) {
        if (!needed[i]) continue;
        requirement const r = requirement_of(w, node{w[i]});
        if (!r.supported) return truth::unknown;
        for (unsigned c = 0; c < r.count && all != truth::no; ++c) {
            truth const t = meets(r, sign_of_constant(w, condition_node(w, r, c)));
            if (t != truth::yes) all = t;
        }
    }
    return all;
}

namespace detail {

/// Is a node certainly defined where its operands are, whatever x is?
template <class Workspace>
constexpr bool is_total(Workspace& w, node_index i) {
    operation const op = w[i].op;
    if (op == operation::select || op == operation::less || op == operation::less_equal) return true;
    requirement const r = requirement_of(w, node{w[i]});
    bool total = r.supported;
    for (unsigned k = 0; k < r.count && total; ++k) {
        node_index const condition = condition_node(w, r, k);
        field f;
        int s = 0;
        algebra::with_refinement(f, [&] {
            fraction const u = algebra::convert(f, w, condition);
            s = f.fine() ? strong_sign(f, u) : 0;
        });
        total = f.fine() && s != 0 && meets(r, s) == algebra::truth::yes;
    }
    return total;
}

/// Is a graph with explicit derivatives certainly defined for all values of its symbols? Its conditions alone?
template <class Graph, class Workspace = workspace>
constexpr bool is_defined_everywhere(Graph const& g, node_index root, bool only_conditions = false) {
    Workspace w;
    node_index const top = algebra::lift_cases(w, g, root);
    if (w.problem != trouble::none) return false;
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(w, top, needed);
    if (only_conditions) {
        bool below[OGIVE_MAX_NODES];
        unsigned const size = top + 1u;
        bool asked[OGIVE_MAX_NODES] = {};
        for (unsigned i = 0; i < size; ++i) {
            if (!needed[i] || (w[i].op != operation::less && w[i].op != operation::less_equal)) continue;
            workspace::reach(w, static_cast<node_index>(i), below);
            for (unsigned k = 0; k < i; ++k) asked[k] = asked[k] || below[k];
        }
        for (unsigned i = 0; i < size; ++i) needed[i] = asked[i];
    }
    for (unsigned i = 0; i <= top; ++i)
        if (needed[i] && w[i].op != operation::both && !is_total(w, static_cast<node_index>(i))) return false;
    return true;
}

/// The half-line or segment on which alone a node can be defined, by arguments that are linear in x.
template <class Workspace = workspace>
constexpr segment natural_segment(Workspace& w, node_index root, packed_name x) {
    segment s;
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        requirement const r = requirement_of(w, node{w[i]});
        for (unsigned k = 0; k < r.count; ++k) {
            if (meets(r, -1) != algebra::truth::no) continue;
            node_index const condition = condition_node(w, r, k);
            field f;
            algebra::linear_form form{};
            int slope = 0;
            algebra::with_refinement(f, [&] {
                fraction const u = algebra::convert(f, w, condition);
                form = algebra::as_linear(f, u);
                slope = form.slope_sign * u.content.sign();
            });
            if (!f.fine() || !form.is_linear || !form.value.valid() || !(f.kernels[form.symbol].name == x)) continue;
            if (slope > 0 && (!s.has_lower || s.lower < form.value)) s.has_lower = true, s.lower = form.value;
            if (slope < 0 && (!s.has_upper || form.value < s.upper)) s.has_upper = true, s.upper = form.value;
        }
    }
    return s;
}

} // namespace detail

} // namespace ogive::calculus
