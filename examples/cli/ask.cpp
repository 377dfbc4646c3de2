// SPDX-License-Identifier: BSL-1.0
// From the written expression to the command that answers it.

#include "cli.hpp"

namespace ogive::cli {

std::string name_text(packed_name const& n) {
    std::string r;
    for (unsigned i = 0; n[i] != '\0'; ++i) r += n[i];
    return r;
}

std::string explain(trouble t) {
    switch (t) {
    case trouble::none: return "";
    case trouble::addition_overflow:
    case trouble::multiplication_overflow:
    case trouble::division_overflow:
    case trouble::power_overflow:
    case trouble::literal_overflow: return "an exact constant of the result does not fit 128 bits";
    case trouble::division_by_zero: return "a division by zero";
    case trouble::too_many_nodes:
        return "the result needs more than " + std::to_string(OGIVE_MAX_NODES) + " nodes (OGIVE_MAX_NODES)";
    case trouble::no_derivative_rule: return "an operation without a rule of differentiation";
    case trouble::no_inverse: return "no inverse in closed form was found";
    case trouble::not_injective: return "not injective: some value is taken more than once";
    case trouble::several_occurrences:
        return "no closed form: the symbol stands inside and outside of a transcendental function";
    case trouble::unknown_sign:
        return "the sign of a parameter must be known to choose the branch: state it with --assume";
    default: return "the engine has no rule for this";
    }
}

answer failure(std::string reason) {
    answer a;
    a.exit = unknown;
    a.verdict = "unknown";
    a.text = static_cast<std::string&&>(reason);
    return a;
}
answer error_at(unsigned column, std::string message) {
    answer a;
    a.exit = misuse;
    a.verdict = "error";
    a.text = static_cast<std::string&&>(message);
    a.column = column;
    return a;
}

namespace {

struct command {
    char const* name;
    answer (*run)(question const&);
    bool equation, chooses_symbol;
};
constexpr command commands[] = {
    {"derive", derive, false, true},     {"simplify", simplify_expression, false, false},
    {"invert", invert, false, true},     {"prove", prove_equation, true, false},
    {"describe", describe, false, true}, {"verify", verify_rules, false, true},
    {"emit", emit_source, false, true},  {"plot", plot, false, true},
};

/// The column of a place in the text, in characters.
unsigned column_of(std::string_view text, std::size_t place) {
    unsigned column = 1;
    for (std::size_t i = 0; i < place; ++i) column += (text[i] & 0xc0) != 0x80 ? 1u : 0u;
    return column;
}

/// The symbol that is meant where none was named: the only one, or x. Empty if that does not tell.
packed_name only_symbol(workspace const& w, node_index root) {
    std::vector<char> needed(root + 1u);
    needed[root] = 1;
    packed_name found{};
    for (unsigned i = root + 1u; i-- > 0;) {
        if (needed[i] == 0) continue;
        for (unsigned k = 0; k < w[i].operand_count(); ++k) needed[w[i].operand(k)] = 1;
        if (w[i].op != operation::symbol || w[i].name() == found) continue;
        if (w[i].name() == packed_name{"x"}) return w[i].name();
        found = found == packed_name{} ? w[i].name() : packed_name{"?"};
    }
    return found == packed_name{} ? packed_name{"x"} : found;
}

} // namespace

answer ask(options const& o, std::string_view written) {
    workspace w;
    parsed const p = parse(w, written, o.known.data(), static_cast<unsigned>(o.known.size()));
    if (!p) return error_at(p.column, message(p));
    for (auto const& c : commands) {
        if (o.command != c.name) continue;
        bool const equation = p.what == parsed::kind::equation || p.what == parsed::kind::inequation;
        if (c.equation && !equation)
            return error_at(column_of(written, written.size()), "expected == and another expression");
        if (!c.equation && p.what == parsed::kind::condition)
            return error_at(1, "expected an expression, here is a condition");
        if (!c.equation && equation) {
            auto const place = written.find(p.what == parsed::kind::equation ? "==" : "!=");
            return error_at(column_of(written, place), "expected one expression, here is an equation");
        }
        packed_name x = o.by;
        if (c.chooses_symbol && x == packed_name{}) x = only_symbol(w, p.left);
        bool const any_will_do = o.command == "emit" && o.order == 0; // it is the first parameter
        if (x == packed_name{"?"} && any_will_do) x = {};
        if (x == packed_name{"?"}) return error_at(0, "several symbols: say which is meant with --wrt NAME");
        question const q{o, written, w, p, x};
        answer a = c.run(q);
        if (a.exit != done || !o.steps) return a;
        std::string lines; // the answer must not wait for them
        auto const reason = run_within(o.limit / 2, [&] { return steps_text(q); }, lines);
        if (!reason.empty()) lines = "no derivation: " + reason;
        for (std::size_t at = 0, end = 0; at < lines.size(); at = end + 1) {
            end = lines.find('\n', at);
            if (end == std::string::npos) end = lines.size();
            a.steps.push_back(lines.substr(at, end - at));
        }
        return a;
    }
    return error_at(0, "there is no command " + o.command);
}

} // namespace ogive::cli
