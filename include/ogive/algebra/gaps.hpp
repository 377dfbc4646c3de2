// SPDX-License-Identifier: BSL-1.0
#pragma once
// Points, not rational ones perhaps, at which one side of an equation has a value and the other one has none: a divisor
// changes its sign on the way from one exact point to another, as x^2 - 2 does between 1 and 2.

#include <ogive/algebra/witness.hpp>

namespace ogive::algebra {

template <class Graph>
class gap_search {
    Graph& w_;
    point_search<Graph>& points_;
    number::fixed_vector<node_index, 16> divisors_;                 // where one of them is zero the side has no value
    node_index defined_ = 0;                                        // the other side
    unsigned left_ = __builtin_is_constant_evaluated() ? 60 : 4000; // points that may be looked at

    /// Notes what vanishes with a node, or leaves it without a value: a factor, a radicand.
    constexpr void note(node_index i) {
        node const n = w_[i];
        switch (n.op) {
        case operation::constant: return;
        case operation::multiply: note(n.b); [[fallthrough]];
        case operation::divide:
        case operation::negate:
        case operation::sqrt:
        case operation::abs:
        case operation::sign: note(n.a); return;
        case operation::power:
            if (w_[n.b].op != operation::constant || !w_[n.b].value().is_zero()) note(n.a);
            return;
        default:
            for (auto const other : divisors_)
                if (other == i) return;
            divisors_.push_back(i);
        }
    }

    /// The divisors in a side, but for those in branches, which need not be taken.
    constexpr void collect(node_index root) {
        bool needed[OGIVE_MAX_NODES];
        for (unsigned i = 0; i <= root; ++i) needed[i] = i == root;
        divisors_.clear();
        for (unsigned i = root + 1u; i-- > 0;) {
            node const n = w_[i];
            if (!needed[i] || n.op == operation::select) continue;
            unsigned const count = n.op == operation::named ? 1 : n.operand_count();
            for (unsigned k = 0; k < count; ++k) needed[n.operand(k)] = true;
            if (!is_partial(w_, n)) continue;
            if (n.op == operation::divide) note(n.b);
            if (n.op == operation::log) note(n.a);
            if (n.op == operation::power && w_[n.b].op == operation::constant && w_[n.b].value().sign() < 0) note(n.a);
            if (n.op == operation::tan) note(w_.make(operation::cos, n.a));
            if (n.op == operation::atanh) {
                note(w_.make(operation::add, w_.constant(1), n.a));
                note(w_.make(operation::subtract, w_.constant(1), n.a));
            }
        }
    }

    constexpr bool jumps(node_index root) const {
        bool needed[OGIVE_MAX_NODES];
        workspace::reach(w_, root, needed);
        for (unsigned i = 0; i <= root; ++i)
            if (needed[i] && (w_[i].op == operation::select || w_[i].op == operation::sign)) return true;
        return false;
    }

    /// The sign of a divisor at each of the points between two, where all of them count; 2 if it is not certain.
    constexpr int sign(node_index divisor, exact_point const& low, exact_point const& high, bool& defined) {
        if (left_ == 0) return enclosure::sign_unknown;
        --left_;
        point const at = points_.between(low, high);
        if (at.size() != points_.count) return enclosure::sign_unknown;
        encloser value{&w_[0], at};
        if (!points_.are_met(value)) return enclosure::sign_unknown;
        enclosure const here = value(divisor);
        defined = here.defined() && value(defined_).defined();
        return here.certain_sign();
    }
    constexpr int sign(node_index divisor, exact_point const& p) {
        bool defined = false;
        return sign(divisor, p, p, defined);
    }
    constexpr bool vanishes(node_index divisor, exact_point const& p, unsigned side) {
        bool defined = false; // between exact numbers and zero there is no rounding
        bool const zero =
            sign(divisor, p, p, defined) == 0 || exact_value(w_, divisor, points_.names, p, points_.count).is_zero();
        if (zero && defined) set(side, p, p);
        return zero && defined;
    }
    constexpr void set(unsigned side, exact_point const& low, exact_point const& high) {
        points_.alone[side] = true;
        points_.alone_at[side] = low;
        points_.alone_until[side] = high;
    }

