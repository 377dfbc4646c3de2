// SPDX-License-Identifier: BSL-1.0
#pragma once
// The elementary functions of expressions. On numbers the same names evaluate (evaluate/elementary.hpp).

#include <ogive/expression/operators.hpp>

namespace ogive {

/// An elementary function applied to one expression.
template <operation Op, class A>
struct call : composed<Op, A>, expression_interface<call<Op, A>> {};

/// An operation on two expressions that is written like a function, and the power.
template <operation Op, class A, class B>
struct call2 : composed<Op, A, B>, expression_interface<call2<Op, A, B>> {};

// clang-format off
template <operand E> constexpr call<operation::sqrt, expression_of<E>> sqrt(E) { return {}; }
template <operand E> constexpr call<operation::exp, expression_of<E>> exp(E) { return {}; }
template <operand E> constexpr call<operation::expm1, expression_of<E>> expm1(E) { return {}; }
template <operand E> constexpr call<operation::log, expression_of<E>> log(E) { return {}; }
template <operand E> constexpr call<operation::log1p, expression_of<E>> log1p(E) { return {}; }
template <operand E> constexpr call<operation::sin, expression_of<E>> sin(E) { return {}; }
template <operand E> constexpr call<operation::cos, expression_of<E>> cos(E) { return {}; }
template <operand E> constexpr call<operation::tan, expression_of<E>> tan(E) { return {}; }
template <operand E> constexpr call<operation::asin, expression_of<E>> asin(E) { return {}; }
template <operand E> constexpr call<operation::acos, expression_of<E>> acos(E) { return {}; }
template <operand E> constexpr call<operation::atan, expression_of<E>> atan(E) { return {}; }
template <operand E> constexpr call<operation::sinh, expression_of<E>> sinh(E) { return {}; }
template <operand E> constexpr call<operation::cosh, expression_of<E>> cosh(E) { return {}; }
template <operand E> constexpr call<operation::tanh, expression_of<E>> tanh(E) { return {}; }
template <operand E> constexpr call<operation::asinh, expression_of<E>> asinh(E) { return {}; }
template <operand E> constexpr call<operation::acosh, expression_of<E>> acosh(E) { return {}; }
template <operand E> constexpr call<operation::atanh, expression_of<E>> atanh(E) { return {}; }
template <operand E> constexpr call<operation::erf, expression_of<E>> erf(E) { return {}; }
template <operand E> constexpr call<operation::erfc, expression_of<E>> erfc(E) { return {}; }
template <operand E> constexpr call<operation::abs, expression_of<E>> abs(E) { return {}; }
template <operand E> constexpr call<operation::sign, expression_of<E>> sign(E) { return {}; }

/// base^exponent; for a base that may be negative the exponent must be an integer constant.
template <operand A, operand B> constexpr call2<operation::power, expression_of<A>, expression_of<B>> pow(A, B) { return {}; }
template <operand A, operand B> constexpr call2<operation::min, expression_of<A>, expression_of<B>> min(A, B) { return {}; }
template <operand A, operand B> constexpr call2<operation::max, expression_of<A>, expression_of<B>> max(A, B) { return {}; }
// clang-format on

// A number is not an exact constant, here neither.
template <expression A, class N>
    requires std::is_arithmetic_v<N>
constexpr A pow(A, N) {
    detail::refuse_number<N>();
    return {};
}
template <class N, expression A>
    requires std::is_arithmetic_v<N>
constexpr A pow(N, A) {
    detail::refuse_number<N>();
    return {};
}
template <expression A, class N>
    requires std::is_arithmetic_v<N>
constexpr A min(A, N) {
    detail::refuse_number<N>();
    return {};
}
template <class N, expression A>
    requires std::is_arithmetic_v<N>
constexpr A min(N, A) {
    detail::refuse_number<N>();
    return {};
}
template <expression A, class N>
    requires std::is_arithmetic_v<N>
constexpr A max(A, N) {
    detail::refuse_number<N>();
    return {};
}
template <class N, expression A>
    requires std::is_arithmetic_v<N>
constexpr A max(N, A) {
    detail::refuse_number<N>();
    return {};
}

} // namespace ogive
