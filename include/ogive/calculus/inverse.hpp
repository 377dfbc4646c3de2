// SPDX-License-Identifier: BSL-1.0
#pragma once
// inverse(f, x): the inverse function in closed form, in the same symbol, piece by piece where f has cases.

#include <ogive/algebra/prove.hpp>
#include <ogive/algebra/simplify.hpp>
#include <ogive/calculus/certain_direction.hpp>
#include <ogive/calculus/defined_pieces.hpp>
#include <ogive/calculus/on.hpp>
#include <ogive/calculus/pieces.hpp>

namespace ogive {
namespace calculus {

/// g(f(x)) as a node.
template <class Workspace = workspace>
constexpr node_index composition(Workspace& w, node_index f, node_index g, packed_name x) {
    return substitute(w, w, g, x, f);
}

/// Does g(f(x)) = x hold at several exact points of the segment, by narrow enclosures?
template <class Workspace = workspace>
constexpr bool agrees_at_points(Workspace& w, node_index f, node_index g, packed_name x, segment const& s) {
    node_index const c = composition(w, f, g, x);
    unsigned confirmed = 0;
    for (unsigned i = 0; i < algebra::detail::samples && confirmed < 4; ++i) {
        algebra::point at = sample_parameters(w, c, x, i);
        rational const q = point_inside(s, i);
        at.push_back({x, q});
        enclosure const value = algebra::enclose(w, c, at);
        if (!value.defined()) continue;
        enclosure const exact{q};
        if (disjoint(value, exact) || value.upper - value.lower > number::extended{rational{1, int128{1} << 40}})
            return false;
        ++confirmed;
    }
    return confirmed >= 3;
}

/// Is the composition certainly defined all over the segment?
template <class Workspace = workspace>
constexpr bool is_defined_on(Workspace const& w, node_index f, node_index g, packed_name x, segment const& s) {
    Workspace t;
    if (is_continuous(w, g)) return true; // for all values
    node_index const c = composition(t, t.import(w, f), t.import(w, g), x);
    bool const whole = !s.has_lower && !s.has_upper;
    node_index const p = t.symbol(x, whole ? assumption::none : positive);
    node_index const e = substitute(t, t, c, x, whole ? p : parametrised(t, s, p));
    if (t.problem != trouble::none) return false;
    if (is_continuous(t, e)) return true;
    algebra::point at = sample_parameters(w, f, x); // or on both sides of 0, and there
    at.push_back({x, rational{0}});
    segment left, right;
    left.has_upper = right.has_lower = true;
    return whole && algebra::enclose(t, c, at).defined() && is_defined_on(w, f, g, x, left) &&
           is_defined_on(w, f, g, x, right);
}

/// Is g(f(x)) = x proved wherever f is defined?
template <class Workspace = workspace>
constexpr bool is_left_inverse(Workspace& w, node_index f, node_index g, packed_name x, segment const& s) {
    if (s.has_lower || s.has_upper || !agrees_at_points(w, f, g, x, s)) return false;
    node_index const same = w.symbol(x, known_of(w, f, x));
    node_index const where_defined = w.make(operation::add, same, w.make(operation::multiply, w.constant(0), f));
    decision const d = algebra::decide(w, composition(w, f, g, x), where_defined, nullptr, 0, true);
    return d.answer == verdict::proved &&
           (d.domains == domain_relation::same || (d.domains == domain_relation::left_larger && d.contains));
}

/// The inverse of one smooth piece. A solution with a chosen branch is believed where f is certainly injective (or the
/// composition is proved) and exact points confirm the branch; one that comes from an eliminated root must be defined
/// for all values of f besides. At run time, where proofs may take their time, g(f(x)) = x is enough.
template <class Workspace = workspace>
constexpr node_index solve_piece(Workspace& w, node_index f, packed_name x, piece const& p, inversion& report) {
    node_index const y = w.symbol(x); // values are any numbers, whatever is known of x
    auto const accepted = [&](solver<Workspace> const& s, node_index g) {
        if (!agrees_at_points(w, f, g, x, p.where)) return false;
        for (unsigned i = 0; i < s.checked_count && s.was_eliminated; ++i)
            if (!is_defined_on(w, f, s.checked[i], x, p.where)) return false;
        algebra::point ends[2];
        for (int side = 0; side < 2; ++side) { // an end that belongs to the piece has a value
            if (s.branch == 0 || !s.was_eliminated || !(side == 0 ? p.owns_lower : p.owns_upper)) continue;
            ends[side] = sample_parameters(w, f, x);
            ends[side].push_back({x, side == 0 ? p.where.lower : p.where.upper});
            if (!algebra::enclose(w, composition(w, f, g, x), ends[side]).defined()) return false;
        }
        return true;
    };
    solver<Workspace> plain{w, x, p.where};
    node_index const r = plain.solve(f, y);
    if (plain.why == trouble::none && (!plain.was_eliminated || accepted(plain, r))) return r;
    bool const hopeless = plain.why == trouble::several_occurrences || plain.why == trouble::unknown_sign ||
                          plain.obstacle == inverse_obstacle::error_function;
    bool const repeats = plain.is_constant && has_values(w, f, x, p.where);
    if (repeats || turns(w, f, x, p.where) || turns_for_all(w, f, x, p.where)) {
        report.fail(trouble::not_injective, inverse_obstacle::none);
        return 0;
    }
    int known = 2; // the direction, once asked for
    for (int const branch : {1, -1, 2, -2}) {
        if (hopeless) break;
        solver<Workspace> chosen{w, x, p.where};
        chosen.branch = branch;
        node_index const candidate = chosen.solve(f, y);
        if (chosen.why != trouble::none) continue;
        if (!__builtin_is_constant_evaluated() && is_left_inverse(w, f, candidate, x, p.where)) return candidate;
        if (!accepted(chosen, candidate)) continue;
        if (known == 2) known = certain_direction(w, f, x, p.where);
        if (known == 0) {
            node_index const same = w.symbol(x, known_of(w, f, x));
            if (algebra::decide(w, composition(w, f, candidate, x), same).answer != verdict::proved) continue;
        }
        return candidate;
    }
    bool const uncertain = plain.why == trouble::none || plain.why == trouble::not_injective;
    report.parameter = plain.parameter;
    report.fail(uncertain ? trouble::no_inverse : plain.why,
                uncertain || plain.obstacle == inverse_obstacle::none ? inverse_obstacle::unproved : plain.obstacle);
    return 0;
}

namespace detail {

template <class Workspace = workspace>
constexpr bool is_flat(Workspace const& w, inversion const& r, unsigned i) {
    return !depends_on(w, r.functions[i], r.x);
}

/// Do the pieces follow each other so that every value is taken once (by flat pieces: at one slope)?
template <class Workspace = workspace>
constexpr trouble check_order(Workspace const& w, inversion const& r, int& common) {
    bool opposed = false, continuous = true;
    for (unsigned i = 0; i < r.count; ++i) {
        if (is_flat(w, r, i)) continue;
        int const d = r.pieces[i].direction;
        if (d == 0) return trouble::no_inverse;
        opposed = opposed || d * common < 0;
        common = d;
    }
    for (unsigned i = 0; i + 1 < r.count; ++i) {
        int const step = compare_constants(w, r.at_lower[i + 1], r.at_upper[i]);
        if (step == 2) return trouble::no_inverse;
        continuous = continuous && step == 0;
        if (!opposed && step * common < 0) return trouble::no_inverse;
        bool const conflict = r.pieces[i].owns_upper ? is_flat(w, r, i + 1) : is_flat(w, r, i);
        if (step == 0 && conflict) return trouble::no_inverse;
    }
    return !opposed ? trouble::none : continuous ? trouble::not_injective : trouble::no_inverse;
}

/// The cases of a function of the value y, from its forms on the pieces.
/// shift + scale·t, in the shorter of two forms.
template <class Workspace = workspace>
constexpr node_index change_back(Workspace& w, inversion const& r, node_index t) {
    bool const shifted = w[r.scale].op == operation::constant;
    node_index const plain = w.make(shifted ? operation::add : operation::multiply, shifted ? r.shift : r.scale, t);
    node_index const tidy = tidy_constant(w, plain);
    return algebra::length_of(w, tidy) < algebra::length_of(w, plain) ? tidy : plain;
}

template <class Workspace = workspace>
constexpr node_index join(Workspace& w, inversion const& r, int common, node_index y, node_index const* forms) {
    node_index result = forms[0];
    for (unsigned i = 1; i < r.count; ++i) {
        bool const left = r.pieces[i - 1].owns_upper;
        node_index const at = tidy_constant(w, left ? r.at_upper[i - 1] : r.at_lower[i]);
        operation const op = left ? operation::less : operation::less_equal;
        node_index const condition = common > 0 ? w.make(op, at, y) : w.make(op, y, at);
        result = w.make(operation::select, condition, forms[i], result);
    }
    return result;
}

} // namespace detail

/// The short way: the result of a single piece whose variable can be peeled free. Fails where that is not enough.
template <class Workspace = workspace>
constexpr inversion peel(inversion r) {
    if (r.problem != trouble::none) return r;
    Workspace w;
    detail::import_all(w, r);
    r.problem = trouble::no_inverse;
    if (r.count == 1 && !detail::is_flat(w, r, 0)) {
        solver<Workspace> plain{w, r.x, r.pieces[0].where};
        r.result = r.inverses[0] = plain.solve(r.functions[0], w.symbol(r.x));
        if (plain.why == trouble::none && !plain.was_eliminated) r.problem = w.problem;
    }
    detail::keep(r, w);
    return r;
}

/// Second stage: the inverse of each piece that is not flat, and where more than one, its direction.
template <class Workspace = workspace>
constexpr inversion solve_pieces(inversion r) {
    if (r.problem != trouble::none) return r;
    Workspace w;
    detail::import_all(w, r);
    drop_undefined_pieces(w, r);
    for (unsigned i = 0; i < r.count && r.problem == trouble::none; ++i) {
        if (detail::is_flat(w, r, i)) continue;
        r.inverses[i] = solve_piece(w, r.functions[i], r.x, r.pieces[i], r);
        if (r.count > 1 && r.problem == trouble::none)
            r.pieces[i].direction = certain_direction(w, r.functions[i], r.x, r.pieces[i].where);
    }
    if (w.problem != trouble::none) r.problem = w.problem;
    detail::keep(r, w);
    return r;
}

/// Third stage: the inverse as one graph.
template <class Workspace = workspace>
constexpr inversion join_pieces(inversion r) {
    if (r.problem != trouble::none) return r;
    Workspace w;
    detail::import_all(w, r);
    for (unsigned i = 0; i < r.count && r.problem != trouble::not_injective; ++i) {
        if (!detail::is_flat(w, r, i)) continue;
        bool const values = has_values(w, r.functions[i], r.x, r.pieces[i].where);
        r.problem = values ? trouble::not_injective : trouble::no_inverse;
    }
    int common = 0;
    if (r.problem == trouble::none && r.count > 1) r.problem = detail::check_order(w, r, common);
    if (r.problem == trouble::none && r.changed)
        for (unsigned i = 0; i < r.count; ++i) r.inverses[i] = detail::change_back(w, r, r.inverses[i]);
    if (r.problem == trouble::none) r.result = detail::join(w, r, common, w.symbol(r.x), r.inverses);
    if (w.problem != trouble::none) r.problem = w.problem;
    detail::keep(r, w);
    return r;
}

/// Last stage, for each piece: is g(f(x)) = x proved, or at least not refuted and true at several points?
template <algebra::effort Effort = algebra::effort::thorough, class Workspace = workspace>
constexpr bool is_certain(inversion const& r, unsigned i) {
    if (r.problem != trouble::none) return false;
    Workspace w;
    node_index const f = w.import(r.graph, r.functions[i]);
    if (!depends_on(w, f, r.x)) return true; // flat: nothing to invert
    node_index const g = w.import(r.graph, r.inverses[i]);
    segment const& s = r.pieces[i].where;
    node_index x = w.symbol(r.x, known_of(w, f, r.x)), both = composition(w, f, g, r.x);
    bool const half = s.has_lower != s.has_upper && (s.has_lower ? s.lower : s.upper).is_zero();
    if ((s.has_lower || s.has_upper) && !half) { // only points of the segment count
        node_index const p = w.symbol(r.x, positive), image = parametrised(w, s, p);
        both = substitute(w, w, both, r.x, image);
        x = image;
    }
    decision const d = algebra::decide<Effort>(w, both, x);
    if constexpr (Effort == algebra::effort::quick)
        return d.answer == verdict::proved;
    else
        return d.answer == verdict::proved ||
               (d.answer == verdict::unknown && agrees_at_points(w, f, g, r.x, r.pieces[i].where));
}

/// The first stage for an inverse: if break points are symbols, after a change of the variable.
template <class Graph>
constexpr inversion find_invertible_pieces(inversion const& plain, Graph const& g, node_index root, packed_name x,
                                           segment const& where) {
    if (plain.problem != trouble::no_inverse || where.has_lower || where.has_upper) return plain;
    auto const r = find_changed_pieces(g, root, x);
    return r.problem == trouble::none ? r : plain;
}

/// Shorter results are left as they are.
inline constexpr unsigned short_result = 4;

/// A result, or its simplest form where that is shorter as it is written.
template <class Graph, class Workspace = workspace>
constexpr node_index shortened(workspace& out, Graph const& g, node_index root) {
    node_index const plain = out.import(g, root);
    unsigned const length = algebra::length_of(out, plain, false);
    if (length <= short_result) return plain;
    Workspace w;
    node_index const r = algebra::simplify<Graph, Workspace>(w, g, root);
    bool const shorter = w.problem == trouble::none && algebra::length_of(w, r, false) < length;
    return shorter ? out.import(w, r) : plain;
}

/// All stages at once: the inverse on a segment of a node in the workspace `out`; on failure `problem` says why.
template <class Graph>
constexpr node_index invert(workspace& out, Graph const& g, node_index root, packed_name x, trouble& problem,
                            segment const& where = {}) {
    auto const solved = solve_pieces(find_invertible_pieces(find_pieces(g, root, x, where), g, root, x, where));
    auto const r = join_pieces(solved);
    problem = r.problem;
    for (unsigned i = 0; i < r.count && problem == trouble::none; ++i)
        if (!is_certain(solved, i)) problem = trouble::no_inverse;
    return problem == trouble::none ? shortened(out, r.graph, r.result) : out.constant(0);
}

/// The stages at compile time, one constant evaluation each.
template <class F, class X, class Where>
struct all_inversion_stages {
    static constexpr auto pieces = find_pieces(graph_of<F>, graph_of<F>.root(), X::name, Where::where);
    static constexpr auto prepare() {
        if constexpr (pieces.problem == trouble::no_inverse)
            return find_invertible_pieces(pieces, graph_of<F>, graph_of<F>.root(), X::name, Where::where);
        else
            return pieces;
    }
    static constexpr auto solved = solve_pieces(prepare());
    static constexpr auto joined = join_pieces(solved);
    template <unsigned Piece>
    static constexpr bool certain = is_certain(solved, Piece);

