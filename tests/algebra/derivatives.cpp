// SPDX-License-Identifier: BSL-1.0
// Derivatives where cases meet: those of the function where it has one, and not only the sum of what its terms say. A law on
// random functions: where difference quotients from both sides agree, the explicit derivative is near them.

#include "../calculus/random_values.hpp"

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <cmath>

namespace {

using namespace ogive;
using namespace ogive::literals;
using number::enclosure;

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;
constexpr auto t = symbol<"t">;
constexpr auto yes = verdict::proved, no = verdict::refuted;

// the loss on logits in the form that frameworks compute, and other sums whose terms have kinks where they have none
static_assert(prove(derivative(max(x, 0_c) - x * t + log(1_c + exp(-abs(x))), x) == sigmoid(x) - t) == yes);
static_assert(prove(derivative(max(x, 0_c) + min(x, 0_c), x) == 1_c) == yes);
static_assert(prove(derivative(relu(x) - relu(-x), x) == 1_c) == yes);
static_assert(prove(derivative(max(x, y) + min(x, y), x) == 1_c) == yes);
static_assert(prove(derivative(sign(x) * log(1_c + abs(x)), x) == 1_c / (1_c + abs(x))) == yes);
static_assert(prove(derivative<2>(abs(x) * abs(x), x) == 2_c) == yes);
static_assert(prove(derivative<2>(cosh(abs(x)), x) == cosh(x)) == yes);
// a kink is one, and so is a jump: there the case that contains the point decides
static_assert(prove(derivative(abs(x), x) == sign(x)) == yes);
static_assert(prove(derivative(max(x, 0_c) + abs(x), x) == 1_c) == no);
static_assert(prove(derivative(min(max(x, 0_c), 1_c), x) ==
                    piecewise(when(x < 0_c, 0_c), when(x <= 1_c, 1_c), otherwise(0_c))) == yes);
static_assert(prove(derivative(sign(x), x) == 0_c) == yes);
// what is not settled at a tie proves nothing: at 0 this is 2, and the right side 0
static_assert(prove(derivative<2>(abs(x * x), x) == 2_c * sign(x * x)) == verdict::unknown);

constexpr packed_name x_name{"x"};

node_index random_function(workspace& w, generator& r, int depth) {
    if (depth == 0) return r.below(4) == 0 ? w.constant(static_cast<int>(r.below(5)) - 2) : w.symbol(x_name);
    auto const part = [&] { return random_function(w, r, depth - 1); };
    auto const binary = [&](operation op) {
        node_index const a = part();
        return w.make(op, a, part());
    };
    switch (r.below(11)) {
    case 0:
    case 1: return binary(operation::add);
    case 2: return binary(operation::subtract);
    case 3: return binary(operation::multiply);
    case 4:
    case 5: return w.make(operation::abs, part());
    case 6: return binary(operation::max);
    case 7: return binary(operation::min);
    case 8: return w.make(operation::sign, part());
    case 9: return w.make(operation::tanh, part());
    default: {
        node_index const at = w.constant(static_cast<int>(r.below(3)) - 1), a = part();
        return w.make(operation::select, w.make(operation::less, w.symbol(x_name), at), a, part());
    }
    }
}

struct found {
    unsigned compared = 0, doubtful = 0;
};

void check_function(workspace const& w, node_index f, unsigned order, found& count) {
    auto const value = [&](workspace const& of, node_index i, rational const& q) {
        algebra::point at;
        at.push_back({x_name, q});
        return algebra::enclose(of, i, at);
    };
    workspace asked, before, slopes;
    node_index const g = asked.derivative(asked.import(w, f), asked.symbol(x_name), static_cast<int>(order));
    node_index const below = asked.derivative(asked.import(w, f), asked.symbol(x_name), static_cast<int>(order) - 1);
    bool settled = true;
    node_index const d = algebra::explicit_derivatives(slopes, asked, g, &settled);
    node_index const b = algebra::explicit_derivatives(before, asked, below, &settled);
    if (slopes.problem != trouble::none || before.problem != trouble::none || !settled) {
        ++count.doubtful;
        return;
    }
    rational const step{1, 1 << 24};
    for (int i = -8; i <= 8; ++i) {
        rational const q{i, 4};
        enclosure const here = value(before, b, q);
        enclosure const left = (here - value(before, b, q - step)) / enclosure{step},
                        right = (value(before, b, q + step) - here) / enclosure{step}, slope = value(slopes, d, q);
        if (!left.defined() || !right.defined() || !slope.defined()) continue;
        double const l = left.to<double>(), r = right.to<double>(), s = slope.to<double>();
        if (std::abs(l - r) > 1e-3 * (1 + std::abs(l)) || std::abs(l) > 1e5) continue; // a kink or a jump
        ++count.compared;
        INFO("at " << i << "/4: " << l << ", " << r << ", explicit " << s << ": " << text(slopes, d));
        CHECK(std::abs(s - (l + r) / 2) <= 2e-3 * (1 + std::abs(l)));
    }
}

} // namespace

