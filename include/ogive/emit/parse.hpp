// SPDX-License-Identifier: BSL-1.0
#pragma once
// The parser of the grammar in emit/text.hpp: parse(text(f)) is f, at compile time and at run time.
//
// Beyond what the writer prints: spaces are free; a minus sign may stand before any operand, and -x^2 is -(x^2); numbers
// may have an exponent (1e-3); a condition may be enclosed in parentheses; in the condition of a case a == b is
// a <= b and a >= b; min and max take two or more arguments; and
// the names in emit/vocabulary.hpp, such as Phi(x) or clip(x, a, b), stand for their definitions. A name that is no
// function is a symbol; there is no product without its sign.

#include <ogive/emit/parsed.hpp>
#include <ogive/emit/vocabulary.hpp>

namespace ogive {

namespace detail {

class text_reader {
    using kind = parsed::kind;
    // How tightly an operator binds; after it, the operand must bind more tightly.
    enum level : unsigned { conjunction, comparison, sum, product, tight };

    struct infix {
        operation op = operation::constant; // constant: no operator
        unsigned binds = 0, length = 0;
        bool turned = false; // a > b is b < a
    };

    workspace& w_;
    std::string_view text_;
    declared const* known_;
    unsigned known_count_;
    node_index const* arguments_ = nullptr; // of the definition that is being read
    unsigned at_ = 0, depth_ = 0;
    bool in_condition_ = false; // of a case: there == is no equation
    parsed error_;

    constexpr bool fine() const { return error_.column == 0; }
    constexpr char look(unsigned ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
    static constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
    static constexpr bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }

    constexpr void skip_spaces() {
        while (at_ < text_.size() && (look() == ' ' || look() == '\t' || look() == '\n' || look() == '\r')) ++at_;
    }
    constexpr bool take(char c) {
        skip_spaces();
        if (at_ == text_.size() || look() != c) return false;
        ++at_;
        return true;
    }
    constexpr void need(char c, char const* expected) {
        if (fine() && !take(c)) fail(at_, expected);
    }

    /// Remembers the first error. The column counts characters, not bytes.
    constexpr node_index fail(unsigned place, char const* expected) {
        if (!fine()) return 0;
        error_.column = 1;
        for (unsigned i = 0; i < place; ++i) error_.column += (text_[i] & 0xc0) != 0x80 ? 1u : 0u;
        error_.expected = expected;
        return 0;
    }

    static constexpr char const* explain(trouble t) {
        switch (t) {
        case trouble::division_by_zero: return "a divisor other than 0";
        case trouble::too_many_nodes: return "at most OGIVE_MAX_NODES nodes";
        case trouble::none: return "";
        default: return "a constant that fits 128 bits";
        }
    }
    /// The node, unless the workspace failed at it.
    constexpr node_index checked(node_index n, unsigned place) {
        return w_.problem == trouble::none ? n : fail(place, explain(w_.problem));
    }

    constexpr bool is_condition(node_index n) const {
        auto const op = w_[n].op;
        return op == operation::less || op == operation::less_equal || op == operation::both;
    }
    constexpr void need_value(node_index n, unsigned place) {
        if (fine() && is_condition(n)) fail(place, "a value, not a condition");
    }
    constexpr void need_condition(node_index n, unsigned place) {
        if (fine() && !is_condition(n)) fail(place, "a condition such as x > 0");
    }

    /// The word at this place, which may be empty.
    constexpr std::string_view word() const {
        unsigned length = 0;
        while (is_letter(look(length)) || (length > 0 && is_digit(look(length)))) ++length;
        return text_.substr(at_, length);
    }

    constexpr infix next_operator() {
        skip_spaces();
        bool const equal = look(1) == '=';
        switch (look()) {
        case '+': return {operation::add, sum, 1};
        case '-': return {operation::subtract, sum, 1};
        case '*': return {operation::multiply, product, 1};
        case '/': return {operation::divide, product, 1};
        case '<': return {equal ? operation::less_equal : operation::less, comparison, equal ? 2u : 1u};
        case '>': return {equal ? operation::less_equal : operation::less, comparison, equal ? 2u : 1u, true};
        case 'a':
            if (word() == "and") return {operation::both, conjunction, 3};
            break;
        case 'o':
            if (word() == "or") fail(at_, "and; for or, write a case each");
            break;
        case '=':
            if (in_condition_ && equal) return {operation::both, comparison, 2};
            break;
        case '!':
            if (in_condition_ && equal) fail(at_, "<, <=, >, >= or ==");
            break;
        case '&': fail(at_, "an operator (and is a word)"); break;
        default: break;
        }
        return {};
    }

