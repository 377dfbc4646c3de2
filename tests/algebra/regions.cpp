// SPDX-License-Identifier: BSL-1.0
// Soundness: random formulas with cases, each beside an equal formula and beside a damaged one. What is numerically
// different at some point must never be proved, what is equal must never be refuted.

#include <doctest/doctest.h>

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <cmath>
#include <cstdint>
#include <string>

using namespace ogive;
using namespace ogive::literals;

namespace {

struct generator {
    std::uint64_t state;
    explicit generator(std::uint64_t seed) : state{seed} {}
    std::uint64_t next() {
        state += 0x9e3779b97f4a7c15;
        std::uint64_t z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    int between(int low, int high) {
        return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }
};

/// Writes formulas in a workspace.
struct writer {
    workspace& w;
    generator& g;
    int symbols; // 1 or 2

    node_index constant(int n, int d = 1) { return w.constant(rational{int128{n}, int128{d}}); }
    node_index add(node_index a, node_index b) { return w.make(operation::add, a, b); }
    node_index subtract(node_index a, node_index b) { return w.make(operation::subtract, a, b); }
    node_index multiply(node_index a, node_index b) { return w.make(operation::multiply, a, b); }
    node_index divide(node_index a, node_index b) { return w.make(operation::divide, a, b); }
    node_index negate(node_index a) { return w.make(operation::negate, a); }
    node_index call(operation op, node_index a) { return w.make(op, a); }
    node_index square(node_index a) { return w.make(operation::power, a, constant(2)); }
    node_index sigmoid(node_index a) { return divide(constant(1), add(constant(1), call(operation::exp, negate(a)))); }
    node_index select(operation order, node_index a, node_index b, node_index yes, node_index no) {
        return w.make(operation::select, w.make(order, a, b), yes, no);
    }

    node_index leaf() {
        int const k = g.between(0, 9);
        if (k < 5) return w.symbol("x");
        if (k < 7 && symbols > 1) return w.symbol("y");
        return constant(g.between(-4, 4), g.between(1, 3));
    }
    /// c·x + d, or x - y: what conditions are about.
    node_index linear() {
        node_index const scaled = multiply(constant(g.chance(50) ? 1 : g.between(1, 3)), w.symbol("x"));
        if (symbols > 1 && g.chance(50)) return subtract(scaled, w.symbol("y"));
        return add(scaled, constant(g.between(-2, 2)));
    }
    node_index formula(int depth, bool cases) {
        if (depth == 0) return leaf();
        auto const inner = [&] { return formula(depth - 1, cases); };
        switch (g.between(0, cases ? 17 : 12)) {
        case 0:
        case 1: return add(inner(), inner());
        case 2: return subtract(inner(), inner());
        case 3:
        case 4: return multiply(inner(), inner());
        case 5: return divide(inner(), add(square(leaf()), constant(1)));
        case 6: return call(operation::exp, linear());
        case 7: return sigmoid(linear());
        case 8: return call(operation::tanh, linear());
        case 9: return call(operation::log, add(constant(1), call(operation::exp, linear())));
        case 10: return call(operation::sqrt, add(square(leaf()), constant(g.between(1, 3))));
        case 11: return call(g.chance(50) ? operation::erf : operation::atan, linear());
        case 12: return square(inner());
        case 13: return call(operation::abs, linear());
        case 14: return w.make(operation::max, linear(), leaf());
        case 15: return w.make(operation::min, leaf(), linear());
        case 16: return call(operation::sign, linear());
        default:
            return select(g.chance(50) ? operation::less : operation::less_equal, linear(), constant(g.between(-1, 1)),
                          inner(), inner());
        }
    }

