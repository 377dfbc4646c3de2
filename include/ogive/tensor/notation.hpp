// SPDX-License-Identifier: BSL-1.0
#pragma once
// Index notation: vectors of any length n, their elements, and what runs over an index.
//
// All indices run over 1, ..., n with the same n >= 1, whatever it is. In a graph the index that an operation binds is named
// by how deeply the operation nests, so that formulas that differ in the names of bound indices are the same graph.

#include <ogive/expression/functions.hpp>
#include <ogive/expression/piecewise.hpp>
#include <ogive/expression/symbol.hpp>
#include <ogive/tensor/row_operation.hpp>

namespace ogive {

/// An index with a name. Two indices are the same when their names are.
template <fixed_string Name>
struct index_t {
    static_assert(Name.length() >= 1 && Name.length() <= 15,
                  "ogive: the name of an index must have 1 to 15 characters. Shorten the name.");
    static constexpr packed_name name{Name.characters};
    static constexpr node_index build(workspace& w) {
        return w.insert({name.low, name.high, 0, 0, 0, operation::index, assumption::none});
    }
};

/// An index: `constexpr auto i = index<"i">;`. It is a function, which `a[i]` and `sum(i, e)` take as they take an index_t,
/// because the C library has a function of this name and both are found after `using namespace ogive`.
template <fixed_string Name>
constexpr index_t<Name> index() {
    return {};
}

namespace tensor {

template <class>
struct index_like {};
template <fixed_string Name>
struct index_like<index_t<Name>> {
    using type = index_t<Name>;
};
template <fixed_string Name>
struct index_like<index_t<Name> (*)()> {
    using type = index_t<Name>;
};

/// What can stand where an index is needed.
template <class I>
concept is_index = requires { typename index_like<I>::type; };
template <is_index I>
using index_of = typename index_like<I>::type;

template <class I>
constexpr void require_index() {
    static_assert(is_index<I>,
                  "ogive: an index is needed here, as in constexpr auto i = index<\"i\">; a[i], sum(i, e).");
}

// -- bound indices in graphs -------------------------------------------------------------------------------------------

constexpr bool binds(operation op) {
    return op == operation::sum_over || op == operation::product_over || op == operation::max_over;
}

/// What stands for the index of a vector as a whole, in the arguments by which functions of vectors are remembered.
constexpr node_index no_index(workspace& w) { return w.insert({0, 0, 0, 0, 0, operation::index, assumption::none}); }

/// Bound indices have numbers for names, given by `high`; those of users have characters in `low`.
constexpr node_index bound_index(workspace& w, unsigned number) {
    return w.insert({0, static_cast<int128>(number), 0, 0, 0, operation::index, assumption::none});
}
constexpr unsigned bound_number(node const& n) { return n.low == 0 ? static_cast<unsigned>(n.high) : 0; }

/// How deeply operations that bind an index nest in a node.
template <class Graph>
constexpr unsigned nesting(Graph const& g, node_index root) {
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    unsigned deepest = 0;
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i] && binds(g[i].op))
            if (unsigned const n = bound_number(g[g[i].a]); n > deepest) deepest = n;
    return deepest;
}

/// A node with `to[k]` in place of the node `from[k]`.
constexpr node_index replaced(workspace& w, node_index root, node_index const* from, node_index const* to,
                              unsigned count) {
    bool needed[OGIVE_MAX_NODES] = {};
    node_index place[OGIVE_MAX_NODES];
    workspace::mark(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const n = w[i];
        place[i] = n.operand_count() == 0 ? static_cast<node_index>(i) : w.remake(n, place);
        for (unsigned k = 0; k < count; ++k)
            if (i == from[k]) place[i] = to[k];
    }
    return place[root];
}

inline constexpr unsigned first_open_index = 1u << 12;

/// Op over an index: `body(i)` builds what stands under it, for the node i of the index.
template <class Body>
constexpr node_index over(workspace& w, operation op, Body const& body) {
    node_index const open = bound_index(w, first_open_index + w.size());
    node_index const inner = body(open);
    node_index const index = bound_index(w, 1 + nesting(w, inner));
    return w.make(op, index, replaced(w, inner, &open, &index, 1));
}

// -- vectors -----------------------------------------------------------------------------------------------------------

struct vector_tag {};

/// A vector of expressions: a type whose `at(w, i)` builds the element for the node of an index.
template <class V>
concept is_vector = std::is_same_v<typename V::ogive_vector, vector_tag>;

/// V[I], an expression.
template <class V, class I>
struct element : expression_interface<element<V, I>> {
    static constexpr node_index build(workspace& w) { return V::at(w, I::build(w)); }
};

namespace operators {
struct enabled {};
} // namespace operators

