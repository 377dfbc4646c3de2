// SPDX-License-Identifier: BSL-1.0
#pragma once
// The signs of a function where its derivatives do not settle them: on tails by leading terms, in the window between by
// enclosures of the function and its slope on smaller and smaller parts. At run time only.

#include <ogive/calculus/tail_sign.hpp>

namespace ogive::calculus {

namespace detail {

/// A bracket that is known from the start, in chart_search::pieces.
inline constexpr signed char own_bracket = 64;

template <class Search>
class subdivision {
    Search& s_;
    workspace w_;
    node_index f_ = 0, slope_ = 0;
    unsigned budget_ = 1500;

    constexpr int sign_over(node_index i, enclosure const& where) {
        if (budget_ > 0) --budget_;
        int const s = enclose_over(w_, i, s_.x, where, algebra::point{}).certain_sign();
        return s == unknown_sign ? 0 : s;
    }
    constexpr int sign_of(extended const& at) { return sign_over(f_, enclosure::point(at)); }

    /// At an exact end; at one that is not a binary number, all over its enclosure.
    constexpr int sign_at_end(rational const& end, enclosure const& where) {
        if (where.is_point()) return sign_at(w_, f_, s_.x, end, false);
        int const s = sign_over(f_, where);
        return s == 0 ? unknown_sign : s;
    }

    /// The sign on a tail beyond some distance, which is found.
    constexpr int tail(int side, extended& from) {
        rational const base = side < 0 ? (s_.where.has_upper ? s_.where.upper : rational{0})
                                       : (s_.where.has_lower ? s_.where.lower : rational{0});
        for (int const distance : {2, 4, 8, 16, 32, 64}) {
            segment t;
            (side < 0 ? t.has_upper : t.has_lower) = true;
            rational const start = base + rational{side * distance};
            (side < 0 ? t.upper : t.lower) = start;
            enclosure const e{start};
            from = side < 0 ? e.lower : e.upper;
            int r = sign_over(f_, side < 0 ? enclosure{extended::infinity(true), e.upper}
                                           : enclosure{e.lower, extended::infinity()});
            if (r == 0 && rational{side} * start > rational{0})
                r = tail_sign(w_, f_, s_.x, side, rational{side} * start);
            if (r == 0) r = sign_on(w_, f_, s_.x, t, 3);
            if (r != 0) return r;
        }
        return 0;
    }

    /// Adds what is known of [a, b]: signs near its ends.
    constexpr bool add(extended const& a, extended const& b, int left, int right) {
        local_chart& c = s_.chart;
        if (c.signs[c.count] == 0) c.signs[c.count] = static_cast<signed char>(left);
        if (c.signs[c.count] != left) return false;
        if (left == right) return true;
        if (c.count == max_zeros) return false;
        s_.pieces[c.count] = own_bracket;
        c.zeros[c.count] = {{a, b}, rational{0}, false};
        c.signs[++c.count] = static_cast<signed char>(right);
        return true;
    }

    /// The signs in [a, b], at whose ends they are known (0: a zero there).
    constexpr bool settle(extended const& a, extended const& b, int at_a, int at_b, int depth) {
        enclosure const here{a, b};
        if (int const r = sign_over(f_, here); r != 0) return add(a, b, r, r);
        if (budget_ == 0 || depth == 0) return false;
        enclosure const slope = enclose_over(w_, slope_, s_.x, here, algebra::point{});
        int const d = slope.certain_sign();
        if (d == 1 || d == -1) return add(a, b, at_a != 0 ? at_a : d, at_b != 0 ? at_b : -d);
        extended const width = b - a;
        for (int const part : {31, 34, 27, 38}) {
            extended const middle = a + width * extended{rational{part, 64}};
            if (!(a < middle && middle < b)) return false;
            int const at = sign_of(middle);
            if (at == 0) continue;
            if (slope.defined()) {
                algebra::point p;
                p.push_back({s_.x, enclosure::point(middle)});
                enclosure const value = algebra::enclose(w_, f_, p) + slope * (here - enclosure::point(middle));
                if (int const r = value.certain_sign(); r == 1 || r == -1) return add(a, b, r, r);
            }
            return settle(a, middle, at_a, at, depth - 1) && settle(middle, b, at, at_b, depth - 1);
        }
        return false;
    }

  public:
    constexpr explicit subdivision(Search& s) : s_{s} {
        f_ = w_.import(s.graph, s.formulas[0]);
        slope_ = differentiator{w_}(f_, s.x);
    }

    constexpr bool run() {
        if (w_.problem != trouble::none || s_.parameters) return false;
        segment const& t = s_.where;
        enclosure const lower{t.lower}, upper{t.upper};
        extended low = lower.lower, high = upper.upper;
        int const at_low = t.has_lower ? sign_at_end(t.lower, lower) : tail(-1, low);
        if (at_low == unknown_sign || (!t.has_lower && at_low == 0)) return false;
        int const at_high = t.has_upper ? sign_at_end(t.upper, upper) : tail(1, high);
        if (at_high == unknown_sign || (!t.has_upper && at_high == 0)) return false;
        s_.chart = local_chart{};
        return settle(low, high, at_low, at_high, 24);
    }
};

} // namespace detail

/// Starts the search of zeros from brackets found by subdivision, if it succeeds.
template <class Search>
constexpr void subdivide(Search& s) {
    detail::subdivision<Search> work{s};
    s.chart.known = work.run();
    s.level = s.index = 0;
    s.started = false;
    s.doing = s.chart.known ? chart_search::phase::zeros : chart_search::phase::done;
}

} // namespace ogive::calculus
