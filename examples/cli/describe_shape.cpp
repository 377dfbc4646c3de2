// SPDX-License-Identifier: BSL-1.0
// The shape of a function: symmetry, smoothness, what it approaches, where it is its argument.

#include "describe.hpp"

#include <ogive/calculus/fixed_points.hpp>
#include <ogive/emit/properties.hpp>

namespace ogive::cli {
namespace {

std::string asymptote_row(question const& q, int sign) {
    auto const line = calculus::asymptote(q.w, q.read.left, q.x, sign);
    return line.known() ? text(line) : "unknown";
}

} // namespace

std::string parity_row(question const& q) { return text(calculus::parity(q.w, q.read.left, q.x)); }
std::string zero_centred_row(question const& q) { return text(calculus::is_zero_centred(q.w, q.read.left, q.x)); }
std::string smoothness_row(question const& q) { return text(calculus::smoothness(q.w, q.read.left, q.x)); }
std::string lower_asymptote(question const& q) { return asymptote_row(q, -1); }
std::string upper_asymptote(question const& q) { return asymptote_row(q, 1); }
std::string saturation_row(question const& q) {
    return join("at -inf ", text(calculus::saturates(q.w, q.read.left, q.x, -1)), ", at inf ",
                text(calculus::saturates(q.w, q.read.left, q.x, 1)));
}
std::string fixed_points_row(question const& q) { return text(calculus::fixed_points(q.w, q.read.left, q.x)); }

} // namespace ogive::cli
