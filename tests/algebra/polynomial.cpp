// SPDX-License-Identifier: BSL-1.0
// Polynomials against their values at integer points, computed by themselves.

#include <doctest/doctest.h>

#include <ogive/algebra/polynomial.hpp>

#include <cstdint>

using namespace ogive::algebra;
using ogive::int128;
using ogive::uint128;

namespace {

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
    /// A polynomial in the first variables.
    polynomial any(int terms, int in_variables, int top, int size) {
        polynomial p;
        for (int i = 0; i < terms; ++i) {
            monomial m = 0;
            for (int v = 0; v < in_variables; ++v)
                m += variable_power(static_cast<unsigned>(v), static_cast<unsigned>(between(0, top)));
            p = p + polynomial{between(-size, size), m};
        }
        return p;
    }
};

/// The value modulo a prime: no overflow, and different polynomials of small degree differ almost surely.
constexpr std::uint64_t prime = 0x1fffffffffffffff; // 2^61 - 1

std::uint64_t times(std::uint64_t a, std::uint64_t b) {
    return static_cast<std::uint64_t>(static_cast<uint128>(a) * b % prime);
}
std::uint64_t value(polynomial const& p, std::uint64_t const* at) {
    std::uint64_t sum = 0;
    for (unsigned i = 0; i < p.size(); ++i) {
        int128 const c = p.coefficients[i] % static_cast<int128>(prime);
        auto t = static_cast<std::uint64_t>(c < 0 ? c + static_cast<int128>(prime) : c);
        for (unsigned v = 0; v < variables; ++v)
            for (unsigned e = exponent(p.exponents[i], v); e > 0; --e) t = times(t, at[v]);
        sum = (sum + t) % prime;
    }
    return sum;
}

struct points {
    std::uint64_t at[variables];
    explicit points(generator& g) {
        for (auto& a : at) a = g.next() % prime;
    }
};

bool ordered(polynomial const& p) {
    for (unsigned i = 0; i < p.size(); ++i) {
        if (p.coefficients[i] == 0) return false;
        if (i > 0 && p.exponents[i - 1] <= p.exponents[i]) return false;
    }
    return true;
}

// Functions, because places that no term has used stay uninitialised.
constexpr polynomial one() { return polynomial{int128{1}}; }
constexpr polynomial x() { return polynomial{int128{1}, variable_power(0, 1)}; }
constexpr polynomial y() { return polynomial{int128{1}, variable_power(1, 1)}; }
static_assert((x() + y()) * (x() - y()) == x() * x() - y() * y());
static_assert(power(x() + one(), 3) == x() * x() * x() + polynomial{3} * x() * x() + polynomial{3} * x() + one());
static_assert((x() - x()).is_zero() && (x() - x()).size() == 0 && one().is_one() && polynomial{7}.is_constant());
static_assert(greatest_common_divisor(x() * x() - one(), x() * x() - polynomial{2} * x() + one()) == x() - one());
static_assert(greatest_common_divisor(x() * x() - y() * y(), x() * y() + y() * y()) == x() + y());
static_assert(greatest_common_divisor(x() + one(), y() + one()).is_one());
static_assert(greatest_common_divisor(polynomial{6} * x(), polynomial{4} * x()) == x()); // primitive
static_assert(content(polynomial{6} * x() - polynomial{4}) == 2 && primitive_part(polynomial{} - x()) == x());
static_assert(partial(x() * x() * y() + y(), 0) == polynomial{2} * x() * y() && partial(y(), 0).is_zero());
static_assert(degree(x() * x() * y(), 0) == 2 && degree(x() * x() * y(), 1) == 1 && !contains(x(), 1));
static_assert(coefficient(x() * x() * y() + x() * x() - y(), 0, 2) == y() + one());
static_assert(common_monomial(x() * x() * y() + x() * y()) == (x() * y()).leading().exponents);
static_assert(divides(x().leading().exponents, (x() * y()).leading().exponents));
static_assert(!divides((x() * y()).leading().exponents, x().leading().exponents));

} // namespace

TEST_CASE("sums, differences and products have the values they should") {
    generator g;
    for (int i = 0; i < 3000; ++i) {
        int const in = g.between(1, 4);
        polynomial const a = g.any(g.between(0, 7), in, 3, 9), b = g.any(g.between(0, 7), in, 3, 9);
        points const p{g};
        auto const u = value(a, p.at), v = value(b, p.at);
        CHECK(value(a + b, p.at) == (u + v) % prime);
        CHECK(value(a - b, p.at) == (u + prime - v) % prime);
        CHECK(value(a * b, p.at) == times(u, v));
        CHECK(ordered(a * b));
        CHECK(ordered(a - b));
        CHECK((a + b) == (b + a));
        CHECK((a * b) == (b * a));
        polynomial const difference = (a + b) - b;
        CHECK((difference == a));
    }
}

