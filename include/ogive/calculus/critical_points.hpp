// SPDX-License-Identifier: BSL-1.0
#pragma once
// zeros(f, x), critical_points(f, x), inflection_points(f, x), from sign charts.

#include <ogive/calculus/point_set.hpp>
#include <ogive/calculus/range.hpp>

namespace ogive::calculus {

namespace detail {

/// Is the charted function zero on both sides of a point where the formula is the same?
template <class Cuts>
constexpr bool flat_around(Cuts const& c, unsigned joint, function_charts const& charts) {
    if (joint == 0 || joint == c.count) return false;
    for (unsigned i = joint - 1; i <= joint; ++i) {
        local_chart const& t = charts.of[i];
        if (!c.cells[i].in || c.cells[i].formula != c.joints[joint].formula || t.count != 0 || t.signs[0] != 0)
            return false;
    }
    return true;
}

} // namespace detail

/// Where the function is zero, from the chart of the function.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr point_set zeros(Cuts const& c, function_charts const& values) {
    point_set r;
    r.known = values.known;
    for (unsigned i = 0; i <= c.count && r.known; ++i) {
        if (c.joints[i].in && !detail::flat_around(c, i, values)) {
            Workspace w;
            node_index const v = substitute(w, c.graph, c.joints[i].formula, c.x, w.constant(c.joints[i].at.value));
            int const s = w.problem == trouble::none ? sign_of_constant(w, v) : unknown_sign;
            if (s == unknown_sign) r.known = false;
            if (s == 0) r.add(place_of_joint(c, i));
        }
        if (i == c.count || !c.cells[i].in) continue;
        local_chart const& t = values.of[i];
        if (t.count == 0 && t.signs[0] == 0) r.intervals = true;
        for (unsigned z = 0; z < t.count; ++z) r.add(in_x(c, place_of_zero(c, i, values, z)));
    }
    return r;
}

namespace detail {

/// Is the value at a point above the values just beside it (1), below (-1), equal (0)? 2 when not known.
template <class Cuts>
constexpr int above_neighbours(Cuts const& c, function_charts const& slopes, unsigned joint, int side) {
    unsigned const i = side < 0 ? joint - 1 : joint;
    if (int const s = jump(c, joint, side); s != 0) return s;
    local_chart const& t = slopes.of[i];
    return side < 0 ? t.signs[t.count] : -t.signs[0];
}

constexpr extremum_kind kind_of(int left, int right) {
    if (left == 2 || right == 2) return extremum_kind::unknown;
    if (left == 0 && right == 0) return extremum_kind::neither; // constant around it
    return left >= 0 && right >= 0   ? extremum_kind::maximum
           : left <= 0 && right <= 0 ? extremum_kind::minimum
                                     : extremum_kind::neither;
}

} // namespace detail

/// Where the derivative is zero or does not exist, inside the domain.
template <class Cuts>
constexpr point_set critical_points(Cuts const& c, function_charts const& slopes) {
    point_set r;
    r.known = slopes.known;
    for (unsigned i = 0; i < c.count && r.known; ++i) {
        if (!c.cells[i].in) continue;
        if (i > 0 && c.joints[i].in && c.cells[i - 1].in && !detail::flat_around(c, i, slopes)) {
            int const left = jump(c, i, -1), right = jump(c, i, 1);
            if (left == 2 || right == 2) r.known = false;
            bool critical = left != 0 || right != 0;
            if (!critical) {
                joining const j = join_at(c, i);
                if (j.smooth == truth::unknown || (j.smooth == truth::yes && j.slope == 2)) r.known = false;
                critical = j.smooth != truth::yes || j.slope == 0;
            }
            if (critical && r.known)
                r.add(place_of_joint(c, i), detail::kind_of(detail::above_neighbours(c, slopes, i, -1),
                                                            detail::above_neighbours(c, slopes, i, 1)));
        }
        local_chart const& t = slopes.of[i];
        if (t.count == 0 && t.signs[0] == 0) r.intervals = true;
        for (unsigned z = 0; z < t.count && r.known; ++z)
            r.add(in_x(c, place_of_zero(c, i, slopes, z)), detail::kind_of(t.signs[z], -t.signs[z + 1]));
    }
    return r;
}

