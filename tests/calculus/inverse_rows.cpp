// SPDX-License-Identifier: BSL-1.0
// The inverses of tests/data/inverses.csv: each row is found and agrees with the row, or is refused for the stated reason.
// Missing: rows with unknown parameters in place of the example values, where a sign decides.

#include <ogive/calculus/inverse_failure.hpp>
#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

#include <doctest/doctest.h>

#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace ogive;
using calculus::segment;

constexpr packed_name x{"x"}, y{"y"};

/// Where a row's function is inverted, if not on the whole line: the row's interval, cut to rational ends. `why` is
/// the reason of a refusal.
struct expectation {
    char const* function;
    char const* lower = "";
    char const* upper = "";
    trouble why = trouble::none;
    inverse_obstacle obstacle = inverse_obstacle::none;
};

constexpr auto several = trouble::several_occurrences;
constexpr auto lambert = inverse_obstacle::lambert;

constexpr expectation expectations[] = {
    {"kumaraswamy_cdf", "0", "1"},
    {"frechet_cdf", "0"},
    {"moyal_cdf", "", "", trouble::no_inverse, inverse_obstacle::error_function},
    {"logit", "0", "1"},
    {"nbinom_link", "0"},
    {"softshrink", "0.5"},
    {"hardsigmoid", "-3", "3"},
    {"hardtanh", "-1", "1"},
    {"hardswish", "-3", "-1.5"},
    {"silu", "-1.27", "", several, lambert},
    {"swish_beta", "-0.84", "", several, lambert},
    {"srs", "", "-3", several, lambert},
    {"reu", "-1", "", several, lambert},
    {"reu", "", "-1", several, lambert},
    {"poisson1", "", "2", several, lambert},
    {"lalu", "-1", "0", several, lambert},
    {"sparse_plus", "-1"},
    {"sqnl", "-2", "2"},
    {"mishra", "-1"},
    {"inverse_quadratic", "0"},
    {"elish", "-0.88", "0"},
    {"elish", "", "-0.89"},
    {"tanhexp / mish / gelu / erf-gates", "", "", trouble::not_injective},
    {"erfrelu", "", "", trouble::no_inverse, inverse_obstacle::error_function},
};

std::vector<std::string> fields(std::string const& line) {
    std::vector<std::string> r(1);
    bool quoted = false;
    for (char const c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            r.emplace_back();
        else if (c != '\r')
            r.back() += c;
    }
    return r;
}

rational number_of(std::string const& text) {
    workspace w;
    parsed const p = parse(w, text);
    REQUIRE(bool(p));
    REQUIRE(w[p.left].op == operation::constant);
    return w[p.left].value();
}

/// The row's parameters with their example values, to eight digits.
std::map<std::string, rational> parameters(std::string const& notes) {
    std::map<std::string, rational> r;
    for (std::size_t at = 0; (at = notes.find('=', at)) != std::string::npos; ++at) {
        std::size_t const from = notes.find_last_of(" ,", at) + 1, to = notes.find_first_of(",; ", at);
        r[notes.substr(from, at - from)] = number_of(notes.substr(at + 1, to - at - 1).substr(0, 10));
    }
    return r;
}

node_index read(workspace& w, std::string const& formula, std::map<std::string, rational> const& values) {
    workspace raw;
    parsed const p = parse(raw, formula);
    INFO(formula);
    REQUIRE(bool(p));
    node_index root = w.import(raw, p.left);
    for (auto const& [name, value] : values)
        root = calculus::substitute(w, w, root, packed_name{name.c_str()}, w.constant(value));
    return root;
}

bool close(number::enclosure const& a, number::enclosure const& b) {
    return a.defined() && b.defined() && !disjoint(a, b) && a.upper - a.lower < number::extended{rational{1, 1 << 30}};
}

} // namespace

TEST_CASE("every row is found and agrees, or is refused for its reason") {
    std::string const here = __FILE__;
    std::ifstream file(here.substr(0, here.rfind("calculus")) + "data/inverses.csv");
    REQUIRE(file);
    std::string line;
    std::getline(file, line);
    std::map<std::string, unsigned> seen;
    unsigned rows = 0, found = 0, proved = 0;
    while (std::getline(file, line)) {
        auto const row = fields(line);
        ++rows;
        INFO(row[0] << ": " << row[1]);
        unsigned skip = seen[row[0]]++;
        expectation expected{row[0].c_str()};
        for (auto const& e : expectations)
            if (row[0] == e.function && skip-- == 0) expected = e;
        segment where;
        if (*expected.lower) where.has_lower = true, where.lower = number_of(expected.lower);
        if (*expected.upper) where.has_upper = true, where.upper = number_of(expected.upper);

        workspace w, out;
        auto const values = parameters(row[8]);
        node_index const f = read(w, row[1], values);
        auto problem = trouble::none;
        calculus::inverse_failure const failure = calculus::explain_inverse(w, f, x, where);
        node_index const r = calculus::invert(out, w, f, x, problem, where);
        CHECK(problem == expected.why);
        CHECK(failure.why == expected.why);
        if (expected.obstacle != inverse_obstacle::none) CHECK(failure.obstacle == expected.obstacle);
        if (problem != trouble::none) continue;
        ++found;

        workspace both;
        node_index const ours = both.import(out, r), function = both.import(w, f);
        node_index const theirs = calculus::substitute(both, both, read(both, row[3], values), y, both.symbol(x));
        REQUIRE(both.problem == trouble::none);
        if (algebra::decide(both, ours, theirs).answer == verdict::proved) ++proved;
        unsigned agreed = 0;
        for (unsigned i = 0; i < 30; ++i) {
            algebra::region inside;
            inside.has_lower = where.has_lower;
            inside.has_upper = where.has_upper;
            inside.lower = where.lower;
            inside.upper = where.upper;
            rational const q = algebra::detail::inside(inside, i);
            algebra::point at, image;
            at.push_back({x, number::enclosure{q}});
            number::enclosure const value = algebra::enclose(both, function, at);
            if (!value.defined()) continue;
            image.push_back({x, value});
            number::enclosure const one = algebra::enclose(both, ours, image),
                                    other = algebra::enclose(both, theirs, image);
            if (!one.defined()) continue;
            INFO(text(both, ours) << " at the image of " << text(both, both.constant(q)));
            CHECK(one.contains(number::extended{q}));
            if (other.defined()) CHECK_FALSE(disjoint(one, other));
            if (close(one, other)) ++agreed;
        }
        CHECK(agreed >= 4);
    }
    CHECK(rows == 76);
    CHECK(found == 66);
    MESSAGE("equal to the row's formula by proof: " << proved);
    CHECK(proved >= 60);
}
