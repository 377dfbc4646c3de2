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

/// The symbol of a sum, and what it is assumed to be.
struct known_sum {
    node_index symbol, value;
};
template <class Equation>
constexpr known_sum lower_assumption(workspace& w, lowering& to, index_list const& all, index_number const* numbers) {
    auto const& left = graph_of<typename Equation::left>;
    auto const& right = graph_of<typename Equation::right>;
    return {lower(w, to, left, left.root(), all, numbers), lower(w, to, right, right.root(), all, numbers)};
}

template <class A, class B, unsigned Way, class... Assumed>
constexpr sides lower_sides() {
    workspace w;
    lowering to{w, true};
    constexpr index_list const& all = indices_of<A, B>::value;
    index_classes const c = way(all.count, Way);
    index_number numbers[max_free] = {};
    for (unsigned k = 0; k < all.count; ++k) numbers[k] = first_free + c.of[k];
    sides r;
    r.roots[0] = lower(w, to, graph_of<A>, graph_of<A>.root(), all, numbers);
    r.roots[1] = lower(w, to, graph_of<B>, graph_of<B>.root(), all, numbers);
    [[maybe_unused]] auto const put = [&](known_sum known) {
        for (node_index& root : r.roots)
            root = to.replace(root, [&](node_index s) { return s == known.symbol ? known.value : s; });
    };
    (put(lower_assumption<Assumed>(w, to, all, numbers)), ...);
    r.graph.store(w, r.roots, 2);
    return r;
}
template <class A, class B, unsigned Way, class... Assumed>
inline constexpr sides lowered_sides = lower_sides<A, B, Way, Assumed...>();

// -- for one n ---------------------------------------------------------------------------------------------------------

inline constexpr unsigned max_length = 4;

/// Writes formulas out for vectors of `length` elements.
template <class Graph>
class written_out {
    workspace& w_;
    Graph const& g_;
    unsigned const length_;
    index_list const& indices_;
    unsigned const* values_;

  public:
    /// A vector whose last element follows from the others, and what they are together.
    struct summed_vector {
        packed_name name;
        node_index total;
        assumption assumed;
    };

  private:
    summed_vector summed_[sides::max_conditions]{};
    unsigned summed_count_ = 0;

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

    constexpr node_index plain(node const& n, unsigned at) {
        char text[18] = {};
        unsigned count = 0;
        for (; count < 15 && packed_name{n.low, 0}[count] != '\0'; ++count) text[count] = packed_name{n.low, 0}[count];
        packed_name name{text};
        name.high = static_cast<int128>('[') | static_cast<int128>('1' + at) << 8 | static_cast<int128>(']') << 16;
        if (count < 13) {
            text[count++] = '[';
            text[count++] = static_cast<char>('1' + at);
            text[count++] = ']';
            name = packed_name{text};
        }
        return w_.symbol(name, n.assumed);
    }

    constexpr node_index write(node_index root, scope const* s) {
        algebra::scratch<bool> needed(root + 1u);
        algebra::scratch<node_index> place(root + 1u);
        mark_values(g_, root, needed.items, false);
        for (unsigned i = 0; i <= root; ++i) {
            if (!needed[i] || g_[i].op == operation::index) continue;
            node const& n = g_[i];
            unsigned const count = n.operand_count();
            switch (n.op) {
            case operation::element: place[i] = element(n, value_of(g_[n.a], s)); break;
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
            case operation::named: place[i] = count > 1 ? place[n.a] : w_.remake(n, place[n.a], 0, 0); break;
            default:
                place[i] = count == 0 ? w_.insert(n)
                                      : w_.remake(n, place[n.a], count > 1 ? place[n.b] : node_index{0},
                                                  count > 2 ? place[n.c] : node_index{0});
            }
        }
        return place[root];
    }

    constexpr node_index element(node const& n, unsigned at) {
        unsigned k = 0;
        while (k < summed_count_ && !(packed_name{n.low, 0} == summed_[k].name)) ++k;
        if (k == summed_count_ || at + 1 < length_) return plain(n, at);
        return last(summed_[k]);
    }

  public:
    constexpr written_out(workspace& w, Graph const& g, unsigned length, index_list const& indices,
                          unsigned const* values)
        : w_{w}, g_{g}, length_{length}, indices_{indices}, values_{values} {}

    constexpr void assume(summed_vector const& v) { summed_[summed_count_++] = v; }
    constexpr node_index last(summed_vector const& v) {
        node const element{v.name.low, 0, 0, 0, 0, operation::element, v.assumed};
        node_index rest = v.total;
        for (unsigned at = 0; at + 1 < length_; ++at) rest = w_.make(operation::subtract, rest, plain(element, at));
        return rest;
    }
    constexpr node_index operator()() { return write(g_.root(), nullptr); }
};

/// The vector of an assumption sum(i, v[i]) == c.
template <class Equation>
struct summed_vector {
    static constexpr auto& sum = graph_of<typename Equation::left>;
    static constexpr bool is_plain =
        sum[sum.root()].op == operation::sum_over && sum[sum[sum.root()].b].op == operation::element;
    static_assert(
        is_plain && !is_indexed<typename Equation::right>,
        "ogive: assume(...) needs equations whose left side is the sum of a vector's elements and whose right "
        "side is an expression without indices, as in assume(sum(i, q[i]) == 1_c).");
    static constexpr node element = is_plain ? sum[sum[sum.root()].b] : node{};
    static constexpr packed_name name{element.low, 0};
};

template <class A, class B, unsigned Way, unsigned Length, class... Assumed>
constexpr sides write_sides() {
    static_assert(sizeof...(Assumed) <= sides::max_conditions, "ogive: assume(...) takes at most 4 equations.");
    workspace w;
    constexpr index_list const& all = indices_of<A, B>::value;
    index_classes const c = way(all.count, Way);
    sides r;
    written_out left{w, graph_of<A>, Length, all, c.of};
    written_out right{w, graph_of<B>, Length, all, c.of};
    node_index written[2 + sides::max_conditions] = {};
    [[maybe_unused]] auto const assume = [&](packed_name name, node_index total, assumption assumed) {
        left.assume({name, total, assumed});
        right.assume({name, total, assumed});
        if (assumed == assumption::none) return; // else it is assumed of the last element, too
        node_index const last = left.last({name, total, assumed}), zero = w.constant(0);
        written[2 + r.conditions++] = assumed == positive ? w.make(operation::less, zero, last)
                                      : assumed == negative
                                          ? w.make(operation::less, last, zero)
                                          : w.make(operation::less, zero, w.make(operation::multiply, last, last));
    };
    (assume(summed_vector<Assumed>::name, w.append(graph_of<typename Assumed::right>),
            summed_vector<Assumed>::element.assumed),
     ...);
    written[0] = left();
    written[1] = right();
    if (!algebra::unify_symbols(w, w, written, 2 + r.conditions)) w.fail(trouble::unknown_sign);
    workspace explicit_form;
    for (unsigned k = 0; k < 2 + r.conditions; ++k) r.roots[k] = expand_derivatives(explicit_form, w, written[k]);
    if (w.problem != trouble::none) explicit_form.fail(w.problem);
    r.graph.store(explicit_form, r.roots, 2 + r.conditions);
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
