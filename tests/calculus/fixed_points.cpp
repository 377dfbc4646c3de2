// SPDX-License-Identifier: BSL-1.0
// Fixed points: exact, enclosed, none, and whole intervals.

#include <ogive/calculus/fixed_points.hpp>
#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <string>

namespace {

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

static_assert(fixed_points(x * x, x).size() == 2 && fixed_points(x * x, x)[1].is(1));

template <class F>
std::string fixed(F) {
    auto const& g = graph_of<F>;
    return text(calculus::fixed_points(g, g.root(), packed_name{"x"}));
}

} // namespace

TEST_CASE("fixed points") {
    CHECK(fixed(x * x) == "0, 1");
    CHECK(fixed(tanh(x)) == "0");
    CHECK(fixed(exp(x)) == "none");
    CHECK(fixed(softplus(x)) == "none");
    CHECK(fixed(sigmoid(x)) == "0.659046068407...");
    CHECK(fixed(relu(x)) == "0 and intervals");
    CHECK(fixed(cos(x)) == "0.739085133215...");
    CHECK(fixed(erf(1_c / pow(x - 1_c, 2_c))) == "none"); // towards 1, where it has no value, it tends to 1
}
