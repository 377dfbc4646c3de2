// SPDX-License-Identifier: BSL-1.0
#pragma once
// A function cut into cells: open segments on which it is smooth or not defined, at its break points, where arguments of
// logarithms, roots and quotients vanish, and at zero.

#include <ogive/calculus/defining_form.hpp>
#include <ogive/calculus/sign_chart.hpp>

namespace ogive::calculus {

inline constexpr unsigned max_cells = 12;

/// An open segment. `hull` has exact ends; where the true ends are only bracketed, they lie in it.
struct cell {
    segment hull;
    bool exact = true; // the hull is the cell
    bool in = true;    // in the domain
    node_index formula = 0;
};

/// The lower end of a cell, and at last the upper end of the last one.
struct joint {
    location at;
    bool finite = false;
    bool in = false;        // in the domain
    node_index formula = 0; // of the value there
    node_index cause = 0;   // where not exact: a zero of cause_factor*cause + cause_offset
    signed char cause_factor = 1, cause_offset = 0;
};

/// The cells of a function in ascending order and the points between them. `known` when the cutting succeeded; then the
/// function is smooth on each cell that is `in`, and not defined anywhere on the others.
struct cut_function {
    stored_graph<256> graph;
    packed_name x;
    cell cells[max_cells];
    joint joints[max_cells + 1];
    unsigned count = 0;
    bool parameters = false;
    bool known = false, exact = true; // all cells are exact
    unsigned next = 0;                // the node whose arguments cut next
    bool done = true;
    bool changed = false; // all this is of a variable t with x = shift + scale*t and a positive scale
    node_index shift = 0, scale = 0;