    /// The same formula written differently: each rewriting is valid wherever both sides are defined.
    node_index rewritten(node_index i) {
        node const n = w[i];
        if (n.operand_count() == 0) {
            if (g.chance(15)) return subtract(add(i, w.symbol("x")), w.symbol("x"));
            return g.chance(10) ? multiply(constant(2), divide(i, constant(2))) : i;
        }
        if (n.op == operation::power)
            return g.chance(50) ? multiply(rewritten(n.a), rewritten(n.a)) : w.make(n.op, rewritten(n.a), n.b);
        if (n.op == operation::less || n.op == operation::less_equal) {
            if (g.chance(50)) return w.make(n.op, negate(n.b), negate(n.a));
            return w.make(n.op, subtract(n.a, n.b), constant(0));
        }
        node_index const a = rewritten(n.a), b = n.operand_count() > 1 ? rewritten(n.b) : a;
        node_index const one = constant(1), two = constant(2);
        auto const exp = [&](node_index u) { return call(operation::exp, u); };
        switch (n.op) {
        case operation::add: return g.chance(50) ? add(b, a) : subtract(a, negate(b));
        case operation::subtract: return g.chance(50) ? add(a, negate(b)) : negate(subtract(b, a));
        case operation::multiply: {
            node const &l = w[a], &r = w[b];
            if (l.op == operation::add) {
                node_index const p = l.a, q = l.b;
                return add(multiply(p, b), multiply(q, b));
            }
            if (r.op == operation::subtract) {
                node_index const p = r.a, q = r.b;
                return subtract(multiply(a, p), multiply(a, q));
            }
            return multiply(b, a);
        }
        case operation::divide: return multiply(divide(one, b), a);
        case operation::exp: {
            node const& u = w[a];
            if (u.op == operation::add) {
                node_index const p = u.a, q = u.b;
                return multiply(exp(p), exp(q));
            }
            return g.chance(50) ? divide(one, exp(negate(a))) : square(exp(divide(a, two)));
        }
        case operation::tanh:
            return g.chance(50) ? subtract(multiply(two, sigmoid(multiply(two, a))), one)
                                : divide(subtract(exp(a), exp(negate(a))), add(exp(a), exp(negate(a))));
        case operation::log:
            return g.chance(50) ? negate(call(operation::log, divide(one, a))) : call(operation::log, a);
        case operation::erf: return negate(call(operation::erf, negate(a)));
        case operation::atan: return negate(call(operation::atan, negate(a)));
        case operation::abs:
            return g.chance(50) ? w.make(operation::max, a, negate(a)) : call(operation::abs, negate(a));
        case operation::max:
            return g.chance(50) ? w.make(operation::max, b, a)
                                : divide(add(add(a, b), call(operation::abs, subtract(a, b))), two);
        case operation::min:
            return g.chance(50) ? negate(w.make(operation::max, negate(a), negate(b))) : w.make(operation::min, b, a);
        case operation::select: return w.make(operation::select, a, b, rewritten(n.c));
        default: return w.remake(n, a, b, n.operand_count() > 2 ? rewritten(n.c) : node_index{0});
        }
    }

