// SPDX-License-Identifier: BSL-1.0
// ogive::elementary: ULP bounds against Boost.Multiprecision, special values, constant evaluation, other scalar types.

#include <boost/multiprecision/cpp_bin_float.hpp>

#include <ogive/evaluate/elementary.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>
#include <type_traits>

namespace el = ogive::elementary;
namespace number = ogive::number;
using number::enclosure;
using number::extended;
using fifty = boost::multiprecision::cpp_bin_float_50;
using hundred = boost::multiprecision::cpp_bin_float_100;
using oracle = boost::multiprecision::number<boost::multiprecision::cpp_bin_float<60>, boost::multiprecision::et_off>;

namespace {

struct generator {
    std::uint64_t state{0x853c49e6748fea9b};
    std::uint64_t next() {
        state += 0x9e3779b97f4a7c15;
        std::uint64_t z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    long double uniform() { return static_cast<long double>(next()) * 0x1p-64L; }
    /// Uniform in the logarithm of |x| (from 2^-20 of the larger end) or in x, alternately.
    template <class T>
    T value(long double low, long double high) {
        for (;;) {
            long double const end = next() % 2 != 0 ? low : high;
            long double const x = next() % 2 != 0 ? low + (high - low) * uniform() : end * std::exp2(-20 * uniform());
            if (x >= low && x <= high) return static_cast<T>(x);
        }
    }
};

template <class T>
double ulps(T got, oracle const& truth) {
    using limits = std::numeric_limits<T>;
    if (truth == 0) return got == 0 ? 0 : 1e9;
    int exponent = 0;
    frexp(truth, &exponent);
    if (exponent < limits::min_exponent) exponent = limits::min_exponent;
    return static_cast<double>(abs(oracle{got} - truth) / ldexp(oracle{1}, exponent - limits::digits));
}

using oracle_function = oracle (*)(oracle const&);

struct row {
    char const* name;
    float (*single)(float);
    double (*plain)(double);
    long double (*longer)(long double);
    oracle_function truth;
    long double low, high;
    double bound_single, bound_plain, bound_longer;
};

template <class T, class F>
double worst(F f, oracle_function truth, long double low, long double high, int count) {
    generator g;
    double most = 0;
    for (int i = 0; i < count; ++i) {
        T const x = g.value<T>(low, high);
        double const error = ulps(f(x), truth(oracle{x}));
        if (error > most) most = error;
    }
    return most;
}

oracle erfcx_truth(oracle const& x) { return exp(x * x) * erfc(x); }

#define ROW(f, truth, low, high, s, d, l)                                                                              \
    row {                                                                                                              \
        #f, [](float x) { return el::f(x); }, [](double x) { return el::f(x); },                                       \
            [](long double x) { return el::f(x); }, [](oracle const& x) -> oracle { return truth; }, low, high, s, d,  \
            l                                                                                                          \
    }

row const rows[]{
    ROW(exp, exp(x), -80, 80, 0.501, 0.52, 1),
    ROW(expm1, expm1(x), -40, 80, 0.501, 1, 2),
    ROW(log, log(x), 1e-9L, 1e9L, 0.501, 0.52, 1),
    ROW(log1p, log1p(x), -0.99L, 1e6L, 0.501, 1, 3),
    ROW(sqrt, sqrt(x), 1e-9L, 1e9L, 0.5, 0.5, 0.5),
    ROW(sin, sin(x), -100, 100, 0.501, 0.56, 1),
    ROW(cos, cos(x), -100, 100, 0.501, 0.56, 1),
    ROW(tan, tan(x), -100, 100, 0.501, 0.62, 2),
    ROW(asin, asin(x), -1, 1, 0.501, 0.56, 1),
    ROW(acos, acos(x), -1, 1, 0.501, 0.56, 1),
    ROW(atan, atan(x), -1e3L, 1e3L, 0.501, 0.56, 1),
    ROW(sinh, sinh(x), -80, 80, 0.501, 2.1, 3),
    ROW(cosh, cosh(x), -80, 80, 0.501, 2, 3),
    ROW(tanh, tanh(x), -20, 20, 0.501, 2.3, 3.5),
    ROW(asinh, asinh(x), -1e3L, 1e3L, 0.501, 2, 3),
    ROW(acosh, acosh(x), 1, 1e3L, 0.501, 2.3, 3),
    ROW(atanh, atanh(x), -0.999L, 0.999L, 0.501, 2, 3),
    ROW(erf, erf(x), -6, 6, 0.501, 1, 1.5),
    ROW(erfc, erfc(x), -5, 9, 0.501, 4, 5),
    ROW(erfcx, erfcx_truth(x), 0, 50, 0.501, 1.5, 3),
    ROW(erfcx, erfcx_truth(x), -5, 0, 0.501, 2.2, 4.5),
};

template <class T>
bool same(T a, T b) {
    return std::isnan(a) ? std::isnan(b) : a == b && std::signbit(a) == std::signbit(b);
}

} // namespace

// constant evaluation: correctly rounded, special values as in IEEE 754
static_assert(el::exp(1.0) == 2.718281828459045235360287471352662498);
static_assert(el::exp(1.0f) == 2.718281828459045235360287471352662498f);
static_assert(el::exp(1.0L) == 2.718281828459045235360287471352662498L);
static_assert(el::log(10.0) == 2.302585092994045684017991454684364208);
static_assert(el::log(10.0L) == 2.302585092994045684017991454684364208L);
static_assert(4 * el::atan(1.0) == 3.141592653589793238462643383279502884);
static_assert(el::erf(0.5) == 0.520499877813046537682746653891964529);
static_assert(el::erfc(5.0) == 1.5374597944280348501883434853833788901e-12);
static_assert(el::erfcx(1.0) == 0.427583576155807004410750344490515153);
static_assert(el::tanh(0.5L) == 0.462117157260009758502318483643672548730L);
static_assert(el::pow(2.0, 0.5) == 1.414213562373095048801688724209698079);
static_assert(el::pow(-2.0, 3.0) == -8 && el::pow(10.0f, -2.0f) == 0.01f && el::pow(0.0, 0.0) == 1);
static_assert(el::is_nan(el::pow(-2.0, 0.5)) && el::pow(-0.0, -1.0) == -std::numeric_limits<double>::infinity());
static_assert(el::exp(-745.0) == std::numeric_limits<double>::denorm_min() && el::exp(-746.0) == 0);
static_assert(el::exp(710.0) == std::numeric_limits<double>::infinity());
static_assert(el::is_nan(el::log(-1.0)) && el::log(0.0) == -std::numeric_limits<double>::infinity());
static_assert(el::sign(-3.0) == -1 && el::sign(0.0f) == 0 && el::min(1.0, 2.0) == 1 && el::max(1.0, 2.0) == 2);
static_assert(el::abs(-1.5f) == 1.5f && el::copysign(1.0, -0.0) == -1);
static_assert(el::exp_of_product(-3.0, 5.0, 0.0) == el::exp(-15.0));
static_assert(std::is_same_v<decltype(el::exp(1.0f)), float> && std::is_same_v<decltype(el::erfcx(1.0L)), long double>);
static_assert(std::is_same_v<decltype(el::exp(fifty{} * fifty{})), fifty>);

TEST_CASE("ULP bounds at run time") {
    for (row const& r : rows) {
        double const s = worst<float>(r.single, r.truth, r.low, r.high, 1500);
        double const d = worst<double>(r.plain, r.truth, r.low, r.high, 2500);
        double const l = worst<long double>(r.longer, r.truth, r.low, r.high, 1500);
        MESSAGE(std::string{r.name} << ": float " << s << ", double " << d << ", long double " << l);
        CHECK(s <= r.bound_single);
        CHECK(d <= r.bound_plain);
        CHECK(l <= r.bound_longer);
    }
}

TEST_CASE("erfcx: denser search, the whole range") {
    generator g;
    double most = 0, at = 0;
    for (int i = 0; i < 60000; ++i) {
        double const x = std::exp2(static_cast<double>(-14 + (i % 4 != 0 ? 15 : 40) * g.uniform()));
        // number::extended is checked against Boost elsewhere, and quick enough here
        extended const truth = number::erfcx(extended{x});
        extended const error = extended{el::erfcx(x)} - truth;
        double const u = std::abs(scaled(error, 52 - truth.exponent).to<double>());
        if (u > most) {
            most = u;
            at = x;
        }
    }
    MESSAGE("erfcx: " << most << " ULP at " << at);
    CHECK(most <= 1.5);
    CHECK(el::erfcx(0.0) == 1);
    CHECK(el::erfcx(5e-324) == 1);
    for (double x = 0x1p90; x < 1e308; x *= 3.7) {
        extended const truth = number::erfcx(extended{x});
        CHECK(std::abs(scaled(extended{el::erfcx(x)} - truth, 52 - truth.exponent).to<double>()) <= 1.1);
    }
    CHECK(el::erfcx(std::numeric_limits<double>::max()) > 0);
}

TEST_CASE("special values") {
    double const inf = std::numeric_limits<double>::infinity(), nan = std::numeric_limits<double>::quiet_NaN();
    double volatile hidden = 0;
    double const zero = hidden, minus = -zero;
    auto const odd = {el::expm1<double>, el::log1p<double>, el::sin<double>,  el::tan<double>,   el::asin<double>,
                      el::atan<double>,  el::sinh<double>,  el::tanh<double>, el::asinh<double>, el::atanh<double>,
                      el::erf<double>,   el::sqrt<double>,  el::sign<double>};
    for (auto f : odd) {
        CHECK(same(f(minus), minus));
        CHECK(same(f(zero), +0.0));
        CHECK(std::isnan(f(nan)));
    }
    CHECK(el::erfcx(inf) == 0);
    CHECK(el::erfcx(-inf) == inf);
    CHECK(el::erfcx(-30.0) == inf);
    CHECK(std::isnan(el::erfcx(nan)));
    CHECK(el::erfcx(std::numeric_limits<long double>::infinity()) == 0);
    CHECK(std::isnan(el::erfcx(std::numeric_limits<long double>::quiet_NaN())));
    CHECK(el::erfcx(std::numeric_limits<float>::infinity()) == 0);
    CHECK(el::erfc(-inf) == 2);
    CHECK(el::exp(-inf) == 0);
    CHECK(std::isnan(el::min(nan, 1.0)));
    CHECK(std::isnan(el::min(1.0, nan)));
    CHECK(std::isnan(el::max(nan, 1.0)));
    CHECK(std::isnan(el::max(1.0, nan)));
    CHECK(el::is_nan(nan));
    CHECK_FALSE(el::is_nan(inf));
    CHECK(el::exp_of_product(inf, -1.0, 0.0) == 0);
    CHECK(el::exp_of_product(inf, 1.0, 0x1p-55) == inf);
    CHECK(el::exp_of_product(1e300, -1e200, 0.0) == 0);
    CHECK(el::exp_of_product(-1e300, -1e-3, 1e-20) == inf);
    CHECK(el::exp_of_product(std::numeric_limits<double>::max(), 1e-308, 0.0) > 1);
    CHECK(el::exp_of_product(std::numeric_limits<long double>::max(), 1e-4932L, 0.0L) > 1);
    CHECK(el::exp_of_product(5e-324, 3.0, 0.0) == 1);
    CHECK(std::isnan(el::exp_of_product(nan, 1.0, 0.0)));
    CHECK(std::isnan(el::exp_of_product(inf, zero, 0.0)));
    for (int i = 0; i < 64; ++i) { // overflow, whichever way the product was rounded
        CHECK(el::exp_of_product(26.7 + i / 37.0, 26.7 + i / 37.0, 0.0) == inf);
        CHECK(el::exp_of_product(106.7L + i / 37.0L, 106.7L + i / 37.0L, 0.0L) == inf);
    }
}

template <double X>
void folded_and_run() {
    constexpr double folded[]{el::exp(X),  el::expm1(X), el::sin(X),   el::cos(X),     el::tan(X),
                              el::atan(X), el::sinh(X),  el::cosh(X),  el::tanh(X),    el::asinh(X),
                              el::erf(X),  el::erfc(X),  el::erfcx(X), el::pow(3.0, X)};
    double volatile hidden = X;
    double const x = hidden;
    double const run[]{el::exp(x),  el::expm1(x), el::sin(x),   el::cos(x), el::tan(x),  el::atan(x),  el::sinh(x),
                       el::cosh(x), el::tanh(x),  el::asinh(x), el::erf(x), el::erfc(x), el::erfcx(x), el::pow(3.0, x)};
    for (int i = 0; i < 14; ++i) {
        CAPTURE(i);
        CAPTURE(X);
        bool const exact = same(folded[i], run[i]);
        bool const near = exact || std::abs(folded[i] - run[i]) <= 4e-16 * 2.5 * std::abs(folded[i]);
        CHECK(near);
    }
}

TEST_CASE("constant evaluation agrees with run time") {
    folded_and_run<0.0>();
    folded_and_run<-0.0>();
    folded_and_run<0.75>();
    folded_and_run<-4.5>();
    folded_and_run<1e-300>();
    folded_and_run<26.0>();
    folded_and_run<-1000.0>();
    folded_and_run<5e-324>();
}

TEST_CASE("exp_of_product keeps about 1 ULP for large products") {
    generator g;
    double most = 0, most_single = 0, most_long = 0;
    for (int i = 0; i < 6000; ++i) {
        oracle const c3 = sqrt(oracle{2}) / (1 + i % 7);
        {
            double const b = static_cast<double>(c3), c = static_cast<double>(c3 - b);
            double const a = static_cast<double>((g.uniform() - 0.5L) * 2 * 700) / b;
            most = std::max(most, ulps(el::exp_of_product(a, b, c), exp(oracle{a} * c3)));
        }
        {
            float const b = static_cast<float>(c3), c = static_cast<float>(c3 - b);
            float const a = static_cast<float>((g.uniform() - 0.5L) * 2 * 85) / b;
            most_single =
                std::max(most_single, ulps(el::exp_of_product(a, b, c), exp(oracle{a} * (oracle{b} + oracle{c}))));
        }
        {
            long double const b = static_cast<long double>(c3), c = static_cast<long double>(c3 - b);
            long double const a = (g.uniform() - 0.5L) * 2 * 11000 / b;
            most_long = std::max(most_long, ulps(el::exp_of_product(a, b, c), exp(oracle{a} * c3)));
        }
    }
    MESSAGE("exp_of_product: float " << most_single << ", double " << most << ", long double " << most_long);
    CHECK(most <= 1.1);
    CHECK(most_single <= 0.501);
    CHECK(most_long <= 1.5);
}

template <class T, class U>
void precise_type() {
    generator g;
    U const eps{std::numeric_limits<T>::epsilon()};
    // Boost's exp(y) itself is off by about |y|/15 epsilon: large is that |y|
    auto const near = [&](T const& got, U const& truth, U const& large = U{0}) -> bool {
        return abs(U{got} - truth) <= (10 + abs(large)) * eps * abs(truth);
    };
    for (int i = 0; i < 60; ++i) {
        T const x = T{g.value<double>(-6, 6)} / 3, p = abs(x) * (i % 4 == 0 ? 30 : 1), h = x / 7;
        U const y{x}, q{p}, k{h};
        CHECK(near(el::exp(x), exp(y)));
        CHECK(near(el::expm1(h), U{exp(k) - 1}));
        CHECK(near(el::log1p(h), log(U{1 + k})));
        CHECK(near(el::log(p), log(q)));
        CHECK(near(el::tanh(x), tanh(y)));
        CHECK(near(el::erf(x), erf(y)));
        CHECK(near(el::erfc(x), erfc(y)));
        CHECK(near(el::erfc(p), erfc(q), U{q * q}));
        CHECK(near(el::erfcx(p), U{exp(U{q * q}) * erfc(q)}));
        CHECK(near(el::erfcx(T{-abs(x)}), U{exp(U{y * y}) * erfc(U{-abs(y)})}));
        CHECK(near(el::pow(p, x), pow(q, y), U{y * log(q)}));
        CHECK(near(el::asinh(x), asinh(y)));
        CHECK(near(el::exp(x * x + x), exp(U{y * y + y}))); // an expression template
        CHECK(el::min(x, p) == (x < p ? x : p));
        CHECK(el::sign(x) == T{x.sign()});
        CHECK(el::abs(x) == p / (i % 4 == 0 ? 30 : 1));
        CHECK(near(el::exp_of_product(x, p, T{0}), exp(U{y * q}), U{y * q}));
    }
    CHECK(el::is_nan(std::numeric_limits<T>::quiet_NaN()));
    CHECK(el::copysign(T{2}, T{-1}) == T{-2});
    CHECK(el::erfcx(std::numeric_limits<T>::infinity()) == 0);
}

TEST_CASE("Boost.Multiprecision numbers") {
    precise_type<fifty, boost::multiprecision::number<boost::multiprecision::cpp_bin_float<75>>>();
    precise_type<hundred, boost::multiprecision::number<boost::multiprecision::cpp_bin_float<125>>>();
}

/// A user's number with the plain functions only: the library's own expm1, log1p, erf and erfc serve.
struct plain {
    double v{};
    plain() = default;
    explicit plain(double x) : v{x} {}
    friend plain operator+(plain a, plain b) { return plain{a.v + b.v}; }
    friend plain operator-(plain a, plain b) { return plain{a.v - b.v}; }
    friend plain operator-(plain a) { return plain{-a.v}; }
    friend plain operator*(plain a, plain b) { return plain{a.v * b.v}; }
    friend plain operator/(plain a, plain b) { return plain{a.v / b.v}; }
    friend bool operator<(plain a, plain b) { return a.v < b.v; }
    friend bool operator>(plain a, plain b) { return a.v > b.v; }
    friend bool operator==(plain a, plain b) { return a.v == b.v; }
    friend plain exp(plain a) { return plain{std::exp(a.v)}; }
    friend plain log(plain a) { return plain{std::log(a.v)}; }
    friend plain sqrt(plain a) { return plain{std::sqrt(a.v)}; }
    friend plain acos(plain a) { return plain{std::acos(a.v)}; }
    friend plain abs(plain a) { return plain{std::abs(a.v)}; }
};

template <>
struct std::numeric_limits<plain> : std::numeric_limits<double> {
    static plain epsilon() { return plain{std::numeric_limits<double>::epsilon()}; }
};

TEST_CASE("a scalar type without expm1, log1p, erf, erfc, erfcx") {
    generator g;
    for (int i = 0; i < 500; ++i) {
        double const x = g.value<double>(-4, 4), h = x / 8;
        auto const near = [](plain got, double want) {
            return std::abs(got.v - want) <= 12 * 2.3e-16 * std::abs(want);
        };
        CHECK(near(el::expm1(plain{h}), std::expm1(h)));
        CHECK(near(el::log1p(plain{h}), std::log1p(h)));
        CHECK(near(el::erf(plain{x}), std::erf(x)));
        CHECK(std::abs(el::erfc(plain{x}).v - std::erfc(x)) <=
              40 * 2.3e-16 * std::erfc(x)); // e^(-x^2) with x^2 rounded
        CHECK(near(el::erfcx(plain{std::abs(x)}), el::erfcx(std::abs(x))));
    }
}

TEST_CASE("enclosures") {
    enclosure const x = enclosure::point(0.7);
    CHECK(el::exp(x).contains(number::exp(extended{0.7})));
    CHECK(el::erfcx(x).contains(number::erfcx(extended{0.7})));
    CHECK(el::erfc(x).rounds_uniquely<double>());
    CHECK(el::pow(x, x).defined());
    CHECK(el::max(x, -x).lower == x.lower);
    CHECK(el::sign(-x).certain_sign() == -1);
    CHECK(el::is_nan(el::log(-x)));
    CHECK_FALSE(el::is_nan(x));
    CHECK(el::exp_of_product(x, x, enclosure{0}).defined());
}