    constexpr bool lower_in(unsigned i) const { return joints[i].in; }
    constexpr bool upper_in(unsigned i) const { return joints[i + 1].in; }
};

namespace detail {

/// Splits a cell in two.
constexpr bool split(cut_function& c, unsigned i, joint const& between) {
    if (c.count == max_cells) return false;
    for (unsigned k = c.count; k > i; --k) c.cells[k] = c.cells[k - 1];
    for (unsigned k = c.count + 1; k > i + 1; --k) c.joints[k] = c.joints[k - 1];
    ++c.count;
    c.joints[i + 1] = between;
    if (between.at.exact && c.cells[i].exact) {
        segment& left = c.cells[i].hull;
        segment& right = c.cells[i + 1].hull;
        left.has_upper = right.has_lower = true;
        left.upper = right.lower = between.at.value;
    } else {
        c.cells[i].exact = c.cells[i + 1].exact = false;
        c.exact = false;
    }
    return true;
}

constexpr joint joint_at(rational const& q, node_index formula, bool in) {
    joint j;
    j.at = location::at(q);
    j.finite = true;
    j.in = in;
    j.formula = formula;
    return j;
}

} // namespace detail

namespace detail {

/// Is a node certainly defined for x = q where its operands are?
template <class Workspace>
constexpr bool is_defined_for(Workspace& w, node_index i, packed_name x, rational const& q, bool parameters) {
    requirement const r = requirement_of(w, node{w[i]});
    bool defined = r.supported;
    for (unsigned k = 0; k < r.count && defined; ++k)
        defined = meets(r, sign_at(w, condition_node(w, r, k), x, q, parameters)) == algebra::truth::yes;
    return defined;
}

/// Is a node certainly defined on an open segment where its operands are?
template <class Workspace>
constexpr bool is_defined_over(Workspace& w, node_index i, packed_name x, segment const& s) {
    requirement const r = requirement_of(w, node{w[i]});
    bool defined = r.supported;
    for (unsigned k = 0; k < r.count && defined; ++k) {
        int const sign = sign_on(w, condition_node(w, r, k), x, s);
        defined = sign != 0 && meets(r, sign) == algebra::truth::yes;
    }
    return defined;
}

/// Has a graph with cases certainly no value for x = q, since something has none that is needed there?
template <class Workspace>
constexpr bool is_undefined_for(Workspace const& g, node_index root, packed_name x, rational const& q) {
    Workspace w;
    algebra::scratch<node_index> place(root + 1u);
    bool below[OGIVE_MAX_NODES], lost[OGIVE_MAX_NODES], needed[OGIVE_MAX_NODES];
    workspace::reach(g, root, below);
    for (unsigned i = 0; i <= root; ++i) {
        needed[i] = i == root;
        lost[i] = false;
        if (!below[i]) continue;
        node const& n = g[i];
        unsigned const k = n.operand_count();
        bool const is_x = n.op == operation::symbol && n.name() == x;
        place[i] = is_x ? w.constant(q)
                        : w.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                   k > 2 ? place[n.c] : node_index{0});
        lost[i] = w.problem == trouble::division_by_zero;
        if (lost[i]) w.problem = trouble::none;
    }
    if (w.problem != trouble::none) return false;
    for (unsigned i = root + 1u; i-- > 0;) {
        if (!needed[i]) continue;
        node const& n = g[i];
        if (lost[i]) return true;
        if (n.op == operation::both) {
            needed[n.a] = true; // the other one may not be asked
        } else if (n.op == operation::select) {
            needed[n.a] = true;
            node const& asked = g[n.a];
            if (asked.op == operation::both) continue;
            int const order = compare_constants(w, place[asked.a], place[asked.b]);
            bool const holds = order < 0 || (order == 0 && asked.op == operation::less_equal);
            if (order != 2) needed[holds ? n.b : n.c] = true;
        } else {
            unsigned const k = n.op == operation::named ? 1 : n.operand_count();
            for (unsigned j = 0; j < k; ++j) needed[n.operand(j)] = true;
            requirement const r = requirement_of(w, node{w[place[i]]});
            for (unsigned j = 0; j < r.count && r.supported && w[place[i]].op == n.op; ++j)
                if (meets(r, sign_of_constant(w, condition_node(w, r, j))) == algebra::truth::no) return true;
        }
    }
    return false;
}

/// Cases are cut where conditions change, and formulas of cells have no conditions: is each of these defined at least where
/// the formulas are? Otherwise max(sqrt(x)^4, 4) would be 4 at -1. Points at which one is not are left out.
template <class Workspace>
constexpr bool conditions_are_defined(Workspace& w, Workspace const& g, node_index root, cut_function& c) {
    bool below[OGIVE_MAX_NODES], needed[OGIVE_MAX_NODES];
    workspace::reach(g, root, needed);
    for (unsigned k = 0; k <= root; ++k) {
        if (!needed[k] || (g[k].op != operation::less && g[k].op != operation::less_equal)) continue;
        node_index const sides = w.import(g, static_cast<node_index>(k));
        if (w.problem != trouble::none) return false;
        workspace::reach(w, sides, below);
        for (unsigned n = 0; n <= sides; ++n) {
            if (!below[n] || is_total(w, static_cast<node_index>(n))) continue;
            auto const kept = [&](node_index formula) {
                bool used[OGIVE_MAX_NODES] = {};
                algebra::mark_values(w, formula, used);
                return used[n];
            };
            for (unsigned i = 0; i < c.count; ++i)
                if (c.cells[i].in && !kept(c.cells[i].formula) &&
                    !is_defined_over(w, static_cast<node_index>(n), c.x, c.cells[i].hull))
                    return false;
            for (unsigned i = 0; i <= c.count; ++i) {
                rational const& q = c.joints[i].at.value;
                if (!c.joints[i].in || kept(c.joints[i].formula) ||
                    is_defined_for(w, static_cast<node_index>(n), c.x, q, c.parameters))
                    continue;
                if (!is_undefined_for(g, root, c.x, q)) return false;
                c.joints[i].in = false;
            }
        }
    }
    return true;
}

} // namespace detail

