// SPDX-License-Identifier: BSL-1.0
// The optimised evaluator against the formula as written, node by node in long double: composites and random formulas.

#include <doctest/doctest.h>

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <boost/hana/for_each.hpp>
#include <boost/hana/tuple.hpp>

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

using namespace ogive;
using namespace ogive::literals;
namespace hana = boost::hana;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto y = symbol<"y">;
constexpr auto a = symbol<"a">;

/// The value of a graph as written, and how much its roundings can have moved it.
struct measured {
    long double value, error;
};

template <class Graph>
class as_written {
    Graph const& g_;
    long double at_[3];
    std::vector<measured> memo_;

    static constexpr long double epsilon = 1.1e-19L;

    measured function(node const& n, long double (*f)(long double), long double slope) {
        measured const u = (*this)(n.a);
        long double const v = f(u.value);
        return {v, std::fabs(slope) * u.error + epsilon * std::fabs(v)};
    }
    bool decide(node_index i) {
        node const& n = g_[i];
        if (n.op == operation::both) return decide(n.a) && decide(n.b);
        long double const u = (*this)(n.a).value, v = (*this)(n.b).value;
        return n.op == operation::less ? u < v : u <= v;
    }
    measured compute(node_index i) {
        node const& n = g_[i];
        auto const operand = [&](node_index k) { return (*this)(k); };
        auto const rounded = [](long double v, long double e) { return measured{v, e + epsilon * std::fabs(v)}; };
        switch (n.op) {
        case operation::constant: return rounded(static_cast<long double>(n.low) / static_cast<long double>(n.high), 0);
        case operation::pi: return rounded(3.14159265358979323846264338327950288L, 0);
        case operation::symbol:
            return {at_[n.name() == packed_name{"x"} ? 0 : n.name() == packed_name{"y"} ? 1 : 2], 0};
        case operation::named: return operand(n.a);
        case operation::select: return decide(n.a) ? operand(n.b) : operand(n.c);
        case operation::negate: return {-operand(n.a).value, operand(n.a).error};
        case operation::abs: return {std::fabs(operand(n.a).value), operand(n.a).error};
        case operation::sign: {
            long double const u = operand(n.a).value;
            return {u > 0 ? 1.0L : u < 0 ? -1.0L : 0.0L, 0};
        }
        default: break;
        }
        measured const u = operand(n.a), v = n.operand_count() > 1 ? operand(n.b) : u;
        switch (n.op) {
        case operation::add: return rounded(u.value + v.value, u.error + v.error);
        case operation::subtract: return rounded(u.value - v.value, u.error + v.error);
        case operation::multiply:
            return rounded(u.value * v.value, u.error * std::fabs(v.value) + v.error * std::fabs(u.value));
        case operation::divide:
            return rounded(u.value / v.value, (u.error + std::fabs(u.value / v.value) * v.error) / std::fabs(v.value));
        case operation::power: {
            long double const p = std::pow(u.value, v.value);
            return rounded(p, std::fabs(v.value * p / u.value) * u.error);
        }
        case operation::min: return u.value < v.value ? u : v;
        case operation::max: return u.value < v.value ? v : u;
        case operation::sqrt: return function(n, std::sqrt, 0.5L / std::sqrt(u.value));
        case operation::exp: return function(n, std::exp, std::exp(u.value));
        case operation::expm1: return function(n, std::expm1, std::exp(u.value));
        case operation::log: return function(n, std::log, 1 / u.value);
        case operation::log1p: return function(n, std::log1p, 1 / (1 + u.value));
        case operation::sin: return function(n, std::sin, 1);
        case operation::cos: return function(n, std::cos, 1);
        case operation::tan: return function(n, std::tan, 1 + std::pow(std::tan(u.value), 2));
        case operation::atan: return function(n, std::atan, 1);
        case operation::tanh: return function(n, std::tanh, 1);
        case operation::sinh: return function(n, std::sinh, std::cosh(u.value));
        case operation::cosh: return function(n, std::cosh, std::sinh(u.value));
        case operation::erf: return function(n, std::erf, 1.2L);
        case operation::erfc: return function(n, std::erfc, 1.2L);
        case operation::asinh: return function(n, std::asinh, 1);
        default: FAIL("an operation that this evaluator lacks"); return {};
        }
    }

