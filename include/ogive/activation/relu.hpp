// SPDX-License-Identifier: BSL-1.0
#pragma once
// The rectified linear unit and its leaky relatives. At the kink the derivative is that of the left branch.

#include <ogive/expression/hana.hpp>
#include <ogive/expression/named.hpp>

namespace ogive {

/// max(x, 0), with relu'(0) = 0. V. Nair and G. E. Hinton, ICML 2010.
struct relu_t : catalogue_function<relu_t> {
    static constexpr packed_name name{"relu"};
    static constexpr auto formula(auto x) { return piecewise(when(x > exact<0>{}, x), otherwise(exact<0>{})); }
};
inline constexpr relu_t relu{};

/// x for x > 0, else a·x, the slope a = 0.01 by default. A. L. Maas et al., ICML 2013.
struct leaky_relu_t : catalogue_function<leaky_relu_t> {
    static constexpr packed_name name{"leaky_relu"};
    static constexpr auto formula(auto x) { return piecewise(when(x > exact<0>{}, x), otherwise(exact<1, 100>{} * x)); }
    static constexpr auto formula(auto x, auto a) { return piecewise(when(x > exact<0>{}, x), otherwise(a * x)); }
};
inline constexpr leaky_relu_t leaky_relu{};

/// x for x > 0, else a·x with a slope a that is learnt. K. He et al., arXiv:1502.01852.
struct prelu_t : catalogue_function<prelu_t> {
    static constexpr packed_name name{"prelu"};
    static constexpr auto formula(auto x, auto a) { return piecewise(when(x > exact<0>{}, x), otherwise(a * x)); }
};
inline constexpr prelu_t prelu{};

} // namespace ogive
