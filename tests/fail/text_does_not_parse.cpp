// EXPECT: this text is not an expression, a condition or an equation
// EXPECT: text_does_not_parse<.*column<11>, .*error<.*expected a closing parenthesis
// SPDX-License-Identifier: BSL-1.0

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

#ifdef OGIVE_CONTROL
constexpr auto f = "x*(1 + x)"_expr;
#else
constexpr auto f = "x*(1 + x*2"_expr;
#endif
