// SPDX-License-Identifier: BSL-1.0
#pragma once
// The catalogue as a tuple of Hana: what tests, benchmarks and documentation iterate.

#include <ogive/activation/elu.hpp>
#include <ogive/activation/gelu.hpp>
#include <ogive/activation/relu.hpp>
#include <ogive/activation/sigmoid.hpp>
#include <ogive/activation/softplus.hpp>
#include <ogive/activation/swish.hpp>

#include <boost/hana/basic_tuple.hpp>

namespace ogive {

namespace detail {

using x_t = symbol_t<"x">;
using a_t = symbol_t<"a", positive>;
using beta_t = symbol_t<"beta", positive>;

} // namespace detail

/// Every function of the catalogue, applied to x (and to its parameter where it has one without a default).
/// A basic_tuple, which costs every program that includes it less than half of what a tuple would.
inline constexpr boost::hana::basic_tuple<
    applied<odds_t, detail::x_t>, applied<logit_t, detail::x_t>, applied<sigmoid_t, detail::x_t>,
    call<operation::tanh, detail::x_t>, applied<softplus_t, detail::x_t>, applied<relu_t, detail::x_t>,
    applied<leaky_relu_t, detail::x_t>, applied<prelu_t, detail::x_t, detail::a_t>, applied<elu_t, detail::x_t>,
    applied<selu_t, detail::x_t>, applied<celu_t, detail::x_t>, applied<gelu_t, detail::x_t>,
    applied<gelu_tanh_t, detail::x_t>, applied<silu_t, detail::x_t>, applied<swish_t, detail::x_t, detail::beta_t>,
    applied<mish_t, detail::x_t>>
    catalogue{};

} // namespace ogive
