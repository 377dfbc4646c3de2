// SPDX-License-Identifier: BSL-1.0
#pragma once
// The two half-lines of a formula in one exponential: fractions in s = e^-|u|, or polynomials in s/(1 + s), and the quotient
// that joins them.

#include <ogive/evaluate/far_out.hpp>

namespace ogive::evaluation {

/// One half-line: constant + small^shift · above/below, or small^shift · (limit + small^order · above/below). That is made
/// of its opposite where the limit is -0 at zero: -0 + 0 would be 0.
struct half_line {
    composer::parts ratio{};
    int shift = 0;
    node_index constant = no_node, limit = no_node;
    unsigned order = 0;
    bool opposite = false;
};

/// What the two half-lines of one exponential share.
struct scheme {
    unsigned small = 0;         // the free kernel that decays
    unsigned minus_one = 0;     // the free kernel small - 1, computed by expm1
    node_index exponential = 0; // the node of `small`
    bool expands_at_one = false;
    fraction const* direction = nullptr;
    rational rate{0};
};

constexpr unsigned free_kernel(field& f, char const* name, unsigned index, int sign) {
    kernel k;
    k.kind = kernel_kind::free;
    k.name = packed_name{name};
    k.index = index;
    k.sign = sign;
    return f.find(k, nullptr);
}

/// The power of the kernel v that can be taken out of u, which is divided by it.
constexpr int take_out(field const& f, fraction& u, unsigned v) {
    unsigned const above = exponent(algebra::common_monomial(u.above), v);
    int shift = static_cast<int>(above);
    u.above = algebra::divide_by(u.above, variable_power(v, above), 1);
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (f.factors[i].size() == 1 && f.factors[i].leading().exponents == variable_power(v, 1)) {
            unsigned const e = exponent(u.below, i);
            u.below -= variable_power(i, e);
            shift -= static_cast<int>(e);
        }
    return shift;
}

constexpr bool is_zero_at_origin(field& f, polynomial const& p);

/// Is a kernel certainly zero where all symbols are?
constexpr bool is_zero_at_origin(field& f, unsigned v) {
    kernel const k = f.kernels[v];
    switch (k.kind) {
    case kernel_kind::symbol: return true;
    case kernel_kind::free: return k.name == packed_name{"log1p"};
    case kernel_kind::root:
    case kernel_kind::erf:
    case kernel_kind::atan:
    case kernel_kind::asin:
    case kernel_kind::asinh: return is_zero_at_origin(f, f.arguments[k.argument].above);
    case kernel_kind::logarithm:
        return is_zero_at_origin(f, f.subtract(f.arguments[k.argument], fraction{rational{1}}).above);
    default: return false;
    }
}
/// Is every term of a polynomial certainly zero there?
constexpr bool is_zero_at_origin(field& f, polynomial const& p) {
    for (unsigned i = 0; i < p.size(); ++i) {
        bool zero = false;
        for (unsigned v = 0; v < f.kernel_count && !zero; ++v)
            zero = !f.kernels[v].constant && exponent(p.exponents[i], v) > 0 && is_zero_at_origin(f, v);
        if (!zero) return false;
    }
    return true;
}

/// Do the terms of a polynomial, common factors taken out, cancel where all symbols are zero and the two kernels are one?
constexpr bool cancels_at_origin(composer& c, polynomial const& p, unsigned first, unsigned second) {
    polynomial const rest = algebra::divide_by(p, algebra::common_monomial(p), 1);
    polynomial sum;
    for (unsigned i = 0; i < rest.size(); ++i) {
        monomial const m = rest.exponents[i];
        if (is_zero_at_origin(c.f, polynomial{int128{1}, m})) continue;
        for (unsigned v = 0; v < c.f.kernel_count; ++v)
            if (v != first && v != second && !c.is_constant_kernel(v) && exponent(m, v) > 0 &&
                c.f.kernels[v].kind != kernel_kind::free)
                return false;
        monomial const kept = m & ~(monomial{0xff} << (8 * first)) & ~(monomial{0xff} << (8 * second));
        sum = sum + polynomial{rest.coefficients[i], kept};
    }
    return p.size() > 0 && sum.is_zero();
}
constexpr bool below_cancels_at_origin(composer& c, fraction const& u, unsigned first, unsigned second) {
    for (unsigned i = 0; i < c.f.factor_count; ++i)
        if (exponent(u.below, i) > 0 && cancels_at_origin(c, c.f.factors[i], first, second)) return true;
    return false;
}

/// The denominator where v is zero.
constexpr polynomial below_at_zero(field const& f, fraction const& u, unsigned v) {
    polynomial p{int128{1}};
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (unsigned const e = exponent(u.below, i); e > 0)
            p = p * algebra::power(algebra::coefficient(f.factors[i], v, 0), e);
    return p;
}

/// Is a ratio better computed as its limit for small v and the rest, whose roundings matter as little as the rest does? So
/// it is where all terms are positive and the rest takes away less than half of the limit, both judged where v is one and
/// other kernels are zero. With 1 + v alone below there are better ways.
constexpr bool has_limit_to_split_off(composer const& c, fraction const& u, unsigned v) {
    field const& f = c.f;
    bool higher = false;
    for (unsigned i = 0; i < f.factor_count; ++i)
        higher = higher || (exponent(u.below, i) > 0 && algebra::degree(f.factors[i], v) > 1);
    if (!higher) return false;
    monomial others = 0;
    for (unsigned k = 0; k < f.kernel_count; ++k) {
        if (k == v || c.is_constant_kernel(k)) continue;
        others |= monomial{0xff} << (8 * k);
        // logarithms that tend to zero may be negative
        if (f.kernels[k].kind == kernel_kind::free && f.kernels[k].sign <= 0 && f.involves(u, k)) return false;
    }
    polynomial const below = f.denominator(u);
    polynomial const* const parts[] = {&u.above, &below};
    int128 at_one[2]{}, at_zero[2]{};
    for (int k = 0; k < 2; ++k) {
        polynomial const& p = *parts[k];
        monomial const common = algebra::common_monomial(p) & others;
        if (p.failed) return false;
        for (unsigned i = 0; i < p.size(); ++i) {
            if (p.coefficients[i] < 0 || p.coefficients[i] > (int128{1} << 50)) return false;
            if (((p.exponents[i] - common) & others) != 0) continue;
            at_one[k] += p.coefficients[i];
            if (exponent(p.exponents[i], v) == 0) at_zero[k] += p.coefficients[i];
        }
        if (k == 1 && !algebra::coefficient(p, v, 0).is_constant()) return false;
    }
    if (u.above.size() * below.size() > OGIVE_MAX_TERMS) return false;
    return at_zero[0] > 0 && at_zero[1] > 0 && 2 * at_one[0] * at_zero[1] > at_zero[0] * at_one[1];
}

/// The sign of a fraction at the zero of a half-line from its content and the symbols that all its terms have; 0 if that is
/// not known. The direction is positive on the right.
constexpr int sign_at_zero(field const& f, fraction const& u, fraction const& direction, bool right) {
    monomial const common = algebra::common_monomial(u.above), along = algebra::common_monomial(direction.above);
    bool odd = false, like_direction = true;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (f.kernels[v].sign > 0) continue;
        odd = odd || exponent(common, v) % 2 != 0;
        like_direction = like_direction && exponent(common, v) % 2 == exponent(along, v) % 2;
    }
    if (!odd) return u.content.sign();
    bool const plain = direction.above.size() == 1 && direction.below == 0 && like_direction;
    return plain ? u.content.sign() * direction.content.sign() * (right ? 1 : -1) : 0;
}

