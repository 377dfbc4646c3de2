// SPDX-License-Identifier: BSL-1.0
#pragma once
// The stable form of a formula, derived. Any formula gets a form; those out of reach are evaluated node by node.

#include <ogive/algebra/derivatives.hpp>
#include <ogive/evaluate/stable_fraction.hpp>

namespace ogive::evaluation {

/// A function that is accurate at zero, itself or among the terms and factors of a formula, where it has no accurate form
/// as a part of the whole; no_node if there is none. Within a logarithm it is to be left alone everywhere.
struct own_form {
    node_index place = no_node;
    bool alone = false;
};

/// Builds evaluation graphs: whole formulas where a scheme applies, else node by node.
template <class Graph>
class stabiliser {
    workspace& out_;
    Graph const& g_;
    orders orders_{out_};
    stand_ins stands_;
    template <class>
    friend class stabiliser;
    bool known_[OGIVE_MAX_NODES] = {};
    node_index memo_[OGIVE_MAX_NODES];

    constexpr node_index whole(node_index i, bool with_factors = true) {
        field f;
        f.whole_exponents = true;
        fraction u;
        composer c{out_, f, stable_fraction};
        if (with_factors) c.written.mark(g_, i);
        algebra::with_refinement(f, [&] {
            c.written.count = 0;
            u = algebra::convert(f, g_, i, with_factors ? &c.written : nullptr);
        });
        c.is_logarithm = g_[i].op == operation::log;
        if (!f.fine() || has_mixed_logarithm(f, u, c.is_logarithm)) return no_node;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (f.kernels[v].kind == kernel_kind::named_constant)
                c.image[v] = out_.import(g_, algebra::find_named_constant(g_, i, f.kernels[v]));
        for (unsigned v = 0; v < f.kernel_count; ++v)
            for (unsigned k = 0; k < stands_.count; ++k)
                if (f.kernels[v].kind == kernel_kind::symbol && f.kernels[v].name == stand_ins::name(k)) {
                    c.image[v] = stands_.of[k];
                    c.small[v] = orders_.decay(stands_.of[k]) > 0;
                }
        node_index r = stable_fraction(c, u);
        if (f.fine() && c.in_tail && c.is_logarithm) // it may overflow elsewhere
            r = out_.make(operation::select, out_.make(operation::less, r, out_.constant(1 << 30)), r, by_parts(i));
        return f.fine() ? r : c.written.count > 0 ? whole(i, false) : no_node;
    }

    /// Is a function that is accurate at zero called with another one that is not its inverse, or with a product? As one
    /// formula both would be the logarithm of a fraction, which is near one there, or a difference of logarithms.
    constexpr bool keeps_zero(node_index i) const {
        node const n = g_[i];
        operation const inner = g_[n.a].op;
        if (n.op == operation::expm1) return inner == operation::atanh || inner == operation::asinh;
        if (n.op != operation::atanh && n.op != operation::log1p) return false;
        if (inner == (n.op == operation::atanh ? operation::tanh : operation::expm1)) return false;
        bool const grows = inner == operation::cosh || inner == operation::acosh;
        bool const product = inner == operation::multiply || inner == operation::divide;
        return (product && n.op == operation::log1p && is_multiple_of_symbol(n.a)) ||
               (inner >= operation::sinh && inner <= operation::erfc && !grows) || inner == operation::log1p ||
               inner == operation::expm1 || inner == operation::asin || inner == operation::atan;
    }
    constexpr own_form with_own_form(node_index i) const {
        if (keeps_zero(i)) return {i, true};
        bool part[OGIVE_MAX_NODES]{}, in_logarithm[OGIVE_MAX_NODES]{};
        part[i] = true;
        for (node_index k = i + 1u; k-- > 0;) {
            node const n = g_[k];
            if (!part[k]) continue;
            operation const inner = g_[n.a].op; // of products and sums the form of both may be accurate elsewhere only
            bool const joined = inner >= operation::add && inner <= operation::power && inner != operation::negate;
            bool const small = joined && (n.op == operation::atanh || n.op == operation::log1p);
            if (small || keeps_zero(k)) return {k, in_logarithm[k]};
            bool const algebraic = (n.op >= operation::add && n.op <= operation::sqrt) || n.op == operation::log;
            for (unsigned j = 0; j < n.operand_count(); ++j)
                if (algebraic || (n.op == operation::named && j == 0)) {
                    part[n.operand(j)] = true;
                    in_logarithm[n.operand(j)] = in_logarithm[k] || n.op == operation::log;
                }
        }
        return {};
    }
    constexpr bool is_multiple_of_symbol(node_index i) const {
        node const n = g_[i];
        bool const scaled = g_[n.a].op == operation::constant && n.op == operation::multiply;
        if (scaled) return is_multiple_of_symbol(n.b);
        bool const scales = n.op == operation::multiply || n.op == operation::divide;
        return scales ? g_[n.b].op == operation::constant && is_multiple_of_symbol(n.a) : n.op == operation::symbol;
    }

