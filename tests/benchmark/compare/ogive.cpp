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

template <class Half, ogive::policy P>
void add_half(registry& all) {
    constexpr bool brain = std::is_same_v<Half, ogive::bfloat16>, accurate = P == ogive::accurate;
    constexpr auto what = compare::function::COMPARE_FUNCTION;
    using bits = unsigned short;
    auto const add = [&](result wanted, auto expression) {
        all.of_halves.push_back({brain, accurate, what, wanted, [](bits const* in, bits* out, bits*, std::size_t n) {
                                     ogive::forward<P>(decltype(expression){},
                                                       std::span{reinterpret_cast<Half const*>(in), n},
                                                       std::span{reinterpret_cast<Half*>(out), n});
                                 }});
    };
    add(result::value, f);
    add(result::derivative, ogive::derivative(f, x));
}

void add_all(registry& all) {
    add<float, ogive::fast>(all, "fast");
    add<float, ogive::accurate>(all, "accurate");
    add<double, ogive::fast>(all, "fast");
    add<double, ogive::accurate>(all, "accurate");
    add_half<ogive::bfloat16, ogive::fast>(all);
    add_half<ogive::bfloat16, ogive::accurate>(all);
    add_half<ogive::float16, ogive::fast>(all);
    add_half<ogive::float16, ogive::accurate>(all);
}
[[maybe_unused]] bool const added = (own_kernels().push_back(add_all), true);

} // namespace
