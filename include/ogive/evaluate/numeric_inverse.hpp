// SPDX-License-Identifier: BSL-1.0
#pragma once
// numeric_inverse(f, x): the inverse of a strictly monotone function on numbers, by Newton's method inside a bracket.

#include <ogive/calculus/monotone_line.hpp>
#include <ogive/evaluate/fused.hpp>

#include <limits>

namespace ogive {
namespace evaluation {

/// Solves f(x) = y for a strictly monotone f, called as f(x).value and f(x).derivative, in one floating-point type.
template <class T, class F>
class root_search {
    F const& f_;
    calculus::segment where_;
    int direction_;
    T y_;

    static constexpr bool is_finite(T const& v) { return v - v == T(0); }
    static constexpr T magnitude(T const& v) { return v < T(0) ? T(-v) : v; }
    static constexpr T number(rational const& q) { return static_cast<T>(q.numerator) / static_cast<T>(q.denominator); }

    /// What is missing at x, positive where x is below the solution.
    constexpr T missing(T const& value) const { return direction_ > 0 ? T(y_ - value) : T(value - y_); }

    /// Towards one end: the first point beyond the solution; the end itself if there is none.
    constexpr T bracket(T const& start, bool upwards, T& inner) const {
        bool const bounded = upwards ? where_.has_upper : where_.has_lower;
        T const end = bounded ? number(upwards ? where_.upper : where_.lower) : T(0);
        T step = bounded ? T((end - start) / T(2)) : T(upwards ? 1 : -1), factor = T(bounded ? 0.5 : 2);
        inner = start;
        for (int i = 0; i < 4000; ++i) {
            T const next = bounded ? T(end - step) : T(start + step);
            if (!is_finite(next) || next == end || next == inner) break;
            T const rest = missing(f_(next).value);
            if (upwards ? rest <= T(0) : rest >= T(0)) return next;
            if (rest != rest) break; // not a number: as far as the function can be evaluated
            inner = next;
            step = step * factor;
            if (i % 4 == 3 && (bounded ? factor > T(1e-3) : factor < T(1e3))) factor = factor * factor;
        }
        if (bounded) return end;
        T const most = (std::numeric_limits<T>::max)();
        return upwards ? most : T(-most);
    }

    /// Between two points: in the middle, of the exponents if they are far apart.
    static constexpr T between(T const& low, T const& high) {
        if (low > T(0) && high / low > T(8)) return root(low, high);
        if (high < T(0) && low / high > T(8)) return T(-root(T(-high), T(-low)));
        if (low == T(0) && high * T(0x1p-10) > T(0)) return high * T(0x1p-10);
        if (high == T(0) && low * T(0x1p-10) < T(0)) return low * T(0x1p-10);
        T const middle = low / T(2) + high / T(2);
        return middle;
    }
    /// A number near the geometric mean of two positive ones.
    static constexpr T root(T const& low, T const& high) {
        T const ratio = high / low;
        if (!is_finite(ratio)) return low * T(0x1p100);
        T s = T(2);
        while (s * s < ratio) s = s * T(2);
        return low * s;
    }

  public:
    constexpr root_search(F const& function, calculus::monotone_line const& interval, T const& value)
        : f_{function}, where_{interval.where}, direction_{interval.direction}, y_{value} {}

    constexpr T operator()() const {
        T const nan = std::numeric_limits<T>::quiet_NaN(), infinity = std::numeric_limits<T>::infinity();
        if (y_ != y_) return nan;
        // the ends of the range
        T const lower = where_.has_lower ? number(where_.lower) : T(-infinity),
                upper = where_.has_upper ? number(where_.upper) : infinity;
        T const at_lower = f_(lower).value, at_upper = f_(upper).value;
        if (at_lower == y_) return lower;
        if (at_upper == y_) return upper;
        if (missing(at_lower) < T(0) || missing(at_upper) > T(0)) return nan; // false where f has no value there
        if (!is_finite(y_)) return nan;
        T const start = where_.has_lower && where_.has_upper ? T((lower + upper) / T(2))
                        : where_.has_lower                   ? T(lower + T(1))
                        : where_.has_upper                   ? T(upper - T(1))
                                                             : T(0);
        T const first = missing(f_(start).value);
        if (first == T(0)) return start;
        T low = start, high = start;
        (first > T(0) ? high : low) = bracket(start, first > T(0), first > T(0) ? low : high);
        return improve(low, high);
    }

  private:
    constexpr T improve(T low, T high) const {
        T x = between(low, high);
        for (int i = 0; i < 2000; ++i) {
            auto const here = f_(x);
            T const rest = missing(here.value);
            if (rest == T(0)) return x;
            if (rest != rest) return std::numeric_limits<T>::quiet_NaN();
            (rest > T(0) ? low : high) = x;
            T const slope = direction_ > 0 ? T(here.derivative) : T(-here.derivative);
            T next = x + rest / slope;
            bool const inside = next > low && next < high;
            bool const settled = inside && magnitude(T(next - x)) <= std::numeric_limits<T>::epsilon() * magnitude(x);
            if (!inside) next = between(low, high);
            if (settled || !(next > low && next < high)) break;
            x = next;
        }
        return nearest(x, low, high);
    }

    /// The best of the last points and their neighbours.
    constexpr T nearest(T const& x, T const& low, T const& high) const {
        T best = x, error = magnitude(missing(f_(x).value));
        T const step = magnitude(x) * std::numeric_limits<T>::epsilon() / T(2);
        for (T const& candidate : {low, high, T(x - step), T(x + step), T(x - T(2) * step), T(x + T(2) * step)}) {
            if (!(candidate >= low && candidate <= high)) continue;
            T const e = magnitude(missing(f_(candidate).value));
            if (e < error) {
                best = candidate;
                error = e;
            }
        }
        return best;
    }
};

/// A graph with its derivative on numbers, by enclosures: for functions that are known at run time only.
template <class T, class Graph>
class enclosed_function {
    Graph const& g_;
    packed_name x_;
    node_index value_, slope_;

