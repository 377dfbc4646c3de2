// SPDX-License-Identifier: BSL-1.0
// Inverses on intervals and behind symbolic break points; what must be refused, the reason, and its evidence.
// Missing: restrictions whose ends are no rational numbers.

#include <ogive/calculus/inverse_failure.hpp>
#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;
using calculus::inverse_failure;
using calculus::segment;

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y", nonzero>;

// at compile time
static_assert(inverse(x * x, x, on(0_c, infinity)) == sqrt(x));
static_assert(inverse(cosh(x), x, on(-infinity, 0_c)) == -acosh(x));
static_assert(inverse(sin(x), x, on(-1_c, 1.5_q)) == asin(x));
static_assert(inverse(abs(x), x, on(-3_c, -1_q / 2_q)) == -x);
static_assert(inverse(y * x, x) == x / y);
static_assert(inverse_problem<decltype(x * x), decltype(x), decltype(on(-1_c, infinity))> == trouble::not_injective);
static_assert(inverse_problem<decltype(x - x), decltype(x)> == trouble::not_injective);

segment between(char const* lower, char const* upper) {
    segment s;
    workspace w;
    if (*lower) s.has_lower = true, s.lower = w[parse(w, lower).left].value();
    if (*upper) s.has_upper = true, s.upper = w[parse(w, upper).left].value();
    return s;
}

/// Every symbol but x is taken to be positive.
node_index read(workspace& w, std::string const& formula) {
    workspace raw;
    parsed const p = parse(raw, formula);
    INFO(formula);
    REQUIRE(bool(p));
    node_index root = w.import(raw, p.left);
    for (unsigned i = 0; i < raw.size(); ++i)
        if (raw[i].op == operation::symbol && !(raw[i].name() == packed_name{"x"}))
            root = calculus::substitute(w, w, root, raw[i].name(), w.symbol(raw[i].name(), positive));
    return root;
}

std::string inverted(std::string const& formula, char const* lower = "", char const* upper = "") {
    workspace w, out;
    auto problem = trouble::none;
    node_index const r = calculus::invert(out, w, read(w, formula), "x", problem, between(lower, upper));
    return problem == trouble::none ? text(out, r) : "refused";
}

inverse_failure refusal(std::string const& formula, char const* lower = "", char const* upper = "") {
    workspace w;
    return calculus::explain_inverse(w, read(w, formula), "x", between(lower, upper));
}

} // namespace

TEST_CASE("on an interval") {
    CHECK(inverted("x^2", "0") == "sqrt(x)");
    CHECK(inverted("x^2", "", "0") == "-sqrt(x)");
    CHECK(inverted("(x - 1)^2", "1") == "1 + sqrt(x)");
    CHECK(inverted("1/(1 + x^2)", "0") == "sqrt(1/x - 1)");
    CHECK(inverted("cosh(x)", "0") == "acosh(x)");
    CHECK(inverted("sin(x)", "-1.5", "1.5") == "asin(x)");
    CHECK(inverted("sin(x)", "2", "4") == "pi - asin(x)");
    CHECK(inverted("cos(x)", "0", "3") == "acos(x)");
    CHECK(inverted("cos(x)", "-3", "0") == "-acos(x)");
    CHECK(inverted("cos(x)", "4", "6") == "2*pi - acos(x)");
    CHECK(inverted("tan(x)", "-1", "1") == "atan(x)");
    CHECK(inverted("tan(2*x)", "1", "2") == "(pi + atan(x))/2");
    CHECK(inverted("abs(x - 2)", "2") == "x + 2");
    CHECK(inverted("max(x, 0)", "0") == "x");
    CHECK(inverted("min(max(x, -1), 1)", "-1", "1") == "x");
    CHECK(inverted("x*sigmoid(x)", "0") == "refused");
    CHECK(inverted("sin(x)", "-2", "2") == "refused");
    CHECK(inverted("max(x, 0)", "-1") == "refused");
    CHECK(inverted("x^2", "-1") == "refused");
    CHECK(inverted("cosh(x)", "-1", "3") == "refused");
}

TEST_CASE("one algebraic equation in x or in one function of x") {
    CHECK(inverted("x/sqrt(1 + x^2)") == "x/sqrt(1 - x^2)");
    CHECK(inverted("x + sqrt(1 + x^2)") == "(x^2 - 1)/(2*x)");
    CHECK(inverted("(x + sqrt(x^2 + 4))/2") == "(x^2 - 1)/x");
    CHECK(inverted("sqrt(x) + 2*sqrt(x)") == "(x/3)^2");
    CHECK(inverted("3*atan(x) + atan(x)") == "tan(x/4)");
    CHECK(inverted("x/(1 + abs(x))") == "piecewise(x > 0: x/(1 - x); else: x/(1 + x))");
    CHECK(inverted("x^3/(1 + x^3)") == "piecewise(x/(1 - x) < 0: -(x/(x - 1))^(1/3); else: (x/(1 - x))^(1/3))");
}

