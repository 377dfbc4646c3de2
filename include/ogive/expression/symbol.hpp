// SPDX-License-Identifier: BSL-1.0
#pragma once
// Symbols, and the binding of a symbol to a number.

#include <ogive/expression/expression.hpp>

namespace ogive {

/// A number bound to a symbol: what `x = 0.5` is.
template <class Symbol, class T>
struct binding {
    using symbol_type = Symbol;
    using value_type = T;
    T value;
};

/// A real variable or parameter. Two symbols are the same when their names are.
template <fixed_string Name, assumption Assumed = assumption::none>
struct symbol_t : expression_interface<symbol_t<Name, Assumed>> {
    static_assert(Name.length() >= 1 && Name.length() <= 31,
                  "ogive: the name of a symbol must have 1 to 31 characters. Shorten the name.");
    static constexpr packed_name name{Name.characters};
    static constexpr node_index build(workspace& w) { return w.symbol(name, Assumed); }

    template <class T>
    constexpr binding<symbol_t, T> operator=(T const& value) const {
        return {value};
    }
};

/// A symbol: `constexpr auto x = symbol<"x">;`, or with what is known of it: `symbol<"a", positive>`.
template <fixed_string Name, assumption Assumed = assumption::none>
inline constexpr symbol_t<Name, Assumed> symbol{};

namespace detail {

template <class>
inline constexpr bool is_symbol = false;
template <fixed_string Name, assumption Assumed>
inline constexpr bool is_symbol<symbol_t<Name, Assumed>> = true;

} // namespace detail
} // namespace ogive
