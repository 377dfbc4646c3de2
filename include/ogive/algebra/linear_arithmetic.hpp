// SPDX-License-Identifier: BSL-1.0
#pragma once
// Linear inequalities over monomials.

#include <ogive/algebra/field.hpp>

namespace ogive::algebra {

/// Linear inequalities over monomials taken as independent quantities, by Fourier and Motzkin's elimination. What exceeds
/// a limit counts as possible.
struct inequalities {
    static constexpr unsigned max_atoms = 10, max_rows = 48;
    struct row {
        int128 c[max_atoms + 1]; // the last one is the constant
        bool strict;
    };
    row rows[max_rows];
    unsigned row_count = 0, atom_count = 0;
    monomial atoms[max_atoms];
    bool overflow = false;

    constexpr inequalities() {}

    /// The place of a monomial, max_atoms for 1.
    constexpr unsigned place(monomial m, bool add) {
        if (m == 0) return max_atoms;
        for (unsigned i = 0; i < atom_count; ++i)
            if (atoms[i] == m) return i;
        if (!add || atom_count == max_atoms) {
            overflow = overflow || add;
            return max_atoms + 1;
        }
        atoms[atom_count] = m;
        return atom_count++;
    }
    /// direction·p > 0, or >= 0; not if it has a monomial too many.
    constexpr void add(polynomial const& p, int direction, bool strict) {
        if (row_count == max_rows || p.failed) return;
        row& r = rows[row_count];
        for (auto& c : r.c) c = 0;
        r.strict = strict;
        for (unsigned i = 0; i < p.size(); ++i) {
            unsigned const k = place(p.exponents[i], true);
            if (k > max_atoms) return;
            r.c[k] = direction < 0 ? -p.coefficients[i] : p.coefficients[i];
        }
        ++row_count;
    }
    constexpr void add(polynomial const& p, sign_set s) {
        if (s == any_sign || s == (is_negative | is_positive)) return;
        if ((s & is_negative) == 0) add(p, 1, (s & is_zero) == 0);
        if ((s & is_positive) == 0) add(p, -1, (s & is_zero) == 0);
    }

    /// a·x + b·y with positive a and b that cancel atom k; false if that overflows.
    static constexpr bool combine(row const& x, row const& y, unsigned k, row& result) {
        int128 const a = -y.c[k], b = x.c[k];
        uint128 g = 0;
        for (unsigned i = 0; i <= max_atoms; ++i) {
            int128 left{}, right{};
            if (__builtin_mul_overflow(a, x.c[i], &left) || __builtin_mul_overflow(b, y.c[i], &right) ||
                __builtin_add_overflow(left, right, &result.c[i]))
                return false;
            g = greatest_common_divisor(magnitude(result.c[i]), g);
        }
        for (unsigned i = 0; i <= max_atoms && g > 1; ++i) result.c[i] /= static_cast<int128>(g);
        result.strict = x.strict || y.strict;
        return true;
    }
    constexpr bool contradicts(row const& r) const {
        for (unsigned k = 0; k < max_atoms; ++k)
            if (r.c[k] != 0) return false;
        return r.strict ? r.c[max_atoms] <= 0 : r.c[max_atoms] < 0;
    }

    /// Certainly no solution?
    constexpr bool impossible() {
        for (unsigned i = 0; i < row_count; ++i)
            if (contradicts(rows[i])) return true;
        bool eliminated[max_atoms] = {};
        for (unsigned step = 0; step < atom_count; ++step) {
            unsigned best = max_atoms, least = 0;
            for (unsigned k = 0; k < atom_count; ++k) {
                if (eliminated[k]) continue;
                unsigned above = 0, below = 0;
                for (unsigned i = 0; i < row_count; ++i) ++(rows[i].c[k] > 0 ? above : below) -= rows[i].c[k] == 0;
                if (best == max_atoms || above * below < least) {
                    best = k;
                    least = above * below;
                }
            }
            eliminated[best] = true;
            unsigned const before = row_count;
            for (unsigned i = 0; i < before; ++i)
                for (unsigned j = 0; j < before && rows[i].c[best] > 0; ++j) {
                    if (rows[j].c[best] >= 0) continue;
                    if (row_count == max_rows) return false;
                    if (!combine(rows[i], rows[j], best, rows[row_count])) continue;
                    if (contradicts(rows[row_count])) return true;
                    ++row_count;
                }
            unsigned kept = 0;
            for (unsigned i = 0; i < row_count; ++i)
                if (rows[i].c[best] == 0) rows[kept++] = rows[i];
            row_count = kept;
        }
        return false;
    }
};

} // namespace ogive::algebra
