// SPDX-License-Identifier: BSL-1.0
// Exact rationals: values against brute force, and at the limits of 128 bits a fault instead of a wrong number.

#include <doctest/doctest.h>

#include <ogive/number/rational.hpp>

#include <cstdint>

using ogive::int128;
using ogive::rational;
using ogive::uint128;
using ogive::number::fault;
using ogive::number::greatest_common_divisor;
using ogive::number::magnitude;
using ogive::number::power;

namespace {

constexpr int128 greatest = static_cast<int128>(~uint128{0} >> 1);
constexpr int128 least = -greatest - 1;
constexpr int128 two_to(int e) { return int128{1} << e; }
constexpr rational ratio(int128 n, int128 d) { return {n, d}; }

// -- values --------------------------------------------------------------------------------------------------------------

static_assert(ratio(6, -4).numerator == -3 && ratio(6, -4).denominator == 2);
static_assert(ratio(0, -7) == rational{0} && ratio(0, 7).denominator == 1);
static_assert(ratio(1, 3) + ratio(1, 6) == ratio(1, 2));
static_assert(ratio(1, 3) - ratio(1, 3) == rational{0});
static_assert(ratio(2, 3) * ratio(-9, 4) == ratio(-3, 2));
static_assert(ratio(2, 3) / ratio(-4, 9) == ratio(-3, 2));
static_assert(ratio(1, 3) < ratio(1, 2) && ratio(-1, 2) < ratio(-1, 3) && !(ratio(1, 2) < ratio(1, 2)));
static_assert(ratio(1, 2) > ratio(1, 3) && !(ratio(1, 2) > ratio(1, 2)));
static_assert(ratio(-7, 3).sign() == -1 && rational{0}.sign() == 0 && ratio(7, 3).sign() == 1);
static_assert(ratio(4, 2).is_integer() && !ratio(1, 2).is_integer() && rational{}.is_zero());
static_assert(power(ratio(-2, 3), 3) == ratio(-8, 27) && power(ratio(-2, 3), -3) == ratio(-27, 8));
static_assert(power(rational{0}, 0) == rational{1} && power(rational{0}, 5) == rational{0});
static_assert(power(rational{7}, 0) == rational{1} && power(rational{-1}, 4095) == rational{-1});
static_assert(greatest_common_divisor(0, 0) == 0 && greatest_common_divisor(12, 0) == 12);
static_assert(greatest_common_divisor(0, 12) == 12 && greatest_common_divisor(12, 18) == 6);
static_assert(greatest_common_divisor(uint128{1} << 127, uint128{1} << 100) == uint128{1} << 100);
static_assert(magnitude(least) == uint128{1} << 127 && magnitude(greatest) == (uint128{1} << 127) - 1);

// -- limits: what fits is exact, the next value is a fault ----------------------------------------------------------------

struct limit {
    rational result;
    fault expected;
};

constexpr limit limits[] = {
    // addition and subtraction
    {rational{greatest - 1} + rational{1}, fault::none},
    {rational{greatest} + rational{1}, fault::addition},
    {rational{least + 1} - rational{1}, fault::none},
    {rational{least} - rational{1}, fault::addition},
    {rational{least} + rational{greatest}, fault::none},
    {-rational{greatest}, fault::none},
    {-rational{least}, fault::addition},
    {rational{0} - rational{least}, fault::addition},
    {ratio(1, greatest) + ratio(1, greatest - 1), fault::addition},
    {ratio(greatest - 2, 2) + ratio(1, 2), fault::none},
    {ratio(1, two_to(63)) + ratio(1, two_to(63) - 1), fault::none},
    {ratio(1, two_to(64)) + ratio(1, two_to(64) - 1), fault::addition},
    // multiplication
    {rational{two_to(63)} * rational{two_to(63)}, fault::none},
    {rational{two_to(64)} * rational{two_to(63)}, fault::multiplication},
    {rational{-two_to(64)} * rational{two_to(63)}, fault::none},
    {rational{least} * rational{-1}, fault::multiplication},
    {rational{least} * rational{1}, fault::none},
    {rational{greatest} * ratio(1, greatest), fault::none},
    {ratio(1, two_to(64)) * ratio(1, two_to(63)), fault::multiplication},
    {ratio(greatest, two_to(100)) * ratio(two_to(100), greatest), fault::none},
    // division
    {rational{1} / rational{greatest}, fault::none},
    {rational{1} / rational{least}, fault::division},
    {rational{greatest} / rational{-1}, fault::none},
    {rational{least} / rational{-1}, fault::division},
    {rational{two_to(64)} / ratio(1, two_to(63)), fault::division},
    {rational{1} / rational{0}, fault::division_by_zero},
    {rational{0} / rational{0}, fault::division_by_zero},
    {ratio(1, 0), fault::division_by_zero},
    {ratio(least, -1), fault::division},
    {ratio(1, least), fault::division},
    // power
    {power(rational{2}, 126), fault::none},
    {power(rational{2}, 127), fault::power},
    {power(rational{-2}, 127), fault::none},
    {power(rational{-2}, 128), fault::power},
    {power(rational{10}, 38), fault::none},
    {power(rational{10}, 39), fault::power},
    {power(rational{10}, -38), fault::none},
    {power(rational{10}, -39), fault::power},
    {power(ratio(1, 2), 126), fault::none},
    {power(ratio(1, 2), 127), fault::power},
};

constexpr bool as_expected(limit const& row) { return row.result.why() == row.expected; }

static_assert((rational{greatest - 1} + rational{1}).numerator == greatest);
static_assert((rational{least + 1} - rational{1}).numerator == least);
static_assert((rational{-two_to(64)} * rational{two_to(63)}).numerator == least);
static_assert(power(rational{10}, 38) * power(rational{10}, -38) == rational{1});

// An invalid number stays invalid, and keeps its first cause.
static_assert((rational::invalid(fault::power) + rational{1}).why() == fault::power);
static_assert((rational{1} - rational::invalid(fault::power)).why() == fault::power);
static_assert((rational::invalid(fault::addition) * rational::invalid(fault::power)).why() == fault::addition);
static_assert((rational{0} * rational::invalid(fault::literal)).why() == fault::literal);
static_assert((rational{1} / rational::invalid(fault::addition)).why() == fault::addition);
static_assert(rational::invalid(fault::power).sign() == 0 && !rational::invalid(fault::power).is_zero());

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
};

