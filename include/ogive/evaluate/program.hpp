// SPDX-License-Identifier: BSL-1.0
#pragma once
// The evaluation graph of one or more expressions, made once per set of expressions, and what it costs.

#include <ogive/evaluate/at_infinity.hpp>
#include <ogive/evaluate/stable.hpp>
#include <ogive/expression/expression.hpp>

#include <utility>

namespace ogive::evaluation {

/// A program before its size is a constant: most fit, the others are built again at their size.
struct draft {
    static constexpr unsigned capacity = 128;
    unsigned size = 0;
    unsigned lost = 0; // see at_infinity.hpp
    trouble problem = trouble::none;
    node nodes[capacity]{};
    static constexpr unsigned max_roots = 6;
    node_index roots[max_roots]{};
};

template <class Graph>
constexpr void refuse_index_notation(workspace& w, Graph const& g) {
    for (unsigned i = 0; i < Graph::size(); ++i)
        if (is_index_notation(g[i].op)) w.fail(trouble::index_notation);
}

/// The only symbol of a graph as written; `count` says how many there are.
template <class Graph>
constexpr packed_name only_symbol(Graph const& g, unsigned& count) {
    packed_name found;
    count = 0;
    for (unsigned i = 0; i < Graph::size(); ++i)
        if (g[i].op == operation::symbol && !(count > 0 && g[i].name() == found)) {
            found = g[i].name();
            ++count;
        }
    return found;
}
template <class Graph>
constexpr unsigned symbol_count(Graph const& g) {
    unsigned count = 0;
    only_symbol(g, count);
    return count;
}

/// The limit of an expression of one symbol at one end of the line: one constant evaluation, only where it is needed.
template <class E, int End>
inline constexpr end_value limit_of = [] {
    unsigned count = 0;
    packed_name const name = only_symbol(graph_of<E>, count);
    return count == 1 ? calculus::limit(graph_of<E>, graph_of<E>.root(), name, End) : end_value{};
}();
/// Root k of a program, which is E's, with the limits that it has lost.
template <unsigned Lost, unsigned K, class E>
constexpr node_index with_limits_of(workspace& w, node_index root) {
    end_value const *above = nullptr, *below = nullptr;
    if constexpr ((Lost >> 2 * K & 1) != 0) above = &limit_of<E, 1>;
    if constexpr ((Lost >> 2 * K & 2) != 0) below = &limit_of<E, -1>;
    unsigned count = 0;
    return above == nullptr && below == nullptr ? root
                                                : with_limits(w, root, only_symbol(graph_of<E>, count), above, below);
}
template <unsigned Lost, class... E, unsigned... K>
constexpr void give_limits(workspace& w, node_index* roots, std::integer_sequence<unsigned, K...>) {
    ((roots[K] = with_limits_of<Lost, K, E>(w, roots[K])), ...);
}
template <bool ForArrays, unsigned Lost, class... E>
constexpr void build_program(workspace& w, node_index* roots) {
    w.for_arrays = ForArrays;
    w.alone = sizeof...(E) == 1;
    unsigned i = 0;
    ((roots[i++] = stabilise(w, graph_of<E>, graph_of<E>.root())), ...);
    if constexpr (Lost != 0) give_limits<Lost, E...>(w, roots, std::make_integer_sequence<unsigned, sizeof...(E)>{});
}

template <bool ForArrays, unsigned Lost, class... E>
constexpr draft make_draft() {
    workspace w;
    node_index roots[sizeof...(E)];
    (refuse_index_notation(w, graph_of<E>), ...);
    build_program<ForArrays, Lost, E...>(w, roots);
    draft d;
    d.problem = w.problem;
    if (w.problem != trouble::none) return d;
    d.size = write_needed(w, roots, sizeof...(E), d.nodes, draft::capacity, d.roots);
    bool const all = d.size <= draft::capacity;
    if constexpr (Lost == 0)
        d.lost = lost_at_infinity(all ? d.nodes : &w[0], all ? d.size : w.size(), all ? d.roots : roots, sizeof...(E));
    return d;
}
template <bool ForArrays, unsigned Lost, class... E>
inline constexpr draft draft_of = make_draft<ForArrays, Lost, E...>();

template <bool ForArrays, class... E>
struct program_holder {
    static_assert(sizeof...(E) <= draft::max_roots);
    static constexpr unsigned lost = draft_of<ForArrays, 0, E...>.lost;
    static constexpr draft const& first = draft_of<ForArrays, lost, E...>;
    static constexpr unsigned size = first.size == 0 ? 1 : first.size;

