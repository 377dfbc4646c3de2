// SPDX-License-Identifier: BSL-1.0
// number::enclosure: every operation contains the truth, on points and on wide intervals; what is not provable is undefined.

#include <ogive/number/enclosure.hpp>

#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <doctest/doctest.h>

#include <cstdint>
#include <limits>

using ogive::rational;
using ogive::uint128;
using ogive::number::enclosure;
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
    if (a.is_infinite())
        return a.negative ? oracle{-std::numeric_limits<oracle>::infinity()} : std::numeric_limits<oracle>::infinity();
    oracle const r = ldexp(exact(a.significand), a.exponent - 127);
    return a.negative ? oracle{-r} : r;
}

bool holds(enclosure const& e, oracle const& truth) { return exact(e.lower) <= truth && truth <= exact(e.upper); }
oracle width(enclosure const& e) { return exact(e.upper) - exact(e.lower); }

struct generator {
    std::uint64_t state{0x2545f4914f6cdd1d};
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
        uint128 const bits = (static_cast<uint128>(next()) << 64) | next();
        return extended::raw(next() % 2 != 0, between(low, high), bits | (uint128{1} << 127));
    }
    /// A number of [a.lower, a.upper], the ends included.
    extended inside(enclosure const& a) {
        int const n = between(0, 16);
        extended const x = a.lower + (a.upper - a.lower) * extended{n} / extended{16};
        return x < a.lower ? a.lower : a.upper < x ? a.upper : x;
    }
};

enclosure between(extended const& a, extended const& b) { return a < b ? enclosure{a, b} : enclosure{b, a}; }

struct row {
    char const* name;
    enclosure (*f)(enclosure const&);
    oracle (*truth)(oracle const&);
    double low, high; // the domain, or as much of it as is tried
};

constexpr double inf = std::numeric_limits<double>::infinity();

row const rows[]{
    {"exp", number::exp, [](oracle const& x) -> oracle { return exp(x); }, -inf, inf},
    {"expm1", number::expm1, [](oracle const& x) -> oracle { return exp(x) - 1; }, -inf, inf},
    {"log", number::log, [](oracle const& x) -> oracle { return log(x); }, 0, inf},
    {"log1p", number::log1p, [](oracle const& x) -> oracle { return log(1 + x); }, -1, inf},
    {"sqrt", number::sqrt, [](oracle const& x) -> oracle { return sqrt(x); }, 0, inf},
    {"sin", number::sin, [](oracle const& x) -> oracle { return sin(x); }, -inf, inf},
    {"cos", number::cos, [](oracle const& x) -> oracle { return cos(x); }, -inf, inf},
    {"tan", number::tan, [](oracle const& x) -> oracle { return tan(x); }, -1.5, 1.5},
    {"asin", number::asin, [](oracle const& x) -> oracle { return asin(x); }, -1, 1},
    {"acos", number::acos, [](oracle const& x) -> oracle { return acos(x); }, -1, 1},
    {"atan", number::atan, [](oracle const& x) -> oracle { return atan(x); }, -inf, inf},
    {"sinh", number::sinh, [](oracle const& x) -> oracle { return (exp(x) - exp(-x)) / 2; }, -inf, inf},
    {"cosh", number::cosh, [](oracle const& x) -> oracle { return (exp(x) + exp(-x)) / 2; }, -inf, inf},
    {"tanh", number::tanh, [](oracle const& x) -> oracle { return 1 - 2 / (exp(2 * x) + 1); }, -inf, inf},
    {"asinh", number::asinh, [](oracle const& x) -> oracle { return log(x + sqrt(x * x + 1)); }, -inf, inf},
    {"acosh", number::acosh, [](oracle const& x) -> oracle { return log(x + sqrt(x * x - 1)); }, 1, inf},
    {"atanh", number::atanh, [](oracle const& x) -> oracle { return log((1 + x) / (1 - x)) / 2; }, -1, 1},
    {"erf", number::erf, [](oracle const& x) -> oracle { return boost::math::erf(x); }, -inf, inf},
    {"erfc", number::erfc, [](oracle const& x) -> oracle { return boost::math::erfc(x); }, -inf, inf},
    {"erfcx", number::erfcx, [](oracle const& x) -> oracle { return exp(x * x) * boost::math::erfc(x); }, -8, inf},
    {"abs", number::abs, [](oracle const& x) -> oracle { return abs(x); }, -inf, inf},
    {"sign", number::sign, [](oracle const& x) -> oracle { return oracle{x.sign()}; }, -inf, inf},
    {"x^3", [](enclosure const& x) { return power(x, 3); }, [](oracle const& x) -> oracle { return x * x * x; }, -inf,
     inf},
    {"x^6", [](enclosure const& x) { return power(x, 6); }, [](oracle const& x) -> oracle { return pow(x, 6); }, -inf,
     inf},
    {"x^-3", [](enclosure const& x) { return power(x, -3); }, [](oracle const& x) -> oracle { return 1 / (x * x * x); },
     0, inf},
};

} // namespace

