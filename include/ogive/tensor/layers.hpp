// SPDX-License-Identifier: BSL-1.0
#pragma once
// Gated units, normalisations, and the pointwise part of recurrent cells, as functions of several vectors.

#include <ogive/activation/catalogue.hpp>
#include <ogive/tensor/notation.hpp>

namespace ogive {
namespace tensor {

struct glu_t : vector_function<glu_t> {
    static constexpr auto formula(auto i, auto a, auto b) { return a[i] * sigmoid(b[i]); }
};
struct reglu_t : vector_function<reglu_t> {
    static constexpr auto formula(auto i, auto a, auto b) { return a[i] * relu(b[i]); }
};
struct geglu_t : vector_function<geglu_t> {
    static constexpr auto formula(auto i, auto a, auto b) { return a[i] * gelu(b[i]); }
};
struct swiglu_t : vector_function<swiglu_t> {
    static constexpr auto formula(auto i, auto a, auto b) { return a[i] * silu(b[i]); }
};

struct mean_t : vector_functional<mean_t> {
    static constexpr packed_name name{"mean"};
    static constexpr auto formula(auto a) { return ogive::sum(bound, a[bound]) / ogive::sum(bound, exact<1>{}); }
};
struct variance_t : vector_functional<variance_t> {
    static constexpr packed_name name{"variance"};
    static constexpr auto formula(auto a) {
        auto const square = pow(a[bound] - value_of<mean_t, decltype(a)>{}, exact<2>{});
        return ogive::sum(bound, square) / ogive::sum(bound, exact<1>{});
    }
};
struct layer_norm_t : vector_function<layer_norm_t> {
    static constexpr auto formula(auto i, auto a, auto e) {
        using v = decltype(a);
        return (a[i] - value_of<mean_t, v>{}) / sqrt(value_of<variance_t, v>{} + e);
    }
};
struct rms_norm_t : vector_function<rms_norm_t> {
    static constexpr auto formula(auto i, auto a, auto e) {
        return a[i] / sqrt(ogive::sum(bound, a[bound] * a[bound]) / ogive::sum(bound, exact<1>{}) + e);
    }
};

struct lstm_cell_t : vector_function<lstm_cell_t> {
    static constexpr auto formula(auto k, auto i, auto f, auto g, auto c) {
        return sigmoid(f[k]) * c[k] + sigmoid(i[k]) * tanh(g[k]);
    }
};
struct lstm_hidden_t : vector_function<lstm_hidden_t> {
    static constexpr auto formula(auto k, auto o, auto cell) { return sigmoid(o[k]) * tanh(cell[k]); }
};
struct gru_hidden_t : vector_function<gru_hidden_t> {
    static constexpr auto formula(auto k, auto r, auto z, auto n, auto m, auto h) {
        auto const update = sigmoid(z[k]);
        return (exact<1>{} - update) * tanh(n[k] + sigmoid(r[k]) * m[k]) + update * h[k];
    }
};

} // namespace tensor

/// glu(a, b)[i] = a[i] sigmoid(b[i]). Source: Dauphin et al. 2017; the others, with relu, gelu and silu: Shazeer 2020.
inline constexpr tensor::glu_t glu{};
inline constexpr tensor::reglu_t reglu{};
inline constexpr tensor::geglu_t geglu{};
inline constexpr tensor::swiglu_t swiglu{};

/// The mean of the elements, and the mean of their squared distances from it.
inline constexpr tensor::mean_t mean{};
inline constexpr tensor::variance_t variance{};
/// layer_norm(a, e)[i] = (a[i] - mean(a))/sqrt(variance(a) + e), for e > 0. Source: Ba et al. 2016.
inline constexpr tensor::layer_norm_t layer_norm{};
/// rms_norm(a, e)[i] = a[i]/sqrt(sum(k, a[k]^2)/n + e), for e > 0. Source: Zhang and Sennrich 2019.
inline constexpr tensor::rms_norm_t rms_norm{};

/// The state of a long short-term memory after a step, of what its gates are given before their activations: input i,
/// forget f, candidate g, output o; c is the state before. Source: Hochreiter and Schmidhuber 1997; Gers et al. 2000.
template <class Cell, class Hidden>
struct lstm_state {
    Cell cell;
    Hidden hidden;
};
template <tensor::is_vector I, tensor::is_vector F, tensor::is_vector G, tensor::is_vector O, tensor::is_vector C>
constexpr auto lstm(I i, F f, G g, O o, C c) {
    constexpr tensor::lstm_cell_t next{};
    constexpr tensor::lstm_hidden_t output{};
    auto const cell = next(i, f, g, c);
    auto const hidden = output(o, cell);
    return lstm_state<decltype(next(i, f, g, c)), decltype(output(o, next(i, f, g, c)))>{cell, hidden};
}

/// The state of a gated recurrent unit after a step, of what its gates are given before their activations: reset r,
/// update z, candidate n from the input and m from the state before, h. Source: Cho et al. 2014, in the form of cuDNN,
/// which applies the reset gate after the matrix.
template <tensor::is_vector R, tensor::is_vector Z, tensor::is_vector N, tensor::is_vector M, tensor::is_vector H>
constexpr auto gru(R r, Z z, N n, M m, H h) {
    return tensor::gru_hidden_t{}(r, z, n, m, h);
}

} // namespace ogive
