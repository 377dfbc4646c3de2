// SPDX-License-Identifier: BSL-1.0
#pragma once
// Expressions as plain text, in the grammar that the parser reads.
//
//   condition   comparison ("and" comparison)*
//   comparison  sum ("<" | "<=" | ">" | ">=") sum | (condition)
//   sum         ["-"] product (("+" | "-") product)*      the leading minus belongs to the first factor: -2*x is (-2)*x
//   product     power (("*" | "/") power)*
//   power       atom ["^" power]
//   atom        number | name | name(sum, ...) | (sum) | piecewise(condition: sum; ...; else: sum)
//               | derivative(sum, name) | derivative(sum, name, order)
//
// Reading the text back gives the graph, its constants exact and its operations in the same order; only where a minus
// sign stands may differ: -(x*y) is written -x*y, and a + -2*x is written a - 2*x. Neither changes a value. What is
// assumed of a symbol is not written; the parser can be told.

#include <ogive/expression/operators.hpp>

#include <string>
#include <string_view>

namespace ogive {

/// Text is cut here: shared nodes are written out as often as they are used, so that text can outgrow its graph.
inline constexpr unsigned longest_text = 1u << 16;

namespace detail {

class text_writer {
    // How strongly a node holds together, and what a place needs. A signed product begins with a minus sign.
    enum strength : unsigned char { condition, comparison, sum, signed_product, product, power, atom };

    node const* nodes_;
    unsigned root_; // the last node of the text
    char* out_;
    unsigned capacity_;
    unsigned length_ = 0;

    constexpr void put(char c) {
        if (length_ < capacity_) out_[length_] = c;
        ++length_;
    }
    template <class Characters>
    constexpr void put(Characters const& characters) {
        for (unsigned i = 0; characters[i] != '\0'; ++i) put(characters[i]);
    }

    /// At least `width` digits, with a decimal point before the last `decimals` of them.
    constexpr void put_digits(uint128 value, unsigned width = 1, unsigned decimals = 0) {
        char reversed[48]{};
        unsigned count = 0;
        for (; value != 0 || count < width; value /= 10) reversed[count++] = static_cast<char>('0' + value % 10);
        while (count > 0) {
            if (count == decimals) put('.');
            put(reversed[--count]);
        }
    }

    /// A constant is scaled / 10^decimals; or it is written as a fraction.
    struct notation {
        uint128 scaled;
        unsigned decimals;
        bool fraction;
    };
    /// Decimal if that is finite and short, or if the denominator shows that it was written so: 1/65536 stays.
    static constexpr notation notation_of(node const& n) {
        notation result{number::magnitude(n.low), 0, false};
        int128 rest = n.high;
        for (; rest != 1; ++result.decimals) {
            int const divisor = rest % 10 == 0 ? 10 : rest % 5 == 0 ? 5 : rest % 2 == 0 ? 2 : 0;
            if (divisor == 0 ||
                __builtin_mul_overflow(result.scaled, uint128{10} / static_cast<unsigned>(divisor), &result.scaled))
                return {0, 0, true};
            rest /= divisor;
        }
        result.fraction = result.decimals > 38 || (result.decimals > 12 && n.high % 10 != 0);
        return result;
    }
    static constexpr bool is_fraction(node const& n) { return n.op == operation::constant && notation_of(n).fraction; }

    constexpr void put_magnitude(node const& n, bool as_fraction = false) {
        auto const d = notation_of(n);
        if (!d.fraction && !as_fraction) return put_digits(d.scaled, d.decimals + 1, d.decimals);
        put_digits(number::magnitude(n.low));
        put('/');
        put_digits(number::magnitude(n.high));
    }

    constexpr unsigned first_factor(unsigned i) const {
        while (nodes_[i].op == operation::multiply || nodes_[i].op == operation::divide) i = nodes_[i].a;
        return i;
    }
    constexpr bool begins_with_minus(unsigned i) const {
        auto const& n = nodes_[first_factor(i)];
        return n.op == operation::negate || (n.op == operation::constant && n.low < 0);
    }
    /// Whether a sum may take over the minus sign of this term, which must not leave another one behind.
    constexpr bool gives_minus(unsigned i) const {
        auto const& n = nodes_[first_factor(i)];
        return n.op == operation::negate ? !begins_with_minus(n.a) : n.op == operation::constant && n.low < 0;
    }
    static constexpr bool is_zero(node const& n) { return n.op == operation::constant && n.low == 0; }
    constexpr bool is_number(unsigned i) const {
        auto const& n = nodes_[i];
        return n.op == operation::constant || n.op == operation::pi || (n.op == operation::named && n.arguments() == 0);
    }

