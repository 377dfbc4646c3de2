// SPDX-License-Identifier: BSL-1.0
#pragma once
// The way up to a sign chart: a function on an open segment is replaced by a formula of the same sign, this one by its
// derivative, and so on, until a sign is certain on the whole segment.

#include <ogive/calculus/sign_on.hpp>

namespace ogive::calculus {

/// A point of the line: an exact number, or only known to lie in an interval with exact ends.
struct location {
    enclosure bounds{0};
    rational value{0};
    bool exact = true;

    static constexpr location at(rational const& q) { return {enclosure{q}, q, true}; }
};

inline constexpr unsigned max_zeros = 6, max_levels = 16;

/// All zeros of a function in an open segment, ascending, and its signs between them.
struct local_chart {
    bool known = false;
    unsigned count = 0;
    location zeros[max_zeros];
    signed char signs[max_zeros + 1] = {};
};

/// The search for a chart, step by step: `advance` until it is done.
struct chart_search {
    enum class phase : unsigned char { climb, ends, zeros, done };
    stored_graph<256> graph;
    node_index formulas[max_levels] = {};  // of the sign of the function, or of the derivative of the quotient before
    node_index quotients[max_levels] = {}; // the formula by a factor of positive sign, so that a derivative is simpler
    packed_name x;
    segment where;
    bool parameters = false;
    unsigned top = 0, level = 0, index = 0;
    phase doing = phase::done;
    local_chart above, chart;              // of the level above, and of this one
    signed char marks[max_zeros + 2] = {}; // signs at the ends and at the zeros of the level above
    signed char pieces[max_zeros] = {};    // in which of them a zero lies; -1: at a zero of the level above

    // the bracket of one zero
    extended low, high, at_low, at_high;
    bool from_below = true, from_above = true; // it has a lower and an upper end
    bool started = false;
    unsigned turns = 0;
    int reach = 0; // a power of two: how far from the one end it has
    extended width;
};

/// Inside a cell the argument of a root is positive: cells are cut where it vanishes.
constexpr void know_roots(field& f) {
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (f.kernels[v].kind == kernel_kind::root) f.kernels[v].sign = 1;
}

/// A polynomial of the same sign as a fraction, factors of known signs left out.
constexpr polynomial sign_bearer(field const& f, fraction const& u) {
    polynomial n = u.above;
    if (u.is_zero() || n.size() == 0) return n;
    int s = u.content.sign();
    algebra::monomial const m = algebra::common_monomial(n);
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        unsigned const e = exponent(m, v);
        if (e == 0 || f.kernels[v].sign == 0) continue;
        n = algebra::divide_by(n, algebra::variable_power(v, e), 1);
        if (f.kernels[v].sign < 0 && e % 2 != 0) s = -s;
    }
    for (unsigned i = 0; i < f.factor_count; ++i) {
        if (exponent(u.below, i) % 2 == 0) continue;
        if (int const t = grouped_sign(f, f.factors[i]); t != 0)
            s *= t;
        else
            n = n * f.factors[i];
    }
    for (unsigned i = 0; i < f.factor_count && !n.failed;
         ++i) { // what it has in common with a factor that has no zeros
        if (f.factors[i].size() < 2 || grouped_sign(f, f.factors[i]) == 0) continue;
        while (!n.is_constant()) {
            polynomial const g = algebra::greatest_common_divisor(n, f.factors[i]);
            int const t = g.is_constant() ? 0 : grouped_sign(f, g);
            bool exact = t != 0;
            polynomial const q = exact ? algebra::divide_exactly(n, g, exact) : g;
            if (!exact) break;
            n = q;
            s *= t;
        }
    }
    return s < 0 ? algebra::scaled(-1, 0, n) : n;
}

/// The assumption under which a segment lies on one side of zero.
constexpr assumption side_of(segment const& s) {
    return s.has_lower && s.lower.sign() >= 0   ? positive
           : s.has_upper && s.upper.sign() <= 0 ? negative
                                                : assumption::none;
}

namespace detail {

constexpr unsigned weight(polynomial const& p) {
    unsigned sum = 0;
    for (unsigned i = 0; i < p.size(); ++i)
        for (unsigned v = 0; v < algebra::variables; ++v) sum += exponent(p.exponents[i], v);
    return sum;
}

/// The same sign with fewer powers of roots, where all terms have one in common.
constexpr polynomial without_roots(field& f, polynomial n) {
    for (unsigned v = 0; v < f.kernel_count && f.fine(); ++v) {
        if (f.kernels[v].kind != kernel_kind::root || f.kernels[v].constant || !contains(n, v)) continue;
        polynomial const m = sign_bearer(f, f.divide(f.from(n), f.variable(v)));
        if (f.fine() && !m.failed && weight(m) < weight(n)) n = m;
    }
    return n;
}

/// A polynomial of the field as a node, powers of one exponential as powers.
template <class Workspace = workspace>
constexpr node_index plain_node(Workspace& w, field& f, polynomial const& p) {
    algebra::presenter show{w, f};
    show_named_constants(show);
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (f.kernels[v].kind == kernel_kind::exponential && algebra::contains(p, v))
            show.image[v] = show.exponential_node(v, 1);
    return show.plain_sum(p, true);
}

/// A factor of certain sign that makes the derivative of the quotient simpler: what stands with a logarithm or the like.
constexpr polynomial helpful_factor(field const& f, polynomial const& n, int& sign) {
    for (unsigned v = f.kernel_count; v-- > 0;) {
        kernel const& k = f.kernels[v];
        bool const elementary_slope = k.kind == kernel_kind::logarithm || k.kind == kernel_kind::erf ||
                                      k.kind == kernel_kind::atan || k.kind == kernel_kind::asin;
        if (k.constant || !elementary_slope || algebra::degree(n, v) != 1) continue;
        polynomial const a = algebra::coefficient(n, v, 1);
        sign = grouped_sign(f, a);
        if (sign != 0) return a;
    }
    sign = 1;
    return polynomial{int128{1}};
}

constexpr bool is_free_of_symbols(field const& f, polynomial const& p) {
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (!f.kernels[v].constant && algebra::contains(p, v)) return false;
    return true;
}

} // namespace detail

