// SPDX-License-Identifier: BSL-1.0
#pragma once
// Parity, smoothness, asymptotes and answers about a function as text.

#include <ogive/calculus/asymptote.hpp>
#include <ogive/calculus/parity.hpp>
#include <ogive/calculus/smoothness.hpp>
#include <ogive/emit/facts.hpp>

namespace ogive {

/// "odd", "neither, odd about (0, 0.5)", "neither, even about x = 1", "unknown".
inline std::string text(function_parity const& p) {
    std::string r = p.is_even() ? "even" : p.is_odd() ? "odd" : p.is_neither() ? "neither" : "unknown";
    if (p.is_even() || p.is_odd() || !p.has_centre()) return r;
    if (p.about == parity_kind::even) return r + ", even about x = " + text(p.centre);
    return r + ", odd about (" + text(p.centre) + ", " + text(p.value) + ")";
}

/// "C^infinity", "C^1, no more at x = 0", "discontinuous at x = 0", "unknown".
inline std::string text(smoothness_class const& s) {
    if (!s.known && s.count == 0) return "unknown";
    if (s.is_infinite()) return "C^infinity";
    std::string r = s.known ? "" : "at most ";
    if (s.order < 0)
        r += "discontinuous at x = ";
    else
        r += "C^" + std::to_string(s.order) + ", no more at x = ";
    bool first = true;
    for (unsigned i = 0; i < s.count; ++i) {
        if (s.orders[i] != s.order) continue;
        workspace w;
        if (!first) r += ", ";
        node_index at = w.constant(s.points[i]);
        if (s.changed) {
            node_index const scaled = w.make(operation::multiply, w.import(s.graph, s.scale), at);
            at = calculus::tidy_constant(w, w.make(operation::add, w.import(s.graph, s.shift), scaled));
        }
        r += text(w, at);
        first = false;
    }
    return r;
}

/// "y = x", "y = 0.01*x", "y = -1", "none", "unknown".
inline std::string text(asymptote_line const& a) {
    if (!a.known()) return "unknown";
    if (!a) return "none";
    workspace w;
    node_index const slope = w.import(a.slope.graph, a.slope.root),
                     intercept = w.import(a.intercept.graph, a.intercept.root);
    if (a.slope.is(0)) return "y = " + text(w, intercept);
    node_index line = w.symbol("x");
    if (a.slope.is(-1)) line = w.make(operation::negate, line);
    if (!a.slope.is(1) && !a.slope.is(-1)) line = w.make(operation::multiply, slope, line);
    if (!a.intercept.is(0)) line = w.make(operation::add, line, intercept);
    return "y = " + text(w, line);
}

} // namespace ogive
