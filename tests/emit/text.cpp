// SPDX-License-Identifier: BSL-1.0
// Text of expressions. Every printed graph is read back by a strict parser that knows nothing of the writer, and must
// evaluate to the same bits; no pair of parentheses may be missing and none may be spare.
// Missing: names that contain an operator.

#include <ogive/emit.hpp>

#include <ogive/calculus/derivative.hpp>
#include <ogive/expression/hana.hpp>
#include <ogive/expression/named.hpp>

#include <doctest/doctest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <stdexcept>
#include <utility>
#include <vector>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;
constexpr auto b = symbol<"b">;
constexpr auto c = symbol<"c">;

struct sigmoid_t : catalogue_function<sigmoid_t> {
    static constexpr packed_name name{"sigmoid"};
    template <class X>
    static constexpr auto formula(X u) {
        return 1_c / (1_c + exp(-u));
    }
};
struct silu_t : catalogue_function<silu_t> {
    static constexpr packed_name name{"silu"};
    template <class X>
    static constexpr auto formula(X u) {
        return u * sigmoid_t{}(u);
    }
};
struct golden_t : named_constant<golden_t> {
    static constexpr packed_name name{"golden"};
    static constexpr auto formula() { return (1_q + sqrt(5_q)) / 2_q; }
};
constexpr sigmoid_t sigmoid{};
constexpr silu_t silu{};
constexpr golden_t golden{};

template <class E>
constexpr bool prints(E, std::string_view expected) {
    return text_of<E> == expected;
}

// ---- precedence

static_assert(prints(a - (b - c), "a - (b - c)"));
static_assert(prints(a - b - c, "a - b - c"));
static_assert(prints(a / (b * c), "a/(b*c)"));
static_assert(prints(a / b * c, "a/b*c"));
static_assert(prints((a + b) * c, "(a + b)*c"));
static_assert(prints(-pow(x, 2_c), "-x^2"));
static_assert(prints(pow(-x, 2_c), "(-x)^2"));
static_assert(prints(pow(pow(a, b), c), "(a^b)^c"));
static_assert(prints(pow(a, pow(b, c)), "a^b^c"));
static_assert(prints(pow(a, b* c), "a^(b*c)"));
static_assert(prints(-(a + b), "-(a + b)"));
static_assert(prints(-(-x), "-(-x)"));
static_assert(prints(-(a * b), "-a*b"));
static_assert(prints(a * -b, "a*(-b)"));
static_assert(prints(exp(-x) / (1_c + exp(-x)), "exp(-x)/(1 + exp(-x))"));

// ---- signs

static_assert(prints(x * -2_q, "x*(-2)"));
static_assert(prints(-2_q * x, "-2*x"));
static_assert(prints(a + -2_q * x, "a - 2*x"));
static_assert(prints(a - -2_q * x, "a + 2*x"));
static_assert(prints(a + -b, "a - b"));
static_assert(prints(a - 1_q, "a - 1"));
static_assert(prints(a + -(b - c), "a - (b - c)"));
static_assert(prints(a - (-(-x)), "a - (-(-x))"));
static_assert(prints(-x + a, "-x + a"));
static_assert(prints(-(0_q * x), "-(0*x)"));
static_assert(prints(a - 0_q * x, "a - 0*x"));
static_assert(prints(a + -(0_q * x), "a - 0*x"));
static_assert(prints(pow(-2_q, x), "(-2)^x"));

// ---- constants

