// SPDX-License-Identifier: BSL-1.0
#pragma once
// Every float of one binade through the kernels of a subject, and the places that the oracle must look at.

#include <ogive/verify/histogram.hpp>
#include <ogive/verify/points.hpp>
#include <ogive/verify/subject.hpp>

#include <algorithm>
#include <array>
#include <bit>

namespace ogive::verify::detail {

/// The floats of one sign and exponent field: 2^23 of them. 512 binades are all floats there are.
inline constexpr std::uint32_t binade_size = 1u << 23;
inline constexpr unsigned binade_count = 512;
inline float float_of(std::uint32_t bits) { return std::bit_cast<float>(bits); }
inline std::uint32_t bits_of(float value) { return std::bit_cast<std::uint32_t>(value); }

/// An input and its error by the reference.
struct suspect {
    float error = -1;
    std::uint32_t at = 0;
};

/// The worst inputs seen, a few.
class suspects {
  public:
    static constexpr unsigned capacity = 8;

    void add(float error, std::uint32_t at) {
        if (error <= worst_[0].error) return;
        unsigned i = 0;
        for (; i + 1 < capacity && worst_[i + 1].error < error; ++i) worst_[i] = worst_[i + 1];
        worst_[i] = {error, at};
    }
    float least() const { return worst_[0].error; }
    auto begin() const { return worst_.begin(); }
    auto end() const { return worst_.end(); }

  private:
    std::array<suspect, capacity> worst_{}; // ascending
};

/// What one kernel did in one binade, by the reference.
struct binade_errors {
    error_histogram histogram;
    suspects worst;
    std::uint64_t mismatches = 0;  ///< of another kind than the reference: NaN, infinity, finite
    std::uint64_t wrong_signs = 0; ///< nonzero, of the sign that the nonzero reference has not
    std::uint64_t nan_inputs_lost = 0;
    std::uint32_t first_wrong_sign = 0;
};

/// A place where the reference or a kernel changes its sign or its kind between two neighbouring floats.
struct transition {
    std::uint32_t at; ///< the second of the two
    bool root;        ///< a zero of the reference, or a change of its sign between finite numbers
};

inline constexpr std::size_t chunk_size = 4096;
inline constexpr std::size_t most_transitions = 32, most_roots = 8;

/// What a chunk has at all: the bits of the largest error; negative where an input must be judged singly; the sign bit where
/// a result has the wrong sign.
struct chunk_summary {
    std::int32_t largest = 0, least = 0;
    std::uint64_t turned = 0;

