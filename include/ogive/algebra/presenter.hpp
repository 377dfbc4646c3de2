// SPDX-License-Identifier: BSL-1.0
#pragma once
// From fractions back to readable graphs: common factors outside, sums ascending, the shortest of several forms.

#include <ogive/algebra/canonical.hpp>
#include <ogive/algebra/length.hpp>

#include <type_traits>

namespace ogive::algebra {

/// Writes fractions of a field as graphs.
class presenter {
  public:
    workspace& w;
    field& f;
    node_index image[variables];
    bool compact = false; // x - x^2 rather than x*(1 - x)
    /// Compilers limit constant evaluations: fewer forms are tried there.
    bool thorough = !__builtin_is_constant_evaluated();
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
    constexpr node_index divide(node_index a, node_index b) {
        if (is(b, 1)) return a;
        node const above = w[a], below = w[b];
        if (is_minus(a) && below.op == operation::subtract && !is_sum(below.a)) { // -u/(1 - v) is u/(v - 1)
            b = w.make(operation::subtract, below.b, below.a);
            a = above.op == operation::negate     ? above.a
                : above.op == operation::constant ? constant(-above.value())
                                                  : multiply(constant(-w[above.a].value()), above.b);
        }
        return w.make(operation::divide, a, b);
    }
    /// Does it begin with a minus sign that can be taken off?
    constexpr bool is_minus(node_index i) const {
        node const& n = w[i];
        if (n.op == operation::multiply) return w[n.a].op == operation::constant && w[n.a].low < 0;
        return n.op == operation::negate || (n.op == operation::constant && n.low < 0);
    }
    constexpr node_index power(node_index a, unsigned e) {
        return e == 0 ? constant(1) : e == 1 ? a : w.make(operation::power, a, constant(static_cast<int>(e)));
    }
    constexpr bool is(node_index i, int value) const {
        return w[i].op == operation::constant && w[i].value() == rational{value};
    }

    /// rational · node, as a product or a quotient.
    constexpr node_index scaled(rational const& q, node_index a) {
        if (w[a].op == operation::constant) return constant(q * w[a].value());
        if (q.denominator != 1 && magnitude(q.numerator) == 1 && !reads_as_decimal(q)) {
            node_index const r = divide(a, constant(rational{q.denominator}));
            return q.sign() < 0 ? w.make(operation::negate, r) : r;
        }
        if (node const n = w[a]; q.sign() < 0 && n.op == operation::subtract && !is_sum(n.a)) // -(a - b) is b - a
            return multiply(constant(-q), w.make(operation::subtract, n.b, n.a));
        return multiply(constant(q), a);
    }

    constexpr bool is_sum(node_index i) const { return w[i].op == operation::add || w[i].op == operation::subtract; }

    /// Better written as a decimal than as a fraction, 0.044715 say.
    static constexpr bool reads_as_decimal(rational const& q) { return q.denominator >= 100 && q.is_decimal(); }

    /// a + q·b, with a minus where q is negative.
    constexpr node_index plus(node_index sum, rational const& q, node_index b, bool first) {
        if (first) return scaled(q, b);
        return q.sign() < 0 ? w.make(operation::subtract, sum, scaled(-q, b))
                            : w.make(operation::add, sum, scaled(q, b));
    }

    /// A power of a root, as one power.
    constexpr node_index root_power(unsigned v, unsigned e) {
        rational const q{static_cast<int>(e), static_cast<int>(f.kernels[v].index)};
        if (e == 1) return kernel_node(v);
        if (q == rational{1, 2}) return call(operation::sqrt, v);
        return w.make(operation::power, fraction_node(f.arguments[f.kernels[v].argument]), constant(q));
    }

    /// Constants first, then symbols, then functions; exponentials as one, of the sum of their exponents.
    constexpr node_index monomial_node(monomial m) {
        node_index r = constant(1);
        fraction exponents;
        for (unsigned i = 0; i < 3 * f.kernel_count; ++i) {
            unsigned const turn = i / f.kernel_count, v = i % f.kernel_count;
            kernel const& k = f.kernels[v];
            unsigned const e = exponent(m, v);
            if (e == 0 || turn != (k.constant ? 0u : k.kind == kernel_kind::symbol ? 1u : 2u)) continue;
            if (k.kind == kernel_kind::exponential && image[v] == none)
                exponents = f.add(exponents, exponent_of(v, static_cast<int>(e)));
            else
                r = multiply(r, k.kind == kernel_kind::root ? root_power(v, e) : power(kernel_node(v), e));
        }
        return exponents.is_zero() ? r : multiply(r, w.make(operation::exp, fraction_node(exponents)));
    }

    constexpr fraction exponent_of(unsigned v, int e) {
        kernel const& k = f.kernels[v];
        return f.scale(f.arguments[k.argument], k.unit * rational{e});
    }
    constexpr node_index exponential_node(unsigned v, int e) {
        return w.make(operation::exp, fraction_node(exponent_of(v, e)));
    }

    // -- sums ----------------------------------------------------------------------------------------------------------

    constexpr node_index plain_sum(polynomial const& p, bool ascending);

    /// Collected by the powers of one variable.
    constexpr node_index collected(polynomial const& p, unsigned v, int depth);

    constexpr bool has_others(polynomial const& p, unsigned v) const;

    /// The shortest form of a polynomial.
    constexpr node_index best(polynomial p, int depth = 0);

