// SPDX-License-Identifier: BSL-1.0
#pragma once
// svg_plot(f, x): curves of a function and its derivatives, or of several functions, as a picture in SVG.
//
// The picture stands alone and is the same on every machine whose functions of math.h agree to two decimals of a pixel.
// Values are those of the stable form. A curve is broken at jumps and poles, outside of the domain, and where it leaves the
// range that is shown.

#include <ogive/calculus/derivative.hpp>
#include <ogive/emit/plot_interval.hpp>
#include <ogive/emit/plot_writer.hpp>
#include <ogive/emit/run_time_program.hpp>
#include <ogive/emit/text.hpp>

#include <boost/hana/tuple.hpp>

#include <memory>
#include <stdexcept>

namespace ogive {

/// Where curves are plotted if nobody says: what the facts of the engine about the functions among them suggest.
template <class Graph>
plot_range default_interval(Graph const& g, std::vector<plot_curve> const& curves, packed_name x) {
    plot_range across{HUGE_VAL, -HUGE_VAL};
    for (auto const& c : curves) {
        if (c.order > 0) continue;
        interpreter run{stable_program(g, c.root)};
        if (!run.complete()) continue;
        auto const own = detail::interval_of(g, c.root, x, [&](double at) { return run({{x, at}}); });
        across = {std::min(across.low, own.low), std::max(across.high, own.high)};
    }
    return across.low < across.high ? across : plot_range{-6, 6};
}

/// A picture of curves of one workspace or graph over the symbol x, as the tool `ogive plot` prints it.
template <class Graph>
document write_plot(Graph const& g, std::vector<plot_curve> const& curves, packed_name x, plot_options const& options) {
    document d;
    bool const fits = std::isfinite(options.from) && std::isfinite(options.to) && options.from <= options.to &&
                      options.width >= 200 && options.height >= 150 && !curves.empty();
    if (!fits) d.refused = "a plot needs a function, a finite interval from left to right and 200 by 150 pixels";
    std::vector<detail::plot_function> functions;
    for (auto const& c : curves) {
        for (auto const& s : detail::symbols_of(g, c.root))
            if (s != detail::characters_of(x) && d.refused.empty())
                d.refused =
                    detail::joined("a plot is of one symbol, and ", s, " has no value: write a number in its place");
        run_time_program program = stable_program(g, c.root);
        if (d.problem == trouble::none) d.problem = program.problem;
        auto const f = std::make_shared<interpreter>(static_cast<run_time_program&&>(program));
        if (d && !f->complete()) d.refused = "a curve has an operation that cannot be evaluated";
        functions.emplace_back([f, x](double at) { return (*f)({{x, at}}); });
    }
    if (!d) return d;

    plot_range across{options.from, options.to};
    if (across.low == across.high) across = default_interval(g, curves, x);
    std::vector<std::vector<detail::plot_point>> samples(curves.size());
    std::vector<double> values;
    unsigned const count = 2 * options.width;
    for (unsigned i = 0; i < curves.size(); ++i)
        for (unsigned k = 0; k <= count; ++k) {
            double const part = static_cast<double>(k) / count, at = across.low * (1 - part) + across.high * part;
            samples[i].push_back({at, functions[i](at)});
            values.push_back(samples[i].back().y);
        }
    auto const up = detail::heights_of(values);
    std::vector<std::vector<detail::plot_piece>> pieces;
    for (unsigned i = 0; i < curves.size(); ++i)
        pieces.push_back(detail::sample_curve(functions[i], samples[i], (up.high - up.low) / 100));
    std::string title = options.title;
    bool single = true; // one function and its derivatives
    for (unsigned i = 0; i < curves.size(); ++i) single = single && (curves[i].order > 0) == (i > 0);
    if (title.empty() && single)
        title = detail::joined("f(", detail::characters_of(x), ") = ", text(g, curves[0].root));
    d.text = detail::plot_writer{options, across, up}(curves, pieces, title, detail::characters_of(x));
    return d;
}

namespace detail {

/// The curves of some functions and of their derivatives up to an order.
inline std::vector<plot_curve> curves_of(workspace& w, std::vector<node_index> const& functions, packed_name x,
                                         unsigned order) {
    std::vector<plot_curve> r;
    bool const single = functions.size() == 1;
    for (node_index const f : functions)
        for (unsigned k = 0; k <= order; ++k) {
            node_index const root = k == 0 ? f : w.derivative(f, w.symbol(x), static_cast<int>(k));
            std::string const marks = k < 4 ? std::string(k, '\'') : joined("^(", std::to_string(k), ")");
            std::string const name = joined("f", marks, "(", characters_of(x), ")");
            r.push_back({root, single ? name : text(w, root), k});
        }
    return r;
}

template <class... F>
std::string plot_of(packed_name x, plot_options const& options) {
    auto const w = std::make_unique<workspace_for<plot_options>>();
    std::vector<node_index> roots;
    (roots.push_back(w->import(graph_of<expression_of<F>>, graph_of<expression_of<F>>.root())), ...);
    auto const curves = curves_of(*w, roots, x, options.order);
    document d;
    d.problem = w->problem;
    if (d) d = write_plot(*w, curves, x, options);
    if (!d)
        throw std::invalid_argument{
            joined("ogive: ", d.refused.empty() ? "a curve exceeds a limit of the engine" : d.refused, ".")};
    return d.text;
}

} // namespace detail

/// f, and with options.order its derivatives, over x. Throws std::invalid_argument if f has another symbol.
template <operand F, class X>
std::string svg_plot(F, X, plot_options const& options = {}) {
    detail::require_symbol<X>();
    return detail::plot_of<F>(X::name, options);
}
/// Several functions in one picture: svg_plot(boost::hana::make_tuple(relu(x), gelu(x)), x).
template <operand... F, class X>
std::string svg_plot(boost::hana::tuple<F...>, X, plot_options const& options = {}) {
    detail::require_symbol<X>();
    return detail::plot_of<F...>(X::name, options);
}

} // namespace ogive
