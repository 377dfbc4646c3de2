// SPDX-License-Identifier: BSL-1.0
// Exact constants: what a literal spells is what it is.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <type_traits>

using namespace ogive;
using namespace ogive::literals;

namespace {

template <class T>
constexpr auto bare(T) {
    return T{};
}
template <int128 N, int128 D = 1, class E>
constexpr bool is(E) {
    return std::is_same_v<E, exact<N, D>>;
}

static_assert(is<0>(0_q) && is<0>(0.0_q) && is<0>(0e5_q) && is<7>(7_q) && is<7>(7._q) && is<7>(007.00_q));
static_assert(is<1, 2>(0.5_q) && is<1, 2>(.5_q) && is<1, 2>(5e-1_q) && is<1, 2>(0.05e1_q) && is<1, 2>(50E-2_q));
static_assert(is<8943, 200000>(0.044715_q));
static_assert(is<1, 400>(25e-4_q) && is<250000>(25e+4_q) && is<250000>(25e4_q));
static_assert(is<1234567>(1'234'567_q) && is<6172839, 5000>(1'234.567'8_q));
static_assert(is<1, 3>(1_q / 3_q) && is<-1, 3>(-1_q / 3_q) && is<2>(6_q / 3_q));
static_assert(is<5, 6>(1_q / 2_q + 1_q / 3_q) && is<1, 6>(1_q / 2_q - 1_q / 3_q) && is<1, 6>(1_q / 2_q * (1_q / 3_q)));
static_assert(is<3>(0.1_q + 0.2_q + 2.7_q)); // exactly
static_assert(is<1>(3_q * (1_q / 3_q)));

// the largest literals that fit
static_assert(is<(int128{1} << 126)>(85070591730234615865843651857942052864_q));
static_assert(exact<1, 2>::value == rational{int128{1}, int128{2}});
static_assert(std::is_empty_v<exact<1, 2>> && std::is_empty_v<pi_t> && std::is_empty_v<decltype(selu_alpha)>);
static_assert(std::is_same_v<decltype(bare(2_q)), exact<2>>);

// Hana's integers are operands, and become exact constants beside expressions
static_assert(operand<decltype(2_c)> && !expression<decltype(2_c)>);
static_assert(std::is_same_v<expression_of<decltype(2_c)>, exact<2>>);
static_assert(std::is_same_v<expression_of<decltype(-2_c)>, exact<-2>>);
static_assert(!operand<int> && !operand<double>);
static_assert(is<5, 2>(0.5_q + 2_c) && is<-3, 2>(0.5_q - 2_c) && is<1>(0.5_q * 2_c) && is<1, 4>(0.5_q / 2_c));
static_assert(is<5, 2>(2_c + 0.5_q) && is<3, 2>(2_c - 0.5_q) && is<1>(2_c * 0.5_q) && is<4>(2_c / 0.5_q));

static_assert(0.1_q + 0.2_q == 0.3_q && 0.1_q != 0.1000000000000000000001_q && 1_q / 3_q != 0.333333333333333333_q);
static_assert(pi != 3.14159265358979323846264338327950288_q);
static_assert(0.5_q == 1_q / 2_c && 2_c == 2_q && 2_q != 3_c);

} // namespace

TEST_CASE("constants are rounded once, to every type") {
    // x - x keeps a symbol as written, so that a number can be given
    constexpr auto x = symbol<"x">;
    CHECK((0.1_q + (x - x))(1.0) == 0.1);
    CHECK((0.1_q + (x - x))(1.0f) == 0.1f);
    CHECK((0.1_q + (x - x))(1.0L) == 0.1L);
    CHECK((1_q / 3_q + (x - x))(1.0) == 1.0 / 3.0);
    CHECK((pi + (x - x))(1.0) == 3.14159265358979323846);
    CHECK((pi + (x - x))(1.0f) == 3.14159265358979323846f);
    CHECK((pi + (x - x))(1.0L) == 3.14159265358979323846264338327950288L);
    CHECK((123456789012345678901234567890_q / 7_q + (x - x))(1.0) == 123456789012345678901234567890.0 / 7.0);
}
