// SPDX-License-Identifier: BSL-1.0
#pragma once
// Equality: proved, refuted with a point, or unknown with the obstacle.

#include <ogive/algebra/constant_difference.hpp>
#include <ogive/algebra/regions.hpp>
#include <ogive/expression/operators.hpp>

namespace ogive {

/// The answer to an equation. It holds, or fails, where both sides are defined.
enum class verdict : unsigned char { proved, refuted, unknown };

/// A verdict with its evidence: for `refuted` a point and enclosures of both sides that do not meet, for `unknown`
/// what stopped the engine.
struct decision {
    verdict answer = verdict::unknown;
    algebra::obstacle stopped = algebra::obstacle::none;
    unsigned coordinates = 0;
    packed_name names[8];
    rational values[8];
    number::enclosure left{0}, right{0};
};

namespace algebra {

namespace detail {

/// Exact sample points, tried in this order for each symbol (the k-th symbol starts 3k places later).
inline constexpr signed char sample_numerators[] = {1, -2, 1, 0, 3, -1, 5, 1, -7, 9, -5, 13, -12, 30};
inline constexpr signed char sample_denominators[] = {1, 1, 2, 1, 1, 3, 4, 10, 2, 10, 1, 2, 1, 1};
inline constexpr unsigned samples = sizeof(sample_numerators);

constexpr rational sample(unsigned i, assumption assumed) {
    if (i >= samples) { // more, for those that vanish at all the others
        rational const q{int128{static_cast<int>(2 * i + 1)}, int128{static_cast<int>(i % 7 + 2)}};
        return assumed == negative || (assumed != positive && i % 2 != 0) ? -q : q;
    }
    rational const q{int128{sample_numerators[i]}, int128{sample_denominators[i]}};
    if (q.is_zero() && assumed != assumption::none) return rational{int128{assumed == negative ? -2 : 2}, int128{3}};
    return (assumed == positive && q.sign() < 0) || (assumed == negative && q.sign() > 0) ? -q : q;
}

/// A value inside an interval region.
constexpr rational inside(region const& r, unsigned i) {
    rational const q = sample(i, positive);
    if (r.is_point) return r.lower;
    if (r.has_lower && r.has_upper) // q/(q+1) runs through (0, 1)
        return r.lower + (r.upper - r.lower) * (q / (q + rational{1}));
    return r.has_lower ? r.lower + q : r.has_upper ? r.upper - q : sample(i, assumption::none);
}

} // namespace detail

/// Copies a node so that what is assumed of a symbol anywhere is assumed of it everywhere: a symbol is its name. False if
/// the assumptions contradict each other.
template <class Graph>
constexpr bool unify_symbols(workspace& w, Graph const& g, node_index (&roots)[2]) {
    unsigned const size = (roots[0] > roots[1] ? roots[0] : roots[1]) + 1u;
    scratch<node_index> place(size);
    bool needed[OGIVE_MAX_NODES];
    for (unsigned i = 0; i < size; ++i) needed[i] = false;
    for (auto r : roots) workspace::mark(g, r, needed);
    for (unsigned i = 0; i < size; ++i) {
        if (!needed[i]) continue;
        node n = g[i];
        unsigned const k = n.operand_count();
        for (unsigned j = 0; n.op == operation::symbol && j < size; ++j) {
            if (!needed[j] || g[j].op != operation::symbol || !(g[j].name() == n.name())) continue;
            assumption const other = g[j].assumed;
            if ((n.assumed == positive && other == negative) || (n.assumed == negative && other == positive))
                return false;
            if (other == positive || other == negative || n.assumed == assumption::none) n.assumed = other;
        }
        place[i] = w.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                            k > 2 ? place[n.c] : node_index{0});
    }
    for (auto& r : roots) r = place[r];
    return true;
}

template <class Graph>
constexpr decision decide_unified(Graph const& g, node_index left, node_index right);

/// Decides left = right for two nodes of a graph.
template <class Graph>
constexpr decision decide(Graph const& g, node_index left, node_index right) {
    workspace w;
    node_index roots[] = {left, right};
    if (unify_symbols(w, g, roots) && w.problem == trouble::none) return decide_unified(w, roots[0], roots[1]);
    decision contradiction;
    contradiction.stopped = obstacle::undefined_everywhere;
    return contradiction;
}

template <class Graph>
constexpr decision decide_unified(Graph const& g, node_index left, node_index right) {
    decision result;
    workspace w;
    node_index const roots[] = {lift_cases(w, g, left), lift_cases(w, g, right)};
    if (w.problem != trouble::none) {
        result.stopped = obstacle::too_many_terms;
        return result;
    }
    partition const parts = find_regions(w, roots, w.size());
    bool proved = parts.stopped == obstacle::none;
    result.stopped = parts.stopped;
    bool different = false;
    for (unsigned i = 0; i < parts.region_count && proved; ++i) {
        region const& r = parts.regions[i];
        workspace smooth;
        node_index sides[2];
        tie equal; // in a region where two sides of a comparison are equal, one is written for the other
        for (auto const& c : parts.comparisons)
            if (!parts.linear && !equal.found && r.sign[c.critical] == 0) equal = find_tie(w, c.place);
        for (int k = 0; k < 2; ++k) {
            workspace branch;
            if (parts.linear && r.is_point) {
                node_index const there = resolve(branch, w, roots[k], parts, r);
                sides[k] = evaluate_symbol(smooth, branch, there, parts.by, r.lower);
            } else if (equal.found) {
                node_index const by = smooth.import(w, equal.equal);
                sides[k] = replace_symbol(smooth, branch, resolve(branch, w, roots[k], parts, r), equal.symbol, by);
            } else {
                sides[k] = resolve(smooth, w, roots[k], parts, r);
            }
        }
        if (sides[0] == sides[1] && smooth.problem == trouble::none) continue;
        field f;
        bool same = false;
        with_refinement(f, [&] {
            fraction const left_side = convert(f, smooth, sides[0]);
            fraction const right_side = convert(f, smooth, sides[1]);
            fraction const difference = f.subtract(left_side, right_side);
            same = f.fine() && difference.is_zero();
            // where a critical function is zero, its multiples are
            for (auto const& compared : parts.comparisons) {
                if (same || !f.fine() || parts.linear || r.sign[compared.critical] != 0) continue;
                node_index const low = smooth.import(w, w[compared.place].a),
                                 high = smooth.import(w, w[compared.place].b);
                fraction const vanishing = f.subtract(convert(f, smooth, high), convert(f, smooth, low));
                if (!vanishing.is_zero()) divide_exactly(difference.above, vanishing.above, same);
            }
            same = same && f.fine();
            if (f.fine() && !same && (parts.linear || parts.region_count == 1)) {
                bool independent = true; // powers of e^u and symbols satisfy no polynomial equation
                for (unsigned v = 0; v < f.kernel_count; ++v)
                    independent = independent && (f.kernels[v].kind == kernel_kind::symbol ||
                                                  f.kernels[v].kind == kernel_kind::exponential);
                different = different || independent;
            }
        });
        if (!same && !different && smooth.problem == trouble::none) // where the normal form does not show it
            same = equal_by_some_derivative(smooth, sides[0], sides[1], parts.by,
                                            parts.linear ? open_interval{r.has_lower, r.has_upper, r.lower, r.upper}
                                                         : open_interval{});
        if (!same || smooth.problem != trouble::none) {
            proved = false;
            result.stopped = f.stopped;
        }
    }

    // Exact points: they refute, and no proof is believed without a point at which both sides are defined and agree.
    workspace e;
    node_index const a = expand_derivatives(e, g, left), b = expand_derivatives(e, g, right);
    if (e.problem != trouble::none) {
        result.stopped = obstacle::unsupported_operation;
        return result;
    }
    node_index symbols[8];
    unsigned symbol_count = 0;
    for (unsigned i = 0; i < e.size(); ++i)
        if (e[i].op == operation::symbol && symbol_count < 8) symbols[symbol_count++] = static_cast<node_index>(i);
    unsigned confirmed = 0;
    unsigned const needed = parts.region_count > 2 ? parts.region_count : 2;
    unsigned const region_count = parts.linear && parts.region_count > 1 ? parts.region_count : 1u;
    // a difference that certainly does not vanish identically is tried at more points
    unsigned const tries = (detail::samples + (different ? 40u : 0u)) * region_count;
    for (unsigned i = 0; i < tries && !(proved && confirmed >= needed); ++i) {
        point at;
        rational values[8];
        bool allowed = true;
        for (unsigned k = 0; k < symbol_count; ++k) {
            node const& s = e[symbols[k]];
            bool const cut = region_count > 1 && s.name() == parts.by;
            values[k] =
                cut ? detail::inside(parts.regions[i % parts.region_count], i / parts.region_count)
                    : detail::sample(i < detail::samples ? (i + 3 * k) % detail::samples : i + 3 * k, s.assumed);
            allowed = allowed && !(s.assumed == nonzero && values[k].is_zero());
            at.push_back({s.name(), enclosure{values[k]}});
        }
        if (!allowed) continue;
        enclosure const x = enclose(e, a, at), y = enclose(e, b, at);
        if (!x.defined() || !y.defined()) continue;
        ++confirmed;
        if (!disjoint(x, y)) continue;
        result.answer = verdict::refuted;
        result.coordinates = at.size();
        for (unsigned k = 0; k < at.size(); ++k) {
            result.names[k] = at[k].name;
            result.values[k] = values[k];
        }
        result.left = x;
        result.right = y;
        return result;
    }
    if (proved && confirmed > 0) result.answer = verdict::proved;
    if (proved && confirmed == 0) result.stopped = obstacle::undefined_everywhere;
    return result;
}

template <class A, class B>
constexpr decision decide_types() {
    workspace w;
    node_index const a = w.import(graph_of<A>, graph_of<A>.root()), b = w.import(graph_of<B>, graph_of<B>.root());
    return decide(w, a, b);
}

/// The decision about A = B, made once.
template <class A, class B>
inline constexpr decision decision_of = decide_types<A, B>();

template <verdict Answer, obstacle Why>
constexpr bool decided() {
    if constexpr (Answer == verdict::unknown) {
        static_assert(Why != obstacle::too_many_kernels && Why != obstacle::too_many_factors &&
                          Why != obstacle::too_many_terms,
                      "ogive: this equation could not be decided: its normal form exceeds a limit of the engine (16 "
                      "kernels, OGIVE_MAX_TERMS terms, 128-bit coefficients). Simplify both sides, or ask "
                      "prove(f == g) and handle verdict::unknown.");
        static_assert(Why != obstacle::undefined_everywhere,
                      "ogive: this equation could not be decided: no point was found at which both sides are defined. "
                      "State the domain by assumptions on the symbols, or ask prove(f == g) and handle "
                      "verdict::unknown.");
        static_assert(Why == obstacle::too_many_kernels || Why == obstacle::too_many_factors ||
                          Why == obstacle::too_many_terms || Why == obstacle::undefined_everywhere,
                      "ogive: this equation could not be decided: it is neither proved nor refuted. It is out of reach "
                      "of the normal form, and no exact point refutes it. Ask prove(f == g) and handle "
                      "verdict::unknown, or rewrite the equation.");
    }
    return Answer == verdict::proved;
}

} // namespace algebra

/// The truth of an equation of expressions; a compile-time error in words where it is not decided.
template <class A, class B>
constexpr bool holds(equation<A, B>) {
    return algebra::decided<algebra::decision_of<A, B>.answer, algebra::decision_of<A, B>.stopped>();
}

/// Asks without insisting: proved, refuted or unknown.
struct prove_t {
    template <class A, class B>
    constexpr verdict operator()(equation<A, B>) const {
        return algebra::decision_of<A, B>.answer;
    }
};
inline constexpr prove_t prove{};

/// The decision with its evidence: the point of a refutation, or the obstacle.
struct decide_t {
    template <class A, class B>
    constexpr decision const& operator()(equation<A, B>) const {
        return algebra::decision_of<A, B>;
    }
};
inline constexpr decide_t decide{};

} // namespace ogive
