// SPDX-License-Identifier: BSL-1.0
// Batches of 16-bit types and doubles, the accurate policy, and what is next to the zero of a derivative.

#include "arrays.hpp"

#include <doctest/doctest.h>

using namespace arrays;
using namespace ogive::literals;

TEST_CASE("accurate: float within 0.501 ULP, double as in long double") {
    std::vector<float> const in = floats(400009);
    std::vector<float> out(in.size());
    forward<accurate>(mish(x), in, out);
    for (std::size_t i = 0; i < in.size(); ++i) {
        INFO(in[i]);
        CHECK(ulps(out[i], mish(x)(static_cast<double>(in[i]))) <= 0.501);
    }
    std::vector<double> const wide{-30, -1, -0.1, 0.3, 2, 50};
    std::vector<double> result(wide.size());
    forward<accurate>(gelu(x), wide, result);
    for (std::size_t i = 0; i < wide.size(); ++i)
        CHECK(result[i] == static_cast<double>(gelu(x)(static_cast<long double>(wide[i]))));
}

namespace {

/// All 65,536 inputs of a 16-bit type: how many results are not the correctly rounded ones, and by how much at most.
template <policy P, class H, class F>
void check_half(F f, double share) {
    std::vector<H> in(0x10000), out(0x10000);
    for (unsigned b = 0; b < 0x10000; ++b) in[b].bits = static_cast<unsigned short>(b);
    forward<P>(f, in, out);
    unsigned wrong = 0, far = 0;
    for (unsigned b = 0; b < 0x10000; ++b) {
        H const expected{f(static_cast<double>(in[b]))};
        if (std::isnan(static_cast<float>(expected)) && std::isnan(static_cast<float>(out[b]))) continue;
        int const off = std::abs(static_cast<int>(expected.bits) - static_cast<int>(out[b].bits));
        wrong += off != 0;
        far += off > 1;
    }
    CHECK(far == 0);
    CHECK(wrong <= share * 0x10000);
    MESSAGE(wrong, " of 65536 not rounded correctly");
}
template <class F>
void check_halves(F f) {
    check_half<policy::fast, bfloat16>(f, 0.001);
    check_half<policy::fast, float16>(f, 0.001);
    check_half<policy::accurate, bfloat16>(f, 0);
    check_half<policy::accurate, float16>(f, 0);
}

} // namespace

TEST_CASE("16-bit types: all inputs, correctly rounded in 99.9 % of cases, always when accurate") {
    check_halves(sigmoid(x));
    check_halves(derivative(sigmoid(x), x)); // a bfloat16 gradient does not die beyond 6.25
    check_halves(tanh(x));
    check_halves(derivative(silu(x), x));
    check_halves(gelu(x));
    check_halves(derivative(mish(x), x));
    CHECK(static_cast<float>(derivative(sigmoid(x), x)(bfloat16{8.0f})) > 3e-4f);
}

namespace {

/// The slope of a function at its zero, from values that are far enough from it.
template <policy P, class T, class F>
void check_next_to_zero(F const& f, long double root, long double slope) {
    T const nearest = static_cast<T>(root);
    for (T const at : {nearest, std::nextafter(nearest, T(-2)), std::nextafter(nearest, T(2))}) {
        std::vector<T> const in{at};
        std::vector<T> out(1);
        forward<P>(f, in, out);
        long double const expected = (static_cast<long double>(at) - root) * slope;
        INFO(static_cast<double>(at));
        // the difference of two long doubles has some 10 bits next to the nearest double
        CHECK(std::fabs(static_cast<long double>(out[0]) / expected - 1) < (sizeof(T) == 4 ? 1e-6L : 2e-3L));
    }
}

} // namespace

TEST_CASE("next to an irrational zero of a derivative there is a slope, not noise") {
    // 40 digits by a root finder of another program on the formula as written
    long double const root = -1.192431214515495212137588L, slope = 0.2669479140495345113L;
    auto const f = derivative(mish(x), x);
    check_next_to_zero<policy::fast, float>(f, root, slope);
    check_next_to_zero<policy::accurate, float>(f, root, slope);
    check_next_to_zero<policy::fast, double>(f, root, slope);
    check_next_to_zero<policy::accurate, double>(f, root, slope);
}

TEST_CASE("and where its power series does not reach far") {
    long double const root = 0.3095196042031117154741L, slope = 0.91L; // atanh(3/10), 1 - tanh(root)^2
    auto const f = tanh(x) - 0.3_q;
    check_next_to_zero<policy::fast, float>(f, root, slope);
    check_next_to_zero<policy::fast, double>(f, root, slope);
    check_next_to_zero<policy::accurate, double>(f, root, slope);
}
