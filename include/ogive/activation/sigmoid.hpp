// SPDX-License-Identifier: BSL-1.0
#pragma once
// The logistic sigmoid, its inverse and the odds.

#include <ogive/expression/hana.hpp>
#include <ogive/expression/named.hpp>

namespace ogive {

/// The odds of a probability p in [0, 1): p/(1 - p). An increasing map onto [0, infinity).
struct odds_t : catalogue_function<odds_t> {
    static constexpr packed_name name{"odds"};
    static constexpr auto formula(auto p) { return p / (exact<1>{} - p); }
};
inline constexpr odds_t odds{};

/// The log-odds of a probability p in (0, 1), the inverse of the sigmoid. logit(0) = -infinity, logit(1) = infinity,
/// NaN outside of [0, 1]. J. Berkson, J. Am. Stat. Assoc. 39 (1944).
struct logit_t : catalogue_function<logit_t> {
    static constexpr packed_name name{"logit"};
    static constexpr auto formula(auto p) { return log(p / (exact<1>{} - p)); }
};
inline constexpr logit_t logit{};

/// The logistic sigmoid 1/(1 + e^-x), from 0 to 1. P.-F. Verhulst, Corr. math. phys. 10 (1838).
struct sigmoid_t : catalogue_function<sigmoid_t> {
    static constexpr packed_name name{"sigmoid"};
    static constexpr auto formula(auto x) { return exact<1>{} / (exact<1>{} + exp(-x)); }
};
inline constexpr sigmoid_t sigmoid{};

} // namespace ogive
