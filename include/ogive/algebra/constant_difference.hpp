// SPDX-License-Identifier: BSL-1.0
#pragma once
// Equality by the derivative: on an interval where both sides are defined, a difference without slope is constant.

#include <ogive/algebra/defined_on_line.hpp>
#include <ogive/algebra/derivatives.hpp>
#include <ogive/algebra/enclose.hpp>
#include <ogive/expression/differentiate.hpp>

namespace ogive::algebra {

/// Where a symbol runs: between exact ends, or without end.
struct open_interval {
    bool has_lower = false, has_upper = false;
    rational lower, upper;

    constexpr bool contains(rational const& q) const { return (!has_lower || lower < q) && (!has_upper || q < upper); }
};

template <class Graph, class Workspace = workspace>
constexpr bool equal_by_derivative(Graph const& g, node_index left, node_index right, packed_name x,
                                   open_interval where = {}, int depth = 2);

namespace detail {

/// A graph without derivatives with a symbol replaced: by a value, or by itself with an assumption.
template <class Graph>
constexpr node_index replaced(workspace& w, Graph const& g, node_index root, packed_name x, rational const* value,
                              assumption assumed) {
    scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        unsigned const k = n.operand_count();
        if (n.op == operation::symbol && n.name() == x) {
            place[i] = value != nullptr ? w.constant(*value) : w.symbol(x, assumed);
        } else if (n.op == operation::divide && w[place[n.b]].op == operation::constant &&
                   w[place[n.b]].value().is_zero()) { // has no value, and no folded one
            place[i] = w.insert({0, 0, place[n.a], place[n.b], 0, n.op, assumption::none});
        } else {
            place[i] = w.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                k > 2 ? place[n.c] : node_index{0});
        }
    }
    return place[root];
}

/// Does a polynomial in the kernels have a kernel of such a kind?
constexpr bool has_kind(field const& f, fraction const& u, kernel_kind first, kernel_kind second) {
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if ((f.kernels[v].kind == first || f.kernels[v].kind == second) && f.involves(u, v)) return true;
    return false;
}

/// Is it certainly zero? By its normal form; as A + B·r with A² = B²r² and opposite signs of A and B; as a real u with
/// e^u = 1; as a constant angle between -1 and 1 whose sine is zero.
constexpr bool vanishes(field& f, fraction u) {
    if (!f.fine() || u.is_zero()) return f.fine();
    for (unsigned v = 0; v < f.kernel_count && f.fine(); ++v) {
        if (f.kernels[v].kind != kernel_kind::root || f.kernels[v].index != 2 || degree(u.above, v) != 1) continue;
        fraction const a = f.from(coefficient(u.above, v, 0)), b = f.from(coefficient(u.above, v, 1));
        if (certain_sign(f, a) * certain_sign(f, b) >= 0) continue;
        fraction const radicand = f.arguments[f.kernels[v].argument];
        if (f.equal(f.multiply(a, a), f.multiply(f.multiply(b, b), radicand))) return f.fine();
    }
    u.below = 0; // the numerator alone
    u.content = rational{1};
    if (f.fine() && has_kind(f, u, kernel_kind::logarithm, kernel_kind::logarithm)) {
        fraction const e = exponential(f, u);
        if (f.fine() && e.is_constant() && e.content == rational{1}) return true;
    }
    if (f.fine() && f.constant(u) && has_kind(f, u, kernel_kind::atan, kernel_kind::asin)) {
        number::enclosure const value = value_of_constant(f, u);
        if (value.defined() && number::extended{-1} < value.lower && value.upper < number::extended{1})
            return sine(f, u).is_zero() && f.fine();
    }
    return false;
}

/// The nodes that the values of two sides need.
template <class Graph>
constexpr void mark_sides(Graph const& g, node_index const (&sides)[2], bool* needed, unsigned size) {
    for (unsigned i = 0; i < size; ++i) needed[i] = false;
    for (node_index const side : sides) {
        bool below[OGIVE_MAX_NODES] = {};
        mark_values(g, side, below);
        for (unsigned i = 0; i <= side; ++i) needed[i] = needed[i] || below[i];
    }
}

