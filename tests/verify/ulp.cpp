// SPDX-License-Identifier: BSL-1.0
// Units in the last place: the conventions that ulp.hpp states, at every seam of the number line.

#include <doctest/doctest.h>

#include <oracle.hpp>

#include <limits>

using namespace ogive::verify;

template <class T>
using limits = std::numeric_limits<T>;

static reference_value of(char const* digits) { return from_decimal(digits); }
static reference_value with(status s, int sign = 0) {
    reference_value r;
    r.what = s;
    r.sign = sign;
    return r;
}

TEST_CASE("inside the normal range") {
    CHECK(ulp(1.0, of("1")) == 0);
    CHECK(ulp(1.0 + 0x1p-52, of("1")) == 1);
    CHECK(ulp(1.0 - 0x1p-53, of("1")) == 0.5); // the unit is that of the exact value's binade
    CHECK(ulp(1.0f, of("1.00000005960464477539062")) == doctest::Approx(0.5));
    CHECK(ulp(0.1, of("0.1")) == doctest::Approx(0.4)); // double(0.1) = 0.1 + 2^-56 * 0.4
    CHECK(ulp(-0.1, of("0.1")) == doctest::Approx(14411518807585587.2));
    CHECK(ulp(1.0L + limits<long double>::epsilon(), of("1")) == 1);
    CHECK(ulp(3.14159265358979323846L, of("3.14159265358979323846264338327950288419716939937510")) < 0.5);
    CHECK(ulp(0.0, of("1e-20")) == doctest::Approx(1e-20 / 0x1p-119));
    CHECK(ulp(1e300, of("1e-300")) > 1e300);
    CHECK(ulp(1e-300, of("1e300")) == doctest::Approx(1e300 / 0x1p944));
}

TEST_CASE("subnormal numbers and underflow") {
    CHECK(ulp(limits<double>::denorm_min(), of("0")) == 1);
    CHECK(ulp(0.0, of("0")) == 0);
    CHECK(ulp(-0.0, of("0")) == 0);
    CHECK(ulp(0.0, with(status::underflow)) == 0);
    CHECK(ulp(3 * limits<double>::denorm_min(), with(status::underflow, -1)) == 3);
    CHECK(ulp(0.0f, of("7.006492321624085354618e-46")) == doctest::Approx(0.5)); // half of 2^-149
    CHECK(ulp(limits<float>::denorm_min(), of("7.006492321624085354618e-46")) == doctest::Approx(0.5));
    CHECK(ulp(limits<float>::min(), of("1.401298464324817070923e-45")) == doctest::Approx(0x1p23 - 1));
    CHECK(ulp(0.0, of("1e-4000")) < 1e-300);
    CHECK(ulp(0.0L, of("1e-4960")) == doctest::Approx(0).epsilon(1e-8));
}

TEST_CASE("overflow") {
    double const inf = limits<double>::infinity(), largest = limits<double>::max();
    auto max_and_half = with(status::finite, 1); // 2^1024 - 2^970
    max_and_half.words[0] = 2 - 0x1p-53L;
    max_and_half.exponent = 1023;
    CHECK(ulp(inf, of("1e400")) == 0);
    CHECK(ulp(-inf, of("1e400")) == inf);
    CHECK(ulp(-inf, of("-1e400")) == 0);
    CHECK(ulp(largest, of("1e400")) == 1);
    CHECK(ulp(largest, with(status::overflow, 1)) == 1);
    CHECK(ulp(inf, with(status::overflow, 1)) == 0);
    CHECK(ulp(inf, of("1.7e308")) == inf);
    CHECK(ulp(inf, max_and_half) == 0); // rounds to infinity
    CHECK(ulp(largest, max_and_half) == doctest::Approx(0.5));
    CHECK(ulp(inf, of("1.79769313486231570814e308")) == inf); // the largest number, rounded down
    CHECK(ulp(inf, of("1.79769313486231575e308")) > 0.5);
    CHECK(ulp(inf, of("1.79769313486231575e308")) < 1);
    CHECK(ulp(limits<float>::infinity(), of("3.5e38")) == 0);
    CHECK(ulp(largest, with(status::infinite, 1)) == inf);
    CHECK(ulp(inf, with(status::infinite, 1)) == 0);
}

TEST_CASE("NaN and what is not a number") {
    double const nan = limits<double>::quiet_NaN(), inf = limits<double>::infinity();
    CHECK(ulp(nan, of("1")) == inf);
    CHECK(ulp(nan, with(status::underflow)) == inf);
    CHECK(ulp(nan, with(status::overflow, 1)) == inf);
    CHECK(ulp(nan, with(status::undefined)) == 0);
    CHECK(ulp(inf, with(status::undefined)) == 0);
    CHECK(ulp(1.0, with(status::undefined)) == inf);
    CHECK(std::isnan(ulp(1.0, with(status::kink))));
    CHECK(std::isnan(ulp(1.0, with(status::unsure))));
}

TEST_CASE("absolute error in units of a scale") {
    CHECK(ulp_of_scale(0x1p-52, of("0"), 1) == 1);
    CHECK(ulp_of_scale(0x1p-52, of("0"), 1.9) == 1);
    CHECK(ulp_of_scale(0x1p-52, of("0"), 4) == 0.25);
    CHECK(ulp_of_scale(-0x1p-60, of("1e-30"), 1) == doctest::Approx(0x1p-8));
    CHECK(std::isnan(ulp_of_scale(0.0, with(status::undefined), 1)));
}

TEST_CASE("distance in numbers of the type") {
    static_assert(ulp_distance(1.0, 1.0) == 0);
    static_assert(ulp_distance(0.0, -0.0) == 0);
    static_assert(ulp_distance(1.0, 1.0 + 0x1p-52) == 1);
    static_assert(ulp_distance(1.0, 1.0 - 0x1p-53) == 1);
    static_assert(ulp_distance(0x1p-1074, -0x1p-1074) == 2);
    static_assert(ulp_distance(0x1p-149f, -0x1p-149f) == 2);
    static_assert(ulp_distance(limits<float>::max(), limits<float>::infinity()) == 1);
    static_assert(ulp_distance(limits<double>::infinity(), -limits<double>::infinity()) == 0xffe0000000000000u);
    static_assert(ulp_distance(limits<double>::quiet_NaN(), limits<double>::quiet_NaN()) == 0);
    static_assert(ulp_distance(limits<double>::quiet_NaN(), 0.0) == ~std::uint64_t{0});
    CHECK(ordinal(-0.0) == 0);
    CHECK(ordinal(-1.0) == -ordinal(1.0));
}
