// SPDX-License-Identifier: BSL-1.0
// The catalogue and its first derivatives at ±0, ±infinity, NaN, subnormal numbers and the ends of the range: bit for bit
// the limits that exist. The sign of a zero counts in values, not in derivatives.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <cmath>
#include <cstdio>
#include <limits>
#include <string>
#include <type_traits>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;

constexpr long double inf = std::numeric_limits<long double>::infinity();
constexpr long double any = std::numeric_limits<long double>::quiet_NaN(); // outside of the domain: not judged
constexpr long double ln2 = 0.693147180559945309417232121458176568L;
constexpr long double lambda = 1.0507009873554804934193349852946L;
constexpr long double lambda_alpha = 1.7580993408473768599402175208123L;

/// Limits at ±0 (the limit from that side is the value there) and at ±infinity, of the function and of its derivative;
/// `slope` on either side of 0 gives the values at subnormal numbers.
struct limits_of {
    long double zero, minus_zero, right, left;
    long double d_zero, d_minus_zero, d_right, d_left;
    long double slope_right, slope_left;
    long double growth_right, growth_left; // f(x)/x at ±infinity, 0 where f stays finite
};

template <class T>
std::string shown(T v) {
    char text[64];
    std::snprintf(text, sizeof text, "%La", static_cast<long double>(v));
    return text;
}

template <class T>
bool same(T got, T expected, bool signed_zero) {
    if (std::isnan(expected)) return std::isnan(got);
    if (got != expected) return false;
    return !signed_zero || got != 0 || std::signbit(got) == std::signbit(expected);
}

template <class T>
void check(std::string const& what, T at, T got, T expected, bool signed_zero = true) {
    bool const good = same(got, expected, signed_zero);
    if (good) return;
    std::string const line = what + (sizeof(T) == 4 ? " float" : " double") + " at " + shown(at) + ": got " +
                             shown(got) + ", expected " + shown(expected);
    CHECK_MESSAGE(good, line);
}

template <class T, class Value, class Slope>
void check_all(std::string const& name, Value f, Slope d, limits_of const& l) {
    using numbers = std::numeric_limits<T>;
    auto const value = [&](T at) {
        T volatile v = at;
        return f(T{v});
    };
    auto const slope = [&](T at) {
        T volatile v = at;
        return d(T{v});
    };
    auto const expect_value = [&](T at, long double e) {
        if (!std::isnan(e)) check<T>(name, at, value(at), static_cast<T>(e));
    };
    auto const expect_slope = [&](T at, long double e) {
        if (!std::isnan(e)) check<T>(name + "'", at, slope(at), static_cast<T>(e), false);
    };
    T const nan = numbers::quiet_NaN(), infinity = numbers::infinity();
    check<T>(name, nan, value(nan), nan);
    check<T>(name + "'", nan, slope(nan), nan);
    expect_value(T{0}, l.zero);
    expect_value(-T{0}, l.minus_zero);
    expect_value(infinity, l.right);
    expect_value(-infinity, l.left);
    expect_slope(T{0}, l.d_zero);
    expect_slope(-T{0}, l.d_minus_zero);
    expect_slope(infinity, l.d_right);
    expect_slope(-infinity, l.d_left);
    // the ends of the range, and far inside of it: the limit, or growth·x rounded once
    for (T const size : {numbers::max(), numbers::max() / 4, std::sqrt(numbers::max())})
        for (T const at : {size, -size}) {
            long double const growth = at > 0 ? l.growth_right : l.growth_left;
            long double const e = growth == 0 ? (at > 0 ? l.right : l.left) : growth * static_cast<long double>(at);
            expect_value(at, e);
            expect_slope(at, at > 0 ? l.d_right : l.d_left);
        }
    // subnormal numbers: f(0) + slope·x rounded once
    T const least = numbers::denorm_min();
    for (T const size : {least, 4 * least, 1000 * least, numbers::min(), numbers::min() / 2})
        for (T const at : {size, -size}) {
            long double const s = at > 0 ? l.slope_right : l.slope_left;
            long double const zero = at > 0 ? l.zero : l.minus_zero;
            if (std::isnan(s) || std::isnan(zero) || std::isinf(zero)) continue;
            T const expected = zero == 0 ? static_cast<T>(s * static_cast<long double>(at)) : static_cast<T>(zero);
            if (s != 0) check<T>(name, at, value(at), expected, false);
            expect_slope(at, at > 0 ? l.slope_right : l.slope_left);
        }
}

