// SPDX-License-Identifier: BSL-1.0
#pragma once
// Solves f(x) = y for x in closed form: operations are peeled from the outside; where x occurs several times, the
// equation is solved as a polynomial in x or in one exponential of x.

#include <ogive/algebra/present.hpp>
#include <ogive/calculus/substitute.hpp>

namespace ogive::calculus {

using algebra::certain_sign;
using algebra::exponent;
using algebra::field;
using algebra::fraction;
using algebra::kernel;
using algebra::kernel_kind;
using algebra::polynomial;
using algebra::variable_power;
using number::magnitude;

/// Certainly not zero, by its sign or by assumptions?
constexpr bool certainly_nonzero(field const& f, polynomial const& p) {
    if (f.sign(p) != 0) return true;
    if (p.failed || p.size() != 1) return false;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (exponent(p.leading().exponents, v) > 0 && f.kernels[v].sign == 0 && f.kernels[v].assumed != nonzero)
            return false;
    return true;
}
constexpr bool certainly_nonzero(field const& f, fraction const& u) {
    return certain_sign(f, u) != 0 || (!u.is_zero() && certainly_nonzero(f, u.above));
}

/// Named constants are written by their names, as the workspace has them.
constexpr void show_named_constants(algebra::presenter& p) {
    for (unsigned v = 0; v < p.f.kernel_count; ++v)
        if (p.f.kernels[v].kind == kernel_kind::named_constant)
            for (unsigned i = 0; i < p.w.size(); ++i)
                if (p.w[i].op == operation::named && p.w[i].arguments() == 0 && p.w[i].name() == p.f.kernels[v].name &&
                    p.w[i].a == p.f.kernels[v].index)
                    p.image[v] = static_cast<node_index>(i);
}

/// Solves equations in one workspace for one symbol.
template <class Workspace = workspace>
class solver {
    Workspace& w_;
    packed_name name_;

  public:
    trouble why = trouble::none;

    constexpr solver(Workspace& w, packed_name name) : w_{w}, name_{name} {}

    constexpr node_index fail(trouble t) {
        if (why == trouble::none) why = t;
        return 0;
    }
    constexpr bool depends(node_index i) const { return depends_on(w_, i, name_); }

    /// Node `i`, which contains x, equals `r`: what x is. On failure `why` says why.
    constexpr node_index solve(node_index i, node_index r, bool whole = true) {
        while (why == trouble::none) {
            node const n = w_[i];
            if (n.op == operation::symbol) return r;
            if (n.op == operation::named) {
                i = n.a;
                continue;
            }
            bool const arithmetic = n.op >= operation::add && n.op <= operation::power;
            bool const both = operands(n.op) == 2 && depends(n.a) && depends(n.b);
            if (both) return arithmetic ? by_polynomial(i, r) : fail(trouble::no_inverse);
            if (arithmetic && whole) return shorter(i, r);
            bool const left = operands(n.op) < 2 || depends(n.a);
            r = peel(n, left, r);
            i = left ? n.a : n.b;
            whole = !arithmetic;
        }
        return r;
    }

  private:
    /// The shorter of what peeling and what the polynomial equation give.
    constexpr node_index shorter(node_index i, node_index r) {
        node_index const peeled = solve(i, r, false);
        trouble const obstacle = why;
        if (obstacle == trouble::none && algebra::length_of(w_, peeled) <= algebra::length_of(w_, r) + 4) return peeled;
        why = trouble::none;
        node_index const solved = by_polynomial(i, r);
        if (why != trouble::none) {
            why = obstacle;
            return peeled;
        }
        return obstacle != trouble::none || algebra::length_of(w_, solved) < algebra::length_of(w_, peeled) ? solved
                                                                                                            : peeled;
    }

    // -- nodes, with what is trivial done ------------------------------------------------------------------------------

