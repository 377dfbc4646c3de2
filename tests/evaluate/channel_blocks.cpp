// SPDX-License-Identifier: BSL-1.0
// Softmax across so many channels that they are computed in parts: maxima that grow from part to part.

#include <ogive/evaluate/channel_blocks.hpp>

#include <ogive/evaluate/rows.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

using namespace ogive;

namespace {

struct softmax_of_rows {
    static constexpr row_operation rows = row_operation::softmax;
};
struct softmin_of_rows {
    static constexpr row_operation rows = row_operation::softmin;
};
constexpr softmax_of_rows softmax_rows;
constexpr softmin_of_rows softmin_rows;

constexpr std::size_t pixels = 275; // a block of 256, a full group and one that is not

/// Channels of pixels, each of another kind: constant, or growing so fast that few terms, many or all of a part are left;
/// nothing in the first parts; steps at the borders of parts, small, or across multiples of what shifts are multiples of.
template <class T>
std::vector<T> growing(std::size_t channels) {
    std::mt19937 random{5};
    std::uniform_real_distribution<double> unit(0, 1);
    std::vector<T> x(channels * pixels);
    for (std::size_t p = 0; p < pixels; ++p) {
        double const slope = p % 7 == 0 ? 0 : std::exp(10 * unit(random) - 8), start = 6000 * (unit(random) - 0.5);
        std::size_t const none =
            p % 5 == 0 ? static_cast<std::size_t>(unit(random) * static_cast<double>(channels)) : 0;
        double const step = p % 3 == 0 ? 200 * unit(random) : 0, spread = p % 2 == 0 ? 20 : 1;
        for (std::size_t c = 0; c < channels; ++c) {
            auto const i = static_cast<double>(c), parts = static_cast<double>(c / 128);
            double const v = start + slope * i + step * parts + spread * unit(random);
            x[c * pixels + p] = c < none ? -std::numeric_limits<T>::infinity() : static_cast<T>(v);
        }
    }
    return x;
}

template <class T>
bool same_bits(T a, T b) {
    using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    return std::bit_cast<bits>(a) == std::bit_cast<bits>(b) || (a != a && b != b);
}
template <class T>
std::size_t differences(std::vector<T> const& a, std::vector<T> const& b) {
    std::size_t n = 0;
    for (std::size_t i = 0; i < a.size(); ++i) n += !same_bits(a[i], b[i]);
    return n;
}

/// The largest error in ULP, that of subnormal results in units of the least number.
template <class T>
double largest_error(std::vector<T> const& x, std::vector<T> const& y, std::size_t channels) {
    double worst = 0;
    std::vector<long double> terms(channels);
    for (std::size_t p = 0; p < pixels; ++p) {
        long double top = x[p], sum = 0;
        for (std::size_t c = 0; c < channels; ++c) top = std::max(top, static_cast<long double>(x[c * pixels + p]));
        for (std::size_t c = 0; c < channels; ++c) {
            terms[c] = std::exp(x[c * pixels + p] - top);
            sum += terms[c];
        }
        for (std::size_t c = 0; c < channels; ++c) {
            long double const exact = terms[c] / sum;
            int exponent = 0;
            std::frexp(exact, &exponent);
            exponent = exact == 0 ? std::numeric_limits<T>::min_exponent
                                  : std::max(exponent, std::numeric_limits<T>::min_exponent);
            long double const ulp = std::ldexp(1.0L, exponent - std::numeric_limits<T>::digits);
            double const error = static_cast<double>(std::abs(y[c * pixels + p] - exact) / ulp);
            if (!(error <= worst)) worst = error != error ? 1e300 : error;
        }
    }
    return worst;
}

} // namespace

TEST_CASE_TEMPLATE("maxima that grow from part to part", T, float, double) {
    for (std::size_t const channels : {std::size_t{128}, std::size_t{129}, std::size_t{1000}, std::size_t{5000}}) {
        INFO(channels, " channels");
        auto const x = growing<T>(channels);
        std::vector<T> y(x.size()), in_place = x, opposite = x;
        auto const view = [&](auto& v) { return channels_of(v.data(), 1, channels, pixels); };
        forward(softmax_rows, view(x), view(y));
        double const worst = largest_error(x, y, channels);
        MESSAGE(channels, " channels: ", worst, " ULP");
        CHECK(
            worst <=
            (has_fast_fma || evaluation::best_instruction_set() != evaluation::instruction_set::portable ? 2.0 : 2.5));
        forward(softmax_rows, view(in_place), view(in_place));
        CHECK(differences(in_place, y) == 0);
        for (auto& v : opposite) v = -v;
        forward(softmin_rows, view(opposite), view(opposite));
        CHECK(differences(opposite, y) == 0);
        // a pixel alone, on every instruction set with a fused multiply-add
        using kernel = evaluation::row_forward<row_operation::softmax, channels_view<T>>;
        for (std::size_t p = 0; p < pixels; p += 9) {
            std::vector<T> alone(channels), result(channels), expected(channels);
            for (std::size_t c = 0; c < channels; ++c) {
                alone[c] = x[c * pixels + p];
                expected[c] = y[c * pixels + p];
            }
            for (auto const set : {evaluation::instruction_set::avx2, evaluation::instruction_set::avx512})
                if (set <= evaluation::best_instruction_set()) {
                    evaluation::run_rows(kernel{channels_of<T const>(alone.data(), 1, channels, 1),
                                                channels_of(result.data(), 1, channels, 1)},
                                         1, set);
                    CHECK(differences(result, expected) == 0);
                }
        }
    }
}

TEST_CASE_TEMPLATE("infinities and NaN in later parts", T, float, double) {
    std::size_t const channels = 700;
    T const infinite = std::numeric_limits<T>::infinity(), nan = std::numeric_limits<T>::quiet_NaN();
    auto const view = [&](auto& v) { return channels_of(v.data(), 1, channels, pixels); };
    auto const ordinary = growing<T>(channels);
    std::vector<T> x = ordinary, y(x.size()), expected(x.size());
    forward(softmax_rows, view(ordinary), view(expected));
    auto const at = [](std::size_t c, std::size_t p) { return c * pixels + p; };
    x[at(500, 7)] = infinite; // the limit
    x[at(20, 40)] = x[at(600, 40)] = infinite;
    x[at(300, 41)] = nan;
    x[at(10, 100)] = nan;
    x[at(690, 100)] = infinite;
    for (std::size_t c = 0; c < channels; ++c) {
        x[at(c, 270)] = -infinite;
        expected[at(c, 7)] = c == 500 ? T(1) : T(0);
        for (std::size_t p : {40u, 41u, 100u, 270u}) expected[at(c, p)] = nan;
    }
    forward(softmax_rows, view(x), view(y));
    CHECK(differences(y, expected) == 0);
    forward(softmax_rows, view(x), view(x));
    CHECK(differences(x, expected) == 0);
}
