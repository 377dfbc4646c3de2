// SPDX-License-Identifier: BSL-1.0
#pragma once
// lipschitz(f, x): the least L with |f(a) - f(b)| <= L·|a - b| for all a, b of the domain.

#include <ogive/calculus/derivative.hpp>
#include <ogive/calculus/extremum.hpp>

namespace ogive::calculus {

/// The larger one of -least and most.
template <class Workspace = workspace>
constexpr end_value largest_magnitude(end_value const& least, end_value const& most) {
    if (least.kind == limit_kind::minus_infinity || most.kind == limit_kind::plus_infinity)
        return end_value::infinite(1);
    if (!least.is_finite() || !most.is_finite()) return {};
    end_value negated;
    if (least.exact) {
        Workspace w;
        negated = end_of_constant(w, w.make(operation::negate, w.import(least.graph, least.root)));
    } else {
        negated = bounded_end(-least.bounds);
    }
    extreme_search<Workspace> size{1};
    size.add(negated, negated, true);
    size.add(most, most, true);
    return size.result().value;
}

/// Does a slope that bounds those of two neighbouring cells bound that between them, too, over a gap or a missing point?
/// no: no slope does.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr truth spans_gap(Cuts const& c, unsigned before, unsigned after, end_value const& slope) {
    end_value const low = limit_of_cell<Workspace>(c, before, 0, 1), high = limit_of_cell<Workspace>(c, after, 0, -1);
    if (!low.is_finite() || !high.is_finite()) return truth::unknown;
    if (after == before + 1) {
        int const order = compare<Workspace>(low, high);
        return order == 2 ? truth::unknown : order == 0 ? truth::yes : truth::no;
    }
    enclosure const width = enclosure{c.cells[after].hull.lower} - enclosure{c.cells[before].hull.upper};
    enclosure const most = slope.enclosed() * width, step = abs(high.enclosed() - low.enclosed());
    return step.upper <= most.lower ? truth::yes : truth::unknown;
}

/// The constant, from the charts of the second derivative: the supremum of |f'|, where the function is continuous and goes
/// over gaps of its domain no faster; +infinity when there is none.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr end_value lipschitz(Cuts const& c, function_charts const& curvatures, extreme_pair<Cuts> const& slopes) {
    if (!curvatures.known) return {};
    bool jumps = false, any = false, alone = false;
    for (unsigned i = 0; i < c.count; ++i) {
        alone = alone || (c.joints[i].in && !c.cells[i].in && (i == 0 || !c.cells[i - 1].in));
        if (!c.cells[i].in) continue;
        any = true;
        for (int side = 0; side < 2; ++side)
            if (c.joints[i + static_cast<unsigned>(side)].in) {
                int const s = jump(c, i + static_cast<unsigned>(side), side == 0 ? 1 : -1);
                if (s == 2) return {};
                jumps = jumps || s != 0;
            }
    }
    if (!any) return {};
    if (jumps) return end_value::infinite(1);
    end_value r = largest_magnitude<Workspace>(slopes.low.result().value, slopes.high.result().value);
    if (!r.is_finite()) return r;
    bool known = !alone;
    unsigned before = c.count;
    for (unsigned i = 0; i < c.count; ++i) {
        if (!c.cells[i].in) continue;
        bool const joined = before == c.count || (before + 1 == i && c.joints[i].in);
        truth const spanned = joined ? truth::yes : spans_gap<Workspace>(c, before, i, r);
        if (spanned == truth::no) return end_value::infinite(1);
        known = known && spanned == truth::yes;
        before = i;
    }
    if (!known) return {};
    if (!c.changed) return r;
    Workspace w; // by t
    node_index const scale = w.import(c.graph, c.scale);
    return r.exact ? end_of_constant(w, w.make(operation::divide, w.import(r.graph, r.root), scale))
                   : bounded_end(r.bounds / algebra::enclose(w, scale, algebra::point{}));
}

/// The constant of a function of sines and cosines, where it is continuous, from the extreme values of its derivative.
template <class Workspace, class Cuts>
constexpr end_value lipschitz_on_circle(Cuts const& c, Workspace& w, circle_form const& circle,
                                        extreme_values const& slopes) {
    bool continuous = c.known && c.exact && c.count > 0 && slopes.known;
    for (unsigned i = 0; i < c.count && continuous; ++i)
        continuous = c.cells[i].in && (i == 0 || (c.joints[i].in && jump(c, i, -1) == 0 && jump(c, i, 1) == 0));
    opposite_value const opposite = opposite_of(w, circle);
    if (!continuous || opposite.defined != algebra::truth::yes) return {};
    end_value const& there = opposite.value;
    if (compare<Workspace>(limit_of_cell<Workspace>(c, 0, 0, -1), there) != 0 ||
        compare<Workspace>(limit_of_cell<Workspace>(c, c.count - 1, 0, 1), there) != 0)
        return {};
    return largest_magnitude<Workspace>(slopes.infimum.value, slopes.supremum.value);
}

template <class Cuts>
constexpr end_value lipschitz(Cuts const& c, function_charts const& curvatures) {
    extreme_pair<Cuts> slopes;
    for (unsigned i = 0; i < c.count && curvatures.known; ++i)
        if (c.cells[i].in) slopes.add_cell(c, i, curvatures);
    return lipschitz(c, curvatures, slopes);
}

template <class Graph>
constexpr end_value lipschitz(Graph const& g, node_index root, packed_name x) {
    workspace_for<Graph> w, e;
    if (circle_form const circle = circle_form_of(w, g, root, x); circle.known) {
        node_index const slope = e.derivative(e.import(g, root), e.symbol(x), 1);
        return lipschitz_on_circle(cut(w, circle.root, x), w, circle, extrema(e, slope, x));
    }
    if (auto const s = slope_on_circle(g, root, x); s.known) return largest_magnitude(s.least, s.most);
    auto const c = cut(g, root, x);
    return lipschitz(c, charts_of(c, 2));
}

/// The constant at compile time.
template <class F, class X>
constexpr end_value found_lipschitz() {
    if constexpr (on_circle<F, X>::known) {
        workspace_for<F> w;
        circle_form const circle = on_circle<F, X>::form(w);
        return lipschitz_on_circle(cut_stages<on_circle<F, X>, X>::result, w, circle,
                                   found_extrema<derivative_of<F, X>, X>());
    } else if constexpr (slope_stages<F, X>::result.known) {
        return largest_magnitude(slope_stages<F, X>::result.least, slope_stages<F, X>::result.most);
    } else {
        return lipschitz(cut_stages<F, X>::result, charts_stages<F, X, 2>::result, extreme_stages<F, X, 2, true>::pair);
    }
}

} // namespace ogive::calculus