    constexpr bool is(node_index i, int value) const {
        return w_[i].op == operation::constant && w_[i].value() == rational{value};
    }
    constexpr node_index negate(node_index a) {
        return w_[a].op == operation::negate ? w_[a].a : w_.make(operation::negate, a);
    }
    constexpr node_index plus(node_index a, node_index b) {
        if (is(b, 0)) return a;
        return is(b, 1) ? w_.make(operation::add, b, a) : w_.make(operation::add, a, b);
    }
    constexpr node_index minus(node_index a, node_index b) {
        if (is(b, 0)) return a;
        if (is(b, 1) && w_[a].op == operation::exp) return w_.make(operation::expm1, w_[a].a);
        if (w_[b].op == operation::constant && w_[b].low < 0) return plus(a, w_.constant(-w_[b].value()));
        return w_.make(operation::subtract, a, b);
    }
    constexpr node_index times(node_index a, node_index b) {
        if (is(b, 1)) return a;
        if (is(b, -1)) return negate(a);
        node const& n = w_[a];
        if (n.op == operation::divide && n.b == b) return n.a;
        bool const leaf = operands(w_[b].op) == 0 || (w_[b].op == operation::named && w_[b].arguments() == 0);
        return leaf && n.op != operation::symbol ? w_.make(operation::multiply, b, a)
                                                 : w_.make(operation::multiply, a, b);
    }
    constexpr node_index over(node_index a, node_index b) {
        if (is(b, 1)) return a;
        if (is(b, -1)) return negate(a);
        node const n = w_[a];
        if (w_[b].op == operation::negate) return negate(over(a, w_[b].a));
        if (w_[b].op == operation::constant && magnitude(w_[b].low) == 1 && w_[b].high != 1)
            return times(a, w_.constant(rational{1} / w_[b].value()));
        if (n.op == operation::divide) return w_.make(operation::divide, n.a, w_.make(operation::multiply, b, n.b));
        return w_.make(operation::divide, a, b);
    }
    constexpr node_index log(node_index a) {
        node const& n = w_[a];
        if (n.op == operation::exp) return n.a;
        if (n.op == operation::add && is(n.a, 1)) return w_.make(operation::log1p, n.b);
        if (n.op == operation::divide && w_[n.b].op == operation::subtract && is(w_[n.b].a, 1) && w_[n.b].b == n.a)
            return algebra::presenter::logit(w_, n.a);
        return w_.make(operation::log, a);
    }
    constexpr node_index power(node_index a, rational const& e) {
        if (e == rational{1}) return a;
        if (e == rational{-1}) return w_.make(operation::divide, w_.constant(1), a);
        return e == rational{1, 2} ? w_.make(operation::sqrt, a) : w_.make(operation::power, a, w_.constant(e));
    }

    /// The certain sign of a node, 0 when not known.
    constexpr int sign_of(node_index i) const {
        field f;
        int s = 0;
        algebra::with_refinement(f, [&] { s = certain_sign(f, algebra::convert(f, w_, i)); });
        return f.fine() ? s : 0;
    }
    constexpr bool nonzero_node(node_index i) const {
        if (w_[i].op == operation::constant) return w_[i].low != 0;
        field f;
        bool r = false;
        algebra::with_refinement(f, [&] { r = certainly_nonzero(f, algebra::convert(f, w_, i)); });
        return f.fine() && r;
    }

    // -- one operation -------------------------------------------------------------------------------------------------

    /// n = r, where x is below the left (or only) operand, or the right one: what that operand is.
    constexpr node_index peel(node const& n, bool left, node_index r) {
        node_index const other = left ? n.b : n.a;
        auto const call = [&](operation op) { return w_.make(op, r); };
        switch (n.op) {
        case operation::add: return minus(r, other);
        case operation::subtract: return left ? plus(r, other) : minus(other, r);
        case operation::multiply: return nonzero_node(other) ? over(r, other) : fail(trouble::unknown_sign);
        case operation::divide:
            if (left) return times(r, other);
            return nonzero_node(other) ? over(other, r) : fail(trouble::unknown_sign);
        case operation::negate: return negate(r);
        case operation::power: return left ? root_of(n.a, n.b, r) : logarithm_to(n.a, r);
        case operation::sqrt: return power(r, rational{2});
        case operation::exp: return log(r);
        case operation::expm1: return call(operation::log1p);
        case operation::log: return call(operation::exp);
        case operation::log1p: return call(operation::expm1);
        case operation::sinh: return call(operation::asinh);
        case operation::asinh: return call(operation::sinh);
        case operation::tanh: return call(operation::atanh);
        case operation::atanh: return call(operation::tanh);
        case operation::acosh: return call(operation::cosh);
        case operation::atan: return call(operation::tan);
        case operation::asin: return call(operation::sin);
        case operation::acos: return call(operation::cos);
        case operation::cosh: {
            int const s = sign_of(n.a);
            if (s == 0) return fail(trouble::not_injective);
            return s > 0 ? call(operation::acosh) : negate(call(operation::acosh));
        }
        default: return fail(trouble::no_inverse);
        }
    }

