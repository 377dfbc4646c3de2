// SPDX-License-Identifier: BSL-1.0
#pragma once
// What goes into the oracle and what comes out of it: plain types, without Boost.Multiprecision.

#include <ogive/expression/expression.hpp>

#include <cmath>

namespace ogive::verify {

/// Any graph, its size no longer part of the type.
struct graph_view {
    node const* nodes;
    unsigned count;
    node_index root;

    constexpr node const& operator[](unsigned i) const { return nodes[i]; }
};

template <unsigned Nodes, unsigned Roots>
constexpr graph_view view(graph<Nodes, Roots> const& g, unsigned root = 0) {
    return {g.nodes, Nodes, g.roots[root]};
}
constexpr graph_view view(workspace const& w, node_index root) { return {&w[0], w.size(), root}; }
template <expression E>
constexpr graph_view view(E) {
    return view(graph_of<E>);
}

/// An exact number bound to a symbol: a binary floating-point number or a rational.
struct input {
    packed_name name;
    long double value = 0;
    rational exact{};
    bool is_rational = false;

    constexpr input() = default;
    constexpr input(packed_name n, long double v) : name{n}, value{v} {}
    constexpr input(packed_name n, rational const& v) : name{n}, exact{v}, is_rational{true} {}
};

/// What the oracle knows about a value.
enum class status : unsigned char {
    finite,    ///< the value, to the accuracy asked for
    underflow, ///< smaller in magnitude than 2^goal::tiny; only its sign may be known
    overflow,  ///< a finite number larger in magnitude than 2^(10^8); its sign is known
    infinite,  ///< an infinity of known sign: the logarithm of zero, or what an infinite input gives
    undefined, ///< there is no real value: division by zero, logarithm or square root of a negative number
    kink,      ///< a derivative that does not exist: left and right differ
    unsure     ///< not decided at the highest precision, or an unbound symbol, or no operation of a formula
};

constexpr char const* text(status s) {
    constexpr char const* names[] = {"finite", "underflow", "overflow", "infinite", "undefined", "kink", "unsure"};
    return names[static_cast<unsigned>(s)];
}

/// A number to some 250 bits: (words[0] + words[1] + words[2] + words[3]) * 2^exponent, |words[0]| in [1, 2], the words
/// in order of magnitude; zero has words[0] = 0.
struct reference_value {
    status what = status::unsure;
    int sign = 0; ///< -1, 0 or 1; 0 also when it is not known
    long double words[4] = {0, 0, 0, 0};
    long exponent = 0;
    bool exact = false;    ///< no rounding anywhere on the way
    bool at_break = false; ///< a derivative where two pieces meet smoothly enough for it to exist
    unsigned bits = 0;     ///< the working precision that decided

    bool is_finite() const { return what == status::finite; }
    bool is_zero() const { return what == status::finite && words[0] == 0; }
    /// The nearest T, or nearly so: for display and for rough comparison only.
    template <class T = double>
    T rounded() const {
        if (what == status::underflow) return static_cast<T>(sign < 0 ? -0.0L : 0.0L);
        if (what == status::overflow || what == status::infinite)
            return sign < 0 ? -static_cast<T>(HUGE_VALL) : static_cast<T>(HUGE_VALL);
        if (what != status::finite) return static_cast<T>(std::nanl(""));
        long const e = exponent > 20000 ? 20000 : exponent < -20000 ? -20000 : exponent;
        return static_cast<T>(std::ldexp(words[0] + (words[1] + words[2]), static_cast<int>(e)));
    }
};

/// How accurate a value must be: to 2^-bits of itself, or known to be smaller in magnitude than 2^tiny.
struct goal {
    int bits = 96;
    int tiny = -1140; ///< 64 binary places below the smallest double; -16512 serves long double
};

/// 40 decimal digits, for identities.
inline constexpr goal forty_digits{134, -1140};

/// The partial derivative of some order by one symbol, or by two: d^(order+order2) f / d by^order d by2^order2.
struct direction {
    packed_name by;
    unsigned order = 1;
    packed_name by2{};
    unsigned order2 = 0;
};

/// log2 |a - b| / max(|a|, |b|): about -134 or less for 40 equal digits, -infinity when the words are equal. Underflow
/// counts as zero; NaN when either is not a number.
inline double log2_relative_difference(reference_value const& a, reference_value const& b) {
    bool const zero_a = a.what == status::underflow || a.is_zero(), zero_b = b.what == status::underflow || b.is_zero();
    if (zero_a && zero_b) return -HUGE_VAL;
    if (!(a.is_finite() || zero_a) || !(b.is_finite() || zero_b)) return std::nan("");
    if (zero_a || zero_b || a.exponent - b.exponent > 2 || b.exponent - a.exponent > 2) return 0;
    auto const& larger = a.exponent > b.exponent ? a : b;
    auto const scale = [&larger](reference_value const& r, int i) {
        return std::ldexp(r.words[i], static_cast<int>(r.exponent - larger.exponent));
    };
    long double difference = 0;
    for (int i = 0; i < 4; ++i) difference += scale(a, i) - scale(b, i);
    return difference == 0 ? -HUGE_VAL : static_cast<double>(std::log2(std::fabs(difference / larger.words[0])));
}

} // namespace ogive::verify
