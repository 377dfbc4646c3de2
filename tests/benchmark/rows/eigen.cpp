// SPDX-License-Identifier: BSL-1.0

#include "routines.hpp"

#include <Eigen/Core>

#include <cmath>

namespace {

using Eigen::ArrayXf;
using in_row = Eigen::Map<ArrayXf const>;
using out_row = Eigen::Map<ArrayXf>;
using in_matrix = Eigen::Map<Eigen::ArrayXXf const>;
using out_matrix = Eigen::Map<Eigen::ArrayXXf>;

Eigen::Index size(std::size_t n) { return static_cast<Eigen::Index>(n); }

void softmax(float const* in, float* out, std::size_t count, std::size_t n) {
    for (std::size_t r = 0; r < count; ++r) {
        in_row const x(in + r * n, size(n));
        out_row y(out + r * n, size(n));
        y = (x - x.maxCoeff()).exp();
        y *= 1 / y.sum();
    }
}
void log_softmax(float const* in, float* out, std::size_t count, std::size_t n) {
    for (std::size_t r = 0; r < count; ++r) {
        in_row const x(in + r * n, size(n));
        float const top = x.maxCoeff();
        out_row(out + r * n, size(n)) = x - (top + std::log((x - top).exp().sum()));
    }
}
void loss(float const* in, int const* targets, float* losses, float* gradient, std::size_t count, std::size_t n) {
    for (std::size_t r = 0; r < count; ++r) {
        in_row const x(in + r * n, size(n));
        out_row g(gradient + r * n, size(n));
        float const top = x.maxCoeff();
        g = (x - top).exp();
        float const sum = g.sum();
        g *= 1 / sum;
        g[targets[r]] -= 1;
        losses[r] = std::log(sum) - (x[targets[r]] - top);
    }
}
void channels(float const* in, float* out, std::size_t pixels, std::size_t n) {
    in_matrix const x(in, size(pixels), size(n));
    out_matrix y(out, size(pixels), size(n));
    ArrayXf const top = x.rowwise().maxCoeff();
    y = (x.colwise() - top).exp();
    ArrayXf const factor = 1 / y.rowwise().sum();
    y.colwise() *= factor;
}
void log_channels(float const* in, float* out, std::size_t pixels, std::size_t n) {
    in_matrix const x(in, size(pixels), size(n));
    out_matrix y(out, size(pixels), size(n));
    ArrayXf const top = x.rowwise().maxCoeff();
    y = (x.colwise() - top).exp();
    ArrayXf const shift = top + y.rowwise().sum().log();
    y = x.colwise() - shift;
}
void loss_channels(float const* in, int const* targets, float* losses, float* gradient, std::size_t pixels,
                   std::size_t n) {
    in_matrix const x(in, size(pixels), size(n));
    out_matrix g(gradient, size(pixels), size(n));
    ArrayXf const top = x.rowwise().maxCoeff();
    g = (x.colwise() - top).exp();
    ArrayXf const sum = g.rowwise().sum(), factor = 1 / sum;
    g.colwise() *= factor;
    for (Eigen::Index p = 0; p < size(pixels); ++p) {
        g(p, targets[p]) -= 1;
        losses[p] = std::log(sum[p]) - (x(p, targets[p]) - top[p]);
    }
}

} // namespace

void rows::add_eigen(std::vector<routine>& all) {
    all.push_back({"Eigen " + std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
                       std::to_string(EIGEN_MINOR_VERSION),
                   ROWS_FLAGS, softmax, log_softmax, loss, channels, log_channels, loss_channels});
}
