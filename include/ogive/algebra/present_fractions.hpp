// SPDX-License-Identifier: BSL-1.0
#pragma once
// How fractions are written: lowest terms, roots below, sums of fractions, constants outside.

#include <ogive/algebra/presenter.hpp>

namespace ogive::algebra {

constexpr node_index presenter::fraction_node(fraction const& u) {
    node_index r = rooted_fraction(u);
    if (u.below == 0 || u.above.size() < 2) return r;
    unsigned length = length_of(w, r);
    for (int by = 0; by < 2 && thorough && f.fine(); ++by) {
        obstacle const before = f.stopped;
        node_index const sum = sum_of_fractions(u, by == 1);
        f.stopped = before;
        if (sum == none || length_of(w, sum) >= length) continue;
        r = sum;
        length = length_of(w, sum);
    }
    return r;
}

constexpr node_index presenter::rooted_fraction(fraction const& u) {
    monomial const m = common_monomial(u.above);
    for (unsigned v = 0; v < f.kernel_count && u.below != 0; ++v) {
        kernel const k = f.kernels[v];
        unsigned const e = exponent(m, v);
        if (k.kind != kernel_kind::root || k.constant || e == 0) continue;
        fraction t = u;
        t.above = divide_by(t.above, variable_power(v, e), 1);
        unsigned moved = 0;
        for (; f.fine(); ++moved) { // r^e/W = 1/r^(n - e)
            fraction const next = f.multiply(t, f.arguments[k.argument]);
            if (degree_of_denominator(next) >= degree_of_denominator(t)) break;
            // what stays above of the radicand is zero with the root: sqrt(x^2 - 1)/(x - 1) has a value at -1
            if (!greatest_common_divisor(next.above, f.arguments[k.argument].above).is_constant()) break;
            t = next;
        }
        if (moved == 0 || !f.fine()) continue;
        node_index const rest = rooted_fraction(t);
        unsigned const q = moved * k.index - e;
        node_index const radicand = fraction_node(f.arguments[k.argument]);
        node_index const root_node =
            q == 1 ? kernel_node(v)
                   : w.make(operation::power, radicand,
                            constant(rational{static_cast<int128>(q), static_cast<int128>(k.index)}));
        node const n = w[rest];
        if (n.op == operation::divide) return divide(n.a, multiply(n.b, root_node));
        if (n.op == operation::constant && n.high != 1 && !reads_as_decimal(n.value())) // 1/(2*sqrt(x))
            return divide(constant(rational{n.value().numerator}),
                          multiply(constant(rational{n.value().denominator}), root_node));
        return divide(rest, root_node);
    }
    return one_fraction(u);
}

constexpr unsigned presenter::degree_of_denominator(fraction const& u) const {
    unsigned d = 0;
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (unsigned const e = exponent(u.below, i); e > 0)
            for (unsigned v = 0; v < f.kernel_count; ++v) d += e * degree(f.factors[i], v);
    return d;
}

constexpr node_index presenter::sum_of_fractions(fraction const& u, bool by_symbols) {
    monomial below = 0, by = 0;
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (exponent(u.below, i) > 0) below |= support(f.factors[i]);
    monomial const above = support(u.above);
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        bool const symbol = f.kernels[v].kind == kernel_kind::symbol;
        if (exponent(above, v) > 0 && exponent(below, v) == 0 && !f.kernels[v].constant && (symbol || !by_symbols))
            by |= variable_power(v, 0xff);
    }
    if (by == 0) return none;
    node_index sum = constant(0);
    unsigned parts = 0;
    for (int sign = 1; sign >= -1; sign -= 2)
        for (unsigned i = u.above.size(); i-- > 0;) {
            monomial const m = u.above.exponents[i] & by;
            bool seen = false;
            polynomial c;
            if (f.fine() == false) return none;
            for (unsigned k = u.above.size(); k-- > i + 1;) seen = seen || (u.above.exponents[k] & by) == m;
            if (seen) continue;
            for (unsigned k = 0; k < u.above.size(); ++k)
                if ((u.above.exponents[k] & by) == m) c.append(u.above.exponents[k] - m, u.above.coefficients[k]);
            if (m == 0 && c.size() == u.above.size()) return none;
            fraction t = f.from(c, u.content);
            t.below = u.below;
            t = f.multiply(t, fraction{rational{1}});
            bool const minus = (t.content.sign() < 0) != (c.coefficients[c.size() - 1] < 0 && c.size() > 1);
            if (!f.fine() || c.size() == u.above.size()) return none;
            if (minus != (sign < 0)) continue;
            if (minus) t.content = -t.content;
            t.above = t.above * polynomial{1, m};
            node_index const part = rooted_fraction(t);
            sum = plus(sum, rational{sign}, part, parts++ == 0);
        }
    return parts > 1 && f.fine() ? sum : none;
}

