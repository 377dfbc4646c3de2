// SPDX-License-Identifier: BSL-1.0
// The command line.

#include "cli.hpp"

#include <charconv>
#include <iostream>

#ifndef OGIVE_VERSION
#define OGIVE_VERSION "0.1.0"
#endif

namespace ogive::cli {
namespace {

constexpr char const* help =
    R"help(usage: ogive COMMAND [EXPRESSION] [OPTION]...

Derivatives, inverses, proofs and facts of expressions, exactly. Without EXPRESSION, or with -, expressions are read from
standard input, one a line; each gives one answer.

commands
  derive      the derivative
  simplify    the simplest equal form found
  invert      the inverse function, in the same symbol
  prove       an equation A == B or A != B: proved, refuted with a point, or unknown
  describe    everything the engine knows of a function
  verify      the derivative against numerical differentiation at high precision
  emit        a function in C, CUDA or Python that computes the stable form; or LaTeX
  plot        a picture in SVG, of one or several expressions

options
  --wrt NAME          the symbol meant: by default the only one, or x
  --order N           the order of the derivative, by default 1; of emit and plot 0
  --assume CONDITION  such as "a > 0", "a != 0"; may be repeated
  --on INTERVAL       where to invert or to plot, such as "(0, inf)", "(-4, 4)"
  --steps             with derive, invert and prove: the derivation, line by line, before the answer
  --language NAME     of emit: c, cuda, python or latex; by default c
  --name NAME         of emit: the name of the function, by default f
  --format FORMAT     text, latex or json
  --limit SECONDS     the time for one expression, by default 10
  --help, --version

grammar
  + - * / ^, numbers, names, functions such as tanh(x), sigmoid(x), min(x, y), Phi(x);
  piecewise(x > 0: x; else: a*x); derivative(f, x); a name that is no function is a symbol.

exit status
  0 done, proved    1 refuted    2 unknown, no answer, a limit    64 usage or syntax error
)help";

constexpr char const* command_names[] = {"derive", "simplify", "invert", "prove", "describe", "verify", "emit", "plot"};

int misused(std::string const& what) {
    std::cerr << "ogive: " << what << "; see ogive --help\n";
    return misuse;
}

/// Adds what is known of a symbol; false if it contradicts what is known already.
bool add_known(std::vector<declared>& known, packed_name name, assumption assumed) {
    for (auto& k : known) {
        if (!(k.name == name)) continue;
        if (k.assumed != assumed && k.assumed != nonzero && assumed != nonzero) return false;
        if (k.assumed == nonzero) k.assumed = assumed;
        return true;
    }
    known.push_back({name, assumed});
    return true;
}

/// States a condition: the sign of a symbol is known from then on, everything else is a condition of the proof.
bool assume(options& o, workspace const& w, parsed const& p, node_index c, std::string const& written) {
    if (p.what == parsed::kind::inequation) {
        bool const turned = w[p.left].op == operation::constant;
        node const &left = w[turned ? p.right : p.left], &right = w[turned ? p.left : p.right];
        if (left.op != operation::symbol || right.op != operation::constant || right.low != 0) {
            o.conditions.push_back(written);
            return true;
        }
        return add_known(o.known, left.name(), nonzero);
    }
    node const& n = w[c];
    if (n.op == operation::both) return assume(o, w, p, n.a, "") && assume(o, w, p, n.b, "");
    node const &a = w[n.a], &b = w[n.b];
    bool const strict = n.op == operation::less, above = b.op == operation::symbol && a.op == operation::constant,
               below = a.op == operation::symbol && b.op == operation::constant;
    if (above && (a.low > 0 || (a.low == 0 && strict)) && !add_known(o.known, b.name(), positive)) return false;
    if (below && (b.low < 0 || (b.low == 0 && strict)) && !add_known(o.known, a.name(), negative)) return false;
    bool const told = strict && ((above && a.low == 0) || (below && b.low == 0)); // the sign says it all
    if (!told) o.conditions.push_back(text(w, c));
    return true;
}

template <class Number>
bool read_number(std::string_view s, Number& n) {
    auto const r = std::from_chars(s.data(), s.data() + s.size(), n);
    return r.ec == std::errc{} && r.ptr == s.data() + s.size();
}

} // namespace