/// The cells between the break points of the cases, which must be rational, split at zero.
template <class Graph, class Workspace = workspace>
constexpr cut_function start_cutting(Graph const& g, node_index root, packed_name x) {
    cut_function c;
    c.x = x;
    Workspace explicit_form, nested, straight, w;
    node_index const e = defining_form(explicit_form, g, root);
    node_index const top = algebra::lift_cases(nested, explicit_form, e);
    if (explicit_form.problem != trouble::none || nested.problem != trouble::none) return c;
    node_index const straightened = detail::straighten(straight, nested, top, x, true);
    bool const fits = straight.problem == trouble::none;
    Workspace const& lifted = fits ? straight : nested;
    node_index const roots[] = {fits ? straightened : top};
    assumption const known = known_of(lifted, roots[0], x);
    algebra::partition const parts = algebra::find_regions(lifted, roots, lifted.size());
    if (parts.stopped != algebra::obstacle::none) return c;
    if (parts.region_count == 1 && parts.comparisons.size() == 0) {
        c.count = 1;
        segment& s = c.cells[0].hull;
        s.has_lower = known == positive;
        s.has_upper = known == negative;
        c.cells[0].formula = w.import(lifted, roots[0]);
        for (unsigned i = 0; i < 2; ++i)
            if (i == 0 ? s.has_lower : s.has_upper) c.joints[i] = detail::joint_at(rational{0}, 0, false);
    } else {
        if (!parts.linear || !(parts.by == x)) return c;
        unsigned pending = 0; // point regions stand between the intervals
        for (unsigned i = 0; i < parts.region_count; ++i) {
            algebra::region const& r = parts.regions[i];
            node_index f = algebra::resolve(w, lifted, roots[0], parts, r);
            bool const lost = w.problem == trouble::division_by_zero; // 1/|x| at 0
            if (lost) {
                w.problem = trouble::none;
                f = w.constant(0);
            }
            if (r.is_point) {
                c.joints[c.count] = detail::joint_at(r.lower, f, !lost);
                pending = 1;
                continue;
            }
            if (c.count == max_cells) return c;
            cell& here = c.cells[c.count];
            here.hull = {r.has_lower, r.has_upper, r.lower, r.upper};
            here.formula = f;
            here.in = !lost;
            if (pending == 0 && r.has_lower) c.joints[c.count] = detail::joint_at(r.lower, 0, false);
            pending = 0;
            c.joints[++c.count] = joint{};
            if (r.has_upper) c.joints[c.count] = detail::joint_at(r.upper, 0, false);
        }
        if (pending != 0) return c;
    }
    for (unsigned i = 0; i < c.count; ++i) {
        segment const s = c.cells[i].hull;
        bool const inside = (!s.has_lower || s.lower < rational{0}) && (!s.has_upper || rational{0} < s.upper);
        if (inside && !detail::split(c, i, detail::joint_at(rational{0}, c.cells[i].formula, known != nonzero)))
            return c;
    }
    for (unsigned i = 0; i < w.size(); ++i)
        c.parameters = c.parameters || (w[i].op == operation::symbol && !(w[i].name() == x));
    if (!detail::conditions_are_defined(w, nested, top, c)) return c;
    node_index kept[2 * max_cells + 1] = {};
    for (unsigned i = 0; i < c.count; ++i) kept[i] = c.cells[i].formula;
    for (unsigned i = 0; i <= c.count; ++i) kept[c.count + i] = c.joints[i].formula;
    c.graph.store(w, kept, 2 * c.count + 1);
    if (w.problem != trouble::none || c.graph.problem != trouble::none) return c;
    for (unsigned i = 0; i < c.count; ++i) c.cells[i].formula = kept[i];
    for (unsigned i = 0; i <= c.count; ++i) c.joints[i].formula = kept[c.count + i];
    c.known = true;
    c.done = false;
    return c;
}

namespace detail {

/// Is everything below a node certainly defined and smooth on a segment?
template <class Workspace = workspace>
constexpr bool is_smooth_on(Workspace& w, node_index root, packed_name x, segment const& s) {
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        requirement const r = requirement_of(w, node{w[i]});
        if (!r.supported) return false;
        for (unsigned k = 0; k < r.count; ++k) {
            int const sign = sign_on(w, condition_node(w, r, k), x, s);
            if (sign == 0 || meets(r, sign) != algebra::truth::yes) return false;
        }
    }
    return true;
}

/// Does a point lie in an open cell: yes, no, or not known?
constexpr algebra::truth lies_in(cut_function const& c, unsigned i, location const& z) {
    using algebra::truth;
    joint const& low = c.joints[i];
    joint const& high = c.joints[i + 1];
    bool const above = !low.finite || low.at.bounds.upper < z.bounds.lower;
    bool const below = !high.finite || z.bounds.upper < high.at.bounds.lower;
    if (above && below) return truth::yes;
    if (low.finite && z.bounds.upper < low.at.bounds.lower) return truth::no;
    return high.finite && high.at.bounds.upper < z.bounds.lower ? truth::no : truth::unknown;
}

