// SPDX-License-Identifier: BSL-1.0
#pragma once
// Explicit derivatives that are those of the function where its cases meet, and not only those of the terms.
//
// Term by term the derivative at such a point is that of the case which contains the point, and of |u| at u = 0 it is 0. Where
// the function has a derivative and several terms have none, as max(x, 0) + min(x, 0) at 0, their sum is something else. And
// where a case is constant at an end of the domain of asin, say, the chain rule has 0/0 for what is 0.

#include <ogive/algebra/regions.hpp>
#include <ogive/algebra/written_signs.hpp>

namespace ogive::algebra {

namespace detail {

/// Can the derivative term by term of a node be wrong where cases meet? One choice between two formulas takes the side that
/// contains the point; it needs two of them, a sign (that of |u| in derivatives of it), or a case of one point only.
template <class Graph>
constexpr bool has_doubtful_ties(Graph const& g, node_index f, unsigned order) {
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, f, needed);
    unsigned choices = 0;
    bool sizes = false;
    for (unsigned i = 0; i <= f; ++i) {
        if (!needed[i]) continue;
        switch (g[i].op) {
        case operation::sign: return true;
        case operation::select:
            if (g[g[i].a].op == operation::both) return true;
            ++choices;
            break;
        case operation::abs:
            sizes = true;
            ++choices;
            break;
        case operation::min:
        case operation::max: ++choices; break;
        case operation::derivative: order += static_cast<unsigned>(g[i].low); break;
        default: break;
        }
    }
    return choices > 1 || (sizes && order > 1);
}

/// Has an operation an infinite slope at an end of its domain, where it has a value?
template <class Graph>
constexpr bool ends_steeply(Graph const& g, node const& n) {
    if (n.op != operation::power)
        return n.op == operation::sqrt || n.op == operation::asin || n.op == operation::acos ||
               n.op == operation::acosh;
    if (g[n.b].op != operation::constant) return false;
    rational const e = g[n.b].value();
    return e.sign() > 0 && e < rational{1};
}

template <class Workspace>
constexpr bool is_made_of_cases(Workspace const& w, node_index root) {
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(w, root, needed);
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i] && (w[i].op == operation::sign || (w[i].op >= operation::abs && w[i].op <= operation::select)))
            return true;
    return false;
}

/// Can the chain rule have 0/0 all over a case, since that is constant at such an end?
template <class Graph>
constexpr bool may_lose_slopes(Graph const& g, node_index f) {
    unsigned first = 0; // mostly there is none, and nothing else is to be done
    while (first <= f && !ends_steeply(g, g[first])) ++first;
    if (first > f) return false;
    bool needed[OGIVE_MAX_NODES];
    workspace::reach(g, f, needed);
    for (unsigned i = first; i <= f; ++i)
        if (needed[i] && ends_steeply(g, g[i]) && is_made_of_cases(g, g[i].a)) return true;
    return false;
}

/// Are two nodes without cases the same function? unknown: not certainly, nor certainly of another value everywhere.
template <class Workspace>
constexpr truth are_equal(Workspace const& w, node_index a, node_index b) {
    if (a == b) return truth::yes;
    field f;
    truth same = truth::unknown;
    with_refinement(f, [&] {
        fraction const left = convert(f, w, a), right = convert(f, w, b);
        fraction const difference = f.subtract(left, right);
        same = difference.is_zero() ? truth::yes : certain_sign(f, difference) != 0 ? truth::no : truth::unknown;
    });
    return f.fine() ? same : truth::unknown;
}

/// The slopes of smooth formulas where the chain rule has 0/0, since an argument is constant.
template <class Workspace>
class lost_slopes {
    Workspace& w_;
    packed_name by_;

    /// The nodes of a value: what a named function is applied to is not one of them.
    constexpr void reach_values(node_index i, bool* needed) const {
        for (unsigned k = 0; k <= i; ++k) needed[k] = false;
        mark_values(w_, i, needed);
    }
    constexpr bool has_symbols(node_index i) const {
        bool needed[OGIVE_MAX_NODES];
        reach_values(i, needed);
        for (unsigned k = 0; k <= i; ++k)
            if (needed[k] && w_[k].op == operation::symbol) return true;
        return false;
    }
    constexpr bool has_no_value(node_index i) const {
        field f;
        with_refinement(f, [&] { convert(f, w_, i); });
        return f.stopped == obstacle::undefined_everywhere;
    }
    /// A sum of products that is a number, as this number.
    constexpr node_index as_number(node_index i) {
        bool needed[OGIVE_MAX_NODES];
        reach_values(i, needed);
        for (unsigned k = 0; k <= i; ++k) {
            operation const op = w_[k].op;
            bool const sum = (op >= operation::add && op <= operation::multiply) || op == operation::negate;
            if (needed[k] && !sum && op != operation::named && w_[k].operand_count() > 0) return i;
        }
        field f;
        fraction u;
        with_refinement(f, [&] { u = convert(f, w_, i); });
        return f.fine() && u.is_constant() ? w_.constant(u.content) : i;
    }

