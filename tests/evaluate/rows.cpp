// SPDX-License-Identifier: BSL-1.0
// Functions of rows: largest errors for rows of one element to a million on every instruction set, sums of outputs,
// gradients and losses against long double, layouts, in place, special values, refusals.

#include <ogive/evaluate/rows.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <string>
#include <vector>

using namespace ogive;
namespace ev = ogive::evaluation;

namespace {

template <row_operation Op>
struct function_of_rows {
    static constexpr row_operation rows = Op;
};
constexpr function_of_rows<row_operation::softmax> softmax_rows;
constexpr function_of_rows<row_operation::softmin> softmin_rows;
constexpr function_of_rows<row_operation::log_softmax> log_softmax_rows;
constexpr function_of_rows<row_operation::logsumexp> logsumexp_rows;
constexpr function_of_rows<row_operation::softmax_cross_entropy> cross_entropy_rows;

template <class T>
constexpr T inf = std::numeric_limits<T>::infinity();
template <class T>
constexpr T nan_of = std::numeric_limits<T>::quiet_NaN();

using wide = long double;

/// A sum in two words.
struct exact_sum {
    wide high = 0, low = 0;
    void add(wide v) {
        wide const s = high + v, other = s - high;
        low += (high - (s - other)) + (v - other);
        high = s;
    }
    wide value() const { return high + low; }
};

/// Softmax of a row of finite numbers, its logarithm and the logarithm of the sum, some 60 bits of them.
struct reference {
    std::vector<wide> p, log_p;
    wide sum_above_one = 0, maximum = 0, logsumexp = 0;

    template <class T>
    reference(T const* x, std::size_t n, std::size_t step = 1) : p(n), log_p(n) {
        std::size_t where = 0;
        for (std::size_t i = 0; i < n; ++i)
            if (x[i * step] > x[where * step]) where = i;
        maximum = x[where * step];
        exact_sum rest;
        for (std::size_t i = 0; i < n; ++i) {
            wide const v = x[i * step], d = v - maximum, other = d - v; // the difference in two words
            wide const low = (v - (d - other)) - (maximum + other);
            p[i] = std::exp(d) * (1 + (std::isfinite(low) ? low : 0));
            log_p[i] = d;
            if (i != where) rest.add(p[i]);
        }
        sum_above_one = rest.value();
        wide const log = std::log1p(sum_above_one);
        for (std::size_t i = 0; i < n; ++i) {
            p[i] /= 1 + sum_above_one;
            log_p[i] -= log;
        }
        logsumexp = maximum + log;
    }
};

/// A unit in the last place of T at a number.
template <class T>
wide ulp(wide at) {
    using limits = std::numeric_limits<T>;
    int const least = limits::min_exponent - limits::digits;
    return std::ldexp(wide{1}, at == 0 ? least : std::max(std::ilogb(at) - limits::digits + 1, least));
}
template <class T>
double ulps(T got, wide expected) {
    double const e = static_cast<double>(std::fabs(static_cast<wide>(got) - expected) / ulp<T>(expected));
    return e == e ? e : 1e30;
}

std::vector<ev::instruction_set> available() {
    std::vector<ev::instruction_set> sets{ev::instruction_set::portable};
    if (ev::best_instruction_set() >= ev::instruction_set::avx2) sets.push_back(ev::instruction_set::avx2);
    if (ev::best_instruction_set() >= ev::instruction_set::avx512) sets.push_back(ev::instruction_set::avx512);
    return sets;
}

/// Rows that are difficult in some way.
constexpr int kinds = 9;
template <class T>
std::vector<T> make_row(std::size_t n, int kind, std::mt19937& random) {
    std::normal_distribution<double> normal(0, 3);
    std::uniform_real_distribution<double> unit(0, 1);
    double const lowest = sizeof(T) == 4 ? -104 : -746, level = -10 * unit(random), base = 200 * unit(random) - 100;
    std::vector<T> x(n);
    for (auto& v : x) {
        double const u = unit(random);
        switch (kind) {
        case 0: v = static_cast<T>(normal(random)); break;
        case 1: v = static_cast<T>(20000 * u - 10000); break;
        case 2: v = static_cast<T>(base); break;                             // all the same
        case 3: v = static_cast<T>(base + level * std::exp(4 * u)); break;   // one far above
        case 4: v = static_cast<T>(u < 0.9 ? level : 3 * u); break;          // many with the same error
        case 5: v = static_cast<T>(0.8 * lowest + 0.25 * lowest * u); break; // subnormal results
        case 6: v = static_cast<T>(1e30 * u); break;
        case 7: v = static_cast<T>(600 + 1800 * (sizeof(T) / 8) + 9 * u); break; // beyond where the shift is large
        default: v = static_cast<T>(u * u * 1e-3); break;
        }
    }
    if (kind == 3 || kind == 5) x[n / 3] = static_cast<T>(kind == 3 ? base + 5 : 0.0);
    return x;
}

template <row_operation Op, class T>
std::vector<T> run_on(ev::instruction_set set, std::vector<T> const& x, T sign = 1) {
    std::vector<T> y(Op == row_operation::logsumexp ? 1 : x.size());
    ev::run_rows(
        ev::row_forward<Op, rows_view<T>>{rows_of(x.data(), 1, x.size()), rows_of(y.data(), 1, y.size()), sign}, 1,
        set);
    return y;
}

/// The largest errors in ULP; of logsumexp beyond one ULP, in ULP of the maximum; of the sum of the outputs in ULP of one.
struct errors {
    double softmax = 0, log_softmax = 0, logsumexp = 0, sum = 0;
    double far = 0; // of those two where they are less than 16 epsilon: one element is far above the others

