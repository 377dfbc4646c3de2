// SPDX-License-Identifier: BSL-1.0
#pragma once
// c_source(f, "name"), cuda_source(f, "name"), python_source(f, "name"): a function that computes the stable form of f.
//
// What is written is the evaluation graph of the library as straight-line code in double, what is shared computed once, with
// the small functions it needs: nothing but math.h or math is used. Parameters are the symbol that is meant, then the others in
// alphabetical order. Accuracy and special values are those of scalar evaluation (docs/accuracy.md) as long as the compiler
// keeps to IEEE 754 (no -ffast-math); functions of Python never raise for float arguments.

#include <ogive/calculus/derivative.hpp>
#include <ogive/emit/source_writer.hpp>

#include <stdexcept>

namespace ogive {

namespace detail {

/// The source of an expression; one out of reach is a compile-time error in words.
template <class F>
std::string source_of(language l, std::string_view name) {
    require_expression<F>();
    using E = expression_of<F>;
    auto const& program = evaluation::program_of<E>;
    auto const& g = graph_of<E>;
    auto const symbols = symbols_of(g, g.root());
    run_time_program const p = program_from(program, program.root());
    document const d =
        source_writer{p, l, name}(parameters_of(symbols, symbol_meant(symbols)), definition_text(g, g.root()));
    if (!d) throw std::invalid_argument{joined("ogive: ", d.refused, ".")};
    return d.text;
}

} // namespace detail

/// The source of a node of a graph or of a workspace, as the tool `ogive emit` prints it. `first` is the first parameter; empty:
/// x, or the first in alphabetical order.
template <class Graph>
document write_source(Graph const& g, node_index root, packed_name first, std::string_view name, language l) {
    auto const symbols = detail::symbols_of(g, root);
    std::string const x = first == packed_name{} ? detail::symbol_meant(symbols) : detail::characters_of(first);
    run_time_program const p = stable_program(g, root);
    return detail::source_writer{p, l, name}(detail::parameters_of(symbols, x), definition_text(g, root));
}

/// double name(double x, double a) in C99: the stable form of f. The first parameter is x, if that is a symbol of f.
/// Throws std::invalid_argument with the reason where C does not take the name of the function or of a symbol.
template <class F>
std::string c_source(F, std::string_view name) {
    return detail::source_of<F>(language::c, name);
}
/// The same as a function of host and device in CUDA.
template <class F>
std::string cuda_source(F, std::string_view name) {
    return detail::source_of<F>(language::cuda, name);
}
/// def name(x, a) in Python 3.
template <class F>
std::string python_source(F, std::string_view name) {
    return detail::source_of<F>(language::python, name);
}

} // namespace ogive
