// SPDX-License-Identifier: BSL-1.0
// Random functions on random intervals: whatever is found as an inverse returns each point from its value.
// Missing: parameters.

#include <ogive/calculus/inverse.hpp>
#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

namespace {

using namespace ogive;

struct generator {
    std::uint64_t state = 20240607;

    unsigned below(unsigned n) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<unsigned>(state >> 33) % n;
    }
    std::string constant() {
        constexpr char const* texts[] = {"1", "2", "3", "0.5", "-1", "-2", "1/3", "0.25", "-3", "5"};
        return std::string("(") + texts[below(10)] + ")";
    }
    std::string function(unsigned depth) {
        constexpr char const* names[] = {"exp",   "log",   "sqrt",    "sinh",     "tanh", "asinh", "atan",
                                         "expm1", "log1p", "sigmoid", "softplus", "abs",  "cosh",  "erf",
                                         "sin",   "atanh", "acosh",   "cos",      "tan",  "asin"};
        if (depth == 0) return below(5) != 0 ? "x" : constant();
        auto const next = [&] { return function(depth - 1); };
        switch (below(12)) {
        case 0: return "(" + next() + " + " + constant() + ")";
        case 1: return "(" + constant() + "*" + next() + ")";
        case 2: return "(" + next() + "/" + next() + ")";
        case 3:
        case 4:
        case 5: return names[below(20)] + ("(" + next()) + ")";
        case 6: return "(" + next() + " + " + next() + ")";
        case 7: return "(" + next() + "*" + next() + ")";
        case 8: return next() + "^" + std::to_string(2 + below(2));
        case 9: return "max(" + next() + ", " + next() + ")";
        case 10: return "piecewise(x > " + constant() + ": " + next() + "; else: " + next() + ")";
        default: return "(1 + " + next() + ")";
        }
    }
};

} // namespace

TEST_CASE("what is found is an inverse") {
    generator random;
    unsigned found = 0, compared = 0;
    for (int turn = 0; turn < 4000; ++turn) {
        std::string const formula = random.function(1 + random.below(4));
        calculus::segment where;
        rational const end{static_cast<int>(random.below(5)) - 2};
        unsigned const kind = random.below(5);
        if (kind == 1 || kind == 3) where.has_lower = true, where.lower = end;
        if (kind == 2) where.has_upper = true, where.upper = end;
        if (kind == 3) where.has_upper = true, where.upper = end + rational{static_cast<int>(1 + random.below(4))};
        workspace w, out, e;
        parsed const p = parse(w, formula);
        if (!p) continue; // a constant division by zero, or a constant too large
        auto problem = trouble::none;
        node_index const g = calculus::invert(out, w, p.left, "x", problem, where);
        if (problem != trouble::none) continue;
        ++found;
        node_index const f = ogive::algebra::explicit_derivatives(e, w, p.left);
        rational const from = where.has_lower   ? where.lower
                              : where.has_upper ? where.upper - rational{20}
                                                : rational{-20};
        rational const to = where.has_upper ? where.upper : from + rational{where.has_lower ? 20 : 40};
        for (int i = 1; i < 60; ++i) {
            rational const q = from + (to - from) * rational{i, 61};
            algebra::point at, image;
            at.push_back({"x", number::enclosure{q}});
            number::enclosure const value = algebra::enclose(e, f, at);
            if (!value.defined()) continue;
            image.push_back({"x", value});
            number::enclosure const back = algebra::enclose(out, g, image);
            if (!back.defined()) continue;
            INFO(formula << " has " << text(out, g) << " at the image of " << text(out, out.constant(q)));
            CHECK_FALSE(disjoint(back, number::enclosure{q}));
            ++compared;
        }
    }
    CHECK(found > 1000);
    CHECK(compared > 20000);
}
