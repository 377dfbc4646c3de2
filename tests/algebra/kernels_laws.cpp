// SPDX-License-Identifier: BSL-1.0
// Laws over random compositions: what the field makes of a formula has its value, and what is proved holds at every
// exact point at which both sides are defined.

#include <doctest/doctest.h>

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <cstdlib>

using namespace ogive;

namespace {

/// A fixed sequence of pseudo-random numbers.
struct sequence {
    unsigned long long state;
    unsigned below(unsigned n) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        return static_cast<unsigned>(state >> 33) % n;
    }
    rational point() {
        return rational{int128{static_cast<int>(below(41)) - 20}, int128{static_cast<int>(below(6) + 2)}};
    }
};

constexpr operation functions[] = {
    operation::sin,  operation::cos,  operation::tan,  operation::asin,  operation::acos,  operation::atan,
    operation::sinh, operation::cosh, operation::tanh, operation::asinh, operation::acosh, operation::atanh,
    operation::exp,  operation::log,  operation::sqrt, operation::erf,   operation::log1p, operation::erfc};
constexpr operation undone[][2] = {
    {operation::asin, operation::sin},   {operation::sin, operation::asin},   {operation::acos, operation::cos},
    {operation::cos, operation::acos},   {operation::atan, operation::tan},   {operation::tan, operation::atan},
    {operation::asinh, operation::sinh}, {operation::acosh, operation::cosh}, {operation::cosh, operation::acosh},
    {operation::atanh, operation::tanh}, {operation::log, operation::exp},    {operation::exp, operation::log},
    {operation::sin, operation::acos},   {operation::cos, operation::asin},   {operation::tan, operation::asin},
    {operation::sin, operation::atan},   {operation::cos, operation::atan},   {operation::atan, operation::sinh},
    {operation::asin, operation::tanh},  {operation::asin, operation::cos}};

node_index linear(workspace& w, sequence& s) {
    node_index const x = w.symbol("x");
    rational const q{int128{static_cast<int>(s.below(7)) - 3}, int128{static_cast<int>(s.below(2) + 1)}};
    node_index const m = q.is_zero() || q == rational{1} ? x : w.make(operation::multiply, w.constant(q), x);
    switch (s.below(6)) {
    case 0: return w.make(operation::add, m, w.constant(1));
    case 1:
        return w.make(operation::subtract,
                      w.make(operation::divide, w.pi(), w.constant(static_cast<int>(s.below(4) + 1))), m);
    case 2: return w.make(operation::divide, w.constant(1), m);
    case 3: return w.make(operation::multiply, m, x);
    default: return m;
    }
}

node_index formula(workspace& w, sequence& s, unsigned depth) {
    if (depth == 0) return linear(w, s);
    unsigned const kind = s.below(8);
    if (kind < 4) return w.make(functions[s.below(sizeof(functions) / sizeof(*functions))], formula(w, s, depth - 1));
    node_index const a = formula(w, s, depth - 1), b = formula(w, s, depth - 1);
    constexpr operation both[] = {operation::add, operation::subtract, operation::multiply, operation::divide};
    return w.make(both[kind - 4], a, b);
}

/// (x - i)(x - j)(x - k), with a sign, under a square root that is multiplied by zero: it only restricts the domain.
node_index nothing_on_a_domain(workspace& w, sequence& s) {
    node_index r = w.constant(s.below(2) == 0 ? 1 : -1);
    for (unsigned i = 0; i < 1 + s.below(3); ++i)
        r = w.make(operation::multiply, r,
                   w.make(operation::subtract, w.symbol("x"), w.constant(static_cast<int>(s.below(7)) - 3)));
    constexpr operation limits[] = {operation::sqrt, operation::log, operation::asin, operation::acosh,
                                    operation::atanh};
    return w.make(operation::multiply, w.constant(0), w.make(limits[s.below(5)], r));
}

/// An inverse of a function of u and something that looks equal to it.
void tempting(workspace& w, sequence& s, node_index (&sides)[2]) {
    node_index const u = linear(w, s);
    auto const& pair = undone[s.below(sizeof(undone) / sizeof(*undone))];
    sides[0] = w.make(pair[0], w.make(pair[1], u));
    node_index const one = w.constant(1), square = w.make(operation::multiply, u, u);
    node_index const v = linear(w, s);
    switch (s.below(10)) {
    case 6:
        sides[0] = w.make(operation::add, w.make(operation::atan, u),
                          w.make(operation::atan, w.make(operation::divide, one, u)));
        sides[0] = w.make(operation::add, sides[0], nothing_on_a_domain(w, s));
        sides[1] = w.make(operation::divide, w.pi(), w.constant(s.below(3) == 0 ? -2 : 2));
        break;
    case 7:
        sides[0] = w.make(operation::log, w.make(operation::multiply, u, v));
        sides[1] = w.make(operation::add, w.make(operation::log, u), w.make(operation::log, v));
        break;
    case 8:
        sides[0] = w.make(operation::add, w.make(operation::atan, u), w.make(operation::atan, v));
        sides[1] = w.make(operation::atan, w.make(operation::divide, w.make(operation::add, u, v),
                                                  w.make(operation::subtract, one, w.make(operation::multiply, u, v))));
        sides[1] = w.make(operation::add, sides[1], nothing_on_a_domain(w, s));
        break;
    case 9:
        sides[0] = w.make(operation::multiply, w.make(operation::sqrt, u), w.make(operation::sqrt, v));
        sides[1] = w.make(operation::sqrt, w.make(operation::multiply, u, v));
        break;
    case 0: sides[1] = u; break;
    case 1: sides[1] = w.make(operation::abs, u); break;
    case 2: sides[1] = w.make(operation::sqrt, w.make(operation::subtract, one, square)); break;
    case 3:
        sides[1] = w.make(operation::divide, u, w.make(operation::sqrt, w.make(operation::add, one, square)));
        break;
    case 4: {
        auto const& other = undone[s.below(sizeof(undone) / sizeof(*undone))];
        sides[1] = w.make(other[0], w.make(other[1], u));
        break;
    }
    default:
        sides[1] = w.make(operation::subtract, w.make(operation::divide, w.pi(), w.constant(2)),
                          w.make(pair[0], w.make(pair[1], w.make(operation::divide, one, u))));
    }
}

