// SPDX-License-Identifier: BSL-1.0
#pragma once
// The sign chart of a smooth function on an open segment: all its zeros, and its certain sign between them.
//
// From the formula of certain sign downwards, every formula is strictly monotone between the zeros of the next one, so
// signs at these and at the ends tell how many zeros it has and between which points they lie. Enclosures find them.

#include <ogive/calculus/subdivision.hpp>

namespace ogive::calculus {

namespace detail {

/// The sign at a number and the middle of the enclosure of the value.
template <class Search>
constexpr int probe(Search const& s, extended const& c, extended& value) {
    algebra::point at;
    at.push_back({s.x, enclosure::point(c)});
    enclosure const e = algebra::enclose(s.graph, s.formulas[s.level], at);
    value = e.defined() ? scaled(e.lower + e.upper, -1) : extended::nan();
    return e.certain_sign();
}

/// The sign of a strictly monotone quotient near an end of the segment (side < 0: the lower one), where it runs in the
/// direction `slope`.
template <class Workspace = workspace, class Search = chart_search>
constexpr int sign_near_end(Search const& s, int side, int slope) {
    node_index const h = s.quotients[s.level];
    int const away = side < 0 ? slope : -slope; // when it tends to zero
    bool const bounded = side < 0 ? s.where.has_lower : s.where.has_upper;
    rational const& end = side < 0 ? s.where.lower : s.where.upper;
    if (bounded) {
        Workspace w;
        node_index const v = substitute(w, s.graph, h, s.x, w.constant(end));
        if (w.problem == trouble::none && is_defined(w, v) == algebra::truth::yes)
            if (int const r = sign_at(s.graph, h, s.x, end, s.parameters); r != unknown_sign) return r == 0 ? away : r;
    }
    if (!s.parameters) { // what runs away from zero keeps its sign
        unsigned const m = s.above.count;
        extended value, from = side < 0 ? enclosure{s.where.upper}.lower : enclosure{s.where.lower}.upper;
        bool const other = side < 0 ? s.where.has_upper : s.where.has_lower;
        if (!other) from = enclosure{end}.lower - extended{side * 2}; // of a half-line, some place in it
        if (m > 0) from = side < 0 ? s.above.zeros[0].bounds.lower : s.above.zeros[m - 1].bounds.upper;
        extended const far = bounded ? scaled(from + enclosure{end}.lower, -1) : from + extended{side * 16};
        if (probe(s, far, value) == -away) return -away;
    }
    end_value const limit = limit_in(s.graph, h, s.x, s.where, side);
    if (limit.kind == limit_kind::plus_infinity) return 1;
    if (limit.kind == limit_kind::minus_infinity) return -1;
    if (limit.is_finite()) {
        Workspace w;
        int const r = sign_of_constant(w, w.import(limit.graph, limit.root));
        if (r != unknown_sign) return r == 0 ? away : r;
    }
    if (bounded) return unknown_sign;
    for (int const distance : {4, 32}) { // the sign on a tail
        segment tail;
        (side < 0 ? tail.has_upper : tail.has_lower) = true;
        rational const from = side < 0 ? (s.where.has_upper ? s.where.upper : rational{0})
                                       : (s.where.has_lower ? s.where.lower : rational{0});
        (side < 0 ? tail.upper : tail.lower) = from + rational{side * distance};
        if (int const r = sign_on(s.graph, s.formulas[s.level], s.x, tail, 2); r != 0) return r;
        if (s.parameters) continue;
        enclosure const whole = side < 0 ? enclosure{extended::infinity(true), enclosure{tail.upper}.upper}
                                         : enclosure{enclosure{tail.lower}.lower, extended::infinity()};
        int const r = enclose_over(s.graph, s.formulas[s.level], s.x, whole, algebra::point{}).certain_sign();
        if (r == 1 || r == -1) return r;
    }
    return unknown_sign;
}

/// The sign of the formula at a zero of the level above, all over the interval in which that lies.
template <class Search>
constexpr int sign_at_location(Search const& s, location const& z) {
    node_index const n = s.formulas[s.level];
    if (z.exact) return sign_at(s.graph, n, s.x, z.value, s.parameters);
    return s.parameters ? unknown_sign : enclose_over(s.graph, n, s.x, z.bounds, algebra::point{}).certain_sign();
}

/// The fraction with the least denominator (below 10^6) in an interval, if it is an exact zero.
template <class Search>
constexpr bool is_simple_zero(Search const& s, enclosure const& b, rational& zero) {
    extended x = scaled(b.lower + b.upper, -1);
    if (extended{1 << 20} < number::abs(x)) return false;
    int128 p = 1, q = 0, before = 0, under = 1;
    for (int i = 0; i < 20; ++i) {
        int128 const a = number::floor(x);
        int128 const n = a * p + before, d = a * q + under;
        if (d > 1000000) return false;
        before = p;
        under = q;
        p = n;
        q = d;
        rational const candidate{p, q};
        enclosure const c{candidate};
        if (b.lower <= c.upper && c.lower <= b.upper) {
            zero = candidate;
            return sign_at(s.graph, s.formulas[s.level], s.x, candidate, false) == 0;
        }
        extended const rest = x - extended{a};
        if (rest.is_zero()) return false;
        x = extended{1} / rest;
    }
    return false;
}

constexpr extended larger_magnitude(extended const& a, extended const& b) {
    return number::abs(a) < number::abs(b) ? number::abs(b) : number::abs(a);
}

/// The relative width of a bracket as a power of two: what constant evaluation can afford, or nearly all digits.
constexpr int bracket_precision() { return __builtin_is_constant_evaluated() ? -56 : -104; }

/// The next number at which the sign is looked at.
constexpr extended next_probe(chart_search const& s, bool secant, bool twice) {
    if (!s.from_above) return s.low + scaled(extended{1}, s.reach);
    if (!s.from_below) return s.high - scaled(extended{1}, s.reach);
    extended const middle = scaled(s.low + s.high, -1);
    if (!secant || s.at_low.is_nan() || s.at_high.is_nan()) return middle;
    extended const slope = (s.at_high - s.at_low) / (s.high - s.low);
    bool const lower = number::abs(s.at_low) < number::abs(s.at_high);
    extended const step = (lower ? s.at_low : s.at_high) / slope;
    extended const c = (lower ? s.low : s.high) - (twice ? scaled(step, 1) : step);
    return s.low < c && c < s.high ? c : middle;
}

} // namespace detail

/// One sign at an end or at a zero of the level above; after the last one, the zeros of this level.
template <class Search>
constexpr void mark_ends(Search& s) {
    unsigned const m = s.above.count;
    int r = unknown_sign;
    if (s.index == 0)
        r = detail::sign_near_end(s, -1, s.above.signs[0]);
    else if (s.index <= m)
        r = detail::sign_at_location(s, s.above.zeros[s.index - 1]);
    else
        r = detail::sign_near_end(s, 1, s.above.signs[m]);
    if (r == unknown_sign) {
        s.doing = chart_search::phase::done;
        s.chart.known = false;
        return;
    }
    s.marks[s.index++] = static_cast<signed char>(r);
    if (s.index < m + 2) return;
    local_chart& c = s.chart;
    c = local_chart{};
    c.known = true;
    for (unsigned i = 0; i <= m; ++i) {
        int const slope = s.above.signs[i];
        int const left = s.marks[i] != 0 ? s.marks[i] : slope, right = s.marks[i + 1] != 0 ? s.marks[i + 1] : -slope;
        bool const touches = i > 0 && s.marks[i] == 0, crosses = left != right;
        if ((crosses && left == slope) || c.count + (touches ? 1u : 0u) + (crosses ? 1u : 0u) > max_zeros) {
            c.known = false;
            break;
        }
        if (touches) {
            s.pieces[c.count] = -1;
            c.zeros[c.count++] = s.above.zeros[i - 1];
        }
        c.signs[c.count] = static_cast<signed char>(left);
        if (crosses) {
            s.pieces[c.count++] = static_cast<signed char>(i);
            c.signs[c.count] = static_cast<signed char>(right);
        }
    }
    s.index = 0;
    s.started = false;
    s.doing = c.known ? chart_search::phase::zeros : chart_search::phase::done;
}

/// One step towards a zero that lies in a known piece, or to the next zero, or to the level below.
template <class Search>
constexpr void find_zero(Search& s) {
    local_chart& c = s.chart;
    if (s.index == c.count) {
        s.doing = s.level == 0 ? chart_search::phase::done : chart_search::phase::ends;
        if (s.level == 0) return;
        s.above = c;
        --s.level;
        s.index = 0;
        return;
    }
    int const piece = s.pieces[s.index];
    if (piece < 0) {
        ++s.index;
        return;
    }
    if (s.parameters) { // signs at points do not say where it is
        c.known = false;
        s.doing = chart_search::phase::done;
        return;
    }
    auto const i = static_cast<unsigned>(piece);
    if (!s.started) {
        s.started = true;
        s.turns = 0;
        s.reach = 0;
        s.at_low = s.at_high = extended::nan();
    }
    if (s.turns == 0 && piece == detail::own_bracket) {
        s.from_below = s.from_above = true;
        s.low = c.zeros[s.index].bounds.lower;
        s.high = c.zeros[s.index].bounds.upper;
    } else if (s.turns == 0) {
        s.from_below = i > 0 || s.where.has_lower;
        s.from_above = i < s.above.count || s.where.has_upper;
        s.low = i > 0 ? s.above.zeros[i - 1].bounds.upper : enclosure{s.where.lower}.lower;
        s.high = i < s.above.count ? s.above.zeros[i].bounds.lower : enclosure{s.where.upper}.upper;
    }
    auto const found = [&s, &c](location const& z) {
        c.zeros[s.index++] = z;
        s.started = false;
    };
    bool const finite = s.from_below && s.from_above;
    extended const gap = finite ? s.high - s.low : extended::infinity();
    unsigned const turn = s.turns++ % 3;
    if (finite) {
        extended const size = detail::larger_magnitude(s.low, s.high);
        bool const narrow = gap <= scaled(size, detail::bracket_precision());
        if (narrow || s.turns > 400) {
            location z{{s.low, s.high}, rational{0}, false};
            z.exact = detail::is_simple_zero(s, z.bounds, z.value);
            if (z.exact) z.bounds = enclosure{z.value};
            found(z);
            return;
        }
        if (turn == 0) s.width = gap;
    } else if (s.turns > 60) {
        c.known = false;
        s.doing = chart_search::phase::done;
        return;
    }
    bool const bisect = turn == 2 && scaled(s.width, -1) < gap;
    extended const probe_at = detail::next_probe(s, !bisect, turn == 1);
    extended value;
    int const left = c.signs[s.index];
    int const r = detail::probe(s, probe_at, value);
    if (!finite) {
        location z{enclosure::point(probe_at), rational{0}, true};
        bool const tells = r == left || r == -left;
        if (!tells && detail::is_simple_zero(s, z.bounds, z.value)) {
            z.bounds = enclosure{z.value};
            found(z);
            return;
        }
        s.reach += tells ? 1 : -1; // nearer, where the values are too large to tell
        if (!tells) return;
    }
    if (r == left) {
        s.low = probe_at;
        s.at_low = value;
        s.from_below = true;
    } else if (r == -left) {
        s.high = probe_at;
        s.at_high = value;
        s.from_above = true;
    } else { // so near to the zero that enclosures do not tell, or at it
        location z{{s.low, s.high}, rational{0}, false};
        extended const size = number::abs(probe_at);
        for (int places = -112; places < -20; places += 4) { // the narrowest signs around it
            extended const below = probe_at - scaled(size, places), above = probe_at + scaled(size, places);
            bool const left_known = finite && !(s.low < below), right_known = finite && !(above < s.high);
            if (!left_known && detail::probe(s, below, value) != left) continue;
            if (!right_known && detail::probe(s, above, value) != -left) continue;
            z.bounds = {left_known ? s.low : below, right_known ? s.high : above};
            break;
        }
        z.exact = detail::is_simple_zero(s, z.bounds, z.value);
        if (z.exact) z.bounds = enclosure{z.value};
        found(z);
    }
}

/// One step of the search.
template <class Search>
constexpr void advance(Search& s) {
    bool const searching = s.doing == chart_search::phase::climb || s.doing == chart_search::phase::ends;
    switch (s.doing) {
    case chart_search::phase::climb: climb(s); break;
    case chart_search::phase::ends: mark_ends(s); break;
    case chart_search::phase::zeros: find_zero(s); break;
    case chart_search::phase::done: break;
    }
    if (searching && s.doing == chart_search::phase::done && !s.chart.known && !__builtin_is_constant_evaluated())
        subdivide(s);
}

/// The chart of a function that is smooth on an open segment, which lies on one side of zero.
template <class Graph>
constexpr local_chart chart_on(Graph const& g, node_index root, packed_name x, segment const& where) {
    auto s = start_chart(g, root, x, where);
    while (s.doing != chart_search::phase::done) advance(s);
    return s.chart;
}

} // namespace ogive::calculus
