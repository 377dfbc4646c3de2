// SPDX-License-Identifier: BSL-1.0
#pragma once
// Cells with irrational ends, in a variable t in which these are rational: x = shift + scale*t.

#include <ogive/calculus/closed_form.hpp>

namespace ogive::calculus {

/// A place in the variable of the cells as one of x.
template <class Workspace = workspace, class Cuts>
constexpr end_value in_x(Cuts const& c, end_value const& t) {
    if (!c.changed || !t.is_finite()) return t;
    Workspace w;
    node_index const shift = w.import(c.graph, c.shift), scale = w.import(c.graph, c.scale);
    if (!t.exact)
        return bounded_end(algebra::enclose(w, shift, algebra::point{}) +
                           algebra::enclose(w, scale, algebra::point{}) * t.bounds);
    node_index const stretched = w.make(operation::multiply, scale, w.import(t.graph, t.root));
    return end_of_constant(w, w.make(operation::add, shift, stretched));
}

/// The place of a point between cells.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr end_value place_of_joint(Cuts const& c, unsigned i) {
    joint const& j = c.joints[i];
    if (!j.finite) return end_value::infinite(i == 0 ? -1 : 1);
    if (j.at.exact) return in_x<Workspace>(c, rational_end(j.at.value));
    Workspace w;
    requirement r;
    r.argument = w.import(c.graph, j.cause);
    r.factors[0] = j.cause_factor;
    r.offsets[0] = j.cause_offset;
    enclosure room = enclosure::whole();
    if (i > 0 && c.joints[i - 1].finite) room.lower = c.joints[i - 1].at.bounds.upper;
    if (i < c.count && c.joints[i + 1].finite) room.upper = c.joints[i + 1].at.bounds.lower;
    node_index const condition = condition_node(w, r, 0);
    return in_x<Workspace>(c, place_of(w, condition, c.x, c.cells[i].hull, j.at, room));
}

namespace detail {

/// Constants in one workspace, and how t counts from and by them.
template <class Workspace = workspace>
class irrational_points {
  public:
    node_index shift = 0, scale = 0;

    constexpr explicit irrational_points(Workspace& w) : w_{w} {}

    /// Takes a constant into account; false when it cannot be told from another one.
    constexpr bool add(node_index i) {
        node_index const p = tidy_constant(w_, i);
        enclosure const here = algebra::enclose(w_, p, algebra::point{});
        if (w_.problem != trouble::none || !here.defined()) return false;
        if (w_[p].op == operation::constant) return true;
        if (any_ && !(here.upper < low_.lower) && !(low_.upper < here.lower) && compare_constants(w_, p, lowest_) != 0)
            return false;
        if (!any_ || here.upper < low_.lower) lowest_ = p, low_ = here;
        if (!any_ || high_.upper < here.lower) highest_ = p, high_ = here;
        any_ = true;
        return true;
    }
    /// t is -1 and 1 at the ends; one point alone keeps zero where it is.
    constexpr bool settle() {
        if (!any_) return false;
        shift = w_.constant(0);
        scale = lowest_;
        int sign = low_.certain_sign();
        if (lowest_ != highest_) {
            auto const half = [&](operation op) {
                node_index const both = w_.make(op, highest_, lowest_);
                return tidy_constant(w_, w_.make(operation::divide, both, w_.constant(2)));
            };
            shift = half(operation::add);
            scale = half(operation::subtract);
            sign = algebra::enclose(w_, scale, algebra::point{}).certain_sign();
        } else if (sign == -1) {
            scale = tidy_constant(w_, w_.make(operation::negate, lowest_));
            sign = 1;
        }
        return w_.problem == trouble::none && sign == 1;
    }
    /// x as a node; x of a known sign has it in t, too, if there is no shift.
    constexpr bool image(packed_name x, assumption known, node_index& out) {
        bool const still = w_[shift].op == operation::constant && w_[shift].value().is_zero();
        if (known != assumption::none && !still) return false;
        node_index const stretched = w_.make(operation::multiply, scale, w_.symbol(x, known));
        out = still ? stretched : w_.make(operation::add, shift, stretched);
        return w_.problem == trouble::none;
    }
    /// Where t is for a constant x, if that is rational.
    constexpr bool rational_place(node_index p, rational& t) {
        node_index const away = w_.make(operation::subtract, p, shift);
        node_index const at = tidy_constant(w_, w_.make(operation::divide, away, scale));
        if (w_.problem != trouble::none || w_[at].op != operation::constant) return false;
        t = w_[at].value();
        return t.valid();
    }

