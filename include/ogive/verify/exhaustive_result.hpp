// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a search over all floats found: binade by binade, as it is kept in the state file, and as a whole.

#include <ogive/verify/binade.hpp>
#include <ogive/verify/report.hpp>

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace ogive::verify {

/// What one kernel did on every float.
struct exhaustive_result {
    std::uint64_t inputs = 0;      ///< how many floats were tried
    error_histogram histogram{};   ///< of all of them, by the reference
    worst_case<float> worst{};     ///< the largest finite error that the oracle measured
    std::uint64_t mismatches = 0;  ///< NaN, infinity or finite number where the exact value is of another kind
    worst_case<float> mismatch{};  ///< one of those, judged by the oracle
    std::uint64_t wrong_signs = 0; ///< nonzero results of the wrong sign
    float wrong_sign_at = 0;
    std::uint64_t nan_inputs_lost = 0; ///< NaN inputs that do not give NaN
    special_values<float> special{};
    // Of the reference and the oracle, the same for all kernels:
    std::uint64_t oracle_points = 0; ///< inputs that the oracle judged
    std::uint64_t kinks =
        0; ///< among those, where the derivative does not exist (as outside of the domain): not judged
    std::uint64_t undecided = 0; ///< among those, where the oracle gave no answer: not judged
    double disagreement = 0;     ///< the largest error of the reference at an oracle's point, in ULP of float
    float disagreement_at = 0;
    std::vector<unsigned> sampled_binades{}; ///< where the reference did not agree: their bound is of a sample only

    /// The largest error there is as far as this search can tell: that of the oracle, and what the reference may hide.
    double bound() const { return worst.error + 2 * tolerance; }
    /// True when no error is above the limit, no kind is wrong and the oracle decided everything.
    bool within(double limit) const { return inputs != 0 && mismatches == 0 && undecided == 0 && worst.error <= limit; }
    /// How far the reference may be from the exact value, in ULP of float: 2^-40 of a normal number.
    static constexpr double tolerance = 0x1p-16;
};

namespace detail {

/// One kernel in one binade, judged.
struct judged_binade {
    error_histogram histogram{};
    double worst = 0, mismatch = 0; // mismatch: not 0 if there is one
    std::uint32_t worst_at = 0, mismatch_at = 0, wrong_sign_at = 0;
    std::uint64_t mismatches = 0, wrong_signs = 0, nan_inputs_lost = 0;
};
/// One binade.
struct binade_record {
    bool done = false, sampled = false;
    std::uint64_t oracle_points = 0, kinks = 0, undecided = 0;
    double disagreement = 0;
    std::uint32_t disagreement_at = 0;
    std::vector<judged_binade> kernels{};
};

/// One line of the state file; it ends with a full stop, so that a line cut short is seen.
inline std::string state_line(unsigned binade, binade_record const& r) {
    char buffer[400];
    std::string line;
    auto const put = [&](auto... values) {
        std::snprintf(buffer, sizeof buffer, values...);
        line += buffer;
    };
    put("%u %d %" PRIu64 " %" PRIu64 " %" PRIu64 " %a %" PRIu32, binade, r.sampled ? 1 : 0, r.oracle_points, r.kinks,
        r.undecided, r.disagreement, r.disagreement_at);
    for (auto const& k : r.kernels) {
        put(" %a %" PRIu32 " %" PRIu64 " %" PRIu32 " %" PRIu64 " %" PRIu32 " %" PRIu64, k.worst, k.worst_at,
            k.mismatches, k.mismatch_at, k.wrong_signs, k.wrong_sign_at, k.nan_inputs_lost);
        unsigned used = 0;
        for (auto const n : k.histogram.counts) used += n != 0 ? 1u : 0u;
        put(" %u", used);
        for (unsigned i = 0; i < error_histogram::buckets; ++i)
            if (k.histogram.counts[i] != 0) put(" %u %" PRIu64, i, k.histogram.counts[i]);
    }
    return line + " .\n";
}

/// Reads a line of state_line; false when it is none of a search with so many kernels.
inline bool read_state_line(char const* text, unsigned& binade, binade_record& r, std::size_t kernels) {
    bool good = true;
    auto const real = [&] {
        char* end = nullptr;
        double const v = std::strtod(text, &end);
        good = good && end != text;
        text = end;
        return v;
    };
    auto const whole = [&] {
        char* end = nullptr;
        std::uint64_t const v = std::strtoull(text, &end, 10);
        good = good && end != text;
        text = end;
        return v;
    };
    auto const bits = [&] { return static_cast<std::uint32_t>(whole()); };
    binade = bits();
    r = {};
    r.sampled = whole() != 0;
    r.oracle_points = whole();
    r.kinks = whole();
    r.undecided = whole();
    r.disagreement = real();
    r.disagreement_at = bits();
    for (std::size_t k = 0; k < kernels && good; ++k) {
        judged_binade j;
        j.worst = real();
        j.worst_at = bits();
        j.mismatches = whole();
        j.mismatch_at = bits();
        j.wrong_signs = whole();
        j.wrong_sign_at = bits();
        j.nan_inputs_lost = whole();
        for (std::uint64_t used = whole(); used > 0 && good; --used) {
            auto const bucket = whole();
            auto const count = whole();
            good = good && bucket < error_histogram::buckets;
            if (good) j.histogram.counts[bucket] = count;
        }
        r.kernels.push_back(j);
    }
    while (*text == ' ') ++text;
    r.done = good && binade < binade_count && *text == '.';
    return r.done;
}

} // namespace detail
} // namespace ogive::verify
