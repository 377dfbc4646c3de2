// SPDX-License-Identifier: BSL-1.0
#pragma once
// Softmax and its kin: exponentials in proportion to their sum. Sources: Bridle 1990; Martins and Astudillo 2016 (sparsemax).

#include <ogive/tensor/notation.hpp>

namespace ogive {
namespace tensor {

struct odds_ratio_t : vector_function<odds_ratio_t> {
    static constexpr packed_name name{"odds_ratio"};
    static constexpr auto formula(auto i, auto p) { return p[i] / (exact<1>{} - p[i]); }
};
struct softmax_t : vector_function<softmax_t> {
    static constexpr packed_name name{"softmax"};
    static constexpr row_operation rows = row_operation::softmax;
    static constexpr auto formula(auto i, auto a) { return exp(a[i]) / ogive::sum(bound, exp(a[bound])); }
    static constexpr auto formula(auto i, auto a, auto t) { return vector_of<softmax_t, decltype(a / t)>{}[i]; }
};
struct softmin_t : vector_function<softmin_t> {
    static constexpr packed_name name{"softmin"};
    static constexpr row_operation rows = row_operation::softmin;
    static constexpr auto formula(auto i, auto a) { return exp(-a[i]) / ogive::sum(bound, exp(-a[bound])); }
};
struct log_softmax_t : vector_function<log_softmax_t> {
    static constexpr packed_name name{"log_softmax"};
    static constexpr row_operation rows = row_operation::log_softmax;
    static constexpr auto formula(auto i, auto a) { return a[i] - log(ogive::sum(bound, exp(a[bound]))); }
};
struct logsumexp_t : vector_functional<logsumexp_t> {
    static constexpr packed_name name{"logsumexp"};
    static constexpr row_operation rows = row_operation::logsumexp;
    static constexpr auto formula(auto a) { return log(ogive::sum(bound, exp(a[bound]))); }
};

/// The elements at which sparsemax is not 0: those for which the others exceed them by less than 1 in all.
struct support_t : vector_function<support_t> {
    static constexpr auto formula(auto i, auto a) {
        auto const excess = ogive::sum(bound, max(a[bound] - a[i], exact<0>{}));
        return piecewise(when(excess < exact<1>{}, exact<1>{}), otherwise(exact<0>{}));
    }
};
struct threshold_t : vector_functional<threshold_t> {
    static constexpr auto formula(auto a) {
        auto const s = vector_of<support_t, decltype(a)>{};
        return (ogive::sum(bound, s[bound] * a[bound]) - exact<1>{}) / ogive::sum(bound, s[bound]);
    }
};
struct sparsemax_t : vector_function<sparsemax_t> {
    static constexpr packed_name name{"sparsemax"};
    static constexpr auto formula(auto i, auto a) {
        return max(a[i] - value_of<threshold_t, decltype(a)>{}, exact<0>{});
    }
};
struct maxout_t : vector_functional<maxout_t> {
    static constexpr packed_name name{"maxout"};
    static constexpr auto formula(auto a) { return ogive::max_over(bound, a[bound]); }
};

} // namespace tensor

/// p/(1 - p) for each element p.
inline constexpr tensor::odds_ratio_t odds_ratio{};
/// softmax(a)[k] = exp(a[k])/sum(i, exp(a[i])); softmax(a, t) is that of a/t, at the temperature t.
inline constexpr tensor::softmax_t softmax{};
/// softmax(-a)
inline constexpr tensor::softmin_t softmin{};
/// log(softmax(a)) as a[k] - logsumexp(a)
inline constexpr tensor::log_softmax_t log_softmax{};
/// log(sum(i, exp(a[i])))
inline constexpr tensor::logsumexp_t logsumexp{};
/// The point of the simplex that is nearest to a.
inline constexpr tensor::sparsemax_t sparsemax{};
/// The largest element.
inline constexpr tensor::maxout_t maxout{};

} // namespace ogive
