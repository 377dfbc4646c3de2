// SPDX-License-Identifier: BSL-1.0
#pragma once
// Software floating point with a 128-bit significand, by integers only: the numbers in which constants are folded.

#include <ogive/number/rational.hpp>

#include <limits>
#include <type_traits>

namespace ogive::number {

/// Rounding of one operation. `nearest` is to even; `down` and `up` are towards -infinity and +infinity.
enum class rounding : unsigned char { nearest, down, up };

namespace detail {

using word = unsigned long long;
inline constexpr uint128 top_bit = uint128{1} << 127;

constexpr uint128 words(word high, word low) { return (uint128{high} << 64) | low; }

/// value != 0.
constexpr int leading_zeros(uint128 value) {
    return (value >> 64) != 0 ? __builtin_clzll(static_cast<word>(value >> 64))
                              : 64 + __builtin_clzll(static_cast<word>(value));
}

/// A 256-bit integer, or a 128-bit one with the 128 bits that follow its last place.
struct wide {
    uint128 high, low;
};

constexpr wide product(uint128 a, uint128 b) {
    uint128 const a0 = static_cast<word>(a), a1 = a >> 64, b0 = static_cast<word>(b), b1 = b >> 64;
    uint128 const low = a0 * b0, left = a1 * b0, right = a0 * b1;
    uint128 const middle = (low >> 64) + static_cast<word>(left) + static_cast<word>(right);
    return {a1 * b1 + (left >> 64) + (right >> 64) + (middle >> 64), (middle << 64) | static_cast<word>(low)};
}

/// One 64-bit digit of (rest * 2^64 + next) / d for rest < d and the top bit of d set; rest becomes the remainder.
constexpr word quotient_digit(uint128& rest, word next, uint128 d) {
    uint128 const d1 = d >> 64, d0 = static_cast<word>(d);
    uint128 q = rest / d1, r = rest - q * d1;
    while ((q >> 64) != 0 || q * d0 > ((r << 64) | next)) {
        --q;
        r += d1;
        if ((r >> 64) != 0) break;
    }
    rest = ((rest << 64) | next) - q * d;
    return static_cast<word>(q);
}

} // namespace detail

/// (-1)^negative * significand * 2^(exponent - 127), the top bit of the significand set unless the value is zero.
/// Zero has a sign. The exponent stays within +-max_exponent; beyond, values become infinite or zero.
/// + - * / and sqrt are correctly rounded. NaN compares false, as in IEEE 754.
struct extended {
    enum class kind : unsigned char { finite, infinite, nan };
    static constexpr int max_exponent = 1 << 30;

    uint128 significand{0};
    int exponent{0};
    bool negative{false};
    kind state{kind::finite};

    constexpr extended() = default;
    constexpr extended(int value) : extended(int128{value}) {}
    constexpr extended(long long value) : extended(int128{value}) {}
    constexpr extended(int128 value) : extended(raw(value < 0, 127, magnitude(value))) {}
    explicit constexpr extended(rational const& value, rounding mode = rounding::nearest);
    /// Exact.
    template <class T>
        requires std::is_floating_point_v<T>
    explicit constexpr extended(T value) : extended(from(value)) {}

    /// (-1)^negative * integer * 2^(exponent - 127), exactly.
    static constexpr extended raw(bool negative, int exponent, uint128 integer) {
        extended r;
        r.negative = negative;
        if (integer == 0) return r;
        int const shift = detail::leading_zeros(integer);
        r.significand = integer << shift;
        r.exponent = exponent - shift;
        return r;
    }
    static constexpr extended infinity(bool negative = false) {
        extended r;
        r.negative = negative;
        r.state = kind::infinite;
        return r;
    }
    static constexpr extended nan() {
        extended r;
        r.state = kind::nan;
        return r;
    }
    static constexpr extended largest(bool negative = false) { return raw(negative, max_exponent, ~uint128{0}); }
    static constexpr extended smallest(bool negative = false) { return raw(negative, -max_exponent, detail::top_bit); }

    constexpr bool is_nan() const { return state == kind::nan; }
    constexpr bool is_infinite() const { return state == kind::infinite; }
    constexpr bool is_finite() const { return state == kind::finite; }
    constexpr bool is_zero() const { return state == kind::finite && significand == 0; }
    /// -1, 0 or 1; 0 for NaN.
    constexpr int sign() const { return is_nan() || is_zero() ? 0 : negative ? -1 : 1; }

    /// Rounded to nearest even, subnormal numbers included; beyond the range of T, infinity.
    template <class T>
    constexpr T to() const;

