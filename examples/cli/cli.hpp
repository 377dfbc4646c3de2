// SPDX-License-Identifier: BSL-1.0
#pragma once
// The tool `ogive`: what a person asks, what the engine answers, and how the two are read and written.

#include <ogive/emit/parse.hpp>

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace ogive::cli {

/// Exit statuses. `misuse` is that of usage and syntax errors.
enum status : int { done = 0, refuted = 1, unknown = 2, misuse = 64 };

enum class format : unsigned char { text, latex, json };

struct options {
    std::string command;
    std::string expression;
    std::vector<std::string> others; // more expressions, for plot
    bool steps = false;
    bool many = false; // expressions come from standard input
    packed_name by{};  // of --wrt; empty: chosen from the symbols
    int order = 1;     // of emit and plot: 0
    format form = format::text;
    std::vector<declared> known;         // assumptions about signs of symbols
    std::vector<std::string> conditions; // the other assumptions
    std::string interval;                // of --on
    std::string language = "c";          // of emit
    std::string name = "f";              // of emit
    double limit = 10;                   // seconds for one expression
};

/// One string of several.
template <class... Parts>
std::string join(Parts const&... parts) {
    std::string r;
    ((r += parts), ...);
    return r;
}

struct detail {
    std::string label, value;
};

/// One answer: the details before it explain it.
struct answer {
    int exit = done;
    std::string verdict = "done"; // in JSON: done, proved, refuted, unknown or error
    std::string text;
    std::vector<detail> details{};
    std::vector<std::string> steps{}; // the derivation, one line each
    unsigned column = 0;              // of a syntax error
};

/// An expression that was read, with the symbol that is meant.
struct question {
    options const& asked;
    std::string_view written;
    workspace& w;
    parsed read;
    packed_name x;
    std::vector<node_index> const& conditions; // assumptions beyond the signs of symbols
};

/// The derivation of a derivative, an inverse or an equation, or why there is none.
std::string steps_text(question const& q);

answer derive(question const& q);
answer simplify_expression(question const& q);
answer invert(question const& q);
answer prove_equation(question const& q);
answer describe(question const& q);
answer verify_rules(question const& q);
answer emit_source(question const& q);
answer plot(question const& q);

std::string name_text(packed_name const& n);
/// Why a graph could not be built, in words.
std::string explain(trouble t);
answer failure(std::string reason);
answer error_at(unsigned column, std::string message);

/// Reads the expression and lets the command answer it.
answer ask(options const& o, std::string_view written);

/// What is printed, and on which stream.
struct output {
    int exit = done;
    std::string out, err;
};
output present(options const& o, std::string_view written, answer const& a);

/// Does some work in a process of its own for at most so long. Empty, or why there is no result.
std::string run_within(double seconds, std::function<std::string()> const& work, std::string& result);

/// Answers in a process of its own, so that neither time nor a fault of the engine can stop the caller.
output answer_within_limits(options const& o, std::string_view written);

/// Reads the command line; on an error or when there is nothing to do, the status to exit with.
bool read_arguments(int count, char** arguments, options& o, int& exit);

} // namespace ogive::cli
