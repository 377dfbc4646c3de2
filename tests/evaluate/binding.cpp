// SPDX-License-Identifier: BSL-1.0
// Calling an expression: one number or bindings in any order, numbers of every type, in constant expressions and at run
// time with the same result.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <boost/hana/for_each.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

using namespace ogive;
using namespace ogive::literals;
namespace hana = boost::hana;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a", positive>;
constexpr auto b = symbol<"b">;

using wide = boost::multiprecision::cpp_bin_float_50;

// -- the type of the result is that of the numbers -----------------------------------------------------------------------

constexpr auto line = a * x + b;
static_assert(line(x = 2.0, a = 3.0, b = 1.0) == 7);
static_assert(line(b = 1.0, x = 2.0, a = 3.0) == 7 && line(a = 3.0, b = 1.0, x = 2.0) == 7);
static_assert(std::is_same_v<decltype(sigmoid(x)(0.5)), double>);
static_assert(std::is_same_v<decltype(sigmoid(x)(0.5f)), float>);
static_assert(std::is_same_v<decltype(sigmoid(x)(0.5L)), long double>);
static_assert(std::is_same_v<decltype(sigmoid(x)(1)), double>);
static_assert(std::is_same_v<decltype(line(x = 1.0f, a = 2.0f, b = 3.0f)), float>);
static_assert(std::is_same_v<decltype(line(x = 1.0f, a = 2.0, b = 3.0f)), double>);
static_assert(std::is_same_v<decltype(line(x = 1.0, a = 2.0L, b = 3.0)), long double>);
static_assert(std::is_same_v<decltype(line(x = 1, a = 2, b = 3)), double>);
static_assert(
    std::is_same_v<decltype(line(x = number::enclosure{1}, a = number::enclosure{2}, b = number::enclosure{3})),
                   number::enclosure>);

// A binding is by name, whatever is assumed of the symbol.
static_assert(line(x = 2.0, symbol<"a"> = 3.0, b = 1.0) == 7);

// -- constant expressions ------------------------------------------------------------------------------------------------

static_assert(sigmoid(x)(0.0) == 0.5 && tanh(x)(0) == 0 && relu(x)(-3.0) == 0 && relu(x)(3.0f) == 3.0f);
static_assert(derivative(sigmoid(x), x)(0.0) == 0.25 && derivative(tanh(x), x)(0.0) == 1);
static_assert(mish(0.0) == 0 && softplus(0.0) == 0.6931471805599453 && logit(0.5) == 0);
static_assert(prelu(x, a)(x = -2.0, a = 0.25) == -0.5);
static_assert(sigmoid(std::numeric_limits<double>::infinity()) == 1);
static_assert(silu(-std::numeric_limits<double>::infinity()) == 0);
constexpr auto pair = value_and_derivative(tanh(x), x)(0.0);
static_assert(pair.value == 0 && pair.derivative == 1);

/// Values computed when compiling, beside those at run time.
constexpr double inputs[] = {-700, -37, -3.25, -1, -0.1, -1e-5, 0, 1e-9, 0.01, 0.3, 0.5, 0.75, 1.5, 4, 19, 300};
constexpr int input_count = sizeof(inputs) / sizeof(inputs[0]);
struct table {
    double values[input_count], slopes[input_count];
    float values_in_float[input_count];
};
template <class F>
constexpr table tabulated() {
    table t{};
    for (int i = 0; i < input_count; ++i) {
        t.values[i] = F{}(inputs[i]);
        t.slopes[i] = derivative(F{}, x)(inputs[i]);
        t.values_in_float[i] = F{}(static_cast<float>(inputs[i]));
    }
    return t;
}

/// Distance in units in the last place.
template <class T>
double units(T u, T v) {
    if (u == v || (std::isnan(u) && std::isnan(v))) return 0;
    T const size = std::fmax(std::fabs(u), std::fabs(v));
    T const unit = std::nextafter(size, std::numeric_limits<T>::infinity()) - size;
    return static_cast<double>(std::fabs(u - v) / unit);
}

template <class F>
void compare(char const* name, F) {
    static constexpr table constant = tabulated<F>();
    for (int i = 0; i < input_count; ++i) {
        double volatile v = inputs[i];
        float volatile w = static_cast<float>(inputs[i]);
        CAPTURE(std::string{name});
        CAPTURE(inputs[i]);
        CHECK(units(F{}(double{v}), constant.values[i]) <= 2);
        CHECK(units(derivative(F{}, x)(double{v}), constant.slopes[i]) <= 2);
        CHECK(units(F{}(float{w}), constant.values_in_float[i]) <= 1);
    }
}

} // namespace