static_assert(prints(0.044715_q * x, "0.044715*x"));
static_assert(prints(0.5_q + x, "0.5 + x"));
static_assert(prints(-0.25_q * x, "-0.25*x"));
static_assert(prints(1_q / 3_q * x, "(1/3)*x"));
static_assert(prints(-1_q / 3_q * x, "-(1/3)*x"));
static_assert(prints(a + -1_q / 3_q * x, "a - (1/3)*x"));
static_assert(prints(x * (1_q / 3_q), "x*(1/3)"));
static_assert(prints(x + 1_q / 3_q, "x + 1/3"));
static_assert(prints(x - 1_q / 3_q, "x - 1/3"));
static_assert(prints(pow(1_q / 3_q, x), "(1/3)^x"));
static_assert(prints(pow(x, 0.5_q), "x^(1/2)"));
static_assert(prints(pow(x, -1.5_q), "x^(-3/2)"));
static_assert(prints(pow(x, -2_q), "x^(-2)"));
static_assert(prints(pow(x, 0.001_q), "x^0.001"));
static_assert(prints(1_q / 4096_q + x, "0.000244140625 + x"));
static_assert(prints(1_q / 65536_q + x, "1/65536 + x"));
static_assert(prints(1.0507009873554804934193349852946_q * x, "1.0507009873554804934193349852946*x"));
static_assert(prints(x + 99999999999999999999999999999999999999_q, "x + 99999999999999999999999999999999999999"));
static_assert(prints(sqrt(2_c / pi), "sqrt(2/pi)"));
static_assert(prints(x + 0_q, "x + 0"));
static_assert(prints(x * 1000_q, "x*1000"));
static_assert(prints(x * 100.01_q, "x*100.01"));

// ---- functions, cases, the catalogue

static_assert(prints(tanh(x), "tanh(x)"));
static_assert(prints(min(a, -b) * max(x, a + 1_c), "min(a, -b)*max(x, a + 1)"));
static_assert(prints(piecewise(when(x > 0_c, x), otherwise(a* x)), "piecewise(x > 0: x; else: a*x)"));
static_assert(prints(piecewise(when(0_c < x, x), otherwise(a* x)), "piecewise(x > 0: x; else: a*x)"));
static_assert(prints(piecewise(when(x >= 1_c, x), when(x < -1_q, -x), when(a <= b, a), otherwise(b)),
                     "piecewise(x >= 1: x; x < -1: -x; a <= b: a; else: b)"));
static_assert(prints(pow(piecewise(when(pi < x, x), otherwise(a)), 2_c), "piecewise(x > pi: x; else: a)^2"));
static_assert(prints(silu(x) + pow(sigmoid(x - a), 2_c), "silu(x) + sigmoid(x - a)^2"));
static_assert(prints(golden * x, "golden*x"));
static_assert(text_of<decltype(x)>.data()[1] == '\0');

TEST_CASE("a definition is one level deep") {
    CHECK(definition_text(sigmoid(x)) == "1/(1 + exp(-x))");
    CHECK(definition_text(silu(a)) == "a*sigmoid(a)");
    CHECK(definition_text(golden) == "(1 + sqrt(5))/2");
    CHECK(definition_text(x + a) == "x + a");
}

TEST_CASE("conditions and what only evaluators use") {
    workspace w;
    auto const u = w.symbol("x"), v = w.symbol("a"), zero = w.constant(0);
    auto const positive_both = w.make(operation::both, w.make(operation::less, zero, u),
                                      w.make(operation::less_equal, v, w.make(operation::add, u, v)));
    CHECK(text(w, positive_both) == "x > 0 and a <= x + a");
    CHECK(text(w, w.make(operation::select, positive_both, u, v)) == "piecewise(x > 0 and a <= x + a: x; else: a)");
    CHECK(text(w, w.make(operation::exp_of_product, u, v, zero)) == "exp_of_product(x, a, 0)");
    CHECK(text(w, w.make(operation::low_word, u)) == "low_word(x)");
    CHECK(text(w, w.make(operation::add, positive_both, u)) == "(x > 0 and a <= x + a) + x");
}

TEST_CASE("conditions and equations of C++") {
    CHECK(text(x > 0_c) == "x > 0");
    CHECK(text(x > 0_c && a <= x + a && x < b) == "x > 0 and a <= x + a and x < b");
    CHECK(text(x > 0_c && (a <= b && x < b)) == "x > 0 and (a <= b and x < b)");
    CHECK(text(tanh(x) == 2_c * x) == "tanh(x) == 2*x");
    CHECK(text(x != a - (b - c)) == "x != a - (b - c)");
}

