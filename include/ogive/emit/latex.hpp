// SPDX-License-Identifier: BSL-1.0
#pragma once
// Expressions as LaTeX, in the notation of textbooks: fractions, roots, cases, Greek letters, parentheses where needed.
//
// The commands are those of LaTeX with amsmath, which KaTeX and MathJax know as well.

#include <ogive/emit/text.hpp>

namespace ogive {

namespace detail {

class latex_writer {
    // How strongly a node holds together, and what a place needs. A signed product begins with a minus sign.
    enum strength : unsigned char { condition, comparison, sum, signed_product, product, power, atom };

    node const* nodes_;
    unsigned root_;    // the last node of the formula
    unsigned& visits_; // shared nodes are written as often as they are used: counted together
    std::string out_;

    node const& at(unsigned i) const { return nodes_[i]; }
    static std::string digits(uint128 value) {
        std::string r;
        do r.insert(r.begin(), static_cast<char>('0' + static_cast<int>(value % 10)));
        while ((value /= 10) != 0);
        return r;
    }
    bool is_constant(unsigned i, int value) const {
        return at(i).op == operation::constant && at(i).high == 1 && at(i).low == value;
    }
    bool is_fraction(unsigned i) const { return at(i).op == operation::constant && at(i).high != 1; }
    bool is_named(node const& n, char const* name) const {
        return n.op == operation::named && n.name() == packed_name{name};
    }
    unsigned first_factor(unsigned i) const {
        while (at(i).op == operation::multiply) i = at(i).a;
        return i;
    }
    bool begins_with_minus(unsigned i) const {
        node const& n = at(first_factor(i));
        if (n.op == operation::divide) return gives_minus(n.a);
        return n.op == operation::negate || (n.op == operation::constant && n.low < 0);
    }
    /// Whether a sum, or a fraction that this is above, may take over the minus sign.
    bool gives_minus(unsigned i) const {
        node const& n = at(first_factor(i));
        if (n.op == operation::divide) return gives_minus(n.a);
        return n.op == operation::negate ? !begins_with_minus(n.a) : n.op == operation::constant && n.low < 0;
    }
    /// Whether a product must show its dot before this factor.
    bool begins_with_digit(unsigned i) const {
        node const& n = at(i);
        if (n.op == operation::power && !is_root(i) && strength_of(n.a) == atom) return begins_with_digit(n.a);
        return n.op == operation::constant && !is_fraction(i) && n.low >= 0;
    }
    bool ends_with_number(unsigned i) const {
        return at(i).op == operation::multiply ? ends_with_number(at(i).b) : at(i).op == operation::constant;
    }

    /// Whether a node is written as a function before its argument, so that a power may stand between: \sin^2(x).
    bool is_function(unsigned i) const {
        node const& n = at(i);
        if (n.op == operation::named) return n.arguments() == 1;
        return n.op >= operation::log && n.op <= operation::sign && n.op != operation::abs;
    }
    bool is_root(unsigned i) const {
        node const& e = at(at(i).b);
        return at(i).op == operation::power && e.op == operation::constant && e.low == 1 && e.high > 1 && e.high < 10;
    }
    strength strength_of(unsigned i) const {
        node const& n = at(i);
        switch (n.op) {
        case operation::both: return condition;
        case operation::less:
        case operation::less_equal: return comparison;
        case operation::add:
        case operation::subtract: return sum;
        case operation::sum_over:
        case operation::product_over:
        case operation::max_over: return product;
        case operation::multiply: return begins_with_minus(i) ? signed_product : product;
        case operation::negate: return signed_product;
        case operation::constant: return n.low < 0 ? signed_product : n.high != 1 ? power : atom;
        case operation::divide: return gives_minus(n.a) ? signed_product : power; // as a base, in parentheses
        case operation::derivative:
        case operation::exp: return power;
        case operation::power: return is_root(i) ? atom : power;
        default: return atom;
        }
    }