  private:
    Workspace& w_;
    bool any_ = false;
    node_index lowest_ = 0, highest_ = 0;
    enclosure low_{0}, high_{0};
};

/// Adds where a condition on x changes, if a closed form says where.
template <class Workspace>
constexpr bool add_breaks(irrational_points<Workspace>& points, Workspace& w, node_index difference, packed_name x) {
    candidates found;
    field f;
    algebra::with_refinement(f, [&] {
        found.count = 0;
        fraction const u = algebra::convert(f, w, difference);
        unsigned v = 0;
        while (v < f.kernel_count && !(f.kernels[v].kind == kernel_kind::symbol && f.kernels[v].name == x)) ++v;
        if (f.fine() && v < f.kernel_count) found = solve_for(w, f, u.above, v);
    });
    if (!f.fine()) return false;
    if (found.count == 0) {
        if (direction(w, difference, x, natural_segment(w, difference, x)) == 0) return true;
        solver<Workspace> zero{w, x};
        node_index const at = zero.solve(difference, w.constant(0));
        if (zero.why != trouble::none || depends_on(w, at, x)) return true;
        found.nodes[found.count++] = at;
    }
    for (unsigned i = 0; i < found.count; ++i)
        if (!points.add(found.nodes[i])) return false;
    return true;
}

} // namespace detail

/// A function of t whose conditions change at rational t.
struct changed_function {
    stored_graph<256> graph;
    node_index root = 0, shift = 0, scale = 0;
    bool found = false;
};

/// The function of t; not found where no condition changes at an irrational x, or there are symbols besides x.
template <class Graph, class Workspace = workspace>
constexpr changed_function in_units_of_breaks(Graph const& g, node_index root, packed_name x) {
    changed_function r;
    Workspace explicit_form, lifted, w;
    node_index const e = defining_form(explicit_form, g, root);
    node_index const top = algebra::lift_cases(lifted, explicit_form, e);
    if (explicit_form.problem != trouble::none || lifted.problem != trouble::none) return r;
    for (unsigned i = 0; i <= top; ++i)
        if (lifted[i].op == operation::symbol && !(lifted[i].name() == x)) return r;
    detail::irrational_points<Workspace> points{w};
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(lifted, top, needed);
    for (unsigned i = 0; i <= top; ++i) {
        node const& n = lifted[i];
        if (!needed[i] || (n.op != operation::less && n.op != operation::less_equal)) continue;
        bool below[OGIVE_MAX_NODES], cases = false;
        workspace::reach(lifted, static_cast<node_index>(i), below);
        for (unsigned k = 0; k < i; ++k) cases = cases || (below[k] && lifted[k].op == operation::select);
        if (cases) continue;
        node_index const d = w.make(operation::subtract, w.import(lifted, n.b), w.import(lifted, n.a));
        if (w.problem != trouble::none || !detail::add_breaks(points, w, d, x)) return r;
    }
    node_index image = 0;
    if (!points.settle() || !points.image(x, known_of(lifted, top, x), image)) return r;
    node_index roots[] = {substitute(w, lifted, top, x, image), points.shift, points.scale};
    if (w.problem != trouble::none) return r;
    r.graph.store(w, roots, 3);
    r.root = roots[0];
    r.shift = roots[1];
    r.scale = roots[2];
    r.found = r.graph.problem == trouble::none;
    return r;
}

/// Its cells.
template <class Function, class Workspace = workspace>
constexpr cut_function start_cutting(Function const& f, packed_name x) {
    auto c = start_cutting(f.graph, f.root, x);
    if (!c.known) return c;
    Workspace w;
    node_index roots[2 * max_cells + 3] = {};
    for (unsigned i = 0; i < c.count; ++i) roots[i] = w.import(c.graph, c.cells[i].formula);
    for (unsigned i = 0; i <= c.count; ++i) roots[c.count + i] = w.import(c.graph, c.joints[i].formula);
    unsigned const n = 2 * c.count + 1;
    roots[n] = w.import(f.graph, f.shift);
    roots[n + 1] = w.import(f.graph, f.scale);
    c.graph.store(w, roots, n + 2);
    for (unsigned i = 0; i < c.count; ++i) c.cells[i].formula = roots[i];
    for (unsigned i = 0; i <= c.count; ++i) c.joints[i].formula = roots[c.count + i];
    c.shift = roots[n];
    c.scale = roots[n + 1];
    c.changed = true;
    c.known = w.problem == trouble::none && c.graph.problem == trouble::none;
    return c;
}

