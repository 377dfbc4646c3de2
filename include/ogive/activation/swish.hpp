// SPDX-License-Identifier: BSL-1.0
#pragma once
// Functions gated by the sigmoid.

#include <ogive/activation/sigmoid.hpp>
#include <ogive/activation/softplus.hpp>

namespace ogive {

/// x·sigmoid(x). S. Elfwing et al., arXiv:1702.03118.
struct silu_t : catalogue_function<silu_t> {
    static constexpr packed_name name{"silu"};
    static constexpr auto formula(auto x) { return x * sigmoid(x); }
};
inline constexpr silu_t silu{};

/// x·sigmoid(b·x), b = 1 by default. P. Ramachandran et al., arXiv:1710.05941.
struct swish_t : catalogue_function<swish_t> {
    static constexpr packed_name name{"swish"};
    static constexpr auto formula(auto x) { return x * sigmoid(x); }
    static constexpr auto formula(auto x, auto b) { return x * sigmoid(b * x); }
};
inline constexpr swish_t swish{};

/// x·tanh(softplus(x)). D. Misra, arXiv:1908.08681.
struct mish_t : catalogue_function<mish_t> {
    static constexpr packed_name name{"mish"};
    static constexpr auto formula(auto x) { return x * tanh(softplus(x)); }
};
inline constexpr mish_t mish{};

} // namespace ogive