  public:
    as_written(Graph const& g, long double at_x, long double at_y, long double at_a)
        : g_{g}, at_{at_x, at_y, at_a}, memo_(OGIVE_MAX_NODES, measured{0, -1}) {}

    measured operator()(node_index i) {
        if (memo_[i].error < 0) memo_[i] = compute(i);
        return memo_[i];
    }
};

/// Does the evaluator's double agree? It may lose `slack` units of 2^-53, and a few times what the formula as written
/// loses in double.
bool agrees(double got, measured truth, double slack = 64) {
    if (!std::isfinite(truth.value) || !std::isfinite(truth.error))
        return true; // as written it overflowed: no reference
    long double const allowed = slack * 1.11e-16L * std::fabs(truth.value) + 4 * 2048 * truth.error + 1e-300L;
    return std::fabs(static_cast<long double>(got) - truth.value) <= allowed;
}

constexpr double points[] = {-30,   -9.5, -4,  -2.25, -1,  -0.75, -0.3, -0.01, 0.001,
                             0.125, 0.4,  0.8, 1,     1.5, 2,     3.5,  7,     25};

template <class F>
void check(F f, double slack = 64) {
    constexpr auto& g = graph_of<F>;
    for (double at_x : points)
        for (double at_y : {-1.75, 0.5})
            for (double at_a : {0.25, 3.0}) {
                as_written truth{g, at_x, at_y, at_a};
                measured const expected = truth(g.root());
                double got = 0;
                constexpr bool has_y = evaluation::has_symbol(g, packed_name{"y"}),
                               has_a = evaluation::has_symbol(g, packed_name{"a"});
                if constexpr (has_y && has_a)
                    got = f(x = at_x, y = at_y, a = at_a);
                else if constexpr (has_y)
                    got = f(x = at_x, y = at_y);
                else if constexpr (has_a)
                    got = f(x = at_x, a = at_a);
                else
                    got = f(at_x);
                bool const good = agrees(got, expected, slack);
                if (good) continue;
                std::string const line = text(f) + " at x = " + std::to_string(at_x) + ", y = " + std::to_string(at_y) +
                                         ", a = " + std::to_string(at_a) + ": got " + std::to_string(got) +
                                         ", as written " + std::to_string(expected.value) + " +- " +
                                         std::to_string(expected.error);
                CHECK_MESSAGE(good, line);
            }
    CHECK(true);
}

/// The graph of a derivative as formula, as an expression type.
template <class F, class X>
struct explicit_derivative : expression_interface<explicit_derivative<F, X>> {
    static constexpr node_index build(workspace& w) {
        workspace v;
        node_index const d = v.derivative(v.import(graph_of<F>, graph_of<F>.root()), X::build(v), 1);
        return expand_derivatives(w, v, d);
    }
};
template <class F>
void check_derivative(F f) {
    constexpr auto& g = graph_of<explicit_derivative<F, symbol_t<"x">>>;
    constexpr auto d = derivative(F{}, symbol_t<"x">{});
    for (double at_x : points) {
        as_written truth{g, at_x, 0, 0};
        measured const expected = truth(g.root());
        double const got = d(at_x);
        bool const good = agrees(got, expected, 256);
        if (good) continue;
        std::string const line = "derivative of " + text(f) + " at x = " + std::to_string(at_x) + ": got " +
                                 std::to_string(got) + ", as written " + std::to_string(expected.value) + " +- " +
                                 std::to_string(expected.error);
        CHECK_MESSAGE(good, line);
    }
    CHECK(true);
}