/// Cuts one cell where the sign of a condition changes.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr bool cut_cell(Cuts& c, unsigned i, Workspace& w, requirement const& r, node_index condition,
                        joint const& cause) {
    using algebra::truth;
    if (!c.cells[i].exact && !is_smooth_on(w, condition, c.x, c.cells[i].hull)) return false;
    local_chart const chart = chart_on(w, condition, c.x, c.cells[i].hull);
    if (!chart.known) return false;
    unsigned at = i;
    cell const whole = c.cells[i];
    unsigned first = 0; // the sign before the first zero inside
    for (unsigned z = 0; z < chart.count; ++z) {
        truth const inside = whole.exact ? truth::yes : lies_in(c, at, chart.zeros[z]);
        if (inside == truth::unknown) return false;
        if (inside == truth::no) {
            joint const& low = c.joints[at];
            if (!low.finite || !(chart.zeros[z].bounds.upper < low.at.bounds.lower)) break;
            first = z + 1;
            continue;
        }
        joint j = cause;
        j.at = chart.zeros[z];
        j.finite = true;
        j.in = meets(r, 0) == truth::yes;
        j.formula = whole.formula;
        if (!split(c, at, j)) return false;
        c.cells[at].in = meets(r, chart.signs[z]) == truth::yes;
        first = z + 1;
        ++at;
    }
    c.cells[at].in = meets(r, chart.signs[first]) == truth::yes;
    return true;
}

/// The condition of one node, in all cells and at all points that need it.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr bool cut_by(Cuts& c, Workspace& w, node_index n, requirement const& r, node_index condition,
                      joint const& cause) {
    using algebra::truth;
    auto const concerns = [&](node_index formula) {
        bool needed[OGIVE_MAX_NODES] = {};
        algebra::mark_values(c.graph, formula, needed);
        return formula >= n && needed[n];
    };
    { // everywhere at once
        field f;
        int s = 0;
        algebra::with_refinement(f, [&] {
            fraction const u = algebra::convert(f, w, condition);
            s = f.fine() ? strong_sign(f, u) : 0;
        });
        if (f.fine() && s != 0 && meets(r, s) == truth::yes) return true;
    }
    for (unsigned i = 0; i <= c.count; ++i) {
        joint& j = c.joints[i];
        if (!j.in || !concerns(j.formula)) continue;
        int const s = j.at.exact     ? sign_at(w, condition, c.x, j.at.value, c.parameters)
                      : c.parameters ? unknown_sign
                                     : enclose_over(w, condition, c.x, j.at.bounds, algebra::point{}).certain_sign();
        truth const t = meets(r, s);
        if (t == truth::unknown) return false;
        j.in = t == truth::yes;
    }
    for (unsigned i = c.count; i-- > 0;)
        if (c.cells[i].in && concerns(c.cells[i].formula) && !cut_cell(c, i, w, r, condition, cause)) return false;
    return true;
}

} // namespace detail

/// The next node that may not be defined everywhere cuts the cells.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr void cut_further(Cuts& c) {
    while (c.next < c.graph.size()) {
        auto const n = static_cast<node_index>(c.next++);
        requirement const plain = requirement_of(c.graph, c.graph[n]);
        bool used = false;
        for (unsigned i = 0; i < c.count && !used && (plain.count > 0 || !plain.supported); ++i) {
            bool needed[OGIVE_MAX_NODES] = {};
            algebra::mark_values(c.graph, c.cells[i].formula, needed);
            algebra::mark_values(c.graph, c.joints[i].formula, needed);
            used = needed[n];
        }
        if (!used) continue;
        if (!plain.supported) {
            c.known = false;
            c.done = true;
            return;
        }
        Workspace w;
        requirement r = plain;
        r.argument = w.import(c.graph, plain.argument);
        for (unsigned k = 0; k < r.count && c.known; ++k) {
            joint cause;
            cause.cause = plain.argument;
            cause.cause_factor = r.factors[k];
            cause.cause_offset = r.offsets[k];
            c.known = detail::cut_by(c, w, n, r, condition_node(w, r, k), cause) && w.problem == trouble::none;
        }
        c.done = !c.known;
        return;
    }
    c.done = true;
}

} // namespace ogive::calculus
