// SPDX-License-Identifier: BSL-1.0
#pragma once
// c_source(f, "name"), cuda_source(f, "name"), python_source(f, "name"): a function that computes the stable form of f.
//
// What is written is the evaluation graph of the library as straight-line code in double, what is shared computed once, with
// the small functions it needs: nothing but math.h or math is used. Parameters are the symbol that is meant, then the others in
// alphabetical order. Accuracy and special values are those of scalar evaluation (docs/accuracy.md) as long as the compiler
// keeps to IEEE 754 (no -ffast-math); functions of Python never raise for float arguments.

#include <ogive/calculus/derivative.hpp>
#include <ogive/emit/run_time_program.hpp>
#include <ogive/emit/source_helpers.hpp>
#include <ogive/emit/text.hpp>

#include <algorithm>
#include <stdexcept>

namespace ogive {

/// A source, or why there is none: `problem` says that the stable form could not be built, `refused` says in words what the
/// language or this writer does not take.
struct source_text {
    std::string text{}, refused{};
    trouble problem = trouble::none;

    explicit operator bool() const { return problem == trouble::none && refused.empty(); }
};

namespace detail {

inline std::string characters_of(packed_name name) {
    std::string r;
    for (unsigned i = 0; name[i] != '\0'; ++i) r += name[i];
    return r;
}

/// The symbols of a formula: the one that is meant, then the others in alphabetical order.
template <class Graph>
std::vector<std::string> parameters_of(Graph const& g, node_index root, packed_name first) {
    std::vector<char> needed(root + 1u, 0);
    needed[root] = 1;
    std::vector<std::string> r;
    for (unsigned i = root + 1u; i-- > 0;) {
        if (needed[i] == 0) continue;
        for (unsigned k = 0; k < g[i].operand_count(); ++k) needed[g[i].operand(k)] = 1;
        if (g[i].op == operation::symbol && !(g[i].name() == first)) r.push_back(characters_of(g[i].name()));
    }
    std::sort(r.begin(), r.end());
    r.erase(std::unique(r.begin(), r.end()), r.end());
    r.insert(r.begin(), characters_of(first));
    return r;
}

/// Writes a program as the body of a function.
class source_writer {
    // How strongly a piece of code holds together, and what a place needs.
    enum strength : unsigned char { choice, conjunction, comparison, sum, product, sign, atom };
    struct piece {
        std::string code{};
        strength holds = atom;
    };

    run_time_program const& program_;
    language const language_;
    std::string const name_;
    std::string local_ = "v"; // what the names of local variables begin with
    std::vector<piece> pieces_;
    std::vector<unsigned> uses_;
    std::vector<bool> helpers_;
    std::string body_{};
    unsigned locals_ = 0;

    bool python() const { return language_ == language::python; }
    bool decays(node const& n) const { return evaluation::decays(program_.nodes, n); }
    static bool is_condition(operation op) {
        return op == operation::less || op == operation::less_equal || op == operation::both ||
               op == operation::sign_bit || op == operation::is_number;
    }
    static bool is_integer_power(node const& e) {
        return e.op == operation::constant && e.high == 1 && e.low > -64 && e.low < 64;
    }

    // -- what is used how often: what is used once may be written where it is used ------------------------------------

    void use(node_index i, unsigned times = 1) { uses_[i] += times; }
    void count_uses() {
        uses_.assign(program_.size(), 0);
        use(program_.root);
        for (unsigned i = program_.size(); i-- > 0;) {
            node const& n = program_[i];
            if (uses_[i] == 0 || program_.is_constant[i]) continue;
            if (n.op == operation::decay) { // the exponent again, for its half
                node const& e = program_[n.b];
                use(n.a);
                use(n.b, 2);
                for (unsigned k = 0; k < e.operand_count(); ++k) use(e.operand(k));
            } else if (n.op == operation::named) { // stands for its body
                use(n.a, uses_[i]);
            } else if (n.op != operation::low_word) {
                bool const twice = n.op == operation::is_number || n.op == operation::power;
                for (unsigned k = 0; k < n.operand_count(); ++k) use(n.operand(k), twice ? 2 : 1);
            }
        }
    }

    // -- pieces --------------------------------------------------------------------------------------------------------

    std::string number(double value) const {
        if (value != value) return python() ? "math.nan" : "NAN";
        if (std::isinf(value)) return std::string{value < 0 ? "-" : ""} + (python() ? "math.inf" : "INFINITY");
        return digits_of(value);
    }
    piece constant(double value) const { return {number(value), std::signbit(value) ? sign : atom}; }

