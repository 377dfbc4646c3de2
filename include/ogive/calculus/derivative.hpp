// SPDX-License-Identifier: BSL-1.0
#pragma once
// Derivatives of any order by any symbol; gradient and Hessian.

#include <ogive/expression/constant.hpp>
#include <ogive/expression/differentiate.hpp>
#include <ogive/expression/symbol.hpp>

#include <boost/hana/tuple.hpp>

namespace ogive {

/// The derivative of F by X, Order times. Its rules are applied where its graph is used.
template <class F, class X, int Order = 1>
struct derivative_of : expression_interface<derivative_of<F, X, Order>> {
    static constexpr node_index build(workspace& w) { return w.derivative(w.append(graph_of<F>), X::build(w), Order); }
};

namespace detail {

template <class F, class X>
struct derivative_type {
    template <int Order>
    using type = derivative_of<F, X, Order>;
};
template <class F, class X, int Inner>
struct derivative_type<derivative_of<F, X, Inner>, X> {
    template <int Order>
    using type = derivative_of<F, X, Inner + Order>;
};

template <class X>
constexpr void require_symbol() {
    static_assert(is_symbol<X>, "ogive: the second argument of derivative(f, x) must be a symbol, as in "
                                "constexpr auto x = symbol<\"x\">; derivative(f, x).");
}
template <class F>
constexpr void require_expression() {
    static_assert(operand<F>, "ogive: the first argument of derivative(f, x) must be an expression. Build it from "
                              "symbols and exact constants such as 2_c and 0.5_q.");
}

} // namespace detail

/// derivative<n>(f, x): the n-th derivative of f by the symbol x. At a break point of a piecewise function it is that
/// of the branch which contains the point.
template <int Order = 1, class F, class X>
constexpr auto derivative(F, X) {
    static_assert(Order >= 0, "ogive: the order of a derivative must not be negative.");
    detail::require_expression<F>();
    detail::require_symbol<X>();
    if constexpr (!operand<F> || !detail::is_symbol<X>)
        return exact<0>{};
    else if constexpr (Order == 0)
        return expression_of<F>{};
    else
        return typename detail::derivative_type<expression_of<F>, X>::template type<Order>{};
}

/// The partial derivatives of f by each symbol, a Hana tuple.
template <class F, class... X>
constexpr auto gradient(F f, X... x) {
    return boost::hana::make_tuple(derivative(f, x)...);
}

/// The second partial derivatives, a Hana tuple of rows.
template <class F, class... X>
constexpr auto hessian(F f, X... x) {
    auto const row = [&](auto by) { return gradient(derivative(f, by), x...); };
    return boost::hana::make_tuple(row(x)...);
}

} // namespace ogive
