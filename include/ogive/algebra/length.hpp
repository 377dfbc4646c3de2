// SPDX-License-Identifier: BSL-1.0
#pragma once
// How long a formula is when written out.

#include <ogive/algebra/convert.hpp>

namespace ogive::algebra {

/// Is an exponential among the factors of a product?
constexpr bool has_exponential_factor(workspace const& w, node_index i) {
    for (; w[i].op == operation::multiply; i = w[i].a)
        if (w[w[i].b].op == operation::exp) return true;
    return w[i].op == operation::exp;
}

/// Is -u written with a minus sign in front?
constexpr bool begins_with_minus(workspace const& w, node_index i) {
    while (w[i].op == operation::multiply || w[i].op == operation::divide) i = w[i].a;
    return w[i].op == operation::negate || (w[i].op == operation::constant && w[i].low < 0);
}

/// How long the formula of a node is when written out, in symbols.
constexpr unsigned length_of(workspace const& w, node_index root) {
    scratch<unsigned> length(root + 1u);
    for (unsigned i = 0; i <= root; ++i) {
        node const& n = w[i];
        unsigned long long total = 1;
        if (n.op == operation::constant) {
            if (n.low < 0) ++total;
            if (n.high != 1) total += 2;
            for (uint128 m = magnitude(n.low) / 100 + magnitude(n.high) / 100000; m > 0; m /= 1000) ++total;
        } else if (n.op == operation::named) {
            for (unsigned k = 1; k <= n.arguments(); ++k) total += length[n.operand(k)];
        } else if (n.op == operation::derivative) {
            total = 1000;
        } else {
            for (unsigned k = 0; k < n.operand_count(); ++k) total += length[n.operand(k)];
            if (n.op == operation::power) --total;
            if (n.op == operation::exp && !begins_with_minus(w, n.a)) ++total;        // named functions are preferred
            if (n.op == operation::divide && has_exponential_factor(w, n.b)) ++total; // and e^-u to 1/e^u
        }
        length[i] = total > 1000000 ? 1000000 : static_cast<unsigned>(total);
    }
    return length[root];
}

} // namespace ogive::algebra
