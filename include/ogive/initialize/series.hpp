// SPDX-License-Identifier: BSL-1.0
#pragma once
// Taylor coefficients of a graph, enclosed: at a point, or for all expansion points of an interval at once.
//
// The recurrences are those of automatic differentiation (R. E. Moore, Interval Analysis, 1966, ch. 11; L. B. Rall,
// LNCS 120, 1981). Where a function is not known to be smooth, only its coefficient 0, the range, is defined.

#include <ogive/algebra/enclose.hpp>

#include <vector>

namespace ogive::initialization {

using algebra::truth;
using number::enclosure;
using number::extended;

/// The highest coefficient that is computed; even, so that the remainder of an integral keeps its sign.
inline constexpr unsigned series_order = 20;

/// Coefficient k encloses f^(k)(t)/k! for every expansion point t; those after `top` are exactly zero.
struct series {
    enclosure c[series_order + 1];
    unsigned top = 0;

    series() = default;
    explicit series(enclosure const& constant) { c[0] = constant; }

    /// Only the range is known.
    static series range(enclosure const& values) {
        series r{values};
        r.top = series_order;
        for (unsigned k = 1; k <= series_order; ++k) r.c[k] = enclosure::undefined();
        return r;
    }
    bool is_constant() const { return top == 0; }
};

namespace detail {

inline unsigned smaller(unsigned a, unsigned b) { return b < a ? b : a; }
inline enclosure whole(unsigned k) { return enclosure{static_cast<int>(k)}; }

inline series sum(series const& a, series const& b, bool negated) {
    series r;
    r.top = a.top < b.top ? b.top : a.top;
    for (unsigned k = 0; k <= r.top; ++k)
        r.c[k] = k > a.top   ? (negated ? -b.c[k] : b.c[k])
                 : k > b.top ? a.c[k]
                 : negated   ? a.c[k] - b.c[k]
                             : a.c[k] + b.c[k];
    return r;
}
inline series negative(series a) {
    for (unsigned k = 0; k <= a.top; ++k) a.c[k] = -a.c[k];
    return a;
}
/// Coefficient k of a product, from factors whose coefficients up to k are known.
inline enclosure product_coefficient(series const& a, series const& b, unsigned k, unsigned first, unsigned last) {
    enclosure r{0};
    for (unsigned j = first; j <= smaller(last, a.top); ++j)
        if (k - j <= b.top) r = r + a.c[j] * b.c[k - j];
    return r;
}
inline series product(series const& a, series const& b) {
    series r;
    r.top = smaller(a.top + b.top, series_order);
    for (unsigned k = 0; k <= r.top; ++k) r.c[k] = product_coefficient(a, b, k, 0, k);
    return r;
}
inline series square(series const& a) {
    series r;
    r.top = smaller(2 * a.top, series_order);
    for (unsigned k = 0; k <= r.top; ++k) {
        if (k > 0) r.c[k] = enclosure{2} * product_coefficient(a, a, k, 0, (k - 1) / 2);
        if (k % 2 == 0 && k / 2 <= a.top) r.c[k] = r.c[k] + number::power(a.c[k / 2], 2);
    }
    return r;
}
inline series quotient(series const& a, series const& b) {
    series r;
    r.top = b.is_constant() ? a.top : series_order;
    for (unsigned k = 0; k <= r.top; ++k) {
        enclosure rest = k <= a.top ? a.c[k] : enclosure{0};
        for (unsigned j = 1; j <= smaller(k, b.top); ++j) rest = rest - b.c[j] * r.c[k - j];
        r.c[k] = rest / b.c[0];
    }
    return r;
}
inline series power(series const& a, unsigned n) {
    if (n == 0) return series{enclosure{1}};
    if (n == 1) return a;
    series const half = square(power(a, n / 2));
    return n % 2 == 0 ? half : product(half, a);
}

/// The coefficients of u', so that y_k = (1/k)·sum of u'_j·h_(k-1-j) where y' = h·u'.
struct slope {
    enclosure c[series_order + 1];
    unsigned count = 0;