struct generator {
    std::uint64_t state;
    std::uint64_t next() {
        state += 0x9e3779b97f4a7c15;
        std::uint64_t z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        return z ^ (z >> 31);
    }
    int between(int low, int high) {
        return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
};

/// The plain value of an evaluation graph in long double: what its operations mean, without the compiled evaluator.
template <class Graph>
long double run_program(Graph const& g, node_index root, long double at_x, long double at_y) {
    std::vector<long double> v(root + 1u);
    std::vector<char> truth(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    workspace::mark(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        long double const p = v[n.a], q = v[n.b];
        switch (n.op) {
        case operation::constant: v[i] = static_cast<long double>(n.low) / static_cast<long double>(n.high); break;
        case operation::symbol: v[i] = n.name() == packed_name{"x"} ? at_x : at_y; break;
        case operation::pi: v[i] = 3.14159265358979323846264338327950288L; break;
        case operation::add: v[i] = p + q; break;
        case operation::subtract: v[i] = p - q; break;
        case operation::multiply:
        case operation::guarded_product: v[i] = p == 0 ? 0 : p * q; break;
        case operation::divide: v[i] = p / q; break;
        case operation::negate: v[i] = -p; break;
        case operation::power: v[i] = std::pow(p, q); break;
        case operation::sqrt: v[i] = std::sqrt(p); break;
        case operation::exp: v[i] = std::exp(p); break;
        case operation::exp_of_product: v[i] = std::exp(p * (q + v[n.c])); break;
        case operation::low_word:
        case operation::low_product:
        case operation::low_sum: v[i] = 0; break;
        case operation::expm1: v[i] = std::expm1(p); break;
        case operation::log: v[i] = std::log(p); break;
        case operation::log1p: v[i] = std::log1p(p); break;
        case operation::log_of_ratio:
            v[i] = std::fabs(v[n.c]) < std::fabs(q) / 2 ? std::log1p(v[n.c] / q) : std::log(p / q);
            break;
        case operation::tanh: v[i] = std::tanh(p); break;
        case operation::atan: v[i] = std::atan(p); break;
        case operation::erf: v[i] = std::erf(p); break;
        case operation::erfcx: v[i] = std::exp(p * p) * std::erfc(p); break;
        case operation::abs: v[i] = std::fabs(p); break;
        case operation::sign: v[i] = p > 0 ? 1 : p < 0 ? -1 : 0; break;
        case operation::min: v[i] = p < q ? p : q; break;
        case operation::max: v[i] = p < q ? q : p; break;
        case operation::less: truth[i] = p < q; break;
        case operation::less_equal: truth[i] = p <= q; break;
        case operation::both: truth[i] = truth[n.a] && truth[n.b]; break;
        case operation::sign_bit: truth[i] = std::signbit(p); break;
        case operation::is_number: truth[i] = !std::isnan(p); break;
        case operation::select: v[i] = truth[n.a] ? q : v[n.c]; break;
        case operation::named:
        case operation::bounded: v[i] = p; break;
        case operation::decay: v[i] = p * std::pow(q, static_cast<long double>(n.low)); break;
        default: FAIL("an operation that this evaluator lacks: ", std::string{row(n.op).name}); break;
        }
    }
    return v[root];
}

node_index random_formula(workspace& w, generator& g, int depth) {
    auto const constant = [&](int n, int d = 1) { return w.constant(rational{int128{n}, int128{d}}); };
    auto const inner = [&] { return random_formula(w, g, depth - 1); };
    if (depth == 0) {
        int const k = g.between(0, 9);
        return k < 6 ? w.symbol("x") : k < 8 ? w.symbol("y") : constant(g.between(-3, 3), g.between(1, 4));
    }
    switch (g.between(0, 15)) {
    case 0:
    case 1: return w.make(operation::add, inner(), inner());
    case 2: return w.make(operation::subtract, inner(), inner());
    case 3:
    case 4:
    case 5: return w.make(operation::multiply, inner(), inner());
    case 6: {
        node_index const u = inner();
        return w.make(operation::divide, inner(),
                      w.make(operation::add, constant(1), w.make(operation::multiply, u, u)));
    }
    case 7: return w.make(operation::tanh, inner());
    case 8:
        return w.make(operation::divide, constant(1),
                      w.make(operation::add, constant(1), w.make(operation::exp, w.make(operation::negate, inner()))));
    case 9: return w.make(operation::log, w.make(operation::add, constant(1), w.make(operation::exp, inner())));
    case 10: return w.make(operation::erf, inner());
    case 11: return w.make(operation::abs, inner());
    case 12: return w.make(operation::max, inner(), inner());
    case 13: return w.make(operation::atan, inner());
    case 14: {
        node_index const u = inner();
        return w.make(operation::exp, w.make(operation::negate, w.make(operation::multiply, u, u)));
    }
    default:
        return w.make(operation::select, w.make(operation::less, inner(), constant(g.between(-1, 1))), inner(),
                      inner());
    }
}

} // namespace

TEST_CASE("composites agree with the formula as written") {
    check(sigmoid(mish(x)));
    check(exp(x) * tanh(a * x));
    check(softplus(x) * relu(y));
    check(log(1_c + x * x));
    check(x / (1_c + abs(x)));
    check(tanh(x) * tanh(y) + sigmoid(a * x));
    check(softplus(softplus(x)));
    check(gelu(x) * sigmoid(y));
    check(log(exp(x) + exp(y)));
    check(max(x, y) + log(1_c + exp(-abs(x - y))));
    check(x * sigmoid(1.702_q * x));
    check(sqrt(1_c + x * x) - x * atan(x));
    check(elu(x, a) - celu(y, a));
    check(piecewise(when(x > 1_c, tanh(x)), when(x < -1_c && y > 0_c, exp(x)), otherwise(x * y)));
    check(sin(x) * cos(y) / (2_c + sin(a * x)));
    check(erf(x) * exp(-y * y) + erfc(x));
    check(exp(-x * x / 2_c) * (1_c + erf(x)));
    check(tanh(softplus(x)) * tanh(softplus(y)));
    check(sinh(x) / cosh(x) + expm1(x) / exp(x));
    check(asinh(x) + log1p(x * x));
    check(pow(1_c + x * x, 0.5_q) + pow(x, 3_c) / (1_c + pow(x, 4_c)));
    check(sigmoid(x) * sigmoid(2_c * x) * sigmoid(3_c * x));
    check(sigmoid(x) * sigmoid(pi * x));
    check(softplus(a * x) / a);
    check(x * erf(softplus(x)));
    check(x * atan(exp(x)));
    check(min(max(0_c, x + 3_c), 6_c) * x / 6_c);
    check(1_c - sigmoid(x) * softplus(y));
}

TEST_CASE("derivatives of composites agree with the rules as written") {
    check_derivative(sigmoid(mish(x)));
    check_derivative(exp(x) * tanh(2_c * x));
    check_derivative(log(1_c + x * x));
    check_derivative(x / (1_c + abs(x)));
    check_derivative(softplus(softplus(x)));
    check_derivative(gelu(x) * sigmoid(x));
    check_derivative(x * erf(softplus(x)));
    check_derivative(x * atan(exp(x)));
    check_derivative(sin(x) / (2_c + cos(3_c * x)));
    check_derivative(max(x, x * x) - min(x, 1_c));
    check_derivative(exp(-x * x) * relu(x));
}

TEST_CASE("random formulas: the evaluation graph has the value of the formula") {
    generator g{0x1234567};
    int compared = 0;
    for (int i = 0; i < 4000; ++i) {
        workspace w;
        node_index const f = random_formula(w, g, g.between(1, 4));
        if (w.problem != trouble::none) continue;
        workspace out;
        node_index const program = evaluation::stabilise(out, w, f);
        if (out.problem != trouble::none) continue;
        for (int k = 0; k < 4; ++k) {
            long double const at_x = g.between(-500, 500) / 128.0L, at_y = g.between(-300, 300) / 128.0L;
            as_written truth{w, at_x, at_y, 0};
            measured const expected = truth(f);
            if (!std::isfinite(expected.value) || expected.error > 1e-3L * std::fabs(expected.value)) continue;
            ++compared;
            long double const got = run_program(out, program, at_x, at_y);
            long double const allowed = 64 * expected.error + 1e-13L * std::fabs(expected.value) + 1e-300L;
            bool const good = std::fabs(got - expected.value) <= allowed;
            if (good) continue;
            std::string const line = text(w, f) + " at x = " + std::to_string(at_x) + ", y = " + std::to_string(at_y) +
                                     ": got " + std::to_string(got) + ", as written " + std::to_string(expected.value) +
                                     "; program: " + std::to_string(out.size()) + " nodes";
            CHECK_MESSAGE(good, line);
            break;
        }
    }
    CHECK(compared > 8000);
    MESSAGE("compared ", compared);
}