constexpr node_index presenter::one_fraction(fraction const& u) {
    if (u.is_zero()) return constant(0);
    rational content = u.content;
    polynomial above = u.above;
    monomial constants = 0; // constant kernels below
    factorisation single, several;
    monomial exponentials_below = 0;
    polynomial expanded{int128{1}};
    for (unsigned i = 0; i < f.factor_count; ++i)
        for (unsigned e = exponent(u.below, i); e > 0 && f.fine(); --e) {
            polynomial d = f.factors[i];
            if (d.size() == 1 && constant_part(d.leading().exponents) == d.leading().exponents) {
                constants += d.leading().exponents;
                continue;
            }
            if (d.size() == 1 && is_exponential(d.leading().exponents)) {
                exponentials_below += d.leading().exponents;
                continue;
            }
            if (d.size() > 1 && d.coefficients[d.size() - 1] < 0) {
                d = divide_by(d, 0, -1);
                content = -content;
            }
            if (d.size() > 1 && expanded.size() * d.size() < 16) expanded = expanded * d;
            (d.size() == 1 ? single : several).add(d);
            if (single.full() || several.full()) f.stop(obstacle::too_many_factors);
        }
    if (!f.fine()) return constant(0);
    if (above.size() > 1 && above.coefficients[above.size() - 1] < 0 && !(content.sign() > 0 && turns(above))) {
        above = divide_by(above, 0, -1); // ascending sums open positive
        content = -content;
    } else if (above.size() > 1 && content.sign() < 0 && turns(above)) {
        above = divide_by(above, 0, -1);
        content = -content;
    }
    sort(single);
    sort(several);
    node_index outer = constant(1), sums = constant(1);
    auto const gather = [&](factorisation const& list, node_index& r) {
        for (unsigned i = 0, n = 0; i < list.count; i += n) {
            for (n = 1; i + n < list.count && list.parts[i + n] == list.parts[i];) ++n;
            r = multiply(r, power(best(list.parts[i]), n));
        }
    };
    gather(single, outer);
    gather(several, sums);
    if (several.count > 1 && !expanded.failed) {
        polynomial rest = expanded; // the whole denominator, or the product got too long
        bool exact = true;
        for (unsigned i = 0; i < several.count && exact; ++i) rest = divide_exactly(rest, several.parts[i], exact);
        if (exact && rest.is_one())
            if (node_index const whole = best(expanded); length_of(w, whole) < length_of(w, sums)) sums = whole;
    }
    node_index const below = multiply(outer, sums);
    monomial const exponentials_above = exponentials(common_monomial(above));
    node_index r = with_constants(above, content, constants, multiply(monomial_node(exponentials_below), below));
    if (exponentials_above != 0 || exponentials_below != 0) { // e^u outside
        fraction exponent_sum;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (int const e = static_cast<int>(exponent(exponentials_above, v)) -
                              static_cast<int>(exponent(exponentials_below, v));
                e != 0)
                exponent_sum = f.add(exponent_sum, exponent_of(v, e));
        if (exponent_sum.is_zero()) return r;
        node_index const e = w.make(operation::exp, fraction_node(exponent_sum));
        polynomial const rest = divide_by(above, exponentials_above, 1);
        node_index const other = multiply_exponential(with_constants(rest, content, constants, below), e);
        if (length_of(w, other) < length_of(w, r)) r = other;
    }
    return r;
}

constexpr node_index presenter::multiply_exponential(node_index a, node_index e) {
    if (w[a].op == operation::divide) return divide(multiply_exponential(w[a].a, e), w[a].b);
    if (w[a].op == operation::negate) return w.make(operation::negate, multiply_exponential(w[a].a, e));
    return multiply(a, e);
}

constexpr bool presenter::turns(polynomial const& p) const {
    bool plus = false, minus = false;
    for (unsigned i = 0; i < p.size(); ++i) (p.coefficients[i] < 0 ? minus : plus) = true;
    return plus && minus && only_symbols(divide_by(p, common_monomial(p), 1));
}

