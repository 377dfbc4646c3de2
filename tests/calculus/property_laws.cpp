// SPDX-License-Identifier: BSL-1.0
// What is said of random functions agrees with enclosures of their values at many points: laws of range, extrema,
// monotonicity, convexity, zeros, Lipschitz constants and domains.

#include "random_values.hpp"

#include <ogive/calculus/properties.hpp>
#include <ogive/emit.hpp>
#include <ogive/emit/facts.hpp>

#include <doctest/doctest.h>

#include <string>
#include <vector>

namespace {

using namespace ogive;
using number::enclosure;
using number::extended;

constexpr packed_name x_name{"x"};

node_index leaf(workspace& w, generator& r) {
    unsigned const kind = r.below(10);
    if (kind < 6) return w.symbol(x_name);
    int const c = static_cast<int>(r.below(7)) - 3, nonzero_c = c == 0 ? 1 : c;
    return kind == 9 ? w.constant(rational{nonzero_c, 2}) : w.constant(nonzero_c);
}

node_index random_function(workspace& w, generator& r, int depth) {
    if (depth == 0) return leaf(w, r);
    auto const part = [&] { return random_function(w, r, depth - 1); };
    auto const binary = [&](operation op) {
        node_index const a = part();
        return w.make(op, a, part());
    };
    constexpr operation functions[] = {operation::exp,  operation::exp,   operation::log,   operation::tanh,
                                       operation::sqrt, operation::atan,  operation::erf,   operation::asin,
                                       operation::sinh, operation::atanh, operation::acosh, operation::negate};
    switch (r.below(9)) {
    case 0: return binary(operation::add);
    case 1: return binary(operation::subtract);
    case 2: return binary(operation::multiply);
    case 3: return binary(operation::divide);
    case 4: {
        node_index const a = part();
        return w.make(operation::power, a, w.constant(static_cast<int>(r.below(5)) - 1));
    }
    case 5: {
        bool const deep = r.below(2) == 0; // conditions on more than x itself
        node_index const a = deep ? part() : leaf(w, r);
        return r.below(2) == 0 ? w.make(operation::max, a, leaf(w, r)) : w.make(operation::abs, a);
    }
    case 6: {
        node_index const a = w.constant(static_cast<int>(r.below(3)) - 1), b = part();
        return w.make(operation::select, w.make(operation::less, a, w.symbol(x_name)), b, part());
    }
    default: {
        operation const op = functions[r.below(sizeof functions)];
        return w.make(op, part());
    }
    }
}

struct sample {
    rational at;
    enclosure value;
};

/// Does an interval certainly contain a number in its inside?
bool inside(interval const& i, rational const& q) {
    enclosure const e{q};
    bool const above =
        !i.lower.is_finite() ? i.lower.kind == limit_kind::minus_infinity : i.lower.enclosed().upper < e.lower;
    bool const below =
        !i.upper.is_finite() ? i.upper.kind == limit_kind::plus_infinity : e.upper < i.upper.enclosed().lower;
    return above && below;
}

enclosure slope_between(sample const& a, sample const& b) { return (b.value - a.value) / enclosure{b.at - a.at}; }

/// The samples in one interval.
std::vector<sample> samples_in(interval const& i, std::vector<sample> const& all) {
    std::vector<sample> r;
    for (sample const& s : all)
        if (inside(i, s.at) && s.value.defined()) r.push_back(s);
    return r;
}

/// Is the value at a point certainly undefined, and not only lost in rounding: an argument, or a side of a condition, beyond
/// doubt outside of what its function takes?
bool certainly_undefined(workspace const& w, node_index f, rational const& q) {
    algebra::point at;
    at.push_back({x_name, q});
    node const n = w[f];
    auto const value = [&](node_index i) { return algebra::enclose(w, i, at); };
    auto const undefined = [&](node_index i) { return certainly_undefined(w, i, q); };
    if (n.op == operation::select) {
        node const c = w[n.a];
        if (undefined(c.a) || undefined(c.b)) return true;
        int const s = (value(c.b) - value(c.a)).certain_sign();
        return s == 1 ? undefined(n.b) : (s == -1 || s == 0) && undefined(n.c); // the condition is a < b
    }
    for (unsigned k = 0; k < n.operand_count(); ++k)
        if (undefined(n.operand(k))) return true;
    auto const a = n.operand_count() > 0 ? value(n.a) : enclosure{0};
    extended const zero{0}, one{1};
    switch (n.op) {
    case operation::log: return a.defined() && !(zero < a.upper);
    case operation::sqrt: return a.defined() && a.upper < zero;
    case operation::asin: return a.defined() && (one < a.lower || a.upper < extended{-1});
    case operation::atanh: return a.defined() && (!(a.lower < one) || !(extended{-1} < a.upper));
    case operation::acosh: return a.defined() && a.upper < one;
    case operation::divide: return value(n.b).certain_sign() == 0;
    default: return false;
    }
}

/// A straight line and a function of sines and cosines: its slope is periodic, unless there are cases or poles.
node_index waves(workspace& w, generator& r, int depth) {
    auto const number = [&] { return w.constant(rational{static_cast<int>(r.below(7)) - 3, r.below(2) == 0 ? 1 : 2}); };
    auto const binary = [&](operation op) {
        node_index const a = waves(w, r, depth - 1);
        return w.make(op, a, waves(w, r, depth - 1));
    };
    constexpr operation functions[] = {operation::exp,  operation::tanh, operation::atan, operation::abs,
                                       operation::sqrt, operation::log,  operation::tan,  operation::asin};
    if (depth == 0) {
        if (r.below(5) == 0) return number();
        node_index const rate = w.constant(rational{static_cast<int>(r.below(3)) + 1, r.below(2) == 0 ? 1 : 2});
        operation const op = r.below(2) == 0 ? operation::sin : operation::cos;
        return w.make(op, w.make(operation::multiply, rate, w.symbol(x_name)));
    }
    switch (r.below(7)) {
    case 0:
    case 1: return binary(operation::add);
    case 2: return binary(operation::multiply);
    case 3: return w.make(operation::power, waves(w, r, depth - 1), w.constant(2));
    case 4: return r.below(3) == 0 ? binary(operation::divide) : binary(operation::subtract);
    case 5: {
        node_index const factor = number();
        return w.make(operation::multiply, factor, waves(w, r, depth - 1));
    }
    default: {
        operation const op = functions[r.below(sizeof functions)];
        return w.make(op, waves(w, r, depth - 1));
    }
    }
}
node_index random_waves(workspace& w, generator& r) {
    constexpr int slopes[] = {1, 2, -1, -2, 4, 3, 0, 12};
    node_index const slope = w.constant(rational{slopes[r.below(8)], r.below(3) == 0 ? 2 : 1});
    node_index const line = w.make(operation::multiply, slope, w.symbol(x_name));
    return w.make(operation::add, line, waves(w, r, static_cast<int>(r.below(4))));
}

/// A line or a parabola in functions one in another, met by a constant that it reaches or not: cases by conditions that hold
/// everywhere, nowhere or on one side.
node_index random_cases(workspace& w, generator& r) {
    constexpr operation functions[] = {operation::atan,  operation::tanh, operation::sqrt,  operation::exp,
                                       operation::log,   operation::asin, operation::acos,  operation::erf,
                                       operation::acosh, operation::sinh, operation::atanh, operation::asinh};
    auto const number = [&](int most) {
        int const n = static_cast<int>(r.below(2 * static_cast<unsigned>(most) + 1)) - most;
        return w.constant(rational{n, r.below(4) == 0 ? 2 : 1});
    };
    node_index t = w.symbol(x_name);
    if (r.below(3) == 0) t = w.make(operation::multiply, t, number(3));
    if (r.below(3) == 0) t = w.make(operation::add, t, number(2));
    if (r.below(6) == 0) t = w.make(operation::power, t, w.constant(2));
    for (unsigned i = r.below(3) + 1; i-- > 0;) {
        operation const op = functions[r.below(sizeof functions)];
        t = w.make(op, t);
        if (r.below(3) == 0) t = w.make(operation::multiply, t, number(3));
    }
    node_index const level = number(4);
    switch (r.below(5)) {
    case 0: return w.make(operation::max, t, level);
    case 1: return w.make(operation::min, level, t);
    case 2: return w.make(operation::abs, w.make(operation::subtract, t, level));
    case 3: return w.make(operation::sign, w.make(operation::add, t, level));
    default: {
        node_index const condition = w.make(operation::less, t, level), yes = number(2);
        return w.make(operation::select, condition, r.below(2) == 0 ? yes : w.symbol(x_name), t);
    }
    }
}

/// Cases by conditions on quotients, which have poles.
node_index random_poles(workspace& w, generator& r) {
    auto const number = [&] { return w.constant(static_cast<int>(r.below(7)) - 3); };
    node_index const x = w.symbol(x_name), below = w.make(operation::add, x, number());
    node_index u = w.make(operation::divide, r.below(2) == 0 ? w.constant(1) : w.make(operation::add, x, number()),
                          r.below(4) == 0 ? w.make(operation::multiply, below, below) : below);
    if (r.below(3) == 0) u = w.make(operation::add, u, number());
    node_index const level = r.below(3) == 0 ? x : number();
    switch (r.below(6)) {
    case 0: return w.make(operation::max, u, level);
    case 1: return w.make(operation::min, level, u);
    case 2: return w.make(operation::abs, u);
    case 3: return w.make(operation::tanh, w.make(operation::abs, u));
    case 4: return w.make(operation::multiply, x, w.make(operation::sign, u));
    default: {
        node_index const condition = w.make(operation::less, u, level), yes = number();
        return w.make(operation::select, condition, yes, r.below(2) == 0 ? u : x);
    }
    }
}

struct known_facts {
    unsigned ranges = 0, charts = 0, curvatures = 0, constants = 0, zeros = 0, inside = 0;
};

/// What is said of a function.
struct statements {
    interval_set range;
    direction_chart directions, curvatures;
    end_value constant;
    point_set zeros;
    fact runs[2], bends[2]; // up, down
};

/// By sign charts.
statements by_charts(workspace const& w, node_index f) {
    calculus::cut_function const c = calculus::cut(w, f, x_name);
    calculus::function_charts charts[3];
    for (unsigned i = 0; i < 3; ++i) charts[i] = calculus::charts_of(c, i);
    statements r{calculus::range(c, charts[1]),
                 calculus::directions(c, charts[1]),
                 calculus::directions(c, charts[2]),
                 calculus::lipschitz(c, charts[2]),
                 calculus::zeros(c, charts[0]),
                 {},
                 {}};
    for (int i = 0; i < 2; ++i) {
        r.runs[i] = calculus::detail::runs(c, charts[1], 1 - 2 * i);
        r.bends[i] = calculus::detail::bends(c, charts[2], 1 - 2 * i);
    }
    return r;
}

/// By whatever tells.
statements by_all_means(workspace const& w, node_index f) {
    return {calculus::range(w, f, x_name),
            calculus::monotonicity(w, f, x_name),
            calculus::convexity(w, f, x_name),
            calculus::lipschitz(w, f, x_name),
            calculus::zeros(w, f, x_name),
            {calculus::is_increasing(w, f, x_name), calculus::is_decreasing(w, f, x_name)},
            {calculus::is_convex(w, f, x_name), calculus::is_concave(w, f, x_name)}};
}

void check_function(workspace const& w, node_index f, statements const& said, known_facts& count) {
    std::vector<sample> points;
    for (int i = -150; i <= 150; ++i) {
        algebra::point at;
        rational const q{i, 11};
        at.push_back({x_name, q});
        points.push_back({q, algebra::enclose(w, f, at)});
    }

    if (interval_set const r = calculus::domain(w, f, x_name); r.known)
        for (sample const& s : points) {
            bool outside = true; // certainly
            for (unsigned i = 0; i < r.size(); ++i)
                outside = outside && (certainly_above(r[i].lower, enclosure{s.at}) ||
                                      certainly_below(r[i].upper, enclosure{s.at}));
            CHECK_FALSE((outside && s.value.defined()));
            bool within = false; // certainly
            for (unsigned i = 0; i < r.size(); ++i) within = within || inside(r[i], s.at);
            if (!within) continue;
            ++count.inside;
            CHECK_FALSE(certainly_undefined(w, f, s.at));
        }
    if (interval_set const& r = said.range; r.known) {
        ++count.ranges;
        for (sample const& s : points) {
            bool possible = !s.value.defined();
            for (unsigned i = 0; i < r.size(); ++i)
                possible = possible || (!certainly_above(r[i].lower, s.value) && !certainly_below(r[i].upper, s.value));
            CHECK(possible);
        }
    }
    if (direction_chart const& d = said.directions; d.known) {
        ++count.charts;
        for (unsigned i = 0; i < d.size(); ++i) {
            std::vector<sample> const in = samples_in(d[i].where, points);
            for (std::size_t k = 1; k < in.size(); ++k) {
                int const s = (in[k].value - in[k - 1].value).certain_sign();
                CHECK((s == enclosure::sign_unknown || s == d[i].direction));
            }
        }
    }
    if (direction_chart const& d = said.curvatures; d.known) {
        ++count.curvatures;
        for (unsigned i = 0; i < d.size(); ++i) {
            std::vector<sample> const in = samples_in(d[i].where, points);
            for (std::size_t k = 2; k < in.size(); ++k) {
                int const s = (slope_between(in[k - 1], in[k]) - slope_between(in[k - 2], in[k - 1])).certain_sign();
                // affine parts of a convex function
                CHECK((s == enclosure::sign_unknown || s == 0 || s == d[i].direction));
            }
        }
    }
    for (int i = 0; i < 2; ++i) {
        std::vector<sample> in;
        for (sample const& s : points)
            if (s.value.defined()) in.push_back(s);
        bool up = true, bent = true; // possibly
        for (std::size_t k = 1; k < in.size(); ++k) {
            int const s = (in[k].value - in[k - 1].value).certain_sign();
            up = up && (s == enclosure::sign_unknown || s == 1 - 2 * i);
            if (k == 1) continue;
            int const b = (slope_between(in[k - 1], in[k]) - slope_between(in[k - 2], in[k - 1])).certain_sign();
            bent = bent && (b == enclosure::sign_unknown || b == 0 || b == 1 - 2 * i);
        }
        if (said.runs[i]) CHECK(up);
        if (said.bends[i]) CHECK(bent);
    }
    if (end_value const& l = said.constant; l.is_finite()) {
        ++count.constants;
        sample const* before = nullptr; // also over gaps of the domain
        for (sample const& s : points) {
            if (!s.value.defined()) continue;
            if (before != nullptr) CHECK_FALSE(certainly_below(l, abs(slope_between(*before, s))));
            before = &s;
        }
    }
    if (point_set const& z = said.zeros; z.known && !z.intervals) {
        ++count.zeros;
        for (sample const& s : points) {
            if (s.value.certain_sign() != 0) continue;
            bool listed = false;
            for (unsigned i = 0; i < z.size(); ++i) listed = listed || !disjoint(z[i].enclosed(), enclosure{s.at});
            CHECK(listed);
        }
        for (unsigned i = 0; i < z.size(); ++i) {
            algebra::point at;
            at.push_back({x_name, z[i].enclosed()});
            CHECK_FALSE(algebra::enclose(w, f, at).excludes_zero());
        }
    }
}

void check_cases(node_index (*random)(workspace&, generator&), unsigned how_many) {
    known_facts count;
    for (unsigned i = 0; i < share(how_many); ++i) {
        generator r{i};
        workspace w;
        node_index const f = random(w, r);
        if (w.problem != trouble::none || !calculus::depends_on(w, f, x_name)) continue;
        INFO(i << ": " << text(w, f));
        check_function(w, f, by_charts(w, f), count);
    }
    MESSAGE("known: ranges ", count.ranges, ", charts ", count.charts, ", constants ", count.constants, ", zeros ",
            count.zeros);
    CHECK(count.ranges > share(200));
    CHECK(count.charts > share(200));
}

} // namespace

