// SPDX-License-Identifier: BSL-1.0
#pragma once
// How an expression is evaluated: the operations of its derived form, what they cost, and where an expansion takes over.

#include <ogive/calculus/derivative.hpp>
#include <ogive/emit/text.hpp>
#include <ogive/evaluate/near_zero.hpp>

#include <cstdio>

namespace ogive {
namespace detail {

inline std::string short_number(double value) {
    char digits[32];
    std::snprintf(digits, sizeof digits, "%.9g", value);
    return digits;
}

/// One line of a program: v7 = v0 / v6.
template <auto const& Program>
std::string explained_line(unsigned i) {
    auto const known = evaluation::facts_of(Program);
    auto const name = [&](node_index k) {
        std::string own{"v"}; // appended to, since g++ 12 warns of "v" + std::to_string(k)
        own.append(std::to_string(k));
        node const& n = Program[k];
        if (n.op == operation::symbol) return text(Program, k);
        if (!known.constant[k]) return own;
        return short_number(evaluation::constants<Program, double>.items[k]);
    };
    node const& n = Program[i];
    std::string line = "v";
    line.append(std::to_string(i)).append(" = ");
    std::string const symbol = row(n.op).name;
    if (n.op == operation::decay) {
        line.append(name(n.a)).append(" * ").append(name(n.b));
        if (n.low != 1) line.append("^").append(std::to_string(static_cast<int>(n.low)));
        return line.append("  (scaled where the exponential leaves the normal range)");
    }
    if (n.op == operation::select)
        return line.append(name(n.a)).append(" ? ").append(name(n.b)).append(" : ").append(name(n.c));
    if (n.op == operation::guarded_product)
        return line.append(name(n.a))
            .append(" * ")
            .append(name(n.b))
            .append("  (0 where ")
            .append(name(n.a))
            .append(" is)");
    if (!row(n.op).called && n.operand_count() == 2)
        return line.append(name(n.a)).append(" ").append(symbol).append(" ").append(name(n.b));
    line.append(symbol).append(n.op == operation::negate ? "" : "(");
    for (unsigned k = 0; k < n.operand_count(); ++k) line.append(k > 0 ? ", " : "").append(name(n.operand(k)));
    return line.append(n.op == operation::negate ? "" : ")");
}

inline std::string counted(unsigned count, char const* what) {
    std::string s = std::to_string(count);
    return s.append(" ").append(what).append(count == 1 ? "" : "s");
}

template <class E, unsigned... Index>
std::string explained_zeros(std::integer_sequence<unsigned, Index...>) {
    std::string s;
    [[maybe_unused]] auto const add = [&](evaluation::expansion_about_zero<double> const& e) {
        if (e.width == 0) return;
        s.append("arrays: within ")
            .append(short_number(e.width))
            .append(" of its zero at ")
            .append(short_number(e.high));
        s.append(", a polynomial of degree ").append(std::to_string(e.terms));
        s.append(" about that zero in two words takes its place\n");
    };
    (add(evaluation::zeros_of<double, E>::template expansion<Index>), ...);
    return s;
}

} // namespace detail

/// How f is evaluated, as text: a line of costs, then one operation a line in the order in which they are done. What is
/// constant has been folded and is shown to nine digits.
template <class F>
std::string explain(F) {
    ogive::detail::require_expression<F>();
    using E = expression_of<F>;
    constexpr auto& program = evaluation::program_of<E>;
    evaluation::cost const c = evaluation::cost_of(program);
    std::string s = detail::counted(c.exponentials, "exponential");
    if (c.transcendental > c.exponentials)
        s.append(", ").append(detail::counted(c.transcendental - c.exponentials, "other function"));
    s.append(", ").append(detail::counted(c.divisions, "division"));
    s.append(", ").append(detail::counted(c.operations, "operation")).append("\n");
    auto const known = evaluation::facts_of(program);
    for (unsigned i = 0; i < program.size(); ++i)
        if (!known.constant[i] && program[i].op != operation::symbol)
            s.append(detail::explained_line<program>(i)).append("\n");
    using zeros = evaluation::zeros_of<double, E>;
    return s + detail::explained_zeros<E>(std::make_integer_sequence<unsigned, zeros::count>{});
}

} // namespace ogive
