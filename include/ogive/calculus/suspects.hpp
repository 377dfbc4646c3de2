// SPDX-License-Identifier: BSL-1.0
#pragma once
// Points at which a function may fail to be analytic: where conditions change, and where roots and inverse functions end.

#include <ogive/calculus/limit.hpp>

namespace ogive::calculus {

/// Points at which a function may fail to be analytic; `known` when there are certainly no others.
struct suspects {
    static constexpr unsigned capacity = 8;
    rational points[capacity];
    bool roots[capacity] = {}; // a root or an inverse function meets the end of its domain
    unsigned count = 0;
    bool known = true;

    constexpr void add(rational const& q, bool is_root) {
        unsigned at = 0;
        while (at < count && points[at] < q) ++at;
        if (at < count && points[at] == q) {
            roots[at] = roots[at] || is_root;
            return;
        }
        if (count == capacity || !q.valid()) {
            known = false;
            return;
        }
        for (unsigned i = count++; i > at; --i) {
            points[i] = points[i - 1];
            roots[i] = roots[i - 1];
        }
        points[at] = q;
        roots[at] = is_root;
    }
};

/// The square root of a rational, invalid when it is not rational.
constexpr rational exact_root(rational const& q) {
    auto const whole = [](int128 n) {
        int128 low = 0, high = int128{1} << 40;
        while (low < high) {
            int128 const middle = (low + high + 1) / 2;
            if (middle * middle <= n)
                low = middle;
            else
                high = middle - 1;
        }
        return low * low == n ? low : int128{-1};
    };
    int128 const n = q.sign() < 0 ? -1 : whole(q.numerator), d = whole(q.denominator);
    return n < 0 || d < 0 ? rational::invalid(number::fault::division) : rational{n, d};
}

template <class Field = field>
constexpr void add_zeros(suspects& s, Field& f, polynomial p, unsigned x, bool is_root);

/// Adds where a logarithm is zero, or a root a number; false for other kernels and numbers.
template <class Field = field>
constexpr bool add_zeros_of_kernel(suspects& s, Field& f, unsigned v, rational const& value, unsigned x, bool is_root) {
    kernel const k = f.kernels[v];
    bool const log = k.kind == kernel_kind::logarithm && value.is_zero();
    if (!value.valid() || (!log && k.kind != kernel_kind::root)) return false;
    if (!log && value.sign() < 0) return true;
    rational const at = log ? rational{1} : number::power(value, static_cast<int>(k.index));
    if (!at.valid()) return false;
    add_zeros(s, f, f.subtract(f.arguments[k.argument], fraction{at}).above, x, is_root);
    return true;
}

/// Adds the zeros of a polynomial in x, exponentials, logarithms and roots of x; not known when there may be others.
template <class Field>
constexpr void add_zeros(suspects& s, Field& f, polynomial p, unsigned x, bool is_root) {
    if (p.failed) s.known = false;
    if (p.size() == 0 || !s.known) return;
    algebra::monomial const m = algebra::common_monomial(p);
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (exponent(m, v) == 0) continue;
        p = algebra::divide_by(p, variable_power(v, exponent(m, v)), 1);
        if (v == x)
            s.add(rational{0}, is_root);
        else if (f.kernels[v].sign == 0 && f.kernels[v].assumed != nonzero &&
                 !add_zeros_of_kernel(s, f, v, rational{0}, x, is_root))
            s.known = false;
    }
    if (strong_sign(f, f.from(p)) != 0) return;
    unsigned only = algebra::variables;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (contains(p, v)) {
            if (only != algebra::variables) s.known = false;
            only = v;
        }
    if (only == algebra::variables || !s.known) return;
    auto const at = [&](unsigned k) {
        polynomial const c = algebra::coefficient(p, only, k);
        return c.size() == 0 ? rational{0} : rational{c.leading().coefficient};
    };
    unsigned const d = algebra::degree(p, only);
    rational solutions[2] = {rational{0}, rational{0}};
    unsigned count = 0;
    if (d == 1) {
        solutions[count++] = -at(0) / at(1);
    } else if (d == 2) {
        rational const discriminant = at(1) * at(1) - rational{4} * at(2) * at(0);
        rational const r = exact_root(discriminant);
        if (discriminant.valid() && discriminant.sign() < 0) return;
        if (!r.valid()) s.known = false;
        for (int sign = -1; sign <= 1 && s.known; sign += 2)
            solutions[count++] = (rational{sign} * r - at(1)) / (rational{2} * at(2));
    } else {
        s.known = false;
    }
    for (unsigned i = 0; i < count && s.known; ++i) {
        if (only == x) {
            s.add(solutions[i], is_root);
        } else if (f.kernels[only].kind == kernel_kind::exponential) {
            if (!solutions[i].valid()) s.known = false;
            if (solutions[i].sign() <= 0) continue;
            fraction const argument = f.arguments[f.kernels[only].argument];
            if (!(solutions[i] == rational{1})) s.known = false;
            if (s.known) add_zeros(s, f, argument.above, x, is_root); // e^u = 1
        } else if (!add_zeros_of_kernel(s, f, only, solutions[i], x, is_root)) {
            s.known = false;
        }
    }
}

