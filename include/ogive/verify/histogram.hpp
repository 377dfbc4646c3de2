// SPDX-License-Identifier: BSL-1.0
#pragma once
// A histogram of errors in units in the last place.

#include <array>
#include <cmath>
#include <cstdint>

namespace ogive::verify {

/// Counts of errors. Bucket 0 holds errors of exactly 0, bucket k up to 64 those in ((k - 1)/8, k/8], the next ones those
/// in (8, 16], (16, 32] and so on up to 2^63, the last one everything larger and whatever is infinitely wrong.
struct error_histogram {
    static constexpr unsigned fine = 64, coarse = 60, buckets = 1 + fine + coarse + 1;
    std::array<std::uint64_t, buckets> counts{};

    static constexpr unsigned bucket(float error) {
        if (error <= 8) {
            float const eighths = error * 8;
            auto const whole = static_cast<unsigned>(eighths);
            return whole + (eighths > static_cast<float>(whole) ? 1u : 0u);
        }
        unsigned k = fine + 1;
        for (float top = 16; k + 1 < buckets && !(error <= top); top *= 2) ++k;
        return k;
    }
    /// The largest error of a bucket.
    static constexpr double upper(unsigned k) {
        if (k <= fine) return k / 8.0;
        if (k + 1 == buckets) return HUGE_VAL;
        double top = 16;
        for (unsigned i = fine + 1; i < k; ++i) top *= 2;
        return top;
    }
    void add(float error) { ++counts[bucket(error)]; }
    void add(error_histogram const& other) {
        for (unsigned k = 0; k < buckets; ++k) counts[k] += other.counts[k];
    }
    std::uint64_t total() const {
        std::uint64_t sum = 0;
        for (auto const n : counts) sum += n;
        return sum;
    }
    /// How many errors are at most this, which must be the end of a bucket.
    std::uint64_t at_most(double error) const {
        std::uint64_t sum = 0;
        for (unsigned k = 0; k < buckets && upper(k) <= error; ++k) sum += counts[k];
        return sum;
    }
};

} // namespace ogive::verify
