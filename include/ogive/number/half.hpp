// SPDX-License-Identifier: BSL-1.0
#pragma once
// Sixteen-bit floating-point numbers for storage, where the compiler has none: arithmetic is done in float or double, and
// rounded once. Conversions have no branches, so that batches of them become vector code.

#include <ogive/config.hpp>

namespace ogive {

namespace detail {

OGIVE_ALWAYS_INLINE constexpr unsigned bits_of_float(float value) { return __builtin_bit_cast(unsigned, value); }
OGIVE_ALWAYS_INLINE constexpr float float_of_bits(unsigned bits) { return __builtin_bit_cast(float, bits); }

/// c ? a : b by masks: g++ 12 makes a branch of the operator where one side is an addition of floats, and no vector code.
OGIVE_ALWAYS_INLINE constexpr unsigned chosen(bool c, unsigned a, unsigned b) {
    unsigned const mask = 0u - static_cast<unsigned>(c);
    return (a & mask) | (b & ~mask);
}

/// A double as a float, rounded to odd: rounding that once more to fewer digits is the same as rounding the double.
OGIVE_ALWAYS_INLINE constexpr float rounded_to_odd(double value) {
    float const nearest = static_cast<float>(value);
    double const back = nearest;
    unsigned const bits = bits_of_float(nearest);
    double const magnitude = value < 0 ? -value : value, reached = back < 0 ? -back : back;
    unsigned const toward_zero = reached > magnitude ? bits - 1 : bits;
    return float_of_bits(back == value || value != value ? bits : toward_zero | 1u);
}

} // namespace detail

/// The upper half of a float: 8 significant bits, the range of a float (Google's bfloat16).
struct bfloat16 {
    unsigned short bits;

    bfloat16() = default;
    OGIVE_ALWAYS_INLINE constexpr explicit bfloat16(float value) : bits{round(value)} {}
    OGIVE_ALWAYS_INLINE constexpr explicit bfloat16(double value) : bits{round(detail::rounded_to_odd(value))} {}
    OGIVE_ALWAYS_INLINE constexpr explicit operator float() const {
        return detail::float_of_bits(static_cast<unsigned>(bits) << 16);
    }
    OGIVE_ALWAYS_INLINE constexpr explicit operator double() const {
        return static_cast<double>(static_cast<float>(*this));
    }
    friend constexpr bool operator==(bfloat16, bfloat16) = delete; // compare numbers or bits, and say which

  private:
    OGIVE_ALWAYS_INLINE static constexpr unsigned short round(float value) {
        unsigned const b = detail::bits_of_float(value), up = (b + 0x7fffu + ((b >> 16) & 1u)) >> 16;
        return static_cast<unsigned short>(value != value ? (b >> 16) | 0x40u : up);
    }
};

/// IEEE 754 binary16: 11 significant bits, largest number 65504, least subnormal 2^-24.
struct float16 {
    unsigned short bits;

    float16() = default;
    OGIVE_ALWAYS_INLINE constexpr explicit float16(float value) : bits{round(value)} {}
    OGIVE_ALWAYS_INLINE constexpr explicit float16(double value) : bits{round(detail::rounded_to_odd(value))} {}
    OGIVE_ALWAYS_INLINE constexpr explicit operator float() const {
        unsigned const b = bits, sign = (b & 0x8000u) << 16, rest = (b & 0x7fffu) << 13;
        unsigned const finite = detail::bits_of_float(detail::float_of_bits(rest) * 0x1p112f);
        return detail::float_of_bits(sign | ((b & 0x7c00u) == 0x7c00u ? rest | 0x7f800000u : finite));
    }
    OGIVE_ALWAYS_INLINE constexpr explicit operator double() const {
        return static_cast<double>(static_cast<float>(*this));
    }
    friend constexpr bool operator==(float16, float16) = delete; // compare numbers or bits, and say which

  private:
    OGIVE_ALWAYS_INLINE static constexpr unsigned short round(float value) {
        unsigned const b = detail::bits_of_float(value), sign = (b >> 16) & 0x8000u, m = b & 0x7fffffffu;
        unsigned const normal = (m + 0xfffu + ((m >> 13) & 1u) - (112u << 23)) >> 13;
        unsigned const small = detail::bits_of_float(detail::float_of_bits(m) + 0.5f) - 0x3f000000u;
        // below 2^-14 the sum rounds to a multiple of 2^-24
        unsigned const finite = detail::chosen(m < (113u << 23), small, normal);
        unsigned const bounded = detail::chosen(m >= 0x477ff000u, 0x7c00u, finite);
        return static_cast<unsigned short>(sign | detail::chosen(m > 0x7f800000u, 0x7e00u, bounded));
    }
};

namespace detail {

template <class T>
inline constexpr bool is_own_half = false;
template <>
inline constexpr bool is_own_half<bfloat16> = true;
template <>
inline constexpr bool is_own_half<float16> = true;

} // namespace detail
} // namespace ogive
