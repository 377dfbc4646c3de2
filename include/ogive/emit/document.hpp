// SPDX-License-Identifier: BSL-1.0
#pragma once
// What sources and plots are handed over in, and the symbols of the formulas they are of.

#include <ogive/expression/expression.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace ogive {

/// A text, or why there is none: `problem` says that a graph could not be built, `refused` in words what is not taken.
struct document {
    std::string text{}, refused{};
    trouble problem = trouble::none;

    explicit operator bool() const { return problem == trouble::none && refused.empty(); }
};

namespace detail {

/// One string of several. Appended, since g++ 12 warns of "v" + std::to_string(k).
template <class... Parts>
std::string joined(Parts const&... parts) {
    std::string r;
    ((r += parts), ...);
    return r;
}

inline std::string characters_of(packed_name name) {
    std::string r;
    for (unsigned i = 0; name[i] != '\0'; ++i) r += name[i];
    return r;
}

/// The symbols of a formula in alphabetical order.
template <class Graph>
std::vector<std::string> symbols_of(Graph const& g, node_index root) {
    std::vector<char> needed(root + 1u, 0);
    needed[root] = 1;
    std::vector<std::string> r;
    for (unsigned i = root + 1u; i-- > 0;) {
        if (needed[i] == 0) continue;
        for (unsigned k = 0; k < g[i].operand_count(); ++k) needed[g[i].operand(k)] = 1;
        if (g[i].op == operation::symbol) r.push_back(characters_of(g[i].name()));
    }
    std::sort(r.begin(), r.end());
    r.erase(std::unique(r.begin(), r.end()), r.end());
    return r;
}

/// The symbol that is meant where none is named: x, if it is there, or the first in alphabetical order.
inline std::string symbol_meant(std::vector<std::string> const& symbols) {
    bool const has_x = std::find(symbols.begin(), symbols.end(), "x") != symbols.end();
    return has_x || symbols.empty() ? "x" : symbols[0];
}

/// The symbol that is meant, then the others.
inline std::vector<std::string> parameters_of(std::vector<std::string> symbols, std::string const& first) {
    symbols.erase(std::remove(symbols.begin(), symbols.end(), first), symbols.end());
    symbols.insert(symbols.begin(), first);
    return symbols;
}

} // namespace detail
} // namespace ogive
