// SPDX-License-Identifier: BSL-1.0
#pragma once
// One algorithm for sigmoid and one for gelu, in float, on any vector layer: what is left is the difference of the layers.

#include "kernels.hpp"

namespace compare {

/// Registers the layers; the entries' `form` is the layer.
void add_layers(registry&);

/// L gives the vectors: V, lanes, load, store, constant, fma (a·b + c), abs, smaller, negative (x < 0 ? a : b), and
/// power (the bits of t, shifted to the exponent).
template <class L>
struct layered {
    using V = typename L::V;
    static V c(float number) { return L::constant(number); }

    template <std::size_t N, std::size_t I = 0>
    [[gnu::always_inline]] static inline V polynomial(float const (&p)[N], V x) {
        if constexpr (I + 1 == N)
            return c(p[I]);
        else
            return L::fma(polynomial<N, I + 1>(p, x), x, c(p[I]));
    }
    static constexpr float taylor[] = {1, 1, 1.0f / 2, 1.0f / 6, 1.0f / 24, 1.0f / 120, 1.0f / 720};

    /// e^-a for 0 <= a <= 87.
    [[gnu::always_inline]] static inline V decay(V a) {
        V const magic = c(12582912.0f + 127.0f);
        V const t = L::fma(a, c(-1.44269504f), magic), n = t - magic;
        V const r = L::fma(n, c(-1.42860677e-6f), L::fma(n, c(-0.693145752f), c(0) - a));
        return polynomial(taylor, r) * L::power(t);
    }
    [[gnu::always_inline]] static inline V sigmoid(V x) {
        V const e = decay(L::smaller(L::abs(x), c(87)));
        return L::negative(x, e, c(1)) / (c(1) + e);
    }
    // (a + 2)·erfcx(a/root 2)/2 in t = 1 - 4/(a + 2), fitted at Chebyshev points
    static constexpr float tail[] = {0.672408000f,     -0.331404455f,   0.0287976801f,    0.0367192750f,
                                     -0.000472901004f, -0.00673553765f, -0.00194091638f,  0.000830071296f,
                                     0.000822776820f,  0.000122627999f, -0.000143508869f, -6.08531421e-5f};
    [[gnu::always_inline]] static inline V gelu(V x) {
        V const a = L::smaller(L::abs(x), c(13)), r = c(1) / (a + c(2)), t = L::fma(r, c(-4), c(1));
        V const g = polynomial(tail, t) * r * decay(c(0.5f) * a * a);
        return L::negative(x, c(0), x) - a * g;
    }
    static void run_sigmoid(float const* in, float* out, float*, std::size_t n) {
        for (std::size_t i = 0; i < n; i += L::lanes) L::store(out + i, sigmoid(L::load(in + i)));
    }
    static void run_gelu(float const* in, float* out, float*, std::size_t n) {
        for (std::size_t i = 0; i < n; i += L::lanes) L::store(out + i, gelu(L::load(in + i)));
    }
    static void add(registry& all, char const* layer) {
        all.add<float>("layer", layer, function::sigmoid, result::value, run_sigmoid);
        all.add<float>("layer", layer, function::gelu, result::value, run_gelu);
    }
};

} // namespace compare