    constexpr strength strength_of(unsigned i) const {
        auto const& n = nodes_[i];
        if (n.op == operation::both) return condition;
        if (n.op == operation::less || n.op == operation::less_equal) return comparison;
        if (n.op == operation::add || n.op == operation::subtract) return sum;
        if (n.op == operation::power) return power;
        if (begins_with_minus(i)) return signed_product;
        return n.op == operation::multiply || n.op == operation::divide || is_fraction(n) ? product : atom;
    }

    constexpr void write_cases(unsigned i) {
        put("piecewise(");
        for (; nodes_[i].op == operation::select && length_ < longest_text; i = nodes_[i].c) {
            write(nodes_[i].a, condition);
            put(": ");
            write(nodes_[i].b, sum);
            put("; ");
        }
        put("else: ");
        write(i, sum);
        put(')');
    }

    /// An index that is bound has a number for a name: k, l, ..., with primes where these are names of others.
    constexpr void put_index(node const& n) {
        if (n.low != 0) return put(n.name());
        char name[] = {static_cast<char>('j' + n.high % 16), '\0'};
        put(name);
        for (unsigned i = 0; i <= root_; ++i)
            if (nodes_[i].op == operation::index && nodes_[i].name() == packed_name{name}) return put('\'');
    }

    constexpr void write_index(unsigned i) {
        if (nodes_[i].low == 0 && nodes_[i].high == 0) return; // of a vector as a whole
        put('[');
        write(i);
        put(']');
    }

    constexpr void write_arguments(node const& n, unsigned first) {
        for (unsigned k = first; k < n.operand_count(); ++k) {
            if (n.op == operation::named && k > first && nodes_[n.operand(k)].op == operation::index) continue;
            put(k == first ? "(" : ", ");
            write(n.operand(k), sum);
        }
        if (n.operand_count() > first) put(')');
    }

  public:
    /// The name of an index, into a buffer; returns its length.
    static constexpr unsigned write_index_name(node const* nodes, unsigned root, node const& index, char* buffer,
                                               unsigned capacity) {
        text_writer writer{nodes, root, buffer, capacity};
        writer.put_index(index);
        return writer.length_;
    }

    constexpr text_writer(node const* nodes, unsigned root, char* out, unsigned capacity)
        : nodes_{nodes}, root_{root}, out_{out}, capacity_{capacity} {}

    constexpr unsigned length() const { return length_ < longest_text ? length_ : longest_text; }

