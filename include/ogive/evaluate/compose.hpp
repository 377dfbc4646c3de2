// SPDX-License-Identifier: BSL-1.0
#pragma once
// From fractions back to graphs for evaluation: constants gathered, polynomials by Horner's rule in the small variable.

#include <ogive/evaluate/growth.hpp>
#include <ogive/evaluate/orders.hpp>

namespace ogive::evaluation {

/// Does the exponent grow faster than the symbol: is a tail subnormal at ordinary arguments?
template <class Nodes>
constexpr bool is_steep(Nodes const& nodes, node const& e) {
    return e.op == operation::exp_of_product && nodes[e.b].op != operation::constant &&
           nodes[e.b].op != operation::named && nodes[e.b].op != operation::pi;
}

/// `near` where |u| < 1/2, else `far`.
constexpr node_index where_small(workspace& w, node_index u, node_index near, node_index far) {
    node_index const size = w.make(operation::abs, u);
    return w.make(operation::select, w.make(operation::less, size, w.constant(rational{1, 2})), near, far);
}

class composer;
constexpr node_index sum_by_kernels(composer& c, fraction const& u);
constexpr node_index by_conjugate(composer& c, fraction const& u);
constexpr node_index logarithm_of_polynomial(composer& c, fraction const& u);

/// Builds an evaluation graph out of fractions of one field.
class composer {
  public:
    workspace& w;
    field& f;
    node_index image[variables];      // the node that computes a kernel
    bool small[variables] = {};       // tends to zero where other kernels may grow: 0 · infinity must be 0
    bool within_range = false;        // nothing is infinite; arrays, too, do without what roundings of sums have lost
    algebra::written_factors written; // sums that are not to be multiplied out
    bool multiplied_out = false;      // but the next fraction is
    bool conjugated = false;          // the next sum has another form where it cancels
    bool is_logarithm = false;        // the formula is a logarithm,
    bool in_tail = false;             // the form of which may be right in the tail of a Gaussian integral only
    node_index const zero, one;
    orders known{w};
    /// The form of a kernel's argument.
    using former = node_index (*)(composer&, fraction const&);
    former const argument_form;

    constexpr composer(workspace& out, field& in, former form)
        : w{out}, f{in}, zero{out.constant(0)}, one{out.constant(1)}, argument_form{form} {
        for (auto& i : image) i = no_node;
    }

    // -- arithmetic without traces of 0 and 1 ------------------------------------------------------------------------

    constexpr node_index add(node_index a, node_index b) {
        return a == zero ? b : b == zero ? a : w.make(operation::add, a, b);
    }
    constexpr node_index multiply(node_index a, node_index b) {
        if (a == zero || b == zero) return zero;
        return a == one ? b : b == one ? a : w.make(operation::multiply, a, b);
    }
    /// The same, where one may vanish by underflow and the other be infinite.
    constexpr node_index product(node_index a, node_index b) {
        return a == zero || b == zero || a == one || b == one ? multiply(a, b) : product_far_out(w, known, a, b);
    }
    constexpr node_index divide(node_index a, node_index b) {
        if (b == zero) f.stop(obstacle::unsupported_operation); // what stands for a kernel that has no node
        return b == one || b == zero ? a : w.make(operation::divide, a, b);
    }
    constexpr node_index negate(node_index a) { return w.make(operation::negate, a); }
    constexpr node_index power(node_index a, unsigned e) {
        if (e == 0) return one;
        if (e == 1) return a;
        node_index const half = power(a, e / 2);
        node_index const square = multiply(half, half);
        return e % 2 == 0 ? square : multiply(square, a);
    }

    /// A power, the square of a sum with what its rounding has lost.
    constexpr node_index power_of_sum(node_index a, unsigned e) {
        node const n = w[a];
        if (e < 2 || n.op != operation::add || within_range) return power(a, e);
        node_index low = w.make(operation::low_sum, n.a, n.b, a);
        node_index const summands[] = {n.a, n.b};
        for (node_index const part : summands) // a product in the sum has lost something, too
            if (node const m = w[part]; m.op == operation::multiply)
                low = add(low, w.make(operation::low_product, m.a, m.b));
        node_index const correction = multiply(multiply(w.constant(2), low), a);
        node_index const square = add(multiply(a, a), correction), even = power(square, e / 2);
        return e % 2 == 0 ? even : multiply(even, a);
    }

    // -- constants -----------------------------------------------------------------------------------------------------

