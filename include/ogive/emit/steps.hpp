// SPDX-License-Identifier: BSL-1.0
#pragma once
// steps(...): the derivation of a derivative, of an inverse or of an equation as a person would write it.

#include <ogive/calculus/derivative.hpp>
#include <ogive/emit/derivative_steps.hpp>
#include <ogive/emit/inverse_steps.hpp>

namespace ogive {
namespace detail {

/// The node with every catalogue function replaced by its definition; their names, in order.
inline node_index unfolded(derivation_writer& out, node_index root, std::string& names) {
    workspace& w = out.w;
    std::vector<node_index> place(root + 1u, 0);
    std::vector<bool> needed(root + 1u, false);
    needed[root] = true;
    for (unsigned i = root + 1u; i-- > 0;)
        if (needed[i]) {
            bool const function = w[i].op == operation::named && w[i].arguments() > 0;
            unsigned const count = w[i].op == operation::named ? (function ? 1u : 0u) : w[i].operand_count();
            for (unsigned k = 0; k < count; ++k) needed[w[i].operand(k)] = true;
        }
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const n = w[i];
        if (n.op == operation::named && n.arguments() > 0) {
            place[i] = place[n.a];
            std::string const name = out.name_of(n);
            if ((", " + names + ",").find(", " + name + ",") == std::string::npos)
                names += (names.empty() ? "" : ", ") + name;
        } else if (n.op == operation::named || n.operand_count() == 0) {
            place[i] = static_cast<node_index>(i);
        } else {
            place[i] = w.remake(n, place[n.a], place[n.b], place[n.c]);
        }
    }
    return place[root];
}

/// One side of an equation, brought to its normal form in exponentials.
inline node_index to_normal_form(derivation_writer& out, node_index side) {
    workspace& w = out.w;
    node_index current = algebra::explicit_derivatives(w, w, side);
    if (current != side) out.add(side, current, "differentiated");
    std::string names;
    node_index const plain = unfolded(out, current, names);
    if (plain != current) out.add(side, plain, "definition of " + names);
    workspace t, lifted;
    node_index const cases = algebra::lift_cases(lifted, w, plain);
    node_index const root[] = {cases};
    algebra::partition const p = algebra::find_regions(lifted, root, lifted.size());
    node_index normal = plain;
    if (lifted.problem == trouble::none && p.stopped == algebra::obstacle::none && p.region_count == 1) {
        algebra::vocabulary_set others = 0;
        node_index const r = algebra::written_in(t, lifted, cases, algebra::vocabulary::exponential, others);
        if (r != algebra::presenter::none && t.problem == trouble::none) normal = w.import(t, r);
    } else {
        normal = out.simplified(plain);
    }
    if (normal != plain) out.add(side, normal, "one fraction in the fewest functions");
    return normal;
}

} // namespace detail

/// The derivation of left = right: both sides are brought to one normal form. No lines unless the equation is proved.
template <class Graph>
derivation proof_steps(Graph const& g, node_index left, node_index right) {
    detail::derivation_writer out;
    workspace& w = out.w;
    node_index const a = w.import(g, left), b = w.import(g, right);
    verdict const v = algebra::decide(w, a, b).answer;
    if (v != verdict::proved) {
        out.stop(v == verdict::refuted ? "The equation does not hold." : "The equation is neither proved nor refuted.");
        return out.result;
    }
    node_index const first = detail::to_normal_form(out, a);
    node_index const second = detail::to_normal_form(out, b);
    if (first != second || out.result.lines.empty()) out.add(first, second, "their difference is 0 in every case");
    out.add(a, b, "so both sides are equal");
    return out.result;
}

/// steps(derivative(f, x)): rule by rule.
template <class F, class X, int Order>
derivation steps(derivative_of<F, X, Order>) {
    return derivative_steps(graph_of<F>, graph_of<F>.root(), X::name, Order);
}

/// steps(inverse(f, x)): from y = f(x) to x, operation by operation.
template <class F, class X, class Where>
derivation steps(inverse_of<F, X, Where>) {
    return inverse_steps(graph_of<F>, graph_of<F>.root(), X::name, Where::where);
}

/// steps(f == g): both sides to one form.
template <class A, class B>
derivation steps(equation<A, B>) {
    workspace w;
    node_index const a = w.import(graph_of<A>, graph_of<A>.root()), b = w.import(graph_of<B>, graph_of<B>.root());
    return proof_steps(w, a, b);
}

} // namespace ogive
