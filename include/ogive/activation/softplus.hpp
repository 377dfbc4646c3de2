// SPDX-License-Identifier: BSL-1.0
#pragma once
// Softplus, the integral of the sigmoid.

#include <ogive/expression/hana.hpp>
#include <ogive/expression/named.hpp>

namespace ogive {

/// log(1 + e^x), a smooth relu. C. Dugas et al., NIPS 13 (2001).
struct softplus_t : catalogue_function<softplus_t> {
    static constexpr packed_name name{"softplus"};
    static constexpr auto formula(auto x) { return log(exact<1>{} + exp(x)); }
};
inline constexpr softplus_t softplus{};

} // namespace ogive