  public:
    constexpr lost_slopes(Workspace& w, packed_name by) : w_{w}, by_{by} {}

    /// True if there is a slope now: that of the value with numbers for constant arguments, all of which have values.
    constexpr bool restore(node_index value, node_index& slope, bool& defined) {
        if (defined && !has_no_value(slope)) return false;
        scratch<node_index> place(value + 1u);
        bool needed[OGIVE_MAX_NODES];
        workspace::reach(w_, value, needed);
        for (unsigned i = 0; i <= value; ++i) {
            if (!needed[i]) continue;
            node const n = w_[i];
            unsigned const k = n.operand_count();
            node_index a = k > 0 ? place[n.a] : node_index{0};
            if (ends_steeply(w_, n)) a = as_number(a);
            place[i] = w_.remake(n, a, k > 1 ? place[n.b] : node_index{0}, k > 2 ? place[n.c] : node_index{0});
            bool const number = k > 0 && !has_symbols(place[i]);
            if (number && !enclose(w_, place[i], point{}).defined()) return false;
        }
        node_index const there = differentiator{w_}(place[value], by_);
        if (w_.problem != trouble::none || has_no_value(there)) return false;
        slope = there;
        return defined = true;
    }
};

/// Cases by a condition in which there are none: those inside of it become cases outside.
template <class Workspace>
constexpr node_index by_plain_condition(Workspace& w, node_index condition, node_index yes, node_index no, int depth) {
    node const n = w[condition];
    if (yes == no || w.problem != trouble::none) return yes;
    if (n.op == operation::both)
        return by_plain_condition(w, n.a, by_plain_condition(w, n.b, yes, no, depth), no, depth);
    bool below[OGIVE_MAX_NODES];
    workspace::reach(w, condition, below);
    unsigned inner = 0;
    while (inner < condition && !(below[inner] && w[inner].op == operation::select)) ++inner;
    if (inner == condition || depth == 0) return w.make(operation::select, condition, yes, no);
    node const s = w[inner];
    node_index either[2] = {s.b, s.c};
    for (auto& branch : either) {
        scratch<node_index> place(condition + 1u);
        for (unsigned i = 0; i <= condition; ++i)
            if (below[i]) place[i] = i == inner ? branch : w.remake(node{w[i]}, place.items);
        branch = by_plain_condition(w, place[condition], yes, no, depth - 1);
    }
    return by_plain_condition(w, s.a, either[0], either[1], depth - 1);
}

/// The graph with plain conditions only.
template <class Workspace>
constexpr node_index without_nested_conditions(Workspace& w, node_index root) {
    scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES];
    workspace::reach(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const n = w[i];
        place[i] = n.op == operation::select ? by_plain_condition(w, place[n.a], place[n.b], place[n.c], 5)
                                             : w.remake(n, place.items);
    }
    return place[root];
}

/// The function and its derivative in the regions that the cases of both make.
template <class Workspace>
class tie_settler {
    Workspace& w_;
    Workspace lifted_, smooth_;
    partition parts_;
    node_index values_[partition::max_regions] = {}, slopes_[partition::max_regions] = {};
    bool defined_[partition::max_regions] = {};
    bool continuous_ = true; // by its operations

    constexpr bool is_tie(unsigned r) const {
        if (parts_.linear) return parts_.regions[r].is_point;
        for (unsigned k = 0; k < parts_.critical_count; ++k)
            if (parts_.regions[r].sign[k] == 0) return true;
        return false;
    }
    /// A region that is no tie and has region r at its edge.
    constexpr bool is_beside(unsigned i, unsigned r) const {
        if (is_tie(i)) return false;
        if (parts_.linear) return i + 1 == r || i == r + 1;
        for (unsigned k = 0; k < parts_.critical_count; ++k)
            if (parts_.regions[r].sign[k] != 0 && parts_.regions[i].sign[k] != parts_.regions[r].sign[k]) return false;
        return true;
    }
    /// The formula of one region at the tie: its value if that is a point.
    constexpr truth at_tie(Workspace& out, node_index formula, region const& r, node_index& value) const {
        value =
            parts_.linear ? evaluate_symbol(out, smooth_, formula, parts_.by, r.lower) : out.import(smooth_, formula);
        if (out.problem != trouble::none) return truth::no;
        bool symbols = false;
        for (unsigned i = 0; i <= value; ++i) symbols = symbols || out[i].op == operation::symbol;
        return symbols || enclose(out, value, point{}).defined() ? truth::yes : truth::no;
    }
    constexpr truth agree(node_index a, node_index b, region const& r) const {
        Workspace out;
        node_index left = 0, right = 0;
        if (at_tie(out, a, r, left) != truth::yes || at_tie(out, b, r, right) != truth::yes) return truth::unknown;
        return are_equal(out, left, right);
    }