TEST_CASE("a derivative is written with its order") {
    CHECK(text(derivative(tanh(x), x)) == "derivative(tanh(x), x)");
    CHECK(text(derivative<3>(x * a, a) + 1_c) == "derivative(x*a, a, 3) + 1");
}

TEST_CASE("a text that outgrows its graph is cut") {
    workspace w;
    auto n = w.symbol("x");
    for (int i = 0; i < 60; ++i) n = w.make(operation::multiply, n, n);
    auto const t = text(w, n);
    CHECK(t.size() == longest_text);
    CHECK(t.substr(t.size() - 4) == "x...");
}

TEST_CASE("a buffer is never overrun") {
    char buffer[8] = "#######";
    auto const& g = graph_of<decltype(a - (b - c))>;
    CHECK(write_text(g.nodes, g.root(), buffer, 5) == 11);
    CHECK(std::string_view{buffer} == "a - (##");
}

// ---- the reader: the grammar in emit/text.hpp, strictly, and nothing of the writer

node_index make_named(workspace& w, std::string const& name, node_index u, node_index v) {
    if (name == "golden") return w.named("golden", 0, w.constant(rational{161803, 100000}));
    if (name == "twice") return w.named("twice", 1, w.make(operation::add, u, u), u);
    if (name == "ratio") return w.named("ratio", 2, w.make(operation::divide, u, w.make(operation::exp, v)), u, v);
    throw std::runtime_error("no function " + name);
}

struct reader {
    workspace& w;
    std::string_view rest;

    bool take(std::string_view token) {
        if (!rest.starts_with(token)) return false;
        rest.remove_prefix(token.size());
        return true;
    }
    void need(std::string_view token) {
        if (!take(token))
            throw std::runtime_error("expected '" + std::string(token) + "' at '" + std::string(rest) + "'");
    }
    bool digit() const { return !rest.empty() && rest[0] >= '0' && rest[0] <= '9'; }

    node_index number() {
        rational value = 0, scale = 1;
        for (bool point = false; digit() || (!point && rest.starts_with('.')); rest.remove_prefix(1)) {
            if (rest[0] == '.') {
                point = true;
                continue;
            }
            value = value * rational{10} + rational{rest[0] - '0'};
            if (point) scale = scale * rational{10};
        }
        return w.constant(value / scale);
    }
    node_index atom() {
        if (digit()) return number();
        if (take("(")) {
            auto const inner = sum();
            need(")");
            return inner;
        }
        std::size_t length = 0;
        while (length < rest.size() && (std::isalnum(static_cast<unsigned char>(rest[length])) || rest[length] == '_'))
            ++length;
        if (length == 0) throw std::runtime_error("expected an atom at '" + std::string(rest) + "'");
        std::string const name{rest.substr(0, length)};
        rest.remove_prefix(length);
        if (name == "pi") return w.pi();
        if (name == "golden") return make_named(w, name, 0, 0);
        if (!take("(")) return w.symbol(name.c_str());
        if (name == "piecewise") return cases();
        node_index arguments[3] = {};
        unsigned count = 0;
        do arguments[count++] = sum();
        while (count < 3 && take(", "));
        need(")");
        for (unsigned op = 0; op < static_cast<unsigned>(operation::count_of_operations); ++op) {
            auto const o = static_cast<operation>(op);
            if (row(o).called && name == row(o).name && row(o).operands == count)
                return w.make(o, arguments[0], arguments[1], arguments[2]);
        }
        return make_named(w, name, arguments[0], arguments[1]);
    }
    node_index cases() {
        if (take("else: ")) {
            auto const last = sum();
            need(")");
            return last;
        }
        auto const condition = all_of();
        need(": ");
        auto const value = sum();
        need("; ");
        return w.make(operation::select, condition, value, cases());
    }
    node_index all_of() {
        auto condition = one_of();
        while (take(" and ")) condition = w.make(operation::both, condition, one_of());
        return condition;
    }
    /// A comparison, or conditions in parentheses: which, shows when the one is tried.
    node_index one_of() {
        auto const before = rest;
        if (take("(")) {
            try {
                auto const inner = all_of();
                if (take(")") && (rest.starts_with(" and ") || rest.starts_with(": ") || rest.starts_with(")")))
                    return inner;
            } catch (std::runtime_error const&) {
            }
            rest = before;
        }
        return comparison();
    }
    node_index comparison() {
        auto const left = sum();
        if (take(" <= ")) return w.make(operation::less_equal, left, sum());
        if (take(" < ")) return w.make(operation::less, left, sum());
        if (take(" >= ")) return w.make(operation::less_equal, sum(), left);
        need(" > ");
        return w.make(operation::less, sum(), left);
    }
    node_index power() {
        auto const base = atom();
        return take("^") ? w.make(operation::power, base, power()) : base;
    }
    node_index product(bool minus = false) {
        auto left = power();
        if (minus) left = w.make(operation::negate, left);
        for (;;) {
            if (take("*"))
                left = w.make(operation::multiply, left, power());
            else if (take("/"))
                left = w.make(operation::divide, left, power());
            else
                return left;
        }
    }
    node_index sum() {
        auto left = product(take("-"));
        for (;;) {
            if (take(" + "))
                left = w.make(operation::add, left, product());
            else if (take(" - "))
                left = w.make(operation::subtract, left, product());
            else
                return left;
        }
    }
    node_index all() {
        auto const root = sum();
        if (!rest.empty()) throw std::runtime_error("left over: '" + std::string(rest) + "'");
        return root;
    }
};

