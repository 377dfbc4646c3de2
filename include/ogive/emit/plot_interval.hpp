// SPDX-License-Identifier: BSL-1.0
#pragma once
// Where to plot a function if nobody says: its domain where that is bounded, its critical and inflection points, and both
// its limits where it saturates; otherwise [-6, 6].

#include <ogive/calculus/critical_points.hpp>
#include <ogive/emit/plot_sampling.hpp>

namespace ogive::detail {

/// An interval for one function, which the facts of the engine and its values choose.
template <class Graph>
plot_range interval_of(Graph const& g, node_index root, packed_name x, plot_function const& f) {
    auto const infinite = std::numeric_limits<double>::infinity();
    double low = -infinite, high = infinite, half = 6;
    if (auto const d = calculus::domain(g, root, x); d.known && d.count > 0) {
        if (d[0].lower.is_finite()) low = d[0].lower.enclosed().template to<double>();
        if (d[d.count - 1].upper.is_finite()) high = d[d.count - 1].upper.enclosed().template to<double>();
    }
    if (std::isfinite(low) && std::isfinite(high) && low < high) return {low, high};
    if (std::isfinite(low)) return {low, low + 8};
    if (std::isfinite(high)) return {high - 8, high};

    plot_range across{-6, 6};
    for (auto const& s : {calculus::critical_points(g, root, x), calculus::inflection_points(g, root, x)})
        for (unsigned i = 0; s.known && i < s.count; ++i)
            if (s[i].is_finite())
                if (double const at = s[i].enclosed().template to<double>(); std::fabs(at) < 1e6)
                    across = {std::min(across.low, std::floor(1.5 * at)), std::max(across.high, std::ceil(1.5 * at))};
    double limits[2] = {infinite, infinite};
    for (int const side : {0, 1}) {
        auto const l = calculus::limit(g, root, x, side == 0 ? -1 : 1);
        if (l.is_finite()) limits[side] = l.enclosed().template to<double>();
    }
    auto const off = [&](double h) { // how far it is from its limits at -h and h
        return std::max(std::fabs(f(-h) - limits[0]), std::fabs(f(h) - limits[1]));
    };
    double const middle = f(0), height = std::max(std::fabs(limits[1] - limits[0]), std::fabs(middle - limits[0]));
    bool const saturates = std::isfinite(middle) && std::isfinite(height) && height > 0;
    if (!saturates || across.low < -6 || across.high > 6) return across;
    while (half < 1e5 && off(half) > 0.2 * height) half *= 5;
    double small = half;
    while (small > 1e-6 && off(small / 5) < 0.001 * height) small /= 5;
    if (small > 1e-6 && small < half) { // one digit is enough
        double const units = std::pow(10, -std::floor(std::log10(small)));
        half = std::ceil(small * units) / units;
    }
    return {-half, half};
}

} // namespace ogive::detail
