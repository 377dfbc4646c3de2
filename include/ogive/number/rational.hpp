// SPDX-License-Identifier: BSL-1.0
#pragma once
// Exact rational numbers with 128-bit numerator and denominator; what does not fit is remembered, never wrapped.

#include <ogive/config.hpp>

namespace ogive::number {

/// What made a rational invalid. An invalid rational stays invalid through every operation.
enum class fault : unsigned char { none, addition, multiplication, division, division_by_zero, power, literal };

constexpr uint128 magnitude(int128 value) {
    return value < 0 ? uint128{0} - static_cast<uint128>(value) : static_cast<uint128>(value);
}

constexpr uint128 greatest_common_divisor(uint128 a, uint128 b) {
    while (b != 0) {
        if ((a >> 64) == 0 && (b >> 64) == 0) {
            auto x = static_cast<unsigned long long>(a), y = static_cast<unsigned long long>(b);
            while (y != 0) {
                auto const r = x % y;
                x = y;
                y = r;
            }
            return x;
        }
        uint128 const r = a % b;
        a = b;
        b = r;
    }
    return a;
}

/// numerator / denominator in lowest terms, denominator > 0. Invalid: denominator 0, the fault in the numerator.
struct rational {
    int128 numerator;
    int128 denominator;

    constexpr rational() : numerator{0}, denominator{1} {}
    constexpr rational(int128 integer) : numerator{integer}, denominator{1} {}
    constexpr rational(long long integer) : numerator{integer}, denominator{1} {}
    constexpr rational(int integer) : numerator{integer}, denominator{1} {}
    constexpr rational(int128 n, int128 d) : numerator{n}, denominator{d} { reduce(); }

    static constexpr rational invalid(fault why) {
        rational r;
        r.numerator = static_cast<int128>(why);
        r.denominator = 0;
        return r;
    }

    constexpr bool valid() const { return denominator != 0; }
    constexpr fault why() const { return valid() ? fault::none : static_cast<fault>(static_cast<int>(numerator)); }
    constexpr bool is_zero() const { return denominator != 0 && numerator == 0; }
    constexpr bool is_integer() const { return denominator == 1; }
    /// Does it have a finite decimal expansion?
    constexpr bool is_decimal() const {
        if (!valid()) return false;
        int128 others = denominator;
        while (others % 2 == 0) others /= 2;
        while (others % 5 == 0) others /= 5;
        return others == 1;
    }
    constexpr int sign() const { return !valid() || numerator == 0 ? 0 : numerator < 0 ? -1 : 1; }

    friend constexpr bool operator==(rational const& a, rational const& b) {
        return a.numerator == b.numerator && a.denominator == b.denominator;
    }

    friend constexpr rational operator-(rational a) {
        if (a.denominator != 0) {
            if (__builtin_sub_overflow(int128{0}, a.numerator, &a.numerator)) return invalid(fault::addition);
        }
        return a;
    }

    friend constexpr rational operator+(rational const& a, rational const& b) {
        if (a.denominator == 0) return a;
        if (b.denominator == 0) return b;
        rational r;
        if (a.denominator == 1 && b.denominator == 1) {
            if (__builtin_add_overflow(a.numerator, b.numerator, &r.numerator)) return invalid(fault::addition);
            return r;
        }
        auto const g = static_cast<int128>(greatest_common_divisor(magnitude(a.denominator), magnitude(b.denominator)));
        int128 left{}, right{};
        if (__builtin_mul_overflow(a.numerator, b.denominator / g, &left) ||
            __builtin_mul_overflow(b.numerator, a.denominator / g, &right) ||
            __builtin_add_overflow(left, right, &r.numerator) ||
            __builtin_mul_overflow(a.denominator / g, b.denominator, &r.denominator))
            return invalid(fault::addition);
        r.reduce();
        return r;
    }

    friend constexpr rational operator-(rational const& a, rational const& b) { return a + -b; }

    friend constexpr rational operator*(rational const& a, rational const& b) {
        return product(a, b, fault::multiplication);
    }

    friend constexpr rational operator/(rational const& a, rational const& b) {
        if (a.denominator == 0) return a;
        if (b.denominator == 0) return b;
        if (b.numerator == 0) return invalid(fault::division_by_zero);
        rational inverse;
        inverse.numerator = b.numerator < 0 ? -b.denominator : b.denominator;
        inverse.denominator = b.numerator;
        if (b.numerator < 0 && __builtin_sub_overflow(int128{0}, b.numerator, &inverse.denominator))
            return invalid(fault::division);
        return product(a, inverse, fault::division);
    }

    /// The order of valid rationals: by integer parts, then by the reciprocals of what is left, so nothing overflows.
    friend constexpr bool operator<(rational const& a, rational const& b) {
        if (a.denominator == 0 || b.denominator == 0) return false;
        int128 p = a.numerator, q = a.denominator, r = b.numerator, s = b.denominator;
        for (bool turned = false;; turned = !turned) {
            int128 const x = p / q - (p % q < 0 ? 1 : 0), y = r / s - (r % s < 0 ? 1 : 0);
            if (x != y) return turned ? x > y : x < y;
            int128 const left = p - x * q, right = r - y * s; // in [0, q) and [0, s)
            if (left == 0 || right == 0) return turned ? left != 0 : right != 0;
            p = q;
            q = left;
            r = s;
            s = right;
        }
    }
    friend constexpr bool operator>(rational const& a, rational const& b) { return b < a; }

  private:
    static constexpr rational product(rational const& a, rational const& b, fault why) {
        if (a.denominator == 0) return a;
        if (b.denominator == 0) return b;
        if (a.denominator == 1 && b.denominator == 1) {
            rational whole;
            return __builtin_mul_overflow(a.numerator, b.numerator, &whole.numerator) ? invalid(why) : whole;
        }
        auto const g = static_cast<int128>(greatest_common_divisor(magnitude(a.numerator), magnitude(b.denominator)));
        auto const h = static_cast<int128>(greatest_common_divisor(magnitude(b.numerator), magnitude(a.denominator)));
        if (g == 0 || h == 0) return rational{};
        rational r;
        if (__builtin_mul_overflow(a.numerator / g, b.numerator / h, &r.numerator) ||
            __builtin_mul_overflow(a.denominator / h, b.denominator / g, &r.denominator))
            return invalid(why);
        return r;
    }

    constexpr void reduce() {
        if (denominator == 0) {
            *this = invalid(fault::division_by_zero);
            return;
        }
        if (denominator < 0) {
            if (__builtin_sub_overflow(int128{0}, numerator, &numerator) ||
                __builtin_sub_overflow(int128{0}, denominator, &denominator)) {
                *this = invalid(fault::division);
                return;
            }
        }
        auto const g = static_cast<int128>(greatest_common_divisor(magnitude(numerator), magnitude(denominator)));
        if (g > 1) {
            numerator /= g;
            denominator /= g;
        }
    }
};

/// base^exponent for an integer exponent; 0^0 = 1.
constexpr rational power(rational base, int exponent) {
    if (exponent < 0) {
        rational const inverse = rational{1} / base;
        return inverse.valid() ? power(inverse, -exponent) : inverse;
    }
    rational result{1};
    for (; exponent > 0; exponent /= 2) {
        if (exponent % 2 != 0) result = result * base;
        if (exponent > 1) base = base * base;
    }
    return result.valid() ? result : rational::invalid(fault::power);
}

} // namespace ogive::number

namespace ogive {
using number::rational;
}
