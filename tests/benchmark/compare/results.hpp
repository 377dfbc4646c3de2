// SPDX-License-Identifier: BSL-1.0
#pragma once
// What one run measured, and the page and the chart made of it.

#include "errors.hpp"

#include <string>
#include <vector>

namespace compare {

void copy(float const* in, float* out, float*, std::size_t n);
void copy_twice(float const* in, float* out, float* slope, std::size_t n);

/// An entry with what was measured; `name` is "Eigen" or "Eigen, by exp".
struct measured {
    std::string maker, form, name;
    function what;
    result wanted;
    double ns = 0; ///< an element
    worst error;
};

/// One kernel over arrays that do not fit into any cache.
struct in_memory {
    function what;
    result wanted;
    double ogive, peer, copy, memcpy; ///< nanoseconds an element; 0 where there is none
    std::string peer_name;
};

/// A kernel on numbers of 16 bits; times in nanoseconds an element, over arrays that do not fit into any cache.
struct half_result {
    bool brain;
    function what;
    result wanted;
    half_errors fast, accurate;
    double ns, float_ns;
};

struct run_results {
    std::vector<measured> of_float, of_double, layers;
    std::vector<half_result> halves;
    std::vector<in_memory> memory;
    std::vector<library> libraries;
    std::vector<std::string> missing;
    sample_size float_sample, double_sample;
    std::size_t cache_elements, memory_elements;
    std::string commit, machine, compiler;
    double seconds;

    template <class T>
    std::vector<measured> const& of() const {
        if constexpr (sizeof(T) == sizeof(float))
            return of_float;
        else
            return of_double;
    }
};

std::string kernel_name(function f, result r);

/// Among the measured ones the fastest of a kernel by the given condition, or null.
template <class Condition>
measured const* fastest(std::vector<measured> const& all, function f, result r, Condition const& c) {
    measured const* best = nullptr;
    for (auto const& m : all)
        if (m.what == f && m.wanted == r && c(m) && (best == nullptr || m.ns < best->ns)) best = &m;
    return best;
}
inline measured const* own(std::vector<measured> const& all, function f, result r, char const* form = "fast") {
    return fastest(all, f, r, [&](measured const& m) { return m.maker == "ogive" && m.form == form; });
}
/// The fastest of the other libraries whose error is at most so large where times are taken.
inline measured const* peer(std::vector<measured> const& all, function f, result r, double ulp) {
    return fastest(all, f, r, [&](measured const& m) { return m.maker != "ogive" && m.error.timed <= ulp; });
}

std::string page(run_results const&);
std::string chart(run_results const&);

} // namespace compare
