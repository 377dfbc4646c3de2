// SPDX-License-Identifier: BSL-1.0
#pragma once
// A function cut into smooth pieces, on the whole line or on a segment of it; break points may be symbols after a change
// of the variable.

#include <ogive/calculus/rational_roots.hpp>
#include <ogive/calculus/requirement.hpp>
#include <ogive/calculus/solve.hpp>

namespace ogive::calculus {

inline constexpr unsigned max_pieces = 5;

/// A part of the line on which the function is smooth, with the function there, its inverse, and its values at the ends.
struct piece {
    segment where;
    bool owns_lower = false, owns_upper = false; // which ends the function as written counts to this piece
    int direction = 0;                           // rising or falling, where it had to be known
};

/// A function cut into pieces; in `graph` the nodes: pieces, inverses, values at lower ends, values at upper ends.
struct inversion {
    stored_graph<192> graph;
    piece pieces[max_pieces] = {};
    node_index functions[max_pieces] = {}, inverses[max_pieces] = {}, at_lower[max_pieces] = {},
               at_upper[max_pieces] = {};
    unsigned count = 0;
    node_index result = 0;
    node_index shift = 0, scale = 0; // of what x is, if `changed`: shift + scale·x
    bool changed = false;
    packed_name x;
    trouble problem = trouble::none;
    inverse_obstacle obstacle = inverse_obstacle::none; // what `problem` is about
    packed_name parameter;                              // whose sign is not known