    constexpr bool is_constant_kernel(unsigned v) const { return f.kernels[v].constant; }

    /// The part of a monomial that is a constant.
    constexpr monomial constant_part(monomial m) const {
        monomial r = 0;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (is_constant_kernel(v)) r |= m & (monomial{0xff} << (8 * v));
        return r;
    }

    constexpr node_index product_of(monomial m) {
        node_index r = one;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (unsigned const e = exponent(m, v); e > 0) r = multiply(r, power(kernel_node(v), e));
        return r;
    }

    /// A sum of terms without symbols, as one constant: it is folded and rounded once.
    constexpr node_index constant_sum(polynomial const& p, rational const& scale) {
        node_index r = zero;
        for (unsigned i = 0; i < p.size(); ++i)
            r = add(r, multiply(constant_of(scale * rational{p.coefficients[i]}), product_of(p.exponents[i])));
        return r;
    }

    constexpr node_index constant_of(rational const& q) {
        if (!q.valid()) f.stop(obstacle::too_many_terms);
        return w.constant(q.valid() ? q : rational{0});
    }

    // -- polynomials ---------------------------------------------------------------------------------------------------

    constexpr bool unbounded(polynomial const& p) const {
        if (within_range) return false;
        monomial const m = algebra::support(p);
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (exponent(m, v) > 0 && !is_constant_kernel(v) && f.kernels[v].kind != kernel_kind::free) return true;
        return false;
    }

    /// scale · p / below, the constant `below` folded into every coefficient.
    constexpr node_index polynomial_node(polynomial const& p, rational const& scale, node_index below) {
        if (p.size() == 0) return zero;
        unsigned v = variables; // small variables first, then the others
        monomial const present = algebra::support(p);
        for (unsigned k = 0; k < f.kernel_count; ++k)
            if (exponent(present, k) > 0 && !is_constant_kernel(k) && (v == variables || (small[k] && !small[v])))
                v = k;
        if (v == variables) return divide(constant_sum(p, scale), below);
        node_index const x = kernel_node(v);
        unsigned const top = algebra::degree(p, v);
        node_index sum = zero;
        bool grows = false; // are the terms already in `sum` unbounded?
        unsigned power_of_sum = 0;
        for (unsigned e = top + 1; e-- > 0;) {
            polynomial const c = algebra::coefficient(p, v, e);
            if (c.size() == 0 && e > 0) continue;
            if (sum != zero) {
                node_index const step = power(x, power_of_sum - e);
                sum = small[v] && e == 0 && grows ? w.make(operation::guarded_product, step, sum) : multiply(step, sum);
            }
            if (c.size() > 0) sum = add(polynomial_node(c, scale, below), sum);
            grows = grows || (small[v] && unbounded(c));
            power_of_sum = e;
        }
        return sum;
    }

    // -- fractions -----------------------------------------------------------------------------------------------------

    /// Numerator and denominator, constants of the denominator moved into the numerator's coefficients.
    struct parts {
        node_index above, below;
    };

    /// For arrays: is p^e better a sum of positive terms, rounded once, than a power of p, which doubles its roundings?
    constexpr bool expands(polynomial const& p, unsigned e) const {
        if (!w.for_arrays || e < 2 || p.size() < 2) return false;
        for (unsigned i = 0; i < p.size(); ++i)
            if (p.coefficients[i] < 0) return false;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (contains(p, v) && (!small[v] || e * algebra::degree(p, v) > 4)) return false;
        return true;
    }

    constexpr parts split(fraction u) {
        if (u.is_zero()) return {zero, one};
        node_index below = product_of(take_roots_below(f, u)), constant_below = one;
        rational content = u.content;
        for (unsigned i = 0; i < f.factor_count; ++i)
            if (unsigned e = exponent(u.below, i); e > 0) {
                polynomial d = f.factors[i];
                if (expands(d, e)) { // all terms are positive: a sum of them is rounded less than a power
                    d = algebra::power(d, e);
                    e = 1;
                }
                if (d.size() > 1 && d.coefficients[d.size() - 1] < 0) { // 1 - p and not p - 1: the sign of a pole
                    d = algebra::divide_by(d, 0, -1);
                    if (e % 2 != 0) content = -content;
                }
                if (f.constant(f.from(d)))
                    constant_below = multiply(constant_below, power(constant_sum(d, rational{1}), e));
                else if (node_index const sum = by_conjugate(*this, f.from(d)); sum != no_node)
                    below = multiply(below, power(sum, e));
                else
                    below = multiply(below, power_of_sum(polynomial_node(d, rational{1}, one), e));
            }
        // symbols that divide every term stay outside: x·(1 + 2s)
        monomial outside = algebra::common_monomial(u.above);
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (is_constant_kernel(v)) outside &= ~(monomial{0xff} << (8 * v));
        polynomial const rest = algebra::divide_by(u.above, outside, 1);
        node_index above = polynomial_node(rest, content, constant_below);
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (unsigned const e = exponent(outside, v); e > 0) {
                node_index const x = power(kernel_node(v), e);
                above = above == one                         ? x
                        : small[v] && unbounded(rest)        ? w.make(operation::guarded_product, x, above)
                        : above == constant_of(rational{-1}) ? negate(x)
                                                             : product(x, above);
            }
        return {above, below};
    }

