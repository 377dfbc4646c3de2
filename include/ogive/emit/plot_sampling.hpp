// SPDX-License-Identifier: BSL-1.0
#pragma once
// A curve as pieces without breaks: where a function is not defined, jumps or has a pole, a piece ends; so it does where it
// leaves the range that is shown.

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

namespace ogive {

/// An interval of an axis.
struct plot_range {
    double low, high;
};

} // namespace ogive

namespace ogive::detail {

struct plot_point {
    double x, y;
};
using plot_piece = std::vector<plot_point>;
using plot_function = std::function<double(double)>;

/// Between two numbers with and without a value: the last place that certainly has one.
inline double edge_of_domain(plot_function const& f, double with, double without) {
    for (int i = 0; i < 60; ++i) {
        double const middle = with + (without - with) / 2;
        (std::isfinite(f(middle)) ? with : without) = middle;
    }
    return with;
}

/// Narrows an interval to where the function changes most. Is that change a jump or a pole, no matter how narrow it gets?
inline bool narrows_to_break(plot_function const& f, plot_point& left, plot_point& right) {
    double const before = std::fabs(right.y - left.y);
    for (int i = 0; i < 60; ++i) {
        double const middle = left.x + (right.x - left.x) / 2, y = f(middle);
        if (!(left.x < middle && middle < right.x)) break;
        if (!std::isfinite(y)) {
            left = {edge_of_domain(f, left.x, middle), 0};
            right = {edge_of_domain(f, right.x, middle), 0};
            left.y = f(left.x);
            right.y = f(right.x);
            return true;
        }
        (std::fabs(y - left.y) > std::fabs(right.y - y) ? right : left) = {middle, y};
        if (std::fabs(right.y - left.y) < before / 4) return false;
    }
    return true;
}

/// The pieces of a curve, from samples at equal distances; what changes by more than `step` between two of them is looked at
/// more closely.
inline std::vector<plot_piece> sample_curve(plot_function const& f, std::vector<plot_point> const& samples,
                                            double step) {
    std::vector<plot_piece> pieces(1);
    for (std::size_t i = 0; i < samples.size(); ++i) {
        plot_point const p = samples[i];
        bool const here = std::isfinite(p.y);
        if (i > 0) {
            plot_point const before = samples[i - 1];
            bool const there = std::isfinite(before.y);
            if (here && there && std::fabs(p.y - before.y) > step) {
                plot_point left = before, right = p;
                if (narrows_to_break(f, left, right)) {
                    pieces.back().push_back(left);
                    pieces.push_back({right});
                }
            } else if (there && !here) {
                double const end = edge_of_domain(f, before.x, p.x);
                pieces.back().push_back({end, f(end)});
                pieces.push_back({});
            } else if (here && !there) {
                double const end = edge_of_domain(f, p.x, before.x);
                pieces.back().push_back({end, f(end)});
            }
        }
        if (here) pieces.back().push_back(p);
    }
    // A single point, sign(0) say, is no curve.
    double const least = samples.empty() ? 0 : 1e-6 * (samples.back().x - samples.front().x);
    std::erase_if(pieces, [&](plot_piece const& piece) {
        return piece.size() < 2 || !(piece.back().x - piece.front().x > least);
    });
    return pieces;
}

/// What of a piece lies between two heights.
inline std::vector<plot_piece> clip(plot_piece const& piece, double low, double high) {
    std::vector<plot_piece> r;
    bool open = false;
    for (std::size_t i = 1; i < piece.size(); ++i) {
        plot_point a = piece[i - 1], b = piece[i];
        bool const above = a.y > high && b.y > high, below = a.y < low && b.y < low;
        if (above || below) {
            open = false;
            continue;
        }
        auto const at = [&](double y) {
            double const part = (y - a.y) / (b.y - a.y);
            return plot_point{a.x + part * (b.x - a.x), y};
        };
        plot_point const from = a.y > high ? at(high) : a.y < low ? at(low) : a;
        plot_point const to = b.y > high ? at(high) : b.y < low ? at(low) : b;
        if (!open) r.push_back({from});
        r.back().push_back(to);
        open = b.y <= high && b.y >= low;
    }
    return r;
}

/// Leaves out points that are no further than `tolerance` from the line between those that stay (Ramer, Douglas, Peucker).
inline plot_piece thinned(plot_piece const& piece, double tolerance) {
    std::vector<bool> stays(piece.size(), false);
    std::vector<std::size_t> ends{0, piece.size() - 1};
    stays.front() = stays.back() = true;
    while (!ends.empty()) {
        std::size_t const last = ends.back(), first = ends[ends.size() - 2];
        ends.resize(ends.size() - 2);
        plot_point const a = piece[first], b = piece[last];
        double const length = std::hypot(b.x - a.x, b.y - a.y);
        double worst = tolerance;
        std::size_t at = first;
        for (std::size_t i = first + 1; i < last; ++i) {
            double const dx = piece[i].x - a.x, dy = piece[i].y - a.y;
            double const off =
                length > 0 ? std::fabs((b.x - a.x) * dy - (b.y - a.y) * dx) / length : std::hypot(dx, dy);
            if (off > worst) {
                worst = off;
                at = i;
            }
        }
        if (at == first) continue;
        stays[at] = true;
        ends.insert(ends.end(), {first, at, at, last});
    }
    plot_piece r;
    for (std::size_t i = 0; i < piece.size(); ++i)
        if (stays[i]) r.push_back(piece[i]);
    return r;
}

/// The heights to show: all values, but next to poles and in steep tails only what most of them are.
inline plot_range heights_of(std::vector<double> values) {
    std::erase_if(values, [](double v) { return !std::isfinite(v) || std::fabs(v) > 1e300; });
    if (values.empty()) return {-1, 1};
    std::sort(values.begin(), values.end());
    auto const at = [&](double part) {
        return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
    };
    double low = values.front(), high = values.back();
    double const lower = at(0.06), upper = at(0.94), middle = upper - lower;
    if (middle > 0 && high - upper > 3 * middle) high = upper + middle / 2;
    if (middle > 0 && lower - low > 3 * middle) low = lower - middle / 2;
    if (!(high - low > 1e-12 * std::max(std::fabs(low), std::fabs(high)))) { // constant: room above and below
        double const room = std::max(1.0, std::fabs(low) / 2);
        return {low - room, high + room};
    }
    double const margin = 0.06 * (high - low);
    return {low - margin, high + margin};
}

} // namespace ogive::detail
