// SPDX-License-Identifier: BSL-1.0
#pragma once
// The functions of a whole row of numbers that have kernels of their own in evaluate/rows.hpp.

namespace ogive {

/// What a function of a row a is: softmax(a)[k] = e^a[k] / sum(i, e^a[i]), softmin(a) = softmax(-a),
/// log_softmax(a)[k] = log(softmax(a)[k]), logsumexp(a) = log(sum(i, e^a[i])), and softmax_cross_entropy(a, q) =
/// -sum(k, q[k]·log_softmax(a)[k]). A function says which it is by a member `rows`.
enum class row_operation : unsigned char { softmax, softmin, log_softmax, logsumexp, softmax_cross_entropy };

} // namespace ogive
