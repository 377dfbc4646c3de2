// SPDX-License-Identifier: BSL-1.0
// Measures the certificates of the catalogue and writes them, or measures a sample again and compares.
// usage: certificate write DIRECTORY [--only NAME] [--order N] [--state DIRECTORY] [--commit NAME]
//            [--date DAY] [--threads N] [--quick yes]
//        certificate check FILE [--only NAME] [--order N]
// NAME is that of a function, such as sigmoid; orders are 0, 1 and 2; quick: a sample of the floats, minutes for all.

#include "record.hpp"
#include "rows.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>

using namespace certificate;

namespace {

#ifdef __clang__
constexpr char compiler[] = "clang " __clang_version__;
#else
constexpr char compiler[] = "g++ " __VERSION__;
#endif

struct settings {
    std::string command, path, only, order, type, state, commit = "unknown", date = "unknown";
    unsigned threads = 1;
    bool quick = false;
};

std::string hex(double value) {
    if (std::isnan(value)) return "nan";
    char text[40];
    std::snprintf(text, sizeof text, "%a", value);
    return text;
}

/// Three digits after the point, or three digits in all, upwards.
double rounded_up(double value) {
    double const unit = value < 10 ? 0.001 : std::pow(10, std::floor(std::log10(value)) - 2);
    return std::ceil(value / unit) * unit;
}

template <class T, class Result>
record common(kernel_row const& r, std::size_t policy, Result const& m, settings const& s) {
    record c;
    c.function = r.function;
    c.derivative = r.order;
    c.type = sizeof(T) == sizeof(float) ? "float" : "double";
    c.policy = policy == 0 ? "fast" : "accurate";
    c.measured = m.worst.error;
    c.worst = hex(static_cast<double>(m.worst.x));
    c.got = hex(static_cast<double>(m.worst.got));
    c.exact = verify::decimal(m.worst.expected, 20);
    c.oracle_points = m.oracle_points;
    c.mismatches = m.mismatches;
    if (m.mismatches != 0) c.mismatch = hex(static_cast<double>(m.mismatch.x));
    c.wrong_signs = m.wrong_signs;
    c.kinks = m.kinks;
    c.undecided = m.undecided;
    c.reference_error = m.disagreement;
    c.at_zero = hex(static_cast<double>(m.special.at_zero));
    c.at_minus_zero = hex(static_cast<double>(m.special.at_minus_zero));
    c.at_infinity = hex(static_cast<double>(m.special.at_infinity));
    c.at_minus_infinity = hex(static_cast<double>(m.special.at_minus_infinity));
    c.at_nan = hex(static_cast<double>(m.special.at_nan));
    c.transcendental = r.cost.transcendental;
    c.exponentials = r.cost.exponentials;
    c.divisions = r.cost.divisions;
    c.operations = r.cost.operations;
    if (sizeof(T) == sizeof(float) && policy == 0) c.form = r.form;
    c.compiler = compiler;
    constexpr char const* sets[] = {"portable", "AVX2", "AVX-512"};
    c.instructions = sets[static_cast<unsigned>(evaluation::best_instruction_set())];
    c.commit = s.commit;
    c.date = s.date;
    return c;
}

void add(record const& c, std::map<std::string, record>& records) {
    records[c.key()] = c;
    std::printf("%s: %.4f ULP at %s\n", c.key().c_str(), c.measured, c.worst.c_str());
}

/// The options of a search that starts from the inputs which an earlier one found.
template <class T>
verify::stratified_options<T> search_options(kernel_row const& r, settings const& s,
                                             std::map<std::string, record> const& records) {
    verify::stratified_options<T> o;
    o.screened = s.quick ? 1u << 20 : 1u << 23;
    o.climbs = s.quick ? 50 : 200;
    o.rounds = s.quick ? 100 : 400;
    for (auto const& [key, c] : records)
        if (c.function == r.function && c.derivative == r.order)
            o.extra.push_back(static_cast<T>(std::strtod(c.worst.c_str(), nullptr)));
    return o;
}
template <class T, class Result>
void add_sampled(kernel_row const& r, std::vector<Result> const& found, settings const& s,
                 std::map<std::string, record>& records) {
    for (std::size_t policy = 0; policy < found.size(); ++policy) {
        record c = common<T>(r, policy, found[policy], s);
        c.search = "sampled";
        c.bound = rounded_up(1.1 * c.measured);
        c.inputs = found[policy].screened;
        add(c, records);
    }
}

void measure(kernel_row const& r, settings const& s, std::map<std::string, record>& records) {
    add_sampled<double>(r, r.some_doubles(search_options<double>(r, s, records)), s, records);
    if (s.type == "double") return;
    if (s.quick) {
        add_sampled<float>(r, r.some_floats(search_options<float>(r, s, records)), s, records);
        return;
    }
    verify::exhaustive_options all;
    all.label = r.function + std::string(r.order, '\'');
    all.threads = s.threads;
    if (!s.state.empty()) all.state = s.state + "/" + r.function + "." + std::to_string(r.order) + ".state";
    auto const floats = r.all_floats(all);
    for (std::size_t policy = 0; policy < floats.size(); ++policy) {
        record c = common<float>(r, policy, floats[policy], s);
        c.search = "every float";
        c.bound = rounded_up(floats[policy].bound());
        c.inputs = floats[policy].inputs;
        c.nan_lost = floats[policy].nan_inputs_lost;
        for (auto const binade : floats[policy].sampled_binades) {
            if (!c.sampled_binades.empty()) c.sampled_binades += ' ';
            c.sampled_binades += std::to_string(binade);
        }
        add(c, records);
    }
}

std::vector<kernel_row> all_rows(std::string const& only = "", std::string const& only_order = "") {
    std::vector<kernel_row> all;
    for (auto const& rows : {values(), first_derivatives(), second_derivatives()})
        for (auto const& r : rows)
            if ((only.empty() || r.function.starts_with(only + "(")) &&
                (only_order.empty() || std::to_string(r.order) == only_order))
                all.push_back(r);
    // The derivatives of a function follow it.
    std::vector<std::string> order;
    for (auto const& r : all)
        if (std::find(order.begin(), order.end(), r.function) == order.end()) order.push_back(r.function);
    std::stable_sort(all.begin(), all.end(), [&](kernel_row const& a, kernel_row const& b) {
        return std::find(order.begin(), order.end(), a.function) < std::find(order.begin(), order.end(), b.function);
    });
    return all;
}

void write(settings const& s) {
    std::string const file = s.path + "/certificates.json";
    auto records = read_records(file);
    auto const order = all_rows();
    for (auto const& r : all_rows(s.only, s.order)) {
        measure(r, s, records);
        std::vector<record> sorted;
        for (auto const& o : order)
            for (char const* kind : {" float fast", " float accurate", " double fast", " double accurate"}) {
                auto const found = records.find(o.function + ' ' + std::to_string(o.order) + kind);
                if (found != records.end()) sorted.push_back(found->second);
            }
        write_records(file, sorted);
        write_page(s.path + "/certificates.md", sorted);
        std::fflush(stdout);
    }
}

/// Compares one record with a sample measured now; returns the number of complaints.
template <class T, class Result>
int compare(kernel_row const& r, std::size_t policy, Result const& m, std::map<std::string, record> const& records) {
    record const now = common<T>(r, policy, m, {});
    auto const found = records.find(now.key());
    if (found == records.end()) {
        std::printf("%s: no record\n", now.key().c_str());
        return 1;
    }
    record const& then = found->second;
    int complaints = 0;
    if (!(m.worst.error <= then.bound)) {
        ++complaints;
        std::printf("%s: %.4g ULP at %s, the bound is %.4g\n", now.key().c_str(), m.worst.error, now.worst.c_str(),
                    then.bound);
    }
    auto const same_or_less = [&](char const* what, unsigned long long is, unsigned long long was) {
        if (is == 0 || was != 0) return;
        ++complaints;
        std::printf("%s: %s, which the record has not%s%s\n", now.key().c_str(), what,
                    now.mismatch.empty() ? "" : ", at ", now.mismatch.c_str());
    };
    same_or_less("results of the wrong kind", m.mismatches, then.mismatches);
    same_or_less("results of the wrong sign", m.wrong_signs, then.wrong_signs);
    same_or_less("inputs that the oracle does not decide", m.undecided, then.undecided);
    auto const special = [&](char const* where, std::string const& is, std::string const& was) {
        if (is == was) return;
        ++complaints;
        std::printf("%s: at %s %s, recorded %s\n", now.key().c_str(), where, is.c_str(), was.c_str());
    };
    special("0", now.at_zero, then.at_zero);
    special("-0", now.at_minus_zero, then.at_minus_zero);
    special("infinity", now.at_infinity, then.at_infinity);
    special("-infinity", now.at_minus_infinity, then.at_minus_infinity);
    special("NaN", now.at_nan, then.at_nan);
    return complaints;
}

template <class T>
verify::stratified_options<T> sample(kernel_row const& r, std::map<std::string, record> const& records) {
    verify::stratified_options<T> o;
    o.screened = 1u << 14;
    o.judged = 60;
    o.climbs = 4;
    o.rounds = 20;
    for (auto const& [key, c] : records) {
        if (c.function != r.function || c.derivative != r.order) continue;
        // The worst input of either type says something about the other, rounded.
        for (auto const& at : {c.worst, c.mismatch})
            if (!at.empty()) o.extra.push_back(static_cast<T>(std::strtod(at.c_str(), nullptr)));
    }
    return o;
}

int check(settings const& s) {
    auto const records = read_records(s.path);
    int complaints = 0;
    unsigned count = 0;
    for (auto const& r : all_rows(s.only, s.order)) {
        auto const floats = r.some_floats(sample<float>(r, records));
        auto const doubles = r.some_doubles(sample<double>(r, records));
        for (std::size_t policy = 0; policy < 2; ++policy) {
            complaints += compare<float>(r, policy, floats[policy], records);
            complaints += compare<double>(r, policy, doubles[policy], records);
            count += 2;
        }
    }
    std::printf("%u kernels, %d complaints\n", count, complaints);
    return complaints == 0 && count != 0 ? 0 : 1;
}

int usage() {
    std::fputs(
        "usage: certificate write DIRECTORY [--only NAME] [--order N] [--state DIRECTORY] [--commit NAME] "
        "[--date DAY] [--threads N] [--quick yes] [--type double]\n       certificate check FILE [--only NAME] [--order N]\n",
        stderr);
    return 64;
}

} // namespace

int main(int count, char** arguments) {
    if (count < 3 || count % 2 == 0) return usage();
    settings s;
    s.command = arguments[1];
    s.path = arguments[2];
    for (int i = 3; i < count; i += 2) {
        std::string const option = arguments[i];
        std::string const value = arguments[i + 1];
        if (option == "--only")
            s.only = value;
        else if (option == "--order")
            s.order = value;
        else if (option == "--state")
            s.state = value;
        else if (option == "--commit")
            s.commit = value;
        else if (option == "--date")
            s.date = value;
        else if (option == "--type" && value == "double")
            s.type = value;
        else if (option == "--quick")
            s.quick = value == "yes";
        else if (option == "--threads")
            s.threads = static_cast<unsigned>(std::max(1, std::atoi(value.c_str())));
        else
            return usage();
    }
    try {
        if (s.command == "check") return check(s);
        if (s.command != "write") return usage();
        write(s);
        return 0;
    } catch (std::exception const& e) {
        std::fprintf(stderr, "certificate: %s\n", e.what());
        return 1;
    }
}
