// SPDX-License-Identifier: BSL-1.0
// Classes of smoothness, break points, differentiability at a point; exact values at points.
// Missing: break points that no closed form names.

#include "random_values.hpp"

#include <ogive/calculus/smoothness.hpp>
#include <ogive/emit/properties.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto slope = symbol<"a", positive>;
constexpr auto b = symbol<"b">;

// at an end of the domain the derivatives from inside count
static_assert(smoothness(sqrt(x), x).is(0) && smoothness(asin(x), x).is(0) && smoothness(acosh(x), x).is(0));
static_assert(smoothness(pow(x, 1.5_q), x).is(1) && smoothness(x * sqrt(x), x).is(1));
static_assert(smoothness(sqrt(1_c - x * x), x).is(0) && smoothness(log(abs(x)), x).is_infinite());
static_assert(smoothness(abs(log(x)), x).is(0) && smoothness(abs(log(x)), x).points[0] == rational{1});
static_assert(smoothness(abs(x * x - 2_c), x).is(0) && smoothness(abs(x * x - 2_c), x).count == 2);
static_assert(smoothness(relu(x), x).is(0));
static_assert(smoothness(relu(x), x).points[0] == rational{0});
static_assert(smoothness(elu(x), x).is(1));
static_assert(smoothness(sigmoid(x), x).is_infinite());
static_assert(!smoothness(elu(x, slope), x).known);
static_assert(smoothness(pow(abs(x), x), x).is_infinite()); // 0 is not in its domain
static_assert(is_differentiable(relu(x), x, at(0_c)).answer == verdict::refuted);
static_assert(is_differentiable(relu(x), x, at(1_c)));
static_assert(is_differentiable(softplus(x), x, at(0_c)));

template <class F>
std::string smooth(F) {
    auto const& g = graph_of<F>;
    return text(calculus::smoothness(g, g.root(), packed_name{"x"}));
}
template <class F>
std::string differentiable(F, rational const& q) {
    auto const& g = graph_of<F>;
    return text(calculus::is_differentiable(g, g.root(), packed_name{"x"}, q));
}
template <class F>
std::string value(F, rational const& q) {
    workspace w;
    auto const& g = graph_of<F>;
    return text(calculus::value_at(w, ogive::algebra::explicit_derivatives(w, g, g.root()), packed_name{"x"}, q));
}

} // namespace

TEST_CASE("the catalogue") {
    CHECK(smooth(odds(x)) == "C^infinity");
    CHECK(smooth(logit(x)) == "C^infinity");
    CHECK(smooth(sigmoid(x)) == "C^infinity");
    CHECK(smooth(tanh(x)) == "C^infinity");
    CHECK(smooth(softplus(x)) == "C^infinity");
    CHECK(smooth(relu(x)) == "C^0, no more at x = 0");
    CHECK(smooth(leaky_relu(x)) == "C^0, no more at x = 0");
    CHECK(smooth(prelu(x, b)) == "unknown"); // b might be 1
    CHECK(smooth(elu(x)) == "C^1, no more at x = 0");
    CHECK(smooth(elu(x, slope)) == "unknown"); // a might be 1
    CHECK(smooth(elu(x, 2_c)) == "C^0, no more at x = 0");
    CHECK(smooth(selu(x)) == "C^0, no more at x = 0");
    CHECK(smooth(celu(x, slope)) == "C^1, no more at x = 0");
    CHECK(smooth(gelu(x)) == "C^infinity");
    CHECK(smooth(gelu_tanh(x)) == "C^infinity");
    CHECK(smooth(silu(x)) == "C^infinity");
    CHECK(smooth(swish(x, slope)) == "C^infinity");
    CHECK(smooth(mish(x)) == "C^infinity");
}

TEST_CASE("break points and their class") {
    CHECK(smooth(x * min(max(x + 3_c, 0_c), 6_c) / 6_c) == "C^0, no more at x = -3, 3");
    CHECK(smooth(min(max(x, -1_c), 1_c)) == "C^0, no more at x = -1, 1");
    CHECK(smooth(x / (1_c + abs(x))) == "C^1, no more at x = 0");
    CHECK(smooth(x * abs(x)) == "C^1, no more at x = 0");
    CHECK(smooth(abs(x) * abs(x)) == "C^infinity");
    CHECK(smooth(abs(x * x - 1_c)) == "C^0, no more at x = -1, 1");
    CHECK(smooth(abs(exp(x) - 1_c)) == "C^0, no more at x = 0");
    CHECK(smooth(sqrt(x * x)) == "C^0, no more at x = 0");
    CHECK(smooth(sqrt(x * x + 1_c)) == "C^infinity");
    CHECK(smooth(asin(min(max(x, -1_c), 1_c))) == "C^0, no more at x = -1, 1");
    CHECK(smooth(sign(x)) == "discontinuous at x = 0");
    CHECK(smooth(derivative(relu(x), x)) == "discontinuous at x = 0");
    CHECK(smooth(derivative(elu(x), x)) == "C^0, no more at x = 0");
    CHECK(smooth(piecewise(when(x > 0_c, sin(x)), otherwise(x))) == "C^2, no more at x = 0");
    CHECK(smooth(piecewise(when(x > 1_c, x), otherwise(1_c))) == "C^0, no more at x = 1");
    CHECK(smooth(piecewise(when(x > 1_c, x), otherwise(2_c))) == "discontinuous at x = 1");
    CHECK(smooth(piecewise(when(x < 0_c, 0_c), when(x <= 0_c, 1_c), otherwise(x))) == "discontinuous at x = 0");
    CHECK(smooth(piecewise(when(x > 0_c, exp(-1_c / x)), otherwise(0_c))) == "unknown"); // C^infinity
    CHECK(smooth(abs(x * x - 2_c)) == "C^0, no more at x = -sqrt(2), sqrt(2)");
    CHECK(smooth(abs(x * x - 2_c) * (x * x - 2_c)) == "C^1, no more at x = -sqrt(2), sqrt(2)");
    CHECK(smooth(max(softplus(x) - 1_c, 0_c)) == "C^0, no more at x = log(exp(1) - 1)");
    CHECK(smooth(piecewise(when(x * x > 3_c, 1_c), otherwise(x))) == "discontinuous at x = -sqrt(3), sqrt(3)");
    CHECK(smooth(abs(x - b)) == "unknown");
    CHECK(smooth(abs(sin(x))) == "unknown");
}

