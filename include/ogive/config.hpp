// SPDX-License-Identifier: BSL-1.0
#pragma once
// Compiler differences and capacities: the only header that tests a compiler macro.

#if !defined(__cplusplus) || __cplusplus < 202002L
#error "ogive needs C++20: compile with -std=c++20 or newer."
#endif

#if !defined(__SIZEOF_INT128__)
#error "ogive needs a compiler with 128-bit integers (g++ 12 or clang 14, 64-bit target) for its exact rationals."
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

namespace ogive {

__extension__ typedef __int128 int128;
__extension__ typedef unsigned __int128 uint128;

} // namespace ogive
