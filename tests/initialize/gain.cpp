// SPDX-License-Identifier: BSL-1.0
// Gains against quadrature in multiprecision of the graphs as written, their derivatives by differences.
// Missing: integrands that are unbounded at a point, such as the squared slope of sqrt(|x|)^(3/2).

#include <ogive/activation/catalogue.hpp>
#include <ogive/initialize.hpp>
#include <ogive/verify/evaluate_graph.hpp>

#include <boost/hana/for_each.hpp>
#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <type_traits>
#include <vector>

namespace {

using namespace ogive;
using namespace ogive::literals;
using real = verify::detail::real<320>;
using verify::detail::ball;

constexpr auto x = symbol<"x">;

real number_of(number::extended const& e) {
    real const low{static_cast<std::uint64_t>(e.significand)}, high{static_cast<std::uint64_t>(e.significand >> 64)};
    real const r{verify::detail::scaled(real{verify::detail::scaled(high, 64) + low}, e.exponent - 127)};
    return e.negative ? real{-r} : r;
}

/// f as written, or the central difference of f.
class values {
    verify::input origin_{packed_name{"x"}, 0.0L};
    verify::detail::graph_evaluator<real> f_;
    bool slope_;

    real at(real const& v) {
        ball<real> const r = f_(origin_.name, ball<real>{v, verify::detail::no_error}, {}, {});
        return r.finite() ? r.mid : real{0};
    }

  public:
    values(verify::graph_view g, bool slope) : f_{g, &origin_, 1}, slope_{slope} {}
    real operator()(real const& v) {
        if (!slope_) return at(v);
        real const h{verify::detail::power_of_two<real>(-90)};
        return (at(real{v + h}) - at(real{v - h})) / verify::detail::scaled(h, 1);
    }
};

/// The mean of f^power, by the double exponential rule on panels (H. Takahasi and M. Mori, 1974) with a step of 1/n.
real mean(values& f, unsigned power, std::vector<double> const& panels, int n) {
    using verify::detail::exp_of;
    real sum{0};
    real const quarter{verify::detail::scaled(verify::detail::pi<real>(), -2)};
    for (std::size_t p = 1; p < panels.size(); ++p) {
        real const width{real{panels[p]} - panels[p - 1]};
        for (int k = -4 * n; k <= 4 * n; ++k) {
            real const t{real{k} / n}, e{exp_of(t)}, u{(e - 1 / e) * quarter}; // pi/2·sinh t
            real const w{exp_of(u)}, c{w + 1 / w};
            real const near{width / (w * c)}; // the distance from the upper end
            real const v{panels[p] - near};
            real const y{f(v)}, density{exp_of(real{-v * v / 2})};
            real const weight{width * quarter * (e + 1 / e) * 2 / (c * c)};
            sum += (power == 2 ? real{y * y} : y) * density * weight / (2 * n);
        }
    }
    return 2 * sum / sqrt(real{2 * verify::detail::pi<real>()});
}

/// Panels up to 12 on both sides, where what is beyond is less than 1e-25, with more ends where f has break points.
std::vector<double> with_panels(std::vector<double> ends) {
    for (int i = -12; i <= 12; i += 2) ends.push_back(i);
    std::sort(ends.begin(), ends.end());
    ends.erase(std::unique(ends.begin(), ends.end()), ends.end());
    return ends;
}

/// Do the bounds hold a value that is known to `error`?
bool agrees(number::enclosure const& bounds, real const& value, double error) {
    return number_of(bounds.lower) <= value + error && value - error <= number_of(bounds.upper);
}

void compare(std::string const& name, verify::graph_view g, bool slope, certified_value const& found,
             std::vector<double> const& panels) {
    CAPTURE(name);
    CAPTURE(slope);
    values f{g, slope};
    real const coarse{mean(f, 2, panels, 12)}, fine{mean(f, 2, panels, 16)};
    real const expected{1 / sqrt(fine)};
    REQUIRE(abs(real{coarse / fine - 1}) < 1e-18); // the finer one has a third more digits
    CHECK(agrees(found.bounds, expected, 1e-20));
    CHECK(found.correctly_rounded());
    CHECK(found.value() == expected.convert_to<double>());
    CHECK(found.error() < 1e-15 * found.value());
}
template <class F>
void check(std::string const& name, F f, bool closed, std::vector<double> const& breaks = {}) {
    std::vector<double> const panels = with_panels(breaks);
    certified_value const forward = gain(f, x), backward = backward_gain(f, x);
    CAPTURE(name);
    CHECK(forward.closed_form == closed);
    CHECK(backward.closed_form == closed);
    compare(name, verify::view(f), false, forward, panels);
    compare(name, verify::view(f), true, backward, panels);
    // the integral agrees with the closed form
    for (int order = 0; closed && order < 2; ++order) {
        workspace w;
        node_index const square = initialization::prepared(w, graph_of<F>, packed_name{"x"}, order, 2);
        auto const mean = initialization::normal_quadrature{w, square, packed_name{"x"}}({number::extended{0}});
        REQUIRE(mean);
        number::enclosure const again = number::enclosure{1} / sqrt(*mean);
        CHECK_FALSE(disjoint(again, (order == 0 ? forward : backward).bounds));
        CHECK((again.upper - again.lower).to<double>() < 1e-18);
    }
}
std::string message(auto const& call) {
    try {
        call();
    } catch (std::domain_error const& e) {
        return e.what();
    }
    return "";
}

} // namespace

