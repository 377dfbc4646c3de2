// SPDX-License-Identifier: BSL-1.0
// Softmax over rows beside other libraries: time and error, in turns in one process, one thread.
// usage: ogive_rows [--smoke]   prints docs/rows.md; --smoke is quick, its times say nothing
// Exits with 1 if softmax of ogive has a larger error than evaluate/rows.hpp states.

#include "routines.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <random>
#include <string_view>

namespace {

using clock_type = std::chrono::steady_clock;

struct shape {
    std::size_t length, rows;
};

std::vector<float> logits(shape s) {
    std::mt19937 engine{1};
    std::vector<float> x(s.length * s.rows);
    for (float& v : x) v = static_cast<float>(static_cast<int>(engine() % 20001) - 10000) / 1000;
    return x;
}

/// The largest error of softmax relative to each element, in 2^-24, of some rows.
double largest_error(std::vector<float> const& in, std::vector<float> const& out, shape s, bool channels) {
    double worst = 0;
    for (std::size_t r = 0; r < s.rows; r += s.rows / 8) {
        auto const at = [&](std::size_t i) { return channels ? i * s.rows + r : r * s.length + i; };
        long double top = -INFINITY, sum = 0;
        for (std::size_t i = 0; i < s.length; ++i) top = std::max(top, static_cast<long double>(in[at(i)]));
        for (std::size_t i = 0; i < s.length; ++i) sum += std::exp(in[at(i)] - top);
        for (std::size_t i = 0; i < s.length; ++i) {
            long double const exact = std::exp(in[at(i)] - top) / sum;
            int exponent = 0;
            std::frexp(exact, &exponent);
            double const error = static_cast<double>(std::abs(out[at(i)] - exact) / std::ldexp(1.0L, exponent - 24));
            if (!(error <= worst) && worst == worst) worst = error; // NaN stays
        }
    }
    return worst;
}

/// The least time of each task, in nanoseconds, measured in turns.
template <class Task>
std::vector<double> times(std::vector<Task> const& tasks, int turns) {
    std::vector<double> best(tasks.size(), INFINITY);
    for (int turn = 0; turn < turns; ++turn)
        for (std::size_t k = 0; k < tasks.size(); ++k) {
            auto const start = clock_type::now();
            tasks[k]();
            best[k] = std::min(best[k], std::chrono::duration<double, std::nano>(clock_type::now() - start).count());
        }
    return best;
}

} // namespace

int main(int count, char** arguments) {
    bool const smoke = count > 1 && std::string_view{arguments[1]} == "--smoke";
    std::vector<rows::routine> all;
    rows::add_ogive(all);
    rows::add_plain(all);
#ifdef ROWS_WITH_EIGEN
    rows::add_eigen(all);
#endif
#ifdef ROWS_WITH_XSIMD
    rows::add_xsimd(all);
#endif
#ifdef ROWS_WITH_HIGHWAY
    rows::add_highway(all);
#endif
    std::printf(
        "# Softmax over rows beside other libraries\n\n"
        "Printed by `tests/benchmark/run --rows`. All routines run in one process, one thread, on the same arrays, in "
        "turns; a time is\nthe least of many, in nanoseconds an element; compare ratios. In parentheses: the time over "
        "that of ogive, above 1 ogive is\nfaster. The error is that of softmax, relative to each element, in 2^-24 "
        "(ULP). `copy` is memcpy of the same array. ogive's sums\nare in two words, which the others round. ogive goes three times over an "
        "array: for the largest elements, for the exponentials\nwith their sums, and for the results; rows of up to 64 elements are transposed, many at once; softmax across many "
        "channels takes the first two\ntogether, part by part. `A pass` is the time of copy over a third of ogive's, the share of its bandwidth.\n\n");
    for (rows::routine const& r : all) std::printf("- %s: `%s`\n", r.maker.c_str(), r.flags.c_str());
    char const* const kernels[] = {"softmax",
                                   "log-softmax",
                                   "cross-entropy with gradient",
                                   "softmax across channels",
                                   "log-softmax across channels",
                                   "cross-entropy with gradient across channels"};
    int const count_of_kernels = 6;
    // the lengths of rows are multiples of all vectors' lengths, for the peers' sake
    shape const shapes[] = {{16, 8192}, {1008, 256}, {32000, 64}};
    bool fine = true;
    for (shape const s : shapes) {
        std::printf("\n## float, %zu × %zu\n\n| kernel | copy |", s.length, s.rows);
        for (rows::routine const& r : all) std::printf(" %s |", r.maker.c_str());
        std::printf("\n|---|--:|");
        for (std::size_t k = 0; k < all.size(); ++k) std::printf("--:|");
        std::printf("\n");
        auto const in = logits(s);
        std::vector<float> out(in.size()), losses(s.rows);
        std::vector<int> targets(s.rows);
        for (std::size_t r = 0; r < s.rows; ++r) targets[r] = static_cast<int>(r * 7 % s.length);
        auto const elements = static_cast<double>(in.size());
        std::vector<double> errors[2], passes;
        for (int kernel = 0; kernel < count_of_kernels; ++kernel) {
            auto const run = [&, kernel](std::size_t k) {
                if (k == 0)
                    std::memcpy(out.data(), in.data(), in.size() * sizeof(float));
                else if (kernel == 0)
                    all[k - 1].softmax(in.data(), out.data(), s.rows, s.length);
                else if (kernel == 1)
                    all[k - 1].log_softmax(in.data(), out.data(), s.rows, s.length);
                else if (kernel == 2)
                    all[k - 1].loss(in.data(), targets.data(), losses.data(), out.data(), s.rows, s.length);
                else if (kernel == 3)
                    all[k - 1].channels(in.data(), out.data(), s.rows, s.length);
                else if (kernel == 4)
                    all[k - 1].log_channels(in.data(), out.data(), s.rows, s.length);
                else
                    all[k - 1].loss_channels(in.data(), targets.data(), losses.data(), out.data(), s.rows, s.length);
            };
            if (kernel == 0 || kernel == 3)
                for (std::size_t k = 1; k <= all.size(); ++k) {
                    run(k);
                    errors[kernel / 3].push_back(largest_error(in, out, s, kernel == 3));
                }
            struct task {
                decltype(run) const* call;
                std::size_t which;
                void operator()() const { (*call)(which); }
            };
            std::vector<task> tasks;
            for (std::size_t k = 0; k <= all.size(); ++k) tasks.push_back({&run, k});
            auto const t = times(tasks, smoke ? 2 : s.length > 2000 ? 60 : 300);
            passes.push_back(3 * t[0] / t[1]);
            std::printf("| %s | %.3f |", kernels[kernel], t[0] / elements);
            for (std::size_t k = 1; k <= all.size(); ++k) std::printf(" %.3f (%.2f) |", t[k] / elements, t[k] / t[1]);
            std::printf("\n");
        }
        for (int e = 0; e < 2; ++e) {
            std::printf("| error%s | |", e == 0 ? "" : ", across channels");
            for (double const error : errors[e]) std::printf(" %.2f |", error);
            std::printf("\n");
            fine = fine && errors[e][0] <= 2.5; // false for NaN, too
        }
        std::printf("\nA pass:");
        for (int kernel = 0; kernel < count_of_kernels; ++kernel)
            std::printf("%s %s %.0f %%", kernel == 0 ? "" : ",", kernels[kernel],
                        100 * passes[static_cast<std::size_t>(kernel)]);
        std::printf(".\n");
    }
    if (!fine) std::fprintf(stderr, "ogive_rows: the error of softmax is larger than evaluate/rows.hpp states\n");
    return fine ? 0 : 1;
}
