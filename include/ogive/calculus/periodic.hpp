// SPDX-License-Identifier: BSL-1.0
#pragma once
// Functions of sines and cosines alone: with t = tan(q·x/2) they are functions of t, which takes every value, and of one
// point more, x = pi/q.

#include <ogive/calculus/defining_form.hpp>

namespace ogive::calculus {

/// A function f of sin, cos and tan of whole multiples of q·x: node `root` is f as a function of t = tan(q·x/2), under the
/// name of x, and node `opposite` its value at x = pi/q, which belongs to t = infinity.
struct circle_form {
    bool known = false;
    rational rate{1}; // q
    node_index root = 0, opposite = 0;
    bool opposite_fails = false; // by a division by zero
};

namespace detail {

/// q if a node is q·x, 0 if it is not. An x of known sign has no place in every period.
template <class Graph>
constexpr rational rate_of(Graph const& g, node_index i, packed_name x) {
    node const n = g[i];
    auto const constant = [&](node_index k) { return g[k].op == operation::constant; };
    switch (n.op) {
    case operation::symbol: return rational{n.name() == x && n.assumed == assumption::none ? 1 : 0};
    case operation::negate: return -rate_of(g, n.a, x);
    case operation::named: return rate_of(g, n.a, x);
    case operation::multiply:
        if (constant(n.a)) return g[n.a].value() * rate_of(g, n.b, x);
        return constant(n.b) ? g[n.b].value() * rate_of(g, n.a, x) : rational{0};
    case operation::divide: return constant(n.b) ? rate_of(g, n.a, x) / g[n.b].value() : rational{0};
    default: return rational{0};
    }
}

constexpr bool is_circular(operation op) {
    return op == operation::sin || op == operation::cos || op == operation::tan;
}

constexpr bool is_wave(operation op) { return op == operation::sin || op == operation::cos; }

/// The largest q of which all rates are whole multiples; 0 where x stands elsewhere than in sines, cosines and tangents.
template <class Graph>
constexpr rational common_rate(Graph const& g, node_index root, packed_name x) {
    bool needed[OGIVE_MAX_NODES];
    for (unsigned i = 0; i <= root; ++i) needed[i] = i == root;
    rational q{0};
    for (unsigned i = root + 1; i-- > 0;) {
        if (!needed[i]) continue;
        node const n = g[i];
        if (n.op == operation::symbol && n.name() == x) return rational{0};
        if (is_circular(n.op) && depends_on(g, n.a, x)) {
            rational const r = rate_of(g, n.a, x);
            if (!r.valid() || r.is_zero()) return rational{0};
            q = algebra::field::common(q, r);
            if (!q.valid()) return rational{0};
            continue;
        }
        unsigned const operands = n.op == operation::named ? 1 : n.operand_count();
        for (unsigned k = 0; k < operands; ++k) needed[n.operand(k)] = true;
    }
    return q;
}

/// A product with sin(u)^2, cos(u)^2 and sin(u)·cos(u) written by sines and cosines of 2u.
template <class Workspace, class Graph>
constexpr node_index by_double_angles(Workspace& w, Graph const& g, node_index product, node_index const* place) {
    constexpr unsigned capacity = 24;
    node_index factors[capacity] = {product};
    unsigned count = 1;
    for (unsigned i = 0; i < count;) {
        node const n = g[factors[i]];
        bool const power = n.op == operation::power && is_wave(g[n.a].op) && g[n.b].op == operation::constant &&
                           g[n.b].value().is_integer() && g[n.b].low > 1;
        unsigned const size = power && g[n.b].low < capacity ? static_cast<unsigned>(g[n.b].low) : power ? capacity : 2;
        if (!power && n.op != operation::multiply) {
            ++i;
            continue;
        }
        if (count + size > capacity) return w.remake(g[product], place);
        factors[i] = n.a;
        for (unsigned k = 1; k < size; ++k) factors[count++] = power ? n.a : n.b;
    }
    if (count == 1) return w.remake(g[product], place); // (1 + sin(x))^2 is no product of sines
    auto const make = [&](operation op, node_index a, node_index b) { return w.make(op, a, b); };
    node_index r = w.constant(1);
    for (unsigned i = 0; i < count; ++i) {
        node const n = g[factors[i]];
        unsigned other = i + 1;
        while (other < count && !(is_wave(n.op) && is_wave(g[factors[other]].op) && g[factors[other]].a == n.a))
            ++other;
        if (other >= count) {
            r = make(operation::multiply, r, place[factors[i]]);
            continue;
        }
        bool const mixed = g[factors[other]].op != n.op;
        node_index const angle = make(operation::multiply, w.constant(2), place[n.a]), one = w.constant(1);
        node_index const wave = w.make(mixed ? operation::sin : operation::cos, angle);
        node_index const twice = mixed                    ? wave
                                 : n.op == operation::sin ? make(operation::subtract, one, wave)
                                                          : make(operation::add, one, wave);
        r = make(operation::multiply, r, make(operation::divide, twice, w.constant(2)));
        factors[other] = factors[--count];
    }
    return r;
}

/// The graph with products of sines and cosines written by double angles.
template <class Workspace, class Graph>
constexpr node_index with_double_angles(Workspace& w, Graph const& g, node_index root) {
    node_index place[OGIVE_MAX_NODES];
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        place[i] = 0;
        if (!needed[i]) continue;
        bool const product = g[i].op == operation::multiply || g[i].op == operation::power;
        place[i] = product ? by_double_angles(w, g, static_cast<node_index>(i), place) : w.remake(g[i], place);
    }
    return place[root];
}

/// sin(k·u) and cos(k·u) from those of u.
struct sine_and_cosine {
    node_index sine, cosine;
};
template <class Workspace>
constexpr sine_and_cosine multiple(Workspace& w, sine_and_cosine const& one, int k) {
    sine_and_cosine r = one;
    for (int i = 1; i < (k < 0 ? -k : k); ++i) {
        auto const times = [&](node_index a, node_index b) { return w.make(operation::multiply, a, b); };
        r = {w.make(operation::add, times(r.sine, one.cosine), times(r.cosine, one.sine)),
             w.make(operation::subtract, times(r.cosine, one.cosine), times(r.sine, one.sine))};
    }
    if (k < 0) r.sine = w.make(operation::negate, r.sine);
    return r;
}

/// The graph with sin(q·x) and cos(q·x) given.
template <class Workspace, class Graph>
constexpr node_index on_circle(Workspace& w, Graph const& g, node_index root, packed_name x, rational const& q,
                               sine_and_cosine const& one) {
    node_index place[OGIVE_MAX_NODES];
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        place[i] = 0;
        if (!needed[i]) continue;
        node const n = g[i];
        if (is_circular(n.op) && depends_on(g, n.a, x)) {
            sine_and_cosine const r = multiple(w, one, static_cast<int>((rate_of(g, n.a, x) / q).numerator));
            place[i] = n.op == operation::sin   ? r.sine
                       : n.op == operation::cos ? r.cosine
                                                : w.make(operation::divide, r.sine, r.cosine);
        } else {
            place[i] = n.op == operation::named && depends_on(g, static_cast<node_index>(i), x) ? place[n.a]
                                                                                                : w.remake(n, place);
        }
    }
    return place[root];
}

} // namespace detail