/// Where the difference of two nodes may be zero, or one node and a number.
template <class Workspace = workspace>
constexpr void add_meetings(suspects& s, Workspace const& w, node_index a, node_index b, int number, packed_name x,
                            bool is_root) {
    algebra::field_for<Workspace> f;
    suspects const before = s;
    algebra::with_refinement(f, [&] {
        s = before;
        unsigned const v =
            algebra::symbol_kernel(f, node{x.low, x.high, 0, 0, 0, operation::symbol, known_of(w, a > b ? a : b, x)});
        fraction d = algebra::convert(f, w, a);
        d = f.subtract(d, is_root ? fraction{rational{number}} : algebra::convert(f, w, b));
        if (f.fine() && !d.is_zero()) add_zeros(s, f, d.above, v, is_root);
    });
    if (!f.fine()) s.known = false;
}

/// The same where the nodes have cases, whose break points are among the suspects already: piece by piece.
template <class Workspace = workspace>
constexpr void add_all_meetings(suspects& s, Workspace const& w, node_index a, node_index b, int number, packed_name x,
                                bool is_root) {
    bool needed[OGIVE_MAX_NODES], cases = false;
    node_index const top = a > b ? a : b;
    for (unsigned i = 0; i <= top; ++i) needed[i] = false;
    workspace::mark(w, a, needed);
    workspace::mark(w, b, needed);
    for (unsigned i = 0; i <= top; ++i) cases = cases || (needed[i] && w[i].op == operation::select);
    if (!cases) return add_meetings(s, w, a, b, number, x, is_root);
    suspects const cuts = s;
    for (unsigned i = 0; i <= cuts.count && s.known; ++i) {
        approach const to = i < cuts.count   ? approach{true, -1, cuts.points[i]}
                            : cuts.count > 0 ? approach{true, 1, cuts.points[cuts.count - 1]}
                                             : approach{};
        Workspace piece;
        node_index left = 0, right = 0;
        expander<Workspace> e{limit_orders[1]};
        suspects here;
        here.known = e.resolve(piece, w, a, x, to, left) && e.resolve(piece, w, b, x, to, right) &&
                     piece.problem == trouble::none;
        if (here.known) add_meetings(here, piece, left, right, number, x, is_root);
        s.known = s.known && here.known;
        for (unsigned k = 0; k < here.count; ++k) {
            bool const below = i > 0 && here.points[k] < cuts.points[i - 1];
            bool const above = i < cuts.count && cuts.points[i] < here.points[k];
            if (!below && !above) s.add(here.points[k], here.roots[k]);
        }
    }
}

/// The suspects of a graph with explicit derivatives and lifted cases.
template <class Workspace = workspace>
constexpr suspects find_suspects(Workspace const& w, node_index root, packed_name x) {
    suspects s;
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(w, root, needed);
    for (unsigned i = 0; i <= root && s.known; ++i) {
        if (!needed[i]) continue;
        node const& n = w[i];
        switch (n.op) {
        case operation::less:
        case operation::less_equal: add_all_meetings(s, w, n.a, n.b, 0, x, false); break;
        case operation::power:
            if (w[n.b].op == operation::constant && w[n.b].value().is_integer()) break;
            [[fallthrough]];
        case operation::sqrt: add_all_meetings(s, w, n.a, n.a, 0, x, true); break;
        case operation::asin:
        case operation::acos:
            add_all_meetings(s, w, n.a, n.a, 1, x, true);
            add_all_meetings(s, w, n.a, n.a, -1, x, true);
            break;
        case operation::acosh: add_all_meetings(s, w, n.a, n.a, 1, x, true); break;
        default:
            if (n.op > operation::named) s.known = false;
        }
    }
    return s;
}

} // namespace ogive::calculus
