// SPDX-License-Identifier: BSL-1.0
#pragma once
// Exponential linear units.

#include <ogive/expression/hana.hpp>
#include <ogive/expression/named.hpp>

namespace ogive {

/// x for x > 0, else a·(e^x - 1), a = 1 by default. D.-A. Clevert et al., arXiv:1511.07289.
struct elu_t : catalogue_function<elu_t> {
    static constexpr packed_name name{"elu"};
    static constexpr auto formula(auto x) { return piecewise(when(x > exact<0>{}, x), otherwise(exp(x) - exact<1>{})); }
    static constexpr auto formula(auto x, auto a) {
        return piecewise(when(x > exact<0>{}, x), otherwise(a * (exp(x) - exact<1>{})));
    }
};
inline constexpr elu_t elu{};

/// x for x > 0, else a·(e^(x/a) - 1) for a > 0, a = 1 by default: continuously differentiable for every a.
/// J. T. Barron, arXiv:1704.07483.
struct celu_t : catalogue_function<celu_t> {
    static constexpr packed_name name{"celu"};
    static constexpr auto formula(auto x) { return piecewise(when(x > exact<0>{}, x), otherwise(exp(x) - exact<1>{})); }
    static constexpr auto formula(auto x, auto a) {
        return piecewise(when(x > exact<0>{}, x), otherwise(a * (exp(x / a) - exact<1>{})));
    }
};
inline constexpr celu_t celu{};

// The constants depend on a template's parameter: a program that does not use them does not pay for them.

/// The first constant of selu, 1.67326...: a fixed point of mean 0 and variance 1. G. Klambauer et al.,
/// arXiv:1706.02515, eq. (14).
struct selu_alpha_t : named_constant<selu_alpha_t, positive> {
    static constexpr packed_name name{"selu_alpha"};
    template <class One = exact<1>>
    static constexpr auto formula() {
        One const one{};
        auto const tail = erfc(one / sqrt(one + one)) * exp(one / (one + one));
        return sqrt((one + one) / pi) / (one - tail);
    }
};
inline constexpr selu_alpha_t selu_alpha{};

/// The second constant of selu, 1.05070..., from the same equations.
struct selu_lambda_t : named_constant<selu_lambda_t, positive> {
    static constexpr packed_name name{"selu_lambda"};
    template <class One = exact<1>>
    static constexpr auto formula() {
        One const one{};
        auto const two = one + one;
        auto const c = erfc(one / sqrt(two));
        auto const d = erfc(sqrt(two));
        auto const e = exp(one);
        auto const r = exp(one / two);
        auto const sum = two * e * e * d + pi * e * c * c - two * (two + pi) * r * c + pi + two;
        return (one - c * r) * sqrt(two * pi / sum);
    }
};
inline constexpr selu_lambda_t selu_lambda{};

/// selu_lambda·elu(x, selu_alpha), with the exact constants. G. Klambauer et al., arXiv:1706.02515.
struct selu_t : catalogue_function<selu_t> {
    static constexpr packed_name name{"selu"};
    static constexpr auto formula(auto x) {
        return selu_lambda * piecewise(when(x > exact<0>{}, x), otherwise(selu_alpha * (exp(x) - exact<1>{})));
    }
};
inline constexpr selu_t selu{};

} // namespace ogive
