// SPDX-License-Identifier: BSL-1.0
#pragma once
// Integrals of x^m·e^(k·x) against the standard normal density over a segment, in closed form.
//
// e^(k·x) shifts the density by k, with the factor e^(k^2/2); the moments of a truncated normal distribution follow from
// integration by parts (N. L. Johnson, S. Kotz and N. Balakrishnan, Continuous Univariate Distributions 1, 1994, 13.10).

#include <ogive/initialize/pieces.hpp>

namespace ogive::initialization {

/// An end of a segment: a number, or infinity where nothing is given.
using segment_end = std::optional<enclosure>;

namespace detail {

/// The density of the standard normal distribution; 0 at infinity.
inline enclosure density(segment_end const& x) {
    if (!x) return enclosure{0};
    return exp(-number::power(*x, 2) / enclosure{2}) / sqrt(enclosure{2} * number::pi_enclosure());
}
/// The probability above x.
inline enclosure above(enclosure const& x) { return erfc(x / sqrt(enclosure{2})) / enclosure{2}; }

inline enclosure probability(segment_end const& a, segment_end const& b) {
    if (!a) return b ? above(-*b) : enclosure{1};
    if (!b) return above(*a);
    if (b->upper.sign() < 0) return above(-*b) - above(-*a);
    return above(*a) - above(*b);
}
inline segment_end shifted(segment_end const& x, enclosure const& by) {
    return x ? segment_end{*x - by} : segment_end{};
}
/// x^n·density(x).
inline enclosure edge(segment_end const& x, unsigned n) {
    return x ? number::power(*x, static_cast<int>(n)) * density(x) : enclosure{0};
}

} // namespace detail

/// The integral of t(x)·phi(x) from a to b.
inline enclosure moment(term const& t, segment_end const& a, segment_end const& b) {
    segment_end const low = detail::shifted(a, t.rate), high = detail::shifted(b, t.rate);
    enclosure before{0}, here = detail::probability(low, high); // of x^(j - 1) and x^j
    enclosure result{0}, binomial{1};
    int const m = static_cast<int>(t.degree);
    for (int j = 0; j <= m; ++j) {
        result = result + binomial * number::power(t.rate, m - j) * here;
        auto const n = static_cast<unsigned>(j);
        enclosure const next = enclosure{j} * before + detail::edge(low, n) - detail::edge(high, n);
        before = here;
        here = next;
        binomial = binomial * enclosure{m - j} / enclosure{j + 1};
    }
    return t.factor * exp(number::power(t.rate, 2) / enclosure{2}) * result;
}

/// The mean of node `i` at a standard normal variable where it is a sum of c·x^m·e^(k·x) between break points.
inline std::optional<enclosure> closed_form_mean(exponential_polynomials& pieces, node_index i) {
    if (!pieces.are_apart()) return {};
    auto const& breaks = pieces.breaks();
    enclosure result{0};
    for (unsigned cell = 0; cell <= breaks.size(); ++cell) {
        segment_end const a = cell > 0 ? segment_end{breaks[cell - 1].at} : segment_end{};
        segment_end const b = cell < breaks.size() ? segment_end{breaks[cell].at} : segment_end{};
        auto const sum = pieces.in_cell(i, cell);
        if (!sum) return {};
        for (term const& t : *sum) result = result + moment(t, a, b);
    }
    return result.defined() ? std::optional<enclosure>{result} : std::nullopt;
}

} // namespace ogive::initialization
