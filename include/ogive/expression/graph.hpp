// SPDX-License-Identifier: BSL-1.0
#pragma once
// Graphs: hash-consed arrays of small nodes. All mathematics of the library is ordinary functions on these values.

#include <ogive/expression/operation.hpp>
#include <ogive/number/rational.hpp>

namespace ogive {

/// What is known of a symbol beyond its being real.
enum class assumption : unsigned char { none, positive, negative, nonzero };

inline constexpr assumption positive = assumption::positive;
inline constexpr assumption negative = assumption::negative;
inline constexpr assumption nonzero = assumption::nonzero;

using node_index = unsigned short;

/// A name of at most 31 characters, packed so that comparing it is comparing two integers.
struct packed_name {
    int128 low = 0, high = 0;

    constexpr packed_name() = default;
    constexpr packed_name(char const* characters) {
        uint128 words[2] = {0, 0};
        for (unsigned i = 0; i < 31 && characters[i] != '\0'; ++i)
            words[i / 16] |= static_cast<uint128>(static_cast<unsigned char>(characters[i])) << (8 * (i % 16));
        low = static_cast<int128>(words[0]);
        high = static_cast<int128>(words[1]);
    }
    constexpr packed_name(int128 l, int128 h) : low{l}, high{h} {}

    /// The character at a position, '\0' past the end.
    constexpr char operator[](unsigned i) const {
        return i > 31 ? '\0' : static_cast<char>(static_cast<uint128>(i < 16 ? low : high) >> (8 * (i % 16)) & 0xff);
    }
    friend constexpr bool operator==(packed_name const&, packed_name const&) = default;
};

/// One node. Operands are indices of earlier nodes; `low` and `high` hold a constant's numerator and denominator or
/// the name of a symbol or a catalogue function; `assumed` what is known of a symbol or a named constant, and how
/// many arguments a catalogue function has.
struct node {
    int128 low, high;
    node_index a, b, c;
    operation op;
    assumption assumed;

    constexpr rational value() const {
        rational r;
        r.numerator = low;
        r.denominator = high;
        return r;
    }
    constexpr packed_name name() const { return {low, high}; }
    constexpr node_index operand(unsigned i) const { return i == 0 ? a : i == 1 ? b : c; }
    constexpr unsigned arguments() const { return static_cast<unsigned>(assumed) & 0xfu; }
    /// What is known of a symbol, or of a named constant.
    constexpr assumption known() const {
        return op == operation::named ? static_cast<assumption>(static_cast<unsigned>(assumed) >> 4) : assumed;
    }
    /// How many operands this node really has: a catalogue function has its body and up to two arguments.
    constexpr unsigned operand_count() const { return op == operation::named ? 1 + arguments() : operands(op); }
    friend constexpr bool operator==(node const&, node const&) = default;
};

/// A finished graph: nodes in topological order, the results in `roots` (the last node is always a root).
template <unsigned Nodes, unsigned Roots = 1>
struct graph {
    node nodes[Nodes];
    node_index roots[Roots];

    static constexpr unsigned size() { return Nodes; }
    static constexpr unsigned root_count() { return Roots; }
    constexpr node const& operator[](unsigned i) const { return nodes[i]; }
    constexpr node_index root(unsigned i = 0) const { return roots[i]; }
};

/// Why a graph could not be built. None of these is ever silently passed over.
enum class trouble : unsigned char {
    none,
    addition_overflow,
    multiplication_overflow,
    division_overflow,
    division_by_zero,
    power_overflow,
    literal_overflow,
    too_many_nodes,
    no_derivative_rule,
    no_inverse,
    not_injective,
    several_occurrences,
    unknown_sign,
    index_notation
};

constexpr trouble trouble_of(number::fault f) {
    switch (f) {
    case number::fault::addition: return trouble::addition_overflow;
    case number::fault::multiplication: return trouble::multiplication_overflow;
    case number::fault::division: return trouble::division_overflow;
    case number::fault::division_by_zero: return trouble::division_by_zero;
    case number::fault::power: return trouble::power_overflow;
    case number::fault::literal: return trouble::literal_overflow;
    case number::fault::none: break;
    }
    return trouble::none;
}

/// Where graphs are built: equal nodes are one node, constants are folded exactly.
class workspace {
    static constexpr unsigned buckets = 64;
    node nodes_[OGIVE_MAX_NODES];
    node_index next_[OGIVE_MAX_NODES]; // of nodes with the same key: one more than the index, 0 for none
    node_index first_[buckets] = {};
    unsigned count_ = 0;

  public:
    trouble problem = trouble::none;
    bool for_arrays = false; // forms that suit arrays are preferred
    bool alone = false;      // one result

