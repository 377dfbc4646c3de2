// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

#if __has_include(<ogive/emit.hpp>)
#include <ogive/emit.hpp>
#endif

double value_in_b(double);
void const* address_in_b();

using namespace ogive;

constexpr auto x = symbol<"x">;

double value_in_b(double at) {
    constexpr auto own_mish = x * tanh(softplus(x));
    return own_mish(at);
}

void const* address_in_b() { return &ogive::simplify; }
