// SPDX-License-Identifier: BSL-1.0
#pragma once
// What is compared: functions, what is asked of them, and the routines that the libraries register.

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

namespace compare {

enum class function : unsigned { sigmoid, tanh, softplus, silu, gelu, gelu_tanh, mish, elu, selu, logit };
inline constexpr char const* function_names[] = {"sigmoid",   "tanh", "softplus", "silu", "gelu",
                                                 "gelu_tanh", "mish", "elu",      "selu", "logit"};
inline constexpr unsigned function_count = 10;

enum class result : unsigned { value, derivative, both };
inline constexpr unsigned result_count = 3;

/// Arrays of a multiple of 64 elements, aligned to 64 bytes. A derivative alone goes to `out`.
template <class T>
using routine = std::function<void(T const* in, T* out, T* slope, std::size_t count)>;

template <class T>
struct entry {
    std::string maker; ///< "Eigen"
    std::string form;  ///< the formula, where a library has several
    function what;
    result wanted;
    routine<T> run;
};

/// A routine of this library on numbers of 16 bits, by their bits.
struct half_entry {
    bool brain; ///< bfloat16, else float16
    bool accurate;
    function what;
    result wanted;
    routine<unsigned short> run;
};

struct library {
    std::string name, version, flags;
};

struct registry {
    std::vector<entry<float>> of_float;
    std::vector<entry<double>> of_double;
    std::vector<half_entry> of_halves;
    std::vector<library> libraries;
    std::vector<std::string> missing;

    template <class T>
    auto& entries() {
        if constexpr (sizeof(T) == sizeof(float))
            return of_float;
        else
            return of_double;
    }
    template <class T>
    void add(char const* name, char const* form, function what, result wanted, routine<T> run) {
        entries<T>().push_back({name, form, what, wanted, std::move(run)});
    }
};

/// What registers this library's kernels: one for each function that ogive.cpp is compiled for, added when the program
/// starts.
inline std::vector<void (*)(registry&)>& own_kernels() {
    static std::vector<void (*)(registry&)> all;
    return all;
}

void add_libm(registry&);
void add_libmvec(registry&);
void add_eigen(registry&);
void add_sleef(registry&);
void add_xsimd(registry&);
void add_highway(registry&);
void add_xnnpack(registry&);
void add_onednn(registry&);
void add_torch(registry&);

} // namespace compare
