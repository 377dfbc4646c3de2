// SPDX-License-Identifier: BSL-1.0
#pragma once
// Equality: proved, refuted with a point, or unknown with the obstacle.

#include <ogive/algebra/derivatives.hpp>
#include <ogive/algebra/gaps.hpp>
#include <ogive/expression/operators.hpp>

namespace ogive {

/// The answer to an equation. It holds, or fails, where both sides are defined.
enum class verdict : unsigned char { proved, refuted, unknown };

/// How the domains of the two sides of an equation compare.
enum class domain_relation : unsigned char { same, left_larger, right_larger, different, unknown };

/// A verdict with its evidence: for `refuted` a point and enclosures of both sides that do not meet, for `unknown`
/// what stopped the engine. Where the domains differ, a point at which one side is defined and the other is not (the
/// left one defined if `domains` is `different`): `domain_values`, or between these and `domain_ends` where they differ.
struct decision {
    verdict answer = verdict::unknown;
    algebra::obstacle stopped = algebra::obstacle::none;
    unsigned coordinates = 0;
    packed_name names[8];
    rational values[8];
    number::enclosure left{0}, right{0};
    domain_relation domains = domain_relation::unknown;
    bool contains = false; // of a larger domain: certainly it has every point of the smaller one
    rational domain_values[8], domain_ends[8];
    /// For `unknown`: a kernel that did not cancel, `symbol` if there is none of interest.
    algebra::kernel_kind remaining = algebra::kernel_kind::symbol;
};

namespace algebra {

/// Copies a node so that what is assumed of a symbol anywhere is assumed of it everywhere: a symbol is its name. False if
/// the assumptions contradict each other.
template <class Graph>
constexpr bool unify_symbols(workspace& w, Graph const& g, node_index* roots, unsigned root_count) {
    unsigned size = 0;
    for (unsigned i = 0; i < root_count; ++i)
        if (roots[i] >= size) size = roots[i] + 1u;
    scratch<node_index> place(size);
    bool needed[OGIVE_MAX_NODES] = {};
    for (unsigned i = 0; i < root_count; ++i) workspace::mark(g, roots[i], needed);
    for (unsigned i = 0; i < size; ++i) {
        if (!needed[i]) continue;
        node n = g[i];
        for (unsigned j = 0; n.op == operation::symbol && j < size; ++j) {
            if (!needed[j] || g[j].op != operation::symbol || !(g[j].name() == n.name())) continue;
            assumption const other = g[j].assumed;
            if ((n.assumed == positive && other == negative) || (n.assumed == negative && other == positive))
                return false;
            if (other == positive || other == negative || n.assumed == assumption::none) n.assumed = other;
        }
        place[i] = w.remake(n, place.items);
    }
    for (unsigned i = 0; i < root_count; ++i) roots[i] = place[roots[i]];
    return true;
}

inline constexpr unsigned max_conditions = 8;

namespace detail {

/// What a graph is made of, as far as it tells how to decide.
struct contents {
    bool cases = false, signs_matter = false, partial = false;
};

template <class Graph>
constexpr contents contents_of(Graph const& g, node_index left, node_index right) {
    contents r;
    node_index const last = left > right ? left : right;
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, left, needed);
    workspace::mark(g, right, needed);
    for (unsigned i = 0; i <= last; ++i) {
        if (!needed[i]) continue;
        r.partial = r.partial || is_partial(g, g[i]);
        switch (g[i].op) {
        case operation::abs:
        case operation::sign:
        case operation::min:
        case operation::max:
        case operation::select: r.cases = true; break;
        case operation::power:
            r.signs_matter = r.signs_matter || g[g[i].b].op != operation::constant || !g[g[i].b].value().is_integer();
            break;
        case operation::sqrt:
        case operation::log:
        case operation::log1p:
        case operation::asinh:
        case operation::acosh:
        case operation::atanh: r.signs_matter = true; break;
        default: break;
        }
    }
    return r;
}

/// Adds a condition as facts about the difference of its sides; its parts are put into `list`.
template <class Workspace>
constexpr void add_condition(Workspace& w, node_index condition, signed_nodes& facts) {
    node const n = w[condition];
    if (n.op == operation::both) {
        add_condition(w, n.a, facts);
        add_condition(w, n.b, facts);
    } else if (n.op == operation::less || n.op == operation::less_equal) {
        facts.push_back({w.make(operation::subtract, n.b, n.a),
                         static_cast<sign_set>(is_positive | (n.op == operation::less_equal ? is_zero : 0))});
    }
}

} // namespace detail

/// A decision that a point refutes.
template <class Search>
constexpr void set_refuted(decision& d, Search const& by) {
    d.answer = verdict::refuted;
    d.stopped = obstacle::none;
    d.coordinates = by.count;
    for (unsigned k = 0; k < by.count; ++k) {
        d.names[k] = by.names[k];
        d.values[k] = by.where.values[k];
    }
    d.left = by.left;
    d.right = by.right;
}

/// Decides left = right for two nodes of a graph whose symbols are unified, under conditions: first by points and the
/// normal form, which settles most, then by all there is.
template <class Graph, class Workspace = workspace>
class equality {
    Graph const& g_;
    node_index const left_, right_;
    unsigned const condition_count_;
    bool const domains_;
    bool settled_ = true; // derivatives are known where cases meet
    Workspace e_;         // derivatives explicit
    node_index const a_, b_;
    struct condition_list {
        node_index items[max_conditions] = {};
    };
    condition_list const assumed_;
    detail::contents const found_;
    point_search<Workspace> search_;
    unsigned tried_ = 0;
    bool proved_;
    bool different_ = false; // the difference certainly does not vanish identically
    bool gaps_[2];           // the one side may be defined where the other one is not
    decision result_;

