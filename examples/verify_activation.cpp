// SPDX-License-Identifier: BSL-1.0
// Verifying an activation: its evaluators against multiprecision, which shares no rule with them.

#include <ogive/ogive.hpp>
#include <ogive/verify.hpp>

#include <cmath>
#include <cstdio>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto f = x / 2_c * (1_c + tanh(x / 2_c)); // silu, written with tanh

template <class Evaluator>
void judge(char const* name, unsigned order, Evaluator evaluator) {
    verify::options o;
    o.order = order;
    o.random = 50;
    o.roots = {{-1.28, 0.25}}; // the derivative's own root: judged by absolute error there
    auto const m = verify::measure<double>(evaluator, verify::view(f), o);
    char const* verdict = m.within(4)           ? "within 4 ULP from -DBL_MAX to DBL_MAX"
                          : m.worst.error > 1e9 ? "off by more than 10^9 ULP somewhere"
                                                : "not within 4 ULP";
    std::printf("%-18s %s\n", name, verdict);
}

int main() {
    judge("f(x)", 0, [](double at) { return f(at); });
    judge("f'(x)", 1, [](double at) { return derivative(f, x)(at); });
    judge("the usual backward", 1, [](double at) {
        double const s = 1 / (1 + std::exp(-at));
        return s * (1 + at * (1 - s));
    });
}
