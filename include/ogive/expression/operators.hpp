// SPDX-License-Identifier: BSL-1.0
#pragma once
// Arithmetic and comparison of expressions. Operations on exact constants give exact constants.

#include <ogive/expression/constant.hpp>

namespace ogive {

/// An operation on expressions, as its graph.
template <operation Op, class... Operands>
struct composed {
    static constexpr node_index build(workspace& w) {
        node_index const places[] = {place<Operands>(w)...};
        if constexpr (sizeof...(Operands) == 1)
            return w.make(Op, places[0]);
        else if constexpr (sizeof...(Operands) == 2)
            return w.make(Op, places[0], places[1]);
        else
            return w.make(Op, places[0], places[1], places[2]);
    }

  private:
    template <class Operand>
    static constexpr node_index place(workspace& w) {
        if constexpr (expression<Operand>)
            return w.append(graph_of<Operand>);
        else
            return Operand::build(w);
    }
};

template <class A, class B>
struct sum_of : composed<operation::add, A, B>, expression_interface<sum_of<A, B>> {};
template <class A, class B>
struct difference_of : composed<operation::subtract, A, B>, expression_interface<difference_of<A, B>> {};
template <class A, class B>
struct product_of : composed<operation::multiply, A, B>, expression_interface<product_of<A, B>> {};
template <class A, class B>
struct quotient_of : composed<operation::divide, A, B>, expression_interface<quotient_of<A, B>> {};
template <class A>
struct negative_of : composed<operation::negate, A>, expression_interface<negative_of<A>> {};

/// A condition of a piecewise expression.
template <operation Op, class A, class B>
struct condition : composed<Op, A, B>, operators::enabled {
    using ogive_condition = void;
};
template <class C>
concept is_condition = requires { typename C::ogive_condition; };

/// The equation A = B. Converts to true when it is proved and to false when it is refuted; where the engine cannot
/// decide it, the conversion is a compile-time error that says so.
template <class A, class B>
struct equation {
    using left = A;
    using right = B;
    constexpr operator bool() const { return holds(*this); }
};

/// The negation of an equation: true when A = B is refuted.
template <class A, class B>
struct inequality {
    constexpr operator bool() const { return !static_cast<bool>(equation<A, B>{}); }
};

namespace detail {

template <class A, class B>
struct folded {
    static constexpr rational added = A::value + B::value;
    static constexpr rational subtracted = A::value - B::value;
    static constexpr rational multiplied = A::value * B::value;
    static constexpr rational divided = A::value / B::value;
};
template <class A>
struct negated {
    static constexpr rational value = -A::value;
};

template <class A, class B>
concept exact_pair = is_exact<A> && is_exact<B>;

template <class N>
constexpr void refuse_number() {
    static_assert(always_false<N>,
                  "ogive: a number stands where an expression is needed. Expressions are built from exact constants: "
                  "write 2_c for an integer, 0.5_q for a decimal, or bind a symbol to the number when evaluating.");
}

template <class A, class B, class Result>
constexpr Result refused_number() {
    refuse_number<std::conditional_t<std::is_arithmetic_v<A>, A, B>>();
    return {};
}

template <class T>
constexpr void refuse_unless_operand() {
    if constexpr (!operand<T>) refuse_number<T>();
}

} // namespace detail

/// Found by the types of the operands alone: whatever else is compared or added does not have to look at these.
namespace operators {

template <expression A, expression B>
constexpr auto operator+(A, B) {
    if constexpr (detail::exact_pair<A, B>)
        return detail::exact_constant<detail::folded<A, B>::added>();
    else
        return sum_of<A, B>{};
}
template <expression A, expression B>
constexpr auto operator-(A, B) {
    if constexpr (detail::exact_pair<A, B>)
        return detail::exact_constant<detail::folded<A, B>::subtracted>();
    else
        return difference_of<A, B>{};
}
template <expression A, expression B>
constexpr auto operator*(A, B) {
    if constexpr (detail::exact_pair<A, B>)
        return detail::exact_constant<detail::folded<A, B>::multiplied>();
    else
        return product_of<A, B>{};
}
template <expression A, expression B>
constexpr auto operator/(A, B) {
    if constexpr (detail::exact_pair<A, B>)
        return detail::exact_constant<detail::folded<A, B>::divided>();
    else
        return quotient_of<A, B>{};
}
template <expression A>
constexpr auto operator-(A) {
    if constexpr (detail::is_exact<A>)
        return detail::exact_constant<detail::negated<A>::value>();
    else
        return negative_of<A>{};
}
template <expression A>
constexpr A operator+(A) {
    return {};
}

template <expression A, expression B>
constexpr condition<operation::less, A, B> operator<(A, B) {
    return {};
}
template <expression A, expression B>
constexpr condition<operation::less, B, A> operator>(A, B) {
    return {};
}
template <expression A, expression B>
constexpr condition<operation::less_equal, A, B> operator<=(A, B) {
    return {};
}
template <expression A, expression B>
constexpr condition<operation::less_equal, B, A> operator>=(A, B) {
    return {};
}
template <is_condition A, is_condition B>
constexpr condition<operation::both, A, B> operator&&(A, B) {
    return {};
}

template <expression A, expression B>
constexpr equation<A, B> operator==(A, B) {
    return {};
}
template <expression A, expression B>
constexpr inequality<A, B> operator!=(A, B) {
    return {};
}

// A floating-point number or an int is not an exact constant: said in words.
template <class A, class B>
concept number_among = (expression<A> && std::is_arithmetic_v<B>) || (std::is_arithmetic_v<A> && expression<B>);

template <class A, class B>
    requires number_among<A, B>
constexpr exact<0> operator+(A, B) {
    return detail::refused_number<A, B, exact<0>>();
}
template <class A, class B>
    requires number_among<A, B>
constexpr exact<0> operator-(A, B) {
    return detail::refused_number<A, B, exact<0>>();
}
template <class A, class B>
    requires number_among<A, B>
constexpr exact<0> operator*(A, B) {
    return detail::refused_number<A, B, exact<0>>();
}
template <class A, class B>
    requires number_among<A, B>
constexpr exact<0> operator/(A, B) {
    return detail::refused_number<A, B, exact<0>>();
}
template <class A, class B>
    requires number_among<A, B>
constexpr bool operator==(A, B) {
    return detail::refused_number<A, B, bool>();
}
using no_condition = condition<operation::less, exact<0>, exact<1>>;
template <class A, class B>
    requires number_among<A, B>
constexpr no_condition operator<(A, B) {
    return detail::refused_number<A, B, no_condition>();
}
template <class A, class B>
    requires number_among<A, B>
constexpr no_condition operator>(A, B) {
    return detail::refused_number<A, B, no_condition>();
}
template <class A, class B>
    requires number_among<A, B>
constexpr no_condition operator<=(A, B) {
    return detail::refused_number<A, B, no_condition>();
}
template <class A, class B>
    requires number_among<A, B>
constexpr no_condition operator>=(A, B) {
    return detail::refused_number<A, B, no_condition>();
}

} // namespace operators

} // namespace ogive
