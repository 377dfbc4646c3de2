// SPDX-License-Identifier: BSL-1.0
#pragma once
// Intervals with exact ends, and domain(f, x): where f is defined, by the signs of the arguments that must have one.

#include <ogive/calculus/closed_form.hpp>

namespace ogive {

/// An interval; an end that is infinite is open.
struct interval {
    end_value lower, upper;
    bool lower_closed = false, upper_closed = false;

    constexpr bool known() const { return lower.known() && upper.known(); }
};

/// A union of intervals in ascending order; `known` when that is certainly all.
struct interval_set {
    static constexpr unsigned capacity = 4;
    interval parts[capacity] = {};
    unsigned count = 0;
    bool known = false;

    constexpr interval const& operator[](unsigned i) const { return parts[i]; }
    constexpr unsigned size() const { return count; }
    constexpr bool is_all() const {
        return known && count == 1 && parts[0].lower.kind == limit_kind::minus_infinity &&
               parts[0].upper.kind == limit_kind::plus_infinity;
    }
};

namespace calculus {

/// The place of a point between cells.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr end_value place_of_joint(Cuts const& c, unsigned i) {
    joint const& j = c.joints[i];
    if (!j.finite) return end_value::infinite(i == 0 ? -1 : 1);
    if (j.at.exact) return rational_end(j.at.value);
    Workspace w;
    requirement r;
    r.argument = w.import(c.graph, j.cause);
    r.factors[0] = j.cause_factor;
    r.offsets[0] = j.cause_offset;
    enclosure room = enclosure::whole();
    if (i > 0 && c.joints[i - 1].finite) room.lower = c.joints[i - 1].at.bounds.upper;
    if (i < c.count && c.joints[i + 1].finite) room.upper = c.joints[i + 1].at.bounds.lower;
    node_index const condition = condition_node(w, r, 0);
    return place_of(w, condition, c.x, c.cells[i].hull, j.at, room);
}

/// The cells and points at which the function is defined, united.
template <class Cuts>
constexpr interval_set domain(Cuts const& c) {
    interval_set r;
    if (!c.known) return r;
    interval t;
    bool open = false;
    for (unsigned i = 0; i <= c.count; ++i) {
        bool const before = i > 0 && c.cells[i - 1].in, after = i < c.count && c.cells[i].in, here = c.joints[i].in;
        if (!before && !after && !here) continue;
        if (before && after && here) continue;
        end_value const place = place_of_joint(c, i);
        if (before || (here && !open)) {
            if (!before) {
                t.lower = place;
                t.lower_closed = true;
            }
            if (before || !after) {
                t.upper = place;
                t.upper_closed = here;
                if (r.count == interval_set::capacity) return interval_set{};
                r.parts[r.count++] = t;
                open = false;
            }
        }
        if (after) {
            t.lower = place;
            t.lower_closed = here && !before;
            open = true;
        }
    }
    r.known = true;
    return r;
}

/// Where a graph is defined.
template <class Graph>
constexpr interval_set domain(Graph const& g, node_index root, packed_name x) {
    return domain(cut(g, root, x));
}

/// The cutting at compile time, one node a constant evaluation.
template <class F, class X>
struct cut_stages {
    using type = cut_function;
    static constexpr cut_function start = start_cutting(graph_of<F>, graph_of<F>.root(), X::name);
    template <class Cuts>
    static constexpr Cuts next(Cuts c) {
        cut_further(c);
        return c;
    }
    template <unsigned Stage>
    static constexpr cut_function stage() {
        if constexpr (Stage == 0)
            return start;
        else
            return next(found<Stage - 1>);
    }
    template <unsigned Stage>
    static constexpr cut_function found = stage<Stage>();
    template <unsigned Stage = 0>
    static constexpr cut_function const& last() {
        if constexpr (found<Stage>.done)
            return found<Stage>;
        else
            return last<Stage + 1>();
    }
    static constexpr cut_function const& result = last();
};

template <class F, class X>
inline constexpr interval_set domain_of = domain(cut_stages<F, X>::result);

} // namespace calculus

/// domain(f, x): the real x at which f is defined.
template <operand F, class X>
constexpr interval_set const& domain(F, X) {
    static_assert(detail::is_symbol<X>, "ogive: the second argument of domain(f, x) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; domain(f, x).");
    return calculus::domain_of<expression_of<F>, X>;
}

} // namespace ogive
