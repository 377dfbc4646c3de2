// SPDX-License-Identifier: BSL-1.0
#pragma once
// Solves f(x) = y for x in closed form: operations are peeled from the outside, and where x occurs several times, what is
// left is solved as an equation in one kernel.

#include <ogive/calculus/equation.hpp>

namespace ogive::calculus {

/// Solves equations in one workspace for one symbol, on a segment of it.
template <class Workspace = workspace>
class solver : public equations<Workspace> {
    using base = equations<Workspace>;
    using base::is, base::negate, base::plus, base::minus, base::times, base::over, base::log, base::power;
    using base::nonzero_node, base::sign_of, base::by_polynomial, base::root_of_value;
    using base::w_, base::name_;
    segment where_;

  public:
    using base::why, base::obstacle, base::fail, base::depends, base::branch, base::was_eliminated, base::parameter,
        base::checked, base::checked_count, base::is_constant;

    constexpr solver(Workspace& out, packed_name symbol, segment const& where = {})
        : base{out, symbol}, where_{where} {}

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
            if (both) return arithmetic ? by_polynomial(i, r) : fail(trouble::no_inverse, inverse_obstacle::cases);
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
        trouble const stopped = why;
        inverse_obstacle const stop = obstacle;
        bool const eliminated = was_eliminated;
        unsigned const count = checked_count;
        auto const symbols = [&](node_index u) { return algebra::length_of(w_, u, false); };
        if (stopped == trouble::none && symbols(peeled) <= symbols(r) + 4) return peeled;
        why = trouble::none;
        node_index const solved = by_polynomial(i, r);
        bool const better = why == trouble::none && (stopped != trouble::none || symbols(solved) < symbols(peeled));
        if (better) return solved;
        why = stopped;
        obstacle = stop;
        was_eliminated = eliminated;
        checked_count = count;
        return peeled;
    }

    // -- one operation -------------------------------------------------------------------------------------------------

    /// n = r, where x is below the left (or only) operand, or the right one: what that operand is.
    constexpr node_index peel(node const& n, bool left, node_index r) {
        node_index const other = left ? n.b : n.a;
        auto const call = [&](operation op) { return w_.make(op, r); };
        switch (n.op) {
        case operation::add: return minus(r, other);
        case operation::subtract: return left ? plus(r, other) : minus(other, r);
        case operation::multiply: return nonzero_node(other) ? over(r, other) : unknown(other);
        case operation::divide:
            if (left) return times(r, other);
            return nonzero_node(other) ? over(other, r) : unknown(other);
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
        case operation::erf:
        case operation::erfc: return fail(trouble::no_inverse, inverse_obstacle::error_function);
        case operation::sin:
        case operation::cos:
        case operation::tan: return branch_of(n.op, n.a, r);
        case operation::cosh: {
            int const s = sign_on(n.a);
            if (s == 0) return fail(trouble::not_injective);
            return s > 0 ? call(operation::acosh) : negate(call(operation::acosh));
        }
        default: return fail(trouble::no_inverse, inverse_obstacle::cases);
        }
    }

    constexpr node_index unknown(node_index i) {
        for (unsigned k = 0; k <= i && why == trouble::none; ++k)
            if (w_[k].op == operation::symbol && w_[k].assumed == assumption::none && depends_on(w_, i, w_[k].name()))
                this->parameter = w_[k].name();
        return fail(trouble::unknown_sign);
    }

    /// The values of a node on the segment; undefined when there are parameters.
    constexpr enclosure values_of(node_index i) const {
        number::extended const none = number::extended::infinity();
        enclosure const x{where_.has_lower ? enclosure{where_.lower}.lower : -none,
                          where_.has_upper ? enclosure{where_.upper}.upper : none};
        return enclose_over(w_, i, name_, x, algebra::point{});
    }
    /// The certain sign of a node on the open segment, 0 when not known.
    constexpr int sign_on(node_index i) const {
        if (int const s = sign_of(i); s != 0 || (!where_.has_lower && !where_.has_upper)) return s;
        enclosure const v = values_of(i);
        return !v.defined() ? 0 : v.lower.sign() >= 0 ? 1 : v.upper.sign() <= 0 ? -1 : 0;
    }

    /// The values of u/pi on the segment: exact ends where u is a multiple of pi.
    constexpr enclosure half_turns_of(node_index u) {
        field f;
        fraction ratio;
        algebra::with_refinement(f, [&] { ratio = f.divide(algebra::convert(f, w_, u), algebra::pi_of(f)); });
        bool plain = f.fine();
        for (unsigned v = 0; v < f.kernel_count; ++v)
            plain = plain && !(f.kernels[v].kind == kernel_kind::pi && f.involves(ratio, v));
        if (!plain) return values_of(u) / number::pi_enclosure();
        algebra::presenter p{w_, f};
        show_named_constants(p);
        return values_of(p.fraction_node(ratio));
    }

    /// sin(u) = r and its like, where u certainly stays between two turning points or poles.
    constexpr node_index branch_of(operation op, node_index u, node_index r) {
        enclosure const v = half_turns_of(u);
        if (!v.defined()) return fail(trouble::no_inverse, inverse_obstacle::periodic);
        for (int k = -8; k <= 8; ++k) { // from k·π, or k·π - π/2, to half a turn further
            enclosure const from = op == operation::cos ? enclosure{k} : enclosure{rational{2 * k - 1, 2}};
            if (v.lower < from.upper || (from + enclosure{1}).lower < v.upper) continue;
            auto const turns = [&](int n) {
                return n == 1 ? w_.pi() : w_.make(operation::multiply, w_.constant(n), w_.pi());
            };
            bool const even = k % 2 == 0;
            if (op == operation::cos) {
                node_index const a = w_.make(operation::acos, r);
                if (even) return k == 0 ? a : w_.make(operation::add, turns(k), a);
                return k == -1 ? negate(a) : w_.make(operation::subtract, turns(k + 1), a);
            }
            node_index const a = w_.make(op == operation::sin ? operation::asin : operation::atan, r);
            if (k == 0) return a;
            return w_.make(even || op == operation::tan ? operation::add : operation::subtract, turns(k), a);
        }
        return fail(trouble::no_inverse, inverse_obstacle::periodic);
    }

    /// u^e = r
    constexpr node_index root_of(node_index u, node_index e, node_index r) {
        if (w_[e].op != operation::constant) { // for a parameter the base must be positive anyway
            if (!nonzero_node(e)) return unknown(e);
            return w_.make(operation::power, r, over(w_.constant(1), e));
        }
        rational const q = w_[e].value();
        if (q.is_zero()) return fail(trouble::not_injective);
        rational const inverse = rational{1} / q;
        if (!q.is_integer() || magnitude(q.numerator) == 1) return power(r, inverse);
        int const s = sign_on(u);
        if (q.numerator % 2 == 0 && s == 0) return fail(trouble::not_injective);
        auto const n = static_cast<unsigned>(magnitude(q.numerator));
        return root_of_value(q.sign() < 0 ? power(r, rational{-1}) : r, n, s);
    }

    /// b^u = r
    constexpr node_index logarithm_to(node_index b, node_index r) {
        if (sign_of(b) <= 0) return unknown(b);
        node_index const rate = w_.make(operation::log, b);
        return nonzero_node(rate) ? over(log(r), rate) : unknown(b);
    }
};

} // namespace ogive::calculus
