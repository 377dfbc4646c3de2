// SPDX-License-Identifier: BSL-1.0
// Records as JSON, and the page made from them.

#include "record.hpp"

#include <boost/property_tree/json_parser.hpp>

#include <cmath>
#include <cstdio>
#include <fstream>

namespace certificate {

namespace {

/// Visits the fields of a record with their names, in the order of the file.
template <class Record, class Visitor>
void visit(Record& r, Visitor const& field) {
    field("function", r.function);
    field("derivative", r.derivative);
    field("type", r.type);
    field("policy", r.policy);
    field("bound", r.bound);
    field("search", r.search);
    field("measured", r.measured);
    field("worst", r.worst);
    field("got", r.got);
    field("exact", r.exact);
    field("inputs", r.inputs);
    field("oracle_points", r.oracle_points);
    field("mismatches", r.mismatches);
    field("mismatch", r.mismatch);
    field("wrong_signs", r.wrong_signs);
    field("nan_lost", r.nan_lost);
    field("kinks", r.kinks);
    field("undecided", r.undecided);
    field("reference_error", r.reference_error);
    field("sampled_binades", r.sampled_binades);
    field("at_zero", r.at_zero);
    field("at_minus_zero", r.at_minus_zero);
    field("at_infinity", r.at_infinity);
    field("at_minus_infinity", r.at_minus_infinity);
    field("at_nan", r.at_nan);
    field("transcendental", r.transcendental);
    field("exponentials", r.exponentials);
    field("divisions", r.divisions);
    field("operations", r.operations);
    field("form", r.form);
    field("compiler", r.compiler);
    field("instructions", r.instructions);
    field("commit", r.commit);
    field("date", r.date);
}

std::string json(std::string const& text) { // no text here needs more than this
    std::string quoted{'"'};
    for (char const c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + '"';
}
std::string json(double value) {
    char text[40];
    std::snprintf(text, sizeof text, "%.7g", value);
    return text;
}
std::string json(unsigned long long value) { return std::to_string(value); }
std::string json(unsigned value) { return std::to_string(value); }

std::string short_number(double value) {
    char text[40];
    std::snprintf(text, sizeof text, value < 10 ? "%.3f" : value < 1e4 ? "%.1f" : "%.2e", value);
    return text;
}
std::string code(std::string const& text) {
    std::string quoted;
    if (!text.empty()) quoted.append("`").append(text).append("`");
    return quoted;
}
std::string name_of(record const& r) {
    return r.function.substr(0, r.function.find('(')) + std::string(r.derivative, '\'');
}

} // namespace

std::map<std::string, record> read_records(std::string const& path) {
    std::map<std::string, record> all;
    if (!std::ifstream{path}) return all;
    boost::property_tree::ptree tree;
    boost::property_tree::read_json(path, tree);
    for (auto const& [nothing, item] : tree.get_child("records")) {
        record r;
        visit(r, [&item = item]<class V>(char const* name, V& value) { value = item.get<V>(name); });
        all[r.key()] = r;
    }
    return all;
}

void write_records(std::string const& path, std::vector<record> const& all) {
    std::ofstream file{path};
    file
        << "{\"about\": \"Measured error bounds of ogive's batch kernels. Written by tests/certificate/run, checked by the "
           "test certificate/check; explained in docs/certificates.md.\",\n\"records\": [\n";
    for (auto const& r : all) {
        char const* separator = "{";
        visit(r, [&](char const* name, auto const& value) {
            file << separator << json(std::string{name}) << ": " << json(value);
            separator = ", ";
        });
        file << (&r == &all.back() ? "}\n" : "},\n");
    }
    file << "]}\n";
}

void write_page(std::string const& path, std::vector<record> const& all) {
    std::map<std::string, record> by_key;
    for (auto const& r : all) by_key[r.key()] = r;
    std::ofstream file{path};
    file
        << "# Certificates of the batch kernels\n\n"
           "The largest error of `forward` for every function of the catalogue and its first two derivatives. This page and\n"
           "`docs/certificates.json`, which has all of it for programs, are written by `tests/certificate/run`. The test\n"
           "`certificate/check` measures a sample again, the recorded worst inputs included, and fails where a bound is\n"
           "exceeded.\n\n"
           "Errors are in units in the last place (ULP) of the exact value, by the convention of `ogive/verify/ulp.hpp`: near a\n"
           "zero of the function the relative error counts in full, and subnormal results are measured in units of the least\n"
           "subnormal number. A correctly rounded result has at most 0.5.\n\n"
           "- **float**: every one of the 2^32 inputs (`verify::exhaustive<float>`). The kernel is compared with the same program in\n"
           "  double; the multiprecision oracle judges the worst inputs of every binade, all changes of sign or kind, the\n"
           "  neighbourhoods of zeros and of the constants, and random inputs of every binade. Each worst error is the\n"
           "  oracle's. What is not proved: that the program in double is right between the oracle's inputs. Where it was\n"
           "  not (\"sampled\" in the last column of the second table), the bound is that of the inputs the oracle judged.\n"
           "- **double**: a search by sampling and climbing (`verify::stratified<double>`). The worst error found is the oracle's;\n"
           "  it is a lower bound of the largest one, and the stated bound leaves room for 10 %.\n\n"
           "`prelu` has a = 0.25, `swish` has beta = 1.5.\n\n"
           "## Bounds\n\n"
           "| kernel | float, fast | float, accurate | double, fast | double, accurate | exponentials | divisions |\n"
           "|---|--:|--:|--:|--:|--:|--:|\n";
    for (auto const& r : all) {
        if (r.type != "float" || r.policy != "fast") continue;
        file << "| " << name_of(r);
        for (char const* column : {"float fast", "float accurate", "double fast", "double accurate"}) {
            auto const found = by_key.find(r.function + ' ' + std::to_string(r.derivative) + ' ' + column);
            file << " | ";
            if (found == by_key.end()) continue;
            file << short_number(found->second.bound);
            if (found->second.mismatches != 0) file << ", " << found->second.mismatches << " not finite";
        }
        file << " | " << r.exponentials << " | " << r.divisions << " |\n";
    }
    file << "\n## Worst inputs\n\n"
            "| kernel | type | policy | ULP | input | result | exact | remarks |\n|---|---|---|--:|---|---|---|---|\n";
    for (auto const& r : all) {
        file << "| " << name_of(r) << " | " << r.type << " | " << r.policy << " | " << short_number(r.measured) << " | "
             << code(r.worst) << " | " << code(r.got) << " | " << r.exact << " | ";
        if (r.mismatches != 0) file << r.mismatches << " results of the wrong kind, as at " << code(r.mismatch) << "; ";
        if (r.wrong_signs != 0) file << r.wrong_signs << " results of the wrong sign; ";
        if (r.nan_lost != 0) file << r.nan_lost << " NaN give a number; ";
        if (r.undecided != 0) file << r.undecided << " inputs the oracle did not decide; ";
        if (r.type == "float" && r.search == "sampled") file << "not every float";
        if (!r.sampled_binades.empty()) file << "sampled";
        file << " |\n";
    }
    file << "\n## Special values\n\nThe results of the `fast` kernels for float.\n\n"
            "| kernel | 0 | -0 | infinity | -infinity | NaN |\n|---|---|---|---|---|---|\n";
    for (auto const& r : all)
        if (r.type == "float" && r.policy == "fast")
            file << "| " << name_of(r) << " | " << code(r.at_zero) << " | " << code(r.at_minus_zero) << " | "
                 << code(r.at_infinity) << " | " << code(r.at_minus_infinity) << " | " << code(r.at_nan) << " |\n";
    std::map<std::string, unsigned> runs;
    for (auto const& r : all) ++runs[r.compiler + ", " + r.instructions + ", commit " + r.commit + " of " + r.date];
    file << "\n## Runs\n\n";
    for (auto const& [run, count] : runs) file << "- " << run << ": " << count << " records\n";
}

} // namespace certificate
