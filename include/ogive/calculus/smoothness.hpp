// SPDX-License-Identifier: BSL-1.0
#pragma once
// smoothness(f, x): how often f is continuously differentiable, and where it ceases to be; is_differentiable(f, x, at(q)).

#include <ogive/calculus/certainty.hpp>
#include <ogive/calculus/domain.hpp>
#include <ogive/calculus/value_at.hpp>

namespace ogive {

/// The class C^order of a function on its domain: -1 where it is not continuous, `infinite` where every derivative is.
/// `points` are where it is of no higher class than `orders` says. When it is not `known`, it is of no higher class.
struct smoothness_class {
    static constexpr int infinite = 1000;
    static constexpr unsigned capacity = 8;
    int order = infinite;
    bool known = false;
    unsigned count = 0;
    rational points[capacity];
    int orders[capacity] = {};

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

/// Points at which a function may fail to be analytic; `known` when there are certainly no others.
struct suspects {
    static constexpr unsigned capacity = smoothness_class::capacity;
    rational points[capacity];
    bool roots[capacity] = {}; // a root or an inverse function meets the end of its domain
    unsigned count = 0;
    bool known = true;

    constexpr void add(rational const& q, bool is_root) {
        unsigned at = 0;
        while (at < count && points[at] < q) ++at;
        if (at < count && points[at] == q) {
            roots[at] = roots[at] || is_root;
            return;
        }
        if (count == capacity || !q.valid()) {
            known = false;
            return;
        }
        for (unsigned i = count++; i > at; --i) {
            points[i] = points[i - 1];
            roots[i] = roots[i - 1];
        }
        points[at] = q;
        roots[at] = is_root;
    }
};

/// The square root of a rational, invalid when it is not rational.
constexpr rational exact_root(rational const& q) {
    auto const whole = [](int128 n) {
        int128 low = 0, high = int128{1} << 40;
        while (low < high) {
            int128 const middle = (low + high + 1) / 2;
            if (middle * middle <= n)
                low = middle;
            else
                high = middle - 1;
        }
        return low * low == n ? low : int128{-1};
    };
    int128 const n = q.sign() < 0 ? -1 : whole(q.numerator), d = whole(q.denominator);
    return n < 0 || d < 0 ? rational::invalid(number::fault::division) : rational{n, d};
}

template <class Field = field>
constexpr void add_zeros(suspects& s, Field& f, polynomial p, unsigned x, bool is_root);

/// Adds where a logarithm is zero, or a root a number; false for other kernels and numbers.
template <class Field = field>
constexpr bool add_zeros_of_kernel(suspects& s, Field& f, unsigned v, rational const& value, unsigned x, bool is_root) {
    kernel const k = f.kernels[v];
    bool const log = k.kind == kernel_kind::logarithm && value.is_zero();
    if (!value.valid() || (!log && k.kind != kernel_kind::root)) return false;
    if (!log && value.sign() < 0) return true;
    rational const at = log ? rational{1} : number::power(value, static_cast<int>(k.index));
    if (!at.valid()) return false;
    add_zeros(s, f, f.subtract(f.arguments[k.argument], fraction{at}).above, x, is_root);
    return true;
}

/// Adds the zeros of a polynomial in x, exponentials, logarithms and roots of x; not known when there may be others.
template <class Field>
constexpr void add_zeros(suspects& s, Field& f, polynomial p, unsigned x, bool is_root) {
    if (p.failed) s.known = false;
    if (p.size() == 0 || !s.known) return;
    algebra::monomial const m = algebra::common_monomial(p);
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (exponent(m, v) == 0) continue;
        p = algebra::divide_by(p, variable_power(v, exponent(m, v)), 1);
        if (v == x)
            s.add(rational{0}, is_root);
        else if (f.kernels[v].sign == 0 && f.kernels[v].assumed != nonzero &&
                 !add_zeros_of_kernel(s, f, v, rational{0}, x, is_root))
            s.known = false;
    }
    if (strong_sign(f, f.from(p)) != 0) return;
    unsigned only = algebra::variables;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (contains(p, v)) {
            if (only != algebra::variables) s.known = false;
            only = v;
        }
    if (only == algebra::variables || !s.known) return;
    auto const at = [&](unsigned k) {
        polynomial const c = algebra::coefficient(p, only, k);
        return c.size() == 0 ? rational{0} : rational{c.leading().coefficient};
    };
    unsigned const d = algebra::degree(p, only);
    rational solutions[2] = {rational{0}, rational{0}};
    unsigned count = 0;
    if (d == 1) {
        solutions[count++] = -at(0) / at(1);
    } else if (d == 2) {
        rational const discriminant = at(1) * at(1) - rational{4} * at(2) * at(0);
        rational const r = exact_root(discriminant);
        if (discriminant.valid() && discriminant.sign() < 0) return;
        if (!r.valid()) s.known = false;
        for (int sign = -1; sign <= 1 && s.known; sign += 2)
            solutions[count++] = (rational{sign} * r - at(1)) / (rational{2} * at(2));
    } else {
        s.known = false;
    }
    for (unsigned i = 0; i < count && s.known; ++i) {
        if (only == x) {
            s.add(solutions[i], is_root);
        } else if (f.kernels[only].kind == kernel_kind::exponential) {
            if (!solutions[i].valid()) s.known = false;
            if (solutions[i].sign() <= 0) continue;
            fraction const argument = f.arguments[f.kernels[only].argument];
            if (!(solutions[i] == rational{1})) s.known = false;
            if (s.known) add_zeros(s, f, argument.above, x, is_root); // e^u = 1
        } else if (!add_zeros_of_kernel(s, f, only, solutions[i], x, is_root)) {
            s.known = false;
        }
    }
}

/// Where the difference of two nodes may be zero, or one node and a number.
template <class Workspace = workspace>
constexpr void add_meetings(suspects& s, Workspace const& w, node_index a, node_index b, int number, packed_name x,
                            bool is_root) {
    field f;
    suspects const before = s;
    algebra::with_refinement(f, [&] {
        s = before;
        unsigned const v =
            algebra::symbol_kernel(f, node{x.low, x.high, 0, 0, 0, operation::symbol, known_of(w, a > b ? a : b, x)});
        fraction d = algebra::convert(f, w, a);
        d = f.subtract(d, is_root ? fraction{rational{number}} : algebra::convert(f, w, b));
        if (f.fine() && !d.is_zero()) add_zeros(s, f, d.above, v, is_root);
    });
    if (!f.fine()) s.known = false;
}

/// The same where the nodes have cases, whose break points are among the suspects already: piece by piece.
template <class Workspace = workspace>
constexpr void add_all_meetings(suspects& s, Workspace const& w, node_index a, node_index b, int number, packed_name x,
                                bool is_root) {
    bool needed[OGIVE_MAX_NODES], cases = false;
    node_index const top = a > b ? a : b;
    for (unsigned i = 0; i <= top; ++i) needed[i] = false;
    workspace::mark(w, a, needed);
    workspace::mark(w, b, needed);
    for (unsigned i = 0; i <= top; ++i) cases = cases || (needed[i] && w[i].op == operation::select);
    if (!cases) return add_meetings(s, w, a, b, number, x, is_root);
    suspects const cuts = s;
    for (unsigned i = 0; i <= cuts.count && s.known; ++i) {
        approach const to = i < cuts.count   ? approach{true, -1, cuts.points[i]}
                            : cuts.count > 0 ? approach{true, 1, cuts.points[cuts.count - 1]}
                                             : approach{};
        Workspace piece;
        node_index left = 0, right = 0;
        expander<Workspace> e{limit_orders[1]};
        suspects here;
        here.known = e.resolve(piece, w, a, x, to, left) && e.resolve(piece, w, b, x, to, right) &&
                     piece.problem == trouble::none;
        if (here.known) add_meetings(here, piece, left, right, number, x, is_root);
        s.known = s.known && here.known;
        for (unsigned k = 0; k < here.count; ++k) {
            bool const below = i > 0 && here.points[k] < cuts.points[i - 1];
            bool const above = i < cuts.count && cuts.points[i] < here.points[k];
            if (!below && !above) s.add(here.points[k], here.roots[k]);
        }
    }
}

/// The suspects of a graph with explicit derivatives and lifted cases.
template <class Workspace = workspace>
constexpr suspects find_suspects(Workspace const& w, node_index root, packed_name x) {
    suspects s;
    bool needed[OGIVE_MAX_NODES];
    for (unsigned i = 0; i <= root; ++i) needed[i] = false;
    algebra::mark_values(w, root, needed);
    for (unsigned i = 0; i <= root && s.known; ++i) {
        if (!needed[i]) continue;
        node const& n = w[i];
        switch (n.op) {
        case operation::less:
        case operation::less_equal: add_all_meetings(s, w, n.a, n.b, 0, x, false); break;
        case operation::power:
            if (w[n.b].op == operation::constant && w[n.b].value().is_integer()) break;
            [[fallthrough]];
        case operation::sqrt: add_all_meetings(s, w, n.a, n.a, 0, x, true); break;
        case operation::asin:
        case operation::acos:
            add_all_meetings(s, w, n.a, n.a, 1, x, true);
            add_all_meetings(s, w, n.a, n.a, -1, x, true);
            break;
        case operation::acosh: add_all_meetings(s, w, n.a, n.a, 1, x, true); break;
        default:
            if (n.op > operation::named) s.known = false;
        }
    }
    return s;
}

inline constexpr int highest_class = 5;

/// How smooth a function is at a point: a class, `infinite`, or -2 when that is not known. 1000 also where it is not
/// defined. `left`, `right`: does the domain go on at that side?
template <class Graph, class Workspace = workspace>
constexpr int class_at(Graph const& g, node_index root, packed_name x, rational const& q, bool is_root,
                       bool left_in = true, bool right_in = true) {
    constexpr int unknown = -2;
    auto const here = value_at(g, root, x, q);
    Workspace w;
    node_index sides[2] = {0, 0};
    bool const inside[2] = {left_in, right_in};
    for (int k = 0; k < 2; ++k) {
        if (!inside[k]) continue;
        expander<Workspace> e{limit_orders[1]};
        if (!e.resolve(w, g, root, x, approach{true, k == 0 ? -1 : 1, q}, sides[k])) return unknown;
    }
    if (w.problem != trouble::none) return unknown;
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
    node_index const f = algebra::lift_cases(w, e, algebra::explicit_derivatives(e, g, root));
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
    smoothness_class const r = smoothness_within(g, root, x, interval_set{});
    return r.known ? r : smoothness_within(g, root, x, domain(g, root, x));
}

/// Is a graph differentiable at a point?
template <class Graph, class Workspace = workspace>
constexpr fact is_differentiable(Graph const& g, node_index root, packed_name x, rational const& q) {
    Workspace e;
    node_index const f = algebra::explicit_derivatives(e, g, root), slope = differentiator{e}(f, x);
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
    static constexpr smoothness_class all() {
        if constexpr (plain.known)
            return plain;
        else
            return of(domain_of<F, X>);
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