    constexpr workspace() {}
    workspace(workspace const&) = delete;
    workspace& operator=(workspace const&) = delete;

    constexpr unsigned size() const { return count_; }
    constexpr node const& operator[](unsigned i) const { return nodes_[i]; }
    constexpr void fail(trouble why) {
        if (problem == trouble::none) problem = why;
    }

    /// The node, which is new only if no equal one is there.
    constexpr node_index insert(node const& n) {
        auto const key = static_cast<unsigned>(n.op) * 7u + n.a * 31u + n.b * 17u + n.c * 5u +
                         static_cast<unsigned>(static_cast<uint128>(n.low)) * 3u +
                         static_cast<unsigned>(static_cast<uint128>(n.high));
        node_index& head = first_[key % buckets];
        for (unsigned i = head; i != 0; i = next_[i - 1])
            if (nodes_[i - 1] == n) return static_cast<node_index>(i - 1);
        if (count_ == OGIVE_MAX_NODES) {
            fail(trouble::too_many_nodes);
            return 0;
        }
        auto const index = static_cast<node_index>(count_++);
        nodes_[index] = n;
        next_[index] = head;
        head = static_cast<node_index>(count_);
        return index;
    }

    constexpr node_index constant(rational const& value) {
        if (!value.valid()) {
            fail(trouble_of(value.why()));
            return constant(rational{0});
        }
        return insert({value.numerator, value.denominator, 0, 0, 0, operation::constant, assumption::none});
    }
    constexpr node_index symbol(packed_name name, assumption assumed = assumption::none) {
        return insert({name.low, name.high, 0, 0, 0, operation::symbol, assumed});
    }
    constexpr node_index pi() { return insert({0, 0, 0, 0, 0, operation::pi, assumption::none}); }

    /// An operation as written, except that an operation on exact constants is its exact value.
    constexpr node_index make(operation op, node_index a, node_index b = 0, node_index c = 0) {
        auto const& left = nodes_[a];
        if (left.op == operation::constant && op >= operation::add && op <= operation::power) {
            auto const& right = nodes_[b];
            if (op == operation::negate) return constant(-left.value());
            if (right.op == operation::constant) {
                switch (op) {
                case operation::add: return constant(left.value() + right.value());
                case operation::subtract: return constant(left.value() - right.value());
                case operation::multiply: return constant(left.value() * right.value());
                case operation::divide: return constant(left.value() / right.value());
                case operation::power:
                    if (right.value().is_integer() && number::magnitude(right.low) < 4096)
                        return constant(number::power(left.value(), static_cast<int>(right.low)));
                    if (left.low == 0 && right.low > 0) return constant(0);
                    break;
                default: break;
                }
            }
        }
        // What the operation does not use must not tell equal nodes apart.
        unsigned const count = operands(op);
        return insert({0, 0, a, count > 1 ? b : node_index{0}, count > 2 ? c : node_index{0}, op, assumption::none});
    }
    constexpr node_index named(packed_name name, unsigned arguments, node_index body, node_index b = 0,
                               node_index c = 0, assumption known = assumption::none) {
        if (arguments < 1) b = 0;
        if (arguments < 2) c = 0;
        auto const both = static_cast<assumption>(arguments | static_cast<unsigned>(known) << 4);
        return insert({name.low, name.high, body, b, c, operation::named, both});
    }

    /// The derivative as a node: rules are applied only where an explicit formula is needed.
    constexpr node_index derivative(node_index body, node_index by, int order) {
        node const& inner = nodes_[body];
        if (inner.op == operation::derivative && inner.b == by)
            return derivative(inner.a, by, order + static_cast<int>(inner.low));
        return order == 0 ? body : insert({order, 0, body, by, 0, operation::derivative, assumption::none});
    }

    /// value · e^(k·exponent) for an exponential node, without loss where the exponential leaves the normal range.
    constexpr node_index decay(node_index value, node_index exponential, int k) {
        return k == 0 ? value : insert({k, 0, value, exponential, 0, operation::decay, assumption::none});
    }

    /// The value, kept so small in magnitude that its power `degree` is finite: for quotients that stay bounded.
    constexpr node_index bounded(node_index value, int degree) {
        return insert({degree, 0, value, 0, 0, operation::bounded, assumption::none});
    }

    /// The value, kept between the ends of a range that is written in `low` and `high`: see evaluate/whole_line.hpp.
    constexpr node_index kept_within(node_index value, int128 low, int128 high) {
        return insert({low, high, value, 0, 0, operation::bounded, assumption::none});
    }