    /// The formula with one node changed: a constant, or an operation for another of as many operands.
    node_index damaged(node_index root) {
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(w, root, needed);
        unsigned count = 0;
        for (unsigned i = 0; i <= root; ++i) count += needed[i] ? 1u : 0u;
        unsigned skip = static_cast<unsigned>(g.between(0, static_cast<int>(count) - 1)), target = 0;
        for (unsigned i = 0; i <= root; ++i)
            if (needed[i] && skip-- == 0) target = i;
        node_index place[OGIVE_MAX_NODES] = {};
        for (unsigned i = 0; i <= root; ++i) {
            if (!needed[i]) continue;
            node const n = w[i];
            place[i] = w.remake(n, place[n.a], place[n.b], place[n.c]);
            if (i == target) place[i] = damaged_node(n, place[n.a], place[n.b], place[n.c]);
        }
        return place[root];
    }
    node_index damaged_node(node const& n, node_index a, node_index b, node_index c) {
        switch (n.op) {
        case operation::constant:
            return w.constant(n.value() + rational{int128{g.chance(50) ? 1 : -1}, int128{g.between(1, 7)}});
        case operation::symbol: return add(w.symbol(n.name()), constant(1, 5));
        case operation::add: return subtract(a, b);
        case operation::subtract: return add(a, b);
        case operation::multiply: return divide(a, b);
        case operation::divide: return multiply(a, b);
        case operation::exp: return call(operation::expm1, a);
        case operation::tanh: return sigmoid(a);
        case operation::log: return call(operation::log1p, a);
        case operation::erf: return call(operation::tanh, a);
        case operation::atan: return call(operation::erf, a);
        case operation::abs: return a;
        case operation::max: return w.make(operation::min, a, b);
        case operation::min: return w.make(operation::max, a, b);
        case operation::less: return w.make(operation::less_equal, a, b);
        case operation::less_equal: return w.make(operation::less, a, b);
        case operation::select: return w.make(operation::select, a, c, b);
        case operation::negate: return a;
        case operation::sign: return call(operation::tanh, a);
        default: return w.remake(n, a, b, c);
        }
    }
};

/// Do enclosures at many points of their own, ties of the conditions among them, tell the two apart?
bool differ(workspace const& w, node_index left, node_index right, generator& g) {
    workspace e;
    node_index const a = expand_derivatives(e, w, left), b = expand_derivatives(e, w, right);
    if (e.problem != trouble::none) return false;
    for (int i = 0; i < 48; ++i) {
        algebra::point at;
        rational const x = i % 2 == 0 ? rational{int128{g.between(-9, 9)}, int128{g.between(1, 3)}}
                                      : rational{int128{g.between(-4000, 4000)}, int128{1009}};
        rational const y = i % 3 == 0 ? x : rational{int128{g.between(-9, 9)}, int128{g.between(1, 3)}};
        at.push_back({packed_name{"x"}, x});
        at.push_back({packed_name{"y"}, y});
        number::enclosure const u = algebra::enclose(e, a, at), v = algebra::enclose(e, b, at);
        if (u.defined() && v.defined() && disjoint(u, v)) return true;
    }
    return false;
}

struct tally {
    int proved = 0, refuted = 0, unknown = 0;
    void count(verdict v) { ++(v == verdict::proved ? proved : v == verdict::refuted ? refuted : unknown); }
    int total() const { return proved + refuted + unknown; }
};

std::string equation_text(workspace const& w, node_index a, node_index b) { return text(w, a) + " == " + text(w, b); }

tally rewritings(std::uint64_t seed, int cases_of, int symbols, bool cases, bool derivatives = false) {
    generator g{seed};
    tally t;
    for (int i = 0; i < cases_of; ++i) {
        workspace w;
        writer write{w, g, symbols};
        node_index a = write.formula(g.between(1, 3), cases), b = write.rewritten(a);
        if (derivatives) {
            node_index const x = w.symbol("x");
            a = w.derivative(a, x, 1);
            b = expand_derivatives(w, w, a);
        }
        if (w.problem != trouble::none || w.size() > OGIVE_MAX_NODES / 4) continue;
        decision const d = algebra::decide(w, a, b);
        t.count(d.answer);
        if (d.answer == verdict::refuted) {
            CAPTURE(equation_text(w, a, b));
            CHECK(d.answer != verdict::refuted);
        }
    }
    return t;
}

/// Formulas beside damaged ones: no proof of what is numerically false, no refutation of what is the same formula.
tally damages(std::uint64_t seed, int cases_of, int symbols, bool cases, bool derivatives = false) {
    generator g{seed};
    tally t;
    for (int i = 0; i < cases_of; ++i) {
        workspace w;
        writer write{w, g, symbols};
        node_index a = write.formula(g.between(1, 3), cases), b = write.damaged(g.chance(50) ? a : write.rewritten(a));
        if (derivatives) {
            node_index const x = w.symbol("x");
            a = w.derivative(a, x, 1);
            b = w.derivative(b, x, 1);
        }
        if (w.problem != trouble::none || w.size() > OGIVE_MAX_NODES / 4) continue;
        bool const false_equation = differ(w, a, b, g);
        decision const d = algebra::decide(w, a, b);
        if (false_equation) t.count(d.answer);
        bool const wrong = false_equation ? d.answer == verdict::proved : a == b && d.answer == verdict::refuted;
        if (wrong) {
            CAPTURE(equation_text(w, a, b));
            CHECK(!wrong);
        }
    }
    return t;
}

template <class E>
constexpr algebra::partition regions_of(E) {
    workspace w;
    node_index const roots[] = {algebra::lift_cases(w, graph_of<E>, graph_of<E>.root())};
    return algebra::find_regions(w, roots, w.size());
}

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;

} // namespace

TEST_CASE("the regions of a formula") {
    auto const smooth = regions_of(exp(x));
    CHECK(smooth.region_count == 1);
    auto const one = regions_of(abs(x));
    CHECK(one.region_count == 3); // below, at and above 0
    CHECK(one.linear);
    auto const three = regions_of(max(0_c, x + 1_c) - max(0_c, 2_c * x - 2_c));
    CHECK(three.region_count == 5);
    CHECK(three.regions[1].lower == rational{-1});
    CHECK(three.regions[3].lower == rational{1});
    CHECK(regions_of(abs(x) + relu(-x) + piecewise(when(2_c * x <= 0_c, 0_c), otherwise(1_c))).region_count == 3);
    CHECK(!regions_of(max(x, y)).linear);
    // cuts far apart are in order, if they are found at all
    constexpr auto far = 100000000000000000000000000000000000000_q;
    auto const wide =
        regions_of(piecewise(when(x < far, 1_c), otherwise(0_c)) + piecewise(when(x < -far, 1_c), otherwise(0_c)));
    if (wide.stopped == algebra::obstacle::none) {
        CHECK(wide.region_count == 5);
        CHECK(wide.regions[1].lower.sign() < 0);
        CHECK(wide.regions[3].lower.sign() > 0);
    }
}

TEST_CASE("conditions about cases: cut by the inner ones first") {
    auto const twice = regions_of(max(0_c, max(0_c, x)));
    CHECK(twice.nested);
    CHECK(twice.linear);
    CHECK(twice.stopped == algebra::obstacle::none);
    CHECK(twice.region_count == 3);
    auto const clip = regions_of(min(1_c, max(-1_c, x)));
    CHECK(clip.region_count == 5);
    CHECK(clip.regions[1].lower == rational{-1});
    CHECK(clip.regions[3].lower == rational{1});
    auto const folded = regions_of(abs(abs(abs(x) - 1_c) - 2_c));
    CHECK(folded.region_count == 11);
    for (int i = 0; i < 5; ++i)
        CHECK(folded.regions[2 * i + 1].lower == rational{int128{i < 2 ? 2 * i - 3 : i == 2 ? 0 : 2 * i - 5}});
    auto const half = regions_of(abs(abs(symbol<"x", positive>) - 1_c)); // below 1, at 1, above
    CHECK(half.region_count == 3);
    CHECK(half.regions[0].has_lower);
    CHECK(regions_of(abs(abs(symbol<"x", nonzero>) - 1_c)).region_count == 6); // none at 0
    CHECK(regions_of(max(x, max(y, 0_c))).stopped != algebra::obstacle::none);
}

TEST_CASE("what is evaluated of nested cases is what is written") {
    constexpr auto f = abs(abs(abs(x) - 1_c) - 2_c) + x * min(max(0_c, x + 3_c), 6_c) / 6_c;
    for (int i = -40; i <= 40; ++i) {
        double const at = i / 8.0, shifted = at + 3 < 0 ? 0 : at + 3;
        double const expected = std::fabs(std::fabs(std::fabs(at) - 1) - 2) + at * (shifted > 6 ? 6 : shifted) / 6;
        CHECK(f(at) == doctest::Approx(expected));
    }
    CHECK(std::isnan(f(std::nan(""))));
}

TEST_CASE("the numeric comparison sees damage, and none where there is none") { // the check is itself checked
    generator g{7};
    int seen = 0, tried = 0;
    for (int i = 0; i < 200; ++i) {
        workspace w;
        writer write{w, g, 2};
        node_index const a = write.formula(2, true), b = write.rewritten(a),
                         c = write.add(b, write.constant(1, 1000000));
        CHECK(!differ(w, a, b, g));
        ++tried;
        if (differ(w, a, c, g)) ++seen;
    }
    CHECK(seen > tried * 95 / 100);
}

TEST_CASE("equal formulas are not refuted, and smooth ones mostly proved") {
    tally const t = rewritings(1, 600, 2, false);
    MESSAGE("smooth: proved ", t.proved, ", unknown ", t.unknown, " of ", t.total());
    CHECK(t.refuted == 0);
    CHECK(t.proved > t.total() * 9 / 10);
}

TEST_CASE("equal formulas with cases are not refuted") {
    tally const one = rewritings(2, 600, 1, true), two = rewritings(3, 400, 2, true);
    MESSAGE("cases, one symbol: proved ", one.proved, ", unknown ", one.unknown, " of ", one.total());
    MESSAGE("cases, two symbols: proved ", two.proved, ", unknown ", two.unknown, " of ", two.total());
    CHECK(one.refuted == 0);
    CHECK(two.refuted == 0);
    CHECK(one.proved > one.total() * 6 / 10);
}

TEST_CASE("derivatives, as nodes and as formulas, are not refuted") {
    tally const one = rewritings(4, 300, 1, true, true), two = rewritings(5, 300, 2, true, true);
    MESSAGE("derivatives: proved ", one.proved + two.proved, ", unknown ", one.unknown + two.unknown, " of ",
            one.total() + two.total());
    CHECK(one.refuted == 0);
    CHECK(two.refuted == 0);
}

TEST_CASE("nothing false is proved") {
    tally t = damages(6, 900, 2, false);
    MESSAGE("false, smooth: refuted ", t.refuted, ", unknown ", t.unknown, " of ", t.total());
    CHECK(t.proved == 0);
    CHECK(t.refuted > t.total() * 95 / 100);
    t = damages(7, 900, 1, true);
    MESSAGE("false, cases: refuted ", t.refuted, ", unknown ", t.unknown, " of ", t.total());
    CHECK(t.proved == 0);
    CHECK(t.refuted > t.total() * 8 / 10);
    t = damages(8, 600, 2, true);
    MESSAGE("false, cases of two symbols: refuted ", t.refuted, ", unknown ", t.unknown, " of ", t.total());
    CHECK(t.proved == 0);
}

TEST_CASE("nothing false is proved about derivatives, kinks included") {
    for (std::uint64_t seed = 9; seed < 11; ++seed) {
        tally const t = damages(seed, 500, static_cast<int>(seed) - 8, true, true);
        MESSAGE("false, derivatives: refuted ", t.refuted, ", unknown ", t.unknown, " of ", t.total());
        CHECK(t.proved == 0);
    }
    CHECK(prove(derivative(abs(x - y), x) == piecewise(when(x < y, -1_c), otherwise(1_c))) != verdict::proved);
    CHECK(prove(derivative(abs(x), x) == piecewise(when(x < 0_c, -1_c), otherwise(1_c))) != verdict::proved);
    CHECK(prove(derivative(abs(x - y), x) == sign(x - y)) != verdict::refuted);
    CHECK(prove(derivative(abs(x), x) == sign(x)) != verdict::refuted);
}
