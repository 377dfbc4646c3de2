// SPDX-License-Identifier: BSL-1.0
#pragma once
// The stable form of a formula, derived. Any formula gets a form; those out of reach are evaluated node by node.

#include <ogive/evaluate/stabiliser.hpp>

namespace ogive::evaluation {

/// Exponentials of c·x, c > 0, where x is known not to be positive: those of -|c·x|, which need no care for overflow. For
/// expm1 zero keeps its sign.
constexpr node_index for_negative(workspace& w, node_index i, node_index x) {
    node const n = w[i];
    if ((n.op == operation::expm1 || n.op == operation::exp) && n.a == x && w.for_arrays)
        return w.make(n.op, w.make(operation::min, w.constant(0), x)); // of two zeros it is the second
    if (n.op == operation::exp) {
        node const a = w[n.a];
        bool const scaled =
            a.op == operation::multiply && a.b == x && w[a.a].op == operation::constant && w[a.a].low > 0;
        if (n.a != x && !scaled) return i;
        node_index const rate = scaled ? w.constant(-w[a.a].value()) : w.constant(-1);
        return w.make(operation::exp, w.make(operation::multiply, rate, w.make(operation::abs, x)));
    }
    if (n.op != operation::multiply && n.op != operation::add) return i;
    return w.remake(n, for_negative(w, n.a, x), for_negative(w, n.b, x), 0);
}
constexpr node_index with_known_signs(workspace& w, node_index i) {
    node const n = w[i];
    if (n.op != operation::select) return i;
    node const is = w[n.a];
    bool const compares = is.op == operation::less || is.op == operation::less_equal;
    bool const positive = compares && is.a == w.constant(0) && w[is.b].op == operation::symbol;
    bool const negative = compares && is.b == w.constant(0) && w[is.a].op == operation::symbol;
    node_index const then = negative ? for_negative(w, n.b, is.a) : with_known_signs(w, n.b);
    node_index const otherwise = positive ? for_negative(w, n.c, is.b) : with_known_signs(w, n.c);
    return w.make(operation::select, n.a, then, otherwise);
}

/// Is a value NaN wherever the node x is? Where a condition compares x, all comparisons with NaN are false.
constexpr bool passes_nan(workspace const& w, node_index i, node_index x) {
    node const n = w[i];
    if (i == x) return true;
    switch (n.op) {
    case operation::add:
    case operation::subtract:
    case operation::multiply:
    case operation::divide: return passes_nan(w, n.a, x) || passes_nan(w, n.b, x);
    case operation::negate:
    case operation::exp:
    case operation::expm1: return passes_nan(w, n.a, x);
    case operation::min: return n.b == x;
    case operation::select:
        return passes_nan(w, n.c, x) && (w[n.a].op == operation::less || w[n.a].op == operation::less_equal) &&
               (w[n.a].a == x || w[n.a].b == x);
    default: return false;
    }
}

/// Is there a function that can overflow or cancel, so that a side of a comparison needs its stable form?
template <class Graph>
constexpr bool needs_stable_form(Graph const& g, node_index side) {
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, side, needed);
    for (unsigned i = 0; i <= side; ++i)
        if (needed[i] && g[i].op >= operation::exp && g[i].op <= operation::erfc) return true;
    return false;
}

/// The evaluation graph of a formula, appended to `out`.
template <class Graph, class Workspace = workspace>
constexpr node_index stabilise(workspace& out, Graph const& g, node_index root) {
    if (algebra::has_doubtful_ties(g, root)) {
        Workspace settled;
        node_index const plain = algebra::explicit_derivatives(settled, g, root);
        if (settled.problem == trouble::none) return stabilise<Workspace, Workspace>(out, settled, plain);
    }
    Workspace w;
    node_index const roots[] = {algebra::lift_cases(w, g, root)};
    if (w.problem != trouble::none) {
        out.fail(w.problem);
        return 0;
    }
    algebra::partition const p = algebra::find_regions(w, roots, w.size());
    if (p.stopped != obstacle::none) return stabiliser<Workspace>{out, w}(roots[0]);
    if (p.region_count == 1 && p.comparisons.size() == 0) return stabiliser<Workspace>{out, w}(roots[0]);
    Workspace smooth;
    stabiliser<Workspace> stable{out, smooth}, as_written{out, w};
    auto const side_of = [&](node_index side) {
        return needs_stable_form(w, side) ? as_written(side) : out.import(w, side);
    };
    node_index conditions[algebra::max_comparisons] = {};
    for (unsigned k = 0; k < p.comparisons.size(); ++k)
        if (node const c = w[p.comparisons[k].place]; !p.comparisons[k].nested)
            conditions[k] = out.make(c.op, side_of(c.a), side_of(c.b));
    auto const form = [&](node_index branch) { return stable(branch); };
    node_index r = algebra::case_tree{out, w, p, conditions}(smooth, roots[0], form, algebra::undefined_points::stay,
                                                             [&] { return as_written(roots[0]); }); // 1/|x| at 0
    r = with_known_signs(out, r);
    // every comparison with NaN is false: NaN must not take a branch
    if (p.nested) {
        if (p.critical_count == 0) return r; // all of them are settled
        node_index const compared = out.symbol(p.by, p.assumed);
        return out.make(operation::select, out.make(operation::is_number, compared), r, compared);
    }
    for (auto const& c : p.comparisons)
        for (unsigned k = 0; k < 2; ++k)
            if (node_index const side = w[c.place].operand(k); w[side].op != operation::constant) {
                node_index const compared = side_of(side);
                if (!passes_nan(out, r, compared))
                    r = out.make(operation::select, out.make(operation::is_number, compared), r, compared);
            }
    return r;
}

} // namespace ogive::evaluation
