// SPDX-License-Identifier: BSL-1.0
#pragma once
// The stable form of a formula in one region of its domain: as a whole, in a symbol at the value of an inner function, by the
// chain rule, or node by node.

#include <ogive/algebra/derivatives.hpp>
#include <ogive/evaluate/inner_function.hpp>
#include <ogive/evaluate/stable_fraction.hpp>

namespace ogive::evaluation {

/// A function that is accurate at zero, itself or among the terms and factors of a formula, where it has no accurate form
/// as a part of the whole; no_node if there is none. Within a logarithm it is to be left alone everywhere.
struct own_form {
    node_index place = no_node;
    bool alone = false;
};

/// Builds evaluation graphs: whole formulas where a scheme applies, else node by node.
template <class Graph>
class stabiliser {
    workspace& out_;
    Graph const& g_;
    orders orders_{out_};
    stand_ins stands_;
    template <class>
    friend class stabiliser;
    unsigned counted_ = 0, symbols_ = 0; // nodes of g_ that were looked at, symbols among them
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
        for (unsigned v = 0; v < f.kernel_count; ++v)
            for (unsigned k = 0; k < stands_.count; ++k)
                if (f.kernels[v].kind == kernel_kind::symbol && f.kernels[v].name == stand_ins::name(k)) {
                    c.image[v] = stands_.of[k];
                    c.small[v] = stands_.may_vanish && orders_.decay(stands_.of[k]) > 0;
                }
        node_index r = stable_fraction(c, u);
        if (f.fine() && c.in_tail && c.is_logarithm) // it may overflow elsewhere
            r = out_.make(operation::select, out_.make(operation::less, r, out_.constant(too_large)), r, by_parts(i));
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
    constexpr own_form with_own_form(node_index i) const {
        if (keeps_zero(i)) return {i, true};
        bool part[OGIVE_MAX_NODES]{}, in_logarithm[OGIVE_MAX_NODES]{};
        part[i] = true;
        for (node_index k = i + 1u; k-- > 0;) {
            node const n = g_[k];
            if (!part[k]) continue;
            operation const inner = g_[n.a].op; // of products and sums the form of both may be accurate elsewhere only
            bool const joined = inner >= operation::add && inner <= operation::power && inner != operation::negate;
            bool const small = joined && (n.op == operation::atanh || n.op == operation::log1p);
            if (small || keeps_zero(k)) return {k, in_logarithm[k]};
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

    /// Is a node no polynomial in its symbols?
    constexpr bool is_transcendental_or_divided(node_index i) const {
        bool needed[OGIVE_MAX_NODES] = {};
        algebra::mark_values(g_, i, needed);
        for (unsigned k = 0; k <= i; ++k)
            if (needed[k] && (calls_function(g_[k]) || g_[k].op == operation::sqrt || g_[k].op == operation::divide))
                return true;
        return false;
    }
    /// u in log(c + u), c > 0, if that is no polynomial, and for c = 1 no exponential, which has a form for the logarithm.
    struct beside_constant {
        node_index constant = no_node, rest = no_node;
    };
    constexpr beside_constant sum_in_logarithm(node_index i) const {
        node const sum = g_[g_[i].a];
        for (unsigned k = 0; k < 2 && g_[i].op == operation::log && sum.op == operation::add; ++k) {
            node_index const c = sum.operand(k), u = sum.operand(1 - k);
            if (g_[c].op == operation::constant && g_[c].low > 0 && g_[u].op != operation::exp &&
                is_transcendental_or_divided(u))
                return {c, u};
        }
        return {};
    }
    /// u - 1.
    constexpr node_index less_one(node_index i) {
        workspace_for<Graph> w;
        node_index const u = w.import(g_, i);
        return stabiliser<workspace_for<Graph>>{out_, w}(w.make(operation::subtract, u, w.constant(1)));
    }
    /// c - 1 + u for the sum c + u.
    constexpr node_index less_one(beside_constant const& sum) {
        rational const c = g_[sum.constant].value();
        if (c == rational{1}) return (*this)(sum.rest);
        workspace_for<Graph> w;
        node_index const u = w.import(g_, sum.rest), rest = w.constant(c - rational{1});
        return stabiliser<workspace_for<Graph>>{out_, w}(w.make(operation::add, rest, u));
    }

    /// `near`, or log|u| where u may be larger than any number.
    constexpr node_index logarithm_far_out(node_index u, node_index near) {
        node_index const value = (*this)(u);
        operation const op = g_[u].op;
        bool const factors = op == operation::multiply || op == operation::divide || op == operation::power;
        if (orders_.growth(value) < 2 || !(factors || is_exponential(op))) return near;
        node_index const log = logarithm_by_factors(out_, value), defined = out_.make(operation::is_number, log);
        return where_large(out_, value, out_.make(operation::select, defined, log, near), near);
    }

    constexpr bool has_one_symbol() {
        for (; counted_ < g_.size(); ++counted_) symbols_ += g_[counted_].op == operation::symbol ? 1u : 0u;
        return symbols_ < 2;
    }

    constexpr node_index by_parts(node_index i) {
        node const n = g_[i];
        if (n.op == operation::named) return (*this)(n.a);
        if (n.op == operation::derivative) {
            workspace_for<Graph> w;
            node_index const body = w.import(g_, n.a), by = w.import(g_, n.b);
            stabiliser<workspace_for<Graph>> stable{out_, w};
            bool const arrays = out_.for_arrays;
            out_.for_arrays = false;
            bool const chain = has_one_symbol() || inner_function_of(w, body).place != no_node;
            node_index const r = !chain       ? no_node
                                 : n.low == 1 ? stable.slope(w, body, by, true)
                                 : n.low == 2 ? stable.curvature(w, body, by)
                                              : no_node;
            out_.for_arrays = arrays;
            if (r != no_node) return r;
            workspace_for<Graph> plain;
            node_index const e = algebra::explicit_derivatives(plain, g_, i);
            if (plain.problem != trouble::none) out_.fail(plain.problem);
            return stabiliser<workspace_for<Graph>>{out_, plain}(e);
        }
        if (node const sum = g_[n.a]; n.op == operation::log && sum.op == operation::add) { // log(1 + u)
            for (unsigned k = 0; k < 2; ++k)
                if (node const term = g_[sum.operand(k)]; term.op == operation::constant && term.value() == rational{1})
                    return far_logarithm(i,
                                         logarithm_far_out(sum.operand(1 - k),
                                                           out_.make(operation::log1p, (*this)(sum.operand(1 - k)))));
        }
        node_index operands[3] = {};
        for (unsigned k = 0; k < n.operand_count(); ++k) operands[k] = (*this)(n.operand(k));
        if (n.op == operation::log && out_[operands[0]].op == operation::add) {
            node const sum = out_[operands[0]];
            if (sum.a == out_.constant(1)) return far_logarithm(i, out_.make(operation::log1p, sum.b));
            if (sum.b == out_.constant(1)) return far_logarithm(i, out_.make(operation::log1p, sum.a));
        }
        if (n.op == operation::log)
            return far_logarithm(i, logarithm_far_out(n.a, logarithm_of(out_, orders_, operands[0])));
        if (n.op == operation::sqrt) return root_of(out_, orders_, with_tail(n.a));
        if (n.op == operation::log1p) return logarithm_far_out(n.a, out_.make(n.op, operands[0]));
        if (n.op == operation::asinh) return asinh_of(out_, orders_, operands[0]);
        if (n.op == operation::multiply || n.op == operation::divide)
            return meet(n.op, operands[0], operands[1]) ? arithmetic_far_out(n.op, with_tail(n.a), with_tail(n.b))
                                                        : arithmetic_far_out(n.op, operands[0], operands[1]);
        return out_.remake(n, operands[0], operands[1], operands[2]);
    }

    /// The form of a node that decays as far as there are numbers: forms for arrays may end where they are nothing.
    constexpr node_index with_tail(node_index i) {
        if (!out_.for_arrays) return (*this)(i);
        out_.for_arrays = false;
        node_index const r = stabiliser{out_, g_}(i);
        out_.for_arrays = true;
        return r;
    }

    /// Do zero and infinity of which neither is stronger meet in a·b, or two of them in a/b? (Of several symbols the form
    /// of an inner function has been tried.)
    constexpr bool meet(operation op, node_index a, node_index b) {
        if (!has_one_symbol()) return false;
        if (op == operation::multiply) return orders_.undo(a, b) || orders_.undo(b, a);
        return (orders_.vanishes_exponentially(a) && orders_.vanishes_exponentially(b)) ||
               (orders_.is_exponential(a) && orders_.is_exponential(b));
    }
    constexpr node_index arithmetic_far_out(operation op, node_index a, node_index b) {
        bool const meets = meet(op, a, b), product = op == operation::multiply;
        node_index const near = product ? product_far_out(out_, orders_, a, b) : out_.make(op, a, b);
        if (!meets) return near;
        if (product && !orders_.undo(a, b)) return by_logarithms(out_, op, b, a, near, true);
        return by_logarithms(out_, op, a, b, near, product || orders_.vanishes_exponentially(b));
    }

    /// A term as e^u times a factor: u and the factor, or no_node.
    constexpr composer::two_words as_exponential(node_index i) {
        node const n = g_[i];
        if (n.op == operation::exp) return {n.a, out_.constant(1)};
        if (n.op == operation::named && n.arguments() > 0) return as_exponential(n.a);
        bool const product = n.op == operation::multiply;
        for (unsigned k = 0; product && k < 2; ++k)
            if (composer::two_words const r = as_exponential(n.operand(k)); r.high != no_node)
                return {r.high, product_far_out(out_, orders_, r.low, (*this)(n.operand(1 - k)))};
        return {no_node, no_node};
    }
    /// The logarithm of a sum a + b·e^u: u + log(b + a·e^-u) where e^u is large, else `near`.
    constexpr node_index far_logarithm(node_index i, node_index near) {
        node const sum = g_[g_[i].a];
        for (unsigned k = 0; sum.op == operation::add && k < 2; ++k) {
            composer::two_words const power = as_exponential(sum.operand(k));
            if (power.high == no_node) continue;
            node_index const factor = power.low, u = (*this)(power.high), other = (*this)(sum.operand(1 - k));
            if (orders_.growth(u) == 0 || orders_.is_exponential(other) || orders_.is_exponential(factor)) continue;
            node_index const e = out_.make(operation::exp, out_.make(operation::negate, u));
            node_index const small = other == out_.constant(1) ? e : product_far_out(out_, orders_, other, e);
            node_index const log = factor == out_.constant(1)
                                       ? out_.make(operation::log1p, small)
                                       : out_.make(operation::log, out_.make(operation::add, factor, small));
            return out_.make(operation::select, out_.make(operation::less, out_.constant(32), u),
                             out_.make(operation::add, u, log), near);
        }
        return near;
    }

    /// The derivative by a symbol of a node of g_, which is w: by the chain rule at what functions are called with, so that
    /// every factor is a form of its own.
    constexpr node_index slope(workspace_for<Graph>& w, node_index i, node_index by, bool has_no_whole = false) {
        node const n = w[i];
        bool needed[OGIVE_MAX_NODES] = {};
        algebra::mark_values(w, i, needed);
        if (i == by || !needed[by]) return out_.constant(i == by ? 1 : 0);
        inner_function inner = inner_function_of(w, i);
        node_index const derivative = w.derivative(i, by, 1);
        bool const complete =
            !has_no_whole && w.problem == trouble::none && !is_mixed(w, i, operation::subtract) && !is_composed(inner);
        if (node_index const r = complete ? whole(derivative) : no_node; r != no_node) return r;
        if (inner.place != no_node) {
            node_index outer = no_node;
            if (is_called(n)) // of log(1 + exp(g)), say, g
                if (inner_function const deeper = inner_function_of(w, inner.place);
                    deeper.place != no_node && !deeper.outer_algebraic)
                    if (outer = in_symbol_for(i, deeper.place, 1); outer != no_node) inner = deeper;
            bool const power = outer == no_node && w[inner.place].op == operation::exp; // f(e^g)' is f'(e^g)·e^g·g'
            if (outer == no_node) outer = in_symbol_for(i, inner.place, 1, power);
            node_index const rest = outer == no_node ? no_node : slope(w, power ? w[inner.place].a : inner.place, by);
            if (rest != no_node)
                return inner.algebraic && orders_.vanishes_exponentially(outer)
                           ? out_.make(operation::guarded_product, outer, rest)
                           : product_of(outer, rest);
        }
        if (n.op == operation::named) return slope(w, n.a, by);
        if (n.op < operation::add || n.op > operation::negate) return no_node;
        node_index const da = slope(w, n.a, by);
        if (n.op == operation::negate || da == no_node) return da == no_node ? da : out_.make(n.op, da);
        node_index const db = slope(w, n.b, by);
        if (db == no_node) return db;
        if (n.op == operation::add || n.op == operation::subtract) return sum_of(n.op, da, db);
        node_index const a = (*this)(n.a), b = (*this)(n.b);
        if (n.op == operation::multiply) return sum_of(operation::add, product_of(a, db), product_of(b, da));
        node_index const above = sum_of(operation::subtract, da, product_of((*this)(i), db));
        return above == out_.constant(0) ? above : arithmetic_far_out(n.op, above, b);
    }
    /// The second derivative of f(g): f''(g)·g'^2 + f'(g)·g''.
    constexpr node_index curvature(workspace_for<Graph>& w, node_index i, node_index by) {
        node_index const inner = inner_function_of(w, i).place;
        node_index const second = inner == no_node ? no_node : in_symbol_for(i, inner, 2);
        node_index const first = second == no_node ? no_node : in_symbol_for(i, inner, 1);
        node_index const slope_of_inner = first == no_node ? no_node : slope(w, inner, by);
        if (slope_of_inner == no_node) return no_node;
        node_index const bend = (*this)(w.derivative(inner, by, 2));
        return sum_of(operation::add, product_of(second, product_of(slope_of_inner, slope_of_inner)),
                      product_of(first, bend));
    }
    constexpr node_index sum_of(operation op, node_index a, node_index b) {
        node_index const zero = out_.constant(0);
        if (b == zero) return a;
        if (a == zero) return op == operation::add ? b : out_.make(operation::negate, b);
        return out_.make(op, a, b);
    }
    constexpr node_index product_of(node_index a, node_index b) {
        node_index const zero = out_.constant(0), one = out_.constant(1);
        if (a == zero || b == one) return a;
        if (b == zero || a == one) return b;
        return arithmetic_far_out(operation::multiply, a, b);
    }

    /// The form in a symbol that stands for an inner function, or that of the derivative by it, or of that times the symbol.
    /// What does not depend on that function is a symbol, too.
    constexpr node_index in_symbol_for(node_index i, node_index inner, int order = 0, bool times_inner = false) {
        workspace_for<Graph> w;
        stabiliser<workspace_for<Graph>> in_symbols{out_, w};
        stand_ins& stands = in_symbols.stands_;
        stands.may_vanish = !has_one_symbol();
        bool needed[OGIVE_MAX_NODES] = {};
        algebra::mark_values(g_, i, needed);
        dependence const on = dependence_on(g_, i, inner);
        node_index place[OGIVE_MAX_NODES] = {};
        for (unsigned k = 0; k <= i; ++k) {
            node const n = g_[k];
            if (!needed[k]) continue;
            if (k == inner) {
                place[k] = stands.add(w, (*this)(inner), n.op == operation::exp ? positive : assumption::none);
            } else if (on.has[k]) {
                for (unsigned j = 0; j < value_count(n); ++j)
                    if (node_index const part = n.operand(j); on.varies[part] && !on.has[part] && place[part] == 0)
                        place[part] = stands.add(w, (*this)(part), assumption::none);
                place[k] = n.op == operation::named && n.arguments() > 0 ? place[n.a] : w.remake(n, place);
            } else if (!on.varies[k] || n.op == operation::symbol) {
                place[k] = w.remake(n, place);
            }
        }
        node_index root = w.derivative(place[i], place[inner], order);
        if (times_inner) root = w.make(operation::multiply, root, place[inner]);
        bool const complete = w.problem == trouble::none && stands.count <= stand_ins::capacity;
        return complete ? in_symbols.whole(root) : no_node;
    }

    /// Where zero and infinity meet in a formula of several symbols: its form in a symbol for what a function in it is
    /// called with; no_node if there is none.
    constexpr node_index by_inner_function(node_index i) {
        node const n = g_[i]; // is infinity divided by it or subtracted from it, or zero multiplied by it?
        if (has_one_symbol() || n.op < operation::add || n.op > operation::divide) return no_node;
        node_index const a = (*this)(n.a), b = (*this)(n.b);
        bool const undone = orders_.undo(a, b) || orders_.undo(b, a);
        bool const grow = orders_.is_exponential(a) && orders_.is_exponential(b);
        bool const vanish = orders_.decay(a) > 0 && orders_.decay(b) > 0 && n.op == operation::divide;
        if (n.op == operation::multiply ? !undone : !grow && !vanish) return no_node;
        bool needed[OGIVE_MAX_NODES] = {};
        algebra::mark_values(g_, i, needed);
        dependence const plain = dependence_on(g_, i, i);
        node_index last = no_node;
        for (unsigned k = i; k-- > 0 && out_.size() < OGIVE_MAX_NODES / 2;) {
            bool const logarithm = g_[k].op == operation::log || g_[k].op == operation::log1p;
            if (!needed[k] || logarithm || !is_called(g_[k]) || !plain.function[g_[k].a]) continue;
            node_index inner = g_[k].a; // the first of which that is made, but for what grows like e^x
            for (node_index j = g_[k].a; j > 0; --j)
                if (plain.function[j] && needed[j] && is_function_of(g_, g_[k].a, j) &&
                    !orders_.is_exponential((*this)(j)))
                    inner = j;
            node_index const r = inner == last ? no_node : in_symbol_for(i, inner);
            if (r != no_node) return r;
            last = inner;
        }
        return no_node;
    }

    /// Is a formula to be computed from the value of its inner function: of an algebraic one by exponentials, or of one that
    /// grows like a power by quotients and roots?
    constexpr bool is_composed(inner_function const& inner) {
        if (!inner.outer_algebraic) return inner.algebraic && inner.exponential;
        node_index const form = (*this)(inner.place);
        return orders_.growth(form) > 0 && !orders_.is_exponential(form);
    }

    /// log(c + u) by log1p where c + u is near one; elsewhere log of its form for algebraic functions, which is finite, and
    /// the form of the whole for others.
    constexpr node_index logarithm_of_sum(node_index i, beside_constant const& sum, inner_function const& inner) {
        bool const algebraic = inner.algebraic && inner.place == g_[i].a, one = g_[sum.constant].value() == rational{1};
        if (!algebraic && !one) return no_node;
        node_index const far = algebraic ? logarithm_of(out_, orders_, (*this)(g_[i].a)) : whole(i);
        if (far == no_node) return far;
        node_index const u = less_one(sum);
        node_index const r = where_small(out_, u, out_.make(operation::log1p, u), far);
        return one ? logarithm_far_out(sum.rest, r) : r;
    }

    /// log(u) where u has a Gaussian integral and no exponential, with log1p(u - 1) where that is near one; no_node for others.
    constexpr node_index logarithm_of_integral(node_index i) {
        bool needed[OGIVE_MAX_NODES] = {}, gaussian = false, exponential = false;
        if (g_[i].op == operation::log) algebra::mark_values(g_, i, needed);
        for (unsigned k = 0; k < i; ++k) {
            operation const op = needed[k] ? g_[k].op : operation::constant;
            bool const integral = op == operation::erf || op == operation::erfc;
            gaussian = gaussian || integral;
            exponential = exponential || (!integral && is_exponential(op));
        }
        if (!gaussian || exponential) return no_node;
        node_index const far = logarithm_of(out_, orders_, with_tail(g_[i].a)), u = less_one(g_[i].a);
        return where_small(out_, u, out_.make(operation::log1p, u), far);
    }

    /// The form of the whole formula, or of an outer function at its inner one's value where that is not a polynomial.
    constexpr node_index as_whole(node_index i) {
        own_form const own = with_own_form(i);
        bool const derivative = g_[i].op == operation::derivative;
        bool const sole = has_one_symbol(); // with several, compilers would reach their limits
        inner_function const inner = sole ? inner_function_of(g_, derivative ? g_[i].a : i) : inner_function{};
        if (sole && (derivative ? is_mixed(g_, g_[i].a, operation::subtract) : is_mixed(g_, i))) {
            node_index const near = derivative && g_[g_[i].b].op == operation::symbol ? whole(i) : no_node;
            return near == no_node ? near
                                   : where_small(out_, (*this)(g_[i].b), near, by_parts(i)); // its terms may cancel
        }
        if (is_composed(inner)) {
            if (derivative) return no_node;
            if (node_index const r = in_symbol_for(i, inner.place); r != no_node) return r;
        }
        if (beside_constant const sum = sum_in_logarithm(i); sum.rest != no_node)
            if (node_index const r = logarithm_of_sum(i, sum, inner); r != no_node) return r;
        if (node_index const r = logarithm_of_integral(i); r != no_node) return r;
        node_index const r = own.alone ? no_node : whole(i);
        if (r == no_node || own.place == no_node) return r; // its own form where its argument is small
        return where_small(out_, (*this)(g_[own.place].a), by_parts(i), r);
    }

  public:
    constexpr stabiliser(workspace& out, Graph const& g) : out_{out}, g_{g} {}

    constexpr node_index operator()(node_index i) {
        if (!known_[i]) {
            node_index r = as_whole(i);
            if (r == no_node) r = by_inner_function(i);
            memo_[i] = r != no_node ? r : by_parts(i);
            known_[i] = out_.problem == trouble::none; // a division by zero is one every time
        }
        return memo_[i];
    }
};

} // namespace ogive::evaluation
