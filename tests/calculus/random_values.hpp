// SPDX-License-Identifier: BSL-1.0
#pragma once
// What tests of laws on random functions share: a sequence of numbers, and ends compared with enclosures.

#include <ogive/calculus/limit.hpp>

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
