// SPDX-License-Identifier: BSL-1.0
// Batches: forward, backward and their kin, in place, parameters as numbers, ranges and channels, wrong lengths, special
// values.

#include "arrays.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace arrays;
using namespace ogive::literals;

namespace {

constexpr auto a = symbol<"a">;

/// The same special values as of the scalar evaluator, of both results; zeros with their signs.
template <class F>
void check_special(char const* name, F f) {
    float const inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> const in{-inf, inf, nan, -nan, -0.0f, 0.0f, -3e38f, 3e38f, 1e-40f, -1e-40f};
    std::vector<float> out(in.size()), alone(in.size()), slope(in.size()), slope_alone(in.size());
    auto const d = derivative(f, x);
    forward(f, in, alone);
    forward(d, in, slope_alone);
    forward_with_derivative(f, in, out, slope);
    for (std::size_t i = 0; i < in.size(); ++i) {
        INFO(std::string{name}, " at ", in[i]);
        for (auto const& [got, expected] : {std::pair{out[i], f(in[i])}, std::pair{alone[i], f(in[i])},
                                            std::pair{slope[i], d(in[i])}, std::pair{slope_alone[i], d(in[i])}}) {
            INFO("got ", got, ", expected ", expected);
            if (std::isnan(expected) || std::isinf(expected) || expected == 0) {
                CHECK(same_bits(std::vector{got}, std::vector{expected}));
            } else {
                CHECK(ulps(got, static_cast<double>(expected)) <= 4);
            }
        }
    }
}

} // namespace

TEST_CASE("infinities, NaN, zeros, large and tiny numbers give what they give to the scalar evaluator") {
    check_special("sigmoid", sigmoid(x));
    check_special("tanh", tanh(x));
    check_special("silu", silu(x));
    check_special("elu", elu(x));
    check_special("selu", selu(x));
    check_special("celu", celu(x, 2_c));
    check_special("softplus", softplus(x));
    check_special("mish", mish(x));
    check_special("gelu", gelu(x));
    check_special("gelu_tanh", gelu_tanh(x));
    check_special("relu", relu(x));
    check_special("leaky relu", leaky_relu(x));
    check_special("silu'", derivative(silu(x), x));
    check_special("tanh'", derivative(tanh(x), x));
    check_special("expm1", expm1(x));
    check_special("Gaussian tail", 1_c - erf(x));
}

TEST_CASE("backward and its kin") {
    std::vector<float> in(100), out(100), slope(100), weight(100), grad(100);
    for (std::size_t i = 0; i < in.size(); ++i) {
        in[i] = 0.1f * static_cast<float>(i) - 5;
        weight[i] = static_cast<float>(i % 7) - 2;
    }
    forward_with_derivative(silu(x), in, out, slope);
    std::vector<float> alone(100);
    forward(silu(x), in, alone);
    for (std::size_t i = 0; i < in.size(); ++i) CHECK(ulps(out[i], static_cast<double>(alone[i])) <= 3);
    backward(silu(x), in, weight, grad);
    for (std::size_t i = 0; i < in.size(); ++i) {
        double const expected = derivative(silu(x), x)(static_cast<double>(in[i])) * static_cast<double>(weight[i]);
        CHECK(ulps(grad[i], expected) <= 4.5);
        CHECK(ulps(slope[i], derivative(silu(x), x)(static_cast<double>(in[i]))) <= 4);
    }
    // from the output, in place of the gradient
    forward(tanh(x), in, out);
    grad = weight;
    backward_from_output(tanh(x), out, grad, grad);
    for (std::size_t i = 0; i < in.size(); ++i) {
        double const y = out[i];
        CHECK(std::fabs(static_cast<double>(grad[i]) - (1 - y * y) * static_cast<double>(weight[i])) <= 1e-6);
    }
    // in place
    std::vector<float> place = in;
    forward(mish(x), place, place);
    forward(mish(x), in, out);
    CHECK(same_bits(place, out));
    float array[3]{-1, 0, 1};
    forward(relu(x), array, array);
    CHECK(array[0] == 0.0f);
    CHECK(array[2] == 1.0f);
}

