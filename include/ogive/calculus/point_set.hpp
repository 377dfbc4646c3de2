// SPDX-License-Identifier: BSL-1.0
#pragma once
// Sets of points of the line, and what a function does at each.

#include <ogive/calculus/limit.hpp>

namespace ogive {

/// What a function has at a critical point.
enum class extremum_kind : unsigned char { neither, minimum, maximum, unknown };

/// Points in ascending order; `known` when these are certainly all. With `intervals` whole intervals belong to the set
/// as well, which are not listed. It `recurs` if it is not known because certainly there are some in every period.
struct point_set {
    static constexpr unsigned capacity = 12;
    end_value points[capacity] = {};
    extremum_kind kinds[capacity] = {}; // of critical points
    unsigned count = 0;
    bool known = false;
    bool intervals = false, recurs = false;

    constexpr end_value const& operator[](unsigned i) const { return points[i]; }
    constexpr unsigned size() const { return count; }
    constexpr void add(end_value const& v, extremum_kind k = extremum_kind::neither) {
        if (count == capacity || !v.known()) {
            known = false;
            return;
        }
        kinds[count] = k;
        points[count++] = v;
    }
};

} // namespace ogive
