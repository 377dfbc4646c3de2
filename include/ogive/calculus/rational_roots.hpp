// SPDX-License-Identifier: BSL-1.0
#pragma once
// Conditions on rational functions of x that change at rational points, as cases by those points.

#include <ogive/calculus/substitute.hpp>

namespace ogive::calculus::detail {

using algebra::degree;
using algebra::field;
using algebra::fraction;
using algebra::polynomial;

/// The real roots of a polynomial in one variable, ascending, when all are rational: `complete`.
struct rational_roots {
    static constexpr unsigned capacity = 5;
    rational at[capacity];
    bool crossed[capacity] = {}; // does the sign change there?
    unsigned count = 0;
    bool complete = false;

    constexpr bool add(rational const& q) {
        unsigned i = 0;
        while (i < count && at[i] < q) ++i;
        if (i < count && at[i] == q) {
            crossed[i] = !crossed[i];
            return true;
        }
        if (count == capacity || !q.valid()) return false;
        for (unsigned k = count++; k > i; --k) at[k] = at[k - 1], crossed[k] = crossed[k - 1];
        at[i] = q;
        crossed[i] = true;
        return true;
    }
};

/// The coefficient of v^e of a polynomial in v alone.
constexpr int128 plain_coefficient(polynomial const& p, unsigned v, unsigned e) {
    polynomial const c = algebra::coefficient(p, v, e);
    return c.size() == 0 ? int128{0} : c.leading().coefficient;
}

/// The root of a square; -1 of other numbers, and of large ones.
constexpr int128 square_root_of(int128 n) {
    if (n < 0 || n >= int128{1} << 40) return -1;
    int128 r = 0;
    for (int128 bit = int128{1} << 20; bit > 0; bit /= 2)
        if ((r + bit) * (r + bit) <= n) r += bit;
    return r * r == n ? r : int128{-1};
}

constexpr rational_roots roots_of(polynomial p, unsigned v) {
    rational_roots r;
    constexpr int128 most = int128{1} << 18;
    for (unsigned i = 0; i < p.size(); ++i)
        if (p.coefficients[i] > most || p.coefficients[i] < -most) return r;
    while (degree(p, v) > 2) {
        int128 const last = plain_coefficient(p, v, 0), first = p.leading().coefficient;
        bool found = false;
        for (int128 d = 1; d <= 12 && !found; ++d)
            for (int128 n = 0; n <= 36 && !found; ++n) {
                bool const possible = n == 0 ? last == 0 : last % n == 0;
                for (int sign = -1; sign <= 1 && possible && first % d == 0 && !found; sign += 2) {
                    polynomial factor{d, algebra::variable_power(v, 1)};
                    if (n != 0) factor.append(0, sign < 0 ? n : -n);
                    polynomial const q = algebra::divide_exactly(p, factor, found);
                    if (!found) continue;
                    p = q;
                    if (!r.add(rational{sign < 0 ? -n : n, d})) return r;
                }
            }
        if (!found) return r;
    }
    int128 const a = plain_coefficient(p, v, 2), b = plain_coefficient(p, v, 1), c = plain_coefficient(p, v, 0);
    if (a == 0) {
        r.complete = b == 0 || r.add(rational{-c, b});
        return r;
    }
    int128 const under = b * b - 4 * a * c, root = square_root_of(under);
    r.complete = under < 0 || (root >= 0 && r.add(rational{root - b, 2 * a}) && r.add(rational{-root - b, 2 * a}));
    return r;
}

/// Cases by a condition on a rational function of x with rational roots and a denominator without a zero (or, with `poles`,
/// with rational ones, at which the cases are any), as cases by where x is. False for other conditions.
template <class Workspace>
constexpr bool split_at_roots(Workspace& w, node const& condition, packed_name x, node_index yes, node_index no,
                              node_index& result, bool poles = false) {
    node_index const difference = w.make(operation::subtract, condition.b, condition.a);
    rational_roots roots;
    int right = 0; // the sign of the difference beyond all roots
    field f;
    algebra::with_refinement(f, [&] {
        fraction const u = algebra::convert(f, w, difference);
        if (!f.fine()) return;
        unsigned v = algebra::variables;
        polynomial decisive = u.above; // of the same sign but for what is below
        fraction below = u;
        below.above = polynomial{int128{1}};
        for (unsigned i = 0; i < f.factor_count && poles; ++i) {
            unsigned const e = algebra::exponent(u.below, i);
            if (e == 0 || f.sign(f.factors[i]) != 0) continue;
            below.below -= algebra::variable_power(i, e);
            if (e % 2 != 0) decisive = decisive * f.factors[i];
        }
        if (decisive.failed) return;
        for (unsigned k = 0; k < f.kernel_count; ++k)
            if (algebra::contains(decisive, k)) {
                if (v < algebra::variables || f.kernels[k].kind != algebra::kernel_kind::symbol) return;
                v = k;
            }
        if (v == algebra::variables || !(f.kernels[v].name == x)) return;
        int const sign = f.sign(below);
        if (sign == 0) return;
        roots = roots_of(decisive, v);
        right = decisive.leading().coefficient < 0 ? -sign : sign;
    });
    if (!f.fine() || !roots.complete || roots.count == 0) return false;
    bool const or_equal = condition.op == operation::less_equal;
    node_index const at_root = or_equal ? yes : no, symbol = w.symbol(x, known_of(w, difference, x));
    int sign = right;
    for (unsigned i = roots.count; i-- > 0;) sign = roots.crossed[i] ? -sign : sign;
    node_index last = sign > 0 ? yes : no, all = last; // from the left
    for (unsigned i = 0; i < roots.count; ++i) {
        sign = roots.crossed[i] ? -sign : sign;
        node_index const next = sign > 0 ? yes : no, root = w.constant(roots.at[i]);
        node_index const before = w.make(operation::less, symbol, root), after = w.make(operation::less, root, symbol);
        if (at_root == next)
            all = w.make(operation::select, before, all, next);
        else
            all = w.make(operation::select, after, next,
                         at_root == last ? all : w.make(operation::select, before, all, at_root));
        last = next;
    }
    result = all;
    return w.problem == trouble::none;
}

} // namespace ogive::calculus::detail
