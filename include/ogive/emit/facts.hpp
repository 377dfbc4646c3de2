// SPDX-License-Identifier: BSL-1.0
#pragma once
// Limits, ranges and refutations as text.

#include <ogive/algebra/prove.hpp>
#include <ogive/calculus/properties.hpp>
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
    case limit_kind::does_not_exist: return "does not exist";
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

/// yes, no or unknown.
inline std::string text(fact const& f) {
    return f.answer == verdict::proved ? "yes" : f.answer == verdict::refuted ? "no" : "unknown";
}

/// Points, "0 and 1/2", with what a function has there; "none", "unknown".
inline std::string text(point_set const& s) {
    if (!s.known) return s.recurs ? "some in every period" : "unknown";
    std::string r;
    for (unsigned i = 0; i < s.size(); ++i) {
        if (i > 0) r += ", ";
        r += text(s[i]);
        if (s.kinds[i] == extremum_kind::minimum) r += " (minimum)";
        if (s.kinds[i] == extremum_kind::maximum) r += " (maximum)";
    }
    if (s.intervals) r += r.empty() ? "intervals" : " and intervals";
    return r.empty() ? "none" : r;
}

namespace detail {

inline std::string directions_text(direction_chart const& c, char const* up, char const* down, char const* level) {
    if (c.recurs) return std::string{up} + " and " + down + " in every period";
    if (!c.known) return "unknown";
    std::string r;
    for (unsigned i = 0; i < c.size(); ++i) {
        if (i > 0) r += ", ";
        r += c[i].direction > 0 ? up : c[i].direction < 0 ? down : level;
        r += " on " + text(c[i].where);
    }
    return r.empty() ? "nowhere defined" : r;
}

} // namespace detail

/// "falling on (-inf, 0], rising on [0, inf)".
inline std::string monotonicity_text(direction_chart const& c) {
    return detail::directions_text(c, "rising", "falling", "constant");
}

/// "convex on (-inf, 0], concave on [0, inf)".
inline std::string convexity_text(direction_chart const& c) {
    return detail::directions_text(c, "convex", "concave", "affine");
}

/// "1/4 at 0", "1 towards inf (not attained)".
inline std::string text(extreme_value const& e) {
    if (!e.known()) return "unknown";
    std::string r = text(e.value);
    if (!e.at.known()) return r;
    r += e.attained == verdict::proved ? " at " : " towards ";
    r += text(e.at);
    return e.several ? r + " and elsewhere" : r;
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
