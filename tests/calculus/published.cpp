// SPDX-License-Identifier: BSL-1.0
// What frameworks publish as derivatives, decided against ours. With OGIVE_WRITE set in the environment, writes
// docs/published-derivatives.md.

#include "../data/decide_text.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

namespace {

namespace verify = ogive::verify;
using ogive::verdict;

std::string const folder = OGIVE_SOURCE_DIR;

/// "A or B: v" in cases is "A: v; B: v": the grammar has no `or`.
std::string without_or(std::string text) {
    for (std::size_t at = 0; (at = text.find(" or ")) != std::string::npos;) {
        std::size_t begin = at, colon = at, end = 0;
        for (int depth = 0; begin > 0; --begin) { // where the case begins
            char const c = text[begin - 1];
            depth += c == ')' ? 1 : c == '(' ? -1 : 0;
            if (depth < 0 || (depth == 0 && c == ';')) break;
        }
        auto const stop = [&](std::size_t from, char wanted) {
            for (int depth = 0; from < text.size(); ++from) {
                char const c = text[from];
                if (depth == 0 && (c == wanted || c == ')')) break;
                depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            }
            return from;
        };
        colon = stop(at, ':');
        end = stop(colon, ';');
        std::string const first = text.substr(begin, at - begin), value = text.substr(colon, end - colon);
        text = text.substr(0, begin) + first + value + "; " + text.substr(at + 4);
    }
    return text;
}

struct published {
    std::string framework, op, form, forward, by, formula, assumed, claimed, written_forward, written, note;
};

std::vector<published> all_published() {
    std::vector<published> all;
    for (auto& r : data::read_rows(folder + "/tests/data/derivatives_published.csv"))
        for (std::string const form : {"x", "y"}) {
            std::string const& written = r["formula_in_" + form];
            if (written.empty()) continue;
            auto const forward = without_or(data::put_parameters(r["forward"], r["params"]));
            auto formula = data::put_parameters(written, r["params"]);
            if (form == "y") formula = data::put(formula, "y", forward);
            std::string const assumed = r["domain"] == "x in (0,1)" ? "x>0, x<1" : r["domain"];
            all.push_back({r["framework"], r["op"], form, forward, r["wrt"], without_or(formula), assumed, r["correct"],
                           r["forward"], written, r["note"]});
        }
    return all;
}

struct finding {
    verdict answer = verdict::unknown;
    std::string point;              ///< where a wrong one differs
    std::vector<std::string> kinks; ///< where one that holds elsewhere differs from ours, the values beside it
};

/// Decides the published formula. Where it fails at a kink of the function only, it is decided anew with our value
/// there, so that it is proved for all other points.
finding judge(published const& p) {
    finding f;
    std::string const ours = "derivative(" + p.forward + ", " + p.by + ")";
    std::string cases, formula = p.formula;
    for (int i = 0; i < 6; ++i) {
        data::decided_text const d{ours, formula, p.assumed};
        INFO(d.left.expected << " " << d.right.expected << ": " << p.formula);
        REQUIRE(d.fine());
        f.answer = d.decision.answer;
        if (f.answer != verdict::refuted) return f;
        CHECK(d.witnessed());
        verify::input in[1] = {{d.decision.names[0], d.decision.values[0]}};
        auto const left = (*d.w)[d.left.left];
        auto const slope = verify::derivative(verify::view(*d.w, left.a), {ogive::packed_name{p.by.c_str()}, 1}, in,
                                              d.decision.coordinates);
        if (d.decision.coordinates != 1 || slope.what != verify::status::kink) {
            f.point = data::point_of(d.decision);
            return f;
        }
        std::string const at = data::text_of(d.decision.values[0]);
        auto const here = verify::value(verify::view(*d.formulas, d.sides[0]), in, 1);
        auto const theirs = verify::value(verify::view(*d.formulas, d.sides[1]), in, 1);
        char text[96];
        std::snprintf(text, sizeof text, "%s = %s: published %.6g, ours %.6g", p.by.c_str(), at.c_str(),
                      theirs.rounded(), here.rounded());
        f.kinks.push_back(text);
        cases += p.by + " <= " + at + " and " + p.by + " >= " + at + ": " + ours + "; ";
        formula = "piecewise(" + cases + "else: " + p.formula + ")";
    }
    f.answer = verdict::unknown;
    return f;
}

std::string code(std::string const& formula) {
    std::string quoted{"`"};
    for (char const c : formula) {
        if (c == '|') quoted.push_back('\\');
        quoted.push_back(c);
    }
    quoted.push_back('`');
    return quoted;
}
std::string content(std::string const& path) {
    std::ifstream in{path};
    std::ostringstream text;
    text << in.rdbuf();
    return text.str();
}

/// The functions of the table of kinks, as formulas in x; parameters have values.
std::string forward_of(std::string const& name) {
    static std::map<std::string, std::string> const all = {
        {"relu", "relu(x)"},
        {"relu6", "min(relu(x), 6)"},
        {"leaky_relu(a)", "leaky_relu(x, 0.01)"},
        {"prelu(a)", "prelu(x, 0.01)"},
        {"elu(alpha)", "elu(x, 2)"},
        {"selu", "selu(x)"},
        {"hardtanh", "clip(x, -1, 1)"},
        {"hardsigmoid", "min(relu(x + 3), 6)/6"},
        {"hardswish", "x*min(relu(x + 3), 6)/6"},
        {"softshrink(l)", "piecewise(x > 1: x - 1; x < -1: x + 1; else: 0)"},
        {"hardshrink(l)", "piecewise(x > 1: x; x < -1: x; else: 0)"},
        {"abs", "abs(x)"},
        {"threshold(t)", "piecewise(x > 1: x; else: 0)"}};
    auto const found = all.find(name);
    return found == all.end() ? "" : found->second;
}

} // namespace

