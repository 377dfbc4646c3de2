// SPDX-License-Identifier: BSL-1.0
// Bounds of tails are above the tails, and there are none where nothing is certain.

#include <ogive/initialize/growth.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <cmath>

namespace {

using namespace ogive;
using namespace ogive::literals;
using number::extended;

constexpr auto x = symbol<"x">;

template <class F>
double bound(F, int start, int side) {
    workspace w;
    node_index const f = expand_derivatives(w, graph_of<F>, graph_of<F>.root());
    return initialization::tail_bound(w, f, packed_name{"x"}, extended{start}, side).template to<double>();
}
/// Simpson's rule for |f|·e^(-x^2/2) on one tail.
template <class F>
double tail(F f, int start, int side) {
    double const h = 0x1p-9;
    double sum = 0;
    for (int i = 0; i <= 512 * 24; ++i) {
        double const v = start + i * h;
        sum += std::fabs(f(side * v)) * std::exp(-v * v / 2) * (i == 0 || i == 512 * 24 ? 1 : i % 2 == 0 ? 2 : 4);
    }
    return sum * h / 3;
}
template <class F>
void check(F f) {
    for (int side : {-1, 1})
        for (int start : {4, 5, 8}) {
            CAPTURE(side);
            CAPTURE(start);
            double const b = bound(f, start, side), t = tail(f, start, side);
            CHECK(b >= t * (1 - 1e-12));
            CHECK(b <= 1e9 * (t + 1e-14)); // and of some use
        }
}

} // namespace

TEST_CASE("bounds of tails") {
    check(x);
    check(x * x * x - 4_c * x);
    check(relu(x));
    check(gelu(x));
    check(derivative(gelu(x), x));
    check(mish(x));
    check(derivative(mish(x), x));
    check(softplus(x) * softplus(x));
    check(-5_c * softplus(x) / (2_c + sin(x)));
    check(log(cosh(x)));
    check(sqrt(1_c + x * x) * max(x, -2_c * x));
    check(min(x, 3_c) - 7_c);
    check(exp(x));
    check(sinh(x) * x);
    check(expm1(2_c * x));
    check(log1p(exp(2_c * x + 3_c)));
    check(asinh(x * x));
    check(piecewise(when(x > 10_c, x * x), otherwise(3_c * x)));
}

TEST_CASE("no bounds") {
    CHECK(std::isinf(bound(exp(x * x), 8, 1)));
    CHECK(std::isinf(bound(exp(20_c * x), 8, 1)));
    CHECK(bound(exp(20_c * x), 8, -1) < 1e-10);
    CHECK(std::isinf(bound(1_c / (x - 10_c), 8, 1)));
    CHECK(std::isinf(bound(log(x), 8, -1)));
    CHECK(std::isinf(bound(log(x - 10_c) * x, 8, 1)));
    CHECK(std::isinf(bound(sqrt(x), 8, -1)));
}
