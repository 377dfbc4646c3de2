// SPDX-License-Identifier: BSL-1.0
// The simplest forms: what a textbook prints, equal to what was simplified, never longer.

#include <doctest/doctest.h>

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <boost/hana/for_each.hpp>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

template <class F>
std::string simple(F) {
    workspace w;
    auto const r = algebra::simplify(w, graph_of<F>, graph_of<F>.root());
    CHECK(w.problem == trouble::none);
    return text(w, r);
}

/// The simplified form is proved equal to the original and not longer; simplified again it stays.
template <class F>
void check_laws(F) {
    CAPTURE(text(F{}));
    workspace w;
    auto const r = algebra::simplify(w, graph_of<F>, graph_of<F>.root());
    REQUIRE(w.problem == trouble::none);
    CAPTURE(text(w, r));
    workspace both;
    auto const original = both.import(graph_of<F>, graph_of<F>.root());
    auto const simplified = both.import(w, r);
    CHECK(algebra::decide(both, original, simplified).answer == verdict::proved);
    workspace written;
    auto const e = expand_derivatives(written, graph_of<F>, graph_of<F>.root());
    CHECK(algebra::length_of(w, r) <= algebra::length_of(written, e));
    workspace again;
    auto const s = algebra::simplify(again, w, r);
    workspace forms;
    CHECK(forms.import(again, s) == forms.import(w, r));
}

} // namespace

TEST_CASE("textbook forms of derivatives") {
    CHECK(simple(derivative(sigmoid(x), x)) == "sigmoid(x)*(1 - sigmoid(x))");
    CHECK(simple(derivative(tanh(x), x)) == "1 - tanh(x)^2");
    CHECK(simple(derivative(softplus(x), x)) == "sigmoid(x)");
    CHECK(simple(derivative(silu(x), x)) == "sigmoid(x)*(1 + x*(1 - sigmoid(x)))");
    CHECK(simple(derivative(logit(x), x)) == "1/(x*(1 - x))");
    CHECK(simple(derivative(odds(x), x)) == "1/(1 - x)^2");
    CHECK(simple(derivative<2>(sigmoid(x), x)) == "sigmoid(x)*(1 - sigmoid(x))*(1 - 2*sigmoid(x))");
    CHECK(simple(derivative(gelu(x), x)) == "normal_cdf(x) + x*normal_pdf(x)");
    CHECK(simple(derivative<2>(tanh(x), x)) == "-2*tanh(x)*(1 - tanh(x)^2)");
    CHECK(simple(derivative<2>(silu(x), x)) == "sigmoid(x)*(1 - sigmoid(x))*(2 + x*(1 - 2*sigmoid(x)))");
    CHECK(simple(derivative<2>(gelu(x), x)) == "normal_pdf(x)*(2 - x^2)");
    CHECK(simple(derivative(mish(x), x)) == "tanh(softplus(x)) + x*(1 - tanh(softplus(x))^2)*sigmoid(x)");
    CHECK(simple(derivative(log(cosh(x)), x)) == "tanh(x)");
    CHECK(simple(derivative(relu(x), x)) == "piecewise(x > 0: 1; else: 0)");
    CHECK(simple(derivative(elu(x), x)) == "piecewise(x > 0: 1; else: exp(x))");
    CHECK(simple(derivative(swish(x, a), a)) == "x^2*sigmoid(a*x)*(1 - sigmoid(a*x))");
    CHECK(simple(derivative(prelu(x, a), a)) == "piecewise(x > 0: 0; else: x)");
}

TEST_CASE("what is short stays, what cancels goes") {
    CHECK(simple(mish(x)) == "mish(x)");
    CHECK(simple(sinh(x)) == "sinh(x)");
    CHECK(simple(abs(x)) == "abs(x)");
    CHECK(simple(exp(x) / (exp(x) + exp(-x))) == "sigmoid(2*x)");
    CHECK(simple((x * x - 1_c) / (x - 1_c)) == "1 + x");
    CHECK(simple(log(exp(x))) == "x");
    CHECK(simple(x - x) == "0");
    CHECK(simple((x - 1_c) / (x * x - 1_c)) == "1/(1 + x)");
    CHECK(simple(2_c * x + 3_c * x) == "5*x");
    CHECK(simple(exp(log(x))) == "x");
    CHECK(simple((a + x) * (a + x) - a * a - 2_c * a * x) == "x^2");
    CHECK(simple(exp(x) * exp(a)) == "exp(a + x)");
    CHECK(simple(sqrt(x * x)) == "abs(x)");
    CHECK(simple(sin(x) / cos(x)) == "tan(x)");
    CHECK(simple(derivative(sqrt(1_c + x * x), x)) == "x/sqrt(1 + x^2)");
    CHECK(simple(exp(-x * x / 2_c) / sqrt(2_c * pi)) == "normal_pdf(x)");
    CHECK(simple(erfc(-x / sqrt(2_c)) / 2_c) == "normal_cdf(x)");
}