  public:
    constexpr enclosed_function(Graph const& graph, packed_name symbol, node_index value, node_index slope)
        : g_{graph}, x_{symbol}, value_{value}, slope_{slope} {}

    constexpr value_with_derivative<T> operator()(T const& v) const {
        algebra::point at;
        if (v - v != T(0)) return {std::numeric_limits<T>::quiet_NaN(), T(0)};
        at.push_back({x_, number::enclosure::point(v)});
        number::enclosure const value = algebra::enclose(g_, value_, at), slope = algebra::enclose(g_, slope_, at);
        return {value.template to<T>(), slope.template to<T>()};
    }
};

/// The inverse of a graph at y: double or long double. NaN where y is not in the range, and where the function is not
/// certainly strictly monotone; `line` tells which.
template <class T, class Graph>
constexpr T numeric_inverse(Graph const& g, node_index root, packed_name x, calculus::monotone_line const& line,
                            T const& y) {
    if (line.direction == 0) return std::numeric_limits<T>::quiet_NaN();
    workspace w;
    node_index const f = algebra::explicit_derivatives(w, g, root);
    node_index const slope = differentiator{w}(f, x);
    if (w.problem != trouble::none) return std::numeric_limits<T>::quiet_NaN();
    enclosed_function<T, workspace> const function{w, x, f, slope};
    return root_search<T, enclosed_function<T, workspace>>{function, line, y}();
}

template <class F, class X, class Where>
struct monotone_stages {
    static constexpr calculus::segment where = Where::where;
    static constexpr int plain = calculus::direction_of_pieces(calculus::inversion_stages<F, X, Where>::pieces);
    static constexpr bool bounded = where.has_lower || where.has_upper;
    static constexpr calculus::monotone_line find() {
        if constexpr (plain != 0 || bounded) {
            calculus::segment s = where;
            assumption const known = calculus::known_of(graph_of<F>, graph_of<F>.root(), X::name);
            if (known == positive && !s.has_lower) s.has_lower = true;
            if (known == negative && !s.has_upper) s.has_upper = true;
            return {s, plain};
        } else {
            calculus::segment s;
            if (!calculus::one_segment(domain(F{}, X{}), s) || (!s.has_lower && !s.has_upper)) return {};
            return {s,
                    calculus::direction_of_pieces(calculus::find_pieces(graph_of<F>, graph_of<F>.root(), X::name, s))};
        }
    }
    static constexpr calculus::monotone_line line = find();
};

} // namespace evaluation

/// The inverse function of F as a function on numbers.
template <class F, class X, class Where = everywhere>
struct numeric_inverse_of {
    static constexpr calculus::monotone_line const& line = evaluation::monotone_stages<F, X, Where>::line;

    /// The x with f(x) = y in the type of y, to its precision (float is computed in double). At the ends of the range:
    /// the ends of the domain; outside, and for NaN: NaN.
    template <class T>
    constexpr auto operator()(T const& y) const {
        using number_type = typename evaluation::number_of<T>::type;
        using W = evaluation::working_type<number_type>;
        constexpr fused<F, X> f{};
        auto const at = [&](W const& v) { return f(binding<X, W>{v}); };
        return static_cast<number_type>(evaluation::root_search<W, decltype(at)>{at, line, static_cast<W>(y)}());
    }
};

/// numeric_inverse(f, x)(y), numeric_inverse(f, x, on(lower, upper))(y): the x with f(x) = y. A compile-time error in
/// words unless f is certainly strictly monotone on its domain or on the interval.
template <class F, class X, class Where = everywhere>
constexpr auto numeric_inverse(F, X, Where = {}) {
    static_assert(operand<F>, "ogive: the first argument of numeric_inverse(f, x) must be an expression. Build it from "
                              "symbols and exact constants such as 2_c and 0.5_q.");
    static_assert(detail::is_restriction<Where>,
                  "ogive: the third argument of numeric_inverse(f, x, on(lower, upper)) must be an interval, as in "
                  "on(0_c, infinity).");
    if constexpr (!operand<F> || !detail::is_restriction<Where>) {
        return numeric_inverse_of<symbol_t<"x">, symbol_t<"x">>{};
    } else {
        using function = expression_of<F>;
        constexpr bool alone = [] {
            if constexpr (detail::is_symbol<X>)
                return evaluation::symbol_count(graph_of<function>) == 1 &&
                       evaluation::has_symbol(graph_of<function>, X::name);
            else
                return false;
        }();
        static_assert(alone, "ogive: the second argument of numeric_inverse(f, x) must be the only symbol of f, as in "
                             "constexpr auto x = symbol<\"x\">; numeric_inverse(f, x). Substitute numbers for "
                             "parameters first.");
        if constexpr (!alone) {
            return numeric_inverse_of<symbol_t<"x">, symbol_t<"x">>{};
        } else {
            constexpr bool monotone = evaluation::monotone_stages<function, X, Where>::line.direction != 0;
            static_assert(monotone, "ogive: numeric_inverse(f, x) needs a function that is certainly strictly monotone "
                                    "on its domain, an interval with rational or infinite ends, and the engine cannot "
                                    "certify that of this one.");
            if constexpr (monotone)
                return numeric_inverse_of<function, X, Where>{};
            else
                return numeric_inverse_of<symbol_t<"x">, symbol_t<"x">>{};
        }
    }
}

} // namespace ogive
