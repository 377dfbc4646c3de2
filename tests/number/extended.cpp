// SPDX-License-Identifier: BSL-1.0
// number::extended and its functions against Boost.Multiprecision: arithmetic to the last place, functions to 2^-120.

#include <ogive/number/extended_functions.hpp>

#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <string>

using ogive::int128;
using ogive::rational;
using ogive::uint128;
using ogive::number::extended;
using ogive::number::rounding;
using oracle = boost::multiprecision::number<boost::multiprecision::cpp_bin_float_100::backend_type,
                                             boost::multiprecision::et_off>;

namespace number = ogive::number;

namespace {

oracle exact(uint128 value) {
    return ldexp(oracle{static_cast<std::uint64_t>(value >> 64)}, 64) + oracle{static_cast<std::uint64_t>(value)};
}

oracle exact(extended const& a) {
    oracle const r = ldexp(exact(a.significand), a.exponent - 127);
    return a.negative ? oracle{-r} : r;
}

struct generator {
    std::uint64_t state{0x9e3779b97f4a7c15};
    std::uint64_t next() {
        state += 0x9e3779b97f4a7c15;
        std::uint64_t z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    int between(int low, int high) {
        return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    extended value(int low, int high) {
        uint128 bits = (static_cast<uint128>(next()) << 64) | next();
        if (next() % 4 == 0) bits &= ~((uint128{1} << between(1, 127)) - 1); // some with few bits
        return extended::raw(next() % 2 != 0, between(low, high), bits | (uint128{1} << 127));
    }
};

double log2_error(extended const& got, oracle const& truth) {
    if (truth == 0) return got.is_zero() ? -400 : 400;
    oracle const error = abs((exact(got) - truth) / truth);
    return error == 0 ? -400 : static_cast<double>(log2(error));
}

using function = extended (*)(extended const&);
using oracle_function = oracle (*)(oracle const&);

struct row {
    char const* name;
    function f;
    oracle_function truth;
    int low, high; // exponents of |x|
    char side;     // 'n' and 'p': negative or positive only
    double beyond; // |x| above this is left out
};

oracle erfcx_truth(oracle const& x) { return exp(x * x) * boost::math::erfc(x); }

// expm1, log1p, sinh and so on from Boost's own exp and log would cancel: more digits first
using wide_oracle =
    boost::multiprecision::number<boost::multiprecision::cpp_bin_float<1400, boost::multiprecision::digit_base_2>,
                                  boost::multiprecision::et_off>;
template <class F>
oracle widely(oracle const& x, F f) {
    return oracle{f(wide_oracle{x})};
}
oracle expm1_truth(oracle const& x) {
    return widely(x, [](wide_oracle const& t) -> wide_oracle { return exp(t) - 1; });
}
oracle log1p_truth(oracle const& x) {
    return widely(x, [](wide_oracle const& t) -> wide_oracle { return log(1 + t); });
}
oracle sinh_truth(oracle const& x) {
    return widely(x, [](wide_oracle const& t) -> wide_oracle { return (exp(t) - exp(-t)) / 2; });
}
oracle tanh_truth(oracle const& x) {
    return widely(x, [](wide_oracle const& t) -> wide_oracle { return 1 - 2 / (exp(2 * t) + 1); });
}
oracle asinh_truth(oracle const& x) {
    return widely(x, [](wide_oracle const& t) -> wide_oracle { return log(t + sqrt(t * t + 1)); });
}
oracle acosh_truth(oracle const& x) {
    return widely(x, [](wide_oracle const& t) -> wide_oracle { return log(t + sqrt(t * t - 1)); });
}
oracle atanh_truth(oracle const& x) {
    return widely(x, [](wide_oracle const& t) -> wide_oracle { return log((1 + t) / (1 - t)) / 2; });
}
oracle erf_truth(oracle const& x) {
    if (abs(x) > 1) return boost::math::erf(x);
    oracle term = x, sum = x; // at 332 bits: Boost's erf is less accurate near 0
    for (int n = 1; n < 200; ++n) {
        term *= -x * x / n;
        sum += term / (2 * n + 1);
    }
    return sum * 2 / sqrt(boost::math::constants::pi<oracle>());
}
oracle erfc_truth(oracle const& x) { return abs(x) > 1 ? boost::math::erfc(x) : oracle{1 - erf_truth(x)}; }
oracle erfcx_any(oracle const& x) { return abs(x) > 1 ? erfcx_truth(x) : oracle{exp(x * x) * erfc_truth(x)}; }

row const rows[]{
    {"exp", number::exp, [](oracle const& x) -> oracle { return exp(x); }, -130, 14, '+', 1e9},
    {"expm1", number::expm1, expm1_truth, -130, 8, '+', 1e9},
    {"log", number::log, [](oracle const& x) -> oracle { return log(x); }, -200, 200, 'p', 1e99},
    {"log1p", number::log1p, log1p_truth, -130, -1, '+', 1e99},
    {"log1p", number::log1p, log1p_truth, -130, 99, 'p', 1e99},
    {"sqrt", [](extended const& x) { return sqrt(x); }, [](oracle const& x) -> oracle { return sqrt(x); }, -200, 200,
     'p', 1e99},
    {"sin", number::sin, [](oracle const& x) -> oracle { return sin(x); }, -130, 20, '+', 1e9},
    {"cos", number::cos, [](oracle const& x) -> oracle { return cos(x); }, -130, 20, '+', 1e9},
    {"tan", number::tan, [](oracle const& x) -> oracle { return tan(x); }, -130, 20, '+', 1e9},
    {"asin", number::asin, [](oracle const& x) -> oracle { return asin(x); }, -100, -1, '+', 1},
    {"acos", number::acos, [](oracle const& x) -> oracle { return acos(x); }, -100, -1, '+', 1},
    {"atan", number::atan, [](oracle const& x) -> oracle { return atan(x); }, -100, 40, '+', 1e99},
    {"sinh", number::sinh, sinh_truth, -130, 12, '+', 1e9},
    {"cosh", number::cosh, [](oracle const& x) -> oracle { return (exp(x) + exp(-x)) / 2; }, -60, 12, '+', 1e9},
    {"tanh", number::tanh, tanh_truth, -130, 7, '+', 1e9},
    {"asinh", number::asinh, asinh_truth, -130, 99, 'p', 1e99},
    {"asinh", number::asinh, asinh_truth, -130, 9, 'n', 1e99},
    {"acosh", number::acosh, acosh_truth, 0, 99, 'p', 1e99},
    {"atanh", number::atanh, atanh_truth, -130, -1, '+', 1},
    {"erf", number::erf, erf_truth, -130, 3, '+', 12},
    {"erfc", number::erfc, erfc_truth, -30, 6, '+', 107},
    {"erfcx", number::erfcx, erfcx_any, -30, 6, '+', 107},
};

} // namespace

static_assert(extended{} == extended{0} && extended{-1}.sign() == -1);
static_assert((extended{7} / extended{7}) == extended{1} && sqrt(extended{49}) == extended{7});
static_assert(extended{rational{1, 3}, rounding::down} < extended{rational{1, 3}, rounding::up});
static_assert(!(extended::nan() == extended::nan()) && !(extended::nan() < extended{1}));
static_assert((extended::infinity() - extended::infinity()).is_nan() && (extended{1} / extended{}).is_infinite());
static_assert(extended{0.1}.to<double>() == 0.1 && extended{0.1L}.to<long double>() == 0.1L);
static_assert(number::exp(extended{1}).to<double>() == 0x1.5bf0a8b145769p+1);
static_assert(number::erfc(extended{30}).to<long double>() > 0);

TEST_CASE("constants are Boost's") {
    using namespace number::detail;
    oracle const pi_ = boost::math::constants::pi<oracle>(), ln2_ = boost::math::constants::ln_two<oracle>();
    oracle const ulp = ldexp(oracle{1}, -127);
    auto const good = [&](extended const& a, oracle const& b) { return abs(exact(a) / b - 1) < ulp; };
    CHECK(good(ln2, ln2_));
    CHECK(abs(exact(ln2_high) + exact(ln2_low) - ln2_) < ldexp(oracle{1}, -228));
    CHECK((ln2_high.significand << 96) == 0);
    CHECK(good(log2e, 1 / ln2_));
    CHECK(good(number::pi(), pi_));
    CHECK(good(half_pi, pi_ / 2));
    CHECK(abs(exact(half_pi_high) + exact(half_pi_middle) + exact(half_pi_low) - pi_ / 2) < ldexp(oracle{1}, -324));
    CHECK((half_pi_high.significand << 96) == 0);
    CHECK((half_pi_middle.significand << 96) == 0);
    CHECK(good(two_over_pi, 2 / pi_));
    CHECK(good(two_over_sqrt_pi, 2 / sqrt(pi_)));
    CHECK(good(one_over_3pi, 1 / (3 * pi_)));
    CHECK(good(six_pi, 6 * pi_));
    CHECK(good(atan_half, atan(oracle{0.5})));
    CHECK(good(sqrt2, sqrt(oracle{2})));
}

TEST_CASE("arithmetic rounds correctly in every direction") {
    generator g;
    oracle const half = ldexp(oracle{1}, -128);
    for (int i = 0; i < 4000; ++i) {
        extended const a = g.value(-3, 3), b = i % 3 == 0 ? g.value(-140, 140) : g.value(-3, 3);
        oracle const x = exact(a), y = exact(b), m = abs(x);
        struct {
            extended nearest, down, up;
            oracle truth;
        } const cases[]{
            {a + b, add(a, b, rounding::down), add(a, b, rounding::up), x + y},
            {a - b, add(a, -b, rounding::down), add(a, -b, rounding::up), x - y},
            {a * b, multiply(a, b, rounding::down), multiply(a, b, rounding::up), x * y},
            {a / b, divide(a, b, rounding::down), divide(a, b, rounding::up), x / y},
            {sqrt(abs(a)), sqrt(abs(a), rounding::down), sqrt(abs(a), rounding::up), sqrt(m)},
        };
        for (auto const& c : cases) {
            CHECK(exact(c.down) <= c.truth);
            CHECK(exact(c.up) >= c.truth);
            oracle const ulp = ldexp(oracle{1}, c.nearest.exponent - 127);
            CHECK(exact(c.up) - exact(c.down) <= 2 * ulp);
            CHECK((exact(c.up) == exact(c.down)) == (exact(c.down) == c.truth));
            CHECK(abs(exact(c.nearest) - c.truth) <= ulp * (oracle{0.5} + half));
        }
        CHECK((a < b) == (x < y));
        CHECK((a >= b) == (x >= y));
        if (!a.is_zero() && abs(x) < 1e30) CHECK(oracle(static_cast<double>(floor(a))) == floor(x));
    }
    for (int n = 1; n < 200; ++n) {
        CHECK(sqrt(extended{n * n}) == extended{n});
        CHECK(add(extended{1}, scaled(extended{1}, -n), rounding::nearest).exponent == 0);
    }
}

TEST_CASE("the exponent saturates") {
    extended const big = extended::largest(), tiny = extended::smallest();
    CHECK((big * big).is_infinite());
    CHECK(multiply(big, big, rounding::down) == big);
    CHECK((tiny * tiny).is_zero());
    CHECK(multiply(tiny, tiny, rounding::up) == tiny);
    CHECK(multiply(-tiny, tiny, rounding::down) == -tiny);
    CHECK((-tiny * tiny).negative);
    CHECK(number::exp(extended{1 << 30}).is_infinite());
    CHECK(number::exp(extended{-(1 << 30)}).is_zero());
    CHECK(number::exp(extended{700000000}).is_finite());
    CHECK(number::expm1(extended{-700000000}) == extended{-1});
    CHECK(number::sin(tiny) == tiny);
    CHECK(number::atan(tiny) == tiny);
    CHECK(number::log1p(tiny) == tiny);
    CHECK(number::expm1(tiny) == tiny);
}

template <class T>
void check_rounding() {
    using limits = std::numeric_limits<T>;
    generator g;
    int const low = limits::min_exponent - limits::digits - 3;
    for (int i = 0; i < 4000; ++i) {
        int const e = i % 4 == 0 ? g.between(low, limits::min_exponent + 2) : g.between(low, limits::max_exponent - 1);
        extended a = g.value(e, e);
        if (i % 5 == 0) { // a tie, or next to one
            int const keep = limits::digits - 1 - (e < limits::min_exponent - 1 ? limits::min_exponent - 1 - e : 0);
            if (keep >= 0 && keep < 120) {
                uint128 const unit = uint128{1} << (126 - keep);
                uint128 s = (a.significand & ~(2 * unit - 1)) | unit;
                if (i % 3 != 0) s = i % 3 == 1 ? s + 1 : s - 1;
                a.significand = s | (uint128{1} << 127);
            }
        }
        oracle const x = exact(a);
        T const got = a.to<T>();
        T const below = std::nextafter(got, -limits::infinity()), above = std::nextafter(got, limits::infinity());
        if (!std::isfinite(got) || !std::isfinite(below) || !std::isfinite(above)) continue;
        oracle const error = abs(oracle{got} - x);
        bool const nearest = error <= abs(oracle{below} - x) && error <= abs(oracle{above} - x);
        CHECK(nearest);
        if (error == abs(oracle{below} - x) || error == abs(oracle{above} - x)) {
            int const place = std::max(std::ilogb(got), limits::min_exponent - 1) - limits::digits + 1;
            bool const even = std::fmod(std::ldexp(std::abs(got), -place), T{2}) == 0;
            CHECK(even);
        }
        CHECK(std::signbit(got) == a.negative);
        CHECK(extended{got}.to<T>() == got);
        CHECK(exact(extended{got}) == oracle{got});
    }
    T const ends[]{limits::max(), limits::min(), limits::denorm_min(), T{3} * limits::denorm_min(), T{1}, T{0}};
    for (T const x : ends)
        for (T const y : {x, -x}) {
            CHECK(extended{y}.to<T>() == y);
            CHECK(std::signbit(extended{y}.to<T>()) == std::signbit(y));
        }
    CHECK(std::isinf(extended{limits::infinity()}.to<T>()));
    CHECK(std::isnan(extended{limits::quiet_NaN()}.to<T>()));
    extended const beyond = scaled(extended{limits::max()}, 1);
    CHECK(std::isinf(beyond.to<T>()));
    extended const last_tie = extended{limits::max()} + scaled(extended{1}, limits::max_exponent - limits::digits - 1);
    CHECK(std::isinf(last_tie.to<T>()));
    extended const below_tie = last_tie - scaled(extended{1}, limits::max_exponent - 120);
    CHECK(below_tie.to<T>() == limits::max());
    CHECK(scaled(extended{limits::denorm_min()}, -1).to<T>() == 0); // a tie goes to even
    extended const above_tie = scaled(extended{limits::denorm_min()}, -1) * extended{rational{3, 2}};
    CHECK(above_tie.to<T>() == limits::denorm_min());
}

TEST_CASE("rounding to float, double, long double") {
    check_rounding<float>();
    check_rounding<double>();
    check_rounding<long double>();
}

TEST_CASE("functions: relative error below 2^-120") {
    for (row const& r : rows) {
        generator g;
        double worst = -400;
        int const count = r.f == number::erfc || r.f == number::erfcx || r.f == number::erf ? 250 : 600;
        for (int i = 0; i < count; ++i) {
            extended x =
                i % 2 == 0 ? g.value(r.low, r.high) : g.value(r.low < -6 ? -6 : r.low, r.high > 6 ? 6 : r.high);
            if (r.low <= 0 && r.high >= 0 && i % 16 == 3) x = extended{1} + g.value(-110, -10); // near 1
            if (r.side == 'p') x.negative = false;
            if (r.side == 'n') x.negative = true;
            if (abs(exact(x)) > r.beyond || (r.f == number::acosh && x < extended{1})) continue;
            double const error = log2_error(r.f(x), r.truth(exact(x)));
            if (error > worst) worst = error;
            if (error > -120) FAIL_CHECK(r.name << "(" << exact(x).str(30) << "): 2^" << error);
        }
        MESSAGE(std::string{r.name} << ": 2^" << worst);
        CHECK(worst <= -120);
    }
}

TEST_CASE("near multiples of pi/2 the argument is reduced with enough digits") {
    for (int n : {1, 2, 3, 5, 1000, 999999, 1 << 20, 12345677}) {
        oracle const near = boost::math::constants::half_pi<oracle>() * n;
        extended const x = extended{n} * number::detail::half_pi, y{static_cast<double>(near)};
        for (extended const& t : {x, y, -x}) {
            CHECK(log2_error(number::sin(t), sin(exact(t))) < -120);
            CHECK(log2_error(number::cos(t), cos(exact(t))) < -120);
            CHECK(log2_error(number::tan(t), tan(exact(t))) < -120);
        }
    }
}

TEST_CASE("special values and domains") {
    extended const inf = extended::infinity(), minus = -inf, zero, one{1};
    CHECK(number::exp(minus).is_zero());
    CHECK(number::expm1(minus) == extended{-1});
    CHECK(number::log(zero) == minus);
    CHECK(number::log(extended{-1}).is_nan());
    CHECK(number::log1p(extended{-1}) == minus);
    CHECK(number::log1p(extended{-2}).is_nan());
    CHECK(sqrt(extended{-1}).is_nan());
    CHECK(number::asin(extended{2}).is_nan());
    CHECK(number::acos(extended{2}).is_nan());
    CHECK(number::acos(one).is_zero());
    CHECK(number::acosh(zero).is_nan());
    CHECK(number::atanh(one) == inf);
    CHECK(number::atanh(extended{2}).is_nan());
    CHECK(number::sin(inf).is_nan());
    CHECK(number::cos(extended{1} * scaled(one, 31)).is_nan());
    CHECK(number::tanh(minus) == extended{-1});
    CHECK(number::erf(inf) == one);
    CHECK(number::erfc(inf).is_zero());
    CHECK(number::erfc(minus) == extended{2});
    CHECK(number::erfcx(minus) == inf);
    CHECK(number::erfcx(inf).is_zero());
    CHECK(number::asin(-zero).negative);
    CHECK(number::erf(-zero).negative);
    CHECK(number::exp(extended::nan()).is_nan());
}
