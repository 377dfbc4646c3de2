// SPDX-License-Identifier: BSL-1.0
#pragma once
// The catalogue as a Hana tuple: what tests, benchmarks and documentation iterate.

#include <ogive/activation/elu.hpp>
#include <ogive/activation/gelu.hpp>
#include <ogive/activation/relu.hpp>
#include <ogive/activation/sigmoid.hpp>
#include <ogive/activation/softplus.hpp>
#include <ogive/activation/swish.hpp>

#include <boost/hana/tuple.hpp>

namespace ogive {

/// Every function of the catalogue, applied to x (and to its parameter a where it has one without a default).
inline constexpr auto catalogue = [] {
    constexpr symbol_t<"x"> x{};
    constexpr symbol_t<"a", positive> a{};
    constexpr symbol_t<"beta", positive> beta{};
    return boost::hana::make_tuple(odds(x), logit(x), sigmoid(x), tanh(x), softplus(x), relu(x), leaky_relu(x), prelu(x, a),
                              elu(x), selu(x), celu(x), gelu(x), gelu_tanh(x), silu(x), swish(x, beta), mish(x));
}();

} // namespace ogive