TEST_CASE("differentiability at a point") {
    CHECK(differentiable(relu(x), 0) == "no");
    CHECK(differentiable(relu(x), -1) == "yes");
    CHECK(differentiable(elu(x), 0) == "yes");
    CHECK(differentiable(selu(x), 0) == "no");
    CHECK(differentiable(abs(x), 0) == "no");
    CHECK(differentiable(x * abs(x), 0) == "yes");
    CHECK(differentiable(sqrt(x), 0) == "no");
    CHECK(differentiable(sign(x), 0) == "no");
    CHECK(differentiable(elu(x, slope), 0) == "unknown");
    CHECK(differentiable(log(x), 0) == "unknown");
    CHECK(differentiable(logit(x), rational{int128{1}, int128{2}}) == "yes");
}

TEST_CASE("exact values") {
    CHECK(value(sigmoid(x), 0) == "0.5");
    CHECK(value(relu(x), -2) == "0");
    CHECK(value(selu(x), 3) == "3*selu_lambda");
    CHECK(value(abs(x - sqrt(2_c)), 1) == "sqrt(2) - 1");
    CHECK(value(1_c / x, 0) == "?");
    CHECK(value(log(x), 0) == "?");
    CHECK(value(piecewise(when(x > 0_c, 1_c / x), otherwise(7_c)), 0) == "7");
    CHECK(value(piecewise(when(x > b, 1_c), otherwise(7_c)), 0) == "?");
}

namespace {

/// Sums, products and cases of polynomials whose zeros are rational.
node_index random_function(workspace& w, generator& r, int depth) {
    node_index const t = w.symbol(packed_name{"x"});
    auto const number = [&] { return w.constant(static_cast<int>(r.below(7)) - 3); };
    auto const part = [&] { return random_function(w, r, depth - 1); };
    auto const binary = [&](operation op) {
        node_index const a = part();
        return w.make(op, a, part());
    };
    if (depth == 0) {
        if (r.below(4) == 0) return number();
        node_index const a = w.make(operation::subtract, t, number());
        bool const quadratic = r.below(3) == 0;
        return quadratic ? w.make(operation::multiply, a, w.make(operation::add, t, number())) : a;
    }
    switch (r.below(7)) {
    case 0: return binary(operation::add);
    case 1: return binary(operation::multiply);
    case 2: return w.make(operation::abs, random_function(w, r, 0));
    case 3: {
        node_index const a = random_function(w, r, 0);
        return w.make(operation::max, a, number());
    }
    case 4: {
        node_index const least = number();
        node_index const condition = w.make(operation::less, least, random_function(w, r, 0)), a = part();
        return w.make(operation::select, condition, a, part());
    }
    case 5: return w.make(operation::sqrt, w.make(operation::abs, random_function(w, r, 0)));
    default: return w.make(operation::exp, part());
    }
}

} // namespace

TEST_CASE("f(sqrt(2)*x) is as smooth as f(x), at irrational points") {
    packed_name const name{"x"};
    unsigned known = 0, moved = 0;
    for (unsigned i = 0; i < 400; ++i) {
        generator r{i};
        workspace w;
        node_index const f = random_function(w, r, 1 + static_cast<int>(r.below(3)));
        node_index const stretched =
            w.make(operation::multiply, w.make(operation::sqrt, w.constant(2)), w.symbol(name));
        node_index const g = calculus::substitute(w, w, f, name, stretched);
        if (w.problem != trouble::none) continue;
        INFO(i << ": " << text(w, f));
        smoothness_class const plain = calculus::smoothness(w, f, name), moved_class = calculus::smoothness(w, g, name);
        // by cells alone, too, where rational points have told
        smoothness_class const by_cells = calculus::smoothness_of_cells(calculus::cut(w, f, name));
        if (plain.known && by_cells.known) {
            CHECK(plain.order == by_cells.order);
            CHECK(plain.count == by_cells.count);
        }
        if (!plain.known || !moved_class.known) continue;
        ++known;
        moved += moved_class.changed ? 1u : 0u;
        CHECK(plain.order == moved_class.order);
        CHECK(plain.count == moved_class.count);
        for (unsigned k = 0; k < plain.count && k < moved_class.count; ++k)
            CHECK(plain.orders[k] == moved_class.orders[k]);
    }
    MESSAGE("known: ", known, ", at irrational points ", moved);
    CHECK(known > 150);
    CHECK(moved > 50);
}
