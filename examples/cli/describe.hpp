// SPDX-License-Identifier: BSL-1.0
#pragma once
// The facts that `describe` prints and that are found in files of their own.

#include "cli.hpp"

#include <ogive/calculus/facts.hpp>

namespace ogive::cli {

/// Why there is no inverse on an interval, with evidence.
std::string reason_without_inverse(question const& q, calculus::segment const& where);

/// False if the domain is known and ends before the infinity of this sign.
bool may_reach_infinity(question const& q, int sign);

std::string monotonicity_row(question const& q);
std::string convexity_row(question const& q);
std::string zeros_row(question const& q);
std::string critical_points_row(question const& q);
std::string inflection_points_row(question const& q);
std::string infimum_row(question const& q);
std::string supremum_row(question const& q);
std::string lipschitz_row(question const& q);
std::string bounded_row(question const& q);

std::string parity_row(question const& q);
std::string zero_centred_row(question const& q);
std::string smoothness_row(question const& q);
std::string lower_asymptote(question const& q);
std::string upper_asymptote(question const& q);
std::string saturation_row(question const& q);
std::string fixed_points_row(question const& q);

} // namespace ogive::cli
