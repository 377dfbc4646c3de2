// SPDX-License-Identifier: BSL-1.0
// LaTeX of expressions: exact strings, and on random graphs brackets that are closed in their order.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <cstdint>
#include <string>
#include <vector>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto p = symbol<"p">;

std::string latex_of(std::string_view written) {
    workspace w;
    auto const read = parse(w, written);
    return read ? latex(w, read.left) : message(read);
}

struct example {
    char const *written, *expected;
};
constexpr example examples[] = {
    {"1/(1 + exp(-x))", R"(\frac{1}{1 + e^{-x}})"},
    {"x*tanh(softplus(x))", R"(x \tanh(\operatorname{softplus}(x)))"},
    {"sigmoid(x)*(1 - sigmoid(x))", R"(\sigma(x) (1 - \sigma(x)))"},
    {"1 - tanh(x)^2", R"(1 - \tanh^{2}(x))"},
    {"-x/2", R"(-\frac{x}{2})"},
    {"-(a+b)/2", R"(-\frac{a + b}{2})"},
    {"a - x/2", R"(a - \frac{x}{2})"},
    {"a + (-x)/2", R"(a - \frac{x}{2})"},
    {"2*x*3", R"(2 x \cdot 3)"},
    {"2*3^x", R"(2 \cdot 3^{x})"},
    {"2*(x/3)", R"(2 \cdot \frac{x}{3})"},
    {"x*(1/3)", R"(x \frac{1}{3})"},
    {"0.044715*x^3", R"(0.044715 x^{3})"},
    {"x^(1/2) + x^(1/3) + sqrt(2/pi)", R"(\sqrt{x} + \sqrt[3]{x} + \sqrt{\frac{2}{\pi}})"},
    {"x^(-3/2)", R"(x^{-\frac{3}{2}})"},
    {"(x+1)^2", R"((x + 1)^{2})"},
    {"(x/2)^2", R"(\left(\frac{x}{2}\right)^{2})"},
    {"exp(x)^2", R"((e^{x})^{2})"},
    {"exp(-x^2/2)/sqrt(2*pi)", R"(\frac{e^{-\frac{x^{2}}{2}}}{\sqrt{2 \pi}})"},
    {"piecewise(x > 0: x; x < -1 and y >= 2: -x; else: alpha*(exp(x) - 1))",
     R"(\begin{cases} x & \text{if } x > 0 \\ -x & \text{if } x < -1 \text{ and } y \ge 2 \\ \alpha (e^{x} - 1) & \text{otherwise} \end{cases})"},
    {"derivative(tanh(x), x, 2)*y", R"(\frac{d^{2}}{dx^{2}} (\tanh(x)) y)"},
    {"derivative(x^2, x)^2", R"(\left(\frac{d}{dx} (x^{2})\right)^{2})"},
    {"abs(x) + abs(x/2)", R"(|x| + \left|\frac{x}{2}\right|)"},
    {"x1 + x_1 + beta_2 + w_in + lambda + theta12 + foo",
     R"(x_{1} + x_{1} + \beta_{2} + w_{\mathrm{in}} + \lambda + \theta_{12} + \mathrm{foo})"},
    {"selu_lambda*selu(x)", R"(\mathrm{selu}_{\lambda} \operatorname{selu}(x))"},
    {"log1p(x) + log(x)^2 + expm1(x)", R"(\ln(1 + x) + \ln^{2}(x) + (e^{x} - 1))"},
    {"min(x, y)^2 + max(x, 1/x)", R"(\min(x, y)^{2} + \max\left(x, \frac{1}{x}\right))"},
    {"-x*y", R"(-x y)"},
    {"x*(-y)", R"(x (-y))"},
    {"x - (-y)", R"(x + y)"},
    {"-(-x)", R"(-(-x))"},
    {"asinh(x) + erf(x/sqrt(2))", R"(\operatorname{arsinh}(x) + \operatorname{erf}\left(\frac{x}{\sqrt{2}}\right))"},
    {"gelu_tanh(x)", R"(\operatorname{gelu\_tanh}(x))"},
    {"x <= 1 and 2 < y", R"(x \le 1 \text{ and } y > 2)"},
    {"2*pi*x", R"(2 \pi x)"},
    {"(-2)^x", R"((-2)^{x})"},
    {"(1/3)^x", R"(\left(\frac{1}{3}\right)^{x})"},
    {"x^y^2", R"(x^{y^{2}})"},
    {"a*(b + c)*d", R"(a (b + c) d)"},
    {"x/y/z", R"(\frac{\frac{x}{y}}{z})"},
    {"x/(y/z)", R"(\frac{x}{\frac{y}{z}})"},
    {"(x > 0 and y > 0) and z > 0", R"(x > 0 \text{ and } y > 0 \text{ and } z > 0)"},
    {"x > 0 and (y > 0 and z > 0)", R"(x > 0 \text{ and } (y > 0 \text{ and } z > 0))"},
    {"170141183460469231731687303715884105727*x", R"(170141183460469231731687303715884105727 x)"},
    {"(-2)^127*x", R"(-170141183460469231731687303715884105728 x)"},
};

