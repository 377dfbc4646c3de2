// SPDX-License-Identifier: BSL-1.0
// Expressions are models of Boost.Hana's Comparable, Monoid, Group and Ring; the laws are proved, not sampled.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <boost/hana/core/tag_of.hpp>
#include <boost/hana/for_each.hpp>
#include <boost/hana/power.hpp>
#include <boost/hana/product.hpp>
#include <boost/hana/size.hpp>
#include <boost/hana/sum.hpp>
#include <boost/hana/tuple.hpp>

#include <type_traits>

namespace hana = boost::hana;
using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;

static_assert(std::is_same_v<hana::tag_of_t<decltype(mish(x) + 1_c)>, expression_tag>);

// The two literals stand beside each other.
namespace beside {
using namespace boost::hana::literals;
static_assert(std::is_same_v<decltype(2_c), hana::llong<2>> && (0x1e_c).value == 30 && (1'000_c).value == 1000);
} // namespace beside

// -- laws ----------------------------------------------------------------------------------------------------------------

struct laws {
    template <class A, class B, class C>
    static constexpr bool hold(A a, B b, C c) {
        constexpr auto zero = hana::zero<expression_tag>();
        constexpr auto one = hana::one<expression_tag>();
        bool good = true;
        // Monoid, commutative
        good = good && hana::plus(a, hana::plus(b, c)) == hana::plus(hana::plus(a, b), c);
        good = good && hana::plus(a, b) == hana::plus(b, a);
        good = good && hana::plus(a, zero) == a && hana::plus(zero, a) == a;
        // Group
        good = good && hana::plus(a, hana::negate(a)) == zero && hana::minus(a, b) == hana::plus(a, hana::negate(b));
        good = good && hana::negate(hana::negate(a)) == a;
        // Ring
        good = good && hana::mult(a, hana::mult(b, c)) == hana::mult(hana::mult(a, b), c);
        good = good && hana::mult(a, one) == a && hana::mult(one, a) == a;
        good = good && hana::mult(a, hana::plus(b, c)) == hana::plus(hana::mult(a, b), hana::mult(a, c));
        good = good && hana::mult(hana::plus(a, b), c) == hana::plus(hana::mult(a, c), hana::mult(b, c));
        return good;
    }
};

static_assert(laws::hold(x, y, exp(x)));
static_assert(laws::hold(0.5_q, sigmoid(y) - 1_c, x));
static_assert(laws::hold(x * y / (1_c + x * x), exp(-x), 2_q));
static_assert(laws::hold(relu(x), tanh(x), pi));

// Comparable: reflexive, symmetric, and it tells apart
static_assert(hana::equal(x + y, y + x) && hana::equal(y + x, x + y) && hana::equal(x, x));
static_assert(!hana::equal(x, y) && hana::not_equal(x, y) && !hana::not_equal(x, x));
static_assert(hana::equal(x / x * x, x) && !hana::equal(tanh(x), sigmoid(x)));

// -- mixed with integral constants, on both sides ------------------------------------------------------------------------

static_assert(hana::plus(x, 1_c) == 1_c + x && hana::plus(1_c, x) == x + 1_c);
static_assert(hana::minus(x, 1_c) == -(1_c - x) && hana::minus(1_c, x) == -(x - 1_c));
static_assert(hana::mult(x, 2_c) == x + x && hana::mult(2_c, x) == x + x);
static_assert(hana::div(x, 2_c) == 0.5_q * x && hana::div(2_c, x) == 1_c / (0.5_q * x));
static_assert(hana::mod(x, y) == 0_c);
static_assert(hana::equal(x - x, 0_c) && hana::equal(0_c, x - x) && hana::not_equal(x, 1_c) && hana::not_equal(1_c, x));
static_assert(std::is_same_v<decltype(hana::less(x, 1_c)), decltype(x < 1_c)>);
static_assert(std::is_same_v<decltype(hana::less(1_c, x)), decltype(1_c < x)>);
static_assert(std::is_same_v<decltype(hana::greater_equal(x, 1_c)), decltype(x >= 1_c)>);
static_assert(std::is_same_v<decltype(hana::less_equal(x, y)), decltype(x <= y)>);

// -- algorithms ----------------------------------------------------------------------------------------------------------

static_assert(hana::sum<expression_tag>(hana::make_tuple(x, y, x)) == 2_c * x + y);
static_assert(hana::product<expression_tag>(hana::make_tuple(x, y, exp(x), exp(-x))) == x * y);
static_assert(hana::sum<expression_tag>(hana::make_tuple()) == 0_q);
static_assert(hana::product<expression_tag>(hana::make_tuple()) == 1_q);
static_assert(hana::power(x, hana::size_c<3>) == x * x * x);
static_assert(hana::power(1_c + x, hana::size_c<0>) == 1_q);

// -- gradient and Hessian are tuples -------------------------------------------------------------------------------------

constexpr auto slopes = gradient(prelu(x, y), x, y);
static_assert(std::is_same_v<hana::tag_of_t<decltype(slopes)>, hana::tuple_tag>);
static_assert(decltype(hana::size(slopes))::value == 2);
static_assert(slopes[0_c] == piecewise(when(x > 0_c, 1_c), otherwise(y)));
static_assert(slopes[1_c] == piecewise(when(x > 0_c, 0_c), otherwise(x)));

constexpr auto curvature = hessian(x * x * y + exp(x * y), x, y);
static_assert(decltype(hana::size(curvature))::value == 2);
static_assert(curvature[0_c][0_c] == 2_c * y + y * y * exp(x * y));
static_assert(curvature[0_c][1_c] == curvature[1_c][0_c]);
static_assert(curvature[1_c][1_c] == x * x * exp(x * y));

} // namespace

TEST_CASE("the catalogue is a tuple of expressions") {
    unsigned count = 0;
    hana::for_each(catalogue, [&](auto f) {
        static_assert(expression<decltype(f)>);
        ++count;
    });
    CHECK(count == decltype(hana::size(catalogue))::value);
    CHECK(count >= 16);
}

TEST_CASE("a gradient is evaluated element by element") {
    double volatile at = -2;
    CHECK(slopes[0_c](x = double{at}, y = 0.25) == 0.25);
    CHECK(slopes[1_c](x = double{at}, y = 0.25) == -2);
    CHECK(curvature[0_c][0_c](x = double{at}, y = 0.0) == 0);
}
