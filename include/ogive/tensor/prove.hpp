// SPDX-License-Identifier: BSL-1.0
#pragma once
// Equations in index notation: proved for every length n, or refuted for one.
//
// Proved: for each way in which the free indices can be equal or different, both sides are lowered to formulas in
// independent symbols (lower.hpp) and these are proved equal. Refuted: for some small n the equation is written out, element
// by element, and is refuted as any other.

#include <ogive/algebra/prove.hpp>
#include <ogive/calculus/substitute.hpp>
#include <ogive/tensor/lower.hpp>

namespace ogive {

/// What holds of vectors and symbols: `assume(sum(i, q[i]) == 1_c)`. Each equation is of a sum of a vector's elements.
template <class... Equations>
struct assumptions {};

namespace tensor {

template <class Graph>
constexpr bool has_indices(Graph const& g) {
    for (unsigned i = 0; i < Graph::size(); ++i)
        if (is_index_notation(g[i].op)) return true;
    return false;
}
/// Is an expression in index notation?
template <class E>
inline constexpr bool is_indexed = has_indices(graph_of<E>);

template <class... E>
struct indices_of {
    static constexpr index_list make() {
        index_list all;
        (all.add(graph_of<E>), ...);
        return all;
    }
    static constexpr index_list value = make();
    static_assert(!value.overflowed, "ogive: an equation in index notation can have at most 6 free indices. Bind some "
                                     "of them, as in sum(i, e).");
};

/// One way in which free indices are equal or different: index k is in class of[k], classes numbered as they appear.
struct index_classes {
    unsigned of[max_free] = {};
    unsigned classes = 0;
};
/// The number of ways, and the one with a number.
constexpr unsigned ways(unsigned indices, unsigned classes = 0) {
    return indices == 0 ? 1 : classes * ways(indices - 1, classes) + ways(indices - 1, classes + 1);
}
constexpr index_classes way(unsigned indices, unsigned number) {
    index_classes r;
    for (unsigned k = 0; k < indices; ++k) {
        unsigned const left = indices - k - 1, each = ways(left, r.classes);
        unsigned const old = each == 0 ? 0 : number / each;
        r.of[k] = old < r.classes ? old : r.classes;
        number -= (old < r.classes ? old : r.classes) * each;
        if (r.of[k] == r.classes) ++r.classes;
    }
    return r;
}

using two_sides = calculus::stored_graph<192>;

/// Both sides of an equation in one graph, and conditions of points at which they may be compared.
struct sides {
    static constexpr unsigned max_conditions = 4;
    two_sides graph;
    node_index roots[2 + max_conditions] = {};
    unsigned conditions = 0;
};

// -- for every n -------------------------------------------------------------------------------------------------------

/// A sum and what it is assumed to be.
struct known_sum {
    node_index sum, value;
};

/// Two sides, nodes of a graph, lowered for one way; what is known of sums takes their place.
template <class Graph>
constexpr void lower_sides(workspace& w, Graph const& g, node_index (&roots)[2], index_list const& indices,
                           unsigned way_number, known_sum const* known, unsigned known_count) {
    lowering to{w, true};
    index_classes const c = way(indices.count, way_number);
    index_number numbers[max_free] = {};
    for (unsigned k = 0; k < indices.count; ++k) numbers[k] = first_free + c.of[k];
    for (node_index& root : roots) root = lower(w, to, g, root, indices, numbers);
    for (unsigned i = 0; i < known_count; ++i) {
        node_index const sum = lower(w, to, g, known[i].sum, indices, numbers);
        node_index const value = lower(w, to, g, known[i].value, indices, numbers);
        for (node_index& root : roots) root = to.replace(root, [&](node_index s) { return s == sum ? value : s; });
    }
}

template <class A, class B, unsigned Way, class... Assumed>
constexpr sides lower_types() {
    workspace g, w;
    node_index roots[] = {g.append(graph_of<A>), g.append(graph_of<B>)};
    known_sum const known[] = {
        {g.append(graph_of<typename Assumed::left>), g.append(graph_of<typename Assumed::right>)}..., {}};
    lower_sides(w, g, roots, indices_of<A, B>::value, Way, known, sizeof...(Assumed));
    if (g.problem != trouble::none) w.fail(g.problem);
    sides r;
    for (unsigned k = 0; k < 2; ++k) r.roots[k] = roots[k];
    r.graph.store(w, r.roots, 2);
    return r;
}
template <class A, class B, unsigned Way, class... Assumed>
inline constexpr sides lowered_sides = lower_types<A, B, Way, Assumed...>();

// -- for one n ---------------------------------------------------------------------------------------------------------

/// The symbol of an element that is written out: a[1] is the first.
constexpr node_index written_element(workspace& w, node const& element, unsigned at) {
    char text[20] = {};
    unsigned count = 0;
    for (; packed_name{element.low, 0}[count] != '\0'; ++count) text[count] = packed_name{element.low, 0}[count];
    text[count++] = '[';
    text[count++] = static_cast<char>('1' + at);
    text[count] = ']';
    return w.symbol(text, element.assumed);
}

/// Writes formulas out for vectors of `length` elements.
template <class Graph>
class written_out {
    workspace& w_;
    Graph const& g_;
    unsigned const length_;
    index_list const& indices_;
    unsigned const* values_;

