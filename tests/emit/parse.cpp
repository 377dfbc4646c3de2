// SPDX-License-Identifier: BSL-1.0
// The parser: parse(text(f)) is f for the catalogue, its derivatives and random graphs; errors with their columns; and
// any bytes. tests/emit/text.cpp checks the writer against a reader of its own.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <boost/hana/for_each.hpp>
#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace ogive;
using namespace ogive::literals;
using kind = parsed::kind;

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;
constexpr auto a = symbol<"a">;

/// A copy in which every minus sign stands where the grammar puts it: at the first factor of a product, and in sums
/// between the terms. What is assumed of symbols is forgotten if asked for.
class minus_signs {
    workspace& w_;
    bool forget_;

    static bool is_product(node const& n) { return n.op == operation::multiply || n.op == operation::divide; }
    bool is_zero(node_index i) const {
        while (is_product(w_[i])) i = w_[i].a;
        return w_[i].op == operation::constant && w_[i].low == 0;
    }
    node_index negated(node_index i) {
        node const n = w_[i];
        return is_product(n) && !is_zero(i) ? w_.make(n.op, negated(n.a), n.b) : w_.make(operation::negate, i);
    }
    bool takes_minus(node_index i) {
        node const n = w_[i];
        if (is_product(n)) return takes_minus(n.a);
        if (n.op == operation::constant) return n.low < 0;
        return n.op == operation::negate && !takes_minus(n.a);
    }
    node_index without(node_index i) {
        node const n = w_[i];
        if (is_product(n)) return w_.make(n.op, without(n.a), n.b);
        return n.op == operation::negate ? n.a : w_.make(operation::negate, i);
    }

  public:
    minus_signs(workspace& w, bool forget) : w_{w}, forget_{forget} {}

    template <class Graph>
    node_index operator()(Graph const& g, unsigned root) {
        std::vector<node_index> place(root + 1);
        for (unsigned i = 0; i <= root; ++i) {
            node n = g[i];
            if (n.op == operation::symbol && forget_) n.assumed = assumption::none;
            unsigned const k = n.operand_count();
            node_index const u = k > 0 ? place[n.a] : node_index{0}, v = k > 1 ? place[n.b] : node_index{0};
            if (n.op == operation::negate)
                place[i] = negated(u);
            else if ((n.op == operation::add || n.op == operation::subtract) && takes_minus(v))
                place[i] = w_.make(n.op == operation::add ? operation::subtract : operation::add, u, without(v));
            else
                place[i] = w_.remake(n, u, v, k > 2 ? place[n.c] : node_index{0});
        }
        return place[root];
    }
};

/// Whether a text is read as this node. A text that was cut or a graph with a fault is not asked for.
template <class Graph>
bool is_read_back(Graph const& g, unsigned root, std::string const& printed, bool assumptions_too = false) {
    std::vector<declared> known;
    for (unsigned i = 0; i <= root && assumptions_too; ++i)
        if (g[i].op == operation::symbol) known.push_back({g[i].name(), g[i].assumed});
    workspace back;
    auto const p = parse(back, printed, known.data(), static_cast<unsigned>(known.size()));
    if (!p) return false;
    workspace w;
    minus_signs normal{w, !assumptions_too};
    bool const same = normal(g, root) == normal(back, p.left);
    if (w.problem == trouble::too_many_nodes) return text(back, p.left) == printed; // no room for both
    return same && w.problem == trouble::none && text(back, p.left) == printed;
}

template <class E>
bool is_read_back(E) {
    return is_read_back(graph_of<E>, graph_of<E>.root(), text(E{}), true);
}

/// Whether a text is exactly this expression, node by node.
template <class E>
constexpr bool reads(std::string_view written, E) {
    workspace w;
    auto const p = parse(w, written);
    return p.what == kind::expression && p.left == w.import(graph_of<E>, graph_of<E>.root());
}

/// The column of the error and its message.
std::string error_of(std::string_view written) {
    workspace w;
    auto const p = parse(w, written);
    return p ? "none" : std::to_string(p.column) + ": " + message(p);
}

// ---- what is read, at compile time