TEST_CASE("explicit derivatives of random functions are the limits of difference quotients") {
    found count;
    for (unsigned i = 0; i < 1500; ++i) {
        generator r{i};
        workspace w;
        node_index const f = random_function(w, r, 2 + static_cast<int>(r.below(3)));
        if (w.problem != trouble::none) continue;
        INFO(i << ": " << text(w, f));
        check_function(w, f, 1 + r.below(2), count);
    }
    CHECK(count.compared > 8000);
    CHECK(count.doubtful < 400);
}

TEST_CASE("where an argument is constant at the end of a domain the slope is that of a constant, not 0/0") {
    auto const slope = [](auto f, int order, rational const& at) {
        workspace w, slopes;
        auto const& g = graph_of<decltype(f)>;
        node_index const d = w.derivative(w.import(g, g.root()), w.symbol(x_name), order);
        algebra::point p;
        p.push_back({x_name, at});
        return algebra::enclose(slopes, algebra::explicit_derivatives(slopes, w, d), p);
    };
    auto const is = [](enclosure const& e, int value) {
        return e.defined() && (e - enclosure{value}).certain_sign() == 0;
    };
    auto const clamped = min(max(x, -1_c), 1_c);
    for (int order = 1; order <= 2; ++order)
        for (int const at : {-3, 2}) {
            CHECK(is(slope(asin(clamped), order, rational{at}), 0));
            CHECK(is(slope(acos(clamped), order, rational{at}), 0));
            CHECK(is(slope(acosh(1_c + relu(x - 5_c)), order, rational{at}), 0));
        }
    CHECK(is(slope(sqrt(x + abs(x)), 1, rational{-1}), 0));
    CHECK(is(slope(sqrt(x + abs(x)), 2, rational{-1}), 0));
    CHECK(is(slope(tanh(sqrt(relu(x))) + 3_c * x, 1, rational{-1}), 3));
    CHECK(is(slope(pow(relu(x), 1_q / 3_q), 1, rational{-1}), 0));
    CHECK(derivative(asin(clamped), x)(2.0) == 0.0);
    CHECK(derivative(asin(clamped), x)(0.0) == 1.0);
    CHECK(derivative(sqrt(x + abs(x)), x)(-2.0) == 0.0);
    CHECK(derivative(sqrt(x + abs(x)), x)(2.0) == doctest::Approx(0.5));
    // the same where a parameter stands in the conditions, nested
    auto const scaled = min(max(x / symbol<"a", positive>, -1_c), 1_c);
    CHECK(derivative(asin(scaled), x)(x = 3.0, symbol<"a", positive> = 2.0) == 0.0);
    CHECK(derivative(acos(scaled), x)(x = -3.0, symbol<"a", positive> = 2.0) == 0.0);
    CHECK(derivative(asin(scaled), x)(x = 0.0, symbol<"a", positive> = 2.0) == 0.5);
    // where the function has no value, its slope has none
    CHECK(!slope(sqrt(relu(x) - 1_c), 1, rational{-1}).defined());
    CHECK(!slope(log(relu(x)), 1, rational{-1}).defined());
}
