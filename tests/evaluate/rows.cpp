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

template <class T>
void report(std::string const& what, ev::instruction_set set, errors const& e) {
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
        report<T>("to 1000 elements", set, e);
    }
}

TEST_CASE_TEMPLATE("largest errors: long rows", T, float, double) {
    std::mt19937 random{8};
    errors e;
    for (std::size_t n : {50257u, 1000003u})
        for (int kind = 0; kind < kinds; ++kind)
            if (n < 100000 || kind == 0 || kind == 2 || kind == 4)
                e.measure(make_row<T>(n, kind, random), ev::best_instruction_set());
    report<T>("to 1000003 elements", ev::best_instruction_set(), e);
}
