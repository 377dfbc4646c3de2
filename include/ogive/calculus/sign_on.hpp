// SPDX-License-Identifier: BSL-1.0
#pragma once
// The certain sign of a formula on a whole open interval, and at a point.

#include <ogive/calculus/limit.hpp>

namespace ogive::calculus {

using number::extended;

inline constexpr int unknown_sign = enclosure::sign_unknown;

/// The certain sign of a fraction by the first terms of exponential series: e^u = 1 + u + ... + u^n/n! + m with m > 0 for
/// u > 0.
constexpr int series_sign(field& f, fraction const& u, unsigned terms) {
    if (u.is_zero() || !f.fine()) return 0;
    fraction images[algebra::variables];
    unsigned const count = f.kernel_count;
    bool any = false;
    for (unsigned v = 0; v < count && f.fine(); ++v) {
        images[v] = f.variable(v);
        kernel const k = f.kernels[v];
        if (k.kind != kernel_kind::exponential || k.constant || !f.involves(u, v)) continue;
        fraction const argument = f.scale(f.arguments[k.argument], k.unit);
        if (f.sign(argument) <= 0) continue;
        kernel more;
        more.kind = kernel_kind::free;
        more.name = packed_name{" m"};
        more.index = v + 1;
        more.sign = 1;
        fraction sum = f.variable(f.find(more, nullptr)), next{rational{1}};
        for (unsigned i = 0; i <= terms && f.fine(); ++i) {
            sum = f.add(sum, next);
            next = f.scale(f.multiply(next, argument), rational{1, static_cast<int>(i + 1)});
        }
        images[v] = sum;
        any = true;
    }
    for (unsigned v = count; v < f.kernel_count; ++v) images[v] = f.variable(v);
    if (!any || !f.fine()) return 0;
    fraction const r = f.substitute(u, images);
    return f.fine() ? grouped_sign(f, r) : 0;
}

/// The certain sign of a node all over an open segment, 0 when it is not known. With `effort` series are tried as well.
template <class Graph, class Workspace = workspace>
constexpr int sign_on(Graph const& g, node_index root, packed_name x, segment const& s, unsigned effort = 0) {
    Workspace w;
    node_index const p = w.symbol(x, positive);
    node_index const f = substitute(w, g, root, x, parametrised(w, s, p));
    if (w.problem != trouble::none) return 0;
    for (unsigned terms = 0; terms <= effort; ++terms) {
        field k;
        int r = 0;
        algebra::with_refinement(k, [&] {
            r = 0;
            fraction const u = algebra::convert(k, w, f);
            if (k.fine()) r = terms == 0 ? strong_sign(k, u) : series_sign(k, u, terms);
        });
        if (k.fine() && r != 0) return r;
    }
    return 0;
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

/// The sign of a node where x has an exact value; unknown_sign when it is not certain or the node is not defined there.
template <class Graph, class Workspace = workspace>
constexpr int sign_at(Graph const& g, node_index root, packed_name x, rational const& q, bool parameters) {
    if (!parameters) {
        algebra::point at;
        at.push_back({x, q});
        int const s = algebra::enclose(g, root, at).certain_sign();
        if (s != unknown_sign) return s;
    }
    Workspace w;
    node_index const v = substitute(w, g, root, x, w.constant(q));
    return w.problem == trouble::none ? sign_of_constant(w, v) : unknown_sign;
}

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

/// Is the value of a node without x defined, for all values of the parameters?
template <class Workspace = workspace>
constexpr algebra::truth is_defined(Workspace& w, node_index root) {
    using algebra::truth;
    bool needed[OGIVE_MAX_NODES];
    for (unsigned i = 0; i <= root; ++i) needed[i] = false;
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

} // namespace ogive::calculus