  public:
    bool settled = true; // nothing is left in doubt

    constexpr explicit tie_settler(Workspace& w) : w_{w} {}

    /// The derivative `d` of `f`, with the right values at ties, if these are in doubt, and in cases where it was lost.
    constexpr node_index operator()(node_index f, node_index d, packed_name by, bool doubtful) {
        node_index roots[] = {lift_cases(lifted_, w_, f), lift_cases(lifted_, w_, d)};
        node_index both[] = {lifted_.make(operation::add, roots[0], roots[1])}; // the cases of both
        if (lifted_.problem == trouble::none) parts_ = find_regions(lifted_, both, lifted_.size());
        if (parts_.stopped != obstacle::none && parts_.nested) {
            for (auto& root : roots) root = without_nested_conditions(lifted_, root);
            both[0] = lifted_.make(operation::add, roots[0], roots[1]);
            if (lifted_.problem == trouble::none) parts_ = find_regions(lifted_, both, lifted_.size());
        }
        if (lifted_.problem != trouble::none || parts_.stopped != obstacle::none) {
            settled = !doubtful;
            return d;
        }
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(w_, f, needed);
        for (unsigned i = 0; i <= f; ++i)
            if (needed[i] && (w_[i].op == operation::sign || w_[i].op == operation::select)) continuous_ = false;
        for (unsigned r = 0; r < parts_.region_count; ++r) {
            values_[r] = resolve(smooth_, lifted_, roots[0], parts_, parts_.regions[r]);
            slopes_[r] = resolve(smooth_, lifted_, roots[1], parts_, parts_.regions[r]);
            defined_[r] = smooth_.problem == trouble::none;
            if (smooth_.problem == trouble::division_by_zero) smooth_.problem = trouble::none;
        }
        bool changed = smooth_.problem == trouble::none;
        settled = !doubtful || changed;
        if (!changed) return d;
        changed = false;
        lost_slopes<Workspace> lost{smooth_, by};
        for (unsigned r = 0; r < parts_.region_count; ++r)
            if (!is_tie(r)) changed = lost.restore(values_[r], slopes_[r], defined_[r]) || changed;
        bool const restored = changed;
        for (unsigned r = 0; r < parts_.region_count; ++r) {
            if (!is_tie(r)) continue;
            if (doubtful)
                changed = settle(r) || changed;
            else if (restored && !continue_to(r))
                return d;
        }
        for (unsigned r = 0; r < parts_.region_count && changed; ++r) changed = defined_[r];
        if (!changed) return d;
        node_index leaves[partition::max_regions] = {};
        for (unsigned r = 0; r < parts_.region_count; ++r) leaves[r] = w_.import(smooth_, slopes_[r]);
        return case_tree{w_, lifted_, parts_}.of_leaves(leaves);
    }

  private:
    /// What has no value at a tie is as beside it. False if nothing stands there.
    constexpr bool continue_to(unsigned r) {
        Workspace out;
        node_index value = 0;
        if (defined_[r] && at_tie(out, slopes_[r], parts_.regions[r], value) == truth::yes) return true;
        for (unsigned i = 0; i < parts_.region_count; ++i) {
            Workspace there;
            if (!is_beside(i, r) || !defined_[i]) continue;
            if (at_tie(there, slopes_[i], parts_.regions[r], value) == truth::yes) continue;
            slopes_[r] = slopes_[i];
            return defined_[r] = true;
        }
        return defined_[r];
    }
    /// True if the derivative there is another one now: that of a region beside it.
    constexpr bool settle(unsigned r) {
        region const& here = parts_.regions[r];
        unsigned beside[partition::max_regions] = {}, count = 0;
        for (unsigned i = 0; i < parts_.region_count; ++i)
            if (is_beside(i, r)) beside[count++] = i;
        if (count < 2) { // the end of the domain, or regions are missing
            settled = settled && parts_.linear;
            return false;
        }
        bool known = false;
        for (unsigned i = 0; i < count; ++i) {
            if (!defined_[beside[i]]) {
                settled = false;
                return false;
            }
            known = known || (defined_[r] && slopes_[beside[i]] == slopes_[r]);
        }
        if (known) { // a limit already, which is the derivative if there is one
            if (parts_.linear) return false;
            for (unsigned i = 0; i < count; ++i) known = known && slopes_[beside[i]] == slopes_[r];
            if (known) return false;
        }
        node_index const first = slopes_[beside[0]];
        truth same = truth::yes, smooth = continuous_ ? truth::yes : truth::unknown;
        unsigned lost = 0; // formulas that are not defined at the tie
        for (unsigned i = 0; i < count; ++i) {
            Workspace out;
            node_index value = 0;
            lost += at_tie(out, slopes_[beside[i]], here, value) == truth::no ? 1u : 0u;
        }
        if (lost == count || !defined_[r]) { // what stands there is no limit: it is left open
            slopes_[r] = first;
            defined_[r] = true;
            return true;
        }
        if (lost > 0) {
            settled = false;
            return false;
        }
        for (unsigned i = 1; i < count && same == truth::yes; ++i) same = agree(first, slopes_[beside[i]], here);
        if (!parts_.linear && same == truth::no) same = truth::unknown; // not every region need have points
        if (same == truth::no) return false;                            // a kink
        for (unsigned i = 0; i < count && !continuous_; ++i) {
            truth const t = agree(values_[beside[i]], values_[r], here);
            if (i == 0 || t == truth::no) smooth = t;
            if (t == truth::no) break; // a jump
            if (t == truth::unknown) smooth = t;
        }
        if (!parts_.linear && smooth == truth::no) smooth = truth::unknown;
        if (smooth == truth::no) return false;
        if (same == truth::unknown || smooth == truth::unknown) {
            settled = false;
            return false;
        }
        slopes_[r] = first;
        return true;
    }
};

