// SPDX-License-Identifier: BSL-1.0
#pragma once
// What the parser finds in a text, or the error, in words.

#include <ogive/emit/text.hpp>

namespace ogive {

/// Longer texts are refused.
inline constexpr unsigned longest_parsed_text = longest_text;
/// Parentheses, calls and exponents that are open at one place; more are refused.
inline constexpr unsigned deepest_nesting = 200;
/// The highest order that derivative(f, x, n) may have in text.
inline constexpr int highest_parsed_order = 1000;

/// What is known of a symbol of a text.
struct declared {
    packed_name name;
    assumption assumed = assumption::none;
};

/// What a text says: an expression or a condition (`left`), or an equation or its negation (`left` and `right`); or
/// the error: its column, counted from 1 in characters, and what was expected there.
struct parsed {
    enum class kind : unsigned char { error, expression, condition, equation, inequation } what = kind::error;
    node_index left = 0, right = 0;
    unsigned column = 0;
    char const* expected = "";
    // Where the error is a function's: its name, the nearest known one, how many arguments it takes and how many stood.
    packed_name name{}, nearest{};
    unsigned least = 0, most = 0, given = 0;

    constexpr explicit operator bool() const { return what != kind::error; }
};

/// Writes what is wrong in words, without the column: "expected a closing parenthesis". At most `capacity` characters
/// and no terminator; returns how many the message has.
constexpr unsigned write_message(parsed const& p, char* buffer, unsigned capacity) {
    unsigned length = 0;
    auto const put = [&](auto const& characters) {
        for (unsigned i = 0; characters[i] != '\0'; ++i, ++length)
            if (length < capacity) buffer[length] = characters[i];
    };
    auto const put_number = [&](unsigned n) {
        char digits[12]{};
        unsigned k = 11;
        for (digits[--k] = static_cast<char>('0' + n % 10); n > 9; digits[--k] = static_cast<char>('0' + n % 10))
            n /= 10;
        put(digits + k);
    };
    if (p.name == packed_name{}) {
        put("expected ");
        put(p.expected);
    } else if (p.most == 0) {
        put("there is no function ");
        put(p.name);
        if (!(p.nearest == packed_name{})) {
            put("; the nearest name is ");
            put(p.nearest);
        } else {
            put("; a product needs its *");
        }
    } else {
        put(p.name);
        put(" takes ");
        put_number(p.least);
        if (p.most > 3) {
            put(" or more");
        } else if (p.most > p.least) {
            put(" or ");
            put_number(p.most);
        }
        put(p.least == 1 && p.most == 1 ? " argument, here " : " arguments, here ");
        put(p.given == 1 ? "is " : "are ");
        put_number(p.given);
    }
    return length;
}

/// What is wrong with a text, in words, without the column.
inline std::string message(parsed const& p) {
    std::string result(write_message(p, nullptr, 0), '.');
    write_message(p, result.data(), static_cast<unsigned>(result.size()));
    return result;
}

} // namespace ogive