TEST_CASE("a value in a constant expression is the value at run time") {
    compare("sigmoid", sigmoid(x));
    compare("tanh", tanh(x));
    compare("softplus", softplus(x));
    compare("mish", mish(x));
    compare("gelu", gelu(x));
    compare("selu", selu(x));
    compare("silu", silu(x));
    compare("relu", relu(x));
    compare("exp(-x^2)", exp(-x * x));
    compare("x/(1+|x|)", x / (1_c + abs(x)));
}

TEST_CASE("bindings in any order") {
    double volatile v = 0.5, s = 0.25, t = -1;
    double const expected = 0.25 * 0.5 - 1;
    CHECK(line(x = double{v}, a = double{s}, b = double{t}) == expected);
    CHECK(line(b = double{t}, a = double{s}, x = double{v}) == expected);
    CHECK(line(a = double{s}, x = double{v}, b = double{t}) == expected);
    CHECK(sigmoid(x)(x = double{v}) == sigmoid(x)(double{v}));
    double const named = v;
    auto const at = (x = named);
    CHECK(sigmoid(x)(at) == sigmoid(x)(named));
}

TEST_CASE("multiprecision numbers: fifty digits") {
    wide const at{"0.375"}, tolerance{"1e-47"};
    auto const near = [&](wide const& got, wide const& expected) { return abs(wide{got - expected}) < tolerance; };
    wide const e = exp(at);
    CHECK(near(sigmoid(x)(at), wide{e / (1 + e)}));
    CHECK(near(softplus(x)(at), wide{log(wide{1 + e})}));
    CHECK(near(tanh(x)(at), tanh(at)));
    CHECK(near(mish(x)(at), wide{at * tanh(log(wide{1 + e}))}));
    CHECK(near(gelu(x)(at), wide{at / 2 * (1 + erf(wide{at / sqrt(wide{2})}))}));
    CHECK(near(derivative(sigmoid(x), x)(at), wide{e / ((1 + e) * (1 + e))}));
    CHECK(near(selu(x)(at), wide{at * wide{"1.0507009873554804934193349852946"}}) ==
          false); // the constant has 50 digits
    CHECK(abs(wide{selu(x)(at) / at - wide{"1.0507009873554804934193349852946"}}) < wide{"1e-30"});
    CHECK(near((pi * x)(at), wide{acos(wide{-1}) * at}));
    CHECK(near((x / 3_c)(at), wide{at / 3}));
    CHECK(near((0.1_q * x)(at), wide{at / 10}));
    CHECK(near(line(x = at, a = wide{2}, b = wide{1}), wide{1.75}));
    CHECK(near(line(x = at, a = 2, b = 1.0), wide{1.75}));
    CHECK(near((123456789012345678901234567890123456_q * x)(at), wide{"46296295879629629587962962958796296.0"}));
    auto const both = value_and_derivative(tanh(x), x)(at);
    CHECK(near(both.derivative, wide{1 - both.value * both.value}));
}

TEST_CASE("enclosures contain the values") {
    using number::enclosure;
    auto const contains = [](enclosure const& e, double v) {
        return e.defined() && e.lower <= number::extended{v} * number::extended{1} && !(e.upper < number::extended{v});
    };
    for (int n = -12; n <= 12; ++n) {
        enclosure const at{rational{int128{n}, int128{4}}};
        double const v = n / 4.0;
        auto const holds = [&](enclosure const& e, double value) { // double has an error of its own
            double const slack = 4e-16 * (1 + std::fabs(value));
            return contains(e + enclosure{enclosure::point(-slack).lower, enclosure::point(slack).upper}, value);
        };
        CHECK(holds(sigmoid(x)(at), sigmoid(v)));
        CHECK(holds(mish(x)(at), mish(v)));
        CHECK(holds(gelu(x)(at), gelu(v)));
        CHECK(holds(softplus(x)(at), softplus(v)));
        CHECK(holds(relu(x)(at), relu(v)));
        CHECK(holds((pi * x)(at), 3.14159265358979323846 * v));
    }
}
