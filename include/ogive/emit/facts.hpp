// SPDX-License-Identifier: BSL-1.0
#pragma once
// Limits, ranges and refutations as text.

#include <ogive/algebra/prove.hpp>
#include <ogive/calculus/domain.hpp>
#include <ogive/emit/text.hpp>

#include <cstdio>
#include <string>

namespace ogive {

/// A limit or the end of an interval: its exact value, inf, -inf, a decimal when only bounds are known, or ?.
inline std::string text(end_value const& v) {
    switch (v.kind) {
    case limit_kind::plus_infinity: return "inf";
    case limit_kind::minus_infinity: return "-inf";
    case limit_kind::unknown: return "?";
    case limit_kind::finite: break;
    }
    if (v.exact) return text(v.graph.nodes, v.root);
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.12g...", v.bounds.to<double>());
    return digits;
}

/// An interval: [0, inf), (-1, 1).
inline std::string text(interval const& i) {
    std::string r(1, i.lower_closed ? '[' : '(');
    r += text(i.lower);
    r += ", ";
    r += text(i.upper);
    r += i.upper_closed ? ']' : ')';
    return r;
}

/// A union of intervals, "unknown" when it is not known.
inline std::string text(interval_set const& s) {
    if (!s.known) return "unknown";
    std::string r;
    for (unsigned i = 0; i < s.size(); ++i) {
        if (i > 0) r += " or ";
        r += text(s[i]);
    }
    return r.empty() ? "empty" : r;
}

/// Where a refuted equation fails, and what its sides are there: "x = 1: 0.76159... and 0.46211...".
inline std::string witness_text(decision const& d) {
    std::string r;
    for (unsigned i = 0; i < d.coordinates; ++i) {
        if (i > 0) r += ", ";
        for (unsigned k = 0; d.names[i][k] != '\0'; ++k) r += d.names[i][k];
        workspace w;
        r += " = ";
        r += text(w, w.constant(d.values[i]));
    }
    char sides[80];
    std::snprintf(sides, sizeof sides, ": %.15g and %.15g", d.left.to<double>(), d.right.to<double>());
    return r + sides;
}

} // namespace ogive