    template <class T>
    void measure(std::vector<T> const& x, ev::instruction_set set) {
        reference const exact{x.data(), x.size()};
        auto const p = run_on<row_operation::softmax>(set, x);
        auto const log_p = run_on<row_operation::log_softmax>(set, x);
        auto const lse = run_on<row_operation::logsumexp>(set, x);
        exact_sum total;
        for (std::size_t i = 0; i < x.size(); ++i) {
            softmax = std::max(softmax, ulps(p[i], exact.p[i]));
            auto& log = std::fabs(exact.log_p[i]) < 16 * std::numeric_limits<T>::epsilon() ? far : log_softmax;
            log = std::max(log, ulps(log_p[i], exact.log_p[i]));
            total.add(p[i]);
        }
        wide const off = std::fabs(static_cast<wide>(lse[0]) - exact.logsumexp);
        double const e = static_cast<double>(off / (ulp<T>(exact.logsumexp) + ulp<T>(exact.maximum)));
        auto& log = std::fabs(exact.logsumexp) < 16 * std::numeric_limits<T>::epsilon() ? far : logsumexp;
        log = std::max(log, e == e ? e : 1e30);
        sum = std::max(sum, static_cast<double>(std::fabs(total.value() - 1) / ulp<T>(1)));
    }
};

/// The bounds that evaluate/rows.hpp states.
template <class T>
void judge(std::string const& what, ev::instruction_set set, errors const& e) {
    bool const fused = set != ev::instruction_set::portable || has_fast_fma;
    CHECK(e.softmax <= (fused ? 2 : 2.5));
    CHECK(e.log_softmax <= 1.5);
    CHECK(e.logsumexp <= 0.6);
    CHECK(e.far <= 3);
    CHECK(e.sum <= (fused ? 1 : 1.5));
    MESSAGE(what, std::string{sizeof(T) == 4 ? ", float, set " : ", double, set "}, static_cast<int>(set), ": softmax ",
            e.softmax, ", log_softmax ", e.log_softmax, ", logsumexp ", e.logsumexp, ", sum ", e.sum, ", far ", e.far);
}

} // namespace

