// EXPECT: ogive: a named constant was declared positive, negative or nonzero, and its formula does not give
// SPDX-License-Identifier: BSL-1.0
#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

struct offset_t : named_constant<offset_t, positive> {
    static constexpr packed_name name{"offset"};
#ifdef OGIVE_CONTROL
    static constexpr auto formula() { return sqrt(2_c) - 1_c; }
#else
    static constexpr auto formula() { return 1_c - sqrt(2_c); }
#endif
};

constexpr auto x = symbol<"x">;

double value() { return (x + offset_t{})(0.5); }
