// SPDX-License-Identifier: BSL-1.0
#pragma once
// Derivatives of a cut function: their sign charts cell by cell, their limits at the ends, and how cells join.

#include <ogive/calculus/domain.hpp>

namespace ogive::calculus {

using algebra::truth;

/// The charts of a derivative of the function on all cells of its domain.
struct function_charts {
    local_chart of[max_cells];
    unsigned order = 0;
    bool known = false;
};

/// The derivative of a cell's formula.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr node_index derived(Workspace& w, Cuts const& c, unsigned i, unsigned order) {
    node_index f = w.import(c.graph, c.cells[i].formula);
    for (unsigned k = 0; k < order; ++k) f = differentiator{w}(f, c.x);
    return f;
}

template <class Workspace = workspace, class Cuts = cut_function>
constexpr chart_search start_chart(Cuts const& c, unsigned i, unsigned order) {
    Workspace w;
    node_index const f = derived(w, c, i, order);
    return w.problem == trouble::none ? start_chart(w, f, c.x, c.cells[i].hull) : chart_search{};
}

/// The charts of all cells, at run time.
template <class Cuts>
constexpr function_charts charts_of(Cuts const& c, unsigned order) {
    function_charts r;
    r.order = order;
    r.known = c.known && c.exact;
    for (unsigned i = 0; i < c.count && r.known; ++i) {
        if (!c.cells[i].in) continue;
        auto s = start_chart(c, i, order);
        while (s.doing != chart_search::phase::done) advance(s);
        r.of[i] = s.chart;
        r.known = s.chart.known;
    }
    return r;
}

/// The limit of a function towards an end of a segment on which it is smooth, from inside.
template <class Graph, class Workspace = workspace>
constexpr end_value limit_at_end(Graph const& g, node_index root, packed_name x, segment const& s, int side) {
    if (!depends_on(g, root, x)) {
        Workspace w;
        return end_of_constant(w, w.import(g, root));
    }
    if (side < 0 ? s.has_lower : s.has_upper) {
        Workspace w;
        node_index const v = substitute(w, g, root, x, w.constant(side < 0 ? s.lower : s.upper));
        if (w.problem == trouble::none && is_defined(w, v) == truth::yes) return end_of_constant(w, v);
    }
    return limit_in(g, root, x, s, side);
}

/// The limit of a derivative of the function at an end of a cell.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr end_value limit_of_cell(Cuts const& c, unsigned i, unsigned order, int side) {
    Workspace w;
    node_index const f = derived(w, c, i, order);
    return w.problem == trouble::none ? limit_at_end(w, f, c.x, c.cells[i].hull, side) : end_value{};
}

/// The value at a point between cells that belongs to the domain.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr end_value value_at_joint(Cuts const& c, unsigned i) {
    Workspace w;
    return end_of_constant(w, substitute(w, c.graph, c.joints[i].formula, c.x, w.constant(c.joints[i].at.value)));
}

/// The order of two ends: -1, 0, 1, or 2 when it is not known.
template <class Workspace = workspace>
constexpr int compare(end_value const& a, end_value const& b) {
    if (!a.exists() || !b.exists()) return 2;
    auto const rank = [](end_value const& e) {
        return e.is_finite() ? 0 : e.kind == limit_kind::plus_infinity ? 1 : -1;
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b) ? -1 : 1;
    if (!a.is_finite()) return 0;
    enclosure const left = a.enclosed(), right = b.enclosed();
    if (left.upper < right.lower) return -1;
    if (right.upper < left.lower) return 1;
    if (!a.exact || !b.exact) return 2;
    Workspace w;
    node_index const x = w.import(a.graph, a.root), y = w.import(b.graph, b.root);
    return detail::compare_constants(w, x, y);
}

/// The value at the point where a cell ends less the limit there from inside the cell: its sign, or 2 when not known; 0
/// where the function is continuous on that side.
template <class Cuts>
constexpr int jump(Cuts const& c, unsigned joint, int side) {
    unsigned const i = side < 0 ? joint - 1 : joint;
    if (c.cells[i].formula == c.joints[joint].formula) return 0;
    return compare(value_at_joint(c, joint), limit_of_cell(c, i, 0, -side));
}

/// How the derivative goes over a point with cells on both sides, where the function is continuous.
struct joining {
    truth smooth = truth::unknown; // the derivative exists there
    int bend = 2;                  // the sign of the right derivative less the left one; 2 when not known
    int slope = 2;                 // the sign of the derivative, where it exists
};