static_assert(enclosure{1}.is_point() && (enclosure{1} + enclosure{2}).is_point());
static_assert((enclosure{2} - enclosure{2}).certain_sign() == 0);
static_assert(!(enclosure{1} / enclosure{0}).defined() && !sqrt(enclosure{-1}).defined() &&
              !log(enclosure{0}).defined());
static_assert(exp(enclosure{0}).is_point() && cos(enclosure{0}).lower == extended{1});
static_assert(exp(enclosure{1}).rounds_uniquely<long double>() &&
              exp(enclosure{1}).to<double>() == 0x1.5bf0a8b145769p+1);
static_assert(enclosure{rational{1, 10}}.to<double>() == 0.1 && !enclosure{rational{1, 10}}.is_point());
static_assert(erfc(enclosure::point(0.5)).rounds_uniquely<double>());
static_assert(number::pi_enclosure().to<double>() == 3.14159265358979323846);

TEST_CASE("functions contain the truth on points and on intervals, and points stay narrow") {
    for (row const& r : rows) {
        CAPTURE(r.name);
        generator g;
        oracle const low{r.low}, high{r.high};
        int tried = 0;
        for (int i = 0; i < 1500 && tried < 250; ++i) {
            extended a = g.value(-12, i % 2 == 0 ? 4 : 0), b = i % 3 == 0 ? a : g.value(-8, 4);
            if (i % 3 == 1) b = a + b * extended{rational{1, 1000}};
            if (i % 50 == 7) a = extended{};
            enclosure const x = i % 3 == 0 ? enclosure::point(a) : between(a, b);
            if (exact(x.lower) <= low || exact(x.upper) >= high) continue;
            ++tried;
            enclosure const y = r.f(x);
            REQUIRE(y.defined());
            for (int k = 0; k < 4; ++k) {
                oracle const t = exact(g.inside(x));
                // the oracle rounds as well, at 2^-332, and cancels near 0
                oracle const v = r.truth(t), slack = ldexp(oracle{1}, -310);
                CHECK(exact(y.lower) <= v + slack);
                CHECK(exact(y.upper) >= v - slack);
            }
            if (x.is_point()) CHECK(width(y) <= ldexp(abs(exact(y.lower)), -118));
        }
        CHECK(tried > 60);
    }
}

