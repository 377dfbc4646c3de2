// SPDX-License-Identifier: BSL-1.0
#pragma once
// The Gaussian error linear unit and its approximation by tanh.

#include <ogive/expression/hana.hpp>
#include <ogive/expression/named.hpp>

namespace ogive {

/// The standard normal distribution: the probability of a value up to x, from 0 to 1.
struct normal_cdf_t : catalogue_function<normal_cdf_t> {
    static constexpr packed_name name{"normal_cdf"};
    static constexpr auto formula(auto x) { return (exact<1>{} + erf(x / sqrt(exact<2>{}))) / exact<2>{}; }
};
inline constexpr normal_cdf_t normal_cdf{};

/// The density of the standard normal distribution, the derivative of normal_cdf.
struct normal_pdf_t : catalogue_function<normal_pdf_t> {
    static constexpr packed_name name{"normal_pdf"};
    static constexpr auto formula(auto x) { return exp(-pow(x, exact<2>{}) / exact<2>{}) / sqrt(exact<2>{} * pi); }
};
inline constexpr normal_pdf_t normal_pdf{};

/// x·Phi(x), Phi the standard normal distribution. D. Hendrycks and K. Gimpel, arXiv:1606.08415.
struct gelu_t : catalogue_function<gelu_t> {
    static constexpr packed_name name{"gelu"};
    static constexpr auto formula(auto x) { return x * normal_cdf(x); }
};
inline constexpr gelu_t gelu{};

/// The approximation of gelu by tanh(sqrt(2/pi)·(x + 0.044715·x^3)), from the same paper.
struct gelu_tanh_t : catalogue_function<gelu_tanh_t> {
    static constexpr packed_name name{"gelu_tanh"};
    static constexpr auto formula(auto x) {
        return x / exact<2>{} * (exact<1>{} + tanh(sqrt(exact<2>{} / pi) * (x + exact<8943, 200000>{} * x * x * x)));
    }
};
inline constexpr gelu_tanh_t gelu_tanh{};

} // namespace ogive