constexpr void keep_kernels(field const& f, fraction* images) {
    for (unsigned v = 0; v < f.kernel_count; ++v) images[v] = f.variable(v);
}

/// The images with which s becomes 1 + m, where m is computed by expm1.
constexpr void expand_at_one(composer& c, scheme const& s, fraction* images) {
    field& f = c.f;
    fraction const plain = f.scale(*s.direction, -s.rate);
    node_index const argument = c.argument_form(c, f.scale(plain, rational{1} / plain.content));
    c.image[s.minus_one] =
        c.w.make(operation::expm1, c.multiply(c.constant_of(plain.content), c.w.make(operation::abs, argument)));
    keep_kernels(f, images);
    images[s.small] = f.add(fraction{rational{1}}, f.variable(s.minus_one));
}

/// Beside log(start), the logarithm of a polynomial in s, which is `start` where s is zero, or negative there. Where s is near
/// one and the polynomial is near zero, or near one, log1p would round that away.
struct logarithm_in_small {
    node_index value;
    fraction start;
    constexpr logarithm_in_small(composer& c, scheme const& s, fraction const& inner, fraction const& at_zero)
        : start{at_zero} {
        field& f = c.f;
        workspace& w = c.w;
        fraction const one{rational{1}};
        bool const defined = f.sign(at_zero) > 0, vanishes = cancels_at_origin(c, inner.above, s.small, s.small),
                   unites = cancels_at_origin(c, f.subtract(inner, one).above, s.small, s.small);
        node_index far = defined
                             ? w.make(operation::log1p, c.fraction_node(f.divide(f.subtract(inner, at_zero), at_zero)))
                             : w.make(operation::log, c.fraction_node(inner));
        value = far;
        if (!defined) start = one;
        if (!vanishes && (!unites || f.subtract(at_zero, one).is_zero())) return;
        fraction images[variables];
        expand_at_one(c, s, images);
        fraction const expanded = f.substitute(inner, images);
        node_index const near = vanishes ? w.make(operation::log, c.fraction_node(f.divide(expanded, start)))
                                         : w.make(operation::log1p, c.fraction_node(f.subtract(expanded, one)));
        if (unites) far = c.add(c.fraction_node(algebra::logarithm(f, start)), far);
        if (unites) start = one;
        value = near;
        node_index const is_near = w.make(operation::less, w.constant(rational{1, 2}), s.exponential);
        if (defined) value = w.make(operation::select, is_near, near, far);
    }
};

