// SPDX-License-Identifier: BSL-1.0
// ogive invert.

#include "interval.hpp"
#include "render.hpp"

#include <ogive/calculus/inverse.hpp>

#include <cstdio>

namespace ogive::cli {
namespace {

/// Evidence that a function is not injective: two points with the same value, or of a continuous function three points
/// of which the middle one has the largest or the smallest value.
std::string evidence(question const& q, calculus::segment const& where) {
    constexpr unsigned count = 13;
    rational points[count];
    node_index values[count];
    number::enclosure enclosed[count];
    workspace w;
    node_index const f = expand_derivatives(w, q.w, q.read.left);
    for (unsigned i = 0; i < count; ++i) {
        rational const step{int128{static_cast<int>(i) + 1},
                            int128{where.has_lower && where.has_upper ? count + 1 : 2}};
        points[i] = where.has_lower && where.has_upper ? where.lower + (where.upper - where.lower) * step
                    : where.has_lower                  ? where.lower + step
                    : where.has_upper                  ? where.upper - rational{int128{count} + 1, int128{2}} + step
                                                       : step * rational{2} - rational{int128{count} / 2 + 1};
        values[i] = calculus::substitute(w, w, f, q.x, w.constant(points[i]));
        if (w.problem != trouble::none) return "";
        enclosed[i] = algebra::enclose(w, values[i], algebra::point{});
    }
    auto const shown = [&](unsigned i) {
        workspace one;
        return name_text(q.x) + " = " + text(one, one.constant(points[i]));
    };
    for (unsigned i = 0; i < count; ++i)
        for (unsigned k = i + 1; k < count; ++k) {
            if (!enclosed[i].defined() || !enclosed[k].defined() || disjoint(enclosed[i], enclosed[k])) continue;
            if (values[i] == values[k] || algebra::decide(w, values[i], values[k]).answer == verdict::proved)
                return shown(i) + " and " + shown(k) + " give the same value";
        }
    if (!calculus::is_continuous(w, f)) return "";
    for (unsigned i = 1; i + 1 < count; ++i) {
        auto const &left = enclosed[i - 1], &middle = enclosed[i], &right = enclosed[i + 1];
        if (!left.defined() || !middle.defined() || !right.defined()) continue;
        bool const low = middle.upper < left.lower && middle.upper < right.lower;
        bool const high = left.upper < middle.lower && right.upper < middle.lower;
        if (low || high)
            return "the value at " + shown(i) + " lies " + (low ? "below" : "above") + " those at " + shown(i - 1) +
                   " and " + shown(i + 1);
    }
    return "";
}

template <class Workspace>
node_index inverse_on(question const& q, Workspace& out, Workspace const& w, calculus::segment const& where,
                      trouble& problem) {
    if constexpr (requires { calculus::invert(out, w, q.read.left, q.x, problem, where); }) {
        return calculus::invert(out, w, q.read.left, q.x, problem, where);
    } else {
        if (!q.asked.interval.empty()) problem = trouble::no_inverse; // not available
        return q.asked.interval.empty() ? calculus::invert(out, w, q.read.left, q.x, problem) : node_index{0};
    }
}

} // namespace

answer invert(question const& q) {
    calculus::segment where;
    if (!q.asked.interval.empty() && !read_interval(q.asked.interval, where))
        return error_at(0, "--on takes an interval such as (0, inf) or [-1, 1]");
    workspace out;
    trouble problem = trouble::none;
    node_index const r = inverse_on(q, out, q.w, where, problem);
    if (problem == trouble::none) problem = out.problem;
    if (problem == trouble::none) {
        answer a;
        a.text = render(q.asked, out, r);
        return a;
    }
    answer a = failure(explain(problem));
    if (problem == trouble::not_injective)
        if (auto const points = evidence(q, where); !points.empty()) a.text = "not injective: " + points;
    return a;
}

} // namespace ogive::cli