TEST_CASE_TEMPLATE("largest errors: many short rows", T, float, double) {
    for (auto const set : available()) {
        std::mt19937 random{7};
        errors e;
        for (int k = 0; k < 20000; ++k) {
            std::size_t const n =
                k % 4 == 0 ? 1 + static_cast<std::size_t>(k) % 9 : 1 + static_cast<std::size_t>(k) % 70;
            e.measure(make_row<T>(n, k % kinds, random), set);
        }
        for (int k = 0; k < 90; ++k) e.measure(make_row<T>(1000, k % kinds, random), set);
        judge<T>("to 1000 elements", set, e);
    }
}

TEST_CASE_TEMPLATE("largest errors: long rows", T, float, double) {
    std::mt19937 random{8};
    errors e;
    for (std::size_t n : {50257u, 1000003u})
        for (int kind = 0; kind < kinds; ++kind)
            if (n < 100000 || kind == 0 || kind == 2 || kind == 4)
                e.measure(make_row<T>(n, kind, random), ev::best_instruction_set());
    judge<T>("to 1000003 elements", ev::best_instruction_set(), e);
}

TEST_CASE_TEMPLATE("the bits do not depend on the place, on neighbours or on the set that has a fused multiply-add", T,
                   float, double) {
    std::mt19937 random{9};
    for (std::size_t n : {1u, 2u, 3u, 7u, 8u, 63u, 64u, 65u, 1000u}) {
        std::size_t const gap = n + 5;
        auto x = make_row<T>(7 * gap, 0, random);
        std::vector<T> y(x.size(), T(-7)), in_place = x;
        forward(softmax_rows, rows_of<T const>(x.data(), 7, n, gap), rows_of(y.data(), 7, n, gap));
        forward(softmax_rows, rows_of<T const>(in_place.data(), 7, n, gap), rows_of(in_place.data(), 7, n, gap));
        for (std::size_t r = 0; r < 7; ++r) {
            std::vector<T> const row(x.data() + r * gap, x.data() + r * gap + n);
            std::vector<T> alone(n);
            forward(softmax_rows, row, alone);
            for (std::size_t i = 0; i < gap; ++i) {
                CHECK(y[r * gap + i] == (i < n ? alone[i] : T(-7)));
                CHECK(in_place[r * gap + i] == (i < n ? alone[i] : x[r * gap + i]));
            }
            if (ev::best_instruction_set() == ev::instruction_set::avx512)
                CHECK(run_on<row_operation::softmax>(ev::instruction_set::avx2, row) ==
                      run_on<row_operation::softmax>(ev::instruction_set::avx512, row));
        }
    }
}

TEST_CASE_TEMPLATE("channels first", T, float, double) {
    std::mt19937 random{10};
    double worst = 0, worst_log = 0;
    for (std::size_t channels : {1u, 2u, 3u, 21u, 100u})
        for (std::size_t pixels : {1u, 5u, 64u, 130u}) {
            auto const x = make_row<T>(2 * channels * pixels, channels % 2 == 0 ? 1 : 0, random);
            auto p = x;
            std::vector<T> log_p(x.size()), sums(2 * pixels);
            forward(softmax_rows, channels_of<T const>(p.data(), 2, channels, pixels),
                    channels_of(p.data(), 2, channels, pixels)); // in place
            forward(log_softmax_rows, channels_of(x.data(), 2, channels, pixels),
                    channels_of(log_p.data(), 2, channels, pixels));
            forward(logsumexp_rows, channels_of(x.data(), 2, channels, pixels), sums);
            for (std::size_t image = 0; image < 2; ++image)
                for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
                    std::size_t const first = image * channels * pixels + pixel;
                    reference const exact{x.data() + first, channels, pixels};
                    for (std::size_t c = 0; c < channels; ++c) {
                        worst = std::max(worst, ulps(p[first + c * pixels], exact.p[c]));
                        if (std::fabs(exact.log_p[c]) > 16 * std::numeric_limits<T>::epsilon())
                            worst_log = std::max(worst_log, ulps(log_p[first + c * pixels], exact.log_p[c]));
                    }
                    wide const off = std::fabs(static_cast<wide>(sums[image * pixels + pixel]) - exact.logsumexp);
                    CHECK(off <= ulp<T>(exact.logsumexp) + ulp<T>(exact.maximum));
                }
        }
    MESSAGE("softmax ", worst, " log_softmax ", worst_log);
    CHECK(worst <= (ev::best_instruction_set() == ev::instruction_set::portable ? 3 : 2.5));
    CHECK(worst_log <= 1.5);
}

