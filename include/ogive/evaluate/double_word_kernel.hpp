// SPDX-License-Identifier: BSL-1.0
#pragma once
// The accurate policy for arrays of double: programs on numbers of two doubles, as vector code. Elements for which a node
// leaves the range of double_word.hpp, and programs with functions that have no such form, are computed in long double.

#include <ogive/evaluate/double_word.hpp>
#include <ogive/evaluate/near_zero.hpp>

namespace ogive::evaluation {

/// A constant in two words: what the first is short of stands in the second.
struct folded_word {
    double high = 0, low = 0;
};
template <class Word, class Graph>
constexpr constant_table<Graph::size(), folded_word> fold_words(Graph const& g,
                                                                node_facts<Graph::size()> const& known) {
    constant_table<Graph::size(), folded_word> table;
    algebra::point const nowhere;
    algebra::encloser exact{&g[0], nowhere};
    for (unsigned i = 0; i < Graph::size(); ++i) {
        if (!known.constant[i] || !known.used[i] || g[i].op == operation::low_word) continue;
        auto const e = exact(static_cast<node_index>(i));
        if (!e.defined()) {
            table.items[i].high = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        auto const high = e.template to<Word>();
        table.items[i] = {high, (e - number::enclosure::point(high)).template to<Word>()};
    }
    return table;
}

template <auto const& Program>
inline constexpr auto word_constants = fold_words<double>(Program, known_facts<Program>);
template <arithmetic F>
struct folding<double_word<F>> {
    using type = folded_word;
};

/// Can a program run on double_word, and is it worth it? Sums, products and choices are cheap in long double.
template <auto const& Program>
constexpr bool runs_on_double_words() {
    cost const c = cost_of(Program);
    if (c.transcendental == 0 && c.divisions == 0) return false;
    for (unsigned i = 0; i < Program.size(); ++i) {
        node const& n = Program[i];
        if (known_facts<Program>.constant[i]) continue;
        bool const by_numbers = n.op == operation::power && Program[n.b].op == operation::constant &&
                                Program[n.b].high == 1 && Program[n.b].low > 0 && Program[n.b].low < 64;
        bool const is_tail =
            n.op == operation::erfcx && (shapes<Program>.items[i].within || Program[n.a].op == operation::abs);
        bool const without_form =
            (n.op >= operation::sin && n.op <= operation::erfc) || n.op == operation::erfcx || n.op == operation::power;
        if (without_form && !by_numbers && !is_tail) return false;
    }
    return true;
}

template <class Program, bool IsAccurate>
inline constexpr bool uses_double_words = false;
template <class Program>
inline constexpr bool uses_double_words<Program, true> = runs_on_double_words<Program::program>();

/// One instruction on double_word: what is not listed is as for other numbers.
template <operation Op, class D>
struct double_word_instruction : instruction<Op, D> {};

/// Functions of one argument.
template <operation Op, class D>
    requires(row(Op).operands == 1 && row(Op).called)
struct double_word_instruction<Op, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const& n, given const&) {
        D const x = m.v[n.a];
        if constexpr (Op == operation::sign_bit)
            m.truth[i] = lanes::sign_bit(x.high);
        else if constexpr (Op == operation::is_number)
            m.truth[i] = x.high == x.high;
        else if constexpr (Op == operation::exp)
            m.v[i] = lanes::exp(x);
        else if constexpr (Op == operation::expm1)
            m.v[i] = lanes::expm1(x);
        else if constexpr (Op == operation::log)
            m.v[i] = lanes::log(x);
        else if constexpr (Op == operation::log1p)
            m.v[i] = lanes::log1p(x);
        else if constexpr (Op == operation::sqrt)
            m.v[i] = lanes::root(x);
        else if constexpr (Op == operation::abs)
            m.v[i] = lanes::abs(x);
        else if constexpr (Op == operation::sign)
            m.v[i] = lanes::choose(D(0.0) < x, D(1.0), lanes::choose(x < D(0.0), D(-1.0), x));
        else if constexpr (Op == operation::erfcx)
            m.v[i] = lanes::erfcx(x);
        else if constexpr (Op == operation::low_word)
            m.v[i] = D(0.0);
        else if (is_kept_within(n)) // bounded: where all is settled at the right nothing leaves the range
            m.v[i] = lanes::choose(static_cast<double>(right_end<long double>(n)) < x.high.value,
                                   D(static_cast<double>(right_end<long double>(n))), x);
        else
            m.v[i] = x;
    }
};
// clang-format off
template <arithmetic F>
struct double_word_instruction<operation::constant, double_word<F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<double_word<F>> const& m, unsigned i, node const&, given const&) { m.v[i] = {m.constants[i].high, m.constants[i].low}; }
};
template <class D>
struct double_word_instruction<operation::divide, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const& n, given const&) { m.v[i] = m.v[n.a] / m.v[n.b]; }
};
template <class D>
struct double_word_instruction<operation::select, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const& n, given const&) { m.v[i] = lanes::choose(m.truth[n.a], m.v[n.b], m.v[n.c]); }
};
template <class D>
struct double_word_instruction<operation::exp_of_product, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const& n, given const&) { m.v[i] = lanes::exp(m.v[n.a] * m.v[n.b]); }
};
template <class D>
struct double_word_instruction<operation::log_of_ratio, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const& n, given const&) { m.v[i] = lanes::log_of_ratio(m.v[n.a], m.v[n.b], m.v[n.c]); }
};
template <class D>
struct double_word_instruction<operation::low_product, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const&, given const&) { m.v[i] = D(0.0); }
};
template <class D>
struct double_word_instruction<operation::low_sum, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const&, given const&) { m.v[i] = D(0.0); }
};
template <class D>
struct double_word_instruction<operation::guarded_product, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const& n, given const&) { m.v[i] = lanes::choose(m.v[n.a] == D(0.0), D(0.0), m.v[n.a] * m.v[n.b]); }
};
// clang-format on