/// The start of a search: the formula of the function's sign.
template <class Graph, class Workspace = workspace>
constexpr chart_search start_chart(Graph const& g, node_index root, packed_name x, segment const& where) {
    chart_search s;
    s.x = x;
    s.where = where;
    Workspace w;
    node_index const e = substitute(w, g, root, x, w.symbol(x, side_of(where)));
    for (unsigned i = 0; i < w.size(); ++i)
        s.parameters = s.parameters || (w[i].op == operation::symbol && !(w[i].name() == x));
    field f;
    bool zero = false;
    node_index roots[1] = {};
    algebra::with_refinement(f, [&] {
        fraction const u = algebra::convert(f, w, e);
        if (!f.fine()) return;
        zero = u.is_zero();
        know_roots(f);
        polynomial const n = detail::without_roots(f, sign_bearer(f, u));
        if (n.failed) f.stop(algebra::obstacle::too_many_terms);
        if (!zero && f.fine()) roots[0] = detail::plain_node(w, f, n);
    });
    if (!f.fine() || w.problem != trouble::none) return s;
    if (zero) {
        s.chart.known = true;
        return s;
    }
    s.graph.store(w, roots, 1);
    s.formulas[0] = s.quotients[0] = roots[0];
    if (s.graph.problem == trouble::none) s.doing = chart_search::phase::climb;
    return s;
}

/// One level up: is the sign certain, and if not, the derivative.
template <class Workspace = workspace, class Search = chart_search>
constexpr void climb(Search& s) {
    unsigned const k = s.top;
    s.doing = chart_search::phase::done;
    if (int const sign = sign_on(s.graph, s.formulas[k], s.x, s.where, 0); sign != 0) {
        s.chart.known = true;
        s.chart.signs[0] = static_cast<signed char>(sign);
        s.level = k;
        s.doing = chart_search::phase::zeros;
        s.index = 0;
        return;
    }
    if (k + 1 == max_levels) return;
    Workspace w;
    node_index roots[2 * max_levels + 1] = {};
    for (unsigned i = 0; i <= k; ++i) {
        roots[2 * i] = w.import(s.graph, s.formulas[i]);
        roots[2 * i + 1] = w.import(s.graph, s.quotients[i]);
    }
    field f;
    bool flat = false;
    algebra::with_refinement(f, [&] {
        unsigned const v =
            algebra::symbol_kernel(f, node{s.x.low, s.x.high, 0, 0, 0, operation::symbol, side_of(s.where)});
        fraction const n = algebra::convert(f, w, roots[2 * k]);
        if (!f.fine()) return;
        know_roots(f);
        int sign = 1;
        polynomial const helpful = n.below == 0 ? detail::helpful_factor(f, n.above, sign) : polynomial{int128{1}};
        bool const divide = !detail::is_free_of_symbols(f, helpful);
        fraction const h = divide ? f.scale(f.divide(n, f.from(helpful)), rational{sign}) : n;
        fraction const d = algebra::derive(f, h, v);
        if (!f.fine()) return;
        flat = d.is_zero();
        know_roots(f);
        polynomial const next = detail::without_roots(f, sign_bearer(f, d));
        if (next.failed) f.stop(algebra::obstacle::too_many_terms);
        if (flat || !f.fine()) return;
        if (divide) {
            node_index const below = detail::plain_node(w, f, sign < 0 ? algebra::scaled(-1, 0, helpful) : helpful);
            roots[2 * k + 1] = w.make(operation::divide, roots[2 * k], below);
        }
        roots[2 * k + 2] = roots[2 * k + 3] = detail::plain_node(w, f, next);
    });
    if (!f.fine() || flat || w.problem != trouble::none) return;
    s.graph.store(w, roots, 2 * k + 4);
    if (s.graph.problem != trouble::none) return;
    for (unsigned i = 0; i <= k + 1; ++i) {
        s.formulas[i] = roots[2 * i];
        s.quotients[i] = roots[2 * i + 1];
    }
    s.top = k + 1;
    s.doing = chart_search::phase::climb;
}

} // namespace ogive::calculus
