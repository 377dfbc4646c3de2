// SPDX-License-Identifier: BSL-1.0
#pragma once
// The simplest equal form in the words of the catalogue: simplify, and a search among short formulas whose every
// proposal is proved.

#include <ogive/algebra/simplify.hpp>
#include <ogive/emit/arrange.hpp>
#include <ogive/emit/formula_table.hpp>
#include <ogive/emit/number_form.hpp>
#include <ogive/emit/premises.hpp>
#include <ogive/emit/simplicity.hpp>
#include <ogive/emit/text.hpp>

#include <memory>
#include <optional>
#include <set>
#include <string>

namespace ogive {

namespace detail {

class simplest_search {
    static constexpr unsigned most_symbols = 3, most_constants = 6, most_candidates = 48, longest_part = 20,
                              most_refused = 12;

    struct candidate {
        unsigned length = 0, found = 0;
        int row = 0;
        outer_step steps[2];
        unsigned step_count = 0;
    };

    /// What a table is made of.
    struct table_contents {
        std::vector<node> symbols, constants;
        std::vector<sampled> places; // the values of the symbols
        bool circular = false, hyperbolic = false;
        friend bool operator==(table_contents const&, table_contents const&) = default;
    };

    std::unique_ptr<workspace> best_;
    table_contents contents_;
    std::set<std::string> settled_parts_; // those searched in vain
    bool is_settled_ = false;             // the best one is a form of simplify
    node_index root_ = 0;
    std::optional<formula_table> table_;
    std::vector<node> symbols_;
    std::vector<sampled> places_; // where they are tried
    premises premises_;

    static std::unique_ptr<workspace> copy(workspace const& w, node_index& root) {
        auto r = std::make_unique<workspace>();
        root = r->import(w, root);
        return r;
    }

    /// The symbols in alphabetical order; false if there are none or too many.
    bool find_symbols(workspace const& w, node_index root) {
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(w, root, needed);
        symbols_.clear();
        for (unsigned i = 0; i <= root; ++i)
            if (needed[i] && w[i].op == operation::symbol) symbols_.push_back(w[i]);
        std::sort(symbols_.begin(), symbols_.end(), [](node const& a, node const& b) {
            for (unsigned i = 0; i < 32; ++i)
                if (a.name()[i] != b.name()[i]) return a.name()[i] < b.name()[i];
            return a.assumed < b.assumed;
        });
        return !symbols_.empty() && symbols_.size() <= most_symbols;
    }

    /// 1, 2, 3 and the constants of the form.
    std::vector<node> constants() const {
        bool needed[OGIVE_MAX_NODES] = {};
        needed[root_] = true;
        std::vector<rational> values;
        bool circle = false;
        auto const add = [&](rational q) {
            if (is_inverse_of_decimal(q)) q = rational{1} / q;
            if (q.sign() > 0 && std::find(values.begin(), values.end(), q) == values.end()) values.push_back(q);
        };
        for (unsigned i = root_ + 1u; i-- > 0;) {
            if (!needed[i]) continue;
            node const& n = (*best_)[i];
            if (n.op == operation::constant) add(n.value().sign() < 0 ? -n.value() : n.value());
            circle = circle || n.op == operation::pi ||
                     (n.op >= operation::asin && n.op <= operation::atan && !premises_.empty());
            if (n.op == operation::divide && (*best_)[n.b].op == operation::constant) // 3*x/10 is 0.3*x
                for (node_index f = n.a;; f = (*best_)[f].a) {
                    if ((*best_)[f].op == operation::constant) add((*best_)[f].value() / (*best_)[n.b].value());
                    if ((*best_)[f].op != operation::multiply) break;
                }
            for (unsigned k = n.op == operation::named ? 1 : 0; k < n.operand_count(); ++k) needed[n.operand(k)] = true;
        }
        if (std::size_t const written = values.size(); occurs(*best_, root_, operation::sin, operation::tan))
            for (std::size_t i = 0; i < written; ++i) // sin(u)*cos(u) is half of sin(2*u)
                if (!values[i].is_integer()) {
                    add(values[i] * rational{2});
                    add(values[i] / rational{2});
                }
        auto const size = [](rational const& q) {
            return number::magnitude(q.numerator) + number::magnitude(q.denominator);
        };
        std::sort(values.begin(), values.end(), [&](rational const& a, rational const& b) {
            return size(a) != size(b) ? size(a) < size(b) : a.numerator < b.numerator;
        });
        if (values.size() > most_constants) values.resize(most_constants);
        workspace w;
        std::vector<node> r = {w[w.constant(1)], w[w.constant(2)], w[w.constant(3)]};
        for (rational const& q : values)
            if (q != rational{1} && q != rational{2} && q != rational{3}) r.push_back(w[w.constant(q)]);
        if (circle) r.push_back(w[w.pi()]);
        return r;
    }

