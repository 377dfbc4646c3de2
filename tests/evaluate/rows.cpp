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
std::vector<T> run_on(ev::instruction_set set, std::vector<T> const& x) {
    std::vector<T> y(Op == row_operation::logsumexp ? 1 : x.size());
    ev::run_rows(ev::row_forward<Op, rows_view<T>>{rows_of(x.data(), 1, x.size()), rows_of(y.data(), 1, y.size())}, 1,
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

template <class T>
void report(std::string const& what, ev::instruction_set set, errors const& e) {
    MESSAGE(what, std::string{sizeof(T) == 4 ? ", float, set " : ", double, set "}, static_cast<int>(set), ": softmax ",
            e.softmax, ", log_softmax ", e.log_softmax, ", logsumexp ", e.logsumexp, ", sum ", e.sum, ", far ", e.far);
}

} // namespace

namespace {

/// The bounds that rows.hpp states.
template <class T>
void check(std::string const& what, ev::instruction_set set, errors const& e) {
    bool const fused = set != ev::instruction_set::portable || has_fast_fma;
    report<T>(what, set, e);
    CHECK(e.softmax <= (fused ? 2 : 2.5));
    CHECK(e.log_softmax <= 1.5);
    CHECK(e.logsumexp <= 0.6);
    CHECK(e.sum <= (fused ? 1 : 1.5));
    CHECK(e.far <= 1.5);
}

} // namespace

TEST_CASE_TEMPLATE("largest errors: many short rows", T, float, double) {
    for (auto const set : available()) {
        std::mt19937 random{7};
        errors e;
        for (int k = 0; k < 20000; ++k) {
            auto const i = static_cast<std::size_t>(k);
            e.measure(make_row<T>(k % 4 == 0 ? 1 + i % 9 : 1 + i % 70, k % kinds, random), set);
        }
        for (int k = 0; k < 90; ++k) e.measure(make_row<T>(1000, k % kinds, random), set);
        check<T>("to 1000 elements", set, e);
    }
}

TEST_CASE_TEMPLATE("largest errors: long rows", T, float, double) {
    std::mt19937 random{8};
    errors e;
    for (std::size_t n : {50257u, 1000003u})
        for (int kind = 0; kind < kinds; ++kind)
            if (n < 100000 || kind == 0 || kind == 2 || kind == 4 || kind == 5)
                e.measure(make_row<T>(n, kind, random), ev::best_instruction_set());
    check<T>("to 1000003 elements", ev::best_instruction_set(), e);
}

TEST_CASE("a bound that is too small is noticed") {
    std::mt19937 random{7};
    errors e;
    for (int k = 0; k < 500; ++k) e.measure(make_row<float>(40, 0, random), ev::best_instruction_set());
    CHECK(e.softmax > 1);
}

namespace {

/// Three rows of a kind, in the order of rows or of channels: element i of row r is at r·row + i·step.
struct placing {
    std::size_t rows, length, row, step;
    std::size_t at(std::size_t r, std::size_t i) const { return r * row + i * step; }
};
template <class T>
std::vector<T> place(placing p, std::vector<std::vector<T>> const& rows, T filler) {
    std::vector<T> all(p.at(p.rows - 1, p.length - 1) + p.row + p.step, filler);
    for (std::size_t r = 0; r < p.rows; ++r)
        for (std::size_t i = 0; i < p.length; ++i) all[p.at(r, i)] = rows[r][i];
    return all;
}
template <class T>
std::vector<std::vector<T>> some_rows(std::size_t rows, std::size_t n, int kind, unsigned seed) {
    std::mt19937 random{seed};
    std::vector<std::vector<T>> all;
    for (std::size_t r = 0; r < rows; ++r) all.push_back(make_row<T>(n, kind, random));
    return all;
}

/// Is the error less than some epsilon of the size of the terms? A p that is subnormal is rounded before it is multiplied
/// by `factor`.
template <class T>
bool near(T got, wide expected, wide scale, double epsilons, wide factor = 0) {
    wide const least = std::numeric_limits<T>::denorm_min();
    wide const allowed =
        static_cast<wide>(epsilons) * std::numeric_limits<T>::epsilon() * scale + least * (1 + 2 * factor);
    return std::fabs(static_cast<wide>(got) - expected) <= allowed;
}

/// All functions on a layout against the reference, `views` making a view of an array; and in place.
template <class T, class Views>
void check_layout(placing at, Views views, int kind) {
    std::size_t const rows = at.rows, n = at.length;
    auto const x_rows = some_rows<T>(rows, n, kind, 11), g_rows = some_rows<T>(rows, n, 0, 12);
    T const filler = T(-77);
    std::vector<T> const x = place(at, x_rows, filler), g = place(at, g_rows, filler);
    std::vector<T> const empty(x.size(), filler);
    std::vector<T> p = empty, log_p = empty, opposite = empty, back = empty, back_log = empty, back_lse = empty,
                   from = empty, from_log = empty, back_min = empty, from_min = empty, lse(rows), lse_g(rows);
    for (std::size_t r = 0; r < rows; ++r) lse_g[r] = static_cast<T>(r % 5) - 2;
    forward(softmax_rows, views(x), views(p));
    forward(softmin_rows, views(x), views(opposite));
    forward(log_softmax_rows, views(x), views(log_p));
    forward(logsumexp_rows, views(x), lse);
    backward(softmax_rows, views(x), views(g), views(back));
    backward(softmin_rows, views(x), views(g), views(back_min));
    backward(log_softmax_rows, views(x), views(g), views(back_log));
    backward(logsumexp_rows, views(x), lse_g, views(back_lse));
    backward_from_output(softmax_rows, views(p), views(g), views(from));
    backward_from_output(softmin_rows, views(opposite), views(g), views(from_min));
    backward_from_output(log_softmax_rows, views(log_p), views(g), views(from_log));
    double worst = 0, worst_log = 0;
    int wrong = 0;
    for (std::size_t r = 0; r < rows; ++r) {
        std::vector<T> opposite_row = x_rows[r];
        for (auto& v : opposite_row) v = -v;
        reference const exact{x_rows[r].data(), n}, mirrored{opposite_row.data(), n};
        wide mean = 0, size = 0, mean_min = 0, size_min = 0, total = 0, total_size = 0;
        for (std::size_t i = 0; i < n; ++i) {
            wide const w = g_rows[r][i];
            mean += exact.p[i] * w;
            size += exact.p[i] * std::fabs(w);
            mean_min += mirrored.p[i] * w;
            size_min += mirrored.p[i] * std::fabs(w);
            total += w;
            total_size += std::fabs(w);
        }
        bool const far = std::fabs(exact.logsumexp) < 16 * std::numeric_limits<T>::epsilon();
        wide const unit = ulp<T>(exact.logsumexp);
        wrong +=
            std::fabs(static_cast<wide>(lse[r]) - exact.logsumexp) > (far ? 4 * unit : unit + ulp<T>(exact.maximum));
        for (std::size_t i = 0; i < n; ++i) {
            std::size_t const k = at.at(r, i);
            wide const w = g_rows[r][i], e = exact.p[i], m = mirrored.p[i], spread = std::fabs(w) + size;
            worst = std::max({worst, ulps(p[k], e), ulps(opposite[k], m)});
            if (std::fabs(exact.log_p[i]) >= 16 * std::numeric_limits<T>::epsilon())
                worst_log = std::max(worst_log, ulps(log_p[k], exact.log_p[i]));
            wrong += !near(back[k], e * (w - mean), e * spread, 4, spread);
            wrong += !near(back_min[k], -m * (w - mean_min), m * (std::fabs(w) + size_min), 4, std::fabs(w) + size_min);
            wrong += !near(back_log[k], w - e * total, std::fabs(w) + e * total_size, 4);
            wrong +=
                !near(back_lse[k], e * static_cast<wide>(lse_g[r]), e * std::fabs(static_cast<wide>(lse_g[r])), 4, 2);
            wrong += !near(from[k], e * (w - mean), e * spread, 6, spread);
            wrong += !near(from_min[k], -m * (w - mean_min), m * (std::fabs(w) + size_min), 6, std::fabs(w) + size_min);
            // the logarithm was rounded: e^y is as good as that
            wrong += !near(from_log[k], w - e * total, std::fabs(w) + e * total_size,
                           4 + 2 * std::fabs(static_cast<double>(std::max(exact.log_p[i], wide{-200}))));
        }
    }
    CHECK(worst <= (has_fast_fma || ev::best_instruction_set() != ev::instruction_set::portable ? 2 : 2.5));
    CHECK(worst_log <= 1.5);
    CHECK(wrong == 0);
    std::size_t untouched = 0, others = 0;
    for (std::size_t k = 0; k < x.size(); ++k) others += x[k] == filler;
    for (std::size_t k = 0; k < x.size(); ++k) untouched += x[k] == filler && p[k] == filler && back[k] == filler;
    CHECK(untouched == others);
    // in place
    std::vector<T> y = x;
    forward(softmax_rows, views(y), views(y));
    CHECK(y == p);
    y = x;
    forward(log_softmax_rows, views(y), views(y));
    CHECK(y == log_p);
    y = g;
    backward(softmax_rows, views(x), views(y), views(y));
    CHECK(y == back);
    y = x;
    backward(softmax_rows, views(y), views(g), views(y));
    CHECK(y == back);
    y = g;
    backward(log_softmax_rows, views(x), views(y), views(y));
    CHECK(y == back_log);
    y = p;
    backward_from_output(softmax_rows, views(y), views(g), views(y));
    CHECK(y == from);
    y = g;
    backward_from_output(log_softmax_rows, views(log_p), views(y), views(y));
    CHECK(y == from_log);
}

/// The loss of a row for a distribution and its gradient, and how large the terms are.
template <class T>
struct exact_loss {
    wide loss = 0;
    std::vector<wide> gradient;
    exact_loss(reference const& exact, std::vector<T> const& q) {
        wide sum = 0;
        for (std::size_t i = 0; i < q.size(); ++i) {
            sum += q[i];
            if (q[i] != 0) loss -= static_cast<wide>(q[i]) * exact.log_p[i];
        }
        for (std::size_t i = 0; i < q.size(); ++i) gradient.push_back(exact.p[i] * sum - static_cast<wide>(q[i]));
    }
};

template <class T, class Views>
void check_losses(placing at, Views views, int kind) {
    std::size_t const rows = at.rows, n = at.length;
    auto const x_rows = some_rows<T>(rows, n, kind, 21);
    auto q_rows = some_rows<T>(rows, n, 8, 22);
    std::vector<int> classes(rows);
    for (std::size_t r = 0; r < rows; ++r) {
        classes[r] = static_cast<int>((7 * r + n / 3) % n);
        q_rows[r][r % n] = 0;
        q_rows[r][n - 1] = T(0.75);
    }
    std::vector<T> const x = place(at, x_rows, T(-77)), q = place(at, q_rows, T(-77));
    std::vector<T> gradient(x.size(), T(-77)), losses(rows), alone(rows), y;
    double worst_loss = 0, worst_slope = 0, worst = 0;
    int wrong = 0;
    loss_and_gradient(cross_entropy_rows, views(x), classes, losses, views(gradient));
    loss_and_gradient(cross_entropy_rows, views(x), classes, alone);
    CHECK(losses == alone);
    for (std::size_t r = 0; r < rows; ++r) {
        reference const exact{x_rows[r].data(), n};
        auto const t = static_cast<std::size_t>(classes[r]);
        worst_loss = std::max(worst_loss, ulps(losses[r], -exact.log_p[t]));
        for (std::size_t i = 0; i < n; ++i)
            if (i != t) worst = std::max(worst, ulps(gradient[at.at(r, i)], exact.p[i]));
        wide others = 0;
        for (std::size_t i = 0; i < n; ++i) others += i == t ? 0 : exact.p[i];
        worst_slope = std::max(worst_slope, ulps(gradient[at.at(r, t)], -others));
    }
    INFO("losses ", worst_loss, ", at the class ", worst_slope, ", elsewhere ", worst);
    CHECK(worst_loss <= 3);
    CHECK(worst_slope <= 4);
    CHECK(worst <= 2.5);
    y = x;
    loss_and_gradient(cross_entropy_rows, views(y), classes, alone, views(y));
    CHECK(y == gradient);
    CHECK(losses == alone);
    // distributions
    loss_and_gradient(cross_entropy_rows, views(x), views(q), losses, views(gradient));
    loss_and_gradient(cross_entropy_rows, views(x), views(q), alone);
    CHECK(losses == alone);
    for (std::size_t r = 0; r < rows; ++r) {
        exact_loss<T> const exact{reference{x_rows[r].data(), n}, q_rows[r]};
        wrong += !near(losses[r], exact.loss, exact.loss, 3);
        for (std::size_t i = 0; i < n; ++i) {
            wide const w = q_rows[r][i], e = exact.gradient[i] + w;
            wrong += !near(gradient[at.at(r, i)], exact.gradient[i], e + w, 4);
        }
    }
    CHECK(wrong == 0);
    y = x;
    loss_and_gradient(cross_entropy_rows, views(y), views(q), alone, views(y));
    CHECK(y == gradient);
}

} // namespace

/// One element far above others, which are alike, equal, or far apart: what is left of the sum is all that counts.
TEST_CASE_TEMPLATE("largest errors: short rows and channels with one element far above", T, float, double) {
    std::mt19937 random{9};
    std::uniform_real_distribution<double> unit(0, 1);
    double short_ones = 0, rows = 0, channels = 0;
    for (int k = 0; k < 60000; ++k) {
        std::size_t const n = k % 100 == 99 ? 1000 : 2 + static_cast<std::size_t>(k % 100);
        double const spread = k % 3 == 0 ? 2 : k % 3 == 1 ? 20 : 0;
        std::vector<T> x(n), y(n), loss(1);
        for (auto& v : x) v = static_cast<T>(spread * unit(random));
        x[0] = static_cast<T>(spread + 5 + 75 * unit(random));
        std::vector<int> const target{0};
        reference const exact{x.data(), n};
        wide others = 0;
        for (std::size_t i = 1; i < n; ++i) others += exact.p[i];
        auto const measure = [&](auto in, auto out, double& worst) {
            forward(log_softmax_rows, in, out);
            worst = std::max(worst, ulps(y[0], exact.log_p[0]));
            loss_and_gradient(cross_entropy_rows, in, target, loss, out);
            worst = std::max({worst, ulps(loss[0], -exact.log_p[0]), ulps(y[0], -others)});
        };
        measure(rows_of(x.data(), 1, n), rows_of(y.data(), 1, n), n > 64 ? rows : short_ones);
        if constexpr (sizeof(T) == 4)
            measure(channels_of(x.data(), 1, n, 1), channels_of(y.data(), 1, n, 1), n > 64 ? channels : short_ones);
    }
    MESSAGE("near zero: up to 64 elements ", short_ones, ", long rows ", rows, ", more than 64 channels ", channels);
    CHECK(short_ones <= 4);
    CHECK(rows <= 3);
    CHECK(channels <= 5);
}

TEST_CASE_TEMPLATE("rows of any length and leading dimension", T, float, double) {
    for (std::size_t const n : {1u, 2u, 3u, 7u, 8u, 16u, 17u, 63u, 64u, 65u, 1000u, 1025u})
        for (std::size_t const gap : {0u, 3u})
            for (int const kind : {0, 1, 3, 5, 7}) {
                std::size_t const rows = n > 100 ? 3 : 7;
                INFO(n, " elements, ", gap, " between rows, kind ", kind);
                auto const view = [&](auto& v) { return rows_of(v.data(), rows, n, n + gap); };
                check_layout<T>({rows, n, n + gap, 1}, view, kind);
                check_losses<T>({rows, n, n + gap, 1}, view, kind);
            }
}

TEST_CASE_TEMPLATE("channels of any number and pixels", T, float, double) {
    for (std::size_t const channels : {1u, 2u, 21u, 64u, 65u, 130u})
        for (std::size_t const pixels : {1u, 5u, 64u, 77u})
            for (int const kind : {0, 5}) {
                INFO(channels, " channels, ", pixels, " pixels, kind ", kind);
                auto const view = [&](auto& v) { return channels_of(v.data(), 1, channels, pixels); };
                check_layout<T>({pixels, channels, 1, pixels}, view, kind);
                if constexpr (sizeof(T) == 4) // the kernels are the same, and take a while to compile
                    check_losses<T>({pixels, channels, 1, pixels}, view, kind);
            }
}

namespace {

template <class T>
bool same_bits(std::vector<T> const& p, std::vector<T> const& q) {
    using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    return p.size() == q.size() && std::equal(p.begin(), p.end(), q.begin(), [](T s, T t) {
               return std::bit_cast<bits>(s) == std::bit_cast<bits>(t) || (std::isnan(s) && std::isnan(t));
           });
}

/// Results of all functions for some rows.
template <class T>
struct results {
    std::vector<std::vector<T>> of_elements, of_rows;
};
template <class T>
results<T> everything(std::vector<T> const& x, std::vector<T> const& g, std::size_t rows) {
    std::size_t const n = x.size() / rows;
    auto const view = [&](auto& v) { return rows_of(v.data(), rows, n); };
    std::vector<T> p(x.size()), log_p = p, back = p, back_log = p, back_lse = p, from = p, from_log = p, slope = p,
                                slope_of_q = p, lse(rows), losses = lse, losses_of_q = lse;
    forward(softmax_rows, view(x), view(p));
    forward(log_softmax_rows, view(x), view(log_p));
    forward(logsumexp_rows, view(x), lse);
    backward(softmax_rows, view(x), view(g), view(back));
    backward(log_softmax_rows, view(x), view(g), view(back_log));
    backward(logsumexp_rows, view(x), lse, view(back_lse));
    backward_from_output(softmax_rows, view(p), view(g), view(from));
    backward_from_output(log_softmax_rows, view(log_p), view(g), view(from_log));
    std::vector<std::size_t> classes;
    for (std::size_t r = 0; r < rows; ++r) classes.push_back(static_cast<std::size_t>(1000 * std::fabs(g[r * n])) % n);
    loss_and_gradient(cross_entropy_rows, view(x), classes, losses, view(slope));
    loss_and_gradient(cross_entropy_rows, view(x), view(p), losses_of_q, view(slope_of_q));
    return {{p, log_p, back, back_log, back_lse, from, from_log, slope, slope_of_q}, {lse, losses, losses_of_q}};
}

} // namespace

TEST_CASE_TEMPLATE("the bits of a row depend on its elements only", T, float, double) {
    std::mt19937 random{31};
    for (std::size_t n : {1u, 5u, 17u, 64u, 100u, 1500u}) {
        auto const row = make_row<T>(n, 0, random);
        auto const p = run_on<row_operation::softmax>(ev::best_instruction_set(), row);
        for (auto const set : available())
            if (set != ev::instruction_set::portable) {
                CHECK(same_bits(run_on<row_operation::softmax>(set, row), p));
                CHECK(same_bits(run_on<row_operation::log_softmax>(set, row),
                                run_on<row_operation::log_softmax>(ev::best_instruction_set(), row)));
            }
        for (std::size_t start : {1u, 3u, 6u}) {
            std::vector<T> moved(start + n), out(start + n), whole(n);
            forward(softmax_rows, row, whole);
            std::copy(row.begin(), row.end(), moved.begin() + static_cast<std::ptrdiff_t>(start));
            forward(softmax_rows, rows_of(moved.data() + start, 1, n), rows_of(out.data() + start, 1, n));
            CHECK(same_bits({out.begin() + static_cast<std::ptrdiff_t>(start), out.end()}, whole));
        }
    }
    // short rows, whichever block they are in
    for (std::size_t n : {1u, 2u, 3u, 10u, 17u, 64u}) {
        std::size_t const rows = 300;
        auto const x = make_row<T>(rows * n, 0, random), g = make_row<T>(rows * n, 0, random);
        auto const many = everything(x, g, rows);
        int wrong = 0;
        for (std::size_t r = 0; r < rows; ++r) {
            auto const row = [&](std::vector<T> const& v) {
                auto const from = v.begin() + static_cast<std::ptrdiff_t>(r * n);
                return std::vector<T>{from, from + static_cast<std::ptrdiff_t>(n)};
            };
            auto const single = everything(row(x), row(g), 1);
            for (std::size_t k = 0; k < many.of_elements.size(); ++k)
                wrong += !same_bits(row(many.of_elements[k]), single.of_elements[k]);
            for (std::size_t k = 0; k < many.of_rows.size(); ++k)
                wrong += !same_bits({many.of_rows[k][r]}, single.of_rows[k]);
        }
        INFO(n, " elements");
        CHECK(wrong == 0);
    }
    // pixels of several images, whichever block they are in
    std::size_t const channels = 10, pixels = 150;
    auto const all = make_row<T>(2 * channels * pixels, 0, random);
    std::vector<T> out(all.size()), one(channels), result(channels);
    forward(softmax_rows, channels_of(all.data(), 2, channels, pixels), channels_of(out.data(), 2, channels, pixels));
    int wrong = 0;
    for (std::size_t image = 0; image < 2; ++image)
        for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
            auto const at = [&](std::size_t c) { return (image * channels + c) * pixels + pixel; };
            for (std::size_t c = 0; c < channels; ++c) one[c] = all[at(c)];
            forward(softmax_rows, channels_of(one.data(), 1, channels, 1), channels_of(result.data(), 1, channels, 1));
            for (std::size_t c = 0; c < channels; ++c) wrong += out[at(c)] != result[c];
        }
    CHECK(wrong == 0);
}

