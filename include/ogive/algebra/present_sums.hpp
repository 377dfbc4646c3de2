// SPDX-License-Identifier: BSL-1.0
#pragma once
// How polynomials are written: ascending sums, collected, factored.

#include <ogive/algebra/presenter.hpp>

namespace ogive::algebra {

constexpr node_index presenter::plain_sum(polynomial const& p, bool ascending) {
    node_index r = constant(0);
    bool first = true;
    unsigned char order[OGIVE_MAX_TERMS];
    unsigned char degrees[OGIVE_MAX_TERMS];
    unsigned const count = p.size();
    for (unsigned k = 0; k < count; ++k) { // ascending in the total degree, then in the order of monomials
        unsigned const i = ascending ? count - 1 - k : k;
        degrees[i] = 0;
        for (unsigned v = 0; ascending && v < f.kernel_count; ++v)
            if (!f.kernels[v].constant)
                degrees[i] = static_cast<unsigned char>(degrees[i] + exponent(p.exponents[i], v));
        unsigned at = k;
        for (; at > 0 && degrees[order[at - 1]] > degrees[i]; --at) order[at] = order[at - 1];
        order[at] = static_cast<unsigned char>(i);
    }
    // the first positive term opens the sum, the others follow in order
    unsigned opening = 0;
    auto const at = [&](unsigned k) { return p.at(order[k]); };
    while (opening < count && at(opening).coefficient < 0) ++opening;
    if (opening == count) opening = 0;
    for (unsigned k = 0; k < count; ++k) {
        unsigned const i = k == 0 ? opening : k <= opening ? k - 1 : k;
        r = plus(r, rational{at(i).coefficient}, monomial_node(at(i).exponents), first);
        first = false;
    }
    return r;
}

constexpr node_index presenter::collected(polynomial const& p, unsigned v, int depth) {
    node_index r = constant(0);
    bool first = true;
    for (unsigned e = 0; e <= degree(p, v); ++e) {
        polynomial c = coefficient(p, v, e);
        if (c.size() == 0) continue;
        int128 g = content(c);
        if (c.coefficients[c.size() - 1] < 0) g = -g;
        c = divide_by(c, 0, g);
        monomial const m = common_monomial(c);
        node_index const part = multiply(monomial_node(m + variable_power(v, e)), best(divide_by(c, m, 1), depth + 1));
        r = plus(r, rational{g}, part, first);
        first = false;
    }
    return r;
}

constexpr bool presenter::has_others(polynomial const& p, unsigned v) const {
    for (unsigned k = 0; k < f.kernel_count; ++k)
        if (k != v && !f.kernels[k].constant && contains(p, k)) return true;
    return false;
}

constexpr node_index presenter::best(polynomial p, int depth) {
    monomial const m = common_monomial(p);
    if (m != 0) {
        polynomial const rest = divide_by(p, m, 1);
        if (rest.is_constant()) return scaled(rational{rest.leading().coefficient}, monomial_node(m));
        node_index const product = multiply(monomial_node(m), best(rest, depth));
        if (!compact) return product;
        node_index const sum = plain_sum(p, true);
        return length_of(w, sum) < length_of(w, product) ? sum : product;
    }
    node_index shortest = plain_sum(p, true);
    unsigned length = length_of(w, shortest);
    auto const consider = [&](node_index other, bool even_if_equal = false) {
        if (other == none) return;
        unsigned const l = length_of(w, other);
        if (even_if_equal ? l > length : l >= length) return;
        length = l;
        shortest = other;
    };
    if (p.size() < 2 || depth > (thorough ? 3 : 0) || !f.fine()) return shortest;
    for (unsigned v = 0; v < f.kernel_count && p.size() > 2; ++v) {
        unsigned const d = degree(p, v);
        if (d == 0 || f.kernels[v].kind != kernel_kind::symbol || !has_others(p, v)) continue;
        consider(collected(p, v, depth), true);
    }
    polynomial const one{int128{1}};
    monomial const all = support(p);
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (exponent(all, v) == 0) continue;
        polynomial const x{1, variable_power(v, 1)};
        polynomial const divisors[] = {one - x * x, one - x, one + x, one - x - x};
        for (polynomial const& d : divisors) {
            unsigned count = 0;
            polynomial rest = p;
            for (bool exact = true; exact;) {
                polynomial const q = divide_exactly(rest, d, exact);
                if (!exact) break;
                rest = q;
                ++count;
            }
            if (count == 0) continue;
            node_index const power_node = power(plain_sum(d, true), count);
            if (rest.is_constant()) {
                consider(scaled(rational{rest.leading().coefficient}, power_node), true);
                continue;
            }
            node_index const others = best(rest, depth + 1);
            bool const first = length_of(w, power_node) <= length_of(w, others);
            consider(first ? multiply(power_node, others) : multiply(others, power_node), true);
        }
        if (p.size() > 2 && p.at(p.size() - 1).exponents == 0) { // 1 - 6s + 6s^2 = 1 - 6s(1 - s)
            int128 const c = p.at(p.size() - 1).coefficient;
            polynomial others = p;
            --others.count;
            if (exponent(common_monomial(others), v) == 0) continue;
            int128 g = content(others);
            if (others.at(others.size() - 1).coefficient < 0) g = -g;
            node_index const product = best(divide_by(others, 0, g), depth + 1);
            consider(plus(constant(rational{c}), rational{g}, product, false));
        }
    }
    if (thorough && depth == 0 && p.size() > 2 && p.size() < 12) consider(factored(p));
    return shortest;
}

constexpr node_index presenter::factored(polynomial const& p) {
    factorisation parts;
    split(parts, p);
    if (parts.count < 2 || parts.full()) return none;
    sort(parts);
    int128 leading = 1;
    node_index r = constant(1);
    for (unsigned i = 0, n = 0; i < parts.count; i += n) {
        polynomial d = parts.parts[i];
        for (n = 1; i + n < parts.count && parts.parts[i + n] == d;) ++n;
        for (unsigned k = 0; k < n; ++k) leading *= d.leading().coefficient;
        if (d.at(d.size() - 1).coefficient < 0 && only_symbols(d) == false) d = divide_by(d, 0, -1);
        for (unsigned k = 0; k < n && d.leading().coefficient < 0; ++k) leading = -leading;
        r = multiply(r, power(plain_sum(d, true), n));
    }
    if (p.leading().coefficient % leading != 0) return none;
    return scaled(rational{p.leading().coefficient / leading}, r);
}

constexpr void presenter::sort(factorisation& list) {
    for (unsigned i = 1; i < list.count; ++i)
        for (unsigned k = i; k > 0 && written_before(list.parts[k], list.parts[k - 1]); --k) {
            polynomial const t = list.parts[k];
            list.parts[k] = list.parts[k - 1];
            list.parts[k - 1] = t;
        }
}

constexpr bool presenter::only_symbols(polynomial const& p) const {
    monomial const all = support(p);
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (exponent(all, v) > 0 && f.kernels[v].kind != kernel_kind::symbol && !f.kernels[v].constant) return false;
    return true;
}
} // namespace ogive::algebra
