// SPDX-License-Identifier: BSL-1.0
#pragma once
// From fractions back to readable graphs: common factors outside, sums ascending, the shortest of several forms.

#include <ogive/algebra/convert.hpp>

namespace ogive::algebra {

/// How long the formula of a node is when written out, in symbols.
constexpr unsigned length_of(workspace const& w, node_index root) {
    scratch<unsigned> length(root + 1u);
    for (unsigned i = 0; i <= root; ++i) {
        node const& n = w[i];
        unsigned long long total = 1;
        if (n.op == operation::constant) {
            if (n.low < 0) ++total;
            if (n.high != 1) total += 2;
            for (uint128 m = magnitude(n.low) / 100 + magnitude(n.high) / 100000; m > 0; m /= 1000) ++total;
        } else if (n.op == operation::named) {
            for (unsigned k = 1; k <= n.arguments(); ++k) total += length[n.operand(k)];
        } else if (n.op == operation::derivative) {
            total = 1000;
        } else {
            for (unsigned k = 0; k < n.operand_count(); ++k) total += length[n.operand(k)];
            if (n.op == operation::power) --total;
            if (n.op == operation::exp) ++total; // named functions are preferred
        }
        length[i] = total > 1000000 ? 1000000 : static_cast<unsigned>(total);
    }
    return length[root];
}

/// Writes fractions of a field as graphs.
class presenter {
  public:
    workspace& w;
    field& f;
    node_index image[variables];
    static constexpr node_index none = 0xffff;

    constexpr presenter(workspace& out, field& in) : w{out}, f{in} {
        for (auto& i : image) i = none;
    }

    constexpr node_index constant(rational const& q) { return w.constant(q); }
    constexpr node_index multiply(node_index a, node_index b) {
        if (is(a, 1)) return b;
        if (is(b, 1)) return a;
        if (is(a, -1)) return w.make(operation::negate, b);
        if (w[b].op == operation::multiply) return multiply(multiply(a, w[b].a), w[b].b);
        if (w[b].op == operation::divide) return divide(multiply(a, w[b].a), w[b].b);
        return w.make(operation::multiply, a, b);
    }
    constexpr node_index divide(node_index a, node_index b) { return is(b, 1) ? a : w.make(operation::divide, a, b); }
    constexpr node_index power(node_index a, unsigned e) {
        return e == 0 ? constant(1) : e == 1 ? a : w.make(operation::power, a, constant(static_cast<int>(e)));
    }
    constexpr bool is(node_index i, int value) const {
        return w[i].op == operation::constant && w[i].value() == rational{value};
    }

    /// rational · node, as a product or a quotient.
    constexpr node_index scaled(rational const& q, node_index a) {
        if (w[a].op == operation::constant) return constant(q * w[a].value());
        if (q.denominator != 1 && magnitude(q.numerator) == 1 && !is_decimal(q)) {
            node_index const r = divide(a, constant(rational{q.denominator}));
            return q.sign() < 0 ? w.make(operation::negate, r) : r;
        }
        return multiply(constant(q), a);
    }

    /// Better written as a decimal than as a fraction, 0.044715 say.
    static constexpr bool is_decimal(rational const& q) {
        int128 d = q.denominator;
        while (d % 2 == 0) d /= 2;
        while (d % 5 == 0) d /= 5;
        return d == 1 && q.denominator >= 100;
    }

    /// a + q·b, with a minus where q is negative.
    constexpr node_index plus(node_index sum, rational const& q, node_index b, bool first) {
        if (first) return scaled(q, b);
        return q.sign() < 0 ? w.make(operation::subtract, sum, scaled(-q, b))
                            : w.make(operation::add, sum, scaled(q, b));
    }

    /// Parameters first, then x, then functions.
    constexpr node_index monomial_node(monomial m) {
        node_index r = constant(1);
        for (unsigned i = 2 * f.kernel_count; i-- > 0;) {
            unsigned const v = i >= f.kernel_count ? i - f.kernel_count : f.kernel_count - 1 - i;
            kernel const& k = f.kernels[v];
            unsigned const e = exponent(m, v);
            bool const early = k.constant || k.kind == kernel_kind::symbol;
            if (e == 0 || early != (i >= f.kernel_count)) continue;
            node_index const p = k.kind == kernel_kind::exponential && image[v] == none
                                     ? exponential_node(v, static_cast<int>(e))
                                     : power(kernel_node(v), e);
            r = multiply(r, p);
        }
        return r;
    }

