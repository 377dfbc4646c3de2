// SPDX-License-Identifier: BSL-1.0
#pragma once
// Intervals with exact ends, and domain(f, x): where f is defined, by the signs of the arguments that must have one.

#include <ogive/calculus/irrational_cells.hpp>

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

/// All x that the symbol stands for, if a graph is defined there: its cells need not be known for that.
template <class Graph, class Workspace = workspace>
constexpr interval_set whole_domain(Graph const& g, node_index root, packed_name x) {
    interval_set r;
    Workspace w;
    node_index const f = algebra::explicit_derivatives(w, g, root);
    assumption const known = known_of(g, root, x);
    if (w.problem != trouble::none || known == nonzero || !detail::is_defined_everywhere(w, f)) return r;
    r.known = true;
    r.count = 1;
    r.parts[0].lower = known == positive ? rational_end(rational{0}) : end_value::infinite(-1);
    r.parts[0].upper = known == negative ? rational_end(rational{0}) : end_value::infinite(1);
    return r;
}

/// Where a graph is defined.
template <class Graph>
constexpr interval_set domain(Graph const& g, node_index root, packed_name x) {
    interval_set const r = domain(cut(g, root, x));
    return r.known ? r : whole_domain(g, root, x);
}

/// The cutting at compile time, one node a constant evaluation.
template <class F, class X>
struct cut_stages {
    using type = cut_function;
    static constexpr cut_function as_written = start_cutting(graph_of<F>, graph_of<F>.root(), X::name);
    static constexpr cut_function begin() {
        if constexpr (as_written.known) {
            return as_written;
        } else {
            constexpr changed_function other = in_units_of_breaks(graph_of<F>, graph_of<F>.root(), X::name);
            if constexpr (other.found)
                return start_cutting(other, X::name);
            else
                return as_written;
        }
    }
    static constexpr cut_function start = begin();
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
    static constexpr cut_function result = in_units_of_ends(last());
};

template <class F, class X>
constexpr interval_set found_domain() {
    if constexpr (cut_stages<F, X>::result.known)
        return domain(cut_stages<F, X>::result);
    else
        return whole_domain(graph_of<F>, graph_of<F>.root(), X::name);
}
template <class F, class X>
inline constexpr interval_set domain_of = found_domain<F, X>();

} // namespace calculus

/// domain(f, x): the real x at which f is defined.
template <operand F, class X>
constexpr interval_set const& domain(F, X) {
    static_assert(detail::is_symbol<X>, "ogive: the second argument of domain(f, x) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; domain(f, x).");
    return calculus::domain_of<expression_of<F>, X>;
}

} // namespace ogive
