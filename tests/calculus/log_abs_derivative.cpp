// SPDX-License-Identifier: BSL-1.0
// log|f'|: its form, and its value against the oracle where f' itself is 0 or infinity in double.
// Missing: relative accuracy at the zeros of log|f'|, where the evaluators lose it.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <oracle.hpp>

#include <cmath>
#include <cstdlib>
#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a", positive>;

template <class F>
std::string form(F) {
    workspace w;
    w.constant(0);
    auto problem = trouble::none;
    node_index const r = calculus::log_abs_derivative(w, graph_of<F>, graph_of<F>.root(), packed_name{"x"}, problem);
    return problem == trouble::none ? text(w, r) : problem == trouble::not_injective ? "constant" : "refused";
}

/// The largest relative error, in units of 2^-52, over many points; `exactly` is log|f'| as the oracle evaluates it.
template <class F, class G>
double worst(F f, G exactly, double low, double high) {
    constexpr auto ours = log_abs_derivative(F{}, x);
    (void)f;
    double result = 0;
    for (int i = 0; i <= 200; ++i) {
        double const v = low + (high - low) * i / 200;
        double const got = ours(v);
        auto const reference = verify::value(exactly, x, static_cast<long double>(v), verify::forty_digits);
        std::string const digits = verify::decimal(reference, 30);
        double const expected = std::strtod(digits.c_str(), nullptr);
        double const error = got == expected ? 0 : std::fabs(got - expected) / (std::fabs(expected) + 1e-300) * 0x1p52;
        if (!(error <= result)) result = error;
    }
    return result;
}

} // namespace

TEST_CASE("the forms") {
    CHECK(form(sigmoid(x)) == "-softplus(x) - softplus(-x)");
    CHECK(form(softplus(x)) == "-softplus(-x)");
    CHECK(form(tanh(x)) == "2*(log(2) - x - softplus(-2*x))");
    CHECK(form(logit(x)) == "-log(abs(x)) - log(abs(1 - x))");
    CHECK(form(leaky_relu(x)) == "piecewise(x > 0: 0; else: -log(100))");
    CHECK(form(prelu(x, a)) == "piecewise(x > 0: 0; else: log(a))");
    CHECK(form(elu(x)) == "piecewise(x > 0: 0; else: x)");
    CHECK(form(3_c * x + 1_c) == "log(3)");
    CHECK(form(-x) == "0");
    CHECK(form(a * x) == "log(a)");
    CHECK(form(exp(x)) == "x");
    CHECK(form(asinh(x)) == "-log1p(x^2)/2");
    CHECK(form(erf(x)) == "log(2) - x^2 - log(pi)/2");
    CHECK(form(pow(x, 3_c)) == "log(3) + 2*log(abs(x))");
    CHECK(form(x + exp(x)) == "softplus(x)");
    CHECK(form(x / (1_c + abs(x))) == "piecewise(x > 0: -2*log1p(x); else: -2*log(1 - x))");
    CHECK(form(relu(x)) == "constant");
    CHECK(form(5_c + 0_c * x) == "constant");
}

TEST_CASE("what is proved of them") {
    CHECK(prove(log_abs_derivative(sigmoid(x), x) == log(derivative(sigmoid(x), x))) == verdict::proved);
    CHECK(prove(log_abs_derivative(softplus(x), x) == log(derivative(softplus(x), x))) == verdict::proved);
    CHECK(prove(log_abs_derivative(sigmoid(x), x) == log(derivative(softplus(x), x))) == verdict::refuted);
}

TEST_CASE("a few units in the last place, where f' leaves the range of double, too") {
    auto const e = exp(-x);
    CHECK(worst(sigmoid(x), log(e / ((1_c + e) * (1_c + e))), -800, 800) < 4);
    CHECK(worst(sigmoid(x), log(e / ((1_c + e) * (1_c + e))), -3, 3) < 4);
    CHECK(worst(softplus(x), log(1_c / (1_c + e)), -800, 800) < 4);
    CHECK(worst(softplus(x), log(1_c / (1_c + e)), -3, 3) < 4);
    CHECK(worst(tanh(x), log(4_c / ((exp(x) + e) * (exp(x) + e))), -800, 800) < 6);
    CHECK(worst(tanh(x), log(4_c / ((exp(x) + e) * (exp(x) + e))), 0.5, 20) < 20); // near its zero at 0 absolutely
    CHECK(worst(sinh(x), log((exp(x) + e) / 2_c), 0.5, 800.1) < 8);
    CHECK(worst(logit(x), -log(x) - log(1_c - x), 0.001, 0.999) < 6);
    CHECK(worst(asinh(x), -log(1_c + x * x) / 2_c, -1e6, 1.1e6) < 4);
    CHECK(worst(asinh(x), -log(1_c + x * x) / 2_c, -1e-3, 1.1e-3) < 4);
    CHECK(worst(1_c / (1_c + exp(-3_c * x)), log(3_c * exp(-3_c * x) / ((1_c + exp(-3_c * x)) * (1_c + exp(-3_c * x)))),
                -300, 300) < 4);
    CHECK(worst(cosh(x), log((exp(x) - e) / 2_c), 0.001, 800) < 8);
    CHECK(worst(x / (1_c + abs(x)), -2_c * log(1_c + abs(x)), -1e9, 1.1e9) < 4);
}

TEST_CASE("at the ends") {
    CHECK(log_abs_derivative(sigmoid(x), x)(700.0) == -700);
    CHECK(log_abs_derivative(sigmoid(x), x)(-700.0) == -700);
    CHECK(log_abs_derivative(sigmoid(x), x)(-1e6) == -1e6);
    CHECK(log_abs_derivative(softplus(x), x)(700.0) == doctest::Approx(-std::exp(-700.0)).epsilon(1e-14));
    CHECK(log_abs_derivative(tanh(x), x)(700.0) == doctest::Approx(2 * std::log(2.0) - 1400).epsilon(1e-15));
    CHECK(log_abs_derivative(sinh(x), x)(1000.0) == doctest::Approx(1000 - std::log(2.0)).epsilon(1e-15));
    CHECK(log_abs_derivative(tanh(x), x)(-700.0) == doctest::Approx(2 * std::log(2.0) - 1400).epsilon(1e-15));
    CHECK(std::fabs(log_abs_derivative(tanh(x), x)(1e-5) + 1e-10) < 1e-15);
}
