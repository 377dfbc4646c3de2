// SPDX-License-Identifier: BSL-1.0
// ogive plot: expressions and their derivatives as a picture.

#include "interval.hpp"
#include "render.hpp"

#include <ogive/emit/plot.hpp>

#include <cstdio>
#include <cstdlib>

namespace ogive::cli {

answer plot(question const& q) {
    plot_options o;
    o.order = static_cast<unsigned>(q.asked.order);
    if (!q.asked.interval.empty()) {
        written_interval s;
        if (!read_interval(q.asked.interval, s) || !s.has_lower || !s.has_upper)
            return error_at(0, "--on takes an interval with finite ends such as (-4, 4) to plot on");
        o.from = algebra::enclose(s.w, s.lower, algebra::point{}).to<double>();
        o.to = algebra::enclose(s.w, s.upper, algebra::point{}).to<double>();
    }
    std::vector<node_index> functions{q.read.left};
    for (auto const& written : q.asked.others) {
        parsed const p = parse(q.w, written, q.asked.known.data(), static_cast<unsigned>(q.asked.known.size()));
        if (!p) return error_at(0, join("column ", std::to_string(p.column), " of ", written, ": ", message(p)));
        if (p.what != parsed::kind::expression) return error_at(0, join("expected an expression, here is ", written));
        functions.push_back(p.left);
    }
    auto const curves = ogive::detail::curves_of(q.w, functions, q.x, o.order);
    if (q.w.problem != trouble::none) return failure(explain(q.w.problem));
    if (q.asked.interval.empty()) { // the picture must not wait for facts
        std::string ends;
        auto const reason = run_within(
            q.asked.limit / 2,
            [&] {
                plot_range const r = default_interval(q.w, curves, q.x);
                char text[80];
                std::snprintf(text, sizeof text, "%a %a", r.low, r.high);
                return std::string{text};
            },
            ends);
        char* next = nullptr;
        o.from = reason.empty() ? std::strtod(ends.c_str(), &next) : -6;
        o.to = reason.empty() ? std::strtod(next, nullptr) : 6;
    }
    return answer_of(write_plot(q.w, curves, q.x, o));
}

} // namespace ogive::cli
