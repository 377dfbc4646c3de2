// SPDX-License-Identifier: BSL-1.0
#pragma once
// steps(...) in index notation: a derivative of a function of vectors as a lecture shows it.

#include <ogive/emit/derivation_lines.hpp>
#include <ogive/tensor/derivative.hpp>
#include <ogive/tensor/simplify.hpp>

namespace ogive {
namespace detail {

/// Lines in index notation, each proved for every length before it is written.
class index_writer {
    derivation result_;
    workspace& w_;
    tensor::index_list indices_;
    std::vector<tensor::known_sum> known_; // sums and what they are assumed to be, in w_
    node_index const start_;
    node_index last_;

    bool proved(node_index a, node_index b) const {
        for (unsigned way = 0; way < tensor::ways(indices_.count); ++way) {
            auto const t = std::make_unique<workspace>();
            node_index sides[] = {a, b};
            tensor::lower_sides(*t, w_, sides, indices_, way, known_.data(), static_cast<unsigned>(known_.size()));
            if (t->problem != trouble::none) return false;
            if (algebra::decide(*t, sides[0], sides[1]).answer != verdict::proved) return false;
        }
        return true;
    }

    /// Functions of vectors by their definitions, those within each other too; their names.
    node_index unfolded(node_index root, std::string& names) {
        std::vector<node_index> place(root + 1u, 0);
        auto const needed = std::make_unique<bool[]>(root + 1u);
        tensor::mark_values(w_, root, needed.get(), true);
        for (unsigned i = 0; i <= root; ++i) {
            if (!needed[i]) continue;
            node const n = w_[i];
            unsigned const count = n.operand_count();
            bool of_vectors = false;
            for (unsigned k = 1; n.op == operation::named && k < count; ++k)
                for (unsigned m = 0; m <= n.operand(k); ++m)
                    of_vectors = of_vectors || (w_[m].op == operation::index && w_[m].low == 0 && w_[m].high == 0);
            if (n.op == operation::named && count > 1) {
                place[i] = of_vectors ? place[n.a] : static_cast<node_index>(i);
                if (!of_vectors) continue;
                std::string name;
                for (unsigned k = 0; n.name()[k] != '\0'; ++k) name += n.name()[k];
                if ((", " + names + ",").find(", " + name + ",") == std::string::npos)
                    names += (names.empty() ? "" : ", ") + name;
            } else {
                place[i] = count == 0 ? static_cast<node_index>(i) : w_.remake(n, place);
            }
        }
        return place[root];
    }

    /// Derivatives taken; sums as they are, or lowered.
    node_index lowered(node_index root, bool plain, bool& readable) {
        auto const t = std::make_unique<workspace>();
        tensor::lowering to{*t, false, plain};
        tensor::index_number numbers[tensor::max_free] = {};
        for (unsigned k = 0; k < tensor::max_free; ++k) numbers[k] = tensor::first_free + k;
        node_index const low = tensor::lower(*t, to, w_, root, indices_, numbers);
        tensor::raising raise{w_, *t, indices_};
        node_index const r = raise(*t, low);
        readable = t->problem == trouble::none && !raise.unreadable;
        return r;
    }

  public:
    template <class E>
    explicit index_writer(E) : result_{}, w_{*result_.nodes}, start_{w_.append(graph_of<E>)}, last_{start_} {
        indices_.add(graph_of<E>);
    }

    template <class Equation>
    void assume(Equation) {
        node_index const left = w_.append(graph_of<typename Equation::left>);
        known_.push_back({left, w_.append(graph_of<typename Equation::right>)});
    }

    /// The derivation down to `simplest`.
    derivation write(node_index simplest) {
        std::string names;
        node_index const definition = unfolded(start_, names);
        add(definition, "definition of " + names);
        bool readable = false;
        if (node_index const raw = lowered(definition, true, readable); readable)
            add(raw, "rules of differentiation; that of an element by an element is delta");
        if (node_index const contracted = lowered(definition, false, readable); readable)
            add(contracted, "of a sum with delta one term stays");
        add(simplest, "simplified");
        return result_;
    }
    void add(node_index next, std::string const& reason) {
        if (!result_.problem.empty() || next == last_) return;
        if (w_.problem != trouble::none || !proved(last_, next)) {
            result_.problem = "The next step could not be checked; nothing is claimed.";
            return;
        }
        result_.lines.push_back({start_, next, reason, line_check::proved});
        last_ = next;
    }
    template <class Graph>
    node_index place(Graph const& graph) {
        indices_.add(graph);
        return w_.append(graph);
    }
    derivation const& result() const { return result_; }
};

} // namespace detail

/// The derivation of an expression in index notation, steps(gradient(logsumexp(a), a)[j]): definitions, derivatives, deltas
/// contracted, the simplest form. Each line is proved for every length before it is written.
template <expression E>
    requires tensor::is_indexed<E>
derivation steps(E e) {
    detail::index_writer out{e};
    return out.write(out.place(graph_of<simplified<E>>));
}

/// The derivation of f == g in index notation, under assumptions: from f to its simplest form, and to g.
template <class A, class B, class... Assumed>
    requires(tensor::is_indexed<A> || tensor::is_indexed<B>)
derivation steps(equation<A, B>, assumptions<Assumed...> = {}) {
    static_assert(tensor::indices_of<A, B>::value.count <= tensor::max_free); // says in words if there are too many
    detail::index_writer out{A{}};
    out.write(out.place(graph_of<simplified<A>>));
    (out.assume(Assumed{}), ...);
    std::string reason;
    ((reason += (reason.empty() ? "as " : ", ") + text(Assumed{})), ...);
    out.add(out.place(graph_of<B>), reason.empty() ? "the right side" : reason);
    return out.result();
}

} // namespace ogive