/// The terms of a polynomial that are zero at the origin, common factors taken out.
constexpr polynomial zero_at_origin(field& f, polynomial const& p) {
    monomial const common = algebra::common_monomial(p);
    polynomial zero;
    for (unsigned i = 0; i < p.size(); ++i)
        if (is_zero_at_origin(f, polynomial{int128{1}, p.exponents[i] - common}))
            zero = zero + polynomial{p.coefficients[i], p.exponents[i]};
    return zero;
}
/// A polynomial with 1 + m for s in its other terms. Those need no care there, and are kept from infinity times zero far
/// out as they are; beside them nothing is done unless the polynomial cancels.
constexpr fraction expanded_at_one(composer& c, scheme const& s, polynomial const& p, fraction const* images) {
    polynomial const zero = zero_at_origin(c.f, p);
    if (zero.size() == 0) return c.f.substitute(p, images);
    if (!cancels_at_origin(c, p, s.small, s.small)) return c.f.from(p);
    return c.f.add(c.f.substitute(p + polynomial{int128{-1}} * zero, images), c.f.from(zero));
}
/// A fraction so expanded.
constexpr fraction expanded_at_one(composer& c, scheme const& s, fraction const& u, fraction const* images) {
    field& f = c.f;
    unsigned const factors = f.factor_count;
    bool alone = zero_at_origin(f, u.above).size() == 0;
    for (unsigned i = 0; i < factors; ++i)
        alone = alone && (exponent(u.below, i) == 0 || zero_at_origin(f, f.factors[i]).size() == 0);
    if (alone) return f.substitute(u, images);
    fraction r = f.scale(expanded_at_one(c, s, u.above, images), u.content);
    for (unsigned i = 0; i < factors && f.fine(); ++i)
        if (unsigned const e = exponent(u.below, i); e > 0) {
            fraction const below = f.invert(expanded_at_one(c, s, polynomial{f.factors[i]}, images));
            r = f.multiply(r, f.power(below, static_cast<int>(e)));
        }
    return r;
}