    /// An operand and the operators after it that bind at least so tightly.
    constexpr node_index read(unsigned least) {
        skip_spaces();
        unsigned const start = at_;
        if (++depth_ > deepest_nesting) fail(start, "at most 200 nested levels");
        unsigned minus = 0;
        while (take('-')) ++minus;
        node_index n = fine() ? atom() : node_index{0};
        if (fine() && take('^')) {
            unsigned const place = at_ - 1;
            need_value(n, start);
            node_index const exponent = read(tight);
            need_value(exponent, place + 1);
            if (fine()) n = checked(w_.make(operation::power, n, exponent), place);
        }
        if (minus > 0) need_value(n, start);
        for (; minus > 0 && fine(); --minus) n = checked(w_.make(operation::negate, n), start);
        bool compared = false;
        while (fine()) {
            infix const next = next_operator();
            if (!fine() || next.op == operation::constant || next.binds < least) break;
            unsigned const place = at_;
            if (next.binds == comparison && compared) fail(place, "and between two comparisons");
            compared = next.binds == comparison;
            at_ += next.length;
            skip_spaces();
            unsigned const second = at_;
            node_index const right = read(next.binds + 1);
            if (next.binds == conjunction) {
                need_condition(n, start);
                need_condition(right, second);
            } else {
                need_value(n, start);
                need_value(right, second);
            }
            if (fine()) n = checked(joined(next, n, right), place);
        }
        --depth_;
        return n;
    }
    constexpr node_index joined(infix const& i, node_index a, node_index b) {
        if (i.op == operation::both && i.binds == comparison) // a == b as a condition
            return w_.make(operation::both, w_.make(operation::less_equal, a, b), w_.make(operation::less_equal, b, a));
        return i.turned ? w_.make(i.op, b, a) : w_.make(i.op, a, b);
    }
    constexpr node_index read_value() {
        skip_spaces();
        unsigned const start = at_;
        node_index const n = read(conjunction);
        need_value(n, start);
        return n;
    }

    constexpr node_index atom() {
        skip_spaces();
        char const c = look();
        if (is_digit(c) || (c == '.' && is_digit(look(1)))) return number();
        if (is_letter(c)) return name();
        if (c == '*' && at_ > 0 && text_[at_ - 1] == '*') return fail(at_ - 1, "^ for a power");
        if (!take('(')) return fail(at_, "a number, a name or (");
        node_index const n = read(conjunction);
        need(')', "a closing parenthesis");
        return n;
    }

    /// Digits, at most one point, an exponent; exact. Zeros count only when another digit follows them.
    constexpr node_index number() {
        unsigned const start = at_;
        uint128 digits = 0;
        int exponent = 0, zeros = 0;
        bool fits = true;
        for (bool point = false;; ++at_) {
            char const c = look();
            if (c == '.' && !point) {
                point = true;
                continue;
            }
            if (!is_digit(c)) break;
            if (point) --exponent;
            ++zeros;
            if (c == '0') continue;
            for (; zeros > 0 && digits != 0; --zeros)
                fits = fits && !__builtin_mul_overflow(digits, uint128{10}, &digits);
            zeros = 0;
            fits = fits && !__builtin_add_overflow(digits, static_cast<uint128>(c - '0'), &digits);
        }
        exponent += zeros;
        if (look() == 'e' || look() == 'E') {
            unsigned const sign = look(1) == '-' || look(1) == '+' ? 1 : 0;
            if (is_digit(look(1 + sign))) {
                bool const negative = look(1) == '-';
                at_ += 1 + sign;
                int e = 0;
                for (; is_digit(look()); ++at_) e = e < 100'000 ? 10 * e + (look() - '0') : e;
                exponent += negative ? -e : e;
            }
        }
        if (digits == 0) exponent = 0;
        rational value{static_cast<int128>(digits)};
        if (!fits || digits >> 127 != 0 || exponent > 38 || exponent < -76)
            return fail(start, "a number within 128 bits");
        if (exponent > 0) value = value * number::power(rational{10}, exponent);
        for (; exponent < 0; ++exponent) value = value / rational{10};
        return value.valid() ? checked(w_.constant(value), start) : fail(start, "a number within 128 bits");
    }