/// May cases meet at the point of a search?
template <class Workspace, class Search>
constexpr bool at_a_tie(Workspace& w, node_index a, node_index b, Search const& by) {
    point where;
    for (unsigned k = 0; k < by.count; ++k) where.push_back({by.names[k], by.where.values[k]});
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(w, a, needed);
    workspace::mark(w, b, needed);
    for (unsigned i = 0; i < w.size(); ++i) {
        node const& n = w[i];
        bool const sized = n.op == operation::abs || n.op == operation::sign;
        if (!needed[i] || (!sized && (n.op < operation::min || n.op > operation::less_equal))) continue;
        enclosure const left = enclose(w, n.a, where);
        int const s = (sized ? left : left - enclose(w, n.b, where)).certain_sign();
        if (s != 1 && s != -1) return true;
    }
    return false;
}

} // namespace detail

/// Has a graph derivatives that are in doubt where cases meet?
template <class Graph>
constexpr bool has_doubtful_ties(Graph const& g, node_index root) {
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i] && g[i].op == operation::derivative &&
            (detail::has_doubtful_ties(g, g[i].a, static_cast<unsigned>(g[i].low)) ||
             detail::may_lose_slopes(g, g[i].a)))
            return true;
    return false;
}

/// Where the explicit formula of a derivative is defined: as far as it goes, or where the function is defined, too.
enum class derivative_domain : unsigned char { of_formula, of_function };

/// The same graph with every derivative node replaced by an explicit formula: where the function has a derivative, that,
/// and at kinks and jumps the derivative of the case that contains the point. `settled` becomes false if at some tie it is
/// not known which of both this is; the formula has the latter then.
template <class Graph, class Workspace = workspace>
constexpr node_index explicit_derivatives(Workspace& w, Graph const& g, node_index root, bool* settled = nullptr,
                                          derivative_domain where = derivative_domain::of_formula) {
    bool const as_function = where == derivative_domain::of_function && detail::has_wider_derivatives(&g[0], root);
    if (!as_function && !has_doubtful_ties(g, root)) return expand_derivatives(w, g, root);
    node_index place[OGIVE_MAX_NODES] = {};
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        if (is_index_notation(n.op)) w.fail(trouble::index_notation);
        if (n.op != operation::derivative) {
            place[i] = w.remake(n, place[n.a], place[n.b], place[n.c]);
            continue;
        }
        node_index d = place[n.a];
        for (int k = 0; k < static_cast<int>(n.low) && w.problem == trouble::none; ++k) {
            node_index const f = d;
            d = differentiator{w}(f, g[n.b].name());
            bool const doubtful = detail::has_doubtful_ties(w, f, 1);
            if ((!doubtful && !detail::may_lose_slopes(w, f)) || !detail::is_made_of_cases(w, d)) continue;
            detail::tie_settler<Workspace> settler{w};
            d = settler(f, d, g[n.b].name(), doubtful);
            if (settled != nullptr && !settler.settled) *settled = false;
        }
        if (as_function && detail::loses_domain(&g[0], n.a)) // the formula and nothing, times the function
            d = w.make(operation::add, d, w.make(operation::multiply, w.constant(0), place[n.a]));
        place[i] = d;
    }
    return place[root];
}

/// The same, defined only where the functions are: d/dx log x for positive x.
template <class Graph, class Workspace = workspace>
constexpr node_index derivatives_where_defined(Workspace& w, Graph const& g, node_index root, bool* settled = nullptr) {
    return explicit_derivatives(w, g, root, settled, derivative_domain::of_function);
}

} // namespace ogive::algebra
