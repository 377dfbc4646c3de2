// SPDX-License-Identifier: BSL-1.0
#pragma once
// What a program makes of an infinite symbol: where infinity is divided by infinity, say, the function's limit stands for it.

#include <ogive/calculus/limit.hpp>
#include <ogive/evaluate/orders.hpp>

#include <initializer_list>

namespace ogive::evaluation {

inline constexpr double infinitely = __builtin_huge_val();

/// What is known of a value where the symbol of a program is infinite: nothing, that it is NaN, the number, which may be
/// infinite, or of a finite one only the sign.
struct far_value {
    enum : unsigned char { unknown, nan, number, sign } known = unknown;
    double value = 0; // of a sign 1 or -1

    constexpr bool has_sign() const { return known >= number; }
    constexpr bool is_infinite() const { return known == number && (value == infinitely || value == -infinitely); }
    constexpr bool is_zero() const { return known == number && value == 0; }
};

/// What a program makes of an infinite symbol.
template <class Node>
class far_values {
    Node const* g_;
    far_value of_[OGIVE_MAX_NODES];

    static constexpr far_value exactly(double v) { return {far_value::number, v}; }
    /// Are both numbers known, and so moderate that what is made of them may be one in a constant expression?
    static constexpr bool are_numbers(far_value const& a, far_value const& b) {
        for (far_value const* v : {&a, &b}) {
            double const size = v->value < 0 ? -v->value : v->value;
            if (v->known != far_value::number || (size != 0 && !(size > 1e-100 && size < 1e100))) return false;
        }
        return true;
    }
    static constexpr far_value like(double v) {
        return {v == 0 ? far_value::number : far_value::sign, v < 0 ? -1. : v > 0 ? 1. : 0.};
    }
    static constexpr far_value infinite(double v) { return exactly(v < 0 ? -infinitely : infinitely); }
    static constexpr far_value none(far_value const& a, far_value const& b) {
        return {a.known == far_value::nan || b.known == far_value::nan ? far_value::nan : far_value::unknown, 0};
    }
    static constexpr far_value negative(far_value const& a) { return {a.known, -a.value}; }

    static constexpr far_value sum(far_value const& a, far_value const& b) {
        if (!a.has_sign() || !b.has_sign()) return none(a, b);
        if (a.is_infinite() && b.is_infinite() && a.value != b.value) return {far_value::nan, 0};
        if (a.is_infinite() || b.is_zero()) return a;
        if (b.is_infinite() || a.is_zero()) return b;
        if (are_numbers(a, b)) return exactly(a.value + b.value);
        return (a.value < 0) == (b.value < 0) ? like(a.value) : far_value{};
    }
    static constexpr far_value product(far_value const& a, far_value const& b) {
        if (!a.has_sign() || !b.has_sign()) return none(a, b);
        if ((a.is_infinite() && b.is_zero()) || (a.is_zero() && b.is_infinite())) return {far_value::nan, 0};
        double const sign = (a.value < 0) == (b.value < 0) ? 1 : -1;
        if (a.is_infinite() || b.is_infinite()) return infinite(sign);
        if (a.is_zero() || b.is_zero()) return exactly(0);
        return are_numbers(a, b) ? exactly(a.value * b.value) : like(sign);
    }
    static constexpr far_value quotient(far_value const& a, far_value const& b) {
        if (!a.has_sign() || !b.has_sign()) return none(a, b);
        if ((a.is_infinite() && b.is_infinite()) || (a.is_zero() && b.is_zero())) return {far_value::nan, 0};
        if (b.is_zero()) return {}; // of which sign?
        if (b.is_infinite() || a.is_zero()) return exactly(0);
        double const sign = (a.value < 0) == (b.value < 0) ? 1 : -1;
        if (a.is_infinite()) return infinite(sign);
        return are_numbers(a, b) ? exactly(a.value / b.value) : like(sign);
    }
    /// Of a function that increases from f(-infinity) through f(0) to f(infinity), of the same sign as what it is of if
    /// f(0) = 0, else positive.
    static constexpr far_value increasing(far_value const& a, double at_minus, double at_zero, double at_plus) {
        if (!a.has_sign()) return a;
        if (a.is_infinite()) return exactly(a.value < 0 ? at_minus : at_plus);
        return a.is_zero() ? exactly(at_zero) : like(at_zero == 0 ? a.value : 1.);
    }
    static constexpr far_value logarithm(far_value const& a) {
        if (a.is_zero() || (a.is_infinite() && a.value > 0)) return infinite(a.is_zero() ? -1 : 1);
        return none(a, a);
    }
    static constexpr far_value truth(bool b) { return exactly(b ? 1 : 0); }
    static constexpr far_value less(far_value const& a, far_value const& b, bool or_equal) {
        if (!a.has_sign() || !b.has_sign()) return none(a, b).known == far_value::nan ? truth(false) : far_value{};
        bool const both = a.known == far_value::number && b.known == far_value::number;
        if (!both && !a.is_infinite() && !b.is_infinite() && (a.value < 0) == (b.value < 0) && !a.is_zero() &&
            !b.is_zero())
            return {};
        return truth(a.value < b.value || (or_equal && a.value == b.value));
    }
    constexpr far_value decayed(Node const& n) const {
        Node const& q = g_[n.b]; // the exponential, or its product with something bounded
        bool const factor = q.op == operation::decay;
        far_value const e = of_[factor ? q.b : n.b];
        if (n.low > 0 && e.is_zero()) return e;
        far_value r = of_[n.a];
        for (int k = 0; factor && k < n.low; ++k) r = product(r, of_[q.a]);
        for (int k = 0; k < (n.low < 0 ? -n.low : n.low); ++k) r = n.low > 0 ? product(r, e) : quotient(r, e);
        return r;
    }
    constexpr far_value find(Node const& n, double at_symbol) const {
        far_value const &a = of_[n.a], &b = of_[n.b];
        switch (n.op) {
        case operation::constant: {
            int128 const most = 1 << 24;
            if (n.low >= most || n.low <= -most || n.high >= most) return like(n.low < 0 ? -1 : 1);
            return exactly(static_cast<double>(static_cast<int>(n.low)) /
                           static_cast<double>(static_cast<int>(n.high)));
        }
        case operation::pi: return like(1);
        case operation::symbol: return exactly(at_symbol);
        case operation::add: return sum(a, b);
        case operation::subtract: return sum(a, negative(b));
        case operation::multiply: return product(a, b);
        case operation::guarded_product: return a.is_zero() ? a : product(a, b);
        case operation::divide: return quotient(a, b);
        case operation::negate: return negative(a);
        case operation::decay: return decayed(n);
        case operation::exp: return increasing(a, 0, 1, infinitely);
        case operation::exp_of_product: return increasing(product(a, b), 0, 1, infinitely);
        case operation::expm1: return increasing(a, -1, 0, infinitely);
        case operation::tanh:
        case operation::erf:
        case operation::sign: return increasing(a, -1, 0, 1);
        case operation::sinh:
        case operation::asinh: return increasing(a, -infinitely, 0, infinitely);
        case operation::cosh: return increasing(a, infinitely, 1, infinitely);
        case operation::erfc: return increasing(a, 2, 1, 0);
        case operation::erfcx: return increasing(a, infinitely, 1, 0);
        case operation::log: return logarithm(a);
        case operation::log1p: return a.value < 0 ? none(a, a) : increasing(a, 0, 0, infinitely);
        case operation::log_of_ratio: return logarithm(quotient(a, b));
        case operation::sqrt: return a.value < 0 ? none(a, a) : increasing(a, 0, 0, infinitely);
        case operation::abs: return a.value < 0 ? negative(a) : a;
        case operation::bounded: return a.is_infinite() ? n.low > 0 ? like(a.value) : far_value{} : a;
        case operation::min:
        case operation::max: {
            far_value const first = less(a, b, true);
            return first.known == far_value::unknown ? first : (first.value != 0) == (n.op == operation::min) ? a : b;
        }
        case operation::less: return less(a, b, false);
        case operation::less_equal: return less(a, b, true);
        case operation::sign_bit: return a.has_sign() && !a.is_zero() ? truth(a.value < 0) : far_value{};
        case operation::is_number: return a.known == far_value::unknown ? a : truth(a.known != far_value::nan);
        case operation::select: return a.known == far_value::unknown ? a : of_[a.value != 0 ? n.b : n.c];
        case operation::named: return a;
        default: return {};
        }
    }