double value(workspace const& w, unsigned i, double at_x, double at_y) {
    auto const& n = w[i];
    auto const of = [&](unsigned k) { return value(w, n.operand(k), at_x, at_y); };
    switch (n.op) {
    case operation::constant: return static_cast<double>(n.low) / static_cast<double>(n.high);
    case operation::symbol: return n.name() == packed_name{"x"} ? at_x : at_y;
    case operation::pi: return 3.141592653589793;
    case operation::add: return of(0) + of(1);
    case operation::subtract: return of(0) - of(1);
    case operation::multiply: return of(0) * of(1);
    case operation::divide: return of(0) / of(1);
    case operation::negate: return -of(0);
    case operation::power: return std::pow(of(0), of(1));
    case operation::exp: return std::exp(of(0));
    case operation::tanh: return std::tanh(of(0));
    case operation::min: return std::fmin(of(0), of(1));
    case operation::less: return of(0) < of(1);
    case operation::less_equal: return of(0) <= of(1);
    case operation::both: return of(0) != 0 && of(1) != 0;
    case operation::select: return of(0) != 0 ? of(1) : of(2);
    case operation::named: return of(0);
    default: throw std::runtime_error("not evaluated here");
    }
}

constexpr double points[][2] = {{0.7, 1.3}, {-1.9, 0.6}, {2.0, -3.0}};

/// Whether the text, read back, has the very bits of the graph, and is printed as the same text again.
bool agrees(workspace const& w, unsigned root, std::string const& printed) {
    workspace again;
    unsigned back = 0;
    try {
        back = reader{again, printed}.all();
    } catch (std::runtime_error const&) {
        return false;
    }
    if (w.problem != trouble::none || again.problem != trouble::none) return w.problem == again.problem;
    for (auto const& p : points) {
        double const left = value(w, root, p[0], p[1]), right = value(again, back, p[0], p[1]);
        if (std::isnan(left) && std::isnan(right)) continue;
        if (std::bit_cast<std::uint64_t>(left) != std::bit_cast<std::uint64_t>(right)) return false;
    }
    return text(again, back) == printed;
}

/// What is left without each of the pairs of parentheses that group, one at a time. A fraction's are there for looks.
std::vector<std::string> without_one_pair(std::string const& printed) {
    std::vector<std::string> results;
    for (std::size_t i = 0; i < printed.size(); ++i) {
        if (printed[i] != '(' || (i > 0 && std::isalnum(static_cast<unsigned char>(printed[i - 1])))) continue;
        std::size_t end = i, level = 0;
        do level += printed[end] == '(' ? 1u : printed[end] == ')' ? std::size_t(-1) : 0u;
        while (level != 0 && ++end < printed.size());
        auto const inner = printed.substr(i + 1, end - i - 1);
        if (inner.find_first_not_of("0123456789/") == std::string::npos) continue;
        results.push_back(printed.substr(0, i) + inner + printed.substr(end + 1));
    }
    return results;
}