    static constexpr graph<size, sizeof...(E)> make() {
        static_assert(ogive::detail::explained<first.problem>());
        if constexpr (first.problem != trouble::none) {
            return ogive::detail::graph_of_zero<sizeof...(E)>();
        } else if constexpr (size <= draft::capacity) {
            graph<size, sizeof...(E)> g{};
            for (unsigned i = 0; i < size; ++i) g.nodes[i] = first.nodes[i];
            for (unsigned i = 0; i < sizeof...(E); ++i) g.roots[i] = first.roots[i];
            return g;
        } else {
            workspace w;
            node_index roots[sizeof...(E)];
            build_program<ForArrays, lost, E...>(w, roots);
            return finish<size>(w, roots);
        }
    }
    static constexpr graph<size, sizeof...(E)> value = make();
};

/// The evaluation graph of expressions: one root each, what they share computed once.
template <expression... E>
inline constexpr auto& program_of = program_holder<false, E...>::value;
/// The same for arrays.
template <expression... E>
inline constexpr auto& array_program_of = program_holder<true, E...>::value;

/// What is known of the nodes of a program: those without a symbol are folded when compiling, if something uses them.
template <unsigned Nodes>
struct node_facts {
    bool constant[Nodes]{};
    bool used[Nodes]{};
    bool never_infinite[Nodes]{}; // whatever the symbols are
};

constexpr bool is_minus(node const& n) { return n.op == operation::constant && n.low < 0; }
constexpr bool is_zero(node const& n) { return n.op == operation::constant && n.low == 0; }
template <class Nodes>
constexpr bool is_free_of_symbols(Nodes const& nodes, node const& n) {
    bool r = n.op != operation::symbol;
    for (unsigned k = 0; k < n.operand_count(); ++k) r = r && is_free_of_symbols(nodes, nodes[n.operand(k)]);
    return r;
}
/// Is a node a symbol that is kept within a range, or a multiple of it, or the absolute value of that?
template <class Nodes>
constexpr bool stays_within(Nodes const& nodes, node const& n) {
    if (n.op == operation::multiply)
        return (stays_within(nodes, nodes[n.a]) && is_free_of_symbols(nodes, nodes[n.b])) ||
               (stays_within(nodes, nodes[n.b]) && is_free_of_symbols(nodes, nodes[n.a]));
    return n.op == operation::abs ? stays_within(nodes, nodes[n.a]) : is_kept_within(n);
}
/// Is the argument of a function made of one: never large, nor far out?
template <class Nodes>
constexpr bool is_kept_within_range(Nodes const& nodes, node const& e) {
    return (e.op == operation::exp || e.op == operation::expm1 || e.op == operation::exp_of_product ||
            e.op == operation::erfcx) &&
           stays_within(nodes, nodes[e.a]);
}
/// Is a node (c + e)/D · e for an exponential e, not of a negative argument only?
template <class Nodes>
constexpr bool is_of_sum(Nodes const& nodes, node const& n) {
    if (n.op != operation::decay || n.low != 1 || !is_kept_within_range(nodes, nodes[n.b])) return false;
    node const& ratio = nodes[n.a];
    return ratio.op == operation::divide && nodes[ratio.a].op == operation::add &&
           (nodes[ratio.a].b == n.b || nodes[ratio.a].a == n.b);
}
/// Is the argument of exp, expm1 or exp_of_product never positive: minus an absolute value or a square, or of a chosen
/// sign?
template <class Nodes>
constexpr bool decays(Nodes const& nodes, node const& e) {
    node const& a = nodes[e.a];
    if (is_kept_within_range(nodes, e)) return true;
    if (e.op == operation::exp || e.op == operation::expm1)
        return (a.op == operation::multiply && nodes[a.b].op == operation::abs && is_minus(nodes[a.a])) ||
               (a.op == operation::min && is_zero(nodes[a.a]));
    if (a.op == operation::select) { // a or -a, whichever makes it so
        node const &yes = nodes[a.b], &no = nodes[a.c];
        bool const numbers = yes.op == operation::constant && no.op == operation::constant;
        bool const opposite =
            numbers ? no.low == -yes.low && no.high == yes.high : no.op == operation::negate && no.a == a.b;
        return nodes[a.a].op == operation::sign_bit && opposite;
    }
    bool const both = a.op == operation::multiply && nodes[a.b].op == operation::abs && nodes[e.b].op == operation::abs;
    return (a.op == operation::multiply && (a.b == e.b || both) && is_minus(nodes[a.a])) ||
           (a.op == operation::abs && is_minus(nodes[e.b]));
}
template <class Nodes>
constexpr bool is_decaying(Nodes const& nodes, node const& e) {
    return (e.op == operation::exp || e.op == operation::exp_of_product) && decays(nodes, e);
}

/// Is a node A·e/(c + e) for a decaying exponential e and a number c > 0?
template <class Nodes>
constexpr bool is_quotient(Nodes const& nodes, node const& n) {
    if (n.op != operation::decay || n.low != 1 || !is_decaying(nodes, nodes[n.b])) return false;
    node const& ratio = nodes[n.a];
    if (ratio.op != operation::divide || nodes[ratio.b].op != operation::add || nodes[ratio.b].b != n.b) return false;
    node const& start = nodes[nodes[ratio.b].a];
    return start.op == operation::constant && start.low > 0;
}

/// Is a node q = e/(1 + e) for such an exponential?
template <class Nodes>
constexpr bool is_logistic(Nodes const& nodes, node const& n) {
    auto const one = [](node const& k) { return k.op == operation::constant && k.low == 1 && k.high == 1; };
    return is_quotient(nodes, n) && one(nodes[nodes[n.a].a]) && one(nodes[nodes[nodes[n.a].b].a]);
}

/// Is a node A·w/(c + w) with w = e·(b + e), for an exponential e that is kept within a range, and numbers b and c > 0?
template <class Nodes>
constexpr bool is_quotient_of_square(Nodes const& nodes, node const& n) {
    if (n.op != operation::decay || n.low != 1 || !is_kept_within_range(nodes, nodes[n.b])) return false;
    node const& ratio = nodes[n.a];
    if (ratio.op != operation::divide) return false;
    node const &above = nodes[ratio.a], &below = nodes[ratio.b];
    if (above.op != operation::multiply || below.op != operation::add) return false;
    node const &start = nodes[below.a], &w = nodes[below.b], &sum = nodes[above.b];
    return start.op == operation::constant && start.low > 0 && w.op == operation::multiply && w.a == n.b &&
           w.b == above.b && sum.op == operation::add && sum.b == n.b && nodes[sum.a].op == operation::constant;
}

/// Is the value of a node kept scaled by 2^decay_scale, too? Sums with it take that, and nothing is subnormal.
template <class Nodes>
constexpr bool is_scaled(Nodes const& nodes, node const& n) {
    if (n.op != operation::guarded_product && n.op != operation::multiply)
        return is_decaying(nodes, n) || is_logistic(nodes, n);
    node const &a = nodes[n.a], &b = nodes[n.b];
    bool const logistic = is_logistic(nodes, a);
    if (!logistic && !is_decaying(nodes, a)) return false;
    return n.op == operation::guarded_product || is_steep(nodes, logistic ? nodes[a.b] : a) ||
           (logistic && is_minus(b) && b.low == -1 && b.high == 1);
}

/// What lanes have to know of a node. It is found out once, not by the optimiser in every instruction.
struct node_shape {
    bool quotient = false, of_square = false, alone = false; // without uses but in choices
    bool decays = false, shared = false, decaying = false, steep = false, logistic = false, scaled = false,
         within = false, of_sum = false,
         apart = false; // of a decay: its factor may be large where the exponential is not 0
};
template <unsigned Nodes>
struct node_shapes {
    node_shape items[Nodes]{};
};
template <class Graph>
constexpr node_shapes<Graph::size()> shapes_of(Graph const& g) {
    node_shapes<Graph::size()> s;
    unsigned uses[Graph::size()]{}, choices[Graph::size()]{};
    unsigned long long symbols[Graph::size()]{};
    for (unsigned i = 0; i < Graph::size(); ++i) {
        if (g[i].op == operation::symbol) symbols[i] = 1ull << (i % 64);
        for (unsigned k = 0; k < g[i].operand_count(); ++k) symbols[i] |= symbols[g[i].operand(k)];
    }
    for (unsigned r = 0; r < Graph::root_count(); ++r) ++uses[g.root(r)], ++choices[g.root(r)];
    for (unsigned i = 0; i < Graph::size(); ++i)
        for (unsigned k = 0; k < g[i].operand_count(); ++k) {
            ++uses[g[i].operand(k)];
            if (g[i].op == operation::select) ++choices[g[i].operand(k)];
        }
    for (unsigned i = 0; i < Graph::size(); ++i) {
        node const& n = g[i];
        bool const exponential =
            n.op == operation::exp || n.op == operation::expm1 || n.op == operation::exp_of_product;
        node_shape& shape = s.items[i];
        shape.decays = exponential && decays(g.nodes, n);
        shape.decaying = is_decaying(g.nodes, n);
        for (unsigned j = 0; shape.decays && n.op == operation::expm1 && j < Graph::size(); ++j)
            shape.shared = shape.shared || (g[j].op == operation::exp && g[j].a == n.a);
        shape.of_sum = is_of_sum(g.nodes, n);
        shape.within = is_kept_within_range(g.nodes, n);
        shape.steep = shape.decaying && is_steep(g.nodes, n);
        shape.logistic = is_logistic(g.nodes, n);
        shape.alone = uses[i] == choices[i];
        shape.quotient = is_quotient(g.nodes, n) && uses[n.a] == 1 && uses[g[n.a].b] == 1 && uses[n.b] == 2;
        for (unsigned j = 0; shape.quotient && j < Graph::size(); ++j) // which has the same steps
            shape.quotient = g[j].op != operation::expm1 || g[j].a != g[n.b].a;
        if (is_quotient_of_square(g.nodes, n)) {
            node const& ratio = g[n.a];
            node_index const b = g[ratio.a].b;
            shape.of_square = uses[n.a] == 1 && uses[ratio.a] == 1 && uses[ratio.b] == 1 && uses[b] == 2 &&
                              uses[g[ratio.b].b] == 1 && uses[n.b] == 3;
        }
        auto const of = symbols[n.b];
        shape.apart = n.op == operation::decay && n.low > 0 && ((symbols[n.a] & ~of) != 0 || (of & (of - 1)) != 0);
        shape.scaled = is_scaled(g.nodes, n) && !shape.apart;
    }
    return s;
}

template <class Graph>
constexpr node_facts<Graph::size()> facts_of(Graph const& g) {
    node_facts<Graph::size()> f;
    for (unsigned i = 0; i < Graph::size(); ++i) {
        operation const op = g[i].op; // a condition is no number, and never folded
        bool const condition = op == operation::less || op == operation::less_equal || op == operation::both ||
                               op == operation::sign_bit || op == operation::is_number;
        f.constant[i] = op != operation::symbol && !condition;
        for (unsigned j = 0; j < g[i].operand_count(); ++j)
            f.constant[i] = f.constant[i] && f.constant[g[i].operand(j)];
    }
    bool at_least_zero[Graph::size()]{}, away_from_zero[Graph::size()]{};
    for (unsigned i = 0; i < Graph::size(); ++i) {
        node const& n = g[i];
        bool const plus = n.op == operation::constant && n.low > 0, exponential = is_decaying(g.nodes, n);
        bool const joins = n.op == operation::add || n.op == operation::multiply;
        away_from_zero[i] = plus ||
                            (n.op == operation::add && ((away_from_zero[n.a] && at_least_zero[n.b]) ||
                                                        (away_from_zero[n.b] && at_least_zero[n.a]))) ||
                            (n.op == operation::multiply && away_from_zero[n.a] && away_from_zero[n.b]);
        at_least_zero[i] = plus || exponential || (joins && at_least_zero[n.a] && at_least_zero[n.b]);
        f.never_infinite[i] =
            f.constant[i] || is_kept_within(n) || exponential || is_logistic(g.nodes, n) || n.op == operation::erfcx ||
            ((joins || n.op == operation::subtract) && f.never_infinite[n.a] && f.never_infinite[n.b]) ||
            (n.op == operation::divide && f.never_infinite[n.a] && away_from_zero[n.b]) ||
            (n.op == operation::select && f.never_infinite[n.b] && f.never_infinite[n.c]);
    }
    for (unsigned r = 0; r < Graph::root_count(); ++r) f.used[g.root(r)] = true;
    for (unsigned i = 0; i < Graph::size(); ++i)
        if (!f.constant[i] || g[i].op == operation::low_word)
            for (unsigned j = 0; j < g[i].operand_count(); ++j) f.used[g[i].operand(j)] = true;
    return f;
}

/// What one evaluation costs: calls of transcendental functions, exponentials among them, and divisions.
struct cost {
    unsigned transcendental = 0, exponentials = 0, divisions = 0, operations = 0;
};

template <class Graph>
constexpr cost cost_of(Graph const& g) {
    cost c;
    auto const facts = facts_of(g);
    for (unsigned i = 0; i < Graph::size(); ++i) {
        operation const op = g[i].op;
        if (facts.constant[i] || op == operation::symbol) continue;
        bool const arithmetic = (op >= operation::add && op <= operation::negate) || op == operation::guarded_product ||
                                op == operation::decay || op == operation::sign_bit || op == operation::is_number ||
                                op == operation::bounded || op == operation::low_word || op == operation::low_product ||
                                op == operation::low_sum || op == operation::abs || op == operation::sign ||
                                (op >= operation::min && op <= operation::select);
        if (op == operation::divide || op == operation::log_of_ratio) ++c.divisions;
        if (!arithmetic && op != operation::sqrt) ++c.transcendental;
        if (op == operation::exp || op == operation::expm1 || op == operation::exp_of_product) ++c.exponentials;
        ++c.operations;
    }
    return c;
}

/// Exponentials (and other transcendental functions) and divisions in one evaluation of f.
template <expression F>
constexpr cost evaluation_cost(F) {
    return cost_of(program_of<F>);
}

} // namespace ogive::evaluation