template <class F>
void check_function(char const* name, F, limits_of const& l) {
    constexpr F f{};
    constexpr auto d = derivative(f, x);
    check_all<double>(name, [](double v) { return F{}(v); }, [](double v) { return derivative(F{}, x)(v); }, l);
    check_all<float>(name, [](float v) { return F{}(v); }, [](float v) { return derivative(F{}, x)(v); }, l);
    // the fused evaluator gives the same bits
    constexpr auto both = value_and_derivative(f, x);
    for (double volatile v : {0.0, -0.0, 1e-310, -1e-310, 0.3, -0.3, 40.0, -40.0, 800.0, -800.0, 1e300, -1e300}) {
        auto const pair = both(double{v});
        INFO(std::string{name}, " and its derivative at ", double{v});
        bool const same_value = same(pair.value, f(double{v}), true);
        bool const same_slope = same(pair.derivative, d(double{v}), false);
        CHECK(same_value);
        CHECK(same_slope);
    }
}

} // namespace

//                                value at +0, -0, inf, -inf     derivative there                   beside 0     growth
TEST_CASE("sigmoid") {
    check_function("sigmoid", sigmoid(x), {0.5L, 0.5L, 1, 0, 0.25L, 0.25L, 0, 0, 0.25L, 0.25L, 0, 0});
}
TEST_CASE("tanh") { check_function("tanh", tanh(x), {0, -0.0L, 1, -1, 1, 1, 0, 0, 1, 1, 0, 0}); }
TEST_CASE("softplus") {
    check_function("softplus", softplus(x), {ln2, ln2, inf, 0, 0.5L, 0.5L, 1, 0, 0.5L, 0.5L, 1, 0});
}
TEST_CASE("relu") { check_function("relu", relu(x), {0, any, inf, 0, 0, 0, 1, 0, 1, 0, 1, 0}); }
TEST_CASE("leaky_relu") {
    check_function("leaky_relu", leaky_relu(x), {0, -0.0L, inf, -inf, 0.01L, 0.01L, 1, 0.01L, 1, 0.01L, 1, any});
}
TEST_CASE("prelu with slope 1/4") {
    check_function("prelu", prelu(x, 0.25_q), {0, -0.0L, inf, -inf, 0.25L, 0.25L, 1, 0.25L, 1, 0.25L, 1, 0.25L});
}
TEST_CASE("elu") { check_function("elu", elu(x), {0, -0.0L, inf, -1, 1, 1, 1, 0, 1, 1, 1, 0}); }
TEST_CASE("celu") { check_function("celu", celu(x), {0, -0.0L, inf, -1, 1, 1, 1, 0, 1, 1, 1, 0}); }
TEST_CASE("selu") {
    check_function("selu", selu(x),
                   {0, -0.0L, inf, -lambda_alpha, lambda_alpha, lambda_alpha, lambda, 0, any, any, any, 0});
}
TEST_CASE("gelu") { check_function("gelu", gelu(x), {0, -0.0L, inf, -0.0L, 0.5L, 0.5L, 1, 0, 0.5L, 0.5L, 1, 0}); }
TEST_CASE("gelu_tanh") {
    check_function("gelu_tanh", gelu_tanh(x), {0, -0.0L, inf, -0.0L, 0.5L, 0.5L, 1, 0, 0.5L, 0.5L, 1, 0});
}
TEST_CASE("silu") { check_function("silu", silu(x), {0, -0.0L, inf, -0.0L, 0.5L, 0.5L, 1, 0, 0.5L, 0.5L, 1, 0}); }
TEST_CASE("swish with beta 2") {
    check_function("swish", swish(x, 2_c), {0, -0.0L, inf, -0.0L, 0.5L, 0.5L, 1, 0, 0.5L, 0.5L, 1, 0});
}
TEST_CASE("mish") { check_function("mish", mish(x), {0, -0.0L, inf, -0.0L, 0.6L, 0.6L, 1, 0, 0.6L, 0.6L, 1, 0}); }
TEST_CASE("odds") { check_function("odds", odds(x), {0, -0.0L, any, any, 1, 1, any, any, 1, 1, any, any}); }
TEST_CASE("logit") { check_function("logit", logit(x), {-inf, any, any, any, inf, any, any, any, any, any, any, any}); }

