// SPDX-License-Identifier: BSL-1.0
// ogive invert.

#include "describe.hpp"
#include "interval.hpp"
#include "render.hpp"

#include <ogive/calculus/inverse_failure.hpp>

#include <cstdio>

namespace ogive::cli {
namespace {

std::string obstacle_text(inverse_obstacle o) {
    switch (o) {
    case inverse_obstacle::error_function: return "no closed form: erf has no elementary inverse";
    case inverse_obstacle::lambert:
        return "no closed form: the symbol stands inside and outside of one exponential or logarithm";
    case inverse_obstacle::several_kernels:
        return "no closed form: the symbol stands below several functions that do not depend on each other";
    case inverse_obstacle::degree: return "no closed form: a polynomial equation of a degree above two";
    case inverse_obstacle::periodic: return "no closed form: a periodic function outside of a known branch";
    case inverse_obstacle::cases: return "its conditions do not cut the line into intervals";
    case inverse_obstacle::break_points: return "at a break point a piece has no value, or the point one of its own";
    case inverse_obstacle::limits: return "a limit of the engine was met";
    case inverse_obstacle::unproved: return "a candidate was found that could not be verified";
    case inverse_obstacle::undefined: return "it has no value anywhere";
    default: return "";
    }
}

std::string shown(packed_name const& x, rational const& q) {
    workspace w;
    return join(name_text(x), " = ", text(w, w.constant(q)));
}

std::string repetition_text(packed_name const& x, calculus::repetition const& r) {
    if (r.exact) return join(shown(x, r.first), " and ", shown(x, r.second), " give the same value");
    char level[40];
    std::snprintf(level, sizeof level, "%.6g", r.level.to<double>());
    auto const between = [&](rational const& a, rational const& b) {
        workspace w;
        return join("for ", shown(x, a), " to ", text(w, w.constant(b)));
    };
    return join("the value ", level, " is taken ", between(r.first, r.first_to), " and ",
                between(r.second, r.second_to));
}

} // namespace

std::string reason_without_inverse(question const& q, calculus::segment const& where) {
    auto const f = calculus::explain_inverse(q.w, q.read.left, q.x, where);
    if (f.why == trouble::not_injective && f.evidence.found)
        return "not injective: " + repetition_text(q.x, f.evidence);
    if (f.why == trouble::unknown_sign && !(f.parameter == packed_name{}))
        return join("the sign of ", name_text(f.parameter), " must be known: state it with --assume");
    auto const obstacle = obstacle_text(f.obstacle);
    return obstacle.empty() ? explain(f.why) : obstacle;
}

answer invert(question const& q) {
    written_interval on;
    if (!q.asked.interval.empty() && !read_interval(q.asked.interval, on))
        return error_at(0, "--on takes an interval such as (0, inf), [-1, 1] or (0, pi)");
    workspace out;
    trouble problem = trouble::none;
    node_index r = 0;
    if (on.is_exact()) {
        r = calculus::invert(out, q.w, q.read.left, q.x, problem, on.segment());
        if (problem != trouble::none) return failure(reason_without_inverse(q, on.segment()));
    } else { // of a variable that runs from 0 to 1 there
        workspace changed, plain;
        node_index image = 0, back = 0;
        calculus::segment const where = on.unit(changed, changed.symbol(q.x), image);
        node_index const f = algebra::explicit_derivatives(plain, q.w, q.read.left);
        node_index const g = calculus::substitute(changed, plain, f, q.x, image);
        if (plain.problem != trouble::none) return failure(explain(plain.problem));
        if (changed.problem != trouble::none) return failure(explain(changed.problem));
        node_index const t = calculus::invert(out, changed, g, q.x, problem, where);
        if (problem != trouble::none) return failure(explain(problem));
        on.unit(out, t, back);
        r = back;
    }
    if (out.problem != trouble::none) return failure(explain(out.problem));
    answer a;
    a.text = render_simplest(q.asked, out, r);
    return a;
}

} // namespace ogive::cli
