// SPDX-License-Identifier: BSL-1.0
// Domains and ranges with exact ends; minima that are only enclosed.
// Missing: ranges with parameters whose order is not known.

#include <ogive/calculus/range.hpp>
#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto positive_x = symbol<"x", positive>;
constexpr auto slope = symbol<"a", positive>;
constexpr auto b = symbol<"b">;

static_assert(range(sigmoid(x), x)[0].lower.is(0) && range(sigmoid(x), x)[0].upper.is(1));
static_assert(!range(sigmoid(x), x)[0].lower_closed && !range(sigmoid(x), x)[0].upper_closed);
static_assert(range(relu(x), x)[0].lower.is(0) && range(relu(x), x)[0].lower_closed);
static_assert(range(logit(x), x).is_all());
static_assert(domain(selu(x), x).is_all());
static_assert(inverse_domain(tanh(x), x)[0].lower.is(-1));
static_assert(range(silu(x), x).known && !range(silu(x), x)[0].lower.exact);

std::string written(end_value const& e) {
    switch (e.kind) {
    case limit_kind::unknown: return "?";
    case limit_kind::plus_infinity: return "inf";
    case limit_kind::minus_infinity: return "-inf";
    default: return e.exact ? text(e.graph, e.root) : "enclosed";
    }
}

std::string written(interval_set const& s) {
    if (!s.known) return "unknown";
    std::string r;
    for (unsigned i = 0; i < s.size(); ++i)
        r += (i > 0 ? " u " : "") + std::string(s[i].lower_closed ? "[" : "(") + written(s[i].lower) + ", " +
             written(s[i].upper) + (s[i].upper_closed ? "]" : ")");
    return r;
}

template <class F>
interval_set range_at_run_time(F) {
    return calculus::range(graph_of<F>, graph_of<F>.root(), packed_name{"x"});
}
template <class F>
std::string values(F f) {
    return written(range_at_run_time(f));
}
template <class F>
std::string arguments(F) {
    return written(calculus::domain(graph_of<F>, graph_of<F>.root(), packed_name{"x"}));
}

template <class F>
void check_minimum(F f, double expected) {
    interval_set const r = range_at_run_time(f);
    REQUIRE(r.known);
    CHECK_FALSE(r[0].lower.exact);
    auto const low = r[0].lower.bounds.lower.template to<double>(),
               high = r[0].lower.bounds.upper.template to<double>();
    CHECK(low <= expected + 1e-12);
    CHECK(expected - 1e-12 <= high);
    CHECK(high - low < 1e-15);
    CHECK(r[0].upper.kind == limit_kind::plus_infinity);
}

} // namespace

TEST_CASE("ranges of the catalogue") {
    CHECK(values(odds(x)) == "(-inf, -1) u (-1, inf)");
    CHECK(values(logit(x)) == "(-inf, inf)");
    CHECK(values(sigmoid(x)) == "(0, 1)");
    CHECK(values(tanh(x)) == "(-1, 1)");
    CHECK(values(softplus(x)) == "(0, inf)");
    CHECK(values(relu(x)) == "[0, inf)");
    CHECK(values(leaky_relu(x)) == "(-inf, inf)");
    CHECK(values(elu(x)) == "(-1, inf)");
    CHECK(values(elu(x, slope)) == "(-a, inf)");
    CHECK(values(selu(x)) == "(-selu_lambda*selu_alpha, inf)");
    CHECK(values(celu(x)) == "(-1, inf)");
    CHECK(values(prelu(x, slope)) == "(-inf, inf)");
    CHECK(values(derivative(sigmoid(x), x)) == "(0, 0.25]");
    CHECK(values(derivative(tanh(x), x)) == "(0, 1]");
    CHECK(values(derivative(softplus(x), x)) == "(0, 1)");
    CHECK(values(derivative(relu(x), x)) == "[0, 0] u [1, 1]");
    CHECK(values(derivative(elu(x), x)) == "(0, 1]");
    CHECK(values(derivative(silu(x), x)) == "[enclosed, enclosed]");
    CHECK(values(derivative(mish(x), x)) == "[enclosed, enclosed]");
    check_minimum(gelu(x), -0.16997120747990369);
    check_minimum(silu(x), -0.27846454276107374);
    check_minimum(mish(x), -0.3088434130172504);
    check_minimum(gelu_tanh(x), -0.17004075057125412);
    CHECK(values(swish(x, slope)) == "unknown");
}

TEST_CASE("ranges of other functions") {
    CHECK(values(x * x) == "[0, inf)");
    CHECK(values(x * exp(x)) == "[-1/exp(1), inf)");
    CHECK(values(pow(x, 4_c) - x * x) == "[-0.25, inf)");
    CHECK(values(1_c / (x * x - 1_c)) == "(-inf, -1] u (0, inf)");
    CHECK(values(exp(-(x * x))) == "(0, 1]");
    CHECK(values(sign(x)) == "[-1, -1] u [0, 0] u [1, 1]");
    CHECK(values(max(x, 1_c - x)) == "[0.5, inf)");
    CHECK(values(max(atan(x), 3_c)) == "[3, 3]"); // no x has atan(x) = 3, and tan(3) is a number
    CHECK(values(relu(2_c - atan(2_c * x))) == "(2 - pi/2, 2 + pi/2)");
    CHECK(values(sqrt(1_c - x * x)) == "[0, 1]");
    CHECK(values(x / (1_c + abs(x))) == "(-1, 1)");
    CHECK(values(1_c / (1_c + x * x)) == "(0, 1]");
    CHECK(values(1_c / x) == "(-inf, 0) u (0, inf)");
    CHECK(values(sqrt(1_c - x) + 2_c) == "[2, inf)");
    CHECK(values(sqrt(x)) == "[0, inf)");
    CHECK(values(atanh(x)) == "(-inf, inf)");
    CHECK(values(acosh(x)) == "[0, inf)");
    CHECK(values(erf(x)) == "(-1, 1)");
    CHECK(values(atan(x)) == "(-pi/2, pi/2)");
    CHECK(values(2_c * positive_x) == "(0, inf)");
    CHECK(values(abs(x)) == "[0, inf)");
    CHECK(values(piecewise(when(x > 0_c, x + 1_c), otherwise(x))) == "(-inf, 0] u (1, inf)");
    CHECK(values(b * b) == "[b^2, b^2]"); // no x in it
    CHECK(values(b * x) == "unknown");
    CHECK(values(sin(x)) == "[-1, 1]");
    CHECK(values(sin(x * x)) == "unknown");
    CHECK(values(max(1_c / x, x)) == "[-1, 0) u [1, inf)");
}

