// SPDX-License-Identifier: BSL-1.0
// Arithmetic and functions on two doubles against 60 digits, and what the accurate policy makes of them: errors over the
// whole range, the elements that are left to long double, zeros, weights and parameters.

#include "arrays.hpp"

#include <doctest/doctest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <random>

using namespace arrays;
using namespace ogive::literals;
namespace lanes = ogive::evaluation::lanes;

namespace {

using exact = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<60>, boost::multiprecision::et_off>;

template <ev::arithmetic F>
exact value_of(ev::double_word<F> d) {
    return exact{d.high.value} + exact{d.low.value};
}

/// A number of two words with a first word within the range given, on a logarithmic scale or not.
struct numbers {
    std::mt19937_64 random{2024};

    double uniform(double from, double to) {
        return from + (to - from) * (static_cast<double>(random() >> 11) * 0x1p-53);
    }
    template <ev::arithmetic F>
    ev::double_word<F> with_second_word(double high) {
        return ev::double_word<F>::ordered(high, high * uniform(-0x1p-54, 0x1p-54));
    }
    template <ev::arithmetic F>
    ev::double_word<F> of_magnitude(int from, int to) {
        double const sign = random() % 2 == 0 ? 1 : -1;
        auto const spread = static_cast<unsigned>(to - from);
        return with_second_word<F>(sign * std::ldexp(uniform(1, 2), from + static_cast<int>(random() % spread)));
    }
};

/// The binary logarithm of the largest error relative to `scale`.
struct largest {
    exact most = 0;
    void note(exact const& got, exact const& expected, exact const& scale) {
        exact const e = abs((got - expected) / scale);
        if (!(e <= most)) most = e;
    }
    double log2() const { return static_cast<double>(boost::multiprecision::log2(most + exact{1e-200})); }
};

exact log1p_of(exact const& u) {
    if (abs(u) > 1e-10) return log(1 + u);
    exact const square = u * u; // the rest is below 1e-60
    return u - square / 2 + square * u / 3 - square * square / 4 + square * square * u / 5 -
           square * square * square / 6;
}
exact expm1_of(exact const& u) {
    if (abs(u) > 1e-10) return exp(u) - 1;
    exact const square = u * u;
    return u + square / 2 + square * u / 6 + square * square / 24 + square * square * u / 120;
}
exact erfcx_of(exact const& x) { return exp(x * x) * boost::math::erfc(x); }

template <ev::arithmetic F>
void check_arithmetic() {
    numbers n;
    largest product, quotient, root, sum;
    for (int i = 0; i < 20000; ++i) {
        auto const a = n.of_magnitude<F>(-440, 440), b = n.of_magnitude<F>(-440, 440);
        exact const p = value_of(a), q = value_of(b);
        product.note(value_of(a * b), p * q, p * q);
        quotient.note(value_of(a / b), p / q, p / q);
        root.note(value_of(lanes::root(lanes::abs(a))), sqrt(abs(p)), sqrt(abs(p)));
        auto const c = n.of_magnitude<F>(-60, 60), d = n.of_magnitude<F>(-60, 60);
        exact const s = value_of(c), t = value_of(d);
        sum.note(value_of(c + d), s + t, abs(s) > abs(t) ? abs(s) : abs(t));
        CHECK((c < d) == (s < t));
        CHECK(!(c < c));
        CHECK(c == c);
    }
    CHECK(product.log2() < -101);
    CHECK(quotient.log2() < -101);
    CHECK(root.log2() < -101);
    CHECK(sum.log2() < -101);
    MESSAGE("product 2^", product.log2(), ", quotient 2^", quotient.log2(), ", root 2^", root.log2(), ", sum 2^",
            sum.log2());
}

template <ev::arithmetic F>
void check_functions() {
    numbers n;
    largest exponential, expm1, log, log1p, ratio, erfcx;
    for (int i = 0; i < 6000; ++i) {
        auto const far = n.with_second_word<F>(n.uniform(-620, 620)), near = n.with_second_word<F>(n.uniform(-1, 1));
        auto const tiny = n.of_magnitude<F>(-300, 0);
        for (auto const& a : {far, near, tiny}) {
            exact const at = value_of(a), e = exp(at), m = expm1_of(at);
            exponential.note(value_of(lanes::exp(a)), e, e);
            expm1.note(value_of(lanes::expm1(a)), m, m);
        }
        auto const any = lanes::abs(n.of_magnitude<F>(-800, 800)), about_one = n.with_second_word<F>(n.uniform(0.5, 2));
        for (auto const& a : {any, about_one}) {
            exact const e = boost::multiprecision::log(value_of(a));
            log.note(value_of(lanes::log(a)), e, e);
        }
        auto const above = n.with_second_word<F>(n.uniform(-0.9, 9));
        for (auto const& a : {any, above, tiny}) {
            if (!(a.high.value > -0.9)) continue;
            exact const e = log1p_of(value_of(a));
            log1p.note(value_of(lanes::log1p(a)), e, e);
        }
        auto const p = lanes::abs(n.of_magnitude<F>(-430, 430)), q = lanes::abs(n.of_magnitude<F>(-430, 430));
        auto const near_p = p * n.with_second_word<F>(n.uniform(0.5, 2));
        for (auto const& a : {q, near_p}) {
            exact const e = log1p_of((value_of(p) - value_of(a)) / value_of(a));
            ratio.note(value_of(lanes::log_of_ratio(p, a, p - a)), e, e);
        }
        auto const positive = n.with_second_word<F>(n.uniform(0, 25));
        exact const e = erfcx_of(value_of(positive));
        if (i < 2000) erfcx.note(value_of(lanes::erfcx(positive)), e, e);
    }
    CHECK(exponential.log2() < -65);
    CHECK(expm1.log2() < -63);
    CHECK(log.log2() < -63);
    CHECK(log1p.log2() < -63);
    CHECK(ratio.log2() < -63);
    CHECK(erfcx.log2() < -62);
    // a quotient that has lost digits is none
    ev::double_word<F> const small = 0x1.8p-530, large = 0x1.4p530;
    CHECK(std::isnan(lanes::log_of_ratio(small, large, small - large).high.value));
    CHECK(std::isnan(lanes::log_of_ratio(large + small * small, large, small * small).high.value));
    CHECK(std::isnan(lanes::log_of_ratio(large * large, small, large).high.value));
    MESSAGE("exp 2^", exponential.log2(), ", expm1 2^", expm1.log2(), ", log 2^", log.log2(), ", log1p 2^",
            log1p.log2(), ", log of ratio 2^", ratio.log2(), ", erfcx 2^", erfcx.log2());
}

/// Doubles where activations bend, of all binades, and special ones.
std::vector<double> doubles() {
    numbers n;
    std::vector<double> v;
    for (int i = 0; i < 3000; ++i) v.push_back(n.uniform(-25, 25));
    for (int i = 0; i < 1000; ++i) v.push_back(n.uniform(-800, 800));
    for (int i = 0; i < 2000; ++i) v.push_back(std::bit_cast<double>(n.random()));
    double const inf = std::numeric_limits<double>::infinity();
    for (double s : {0.0, -0.0, inf, -inf, std::numeric_limits<double>::quiet_NaN(), 5e-324, -5e-324, 1e308, -1e308,
                     -708.4, -745.2, 623.8, -623.8, 38.5, -38.5})
        v.push_back(s);
    return v;
}

double ulps(double got, long double expected) {
    if (std::isnan(expected)) return std::isnan(got) ? 0 : 1e30;
    double const rounded = static_cast<double>(expected);
    if (std::isinf(rounded) || std::isinf(got) || rounded == 0)
        return rounded == got && std::signbit(rounded) == std::signbit(got) ? 0 : 1e30;
    int const exponent = std::max(std::ilogb(expected) - 52, -1074);
    return static_cast<double>(std::fabs(static_cast<long double>(got) - expected) / std::ldexp(1.0L, exponent));
}

/// Against the same formula in long double; and the bits do not depend on the instruction set or the place.
template <class F>
void check_accurate(F f) {
    std::vector<double> const in = doubles();
    std::vector<double> out(in.size());
    forward<accurate>(f, in, out);
    double most = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        INFO(in[i], " ", out[i]);
        double const e = ulps(out[i], f(static_cast<long double>(in[i])));
        CHECK(e <= 0.56); // 0.5 and what long double is wrong by
        most = std::max(most, e);
    }
    MESSAGE(most, " ULP");
    std::vector<double> first;
    for (auto const set : available()) {
        std::vector<double> const r = run_on<long double>(set, f, in);
        if (set == ev::instruction_set::portable) {
            for (std::size_t i = 0; i < in.size(); ++i) {
                INFO(in[i]);
                CHECK(ulps(r[i], f(static_cast<long double>(in[i]))) <= 0.56);
            }
        } else {
            if (first.empty()) first = r;
            CHECK(same_bits(first, r));
        }
    }
    for (std::size_t i : {std::size_t{0}, std::size_t{7}, std::size_t{70}}) { // in place, from elsewhere
        std::vector<double> part(in.begin() + static_cast<std::ptrdiff_t>(i), in.end());
        forward<accurate>(f, part, part);
        CHECK(same_bits(part, std::vector<double>(out.begin() + static_cast<std::ptrdiff_t>(i), out.end())));
    }
}

