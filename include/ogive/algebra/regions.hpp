// SPDX-License-Identifier: BSL-1.0
#pragma once
// The regions into which the conditions of a graph cut the domain, and the decision tree over them.

#include <ogive/algebra/cases.hpp>

namespace ogive::algebra {

namespace detail {

/// Takes out factors whose sign is known; returns the sign of what was taken out.
constexpr int drop_known_signs(field const& f, fraction& u) {
    int sign = 1;
    monomial const m = common_monomial(u.above);
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        unsigned const e = exponent(m, v);
        if (e == 0 || f.kernels[v].sign == 0) continue;
        u.above = divide_by(u.above, variable_power(v, e), 1);
        if (f.kernels[v].sign < 0 && e % 2 != 0) sign = -sign;
    }
    for (unsigned i = 0; i < f.factor_count; ++i) {
        unsigned const e = exponent(u.below, i);
        int const s = e > 0 ? f.sign(f.factors[i]) : 0;
        if (s == 0) continue;
        u.below -= variable_power(i, e);
        if (s < 0 && e % 2 != 0) sign = -sign;
    }
    return sign;
}

} // namespace detail

namespace detail {

/// Fills in the comparisons; is one of them nested?
template <class Graph>
constexpr bool list_comparisons(Graph const& g, bool const* needed, unsigned size, partition& p) {
    scratch<bool> cases(size);
    for (unsigned i = 0; i < size; ++i) {
        if (!needed[i]) continue;
        cases[i] = g[i].op == operation::select;
        for (unsigned k = 0; k < g[i].operand_count(); ++k) cases[i] = cases[i] || cases[g[i].operand(k)];
        if (g[i].op != operation::less && g[i].op != operation::less_equal) continue;
        p.comparisons.push_back({static_cast<node_index>(i), 0, 1, g[i].op == operation::less_equal, cases[i]});
        p.nested = p.nested || cases[i];
    }
    if (p.comparisons.overflowed) p.stopped = obstacle::too_many_kernels;
    return p.nested;
}

constexpr bool has_cases(workspace const& w, node_index root) {
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(w, root, needed);
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i] && w[i].op == operation::select) return true;
    return false;
}

/// How a comparison stands in a region: settled by `sign`, or cut at `value`; otherwise not to be decided.
struct standing {
    bool settled = false, cut = false;
    int sign = 0; // of the right side minus the left one, above the cut if there is one
    rational value;
};

template <class Graph, class Workspace = workspace>
constexpr standing stand(Graph const& g, node_index place, partition& p, region const& r) {
    standing result;
    Workspace branch, there;
    node_index sides[] = {resolve(branch, g, g[place].a, p, r), resolve(branch, g, g[place].b, p, r)};
    if (branch.problem != trouble::none || has_cases(branch, sides[0]) || has_cases(branch, sides[1])) return result;
    for (auto& side : sides)
        side = r.is_point ? evaluate_symbol(there, branch, side, p.by, r.lower) : there.import(branch, side);
    if (there.problem != trouble::none) return result;
    field f;
    with_refinement(f, [&] {
        fraction const above = convert(f, there, sides[1]), below = convert(f, there, sides[0]);
        fraction const d = f.subtract(above, below);
        if (!f.fine()) return;
        result.sign = certain_sign(f, d);
        result.settled = d.is_zero() || result.sign != 0;
        if (result.settled) return;
        linear_form const form = as_linear(f, d);
        if (!form.is_linear || !form.value.valid()) return;
        kernel const& symbol = f.kernels[form.symbol];
        if (p.critical_count == 0 && !(p.by == symbol.name)) {
            p.by = symbol.name;
            p.assumed = symbol.assumed;
        }
        if (!(p.by == symbol.name)) return;
        result.value = form.value;
        result.sign = form.slope_sign * d.content.sign();
        result.cut = true;
    });
    if (!f.fine()) result.settled = result.cut = false;
    return result;
}