static_assert(reads("x*tanh(softplus(x))", x* tanh(softplus(x))));
static_assert(reads("x * tanh ( softplus ( x ) )", x* tanh(softplus(x))));
static_assert(reads("-x^2", -pow(x, 2_c)));
static_assert(reads("(-x)^2", pow(-x, 2_c)));
static_assert(reads("2^-1", 0.5_q));
static_assert(reads("x^-2", pow(x, -2_q)));
static_assert(reads("x^-y^2", pow(x, -pow(y, 2_c))));
static_assert(reads("x^y^2", pow(x, pow(y, 2_c))));
static_assert(reads("-2*x", -2_q * x));
static_assert(reads("-x*y", (-x) * y));
static_assert(reads("x*-y", x * (-y)));
static_assert(reads("x - -y", x - (-y)));
static_assert(reads("--x", -(-x)));
static_assert(reads("x - y - a", (x - y) - a));
static_assert(reads("x/y/a", (x / y) / a));
static_assert(reads("x + y*a^2", x + y * pow(a, 2_c)));
static_assert(reads("1e-3 + .5*x + 1.5E+2", 0.001_q + 0.5_q * x + 150_q));
static_assert(reads("0.1000000000000000000000000000000000000000000000000*x", 0.1_q * x));
static_assert(reads("1/3*x", 1_q / 3_q * x));
static_assert(reads("e + E", symbol<"e"> + symbol<"E">));
static_assert(reads("2*pi", 2_q * pi));
static_assert(reads("piecewise(x > 0: x; x >= -1 and x <= y: y; else: a*x)",
                    piecewise(when(x > 0_c, x), when(x >= -1_q && x <= y, y), otherwise(a* x))));
static_assert(reads("piecewise(x == 0 and y > 0: 1; else: x)",
                    piecewise(when(x <= 0_c && x >= 0_c && y > 0_c, 1_c), otherwise(x))));
static_assert(reads("derivative(x^3, x) + derivative(derivative(x^3, x), x, 2) + derivative(x*y, y, 0)",
                    derivative(pow(x, 3_c), x) + derivative<3>(pow(x, 3_c), x) + x * y));
static_assert(reads("min(x, y, a, 2)", min(min(min(x, y), a), 2_c)));
static_assert(reads("elu(x) + elu(x, 2) + swish(2*x, a)", elu(x) + elu(x, 2_c) + swish(2_c * x, a)));
static_assert(reads("selu_lambda*selu(x)", selu_lambda* selu(x)));
static_assert(reads("silu(2)", silu(2_c)));

static_assert(reads("Phi(y)", normal_cdf(y)));
static_assert(reads("phi(-x) + normal_pdf(x)", normal_pdf(-x) + normal_pdf(x)));
static_assert(reads("clip(y, -1, a)", min(max(y, -1_q), a)));
static_assert(reads("step(x - 1)", piecewise(when(x - 1_c > 0_c, 1_c), otherwise(0_c))));
static_assert(reads("sech(y) + ln(x)", 1_c / cosh(y) + log(x)));
static_assert(reads("hardtanh(x) + relu6(y)", min(max(x, -1_c), 1_c) + min(max(y, 0_c), 6_c)));
static_assert(reads("softsign(x) - tanhshrink(y)", x / (1_c + abs(x)) - (y - tanh(y))));
static_assert(reads("pow(y, x)", pow(y, x)));
static_assert(reads("log2(arctan(x))", log(atan(x)) / log(2_c)));

constexpr kind kind_of(std::string_view written) {
    workspace w;
    return parse(w, written).what;
}
static_assert(kind_of("tanh(x) == 2*sigmoid(2*x) - 1") == kind::equation);
static_assert(kind_of("x != 0") == kind::inequation);
static_assert(kind_of("x > 0 and (y <= 1 and x < y)") == kind::condition);
static_assert(kind_of("((x))") == kind::expression);
static_assert(kind_of("((x)") == kind::error);

constexpr bool knows(std::string_view written) {
    workspace w;
    declared const known[] = {{"x", positive}, {"a", nonzero}};
    auto const p = parse(w, written, known, 2);
    return p && p.left == w.make(operation::multiply, w.symbol("x", positive), w.symbol("y"));
}
static_assert(knows("x*y"));

TEST_CASE("every definition of the vocabulary is read") {
    for (auto const& d : detail::definitions) {
        std::string call;
        for (unsigned k = 0; d.name[k] != '\0'; ++k) call += d.name[k];
        call += d.arguments == 1 ? "(x)" : d.arguments == 2 ? "(x, y)" : "(x, y, z)";
        workspace w;
        auto const p = parse(w, call), q = parse(w, d.text);
        CHECK(p.what == kind::expression);
        CHECK(p.left == q.left);
    }
}

// ---- errors

