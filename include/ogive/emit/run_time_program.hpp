// SPDX-License-Identifier: BSL-1.0
#pragma once
// The evaluation graph of a formula, made and run when the program runs: what sources are written from, and plots.
//
// The same instructions as those of an evaluator that the compiler unrolls, on a table of nodes.

#include <ogive/evaluate/execute.hpp>

#include <memory>
#include <vector>

namespace ogive {

/// A finished evaluation graph with its constants in double, rounded once from 128 bits.
struct run_time_program {
    trouble problem = trouble::none;
    node_index root = 0;
    std::vector<node> nodes{};
    std::vector<double> numbers{};   // of constant nodes; of `bounded`, its limit
    std::vector<bool> is_constant{}; // no instruction is needed

    node const& operator[](unsigned i) const { return nodes[i]; }
    unsigned size() const { return static_cast<unsigned>(nodes.size()); }
};

namespace detail {

/// Operations that enclosures fold; what only evaluators use is an instruction even on constants.
constexpr bool folds_exactly(operation op) {
    return op == operation::constant || op == operation::pi || op == operation::named ||
           (op >= operation::add && op <= operation::max);
}

inline void fold_numbers(run_time_program& p) {
    algebra::point const nowhere;
    auto const exact = std::make_unique<algebra::encloser>(p.nodes.data(), nowhere);
    p.numbers.assign(p.size(), 0.0);
    p.is_constant.assign(p.size(), false);
    for (unsigned i = 0; i < p.size(); ++i) {
        node const& n = p.nodes[i];
        bool all = folds_exactly(n.op) || n.op == operation::low_word;
        for (unsigned k = 0; k < n.operand_count(); ++k) all = all && p.is_constant[n.operand(k)];
        p.is_constant[i] = all;
        if (n.op == operation::bounded)
            p.numbers[i] = number::scaled(number::extended{1},
                                          std::numeric_limits<double>::max_exponent / (static_cast<int>(n.low) + 1))
                               .to<double>();
        if (all && n.op == operation::low_word)
            p.numbers[i] = ((*exact)(n.a) - number::enclosure::point(p.numbers[n.a])).to<double>();
        else if (all)
            p.numbers[i] = evaluation::limit_of_constant<double>(p.nodes.data(), *exact, static_cast<node_index>(i));
    }
}

/// What a node of a finished evaluation graph needs and nothing else, with its constants folded.
template <class Graph>
run_time_program program_from(Graph const& g, node_index root) {
    std::vector<char> needed(root + 1u, 0);
    needed[root] = 1;
    for (unsigned i = root + 1u; i-- > 0;)
        if (needed[i] != 0)
            for (unsigned k = 0; k < g[i].operand_count(); ++k) needed[g[i].operand(k)] = 1;
    run_time_program p;
    std::vector<node_index> place(root + 1u, 0);
    for (unsigned i = 0; i <= root; ++i) {
        if (needed[i] == 0) continue;
        node n = g[i];
        unsigned const count = n.operand_count();
        n.a = count > 0 ? place[n.a] : node_index{0};
        n.b = count > 1 ? place[n.b] : node_index{0};
        n.c = count > 2 ? place[n.c] : node_index{0};
        place[i] = static_cast<node_index>(p.nodes.size());
        p.nodes.push_back(n);
    }
    p.root = place[root];
    fold_numbers(p);
    return p;
}

/// The program r of a formula with the formula's limits where it is NaN at infinity.
template <class Graph>
node_index with_limits(workspace& w, node_index r, Graph const& g, node_index root) {
    run_time_program const p = program_from(w, r);
    unsigned const lost = evaluation::lost_at_infinity(p.nodes.data(), p.size(), &p.root, 1);
    if (lost == 0) return r;
    packed_name name;
    for (node const& n : p.nodes)
        if (n.op == operation::symbol) name = n.name();
    end_value const above = (lost & 1) != 0 ? calculus::limit(g, root, name, 1) : end_value{};
    end_value const below = (lost & 2) != 0 ? calculus::limit(g, root, name, -1) : end_value{};
    return evaluation::with_limits(w, r, name, &above, &below);
}

} // namespace detail

/// The stable form of a formula.
template <class Graph>
run_time_program stable_program(Graph const& g, node_index root) {
    auto const w = std::make_unique<workspace_for<Graph>>();
    node_index const r = evaluation::stabilise<Graph, workspace_for<Graph>>(*w, g, root);
    if (w->problem == trouble::none) return detail::program_from(*w, detail::with_limits(*w, r, g, root));
    run_time_program p;
    p.problem = w->problem;
    return p;
}

/// Runs a program in double. A symbol that has no value is NaN.
class interpreter {
  public:
    struct input {
        packed_name name;
        double value;
    };

    explicit interpreter(run_time_program program)
        : program_{static_cast<run_time_program&&>(program)}, values_(program_.size(), 0.0),
          truths_{new bool[program_.size() + 1u]{}}, flags_{new bool[program_.size() + 1u]{}} {}

    /// Can every operation be run? Derivatives that no rule removed cannot.
    bool complete() const {
        for (unsigned i = 0; i < program_.size(); ++i)
            if (step_for(program_[i].op) == nullptr) return false;
        return program_.problem == trouble::none && program_.size() > 0;
    }

    double operator()(std::vector<input> const& inputs) {
        evaluation::machine<double> const m{
            values_.data(), truths_.get(), program_.nodes.data(), program_.numbers.data(), flags_.get(), flags_.get(),
            nullptr,        nullptr};
        bindings const numbers{{}, inputs};
        for (unsigned i = 0; i < program_.size(); ++i)
            if (program_.is_constant[i])
                values_[i] = program_.numbers[i];
            else
                step_for(program_[i].op)(m, i, program_[i], numbers);
        return values_[program_.root];
    }

  private:
    struct bindings : evaluation::given {
        std::vector<input> const& inputs;
        template <class T>
        T get(node const& symbol) const {
            for (auto const& i : inputs)
                if (i.name == symbol.name()) return i.value;
            return std::numeric_limits<T>::quiet_NaN();
        }
    };
    using step = void (*)(evaluation::machine<double> const&, unsigned, node const&, bindings const&);

    template <operation Op>
    static void run(evaluation::machine<double> const& m, unsigned i, node const& n, bindings const& numbers) {
        evaluation::instruction<Op, double>::run(m, i, n, numbers);
    }
    template <operation Op>
    static constexpr step step_of() {
        if constexpr (Op == operation::derivative || is_index_notation(Op))
            return nullptr;
        else
            return &run<Op>;
    }
    template <unsigned... Op>
    static step step_for(operation op, std::integer_sequence<unsigned, Op...>) {
        static constexpr step steps[]{step_of<static_cast<operation>(Op)>()...};
        return steps[static_cast<unsigned>(op)];
    }
    static step step_for(operation op) {
        constexpr auto count = static_cast<unsigned>(operation::count_of_operations);
        return step_for(op, std::make_integer_sequence<unsigned, count>{});
    }

    run_time_program program_;
    std::vector<double> values_;
    std::unique_ptr<bool[]> truths_, flags_;
};

} // namespace ogive
