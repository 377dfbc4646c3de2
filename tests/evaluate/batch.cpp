// SPDX-License-Identifier: BSL-1.0
// Batches: every length, alignment and instruction set gives the same bits; values and derivatives within their bounds of
// the scalar evaluators in double, special values, in place, parameters as numbers, ranges and channels, wrong lengths.

#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <vector>

using namespace ogive;
using namespace ogive::literals;
namespace ev = ogive::evaluation;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;
using x_type = std::remove_const_t<decltype(x)>;

/// f over an array with a given instruction set.
template <class Work, class T, class F>
std::vector<T> run_on(ev::instruction_set set, F, std::vector<T> const& in) {
    using program = ev::compiled<F>;
    std::vector<T> out(in.size());
    T* const results[] = {out.data()};
    ev::run_batch(ev::make_kernel<program, Work>(results, ev::unweighted{}, ev::varying<x_type, T>{in.data()}),
                  in.size(), set);
    return out;
}

template <class T>
bool same_bits(std::vector<T> const& p, std::vector<T> const& q) {
    using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    return p.size() == q.size() && std::equal(p.begin(), p.end(), q.begin(), [](T s, T t) {
               return std::bit_cast<bits>(s) == std::bit_cast<bits>(t) || (std::isnan(s) && std::isnan(t));
           });
}

std::vector<ev::instruction_set> available() {
    std::vector<ev::instruction_set> sets{ev::instruction_set::portable};
    if (ev::best_instruction_set() >= ev::instruction_set::avx2) sets.push_back(ev::instruction_set::avx2);
    if (ev::best_instruction_set() >= ev::instruction_set::avx512) sets.push_back(ev::instruction_set::avx512);
    return sets;
}

/// Floats of all binades, both signs, more of them where activations bend.
std::vector<float> floats(std::uint32_t stride) {
    std::vector<float> v;
    for (std::uint64_t b = 0; b < (std::uint64_t{1} << 32); b += stride)
        v.push_back(std::bit_cast<float>(static_cast<std::uint32_t>(b)));
    for (int i = -40000; i <= 40000; ++i) v.push_back(static_cast<float>(i) / 2048.0f);
    float const inf = std::numeric_limits<float>::infinity();
    for (float s :
         {0.0f, -0.0f, inf, -inf, 1e-45f, -1e-45f, 88.7f, -88.7f, 104.0f, -104.0f, -103.9f, 3.4e38f, -3.4e38f})
        v.push_back(s);
    return v;
}

/// In units in the last place of a float, of a value known in double.
double ulps(float got, double expected) {
    if (std::isnan(expected)) return std::isnan(got) ? 0 : 1e30;
    float const rounded = static_cast<float>(expected);
    if (std::isinf(rounded) || std::isinf(got)) return rounded == got ? 0 : 1e30;
    int const exponent = expected == 0 ? -149 : std::max(std::ilogb(expected) - 23, -149);
    return std::fabs(static_cast<double>(got) - expected) / std::ldexp(1.0, exponent);
}

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
    check_float("gelu_tanh'", derivative(gelu_tanh(x), x), 4, 4.4);
}

TEST_CASE("a bound that is too small is noticed") {
    CHECK(largest_error(sigmoid(x), floats(400009), ev::best_instruction_set()).error > 1);
}

TEST_CASE("the bits of an element depend on its value only") {
    check_sets_and_places(sigmoid(x));
    check_sets_and_places(derivative(gelu(x), x));
    check_sets_and_places(elu(x, 1_c));
}

TEST_CASE("accurate: float within 0.501 ULP, double as in long double") {
    std::vector<float> const in = floats(400009);
    std::vector<float> out(in.size());
    forward<accurate>(mish(x), in, out);
    for (std::size_t i = 0; i < in.size(); ++i) {
        INFO(in[i]);
        CHECK(ulps(out[i], mish(x)(static_cast<double>(in[i]))) <= 0.501);
    }
    std::vector<double> const wide{-30, -1, -0.1, 0.3, 2, 50};
    std::vector<double> result(wide.size());
    forward<accurate>(gelu(x), wide, result);
    for (std::size_t i = 0; i < wide.size(); ++i)
        CHECK(result[i] == static_cast<double>(gelu(x)(static_cast<long double>(wide[i]))));
}

