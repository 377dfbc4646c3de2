// SPDX-License-Identifier: BSL-1.0
#pragma once
// The instruction sets that a machine has, and the conversions of float16 that are instructions on them.

#include <ogive/config.hpp>
#include <ogive/number/half.hpp>

#include <cstddef>

namespace ogive::evaluation {

/// The instruction sets for which the loops are compiled. The first is what the translation unit is compiled for.
enum class instruction_set : unsigned char { portable, avx2, avx512 };

/// The best one of this machine.
inline instruction_set best_instruction_set() {
#if OGIVE_X86
    static instruction_set const best = [] {
        __builtin_cpu_init();
        bool const fma = __builtin_cpu_supports("avx2") != 0 && __builtin_cpu_supports("fma") != 0 &&
                         __builtin_cpu_supports("f16c") != 0;
        bool const wide = __builtin_cpu_supports("avx512f") != 0 && __builtin_cpu_supports("avx512dq") != 0 &&
                          __builtin_cpu_supports("avx512bw") != 0 && __builtin_cpu_supports("avx512vl") != 0;
        return !fma ? instruction_set::portable : wide ? instruction_set::avx512 : instruction_set::avx2;
    }();
    return best;
#else
    return instruction_set::portable;
#endif
}

/// Converts all elements, where there is an instruction for it.
template <class From, class To>
bool converted_by_instructions(From const*, To*, std::size_t, instruction_set) {
    return false;
}

#if OGIVE_X86

namespace halves {

using shorts_8 [[gnu::vector_size(16)]] = short;
using shorts_16 [[gnu::vector_size(32)]] = short;
using floats_8 [[gnu::vector_size(32)]] = float;
using floats_16 [[gnu::vector_size(64)]] = float;

// Builtin functions: a header with all of them costs more time than this library.
OGIVE_AVX512 inline void widen_avx512(float16 const* from, float* to) {
    shorts_16 v;
    __builtin_memcpy(&v, from, sizeof v);
    floats_16 const r = __builtin_ia32_vcvtph2ps512_mask(v, floats_16{}, static_cast<unsigned short>(-1), 4);
    __builtin_memcpy(to, &r, sizeof r);
}
OGIVE_AVX512 inline void narrow_avx512(float const* from, float16* to) {
    floats_16 v;
    __builtin_memcpy(&v, from, sizeof v);
    auto const r = __builtin_ia32_vcvtps2ph512_mask(v, 0, shorts_16{}, static_cast<unsigned short>(-1));
    __builtin_memcpy(to, &r, sizeof r);
}
OGIVE_AVX2 inline void widen_avx2(float16 const* from, float* to) {
    shorts_8 v;
    __builtin_memcpy(&v, from, sizeof v);
    floats_8 const r = __builtin_ia32_vcvtph2ps256(v);
    __builtin_memcpy(to, &r, sizeof r);
}
OGIVE_AVX2 inline void narrow_avx2(float const* from, float16* to) {
    floats_8 v;
    __builtin_memcpy(&v, from, sizeof v);
    auto const r = __builtin_ia32_vcvtps2ph256(v, 0);
    __builtin_memcpy(to, &r, sizeof r);
}
OGIVE_AVX512 inline void all_avx512(float16 const* from, float* to, std::size_t vectors) {
    for (std::size_t i = 0; i < vectors; ++i) widen_avx512(from + 16 * i, to + 16 * i);
}
OGIVE_AVX512 inline void all_avx512(float const* from, float16* to, std::size_t vectors) {
    for (std::size_t i = 0; i < vectors; ++i) narrow_avx512(from + 16 * i, to + 16 * i);
}
OGIVE_AVX2 inline void all_avx2(float16 const* from, float* to, std::size_t vectors) {
    for (std::size_t i = 0; i < vectors; ++i) widen_avx2(from + 8 * i, to + 8 * i);
}
OGIVE_AVX2 inline void all_avx2(float const* from, float16* to, std::size_t vectors) {
    for (std::size_t i = 0; i < vectors; ++i) narrow_avx2(from + 8 * i, to + 8 * i);
}

template <class From, class To>
void convert_vectors(From const* from, To* to, std::size_t vectors, instruction_set set) {
    if (set == instruction_set::avx512)
        all_avx512(from, to, vectors);
    else
        all_avx2(from, to, vectors);
}
/// What is left over goes through a whole vector, too: so the bits of NaN do not depend on the place.
template <class From, class To>
bool converted(From const* from, To* to, std::size_t count, instruction_set set) {
    if (set == instruction_set::portable) return false;
    std::size_t const width = set == instruction_set::avx512 ? 16 : 8, vectors = count / width, done = vectors * width;
    convert_vectors(from, to, vectors, set);
    if (done == count) return true;
    From rest[16]{};
    To results[16];
    for (std::size_t i = done; i < count; ++i) rest[i - done] = from[i];
    convert_vectors(rest, results, 1, set);
    for (std::size_t i = done; i < count; ++i) to[i] = results[i - done];
    return true;
}

} // namespace halves

inline bool converted_by_instructions(float16 const* from, float* to, std::size_t count, instruction_set set) {
    return halves::converted(from, to, count, set);
}
inline bool converted_by_instructions(float const* from, float16* to, std::size_t count, instruction_set set) {
    return halves::converted(from, to, count, set);
}

#endif

} // namespace ogive::evaluation