    constexpr void fail(trouble why, inverse_obstacle what) {
        if (problem != trouble::none) return;
        problem = why;
        obstacle = what;
    }
};

namespace detail {

/// The difference of two values, by its certain sign; 2 when it is not known.
template <class Workspace = workspace>
constexpr int compare_constants(Workspace const& w, node_index a, node_index b) {
    if (a == b) return 0;
    field f;
    int s = 2;
    algebra::with_refinement(f, [&] {
        fraction const left = algebra::convert(f, w, a), right = algebra::convert(f, w, b);
        fraction const d = f.subtract(left, right);
        int const sign = algebra::certain_sign(f, d);
        s = d.is_zero() ? 0 : sign != 0 ? sign : 2;
    });
    return f.fine() ? s : 2;
}

/// Writes the stored roots of an inversion.
template <class Workspace = workspace>
constexpr void keep(inversion& r, Workspace const& w) {
    node_index roots[4 * max_pieces + 3] = {};
    unsigned n = 0;
    for (unsigned i = 0; i < r.count; ++i) {
        roots[n++] = r.functions[i];
        roots[n++] = r.inverses[i];
        roots[n++] = r.at_lower[i];
        roots[n++] = r.at_upper[i];
    }
    roots[n++] = r.result;
    roots[n++] = r.shift;
    roots[n++] = r.scale;
    r.graph.store(w, roots, n);
    if (r.graph.problem != trouble::none && r.problem == trouble::none) r.problem = r.graph.problem;
    n = 0;
    for (unsigned i = 0; i < r.count; ++i) {
        r.functions[i] = roots[n++];
        r.inverses[i] = roots[n++];
        r.at_lower[i] = roots[n++];
        r.at_upper[i] = roots[n++];
    }
    r.result = roots[n++];
    r.shift = roots[n++];
    r.scale = roots[n];
}

template <class Workspace = workspace>
constexpr void import_all(Workspace& w, inversion& r) {
    for (unsigned i = 0; i < r.count; ++i) {
        r.functions[i] = w.import(r.graph, r.functions[i]);
        r.inverses[i] = w.import(r.graph, r.inverses[i]);
        r.at_lower[i] = w.import(r.graph, r.at_lower[i]);
        r.at_upper[i] = w.import(r.graph, r.at_upper[i]);
    }
    r.result = w.import(r.graph, r.result);
    r.shift = w.import(r.graph, r.shift);
    r.scale = w.import(r.graph, r.scale);
}

} // namespace detail

/// A constant without square roots in sums below: 1/(a + b·r) as (a - b·r)/(a^2 - b^2·r^2). False where there are none.
template <class Workspace>
constexpr bool rationalise(Workspace const&, field& f, fraction& u) {
    bool any = false;
    for (unsigned turn = 0; turn < 4; ++turn) { // each may bring others
        unsigned i = 0, v = f.kernel_count;
        for (; i < f.factor_count && v == f.kernel_count; ++i)
            for (v = exponent(u.below, i) > 0 && f.factors[i].size() > 1 ? 0 : f.kernel_count; v < f.kernel_count; ++v)
                if (f.kernels[v].kind == kernel_kind::root && f.kernels[v].index == 2 &&
                    algebra::degree(f.factors[i], v) == 1)
                    break;
        if (v == f.kernel_count) break;
        polynomial const sum = f.factors[i - 1];
        fraction const a = f.from(algebra::coefficient(sum, v, 0)), b = f.from(algebra::coefficient(sum, v, 1));
        fraction const square = f.multiply(f.multiply(b, b), f.arguments[f.kernels[v].argument]);
        fraction const other = f.subtract(a, f.multiply(b, f.variable(v)));
        fraction const below = f.subtract(f.multiply(a, a), square);
        if (!f.fine() || below.is_zero()) return false;
        u = f.divide(f.multiply(f.multiply(u, f.from(sum)), other), below);
        any = f.fine();
    }
    return any && f.fine();
}

/// A constant in its shortest form.
template <class Workspace = workspace>
constexpr node_index tidy_constant(Workspace& w, node_index i) {
    field f;
    fraction u;
    algebra::with_refinement(f, [&] { u = algebra::convert(f, w, i); });
    if (!f.fine()) return i;
    algebra::presenter p{w, f};
    show_named_constants(p);
    node_index const r = p.fraction_node(u);
    if (!f.fine()) return i;
    if (u.below == 0 || !rationalise(w, f, u)) return r;
    node_index const other = p.fraction_node(u);
    return f.fine() && algebra::length_of(w, other) < algebra::length_of(w, r) ? other : r;
}

namespace detail {

/// The part of a region inside a segment; false where there is none, or only a point at its end.
constexpr bool clip(algebra::region& r, segment const& s) {
    if (s.has_lower) {
        if (r.has_upper && !(s.lower < r.upper)) return false;
        if (!r.is_point && (!r.has_lower || r.lower < s.lower)) r.has_lower = true, r.lower = s.lower;
    }
    if (s.has_upper) {
        if (r.has_lower && !(r.lower < s.upper)) return false;
        if (!r.is_point && (!r.has_upper || s.upper < r.upper)) r.has_upper = true, r.upper = s.upper;
    }
    return true;
}

/// The sign that x has on a segment.
constexpr assumption sign_of_segment(segment const& s) {
    return s.has_lower && s.lower.sign() >= 0   ? positive
           : s.has_upper && s.upper.sign() <= 0 ? negative
                                                : assumption::none;
}

/// Is a function certainly zero at a rational point? Solving takes inverse functions where there may be no value: of
/// atan(x) = 3 it makes x = tan(3).
template <class Workspace = workspace>
constexpr bool is_zero_at(Workspace const& w, node_index f, packed_name x, rational const& at) {
    Workspace s;
    node_index const there = substitute(s, w, f, x, s.constant(at));
    return s.problem == trouble::none && compare_constants(s, there, s.constant(0)) == 0;
}

/// A condition on x that certainly changes its truth at one rational point, as a condition that x is beyond it; `partial`:
/// also where it is not defined on the whole line.
template <class Workspace = workspace>
constexpr node_index straightened(Workspace& w, node const& condition, packed_name x, bool partial) {
    node_index const d = w.make(operation::subtract, condition.b, condition.a);
    field f;
    bool straight = false;
    algebra::with_refinement(f, [&] {
        fraction const u = algebra::convert(f, w, d);
        straight = !f.fine() || algebra::as_linear(f, u).is_linear;
    });
    if (straight) return w.make(condition.op, condition.a, condition.b);
    int const sign = direction(w, d, x, partial ? natural_segment(w, d, x) : segment{});
    solver<Workspace> zero{w, x};
    node_index const at = sign == 0 ? node_index{0} : tidy_constant(w, zero.solve(d, w.constant(0)));
    if (sign == 0 || zero.why != trouble::none || w[at].op != operation::constant ||
        !is_zero_at(w, d, x, w[at].value()))
        return w.make(condition.op, condition.a, condition.b);
    node_index const symbol = w.symbol(x, known_of(w, d, x));
    return sign > 0 ? w.make(condition.op, at, symbol) : w.make(condition.op, symbol, at);
}

/// A node with another in place of one below it.
template <class Workspace = workspace>
constexpr node_index replaced(Workspace& w, node_index root, node_index what, node_index by) {
    algebra::scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const n = w[i];
        unsigned const k = n.operand_count();
        place[i] = i == what ? by
                             : w.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                        k > 2 ? place[n.c] : node_index{0});
    }
    return place[root];
}