    friend constexpr extended operator-(extended a) {
        a.negative = !a.negative;
        return a;
    }
    friend constexpr extended operator+(extended const& a, extended const& b);
    friend constexpr extended operator-(extended const& a, extended const& b);
    friend constexpr extended operator*(extended const& a, extended const& b);
    friend constexpr extended operator/(extended const& a, extended const& b);

    friend constexpr bool operator<(extended const& a, extended const& b) {
        if (a.state == kind::finite && b.state == kind::finite && a.negative == b.negative && a.significand != 0 &&
            b.significand != 0) { // most are, and calls are dear in constant evaluation
            extended const& low = a.negative ? b : a;
            extended const& high = a.negative ? a : b;
            return low.exponent != high.exponent ? low.exponent < high.exponent : low.significand < high.significand;
        }
        if (a.is_nan() || b.is_nan()) return false;
        int const left = a.sign(), right = b.sign();
        if (left != right || left == 0) return left < right;
        return left > 0 ? less_magnitude(a, b) : less_magnitude(b, a);
    }
    friend constexpr bool operator==(extended const& a, extended const& b) {
        if (a.is_nan() || b.is_nan() || a.sign() != b.sign() || a.state != b.state) return false;
        return a.significand == b.significand && (a.significand == 0 || a.exponent == b.exponent);
    }
    friend constexpr bool operator>(extended const& a, extended const& b) { return b < a; }
    friend constexpr bool operator<=(extended const& a, extended const& b) {
        return a.state != kind::nan && b.state != kind::nan && !(b < a);
    }
    friend constexpr bool operator>=(extended const& a, extended const& b) { return b <= a; }

    static constexpr bool less_magnitude(extended const& a, extended const& b) {
        if (a.is_infinite() || b.is_infinite()) return !a.is_infinite();
        if (a.significand == 0 || b.significand == 0) return a.significand == 0 && b.significand != 0;
        return a.exponent != b.exponent ? a.exponent < b.exponent : a.significand < b.significand;
    }