    /// Writes a node where at least `required` is needed, and without its minus sign if a sum has `taken` it.
    constexpr void write(unsigned i, unsigned required = condition, bool taken = false) {
        if (length_ >= longest_text) return;
        auto const& n = nodes_[i];
        bool const enclosed = !taken && strength_of(i) < required;
        if (enclosed) put('(');
        switch (n.op) {
        case operation::constant:
            if (n.low < 0 && !taken) put('-');
            put_magnitude(n);
            break;
        case operation::add:
        case operation::subtract: {
            write(n.a, sum);
            bool const take = gives_minus(n.b);
            put((n.op == operation::subtract) != take ? " - " : " + ");
            write(n.b, product, take);
            break;
        }
        case operation::multiply:
        case operation::divide:
            if (is_fraction(nodes_[n.a])) {
                put(nodes_[n.a].low < 0 && !taken ? "-(" : "(");
                put_magnitude(nodes_[n.a]);
                put(')');
            } else {
                write(n.a, signed_product, taken);
            }
            put(row(n.op).name);
            write(n.b, power);
            break;
        case operation::negate:
            if (!taken) put('-');
            // -0 would be read as the constant 0.
            write(n.a, is_zero(nodes_[first_factor(n.a)]) && !taken ? atom : product);
            break;
        case operation::power:
            write(n.a, atom);
            put('^');
            // A simple exponent is easier to read as a fraction: x^(3/2), not x^1.5.
            if (auto const& e = nodes_[n.b]; e.op == operation::constant && e.high != 1 && e.high < 100) {
                put(e.low < 0 ? "(-" : "(");
                put_magnitude(e, true);
                put(')');
            } else {
                write(n.b, power);
            }
            break;
        case operation::less:
        case operation::less_equal: {
            bool const turned = is_number(n.a) && !is_number(n.b);
            write(turned ? n.b : n.a, sum);
            put(turned ? " >" : " <");
            put(n.op == operation::less ? " " : "= ");
            write(turned ? n.a : n.b, sum);
            break;
        }
        case operation::both:
            write(n.a, condition);
            put(" and ");
            write(n.b, comparison); // p and (q and r) keeps its parentheses
            break;
        case operation::select: write_cases(i); break;
        case operation::symbol: put(n.name()); break;
        case operation::named:
            put(n.name());
            write_arguments(n, 1);
            if (n.arguments() == 2 && nodes_[n.c].op == operation::index) write_index(n.c);
            break;
        case operation::derivative:
            put("derivative(");
            write(n.a, sum);
            put(", ");
            write(n.b, sum);
            if (n.low != 1) {
                put(", ");
                put_digits(static_cast<uint128>(n.low));
            }
            put(')');
            break;
        case operation::index: put_index(n); break;
        case operation::element:
            put(packed_name{n.low, 0});
            write_index(n.a);
            break;
        default: put(row(n.op).name); write_arguments(n, 0);
        }
        if (enclosed) put(')');
    }
};

} // namespace detail

/// Writes the text of a node into a buffer, at most `capacity` characters and no terminator, and returns how many
/// characters the text has; it is cut at `longest_text`. Works at compile time and at run time.
constexpr unsigned write_text(node const* nodes, unsigned root, char* buffer, unsigned capacity) {
    detail::text_writer writer{nodes, root, buffer, capacity};
    writer.write(root);
    return writer.length();
}

/// The text of a node of a graph, a workspace or an array of nodes; if it is cut, it ends in "...".
template <class Graph>
std::string text(Graph const& g, unsigned root) {
    std::string result(write_text(&g[0], root, nullptr, 0), '.');
    write_text(&g[0], root, result.data(), result.size() < longest_text ? longest_text : longest_text - 3);
    return result;
}

/// The text of an expression: "1/(1 + exp(-x))".
template <expression E>
std::string text(E) {
    return text(graph_of<E>, graph_of<E>.root());
}

/// The text of a condition: "x > 0 and x <= 1".
template <is_condition C>
std::string text(C) {
    workspace w;
    node_index const root = C::build(w);
    return text(w, root);
}

/// The text of an equation or of its negation: "tanh(x) == 2*sigmoid(2*x) - 1".
template <class A, class B>
std::string text(equation<A, B>) {
    return text(A{}) + " == " + text(B{});
}
template <class A, class B>
std::string text(inequality<A, B>) {
    return text(A{}) + " != " + text(B{});
}

/// One level of definition: the text of the body of a catalogue function, with the functions in it by their names. Of
/// anything else, its text.
template <class Graph>
std::string definition_text(Graph const& g, unsigned root) {
    return text(g, g[root].op == operation::named ? g[root].a : root);
}
template <expression E>
std::string definition_text(E) {
    return definition_text(graph_of<E>, graph_of<E>.root());
}

namespace detail {

template <class E>
struct written_text {
    static constexpr unsigned size = write_text(graph_of<E>.nodes, graph_of<E>.root(), nullptr, 0);
    static_assert(size < longest_text, "ogive: text_of<E> needs a text shorter than longest_text, and the text of this "
                                       "expression is longer. Ask for the text of a part of it, or simplify it first.");
    char characters[size + 1]{};
    constexpr written_text() { write_text(graph_of<E>.nodes, graph_of<E>.root(), characters, size); }
};
template <class E>
inline constexpr written_text<E> text_storage{};

} // namespace detail

/// The text of an expression type as a constant in static storage, terminated by '\0'.
template <expression E>
inline constexpr std::string_view text_of{detail::text_storage<std::remove_cvref_t<E>>.characters,
                                          detail::written_text<std::remove_cvref_t<E>>::size};

/// Breaks a formula into lines for a terminal, before an operator or at another space, where it is least nested.
/// Lines after the first begin with `indent` spaces; the first is taken to follow `indent` columns that are
/// already there, such as "f(x) = ". No line passes column `width`, unless a single name or number does.
inline std::string wrap(std::string_view formula, unsigned width = 80, unsigned indent = 4) {
    std::string result;
    std::size_t const room = width > indent ? width - indent : 1;
    int depth = 0;
    while (formula.size() > room) {
        std::size_t best = 0;
        int best_rank = 0, level = depth;
        for (std::size_t i = 1; i < formula.size() && (i <= room || best == 0); ++i) {
            char const before = formula[i - 1], c = formula[i];
            level += before == '(' ? 1 : before == ')' ? -1 : 0;
            int rank = c == '*' || c == '/' ? 2 : before == '(' ? 2000 : -1;
            if (c == ' ' && std::string_view{"+-<>="}.find(before) > 4) rank = before == ',' || before == ';' ? 0 : 1;
            if (rank < 0) continue;
            // An early break is a last resort, too: it would leave the line nearly empty.
            rank += 3 * level + (3 * i < room ? 1000 : 0);
            if (best != 0 && rank > best_rank) continue;
            best = i;
            best_rank = rank;
            depth = level;
        }
        if (best == 0) break;
        result.append(formula.substr(0, best)).append(1, '\n').append(indent, ' ');
        formula.remove_prefix(formula[best] == ' ' ? best + 1 : best);
    }
    return result.append(formula);
}

} // namespace ogive
