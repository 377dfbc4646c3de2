// SPDX-License-Identifier: BSL-1.0
#pragma once
// Exact points at which two sides are compared: where they certainly differ, and where one is certainly defined and the
// other certainly not.

#include <ogive/algebra/case_proof.hpp>

namespace ogive::algebra {

/// Is the value of a graph defined at a point? By enclosures: `unknown` where they do not tell.
class definedness {
    node const* g_;
    encloser& values_;
    truth known_[OGIVE_MAX_NODES];
    bool done_[OGIVE_MAX_NODES] = {};

    static constexpr truth from(bool no, bool yes) { return no ? truth::no : yes ? truth::yes : truth::unknown; }

    constexpr truth compute(node_index i) {
        node const& n = g_[i];
        if (n.op == operation::select) {
            truth const t = values_.decide(n.a);
            if (t == truth::unknown) return condition(n.a) == truth::no ? truth::no : truth::unknown;
            return (*this)(t == truth::yes ? n.b : n.c);
        }
        if (n.op == operation::symbol || n.operand_count() == 0) return truth::yes;
        unsigned const count = n.op == operation::named ? 1 : n.operand_count();
        for (unsigned k = 0; k < count; ++k)
            if ((*this)(n.operand(k)) == truth::no) return truth::no;
        if (values_(i).defined()) return truth::yes;
        enclosure const a = values_(n.a), b = n.operand_count() > 1 ? values_(n.b) : a;
        using number::extended;
        if (!a.defined() || !b.defined()) return truth::unknown;
        extended const one{1};
        bool no = false;
        switch (n.op) {
        case operation::log: no = a.upper.sign() <= 0; break;
        case operation::log1p: no = a.upper <= -one; break;
        case operation::sqrt: no = a.upper.sign() < 0; break;
        case operation::divide: no = b.certain_sign() == 0; break;
        case operation::asin:
        case operation::acos: no = a.lower > one || a.upper < -one; break;
        case operation::atanh: no = a.lower >= one || a.upper <= -one; break;
        case operation::acosh: no = a.upper < one; break;
        case operation::power:
            if (g_[n.b].op == operation::constant)
                no = g_[n.b].value().is_integer() ? a.certain_sign() == 0 && g_[n.b].value().sign() < 0
                                                  : a.upper.sign() < 0;
            else
                no = a.upper.sign() < 0;
            break;
        default: break;
        }
        return no ? truth::no : truth::unknown;
    }

    constexpr truth condition(node_index i) {
        node const& n = g_[i];
        if (n.op == operation::both) return truth::unknown;
        return (*this)(n.a) == truth::no || (*this)(n.b) == truth::no ? truth::no : truth::unknown;
    }

  public:
    constexpr definedness(node const* g, encloser& values) : g_{g}, values_{values} {}
    constexpr truth operator()(node_index i) {
        if (!done_[i]) {
            known_[i] = compute(i);
            done_[i] = true;
        }
        return known_[i];
    }
};

inline constexpr unsigned max_coordinates = 8;

/// A point with exact coordinates, one for each symbol of the comparison.
struct exact_point {
    rational values[max_coordinates];
};

/// The value of a node by exact arithmetic, invalid if it is none of rationals.
template <class Graph>
constexpr rational exact_value(Graph const& w, node_index root, packed_name const* names, exact_point const& at,
                               unsigned count) {
    scratch<rational> value(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = w[i];
        rational const none = rational::invalid(number::fault::literal);
        rational &r = value[i], &a = value[n.a], &b = value[n.b];
        switch (n.op) {
        case operation::constant: r = n.value(); break;
        case operation::symbol:
            r = none;
            for (unsigned k = 0; k < count; ++k)
                if (names[k] == n.name()) r = at.values[k];
            break;
        case operation::add: r = a + b; break;
        case operation::subtract: r = a - b; break;
        case operation::multiply: r = a * b; break;
        case operation::divide: r = a / b; break;
        case operation::negate: r = -a; break;
        case operation::power:
            r = b.valid() && b.is_integer() && magnitude(b.numerator) < 64
                    ? number::power(a, static_cast<int>(b.numerator))
                    : none;
            break;
        default: r = none;
        }
    }
    return value[root];
}

/// Compares two nodes of a graph without derivatives at exact points where some conditions certainly hold.
template <class Graph>
class point_search {
    Graph const& w_;
    node_index left_, right_;
    node_index const* conditions_;
    unsigned condition_count_;
    assumption assumed_[max_coordinates];
    rational ends_[2][max_coordinates]; // what conditions leave to a symbol: more than the first, less than the second
    bool ended_[2][max_coordinates] = {};