TEST_CASE("the published derivatives") {
    std::map<std::string, data::row> remarks;
    for (auto const& r : data::read_rows(folder + "/tests/data/published_remarks.csv"))
        remarks[r.at("framework") + r.at("op")] = r;
    std::string wrong, kinks, open, restated;
    unsigned proved = 0, count = 0;
    for (auto const& p : all_published()) {
        CAPTURE(p.framework);
        CAPTURE(p.op);
        CAPTURE(p.form);
        ++count;
        std::string const head = "| " + p.framework + " | " + p.op + " | " + code(p.written_forward) + " | " +
                                 (p.form == "y" ? "y: " : "") + code(p.written) + " | ";
        auto const remark = remarks.find(p.framework + p.op);
        if (remark != remarks.end()) {
            auto const& r = remark->second;
            restated += head + r.at("remark") + " |\n";
            if (!r.at("left").empty()) {
                data::decided_text const d{r.at("left"), r.at("right"), ""};
                REQUIRE(d.fine());
                CHECK(data::text_of(d.decision.answer) == std::string{data::text_of(verdict::proved)});
                ++proved;
            }
            continue;
        }
        finding const f = judge(p);
        proved += f.answer == verdict::proved && f.kinks.empty() ? 1u : 0u;
        if (f.answer == verdict::unknown) open += head + "|\n";
        CHECK((f.answer == verdict::unknown || (f.answer == verdict::proved) == (p.claimed == "yes")));
        if (f.answer == verdict::refuted)
            wrong += head + f.point + " | " + (p.claimed == "approximately" ? "a rounded constant" : p.note) + " |\n";
        if (f.answer == verdict::proved && !f.kinks.empty()) {
            std::string at;
            for (auto const& k : f.kinks) at += (at.empty() ? "" : "; ") + k;
            kinks += head + at + " |\n";
        }
    }

    std::string page = R"(# Published derivatives

What frameworks and papers publish as the derivative of a function, decided by the engine against the derivative it
derives itself. Written by `tests/calculus/published.cpp` from `tests/data/derivatives_published.csv`. Where a formula is
given in y, the function stands for y. Parameters have the values of the table.
)";
    page += "\nOf " + std::to_string(count) + " formulas, " + std::to_string(proved) +
            " are proved equal to ours at every point of the domain.\n";
    page += "\n## Wrong\n\nRefuted at a point at which both are defined; the point is the first that was tried.\n\n"
            "| where | name | function | published derivative | differs at | |\n|---|---|---|---|---|---|\n" +
            wrong;
    page +=
        "\n## Different at a kink only\n\nProved at every other point. At a kink the derivative of this library is that of "
        "the case that contains the point,\nas the function is written; of `abs(x)` at 0 it is `sign(0) = 0`.\n\n"
        "| where | name | function | published derivative | at |\n|---|---|---|---|---|\n" +
        kinks;
    if (!open.empty())
        page +=
            "\n## Not decided\n\n| where | name | function | published derivative | |\n|---|---|---|---|---|\n" + open;
    page +=
        "\n## Decided in another form, or not\n\n| where | name | function | published derivative | |\n|---|---|---|---|---|\n" +
        restated;

    page +=
        "\n## Conventions at kinks\n\nThe derivative exactly at a kink. Parameters as in the first column of the source; for "
        "ours, a = 0.01, alpha = 2 and\nl = t = 1.\n\n| function | at | left | right | ours | PyTorch | JAX | TensorFlow | NNlib.jl | "
        "darknet | ONNX Runtime |\n|---|---|---|---|---|---|---|---|---|---|---|\n";
    for (auto const& r : data::read_rows(folder + "/tests/data/kink_conventions.csv")) {
        auto field = [&](std::string const& begins) {
            for (auto const& [name, value] : r)
                if (name.starts_with(begins)) return value;
            return std::string{};
        };
        std::string const forward = forward_of(r.at("function"));
        std::string ours;
        if (!forward.empty()) {
            std::string points = r.at("kink_at");
            for (auto const* symbol : {"l", "t"}) points = data::put(points, symbol, "1");
            std::istringstream in{points};
            for (std::string at; in >> at;) {
                if (at == "and") continue;
                data::decided_text const d{"derivative(" + forward + ", x)", "0", ""};
                data::decided_text const place{at, "0", ""};
                REQUIRE(d.fine());
                REQUIRE(place.fine());
                verify::input const x{ogive::packed_name{"x"}, (*place.w)[place.left.left].value()};
                auto const v = verify::value(verify::view(*d.formulas, d.sides[0]), &x, 1);
                REQUIRE(v.is_finite());
                char text[32];
                std::snprintf(text, sizeof text, "%.6g", v.rounded());
                ours += (ours.empty() ? "" : ", ") + std::string{text};
            }
        }
        page += "| " + r.at("function") + " | " + r.at("kink_at") + " | " + r.at("left_derivative") + " | " +
                r.at("right_derivative") + " | " + ours + " | " + field("PyTorch") + " | " + field("JAX") + " | " +
                field("TensorFlow") + " | " + field("NNlib") + " | " + field("darknet") + " | " + field("ONNX") +
                " |\n";
    }
    std::string const path = folder + "/docs/published-derivatives.md";
    if (std::getenv("OGIVE_WRITE") != nullptr) std::ofstream{path} << page;
    INFO(
        "docs/published-derivatives.md is not what this test would write: run it with OGIVE_WRITE=1 in the environment");
    CHECK((content(path) == page));
}
