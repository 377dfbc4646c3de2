// SPDX-License-Identifier: BSL-1.0
#pragma once
// The functions as users of a vector library write them, and their derivatives by PyTorch's backward formulas.
//
// O gives the library's vectors and its elementary functions: V, T, lanes, load, store, constant, exp, ... and `positive`
// (x > 0 ? a : b). What the library has no function for is not registered. O must have internal linkage: the same
// templates are compiled with different flags.

#include "kernels.hpp"

namespace compare {

template <class O>
struct formulas {
    using V = typename O::V;
    struct pair {
        V value, slope;
    };

    static V c(double number) { return O::constant(number); }
    static constexpr double root_2_over_pi = 0.79788456080286535588, cubic = 0.044715;
    static constexpr double scale = 1.0507009873554804934, alpha = 1.6732632423543772848;

    static V above_20(V x, V then, V otherwise) { return O::positive(x - c(20), then, otherwise); }

    static V sigmoid(V x) { return c(1) / (c(1) + O::exp(c(0) - x)); }
    static V softplus(V x) { return above_20(x, x, O::log1p(O::exp(x))); }
    static V softplus_stable(V x) { return O::positive(x, x, c(0)) + O::log1p(O::exp(O::positive(x, c(0) - x, x))); }
    static V silu(V x) { return x / (c(1) + O::exp(c(0) - x)); }
    static V normal_cdf(V x) { return c(0.5) * (c(1) + O::erf(x * c(0.70710678118654752440))); }
    static V gelu(V x) { return x * normal_cdf(x); }
    static V gelu_erfc(V x) { return c(0.5) * x * O::erfc(x * c(-0.70710678118654752440)); }
    static V gelu_tanh(V x) { return c(0.5) * x * (c(1) + O::tanh(c(root_2_over_pi) * (x + c(cubic) * x * x * x))); }
    static V gelu_tanh_by_exp(V x) { return x / (c(1) + O::exp(c(-2 * root_2_over_pi) * (x + c(cubic) * x * x * x))); }
    static V mish(V x) { return x * O::tanh(softplus(x)); }
    static V mish_by_exp(V x) {
        V const e = O::exp(above_20(x, c(20), x)), w = e * (e + c(2));
        return above_20(x, x, x * w / (w + c(2)));
    }
    static V elu(V x) { return O::positive(x, x, O::expm1(x)); }
    static V selu(V x) { return c(scale) * O::positive(x, x, c(alpha) * O::expm1(x)); }
    static V logit(V x) { return O::log(x / (c(1) - x)); }

    // PyTorch's backward formulas, with the value that they share.
    static pair sigmoid_pair(V x) {
        V const y = sigmoid(x);
        return {y, y * (c(1) - y)};
    }
    static pair tanh_pair(V x) {
        V const y = O::tanh(x);
        return {y, c(1) - y * y};
    }
    static pair softplus_pair(V x) {
        V const z = O::exp(x);
        return {above_20(x, x, O::log1p(z)), above_20(x, c(1), z / (z + c(1)))};
    }
    static pair silu_pair(V x) {
        V const s = sigmoid(x);
        return {x * s, s * (c(1) + x * (c(1) - s))};
    }
    static pair gelu_pair(V x) {
        V const cdf = normal_cdf(x), pdf = O::exp(c(-0.5) * x * x) * c(0.39894228040143267794);
        return {x * cdf, cdf + x * pdf};
    }
    static pair gelu_tanh_pair(V x) {
        V const square = x * x, inner = c(root_2_over_pi) * (x + c(cubic) * square * x), t = O::tanh(inner);
        V const left = c(0.5) * x, right = c(1) + t;
        V const inner_slope = c(root_2_over_pi) * (c(1) + c(3 * cubic) * square);
        return {left * right, c(0.5) * right + left * ((c(1) - t * t) * inner_slope)};
    }
    static pair mish_pair(V x) {
        V const s = sigmoid(x), t = O::tanh(softplus(x));
        return {x * t, t + x * s * (c(1) - t * t)};
    }
    static pair mish_by_exp_pair(V x) {
        V const e = O::exp(above_20(x, c(20), x)), w = e * (e + c(2)), d = c(1) / (w + c(2));
        V const t = w * d, s = e / (c(1) + e);
        return {above_20(x, x, x * t), above_20(x, c(1), t + x * s * (c(1) - t * t))};
    }
    static pair elu_pair(V x) { return {elu(x), O::positive(x, c(1), O::exp(x))}; }
    static pair selu_pair(V x) { return {selu(x), c(scale) * O::positive(x, c(1), c(alpha) * O::exp(x))}; }
    static pair logit_pair(V x) { return {logit(x), c(1) / (x * (c(1) - x))}; }
};

/// Registers what O has the elementary functions for.
template <class O>
struct registration {
    using V = typename O::V;
    using T = typename O::T;
    using F = formulas<O>;