TEST_CASE("the catalogue") {
    unsigned functions = 0;
    boost::hana::for_each(catalogue, [&](auto f) {
        using F = decltype(f);
        if constexpr (evaluation::symbol_count(graph_of<F>) == 1) {
            bool const nowhere = std::is_same_v<F, std::remove_cvref_t<decltype(odds(x))>> ||
                                 std::is_same_v<F, std::remove_cvref_t<decltype(logit(x))>>;
            bool const closed = std::is_same_v<F, std::remove_cvref_t<decltype(relu(x))>> ||
                                std::is_same_v<F, std::remove_cvref_t<decltype(leaky_relu(x))>> ||
                                std::is_same_v<F, std::remove_cvref_t<decltype(elu(x))>> ||
                                std::is_same_v<F, std::remove_cvref_t<decltype(selu(x))>> ||
                                std::is_same_v<F, std::remove_cvref_t<decltype(celu(x))>>;
            node const& top = graph_of<F>[graph_of<F>.root()];
            std::string name_of;
            for (unsigned i = 0; top.op == operation::named && top.name()[i] != '\0'; ++i) name_of += top.name()[i];
            if (nowhere)
                CHECK(message([&] { (void)gain(f, x); }).find("must be defined for every real x") != std::string::npos);
            else
                check(name_of, f, closed);
            ++functions;
        }
    });
    CHECK(functions == 14);
    check("prelu", prelu(x, 1_q / 4_q), true);
    check("swish", swish(x, 3_q / 2_q), false);
}

TEST_CASE("closed forms beyond the catalogue") {
    check("leaky_relu", leaky_relu(x, 0.2_q), true);
    check("elu", elu(x, 2_c), true);
    check("celu", celu(x, 3_q / 2_q), true);
    check("identity", 3_c * x, true);
    check("abs", abs(x) - 1_c, true);
    check("squared relu", pow(relu(x), 2_c), true);
    check("relu6", min(max(x, 0_c), 6_c), true);
    check("hard tanh", max(-1_c, min(1_c, x)), true, {-1, 1});
    check("hard swish", x * min(max(x + 3_c, 0_c), 6_c) / 6_c, true, {-3, 3});
    check("sinh", sinh(x / 2_c), true);
    check("two breaks", abs(x - 1_c) * exp(x / 4_c) - max(x, -2_c), true, {-2, 1});
}

TEST_CASE("break points that are no binary numbers") {
    auto const once = max(x, 1_q / 3_q);
    auto const twice = once + abs(x - 1_q / 3_q);
    auto const same = max(2_c * x - 1_q / 3_q, 2_q / 3_q - x);
    CHECK(gain(once, x).closed_form);
    CHECK(backward_gain(once, x).closed_form);
    CHECK_FALSE(gain(twice, x).closed_form); // two enclosures of 1/3, not known to be one point
    CHECK(gain(same, x).closed_form);
    CHECK_FALSE(disjoint(gain(twice, x).bounds, gain(same, x).bounds));
    CHECK_FALSE(disjoint(backward_gain(twice, x).bounds, backward_gain(same, x).bounds));
    CHECK(backward_gain(twice, x).correctly_rounded());
}

