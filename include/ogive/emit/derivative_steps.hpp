// SPDX-License-Identifier: BSL-1.0
#pragma once
// The steps of a derivative: one rule at a time, from the outside.

#include <ogive/emit/derivation_lines.hpp>

namespace ogive {
namespace detail {

/// Applies rules of differentiation to the outermost derivatives of a formula.
class derivative_rules {
    derivation_writer& out_;
    workspace& w_;
    packed_name x_;
    node_index symbol_, one_;
    std::string used_;

    void use(std::string const& rule) {
        if (used_.find(rule) == std::string::npos) used_ += (used_.empty() ? "" : ", ") + rule;
    }
    bool depends(node_index i) const { return calculus::depends_on(w_, i, x_); }

    /// Linear in x as written: its derivative needs no line.
    bool is_plain(node_index i) const {
        node const& n = w_[i];
        if (!depends(i) || n.op == operation::symbol) return true;
        switch (n.op) {
        case operation::add:
        case operation::subtract: return is_plain(n.a) && is_plain(n.b);
        case operation::negate: return is_plain(n.a);
        case operation::multiply: return (!depends(n.a) && is_plain(n.b)) || (!depends(n.b) && is_plain(n.a));
        case operation::divide: return !depends(n.b) && is_plain(n.a);
        default: return false;
        }
    }
    /// The derivative of a part: at once when it is plain.
    node_index later(node_index i) {
        if (is_plain(i)) return differentiator{w_}(i, x_);
        return w_.derivative(i, symbol_, 1);
    }

    node_index negated(node_index i) { return w_[i].op == operation::negate ? w_[i].a : differentiator{w_}.negate(i); }
    /// outer·inner, a number in front.
    node_index chained(node_index outer, node_index inner) {
        differentiator d{w_};
        if (w_[inner].op != operation::constant) return d.multiply(outer, inner);
        return w_[inner].value() == rational{-1} ? negated(outer) : d.multiply(inner, outer);
    }

    node_index rule(node_index i) {
        differentiator d{w_};
        node const n = w_[i];
        if (is_plain(i)) return d(i, x_);
        switch (n.op) {
        case operation::named: use("definition of " + out_.name_of(n)); return later(n.a);
        case operation::add: return d.add(part(n.a), part(n.b));
        case operation::subtract: return d.subtract(part(n.a), part(n.b));
        case operation::negate: return negated(part(n.a));
        case operation::multiply:
            if (!depends(n.a)) return d.multiply(n.a, part(n.b));
            if (!depends(n.b)) return d.multiply(n.b, part(n.a));
            use("product rule");
            return d.add(d.multiply(later(n.a), n.b), d.multiply(n.a, later(n.b)));
        case operation::divide:
            if (!depends(n.b)) return d.divide(part(n.a), n.b);
            if (!depends(n.a)) {
                use("reciprocal rule");
                return negated(d.divide(d.multiply(n.a, later(n.b)), d.square(n.b)));
            }
            use("quotient rule");
            return d.divide(d.subtract(d.multiply(later(n.a), n.b), d.multiply(n.a, later(n.b))), d.square(n.b));
        case operation::power: return power(i, n);
        case operation::select: {
            use("case by case");
            node_index const a = later(n.b), b = later(n.c);
            return a == b ? a : w_.make(operation::select, n.a, a, b);
        }
        case operation::min:
        case operation::max: {
            use("case by case");
            node_index const a = later(n.a), b = later(n.b);
            node_index const condition =
                n.op == operation::min ? w_.make(operation::less, n.b, n.a) : w_.make(operation::less, n.a, n.b);
            return a == b ? a : w_.make(operation::select, condition, b, a);
        }
        default:
            if (w_[n.a].op != operation::symbol) use("chain rule");
            use("derivative of " + std::string(row(n.op).name));
            return chained(d.outer(i, n.a), later(n.a));
        }
    }
    node_index part(node_index i) { return w_[i].op == operation::named ? later(i) : rule(i); }

