// SPDX-License-Identifier: BSL-1.0
#pragma once
// Intervals of the command line: (0, inf), [-1, 1], (0, pi).

#include <ogive/calculus/facts.hpp>
#include <ogive/emit/parse.hpp>

namespace ogive::cli {

/// An interval as it is written: its ends as nodes, where it has them.
struct written_interval {
    workspace w;
    bool has_lower = false, has_upper = false;
    node_index lower = 0, upper = 0;

    bool is_exact(bool has, node_index end) const { return !has || w[end].op == operation::constant; }
    bool is_exact() const { return is_exact(has_lower, lower) && is_exact(has_upper, upper); }

    /// The same with its ends as exact numbers, if they are.
    calculus::segment segment() const {
        calculus::segment s;
        s.has_lower = has_lower;
        s.has_upper = has_upper;
        if (has_lower) s.lower = w[lower].value();
        if (has_upper) s.upper = w[upper].value();
        return s;
    }

    /// Where the ends are constants such as pi: the part of the line on which `image`, made of t, runs through the interval.
    calculus::segment unit(workspace& out, node_index t, node_index& image) const {
        calculus::segment s;
        node_index const from = out.import(w, has_lower ? lower : upper);
        s.has_lower = has_lower;
        s.has_upper = has_upper;
        if (has_lower && has_upper) {
            s.upper = rational{1};
            t = out.make(operation::multiply, out.make(operation::subtract, out.import(w, upper), from), t);
        }
        image = out.make(operation::add, from, t);
        return s;
    }
};

/// False if the text is no interval with constant or infinite ends, the lower below the upper.
inline bool read_interval(std::string_view text, written_interval& s) {
    auto const trim = [](std::string_view t) {
        while (!t.empty() && (t.front() == ' ' || t.front() == '\t')) t.remove_prefix(1);
        while (!t.empty() && (t.back() == ' ' || t.back() == '\t')) t.remove_suffix(1);
        return t;
    };
    text = trim(text);
    std::size_t comma = std::string_view::npos; // the one that is not inside of a call
    for (std::size_t at = 1, depth = 0; at + 1 < text.size(); ++at) {
        if (text[at] == '(') ++depth;
        if (text[at] == ')') --depth;
        if (text[at] == ',' && depth == 0) comma = at;
    }
    if (text.size() < 5 || comma == std::string_view::npos) return false;
    if ((text.front() != '(' && text.front() != '[') || (text.back() != ')' && text.back() != ']')) return false;
    auto const value = [&](node_index end) { return algebra::enclose(s.w, end, algebra::point{}); };
    auto const read_end = [&](std::string_view t, bool upper, bool& bounded, node_index& end) {
        t = trim(t);
        bounded = false;
        if (t == (upper ? "inf" : "-inf") || t == (upper ? "infinity" : "-infinity")) return true;
        parsed const p = parse(s.w, t);
        if (p.what != parsed::kind::expression) return false;
        bounded = true;
        end = p.left;
        return s.w[end].op == operation::constant || value(end).defined();
    };
    return read_end(text.substr(1, comma - 1), false, s.has_lower, s.lower) &&
           read_end(text.substr(comma + 1, text.size() - comma - 2), true, s.has_upper, s.upper) &&
           !(s.has_lower && s.has_upper && !(value(s.lower).upper < value(s.upper).lower));
}

/// False if the text is no interval with exact or infinite ends, the lower below the upper.
inline bool read_interval(std::string_view text, calculus::segment& s) {
    written_interval i;
    if (!read_interval(text, i) || !i.is_exact()) return false;
    s = i.segment();
    return true;
}

} // namespace ogive::cli
