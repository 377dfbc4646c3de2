// SPDX-License-Identifier: BSL-1.0
#pragma once
// Members of the field: powers of roots and cosines are reduced, and roots of integers leave the denominators.

#include <ogive/algebra/field.hpp>

namespace ogive::algebra {

/// The least power of a kernel that is a polynomial in others, 0 if there is none.
constexpr unsigned field::reducible_power(unsigned v) const {
    if (kernels[v].kind == kernel_kind::cos && !whole_exponents) return 2;
    return kernels[v].kind == kernel_kind::root ? kernels[v].index : 0;
}

/// That power: the argument of a root, 1 - sin^2 for cos^2.
constexpr fraction field::reduced_power(unsigned v) {
    if (kernels[v].kind == kernel_kind::root) return arguments[kernels[v].argument];
    kernel sine = kernels[v];
    sine.kind = kernel_kind::sin;
    sine.sign = 0;
    unsigned const s = find(sine, &arguments[kernels[v].argument]);
    return from(combine(1, polynomial{int128{1}}, -1, 0, polynomial{1, variable_power(s, 2)}));
}

constexpr fraction field::reduce(fraction const& r, unsigned v) {
    fraction result;
    fraction const radicand = reduced_power(v);
    unsigned const index = reducible_power(v);
    for (unsigned e = 0; e <= degree(r.above, v) && fine(); ++e) {
        polynomial const c = coefficient(r.above, v, e);
        if (c.size() == 0) continue;
        fraction t = from(c * polynomial{1, variable_power(v, e % index)}, r.content);
        t.below = r.below;
        settle(t);
        result = add(result, multiply(t, power(radicand, static_cast<int>(e / index))));
    }
    return result;
}

/// One more than a variable of a constant all of whose kernels are square roots of integers, 0 if p is none.
constexpr unsigned field::root_to_clear(polynomial const& p) const {
    unsigned found = 0;
    for (unsigned v = 0; v < kernel_count && p.size() > 1 && !p.failed; ++v) {
        if (!contains(p, v)) continue;
        kernel const& k = kernels[v];
        if (k.kind != kernel_kind::root || k.index != 2 || !arguments[k.argument].is_constant() ||
            arguments[k.argument].content.denominator != 1)
            return 0;
        found = v + 1;
    }
    return found;
}

/// Squares of square roots of integers as integers.
constexpr polynomial field::without_squares(polynomial const& p) const {
    polynomial r;
    r.failed = p.failed;
    for (unsigned i = 0; i < p.size() && !r.failed; ++i) {
        polynomial t{p.coefficients[i]};
        for (unsigned v = 0; v < kernel_count; ++v)
            for (unsigned e = exponent(p.exponents[i], v); e > 0; e -= e > 1 ? 2 : 1)
                t = t * (e > 1 ? polynomial{arguments[kernels[v].argument].content.numerator}
                               : polynomial{1, variable_power(v, 1)});
        r = r + t;
    }
    return r;
}

/// A denominator without the square roots of integers that it is made of: 1/(a + b·r) = (a - b·r)/(a² - b²·r²), the
/// numerator multiplied into r.
constexpr polynomial field::without_roots(fraction& r, polynomial p) {
    while (unsigned const v = root_to_clear(p)) {
        polynomial const a = coefficient(p, v - 1, 0), b = coefficient(p, v - 1, 1);
        polynomial const square{arguments[kernels[v - 1].argument].content.numerator};
        r.above = r.above * (a - b * polynomial{1, variable_power(v - 1, 1)});
        p = without_squares(a * a - square * b * b);
    }
    return p;
}

} // namespace ogive::algebra
