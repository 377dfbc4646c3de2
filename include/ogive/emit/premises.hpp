// SPDX-License-Identifier: BSL-1.0
#pragma once
// What two forms are to be equal under: conditions, the points that satisfy them, and proofs where they hold.

#include <ogive/algebra/prove.hpp>
#include <ogive/calculus/domain.hpp>
#include <ogive/emit/formula_table.hpp>

#include <memory>

namespace ogive::detail {

/// Is there an operation between two in the table of operations?
inline bool occurs(workspace const& w, node_index root, operation first, operation last) {
    bool needed[OGIVE_MAX_NODES], found = false;
    workspace::reach(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) found = found || (needed[i] && w[i].op >= first && w[i].op <= last);
    return found;
}

/// Conditions under which forms are equal.
class premises {
    std::unique_ptr<workspace> w_ = std::make_unique<workspace>();
    std::vector<node_index> conditions_;
    bool forgotten_ = false;

    /// Do the conditions hold at a place, as far as they are about these symbols?
    bool allow(std::vector<node> const& symbols, std::vector<sampled> const& places, unsigned at) const {
        std::vector<double> values;
        for (node_index const c : conditions_) {
            bool known = true;
            auto const value = [&](node const& n) {
                for (unsigned s = 0; s < symbols.size(); ++s)
                    if (symbols[s].name() == n.name()) return places[s][at];
                known = false;
                return 0.0;
            };
            if (value_at_sample(*w_, c, value, values) == 0 && known) return false;
        }
        return true;
    }

    /// What the conditions leave to a symbol.
    number::enclosure values_left(node const& symbol) const {
        number::enclosure all = number::enclosure::whole();
        for (node_index const c : conditions_) {
            node const n = (*w_)[c];
            if (n.op == operation::both) continue;
            for (bool const upper : {false, true}) {
                node const& name = (*w_)[upper ? n.a : n.b];
                if (name.op != operation::symbol || !(name.name() == symbol.name())) continue;
                auto const end = algebra::enclose(*w_, upper ? n.b : n.a, algebra::point{});
                if (!end.defined()) continue;
                if (upper && end.upper < all.upper) all.upper = end.upper;
                if (!upper && all.lower < end.lower) all.lower = end.lower;
            }
        }
        return all;
    }

    /// Is a value certainly less than another one, or equal to it?
    static bool below(end_value const& a, end_value const& b) {
        if (a.is_rational() && b.is_rational()) return a.value() < b.value();
        if (a.kind == limit_kind::minus_infinity || b.kind == limit_kind::plus_infinity) return a.kind != b.kind;
        return a.is_finite() && b.is_finite() && a.enclosed().upper < b.enclosed().lower;
    }
    static bool equal(end_value const& a, end_value const& b) {
        return a.is_finite() ? a.is_rational() && b.is_rational() && a.value() == b.value() : a.kind == b.kind;
    }
    static bool inside(interval const& a, interval const& b) {
        return (below(b.lower, a.lower) || (equal(a.lower, b.lower) && (b.lower_closed || !a.lower_closed))) &&
               (below(a.upper, b.upper) || (equal(a.upper, b.upper) && (b.upper_closed || !a.upper_closed)));
    }

    /// Is b certainly defined wherever a is and the conditions hold?
    bool covers(workspace const& w, node_index a, node_index b, std::vector<node> const& symbols) const {
        algebra::point everywhere;
        for (node const& s : symbols) everywhere.push_back({s.name(), values_left(s)});
        if (algebra::enclose(w, b, everywhere).defined()) return true;
        if (symbols.size() != 1) return false;
        interval_set const before = calculus::domain(w, a, symbols[0].name());
        interval_set const after = calculus::domain(w, b, symbols[0].name());
        if (!before.known || !after.known) return false;
        for (unsigned i = 0; i < before.count; ++i) {
            bool found = false;
            for (unsigned k = 0; k < after.count; ++k) found = found || inside(before[i], after[k]);
            if (!found) return false;
        }
        return true;
    }

