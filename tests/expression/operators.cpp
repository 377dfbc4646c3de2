// SPDX-License-Identifier: BSL-1.0
// Operators and functions: every combination of expressions, exact constants and Hana's integers, and no ambiguity with
// the functions of <cmath>, whichever is included first.

#include <cmath>
#include <cstdlib>

#include <ogive/ogive.hpp>

#include <cmath>
#include <complex>

#include <doctest/doctest.h>

#include <type_traits>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;

template <class A, class B>
constexpr bool same(A, B) {
    return std::is_same_v<A, B>;
}

// -- types say how an expression was written, and are empty --------------------------------------------------------------

using x_t = std::remove_const_t<decltype(x)>;
using y_t = std::remove_const_t<decltype(y)>;

static_assert(same(x + y, sum_of<x_t, y_t>{}) && same(x - y, difference_of<x_t, y_t>{}));
static_assert(same(x * y, product_of<x_t, y_t>{}) && same(x / y, quotient_of<x_t, y_t>{}));
static_assert(same(-x, negative_of<x_t>{}) && same(+x, x));
static_assert(same(exp(x), call<operation::exp, x_t>{}) && same(max(x, y), call2<operation::max, x_t, y_t>{}));

template <class... E>
constexpr bool all_empty(E...) {
    return (std::is_empty_v<E> && ...) && (std::is_trivially_copyable_v<E> && ...);
}

static_assert(all_empty(x, x + y, x - y, x* y, x / y, -x, exp(x), pow(x, y), x < y, x == y, x != y, mish(x),
                        derivative(mish(x), x), piecewise(when(x > 0_c, x), otherwise(-x)), when(x > 0_c, x),
                        otherwise(x), 0.5_q, pi, selu_lambda, value_and_derivative(x, x)));
static_assert(sizeof(mish(x) * tanh(softplus(y) + derivative<3>(gelu(x), x))) == 1);

// -- exact constants -----------------------------------------------------------------------------------------------------

static_assert(same(x + 2_c, sum_of<x_t, exact<2>>{}) && same(2_c + x, sum_of<exact<2>, x_t>{}));
static_assert(same(x - 2_c, difference_of<x_t, exact<2>>{}) && same(2_c - x, difference_of<exact<2>, x_t>{}));
static_assert(same(x * 2_c, product_of<x_t, exact<2>>{}) && same(2_c * x, product_of<exact<2>, x_t>{}));
static_assert(same(x / 2_c, quotient_of<x_t, exact<2>>{}) && same(2_c / x, quotient_of<exact<2>, x_t>{}));
static_assert(same(x < 2_c, condition<operation::less, x_t, exact<2>>{}));
static_assert(same(2_c < x, condition<operation::less, exact<2>, x_t>{}));
static_assert(same(x > 2_c, condition<operation::less, exact<2>, x_t>{}));
static_assert(same(2_c > x, condition<operation::less, x_t, exact<2>>{}));
static_assert(same(x <= 2_c, condition<operation::less_equal, x_t, exact<2>>{}));
static_assert(same(2_c <= x, condition<operation::less_equal, exact<2>, x_t>{}));
static_assert(same(x >= 2_c, condition<operation::less_equal, exact<2>, x_t>{}));
static_assert(same(2_c >= x, condition<operation::less_equal, x_t, exact<2>>{}));
static_assert(same(x == 2_c, equation<x_t, exact<2>>{}) && same(2_c == x, equation<exact<2>, x_t>{}));
static_assert(same(x != 2_c, inequality<x_t, exact<2>>{}) && same(2_c != x, inequality<exact<2>, x_t>{}));
static_assert(same(x < 0.5_q, condition<operation::less, x_t, exact<1, 2>>{}));
static_assert(same(pow(x, 2_c), call2<operation::power, x_t, exact<2>>{}));
static_assert(same(pow(2_c, x), call2<operation::power, exact<2>, x_t>{}));
static_assert(same(max(0_c, x), call2<operation::max, exact<0>, x_t>{}) &&
              same(min(x, -1_c), call2<operation::min, x_t, exact<-1>>{}));
static_assert(same(exp(1_c), call<operation::exp, exact<1>>{}) && same(sqrt(2_c), call<operation::sqrt, exact<2>>{}));

static_assert((x < y && y < 1_c && 0_c < x, true));
static_assert(is_condition<decltype(x < y && y < 1_c)> && !is_condition<decltype(x == y)>);

// -- conditions joined by && (and its other spelling) --------------------------------------------------------------------

constexpr auto inside = piecewise(when(x > -1_c && x < 1_c, 1_c - x * x), otherwise(0_c));
static_assert(inside == piecewise(when(x > -1_c and x < 1_c, 1_c - x * x), otherwise(0_c)));
static_assert(inside == piecewise(when(-1_c < x && 1_c > x, (1_c - x) * (1_c + x)), otherwise(0_c)));
static_assert(inside == max(0_c, 1_c - x * x) - max(0_c, 1_c - x * x) + inside);
static_assert(inside(0.5) == 0.75 && inside(1.0) == 0.0 && inside(-1.0) == 0.0 && inside(7.0) == 0.0);

// -- equations in constant expressions -----------------------------------------------------------------------------------

static_assert(x + y == y + x && x - y != y - x && !(x + y != y + x) && !(x - y == y - x));
constexpr bool commutative = x * y == y * x;
static_assert(commutative);

// -- <cmath> and this library together: by the type of the argument ------------------------------------------------------

template <class Number>
bool plain_functions_work(Number v) {
    static_assert(std::is_same_v<decltype(exp(v)), Number>);
    bool good = exp(v) == std::exp(v) && log(v) == std::log(v) && sqrt(v) == std::sqrt(v);
    good = good && tanh(v) == std::tanh(v) && erf(v) == std::erf(v) && pow(v, v) == std::pow(v, v);
    return good && std::abs(v) == v && expm1(v) == std::expm1(v) && log1p(v) == std::log1p(v);
}

constexpr auto every_function = exp(x) + log(x) + tanh(x) + abs(x) + sqrt(x) + erf(x) + erfc(x) + sin(x) + cos(x) +
                                tan(x) + asin(x) + acos(x) + atan(x) + sinh(x) + cosh(x) + asinh(x) + acosh(x) +
                                atanh(x) + expm1(x) + log1p(x) + sign(x) + pow(x, x) + min(x, y) + max(x, y);
static_assert(expression<decltype(every_function)>);

} // namespace

TEST_CASE("unqualified functions of numbers stay those of <cmath>") {
    double volatile d = 0.5;
    float volatile f = 0.5f;
    long double volatile l = 0.5L;
    CHECK(exp(double{d}) == std::exp(double{d}));
    CHECK(plain_functions_work(double{d}));
    CHECK(std::abs(-float{f}) == 0.5f);
    CHECK(exp(double{f}) == std::exp(0.5));
    CHECK(std::exp(float{f}) == std::exp(0.5f));
    CHECK(std::exp(static_cast<long double>(l)) == std::exp(0.5L));
    CHECK(abs(-3) == 3);
}

TEST_CASE("catalogue functions take expressions and numbers of every type") {
    CHECK(sigmoid(0.0) == 0.5);
    CHECK(sigmoid(0.0f) == 0.5f);
    CHECK(sigmoid(0.0L) == 0.5L);
    CHECK(std::is_same_v<decltype(sigmoid(0.0f)), float>);
    CHECK(relu(-2.0) == 0.0);
    CHECK(prelu(-2.0, 0.25) == -0.5);
    CHECK(swish(0.0, 2.0) == 0.0);
}
