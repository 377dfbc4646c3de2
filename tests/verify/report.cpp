// SPDX-License-Identifier: BSL-1.0
// Points and measurements, and that a wrong evaluator does not pass: the checker is itself checked.

#include <doctest/doctest.h>

#include <ogive/expression/functions.hpp>
#include <ogive/expression/hana.hpp>
#include <ogive/expression/named.hpp>
#include <oracle.hpp>

#include <cmath>
#include <set>

using namespace ogive;

inline constexpr auto x = symbol<"x">;
template <int N>
inline constexpr exact<N> c{};
inline constexpr auto sigmoid_as_written = c<1> / (c<1> + exp(-x));
inline constexpr auto mish_as_written = x * tanh(log(c<1> + exp(x)));

template <class T>
static T good_sigmoid(T v) {
    T const e = std::exp(-std::fabs(v));
    return v >= 0 ? 1 / (1 + e) : e / (1 + e);
}
static double good_mish(double v) {
    double const s = std::exp(-std::fabs(v));
    return v >= 0 ? v * (1 + 2 * s) / (1 + 2 * s + 2 * s * s) : v * ((s * s + 2 * s) / (s * s + 2 * s + 2));
}

TEST_CASE("points are stratified, inside the domain, and always the same") {
    auto const all = verify::points<double>();
    CHECK(all.size() > 15000);
    CHECK(std::is_sorted(all.begin(), all.end()));
    CHECK(all == verify::points<double>());
    CHECK(all != verify::points<double>({}, 1000, 2));
    std::set<int> positive_binades, negative_binades;
    for (double v : all)
        if (v != 0) (v > 0 ? positive_binades : negative_binades).insert(std::ilogb(v));
    CHECK(positive_binades.size() == 2098);
    CHECK(negative_binades.size() == 2098);
    for (double v :
         {0.0, 1.0, -1.0, 0x1p-1074, -1.7976931348623157e308, 709.7827, -745.1332, std::nextafter(1.0, 2.0)}) {
        CAPTURE(v);
        CHECK(std::binary_search(all.begin(), all.end(), v));
    }
    auto const some = verify::points<float>({0, 1}, 50);
    CHECK(some.front() == 0);
    CHECK(some.back() == 1);
    CHECK(verify::points<float>({2, 1}).empty());
}

TEST_CASE("good evaluators pass") {
    verify::options o;
    o.random = 100;
    auto const d = verify::measure<double>(good_sigmoid<double>, verify::view(sigmoid_as_written), o);
    CHECK(d.within(4));
    CHECK(d.worst.error > 0.5);
    CHECK(d.worst.error == verify::ulp(d.worst.got, verify::value(sigmoid_as_written, x, d.worst.x)));
    CHECK(d.mean < 0.5);
    CHECK(d.points > 10000);
    CHECK(verify::measure<float>(good_sigmoid<float>, verify::view(sigmoid_as_written), o).within(4));
    // Below -708 exp(-|x|) is subnormal, and x times its rounding error is hundreds of ULP: that is found, too.
    CHECK_FALSE(verify::measure<double>(good_mish, verify::view(mish_as_written), o).within(100));
    o.domain.low = -708;
    CHECK(verify::measure<double>(good_mish, verify::view(mish_as_written), o).within(5));
    o.domain = {};

    o.order = 1;
    auto const slope = [](double v) {
        double const s = good_sigmoid(std::fabs(v)), e = std::exp(-std::fabs(v));
        return s * s * e;
    };
    CHECK(verify::measure<double>(slope, verify::view(sigmoid_as_written), o).within(5));
}

TEST_CASE("wrong evaluators do not") {
    verify::options o;
    o.random = 100;
    auto const sigmoid = verify::view(sigmoid_as_written);
    auto const one_off = [](double v) { return v == 88.7228 ? 1 - 0x1p-49 : good_sigmoid(v); };
    auto const caught = verify::measure<double>(one_off, sigmoid, o);
    CHECK_FALSE(caught.within(4));
    CHECK(caught.worst.x == 88.7228);
    CHECK(caught.worst.error == doctest::Approx(16));

    auto const saturates = verify::measure<double>([](double v) { return 0.5 + 0.5 * std::tanh(v / 2); }, sigmoid, o);
    CHECK(saturates.worst.error > 1e10);

    auto const naive = [](double v) { return std::exp(v) / (1 + std::exp(v)); };
    auto const poisoned = verify::measure<double>(naive, sigmoid, o);
    CHECK_FALSE(poisoned.within(1e300));
    CHECK(poisoned.mismatches > 100);
    CHECK(std::isnan(poisoned.mismatch.got));

    auto const naive_mish = [](double v) { return v * std::tanh(std::log(1 + std::exp(v))); };
    CHECK_FALSE(verify::measure<double>(naive_mish, verify::view(mish_as_written), o).within(1e6));

    o.order = 1; // the value is not the derivative
    CHECK_FALSE(verify::measure<double>(good_sigmoid<double>, sigmoid, o).within(1e6));

    o.domain = {3, 2};
    CHECK_FALSE(verify::measure<double>(good_sigmoid<double>, sigmoid, o).within(1e6)); // no points: nothing was shown
}

TEST_CASE("roots are judged by absolute error, kinks not at all") {
    verify::options o;
    o.random = 100;
    o.domain = {-10, 10};
    constexpr auto f = exp(x) - exp(c<3>);
    auto const evaluator = [](double v) { return std::exp(v) - std::exp(3.0); };
    for (int i = -30; i <= 30; ++i) o.extra.push_back(3 + i * 1e-6);
    CHECK_FALSE(verify::measure<double>(evaluator, verify::view(f), o).within(4));
    o.roots = {{3, 0.5}, {-10, 0}};
    o.scale = 20.1;
    auto const m = verify::measure<double>(evaluator, verify::view(f), o);
    CHECK(m.near_roots >= 61);
    CHECK(m.within(8));
    CHECK_FALSE(
        verify::measure<double>([&](double v) { return evaluator(v) + 1e-13; }, verify::view(f), o).within(1e9));

    o = {};
    o.random = 10;
    o.order = 1;
    constexpr auto relu = piecewise(when(x > c<0>, x), otherwise(c<0>));
    auto const r = verify::measure<float>([](float v) { return v > 0 ? 1.0f : 0.0f; }, verify::view(relu), o);
    CHECK(r.kinks == 1);
    CHECK(r.within(0));
    CHECK_FALSE(
        verify::measure<float>([](float v) { return v > 1e-40f ? 1.0f : 0.0f; }, verify::view(relu), o).within(4));
}

TEST_CASE("other symbols") {
    constexpr auto a = symbol<"a">;
    constexpr auto prelu = piecewise(when(x > c<0>, x), otherwise(a * x));
    verify::options o;
    o.random = 10;
    o.fixed = {{a.name, 0.25L}};
    auto const f = [](double v) { return v > 0 ? v : 0.25 * v; };
    CHECK(verify::measure<double>(f, verify::view(prelu), o).within(0.5));
    o.by = a.name;
    o.fixed = {{x.name, -3.0L}};
    CHECK(verify::measure<double>([](double v) { return -3 * v; }, verify::view(prelu), o).within(0.5));
    o.order = 1;
    CHECK(verify::measure<double>([](double) { return -3.0; }, verify::view(prelu), o).within(0));
    o.fixed.clear(); // an unbound symbol decides nothing, and nothing passes
    auto const unbound = verify::measure<double>([](double) { return -3.0; }, verify::view(prelu), o);
    CHECK(unbound.undecided > 0);
    CHECK_FALSE(unbound.within(1e300));
}
