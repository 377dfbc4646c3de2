// SPDX-License-Identifier: BSL-1.0
// Enclosed Taylor coefficients against derivatives by the engine's rules, and over intervals against those at points.

#include <ogive/initialize/series.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

namespace {

using namespace ogive;
using namespace ogive::literals;
using initialization::series;
using number::enclosure;
using number::extended;

constexpr auto x = symbol<"x">;

template <class F>
series expanded(F, enclosure const& where) {
    workspace w;
    node_index const f = w.import(graph_of<F>, graph_of<F>.root());
    initialization::expander expand{w, packed_name{"x"}};
    return expand(f, where);
}
enclosure coefficient(series const& s, unsigned k) { return k <= s.top ? s.c[k] : enclosure{0}; }

template <class F>
void check(F, rational const& at) {
    enclosure const here{at};
    series const s = expanded(F{}, here), around = expanded(F{}, {here.lower - extended{rational{1, 64}}, here.upper});
    workspace w;
    node_index d = w.import(graph_of<F>, graph_of<F>.root());
    algebra::point p;
    p.push_back({packed_name{"x"}, here});
    enclosure factorial{1};
    for (int k = 0; k <= 4; ++k) {
        CAPTURE(k);
        enclosure const expected = algebra::enclose(w, d, p) / factorial,
                        found = coefficient(s, static_cast<unsigned>(k));
        REQUIRE(found.defined());
        CHECK_FALSE(disjoint(found, expected));
        CHECK(found.upper - found.lower < extended{rational{int128{1}, int128{1} << 90}});
        d = differentiator{w}(d, packed_name{"x"});
        factorial = factorial * enclosure{k + 1};
    }
    REQUIRE(w.problem == trouble::none);
    for (unsigned k = 0; k <= initialization::series_order; ++k) {
        enclosure const wide = coefficient(around, k), narrow = coefficient(s, k);
        CHECK(wide.lower <= narrow.upper);
        CHECK(narrow.lower <= wide.upper);
    }
}

} // namespace

TEST_CASE("every operation") {
    rational const half{1, 2}, two{2};
    check(3_c - x, half);
    check((x + 2_c) * (x - 5_c) / (1_c + x * x), half);
    check(pow(x, 5_c) - pow(x, -3_c), half);
    check(pow(x, 5_q / 3_q), half);
    check(pow(2_c, x), half);
    check(sqrt(1_c + x), half);
    check(exp(-x * x), half);
    check(expm1(x / 3_c), half);
    check(log(x), half);
    check(log1p(x), half);
    check(sin(2_c * x), half);
    check(cos(2_c * x), half);
    check(tan(x), half);
    check(asin(x), half);
    check(acos(x), half);
    check(atan(x), half);
    check(sinh(x), half);
    check(cosh(x), half);
    check(tanh(x), half);
    check(asinh(x), half);
    check(acosh(x), two);
    check(atanh(x), half);
    check(erf(x), half);
    check(erfc(x), half);
    check(abs(x - 2_c) * sign(x), half);
    check(max(x, x * x) + min(x, 1_c), half);
    check(relu(x) + elu(x), half);
    check(selu(x), rational{-1, 2});
    check(gelu(x), half);
    check(mish(x), rational{-1, 2});
}

TEST_CASE("kinks") {
    extended const one{1};
    series const across = expanded(abs(x), {-one, one});
    CHECK(across.c[0].lower.is_zero());
    CHECK(across.c[0].upper == one);
    CHECK_FALSE(across.c[1].defined());
    series const beside = expanded(abs(x), {extended{}, one});
    CHECK(coefficient(beside, 1).contains(one));
    CHECK(coefficient(beside, 2).certain_sign() == 0);
    // here the condition is false on half of the interval, though its sides differ by no negative number
    series const flat = expanded(piecewise(when(max(x, 0_c) > 0_c, 1_c), otherwise(2_c)), {-one, one});
    CHECK(flat.c[0].contains(extended{1}));
    CHECK(flat.c[0].contains(extended{2}));
    CHECK_FALSE(expanded(log(x), {extended{}, one}).c[0].defined());
    CHECK(expanded(sqrt(x), {extended{}, one}).c[0].defined());
    CHECK_FALSE(expanded(sqrt(x), {extended{}, one}).c[1].defined());
}
