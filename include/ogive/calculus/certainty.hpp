// SPDX-License-Identifier: BSL-1.0
#pragma once
// What can be said of a predicate: it holds, it fails, or it is not known.

#include <ogive/algebra/prove.hpp>
#include <ogive/expression/symbol.hpp>

namespace ogive {

/// The answer to a question about a function; true when it is certainly yes.
struct fact {
    verdict answer = verdict::unknown;

    constexpr explicit operator bool() const { return answer == verdict::proved; }
    constexpr bool known() const { return answer != verdict::unknown; }
};

namespace detail {

/// X, which must be a symbol.
template <class X>
struct checked_symbol {
    static_assert(is_symbol<X>, "ogive: a question about a function needs the symbol of its argument, as in constexpr "
                                "auto x = symbol<\"x\">; monotonicity(f, x).");
    using type = std::conditional_t<is_symbol<X>, X, symbol_t<"x">>;
};

} // namespace detail

} // namespace ogive