    /// A multiple of 1/10000 at or below q.
    static constexpr rational rounded_down(rational const& q) {
        rational const scaled = q * rational{10000};
        int128 n = scaled.numerator / scaled.denominator;
        if (rational{n} > scaled) --n;
        return rational{n, int128{10000}};
    }
    /// The fraction with the least denominator in [low, high].
    static constexpr rational simplest(rational const& low, rational const& high, int depth = 12) {
        if (!low.valid() || !high.valid()) return low;
        int128 n = low.numerator / low.denominator;
        if (rational{n} > low) --n;
        rational const whole{n};
        if (whole == low || depth == 0) return low;
        if (!(high < whole + rational{1})) return whole + rational{1};
        rational const one{1};
        return whole + one / simplest(one / (high - whole), one / (low - whole), depth - 1);
    }

    /// Halves the way between two points, at which the divisor has opposite signs.
    constexpr bool close_in(node_index divisor, unsigned side, unsigned k, exact_point low, exact_point high, int s) {
        rational &a = low.values[k], &b = high.values[k];
        exact_point middle = low;
        for (int step = 0; step < 22; ++step) {
            middle.values[k] = (a + b) / rational{2};
            if (!middle.values[k].valid()) return false;
            int const here = sign(divisor, middle);
            if (here != s && here != -s) break; // at a zero, perhaps
            (here == s ? a : b) = middle.values[k];
        }
        if (vanishes(divisor, middle, side)) return true;
        middle.values[k] = simplest(a, b);
        if (vanishes(divisor, middle, side)) return true;
        a = rounded_down(a);
        b = -rounded_down(-b);
        bool defined = false;
        if (sign(divisor, low) != s || sign(divisor, high) != -s) return false;
        sign(divisor, low, high, defined); // continuous, and the other side has values
        if (defined) set(side, low, high);
        return defined;
    }

    /// Where a linear divisor is zero the domain of the other side may end.
    constexpr bool vanishes_on_secant(node_index divisor, unsigned side, unsigned k) {
        exact_point p = points_.usual(0);
        rational& at = p.values[k];
        rational const first = exact_value(w_, divisor, points_.names, p, points_.count);
        at = at + rational{1};
        rational const second = exact_value(w_, divisor, points_.names, p, points_.count);
        if (!first.valid() || !second.valid() || first == second) return false;
        at = at - second / (second - first);
        return at.valid() && vanishes(divisor, p, side);
    }

    constexpr bool search(node_index divisor, unsigned side, unsigned k) {
        if (vanishes_on_secant(divisor, side, k)) return true;
        for (unsigned base = 0; base < (points_.count > 1 ? 4u : 1u); ++base) {
            exact_point sorted[detail::samples];
            int signs[detail::samples] = {};
            unsigned n = 0;
            for (unsigned i = 0; i < detail::samples; ++i) {
                exact_point p = points_.usual(base);
                p.values[k] = points_.usual(i + 11 * k).values[k];
                bool defined = false;
                int const s = sign(divisor, p, p, defined);
                if (!defined || s == enclosure::sign_unknown || s == 0) continue;
                unsigned at = n++;
                for (; at > 0 && p.values[k] < sorted[at - 1].values[k]; --at) {
                    sorted[at] = sorted[at - 1];
                    signs[at] = signs[at - 1];
                }
                sorted[at] = p;
                signs[at] = s;
            }
            unsigned first = 1; // a zero above 0 is preferred
            while (first < n && sorted[first].values[k].sign() <= 0) ++first;
            for (unsigned j = 0; j < n; ++j) {
                unsigned const i = (first + j) % n;
                if (i > 0 && signs[i - 1] != signs[i] &&
                    close_in(divisor, side, k, sorted[i - 1], sorted[i], signs[i - 1]))
                    return true;
            }
        }
        return false;
    }

  public:
    constexpr gap_search(Graph& w, point_search<Graph>& points) : w_{w}, points_{points} {}

    /// Looks for a point at which `defined` has a value and `other` has none; it is noted as one where `side` is alone.
    constexpr void operator()(node_index defined, node_index other, unsigned side) {
        defined_ = defined;
        collect(other);
        if (w_.problem != trouble::none) return;
        for (auto const divisor : divisors_)
            for (unsigned k = 0; k < points_.count && !jumps(divisor); ++k)
                if (search(divisor, side, k)) return;
    }
};

} // namespace ogive::algebra
