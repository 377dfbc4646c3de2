// SPDX-License-Identifier: BSL-1.0
// --steps: the derivation line by line.

#include "interval.hpp"
#include "render.hpp"

#include <ogive/emit/steps.hpp>

namespace ogive::cli {

std::string steps_text(question const& q) {
    derivation d;
    if (q.asked.command == "derive") {
        d = derivative_steps(q.w, q.read.left, q.x, q.asked.order);
    } else if (q.asked.command == "invert") {
        calculus::segment where;
        if (!q.asked.interval.empty() && !read_interval(q.asked.interval, where)) return {};
        d = inverse_steps(q.w, q.read.left, q.x, where);
    } else if (q.read.what == parsed::kind::equation && q.conditions.empty()) {
        d = proof_steps(q.w, q.read.left, q.read.right);
    } else {
        return {};
    }
    return q.asked.form == format::latex ? d.latex() : d.text();
}

} // namespace ogive::cli
