// SPDX-License-Identifier: BSL-1.0
#pragma once
// Which of two equal forms is simpler.

#include <ogive/algebra/length.hpp>
#include <ogive/algebra/simplify.hpp>

#include <compare>

namespace ogive::detail {

/// Which of two equal forms is simpler: the shorter one, then that of fewer different parts, then of fewer function
/// calls, then x(1 - x) before x - x^2.
struct simplicity {
    unsigned length = 0, parts = 0, calls = 0, powers = 0, sums = 0;
    friend constexpr auto operator<=>(simplicity const&, simplicity const&) = default;
};
inline simplicity simplicity_of(workspace const& w, node_index root) {
    simplicity s;
    s.length = algebra::length_of(w, root);
    bool needed[OGIVE_MAX_NODES] = {};
    needed[root] = true;
    for (unsigned i = root + 1u; i-- > 0;) {
        if (!needed[i]) continue;
        node const& n = w[i];
        s.parts += n.op == operation::constant ? 0u : 1u;
        s.calls += n.op == operation::named || row(n.op).called ? 1u : 0u;
        s.powers += n.op == operation::power ? 1u : 0u;
        for (unsigned k = n.op == operation::named ? 1 : 0; k < n.operand_count(); ++k) needed[n.operand(k)] = true;
    }
    s.sums = w[root].op == operation::add || w[root].op == operation::subtract ? 1 : 0;
    return s;
}

inline bool simpler(workspace const& w, node_index a, node_index b) {
    simplicity const s = simplicity_of(w, a), t = simplicity_of(w, b);
    return s != t ? s < t : algebra::comes_before(w, a, b);
}

} // namespace ogive::detail