    /// A fraction. In one symbol and roots of polynomials in it: beyond where a power overflows, that of the leading terms.
    constexpr node_index fraction_node(fraction const& u) {
        bool const settled = conjugated;
        conjugated = false;
        if (node_index const r = settled ? no_node : by_conjugate(*this, u); r != no_node) return r;
        unsigned const v = only_symbol_of(f, u);
        if (v == variables) return sum_by_kernels(*this, u);
        unsigned above = 0, below = growth_below(f, u, v), most = below;
        bool roots = false;
        // of sums in squares, which must be finite: what their roundings have lost is added
        unsigned squared = 0;
        for (unsigned i = 0; i < f.factor_count; ++i)
            if (unsigned const d = growth_of(f, f.factors[i], v); exponent(u.below, i) > 1 && d > squared) squared = d;
        for (unsigned r = 0; r < f.kernel_count; ++r)
            if (r != v && !is_constant_kernel(r) && f.involves(u, r)) {
                unsigned const degree = algebra::degree(f.arguments[f.kernels[r].argument].above, v);
                if (degree > most) most = degree;
                roots = true;
            }
        for (unsigned i = 0; i < u.above.size(); ++i)
            if (unsigned const d = growth_of(f, u.above.exponents[i], v); d > above) above = d;
        bool const cancels = roots && !settled && above != below && u.above.size() > 1;
        if (cancels) return sum_by_kernels(*this, u);
        if ((below == 0 && !settled) || (above == 0 && squared == 0)) return quotient_of(u);
        bool const vanishes = above == 0 && squared == 1 && !roots; // zero where the square overflows
        if (above > most || vanishes) most = vanishes ? 1 : above;
        node_index const x = kernel_node(v), kept = w.bounded(x, static_cast<int>(most));
        node_index images[variables];
        for (unsigned r = 0; r < f.kernel_count; ++r) images[r] = image[r];
        image[v] = kept;
        for (unsigned r = 0; r < f.kernel_count; ++r)
            if (r != v && !is_constant_kernel(r) && f.involves(u, r))
                image[r] = w.make(operation::sqrt, argument_form(*this, f.arguments[f.kernels[r].argument]));
        node_index const r = quotient_of(u);
        for (unsigned k = 0; k < f.kernel_count; ++k) image[k] = images[k];
        if (above == below || vanishes) return r;
        if (above < below) return multiply(r, power(shrunk(x, kept), below - above));
        return roots ? divide(r, power(shrunk(x, kept), above - below))
                     : plus_growth(r, leading_ratio(f, u, v, above), x, kept, above - below);
    }
    constexpr node_index quotient_of(fraction const& u) {
        parts const p = split(u);
        return divide(p.above, p.below);
    }

    /// `far` where |x| is so large that its n-th power may overflow, else `near`.
    constexpr node_index beyond(unsigned v, unsigned n, node_index far, node_index near) {
        node_index const x = kernel_node(v), kept = w.bounded(x, static_cast<int>(n));
        node_index const size = w.make(operation::abs, x), limit = w.make(operation::abs, kept);
        return w.make(operation::select, w.make(operation::less, limit, size), far, near);
    }
    /// kept/x: one wherever they are the same.
    constexpr node_index shrunk(node_index x, node_index kept) {
        node_index const size = w.make(operation::max, one, w.make(operation::abs, kept));
        return divide(size, add(size, w.make(operation::abs, w.make(operation::subtract, x, kept))));
    }
    /// r + lead·(x^k - kept^k); where that is nothing, a zero keeps its sign.
    constexpr node_index plus_growth(node_index r, fraction const& lead, node_index x, node_index kept, unsigned k) {
        node_index const far = power(x, k), near = power(kept, k), factor = quotient_of(lead);
        if (f.sign(lead) < 0) return add(r, multiply(factor, w.make(operation::subtract, far, near)));
        return w.make(operation::subtract, r, multiply(factor, w.make(operation::subtract, near, far)));
    }