/// What every vector inherits: elements, and arithmetic element by element.
template <class Self>
struct vector_interface : operators::enabled {
    using ogive_vector = vector_tag;

    /// The element with an index, an expression.
    template <class I>
    constexpr auto operator[](I) const {
        require_index<I>();
        if constexpr (is_index<I>)
            return element<Self, index_of<I>>{};
        else
            return exact<0>{};
    }
};

/// A function of numbers applied element by element; what is no vector is the same in each.
template <class F, class... Operands>
struct mapped : vector_interface<mapped<F, Operands...>> {
    static constexpr node_index at(workspace& w, node_index i) {
        node_index const places[] = {operand_at<Operands>(w, i)...};
        return F::build(w, places);
    }

  private:
    template <class Operand>
    static constexpr node_index operand_at(workspace& w, node_index i) {
        if constexpr (is_vector<Operand>)
            return Operand::at(w, i);
        else
            return w.append(graph_of<expression_of<Operand>>);
    }
};

template <operation Op>
struct arithmetic {
    static constexpr node_index build(workspace& w, node_index const* x) {
        return operands(Op) == 1 ? w.make(Op, x[0]) : w.make(Op, x[0], x[1]);
    }
};

template <class A>
concept term = is_vector<A> || operand<A>;
template <class A, class B>
concept terms = term<A> && term<B> && (is_vector<A> || is_vector<B>);

namespace operators {

template <class A, class B>
    requires terms<A, B>
constexpr mapped<arithmetic<operation::add>, A, B> operator+(A, B) {
    return {};
}
template <class A, class B>
    requires terms<A, B>
constexpr mapped<arithmetic<operation::subtract>, A, B> operator-(A, B) {
    return {};
}
template <class A, class B>
    requires terms<A, B>
constexpr mapped<arithmetic<operation::multiply>, A, B> operator*(A, B) {
    return {};
}
template <class A, class B>
    requires terms<A, B>
constexpr mapped<arithmetic<operation::divide>, A, B> operator/(A, B) {
    return {};
}
template <is_vector A>
constexpr mapped<arithmetic<operation::negate>, A> operator-(A) {
    return {};
}

} // namespace operators

/// A formula in symbols x and y, applied to elements.
template <class Formula, unsigned Count>
struct by_formula {
    static constexpr node_index build(workspace& w, node_index const* x) {
        node_index const root = w.append(graph_of<Formula>), names[] = {w.symbol("x"), w.symbol("y")};
        return replaced(w, root, names, x, Count);
    }
};

/// e for each value of the index I: a vector.
template <class I, class E>
struct each_t : vector_interface<each_t<I, E>> {
    static constexpr node_index at(workspace& w, node_index i) {
        node_index const body = w.append(graph_of<E>), from = I::build(w);
        return replaced(w, body, &from, &i, 1);
    }
};

/// Op over I of E, an expression.
template <operation Op, class I, class E>
struct over_t : expression_interface<over_t<Op, I, E>> {
    static constexpr node_index build(workspace& w) {
        node_index const body = w.append(graph_of<E>), from = I::build(w);
        return over(w, Op, [&](node_index at) { return replaced(w, body, &from, &at, 1); });
    }
};

template <operation Op, class I, class E>
constexpr auto over_index() {
    require_index<I>();
    static_assert(operand<E>, "ogive: what stands under sum(i, e) and its kin must be an expression. Build it from "
                              "elements such as a[i], symbols and exact constants such as 2_c.");
    if constexpr (is_index<I> && operand<E>)
        return over_t<Op, index_of<I>, expression_of<E>>{};
    else
        return exact<0>{};
}

template <class I, class J>
struct delta_t : expression_interface<delta_t<I, J>> {
    static constexpr node_index build(workspace& w) {
        node_index const i = I::build(w), j = J::build(w);
        return i == j ? w.constant(1) : w.make(operation::delta, i < j ? i : j, i < j ? j : i);
    }
};

// -- functions of vectors ----------------------------------------------------------------------------------------------

/// The indices with which functions of vectors are written: that of the element, and one to be bound. A formula binds
/// at most one at a time, so that names cannot clash.
inline constexpr index_t<"_0"> element_index{};
inline constexpr index_t<"_1"> bound{};

template <class>
inline constexpr bool is_variable = false;

/// What has a kernel for rows of numbers says which it is: functions of a vector with a name, and of two vectors what
/// `row_operation_of` is specialised for.
template <class F, class... V>
struct row_operation_of {};
template <class F, class V>
    requires(is_variable<V> && requires { F::rows; })
struct row_operation_of<F, V> {
    static constexpr row_operation rows = F::rows;
};

