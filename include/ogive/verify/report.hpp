// SPDX-License-Identifier: BSL-1.0
#pragma once
// How wrong an evaluator is: its largest error against the oracle over stratified points, and where.

#include <ogive/verify/oracle.hpp>
#include <ogive/verify/points.hpp>
#include <ogive/verify/ulp.hpp>

#include <functional>
#include <vector>

namespace ogive::verify {

/// A root of the measured function, around which the error is judged absolutely.
struct neighbourhood {
    double root;
    double radius;

    bool contains(long double x) const { return x >= root - radius && x <= root + radius; }
};

/// What is measured, and where.
struct options {
    packed_name by = "x";               ///< the symbol that runs over the points
    unsigned order = 0;                 ///< of the derivative by it that the evaluator claims to compute
    std::vector<input> fixed{};         ///< the other symbols
    interval domain{};                  ///< only points inside
    std::vector<neighbourhood> roots{}; ///< judged by the absolute error, in ULP of `scale`, instead
    double scale = 1;       ///< the function's scale: the magnitude it has away from its roots, stated by the caller
    unsigned random = 1000; ///< random points of each of the kinds of verify::points
    std::uint64_t seed = 1;
    int bits = 96;               ///< relative accuracy asked of the oracle
    std::vector<double> extra{}; ///< points to add to the stratified ones
};

/// Error at the worst point of a group.
template <class T>
struct worst_case {
    double error = 0; ///< in units in the last place
    T x{};
    T got{};
    reference_value expected{};
};

template <class T>
struct measurement {
    unsigned points = 0;              ///< judged by relative error
    worst_case<T> worst{};            ///< among those, with finite error
    double mean = 0;                  ///< of the finite errors among those
    unsigned mismatches = 0;          ///< NaN, infinity or finite number where the exact value is of another kind
    worst_case<T> mismatch{};         ///< the first of those
    unsigned near_roots = 0;          ///< points in the neighbourhoods of `options::roots`
    worst_case<T> worst_near_roots{}; ///< error in ULP of options::scale
    unsigned kinks = 0;               ///< points at which the derivative does not exist: not judged
    unsigned undecided = 0;           ///< points at which the oracle gave no answer: not judged
    T first_undecided{};

    /// True when all errors are within the bounds and nothing was left undecided.
    bool within(double bound, double bound_near_roots = 2) const {
        return points != 0 && mismatches == 0 && undecided == 0 && worst.error <= bound &&
               worst_near_roots.error <= bound_near_roots;
    }
};

/// The oracle's answer that a measurement of T with these options compares with.
template <class T>
reference_value expected_at(graph_view g, T x, options const& o) {
    std::vector<input> inputs{o.fixed};
    inputs.emplace_back(o.by, static_cast<long double>(x));
    using limits = std::numeric_limits<T>;
    goal const wanted{o.bits, limits::min_exponent - limits::digits - 64};
    auto const count = static_cast<unsigned>(inputs.size());
    if (o.order == 0) return value(g, inputs.data(), count, wanted);
    return derivative(g, direction{o.by, o.order}, inputs.data(), count, wanted);
}

/// Adds one point to a measurement. The field `mean` holds the sum until the end.
template <class T>
void judge(measurement<T>& m, T x, T got, reference_value const& expected, options const& o) {
    if (expected.what == status::kink || expected.what == status::unsure) {
        if (expected.what == status::unsure && m.undecided++ == 0) m.first_undecided = x;
        m.kinks += expected.what == status::kink ? 1u : 0u;
        return;
    }
    for (auto const& n : o.roots)
        if (n.contains(static_cast<long double>(x))) {
            double const error = ulp_of_scale(got, expected, o.scale);
            if (!std::isfinite(error)) break; // judged like any other point
            ++m.near_roots;
            if (error > m.worst_near_roots.error || m.near_roots == 1) m.worst_near_roots = {error, x, got, expected};
            return;
        }
    double const error = ulp(got, expected);
    ++m.points;
    if (!std::isfinite(error)) {
        if (m.mismatches++ == 0) m.mismatch = {error, x, got, expected};
        return;
    }
    m.mean += error;
    if (error > m.worst.error || m.points == 1) m.worst = {error, x, got, expected};
}

/// Measures `evaluator(T) -> T` against the oracle on the graph as written, at stratified points of the domain.
/// The limits at ±infinity are the caller's to check: `ulp(evaluator(inf), expected_at(g, inf, options))`.
template <class T, class Evaluator>
measurement<T> measure(Evaluator const& evaluator, graph_view g, options const& o = {}) {
    auto all = points<T>(o.domain, o.random, o.seed);
    for (double const x : o.extra) all.push_back(static_cast<T>(x));
    measurement<T> m;
    for (T const x : all) judge(m, x, static_cast<T>(std::invoke(evaluator, x)), expected_at(g, x, o), o);
    unsigned const judged = m.points - m.mismatches;
    if (judged != 0) m.mean /= judged;
    return m;
}

/// Measures the expression's own evaluator, as called by `f(x = value)`, against the expression as written.
template <class T = double, expression F, class Symbol>
measurement<T> report(F, Symbol x, options o = {}) {
    o.by = Symbol::name;
    o.order = 0;
    return measure<T>([x](T v) { return F{}(x = v); }, view(F{}), o);
}

/// Measures the evaluator of `candidate`, an expression claimed to be the derivative of f by x of this order, against
/// numerical derivatives of f as written: `report_derivative(f, derivative(f, x), x)`.
template <class T = double, expression F, expression Candidate, class Symbol>
measurement<T> report_derivative(F, Candidate, Symbol x, unsigned order = 1, options o = {}) {
    o.by = Symbol::name;
    o.order = order;
    return measure<T>([x](T v) { return Candidate{}(x = v); }, view(F{}), o);
}

} // namespace ogive::verify