/// Whether the text is printed by the graph that it is read as, and this graph has the same text as another one had.
bool is_read_as(std::string const& shorter, std::string const& printed) {
    try {
        workspace again;
        auto const back = reader{again, shorter}.all();
        return again.problem == trouble::none && text(again, back) == printed;
    } catch (std::runtime_error const&) {
        return false;
    }
}

constexpr operation binary[] = {operation::add, operation::subtract, operation::multiply, operation::divide,
                                operation::power};

/// A tree of arithmetic in a workspace of its own, counted off from a number: a leaf, a negation or an operation.
struct small_graph {
    workspace w;
    unsigned root;

    explicit small_graph(unsigned code, bool fractions) { root = tree(code, 2, fractions); }

    static constexpr unsigned leaves(bool fractions) { return fractions ? 6 : 4; }
    static constexpr unsigned count(unsigned depth, bool fractions) {
        if (depth == 0) return leaves(fractions);
        auto const below = count(depth - 1, fractions);
        return leaves(fractions) + below + 5 * below * below;
    }
    node_index tree(unsigned code, unsigned depth, bool fractions) {
        if (code < leaves(fractions)) {
            rational const constants[] = {2, -3, rational{1, 3}, rational{-5, 2}};
            return code == 0 ? w.symbol("x") : code == 1 ? w.symbol("y") : w.constant(constants[code - 2]);
        }
        code -= leaves(fractions);
        auto const below = count(depth - 1, fractions);
        if (code < below) return w.make(operation::negate, tree(code, depth - 1, fractions));
        code -= below;
        auto const left = tree(code / 5 % below, depth - 1, fractions);
        return w.make(binary[code % 5], left, tree(code / 5 / below, depth - 1, fractions));
    }
};

