// SPDX-License-Identifier: BSL-1.0
#pragma once
// The most readable form in index notation: deltas contracted, what does not depend on an index outside of its sum,
// exponentials over their sum as softmax.

#include <ogive/algebra/simplify.hpp>
#include <ogive/tensor/prove.hpp>
#include <ogive/tensor/softmax.hpp>

namespace ogive {
namespace tensor {

/// A lowered expression, kept with what its codes refer to.
template <class E>
struct reading {
    workspace w;
    lowering to{w, false};
    index_list const& indices = indices_of<E>::value;
    node_index root;

    constexpr explicit reading(bool with_softmax) : root{lowered()} {
        if (with_softmax) root = in_softmax(root);
    }

  private:
    constexpr node_index lowered() {
        index_number numbers[max_free] = {};
        for (unsigned k = 0; k < max_free; ++k) numbers[k] = first_free + k;
        return lower(w, to, graph_of<E>, graph_of<E>.root(), indices, numbers);
    }

    /// exp(u[m]) as the softmax of u at m times the sum of exp(u), also where it is a factor under another sum.
    constexpr node_index in_softmax(node_index in) {
        unsigned const size = in + 1u;
        for (unsigned s = 0; s < size; ++s) {
            coded const c = decode(w[s]);
            if (c.what != atom::sum || w[c.body()].op != operation::exp) continue;
            auto const share = [&](index_number m) { return to.symbol({atom::softmax, c.low, c.i, m}, positive); };
            for (unsigned m = 0; m < indices.count; ++m) {
                index_number const at = first_free + m;
                node_index const from = to.rename(c.body(), c.i, at);
                node_index const image = w.make(operation::multiply, share(at), static_cast<node_index>(s));
                in = replaced(w, in, &from, &image, 1);
            }
            for (unsigned t = 0; t < size; ++t) {
                coded const other = decode(w[t]);
                if (t == s || other.what != atom::sum) continue;
                index_number const open = to.open(), number = c.i + 1 < other.i ? other.i : c.i + 1;
                node_index const written = to.rename(other.body(), other.i, open);
                node_index const body = with_factor(written, to.rename(c.body(), c.i, open), share(open));
                if (body == written) continue;
                node_index const sum = to.symbol({atom::sum, to.rename(body, open, number), number, 0}, w[t].assumed);
                node_index const old = static_cast<node_index>(t);
                node_index const image = w.make(operation::multiply, sum, static_cast<node_index>(s));
                in = replaced(w, in, &old, &image, 1);
            }
        }
        return in;
    }

    /// A product with the factor `image` in place of the factor `from`.
    constexpr node_index with_factor(node_index in, node_index from, node_index image) {
        if (in == from) return image;
        node const n = w[in];
        if (n.op != operation::multiply && n.op != operation::divide) return in;
        node_index const a = with_factor(n.a, from, image);
        if (a != n.a) return w.make(n.op, a, n.b);
        node_index const b = n.op == operation::multiply ? with_factor(n.b, from, image) : n.b;
        return b == n.b ? in : w.make(n.op, n.a, b);
    }
};

/// The lowered form of E as an expression whose symbols are codes.
template <class E, bool WithSoftmax>
struct read : expression_interface<read<E, WithSoftmax>> {
    static constexpr node_index build(workspace& w) {
        reading<E> const r{WithSoftmax};
        if (r.w.problem != trouble::none) w.fail(r.w.problem);
        return w.import(r.w, r.root);
    }
};

/// Back from codes to index notation: a node of `g`, whose codes refer to places in `w`.
class raising {
    workspace& out_;
    workspace const& w_;
    index_list const& indices_;

    constexpr node_index index(index_number i) {
        if (!is_free(i)) return bound_index(out_, i);
        packed_name const name = indices_.names[i - first_free];
        return out_.insert({name.low, name.high, 0, 0, 0, operation::index, assumption::none});
    }
    constexpr node_index over(operation op, index_number i, node_index body) { return out_.make(op, index(i), body); }
    constexpr node_index symbol(node const& n) {
        coded const c = decode(n);
        switch (c.what) {
        case atom::none: return out_.insert(n);
        case atom::length: return over(operation::sum_over, 1, out_.constant(1));
        case atom::element: return out_.insert({c.low, 0, index(c.i), 0, 0, operation::element, n.assumed});
        case atom::delta: {
            node_index const i = index(c.i), j = index(c.j);
            return out_.make(operation::delta, i < j ? i : j, i < j ? j : i);
        }
        case atom::sum: return over(operation::sum_over, c.i, (*this)(w_, c.body()));
        case atom::product: return over(operation::product_over, c.i, (*this)(w_, c.body()));
        case atom::maximum: return over(operation::max_over, c.i, (*this)(w_, c.body()));
        case atom::softmax: {
            node_index const body = (*this)(w_, c.body()), from = index(c.i), at = index(c.j), none = no_index(out_);
            node_index const argument = out_[body].a;
            node_index const share =
                out_.make(operation::divide, replaced(out_, body, &from, &at, 1), over(operation::sum_over, c.i, body));
            return out_.named(softmax_t::name, 2, share, replaced(out_, argument, &from, &none, 1), at);
        }
        case atom::attains: {
            // the derivative of the largest by the element at j; of what is no element it has no name
            node_index const body = (*this)(w_, c.body()), from = index(c.i), at = index(c.j);
            unreadable = unreadable || out_[body].op != operation::element;
            return out_.derivative(over(operation::max_over, c.i, body), replaced(out_, body, &from, &at, 1), 1);
        }
        }
        return 0;
    }

  public:
    bool unreadable = false;

    constexpr raising(workspace& out, workspace const& w, index_list const& indices)
        : out_{out}, w_{w}, indices_{indices} {}

    template <class Graph>
    constexpr node_index operator()(Graph const& g, node_index root) {
        algebra::scratch<node_index> place(root + 1u);
        algebra::scratch<bool> needed(root + 1u);
        workspace::reach(g, root, needed.items);
        for (unsigned i = 0; i <= root; ++i) {
            if (!needed[i]) continue;
            node const n = g[i];
            coded const inner = n.op == operation::exp ? decode(g[n.a]) : coded{};
            if (inner.what == atom::sum && w_[inner.body()].op == operation::log) // a product of what is positive
                place[i] = over(operation::product_over, inner.i, (*this)(w_, w_[inner.body()].a));
            else
                place[i] = n.op == operation::symbol ? symbol(n) : out_.remake(n, place.items);
        }
        return place[root];
    }
};

template <class Form>
constexpr unsigned length_of_form() {
    workspace w;
    return algebra::length_of(w, w.append(graph_of<Form>));
}

} // namespace tensor

/// The simplified form in index notation.
template <class F>
    requires tensor::is_indexed<F>
struct simplified<F> : expression_interface<simplified<F>> {
    template <bool WithSoftmax>
    using form = simplified<tensor::read<F, WithSoftmax>>;

    static constexpr node_index build(workspace& w) {
        constexpr bool short_with_softmax =
            tensor::length_of_form<form<true>>() < tensor::length_of_form<form<false>>();
        using best = form<short_with_softmax>;
        tensor::reading<F> const r{short_with_softmax};
        tensor::raising raise{w, r.w, r.indices};
        node_index const result = raise(graph_of<best>, graph_of<best>.root());
        return raise.unreadable ? w.append(graph_of<F>) : result;
    }
};

} // namespace ogive
