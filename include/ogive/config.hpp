// SPDX-License-Identifier: BSL-1.0
#pragma once
// Compiler differences and capacities: the only header that tests a compiler macro.

#if !defined(__cplusplus) || __cplusplus < 202002L
#error "ogive needs C++20: compile with -std=c++20 or newer."
#endif

#if !defined(__SIZEOF_INT128__)
#error "ogive needs a compiler with 128-bit integers (g++ 12 or clang 14, 64-bit target) for its exact rationals."
#endif

#if defined(__FINITE_MATH_ONLY__) && __FINITE_MATH_ONLY__ && !defined(OGIVE_ALLOW_FINITE_MATH_ONLY)
#error                                                                                                                 \
    "ogive: -ffast-math lets the compiler assume that NaN and infinity do not occur, and ogive promises what comes of \
them. Compile without -ffast-math or with -fno-finite-math-only after it, or define OGIVE_ALLOW_FINITE_MATH_ONLY."
#endif

/// Nodes that one expression may have, shared subexpressions counted once.
#ifndef OGIVE_MAX_NODES
#define OGIVE_MAX_NODES 512
#endif

/// Terms that one polynomial may have in a normal form.
#ifndef OGIVE_MAX_TERMS
#define OGIVE_MAX_TERMS 192
#endif

/// For the many one-line functions of an unrolled evaluator: inlined before any pass has to look at them.
#define OGIVE_ALWAYS_INLINE [[gnu::always_inline]] inline

/// Around a loop over a batch: its iterations are independent, and it is to become vector code without a flag.
#if defined(__clang__)
#define OGIVE_INDEPENDENT_ITERATIONS _Pragma("clang loop vectorize(assume_safety) interleave(enable)")
#define OGIVE_VECTOR_CODE
#define OGIVE_MIXED_VECTOR_CODE
#define OGIVE_KEEP_FLAGS(number)
/// Around the loops: those over functions without vector code, sin say, are no reason for a warning.
#define OGIVE_LOOPS_BEGIN _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wpass-failed\"")
#define OGIVE_LOOPS_END _Pragma("clang diagnostic pop")
#else
#define OGIVE_INDEPENDENT_ITERATIONS _Pragma("GCC ivdep")
#define OGIVE_VECTOR_CODE [[gnu::optimize("O3", "no-trapping-math", "no-math-errno", "fp-contract=off")]]
/// Where several elements are computed at once that each wait for themselves for long: g++ would leave one after the other.
#define OGIVE_MIXED_VECTOR_CODE                                                                                        \
    [[gnu::optimize("O3", "no-trapping-math", "no-math-errno", "fp-contract=off", "schedule-insns", "sched-pressure")]]
/// g++ takes the flags of an inlined function for those of a caller that has no floating-point operation of its own.
#define OGIVE_KEEP_FLAGS(number) asm("" : : "g"(static_cast<double>(number)))
#define OGIVE_LOOPS_BEGIN
#define OGIVE_LOOPS_END
#endif

/// The instruction sets for which the loops over a batch are compiled, beside the one of the translation unit.
#if defined(__x86_64__)
#define OGIVE_X86 1
#if defined(__clang__)
#define OGIVE_AVX512 [[gnu::target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,f16c")]]
#else
#define OGIVE_AVX512 [[gnu::target("avx512f,avx512dq,avx512bw,avx512vl,avx2,fma,f16c,prefer-vector-width=512")]]
#endif
#define OGIVE_AVX2 [[gnu::target("avx2,fma,f16c")]]
#else
#define OGIVE_X86 0
#define OGIVE_AVX512
#define OGIVE_AVX2
#endif

namespace ogive {

/// Is a fused multiply-add one instruction of what the translation unit is compiled for?
#if defined(__FMA__) || defined(__ARM_FEATURE_FMA) || defined(__riscv_flen)
inline constexpr bool has_fast_fma = true;
#else
inline constexpr bool has_fast_fma = false;
#endif

/// Does the default copy of an object with uninitialised places count as constant? g++ 12 takes it, in one step.
#if defined(__GNUC__) && !defined(__clang__) && __GNUC__ == 12
inline constexpr bool copies_uninitialised_places = true;
#else
inline constexpr bool copies_uninitialised_places = false;
#endif

/// Does the compiler make one vector instruction of a comparison and a choice only where the limit is in a register?
#if defined(__GNUC__) && !defined(__clang__)
inline constexpr bool takes_limits_from_registers = true;
#else
inline constexpr bool takes_limits_from_registers = false;
#endif

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

} // namespace ogive
