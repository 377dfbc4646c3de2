// SPDX-License-Identifier: BSL-1.0
#pragma once
// What keeps sums and logarithms of fractions finite where powers of their symbol overflow.

#include <ogive/evaluate/compose.hpp>

namespace ogive::evaluation {

/// A fraction in one symbol x and roots, logarithms and inverse functions: a sum of products of these with fractions in x,
/// whose powers may overflow.
constexpr node_index sum_by_kernels(composer& c, fraction const& u) {
    field& f = c.f;
    unsigned x = variables;
    monomial others = 0, roots = 0, below = 0; // kernels besides x, and factors that have them
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        kernel_kind const kind = f.kernels[v].kind;
        if (c.is_constant_kernel(v) || !f.involves(u, v)) continue;
        bool const second = kind == kernel_kind::symbol && x < variables;
        if (second || kind == kernel_kind::free || kind == kernel_kind::exponential || kind == kernel_kind::erf)
            return c.quotient_of(u);
        if (kind == kernel_kind::symbol)
            x = v;
        else
            (symbol_of_root(f, f.kernels[v]) < variables ? roots : others) |= monomial{0xff} << (8 * v);
    }
    bool divided = false;
    for (unsigned i = 0; i < f.factor_count; ++i) {
        bool const rational = (algebra::support(f.factors[i]) & (others | roots)) == 0;
        if (exponent(u.below, i) > 0 && !rational) below |= u.below & (monomial{0xff} << (8 * i));
        divided = divided || (exponent(u.below, i) > 0 && rational && x < variables && contains(f.factors[i], x));
    }
    if (!divided) return c.quotient_of(u);
    node_index sum = c.zero;
    monomial done[OGIVE_MAX_TERMS]{};
    unsigned count = 0;
    for (unsigned i = 0; i < u.above.size(); ++i) {
        monomial const m = u.above.exponents[i], k = m & others;
        bool const alone = (m & roots) != 0; // a fraction in x and roots is kept finite where it has one term
        bool seen = false;
        for (unsigned j = 0; j < count && !alone; ++j) seen = seen || done[j] == k;
        if (seen) continue;
        fraction part = u;
        part.below = u.below - below;
        part.above = polynomial{u.above.coefficients[i], m - k};
        if (!alone) done[count++] = k;
        for (unsigned j = i + 1; j < u.above.size() && !alone; ++j)
            if ((u.above.exponents[j] & (others | roots)) == k)
                part.above = part.above + polynomial{u.above.coefficients[j], u.above.exponents[j] - k};
        sum = c.add(sum, c.multiply(c.product_of(k), c.fraction_node(part)));
    }
    return c.divide(sum, c.polynomial_node(f.raised(polynomial{int128{1}}, below), rational{1}, c.one));
}

/// log(x^n + ..), which is n·log x, or n·log|x|, where there is no other term, and beyond where the power overflows; no_node
/// for others.
constexpr node_index logarithm_of_polynomial(composer& c, fraction const& u) {
    field& f = c.f;
    workspace& w = c.w;
    unsigned const v = u.below == 0 ? symbol_of_polynomial(f, u) : unsigned{variables};
    unsigned const n = v == variables ? 0 : algebra::degree(u.above, v);
    fraction const lead = n < 2 ? fraction{} : leading_ratio(f, u, v, n);
    if (n < 2 || f.sign(lead) <= 0) return no_node;
    bool const alone = f.subtract(lead, fraction{rational{1}}).is_zero();
    node_index const x = c.kernel_node(v), base = n % 2 == 0 ? w.make(operation::abs, x) : x;
    if (u.above.size() == 1)
        return alone ? c.multiply(w.constant(static_cast<int>(n)), w.make(operation::log, base)) : no_node;
    fraction const unit{rational{1}};
    node_index const kept = w.bounded(x, static_cast<int>(n));
    c.image[v] = kept;
    node_index const near = c.fraction_node(u), from_one = c.fraction_node(f.subtract(u, unit));
    c.image[v] = x;
    node_index const is_far = w.make(operation::less, w.make(operation::abs, kept), w.make(operation::abs, x));
    auto const choose = [&](node_index a, node_index b) { return w.make(operation::select, is_far, a, b); };
    node_index const log =
        w.make(operation::log_of_ratio, choose(base, near), c.one, choose(c.add(w.constant(-1), base), from_one));
    node_index const scaled = c.multiply(choose(w.constant(static_cast<int>(n)), c.one), log);
    return alone ? scaled : c.add(choose(w.make(operation::log, c.quotient_of(lead)), c.zero), scaled);
}

/// Two half-lines in s and a symbol x, of which powers may overflow where s is nothing: the value there is that of the fractions
/// without s. For those that decay or grow with s it stays as it is.
constexpr node_index guarded_far_out(composer& c, fraction const (&forms)[2], unsigned s, fraction const& direction,
                                     node_index sign, node_index value) {
    field& f = c.f;
    workspace& w = c.w;
    unsigned const x = symbol_of_polynomial(f, direction);
    if (x == variables) return value;
    node_index sides[2] = {value, value};
    unsigned most = 0;
    for (int k = 0; k < 2; ++k) {
        fraction const& u = forms[k];
        fraction limit = f.from(algebra::coefficient(u.above, s, 0), u.content);
        bool powers = false, fits = limit.above.size() > 0;
        unsigned below = 0;
        for (unsigned i = 0; i < f.factor_count && fits; ++i)
            if (unsigned const e = exponent(u.below, i); e > 0) {
                fraction const p = f.from(algebra::coefficient(f.factors[i], s, 0));
                fits = !p.is_zero();
                powers = powers || contains(f.factors[i], x);
                below += e * algebra::degree(f.factors[i], x);
                if (fits) limit = f.multiply(limit, f.power(f.invert(p), static_cast<int>(e)));
            }
        if (!fits || !powers || !f.fine()) continue;
        unsigned const above = algebra::degree(u.above, x);
        most = above > most ? above : most;
        most = below > most ? below : most;
        sides[k] = c.fraction_node(limit);
    }
    if (sides[0] == value && sides[1] == value) return value;
    node_index const at = c.kernel_node(x), kept = w.bounded(at, static_cast<int>(most));
    node_index const far = sides[0] == sides[1]
                               ? sides[0]
                               : w.make(operation::select, w.make(operation::sign_bit, sign), sides[1], sides[0]);
    node_index const is_far = w.make(operation::less, w.make(operation::abs, kept), w.make(operation::abs, at));
    return w.make(operation::select, is_far, far, value);
}

} // namespace ogive::evaluation
