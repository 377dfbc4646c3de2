// SPDX-License-Identifier: BSL-1.0
#pragma once
// range(f, x): the values of f, from limits, values at break points and the sign chart of the derivative;
// inverse_domain(f, x).

#include <ogive/calculus/extremum.hpp>

namespace ogive {
namespace calculus {

/// Adds an interval to a set, in order, united with what it touches.
constexpr void unite(interval_set& r, interval t) {
    for (unsigned i = 0; i < r.count;) {
        interval const& o = r.parts[i];
        int const below = compare(t.upper, o.lower), above = compare(o.upper, t.lower);
        if (below == 2 || above == 2) {
            r.known = false;
            return;
        }
        bool const apart = below < 0 || above < 0 || (below == 0 && !t.upper_closed && !o.lower_closed) ||
                           (above == 0 && !o.upper_closed && !t.lower_closed);
        if (apart) {
            ++i;
            continue;
        }
        int const low = compare(o.lower, t.lower), high = compare(o.upper, t.upper);
        if (low == 2 || high == 2) {
            r.known = false;
            return;
        }
        t.lower_closed = low == 0 ? t.lower_closed || o.lower_closed : low < 0 ? o.lower_closed : t.lower_closed;
        t.upper_closed = high == 0 ? t.upper_closed || o.upper_closed : high > 0 ? o.upper_closed : t.upper_closed;
        if (low < 0) t.lower = o.lower;
        if (high > 0) t.upper = o.upper;
        for (unsigned k = i; k + 1 < r.count; ++k) r.parts[k] = r.parts[k + 1];
        --r.count;
        i = 0;
    }
    if (r.count == interval_set::capacity) {
        r.known = false;
        return;
    }
    unsigned at = r.count++;
    for (; at > 0 && compare(t.lower, r.parts[at - 1].lower) < 0; --at) r.parts[at] = r.parts[at - 1];
    r.parts[at] = t;
}

/// The values of the function: between the least and the greatest one wherever it is continuous.
template <class = void>
constexpr interval_set range(cut_function const& c, function_charts const& slopes) {
    interval_set r;
    r.known = slopes.known;
    auto const finish = [&r](extreme_search<> const& low, extreme_search<> const& high) {
        extreme_value const least = low.result(), most = high.result();
        if (least.attained == verdict::unknown || most.attained == verdict::unknown) {
            r.known = false;
            return;
        }
        interval t;
        t.lower = least.value;
        t.upper = most.value;
        t.lower_closed = least.attained == verdict::proved;
        t.upper_closed = most.attained == verdict::proved;
        unite(r, t);
    };
    extreme_search<> low{-1}, high{1};
    for (unsigned i = 0; i <= c.count && r.known; ++i) {
        bool const before = i > 0 && c.cells[i - 1].in, after = i < c.count && c.cells[i].in;
        int const left = before && c.joints[i].in ? jump(c, i, -1) : 1;
        int const right = after && c.joints[i].in ? jump(c, i, 1) : 1;
        if (left == 2 || right == 2) r.known = false;
        if (before && left != 0) finish(low, high);
        if (left != 0) {
            low = extreme_search<>{-1};
            high = extreme_search<>{1};
        }
        if (c.joints[i].in && r.known) {
            end_value const v = value_at_joint(c, i), at = rational_end(c.joints[i].at.value);
            low.add(v, at, true);
            high.add(v, at, true);
            if (right != 0) {
                finish(low, high);
                low = extreme_search<>{-1};
                high = extreme_search<>{1};
            }
        }
        if (!after || !r.known) continue;
        low.add_cell(c, i, slopes);
        high.add_cell(c, i, slopes);
    }
    if (!r.known) r.count = 0;
    return r;
}

/// The values that a graph takes.
template <class Graph>
constexpr interval_set range(Graph const& g, node_index root, packed_name x) {
    cut_function const c = cut(g, root, x);
    return range(c, charts_of(c, 1));
}

template <class F, class X>
inline constexpr interval_set range_of = range(cut_stages<F, X>::result, charts_stages<F, X, 1>::result);

} // namespace calculus

/// range(f, x): the values f takes for x in its domain, where they are known.
template <operand F, class X>
constexpr interval_set const& range(F, X) {
    static_assert(detail::is_symbol<X>, "ogive: the second argument of range(f, x) must be a symbol, as in "
                                        "constexpr auto x = symbol<\"x\">; range(f, x).");
    return calculus::range_of<expression_of<F>, X>;
}

/// inverse_domain(f, x): where inverse(f, x) is the inverse of f: the range of f.
template <operand F, class X>
constexpr interval_set const& inverse_domain(F f, X x) {
    return range(f, x);
}

} // namespace ogive
