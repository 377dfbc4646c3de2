// SPDX-License-Identifier: BSL-1.0
#pragma once
// smoothness(f, x): how often f is continuously differentiable, and where it ceases to be; is_differentiable(f, x, at(q)).

#include <ogive/calculus/certainty.hpp>
#include <ogive/calculus/profile.hpp>
#include <ogive/calculus/suspects.hpp>
#include <ogive/calculus/value_at.hpp>

namespace ogive {

/// The class C^order of a function on its domain: -1 where it is not continuous, `infinite` where every derivative is.
/// `points` are where it is of no higher class than `orders` says; if they are irrational, x = shift + scale*point there.
/// When it is not `known`, it is of no higher class.
struct smoothness_class {
    static constexpr int infinite = 1000;
    static constexpr unsigned capacity = 8;
    int order = infinite;
    bool known = false;
    unsigned count = 0;
    rational points[capacity];
    int orders[capacity] = {};
    bool changed = false;
    calculus::stored_graph<48> graph; // of shift and scale
    node_index shift = 0, scale = 0;

    constexpr bool is_continuous() const { return known && order >= 0; }
    constexpr bool is_infinite() const { return known && order == infinite; }
    constexpr bool is(int k) const { return known && order == k; }
    constexpr void add(rational const& q, int k) {
        if (count == capacity) {
            known = false;
            return;
        }
        points[count] = q;
        orders[count++] = k;
        if (k < order) order = k;
    }
};

namespace calculus {

inline constexpr int highest_class = 5;

/// How smooth a function is at a point, of which the formulas on both sides and the value there are known: a class,
/// `infinite`, or -2 when that is not known. `left`, `right`: does the domain go on at that side?
template <class Workspace>
constexpr int class_between(Workspace& w, node_index (&sides)[2], end_value const& here, packed_name x,
                            rational const& q, bool is_root, bool left_in, bool right_in) {
    constexpr int unknown = -2;
    if (!left_in) sides[0] = sides[1];
    if (!right_in) sides[1] = sides[0];
    if (here.known() && !is_root) {
        bool same = sides[0] == sides[1];
        if (!same) same = algebra::decide(w, sides[0], sides[1]).answer == verdict::proved;
        auto const left = same ? value_at(w, sides[0], x, q) : end_value{};
        end_value const right = same ? value_at(w, sides[1], x, q) : end_value{};
        if (order_of(left, here) == 0 && order_of(right, here) == 0) return smoothness_class::infinite;
    }
    for (int k = 0; k <= highest_class; ++k) {
        auto const left = limit_towards(w, sides[0], x, {true, left_in ? -1 : 1, q}),
                   right = right_in && left_in ? limit_towards(w, sides[1], x, {true, 1, q}) : left;
        bool const infinite = (left.exists() && !left.is_finite()) || (right.exists() && !right.is_finite());
        if (!here.known()) return unknown; // perhaps not defined there
        if (infinite) return k - 1;        // also at an end of the domain
        if (!left.known() || !right.known()) return unknown;
        int order = order_of(left, right);
        if (order == 0 && k == 0) order = order_of(left, here);
        if (order == 2) return unknown;
        if (order != 0) return k - 1;
        for (auto& i : sides) i = differentiator{w}(i, x);
        if (w.problem != trouble::none) return unknown;
    }
    return unknown;
}

/// The class at a point of a graph with lifted cases; 1000 also where it is not defined.
template <class Graph, class Workspace = workspace>
constexpr int class_at(Graph const& g, node_index root, packed_name x, rational const& q, bool is_root,
                       bool left_in = true, bool right_in = true) {
    auto const here = value_at(g, root, x, q);
    Workspace w;
    node_index sides[2] = {0, 0};
    bool const inside[2] = {left_in, right_in};
    for (int k = 0; k < 2; ++k) {
        if (!inside[k]) continue;
        expander<Workspace> e{limit_orders[1]};
        if (!e.resolve(w, g, root, x, approach{true, k == 0 ? -1 : 1, q}, sides[k])) return -2;
    }
    if (w.problem != trouble::none) return -2;
    return class_between(w, sides, here, x, q, is_root, left_in, right_in);
}

namespace detail {

/// Does something in a formula that is smooth around a point end there, a root say?
template <class Workspace>
constexpr bool meets_an_end(Workspace& w, node_index formula, packed_name x, rational const& q) {
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(w, formula, needed);
    for (unsigned i = 0; i <= formula; ++i) {
        if (!needed[i]) continue;
        requirement const r = requirement_of(w, node{w[i]});
        if (!r.supported) return true;
        for (unsigned k = 0; k < r.count; ++k) {
            int const s = sign_at(w, condition_node(w, r, k), x, q, false);
            if (s == 0 || s == unknown_sign) return true;
        }
    }
    return false;
}

} // namespace detail

/// The smoothness of a function in cells with exact ends: it is smooth inside of each.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr smoothness_class smoothness_of_cells(Cuts const& c) {
    smoothness_class r;
    if (!c.known || !c.exact || c.parameters) return r;
    r.known = true;
    for (unsigned i = 0; i <= c.count; ++i) {
        bool const left = i > 0 && c.cells[i - 1].in, right = i < c.count && c.cells[i].in;
        if (!c.joints[i].finite || !c.joints[i].in || (!left && !right)) continue;
        rational const& q = c.joints[i].at.value;
        Workspace w;
        node_index const middle = w.import(c.graph, c.joints[i].formula);
        node_index sides[2] = {left ? w.import(c.graph, c.cells[i - 1].formula) : middle,
                               right ? w.import(c.graph, c.cells[i].formula) : middle};
        bool ends = false;
        for (node_index const side : sides) ends = ends || detail::meets_an_end(w, side, c.x, q);
        auto const here = value_at(w, middle, c.x, q);
        int const k = w.problem == trouble::none ? class_between(w, sides, here, c.x, q, ends, left, right) : -2;
        if (k == -2)
            r.known = false;
        else if (k != smoothness_class::infinite)
            r.add(q, k);
    }
    if (!c.changed) return r;
    Workspace w;
    node_index roots[] = {w.import(c.graph, c.shift), w.import(c.graph, c.scale)};
    r.graph.store(w, roots, 2);
    r.shift = roots[0];
    r.scale = roots[1];
    r.changed = true;
    r.known = r.known && r.graph.problem == trouble::none;
    return r;
}

namespace detail {

/// Where a domain goes on from a point; `in` when the point belongs to it.
struct surroundings {
    bool left = false, right = false, in = false;
};

template <class Set>
constexpr surroundings around(Set const& domain, rational const& q) {
    surroundings r;
    enclosure const here{q};
    for (unsigned i = 0; i < domain.count; ++i) {
        interval const& part = domain.parts[i];
        auto const side = [&](end_value const& e) { // of an end from q; ends that are not certainly elsewhere are at q
            if (!e.is_finite()) return e.kind == limit_kind::plus_infinity ? 1 : -1;
            if (e.is(q)) return 0;
            enclosure const at = e.enclosed();
            return at.upper < here.lower ? -1 : here.upper < at.lower ? 1 : 0;
        };
        int const low = side(part.lower), high = side(part.upper);
        r.left = r.left || (low < 0 && high >= 0);
        r.right = r.right || (low <= 0 && high > 0);
        r.in = r.in || (low < 0 && high > 0) || (low == 0 && part.lower_closed) || (high == 0 && part.upper_closed);
    }
    return r;
}

} // namespace detail

/// The smoothness of a graph; with its domain that at the ends of it, too.
template <class Graph, class Workspace = workspace>
constexpr smoothness_class smoothness_within(Graph const& g, node_index root, packed_name x,
                                             interval_set const& domain) {
    smoothness_class r;
    Workspace e, w;
    node_index const f = algebra::lift_cases(w, e, defining_form(e, g, root));
    if (e.problem != trouble::none || w.problem != trouble::none) return r;
    suspects const s = find_suspects(w, f, x);
    r.known = s.known;
    assumption const known = known_of(w, f, x);
    for (unsigned i = 0; i < s.count; ++i) {
        if ((known == positive && s.points[i].sign() <= 0) || (known == negative && s.points[i].sign() >= 0)) continue;
        if (known == nonzero && s.points[i].is_zero()) continue;
        detail::surroundings around{true, true, true};
        if (domain.known) around = detail::around(domain, s.points[i]);
        if (!around.in || (!around.left && !around.right)) continue;
        int const k = class_at(w, f, x, s.points[i], s.roots[i], around.left, around.right);
        if (k == -2)
            r.known = false;
        else if (k != smoothness_class::infinite)
            r.add(s.points[i], k);
    }
    return r;
}

template <class Graph>
constexpr smoothness_class smoothness(Graph const& g, node_index root, packed_name x) {
    smoothness_class const plain = smoothness_within(g, root, x, interval_set{});
    if (plain.known) return plain;
    auto const c = cut(g, root, x);
    smoothness_class const r = smoothness_within(g, root, x, c.known ? domain(c) : whole_domain(g, root, x));
    if (r.known) return r;
    smoothness_class const by_cells = smoothness_of_cells(c);
    return by_cells.known ? by_cells : r;
}

/// Is a graph differentiable at a point?
template <class Graph, class Workspace = workspace>
constexpr fact is_differentiable(Graph const& g, node_index root, packed_name x, rational const& q) {
    Workspace e;
    node_index const f = defining_form(e, g, root), slope = differentiator{e}(f, x);
    if (e.problem != trouble::none) return {};
    auto const here = value_at(e, f, x, q);
    if (!here.known()) return {};
    end_value slopes[2];
    bool continuous = true;
    for (int k = 0; k < 2; ++k) {
        approach const to{true, k == 0 ? -1 : 1, q};
        auto const value = limit_towards(e, f, x, to);
        int const order = order_of(value, here);
        if ((value.known() && !value.is_finite()) || order == 1 || order == -1) return {verdict::refuted};
        if (order == 2) {
            continuous = false;
            continue;
        }
        slopes[k] = limit_towards(e, slope, x, to);
        if (slopes[k].known() && !slopes[k].is_finite()) return {verdict::refuted};
    }
    if (!continuous) return {};
    int const order = order_of<Workspace>(slopes[0], slopes[1]);
    return {order == 0 ? verdict::proved : order == 2 ? verdict::unknown : verdict::refuted};
}

template <class F, class X>
struct smoothness_stages {
    static constexpr smoothness_class of(interval_set const& domain) {
        return smoothness_within(graph_of<F>, graph_of<F>.root(), X::name, domain);
    }
    static constexpr smoothness_class plain = of(interval_set{});
    static constexpr smoothness_class within() {
        if constexpr (plain.known)
            return plain;
        else
            return of(domain_of<F, X>);
    }
    static constexpr smoothness_class all() {
        if constexpr (constexpr smoothness_class r = within(); r.known) {
            return r;
        } else {
            constexpr smoothness_class by_cells = smoothness_of_cells(cut_stages<F, X>::result);
            return by_cells.known ? by_cells : r;
        }
    }
    static constexpr smoothness_class result = all();
};
template <class F, class X>
inline constexpr smoothness_class const& smoothness_of = smoothness_stages<F, X>::result;

template <class F, class X, class Q>
inline constexpr fact differentiability_of =
    is_differentiable(graph_of<F>, graph_of<F>.root(), X::name, ogive::detail::checked_point<Q>::value);

} // namespace calculus

/// smoothness(f, x): the largest k for which f is k times continuously differentiable on its domain, and the points
/// where it is not more. At an end that belongs to the domain, one-sided derivatives count.
template <operand F, class X>
constexpr smoothness_class const& smoothness(F, X) {
    return calculus::smoothness_of<expression_of<F>, typename detail::checked_symbol<X>::type>;
}

/// is_differentiable(f, x, at(q)): has f a derivative at the exact number q? Unknown where f is not certainly defined.
template <operand F, class X, class Q>
constexpr fact is_differentiable(F, X, point_t<Q, 0>) {
    return calculus::differentiability_of<expression_of<F>, typename detail::checked_symbol<X>::type, Q>;
}

} // namespace ogive
