// SPDX-License-Identifier: BSL-1.0
// Short polynomials on the way to a float: what conditioning.hpp says a program makes of their errors holds, and where
// something cancels they are not taken.

#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <utility>
#include <vector>

using namespace ogive;
using namespace ogive::literals;
namespace ev = ogive::evaluation;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto b = symbol<"b">;
constexpr double unit = 0x1p-33; // what functions are off by, see lane_coefficients.hpp

template <class E>
constexpr bool is_short(E) {
    return ev::conditions_of<expression_of<E>>::value;
}

/// The program without what is done about its zeros.
template <class E, ev::arithmetic F>
double value_of(double at) {
    using L = ev::lane<double, F>;
    constexpr auto& program = ev::array_program_of<E>;
    L result[1];
    ev::run_inline<program, ev::lane_instruction>(
        ev::inputs<binding<ev::sole<E>, L>>{binding<ev::sole<E>, L>{L(at)}}, result,
        std::make_integer_sequence<unsigned, ev::listing<program, L>::length>{});
    return result[0].value;
}

/// How much larger than its bound the difference between short and long polynomials is, at most.
template <class E>
double largest_excess(E, double factor = 1) {
    using F = expression_of<E>;
    constexpr auto& program = ev::array_program_of<F>;
    std::mt19937 random{20260101};
    std::uniform_real_distribution<double> log_of_start(-12, 6), log_of_width(-8, 2), part(0, 1);
    double most = 0;
    for (int k = 0; k < 400; ++k) {
        bool const minus = k % 2 == 1;
        double const from = k % 8 < 2 ? 0 : std::exp2(log_of_start(random));
        double const to = (from == 0 ? 1 : from) * (1 + std::exp2(log_of_width(random)));
        unsigned count = 0;
        ev::cell_conditions<std::remove_cvref_t<decltype(program)>> cell{program,
                                                                         ev::known_facts<program>,
                                                                         ev::constants<program, double>.items,
                                                                         ev::only_symbol(program, count),
                                                                         from,
                                                                         to,
                                                                         minus};
        cell.run();
        auto const& bound = cell.v[program.root(0)];
        for (int i = 0; i < 20; ++i) {
            double const at = (minus ? -1 : 1) * (from + (to - from) * part(random));
            double const full = value_of<F, ev::arithmetic::fused>(at);
            double const off = std::fabs(value_of<F, ev::arithmetic::short_fused>(at) - full);
            double const rounding = 64 * std::fabs(full) * 0x1p-53;
            double const power = std::pow(std::fabs(at), bound.power);
            if (!(std::fabs(full) < 1e140) || off <= rounding) continue;
            // where it lies, and both errors
            double const slack = 1e-9 * (std::fabs(full) + 1e-300);
            CHECK(full >= bound.low * power - slack);
            CHECK(full <= bound.high * power + slack);
            most = std::max({most, off / (std::fabs(full) * bound.error * factor * unit + rounding),
                             off / (bound.absolute * power * factor * unit + rounding)});
        }
    }
    return most;
}

/// The largest error of forward<accurate> between two floats, in ULP of the result.
template <class E, class Exact>
double worst(E e, Exact exact, float from, float to) {
    std::vector<float> in;
    for (float at = from; at < to; at = std::nextafter(at, to)) in.push_back(at);
    std::vector<float> out(in.size());
    forward<accurate>(e, in, out);
    double most = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        long double const right = exact(static_cast<long double>(in[i]));
        int exponent = 0;
        std::frexp(static_cast<double>(right), &exponent);
        most = std::max(most, static_cast<double>(std::fabs(static_cast<long double>(out[i]) - right)) *
                                  std::ldexp(1.0, 24 - exponent));
    }
    return most;
}

} // namespace

TEST_CASE("where nothing cancels, or only next to a zero that is expanded") {
    CHECK(is_short(sigmoid(x)));
    CHECK(is_short(tanh(x)));
    CHECK(is_short(softplus(x)));
    CHECK(is_short(silu(x)));
    CHECK(is_short(gelu(x)));
    CHECK(is_short(gelu_tanh(x)));
    CHECK(is_short(x * tanh(softplus(x))));
    CHECK(is_short(elu(x, 1_c)));
    CHECK(is_short(logit(x)));
    CHECK(is_short(x * sigmoid(b * x)));
    CHECK(is_short(derivative(sigmoid(x), x)));
    CHECK(is_short(derivative(tanh(x), x)));
    CHECK(is_short(derivative(silu(x), x)));
    CHECK(is_short(derivative(gelu(x), x)));
    CHECK(is_short(derivative(gelu_tanh(x), x)));
    CHECK(is_short(derivative(x * tanh(softplus(x)), x)));
    CHECK(is_short(exp(x) - 1.5_q));
    CHECK(is_short(log(exp(x) + 0.2_q)));
}

