// SPDX-License-Identifier: BSL-1.0
#pragma once
// The most readable equal form: the fraction is written in e^u, sigmoid(u) and tanh(u/2), and the shortest wins.

#include <ogive/algebra/present.hpp>
#include <ogive/algebra/regions.hpp>
#include <ogive/expression/expression.hpp>

namespace ogive::algebra {

/// In what the exponentials of a formula are expressed.
enum class vocabulary : unsigned char { exponential, decaying_exponential, sigmoid, tanh };

/// Where only powers of t^k occur, t^k becomes the kernel: e^(2x)/(1 + e^(2x)) is a formula in e^(2x).
constexpr void coarsen(field& f, fraction& u) {
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (f.kernels[v].kind != kernel_kind::exponential || f.kernels[v].constant) continue;
        bool elsewhere = false; // inside of another kernel in use
        for (unsigned i = 0; i < f.kernel_count; ++i)
            if (f.kernels[i].kind >= kernel_kind::exponential && f.involves(u, i))
                elsewhere = elsewhere || f.involves(f.arguments[f.kernels[i].argument], v);
        if (elsewhere) continue;
        unsigned k = 0;
        auto const measure = [&](polynomial const& p) {
            for (unsigned i = 0; i < p.size(); ++i)
                k = static_cast<unsigned>(greatest_common_divisor(uint128{exponent(p.exponents[i], v)}, uint128{k}));
        };
        auto const divide = [&](polynomial& p) {
            for (unsigned i = 0; i < p.size(); ++i) {
                unsigned const e = exponent(p.exponents[i], v);
                p.exponents[i] -= variable_power(v, e - e / k);
            }
        };
        measure(u.above);
        for (unsigned i = 0; i < f.factor_count; ++i)
            if (exponent(u.below, i) > 0) measure(f.factors[i]);
        if (k < 2) continue;
        divide(u.above);
        for (unsigned i = 0; i < f.factor_count; ++i)
            if (exponent(u.below, i) > 0) divide(f.factors[i]);
        f.kernels[v].unit = f.kernels[v].unit * rational{static_cast<int>(k)};
    }
}

/// One fraction written with one vocabulary; 0xffff when that meets a limit.
template <class Graph>
constexpr node_index written_in(workspace& out, Graph const& g, node_index root, vocabulary words) {
    field f;
    f.whole_exponents = words == vocabulary::decaying_exponential;
    fraction u;
    with_refinement(f, [&] { u = convert(f, g, root); });
    if (!f.fine()) return presenter::none;
    coarsen(f, u);
    presenter p{out, f};
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (f.kernels[v].kind == kernel_kind::named_constant)
            p.image[v] = out.import(g, find_named_constant(g, root, f.kernels[v]));
    if (words == vocabulary::sigmoid || words == vocabulary::tanh) {
        fraction images[variables];
        unsigned const count = f.kernel_count;
        for (unsigned v = 0; v < count; ++v) images[v] = f.variable(v);
        fraction const one{rational{1}};
        bool any = false;
        for (unsigned v = 0; v < count && f.fine(); ++v) {
            kernel const k = f.kernels[v];
            if (k.kind != kernel_kind::exponential || k.constant || !f.involves(u, v)) continue;
            any = true;
            kernel generator;
            generator.kind = kernel_kind::free;
            generator.name = "generator";
            generator.index = v;
            unsigned const s = f.find(generator, nullptr);
            images[s] = f.variable(s);
            if (words == vocabulary::sigmoid) { // t = s/(1 - s)
                images[v] = f.divide(images[s], f.subtract(one, images[s]));
                p.image[s] = presenter::sigmoid(out, p.fraction_node(f.scale(f.arguments[k.argument], k.unit)));
            } else { // t = (1 + s)/(1 - s)
                images[v] = f.divide(f.add(one, images[s]), f.subtract(one, images[s]));
                rational const half = k.unit / rational{2};
                p.image[s] = out.make(operation::tanh, p.fraction_node(f.scale(f.arguments[k.argument], half)));
            }
        }
        if (!any) return presenter::none;
        u = f.substitute(u, images);
    }
    if (words == vocabulary::decaying_exponential) { // t = 1/s
        fraction images[variables];
        unsigned const count = f.kernel_count;
        for (unsigned v = 0; v < count; ++v) images[v] = f.variable(v);
        bool any = false;
        for (unsigned v = 0; v < count && f.fine(); ++v) {
            kernel const k = f.kernels[v];
            if (k.kind != kernel_kind::exponential || k.constant || !f.involves(u, v)) continue;
            any = true;
            kernel generator;
            generator.kind = kernel_kind::exponential;
            generator.sign = 1;
            generator.index = 2 + v;
            generator.unit = -k.unit;
            unsigned const s = f.find(generator, &f.arguments[k.argument]);
            f.kernels[s].unit = -k.unit;
            images[s] = f.variable(s);
            images[v] = f.invert(images[s]);
        }
        if (!any) return presenter::none;
        u = f.substitute(u, images);
    }
    if (!f.fine()) return presenter::none;
    node_index const r = p.fraction_node(u);
    return f.fine() ? r : presenter::none;
}

