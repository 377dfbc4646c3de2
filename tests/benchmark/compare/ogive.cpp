// SPDX-License-Identifier: BSL-1.0
// The library's own kernels of one function, COMPARE_FUNCTION, compiled as a user does: -O2 and nothing else.

#include "kernels.hpp"

#include <ogive/ogive.hpp>

#include <span>

namespace {

using namespace compare;
constexpr auto x = ogive::symbol<"x">;
constexpr auto f = ogive::COMPARE_FUNCTION(x);

template <class T, ogive::policy P>
void add(registry& all, char const* form) {
    constexpr auto what = compare::function::COMPARE_FUNCTION;
    all.add<T>("ogive", form, what, result::value, [](T const* in, T* out, T*, std::size_t n) {
        ogive::forward<P>(f, std::span{in, n}, std::span{out, n});
    });
    all.add<T>("ogive", form, what, result::derivative, [](T const* in, T* out, T*, std::size_t n) {
        ogive::forward<P>(ogive::derivative(f, x), std::span{in, n}, std::span{out, n});
    });
    all.add<T>("ogive", form, what, result::both, [](T const* in, T* out, T* slope, std::size_t n) {
        ogive::forward_with_derivative<P>(f, std::span{in, n}, std::span{out, n}, std::span{slope, n});
    });
}

} // namespace

#define COMPARE_NAME(name) COMPARE_JOIN(add_ogive_, name) // expanded first
#define COMPARE_JOIN(a, b) a##b
void compare::COMPARE_NAME(COMPARE_FUNCTION)(registry& all) {
    add<float, ogive::fast>(all, "fast");
    add<float, ogive::accurate>(all, "accurate");
    add<double, ogive::fast>(all, "fast");
    add<double, ogive::accurate>(all, "accurate");
}
