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

/// What a constant is multiplied with, or divided by one.
constexpr node_index without_factor(workspace const& w, node_index i) {
    node const& n = w[i];
    if (n.op == operation::multiply && w[n.a].op == operation::constant) return n.b;
    return (n.op == operation::divide && w[n.b].op == operation::constant) || n.op == operation::negate ? n.a : i;
}

/// Is a logarithm among the factors of a product or quotient?
constexpr bool has_logarithm_factor(workspace const& w, node_index i) {
    node const& n = w[i];
    if (n.op == operation::log) return true;
    if (n.op == operation::negate) return has_logarithm_factor(w, n.a);
    bool const goes_on = n.op == operation::multiply || n.op == operation::divide;
    return goes_on && (has_logarithm_factor(w, n.a) || (n.op == operation::multiply && has_logarithm_factor(w, n.b)));
}

/// Is -u written with a minus sign in front?
constexpr bool begins_with_minus(workspace const& w, node_index i) {
    while (w[i].op == operation::multiply || w[i].op == operation::divide) i = w[i].a;
    return w[i].op == operation::negate || (w[i].op == operation::constant && w[i].low < 0);
}

/// What readers find longer than it looks: f(-u), which is as long as 1 - f(u); a function of its inverse; tanh(u/2) beside
/// a sigmoid; a gate, which is a product; cases inside of an exponential.
constexpr unsigned extra_length_of_call(workspace const& w, node const& n) {
    bool const named = n.op == operation::named;
    node_index const operand = named ? n.b : n.a;
    operation const inner = w[operand].op;
    operation deeper = inner == operation::negate ? w[w[operand].a].op : inner;
    bool const gate = named && w[n.a].op == operation::multiply;
    unsigned extra = 0;
    if (n.op != operation::exp && inner == operation::negate) extra += gate ? 2 : 1;
    if (gate) extra += 1 + n.arguments();
    if (named && w[n.a].op == operation::divide && w[n.a].a == n.b) // the odds, a quotient
        extra += inner == operation::exp ? 5 : 2;
    switch (n.op) {
    case operation::sinh: // tanh is preferred
    case operation::cosh:
    case operation::sign: // max and min are preferred
        ++extra;
        break;
    case operation::abs: // 3*abs(x) is preferred to abs(3*x)
        extra += inner == operation::multiply && w[w[operand].a].op == operation::constant ? 2 : 1;
        break;
    case operation::tanh: {
        node_index const core = inner == operation::negate ? w[operand].a : operand;
        if (w[core].op == operation::divide && w[w[core].b].op == operation::constant) extra += 2;
        if (inner != operation::negate && begins_with_minus(w, operand)) ++extra;
        break;
    }
    case operation::expm1: extra += 4; break; // e^u - 1 and log(1 + u) are preferred
    case operation::log1p: extra += 3; break;
    default: break;
    }
    bool const circle = deeper >= operation::asin && deeper <= operation::atan;
    bool const hyperbola = deeper >= operation::asinh && deeper <= operation::atanh;
    bool const circular = n.op >= operation::sin && n.op <= operation::tan;
    bool const hyperbolic = n.op >= operation::sinh && n.op <= operation::tanh;
    bool const exponential = n.op == operation::exp || n.op == operation::log;
    if ((circle && circular) || (hyperbola && hyperbolic)) extra += 6;
    if (n.op == operation::exp && inner != operation::log && has_logarithm_factor(w, operand)) extra += 3;   // a power
    if (deeper == operation::named) deeper = w[w[inner == operation::negate ? w[operand].a : operand].a].op; // softplus
    if (exponential && deeper != n.op && (deeper == operation::log || deeper == operation::exp)) extra += 6;
    if (n.op == operation::sqrt && inner == operation::exp) extra += 6;
    if ((named || hyperbolic) && has_logarithm_factor(w, operand)) extra += 4;
    return extra;
}

/// Is a value chosen among cases here? |u| does not count, its symbol is short.
constexpr bool is_choice(workspace const& w, node const& n) {
    return n.op == operation::min || n.op == operation::max || n.op == operation::select ||
           (n.op == operation::named && w[n.a].op == operation::select);
}