    constexpr node_index by_parts(node_index i) {
        node const n = g_[i];
        if (n.op == operation::named) return (*this)(n.a);
        if (n.op == operation::derivative) {
            workspace_for<Graph> w;
            node_index const e = algebra::explicit_derivatives(w, g_, i);
            if (w.problem != trouble::none) out_.fail(w.problem);
            return stabiliser<workspace_for<Graph>>{out_, w}(e);
        }
        if (node const sum = g_[n.a]; n.op == operation::log && sum.op == operation::add) { // log(1 + u)
            for (unsigned k = 0; k < 2; ++k)
                if (node const term = g_[sum.operand(k)]; term.op == operation::constant && term.value() == rational{1})
                    return far_logarithm(i, out_.make(operation::log1p, (*this)(sum.operand(1 - k))));
        }
        node_index operands[3] = {};
        for (unsigned k = 0; k < n.operand_count(); ++k) operands[k] = (*this)(n.operand(k));
        if (n.op == operation::log && out_[operands[0]].op == operation::add) {
            node const sum = out_[operands[0]];
            if (sum.a == out_.constant(1)) return far_logarithm(i, out_.make(operation::log1p, sum.b));
            if (sum.b == out_.constant(1)) return far_logarithm(i, out_.make(operation::log1p, sum.a));
        }
        if (n.op == operation::log) return far_logarithm(i, logarithm_of(out_, orders_, operands[0]));
        if (n.op == operation::multiply) return product_far_out(out_, orders_, operands[0], operands[1]);
        return out_.remake(n, operands[0], operands[1], operands[2]);
    }

    /// A term as e^u times a factor: u and the factor, or no_node.
    constexpr composer::two_words as_exponential(node_index i) {
        node const n = g_[i];
        if (n.op == operation::exp) return {n.a, out_.constant(1)};
        if (n.op == operation::named && n.arguments() > 0) return as_exponential(n.a);
        bool const product = n.op == operation::multiply;
        for (unsigned k = 0; product && k < 2; ++k)
            if (composer::two_words const r = as_exponential(n.operand(k)); r.high != no_node)
                return {r.high, product_far_out(out_, orders_, r.low, (*this)(n.operand(1 - k)))};
        return {no_node, no_node};
    }
    /// The logarithm of a sum a + b·e^u: u + log(b + a·e^-u) where e^u is large, else `near`.
    constexpr node_index far_logarithm(node_index i, node_index near) {
        node const sum = g_[g_[i].a];
        for (unsigned k = 0; sum.op == operation::add && k < 2; ++k) {
            composer::two_words const power = as_exponential(sum.operand(k));
            if (power.high == no_node) continue;
            node_index const factor = power.low, u = (*this)(power.high), other = (*this)(sum.operand(1 - k));
            if (orders_.growth(u) == 0 || orders_.is_exponential(other) || orders_.is_exponential(factor)) continue;
            node_index const e = out_.make(operation::exp, out_.make(operation::negate, u));
            node_index const small = other == out_.constant(1) ? e : product_far_out(out_, orders_, other, e);
            node_index const log = factor == out_.constant(1)
                                       ? out_.make(operation::log1p, small)
                                       : out_.make(operation::log, out_.make(operation::add, factor, small));
            return out_.make(operation::select, out_.make(operation::less, out_.constant(32), u),
                             out_.make(operation::add, u, log), near);
        }
        return near;
    }

