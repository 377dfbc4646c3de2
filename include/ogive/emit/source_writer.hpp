// SPDX-License-Identifier: BSL-1.0
#pragma once
// A program as straight-line code: each node one expression, a variable for what is used more than once.

#include <ogive/emit/document.hpp>
#include <ogive/emit/run_time_program.hpp>
#include <ogive/emit/source_helpers.hpp>
#include <ogive/emit/text.hpp>

namespace ogive::detail {

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

    /// The exponential of a decay, which may stand in a product with something bounded.
    node_index exponential_of(node const& decay) const {
        node const& q = program_[decay.b];
        return q.op == operation::decay ? q.b : decay.b;
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
                node_index const at = exponential_of(n);
                node const& e = program_[at];
                use(n.a, 2);
                if (at != n.b) use(program_[n.b].a, 2);
                use(at, 2);
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
        if (std::isinf(value)) return joined(value < 0 ? "-" : "", python() ? "math.inf" : "INFINITY");
        return digits_of(value);
    }
    piece constant(double value) const { return {number(value), std::signbit(value) ? sign : atom}; }

    std::string at(node_index i, strength required = choice) const {
        piece const& p = pieces_[i];
        return p.holds < required ? joined("(", p.code, ")") : p.code;
    }
    piece binary(node const& n, char const* symbol, strength level) const {
        auto const right = static_cast<strength>(level + 1);
        return {joined(at(n.a, level), symbol, at(n.b, right)), level};
    }
    bool is_minus_one(node_index i) const { return program_.is_constant[i] && program_.numbers[i] == -1; }
    /// a + b, or a - b: a minus sign of b is taken over, which changes no value.
    piece sum_of(node const& n, bool minus) const {
        piece const& right = pieces_[n.b];
        bool const taken = right.holds == sign && right.code[0] == '-';
        std::string const b = taken ? right.code.substr(1) : at(n.b, product);
        return {joined(at(n.a, sum), taken != minus ? " - " : " + ", b), sum};
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
            source_helper const& h = source_helper_at(i);
            if (name != h.name || helpers_[i]) continue;
            helpers_[i] = true;
            bool const erfcx = name == "erfcx";
            std::string_view const list = python() ? h.needs_in_python : erfcx ? needs_in_c : "";
            for (unsigned k = 0; k < i; ++k)
                if (char const* const other = source_helper_at(k).name; is_listed(list, other)) need(other);
        }
    }
    std::string helper(char const* name, std::string const& values) {
        need(name);
        return joined(python() ? "_" : "", name_, "_", name, "(", values, ")");
    }
    std::string if_else(std::string const& condition, std::string const& yes, std::string const& no) const {
        return python() ? joined(yes, " if ", condition, " else ", no) : joined(condition, " ? ", yes, " : ", no);
    }
    /// a/b where b may be zero.
    piece quotient(std::string const& a, piece const& b, bool never_zero) {
        if (python() && !never_zero) return {helper("quotient", joined(a, ", ", b.code)), atom};
        return {b.holds < sign ? joined(a, " / (", b.code, ")") : joined(a, " / ", b.code), product};
    }

    // -- functions ----------------------------------------------------------------------------------------------------

    piece function(node const& n) {
        std::string const values = arguments(n);
        if (!python()) return {joined(n.op == operation::abs ? "fabs" : row(n.op).name, "(", values, ")"), atom};
        if (n.op == operation::abs) return {joined("abs(", values, ")"), atom};
        bool const everywhere = n.op == operation::atan || n.op == operation::tanh || n.op == operation::asinh ||
                                n.op == operation::erf || n.op == operation::erfc;
        bool const below_zero = (n.op == operation::exp || n.op == operation::expm1) && decays(n);
        char const* const own = row(n.op).name;
        return {everywhere || below_zero ? joined("math.", own, "(", values, ")") : helper(own, values), atom};
    }
    piece power(node const& n) {
        node const& e = program_[n.b];
        if (!is_integer_power(e)) {
            std::string const values = arguments(n);
            return {python() ? helper("pow", values) : joined("pow(", values, ")"), atom};
        }
        auto const count = static_cast<unsigned>(e.low < 0 ? -e.low : e.low);
        piece r{number(1.0), atom};
        if (count > 3) {
            r.code = helper("power", joined(at(n.a), ", ", std::to_string(count)));
        } else if (count > 0) {
            r = {at(n.a, count > 1 ? sign : choice), count > 1 ? product : pieces_[n.a].holds};
            for (unsigned k = 1; k < count; ++k) r.code += joined(" * ", at(n.a, sign));
        }
        return e.low < 0 ? quotient(number(1.0), {r.code, r.holds == product ? sum : r.holds}, false) : r;
    }
    /// value · e^k for an exponential e.
    piece decay(node const& n) {
        node_index const exponential = exponential_of(n);
        node const& e = program_[exponential];
        auto const k = static_cast<int>(n.low);
        bool const in_product = exponential != n.b && k > 0;
        std::string plain = at(n.a, product), value = at(n.a, in_product ? product : choice);
        for (int i = 0; in_product && i < k; ++i) plain += joined(" * ", at(program_[n.b].a, sign));
        if (in_product) value = plain;
        if (k < 0) {
            for (int i = 0; i > k; --i) plain = quotient(plain, pieces_[exponential], false).code;
            return {plain, python() ? atom : product};
        }
        for (int i = 0; i < k; ++i) plain += joined(" * ", at(exponential, sign));
        std::string half = joined("0.5 * ", at(e.a, sign));
        if (e.op == operation::exp_of_product)
            half = helper("exp_of_product", joined(half, ", ", at(e.b), ", ", at(e.c)));
        else if (python() && !decays(e))
            half = helper("exp", half);
        else
            half = joined(python() ? "math.exp(" : "exp(", half, ")");
        std::string const small = digits_of(std::numeric_limits<double>::min() * 1024);
        return {if_else(joined(at(exponential, sum), " < ", small),
                        helper("by_halves", joined(value, ", ", half, ", ", std::to_string(2 * k))), plain),
                choice};
    }

    piece write(unsigned i) {
        node const& n = program_[i];
        if (program_.is_constant[i]) return constant(program_.numbers[i]);
        switch (n.op) {
        case operation::symbol: return {characters_of(n.name()), atom};
        case operation::named: return pieces_[n.a];
        case operation::low_word: return constant(0.0);
        case operation::add: return sum_of(n, false);
        case operation::subtract: return sum_of(n, true);
        case operation::multiply:
            if (is_minus_one(n.a)) return {joined("-", at(n.b, atom)), sign};
            if (is_minus_one(n.b)) return {joined("-", at(n.a, atom)), sign};
            return binary(n, " * ", product);
        case operation::divide:
            return quotient(at(n.a, product), pieces_[n.b],
                            program_.is_constant[n.b] && std::fabs(program_.numbers[n.b]) > 0);
        case operation::negate: return {joined("-", at(n.a, atom)), sign};
        case operation::power: return power(n);
        case operation::less: return binary(n, " < ", comparison);
        case operation::less_equal: return binary(n, " <= ", comparison);
        case operation::both: return binary(n, python() ? " and " : " && ", conjunction);
        case operation::sign_bit:
            if (python()) return {joined("math.copysign(1.0, ", at(n.a), ") < 0.0"), comparison};
            return {joined("signbit(", at(n.a), ")"), atom};
        case operation::is_number: return {joined(at(n.a, sum), " == ", at(n.a, sum)), comparison};
        case operation::select:
            return {if_else(at(n.a, conjunction), at(n.b, conjunction), at(n.c, conjunction)), choice};
        case operation::decay: return decay(n);
        case operation::bounded: return {helper("bounded", joined(at(n.a), ", ", number(program_.numbers[i]))), atom};
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
        std::string const variable = joined(local_, std::to_string(++locals_));
        char const* const type = python() ? "" : is_condition(op) ? "const int " : "const double ";
        body_ += joined("    ", type, variable, " = ", p.code, python() ? "\n" : ";\n");
        p = {variable, atom};
    }

    /// Why no code can be written: a derivative that no rule removed, or an operation that is not known here.
    std::string unwritable() const {
        for (unsigned i = 0; i < program_.size(); ++i) {
            node const& n = program_[i];
            if (uses_[i] == 0 || program_.is_constant[i]) continue;
            bool const known = n.op != operation::derivative && n.op < operation::count_of_operations;
            operation const inner = n.op == operation::decay ? program_[exponential_of(n)].op : operation::exp;
            bool const decays_well = inner == operation::exp || inner == operation::exp_of_product;
            if (!known || !decays_well) return joined("no code is written for the operation ", row(n.op).name);
        }
        return {};
    }
    std::string fault_of(std::string const& name, bool parameter) const {
        char const* const why = fault_of_name(name, language_, parameter);
        if (why == nullptr) return {};
        return joined(parameter ? "the symbol " : "the name ", name, " ", why, " in ", language_name(language_),
                      parameter ? ": write the formula with another" : ": choose another");
    }

    std::string declaration(std::vector<std::string> const& parameters) const {
        std::string list;
        for (auto const& s : parameters) add_to(list, joined(python() ? "" : "double ", s));
        if (python()) return joined("def ", name_, "(", list, "):\n");
        char const* const prefix = language_ == language::cuda ? "__host__ __device__ __forceinline__ " : "";
        return joined(prefix, "double ", name_, "(", list, ")\n{\n");
    }

  public:
    source_writer(run_time_program const& program, language l, std::string_view name)
        : program_{program}, language_{l}, name_{name}, pieces_(program.size()), helpers_(source_helper_count, false) {}

    document operator()(std::vector<std::string> const& parameters, std::string const& formula) {
        document r;
        r.problem = program_.problem;
        r.refused = fault_of(name_, false);
        for (auto const& s : parameters) {
            if (r.refused.empty()) r.refused = fault_of(s, true);
            if (r.refused.empty() && s == name_)
                r.refused = joined("the function and a symbol are both called ", s, ": choose another name");
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
                if (s == joined(python() ? "_" : "", name_, "_", source_helper_at(i).name))
                    r.refused = joined("the symbol ", s, " is a name that the code itself uses: choose another");
            helpers += joined(helper_text(source_helper_at(i), language_, name_), python() ? "\n\n" : "\n");
        }
        if (!r) return r;
        std::string call;
        for (auto const& s : parameters) add_to(call, s);
        std::string const mark = python() ? "# " : "// ";
        auto const comment = [&](std::string const& lines) {
            std::string c = joined(mark, lines);
            for (std::size_t k = c.find('\n'); k != std::string::npos; k = c.find('\n', k + 1)) c.insert(k + 1, mark);
            return joined(c, "\n");
        };
        r.text = comment(wrap(joined(name_, "(", call, ") = ", formula), 96, 2));
        r.text += comment(joined("in the stable form that ogive derives; it needs IEEE 754 arithmetic in double",
                                 python() ? "." : ", so no -ffast-math."));
        r.text += python() ? "import math\n\n\n" : "#include <math.h>\n\n";
        r.text += joined(helpers, declaration(parameters));
        for (auto const& s : parameters) {
            bool seen = false;
            for (unsigned i = 0; i < program_.size(); ++i)
                seen = seen ||
                       (uses_[i] > 0 && program_[i].op == operation::symbol && characters_of(program_[i].name()) == s);
            if (python() && seen) r.text += joined("    ", s, " = float(", s, ")\n");
            if (!python() && !seen) r.text += joined("    (void)", s, ";\n");
        }
        r.text += joined(body_, "    return ", at(program_.root), python() ? "\n" : ";\n}\n");
        return r;
    }
};

} // namespace ogive::detail