    constexpr void note(node_index condition) {
        node const& n = w_[condition];
        if (n.op == operation::both) {
            note(n.a);
            note(n.b);
            return;
        }
        for (unsigned side = 0; side < 2; ++side) { // end < symbol, symbol < end
            node const &symbol = w_[n.operand(1 - side)], &end = w_[n.operand(side)];
            for (unsigned k = 0; k < count; ++k) {
                if (symbol.op != operation::symbol || end.op != operation::constant || symbol.name() != names[k])
                    continue;
                rational& known = ends_[side][k];
                if (!ended_[side][k] || (side == 0 ? known < end.value() : end.value() < known)) known = end.value();
                ended_[side][k] = true;
            }
        }
    }
    /// A coordinate, or one beside it that the ends allow.
    constexpr rational within(unsigned k, rational const& q) const {
        rational const size = q.sign() < 0 ? -q : q, one{1}, &low = ends_[0][k], &high = ends_[1][k];
        bool const less = ended_[0][k] && q < low, more = ended_[1][k] && high < q;
        if (!less && !more) return q;
        if (ended_[0][k] && ended_[1][k]) return low + (high - low) / (one + one + size);
        return less ? low + size + one : high - size - one;
    }

  public:
    packed_name names[max_coordinates];
    unsigned count = 0;
    unsigned confirmed = 0; // points at which both sides are defined and may be equal
    bool refuted = false;
    exact_point where;
    enclosure left{0}, right{0};
    /// Of each side: certainly defined where the other is certainly not, and where.
    bool compare_domains = false, alone[2] = {false, false};
    exact_point alone_at[2], alone_until[2]; // an exact point, or between two that differ in one coordinate
    unsigned budget = 600;                   // points that a search in parts of the domain may try

    constexpr point_search(Graph const& w, node_index one, node_index other, node_index const* conditions,
                           unsigned how_many)
        : w_{w}, left_{one}, right_{other}, conditions_{conditions}, condition_count_{how_many} {
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(w, one, needed);
        workspace::mark(w, other, needed);
        for (unsigned i = 0; i < how_many; ++i) workspace::mark(w, conditions[i], needed);
        for (unsigned i = 0; i < w.size(); ++i)
            if (needed[i] && w[i].op == operation::symbol && count < max_coordinates) {
                assumed_[count] = w[i].assumed;
                names[count++] = w[i].name();
            }
        for (unsigned i = 0; i < how_many; ++i) note(conditions[i]);
    }

    /// At 1/10, say, enclosures do not tell whether x <= 1/10: exact constants do.
    constexpr void at_constants(exact_point const& p, enclosure& x, enclosure& y) const {
        workspace there;
        node_index by[max_coordinates];
        for (unsigned k = 0; k < count; ++k) by[k] = there.constant(p.values[k]);
        node_index const sides[] = {substituted(there, w_, left_, names, by, count),
                                    substituted(there, w_, right_, names, by, count)};
        if (there.problem != trouble::none) return;
        point const none;
        encloser value{&there[0], none};
        x = value(sides[0]);
        y = value(sides[1]);
    }

    /// Compares at a point; true when it refutes.
    constexpr bool operator()(exact_point const& p) {
        point at;
        for (unsigned k = 0; k < count; ++k) {
            if (!detail::allowed(p.values[k], assumed_[k])) return false;
            at.push_back({names[k], enclosure{p.values[k]}});
        }
        bool rounded = false;
        for (unsigned k = 0; k < count; ++k) rounded = rounded || !at[k].value.is_point();
        encloser value{&w_[0], at};
        if (!are_met(value)) return false;
        enclosure x = value(left_), y = value(right_);
        if (rounded && !(x.defined() && y.defined())) at_constants(p, x, y);
        if (compare_domains && !(x.defined() && y.defined())) {
            definedness is_defined{&w_[0], value};
            truth const a = is_defined(left_), b = is_defined(right_);
            bool const only[] = {a == truth::yes && b == truth::no, b == truth::yes && a == truth::no};
            for (int k = 0; k < 2; ++k)
                if (only[k] && !alone[k]) {
                    alone[k] = true;
                    alone_at[k] = alone_until[k] = p;
                }
        }
        if (!x.defined() || !y.defined()) return false;
        ++confirmed;
        if (!disjoint(x, y)) return false;
        refuted = true;
        where = p;
        left = x;
        right = y;
        return true;
    }

    /// The i-th of the usual points.
    constexpr exact_point usual(unsigned i) const {
        exact_point p;
        for (unsigned k = 0; k < count; ++k)
            p.values[k] =
                within(k, detail::sample(i < detail::samples ? (i + 3 * k) % detail::samples : i + 3 * k, assumed_[k]));
        return p;
    }
    constexpr bool sample(unsigned i) { return (*this)(usual(i)); }

    /// All between two points that agree with what is assumed of the symbols.
    constexpr point between(exact_point const& low, exact_point const& high) const {
        point at;
        for (unsigned k = 0; k < count; ++k)
            if (detail::allowed(low.values[k], assumed_[k]) && detail::allowed(high.values[k], assumed_[k]) &&
                (assumed_[k] != nonzero || low.values[k].sign() == high.values[k].sign()))
                at.push_back({names[k], {enclosure{low.values[k]}.lower, enclosure{high.values[k]}.upper}});
        return at;
    }
    /// Do the conditions hold there?
    constexpr bool are_met(encloser& value) const {
        for (unsigned i = 0; i < condition_count_; ++i)
            if (value.decide(conditions_[i]) != truth::yes) return false;
        return true;
    }

