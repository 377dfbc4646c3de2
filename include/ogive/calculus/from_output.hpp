// SPDX-License-Identifier: BSL-1.0
#pragma once
// derivative_from_output(f, x): f' as a function of y = f(x), derived as f' after the inverse of f, piece by piece.

#include <ogive/calculus/inverse.hpp>

namespace ogive {
namespace calculus {

namespace detail {

/// A node in the field's normal form; a quotient by e^u alone is written as a sum in e^-u.
template <class Workspace = workspace>
constexpr node_index normal_form(Workspace& w, node_index i, trouble& problem) {
    field f;
    fraction u;
    algebra::with_refinement(f, [&] { u = algebra::convert(f, w, i); });
    if (!f.fine()) {
        problem = trouble::no_inverse;
        return i;
    }
    algebra::presenter p{w, f};
    show_named_constants(p);
    unsigned t = algebra::variables, power = 0;
    bool simple = u.above.size() > 1;
    for (unsigned k = 0; k < f.factor_count; ++k) {
        unsigned const e = exponent(u.below, k);
        if (e == 0) continue;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (f.kernels[v].kind == kernel_kind::exponential && f.factors[k] == f.variable(v).above) t = v;
        if (t == algebra::variables || power > 0) simple = false;
        power += e;
    }
    if (!simple || power == 0) return p.fraction_node(u);
    node_index sum = 0;
    for (unsigned k = u.above.size(); k-- > 0;) {
        auto const& term = u.above.at(k);
        unsigned const e = exponent(term.exponents, t);
        rational const c = u.content * rational{term.coefficient};
        node_index part = p.monomial_node(term.exponents - variable_power(t, e));
        if (e != power) part = p.multiply(part, p.exponential_node(t, static_cast<int>(e) - static_cast<int>(power)));
        sum = p.plus(sum, c, part, k + 1 == u.above.size());
    }
    // begin with what is positive: 1 - e^-y
    if (u.above.size() == 2 && (u.content * rational{u.above.coefficients[1]}).sign() < 0 &&
        w[sum].op == operation::add && w[w[sum].a].op == operation::negate)
        sum = w.make(operation::subtract, w[sum].b, w[w[sum].a].a);
    return f.fine() ? sum : i;
}

} // namespace detail

/// f' in terms of y = f(x), from the solved pieces. A flat piece has derivative 0 and needs no inverse.
template <class Workspace = workspace>
constexpr inversion output_form(inversion r, packed_name y) {
    if (r.problem != trouble::none) return r;
    Workspace w;
    detail::import_all(w, r);
    int common = 0;
    bool steep = false;
    for (unsigned i = 0; i < r.count; ++i) steep = steep || !detail::is_flat(w, r, i);
    if (r.count > 1 && steep) r.problem = detail::check_order(w, r, common);
    node_index const value = w.symbol(y);
    node_index forms[max_pieces] = {};
    for (unsigned i = 0; i < r.count && r.problem == trouble::none; ++i) {
        if (depends_on(w, r.functions[i], y) && !(y == r.x)) r.problem = trouble::no_inverse; // y is taken
        node_index slope = differentiator{w}(r.functions[i], r.x);
        if (r.changed)
            slope = w.make(operation::divide, slope, r.scale); // by x, of which the pieces' variable is a part
        node_index const g = substitute(w, w, r.inverses[i], r.x, value);
        forms[i] = detail::normal_form(w, substitute(w, w, slope, r.x, g), r.problem);
    }
    bool same = true;
    for (unsigned i = 1; i < r.count; ++i) same = same && forms[i] == forms[0];
    if (r.problem == trouble::none) r.result = same ? forms[0] : detail::join(w, r, common, value, forms);
    if (w.problem != trouble::none) r.problem = w.problem;
    detail::keep(r, w);
    return r;
}

/// All stages at once: f' in terms of the output, as a node in the workspace `out`; on failure `problem` says why.
template <class Graph>
constexpr node_index from_output(workspace& out, Graph const& g, node_index root, packed_name x, packed_name y,
                                 trouble& problem) {
    auto const solved = solve_pieces(find_invertible_pieces(find_pieces(g, root, x), g, root, x, segment{}));
    auto const r = output_form(solved, y);
    problem = r.problem;
    for (unsigned i = 0; i < r.count && problem == trouble::none; ++i)
        if (!is_certain(solved, i)) problem = trouble::no_inverse;
    return problem == trouble::none ? shortened(out, r.graph, r.result) : out.constant(0);
}

template <class F, class X, class Y>
struct output_stages {
    using inverse = all_inversion_stages<F, X, everywhere>;
    static constexpr auto joined = output_form(inverse::solved, Y::name);
    static constexpr trouble problem = inverse::template verified<joined.problem>();
};

} // namespace calculus

/// The derivative of F by X as a function of Y = F.
template <class F, class X, class Y>
struct derivative_from_output_of : expression_interface<derivative_from_output_of<F, X, Y>> {
    static constexpr node_index build(workspace& w) {
        using stages = calculus::output_stages<F, X, Y>;
        if constexpr (stages::problem != trouble::none) {
            w.fail(stages::problem);
            return w.constant(0);
        } else {
            return calculus::result_of<stages>(w);
        }
    }
};

/// derivative_from_output(f, x): f'(x) written in y = f(x), the symbol<"y"> unless another is given. A compile-time error
/// in words where f has no inverse in closed form.
template <class F, class X, class Y = symbol_t<"y">>
constexpr auto derivative_from_output(F, X, Y = {}) {
    static_assert(operand<F>,
                  "ogive: the first argument of derivative_from_output(f, x) must be an expression. Build it "
                  "from symbols and exact constants such as 2_c and 0.5_q.");
    static_assert(detail::is_symbol<X> && detail::is_symbol<Y>,
                  "ogive: the second and third argument of derivative_from_output(f, x, y) must be symbols, as in "
                  "constexpr auto x = symbol<\"x\">; derivative_from_output(f, x).");
    if constexpr (!operand<F> || !detail::is_symbol<X> || !detail::is_symbol<Y>) {
        return exact<0>{};
    } else {
        using function = expression_of<F>;
        constexpr trouble problem = calculus::output_stages<function, X, Y>::problem;
        static_assert(detail::explained<problem>());
        if constexpr (problem != trouble::none)
            return exact<0>{};
        else
            return derivative_from_output_of<function, X, Y>{};
    }
}

} // namespace ogive
