// SPDX-License-Identifier: BSL-1.0
#pragma once
// The least and the greatest value of a function, with where they are taken or approached.

#include <ogive/calculus/periodic_slope.hpp>

namespace ogive {
namespace calculus {

/// The infinite limits of a function, in order, as extreme values. None where one of its limits is not known.
template <class Values>
struct infinite_limits {
    Values found;
    bool certain = true;

    constexpr void add(end_value const& limit, end_value const& at) {
        if (!limit.exists()) certain = false;
        if (!limit.exists() || limit.is_finite()) return;
        extreme_value& e = limit.kind == limit_kind::plus_infinity ? found.supremum : found.infimum;
        if (!e.known())
            e = {limit, at, verdict::refuted, false};
        else
            e.several = e.several || compare<workspace_for<Values>>(e.at, at) != 0;
    }
    constexpr Values completed(Values r) const {
        if (!certain) return r;
        if (!r.infimum.known()) r.infimum = found.infimum;
        if (!r.supremum.known()) r.supremum = found.supremum;
        r.known = r.infimum.known() && r.supremum.known();
        return r;
    }
};

/// Where nothing else is known, infinite limits are extreme values: at the ends of the cells, or of a line all over which
/// the function is defined.
template <class Values, class Cuts, class Graph>
constexpr Values with_limits(Values const& r, Cuts const& c, Graph const& g, node_index root, packed_name x) {
    if (r.known) return r;
    infinite_limits<Values> limits;
    for (unsigned i = 0; i < c.count && c.known; ++i) {
        if (!c.cells[i].in) continue;
        limits.add(limit_of_cell(c, i, 0, -1), place_of_joint(c, i));
        limits.add(limit_of_cell(c, i, 0, 1), place_of_joint(c, i + 1));
    }
    if (!c.known) {
        interval_set const all = whole_domain(g, root, x);
        if (!all.known || !all.is_all()) return r;
        for (int const side : {-1, 1}) limits.add(limit(g, root, x, side), end_value::infinite(side));
    }
    return limits.completed(r);
}

template <class Graph>
constexpr extreme_values extrema(Graph const& g, node_index root, packed_name x) {
    workspace_for<Graph> w;
    circle_form const circle = circle_form_of(w, g, root, x);
    if (!circle.known)
        if (auto const s = slope_on_circle(g, root, x); runs_away(s)) return far_values(s);
    auto const c = circle.known ? cut(w, circle.root, x) : cut(g, root, x);
    auto const slopes = charts_of(c, 1);
    if (!circle.known) return with_limits(extrema(c, slopes), c, g, root, x);
    extreme_pair<std::remove_const_t<decltype(c)>> of_t;
    for (unsigned i = 0; i <= c.count && slopes.known; ++i) of_t.add_values(c, i, slopes);
    return unrolled(of_t, w, circle);
}

/// Is the function bounded, below and above?
constexpr fact is_bounded(extreme_values const& e) {
    if (!e.known) {
        bool const infinite =
            e.infimum.value.kind == limit_kind::minus_infinity || e.supremum.value.kind == limit_kind::plus_infinity;
        return {infinite ? verdict::refuted : verdict::unknown};
    }
    return {e.infimum.value.is_finite() && e.supremum.value.is_finite() ? verdict::proved : verdict::refuted};
}

template <class Graph>
constexpr fact is_bounded(Graph const& g, node_index root, packed_name x) {
    return is_bounded(extrema(g, root, x));
}

/// The extreme values at compile time.
template <class F, class X>
constexpr extreme_values found_extrema() {
    if constexpr (on_circle<F, X>::known) {
        workspace_for<F> w;
        circle_form const circle = on_circle<F, X>::form(w);
        return unrolled(extreme_stages<on_circle<F, X>, X, 1, false>::pair, w, circle);
    } else if constexpr (runs_away(slope_stages<F, X>::result)) {
        return far_values(slope_stages<F, X>::result);
    } else {
        return extreme_stages<F, X, 1, false>::result;
    }
}

} // namespace calculus
} // namespace ogive
