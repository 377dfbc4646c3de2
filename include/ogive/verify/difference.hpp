// SPDX-License-Identifier: BSL-1.0
#pragma once
// Numerical differentiation of a graph as written, at one precision: no rule of differentiation is used.

#include <ogive/verify/evaluate_graph.hpp>

namespace ogive::verify::detail {

enum class difference_result : unsigned char {
    ready,     ///< `value` has a bound on its rounding error, `truncation` estimates the rest
    imprecise, ///< a value could not be decided at this precision
    crossing,  ///< the stencil reaches over a break or out of the domain
    undefined, ///< the function itself is undefined here
    kink       ///< the one-sided derivatives differ
};

template <class R>
class differentiator {
    using B = ball<R>;

    graph_evaluator<R> f_;
    direction d_;

    static long binomial(unsigned n, unsigned k) {
        long r = 1;
        for (unsigned i = 1; i <= k; ++i) r = r * static_cast<long>(n - k + i) / static_cast<long>(i);
        return r;
    }
    static B steps(long halves, long exponent) {
        return {scaled(R{static_cast<long long>(halves)}, exponent - 1), no_error};
    }

  public:
    B value;
    double truncation = no_error;
    std::uint64_t signature = 0;

    differentiator(graph_view g, direction d, input const* inputs, unsigned count) : f_{g, inputs, count}, d_{d} {}

    /// Central differences at steps h, h/2 and h/4 for h = 2^exponent (h2 = 2^exponent2 for the second symbol),
    /// extrapolated twice; the two last extrapolations differ by far more than the result is wrong.
    difference_result central(long exponent, long exponent2) {
        B const here{f_()};
        signature = f_.signature;
        if (here.what == kind::unsure) return difference_result::imprecise;
        if (here.what == kind::undefined || here.what == kind::infinite) return difference_result::undefined;
        B row[3];
        for (int level = 0; level < 3; ++level) {
            auto const problem = stencil(exponent - level, exponent2 - level, row[level]);
            if (problem != difference_result::ready) return problem;
        }
        B const first{(B{4} * row[1] - row[0]) / B{3}}, second{(B{4} * row[2] - row[1]) / B{3}};
        value = (B{16} * second - first) / B{15};
        if (broken(value) || broken(second)) return difference_result::imprecise;
        B const gap{value - second};
        truncation = gap.finite() ? gap.top() : no_error;
        return difference_result::ready;
    }

    /// At a break: all one-sided differences of orders up to the one asked for must agree to within 2^-bits, at two
    /// steps, since at a jump both sides can grow alike.
    difference_result at_break(long exponent, int bits) {
        for (unsigned order = 1; order <= d_.order; ++order) {
            B slope[4];
            for (int s = 0; s < 4; ++s) {
                auto const problem = one_sided(order, exponent - s / 2, s % 2 != 0, slope[s]);
                if (problem != difference_result::ready) return problem;
            }
            for (int s = 1; s < 4; ++s) {
                B const gap{slope[s] - slope[0]};
                double const scale = slope[0].top() > slope[s].top() ? slope[0].top() : slope[s].top();
                if (gap.bottom() > gap.error && gap.bottom() > scale - bits) return difference_result::kink;
                if (gap.error > scale - bits && !gap.exact()) return difference_result::imprecise;
            }
            value = (slope[2] + slope[3]) / B{2};
        }
        truncation = no_error;
        return difference_result::ready;
    }

  private:
    difference_result one_sided(unsigned order, long exponent, bool right, B& slope) {
        std::uint64_t piece = 0;
        slope = B{};
        for (unsigned i = 0; i <= order; ++i) {
            B const y{f_(d_.by, steps((right ? 2 : -2) * static_cast<long>(i), exponent), {}, B{})};
            if (y.what == kind::unsure) return difference_result::imprecise;
            if (!y.finite()) return difference_result::kink;
            if (i == 1) piece = f_.signature;
            if (i > 1 && piece != f_.signature) return difference_result::crossing;
            long const sign = (right ? order - i : i) % 2 == 0 ? 1 : -1;
            slope = slope + B{R{static_cast<long long>(sign * binomial(order, i))}, no_error} * y;
        }
        slope = slope * B{power_of_two<R>(-exponent * static_cast<long>(order)), no_error};
        return difference_result::ready;
    }

    difference_result stencil(long exponent, long exponent2, B& result) {
        result = B{};
        for (unsigned i = 0; i <= d_.order; ++i)
            for (unsigned j = 0; j <= d_.order2; ++j) {
                B const x{steps(static_cast<long>(d_.order) - 2 * static_cast<long>(i), exponent)};
                B const y{steps(static_cast<long>(d_.order2) - 2 * static_cast<long>(j), exponent2)};
                B const f{f_(d_.by, x, d_.by2, y)};
                if (f.what == kind::unsure) return difference_result::imprecise;
                if (f.what == kind::undefined || f.what == kind::infinite || f_.signature != signature)
                    return difference_result::crossing;
                long const weight = binomial(d_.order, i) * binomial(d_.order2, j) * ((i + j) % 2 == 0 ? 1 : -1);
                result = result + B{R{static_cast<long long>(weight)}, no_error} * f;
            }
        long const power = exponent * static_cast<long>(d_.order) + exponent2 * static_cast<long>(d_.order2);
        result = result * B{power_of_two<R>(-power), no_error};
        return difference_result::ready;
    }
};

} // namespace ogive::verify::detail
