// SPDX-License-Identifier: BSL-1.0
// The graphs of random formulas: catalogue functions are the library's own, their arguments put in.

#include "formula.hpp"

namespace fuzz {

namespace {

using first = ogive::symbol_t<"#1">;
using second = ogive::symbol_t<"#2">;

template <class Graph>
node_index put_arguments(workspace& w, Graph const& g, node_index a, node_index b) {
    node_index place[Graph::size()];
    for (unsigned i = 0; i < g.size(); ++i) {
        auto const& n = g[i];
        if (n.op == operation::symbol)
            place[i] = n.name() == first::name ? a : b;
        else
            place[i] = w.remake(n, n.operand_count() > 0 ? place[n.a] : node_index{0},
                                n.operand_count() > 1 ? place[n.b] : node_index{0},
                                n.operand_count() > 2 ? place[n.c] : node_index{0});
    }
    return place[g.root()];
}
template <class F>
node_index one(workspace& w, F, node_index a) {
    return put_arguments(w, ogive::graph_of<ogive::applied<F, first>>, a, a);
}
template <class F>
node_index two(workspace& w, F, node_index a, node_index b) {
    return put_arguments(w, ogive::graph_of<ogive::applied<F, first, second>>, a, b);
}

node_index build_function(workspace& w, unsigned which, node_index a, node_index b) {
    switch (which) {
    case odds: return one(w, ogive::odds, a);
    case logit: return one(w, ogive::logit, a);
    case sigmoid: return one(w, ogive::sigmoid, a);
    case softplus: return one(w, ogive::softplus, a);
    case relu: return one(w, ogive::relu, a);
    case leaky_relu: return one(w, ogive::leaky_relu, a);
    case elu: return one(w, ogive::elu, a);
    case selu: return one(w, ogive::selu, a);
    case celu: return one(w, ogive::celu, a);
    case gelu: return one(w, ogive::gelu, a);
    case gelu_tanh: return one(w, ogive::gelu_tanh, a);
    case silu: return one(w, ogive::silu, a);
    case mish: return one(w, ogive::mish, a);
    case leaky_relu_2: return two(w, ogive::leaky_relu, a, b);
    case elu_2: return two(w, ogive::elu, a, b);
    case celu_2: return two(w, ogive::celu, a, b);
    default: return two(w, ogive::swish, a, b);
    }
}

} // namespace

node_index build(workspace& w, formula const& f) {
    auto const part = [&](unsigned i) { return i < f->parts.size() ? build(w, f->parts[i]) : node_index{0}; };
    switch (f->op) {
    case operation::constant: return w.constant(f->value);
    case operation::symbol: return w.symbol(symbols[f->which].name, symbols[f->which].assumed);
    case operation::pi: return w.pi();
    case operation::named: {
        node_index const a = part(0), b = part(1);
        return build_function(w, f->which, a, b);
    }
    case operation::derivative: {
        node_index const body = part(0);
        return w.derivative(body, w.symbol(symbols[f->which].name, symbols[f->which].assumed), 1);
    }
    default: {
        node_index const a = part(0), b = part(1), c = part(2);
        return w.make(f->op, a, b, c);
    }
    }
}

} // namespace fuzz
