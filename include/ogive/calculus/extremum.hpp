// SPDX-License-Identifier: BSL-1.0
#pragma once
// The least and the greatest value of a function, with where they are taken or approached.

#include <ogive/calculus/periodic_slope.hpp>

namespace ogive {
namespace calculus {

/// Where nothing else is known, an infinite limit at an end of the line is an extreme value.
template <class Values, class Graph>
constexpr Values with_limits(Values r, interval_set const& domain, Graph const& g, node_index root, packed_name x) {
    if (r.known || !domain.known || domain.count == 0) return r;
    for (int const side : {-1, 1}) {
        interval const& last = domain[side < 0 ? 0 : domain.count - 1];
        if (side < 0 ? last.lower.is_finite() : last.upper.is_finite()) continue;
        end_value const l = limit(g, root, x, side);
        if (!l.exists() || l.is_finite()) continue;
        extreme_value& e = l.kind == limit_kind::plus_infinity ? r.supremum : r.infimum;
        if (!e.known())
            e = {l, end_value::infinite(side), verdict::refuted, false};
        else
            e.several = true;
    }
    r.known = r.infimum.known() && r.supremum.known();
    return r;
}

template <class Graph>
constexpr extreme_values extrema(Graph const& g, node_index root, packed_name x) {
    workspace_for<Graph> w;
    circle_form const circle = circle_form_of(w, g, root, x);
    if (!circle.known)
        if (auto const s = slope_on_circle(g, root, x); runs_away(s)) return far_values(s);
    auto const c = circle.known ? cut(w, circle.root, x) : cut(g, root, x);
    auto const slopes = charts_of(c, 1);
    if (!circle.known)
        return with_limits(extrema(c, slopes), c.known ? domain(c) : whole_domain(g, root, x), g, root, x);
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
