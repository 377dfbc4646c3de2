// SPDX-License-Identifier: BSL-1.0
#pragma once
// Losses. Natural logarithms throughout; no mean is taken over a batch.

#include <ogive/activation/softplus.hpp>
#include <ogive/tensor/softmax.hpp>

namespace ogive {
namespace tensor {

struct entropy_t : vector_functional<entropy_t> {
    static constexpr packed_name name{"entropy"};
    static constexpr auto formula(auto p) { return -ogive::sum(bound, p[bound] * log(p[bound])); }
};
struct cross_entropy_t : vector_functional<cross_entropy_t> {
    static constexpr packed_name name{"cross_entropy"};
    static constexpr auto formula(auto q, auto p) { return -ogive::sum(bound, q[bound] * log(p[bound])); }
};
/// Cross-entropy of a softmax, from its logits.
template <class Q, class V>
    requires(is_variable<Q> && is_variable<V>)
struct row_operation_of<cross_entropy_t, Q, vector_of<softmax_t, V>> {
    static constexpr row_operation rows = row_operation::softmax_cross_entropy;
};

struct kullback_leibler_t : vector_functional<kullback_leibler_t> {
    static constexpr packed_name name{"kullback_leibler"};
    static constexpr auto formula(auto q, auto p) { return ogive::sum(bound, q[bound] * log(q[bound] / p[bound])); }
};
struct label_smoothing_t : vector_function<label_smoothing_t> {
    static constexpr auto formula(auto i, auto q, auto e) {
        return (exact<1>{} - e) * q[i] + e / ogive::sum(bound, exact<1>{});
    }
};
struct squared_error_t : vector_functional<squared_error_t> {
    static constexpr packed_name name{"squared_error"};
    static constexpr auto formula(auto a, auto b) { return ogive::sum(bound, pow(a[bound] - b[bound], exact<2>{})); }
};

} // namespace tensor

/// entropy(p) = -sum(i, p[i] log p[i]), for p > 0
inline constexpr tensor::entropy_t entropy{};
/// cross_entropy(q, p) = -sum(i, q[i] log p[i]): targets q, predictions p > 0
inline constexpr tensor::cross_entropy_t cross_entropy{};
/// kullback_leibler(q, p) = sum(i, q[i] log(q[i]/p[i])), for p, q > 0
inline constexpr tensor::kullback_leibler_t kullback_leibler{};
/// label_smoothing(q, e)[i] = (1 - e) q[i] + e/n
inline constexpr tensor::label_smoothing_t label_smoothing{};
/// squared_error(a, b) = sum(i, (a[i] - b[i])^2)
inline constexpr tensor::squared_error_t squared_error{};

/// -v[k] for log-probabilities v and the class k.
template <tensor::is_vector V, tensor::is_index K>
constexpr auto negative_log_likelihood(V v, K k) {
    return -v[k];
}

/// binary_cross_entropy(t, p) = -t log p - (1 - t) log(1 - p): target t, prediction 0 < p < 1
struct binary_cross_entropy_t : catalogue_function<binary_cross_entropy_t> {
    static constexpr packed_name name{"binary_cross_entropy"};
    static constexpr auto formula(auto t, auto p) { return -t * log(p) - (exact<1>{} - t) * log(exact<1>{} - p); }
};
inline constexpr binary_cross_entropy_t binary_cross_entropy{};

/// The same of p = sigmoid(z), as softplus(z) - z t, which is finite for every z.
struct binary_cross_entropy_with_logits_t : catalogue_function<binary_cross_entropy_with_logits_t> {
    static constexpr packed_name name{"binary_cross_entropy_of_logit"};
    static constexpr auto formula(auto t, auto z) { return softplus(z) - z * t; }
};
inline constexpr binary_cross_entropy_with_logits_t binary_cross_entropy_with_logits{};

/// -(1 - p)^g log p, of the probability p of the right class. Source: Lin et al. 2017.
struct focal_loss_t : catalogue_function<focal_loss_t> {
    static constexpr packed_name name{"focal_loss"};
    static constexpr auto formula(auto p, auto g) { return -pow(exact<1>{} - p, g) * log(p); }
};
inline constexpr focal_loss_t focal_loss{};

/// max(0, 1 - t z) for a target t of -1 or 1
struct hinge_t : catalogue_function<hinge_t> {
    static constexpr packed_name name{"hinge"};
    static constexpr auto formula(auto t, auto z) { return max(exact<0>{}, exact<1>{} - t * z); }
};
inline constexpr hinge_t hinge{};

/// max(0, 1 - t z)^2
struct squared_hinge_t : catalogue_function<squared_hinge_t> {
    static constexpr packed_name name{"squared_hinge"};
    static constexpr auto formula(auto t, auto z) { return pow(max(exact<0>{}, exact<1>{} - t * z), exact<2>{}); }
};
inline constexpr squared_hinge_t squared_hinge{};

/// r^2/2 where |r| <= d, and d(|r| - d/2) beyond, for d > 0. Source: Huber 1964.
struct huber_t : catalogue_function<huber_t> {
    static constexpr packed_name name{"huber"};
    static constexpr auto formula(auto r, auto d) {
        return piecewise(when(abs(r) <= d, r * r / exact<2>{}), otherwise(d * (abs(r) - d / exact<2>{})));
    }
};
inline constexpr huber_t huber{};

/// log(cosh(r))
struct log_cosh_t : catalogue_function<log_cosh_t> {
    static constexpr packed_name name{"log_cosh"};
    static constexpr auto formula(auto r) { return log(cosh(r)); }
};
inline constexpr log_cosh_t log_cosh{};

} // namespace ogive