namespace {

/// A row of special values, what its softmax, log_softmax and logsumexp are.
template <class T>
struct special {
    std::vector<T> row, softmax, log_softmax;
    T logsumexp;
};
template <class T>
std::vector<special<T>> specials() {
    T const i = inf<T>, nan = nan_of<T>, big = std::numeric_limits<T>::max();
    return {
        {{nan}, {nan}, {nan}, nan},
        {{1, nan, 2}, {nan, nan, nan}, {nan, nan, nan}, nan},
        {{i, nan, 2}, {nan, nan, nan}, {nan, nan, nan}, nan},
        {{-i, nan}, {nan, nan}, {nan, nan}, nan},
        {{-i}, {nan}, {nan}, -i},
        {{-i, -i, -i}, {nan, nan, nan}, {nan, nan, nan}, -i},
        {{3, i, -i, big}, {0, 1, 0, 0}, {-i, 0, -i, -i}, i},
        {{i}, {1}, {0}, i},
        {{i, 1, i}, {nan, nan, nan}, {nan, nan, nan}, i},
        {{-i, 5, -i}, {0, 1, 0}, {-i, 0, -i}, 5},
        {{-big, big}, {0, 1}, {-i, 0}, big},
        {{big, big}, {T(0.5), T(0.5)}, {-std::log(T(2)), -std::log(T(2))}, big},
        {{T(-0.0)}, {1}, {0}, 0},
    };
}
template <class T>
bool same(T a, T b) {
    return a == b || (std::isnan(a) && std::isnan(b));
}

} // namespace