/// The shortest form found of a graph without cases (explicit derivatives).
template <class Graph>
constexpr node_index shortest(workspace& out, Graph const& g, node_index root, bool as_written) {
    node_index best = presenter::none;
    unsigned length = 0;
    auto const consider = [&](node_index other) {
        if (other == presenter::none) return;
        unsigned const l = length_of(out, other);
        if (best != presenter::none && l >= length) return;
        best = other;
        length = l;
    };
    if (as_written) {
        workspace w;
        node_index const e = expand_derivatives(w, g, root);
        if (w.problem == trouble::none) consider(out.import(w, e));
    }
    vocabulary const all[] = {vocabulary::sigmoid, vocabulary::tanh, vocabulary::exponential,
                              vocabulary::decaying_exponential};
    for (vocabulary const words : all) {
        workspace w;
        node_index const r = written_in(w, g, root, words);
        if (r != presenter::none && w.problem == trouble::none && (best == presenter::none || length_of(w, r) < length))
            consider(out.import(w, r));
    }
    if (best != presenter::none) return best;
    out.fail(trouble::too_many_nodes);
    return 0;
}

/// Sums, products and quotients inside of a formula in their shortest form, the rest as written.
template <class Workspace = workspace>
constexpr node_index with_short_parts(Workspace& out, Workspace const& g, node_index root) {
    scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES];
    for (unsigned i = 0; i <= root; ++i) {
        needed[i] = false;
        place[i] = 0;
    }
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
        Workspace w;
        node_index const short_form = shortest(w, g, static_cast<node_index>(i), false);
        if (w.problem == trouble::none && length_of(w, short_form) < length_of(out, place[i]))
            place[i] = out.import(w, short_form);
    }
    return place[root];
}

/// The most readable equal form of a graph: never longer than it, its derivatives explicit.
template <class Graph>
constexpr node_index simplify(workspace& out, Graph const& g, node_index root) {
    workspace w;
    node_index const lifted[] = {lift_cases(w, g, root)};
    auto const smooth_form = [&out](workspace const& s, node_index branch) {
        node_index best = shortest(out, s, branch, true);
        workspace e;
        node_index const written = expand_derivatives(e, s, branch);
        if (e.problem != trouble::none) return best;
        node_index const mixed = with_short_parts(out, e, written);
        return length_of(out, mixed) < length_of(out, best) ? mixed : best;
    };
    node_index result = presenter::none;
    if (w.problem == trouble::none) {
        partition const p = find_regions(w, lifted, w.size());
        if (p.stopped == obstacle::none && p.region_count == 1) {
            result = smooth_form(w, lifted[0]);
        } else if (p.stopped == obstacle::none) {
            workspace smooth;
            result =
                case_tree{out, w, p}(smooth, lifted[0], [&](node_index branch) { return smooth_form(smooth, branch); });
        }
    }
    workspace e;
    node_index const written = expand_derivatives(e, g, root);
    if (e.problem != trouble::none) {
        if (result == presenter::none) out.fail(e.problem);
        return result == presenter::none ? node_index{0} : result;
    }
    node_index const original = out.import(e, written);
    return result == presenter::none || length_of(out, original) <= length_of(out, result) ? original : result;
}

} // namespace ogive::algebra

namespace ogive {

/// The simplified form of F, as an expression.
template <class F>
struct simplified : expression_interface<simplified<F>> {
    static constexpr node_index build(workspace& w) { return algebra::simplify(w, graph_of<F>, graph_of<F>.root()); }
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