    sampled values_of(workspace const& w, node_index root) const {
        sampled r;
        std::vector<double> scratch;
        for (unsigned k = 0; k < sample_points; ++k)
            r[k] = value_at_sample(
                w, root,
                [&](node const& n) {
                    for (unsigned s = 0; s < symbols_.size(); ++s)
                        if (symbols_[s].name() == n.name()) return places_[s][k];
                    return std::numeric_limits<double>::quiet_NaN();
                },
                scratch);
        return r;
    }

    std::ptrdiff_t symbol_count() const { return static_cast<std::ptrdiff_t>(symbols_.size()); }

    template <class Operation>
    static sampled mapped(sampled const& y, Operation const& f) {
        sampled r;
        for (unsigned k = 0; k < sample_points; ++k) r[k] = f(y[k], k);
        return r;
    }

    /// Calls then(step, y) for every operation on the outside of y, with what is left without it.
    template <class Then>
    void take_off(sampled const& y, std::vector<int> const& beside, Then const& then) const {
        using enum operation;
        auto const found = [&](outer_step const& step, sampled const& rest) {
            for (unsigned k = 0; k < sample_points; ++k)
                if (std::isfinite(y[k]) && !std::isfinite(rest[k])) return;
            then(step, rest);
        };
        found(outer_step{negate}, mapped(y, [](double v, unsigned) { return -v; }));
        found(outer_step{exp}, mapped(y, [](double v, unsigned) { return std::log(v); }));
        found(outer_step{log}, mapped(y, [](double v, unsigned) { return std::exp(v); }));
        found(outer_step{sqrt},
              mapped(y, [](double v, unsigned) { return v < 0 ? std::numeric_limits<double>::quiet_NaN() : v * v; }));
        found(outer_step{tanh}, mapped(y, [](double v, unsigned) { return std::atanh(v); }));
        found(outer_step{power}, mapped(y, [](double v, unsigned) { return std::sqrt(v); }));
        for (int i : beside) {
            if (i < 0) continue;
            auto const& e = (*table_)[i].at;
            found(outer_step{add, i}, mapped(y, [&](double v, unsigned k) { return v - e[k]; }));
            found(outer_step{subtract, i}, mapped(y, [&](double v, unsigned k) { return v + e[k]; }));
            found(outer_step{subtract, i, true}, mapped(y, [&](double v, unsigned k) { return e[k] - v; }));
            if ((*table_)[i].op == constant && (*table_)[i].leaf.low == (*table_)[i].leaf.high) continue;
            found(outer_step{multiply, i}, mapped(y, [&](double v, unsigned k) { return v / e[k]; }));
            found(outer_step{divide, i}, mapped(y, [&](double v, unsigned k) { return v * e[k]; }));
            found(outer_step{divide, i, true}, mapped(y, [&](double v, unsigned k) { return e[k] / v; }));
        }
    }
    unsigned cost(outer_step const& s) const {
        return s.beside >= 0 ? 1 + (*table_)[s.beside].length : s.op == operation::power ? 2 : 1;
    }

