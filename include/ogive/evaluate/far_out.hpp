// SPDX-License-Identifier: BSL-1.0
#pragma once
// What keeps sums and logarithms of fractions finite where powers of their symbol overflow.

#include <ogive/algebra/enclose.hpp>
#include <ogive/evaluate/compose.hpp>

#include <limits>

namespace ogive::evaluation {

constexpr bool is_varying_root(field const& f, unsigned v) {
    return f.kernels[v].kind == kernel_kind::root && !f.kernels[v].constant;
}

/// Twice the degree of a monomial in symbols and in square roots of polynomials of them; more than 2 if it has others.
constexpr unsigned twice_degree(field const& f, monomial m) {
    unsigned twice = 0;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        kernel const& k = f.kernels[v];
        unsigned const e = exponent(m, v);
        if (e == 0 || k.constant) continue;
        if (k.kind != kernel_kind::symbol && (k.kind != kernel_kind::root || k.index != 2)) return 3;
        unsigned degree = k.kind == kernel_kind::symbol ? 2 : 0;
        fraction const& of = f.arguments[k.argument];
        if (degree == 0 && of.below != 0) return 3;
        for (unsigned i = 0; k.kind == kernel_kind::root && i < of.above.size(); ++i) {
            unsigned total = 0;
            for (unsigned x = 0; x < f.kernel_count; ++x) {
                unsigned const power = exponent(of.above.exponents[i], x);
                if (power > 0 && !f.kernels[x].constant) total += f.kernels[x].kind == kernel_kind::symbol ? power : 3;
            }
            if (total > degree) degree = total;
        }
        twice += e * degree;
    }
    return twice;
}

/// A fraction in one symbol, with such sums in its denominator as have a conjugate with a product that is never zero:
/// x/(x - sqrt(x^2 + 1)) is -x·(x + sqrt(x^2 + 1)).
constexpr node_index by_conjugate_below(composer& c, fraction const& u) {
    field& f = c.f;
    if (u.below == 0 || only_symbol_of(f, u) == variables) return no_node;
    for (unsigned i = 0; i < f.factor_count; ++i)
        for (unsigned v = 0; v < f.kernel_count && exponent(u.below, i) > 0; ++v) {
            polynomial const p = f.factors[i];
            if (!is_varying_root(f, v) || !contains(p, v)) continue;
            fraction const a = f.from(algebra::coefficient(p, v, 0)), b = f.subtract(f.from(p), a);
            fraction const other = f.subtract(a, b), product = f.subtract(f.multiply(a, a), f.multiply(b, b));
            if (f.sign(a.above) * f.sign(b.above) != 0 || f.sign(product.above) == 0 || !f.fine()) continue;
            fraction rest = u;
            int const e = static_cast<int>(exponent(u.below, i));
            rest.below -= algebra::variable_power(i, exponent(u.below, i));
            return c.fraction_node(f.multiply(rest, f.power(f.divide(other, product), e)));
        }
    return no_node;
}