    /// The i-th of the points at which all coordinates are of one kind, as logarithms of several symbols may need: in (0, 1),
    /// above 1, negative, all but one above 1 and that 1.
    static constexpr unsigned alike = 20;
    constexpr bool sample_alike(unsigned i) {
        exact_point p;
        for (unsigned k = 0; k < count; ++k) {
            int const step = static_cast<int>((5 * i + 3 * k) % 11 + 1);
            bool const one = i >= 16 && k == i % count;
            rational const q = i < 6    ? rational{int128{step}, int128{12}}
                               : i < 12 ? rational{int128{4 + step}, int128{4}}
                               : i < 16 ? rational{int128{-step}, int128{7}}
                                        : rational{one ? 1 : 1 + step};
            p.values[k] =
                (q.sign() > 0) == (assumed_[k] == negative) && assumed_[k] != assumption::none && assumed_[k] != nonzero
                    ? -q
                    : q;
        }
        return (*this)(p);
    }

    /// The i-th value for a symbol whose line is cut: the cuts, what lies between them, near them and beyond.
    constexpr rational near_cuts(unsigned k, unsigned i, cut_points const& cuts) const {
        rational sorted[cut_points::capacity()];
        unsigned n = 0;
        for (auto const& cut : cuts) {
            if (!(cut.symbol == names[k])) continue;
            unsigned at = n++;
            for (; at > 0 && cut.value < sorted[at - 1]; --at) sorted[at] = sorted[at - 1];
            sorted[at] = cut.value;
        }
        if (n == 0) return detail::sample(i % (4 * detail::samples), assumed_[k]);
        unsigned const between = 2 * n + 1;
        unsigned const which = i % between, round = i / between;
        if (round % 4 == 3) return detail::sample((i * 5 + k) % (2 * detail::samples), assumed_[k]);
        rational const part = rational{1} / rational{static_cast<int>(2 + 7 * (round % 32))};
        if (which % 2 != 0) return sorted[which / 2];
        rational const reach = detail::sample(round % 16, positive);
        if (which == 0) return sorted[0] - reach;
        if (which == between - 1) return sorted[n - 1] + reach;
        return sorted[which / 2 - 1] + (sorted[which / 2] - sorted[which / 2 - 1]) * part;
    }

    constexpr bool sample_near(unsigned i, cut_points const& cuts) {
        exact_point p;
        for (unsigned k = 0; k < count; ++k) // for several symbols the steps differ, so that they meet in all ways
            p.values[k] = near_cuts(k, k == 0 ? i : (i * (2 * k + 1)) / (k + 1) + 3 * k, cuts);
        return (*this)(p);
    }

    /// Moves coordinates so that facts hold which are about a node that is linear in one of them.
    constexpr void move_into(Graph const& w, signed_nodes const& facts, exact_point& p, unsigned turn) const {
        for (auto const& fact : facts) {
            rational const value = exact_value(w, fact.place, names, p, count);
            if (!value.valid() || (sign_bit_of(value.sign()) & fact.signs) != 0) continue;
            for (unsigned j = 0; j < count; ++j) {
                unsigned const k = (turn + j) % count;
                exact_point other = p;
                other.values[k] = p.values[k] + rational{1};
                rational const slope = exact_value(w, fact.place, names, other, count) - value;
                if (!slope.valid() || slope.is_zero()) continue;
                rational step = rational{1} / rational{static_cast<int>(1u << (turn % 20))};
                if (((fact.signs & is_positive) != 0) != (slope.sign() > 0)) step = -step;
                if ((fact.signs & is_zero) != 0) step = rational{0};
                other.values[k] = p.values[k] - value / slope + step;
                rational const after = exact_value(w, fact.place, names, other, count);
                if (!after.valid() || (sign_bit_of(after.sign()) & fact.signs) == 0) continue;
                p = other;
                break;
            }
        }
    }

    /// Looks for a point in a part of the domain, where some symbols are what others make them.
    constexpr bool operator()(workspace const& w, signed_nodes const& facts, substitution const* written,
                              cut_points const& cuts) {
        for (unsigned i = 0; i < 40 && budget > 0; ++i, --budget) {
            exact_point p;
            for (unsigned k = 0; k < count; ++k)
                p.values[k] = i < detail::samples ? detail::sample((i + 3 * k) % detail::samples, assumed_[k])
                                                  : near_cuts(k, k == 0 ? i - detail::samples : 5 * i + 3 * k, cuts);
            for (int round = 0; round < 2 && i % 2 != 0; ++round) move_into(w, facts, p, i / 2);
            for (auto const* s = written; s != nullptr; s = s->before)
                for (unsigned k = 0; k < count; ++k)
                    if (names[k] == s->symbol) p.values[k] = exact_value(*s->w, s->equal, names, p, count);
            if ((*this)(p)) return true;
        }
        return false;
    }
};

} // namespace ogive::algebra
