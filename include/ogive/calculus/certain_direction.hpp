// SPDX-License-Identifier: BSL-1.0
#pragma once
// The direction of a function on a segment, also where only enclosures of the derivative on parts of it decide.

#include <ogive/calculus/solve.hpp>

namespace ogive::calculus {

namespace detail {

template <class Workspace = workspace>
constexpr bool is_defined_at(Workspace const& w, node_index f, packed_name x, rational const& q) {
    algebra::point at;
    at.push_back({x, q});
    return algebra::enclose(w, f, at).defined();
}

/// The sign of the slope all over [a, b], by halving; at a part where it is not settled, by the signs of its terms.
template <class Workspace = workspace>
constexpr int slope_over(Workspace const& w, node_index f, node_index slope, packed_name x, rational const& a,
                         rational const& b, int depth, int& budget) {
    if (--budget < 0 || !a.valid() || !b.valid()) return 0;
    enclosure const where{enclosure{a}.lower, enclosure{b}.upper};
    int const s = enclose_over(w, slope, x, where, algebra::point{}).certain_sign();
    if ((s == 1 || s == -1) && enclose_over(w, f, x, where, algebra::point{}).defined()) return s;
    if (depth == 0) {
        segment part;
        part.has_lower = part.has_upper = true;
        part.lower = a;
        part.upper = b;
        return direction(w, f, x, part);
    }
    rational const middle = (a + b) / rational{2};
    if (!is_defined_at(w, f, x, middle)) return 0; // a pole
    int const left = slope_over(w, f, slope, x, a, middle, depth - 1, budget);
    return left != 0 && slope_over(w, f, slope, x, middle, b, depth - 1, budget) == left ? left : 0;
}

} // namespace detail

/// +1 where a smooth function certainly rises strictly on the segment, -1 where it falls, 0 when not known.
template <class Graph, class Workspace = workspace>
constexpr int certain_direction(Graph const& g, node_index root, packed_name x, segment const& s) {
    if (int const d = direction(g, root, x, s); d != 0) return d;
    Workspace w;
    node_index const f = w.import(g, root);
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(w, f, needed);
    for (unsigned i = 0; i <= f; ++i)
        if (needed[i] && w[i].op == operation::symbol && !(w[i].name() == x)) return 0;
    node_index const slope = differentiator{w}(f, x);
    if (w.problem != trouble::none) return 0;
    // tails by the signs of terms, what is between them by enclosures
    rational lower = s.lower, upper = s.upper;
    int tail = 0;
    for (int side = -1; side <= 1; side += 2) {
        if (side < 0 ? s.has_lower : s.has_upper) continue;
        rational const start = side < 0 ? (s.has_upper ? s.upper : rational{0}) : (s.has_lower ? s.lower : rational{0});
        int found = 0;
        for (int const distance : {1, 4, 12}) {
            segment part;
            rational const end = start + rational{side * distance};
            (side < 0 ? part.has_upper : part.has_lower) = true;
            (side < 0 ? part.upper : part.lower) = end;
            found = direction(w, f, x, part);
            (side < 0 ? lower : upper) = end;
            if (found != 0) break;
        }
        if (found == 0 || found * tail < 0 || !detail::is_defined_at(w, f, x, side < 0 ? lower : upper)) return 0;
        tail = found;
    }
    int budget = __builtin_is_constant_evaluated() ? 12 : 400;
    int const inside =
        detail::slope_over(w, f, slope, x, lower, upper, __builtin_is_constant_evaluated() ? 3 : 9, budget);
    return inside != 0 && inside * tail >= 0 ? inside : 0;
}

namespace detail {

/// The sign of a node with another in place of x, whatever values the symbols have; 0 when it is not known.
template <class Workspace>
constexpr int sign_for_all(Workspace& w, node_index i, packed_name x, node_index at) {
    node_index const there = substitute(w, w, i, x, at);
    field f;
    int s = 0;
    algebra::with_refinement(f, [&] {
        fraction const u = algebra::convert(f, w, there);
        s = f.fine() ? strong_sign(f, u) : 0;
    });
    return f.fine() && w.problem == trouble::none ? s : 0;
}

/// Does a smooth function rise at one of the points q/a and fall at another, for all values of the parameter a?
template <class Workspace>
constexpr bool turns_in_units(Workspace& w, node_index slope, packed_name x, node_index parameter) {
    bool rises = false, falls = false;
    for (unsigned i = 0; i < 4 && !(rises && falls); ++i) {
        node_index const q = w.constant(int{turning_points[i]}), at = w.make(operation::divide, q, parameter);
        int const s = sign_for_all(w, slope, x, at);
        rises = rises || s > 0;
        falls = falls || s < 0;
        if (s == 0) break;
    }
    return rises && falls;
}

/// Has a smooth function an extremum, for all values of the parameters: a zero of the slope, in closed form, where the next
/// derivative has a certain sign?
template <class Workspace>
constexpr bool has_extremum(Workspace& w, node_index slope, packed_name x) {
    field s;
    fraction bearer; // of the sign of the slope
    algebra::with_refinement(s, [&] {
        bearer = algebra::convert(s, w, slope);
        algebra::detail::drop_known_signs(s, bearer);
        bearer.below = 0;
    });
    if (!s.fine() || bearer.is_zero()) return false;
    node_index const equation = algebra::presenter{w, s}.fraction_node(bearer);
    if (!s.fine() || !depends_on(w, equation, x)) return false;
    solver<Workspace> zero{w, x};
    node_index const at = zero.solve(equation, w.constant(0));
    if (zero.why != trouble::none || depends_on(w, at, x) || !is_continuous(w, at)) return false;
    node_index const there = substitute(w, w, slope, x, at);
    field k;
    bool flat = false;
    algebra::with_refinement(k, [&] { flat = algebra::convert(k, w, there).is_zero(); });
    return k.fine() && flat && sign_for_all(w, differentiator{w}(slope, x), x, at) != 0;
}

} // namespace detail

/// Does a smooth function with parameters certainly take some value twice, whatever values they have?
template <class Graph, class Workspace = workspace>
constexpr bool turns_for_all(Graph const& g, node_index root, packed_name x, segment const& where) {
    Workspace w;
    node_index const f = w.import(g, root);
    bool const whole = !where.has_lower && !where.has_upper && known_of(w, f, x) == assumption::none;
    if (!whole || sample_parameters(w, f, x).size() == 0 || !is_continuous(w, f)) return false;
    node_index const slope = differentiator{w}(f, x);
    for (unsigned i = 0; i <= f; ++i)
        if (w[i].op == operation::symbol && w[i].assumed != assumption::none &&
            detail::turns_in_units(w, slope, x, static_cast<node_index>(i)))
            return true;
    return w.problem == trouble::none && detail::has_extremum(w, slope, x);
}

} // namespace ogive::calculus
