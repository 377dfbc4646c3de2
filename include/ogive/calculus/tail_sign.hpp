// SPDX-License-Identifier: BSL-1.0
#pragma once
// The certain sign of a sum of terms c·x^k·e^p(x) with polynomials p on a whole tail: the term that grows fastest outweighs
// all others from some point on.

#include <ogive/calculus/sign_formulas.hpp>

namespace ogive::calculus {

namespace detail {

/// The sum for x = side·s and s >= from > 0.
template <class Workspace>
class tail_sum {
    static constexpr unsigned capacity = 48, powers = 12;
    struct term {
        enclosure coefficient{0};
        unsigned power = 0;
        algebra::monomial exponentials = 0;
    };
    field const& f_;
    unsigned x_;
    int side_;
    term terms_[capacity];
    unsigned count_ = 0;
    enclosure exponents_[algebra::variables][powers]; // by kernel, the coefficients of its exponent
    bool fits_ = true;

    constexpr bool is_constant(unsigned v) const { return f_.kernels[v].constant; }
    constexpr enclosure turned(enclosure const& c, unsigned power) const {
        return side_ < 0 && power % 2 != 0 ? -c : c;
    }
    constexpr enclosure constants_of(int128 c, algebra::monomial m) const {
        algebra::monomial constants = 0;
        for (unsigned v = 0; v < f_.kernel_count; ++v)
            if (is_constant(v)) constants |= variable_power(v, exponent(m, v));
        return algebra::value_of_constant(f_, polynomial{c, constants});
    }
    /// The exponent of a kernel, if it is a polynomial in x alone.
    constexpr bool read_exponent(unsigned v) {
        kernel const& k = f_.kernels[v];
        if (k.kind != kernel_kind::exponential) return false;
        fraction const& u = f_.arguments[k.argument];
        enclosure scale{k.unit * u.content};
        for (unsigned i = 0; i < f_.factor_count; ++i)
            for (unsigned e = exponent(u.below, i); e > 0; --e) {
                for (unsigned n = 0; n < f_.factors[i].size(); ++n)
                    for (unsigned q = 0; q < f_.kernel_count; ++q)
                        if (!is_constant(q) && exponent(f_.factors[i].exponents[n], q) > 0) return false;
                scale = scale / algebra::value_of_constant(f_, f_.factors[i]);
            }
        for (enclosure& c : exponents_[v]) c = enclosure{0};
        for (unsigned i = 0; i < u.above.size(); ++i) {
            algebra::monomial const m = u.above.exponents[i];
            for (unsigned q = 0; q < f_.kernel_count; ++q)
                if (q != x_ && !is_constant(q) && exponent(m, q) > 0) return false;
            unsigned const power = exponent(m, x_);
            if (power >= powers) return false;
            enclosure& c = exponents_[v][power];
            c = c + turned(constants_of(u.above.coefficients[i], m) * scale, power);
        }
        return true;
    }
    /// The exponent of one term less that of another one; the degree, or powers if that is not certain.
    constexpr unsigned difference(term const& a, term const& b, enclosure (&d)[powers]) const {
        unsigned degree = 0;
        for (unsigned i = 0; i < powers; ++i) {
            d[i] = enclosure{0};
            for (unsigned v = 0; v < f_.kernel_count; ++v) {
                int const times =
                    static_cast<int>(exponent(a.exponentials, v)) - static_cast<int>(exponent(b.exponentials, v));
                if (times != 0) d[i] = d[i] + enclosure{times} * exponents_[v][i];
            }
            int const s = d[i].certain_sign();
            if (s == 1 || s == -1)
                degree = i;
            else if (s != 0)
                return powers;
        }
        return degree;
    }
    /// Does a term grow faster than another one: 1, -1, or 0 when that is not certain?
    constexpr int faster(term const& a, term const& b) const {
        enclosure d[powers];
        if (a.exponentials == b.exponentials) return a.power > b.power ? 1 : -1;
        unsigned const degree = difference(a, b, d);
        return degree == 0 || degree == powers ? 0 : d[degree].certain_sign();
    }
    /// A bound of the quotient of two terms' growth, |a| by |b|, for all s >= from; NaN if it may rise there.
    constexpr extended bound(term const& a, term const& b, enclosure const& from) const {
        int const k = static_cast<int>(a.power) - static_cast<int>(b.power);
        enclosure const at_start = power(from, k);
        if (a.exponentials == b.exponentials) return k < 0 ? at_start.upper : extended::nan();
        enclosure d[powers];
        unsigned const degree = difference(a, b, d);
        if (degree == 0 || degree == powers) return extended::nan();
        enclosure const inverse{extended{0}, (enclosure{1} / from).upper};
        enclosure slope{0}, exponent{0}; // the slope by s^(degree - 1)
        for (unsigned i = 1; i <= degree; ++i) slope = slope * inverse + enclosure{static_cast<int>(i)} * d[i];
        for (unsigned i = degree + 1; i-- > 0;) exponent = exponent * from + d[i];
        if (!(slope.upper < extended{0})) return extended::nan();
        enclosure const falls = enclosure::point(slope.upper) * power(from, static_cast<int>(degree));
        if (!((falls + enclosure{k}).upper < extended{0})) return extended::nan();
        return (at_start * exp(exponent)).upper;
    }