    explicit slope(series const& u) : count{u.top} {
        for (unsigned j = 0; j < count; ++j) c[j] = whole(j + 1) * u.c[j + 1];
    }
    enclosure integrated(series const& h, unsigned k) const {
        enclosure r{0};
        for (unsigned j = 0; j < smaller(k, count); ++j)
            if (k - 1 - j <= h.top) r = r + c[j] * h.c[k - 1 - j];
        return r / whole(k);
    }
};

/// y with y' = h·u' and the value y0 at the expansion point.
inline series integral(series const& u, series const& h, enclosure const& y0) {
    slope const by{u};
    series y{y0};
    y.top = series_order;
    for (unsigned k = 1; k <= y.top; ++k) y.c[k] = by.integrated(h, k);
    return y;
}
/// y with y' = (1 + factor·y^2)·u': tanh and tan.
inline series riccati(series const& u, int factor, enclosure const& y0) {
    slope const by{u};
    series y{y0}, h{enclosure{1} + enclosure{factor} * number::power(y0, 2)};
    y.top = h.top = series_order;
    for (unsigned k = 1; k <= series_order; ++k) {
        y.c[k] = by.integrated(h, k);
        h.c[k] = enclosure{factor} * product_coefficient(y, y, k, 0, k);
    }
    return y;
}
/// y' = z·u', z' = factor·y·u': sin with cos, sinh with cosh. Returns y, or z if `second`.
inline series pair(series const& u, int factor, enclosure const& y0, enclosure const& z0, bool second) {
    slope const by{u};
    series y{y0}, z{z0};
    y.top = z.top = series_order;
    for (unsigned k = 1; k <= series_order; ++k) {
        y.c[k] = by.integrated(z, k);
        z.c[k] = enclosure{factor} * by.integrated(y, k);
    }
    return second ? z : y;
}
inline series exponential(series const& u, enclosure const& y0) {
    slope const by{u};
    series y{y0};
    y.top = series_order;
    for (unsigned k = 1; k <= series_order; ++k) y.c[k] = by.integrated(y, k);
    return y;
}
inline series root(series const& u) {
    series y{number::sqrt(u.c[0])};
    y.top = series_order;
    enclosure const twice = enclosure{2} * y.c[0];
    for (unsigned k = 1; k <= series_order; ++k) {
        enclosure const known = k <= u.top ? u.c[k] : enclosure{0};
        y.c[k] = (known - product_coefficient(y, y, k, 1, k - 1)) / twice;
    }
    return y;
}
inline series logarithm(series const& u) { return integral(u, quotient(series{enclosure{1}}, u), number::log(u.c[0])); }
inline series without_constant(series y, enclosure const& y0) {
    y.c[0] = y0;
    return y;
}
inline series inverse_of(series const& u) { return quotient(series{enclosure{1}}, u); }

/// An elementary function of one argument that is not constant.
inline series elementary(operation op, series const& u) {
    using algebra::enclose_function;
    enclosure const value = enclose_function(op, u.c[0], u.c[0]);
    series const one{enclosure{1}};
    switch (op) {
    case operation::sqrt: return root(u);
    case operation::exp: return exponential(u, value);
    case operation::expm1: return without_constant(exponential(u, number::exp(u.c[0])), value);
    case operation::log: return logarithm(u);
    case operation::log1p: return without_constant(logarithm(sum(one, u, false)), value);
    case operation::sin: return pair(u, -1, value, number::cos(u.c[0]), false);
    case operation::cos: return pair(u, -1, number::sin(u.c[0]), value, true);
    case operation::sinh: return pair(u, 1, value, number::cosh(u.c[0]), false);
    case operation::cosh: return pair(u, 1, number::sinh(u.c[0]), value, true);
    case operation::tanh: return riccati(u, -1, value);
    case operation::tan: return riccati(u, 1, value);
    case operation::asin: return integral(u, inverse_of(root(sum(one, square(u), true))), value);
    case operation::acos: return integral(u, negative(inverse_of(root(sum(one, square(u), true)))), value);
    case operation::atan: return integral(u, inverse_of(sum(one, square(u), false)), value);
    case operation::asinh: return integral(u, inverse_of(root(sum(one, square(u), false))), value);
    case operation::acosh: return integral(u, inverse_of(root(sum(square(u), one, true))), value);
    case operation::atanh: return integral(u, inverse_of(sum(one, square(u), true)), value);
    case operation::erf:
    case operation::erfc: {
        series const s = negative(square(u));
        enclosure const factor = enclosure{op == operation::erf ? 2 : -2} / number::sqrt(number::pi_enclosure());
        return integral(u, product(series{factor}, exponential(s, number::exp(s.c[0]))), value);
    }
    default: return series::range(value);
    }
}

/// The sign of d on an interval but for single points: where d does not change sign and d' has none, d vanishes at most
/// at one end. 2 if it is not known.
inline int sign_almost_everywhere(series const& d) {
    if (int const s = d.c[0].certain_sign(); s == 1 || s == -1 || (s == 0 && d.is_constant())) return s;
    if (!d.c[0].defined() || d.is_constant()) return 2;
    int const slope = d.c[1].certain_sign();
    if (slope != 1 && slope != -1) return 2;
    return d.c[0].lower.sign() >= 0 ? 1 : d.c[0].upper.sign() <= 0 ? -1 : 2;
}

} // namespace detail

/// The series of one node of a graph without derivative nodes, in the symbol `x`, its only one. Conditions may be decided
/// wrongly at single points of an interval, which does not matter to an integral.
class expander {
    workspace const& g_;
    packed_name x_;
    enclosure where_{};
    std::vector<series> values_;
    enum class state : unsigned char { unknown, constant, known };
    std::vector<state> states_;
    std::vector<bool> varies_;