  public:
    constexpr far_values(Node const* nodes, unsigned count, double at) : g_{nodes} {
        of_[0] = {}; // leaves have it for operands
        for (unsigned i = 0; i < count; ++i) of_[i] = find(g_[i], at);
    }
    constexpr far_value operator[](unsigned i) const { return of_[i]; }
};

/// At which ends of the line the values of roots are NaN, or may be because they are made of logarithms, though the
/// function may have a limit: bit 2k of root k for +infinity, the next one for -infinity. Of one symbol only.
template <class Node>
constexpr unsigned lost_at_infinity(Node const* nodes, unsigned count, node_index const* roots, unsigned how_many) {
    unsigned symbols = 0, lost = 0;
    bool by_logarithms = false;
    for (unsigned i = 0; i < count; ++i) {
        symbols += nodes[i].op == operation::symbol ? 1u : 0u;
        by_logarithms = by_logarithms || (nodes[i].op == operation::constant && nodes[i].low == too_large);
    }
    if (symbols != 1) return 0;
    far_values<Node> const above{nodes, count, infinitely}, below{nodes, count, -infinitely};
    auto const is_lost = [&](far_value v) { return v.known == far_value::nan || (by_logarithms && !v.has_sign()); };
    for (unsigned r = 0; r < how_many; ++r)
        lost |= ((is_lost(above[roots[r]]) ? 1u : 0u) | (is_lost(below[roots[r]]) ? 2u : 0u)) << 2 * r;
    return lost;
}

/// A root, or where it is NaN at infinity the limits there; those not given are not looked at.
template <class Value>
constexpr node_index with_limits(workspace& w, node_index root, packed_name name, Value const* above,
                                 Value const* below) {
    node_index x = 0;
    for (unsigned i = 0; i < w.size(); ++i)
        if (w[i].op == operation::symbol && w[i].name() == name) x = static_cast<node_index>(i);
    node_index const nothing = w.constant(0), infinite = w.make(operation::log, nothing);
    node_index r = root;
    for (Value const* limit : {above, below}) {
        if (limit == nullptr || !limit->exists() || (limit->is_finite() && !limit->exact)) continue;
        node_index const value = limit->is_finite()                          ? w.import(limit->graph, limit->root)
                                 : limit->kind == limit_kind::minus_infinity ? infinite
                                                                             : w.make(operation::negate, infinite);
        bool const at_plus = limit == above;
        node_index const there = w.make(operation::less, at_plus ? nothing : x, at_plus ? x : nothing);
        r = w.make(operation::select, there, value, r);
    }
    if (r == root) return root;
    node_index const is_finite = w.make(operation::is_number, w.make(operation::subtract, x, x));
    return w.make(operation::select, w.make(operation::is_number, root), root,
                  w.make(operation::select, is_finite, root, r));
}

} // namespace ogive::evaluation
