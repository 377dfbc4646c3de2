// SPDX-License-Identifier: BSL-1.0
#pragma once
// The most readable equal form: the fraction is written in e^u, sigmoid(u) and tanh(u/2), and the shortest wins.

#include <ogive/algebra/derivatives.hpp>
#include <ogive/algebra/vocabulary.hpp>
#include <ogive/expression/expression.hpp>

namespace ogive::algebra {

/// The shortest of some nodes, the first of equals.
class shortest_of {
    workspace& out_;
    unsigned length_ = 0;

  public:
    node_index best = presenter::none;

    constexpr explicit shortest_of(workspace& out) : out_{out} {}
    constexpr unsigned length() const { return length_; }
    constexpr bool found() const { return best != presenter::none; }
    constexpr bool wants(unsigned length) const { return !found() || length < length_; }
    template <class Graph>
    constexpr void consider(Graph const& g, node_index other) {
        if (other == presenter::none || g.problem != trouble::none) return;
        unsigned const l = length_of(g, other);
        if (!wants(l)) return;
        best = out_.import(g, other);
        length_ = l;
    }
};

/// The shortest form in one vocabulary of a graph without cases (explicit derivatives). What textbooks avoid, tanh(x/2)
/// for a sigmoid and x - x^2 for x(1 - x), is tried in the second tier only.
template <class Graph, class Workspace = workspace>
constexpr void in_one_vocabulary(shortest_of& result, Graph const& g, node_index root, bool second_tier) {
    auto const count = static_cast<unsigned>(second_tier ? vocabulary::count : vocabulary::half_tanh);
    vocabulary_set apply = only(vocabulary::exponential);
    for (unsigned i = 0; i < count; ++i) {
        if ((apply >> i & 1u) == 0) continue;
        Workspace w;
        node_index const r = written_in(w, g, root, static_cast<vocabulary>(i), apply, second_tier);
        result.consider(w, r);
    }
}

/// Longer parts of a formula are left to the vocabularies of the whole.
inline constexpr unsigned longest_part = 40;

/// Sums, products and quotients inside of a formula in their shortest form, the rest as written.
template <class Workspace = workspace>
constexpr node_index with_short_parts(Workspace& out, Workspace const& g, node_index root) {
    scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    for (unsigned i = 0; i <= root; ++i) place[i] = 0;
    needed[root] = true;
    for (unsigned i = root + 1u; i-- > 0;) // catalogue functions stay as they are
        for (unsigned k = 0; needed[i] && g[i].op != operation::named && k < g[i].operand_count(); ++k)
            needed[g[i].operand(k)] = true;
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        if (n.op == operation::named) {
            place[i] = out.import(g, static_cast<node_index>(i));
            continue;
        }
        place[i] = out.remake(n, place[n.a], place[n.b], place[n.c]);
        if (node const right = out[place[n.b]]; n.op == operation::multiply && right.op == operation::multiply)
            place[i] = out.make(operation::multiply, out.make(operation::multiply, place[n.a], right.a), right.b);
        if (n.op < operation::add || n.op > operation::power || i == root) continue;
        if (unsigned const l = length_of(out, place[i]); l < 4 || l > longest_part) continue;
        Workspace w;
        shortest_of part{w};
        in_one_vocabulary(part, g, static_cast<node_index>(i), false);
        if (part.found() && w.problem == trouble::none && part.length() < length_of(out, place[i]))
            place[i] = out.import(w, part.best);
    }
    return place[root];
}

/// The most readable form of a graph without cases: one vocabulary, unless what is written, with parts of it shortened,
/// is strictly shorter.
template <class Workspace>
constexpr node_index smooth_form(Workspace& out, Workspace const& g, node_index root) {
    shortest_of result{out};
    in_one_vocabulary(result, g, root, false);
    Workspace e;
    node_index const written = expand_derivatives(e, g, root);
    if (e.problem == trouble::none) {
        Workspace m;
        node_index const mixed = with_short_parts(m, e, written);
        bool const shorter = m.problem == trouble::none && result.wants(length_of(m, mixed));
        if (!__builtin_is_constant_evaluated() && (shorter || result.wants(length_of(e, written))))
            in_one_vocabulary(result, g, root, true);
        result.consider(m, mixed);
        result.consider(e, written);
    }
    if (result.found()) return result.best;
    out.fail(e.problem == trouble::none ? trouble::too_many_nodes : e.problem);
    return 0;
}

