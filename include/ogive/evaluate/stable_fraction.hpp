// SPDX-License-Identifier: BSL-1.0
#pragma once
// The stable form of a fraction with one exponential or one Gaussian integral: one exponential of -|u| for both half-lines,
// expm1 where a numerator vanishes, log1p, the scaled error function in Gaussian tails.

#include <ogive/evaluate/factors.hpp>
#include <ogive/evaluate/gaussian.hpp>

namespace ogive::evaluation {

constexpr node_index stable_fraction(composer& c, fraction const& u);

/// Is a logarithm v divided by powers of s, which is 1/t or t, or itself a divisor?
constexpr bool vanishes_below(field const& f, fraction const& u, unsigned v, unsigned t, int side) {
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (exponent(u.below, i) > 0 && contains(f.factors[i], v)) return true;
    fraction rest = u;
    if (side == 1) return take_out(f, rest, t) < 0;
    for (unsigned i = 0; i < u.above.size(); ++i)
        if (exponent(u.above.exponents[i], v) > 0 && exponent(u.above.exponents[i], t) > f.degree_below(u, t))
            return true;
    return false;
}

/// Has a fraction the exponential t, or logarithms with it?
constexpr bool depends_on(field const& f, fraction const& u, unsigned t) {
    bool r = f.involves(u, t);
    for (unsigned v = 0; v < f.kernel_count; ++v) r = r || (is_logarithm_in(f, v, t) && f.involves(u, v));
    return r;
}

/// F in one exponential t = e^(q·u): with s = e^(-q|u|), t is 1/s or s.
constexpr node_index half_lines(composer& c, fraction const& u, unsigned t) {
    field& f = c.f;
    workspace& w = c.w;
    fraction const direction = f.arguments[f.kernels[t].argument];
    rational const q = f.kernels[t].unit;

    for (unsigned v = 0; v < f.kernel_count; ++v) // other functions of the exponential would be left behind
        if (v != t && f.kernels[v].kind > kernel_kind::exponential && f.kernels[v].kind != kernel_kind::free &&
            !f.kernels[v].constant && f.involves(u, v) && !is_logarithm_in(f, v, t) &&
            depends_on(f, f.arguments[f.kernels[v].argument], t)) {
            f.stop(obstacle::unsupported_operation);
            return c.zero;
        }

    fraction rest = u; // t^k times something without t needs no half-lines
    int const k = take_out(f, rest, t);
    bool in_logarithms = false, below = false;
    unsigned const before = f.kernel_count;
    for (unsigned v = 0; v < before; ++v)
        in_logarithms = in_logarithms || (is_logarithm_in(f, v, t) && f.involves(rest, v));
    for (unsigned i = 0; i < f.factor_count; ++i)
        below = below || (exponent(rest.below, i) > 0 && contains(f.factors[i], t));
    if (!in_logarithms && !f.involves(rest, t)) {
        node_index const e = c.exponential_node(direction, q * rational{k});
        composer::parts const p = c.split(rest);
        if (never_negative(f, direction) && (q * rational{k}).sign() < 0) // a tail: kept where e is subnormal
            return w.decay(c.divide(p.above, p.below), e, 1);
        node_index const factor = c.fraction_node(rest);
        bool const guarded = c.unbounded(rest.above) || p.below != c.one; // may be infinite where e is nothing
        return guarded ? w.make(operation::guarded_product, e, factor) : c.multiply(factor, e);
    }

    if (!in_logarithms && !below && k == 0 && algebra::degree(u.above, t) == 1) {
        // A + B·t, with expm1 where A = -B, or A + B vanishes with x: e^x - 1 + x^2
        polynomial const slope = algebra::coefficient(u.above, t, 1), start = algebra::coefficient(u.above, t, 0);
        polynomial const both = slope + start;
        bool const cancels = both.is_zero() || (slope.is_constant() && is_zero_at_origin(f, direction.above) &&
                                                is_zero_at_origin(f, both));
        fraction factor = f.from(slope, u.content), constant = f.from(cancels ? both : start, u.content);
        factor.below = constant.below = u.below;
        if (cancels) {
            node_index const e = w.make(operation::expm1, stable_fraction(c, f.scale(direction, q)));
            node_index const product = c.multiply(c.fraction_node(factor), e);
            return both.is_zero() ? product : c.add(c.fraction_node(constant), product);
        }
        node_index const e = c.exponential_node(direction, q);
        node_index const scaled = c.fraction_node(factor);
        node_index const far =
            c.add(c.fraction_node(constant),
                  c.unbounded(slope) ? w.make(operation::guarded_product, e, scaled) : c.multiply(scaled, e));
        if (!is_zero_at_origin(f, direction.above) || !is_zero_at_origin(f, both) || is_zero_at_origin(f, slope))
            return far;
        node_index const argument = stable_fraction(c, f.scale(direction, q)); // with expm1 next to zero only
        fraction images[variables];
        keep_kernels(f, images);
        unsigned const m = free_kernel(f, "m", t, 0);
        c.image[m] = w.make(operation::expm1, argument);
        images[t] = f.add(fraction{rational{1}}, f.variable(m));
        return where_small(w, argument, c.fraction_node(f.substitute(u, images)), far);
    }

    if (w.for_arrays && !in_logarithms && below)
        if (node_index const r = whole_line(c, u, t); r != no_node) return r;

    scheme s;
    s.small = free_kernel(f, "s", t, 1);
    s.minus_one = free_kernel(f, "m", t, 0);
    s.exponential = c.exponential_node(direction, -q, true);
    c.image[s.small] = s.exponential;
    c.small[s.small] = true;
    s.direction = &direction;
    s.rate = q;
    half_line sides[2];
    fraction forms[2], shift_unit = direction; // what logarithms are shifted by: functions in it keep their own form
    for (unsigned v = 0; v < before && in_logarithms; ++v)
        if ((f.kernels[v].kind != kernel_kind::symbol || f.degree_below(direction, v) > 0) && !f.kernels[v].constant &&
            f.involves(direction, v)) {
            unsigned const whole = free_kernel(f, "u", t, 0);
            c.image[whole] = stable_fraction(c, direction);
            shift_unit = f.variable(whole);
            break;
        }
    bool const one_sided = never_negative(f, direction);
    fraction const one{rational{1}};
    for (int side = 0; side < (one_sided ? 1 : 2) && f.fine(); ++side) {
        if (!in_logarithms) {
            forms[side] = in_small(f, u, t, s.small, side == 0);
            continue;
        }
        fraction images[variables];
        keep_kernels(f, images);
        images[t] = side == 0 ? f.invert(f.variable(s.small)) : f.variable(s.small);
        for (unsigned v = 0; v < before; ++v) {
            if (!is_logarithm_in(f, v, t) || !f.involves(u, v)) continue;
            fraction inner = f.substitute(f.arguments[f.kernels[v].argument], images);
            int const shift = take_out(f, inner, s.small); // log s = -q|u|
            polynomial const start = algebra::coefficient(inner.above, s.small, 0);
            if (inner.below != 0 || !f.constant(f.from(start))) {
                f.stop(obstacle::unsupported_operation);
                return c.zero;
            }
            unsigned const log = free_kernel(f, side == 0 ? "log+" : "log-", v, 0);
            fraction const at_zero = f.from(start, inner.content);
            logarithm_in_small const logarithm{c, s, inner, at_zero};
            c.image[log] = logarithm.value;
            c.small[log] = f.sign(at_zero) > 0 && f.subtract(logarithm.start, at_zero).is_zero();
            fraction small = f.variable(log);
            if (vanishes_below(f, u, v, t, side) && f.subtract(logarithm.start, one).is_zero() &&
                f.subtract(at_zero, one).is_zero()) { // by its quotient with s^n, which has a limit
                fraction ratio = f.subtract(inner, one);
                int const n = take_out(f, ratio, s.small);
                node_index const power = c.power(s.exponential, static_cast<unsigned>(n));
                unsigned const quotient = free_kernel(f, side == 0 ? "log+/s" : "log-/s", v, 0);
                c.image[quotient] = w.make(operation::select, w.make(operation::less, c.zero, power),
                                           c.divide(logarithm.value, power), c.fraction_node(ratio));
                images[quotient] = f.variable(quotient);
                small = f.multiply(f.power(f.variable(s.small), n), f.variable(quotient));
            }
            images[v] = f.add(f.scale(shift_unit, rational{side == 0 ? -shift : shift} * q),
                              f.add(algebra::logarithm(f, logarithm.start), small));
            images[log] = f.variable(log);
        }
        forms[side] = f.substitute(u, images);
    }
    if (!f.fine()) return c.zero;
    int const count = one_sided ? 1 : 2;
    s.expands_at_one = true;
    bool logistic = !in_logarithms, squares = false;
    if (one_sided) forms[1] = forms[0];
    for (int side = 0; side < count; ++side) {
        int const power = power_of_one_plus(f, forms[side], s.small);
        logistic = logistic && power >= 0 && !cancels_at_origin(c, forms[side].above, s.small, s.small);
        squares = squares || power > 1;
    }
    if (logistic && squares && !is_steep(w, w[s.exponential])) { // a polynomial in q instead of the square of a sum
        unsigned const quotient = free_kernel(f, "q", t, 1);
        for (int side = 0; side < count; ++side) forms[side] = in_logistic(f, forms[side], s.small, quotient);
        node_index const e = s.exponential;
        s.exponential = c.image[quotient] = w.decay(c.divide(c.one, c.add(c.one, e)), e, 1);
        s.small = quotient;
        s.expands_at_one = false;
        c.small[quotient] = true;
    }
    for (int side = 0; side < count; ++side) sides[side] = half_line_of(c, s, forms[side], side == 0);
    if (one_sided) sides[1] = sides[0];
    node_index const sign = stable_fraction(c, sign_of(f, direction));
    return guarded_far_out(c, forms, s, sign, join(c, s, sign, sides[0], sides[1]));
}

/// A fraction without exponentials. log(3 + x) - log(3) vanishes with x: it is log1p(x/3).
constexpr node_index without_exponentials(composer& c, fraction const& u) {
    field& f = c.f;
    fraction images[variables];
    keep_kernels(f, images);
    bool any = false;
    unsigned const before = f.kernel_count;
    for (unsigned v = 0; v < before; ++v) {
        kernel const k = f.kernels[v];
        if (k.kind != kernel_kind::logarithm || k.constant || !f.involves(u, v)) continue;
        fraction const inner = f.arguments[k.argument];
        polynomial start;
        for (unsigned i = 0; i < inner.above.size(); ++i)
            if (polynomial const p{inner.above.coefficients[i], inner.above.exponents[i]}; !is_zero_at_origin(f, p))
                start = start + p;
        fraction const at_origin = f.from(start, inner.content);
        if (inner.below != 0 || start.size() == 0 || !f.constant(at_origin) || f.sign(at_origin) <= 0) continue;
        unsigned const log = free_kernel(f, "log1p", v, 0);
        c.image[log] = c.w.make(operation::log1p, c.fraction_node(f.divide(f.subtract(inner, at_origin), at_origin)));
        images[v] = f.add(algebra::logarithm(f, at_origin), f.variable(log));
        images[log] = f.variable(log);
        any = true;
    }
    if (!any) return c.fraction_node(u);
    auto const vanishes = [&](fraction const& g) {
        bool r = is_zero_at_origin(f, g.above);
        for (unsigned i = 0; i < f.factor_count; ++i)
            r = r || (exponent(g.below, i) > 0 && is_zero_at_origin(f, f.factors[i]));
        return r;
    };
    fraction const apart = f.substitute(u, images);
    return c.fraction_node(vanishes(apart) && !vanishes(u) ? apart : u);
}

/// The stable form of a fraction; stops the field where no scheme applies.
constexpr node_index stable_fraction(composer& c, fraction const& u) {
    field& f = c.f;
    bool const apart = !c.multiplied_out;
    c.multiplied_out = false;
    if (apart && c.written.count > 0) {
        if (node_index const r = by_factors(c, u, stable_fraction); r != no_node) return r;
        if (!f.fine()) return c.zero;
    }
    unsigned exponentials = 0, t = variables, erfs = 0, e = variables;
    auto const count = [&](unsigned v) {
        if (v == t) return;
        ++exponentials;
        t = v;
    };
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        kernel const& k = f.kernels[v];
        if (k.constant || !f.involves(u, v)) continue;
        if (k.kind == kernel_kind::exponential) count(v);
        if (k.kind == kernel_kind::erf) {
            ++erfs;
            e = v;
        }
        if (k.kind == kernel_kind::logarithm)
            for (unsigned i = 0; i < f.kernel_count; ++i)
                if (f.kernels[i].kind == kernel_kind::exponential && is_logarithm_in(f, v, i)) count(i);
    }
    if (erfs == 1 && exponentials <= 1) return gaussian(c, u, e, t);
    if (erfs == 0 && exponentials == 1) return half_lines(c, u, t);
    if (erfs == 0 && exponentials == 0) return without_exponentials(c, u);
    f.stop(obstacle::unsupported_operation);
    return c.zero;
}

} // namespace ogive::evaluation
