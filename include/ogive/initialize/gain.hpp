// SPDX-License-Identifier: BSL-1.0
#pragma once
// gain(f, x), backward_gain(f, x): by what weights are to be scaled so that an activation keeps the variance.
//
// With inputs of a layer that are standard normal, weights of variance gain^2/fan keep the second moment of the outputs
// at 1: 1/gain^2 = E f(Z)^2 forward, E f'(Z)^2 for the gradients backward (X. Glorot and Y. Bengio, AISTATS 2010; K. He et
// al., arXiv:1502.01852, for relu, where both are sqrt(2)).

#include <ogive/initialize/expectation.hpp>

namespace ogive {

namespace initialization {

/// 1/sqrt(E g(Z)^2), g the derivative of that order.
template <class F, class X>
certified_value gain(int order) {
    workspace w;
    node_index const square = prepared(w, graph_of<expression_of<F>>, X::name, order, 2);
    auto const moment = normal_mean(w, square, X::name);
    if (!moment)
        throw std::domain_error("ogive: gain(f, x) or backward_gain(f, x) finds no bound of the integral. f and its "
                                "derivative must be defined for every real x, but for single points, and grow no "
                                "faster than a power of |x| times a power of e^|x|; check domain(f, x).");
    if (moment->bounds.certain_sign() != 1)
        throw std::domain_error("ogive: gain(f, x) needs a function that is not zero, and backward_gain(f, x) one that "
                                "is not constant: no weights scale what is lost. Use another function.");
    return {enclosure{1} / sqrt(moment->bounds), moment->closed_form};
}

} // namespace initialization

/// 1/sqrt(E f(Z)^2), Z standard normal: the gain that preserves the variance forward. sqrt(2) for relu, 1 for selu.
/// Dimensionless. The error is certain, see normal_mean. Throws std::domain_error where there is no such number, or none
/// is found: odds and logit are not defined for every x, 0 has no gain.
template <class F, class X>
certified_value gain(F, X) {
    if constexpr (initialization::suitable<F, X>())
        return initialization::gain<F, X>(0);
    else
        return {};
}

/// 1/sqrt(E f'(Z)^2): the gain that preserves the variance of the gradients. Of f' its value where it exists counts, jumps
/// of f do not. Throws as gain does.
template <class F, class X>
certified_value backward_gain(F, X) {
    if constexpr (initialization::suitable<F, X>())
        return initialization::gain<F, X>(1);
    else
        return {};
}

} // namespace ogive