    static constexpr condition_list expanded(Workspace& e, Graph const& g, node_index const* from, unsigned count) {
        condition_list c;
        for (unsigned i = 0; i < count; ++i) c.items[i] = explicit_derivatives(e, g, from[i]);
        return c;
    }

    constexpr bool refuted() {
        if (!search_.refuted) return false;
        if (settled_ || !detail::at_a_tie(e_, a_, b_, search_))
            set_refuted(result_, search_);
        else
            result_.stopped = obstacle::unknown_sign;
        return true;
    }

    /// Is the difference zero in the field? Where not: are its kernels such that it certainly is not? The sides are
    /// converted one after the other, not as arguments: in which order kernels are found matters, and it must not depend
    /// on the compiler.
    template <class From>
    constexpr void compare(field& f, From const& from, node_index one, node_index other) {
        with_refinement(f, [&] {
            different_ = false;
            fraction const left = convert(f, from, one), right = convert(f, from, other);
            fraction const difference = f.subtract(left, right);
            proved_ = f.fine() && (difference.is_zero() || is_logarithm_of_one(f, difference));
            if (!f.fine() || proved_) return;
            different_ = true; // powers of e^u and symbols satisfy no polynomial equation
            for (unsigned v = 0; v < f.kernel_count; ++v) {
                kernel_kind const kind = f.kernels[v].kind;
                different_ = different_ && (kind == kernel_kind::symbol || kind == kernel_kind::exponential);
                if (kind > kernel_kind::exponential && f.involves(difference, v)) result_.remaining = kind;
            }
        });
    }

    /// Is a side defined wherever the other one is?
    template <class Prover>
    constexpr void compare_domains(Prover& prover, workspace& w, node_index const (&sides)[2],
                                   signed_nodes const& facts) {
        bool const everywhere = !found_.partial || a_ == b_;
        for (unsigned k = 0; k < 2 && (everywhere || proved_); ++k) {
            node_index const from[] = {sides[k], sides[1 - k]};
            gaps_[k] = !everywhere && (search_.alone[k] || !prover.covers(w, from, facts));
        }
        if (!gaps_[0] && !gaps_[1]) result_.domains = domain_relation::same;
    }
    /// May a side be defined at some other point where the other one is not?
    constexpr bool may_differ() const { return (gaps_[0] && !search_.alone[0]) || (gaps_[1] && !search_.alone[1]); }

    /// Where derivatives are in doubt at ties, only what is the same formula is known to be equal there.
    constexpr bool is_known_at_ties() const { return settled_ || left_ == right_ || a_ == b_; }

    constexpr bool by_derivative() const { return equal_by_some_derivative(g_, left_, right_, packed_name{}); }

  public:
    constexpr equality(Graph const& g, node_index left, node_index right, node_index const* conditions,
                       unsigned condition_count, bool domains)
        : g_{g}, left_{left}, right_{right}, condition_count_{condition_count}, domains_{domains},
          a_{derivatives_where_defined(e_, g, left, &settled_)}, b_{derivatives_where_defined(e_, g, right, &settled_)},
          assumed_{expanded(e_, g, conditions, condition_count)}, found_{detail::contents_of(e_, a_, b_)},
          search_{e_, a_, b_, assumed_.items, condition_count}, proved_{left == right || a_ == b_},
          gaps_{domains, domains} {
        search_.compare_domains = domains;
    }
    equality(equality const&) = delete;
    equality& operator=(equality const&) = delete;

    constexpr decision const& result() const { return result_; }

