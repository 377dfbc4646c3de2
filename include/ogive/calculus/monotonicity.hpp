// SPDX-License-Identifier: BSL-1.0
#pragma once
// monotonicity(f, x), convexity(f, x): where f rises and falls, where it is convex and concave.

#include <ogive/calculus/periodic_slope.hpp>

namespace ogive {

/// An interval on which a function runs one way: +1 rising (or convex), -1 falling (or concave), 0 constant (or affine).
struct directed_interval {
    interval where;
    int direction = 0;
};

/// The longest such intervals in ascending order; together the domain, if `known`. It `recurs` if it is not known because
/// certainly both directions are taken in every period of the slope.
struct direction_chart {
    static constexpr unsigned capacity = 12;
    directed_interval pieces[capacity] = {};
    unsigned count = 0;
    bool known = false;
    bool recurs = false;

    constexpr directed_interval const& operator[](unsigned i) const { return pieces[i]; }
    constexpr unsigned size() const { return count; }
};

namespace calculus {

namespace detail {

/// A piece before its ends are written: cells and zeros in them.
struct open_piece {
    unsigned first_cell = 0, last_cell = 0;
    int first_zero = -1, last_zero = -1; // -1: the end of the cell
    bool lower_closed = false, upper_closed = false;
    int direction = 0;
};

struct open_chart {
    open_piece pieces[direction_chart::capacity];
    unsigned count = 0;
    bool known = false;
};

/// Adds a piece, or makes the last one longer.
constexpr void add_piece(open_chart& r, open_piece const& p, bool joined, int direction) {
    if (joined) {
        open_piece& last = r.pieces[r.count - 1];
        last.last_cell = p.last_cell;
        last.last_zero = p.last_zero;
        last.upper_closed = p.upper_closed;
        last.direction = direction;
    } else if (r.count == direction_chart::capacity) {
        r.known = false;
    } else {
        r.pieces[r.count++] = p;
    }
}

/// The pieces by the signs of the first derivative, or of the second one with the bends.
template <class Cuts>
constexpr open_chart pieces_of(Cuts const& c, function_charts const& charts) {
    open_chart r;
    r.known = charts.known;
    bool const convex = charts.order == 2;
    for (unsigned i = 0; i < c.count && r.known; ++i) {
        if (!c.cells[i].in) continue;
        local_chart const& t = charts.of[i];
        bool const from = c.lower_in(i) && jump(c, i, 1) == 0, to = c.upper_in(i) && jump(c, i + 1, -1) == 0;
        if ((c.lower_in(i) && jump(c, i, 1) == 2) || (c.upper_in(i) && jump(c, i + 1, -1) == 2)) r.known = false;
        for (unsigned z = 0; z <= t.count && r.known; ++z) {
            open_piece p;
            p.first_cell = p.last_cell = i;
            p.first_zero = static_cast<int>(z) - 1;
            p.last_zero = z == t.count ? -1 : static_cast<int>(z);
            p.lower_closed = z > 0 || from;
            p.upper_closed = z < t.count || to;
            p.direction = t.signs[z];
            bool joined = false;
            int direction = p.direction;
            if (r.count > 0 && (z > 0 || (from && c.cells[i - 1].in && r.pieces[r.count - 1].upper_closed))) {
                int const before = r.pieces[r.count - 1].direction;
                int const bend = convex && z == 0 ? join_at(c, i).bend : 0;
                if (bend == 2) {
                    r.known = false;
                } else if (!convex) {
                    joined = before == direction;
                } else {
                    bool const up = before >= 0 && direction >= 0 && bend >= 0;
                    bool const down = before <= 0 && direction <= 0 && bend <= 0;
                    joined = up || down;
                    if (joined) direction = before != 0 ? before : direction != 0 ? direction : bend;
                }
            }
            add_piece(r, p, joined, direction);
        }
    }
    return r;
}

} // namespace detail

/// The pieces with their ends.
template <class Cuts>
constexpr direction_chart directions(Cuts const& c, function_charts const& charts) {
    direction_chart r;
    detail::open_chart const open = detail::pieces_of(c, charts);
    if (!open.known) return r;
    auto const end = [&](unsigned cell, int zero, bool upper) {
        return zero >= 0 ? in_x(c, place_of_zero(c, cell, charts, static_cast<unsigned>(zero)))
                         : place_of_joint(c, upper ? cell + 1 : cell);
    };
    r.known = true;
    for (unsigned i = 0; i < open.count; ++i) {
        detail::open_piece const& p = open.pieces[i];
        directed_interval& d = r.pieces[r.count++];
        d.direction = p.direction;
        d.where.lower = end(p.first_cell, p.first_zero, false);
        d.where.upper = end(p.last_cell, p.last_zero, true);
        d.where.lower_closed = p.lower_closed;
        d.where.upper_closed = p.upper_closed;
        r.known = r.known && d.where.known();
    }
    return r;
}

namespace detail {

/// One direction on the whole line, or (2) both in every period.
template <class Slope>
constexpr direction_chart one_direction(Slope const&, int direction) {
    direction_chart r;
    r.known = direction < 2;
    r.recurs = direction == 2;
    r.count = r.known ? 1 : 0;
    r.pieces[0].direction = direction;
    r.pieces[0].where.lower = end_value::infinite(-1);
    r.pieces[0].where.upper = end_value::infinite(1);
    return r;
}
template <class Slope>
constexpr fact answer_by(Slope const&, bool yes) {
    return {yes ? verdict::proved : verdict::refuted};
}

} // namespace detail

/// Where a graph rises and falls: strictly, on each of the intervals.
template <class Graph>
constexpr direction_chart monotonicity(Graph const& g, node_index root, packed_name x) {
    if (auto const s = slope_on_circle(g, root, x); s.direction != 3) return detail::one_direction(s, s.direction);
    auto const c = cut(g, root, x);
    return directions(c, charts_of(c, 1));
}

/// Where a graph is convex and concave.
template <class Graph>
constexpr direction_chart convexity(Graph const& g, node_index root, packed_name x) {
    if (auto const s = slope_on_circle(g, root, x); s.bend != 3) return detail::one_direction(s, s.bend);
    auto const c = cut(g, root, x);
    return directions(c, charts_of(c, 2));
}

namespace detail {

/// Does the function certainly run in the direction on its whole domain, strictly?
template <class Cuts>
constexpr fact runs(Cuts const& c, function_charts const& charts, int direction) {
    fact r;
    open_chart const open = pieces_of(c, charts);
    if (!open.known || open.count == 0) return r;
    r.answer = verdict::proved;
    for (unsigned i = 0; i <= c.count; ++i) { // a point of the domain that belongs to no piece
        bool const left = i > 0 && c.cells[i - 1].in && jump(c, i, -1) == 0;
        bool const right = i < c.count && c.cells[i].in && jump(c, i, 1) == 0;
        if (c.joints[i].in && !left && !right) r.answer = verdict::unknown;
    }
    for (unsigned i = 0; i < open.count; ++i) {
        if (open.pieces[i].direction != direction) return {verdict::refuted};
        if (i == 0) continue;
        open_piece const& before = open.pieces[i - 1];
        int const step =
            compare(limit_of_cell(c, open.pieces[i].first_cell, 0, -1), limit_of_cell(c, before.last_cell, 0, 1));
        if (step == 2) {
            r.answer = verdict::unknown;
        } else if (step * direction < 0 || (step == 0 && before.upper_closed && open.pieces[i].lower_closed)) {
            return {verdict::refuted};
        }
    }
    return r;
}

template <class Cuts>
constexpr fact bends(Cuts const& c, function_charts const& charts, int direction) {
    fact r;
    open_chart const open = pieces_of(c, charts);
    if (!open.known || open.count == 0) return r;
    bool const one = open.count == 1 && open.pieces[0].direction * direction >= 0;
    // what is only on the edge of the domain may not fit: such points are in no piece
    bool whole = one;
    for (unsigned i = 0; i <= c.count && whole; ++i) {
        bool const edge_of_piece = (i == open.pieces[0].first_cell && open.pieces[0].lower_closed) ||
                                   (i == open.pieces[0].last_cell + 1 && open.pieces[0].upper_closed) ||
                                   (i > open.pieces[0].first_cell && i <= open.pieces[0].last_cell);
        if (c.joints[i].in && !edge_of_piece) whole = false;
    }
    if (whole) r.answer = verdict::proved;
    for (unsigned i = 0; i < open.count; ++i)
        if (open.pieces[i].direction == -direction) r.answer = verdict::refuted;
    for (unsigned i = 1; i < c.count; ++i) { // a jump, or a bend the other way
        if (!c.joints[i].in || !c.cells[i - 1].in || !c.cells[i].in) continue;
        int const left = jump(c, i, -1), right = jump(c, i, 1);
        if ((left != 0 && left != 2) || (right != 0 && right != 2)) r.answer = verdict::refuted;
        if (left != 0 || right != 0) continue;
        if (int const bend = join_at(c, i).bend; bend != 2 && bend * direction < 0) r.answer = verdict::refuted;
    }
    return r;
}

} // namespace detail

/// Does a graph rise strictly on its whole domain, or fall?
template <class Graph>
constexpr fact runs(Graph const& g, node_index root, packed_name x, int direction) {
    if (auto const s = slope_on_circle(g, root, x); s.direction != 3)
        return detail::answer_by(s, s.direction == direction);
    auto const c = cut(g, root, x);
    return detail::runs(c, charts_of(c, 1), direction);
}
template <class Graph>
constexpr fact is_increasing(Graph const& g, node_index root, packed_name x) {
    return runs(g, root, x, 1);
}
template <class Graph>
constexpr fact is_decreasing(Graph const& g, node_index root, packed_name x) {
    return runs(g, root, x, -1);
}
/// Is a graph convex on its domain, an interval, or concave? What is affine is both.
template <class Graph>
constexpr fact bends(Graph const& g, node_index root, packed_name x, int direction) {
    if (auto const s = slope_on_circle(g, root, x); s.bend != 3) return detail::answer_by(s, s.bend == 0);
    auto const c = cut(g, root, x);
    return detail::bends(c, charts_of(c, 2), direction);
}
template <class Graph>
constexpr fact is_convex(Graph const& g, node_index root, packed_name x) {
    return bends(g, root, x, 1);
}
template <class Graph>
constexpr fact is_concave(Graph const& g, node_index root, packed_name x) {
    return bends(g, root, x, -1);
}

/// The same at compile time.
template <class F, class X>
constexpr direction_chart found_monotonicity() {
    if constexpr (slope_stages<F, X>::result.direction != 3)
        return detail::one_direction(slope_stages<F, X>::result, slope_stages<F, X>::result.direction);
    else
        return directions(cut_stages<F, X>::result, charts_stages<F, X, 1>::result);
}
template <class F, class X>
constexpr direction_chart found_convexity() {
    if constexpr (slope_stages<F, X>::result.bend != 3)
        return detail::one_direction(slope_stages<F, X>::result, slope_stages<F, X>::result.bend);
    else
        return directions(cut_stages<F, X>::result, charts_stages<F, X, 2>::result);
}
template <class F, class X, int Direction>
constexpr fact found_runs() {
    if constexpr (slope_stages<F, X>::result.direction != 3)
        return detail::answer_by(slope_stages<F, X>::result, slope_stages<F, X>::result.direction == Direction);
    else
        return detail::runs(cut_stages<F, X>::result, charts_stages<F, X, 1>::result, Direction);
}
template <class F, class X, int Direction>
constexpr fact found_bends() {
    if constexpr (slope_stages<F, X>::result.bend != 3)
        return detail::answer_by(slope_stages<F, X>::result, slope_stages<F, X>::result.bend == 0);
    else
        return detail::bends(cut_stages<F, X>::result, charts_stages<F, X, 2>::result, Direction);
}

} // namespace calculus
} // namespace ogive