    static bool is_greek(std::string_view name) {
        constexpr std::string_view letters[] = {
            "alpha", "beta",  "gamma",  "delta", "epsilon", "zeta",  "eta", "theta", "iota",  "kappa",  "lambda",
            "mu",    "nu",    "xi",     "rho",   "sigma",   "tau",   "phi", "chi",   "psi",   "omega",  "Gamma",
            "Delta", "Theta", "Lambda", "Xi",    "Pi",      "Sigma", "Phi", "Psi",   "Omega", "upsilon"};
        for (auto const l : letters)
            if (l == name) return true;
        return false;
    }
    static std::string escaped(std::string_view name) {
        std::string r;
        for (char const c : name) {
            if (c == '_' || c == '#' || c == '$' || c == '%' || c == '&' || c == '{' || c == '}') r += '\\';
            r += c == '\\' || c == '^' || c == '~' ? '?' : c;
        }
        return r;
    }
    /// The letter of a symbol with its digits or what follows an underscore as the index: x1 is x_{1}.
    static std::string symbol_name(std::string_view name) {
        std::size_t split = name.find('_');
        std::string_view index;
        if (split != std::string_view::npos && split > 0 && split + 1 < name.size()) {
            index = name.substr(split + 1);
            name = name.substr(0, split);
        } else {
            split = name.size();
            while (split > 0 && name[split - 1] >= '0' && name[split - 1] <= '9') --split;
            if (split > 0) {
                index = name.substr(split);
                name = name.substr(0, split);
            }
        }
        std::string r = is_greek(name)     ? "\\" + std::string(name)
                        : name.size() == 1 ? escaped(name)
                                           : "\\mathrm{" + escaped(name) + "}";
        if (index.empty()) return r;
        bool const word = index.size() > 1 && (index[0] < '0' || index[0] > '9') && !is_greek(index);
        r += is_greek(index) ? "_{\\" : word ? "_{\\mathrm{" : "_{";
        r += is_greek(index) ? std::string(index) : escaped(index);
        return r + (word ? "}}" : "}");
    }
    static std::string text_of_name(packed_name const& n) {
        std::string r;
        for (unsigned i = 0; n[i] != '\0'; ++i) r += n[i];
        return r;
    }

    std::string function_name(node const& n) const {
        if (n.op == operation::named) {
            if (is_named(n, "sigmoid")) return "\\sigma";
            if (is_named(n, "normal_cdf")) return "\\Phi";
            if (is_named(n, "normal_pdf") || is_named(n, "phi")) return "\\varphi";
            auto const name = text_of_name(n.name());
            return is_greek(name) ? "\\" + name : "\\operatorname{" + escaped(name) + "}";
        }
        switch (n.op) {
        case operation::log:
        case operation::log1p: return "\\ln";
        case operation::sin: return "\\sin";
        case operation::cos: return "\\cos";
        case operation::tan: return "\\tan";
        case operation::asin: return "\\arcsin";
        case operation::acos: return "\\arccos";
        case operation::atan: return "\\arctan";
        case operation::sinh: return "\\sinh";
        case operation::cosh: return "\\cosh";
        case operation::tanh: return "\\tanh";
        case operation::asinh: return "\\operatorname{arsinh}";
        case operation::acosh: return "\\operatorname{arcosh}";
        case operation::atanh: return "\\operatorname{artanh}";
        case operation::sign: return "\\operatorname{sgn}";
        case operation::min: return "\\min";
        case operation::max: return "\\max";
        default: return "\\operatorname{" + escaped(row(n.op).name) + "}";
        }
    }

