// SPDX-License-Identifier: BSL-1.0
#pragma once
// The certain sign of a formula on a whole open interval, and at a point.

#include <ogive/calculus/limit.hpp>
#include <ogive/calculus/requirement.hpp>

namespace ogive::calculus {

using number::extended;

/// The certain sign of a fraction by the first terms of exponential series: e^u = 1 + u + ... + u^n/n! + m with m > 0 for
/// u > 0.
constexpr int series_sign(field& f, fraction const& u, unsigned terms) {
    if (u.is_zero() || !f.fine()) return 0;
    fraction images[algebra::variables];
    unsigned const count = f.kernel_count;
    bool any = false;
    for (unsigned v = 0; v < count && f.fine(); ++v) {
        images[v] = f.variable(v);
        kernel const k = f.kernels[v];
        if (k.kind != kernel_kind::exponential || k.constant || !f.involves(u, v)) continue;
        fraction const argument = f.scale(f.arguments[k.argument], k.unit);
        if (f.sign(argument) <= 0) continue;
        kernel more;
        more.kind = kernel_kind::free;
        more.name = packed_name{" m"};
        more.index = v + 1;
        more.sign = 1;
        fraction sum = f.variable(f.find(more, nullptr)), next{rational{1}};
        for (unsigned i = 0; i <= terms && f.fine(); ++i) {
            sum = f.add(sum, next);
            next = f.scale(f.multiply(next, argument), rational{1, static_cast<int>(i + 1)});
        }
        images[v] = sum;
        any = true;
    }
    for (unsigned v = count; v < f.kernel_count; ++v) images[v] = f.variable(v);
    if (!any || !f.fine()) return 0;
    fraction const r = f.substitute(u, images);
    return f.fine() ? grouped_sign(f, r) : 0;
}

/// The certain sign of a node all over an open segment, 0 when it is not known. With `effort` series are tried as well.
template <class Graph, class Workspace = workspace>
constexpr int sign_on(Graph const& g, node_index root, packed_name x, segment const& s, unsigned effort = 0) {
    Workspace w;
    node_index const p = w.symbol(x, positive);
    node_index const f = substitute(w, g, root, x, parametrised(w, s, p));
    if (w.problem != trouble::none) return 0;
    for (unsigned terms = 0; terms <= effort; ++terms) {
        field k;
        int r = 0;
        algebra::with_refinement(k, [&] {
            r = 0;
            fraction const u = algebra::convert(k, w, f);
            if (k.fine()) r = terms == 0 ? strong_sign(k, u) : series_sign(k, u, terms);
        });
        if (k.fine() && r != 0) return r;
    }
    return 0;
}

/// The sign of a node where x has an exact value; unknown_sign when it is not certain or the node is not defined there.
template <class Graph, class Workspace = workspace>
constexpr int sign_at(Graph const& g, node_index root, packed_name x, rational const& q, bool parameters) {
    if (!parameters) {
        algebra::point at;
        at.push_back({x, q});
        int const s = algebra::enclose(g, root, at).certain_sign();
        if (s != unknown_sign) return s;
    }
    Workspace w;
    node_index const v = substitute(w, g, root, x, w.constant(q));
    return w.problem == trouble::none ? sign_of_constant(w, v) : unknown_sign;
}

} // namespace ogive::calculus