/// Where the function has a tangent and turns from convex to concave or back.
template <class Cuts>
constexpr point_set inflection_points(Cuts const& c, function_charts const& curvatures) {
    point_set r;
    r.known = curvatures.known;
    for (unsigned i = 0; i < c.count && r.known; ++i) {
        if (!c.cells[i].in) continue;
        local_chart const& t = curvatures.of[i];
        if (i > 0 && c.joints[i].in && c.cells[i - 1].in) {
            local_chart const& before = curvatures.of[i - 1];
            if (before.signs[before.count] * t.signs[0] < 0) {
                int const left = jump(c, i, -1), right = jump(c, i, 1);
                joining const j = join_at(c, i);
                if (left == 2 || right == 2 || j.smooth == truth::unknown) r.known = false;
                if (left == 0 && right == 0 && j.smooth == truth::yes) r.add(place_of_joint(c, i));
            }
        }
        for (unsigned z = 0; z < t.count && r.known; ++z)
            if (t.signs[z] != t.signs[z + 1]) r.add(in_x(c, place_of_zero(c, i, curvatures, z)));
    }
    return r;
}

namespace detail {

/// None, or some in every period.
template <class Cause>
constexpr point_set recurring(Cause const&, bool some) {
    point_set r;
    r.known = !some;
    r.recurs = some;
    return r;
}

/// Is 0 a value, by the range?
template <class Set>
constexpr truth takes_zero(Set const& range) {
    truth r = range.known ? truth::no : truth::unknown;
    end_value const zero = rational_end(rational{0});
    for (unsigned i = 0; i < range.count; ++i) {
        int const low = compare(range[i].lower, zero), high = compare(range[i].upper, zero);
        if (low == 2 || high == 2) return truth::unknown;
        bool const above = low < 0 || (low == 0 && range[i].lower_closed);
        bool const below = high > 0 || (high == 0 && range[i].upper_closed);
        if (above && below) r = truth::yes;
    }
    return r;
}

/// Zero, if it is a zero of a strictly monotone function; otherwise nothing is known.
template <class Slope, class Graph>
constexpr point_set only_zero(Slope const& s, Graph const& g, node_index root, packed_name x) {
    point_set r;
    workspace_for<Graph> w;
    if (!runs_one_way(s)) return r;
    node_index const f = defining_form(w, g, root);
    r.known = w.problem == trouble::none && sign_at(w, f, x, rational{0}, true) == 0;
    if (r.known) r.add(rational_end(rational{0}));
    return r;
}

} // namespace detail

template <class Graph>
constexpr point_set zeros(Graph const& g, node_index root, packed_name x) {
    workspace_for<Graph> w;
    if (circle_form_of(w, g, root, x).known)
        if (truth const t = detail::takes_zero(range(g, root, x)); t != truth::unknown)
            return detail::recurring(w, t == truth::yes);
    if (auto const only = detail::only_zero(slope_on_circle(g, root, x), g, root, x); only.known) return only;
    auto const c = cut(g, root, x);
    return zeros(c, charts_of(c, 0));
}
template <class Graph>
constexpr point_set critical_points(Graph const& g, node_index root, packed_name x) {
    if (auto const s = slope_on_circle(g, root, x); s.direction != 3 && s.direction != 0)
        return detail::recurring(s, s.vanishes);
    auto const c = cut(g, root, x);
    return critical_points(c, charts_of(c, 1));
}
template <class Graph>
constexpr point_set inflection_points(Graph const& g, node_index root, packed_name x) {
    if (auto const s = slope_on_circle(g, root, x); s.bend == 2) return detail::recurring(s, true);
    auto const c = cut(g, root, x);
    return inflection_points(c, charts_of(c, 2));
}

/// The same at compile time.
template <class F, class X>
constexpr point_set found_zeros() {
    constexpr truth zero = [] {
        if constexpr (on_circle<F, X>::known)
            return detail::takes_zero(range_of<F, X>);
        else
            return truth::unknown;
    }();
    constexpr point_set only = detail::only_zero(slope_stages<F, X>::result, graph_of<F>, graph_of<F>.root(), X::name);
    if constexpr (zero != truth::unknown)
        return detail::recurring(F{}, zero == truth::yes);
    else if constexpr (only.known)
        return only;
    else
        return zeros(cut_stages<F, X>::result, charts_stages<F, X, 0>::result);
}
template <class F, class X>
constexpr point_set found_critical_points() {
    if constexpr (slope_stages<F, X>::result.direction != 3 && slope_stages<F, X>::result.direction != 0)
        return detail::recurring(F{}, slope_stages<F, X>::result.vanishes);
    else
        return critical_points(cut_stages<F, X>::result, charts_stages<F, X, 1>::result);
}
template <class F, class X>
constexpr point_set found_inflection_points() {
    if constexpr (slope_stages<F, X>::result.bend == 2)
        return detail::recurring(F{}, true);
    else
        return inflection_points(cut_stages<F, X>::result, charts_stages<F, X, 2>::result);
}

} // namespace ogive::calculus
