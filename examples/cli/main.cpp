// SPDX-License-Identifier: BSL-1.0
// ogive: derivatives, inverses, proofs and facts of expressions at the command line. See docs/command-line.md.

#include "cli.hpp"

#include <iostream>

int main(int count, char** arguments) {
    using namespace ogive::cli;
    std::ios::sync_with_stdio(false);
    options o;
    int exit = done;
    if (!read_arguments(count, arguments, o, exit)) return exit;

    auto const answer_one = [&](std::string const& written) {
        output const result = answer_within_limits(o, written);
        std::cout << result.out << std::flush;
        std::cerr << result.err << std::flush;
        exit = result.exit > exit ? result.exit : exit;
    };
    if (!o.many) {
        answer_one(o.expression);
        return exit;
    }
    for (std::string line; std::getline(std::cin, line);)
        if (line.find_first_not_of(" \t\r") != std::string::npos) answer_one(line);
    return exit;
}
