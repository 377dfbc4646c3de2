// SPDX-License-Identifier: BSL-1.0
// The time of one call of mish and of its first four derivatives, over points of both signs.

#include <ogive/ogive.hpp>

#include <benchmark/benchmark.h>

#include <array>

using namespace ogive;

constexpr auto x = symbol<"x">;
constexpr auto mish_of_x = x * tanh(softplus(x));

template <class F>
void calls(benchmark::State& state, F const& f) {
    std::array<double, 256> points{};
    for (unsigned i = 0; i < points.size(); ++i) points[i] = -8 + i / 16.0;
    for (auto _ : state)
        for (double const at : points) benchmark::DoNotOptimize(f(at));
    state.counters["call"] =
        benchmark::Counter(static_cast<double>(points.size()),
                           benchmark::Counter::kIsIterationInvariantRate | benchmark::Counter::kInvert);
}

BENCHMARK_CAPTURE(calls, mish, mish_of_x);
BENCHMARK_CAPTURE(calls, mish_first_derivative, derivative(mish_of_x, x));
BENCHMARK_CAPTURE(calls, mish_second_derivative, derivative<2>(mish_of_x, x));
BENCHMARK_CAPTURE(calls, mish_third_derivative, derivative<3>(mish_of_x, x));
BENCHMARK_CAPTURE(calls, mish_fourth_derivative, derivative<4>(mish_of_x, x));
