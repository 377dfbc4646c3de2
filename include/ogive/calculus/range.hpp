// SPDX-License-Identifier: BSL-1.0
#pragma once
// range(f, x): the values of f, from limits, values at break points and certified monotonicity; inverse_domain(f, x).

#include <ogive/calculus/extremum.hpp>

namespace ogive {
namespace calculus {

/// The order of two ends: -1, 0, 1, or 2 when it is not known.
template <class Workspace = workspace>
constexpr int compare(end_value const& a, end_value const& b) {
    if (!a.known() || !b.known()) return 2;
    auto const rank = [](end_value const& e) {
        return e.is_finite() ? 0 : e.kind == limit_kind::plus_infinity ? 1 : -1;
    };
    if (rank(a) != rank(b)) return rank(a) < rank(b) ? -1 : 1;
    if (!a.is_finite()) return 0;
    if (!a.exact || !b.exact) {
        enclosure const left = a.enclosed(), right = b.enclosed();
        return left.upper < right.lower ? -1 : right.upper < left.lower ? 1 : 2;
    }
    Workspace w;
    node_index const x = w.import(a.graph, a.root), y = w.import(b.graph, b.root);
    return detail::compare_constants(w, x, y);
}

/// The values of a smooth function on one segment, in which it must run in one direction.
template <class Graph>
constexpr interval range_on(Graph const& g, node_index f, packed_name x, segment const& s, bool lower_closed,
                            bool upper_closed) {
    auto const value_at = [&](rational const& there) {
        workspace w;
        node_index const v = tidy_constant(w, algebra::evaluate_symbol(w, g, f, x, there));
        return w.problem == trouble::none ? end_value::of(w, v) : end_value{};
    };
    interval r;
    if (!depends_on(g, f, x)) {
        r.lower = r.upper = value_at(rational{0});
        r.lower_closed = r.upper_closed = true;
        return r;
    }
    int const d = direction(g, f, x, s);
    if (d == 0) return r;
    r.lower = lower_closed ? value_at(s.lower) : limit_in(g, f, x, s, -1);
    r.upper = upper_closed ? value_at(s.upper) : limit_in(g, f, x, s, 1);
    r.lower_closed = lower_closed;
    r.upper_closed = upper_closed;
    if (d < 0) {
        interval const t = r;
        r.lower = t.upper;
        r.upper = t.lower;
        r.lower_closed = t.upper_closed;
        r.upper_closed = t.lower_closed;
    }
    return r;
}

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

/// The pieces of a function between its break points and the gaps of its domain.
template <class = void>
constexpr interval_set range_of_pieces(inversion const& p) {
    interval_set r;
    if (p.problem != trouble::none || p.count == 0) return r;
    r.known = true;
    auto const add = [&](unsigned i, segment const& s, bool from, bool to) {
        interval const t = range_on(p.graph, p.functions[i], p.x, s, from, to);
        if (t.known()) return unite(r, t);
        interval halves[2]; // even functions turn at 0
        for (int side = 0; side < 2 && !s.has_lower && !s.has_upper; ++side) {
            segment half;
            (side == 0 ? half.has_upper : half.has_lower) = true;
            halves[side] = range_on(p.graph, p.functions[i], p.x, half, side == 1, side == 0);
            if (!halves[side].known()) break;
        }
        if (!halves[0].known() || !halves[1].known()) {
            r.known = false;
            return;
        }
        unite(r, halves[0]);
        unite(r, halves[1]);
    };
    if (p.count > 1) {
        for (unsigned i = 0; i < p.count && r.known; ++i)
            add(i, p.pieces[i].where, p.pieces[i].owns_lower, p.pieces[i].owns_upper);
    } else if (!depends_on(p.graph, p.functions[0], p.x)) {
        add(0, segment{}, false, false);
    } else {
        domain_segments const d = find_domain(p.graph, p.functions[0], p.x);
        r.known = d.known;
        for (unsigned i = 0; i < d.count && r.known; ++i) add(0, d.parts[i], d.lower_closed[i], d.upper_closed[i]);
    }
    if (!r.known) r.count = 0;
    return r;
}

/// From an extremum that is certainly there to the larger of the limits beyond it.
template <class = void>
constexpr interval_set range_from_extremum(inversion const& p, extremum_search const& e) {
    interval_set r;
    if (!e.is_bracketed()) return r;
    end_value const left = limit_in(p.graph, p.functions[0], p.x, {}, -1),
                    right = limit_in(p.graph, p.functions[0], p.x, {}, 1);
    int const order = compare(left, right);
    if (order == 2) return r;
    interval t;
    bool const minimum = e.before < 0;
    end_value& extreme = minimum ? t.lower : t.upper;
    extreme.kind = limit_kind::finite;
    extreme.exact = false;
    extreme.bounds = value_in_bracket(p, e);
    (minimum ? t.upper : t.lower) = (order > 0) == minimum ? left : right;
    (minimum ? t.lower_closed : t.upper_closed) = true;
    if (!extreme.bounds.defined()) return r;
    r.parts[r.count++] = t;
    r.known = true;
    return r;
}

/// The values that a graph takes.
template <class Graph>
constexpr interval_set range(Graph const& g, node_index root, packed_name x) {
    inversion const p = find_pieces(g, root, x);
    interval_set const r = range_of_pieces(p);
    if (r.known || !may_have_extremum(p)) return r;
    extremum_search e;
    for (unsigned i = 0; i < tail_candidates; ++i) e = find_tails(p, e, i);
    e = start_search(e);
    for (unsigned i = 0; i < search_stages; ++i) e = advance(p, e);
    return range_from_extremum(p, e);
}

/// The stages at compile time.
template <class F, class X>
struct range_stages {
    static constexpr inversion const& pieces = inversion_stages<F, X>::pieces;
    static constexpr interval_set simple = range_of_pieces(pieces);
    template <unsigned Stage>
    static constexpr extremum_search search() {
        if constexpr (Stage == 0)
            return {};
        else if constexpr (Stage <= tail_candidates)
            return find_tails(pieces, found<Stage - 1>, Stage - 1);
        else if constexpr (Stage == tail_candidates + 1)
            return start_search(found<Stage - 1>);
        else
            return advance(pieces, found<Stage - 1>);
    }
    template <unsigned Stage>
    static constexpr extremum_search found = search<Stage>();

    static constexpr interval_set best() {
        if constexpr (simple.known || !may_have_extremum(pieces))
            return simple;
        else
            return range_from_extremum(pieces, found<tail_candidates + 1 + search_stages>);
    }
    static constexpr interval_set result = best();
};

template <class F, class X>
inline constexpr interval_set const& range_of = range_stages<F, X>::result;

} // namespace calculus

/// range(f, x): the values f takes for x in its domain, where they are known: f must run in one direction between its
/// break points.
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
