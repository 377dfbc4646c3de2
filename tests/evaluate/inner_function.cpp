// SPDX-License-Identifier: BSL-1.0
// Functions of functions where a part of them overflows, vanishes or is infinite: values of mpmath with 45 digits and more.
// The forms are made at run time, for one number and for arrays, and run in double; a few are run as arrays, too.

#include "../data/random_formula.hpp"

#include <doctest/doctest.h>

#include <ogive/emit.hpp>
#include <ogive/emit/run_time_program.hpp>
#include <ogive/ogive.hpp>

#include <cmath>
#include <limits>
#include <memory>
#include <string_view>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();
constexpr auto x = symbol<"x">;

struct known_value {
    std::string_view formula;
    double at, value;
};

// clang-format off
constexpr known_value known_values[] = {
    {"derivative(elu(elu(sigmoid(x))), x)", 1.0, 0.19661193324148185},
    {"derivative(atan(x) - elu(x), x)", -1e-9, 9.9999999850000006245e-10},
    {"derivative(atan(x) - elu(x), x)", -1e-20, 9.9999999999999994514e-21},
    {"derivative(tanh(1/(1 + exp(x))), x)", 100000.0, 0},
    {"derivative(1/(1 + exp(silu(x))), x)", 5.0, -0.007053574650500924},
    {"derivative(exp(x)*atan(x), x)", 1e+160, infinite},
    {"softplus(1/(1 + x^2))", 1e+160, 0.69314718055994531},
    {"softplus(1/(1 + x^2))", -1e+300, 0.69314718055994531},
    {"softplus(1/(1 + x^2))", infinite, 0.69314718055994531},
    {"softplus(1/(1 + x^2))", 3, 0.74439666007357089},
    {"gelu(x/sqrt(1 + x^2))", 1e+160, 0.84134474606854295},
    {"gelu(x/sqrt(1 + x^2))", -1e+200, -0.15865525393145705},
    {"gelu(x/sqrt(1 + x^2))", infinite, 0.84134474606854295},
    {"gelu(x/sqrt(1 + x^2))", -2, -0.16595800005044009},
    {"mish(x/sqrt(1 + x^2))", 1e+154, 0.86509838826731035},
    {"mish(x/sqrt(1 + x^2))", -1e+300, -0.30340146137410892},
    {"mish(x/sqrt(1 + x^2))", -infinite, -0.30340146137410892},
    {"derivative(tanh(x/sqrt(1 + x^2)), x)", 1e+20, 4.1997434161402607e-61},
    {"derivative(tanh(x/sqrt(1 + x^2)), x)", -1e+200, 0},
    {"derivative(tanh(x/sqrt(1 + x^2)), x)", 0.5, 0.58955695977367156},
    {"exp(-log(1 + exp(1/x))^2)", 1e+160, 0.61850313780157598},
    {"exp(-log(1 + exp(1/x))^2)", infinite, 0.61850313780157598},
    {"exp(-log(1 + exp(1/x))^2)", -3, 0.74682072643272285},
    {"derivative(mish(sinh(x)), x)", -800, 0},
    {"derivative(mish(sinh(x)), x)", -5, -3.2281028693734393e-29},
    {"derivative(mish(sinh(x)), x)", -100000.0, 0},
    {"derivative(mish(sinh(x)), x)", 3, 10.067662757951341},
    {"derivative(mish(sinh(x)), x)", -infinite, 0},
    {"derivative(gelu(exp(silu(x))), x)", -800, 0},
    {"derivative(gelu(exp(silu(x))), x)", -1e+300, 0},
    {"derivative(gelu(exp(silu(x))), x)", 5, 147.33912604845664},
    {"derivative(gelu(exp(silu(x))), x)", -infinite, 0},
    {"derivative(mish(mish(x)), x)", 800, 1.0},
    {"derivative(mish(mish(x)), x)", -800, 0},
    {"derivative(mish(mish(x)), x)", 1e+300, 1.0},
    {"derivative(mish(mish(x)), x)", infinite, 1.0},
    {"derivative(mish(mish(x)), x)", -infinite, 0},
    {"derivative(1/(1 + exp(sinh(silu(x)))), x)", 8, 0},
    {"derivative(1/(1 + exp(sinh(silu(x)))), x)", -3, 0.022136362597877236},
    {"derivative(1/(1 + exp(sinh(silu(x)))), x)", -infinite, 0},
    {"derivative(gelu(gelu(x)), x)", infinite, 1.0},
    {"derivative(gelu(gelu(x)), x)", -infinite, 0},
    {"derivative(gelu(gelu(x)), x)", 1e+200, 1.0},
    {"derivative(gelu(gelu(x)), x)", -3, -0.0059342251764889395},
    {"derivative(gelu(silu(x)), x)", infinite, 1.0},
    {"derivative(gelu(silu(x)), x)", -infinite, 0},
    {"derivative(gelu(silu(x)), x)", -30, -1.3568553304754886e-12},
    {"derivative(mish(x + atan(x)), x)", 1e+160, 1.0},
    {"derivative(mish(x + atan(x)), x)", infinite, 1.0},
    {"derivative(mish(x + atan(x)), x)", -20, -9.2660707373450186e-9},
    {"derivative(log(1 + exp(silu(x))), x)", 800, 1.0},
    {"derivative(log(1 + exp(silu(x))), x)", -800, 0},
    {"derivative(log(1 + exp(silu(x))), x)", infinite, 1.0},
    {"derivative(softsign(exp(x)), x)", 36, 2.3195228302435683e-16},
    {"derivative(softsign(exp(x)), x)", 100, 3.720075976020836e-44},
    {"derivative(softsign(exp(x)), x)", -100, 3.720075976020836e-44},
    {"derivative(softsign(exp(x)), x)", 1e+300, 0},
    {"derivative(gelu(x) + asinh(x), x)", 1e+160, 1.0},
    {"derivative(gelu(x) + asinh(x), x)", infinite, 1.0},
    {"derivative(gelu(x) + asinh(x), x)", -infinite, 0},
    {"derivative(gelu(x) + asinh(x), x)", -4, 0.24203197537510655},
    {"derivative(sqrt(1 + gelu(x)^2), x)", 1e+160, 1.0},
    {"derivative(sqrt(1 + gelu(x)^2), x)", infinite, 1.0},
    {"derivative(sqrt(1 + gelu(x)^2), x)", 2, 0.96612092894375719},
    {"sqrt(1 + mish(x)^2)", 1e+160, 1.0e+160},
    {"sqrt(1 + mish(x)^2)", 1e+300, 1.0000000000000001e+300},
    {"sqrt(1 + mish(x)^2)", -5, 1.0005635230909192},
    {"softsign(gelu(x))", infinite, 1.0},
    {"softsign(gelu(x))", 1e+300, 1.0},
    {"softsign(gelu(x))", -3, -0.0040333602198254909},
    {"atan(x) + gelu(x)", -infinite, -1.5707963267948966},
    {"atan(x) + gelu(x)", -1e+300, -1.5707963267948966},
    {"log(1 + gelu(x)^2)", -20, 3.0329783146279829e-175},
    {"log(1 + gelu(x)^2)", -infinite, 0},
    {"log(1 + gelu(x)^2)", 1e+160, 736.82722975809462},
    {"log(1 + gelu(x)^2)", 1e+300, 1381.5510557964274},
    {"log(1 + gelu(x)^2)", 3, 2.3001539637379732},
    {"log(2 + x/sqrt(1 + x^2))", 1e+160, 1.0986122886681097},
    {"log(2 + x/sqrt(1 + x^2))", -100000.0, 4.9999999995e-11},
    {"log(2 + x/sqrt(1 + x^2))", infinite, 1.0986122886681097},
    {"log(2 + x/sqrt(1 + x^2))", 0.5, 0.89495006937196142},
    {"log(1 + 1/(1 + x^2))", 100000000.0, 9.9999999999999985e-17},
    {"log(1 + 1/(1 + x^2))", -100000.0, 9.9999999985e-11},
    {"log(1 + 1/(1 + x^2))", 0.5, 0.58778666490211901},
    {"log(1 + tanh(x))", 1e-300, 1.0e-300},
    {"log(1 + tanh(x))", -1e-08, -1.000000005e-8},
    {"log(1 + tanh(x))", -30, -59.306852819440055},
    {"log(1 + tanh(x))", 4, 0.69281177418704954},
    {"log(1 + silu(x)^2)", 0.001, 2.502500311666146e-7},
    {"log(1 + silu(x)^2)", 1e+200, 921.03403719761827},
    {"log(1 + silu(x)^2)", -40, 2.8877622205526643e-32},
    {"asinh(exp(x))", 710, 710.69314718055995},
    {"asinh(exp(x))", 100000.0, 100000.69314718056},
    {"asinh(exp(x))", 3, 3.6937662933761439},
    {"asinh(exp(x))", -100, 3.720075976020836e-44},
    {"asinh(sinh(x))", -800, -800.0},
    {"asinh(sinh(x))", 10000000000.0, 10000000000.0},
    {"asinh(sinh(x))", 2, 2.0},
    {"asinh(x^3)", 1e+200, 1382.2442029769874},
    {"asinh(x^3)", -1e+300, -2073.0197308752011},
    {"asinh(x^3)", 0.5, 0.12467674692144274},
    {"sqrt(softplus(x))", -750, 1.3790159402541388e-163},
    {"sqrt(softplus(x))", -1400, 9.8596765437597709e-305},
    {"sqrt(softplus(x))", -3, 0.22042538777042462},
    {"sqrt(softplus(x))", 800, 28.284271247461901},
    {"x*sqrt(sigmoid(x))", -745, -1.2515890756075601e-159},
    {"x*sqrt(sigmoid(x))", -1000, -7.1245764067412855e-215},
    {"x*sqrt(sigmoid(x))", 2, 1.8770157995902778},
    {"derivative(sqrt(softplus(x)), x)", -750, 6.8950797012706939e-164},
    {"derivative(sqrt(softplus(x)), x)", -1400, 4.9298382718798854e-305},
    {"derivative(sqrt(softplus(x)), x)", infinite, 0},
    {"derivative(sqrt(softplus(x)), x)", 1, 0.3189675809972727},
    {"softplus(x)/gelu(x)", -20, -3.7426197831199419e+78},
    {"softplus(x)/gelu(x)", -800, -infinite},
    {"softplus(x)/gelu(x)", 3, 1.0175693987863828},
    {"derivative(gelu_tanh(x)/sigmoid(x), x)", -20, -1.4111895092782711e-250},
    {"derivative(gelu_tanh(x)/sigmoid(x), x)", -6, -2.7776558061566958e-7},
    {"mish(x)*gelu_tanh(-x)", -700, -4.8312415064422877e-299},
    {"mish(x)*gelu_tanh(-x)", -1e+160, 0},
    {"mish(x)*gelu_tanh(-x)", 3, -0.010863198779008391},
};
// clang-format on

