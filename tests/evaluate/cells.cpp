// SPDX-License-Identifier: BSL-1.0
// Recurrent cells over arrays against their formulas in long double, forward and backward, also where gates saturate.

#include <doctest/doctest.h>

#include <ogive/evaluate/cells.hpp>
#include <ogive/ogive.hpp>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

namespace {

using namespace ogive;
using real = long double;

real logistic(real x) { return x < 0 ? std::exp(x) / (1 + std::exp(x)) : 1 / (1 + std::exp(-x)); }
real logistic_slope(real x) { return logistic(x) * logistic(-x); }
real tanh_slope(real x) {
    real const e = std::exp(-2 * std::abs(x));
    return 4 * e / ((1 + e) * (1 + e));
}

template <class T>
struct arrays {
    std::vector<std::vector<T>> columns;
    arrays(unsigned count, std::size_t size, double reach, unsigned seed) {
        std::mt19937 random{seed};
        for (unsigned k = 0; k < count; ++k) {
            columns.emplace_back(size);
            for (std::size_t i = 0; i < size; ++i) {
                double const r = i % 3 == 0 ? reach : 3;
                columns[k][i] = static_cast<T>(std::uniform_real_distribution<double>{-r, r}(random));
            }
        }
    }
    std::vector<T>& operator[](unsigned k) { return columns[k]; }
};

/// |value - exact| in units in the last place of `size`, the sum of the magnitudes of the terms that value is made of. A
/// slope that is subnormal is rounded as such before it is multiplied by the gradient, of magnitude `factor`.
template <class T>
real error(T value, real exact, real size, real factor = 1) {
    real const least = std::numeric_limits<T>::min() * std::max<real>(1, factor);
    real const step = std::ldexp(std::numeric_limits<T>::epsilon(), std::ilogb(std::max(size, least)));
    return std::abs(static_cast<real>(value) - exact) / step;
}

} // namespace

TEST_CASE_TEMPLATE("LSTM", T, float, double) {
    real worst[7] = {};
    for (std::size_t size : {1u, 7u, 64u, 1000u, 20000u}) {
        arrays<T> in{7, size, sizeof(T) == 4 ? 80.0 : 600.0, static_cast<unsigned>(size)}, out{7, size, 1, 1};
        for (T& c : in[4]) c /= 16;
        lstm_forward(in[0], in[1], in[2], in[3], in[4], out[0], out[1]);
        lstm_backward(in[0], in[1], in[2], in[3], in[4], out[0], in[5], in[6], out[2], out[3], out[4], out[5], out[6]);
        for (std::size_t k = 0; k < size; ++k) {
            real const i = in[0][k], f = in[1][k], g = in[2][k], o = in[3][k], c = in[4][k], s = out[0][k];
            real const keep = logistic(f) * c, add = logistic(i) * std::tanh(g);
            worst[0] = std::max(worst[0], error(out[0][k], keep + add, std::abs(keep) + std::abs(add)));
            real const through = logistic(o) * std::tanh(keep + add), cancelled = std::abs(keep) + std::abs(add);
            worst[1] = std::max(worst[1], error(out[1][k], through, logistic(o) * std::min<real>(1, cancelled)));
            real const direct = in[5][k], by = in[6][k] * logistic(o) * tanh_slope(s);
            real const total = direct + by, size_of_total = std::abs(direct) + std::abs(by);
            real const factors[] = {logistic_slope(i) * std::tanh(g), logistic_slope(f) * c,
                                    logistic(i) * tanh_slope(g), logistic(f)};
            unsigned const places[] = {2, 3, 4, 6};
            for (unsigned m = 0; m < 4; ++m)
                worst[places[m]] =
                    std::max(worst[places[m]], error(out[places[m]][k], total * factors[m],
                                                     size_of_total * std::abs(factors[m]), size_of_total));
            real const by_output = in[6][k] * logistic_slope(o) * std::tanh(s);
            worst[5] = std::max(worst[5], error(out[5][k], by_output, std::abs(by_output), std::abs(real{in[6][k]})));
        }
    }
    INFO("cell ", worst[0], " hidden ", worst[1], " gradients ", worst[2], " ", worst[3], " ", worst[4], " ", worst[5],
         " ", worst[6]);
    CHECK(worst[0] < 4);
    for (unsigned m = 1; m < 7; ++m) CHECK(worst[m] < 6);
    MESSAGE("ULP: cell ", worst[0], " hidden ", worst[1], " gradients ", worst[2], " ", worst[3], " ", worst[4], " ",
            worst[5], " ", worst[6]);
}

