// SPDX-License-Identifier: BSL-1.0
#pragma once
// What tests of laws on random functions share: a sequence of numbers, and ends compared with enclosures.

#include <ogive/calculus/limit.hpp>

#if defined(__SANITIZE_ADDRESS__)
#define OGIVE_TEST_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define OGIVE_TEST_SANITIZED 1
#endif
#endif

/// A quarter of n with AddressSanitizer, under which a case takes ten times as long.
constexpr unsigned share(unsigned n) {
#ifdef OGIVE_TEST_SANITIZED
    return n / 4;
#else
    return n;
#endif
}

/// A fixed sequence of numbers.
struct generator {
    unsigned long long state;

    unsigned below(unsigned n) {
        state = state * 6364136223846793005ULL + 1442695040888963407ULL;
        return static_cast<unsigned>(state >> 33) % n;
    }
};

inline bool certainly_below(ogive::end_value const& a, ogive::number::enclosure const& b) {
    return a.is_finite() ? a.enclosed().upper < b.lower : a.kind == ogive::limit_kind::minus_infinity;
}
inline bool certainly_above(ogive::end_value const& a, ogive::number::enclosure const& b) {
    return a.is_finite() ? b.upper < a.enclosed().lower : a.kind == ogive::limit_kind::plus_infinity;
}
