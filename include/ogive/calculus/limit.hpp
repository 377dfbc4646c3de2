// SPDX-License-Identifier: BSL-1.0
#pragma once
// limit(f, x, infinity), limit(f, x, at(q)): an exact value, an infinity, or unknown.

#include <ogive/calculus/asymptotics.hpp>
#include <ogive/calculus/inverse.hpp>
#include <ogive/calculus/periodic.hpp>

namespace ogive {

/// Where limits are taken: `infinity` and `-infinity`.
template <int Sign>
struct infinity_t {
    constexpr infinity_t<-Sign> operator-() const { return {}; }
};
inline constexpr infinity_t<1> infinity{};

/// Where limits are taken: at an exact number, from both sides (0), from above (1) or from below (-1).
template <class Point, int Side>
struct point_t {};

/// at(q): the point q, an exact constant, from both sides.
template <operand Q>
constexpr point_t<expression_of<Q>, 0> at(Q) {
    return {};
}
/// at_right(q): towards q from above.
template <operand Q>
constexpr point_t<expression_of<Q>, 1> at_right(Q) {
    return {};
}
/// at_left(q): towards q from below.
template <operand Q>
constexpr point_t<expression_of<Q>, -1> at_left(Q) {
    return {};
}

namespace detail {

/// The number of a point.
template <class Q>
struct checked_point {
    static_assert(is_exact<Q>, "ogive: the point in at(q), at_left(q) or at_right(q) must be an exact number, as in "
                               "at(0_c) or at_left(1_q / 2_q).");
    static constexpr rational value = [] {
        if constexpr (is_exact<Q>)
            return Q::value;
        else
            return rational{0};
    }();
};

} // namespace detail

/// `does_not_exist`: the limits from the two sides are known and differ, or different values are taken again and again.
enum class limit_kind : unsigned char { unknown, finite, plus_infinity, minus_infinity, does_not_exist };

/// A limit or an end of an interval. When it is finite and exact, node `root` of `graph` is its value, without x; when
/// finite and not exact, it is only known to lie in `bounds`.
struct end_value {
    limit_kind kind = limit_kind::unknown;
    bool exact = true;
    number::enclosure bounds{0};
    calculus::stored_graph<48> graph;
    node_index root = 0;

    constexpr bool known() const { return kind != limit_kind::unknown; }
    constexpr bool exists() const { return known() && kind != limit_kind::does_not_exist; }
    constexpr bool is_finite() const { return kind == limit_kind::finite; }
    /// Is the value a rational number, and which?
    constexpr bool is_rational() const { return is_finite() && exact && graph[root].op == operation::constant; }
    constexpr rational value() const { return graph[root].value(); }
    constexpr bool is(rational const& q) const { return is_rational() && value() == q; }
    template <int128 N, int128 D>
    constexpr bool is(ogive::exact<N, D>) const {
        return is(rational{N, D});
    }
    /// Numbers that certainly enclose it, when it has no parameters.
    template <class Value = end_value>
    constexpr number::enclosure enclosed() const {
        Value const& value = *this;
        return exact ? algebra::enclose(value.graph, root, algebra::point{}) : bounds;
    }

    static constexpr end_value of(workspace const& w, node_index i) {
        end_value r;
        r.kind = limit_kind::finite;
        node_index roots[] = {i};
        r.graph.store(w, roots, 1);
        r.root = roots[0];
        if (r.graph.problem != trouble::none) r.kind = limit_kind::unknown;
        return r;
    }
    static constexpr end_value infinite(int sign) {
        end_value r;
        r.kind = sign > 0 ? limit_kind::plus_infinity : sign < 0 ? limit_kind::minus_infinity : limit_kind::unknown;
        return r;
    }
};

namespace calculus {

/// How many terms expansions keep: a few first, more where they cancel.
inline constexpr unsigned limit_orders[] = {3, 5, 12};
inline constexpr unsigned limit_attempts = 3;

/// The limit of a graph with explicit derivatives, with so many terms.
template <class Graph, class Workspace = workspace>
constexpr end_value limit_attempt(Graph const& g, node_index root, packed_name x, approach const& to, unsigned order) {
    expander<Workspace> e{order};
    coefficient value;
    int const infinite = e.limit_of(e(g, root, x, to), value);
    if (infinite == 2 || e.exhausted()) return {};
    if (infinite != 0) return end_value::infinite(infinite);
    node_index const v = tidy_constant(e.constants(), e.node_of(value));
    return e.constants().problem == trouble::none ? end_value::of(e.constants(), v) : end_value{};
}

/// The limit of a graph with explicit derivatives.
template <class Graph>
constexpr end_value limit_towards(Graph const& g, node_index root, packed_name x, approach const& to) {
    end_value r;
    for (unsigned i = 0; i < limit_attempts && !r.known(); ++i) r = limit_attempt(g, root, x, to, limit_orders[i]);
    return r;
}

/// The limit towards one end of a segment from inside: for x -> upper (sign > 0) or lower. Derivatives are explicit.
template <class Graph>
constexpr end_value limit_in(Graph const& g, node_index root, packed_name x, segment const& s, int sign) {
    if (sign > 0 ? s.has_upper : s.has_lower)
        return limit_towards(g, root, x, {true, -sign, sign > 0 ? s.upper : s.lower});
    return limit_towards(g, root, x, {false, sign, rational{0}});
}

/// Is what is differentiated in a graph certainly defined near where x goes? A formula for the derivative may be so where
/// the function is not.
template <class Graph, class Workspace = workspace>
constexpr bool derivatives_exist(Graph const& g, node_index root, packed_name x, approach const& to) {
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i] || g[i].op != operation::derivative) continue;
        Workspace w;
        node_index const body = algebra::explicit_derivatives(w, g, g[i].a);
        expander<Workspace> e{limit_orders[0]};
        if (w.problem != trouble::none || !e(w, body, x, to).known) return false;
    }
    return true;
}

