// SPDX-License-Identifier: BSL-1.0
// Sixteen-bit numbers: all 65,536 values of both types, rounding in both directions, and scalar evaluation.

#include <ogive/number/half.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <limits>

using ogive::bfloat16;
using ogive::float16;

namespace {

template <class H>
H with_bits(unsigned bits) {
    return std::bit_cast<H>(static_cast<unsigned short>(bits));
}

/// The exact value, by definition.
template <class H>
double defined_value(unsigned bits) {
    int const fraction = std::is_same_v<H, bfloat16> ? 7 : 10, bias = std::is_same_v<H, bfloat16> ? 127 : 15;
    int const top = std::is_same_v<H, bfloat16> ? 255 : 31;
    double const sign = bits & 0x8000u ? -1 : 1;
    int const e = static_cast<int>(bits & 0x7fffu) >> fraction, m = static_cast<int>(bits) & ((1 << fraction) - 1);
    if (e == top)
        return m != 0 ? std::numeric_limits<double>::quiet_NaN() : sign * std::numeric_limits<double>::infinity();
    return e == 0 ? sign * std::ldexp(m, 1 - bias - fraction)
                  : sign * std::ldexp((1 << fraction) + m, e - bias - fraction);
}

/// Both neighbours of every pair of adjacent numbers, their middle and what is just beside it.
template <class H>
unsigned wrong_roundings() {
    unsigned wrong = 0;
    double const unit = 0x1p-45;
    for (unsigned b = 0; b < 0x7fffu; ++b) {
        double const low = defined_value<H>(b), high = defined_value<H>(b + 1);
        if (std::isnan(low) || std::isnan(high)) continue;
        double const step = std::isinf(high) ? low - defined_value<H>(b - 1) : high - low, middle = low + step / 2;
        unsigned const even = b % 2 == 0 ? b : b + 1;
        wrong += H{low}.bits != b;
        wrong += H{-low}.bits != (b | 0x8000u);
        wrong += H{middle}.bits != even;
        wrong += H{middle * (1 - unit)}.bits != b;
        wrong += H{middle * (1 + unit)}.bits != b + 1;
        wrong += H{static_cast<float>(low)}.bits != b;
        float const single = static_cast<float>(middle);
        if (static_cast<double>(single) == middle) {
            wrong += H{single}.bits != even;
            wrong += H{std::nextafterf(single, 0)}.bits != b;
            wrong += H{std::nextafterf(single, INFINITY)}.bits != b + 1;
        }
    }
    return wrong;
}

template <class H>
void check_all() {
    for (unsigned b = 0; b < 0x10000u; ++b) {
        double const expected = defined_value<H>(b);
        float const got = static_cast<float>(with_bits<H>(b));
        INFO(b);
        REQUIRE((std::isnan(expected) ? std::isnan(got) : static_cast<double>(got) == expected));
        REQUIRE(std::signbit(got) == ((b & 0x8000u) != 0));
        if (!std::isnan(expected)) REQUIRE(H{got}.bits == b);
    }
    CHECK(wrong_roundings<H>() == 0);
    CHECK(std::isnan(static_cast<float>(H{std::numeric_limits<float>::quiet_NaN()})));
    CHECK(std::isnan(static_cast<float>(H{std::numeric_limits<double>::quiet_NaN()})));
    CHECK(std::isinf(static_cast<float>(H{std::numeric_limits<double>::infinity()})));
    CHECK(std::isinf(static_cast<float>(H{1e300})));
    CHECK(H{1e-300}.bits == 0);
    CHECK(H{-1e-300}.bits == 0x8000u);
}

} // namespace

TEST_CASE("bfloat16: all values, rounded to nearest, ties to even") { check_all<bfloat16>(); }
TEST_CASE("float16: all values, rounded to nearest, ties to even") { check_all<float16>(); }

static_assert(bfloat16{1.0f}.bits == 0x3f80 && float16{1.0f}.bits == 0x3c00);
static_assert(float16{65504.0f}.bits == 0x7bff && float16{65520.0f}.bits == 0x7c00);