TEST_CASE("the values see an error in one coefficient or exponent") { // the check is itself checked
    generator g;
    for (int i = 0; i < 200; ++i) {
        polynomial const a = g.any(6, 3, 3, 9);
        if (a.size() == 0) continue;
        points const p{g};
        polynomial wrong = a;
        auto const k = static_cast<unsigned>(g.between(0, static_cast<int>(a.size()) - 1));
        wrong.coefficients[k] += 1;
        CHECK(value(wrong, p.at) != value(a, p.at));
        wrong = a;
        wrong.exponents[k] += variable_power(2, 1);
        CHECK(value(wrong, p.at) != value(a, p.at));
    }
}

/// The same in variables far apart: the second one is in the upper word.
polynomial spread(polynomial const& p) {
    polynomial r;
    for (unsigned i = 0; i < p.size(); ++i) {
        unsigned const e = exponent(p.exponents[i], 1);
        r.insert(p.exponents[i] - variable_power(1, e) + variable_power(8, e), p.coefficients[i]);
    }
    return r;
}

TEST_CASE("exact division inverts multiplication, and only that") {
    generator g;
    for (int i = 0; i < 2000; ++i) {
        polynomial a = g.any(g.between(1, 6), 3, 3, 9), b = g.any(g.between(1, 5), 3, 2, 5);
        if (i % 2 != 0) {
            a = spread(a);
            b = spread(b);
        }
        if (b.size() == 0) continue;
        bool exact = false;
        polynomial const q = divide_exactly(a * b, b, exact);
        CHECK(exact);
        CHECK((q == a));
        polynomial const rest = g.any(2, 3, 1, 3);
        polynomial const r = divide_exactly(a * b + rest, b, exact);
        if (exact) CHECK((r * b == a * b + rest));
    }
}

TEST_CASE("the greatest common divisor divides both, and contains the planted factor") {
    generator g;
    int found = 0, tried = 0;
    for (int i = 0; i < 800; ++i) {
        int const in = g.between(1, 3);
        polynomial const d = primitive_part(g.any(g.between(1, 3), in, 2, 4));
        polynomial const a = g.any(g.between(1, 4), in, 2, 5) * d, b = g.any(g.between(1, 4), in, 2, 5) * d;
        if (a.size() == 0 || b.size() == 0) continue;
        ++tried;
        polynomial const c = greatest_common_divisor(a, b);
        bool exact = false;
        divide_exactly(primitive_part(a), c, exact);
        CHECK(exact);
        divide_exactly(primitive_part(b), c, exact);
        CHECK(exact);
        divide_exactly(c, d, exact);
        if (exact) ++found;
        CHECK(c.leading().coefficient > 0);
        CHECK(content(c) == 1);
    }
    CHECK(100 * found >= 99 * tried); // where a limit is met the answer may be 1
    MESSAGE("planted factors found: ", found);
}

TEST_CASE("what does not fit is marked, not wrong") {
    polynomial const big{int128{1} << 100};
    CHECK((big * big).failed);
    CHECK((polynomial{static_cast<int128>(~uint128{0} >> 1)} + one()).failed);
    polynomial const high{int128{1}, variable_power(3, 100)};
    CHECK((high * high).failed);
    CHECK(!(polynomial{int128{1}, variable_power(3, 100)} * polynomial{int128{1}, variable_power(3, 27)}).failed);
    polynomial many;
    for (unsigned i = 0; i < OGIVE_MAX_TERMS + 1u; ++i)
        many = many + polynomial{int128{1}, variable_power(0, i % 100) + variable_power(1, i / 100)};
    CHECK(many.failed);
    CHECK((many + one()).failed);
    CHECK((many * one()).failed);
    CHECK(!(many == many));
    CHECK(greatest_common_divisor(many, x()).is_one());
    CHECK(!many.is_zero());
}

TEST_CASE("no coefficient is the number whose negative does not fit") {
    polynomial const half{-(int128{1} << 126)}, x{int128{1}, variable_power(0, 1)};
    CHECK_FALSE(half.failed);
    CHECK(polynomial{least_integer}.failed);
    CHECK((half + half).failed);
    CHECK((half * polynomial{2}).failed);
    CHECK(scaled(2, 0, half).failed);
    CHECK(combine(2, half * x, 1, 0, x * x).failed);
    CHECK(combine(1, x, 2, 0, half).failed);
    polynomial const largest{-(int128{1} << 126) - ((int128{1} << 126) - 1)};
    CHECK_FALSE(largest.failed);
    CHECK(content(largest) == -largest.leading().coefficient);
    CHECK((largest - polynomial{1}).failed);
}
