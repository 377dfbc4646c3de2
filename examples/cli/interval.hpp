// SPDX-License-Identifier: BSL-1.0
#pragma once
// Intervals of the command line: (0, inf), [-1, 1].

#include <ogive/calculus/facts.hpp>
#include <ogive/emit/parse.hpp>

namespace ogive::cli {

/// False if the text is no interval with exact or infinite ends, the lower below the upper.
inline bool read_interval(std::string_view text, calculus::segment& s) {
    auto const trim = [](std::string_view t) {
        while (!t.empty() && (t.front() == ' ' || t.front() == '\t')) t.remove_prefix(1);
        while (!t.empty() && (t.back() == ' ' || t.back() == '\t')) t.remove_suffix(1);
        return t;
    };
    text = trim(text);
    auto const comma = text.find(',');
    if (text.size() < 5 || comma == std::string_view::npos) return false;
    if ((text.front() != '(' && text.front() != '[') || (text.back() != ')' && text.back() != ']')) return false;
    auto const read_end = [&](std::string_view t, bool upper, bool& bounded, rational& value) {
        t = trim(t);
        bounded = false;
        if (t == (upper ? "inf" : "-inf") || t == (upper ? "infinity" : "-infinity")) return true;
        workspace w;
        parsed const p = parse(w, t);
        if (p.what != parsed::kind::expression || w[p.left].op != operation::constant) return false;
        bounded = true;
        value = w[p.left].value();
        return true;
    };
    return read_end(text.substr(1, comma - 1), false, s.has_lower, s.lower) &&
           read_end(text.substr(comma + 1, text.size() - comma - 2), true, s.has_upper, s.upper) &&
           !(s.has_lower && s.has_upper && !(s.lower < s.upper));
}

} // namespace ogive::cli
