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
    case algebra::obstacle::unknown_sign:
        return "the sign of something that decides a case, or stands under a logarithm or a root, is not known";
    case algebra::obstacle::too_many_cases: return "there are too many cases to look at";
    default: return "the normal forms differ, and no exact point tells the sides apart";
    }
}

/// What did not cancel.
std::string kernel_text(algebra::kernel_kind k) {
    switch (k) {
    case algebra::kernel_kind::exponential: return "an exponential";
    case algebra::kernel_kind::logarithm: return "a logarithm";
    case algebra::kernel_kind::root: return "a root";
    case algebra::kernel_kind::erf: return "erf";
    case algebra::kernel_kind::atan: return "atan";
    case algebra::kernel_kind::asin: return "asin";
    case algebra::kernel_kind::sin: return "sin";
    case algebra::kernel_kind::cos: return "cos";
    default: return "";
    }
}

std::string decimal(double v) {
    char digits[40];
    std::snprintf(digits, sizeof digits, "%.17g", v);
    return digits;
}

std::string text_of(rational const& value) {
    workspace w;
    return text(w, w.constant(value));
}

/// A point; a coordinate that is only known to be between two numbers as "some x in (1.4142, 1.4143)".
std::string point_text(decision const& d, rational const* values, rational const* ends) {
    std::string r;
    for (unsigned i = 0; i < d.coordinates; ++i) {
        std::string const name = name_text(d.names[i]), value = text_of(values[i]);
        r += i > 0 ? ", " : "";
        r += values[i] == ends[i] ? join(name, " = ", value)
                                  : join("some ", name, " in (", value, ", ", text_of(ends[i]), ")");
    }
    return r.empty() ? "every point" : r;
}

} // namespace

answer prove_equation(question const& q) {
    answer a;
    bool const negated = q.read.what == parsed::kind::inequation;
    decision const d = algebra::decide(q.w, q.read.left, q.read.right, q.conditions.data(),
                                       static_cast<unsigned>(q.conditions.size()), true);
    bool const differ = d.answer == verdict::refuted;
    if (differ) {
        std::string const left = decimal(d.left.to<double>()), right = decimal(d.right.to<double>());
        a.details.push_back({negated ? "point" : "counterexample", point_text(d, d.values, d.values)});
        a.details.push_back({"left side", left});
        a.details.push_back({"right side", right});
        if (left == right) a.details.push_back({"difference", decimal((d.left - d.right).to<double>())});
    }
    if (d.answer == verdict::proved && d.domains == domain_relation::unknown) {
        a.details.push_back({"domains", "could not be compared: one side may be defined where the other one is not"});
    } else if (!differ && d.domains != domain_relation::same && d.domains != domain_relation::unknown) {
        bool const right = d.domains == domain_relation::right_larger;
        a.details.push_back({"domains", join("differ: at ", point_text(d, d.domain_values, d.domain_ends), " only the ",
                                             right ? "right" : "left", " side is defined")});
    }
    if (d.answer == verdict::unknown) {
        a.details.push_back({"stopped", obstacle_text(d.stopped)});
        if (auto const k = kernel_text(d.remaining); !k.empty()) a.details.push_back({"remains", k});
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