    float error() const { return std::bit_cast<float>(largest); }
    bool irregular() const { return least < 0; }
    bool wrong_sign() const { return turned >> 63 != 0; }
};

/// The errors of a chunk in ULP: |got - reference| over the unit in the last place of float at the reference; -1 where one
/// of them is no number below the largest float: to be judged singly. Written so that it becomes vector code.
OGIVE_ALWAYS_INLINE chunk_summary errors_inline(float const* got, double const* reference, float* errors) {
    chunk_summary s;
    for (std::size_t i = 0; i < chunk_size; ++i) {
        constexpr double limit = 0x1.fffffep127;
        double const r = reference[i], g = static_cast<double>(got[i]);
        auto exponent = __builtin_bit_cast(std::int64_t, r) & 0x7ff0000000000000;
        exponent = exponent < (std::int64_t{897} << 52) ? std::int64_t{897} << 52 : exponent; // that of 2^-126
        double const per_unit =
            __builtin_bit_cast(double, (std::uint64_t{2 * 1023 + 23} << 52) - static_cast<std::uint64_t>(exponent));
        double const error = std::fabs(g - r) * per_unit;
        auto const ordinary = (std::fabs(r) < limit ? -1ll : 0ll) & (std::fabs(g) < limit ? -1ll : 0ll);
        auto const bits =
            (__builtin_bit_cast(std::int64_t, error) & ordinary) | (__builtin_bit_cast(std::int64_t, -1.0) & ~ordinary);
        errors[i] = static_cast<float>(__builtin_bit_cast(double, bits));
    }
    for (std::size_t i = 0; i < chunk_size; ++i) {
        auto const bits = __builtin_bit_cast(std::int32_t, errors[i]);
        s.largest = bits > s.largest ? bits : s.largest;
        s.least = bits < s.least ? bits : s.least;
    }
    for (std::size_t i = 0; i < chunk_size; ++i) {
        double const product = static_cast<double>(got[i]) * reference[i];
        s.turned |= __builtin_bit_cast(std::uint64_t, product < 0 ? product : 0.0);
    }
    return s;
}
OGIVE_VECTOR_CODE OGIVE_AVX512 inline chunk_summary errors_avx512(float const* got, double const* reference,
                                                                  float* errors) {
    return errors_inline(got, reference, errors);
}
OGIVE_VECTOR_CODE inline chunk_summary errors_portable(float const* got, double const* reference, float* errors) {
    return errors_inline(got, reference, errors);
}
inline chunk_summary errors_of_chunk(float const* got, double const* reference, float* errors) {
    return evaluation::best_instruction_set() == instruction_set::avx512 ? errors_avx512(got, reference, errors)
                                                                         : errors_portable(got, reference, errors);
}

/// Sign, zero and "not finite" of a float: what changes at a transition.
OGIVE_ALWAYS_INLINE std::uint32_t kind_bits(float value) {
    std::uint32_t const bits = __builtin_bit_cast(std::uint32_t, value);
    return bits >> 31 | ((bits << 1) == 0 ? 2u : 0u) | ((bits & 0x7f800000u) == 0x7f800000u ? 4u : 0u);
}
OGIVE_VECTOR_CODE inline bool kind_changes(float const* values) {
    std::uint32_t changed = 0;
    for (std::size_t i = 1; i < chunk_size; ++i) changed |= kind_bits(values[i]) ^ kind_bits(values[i - 1]);
    return changed != 0;
}

/// Buckets of errors up to 8; larger ones are counted in the first coarse bucket.
OGIVE_VECTOR_CODE inline void buckets_of_chunk(float const* errors, std::uint32_t* buckets) {
    for (std::size_t i = 0; i < chunk_size; ++i) {
        float const eighths = errors[i] <= 8 ? errors[i] * 8 : 65.0f;
        auto const whole = static_cast<std::int32_t>(eighths);
        buckets[i] = static_cast<std::uint32_t>(whole + (eighths > static_cast<float>(whole) ? 1 : 0));
    }
}

/// The error of an input that errors_of_chunk left, by the convention of ulp().
inline float error_by_reference(float got, double reference) {
    reference_value r;
    r.sign = reference < 0 ? -1 : 1;
    if (std::isnan(reference)) {
        r.what = status::undefined;
    } else if (std::isinf(reference)) {
        r.what = status::overflow;
    } else {
        r.what = status::finite;
        if (reference != 0) r.exponent = std::ilogb(reference);
        r.words[0] = std::ldexp(static_cast<long double>(reference), -static_cast<int>(r.exponent));
    }
    return static_cast<float>(ulp(got, r));
}

/// The sweep over one binade.
class binade_sweep {
    subject<float> const& subject_;
    std::vector<float> in_ = std::vector<float>(chunk_size), rounded_ = in_, errors_ = in_;
    std::vector<double> reference_ = std::vector<double>(chunk_size);
    std::vector<std::uint32_t> buckets_ = std::vector<std::uint32_t>(chunk_size);
    std::vector<std::vector<float>> got_;

  public:
    std::vector<binade_errors> errors;
    std::vector<transition> transitions;
    std::uint64_t transition_count = 0;
    std::size_t roots = 0;

    explicit binade_sweep(subject<float> const& s)
        : subject_{s}, got_(s.kernels.size(), std::vector<float>(chunk_size)) {}

    void operator()(unsigned binade) {
        errors.assign(subject_.kernels.size(), {});
        transitions.clear();
        transition_count = roots = 0;
        std::uint32_t const first = binade * binade_size;
        for (std::uint32_t offset = 0; offset < binade_size; offset += chunk_size) chunk(first + offset);
    }