    std::string at(node_index i, strength required = choice) const {
        piece const& p = pieces_[i];
        return p.holds < required ? "(" + p.code + ")" : p.code;
    }
    piece binary(node const& n, char const* symbol, strength level) const {
        auto const right = static_cast<strength>(level + 1);
        return {at(n.a, level) + symbol + at(n.b, right), level};
    }
    static void add_to(std::string& arguments, std::string const& next) {
        if (!arguments.empty()) arguments += ", ";
        arguments += next;
    }
    std::string arguments(node const& n) const {
        std::string r;
        for (unsigned k = 0; k < n.operand_count(); ++k) add_to(r, at(n.operand(k)));
        return r;
    }
    void need(std::string_view name) {
        for (unsigned i = 0; i < source_helper_count; ++i) {
            source_helper const& h = source_helpers[i];
            if (name != h.name || helpers_[i]) continue;
            helpers_[i] = true;
            bool const erfcx = name == "erfcx";
            std::string_view const list = python() ? h.needs_in_python : erfcx ? needs_in_c : "";
            for (auto const& other : source_helpers)
                if (is_listed(list, other.name)) need(other.name);
        }
    }
    std::string helper(char const* name, std::string const& values) {
        need(name);
        return (python() ? "_" : "") + name_ + "_" + name + "(" + values + ")";
    }
    std::string if_else(std::string const& condition, std::string const& yes, std::string const& no) const {
        return python() ? yes + " if " + condition + " else " + no : condition + " ? " + yes + " : " + no;
    }
    /// a/b where b may be zero.
    piece quotient(std::string const& a, piece const& b, bool never_zero) {
        if (python() && !never_zero) return {helper("quotient", a + ", " + b.code), atom};
        return {a + " / " + (b.holds < sign ? "(" + b.code + ")" : b.code), product};
    }

    // -- functions ----------------------------------------------------------------------------------------------------

    piece function(node const& n) {
        std::string const own = row(n.op).name, values = arguments(n);
        if (!python()) return {(n.op == operation::abs ? "fabs" : own) + "(" + values + ")", atom};
        if (n.op == operation::abs) return {"abs(" + values + ")", atom};
        bool const everywhere = n.op == operation::atan || n.op == operation::tanh || n.op == operation::asinh ||
                                n.op == operation::erf || n.op == operation::erfc;
        bool const below_zero = (n.op == operation::exp || n.op == operation::expm1) && decays(n);
        return {everywhere || below_zero ? "math." + own + "(" + values + ")" : helper(own.c_str(), values), atom};
    }
    piece power(node const& n) {
        node const& e = program_[n.b];
        if (!is_integer_power(e)) {
            std::string const values = arguments(n);
            return {python() ? helper("pow", values) : "pow(" + values + ")", atom};
        }
        auto const count = static_cast<unsigned>(e.low < 0 ? -e.low : e.low);
        piece r{number(1.0), atom};
        if (count > 3) {
            r.code = helper("power", at(n.a) + ", " + std::to_string(count));
        } else if (count > 0) {
            r = {at(n.a, count > 1 ? sign : choice), count > 1 ? product : pieces_[n.a].holds};
            for (unsigned k = 1; k < count; ++k) r.code += " * " + at(n.a, sign);
        }
        return e.low < 0 ? quotient(number(1.0), {r.code, r.holds == product ? sum : r.holds}, false) : r;
    }
    /// value · e^k for an exponential e.
    piece decay(node const& n) {
        node const& e = program_[n.b];
        auto const k = static_cast<int>(n.low);
        std::string plain = at(n.a, product);
        if (k < 0) {
            for (int i = 0; i > k; --i) plain = quotient(plain, pieces_[n.b], false).code;
            return {plain, python() ? atom : product};
        }
        for (int i = 0; i < k; ++i) plain += " * " + at(n.b, sign);
        std::string half = "0.5 * " + at(e.a, sign);
        if (e.op == operation::exp_of_product)
            half = helper("exp_of_product", half + ", " + at(e.b) + ", " + at(e.c));
        else if (python() && !decays(e))
            half = helper("exp", half);
        else
            half = (python() ? "math.exp(" : "exp(") + half + ")";
        std::string const small = digits_of(std::numeric_limits<double>::min() * 1024);
        return {if_else(at(n.b, sum) + " < " + small,
                        helper("by_halves", at(n.a) + ", " + half + ", " + std::to_string(2 * k)), plain),
                choice};
    }

