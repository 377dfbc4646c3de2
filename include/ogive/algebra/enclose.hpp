// SPDX-License-Identifier: BSL-1.0
#pragma once
// A graph evaluated at exact points: enclosures that certainly contain the value, or "undefined".

#include <ogive/expression/expression.hpp>
#include <ogive/number/enclosure.hpp>
#include <ogive/number/fixed_vector.hpp>

namespace ogive::algebra {

using number::enclosure;

/// A symbol's value, an exact one or an interval.
struct coordinate {
    packed_name name;
    enclosure value;
};
using point = number::fixed_vector<coordinate, 8>;

/// Truth of a condition: known, or not decided by the enclosures.
enum class truth : unsigned char { no, yes, unknown };

constexpr enclosure undefined_enclosure() { return log(enclosure{rational{-1}}); }

constexpr enclosure enclose_function(operation op, enclosure const& a, enclosure const& b) {
    switch (op) {
    case operation::add: return a + b;
    case operation::subtract: return a - b;
    case operation::multiply: return a * b;
    case operation::divide: return a / b;
    case operation::negate: return -a;
    case operation::sqrt: return sqrt(a);
    case operation::exp: return exp(a);
    case operation::expm1: return expm1(a);
    case operation::log: return log(a);
    case operation::log1p: return log1p(a);
    case operation::sin: return sin(a);
    case operation::cos: return cos(a);
    case operation::tan: return tan(a);
    case operation::asin: return asin(a);
    case operation::acos: return acos(a);
    case operation::atan: return atan(a);
    case operation::sinh: return sinh(a);
    case operation::cosh: return cosh(a);
    case operation::tanh: return tanh(a);
    case operation::asinh: return asinh(a);
    case operation::acosh: return acosh(a);
    case operation::atanh: return atanh(a);
    case operation::erf: return erf(a);
    case operation::erfc: return erfc(a);
    case operation::abs: return abs(a);
    case operation::sign: return sign(a);
    case operation::min: return min(a, b);
    case operation::max: return max(a, b);
    default: return undefined_enclosure();
    }
}

/// Evaluates a graph (with explicit derivatives), given by its first node, node by node; branches not taken left alone.
class encloser {
    node const* g_;
    point const& at_;
    enclosure values_[OGIVE_MAX_NODES];
    bool known_[OGIVE_MAX_NODES] = {};

    constexpr enclosure compute(node_index i) {
        node const& n = g_[i];
        switch (n.op) {
        case operation::constant: return enclosure{n.value()};
        case operation::pi: return number::pi_enclosure();
        case operation::symbol:
            for (unsigned k = 0; k < at_.size(); ++k)
                if (at_[k].name == n.name()) return at_[k].value;
            return undefined_enclosure();
        case operation::named: return (*this)(n.a);
        case operation::power: {
            node const& e = g_[n.b];
            if (e.op == operation::constant && e.value().is_integer()) {
                if (number::magnitude(e.low) > (1u << 30)) return undefined_enclosure();
                return power((*this)(n.a), static_cast<int>(e.low));
            }
            // only positive bases have powers that are not constant integers, and zero those with positive constants
            enclosure const base = (*this)(n.a);
            bool const within = base.defined() && base.lower.sign() >= (e.op == operation::constant ? 0 : 1);
            return within ? pow(base, (*this)(n.b)) : undefined_enclosure();
        }
        case operation::select: {
            truth const t = decide(n.a);
            return t == truth::yes ? (*this)(n.b) : t == truth::no ? (*this)(n.c) : undefined_enclosure();
        }
        default: {
            enclosure const a = (*this)(n.a);
            return enclose_function(n.op, a, n.operand_count() > 1 ? (*this)(n.b) : a);
        }
        }
    }

  public:
    constexpr encloser(node const* g, point const& at) : g_{g}, at_{at} {}

    constexpr enclosure operator()(node_index i) {
        if (!known_[i]) {
            values_[i] = compute(i);
            known_[i] = true;
        }
        return values_[i];
    }

    /// Whether both sides of every comparison have a value: without one, a condition is neither true nor false.
    constexpr bool has_sides(node_index i) {
        node const& n = g_[i];
        if (n.op == operation::both) return has_sides(n.a) && has_sides(n.b);
        return (*this)(n.a).defined() && (*this)(n.b).defined();
    }

    constexpr truth decide(node_index i) {
        node const& n = g_[i];
        if (n.op == operation::both) {
            truth const a = decide(n.a);
            if (a == truth::no || (a == truth::unknown && !has_sides(n.a))) return a;
            truth const b = decide(n.b);
            return b == truth::no || a == truth::yes ? b : truth::unknown;
        }
        if (g_[n.a].op == operation::constant && g_[n.b].op == operation::constant) {
            rational const p = g_[n.a].value(), q = g_[n.b].value();
            return (n.op == operation::less ? p < q : !(q < p)) ? truth::yes : truth::no;
        }
        enclosure const a = (*this)(n.a), b = (*this)(n.b);
        if (!a.defined() || !b.defined()) return truth::unknown;
        if (n.op == operation::less) {
            if (a.upper < b.lower) return truth::yes;
            return b.upper < a.lower || !(a.lower < b.upper) ? truth::no : truth::unknown;
        }
        if (!(b.lower < a.upper)) return truth::yes;
        return b.upper < a.lower ? truth::no : truth::unknown;
    }
};

/// An enclosure of the value of a graph at a point.
template <class Graph>
constexpr enclosure enclose(Graph const& g, node_index root, point const& at) {
    return encloser{&g[0], at}(root);
}

} // namespace ogive::algebra

namespace ogive {

namespace detail {

template <class Constant>
inline constexpr number::enclosure value_of_named = [] {
    using body_type = decltype(Constant::formula());
    return algebra::enclose(graph_of<body_type>, graph_of<body_type>.root(), algebra::point{});
}();

} // namespace detail

/// What a named constant is declared to be must be what its formula gives.
template <class Constant>
constexpr void check_named_constant(Constant const*) {
    if constexpr (Constant::known != assumption::none) {
        constexpr int sign = detail::value_of_named<Constant>.certain_sign();
        static_assert(
            Constant::known == positive   ? sign == 1
            : Constant::known == negative ? sign == -1
                                          : sign * sign == 1,
            "ogive: a named constant was declared positive, negative or nonzero, and its formula does not give "
            "such a value. Correct the formula, or declare nothing of the constant.");
    }
}

} // namespace ogive