double value_of(std::string_view formula, double at, bool for_arrays) {
    workspace w;
    parsed const f = parse(w, formula);
    REQUIRE(f.what == parsed::kind::expression);
    auto const forms = std::make_unique<workspace>();
    forms->for_arrays = for_arrays;
    forms->alone = true;
    node_index const root = evaluation::stabilise(*forms, w, f.left);
    REQUIRE(forms->problem == trouble::none);
    interpreter run{ogive::detail::program_from(*forms, root)};
    REQUIRE(run.complete());
    return run({{packed_name{"x"}, at}});
}

bool is_right(double value, double expected, double tolerance) {
    if (!std::isfinite(expected)) return value == expected;
    return std::fabs(value - expected) <= tolerance * std::fabs(expected) + 2e-323;
}

/// In arrays of float and double, fast and accurate.
template <class F>
void check_arrays(F f, double at, double expected) {
    CAPTURE(at);
    double const in[1] = {at};
    float const in_float[1] = {static_cast<float>(at)};
    double out[1];
    float out_float[1];
    forward(f, in, out);
    CHECK(is_right(out[0], expected, 1e-14));
    forward<accurate>(f, in, out);
    CHECK(is_right(out[0], expected, 1e-15));
    if (static_cast<double>(in_float[0]) != at) return;
    forward(f, in_float, out_float);
    CHECK(is_right(out_float[0], static_cast<float>(expected), 3e-6));
    forward<accurate>(f, in_float, out_float);
    CHECK(is_right(out_float[0], static_cast<float>(expected), 1e-7));
}

} // namespace