    /// The problem found so far, or no_inverse if a piece does not pass the last stage.
    template <trouble Known, unsigned Piece = 0>
    static constexpr trouble verified() {
        if constexpr (Known != trouble::none || Piece == solved.count)
            return Known;
        else
            return certain<Piece> ? verified<Known, Piece + 1>() : trouble::no_inverse;
    }
    static constexpr trouble problem = verified<joined.problem>();
};

/// The same where the short way is enough.
template <class F, class X, class Where>
struct peeling_stages {
    static constexpr auto pieces = find_pieces(graph_of<F>, graph_of<F>.root(), X::name, Where::where);
    static constexpr auto joined = peel(pieces);
    static constexpr bool certain = is_certain<algebra::effort::quick>(joined, 0);
    static constexpr trouble problem =
        joined.problem != trouble::none || certain ? joined.problem : trouble::no_inverse;
};

/// In a constant evaluation, larger graphs are left as they are: compilers limit how long one may be.
inline constexpr unsigned most_shortened_nodes = 32;

template <class F, class X, class Where>
constexpr auto choose_stages() {
    if constexpr (peeling_stages<F, X, Where>::problem == trouble::none)
        return peeling_stages<F, X, Where>{};
    else
        return all_inversion_stages<F, X, Where>{};
}

template <class F, class X, class Where = everywhere>
using inversion_stages = decltype(choose_stages<F, X, Where>());

/// The result of the stages as they leave it.
template <class Stages>
struct plain_result : expression_interface<plain_result<Stages>> {
    static constexpr node_index build(workspace& w) { return w.import(Stages::joined.graph, Stages::joined.result); }
};

/// Is the result worth a shorter form?
template <class Stages>
constexpr bool may_be_shortened() {
    workspace w;
    node_index const r = plain_result<Stages>::build(w);
    return algebra::length_of(w, r, false) > short_result && r < most_shortened_nodes;
}

/// The result of the stages, or its simplest form where that is shorter as it is written.
template <class Stages>
constexpr node_index result_of(workspace& w) {
    node_index const plain = plain_result<Stages>::build(w);
    if constexpr (may_be_shortened<Stages>()) {
        node_index const r = simplified<plain_result<Stages>>::build(w);
        if (algebra::length_of(w, r, false) < algebra::length_of(w, plain, false)) return r;
    }
    return plain;
}

} // namespace calculus

namespace detail {

/// One message for every obstacle that has a name.
template <trouble Problem, inverse_obstacle Obstacle>
constexpr bool closed_form_explained() {
    constexpr bool missing = Problem == trouble::no_inverse || Problem == trouble::several_occurrences;
    static_assert(!missing || Obstacle != inverse_obstacle::error_function,
                  "ogive: inverse(f, x) has no closed form here: erf has no elementary inverse. Use "
                  "numeric_inverse(f, x).");
    static_assert(
        !missing || Obstacle != inverse_obstacle::periodic,
        "ogive: inverse(f, x) has no closed form here: the branch of sin, cos or tan is not known. Restrict x by "
        "inverse(f, x, on(lower, upper)) to an interval on which the function is monotone.");
    static_assert(
        !missing || Obstacle != inverse_obstacle::degree,
        "ogive: inverse(f, x) has no closed form here: the equation for x is a polynomial of a degree above 2. "
        "Use numeric_inverse(f, x).");
    return true;
}

} // namespace detail

/// The inverse function of F as a function of X, in the same symbol.
template <class F, class X, class Where = everywhere>
struct inverse_of : expression_interface<inverse_of<F, X, Where>> {
    static constexpr node_index build(workspace& w) {
        using stages = calculus::inversion_stages<F, X, Where>;
        if constexpr (stages::problem != trouble::none) {
            w.fail(stages::problem);
            return w.constant(0);
        } else {
            return calculus::result_of<stages>(w);
        }
    }
};

/// inverse(f, x): the g with g(f(x)) = x, written in x; inverse(f, x, on(lower, upper)): for x in that interval. A
/// compile-time error in words where there is none in closed form. (The tool finds some more, such as that of x + sqrt(x),
/// by proofs for which compilers have no time.)
template <class F, class X, class Where = everywhere>
constexpr auto inverse(F, X, Where = {}) {
    static_assert(operand<F>, "ogive: the first argument of inverse(f, x) must be an expression. Build it from symbols "
                              "and exact constants such as 2_c and 0.5_q.");
    static_assert(detail::is_symbol<X>, "ogive: the second argument of inverse(f, x) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; inverse(f, x).");
    static_assert(detail::is_restriction<Where>,
                  "ogive: the third argument of inverse(f, x, on(lower, upper)) must be an interval, as in on(0_c, "
                  "infinity).");
    if constexpr (!operand<F> || !detail::is_symbol<X> || !detail::is_restriction<Where>) {
        return exact<0>{};
    } else {
        using function = expression_of<F>;
        using stages = calculus::inversion_stages<function, X, Where>;
        static_assert(detail::closed_form_explained<stages::joined.problem, stages::joined.obstacle>());
        static_assert(detail::explained<stages::problem>());
        if constexpr (stages::problem != trouble::none)
            return exact<0>{};
        else
            return inverse_of<function, X, Where>{};
    }
}

/// Is there an inverse in closed form? The reason why not, or trouble::none.
template <class F, class X, class Where = everywhere>
inline constexpr trouble inverse_problem = calculus::inversion_stages<expression_of<F>, X, Where>::problem;

} // namespace ogive