/// One half-line from its fraction in the small kernel.
constexpr half_line half_line_of(composer& c, scheme const& s, fraction u, bool right) {
    field& f = c.f;
    half_line r;
    fraction start;
    auto const split_off_limit = [&] {
        if (r.shift < 0 || s.direction == nullptr || !has_limit_to_split_off(c, u, s.small)) return false;
        polynomial const below = below_at_zero(f, u, s.small);
        start = f.from(algebra::coefficient(u.above, s.small, 0), u.content / rational{below.leading().coefficient});
        auto const d = algebra::magnitude(start.content.denominator);
        if ((d & (d - 1)) != 0) return false; // its coefficients would be rounded, too
        int const sign = sign_at_zero(f, start, *s.direction, right);
        return sign > 0 || (sign < 0 && r.shift > 0);
    };
    if (u.is_zero()) {
        r.ratio = {c.zero, c.one};
        return r;
    }
    r.shift = take_out(f, u, s.small);
    if (split_off_limit()) {
        r.opposite = sign_at_zero(f, start, *s.direction, right) < 0;
        u = f.subtract(u, start);
        if (r.opposite) u = f.scale(u, rational{-1});
        r.limit = c.fraction_node(r.opposite ? f.scale(start, rational{-1}) : start);
        r.order = static_cast<unsigned>(take_out(f, u, s.small));
    } else if (r.shift == 0 && c.unbounded(u.above) &&
               !(s.expands_at_one &&
                 cancels_at_origin(c, u.above, s.small,
                                   s.small))) { // a limit other than zero: what is left of it decays
        polynomial const above = algebra::coefficient(u.above, s.small, 0);
        polynomial const below = below_at_zero(f, u, s.small);
        if (above.is_constant() && above.size() > 0 && below.is_constant()) {
            rational const limit =
                u.content * rational{above.leading().coefficient} / rational{below.leading().coefficient};
            r.constant = c.constant_of(limit);
            u = f.subtract(u, fraction{limit});
            r.shift = take_out(f, u, s.small);
        }
    }
    bool const expands = s.expands_at_one && (cancels_at_origin(c, u.above, s.small, s.small) ||
                                              below_cancels_at_origin(c, u, s.small, s.small));
    if (expands) {
        fraction images[variables];
        expand_at_one(c, s, images);
        u = expanded_at_one(c, s, u, images);
    }
    r.ratio = c.split(u);
    return r;
}

/// Both half-lines as one quotient: numerator, denominator and power are selected by the sign of `direction`.
constexpr node_index join(composer& c, scheme const& s, node_index direction, half_line right, half_line left) {
    workspace& w = c.w;
    auto const share_order = [&](half_line& h, half_line const& other) { // then both share more
        if (h.limit == no_node || other.limit == no_node || h.order <= other.order) return;
        h.ratio.above = c.multiply(c.power(s.exponential, h.order - other.order), h.ratio.above);
        h.order = other.order;
    };
    share_order(right, left);
    share_order(left, right);
    auto const choose = [&](node_index a, node_index b) {
        if (a == b) return a;
        if (node const n = w[direction]; n.op == operation::constant) return n.low < 0 ? b : a;
        return w.make(operation::select, w.make(operation::sign_bit, direction), b, a);
    };
    auto const value = [&](half_line const& h, node_index ratio) {
        if (h.limit != no_node) {
            node_index const rest = c.multiply(c.power(s.exponential, h.order - 1), ratio);
            ratio = w.make(operation::add, h.limit, w.make(operation::guarded_product, s.exponential, rest));
        }
        bool const itself = ratio == c.one && h.shift == 1;
        node_index const decayed = itself ? s.exponential : w.decay(ratio, s.exponential, h.shift);
        if (h.opposite) return c.negate(decayed); // of a product: compilers take -(a·b + c) for -a·b - c
        return h.constant == no_node ? decayed : w.make(operation::add, h.constant, decayed);
    };
    if (right.ratio.below == c.one && left.ratio.below == c.one && right.shift != left.shift)
        return choose(value(right, right.ratio.above), value(left, left.ratio.above));
    node_index const ratio =
        c.divide(choose(right.ratio.above, left.ratio.above), choose(right.ratio.below, left.ratio.below));
    bool const halves = w.for_arrays && right.shift + left.shift == 1 && right.shift * left.shift == 0;
    if (halves && ratio == c.divide(c.one, c.add(c.one, s.exponential))) { // q and 1 - q
        node_index const q = w.decay(ratio, s.exponential, 1);
        node_index const rest = c.add(c.one, c.multiply(c.constant_of(rational{-1}), q));
        return right.shift == 1 ? choose(q, rest) : choose(rest, q);
    }
    return choose(value(right, ratio), value(left, ratio));
}

/// P with t replaced by `small` to the right power: t^e becomes small^e, or small^(degree - e) when `turned`.
constexpr polynomial in_small(polynomial const& p, unsigned t, unsigned small, bool turned) {
    polynomial r;
    r.failed = p.failed;
    unsigned const top = algebra::degree(p, t);
    for (unsigned i = 0; i < p.size(); ++i) {
        monomial const m = p.exponents[i];
        unsigned const e = exponent(m, t);
        r.insert(m - variable_power(t, e) + variable_power(small, turned ? top - e : e), p.coefficients[i]);
    }
    return r;
}