/// Cases by a condition, which is straightened; cases inside of the condition become cases outside of it.
template <class Workspace = workspace>
constexpr node_index chosen(Workspace& w, node_index condition, node_index yes, node_index no, packed_name x, int depth,
                            bool partial) {
    if (yes == no) return yes;
    node const n = w[condition];
    if (n.op == operation::both)
        return chosen(w, n.a, chosen(w, n.b, yes, no, x, depth, partial), no, x, depth, partial);
    bool below[OGIVE_MAX_NODES] = {};
    workspace::mark(w, condition, below);
    unsigned inner = 0;
    while (inner < condition && !(below[inner] && w[inner].op == operation::select)) ++inner;
    if (inner == condition || depth == 0) {
        if (int const order = compare_constants(w, n.a, n.b); order != 2)
            return order < 0 || (order == 0 && n.op == operation::less_equal) ? yes : no;
        bool const on_x = depends_on(w, n.a, x) || depends_on(w, n.b, x);
        if (!on_x) return w.make(operation::select, condition, yes, no);
        enclosure const gap =
            enclose_over(w, w.make(operation::subtract, n.b, n.a), x, enclosure::whole(), algebra::point{});
        if (int const s = gap.certain_sign(); gap.defined() && (s == 1 || s == -1)) return s == 1 ? yes : no;
        node_index cases = 0;
        return split_at_roots(w, n, x, yes, no, cases, partial)
                   ? cases
                   : w.make(operation::select, straightened(w, n, x, partial), yes, no);
    }
    node const s = w[inner];
    auto const at = static_cast<node_index>(inner);
    node_index const first = replaced(w, condition, at, s.b), second = replaced(w, condition, at, s.c);
    return chosen(w, s.a, chosen(w, first, yes, no, x, depth - 1, partial),
                  chosen(w, second, yes, no, x, depth - 1, partial), x, depth - 1, partial);
}

/// A graph whose conditions on x are straightened.
template <class Graph, class Workspace>
constexpr node_index straighten(Workspace& w, Graph const& g, node_index root, packed_name x, bool partial = false) {
    algebra::scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const n = g[i];
        unsigned const k = n.operand_count();
        node_index const a = k > 0 ? place[n.a] : node_index{0}, b = k > 1 ? place[n.b] : node_index{0},
                         c = k > 2 ? place[n.c] : node_index{0};
        place[i] = n.op == operation::select ? chosen(w, a, b, c, x, 5, partial) : w.remake(n, a, b, c);
    }
    return place[root];
}

template <class Graph>
constexpr bool has_conditions(Graph const& g, node_index root) {
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i] && (g[i].op == operation::less || g[i].op == operation::less_equal)) return true;
    return false;
}

