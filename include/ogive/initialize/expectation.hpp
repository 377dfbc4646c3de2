// SPDX-License-Identifier: BSL-1.0
#pragma once
// normal_mean(f, x): the mean of f(Z) at a standard normal variable Z, with a certain bound of the error.

#include <ogive/evaluate/evaluator.hpp>
#include <ogive/expression/constant.hpp>
#include <ogive/expression/symbol.hpp>
#include <ogive/initialize/moments.hpp>
#include <ogive/initialize/quadrature.hpp>

#include <limits>
#include <stdexcept>

namespace ogive {

/// A real number that lies within `bounds` for certain. `closed_form`: no integral was approximated.
struct certified_value {
    number::enclosure bounds;
    bool closed_form = false;

    /// The nearest double, or where the bounds are too wide to tell, one between them.
    double value() const { return bounds.to<double>(); }
    operator double() const { return value(); }
    /// At least |value() - the true value|.
    double error() const {
        number::extended const v(value());
        number::extended const below = add(v, -bounds.lower, number::rounding::up),
                               above = add(bounds.upper, -v, number::rounding::up);
        double const r = number::detail::larger(below, above).to<double>();
        return r > 0 ? r * (1 + std::numeric_limits<double>::epsilon()) : 0;
    }
    /// Is value() certainly the double nearest to the true value?
    bool correctly_rounded() const { return bounds.rounds_uniquely<double>(); }
};

namespace initialization {

/// The mean of node `f` in the symbol `x`, the only one; nothing where no bound was found.
inline std::optional<certified_value> normal_mean(workspace& w, node_index f, packed_name x) {
    if (w.problem != trouble::none) return {};
    exponential_polynomials pieces{w, f, x};
    if (auto const exact = closed_form_mean(pieces, f); exact) {
        extended const width = exact->upper - exact->lower, size = abs(*exact).upper;
        if (width <= number::scaled(size, -60) || size <= number::scaled(extended{1}, -100))
            return certified_value{*exact, true};
    }
    std::vector<extended> cuts;
    for (break_point const& b : pieces.breaks()) {
        cuts.push_back(b.at.lower);
        if (!b.at.is_point()) cuts.push_back(b.at.upper);
    }
    if (auto const mean = normal_quadrature{w, f, x}(cuts); mean) return certified_value{*mean, false};
    return {};
}

/// A graph, differentiated `order` times and raised to a power, in a workspace; returns its node.
template <class Graph>
node_index prepared(workspace& w, Graph const& g, packed_name x, int order, int power) {
    workspace raw;
    node_index f = raw.import(g, g.root());
    f = raw.derivative(f, raw.symbol(x), order);
    if (power != 1) f = raw.make(operation::power, f, raw.constant(power));
    node_index const r = algebra::explicit_derivatives(w, raw, f);
    if (raw.problem != trouble::none) w.fail(raw.problem);
    return r;
}

/// What the functions of this room ask of their arguments; false after a compile-time error in words.
template <class F, class X>
constexpr bool suitable() {
    static_assert(operand<F>, "ogive: the first argument of gain(f, x), backward_gain(f, x) and normal_mean(f, x) must "
                              "be an expression. Build it from symbols and exact constants such as 2_c and 0.5_q.");
    if constexpr (operand<F>) {
        constexpr bool alone = [] {
            using function = expression_of<F>;
            if constexpr (ogive::detail::is_symbol<X>)
                return graph_of<X>[0].assumed == assumption::none &&
                       evaluation::symbol_count(graph_of<function>) ==
                           (evaluation::has_symbol(graph_of<function>, X::name) ? 1u : 0u);
            else
                return false;
        }();
        static_assert(alone, "ogive: the second argument of gain(f, x), backward_gain(f, x) and normal_mean(f, x) must "
                             "be the only symbol of f, without an assumption, as in constexpr auto x = symbol<\"x\">; "
                             "gain(f, x). Substitute constants for parameters first, as in substitute(f, a, 0.2_q).");
        return alone;
    } else {
        return false;
    }
}

} // namespace initialization

/// The mean of f(Z), Z standard normal: in closed form where f is a sum of terms c·x^m·e^(k·x) between break points, else
/// by integration. The bounds are certain, with a width of some 2^-60 of the mean of |f(Z)|. At single points f need not
/// be defined. Throws std::domain_error where no bound is found: f is not defined for every x, the integral does not
/// exist, or f cannot be bounded by a power of |x| times a power of e^|x|. Runs in milliseconds; meant to be called once.
template <class F, class X>
certified_value normal_mean(F, X) {
    if constexpr (initialization::suitable<F, X>()) {
        workspace w;
        auto const f = initialization::prepared(w, graph_of<expression_of<F>>, X::name, 0, 1);
        if (auto const mean = initialization::normal_mean(w, f, X::name); mean) return *mean;
        throw std::domain_error("ogive: normal_mean(f, x) finds no bound of the integral. f must be defined for every "
                                "real x and grow no faster than a power of |x| times a power of e^|x|; check its "
                                "domain with domain(f, x).");
    } else {
        return {};
    }
}

} // namespace ogive