    piece write(unsigned i) {
        node const& n = program_[i];
        if (program_.is_constant[i]) return constant(program_.numbers[i]);
        switch (n.op) {
        case operation::symbol: return {characters_of(n.name()), atom};
        case operation::named: return pieces_[n.a];
        case operation::low_word: return constant(0.0);
        case operation::add: return binary(n, " + ", sum);
        case operation::subtract: return binary(n, " - ", sum);
        case operation::multiply:
            if (program_.is_constant[n.a] && program_.numbers[n.a] == -1) return {"-" + at(n.b, atom), sign};
            return binary(n, " * ", product);
        case operation::divide:
            return quotient(at(n.a, product), pieces_[n.b],
                            program_.is_constant[n.b] && std::fabs(program_.numbers[n.b]) > 0);
        case operation::negate: return {"-" + at(n.a, atom), sign};
        case operation::power: return power(n);
        case operation::less: return binary(n, " < ", comparison);
        case operation::less_equal: return binary(n, " <= ", comparison);
        case operation::both: return binary(n, python() ? " and " : " && ", conjunction);
        case operation::sign_bit:
            if (python()) return {"math.copysign(1.0, " + at(n.a) + ") < 0.0", comparison};
            return {"signbit(" + at(n.a) + ")", atom};
        case operation::is_number: return {at(n.a, sum) + " == " + at(n.a, sum), comparison};
        case operation::select:
            return {if_else(at(n.a, conjunction), at(n.b, conjunction), at(n.c, conjunction)), choice};
        case operation::decay: return decay(n);
        case operation::bounded: return {helper("bounded", at(n.a) + ", " + number(program_.numbers[i])), atom};
        case operation::sign: return {helper("sign", arguments(n)), atom};
        case operation::min: return {helper("minimum", arguments(n)), atom};
        case operation::max: return {helper("maximum", arguments(n)), atom};
        case operation::erfcx:
        case operation::exp_of_product:
        case operation::guarded_product:
        case operation::log_of_ratio:
        case operation::low_product:
        case operation::low_sum: return {helper(row(n.op).name, arguments(n)), atom};
        default: return function(n);
        }
    }

    /// Short code that is used once stays where it is used; everything else gets a variable.
    void place(unsigned i) {
        piece& p = pieces_[i];
        operation const op = program_[i].op;
        bool const leaf = program_.is_constant[i] || op == operation::symbol || op == operation::named;
        if (leaf || i == program_.root) return;
        if (uses_[i] == 1 && p.code.size() <= 44 && p.holds != choice) return;
        std::string const variable = local_ + std::to_string(++locals_);
        std::string const type = is_condition(op) ? "const int " : "const double ";
        body_ += "    " + (python() ? "" : type) + variable + " = " + p.code + (python() ? "\n" : ";\n");
        p = {variable, atom};
    }

    /// Why no code can be written: a derivative that no rule removed, or an operation that is not known here.
    std::string unwritable() const {
        for (unsigned i = 0; i < program_.size(); ++i) {
            node const& n = program_[i];
            if (uses_[i] == 0 || program_.is_constant[i]) continue;
            bool const known = n.op != operation::derivative && n.op < operation::count_of_operations;
            bool const decays_well = n.op != operation::decay || program_[n.b].op == operation::exp ||
                                     program_[n.b].op == operation::exp_of_product;
            if (!known || !decays_well)
                return std::string{"no code is written for the operation "} + row(n.op).name;
        }
        return {};
    }
    std::string fault_of(std::string const& name, bool parameter) const {
        char const* const why = fault_of_name(name, language_, parameter);
        if (why == nullptr) return {};
        return (parameter ? "the symbol " : "the name ") + name + " " + why + " in " + language_name(language_) +
               (parameter ? ": write the formula with another" : ": choose another");
    }

    std::string declaration(std::vector<std::string> const& parameters) const {
        std::string list;
        for (auto const& s : parameters) add_to(list, python() ? s : "double " + s);
        if (python()) return "def " + name_ + "(" + list + "):\n";
        std::string const prefix = language_ == language::cuda ? "__host__ __device__ __forceinline__ " : "";
        return prefix + "double " + name_ + "(" + list + ")\n{\n";
    }

  public:
    source_writer(run_time_program const& program, language l, std::string_view name)
        : program_{program}, language_{l}, name_{name}, pieces_(program.size()), helpers_(source_helper_count, false) {}

