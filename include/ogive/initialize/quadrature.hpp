// SPDX-License-Identifier: BSL-1.0
#pragma once
// Integrals over the whole line against the standard normal density, certainly enclosed.
//
// On each part of a window the integrand is its Taylor polynomial at the middle, integrated exactly, with the remainder
// enclosed over the part (R. E. Moore, Interval Analysis, 1966, ch. 8), or its range times the width, whichever is
// narrower; parts are halved where that is not enough. Beyond the window a bound of the growth is integrated.

#include <ogive/initialize/growth.hpp>
#include <ogive/initialize/series.hpp>

#include <optional>

namespace ogive::initialization {

/// The mean of a graph at a standard normal variable.
class normal_quadrature {
    struct part {
        extended low, high;
        enclosure value;
    };

    workspace& g_;
    packed_name x_;
    node_index f_, integrand_;
    std::vector<part> parts_;
    extended from_{}, to_{};

    static constexpr unsigned most_parts = 4000, most_undefined = 100;
    static constexpr int narrowest = -100; // binary places of a part's width
    static constexpr int accuracy = -66;   // of the result, relative to the mean of |f|

    static node_index weighted(workspace& g, node_index f, packed_name x) {
        node_index const square = g.make(operation::power, g.symbol(x), g.constant(2));
        node_index const exponent = g.make(operation::divide, square, g.constant(-2));
        return g.make(operation::multiply, f, g.make(operation::exp, exponent));
    }
    static extended width(enclosure const& e) { return add(e.upper, -e.lower, rounding::up); }
    static extended size(enclosure const& e) { return abs(e).upper; }
    static bool is_finite(enclosure const& e) { return e.defined() && e.lower.is_finite() && e.upper.is_finite(); }

    static enclosure intersection(enclosure const& a, enclosure const& b) {
        if (!is_finite(a)) return b;
        if (!is_finite(b)) return a;
        return {number::detail::larger(a.lower, b.lower), number::detail::smaller(a.upper, b.upper)};
    }

    /// The integral over a part; undefined or infinite where nothing is known of it.
    enclosure integrate(expander& expand, extended const& low, extended const& high) const {
        extended const middle = scaled(low + high, -1);
        enclosure const a = enclosure::point(low), b = enclosure::point(high), m = enclosure::point(middle);
        series const over = expand(integrand_, {low, high});
        enclosure const coarse = over.c[0] * (b - a);
        enclosure const last = over.top < series_order ? enclosure{0} : over.c[series_order];
        if (!is_finite(last) || !(low < middle && middle < high)) return coarse;
        series const at = expand(integrand_, m);
        enclosure left{1}, right{1}, result{0}; // powers of the distances
        for (unsigned k = 0; k <= series_order; ++k) {
            left = left * (m - a);
            right = right * (b - m);
            enclosure const c = k == series_order ? last : k <= at.top ? at.c[k] : enclosure{0};
            enclosure const moment = k % 2 == 0 ? right + left : right - left;
            result = result + c * moment / detail::whole(k + 1);
        }
        return intersection(result, coarse);
    }

    void append(expander& expand, extended const& low, extended const& high) {
        parts_.push_back({low, high, integrate(expand, low, high)});
    }
    /// Adds [low, high], cut at the points that lie inside.
    void append_cut(expander& expand, extended low, extended const& high, std::vector<extended> const& cuts) {
        for (extended const& c : cuts)
            if (low < c && c < high) {
                append(expand, low, c);
                low = c;
            }
        append(expand, low, high);
    }
    bool split(expander& expand, unsigned i) {
        part const p = parts_[i];
        extended const middle = scaled(p.low + p.high, -1);
        if (!(p.low < middle && middle < p.high) || p.high - p.low < scaled(extended{1}, narrowest)) return false;
        parts_[i] = {p.low, middle, integrate(expand, p.low, middle)};
        append(expand, middle, p.high);
        return true;
    }

    /// What is still lacking: parts whose bounds are wider than they may be are halved. Nothing left to do: `done`.
    enum class progress : unsigned char { done, further, failed };
    progress refine(expander& expand, std::vector<extended> const& cuts, enclosure& total) {
        total = enclosure{0};
        extended scale{};
        unsigned undefined = 0;
        auto const count = static_cast<unsigned>(parts_.size());
        for (part const& p : parts_) {
            if (!is_finite(p.value)) {
                ++undefined;
                continue;
            }
            total = total + p.value;
            scale = scale + number::detail::smaller(abs(p.value.lower), abs(p.value.upper));
        }
        if (undefined > most_undefined || count > most_parts) return progress::failed;
        if (scale.is_zero()) scale = size(total);
        extended const tolerance = number::scaled(scale, accuracy);
        if (undefined == 0) {
            extended const tail = tail_bound(g_, f_, x_, to_, 1) + tail_bound(g_, f_, x_, from_, -1);
            bool const short_tail = tail <= number::scaled(tolerance, -1);
            if (short_tail && width(total) <= tolerance) {
                extended const margin = number::scaled(tail, 1);
                total = total + enclosure{-margin, margin};
                return progress::done;
            }
            if (!short_tail) {
                if (!(to_ < extended{200})) return progress::failed;
                extended const next = to_ + extended{4};
                append_cut(expand, to_, next, cuts);
                append_cut(expand, -next, -from_, cuts);
                from_ = to_ = next;
            }
        }
        extended const share = tolerance / extended{static_cast<int>(2 * count)};
        for (unsigned i = 0; i < count; ++i) {
            bool const finite = is_finite(parts_[i].value);
            if (undefined > 0 ? finite : width(parts_[i].value) <= share) continue;
            if (!split(expand, i) && !finite) return progress::failed;
        }
        return progress::further;
    }

  public:
    /// For node `f`, without derivative nodes, in the only symbol `x`.
    normal_quadrature(workspace& g, node_index f, packed_name x) : g_{g}, x_{x}, f_{f}, integrand_{weighted(g, f, x)} {}

    /// The mean; nothing where no bound was found. `cuts`, ascending, are where the parts should end.
    std::optional<enclosure> operator()(std::vector<extended> const& cuts) {
        if (g_.problem != trouble::none) return {};
        expander expand{g_, x_};
        from_ = to_ = extended{8};
        for (int i = -8; i < 8; ++i) append_cut(expand, extended{i}, extended{i + 1}, cuts);
        enclosure total;
        for (int round = 0; round < 400; ++round) {
            progress const p = refine(expand, cuts, total);
            if (p == progress::failed) return {};
            if (p == progress::done) return total / sqrt(enclosure{2} * number::pi_enclosure());
        }
        return {};
    }
};

} // namespace ogive::initialization
