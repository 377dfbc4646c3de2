// SPDX-License-Identifier: BSL-1.0
// Equations that were once decided wrongly, or could be: what must not be proved, and what must not be refuted.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;
constexpr auto positive_x = symbol<"x", positive>;
constexpr auto negative_x = symbol<"x", negative>;
constexpr auto scale = symbol<"scale", positive>;
constexpr auto z = symbol<"z", nonzero>;

struct first_k_t : named_constant<first_k_t, positive> {
    static constexpr packed_name name{"k"};
    static constexpr auto formula() { return sqrt(2_c); }
};
struct second_k_t : named_constant<second_k_t, positive> {
    static constexpr packed_name name{"k"};
    static constexpr auto formula() { return sqrt(3_c); }
};

// A power of a base that may be negative is defined for constant integer exponents only.
static_assert(prove(sqrt(pow(x, 2_c * y)) == pow(x, y)) != verdict::refuted);
static_assert(prove(pow(pow(x, 2_c), y) == pow(x, 2_c * y)) != verdict::refuted);
static_assert(prove(pow(x, 2147483648_c) == pow(pow(x, 32768_c), 65536_c)) != verdict::refuted);

// What is assumed of a symbol anywhere is assumed of it everywhere.
static_assert(prove(abs(x) == positive_x) == verdict::proved);
static_assert(prove(positive_x - negative_x == 0_c) == verdict::unknown);

// Assumptions hold in regions.
static_assert(abs(scale) == scale);
static_assert(relu(scale) == scale);
static_assert(abs(scale + 1_c) == scale + 1_c);
static_assert(abs(scale * x) == scale * abs(x));
static_assert(sign(z) * sign(z) == 1_c);
static_assert(abs(scale) != -scale);

// No point against an assumption refutes, and none at which one part of a condition has no value.
static_assert(decide(piecewise(when(z < 1_c, 1_c), otherwise(z)) == z + 2_c).values[0].sign() != 0);
static_assert(prove(piecewise(when(sqrt(x) <= 1_c && x >= 1_c, x), otherwise(1_c)) ==
                    piecewise(when(x >= 0_c, piecewise(when(x <= 1_c && x >= 1_c, x), otherwise(1_c))),
                              otherwise(2_c))) != verdict::refuted);

// Constants of one name and two formulas are two.
static_assert(prove(relu(x * y - 1000000_c) * (first_k_t{} - second_k_t{}) == 0_c) != verdict::proved);
static_assert(selu(x) == selu_lambda * elu(x, selu_alpha));

// Ties: the value is the same on both sides, the derivative is not.
static_assert(abs(x - y) == max(x - y, y - x));
static_assert(log(exp(x) + exp(y)) == max(x, y) + log(1_c + exp(-abs(x - y))));
static_assert(prove(derivative(abs(x - y), x) == piecewise(when(x < y, -1_c), otherwise(1_c))) != verdict::proved);

// Refuted even where a case stands inside of a condition, and where every usual sample point is a zero.
static_assert(prove(max(0_c, max(0_c, x)) == x + 7_c) == verdict::refuted);
static_assert((x - 1_c) * (x + 2_c) * (2_c * x - 1_c) * x * (x - 3_c) * (3_c * x + 1_c) * (4_c * x - 5_c) *
                  (10_c * x - 1_c) * (2_c * x + 7_c) * (10_c * x - 9_c) * (x + 5_c) * (2_c * x - 13_c) * (x + 12_c) *
                  (x - 30_c) !=
              0_c * x);

// Zero has powers with positive exponents.
static_assert(prove(sign(pow(x, 1_q / 3_q)) == 1_c) == verdict::refuted);
static_assert(prove(sign(pow(x, 1.5_q)) == 1_c) == verdict::refuted);

} // namespace

TEST_CASE("a refutation carries a point at which the enclosures of both sides do not meet") {
    decision const d = decide(tanh(x) == 2_c * sigmoid(x) - 1_c);
    CHECK(d.answer == verdict::refuted);
    CHECK(d.coordinates == 1);
    CHECK(disjoint(d.left, d.right));
    double const at = static_cast<double>(d.values[0].numerator) / static_cast<double>(d.values[0].denominator);
    CHECK(d.left.to<double>() == doctest::Approx(tanh(at)));
    CHECK(d.right.to<double>() == doctest::Approx(2 * sigmoid(at) - 1));
}