TEST_CASE_TEMPLATE("what goes backward, and losses", T, float, double) {
    std::mt19937 random{11};
    for (std::size_t n : {1u, 2u, 7u, 8u, 100u, 1000u}) {
        constexpr std::size_t rows = 3;
        auto const x = make_row<T>(rows * n, 0, random), g = make_row<T>(rows * n, 0, random);
        auto q = make_row<T>(rows * n, 0, random);
        for (T& v : q) v = std::abs(v);
        std::vector<int> const classes{0, static_cast<int>(n - 1), static_cast<int>(n / 2)};
        std::vector<T> p(rows * n), log_p(p), back(p), from_output(p), back_log(p), log_from_output(p), back_sum(p),
            slope(p), slope_of_q(p), losses(rows), losses_of_q(rows), only(rows), of_sum{g[0], g[1 % n], g[n - 1]};
        auto const view = [n](auto& v) { return rows_of(v.data(), rows, n); };
        forward(softmax_rows, view(x), view(p));
        forward(log_softmax_rows, view(x), view(log_p));
        backward(softmax_rows, view(x), view(g), view(back));
        backward_from_output(softmax_rows, view(p), view(g), view(from_output));
        backward(log_softmax_rows, view(x), view(g), view(back_log));
        backward_from_output(log_softmax_rows, view(log_p), view(g), view(log_from_output));
        backward(logsumexp_rows, view(x), of_sum, view(back_sum));
        loss_and_gradient(cross_entropy_rows, view(x), classes, losses, view(slope));
        loss_and_gradient(cross_entropy_rows, view(x), classes, only);
        loss_and_gradient(cross_entropy_rows, view(x), view(q), losses_of_q, view(slope_of_q));
        CHECK(only == losses);
        wide const step = std::numeric_limits<T>::epsilon();
        for (std::size_t r = 0; r < rows; ++r) {
            reference const exact{x.data() + r * n, n};
            wide dot = 0, dot_size = 0, sum = 0, sum_size = 0, mass = 0, loss_of_q = 0, loss_size = 0;
            for (std::size_t i = 0; i < n; ++i) {
                std::size_t const k = r * n + i;
                dot += exact.p[i] * g[k];
                dot_size += exact.p[i] * std::fabs(wide{g[k]});
                sum += g[k];
                sum_size += std::fabs(wide{g[k]});
                mass += q[k];
                loss_of_q -= q[k] * exact.log_p[i];
                loss_size += q[k] * std::fabs(exact.log_p[i]);
            }
            auto const target = static_cast<std::size_t>(classes[r]);
            CHECK(std::fabs(losses[r] + exact.log_p[target]) <= 2 * step * std::fabs(exact.log_p[target]));
            CHECK(std::fabs(losses_of_q[r] - loss_of_q) <= 4 * step * loss_size);
            for (std::size_t i = 0; i < n; ++i) {
                std::size_t const k = r * n + i;
                wide const share = exact.p[i], through = share * (g[k] - dot),
                           size = share * (std::fabs(wide{g[k]}) + dot_size);
                CHECK(std::fabs(back[k] - through) <= 6 * step * size);
                CHECK(std::fabs(from_output[k] - through) <= 6 * step * size);
                wide const log_through = g[k] - share * sum, log_size = std::fabs(wide{g[k]}) + share * sum_size;
                CHECK(std::fabs(back_log[k] - log_through) <= 6 * step * log_size);
                // from the output: e^(log p), of a rounded logarithm
                CHECK(std::fabs(log_from_output[k] - log_through) <= (6 - 2 * exact.log_p[i]) * step * log_size);
                CHECK(std::fabs(back_sum[k] - of_sum[r] * share) <= 4 * step * std::fabs(of_sum[r] * share));
                wide others = 0; // p - 1 without cancellation
                for (std::size_t m = 0; m < n && i == target; ++m) others += m == i ? 0 : exact.p[m];
                wide const expected = i == target ? -others : share;
                CHECK(std::fabs(slope[k] - expected) <= 4 * step * std::fabs(expected));
                CHECK(std::fabs(slope_of_q[k] - (share * mass - q[k])) <= 6 * step * (share * mass + q[k]));
            }
        }
    }
}

