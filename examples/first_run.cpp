// SPDX-License-Identifier: BSL-1.0
// The first complete run: for every function of the field its derivative, inverse, range and limits as the library derives
// them, what its evaluators cost, and how far they are from multiprecision numerics that share no rule with them.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <oracle.hpp>

#include <algorithm>
#include <cstdio>
#include <future>
#include <semaphore>
#include <string>
#include <thread>
#include <tuple>
#include <utility>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;
constexpr auto p = symbol<"p">;

// -- equations ---------------------------------------------------------------------------------------------------------

/// How an expression was written: an inverse as the question, not as its answer.
template <class F>
std::string written(F f) {
    return text(f);
}
template <class F, class X>
std::string written(inverse_of<F, X>) {
    return "inverse(" + text(F{}) + ", " + text(X{}) + ")";
}

template <class A, class B>
std::string equation_text(equation<A, B>) {
    return written(A{}) + " = " + written(B{});
}

template <class Equation>
void proved(Equation e) {
    static_assert(e); // the compiler has checked it, or this program would not exist
    std::printf("  %s\n", equation_text(e).c_str());
}

template <class Equation>
void refuted(Equation e) {
    static_assert(prove(Equation{}) == verdict::refuted);
    std::printf("  %s\n    at %s\n", equation_text(e).c_str(), witness_text(decide(e)).c_str());
}

void print_proofs() {
    std::puts("Proved when this program was compiled, for every x at which both sides exist:\n");
    proved(tanh(x) == 2_c * sigmoid(2_c * x) - 1_c);
    proved(derivative(sigmoid(x), x) == sigmoid(x) * (1_c - sigmoid(x)));
    proved(sigmoid(-x) == 1_c - sigmoid(x));
    proved(logit(sigmoid(x)) == x);
    proved(sigmoid(logit(p)) == p);
    proved(inverse(sigmoid(x), x) == logit(x));
    proved(inverse(logit(p), p) == sigmoid(p));
    proved(tanh(x) == (exp(x) - exp(-x)) / (exp(x) + exp(-x)));
    proved(derivative(softplus(x), x) == sigmoid(x));
    proved(log(odds(p)) == logit(p));
    proved(silu(x) == x / 2_c * (1_c + tanh(x / 2_c)));
    proved(softplus(x) - softplus(-x) == x);
    proved(derivative(tanh(x), x) == 1_c - pow(tanh(x), 2_c));
    std::puts("\nRefuted, with an exact point and the values of both sides there:\n");
    refuted(tanh(x) == 2_c * sigmoid(x) - 1_c);
    refuted(derivative(sigmoid(x), x) == sigmoid(x) * (1_c + sigmoid(x)));
    refuted(silu(x) == gelu(x));
}

// -- one function ------------------------------------------------------------------------------------------------------

void line(char const* label, std::string const& what) { std::printf("  %-15s%s\n", label, wrap(what, 80, 17).c_str()); }

std::string counted(unsigned n, char const* what) { return std::to_string(n) + " " + what + (n == 1 ? "" : "s"); }

std::string cost_text(evaluation::cost c) {
    unsigned const others = c.transcendental - c.exponentials;
    return counted(c.exponentials, "exponential") + ", " +
           (others > 0 ? counted(others, "other function") + ", " : "") + counted(c.divisions, "division");
}

constexpr char const* why(trouble t) {
    switch (t) {
    case trouble::not_injective: return "none: some value is taken more than once";
    case trouble::several_occurrences: return "none in closed form: x stands inside and outside of an exponential";
    case trouble::unknown_sign: return "depends on the sign of a parameter";
    default: return "none in closed form";
    }
}

template <class F, class X>
std::string inverse_text(F f, X by) {
    if constexpr (inverse_problem<F, X> == trouble::none) {
        auto const where = text(inverse_domain(f, by));
        return text(simplify(inverse(f, by))) + (where == "unknown" ? "" : "  for " + text(by) + " in " + where);
    } else {
        return why(inverse_problem<F, X>);
    }
}

template <class F, class X>
std::string from_output_text(F f, X by) {
    if constexpr (calculus::output_stages<F, X, symbol_t<"y">>::problem == trouble::none)
        return text(simplify(derivative_from_output(f, by)));
    else
        return "not a function of the output alone";
}

/// The largest errors of value and first derivative, in ULP.
struct errors {
    verify::measurement<float> value_float, slope_float;
    verify::measurement<double> value_double, slope_double;
};

struct setting {
    verify::interval domain{};
    verify::neighbourhood root{0, 0}; // of the derivative
    double parameter = 0;
};