/// The fraction with t = 1/small (turned) or t = small, for fractions without logarithms in t.
constexpr fraction in_small(field& f, fraction const& u, unsigned t, unsigned small, bool turned) {
    fraction r = f.from(in_small(u.above, t, small, turned), u.content);
    int shift = turned ? -static_cast<int>(algebra::degree(u.above, t)) : 0;
    unsigned const count = f.factor_count;
    for (unsigned i = 0; i < count && f.fine(); ++i) {
        unsigned const e = exponent(u.below, i);
        if (e > 0 && !contains(f.factors[i], t)) r.below += variable_power(i, e);
        if (e == 0 || !contains(f.factors[i], t)) continue;
        polynomial const d = in_small(f.factors[i], t, small, turned);
        if (turned) shift += static_cast<int>(e * algebra::degree(f.factors[i], t));
        fraction one_of_them{rational{1}};
        f.put_below(one_of_them, d);
        r = f.multiply(r, f.power(one_of_them, static_cast<int>(e)));
    }
    return f.multiply(r, f.power(f.variable(small), shift));
}

/// The only factor in s below is 1 + s: to which power? -1 if there are others, or the numerator has more of s.
constexpr int power_of_one_plus(field const& f, fraction const& u, unsigned s) {
    int power = 0;
    for (unsigned i = 0; i < f.factor_count; ++i) {
        polynomial const& p = f.factors[i];
        unsigned const e = exponent(u.below, i);
        if (e == 0 || !contains(p, s)) continue;
        if (p.size() != 2 || p.coefficients[0] != 1 || p.coefficients[1] != 1 || p.exponents[1] != 0 ||
            p.exponents[0] != variable_power(s, 1))
            return -1;
        power += static_cast<int>(e);
    }
    return static_cast<int>(algebra::degree(u.above, s)) <= power ? power : -1;
}

/// The same with q = s/(1 + s): s^e/(1 + s)^m is q^e·(1 - q)^(m - e).
constexpr fraction in_logistic(field& f, fraction const& u, unsigned s, unsigned q) {
    unsigned const m = static_cast<unsigned>(power_of_one_plus(f, u, s));
    polynomial const rest = polynomial{int128{1}} + polynomial{int128{-1}, variable_power(q, 1)};
    polynomial above;
    for (unsigned e = 0; e <= algebra::degree(u.above, s); ++e) {
        polynomial term = algebra::coefficient(u.above, s, e) * polynomial{int128{1}, variable_power(q, e)};
        for (unsigned k = e; k < m; ++k) term = term * rest;
        above = above + term;
    }
    fraction r = f.from(above, u.content);
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (unsigned const e = exponent(u.below, i); e > 0 && !contains(f.factors[i], s))
            r.below += variable_power(i, e);
    return r;
}

/// Something simpler of the same sign: of a monomial times a sum of positive terms, the monomial.
constexpr fraction sign_of(field& f, fraction const& u) {
    monomial odd = algebra::common_monomial(u.above);
    polynomial const rest = algebra::divide_by(u.above, odd, 1);
    auto const positive = [&](monomial m) {
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (exponent(m, v) % 2 != 0 && f.kernels[v].sign <= 0) return false;
        return true;
    };
    bool constant = false;
    for (unsigned i = 0; i < rest.size(); ++i) {
        if (rest.coefficients[i] < 0 || !positive(rest.exponents[i])) return u;
        constant = constant || f.constant(f.from(polynomial{int128{1}, rest.exponents[i]}));
    }
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (exponent(u.below, i) > 0 && (f.factors[i].size() != 1 || !positive(f.factors[i].leading().exponents)))
            return u;
    if (!constant) return u; // the sum might be zero
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        unsigned const e = exponent(odd, v);
        odd -= variable_power(v, f.kernels[v].sign > 0 ? e : e - e % 2);
    }
    return f.from(polynomial{int128{1}, odd}, rational{u.content.sign() < 0 ? -1 : 1});
}

/// Is every value of a monomial nonnegative?
constexpr bool never_negative(field const& f, fraction const& u) {
    if (u.below != 0 || u.above.size() != 1 || u.content.sign() < 0 || u.above.leading().coefficient < 0) return false;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (exponent(u.above.leading().exponents, v) % 2 != 0 && f.kernels[v].sign <= 0) return false;
    return true;
}

} // namespace ogive::evaluation
