// SPDX-License-Identifier: BSL-1.0
#pragma once
// inverse(f, x): the inverse function in closed form, in the same symbol, piece by piece where f has cases.

#include <ogive/algebra/prove.hpp>
#include <ogive/calculus/facts.hpp>
#include <ogive/calculus/solve.hpp>

namespace ogive {
namespace calculus {

inline constexpr unsigned max_pieces = 5;

/// A part of the line on which the function is smooth, with the function there, its inverse, and its values at the ends.
struct piece {
    segment where;
    bool owns_lower = false, owns_upper = false; // which ends the function as written counts to this piece
    int direction = 0;                           // rising or falling, where it had to be known
};

/// A function cut into pieces; in `graph` the nodes: pieces, inverses, values at lower ends, values at upper ends.
struct inversion {
    stored_graph<192> graph;
    piece pieces[max_pieces] = {};
    node_index functions[max_pieces] = {}, inverses[max_pieces] = {}, at_lower[max_pieces] = {},
               at_upper[max_pieces] = {};
    unsigned count = 0;
    node_index result = 0;
    packed_name x;
    trouble problem = trouble::none;
};

namespace detail {

/// The difference of two constants, by sign; 2 when it is not known.
template <class Workspace = workspace>
constexpr int compare_constants(Workspace const& w, node_index a, node_index b) {
    if (a == b) return 0;
    field f;
    int s = 2;
    algebra::with_refinement(f, [&] {
        fraction const d = f.subtract(algebra::convert(f, w, a), algebra::convert(f, w, b));
        int const sign = algebra::certain_sign(f, d);
        s = d.is_zero() ? 0 : sign != 0 ? sign : 2;
    });
    return f.fine() ? s : 2;
}

/// Writes the stored roots of an inversion.
template <class Workspace = workspace>
constexpr void keep(inversion& r, Workspace const& w) {
    node_index roots[4 * max_pieces + 1] = {};
    unsigned n = 0;
    for (unsigned i = 0; i < r.count; ++i) {
        roots[n++] = r.functions[i];
        roots[n++] = r.inverses[i];
        roots[n++] = r.at_lower[i];
        roots[n++] = r.at_upper[i];
    }
    roots[n++] = r.result;
    r.graph.store(w, roots, n);
    if (r.graph.problem != trouble::none && r.problem == trouble::none) r.problem = r.graph.problem;
    n = 0;
    for (unsigned i = 0; i < r.count; ++i) {
        r.functions[i] = roots[n++];
        r.inverses[i] = roots[n++];
        r.at_lower[i] = roots[n++];
        r.at_upper[i] = roots[n++];
    }
    r.result = roots[n];
}

} // namespace detail

/// First stage: the pieces, with explicit derivatives and without cases.
template <class Graph>
constexpr inversion find_pieces(Graph const& g, node_index root, packed_name x) {
    inversion r;
    r.x = x;
    workspace explicit_form, lifted, w;
    node_index const e = expand_derivatives(explicit_form, g, root);
    node_index const roots[] = {algebra::lift_cases(lifted, explicit_form, e)};
    if (explicit_form.problem != trouble::none) r.problem = explicit_form.problem;
    if (lifted.problem != trouble::none) r.problem = lifted.problem;
    if (r.problem != trouble::none) return r;
    w.constant(0);
    algebra::partition const parts = algebra::find_regions(lifted, roots, lifted.size());
    if (parts.region_count == 1 && parts.stopped == algebra::obstacle::none) {
        r.count = 1;
        r.functions[0] = w.import(lifted, roots[0]);
        assumption const known = known_of(w, r.functions[0], x);
        if (known == positive) r.pieces[0].where.has_lower = true;
        if (known == negative) r.pieces[0].where.has_upper = true;
    } else if (parts.stopped != algebra::obstacle::none || !parts.linear || !(parts.by == x)) {
        r.problem = trouble::no_inverse;
    } else {
        node_index branches[algebra::partition::max_on_a_line] = {};
        for (unsigned i = 0; i < parts.region_count; ++i)
            branches[i] = algebra::resolve(w, lifted, roots[0], parts, parts.regions[i]);
        for (unsigned i = 0; i < parts.region_count && r.problem == trouble::none; i += 2) {
            algebra::region const& here = parts.regions[i];
            bool const left = i > 0 && branches[i - 1] == branches[i];
            if (i > 0 && !left && branches[i - 1] != branches[i - 2]) { // a point with a formula of its own
                rational const at = parts.regions[i - 1].lower;
                node_index const here_alone = algebra::evaluate_symbol(w, w, branches[i - 1], x, at);
                node_index const from_left = algebra::evaluate_symbol(w, w, branches[i - 2], x, at);
                if (detail::compare_constants(w, here_alone, from_left) != 0) {
                    r.problem = trouble::no_inverse;
                    break;
                }
            }
            if (left && branches[i - 2] == branches[i]) { // no real break
                r.pieces[r.count - 1].where.has_upper = here.has_upper;
                r.pieces[r.count - 1].where.upper = here.upper;
                continue;
            }
            if (r.count == max_pieces) {
                r.problem = trouble::no_inverse;
                break;
            }
            piece& p = r.pieces[r.count];
            p.where = {here.has_lower, here.has_upper, here.lower, here.upper};
            p.owns_lower = left;
            if (r.count > 0) r.pieces[r.count - 1].owns_upper = !left;
            r.functions[r.count++] = branches[i];
        }
    }
    for (unsigned i = 0; i < r.count; ++i) {
        segment const& s = r.pieces[i].where;
        if (r.count == 1) break;
        if (s.has_lower) r.at_lower[i] = algebra::evaluate_symbol(w, w, r.functions[i], x, s.lower);
        if (s.has_upper) r.at_upper[i] = algebra::evaluate_symbol(w, w, r.functions[i], x, s.upper);
        // on a half-line the sign of x is known
        assumption const known = s.has_lower && s.lower.sign() >= 0   ? positive
                                 : s.has_upper && s.upper.sign() <= 0 ? negative
                                                                      : assumption::none;
        if (known != assumption::none) r.functions[i] = substitute(w, w, r.functions[i], x, w.symbol(x, known));
    }
    if (w.problem != trouble::none)
        r.problem = w.problem == trouble::division_by_zero ? trouble::no_inverse : w.problem;
    detail::keep(r, w);
    return r;
}

/// A constant in its shortest form.
template <class Workspace = workspace>
constexpr node_index tidy_constant(Workspace& w, node_index i) {
    field f;
    fraction u;
    algebra::with_refinement(f, [&] { u = algebra::convert(f, w, i); });
    if (!f.fine()) return i;
    algebra::presenter p{w, f};
    show_named_constants(p);
    node_index const r = p.fraction_node(u);
    return f.fine() ? r : i;
}

/// g(f(x)) as a node.
template <class Workspace = workspace>
constexpr node_index composition(Workspace& w, node_index f, node_index g, packed_name x) {
    return substitute(w, w, g, x, f);
}

/// Does g(f(x)) = x hold at several exact points of the segment, by narrow enclosures?
template <class Workspace = workspace>
constexpr bool agrees_at_points(Workspace& w, node_index f, node_index g, packed_name x, segment const& s) {
    node_index const c = composition(w, f, g, x);
    algebra::region where;
    where.has_lower = s.has_lower;
    where.has_upper = s.has_upper;
    where.lower = s.lower;
    where.upper = s.upper;
    unsigned confirmed = 0;
    for (unsigned i = 0; i < algebra::detail::samples && confirmed < 4; ++i) {
        algebra::point at = sample_parameters(w, c, x, i);
        rational const q = algebra::detail::inside(where, i);
        at.push_back({x, q});
        enclosure const value = algebra::enclose(w, c, at);
        if (!value.defined()) continue;
        enclosure const exact{q};
        if (disjoint(value, exact) || value.upper - value.lower > number::extended{rational{1, 1000}}) return false;
        ++confirmed;
    }
    return confirmed >= 3;
}

/// The inverse of one smooth piece.
template <class Workspace = workspace>
constexpr node_index solve_piece(Workspace& w, node_index f, packed_name x, piece const& p, trouble& problem) {
    node_index const y = w.symbol(x); // values are any numbers, whatever is known of x
    solver plain{w, x};
    node_index const r = plain.solve(f, y);
    problem = plain.why;
    if (problem == trouble::none) return r;
    if (turns(w, f, x, p.where)) {
        problem = trouble::not_injective;
        return 0;
    }
    if (problem == trouble::not_injective) problem = trouble::no_inverse; // not certain
    if (problem != trouble::no_inverse || direction(w, f, x, p.where) == 0) return 0;
    for (int branch = 1; branch >= -1; branch -= 2) {
        solver quadratic{w, x};
        quadratic.branch = branch;
        node_index const candidate = quadratic.solve(f, y);
        if (quadratic.why != trouble::none || !agrees_at_points(w, f, candidate, x, p.where)) continue;
        problem = trouble::none;
        return candidate;
    }
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

template <class Workspace = workspace>
constexpr void import_all(Workspace& w, inversion& r) {
    for (unsigned i = 0; i < r.count; ++i) {
        r.functions[i] = w.import(r.graph, r.functions[i]);
        r.inverses[i] = w.import(r.graph, r.inverses[i]);
        r.at_lower[i] = w.import(r.graph, r.at_lower[i]);
        r.at_upper[i] = w.import(r.graph, r.at_upper[i]);
    }
    r.result = w.import(r.graph, r.result);
}

} // namespace detail

/// Second stage: the inverse of each piece that is not flat, and where more than one, its direction.
template <class Workspace = workspace>
constexpr inversion solve_pieces(inversion r) {
    if (r.problem != trouble::none) return r;
    Workspace w;
    detail::import_all(w, r);
    for (unsigned i = 0; i < r.count && r.problem == trouble::none; ++i) {
        if (detail::is_flat(w, r, i)) continue;
        r.inverses[i] = solve_piece(w, r.functions[i], r.x, r.pieces[i], r.problem);
        if (r.count > 1 && r.problem == trouble::none)
            r.pieces[i].direction = direction(w, r.functions[i], r.x, r.pieces[i].where);
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
    for (unsigned i = 0; i < r.count; ++i)
        if (detail::is_flat(w, r, i)) r.problem = trouble::not_injective;
    int common = 0;
    if (r.problem == trouble::none && r.count > 1) r.problem = detail::check_order(w, r, common);
    if (r.problem == trouble::none) r.result = detail::join(w, r, common, w.symbol(r.x), r.inverses);
    if (w.problem != trouble::none) r.problem = w.problem;
    detail::keep(r, w);
    return r;
}

/// Last stage, for each piece: is g(f(x)) = x proved, or at least not refuted and true at several points?
template <class Workspace = workspace>
constexpr bool is_certain(inversion const& r, unsigned i) {
    if (r.problem != trouble::none) return false;
    Workspace w;
    node_index const f = w.import(r.graph, r.functions[i]);
    if (!depends_on(w, f, r.x)) return true; // flat: nothing to invert
    node_index const g = w.import(r.graph, r.inverses[i]);
    node_index const x = w.symbol(r.x, known_of(w, f, r.x));
    decision const d = algebra::decide(w, composition(w, f, g, r.x), x);
    return d.answer == verdict::proved ||
           (d.answer == verdict::unknown && agrees_at_points(w, f, g, r.x, r.pieces[i].where));
}

/// All stages at once: the inverse of a node in the workspace `out`; on failure `problem` says why.
template <class Graph>
constexpr node_index invert(workspace& out, Graph const& g, node_index root, packed_name x, trouble& problem) {
    inversion const r = join_pieces(solve_pieces(find_pieces(g, root, x)));
    problem = r.problem;
    for (unsigned i = 0; i < r.count && problem == trouble::none; ++i)
        if (!is_certain(r, i)) problem = trouble::no_inverse;
    return problem == trouble::none ? out.import(r.graph, r.result) : out.constant(0);
}

/// The stages at compile time, one constant evaluation each.
template <class F, class X>
struct inversion_stages {
    static constexpr inversion pieces = find_pieces(graph_of<F>, graph_of<F>.root(), X::name);
    static constexpr inversion solved = solve_pieces(pieces);
    static constexpr inversion joined = join_pieces(solved);
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

} // namespace calculus

/// The inverse function of F as a function of X, in the same symbol.
template <class F, class X>
struct inverse_of : expression_interface<inverse_of<F, X>> {
    static constexpr node_index build(workspace& w) {
        using stages = calculus::inversion_stages<F, X>;
        if constexpr (stages::problem != trouble::none) {
            w.fail(stages::problem);
            return w.constant(0);
        } else {
            return w.import(stages::joined.graph, stages::joined.result);
        }
    }
};

/// inverse(f, x): the g with g(f(x)) = x, written in x. A compile-time error in words where there is none in closed form.
template <class F, class X>
constexpr auto inverse(F, X) {
    static_assert(operand<F>, "ogive: the first argument of inverse(f, x) must be an expression. Build it from symbols "
                              "and exact constants such as 2_c and 0.5_q.");
    static_assert(detail::is_symbol<X>, "ogive: the second argument of inverse(f, x) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; inverse(f, x).");
    if constexpr (!operand<F> || !detail::is_symbol<X>) {
        return exact<0>{};
    } else {
        using function = expression_of<F>;
        constexpr trouble problem = calculus::inversion_stages<function, X>::problem;
        static_assert(detail::explained<problem>());
        if constexpr (problem != trouble::none)
            return exact<0>{};
        else
            return inverse_of<function, X>{};
    }
}

/// Is there an inverse in closed form? The reason why not, or trouble::none.
template <class F, class X>
inline constexpr trouble inverse_problem = calculus::inversion_stages<expression_of<F>, X>::problem;

} // namespace ogive
