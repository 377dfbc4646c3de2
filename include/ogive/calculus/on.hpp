// SPDX-License-Identifier: BSL-1.0
#pragma once
// on(lower, upper): the interval to which a function is restricted, with exact ends or infinite ones.

#include <ogive/calculus/facts.hpp>
#include <ogive/expression/constant.hpp>

namespace ogive {

template <int Sign>
struct infinity_t;

namespace detail {

template <class End>
struct exact_end {
    static constexpr bool infinite = false;
    static constexpr int sign = 0;
    static constexpr auto& graph = graph_of<expression_of<End>>;
    static constexpr bool exact = graph[graph.root()].op == operation::constant;
    static constexpr rational value = exact ? graph[graph.root()].value() : rational{0};
};
template <int Sign>
struct exact_end<infinity_t<Sign>> {
    static constexpr bool infinite = true, exact = true;
    static constexpr int sign = Sign;
    static constexpr rational value{0};
};

template <class>
inline constexpr bool is_end = false;
template <operand End>
inline constexpr bool is_end<End> = true;
template <int Sign>
inline constexpr bool is_end<infinity_t<Sign>> = true;

} // namespace detail

/// The open interval between two ends.
template <class Lower, class Upper>
struct restriction {
    using from = detail::exact_end<Lower>;
    using to = detail::exact_end<Upper>;
    static constexpr calculus::segment where{!from::infinite, !to::infinite, from::value, to::value};
};

/// The whole line.
struct everywhere {
    static constexpr calculus::segment where{};
};

namespace detail {

template <class>
inline constexpr bool is_restriction = false;
template <>
inline constexpr bool is_restriction<everywhere> = true;
template <class Lower, class Upper>
inline constexpr bool is_restriction<restriction<Lower, Upper>> = true;

} // namespace detail

/// on(0_c, infinity), on(-1_q / 2_q, 3_c): the interval between the ends, for inverse(f, x, on(...)). An end is an exact
/// rational constant or an infinity, and belongs to the interval as far as f is continuous there.
template <class Lower, class Upper>
constexpr auto on(Lower, Upper) {
    constexpr bool ends = detail::is_end<Lower> && detail::is_end<Upper>;
    static_assert(ends,
                  "ogive: the ends of on(lower, upper) must be exact constants such as 2_c and 0.5_q, infinity or "
                  "-infinity.");
    if constexpr (!ends) {
        return everywhere{};
    } else {
        using from = detail::exact_end<Lower>;
        using to = detail::exact_end<Upper>;
        constexpr bool rationals = from::exact && to::exact;
        static_assert(rationals,
                      "ogive: the ends of on(lower, upper) must be rational numbers, and one of these is not. "
                      "Use a rational number close to it.");
        constexpr bool ordered =
            from::sign <= 0 && to::sign >= 0 && (from::infinite || to::infinite || from::value < to::value);
        static_assert(ordered, "ogive: on(lower, upper) needs the lower end first, and an interval that is not empty.");
        if constexpr (!rationals || !ordered)
            return everywhere{};
        else
            return restriction<Lower, Upper>{};
    }
}

} // namespace ogive
