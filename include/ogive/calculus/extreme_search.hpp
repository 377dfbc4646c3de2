// SPDX-License-Identifier: BSL-1.0
#pragma once
// The search for the least and the greatest value of a function or of its derivative, with where they are taken.

#include <ogive/calculus/certainty.hpp>
#include <ogive/calculus/periodic.hpp>
#include <ogive/calculus/profile.hpp>
#include <ogive/calculus/value_at.hpp>

namespace ogive {

/// The infimum or supremum of a function: the value, where it is attained or approached (the first such place), and
/// whether it is attained; `several` when it is at more than one place.
struct extreme_value {
    end_value value, at;
    verdict attained = verdict::unknown;
    bool several = false;

    constexpr bool known() const { return value.known(); }
};

/// Both of a function on its whole domain.
struct extreme_values {
    extreme_value infimum, supremum;
    bool known = false;
};

namespace calculus {

/// Gathers values and limits of a function; `direction` -1 for the least, +1 for the greatest.
template <class Cuts = cut_function>
struct extreme_search {
    int direction;
    extreme_value best{};
    bool any = false, known = true;

    /// `everywhere`: at all points of a cell, of which `at` is one.
    constexpr void add(end_value const& value, end_value const& at, bool attained, bool everywhere = false) {
        verdict const here = attained ? verdict::proved : verdict::refuted;
        if (!value.known()) known = false;
        if (!known) return;
        if (!any) {
            best = {value, at, here, everywhere};
            any = true;
            return;
        }
        int const order = compare<workspace_for<Cuts>>(value, best.value);
        if (order == 0) {
            bool const elsewhere = everywhere || compare<workspace_for<Cuts>>(at, best.at) != 0;
            if (attained && best.attained != verdict::proved)
                best = {best.value, at, here, everywhere};
            else if (attained == (best.attained == verdict::proved))
                best.several = best.several || elsewhere;
        } else if (order != 2) {
            if (order == direction) best = {value, at, here, everywhere};
        } else {
            enclosure const a = value.enclosed(), b = best.value.enclosed();
            if (!value.is_finite() || !best.value.is_finite() || !a.defined() || !b.defined()) {
                known = false;
                return;
            }
            using number::detail::larger;
            using number::detail::smaller;
            best.value = bounded_end(direction < 0 ? enclosure{smaller(a.lower, b.lower), smaller(a.upper, b.upper)}
                                                   : enclosure{larger(a.lower, b.lower), larger(a.upper, b.upper)});
            if (best.attained != here) best.attained = verdict::unknown;
            best.several = true;
        }
    }

    constexpr extreme_value result() const { return known && any ? best : extreme_value{}; }
};

/// Both searches at once.
template <class Cuts = cut_function>
struct extreme_pair {
    extreme_search<Cuts> low{-1}, high{1};