    /// By points and the normal form. True if that settles it.
    constexpr bool quickly() {
        if (e_.problem != trouble::none) {
            result_.stopped = obstacle::unsupported_operation;
            return true;
        }
        // Exact points: they refute, and no proof is believed without a point at which both sides are defined and agree.
        for (; tried_ < detail::samples && search_.confirmed < 2; ++tried_)
            if (search_.sample(tried_)) return refuted();
        for (unsigned i = 0; i < search_.alike && search_.count > 1 && search_.confirmed < 2; ++i)
            if (search_.sample_alike(i)) return refuted();
        if (!proved_ && !found_.cases) {
            field f;
            compare(f, g_, left_, right_); // differentiation in the field is the cheaper one
            if (f.stopped == obstacle::unsupported_operation) compare(f, e_, a_, b_);
            result_.stopped = f.stopped;
        }
        // a difference that certainly does not vanish identically is tried at more points
        for (; !proved_ && tried_ < detail::samples + (different_ ? 40u : 0u); ++tried_)
            if (search_.sample(tried_)) return refuted();
        proved_ = proved_ && is_known_at_ties();
        if (!proved_ || search_.confirmed < 2 || domains_) return false;
        result_.answer = verdict::proved;
        result_.stopped = obstacle::none;
        return true;
    }