template <class Workspace = workspace, class Cuts = cut_function>
constexpr joining join_at(Cuts const& c, unsigned joint) {
    joining r;
    Workspace w;
    if (c.cells[joint - 1].formula == c.joints[joint].formula && c.cells[joint].formula == c.joints[joint].formula) {
        node_index const d = derived(w, c, joint, 1);
        Workspace t;
        node_index const v = substitute(t, w, d, c.x, t.constant(c.joints[joint].at.value));
        if (w.problem == trouble::none && t.problem == trouble::none && is_defined(t, v) == truth::yes) {
            r.smooth = truth::yes;
            r.bend = 0;
            r.slope = sign_of_constant(t, v);
            return r;
        }
    }
    auto const left = limit_of_cell(c, joint - 1, 1, 1), right = limit_of_cell(c, joint, 1, -1);
    r.bend = compare(right, left);
    if (r.bend == 2) return r;
    r.smooth = r.bend == 0 && left.is_finite() ? truth::yes : truth::no;
    if (r.smooth == truth::yes) {
        Workspace s;
        r.slope = left.exact ? sign_of_constant(s, s.import(left.graph, left.root)) : left.bounds.certain_sign();
    }
    return r;
}

/// The place of a zero of a derivative in a cell, in the variable of the cells.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr end_value place_of_zero(Cuts const& c, unsigned i, function_charts const& charts, unsigned zero) {
    Workspace w;
    local_chart const& t = charts.of[i];
    if (t.zeros[zero].exact) return rational_end(t.zeros[zero].value);
    segment const& s = c.cells[i].hull;
    enclosure room = enclosure::whole();
    if (zero > 0 || s.has_lower) room.lower = zero > 0 ? t.zeros[zero - 1].bounds.upper : enclosure{s.lower}.upper;
    if (zero + 1 < t.count || s.has_upper)
        room.upper = zero + 1 < t.count ? t.zeros[zero + 1].bounds.lower : enclosure{s.upper}.lower;
    return place_of(w, derived(w, c, i, charts.order), c.x, s, t.zeros[zero], room);
}

/// The value of a derivative of the function at such a zero.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr end_value value_at_zero(Cuts const& c, unsigned i, unsigned order, location const& z,
                                  end_value const& place) {
    Workspace w;
    node_index const f = derived(w, c, i, order);
    if (w.problem != trouble::none) return {};
    if (place.exact) {
        node_index const q = w.import(place.graph, place.root);
        return end_of_constant(w, substitute(w, w, f, c.x, q));
    }
    extended const middle = scaled(z.bounds.lower + z.bounds.upper, -1);
    algebra::point at;
    at.push_back({c.x, enclosure::point(middle)});
    enclosure const slope = enclose_over(w, differentiator{w}(f, c.x), c.x, z.bounds, algebra::point{});
    return bounded_end(algebra::enclose(w, f, at) + slope * (z.bounds - enclosure::point(middle)));
}

/// The charts at compile time, one step of a search a constant evaluation.
template <class F, class X, unsigned Order, unsigned Cell>
struct chart_stages {
    static constexpr auto const& cells = cut_stages<F, X>::result;
    template <class Search>
    static constexpr Search next(Search s) {
        advance(s);
        return s;
    }
    template <unsigned Stage>
    static constexpr chart_search stage() {
        if constexpr (Stage == 0)
            return start_chart(cells, Cell, Order);
        else
            return next(found<Stage - 1>);
    }
    template <unsigned Stage>
    static constexpr chart_search found = stage<Stage>();
    template <unsigned Stage = 0>
    static constexpr local_chart last() {
        if constexpr (found<Stage>.doing == chart_search::phase::done)
            return found<Stage>.chart;
        else
            return last<Stage + 1>();
    }
    static constexpr local_chart result = last();
};

template <class F, class X, unsigned Order>
struct charts_stages {
    static constexpr auto const& cells = cut_stages<F, X>::result;
    template <unsigned Cell = 0>
    static constexpr void gather(function_charts& r) {
        if constexpr (Cell < cells.count) {
            if constexpr (cells.cells[Cell].in) {
                r.of[Cell] = chart_stages<F, X, Order, Cell>::result;
                r.known = r.known && r.of[Cell].known;
            }
            gather<Cell + 1>(r);
        }
    }
    static constexpr function_charts all() {
        function_charts r;
        r.order = Order;
        r.known = cells.known && cells.exact;
        if constexpr (cells.known && cells.exact) gather(r);
        return r;
    }
    static constexpr function_charts result = all();
};

} // namespace ogive::calculus
