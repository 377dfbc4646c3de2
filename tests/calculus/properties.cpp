// SPDX-License-Identifier: BSL-1.0
// Monotonicity, convexity, zeros, extrema and Lipschitz constants from sign charts: the catalogue and others.

#include <ogive/calculus/properties.hpp>
#include <ogive/emit.hpp>
#include <ogive/emit/facts.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto slope = symbol<"a", positive>;
constexpr auto b = symbol<"b">;
constexpr packed_name x_name{"x"};

static_assert(is_increasing(sigmoid(x), x) && is_increasing(tanh(x), x) && is_increasing(logit(x), x));
static_assert(lipschitz(sigmoid(x), x).is(rational{1, 4}) && lipschitz(tanh(x), x).is(1));
static_assert(is_convex(relu(x), x) && is_convex(softplus(x), x) && is_convex(elu(x), x));
static_assert(is_bounded(tanh(x), x) && is_bounded(relu(x), x).answer == verdict::refuted);
static_assert(critical_points(derivative(sigmoid(x), x), x)[0].is(0));

// cases by conditions that are not linear: cut at rational roots, or where a monotone side crosses
static_assert(extrema(abs(tanh(x)), x).supremum.value.is(1) && extrema(abs(tanh(x)), x).infimum.at.is(0));
static_assert(extrema(max(x * x - x, 0_c), x).infimum.value.is(0));
static_assert(monotonicity(abs(exp(x) - 1_c), x).size() == 2);
static_assert(zeros(abs(x * x * x - x), x).size() == 3);
static_assert(is_increasing(max(x * x * x, x), x));
static_assert(
    extrema(piecewise(when(x * x <= 4_c, x), otherwise(3_c)), x).infimum.at.is(-2)); // of the points themselves
static_assert(extrema(piecewise(when(x * x < 4_c, x), otherwise(3_c)), x).infimum.attained == verdict::refuted);
static_assert(extrema(piecewise(when(x * x <= 0_c, 5_c), otherwise(1_c)), x).supremum.at.is(0)); // a root not crossed
// at irrational points, of conditions and of domains
static_assert(domain(abs(x * x - 2_c), x).is_all() && range(abs(x * x - 2_c), x)[0].lower.is(0));
static_assert(zeros(abs(x * x - 2_c), x).size() == 2 && critical_points(abs(x * x - 2_c), x).size() == 3);
static_assert(extrema(max(x * x - 2_c * x - 1_c, 3_c - x), x).infimum.known());
static_assert(lipschitz(max(softplus(x) - 1_c, 0_c), x).is(1) && zeros(max(softplus(x) - 1_c, 0_c), x).intervals);
static_assert(zeros(max(softplus(x) - 1_c, 0_c), x).size() == 1); // log(e - 1), where the interval ends
static_assert(monotonicity(sqrt(x * x - 2_c), x).size() == 2 && range(log(x * x - 2_c * x - 2_c), x).is_all());
static_assert(lipschitz(max(x - sqrt(2_c), sqrt(2_c) - x), x).is(1));
static_assert(extrema(sqrt(3_c - x * x), x).supremum.at.is(0));
// on a part of the line
static_assert(domain(abs(log(x)), x)[0].lower.is(0) && extrema(abs(log(x)), x).infimum.at.is(1));
static_assert(monotonicity(abs(sqrt(x) - 1_c), x).size() == 2);
// a domain needs no break points
static_assert(domain(max(x * exp(x), 1_c), x).is_all() && !extrema(max(x * exp(x), 1_c), x).known);
// a condition that is not defined where the formula is
static_assert(!extrema(max(sqrt(x) * sqrt(x) * x, 4_c), x).known);
static_assert(!extrema(max((x * x - 1_c) / (x - 1_c), 5_c), x).known);
static_assert(extrema(max(sqrt(x), -1_c), x).infimum.value.is(0)); // the formula is sqrt(x) wherever it is defined
static_assert(extrema(derivative(tanh(x), x), x).supremum.value.is(1));
static_assert(monotonicity(silu(x), x).size() == 2 && monotonicity(silu(x), x)[0].direction == -1);
static_assert(zeros(x * x - 1_c, x).size() == 2);
static_assert(inflection_points(tanh(x), x).size() == 1);
static_assert(convexity(sigmoid(x), x)[0].where.upper.is(0));

/// Everything at run time, on one type of graph.
struct function {
    workspace w;
    node_index root;
    calculus::cut_function cells;
    calculus::function_charts charts[3];

