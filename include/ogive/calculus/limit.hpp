// SPDX-License-Identifier: BSL-1.0
#pragma once
// limit(f, x, infinity) and limit(f, x, -infinity): an exact value, an infinity, or unknown.

#include <ogive/calculus/asymptotics.hpp>
#include <ogive/calculus/inverse.hpp>

namespace ogive {

/// Where limits are taken: `infinity` and `-infinity`.
template <int Sign>
struct infinity_t {
    constexpr infinity_t<-Sign> operator-() const { return {}; }
};
inline constexpr infinity_t<1> infinity{};

enum class limit_kind : unsigned char { unknown, finite, plus_infinity, minus_infinity };

/// A limit or an end of an interval. When it is finite and exact, node `root` of `graph` is its value, without x; when
/// finite and not exact, it is only known to lie in `bounds`.
struct end_value {
    limit_kind kind = limit_kind::unknown;
    bool exact = true;
    number::enclosure bounds{0};
    calculus::stored_graph<48> graph;
    node_index root = 0;

    constexpr bool known() const { return kind != limit_kind::unknown; }
    constexpr bool is_finite() const { return kind == limit_kind::finite; }
    /// Is the value a rational number, and which?
    constexpr bool is_rational() const { return is_finite() && exact && graph[root].op == operation::constant; }
    constexpr rational value() const { return graph[root].value(); }
    constexpr bool is(rational const& q) const { return is_rational() && value() == q; }
    /// Numbers that certainly enclose it, when it has no parameters.
    constexpr number::enclosure enclosed() const {
        return exact ? algebra::enclose(graph, root, algebra::point{}) : bounds;
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

/// The limit of a graph without cases for p -> infinity, p a symbol that is assumed positive.
template <class Workspace = workspace>
constexpr end_value limit_at_infinity(Workspace& w, node_index root, packed_name name) {
    field f;
    unsigned p = 0;
    fraction u;
    algebra::with_refinement(f, [&] {
        p = algebra::symbol_kernel(f, node{name.low, name.high, 0, 0, 0, operation::symbol, positive});
        u = algebra::convert(f, w, root);
    });
    if (!f.fine()) return {};
    asymptotics rewrite{f, p};
    fraction const v = rewrite(u);
    leading_term const t = rewrite.lead(v);
    if (!f.fine() || !t.known) return {};
    bool const vanishes = v.is_zero() || (t.decay != 0 ? t.decay > 0 : t.power != 0 ? t.power < 0 : t.logs < 0);
    if (vanishes) return end_value::of(w, w.constant(0));
    if (t.only_bounded) return {};
    if (t.decay != 0 || t.power != 0 || t.logs != 0) return end_value::infinite(t.sign);
    algebra::presenter present{w, f};
    show_named_constants(present);
    node_index const value = present.fraction_node(t.coefficient);
    return f.fine() && w.problem == trouble::none ? end_value::of(w, value) : end_value{};
}

template <class Graph>
constexpr end_value limit_in(Graph const& g, node_index root, packed_name x, segment const& s, int sign, int power) {
    workspace w;
    node_index p = w.symbol(x, positive);
    if (power > 1) p = w.make(operation::power, p, w.constant(power));
    bool const bounded = sign > 0 ? s.has_upper : s.has_lower;
    node_index image = p;
    if (bounded) { // x = end ∓ 1/p
        rational const end = sign > 0 ? s.upper : s.lower;
        node_index const step = w.make(operation::divide, w.constant(1), p);
        image = w.make(sign > 0 ? operation::subtract : operation::add, w.constant(end), step);
    } else if (sign < 0) {
        image = w.make(operation::negate, p);
    }
    return limit_at_infinity(w, substitute(w, g, root, x, image), x);
}

/// The limit towards one end of a segment from inside: for x -> upper (sign > 0) or lower.
template <class Graph>
constexpr end_value limit_in(Graph const& g, node_index root, packed_name x, segment const& s, int sign) {
    end_value const r = limit_in(g, root, x, s, sign, 1);
    return r.known() ? r : limit_in(g, root, x, s, sign, 2); // p^2 for p: roots of p become powers
}

/// The limit of any graph for x -> +infinity (sign > 0) or -infinity.
template <class Graph>
constexpr end_value limit(Graph const& g, node_index root, packed_name x, int sign) {
    inversion const r = find_pieces(g, root, x);
    if (r.problem != trouble::none || r.count == 0) return {};
    unsigned const i = sign > 0 ? r.count - 1 : 0;
    if (sign < 0 && r.pieces[i].where.has_lower) return {}; // x is assumed positive
    if (sign > 0 && r.pieces[i].where.has_upper) return {};
    return limit_in(r.graph, r.functions[i], x, r.pieces[i].where, sign);
}

template <class F, class X, int Sign>
inline constexpr end_value limit_of = limit(graph_of<F>, graph_of<F>.root(), X::name, Sign);

} // namespace calculus

/// limit(f, x, infinity), limit(f, x, -infinity).
template <operand F, class X, int Sign>
constexpr end_value const& limit(F, X, infinity_t<Sign>) {
    static_assert(detail::is_symbol<X>, "ogive: the second argument of limit(f, x, infinity) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; limit(f, x, infinity).");
    return calculus::limit_of<expression_of<F>, X, Sign>;
}

} // namespace ogive