    source_text operator()(std::vector<std::string> const& parameters, std::string const& formula) {
        source_text r;
        r.problem = program_.problem;
        r.refused = fault_of(name_, false);
        for (auto const& s : parameters) {
            if (r.refused.empty()) r.refused = fault_of(s, true);
            if (r.refused.empty() && s == name_)
                r.refused = "the function and a symbol are both called " + s + ": choose another name";
            while (s.starts_with(local_) || name_.starts_with(local_)) local_ += '_';
        }
        if (!r) return r;
        count_uses();
        r.refused = unwritable();
        if (!r) return r;
        for (unsigned i = 0; i < program_.size(); ++i) {
            if (uses_[i] == 0) continue;
            pieces_[i] = write(i);
            place(i);
        }
        std::string helpers;
        for (unsigned i = 0; i < source_helper_count; ++i) {
            if (!helpers_[i]) continue;
            for (auto const& s : parameters)
                if (s == (python() ? "_" : "") + name_ + "_" + source_helpers[i].name)
                    r.refused = "the symbol " + s + " is a name that the code itself uses: choose another";
            helpers += helper_text(source_helpers[i], language_, name_) + (python() ? "\n\n" : "\n");
        }
        if (!r) return r;
        std::string call = name_ + "(";
        for (auto const& s : parameters) call += (call.back() == '(' ? "" : ", ") + s;
        std::string const mark = python() ? "# " : "// ";
        auto const comment = [&](std::string const& lines) {
            std::string c = mark + lines;
            for (std::size_t k = c.find('\n'); k != std::string::npos; k = c.find('\n', k + 1))
                c.insert(k + 1, mark);
            return c + "\n";
        };
        r.text = comment(wrap(call + ") = " + formula, 96, 2));
        r.text += comment("in the stable form that ogive derives; it needs IEEE 754 arithmetic in double" +
                          std::string(python() ? "." : ", so no -ffast-math."));
        r.text += python() ? "import math\n\n\n" : "#include <math.h>\n\n";
        r.text += helpers + declaration(parameters);
        for (auto const& s : parameters) {
            bool seen = false;
            for (unsigned i = 0; i < program_.size(); ++i)
                seen = seen || (uses_[i] > 0 && program_[i].op == operation::symbol && characters_of(program_[i].name()) == s);
            if (python() && seen) r.text += "    " + s + " = float(" + s + ")\n";
            if (!python() && !seen) r.text += "    (void)" + s + ";\n";
        }
        r.text += body_ + "    return " + at(program_.root) + (python() ? "\n" : ";\n}\n");
        return r;
    }
};

/// The symbol that is meant where none is named: x, or the first in alphabetical order.
template <class Graph>
packed_name symbol_meant(Graph const& g, node_index root) {
    auto const all = parameters_of(g, root, "x");
    for (unsigned i = 0; i <= root; ++i)
        if (g[i].op == operation::symbol && g[i].name() == packed_name{"x"}) return "x";
    return all.size() > 1 ? packed_name{all[1].c_str()} : packed_name{"x"};
}

/// The source of an expression; a name that the language does not take is an exception.
template <expression E>
std::string source_of(language l, std::string_view name, packed_name first) {
    auto const& program = evaluation::program_of<E>; // an expression out of reach is a compile-time error in words
    run_time_program const p = program_from(program, program.root());
    auto const& g = graph_of<E>;
    source_text const s = source_writer{p, l, name}(parameters_of(g, g.root(), first), text(g, g.root()));
    if (!s) throw std::invalid_argument{"ogive: " + s.refused + "."};
    return s.text;
}

} // namespace detail

/// The source of a node of a graph or of a workspace: what the tool `ogive emit` prints.
template <class Graph>
source_text write_source(Graph const& g, node_index root, packed_name first, std::string_view name, language l) {
    run_time_program const p = stable_program(g, root);
    return detail::source_writer{p, l, name}(detail::parameters_of(g, root, first), text(g, root));
}

/// double name(double x, double a) in C99: the stable form of f. The first parameter is x, if it is a symbol of f.
/// Throws std::invalid_argument with the reason if a name is none in C.
template <class F>
std::string c_source(F, std::string_view name) {
    detail::require_expression<F>();
    using E = expression_of<F>;
    return detail::source_of<E>(language::c, name, detail::symbol_meant(graph_of<E>, graph_of<E>.root()));
}
/// The same as a function of host and device in CUDA.
template <class F>
std::string cuda_source(F, std::string_view name) {
    detail::require_expression<F>();
    using E = expression_of<F>;
    return detail::source_of<E>(language::cuda, name, detail::symbol_meant(graph_of<E>, graph_of<E>.root()));
}
/// def name(x, a) in Python 3: for float arguments it never raises.
template <class F>
std::string python_source(F, std::string_view name) {
    detail::require_expression<F>();
    using E = expression_of<F>;
    return detail::source_of<E>(language::python, name, detail::symbol_meant(graph_of<E>, graph_of<E>.root()));
}

} // namespace ogive
