// SPDX-License-Identifier: BSL-1.0
#pragma once
// Exact values of zeros: what solves a linear or quadratic equation in a power of x or in e^x, log x or a root of x.

#include <ogive/calculus/cells.hpp>

namespace ogive::calculus {

template <class Workspace = workspace>
constexpr end_value rational_end(rational const& q) {
    Workspace w;
    return end_value::of(w, w.constant(q));
}

/// A finite value that is only known to lie between bounds.
constexpr end_value bounded_end(enclosure const& bounds) {
    end_value r;
    r.kind = bounds.defined() && bounds.lower.is_finite() && bounds.upper.is_finite() ? limit_kind::finite
                                                                                      : limit_kind::unknown;
    r.exact = false;
    r.bounds = bounds;
    return r;
}

/// A node without x as an end, in a short form.
template <class Workspace = workspace>
constexpr end_value end_of_constant(Workspace& w, node_index i) {
    if (w.problem != trouble::none) return {};
    node_index const t = tidy_constant(w, i);
    return w.problem == trouble::none ? end_value::of(w, t) : end_value{};
}

namespace detail {

struct candidates {
    node_index nodes[4] = {};
    unsigned count = 0;
};

/// Adds the x for which a power of x or of a function of it has the value u.
template <class Workspace = workspace>
constexpr void add_solutions(candidates& r, Workspace& w, kernel const& k, unsigned step, node_index u) {
    auto const n = static_cast<int>(step);
    if (k.kind == kernel_kind::exponential) {
        rational const rate = k.unit * rational{n};
        r.nodes[r.count++] = w.make(operation::divide, w.make(operation::log, u), w.constant(rate));
        return;
    }
    if (k.kind != kernel_kind::symbol && n != 1) return;
    if (k.kind == kernel_kind::logarithm) u = w.make(operation::exp, u);
    if (k.kind == kernel_kind::root) u = w.make(operation::power, u, w.constant(static_cast<int>(k.index)));
    node_index const root = n == 1   ? u
                            : n == 2 ? w.make(operation::sqrt, u)
                                     : w.make(operation::power, u, w.constant(rational{1} / rational{n}));
    r.nodes[r.count++] = root;
    if (n % 2 == 0) r.nodes[r.count++] = w.make(operation::negate, root);
}

/// Solutions of n = 0, if n is a polynomial with rational coefficients in one power of x or of an exponential of x.
template <class Workspace = workspace>
constexpr candidates solve_for(Workspace& w, field& f, polynomial const& n, unsigned x) {
    candidates r;
    unsigned v = algebra::variables;
    for (unsigned i = 0; i < f.kernel_count; ++i) {
        if (!contains(n, i)) continue;
        if (v < algebra::variables) return r;
        v = i;
    }
    if (v == algebra::variables) return r;
    kernel const k = f.kernels[v];
    bool const of_x =
        v == x ||
        ((k.kind == kernel_kind::exponential || k.kind == kernel_kind::logarithm || k.kind == kernel_kind::root) &&
         f.equal(f.arguments[k.argument], f.variable(x)));
    if (!of_x) return r;
    bool const plain = v == x || k.kind == kernel_kind::logarithm; // it takes negative values
    unsigned const d = algebra::degree(n, v);
    unsigned const step = n.size() == 2 ? d : d / 2;
    rational c[3];
    for (unsigned i = 0; i < n.size(); ++i) {
        unsigned const e = exponent(n.exponents[i], v);
        if (step == 0 || e % step != 0 || e / step > 2) return r;
        c[e / step] = rational{n.coefficients[i]};
    }
    if (n.size() == 2) {
        rational const u = -c[0] / c[1];
        if (u.valid() && (u.sign() > 0 || (plain && step % 2 == 1))) add_solutions(r, w, k, step, w.constant(u));
        return r;
    }
    rational const discriminant = c[1] * c[1] - rational{4} * c[2] * c[0];
    if (!discriminant.valid() || discriminant.sign() <= 0) return r;
    node_index const root = w.make(operation::sqrt, w.constant(discriminant));
    for (int s = 1; s >= -1; s -= 2) {
        node_index const above = w.make(s > 0 ? operation::add : operation::subtract, w.constant(-c[1]), root);
        node_index const u = w.make(operation::divide, above, w.constant(rational{2} * c[2]));
        algebra::point const nowhere;
        if ((plain && step % 2 == 1) || algebra::enclose(w, u, nowhere).certain_sign() == 1)
            add_solutions(r, w, k, step, u);
    }
    return r;
}

} // namespace detail

/// The place of a zero of a function that is smooth on a segment: exact where a closed form is certain. `room` is an
/// interval in which it is the only zero.
template <class Graph, class Workspace = workspace>
constexpr end_value place_of(Graph const& g, node_index root, packed_name x, segment const& where, location const& z,
                             enclosure const& room) {
    if (z.exact) return rational_end(z.value);
    auto const s = start_chart(g, root, x, where);
    if (s.doing != chart_search::phase::climb || s.parameters) return bounded_end(z.bounds);
    Workspace w;
    node_index const n = w.import(s.graph, s.formulas[0]);
    field f;
    detail::candidates found;
    algebra::with_refinement(f, [&] {
        found.count = 0;
        unsigned const v = algebra::symbol_kernel(f, node{x.low, x.high, 0, 0, 0, operation::symbol, side_of(where)});
        fraction const u = algebra::convert(f, w, n);
        if (f.fine() && u.below == 0) found = detail::solve_for(w, f, u.above, v);
    });
    for (unsigned i = 0; i < found.count && f.fine() && w.problem == trouble::none; ++i) {
        enclosure const e = algebra::enclose(w, found.nodes[i], algebra::point{});
        if (!e.defined() || disjoint(e, z.bounds) || !(room.lower < e.lower) || !(e.upper < room.upper)) continue;
        node_index const there = substitute(w, w, n, x, found.nodes[i]);
        if (sign_of_constant(w, there) != 0) continue;
        end_value const r = end_value::of(w, tidy_constant(w, found.nodes[i]));
        if (r.known()) return r;
    }
    return bounded_end(z.bounds);
}

} // namespace ogive::calculus
