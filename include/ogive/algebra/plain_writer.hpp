// SPDX-License-Identifier: BSL-1.0
#pragma once
// Fractions of a field as nodes, as they come.

#include <ogive/algebra/field.hpp>

namespace ogive::algebra {

/// Fractions as nodes, plainly: for the conditions of cases, not for readers.
template <class Field>
class plain_writer {
    Field& f_;
    workspace& w_;

    constexpr node_index product(node_index a, node_index b) {
        auto const is_one = [&](node_index node) {
            return w_[node].op == operation::constant && w_[node].value() == rational{1};
        };
        return is_one(a) ? b : is_one(b) ? a : w_.make(operation::multiply, a, b);
    }

    constexpr node_index kernel_node(unsigned v) {
        kernel const k = f_.kernels[v];
        auto const call = [&](operation op) { return w_.make(op, (*this)(f_.arguments[k.argument])); };
        switch (k.kind) {
        case kernel_kind::symbol: return w_.symbol(k.name, k.assumed);
        case kernel_kind::pi: return w_.pi();
        case kernel_kind::named_constant:
            for (unsigned i = 0; i < w_.size(); ++i)
                if (w_[i].op == operation::named && w_[i].arguments() == 0 && w_[i].name() == k.name &&
                    w_[i].a == k.index)
                    return static_cast<node_index>(i);
            break;
        case kernel_kind::logarithm: return call(operation::log);
        case kernel_kind::root:
            if (k.index == 2) return call(operation::sqrt);
            return w_.make(operation::power, (*this)(f_.arguments[k.argument]),
                           w_.constant(rational{int128{1}, static_cast<int128>(k.index)}));
        case kernel_kind::erf: return call(operation::erf);
        case kernel_kind::atan: return call(operation::atan);
        case kernel_kind::asin: return call(operation::asin);
        case kernel_kind::sin: return call(operation::sin);
        case kernel_kind::cos: return call(operation::cos);
        default: break;
        }
        w_.fail(trouble::no_inverse);
        return 0;
    }

  public:
    constexpr plain_writer(Field& in, workspace& w) : f_{in}, w_{w} {}

    constexpr node_index operator()(polynomial const& p) {
        node_index sum = w_.constant(0);
        for (unsigned i = 0; i < p.size(); ++i) {
            node_index term = w_.constant(rational{p.coefficients[i]});
            for (unsigned v = 0; v < f_.kernel_count; ++v) {
                auto const e = static_cast<int>(exponent(p.exponents[i], v));
                if (e == 0) continue;
                kernel const& k = f_.kernels[v];
                if (k.kind == kernel_kind::exponential) {
                    fraction const u = f_.scale(f_.arguments[k.argument], k.unit * rational{e});
                    term = product(term, w_.make(operation::exp, (*this)(u)));
                } else {
                    node_index const base = kernel_node(v);
                    term = product(term, e == 1 ? base : w_.make(operation::power, base, w_.constant(e)));
                }
            }
            sum = i == 0 ? term : w_.make(operation::add, sum, term);
        }
        return sum;
    }
    constexpr node_index operator()(fraction const& u) {
        node_index r = product(w_.constant(u.content), (*this)(u.above));
        if (u.below != 0) r = w_.make(operation::divide, r, (*this)(f_.denominator(u)));
        return r;
    }
};

} // namespace ogive::algebra
