// SPDX-License-Identifier: BSL-1.0
// The naive formula in a plain loop over the C library's functions; compiled again with -ffast-math, which makes it a loop
// over libmvec.

#include "formulas.hpp"

#include <cmath>
#if defined(__GLIBC__)
#include <gnu/libc-version.h>
#endif

namespace {

using namespace compare;

template <class Number>
struct plain {
    using T = Number;
    using V = Number;
    static constexpr std::size_t lanes = 1;
    static V load(T const* p) { return *p; }
    static void store(T* p, V v) { *p = v; }
    static V constant(double c) { return static_cast<V>(c); }
    static V positive(V x, V a, V b) { return x > 0 ? a : b; }
    static V exp(V x) { return std::exp(x); }
    static V expm1(V x) { return std::expm1(x); }
    static V log(V x) { return std::log(x); }
    static V log1p(V x) { return std::log1p(x); }
    static V tanh(V x) { return std::tanh(x); }
    static V erf(V x) { return std::erf(x); }
    static V erfc(V x) { return std::erfc(x); }
};

#if defined(__FAST_MATH__)
constexpr char const* name = "libmvec";
#else
constexpr char const* name = "libm";
#endif

void add_all(registry& all) {
#if defined(__GLIBC__)
    std::string const version = std::string{"glibc "} + gnu_get_libc_version();
#else
    std::string const version = "?";
#endif
    all.libraries.push_back({name, version, COMPARE_FLAGS});
    registration<plain<float>>{all, name, ""}.add();
    registration<plain<double>>{all, name, ""}.add();
}

} // namespace

#if defined(__FAST_MATH__)
void compare::add_libmvec(registry& all) { add_all(all); }
#else
void compare::add_libm(registry& all) { add_all(all); }
#endif