/// The fractions of the nodes marked.
template <class Graph>
constexpr void convert_marked(field& f, Graph const& g, bool const* needed, unsigned size, scratch<fraction>& values) {
    for (unsigned i = 0; i < size && f.fine(); ++i)
        if (needed[i]) values[i] = convert_node(f, g, g[i], values[g[i].a], values[g[i].b]);
}

/// Do both sides agree exactly at x = q? If asked: are they certainly defined there? With `others` the criterion itself
/// may show it, by another symbol.
template <class Graph, class Workspace = workspace>
constexpr bool agree_at(Graph const& g, node_index left, node_index right, packed_name x, rational const& q,
                        bool check_defined, bool others) {
    Workspace w;
    node_index const sides[] = {replaced(w, g, left, x, &q, assumption::none),
                                replaced(w, g, right, x, &q, assumption::none)};
    if (w.problem != trouble::none) return false;
    bool needed[OGIVE_MAX_NODES];
    mark_sides(w, sides, needed, w.size());
    field f;
    bool same = false;
    with_refinement(f, [&] {
        scratch<fraction> values(w.size());
        convert_marked(f, w, needed, w.size(), values);
        conditions_on_line defined;
        if (check_defined) collect_conditions(defined, f, variables, w, needed, w.size(), values);
        same = f.fine() && defined.possible && vanishes(f, f.subtract(values[sides[0]], values[sides[1]]));
    });
    unsigned symbols = 0; // each asks for all the others in turn: more than two take too long
    for (unsigned i = 0; i < w.size(); ++i) symbols += needed[i] && w[i].op == operation::symbol ? 1u : 0u;
    for (unsigned i = 0; i < w.size() && !same && others && symbols <= 2; ++i)
        if (needed[i] && w[i].op == operation::symbol) same = equal_by_derivative(w, sides[0], sides[1], w[i].name());
    return same;
}

/// A few exact points between two ends.
constexpr rational candidate(open_interval const& r, unsigned i) {
    constexpr signed char numerators[] = {0, 1, -1, 1, -1, 2, -2, 3, -3, 1, -1};
    constexpr signed char denominators[] = {1, 1, 1, 2, 2, 1, 1, 1, 1, 3, 3};
    if (i < sizeof(numerators)) return rational{int128{numerators[i]}, int128{denominators[i]}};
    if (r.has_lower && r.has_upper) return (r.lower + r.upper) / rational{2};
    return r.has_lower ? r.lower + rational{1} : r.has_upper ? r.upper - rational{1} : rational{5};
}
inline constexpr unsigned candidates = 12;

/// Does every interval between the cuts, within `where`, on which the conditions hold have a point of agreement? And is
/// every point at which they hold in the closure of such an interval?
template <class Graph>
constexpr bool agree_on_components(Graph const& g, node_index left, node_index right, packed_name x,
                                   open_interval const& where, conditions_on_line const& defined, bool inside_only) {
    bool any = false, before = false; // `before`: the interval below the cut at hand is a component
    for (unsigned i = 0; i <= defined.cuts.size(); ++i) {
        open_interval part = where;
        if (i > 0 && (!part.has_lower || part.lower < defined.cuts[i - 1])) {
            part.has_lower = true;
            part.lower = defined.cuts[i - 1];
        }
        if (i < defined.cuts.size() && (!part.has_upper || defined.cuts[i] < part.upper)) {
            part.has_upper = true;
            part.upper = defined.cuts[i];
        }
        bool const empty = part.has_lower && part.has_upper && !(part.lower < part.upper);
        rational const sample = candidate(part, candidates - 1);
        if (!sample.valid()) return false;
        bool const component = !empty && defined.hold(sample);
        if (i > 0 && !before && !component && where.contains(defined.cuts[i - 1]) && defined.hold(defined.cuts[i - 1]))
            return false; // a point of the domain on its own
        before = component;
        if (!component) continue;
        any = true;
        bool agreed = false;
        unsigned tried = 0;
        for (unsigned k = 0; k < candidates && tried < 6 && !agreed; ++k) {
            rational const q = candidate(part, k);
            if (!q.valid() || !part.contains(q)) continue;
            ++tried;
            agreed = agree_at(g, left, right, x, q, false, tried == 1);
        }
        for (int end = 0; end < 2 && !agreed && !inside_only; ++end) // where they are defined they are continuous
            if (end == 0 ? part.has_lower : part.has_upper)
                agreed = agree_at(g, left, right, x, end == 0 ? part.lower : part.upper, true, false);
        if (!agreed) return false;
    }
    return any;
}

} // namespace detail