bool read_arguments(int count, char** arguments, options& o, int& exit) {
    bool has_expression = false, only_words = false, has_order = false, of_emit = false;
    std::string last;
    auto const misuse_of = [&](std::string const& what) {
        exit = misused(what);
        return false;
    };
    for (int i = 1; i < count; ++i) {
        std::string word = arguments[i];
        if (!only_words && word == "--") {
            only_words = true;
        } else if (!only_words && (word == "--help" || word == "-h")) {
            std::cout << help;
            return false;
        } else if (!only_words && word == "--version") {
            std::cout << "ogive " OGIVE_VERSION "\n";
            return false;
        } else if (!only_words && word == "--steps") {
            o.steps = true;
        } else if (!only_words && word.starts_with("--")) {
            std::string value;
            auto const equals = word.find('=');
            std::string const name = word.substr(0, equals);
            bool const known = name == "--wrt" || name == "--order" || name == "--assume" || name == "--on" ||
                               name == "--format" || name == "--limit" || name == "--language" || name == "--name";
            if (!known) return misuse_of("there is no option " + name);
            if (equals != std::string::npos)
                value = word.substr(equals + 1);
            else if (++i < count)
                value = arguments[i];
            else
                return misuse_of(name + " needs a value");
            if (name == "--wrt") {
                workspace w;
                parsed const p = parse(w, value);
                if (p.what != parsed::kind::expression || w[p.left].op != operation::symbol)
                    return misuse_of("--wrt takes the name of a symbol");
                o.by = w[p.left].name();
            } else if (name == "--order") {
                if (!read_number(value, o.order) || o.order < 0 || o.order > 100)
                    return misuse_of("--order takes an integer from 0 to 100");
                has_order = true;
            } else if (name == "--assume") {
                workspace w;
                parsed const p = parse(w, value);
                if (p.what != parsed::kind::condition && p.what != parsed::kind::inequation)
                    return misuse_of(
                        "--assume takes a condition such as x > 0" +
                        (p ? std::string{} : " (column " + std::to_string(p.column) + ": " + message(p) + ")"));
                if (!assume(o, w, p, p.left, value)) return misuse_of("the assumptions contradict each other");
            } else if (name == "--on") {
                o.interval = value;
            } else if (name == "--language") {
                if (value != "c" && value != "cuda" && value != "python" && value != "latex")
                    return misuse_of("--language takes c, cuda, python or latex");
                o.language = value;
                of_emit = true;
            } else if (name == "--name") {
                o.name = value;
                of_emit = true;
            } else if (name == "--format") {
                if (value != "text" && value != "latex" && value != "json")
                    return misuse_of("--format takes text, latex or json");
                o.form = value == "json" ? format::json : value == "latex" ? format::latex : format::text;
            } else if (!read_number(value, o.limit) || !(o.limit > 0 && o.limit <= 1e6)) {
                return misuse_of("--limit takes a number of seconds");
            }
        } else if (o.command.empty()) {
            bool known = false;
            for (auto const* c : command_names) known = known || word == c;
            if (!known) return misuse_of("there is no command " + word);
            o.command = word;
        } else if (has_expression && o.command == "plot") {
            o.others.push_back(word);
        } else if (has_expression) {
            return misuse_of("one expression is expected, and here are two");
        } else {
            has_expression = true;
            o.expression = word;
        }
    }
    if (o.command.empty()) return misuse_of("a command is missing");
    if (o.steps && o.command != "derive" && o.command != "invert" && o.command != "prove")
        return misuse_of("--steps goes with derive, invert or prove");
    if (of_emit && o.command != "emit") return misuse_of("--language and --name go with emit");
    if (!has_order && (o.command == "emit" || o.command == "plot")) o.order = 0;
    o.many = !has_expression || (o.expression == "-" && !only_words);
    return true;
}

} // namespace ogive::cli