    /// The product of its factors.
    constexpr node_index factored(polynomial const& p);

    static constexpr void sort(factorisation& list);

    constexpr bool only_symbols(polynomial const& p) const;

    // -- fractions -----------------------------------------------------------------------------------------------------

    constexpr node_index fraction_node(fraction const& u);

    /// With a root below rather than above: x/sqrt(1 + x^2).
    constexpr node_index rooted_fraction(fraction const& u);

    constexpr unsigned degree_of_denominator(fraction const& u) const;

    /// Collected by what does not occur below: each coefficient is a fraction in lowest terms.
    constexpr node_index sum_of_fractions(fraction const& u, bool by_symbols);

    constexpr node_index one_fraction(fraction const& u);

    /// a·e, the exponential above the line of a fraction.
    constexpr node_index multiply_exponential(node_index a, node_index e);

    /// Does a minus inside save one outside? Where all is plain symbols.
    constexpr bool turns(polynomial const& p) const;

    constexpr bool is_exponential(monomial m) const { return m != 0 && exponentials(m) == m; }
    constexpr monomial exponentials(monomial m) const;

    /// content·above/(constants·below): constants common to all terms outside, the others term by term.
    constexpr node_index with_constants(polynomial const& above, rational const& content, monomial constants,
                                        node_index below);

    /// Divided by the coefficient of the lowest term, if that leaves decimals.
    constexpr node_index decimal_sum(polynomial const& p);
    constexpr node_index decimal_product(polynomial const& p, rational& taken);

    constexpr node_index product(node_index a, node_index b);

    constexpr monomial constant_part(monomial m) const;

    constexpr node_index sum_of_terms(polynomial const& p, rational const& scale, monomial above, monomial below);

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
            if (reads_as_decimal(q)) return {multiply(constant(q), left), right};
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
    template <class Integer>
    static constexpr Integer square_root_part(Integer n) {
        Integer r = 1;
        for (Integer p = 2; p < 1000 && p * p <= n; p += p == 2 ? 1 : 2)
            while (n % (p * p) == 0) {
                n /= p * p;
                r *= p;
            }
        return r;
    }
    static constexpr int128 square_root_part(int128 n) { // most fit 64 bits, which divide faster
        bool const small = n >> 63 == 0;
        return small ? square_root_part<long long>(static_cast<long long>(n)) : square_root_part<int128>(n);
    }

    // -- kernels -------------------------------------------------------------------------------------------------------

    constexpr node_index kernel_node(unsigned v) {
        if (image[v] == none) image[v] = make_kernel(v);
        return image[v];
    }

    constexpr node_index call(operation op, unsigned v) {
        return w.make(op, fraction_node(f.arguments[f.kernels[v].argument]));
    }

    /// The sine that 1 less its square is a fraction, or `variables`.
    constexpr unsigned sine_in(fraction const& u) const {
        polynomial const& p = u.above;
        bool const fits = u.below == 0 && u.content == rational{-1} && p.size() == 2 && p.exponents[1] == 0 &&
                          p.coefficients[0] == 1 && p.coefficients[1] == -1;
        for (unsigned v = 0; fits && v < f.kernel_count; ++v)
            if (f.kernels[v].kind == kernel_kind::sin && p.exponents[0] == variable_power(v, 2)) return v;
        return variables;
    }

    constexpr node_index make_kernel(unsigned v) {
        kernel const k = f.kernels[v];
        switch (k.kind) {
        case kernel_kind::symbol: return w.symbol(k.name, k.assumed);
        case kernel_kind::pi: return w.pi();
        case kernel_kind::exponential: return exponential_node(v, 1);
        case kernel_kind::logarithm: return logarithm_node(v);
        case kernel_kind::root: {
            if (k.index == 2) {
                fraction const& radicand = f.arguments[k.argument]; // sqrt(x^2) = |x|
                if (radicand.below == 0 && radicand.content == rational{1} && radicand.above.size() == 1 &&
                    radicand.above.leading().coefficient == 1 &&
                    (radicand.above.leading().exponents & (guard_bits >> 7)) == 0)
                    return w.make(operation::abs, monomial_node(radicand.above.leading().exponents >> 1));
                if (unsigned const s = sine_in(radicand); s < variables) // sqrt(1 - sin(u)^2) = |cos(u)|
                    return w.make(operation::abs, call(operation::cos, s));
                return call(operation::sqrt, v);
            }
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
        if (!f.constant(a)) {
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
    static constexpr node_index normal_cdf(workspace& w, node_index u) {
        node_index const scaled = w.make(operation::divide, u, w.make(operation::sqrt, w.constant(2)));
        node_index const sum = w.make(operation::add, w.constant(1), w.make(operation::erf, scaled));
        return w.named("normal_cdf", 1, w.make(operation::divide, sum, w.constant(2)), u);
    }
    static constexpr node_index normal_pdf(workspace& w, node_index u) {
        node_index const square = w.make(operation::power, u, w.constant(2));
        node_index const half = w.make(operation::divide, w.make(operation::negate, square), w.constant(2));
        node_index const circle = w.make(operation::multiply, w.constant(2), w.pi());
        return w.named("normal_pdf", 1,
                       w.make(operation::divide, w.make(operation::exp, half), w.make(operation::sqrt, circle)), u);
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

// The members that are too long for this header; each of the two is included after what it needs.
#include <ogive/algebra/present_fractions.hpp>
#include <ogive/algebra/present_sums.hpp>
