// SPDX-License-Identifier: BSL-1.0
// At infinity functions have their limits, also where infinity is divided by infinity on the way; where there is no limit,
// or the function is not defined, they are NaN.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <cmath>
#include <limits>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr double inf = std::numeric_limits<double>::infinity(), none = std::numeric_limits<double>::quiet_NaN();

template <class T>
bool same(T a, T b) {
    return a == b || (std::isnan(a) && std::isnan(b)) ||
           std::fabs(a - b) <= std::fabs(b) * std::numeric_limits<T>::epsilon();
}

/// In float and double, alone and in arrays.
template <class T, class F>
void check_in(F f, T at_minus, T at_plus) {
    T const in[] = {-std::numeric_limits<T>::infinity(), std::numeric_limits<T>::infinity()};
    T const expected[] = {at_minus, at_plus};
    T out[2];
    forward(f, in, out);
    for (int i = 0; i < 2; ++i) {
        CAPTURE(in[i]);
        T const alone = f(T{in[i]});
        CHECK_MESSAGE(same(alone, expected[i]), alone);
        CHECK_MESSAGE(same(out[i], expected[i]), out[i]);
    }
}
template <class F>
void check_alone(F f, double at_minus, double at_plus) {
    check_in<float>(f, static_cast<float>(at_minus), static_cast<float>(at_plus));
    check_in<double>(f, at_minus, at_plus);
}
/// Also together with the derivative.
template <class F>
void check(F f, double at_minus, double at_plus) {
    check_alone(f, at_minus, at_plus);
    double const left = value_and_derivative(f, x)(-inf).value, right = value_and_derivative(f, x)(inf).value;
    CHECK_MESSAGE(same(left, at_minus), left);
    CHECK_MESSAGE(same(right, at_plus), right);
}

} // namespace

TEST_CASE("quotients of what grows") {
    check(softplus(x) / x, 0, 1);
    check(softplus(softplus(x)) / softplus(x), inf, 1);
    check(silu(x) / gelu(x), inf, 1);
    check(softplus(x) / gelu(x), -inf, 1);
    check(x / log(1_c + exp(x)), -inf, 1);
    check(silu(x) / (3_c * x), 0, 1.0 / 3);
    check(x * x / cosh(x), 0, 0);
    check(atan(x) * x / sqrt(1_c + x * x), std::acos(-1.0) / 2, std::acos(-1.0) / 2);
}

TEST_CASE("differences and products") {
    check(exp(x) - x, inf, inf);
    check(x - exp(x), -inf, -inf);
    check(x * x - x, inf, inf);
    check_alone(x * derivative(asinh(exp(x)), x), 0, inf);
    check(log(silu(x) * silu(x)), -inf, inf);
}

TEST_CASE("derivatives") {
    check_alone(derivative(gelu_tanh(x) / sigmoid(x), x), 0, 1);
    check_alone(derivative(sqrt(softplus(x)), x), 0, 0);
    check_alone(derivative(x * asinh(exp(x)), x), 0, inf);
    check_alone(derivative(softplus(x) / x, x), 0, 0);
}

TEST_CASE("without a limit, or not defined") {
    check(log(x) / x, none, 0);
    check(x * sin(x), none, none);
    check(x * x * sin(x) / (1_c + exp(x)), none, 0);
    check(logit(x), none, none);
    check(log(x) - x, none, -inf);
}

TEST_CASE("NaN stays NaN") {
    CHECK(std::isnan((softplus(x) / x)(none)));
    CHECK(std::isnan((exp(x) - x)(none)));
}

TEST_CASE("programs of the catalogue need no limits: they have them") {
    using namespace ogive::evaluation;
    auto const lost = []<class F>(F) { return draft_of<false, 0, F>.lost + draft_of<true, 0, F>.lost; };
    CHECK(lost(mish(x)) == 0);
    CHECK(lost(derivative(mish(x), x)) == 0);
    CHECK(lost(gelu(x)) == 0);
    CHECK(lost(derivative(gelu(x), x)) == 0);
    CHECK(lost(derivative(selu(x), x)) == 0);
    CHECK(lost(softplus(x)) == 0);
    CHECK(lost(softplus(x) / x) != 0);
}

TEST_CASE("numbers on the way may be larger than any number") {
    constexpr auto a = 1000000_c * (erf(x) + tanh(x));
    constexpr auto b = a * a;
    constexpr auto c = b * b;
    constexpr auto d = c * c;
    constexpr auto e = d * d;
    constexpr auto f = e * e;
    CHECK((f * f * sign(x))(-inf) == -inf);
    CHECK((1_c / (f * f))(inf) == 0);
}