TEST_CASE_TEMPLATE("special values, as rows, padded rows and channels", T, float, double) {
    for (auto const& s : specials<T>())
        for (std::size_t const more : {0u, 40u}) {
            auto row = s.row;
            // elements that change nothing, where there are such
            if (more > 0 && std::isfinite(s.logsumexp) && s.logsumexp != 0) row.resize(row.size() + more, -inf<T>);
            std::size_t const n = row.size(), pixels = 70;
            std::vector<T> p(n), log_p(n), minus(n), lse(1);
            forward(softmax_rows, row, p);
            forward(log_softmax_rows, row, log_p);
            forward(logsumexp_rows, row, lse);
            auto opposite_row = row;
            for (auto& v : opposite_row) v = -v;
            forward(softmin_rows, opposite_row, minus);
            // the special row among ordinary pixels
            std::vector<T> image(n * pixels, T(1)), out(n * pixels), out_log(n * pixels), out_lse(pixels);
            for (std::size_t c = 0; c < n; ++c) image[c * pixels + 3] = image[c * pixels + 66] = row[c];
            forward(softmax_rows, channels_of(image.data(), 1, n, pixels), channels_of(out.data(), 1, n, pixels));
            forward(log_softmax_rows, channels_of(image.data(), 1, n, pixels),
                    channels_of(out_log.data(), 1, n, pixels));
            forward(logsumexp_rows, channels_of(image.data(), 1, n, pixels), out_lse);
            for (std::size_t i = 0; i < s.row.size(); ++i) {
                INFO(static_cast<double>(s.row[i]), " at ", i, " of ", n);
                CHECK(same(p[i], s.softmax[i]));
                CHECK(same(minus[i], s.softmax[i]));
                CHECK(same(log_p[i], s.log_softmax[i]));
                for (std::size_t const pixel : {3u, 66u}) {
                    CHECK(same(out[i * pixels + pixel], s.softmax[i]));
                    CHECK(same(out_log[i * pixels + pixel], s.log_softmax[i]));
                    CHECK(same(out_lse[pixel], s.logsumexp));
                }
                CHECK(out[i * pixels + 4] == out[4]);
                CHECK(std::fabs(out[4] - 1 / static_cast<T>(n)) <= std::numeric_limits<T>::epsilon());
            }
            CHECK(same(lse[0], s.logsumexp));
        }
}