/// The limit of any graph for x -> +infinity (sign > 0) or -infinity, or towards a point from one side.
template <class Graph, class Workspace = workspace>
constexpr end_value limit(Graph const& g, node_index root, packed_name x, approach const& to) {
    Workspace w;
    node_index const e = algebra::explicit_derivatives(w, g, root);
    if (w.problem != trouble::none || !derivatives_exist(g, root, x, to)) return {};
    end_value r = limit_towards(w, e, x, to);
    if (!r.known() && !to.to_point && oscillates(w, e, x)) r.kind = limit_kind::does_not_exist;
    return r;
}
template <class Graph>
constexpr end_value limit(Graph const& g, node_index root, packed_name x, int sign) {
    return limit(g, root, x, approach{false, sign, rational{0}});
}

/// The limit at a point from the limits on both sides.
template <class Workspace = workspace>
constexpr end_value common_limit(end_value const& left, end_value const& right) {
    if (!left.known() || !right.known()) return {};
    end_value different;
    different.kind = limit_kind::does_not_exist;
    if (left.kind != right.kind) return different;
    if (!left.is_finite()) return left;
    Workspace w;
    node_index const a = w.import(left.graph, left.root), b = w.import(right.graph, right.root);
    int const order = detail::compare_constants(w, a, b);
    return order == 0 ? left : order == 2 ? end_value{} : different;
}

/// The limit of any graph at a point.
template <class Graph>
constexpr end_value limit_at(Graph const& g, node_index root, packed_name x, rational const& point) {
    return common_limit(limit(g, root, x, approach{true, -1, point}), limit(g, root, x, approach{true, 1, point}));
}

/// The stages at compile time: more terms are kept only where fewer did not do.
template <class F, class X, bool ToPoint, int Side, int128 Numerator = 0, int128 Denominator = 1>
struct limit_stages {
    static constexpr approach to{ToPoint, Side, rational{Numerator, Denominator}};
    static constexpr bool defined = derivatives_exist(graph_of<F>, graph_of<F>.root(), X::name, to);
    template <unsigned Attempt>
    static constexpr end_value attempt() {
        workspace_for<F> w;
        node_index const e = algebra::explicit_derivatives(w, graph_of<F>, graph_of<F>.root());
        if (w.problem != trouble::none || !defined) return {};
        return limit_attempt(w, e, X::name, to, limit_orders[Attempt]);
    }
    template <unsigned Attempt>
    static constexpr end_value attempted = attempt<Attempt>();
    template <unsigned Attempt = 0>
    static constexpr end_value const& best() {
        if constexpr (Attempt + 1 == limit_attempts || attempted<Attempt>.known())
            return attempted<Attempt>;
        else
            return best<Attempt + 1>();
    }
};

/// The limit at an end of the line.
template <class F, class X, int Sign>
struct end_limit {
    static constexpr end_value const& found = limit_stages<F, X, false, Sign>::best();
    static constexpr end_value none = [] {
        end_value r;
        if (!found.known() && oscillates(graph_of<F>, graph_of<F>.root(), X::name)) r.kind = limit_kind::does_not_exist;
        return r;
    }();
};
template <class F, class X, int Sign>
inline constexpr end_value const& limit_of =
    end_limit<F, X, Sign>::found.known() ? end_limit<F, X, Sign>::found : end_limit<F, X, Sign>::none;

template <class F, class X, int Side, int128 N, int128 D>
inline constexpr end_value limit_at_point = Side != 0 ? limit_stages < F,
                           X, true, Side == 0 ? 1 : Side, N,
                           D > ::best()
    : common_limit(limit_stages<F, X, true, -1, N, D>::best(), limit_stages<F, X, true, 1, N, D>::best());

} // namespace calculus

/// limit(f, x, infinity), limit(f, x, -infinity): exact, infinite, unknown, or none, of sin(x) say. f must be defined on that
/// side.
template <operand F, class X, int Sign>
constexpr end_value const& limit(F, X, infinity_t<Sign>) {
    static_assert(detail::is_symbol<X>, "ogive: the second argument of limit(f, x, infinity) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; limit(f, x, infinity).");
    return calculus::limit_of<expression_of<F>, X, Sign>;
}

/// limit(f, x, at(q)), limit(f, x, at_left(q)), limit(f, x, at_right(q)) for an exact number q. The value of f at q does
/// not matter. At q from both sides the limit does not exist where those from the left and from the right differ.
template <operand F, class X, class Q, int Side>
constexpr end_value const& limit(F, X, point_t<Q, Side>) {
    static_assert(detail::is_symbol<X>, "ogive: the second argument of limit(f, x, infinity) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; limit(f, x, infinity).");
    using point = detail::checked_point<Q>;
    return calculus::limit_at_point<expression_of<F>, X, Side, point::value.numerator, point::value.denominator>;
}

} // namespace ogive
