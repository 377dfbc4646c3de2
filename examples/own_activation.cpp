// SPDX-License-Identifier: BSL-1.0
// An activation of one's own: one line of mathematics, and everything else is derived.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <cstdio>

using namespace ogive;
using namespace ogive::literals;

// Like every catalogue function: a name, and the formula.
struct logish_t : catalogue_function<logish_t> {
    static constexpr packed_name name{"logish"};
    static constexpr auto formula(auto u) { return u * log(1_c + sigmoid(u)); }
};
inline constexpr logish_t logish{};

constexpr auto x = symbol<"x">;

static_assert(logish(x) == x * log((1_c + 2_c * exp(x)) / (1_c + exp(x))));
static_assert(logish(x) != x * sigmoid(x));

int main() {
    std::printf("logish(x)  = %s\n", definition_text(logish(x)).c_str());
    std::printf("logish'(x) = %s\n", text(simplify(derivative(logish(x), x))).c_str());
    for (double at : {-800.0, -2.0, 0.0, 2.0, 800.0}) {
        auto [value, slope] = value_and_derivative(logish(x), x)(at);
        std::printf("%6g %24.15g %24.15g\n", at, value, slope);
    }
}