TEST_CASE("arithmetic contains the truth and is exact where it can be") {
    generator g;
    for (int i = 0; i < 1000; ++i) {
        enclosure const a = between(g.value(-4, 4), g.value(-4, 4)), b = between(g.value(-4, 4), g.value(-4, 4));
        enclosure const c = i % 3 == 0 ? enclosure::point(a.lower) : a;
        for (int k = 0; k < 4; ++k) {
            oracle const x = exact(g.inside(c)), y = exact(g.inside(b));
            CHECK(holds(c + b, x + y));
            CHECK(holds(c - b, x - y));
            CHECK(holds(c * b, x * y));
            if (b.excludes_zero()) CHECK(holds(c / b, x / y));
            CHECK(holds(min(c, b), x < y ? x : y));
            CHECK(holds(max(c, b), x < y ? y : x));
            if (c.lower.sign() > 0) CHECK(holds(pow(c, b), pow(x, y)));
        }
        CHECK((c / b).defined() == b.excludes_zero());
        // the ends are attained: an interval product is no wider than its corners
        oracle const corners[]{exact(c.lower) * exact(b.lower), exact(c.lower) * exact(b.upper),
                               exact(c.upper) * exact(b.lower), exact(c.upper) * exact(b.upper)};
        oracle least = corners[0], most = corners[0];
        for (oracle const& v : corners) {
            if (v < least) least = v;
            if (v > most) most = v;
        }
        CHECK(width(c * b) <= (most - least) + ldexp(abs(least) + abs(most), -126));
    }
    for (int n = 1; n < 50; ++n) {
        CHECK((enclosure{n} * enclosure{n}).is_point());
        CHECK(sqrt(enclosure{n * n}).is_point());
        CHECK(power(enclosure{-n}, 3).lower == extended{-n * n * n});
        CHECK((enclosure{n} / enclosure{8}).is_point());
        enclosure const third{rational{n, 3}};
        CHECK(exact(third.lower) <= oracle{n} / 3);
        CHECK(exact(third.upper) >= oracle{n} / 3);
    }
}

TEST_CASE("extrema inside an interval are found") {
    CHECK(sin(enclosure{extended{1}, extended{2}}).upper == extended{1});
    CHECK(sin(enclosure{extended{4}, extended{5}}).lower == extended{-1});
    CHECK(sin(enclosure{extended{-2}, extended{-1}}).lower == extended{-1});
    CHECK(cos(enclosure{extended{-1}, extended{1}}).upper == extended{1});
    CHECK(cos(enclosure{extended{3}, extended{4}}).lower == extended{-1});
    CHECK(sin(enclosure{extended{0}, extended{7}}).lower == extended{-1});
    CHECK(sin(enclosure{extended{0}, extended{1}}).upper < extended{1});
    CHECK(cosh(enclosure{extended{-1}, extended{2}}).lower == extended{1});
    CHECK(abs(enclosure{extended{-1}, extended{2}}).lower == extended{0});
    CHECK(power(enclosure{extended{-1}, extended{2}}, 2).lower == extended{0});
    CHECK(power(enclosure{extended{-2}, extended{3}}, 3).lower == extended{-8});
    CHECK(power(enclosure{extended{-2}, extended{3}}, 0).is_point());
    // the extremum at an end point
    enclosure const half_pi = number::pi_enclosure() / enclosure{2};
    CHECK(sin(enclosure{extended{0}, half_pi.upper}).upper == extended{1});
    CHECK(sin(enclosure{half_pi.lower, extended{2}}).upper == extended{1});
}