TEST_CASE_TEMPLATE("special values of gradients and losses", T, float, double) {
    std::vector<T> const one{1, inf<T>, 2}, g{3, 4, 5};
    std::vector<T> grad(3), losses(1), lse_g{2};
    backward(softmax_rows, one, g, grad);
    CHECK(grad == std::vector<T>{0, 0, 0});
    backward(log_softmax_rows, one, g, grad);
    CHECK(grad == std::vector<T>{3, -8, 5});
    backward(logsumexp_rows, one, lse_g, grad);
    CHECK(grad == std::vector<T>{0, 2, 0});
    loss_and_gradient(cross_entropy_rows, one, std::vector<int>{1}, losses, grad);
    CHECK(losses[0] == 0);
    CHECK(grad == std::vector<T>{0, 0, 0});
    loss_and_gradient(cross_entropy_rows, one, std::vector<int>{0}, losses, grad);
    CHECK(losses[0] == inf<T>);
    CHECK(grad == std::vector<T>{-1, 1, 0});
    std::vector<T> const masked{0, -inf<T>, 0}, q{T(0.5), 0, T(0.5)}, all{T(0.5), T(0.25), T(0.25)};
    loss_and_gradient(cross_entropy_rows, masked, q, losses, grad);
    CHECK(std::fabs(losses[0] - std::log(T(2))) <= std::numeric_limits<T>::epsilon());
    CHECK(grad == std::vector<T>{0, 0, 0});
    loss_and_gradient(cross_entropy_rows, masked, all, losses, grad);
    CHECK(losses[0] == inf<T>);
    CHECK(grad == std::vector<T>{0, T(-0.25), T(0.25)});
    loss_and_gradient(cross_entropy_rows, std::vector<T>{7}, std::vector<int>{0}, losses);
    CHECK((losses[0] == 0 && !std::signbit(losses[0])));
    for (auto const& row : {std::vector<T>{1, nan_of<T>, 2}, std::vector<T>(3, -inf<T>)}) {
        backward(softmax_rows, row, g, grad);
        CHECK(std::all_of(grad.begin(), grad.end(), [](T v) { return std::isnan(v); }));
        loss_and_gradient(cross_entropy_rows, row, std::vector<int>{0}, losses);
        CHECK(std::isnan(losses[0]));
    }
}

