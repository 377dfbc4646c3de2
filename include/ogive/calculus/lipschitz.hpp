// SPDX-License-Identifier: BSL-1.0
#pragma once
// lipschitz(f, x): the least L with |f(a) - f(b)| <= L·|a - b| for all a, b of the domain.

#include <ogive/calculus/extremum.hpp>

namespace ogive::calculus {

/// The constant, from the charts of the second derivative: the supremum of |f'|, where the domain is an interval and the
/// function is continuous; +infinity when there is none.
template <class Workspace = workspace, class Cuts = cut_function>
constexpr end_value lipschitz(Cuts const& c, function_charts const& curvatures, extreme_pair<Cuts> const& slopes) {
    if (!curvatures.known) return {};
    bool connected = true, jumps = false, any = false;
    for (unsigned i = 0; i < c.count; ++i) {
        if (!c.cells[i].in) continue;
        if (any && (!c.cells[i - 1].in || !c.joints[i].in)) connected = false;
        any = true;
        for (int side = 0; side < 2; ++side)
            if (c.joints[i + static_cast<unsigned>(side)].in) {
                int const s = jump(c, i + static_cast<unsigned>(side), side == 0 ? 1 : -1);
                if (s == 2) return {};
                jumps = jumps || s != 0;
            }
    }
    if (!any) return {};
    if (jumps) return end_value::infinite(1);
    extreme_value const least = slopes.low.result(), most = slopes.high.result();
    if (least.value.kind == limit_kind::minus_infinity || most.value.kind == limit_kind::plus_infinity)
        return end_value::infinite(1);
    if (!connected || !least.value.is_finite() || !most.value.is_finite()) return {};
    end_value negated;
    if (least.value.exact) {
        Workspace w;
        negated = end_of_constant(w, w.make(operation::negate, w.import(least.value.graph, least.value.root)));
    } else {
        negated = bounded_end(-least.value.bounds);
    }
    extreme_search<Cuts> size{1};
    size.add(negated, negated, true);
    size.add(most.value, most.value, true);
    return size.result().value;
}

template <class Cuts>
constexpr end_value lipschitz(Cuts const& c, function_charts const& curvatures) {
    extreme_pair<Cuts> slopes;
    for (unsigned i = 0; i < c.count && curvatures.known; ++i)
        if (c.cells[i].in) slopes.add_cell(c, i, curvatures);
    return lipschitz(c, curvatures, slopes);
}

template <class Graph>
constexpr end_value lipschitz(Graph const& g, node_index root, packed_name x) {
    auto const c = cut(g, root, x);
    return lipschitz(c, charts_of(c, 2));
}

} // namespace ogive::calculus
