// SPDX-License-Identifier: BSL-1.0
// Batches of 16-bit types and doubles, the accurate policy, and what is next to the zero of a derivative.

#include "arrays.hpp"

#include <bit>
#include <cstddef>
#include <doctest/doctest.h>

using namespace arrays;
using namespace ogive::literals;

TEST_CASE("accurate: float within 0.51 ULP, double as in long double") {
    std::vector<float> const in = floats(400009);
    std::vector<float> out(in.size());
    forward<accurate>(mish(x), in, out);
    for (std::size_t i = 0; i < in.size(); ++i) {
        INFO(in[i]);
        CHECK(ulps(out[i], mish(x)(static_cast<double>(in[i]))) <= 0.51);
    }
    std::vector<double> const wide{-30, -1, -0.1, 0.3, 2, 50};
    std::vector<double> result(wide.size());
    forward<accurate>(gelu(x), wide, result);
    for (std::size_t i = 0; i < wide.size(); ++i)
        CHECK(result[i] == static_cast<double>(gelu(x)(static_cast<long double>(wide[i]))));
}

namespace {

/// To the right, where x is kept within what makes a difference, against long double on other forms.
template <class F>
double worst_to_the_right(F f) {
    std::vector<double> in;
    for (double at = 1; at < 70; at += 0.013) in.push_back(at);
    std::vector<double> out(in.size());
    forward<accurate>(f, in, out);
    double most = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        long double const exact = f(static_cast<long double>(in[i]));
        long double const unit = std::ldexp(1.0L, std::ilogb(exact) - 52);
        most = std::max(most, static_cast<double>(std::fabs(static_cast<long double>(out[i]) - exact) / unit));
    }
    return most;
}

} // namespace

TEST_CASE("accurate double where a function is settled") {
    CHECK(worst_to_the_right(silu(x)) <= 0.51);
    CHECK(worst_to_the_right(derivative(silu(x), x)) <= 0.51);
    CHECK(worst_to_the_right(gelu_tanh(x)) <= 0.51);
    CHECK(worst_to_the_right(derivative(gelu_tanh(x), x)) <= 0.51);
    CHECK(worst_to_the_right(mish(x)) <= 0.51);
    CHECK(worst_to_the_right(tanh(x)) <= 0.51);
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

template <class H>
unsigned bits(H h) {
    return h.bits;
}

/// Conversions of arrays against those of single numbers; of NaN the payload may differ.
template <class H>
void check_conversions(ogive::evaluation::instruction_set set) {
    std::vector<H> halves(0x10000 + 13), back(halves.size());
    for (unsigned b = 0; b < halves.size(); ++b) halves[b].bits = static_cast<unsigned short>(b * 40503u);
    std::vector<float> wide(halves.size());
    ogive::evaluation::convert(halves.data(), wide.data(), halves.size(), set);
    unsigned wrong = 0;
    for (std::size_t i = 0; i < wide.size(); ++i) {
        auto const expected = static_cast<float>(halves[i]);
        wrong += std::isnan(expected) ? !std::isnan(wide[i])
                                      : wide[i] != expected || std::signbit(wide[i]) != std::signbit(expected);
    }
    CHECK(wrong == 0);
    std::vector<float> all = floats(1000003); // of all magnitudes, and what lies half-way between two of H
    for (std::size_t i = 0; i + 1 < wide.size(); ++i)
        if (std::isfinite(wide[i])) all.push_back(wide[i] + std::ldexp(wide[i], -12));
    for (unsigned b = 0; b < 0x20000; ++b) all.push_back(std::bit_cast<float>(b << 12 | 0x38000000u));
    back.resize(all.size());
    ogive::evaluation::convert(all.data(), back.data(), all.size(), set);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (std::isnan(all[i]))
            wrong += !std::isnan(static_cast<float>(back[i]));
        else
            wrong += back[i].bits != H{all[i]}.bits;
    }
    CHECK(wrong == 0);
}

/// Arrays of every length: each element has the bits that it has alone, also in place, with a weight and parameters.
template <class H>
void check_places() {
    auto const a = symbol<"a">;
    auto const f = a * silu(x);
    std::size_t const most = 1200;
    std::vector<H> in(most), weight(most), scale(most), alone(most), gradient_alone(most);
    std::vector<float> wide_scale(most);
    for (std::size_t i = 0; i < most; ++i) {
        in[i] = H{static_cast<float>(i % 97) / 8 - 6};
        weight[i] = H{static_cast<float>(i % 31) / 4 - 3};
        wide_scale[i] = static_cast<float>(i % 7) / 2 - 1;
        scale[i] = H{wide_scale[i]};
    }
    for (std::size_t i = 0; i < most; ++i) {
        std::vector<H> const one{in[i]}, w{weight[i]}, s{scale[i]};
        std::vector<H> out(1);
        forward(f, one, out, a = s);
        alone[i] = out[0];
        backward(f, one, w, out, a = s);
        gradient_alone[i] = out[0];
    }
    unsigned wrong = 0;
    for (std::size_t const n : {1u, 7u, 15u, 16u, 17u, 63u, 64u, 65u, 511u, 512u, 513u, 600u, 1024u, 1199u, 1200u}) {
        std::vector<H> const s(scale.begin(), scale.begin() + static_cast<std::ptrdiff_t>(n));
        std::vector<float> const ws(wide_scale.begin(), wide_scale.begin() + static_cast<std::ptrdiff_t>(n));
        std::vector<H> const w(weight.begin(), weight.begin() + static_cast<std::ptrdiff_t>(n));
        std::vector<H> x_in(in.begin(), in.begin() + static_cast<std::ptrdiff_t>(n)), out(n), gradient(n);
        forward(f, x_in, out, a = ws);
        backward(f, x_in, w, gradient, a = s);
        forward(f, x_in, x_in, a = s); // in place
        for (std::size_t i = 0; i < n; ++i)
            wrong += bits(out[i]) != bits(alone[i]) || bits(x_in[i]) != bits(alone[i]) ||
                     bits(gradient[i]) != bits(gradient_alone[i]);
    }
    CHECK(wrong == 0);
}

} // namespace

TEST_CASE("16 bits: conversions of arrays") {
    for (auto const set : available()) {
        check_conversions<bfloat16>(set);
        check_conversions<float16>(set);
    }
}

TEST_CASE("16 bits: the same bits at every place") {
    check_places<bfloat16>();
    check_places<float16>();
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