constexpr monomial presenter::exponentials(monomial m) const {
    monomial r = 0;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (f.kernels[v].kind == kernel_kind::exponential && image[v] == none && !f.kernels[v].constant)
            r |= m & (monomial{0xff} << (8 * v));
    return r;
}

constexpr node_index presenter::with_constants(polynomial const& above, rational const& content, monomial constants,
                                               node_index below) {
    monomial const common = constant_part(common_monomial(above));
    polynomial const rest = divide_by(above, common, 1);
    bool mixed = false;
    for (unsigned i = 0; i < rest.size(); ++i) mixed = mixed || constant_part(rest.exponents[i]) != 0;
    if (!mixed) {
        constant_form const c = simplest(content, common, constants);
        node_index outside = divide(product(c.above, best(rest)), multiply(c.below, below));
        if (rest.size() == 1 || content.denominator == 1) return outside;
        if (node_index const sum = decimal_sum(rest); sum != none) { // 2*(x + 0.044715*x^3)
            int128 const leading = rest.at(rest.size() - 1).coefficient;
            constant_form const d = simplest(content * rational{leading}, common, constants);
            node_index const other = divide(product(d.above, sum), multiply(d.below, below));
            if (length_of(w, other) < length_of(w, outside)) outside = other;
        }
        rational constant_term{1};
        if (node_index const sum = decimal_product(rest, constant_term); sum != none) { // y*(1 + 1.702*x*(1 - y))
            constant_form const d = simplest(content * constant_term, common, constants);
            node_index const other = divide(product(d.above, sum), multiply(d.below, below));
            if (length_of(w, other) < length_of(w, outside)) outside = other;
        }
        node_index const inside = divide(sum_of_terms(rest, content, common, constants), below);
        return length_of(w, inside) < length_of(w, outside) ? inside : outside;
    }
    return divide(sum_of_terms(rest, content, common, constants), below);
}

constexpr node_index presenter::decimal_sum(polynomial const& p) {
    rational const lowest{p.at(p.size() - 1).coefficient};
    bool decimal = false;
    node_index sum = constant(0);
    for (unsigned i = p.size(); i-- > 0;) {
        rational const q = rational{p.coefficients[i]} / lowest;
        if (!q.is_integer() && !reads_as_decimal(q)) return none;
        decimal = decimal || !q.is_integer();
        sum = plus(sum, q, monomial_node(p.exponents[i]), i + 1 == p.size());
    }
    return decimal ? sum : none;
}

/// m·(c + g·q) as m·(1 + (g/c)·q), the constant c taken out.
constexpr node_index presenter::decimal_product(polynomial const& p, rational& taken) {
    monomial const m = common_monomial(p);
    polynomial others = divide_by(p, m, 1);
    if (others.size() < 2 || others.at(others.size() - 1).exponents != 0) return none;
    taken = rational{others.at(others.size() - 1).coefficient};
    --others.count;
    int128 g = content(others);
    if (others.at(others.size() - 1).coefficient < 0) g = -g;
    rational const q = rational{g} / taken;
    if (q.is_integer() || !reads_as_decimal(q)) return none;
    return multiply(monomial_node(m), plus(constant(rational{1}), q, best(divide_by(others, 0, g), 1), false));
}

constexpr node_index presenter::product(node_index a, node_index b) {
    return w[a].op == operation::constant ? scaled(w[a].value(), b) : multiply(a, b);
}

constexpr monomial presenter::constant_part(monomial m) const {
    monomial r = 0;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (f.kernels[v].constant) r |= m & (monomial{0xff} << (8 * v));
    return r;
}

constexpr node_index presenter::sum_of_terms(polynomial const& p, rational const& scale, monomial above,
                                             monomial below) {
    node_index sum = constant(0);
    bool first = true;
    for (int sign = 1; sign >= -1; sign -= 2) // positive terms first
        for (unsigned i = p.size(); i-- > 0;) {
            rational const q = scale * rational{p.coefficients[i]};
            if (q.sign() != sign) continue;
            monomial const m = p.exponents[i], c = constant_part(m);
            constant_form const k = simplest(sign < 0 ? -q : q, above + c, below);
            sum = plus(sum, rational{sign}, divide(product(k.above, monomial_node(m - c)), k.below), first);
            first = false;
        }
    return sum;
}
} // namespace ogive::algebra
