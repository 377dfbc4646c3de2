// SPDX-License-Identifier: BSL-1.0
#pragma once
// Nodes in the format that was asked for.

#include "cli.hpp"

#include <ogive/emit/latex.hpp>

namespace ogive::cli {

template <class Graph>
std::string render(options const& o, Graph const& g, node_index root) {
    return o.form == format::latex ? latex(g, root) : text(g, root);
}

} // namespace ogive::cli