TEST_CASE("integrals beyond the catalogue") {
    check("softsign", x / (1_c + abs(x)), false);
    check("sin", sin(x), false);
    check("snake", x + pow(sin(x), 2_c), false);
    check("log cosh", log(cosh(x)), false);
    check("asinh", asinh(x), false);
    check("atan", atan(x), false);
    check("isru", x / sqrt(1_c + x * x), false);
    check("curved break", max(x * x - 4_c, x - 2_c), false, {-1});
}

TEST_CASE("known values") {
    CHECK(gain(relu(x), x).value() == std::sqrt(2.0));
    CHECK(backward_gain(relu(x), x).value() == std::sqrt(2.0));
    CHECK(gain(x, x).value() == 1);
    CHECK(gain(x, x).error() == 0);
    CHECK(gain(leaky_relu(x, 0.2_q), x).value() == doctest::Approx(std::sqrt(2 / 1.04)).epsilon(1e-15));
    CHECK(gain(selu(x), x).value() == 1);
    CHECK(gain(tanh(x), x).value() == 1.5925374197228315); // frameworks: 5/3
    CHECK(gain(abs(x), x).value() == 1);
    CHECK(gain(x * x, x).value() == doctest::Approx(1 / std::sqrt(3.0)).epsilon(1e-15));
    CHECK(gain(exp(x), x).value() == doctest::Approx(std::exp(-1.0)).epsilon(1e-15));
    CHECK(gain(2_c + 0_c * x, x).value() == 0.5);
    CHECK(normal_mean(exp(x), x).value() == doctest::Approx(std::exp(0.5)).epsilon(1e-15));
    CHECK(normal_mean(sigmoid(x), x).value() == 0.5);
    CHECK(std::fabs(normal_mean(tanh(x), x).value()) < 1e-18);
    CHECK(normal_mean(sign(x - 1_c), x).value() == doctest::Approx(-std::erf(std::sqrt(0.5))).epsilon(1e-15));
}

TEST_CASE("selu's constants keep mean 0 and variance 1 to 50 digits") {
    using B = ball<real>;
    verify::detail::graph_evaluator<real> l{verify::view(selu_lambda), nullptr, 0},
        a{verify::view(selu_alpha), nullptr, 0};
    B const lambda = l(), alpha = a(), half{real{0.5}, verify::detail::no_error}, one{1}, two{2};
    // E e^(kZ) over Z < 0
    B const first = exp(half) * erfc(one / sqrt(two)) * half, second = exp(two) * erfc(sqrt(two)) * half;
    B const circle{verify::detail::pi<real>(), -300};
    B const mean = lambda * (one / sqrt(two * circle) + alpha * (first - half));
    B const square = lambda * lambda * (half + alpha * alpha * (second - two * first + half));
    CHECK(abs(mean.mid) < real{"1e-50"});
    CHECK(abs(real{square.mid - 1}) < real{"1e-50"});
    CHECK(mean.error < -200);
    CHECK(square.error < -200);
    // the library itself: bounds of its own
    certified_value const m = normal_mean(selu(x), x), g = gain(selu(x), x);
    CHECK(m.bounds.contains_zero());
    CHECK(m.error() < 1e-33);
    CHECK(g.bounds.contains(number::extended{1}));
    CHECK(g.error() < 1e-33);
}

TEST_CASE("the check is red for what is wrong") {
    values f{verify::view(elu(x)), false};
    real const right{1 / sqrt(mean(f, 2, {-15, -6, 0, 6, 15}, 24))};
    certified_value const g = gain(elu(x), x);
    CHECK(agrees(g.bounds, right, 1e-21));
    CHECK_FALSE(
        agrees(g.bounds * number::enclosure{rational{int128{1} + 1000000000000, int128{1000000000000}}}, right, 1e-21));
}

TEST_CASE("refusals") {
    CHECK(message([] { (void)gain(0_c * x, x); }).find("not zero") != std::string::npos);
    CHECK(message([] { (void)backward_gain(0_c * x + 2_c, x); }).find("not constant") != std::string::npos);
    CHECK(message([] { (void)gain(exp(x * x), x); }).find("no bound") != std::string::npos);
    CHECK(message([] { (void)gain(1_c / x, x); }).find("no bound") != std::string::npos);
    CHECK(message([] { (void)gain(log(x), x); }).find("no bound") != std::string::npos);
    CHECK(message([] { (void)normal_mean(sqrt(x), x); }).find("no bound") != std::string::npos);
}
