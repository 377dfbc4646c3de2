// SPDX-License-Identifier: BSL-1.0
// explain(f): costs, one operation a line, and the expansion about an irrational zero.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <string>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;

bool has(std::string const& s, char const* part) { return s.find(part) != std::string::npos; }

} // namespace

TEST_CASE("sigmoid: one exponential of -|x|, one division") {
    std::string const s = explain(sigmoid(x));
    CAPTURE(s);
    CHECK(s == "1 exponential, 1 division, 8 operations\n"
               "v3 = abs(x)\n"
               "v4 = -1 * v3\n"
               "v5 = exp(v4)\n"
               "v6 = 1 + v5\n"
               "v7 = 1 / v6\n"
               "v8 = v7 * v5  (scaled where the exponential leaves the normal range)\n"
               "v9 = sign_bit(x)\n"
               "v10 = v9 ? v8 : v7\n");
}

TEST_CASE("as many lines as operations") {
    auto const lines = [](std::string const& s) { return std::count(s.begin(), s.end(), '\n'); };
    CHECK(lines(explain(gelu(x))) == 1 + evaluation::evaluation_cost(gelu(x)).operations);
    CHECK(has(explain(gelu(x)), "erfcx("));
    CHECK(has(explain(gelu(x)), "1 exponential, 1 other function"));
    CHECK(has(explain(x + 1_c), "0 exponentials, 0 divisions, 1 operation\n"));
}

TEST_CASE("where an expansion takes over") {
    CHECK(has(explain(derivative(mish(x), x)), "of its zero at -1.19243121"));
    CHECK_FALSE(has(explain(mish(x)), "zero"));
}