    registry& all;
    char const* name;
    char const* variant;

    std::string form(char const* what) const {
        std::string s{variant};
        if (*what != 0 && !s.empty()) s += ", ";
        return s + what;
    }

    template <class Value>
    void value(function f, char const* what, Value) {
        all.add<T>(name, form(what).c_str(), f, result::value, [](T const* in, T* out, T*, std::size_t n) {
            for (std::size_t i = 0; i < n; i += O::lanes) O::store(out + i, Value{}(O::load(in + i)));
        });
    }
    template <class Pair>
    void pair(function f, char const* what, Pair) {
        all.add<T>(name, form(what).c_str(), f, result::derivative, [](T const* in, T* out, T*, std::size_t n) {
            for (std::size_t i = 0; i < n; i += O::lanes) O::store(out + i, Pair{}(O::load(in + i)).slope);
        });
        all.add<T>(name, form(what).c_str(), f, result::both, [](T const* in, T* out, T* slope, std::size_t n) {
            for (std::size_t i = 0; i < n; i += O::lanes) {
                auto const p = Pair{}(O::load(in + i));
                O::store(out + i, p.value);
                O::store(slope + i, p.slope);
            }
        });
    }

    void add() {
        constexpr bool has_exp = requires(V x) { O::exp(x); };
        constexpr bool has_expm1 = requires(V x) { O::expm1(x); };
        constexpr bool has_log = requires(V x) { O::log(x); };
        constexpr bool has_log1p = requires(V x) { O::log1p(x); };
        constexpr bool has_tanh = requires(V x) { O::tanh(x); };
        constexpr bool has_erf = requires(V x) { O::erf(x); };
        constexpr bool has_erfc = requires(V x) { O::erfc(x); };
        if constexpr (has_exp) {
            value(function::sigmoid, "", [](V x) { return F::sigmoid(x); });
            pair(function::sigmoid, "", [](V x) { return F::sigmoid_pair(x); });
            value(function::silu, "", [](V x) { return F::silu(x); });
            pair(function::silu, "", [](V x) { return F::silu_pair(x); });
            value(function::gelu_tanh, "by exp", [](V x) { return F::gelu_tanh_by_exp(x); });
            value(function::mish, "by exp", [](V x) { return F::mish_by_exp(x); });
            pair(function::mish, "by exp", [](V x) { return F::mish_by_exp_pair(x); });
        }
        if constexpr (has_tanh) {
            value(function::tanh, "", [](V x) { return O::tanh(x); });
            pair(function::tanh, "", [](V x) { return F::tanh_pair(x); });
            value(function::gelu_tanh, "", [](V x) { return F::gelu_tanh(x); });
            pair(function::gelu_tanh, "", [](V x) { return F::gelu_tanh_pair(x); });
        }
        if constexpr (has_exp && has_log1p) {
            value(function::softplus, "", [](V x) { return F::softplus(x); });
            value(function::softplus, "stable", [](V x) { return F::softplus_stable(x); });
            pair(function::softplus, "", [](V x) { return F::softplus_pair(x); });
        }
        if constexpr (has_exp && has_log1p && has_tanh) {
            value(function::mish, "", [](V x) { return F::mish(x); });
            pair(function::mish, "", [](V x) { return F::mish_pair(x); });
        }
        if constexpr (has_erf) value(function::gelu, "", [](V x) { return F::gelu(x); });
        if constexpr (has_erfc) value(function::gelu, "erfc", [](V x) { return F::gelu_erfc(x); });
        if constexpr (has_exp && has_erf) pair(function::gelu, "", [](V x) { return F::gelu_pair(x); });
        if constexpr (has_exp && has_expm1) {
            value(function::elu, "", [](V x) { return F::elu(x); });
            pair(function::elu, "", [](V x) { return F::elu_pair(x); });
            value(function::selu, "", [](V x) { return F::selu(x); });
            pair(function::selu, "", [](V x) { return F::selu_pair(x); });
        }
        if constexpr (has_log) {
            value(function::logit, "", [](V x) { return F::logit(x); });
            pair(function::logit, "", [](V x) { return F::logit_pair(x); });
        }
    }
};

} // namespace compare