    template <class F>
    explicit function(F) : root{w.import(graph_of<F>, graph_of<F>.root())}, cells{calculus::cut(w, root, x_name)} {
        for (unsigned i = 0; i < 3; ++i) charts[i] = calculus::charts_of(cells, i);
    }
    std::string monotone() const { return monotonicity_text(calculus::directions(cells, charts[1])); }
    std::string convex() const { return convexity_text(calculus::directions(cells, charts[2])); }
    std::string zeros() const { return text(calculus::zeros(cells, charts[0])); }
    std::string critical() const { return text(calculus::critical_points(cells, charts[1])); }
    std::string inflections() const { return text(calculus::inflection_points(cells, charts[2])); }
    std::string least() const { return text(calculus::extrema(cells, charts[1]).infimum); }
    std::string greatest() const { return text(calculus::extrema(cells, charts[1]).supremum); }
    std::string lipschitz() const { return text(calculus::lipschitz(cells, charts[2])); }
    std::string bounded() const { return text(calculus::is_bounded(calculus::extrema(cells, charts[1]))); }
    std::string rises() const { return text(calculus::detail::runs(cells, charts[1], 1)); }
    std::string falls() const { return text(calculus::detail::runs(cells, charts[1], -1)); }
    std::string is_convex() const { return text(calculus::detail::bends(cells, charts[2], 1)); }
    std::string is_concave() const { return text(calculus::detail::bends(cells, charts[2], -1)); }
};

/// The two numbers between which a value certainly lies agree with it to 13 digits.
void check_value(end_value const& v, double expected) {
    REQUIRE(v.is_finite());
    number::enclosure const e = v.enclosed();
    double const tolerance = 2e-14 * (expected < 0 ? -expected : expected);
    CHECK(e.lower.to<double>() >= expected - tolerance);
    CHECK(e.upper.to<double>() <= expected + tolerance);
    CHECK((e.upper - e.lower).to<double>() <= 1e-25);
}

} // namespace

TEST_CASE("where the catalogue rises and falls") {
    CHECK(function(odds(x)).monotone() == "rising on (-inf, 1), rising on (1, inf)");
    CHECK(function(logit(x)).monotone() == "rising on (0, 1)");
    CHECK(function(sigmoid(x)).monotone() == "rising on (-inf, inf)");
    CHECK(function(tanh(x)).monotone() == "rising on (-inf, inf)");
    CHECK(function(softplus(x)).monotone() == "rising on (-inf, inf)");
    CHECK(function(relu(x)).monotone() == "constant on (-inf, 0], rising on [0, inf)");
    CHECK(function(leaky_relu(x)).monotone() == "rising on (-inf, inf)");
    CHECK(function(prelu(x, slope)).monotone() == "rising on (-inf, inf)");
    CHECK(function(elu(x)).monotone() == "rising on (-inf, inf)");
    CHECK(function(elu(x, slope)).monotone() == "rising on (-inf, inf)");
    CHECK(function(selu(x)).monotone() == "rising on (-inf, inf)");
    CHECK(function(celu(x)).monotone() == "rising on (-inf, inf)");
    CHECK(function(celu(x, slope)).monotone() == "rising on (-inf, inf)");
    CHECK(function(gelu(x)).monotone() == "falling on (-inf, -0.751791524694...], rising on [-0.751791524694..., inf)");
    CHECK(function(gelu_tanh(x)).monotone() ==
          "falling on (-inf, -0.752461422071...], rising on [-0.752461422071..., inf)");
    CHECK(function(silu(x)).monotone() == "falling on (-inf, -1.27846454276...], rising on [-1.27846454276..., inf)");
    CHECK(function(mish(x)).monotone() == "falling on (-inf, -1.19243121452...], rising on [-1.19243121452..., inf)");
    CHECK(function(swish(x, slope)).monotone() == "unknown"); // where it turns depends on the parameter
}

TEST_CASE("rising and falling as predicates") {
    CHECK(function(sigmoid(x)).rises() == "yes");
    CHECK(function(sigmoid(x)).falls() == "no");
    CHECK(function(relu(x)).rises() == "no"); // not strictly
    CHECK(function(silu(x)).rises() == "no");
    CHECK(function(acos(x)).falls() == "yes");
    CHECK(function(x * x * x).rises() == "yes");
    CHECK(function(1_c / x).falls() == "no"); // only on each side
    CHECK(function(-1_c / x).rises() == "no");
    CHECK(function(piecewise(when(x > 0_c, x + 1_c), otherwise(x))).rises() == "yes");
    CHECK(function(piecewise(when(x > 0_c, x - 1_c), otherwise(x))).rises() == "no");
    CHECK(function(sin(x)).rises() == "unknown");
    CHECK(function(b * x).rises() == "unknown");
}