    /// base^e = r
    constexpr node_index root_of(node_index base, node_index e, node_index r) {
        if (w_[e].op != operation::constant) { // for a parameter the base must be positive anyway
            if (!nonzero_node(e)) return fail(trouble::unknown_sign);
            return w_.make(operation::power, r, over(w_.constant(1), e));
        }
        rational const q = w_[e].value();
        if (q.is_zero()) return fail(trouble::not_injective);
        rational const inverse = rational{1} / q;
        if (!q.is_integer() || magnitude(q.numerator) == 1) return power(r, inverse);
        int const s = sign_of(base);
        if (q.numerator % 2 == 0) {
            if (s == 0) return fail(trouble::not_injective);
            return s > 0 ? power(r, inverse) : negate(power(r, inverse));
        }
        if (s > 0) return power(r, inverse);
        node_index const turned = negate(power(negate(r), inverse));
        if (s < 0) return turned;
        return w_.make(operation::select, w_.make(operation::less, r, w_.constant(0)), turned, power(r, inverse));
    }

    /// base^u = r
    constexpr node_index logarithm_to(node_index base, node_index r) {
        if (sign_of(base) <= 0) return fail(trouble::unknown_sign);
        node_index const rate = w_.make(operation::log, base);
        return nonzero_node(rate) ? over(log(r), rate) : fail(trouble::unknown_sign);
    }

    // -- polynomial equations ------------------------------------------------------------------------------------------

    struct unknown {
        unsigned kernel = algebra::variables; // the one kernel that holds x
        bool single = true;
    };

    constexpr bool holds_x(field const& f, unsigned v, unsigned x) const {
        return v == x || (f.kernels[v].kind != kernel_kind::symbol && !f.kernels[v].constant &&
                          f.kernels[v].kind != kernel_kind::pi && f.kernels[v].kind != kernel_kind::named_constant &&
                          fraction_holds_x(f, f.arguments[f.kernels[v].argument], x));
    }
    constexpr bool fraction_holds_x(field const& f, fraction const& u, unsigned x) const {
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (f.involves(u, v) && holds_x(f, v, x)) return true;
        return false;
    }
    constexpr unknown find_unknown(field const& f, fraction const& u, unsigned x) const {
        unknown r;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (f.involves(u, v) && holds_x(f, v, x)) {
                if (r.kernel < algebra::variables) r.single = false;
                r.kernel = v;
            }
        return r;
    }

    /// u(v) = z as a polynomial equation.
    static constexpr polynomial equation_of(field& f, fraction const& u, unsigned z) {
        polynomial const left = polynomial{u.content.numerator} * u.above;
        polynomial const right = polynomial{u.content.denominator, variable_power(z, 1)} * f.denominator(u);
        return left - right;
    }

    /// p = a·v^k + b = 0, where no other power of v occurs: v^k. Its dependence on z must be one to one.
    constexpr fraction solve_linear(field& f, polynomial const& p, unsigned v, unsigned k, unsigned z) {
        polynomial const a = algebra::coefficient(p, v, k), b = algebra::coefficient(p, v, 0);
        if (b.size() == 0) {
            fail(trouble::not_injective);
            return {};
        }
        polynomial const determinant = algebra::coefficient(a, z, 1) * algebra::coefficient(b, z, 0) -
                                       algebra::coefficient(a, z, 0) * algebra::coefficient(b, z, 1);
        if (!certainly_nonzero(f, determinant)) fail(trouble::unknown_sign);
        return f.scale(f.divide(f.from(b), f.from(a)), rational{-1});
    }

    constexpr node_index present(field& f, fraction const& u, unsigned z, node_index r) {
        algebra::presenter p{w_, f};
        p.image[z] = r;
        show_named_constants(p);
        node_index const n = p.fraction_node(u);
        if (!f.fine()) fail(trouble::no_inverse);
        return n;
    }

    constexpr node_index by_polynomial(node_index i, node_index r) {
        field f;
        fraction u;
        unsigned x = 0, z = 0;
        algebra::with_refinement(f, [&] {
            x = algebra::symbol_kernel(f,
                                       node{name_.low, name_.high, 0, 0, 0, operation::symbol, known_of(w_, i, name_)});
            z = algebra::symbol_kernel(f, node{packed_name{" value"}.low, packed_name{" value"}.high, 0, 0, 0,
                                               operation::symbol, assumption::none});
            u = algebra::convert(f, w_, i);
        });
        if (!f.fine()) return fail(trouble::no_inverse);
        node_index const result = solve_fraction(f, u, x, z, r);
        return f.fine() ? result : fail(trouble::no_inverse);
    }

