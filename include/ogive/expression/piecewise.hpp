// SPDX-License-Identifier: BSL-1.0
#pragma once
// Cases: piecewise(when(condition, f), ..., otherwise(g)). The first condition that holds decides.

#include <ogive/expression/functions.hpp>

namespace ogive {

template <class Condition, class Value>
struct case_of {
    using condition = Condition;
    using value = Value;
};
template <class Value>
struct otherwise_of {
    using value = Value;
};

/// One case of a piecewise expression.
template <is_condition C, operand F>
constexpr case_of<C, expression_of<F>> when(C, F) {
    return {};
}
/// The last case of a piecewise expression.
template <operand F>
constexpr otherwise_of<expression_of<F>> otherwise(F) {
    return {};
}

// A number is not an exact constant, here neither.
template <is_condition C, class N>
    requires std::is_arithmetic_v<N>
constexpr case_of<C, exact<0>> when(C, N) {
    detail::refuse_number<N>();
    return {};
}
template <class C, class F>
    requires(!is_condition<C>)
constexpr case_of<condition<operation::less, exact<0>, exact<1>>, exact<0>> when(C, F) {
    static_assert(detail::always_false<C>,
                  "ogive: a condition is an inequality of expressions, or several joined by &&. Write <, <=, > or >= "
                  "between two expressions, as in when(x > 0_c, x); equality is x <= 0_c && x >= 0_c.");
    return {};
}
template <class N>
    requires std::is_arithmetic_v<N>
constexpr otherwise_of<exact<0>> otherwise(N) {
    detail::refuse_number<N>();
    return {};
}

template <class... Cases>
struct cases : expression_interface<cases<Cases...>> {
    static constexpr node_index build(workspace& w) { return build_from<Cases...>(w); }

  private:
    template <class First, class... Rest>
    static constexpr node_index build_from(workspace& w) {
        node_index const value = w.append(graph_of<typename First::value>);
        if constexpr (sizeof...(Rest) == 0) {
            return value;
        } else {
            node_index const condition = First::condition::build(w);
            node_index const rest = build_from<Rest...>(w);
            return w.make(operation::select, condition, value, rest);
        }
    }
};

namespace detail {

template <class>
inline constexpr bool is_otherwise = false;
template <class V>
inline constexpr bool is_otherwise<otherwise_of<V>> = true;

template <class>
inline constexpr bool is_case = false;
template <class C, class V>
inline constexpr bool is_case<case_of<C, V>> = true;

template <class First, class... Rest>
constexpr bool ends_in_otherwise() {
    if constexpr (sizeof...(Rest) == 0)
        return is_otherwise<First>;
    else
        return is_case<First> && ends_in_otherwise<Rest...>();
}

} // namespace detail

template <class... Cases>
constexpr auto piecewise(Cases...) {
    static_assert(detail::ends_in_otherwise<Cases...>(),
                  "ogive: piecewise needs cases when(condition, f) and, as its last argument only, otherwise(g). "
                  "End it with the value that holds where no condition does, as in otherwise(0_c).");
    if constexpr (detail::ends_in_otherwise<Cases...>())
        return cases<Cases...>{};
    else
        return exact<0>{};
}

} // namespace ogive