bool lowest(rational const& q) {
    return q.denominator > 0 && greatest_common_divisor(magnitude(q.numerator), magnitude(q.denominator)) == 1;
}

} // namespace

TEST_CASE("at the limits of 128 bits an operation is exact or a fault") {
    int i = 0;
    for (limit const& row : limits) {
        CAPTURE(i);
        CHECK(as_expected(row));
        ++i;
    }
}

TEST_CASE("small fractions: every operation against integers") {
    for (int a = -6; a <= 6; ++a)
        for (int b = 1; b <= 6; ++b)
            for (int c = -6; c <= 6; ++c)
                for (int d = 1; d <= 6; ++d) {
                    rational const x = ratio(a, b), y = ratio(c, d);
                    CHECK(lowest(x));
                    rational const sum = x + y, difference = x - y, product = x * y;
                    CHECK(lowest(sum));
                    CHECK(lowest(difference));
                    CHECK(lowest(product));
                    CHECK(sum.numerator * b * d == (a * d + c * b) * sum.denominator);
                    CHECK(difference.numerator * b * d == (a * d - c * b) * difference.denominator);
                    CHECK(product.numerator * b * d == a * c * product.denominator);
                    CHECK((x < y) == (a * d < c * b));
                    CHECK((x > y) == (a * d > c * b));
                    CHECK((x == y) == (a * d == c * b));
                    if (c == 0) continue;
                    rational const quotient = x / y;
                    CHECK(lowest(quotient));
                    CHECK(quotient.numerator * b * c == a * d * quotient.denominator);
                }
}

TEST_CASE("large integers: overflow is found exactly where a wider computation says so") {
    generator g;
    for (int i = 0; i < 20000; ++i) {
        auto const draw = [&g] {
            auto const bits = static_cast<uint128>(g.next()) << 64 | g.next();
            return static_cast<int128>(bits) >> g.between(0, 126);
        };
        int128 const a = draw(), b = draw();
        // |a·b| < 2^(bits of a + bits of b); between that and half of it, divide back
        int128 wide = 0;
        bool const product_fits = !__builtin_mul_overflow(a, b, &wide);
        bool const sum_fits = b > 0 ? a <= greatest - b : a >= least - b;
        rational const product = rational{a} * rational{b}, sum = rational{a} + rational{b};
        CHECK(product.valid() == product_fits);
        CHECK(sum.valid() == sum_fits);
        if (product_fits) CHECK(product == rational{wide});
        if (sum_fits) CHECK(sum - rational{b} == rational{a});
        if (a != 0 && b != 0 && a != least && b != least) {
            rational const q = ratio(a, b);
            CHECK(lowest(q));
            rational const back = q * rational{b};
            CHECK(back == rational{a});
        }
    }
}

TEST_CASE("the greatest common divisor divides both and the cofactors have none") {
    generator g;
    for (int i = 0; i < 5000; ++i) {
        uint128 const common = static_cast<uint128>(g.next()) >> g.between(0, 63);
        uint128 const a = (g.next() >> g.between(8, 63)) * common, b = (g.next() >> g.between(8, 63)) * common;
        uint128 const d = greatest_common_divisor(a, b);
        if (a == 0 && b == 0) {
            CHECK(d == 0);
            continue;
        }
        CHECK(a % d == 0);
        CHECK(b % d == 0);
        CHECK((common == 0 || d % common == 0));
        CHECK(greatest_common_divisor(a / d, b / d) == 1);
    }
}

TEST_CASE("a comparison of fractions whose difference does not fit") {
    // a - b overflows; the order is still a fact of two exact numbers
    CHECK(rational{least} < rational{greatest});
    CHECK(rational{greatest} > rational{least});
    CHECK(ratio(1, greatest) < ratio(1, greatest - 1));
    CHECK(ratio(greatest, 3) > ratio(-greatest, 2));
}

TEST_CASE("powers agree with repeated multiplication") {
    for (int n = -7; n <= 7; ++n)
        for (int d = 1; d <= 5; ++d) {
            rational expected{1};
            for (int e = 0; e <= 12; ++e) {
                CHECK(power(ratio(n, d), e) == expected);
                if (n != 0) CHECK(power(ratio(n, d), -e) == rational{1} / expected);
                expected = expected * ratio(n, d);
            }
        }
    CHECK(power(rational{0}, -1).why() != fault::none);
}
