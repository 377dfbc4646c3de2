// SPDX-License-Identifier: BSL-1.0
// The chart docs/benchmarks.svg of a run: speed on a logarithmic axis, error by colour.

#include "results.hpp"

#include <cmath>
#include <cstdio>

namespace compare {
namespace {

constexpr double left = 118, panel = 420, gap = 40, top = 76, row = 16, space = 8, low = 0.1, high = 60;
constexpr unsigned rows = function_count * result_count;

double height_of(unsigned n) { return top + row * n + space * (n / result_count) + row / 2; }

template <class... Numbers>
std::string print(char const* how, Numbers... numbers) {
    char text[400];
    std::snprintf(text, sizeof text, how, numbers...);
    return text;
}

char const* class_of(double error) { return error <= 8 ? "right" : error <= 1000 ? "near" : "wrong"; }

std::string mark(measured const& m, double x, double y) {
    bool const ours = m.maker == "ogive";
    double const r = ours ? (m.form == "fast" ? 6 : 4.5) : 3.5;
    std::string s =
        ours ? print("<path class=\"%s ours\" d=\"M%.1f %.1fl%g %gl-%g %gl-%g-%gz\">", class_of(m.error.error), x,
                     y - r, r, r, r, r, r, r)
             : print("<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%g\">", class_of(m.error.error), x, y, r);
    s += "<title>" + m.name + ": " +
         print(m.error.error < 1000 ? "%.3g ns, %.3g ULP" : "%.3g ns, %.0e ULP", m.ns, m.error.error) + "</title></" +
         (ours ? "path>\n" : "circle>\n");
    return s;
}

std::string panel_of(std::vector<measured> const& all, double from, char const* title, double bottom) {
    auto const at = [&](double ns) {
        double const clipped = std::fmin(std::fmax(ns, low), high);
        return from + panel * std::log(clipped / low) / std::log(high / low);
    };
    std::string s =
        print("<text class=\"title\" x=\"%g\" y=\"%g\">%s, nanoseconds an element</text>\n", from, top - 26, title);
    for (double const tick : {0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0}) {
        s += print("<line class=\"grid\" x1=\"%.1f\" y1=\"%g\" x2=\"%.1f\" y2=\"%g\"/>", at(tick), top - 4, at(tick),
                   bottom);
        s += print("<text class=\"tick\" x=\"%.1f\" y=\"%g\">%g</text>\n", at(tick), top - 9, tick);
    }
    for (bool const ours : {false, true})
        for (unsigned n = 0; n < rows; ++n)
            for (auto const& m : all)
                if ((m.maker == "ogive") == ours && static_cast<unsigned>(m.what) == n / result_count &&
                    static_cast<unsigned>(m.wanted) == n % result_count)
                    s += mark(m, at(m.ns), height_of(n));
    return s;
}

} // namespace

std::string chart(run_results const& run) {
    double const bottom = height_of(rows - 1) + row / 2 + 4, width = left + 2 * panel + gap + 24, height = bottom + 16;
    std::string s = print("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %g %g\" font-family=\"sans-serif\" "
                          "font-size=\"11\">\n",
                          width, height);
    s +=
        "<style>.right{fill:#1668b8;stroke:#1668b8}.near{fill:#f0b400;stroke:#b58600}.wrong{fill:none;stroke:#c03028}"
        ".ours{stroke:#000;stroke-width:1.4}.grid{stroke:#ddd}.tick{text-anchor:middle;fill:#555}.name{text-anchor:end}"
        ".title{font-weight:bold;font-size:13px}</style>\n";
    s += print("<rect width=\"%g\" height=\"%g\" fill=\"#fff\"/>\n", width, height);
    double x = left;
    auto const legend = [&](measured const& m, char const* text, double step) {
        s += mark(m, x, 20) + print("<text x=\"%g\" y=\"24\">%s</text>\n", x + 10, text);
        x += step;
    };
    auto const sample = [](char const* maker, char const* form, double error) {
        measured m{maker, form, maker, function::sigmoid, result::value, 1, {}};
        m.error.error = error;
        return m;
    };
    legend(sample("ogive", "fast", 1), "ogive", 70);
    legend(sample("ogive", "accurate", 0), "ogive, accurate", 130);
    legend(sample("peer", "", 1), "another library, error at most 8 ULP", 230);
    legend(sample("peer", "", 100), "at most 1000 ULP", 130);
    legend(sample("peer", "", 1e7), "more", 60);
    for (unsigned n = 0; n < rows; ++n) {
        auto const f = static_cast<function>(n / result_count);
        s += print("<text class=\"name\" x=\"%g\" y=\"%.1f\">", left - 14, height_of(n) + 4) +
             kernel_name(f, static_cast<result>(n % result_count)) + "</text>\n";
    }
    s += panel_of(run.of_float, left, "float", bottom);
    s += panel_of(run.of_double, left + panel + gap, "double", bottom);
    return s + "</svg>\n";
}

} // namespace compare