    /// A square root; beyond where powers overflow it is that of the leading term.
    constexpr node_index square_root(kernel const& k) {
        fraction const& u = f.arguments[k.argument];
        unsigned const v = symbol_of_root(f, k);
        if (v == variables) {
            bool const arrays = w.for_arrays; // a form for them would have no tail
            contents const in = contents_of(f, u);
            w.for_arrays = arrays && !in.exponential && !in.erf;
            node_index const root = root_of(w, known, argument_form(*this, u));
            w.for_arrays = arrays;
            return root;
        }
        unsigned const degree = algebra::degree(u.above, v);
        node_index const x = kernel_node(v), kept = w.bounded(x, static_cast<int>(degree));
        image[v] = kept;
        node_index const root = w.make(operation::sqrt, argument_form(*this, u));
        image[v] = x;
        node_index const far = power(x, degree / 2), near = power(kept, degree / 2);
        node_index const growth = w.make(operation::abs, w.make(operation::subtract, far, near));
        return add(root, multiply(w.make(operation::sqrt, quotient_of(leading_ratio(f, u, v, degree))), growth));
    }

    // -- kernels -------------------------------------------------------------------------------------------------------

    constexpr node_index kernel_node(unsigned v) {
        if (image[v] == no_node) image[v] = make_kernel(v);
        return image[v];
    }

    constexpr node_index make_kernel(unsigned v) {
        kernel const k = f.kernels[v];
        switch (k.kind) {
        case kernel_kind::symbol: return w.symbol(k.name, k.assumed);
        case kernel_kind::pi: return w.pi();
        case kernel_kind::exponential: return exponential_node(f.arguments[k.argument], k.unit);
        case kernel_kind::logarithm: return logarithm_node(f.arguments[k.argument]);
        case kernel_kind::root: {
            if (k.index == 2) return square_root(k);
            node_index const a = argument_form(*this, f.arguments[k.argument]);
            return w.make(operation::power, a, w.constant(rational{int128{1}, static_cast<int128>(k.index)}));
        }
        case kernel_kind::erf: return w.make(operation::erf, argument_form(*this, f.arguments[k.argument]));
        case kernel_kind::atan: return w.make(operation::atan, argument_form(*this, f.arguments[k.argument]));
        case kernel_kind::asin: return w.make(operation::asin, argument_form(*this, f.arguments[k.argument]));
        case kernel_kind::asinh: return asinh_of(w, known, argument_form(*this, f.arguments[k.argument]));
        case kernel_kind::acosh: return w.make(operation::acosh, argument_form(*this, f.arguments[k.argument]));
        case kernel_kind::sin: return w.make(operation::sin, argument_form(*this, f.arguments[k.argument]));
        case kernel_kind::cos: return w.make(operation::cos, argument_form(*this, f.arguments[k.argument]));
        default: f.stop(obstacle::unsupported_operation); return zero;
        }
    }

    /// e^(scale·u) with the product carried in two words where it is one of two factors.
    constexpr node_index exponential_node(fraction const& u, rational const& scale, bool absolute = false) {
        auto const magnitude_of = [&](node_index i) { return absolute ? w.make(operation::abs, i) : i; };
        rational const q = scale * u.content;
        unsigned first = variables, second = variables, total = 0;
        if (u.below == 0 && u.above.size() == 1 && u.above.leading().coefficient == 1)
            for (unsigned v = 0; v < f.kernel_count; ++v)
                for (unsigned e = exponent(u.above.leading().exponents, v); e > 0; --e) {
                    (first == variables ? first : second) = v;
                    ++total;
                }
        bool const exact_scale = is_power_of_two(q);
        if (total == 1 && exact_scale)
            return w.make(operation::exp, multiply(constant_of(q), magnitude_of(kernel_node(first))));
        if (total == 1) {
            node_index const c = constant_of(q);
            return w.make(operation::exp_of_product, magnitude_of(kernel_node(first)), c,
                          w.make(operation::low_word, c));
        }
        if (total == 2 && exact_scale) {
            node_index const a = multiply(constant_of(q), magnitude_of(kernel_node(first)));
            node_index const b = magnitude_of(kernel_node(second));
            return w.make(operation::exp_of_product, beside(w, known, a, b), beside(w, known, b, a), zero);
        }
        unsigned const x = symbol_of_polynomial(f, u);
        if (x < variables) return exponential_of_polynomial(u, scale, x, absolute);
        fraction argument = u;
        argument.content = rational{1};
        node_index const a = magnitude_of(argument_form(*this, argument));
        return w.make(operation::exp, multiply(constant_of(q), a));
    }

