// SPDX-License-Identifier: BSL-1.0
#pragma once
// Exact constants: integers from Hana's `_c`, decimals and fractions from `_q`, and pi.

#include <ogive/expression/expression.hpp>

#include <boost/hana/integral_constant.hpp>

#include <concepts>

namespace ogive {

/// The exact number Numerator / Denominator, in lowest terms.
template <int128 Numerator, int128 Denominator = 1>
struct exact : expression_interface<exact<Numerator, Denominator>> {
    static constexpr rational value{Numerator, Denominator};
    static constexpr node_index build(workspace& w) { return w.constant(value); }
};

/// The circle constant.
struct pi_t : expression_interface<pi_t> {
    static constexpr node_index build(workspace& w) { return w.pi(); }
};
inline constexpr pi_t pi{};

namespace detail {

template <class>
inline constexpr bool is_exact = false;
template <int128 N, int128 D>
inline constexpr bool is_exact<exact<N, D>> = true;

template <class>
inline constexpr bool is_integral_constant = false;
template <class T, T Value>
inline constexpr bool is_integral_constant<boost::hana::integral_constant<T, Value>> = true;

template <rational const& Value>
constexpr auto exact_constant() {
    static_assert(explained<trouble_of(Value.why())>());
    if constexpr (Value.valid())
        return exact<Value.numerator, Value.denominator>{};
    else
        return exact<0>{};
}

struct literal {
    rational value;
    bool malformed;
};

/// The rational that a decimal literal spells: digits, at most one point, digit separators, an optional exponent.
template <char... Characters>
constexpr literal read_literal() {
    constexpr char text[] = {Characters..., '\0'};
    literal result{rational{0}, false};
    int exponent = 0, digits = 0;
    bool point = false;
    unsigned i = 0;
    if (text[0] == '0' && (text[1] == 'x' || text[1] == 'X' || text[1] == 'b' || text[1] == 'B'))
        return {rational{0}, true};
    for (; text[i] != '\0'; ++i) {
        if (text[i] == '.') {
            point = true;
        } else if (text[i] == 'e' || text[i] == 'E') {
            ++i;
            bool const minus = text[i] == '-';
            if (text[i] == '-' || text[i] == '+') ++i;
            int e = 0;
            for (; text[i] != '\0'; ++i) {
                if (text[i] == '\'') continue;
                if (text[i] < '0' || text[i] > '9') return {rational{0}, true};
                if (e < 1000) e = 10 * e + (text[i] - '0');
            }
            exponent += minus ? -e : e;
            break;
        } else if (text[i] >= '0' && text[i] <= '9') {
            result.value = result.value * rational{10} + rational{text[i] - '0'};
            ++digits;
            if (point) --exponent;
        } else if (text[i] != '\'') {
            return {rational{0}, true};
        }
    }
    if (digits == 0) return {rational{0}, true};
    if (exponent != 0 && result.value.valid()) {
        rational const scale = exponent > 60 || exponent < -60 ? rational::invalid(number::fault::literal)
                                                               : number::power(rational{10}, exponent);
        result.value = result.value * scale;
    }
    if (!result.value.valid()) result.value = rational::invalid(number::fault::literal);
    return result;
}

template <char... Characters>
struct literal_holder {
    static constexpr literal read = read_literal<Characters...>();
    static constexpr rational value = read.value;
};

/// Has a numeric literal neither a point nor an exponent? Hana's literal takes 1.5_c for 85.
template <char... Characters>
constexpr bool is_integer_literal() {
    char const text[] = {Characters...};
    bool const hexadecimal = sizeof...(Characters) > 1 && text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
    for (char const c : text) {
        if (c == '.' || c == 'p' || c == 'P') return false;
        if (!hexadecimal && (c == 'e' || c == 'E')) return false;
    }
    return true;
}

} // namespace detail

/// Anything that may stand where an expression is needed: an expression, or one of Hana's integral constants.
template <class T>
concept operand = expression<T> || detail::is_integral_constant<std::remove_cvref_t<T>>;

/// The expression type of an operand.
template <class T>
struct expression_type {
    using type = T;
};
template <class T, T Value>
struct expression_type<boost::hana::integral_constant<T, Value>> {
    using type = exact<Value>;
};
template <operand T>
using expression_of = typename expression_type<std::remove_cvref_t<T>>::type;

namespace literals {

/// An integer, as an integral constant of Hana: `2_c`. More constrained than Hana's own literal, beside which it may stand.
template <char... Characters>
    requires(sizeof...(Characters) > 0)
constexpr auto operator""_c() {
    static_assert(detail::is_integer_literal<Characters...>(),
                  "ogive: a _c literal must be an integer, as in 2_c; write a decimal number with _q, as in 1.5_q.");
    if constexpr (detail::is_integer_literal<Characters...>())
        return boost::hana::literals::operator""_c < Characters...>();
    else
        return boost::hana::integral_constant<long long, 0>{};
}

/// An exact decimal constant: `0.044715_q` is 8943/200000, and `1_q / 3_q` is one third.
template <char... Characters>
constexpr auto operator""_q() {
    using holder = detail::literal_holder<Characters...>;
    static_assert(!holder::read.malformed,
                  "ogive: a _q literal must be a decimal number: digits, at most one point and an exponent, as in "
                  "0.044715_q or 25e-4_q. Hexadecimal and binary literals are not decimal; write them in decimal.");
    return detail::exact_constant<holder::value>();
}

} // namespace literals
} // namespace ogive
