// SPDX-License-Identifier: BSL-1.0
#pragma once
// The tables of tests/data: rows of fields by the name of their column, and formulas with parameters put in.

#include <fstream>
#include <map>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace data {

using row = std::map<std::string, std::string>;

/// One record, which may go on over several lines inside of quotation marks; false at the end of the file.
inline bool read_record(std::istream& in, std::vector<std::string>& fields) {
    fields.assign(1, "");
    bool quoted = false, any = false;
    for (char c; in.get(c);) {
        any = true;
        if (c == '"' && quoted && in.peek() == '"') {
            fields.back() += c;
            in.get(c);
        } else if (c == '"') {
            quoted = !quoted;
        } else if (c == ',' && !quoted) {
            fields.emplace_back();
        } else if (c == '\n' && !quoted) {
            return true;
        } else if (c != '\r') {
            fields.back() += c;
        }
    }
    return any;
}

/// The rows of a table with comma-separated values; lines that begin with '#' are remarks.
inline std::vector<row> read_rows(std::string const& path) {
    std::ifstream in{path};
    if (!in) throw std::runtime_error{"cannot read " + path};
    std::vector<std::string> names, fields;
    std::vector<row> rows;
    while (read_record(in, fields)) {
        if (fields[0].starts_with('#') || (fields.size() == 1 && fields[0].empty())) continue;
        if (names.empty()) {
            names = fields;
            continue;
        }
        if (fields.size() != names.size())
            throw std::runtime_error{path + ": " + fields[0] + ": " + std::to_string(fields.size()) + " fields"};
        row r;
        for (unsigned i = 0; i < names.size(); ++i) r[names[i]] = fields[i];
        rows.push_back(r);
    }
    return rows;
}

inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
inline bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// The formula with other text, in parentheses, in place of a symbol.
inline std::string put(std::string_view formula, std::string_view name, std::string_view value) {
    std::string result;
    for (std::size_t i = 0; i < formula.size();) {
        std::size_t end = i;
        if (is_letter(formula[i]))
            while (end < formula.size() && (is_letter(formula[end]) || is_digit(formula[end]))) ++end;
        else if (is_digit(formula[i]) || formula[i] == '.') // a letter in a number is no name
            while (end < formula.size() && (is_digit(formula[end]) || formula[end] == '.' || formula[end] == 'e'))
                ++end;
        else
            ++end;
        std::string_view const word = formula.substr(i, end - i);
        if (word == name)
            result.append(1, '(').append(value).append(1, ')');
        else
            result += word;
        i = end;
    }
    return result;
}

/// The parameters of a row, "a=1.3,b=2", put into a formula.
inline std::string put_parameters(std::string formula, std::string const& parameters) {
    std::istringstream in{parameters};
    for (std::string one; std::getline(in, one, ',');) {
        auto const equal = one.find('=');
        if (equal != std::string::npos) formula = put(formula, one.substr(0, equal), one.substr(equal + 1));
    }
    return formula;
}

} // namespace data
