// SPDX-License-Identifier: BSL-1.0
// From the written expression to the command that answers it.

#include "cli.hpp"
#include "interval.hpp"

#include <ogive/algebra/prove.hpp>

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
    bool equation, chooses_symbol, takes_conditions;
};
constexpr command commands[] = {
    {"derive", derive, false, true, true},      {"simplify", simplify_expression, false, false, true},
    {"invert", invert, false, true, false},     {"prove", prove_equation, true, false, true},
    {"describe", describe, false, true, false}, {"verify", verify_rules, false, true, false},
    {"emit", emit_source, false, true, false},  {"plot", plot, false, true, false},
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

/// The interval that conditions such as x >= 0, x < pi leave to a symbol, as --on takes it; those are taken out.
std::string implied_interval(workspace const& w, std::vector<node_index>& conditions, packed_name x) {
    struct bound {
        bool is_set = false, closed = false;
        node_index at = 0;
    } ends[2];
    auto const value = [&](node_index i) { return algebra::enclose(w, i, algebra::point{}); };
    std::erase_if(conditions, [&](node_index const c) {
        node const n = w[c];
        for (int const upper : {0, 1}) {
            node_index const symbol = upper ? n.a : n.b, constant = upper ? n.b : n.a;
            if (w[symbol].op != operation::symbol || !(w[symbol].name() == x) || !value(constant).defined()) continue;
            bound& end = ends[upper];
            bound const other{true, n.op == operation::less_equal, constant};
            bool const tighter = !end.is_set || (upper ? value(constant).upper < value(end.at).lower
                                                       : value(end.at).upper < value(constant).lower);
            bool const wider = end.is_set && (upper ? value(end.at).upper < value(constant).lower
                                                    : value(constant).upper < value(end.at).lower);
            if (!tighter && !wider) {
                if (algebra::decide(w, constant, end.at).answer != verdict::proved) return false;
                end.closed = end.closed && other.closed;
                return true;
            }
            if (tighter) end = other;
            return true;
        }
        return false;
    });
    if (!ends[0].is_set && !ends[1].is_set) return "";
    return join(ends[0].closed ? "[" : "(", ends[0].is_set ? text(w, ends[0].at) : "-inf", ", ",
                ends[1].is_set ? text(w, ends[1].at) : "inf", ends[1].closed ? "]" : ")");
}

/// What of a condition is used all the same: x > 1 makes x positive.
std::string beyond_sign(workspace const& w, node_index condition) {
    node const &left = w[w[condition].a], &right = w[w[condition].b];
    bool const above = left.op == operation::constant && left.low >= 0 && right.assumed == positive;
    bool const below = right.op == operation::constant && right.low <= 0 && left.assumed == negative;
    bool const of_symbol = above ? right.op == operation::symbol : below && left.op == operation::symbol;
    return of_symbol ? " beyond the sign of " + name_text((above ? right : left).name()) : "";
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
        std::vector<node_index> conditions;
        for (auto const& assumed : o.conditions) {
            parsed const a = parse(w, assumed, o.known.data(), static_cast<unsigned>(o.known.size()));
            if (a.what != parsed::kind::condition)
                return error_at(0, "an assumption with != is of a symbol and 0, such as a != 0; here is " + assumed);
            if (conditions.size() == algebra::max_conditions)
                return error_at(0, join("more than ", std::to_string(algebra::max_conditions),
                                        " assumptions: leave some out, such as ", assumed));
            conditions.push_back(a.left);
        }
        options asked = o;
        if (o.command == "invert" && o.interval.empty()) {
            asked.interval = implied_interval(w, conditions, x);
            if (written_interval left; !asked.interval.empty() && !read_interval(asked.interval, left))
                return error_at(0, join("the assumptions leave no interval to ", name_text(x), ": ", asked.interval));
        }
        question const q{asked, written, w, p, x, conditions};
        answer a = c.run(q);
        bool const formula = o.command == "emit" && o.language == "latex" && o.order > 0; // by derive
        if (!c.takes_conditions && !formula && a.exit != misuse && !conditions.empty()) {
            std::string unused;
            for (node_index const condition : conditions)
                unused += (unused.empty() ? "" : ", ") + text(w, condition) + beyond_sign(w, condition);
            a.details.insert(a.details.begin(),
                             {"not used", (conditions.size() == 1 ? "the assumption " : "the assumptions ") + unused});
        }
        if (a.exit != done || !o.steps) return a;
        std::string lines; // the answer must not wait for them
        auto const reason = run_within(o.limit / 2, [&] { return steps_text(q); }, lines);
        if (!reason.empty()) lines = "no derivation: " + reason;
        for (std::size_t at = 0, end = 0; at < lines.size(); at = end + 1) {
            end = lines.find('\n', at);
            if (end == std::string::npos) end = lines.size();
            a.steps.push_back(lines.substr(at, end - at));
        }
        bool const last = a.steps.empty() || reason.size() > 0 || o.command != "derive" || o.form == format::latex ||
                          a.steps.back().find("= " + a.text + "    [") != std::string::npos;
        if (!last) { // what holds where the assumptions do, or on the domain of the function
            std::string where;
            auto const add = [&](std::string const& one) { where += (where.empty() ? "" : ", ") + one; };
            for (declared const& k : o.known)
                add(name_text(k.name) + (k.assumed == positive ? " > 0" : k.assumed == negative ? " < 0" : " != 0"));
            for (node_index const condition : conditions) add(text(w, condition));
            if (where.empty()) where = "the function is defined";
            a.steps.push_back(join("    = ", a.text, "    [simplified, where ", where, "]"));
        }
        return a;
    }
    return error_at(0, "there is no command " + o.command);
}

} // namespace ogive::cli