    constexpr node_index exponential_node(unsigned v, int e) {
        kernel const k = f.kernels[v];
        return w.make(operation::exp, fraction_node(f.scale(f.arguments[k.argument], k.unit * rational{e})));
    }

    // -- sums ----------------------------------------------------------------------------------------------------------

    constexpr node_index plain_sum(polynomial const& p, bool ascending) {
        node_index r = constant(0);
        bool first = true;
        // the first positive term opens the sum, the others follow in order
        unsigned opening = 0;
        auto const at = [&](unsigned k) { return p.at(ascending ? p.size() - 1 - k : k); };
        while (opening < p.size() && at(opening).coefficient < 0) ++opening;
        if (opening == p.size()) opening = 0;
        for (unsigned k = 0; k < p.size(); ++k) {
            unsigned const i = k == 0 ? opening : k <= opening ? k - 1 : k;
            r = plus(r, rational{at(i).coefficient}, monomial_node(at(i).exponents), first);
            first = false;
        }
        return r;
    }

    /// Collected by the powers of one variable.
    constexpr node_index collected(polynomial const& p, unsigned v, int depth) {
        node_index r = constant(0);
        bool first = true;
        for (unsigned e = 0; e <= degree(p, v); ++e) {
            polynomial c = coefficient(p, v, e);
            if (c.size() == 0) continue;
            int128 g = content(c);
            if (c.coefficients[c.size() - 1] < 0) g = -g;
            c = divide_by(c, 0, g);
            node_index const part = multiply(power(kernel_node(v), e), best(c, depth + 1));
            r = plus(r, rational{g}, part, first);
            first = false;
        }
        return r;
    }

    constexpr bool has_others(polynomial const& p, unsigned v) const {
        for (unsigned k = 0; k < f.kernel_count; ++k)
            if (k != v && !f.kernels[k].constant && contains(p, k)) return true;
        return false;
    }