    node_index build(workspace& w, candidate const& c) const {
        node_index r = table_->build(w, c.row);
        for (unsigned i = c.step_count; i-- > 0;) {
            outer_step const& s = c.steps[i];
            if (s.beside < 0) {
                r = s.op == operation::power ? w.make(s.op, r, w.constant(2)) : w.make(s.op, r);
                continue;
            }
            node_index const other = table_->build(w, s.beside);
            r = s.beside_is_left ? w.make(s.op, other, r) : w.make(s.op, r, other);
        }
        return r;
    }

    /// Formulas of these values, the shortest first, none longer than `longest`.
    std::vector<candidate> candidates(sampled const& y, unsigned longest) {
        std::vector<candidate> all;
        unsigned key = sample_points;
        for (unsigned k = 0; k < sample_points && key == sample_points; ++k)
            if (std::isfinite(y[k]) && y[k] != 0) key = k;
        bool const constant = std::all_of(y.begin(), y.end(), [&](double v) { return v == y[0]; });
        if (key == sample_points || constant) return all;
        table_->sort_by(key);
        auto const add = [&](candidate c, sampled const& rest, unsigned used) {
            if (used >= longest) return;
            table_->look_up(rest, longest - used, [&](int i) {
                bool const pair = c.step_count > 0 && c.steps[c.step_count - 1].beside >= 0;
                if (pair && (*table_)[i].op == operation::constant) return; // that is what stands beside elsewhere
                c.row = i;
                c.length = used + (*table_)[i].length;
                c.found = static_cast<unsigned>(all.size());
                all.push_back(c);
            });
        };
        add({}, y, 0);
        std::vector<int> beside = table_->atoms;
        beside.insert(beside.end(), table_->parts.begin(), table_->parts.end());
        take_off(y, beside, [&](outer_step const& s, sampled const& rest) {
            candidate c;
            c.steps[0] = s;
            c.step_count = 1;
            add(c, rest, cost(s));
        });
        std::vector<int> first_beside = table_->atoms;
        first_beside.insert(first_beside.end(), table_->parts.begin(), table_->parts.begin() + symbol_count());
        take_off(y, first_beside, [&](outer_step const& s, sampled const& first) {
            if (cost(s) + 2 >= longest) return;
            take_off(first, beside, [&](outer_step const& t, sampled const& rest) {
                candidate c;
                c.steps[0] = s;
                c.steps[1] = t;
                c.step_count = 2;
                add(c, rest, cost(s) + cost(t));
            });
        });
        std::sort(all.begin(), all.end(), [](candidate const& a, candidate const& b) {
            return a.length != b.length ? a.length < b.length : a.found < b.found;
        });
        if (all.size() > most_candidates) all.resize(most_candidates);
        return all;
    }

    /// The form of simplify in the order of the arranger; none where a limit was met.
    static std::unique_ptr<workspace> settled(workspace const& w, node_index root, node_index& result) {
        auto simple = std::make_unique<workspace>(), arranged = std::make_unique<workspace>();
        node_index const s = algebra::simplify(*simple, w, root);
        if (simple->problem != trouble::none) return nullptr;
        result = arranger{*arranged}(*simple, s);
        return arranged->problem == trouble::none ? static_cast<std::unique_ptr<workspace>&&>(arranged) : nullptr;
    }

    /// One simpler form of a node of the best one, in a workspace of its own; none if there is none.
    std::unique_ptr<workspace> improved(node_index part, node_index& found) {
        auto const values = values_of(*best_, part);
        unsigned const length = algebra::length_of(*best_, part);
        std::string const written_now = text(*best_, part);
        if (settled_parts_.contains(written_now)) return nullptr;
        unsigned refused = 0; // where many are not defined as the part is, the rest will not be
        for (candidate const& c : candidates(values, length + 1)) {
            if (refused == most_refused) break;
            auto const plain = std::make_unique<workspace>(), both = std::make_unique<workspace>();
            node_index const written = build(*plain, c);
            if (plain->problem != trouble::none) continue;
            node_index const before = both->import(*best_, part);
            node_index after = arranger{*both}(*plain, written), s = 0;
            if (auto const simple = settled(*plain, written, s)) {
                node_index const other = both->import(*simple, s);
                if (!(simplicity_of(*both, after) < simplicity_of(*both, other))) after = other;
            }
            if (both->problem != trouble::none || after == before || !simpler(*both, after, before)) continue;
            if (!premises_.prove(*both, before, after, symbols_)) {
                ++refused;
                continue;
            }
            found = after;
            return copy(*both, found);
        }
        settled_parts_.insert(written_now);
        return nullptr;
    }

