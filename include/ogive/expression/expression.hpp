// SPDX-License-Identifier: BSL-1.0
#pragma once
// What an expression is: an empty type that says how it was written, with its graph as a static constant.

#include <ogive/expression/graph.hpp>

#include <type_traits>

namespace ogive {

/// A string that can be a template argument.
template <unsigned Size>
struct fixed_string {
    char characters[Size]{};
    constexpr fixed_string(char const (&text)[Size]) {
        for (unsigned i = 0; i < Size; ++i) characters[i] = text[i];
    }
    static constexpr unsigned length() { return Size - 1; }
};

/// Boost.Hana's tag of every expression.
struct expression_tag {};

/// A type that stands for a mathematical expression. It has no state: the type is the expression.
template <class E>
concept expression = requires(workspace& w) {
    requires std::is_same_v<typename std::remove_cvref_t<E>::hana_tag, expression_tag>;
    std::remove_cvref_t<E>::build(w);
};

namespace operators {
/// What inherits this has the operators of expressions.
struct enabled {};
} // namespace operators

/// What every expression type inherits: the operators, and it can be called with numbers or with bindings.
template <class Self>
struct expression_interface : operators::enabled {
    using hana_tag = expression_tag;

    /// The value for one number (when the expression has one symbol) or for bindings `x = 0.5, a = 2.0`. The
    /// optimised form is evaluated, in the type of the numbers given.
    template <class... Arguments>
    constexpr auto operator()(Arguments const&... arguments) const {
        return evaluate(Self{}, arguments...);
    }
};

namespace detail {

template <class>
inline constexpr bool always_false = false;

/// One message for every way a graph can fail to exist: the first error is prose.
template <trouble Problem>
constexpr bool explained() {
    static_assert(Problem != trouble::addition_overflow,
                  "ogive: an addition of exact constants overflows 128 bits. Exact constants need a numerator and a "
                  "denominator that fit; write the constant with fewer digits or as a symbol.");
    static_assert(Problem != trouble::multiplication_overflow,
                  "ogive: a multiplication of exact constants overflows 128 bits. Exact constants need a numerator and "
                  "a denominator that fit; write the constant with fewer digits or as a symbol.");
    static_assert(Problem != trouble::division_overflow,
                  "ogive: a division of exact constants overflows 128 bits. Exact constants need a numerator and a "
                  "denominator that fit; write the constant with fewer digits or as a symbol.");
    static_assert(Problem != trouble::power_overflow,
                  "ogive: a power of an exact constant overflows 128 bits. Exact constants need a numerator and a "
                  "denominator that fit; use a smaller exponent or a symbol.");
    static_assert(Problem != trouble::literal_overflow,
                  "ogive: a literal overflows 128 bits. An exact constant has at most 38 significant digits; write "
                  "fewer digits.");
    static_assert(Problem != trouble::division_by_zero,
                  "ogive: a division of exact constants by zero. The divisor of an exact constant must not be 0.");
    static_assert(Problem != trouble::too_many_nodes,
                  "ogive: the expression needs more nodes than OGIVE_MAX_NODES allows. Define OGIVE_MAX_NODES to a "
                  "larger number before the first ogive header, or simplify the expression.");
    static_assert(Problem != trouble::no_derivative_rule,
                  "ogive: the derivative of an operation for which the engine has no rule was asked for. Write the "
                  "function with the operations that have one; see docs/errors.md.");
    static_assert(Problem != trouble::no_inverse,
                  "ogive: inverse(f, x) needs a closed form, and the engine finds none for this function. Where it is "
                  "strictly monotone, use numeric_inverse(f, x).");
    static_assert(Problem != trouble::not_injective,
                  "ogive: inverse(f, x) needs a function that takes every value once, and this one takes some value "
                  "more than once. Restrict it to an interval on which it is strictly monotone, as in inverse(f, x, "
                  "on(0_c, infinity)).");
    static_assert(Problem != trouble::several_occurrences,
                  "ogive: inverse(f, x) needs an equation that can be solved for x in closed form, and here x stands "
                  "both inside and outside of a transcendental function. Where the function is strictly monotone, use "
                  "numeric_inverse(f, x).");
    static_assert(Problem != trouble::unknown_sign,
                  "ogive: inverse(f, x) needs to know the sign of a parameter to choose the branch. Declare it, as in "
                  "symbol<\"a\", positive>.");
    static_assert(
        Problem != trouble::index_notation,
        "ogive: a number, or what is known of functions of numbers, was asked of an expression in index "
        "notation, whose vectors have no length. Give them one, as in with_length<3>(f), or use the functions "
        "for rows of numbers in ogive/evaluate/rows.hpp.");
    return true;
}

/// How an expression writes itself into a workspace.
using builder = node_index (*)(workspace&);

/// A graph before its size is a constant: small ones are kept, larger ones are built again at their size.
struct graph_draft {
    static constexpr unsigned capacity = 16;
    unsigned size = 1;
    trouble problem = trouble::none;
    graph<capacity> nodes{};
};

constexpr graph_draft draft_graph(builder build) {
    workspace w;
    node_index const root = build(w);
    graph_draft d;
    d.problem = w.problem;
    if (w.problem == trouble::none)
        d.size = write_needed(w, &root, 1, d.nodes.nodes, graph_draft::capacity, d.nodes.roots);
    return d;
}

/// What stands for a graph that does not exist, so that no error follows the one in words: the constant 0.
template <unsigned Roots = 1>
constexpr graph<1, Roots> graph_of_zero() {
    return {{{0, 1, 0, 0, 0, operation::constant, assumption::none}}, {}};
}

template <unsigned Size>
constexpr graph<Size> finished(graph_draft const& draft, builder build) {
    if constexpr (Size == 1)
        if (draft.problem != trouble::none) return graph_of_zero();
    if constexpr (Size <= graph_draft::capacity) {
        graph<Size> g{};
        for (unsigned i = 0; i < Size; ++i) g.nodes[i] = draft.nodes[i];
        g.roots[0] = draft.nodes.root();
        return g;
    } else {
        workspace w;
        node_index const roots[] = {build(w)};
        return finish<Size>(w, roots);
    }
}

template <class E>
struct graph_holder {
    static constexpr graph_draft draft = draft_graph(E::build);
    static_assert(explained<draft.problem>());
    static constexpr graph<draft.size> value = finished<draft.size>(draft, E::build);
};

} // namespace detail

/// The graph of an expression type.
template <expression E>
inline constexpr auto& graph_of = detail::graph_holder<std::remove_cvref_t<E>>::value;

} // namespace ogive
