// SPDX-License-Identifier: BSL-1.0
// Batches of floats: values and derivatives within their bounds of the scalar evaluators in double; every length,
// alignment and instruction set gives the same bits.

#include "arrays.hpp"

#include <doctest/doctest.h>

#include <span>
#include <string>

using namespace arrays;
using namespace ogive::literals;

namespace {

struct worst {
    double error = 0;
    float at = 0;
};
template <class F>
worst largest_error(F f, std::vector<float> const& in, ev::instruction_set set) {
    std::vector<double> wide(in.begin(), in.end());
    auto const got = run_on<float>(set, f, in);
    worst w;
    for (std::size_t i = 0; i < in.size(); ++i) {
        double const e = ulps(got[i], f(wide[i]));
        if (!(e <= w.error)) w = {e, in[i]};
    }
    return w;
}

template <class F>
void check_float(char const* name, F f, double bound, double without_fma = 0) {
    static std::vector<float> const in = floats(40009);
    for (auto const set : available()) {
        worst const w = largest_error(f, in, set);
        INFO(std::string{name}, " on set ", static_cast<int>(set), ": ", w.error, " ULP at ", w.at);
        CHECK(w.error <=
              (set == ev::instruction_set::portable && !has_fast_fma ? std::max(bound, without_fma) : bound));
    }
}

template <class F>
void check_sets_and_places(F f) {
    std::vector<float> in = floats(4000037);
    auto const whole = run_on<float>(ev::best_instruction_set(), f, in);
    for (auto const set : available())
        if (set != ev::instruction_set::portable) CHECK(same_bits(run_on<float>(set, f, in), whole));
    // any length, any start: the bits of an element depend on its value only
    for (std::size_t length : {0u, 1u, 2u, 3u, 31u, 63u, 64u, 65u, 127u, 128u, 129u, 191u, 192u, 193u}) {
        for (std::size_t start : {0u, 1u, 2u, 3u, 5u, 7u, 13u}) {
            std::vector<float> const part(in.begin() + static_cast<std::ptrdiff_t>(start),
                                          in.begin() + static_cast<std::ptrdiff_t>(start + length));
            std::vector<float> out(length + 2, 77.0f);
            forward(f, std::span<float const>(in).subspan(start, length), std::span<float>(out).subspan(1, length));
            CHECK(out.front() == 77.0f);
            CHECK(out.back() == 77.0f);
            out.erase(out.begin());
            out.pop_back();
            CHECK(same_bits(out, {whole.begin() + static_cast<std::ptrdiff_t>(start),
                                  whole.begin() + static_cast<std::ptrdiff_t>(start + length)}));
        }
    }
}

} // namespace

TEST_CASE("float values are within their bounds on every instruction set") {
    check_float("sigmoid", sigmoid(x), 3);
    check_float("tanh", tanh(x), 3);
    check_float("silu", silu(x), 3);
    check_float("elu", elu(x, 1_c), 3);
    check_float("selu", selu(x), 3);
    check_float("softplus", softplus(x), 3);
    check_float("mish", mish(x), 3);
    check_float("gelu", gelu(x), 4);
    check_float("gelu_tanh", gelu_tanh(x), 4);
    check_float("logit", logit(x), 4);
    check_float("relu", relu(x), 0);
    check_float("log", log(x), 1);
    check_float("exp", exp(x), 1);
    check_float("sqrt", sqrt(x), 0.51);
    check_float("sin", sin(x), 0.51);
}

TEST_CASE("float derivatives are within 4 ULP, next to their zeros and in the tails too") {
    check_float("sigmoid'", derivative(sigmoid(x), x), 4);
    check_float("tanh'", derivative(tanh(x), x), 4);
    check_float("silu'", derivative(silu(x), x), 4);
    check_float("elu'", derivative(elu(x, 1_c), x), 4);
    check_float("selu'", derivative(selu(x), x), 4);
    check_float("softplus'", derivative(softplus(x), x), 4);
    check_float("mish'", derivative(mish(x), x), 4);
    check_float("gelu'", derivative(gelu(x), x), 4);
    check_float("gelu_tanh'", derivative(gelu_tanh(x), x), 4);
}

TEST_CASE("a bound that is too small is noticed") {
    CHECK(largest_error(sigmoid(x), floats(400009), ev::best_instruction_set()).error > 1);
}

TEST_CASE("the bits of an element depend on its value only") {
    check_sets_and_places(sigmoid(x));
    check_sets_and_places(derivative(gelu(x), x));
    check_sets_and_places(elu(x, 1_c));
}