TEST_CASE("break points that are symbols") {
    CHECK(inverted("piecewise(x >= a: x - a + b; else: c*(x - a) + b)") ==
          "piecewise(b <= x: a + (x - b); else: a + (x - b)/c)");
    CHECK(inverted("piecewise(x >= c: x; else: (exp(a*x) - 1)/((exp(a*c) - 1)/c))") != "refused");
    CHECK(inverted("piecewise(x + b >= 0: x + b; else: a*(exp(x + b) - 1))") != "refused");
    CHECK(inverted("max(a*(x + c) - c, min(a*(x - c) + c, x))") == "refused"); // a might exceed 1
    CHECK(inverted("max((x + c)/4 - c, min((x - c)/4 + c, x))") != "refused");
}

TEST_CASE("refusals with two points of one value") {
    for (std::string const f : {"x^2",
                                "cosh(x)",
                                "abs(x)",
                                "max(x, 0)",
                                "x*sigmoid(x)",
                                "x/2*(1 + erf(x/sqrt(2)))",
                                "x*tanh(softplus(x))",
                                "exp(-x^2)",
                                "sin(x)",
                                "x - sin(2*x)",
                                "x^3 - x",
                                "1/(1 + x^2)",
                                "x*exp(x)",
                                "x - x",
                                "2",
                                "piecewise(x > 0: x; else: x + 1)",
                                "piecewise(x < 0: x; x > 1: x - 1; else: 0)",
                                "x*exp(-x)",
                                "x^4 - x^3",
                                "min(max(x, -1), 1)",
                                "max(x, 0) - min(x, 0)",
                                "sin(x)/2 + x/4",
                                "x^2 + a",
                                "log(1 + x^2)"}) {
        INFO(f);
        CHECK(inverted(f) == "refused");
        inverse_failure const r = refusal(f);
        CHECK(r.why == trouble::not_injective);
        CHECK(r.evidence.found);
        if (!r.evidence.found) continue;
        CHECK((r.evidence.first_to < r.evidence.second || r.evidence.first_to == r.evidence.second));
        if (r.evidence.exact) CHECK(r.evidence.first < r.evidence.second);
        // the evidence, checked by enclosures
        workspace w;
        node_index const root = read(w, f);
        auto const at = [&](rational const& q) {
            algebra::point p;
            p.push_back({"x", number::enclosure{q}});
            p.push_back({"a", number::enclosure{rational{2}}});
            return algebra::enclose(w, root, p);
        };
        if (r.evidence.exact) {
            CHECK_FALSE(disjoint(at(r.evidence.first), at(r.evidence.second)));
        } else {
            for (auto const& [from, to] : {std::pair{r.evidence.first, r.evidence.first_to},
                                           std::pair{r.evidence.second, r.evidence.second_to}}) {
                number::enclosure const a = at(from), b = at(to);
                bool const rises = a.upper < b.lower;
                CHECK((rises ? a.upper : b.upper) <= r.evidence.level.lower);
                CHECK(r.evidence.level.upper <= (rises ? b.lower : a.lower));
            }
        }
    }
}

TEST_CASE("refusals with an obstacle") {
    using enum inverse_obstacle;
    struct {
        char const* formula;
        trouble why;
        inverse_obstacle obstacle;
    } const refusals[] = {
        {"erf(x)", trouble::no_inverse, error_function},
        {"exp(erf(x)) + 2", trouble::no_inverse, error_function},
        {"2*erf(x) + erf(x)^3", trouble::no_inverse, error_function},
        {"x + exp(x)", trouble::several_occurrences, lambert},
        {"x + log(x)", trouble::several_occurrences, lambert},
        {"x + tanh(x)", trouble::several_occurrences, lambert},
        {"x + erf(x)", trouble::several_occurrences, error_function},
        {"x + atan(x)", trouble::several_occurrences, several_kernels},
        {"exp(x) + atan(x)", trouble::several_occurrences, several_kernels},
        {"x^5 + x", trouble::no_inverse, degree},
        {"exp(3*x) + exp(x)", trouble::no_inverse, degree},
    };
    for (auto const& r : refusals) {
        INFO(r.formula);
        CHECK(inverted(r.formula) == "refused");
        inverse_failure const f = refusal(r.formula);
        CHECK(f.why == r.why);
        CHECK(f.obstacle == r.obstacle);
        CHECK_FALSE(f.evidence.found);
    }
    workspace w;
    node_index const product = w.make(operation::multiply, w.symbol("k"), w.symbol("x"));
    inverse_failure const f = calculus::explain_inverse(w, product, "x");
    CHECK(f.why == trouble::unknown_sign);
    CHECK(f.parameter == packed_name{"k"});
}

TEST_CASE("an inverse is never found for what is not one to one") {
    // each takes some value twice, but not at the first points one would try
    for (std::string const f : {"x^3 - x/1000", "x + 5*exp(-(x - 20)^2)", "sin(x/10)", "x/(1 + x^2/1000)",
                                "sqrt(x^2 + 0)", "(x^2 + 1)/x", "x + 1/x", "exp(x) + exp(-x)", "exp(2*x) - exp(x)/1000",
                                "log(x^2)", "x/sqrt(1 + x^4)", "abs(x)^(1/3)", "(x - 7)^2*(x + 9)"}) {
        INFO(f);
        CHECK(inverted(f) == "refused");
    }
}
