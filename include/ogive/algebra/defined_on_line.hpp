// SPDX-License-Identifier: BSL-1.0
#pragma once
// Where a graph is defined along a line: the conditions of its operations on one symbol, with exact points of change.

#include <ogive/algebra/convert.hpp>

namespace ogive::algebra {

namespace detail {

/// A condition on x: sign · product of (x - root) · something positive is to be positive, or nonzero, or not negative.
struct condition_on_line {
    enum class demand : unsigned char { nonzero, positive, not_negative } what = demand::nonzero;
    int sign = 1;
    number::fixed_vector<rational, 8> roots; // as often as they are multiple

    constexpr bool holds(rational const& x) const {
        int s = sign;
        for (unsigned i = 0; i < roots.size(); ++i) s *= (x - roots[i]).sign();
        return what == demand::nonzero ? s != 0 : what == demand::positive ? s > 0 : s >= 0;
    }
};

/// The conditions under which two sides are defined, and the points at which one of them may change.
struct conditions_on_line {
    number::fixed_vector<condition_on_line, 16> all;
    number::fixed_vector<rational, 16> cuts; // ascending
    bool possible = true;                    // false: a condition cannot be handled, or never holds

    constexpr void cut(rational const& q) {
        unsigned at = cuts.size();
        for (unsigned i = 0; i < cuts.size(); ++i)
            if (cuts[i] == q) return;
        cuts.push_back(q);
        for (; at > 0 && q < cuts[at - 1]; --at) cuts[at] = cuts[at - 1];
        cuts[at] = q;
        possible = possible && !cuts.overflowed;
    }
    constexpr bool hold(rational const& x) const {
        for (unsigned i = 0; i < all.size(); ++i)
            if (!all[i].holds(x)) return false;
        return true;
    }
};

/// Reads conditions off fractions of a field; x is the variable `by`. Without such a variable every condition must
/// certainly hold.
template <class Field = field>
class condition_reader {
    Field& f_;
    unsigned by_;
    condition_on_line now_;

    constexpr bool depends(unsigned v) const {
        kernel const& k = f_.kernels[v];
        return v == by_ ||
               (k.kind >= kernel_kind::exponential && k.kind != kernel_kind::free && depends(f_.arguments[k.argument]));
    }
    constexpr bool only_nonzero() const { return now_.what == condition_on_line::demand::nonzero; }

    /// e^(unit·x), or x itself.
    constexpr bool is_line(unsigned v) const {
        kernel const& k = f_.kernels[v];
        if (v == by_) return true;
        if (k.kind != kernel_kind::exponential) return false;
        fraction const& w = f_.arguments[k.argument];
        return w.below == 0 && w.content.sign() > 0 && w.above == polynomial{1, variable_power(by_, 1)};
    }

    /// The factor (v - q).
    constexpr bool take_root(unsigned v, rational const& q) {
        if (v == by_) {
            now_.roots.push_back(q);
        } else if (q == rational{1}) {
            now_.roots.push_back(rational{0});
        } else {
            return q.sign() <= 0;
        }
        return !now_.roots.overflowed;
    }

    /// Rational zeros of a polynomial in the one variable v are taken out; the rest must have a sign.
    constexpr bool take_univariate(polynomial p, unsigned v) {
        for (bool found = true; found && degree(p, v) > 0;) {
            found = false;
            uint128 const top = magnitude(p.leading().coefficient);
            uint128 const last = magnitude(p.coefficients[p.size() - 1]);
            for (unsigned b = 1; b <= 60 && b <= top && !found; ++b) {
                if (top % b != 0) continue;
                for (unsigned a = 1; a <= 120 && a <= last && !found; ++a) {
                    if (last % a != 0 || greatest_common_divisor(uint128{a}, uint128{b}) != 1) continue;
                    for (int s = -1; s <= 1 && !found; s += 2) {
                        int128 const zero = s * static_cast<int128>(a);
                        polynomial linear{static_cast<int128>(b), variable_power(v, 1)};
                        linear.append(0, -zero);
                        polynomial const q = divide_exactly(p, linear, found);
                        if (!found) continue;
                        p = q;
                        if (!take_root(v, rational{zero, static_cast<int128>(b)})) return false;
                    }
                }
            }
        }
        int s = f_.sign(p);
        if (s == 0 && degree(p, v) == 2) { // no real zero
            auto const c = [&](unsigned e) {
                polynomial const of_power = coefficient(p, v, e);
                return of_power.size() == 0 ? rational{0} : rational{of_power.leading().coefficient};
            };
            if ((c(1) * c(1) - rational{4} * c(0) * c(2)).sign() < 0) s = c(2).sign();
        }
        if (s == 0 && now_.what == condition_on_line::demand::not_negative) { // a square
            polynomial const half = greatest_common_divisor(p, partial(p, v));
            bool exact = true;
            polynomial const other = divide_exactly(p, half, exact);
            if (exact && !half.is_constant() && primitive_part(other) == primitive_part(half))
                s = p.leading().coefficient < 0 ? -1 : 1;
        }
        now_.sign *= s;
        return s != 0;
    }