/// Are two sides certainly equal for every x of an open interval at which both are defined? They are where their
/// derivatives by x are equal, or their quotient has no slope, and every part of the common domain has a point at which
/// they agree exactly. For graphs without cases. The answer false says nothing. `depth` derivatives are looked at; with 0
/// the slopes are known to be equal but for isolated points.
template <class Graph, class Workspace>
constexpr bool equal_by_derivative(Graph const& g, node_index left, node_index right, packed_name x,
                                   open_interval where, int depth) {
    Workspace explicit_form;
    node_index const l = explicit_derivatives(explicit_form, g, left),
                     r = explicit_derivatives(explicit_form, g, right);
    if (explicit_form.problem != trouble::none) return false;
    assumption assumed = assumption::none;
    bool present = false;
    for (unsigned i = 0; i < explicit_form.size(); ++i)
        if (explicit_form[i].op == operation::symbol && explicit_form[i].name() == x) {
            present = true;
            assumed = explicit_form[i].assumed;
        }
    if (!present) return false;
    rational const zero{0};
    if (assumed == positive && (!where.has_lower || where.lower < zero)) where.has_lower = true, where.lower = zero;
    if (assumed == negative && (!where.has_upper || zero < where.upper)) where.has_upper = true, where.upper = zero;
    if (where.has_lower && !(where.lower < zero)) assumed = positive;
    if (where.has_upper && !(zero < where.upper)) assumed = negative;
    if (where.has_lower && where.has_upper && !(where.lower < where.upper)) return false;
    Workspace w;
    node_index const sides[] = {detail::replaced(w, explicit_form, l, x, nullptr, assumed),
                                detail::replaced(w, explicit_form, r, x, nullptr, assumed)};
    if (w.problem != trouble::none) return false;
    if (sides[0] == sides[1]) return true;

    unsigned const size = w.size();
    bool needed[OGIVE_MAX_NODES];
    detail::mark_sides(w, sides, needed, size);
    field f;
    detail::conditions_on_line defined;
    bool same = false, constant = false, quotient = false;
    with_refinement(f, [&] {
        defined = detail::conditions_on_line{};
        if (assumed == nonzero) defined.cut(zero);
        scratch<fraction> values(size);
        detail::convert_marked(f, w, needed, size, values);
        unsigned by = variables;
        for (unsigned at = 0; at < size && f.fine(); ++at)
            if (needed[at] && w[at].op == operation::symbol && w[at].name() == x) by = symbol_kernel(f, w[at]);
        if (!f.fine() || by == variables) return;
        detail::collect_conditions(defined, f, by, w, needed, size, values);
        if (!f.fine() || !defined.possible) return;
        fraction const difference = f.subtract(values[sides[0]], values[sides[1]]);
        same = detail::vanishes(f, difference);
        constant = f.fine() && derive(f, difference, by).is_zero() && f.fine();
        quotient = false;
        if (same || constant || !f.fine() || values[sides[1]].is_zero()) return;
        // between the zeros of one side, a constant quotient does as well
        detail::conditions_on_line zeros;
        detail::condition_reader<field_for<Graph>> reader{f, by};
        if (certain_sign(f, values[sides[1]]) == 0) {
            zeros.possible = reader.depends(values[sides[1]]);
            reader.read(zeros, values[sides[1]], detail::condition_on_line::demand::positive);
        }
        if (f.fine() && zeros.possible)
            quotient = derive(f, f.divide(values[sides[0]], values[sides[1]]), by).is_zero();
        for (unsigned at = 0; at < zeros.cuts.size() && quotient; ++at) defined.cut(zeros.cuts[at]);
        quotient = quotient && f.fine();
        if (!f.fine() && f.stopped != obstacle::refine_exponents) f.stopped = obstacle::none; // only an attempt
    });
    if (!f.fine() || !defined.possible) return false;
    if (same) return true;
    if (assumed == nonzero) { // zero is no point of the domain
        detail::condition_on_line apart;
        apart.roots.push_back(zero);
        defined.all.push_back(apart);
        if (defined.all.overflowed) return false;
    }
    constant = constant || depth == 0;
    if (!constant && !quotient && depth > 1) {
        Workspace slopes;
        node_index const s = slopes.symbol(x, assumed);
        node_index const a = slopes.import(w, sides[0]), b = slopes.import(w, sides[1]);
        node_index const da = slopes.derivative(a, s, 1), db = slopes.derivative(b, s, 1);
        constant = slopes.problem == trouble::none && equal_by_derivative(slopes, da, db, x, where, depth - 1);
    }
    return (constant || quotient) && detail::agree_on_components(w, sides[0], sides[1], x, where, defined, quotient);
}