    struct scope {
        scope const* outer = nullptr;
        unsigned number = 0, value = 0;
    };

    constexpr unsigned value_of(node const& index, scope const* s) const {
        unsigned const b = bound_number(index);
        if (b == 0) return values_[indices_.find(index.name())];
        while (s != nullptr && s->number != b) s = s->outer;
        return s == nullptr ? 0 : s->value;
    }

    constexpr node_index write(node_index root, scope const* s) {
        algebra::scratch<bool> needed(root + 1u);
        algebra::scratch<node_index> place(root + 1u);
        mark_values(g_, root, needed.items, false);
        for (unsigned i = 0; i <= root; ++i) {
            if (!needed[i] || g_[i].op == operation::index) continue;
            node const& n = g_[i];
            switch (n.op) {
            case operation::element: place[i] = written_element(w_, n, value_of(g_[n.a], s)); break;
            case operation::delta: place[i] = w_.constant(value_of(g_[n.a], s) == value_of(g_[n.b], s) ? 1 : 0); break;
            case operation::sum_over:
            case operation::product_over:
            case operation::max_over:
                for (unsigned v = 0; v < length_; ++v) {
                    scope const inner{s, bound_number(g_[n.a]), v};
                    node_index const t = write(n.b, &inner);
                    place[i] = v == 0 ? t
                                      : w_.make(n.op == operation::sum_over       ? operation::add
                                                : n.op == operation::product_over ? operation::multiply
                                                                                  : operation::max,
                                                place[i], t);
                }
                break;
            case operation::named: place[i] = n.arguments() > 0 ? place[n.a] : w_.remake(n, place.items); break;
            default: place[i] = w_.remake(n, place.items);
            }
        }
        return place[root];
    }

  public:
    constexpr written_out(workspace& w, Graph const& g, unsigned length, index_list const& indices,
                          unsigned const* values)
        : w_{w}, g_{g}, length_{length}, indices_{indices}, values_{values} {}

