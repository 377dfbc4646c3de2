// SPDX-License-Identifier: BSL-1.0
// svg_plot: how many pieces a curve has, what is shown of it, and that the text is clean. emit/plot_check reads it as XML.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <cstdlib>

using namespace ogive;
using namespace ogive::literals;
namespace hana = boost::hana;

namespace {

constexpr auto x = symbol<"x">;

bool has(std::string const& s, std::string_view part) { return s.find(part) != std::string::npos; }
unsigned count(std::string const& s, std::string_view part) {
    unsigned n = 0;
    for (auto at = s.find(part); at != std::string::npos; at = s.find(part, at + 1)) ++n;
    return n;
}
unsigned pieces(std::string const& s) { return count(s, "<polyline "); }

/// The points of the n-th piece, in pixels.
std::vector<detail::plot_point> piece(std::string const& s, unsigned n) {
    auto at = s.find("<polyline points=\"");
    for (unsigned i = 0; i < n; ++i) at = s.find("<polyline points=\"", at + 1);
    char const* c = s.c_str() + at + 18;
    std::vector<detail::plot_point> r;
    for (char* end = nullptr; *c != '"'; c = end + (*end == ' ')) {
        double const across = std::strtod(c, &end);
        r.push_back({across, std::strtod(end + 1, &end)});
    }
    return r;
}

} // namespace

TEST_CASE("one curve is one piece") {
    std::string const s = svg_plot(silu(x), x);
    CHECK(s.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"720\" height=\"440\""));
    CHECK(s.ends_with("</svg>\n"));
    CHECK(pieces(s) == 1);
    CHECK(has(s, ">f(x) = silu(x)</text>"));
    CHECK(has(s, ">\xe2\x88\x92"
                 "4</text>"));
    CHECK(s == svg_plot(silu(x), x));
    auto const points = piece(s, 0);
    CHECK(points.size() > 20);
    CHECK(points.size() < 200);
    CHECK(points.front().x == 64);
    CHECK(points.back().x == 700);
    for (std::size_t i = 1; i < points.size(); ++i) CHECK(points[i].x > points[i - 1].x);
}

TEST_CASE("curves go through their points") {
    std::string const s = svg_plot(x, x, {.from = -2, .to = 2});
    auto const points = piece(s, 0);
    REQUIRE(points.size() == 2); // a line needs no more
    CHECK(points[0].x == 64);
    CHECK(points[1].x == 700);
    CHECK(points[0].y > points[1].y);
    // the grid's zero lines cross in the middle of it
    CHECK(has(s, "<line x1=\"382\""));
}

TEST_CASE("derivatives and several functions: a legend, a colour and dashes each") {
    std::string const s = svg_plot(tanh(x), x, {.order = 2});
    CHECK(pieces(s) == 3);
    CHECK(has(s, ">f'(x)</text>"));
    CHECK(has(s, ">f''(x)</text>"));
    CHECK(count(s, "#d55e00") == 2); // in the legend and the curve
    CHECK(count(s, "stroke-dasharray=\"8 4\"") == 2);
    std::string const two = svg_plot(hana::make_tuple(relu(x), gelu(x)), x, {.title = "a < b & \"c\""});
    CHECK(pieces(two) == 2);
    CHECK(has(two, ">relu(x)</text>"));
    CHECK(has(two, ">a &lt; b &amp; &quot;c&quot;</text>"));
    CHECK_FALSE(has(two, "dasharray"));
}

TEST_CASE("a curve is broken at poles, at jumps and outside of its domain") {
    CHECK(pieces(svg_plot(1_c / x, x)) == 2);
    CHECK(pieces(svg_plot(1_c / x, x, {.from = -1, .to = 1.3})) == 2); // no sample at the pole
    CHECK(pieces(svg_plot(1_c / (x * x), x)) == 2);
    CHECK(pieces(svg_plot(tan(x), x, {.from = -6, .to = 6})) == 5);
    CHECK(pieces(svg_plot(sign(x), x)) == 2);
    CHECK(pieces(svg_plot(piecewise(when(x > 0.123_q, x + 2_c), otherwise(x)), x)) == 2);
    CHECK(pieces(svg_plot(sqrt(x * x - 1_c), x, {.from = -3, .to = 3})) == 2);
    CHECK(pieces(svg_plot(log(x), x, {.from = -1, .to = 1})) == 1);
    CHECK(pieces(svg_plot(log(x), x, {.from = -2, .to = -1})) == 0);
    // steep is no jump, a kink neither
    CHECK(pieces(svg_plot(tanh(1000_c * x), x, {.from = -6, .to = 6})) == 1);
    CHECK(pieces(svg_plot(relu(x), x)) == 1);
    CHECK(pieces(svg_plot(sqrt(abs(x)), x)) == 1);
}

