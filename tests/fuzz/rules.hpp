// SPDX-License-Identifier: BSL-1.0
#pragma once
// Rewrites that keep the value, as data, and random formulas. Both sides of a true identity come from one formula by
// rewrites that keep its domain or make it smaller, so the sides are equal wherever both are defined.

#include "formula.hpp"

#include <ogive/verify/points.hpp>

namespace fuzz {

/// Where chance comes from.
struct chance {
    ogive::verify::random_bits bits;

    explicit chance(std::uint64_t seed) : bits{seed} {}
    unsigned below(unsigned n) { return static_cast<unsigned>(bits() % n); }
    bool one_in(unsigned n) { return below(n) == 0; }
    template <class T, unsigned N>
    T const& of(T const (&all)[N]) {
        return all[below(N)];
    }
};

/// A rewrite: the new formula, or none where it does not apply.
struct rule {
    char const* name;
    bool anywhere; ///< applies to every formula
    formula (*apply)(formula const& f, chance& c);
};

extern rule const true_rules[];
extern unsigned const true_rule_count;
/// Rewrites that change the value, at least somewhere.
extern rule const false_rules[];
extern unsigned const false_rule_count;
/// Rewrites that hold on a half-line, an interval or for some signs only.
extern rule const half_true_rules[];
extern unsigned const half_true_rule_count;

/// A random formula of about this many operations over the symbols allowed (a bit mask).
formula random_formula(chance& c, unsigned operations, unsigned allowed);

/// Applies one rule of a table at a random place; the formula itself if none applied.
formula rewrite(formula const& f, rule const* table, unsigned count, chance& c, char const** used);

} // namespace fuzz