TEST_CASE("one fraction, rational denominators, constants outside") {
    CHECK(simple(derivative(exp(x) / x, x)) == "exp(x)*(x - 1)/x^2");
    CHECK(simple(derivative(sin(x) / x, x)) == "(x*cos(x) - sin(x))/x^2");
    CHECK(simple(derivative(sqrt(x), x)) == "1/(2*sqrt(x))");
    CHECK(simple(derivative(pow(x, 1_q / 3_q), x)) == "1/(3*x^(2/3))");
    CHECK(simple((2_c + 2_c * sqrt(2_c)) / (2_c + sqrt(2_c))) == "sqrt(2)");
    CHECK(simple(1_c / (sqrt(2_c) + sqrt(3_c))) == "sqrt(3) - sqrt(2)");
    CHECK(simple(sqrt(x) * pow(x, 1_q / 3_q)) == "x^(5/6)");
    CHECK(simple(sqrt(1_c + 2_c * exp(x) + exp(2_c * x))) == "1 + exp(x)");
    CHECK(simple(-1_c / (1_c - exp(x))) == "1/(exp(x) - 1)");
}

TEST_CASE("points without a value keep no case alive") {
    CHECK(simple(sign(x) / abs(x)) == "1/x");
    CHECK(simple(derivative(log(abs(x)), x)) == "1/x");
    CHECK(simple(piecewise(when(x > 0_c, x / x), otherwise(0_c))) != "1");
    // defined at zero, where sign(x)*log(abs(x)) is not
    constexpr auto odd = piecewise(when(x > 0_c, log(x)), when(x < 0_c, -log(-x)), otherwise(0_c));
    CHECK(simple(odd) == "piecewise(x > 0: log(x); x < 0: -log(-x); else: 0)");
    CHECK(simple(piecewise(when(x > 0_c, x * x), otherwise(-x * x))) == "sign(x)*abs(x)^2");
}

TEST_CASE("a case that constants or signs settle is no case") {
    CHECK(simple(abs(pow(x / x, 3_q / 2_q))) == "1");
    CHECK(simple(sign(pow(x / x, 3_q / 2_q))) == "1");
    CHECK(simple(abs(x - x)) == "0");
    CHECK(simple(abs(sqrt(2_c))) == "sqrt(2)");
    CHECK(simple(sign(pi - 3_c)) == "1");
    CHECK(simple(abs(1_c + x * x)) == "1 + x^2");
    CHECK(simple(max(2_c, pow(x / x, 1_q / 3_q))) == "2");
    CHECK(simple(abs(x) * sign(1_c + x * x)) == "abs(x)");
    check_laws(abs(pow(x / x, 3_q / 2_q)));
    check_laws(abs(x) + abs(1_c + x * x));
}

TEST_CASE("a function of its inverse is short where the other form is not") {
    CHECK(simple(exp(asinh(x))) == "exp(asinh(x))");
    CHECK(simple(exp(acosh(x))) == "exp(acosh(x))");
    CHECK(simple(log(asinh(x))) == "log(asinh(x))");
    CHECK(simple(tanh(log(x))) == "tanh(log(x))");
    CHECK(simple(exp(softplus(x))) == "1 + exp(x)");
}

TEST_CASE("no form is undefined where the formula is not") {
    CHECK(simple(cos(x) / sin(x)) == "cos(x)/sin(x)"); // 1/tan(x) has no value at pi/2
    CHECK(simple(sin(x) / cos(x)) == "tan(x)");
    CHECK(simple(tan(pi * (x - 1_q / 2_q))) == "tan(pi*(x - 0.5))");
}

TEST_CASE("laws over the catalogue and its derivatives") {
    boost::hana::for_each(catalogue, [](auto f) {
        check_laws(f);
        check_laws(derivative(f, x));
    });
    check_laws(derivative<2>(sigmoid(x), x));
    check_laws(derivative<2>(silu(x), x));
    check_laws(derivative<2>(mish(x), x));
}

TEST_CASE("as an expression") {
    constexpr auto f = simplify(derivative(tanh(x), x));
    static_assert(f == 1_c - pow(tanh(x), 2_c));
    CHECK(text(f) == "1 - tanh(x)^2");
    CHECK(f(0.0) == 1);
}
