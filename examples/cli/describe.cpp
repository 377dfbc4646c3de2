// SPDX-License-Identifier: BSL-1.0
// ogive describe: everything the engine knows, one row of a table each.

#include "describe.hpp"
#include "render.hpp"

#include <ogive/algebra/simplify.hpp>
#include <ogive/calculus/from_output.hpp>
#include <ogive/calculus/range.hpp>
#include <ogive/emit/facts.hpp>
#include <ogive/emit/simplest.hpp>

#include <chrono>

namespace ogive::cli {
namespace {

std::string simplest_text(question const& q, node_index root) {
    workspace out;
    node_index const r = ogive::simplest(out, q.w, root);
    return out.problem == trouble::none ? render(q.asked, out, r) : explain(out.problem);
}
std::string derivative_of_order(question const& q, int order) {
    node_index const d = q.w.derivative(q.read.left, q.w.symbol(q.x), order);
    return q.w.problem == trouble::none ? simplest_text(q, d) : explain(q.w.problem);
}
std::string limit_text(question const& q, int sign) {
    if (!may_reach_infinity(q, sign)) return "outside of the domain";
    auto const l = calculus::limit(q.w, q.read.left, q.x, sign);
    return l.known() ? text(l) : "unknown";
}

std::string formula(question const& q) { return render(q.asked, q.w, q.read.left); }
std::string definition_row(question const& q) {
    node_index const root = q.read.left;
    return q.w[root].op == operation::named ? render(q.asked, q.w, q.w[root].a) : "";
}
std::string simplified_row(question const& q) {
    auto const s = simplest_text(q, q.read.left);
    return s == formula(q) ? "" : s;
}
std::string first_derivative(question const& q) { return derivative_of_order(q, 1); }
std::string second_derivative(question const& q) { return derivative_of_order(q, 2); }
std::string inverse_row(question const& q) {
    workspace out;
    trouble problem = trouble::none;
    node_index const r = calculus::invert(out, q.w, q.read.left, q.x, problem);
    if (problem == trouble::none) problem = out.problem;
    return problem == trouble::none ? render_simplest(q.asked, out, r) : "none: " + reason_without_inverse(q, {});
}
std::string from_output_row(question const& q) {
    workspace out;
    trouble problem = trouble::none;
    packed_name const y = calculus::depends_on(q.w, q.read.left, "y") ? "output" : "y";
    node_index const r = calculus::from_output(out, q.w, q.read.left, q.x, y, problem);
    if (problem == trouble::none) problem = out.problem;
    if (problem != trouble::none) return "";
    return render_simplest(q.asked, out, r);
}
std::string domain_row(question const& q) { return text(calculus::domain(q.w, q.read.left, q.x)); }
std::string range_row(question const& q) { return text(calculus::range(q.w, q.read.left, q.x)); }
std::string lower_limit(question const& q) { return limit_text(q, -1); }
std::string upper_limit(question const& q) { return limit_text(q, 1); }

/// A row is left out where its function has nothing to say.
struct fact_row {
    char const* label;
    std::string (*value)(question const&);
};
constexpr fact_row rows[] = {
    {"function", formula},
    {"definition", definition_row},
    {"simplest form", simplified_row},
    {"derivative", first_derivative},
    {"second derivative", second_derivative},
    {"inverse", inverse_row},
    {"derivative by output y", from_output_row},
    {"domain", domain_row},
    {"range", range_row},
    {"limit at -inf", lower_limit},
    {"limit at inf", upper_limit},
    {"asymptote at -inf", lower_asymptote},
    {"asymptote at inf", upper_asymptote},
    {"saturates", saturation_row},
    {"parity", parity_row},
    {"zero-centred", zero_centred_row},
    {"smoothness", smoothness_row},
    {"monotonicity", monotonicity_row},
    {"convexity", convexity_row},
    {"zeros", zeros_row},
    {"fixed points", fixed_points_row},
    {"critical points", critical_points_row},
    {"inflection points", inflection_points_row},
    {"infimum", infimum_row},
    {"supremum", supremum_row},
    {"bounded", bounded_row},
    {"lipschitz constant", lipschitz_row},
};

} // namespace

bool may_reach_infinity(question const& q, int sign) {
    auto const d = calculus::domain(q.w, q.read.left, q.x);
    if (!d.known) return true;
    if (d.size() == 0) return false;
    return sign > 0 ? d[d.size() - 1].upper.kind == limit_kind::plus_infinity
                    : d[0].lower.kind == limit_kind::minus_infinity;
}

namespace {

/// What an unknown fact may depend on, besides the symbol that is asked about: "b", "a and b".
std::string parameters(question const& q) {
    std::vector<std::string> names;
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(q.w, q.read.left, needed);
    for (unsigned i = 0; i <= q.read.left; ++i) {
        if (!needed[i] || q.w[i].op != operation::symbol || q.w[i].name() == q.x) continue;
        if (calculus::depends_on(q.w, q.read.left, q.w[i].name())) names.push_back(name_text(q.w[i].name()));
    }
    std::string r;
    for (std::size_t i = 0; i < names.size(); ++i)
        r += join(i == 0 ? "" : i + 1 == names.size() ? " and " : ", ", names[i]);
    return r;
}

} // namespace

/// Each row has a process of its own, so that one which takes too long does not cost the others.
answer describe(question const& q) {
    using clock = std::chrono::steady_clock;
    auto const began = clock::now();
    answer a;
    std::string const others = parameters(q);
    for (auto const& row : rows) {
        double const left = 0.8 * q.asked.limit - std::chrono::duration<double>(clock::now() - began).count();
        std::string value, reason = "the limit was met before (--limit)";
        double const slice = q.asked.limit / 4;
        if (left > 0) reason = run_within(left < slice ? left : slice, [&] { return row.value(q); }, value);
        if (!reason.empty()) value = join("unknown: ", reason);
        if (value == "unknown" && !others.empty()) value = join("unknown: it may depend on ", others);
        if (!value.empty()) a.details.push_back({row.label, value});
    }
    return a;
}

} // namespace ogive::cli