    /// A number within what is left to a symbol, for -1 <= random < 1: if that is possible, within `scale` of zero, else
    /// of the end next to zero.
    static double drawn(number::enclosure const& left, double random, double scale) {
        double const low = left.lower.to<double>(), high = left.upper.to<double>();
        if (std::min(high, 16.0) - std::max(low, -16.0) >= 1) return random * scale;
        bool const above = low > 0 || (high > 0 && high > -low);
        double const span = std::min(high - low, scale);
        return above ? low + std::fabs(random) * span : high - std::fabs(random) * span;
    }

  public:
    bool empty() const { return conditions_.empty(); }
    /// Were conditions given up because no point was found where they hold?
    bool forgotten() const { return forgotten_; }

    /// Adds conditions: nodes of a graph (less, less_equal, both).
    void assume(workspace const& g, node_index const* conditions, unsigned count) {
        for (unsigned i = 0; i < count; ++i) conditions_.push_back(w_->import(g, conditions[i]));
        if (conditions_.size() > algebra::max_conditions) conditions_.resize(algebra::max_conditions);
        if (w_->problem != trouble::none) conditions_.clear();
    }

    /// Adds that a symbol is where a formula is defined, if that is an interval.
    void assume_domain(workspace const& g, node_index root, node const& symbol) {
        interval_set const where = calculus::domain(g, root, symbol.name());
        if (!where.known || where.count != 1) return;
        workspace w;
        node_index const name = w.symbol(symbol.name(), symbol.assumed);
        node_index ends[2] = {};
        unsigned count = 0;
        auto const op = [](bool closed) { return closed ? operation::less_equal : operation::less; };
        if (end_value const& low = where[0].lower; low.is_rational())
            ends[count++] = w.make(op(where[0].lower_closed), w.constant(low.value()), name);
        if (end_value const& high = where[0].upper; high.is_rational())
            ends[count++] = w.make(op(where[0].upper_closed), name, w.constant(high.value()));
        if (w.problem == trouble::none) assume(w, ends, count);
    }

    /// Values of each symbol at points where the conditions hold. If none are found the conditions are given up.
    std::vector<sampled> places(std::vector<node> const& symbols) {
        std::vector<sampled> r(symbols.size());
        std::vector<number::enclosure> left;
        for (node const& s : symbols) left.push_back(values_left(s));
        std::uint64_t random = 1;
        for (unsigned k = 0; k < sample_points; ++k) {
            for (unsigned s = 0; s < symbols.size(); ++s) r[s][k] = sample_of(s, symbols[s].assumed, k);
            for (unsigned tries = 0; !allow(symbols, r, k); ++tries) {
                if (tries == 20000) {
                    conditions_.clear();
                    forgotten_ = true;
                    return places(symbols);
                }
                double const far = tries < 6000 ? 1 : tries < 13000 ? 64 : 4096; // x + y > 100, say
                double const scale = far * (tries % 3 == 0 ? 16 : tries % 3 == 1 ? 4 : 1);
                for (unsigned s = 0; s < symbols.size(); ++s) {
                    random = random * 6364136223846793005u + 1442695040888963407u;
                    double const value = drawn(left[s], std::ldexp(static_cast<double>(random >> 11), -52) - 1, scale);
                    r[s][k] = symbols[s].assumed == positive   ? std::fabs(value)
                              : symbols[s].assumed == negative ? -std::fabs(value)
                                                               : value;
                }
            }
        }
        return r;
    }

    /// Are two nodes equal, and b defined wherever a is, where the conditions hold?
    bool prove(workspace& w, node_index a, node_index b, std::vector<node> const& symbols) const {
        std::vector<node_index> given;
        for (node_index const c : conditions_) given.push_back(w.import(*w_, c));
        decision const d = algebra::decide(w, a, b, given.data(), static_cast<unsigned>(given.size()), true);
        return d.answer == verdict::proved &&
               (d.domains == domain_relation::same ||
                ((d.domains == domain_relation::unknown || d.domains == domain_relation::right_larger) &&
                 (d.contains || covers(w, a, b, symbols))));
    }
};

} // namespace ogive::detail