unsigned rounds(unsigned few) {
    char const* const many = std::getenv("OGIVE_LAW_ROUNDS");
    return many != nullptr ? static_cast<unsigned>(std::atoi(many)) : few;
}

} // namespace

TEST_CASE("a formula and its fraction have the same value, and so have their derivatives") {
    sequence s{2026};
    unsigned compared = 0, converted = 0;
    for (unsigned round = 0; round < rounds(150); ++round) {
        workspace w;
        node_index const root = formula(w, s, 1 + s.below(3));
        node_index const slope = w.derivative(root, w.symbol("x"), 1);
        workspace explicit_form;
        node_index const originals[] = {expand_derivatives(explicit_form, w, root),
                                        expand_derivatives(explicit_form, w, slope)};
        node_index const roots[] = {root, slope};
        for (int k = 0; k < 2; ++k) {
            algebra::field f;
            algebra::fraction u;
            algebra::with_refinement(f, [&] { u = algebra::convert(f, w, roots[k]); });
            if (!f.fine() || w.problem != trouble::none || explicit_form.problem != trouble::none) continue;
            workspace out;
            algebra::presenter p{out, f};
            node_index const back = p.fraction_node(u);
            if (!f.fine() || out.problem != trouble::none) continue;
            ++converted;
            CAPTURE(text(w, roots[k]));
            CAPTURE(text(out, back));
            for (int i = 0; i < 20; ++i) {
                rational const q = s.point();
                algebra::point at;
                at.push_back({"x", algebra::enclosure{q}});
                auto const left = algebra::enclose(explicit_form, originals[k], at);
                auto const right = algebra::enclose(out, back, at);
                if (!left.defined() || !right.defined()) continue;
                CAPTURE(static_cast<double>(q.numerator) / static_cast<double>(q.denominator));
                CHECK_FALSE(disjoint(left, right));
                ++compared;
            }
        }
    }
    CHECK(converted > rounds(150) / 2);
    CHECK(compared > rounds(150) * 3);
}

TEST_CASE("what is proved of tempting pairs holds at every point, what is refuted fails at its point") {
    sequence s{7};
    unsigned proved = 0, refuted = 0;
    for (unsigned round = 0; round < rounds(120); ++round) {
        workspace w;
        node_index sides[2];
        tempting(w, s, sides);
        CAPTURE(text(w, sides[0]));
        CAPTURE(text(w, sides[1]));
        decision const d = algebra::decide(w, sides[0], sides[1]);
        if (d.answer == verdict::refuted) {
            ++refuted;
            CHECK(disjoint(d.left, d.right));
        }
        if (d.answer != verdict::proved) continue;
        ++proved;
        for (int i = 0; i < 60; ++i) {
            algebra::point at;
            at.push_back({"x", algebra::enclosure{s.point()}});
            auto const left = algebra::enclose(w, sides[0], at), right = algebra::enclose(w, sides[1], at);
            if (left.defined() && right.defined()) CHECK_FALSE(disjoint(left, right));
        }
    }
    CHECK(proved > rounds(120) / 20);
    CHECK(refuted > rounds(120) / 3);
}

TEST_CASE("what the derivative proves on an interval holds at its points") {
    sequence s{99};
    unsigned proved = 0;
    for (unsigned round = 0; round < rounds(120); ++round) {
        workspace w;
        node_index sides[2];
        tempting(w, s, sides);
        bool cases = false;
        for (unsigned i = 0; i < w.size(); ++i) cases = cases || w[i].op == operation::abs;
        if (cases) continue;
        algebra::open_interval where{s.below(2) == 0, s.below(2) == 0, s.point(), s.point()};
        if (where.has_lower && where.has_upper && !(where.lower < where.upper)) continue;
        if (!algebra::equal_by_derivative(w, sides[0], sides[1], "x", where)) continue;
        CAPTURE(text(w, sides[0]));
        CAPTURE(text(w, sides[1]));
        ++proved;
        for (int i = 0; i < 60; ++i) {
            rational const q = s.point();
            if (!where.contains(q)) continue;
            algebra::point at;
            at.push_back({"x", algebra::enclosure{q}});
            auto const left = algebra::enclose(w, sides[0], at), right = algebra::enclose(w, sides[1], at);
            if (left.defined() && right.defined()) CHECK_FALSE(disjoint(left, right));
        }
    }
    CHECK(proved > rounds(120) / 20);
}