    std::string inner(unsigned i, unsigned required = condition) const {
        latex_writer w{nodes_, root_, visits_};
        w.write(i, required);
        return w.out_;
    }
    /// In delimiters, which grow where what they hold is taller than a line.
    static std::string enclosed(std::string const& inside, char open = '(', char close = ')') {
        bool tall = false;
        for (auto const* command : {"\\frac", "\\begin", "\\sqrt", "\\left"})
            tall = tall || inside.find(command) != std::string::npos;
        std::string r = tall ? "\\left" : "";
        r += open;
        r += inside;
        if (tall) r += "\\right";
        return r += close;
    }
    std::string arguments(node const& n, unsigned first) const {
        if (n.op == operation::log1p) return "1 + " + inner(n.a, product);
        std::string r;
        for (unsigned k = first; k < n.operand_count(); ++k) {
            if (n.op == operation::named && at(n.operand(k)).op == operation::index) continue;
            if (k > first) r += ", ";
            r += inner(n.operand(k), sum);
        }
        return r;
    }
    std::string index_name(node const& n) const {
        char buffer[20];
        unsigned const length = text_writer::write_index_name(nodes_, root_, n, buffer, sizeof buffer);
        return symbol_name({buffer, length});
    }
    void put_index(unsigned i) {
        if (at(i).low != 0 || at(i).high != 0) out_ += "_{" + inner(i) + "}"; // else a vector as a whole
    }

    void put_function(node const& n, std::string const& exponent) {
        unsigned const first = n.op == operation::named ? 1 : 0;
        out_ += function_name(n);
        if (!exponent.empty()) out_ += "^{" + exponent + "}";
        out_ += enclosed(arguments(n, first));
    }
    void put_constant(node const& n, bool taken) {
        char buffer[64];
        auto const length = write_text(&n, 0, buffer, sizeof buffer);
        std::string_view decimal(buffer, length < sizeof buffer ? length : sizeof buffer);
        if (n.low < 0) decimal.remove_prefix(1);
        if (n.low < 0 && !taken) out_ += '-';
        if (n.high != 1 && (n.high < 100 || decimal.find('/') != decimal.npos))
            out_ += "\\frac{" + digits(number::magnitude(n.low)) + "}{" + digits(number::magnitude(n.high)) + "}";
        else
            out_ += decimal;
    }
    void put_power(unsigned i) {
        node const& n = at(i);
        node const& e = at(n.b);
        if (is_root(i)) {
            out_ += e.high == 2 ? "\\sqrt{" : "\\sqrt[" + digits(number::magnitude(e.high)) + "]{";
            out_ += inner(n.a) + "}";
            return;
        }
        bool const natural = e.op == operation::constant && e.high == 1 && e.low > 1;
        if (natural && is_function(n.a)) return put_function(at(n.a), inner(n.b));
        write(n.a, atom);
        out_ += "^{" + inner(n.b) + "}";
    }
    void put_product(node const& n, bool taken) {
        write(n.a, is_index_notation(at(n.a).op) && operands(at(n.a).op) == 2 ? power : signed_product, taken);
        bool const fraction = is_fraction(n.b) || at(n.b).op == operation::divide;
        out_ += begins_with_digit(n.b) || (fraction && ends_with_number(n.a)) ? " \\cdot " : " ";
        write(n.b, power);
    }
    void put_cases(unsigned i) {
        out_ += "\\begin{cases} ";
        for (; at(i).op == operation::select && visits_ < longest_text; i = at(i).c)
            out_ += inner(at(i).b) + " & \\text{if } " + inner(at(i).a) + " \\\\ ";
        out_ += inner(i) + " & \\text{otherwise} \\end{cases}";
    }
    void put_derivative(node const& n) {
        std::string const x = inner(n.b);
        std::string const order = n.low == 1 ? "" : "^{" + digits(number::magnitude(n.low)) + "}";
        std::string const d = at(n.b).op == operation::element ? "\\partial" : "d";
        out_ += "\\frac{" + d + order + "}{" + d + (d.size() > 1 ? " " : "") + x + order + "} " + enclosed(inner(n.a));
    }

  public:
    latex_writer(node const* nodes, unsigned root, unsigned& visits) : nodes_{nodes}, root_{root}, visits_{visits} {}

    std::string const& result() const { return out_; }

