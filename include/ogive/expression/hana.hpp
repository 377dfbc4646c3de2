// SPDX-License-Identifier: BSL-1.0
#pragma once
// Expressions as models of Boost.Hana's Comparable, Orderable, Monoid, Group and Ring, also mixed with `_c` constants.

#include <ogive/expression/operators.hpp>

#include <boost/hana/div.hpp>
#include <boost/hana/equal.hpp>
#include <boost/hana/greater.hpp>
#include <boost/hana/greater_equal.hpp>
#include <boost/hana/less.hpp>
#include <boost/hana/less_equal.hpp>
#include <boost/hana/minus.hpp>
#include <boost/hana/mod.hpp>
#include <boost/hana/mult.hpp>
#include <boost/hana/negate.hpp>
#include <boost/hana/not_equal.hpp>
#include <boost/hana/one.hpp>
#include <boost/hana/plus.hpp>
#include <boost/hana/zero.hpp>

namespace ogive::detail {

// clang-format off
struct plus_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} + expression_of<B>{}; }
};
struct minus_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} - expression_of<B>{}; }
};
struct mult_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} * expression_of<B>{}; }
};
struct div_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} / expression_of<B>{}; }
};
struct equal_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} == expression_of<B>{}; }
};
struct not_equal_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} != expression_of<B>{}; }
};
struct less_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} < expression_of<B>{}; }
};
struct greater_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} > expression_of<B>{}; }
};
struct less_equal_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} <= expression_of<B>{}; }
};
struct greater_equal_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return expression_of<A>{} >= expression_of<B>{}; }
};
/// Expressions form a field: every division is exact.
struct mod_of_operands {
    template <class A, class B> static constexpr auto apply(A, B) { return exact<0>{}; }
};
// clang-format on

} // namespace ogive::detail

namespace boost::hana {

template <>
struct zero_impl<ogive::expression_tag> {
    static constexpr auto apply() { return ogive::exact<0>{}; }
};
template <>
struct one_impl<ogive::expression_tag> {
    static constexpr auto apply() { return ogive::exact<1>{}; }
};
template <>
struct negate_impl<ogive::expression_tag> {
    template <class A>
    static constexpr auto apply(A) {
        return -A{};
    }
};

// clang-format off
template <> struct plus_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::plus_of_operands {};
template <class T> struct plus_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::plus_of_operands {};
template <class T> struct plus_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::plus_of_operands {};
template <> struct minus_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::minus_of_operands {};
template <class T> struct minus_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::minus_of_operands {};
template <class T> struct minus_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::minus_of_operands {};
template <> struct mult_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::mult_of_operands {};
template <class T> struct mult_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::mult_of_operands {};
template <class T> struct mult_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::mult_of_operands {};
template <> struct div_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::div_of_operands {};
template <class T> struct div_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::div_of_operands {};
template <class T> struct div_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::div_of_operands {};
template <> struct equal_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::equal_of_operands {};
template <class T> struct equal_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::equal_of_operands {};
template <class T> struct equal_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::equal_of_operands {};
template <> struct not_equal_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::not_equal_of_operands {};
template <class T> struct not_equal_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::not_equal_of_operands {};
template <class T> struct not_equal_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::not_equal_of_operands {};
template <> struct less_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::less_of_operands {};
template <class T> struct less_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::less_of_operands {};
template <class T> struct less_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::less_of_operands {};
template <> struct greater_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::greater_of_operands {};
template <class T> struct greater_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::greater_of_operands {};
template <class T> struct greater_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::greater_of_operands {};
template <> struct less_equal_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::less_equal_of_operands {};
template <class T> struct less_equal_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::less_equal_of_operands {};
template <class T> struct less_equal_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::less_equal_of_operands {};
template <> struct greater_equal_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::greater_equal_of_operands {};
template <class T> struct greater_equal_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::greater_equal_of_operands {};
template <class T> struct greater_equal_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::greater_equal_of_operands {};
template <> struct mod_impl<ogive::expression_tag, ogive::expression_tag> : ogive::detail::mod_of_operands {};
template <class T> struct mod_impl<ogive::expression_tag, integral_constant_tag<T>> : ogive::detail::mod_of_operands {};
template <class T> struct mod_impl<integral_constant_tag<T>, ogive::expression_tag> : ogive::detail::mod_of_operands {};
// clang-format on

} // namespace boost::hana