    constexpr node_index solve_fraction(field& f, fraction const& u, unsigned x, unsigned z, node_index r) {
        unknown const t = find_unknown(f, u, x);
        if (t.kernel == algebra::variables) return fail(trouble::not_injective);
        if (!t.single) return fail(trouble::several_occurrences);
        kernel const k = f.kernels[t.kernel];
        if (t.kernel != x && k.kind != kernel_kind::exponential && k.kind != kernel_kind::logarithm)
            return fail(trouble::no_inverse);
        polynomial const p = equation_of(f, u, z);
        if (p.failed) return fail(trouble::no_inverse);
        unsigned const step = t.kernel == x || k.kind == kernel_kind::logarithm ? 1 : common_step(p, t.kernel);
        unsigned const d = algebra::degree(p, t.kernel) / step;
        node_index value = 0;
        if (d == 1) {
            fraction const solution = solve_linear(f, p, t.kernel, step, z);
            if (why != trouble::none || !f.fine()) return fail(trouble::no_inverse);
            fraction const one{rational{1}}, zf = f.variable(z);
            if (t.kernel == x) {
                if (w_[r].op == operation::exp && f.equal(solution, f.divide(zf, f.add(one, zf))))
                    return algebra::presenter::sigmoid(w_, w_[r].a);
                return present(f, solution, z, r);
            }
            rational const rate = k.unit * rational{static_cast<int>(step)};
            if (k.kind == kernel_kind::exponential && rate == rational{2} &&
                f.equal(solution, f.divide(f.add(one, zf), f.subtract(one, zf))))
                return argument_of(f, k, rational{1}, w_.make(operation::atanh, r), x, z);
            value = present(f, solution, z, r);
        } else if (d == 2) {
            value = quadratic(f, p, t.kernel, step, z, r);
            if (why != trouble::none || t.kernel == x) return value;
        } else {
            return fail(trouble::no_inverse);
        }
        if (why != trouble::none) return value;
        if (k.kind == kernel_kind::logarithm)
            return argument_of(f, k, rational{1}, w_.make(operation::exp, value), x, z);
        return argument_of(f, k, k.unit * rational{static_cast<int>(step)}, log(value), x, z);
    }

    /// rate·(the kernel's argument) = r
    constexpr node_index argument_of(field& f, kernel const& k, rational const& rate, node_index r, unsigned x,
                                     unsigned z) {
        node_index const scaled = over(r, w_.constant(rate));
        fraction const argument = f.arguments[k.argument];
        if (argument.content == rational{1} && argument.below == 0 && argument.above == f.variable(x).above)
            return scaled;
        return solve_fraction(f, argument, x, z, scaled);
    }

    static constexpr unsigned common_step(polynomial const& p, unsigned v) {
        unsigned g = 0;
        for (unsigned i = 0; i < p.size(); ++i)
            if (unsigned const e = exponent(p.exponents[i], v); e > 0)
                g = static_cast<unsigned>(number::greatest_common_divisor(e, g));
        return g == 0 ? 1 : g;
    }

    /// a·v^2 + b·v + c = 0 with v > 0: the root with the sign that `branch` says.
    constexpr node_index quadratic(field& f, polynomial const& p, unsigned v, unsigned step, unsigned z, node_index r) {
        if (branch == 0) return fail(trouble::no_inverse);
        fraction const a = f.from(algebra::coefficient(p, v, 2 * step)), b = f.from(algebra::coefficient(p, v, step));
        if (f.involves(a, z) || !certainly_nonzero(f, a)) return fail(trouble::no_inverse);
        fraction const c = f.from(algebra::coefficient(p, v, 0));
        fraction const half = f.scale(f.divide(b, a), rational{-1, 2}); // v = half ± sqrt(half^2 - c/a)
        fraction const square = f.subtract(f.multiply(half, half), f.divide(c, a));
        node_index const root = power(present(f, square, z, r), rational{1, 2});
        if (half.is_zero()) return branch > 0 ? root : negate(root);
        return w_.make(branch > 0 ? operation::add : operation::subtract, present(f, half, z, r), root);
    }

  public:
    /// The sign of the square root in a quadratic equation: 0 asks for no such equation.
    int branch = 0;
};

} // namespace ogive::calculus