    /// A number in two words, and its product with another one.
    struct two_words {
        node_index high, low;
    };
    constexpr two_words times(two_words const& a, node_index b) {
        node_index const low = w.make(operation::low_product, a.high, b);
        return {w.make(operation::multiply, a.high, b), add(low, multiply(a.low, b))};
    }

    /// The constant that divides every coefficient of a fraction.
    constexpr node_index constant_below(fraction const& u) {
        node_index below = one;
        for (unsigned i = 0; i < f.factor_count; ++i)
            if (unsigned const e = exponent(u.below, i); e > 0)
                below = multiply(below, power(constant_sum(f.factors[i], rational{1}), e));
        return below;
    }

    /// e^(scale·u), or e^-|scale·u|, for a polynomial u in x: Horner's rule in two words, so that it is right to about one
    /// ULP however large the exponent is.
    constexpr node_index exponential_of_polynomial(fraction const& u, rational const& scale, unsigned x,
                                                   bool absolute) {
        node_index const below = constant_below(u), at = kernel_node(x);
        unsigned const outside = algebra::coefficient(u.above, x, 0).size() > 0 ? 0 : 1;
        two_words sum{zero, zero};
        for (unsigned e = algebra::degree(u.above, x) + 1; e-- > outside;) {
            if (sum.high != zero) sum = times(sum, at);
            polynomial const c = algebra::coefficient(u.above, x, e);
            if (c.size() == 0) continue;
            node_index const high = divide(constant_sum(c, scale * u.content), below);
            node_index const rest = w.make(operation::low_word, high);
            if (sum.high == zero) {
                sum = {high, rest};
            } else {
                node_index const both = w.make(operation::add, sum.high, high);
                sum = {both, add(add(sum.low, rest), w.make(operation::low_sum, sum.high, high, both))};
            }
        }
        node_index factor = outside > 0 ? at : one;
        if (absolute) {
            node_index const minus = w.make(operation::sign_bit, w.make(operation::multiply, factor, sum.high));
            factor = w.make(operation::select, minus, factor, negate(factor));
        }
        return w.make(operation::exp_of_product, factor, sum.high, sum.low);
    }

    /// log(N/D) = log1p((N − D)/D) where the quotient is near one.
    constexpr node_index logarithm_node(fraction const& u) {
        contents const in = contents_of(f, u);
        in_tail = in_tail || (in.exponential && in.erf);
        if (in.exponential && !(is_logarithm && in.erf)) { // log(1 + x·e^-x) would be log(e^x + x) - x, which overflows
            f.stop(obstacle::unsupported_operation);
            return zero;
        }
        if (node_index const r = logarithm_of_polynomial(*this, u); r != no_node) return r;
        bool const whole = in.erf || (u.below == 0 && u.above.size() == 1); // of a Gaussian integral: its own form
        if (whole) return logarithm_of(w, known, argument_form(*this, u));
        fraction below = below_of(u), above = f.multiply(u, below);
        if (u.content.sign() < 0) { // so that both are positive where the logarithm is defined, for p/(1 - p) say
            above = f.scale(above, rational{-1});
            below = f.scale(below, rational{-1});
        }
        fraction const difference = f.subtract(above, below);
        return w.make(operation::log_of_ratio, fraction_node(above), fraction_node(below), fraction_node(difference));
    }

    /// The denominator that `split` leaves: factors that are not constant.
    constexpr fraction below_of(fraction const& u) {
        monomial m = u.below;
        for (unsigned i = 0; i < f.factor_count; ++i)
            if (exponent(m, i) > 0 && f.constant(f.from(f.factors[i]))) m &= ~(monomial{0xff} << (8 * i));
        return f.from(f.raised(polynomial{int128{1}}, m));
    }
};

} // namespace ogive::evaluation

#include <ogive/evaluate/far_out.hpp> // what is declared above
