// SPDX-License-Identifier: BSL-1.0
#pragma once
// Arrays for tests: all instruction sets, floats of all binades, errors in units in the last place.

#include <ogive/ogive.hpp>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace arrays {

using namespace ogive;
namespace ev = ogive::evaluation;

constexpr auto x = symbol<"x">;
using x_type = std::remove_const_t<decltype(x)>;

/// f over an array with a given instruction set.
template <class Work, class T, class F>
std::vector<T> run_on(ev::instruction_set set, F, std::vector<T> const& in) {
    using program = ev::compiled<F>;
    std::vector<T> out(in.size());
    T* const results[] = {out.data()};
    ev::run_batch(ev::make_kernel<program, Work>(results, ev::unweighted{}, ev::varying<x_type, T>{in.data()}),
                  in.size(), set);
    return out;
}

template <class T>
bool same_bits(std::vector<T> const& p, std::vector<T> const& q) {
    using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    return p.size() == q.size() && std::equal(p.begin(), p.end(), q.begin(), [](T s, T t) {
               return std::bit_cast<bits>(s) == std::bit_cast<bits>(t) || (std::isnan(s) && std::isnan(t));
           });
}

inline std::vector<ev::instruction_set> available() {
    std::vector<ev::instruction_set> sets{ev::instruction_set::portable};
    if (ev::best_instruction_set() >= ev::instruction_set::avx2) sets.push_back(ev::instruction_set::avx2);
    if (ev::best_instruction_set() >= ev::instruction_set::avx512) sets.push_back(ev::instruction_set::avx512);
    return sets;
}

/// Floats of all binades, both signs, more of them where activations bend.
inline std::vector<float> floats(std::uint32_t stride) {
    std::vector<float> v;
    for (std::uint64_t b = 0; b < (std::uint64_t{1} << 32); b += stride)
        v.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(b)));
    for (int i = -40000; i <= 40000; ++i) v.push_back(static_cast<float>(i) / 2048.0f);
    float const inf = std::numeric_limits<float>::infinity();
    for (float s :
         {0.0f, -0.0f, inf, -inf, 1e-45f, -1e-45f, 88.7f, -88.7f, 104.0f, -104.0f, -103.9f, 3.4e38f, -3.4e38f})
        v.push_back(s);
    return v;
}

/// In units in the last place of a float, of a value known in double.
inline double ulps(float got, double expected) {
    if (std::isnan(expected)) return std::isnan(got) ? 0 : 1e30;
    float const rounded = static_cast<float>(expected);
    if (std::isinf(rounded) || std::isinf(got)) return rounded == got ? 0 : 1e30;
    int const exponent = expected == 0 ? -149 : std::max(std::ilogb(expected) - 23, -149);
    return std::fabs(static_cast<double>(got) - expected) / std::ldexp(1.0, exponent);
}

} // namespace arrays
