// SPDX-License-Identifier: BSL-1.0
#pragma once
// What sign charts say of an expression: monotonicity(f, x), convexity, zeros, critical_points, inflection_points, extrema,
// lipschitz, is_bounded, is_increasing, is_decreasing, is_convex, is_concave.

#include <ogive/calculus/critical_points.hpp>
#include <ogive/calculus/lipschitz.hpp>
#include <ogive/calculus/monotonicity.hpp>

namespace ogive {
namespace calculus {

template <class F, class X>
inline constexpr direction_chart monotonicity_of = found_monotonicity<F, X>();
template <class F, class X>
inline constexpr direction_chart convexity_of = found_convexity<F, X>();
template <class F, class X>
inline constexpr point_set zeros_of = found_zeros<F, X>();
template <class F, class X>
inline constexpr point_set critical_points_of = found_critical_points<F, X>();
template <class F, class X>
inline constexpr point_set inflection_points_of = found_inflection_points<F, X>();
template <class F, class X>
inline constexpr extreme_values extrema_of = found_extrema<F, X>();
template <class F, class X>
inline constexpr end_value lipschitz_of = found_lipschitz<F, X>();
template <class F, class X, int Direction>
inline constexpr fact runs_of = found_runs<F, X, Direction>();
template <class F, class X, int Direction>
inline constexpr fact bends_of = found_bends<F, X, Direction>();

} // namespace calculus

/// Where f rises, falls and is constant: strictly on each of the longest such intervals.
template <operand F, class X>
constexpr direction_chart const& monotonicity(F, X) {
    return calculus::monotonicity_of<expression_of<F>, typename detail::checked_symbol<X>::type>;
}

/// Where f is convex (+1), concave (-1) and affine (0).
template <operand F, class X>
constexpr direction_chart const& convexity(F, X) {
    return calculus::convexity_of<expression_of<F>, typename detail::checked_symbol<X>::type>;
}

/// The x with f(x) = 0.
template <operand F, class X>
constexpr point_set const& zeros(F, X) {
    return calculus::zeros_of<expression_of<F>, typename detail::checked_symbol<X>::type>;
}

/// The x inside the domain with f'(x) = 0 or without a derivative, and what f has there.
template <operand F, class X>
constexpr point_set const& critical_points(F, X) {
    return calculus::critical_points_of<expression_of<F>, typename detail::checked_symbol<X>::type>;
}

/// Where f has a tangent and turns from convex to concave or back.
template <operand F, class X>
constexpr point_set const& inflection_points(F, X) {
    return calculus::inflection_points_of<expression_of<F>, typename detail::checked_symbol<X>::type>;
}

/// The infimum and supremum of f, where they are attained or approached.
template <operand F, class X>
constexpr extreme_values const& extrema(F, X) {
    return calculus::extrema_of<expression_of<F>, typename detail::checked_symbol<X>::type>;
}

/// The least Lipschitz constant of f on its domain, +infinity if there is none.
template <operand F, class X>
constexpr end_value const& lipschitz(F, X) {
    return calculus::lipschitz_of<expression_of<F>, typename detail::checked_symbol<X>::type>;
}

/// Is f bounded, below and above?
template <operand F, class X>
constexpr fact is_bounded(F, X) {
    return calculus::is_bounded(calculus::extrema_of<expression_of<F>, typename detail::checked_symbol<X>::type>);
}

/// Does f rise strictly on its whole domain?
template <operand F, class X>
constexpr fact is_increasing(F, X) {
    return calculus::runs_of<expression_of<F>, typename detail::checked_symbol<X>::type, 1>;
}

/// Does f fall strictly on its whole domain?
template <operand F, class X>
constexpr fact is_decreasing(F, X) {
    return calculus::runs_of<expression_of<F>, typename detail::checked_symbol<X>::type, -1>;
}

/// Is f convex on its domain, an interval? What is affine is convex and concave.
template <operand F, class X>
constexpr fact is_convex(F, X) {
    return calculus::bends_of<expression_of<F>, typename detail::checked_symbol<X>::type, 1>;
}

/// Is f concave on its domain, an interval?
template <operand F, class X>
constexpr fact is_concave(F, X) {
    return calculus::bends_of<expression_of<F>, typename detail::checked_symbol<X>::type, -1>;
}

} // namespace ogive