TEST_CASE("facts about random functions agree with their values") {
    known_facts count;
    for (unsigned i = 0; i < share(400); ++i) {
        generator r{i};
        workspace w;
        node_index const f = random_function(w, r, 2 + static_cast<int>(r.below(2)));
        if (w.problem != trouble::none) continue; // an exact constant that does not exist, 1/0 say
        INFO(i << ": " << text(w, f));
        check_function(w, f, by_charts(w, f), count);
    }
    // the laws have been tried on more than a few
    CHECK(count.ranges > share(100));
    CHECK(count.charts > share(100));
    CHECK(count.curvatures > share(100));
    CHECK(count.constants > share(50));
    CHECK(count.zeros > share(100));
    CHECK(count.inside > share(10000));
}

TEST_CASE("facts about random cases agree with their values") { check_cases(random_cases, 1000); }

TEST_CASE("facts about random cases by conditions with poles agree with their values") {
    check_cases(random_poles, 400);
}

TEST_CASE("facts about random functions with a periodic slope agree with their values") {
    known_facts count;
    unsigned recurring = 0, runs = 0;
    for (unsigned i = 0; i < share(500); ++i) {
        generator r{i};
        workspace w;
        node_index const f = random_waves(w, r);
        if (w.problem != trouble::none || !calculus::depends_on(w, f, x_name)) continue;
        INFO(i << ": " << text(w, f));
        statements const said = by_all_means(w, f);
        check_function(w, f, said, count);
        runs += said.runs[0].known() ? 1 : 0;
        recurring += said.directions.recurs ? 1 : 0;
        if (said.directions.recurs) { // both directions can be seen, or the slope is hardly of both signs
            auto const s = calculus::slope_on_circle(w, f, x_name);
            auto const seen = [&](int sign) {
                for (int k = -150; k < 150; ++k) {
                    algebra::point here, next;
                    here.push_back({x_name, rational{k, 11}});
                    next.push_back({x_name, rational{k + 1, 11}});
                    if ((algebra::enclose(w, f, next) - algebra::enclose(w, f, here)).certain_sign() == sign)
                        return true;
                }
                return false;
            };
            bool const slight = number::extended{-1} < s.least.enclosed().lower * number::extended{8} ||
                                s.most.enclosed().upper * number::extended{8} < number::extended{1};
            CHECK((slight || (seen(1) && seen(-1))));
        }
    }
    MESSAGE("known: ranges ", count.ranges, ", charts ", count.charts, ", constants ", count.constants, ", zeros ",
            count.zeros, ", runs ", runs, ", recurring ", recurring);
    CHECK(count.ranges > share(150));
    CHECK(count.charts > share(50));
    CHECK(count.constants > share(150));
    CHECK(recurring > share(50));
}