namespace {

template <class Error, class Call>
std::string refused(Call call) {
    try {
        call();
    } catch (Error const& e) {
        return e.what();
    }
    return "not refused";
}
bool has(std::string const& text, char const* part) { return text.find(part) != std::string::npos; }

} // namespace

TEST_CASE("what cannot be computed is refused, and nothing is written") {
    std::vector<float> const x(12, 1.0f);
    std::vector<float> none, y(12, 5.0f), few(3, 5.0f), losses(3, 5.0f);
    auto const in = rows_of(x.data(), 3, 4);
    auto const out = rows_of(y.data(), 3, 4);
    auto const rows = [&](auto&& call) { return refused<rows_refused>(call); };
    CHECK(has(rows([&] { forward(softmax_rows, none, none); }), "without an element"));
    CHECK(has(rows([&] { forward(softmax_rows, channels_of(x.data(), 2, 0, 6), channels_of(y.data(), 2, 0, 6)); }),
              "without an element"));
    CHECK(has(rows([&] { forward(softmax_rows, in, y); }), "equal shape"));
    CHECK(has(rows([&] { forward(softmax_rows, in, rows_of(y.data(), 4, 3)); }), "equal shape"));
    CHECK(has(rows([&] { forward(logsumexp_rows, in, y); }), "one number for each row"));
    CHECK(has(rows([&] { forward(softmax_rows, rows_of(x.data(), 3, 4, 3), out); }), "leading dimension"));
    CHECK(has(rows([&] { forward(softmax_rows, in, rows_of(y.data(), 3, 4, 2)); }), "leading dimension"));
    CHECK(has(rows([&] { backward(softmax_rows, in, rows_of(x.data(), 2, 4), out); }), "equal shape"));
    CHECK(has(rows([&] { backward_from_output(softmax_rows, in, in, few); }), "equal shape"));
    std::vector<int> classes{0, 3, 1};
    std::vector<int> const two{0, 1};
    CHECK(has(rows([&] { loss_and_gradient(cross_entropy_rows, in, two, losses, out); }), "one number for each row"));
    CHECK(has(rows([&] { loss_and_gradient(cross_entropy_rows, in, classes, y, out); }), "one number for each row"));
    for (int const wrong : {4, -1}) {
        classes[2] = wrong;
        auto const call = [&] { loss_and_gradient(cross_entropy_rows, in, classes, losses, out); };
        CHECK(has(refused<target_out_of_range>(call), "counted from 0"));
        try {
            call();
        } catch (target_out_of_range const& e) {
            CHECK(e.row == 2);
        }
    }
    for (auto const* written : {&y, &few, &losses})
        CHECK(std::all_of(written->begin(), written->end(), [](float v) { return v == 5.0f; }));
    forward(softmax_rows, rows_of(x.data(), 0, 4), rows_of(y.data(), 0, 4)); // no rows: nothing to do
    CHECK(y[0] == 5.0f);
}

TEST_CASE("distances from the maximum are in two words") {
    using L = ev::lane<float, ev::arithmetic::fused>;
    for (float const x : {1e-5f, -0.3f, -1234.567f}) {
        auto const d = ev::lanes::distance_below(L(3.1f), L(x));
        CHECK(static_cast<double>(d.high.value) + static_cast<double>(d.low.value) ==
              static_cast<double>(x) - static_cast<double>(3.1f));
        CHECK(d.low.value != 0);
    }
    CHECK(ev::lanes::distance_below(L(3.1f), L(-inf<float>)).low.value == 0);
}