template <operation Op, class D>
    requires(Op == operation::min || Op == operation::max)
struct double_word_instruction<Op, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const& n, given const&) {
        D const a = m.v[n.a], b = m.v[n.b];
        bool const first = Op == operation::min ? a < b : b < a;
        m.v[i] = lanes::choose(first | (a.high != a.high), a, b);
    }
};
template <class D>
struct double_word_instruction<operation::power, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const& n, given const&) {
        D r = m.v[n.a];
        for (int k = 1; k < static_cast<int>(m.nodes[n.b].low); ++k) r = r * m.v[n.a];
        m.v[i] = r;
    }
};
template <class D>
struct double_word_instruction<operation::decay, D> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<D> const& m, unsigned i, node const& n, given const&) {
        auto const k = static_cast<int>(n.low);
        D r = m.v[n.a];
        for (int j = 0; j < (k < 0 ? -k : k); ++j) r = k > 0 ? r * m.v[n.b] : r / m.v[n.b];
        m.v[i] = r;
    }
};

/// The highest bit says whether a number is not zero.
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr unsigned long long not_zero(double_word<F> d) {
    return 0 - lanes::bits_of(lanes::abs(d.high).value);
}
/// The highest bit says whether a number is out of the range and not zero. Integers: choices that depend on each other would
/// be in the way of vector code.
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr unsigned long long out_of_range(double_word<F> d) {
    auto const a = lanes::bits_of(lanes::abs(d.high).value);
    return ((a - lanes::bits_of(least_word)) & (0 - a)) | (lanes::bits_of(largest_word) - a);
}
/// The same for a result, which may not be zero: its sign is not kept.
template <arithmetic F>
OGIVE_ALWAYS_INLINE constexpr unsigned long long out_of_results(double_word<F> d) {
    auto const a = lanes::bits_of(lanes::abs(d.high).value);
    return (a - lanes::bits_of(least_word)) | (lanes::bits_of(largest_word) - a);
}
/// Can the result of an operation leave the range, its operands being within it or sums of such?
constexpr bool changes_magnitude(operation op) {
    return op == operation::symbol || op == operation::multiply || op == operation::divide || op == operation::exp ||
           op == operation::expm1 || op == operation::exp_of_product || op == operation::guarded_product ||
           op == operation::power || op == operation::decay;
}