namespace detail {

/// Cells without the cut at zero where nothing changes there.
template <class Cuts>
constexpr Cuts united_at_zero(Cuts c) {
    for (unsigned i = 1; i < c.count; ++i) {
        joint const& j = c.joints[i];
        if (!j.at.exact || !j.at.value.is_zero()) continue;
        cell &left = c.cells[i - 1], &right = c.cells[i];
        bool const same_domain = left.in == right.in && left.in == j.in;
        if (!same_domain || (j.in && (left.formula != right.formula || left.formula != j.formula))) continue;
        left.hull.has_upper = right.hull.has_upper;
        left.hull.upper = right.hull.upper;
        left.exact = left.exact && right.exact;
        for (unsigned k = i; k < c.count; ++k) {
            c.joints[k] = c.joints[k + 1];
            if (k + 1 < c.count) c.cells[k] = c.cells[k + 1];
        }
        --c.count;
        return c;
    }
    return c;
}

} // namespace detail

/// Finished cells, in a variable in which all ends are rational, if there is one.
template <class Workspace = workspace, class Cuts>
constexpr Cuts in_units_of_ends(Cuts const& as_cut) {
    if (!as_cut.known || as_cut.exact || as_cut.changed || as_cut.parameters) return as_cut;
    Cuts const c = detail::united_at_zero(as_cut);
    Workspace w;
    detail::irrational_points<Workspace> points{w};
    node_index places[max_cells + 1] = {};
    for (unsigned i = 0; i <= c.count; ++i) {
        if (!c.joints[i].finite) continue;
        end_value const p = place_of_joint<Workspace>(c, i);
        if (!p.is_finite() || !p.exact) return as_cut;
        places[i] = w.import(p.graph, p.root);
        if (!points.add(places[i])) return as_cut;
    }
    if (!points.settle()) return as_cut;
    Cuts r = c;
    for (unsigned i = 0; i <= c.count; ++i) {
        rational t{0};
        if (!c.joints[i].finite) continue;
        if (!points.rational_place(places[i], t)) return as_cut;
        r.joints[i].at = location::at(t);
    }
    node_index roots[2 * max_cells + 3] = {}, image = 0;
    auto const formula_in_t = [&](node_index formula, node_index& out) {
        if (!points.image(c.x, known_of(c.graph, formula, c.x), image)) return false;
        out = substitute(w, c.graph, formula, c.x, image);
        return w.problem == trouble::none;
    };
    for (unsigned i = 0; i < c.count; ++i) {
        cell& here = r.cells[i];
        if (!formula_in_t(c.cells[i].formula, here.formula)) return as_cut;
        here.exact = true;
        here.hull = {r.joints[i].finite, r.joints[i + 1].finite, r.joints[i].at.value, r.joints[i + 1].at.value};
    }
    for (unsigned i = 0; i <= c.count; ++i)
        if (c.joints[i].in && !formula_in_t(c.joints[i].formula, r.joints[i].formula)) return as_cut;
    for (unsigned i = 0; i < r.count; ++i) {
        segment const s = r.cells[i].hull;
        bool const inside = (!s.has_lower || s.lower < rational{0}) && (!s.has_upper || rational{0} < s.upper);
        joint const zero = detail::joint_at(rational{0}, r.cells[i].formula, r.cells[i].in);
        if (inside && !detail::split(r, i, zero)) return as_cut;
    }
    for (unsigned i = 0; i < r.count; ++i) roots[i] = r.cells[i].formula;
    for (unsigned i = 0; i <= r.count; ++i) roots[r.count + i] = r.joints[i].in ? r.joints[i].formula : roots[0];
    unsigned const n = 2 * r.count + 1;
    roots[n] = points.shift;
    roots[n + 1] = points.scale;
    r.graph.store(w, roots, n + 2);
    if (r.graph.problem != trouble::none) return as_cut;
    for (unsigned i = 0; i < r.count; ++i) r.cells[i].formula = roots[i];
    for (unsigned i = 0; i <= r.count; ++i) r.joints[i].formula = roots[r.count + i];
    r.shift = roots[n];
    r.scale = roots[n + 1];
    r.exact = r.changed = true;
    return r;
}

/// The function with all its cells.
template <class Graph>
constexpr cut_function cut(Graph const& g, node_index root, packed_name x) {
    auto c = start_cutting(g, root, x);
    if (!c.known)
        if (auto const other = in_units_of_breaks(g, root, x); other.found) c = start_cutting(other, x);
    while (!c.done) cut_further(c);
    return in_units_of_ends(c);
}

} // namespace ogive::calculus