    /// A node with the same operation and name as `like`, on other operands.
    constexpr node_index remake(node const& like, node_index a, node_index b, node_index c) {
        if (like.op == operation::named) return named(like.name(), like.arguments(), a, b, c, like.known());
        if (like.op == operation::derivative) return derivative(a, b, static_cast<int>(like.low));
        if (like.op == operation::bounded) return kept_within(a, like.low, like.high);
        if (like.op == operation::element) return insert({like.low, like.high, a, 0, 0, like.op, like.assumed});
        if (like.op == operation::decay) return decay(a, b, static_cast<int>(like.low));
        return operands(like.op) == 0 ? insert(like) : make(like.op, a, b, c);
    }

    /// The same, where each operand of `like` has moved to its place.
    template <class Places>
    constexpr node_index remake(node const& like, Places const& place) {
        unsigned const count = like.operand_count();
        return remake(like, count > 0 ? place[like.a] : node_index{0}, count > 1 ? place[like.b] : node_index{0},
                      count > 2 ? place[like.c] : node_index{0});
    }

    /// Copies a graph all of whose nodes are needed and in their final form. Returns the last node's place.
    constexpr node_index append(node const* nodes, unsigned count) {
        node_index place[OGIVE_MAX_NODES] = {};
        for (unsigned i = 0; i < count; ++i) {
            node n = nodes[i];
            auto const operands = n.operand_count();
            if (operands > 0) n.a = place[n.a];
            if (operands > 1) n.b = place[n.b];
            if (operands > 2) n.c = place[n.c];
            place[i] = insert(n);
        }
        return place[count - 1];
    }
    template <unsigned Nodes>
    constexpr node_index append(graph<Nodes> const& g) {
        return append(g.nodes, Nodes);
    }

    /// Copies a finished graph, or part of another workspace, into this one. Returns the root's place.
    template <class Graph>
    constexpr node_index import(Graph const& g, node_index root) {
        node_index place[OGIVE_MAX_NODES] = {};
        bool needed[OGIVE_MAX_NODES] = {};
        mark(g, root, needed);
        for (unsigned i = 0; i <= root; ++i)
            if (needed[i]) place[i] = remake(g[i], place[g[i].a], place[g[i].b], place[g[i].c]);
        return place[root];
    }

    /// What a node needs, itself included: needed[0] to needed[root].
    template <class Graph>
    static constexpr void reach(Graph const& g, node_index root, bool* needed) {
        for (unsigned i = 0; i <= root; ++i) needed[i] = false;
        mark(g, root, needed);
    }

    /// Adds what a node needs to what is marked already.
    template <class Graph>
    static constexpr void mark(Graph const& g, node_index root, bool* needed) {
        needed[root] = true;
        for (unsigned i = root + 1u; i-- > 0;)
            if (needed[i])
                for (unsigned k = 0; k < g[i].operand_count(); ++k) needed[g[i].operand(k)] = true;
    }
};

/// Writes what some nodes of a workspace need and nothing else, as far as there is room, and the places of those nodes.
/// Returns how many there are, in the room or not.
constexpr unsigned write_needed(workspace const& w, node_index const* roots, unsigned how_many, node* nodes,
                                unsigned room, node_index* places) {
    bool needed[OGIVE_MAX_NODES] = {};
    for (unsigned r = 0; r < how_many; ++r) workspace::mark(w, roots[r], needed);
    node_index place[OGIVE_MAX_NODES];
    unsigned count = 0;
    for (unsigned i = 0; i < w.size(); ++i)
        if (needed[i]) {
            place[i] = static_cast<node_index>(count++);
            if (count > room) continue;
            node& n = nodes[count - 1] = w[i];
            auto const k = n.operand_count();
            n.a = k > 0 ? place[n.a] : node_index{0};
            n.b = k > 1 ? place[n.b] : node_index{0};
            n.c = k > 2 ? place[n.c] : node_index{0};
        }
    for (unsigned r = 0; r < how_many; ++r) places[r] = place[roots[r]];
    return count;
}

/// The finished graph of some nodes of a workspace: what they need and nothing else.
template <unsigned Nodes, unsigned Roots>
constexpr graph<Nodes, Roots> finish(workspace const& w, node_index const (&roots)[Roots]) {
    graph<Nodes, Roots> g{};
    write_needed(w, roots, Roots, g.nodes, Nodes, g.roots);
    return g;
}

namespace detail {
template <class>
struct workspace_of {
    using type = workspace;
};
} // namespace detail

/// `workspace`, depending on a template's parameter: what the template does with it is instantiated where the template is
/// used, not already where it is defined, which would cost every program that includes it.
template <class T>
using workspace_for = typename detail::workspace_of<T>::type;

} // namespace ogive
