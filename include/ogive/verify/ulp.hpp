// SPDX-License-Identifier: BSL-1.0
#pragma once
// Errors in units in the last place.

#include <ogive/verify/reference.hpp>

#include <bit>
#include <cstdint>
#include <limits>

namespace ogive::verify {

/// |result - exact| in units in the last place of T at the exact value; a correctly rounded result has at most 0.5.
///
/// - The unit is 2^(e - digits + 1) for 2^e <= |exact| < 2^(e+1): that of the binade of the exact value, and the
///   smallest subnormal for everything below the smallest normal number, zero and underflow included. The sign of a
///   zero is not judged.
/// - Where the exact value rounds to infinity (|exact| >= 2^emax - unit/2, overflow, infinite), the infinity of the
///   right sign has error 0; a finite result is measured from 2^emax. An infinity where the exact value is below counts
///   as 2^emax if the exact value is above the largest finite number, else as infinitely wrong.
/// - Undefined: NaN and infinities have error 0, finite results are infinitely wrong. NaN is infinitely wrong elsewhere.
/// - kink and unsure give NaN: there is nothing to judge by.
template <class T>
double ulp(T result, reference_value const& exact) {
    using limits = std::numeric_limits<T>;
    constexpr double wrong = std::numeric_limits<double>::infinity();
    auto const got = static_cast<long double>(result);
    if (exact.what == status::kink || exact.what == status::unsure) return std::numeric_limits<double>::quiet_NaN();
    if (exact.what == status::undefined) return std::isfinite(got) ? wrong : 0;
    if (std::isnan(got)) return wrong;
    bool const beyond = exact.what == status::overflow || exact.what == status::infinite ||
                        (exact.what == status::finite && exact.exponent >= limits::max_exponent);
    if (beyond) {
        if (std::isinf(got)) return (got > 0) == (exact.sign > 0) ? 0 : wrong;
        if (exact.what == status::infinite) return wrong;
        // 2^emax - |got|, in units of the top binade
        int const shift = limits::max_exponent - limits::digits;
        long double const short_of = std::ldexp(1.0L, limits::digits) - std::ldexp(got * exact.sign, -shift);
        return static_cast<double>(short_of);
    }
    bool const zero = exact.what == status::underflow || exact.is_zero();
    long const binade = zero || exact.exponent < limits::min_exponent - 1 ? limits::min_exponent - 1 : exact.exponent;
    int const unit = static_cast<int>(binade) - limits::digits + 1;
    if (std::isinf(got)) {
        // The exact value is below 2^emax: is it above the largest number?
        if (binade != limits::max_exponent - 1 || (got > 0) != (exact.sign > 0)) return wrong;
        long double const ones = std::ldexp(2.0L * exact.sign, limits::digits - 1);
        long double gap = ones;
        for (auto const word : exact.words) gap -= std::ldexp(word, static_cast<int>(exact.exponent) - unit);
        double const units = static_cast<double>(std::fabs(gap));
        return units <= 0.5 ? 0 : units < 1 ? units : wrong;
    }
    if (zero) return static_cast<double>(std::fabs(std::ldexp(got, -unit)));
    long double error = std::ldexp(got, -unit);
    // Below 2^-16000 of a unit no word matters.
    for (auto const word : exact.words)
        if (exact.exponent - unit > -16000) error -= std::ldexp(word, static_cast<int>(exact.exponent - unit));
    return static_cast<double>(std::fabs(error));
}

/// |result - exact| / (unit in the last place of T at `scale`), for neighbourhoods of roots; NaN where there is no
/// finite exact value.
template <class T>
double ulp_of_scale(T result, reference_value const& exact, double scale) {
    if (exact.what != status::finite && exact.what != status::underflow)
        return std::numeric_limits<double>::quiet_NaN();
    int const unit = std::ilogb(scale) - std::numeric_limits<T>::digits + 1;
    long double error = std::ldexp(static_cast<long double>(result), -unit);
    if (exact.what == status::finite && exact.exponent - unit > -16000)
        for (auto const word : exact.words) error -= std::ldexp(word, static_cast<int>(exact.exponent - unit));
    return static_cast<double>(std::fabs(error));
}

/// The place of a number in the order of all numbers of its type; neighbours differ by 1, +0 and -0 are both at 0.
constexpr std::int64_t ordinal(double x) {
    auto const bits = std::bit_cast<std::int64_t>(x);
    return bits < 0 ? std::numeric_limits<std::int64_t>::min() - bits : bits;
}
constexpr std::int64_t ordinal(float x) {
    auto const bits = std::bit_cast<std::int32_t>(x);
    return bits < 0 ? std::int64_t{std::numeric_limits<std::int32_t>::min()} - bits : bits;
}
/// How many numbers of the type lie from a to b, one of them counted: 0 for equal, 1 for neighbours. The infinities
/// are next to the largest numbers; NaN is as far as can be from everything but NaN.
template <class T>
constexpr std::uint64_t ulp_distance(T a, T b) {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>,
                  "ogive: ulp_distance needs two float or two double; use ulp(result, reference) for long double.");
    if (a != a || b != b) return (a != a) == (b != b) ? 0 : std::numeric_limits<std::uint64_t>::max();
    std::int64_t const i = ordinal(a), j = ordinal(b);
    return i > j ? static_cast<std::uint64_t>(i) - static_cast<std::uint64_t>(j)
                 : static_cast<std::uint64_t>(j) - static_cast<std::uint64_t>(i);
}

} // namespace ogive::verify
