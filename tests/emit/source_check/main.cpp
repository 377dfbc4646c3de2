// SPDX-License-Identifier: BSL-1.0
// Writes the functions of the catalogue and their first derivatives as C, CUDA and Python, and judges what others have
// compiled from that: special values must be those of the library's own evaluator, everything else its bits, or within the
// bound that docs/accuracy.md states; functions that are not in its table have bounds here.
// usage: source_check write DIRECTORY              functions.c, functions.cu, functions.py
//        source_check library FILE.so              judges the functions of a shared library
//        source_check points                       lines NAME PARAMETER X for another program
//        source_check values FILE [DIFFERENT]      judges its lines NAME X VALUE; so many per mille may differ in bits

#include <oracle.hpp>

#include <ogive/emit/parse.hpp>
#include <ogive/emit/source.hpp>
#include <ogive/ogive.hpp>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <iostream>
#include <map>
#include <sstream>

#include <dlfcn.h>

using namespace ogive;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a", positive>;
constexpr double parameter = 0.75;

/// Bounds in ULP; within `radius` of a root the error is absolute, 2 ULP of 1.
struct bounds {
    double value, derivative;
    double root = 0, radius = 0;
    double low = -HUGE_VAL, high = HUGE_VAL;
};

struct subject {
    std::string name;
    bool with_parameter;
    std::string sources[3]; // by language
    std::function<double(double)> evaluator;
    std::function<verify::reference_value(double)> truth;
    double bound;
    bounds of;
};
std::vector<subject> subjects;

template <class E>
double run_library(double at) {
    constexpr bool with_parameter = evaluation::symbol_count(graph_of<E>) > 1;
    if constexpr (with_parameter)
        return E{}(x = at, a = parameter);
    else if constexpr (evaluation::symbol_count(graph_of<E>) == 1)
        return E{}(x = at);
    else
        return E{}();
}

template <class F, class E>
void add_one(F, E e, std::string name, unsigned order, double bound, bounds const& b) {
    bool const with_parameter = evaluation::symbol_count(graph_of<F>) > 1;
    auto const truth = [order, with_parameter](double at) {
        verify::options o;
        o.order = order;
        if (with_parameter) o.fixed.emplace_back("a", static_cast<long double>(parameter));
        return verify::expected_at(verify::view(F{}), at, o);
    };
    subjects.push_back({name,
                        with_parameter,
                        {c_source(e, name), cuda_source(e, name), python_source(e, name)},
                        run_library<E>,
                        truth,
                        bound,
                        b});
}
template <class F>
void add(F f, std::string const& name, bounds const& b) {
    add_one(f, f, name, 0, b.value, b);
    add_one(f, derivative(f, x), name + "_slope", 1, b.derivative, b);
}

void add_all() {
    add(odds(x), "odds", {.value = 1.5, .derivative = 3, .low = 0, .high = 1});
    add(logit(x), "logit", {.value = 2, .derivative = 2, .low = 0, .high = 1});
    add(sigmoid(x), "sigmoid", {.value = 2.5, .derivative = 3.5});
    add(ogive::tanh(x), "hyperbolic_tangent", {.value = 3, .derivative = 3.5});
    add(softplus(x), "softplus", {.value = 2, .derivative = 2.5});
    add(relu(x), "relu", {.value = 0, .derivative = 0});
    add(leaky_relu(x), "leaky_relu", {.value = 1, .derivative = 0.5});
    add(prelu(x, a), "prelu", {.value = 0.5, .derivative = 0.5});
    add(elu(x), "elu", {.value = 1, .derivative = 1});
    add(elu(x, a), "elu_with_parameter", {.value = 2, .derivative = 2});
    add(selu(x), "selu", {.value = 2.5, .derivative = 3});
    add(celu(x), "celu", {.value = 1, .derivative = 1});
    add(celu(x, a), "celu_with_parameter", {.value = 3, .derivative = 3});
    add(gelu(x), "gelu", {.value = 3.5, .derivative = 4, .root = -0.75, .radius = 0.35});
    add(gelu_tanh(x), "gelu_tanh", {.value = 5, .derivative = 6, .root = -0.75, .radius = 0.35});
    add(silu(x), "silu", {.value = 4, .derivative = 4, .root = -1.278, .radius = 0.25});
    add(swish(x, a), "swish", {.value = 4, .derivative = 4, .root = -1.7, .radius = 0.35});
    add(mish(x), "mish", {.value = 4, .derivative = 4, .root = -1.192, .radius = 0.25});
}