    /// f(|u|) of an even f is f(u).
    bool improve_even() {
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(*best_, root_, needed);
        for (unsigned i = 0; i < root_; ++i)
            if (needed[i] && (*best_)[i].op == operation::abs && replace(i, *best_, (*best_)[i].a, true)) return true;
        return false;
    }

    /// The case that is left: |u| as u or -u, max(u, v) as one of the two, a branch.
    bool improve_case() {
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(*best_, root_, needed);
        for (unsigned i = 0; i <= root_; ++i) {
            node const n = (*best_)[i];
            bool const choice = n.op == operation::select;
            if (!needed[i] || (!choice && (n.op < operation::abs || n.op > operation::max))) continue;
            workspace both;
            node_index const part = both.import(*best_, static_cast<node_index>(i));
            node_index const u = both.import(*best_, choice ? n.b : n.a);
            node_index const other = n.op == operation::abs    ? both.make(operation::negate, u)
                                     : n.op == operation::sign ? both.constant(-1)
                                                               : both.import(*best_, choice ? n.c : n.b);
            for (node_index const by : {n.op == operation::sign ? both.constant(1) : u, other})
                if (alike(values_of(both, part), values_of(both, by)) && premises_.prove(both, part, by, symbols_) &&
                    replace(i, both, by, false))
                    return true;
        }
        return false;
    }

    /// The first number that is written in a long way.
    bool improve_number() {
        for (unsigned i = 0; i <= root_; ++i) {
            workspace both;
            node_index by = 0;
            if (number_form(both, *best_, i, by, premises_) && replace(i, both, by, false)) return true;
        }
        return false;
    }

    /// Puts a node of another graph in the place of a part, if the whole is simpler then.
    bool replace(unsigned part, workspace const& from, node_index by, bool prove) {
        workspace next, both;
        std::vector<node_index> place(root_ + 1u);
        for (unsigned i = 0; i <= root_; ++i) {
            node const& n = (*best_)[i];
            place[i] = i == part ? next.import(from, by) : next.remake(n, place[n.a], place[n.b], place[n.c]);
        }
        if (next.problem != trouble::none) return false;
        node_index after = 0;
        auto form = settled(next, place[root_], after);
        if (!form) return false;
        node_index const old = both.import(*best_, root_), changed = both.import(*form, after);
        if (both.problem != trouble::none || old == changed || !simpler(both, changed, old)) return false;
        if (simplicity_of(both, changed).calls > simplicity_of(both, old).calls) return false; // no other functions
        if (prove && !premises_.prove(both, old, changed, symbols_)) return false;
        best_ = static_cast<std::unique_ptr<workspace>&&>(form);
        root_ = after;
        is_settled_ = true;
        return true;
    }

    bool improve_whole() {
        node_index r = 0;
        auto better = improved(root_, r);
        if (!better) return false;
        best_ = static_cast<std::unique_ptr<workspace>&&>(better);
        root_ = r;
        is_settled_ = false;
        return true;
    }

    /// The first part that has a simpler form, in its place.
    bool improve_part() {
        bool needed[OGIVE_MAX_NODES] = {};
        needed[root_] = true;
        for (unsigned i = root_ + 1u; i-- > 0;)
            for (unsigned k = (*best_)[i].op == operation::named ? 1 : 0; needed[i] && k < (*best_)[i].operand_count();
                 ++k)
                needed[(*best_)[i].operand(k)] = true;
        for (unsigned i = 0; i < root_; ++i) {
            node const& n = (*best_)[i];
            bool const condition = n.op >= operation::less && n.op <= operation::both;
            unsigned const length = algebra::length_of(*best_, static_cast<node_index>(i));
            if (!needed[i] || condition || length < 3 || length > longest_part) continue;
            node_index r = 0;
            auto const better = improved(static_cast<node_index>(i), r);
            if (better && replace(i, *better, r, false)) return true;
        }
        return false;
    }