    /// What is left after quickly().
    constexpr void thoroughly() {
        if (!proved_ && !found_.cases && !different_ && !found_.signs_matter && condition_count_ == 0)
            proved_ = by_derivative(); // where the normal form does not show it
        cut_points cuts;
        unsigned needed = 2;
        bool const by_cases = found_.cases || condition_count_ > 0 || found_.signs_matter;
        bool const unsettled = by_cases && (!proved_ || search_.confirmed < 2);
        if (domains_ || unsettled) {
            Workspace w;
            node_index const sides[] = {lift_cases(w, e_, a_), lift_cases(w, e_, b_)};
            signed_nodes facts;
            for (unsigned i = 0; i < condition_count_; ++i)
                detail::add_condition(w, lift_cases(w, e_, assumed_.items[i]), facts);
            case_prover<point_search<Workspace>> prover{search_, 160};
            if (w.problem == trouble::none && !facts.overflowed) {
                if (unsettled) {
                    proved_ = prover(w, sides, facts) || proved_;
                    if (refuted()) return;
                    if (!proved_ && !found_.cases) proved_ = by_derivative();
                    result_.stopped = proved_ ? obstacle::none : prover.stopped;
                    result_.remaining = prover.remaining;
                    cuts = prover.cuts;
                    needed = prover.parts < 2 ? 2 : prover.parts > 24 ? 24 : prover.parts;
                }
                if (domains_) compare_domains(prover, w, sides, facts);
            } else {
                result_.stopped = obstacle::too_many_terms;
            }
        }
        for (unsigned i = 0; i < 4 * detail::samples && (may_differ() || search_.confirmed < needed || !proved_); ++i) {
            if (i < detail::samples ? i >= tried_ && search_.sample(i)
                                    : search_.sample_near(i - detail::samples, cuts)) {
                refuted();
                return;
            }
            if (i + 1 != detail::samples) continue;
            if (cuts.empty() && !domains_) break;
            for (unsigned k = 0; k < 2 && proved_; ++k)
                if (gaps_[k] && !search_.alone[k])
                    gap_search<Workspace>{e_, search_}(k == 0 ? a_ : b_, k == 0 ? b_ : a_, k);
            if (__builtin_is_constant_evaluated() && cuts.empty() && proved_ && search_.confirmed >= needed) break;
        }
        for (unsigned i = 0; i < search_.alike && search_.count > 1 && may_differ(); ++i)
            if (search_.sample_alike(i)) {
                refuted();
                return;
            }
        if (domains_ && (search_.alone[0] || search_.alone[1])) {
            result_.domains = search_.alone[0] && search_.alone[1] ? domain_relation::different
                              : search_.alone[0]                   ? domain_relation::left_larger
                                                                   : domain_relation::right_larger;
            result_.contains = !gaps_[0] || !gaps_[1];
            result_.coordinates = search_.count;
            for (unsigned k = 0; k < search_.count; ++k) {
                result_.names[k] = search_.names[k];
                result_.domain_values[k] = search_.alone_at[search_.alone[0] ? 0 : 1].values[k];
                result_.domain_ends[k] = search_.alone_until[search_.alone[0] ? 0 : 1].values[k];
            }
        }
        if (proved_ && !is_known_at_ties()) {
            proved_ = false;
            result_.stopped = obstacle::unknown_sign;
        }
        if (proved_ && search_.confirmed > 0) {
            result_.answer = verdict::proved;
            result_.stopped = obstacle::none;
        }
        if (search_.confirmed == 0) result_.stopped = obstacle::undefined_everywhere;
    }
};

/// How far a decision goes: `quick` ends with unknown where points and the normal form do not settle it.
enum class effort : unsigned char { quick, thorough };

/// Decides left = right for two nodes of a graph, at the points where both sides are defined and the conditions (nodes
/// of the graph: less, less_equal, both) hold. `domains`: are the domains of the sides to be compared, too?
template <effort Effort = effort::thorough, class Graph, class Workspace = workspace>
constexpr decision decide(Graph const& g, node_index left, node_index right, node_index const* conditions = nullptr,
                          unsigned condition_count = 0, bool domains = false) {
    Workspace w;
    decision unknown;
    node_index roots[2 + max_conditions] = {left, right};
    if (condition_count > max_conditions) {
        unknown.stopped = obstacle::too_many_cases;
        return unknown;
    }
    for (unsigned i = 0; i < condition_count; ++i) roots[2 + i] = conditions[i];
    if (unify_symbols(w, g, roots, 2 + condition_count) && w.problem == trouble::none) {
        equality<Workspace, Workspace> sides{w, roots[0], roots[1], roots + 2, condition_count, domains};
        bool const settled = sides.quickly();
        if constexpr (Effort == effort::thorough)
            if (!settled) sides.thoroughly();
        return sides.result();
    }
    unknown.stopped = obstacle::undefined_everywhere;
    return unknown;
}

template <effort Effort, class A, class B, class Workspace = workspace>
constexpr decision decide_types(bool domains = false) {
    Workspace w;
    node_index const a = w.import(graph_of<A>, graph_of<A>.root()), b = w.import(graph_of<B>, graph_of<B>.root());
    return decide<Effort>(w, a, b, nullptr, 0, domains);
}

/// What points and the normal form say about A = B: mostly enough, and the rest of the engine need not be compiled.
template <class A, class B>
inline constexpr decision quick_decision_of = decide_types<effort::quick, A, B>();

template <class A, class B>
constexpr decision settle() {
    if constexpr (quick_decision_of<A, B>.answer != verdict::unknown)
        return quick_decision_of<A, B>;
    else
        return decide_types<effort::thorough, A, B>();
}

/// The decision about A = B, made once.
template <class A, class B>
inline constexpr decision decision_of = settle<A, B>();

/// The same with the domains of the sides compared.
template <class A, class B>
inline constexpr decision full_decision_of = decide_types<effort::thorough, A, B>(true);

template <verdict Answer, obstacle Why>
constexpr bool decided() {
    if constexpr (Answer == verdict::unknown) {
        static_assert(Why != obstacle::too_many_kernels && Why != obstacle::too_many_factors &&
                          Why != obstacle::too_many_terms,
                      "ogive: this equation could not be decided: its normal form exceeds a limit of the engine (16 "
                      "kernels, OGIVE_MAX_TERMS terms, 128-bit coefficients). Simplify both sides, or ask "
                      "prove(f == g) and handle verdict::unknown.");
        static_assert(Why != obstacle::undefined_everywhere,
                      "ogive: this equation could not be decided: no point was found at which both sides are defined. "
                      "State the domain by assumptions on the symbols, or ask prove(f == g) and handle "
                      "verdict::unknown.");
        static_assert(Why == obstacle::too_many_kernels || Why == obstacle::too_many_factors ||
                          Why == obstacle::too_many_terms || Why == obstacle::undefined_everywhere,
                      "ogive: this equation could not be decided: it is neither proved nor refuted. It is out of reach "
                      "of the normal form, and no exact point refutes it. Ask prove(f == g) and handle "
                      "verdict::unknown, or rewrite the equation.");
    }
    return Answer == verdict::proved;
}

} // namespace algebra

/// The truth of an equation of expressions; a compile-time error in words where it is not decided.
template <class A, class B>
constexpr bool holds(equation<A, B>) {
    return algebra::decided<algebra::decision_of<A, B>.answer, algebra::decision_of<A, B>.stopped>();
}

/// Asks without insisting: proved, refuted or unknown.
struct prove_t {
    template <class A, class B>
    constexpr verdict operator()(equation<A, B>) const {
        return algebra::decision_of<A, B>.answer;
    }
    /// The same under assumptions (ogive/tensor.hpp).
    template <class A, class B, class Assumptions>
    constexpr verdict operator()(equation<A, B> e, Assumptions assumed) const {
        return decision_under(e, assumed).answer;
    }
};
inline constexpr prove_t prove{};

/// The decision with its evidence: the point of a refutation, or the obstacle.
struct decide_t {
    template <class A, class B>
    constexpr decision const& operator()(equation<A, B>) const {
        return algebra::full_decision_of<A, B>;
    }
};
inline constexpr decide_t decide{};

} // namespace ogive