TEST_CASE("known values") {
    for (known_value const& k : known_values)
        for (bool const for_arrays : {false, true}) {
            CAPTURE(k.formula);
            CAPTURE(k.at);
            CAPTURE(for_arrays);
            double const value = value_of(k.formula, k.at, for_arrays);
            CAPTURE(value);
            CHECK(is_right(value, k.value, 1e-11));
        }
}

TEST_CASE("arrays far out") {
    for (double const at : {infinite, 0x1p126}) {
        check_arrays(derivative(mish(x - 1_c), x), at, 1);
        check_arrays(derivative(mish(x - 1_c), x), -at, 0);
        check_arrays(derivative(silu(x - 1_c), x), at, 1);
        check_arrays(derivative(gelu(silu(x)), x), at, 1);
        check_arrays(derivative(gelu(silu(x)), x), -at, 0);
        check_arrays(gelu(x / sqrt(1_c + x * x)), at, 0.84134474606854294859);
    }
    check_arrays(derivative(tanh(x / sqrt(1_c + x * x)), x), infinite, 0);
    check_arrays(softplus(1_c / (1_c + x * x)), -infinite, 0.69314718055994530942);
    check_arrays(derivative(mish(sinh(x)), x), -800, 0);
    check_arrays(asinh(exp(x)), 1024, 1024.6931471805599453);
}