    /// A + B·r of a square root r, by comparing A² with B²r².
    constexpr bool take_with_root(polynomial const& p, unsigned v) {
        if (degree(p, v) != 1) return false;
        fraction const a = f_.from(coefficient(p, v, 0)), b = f_.from(coefficient(p, v, 1));
        fraction const radicand = f_.arguments[f_.kernels[v].argument];
        fraction const gap = f_.subtract(f_.multiply(a, a), f_.multiply(f_.multiply(b, b), radicand));
        int const s = f_.fine() ? certain_sign(f_, gap) : 0;
        if (s == 0) return false;
        if (only_nonzero()) return true;
        int const larger = certain_sign(f_, s > 0 ? a : b);
        now_.sign *= larger;
        return larger != 0;
    }

    /// The sign of a polynomial by the signs of its terms, roots taken as positive.
    constexpr int sign_with_roots(polynomial const& p) const {
        int all = 0;
        for (unsigned i = 0; i < p.size(); ++i) {
            int s = p.coefficients[i] < 0 ? -1 : 1;
            for (unsigned v = 0; v < f_.kernel_count; ++v) {
                unsigned const e = exponent(p.exponents[i], v);
                if (e == 0 || f_.kernels[v].kind == kernel_kind::root) continue;
                if (f_.kernels[v].sign == 0) return 0;
                if (f_.kernels[v].sign < 0 && e % 2 != 0) s = -s;
            }
            if (all != 0 && s != all) return 0;
            all = s;
        }
        return all;
    }

    /// The roots in a polynomial are positive between the cuts: their radicands are conditions of their own.
    constexpr bool positive_roots(conditions_on_line& out, polynomial const& p) {
        condition_on_line const outer = now_;
        for (unsigned v = 0; v < f_.kernel_count; ++v)
            if (algebra::contains(p, v) && f_.kernels[v].kind == kernel_kind::root && f_.kernels[v].sign == 0) {
                fraction const radicand = f_.arguments[f_.kernels[v].argument];
                if (!depends(radicand)) return false;
                read(out, radicand, condition_on_line::demand::not_negative);
            }
        now_ = outer;
        return out.possible && f_.fine();
    }

    constexpr bool take(conditions_on_line& out, polynomial p) {
        monomial const m = common_monomial(p);
        p = divide_by(p, m, 1);
        for (unsigned v = 0; v < f_.kernel_count; ++v)
            for (unsigned e = exponent(m, v); e > 0; --e) {
                kernel const& k = f_.kernels[v];
                if (k.sign != 0) {
                    now_.sign *= k.sign;
                } else if (v == by_) {
                    now_.roots.push_back(rational{0});
                } else if (k.kind == kernel_kind::root || !(only_nonzero() && !depends(v))) {
                    if (k.kind != kernel_kind::root || !take(out, f_.arguments[k.argument])) return false;
                }
            }
        if (now_.roots.overflowed) return false;
        if (int const s = certain_sign(f_, f_.from(p)); s != 0) {
            now_.sign *= s;
            return true;
        }
        if (!depends(f_.from(p))) return only_nonzero();
        unsigned line = variables, others = 0, square_root = variables;
        for (unsigned v = 0; v < f_.kernel_count; ++v) {
            if (!algebra::contains(p, v)) continue;
            if (f_.kernels[v].kind == kernel_kind::root && f_.kernels[v].index == 2) square_root = v;
            if (is_line(v)) line = v;
            ++others;
        }
        if (others == 1 && line < variables) return take_univariate(p, line);
        if (int const s = sign_with_roots(p); s != 0) {
            now_.sign *= s;
            return positive_roots(out, p);
        }
        return square_root < variables && take_with_root(p, square_root);
    }
    constexpr bool take(conditions_on_line& out, fraction const& c) {
        now_.sign *= c.content.sign();
        if (!take(out, c.above)) return false;
        for (unsigned i = 0; i < f_.factor_count; ++i)
            for (unsigned e = exponent(c.below, i); e > 0; --e)
                if (!take(out, f_.factors[i])) return false;
        return true;
    }