TEST_CASE("whatever is not certainly defined is undefined, and stays so") {
    extended const e = extended::infinity();
    enclosure const around{extended{-1}, extended{1}}, two{2}, none = enclosure::undefined();
    CHECK_FALSE((two / around).defined());
    CHECK_FALSE((two / enclosure{extended{0}, extended{1}}).defined());
    CHECK_FALSE(log(around).defined());
    CHECK_FALSE(log(enclosure{extended{0}, extended{1}}).defined());
    CHECK_FALSE(log1p(enclosure{-1}).defined());
    CHECK_FALSE(sqrt(around).defined());
    CHECK_FALSE(asin(two).defined());
    CHECK_FALSE(acos(enclosure{extended{0}, extended{2}}).defined());
    CHECK_FALSE(acosh(enclosure{0}).defined());
    CHECK_FALSE(atanh(enclosure{1}).defined());
    CHECK_FALSE(tan(enclosure{extended{1}, extended{2}}).defined());
    CHECK_FALSE(tan(enclosure{extended{-1}, extended{4}}).defined());
    CHECK(tan(enclosure{extended{2}, extended{4}}).defined());
    CHECK_FALSE(pow(around, enclosure{rational{1, 2}}).defined());
    CHECK_FALSE(pow(enclosure{0}, enclosure{-1}).defined());
    CHECK_FALSE(power(around, -1).defined());
    CHECK_FALSE(enclosure(extended{2}, extended{1}).defined());
    CHECK_FALSE(enclosure{rational::invalid(ogive::number::fault::power)}.defined());
    CHECK(pow(enclosure{0}, enclosure{rational{1, 2}}).is_point());
    CHECK(pow(enclosure{-2}, enclosure{3}).lower == extended{-8});
    CHECK(tan(enclosure{extended{-e}, e}).defined() == false);
    for (row const& r : rows) {
        CAPTURE(r.name);
        CHECK_FALSE(r.f(none).defined());
    }
    for (enclosure const& x : {none + two, two - none, none * two, two * none, none / two, two / none, -none,
                               min(none, two), max(two, none), pow(none, two), pow(two, none), power(none, 0)})
        CHECK_FALSE(x.defined());
    CHECK(none.certain_sign() == enclosure::sign_unknown);
    CHECK_FALSE(none.excludes_zero());
    CHECK_FALSE(none.contains_zero());
    CHECK_FALSE(none.rounds_uniquely<float>());
    CHECK_FALSE(disjoint(none, two));
}

TEST_CASE("infinite end points") {
    extended const e = extended::infinity();
    enclosure const up{extended{1}, e}, all = enclosure::whole();
    CHECK((enclosure{1} / up).lower.is_zero());
    CHECK((all * enclosure{0}).is_point());
    CHECK((all + all).defined());
    CHECK((all - all).upper == e);
    CHECK(exp(all).lower.is_zero());
    CHECK(exp(all).upper == e);
    CHECK(tanh(all).upper == extended{1});
    CHECK(erf(all).lower == extended{-1});
    CHECK(erfc(all).upper == extended{2});
    CHECK(atan(all).upper < extended{2});
    CHECK(sin(all).upper == extended{1});
    CHECK(log(up).upper == e);
    CHECK(sqrt(up).upper == e);
    CHECK(erfcx(up).lower.is_zero());
    CHECK(power(all, 2).lower.is_zero());
    CHECK((up / up).lower.is_zero());
    // overflow and underflow: a bound never passes the value
    CHECK(exp(enclosure{1 << 30}).lower == extended::largest());
    CHECK(exp(enclosure{-(1 << 30)}).upper == extended::smallest());
    CHECK(erfc(enclosure{1 << 20}).upper == extended::smallest());
    CHECK(erfc(enclosure{1 << 20}).certain_sign() == enclosure::sign_unknown);
}

TEST_CASE("predicates and conversion") {
    enclosure const small{extended{rational{1, 3}}, extended{rational{1, 2}}};
    CHECK(small.certain_sign() == 1);
    CHECK((-small).certain_sign() == -1);
    CHECK((small - small).certain_sign() == enclosure::sign_unknown);
    CHECK(small.contains(extended{0.4}));
    CHECK_FALSE(small.contains(extended{1}));
    CHECK(disjoint(small, enclosure{1}));
    CHECK_FALSE(disjoint(small, small));
    CHECK_FALSE(small.rounds_uniquely<float>());
    CHECK(enclosure{rational{1, 3}}.rounds_uniquely<float>());
    CHECK(enclosure{rational{1, 3}}.to<long double>() == 1.0L / 3);
    CHECK(enclosure(extended{0}, extended{1}).to<double>() == 0.5);
    CHECK(sign(enclosure(extended{-1}, extended{3})).lower == extended{-1});
    CHECK(number::pi_enclosure().rounds_uniquely<long double>());
    CHECK(exact(number::pi_enclosure().lower) < boost::math::constants::pi<oracle>());
    CHECK(exact(number::pi_enclosure().upper) > boost::math::constants::pi<oracle>());
    CHECK(width(number::pi_enclosure()) < ldexp(oracle{1}, -124));
}
