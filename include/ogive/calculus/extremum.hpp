// SPDX-License-Identifier: BSL-1.0
#pragma once
// A function that falls and then rises, or rises and then falls: the sign of the derivative is certified on both tails,
// and the turning point is bracketed by enclosures of the derivative.

#include <ogive/calculus/domain.hpp>

namespace ogive::calculus {

struct extremum_search {
    int before = 0, after = 0; // certain signs of f' left of `lower` and right of `upper`
    rational lower{0}, upper{0};
    rational step{1, 2};
    bool one_curvature = false; // f' is monotone in the bracket: signs at points are enough

    constexpr bool is_bracketed() const { return before != 0 && after == -before && lower < upper; }
};

inline constexpr unsigned tail_candidates = 4;
inline constexpr unsigned search_stages = 40;

/// One smooth piece, the whole line, no parameters.
constexpr bool may_have_extremum(inversion const& p) {
    if (p.problem != trouble::none || p.count != 1 || p.pieces[0].where.has_lower || p.pieces[0].where.has_upper)
        return false;
    for (unsigned i = 0; i < p.graph.size(); ++i)
        if (p.graph[i].op == operation::symbol && !(p.graph[i].name() == p.x)) return false;
    return depends_on(p.graph, p.functions[0], p.x);
}

/// The direction of f on a tail: from the sign of f', or from f'' and the limit of f'.
template <class Workspace = workspace>
constexpr int direction_of_tail(inversion const& p, segment const& s) {
    node_index const f = p.functions[0];
    if (int const d = direction(p.graph, f, p.x, s); d != 0) return d;
    Workspace w, tidy;
    node_index const slope = differentiator{w}(w.import(p.graph, f), p.x);
    int const curvature = direction(w, slope, p.x, s);
    if (curvature == 0) return 0;
    int const side = s.has_upper ? -1 : 1;
    end_value const limit = limit_in(w, slope, p.x, s, side);
    if (!limit.is_rational()) return 0;
    int const level =
        limit.value().sign(); // f' is above its limit when it comes from there rising, or goes there falling
    int const relative = curvature * -side;
    return level == 0 || level == relative ? relative : 0;
}

/// Tries one pair of tails: -i and i in units of 1, where none has been found yet.
template <class = void>
constexpr extremum_search find_tails(inversion const& p, extremum_search e, unsigned i) {
    constexpr int distance[tail_candidates] = {0, 1, 2, 4};
    segment left, right;
    left.has_upper = right.has_lower = true;
    left.upper = rational{-distance[i]};
    right.lower = rational{distance[i]};
    if (e.before == 0) {
        e.before = direction_of_tail(p, left);
        e.lower = left.upper;
    }
    if (e.after == 0) {
        e.after = direction_of_tail(p, right);
        e.upper = right.lower;
    }
    return e;
}

template <class = void>
constexpr extremum_search start_search(extremum_search e) {
    if (e.is_bracketed()) e.step = (e.upper - e.lower) / rational{2};
    return e;
}

/// The sign of f' all over an interval.
template <class Workspace = workspace>
constexpr int sign_over(Workspace const& w, node_index slope, packed_name x, rational const& a, rational const& b) {
    enclosure const where{enclosure{a}.lower, enclosure{b}.upper};
    int const s = enclose_over(w, slope, x, where, algebra::point{}).certain_sign();
    return s == enclosure::sign_unknown ? 0 : s;
}

/// Moves both sides of the bracket inwards as far as one step goes, and then halves the step.
template <class Workspace = workspace>
constexpr extremum_search advance(inversion const& p, extremum_search e) {
    if (!e.is_bracketed()) return e;
    Workspace w;
    node_index const slope = differentiator{w}(w.import(p.graph, p.functions[0]), p.x);
    for (int turn = 0; turn < 2 && e.one_curvature; ++turn) {
        rational const middle = (e.lower + e.upper) / rational{2};
        int const s = sign_over(w, slope, p.x, middle, middle);
        if (s == 0 || middle.denominator > int128{1} << 30) return e;
        (s == e.before ? e.lower : e.upper) = middle;
    }
    if (e.one_curvature) return e;
    if (rational const next = e.lower + e.step; next < e.upper && sign_over(w, slope, p.x, e.lower, next) == e.before) {
        e.lower = next;
    } else if (rational const last = e.upper - e.step;
               e.lower < last && sign_over(w, slope, p.x, last, e.upper) == e.after) {
        e.upper = last;
    } else {
        e.step = e.step / rational{2};
        return e;
    }
    e.one_curvature = sign_over(w, differentiator{w}(slope, p.x), p.x, e.lower, e.upper) != 0;
    return e;
}

/// The extreme value: f in the middle and f' over the bracket enclose it.
template <class Workspace = workspace>
constexpr enclosure value_in_bracket(inversion const& p, extremum_search const& e) {
    Workspace w;
    node_index const f = w.import(p.graph, p.functions[0]), slope = differentiator{w}(f, p.x);
    enclosure const where{enclosure{e.lower}.lower, enclosure{e.upper}.upper};
    rational const middle = (e.lower + e.upper) / rational{2};
    algebra::point at;
    at.push_back({p.x, middle});
    enclosure const half = where - enclosure{middle};
    return algebra::enclose(w, f, at) + enclose_over(w, slope, p.x, where, algebra::point{}) * half;
}

} // namespace ogive::calculus
