// SPDX-License-Identifier: BSL-1.0
// ogive prove.

#include "render.hpp"

#include <ogive/algebra/prove.hpp>

#include <cstdio>

namespace ogive::cli {
namespace {

std::string obstacle_text(algebra::obstacle o) {
    switch (o) {
    case algebra::obstacle::too_many_kernels: return "the normal form needs too many kernels";
    case algebra::obstacle::too_many_factors: return "the normal form needs too many factors";
    case algebra::obstacle::too_many_terms:
        return "the normal form exceeds a limit: " + std::to_string(OGIVE_MAX_TERMS) +
               " terms of a polynomial (OGIVE_MAX_TERMS), 128-bit coefficients or " + std::to_string(OGIVE_MAX_NODES) +
               " nodes (OGIVE_MAX_NODES)";
    case algebra::obstacle::unsupported_operation: return "an operation is out of reach of the normal form";
    case algebra::obstacle::undefined_everywhere: return "no point was found at which both sides are defined";
    default: return "the normal forms differ, and no exact point tells the sides apart";
    }
}

std::string decimal(double v) {
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.17g", v);
    return digits;
}

/// The decision under the conditions that were stated, as far as the engine takes conditions.
template <class Workspace>
decision decide(question const& q, Workspace& w, answer& a) {
    node_index conditions[8] = {};
    unsigned count = 0;
    bool all = true;
    for (auto const& c : q.asked.conditions) {
        if (count == 8) {
            all = false;
            break;
        }
        parsed const p = parse(w, c, q.asked.known.data(), static_cast<unsigned>(q.asked.known.size()));
        all = all && p.what == parsed::kind::condition;
        if (p.what == parsed::kind::condition) conditions[count++] = p.left;
    }
    decision d;
    if constexpr (requires { algebra::decide(w, q.read.left, q.read.right, conditions, count); }) {
        d = algebra::decide(w, q.read.left, q.read.right, conditions, count);
    } else {
        d = algebra::decide(w, q.read.left, q.read.right);
        all = count == 0;
    }
    if (all) return d;
    a.details.push_back({"not used", "assumptions other than the sign of a symbol"});
    if (d.answer == verdict::refuted) d.answer = verdict::unknown; // the point need not satisfy them
    return d;
}

} // namespace

answer prove_equation(question const& q) {
    answer a;
    bool const negated = q.read.what == parsed::kind::inequation;
    decision const d = decide(q, q.w, a);
    bool const differ = d.answer == verdict::refuted;
    if (differ) {
        std::string point;
        for (unsigned i = 0; i < d.coordinates; ++i) {
            workspace w;
            point += (i > 0 ? ", " : "") + name_text(d.names[i]) + " = " + text(w, w.constant(d.values[i]));
        }
        if (d.coordinates == 0) point = "there is no symbol";
        std::string const left = decimal(d.left.to<double>()), right = decimal(d.right.to<double>());
        a.details.push_back({negated ? "point" : "counterexample", point});
        a.details.push_back({"left side", left});
        a.details.push_back({"right side", right});
        if (left == right) a.details.push_back({"difference", decimal((d.left - d.right).to<double>())});
    }
    if (d.answer == verdict::unknown) {
        a.details.push_back({"stopped", obstacle_text(d.stopped)});
        a.verdict = "unknown";
        a.exit = unknown;
    } else {
        a.verdict = differ == negated ? "proved" : "refuted";
        a.exit = differ == negated ? done : refuted;
    }
    a.text = a.verdict;
    return a;
}

} // namespace ogive::cli
