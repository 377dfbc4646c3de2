// SPDX-License-Identifier: BSL-1.0
#pragma once
// Cases: the conditions of a graph, the regions they cut the line into, and the smooth graph valid in each region.

#include <ogive/algebra/convert.hpp>
#include <ogive/algebra/enclose.hpp>
#include <ogive/expression/differentiate.hpp>

namespace ogive::algebra {

/// Rewrites abs, sign, min and max as cases, and keeps everything else.
template <class Graph>
constexpr node_index lift_cases(workspace& w, Graph const& g, node_index root) {
    node_index place[OGIVE_MAX_NODES];
    bool needed[OGIVE_MAX_NODES];
    for (unsigned i = 0; i <= root; ++i) place[i] = 0;
    workspace::reach(g, root, needed);
    node_index const zero = w.constant(0);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        node_index const a = place[n.a], b = place[n.b];
        switch (n.op) {
        case operation::abs:
            // at zero a branch of its own, so that the derivative there is sign(0) = 0
            place[i] = w.make(operation::select, w.make(operation::less, a, zero), w.make(operation::negate, a),
                              w.make(operation::select, w.make(operation::less, zero, a), a, zero));
            break;
        case operation::sign:
            place[i] = w.make(operation::select, w.make(operation::less, zero, a), w.constant(1),
                              w.make(operation::select, w.make(operation::less, a, zero), w.constant(-1), zero));
            break;
        case operation::max: place[i] = w.make(operation::select, w.make(operation::less, a, b), b, a); break;
        case operation::min: place[i] = w.make(operation::select, w.make(operation::less, b, a), b, a); break;
        default: place[i] = w.remake(n, a, b, place[n.c]);
        }
    }
    return place[root];
}

/// A comparison of the graph: it holds when `direction` times the critical function number `critical` is positive, or
/// zero if `or_equal`.
struct comparison {
    node_index place;
    unsigned char critical;
    signed char direction;
    bool or_equal;
};

inline constexpr unsigned max_critical = 4;

/// A part of the domain on which every critical function keeps its sign.
struct region {
    signed char sign[max_critical];
    bool is_point; // the symbol has the value `lower`
    bool has_lower, has_upper;
    rational lower, upper; // end points, in the symbol `partition::by`

    constexpr region() : sign{}, is_point{false}, has_lower{false}, has_upper{false} {}
};

/// How the conditions of a graph cut the domain.
struct partition {
    number::fixed_vector<comparison, 16> comparisons;
    region regions[81];
    unsigned region_count = 0;
    unsigned critical_count = 0;
    bool linear = true; // all conditions are about one symbol and constants: regions are intervals and points
    packed_name by;
    obstacle stopped = obstacle::none;
};