    /// The shortest form of a polynomial.
    constexpr node_index best(polynomial p, int depth = 0) {
        monomial const m = common_monomial(p);
        if (m != 0) {
            polynomial const rest = divide_by(p, m, 1);
            if (rest.is_constant()) return scaled(rational{rest.leading().coefficient}, monomial_node(m));
            return multiply(monomial_node(m), best(rest, depth));
        }
        node_index shortest = plain_sum(p, true);
        unsigned length = length_of(w, shortest);
        auto const consider = [&](node_index other, bool even_if_equal = false) {
            unsigned const l = length_of(w, other);
            if (even_if_equal ? l > length : l >= length) return;
            length = l;
            shortest = other;
        };
        if (p.size() < 2 || depth > 3 || !f.fine()) return shortest;
        for (unsigned v = 0; v < f.kernel_count && p.size() > 2; ++v) {
            unsigned const d = degree(p, v);
            if (d == 0 || f.kernels[v].kind != kernel_kind::symbol || !has_others(p, v)) continue;
            consider(collected(p, v, depth), true);
        }
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            if (!contains(p, v)) continue;
            polynomial const x{1, variable_power(v, 1)}, one{int128{1}};
            polynomial const divisors[] = {one - x, one + x, one - x - x};
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
                consider(rest.is_constant() ? scaled(rational{rest.leading().coefficient}, power_node)
                                            : multiply(best(rest, depth + 1), power_node));
            }
        }
        return shortest;
    }

    // -- fractions -----------------------------------------------------------------------------------------------------

    constexpr node_index fraction_node(fraction const& u) {
        if (u.is_zero()) return constant(0);
        rational content = u.content;
        polynomial above = u.above;
        node_index below = constant(1);
        monomial constants = 0;                           // constant kernels below
        unsigned const factor_count = f.factor_count;     // presenting a kernel may add factors
        for (unsigned k = 0; k < 2 * factor_count; ++k) { // single variables first
            unsigned const i = k % factor_count;
            if ((f.factors[i].size() == 1) != (k < factor_count)) continue;
            if (unsigned const e = exponent(u.below, i); e > 0) {
                polynomial d = f.factors[i];
                if (d.size() == 1 && constant_part(d.leading().exponents) == d.leading().exponents) {
                    for (unsigned n = 0; n < e; ++n) constants += d.leading().exponents;
                    continue;
                }
                if (d.size() > 1 && d.coefficients[d.size() - 1] < 0) {
                    d = divide_by(d, 0, -1);
                    if (e % 2 != 0) content = -content;
                }
                below = multiply(below, power(best(d), e));
            }
        }
        if (above.size() > 1 && above.coefficients[above.size() - 1] < 0) { // ascending sums open positive
            above = divide_by(above, 0, -1);
            content = -content;
        }
        // constants common to all terms outside, the others term by term
        monomial const common = constant_part(common_monomial(above));
        polynomial const rest = divide_by(above, common, 1);
        bool mixed = false;
        for (unsigned i = 0; i < rest.size(); ++i) mixed = mixed || constant_part(rest.exponents[i]) != 0;
        if (!mixed) {
            constant_form const c = simplest(content, common, constants);
            node_index const outside = divide(product(c.above, best(rest)), multiply(c.below, below));
            if (rest.size() == 1 || content.denominator == 1) return outside;
            node_index const inside = divide(sum_of_terms(rest, content, common, constants), below);
            return length_of(w, inside) < length_of(w, outside) ? inside : outside;
        }
        return divide(sum_of_terms(rest, content, common, constants), below);
    }

    constexpr node_index product(node_index a, node_index b) {
        return w[a].op == operation::constant ? scaled(w[a].value(), b) : multiply(a, b);
    }

    constexpr monomial constant_part(monomial m) const {
        monomial r = 0;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (f.kernels[v].constant) r |= m & (monomial{0xff} << (8 * v));
        return r;
    }

    constexpr node_index sum_of_terms(polynomial const& p, rational const& scale, monomial above, monomial below) {
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

    // -- constants -----------------------------------------------------------------------------------------------------

    struct constant_form {
        node_index above, below;
    };

    /// q·above/below with square roots of integers and of pi gathered under one root: 1/sqrt(2*pi).
    constexpr constant_form simplest(rational const& q, monomial above, monomial below) {
        rational square{1}; // (the rational part)^2
        int pi_halves = 0;
        unsigned circle = variables;
        node_index left = constant(1), right = constant(1);
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            kernel const& k = f.kernels[v];
            int const e = static_cast<int>(exponent(above, v)) - static_cast<int>(exponent(below, v));
            if (!k.constant || e == 0) continue;
            fraction const* radicand = k.kind == kernel_kind::root && k.index == 2 ? &f.arguments[k.argument] : nullptr;
            if (k.kind == kernel_kind::pi) {
                pi_halves += 2 * e;
                circle = v;
            } else if (radicand != nullptr && radicand->is_constant()) {
                square = square * number::power(radicand->content, e);
            } else if (radicand != nullptr && is_pi(*radicand, circle)) {
                pi_halves += e;
            } else if (e > 0) {
                left = multiply(left, monomial_node(variable_power(v, static_cast<unsigned>(e))));
            } else {
                right = multiply(right, monomial_node(variable_power(v, static_cast<unsigned>(-e))));
            }
        }
        rational const total = square * q * q;
        if (!total.valid() || (square == rational{1} && pi_halves % 2 == 0)) {
            if (pi_halves > 0) left = multiply(power(kernel_node(circle), static_cast<unsigned>(pi_halves / 2)), left);
            if (pi_halves < 0)
                right = multiply(right, power(kernel_node(circle), static_cast<unsigned>(-pi_halves / 2)));
            if (is_decimal(q)) return {multiply(constant(q), left), right};
            return {multiply(constant(rational{q.numerator}), left),
                    multiply(constant(rational{q.denominator}), right)};
        }
        int128 const a = square_root_part(total.numerator), b = square_root_part(total.denominator);
        node_index inner_above = constant(rational{total.numerator / a / a});
        node_index inner_below = constant(rational{total.denominator / b / b});
        if (pi_halves != 0) {
            node_index const p = power(pi_node(circle), static_cast<unsigned>(pi_halves < 0 ? -pi_halves : pi_halves));
            (pi_halves > 0 ? inner_above : inner_below) = multiply(pi_halves > 0 ? inner_above : inner_below, p);
        }
        rational const outside{q.sign() < 0 ? -a : a};
        node_index const denominator = multiply(constant(rational{b}), right);
        if (is(inner_above, 1))
            return {multiply(constant(outside), left),
                    is(inner_below, 1) ? denominator : multiply(denominator, w.make(operation::sqrt, inner_below))};
        node_index const under = is(inner_below, 1) ? inner_above : w.make(operation::divide, inner_above, inner_below);
        return {multiply(multiply(constant(outside), w.make(operation::sqrt, under)), left), denominator};
    }

    constexpr node_index pi_node(unsigned circle) { return circle < variables ? kernel_node(circle) : w.pi(); }

    constexpr bool is_pi(fraction const& u, unsigned& circle) const {
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (f.kernels[v].kind == kernel_kind::pi && u.below == 0 && u.content == rational{1} &&
                u.above.size() == 1 && u.above.leading().exponents == variable_power(v, 1)) {
                circle = v;
                return true;
            }
        return false;
    }

    /// The largest r below 1000 whose square divides n.
    static constexpr int128 square_root_part(int128 n) {
        int128 r = 1;
        for (int128 p = 2; p < 1000 && p * p <= n; ++p)
            while (n % (p * p) == 0) {
                n /= p * p;
                r *= p;
            }
        return r;
    }

    // -- kernels -------------------------------------------------------------------------------------------------------

    constexpr node_index kernel_node(unsigned v) {
        if (image[v] == none) image[v] = make_kernel(v);
        return image[v];
    }

    constexpr node_index call(operation op, unsigned v) {
        return w.make(op, fraction_node(f.arguments[f.kernels[v].argument]));
    }

    constexpr node_index make_kernel(unsigned v) {
        kernel const k = f.kernels[v];
        switch (k.kind) {
        case kernel_kind::symbol: return w.symbol(k.name, k.assumed);
        case kernel_kind::pi: return w.pi();
        case kernel_kind::exponential: return exponential_node(v, 1);
        case kernel_kind::logarithm: return logarithm_node(v);
        case kernel_kind::root: {
            if (k.index == 2) return call(operation::sqrt, v);
            return w.make(operation::power, fraction_node(f.arguments[k.argument]),
                          constant(rational{int128{1}, static_cast<int128>(k.index)}));
        }
        case kernel_kind::erf: return call(operation::erf, v);
        case kernel_kind::atan: return call(operation::atan, v);
        case kernel_kind::asin: return call(operation::asin, v);
        case kernel_kind::asinh: return call(operation::asinh, v);
        case kernel_kind::acosh: return call(operation::acosh, v);
        case kernel_kind::sin: return call(operation::sin, v);
        case kernel_kind::cos: return call(operation::cos, v);
        default: f.stop(obstacle::unsupported_operation); return constant(0);
        }
    }

    /// log(1 + e^u) is softplus(u), log(u/(1 - u)) is logit(u).
    constexpr node_index logarithm_node(unsigned v) {
        fraction const a = f.arguments[f.kernels[v].argument];
        if (a.below == 0 && a.above.size() == 2 && a.above.exponents[1] == 0 && a.above.coefficients[1] == 1 &&
            a.above.coefficients[0] == 1 && a.content == rational{1}) {
            monomial const m = a.above.exponents[0];
            for (unsigned t = 0; t < f.kernel_count; ++t)
                if (f.kernels[t].kind == kernel_kind::exponential && m == variable_power(t, exponent(m, t))) {
                    rational const unit = f.kernels[t].unit * rational{static_cast<int>(exponent(m, t))};
                    node_index const u = fraction_node(f.scale(f.arguments[f.kernels[t].argument], unit));
                    return softplus(w, u);
                }
        }
        fraction const one{rational{1}};
        if (!a.is_constant()) {
            fraction const total = f.add(one, a);
            if (f.fine() && !total.is_zero()) {
                fraction const u = f.divide(a, total);
                if (u.below == 0 && f.fine()) return logit(w, fraction_node(u));
            }
        }
        return w.make(operation::log, fraction_node(a));
    }

    // The named functions that simplified formulas speak of; the catalogue's definitions of them are the same graphs.
    static constexpr node_index sigmoid(workspace& w, node_index u) {
        node_index const one = w.constant(1);
        node_index const e = w.make(operation::exp, w.make(operation::negate, u));
        return w.named("sigmoid", 1, w.make(operation::divide, one, w.make(operation::add, one, e)), u);
    }
    static constexpr node_index softplus(workspace& w, node_index u) {
        node_index const sum = w.make(operation::add, w.constant(1), w.make(operation::exp, u));
        return w.named("softplus", 1, w.make(operation::log, sum), u);
    }
    static constexpr node_index logit(workspace& w, node_index u) {
        node_index const odds = w.make(operation::divide, u, w.make(operation::subtract, w.constant(1), u));
        return w.named("logit", 1, w.make(operation::log, odds), u);
    }
};

} // namespace ogive::algebra
