// SPDX-License-Identifier: BSL-1.0
#pragma once
// Random formulas, and the laws that every simplified form keeps.

#include <doctest/doctest.h>
#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <memory>

namespace data {

using namespace ogive;

/// A fixed sequence of pseudo-random numbers.
struct sequence {
    unsigned long long state;
    unsigned below(unsigned n) {
        state = state * 6364136223846793005ull + 1442695040888963407ull;
        return static_cast<unsigned>(state >> 33) % n;
    }
    rational number() {
        return rational{int128{static_cast<int>(below(13)) - 6}, int128{static_cast<int>(below(3) + 1)}};
    }
};

inline constexpr operation functions[] = {operation::exp,  operation::expm1, operation::log,  operation::log1p,
                                          operation::sqrt, operation::tanh,  operation::sinh, operation::cosh,
                                          operation::sin,  operation::cos,   operation::atan, operation::erf,
                                          operation::abs,  operation::sign,  operation::asinh};

inline node_index random_formula(workspace& w, sequence& s, unsigned depth) {
    if (depth == 0 || s.below(7) == 0) {
        unsigned const kind = s.below(5);
        return kind < 3 ? w.symbol("x") : kind == 3 ? w.symbol("a", positive) : w.constant(s.number());
    }
    auto const part = [&] { return random_formula(w, s, depth - 1); };
    unsigned const kind = s.below(16);
    if (kind < 4) return w.make(functions[s.below(sizeof(functions) / sizeof(*functions))], part());
    if (kind == 4) return w.make(operation::power, part(), w.constant(static_cast<int>(s.below(4))));
    if (kind == 5) return parse(w, "sigmoid(x)").left;
    if (kind == 6) return parse(w, s.below(2) == 0 ? "softplus(x)" : "silu(x)").left;
    if (kind == 7) return w.make(operation::negate, part());
    node_index const a = part(), b = part();
    switch (kind) {
    case 8: return w.make(operation::max, a, b);
    case 9: return w.make(operation::subtract, a, b);
    case 10: return w.make(operation::divide, a, b);
    case 11:
    case 12: return w.make(operation::multiply, a, b);
    default: return w.make(operation::add, a, b);
    }
}

/// Value and domain stay, nothing gets longer, and what is simplified once is simplified: for `count` formulas. With
/// `bounded`, where 0 <= x - low < 1/2, which the simplifier is told in terms of a graph by the node of the condition.
template <class Simplifier>
void check_laws(sequence& s, int count, Simplifier const& simplified, bool bounded = false) {
    unsigned compared = 0, changed = 0;
    for (int i = 0; i < count; ++i) {
        workspace w, e, once, twice;
        node_index formula = random_formula(w, s, 2 + s.below(3));
        if (i % 4 == 0) formula = w.derivative(formula, w.symbol("x"), 1);
        node_index const written = ogive::algebra::explicit_derivatives(e, w, formula);
        if (w.problem != trouble::none || e.problem != trouble::none) continue;
        CAPTURE(text(w, formula));
        rational const low = bounded ? s.number() * rational{i % 5 == 0 ? 20 : 1} : rational{0};
        auto const simplify = [&](workspace& out, workspace& from, node_index root) {
            if constexpr (requires { simplified(out, from, root, root); }) {
                node_index const x = from.symbol("x");
                node_index const above = from.make(operation::less_equal, from.constant(low), x);
                node_index const below =
                    from.make(operation::less, x, from.constant(low + rational{int128{1}, int128{2}}));
                return simplified(out, from, root, from.make(operation::both, above, below));
            } else {
                return simplified(out, from, root);
            }
        };
        node_index const simple = simplify(once, w, formula);
        if (once.problem != trouble::none) continue;
        CAPTURE(text(once, simple));
        CHECK(algebra::length_of(once, simple) <= algebra::length_of(e, written));
        node_index const again = simplify(twice, once, simple);
        CHECK(text(twice, again) == text(once, simple));
        changed += text(once, simple) != text(e, written) ? 1u : 0u;
        for (int k = 0; k < 16; ++k) {
            rational const x = bounded ? low + rational{int128{k % 12}, int128{24}}
                               : k < 5 ? rational{int128{k - 2}, int128{2}} // where factors are zero
                                       : s.number(),
                           a{int128{static_cast<int>(s.below(9)) + 1}, int128{2}};
            algebra::point at;
            at.push_back({"x", number::enclosure{x}});
            at.push_back({"a", number::enclosure{a}});
            number::enclosure const before = algebra::enclose(e, written, at);
            if (!before.defined()) continue;
            number::enclosure const after = algebra::enclose(once, simple, at);
            CAPTURE(number::enclosure{x}.to<double>());
            CHECK(after.defined());
            CHECK_FALSE(disjoint(before, after));
            ++compared;
        }
    }
    CHECK(compared > static_cast<unsigned>(count));
    CHECK(changed > static_cast<unsigned>(count) / 4);
}

} // namespace data