/// A sum a + b of a polynomial and a square root, or of two roots: where it cancels it is (a^2 - b^2)/(a - b), as in
/// x + sqrt(x^2 + 1) to the left. It may have factors and a denominator. In several symbols it grows no faster than they
/// do. no_node if u is no such sum.
constexpr node_index by_conjugate(composer& c, fraction const& u) {
    field& f = c.f;
    if (node_index const r = by_conjugate_below(c, u); r != no_node) return r;
    unsigned root = variables;
    for (unsigned v = 0; v < f.kernel_count && u.above.size() > 1; ++v)
        if (is_varying_root(f, v) && contains(u.above, v)) root = v;
    if (root == variables) return no_node;
    monomial outside = algebra::common_monomial(u.above);
    outside &= ~c.constant_part(outside);
    fraction const sum = f.from(algebra::divide_by(u.above, outside, 1));
    fraction const a = f.from(algebra::coefficient(sum.above, root, 0)), b = f.subtract(sum, a);
    int const sign = f.sign(a.above) * f.sign(b.above);
    unsigned const x = only_symbol_of(f, u);
    bool slow = outside == 0 && c.below_of(u).is_constant();
    for (unsigned i = 0; i < sum.above.size() && slow; ++i) slow = twice_degree(f, sum.above.exponents[i]) <= 2;
    if (a.is_zero() || b.is_zero() || sign * a.content.sign() * b.content.sign() > 0 || !(slow || x < variables))
        return no_node;
    fraction rest = u;
    rest.above = polynomial{1, outside};
    fraction const above = f.multiply(f.subtract(f.multiply(a, a), f.multiply(b, b)), rest);
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (is_varying_root(f, v) && f.involves(above, v)) return no_node;
    if (!f.fine() || above.is_zero()) return no_node;

    workspace& w = c.w;
    node_index images[variables];
    for (unsigned v = 0; v < variables; ++v) images[v] = c.image[v];
    unsigned grows = 0, shrinks = 0; // how the conjugate's numerator and denominator grow
    node_index at = no_node, kept = no_node;
    if (x < variables) { // all is kept finite
        for (unsigned i = 0; i < sum.above.size(); ++i)
            if (unsigned const d = growth_of(f, sum.above.exponents[i], x); d > shrinks) shrinks = d;
        shrinks += f.degree_below(above, x);
        grows = algebra::degree(above.above, x);
        unsigned const most = shrinks > grows ? shrinks : grows;
        at = c.kernel_node(x);
        kept = w.bounded(at, static_cast<int>(most > 2 ? most : 2));
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (is_varying_root(f, v) && f.involves(u, v)) c.image[v] = no_node;
        images[x] = at;
        c.image[x] = kept;
    }
    node_index const one = c.quotient_of(a), other = c.quotient_of(b);
    node_index const half = c.multiply(w.constant(rational{1, 2}), w.make(operation::abs, one));
    node_index const size = w.make(operation::abs, c.add(one, other));
    bool const minus = f.sign(a.above) * a.content.sign() < 0; // a positive denominator keeps the sign of zeros
    node_index const divisor = w.make(operation::subtract, minus ? other : one, minus ? one : other);
    node_index conjugate = c.divide(c.quotient_of(minus ? f.scale(above, rational{-1}) : above), divisor);
    for (unsigned v = 0; v < variables; ++v) c.image[v] = images[v];
    if (shrinks > grows) conjugate = c.multiply(conjugate, c.power(c.shrunk(at, kept), shrinks - grows));
    if (shrinks < grows) conjugate = c.divide(conjugate, c.power(c.shrunk(at, kept), grows - shrinks));
    c.conjugated = true;
    node_index const as_written = c.fraction_node(u);
    return w.make(operation::select, w.make(operation::less_equal, half, size), as_written, conjugate);
}

/// A fraction in one symbol x and roots, logarithms and inverse functions. Beyond where its powers overflow it is a sum of
/// products of these functions with fractions in x and roots.
constexpr node_index sum_by_kernels(composer& c, fraction const& u) {
    field& f = c.f;
    if (fraction rest = u; take_roots_below(f, rest) != 0 && rest.above.is_constant()) return c.quotient_of(u);
    unsigned x = variables;
    monomial others = 0, roots = 0, below = 0; // kernels besides x, and factors that have them
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        kernel_kind const kind = f.kernels[v].kind;
        if (c.is_constant_kernel(v) || !f.involves(u, v)) continue;
        unsigned const of = kind == kernel_kind::symbol ? v : symbol_of_root(f, f.kernels[v]);
        bool const second = of < variables && x < variables && of != x;
        if (second || kind == kernel_kind::free || kind == kernel_kind::exponential || kind == kernel_kind::erf)
            return c.quotient_of(u);
        if (of < variables) x = of;
        if (kind != kernel_kind::symbol) (of < variables ? roots : others) |= monomial{0xff} << (8 * v);
    }
    bool divided = false;
    for (unsigned i = 0; i < f.factor_count; ++i) {
        bool const rational = (algebra::support(f.factors[i]) & (others | roots)) == 0;
        if (exponent(u.below, i) > 0 && !rational) below |= u.below & (monomial{0xff} << (8 * i));
        divided = divided || (exponent(u.below, i) > 0 && rational && x < variables && contains(f.factors[i], x));
    }
    if (!divided) return c.quotient_of(u);
    unsigned most = growth_below(f, u, x);
    for (unsigned i = 0; i < u.above.size(); ++i) {
        monomial const m = u.above.exponents[i];
        unsigned const growth = growth_of(f, m & ~others, x);
        if (growth > most) most = growth;
        bool leads = (m & roots) != 0, shared = false;
        for (unsigned j = 0; j < u.above.size(); ++j) {
            monomial const other = u.above.exponents[j];
            unsigned const of_other = growth_of(f, other & ~others, x);
            if (i == j || (other & others) != (m & others)) continue;
            leads = leads && of_other <= growth;
            shared = shared || of_other == growth;
        }
        if (leads && shared) return c.quotient_of(u); // they may cancel
    }

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
    fraction divisor{rational{1}};
    divisor.below = below;
    return c.beyond(x, most, c.multiply(sum, c.fraction_node(divisor)), c.quotient_of(u));
}

/// |scale·u| for a polynomial u of one symbol, odd or even, that grows; in double.
class growing_exponent {
    static constexpr unsigned capacity = 8;
    double coefficients_[capacity]{};
    unsigned count_ = 0;

