// SPDX-License-Identifier: BSL-1.0
#pragma once
// Expressions, conditions and equations written as text in C++: "x*tanh(softplus(x))"_expr.

#include <ogive/emit/parse.hpp>
#include <ogive/expression/operators.hpp>

namespace ogive {

namespace detail {

// What a message shows of a text that does not parse.
template <unsigned Number>
struct column {};
template <fixed_string Message>
struct error {};

template <class Where, class What>
constexpr bool text_does_not_parse() {
    static_assert(always_false<Where>,
                  "ogive: this text is not an expression, a condition or an equation. The template arguments of "
                  "text_does_not_parse name the column, counted from 1, and what is wrong there; the grammar is in "
                  "ogive/emit/text.hpp.");
    return false;
}

template <fixed_string Text>
struct text_of_literal {
    static constexpr std::string_view view{Text.characters, Text.length()};
    static constexpr parsed read() {
        workspace w;
        return parse(w, view);
    }
    static constexpr parsed result = read();

    static constexpr unsigned message_length = write_message(result, nullptr, 0);
    static constexpr auto message() {
        char characters[message_length + 1]{};
        write_message(result, characters, message_length);
        return fixed_string<message_length + 1>{characters};
    }
};

} // namespace detail

/// An expression that was written as text: all of it, or one side of an equation.
template <fixed_string Text, unsigned Side = 0>
struct text_expression : expression_interface<text_expression<Text, Side>> {
    static constexpr node_index build(workspace& w) {
        parsed const p = parse(w, {Text.characters, Text.length()});
        return Side == 0 ? p.left : p.right;
    }
};

/// A condition that was written as text.
template <fixed_string Text>
struct written_condition {
    using ogive_condition = void;
    static constexpr node_index build(workspace& w) { return text_expression<Text>::build(w); }
};

namespace literals {

/// The expression, condition or equation that a text says, in the grammar of emit/text.hpp. A text that says none is a
/// compile-time error with the column. Nothing is assumed of its symbols.
template <fixed_string Text>
constexpr auto operator""_expr() {
    using kind = parsed::kind;
    using literal = ogive::detail::text_of_literal<Text>;
    constexpr parsed p = literal::result;
    if constexpr (p.what == kind::error) {
        static_assert(ogive::detail::text_does_not_parse<ogive::detail::column<p.column>,
                                                         ogive::detail::error<literal::message()>>());
        return exact<0>{};
    } else if constexpr (p.what == kind::equation) {
        return equation<text_expression<Text, 0>, text_expression<Text, 1>>{};
    } else if constexpr (p.what == kind::inequation) {
        return inequality<text_expression<Text, 0>, text_expression<Text, 1>>{};
    } else if constexpr (p.what == kind::condition) {
        return written_condition<Text>{};
    } else {
        return text_expression<Text>{};
    }
}

} // namespace literals
} // namespace ogive
