// SPDX-License-Identifier: BSL-1.0
#pragma once
// A value and its derivative in one evaluation that shares all they have in common.

#include <ogive/calculus/derivative.hpp>
#include <ogive/evaluate/evaluator.hpp>

namespace ogive {

/// A value with its derivative by one symbol, in the type of the numbers given.
template <class T>
struct value_with_derivative {
    T value;
    T derivative;
};

/// The fused evaluator of F and its derivative by X: called like an expression, with one number or bindings.
template <class F, class X>
struct fused {
    template <class... Arguments>
    constexpr auto operator()(Arguments const&... arguments) const {
        auto const r = evaluation::evaluation_of<F, derivative_of<F, X>>::call(arguments...);
        return value_with_derivative{r.items[0], r.items[1]};
    }
};

/// value_and_derivative(f, x)(0.5) gives {f(0.5), f'(0.5)}; the exponential is computed once.
template <class F, class X>
constexpr auto value_and_derivative(F, X) {
    ogive::detail::require_expression<F>();
    ogive::detail::require_symbol<X>();
    return fused<expression_of<F>, X>{};
}

} // namespace ogive
