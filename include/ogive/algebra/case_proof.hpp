// SPDX-License-Identifier: BSL-1.0
#pragma once
// Equality by cases: where a sign is needed and not known, the domain is split and each part is looked at.

#include <ogive/algebra/constant_difference.hpp>
#include <ogive/algebra/situation.hpp>

namespace ogive::algebra {

/// A place on the line of a symbol where something may change.
struct cut_point {
    packed_name symbol;
    rational value;
};
using cut_points = number::fixed_vector<cut_point, 24>;

/// A symbol that has been written in terms of the others, in a part of the domain where that is what it equals.
struct substitution {
    substitution const* before; // made earlier
    workspace const* w;
    packed_name symbol;
    node_index equal;
};

/// A graph without derivatives, with symbols replaced by nodes of `w`. What cannot be folded, 1/0 say, stays as it is:
/// it may stand in a branch that is not taken.
template <class Graph>
constexpr node_index substituted(workspace& w, Graph const& g, node_index root, packed_name const* names,
                                 node_index const* by, unsigned count) {
    scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        unsigned const k = n.operand_count();
        bool replaced = false;
        for (unsigned s = 0; s < count && n.op == operation::symbol; ++s)
            if (n.name() == names[s]) {
                place[i] = by[s];
                replaced = true;
            }
        if (replaced) continue;
        node_index const a = k > 0 ? place[n.a] : node_index{0}, b = k > 1 ? place[n.b] : node_index{0};
        node const &x = w[a], &y = w[b];
        bool folds = true;
        if (k == 2 && n.op <= operation::power && x.op == operation::constant && y.op == operation::constant) {
            rational const p = x.value(), q = y.value();
            switch (n.op) {
            case operation::add: folds = (p + q).valid(); break;
            case operation::subtract: folds = (p - q).valid(); break;
            case operation::multiply: folds = (p * q).valid(); break;
            case operation::divide: folds = (p / q).valid(); break;
            default:
                folds = !q.is_integer() || magnitude(q.numerator) >= 4096 ||
                        number::power(p, static_cast<int>(q.numerator)).valid();
            }
        }
        if (n.op == operation::power && y.op == operation::constant && g[n.b].op != operation::constant) {
            // a power is defined for fewer bases where its exponent is not written as a constant
            node_index const exponent = w.insert({0, 0, b, w.constant(1), 0, operation::multiply, assumption::none});
            place[i] = w.insert({0, 0, a, exponent, 0, operation::power, assumption::none});
            continue;
        }
        place[i] = folds ? w.remake(n, a, b, k > 2 ? place[n.c] : node_index{0})
                         : w.insert({0, 0, a, b, 0, n.op, assumption::none});
    }
    return place[root];
}

/// Proves equality part by part. `Search` is told of each part that could not be proved, to look there for a point that
/// refutes; it returns true when it has found one.
template <class Search>
class case_prover {
    field_for<Search> f_;
    knowledge known_;
    Search& search_;
    unsigned left_; // parts that may still be looked at
    unsigned steps_ = 400;
    bool of_domains_ = false; // parts are looked at for where the sides are defined
    bool of_slopes_ = false;  // what is proved is that of slopes

    static constexpr unsigned max_depth = 12;

  public:
    cut_points cuts;
    unsigned parts = 0;
    obstacle stopped = obstacle::none;
    kernel_kind remaining = kernel_kind::symbol; // a kernel that did not cancel
    bool refuted = false;

    constexpr case_prover(Search& search, unsigned limit) : search_{search}, left_{limit} {
        f_.known = &known_;
        known_.logarithm = logarithm_by_signs<field_for<Search>>;
        known_.root = root_by_signs<field_for<Search>>;
        known_.angle = principal_angle<field_for<Search>>;
    }
    case_prover(case_prover const&) = delete;
    case_prover& operator=(case_prover const&) = delete;

    /// Are the sides, two nodes without derivatives and with cases lifted, equal where the facts hold?
    constexpr bool operator()(workspace& w, node_index const (&sides)[2], signed_nodes const& facts) {
        return prove(w, sides, facts, nullptr, 0);
    }

    /// Is the second side defined wherever the first one is and the facts hold?
    constexpr bool covers(workspace& w, node_index const (&sides)[2], signed_nodes const& facts) {
        left_ = 24;
        of_domains_ = true;
        bool const r = covered(w, sides, facts, 0);
        of_domains_ = false;
        return r;
    }

  private:
    constexpr void forget_units() {
        for (auto& unit : f_.finer_unit) unit = rational{0};
        for (auto& index : f_.root_index) index = 0;
        known_.insist = false;
    }

    constexpr void note(obstacle why) {
        if (stopped == obstacle::none) stopped = why;
    }

