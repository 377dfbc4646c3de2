// SPDX-License-Identifier: BSL-1.0
#pragma once
// Sums that are factors of a formula, as in (x - a)^2: multiplied out they would cancel where they vanish.

#include <ogive/evaluate/compose.hpp>

namespace ogive::evaluation {

using algebra::written_factors;

/// A fraction as content · (written factors) · rest, where it would lose digits multiplied out.
struct factored {
    unsigned powers[written_factors::capacity] = {};
    fraction rest;
    bool found = false;

    constexpr factored(field& f, written_factors const& written, fraction const& u) : rest{u} {
        unsigned total = 0;
        for (unsigned i = 0; i < written.count && f.fine(); ++i)
            while (!rest.is_zero()) {
                bool exact = true;
                algebra::divide_exactly(rest.above, written.of[i].above, exact);
                if (!exact || !f.fine()) break;
                rest = f.divide(rest, written.of[i]);
                ++powers[i];
                ++total;
            }
        found = f.fine() && (total > 1 || (total == 1 && rest.above.size() > 1));
    }
};

/// `near`, the product of written factors, where one of them cancels; elsewhere `far`, which knows tails and overflow.
constexpr node_index where_cancels(composer& c, node_index factor, node_index near, node_index far) {
    workspace& w = c.w;
    node const n = w[factor];
    bool const sum = n.op == operation::add || n.op == operation::subtract;
    node_index const size = w.make(operation::abs, sum ? n.a : c.one), half = w.constant(rational{1, 2});
    return w.make(operation::select, w.make(operation::less, w.make(operation::abs, factor), c.multiply(half, size)),
                  near, far);
}

/// The form of a fraction with its written factors apart; no_node if there are none. `form`: that of other fractions.
constexpr node_index by_factors(composer& c, fraction const& u, composer::former form) {
    factored const parts{c.f, c.written, u};
    if (!parts.found) return no_node;
    bool const constant = c.f.constant(parts.rest);
    node_index r = form(c, parts.rest);
    node_index bases[written_factors::capacity] = {};
    for (unsigned i = 0; i < c.written.count; ++i)
        if (parts.powers[i] > 0) {
            bases[i] = form(c, c.written.of[i]);
            r = c.product(r, c.power(bases[i], parts.powers[i]));
        }
    if (constant) return r;
    c.multiplied_out = true;
    node_index chosen = form(c, u);
    for (unsigned i = 0; i < c.written.count; ++i)
        if (parts.powers[i] > 0) chosen = where_cancels(c, bases[i], r, chosen);
    return chosen;
}

} // namespace ogive::evaluation