TEST_CASE("where it cancels") {
    CHECK_FALSE(is_short((exp(x) - 1.5_q) * (exp(x) - 1.5_q)));
    CHECK_FALSE(is_short(derivative(x * sigmoid(b * x), x)));
    CHECK_FALSE(is_short(sqrt((exp(x) - 1.5_q) * (exp(x) - 1.5_q))));
    CHECK_FALSE(is_short(exp(x) - exp(40_c * x) / 2_c - 7_c + x * b));

    // nor where errors may decide on which side of a jump a float is
    CHECK_FALSE(is_short(piecewise(when(exp(x) < 1.5_q, x), otherwise(x + 2_c))));
    CHECK_FALSE(is_short(piecewise(when(x > 0_c && exp(x) - 3_c < 0_c, exp(x)), otherwise(1_c))));
    CHECK_FALSE(is_short(sign(exp(x) - 1.5_q)));
    CHECK(is_short(piecewise(when(x < 1.5_q, exp(x)), otherwise(x + 2_c))));

    // and right it is
    constexpr auto square = (exp(x) - 1.5_q) * (exp(x) - 1.5_q);
    auto const exact = [](long double at) { return (std::exp(at) - 1.5L) * (std::exp(at) - 1.5L); };
    CHECK(worst(square, exact, 0.40546f, 0.40548f) < 0.6);
    // with short polynomials it would not be
    double const at = 0.405465096235275268554687500; // a float
    double const off = value_of<expression_of<decltype(square)>, ev::arithmetic::short_fused>(at) -
                       value_of<expression_of<decltype(square)>, ev::arithmetic::fused>(at);
    CHECK(std::fabs(off) > 0x1p-23 * static_cast<double>(exact(at)));
}

TEST_CASE("the bounds hold") {
    auto const check = [](std::string const& what, auto e) {
        CAPTURE(what);
        double const most = largest_excess(e);
        CHECK(most <= 1);
        CHECK(most >= 0);
    };
    check("sigmoid(x)", sigmoid(x));
    check("tanh(x)", tanh(x));
    check("softplus(x)", softplus(x));
    check("silu(x)", silu(x));
    check("gelu(x)", gelu(x));
    check("gelu_tanh(x)", gelu_tanh(x));
    check("x * tanh(softplus(x))", x * tanh(softplus(x)));
    check("elu(x, 1)", elu(x, 1_c));
    check("selu(x)", selu(x));
    check("derivative(silu(x), x)", derivative(silu(x), x));
    check("derivative(gelu(x), x)", derivative(gelu(x), x));
    check("derivative(gelu_tanh(x), x)", derivative(gelu_tanh(x), x));
    check("derivative(x * tanh(softplus(x)), x)", derivative(x * tanh(softplus(x)), x));
    check("derivative<2>(silu(x), x)", derivative<2>(silu(x), x));
    check("derivative<2>(gelu(x), x)", derivative<2>(gelu(x), x));
    check("derivative<2>(sigmoid(x), x)", derivative<2>(sigmoid(x), x));
    check("(exp(x) - 1.5) * (exp(x) - 1.5)", (exp(x) - 1.5_q) * (exp(x) - 1.5_q));
    check("log(exp(x) + 0.2)", log(exp(x) + 0.2_q));
    check("log(1 + x * x)", log(1_c + x * x));
    check("x * exp(-x * x) - exp(-2 * x)", x * exp(-x * x) - exp(-2_c * x));
    check("max(exp(x) - 2, log(2 + x)) / (1 + exp(x))", max(exp(x) - 2_c, log(2_c + x)) / (1_c + exp(x)));
    check("sqrt(1 + exp(x)) * min(x, exp(-x))", sqrt(1_c + exp(x)) * min(x, exp(-x)));
    check("exp(-exp(x))", exp(-exp(x)));
    check("log(1 + exp(x)) - log(3 + exp(x))", log(1_c + exp(x)) - log(3_c + exp(x)));
    // The check can fail: bounds of a hundredth.
    CHECK(largest_excess(derivative(silu(x), x), 0.01) > 1);
    CHECK(largest_excess(exp(x) - 1.5_q, 0.01) > 1);
}