/// Cases on both sides of 0 that mirror each other, written with |x|; presenter::none where they do not.
template <class Workspace>
constexpr node_index mirrored_form(Workspace& out, Workspace const& g, node_index root, partition const& p) {
    if (!p.linear || p.region_count != 3 || !p.regions[1].is_point || !p.regions[1].lower.is_zero())
        return presenter::none;
    Workspace smooth, e, zero;
    node_index branches[3] = {};
    for (unsigned r = 0; r < 3; ++r)
        branches[r] = expand_derivatives(e, smooth, resolve(smooth, g, root, p, p.regions[r]));
    node_index const x = e.symbol(p.by);
    node_index const mirrored = replace_symbol(e, e, branches[2], p.by, e.make(operation::negate, x));
    node_index const at_zero = evaluate_symbol(zero, e, branches[1], p.by, rational{0});
    node_index const from_right = evaluate_symbol(zero, e, branches[2], p.by, rational{0});
    if (smooth.problem != trouble::none || e.problem != trouble::none || zero.problem != trouble::none)
        return presenter::none;
    field f;
    bool even = false, odd = false;
    with_refinement(f, [&] {
        fraction const left = convert(f, e, branches[0]), right = convert(f, e, mirrored);
        even = f.fine() && f.subtract(left, right).is_zero() && f.fine();
        odd = f.fine() && f.add(left, right).is_zero() && f.fine();
    });
    bool same = false, vanishes = false, defined = false;
    with_refinement(f, [&] {
        fraction const here = convert(f, zero, at_zero);
        vanishes = f.fine() && here.is_zero();
        fraction const there = convert(f, zero, from_right); // which must be defined: sign(x)·log|x| is not
        defined = f.fine();
        same = defined && f.subtract(here, there).is_zero() && f.fine();
    });
    if (!(even && same) && !(odd && vanishes && defined)) return presenter::none;
    Workspace form;
    node_index const right = smooth_form(form, e, branches[2]);
    node_index const argument = out.symbol(p.by);
    node_index const r = replace_symbol(out, form, right, p.by, out.make(operation::abs, argument));
    if (form.problem != trouble::none || out.problem != trouble::none) return presenter::none;
    if (even) return r;
    node_index const side = out.make(operation::sign, argument);
    return out[r].op == operation::negate ? out.make(operation::negate, out.make(operation::multiply, side, out[r].a))
                                          : out.make(operation::multiply, side, r);
}

/// One step of simplify.
template <class Graph, class Workspace = workspace>
constexpr node_index simplify_once(workspace& out, Graph const& g, node_index root) {
    if (has_doubtful_ties(g, root)) {
        Workspace settled;
        node_index const plain = explicit_derivatives(settled, g, root);
        if (settled.problem == trouble::none) return simplify_once<Workspace, Workspace>(out, settled, plain);
    }
    shortest_of result{out};
    Workspace w;
    node_index const lifted[] = {lift_cases(w, g, root)};
    if (w.problem == trouble::none) {
        partition const p = find_regions(w, lifted, w.size());
        Workspace form;
        if (p.stopped == obstacle::none && p.comparisons.empty()) {
            result.consider(form, smooth_form(form, w, lifted[0]));
        } else if (p.stopped == obstacle::none) {
            Workspace smooth;
            auto const smooth_branch = [&](node_index branch) { return smooth_form(form, smooth, branch); };
            result.consider(form,
                            case_tree{form, w, p}(smooth, lifted[0], smooth_branch, undefined_points::do_not_matter));
            Workspace mirror;
            result.consider(mirror, mirrored_form(mirror, w, lifted[0], p));
        }
    }
    Workspace e;
    node_index const written = expand_derivatives(e, g, root);
    result.consider(e, written);
    if (result.found()) return result.best;
    out.fail(e.problem);
    return 0;
}

/// A total order of the graphs of one length.
constexpr bool comes_before(workspace const& w, node_index a, node_index b) {
    while (a != b) {
        node const &x = w[a], &y = w[b];
        if (x.op != y.op) return x.op < y.op;
        if (x.low != y.low) return x.low < y.low;
        if (x.high != y.high) return x.high < y.high;
        unsigned k = 0;
        unsigned const count = x.operand_count();
        while (k + 1 < count && x.operand(k) == y.operand(k)) ++k;
        if (count == 0) return x.assumed < y.assumed;
        a = x.operand(k);
        b = y.operand(k);
    }
    return false;
}