/// Cuts by one comparison after the other, in the regions made by those before it: what stands in the sides of a
/// comparison is settled by then.
template <class Graph, unsigned Roots, class Workspace = workspace>
constexpr void cut_by_nested(Graph const& g, node_index const (&roots)[Roots], partition& p) {
    p.region_count = 1;
    for (unsigned i = 0; i < p.region_count && p.stopped == obstacle::none; ++i) {
        for (unsigned c = 0; c < p.comparisons.size(); ++c) {
            if (p.regions[i].of(c) != truth::unknown) continue;
            bool const or_equal = p.comparisons[c].or_equal;
            standing const s = stand(g, p.comparisons[c].place, p, p.regions[i]);
            if (p.critical_count == 0 && p.assumed != assumption::none) {
                if (p.assumed == positive) p.regions[i].has_lower = true;
                if (p.assumed == negative) p.regions[i].has_upper = true;
            }
            region& r = p.regions[i];
            if (s.settled) r.settle(c, s.sign > 0 || (s.sign == 0 && or_equal));
            if (!s.cut) continue;
            if (r.has_upper && !(s.value < r.upper)) {
                r.settle(c, s.sign < 0);
            } else if (r.has_lower && !(r.lower < s.value)) {
                r.settle(c, s.sign > 0);
            } else if (p.region_count + 2 > partition::max_on_a_line) {
                p.stopped = obstacle::too_many_kernels;
                return;
            } else {
                bool const gap = p.assumed == nonzero && s.value.is_zero(); // no region at zero
                unsigned const more = gap ? 1 : 2;
                for (unsigned k = p.region_count; k-- > i;) p.regions[k + more] = p.regions[k];
                p.region_count += more;
                ++p.critical_count;
                region &low = p.regions[i], &at = p.regions[i + 1], &high = p.regions[i + more];
                low.has_upper = true;
                low.upper = s.value;
                low.settle(c, s.sign < 0);
                high.has_lower = true;
                high.lower = s.value;
                high.settle(c, s.sign > 0);
                if (gap) continue;
                at = low;
                at.is_point = at.has_lower = true;
                at.lower = s.value;
                at.settle(c, or_equal);
            }
        }
        for (auto root : roots) {
            Workspace branch;
            if (has_cases(branch, resolve(branch, g, root, p, p.regions[i])) || branch.problem != trouble::none)
                p.stopped = obstacle::unsupported_operation;
        }
    }
    if (p.stopped != obstacle::none) p.region_count = 0;
}

} // namespace detail

