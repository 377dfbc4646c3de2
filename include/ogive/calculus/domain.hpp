// SPDX-License-Identifier: BSL-1.0
#pragma once
// Intervals with exact ends, and domain(f, x): where f is defined, if zeros and poles of the arguments tell.

#include <ogive/calculus/limit.hpp>

namespace ogive {

/// An interval; an end that is infinite is open.
struct interval {
    end_value lower, upper;
    bool lower_closed = false, upper_closed = false;

    constexpr bool known() const { return lower.known() && upper.known(); }
};

/// A union of intervals in ascending order; `known` when that is certainly all.
struct interval_set {
    static constexpr unsigned capacity = 4;
    interval parts[capacity] = {};
    unsigned count = 0;
    bool known = false;

    constexpr interval const& operator[](unsigned i) const { return parts[i]; }
    constexpr unsigned size() const { return count; }
    constexpr bool is_all() const {
        return known && count == 1 && parts[0].lower.kind == limit_kind::minus_infinity &&
               parts[0].upper.kind == limit_kind::plus_infinity;
    }
};

namespace calculus {

template <class Workspace = workspace>
constexpr end_value rational_end(rational const& q) {
    Workspace w;
    return end_value::of(w, w.constant(q));
}

/// Open segments on which a function is defined, and whether their ends belong to the domain.
struct domain_segments {
    segment parts[interval_set::capacity] = {};
    bool lower_closed[interval_set::capacity] = {}, upper_closed[interval_set::capacity] = {};
    unsigned count = 0;
    bool known = false;
};

namespace detail {

/// Adds the zeros of a polynomial in x to the cuts; false when they are not found.
constexpr bool add_zeros(field const& f, polynomial const& p, unsigned x, number::fixed_vector<rational, 3>& cuts) {
    if (!contains(p, x)) {
        fraction u{rational{1}};
        u.above = p;
        return algebra::certain_sign(f, u) != 0;
    }
    polynomial const slope = algebra::coefficient(p, x, 1), rest = algebra::coefficient(p, x, 0);
    if (algebra::degree(p, x) != 1 || !slope.is_constant() || !rest.is_constant()) return false;
    rational const zero =
        rest.size() == 0 ? rational{0} : rational{-rest.leading().coefficient} / rational{slope.leading().coefficient};
    unsigned at = 0;
    while (at < cuts.size() && cuts[at] < zero) ++at;
    if (at < cuts.size() && cuts[at] == zero) return true;
    cuts.push_back(zero);
    for (unsigned i = cuts.size() - 1; i > at; --i) cuts[i] = cuts[i - 1];
    cuts[at] = zero;
    return !cuts.overflowed;
}

/// The critical arguments of a node, offset added: where one changes sign, the node may cease to be defined.
template <class Workspace = workspace>
constexpr bool add_cuts(Workspace const& w, node const& n, packed_name name, number::fixed_vector<rational, 3>& cuts) {
    node_index place = n.a;
    int offsets[] = {0, 0};
    bool only_nonzero = false;
    switch (n.op) {
    case operation::divide:
        place = n.b;
        only_nonzero = true;
        break;
    case operation::power:
        if (w[n.b].op == operation::constant && w[n.b].value().is_integer()) {
            if (w[n.b].value().sign() >= 0) return true;
            only_nonzero = true;
        }
        break;
    case operation::log:
    case operation::sqrt: break;
    case operation::log1p: offsets[0] = offsets[1] = 1; break;
    case operation::acosh: offsets[0] = offsets[1] = -1; break;
    case operation::atanh:
    case operation::asin:
    case operation::acos:
        offsets[0] = 1;
        offsets[1] = -1;
        break;
    case operation::tan:
    case operation::select:
    case operation::derivative: return false;
    default: return true;
    }
    field f;
    bool found = false;
    algebra::with_refinement(f, [&] {
        found = true;
        unsigned const variable =
            algebra::symbol_kernel(f, node{name.low, name.high, 0, 0, 0, operation::symbol, known_of(w, place, name)});
        fraction const argument = algebra::convert(f, w, place);
        for (int const offset : offsets) {
            fraction const shifted = f.add(argument, fraction{rational{offset}});
            if (!f.fine()) break;
            if (only_nonzero || offset >= 0)
                if (int const s = strong_sign(f, shifted); s > 0 || (only_nonzero && s != 0)) continue;
            found = found && !shifted.is_zero() && add_zeros(f, shifted.above, variable, cuts);
            for (unsigned i = 0; i < f.factor_count; ++i)
                if (exponent(shifted.below, i) > 0) found = found && add_zeros(f, f.factors[i], variable, cuts);
        }
    });
    return found && f.fine();
}

} // namespace detail

/// The domain of a graph without cases.
template <class Graph>
constexpr domain_segments find_domain(Graph const& g, node_index root, packed_name x) {
    domain_segments r;
    workspace w;
    node_index const f = w.import(g, root);
    number::fixed_vector<rational, 3> cuts;
    bool needed[OGIVE_MAX_NODES];
    for (unsigned i = 0; i <= f; ++i) needed[i] = false;
    algebra::mark_values(w, f, needed);
    assumption const known = known_of(w, f, x);
    if (known != assumption::none) cuts.push_back(rational{0});
    for (unsigned i = 0; i <= f; ++i)
        if (needed[i] && !detail::add_cuts(w, w[i], x, cuts)) return r;
    algebra::point const parameters = sample_parameters(w, f, x);
    auto const defined_at = [&](rational const& candidate) {
        algebra::point at = parameters;
        at.push_back({x, candidate});
        if ((known == positive && candidate.sign() <= 0) || (known == negative && candidate.sign() >= 0)) return false;
        return !(known == nonzero && candidate.is_zero()) && algebra::enclose(w, f, at).defined();
    };
    for (unsigned i = 0; i <= cuts.size(); ++i) {
        algebra::region here;
        here.has_lower = i > 0;
        here.has_upper = i < cuts.size();
        if (here.has_lower) here.lower = cuts[i - 1];
        if (here.has_upper) here.upper = cuts[i];
        if (!defined_at(algebra::detail::inside(here, 0)) && !defined_at(algebra::detail::inside(here, 4))) continue;
        bool const from = here.has_lower && defined_at(here.lower);
        if (from && r.count > 0 && r.upper_closed[r.count - 1] && r.parts[r.count - 1].upper == here.lower) {
            r.parts[r.count - 1].has_upper = here.has_upper; // the cut is a point like any other
            r.parts[r.count - 1].upper = here.upper;
        } else {
            r.parts[r.count] = {here.has_lower, here.has_upper, here.lower, here.upper};
            r.lower_closed[r.count++] = from;
        }
        r.upper_closed[r.count - 1] = here.has_upper && defined_at(here.upper);
    }
    r.known = true;
    return r;
}

/// Where a graph is defined.
template <class Graph>
constexpr interval_set domain(Graph const& g, node_index root, packed_name x) {
    interval_set r;
    inversion const pieces = find_pieces(g, root, x);
    if (pieces.problem != trouble::none || pieces.count == 0) return r;
    domain_segments d;
    if (pieces.count == 1) {
        d = find_domain(pieces.graph, pieces.functions[0], x);
    } else { // defined on every closed piece, or nothing is known
        d.count = 1;
        d.known = true;
        for (unsigned i = 0; i < pieces.count; ++i) {
            workspace w;
            segment const s = pieces.pieces[i].where;
            node_index const f =
                substitute(w, pieces.graph, pieces.functions[i], x, parametrised(w, s, w.symbol(x, positive)));
            d.known = d.known && is_continuous(w, f);
            algebra::point at = sample_parameters(pieces.graph, pieces.functions[i], x);
            at.push_back({x, pieces.pieces[i].owns_lower ? s.lower : s.upper});
            if (pieces.pieces[i].owns_lower || pieces.pieces[i].owns_upper)
                d.known = d.known && algebra::enclose(pieces.graph, pieces.functions[i], at).defined();
        }
    }
    r.known = d.known;
    for (unsigned i = 0; i < d.count && d.known; ++i) {
        interval& t = r.parts[r.count++];
        t.lower = d.parts[i].has_lower ? rational_end(d.parts[i].lower) : end_value::infinite(-1);
        t.upper = d.parts[i].has_upper ? rational_end(d.parts[i].upper) : end_value::infinite(1);
        t.lower_closed = d.lower_closed[i];
        t.upper_closed = d.upper_closed[i];
    }
    return r;
}

template <class F, class X>
inline constexpr interval_set domain_of = domain(graph_of<F>, graph_of<F>.root(), X::name);

} // namespace calculus

/// domain(f, x): the real x at which f is defined.
template <operand F, class X>
constexpr interval_set const& domain(F, X) {
    static_assert(detail::is_symbol<X>, "ogive: the second argument of domain(f, x) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; domain(f, x).");
    return calculus::domain_of<expression_of<F>, X>;
}

} // namespace ogive