/// An argument of a function of vectors, as it is remembered.
template <class V>
constexpr node_index remembered(workspace& w) {
    if constexpr (is_vector<V>)
        return V::at(w, no_index(w));
    else
        return w.append(graph_of<expression_of<V>>);
}

/// The elements of F(V...): its formula at an index. If F has a name and one argument, the graph remembers both.
template <class F, class... V>
struct vector_of : vector_interface<vector_of<F, V...>>, row_operation_of<F, V...> {
    static constexpr node_index at(workspace& w, node_index i) {
        using body = decltype(F::formula(element_index, V{}...));
        node_index const root = w.append(graph_of<body>), from = decltype(element_index)::build(w);
        node_index const value = replaced(w, root, &from, &i, 1);
        if constexpr (requires { F::name; } && sizeof...(V) == 1)
            return w.named(F::name, 2, value, remembered<V>(w)..., i);
        else
            return value;
    }
};
/// F(V...), an expression.
template <class F, class... V>
struct value_of : expression_interface<value_of<F, V...>>, row_operation_of<F, V...> {
    static constexpr node_index build(workspace& w) {
        node_index const value = w.append(graph_of<decltype(F::formula(V{}...))>);
        if constexpr (requires { F::name; } && sizeof...(V) <= 2) {
            node_index const arguments[] = {remembered<V>(w)..., 0};
            return w.named(F::name, sizeof...(V), value, arguments[0], arguments[1]);
        } else {
            return value;
        }
    }
};

template <class... T>
constexpr void require_vectors() {
    static_assert((term<T> && ...) && (is_vector<T> || ...),
                  "ogive: a function of vectors needs vectors, as in constexpr auto a = vector<\"a\">; softmax(a), or "
                  "expressions and exact constants such as 2_c where a number is asked for.");
}
/// Base of functions from vectors to vectors. `Self` gives `formula(i, arguments...)`, the element with index i.
template <class Self>
struct vector_function {
    template <class... T>
    constexpr auto operator()(T...) const {
        require_vectors<T...>();
        if constexpr ((term<T> && ...)) return vector_of<Self, T...>{};
    }
};
/// Base of functions from vectors to numbers. `Self` gives `formula(arguments...)`.
template <class Self>
struct vector_functional {
    template <class... T>
    constexpr auto operator()(T...) const {
        require_vectors<T...>();
        if constexpr ((term<T> && ...)) return value_of<Self, T...>{};
    }
};

} // namespace tensor

/// A vector of n real numbers, with what is assumed of each: `vector<"p", positive>`.
template <fixed_string Name, assumption Assumed = assumption::none>
struct vector_t : tensor::vector_interface<vector_t<Name, Assumed>> {
    static_assert(Name.length() >= 1 && Name.length() <= 15,
                  "ogive: the name of a vector must have 1 to 15 characters. Shorten the name.");
    static constexpr packed_name name{Name.characters};
    static constexpr node_index at(workspace& w, node_index i) {
        return w.insert({name.low, 0, i, 0, 0, operation::element, Assumed});
    }
};
template <fixed_string Name, assumption Assumed = assumption::none>
inline constexpr vector_t<Name, Assumed> vector{};

template <fixed_string Name, assumption Assumed>
inline constexpr bool tensor::is_variable<vector_t<Name, Assumed>> = true;

/// e summed over the index i.
template <class I, class E>
constexpr auto sum(I, E) {
    return tensor::over_index<operation::sum_over, I, E>();
}
/// The product of e over the index i.
template <class I, class E>
constexpr auto product(I, E) {
    return tensor::over_index<operation::product_over, I, E>();
}
/// The largest e over the index i. At a tie its derivative is that of the first of the largest.
template <class I, class E>
constexpr auto max_over(I, E) {
    return tensor::over_index<operation::max_over, I, E>();
}
/// e for each value of the index i, a vector.
template <class I, operand E>
constexpr auto each(I, E) {
    tensor::require_index<I>();
    return tensor::each_t<tensor::index_of<I>, expression_of<E>>{};
}
/// Kronecker's delta: 1 where the indices are equal, and 0 elsewhere.
template <class I, class J>
constexpr auto delta(I, J) {
    tensor::require_index<I>();
    tensor::require_index<J>();
    return tensor::delta_t<tensor::index_of<I>, tensor::index_of<J>>{};
}
/// A function of one expression applied to each element: map(sigmoid, a).
template <class F, tensor::is_vector V>
constexpr auto map(F f, V) {
    return tensor::mapped<tensor::by_formula<decltype(f(symbol<"x">)), 1>, V>{};
}
template <class F, class U, class V>
    requires tensor::terms<U, V>
constexpr auto map(F f, U, V) {
    return tensor::mapped<tensor::by_formula<decltype(f(symbol<"x">, symbol<"y">)), 2>, U, V>{};
}

} // namespace ogive