template <class F>
constexpr bool in_double_words(F) {
    return ev::runs_on_double_words<ev::compiled<F>::program>();
}

} // namespace

TEST_CASE("arithmetic on two doubles") {
    check_arithmetic<ev::arithmetic::fused>();
    check_arithmetic<ev::arithmetic::separate>();
}

TEST_CASE("functions of two doubles") {
    check_functions<ev::arithmetic::fused>();
    check_functions<ev::arithmetic::separate>();
}

TEST_CASE("accurate: arrays of double as in long double") {
    static_assert(in_double_words(sigmoid(x)) && in_double_words(derivative(gelu(x), x)));
    static_assert(!in_double_words(relu(x)) && !in_double_words(sin(x) * sigmoid(x)));
    check_accurate(sigmoid(x));
    check_accurate(tanh(x));
    check_accurate(softplus(x));
    check_accurate(silu(x));
    check_accurate(mish(x));
    check_accurate(gelu(x));
    check_accurate(gelu_tanh(x));
    check_accurate(elu(x, 1_c));
    check_accurate(selu(x));
    check_accurate(derivative(sigmoid(x), x));
    check_accurate(derivative(tanh(x), x));
    check_accurate(logit(x));
    check_accurate(derivative(logit(x), x));
    check_accurate(x / (1_c + abs(x)));
}