  public:
    constexpr growing_exponent(composer& c, fraction const& u, rational const& scale, unsigned x) {
        node_index const below = c.constant_below(u);
        algebra::point const nowhere;
        count_ = algebra::degree(u.above, x) + 1;
        for (unsigned e = 0; e < count_ && e < capacity; ++e) {
            polynomial const p = algebra::coefficient(u.above, x, e);
            if (p.size() == 0) continue;
            double const size = algebra::enclose(c.w, c.divide(c.constant_sum(p, scale * u.content), below), nowhere)
                                    .lower.template to<double>();
            coefficients_[e] = size < 0 ? -size : size;
        }
    }
    constexpr double at(double x) const {
        double r = 0;
        for (unsigned e = count_; e-- > 0;) r = r * x + coefficients_[e];
        return r;
    }
    constexpr double leading(double x) const {
        double r = coefficients_[count_ - 1];
        for (unsigned e = 1; e < count_; ++e) r *= x;
        return r;
    }
    constexpr double operator()(unsigned eighths) const { return at(eighths / 8.0); }
    /// The first place where it is at least that large; 0 if that is far out.
    constexpr unsigned reaches(double value) const {
        unsigned low = 0, high = (1u << 16) - 1;
        if ((*this)(high) < value) return 0;
        while (high - low > 1) {
            unsigned const middle = (low + high) / 2;
            ((*this)(middle) < value ? low : high) = middle;
        }
        return high;
    }
};

/// Where `bounded` ends for the n-th power in float.
constexpr double overflow_in_float(unsigned n) {
    double r = 1;
    for (unsigned k = std::numeric_limits<float>::max_exponent / (n + 1); k > 0; --k) r *= 2;
    return r;
}

/// log(x^n + ..), which is n·log x, or n·log|x|, where there is no other term, and beyond where the power overflows; no_node
/// for others.
constexpr node_index logarithm_of_polynomial(composer& c, fraction const& u) {
    field& f = c.f;
    workspace& w = c.w;
    unsigned const v = u.below == 0 ? symbol_of_polynomial(f, u) : unsigned{variables};
    unsigned const n = v == variables ? 0 : algebra::degree(u.above, v);
    fraction const lead = n < 2 ? fraction{} : leading_ratio(f, u, v, n);
    if (n < 2 || n > 4 || f.sign(lead) <= 0) return no_node;
    bool const alone = f.subtract(lead, fraction{rational{1}}).is_zero();
    node_index const x = c.kernel_node(v), base = n % 2 == 0 ? w.make(operation::abs, x) : x;
    if (u.above.size() == 1)
        return alone ? c.multiply(w.constant(static_cast<int>(n)), w.make(operation::log, base)) : no_node;
    growing_exponent const size{c, u, rational{1}, v};
    double const limit = overflow_in_float(n);
    if (size.at(limit) - size.leading(limit) > size.leading(limit) * 0x1p-26)
        return no_node; // others still count there
    node_index const near = c.fraction_node(u), from_one = c.fraction_node(f.subtract(u, fraction{rational{1}}));
    auto const choose = [&](node_index a, node_index b) { return c.beyond(v, n, a, b); };
    node_index const log =
        w.make(operation::log_of_ratio, choose(base, near), c.one, choose(c.add(w.constant(-1), base), from_one));
    node_index const scaled = c.multiply(choose(w.constant(static_cast<int>(n)), c.one), log);
    return alone ? scaled : c.add(choose(w.make(operation::log, c.quotient_of(lead)), c.zero), scaled);
}

/// A logarithm whose argument is a polynomial in the exponential t alone.
constexpr bool is_logarithm_in(field const& f, unsigned v, unsigned t) {
    kernel const& k = f.kernels[v];
    if (k.kind != kernel_kind::logarithm || k.constant) return false;
    fraction const& a = f.arguments[k.argument];
    if (a.below != 0 || !contains(a.above, t)) return false;
    for (unsigned i = 0; i < f.kernel_count; ++i)
        if (i != t && !f.kernels[i].constant && contains(a.above, i)) return false;
    return true;
}

/// Is there a logarithm of an exponential and something else? log(1 + x·e^-x) would be log(e^x + x) - x, which overflows.
/// One with a Gaussian integral has a form of its own: it counts unless it is the whole formula (`alone`).
constexpr bool has_mixed_logarithm(field const& f, fraction const& u, bool alone) {
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        kernel const& k = f.kernels[v];
        if (k.kind != kernel_kind::logarithm || k.constant || !f.involves(u, v)) continue;
        contents const in = contents_of(f, f.arguments[k.argument]);
        bool mixed = in.exponential;
        for (unsigned t = 0; t < f.kernel_count; ++t) mixed = mixed && !is_logarithm_in(f, v, t);
        if (in.erf ? !alone : mixed) return true;
    }
    return false;
}

} // namespace ogive::evaluation
