// SPDX-License-Identifier: BSL-1.0
#pragma once
// A record of docs/certificates.json: what was measured of one kernel, and how.

#include <map>
#include <string>
#include <vector>

namespace certificate {

/// In the order in which they stand in the file. Numbers that must be exact are hexadecimal, as text.
struct record {
    std::string function;
    unsigned derivative = 0;
    std::string type, policy;
    double bound = 0;              ///< in ULP, rounded up; the checked claim
    std::string search;            ///< "every float" or "sampled"
    double measured = 0;           ///< the largest error found, in ULP
    std::string worst, got, exact; ///< the input, what the kernel gave, the exact value to 20 digits
    unsigned long long inputs = 0, oracle_points = 0, mismatches = 0, wrong_signs = 0, nan_lost = 0, kinks = 0,
                       undecided = 0;
    double reference_error = 0;  ///< of the reference at the oracle's points, in ULP
    std::string sampled_binades; ///< those in which the reference did not agree with the oracle
    std::string mismatch;        ///< the input of the first mismatch, if any
    std::string at_zero, at_minus_zero, at_infinity, at_minus_infinity, at_nan;
    unsigned transcendental = 0, exponentials = 0, divisions = 0, operations = 0;
    std::string form; ///< how it is evaluated, in the record of the fast kernel for float
    std::string compiler, instructions, commit, date;

    std::string key() const { return function + ' ' + std::to_string(derivative) + ' ' + type + ' ' + policy; }
};

/// What the file says, by key; empty where there is no file. Throws where it cannot be read.
std::map<std::string, record> read_records(std::string const& path);
/// One record a line, in this order.
void write_records(std::string const& path, std::vector<record> const& all);
/// The page for readers.
void write_page(std::string const& path, std::vector<record> const& all);

} // namespace certificate
