// SPDX-License-Identifier: BSL-1.0
#pragma once
// Why a function has no inverse in closed form, with evidence: at run time, where evidence can be shown.

#include <ogive/calculus/inverse.hpp>

namespace ogive::calculus {

/// A value that is taken twice. If `exact`, at the points `first` and `second`, by proved equality; else every value in
/// `level` is taken between `first` and `first_to` and again between `second` and `second_to`, two intervals that share
/// at most an end, by the intermediate value theorem.
struct repetition {
    bool found = false, exact = false;
    rational first{0}, first_to{0}, second{0}, second_to{0};
    enclosure level{0};
};

/// A refusal: `why` is trouble::none if there is an inverse.
struct inverse_failure {
    trouble why = trouble::none;
    inverse_obstacle obstacle = inverse_obstacle::none; // for no_inverse and several_occurrences
    packed_name parameter;                              // for unknown_sign, if it is one symbol
    repetition evidence;                                // for not_injective, if some was found
};

/// Searches for a value that a function takes twice on a segment.
template <class Graph, class Workspace = workspace>
constexpr repetition find_repetition(Graph const& g, node_index root, packed_name x, segment const& where = {}) {
    repetition r;
    auto const p = find_pieces(g, root, x, where);
    Workspace as_written;
    node_index const whole = algebra::derivatives_where_defined(as_written, g, root);
    if (p.problem != trouble::none || as_written.problem != trouble::none) return r;
    constexpr unsigned per_piece = 16, capacity = per_piece * max_pieces;
    rational points[capacity];
    unsigned piece_of[capacity] = {}, count = 0;
    enclosure values[capacity];
    bool parameters = false;
    for (unsigned i = 0; i < p.count; ++i) {
        parameters = parameters || sample_parameters(p.graph, p.functions[i], x).size() > 0;
        algebra::region inside;
        segment const& s = p.pieces[i].where;
        inside.has_lower = s.has_lower;
        inside.has_upper = s.has_upper;
        inside.lower = s.lower;
        inside.upper = s.upper;
        unsigned const begin = count;
        for (unsigned k = 0; k < per_piece; ++k) { // in ascending order
            rational const one = algebra::detail::inside(inside, k / 2), q = k % 2 == 0 ? one : -one;
            if (k % 2 != 0 && ((s.has_lower && !(s.lower < q)) || (s.has_upper && !(q < s.upper)))) continue;
            unsigned at = count;
            while (at > begin && q < points[at - 1]) --at;
            if (at > begin && points[at - 1] == q) continue;
            for (unsigned j = count; j > at; --j) points[j] = points[j - 1];
            points[at] = q;
            piece_of[count++] = i;
        }
    }
    for (unsigned k = 0; k < count; ++k) {
        algebra::point at = sample_parameters(p.graph, p.functions[piece_of[k]], x);
        at.push_back({x, points[k]});
        values[k] = algebra::enclose(p.graph, p.functions[piece_of[k]], at);
        if (!algebra::enclose(as_written, whole, at).defined())
            values[k] = enclosure::undefined(); // a condition is not
    }
    for (unsigned i = 0; i < count; ++i)
        for (unsigned j = 0; j < i; ++j) {
            if (!values[i].defined() || !values[j].defined() || disjoint(values[i], values[j])) continue;
            Workspace w;
            node_index const a = algebra::evaluate_symbol(w, p.graph, p.functions[piece_of[j]], x, points[j]),
                             b = algebra::evaluate_symbol(w, p.graph, p.functions[piece_of[i]], x, points[i]);
            if (w.problem != trouble::none || detail::compare_constants(w, a, b) != 0) continue;
            r.found = r.exact = true;
            r.first = r.first_to = points[j];
            r.second = r.second_to = points[i];
            r.level = values[i];
            return r;
        }
    if (parameters || !detail::is_defined_everywhere(as_written, whole, true)) return r;
    struct arc {
        bool usable = false;
        number::extended low, high; // all values in between are taken
    };
    arc arcs[capacity];
    for (unsigned k = 0; k + 1 < count; ++k) {
        if (piece_of[k] != piece_of[k + 1] || !values[k].defined() || !values[k + 1].defined()) continue;
        enclosure const between{enclosure{points[k]}.lower, enclosure{points[k + 1]}.upper};
        if (!enclose_over(p.graph, p.functions[piece_of[k]], x, between, algebra::point{}).defined()) continue;
        bool const rises = values[k].upper < values[k + 1].lower;
        if (!rises && !(values[k + 1].upper < values[k].lower)) continue;
        arcs[k] = {true, rises ? values[k].upper : values[k + 1].upper, rises ? values[k + 1].lower : values[k].lower};
    }
    for (unsigned i = 0; i < count; ++i)
        for (unsigned j = 0; j < i; ++j) {
            if (!arcs[i].usable || !arcs[j].usable) continue;
            number::extended const low = number::detail::larger(arcs[i].low, arcs[j].low),
                                   high = number::detail::smaller(arcs[i].high, arcs[j].high);
            if (!(low < high)) continue;
            r.found = true;
            r.first = points[j];
            r.first_to = points[j + 1];
            r.second = points[i];
            r.second_to = points[i + 1];
            r.level = {low, high};
            return r;
        }
    return r;
}

/// Why invert() refuses a function, with evidence.
template <class Graph>
constexpr inverse_failure explain_inverse(Graph const& g, node_index root, packed_name x, segment const& where = {}) {
    auto const solved = solve_pieces(find_invertible_pieces(find_pieces(g, root, x, where), g, root, x, where));
    auto const r = join_pieces(solved);
    inverse_failure f{r.problem, r.obstacle, r.parameter, {}};
    for (unsigned i = 0; i < r.count && f.why == trouble::none; ++i)
        if (!is_certain(solved, i)) {
            f.why = trouble::no_inverse;
            f.obstacle = inverse_obstacle::unproved;
        }
    if (f.why == trouble::none || f.why == trouble::unknown_sign) return f;
    f.evidence = find_repetition(g, root, x, where);
    if (f.evidence.found) {
        f.why = trouble::not_injective;
        f.obstacle = inverse_obstacle::none;
    }
    return f;
}

} // namespace ogive::calculus
