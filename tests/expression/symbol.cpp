// SPDX-License-Identifier: BSL-1.0
// Symbols, their assumptions and bindings.

#include <doctest/doctest.h>

#include <ogive/ogive.hpp>

#include <string>
#include <type_traits>

using namespace ogive;
using namespace ogive::literals;

namespace {

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a", positive>;
constexpr auto n = symbol<"n", negative>;
constexpr auto z = symbol<"z", nonzero>;

static_assert(std::is_empty_v<decltype(x)>);
static_assert(expression<decltype(x)> && operand<decltype(x)>);
static_assert(std::is_same_v<decltype(symbol<"x">), decltype(x)>);
static_assert(!std::is_same_v<decltype(symbol<"y">), decltype(x)>);

static_assert(symbol_t<"x">::name[0] == 'x' && symbol_t<"x">::name[1] == '\0');
constexpr auto longest = symbol<"a_name_of_thirty_one_characters">;
static_assert(longest.name[30] == 's' && longest.name[31] == '\0');
static_assert(!(longest.name == symbol_t<"a_name_of_thirty_one_characterS">::name));
static_assert(symbol_t<"sixteen_and_more">::name[15] == 'e');
static_assert(!(symbol_t<"sixteen_and_more1">::name == symbol_t<"sixteen_and_more2">::name));

static_assert(graph_of<decltype(x)>[0].assumed == assumption::none);
static_assert(graph_of<decltype(a)>[0].assumed == positive);

// -- a binding keeps the number's type -----------------------------------------------------------------------------------

static_assert(std::is_same_v<decltype(x = 0.5), binding<std::remove_const_t<decltype(x)>, double>>);
static_assert(std::is_same_v<decltype(x = 0.5f)::value_type, float>);
static_assert((x = 0.25).value == 0.25);

// -- what an assumption proves -------------------------------------------------------------------------------------------

static_assert(log(a * a) == 2_c * log(a));
static_assert(prove(log(x * x) == 2_c * log(x)) != verdict::refuted);
static_assert(sqrt(a * a) == a);
static_assert(sqrt(x * x) != x);
static_assert(prove(pow(a, 0.5_q) * pow(a, 0.5_q) == a) == verdict::proved);

// A symbol is what it is assumed to be: no point outside of the assumption refutes anything.
struct proposition {
    char const* text;
    verdict answer;
};
constexpr proposition rows[] = {
    {"abs(a) == a", prove(abs(a) == a)},       {"relu(a) == a", prove(relu(a) == a)},
    {"sign(a) == 1", prove(sign(a) == 1_c)},   {"max(a, 0) == a", prove(max(a, 0_c) == a)},
    {"abs(n) == -n", prove(abs(n) == -n)},     {"relu(n) == 0", prove(relu(n) == 0_c)},
    {"min(a, n) == n", prove(min(a, n) == n)}, {"abs(a x) == a abs(x)", prove(abs(a* x) == a * abs(x))},
};
struct may_stay_open {
    char const* text;
    verdict answer;
};
constexpr may_stay_open open_rows[] = {
    {"sqrt(n^2) == -n", prove(sqrt(n* n) == -n)},
    {"sign(z)^2 == 1", prove(sign(z) * sign(z) == 1_c)},
    {"abs(a + 1) == a + 1", prove(abs(a + 1_c) == a + 1_c)},
};

} // namespace

TEST_CASE("assumptions are used in cases") {
    for (proposition const& r : rows) {
        CAPTURE(std::string{r.text});
        CHECK(r.answer == verdict::proved);
    }
    for (may_stay_open const& r : open_rows) {
        CAPTURE(std::string{r.text});
        CHECK(r.answer != verdict::refuted);
        if (r.answer == verdict::unknown) MESSAGE("unknown: ", std::string{r.text});
    }
}
