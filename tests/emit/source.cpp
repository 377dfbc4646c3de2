// SPDX-License-Identifier: BSL-1.0
// c_source, cuda_source, python_source: the text of small functions, exact constants, names that are refused. Whether the
// code compiles and computes what the library does is the business of emit/source_check.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <cstdlib>
#include <cstring>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;
constexpr auto a = symbol<"a">;
constexpr auto lambda = symbol<"lambda">;

bool has(std::string const& s, std::string_view part) { return s.find(part) != std::string::npos; }
unsigned count(std::string const& s, std::string_view part) {
    unsigned n = 0;
    for (auto at = s.find(part); at != std::string::npos; at = s.find(part, at + 1)) ++n;
    return n;
}

/// What the function says why it refuses; empty if it does not.
template <class Function>
std::string refusal(Function const& f) {
    try {
        f();
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return {};
}

} // namespace

TEST_CASE("sigmoid in C: one exponential of -|x|, one division, the form for both half-lines") {
    std::string const s = c_source(sigmoid(x), "sigmoid");
    CHECK(s == R"(// sigmoid(x) = 1/(1 + exp(-x))
// in the stable form that ogive derives; it needs IEEE 754 arithmetic in double, so no -ffast-math.
#include <math.h>

// value * half^n, for a half^n below the normal range
static double sigmoid_by_halves(double value, double half, int n)
{
    int i;
    if (half == 0.0)
        return copysign(0.0, value);
    for (i = 0; i < n; ++i)
        value = value * half;
    return value;
}

double sigmoid(double x)
{
    const double v1 = -fabs(x);
    const double v2 = exp(v1);
    const double v3 = 1.0 / (1.0 + v2);
    const double v4 = v2 < 2.2784756311113742e-305 ? sigmoid_by_halves(v3, exp(0.5 * v1), 2) : v3 * v2;
    return signbit(x) ? v4 : v3;
}
)");
}

