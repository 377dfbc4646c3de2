// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numbers that are written in a long way: (2 + sqrt(5))^(1/3) is (1 + sqrt(5))/2, 4*atan(1/5) - atan(1/239) is pi/4.

#include <ogive/algebra/length.hpp>
#include <ogive/emit/premises.hpp>

#include <cmath>
#include <numeric>

namespace ogive::detail {

/// Calls then(p, q, n, d) for (p + q·sqrt(n))/d that has a value, to twelve digits or so; n = 0: for q·pi/d.
template <class Then>
void numbers_near(double value, Then const& then) {
    constexpr long most = 400, roots = 40, factors = 60;
    constexpr double pi = 3.14159265358979323846;
    auto const integer = [](double v, double size) {
        return std::fabs(v - std::nearbyint(v)) <= 1e-12 * (1 + size) && std::fabs(v) <= most;
    };
    for (long const d : {1, 2, 3, 4, 5, 6, 8, 10, 12}) {
        double const above = value * static_cast<double>(d);
        long const p = std::lround(std::fabs(above) <= most ? above : 0);
        if (integer(above, std::fabs(above)) && std::gcd(p, d) == 1) then(p, 0L, 1L, d);
        long const turns = std::lround(std::fabs(above) <= most ? above / pi : 0);
        if (turns != 0 && integer(above / pi, std::fabs(above)) && std::gcd(turns, d) == 1) then(0L, turns, 0L, d);
        for (long n = 2; n <= roots; ++n) {
            bool square_free = true;
            for (long k = 2; k * k <= n; ++k) square_free = square_free && n % (k * k) != 0;
            for (long q = -factors; square_free && q <= factors; ++q) {
                double const part = static_cast<double>(q) * std::sqrt(static_cast<double>(n)), rest = above - part;
                if (q == 0 || !integer(rest, std::fabs(part) + std::fabs(above))) continue;
                long const r = std::lround(rest);
                if (std::gcd(std::gcd(r, q), d) == 1) then(r, q, n, d);
            }
        }
    }
}

/// A number at a node of a graph in a short form, proved equal: `by` in `both`. False if there is none.
inline bool number_form(workspace& both, workspace const& w, unsigned at, node_index& by, premises const& given) {
    auto const root = static_cast<node_index>(at);
    bool const is_leaf = w[at].operand_count() == 0;
    bool const is_condition = w[at].op >= operation::less && w[at].op <= operation::both;
    if (is_leaf || is_condition || occurs(w, root, operation::symbol, operation::symbol) ||
        occurs(w, root, operation::derivative, operation::delta))
        return false;
    std::vector<double> scratch;
    double const value =
        value_at_sample(w, root, [](node const&) { return std::numeric_limits<double>::quiet_NaN(); }, scratch);
    if (!std::isfinite(value)) return false;
    node_index const part = both.import(w, root);
    unsigned shortest = algebra::length_of(both, part), tried = 0;
    bool found = false;
    numbers_near(value, [&](long p, long q, long n, long d) {
        workspace written;
        auto const times = [&](long k, node_index u) {
            return k == 1 ? u : written.make(operation::multiply, written.constant(static_cast<int>(k)), u);
        };
        node_index r = written.constant(static_cast<int>(p));
        if (q != 0) {
            node_index const u =
                n == 0 ? written.pi() : written.make(operation::sqrt, written.constant(static_cast<int>(n)));
            node_index const term = times(std::labs(q), u);
            if (p != 0 && q > 0)
                r = written.make(operation::add, r, term);
            else if (p != 0)
                r = written.make(operation::subtract, r, term);
            else
                r = q > 0 ? term : written.make(operation::negate, term);
        }
        if (d != 1) r = written.make(operation::divide, r, written.constant(static_cast<int>(d)));
        unsigned const length = algebra::length_of(written, r);
        if (length >= shortest || tried == 4) return;
        ++tried;
        node_index const form = both.import(written, r);
        if (both.problem != trouble::none || !given.prove(both, part, form, {})) return;
        shortest = length;
        by = form;
        found = true;
    });
    return found;
}

} // namespace ogive::detail