/// The pieces of a graph with explicit derivatives and lifted cases.
template <class Workspace = workspace>
constexpr inversion cut(Workspace const& lifted, node_index root, packed_name x, segment const& where) {
    inversion r;
    r.x = x;
    Workspace w;
    w.constant(0);
    node_index const roots[] = {root};
    algebra::partition const parts = algebra::find_regions(lifted, roots, lifted.size());
    bool const single = parts.region_count == 1 && parts.stopped == algebra::obstacle::none;
    if (parts.stopped != algebra::obstacle::none || (!single && (!parts.linear || !(parts.by == x))))
        r.fail(trouble::no_inverse, inverse_obstacle::cases);
    if (r.problem != trouble::none) return r;
    if (single && (!parts.linear || parts.comparisons.size() == 0)) {
        r.count = 1;
        r.functions[0] = parts.comparisons.size() == 0 ? w.import(lifted, root)
                                                       : algebra::resolve(w, lifted, root, parts, parts.regions[0]);
        r.pieces[0].where = where;
        assumption const known = known_of(w, r.functions[0], x);
        segment& s = r.pieces[0].where;
        if (known == positive && (!s.has_lower || s.lower.sign() < 0)) s.has_lower = true, s.lower = rational{0};
        if (known == negative && (!s.has_upper || s.upper.sign() > 0)) s.has_upper = true, s.upper = rational{0};
    } else {
        node_index branches[algebra::partition::max_on_a_line] = {};
        algebra::region regions[algebra::partition::max_on_a_line];
        unsigned count = 0;
        for (unsigned i = 0; i < parts.region_count; ++i) {
            algebra::region here = parts.regions[i];
            if (!clip(here, where)) continue;
            if (here.is_point != (count % 2 != 0)) r.fail(trouble::no_inverse, inverse_obstacle::cases);
            regions[count] = here;
            branches[count++] = algebra::resolve(w, lifted, root, parts, parts.regions[i]);
        }
        for (unsigned i = 0; i < count && r.problem == trouble::none; i += 2) {
            algebra::region const& here = regions[i];
            bool const left = i > 0 && branches[i - 1] == branches[i];
            if (i > 0 && !left && branches[i - 1] != branches[i - 2]) { // a point with a formula of its own
                rational const at = regions[i - 1].lower;
                node_index const here_alone = algebra::evaluate_symbol(w, w, branches[i - 1], x, at);
                node_index const from_left = algebra::evaluate_symbol(w, w, branches[i - 2], x, at);
                if (compare_constants(w, here_alone, from_left) != 0) {
                    r.fail(trouble::no_inverse, inverse_obstacle::break_points);
                    break;
                }
            }
            if (left && branches[i - 2] == branches[i]) { // no real break
                r.pieces[r.count - 1].where.has_upper = here.has_upper;
                r.pieces[r.count - 1].where.upper = here.upper;
                continue;
            }
            if (r.count == max_pieces) {
                r.fail(trouble::no_inverse, inverse_obstacle::limits);
                break;
            }
            piece& p = r.pieces[r.count];
            p.where = {here.has_lower, here.has_upper, here.lower, here.upper};
            p.owns_lower = left;
            if (r.count > 0) r.pieces[r.count - 1].owns_upper = !left;
            r.functions[r.count++] = branches[i];
        }
    }
    for (unsigned i = 0; i < r.count; ++i) {
        segment const& s = r.pieces[i].where;
        if (i > 0) r.at_lower[i] = algebra::evaluate_symbol(w, w, r.functions[i], x, s.lower);
        if (i + 1 < r.count) r.at_upper[i] = algebra::evaluate_symbol(w, w, r.functions[i], x, s.upper);
        assumption const known = sign_of_segment(s); // on a half-line the sign of x is known
        if (known != assumption::none) r.functions[i] = substitute(w, w, r.functions[i], x, w.symbol(x, known));
    }
    if (w.problem == trouble::division_by_zero) r.fail(trouble::no_inverse, inverse_obstacle::break_points);
    if (w.problem != trouble::none) r.fail(w.problem, inverse_obstacle::none);
    keep(r, w);
    return r;
}

} // namespace detail