TEST_CASE("every small graph is read back to the same bits, with no parentheses to spare") {
    unsigned texts = 0, pairs = 0;
    for (unsigned code = 0; code < small_graph::count(2, true); ++code) {
        small_graph g{code, true};
        if (g.w.problem != trouble::none) continue;
        auto const printed = text(g.w, g.root);
        ++texts;
        if (!agrees(g.w, g.root, printed)) FAIL_CHECK("read back differently: ", printed);
        for (auto const& shorter : without_one_pair(printed)) {
            ++pairs;
            if (is_read_as(shorter, printed)) FAIL_CHECK("parentheses to spare: ", printed, " is ", shorter);
        }
    }
    CHECK(texts > 180'000);
    CHECK(pairs > 160'000);
}

node_index random_node(workspace& w, std::uint64_t& state, int depth) {
    auto const draw = [&](unsigned n) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<unsigned>((state >> 33) % n);
    };
    auto const below = [&] { return random_node(w, state, depth - 1); };
    if (depth == 0 || draw(8) == 0) {
        rational const constants[] = {1, 2, -1, -7, rational{1, 2}, rational{-2, 3}, rational{8943, 200000}};
        auto const k = draw(12);
        if (k < 7) return w.constant(constants[k]);
        return k < 9 ? w.symbol("x") : k < 10 ? w.symbol("y") : k < 11 ? w.pi() : make_named(w, "golden", 0, 0);
    }
    auto const u = below();
    auto const k = draw(20);
    if (k < 2) return w.make(operation::negate, u);
    if (k == 2) return w.make(operation::tanh, u);
    if (k == 3) return make_named(w, "twice", u, 0);
    auto const v = below();
    if (k < 14) return w.make(binary[k % 5], u, v);
    if (k == 14) return w.make(operation::min, u, v);
    if (k == 15) return make_named(w, "ratio", u, v);
    auto condition = w.make(k < 18 ? operation::less : operation::less_equal, u, v);
    while (draw(3) == 0) {
        auto const left = below(), right = below();
        condition = w.make(operation::both, w.make(operation::less, left, right), condition);
    }
    auto const then = below();
    return w.make(operation::select, condition, then, below());
}

TEST_CASE("random graphs of every kind are read back to the same bits") {
    std::uint64_t state = 2024;
    unsigned texts = 0, long_texts = 0;
    for (int i = 0; i < 20'000; ++i) {
        workspace w;
        auto const root = random_node(w, state, 1 + i % 4);
        auto const printed = text(w, root);
        if (w.problem != trouble::none || printed.size() == longest_text) continue;
        ++texts;
        long_texts += printed.size() > 60 ? 1u : 0u;
        if (!agrees(w, root, printed)) FAIL_CHECK("read back differently: ", printed);
    }
    CHECK(texts > 15'000);
    CHECK(long_texts > 1'000);
}

TEST_CASE("the check goes red: a text without its parentheses does not agree") {
    auto const caught = [](auto e, std::string const& wrong) {
        workspace w;
        using type = decltype(e);
        auto const root = w.import(graph_of<type>, graph_of<type>.root());
        CHECK(agrees(w, root, text(w, root)));
        CHECK_FALSE(agrees(w, root, wrong));
    };
    constexpr auto y = symbol<"y">;
    caught(x - (y - 3_q), "x - y - 3");
    caught(x / (y * 3_q), "x/y*3");
    caught(pow(-x, 2_q), "-x^2");
    caught((x + y) * 3_q, "x + y*3");
    caught(pow(pow(x, 2_q), 3_q), "x^2^3");
    caught(pow(x, -2_q) + y, "x^2 + y");
    caught(x + -2_q * y, "x + 2*y");
    caught(pow(x, 1_q / 3_q), "x^1/3");
    caught(piecewise(when(x > 0_q, x), otherwise(y)), "piecewise(x < 0: x; else: y)");
    caught(x + -y, "x + -y");
    CHECK(without_one_pair("(-x)^2*tanh(x - (1/3)*(y))").size() == 2);
    CHECK(is_read_as("(x*y)/2", "x*y/2"));
    CHECK(is_read_as("x - (y*2)", "x - y*2"));
}

// ---- lines

TEST_CASE("wrap") {
    CHECK(wrap("x + a", 80, 4) == "x + a");
    CHECK(wrap("aaaa + bbbb*cccc - dddd", 14, 2) == "aaaa\n  + bbbb*cccc\n  - dddd");
    CHECK(wrap("aaaa*(bbbb + cccc)*dddd", 20, 0) == "aaaa*(bbbb + cccc)\n*dddd");
    CHECK(wrap("piecewise(x > 0: x + 1; x < -1: -x; else: a)", 30, 2) ==
          "piecewise(x > 0: x + 1;\n  x < -1: -x; else: a)");
    CHECK(wrap("a_name_that_is_too_long + b", 10, 0) == "a_name_that_is_too_long\n+ b");
    CHECK(wrap("", 0, 9) == "");
}

TEST_CASE("no line is too long, and the lines are the text") {
    std::uint64_t state = 7;
    for (int i = 0; i < 2'000; ++i) {
        workspace w;
        auto const printed = text(w, random_node(w, state, 4));
        for (unsigned width : {40u, 80u}) {
            auto const lines = wrap(printed, width, 4) + '\n';
            std::size_t begin = 0;
            std::string joined;
            for (std::size_t end; (end = lines.find('\n', begin)) != std::string::npos; begin = end + 1) {
                bool const first = begin == 0;
                auto const line = lines.substr(begin, end - begin);
                bool const breakable =
                    line.find_first_of(" (*/", line.find_first_not_of(" (*/+-<>=")) < line.size() - 1;
                if (breakable && line.size() > width - (first ? 4 : 0))
                    FAIL_CHECK("too long for ", width, ":\n", lines);
                if (!first) CHECK(line.substr(0, 4) == "    ");
                joined += first ? line : line.substr(4);
            }
            auto const squeeze = [](std::string s) {
                std::erase(s, ' ');
                return s;
            };
            if (squeeze(joined) != squeeze(printed)) FAIL_CHECK("not the same formula: ", printed);
        }
    }
}

} // namespace
