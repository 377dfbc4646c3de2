// SPDX-License-Identifier: BSL-1.0
// Derivations of derivatives, inverses and equations: the lines, their checks, and what is refused.
// Missing: steps inside of the cases of a piecewise inverse.

#include <ogive/emit/steps.hpp>
#include <ogive/ogive.hpp>

#include <boost/hana/for_each.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto p = symbol<"p">;
constexpr auto y = symbol<"y">;
constexpr auto slope = symbol<"a", positive>;

bool all_proved(derivation const& d) {
    for (auto const& l : d.lines)
        if (l.check != line_check::proved) return false;
    return d.size() > 0;
}

} // namespace

TEST_CASE("the inverse of logit, line by line") {
    derivation const d = steps(inverse(logit(p), p));
    CHECK(d.text() == "y = logit(p)\n"
                      "    = log(p/(1 - p))    [definition of logit]\n"
                      "exp(y) = p/(1 - p)    [exp of both sides]\n"
                      "exp(y)*(1 - p) = p    [multiplied by 1 - p]\n"
                      "exp(y) = (1 + exp(y))*p    [terms with p collected]\n"
                      "exp(y)/(1 + exp(y)) = p    [divided by 1 + exp(y)]\n"
                      "p = exp(y)/(1 + exp(y))    [sides exchanged]\n"
                      "    = sigmoid(y)    [simplified]\n"
                      "    = 1/(1 + exp(-y))    [definition of sigmoid]\n");
    CHECK(d.latex() == "\\begin{align*}\n"
                       "y &= \\operatorname{logit}(p) \\\\\n"
                       "&= \\ln\\left(\\frac{p}{1 - p}\\right) && \\text{definition of logit} \\\\\n"
                       "e^{y} &= \\frac{p}{1 - p} && \\text{exp of both sides} \\\\\n"
                       "e^{y} (1 - p) &= p && \\text{multiplied by 1 - p} \\\\\n"
                       "e^{y} &= (1 + e^{y}) p && \\text{terms with p collected} \\\\\n"
                       "\\frac{e^{y}}{1 + e^{y}} &= p && \\text{divided by 1 + exp(y)} \\\\\n"
                       "p &= \\frac{e^{y}}{1 + e^{y}} && \\text{sides exchanged} \\\\\n"
                       "&= \\sigma(y) && \\text{simplified} \\\\\n"
                       "&= \\frac{1}{1 + e^{-y}} && \\text{definition of sigmoid}\n"
                       "\\end{align*}\n");
    CHECK(all_proved(d));
}

TEST_CASE("inverses") {
    CHECK(steps(inverse(sigmoid(x), x)).text() == "y = sigmoid(x)\n"
                                                  "    = 1/(1 + exp(-x))    [definition of sigmoid]\n"
                                                  "1/y = 1 + exp(-x)    [reciprocals]\n"
                                                  "1/y - 1 = exp(-x)    [1 subtracted]\n"
                                                  "log(1/y - 1) = -x    [log of both sides]\n"
                                                  "-log(1/y - 1) = x    [signs changed]\n"
                                                  "x = -log(1/y - 1)    [sides exchanged]\n"
                                                  "    = logit(y)    [simplified]\n"
                                                  "    = log(y/(1 - y))    [definition of logit]\n");
    CHECK(steps(inverse(tanh(x), x)).text() == "y = tanh(x)\n"
                                               "atanh(y) = x    [atanh of both sides]\n"
                                               "x = atanh(y)    [sides exchanged]\n");
    CHECK(steps(inverse(x / (2_c + x), x)).text() == "y = x/(2 + x)\n"
                                                     "y*(2 + x) = x    [multiplied by 2 + x]\n"
                                                     "2*y = (1 - y)*x    [terms with x collected]\n"
                                                     "2*y/(1 - y) = x    [divided by 1 - y]\n"
                                                     "x = 2*y/(1 - y)    [sides exchanged]\n");
    CHECK(steps(inverse(y + 1_c, y)).text() == "z = y + 1\n"
                                               "z - 1 = y    [1 subtracted]\n"
                                               "y = z - 1    [sides exchanged]\n");
    CHECK(steps(inverse(slope * x, x)).lines[1].reason == "divided by a");
    CHECK(steps(inverse(leaky_relu(x), x)).size() == 3);
    auto const& g = graph_of<decltype(silu(x))>;
    derivation const none = inverse_steps(g, g.root(), packed_name{"x"});
    CHECK(!none);
    CHECK(none.text() == "There is no inverse in closed form.\n");
}

