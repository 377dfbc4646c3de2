// SPDX-License-Identifier: BSL-1.0
// The course of a function: where it rises, bends, is zero, and between which values it runs.

#include "describe.hpp"

#include <ogive/calculus/properties.hpp>
#include <ogive/emit/facts.hpp>

namespace ogive::cli {

std::string monotonicity_row(question const& q) {
    return monotonicity_text(calculus::monotonicity(q.w, q.read.left, q.x));
}
std::string convexity_row(question const& q) { return convexity_text(calculus::convexity(q.w, q.read.left, q.x)); }
std::string zeros_row(question const& q) { return text(calculus::zeros(q.w, q.read.left, q.x)); }
std::string critical_points_row(question const& q) { return text(calculus::critical_points(q.w, q.read.left, q.x)); }
std::string inflection_points_row(question const& q) {
    return text(calculus::inflection_points(q.w, q.read.left, q.x));
}
std::string infimum_row(question const& q) { return text(calculus::extrema(q.w, q.read.left, q.x).infimum); }
std::string supremum_row(question const& q) { return text(calculus::extrema(q.w, q.read.left, q.x).supremum); }
std::string lipschitz_row(question const& q) {
    auto const constant = calculus::lipschitz(q.w, q.read.left, q.x);
    return constant.known() ? text(constant) : "unknown";
}
std::string bounded_row(question const& q) {
    return text(calculus::is_bounded(calculus::extrema(q.w, q.read.left, q.x)));
}

} // namespace ogive::cli
