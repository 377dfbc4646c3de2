// SPDX-License-Identifier: BSL-1.0
// ogive emit: the stable form as a function in C, CUDA or Python, or the formula in LaTeX.

#include "render.hpp"

#include <ogive/emit/source.hpp>

namespace ogive::cli {

answer emit_source(question const& q) {
    node_index root = q.read.left;
    if (q.asked.order > 0) root = q.w.derivative(root, q.w.symbol(q.x), q.asked.order);
    if (q.w.problem != trouble::none) return failure(explain(q.w.problem));
    if (q.asked.language == "latex") {
        options formulas = q.asked;
        formulas.form = format::latex;
        if (q.asked.order > 0) return derive({formulas, q.written, q.w, q.read, q.x, q.conditions});
        answer a;
        a.text = render(formulas, q.w, root);
        return a.text == "\\ldots" ? failure("the formula is longer than a text may be") : a;
    }
    language const l = q.asked.language == "cuda"     ? language::cuda
                       : q.asked.language == "python" ? language::python
                                                      : language::c;
    return answer_of(write_source(q.w, root, q.x, q.asked.name, l));
}

} // namespace ogive::cli
