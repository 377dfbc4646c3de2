// SPDX-License-Identifier: BSL-1.0
#pragma once
// f(0.5) and f(x = 0.5, a = 0.25): numbers bound to symbols, and the program of the expression run on them.

#include <ogive/algebra/derivatives.hpp>
#include <ogive/evaluate/execute.hpp>
#include <ogive/expression/symbol.hpp>

namespace ogive::evaluation {

template <class>
inline constexpr bool is_binding = false;
template <class S, class T>
inline constexpr bool is_binding<binding<S, T>> = true;

/// The numbers bound to symbols, found by name.
template <class... Bindings>
struct inputs : given {
    template <class T>
    OGIVE_ALWAYS_INLINE constexpr T get(node const&) const {
        return T(0);
    }
};
template <class S, class V, class... Rest>
struct inputs<binding<S, V>, Rest...> : given {
    V const& value;
    inputs<Rest...> rest;

    OGIVE_ALWAYS_INLINE constexpr inputs(binding<S, V> const& first, Rest const&... others)
        : value{first.value}, rest{others...} {}

    template <class T>
    OGIVE_ALWAYS_INLINE constexpr T get(node const& symbol) const {
        return symbol.low == S::name.low && symbol.high == S::name.high ? T(value) : rest.template get<T>(symbol);
    }
};

/// The symbols of a graph as written.
template <class Graph>
constexpr bool has_symbol(Graph const& g, packed_name name) {
    for (unsigned i = 0; i < Graph::size(); ++i)
        if (g[i].op == operation::symbol && g[i].name() == name) return true;
    return false;
}

template <class V>
struct number_of {
    using type = std::conditional_t<std::is_integral_v<V>, double, V>;
};
template <class S, class V>
struct number_of<binding<S, V>> : number_of<V> {};

template <class... Arguments, class Graph>
constexpr bool all_bound(Graph const& g) {
    for (unsigned i = 0; i < Graph::size(); ++i)
        if (g[i].op == operation::symbol && !((Arguments::symbol_type::name == g[i].name()) || ...)) return false;
    return true;
}

/// The only symbol of an expression, for a number given without a name.
template <expression E>
struct sole {
    static constexpr packed_name find() {
        unsigned count = 0;
        return only_symbol(graph_of<E>, count);
    }
    static constexpr packed_name name = find();
};

template <class First, class...>
struct first_type {
    using type = First;
};
template <class... E>
using first_of = typename first_type<E...>::type;

/// The values of one or more expressions, in the type of the numbers, by one shared program.
template <class T, unsigned Results>
struct values {
    T items[Results];
};

template <expression... E>
struct evaluation_of {
    using first = first_of<E...>;

    template <class... Arguments>
    static constexpr auto call(Arguments const&... arguments) {
        if constexpr (sizeof...(Arguments) == 0 && symbol_count(graph_of<first>) == 0) {
            return call(0.0); // an expression without symbols: its value in double
        } else if constexpr (sizeof...(Arguments) == 1 && !(is_binding<Arguments> && ...)) {
            constexpr unsigned count = symbol_count(graph_of<first>);
            static_assert(count <= 1, "ogive: a single number was given to an expression of several symbols. Bind each "
                                      "symbol by name, as in f(x = 0.5, a = 0.25).");
            if constexpr (count <= 1)
                return call(binding<sole<first>, Arguments>{arguments}...);
            else
                return values<double, sizeof...(E)>{};
        } else if constexpr (!(is_binding<Arguments> && ...)) {
            static_assert(detail::always_false<first>,
                          "ogive: an expression is evaluated with one number, or with bindings only. Bind each symbol "
                          "by name, as in f(x = 0.5, a = 0.25).");
            return values<double, sizeof...(E)>{};
        } else {
            constexpr bool complete = (all_bound<Arguments...>(graph_of<E>) && ...);
            static_assert(complete, "ogive: a symbol of the expression has no value. Bind every symbol, as in "
                                    "f(x = 0.5, a = 0.25).");
            constexpr bool known = (is_known<Arguments>() && ...);
            static_assert(known,
                          "ogive: a value is bound to a symbol that does not occur in the expression. Remove the "
                          "binding, or check the name of the symbol.");
            using T = std::common_type_t<typename number_of<Arguments>::type...>;
            values<T, sizeof...(E)> results{};
            if constexpr (complete && known && std::is_same_v<T, number::enclosure>) {
                unsigned i = 0; // intervals: the graph as written, branch by branch
                ((results.items[i++] = enclosed(graph_of<E>, arguments...)), ...);
            } else if constexpr (complete && known) {
                using W = working_type<T>;
                constexpr auto& program = program_of<E...>;
                W raw[sizeof...(E)]{};
                run<program, W>(inputs<Arguments...>{arguments...}, raw,
                                std::make_integer_sequence<unsigned, listing<program, W>::length>{});
                for (unsigned i = 0; i < sizeof...(E); ++i) results.items[i] = static_cast<T>(raw[i]);
            }
            return results;
        }
    }

  private:
    template <class Graph, class... Bindings>
    static constexpr number::enclosure enclosed(Graph const& g, Bindings const&... bindings) {
        algebra::point at;
        (at.push_back({Bindings::symbol_type::name, number::enclosure(bindings.value)}), ...);
        workspace w;
        return algebra::enclose(w, algebra::explicit_derivatives(w, g, g.root()), at);
    }

    template <class Binding>
    static constexpr bool is_known() {
        return Binding::symbol_type::name == packed_name{} ||
               (has_symbol(graph_of<E>, Binding::symbol_type::name) || ...);
    }
};

} // namespace ogive::evaluation

namespace ogive {

/// What f(0.5) and f(x = 0.5, a = 0.25) call.
template <expression E, class... Arguments>
constexpr auto evaluate(E, Arguments const&... arguments) {
    return evaluation::evaluation_of<E>::call(arguments...).items[0];
}

} // namespace ogive
