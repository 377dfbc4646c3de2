// SPDX-License-Identifier: BSL-1.0
// Weights for a network of an activation of one's own: the signal neither dies out nor explodes.

#include <ogive/initialize.hpp>
#include <ogive/ogive.hpp>

#include <cstdio>
#include <random>
#include <vector>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto logish = x * log(1_c + sigmoid(x));
constexpr unsigned width = 200;

/// The mean square of what reaches the end of ten layers.
double after_ten_layers(normal_weights const& weights) {
    std::mt19937_64 engine{1};
    std::vector<double> signal(width), next(width), row(width);
    fill(signal, normal_weights{1}, engine);
    for (int layer = 0; layer < 10; ++layer) {
        for (double& s : signal) s = logish(s);
        for (double& n : next) {
            fill(row, weights, engine);
            n = 0;
            for (unsigned k = 0; k < width; ++k) n += row[k] * signal[k];
        }
        signal.swap(next);
    }
    double sum = 0;
    for (double s : signal) sum += s * s / width;
    return sum;
}

int main() {
    certified_value const g = gain(logish, x);
    std::printf("gain of logish     %.15f, off by at most %.0e\n", g.value(), g.error());
    std::printf("with its own gain  %.2g\n", after_ten_layers(he_normal(width, g)));
    std::printf("with that of relu  %.2g\n", after_ten_layers(he_normal(width)));
    std::printf("with gain 1        %.2g\n", after_ten_layers(lecun_normal(width)));

    uniform_weights const uniform = xavier_uniform(300, 100, gain(tanh(x), x));
    std::printf("xavier_uniform(300, 100, gain(tanh(x), x)): bound %.6f, deviation %.6f\n", uniform.bound(),
                uniform.deviation());
}