    truth decide(node_index i) {
        node const& n = g_[i];
        if (n.op == operation::both) {
            truth const a = decide(n.a), b = decide(n.b);
            if (a == truth::no || b == truth::no) return truth::no;
            return a == truth::yes && b == truth::yes ? truth::yes : truth::unknown;
        }
        int const s = detail::sign_almost_everywhere(difference(n));
        if (s == 2) return truth::unknown;
        return s > 0 || (s == 0 && n.op == operation::less_equal) ? truth::yes : truth::no;
    }
    series difference(node const& n) { return detail::sum(at(n.b), at(n.a), true); }

    series compute(node_index i) {
        node const& n = g_[i];
        switch (n.op) {
        case operation::constant: return series{enclosure{n.value()}};
        case operation::pi: return series{number::pi_enclosure()};
        case operation::symbol: {
            if (!(n.name() == x_)) return series::range(enclosure::undefined());
            series s{where_};
            s.top = 1;
            s.c[1] = enclosure{1};
            return s;
        }
        case operation::named: return at(n.a);
        case operation::add: return detail::sum(at(n.a), at(n.b), false);
        case operation::subtract: return detail::sum(at(n.a), at(n.b), true);
        case operation::negate: return detail::negative(at(n.a));
        case operation::multiply: return n.a == n.b ? detail::square(at(n.a)) : detail::product(at(n.a), at(n.b));
        case operation::divide: return detail::quotient(at(n.a), at(n.b));
        case operation::power: return power(n);
        case operation::select: {
            truth const t = decide(n.a);
            if (t != truth::unknown) return at(t == truth::yes ? n.b : n.c);
            enclosure const a = at(n.b).c[0], b = at(n.c).c[0];
            if (!a.defined() || !b.defined()) return series::range(enclosure::undefined());
            return series::range({number::detail::smaller(a.lower, b.lower), number::detail::larger(a.upper, b.upper)});
        }
        case operation::abs:
        case operation::sign: {
            series const& u = at(n.a);
            int const s = detail::sign_almost_everywhere(u);
            if (s == 2) return series::range(algebra::enclose_function(n.op, u.c[0], u.c[0]));
            if (n.op == operation::sign) return series{enclosure{s}};
            return s < 0 ? detail::negative(u) : u;
        }
        case operation::min:
        case operation::max: {
            int const s = detail::sign_almost_everywhere(difference(n));
            if (s == 2) return series::range(algebra::enclose_function(n.op, at(n.a).c[0], at(n.b).c[0]));
            return at((s > 0) == (n.op == operation::min) ? n.a : n.b);
        }
        default: {
            series const& u = at(n.a);
            if (n.operand_count() != 1) return series::range(enclosure::undefined());
            return u.is_constant() ? series{algebra::enclose_function(n.op, u.c[0], u.c[0])}
                                   : detail::elementary(n.op, u);
        }
        }
    }
    series power(node const& n) {
        node const& e = g_[n.b];
        if (e.op == operation::constant && e.value().is_integer() && number::magnitude(e.low) <= 64) {
            auto const p = static_cast<unsigned>(number::magnitude(e.low));
            series const r = detail::power(at(n.a), p);
            return e.low < 0 ? detail::inverse_of(r) : r;
        }
        if (!(at(n.a).c[0].lower > extended{})) return series::range(enclosure::undefined());
        if (at(n.a).is_constant() && at(n.b).is_constant()) return series{pow(at(n.a).c[0], at(n.b).c[0])};
        series const u = detail::product(at(n.b), detail::logarithm(at(n.a)));
        return detail::exponential(u, number::exp(u.c[0]));
    }

    series const& at(node_index i) {
        if (states_[i] == state::unknown) {
            values_[i] = compute(i);
            states_[i] = varies_[i] ? state::known : state::constant;
        }
        return values_[i];
    }

  public:
    expander(workspace const& g, packed_name x)
        : g_{g}, x_{x}, values_(g.size()), states_(g.size(), state::unknown), varies_(g.size()) {
        for (unsigned i = 0; i < g.size(); ++i) {
            bool varies = g[i].op == operation::symbol;
            for (unsigned k = 0; k < g[i].operand_count(); ++k) varies = varies || varies_[g[i].operand(k)];
            varies_[i] = varies;
        }
    }

    /// The series of node `i` for all expansion points in `where`.
    series const& operator()(node_index i, enclosure const& where) {
        where_ = where;
        for (auto& s : states_)
            if (s == state::known) s = state::unknown;
        return at(i);
    }
};

} // namespace ogive::initialization