  public:
    constexpr condition_reader(Field& f, unsigned by) : f_{f}, by_{by} {}

    /// Does its value change with x?
    constexpr bool depends(fraction const& u) const {
        for (unsigned v = 0; v < f_.kernel_count; ++v)
            if (f_.involves(u, v) && depends(v)) return true;
        return false;
    }

    constexpr void read(conditions_on_line& out, fraction const& c, condition_on_line::demand what) {
        bool const closed = what == condition_on_line::demand::not_negative;
        if (!f_.fine() || !out.possible || (c.is_zero() && closed)) return;
        // what does not depend on x holds on the whole line or leaves nothing to show
        int const s = c.is_zero() ? -1 : certain_sign(f_, c);
        if (s > 0 || (s < 0 && !c.is_zero() && what == condition_on_line::demand::nonzero)) return;
        if (s == 0 && by_ < variables && !depends(c)) return;
        now_ = condition_on_line{};
        now_.what = what;
        if (s != 0 || by_ == variables || !take(out, c) || !f_.fine()) {
            out.possible = false;
            return;
        }
        out.all.push_back(now_);
        out.possible = out.possible && !out.all.overflowed;
        for (unsigned i = 0; i < now_.roots.size(); ++i) out.cut(now_.roots[i]);
    }
};

/// The conditions under which the nodes marked are defined, given their fractions.
template <class Graph, class Fractions>
constexpr void collect_conditions(conditions_on_line& out, field& f, unsigned by, Graph const& g, bool const* needed,
                                  unsigned size, Fractions& values) {
    using demand = condition_on_line::demand;
    condition_reader<field_for<Graph>> reader{f, by};
    fraction const one{rational{1}};
    for (unsigned i = 0; i < size && f.fine() && out.possible; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        switch (n.op) {
        case operation::divide: reader.read(out, values[n.b], demand::nonzero); break;
        case operation::power: {
            node const& e = g[n.b];
            bool const constant = e.op == operation::constant, integer = constant && e.value().is_integer();
            if (!integer)
                reader.read(out, values[n.a],
                            constant && e.value().sign() > 0 ? demand::not_negative : demand::positive);
            else if (e.value().sign() < 0)
                reader.read(out, values[n.a], demand::nonzero);
            break;
        }
        case operation::sqrt: reader.read(out, values[n.a], demand::not_negative); break;
        case operation::log: reader.read(out, values[n.a], demand::positive); break;
        case operation::log1p: reader.read(out, f.add(one, values[n.a]), demand::positive); break;
        case operation::tan: reader.read(out, cosine(f, values[n.a]), demand::nonzero); break;
        case operation::acosh: reader.read(out, f.subtract(values[n.a], one), demand::not_negative); break;
        case operation::asin:
        case operation::acos:
        case operation::atanh:
            reader.read(out, f.subtract(one, f.multiply(values[n.a], values[n.a])),
                        n.op == operation::atanh ? demand::positive : demand::not_negative);
            break;
        default: // nothing with cases, and nothing that only evaluators use
            if (n.op > operation::erfc && n.op != operation::named) out.possible = false;
        }
    }
}

} // namespace detail

} // namespace ogive::algebra
