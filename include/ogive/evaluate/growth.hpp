// SPDX-License-Identifier: BSL-1.0
#pragma once
// How fractions grow with their symbol: degrees with roots counted, and leading terms.

#include <ogive/algebra/convert.hpp>

namespace ogive::evaluation {

using algebra::contains;
using algebra::exponent;
using algebra::field;
using algebra::fraction;
using algebra::kernel;
using algebra::kernel_kind;
using algebra::monomial;
using algebra::obstacle;
using algebra::polynomial;
using algebra::variable_power;
using algebra::variables;

/// The only symbol of a polynomial with constant coefficients; `variables` if u is not one of low degree.
constexpr unsigned symbol_of_polynomial(field& f, fraction const& u) {
    unsigned found = variables;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (f.kernels[v].constant || !f.involves(u, v)) continue;
        if (found < variables || f.kernels[v].kind != kernel_kind::symbol) return variables;
        found = v;
    }
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (exponent(u.below, i) > 0 && !f.constant(f.from(f.factors[i]))) return variables;
    return found < variables && algebra::degree(u.above, found) <= 6 ? found : variables;
}

/// sqrt(v)/v is 1/sqrt(v), for a symbol v: the roots that belong below, taken out of u.
constexpr monomial take_roots_below(field& f, fraction& u) {
    monomial below = 0;
    for (unsigned r = 0; r < f.kernel_count; ++r) {
        if (f.kernels[r].kind != kernel_kind::root || f.kernels[r].index != 2 || f.kernels[r].constant) continue;
        if (exponent(algebra::common_monomial(u.above), r) != 1) continue;
        fraction const v = f.arguments[f.kernels[r].argument];
        bool const plain = v.below == 0 && v.above.size() == 1 && v.content == rational{1};
        for (unsigned i = 0; plain && i < f.factor_count; ++i)
            if (f.factors[i] == v.above && exponent(u.below, i) > 0 && symbol_of_polynomial(f, v) < variables) {
                u.below -= variable_power(i, 1);
                u.above = algebra::divide_by(u.above, variable_power(r, 1), 1);
                below += variable_power(r, 1);
            }
    }
    return below;
}

/// Functions that a fraction contains, other than of constants.
struct contents {
    bool exponential = false, erf = false;
};
constexpr contents contents_of(field const& f, fraction const& u) {
    contents r;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (f.kernels[v].constant || !f.involves(u, v)) continue;
        r.exponential = r.exponential || f.kernels[v].kind == kernel_kind::exponential;
        r.erf = r.erf || f.kernels[v].kind == kernel_kind::erf;
    }
    return r;
}

/// The ratio of the leading terms for a large symbol v, of which `degree` is the numerator's degree.
constexpr fraction leading_ratio(field& f, fraction const& u, unsigned v, unsigned degree) {
    polynomial lead_below{int128{1}};
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (unsigned const e = exponent(u.below, i); e > 0) {
            polynomial const& p = f.factors[i];
            lead_below = lead_below * algebra::power(algebra::coefficient(p, v, algebra::degree(p, v)), e);
        }
    return f.multiply(f.from(algebra::coefficient(u.above, v, degree), u.content), f.invert(f.from(lead_below)));
}

/// The symbol of a square root of a polynomial that grows at both ends, and has an even degree.
constexpr unsigned symbol_of_root(field& f, kernel const& k) {
    if (k.kind != kernel_kind::root || k.index != 2) return variables;
    fraction const& u = f.arguments[k.argument];
    unsigned const x = u.below == 0 ? symbol_of_polynomial(f, u) : unsigned{variables};
    unsigned const degree = x < variables ? algebra::degree(u.above, x) : 1;
    return degree % 2 == 0 && f.sign(leading_ratio(f, u, x, degree)) > 0 ? x : unsigned{variables};
}

/// The symbol of a function that has one, and nothing besides but constants and roots of polynomials in it.
constexpr unsigned only_symbol_of(field& f, fraction const& u) {
    unsigned found = variables;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (f.kernels[v].constant || !f.involves(u, v)) continue;
        unsigned const x = f.kernels[v].kind == kernel_kind::symbol ? v : symbol_of_root(f, f.kernels[v]);
        if (x == variables || (found < variables && found != x)) return variables;
        found = x;
    }
    return found;
}

/// The degree of a monomial in a symbol and in roots.
constexpr unsigned growth_of(field& f, monomial m, unsigned x) {
    unsigned twice = 2 * exponent(m, x);
    for (unsigned r = 0; r < f.kernel_count; ++r)
        if (r != x && !f.kernels[r].constant && exponent(m, r) > 0)
            twice += exponent(m, r) * algebra::degree(f.arguments[f.kernels[r].argument].above, x);
    return twice / 2;
}

/// The degree of a polynomial in a symbol and in roots; roots do not count where leading terms may cancel.
constexpr unsigned growth_of(field& f, polynomial const& p, unsigned x) {
    unsigned most = 0, terms = 0;
    for (unsigned i = 0; i < p.size(); ++i) {
        unsigned const d = growth_of(f, p.exponents[i], x);
        terms = d > most ? 1 : terms + (d == most ? 1 : 0);
        if (d > most) most = d;
    }
    return terms == 1 ? most : algebra::degree(p, x);
}

/// The same of a denominator.
constexpr unsigned growth_below(field& f, fraction const& u, unsigned x) {
    unsigned total = 0;
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (unsigned const e = exponent(u.below, i); e > 0) total += e * growth_of(f, f.factors[i], x);
    return total;
}

constexpr bool is_power_of_two(rational const& q) {
    auto const n = algebra::magnitude(q.numerator), d = algebra::magnitude(q.denominator);
    return (n & (n - 1)) == 0 && (d & (d - 1)) == 0;
}

} // namespace ogive::evaluation
