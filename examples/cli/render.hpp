// SPDX-License-Identifier: BSL-1.0
#pragma once
// Nodes in the format that was asked for, and documents, as answers.

#include "cli.hpp"

#include <ogive/emit/document.hpp>
#include <ogive/emit/latex.hpp>
#include <ogive/emit/simplest.hpp>

namespace ogive::cli {

template <class Graph>
std::string render(options const& o, Graph const& g, node_index root) {
    return o.form == format::latex ? latex(g, root) : text(g, root);
}

/// The simplest form of a node, or the node as it is where that exceeds a limit.
inline std::string render_simplest(options const& o, workspace const& w, node_index root) {
    workspace out;
    node_index const r = simplest(out, w, root);
    return out.problem == trouble::none ? render(o, out, r) : render(o, w, root);
}

inline answer answer_of(document const& d) {
    if (d.problem != trouble::none) return failure(explain(d.problem));
    if (!d.refused.empty()) return error_at(0, d.refused);
    answer a;
    a.text = d.text.substr(0, d.text.size() - 1); // a line's end is added to every answer
    return a;
}

} // namespace ogive::cli