    constexpr void add(end_value const& value, end_value const& at, bool attained, bool everywhere = false) {
        low.add(value, at, attained, everywhere);
        high.add(value, at, attained, everywhere);
    }
    /// The values of a derivative of the function at the ends of a cell, open there, and at the zeros of the next one.
    constexpr void add_cell(Cuts const& c, unsigned i, function_charts const& next) {
        unsigned const order = next.order - 1;
        local_chart const& t = next.of[i];
        bool const flat = t.count == 0 && t.signs[0] == 0;
        end_value const from_left = limit_of_cell(c, i, order, -1);
        if (flat) { // attained at an end only if the function has the same value there
            unsigned const j = c.joints[i].finite ? i : i + 1;
            bool const at_end = order == 0 && c.joints[j].finite && c.joints[j].in && c.joints[j].at.exact &&
                                compare(value_at_joint(c, j), from_left) == 0;
            segment const& s = c.cells[i].hull;
            rational const inside = s.has_lower && s.has_upper ? (s.lower + s.upper) / rational{2}
                                    : s.has_lower              ? s.lower + rational{1}
                                    : s.has_upper              ? s.upper - rational{1}
                                                               : rational{0};
            add(from_left, at_end ? place_of_joint(c, j) : in_x(c, rational_end(inside)), true, true);
            return;
        }
        add(from_left, place_of_joint(c, i), false);
        for (unsigned z = 0; z < t.count && low.known; ++z) {
            if (t.signs[z] * t.signs[z + 1] > 0) continue;
            end_value const place = place_of_zero(c, i, next, z);
            add(value_at_zero(c, i, order, t.zeros[z], place), in_x(c, place), true);
        }
        add(limit_of_cell(c, i, order, 1), place_of_joint(c, i + 1), false);
    }
    /// One step over the line: the point at the lower end of a cell, and the cell.
    constexpr void add_values(Cuts const& c, unsigned i, function_charts const& slopes) {
        if (c.joints[i].in) add(value_at_joint(c, i), place_of_joint(c, i), true);
        if (i < c.count && c.cells[i].in) add_cell(c, i, slopes);
    }
    constexpr extreme_values result() const {
        extreme_values r;
        r.infimum = low.result();
        r.supremum = high.result();
        r.known = r.infimum.known() && r.supremum.known();
        return r;
    }
};

/// The infimum and supremum of the function, from the charts of its derivative.
template <class Cuts>
constexpr extreme_values extrema(Cuts const& c, function_charts const& slopes) {
    extreme_pair<Cuts> r;
    for (unsigned i = 0; i <= c.count && slopes.known; ++i) r.add_values(c, i, slopes);
    return r.result();
}

/// The place in x of a place in t = tan(q·x/2).
template <class Workspace>
constexpr end_value place_on_line(end_value const& t, rational const& q) {
    Workspace w;
    if (!t.known()) return t;
    rational const scale = rational{2} / q;
    if (!t.is_finite()) return end_of_constant(w, w.make(operation::multiply, w.constant(scale / rational{2}), w.pi()));
    if (!t.exact) return bounded_end(atan(t.bounds) * enclosure{scale});
    node_index const angle = w.make(operation::atan, w.import(t.graph, t.root));
    return end_of_constant(w, w.make(operation::multiply, w.constant(scale), angle));
}

/// The value at x = pi/q of a function of sines and cosines; `defined`: is there one?
struct opposite_value {
    algebra::truth defined = algebra::truth::no;
    end_value value;
};
template <class Workspace>
constexpr opposite_value opposite_of(Workspace& w, circle_form const& circle) {
    opposite_value r;
    if (circle.opposite_fails) return r;
    r.value = value_at(w, circle.opposite, packed_name{}, rational{0});
    r.defined = r.value.known() ? algebra::truth::yes : is_defined(w, circle.opposite);
    if (r.defined == algebra::truth::yes && !r.value.known()) r.defined = algebra::truth::unknown;
    return r;
}

/// The extreme values of a function of x from those of its form on the circle. All are taken in every period.
template <class Workspace, class Cuts>
constexpr extreme_values unrolled(extreme_pair<Cuts> of_t, Workspace& w, circle_form const& circle) {
    opposite_value const there = opposite_of(w, circle);
    if (!of_t.low.any || there.defined == algebra::truth::unknown) return {};
    if (there.defined == algebra::truth::yes) of_t.add(there.value, end_value::infinite(1), true);
    extreme_values r = of_t.result();
    extreme_value* const both[] = {&r.infimum, &r.supremum};
    for (extreme_value* e : both) {
        e->at = place_on_line<Workspace>(e->at, circle.rate);
        e->several = true;
    }
    return r.known ? r : extreme_values{};
}

/// The gathering at compile time, one cell a constant evaluation: of the function, or (Inside) of a derivative in the cells.
template <class F, class X, unsigned Order, bool Inside>
struct extreme_stages {
    using values = extreme_pair<typename cut_stages<F, X>::type>;
    static constexpr auto const& cells = cut_stages<F, X>::result;
    static constexpr auto const& charts = charts_stages<F, X, Order>::result;
    template <unsigned Cell>
    static constexpr values stage() {
        values r;
        if constexpr (Cell > 0) r = found<Cell - 1>;
        if (!Inside)
            r.add_values(cells, Cell, charts);
        else if (Cell < cells.count && cells.cells[Cell].in)
            r.add_cell(cells, Cell, charts);
        return r;
    }
    template <unsigned Cell>
    static constexpr values found = stage<Cell>();
    static constexpr values all() {
        if constexpr (charts.known)
            return found<cells.count>;
        else
            return values{};
    }
    static constexpr values pair = all();
    static constexpr extreme_values result = pair.result();
};

} // namespace calculus
} // namespace ogive
