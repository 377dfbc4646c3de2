// SPDX-License-Identifier: BSL-1.0
#pragma once
// range(f, x): the values of f, from limits, values at break points and the sign chart of the derivative;
// inverse_domain(f, x).

#include <ogive/calculus/extremum.hpp>

namespace ogive {
namespace calculus {

/// Adds an interval to a set, in order, united with what it touches.
constexpr void unite(interval_set& r, interval t) {
    for (unsigned i = 0; i < r.count;) {
        interval const& o = r.parts[i];
        int const below = compare(t.upper, o.lower), above = compare(o.upper, t.lower);
        if (below == 2 || above == 2) {
            r.known = false;
            return;
        }
        bool const apart = below < 0 || above < 0 || (below == 0 && !t.upper_closed && !o.lower_closed) ||
                           (above == 0 && !o.upper_closed && !t.lower_closed);
        if (apart) {
            ++i;
            continue;
        }
        int const low = compare(o.lower, t.lower), high = compare(o.upper, t.upper);
        if (low == 2 || high == 2) {
            r.known = false;
            return;
        }
        t.lower_closed = low == 0 ? t.lower_closed || o.lower_closed : low < 0 ? o.lower_closed : t.lower_closed;
        t.upper_closed = high == 0 ? t.upper_closed || o.upper_closed : high > 0 ? o.upper_closed : t.upper_closed;
        if (low < 0) t.lower = o.lower;
        if (high > 0) t.upper = o.upper;
        for (unsigned k = i; k + 1 < r.count; ++k) r.parts[k] = r.parts[k + 1];
        --r.count;
        i = 0;
    }
    if (r.count == interval_set::capacity) {
        r.known = false;
        return;
    }
    unsigned at = r.count++;
    for (; at > 0 && compare(t.lower, r.parts[at - 1].lower) < 0; --at) r.parts[at] = r.parts[at - 1];
    r.parts[at] = t;
}

/// The values of the function between the least and the greatest one wherever it is continuous, gathered from the left.
template <class Cuts = cut_function>
struct range_search {
    extreme_pair<Cuts> values;
    interval_set found;
    bool known = true;

    constexpr void finish() {
        extreme_value const least = values.low.result(), most = values.high.result();
        values = extreme_pair<Cuts>{};
        if (!known || least.attained == verdict::unknown || most.attained == verdict::unknown) {
            known = false;
            return;
        }
        interval t;
        t.lower = least.value;
        t.upper = most.value;
        t.lower_closed = least.attained == verdict::proved;
        t.upper_closed = most.attained == verdict::proved;
        found.known = true;
        unite(found, t);
        known = found.known;
    }
    /// The point at the lower end of a cell, and the cell.
    constexpr void step(Cuts const& c, unsigned i, function_charts const& slopes) {
        if (!known) return;
        bool const before = i > 0 && c.cells[i - 1].in, after = i < c.count && c.cells[i].in;
        int const left = before && c.joints[i].in ? jump(c, i, -1) : 1;
        int const right = after && c.joints[i].in ? jump(c, i, 1) : 1;
        if (left == 2 || right == 2) known = false;
        if (before && left != 0) finish();
        if (c.joints[i].in && known) {
            values.add(value_at_joint(c, i), place_of_joint(c, i), true);
            if (right != 0) finish();
        }
        if (after && known) values.add_cell(c, i, slopes);
    }
    constexpr interval_set result() const {
        interval_set r;
        if (known) r = found;
        r.known = known;
        return r;
    }
};

template <class Cuts>
constexpr interval_set range(Cuts const& c, function_charts const& slopes) {
    range_search<Cuts> r;
    r.known = slopes.known;
    for (unsigned i = 0; i <= c.count && r.known; ++i) r.step(c, i, slopes);
    return r.result();
}

/// The values of a function of x from those of its form on the circle.
template <class Workspace>
constexpr interval_set unrolled(interval_set r, Workspace& w, circle_form const& circle) {
    opposite_value const there = opposite_of(w, circle);
    if (there.defined == algebra::truth::unknown) return interval_set{};
    interval point;
    point.lower = point.upper = there.value;
    point.lower_closed = point.upper_closed = true;
    if (r.known && there.defined == algebra::truth::yes) unite(r, point);
    return r.known ? r : interval_set{};
}

template <class Slope>
constexpr interval_set all_numbers(Slope const&) {
    interval_set r;
    r.known = true;
    r.count = 1;
    r.parts[0].lower = end_value::infinite(-1);
    r.parts[0].upper = end_value::infinite(1);
    return r;
}

/// The values that a graph takes.
template <class Graph>
constexpr interval_set range(Graph const& g, node_index root, packed_name x) {
    workspace_for<Graph> w;
    circle_form const circle = circle_form_of(w, g, root, x);
    if (!circle.known)
        if (auto const s = slope_on_circle(g, root, x); runs_away(s)) return all_numbers(s);
    auto const c = circle.known ? cut(w, circle.root, x) : cut(g, root, x);
    interval_set const r = range(c, charts_of(c, 1));
    return circle.known ? unrolled(r, w, circle) : r;
}

/// The range at compile time, one cell a constant evaluation.
template <class F, class X>
struct range_stages {
    using values = range_search<typename cut_stages<F, X>::type>;
    static constexpr auto const& cells = cut_stages<F, X>::result;
    static constexpr auto const& charts = charts_stages<F, X, 1>::result;
    template <unsigned Cell>
    static constexpr values stage() {
        values r;
        if constexpr (Cell > 0) r = found<Cell - 1>;
        r.step(cells, Cell, charts);
        return r;
    }
    template <unsigned Cell>
    static constexpr values found = stage<Cell>();
    static constexpr interval_set all() {
        if constexpr (charts.known)
            return found<cells.count>.result();
        else
            return interval_set{};
    }
    static constexpr interval_set result = all();
};
template <class F, class X>
constexpr interval_set found_range() {
    if constexpr (on_circle<F, X>::known) {
        workspace_for<F> w;
        circle_form const circle = on_circle<F, X>::form(w);
        return unrolled(range_stages<on_circle<F, X>, X>::result, w, circle);
    } else if constexpr (runs_away(slope_stages<F, X>::result)) {
        return all_numbers(slope_stages<F, X>::result);
    } else {
        return range_stages<F, X>::result;
    }
}
template <class F, class X>
inline constexpr interval_set range_of = found_range<F, X>();

} // namespace calculus

/// range(f, x): the values f takes for x in its domain, where they are known.
template <operand F, class X>
constexpr interval_set const& range(F, X) {
    static_assert(detail::is_symbol<X>, "ogive: the second argument of range(f, x) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; range(f, x).");
    return calculus::range_of<expression_of<F>, X>;
}

/// inverse_domain(f, x): where inverse(f, x) is the inverse of f: the range of f.
template <operand F, class X>
constexpr interval_set const& inverse_domain(F f, X x) {
    return range(f, x);
}

} // namespace ogive