    constexpr void note_cuts() {
        for (unsigned i = 0; i < known_.count; ++i) note_cut(known_.of[i]);
    }
    constexpr void note_cut(polynomial const& p) {
        fraction u{rational{1}};
        u.above = p;
        linear_form const form = as_linear(f_, u);
        if (!form.is_linear || !form.value.valid()) return;
        packed_name const name = f_.kernels[form.symbol].name;
        for (auto const& cut : cuts)
            if (cut.symbol == name && cut.value == form.value) return;
        cuts.push_back({name, form.value});
    }

    constexpr bool is_multiple(polynomial const& p, polynomial const& of) {
        bool exact = true;
        divide_exactly(p, of, exact);
        return exact;
    }
    /// Is it a multiple of a polynomial that is known to vanish, or of the square of one in the field, or a root of such?
    constexpr bool vanishes(fraction const& u) {
        if (u.is_zero()) return true;
        for (unsigned i = 0; i < known_.count; ++i) {
            if (known_.signs[i] != is_zero) continue;
            fraction const p = f_.from(known_.of[i]);
            if (is_multiple(u.above, p.above) || (f_.fine() && is_multiple(u.above, f_.multiply(p, p).above)))
                return f_.fine();
        }
        monomial const factors = common_monomial(u.above);
        for (unsigned v = 0; v < f_.kernel_count; ++v)
            if (exponent(factors, v) > 0 && f_.kernels[v].kind == kernel_kind::root &&
                vanishes(f_.arguments[f_.kernels[v].argument]))
                return true;
        return false;
    }

    /// Is it a + b·r of a root r of index n with (-a)^n = b^n·r^n, where a and b have opposite signs?
    template <class Converter>
    constexpr bool cancels(Converter& convert, fraction const& u) {
        for (unsigned v = 0; v < f_.kernel_count && f_.fine(); ++v) {
            if (f_.kernels[v].kind != kernel_kind::root || degree(u.above, v) != 1) continue;
            auto const n = static_cast<int>(f_.kernels[v].index);
            fraction const a = f_.from(coefficient(u.above, v, 0)), b = f_.from(coefficient(u.above, v, 1));
            fraction const power = f_.multiply(f_.power(b, n), f_.arguments[f_.kernels[v].argument]);
            if (f_.equal(f_.power(f_.scale(a, rational{-1}), n), power) && f_.fine() &&
                (times(convert.signs_of(a), convert.signs_of(b)) & is_positive) == 0)
                return f_.fine();
        }
        return false;
    }

    /// Equality of what the sides are here without cases, on an interval around this part of the domain.
    constexpr bool by_derivative(workspace& w, node_index const (&sides)[2], signed_nodes const& facts) {
        workspace_for<Search> smooth;
        node_index both[2] = {0, 0};
        packed_name by;
        open_interval where;
        signed_nodes learnt;
        with_refinement(f_, [&] {
            case_converter<field_for<Search>> convert{f_, w, facts, learnt};
            convert.assume();
            for (int side = 0; side < 2 && f_.fine(); ++side) {
                convert(sides[side]);
                if (f_.fine()) both[side] = convert.resolved(smooth, sides[side]);
            }
        });
        if (!f_.fine() || smooth.problem != trouble::none) return false;
        bool bounded = false;
        number::fixed_vector<rational, 8> ends; // that belong to it
        for (unsigned i = 0; i < known_.count; ++i) {
            fraction u{rational{1}};
            u.above = known_.of[i];
            linear_form const form = as_linear(f_, u);
            if (!form.is_linear || !form.value.valid() || (known_.signs[i] & is_negative) == (known_.signs[i] >> 2))
                continue;
            packed_name const name = f_.kernels[form.symbol].name;
            if (bounded && !(by == name)) continue;
            bounded = true;
            by = name;
            bool const above = ((known_.signs[i] & is_positive) != 0) == (form.slope_sign > 0);
            if (above && (!where.has_lower || where.lower < form.value)) {
                where.has_lower = true;
                where.lower = form.value;
            } else if (!above && (!where.has_upper || form.value < where.upper)) {
                where.has_upper = true;
                where.upper = form.value;
            }
            if ((known_.signs[i] & is_zero) != 0) ends.push_back(form.value);
        }
        if (ends.overflowed) return false;
        if (!equal_by_some_derivative(smooth, both[0], both[1], by, where) &&
            !(bounded && slopes_agree(w, smooth, both, facts, by, where) &&
              equal_by_derivative(smooth, both[0], both[1], by, where, 0)))
            return false;
        for (auto const& end : ends) // or are outside of it
            if (!(where.has_lower && end < where.lower) && !(where.has_upper && where.upper < end) &&
                !detail::agree_at(smooth, both[0], both[1], by, end, false, true))
                return false;
        return true;
    }