    constexpr node_index operator()() { return write(g_.root(), nullptr); }
};

/// Is a graph the sum of a vector's elements?
template <class Graph>
constexpr bool is_sum_of_elements(Graph const& g) {
    node const &sum = g[g.root()], &element = g[sum.b];
    return sum.op == operation::sum_over && element.op == operation::element && element.a == sum.a;
}
/// A vector of an assumption sum(i, v[i]) == c.
template <class Equation>
struct summed_vector {
    static constexpr auto& sum = graph_of<typename Equation::left>;
    static constexpr bool is_plain = is_sum_of_elements(sum);
    static_assert(
        is_plain && !is_indexed<typename Equation::right>,
        "ogive: assume(...) needs equations whose left side is the sum of a vector's elements and whose right "
        "side is an expression without indices, as in assume(sum(i, q[i]) == 1_c).");
    static constexpr node element = is_plain ? sum[sum[sum.root()].b] : node{};
};

/// Both sides written out, their derivatives explicit; then the last element of a vector whose sum is known is what the others
/// leave of it. Of points only those are taken at which that element is as is assumed of it.
template <class A, class B, unsigned Way, unsigned Length, class... Assumed>
constexpr sides write_sides() {
    static_assert(sizeof...(Assumed) <= sides::max_conditions, "ogive: assume(...) takes at most 4 equations.");
    constexpr unsigned known = sizeof...(Assumed);
    constexpr index_list const& all = indices_of<A, B>::value;
    index_classes const c = way(all.count, Way);
    workspace w, e;
    node_index written[2 + 2 * known] = {written_out{w, graph_of<A>, Length, all, c.of}(),
                                         written_out{w, graph_of<B>, Length, all, c.of}()};
    unsigned count = 2;
    [[maybe_unused]] auto const put = [&](node const& element, node_index rest) {
        for (unsigned at = 0; at + 1 < Length; ++at)
            rest = w.make(operation::subtract, rest, written_element(w, element, at));
        written[count++] = written_element(w, element, Length - 1);
        written[count++] = rest;
    };
    (put(summed_vector<Assumed>::element, w.append(graph_of<typename Assumed::right>)), ...);
    if (!algebra::unify_symbols(w, w, written, count)) w.fail(trouble::unknown_sign);
    for (node_index& node : written) node = expand_derivatives(e, w, node);
    if (w.problem != trouble::none) e.fail(w.problem);
    sides r;
    for (unsigned k = 0; k < known; ++k) {
        node_index const last = written[2 + 2 * k], rest = written[3 + 2 * k], zero = e.constant(0);
        for (unsigned side = 0; side < 2; ++side) written[side] = replaced(e, written[side], &last, &rest, 1);
        assumption const assumed = e[last].assumed;
        if (assumed == assumption::none) continue;
        r.roots[2 + r.conditions++] = assumed == positive ? e.make(operation::less, zero, rest)
                                      : assumed == negative
                                          ? e.make(operation::less, rest, zero)
                                          : e.make(operation::less, zero, e.make(operation::multiply, rest, rest));
    }
    for (unsigned side = 0; side < 2; ++side) r.roots[side] = written[side];
    r.graph.store(e, r.roots, 2 + r.conditions);
    return r;
}
template <class A, class B, unsigned Way, unsigned Length, class... Assumed>
inline constexpr sides written_sides = write_sides<A, B, Way, Length, Assumed...>();

// -- the decision ------------------------------------------------------------------------------------------------------

/// One of two sides as an expression.
template <sides const& Both, unsigned Side>
struct side : expression_interface<side<Both, Side>> {
    static constexpr node_index build(workspace& w) {
        if (Both.graph.problem != trouble::none) {
            w.fail(Both.graph.problem);
            return w.constant(0);
        }
        return w.import(Both.graph, Both.roots[Side]);
    }
};
template <sides const& Both>
inline constexpr decision decision_of_sides = algebra::decision_of<side<Both, 0>, side<Both, 1>>;

/// Points that are tried in one constant evaluation, since compilers limit these, and in all.
inline constexpr unsigned points_at_once = 2, points = 16;

template <sides const& Both, unsigned First>
constexpr decision try_points() {
    decision d;
    if (Both.graph.problem != trouble::none) return d;
    algebra::point_search<two_sides> search{Both.graph, Both.roots[0], Both.roots[1], Both.roots + 2, Both.conditions};
    for (unsigned at = First; at < First + points_at_once && !search.refuted; ++at)
        if (search.sample(at)) algebra::set_refuted(d, search);
    return d;
}
template <sides const& Both, unsigned First>
inline constexpr decision tried_points = try_points<Both, First>();

/// Looks for a point that refutes the equation written out for the lengths from `Length` to `Last`.
template <class A, class B, unsigned Way, unsigned Length, unsigned Last, unsigned First, class... Assumed>
constexpr decision refute() {
    if constexpr (Length > Last) {
        return {};
    } else if constexpr (First >= points) {
        return refute<A, B, Way, Length + 1, Last, 0, Assumed...>();
    } else {
        constexpr auto& both = written_sides<A, B, Way, Length, Assumed...>;
        if constexpr (tried_points<both, First>.answer == verdict::refuted)
            return tried_points<both, First>;
        else
            return refute<A, B, Way, Length, Last, First + points_at_once, Assumed...>();
    }
}

template <class A, class B, unsigned Way, class... Assumed>
constexpr decision settle_from() {
    if constexpr (Way == ways(indices_of<A, B>::value.count)) {
        decision proved;
        proved.answer = verdict::proved;
        return proved;
    } else if constexpr (decision_of_sides<lowered_sides<A, B, Way, Assumed...>>.answer == verdict::proved) {
        return settle_from<A, B, Way + 1, Assumed...>();
    } else {
        constexpr unsigned least = way(indices_of<A, B>::value.count, Way).classes;
        constexpr unsigned first = least < 2 ? 2 : least;
        constexpr decision found = refute<A, B, Way, first, first + 1, 0, Assumed...>();
        decision r = found;
        if (r.answer != verdict::refuted) {
            r.answer = verdict::unknown;
            r.stopped = decision_of_sides<lowered_sides<A, B, Way, Assumed...>>.stopped;
        }
        return r;
    }
}
/// The decision about an equation in index notation under assumptions.
template <class A, class B, class... Assumed>
inline constexpr decision indexed_decision_of = settle_from<A, B, 0, Assumed...>();

} // namespace tensor

namespace algebra {

template <class A, class B>
    requires(tensor::is_indexed<A> || tensor::is_indexed<B>)
inline constexpr decision decision_of<A, B> = tensor::indexed_decision_of<A, B>;
template <class A, class B>
    requires(tensor::is_indexed<A> || tensor::is_indexed<B>)
inline constexpr decision full_decision_of<A, B> = tensor::indexed_decision_of<A, B>;

} // namespace algebra

namespace tensor {

/// E for vectors of Length elements, an expression in the symbols a[1], a[2], ...
template <unsigned Length, class E>
struct with_length_t : expression_interface<with_length_t<Length, E>> {
    static constexpr bool is_position(packed_name name) {
        return name[0] >= '1' && name[0] < static_cast<char>('1' + Length) && name[1] == '\0';
    }
    static constexpr bool positions_only() {
        constexpr index_list const& all = indices_of<E>::value;
        for (unsigned k = 0; k < all.count; ++k)
            if (!is_position(all.names[k])) return false;
        return true;
    }
    static constexpr node_index build(workspace& w) {
        constexpr index_list const& all = indices_of<E>::value;
        unsigned values[max_free] = {};
        for (unsigned k = 0; k < all.count; ++k) values[k] = static_cast<unsigned>(all.names[k][0] - '1');
        return written_out{w, graph_of<E>, Length, all, values}();
    }
};

} // namespace tensor

/// An expression in index notation for vectors of `Length` elements, 1 to 9: in the symbols a[1], a[2], ... Its free
/// indices are positions, as in `with_length<2>(softmax(a)[index<"1">])`.
template <unsigned Length, expression E>
constexpr auto with_length(E) {
    static_assert(Length >= 1 && Length <= 9, "ogive: with_length<n>(f) needs a length from 1 to 9.");
    static_assert(tensor::with_length_t<Length, E>::positions_only(),
                  "ogive: with_length<n>(f) needs an expression whose free indices are positions from 1 to n, as in "
                  "softmax(a)[index<\"1\">]. Bind the others, as in sum(i, f).");
    return tensor::with_length_t<Length, E>{};
}

/// The decision about an equation under assumptions.
template <class A, class B, class... Assumed>
constexpr decision decision_under(equation<A, B>, assumptions<Assumed...>) {
    return tensor::indexed_decision_of<A, B, Assumed...>;
}

/// What an equation in index notation is to be decided under: `prove(f == g, assume(sum(i, q[i]) == 1_c))`.
template <class... A, class... B>
constexpr assumptions<equation<A, B>...> assume(equation<A, B>...) {
    return {};
}

} // namespace ogive