TEST_CASE("the same in CUDA and in Python") {
    std::string const cuda = cuda_source(sigmoid(x), "f"), python = python_source(sigmoid(x), "f");
    CHECK(has(cuda, "\n__host__ __device__ __forceinline__ double f(double x)\n{\n"));
    CHECK(has(cuda, "\nstatic __host__ __device__ __forceinline__ double f_by_halves("));
    CHECK(has(python, "\nimport math\n"));
    CHECK(has(python, "\ndef _f_by_halves(value, half, n):\n"));
    CHECK(has(python, R"(
def f(x):
    x = float(x)
    v1 = -abs(x)
    v2 = math.exp(v1)
    v3 = _f_quotient(1.0, 1.0 + v2)
    v4 = _f_by_halves(v3, math.exp(0.5 * v1), 2) if v2 < 2.2784756311113742e-305 else v3 * v2
    return v4 if math.copysign(1.0, x) < 0.0 else v3
)"));
    CHECK_FALSE(has(python, ";\n"));
}

TEST_CASE("mish needs no logarithm and one exponential, what is shared is computed once") {
    std::string const s = c_source(mish(x), "f");
    CHECK(count(s, "exp(") == 1 + count(s, "f_by_halves(") - 1); // and one for the tail
    CHECK_FALSE(has(s, "log("));
    CHECK_FALSE(has(s, "= tanh("));
    CHECK(has(c_source(derivative(mish(x), x), "f"), "// f(x) = derivative(mish(x), x)\n"));
}

TEST_CASE("parameters: x, then the others in alphabetical order") {
    CHECK(has(c_source(y * a + x, "f"), "double f(double x, double a, double y)\n"));
    CHECK(has(c_source(y * a, "f"), "double f(double a, double y)\n"));
    CHECK(has(c_source(2_c, "f"), "double f(double x)\n{\n    (void)x;\n    return 2.0;\n}\n"));
    CHECK(has(python_source(derivative(a * x, x), "f"), "def f(x, a):\n    a = float(a)\n    return a\n"));
    workspace w;
    node_index const product = w.make(operation::multiply, w.symbol("x"), w.symbol("a"));
    CHECK(has(write_source(w, product, "a", "f", language::c).text, "double f(double a, double x)\n"));
}

TEST_CASE("variables do not hide symbols") {
    constexpr auto v1 = symbol<"v1">;
    std::string const s = c_source(exp(-v1 * v1) + v1 * exp(-v1 * v1), "f");
    CHECK(has(s, "double f(double v1)\n"));
    CHECK_FALSE(has(s, "double v1 ="));
    CHECK(has(s, "double v_1 ="));
}

TEST_CASE("constants are those of the evaluator, their low words, too") {
    std::string const s = c_source(exp(0.1_q * x), "f");
    char const* const call = std::strstr(s.c_str(), "f_exp_of_product(x, ");
    REQUIRE(call != nullptr);
    char* end = nullptr;
    CHECK(std::strtod(call + 20, &end) == 0.1);
    CHECK(std::strtod(end + 1, nullptr) == -5.551115123125783e-18); // 1/10 - 0.1
    CHECK(has(c_source(pi * x, "f"), "return x * 3.141592653589793;"));
    CHECK(has(c_source(x + 1_q / 3_q, "f"), "return 0.3333333333333333 + x;"));
    CHECK(has(c_source(x + sqrt(2_c), "f"), "return 1.4142135623730951 + x;"));
    CHECK(has(c_source(x - 3_c, "f"), "-3.0 + x"));
    CHECK(has(c_source(x * 0.5_q, "f"), "return x * 0.5;"));
}

TEST_CASE("limits at infinity are written, too") {
    CHECK(has(c_source(exp(x) - x, "f"), "INFINITY"));
    CHECK(has(python_source(exp(x) - x, "f"), "math.inf"));
    workspace w;
    CHECK(has(write_source(w, parse(w, "exp(x) - x").left, {}, "f", language::c).text, "INFINITY"));
}

TEST_CASE("no quotient, logarithm or power of Python raises") {
    std::string const s = python_source(log(x) / (x - 1_c) + pow(x, 0.3_q), "f");
    std::string const body = s.substr(s.find("def f("));
    for (std::size_t at = body.find("math."); at != std::string::npos; at = body.find("math.", at + 1))
        CHECK(body.compare(at, 8, "math.inf") == 0); // a number
    CHECK(has(s, "def _f_quotient("));
    CHECK(has(s, "def _f_pow("));
}

TEST_CASE("what is made when the program runs is what the compiler makes") {
    auto const both = [](auto f, std::string const& expected) {
        using E = decltype(f);
        for (language const l : {language::c, language::python}) {
            document const d = write_source(graph_of<E>, graph_of<E>.root(), {}, "f", l);
            REQUIRE(d);
            if (l == language::c) CHECK(d.text == expected);
        }
        interpreter run{stable_program(graph_of<E>, graph_of<E>.root())};
        REQUIRE(run.complete());
        for (double at : {-800.0, -3.25, -0.0, 0.0, 1e-310, 0.7, 41.0, 1e300}) {
            double const mine = run({{"x", at}}), own = f(x = at);
            CHECK(std::memcmp(&mine, &own, sizeof own) == 0);
        }
    };
    both(gelu(x), c_source(gelu(x), "f"));
    both(derivative(selu(x), x), c_source(derivative(selu(x), x), "f"));
    both(derivative(gelu_tanh(x), x), c_source(derivative(gelu_tanh(x), x), "f"));
    both(logit(sigmoid(x)) + sin(x), c_source(logit(sigmoid(x)) + sin(x), "f"));
}

TEST_CASE("names that are refused, and why") {
    auto const in_c = [](char const* name) { return refusal([&] { c_source(x, name); }); };
    CHECK(in_c("f_1").empty());
    CHECK(in_c("double") == "ogive: the name double is a reserved word in C: choose another.");
    CHECK(in_c("tanh") == "ogive: the name tanh is a name of math.h in C: choose another.");
    CHECK(in_c("tanhf") == "ogive: the name tanhf is a name of math.h in C: choose another.");
    CHECK(in_c("y0") == "ogive: the name y0 is a name of math.h in C: choose another.");
    CHECK(in_c("NAN") == "ogive: the name NAN is a name of math.h in C: choose another.");
    CHECK(in_c("_f") == "ogive: the name _f begins with an underscore, which is reserved in C: choose another.");
    CHECK(in_c("") == "ogive: the name  is no identifier of letters, digits and underscores in C: choose another.");
    CHECK(has(in_c("a b"), "is no identifier"));
    CHECK(has(in_c("1f"), "is no identifier"));
    CHECK(has(in_c("f\n{}"), "is no identifier"));
    CHECK(has(in_c("\xcf\x83"), "is no identifier"));
    CHECK(has(in_c("x"), "the function and a symbol are both called x"));
    CHECK(has(in_c(std::string(64, 'f').c_str()), "more than 63"));
    CHECK(in_c("lambda").empty());
    CHECK(in_c("template").empty());
    CHECK(has(refusal([] { python_source(x, "lambda"); }), "lambda is a reserved word in Python"));
    CHECK(has(refusal([] { python_source(x, "math"); }), "math is a name that the code itself uses in Python"));
    CHECK(has(refusal([] { python_source(x, "range"); }), "range is a name that the code itself uses in Python"));
    CHECK(refusal([] { python_source(x, "double"); }).empty());
    CHECK(has(refusal([] { cuda_source(x, "template"); }), "template is a reserved word in CUDA"));
    CHECK(has(refusal([] { cuda_source(x, "erfcx"); }), "erfcx is a function of CUDA"));
}

TEST_CASE("symbols that are refused, and why") {
    CHECK(refusal([] { c_source(lambda * x, "f"); }).empty());
    CHECK(refusal([] { python_source(lambda * x, "f"); }) ==
          "ogive: the symbol lambda is a reserved word in Python: write the formula with another.");
    CHECK(has(refusal([] { c_source(symbol<"fabs"> * x, "f"); }), "the symbol fabs is a name of math.h"));
    CHECK(has(refusal([] { c_source(symbol<"int"> * x, "f"); }), "the symbol int is a reserved word"));
    CHECK(has(refusal([] { c_source(sigmoid(symbol<"f_by_halves">), "f"); }), "is a name that the code itself uses"));
    CHECK(refusal([] { c_source(symbol<"gamma"> * x, "f"); }).empty()); // hides a function that is not called
}

TEST_CASE("what cannot be written is refused, never written wrong") {
    workspace w;
    node_index const formula =
        w.make(operation::add, w.symbol("x"), w.make(operation::divide, w.constant(1), w.constant(3)));
    document d = write_source(w, formula, "x", "f", language::c);
    CHECK(d);
    run_time_program p = stable_program(w, formula);
    p.nodes[p.root].op = operation::derivative; // as if no rule had removed it
    d = detail::source_writer{p, language::c, "f"}({"x"}, "x");
    CHECK(d.refused == "no code is written for the operation derivative");
    CHECK(d.text.empty());
    CHECK_FALSE(interpreter{p}.complete());
    node_index huge = w.symbol("x");
    for (int i = 0; i < 40; ++i) huge = w.make(operation::sin, w.make(operation::multiply, huge, w.symbol("x")));
    d = write_source(w, w.derivative(huge, w.symbol("x"), 6), "x", "f", language::c);
    CHECK(d.problem == trouble::too_many_nodes);
    CHECK(d.text.empty());
}