    /// Are the slopes of two nodes without cases equal on an interval where the facts hold?
    template <class Workspace>
    constexpr bool slopes_agree(Workspace const& w, Workspace const& smooth, node_index const (&of)[2],
                                signed_nodes const& facts, packed_name by, open_interval const& where) {
        Workspace there;
        node_index slopes[2] = {};
        for (int side = 0; side < 2; ++side) slopes[side] = differentiator{there}(there.import(smooth, of[side]), by);
        signed_nodes inside;
        for (auto const& fact : facts) inside.push_back({there.import(w, fact.place), fact.signs});
        node_index x = 0;
        while (x < there.size() && !(there[x].op == operation::symbol && there[x].name() == by)) ++x;
        if (x == there.size()) return false;
        node_index below = 0, above = 0;
        if (where.has_lower)
            inside.push_back({below = there.make(operation::subtract, x, there.constant(where.lower)), is_positive});
        if (where.has_upper)
            inside.push_back({above = there.make(operation::subtract, there.constant(where.upper), x), is_positive});
        if (where.has_lower && where.has_upper)
            inside.push_back({there.make(operation::multiply, below, above), is_positive});
        if (there.problem != trouble::none || inside.overflowed) return false;
        of_slopes_ = true;
        bool const r = prove(there, slopes, inside, nullptr, max_depth - 3);
        of_slopes_ = false;
        return r;
    }

    constexpr bool depends(unsigned kernel, unsigned symbol) const {
        if (kernel == symbol) return true;
        auto const kind = f_.kernels[kernel].kind;
        if (kind == kernel_kind::symbol || kind == kernel_kind::pi || kind == kernel_kind::named_constant) return false;
        for (unsigned v = 0; v < f_.kernel_count; ++v)
            if (f_.involves(f_.arguments[f_.kernels[kernel].argument], v) && depends(v, symbol)) return true;
        return false;
    }

    /// A symbol whose value follows where p is zero: p is linear in it, with a slope that is not zero, or quadratic without
    /// a change of its sign.
    constexpr unsigned solvable(polynomial const& p) {
        unsigned square = variables;
        for (unsigned v = 0; v < f_.kernel_count; ++v) {
            if (f_.kernels[v].kind != kernel_kind::symbol) continue;
            bool possible = degree(p, v) == 1;
            if (possible) {
                polynomial const slope = coefficient(p, v, 1);
                possible = slope.is_constant() || (inferred_signs(f_, primitive_part(slope)) & is_zero) == 0;
            } else if (degree(p, v) == 2 && square == variables) {
                detail::signs_of_quadratic(f_, p, &square);
                possible = square == v;
            }
            for (unsigned k = 0; k < f_.kernel_count && possible; ++k)
                if (k != v && contains(p, k) && depends(k, v)) possible = false;
            if (possible) return v;
        }
        return variables;
    }

    constexpr bool prove(workspace& w, node_index const (&sides)[2], signed_nodes facts, substitution const* written,
                         unsigned depth) {
        forget_units();
        for (int pass = 0; pass < 8; ++pass) {
            if (steps_ == 0 || w.problem != trouble::none) break;
            --steps_;
            signed_nodes learnt;
            bool same = false;
            with_refinement(f_, [&] {
                learnt.clear();
                case_converter<field_for<Search>> convert{f_, w, facts, learnt};
                convert.assume();
                if (f_.fine()) note_cuts();
                fraction const left = f_.fine() ? convert(sides[0]) : fraction{};
                fraction const right = f_.fine() && sides[1] != sides[0] ? convert(sides[1]) : left;
                if (!f_.fine()) return;
                fraction const difference = f_.subtract(left, right);
                same = f_.fine() &&
                       (vanishes(difference) || is_logarithm_of_one(f_, difference) || cancels(convert, difference));
                if (same || !f_.fine()) return;
                for (unsigned v = 0; v < f_.kernel_count; ++v)
                    if (f_.kernels[v].kind > kernel_kind::exponential && f_.involves(difference, v))
                        remaining = f_.kernels[v].kind;
            });
            if (f_.fine()) note_cuts();
            // equal, or no point where both are defined; slopes need values
            if (same || (f_.stopped == obstacle::undefined_everywhere && (!of_slopes_ || known_.contradiction))) {
                ++parts;
                return true;
            }
            if (!learnt.empty() && facts.size() + learnt.size() <= signed_nodes::capacity()) {
                for (auto const& fact : learnt) facts.push_back(fact);
                continue;
            }
            if (f_.stopped == obstacle::unknown_sign && known_.demanded) return split(w, sides, facts, written, depth);
            if (!f_.fine() || known_.insist) break;
            known_.insist = true;
        }
        if (of_slopes_) return false;
        note(f_.fine() ? obstacle::none : f_.stopped);
        ++parts;
        if (f_.fine() && by_derivative(w, sides, facts)) return true;
        refuted = refuted || search_(w, facts, written, cuts);
        return false;
    }

