// SPDX-License-Identifier: BSL-1.0
#pragma once
// Nodes in the format that was asked for.

#include "cli.hpp"

namespace ogive::cli {

template <class Graph>
std::string render(options const&, Graph const& g, node_index root) {
    return text(g, root);
}

} // namespace ogive::cli