/// f, or its derivative, at a number; a parameter named "a" or "beta" has the value of the setting.
template <class F, class G, class X>
errors measure(F, G, X by, setting const& s) {
    auto const options = [&](unsigned order) {
        verify::options o;
        o.by = X::name;
        o.order = order;
        o.domain = s.domain;
        o.random = 0;
        o.fixed = {{"a", static_cast<long double>(s.parameter)}, {"beta", static_cast<long double>(s.parameter)}};
        if (order == 1 && s.root.radius > 0) o.roots = {s.root};
        return o;
    };
    auto const call = [by, &s](auto e, auto at) {
        using T = decltype(at);
        using E = decltype(e);
        constexpr auto& written = graph_of<E>;
        if constexpr (evaluation::has_symbol(written, "a"))
            return E{}(by = at, symbol<"a"> = static_cast<T>(s.parameter));
        else if constexpr (evaluation::has_symbol(written, "beta"))
            return E{}(by = at, symbol<"beta"> = static_cast<T>(s.parameter));
        else
            return E{}(by = at);
    };
    auto const view = verify::view(F{});
    return {verify::measure<float>([&](float at) { return call(F{}, at); }, view, options(0)),
            verify::measure<float>([&](float at) { return call(G{}, at); }, view, options(1)),
            verify::measure<double>([&](double at) { return call(F{}, at); }, view, options(0)),
            verify::measure<double>([&](double at) { return call(G{}, at); }, view, options(1))};
}

template <class T>
std::string error_text(verify::measurement<T> const& m, char const* type) {
    char buffer[160];
    std::snprintf(buffer, sizeof buffer, "%s %5.2f ULP at %.*g", type, m.worst.error, sizeof(T) == 4 ? 9 : 17,
                  static_cast<double>(m.worst.x));
    std::string r = buffer;
    if (m.near_roots > 0) {
        std::snprintf(buffer, sizeof buffer, ",\n%17snear its root %.2f ULP of 1", "", m.worst_near_roots.error);
        r += buffer;
    }
    if (m.mismatches > 0) r += ", " + counted(m.mismatches, "value") + " of the wrong kind";
    return r;
}

void error_line(char const* label, auto const& of_float, auto const& of_double) {
    std::printf("  %-15s%s\n", label, error_text(of_float, "float ").c_str());
    std::printf("  %-15s%s\n", "", error_text(of_double, "double").c_str());
}

/// How many functions are measured at a time.
std::counting_semaphore<> processors{std::max(1u, std::thread::hardware_concurrency())};

/// A function whose errors are measured in the background, from now on.
template <class F, class X>
struct job {
    F f;
    X by;
    setting s;
    std::future<errors> measured;

    job(F function, X symbol, setting chosen = {})
        : f{function}, by{symbol}, s{chosen}, measured{std::async(std::launch::async, [=] {
              processors.acquire();
              errors const e = measure(function, derivative(function, symbol), symbol, chosen);
              processors.release();
              return e;
          })} {}
};

std::string limit_text(end_value const& at_minus, end_value const& at_plus) {
    if (!at_minus.known() && !at_plus.known()) return "none: both infinities are outside of the domain";
    return text(at_minus) + " at -inf, " + text(at_plus) + " at inf";
}

template <class F, class X>
void print(job<F, X>& j) {
    auto const [f, by] = std::pair{j.f, j.by};
    auto const slope = derivative(f, by);
    std::printf("\n%s\n", text(f).c_str());
    line("formula", definition_text(f));
    line("derivative", text(simplify(slope)));
    if constexpr (evaluation::has_symbol(graph_of<F>, "a"))
        line("  by a", text(simplify(derivative(f, symbol<"a", positive>))));
    if constexpr (evaluation::has_symbol(graph_of<F>, "beta"))
        line("  by beta", text(simplify(derivative(f, symbol<"beta", positive>))));
    line("inverse", inverse_text(f, by));
    line("from output y", from_output_text(f, by));
    line("domain", text(domain(f, by)));
    line("range", text(range(f, by)));
    line("limits", limit_text(limit(f, by, -infinity), limit(f, by, infinity)));
    line("cost", cost_text(evaluation::evaluation_cost(f)));
    line("  derivative", cost_text(evaluation::evaluation_cost(slope)));
    line("  both at once", cost_text(evaluation::cost_of(evaluation::program_of<F, decltype(slope)>)));
    std::fflush(stdout);
    auto const e = j.measured.get();
    if (j.s.parameter != 0) line("errors for", "a parameter of " + std::to_string(j.s.parameter).substr(0, 4));
    error_line("error", e.value_float, e.value_double);
    error_line("  derivative", e.slope_float, e.slope_double);
    std::printf("  %-15sat %u float and %u double points\n", "", e.value_float.points, e.value_double.points);
    std::fflush(stdout);
}

int main() {
    std::puts("ogive: from a formula to a verified derivative\n");
    print_proofs();
    std::puts("\nDerived for each function, and measured against the oracle (about a minute):");
    std::fflush(stdout);
    verify::interval const probability{0, 1};
    std::tuple jobs{job{odds(p), p, {.domain = probability}},
                    job{logit(p), p, {.domain = probability}},
                    job{sigmoid(x), x},
                    job{tanh(x), x},
                    job{softplus(x), x},
                    job{relu(x), x},
                    job{leaky_relu(x), x},
                    job{prelu(x, symbol<"a", positive>), x, {.parameter = 0.25}},
                    job{elu(x), x},
                    job{selu(x), x},
                    job{gelu(x), x, {.root = {-0.75, 0.35}}},
                    job{silu(x), x, {.root = {-1.28, 0.25}}},
                    job{swish(x, symbol<"beta", positive>), x, {.root = {-0.85, 0.3}, .parameter = 1.5}},
                    job{mish(x), x, {.root = {-1.19, 0.25}}}};
    std::apply([](auto&... j) { (print(j), ...); }, jobs);
}