TEST_CASE_TEMPLATE("special values, as the header states them", T, float, double) {
    T const i = inf<T>, nan = nan_of<T>;
    auto const softmax_of = [](std::vector<T> x) {
        forward(softmax_rows, x, x);
        return x;
    };
    auto const log_softmax_of = [](std::vector<T> x) {
        forward(log_softmax_rows, x, x);
        return x;
    };
    auto const logsumexp_of = [](std::vector<T> const& x) {
        std::vector<T> y(1);
        forward(logsumexp_rows, x, y);
        return y[0];
    };
    auto const all_nan = [](std::vector<T> const& x) {
        return std::all_of(x.begin(), x.end(), [](T v) { return v != v; });
    };
    CHECK(softmax_of({0, -i, 0}) == std::vector<T>{T(0.5), 0, T(0.5)});
    CHECK(log_softmax_of({0, -i})[1] == -i);
    CHECK(softmax_of({1, i, -i, 3}) == std::vector<T>{0, 1, 0, 0});
    CHECK(log_softmax_of({1, i, 3}) == std::vector<T>{-i, 0, -i});
    CHECK(all_nan(softmax_of({i, 1, i})));
    CHECK(all_nan(softmax_of({-i, -i})));
    CHECK(all_nan(log_softmax_of({-i, -i})));
    CHECK(all_nan(softmax_of({1, nan, 2})));
    CHECK(all_nan(softmax_of({i, nan, 2})));
    CHECK(all_nan(log_softmax_of({1, nan})));
    CHECK(logsumexp_of({-i, -i}) == -i);
    CHECK(logsumexp_of({1, i}) == i);
    CHECK(logsumexp_of({i, i}) == i);
    CHECK(logsumexp_of({1, nan}) != logsumexp_of({1, nan}));
    CHECK(softmax_of({T(5)}) == std::vector<T>{1});
    CHECK(softmax_of({10000, -10000}) == std::vector<T>{1, 0});
    CHECK(softmax_of(std::vector<T>(4, T(123))) == std::vector<T>(4, T(0.25)));
    std::vector<T> least(3), x{1, 2, 4}, minus{-1, -2, -4};
    forward(softmin_rows, x, least);
    CHECK(least == softmax_of(minus));
}

TEST_CASE("what is refused, before anything is written") {
    std::vector<float> const x(6, 1.0f);
    std::vector<float> y(6, 7.0f), losses(2, 7.0f);
    std::vector<float> const before = y;
    std::vector<int> const wrong{0, 3}, right{0, 2};
    CHECK_THROWS_AS(forward(softmax_rows, rows_of(x.data(), 3, 0), rows_of(y.data(), 3, 0)), rows_refused);
    CHECK_THROWS_AS(forward(softmax_rows, rows_of(x.data(), 2, 3), rows_of(y.data(), 3, 2)), rows_refused);
    CHECK_THROWS_AS(forward(logsumexp_rows, rows_of(x.data(), 3, 2), losses), rows_refused);
    CHECK_THROWS_AS(
        loss_and_gradient(cross_entropy_rows, rows_of(x.data(), 2, 3), wrong, losses, rows_of(y.data(), 2, 3)),
        target_out_of_range);
    CHECK_THROWS_AS(
        loss_and_gradient(cross_entropy_rows, rows_of(x.data(), 3, 2), right, losses, rows_of(y.data(), 3, 2)),
        rows_refused);
    CHECK(y == before);
    CHECK(losses == std::vector<float>{7, 7});
    try {
        forward(softmax_rows, rows_of(x.data(), 3, 0), rows_of(y.data(), 3, 0));
    } catch (rows_refused const& e) {
        CHECK(std::string{e.what()}.find("ogive: ") == 0);
    }
}