TEST_CASE("formulas as a textbook prints them") {
    for (auto const& e : examples) CHECK(latex_of(e.written) == e.expected);
}

TEST_CASE("expressions, conditions and equations of C++") {
    CHECK(latex(x / (1_c + x)) == R"(\frac{x}{1 + x})");
    CHECK(latex(x > 0_c) == "x > 0");
    CHECK(latex(logit(p) == log(p / (1_c - p))) == R"(\operatorname{logit}(p) = \ln\left(\frac{p}{1 - p}\right))");
    CHECK(latex(tanh(x) != x) == R"(\tanh(x) \ne x)");
    CHECK(latex(symbol<"a#b^c">) == R"(\mathrm{a\#b?c})");
    CHECK(latex(symbol<"_">) == R"(\_)");
    CHECK(latex(symbol<"7">) == "7");
}

/// Whether every bracket is closed by its own kind, in order: braces, parentheses, \left and \right, \begin and \end.
bool is_balanced(std::string const& s) {
    std::vector<char> open;
    int sized = 0;
    auto const close = [&](char c) {
        if (open.empty() || open.back() != c) return false;
        open.pop_back();
        return true;
    };
    for (std::size_t i = 0; i < s.size(); ++i) {
        auto const starts = [&](std::string_view command) { return s.compare(i, command.size(), command) == 0; };
        if (starts("\\left")) ++sized;
        if (starts("\\right")) --sized;
        if (starts("\\begin{")) open.push_back('b');
        if (starts("\\end{") && !close('b')) return false;
        if (s[i] == '\\' && i + 1 < s.size() && (s[i + 1] == '{' || s[i + 1] == '}')) {
            ++i;
            continue;
        }
        if (s[i] == '{' || s[i] == '(') open.push_back(s[i]);
        if (s[i] == '}' && !close('{')) return false;
        if (s[i] == ')' && !close('(')) return false;
        if (sized < 0) return false;
    }
    return open.empty() && sized == 0;
}

node_index random_node(workspace& w, std::uint64_t& state, int depth) {
    auto const draw = [&](unsigned n) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        return static_cast<unsigned>((state >> 33) % n);
    };
    if (depth == 0 || draw(9) == 0) {
        rational const constants[] = {1, 2, -1, -7, rational{1, 2}, rational{-2, 3}, rational{8943, 200000}};
        auto const k = draw(11);
        return k < 7 ? w.constant(constants[k]) : k < 9 ? w.symbol("x_12") : k < 10 ? w.symbol("lambda") : w.pi();
    }
    auto const u = random_node(w, state, depth - 1);
    auto const k = draw(18);
    if (k < 2) return w.make(operation::negate, u);
    if (k < 6) return w.make(static_cast<operation>(static_cast<unsigned>(operation::sqrt) + draw(21)), u);
    if (k == 6) return w.derivative(u, w.symbol("lambda"), 2);
    auto const v = random_node(w, state, depth - 1);
    if (k == 7) return w.make(operation::min, u, v);
    if (k == 8) return w.make(operation::select, w.make(operation::less, u, v), v, u);
    constexpr operation binary[] = {operation::add, operation::subtract, operation::multiply, operation::divide,
                                    operation::power};
    return w.make(binary[k % 5], u, v);
}

TEST_CASE("brackets are closed in their order, and no two operators meet") {
    std::uint64_t state = 11;
    unsigned long_ones = 0;
    for (int i = 0; i < 20'000; ++i) {
        workspace w;
        auto const root = random_node(w, state, 1 + i % 5);
        if (w.problem != trouble::none) continue;
        auto const printed = latex(w, root);
        long_ones += printed.size() > 100 ? 1u : 0u;
        bool meets = false;
        for (auto const* pair : {"+ -", "- -", "--", "{-}", "\\cdot -", "^{}", "_{}", "{}"})
            meets = meets || printed.find(pair) != std::string::npos;
        if (!is_balanced(printed) || meets) FAIL_CHECK(text(w, root), "\n  ", printed);
    }
    CHECK(long_ones > 5'000);
    CHECK_FALSE(is_balanced("(}"));
    CHECK_FALSE(is_balanced("\\left(x)"));
    CHECK_FALSE(is_balanced("\\begin{cases} x"));
}

TEST_CASE("a formula that outgrows its graph is not written out") {
    workspace w;
    auto n = w.symbol("x");
    for (int i = 0; i < 60; ++i) n = w.make(i % 2 == 0 ? operation::divide : operation::power, n, n);
    CHECK(latex(w, n) == R"(\ldots)");
}

} // namespace