namespace detail {

/// value when p = scale·(symbol − value), for a single symbol and exact numbers.
struct linear_form {
    bool is_linear;
    unsigned symbol;
    rational value;
    int slope_sign;
};

constexpr linear_form as_linear(field const& f, fraction const& u) {
    linear_form r{false, 0, rational{0}, 0};
    if (u.below != 0) return r;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (f.kernels[v].kind == kernel_kind::symbol && degree(u.above, v) == 1) {
            polynomial const slope = coefficient(u.above, v, 1), rest = coefficient(u.above, v, 0);
            if (!slope.is_constant() || !rest.is_constant()) return r;
            rational const c = rest.size() == 0 ? rational{0} : rational{rest.leading().coefficient};
            r = {true, v, -c / rational{slope.leading().coefficient}, rational{slope.leading().coefficient}.sign()};
        }
    return r;
}

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

/// The partition of the domain by all comparisons in the graphs below `roots` (cases lifted).
template <class Graph, unsigned Roots>
constexpr partition find_regions(Graph const& g, node_index const (&roots)[Roots], unsigned size) {
    partition result;
    bool needed[OGIVE_MAX_NODES];
    for (unsigned i = 0; i < size; ++i) needed[i] = false;
    for (auto r : roots) workspace::mark(g, r, needed);
    bool any = false;
    for (unsigned i = 0; i < size; ++i)
        any = any || (needed[i] && (g[i].op == operation::less || g[i].op == operation::less_equal));
    if (!any) {
        result.region_count = 1;
        return result;
    }
    field f;
    fraction critical[max_critical];
    with_refinement(f, [&] {
        result.comparisons.clear();
        result.critical_count = 0;
        for (unsigned i = 0; i < size && f.fine(); ++i) {
            if (!needed[i] || (g[i].op != operation::less && g[i].op != operation::less_equal)) continue;
            fraction d = f.subtract(convert(f, g, g[i].b), convert(f, g, g[i].a));
            comparison c{static_cast<node_index>(i), 0, 1, g[i].op == operation::less_equal};
            if (d.content.sign() < 0) c.direction = -1;
            if (!d.is_zero()) d.content = rational{1};
            c.direction = static_cast<signed char>(c.direction * detail::drop_known_signs(f, d));
            unsigned k = 0;
            while (k < result.critical_count && !f.equal(critical[k], d)) ++k;
            if (k == max_critical) {
                f.stop(obstacle::too_many_kernels);
                break;
            }
            if (k == result.critical_count) critical[result.critical_count++] = d;
            c.critical = static_cast<unsigned char>(k);
            result.comparisons.push_back(c);
        }
    });
    if (result.comparisons.overflowed) f.stop(obstacle::too_many_kernels);
    result.stopped = f.stopped;
    if (!f.fine()) return result;

    unsigned const count = result.critical_count;
    detail::linear_form forms[max_critical]{};
    for (unsigned k = 0; k < count; ++k) {
        forms[k] = detail::as_linear(f, critical[k]);
        if (!forms[k].is_linear || forms[k].symbol != forms[0].symbol || !forms[k].value.valid()) result.linear = false;
    }
    if (result.linear) {
        result.by = f.kernels[forms[0].symbol].name;
        int const known = f.kernels[forms[0].symbol].sign; // of the symbol, by assumption
        bool const not_zero = f.kernels[forms[0].symbol].assumed == nonzero;
        rational cuts[max_critical];
        unsigned cut_count = 0;
        for (unsigned k = 0; k < count; ++k) { // insertion sort, equal cuts once
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
                r.sign[k] = static_cast<signed char>(at ? 0 : below ? -forms[k].slope_sign : forms[k].slope_sign);
            }
            result.regions[result.region_count++] = r;
        }
    } else {
        unsigned total = 1;
        for (unsigned k = 0; k < count; ++k) total *= 3;
        for (unsigned i = 0; i < total; ++i) {
            region r;
            bool possible = true;
            unsigned rest = i;
            for (unsigned k = 0; k < count; ++k, rest /= 3) {
                r.sign[k] = static_cast<signed char>(static_cast<int>(rest % 3) - 1);
                int const known = certain_sign(f, critical[k]);
                if (critical[k].is_zero() ? r.sign[k] != 0 : known != 0 && known != r.sign[k]) possible = false;
            }
            if (possible) result.regions[result.region_count++] = r;
        }
    }
    return result;
}

/// The graph of `root` where the conditions have the truth they have in a region; in a point region the symbol is
/// replaced by its value.
template <class Graph>
constexpr node_index resolve(workspace& w, Graph const& g, node_index root, partition const& p, region const& r) {
    scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES];
    truth known[OGIVE_MAX_NODES];
    for (unsigned i = 0; i <= root; ++i) needed[i] = false;
    for (unsigned i = 0; i <= root; ++i) known[i] = truth::unknown;
    for (auto const& c : p.comparisons) {
        if (c.place > root) continue;
        int const s = c.direction * r.sign[c.critical];
        known[c.place] = s > 0 || (s == 0 && c.or_equal) ? truth::yes : truth::no;
    }
    for (unsigned i = 0; i <= root; ++i)
        if (g[i].op == operation::both)
            known[i] = known[g[i].a] == truth::yes && known[g[i].b] == truth::yes ? truth::yes : truth::no;
    auto const follow = [&](node_index i) {
        while (g[i].op == operation::select && known[g[i].a] != truth::unknown)
            i = known[g[i].a] == truth::yes ? g[i].b : g[i].c;
        return i;
    };
    needed[follow(root)] = true;
    for (unsigned i = root + 1u; i-- > 0;)
        if (needed[i])
            for (unsigned k = 0; k < g[i].operand_count(); ++k) needed[follow(g[i].operand(k))] = true;
    for (unsigned i = 0; i <= root; ++i)
        if (needed[i]) {
            node const& n = g[i];
            unsigned const k = n.operand_count();
            place[i] = w.remake(n, k > 0 ? place[follow(n.a)] : node_index{0},
                                k > 1 ? place[follow(n.b)] : node_index{0}, k > 2 ? place[follow(n.c)] : node_index{0});
        }
    return place[follow(root)];
}

