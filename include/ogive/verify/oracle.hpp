// SPDX-License-Identifier: BSL-1.0
#pragma once
// The oracle: the value and the derivatives of a graph as written, to any accuracy, without any rule of the engine.
//
// Included by itself it brings Boost.Multiprecision, which costs seconds and hundreds of megabytes in each file. Where
// OGIVE_COMPILED_ORACLE is defined (for a whole program), only the declarations are here and the definitions are those
// of a library that compiled them once, as the target `ogive_oracle` of the tests does.

#include <ogive/verify/reference.hpp>

#include <string>

#ifndef OGIVE_COMPILED_ORACLE
#include <ogive/verify/oracle_definitions.hpp>
#endif

namespace ogive::verify {

#ifdef OGIVE_COMPILED_ORACLE

/// The value of the graph for these inputs. Precision is raised until a bound on the error is below the goal and the
/// next higher precision agrees. A `select` evaluates only the branch it takes; catalogue functions are evaluated
/// through their bodies; numbers without an input are `unsure`.
reference_value value(graph_view g, input const* inputs, unsigned count, goal wanted = {});

/// A partial derivative, by central differences of the graph as written. Orders up to 4 are practical. At a point
/// where pieces meet, the one-sided differences decide between a derivative and `status::kink`.
reference_value derivative(graph_view g, direction d, input const* inputs, unsigned count, goal wanted = {});

/// Decimal digits of a reference, as "-1.2345e-67", or the name of its status. A reference holds up to 75 digits, of
/// which as many are right as its goal asked for.
std::string decimal(reference_value const& r, unsigned digits = 40);

/// The reference of a number written in decimal, for tests.
reference_value from_decimal(char const* text);

#endif

/// For expressions of one symbol.
template <expression E, class Symbol>
reference_value value(E, Symbol, long double x, goal wanted = {}) {
    input const in{Symbol::name, x};
    return value(view(E{}), &in, 1, wanted);
}
template <expression E, class Symbol>
reference_value derivative(E, Symbol, long double x, unsigned order = 1, goal wanted = {}) {
    input const in{Symbol::name, x};
    return derivative(view(E{}), direction{Symbol::name, order}, &in, 1, wanted);
}

} // namespace ogive::verify