namespace detail {

/// Is there a point, of a few, at which the two sides certainly differ? Then there is nothing to prove.
template <class Graph>
constexpr bool differ_somewhere(Graph const& g, node_index left, node_index right, packed_name x,
                                open_interval const& where) {
    node_index const last = left > right ? left : right;
    for (unsigned i = 0; i < 3; ++i) {
        point at;
        bool possible = true;
        for (unsigned k = 0; k <= last; ++k) {
            if (g[k].op != operation::symbol) continue;
            rational value{int128{static_cast<int>(3 * i + k + 2)}, int128{3}};
            if (g[k].name() == x)
                value = where.has_lower && where.has_upper
                            ? where.lower + (where.upper - where.lower) * (value / (value + rational{1}))
                        : where.has_lower ? where.lower + value
                        : where.has_upper ? where.upper - value
                                          : value;
            if (g[k].assumed == negative || (i % 2 != 0 && g[k].assumed != positive && !(g[k].name() == x)))
                value = -value;
            possible = possible && allowed(value, g[k].assumed);
            at.push_back({g[k].name(), enclosure{value}});
        }
        enclosure const a = enclose(g, left, at), b = enclose(g, right, at);
        if (possible && !at.overflowed && a.defined() && b.defined() && disjoint(a, b)) return true;
    }
    return false;
}

} // namespace detail

/// The same, by any of the symbols: first by x in the interval, then by the others wherever they may be.
template <class Graph, class Workspace = workspace>
constexpr bool equal_by_some_derivative(Graph const& g, node_index left, node_index right, packed_name x,
                                        open_interval const& where = {}) {
    Workspace explicit_form;
    node_index const l = explicit_derivatives(explicit_form, g, left),
                     r = explicit_derivatives(explicit_form, g, right);
    if (explicit_form.problem != trouble::none || detail::differ_somewhere(explicit_form, l, r, x, where)) return false;
    field f;
    bool same = false;
    with_refinement(f, [&] {
        fraction const first = convert(f, explicit_form, l), second = convert(f, explicit_form, r);
        fraction const difference = f.subtract(first, second);
        same = detail::vanishes(f, difference);
    });
    if (same || equal_by_derivative(g, left, right, x, where)) return true;
    bool needed[OGIVE_MAX_NODES] = {};
    node_index const last = left > right ? left : right;
    workspace::mark(g, left, needed);
    workspace::mark(g, right, needed);
    for (unsigned i = 0; i <= last; ++i)
        if (needed[i] && g[i].op == operation::symbol && !(g[i].name() == x) &&
            equal_by_derivative(g, left, right, g[i].name()))
            return true;
    return false;
}

} // namespace ogive::algebra
