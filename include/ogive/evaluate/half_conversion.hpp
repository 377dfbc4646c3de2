// SPDX-License-Identifier: BSL-1.0
#pragma once
// Conversions of float16 that are instructions of the machine.

#include <ogive/evaluate/instruction_set.hpp>
#include <ogive/number/half.hpp>

#include <cstddef>
#include <type_traits>

namespace ogive::evaluation {

#if OGIVE_X86

using halves_8 [[gnu::vector_size(16)]] = short;
using halves_16 [[gnu::vector_size(32)]] = short;
using floats_8 [[gnu::vector_size(32)]] = float;
using floats_16 [[gnu::vector_size(64)]] = float;

// Whole vectors. Builtin functions: a header with all of them costs more time than this library.
template <class From, class To>
OGIVE_AVX512 void convert_vectors_avx512(From const* from, To* to, std::size_t vectors) {
    for (std::size_t i = 0; i < 16 * vectors; i += 16) {
        std::conditional_t<std::is_same_v<To, float>, halves_16, floats_16> v;
        __builtin_memcpy(&v, from + i, sizeof v);
        if constexpr (std::is_same_v<To, float>) {
            auto const r = __builtin_ia32_vcvtph2ps512_mask(v, floats_16{}, static_cast<unsigned short>(-1), 4);
            __builtin_memcpy(to + i, &r, sizeof r);
        } else {
            auto const r = __builtin_ia32_vcvtps2ph512_mask(v, 0, halves_16{}, static_cast<unsigned short>(-1));
            __builtin_memcpy(to + i, &r, sizeof r);
        }
    }
}
template <class From, class To>
OGIVE_AVX2 void convert_vectors_avx2(From const* from, To* to, std::size_t vectors) {
    for (std::size_t i = 0; i < 8 * vectors; i += 8) {
        std::conditional_t<std::is_same_v<To, float>, halves_8, floats_8> v;
        __builtin_memcpy(&v, from + i, sizeof v);
        if constexpr (std::is_same_v<To, float>) {
            auto const r = __builtin_ia32_vcvtph2ps256(v);
            __builtin_memcpy(to + i, &r, sizeof r);
        } else {
            auto const r = __builtin_ia32_vcvtps2ph256(v, 0);
            __builtin_memcpy(to + i, &r, sizeof r);
        }
    }
}

/// Converts all elements, where there is an instruction for it. What is left over goes through a whole vector, too: so the
/// bits of NaN do not depend on the place.
template <class From, class To>
bool converted_by_instructions(From const* from, To* to, std::size_t count, instruction_set set) {
    if constexpr (std::is_same_v<From, float16> || std::is_same_v<To, float16>) {
        if (set == instruction_set::portable) return false;
        bool const wide = set == instruction_set::avx512;
        std::size_t const width = wide ? 16 : 8, vectors = count / width, done = vectors * width;
        auto const convert = wide ? convert_vectors_avx512<From, To> : convert_vectors_avx2<From, To>;
        convert(from, to, vectors);
        if (done == count) return true;
        From rest[16]{};
        To results[16];
        for (std::size_t i = done; i < count; ++i) rest[i - done] = from[i];
        convert(rest, results, 1);
        for (std::size_t i = done; i < count; ++i) to[i] = results[i - done];
        return true;
    }
    return false;
}

#else

template <class From, class To>
bool converted_by_instructions(From const*, To*, std::size_t, instruction_set) {
    return false;
}

#endif

} // namespace ogive::evaluation
