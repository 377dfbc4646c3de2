// SPDX-License-Identifier: BSL-1.0
#pragma once
// The elementary functions on numbers: the names that build expressions from expressions evaluate on float, double and
// long double, in constant expressions, too. Accuracy as in evaluate/elementary.hpp.

#include <ogive/evaluate/elementary.hpp>

#include <concepts>

namespace ogive {

// clang-format off
template <std::floating_point T> constexpr T sqrt(T x) { return elementary::sqrt(x); }
template <std::floating_point T> constexpr T exp(T x) { return elementary::exp(x); }
template <std::floating_point T> constexpr T expm1(T x) { return elementary::expm1(x); }
template <std::floating_point T> constexpr T log(T x) { return elementary::log(x); }
template <std::floating_point T> constexpr T log1p(T x) { return elementary::log1p(x); }
template <std::floating_point T> constexpr T sin(T x) { return elementary::sin(x); }
template <std::floating_point T> constexpr T cos(T x) { return elementary::cos(x); }
template <std::floating_point T> constexpr T tan(T x) { return elementary::tan(x); }
template <std::floating_point T> constexpr T asin(T x) { return elementary::asin(x); }
template <std::floating_point T> constexpr T acos(T x) { return elementary::acos(x); }
template <std::floating_point T> constexpr T atan(T x) { return elementary::atan(x); }
template <std::floating_point T> constexpr T sinh(T x) { return elementary::sinh(x); }
template <std::floating_point T> constexpr T cosh(T x) { return elementary::cosh(x); }
template <std::floating_point T> constexpr T tanh(T x) { return elementary::tanh(x); }
template <std::floating_point T> constexpr T asinh(T x) { return elementary::asinh(x); }
template <std::floating_point T> constexpr T acosh(T x) { return elementary::acosh(x); }
template <std::floating_point T> constexpr T atanh(T x) { return elementary::atanh(x); }
template <std::floating_point T> constexpr T erf(T x) { return elementary::erf(x); }
template <std::floating_point T> constexpr T erfc(T x) { return elementary::erfc(x); }
template <std::floating_point T> constexpr T abs(T x) { return elementary::abs(x); }
template <std::floating_point T> constexpr T sign(T x) { return elementary::sign(x); }
template <std::floating_point T> constexpr T pow(T const& x, T const& y) { return elementary::pow(x, y); }
template <std::floating_point T> constexpr T min(T const& x, T const& y) { return elementary::min(x, y); }
template <std::floating_point T> constexpr T max(T const& x, T const& y) { return elementary::max(x, y); }
// clang-format on

} // namespace ogive
