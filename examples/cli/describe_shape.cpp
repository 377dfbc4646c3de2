// SPDX-License-Identifier: BSL-1.0
// The shape of a function: symmetry, smoothness, what it approaches, where it is its argument.

#include "describe.hpp"

#include <ogive/calculus/fixed_points.hpp>
#include <ogive/emit/arrange.hpp>
#include <ogive/emit/properties.hpp>

namespace ogive::cli {
namespace {

/// Facts are written for x; here the symbol may have another name.
std::string with_name(question const& q, std::string s) {
    std::string const name = name_text(q.x);
    for (std::size_t at = s.find("x = "); at != std::string::npos; at = s.find("x = ", at + name.size()))
        s.replace(at, 1, name);
    return s;
}

std::string asymptote_row(question const& q, int sign) {
    if (!may_reach_infinity(q, sign)) return "";
    auto const a = calculus::asymptote(q.w, q.read.left, q.x, sign);
    if (!a.known() || !a) return a.known() ? "none" : "unknown";
    workspace w;
    node_index const slope = w.import(a.slope.graph, a.slope.root), x = w.symbol(q.x);
    node_index line = w.import(a.intercept.graph, a.intercept.root);
    if (!a.slope.is(0)) {
        node_index const product = w.make(operation::multiply, slope, x);
        line = a.intercept.is(0) ? product : w.make(operation::add, product, line);
    }
    workspace ordered;
    return text(ordered, ogive::detail::arranger{ordered}(w, line));
}

} // namespace

std::string parity_row(question const& q) { return with_name(q, text(calculus::parity(q.w, q.read.left, q.x))); }
std::string zero_centred_row(question const& q) { return text(calculus::is_zero_centred(q.w, q.read.left, q.x)); }
std::string smoothness_row(question const& q) {
    auto const domain = calculus::domain(q.w, q.read.left, q.x);
    if (domain.known && domain.size() == 0) return "nowhere defined";
    return with_name(q, text(calculus::smoothness(q.w, q.read.left, q.x)));
}
std::string lower_asymptote(question const& q) { return asymptote_row(q, -1); }
std::string upper_asymptote(question const& q) { return asymptote_row(q, 1); }
std::string saturation_row(question const& q) {
    std::string r;
    for (int const sign : {-1, 1}) {
        if (!may_reach_infinity(q, sign)) continue;
        r += join(r.empty() ? "" : ", ", sign < 0 ? "at -inf " : "at inf ",
                  text(calculus::saturates(q.w, q.read.left, q.x, sign)));
    }
    return r;
}
std::string fixed_points_row(question const& q) { return text(calculus::fixed_points(q.w, q.read.left, q.x)); }

} // namespace ogive::cli
