// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a periodic slope tells of a function that is smooth on the whole line, such as x + sin(x)^2.

#include <ogive/calculus/derivative.hpp>
#include <ogive/calculus/extreme_search.hpp>

namespace ogive::calculus {

/// f(x + period) - f(x) is the same for all x, `drift` its sign. `direction`: +1 and -1 where f is strictly monotone, 0
/// where it is constant, 2 where it rises and falls in every period, 3 when it is not known. `bend`: 0 where f is affine, 2
/// where it is convex and concave in every period, 3 when it is not known.
struct periodic_slope {
    bool known = false;
    end_value least{}, most{}; // of the slope
    int direction = 3, bend = 3, drift = unknown_sign;
    bool vanishes = false; // the slope is zero somewhere
};

/// Does the function tend to infinities of different signs? Is it strictly monotone?
template <class Slope>
constexpr bool runs_away(Slope const& s) {
    return s.known && (s.drift == 1 || s.drift == -1);
}
template <class Slope>
constexpr bool runs_one_way(Slope const& s) {
    return s.known && (s.direction == 1 || s.direction == -1);
}

namespace detail {

/// Is a graph with explicit derivatives defined on the whole line, and written without cases?
template <class Workspace, class Graph>
constexpr bool is_one_formula(Graph const& g, node_index root, packed_name x) {
    Workspace w;
    node_index const top = algebra::lift_cases(w, g, root);
    if (w.problem != trouble::none) return false;
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(w, top, needed);
    for (unsigned i = 0; i <= top; ++i)
        if (needed[i] && (w[i].op == operation::select || w[i].op == operation::tan)) return false;
    return is_continuous(w, top) || enclose_over(w, top, x, enclosure::whole(), algebra::point{}).defined();
}

template <class Workspace>
constexpr int sign_of_end(end_value const& v) {
    if (!v.is_finite()) return unknown_sign;
    if (!v.exact) return v.bounds.certain_sign();
    Workspace w;
    return sign_of_constant(w, w.import(v.graph, v.root));
}

/// The sign of f(2*pi/q) - f(0), for a graph with explicit derivatives.
template <class Workspace, class Graph>
constexpr int sign_of_drift(Graph const& g, node_index root, packed_name x, rational const& q) {
    Workspace w;
    node_index const period = w.make(operation::multiply, w.constant(rational{2} / q), w.pi());
    node_index const later = substitute(w, g, root, x, period), now = substitute(w, g, root, x, w.constant(0));
    node_index const d = w.make(operation::subtract, later, now);
    return w.problem == trouble::none ? algebra::enclose(w, d, algebra::point{}).certain_sign() : unknown_sign;
}

/// From the cells of the slope on the circle, the charts of its derivative and the values found there.
template <class Workspace, class Graph, class Cuts>
constexpr periodic_slope judged(Graph const& g, node_index root, packed_name x, Workspace& on_circle,
                                circle_form const& circle, Cuts const& c, function_charts const& charts,
                                extreme_pair<Cuts> const& values) {
    periodic_slope r;
    bool whole = c.known && c.exact && c.count > 0 && charts.known, flat = false;
    for (unsigned i = 0; i < c.count && whole; ++i) {
        whole = c.cells[i].in && (i == 0 || c.joints[i].in);
        flat = flat || (charts.of[i].count == 0 && charts.of[i].signs[0] == 0);
    }
    if (!whole || opposite_of(on_circle, circle).defined != algebra::truth::yes) return r;
    Workspace as_written;
    node_index const f = algebra::explicit_derivatives(as_written, g, root);
    if (as_written.problem != trouble::none || !is_one_formula<Workspace>(as_written, f, x)) return r;
    extreme_values const e = unrolled(values, on_circle, circle);
    if (!e.known || !e.infimum.value.is_finite() || !e.supremum.value.is_finite()) return r;
    r.known = true;
    r.least = e.infimum.value;
    r.most = e.supremum.value;
    int const low = sign_of_end<Workspace>(r.least), high = sign_of_end<Workspace>(r.most);
    if (low == 1 || (low == 0 && high == 1 && !flat))
        r.direction = 1;
    else if (high == -1 || (high == 0 && low == -1 && !flat))
        r.direction = -1;
    else if (low == -1 && high == 1)
        r.direction = 2;
    else if (low == 0 && high == 0)
        r.direction = 0;
    r.vanishes = low != 1 && high != -1 && r.direction != 3;
    int const order = compare<Workspace>(r.least, r.most);
    r.bend = order == 0 ? 0 : order == -1 ? 2 : 3;
    bool const strict = r.direction == 1 || r.direction == -1;
    r.drift = strict ? r.direction : sign_of_drift<Workspace>(as_written, f, x, circle.rate);
    return r;
}

template <class Graph>
constexpr bool has_circular(Graph const& g, node_index root) {
    for (unsigned i = 0; i <= root; ++i)
        if (is_circular(g[i].op)) return true;
    return false;
}

} // namespace detail

/// The slope of a graph; not known where it is not one of sines and cosines alone, or not everywhere.
template <class Graph>
constexpr periodic_slope slope_on_circle(Graph const& g, node_index root, packed_name x) {
    if (!detail::has_circular(g, root)) return {};
    workspace_for<Graph> w, e;
    node_index const slope = e.derivative(e.import(g, root), e.symbol(x, known_of(g, root, x)), 1);
    if (e.problem != trouble::none) return {};
    circle_form const circle = circle_form_of(w, e, slope, x);
    if (!circle.known) return {};
    auto const c = cut(w, circle.root, x);
    auto const charts = charts_of(c, 1);
    extreme_pair<std::remove_const_t<decltype(c)>> values;
    for (unsigned i = 0; i <= c.count && charts.known; ++i) values.add_values(c, i, charts);
    return detail::judged(g, root, x, w, circle, c, charts, values);
}

/// The same at compile time.
template <class F, class X>
struct slope_stages {
    static constexpr periodic_slope find() {
        if constexpr (detail::has_circular(graph_of<F>, graph_of<F>.root())) {
            using slope = on_circle<derivative_of<F, X>, X>;
            if constexpr (slope::known) {
                workspace_for<F> w;
                circle_form const circle = slope::form(w);
                return detail::judged(graph_of<F>, graph_of<F>.root(), X::name, w, circle, cut_stages<slope, X>::result,
                                      charts_stages<slope, X, 1>::result, extreme_stages<slope, X, 1, false>::pair);
            }
        }
        return {};
    }
    static constexpr periodic_slope result = find();
};

/// The extreme values of a function that runs away: none.
template <class Slope>
constexpr extreme_values far_values(Slope const& s) {
    extreme_values r;
    r.known = true;
    r.infimum = {end_value::infinite(-1), end_value::infinite(-s.drift), verdict::refuted, false};
    r.supremum = {end_value::infinite(1), end_value::infinite(s.drift), verdict::refuted, false};
    return r;
}

} // namespace ogive::calculus