/// The most readable equal form of a graph, its derivatives explicit: never longer than it, and simplified again it is
/// the same graph. Where the graph is defined the form is, with the same value; it may be defined at isolated points
/// more, as 1 + x is at 1 and (x^2 - 1)/(x - 1) is not. The form does not depend on how the graph was written as far as
/// its normal form is unique, unless what was written is shorter than every form tried.
/// In a constant evaluation fewer forms are tried, since compilers limit it: the form may be longer than that of run time.
template <class Graph, class Workspace = workspace>
constexpr node_index simplify(workspace& out, Graph const& g, node_index root) {
    if (out.problem != trouble::none) return 0; // first, so that compilers do not try this on a workspace of run time
    Workspace all;                              // every form met
    node_index forms[8];
    unsigned count = 0, again = 0;
    forms[count++] = simplify_once(all, g, root);
    bool settled = all.problem != trouble::none;
    while (!settled && count < 8) {
        Workspace step;
        node_index const s = simplify_once(step, all, forms[count - 1]);
        node_index const next = step.problem == trouble::none ? all.import(step, s) : forms[count - 1];
        for (again = 0; again < count && forms[again] != next;) ++again;
        settled = again < count || all.problem != trouble::none;
        if (!settled) forms[count++] = next;
    }
    if (all.problem != trouble::none) {
        Workspace first;
        node_index const s = simplify_once(first, g, root);
        if (first.problem == trouble::none) return out.import(first, s);
        out.fail(first.problem); // the nodes of a workspace that failed say nothing
        return 0;
    }
    node_index best = forms[count - 1]; // of forms that lead to each other, the first
    for (unsigned i = again; i < count; ++i)
        if (forms[i] != best && comes_before(all, forms[i], best)) best = forms[i];
    return out.import(all, best);
}

} // namespace ogive::algebra

namespace ogive {

namespace detail {

/// One step of simplify, a constant evaluation of its own: compilers limit how long one may be.
template <class F>
struct simplified_once : expression_interface<simplified_once<F>> {
    static constexpr node_index build(workspace& w) {
        return algebra::simplify_once(w, graph_of<F>, graph_of<F>.root());
    }
};

template <class A, class B>
constexpr bool same_graph() {
    workspace w;
    return w.import(graph_of<A>, graph_of<A>.root()) == w.import(graph_of<B>, graph_of<B>.root());
}
template <class A, class B>
constexpr bool comes_before() {
    workspace w;
    node_index const a = w.import(graph_of<A>, graph_of<A>.root()), b = w.import(graph_of<B>, graph_of<B>.root());
    return algebra::comes_before(w, a, b);
}

/// Of forms that lead to each other, the first in a fixed order.
template <class Best>
constexpr Best first_form() {
    return {};
}
template <class Best, class Next, class... Rest>
constexpr auto first_form() {
    if constexpr (comes_before<Next, Best>())
        return first_form<Next, Rest...>();
    else
        return first_form<Best, Rest...>();
}

/// Repeats the step until a form comes again. `Forms` are those met, the last one first.
template <class Last, class... Forms>
constexpr auto settled_form() {
    using next = simplified_once<Last>;
    if constexpr (same_graph<next, Last>() || sizeof...(Forms) == 7) {
        return Last{};
    } else if constexpr ((same_graph<next, Forms>() || ...)) {
        return first_form<Last, Forms...>();
    } else {
        return settled_form<next, Last, Forms...>();
    }
}

} // namespace detail

/// The simplified form of F, as an expression.
template <class F>
struct simplified : expression_interface<simplified<F>> {
    static constexpr node_index build(workspace& w) {
        using form = decltype(detail::settled_form<detail::simplified_once<F>>());
        return w.import(graph_of<form>, graph_of<form>.root());
    }
};

/// The most readable equal form: sigmoid' as sigmoid(x)(1 - sigmoid(x)), tanh' as 1 - tanh(x)^2.
struct simplify_t {
    template <expression F>
    constexpr simplified<F> operator()(F) const {
        return {};
    }
};
inline constexpr simplify_t simplify{};

} // namespace ogive