TEST_CASE("odds and logit at the ends of their domain") {
    double volatile one = 1, below = std::nextafter(1.0, 0.0), half = 0.5;
    CHECK(odds(double{one}) == std::numeric_limits<double>::infinity());
    CHECK(logit(double{one}) == std::numeric_limits<double>::infinity());
    CHECK(logit(double{half}) == 0);
    CHECK(odds(double{below}) == 0x1.fffffffffffffp+52);
    CHECK(derivative(logit(x), x)(double{one}) == std::numeric_limits<double>::infinity());
    CHECK(derivative(odds(x), x)(double{one}) == std::numeric_limits<double>::infinity());
    CHECK(std::isnan(logit(-1.0)));
    CHECK(std::isnan(logit(2.0)));
    float volatile onef = 1;
    CHECK(odds(float{onef}) == std::numeric_limits<float>::infinity());
    CHECK(logit(float{onef}) == std::numeric_limits<float>::infinity());
}

TEST_CASE("parameters bound at run time: the same limits") {
    constexpr auto a = symbol<"a">;
    double volatile far = std::numeric_limits<double>::infinity(), slope = 0.25;
    auto const at = [&](auto f, double v) { return f(x = v, a = double{slope}); };
    CHECK(at(prelu(x, a), -far) == -far);
    CHECK(same(at(prelu(x, a), -0.0), -0.0, true));
    CHECK(at(derivative(prelu(x, a), x), -far) == 0.25);
    CHECK(at(derivative(prelu(x, a), a), far) == 0);
    CHECK(at(derivative(prelu(x, a), a), -far) == -far);
    CHECK(at(swish(x, a), far) == far);
    CHECK(same(at(swish(x, a), -far), -0.0, true));
    CHECK(at(derivative(swish(x, a), x), far) == 1);
    CHECK(at(derivative(swish(x, a), x), -far) == 0);
    CHECK(at(derivative(swish(x, a), a), far) == 0);
    CHECK(at(derivative(swish(x, a), a), -far) == 0);
    CHECK(at(elu(x, a), -far) == -0.25);
    CHECK(at(celu(x, a), -far) == -0.25);
    CHECK(at(derivative(celu(x, a), a), -far) == -1);
    CHECK(at(derivative(elu(x, a), a), -far) == -1);
    CHECK(at(derivative(elu(x, a), a), far) == 0);
}

TEST_CASE("celu with a parameter: exact special values, and one unit in the subnormal range") {
    constexpr auto f = celu(x, 2_c);
    double const least = std::numeric_limits<double>::denorm_min();
    CHECK(f(HUGE_VAL) == HUGE_VAL);
    CHECK(f(-HUGE_VAL) == -2);
    CHECK(f(0.0) == 0);
    CHECK(std::signbit(f(-0.0)));
    CHECK(std::isnan(f(std::numeric_limits<double>::quiet_NaN())));
    CHECK(f(least) == least);
    CHECK(std::abs(f(-least) + least) <= least); // x/a is rounded before it is scaled back
    CHECK(f(-4 * least) == -4 * least);
}