    void write(unsigned i, unsigned required = condition, bool taken = false) {
        if (++visits_ >= longest_text) return;
        if (!taken && strength_of(i) < required) {
            out_ += enclosed(inner(i));
            return;
        }
        node const& n = at(i);
        switch (n.op) {
        case operation::constant: put_constant(n, taken); break;
        case operation::symbol: out_ += symbol_name(text_of_name(n.name())); break;
        case operation::pi: out_ += "\\pi"; break;
        case operation::add:
        case operation::subtract: {
            write(n.a, sum);
            bool const take = gives_minus(n.b);
            out_ += (n.op == operation::subtract) != take ? " - " : " + ";
            write(n.b, product, take);
            break;
        }
        case operation::multiply: put_product(n, taken); break;
        case operation::divide: {
            bool const minus = gives_minus(n.a);
            if (minus && !taken) out_ += '-';
            latex_writer above{nodes_, root_, visits_};
            if (minus && at(n.a).op == operation::negate)
                above.write(at(n.a).a);
            else
                above.write(n.a, condition, minus);
            out_ += "\\frac{" + above.out_ + "}{" + inner(n.b) + "}";
            break;
        }
        case operation::negate:
            if (!taken) out_ += '-';
            write(n.a, product);
            break;
        case operation::power: put_power(i); break;
        case operation::sqrt: out_ += "\\sqrt{" + inner(n.a) + "}"; break;
        case operation::exp: out_ += "e^{" + inner(n.a) + "}"; break;
        case operation::expm1: out_ += enclosed("e^{" + inner(n.a) + "} - 1"); break;
        case operation::abs: out_ += enclosed(inner(n.a), '|', '|'); break;
        case operation::less:
        case operation::less_equal: {
            bool const turned = at(n.a).op == operation::constant && at(n.b).op != operation::constant;
            out_ += inner(turned ? n.b : n.a, sum);
            out_ += n.op == operation::less ? (turned ? " > " : " < ") : (turned ? " \\ge " : " \\le ");
            out_ += inner(turned ? n.a : n.b, sum);
            break;
        }
        case operation::both:
            write(n.a, condition);
            out_ += " \\text{ and } ";
            write(n.b, comparison);
            break;
        case operation::select: put_cases(i); break;
        case operation::named:
            if (n.arguments() == 0)
                out_ += symbol_name(text_of_name(n.name()));
            else
                put_function(n, "");
            if (n.arguments() == 2 && at(n.c).op == operation::index) put_index(n.c);
            break;
        case operation::derivative: put_derivative(n); break;
        case operation::index: out_ += index_name(n); break;
        case operation::element:
            out_ += symbol_name(text_of_name({n.low, 0}));
            put_index(n.a);
            break;
        case operation::sum_over:
        case operation::product_over:
        case operation::max_over:
            out_ += n.op == operation::sum_over ? "\\sum" : n.op == operation::product_over ? "\\prod" : "\\max";
            out_ += "_{" + inner(n.a) + "} ";
            write(n.b, product);
            break;
        case operation::delta: out_ += "\\delta_{" + inner(n.a) + " " + inner(n.b) + "}"; break;
        default: put_function(n, "");
        }
    }
};

} // namespace detail

/// The LaTeX of a node of a graph or of a workspace, without the dollars. A formula of more than `longest_text` symbols
/// and operations is \ldots.
template <class Graph>
std::string latex(Graph const& g, unsigned root) {
    unsigned visits = 0;
    detail::latex_writer writer{&g[0], root, visits};
    writer.write(root);
    return visits < longest_text ? writer.result() : "\\ldots";
}

/// The LaTeX of an expression: "\frac{1}{1 + e^{-x}}".
template <expression E>
std::string latex(E) {
    return latex(graph_of<E>, graph_of<E>.root());
}

/// The LaTeX of a condition, of an equation and of its negation.
template <is_condition C>
std::string latex(C) {
    workspace w;
    node_index const root = C::build(w);
    return latex(w, root);
}
template <class A, class B>
std::string latex(equation<A, B>) {
    return latex(A{}) + " = " + latex(B{});
}
template <class A, class B>
std::string latex(inequality<A, B>) {
    return latex(A{}) + " \\ne " + latex(B{});
}

} // namespace ogive