/// The form of a graph in w; not known where x stands elsewhere, or multiples are large.
template <class Workspace, class Graph>
constexpr circle_form circle_form_of(Workspace& w, Graph const& as_written, node_index top, packed_name x) {
    circle_form r;
    bool any = false; // mostly there is none, and nothing else is to be done
    for (unsigned i = 0; i <= top && !any; ++i) any = detail::is_circular(as_written[i].op);
    if (!any) return r;
    Workspace written, doubled;
    node_index root = defining_form(written, as_written, top);
    if (written.problem != trouble::none) return r;
    r.rate = detail::common_rate(written, root, x);
    if (r.rate.is_zero()) return r;
    node_index const other = detail::with_double_angles(doubled, written, root);
    rational const q = doubled.problem == trouble::none ? detail::common_rate(doubled, other, x) : rational{0};
    bool const shorter = q.valid() && r.rate < q; // by t = tan(q*x) degrees are half of those by tan(q*x/2)
    Workspace const& g = shorter ? doubled : written;
    if (shorter) root = other, r.rate = q;
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i] && detail::is_circular(g[i].op) && depends_on(g, g[i].a, x)) {
            rational const k = detail::rate_of(g, g[i].a, x) / r.rate;
            if (!(k < rational{9}) || !(rational{-9} < k)) return r;
        }
    auto const make = [&](operation op, node_index a, node_index b) { return w.make(op, a, b); };
    node_index const t = w.symbol(x), one = w.constant(1);
    node_index const square = make(operation::multiply, t, t), below = make(operation::add, one, square);
    detail::sine_and_cosine const turning{make(operation::divide, make(operation::multiply, w.constant(2), t), below),
                                          make(operation::divide, make(operation::subtract, one, square), below)};
    r.root = detail::on_circle(w, g, root, x, r.rate, turning);
    r.known = w.problem == trouble::none;
    Workspace apart; // 1/sin(x), say, fails there
    node_index const value = detail::on_circle(apart, g, root, x, r.rate, {apart.constant(0), apart.constant(-1)});
    r.opposite_fails = apart.problem == trouble::division_by_zero;
    if (r.known && apart.problem == trouble::none) r.opposite = w.import(apart, value);
    r.known = r.known && w.problem == trouble::none && (r.opposite_fails || apart.problem == trouble::none);
    return r;
}

/// Does a function certainly take two different values, each in every period?
template <class Graph, class Workspace = workspace>
constexpr bool oscillates(Graph const& g, node_index root, packed_name x) {
    Workspace w;
    circle_form const circle = circle_form_of(w, g, root, x);
    number::enclosure first;
    bool any = false;
    for (int t = -1; t <= 2 && circle.known; ++t) {
        algebra::point at;
        at.push_back({x, number::enclosure{t}});
        number::enclosure const value = algebra::enclose(w, circle.root, at);
        if (!value.defined()) continue;
        if (any && (value.upper < first.lower || first.upper < value.lower)) return true;
        if (!any) first = value;
        any = true;
    }
    return false;
}

/// The function of t as an expression.
template <class F, class X>
struct on_circle : expression_interface<on_circle<F, X>> {
    static constexpr circle_form form(workspace_for<F>& w) {
        return circle_form_of(w, graph_of<F>, graph_of<F>.root(), X::name);
    }
    static constexpr bool find() {
        workspace_for<F> w;
        return form(w).known;
    }
    static constexpr bool known = find();
    static constexpr node_index build(workspace& w) {
        circle_form const c = form(w);
        return c.known ? c.root : w.constant(0);
    }
};

} // namespace ogive::calculus
