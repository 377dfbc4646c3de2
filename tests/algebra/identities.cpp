// SPDX-License-Identifier: BSL-1.0
// The equations of tests/data: every true one proved, every false one refuted, except those in undecided.csv, which
// says why. With OGIVE_WRITE set in the environment, writes docs/identities.md and the file for the compilers.

#include "../data/decide_text.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

namespace {

using ogive::verdict;

std::string const folder = OGIVE_SOURCE_DIR;

struct equation {
    std::string id, left, right, assumed, written, status;
};

std::vector<equation> equations() {
    std::vector<equation> all;
    for (auto& r : data::read_rows(folder + "/tests/data/identities.csv")) {
        auto const left = data::put_parameters(r["lhs"], r["parameters"]);
        auto const right = data::put_parameters(r["rhs"], r["parameters"]);
        std::string assumed;
        if (r["domain"] == "(0,1)") assumed = "x>0, x<1";
        if (r["domain"].ends_with("t in (0,1)")) assumed = "t>0, t<1";
        all.push_back({r["id"], left, right, assumed, r["lhs"] + " == " + r["rhs"], r["status"]});
    }
    for (auto& r : data::read_rows(folder + "/tests/data/more_identities.csv"))
        all.push_back({r["id"], r["lhs"], r["rhs"], r["assume"], r["lhs"] + " == " + r["rhs"], r["status"]});
    return all;
}

/// What is not decided, with the reason.
std::map<std::string, std::string> undecided() {
    std::map<std::string, std::string> all;
    for (auto& r : data::read_rows(folder + "/tests/data/undecided.csv")) all[r["id"]] = r["reason"];
    return all;
}

std::string content(std::string const& path) {
    std::ifstream in{path};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}
/// Times are not compared.
std::string without_times(std::string text) {
    for (auto const* time : {"| < 1 |", "| < 10 |", "| < 50 |", "| 50 or more |"})
        for (std::size_t i = 0; (i = text.find(time, i)) != std::string::npos;)
            text.replace(i, std::string{time}.size(), "| |");
    return text;
}
void check_or_write(std::string const& path, std::string const& expected) {
    if (std::getenv("OGIVE_WRITE") != nullptr) std::ofstream{folder + "/" + path} << expected;
    INFO(path << " is not what this test would write: run it with OGIVE_WRITE=1 in the environment");
    CHECK((without_times(content(folder + "/" + path)) == without_times(expected)));
}

/// A formula inside of a table of a page.
std::string code(std::string const& formula) {
    std::string quoted{"`"};
    for (char const c : formula) {
        if (c == '|') quoted.push_back('\\');
        quoted.push_back(c);
    }
    quoted.push_back('`');
    return quoted;
}

} // namespace

TEST_CASE("every equation is decided as it is, or is listed with the reason") {
    auto const reasons = undecided();
    std::string page = R"(# Equations the engine was tried on

Written by `tests/algebra/identities.cpp`, which decides every row of `tests/data/identities.csv` and
`tests/data/more_identities.csv` and compares each with values of high precision at fixed points. An equation holds
where both sides are defined, for what is assumed where that is said. Parameters have the values of the table. Times are
of one run, optimised.
)";
    std::string table, open;
    unsigned counts[3] = {}, mistaken = 0;
    for (auto const& e : equations()) {
        CAPTURE(e.id);
        CAPTURE(e.left);
        CAPTURE(e.right);
        data::decided_text const d{e.left, e.right, e.assumed};
        CAPTURE(d.left.expected);
        CAPTURE(d.right.expected);
        REQUIRE(d.fine());
        auto const [equal, different] = d.at_points();
        verdict const truth = e.status == "true" ? verdict::proved : verdict::refuted;
        if (truth == verdict::proved) {
            CHECK(different == 0);
            CHECK(equal > 0);
        }
        verdict const answer = d.decision.answer;
        ++counts[static_cast<int>(answer)];
        bool const listed = reasons.count(e.id) != 0;
        if (listed) {
            INFO("no longer undecided: take it out of tests/data/undecided.csv");
            CHECK(data::text_of(answer) == std::string{"unknown"});
        } else {
            CHECK(data::text_of(answer) == std::string{data::text_of(truth)});
        }
        mistaken += answer != verdict::unknown && answer != truth ? 1u : 0u;
        if (answer == verdict::refuted) CHECK(d.witnessed());
        std::string const where = answer == verdict::refuted ? " at " + data::point_of(d.decision) : "";
        std::string const said = code(e.written) + (e.assumed.empty() ? "" : " for " + code(e.assumed));
        table += "| " + e.id + " | " + said + " | " + data::text_of(answer) + where + " | " +
                 (d.milliseconds < 1    ? "< 1"
                  : d.milliseconds < 10 ? "< 10"
                  : d.milliseconds < 50 ? "< 50"
                                        : "50 or more") +
                 " |\n";
        if (answer == verdict::unknown)
            open += "| " + e.id + " | " + said + " | " + (listed ? reasons.at(e.id) : "") + " |\n";
    }
    CHECK(mistaken == 0);
    page += "\n" + std::to_string(counts[0]) + " are proved, " + std::to_string(counts[1]) + " refuted, " +
            std::to_string(counts[2]) + " undecided.\n";
    if (!open.empty()) page += "\n## Not decided\n\n| | equation | why |\n|---|---|---|\n" + open;
    page += "\n## All\n\n| | equation | verdict | ms |\n|---|---|---|---|\n" + table;
    check_or_write("docs/identities.md", page);
}

TEST_CASE("the compilers are given the same equations") {
    auto const reasons = undecided();
    std::string source = R"(// SPDX-License-Identifier: BSL-1.0
// Every equation of tests/data/identities.csv, decided by the compiler. Written by tests/algebra/identities.cpp.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

template <class A, class B>
constexpr verdict for_positive_x(equation<A, B>) {
    constexpr auto x = symbol<"x">;
    constexpr auto positive_x = symbol<"x", positive>;
    return prove(substitute(A{}, x, positive_x) == substitute(B{}, x, positive_x));
}

// clang-format off
)";
    for (auto const& e : equations()) {
        if (e.id.starts_with("M") || e.id.starts_with("N")) continue;
        std::string const ask = e.assumed.find("x>0") != std::string::npos ? "for_positive_x" : "prove";
        source += "static_assert(" + ask + "(\"" + e.left + " == " + e.right + "\"_expr) ";
        source += reasons.count(e.id) != 0 ? "== verdict::unknown"
                  : e.status == "true"     ? "== verdict::proved"
                                           : "== verdict::refuted";
        source += "); // " + e.id + "\n";
    }
    source += "// clang-format on\n";
    check_or_write("tests/identities_at_compile_time/all.cpp", source);
}
