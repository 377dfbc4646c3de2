// SPDX-License-Identifier: BSL-1.0
// The library's evaluators beside the formulas that users write, in one run: times per call and their ratio is the figure.

#include <ogive/ogive.hpp>

#include <benchmark/benchmark.h>

#include <array>
#include <cmath>

using namespace ogive;

constexpr auto x = symbol<"x">;

template <class F>
void one(benchmark::State& state, F const& f) {
    std::array<double, 256> points{};
    for (unsigned i = 0; i < points.size(); ++i) points[i] = -8 + i / 16.0;
    for (auto _ : state)
        for (double const at : points) benchmark::DoNotOptimize(f(at));
    state.counters["call"] =
        benchmark::Counter(static_cast<double>(points.size()),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

double usual_sigmoid(double v) { return 1 / (1 + std::exp(-v)); }
double usual_silu(double v) { return v * usual_sigmoid(v); }
double usual_silu_derivative(double v) {
    double const s = usual_sigmoid(v);
    return s * (1 + v * (1 - s));
}
double usual_gelu(double v) { return v / 2 * (1 + std::erf(v / std::sqrt(2.0))); }
double usual_mish(double v) { return v * std::tanh(std::log1p(std::exp(v))); }
double usual_mish_derivative(double v) {
    double const s = usual_sigmoid(v), t = std::tanh(std::log1p(std::exp(v)));
    return t + v * s * (1 - t * t);
}

BENCHMARK_CAPTURE(one, sigmoid_usual, usual_sigmoid);
BENCHMARK_CAPTURE(one, sigmoid, sigmoid(x));
BENCHMARK_CAPTURE(one, silu_usual, usual_silu);
BENCHMARK_CAPTURE(one, silu, silu(x));
BENCHMARK_CAPTURE(one, silu_derivative_usual, usual_silu_derivative);
BENCHMARK_CAPTURE(one, silu_derivative, derivative(silu(x), x));
BENCHMARK_CAPTURE(one, gelu_usual, usual_gelu);
BENCHMARK_CAPTURE(one, gelu, gelu(x));
BENCHMARK_CAPTURE(one, mish_usual, usual_mish);
BENCHMARK_CAPTURE(one, mish, mish(x));
BENCHMARK_CAPTURE(one, mish_derivative_usual, usual_mish_derivative);
BENCHMARK_CAPTURE(one, mish_derivative, derivative(mish(x), x));
BENCHMARK_CAPTURE(one, mish_with_derivative, value_and_derivative(mish(x), x));