/// Formulas in every operation, without bounds: what is compared with is the same program, run by the library.
constexpr char const* formulas[] = {"x^0.3 + x^5",
                                    "x^-3",
                                    "x^40*1e-9",
                                    "(1 + x)^a",
                                    "min(x, a*x)",
                                    "max(x^2, sin(x))",
                                    "sin(x)*cos(3*x)",
                                    "tan(x)",
                                    "asin(x) + acos(x/2)",
                                    "atan(x)*x",
                                    "sinh(x) - cosh(x/3)",
                                    "asinh(x)",
                                    "acosh(x)",
                                    "atanh(x)",
                                    "log1p(x)*expm1(x)",
                                    "sqrt(x)",
                                    "x/sqrt(1 + x^2)",
                                    "abs(x - a)",
                                    "sign(x)*x",
                                    "erf(x)",
                                    "erfc(x)",
                                    "x*erfc(-x/sqrt(2))/2",
                                    "exp(-x^2/3)",
                                    "exp(x^3/7 - x)",
                                    "log(1 + x^2)",
                                    "log(x/(1 - x))",
                                    "x/(1 + x^2)",
                                    "(1 + x^2)/(3 + x + x^2)",
                                    "tanh(exp(x))",
                                    "exp(exp(x))",
                                    "1/x",
                                    "1/(x*x)",
                                    "log(abs(x))",
                                    "exp(1/x)",
                                    "x*tanh(log(1 + exp(x)))*atan(x)",
                                    "piecewise(x > 2: log(x - 1); x >= -1 and x < 1: x^2; else: exp(x))",
                                    "exp(x)/(1 + exp(x))^2",
                                    "cbrt(x)",
                                    "log(1 + exp(x) + exp(-x))",
                                    "pi*x + exp(1)",
                                    "clip(x, -a, a)",
                                    "sinc(x)",
                                    "step(x) - 1/3",
                                    "gelu(x)*sigmoid(a*x)",
                                    "selu(x)^2",
                                    "Phi(x)*(1 - Phi(x))",
                                    "phi(x)",
                                    "1 - tanh(x)^2",
                                    "x - 0.1 - 0.2",
                                    "1/(exp(x) - 1)",
                                    "x^a"};

void add_formulas() {
    for (unsigned i = 0; i < sizeof formulas / sizeof formulas[0]; ++i)
        for (int order = 0; order < 3; ++order) {
            workspace w;
            parsed const p = parse(w, formulas[i]);
            node_index const root = w.derivative(p.left, w.symbol("x"), order);
            std::string const name = "formula_" + std::to_string(i) + "_" + std::to_string(order);
            subject s{name, false, {}, {}, {}, HUGE_VAL, {0, 0}};
            s.with_parameter =
                std::strchr(formulas[i], 'a') != nullptr && ogive::detail::symbols_of(w, root).size() > 1;
            for (language const l : {language::c, language::cuda, language::python}) {
                document const d = write_source(w, root, "x", name, l);
                if (!p || !d) std::printf("%s: %s\n", formulas[i], d.refused.c_str());
                s.sources[static_cast<unsigned>(l)] = d.text;
            }
            auto const run = std::make_shared<interpreter>(stable_program(w, root));
            s.evaluator = [run](double at) { return (*run)({{"x", at}, {"a", parameter}}); };
            s.truth = [](double) { return verify::reference_value{}; };
            subjects.push_back(s);
        }
}

std::vector<double> special_points() {
    using limits = std::numeric_limits<double>;
    std::vector<double> r{limits::quiet_NaN()};
    for (double const at : {0.0, limits::infinity(), limits::denorm_min(), 3 * limits::denorm_min(), limits::min() / 8,
                            limits::min(), limits::max(), 800.0, 745.0, 708.5, 40.0, 27.5, 1.0, 0.5})
        for (double const sign : {1.0, -1.0}) r.push_back(sign * at);
    return r;
}
std::vector<double> points_of(subject const& s, bool few) {
    if (!few) return verify::points<double>({s.of.low, s.of.high}, 300);
    std::vector<double> r;
    auto const all = verify::points<double>({s.of.low, s.of.high}, 30, 7);
    for (std::size_t i = 0; i < all.size(); i += 40) r.push_back(all[i]);
    for (int i = -400; i <= 400; ++i)
        if (double const at = 0.1 * i + 0.003; at > s.of.low && at < s.of.high) r.push_back(at);
    return r;
}

bool same(double p, double q) { return (p != p && q != q) || (p == q && std::signbit(p) == std::signbit(q)); }

/// Compares one function; the number of complaints.
unsigned judge(subject const& s, std::vector<double> const& points, std::function<double(double)> const& got,
               double different_allowed) {
    unsigned complaints = 0, different = 0, beyond = 0;
    double worst = 0, worst_at = 0;
    auto const complain = [&](char const* what, double at, double value) {
        if (++complaints <= 3)
            std::printf("%s: %s at %a: %a, the library %a\n", s.name.c_str(), what, at, value, s.evaluator(at));
    };
    auto all = points;
    for (double const at : special_points()) {
        bool const ordinary = std::isfinite(at) && at != 0;
        if (different_allowed > 0 && ordinary) { // judged like any other point
            if (at > s.of.low && at < s.of.high) all.push_back(at);
        } else if (double const value = got(at); !same(value, s.evaluator(at))) {
            // A zero that stands for NaN in an infinite tail may have that NaN's sign, which Python does not keep.
            if (s.bound == HUGE_VAL && std::isinf(at) && value == 0 && s.evaluator(at) == 0) continue;
            complain("special value", at, value);
        }
    }
    for (double const at : all) {
        double const value = got(at);
        if (same(value, s.evaluator(at))) continue;
        ++different;
        verify::reference_value const exact = s.truth(at);
        bool const near_root = s.of.radius > 0 && std::fabs(at - s.of.root) <= s.of.radius;
        double const error =
            near_root ? verify::ulp_of_scale(value, exact, 1) : verify::ulp(value, exact); // NaN at a kink
        if (error > worst) {
            worst = error;
            worst_at = at;
        }
        if (error > (near_root ? 2 : s.bound) && beyond++ == 0) complain("beyond its bound", at, value);
    }
    if (different > different_allowed / 1000 * static_cast<double>(points.size())) {
        std::printf("%s: %u of %zu values differ from the library's\n", s.name.c_str(), different, points.size());
        ++complaints;
    }
    std::printf("%-26s %6zu points, %5u differ", s.name.c_str(), points.size(), different);
    if (different > 0) std::printf(", at most %.3g ULP at %.17g", worst, worst_at);
    std::printf("\n");
    return complaints;
}