  private:
    template <class T>
    static constexpr extended from(T value);
};

namespace detail {

/// Rounds value.high.low (top bit of high set) and checks the range.
constexpr extended packed(bool negative, long long exponent, wide value, rounding mode) {
    bool const away = mode == (negative ? rounding::down : rounding::up);
    bool const increment = mode == rounding::nearest
                               ? value.low > top_bit || (value.low == top_bit && (value.high & 1) != 0)
                               : away && value.low != 0;
    if (increment && ++value.high == 0) {
        value.high = top_bit;
        ++exponent;
    }
    if (exponent > extended::max_exponent)
        return away || mode == rounding::nearest ? extended::infinity(negative) : extended::largest(negative);
    if (exponent < -extended::max_exponent) return away ? extended::smallest(negative) : extended::raw(negative, 0, 0);
    extended r;
    r.negative = negative;
    r.exponent = static_cast<int>(exponent);
    r.significand = value.high;
    return r;
}

} // namespace detail

constexpr extended add(extended a, extended b, rounding mode) {
    using namespace detail;
    using kind = extended::kind;
    if (a.state != kind::finite || b.state != kind::finite) {
        if (a.is_nan() || b.is_nan()) return extended::nan();
        if (a.is_infinite() && b.is_infinite() && a.negative != b.negative) return extended::nan();
        return a.is_infinite() ? a : b;
    }
    bool const larger = a.exponent != b.exponent ? a.exponent > b.exponent : a.significand >= b.significand;
    if (b.significand != 0 && (!larger || a.significand == 0)) {
        extended const other = a;
        a = b;
        b = other;
    }
    if (b.significand == 0) {
        if (a.significand == 0) a.negative = a.negative && b.negative;
        return a;
    }
    long long const shift = static_cast<long long>(a.exponent) - b.exponent;
    wide s{b.significand, 0}; // what is added, at the scale of a; bits below it are gathered in its last one
    if (shift >= 256)
        s = {0, 1};
    else if (shift > 128)
        s = {0, (s.high >> (shift - 128)) | uint128{(s.high << (256 - shift)) != 0}};
    else if (shift == 128)
        s = {0, s.high};
    else if (shift > 0)
        s = {s.high >> shift, s.high << (128 - shift)};
    int exponent = a.exponent;
    if (a.negative == b.negative) {
        s.high += a.significand;
        if (s.high < a.significand) {
            s.low = (s.low >> 1) | (s.low & 1) | (s.high << 127);
            s.high = (s.high >> 1) | top_bit;
            ++exponent;
        }
        return packed(a.negative, exponent, s, mode);
    }
    s.high = a.significand - s.high - uint128{s.low != 0};
    s.low = 0 - s.low;
    if (s.high == 0) {
        if (s.low == 0) return {};
        s = {s.low, 0};
        exponent -= 128;
    }
    int const lead = leading_zeros(s.high);
    if (lead > 0) s = {(s.high << lead) | (s.low >> (128 - lead)), s.low << lead};
    return packed(a.negative, exponent - lead, s, mode);
}

constexpr extended multiply(extended const& a, extended const& b, rounding mode) {
    bool const negative = a.negative != b.negative;
    if (a.state != extended::kind::finite || b.state != extended::kind::finite) {
        if (a.is_nan() || b.is_nan()) return extended::nan();
        return a.is_zero() || b.is_zero() ? extended::nan() : extended::infinity(negative);
    }
    if (a.significand == 0 || b.significand == 0) return extended::raw(negative, 0, 0);
    detail::wide p = detail::product(a.significand, b.significand);
    long long exponent = static_cast<long long>(a.exponent) + b.exponent + 1;
    if ((p.high & detail::top_bit) == 0) {
        p = {(p.high << 1) | (p.low >> 127), p.low << 1};
        --exponent;
    }
    return detail::packed(negative, exponent, p, mode);
}

constexpr extended divide(extended const& a, extended const& b, rounding mode) {
    using namespace detail;
    bool const negative = a.negative != b.negative;
    if (a.state != extended::kind::finite || b.state != extended::kind::finite || a.significand == 0 ||
        b.significand == 0) {
        if (a.is_nan() || b.is_nan() || (a.is_infinite() && b.is_infinite()) || (a.is_zero() && b.is_zero()))
            return extended::nan();
        return a.is_infinite() || b.is_zero() ? extended::infinity(negative) : extended::raw(negative, 0, 0);
    }
    uint128 const d = b.significand;
    bool const halve = a.significand >= d;
    uint128 rest = halve ? a.significand >> 1 : a.significand;
    word const high = quotient_digit(rest, halve ? static_cast<word>(a.significand << 63) : 0, d);
    word const low = quotient_digit(rest, 0, d);
    uint128 const left = d - rest;
    wide const q{words(high, low), rest == 0 ? 0 : rest < left ? 1 : rest == left ? top_bit : top_bit + 1};
    return packed(negative, static_cast<long long>(a.exponent) - b.exponent - (halve ? 0 : 1), q, mode);
}

constexpr extended sqrt(extended const& a, rounding mode) {
    using namespace detail;
    if (a.is_zero() || a.is_nan()) return a;
    if (a.negative) return extended::nan();
    if (a.is_infinite()) return a;
    bool const odd = (a.exponent & 1) != 0; // the radicand m is a 256-bit integer
    wide const m{odd ? a.significand : a.significand >> 1, odd ? 0 : a.significand << 127};
    uint128 root = uint128{1} << 64;
    for (;;) {
        uint128 const next = (root + m.high / root) / 2;
        if (next >= root) break;
        root = next;
    }
    uint128 q = (((m.high - root * root) << 63) | (m.low >> 65)) / root;
    if ((q >> 64) != 0) q = static_cast<word>(-1);
    root = (root << 64) + q; // the root, rounded down, or a little more
    wide square = product(root, root);
    while (square.high > m.high || (square.high == m.high && square.low > m.low)) {
        --root;
        square = product(root, root);
    }
    uint128 const rest = m.low - square.low; // below 2^129; its high bit:
    bool const large = m.high - square.high - uint128{m.low < square.low} != 0 || rest > root;
    int const exponent = (a.exponent - (odd ? 1 : 0)) / 2;
    return packed(false, exponent, {root, large ? ~uint128{0} : uint128{rest != 0}}, mode);
}

constexpr extended operator+(extended const& a, extended const& b) { return add(a, b, rounding::nearest); }
constexpr extended operator-(extended const& a, extended const& b) { return add(a, -b, rounding::nearest); }
constexpr extended operator*(extended const& a, extended const& b) { return multiply(a, b, rounding::nearest); }
constexpr extended operator/(extended const& a, extended const& b) { return divide(a, b, rounding::nearest); }
constexpr extended sqrt(extended const& a) { return sqrt(a, rounding::nearest); }

constexpr extended abs(extended a) {
    a.negative = false;
    return a;
}

/// a * 2^n.
constexpr extended scaled(extended const& a, int n) {
    if (!a.is_finite() || a.is_zero()) return a;
    return detail::packed(a.negative, static_cast<long long>(a.exponent) + n, {a.significand, 0}, rounding::nearest);
}

/// The largest integer not above a, for |a| < 2^126.
constexpr int128 floor(extended const& a) {
    if (a.is_zero()) return 0;
    if (a.exponent < 0) return a.negative ? -1 : 0;
    auto const whole = static_cast<int128>(a.significand >> (127 - a.exponent));
    if (!a.negative) return whole;
    return -whole - ((a.significand << (a.exponent + 1)) != 0 ? 1 : 0);
}

constexpr extended::extended(rational const& value, rounding mode)
    : extended(value.denominator == 1   ? extended(value.numerator)
               : value.denominator == 0 ? nan()
                                        : divide(extended(value.numerator), extended(value.denominator), mode)) {}

template <class T>
constexpr extended extended::from(T value) {
    using limits = std::numeric_limits<T>;
    if constexpr (limits::digits == 24 || limits::digits == 53) {
        using bits_type = std::conditional_t<limits::digits == 24, unsigned, detail::word>;
        constexpr int stored = limits::digits - 1, width = static_cast<int>(8 * sizeof(T));
        auto const bits = __builtin_bit_cast(bits_type, value);
        bool const minus = (bits >> (width - 1)) != 0;
        auto const mantissa = static_cast<detail::word>(bits & ((bits_type{1} << stored) - 1));
        auto const biased = static_cast<int>((bits >> stored) & ((bits_type{1} << (width - 1 - stored)) - 1));
        if (biased == 2 * limits::max_exponent - 1) return mantissa != 0 ? nan() : infinity(minus);
        int const unit = (biased == 0 ? 1 : biased) - limits::max_exponent + 1 - stored;
        return raw(minus, unit + 127, mantissa | (biased == 0 ? 0 : detail::word{1} << stored));
    } else { // long double: no portable layout; exact scaling by powers of two instead
        bool const minus = __builtin_copysignl(1.0L, value) < 0;
        if (value != value) return nan();
        if (minus) value = -value;
        if (value > (limits::max)()) return infinity(minus);
        if (value == 0) return raw(minus, 0, 0);
        T powers[16]{T{2}};
        int count = 1, unit = 0;
        while (count < 16 && (1 << count) < limits::max_exponent) {
            powers[count] = powers[count - 1] * powers[count - 1];
            ++count;
        }
        while (value < 1) { // more than once only for a subnormal number
            for (int i = count - 1; i >= 0; --i) {
                if (value * powers[i] > 2) continue;
                value *= powers[i];
                unit -= 1 << i;
            }
        }
        for (int i = count - 1; i >= 0; --i) {
            if (value < powers[i]) continue;
            value /= powers[i];
            unit += 1 << i;
        }
        return raw(minus, unit,
                   static_cast<uint128>(value * powers[6] * powers[5] * powers[4] * powers[3] * powers[2] * powers[1] *
                                        powers[0])); // 1 <= value < 2, times 2^127
    }
}

template <class T>
constexpr T extended::to() const {
    static_assert(std::is_floating_point_v<T>, "extended::to<T>() needs T = float, double or long double");
    using limits = std::numeric_limits<T>;
    if (is_nan()) return limits::quiet_NaN();
    if (is_infinite() || exponent >= limits::max_exponent) return negative ? -limits::infinity() : limits::infinity();
    if (is_zero()) return negative ? -T{0} : T{0};
    int const below = limits::min_exponent - 1 - exponent; // > 0: subnormal
    int const drop = 128 - limits::digits + (below > 0 ? below : 0);
    uint128 kept = drop >= 128 ? 0 : significand >> drop;
    uint128 const low = drop > 128 ? 0 : drop == 128 ? significand : significand << (128 - drop);
    if (low > detail::top_bit || (low == detail::top_bit && (kept & 1) != 0)) ++kept;
    if constexpr (limits::digits == 24 || limits::digits == 53) {
        using bits_type = std::conditional_t<limits::digits == 24, unsigned, detail::word>;
        // a carry out of the significand moves the exponent, into infinity if need be
        auto bits = static_cast<bits_type>(kept);
        if (below <= 0) bits += static_cast<bits_type>(exponent + limits::max_exponent - 2) << (limits::digits - 1);
        if (negative) bits |= bits_type{1} << (8 * sizeof(T) - 1);
        return __builtin_bit_cast(T, bits);
    } else {
        if (exponent == limits::max_exponent - 1 && (kept >> limits::digits) != 0)
            return negative ? -limits::infinity() : limits::infinity();
        T result = static_cast<T>(kept), factor = T{2};
        int n = exponent - 127 + drop;
        if (n < 0) {
            factor = T{1} / T{2};
            n = -n;
        }
        for (; n != 0 && kept != 0; n /= 2) {
            if (n % 2 != 0) result *= factor;
            if (n > 1) factor *= factor;
        }
        return negative ? -result : result;
    }
}

} // namespace ogive::number