TEST_CASE("accurate: a program that has no such form, and one with a function that is not smooth") {
    check_accurate(sin(x) * sigmoid(x));
    check_accurate(max(exp(x) - 1_c, log1p(abs(x)) * sqrt(abs(x))));
}

TEST_CASE("accurate: weights, two results and parameters") {
    std::vector<double> in, weight, slope_of, values, both, slopes;
    numbers n;
    for (int i = 0; i < 1000; ++i) {
        in.push_back(n.uniform(-30, 30));
        weight.push_back(i % 9 == 0 ? 0.0 : i % 10 == 0 ? 1e300 : n.uniform(-3, 3));
        slope_of.push_back(n.uniform(0.1, 2));
    }
    values.resize(in.size());
    both = slopes = values;
    auto const f = mish(x);
    forward_with_derivative<accurate>(f, in, both, slopes);
    forward<accurate>(f, in, values);
    CHECK(same_bits(values, both));
    backward<accurate>(f, in, weight, values);
    auto const slope = derivative(f, x);
    for (std::size_t i = 0; i < in.size(); ++i) {
        INFO(in[i]);
        long double const s = slope(static_cast<long double>(in[i]));
        CHECK(ulps(slopes[i], s) <= 0.56);
        CHECK(ulps(values[i], s * static_cast<long double>(weight[i])) <= 0.56);
    }
    constexpr auto a = symbol<"a">;
    auto const g = exp(a * x) - 1_c;
    forward<accurate>(g, in, values, a = slope_of);
    for (std::size_t i = 0; i < in.size(); ++i) {
        INFO(in[i]);
        long double const e = std::expm1(static_cast<long double>(slope_of[i]) * static_cast<long double>(in[i]));
        CHECK(ulps(values[i], e) <= 0.6);
    }
    forward<accurate>(g, in, values, a = 3);
    for (std::size_t i = 0; i < in.size(); ++i)
        CHECK(ulps(values[i], std::expm1(3 * static_cast<long double>(in[i]))) <= 0.6);
}