/// First stage: the pieces on a segment, with explicit derivatives and without cases.
template <class Graph, class Workspace = workspace>
constexpr inversion find_pieces(Graph const& g, node_index root, packed_name x, segment const& where = {}) {
    inversion r;
    r.x = x;
    Workspace explicit_form, lifted;
    node_index const e = algebra::derivatives_where_defined(explicit_form, g, root);
    node_index const f = algebra::lift_cases(lifted, explicit_form, e);
    if (explicit_form.problem != trouble::none) r.problem = explicit_form.problem;
    if (lifted.problem != trouble::none) r.problem = lifted.problem;
    if (r.problem != trouble::none) return r;
    r = detail::cut(lifted, f, x, where);
    if (r.problem != trouble::no_inverse || !detail::has_conditions(lifted, f)) return r;
    Workspace straight;
    node_index const s = detail::straighten(straight, lifted, f, x);
    return straight.problem == trouble::none ? detail::cut(straight, s, x, where) : r;
}

/// The pieces after a change of the variable that turns break points which are symbols into numbers: x = c + t for the
/// break point c of one condition, or x = c·t for a positive c.
template <class Graph, class Workspace = workspace>
constexpr inversion find_changed_pieces(Graph const& g, node_index root, packed_name x) {
    inversion failed;
    failed.x = x;
    failed.fail(trouble::no_inverse, inverse_obstacle::cases);
    Workspace explicit_form, plain, lifted;
    node_index const e = algebra::derivatives_where_defined(explicit_form, g, root);
    node_index const f = detail::straighten(lifted, plain, algebra::lift_cases(plain, explicit_form, e), x);
    for (auto const* w : {&explicit_form, &plain, &lifted})
        if (w->problem != trouble::none) return failed;
    if (known_of(lifted, f, x) != assumption::none) return failed;
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(lifted, f, needed);
    for (unsigned i = 0; i <= f; ++i) {
        node const& n = lifted[i];
        if (!needed[i] || (n.op != operation::less && n.op != operation::less_equal)) continue;
        for (int scaled = 0; scaled < 2; ++scaled) {
            Workspace w, changed;
            node_index const d = w.make(operation::subtract, w.import(lifted, n.b), w.import(lifted, n.a));
            if (w.problem != trouble::none || !depends_on(w, d, x)) continue;
            for (unsigned k = 0; k <= d; ++k)
                if (w[k].op == operation::select) return failed;
            solver<Workspace> zero{w, x};
            node_index const at = tidy_constant(w, zero.solve(d, w.constant(0)));
            if (zero.why != trouble::none || w.problem != trouble::none || w[at].op == operation::constant) continue;
            if (depends_on(w, at, x)) continue;
            node_index const c = changed.import(w, at), t = changed.symbol(x);
            if (scaled == 1) {
                field s;
                int sign = 0;
                algebra::with_refinement(s, [&] { sign = algebra::certain_sign(s, algebra::convert(s, w, at)); });
                if (!s.fine() || sign == 0) continue;
            }
            node_index const image = changed.make(scaled == 1 ? operation::multiply : operation::add, c, t);
            node_index const root_after = substitute(changed, lifted, f, x, image);
            if (changed.problem != trouble::none) continue;
            inversion r = detail::cut(changed, root_after, x, segment{});
            if (r.problem != trouble::none) continue;
            Workspace all;
            r.changed = true;
            detail::import_all(all, r);
            r.shift = scaled == 1 ? all.constant(0) : all.import(changed, c);
            r.scale = scaled == 1 ? all.import(changed, c) : all.constant(1);
            detail::keep(r, all);
            return r;
        }
    }
    return failed;
}

} // namespace ogive::calculus
