// SPDX-License-Identifier: BSL-1.0
#pragma once
// asymptote(f, x, infinity): the straight line that f approaches; saturates(f, x): does f level off?

#include <ogive/calculus/certainty.hpp>
#include <ogive/calculus/limit.hpp>

namespace ogive {

/// The line y = slope·x + intercept with f - y -> 0. `refuted`: there is none.
struct asymptote_line {
    verdict answer = verdict::unknown;
    end_value slope, intercept;

    constexpr explicit operator bool() const { return answer == verdict::proved; }
    constexpr bool known() const { return answer != verdict::unknown; }
};

namespace calculus {

/// The asymptote of a graph for x -> +infinity (sign > 0) or -infinity.
template <class Graph, class Workspace = workspace>
constexpr asymptote_line asymptote(Graph const& g, node_index root, packed_name x, int sign) {
    asymptote_line r;
    Workspace w;
    node_index const f = w.import(g, root), variable = w.symbol(x, known_of(g, root, x));
    r.slope = limit(w, w.make(operation::divide, f, variable), x, sign);
    if (!r.slope.known() && limit(w, f, x, sign).kind == limit_kind::does_not_exist) r.answer = verdict::refuted;
    if (!r.slope.known()) return r;
    if (!r.slope.is_finite()) {
        r.answer = verdict::refuted;
        return r;
    }
    node_index difference = f;
    if (!r.slope.is(0)) {
        node_index const slope = w.import(r.slope.graph, r.slope.root);
        difference = w.make(operation::subtract, f, w.make(operation::multiply, slope, variable));
    }
    if (w.problem != trouble::none) return r;
    r.intercept = limit(w, difference, x, sign);
    if (r.intercept.known()) r.answer = r.intercept.is_finite() ? verdict::proved : verdict::refuted;
    return r;
}

/// Has a graph a finite limit towards an end, and its derivative the limit 0?
template <class Graph, class Workspace = workspace>
constexpr fact saturates(Graph const& g, node_index root, packed_name x, int sign) {
    end_value const value = limit(g, root, x, sign);
    if (!value.known()) return {};
    if (!value.is_finite()) return {verdict::refuted};
    Workspace w;
    node_index const f = w.import(g, root);
    end_value const slope = limit(w, w.derivative(f, w.symbol(x, known_of(g, root, x)), 1), x, sign);
    if (w.problem != trouble::none || !slope.known()) return {};
    return {slope.is(0) ? verdict::proved : verdict::unknown};
}

constexpr fact both(fact const& a, fact const& b) {
    if (a.answer == verdict::refuted || b.answer == verdict::refuted) return {verdict::refuted};
    return {a && b ? verdict::proved : verdict::unknown};
}

template <class Graph>
constexpr fact saturates(Graph const& g, node_index root, packed_name x) {
    return both(saturates(g, root, x, -1), saturates(g, root, x, 1));
}

template <class F, class X, int Sign>
struct asymptote_stages {
    static constexpr asymptote_line line = asymptote(graph_of<F>, graph_of<F>.root(), X::name, Sign);
    static constexpr fact levels_off = saturates(graph_of<F>, graph_of<F>.root(), X::name, Sign);
};

} // namespace calculus

/// asymptote(f, x, infinity), asymptote(f, x, -infinity): the line that f approaches there, horizontal ones included.
template <operand F, class X, int Sign>
constexpr asymptote_line const& asymptote(F, X, infinity_t<Sign>) {
    return calculus::asymptote_stages<expression_of<F>, typename detail::checked_symbol<X>::type, Sign>::line;
}

/// saturates(f, x, infinity), saturates(f, x, -infinity): has f a finite limit there and its derivative the limit 0?
template <operand F, class X, int Sign>
constexpr fact saturates(F, X, infinity_t<Sign>) {
    return calculus::asymptote_stages<expression_of<F>, typename detail::checked_symbol<X>::type, Sign>::levels_off;
}

/// saturates(f, x): at both ends?
template <operand F, class X>
constexpr fact saturates(F f, X x) {
    return calculus::both(saturates(f, x, -infinity), saturates(f, x, infinity));
}

} // namespace ogive