TEST_CASE_TEMPLATE("channels give what rows give", T, float, double) {
    std::mt19937 random{12};
    for (std::size_t n : {1u, 2u, 19u, 64u})
        for (std::size_t pixels : {1u, 7u, 64u, 100u}) {
            std::size_t const size = n * pixels;
            auto const x = make_row<T>(size, 0, random), g = make_row<T>(size, 0, random);
            auto q = make_row<T>(size, 0, random);
            for (T& v : q) v = std::abs(v);
            std::vector<int> classes(pixels);
            for (std::size_t r = 0; r < pixels; ++r) classes[r] = static_cast<int>(r % n);
            auto const turned = [&](std::vector<T> const& v) { // from channels first to rows
                std::vector<T> t(size);
                for (std::size_t c = 0; c < n; ++c)
                    for (std::size_t r = 0; r < pixels; ++r) t[r * n + c] = v[c * pixels + r];
                return t;
            };
            auto const close = [&](std::vector<T> const& channels, std::vector<T> const& rows) {
                auto const t = channels.size() == size ? turned(channels) : channels;
                T scale = 0, worst = 0;
                for (std::size_t k = 0; k < rows.size(); ++k) {
                    scale = std::max(scale, std::abs(rows[k]));
                    worst = std::max(worst, std::abs(t[k] - rows[k]));
                }
                return t.size() == rows.size() &&
                       worst <= 16 * std::numeric_limits<T>::epsilon() * std::max(scale, T(1));
            };
            auto const as_channels = [&](auto& v) { return channels_of(v.data(), 1, n, pixels); };
            auto const as_rows = [&](auto& v) { return rows_of(v.data(), pixels, n); };
            auto const xt = turned(x), gt = turned(g), qt = turned(q);
            std::vector<T> p(size), pt(size), a(size), b(size),
                of_sum(g.begin(), g.begin() + static_cast<long>(pixels));
            std::vector<T> losses(pixels), losses_t(pixels);
            forward(softmax_rows, as_channels(x), as_channels(p));
            forward(softmax_rows, as_rows(xt), as_rows(pt));
            CHECK(close(p, pt));
            backward(softmax_rows, as_channels(x), as_channels(g), as_channels(a));
            backward(softmax_rows, as_rows(xt), as_rows(gt), as_rows(b));
            CHECK(close(a, b));
            backward_from_output(softmax_rows, as_channels(p), as_channels(g), as_channels(a));
            backward_from_output(softmax_rows, as_rows(pt), as_rows(gt), as_rows(b));
            CHECK(close(a, b));
            backward(log_softmax_rows, as_channels(x), as_channels(g), as_channels(a));
            backward(log_softmax_rows, as_rows(xt), as_rows(gt), as_rows(b));
            CHECK(close(a, b));
            backward(logsumexp_rows, as_channels(x), of_sum, as_channels(a));
            backward(logsumexp_rows, as_rows(xt), of_sum, as_rows(b));
            CHECK(close(a, b));
            loss_and_gradient(cross_entropy_rows, as_channels(x), classes, losses, as_channels(a));
            loss_and_gradient(cross_entropy_rows, as_rows(xt), classes, losses_t, as_rows(b));
            CHECK(close(a, b));
            CHECK(close(losses, losses_t));
            loss_and_gradient(cross_entropy_rows, as_channels(x), as_channels(q), losses, as_channels(a));
            loss_and_gradient(cross_entropy_rows, as_rows(xt), as_rows(qt), losses_t, as_rows(b));
            CHECK(close(a, b));
            CHECK(close(losses, losses_t));
        }
}
