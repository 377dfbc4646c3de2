// SPDX-License-Identifier: BSL-1.0
#pragma once
// Which pieces of a function have values: those that certainly have none are no part of it.

#include <ogive/calculus/pieces.hpp>

namespace ogive::calculus {

namespace detail {

/// Has a piece certainly no value, also at the ends that belong to it?
template <class Workspace>
constexpr bool is_nowhere_defined(Workspace& w, inversion const& r, unsigned i) {
    using algebra::truth;
    node_index const f = r.functions[i];
    bool const flat = !depends_on(w, f, r.x);
    if (!flat && __builtin_is_constant_evaluated()) return false; // what it asks of x takes many steps
    if (is_defined(w, f) != truth::no) return false;
    piece const& p = r.pieces[i];
    for (int side = 0; side < 2 && !flat; ++side) {
        bool const has = side == 0 ? p.where.has_lower : p.where.has_upper;
        if (!has || !(side == 0 ? p.owns_lower : p.owns_upper)) continue;
        Workspace there;
        node_index const v = substitute(there, w, f, r.x, there.constant(side == 0 ? p.where.lower : p.where.upper));
        if (there.problem != trouble::division_by_zero && is_defined(there, v) != truth::no) return false;
    }
    return true;
}

} // namespace detail

/// The pieces without those at either side that have no values. Fails where nothing is left.
template <class Workspace>
constexpr void drop_undefined_pieces(Workspace& w, inversion& r) {
    unsigned first = 0;
    while (first < r.count && detail::is_nowhere_defined(w, r, first)) ++first;
    while (first < r.count && detail::is_nowhere_defined(w, r, r.count - 1)) --r.count;
    for (unsigned i = first; i < r.count && first > 0; ++i) {
        r.pieces[i - first] = r.pieces[i];
        r.functions[i - first] = r.functions[i];
        r.inverses[i - first] = r.inverses[i];
        r.at_lower[i - first] = r.at_lower[i];
        r.at_upper[i - first] = r.at_upper[i];
    }
    r.count -= first;
    if (r.count == 0) r.fail(trouble::no_inverse, inverse_obstacle::undefined);
}

/// The i-th of some exact points of a segment.
constexpr rational point_inside(segment const& s, unsigned i) {
    algebra::region where;
    where.has_lower = s.has_lower;
    where.has_upper = s.has_upper;
    where.lower = s.lower;
    where.upper = s.upper;
    return algebra::detail::inside(where, i);
}

/// Has a function that is the same wherever it is defined certainly a value at two points of a segment?
template <class Workspace>
constexpr bool has_values(Workspace& w, node_index f, packed_name x, segment const& s) {
    if (is_defined(w, f) == algebra::truth::yes) return true;
    if (sample_parameters(w, f, x).size() > 0) return false;
    unsigned count = 0;
    for (unsigned i = 0; i < 6 && count < 2; ++i) {
        algebra::point at;
        at.push_back({x, point_inside(s, i)});
        count += algebra::enclose(w, f, at).defined() ? 1u : 0u;
    }
    return count == 2;
}

} // namespace ogive::calculus