/// The graph with a symbol replaced by a node of `w` (derivatives are taken first).
template <class Graph>
constexpr node_index replace_symbol(workspace& w, Graph const& g, node_index root, packed_name name, node_index by) {
    workspace explicit_form;
    node_index const e = expand_derivatives(explicit_form, g, root);
    scratch<node_index> place(e + 1u);
    bool needed[OGIVE_MAX_NODES];
    workspace::reach(explicit_form, e, needed);
    for (unsigned i = 0; i <= e; ++i) {
        if (!needed[i]) continue;
        node const& n = explicit_form[i];
        unsigned const k = n.operand_count();
        place[i] = n.op == operation::symbol && n.name() == name
                       ? by
                       : w.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                  k > 2 ? place[n.c] : node_index{0});
    }
    if (explicit_form.problem != trouble::none) w.fail(explicit_form.problem);
    return place[e];
}

template <class Graph>
constexpr node_index evaluate_symbol(workspace& w, Graph const& g, node_index root, packed_name name,
                                     rational const& value) {
    return replace_symbol(w, g, root, name, w.constant(value));
}

/// Where the sides of a comparison are equal: a symbol and what it equals there, if that can be read off.
struct tie {
    bool found = false;
    packed_name symbol;
    node_index equal = 0; // a node of the comparison's graph
};

template <class Graph>
constexpr tie find_tie(Graph const& g, node_index comparison) {
    node_index a = g[comparison].a, b = g[comparison].b;
    if (g[a].op == operation::constant && g[a].value().is_zero() && g[b].op == operation::subtract) {
        a = g[b].a;
        b = g[b].b;
    } else if (g[b].op == operation::constant && g[b].value().is_zero() && g[a].op == operation::subtract) {
        b = g[a].b;
        a = g[a].a;
    }
    for (int turn = 0; turn < 2; ++turn) {
        node_index const symbol = turn == 0 ? a : b, other = turn == 0 ? b : a;
        if (g[symbol].op != operation::symbol) continue;
        bool needed[OGIVE_MAX_NODES];
        for (unsigned i = 0; i < OGIVE_MAX_NODES; ++i) needed[i] = false;
        workspace::mark(g, other, needed);
        if (!needed[symbol]) return {true, g[symbol].name(), other};
    }
    return {};
}

/// A decision tree over the comparisons of a partition: a form of the smooth graph of each region, equal ones shared.
template <class Graph>
class case_tree {
    workspace& out_;
    Graph const& g_;
    partition const& p_;
    node_index leaves_[81];

    constexpr bool holds(comparison const& c, unsigned r) const {
        int const s = c.direction * p_.regions[r].sign[c.critical];
        return s > 0 || (s == 0 && c.or_equal);
    }

    constexpr node_index build(uint128 regions, unsigned next) {
        unsigned first = 0;
        while ((regions >> first & 1) == 0) ++first;
        bool same = true;
        for (unsigned r = first; r < p_.region_count; ++r)
            if ((regions >> r & 1) != 0 && leaves_[r] != leaves_[first]) same = false;
        if (same) return leaves_[first];
        for (; next < p_.comparisons.size(); ++next) {
            comparison const& c = p_.comparisons[next];
            uint128 yes = 0, no = 0;
            for (unsigned r = 0; r < p_.region_count; ++r)
                if ((regions >> r & 1) != 0) (holds(c, r) ? yes : no) |= uint128{1} << r;
            if (yes == 0 || no == 0) continue;
            node_index const condition = out_.import(g_, c.place);
            node_index const a = build(yes, next + 1), b = build(no, next + 1);
            return a == b ? a : out_.make(operation::select, condition, a, b);
        }
        return leaves_[first];
    }

  public:
    constexpr case_tree(workspace& out, Graph const& g, partition const& cut) : out_{out}, g_{g}, p_{cut} {}

    /// The tree of the branches of `root`, which are built in `smooth` and turned into nodes of the output by `form`.
    template <class Form>
    constexpr node_index operator()(workspace& smooth, node_index root, Form const& form) {
        node_index branches[81];
        for (unsigned r = 0; r < p_.region_count; ++r) {
            branches[r] = resolve(smooth, g_, root, p_, p_.regions[r]);
            leaves_[r] = no_leaf;
        }
        if (smooth.problem != trouble::none) out_.fail(smooth.problem);
        for (unsigned r = 0; r < p_.region_count; ++r) {
            for (unsigned k = 0; k < r; ++k)
                if (branches[k] == branches[r]) leaves_[r] = leaves_[k];
            if (leaves_[r] == no_leaf) leaves_[r] = form(branches[r]);
        }
        uint128 all = 0;
        for (unsigned r = 0; r < p_.region_count; ++r) all |= uint128{1} << r;
        return build(all, 0);
    }

  private:
    static constexpr node_index no_leaf = 0xffff;
};

} // namespace ogive::algebra