    constexpr node_index name() {
        unsigned const start = at_;
        std::string_view const spelt = word();
        if (spelt.size() > 31) return fail(start, "a name of at most 31 characters");
        if (spelt == "and" || spelt == "or" || spelt == "else") return fail(start, "a number, a name or (");
        if (spelt == "inf" || spelt == "infinity" || spelt == "nan") return fail(start, "a finite number or a name");
        at_ += static_cast<unsigned>(spelt.size());
        if (arguments_ && spelt.size() == 1 && spelt[0] >= 'x') return arguments_[spelt[0] - 'x'];
        bool const call = take('(');
        if (spelt == "piecewise" && call) return cases();
        packed_name const n = pack(spelt);
        function_facts const facts = facts_of_function(n);
        if (facts.most == 0) {
            if (spelt == "pi") return call ? fail(at_ - 1, "an operator") : checked(w_.pi(), start);
            if (call) return no_function(n, start);
            if (auto const c = find_named_constant(n); c.nodes) return checked(w_.import(c.nodes, c.root), start);
            return checked(w_.symbol(n, known(n)), start);
        }
        if (!call) return fail(at_, "( after a function's name");
        node_index given[3] = {};
        unsigned places[3] = {};
        unsigned count = 0;
        for (bool more = true; more && fine(); ++count) {
            skip_spaces();
            if (count >= 2 && facts.most > 3) { // min and max of many: from the left
                given[0] = checked(w_.make(facts.op, given[0], given[1]), start);
                given[1] = read_value();
            } else {
                places[count < 3 ? count : 2] = at_;
                given[count < 3 ? count : 2] = read_value();
            }
            more = take(',');
        }
        need(')', "a closing parenthesis or a comma");
        if (!fine()) return 0;
        if (count < facts.least || count > facts.most) {
            error_.name = n;
            error_.least = facts.least;
            error_.most = facts.most;
            error_.given = count;
            return fail(start, "another number of arguments");
        }
        if (facts.op == operation::derivative) return derivative(given, places, count);
        if (facts.op != operation::constant) return checked(w_.make(facts.op, given[0], given[1]), start);
        if (auto const f = find_function(n, count); f.nodes) return checked(apply(w_, f.nodes, f.root, given), start);
        text_reader inner{w_, definition_of(n), known_, known_count_};
        inner.arguments_ = given;
        inner.depth_ = depth_;
        node_index const result = inner.read_value();
        return inner.fine() ? result : fail(start, inner.error_.expected);
    }

    constexpr assumption known(packed_name n) const {
        for (unsigned i = 0; i < known_count_; ++i)
            if (known_[i].name == n) return known_[i].assumed;
        return assumption::none;
    }

    constexpr node_index no_function(packed_name n, unsigned start) {
        error_.name = n;
        error_.nearest = nearest_function(n);
        return fail(start, "the name of a function");
    }

    constexpr node_index derivative(node_index const* given, unsigned const* places, unsigned count) {
        if (w_[given[1]].op != operation::symbol) return fail(places[1], "a symbol");
        int order = 1;
        if (count == 3) {
            node const& n = w_[given[2]];
            if (n.op != operation::constant || n.high != 1 || n.low < 0 || n.low > highest_parsed_order)
                return fail(places[2], "an integer from 0 to 1000");
            order = static_cast<int>(n.low);
        }
        return checked(w_.derivative(given[0], given[1], order), places[0]);
    }

    /// condition: value; ...; else: value), the cases nested from the last.
    constexpr node_index cases() {
        skip_spaces();
        unsigned const start = at_;
        if (++depth_ > deepest_nesting) fail(start, "at most 200 nested levels");
        node_index result = 0;
        if (fine() && word() == "else") fail(start, "a condition such as x > 0");
        bool const outer = in_condition_;
        in_condition_ = true;
        node_index const condition = fine() ? read(conjunction) : node_index{0};
        in_condition_ = outer;
        need_condition(condition, start);
        need(':', "a colon after the condition");
        node_index const value = fine() ? read_value() : node_index{0};
        need(';', "; and another case or else");
        skip_spaces();
        if (fine() && word() == "else") {
            at_ += 4;
            need(':', "a colon after else");
            result = fine() ? read_value() : node_index{0};
            need(')', "a closing parenthesis");
        } else if (fine()) {
            result = cases();
        }
        --depth_;
        return fine() ? checked(w_.make(operation::select, condition, value, result), start) : node_index{0};
    }

  public:
    constexpr text_reader(workspace& w, std::string_view text, declared const* known, unsigned count)
        : w_{w}, text_{text}, known_{known}, known_count_{count} {}

    constexpr parsed all() {
        parsed result;
        if (text_.size() > longest_parsed_text) {
            text_ = {};
            fail(0, "at most 65536 characters");
        }
        if (w_.problem != trouble::none) fail(0, explain(w_.problem));
        if (fine()) result.left = read(conjunction);
        result.what = fine() && is_condition(result.left) ? kind::condition : kind::expression;
        skip_spaces();
        unsigned const place = at_;
        if (fine() && look(1) == '=' && (look() == '=' || look() == '!')) {
            result.what = look() == '=' ? kind::equation : kind::inequation;
            need_value(result.left, 0);
            at_ += 2;
            result.right = fine() ? read_value() : node_index{0};
            skip_spaces();
            if (fine() && at_ != text_.size()) fail(at_, "an operator or the end");
        } else if (fine() && at_ != text_.size()) {
            fail(place, look() == '='   ? "== in an equation"
                        : look() == ')' ? "no closing parenthesis"
                                        : "an operator or the end");
        }
        return fine() ? result : error_;
    }
};

} // namespace detail

/// Reads a text into a workspace: an expression, a condition, an equation or its negation. What is known of symbols can
/// be declared; of all others nothing is assumed. On an error `what` is `error`, with its column; nothing is guessed.
constexpr parsed parse(workspace& w, std::string_view text, declared const* known = nullptr, unsigned count = 0) {
    return detail::text_reader{w, text, known, count}.all();
}

} // namespace ogive