int conclusion(unsigned complaints, unsigned judged) {
    std::printf("%u complaints about %u functions\n", complaints, judged);
    return complaints == 0 ? 0 : 1;
}

int judge_library(char const* file, double different) {
    void* const library = ::dlopen(file, RTLD_NOW);
    if (library == nullptr) {
        std::printf("%s\n", ::dlerror());
        return 1;
    }
    unsigned complaints = 0, judged = 0;
    for (auto const& s : subjects) {
        if (different >= 100 && s.bound == HUGE_VAL) continue; // other bits, and no bound to judge them by
        ++judged;
        void* const symbol = ::dlsym(library, s.name.c_str());
        if (symbol == nullptr) {
            std::printf("there is no function %s\n", s.name.c_str());
            ++complaints;
            continue;
        }
        double (*one)(double) = nullptr;
        double (*two)(double, double) = nullptr;
        std::memcpy(&one, &symbol, sizeof symbol);
        std::memcpy(&two, &symbol, sizeof symbol);
        auto const got = [&](double at) { return s.with_parameter ? two(at, parameter) : one(at); };
        complaints += judge(s, points_of(s, false), got, different);
    }
    return conclusion(complaints, judged);
}

int judge_values(char const* file, double different) {
    std::map<std::string, std::map<std::string, double>> values;
    std::ifstream in{file};
    for (std::string name, at, value; in >> name >> at >> value;)
        values[name][at] = std::strtod(value.c_str(), nullptr);
    auto const key = [](double at) {
        char text[40];
        std::snprintf(text, sizeof text, "%a", at == at ? at : std::numeric_limits<double>::quiet_NaN());
        return std::string{text};
    };
    unsigned complaints = 0;
    for (auto const& s : subjects) {
        auto const& own = values[s.name];
        auto const got = [&](double at) {
            auto const found = own.find(key(at));
            if (found != own.end()) return found->second;
            ++complaints;
            return 12345.0;
        };
        complaints += judge(s, points_of(s, true), got, different);
    }
    return conclusion(complaints, static_cast<unsigned>(subjects.size()));
}

int write_sources(std::string const& directory) {
    char const* const files[] = {"functions.c", "functions.cu", "functions.py"};
    for (unsigned l = 0; l < 3; ++l) {
        std::ofstream out{directory + "/" + files[l]};
        for (auto const& s : subjects) out << s.sources[l] << '\n';
        if (l != static_cast<unsigned>(language::cuda)) continue;
        // Inline functions have no place of their own: functions to call, and a kernel that uses them on the device.
        for (auto const& s : subjects)
            out << "namespace exported { extern \"C\" double " << s.name << "(double x"
                << (s.with_parameter ? ", double a) { return ::" : ") { return ::") << s.name
                << (s.with_parameter ? "(x, a); } }\n" : "(x); } }\n");
        out << "__global__ void all(double x, double a, double* out)\n{\n    (void)a;\n";
        for (std::size_t i = 0; i < subjects.size(); ++i)
            out << "    out[" << i << "] = " << subjects[i].name
                << (subjects[i].with_parameter ? "(x, a);\n" : "(x);\n");
        out << "}\n";
    }
    return 0;
}

} // namespace

int main(int count, char** arguments) {
    add_all();
    add_formulas();
    std::string const mode = count > 1 ? arguments[1] : "";
    // A fused multiply-add may be used where the library is compiled for one.
    double const different = count > 3 ? std::strtod(arguments[3], nullptr) : has_fast_fma ? 500 : 0;
    if (mode == "write" && count == 3) return write_sources(arguments[2]);
    if (mode == "library" && count >= 3) return judge_library(arguments[2], different);
    if (mode == "values" && count >= 3) return judge_values(arguments[2], different);
    if (mode == "points" && count == 2) {
        for (auto const& s : subjects)
            for (bool const special : {true, false})
                for (double const at : special ? special_points() : points_of(s, true))
                    std::printf("%s %a %a\n", s.name.c_str(), s.with_parameter ? parameter : HUGE_VAL, at);
        return 0;
    }
    std::fprintf(stderr, "usage: source_check write DIRECTORY | library FILE.so [DIFFERENT] | points | "
                         "values FILE [DIFFERENT]\n");
    return 64;
}
