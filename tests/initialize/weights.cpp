// SPDX-License-Identifier: BSL-1.0
// Distributions of initial weights: scales of the schemes, statistics of samples, first samples, refusals.
// Missing: independence between samples, which is the engine's.

#include <ogive/activation/catalogue.hpp>
#include <ogive/initialize.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

namespace {

using namespace ogive;

constexpr auto x = symbol<"x">;
constexpr unsigned count = 400000;

template <class Weights>
std::vector<double> samples(Weights const& weights, unsigned how_many = count) {
    std::mt19937_64 engine{20240607};
    std::vector<double> r(how_many);
    fill(r, weights, engine);
    return r;
}
double moment(std::vector<double> const& v, int power) {
    double sum = 0;
    for (double w : v) sum += std::pow(w, power);
    return sum / static_cast<double>(v.size());
}
/// The largest distance between the distribution of the samples and `cdf`, times the root of their number.
template <class Cdf>
double distance(std::vector<double> v, Cdf const& cdf) {
    std::sort(v.begin(), v.end());
    double most = 0;
    auto const n = static_cast<double>(v.size());
    for (std::size_t i = 0; i < v.size(); ++i) {
        double const p = cdf(v[i]), k = static_cast<double>(i);
        most = std::max({most, p - k / n, (k + 1) / n - p});
    }
    return most * std::sqrt(n);
}
double normal_probability(double w, double deviation) { return std::erfc(-w / deviation / std::sqrt(2.0)) / 2; }

std::string refusal(auto const& call) {
    try {
        (void)call();
    } catch (std::invalid_argument const& e) {
        return e.what();
    }
    return "";
}

/// The second moment at the end of `depth` layers of `width` neurons.
template <class F>
double after_layers(F f, double scale, unsigned width, unsigned depth) {
    std::mt19937_64 engine{7};
    std::vector<double> h(width), z(width), w(width);
    fill(z, normal_weights{1}, engine);
    normal_weights const weights = he_normal(width, scale);
    for (unsigned layer = 0; layer < depth; ++layer) {
        for (unsigned i = 0; i < width; ++i) h[i] = f(z[i]);
        for (unsigned i = 0; i < width; ++i) {
            fill(w, weights, engine);
            z[i] = 0;
            for (unsigned k = 0; k < width; ++k) z[i] += w[k] * h[k];
        }
    }
    return moment(z, 2);
}

} // namespace

TEST_CASE("the schemes") {
    CHECK(xavier_uniform(300, 100).bound() == doctest::Approx(std::sqrt(6.0 / 400)).epsilon(1e-15));
    CHECK(xavier_normal(300, 100, 5.0 / 3).deviation() ==
          doctest::Approx(5 / 3.0 * std::sqrt(2.0 / 400)).epsilon(1e-15));
    CHECK(he_uniform(50).bound() == doctest::Approx(std::sqrt(6.0 / 50)).epsilon(1e-15));
    CHECK(he_normal(50).deviation() == doctest::Approx(0.2).epsilon(1e-15));
    CHECK(he_normal(50, gain(relu(x), x)).deviation() == he_normal(50).deviation());
    CHECK(lecun_normal(64).deviation() == 0.125);
    CHECK(he_normal(64, gain(selu(x), x)).deviation() == 0.125);
    CHECK(pytorch_default(64).bound() == 0.125);
    // kaiming_uniform_ with the gain of a leaky relu of slope sqrt(5)
    CHECK(he_uniform(64, std::sqrt(2.0 / (1 + 5))).bound() == doctest::Approx(0.125).epsilon(1e-15));
    CHECK(xavier_uniform(8, 8).deviation() == doctest::Approx(xavier_normal(8, 8).deviation()).epsilon(1e-15));
    CHECK(he_uniform(8).deviation() == doctest::Approx(he_normal(8).deviation()).epsilon(1e-15));
}

TEST_CASE("uniform samples") {
    uniform_weights const weights{0.5};
    auto const v = samples(weights);
    CHECK(*std::max_element(v.begin(), v.end()) < 0.5);
    CHECK(*std::min_element(v.begin(), v.end()) > -0.5);
    CHECK(std::count(v.begin(), v.end(), 0.0) == 0);
    CHECK(distance(v, [](double w) { return w + 0.5; }) < 1.63); // of 1 % of all engines, more
    CHECK(distance(v, [](double w) { return std::min(1.0, 1.01 * (w + 0.5)); }) > 1.63);
    CHECK(moment(v, 2) == doctest::Approx(weights.deviation() * weights.deviation()).epsilon(0.01));
}

TEST_CASE("normal samples") {
    auto const v = samples(normal_weights{2});
    CHECK(std::fabs(moment(v, 1)) < 4 * 2 / std::sqrt(double{count}));
    CHECK(moment(v, 2) == doctest::Approx(4).epsilon(0.01));
    CHECK(std::fabs(moment(v, 3)) < 0.5);
    CHECK(moment(v, 4) == doctest::Approx(48).epsilon(0.03));
    CHECK(distance(v, [](double w) { return normal_probability(w, 2); }) < 1.63);
    CHECK(distance(v, [](double w) { return normal_probability(w, 2.03); }) > 1.63);
}

TEST_CASE("samples are the engine's bits") {
    std::mt19937_64 engine, same;
    double const first = uniform_weights{1}(engine);
    auto const k = static_cast<std::int64_t>(same() >> 11);
    CHECK(first == std::ldexp(static_cast<double>(2 * k + 1 - (std::int64_t{1} << 53)), -53));
    CHECK((14514284786278117030U >> 11) == static_cast<std::uint64_t>(k)); // the engine's first number everywhere
    std::mt19937 narrow, halves;
    auto const high = std::uint64_t{halves()};
    CHECK(initialization::bits(narrow) == (high << 32 | halves()));
    std::vector<float> single(3);
    fill(single, he_normal(9), engine);
    CHECK(single[0] != single[1]);
}

TEST_CASE("the gain keeps the second moment through layers") {
    double const exact = after_layers(silu(x), gain(silu(x), x), 300, 8);
    CHECK(exact > 0.4);
    CHECK(exact < 2.5);
    CHECK(after_layers(silu(x), 1, 300, 8) < 0.02);
    double const of_tanh = after_layers(tanh(x), gain(tanh(x), x), 200, 12);
    CHECK(of_tanh > 0.8);
    CHECK(of_tanh < 1.25);
}

TEST_CASE("refusals") {
    CHECK(
        refusal([] { return he_normal(0); }) ==
        "ogive: he_normal(fan, gain): a fan must be positive and finite. Pass the number of connections for a fan, and "
        "for a gain 1 or what gain(f, x) gives.");
    CHECK(refusal([] { return xavier_uniform(3, -1); }).find("fan_out must be positive") != std::string::npos);
    CHECK(refusal([] { return xavier_normal(0, 3); }).find("fan_in must be positive") != std::string::npos);
    CHECK(refusal([] { return he_uniform(3, 0); }).find("the gain must be positive") != std::string::npos);
    CHECK(refusal([] { return lecun_normal(std::nan("")); }).find("lecun_normal") != std::string::npos);
    CHECK(refusal([] { return pytorch_default(HUGE_VAL); }).find("pytorch_default") != std::string::npos);
    CHECK(refusal([] { return normal_weights{0}; }).find("the deviation") != std::string::npos);
    CHECK(refusal([] { return uniform_weights{-1}; }).find("the bound") != std::string::npos);
    CHECK(refusal([] { return he_normal(3); }).empty());
}