  public:
    constexpr tail_sum(field const& kernels, polynomial const& sum, unsigned variable, int which)
        : f_{kernels}, x_{variable}, side_{which} {
        algebra::monomial used = 0;
        for (unsigned i = 0; i < sum.size() && fits_; ++i) {
            term t;
            algebra::monomial const m = sum.exponents[i];
            t.power = exponent(m, x_);
            for (unsigned v = 0; v < f_.kernel_count; ++v)
                if (v != x_ && !is_constant(v)) t.exponentials |= variable_power(v, exponent(m, v));
            used |= t.exponentials;
            enclosure const c = turned(constants_of(sum.coefficients[i], m), t.power);
            unsigned k = 0;
            while (k < count_ && (terms_[k].power != t.power || terms_[k].exponentials != t.exponentials)) ++k;
            if (k == capacity) {
                fits_ = false;
            } else {
                if (k == count_) terms_[count_++] = t;
                terms_[k].coefficient = terms_[k].coefficient + c;
            }
        }
        for (unsigned v = 0; v < f_.kernel_count && fits_; ++v)
            if (exponent(used, v) > 0) fits_ = read_exponent(v);
    }

    /// The sign for all s >= from, 0 if it is not certain.
    constexpr int sign_from(enclosure const& from) const {
        if (!fits_ || count_ == 0 || from.certain_sign() != 1) return 0;
        unsigned best = 0;
        for (unsigned i = 1; i < count_; ++i) {
            int const order = faster(terms_[i], terms_[best]);
            if (order == 0) return 0;
            if (order > 0) best = i;
        }
        int const sign = terms_[best].coefficient.certain_sign();
        if (sign != 1 && sign != -1) return 0;
        enclosure against{0};
        for (unsigned i = 0; i < count_; ++i) {
            enclosure const c = terms_[i].coefficient;
            if (i == best || c.certain_sign() == sign || c.certain_sign() == 0) continue;
            extended const most = bound(terms_[i], terms_[best], from);
            if (most.is_nan()) return 0;
            against = against + abs(c) * enclosure::point(most);
        }
        return against.upper < abs(terms_[best].coefficient).lower ? sign : 0;
    }
};

} // namespace detail

/// The certain sign of a node for all x beyond a point on one side of zero, |x| >= from; 0 when it is not known.
template <class Graph, class Workspace = workspace>
constexpr int tail_sign(Graph const& g, node_index root, packed_name x, int side, rational const& from) {
    Workspace w;
    node_index const n = substitute(w, g, root, x, w.symbol(x, side < 0 ? negative : positive));
    field f;
    int r = 0;
    algebra::with_refinement(f, [&] {
        r = 0;
        unsigned const v =
            algebra::symbol_kernel(f, node{x.low, x.high, 0, 0, 0, operation::symbol, side < 0 ? negative : positive});
        fraction const u = algebra::convert(f, w, n);
        if (!f.fine() || w.problem != trouble::none) return;
        polynomial const bearer = sign_bearer(f, u);
        if (!bearer.failed) r = detail::tail_sum<Workspace>{f, bearer, v, side}.sign_from(enclosure{from});
    });
    return f.fine() ? r : 0;
}

} // namespace ogive::calculus