TEST_CASE("conditions are decided by stable forms") {
    // e^x - log(1 + e^2x) as written is minus infinity beyond 355, and NaN beyond 709
    constexpr auto f = max(exp(x) - softplus(2_c * x), 1_c);
    constexpr auto g = max(expm1(x) - softplus(2_c * x + 5_c), -0.1_q);
    for (double const at : {300.0, 400.0, 700.0, 709.0}) {
        CHECK(f(at) == doctest::Approx(std::exp(at)));
        CHECK(g(at) == doctest::Approx(std::exp(at)));
        CHECK(derivative(f, x)(at) == doctest::Approx(std::exp(at)));
    }
    CHECK(f(750.0) == std::numeric_limits<double>::infinity());
    CHECK(f(0.0) == 1);
    CHECK(g(-3.0) == -0.1);
    CHECK(derivative(g, x)(-3.0) == 0);
    CHECK(std::isnan(f(std::numeric_limits<double>::quiet_NaN())));
}

namespace {

/// The function and its derivative, in double.
template <class F>
void check_far_out(F f, double at, double value, double slope) {
    CAPTURE(at);
    auto const close = [](double v, double to) { return v == to || std::abs(v - to) <= 4e-15 * std::abs(to); };
    CHECK(close(f(at), value));
    CHECK(close(derivative(f, x)(at), slope));
}
/// The same in arrays of float.
template <class F>
void check_far_out_in_arrays(F f, float at, float value, float slope) {
    CAPTURE(at);
    float const in[1] = {at};
    float out[1], slopes[1];
    forward(f, in, out);
    forward(derivative(f, x), in, slopes);
    auto const close = [](float v, float to) { return v == to || std::abs(v - to) <= 1e-6f * std::abs(to); };
    CHECK(close(out[0], value));
    CHECK(close(slopes[0], slope));
}

} // namespace

TEST_CASE("rational functions and roots where their powers overflow") {
    double const far = 1e200, most = std::numeric_limits<double>::max();
    constexpr auto isru = x / sqrt(1_c + x * x);
    for (double const at : {far, most, static_cast<double>(inf)}) {
        check_far_out(isru, at, 1, 0);
        check_far_out(isru, -at, -1, 0);
        check_far_out(sqrt(x * x - 3_c), -at, at, -1);
        check_far_out(x * x * x / (x * x + 1_c), -at, -at, 1);
        check_far_out((1_c - x) / (2_c * x + 1_c), at, -0.5, 0);
    }
    check_far_out(-x / (x * x - 4_c), far, -1e-200, 0);
    check_far_out(sqrt(2_c * pow(x, 4_c) + 1_c), -1e120, std::sqrt(2.0) * 1e240, -std::sqrt(8.0) * 1e120);
    check_far_out(-pow(x, 4_c) / (x * x + 1_c), 1e150, -1e300, -2e150);
    CHECK(std::signbit((x * x * x / (x * x + 1_c))(-0.0)));
    CHECK(std::signbit((-pow(x, 4_c) / (x * x + 1_c))(0.0)));
    CHECK_FALSE(std::signbit((x * x * x / (x * x + 1_c))(0.0)));
    CHECK(std::isnan(isru(std::numeric_limits<double>::quiet_NaN())));
    check_far_out_in_arrays(isru, 1e25f, 1, 0);
    check_far_out_in_arrays(x / (1_c + x * x), -1e25f, -1e-25f, 0);
    check_far_out_in_arrays(x * x * x / (x * x + 1_c), -1e25f, -1e25f, 1);
    check_far_out_in_arrays(sqrt(x * x + 4_c), -1e25f, 1e25f, -1);
}