TEST_CASE("no curve leaves the frame, and poles do not flatten it") {
    for (auto const& s : {svg_plot(1_c / x, x), svg_plot(tan(x), x), svg_plot(exp(x * x), x), svg_plot(logit(x), x)}) {
        for (unsigned i = 0; i < pieces(s); ++i)
            for (auto const& p : piece(s, i)) {
                CHECK(p.x >= 64);
                CHECK(p.x <= 700);
                CHECK(p.y >= 40);
                CHECK(p.y <= 394);
            }
    }
    CHECK(has(svg_plot(1_c / x, x, {.from = -6, .to = 6}), ">4</text>"));
}

TEST_CASE("the interval: the domain, what happens, where it saturates") {
    auto const of = [](auto f) {
        using E = decltype(f);
        auto const values = [](double at) { return E{}(x = at); };
        return detail::interval_of(graph_of<E>, graph_of<E>.root(), "x", values);
    };
    auto const is = [](plot_range r, double low, double high) { return r.low == low && r.high == high; };
    CHECK(is(of(sigmoid(x)), -6, 6));
    CHECK(is(of(mish(x)), -6, 6));
    CHECK(is(of(logit(x)), 0, 1));
    CHECK(is(of(log(x)), 0, 8));
    CHECK(is(of(sqrt(-x)), -8, 0));
    CHECK(is(of(sin(x)), -6, 6));
    CHECK(is(of(1_c / x), -6, 6));
    CHECK(is(of(sign(x)), -6, 6));
    CHECK(is(of((x - 10_c) * (x - 10_c)), -6, 15));
    CHECK(is(of(x * sin(1_c / x)), -6, 6));
    CHECK(is(of(sigmoid(100_c * x)), -0.3, 0.3));
    CHECK(of(sigmoid(x / 100_c)).high > 100);
}

TEST_CASE("ticks are round") {
    auto const labels = [](double low, double high, double most) {
        detail::plot_ticks const t{{low, high}, most};
        std::string r;
        for (long i = t.first; i <= t.last; ++i) r += ogive::detail::joined(r.empty() ? "" : " ", t.label(i));
        return r;
    };
    CHECK(labels(0, 1, 5) == "0 0.2 0.4 0.6 0.8 1");
    CHECK(labels(-1, 1, 4) == "\xe2\x88\x92"
                              "1 \xe2\x88\x92"
                              "0.5 0 0.5 1");
    CHECK(labels(0, 5e7, 5) == "0 1e+07 2e+07 3e+07 4e+07 5e+07");
    CHECK(labels(1e-9, 3e-9, 4) == "1e-09 1.5e-09 2e-09 2.5e-09 3e-09");
    CHECK(labels(0.9999998, 1, 3) == "0.9999998 0.9999999 1");
    CHECK(labels(0, 2e-4, 3) == "0 1e-04 2e-04");
    CHECK(labels(1000000, 1500000, 5) == "1e+06 1.1e+06 1.2e+06 1.3e+06 1.4e+06 1.5e+06");
    CHECK(labels(995, 1005, 4) == "995 1000 1005");
}

TEST_CASE("a constant has room; so have numbers at the end of the range") {
    CHECK(pieces(svg_plot(2_c + 0_c * x, x)) == 1);
    CHECK(pieces(svg_plot(x, x, {.from = 0, .to = 1e300})) == 1);
    CHECK(pieces(svg_plot(x, x, {.from = 1e15, .to = 1e15 + 4})) == 1);
}

TEST_CASE("what cannot be plotted is refused") {
    constexpr auto a = symbol<"a">;
    CHECK_THROWS_WITH(svg_plot(a * x, x),
                      "ogive: a plot is of one symbol, and a has no value: write a number in its place.");
    CHECK_THROWS_WITH(svg_plot(x, x, {.from = 1, .to = 0}),
                      "ogive: a plot needs a function, a finite interval from left to right and 200 by 150 pixels.");
}
