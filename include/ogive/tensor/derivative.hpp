// SPDX-License-Identifier: BSL-1.0
#pragma once
// Derivatives by the elements of vectors: gradient, Jacobian, Hessian, and products with them.

#include <ogive/calculus/derivative.hpp>
#include <ogive/tensor/notation.hpp>

namespace ogive {
namespace tensor {

template <class V>
constexpr void require_variable() {
    static_assert(is_variable<V>,
                  "ogive: derivatives in index notation are by the elements of a vector with a name, as in "
                  "constexpr auto a = vector<\"a\">; derivative(f, a[j]), gradient(f, a)[j].");
}

/// The derivative of F by the element V[I], Order times.
template <class F, class V, class I, int Order>
struct derivative_by_element : expression_interface<derivative_by_element<F, V, I, Order>> {
    static constexpr node_index build(workspace& w) {
        return w.derivative(w.append(graph_of<F>), V::at(w, I::build(w)), Order);
    }
};

/// The derivatives of F by the elements of V.
template <class F, class V>
struct gradient_of : vector_interface<gradient_of<F, V>> {
    static constexpr node_index at(workspace& w, node_index i) {
        return w.derivative(w.append(graph_of<F>), V::at(w, i), 1);
    }
};

/// A matrix of expressions: J(k, j), J[k][j].
template <class Self>
struct matrix_interface {
    template <class K, class J>
    constexpr auto operator()(K, J) const {
        require_index<K>();
        require_index<J>();
        return Self::template at<index_of<K>, index_of<J>>();
    }
    template <class K>
    struct row {
        template <class J>
        constexpr auto operator[](J other) const {
            return Self{}(K{}, other);
        }
    };
    template <class K>
    constexpr auto operator[](K) const {
        require_index<K>();
        return row<index_of<K>>{};
    }
#if defined(__cpp_multidimensional_subscript)
    template <class K, class J>
    constexpr auto operator[](K first, J other) const {
        return (*this)(first, other);
    }
#endif
};
/// The derivative of F[k] by V[j].
template <class F, class V>
struct jacobian_of : matrix_interface<jacobian_of<F, V>> {
    template <class K, class J>
    static constexpr auto at() {
        return derivative_by_element<element<F, K>, V, J, 1>{};
    }
};
/// The derivative of F by V[k] and V[j].
template <class F, class V>
struct hessian_of : matrix_interface<hessian_of<F, V>> {
    template <class K, class J>
    static constexpr auto at() {
        return derivative_by_element<derivative_by_element<F, V, K, 1>, V, J, 1>{};
    }
};

} // namespace tensor

/// The derivative of an expression by an element of a vector.
template <int Order = 1, class F, class V, class I>
constexpr auto derivative(F, tensor::element<V, I>) {
    static_assert(Order >= 0, "ogive: the order of a derivative must not be negative.");
    detail::require_expression<F>();
    tensor::require_variable<V>();
    if constexpr (!operand<F> || !tensor::is_variable<V>)
        return exact<0>{};
    else if constexpr (Order == 0)
        return expression_of<F>{};
    else
        return tensor::derivative_by_element<expression_of<F>, V, I, Order>{};
}

/// The gradient of f by the vector v, a vector: gradient(f, v)[j] is the derivative by v[j].
template <operand F, tensor::is_vector V>
constexpr auto gradient(F, V) {
    tensor::require_variable<V>();
    return tensor::gradient_of<expression_of<F>, V>{};
}
/// jacobian(f, v)(k, j), the derivative of f[k] by v[j], for a vector f.
template <tensor::is_vector F, tensor::is_vector V>
constexpr auto jacobian(F, V) {
    tensor::require_variable<V>();
    return tensor::jacobian_of<F, V>{};
}
/// hessian(f, v)(k, j), the derivative of f by v[k] and v[j].
template <operand F, tensor::is_vector V>
constexpr auto hessian(F, V) {
    tensor::require_variable<V>();
    return tensor::hessian_of<expression_of<F>, V>{};
}

namespace tensor {

struct vector_jacobian {
    template <class G, class F, class V>
    static constexpr auto formula(auto j, G g, F f, V v) {
        return ogive::sum(bound, g[bound] * ogive::derivative(f[bound], v[j]));
    }
};
struct jacobian_vector {
    template <class F, class V, class D>
    static constexpr auto formula(auto k, F f, V v, D d) {
        return ogive::sum(bound, ogive::derivative(f[k], v[bound]) * d[bound]);
    }
};

} // namespace tensor

/// The sum over k of g[k] times the derivative of f[k] by v[j], a vector in j: what goes backward through f.
template <tensor::is_vector G, tensor::is_vector F, tensor::is_vector V>
constexpr auto vector_jacobian_product(G, F, V) {
    tensor::require_variable<V>();
    return tensor::vector_of<tensor::vector_jacobian, G, F, V>{};
}
/// The sum over j of the derivative of f[k] by v[j] times d[j], a vector in k: the derivative of f in the direction d.
template <tensor::is_vector F, tensor::is_vector V, tensor::is_vector D>
constexpr auto jacobian_vector_product(F, V, D) {
    tensor::require_variable<V>();
    return tensor::vector_of<tensor::jacobian_vector, F, V, D>{};
}

} // namespace ogive