TEST_CASE("derivatives") {
    derivation const d = steps(derivative(sigmoid(x), x));
    CHECK(d.text() == "derivative(sigmoid(x), x) = derivative(1/(1 + exp(-x)), x)    [definition of sigmoid]\n"
                      "    = -derivative(1 + exp(-x), x)/(1 + exp(-x))^2    [reciprocal rule]\n"
                      "    = exp(-x)/(1 + exp(-x))^2    [chain rule, derivative of exp]\n"
                      "    = sigmoid(x)*(1 - sigmoid(x))    [simplified]\n");
    CHECK(steps(derivative(softplus(x), x)).text() ==
          "derivative(softplus(x), x) = derivative(log(1 + exp(x)), x)    [definition of softplus]\n"
          "    = derivative(1 + exp(x), x)/(1 + exp(x))    [chain rule, derivative of log]\n"
          "    = exp(x)/(1 + exp(x))    [derivative of exp]\n"
          "    = sigmoid(x)    [simplified]\n");
    CHECK(steps(derivative(x * sin(x), x)).lines[0].reason == "product rule");
    CHECK(steps(derivative(sin(x) / x, x)).lines[0].reason == "quotient rule");
    CHECK(steps(derivative(pow(tanh(x), 3_c), x)).lines[0].reason == "power rule, chain rule");
    CHECK(steps(derivative(pow(x, x), x)).lines[0].reason == "logarithmic differentiation");
    derivation const twice = steps(derivative<2>(sigmoid(x), x));
    CHECK(text(*twice.nodes, twice.lines.back().right) == "sigmoid(x)*(1 - sigmoid(x))*(1 - 2*sigmoid(x))");
    CHECK(all_proved(twice));
}

TEST_CASE("every derivative of the catalogue is derived, every line proved") {
    boost::hana::for_each(catalogue, [](auto f) {
        derivation const d = steps(derivative(f, x));
        CAPTURE(text(f));
        CHECK(d);
        CHECK(all_proved(d));
    });
}

TEST_CASE("equations") {
    derivation const d = steps(tanh(x) == 2_c * sigmoid(2_c * x) - 1_c);
    CHECK(d.text() == "tanh(x) = (exp(2*x) - 1)/(1 + exp(2*x))    [one fraction in the fewest functions]\n"
                      "2*sigmoid(2*x) - 1 = 2*(1/(1 + exp(-2*x))) - 1    [definition of sigmoid]\n"
                      "    = (exp(2*x) - 1)/(1 + exp(2*x))    [one fraction in the fewest functions]\n"
                      "tanh(x) = 2*sigmoid(2*x) - 1    [so both sides are equal]\n");
    CHECK(all_proved(d));
    CHECK(all_proved(steps(derivative(sigmoid(x), x) == sigmoid(x) * (1_c - sigmoid(x)))));
    CHECK(all_proved(steps(relu(x) == max(x, 0_c))));
    CHECK(all_proved(steps(x == x)));
    CHECK(!steps(tanh(x) == sigmoid(x)));
    CHECK(steps(tanh(x) == sigmoid(x)).text() == "The equation does not hold.\n");
    CHECK(steps(tanh(x) == sigmoid(x)).size() == 0);
}

TEST_CASE("a wrong line is not written") {
    detail::derivation_writer out;
    node_index const a = out.w.symbol(packed_name{"x"}), b = out.w.make(operation::sin, a);
    out.add(a, a, "fine");
    out.add(a, b, "wrong");
    out.add(a, a, "after it");
    CHECK(out.result.size() == 1);
    CHECK(!out.result);
}