TEST_CASE("curvature of the catalogue") {
    CHECK(function(odds(x)).convex() == "convex on (-inf, 1), concave on (1, inf)");
    CHECK(function(logit(x)).convex() == "concave on (0, 0.5], convex on [0.5, 1)");
    CHECK(function(sigmoid(x)).convex() == "convex on (-inf, 0], concave on [0, inf)");
    CHECK(function(tanh(x)).convex() == "convex on (-inf, 0], concave on [0, inf)");
    CHECK(function(softplus(x)).convex() == "convex on (-inf, inf)");
    CHECK(function(relu(x)).convex() == "convex on (-inf, inf)");
    CHECK(function(leaky_relu(x)).convex() == "convex on (-inf, inf)");
    CHECK(function(elu(x)).convex() == "convex on (-inf, inf)");
    CHECK(function(celu(x)).convex() == "convex on (-inf, inf)");
    CHECK(function(selu(x)).convex() == "convex on (-inf, 0], affine on [0, inf)"); // the slope falls at 0
    CHECK(function(gelu(x)).convex() ==
          "concave on (-inf, -sqrt(2)], convex on [-sqrt(2), sqrt(2)], concave on [sqrt(2), inf)");
    CHECK(function(silu(x)).convex() == "concave on (-inf, -2.39935728052...], convex on [-2.39935728052..., "
                                        "2.39935728052...], concave on [2.39935728052..., inf)");
    CHECK(function(mish(x)).convex() == "concave on (-inf, -2.25637639636...], convex on [-2.25637639636..., "
                                        "1.49057117949...], concave on [1.49057117949..., inf)");
    CHECK(function(gelu_tanh(x)).convex() == "concave on (-inf, -1.41850400879...], convex on [-1.41850400879..., "
                                             "1.41850400879...], concave on [1.41850400879..., inf)");
    CHECK(
        function(x * tanh(x + x * x * x)).convex() ==
        "concave on (-inf, -0.744266977308...], convex on [-0.744266977308..., 0.744266977308...], concave on [0.744266977308..., inf)");
    CHECK(function(relu(x)).is_convex() == "yes");
    CHECK(function(relu(x)).is_concave() == "no");
    CHECK(function(selu(x)).is_convex() == "no");
    CHECK(function(sigmoid(x)).is_convex() == "no");
    CHECK(function(2_c * x + 1_c).is_convex() == "yes");
    CHECK(function(2_c * x + 1_c).is_concave() == "yes");
    CHECK(function(sign(x)).is_convex() == "no");
    CHECK(function(prelu(x, slope)).is_convex() == "unknown"); // convex for a <= 1 only
    CHECK(function(sqrt(abs(x))).convex() == "concave on (-inf, 0], concave on [0, inf)");
}

TEST_CASE("zeros, critical points and inflection points") {
    CHECK(function(silu(x)).zeros() == "0");
    CHECK(function(sigmoid(x)).zeros() == "none");
    CHECK(function(logit(x)).zeros() == "0.5");
    CHECK(function(x * x - 2_c).zeros() == "-sqrt(2), sqrt(2)");
    CHECK(function(exp(x) - 3_c).zeros() == "log(3)");
    CHECK(function(log(x) - 2_c).zeros() == "exp(2)");
    CHECK(function((x - 1_c) * (x - 1_c) * (x + 2_c)).zeros() == "-2, 1");
    CHECK(function(relu(x)).zeros() == "0 and intervals");
    CHECK(function(sin(x)).zeros() == "unknown");
    CHECK(function(sigmoid(x)).critical() == "none");
    CHECK(function(derivative(sigmoid(x), x)).critical() == "0 (maximum)");
    CHECK(function(gelu(x)).critical() == "-0.751791524694... (minimum)");
    CHECK(function(x * x * x).critical() == "0");
    CHECK(function(abs(x)).critical() == "0 (minimum)");
    CHECK(function(leaky_relu(x)).critical() == "0");
    CHECK(function(elu(x)).critical() == "none"); // the slopes agree
    CHECK(function(selu(x)).critical() == "0");
    CHECK(function(pow(x, 4_c) - x * x).critical() == "-1/sqrt(2) (minimum), 0 (maximum), 1/sqrt(2) (minimum)");
    CHECK(function(x * log(x)).critical() == "1/exp(1) (minimum)");
    CHECK(function(sigmoid(x)).inflections() == "0");
    CHECK(function(gelu(x)).inflections() == "-sqrt(2), sqrt(2)");
    CHECK(function(softplus(x)).inflections() == "none");
    CHECK(function(tanh(exp(exp(x * x)))).inflections() ==
          "-0.328255266524..., 0.328255266524..."); // beyond 2 it overflows
    CHECK(function(min(max(x, 0_c), 6_c)).critical() == "0 (minimum), 6 (maximum) and intervals");
    CHECK(function(derivative(sigmoid(x), x)).inflections() == "log(2 - sqrt(3)), log(2 + sqrt(3))");
}

