// SPDX-License-Identifier: BSL-1.0
#pragma once
// Catalogue functions: a name and one line of mathematics, callable with expressions and with numbers.

#include <ogive/expression/piecewise.hpp>
#include <ogive/expression/symbol.hpp>

namespace ogive {

/// A catalogue function applied to expressions. Its graph holds the formula and remembers the name.
template <class Function, class... Arguments>
struct applied : expression_interface<applied<Function, Arguments...>> {
    static constexpr node_index build(workspace& w) {
        using body_type = decltype(Function::formula(Arguments{}...));
        node_index places[3] = {};
        unsigned count = 0;
        ((places[count++] = w.append(graph_of<Arguments>)), ...);
        node_index const body = w.append(graph_of<body_type>);
        return w.named(Function::name, sizeof...(Arguments), body, places[0], places[1]);
    }
};

/// Base of catalogue functions. `Self` gives `name` and one or more `formula(arguments...)`; the object is callable
/// with expressions, giving an expression, and with numbers, giving the value.
template <class Self>
struct catalogue_function {
    template <operand... Arguments>
    constexpr auto operator()(Arguments...) const {
        static_assert(
            requires { Self::formula(expression_of<Arguments>{}...); },
            "ogive: this function does not take so many arguments; its header in activation/ says which it "
            "takes.");
        return applied<Self, expression_of<Arguments>...>{};
    }

    // A number is not an exact constant, beside an expression.
    template <class... Arguments>
        requires(expression<Arguments> || ...) && ((operand<Arguments> || std::is_arithmetic_v<Arguments>) && ...) &&
                (std::is_arithmetic_v<Arguments> || ...)
    constexpr auto operator()(Arguments...) const {
        (ogive::detail::refuse_unless_operand<Arguments>(), ...);
        return exact<0>{};
    }

    template <class T>
        requires(!operand<T>)
    constexpr auto operator()(T const& x) const {
        using f = applied<Self, symbol_t<"x">>;
        return f{}(symbol_t<"x">{} = x);
    }
    template <class T>
        requires(!operand<T>)
    constexpr auto operator()(T const& x, T const& a) const {
        using f = applied<Self, symbol_t<"x">, symbol_t<"a">>;
        return f{}(symbol_t<"x">{} = x, symbol_t<"a">{} = a);
    }
};

/// A constant with a name and a closed form, such as the two of selu. What is assumed of it is
/// checked by enclosing its value.
template <class Self, assumption Known = assumption::none>
struct named_constant : expression_interface<Self> {
    static constexpr assumption known = Known;

    static constexpr node_index build(workspace& w) {
        using body_type = decltype(Self::formula());
        if constexpr (requires { check_named_constant(static_cast<Self const*>(nullptr)); })
            check_named_constant(static_cast<Self const*>(nullptr)); // algebra/enclose.hpp: is what is assumed true?
        return w.named(Self::name, 0, w.append(graph_of<body_type>), 0, 0, Known);
    }
};

} // namespace ogive