TEST_CASE("errors carry the column and what was expected") {
    CHECK(error_of("") == "1: expected a number, a name or (");
    CHECK(error_of("   ") == "4: expected a number, a name or (");
    CHECK(error_of("x +") == "4: expected a number, a name or (");
    CHECK(error_of("(x") == "3: expected a closing parenthesis");
    CHECK(error_of("x)") == "2: expected no closing parenthesis");
    CHECK(error_of("2x") == "2: expected an operator or the end");
    CHECK(error_of("2e") == "2: expected an operator or the end");
    CHECK(error_of("x ** 2") == "3: expected ^ for a power");
    CHECK(error_of("x = 2") == "3: expected == in an equation");
    CHECK(error_of("x == 2 == 3") == "8: expected an operator or the end");
    CHECK(error_of("(x > 0) + 1") == "1: expected a value, not a condition");
    CHECK(error_of("1 == (x > 0)") == "6: expected a value, not a condition");
    CHECK(error_of("x and y > 0") == "1: expected a condition such as x > 0");
    CHECK(error_of("0 < x < 1") == "7: expected and between two comparisons");
    CHECK(error_of("x > 0 or y > 1") == "7: expected and; for or, write a case each");
    CHECK(error_of("x > 0 && y > 1") == "7: expected an operator (and is a word)");
    CHECK(error_of("sigmoid(x, 2)") == "1: sigmoid takes 1 argument, here are 2");
    CHECK(error_of("1 + prelu(x)") == "5: prelu takes 2 arguments, here is 1");
    CHECK(error_of("elu(x, 1, 2)") == "1: elu takes 1 or 2 arguments, here are 3");
    CHECK(error_of("min(x)") == "1: min takes 2 or more arguments, here is 1");
    CHECK(error_of("derivative(x)") == "1: derivative takes 2 or 3 arguments, here is 1");
    CHECK(error_of("sigmoid + 1") == "9: expected ( after a function's name");
    CHECK(error_of("sigmod(x)") == "1: there is no function sigmod; the nearest name is sigmoid");
    CHECK(error_of("tahn(x)") == "1: there is no function tahn; the nearest name is tanh");
    CHECK(error_of("x*quux(x)") == "3: there is no function quux; a product needs its *");
    CHECK(error_of("x(x + 1)") == "1: there is no function x; a product needs its *");
    CHECK(error_of("erfcx(x)") == "1: there is no function erfcx; the nearest name is erfc");
    CHECK(error_of("derivative(x, 2)") == "15: expected a symbol");
    CHECK(error_of("derivative(x, x, 1.5)") == "18: expected an integer from 0 to 1000");
    CHECK(error_of("derivative(x, x, -1)") == "18: expected an integer from 0 to 1000");
    CHECK(error_of("piecewise(x > 0: x)") == "19: expected ; and another case or else");
    CHECK(error_of("piecewise(else: x)") == "11: expected a condition such as x > 0");
    CHECK(error_of("piecewise(x: x; else: 0)") == "11: expected a condition such as x > 0");
    CHECK(error_of("piecewise(x > 0 x; else: 0)") == "17: expected a colon after the condition");
    CHECK(error_of("piecewise(x != 0: x; else: 0)") == "13: expected <, <=, >, >= or ==");
    CHECK(error_of("piecewise(x > 0: x == 2; else: 0)") == "20: expected ; and another case or else");
    CHECK(error_of("piecewise(1 == tanh(x == 2): x; else: 0)") == "21: expected a value, not a condition");
    CHECK(error_of("x/0") == "none");
    CHECK(error_of("x + 1/0") == "6: expected a divisor other than 0");
    CHECK(error_of("10^40") == "3: expected a constant that fits 128 bits");
    CHECK(error_of("1e39") == "1: expected a number within 128 bits");
    CHECK(error_of("x + 170141183460469231731687303715884105728") == "5: expected a number within 128 bits");
    CHECK(error_of("x + 170141183460469231731687303715884105727") == "none");
    CHECK(error_of("1e-38") == "none");
    CHECK(error_of("1e-39") == "1: expected a number within 128 bits");
    CHECK(error_of("0e99999999999999999999") == "none");
    CHECK(error_of("inf") == "1: expected a finite number or a name");
    CHECK(error_of(std::string(31, 'n')) == "none");
    CHECK(error_of("x*" + std::string(32, 'n')) == "3: expected a name of at most 31 characters");
    CHECK(error_of("\xcf\x83(x)") == "1: expected a number, a name or (");
    CHECK(error_of("(\xcf\x83") == "2: expected a number, a name or (");
    CHECK(error_of("x + \xcf\x83") == "5: expected a number, a name or (");
    CHECK(error_of(std::string("x\0x", 3)) == "2: expected an operator or the end");
}

