// SPDX-License-Identifier: BSL-1.0
#pragma once
// Equality of formulas with cases by the derivative: each part of the domain without a break point is looked at.

#include <ogive/algebra/constant_difference.hpp>
#include <ogive/algebra/regions.hpp>

namespace ogive::algebra {

namespace detail {

/// Are two sides without cases certainly equal on a part of the domain?
template <class Graph>
constexpr bool equal_on_part(Graph const& g, node_index left, node_index right, partition const& parts,
                             region const& part) {
    if (left == right) return true;
    if (parts.linear && part.is_point) {
        field f;
        bool same = false;
        with_refinement(f, [&] {
            fraction const difference = f.subtract(convert(f, g, left), convert(f, g, right));
            same = f.fine() && difference.is_zero();
        });
        // a side that is not defined there has no value to be compared
        if (same || f.stopped == obstacle::undefined_everywhere) return true;
    }
    open_interval where;
    if (parts.linear && !part.is_point) where = {part.has_lower, part.has_upper, part.lower, part.upper};
    return equal_by_some_derivative(g, left, right, parts.by, where);
}

} // namespace detail

/// Are two sides certainly equal wherever both are defined? Shown part by part, with the criterion of the derivative
/// where normal forms differ. The answer false says nothing.
template <class Graph, class Workspace = workspace>
constexpr bool equal_on_smooth_parts(Graph const& g, node_index left, node_index right) {
    Workspace e, w;
    node_index const sides[] = {expand_derivatives(e, g, left), expand_derivatives(e, g, right)};
    if (e.problem != trouble::none) return false;
    node_index const roots[] = {lift_cases(w, e, sides[0]), lift_cases(w, e, sides[1])};
    if (w.problem != trouble::none) return false;
    partition const parts = find_regions(w, roots, w.size());
    if (parts.stopped != obstacle::none || parts.region_count == 0) return false;
    for (unsigned i = 0; i < parts.region_count; ++i) {
        region const& part = parts.regions[i];
        Workspace smooth;
        node_index there[2] = {};
        for (int k = 0; k < 2; ++k) {
            Workspace branch;
            node_index const resolved = resolve(branch, w, roots[k], parts, part);
            there[k] = parts.linear && part.is_point
                           ? detail::replaced(smooth, branch, resolved, parts.by, &part.lower, assumption::none)
                           : smooth.import(branch, resolved);
            if (branch.problem != trouble::none) return false;
        }
        if (smooth.problem != trouble::none) return false;
        if (!detail::equal_on_part(smooth, there[0], there[1], parts, part)) return false;
    }
    return true;
}

} // namespace ogive::algebra