/// The partition of the domain by all comparisons in the graphs below `roots` (cases lifted).
template <class Graph, unsigned Roots>
constexpr partition find_regions(Graph const& g, node_index const (&roots)[Roots], unsigned size) {
    partition result;
    bool needed[OGIVE_MAX_NODES] = {};
    for (auto r : roots) workspace::mark(g, r, needed);
    bool any = false;
    for (unsigned i = 0; i < size; ++i)
        any = any || (needed[i] && (g[i].op == operation::less || g[i].op == operation::less_equal));
    if (!any) {
        result.region_count = 1;
        return result;
    }
    if (detail::list_comparisons(g, needed, size, result)) {
        detail::cut_by_nested(g, roots, result);
        return result;
    }
    field f;
    fraction critical[max_critical];
    with_refinement(f, [&] {
        result.critical_count = 0;
        for (unsigned number = 0; number < result.comparisons.size() && f.fine(); ++number) {
            comparison& compared = result.comparisons[number];
            fraction const above = convert(f, g, g[compared.place].b), below = convert(f, g, g[compared.place].a);
            fraction d = f.subtract(above, below);
            compared.direction = 1;
            if (d.content.sign() < 0) compared.direction = -1;
            if (!d.is_zero()) d.content = rational{1};
            compared.direction = static_cast<signed char>(compared.direction * detail::drop_known_signs(f, d));
            unsigned found = 0;
            while (found < result.critical_count && !f.equal(critical[found], d)) ++found;
            if (found == max_critical) {
                f.stop(obstacle::too_many_kernels);
                break;
            }
            if (found == result.critical_count) critical[result.critical_count++] = d;
            compared.critical = static_cast<unsigned char>(found);
        }
    });
    result.stopped = f.stopped;
    if (!f.fine()) return result;

    unsigned const count = result.critical_count;
    linear_form forms[max_critical]{};
    bool settled[max_critical]{}; // by its sign, which is the same everywhere
    int sign_of[max_critical]{};
    unsigned first = count;
    for (unsigned k = 0; k < count; ++k) {
        sign_of[k] = certain_sign(f, critical[k]);
        settled[k] = sign_of[k] != 0 || critical[k].is_zero();
        if (settled[k]) continue;
        if (first == count) first = k;
        forms[k] = as_linear(f, critical[k]);
        if (!forms[k].is_linear || forms[k].symbol != forms[first].symbol || !forms[k].value.valid())
            result.linear = false;
    }
    result.linear = result.linear && first < count;
    if (result.linear) {
        kernel const& symbol = f.kernels[forms[first].symbol];
        result.by = symbol.name;
        result.assumed = symbol.assumed;
        int const known = symbol.sign; // by assumption
        bool const not_zero = symbol.assumed == nonzero;
        rational cuts[max_critical];
        unsigned cut_count = 0;
        for (unsigned k = 0; k < count; ++k) { // insertion sort, equal cuts once
            if (settled[k]) continue;
            unsigned at = cut_count;
            while (at > 0 && forms[k].value < cuts[at - 1]) --at;
            if (at > 0 && cuts[at - 1] == forms[k].value) continue;
            for (unsigned j = cut_count; j > at; --j) cuts[j] = cuts[j - 1];
            cuts[at] = forms[k].value;
            ++cut_count;
        }
        for (unsigned i = 0; i < 2 * cut_count + 1; ++i) {
            region r;
            r.is_point = i % 2 != 0;
            if (r.is_point) {
                r.lower = r.upper = cuts[i / 2];
                r.has_lower = r.has_upper = true;
            } else {
                r.has_lower = i > 0;
                r.has_upper = i < 2 * cut_count;
                if (r.has_lower) r.lower = cuts[i / 2 - 1];
                if (r.has_upper) r.upper = cuts[i / 2];
            }
            if (not_zero && r.is_point && r.lower.is_zero()) continue;
            if (known > 0) { // only what the assumption leaves
                if (r.has_upper && !(r.upper > rational{0})) continue;
                if (!r.is_point && (!r.has_lower || r.lower < rational{0})) r.has_lower = true, r.lower = rational{0};
            }
            if (known < 0) {
                if (r.has_lower && !(r.lower < rational{0})) continue;
                if (!r.is_point && (!r.has_upper || r.upper > rational{0})) r.has_upper = true, r.upper = rational{0};
            }
            for (unsigned k = 0; k < count; ++k) {
                bool const below =
                    r.has_upper && (r.upper < forms[k].value || (!r.is_point && r.upper == forms[k].value));
                bool const at = r.is_point && r.lower == forms[k].value;
                r.sign[k] = static_cast<signed char>(settled[k] ? sign_of[k]
                                                     : at       ? 0
                                                     : below    ? -forms[k].slope_sign
                                                                : forms[k].slope_sign);
            }
            result.regions[result.region_count++] = r;
        }
    } else if (count > 4) {
        result.stopped = obstacle::too_many_kernels;
        return result;
    } else {
        unsigned total = 1;
        for (unsigned k = 0; k < count; ++k) total *= 3;
        for (unsigned i = 0; i < total; ++i) {
            region r;
            bool possible = true;
            unsigned rest = i;
            for (unsigned k = 0; k < count; ++k, rest /= 3) {
                r.sign[k] = static_cast<signed char>(static_cast<int>(rest % 3) - 1);
                if (settled[k] && r.sign[k] != sign_of[k]) possible = false;
            }
            if (possible) result.regions[result.region_count++] = r;
        }
    }
    for (unsigned i = 0; i < result.region_count; ++i)
        for (unsigned k = 0; k < result.comparisons.size(); ++k) {
            comparison const& compared = result.comparisons[k];
            int const sign = compared.direction * result.regions[i].sign[compared.critical];
            result.regions[i].settle(k, sign > 0 || (sign == 0 && compared.or_equal));
        }
    return result;
}

