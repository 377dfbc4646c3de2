// SPDX-License-Identifier: BSL-1.0
// Facts of functions of sines and cosines: exact ones of some, laws for random ones.

#include "random_values.hpp"

#include <ogive/calculus/asymptote.hpp>
#include <ogive/calculus/properties.hpp>
#include <ogive/calculus/range.hpp>
#include <ogive/emit.hpp>
#include <ogive/emit/facts.hpp>

#include <doctest/doctest.h>

#include <cmath>
#include <string>

using namespace ogive;
using namespace ogive::literals;
using number::enclosure;
using number::extended;

namespace {

constexpr auto x = symbol<"x">;

// -- exactly, when compiling

template <class F>
constexpr bool runs_from(F f, int low, int high) {
    auto const& r = range(f, x);
    auto const& e = extrema(f, x);
    return r.known && r.size() == 1 && r[0].lower.is(low) && r[0].upper.is(high) && r[0].lower_closed &&
           r[0].upper_closed && e.infimum.value.is(low) && e.supremum.value.is(high) &&
           e.infimum.attained == verdict::proved && e.supremum.several;
}
static_assert(runs_from(sin(x), -1, 1));
static_assert(runs_from(cos(x), -1, 1)); // the least value is at pi alone
static_assert(runs_from(5_c * sin(x / 3_c), -5, 5));
static_assert(runs_from(3_c * sin(x) + 4_c * cos(x), -5, 5));
static_assert(runs_from(1_c - cos(2_c * x), 0, 2));
static_assert(runs_from(abs(sin(x)), 0, 1));
static_assert(runs_from(max(sin(x), 0_c), 0, 1));
static_assert(runs_from(sin(x) * sin(x) + cos(x) * cos(x), 1, 1));
static_assert(lipschitz(sin(3_c * x), x).is(3));
static_assert(lipschitz(abs(sin(x)), x).is(1));
static_assert(runs_from(abs(cos(x)), 0, 1));
static_assert(is_bounded(exp(sin(x)), x));
static_assert(is_bounded(tan(x), x).answer == verdict::refuted);

// a place of an extreme value must be in the domain
constexpr auto above_zero = symbol<"x", positive>;
static_assert(!extrema(sin(above_zero), above_zero).known);

// what has no limit
static_assert(limit(sin(x), x, infinity).kind == limit_kind::does_not_exist);
static_assert(limit(tan(x), x, -infinity).kind == limit_kind::does_not_exist);
static_assert(limit(sin(x) * sin(x) + cos(x) * cos(x), x, infinity).kind != limit_kind::does_not_exist);
static_assert(limit(sin(x) / x, x, infinity).is(0));
static_assert(saturates(cos(x), x, infinity).answer == verdict::refuted);
static_assert(asymptote(sin(x), x, infinity).answer == verdict::refuted);

// -- a periodic slope

constexpr auto snake = x + pow(sin(x), 2_c);
constexpr auto ripple = 2_c * x + cos(3_c * x); // falls in every period
static_assert(is_increasing(snake, x) && is_decreasing(snake, x).answer == verdict::refuted);
static_assert(monotonicity(snake, x).known && monotonicity(snake, x).size() == 1);
static_assert(is_increasing(x + sin(x), x)); // the slope is zero at pi
static_assert(is_decreasing(sin(x) - 2_c * x, x));
static_assert(is_increasing(ripple, x).answer == verdict::refuted && is_decreasing(ripple, x).known());
static_assert(monotonicity(ripple, x).recurs && !monotonicity(ripple, x).known);
static_assert(monotonicity(sin(x), x).recurs && is_increasing(sin(x), x).answer == verdict::refuted);
static_assert(lipschitz(snake, x).is(2) && lipschitz(ripple, x).is(5) && lipschitz(x + sin(x), x).is(2));
static_assert(lipschitz(x + (1_c - cos(2_c * x)) / 2_c, x).is(2));
// a power of what is no sine: the largest slope is 23.1132...
constexpr enclosure steepest = lipschitz(3_c * x + pow(2_c + pow(sin(x), 2_c), 3_c), x).enclosed() * enclosure{10000};
static_assert(extended{231132} < steepest.lower && steepest.upper < extended{231133});
static_assert(range(snake, x).is_all() && range(sin(x) - 2_c * x, x).is_all());
static_assert(extrema(snake, x).infimum.value.kind == limit_kind::minus_infinity);
static_assert(extrema(sin(x) - x, x).supremum.at.kind == limit_kind::minus_infinity);
static_assert(is_bounded(ripple, x).answer == verdict::refuted);
static_assert(is_convex(snake, x).answer == verdict::refuted && convexity(snake, x).recurs);
static_assert(zeros(snake, x).size() == 1 && zeros(snake, x)[0].is(0));
static_assert(critical_points(2_c * x + sin(x), x).known && critical_points(2_c * x + sin(x), x).size() == 0);
static_assert(critical_points(snake, x).recurs && inflection_points(snake, x).recurs);
static_assert(zeros(sin(x), x).recurs && !zeros(sin(x), x).known);
static_assert(zeros(sin(x) + 2_c, x).known && zeros(sin(x) + 2_c, x).size() == 0);
// straight lines in disguise
static_assert(is_convex(2_c * x + sin(x) * sin(x) + cos(x) * cos(x), x));
static_assert(monotonicity(sin(x) * sin(x) + cos(x) * cos(x), x)[0].direction == 0);
// poles, jumps and kinks
static_assert(!is_increasing(x + tan(x), x) && !lipschitz(x + tan(x), x).is_finite());
static_assert(!range(x + 1_c / sin(x), x).is_all());
static_assert(!is_increasing(x + sign(sin(x)), x) && !lipschitz(x + sign(sin(x)), x).is_finite());
static_assert(!lipschitz(x + abs(sin(x)), x).known() || lipschitz(x + abs(sin(x)), x).is(2));
static_assert(!is_increasing(above_zero + sin(above_zero), above_zero).known());
static_assert(!lipschitz(x + sqrt(sin(x)), x).is_finite());

// A function that is one everywhere but at pi, and one with a jump there.
constexpr auto hole = sign(1_c + cos(x));
static_assert(!extrema(hole, x).known || extrema(hole, x).supremum.value.is(1));
static_assert(!lipschitz(hole, x).is_finite());

// -- laws, when running

constexpr packed_name x_name{"x"};

node_index random_function(workspace& w, generator& r, int depth) {
    auto const constant = [&] {
        int const c = static_cast<int>(r.below(5)) - 2;
        return w.constant(rational{c == 0 ? 1 : c, r.below(3) == 0 ? 2 : 1});
    };
    if (depth == 0) {
        constexpr operation functions[] = {operation::sin, operation::cos, operation::sin, operation::cos,
                                           operation::tan};
        if (r.below(4) == 0) return constant();
        node_index const rate = w.constant(rational{static_cast<int>(r.below(3)) + 1, r.below(2) == 0 ? 1 : 2});
        return w.make(functions[r.below(5)], w.make(operation::multiply, rate, w.symbol(x_name)));
    }
    auto const part = [&] { return random_function(w, r, depth - 1); };
    auto const binary = [&](operation op) {
        node_index const a = part();
        return w.make(op, a, part());
    };
    constexpr operation functions[] = {operation::exp,  operation::tanh, operation::log,   operation::sqrt,
                                       operation::atan, operation::abs,  operation::negate};
    switch (r.below(9)) {
    case 0: return binary(operation::add);
    case 1: return binary(operation::subtract);
    case 2:
    case 3: return binary(operation::multiply);
    case 4: return binary(operation::divide);
    case 5: return binary(operation::max);
    case 6: {
        node_index const a = part();
        return w.make(operation::power, a, w.constant(static_cast<int>(r.below(4)) + 1));
    }
    default: {
        operation const op = functions[r.below(7)];
        return w.make(op, part());
    }
    }
}

enclosure value(workspace const& w, node_index f, enclosure const& at) {
    algebra::point p;
    p.push_back({x_name, at});
    return algebra::enclose(w, f, p);
}

struct known_facts {
    unsigned extrema = 0, ranges = 0, constants = 0, attained = 0;
};

void check_function(workspace const& w, node_index f, known_facts& count) {
    extreme_values const e = calculus::extrema(w, f, x_name);
    interval_set const r = calculus::range(w, f, x_name);
    end_value const l = calculus::lipschitz(w, f, x_name);
    count.extrema += e.known ? 1u : 0u;
    count.ranges += r.known ? 1u : 0u;
    count.constants += l.is_finite() ? 1u : 0u;
    enclosure before;
    bool any = false;
    for (int i = -140; i <= 140; ++i) {
        enclosure const v = value(w, f, enclosure{rational{i, 11}});
        if (v.defined() && e.known) {
            CHECK_FALSE(certainly_above(e.infimum.value, v));
            CHECK_FALSE(certainly_below(e.supremum.value, v));
        }
        if (v.defined() && r.known) {
            bool possible = false;
            for (unsigned k = 0; k < r.size(); ++k)
                possible = possible || (!certainly_above(r[k].lower, v) && !certainly_below(r[k].upper, v));
            CHECK(possible);
        }
        if (any && v.defined() && l.is_finite()) CHECK_FALSE(certainly_below(l, abs(v - before) * enclosure{11}));
        any = v.defined();
        before = v;
    }
    for (extreme_value const* t : {&e.infimum, &e.supremum}) // what is attained is the value at its place
        if (e.known && t->attained == verdict::proved && t->at.is_finite()) {
            enclosure const there = value(w, f, t->at.enclosed()), stated = t->value.enclosed();
            if (!there.defined()) continue;
            ++count.attained;
            CHECK_FALSE(disjoint(there, stated));
        }
}

} // namespace

TEST_CASE("facts about random periodic functions agree with their values") {
    known_facts count;
    for (unsigned i = 0; i < share(1200); ++i) {
        generator r{i};
        workspace w;
        node_index const f = random_function(w, r, 1 + static_cast<int>(r.below(3)));
        if (w.problem != trouble::none || !calculus::depends_on(w, f, x_name)) continue;
        INFO(i << ": " << text(w, f));
        check_function(w, f, count);
    }
    MESSAGE("known: extrema ", count.extrema, ", ranges ", count.ranges, ", Lipschitz constants ", count.constants,
            ", attained ", count.attained);
    CHECK(count.extrema > share(300));
    CHECK(count.ranges > share(300));
    CHECK(count.constants > share(150));
    CHECK(count.attained > share(400));
}