    /// Is there a form simpler than that of simplify?
    bool search(workspace const& g, node_index root) {
        bool better = false;
        best_ = std::make_unique<workspace>();
        root_ = is_settled_ ? best_->import(g, root) : algebra::simplify(*best_, g, root);
        if (best_->problem != trouble::none) {
            best_ = nullptr;
            return false;
        }
        auto arranged = std::make_unique<workspace>();
        node_index const r = arranger{*arranged}(*best_, root_);
        if (arranged->problem == trouble::none &&
            algebra::length_of(*arranged, r) <= algebra::length_of(*best_, root_)) {
            best_ = static_cast<std::unique_ptr<workspace>&&>(arranged);
            root_ = r;
        }
        if (occurs(*best_, root_, operation::derivative, operation::derivative)) return false;
        while (improve_number()) better = true;
        if (!find_symbols(*best_, root_)) return better;
        places_ = premises_.places(symbols_);
        for (int rounds = 0; rounds < 8; ++rounds) {
            table_contents now{symbols_, constants(), places_, occurs(*best_, root_, operation::sin, operation::tan),
                               occurs(*best_, root_, operation::sinh, operation::tanh)};
            if (!table_ || !(now == contents_)) {
                table_.emplace(now.symbols, now.places, now.constants, now.circular, now.hyperbolic);
                settled_parts_.clear();
            }
            contents_ = now;
            if (!improve_whole() && !improve_even() && !improve_case() && !improve_part()) break;
            better = true;
        }
        return better;
    }

  public:
    node_index operator()(workspace& out, workspace const& g, node_index root, node_index const* conditions,
                          unsigned condition_count) {
        premises_.assume(g, conditions, condition_count);
        // A derivative has the domain of its function, of which its formula need not tell.
        if (occurs(g, root, operation::derivative, operation::derivative) && find_symbols(g, root) &&
            symbols_.size() == 1)
            premises_.assume_domain(g, root, symbols_[0]);
        search(g, root);
        if (!best_) return algebra::simplify(out, g, root);
        workspace all; // a form may open others; the last one leads to itself, or to one of those before it
        std::vector<node_index> met;
        std::size_t again = 0;
        while (again == met.size() && again < 8) {
            met.push_back(all.import(*best_, root_));
            search(all, met.back());
            node_index const next = best_ ? all.import(*best_, root_) : met.back();
            for (again = 0; again < met.size() && met[again] != next;) ++again;
            if (!best_) break;
        }
        if (all.problem != trouble::none) return best_ ? out.import(*best_, root_) : algebra::simplify(out, g, root);
        node_index first = met.back();
        for (std::size_t i = again; i < met.size(); ++i)
            if (simpler(all, met[i], first)) first = met[i];
        return out.import(all, first);
    }
    bool forgot_conditions() const { return premises_.forgotten(); }
};

} // namespace detail

/// The simplest equal form: that of simplify, unless a short formula with the functions of the catalogue is simpler:
/// mish(x) for x*tanh(softplus(x)), max(x, y) for (x + y + abs(x - y))/2. What it gives is proved equal, defined wherever
/// the form it replaces is, never longer, and simplified again it stays.
/// Under conditions (nodes of the graph: less, less_equal, both) it is equal where they hold: sin(x) for |sin(x)| where
/// 0 <= x and x <= pi. If no point is found where they hold they are given up, and `given_up` is set.
/// At run time only; milliseconds.
inline node_index simplest(workspace& out, workspace const& g, node_index root, node_index const* conditions = nullptr,
                           unsigned condition_count = 0, bool* given_up = nullptr) {
    detail::simplest_search search;
    node_index const r = search(out, g, root, conditions, condition_count);
    if (given_up != nullptr) *given_up = search.forgot_conditions();
    return r;
}

} // namespace ogive
