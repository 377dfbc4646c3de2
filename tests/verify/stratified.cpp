// SPDX-License-Identifier: BSL-1.0
// Sampling and climbing: that they find a peak nobody sampled, zeros, and planted errors.

#include <doctest/doctest.h>

#include <ogive/activation/sigmoid.hpp>
#include <ogive/activation/swish.hpp>
#include <oracle.hpp>

using namespace ogive;

inline constexpr auto x = symbol<"x">;

template <class T>
static verify::stratified_options<T> quick() {
    verify::stratified_options<T> o;
    o.screened = 20000;
    o.judged = 200;
    return o;
}

TEST_CASE("double and float, both policies") {
    auto const both = verify::stratified_of_policies<double, fast, accurate>(sigmoid(x), quick<double>());
    REQUIRE(both.size() == 2);
    CHECK(both[0].within(4));
    CHECK(both[0].worst.error > 1);
    CHECK(both[0].worst.error == verify::ulp(both[0].worst.got, verify::value(sigmoid(x), x, both[0].worst.x)));
    CHECK(both[1].within(0.51));
    CHECK(both[0].disagreement < 0.01);
    CHECK(both[0].histogram.total() == 20000);
    CHECK(both[0].oracle_points > 200);
    auto const single = verify::stratified<float>(sigmoid(x), quick<float>());
    CHECK(single.within(4));
    CHECK(single.special.at_minus_infinity == 0);
}

TEST_CASE("climbing reaches a peak that no sample hits") {
    auto s = verify::subject_of<double, fast>(x + exact<1>{}, evaluation::instruction_set::portable);
    auto const good = s.kernels[0];
    // Errors rise towards 3.1: 1 ULP far away, 60 ULP within 2^-40 of it.
    s.kernels[0] = [good](double const* in, double* out, std::size_t count) {
        good(in, out, count);
        for (std::size_t i = 0; i < count; ++i) {
            double const distance = std::fabs(in[i] - 3.1) + 0x1p-40;
            double const bits = distance < 1 ? -std::log2(distance) : 0;
            out[i] += 0x1p-50 * std::floor(1.5 * bits);
        }
    };
    auto o = quick<double>();
    o.climbs = 0;
    auto const sampled = verify::detail::stratified_search<double>{s, o}().front();
    o.climbs = 32;
    o.rounds = 200;
    auto const climbed = verify::detail::stratified_search<double>{s, o}().front();
    CHECK(climbed.worst.error > sampled.worst.error);
    CHECK(climbed.worst.error > 45);
    CHECK(std::fabs(climbed.worst.x - 3.1) < 1e-6);
}

TEST_CASE("a zero between two samples is found and its neighbours are judged") {
    // Kernel and reference lose all digits within 2^-30 of the zero of x - 1/3.
    auto s = verify::subject_of<double, fast>(x - exact<1, 3>{}, evaluation::instruction_set::portable);
    auto const good = s.kernels[0];
    s.kernels[0] = [good](double const* in, double* out, std::size_t count) {
        good(in, out, count);
        for (std::size_t i = 0; i < count; ++i)
            if (std::fabs(out[i]) < 0x1p-30) out[i] *= 1.5;
    };
    s.cuts.clear();
    auto const r = verify::detail::stratified_search<double>{s, quick<double>()}().front();
    CHECK_FALSE(r.within(1e6));
    CHECK(std::fabs(r.worst.x - 1.0 / 3) < 0x1p-30);
}

TEST_CASE("the wrong kind and the wrong sign are found where they were recorded") {
    auto s = verify::subject_of<double, fast>(x * x, evaluation::instruction_set::portable);
    auto const good = s.kernels[0];
    double const bad = 0x1.23456789abcdep+1;
    auto o = quick<double>();
    o.extra = {bad};
    s.kernels[0] = [=](double const* in, double* out, std::size_t count) {
        good(in, out, count);
        for (std::size_t i = 0; i < count; ++i)
            if (in[i] == bad) out[i] = std::nan("");
    };
    auto const lost = verify::detail::stratified_search<double>{s, o}().front();
    CHECK(lost.mismatches == 1);
    CHECK(lost.mismatch.x == bad);
    CHECK_FALSE(lost.within(1e300));
    s.kernels[0] = [=](double const* in, double* out, std::size_t count) {
        good(in, out, count);
        for (std::size_t i = 0; i < count; ++i)
            if (in[i] == bad) out[i] = -out[i];
    };
    auto const turned = verify::detail::stratified_search<double>{s, o}().front();
    CHECK(turned.wrong_signs == 1);
    CHECK(turned.wrong_sign_at == bad);
}
