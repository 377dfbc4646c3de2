// SPDX-License-Identifier: BSL-1.0
#pragma once
// The rules of differentiation, one row an operation, applied to graphs. What has no rule is an error, never zero.

#include <ogive/expression/graph.hpp>

namespace ogive {

/// Builds derivatives in a workspace, with the plainest simplifications: what is 0 or 1 leaves no trace.
class differentiator {
    workspace& w_;
    node_index zero_, one_, two_;

    constexpr bool is(node_index i, node_index c) const { return i == c; }

  public:
    constexpr explicit differentiator(workspace& w)
        : w_{w}, zero_{w.constant(0)}, one_{w.constant(1)}, two_{w.constant(2)} {}

    constexpr node_index add(node_index a, node_index b) {
        return a == zero_ ? b : b == zero_ ? a : w_.make(operation::add, a, b);
    }
    constexpr node_index subtract(node_index a, node_index b) {
        return b == zero_ ? a : a == zero_ ? negate(b) : w_.make(operation::subtract, a, b);
    }
    constexpr node_index multiply(node_index a, node_index b) {
        if (a == zero_ || b == zero_) return zero_;
        if (a == one_) return b;
        if (b == one_) return a;
        if (w_[a].op == operation::divide && w_[a].a == one_) return divide(b, w_[a].b); // (1/u)·b = b/u
        return w_.make(operation::multiply, a, b);
    }
    constexpr node_index divide(node_index a, node_index b) {
        return a == zero_ || b == one_ ? a : w_.make(operation::divide, a, b);
    }
    constexpr node_index negate(node_index a) { return a == zero_ ? a : w_.make(operation::negate, a); }
    constexpr node_index square(node_index a) { return w_.make(operation::power, a, two_); }

    /// The outer derivative of node `i`, an elementary function, by its argument `a`.
    constexpr node_index outer(node_index i, node_index a) {
        switch (w_[i].op) {
        case operation::sqrt: return divide(one_, multiply(two_, i));
        case operation::exp: return i;
        case operation::expm1: return w_.make(operation::exp, a);
        case operation::log: return divide(one_, a);
        case operation::log1p: return divide(one_, add(one_, a));
        case operation::sin: return w_.make(operation::cos, a);
        case operation::cos: return negate(w_.make(operation::sin, a));
        case operation::tan: return add(one_, square(i));
        case operation::asin: return divide(one_, w_.make(operation::sqrt, subtract(one_, square(a))));
        case operation::acos: return negate(divide(one_, w_.make(operation::sqrt, subtract(one_, square(a)))));
        case operation::atan: return divide(one_, add(one_, square(a)));
        case operation::sinh: return w_.make(operation::cosh, a);
        case operation::cosh: return w_.make(operation::sinh, a);
        case operation::tanh: return subtract(one_, square(i));
        case operation::asinh: return divide(one_, w_.make(operation::sqrt, add(square(a), one_)));
        case operation::acosh: return divide(one_, w_.make(operation::sqrt, subtract(square(a), one_)));
        case operation::atanh: return divide(one_, subtract(one_, square(a)));
        case operation::erf:
        case operation::erfc: {
            node_index const gauss = w_.make(operation::exp, negate(square(a)));
            node_index const r = divide(multiply(two_, gauss), w_.make(operation::sqrt, w_.pi()));
            return w_[i].op == operation::erf ? r : negate(r);
        }
        case operation::abs: return w_.make(operation::sign, a);
        case operation::sign: return zero_;
        default: w_.fail(trouble::no_derivative_rule); return zero_;
        }
    }

    /// The derivative of node `root`, given those of its symbols.
    template <class OfSymbol>
    constexpr node_index apply(node_index root, OfSymbol const& of_symbol) {
        node_index d[OGIVE_MAX_NODES];
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(w_, root, needed);
        for (unsigned k = 0; k <= root; ++k) {
            if (!needed[k]) continue;
            auto const i = static_cast<node_index>(k);
            node const n = w_[i];
            switch (n.op) {
            case operation::constant:
            case operation::pi: d[i] = zero_; break;
            case operation::symbol: d[i] = of_symbol(n); break;
            case operation::add: d[i] = add(d[n.a], d[n.b]); break;
            case operation::subtract: d[i] = subtract(d[n.a], d[n.b]); break;
            case operation::multiply: d[i] = add(multiply(d[n.a], n.b), multiply(n.a, d[n.b])); break;
            case operation::divide:
                d[i] = d[n.b] == zero_ ? divide(d[n.a], n.b)
                                       : divide(subtract(multiply(d[n.a], n.b), multiply(n.a, d[n.b])), square(n.b));
                break;
            case operation::negate: d[i] = negate(d[n.a]); break;
            case operation::power: d[i] = power(i, n, d[n.a], d[n.b]); break;
            case operation::min: // at a tie the first operand
                d[i] = choose(w_.make(operation::less, n.b, n.a), d[n.b], d[n.a]);
                break;
            case operation::max: d[i] = choose(w_.make(operation::less, n.a, n.b), d[n.b], d[n.a]); break;
            case operation::less:
            case operation::less_equal:
            case operation::both: d[i] = zero_; break; // a condition: not a value
            case operation::select: d[i] = choose(n.a, d[n.b], d[n.c]); break;
            case operation::named: d[i] = d[n.a]; break;
            default: d[i] = operands(n.op) == 1 && d[n.a] == zero_ ? zero_ : multiply(outer(i, n.a), d[n.a]); break;
            }
        }
        return d[root];
    }

    /// The derivative of node `root` by the symbol `by`, once.
    constexpr node_index operator()(node_index root, packed_name by) { // after apply, which clang needs to have seen
        return apply(root, [&](node const& symbol) { return symbol.name() == by ? one_ : zero_; });
    }

  private:
    constexpr node_index choose(node_index condition, node_index a, node_index b) {
        return a == b ? a : w_.make(operation::select, condition, a, b);
    }

    constexpr node_index power(node_index i, node const& n, node_index da, node_index db) {
        if (da == zero_ && db == zero_) return zero_;
        if (db == zero_) {
            node const& e = w_[n.b];
            if (e.op == operation::constant) {
                rational const lower = e.value() - rational{1};
                node_index const p = lower == rational{1}   ? n.a
                                     : lower == rational{0} ? one_
                                                            : w_.make(operation::power, n.a, w_.constant(lower));
                return multiply(multiply(n.b, p), da);
            }
            node_index const p = w_.make(operation::power, n.a, w_.make(operation::subtract, n.b, one_));
            return multiply(multiply(n.b, p), da);
        }
        node_index const log = w_.make(operation::log, n.a);
        return multiply(i, add(multiply(db, log), divide(multiply(n.b, da), n.a)));
    }
};

/// The same graph with every derivative node replaced by an explicit formula.
template <class Graph>
constexpr node_index expand_derivatives(workspace& w, Graph const& g, node_index root) {
    node_index place[OGIVE_MAX_NODES] = {};
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        if (is_index_notation(n.op)) w.fail(trouble::index_notation);
        if (n.op == operation::derivative) {
            node_index d = place[n.a];
            for (int k = 0; k < static_cast<int>(n.low); ++k) d = differentiator{w}(d, g[n.b].name());
            place[i] = d;
        } else {
            place[i] = w.remake(n, place[n.a], place[n.b], place[n.c]);
        }
    }
    return place[root];
}

} // namespace ogive