namespace {

/// All 65,536 inputs of a 16-bit type: how many results are not the correctly rounded ones, and by how much at most.
template <policy P, class H, class F>
void check_half(F f, double share) {
    std::vector<H> in(0x10000), out(0x10000);
    for (unsigned b = 0; b < 0x10000; ++b) in[b].bits = static_cast<unsigned short>(b);
    forward<P>(f, in, out);
    unsigned wrong = 0, far = 0;
    for (unsigned b = 0; b < 0x10000; ++b) {
        H const expected{f(static_cast<double>(in[b]))};
        if (std::isnan(static_cast<float>(expected)) && std::isnan(static_cast<float>(out[b]))) continue;
        int const off = std::abs(static_cast<int>(expected.bits) - static_cast<int>(out[b].bits));
        wrong += off != 0;
        far += off > 1;
    }
    CHECK(far == 0);
    CHECK(wrong <= share * 0x10000);
    MESSAGE(wrong, " of 65536 not rounded correctly");
}
template <class F>
void check_halves(F f) {
    check_half<policy::fast, bfloat16>(f, 0.001);
    check_half<policy::fast, float16>(f, 0.001);
    check_half<policy::accurate, bfloat16>(f, 0);
    check_half<policy::accurate, float16>(f, 0);
}

} // namespace

TEST_CASE("16-bit types: all inputs, correctly rounded in 99.9 % of cases, always when accurate") {
    check_halves(sigmoid(x));
    check_halves(derivative(sigmoid(x), x)); // a bfloat16 gradient does not die beyond 6.25
    check_halves(tanh(x));
    check_halves(derivative(silu(x), x));
    check_halves(gelu(x));
    check_halves(derivative(mish(x), x));
    CHECK(static_cast<float>(derivative(sigmoid(x), x)(bfloat16{8.0f})) > 3e-4f);
}

namespace {

/// The slope of mish' at its zero, from values that are far enough from it.
template <policy P, class T>
void check_next_to_zero() {
    // 40 digits by a root finder of another program on the formula as written
    long double const root = -1.192431214515495212137588L, slope = 0.2669479140495345113L;
    T const nearest = static_cast<T>(root);
    for (T const at : {nearest, std::nextafter(nearest, T(0)), std::nextafter(nearest, T(-2))}) {
        std::vector<T> const in{at};
        std::vector<T> out(1);
        forward<P>(derivative(mish(x), x), in, out);
        long double const expected = (static_cast<long double>(at) - root) * slope;
        INFO(static_cast<double>(at));
        // the difference of two long doubles has some 10 bits next to the nearest double
        CHECK(std::fabs(static_cast<long double>(out[0]) / expected - 1) < (sizeof(T) == 4 ? 1e-6L : 2e-3L));
    }
}

} // namespace

TEST_CASE("next to an irrational zero of a derivative there is a slope, not noise") {
    check_next_to_zero<policy::fast, float>();
    check_next_to_zero<policy::accurate, float>();
    check_next_to_zero<policy::fast, double>();
    check_next_to_zero<policy::accurate, double>();
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
    forward(softplus(x), in, out);
    CHECK((out[0] == 0 && out[1] == inf && std::isnan(out[2])));
    forward(mish(x), in, out);
    CHECK((out[0] == 0 && std::signbit(out[0]) && out[1] == inf && std::isnan(out[2]) && std::signbit(out[3])));
    std::vector<float> const unit{0, 1, -1, 2, nan, 0.5f};
    std::vector<float> logits(6);
    forward(logit(x), unit, logits);
    CHECK((logits[0] == -inf && logits[1] == inf && std::isnan(logits[2]) && std::isnan(logits[3]) && logits[5] == 0));
}