TEST_CASE("limits are errors") {
    auto const nested = [](unsigned n) { return std::string(n, '(') + "x" + std::string(n, ')'); };
    CHECK(error_of(nested(deepest_nesting - 1)) == "none");
    CHECK(error_of(nested(deepest_nesting)) == "201: expected at most 200 nested levels");
    CHECK(error_of(nested(30'000)) == "201: expected at most 200 nested levels");
    std::string powers = "x";
    for (int i = 0; i < 300; ++i) powers += "^x";
    CHECK(error_of(powers) == "401: expected at most 200 nested levels");
    CHECK(error_of(std::string(longest_parsed_text, ' ') + "x") == "1: expected at most 65536 characters");
    std::string many = "x";
    for (int i = 0; i < 700; ++i) many.append(1, '+').append(std::to_string(i + 2)).append("*x");
    CHECK(error_of(many).find(": expected at most OGIVE_MAX_NODES nodes") != std::string::npos);
    CHECK(error_of(std::string(700, '-') + "x") == "1: expected at most OGIVE_MAX_NODES nodes");
    std::string cases = "piecewise(";
    for (int i = 0; i < 300; ++i) cases += "x > 0: x; ";
    CHECK(error_of(cases + "else: 0)").find("expected at most 200 nested levels") != std::string::npos);
}

// ---- the law

TEST_CASE("the catalogue and its derivatives are read back") {
    unsigned count = 0;
    boost::hana::for_each(catalogue, [&](auto f) {
        CHECK(is_read_back(f));
        CHECK(is_read_back(derivative(f, x)));
        CHECK(is_read_back(derivative<3>(f, x) + f));
        workspace w;
        using type = decltype(f);
        auto root = w.import(graph_of<type>, graph_of<type>.root());
        CHECK(is_read_back(w, w[root].op == operation::named ? w[root].a : root, definition_text(f), true));
        workspace simple;
        auto const short_form = algebra::simplify(simple, w, w.derivative(root, w.symbol("x"), 1));
        CHECK(is_read_back(simple, short_form, text(simple, short_form), true));
        for (int order = 1; order <= 2; ++order) {
            root = differentiator{w}(root, "x");
            auto const printed = text(w, root);
            CHECK_MESSAGE(is_read_back(w, root, printed, true), printed);
        }
        ++count;
    });
    CHECK(count >= 16);
    CHECK(is_read_back(selu_alpha + selu_lambda * x));
    CHECK(is_read_back(elu(x, a) + leaky_relu(x, a) + celu(x, a)));
}

class random_graph {
    std::uint64_t state_;

  public:
    explicit random_graph(std::uint64_t seed) : state_{seed} {}

    unsigned draw(unsigned n) {
        state_ = state_ * 6364136223846793005u + 1442695040888963407u;
        return static_cast<unsigned>((state_ >> 33) % n);
    }
    node_index leaf(workspace& w) {
        rational const constants[] = {1, 2, -1, -7, rational{1, 2}, rational{-2, 3}, rational{8943, 200000}, 4096};
        switch (auto const k = draw(14)) {
        case 8: return w.pi();
        case 9: return w.symbol("x_1");
        case 10: return parse(w, "selu_alpha").left;
        case 11: return w.symbol("y");
        case 12:
        case 13: return w.symbol("x");
        default: return w.constant(constants[k]);
        }
    }
    node_index condition(workspace& w, int depth) {
        if (draw(3) == 0) {
            auto const first = condition(w, depth);
            return w.make(operation::both, first, condition(w, depth));
        }
        auto const op = draw(2) == 0 ? operation::less : operation::less_equal;
        auto const left = tree(w, depth);
        return w.make(op, left, tree(w, depth));
    }
    node_index tree(workspace& w, int depth) {
        if (depth <= 0 || draw(8) == 0) return leaf(w);
        auto const u = tree(w, depth - 1);
        auto const k = draw(24);
        if (k < 3) return w.make(operation::negate, u);
        if (k < 6) return w.make(static_cast<operation>(static_cast<unsigned>(operation::sqrt) + draw(21)), u);
        if (k == 6) {
            auto const by = w.symbol(draw(2) == 0 ? "x" : "y");
            return w.derivative(u, by, 1 + static_cast<int>(draw(3)));
        }
        if (k < 9) {
            char const* const names[] = {"silu", "mish", "gelu", "selu", "elu", "logit"};
            auto const f = detail::find_function(packed_name{names[draw(6)]}, 1);
            return detail::apply(w, f.nodes, f.root, &u);
        }
        auto const v = tree(w, depth - 1);
        if (k == 9) {
            auto const f = detail::find_function("swish", 2);
            node_index const arguments[] = {u, v};
            return detail::apply(w, f.nodes, f.root, arguments);
        }
        if (k == 10) return w.make(operation::min, u, v);
        if (k == 11) return w.make(operation::max, u, v);
        if (k == 12) return w.make(operation::select, condition(w, depth - 2), u, v);
        constexpr operation binary[] = {operation::add, operation::subtract, operation::multiply, operation::divide,
                                        operation::power};
        return w.make(binary[k % 5], u, v);
    }
};

TEST_CASE("random graphs are read back") {
    random_graph random{42};
    unsigned texts = 0, long_texts = 0, conditions = 0;
    for (int i = 0; i < 30'000; ++i) {
        workspace w;
        bool const ask = i % 8 == 0;
        auto const root = ask ? random.condition(w, 1 + i % 3) : random.tree(w, 1 + i % 5);
        if (w.problem != trouble::none) continue;
        auto const printed = text(w, root);
        if (printed.size() == longest_text) continue;
        ++texts;
        long_texts += printed.size() > 60 ? 1u : 0u;
        conditions += ask ? 1u : 0u;
        if (!is_read_back(w, root, printed)) FAIL_CHECK("read back differently: ", printed, "\n  ", error_of(printed));
    }
    CHECK(texts > 20'000);
    CHECK(long_texts > 5'000);
    CHECK(conditions > 2'000);
}

TEST_CASE("the law goes red: another text is not the same graph") {
    auto const caught = [](auto e, std::string const& wrong) {
        using type = decltype(e);
        CHECK(is_read_back(e));
        CHECK_FALSE(is_read_back(graph_of<type>, graph_of<type>.root(), wrong));
    };
    caught(x - (y - 3_q), "x - y - 3");
    caught(x * (y * 3_q), "x*y*3");
    caught(pow(-x, 2_q), "-x^2");
    caught(derivative<2>(tanh(x), x), "derivative(tanh(x), x)");
    caught(elu(x, 1_q), "elu(x)");
    caught(x - y, "x + y");
    caught(-(x * y), "x*y");
    caught(-(0_q * y), "-0*y");
}

// ---- any bytes

TEST_CASE("any bytes are read or refused, with a column inside the text") {
    random_graph random{7};
    char const* const pieces[] = {"x",           "y",        "1",
                                  "0.5",         "1e-3",     "e9",
                                  "(",           ")",        "+",
                                  "-",           "*",        "/",
                                  "^",           "<",        "<=",
                                  ">",           ">=",       "==",
                                  "!=",          " and ",    " or ",
                                  "piecewise(",  "else:",    ":",
                                  ";",           ",",        " ",
                                  "tanh(",       "sigmoid(", "min(",
                                  "derivative(", "Phi(",     "clip(",
                                  "elu(",        "pi",       "sinc(",
                                  "selu_alpha",  "\xcf\x80", "99999999999999999999",
                                  ".",           "_",        "\t",
                                  "&&",          "**"};
    unsigned accepted = 0, refused = 0;
    for (int i = 0; i < 200'000; ++i) {
        std::string s;
        if (i % 4 == 0) {
            for (auto n = random.draw(40); n > 0; --n) s += static_cast<char>(random.draw(256));
        } else if (i % 4 == 1) {
            for (auto n = random.draw(24); n > 0; --n) s += pieces[random.draw(sizeof pieces / sizeof *pieces)];
        } else {
            workspace w;
            s = text(w, random.tree(w, 3)).substr(0, 300);
            for (auto n = i % 4 == 2 ? 1u : 1u + random.draw(4); n > 0 && !s.empty(); --n) {
                auto const at = random.draw(static_cast<unsigned>(s.size()));
                switch (random.draw(4)) {
                case 0: s.erase(at, 1 + random.draw(3)); break;
                case 1: s.insert(at, pieces[random.draw(sizeof pieces / sizeof *pieces)]); break;
                case 2: s[at] = static_cast<char>(random.draw(256)); break;
                default: s.insert(at, s.substr(random.draw(static_cast<unsigned>(s.size())), random.draw(12)));
                }
            }
        }
        workspace w;
        auto const p = parse(w, s);
        if (p) {
            ++accepted;
            auto const printed = text(w, p.left);
            if (p.what <= kind::condition && printed.size() < longest_text && !is_read_back(w, p.left, printed))
                FAIL_CHECK("read back differently: ", printed);
        } else {
            ++refused;
            if (p.column < 1 || p.column > s.size() + 1 || p.expected[0] == '\0') FAIL_CHECK("no column: ", s);
            if (message(p).size() < 10) FAIL_CHECK("no message: ", s);
        }
    }
    CHECK(accepted > 10'000);
    CHECK(refused > 100'000);
}

} // namespace
