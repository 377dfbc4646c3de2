// SPDX-License-Identifier: BSL-1.0
#pragma once
// How fast a graph grows at most towards an end of the line: what makes the tails of an integral certain.

#include <ogive/algebra/enclose.hpp>

#include <vector>

namespace ogive::initialization {

using number::enclosure;
using number::extended;
using number::rounding;

/// |f(x)| <= factor·|x|^degree·e^(rate·|x|) for all x with |x| >= start on one side, start >= 1. Nothing if not known.
struct growth {
    bool known = false;
    extended factor{};
    int degree = 0;
    extended rate{};
};

/// Finds such bounds for the nodes of a graph without derivative nodes, in its only symbol.
class growth_bounds {
    workspace const& g_;
    algebra::point at_;
    algebra::encloser values_;
    std::vector<growth> found_;
    std::vector<bool> asked_;

    static constexpr int most = 1000;

    static extended plus(extended const& a, extended const& b) { return add(a, b, rounding::up); }
    static extended times(extended const& a, extended const& b) { return multiply(a, b, rounding::up); }
    static extended larger(extended const& a, extended const& b) { return number::detail::larger(a, b); }
    static growth constant(extended const& c) { return {true, c, 0, {}}; }

    static algebra::point tail(packed_name x, extended const& start, int side) {
        algebra::point p;
        p.push_back(
            {x, side > 0 ? enclosure{start, extended::infinity()} : enclosure{extended::infinity(true), -start}});
        return p;
    }

    static growth sum(growth const& a, growth const& b) {
        if (!a.known || !b.known) return {};
        return {true, plus(a.factor, b.factor), a.degree < b.degree ? b.degree : a.degree, larger(a.rate, b.rate)};
    }
    static growth product(growth const& a, growth const& b) {
        if (!a.known || !b.known || a.degree + b.degree > most) return {};
        return {true, times(a.factor, b.factor), a.degree + b.degree, plus(a.rate, b.rate)};
    }
    static growth exponential(growth const& u) {
        if (!u.known || !u.rate.is_zero() || u.degree > 1) return {};
        return {true, extended{1}, 0, u.factor};
    }
    /// |log u| for u >= low > 0: log u <= log factor + degree·log x + rate·x, and log x <= x.
    static growth logarithm(growth const& u, enclosure const& lowest) {
        if (!u.known || !lowest.defined() || lowest.lower.is_infinite()) return {};
        enclosure const size = u.factor.is_zero() ? enclosure{0} : log(enclosure::point(u.factor));
        extended const most_of_factor = abs(size).upper, least = abs(enclosure::point(lowest.lower)).upper;
        return {true, plus(plus(larger(most_of_factor, least), extended{u.degree}), u.rate), 1, {}};
    }

  public:
    /// For `side` +1 the tail [start, infinity), for -1 its mirror image; start >= 1.
    growth_bounds(workspace const& g, node_index root, packed_name x, extended const& start, int side)
        : g_{g}, at_{tail(x, start, side)}, values_{&g[0], at_}, found_(root + 1u), asked_(root + 1u) {}

    growth const& operator()(node_index i) {
        if (!asked_[i]) {
            asked_[i] = true;
            found_[i] = compute(i);
        }
        return found_[i];
    }

  private:
    growth compute(node_index i) {
        node const& n = g_[i];
        if (n.op == operation::less || n.op == operation::less_equal || n.op == operation::both) return {};
        enclosure const range = values_(i);
        if (range.defined() && !range.lower.is_infinite() && !range.upper.is_infinite())
            return constant(abs(range).upper);
        switch (n.op) {
        case operation::symbol: return {true, extended{1}, 1, {}};
        case operation::add:
        case operation::subtract:
        case operation::min:
        case operation::max: return sum((*this)(n.a), (*this)(n.b));
        case operation::multiply: return product((*this)(n.a), (*this)(n.b));
        case operation::negate:
        case operation::abs:
        case operation::asinh:
        case operation::named: return (*this)(n.a);
        case operation::divide: {
            enclosure const divisor = values_(n.b);
            if (!divisor.excludes_zero()) return {};
            enclosure const size = abs(divisor);
            growth r = (*this)(n.a);
            r.factor = divide(r.factor, size.lower, rounding::up);
            return r;
        }
        case operation::power: {
            node const& e = g_[n.b];
            if (e.op != operation::constant || !e.value().is_integer() || e.low < 0 || e.low > 64) return {};
            growth const base = (*this)(n.a);
            growth r = constant(extended{1});
            for (int k = 0; k < static_cast<int>(e.low); ++k) r = product(r, base);
            return r;
        }
        case operation::select: {
            algebra::truth const t = values_.decide(n.a);
            if (t != algebra::truth::unknown) return (*this)(t == algebra::truth::yes ? n.b : n.c);
            return sum((*this)(n.b), (*this)(n.c));
        }
        case operation::sqrt: {
            growth r = (*this)(n.a);
            r.factor = sqrt(larger(r.factor, extended{1}), rounding::up);
            r.degree = (r.degree + 1) / 2;
            r.rate = scaled(r.rate, -1);
            return values_(n.a).defined() && values_(n.a).lower.sign() >= 0 ? r : growth{};
        }
        case operation::exp:
        case operation::expm1:
        case operation::sinh:
        case operation::cosh: return exponential((*this)(n.a));
        case operation::log: return logarithm((*this)(n.a), log(values_(n.a)));
        case operation::log1p: return logarithm(sum(constant(extended{1}), (*this)(n.a)), log1p(values_(n.a)));
        default: return {};
        }
    }
};

/// An upper bound of the integral of |f|·e^(-x^2/2) over one tail, infinity if there is none: from `start` on, the bound of
/// the integrand falls by e^-distance and faster, distance = start - rate - degree/start.
inline extended tail_bound(workspace const& g, node_index root, packed_name x, extended const& start, int side) {
    growth const f = growth_bounds{g, root, x, start, side}(root);
    if (!f.known) return extended::infinity();
    enclosure const from = enclosure::point(start), rate = enclosure::point(f.rate);
    enclosure const distance = from - rate - enclosure{f.degree} / from;
    if (distance.certain_sign() != 1) return extended::infinity();
    enclosure const exponent = rate * from - from * from / enclosure{2};
    return (enclosure::point(f.factor) * power(from, f.degree) * exp(exponent) / distance).upper;
}

} // namespace ogive::initialization