namespace detail {

/// A value inside an interval region.
constexpr rational inside(region const& r, unsigned i) {
    rational const q = sample(i, positive);
    if (r.is_point) return r.lower;
    if (r.has_lower && r.has_upper) // q/(q+1) runs through (0, 1)
        return r.lower + (r.upper - r.lower) * (q / (q + rational{1}));
    return r.has_lower ? r.lower + q : r.has_upper ? r.upper - q : sample(i, assumption::none);
}

} // namespace detail

/// May a form be defined at a point where what it is the form of is not?
enum class undefined_points : unsigned char { stay, do_not_matter };

/// A decision tree over the comparisons of a partition: a form of the smooth graph of each region, equal ones shared.
template <class Graph>
class case_tree {
    workspace& out_;
    Graph const& g_;
    partition const& p_;
    node_index const* conditions_; // the comparisons as nodes of the output; null: as they are written
    node_index leaves_[partition::max_regions];
    static constexpr node_index no_leaf = 0xffff;
    struct nothing {
        constexpr node_index operator()() const { return no_leaf; }
    };

    constexpr unsigned first_of(uint128 regions) const {
        unsigned first = 0;
        while ((regions >> first & 1) == 0) ++first;
        return first;
    }
    constexpr bool is_uniform(uint128 regions) const {
        unsigned const first = first_of(regions);
        for (unsigned r = first; r < p_.region_count; ++r)
            if ((regions >> r & 1) != 0 && leaves_[r] != leaves_[first]) return false;
        return true;
    }
    /// The regions where a comparison holds and does not; false unless it settles which are which, and there are both.
    constexpr bool divide(uint128 regions, unsigned c, uint128& yes, uint128& no) const {
        yes = no = 0;
        if (p_.comparisons[c].nested) return false;
        for (unsigned r = 0; r < p_.region_count; ++r) {
            if ((regions >> r & 1) == 0) continue;
            if (p_.regions[r].of(c) == truth::unknown) return false;
            (p_.regions[r].of(c) == truth::yes ? yes : no) |= uint128{1} << r;
        }
        return yes != 0 && no != 0;
    }
    constexpr node_index ask(unsigned c, uint128 yes, uint128 no, unsigned next) {
        node_index const condition = conditions_ != nullptr ? conditions_[c] : out_.import(g_, p_.comparisons[c].place);
        node_index const holds = build(yes, next);
        return choose(condition, holds, build(no, next));
    }
    constexpr node_index build(uint128 regions, unsigned next) {
        unsigned const first = first_of(regions);
        if (is_uniform(regions)) return leaves_[first];
        uint128 yes = 0, no = 0;
        for (unsigned c = next; c < p_.comparisons.size(); ++c) // one question, if one is enough
            if (divide(regions, c, yes, no) && is_uniform(yes) && is_uniform(no)) return ask(c, yes, no, next);
        for (; next < p_.comparisons.size(); ++next)
            if (divide(regions, next, yes, no)) return ask(next, yes, no, next + 1);
        // what is left are cuts by nested comparisons: ask where the symbol is
        for (unsigned at = first; at + 1 < p_.region_count; ++at) {
            if (leaves_[at] == leaves_[at + 1]) continue;
            uint128 const low = regions & ((uint128{2} << at) - 1), high = regions & ~low;
            if (low == 0 || high == 0) continue;
            node_index const symbol = out_.symbol(p_.by, p_.assumed), cut = out_.constant(p_.regions[at].upper);
            node_index const condition =
                out_.make(p_.regions[at].is_point ? operation::less_equal : operation::less, symbol, cut);
            return choose(condition, build(low, next), build(high, next));
        }
        return leaves_[first];
    }
    constexpr node_index choose(node_index condition, node_index a, node_index b) {
        return a == b ? a : out_.make(operation::select, condition, a, b);
    }

