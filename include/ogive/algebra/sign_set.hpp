// SPDX-License-Identifier: BSL-1.0
#pragma once
// Sets of signs: what is known of a value when its sign is not.

namespace ogive::algebra {

/// Which signs a value may have: a set of these bits.
using sign_set = unsigned char;
inline constexpr sign_set is_negative = 1, is_zero = 2, is_positive = 4, any_sign = 7;

constexpr sign_set sign_bit_of(int s) { return s < 0 ? is_negative : s > 0 ? is_positive : is_zero; }
constexpr sign_set opposite(sign_set a) { return static_cast<sign_set>((a & 2u) | (a & 1u) << 2 | (a & 4u) >> 2); }
/// The signs of a product.
constexpr sign_set times(sign_set a, sign_set b) {
    if (a == 0 || b == 0) return 0;
    unsigned r = (a | b) & 2u;
    if ((a & is_positive) != 0) r |= b & 5u;
    if ((a & is_negative) != 0) r |= opposite(b) & 5u;
    return static_cast<sign_set>(r);
}
/// The signs of a power.
constexpr sign_set raised(sign_set a, unsigned e) {
    if (e == 0) return is_positive;
    return e % 2 != 0 || (a & is_negative) == 0 ? a : static_cast<sign_set>((a & is_zero) | is_positive);
}
constexpr bool one_sign(sign_set a) { return a == is_negative || a == is_zero || a == is_positive; }

} // namespace ogive::algebra
