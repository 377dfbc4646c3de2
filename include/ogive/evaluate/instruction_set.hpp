// SPDX-License-Identifier: BSL-1.0
#pragma once
// The instruction sets that loops are compiled for, and the best one of the machine.

#include <ogive/config.hpp>

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

} // namespace ogive::evaluation