  private:
    void chunk(std::uint32_t first) {
        for (std::uint32_t i = 0; i < chunk_size; ++i) in_[i] = float_of(first + i);
        subject_.reference(in_.data(), reference_.data(), chunk_size);
        for (std::size_t i = 0; i < chunk_size; ++i) rounded_[i] = static_cast<float>(reference_[i]);
        find_transitions(rounded_, first, true);
        for (std::size_t k = 0; k < got_.size(); ++k) {
            auto& got = got_[k];
            subject_.kernels[k](in_.data(), got.data(), chunk_size);
            record(errors[k], got, first, errors_of_chunk(got.data(), reference_.data(), errors_.data()));
            find_transitions(got, first, false);
        }
    }

    void record(binade_errors& e, std::vector<float> const& got, std::uint32_t first, chunk_summary const& s) {
        if (s.irregular())
            for (std::uint32_t i = 0; i < chunk_size; ++i) {
                if (errors_[i] >= 0) continue;
                bool const both_nan = got[i] != got[i] && reference_[i] != reference_[i];
                errors_[i] = both_nan ? 0 : error_by_reference(got[i], reference_[i]);
                if (!(errors_[i] < HUGE_VALF)) ++e.mismatches;
            }
        count(e.histogram, s);
        if (s.irregular() || s.error() > e.worst.least())
            for (std::uint32_t i = 0; i < chunk_size; ++i)
                if (errors_[i] > e.worst.least()) e.worst.add(errors_[i], first + i);
        if (in_[chunk_size - 1] != in_[chunk_size - 1])
            for (std::uint32_t i = 0; i < chunk_size; ++i)
                if (in_[i] != in_[i] && got[i] == got[i]) ++e.nan_inputs_lost;
        if (s.wrong_sign())
            for (std::uint32_t i = 0; i < chunk_size; ++i)
                if (static_cast<double>(got[i]) * reference_[i] < 0 && e.wrong_signs++ == 0)
                    e.first_wrong_sign = first + i;
    }
    void count(error_histogram& h, chunk_summary const& s) {
        if (!s.irregular() && s.largest == 0) {
            h.counts[0] += chunk_size;
            return;
        }
        buckets_of_chunk(errors_.data(), buckets_.data());
        std::uint32_t counts[4][error_histogram::fine + 2] = {};
        for (std::size_t i = 0; i < chunk_size; ++i) ++counts[i % 4][buckets_[i]];
        for (unsigned k = 0; k <= error_histogram::fine; ++k)
            h.counts[k] += std::uint64_t{counts[0][k]} + counts[1][k] + counts[2][k] + counts[3][k];
        constexpr unsigned large = error_histogram::fine + 1;
        if (counts[0][large] + counts[1][large] + counts[2][large] + counts[3][large] == 0) return;
        for (float const error : errors_)
            if (!(error <= 8)) h.add(error);
    }

    void find_transitions(std::vector<float> const& values, std::uint32_t first, bool of_reference) {
        if (!kind_changes(values.data())) return;
        for (std::uint32_t i = 1; i < chunk_size; ++i) {
            float const before = values[i - 1], here = values[i];
            if (kind_bits(before) == kind_bits(here) || in_[i] != in_[i]) continue;
            // Zeros that alternate in sign are no place of interest.
            if (before == 0 && here == 0) continue;
            ++transition_count;
            bool const root = of_reference && is_root(reference_[i - 1], reference_[i]) && roots++ < most_roots;
            if (transitions.size() < most_transitions || root) transitions.push_back({first + i, root});
        }
    }
    /// A zero between two neighbours or at one of them, and not a result that underflows.
    static bool is_root(double before, double here) {
        if (!std::isfinite(before) || !std::isfinite(here)) return false;
        if (before == 0 || here == 0) return std::fabs(before) + std::fabs(here) >= 0x1p-126;
        return (before < 0) != (here < 0);
    }
};

} // namespace ogive::verify::detail