TEST_CASE("domains") {
    CHECK(arguments(odds(x)) == "(-inf, 1) u (1, inf)");
    CHECK(arguments(logit(x)) == "(0, 1)");
    CHECK(arguments(softplus(x)) == "(-inf, inf)");
    CHECK(arguments(selu(x)) == "(-inf, inf)");
    CHECK(arguments(log(x)) == "(0, inf)");
    CHECK(arguments(sqrt(x)) == "[0, inf)");
    CHECK(arguments(sqrt(x) * sqrt(1_c - x)) == "[0, 1]");
    CHECK(arguments(atanh(x)) == "(-1, 1)");
    CHECK(arguments(log1p(x)) == "(-1, inf)");
    CHECK(arguments(log(1_c - exp(x))) == "(-inf, 0)");
    CHECK(arguments(log(exp(x) - 2_c)) == "(log(2), inf)");
    CHECK(arguments(sqrt(1_c - x * x)) == "[-1, 1]");
    CHECK(arguments(sqrt(x * x - 2_c)) == "(-inf, -sqrt(2)] u [sqrt(2), inf)");
    CHECK(arguments(1_c / (x * x - 1_c)) == "(-inf, -1) u (-1, 1) u (1, inf)");
    CHECK(arguments(1_c / (exp(x) - 1_c)) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(pow(x, -1_c)) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(acosh(x)) == "[1, inf)");
    CHECK(arguments(asin(x)) == "[-1, 1]");
    CHECK(arguments(sign(x)) == "(-inf, inf)");
    CHECK(arguments(log(abs(x))) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(log(1_c - x * x)) == "(-1, 1)");
    CHECK(arguments(log(log(x))) == "(1, inf)");
    CHECK(arguments(sqrt(-(x * x))) == "[0, 0]");
    CHECK(arguments(1_c / positive_x) == "(0, inf)");
    CHECK(arguments(log(1_c + x * x)) == "(-inf, inf)");
    CHECK(arguments(tan(x)) == "unknown");
    // conditions with poles, at which they are neither true nor false
    CHECK(arguments(abs(1_c / x)) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(1_c / abs(x)) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(pow(abs(x), -2_c)) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(1_c / (sign(x) - 1_c)) == "(-inf, 0]");
    CHECK(arguments(abs(x / (x - 1_c))) == "(-inf, 1) u (1, inf)");
    CHECK(arguments(sign(1_c / x)) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(piecewise(when(1_c / x > 0_c, x), otherwise(2_c))) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(piecewise(when(x < 5_c, x), when(1_c / (x - 1_c) > 0_c, 1_c), otherwise(2_c))) == "unknown");
    // a power whose exponent is not a constant is exp(v*log(u)): without a value at u = 0, also where v = 0
    CHECK(arguments(pow(abs(x), abs(x))) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(pow(x * x - x, max(x, 0_c))) == "(-inf, 0) u (1, inf)");
    CHECK(arguments(piecewise(when(x >= 0_c, pow(x, x)), otherwise(1_c))) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(log(x + b)) == "unknown");
    // a derivative is defined where the function is, also where its formula goes on
    CHECK(arguments(derivative(log(x), x)) == "(0, inf)");
    CHECK(arguments(derivative<2>(log1p(x), x)) == "(-1, inf)");
    CHECK(arguments(derivative(atanh(x), x)) == "(-1, 1)");
    CHECK(arguments(derivative(acosh(x), x)) == "(1, inf)");
    CHECK(arguments(derivative(log(x * x), x)) == "(-inf, 0) u (0, inf)");
    CHECK(arguments(derivative(softplus(x), x)) == "(-inf, inf)");
    CHECK(arguments(derivative(log(0_c) + x, x)) == "");
}

TEST_CASE("values at points lie in the range") {
    auto const inside = [](auto f) {
        interval_set const r = range_at_run_time(f);
        REQUIRE(r.known);
        for (double v = -20.0; v <= 20.0; v += 0.37) {
            double const value = f(v);
            bool found = false;
            for (unsigned i = 0; i < r.size(); ++i) {
                double const low = r[i].lower.is_finite() ? r[i].lower.enclosed().lower.template to<double>() : -1e300;
                double const high = r[i].upper.is_finite() ? r[i].upper.enclosed().upper.template to<double>() : 1e300;
                found = found || (low <= value && value <= high);
            }
            CHECK(found);
        }
    };
    inside(sigmoid(x));
    inside(selu(x));
    inside(gelu(x));
    inside(silu(x));
    inside(mish(x));
    inside(x * x);
}
