// SPDX-License-Identifier: BSL-1.0
// ogive derive, ogive simplify.

#include "render.hpp"

#include <ogive/calculus/domain.hpp>
#include <ogive/emit/simplest.hpp>

namespace ogive::cli {
namespace {

/// An answer that is too long to be written is none.
answer whole(answer const& a) {
    if (a.text.size() < longest_text && a.text != "\\ldots") return a;
    return failure("the result is longer than " + std::to_string(longest_text) + " characters");
}

/// The simplest form of a node; if it has none within the limits, the formula with explicit derivatives.
answer simplest_form(question const& q, node_index root) {
    workspace out;
    bool given_up = false;
    node_index const r =
        ogive::simplest(out, q.w, root, q.conditions.data(), static_cast<unsigned>(q.conditions.size()), &given_up);
    answer a;
    if (given_up && !q.conditions.empty())
        a.details.push_back({"not used", "the assumptions: no point was found where they hold"});
    if (out.problem == trouble::none) {
        a.text = render(q.asked, out, r);
        return whole(a);
    }
    workspace plain;
    node_index const e = ogive::algebra::explicit_derivatives(plain, q.w, root);
    if (plain.problem != trouble::none) return failure(explain(plain.problem));
    a.text = render(q.asked, plain, e);
    a.details.push_back({"not simplified", "the simplest form exceeds a limit of the engine"});
    return whole(a);
}

} // namespace

answer derive(question const& q) {
    node_index const d = q.w.derivative(q.read.left, q.w.symbol(q.x), q.asked.order);
    if (q.w.problem != trouble::none) return failure(explain(q.w.problem));
    interval_set const where = calculus::domain(q.w, q.read.left, q.x);
    if (where.known && where.size() == 0) return failure("the function is defined nowhere");
    return simplest_form(q, d);
}

answer simplify_expression(question const& q) { return simplest_form(q, q.read.left); }

} // namespace ogive::cli