/// Is there a quotient by more than a constant among the terms or factors? One fraction is preferred to a fraction in it.
constexpr bool holds_quotient(workspace const& w, node_index i) {
    node const& n = w[i];
    if (n.op == operation::divide) return w[n.b].op != operation::constant || holds_quotient(w, n.a);
    if (n.op == operation::negate) return holds_quotient(w, n.a);
    bool const goes_on = n.op == operation::add || n.op == operation::subtract || n.op == operation::multiply;
    return goes_on && (holds_quotient(w, n.a) || holds_quotient(w, n.b));
}

/// How long the formula of a node is when written out, in symbols; `as_read`: with what readers find longer.
constexpr unsigned length_of(workspace const& w, node_index root, bool as_read = true) {
    scratch<unsigned> length(root + 1u);
    bool choice[OGIVE_MAX_NODES]; // cases that are not inside of a function
    bool needed[OGIVE_MAX_NODES]; // in constant evaluation it costs more to find out than to do without
    bool all = false;             // a constant would be initialised by a constant evaluation
    all = __builtin_is_constant_evaluated();
    if (!all) workspace::reach(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!all && !needed[i]) continue;
        node const& n = w[i];
        unsigned long long total = 1;
        choice[i] = is_choice(w, n);
        bool const arithmetic = n.op >= operation::add && n.op <= operation::negate;
        if (arithmetic) choice[i] = choice[n.a] || (n.op != operation::negate && choice[n.b]);
        if (n.op == operation::constant) {
            if (n.low < 0) ++total;
            if (n.high != 1) total += 2;
            for (uint128 m = magnitude(n.low) / 100 + magnitude(n.high) / 100000; m > 0; m /= 1000) ++total;
        } else if (n.op == operation::named) {
            for (unsigned k = 1; k <= n.arguments(); ++k) {
                node_index const u = n.operand(k);
                total += length[u];
                if (choice[i] && choice[u] && !is_choice(w, w[u])) total += 2;
            }
            if (as_read && n.arguments() > 0) total += extra_length_of_call(w, n);
        } else if (n.op == operation::derivative) {
            total = 1000;
        } else {
            for (unsigned k = 0; k < n.operand_count(); ++k) total += length[n.operand(k)];
            if (n.op == operation::select) --total;
            if (as_read && row(n.op).called && n.operand_count() == 1) total += extra_length_of_call(w, n);
            bool const of_cases = n.op == operation::sqrt && choice[n.a];
            if (of_cases && (w[n.a].op == operation::select || w[n.a].op <= operation::negate)) total += 4;
            if (n.op == operation::exp)
                total += choice[n.a] ? 4u : begins_with_minus(w, n.a) ? 0u : 1u; // cases are shorter
            if ((n.op == operation::min || n.op == operation::max))
                total += w[n.a].op == operation::exp || w[n.b].op == operation::exp ? 4u : 0u;
            if (n.op == operation::power && w[n.b].op == operation::constant && w[n.b].low > 2) ++total;
            if (n.op == operation::power && w[n.a].op == operation::power) ++total; // a^(x*y) is preferred to (a^x)^y
            if ((n.op == operation::multiply || n.op == operation::add) && n.a == n.b) ++total; // and u^2 and 2*u
            if (n.op == operation::divide && has_exponential_factor(w, n.b)) ++total;           // and e^-u to 1/e^u
            if (n.op == operation::divide && w[n.a].op == operation::constant && w[n.a].high != 1 &&
                w[n.a].high % 5 != 0)
                ++total; // 1/(2*u), but 0.1/u
            bool const sum = n.op == operation::add || n.op == operation::subtract;
            if (sum && n.a != n.b && without_factor(w, n.a) == without_factor(w, n.b)) total += 3; // x/2 - x
            if (n.op == operation::divide && w[n.b].op != operation::constant)
                total += holds_quotient(w, n.a) || w[n.b].op == operation::divide ? 3u : 0u;
        }
        length[i] = total > 1000000 ? 1000000 : static_cast<unsigned>(total);
    }
    return length[root];
}

} // namespace ogive::algebra