TEST_CASE("such functions beside others, and logarithms of powers") {
    double const far = 1e200, most = std::numeric_limits<double>::max();
    for (double const at : {far, most}) {
        double const twice = 2 * std::log(at);
        check_far_out(log1p(x * x), -at, twice, -2 / at);
        check_far_out(log(x * x), at, twice, 2 / at);
        check_far_out(log(2_c + x + pow(x, 3_c)), at, 1.5 * twice, 3 / at);
        check_far_out(log(3_c * x * x + 1_c), at, twice + std::log(3.0), 2 / at);
        check_far_out(tanh(x) + x / (1_c + x * x), at, 1, -1 / at / at);
        check_far_out(sigmoid(x + 1_c) + x * x * x / (1_c + x * x), -at, -at, 1);
        check_far_out(atan(x) + x / (1_c + x * x), -at, -std::acos(0.0), 0);
        check_far_out(x / 2_c + 1_c / sqrt(x * x + 1_c), -at, -at / 2, 0.5);
    }
    CHECK(log(x * x)(1e-300) == doctest::Approx(-600 * std::log(10.0)).epsilon(1e-15));
    CHECK((exp(asinh(x)) / sqrt(x * x + 1_c))(far) == doctest::Approx(2).epsilon(2e-13));
    check_far_out_in_arrays(log1p(x * x), 1e25f, 50 * std::log(10.0f), 2e-25f);
    check_far_out_in_arrays(tanh(x) + x / (1_c + x * x), -1e25f, -1, 0);
    // the exponential is not nothing yet where the powers overflow in float: no limit takes its place
    float const in[1] = {1e20f};
    float out[1];
    forward(tanh(x / 1000000000_c / 100000000000_c) + 1_c / (1_c + x), in, out);
    CHECK(out[0] == doctest::Approx(std::tanh(1.0)).epsilon(1e-6));
    check_far_out_in_arrays(sigmoid(x) * (x * x - 1_c) / (1_c + x * x), 1e25f, 1, 0);
}

TEST_CASE("beside other functions: poles, tails and coefficients of any size") {
    constexpr auto y = symbol<"y">;
    double const infinite = std::numeric_limits<double>::infinity();
    CHECK((x + log(x) / x)(0.0) == -infinite);
    CHECK((log(x) * (1_c + log(x)) / (1_c + x * x))(0.0) == infinite);
    CHECK((1_c / (x * (1_c - sqrt(x))))(1.0) == infinite);
    CHECK(derivative(1_c / (1_c + log(x)), x)(0.3678794) == doctest::Approx(-2.17026794e14).epsilon(1e-8));
    CHECK(std::abs(((atan(x) - x) / (x * x))(1e-17)) < 1);
    CHECK((exp(-1_c / x) / (x * x))(1e-155) == 0);
    CHECK((sqrt(1_c + y * y) / (1_c + x * x))(x = 1.0, y = 2.0) == doctest::Approx(std::sqrt(5.0) / 2).epsilon(1e-15));
    CHECK((exp(x) * log1p(2_c * x) / (1_c + exp(x)))(1000.0) == doctest::Approx(std::log(2001.0)).epsilon(1e-15));
    auto const in_float = [](auto f, float at) {
        float const in[1] = {at};
        float out[1];
        forward(f, in, out);
        return doctest::Approx(static_cast<double>(out[0])).epsilon(1e-6);
    };
    // roots that cancel far out are not split: 1/2 - 1/(2x), of which rounding leaves 0 or less than x
    for (float at = 1e13f; at < 1e18f; at *= 1.07f) {
        float const in[1] = {at};
        float out[1];
        forward(x * (sqrt(1_c + x * x) - x) / (1_c + x), in, out);
        CHECK(std::abs(out[0]) <= 1);
    }
    for (double at = 1e103; at < 1e140; at *= 17) CHECK(std::abs((x * (sqrt(1_c + x * x) - x) / (1_c + x))(at)) <= 1);
    // a Gaussian tail of |x| beside a function of x itself
    CHECK(std::erfc(1.0) * std::atan(-1.0) == in_float(erfc(-x) * atan(x), -1));
    CHECK(2 * std::log1p(1e4) == in_float(erfc(-x) * log1p(x * x), 100));
    // where powers may overflow in float other terms still count
    CHECK(std::log(2.0) == in_float(log(1_c + pow(x / 10000000000000_c, 2_c)), 1e13f));
    CHECK(70.0422527 == in_float(log(pow(x, 4_c) + 1000000_c * pow(x, 3_c)), 4e7f));
}