    /// Where a part of a formula overflows on its own: a form of the formula in which what a function is called with is a
    /// symbol, and so is what does not depend on that. no_node if there is none.
    constexpr node_index by_inner_function(node_index i) {
        node const n = g_[i]; // is infinity divided by it or subtracted from it, or zero multiplied by it?
        if (n.op < operation::add || n.op > operation::divide) return no_node;
        node_index const a = (*this)(n.a), b = (*this)(n.b);
        bool const undone = orders_.undo(a, b) || orders_.undo(b, a);
        bool const grow = orders_.is_exponential(a) && orders_.is_exponential(b);
        bool const vanish = orders_.decay(a) > 0 && orders_.decay(b) > 0 && n.op == operation::divide;
        if (n.op == operation::multiply ? !undone : !grow && !vanish) return no_node;
        bool needed[OGIVE_MAX_NODES] = {};
        algebra::mark_values(g_, i, needed);
        dependence const plain = dependence_on(g_, i, i);
        node_index last = no_node;
        for (unsigned k = i; k-- > 0 && out_.size() < OGIVE_MAX_NODES / 2;) {
            bool const logarithm = g_[k].op == operation::log || g_[k].op == operation::log1p;
            if (!needed[k] || logarithm || !is_called(g_[k]) || !plain.function[g_[k].a]) continue;
            node_index inner = g_[k].a; // the first of which that is made, but for what grows like e^x
            for (node_index j = g_[k].a; j > 0; --j)
                if (plain.function[j] && needed[j] && is_function_of(g_, g_[k].a, j) &&
                    !orders_.is_exponential((*this)(j)))
                    inner = j;
            node_index const r = inner == last ? no_node : in_symbol_for(i, inner, needed);
            if (r != no_node) return r;
            last = inner;
        }
        return no_node;
    }
    constexpr node_index in_symbol_for(node_index i, node_index inner, bool const* needed) {
        workspace_for<Graph> w;
        stabiliser<workspace_for<Graph>> in_symbols{out_, w};
        dependence const on = dependence_on(g_, i, inner);
        node_index place[OGIVE_MAX_NODES] = {};
        for (unsigned k = 0; k <= i; ++k) {
            node const n = g_[k];
            if (needed[k] && on.has[k] && k != inner) {
                for (unsigned j = 0; j < n.operand_count(); ++j) // what does not depend on the inner function
                    if (node_index const part = n.operand(j); on.varies[part] && !on.has[part] && place[part] == 0)
                        place[part] = in_symbols.stands_.add(w, (*this)(part), assumption::none);
                place[k] = n.op == operation::named ? place[n.a] : w.remake(n, place);
            } else if (k == inner) {
                place[k] =
                    in_symbols.stands_.add(w, (*this)(inner), n.op == operation::exp ? positive : assumption::none);
            } else if (!on.varies[k] || n.op == operation::symbol) {
                place[k] = w.remake(n, place);
            }
        }
        bool const complete = w.problem == trouble::none && in_symbols.stands_.count <= stand_ins::capacity;
        return complete ? in_symbols.whole(place[i]) : no_node;
    }

  public:
    constexpr stabiliser(workspace& out, Graph const& g) : out_{out}, g_{g} {}

    constexpr node_index operator()(node_index i) {
        if (!known_[i]) {
            own_form const own = with_own_form(i);
            node_index r = own.alone ? no_node : whole(i);
            if (r != no_node && own.place != no_node) { // its own form where its argument is small
                node_index const argument = (*this)(g_[own.place].a);
                r = where_small(out_, argument, by_parts(i), r);
            }
            if (r == no_node) r = by_inner_function(i);
            memo_[i] = r != no_node ? r : by_parts(i);
            known_[i] = true;
        }
        return memo_[i];
    }
};

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
    if (p.region_count == 1) return stabiliser<Workspace>{out, w}(roots[0]);
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