TEST_CASE("parameters: a number, a range, channels") {
    std::vector<float> const in(24, -1.0f);
    std::vector<float> out(24);
    auto const f = prelu(x, a);
    forward(f, in, out, a = 0.5f);
    CHECK(std::all_of(out.begin(), out.end(), [](float v) { return v == -0.5f; }));
    std::vector<float> each(24);
    for (std::size_t i = 0; i < 24; ++i) each[i] = static_cast<float>(i);
    forward(f, in, out, a = each);
    for (std::size_t i = 0; i < 24; ++i) CHECK(out[i] == -each[i]);
    std::array<float, 3> const channels{1, 2, 3};
    forward(f, in, out, a = per_channel(channels)); // 8 x 3
    for (std::size_t i = 0; i < 24; ++i) CHECK(out[i] == -channels[i % 3]);
    forward(f, in, out, a = per_channel(channels, 4)); // 2 x 3 x 4
    for (std::size_t i = 0; i < 24; ++i) CHECK(out[i] == -channels[i / 4 % 3]);
    std::vector<float> grad(24), slopes(24);
    backward(f, in, std::vector<float>(24, 1.0f), grad, a = per_channel(channels, 4));
    for (std::size_t i = 0; i < 24; ++i) CHECK(grad[i] == channels[i / 4 % 3]);
    forward_with_derivative(f, in, out, slopes, a = per_channel(channels));
    for (std::size_t i = 0; i < 24; ++i) CHECK(slopes[i] == channels[i % 3]);
}

TEST_CASE("wrong lengths are refused, and nothing is written") {
    std::vector<float> const in(10);
    std::vector<float> out(9, 5.0f);
    CHECK_THROWS_AS(forward(sigmoid(x), in, out), length_mismatch);
    CHECK(std::all_of(out.begin(), out.end(), [](float v) { return v == 5.0f; }));
    std::vector<float> fits(10, 5.0f);
    CHECK_THROWS_AS(backward(sigmoid(x), in, out, fits), length_mismatch);
    CHECK_THROWS_AS(forward(prelu(x, a), in, fits, a = out), length_mismatch);
    CHECK_THROWS_AS(forward(prelu(x, a), in, fits, a = per_channel(out)), length_mismatch);
    CHECK(std::all_of(fits.begin(), fits.end(), [](float v) { return v == 5.0f; }));
    try {
        forward(sigmoid(x), in, out);
    } catch (std::exception const& e) {
        CHECK(std::string{e.what()}.find("same number of elements") != std::string::npos);
    }
}

TEST_CASE("special values") {
    float const inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
    std::vector<float> const in{-inf, inf, nan, -0.0f, 0.0f};
    std::vector<float> out(5);
    forward(silu(x), in, out);
    CHECK((out[0] == 0 && std::signbit(out[0])));
    CHECK(out[1] == inf);
    CHECK(std::isnan(out[2]));
    CHECK((out[3] == 0 && std::signbit(out[3])));
    CHECK((out[4] == 0 && !std::signbit(out[4])));
    forward(tanh(x), in, out);
    CHECK((out[0] == -1 && out[1] == 1 && std::signbit(out[3]) && !std::signbit(out[4])));
    forward(derivative(gelu(x), x), in, out);
    CHECK((out[0] == 0 && out[1] == 1 && std::isnan(out[2]) && out[3] == 0.5f));
    forward(elu(x, 1_c), in, out);
    CHECK((out[0] == -1 && out[1] == inf && std::isnan(out[2]) && std::signbit(out[3])));
    std::vector<double> const wide{-std::numeric_limits<double>::infinity(), -0.0, 0.0, std::nan("")};
    std::vector<double> result(4);
    forward<accurate>(elu(x, 1_c), wide, result);
    CHECK((result[0] == -1 && result[1] == 0 && std::signbit(result[1]) && !std::signbit(result[2])));
    CHECK(std::isnan(result[3]));
    forward(softplus(x), in, out);
    CHECK((out[0] == 0 && out[1] == inf && std::isnan(out[2])));
    forward(mish(x), in, out);
    CHECK((out[0] == 0 && std::signbit(out[0]) && out[1] == inf && std::isnan(out[2]) && std::signbit(out[3])));
    std::vector<float> const unit{0, 1, -1, 2, nan, 0.5f};
    std::vector<float> logits(6);
    forward(logit(x), unit, logits);
    CHECK((logits[0] == -inf && logits[1] == inf && std::isnan(logits[2]) && std::isnan(logits[3]) && logits[5] == 0));
}