/// What an instruction has lost: zero is the result of a product of what is not, too.
template <operation Op, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr unsigned long long out_of_operation(double_word<F> const* v, unsigned i, node const& n) {
    if constexpr (!changes_magnitude(Op)) {
        return 0; // of conditions, too: they have no result
    } else {
        auto out = out_of_range(v[i]);
        if constexpr (row(Op).operands > 1 && Op != operation::exp_of_product) {
            auto const lost = ~not_zero(v[i]) & not_zero(v[n.a]);
            out |= Op == operation::divide || Op == operation::power ? lost : lost & not_zero(v[n.b]);
        }
        return out;
    }
}

/// The first terms of an expansion about a zero: next to it few do.
template <unsigned Terms>
struct word_terms {
    static constexpr unsigned count = Terms < 12 ? Terms : 12;
    static constexpr double width = 0x1p-6;
    static_assert(static_cast<double>(narrowest_sixteenths) / 16 > width);
    folded_word high, low;
    lanes::word_coefficients coefficients;

    constexpr explicit word_terms(terms_about_zero<long double, Terms> const& e)
        : high{in_words(e.high)}, low{in_words(e.low)}, coefficients{e.coefficients, count} {}

  private:
    static constexpr folded_word in_words(long double v) {
        auto const first = static_cast<double>(v);
        return {first, static_cast<double>(v - static_cast<long double>(first))};
    }
};
template <class E>
struct zeros_of<folded_word, E> {
    using zeros = zeros_of<long double, E>;
    static constexpr unsigned count = zeros::count;
    template <unsigned Index>
    static constexpr word_terms<zeros::template expansion<Index>.terms + (zeros::template expansion<Index>.terms == 0)>
        terms{zeros::template terms<Index>};
};
template <arithmetic F>
struct expansion_format<double_word<F>> {
    using type = folded_word;
};
template <arithmetic F, unsigned Terms>
OGIVE_ALWAYS_INLINE constexpr double_word<F> mended(double_word<F> result, double_word<F> at,
                                                    word_terms<Terms> const& e) {
    using D = double_word<F>;
    D const d = (at - D(e.high.high, e.high.low)) - D(e.low.high, e.low.low);
    return lanes::choose(lanes::abs(d.high).value < e.width,
                         d * lanes::polynomial<word_terms<Terms>::count, 1, false>(e.coefficients, d), result);
}

/// A program on double_word; the highest bit of what is returned says that it is not good.
template <class Program, arithmetic F, class Inputs, unsigned... K>
OGIVE_ALWAYS_INLINE unsigned long long run_on_double_words(Inputs const& given, double_word<F>* results,
                                                           std::integer_sequence<unsigned, K...>) {
    using D = double_word<F>;
    using code = listing<Program::program, D>;
    D v[Program::program.size()];
    bool truth[Program::program.size()];
    machine<D> const m{v,
                       truth,
                       Program::program.nodes,
                       word_constants<Program::program>.items,
                       code::facts.constant,
                       code::facts.never_infinite,
                       nullptr,
                       nullptr};
    unsigned long long out = 0;
    ((double_word_instruction<code::all.operations[K], D>::run(m, code::all.places[K],
                                                               Program::program.nodes[code::all.places[K]], given),
      out |=
      out_of_operation<code::all.operations[K]>(v, code::all.places[K], Program::program.nodes[code::all.places[K]])),
     ...);
    for (unsigned r = 0; r < Program::results; ++r) results[r] = v[Program::program.root(r)];
    Program::mend(results, given);
    for (unsigned r = 0; r < Program::results; ++r) out |= out_of_results(results[r]);
    return out;
}

} // namespace ogive::evaluation