TEST_CASE("one over a root") {
    check_arrays(1_c / sqrt(x), infinite, 0);
    check_arrays(derivative(sqrt(x), x), infinite, 0);
    check_arrays(derivative(sqrt(x), x), 0x1p100, 0x1p-51);
}

TEST_CASE("formulas of several symbols and their derivatives, within enclosures") {
    data::sequence s{20261130};
    char const* const functions[] = {"sigmoid", "tanh", "silu", "softplus", "exp", "gelu", "mish", "elu", "atan"};
    auto const part = [&](char const* of) {
        std::string const f = functions[s.below(9)], g = functions[s.below(9)];
        std::string const forms[] = {of, f + "(" + of + ")", f + "(" + g + "(" + of + "))", std::string{of} + "^2",
                                     "2*" + std::string{of} + " - 1"};
        return forms[s.below(5)];
    };
    unsigned compared = 0;
    for (int i = 0; i < 300; ++i) {
        std::string const f = functions[s.below(9)];
        char const* const operators[] = {" + ", "*", "/(2 + ", " - ", "*"};
        unsigned const op = s.below(5);
        std::string const left = part("x"), right = part("y"); // drawn in this order by every compiler
        std::string formula = left + operators[op] + right + (op == 2 ? ")" : "");
        if (s.below(2) == 0) formula = f + "(" + formula + ")";
        if (s.below(2) == 0) formula = part("z") + "*(" + formula + ")";
        int const order = static_cast<int>(s.below(3));
        if (order > 0)
            formula =
                "z*derivative(" + formula + ", " + (s.below(2) == 0 ? "x" : "y") + ", " + std::to_string(order) + ")";
        CAPTURE(formula);
        workspace w, exact;
        parsed const read = parse(w, formula);
        REQUIRE(read);
        node_index const written = algebra::explicit_derivatives(exact, w, read.left);
        for (bool const for_arrays : {false, true}) {
            auto const forms = std::make_unique<workspace>();
            forms->for_arrays = for_arrays;
            forms->alone = true;
            node_index const root = evaluation::stabilise(*forms, w, read.left);
            if (forms->problem == trouble::too_many_nodes) continue;
            REQUIRE(forms->problem == trouble::none);
            interpreter run{ogive::detail::program_from(*forms, root)};
            REQUIRE(run.complete());
            for (int k = 0; k < 6; ++k) {
                algebra::point at;
                double values[3];
                unsigned n = 0;
                for (char const* name : {"x", "y", "z"}) {
                    rational const q{int128{static_cast<int>(s.below(81)) - 40}, int128{8}};
                    at.push_back({packed_name{name}, number::enclosure{q}});
                    values[n++] = number::extended{q}.to<double>();
                }
                number::enclosure const e = algebra::enclose(exact, written, at);
                if (!e.defined() || !e.upper.is_finite() || !e.lower.is_finite()) continue;
                double const low = e.lower.to<double>(), high = e.upper.to<double>();
                double const value =
                    run({{packed_name{"x"}, values[0]}, {packed_name{"y"}, values[1]}, {packed_name{"z"}, values[2]}});
                CAPTURE(value);
                CAPTURE(low);
                CHECK(std::fabs(value - low) <= 1e-9 * (1 + std::fabs(low)) + (high - low));
                ++compared;
            }
        }
    }
    CHECK(compared > 2000);
}
