// SPDX-License-Identifier: BSL-1.0
#pragma once
// Is a function certainly strictly monotone, and on which interval? What a numeric inverse rests on.

#include <ogive/calculus/domain.hpp>
#include <ogive/calculus/inverse.hpp>

namespace ogive::calculus {

/// The interval on which a function is defined and strictly monotone; `direction` is 0 when that is not certain.
struct monotone_line {
    segment where;
    int direction = 0;
};

/// The common direction of the pieces, when every value is taken once.
template <class Workspace = workspace>
constexpr int direction_of_pieces(inversion r) {
    if (r.problem != trouble::none || r.count == 0) return 0;
    Workspace w;
    detail::import_all(w, r);
    for (unsigned i = 0; i < r.count; ++i) {
        if (detail::is_flat(w, r, i)) return 0;
        r.pieces[i].direction = certain_direction(w, r.functions[i], r.x, r.pieces[i].where);
    }
    int common = r.pieces[0].direction;
    return detail::check_order(w, r, common) == trouble::none ? common : 0;
}

/// A domain that is one interval with rational or infinite ends, as a segment.
constexpr bool one_segment(interval_set const& domain, segment& s) {
    if (!domain.known || domain.count != 1) return false;
    interval const& d = domain[0];
    s.has_lower = d.lower.kind != limit_kind::minus_infinity;
    s.has_upper = d.upper.kind != limit_kind::plus_infinity;
    if ((s.has_lower && !d.lower.is_rational()) || (s.has_upper && !d.upper.is_rational())) return false;
    if (s.has_lower) s.lower = d.lower.value();
    if (s.has_upper) s.upper = d.upper.value();
    return true;
}

/// On `where`, or on the domain if that is the whole line and the function is not defined there.
template <class Graph>
constexpr monotone_line find_monotone_line(Graph const& g, node_index root, packed_name x, segment where = {}) {
    if (int const d = direction_of_pieces(find_pieces(g, root, x, where)); d != 0) {
        assumption const known = known_of(g, root, x);
        if (known == positive && !where.has_lower) where.has_lower = true;
        if (known == negative && !where.has_upper) where.has_upper = true;
        return {where, d};
    }
    if (where.has_lower || where.has_upper || !one_segment(domain(g, root, x), where)) return {};
    if (!where.has_lower && !where.has_upper) return {};
    return {where, direction_of_pieces(find_pieces(g, root, x, where))};
}

} // namespace ogive::calculus