  public:
    constexpr case_tree(workspace& out, Graph const& g, partition const& cut, node_index const* conditions = nullptr)
        : out_{out}, g_{g}, p_{cut}, conditions_{conditions} {}

    /// The tree of the branches of `root`, which are built in `smooth` and turned into nodes of the output by `form`. Where
    /// a branch divides by zero at a point stands what `undefined` gives, a node of the output or no_leaf.
    template <class Form, class Undefined = nothing>
    constexpr node_index operator()(workspace& smooth, node_index root, Form const& form,
                                    undefined_points points = undefined_points::stay, Undefined const& undefined = {}) {
        node_index branches[partition::max_regions];
        for (unsigned r = 0; r < p_.region_count; ++r) {
            branches[r] = resolve(smooth, g_, root, p_, p_.regions[r]);
            leaves_[r] = no_leaf;
            if (r == 0 || !p_.regions[r].is_point || smooth.problem != trouble::division_by_zero) continue;
            leaves_[r] = undefined();
            if (leaves_[r] == no_leaf && (points == undefined_points::stay || !p_.linear)) continue;
            smooth.problem = trouble::none;
            branches[r] = branches[r - 1]; // as there is no value, it may have any
        }
        if (smooth.problem != trouble::none) out_.fail(smooth.problem);
        for (unsigned r = 0; r < p_.region_count; ++r) {
            for (unsigned k = 0; k < r && leaves_[r] == no_leaf; ++k)
                if (branches[k] == branches[r]) leaves_[r] = leaves_[k];
            if (leaves_[r] != no_leaf) continue;
            leaves_[r] = form(branches[r]);
            if (!p_.regions[r].is_point || out_.problem != trouble::division_by_zero) continue; // 1/sqrt(|x|) at 0
            out_.problem = trouble::none;
            leaves_[r] = undefined();
            if (leaves_[r] == no_leaf) out_.fail(trouble::division_by_zero);
        }
        for (unsigned r = 1; points == undefined_points::do_not_matter && p_.linear && r + 1 < p_.region_count; ++r)
            if (p_.regions[r].is_point && leaves_[r - 1] == leaves_[r + 1] && leaves_[r] != leaves_[r - 1] &&
                is_undefined(smooth, branches[r], p_.regions[r].lower))
                leaves_[r] = leaves_[r - 1];
        return build(all(), 0);
    }
    /// The tree of given nodes of the output, one a region.
    constexpr node_index of_leaves(node_index const* leaves) {
        for (unsigned r = 0; r < p_.region_count; ++r) leaves_[r] = leaves[r];
        return build(all(), 0);
    }

  private:
    /// Has a branch certainly no value at a point?
    template <class Workspace>
    constexpr bool is_undefined(Workspace const& smooth, node_index branch, rational const& at) const {
        Workspace there;
        node_index const value = evaluate_symbol(there, smooth, branch, p_.by, at);
        if (there.problem != trouble::none) return there.problem == trouble::division_by_zero;
        field f;
        with_refinement(f, [&] { convert(f, there, value); });
        return f.stopped == obstacle::undefined_everywhere;
    }

    constexpr uint128 all() const {
        uint128 regions = 0;
        for (unsigned r = 0; r < p_.region_count; ++r) regions |= uint128{1} << r;
        return regions;
    }
};

} // namespace ogive::algebra