    node_index power(node_index i, node const& n) {
        differentiator d{w_};
        if (!depends(n.b)) {
            use(w_[n.a].op == operation::symbol ? "power rule" : "power rule, chain rule");
            node_index const lower = w_.make(operation::subtract, n.b, one_);
            bool const square = w_[lower].op == operation::constant && w_[lower].value() == rational{1};
            node_index const p = square ? n.a : w_.make(operation::power, n.a, lower);
            return chained(d.multiply(n.b, p), later(n.a));
        }
        use("logarithmic differentiation");
        node_index const log = w_.make(operation::log, n.a);
        return d.multiply(i, d.add(d.multiply(later(n.b), log), d.divide(d.multiply(n.b, later(n.a)), n.a)));
    }

  public:
    derivative_rules(derivation_writer& out, packed_name x, node_index symbol)
        : out_{out}, w_{out.w}, x_{x}, symbol_{symbol}, one_{out.w.constant(1)} {}

    /// One line: every outermost derivative by one rule. False when there is none.
    bool advance(node_index& formula, std::string& reason) {
        std::vector<bool> needed(formula + 1u, false);
        std::vector<node_index> place(formula + 1u, 0);
        needed[formula] = true;
        bool any = false;
        for (unsigned i = formula + 1u; i-- > 0;)
            if (needed[i] && w_[i].op != operation::derivative)
                for (unsigned k = 0; k < w_[i].operand_count(); ++k) needed[w_[i].operand(k)] = true;
        used_.clear();
        for (unsigned i = 0; i <= formula; ++i) {
            if (!needed[i]) continue;
            node const n = w_[i];
            if (n.op == operation::derivative) {
                place[i] = n.low == 1 ? rule(n.a) : later(w_.derivative(n.a, symbol_, static_cast<int>(n.low) - 1));
                any = true;
            } else if (n.operand_count() == 0) {
                place[i] = static_cast<node_index>(i);
            } else {
                differentiator d{w_};
                node_index const a = place[n.a], b = place[n.b];
                node const below = w_[a]; // -(-u) is u, also in a quotient
                bool const turns = n.op == operation::negate &&
                                   (below.op == operation::negate ||
                                    (below.op == operation::divide && w_[below.a].op == operation::negate));
                place[i] = turns && below.op == operation::negate ? below.a
                           : turns                                ? d.divide(w_[below.a].a, below.b)
                           : n.op == operation::multiply          ? d.multiply(a, b)
                           : n.op == operation::add               ? d.add(a, b)
                           : n.op == operation::subtract          ? d.subtract(a, b)
                                                                  : w_.remake(n, a, b, place[n.c]);
            }
        }
        formula = place[formula];
        reason = used_;
        return any && w_.problem == trouble::none;
    }
};

} // namespace detail

/// The derivation of the derivative of a graph by x, so many times: rule by rule, then simplified.
template <class Graph>
derivation derivative_steps(Graph const& g, node_index root, packed_name x, int order = 1) {
    detail::derivation_writer out;
    workspace& w = out.w;
    node_index const f = w.import(g, root);
    node_index const symbol = w.symbol(x, calculus::known_of(w, f, x));
    node_index current = f;
    for (int k = 1; k <= order && !out.stopped(); ++k) {
        node_index const whole = w.derivative(f, symbol, k);
        node_index formula = w.derivative(current, symbol, 1);
        if (formula != whole) out.add(whole, formula, "derivative of lower order inserted");
        detail::derivative_rules rules{out, x, symbol};
        std::string reason;
        for (int line = 0; line < 24 && !out.stopped() && rules.advance(formula, reason); ++line)
            out.add(whole, formula, reason);
        current = out.simplified(formula);
        if (current != formula) out.add(whole, current, "simplified");
        if (w.problem != trouble::none) out.stop("The formulas exceed a limit of the engine.");
    }
    return out.result;
}

} // namespace ogive
