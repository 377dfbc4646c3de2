// SPDX-License-Identifier: BSL-1.0
#pragma once
// The stable form of a formula, derived: one exponential of -|u| for both half-lines, expm1 where a numerator vanishes,
// log1p, the scaled error function in Gaussian tails. Any formula gets a form; those out of reach are evaluated node by
// node.

#include <ogive/algebra/derivatives.hpp>
#include <ogive/evaluate/branches.hpp>
#include <ogive/evaluate/factors.hpp>
#include <ogive/evaluate/gaussian.hpp>

namespace ogive::evaluation {

constexpr node_index stable_fraction(composer& c, fraction const& u);

/// F in one exponential t = e^(q·u): with s = e^(-q|u|), t is 1/s or s.
constexpr node_index half_lines(composer& c, fraction const& u, unsigned t) {
    field& f = c.f;
    workspace& w = c.w;
    fraction const direction = f.arguments[f.kernels[t].argument];
    rational const q = f.kernels[t].unit;

    for (unsigned v = 0; v < f.kernel_count; ++v) // other functions of the exponential would be left behind
        if (v != t && f.kernels[v].kind > kernel_kind::exponential && f.kernels[v].kind != kernel_kind::free &&
            !f.kernels[v].constant && f.involves(u, v) && !is_logarithm_in(f, v, t) &&
            f.involves(f.arguments[f.kernels[v].argument], t)) {
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
        if (f.kernels[v].kind != kernel_kind::symbol && !f.kernels[v].constant && f.involves(direction, v)) {
            unsigned const whole = free_kernel(f, "u", t, 0);
            c.image[whole] = stable_fraction(c, direction);
            shift_unit = f.variable(whole);
            break;
        }
    bool const one_sided = never_negative(f, direction);
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
            images[v] = f.add(f.scale(shift_unit, rational{side == 0 ? -shift : shift} * q),
                              f.add(algebra::logarithm(f, logarithm.start), f.variable(log)));
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

/// Builds evaluation graphs: whole formulas where a scheme applies, else node by node.
template <class Graph>
class stabiliser {
    workspace& out_;
    Graph const& g_;
    orders orders_{out_};
    bool known_[OGIVE_MAX_NODES] = {};
    node_index memo_[OGIVE_MAX_NODES];

    constexpr node_index whole(node_index i, bool with_factors = true) {
        field f;
        f.whole_exponents = true;
        fraction u;
        composer c{out_, f, stable_fraction};
        if (with_factors) c.written.mark(g_, i);
        algebra::with_refinement(f, [&] {
            c.written.count = 0;
            u = algebra::convert(f, g_, i, with_factors ? &c.written : nullptr);
        });
        c.is_logarithm = g_[i].op == operation::log;
        if (!f.fine() || has_mixed_logarithm(f, u, c.is_logarithm)) return no_node;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (f.kernels[v].kind == kernel_kind::named_constant)
                c.image[v] = out_.import(g_, algebra::find_named_constant(g_, i, f.kernels[v]));
        node_index r = stable_fraction(c, u);
        if (f.fine() && c.in_tail && c.is_logarithm) // it may overflow elsewhere
            r = out_.make(operation::select, out_.make(operation::less, r, out_.constant(1 << 30)), r, by_parts(i));
        return f.fine() ? r : c.written.count > 0 ? whole(i, false) : no_node;
    }

    /// Is a function that is accurate at zero called with another one that is not its inverse, or with a product? As one
    /// formula both would be the logarithm of a fraction, which is near one there, or a difference of logarithms.
    constexpr bool keeps_zero(node_index i) const {
        node const n = g_[i];
        operation const inner = g_[n.a].op;
        if (n.op == operation::expm1) return inner == operation::atanh || inner == operation::asinh;
        if (n.op != operation::atanh && n.op != operation::log1p) return false;
        if (inner == (n.op == operation::atanh ? operation::tanh : operation::expm1)) return false;
        bool const grows = inner == operation::cosh || inner == operation::acosh;
        bool const product = inner == operation::multiply || inner == operation::divide;
        return (product && n.op == operation::log1p && is_multiple_of_symbol(n.a)) ||
               (inner >= operation::sinh && inner <= operation::erfc && !grows) || inner == operation::log1p ||
               inner == operation::expm1 || inner == operation::asin || inner == operation::atan;
    }
    /// Is a function that is accurate at zero called with a product or a sum? The form of both may be so elsewhere only.
    constexpr bool is_small_with_argument(node_index i) const {
        operation const op = g_[i].op;
        if (op != operation::atanh && op != operation::log1p) return false;
        operation const inner = g_[g_[i].a].op;
        return inner >= operation::add && inner <= operation::power && inner != operation::negate;
    }
    /// Such a function, itself or among the terms and factors of a formula, where it has no accurate form as a part of the
    /// whole; no_node if there is none. Within a logarithm it is to be left alone everywhere.
    struct own_form {
        node_index place = no_node;
        bool alone = false;
    };
    constexpr own_form with_own_form(node_index i) const {
        if (keeps_zero(i)) return {i, true};
        bool part[OGIVE_MAX_NODES]{}, in_logarithm[OGIVE_MAX_NODES]{};
        part[i] = true;
        for (node_index k = i + 1u; k-- > 0;) {
            node const n = g_[k];
            if (!part[k]) continue;
            if (keeps_zero(k) || is_small_with_argument(k)) return {k, in_logarithm[k]};
            bool const algebraic = (n.op >= operation::add && n.op <= operation::sqrt) || n.op == operation::log;
            for (unsigned j = 0; j < n.operand_count(); ++j)
                if (algebraic || (n.op == operation::named && j == 0)) {
                    part[n.operand(j)] = true;
                    in_logarithm[n.operand(j)] = in_logarithm[k] || n.op == operation::log;
                }
        }
        return {};
    }
    constexpr bool is_multiple_of_symbol(node_index i) const {
        node const n = g_[i];
        bool const scaled = g_[n.a].op == operation::constant && n.op == operation::multiply;
        if (scaled) return is_multiple_of_symbol(n.b);
        bool const scales = n.op == operation::multiply || n.op == operation::divide;
        return scales ? g_[n.b].op == operation::constant && is_multiple_of_symbol(n.a) : n.op == operation::symbol;
    }

    constexpr node_index by_parts(node_index i) {
        node const n = g_[i];
        if (n.op == operation::named) return (*this)(n.a);
        if (n.op == operation::derivative) {
            workspace_for<Graph> w;
            node_index const e = algebra::explicit_derivatives(w, g_, i);
            if (w.problem != trouble::none) out_.fail(w.problem);
            return stabiliser<workspace_for<Graph>>{out_, w}(e);
        }
        if (node const sum = g_[n.a]; n.op == operation::log && sum.op == operation::add) { // log(1 + u)
            for (unsigned k = 0; k < 2; ++k)
                if (node const term = g_[sum.operand(k)]; term.op == operation::constant && term.value() == rational{1})
                    return far_logarithm(i, out_.make(operation::log1p, (*this)(sum.operand(1 - k))));
        }
        node_index operands[3] = {};
        for (unsigned k = 0; k < n.operand_count(); ++k) operands[k] = (*this)(n.operand(k));
        if (n.op == operation::log && out_[operands[0]].op == operation::add) {
            node const sum = out_[operands[0]];
            if (sum.a == out_.constant(1)) return far_logarithm(i, out_.make(operation::log1p, sum.b));
            if (sum.b == out_.constant(1)) return far_logarithm(i, out_.make(operation::log1p, sum.a));
        }
        if (n.op == operation::log) return far_logarithm(i, logarithm_of(out_, operands[0]));
        if (n.op == operation::multiply) return product(operands[0], operands[1]);
        return out_.remake(n, operands[0], operands[1], operands[2]);
    }

    /// A term as factor · e^exponent; no exponent if it is none.
    struct exponential_term {
        node_index factor = no_node, exponent = no_node;
    };
    constexpr exponential_term as_exponential(node_index i) {
        node const n = g_[i];
        if (n.op == operation::exp) return {out_.constant(1), n.a};
        if (n.op == operation::named && n.arguments() > 0) return as_exponential(n.a);
        bool const product = n.op == operation::multiply;
        for (unsigned k = 0; product && k < 2; ++k)
            if (exponential_term const t = as_exponential(n.operand(k)); t.exponent != no_node)
                return {this->product(t.factor, (*this)(n.operand(1 - k))), t.exponent};
        return {};
    }
    /// The logarithm of a sum a + b·e^u: u + log(b + a·e^-u) where e^u is large, else `near`.
    constexpr node_index far_logarithm(node_index i, node_index near) {
        node const sum = g_[g_[i].a];
        for (unsigned k = 0; sum.op == operation::add && k < 2; ++k) {
            exponential_term const t = as_exponential(sum.operand(k));
            if (t.exponent == no_node) continue;
            node_index const u = (*this)(t.exponent), other = (*this)(sum.operand(1 - k));
            if (orders_.growth(u) == 0 || orders_.is_exponential(other) || orders_.is_exponential(t.factor)) continue;
            node_index const e = out_.make(operation::exp, out_.make(operation::negate, u));
            node_index const small = other == out_.constant(1) ? e : product(other, e);
            node_index const log = t.factor == out_.constant(1)
                                       ? out_.make(operation::log1p, small)
                                       : out_.make(operation::log, out_.make(operation::add, t.factor, small));
            return out_.make(operation::select, out_.make(operation::less, out_.constant(32), u),
                             out_.make(operation::add, u, log), near);
        }
        return near;
    }

    /// What vanishes by underflow is zero times what grows more slowly than it vanishes, or the other way about.
    constexpr node_index product(node_index a, node_index b) {
        for (unsigned k = 0; k < 2; ++k) {
            node_index const small = k == 0 ? b : a, other = k == 0 ? a : b;
            if (orders_.growth(other) > 0 && orders_.decay(small) > orders_.growth(other))
                return vanishing_product(out_, other, small);
        }
        return out_.make(operation::multiply, a, b);
    }

  public:
    constexpr stabiliser(workspace& out, Graph const& g) : out_{out}, g_{g} {}

    constexpr node_index operator()(node_index i) {
        if (!known_[i]) {
            own_form const own = with_own_form(i);
            node_index r = own.alone ? no_node : whole(i);
            if (r != no_node && own.place != no_node) { // its own form where its argument is small
                node_index const argument = (*this)(g_[own.place].a);
                r = where_small(out_, argument, by_parts(i), r);
            }
            memo_[i] = r != no_node ? r : by_parts(i);
            known_[i] = true;
        }
        return memo_[i];
    }
};

/// The evaluation graph of a formula, appended to `out`.
template <class Graph, class Workspace = workspace>
constexpr node_index stabilise(workspace& out, Graph const& g, node_index root) {
    if (algebra::has_doubtful_ties(g, root)) {
        Workspace settled;
        node_index const plain = algebra::explicit_derivatives(settled, g, root);
        if (settled.problem == trouble::none) return stabilise<Workspace, Workspace>(out, settled, plain);
    }
    Workspace w;
    node_index const roots[] = {algebra::lift_cases(w, g, root)};
    if (w.problem != trouble::none) {
        out.fail(w.problem);
        return 0;
    }
    algebra::partition const p = algebra::find_regions(w, roots, w.size());
    if (p.stopped != obstacle::none) return stabiliser<Workspace>{out, w}(roots[0]);
    if (p.region_count == 1) return stabiliser<Workspace>{out, w}(roots[0]);
    Workspace smooth;
    stabiliser<Workspace> stable{out, smooth}, as_written{out, w};
    auto const side_of = [&](node_index side) {
        return needs_stable_form(w, side) ? as_written(side) : out.import(w, side);
    };
    node_index conditions[algebra::max_comparisons] = {};
    for (unsigned k = 0; k < p.comparisons.size(); ++k)
        if (node const c = w[p.comparisons[k].place]; !p.comparisons[k].nested)
            conditions[k] = out.make(c.op, side_of(c.a), side_of(c.b));
    auto const form = [&](node_index branch) { return stable(branch); };
    node_index r = algebra::case_tree{out, w, p, conditions}(smooth, roots[0], form, algebra::undefined_points::stay,
                                                             [&] { return as_written(roots[0]); }); // 1/|x| at 0
    r = with_known_signs(out, r);
    // every comparison with NaN is false: NaN must not take a branch
    if (p.nested) {
        node_index const compared = out.symbol(p.by, p.assumed);
        return out.make(operation::select, out.make(operation::is_number, compared), r, compared);
    }
    for (auto const& c : p.comparisons)
        for (unsigned k = 0; k < 2; ++k)
            if (node_index const side = w[c.place].operand(k); w[side].op != operation::constant) {
                node_index const compared = side_of(side);
                if (!passes_nan(out, r, compared))
                    r = out.make(operation::select, out.make(operation::is_number, compared), r, compared);
            }
    return r;
}

} // namespace ogive::evaluation
