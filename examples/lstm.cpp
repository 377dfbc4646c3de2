// SPDX-License-Identifier: BSL-1.0
// A step of LSTM cells, forward and backward, against its definition in 50 digits: the state by the formula, the gradients by
// differences of it. Exits with 1 if an error is larger than stated.

#include <ogive/evaluate/cells.hpp>
#include <ogive/ogive.hpp>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <random>
#include <vector>

using exact = boost::multiprecision::cpp_bin_float_50;

struct state {
    exact cell, hidden, cell_terms; // cell_terms: the sum of the magnitudes of what cell is made of
};
exact sigmoid_of(exact const& x) { return 1 / (1 + exp(-x)); }
state step(std::array<exact, 5> const& in) { // input, forget, candidate, output, cell before
    exact const kept = sigmoid_of(in[1]) * in[4], added = sigmoid_of(in[0]) * tanh(in[2]);
    exact const cell = kept + added;
    return {cell, sigmoid_of(in[3]) * tanh(cell), abs(kept) + abs(added)};
}

int main() {
    constexpr std::size_t cells = 2000;
    std::mt19937 engine{7};
    std::vector<float> in[5], grad_cell(cells), grad_hidden(cells), cell(cells), hidden(cells), gradient[5];
    for (auto* column : {&in[0], &in[1], &in[2], &in[3], &in[4], &grad_cell, &grad_hidden}) {
        column->resize(cells);
        for (float& x : *column) x = static_cast<float>(static_cast<int>(engine() % 20001) - 10000) / 1250;
    }
    for (auto& g : gradient) g.resize(cells);

    ogive::lstm_forward(in[0], in[1], in[2], in[3], in[4], cell, hidden);
    ogive::lstm_backward(in[0], in[1], in[2], in[3], in[4], cell, grad_cell, grad_hidden, gradient[0], gradient[1],
                         gradient[2], gradient[3], gradient[4]);

    exact worst_cell = 0, worst_hidden = 0, worst_gradient = 0;
    exact const epsilon = exact{1} / (1 << 24), h{"1e-18"};
    for (std::size_t k = 0; k < cells; ++k) {
        std::array<exact, 5> const at{in[0][k], in[1][k], in[2][k], in[3][k], in[4][k]};
        state const s = step(at);
        worst_cell = std::max(worst_cell, exact{abs(exact{cell[k]} - s.cell) / s.cell_terms / epsilon});
        worst_hidden = std::max(worst_hidden, exact{abs(exact{hidden[k]} - s.hidden) / s.cell_terms / epsilon});
        for (std::size_t m = 0; m < 5; ++m) {
            std::array<exact, 5> up = at, down = at;
            up[m] += h;
            down[m] -= h;
            state const a = step(up), b = step(down);
            exact const by_cell = exact{grad_cell[k]} * (a.cell - b.cell) / (2 * h);
            exact const by_hidden = exact{grad_hidden[k]} * (a.hidden - b.hidden) / (2 * h);
            // The gradients use the cell's state as it is stored, rounded: what that moves counts as a term.
            exact const output = sigmoid_of(at[3]), moved = abs(exact{grad_hidden[k]}) * output * (1 - output);
            exact const terms = (abs(by_cell) + abs(by_hidden)) * (1 + 2 * s.cell_terms) +
                                (m == 3 ? exact{moved * s.cell_terms} : exact{0});
            if (terms != 0)
                worst_gradient =
                    std::max(worst_gradient, exact{abs(exact{gradient[m][k]} - by_cell - by_hidden) / terms / epsilon});
        }
    }
    std::printf("%zu cells in float; largest errors, in 2^-24 of the terms that a result is made of:\n", cells);
    std::printf("  cell     %.2f\n  hidden   %.2f\n  gradient %.2f\n", static_cast<double>(worst_cell),
                static_cast<double>(worst_hidden), static_cast<double>(worst_gradient));
    bool const fine = worst_cell < 12 && worst_hidden < 12 && worst_gradient < 12;
    std::puts(fine ? "within 12, as stated: 6 units in the last place" : "LARGER THAN STATED");
    return fine ? 0 : 1;
}