TEST_CASE_TEMPLATE("GRU", T, float, double) {
    real worst[6] = {};
    for (std::size_t size : {1u, 7u, 64u, 1000u, 20000u}) {
        arrays<T> in{6, size, sizeof(T) == 4 ? 80.0 : 600.0, static_cast<unsigned>(size)}, out{6, size, 1, 1};
        gru_forward(in[0], in[1], in[2], in[3], in[4], out[0]);
        gru_backward(in[0], in[1], in[2], in[3], in[4], in[5], out[1], out[2], out[3], out[4], out[5]);
        for (std::size_t k = 0; k < size; ++k) {
            real const r = in[0][k], z = in[1][k], n = in[2][k], m = in[3][k], h = in[4][k], grad = in[5][k];
            real const u = logistic(z), v = logistic(-z), gate = logistic(r), inner = n + gate * m;
            real const candidate = std::tanh(inner), carried = std::abs(n) + std::abs(gate * m);
            // what rounding the inner sum can move: an error of one step of `carried` in the argument of tanh
            real const moved = tanh_slope(inner) * carried;
            worst[0] = std::max(
                worst[0], error(out[0][k], v * candidate + u * h, v * (std::abs(candidate) + moved) + std::abs(u * h)));
            real const d = grad * v * tanh_slope(inner), size_of_d = std::abs(d) * (1 + 2 * carried);
            worst[1] = std::max(worst[1], error(out[1][k], d * m * logistic_slope(r),
                                                size_of_d * std::abs(m) * logistic_slope(r), std::abs(grad * m)));
            worst[2] = std::max(worst[2], error(out[2][k], grad * u * v * (h - candidate),
                                                std::abs(grad) * u * v * (std::abs(h) + std::abs(candidate) + moved)));
            worst[3] = std::max(worst[3], error(out[3][k], d, size_of_d, std::abs(grad)));
            worst[4] = std::max(worst[4], error(out[4][k], d * gate, size_of_d * gate, std::abs(grad)));
            worst[5] = std::max(worst[5], error(out[5][k], grad * u, std::abs(grad) * u));
        }
    }
    for (unsigned m = 0; m < 6; ++m) CHECK(worst[m] < 6);
    MESSAGE("ULP: hidden ", worst[0], " gradients ", worst[1], " ", worst[2], " ", worst[3], " ", worst[4], " ",
            worst[5]);
}

TEST_CASE_TEMPLATE("states and gradients of any size", T, float, double) {
    T const large = std::numeric_limits<T>::max() / 1024;
    std::vector<T> const half{T(0.5)}, state{large};
    std::vector<T> h{0}, r{0}, z{0}, n{0}, m{0};
    gru_forward(half, half, half, half, state, h);
    real const update = logistic(0.5L);
    CHECK(std::abs(h[0] / large - update) < 1e-6);
    gru_backward(half, half, half, half, half, state, r, z, n, m, h);
    CHECK(std::abs(h[0] / large - update) < 1e-6);
    // swish with the parameter 0 is x/2
    std::vector<T> const at{-large * 512};
    forward(swish(symbol<"x">, symbol<"a">), at, h, symbol<"a"> = T(0));
    CHECK(h[0] == at[0] / 2);
}

TEST_CASE("in place, and arrays of different lengths") {
    arrays<float> in{5, 130, 10, 3}, out{2, 130, 1, 1};
    lstm_forward(in[0], in[1], in[2], in[3], in[4], out[0], out[1]);
    auto other = in;
    lstm_forward(other[0], other[1], other[2], other[3], other[4], other[4], other[3]);
    CHECK(other[4] == out[0]);
    CHECK(other[3] == out[1]);
    std::vector<float> shorter(129);
    CHECK_THROWS_AS(lstm_forward(in[0], in[1], in[2], in[3], shorter, out[0], out[1]), length_mismatch);
    CHECK_THROWS_AS(gru_forward(in[0], in[1], in[2], in[3], in[4], shorter), length_mismatch);
}