TEST_CASE("least and greatest values") {
    CHECK(function(sign(x)).least() == "-1 at -1 and elsewhere"); // not at 0, where it is 0
    CHECK(function(sigmoid(x)).least() == "0 towards -inf");
    CHECK(function(sigmoid(x)).greatest() == "1 towards inf");
    CHECK(function(derivative(sigmoid(x), x)).greatest() == "0.25 at 0");
    CHECK(function(derivative(tanh(x), x)).greatest() == "1 at 0");
    CHECK(function(relu(x)).least() == "0 at 0 and elsewhere");
    CHECK(function(relu(-x)).greatest() == "inf towards -inf"); // where it is constant it is something else
    CHECK(function(min(x, 1_c)).least() == "-inf towards -inf");
    CHECK(function(min(x, 1_c)).greatest() == "1 at 1 and elsewhere");
    CHECK(function(relu(1_c - abs(x))).greatest() == "1 at 0");
    CHECK(function(x * exp(x)).least() == "-1/exp(1) at -1");
    CHECK(function(pow(x, 4_c) - x * x).least() == "-0.25 at -1/sqrt(2) and elsewhere");
    CHECK(function(derivative(gelu(x), x)).greatest() == "1/(exp(1)*sqrt(pi)) + 0.5 + erf(1)/2 at sqrt(2)");
    // its slope has no chart: infinite limits, at all places
    function const pole{x + exp(1_c / x)};
    CHECK(text(calculus::extrema(pole.w, pole.root, x_name).supremum) == "inf towards 0 and elsewhere");
    CHECK(text(calculus::extrema(pole.w, pole.root, x_name).infimum) == "-inf towards -inf");
    CHECK(function(sigmoid(x)).bounded() == "yes");
    CHECK(function(silu(x)).bounded() == "no");
    CHECK(function(sin(x)).bounded() == "unknown");
    check_value(calculus::extrema(function(silu(x)).cells, function(silu(x)).charts[1]).infimum.value,
                -0.27846454276107379);
    check_value(calculus::extrema(function(mish(x)).cells, function(mish(x)).charts[1]).infimum.value,
                -0.30884341301725043);
    check_value(calculus::extrema(function(gelu(x)).cells, function(gelu(x)).charts[1]).infimum.value,
                -0.16997120747990369);
    check_value(calculus::extrema(function(silu(x)).cells, function(silu(x)).charts[1]).infimum.at,
                -1.2784645427610738);
}

TEST_CASE("Lipschitz constants") {
    CHECK(function(sigmoid(x)).lipschitz() == "0.25");
    CHECK(function(tanh(x)).lipschitz() == "1");
    CHECK(function(softplus(x)).lipschitz() == "1");
    CHECK(function(relu(x)).lipschitz() == "1");
    CHECK(function(leaky_relu(x)).lipschitz() == "1");
    CHECK(function(elu(x)).lipschitz() == "1");
    CHECK(function(gelu(x)).lipschitz() == "1/(exp(1)*sqrt(pi)) + 0.5 + erf(1)/2");
    CHECK(function(erf(x)).lipschitz() == "2/sqrt(pi)");
    CHECK(function(exp(x)).lipschitz() == "inf");
    CHECK(function(sqrt(x)).lipschitz() == "inf");
    CHECK(function(sign(x)).lipschitz() == "inf");
    CHECK(function(5_c + 0_c * x).lipschitz() == "0");
    CHECK(function(prelu(x, slope)).lipschitz() == "?");
    CHECK(function(tanh(x) * tanh(x)).lipschitz() == "4/(3*sqrt(3))");
    CHECK(function(exp(x) / pow(1_c + exp(x), 2_c)).lipschitz() == "1/(6*sqrt(3))");
    // gaps of the domain
    CHECK(function(atan(1_c / x)).lipschitz() == "inf");
    CHECK(function(x * x / x + tanh(x)).lipschitz() == "2");
    CHECK(function(x * sqrt(x * x - 1_c) / sqrt(x * x - 1_c)).lipschitz() == "1");
    CHECK(function(sign(x) + 0_c * sqrt(x * x - 4_c)).lipschitz() != "0");
    CHECK(function(atan(x) * sqrt(x * x - 1_c) / sqrt(x * x - 1_c)).lipschitz() != "0.5"); // over the gap it is pi/4
    CHECK(function(exp(-1_c / (x * x))).lipschitz() != "?");
    check_value(calculus::lipschitz(function(silu(x)).cells, function(silu(x)).charts[2]), 1.0998393201288669);
    check_value(calculus::lipschitz(function(mish(x)).cells, function(mish(x)).charts[2]), 1.0884981612517279);
    check_value(calculus::lipschitz(function(gelu(x)).cells, function(gelu(x)).charts[2]), 1.1289041451851548);
    check_value(calculus::lipschitz(function(gelu_tanh(x)).cells, function(gelu_tanh(x)).charts[2]),
                1.1289930686587718);
    check_value(calculus::lipschitz(function(selu(x)).cells, function(selu(x)).charts[2]), 1.7580993408473766);
}