    /// In a part of the domain: what the first side needs to be defined is found out, then whether the second one needs
    /// more. Where it does, what decides its cases need not have a value: only factors of what is known are told apart.
    constexpr bool covered(workspace& w, node_index const (&sides)[2], signed_nodes const& facts, unsigned depth) {
        forget_units();
        signed_nodes all = facts, needed;
        for (int k = 0; k < 2; ++k) {
            bool splits = false; // once more then, without what the second side needs
            with_refinement(f_, [&] {
                needed.clear();
                case_converter<field_for<Search>> convert{f_, w, all, needed};
                convert.assume();
                polynomial factor;
                bool const open = k == 1 && f_.fine() && convert.open_factor(factor);
                if (f_.fine() && !splits) convert.require(sides[k]);
                if (!open || !f_.fine() || (!splits && needed.empty())) return;
                needed.clear();
                known_.demand = factor;
                known_.demanded = splits;
                f_.stop(splits ? obstacle::unknown_sign : obstacle::refine_exponents);
                splits = true;
            });
            if (w.problem != trouble::none) return false;
            if (f_.stopped == obstacle::undefined_everywhere) return k == 0; // it has no value here
            if (needed.overflowed || (k == 1 && !needed.empty())) return false;
            if (f_.stopped == obstacle::unknown_sign && known_.demanded) return split(w, sides, facts, nullptr, depth);
            if (!f_.fine()) return false;
            for (auto const& fact : needed) all.push_back(fact);
            if (all.overflowed) return false;
        }
        return true;
    }

    constexpr bool split(workspace& w, node_index const (&sides)[2], signed_nodes const& facts,
                         substitution const* written, unsigned depth) {
        polynomial const critical = known_.demand;
        f_.stopped = obstacle::none;
        sign_set const signs = possible_signs(f_, critical);
        note_cut(critical);
        plain_writer<field_for<Search>> write{f_, w};
        node_index const place = write(critical);
        unsigned const v = solvable(critical), d = v < variables ? degree(critical, v) : 0;
        node_index equal = 0;
        kernel const solved = f_.kernels[v < variables ? v : 0];
        if (v < variables && (signs & is_zero) != 0) {
            fraction const above = f_.from(coefficient(critical, v, d - 1)),
                           below = f_.from(coefficient(critical, v, d));
            equal = write(f_.divide(f_.scale(above, rational{-1, static_cast<int128>(d)}), below));
        }
        if (!f_.fine() || w.problem != trouble::none || depth == max_depth) {
            note(!f_.fine()                   ? f_.stopped
                 : w.problem != trouble::none ? obstacle::unknown_sign
                                              : obstacle::too_many_cases);
            return false;
        }
        bool all = true;
        for (unsigned s = is_positive; s > 0 && !refuted; s /= 2) {
            if ((signs & s) == 0) continue;
            if (left_ == 0) {
                note(obstacle::too_many_cases);
                return false;
            }
            --left_;
            signed_nodes more = facts;
            if (of_domains_ && !all) return false;
            if (s != is_zero || v == variables) {
                more.push_back({place, static_cast<sign_set>(s)});
                if (more.overflowed) note(obstacle::too_many_cases);
                all = !more.overflowed &&
                      (of_domains_ ? covered(w, sides, more, depth + 1) : prove(w, sides, more, written, depth + 1)) &&
                      all;
                continue;
            }
            workspace_for<Search> there; // where a symbol can be written in terms of the others, it is
            node_index const by = there.import(w, equal);
            node_index const both[] = {substituted(there, w, sides[0], &solved.name, &by, 1),
                                       substituted(there, w, sides[1], &solved.name, &by, 1)};
            more.clear();
            for (auto const& fact : facts)
                more.push_back({substituted(there, w, fact.place, &solved.name, &by, 1), fact.signs});
            if (d == 2) more.push_back({substituted(there, w, place, &solved.name, &by, 1), is_zero});
            if (solved.assumed != assumption::none)
                more.push_back({by, solved.assumed == positive   ? is_positive
                                    : solved.assumed == negative ? is_negative
                                                                 : static_cast<sign_set>(is_negative | is_positive)});
            substitution const step{written, &w, solved.name, equal};
            all = (of_domains_ ? covered(there, both, more, depth + 1) : prove(there, both, more, &step, depth + 1)) &&
                  all;
        }
        return all && !refuted;
    }
};

} // namespace ogive::algebra
