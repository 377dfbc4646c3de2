// SPDX-License-Identifier: BSL-1.0
#pragma once
// What is certain of a smooth function on an interval: in which direction it runs, or that it turns.

#include <ogive/algebra/prove.hpp>
#include <ogive/calculus/substitute.hpp>

namespace ogive::calculus {

using algebra::exponent;
using algebra::field;
using algebra::fraction;
using algebra::kernel;
using algebra::kernel_kind;
using algebra::polynomial;
using number::enclosure;

/// An interval of one symbol with exact ends: on which side it is bounded, and where.
struct segment {
    bool has_lower = false, has_upper = false;
    rational lower{0}, upper{0};
};

/// The certain sign of a polynomial by the signs of its coefficients, which are sums of constants.
constexpr int grouped_sign(field const& f, polynomial const& p) {
    if (int const s = f.sign(p); s != 0 || p.failed) return s;
    int all = 0;
    bool strict = false;
    algebra::monomial constants = 0;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (f.kernels[v].constant) constants |= static_cast<algebra::monomial>(0x7f) << (8 * v);
    for (unsigned i = 0; i < p.size(); ++i) {
        algebra::monomial const m = p.exponents[i] & ~constants;
        polynomial c;
        bool seen = false;
        for (unsigned k = 0; k < p.size(); ++k)
            if ((p.exponents[k] & ~constants) == m) {
                seen = seen || k < i;
                c = c + polynomial{p.coefficients[k], p.exponents[k] & constants};
            }
        if (seen) continue;
        int s = f.sign(c);
        if (s == 0) {
            s = algebra::value_of_constant(f, c).certain_sign();
            if (s == enclosure::sign_unknown || s == 0) return 0;
        }
        bool certain = true;
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            unsigned const e = exponent(m, v);
            if (e == 0) continue;
            if (f.kernels[v].sign == 0 && e % 2 != 0) return 0;
            if (f.kernels[v].sign == 0 && f.kernels[v].assumed != nonzero) certain = false;
            if (f.kernels[v].sign < 0 && e % 2 != 0) s = -s;
        }
        if (all != 0 && s != all) return 0;
        all = s;
        strict = strict || certain;
    }
    return strict ? all : 0;
}
constexpr int grouped_sign(field const& f, fraction const& u) {
    int s = u.content.sign() * grouped_sign(f, u.above);
    for (unsigned i = 0; i < f.factor_count && s != 0; ++i)
        if (exponent(u.below, i) % 2 != 0) s *= grouped_sign(f, f.factors[i]);
    return s;
}

/// The certain sign of a polynomial a + b·s with a square root s, or of one of second degree without real zeros.
constexpr int squared_sign(field& f, polynomial const& p) {
    if (int const s = grouped_sign(f, p); s != 0 || p.failed) return s;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        unsigned const d = algebra::degree(p, v);
        polynomial const a = algebra::coefficient(p, v, 0), b = algebra::coefficient(p, v, 1);
        if (d == 1 && f.kernels[v].kind == kernel_kind::root && f.kernels[v].index == 2) {
            int const plain = grouped_sign(f, a), rooted = grouped_sign(f, b);
            if (plain == 0 || rooted == 0) continue;
            if (plain == rooted) return plain;
            fraction const left = f.multiply(f.from(b * b), f.arguments[f.kernels[v].argument]);
            fraction const difference = f.subtract(left, f.from(a * a));
            if (!f.fine()) return 0;
            if (int const s = grouped_sign(f, difference); s != 0) return s > 0 ? rooted : plain;
        }
        if (d == 2) {
            polynomial const c = algebra::coefficient(p, v, 2);
            int const s = grouped_sign(f, c);
            if (s != 0 && grouped_sign(f, scaled(4, 0, a * c) - b * b) > 0) return s;
        }
    }
    return 0;
}
constexpr int squared_sign(field& f, fraction const& u) {
    int s = u.content.sign() * squared_sign(f, u.above);
    for (unsigned i = 0; i < f.factor_count && s != 0 && f.fine(); ++i)
        if (exponent(u.below, i) % 2 != 0) s *= squared_sign(f, f.factors[i]);
    return s;
}

/// The certain sign of a fraction whose positive arguments of exponentials are known: e^u = 1 + m with m > 0 for u > 0.
constexpr int strong_sign(field& f, fraction const& u) {
    if (u.is_zero() || !f.fine()) return 0;
    if (int const s = grouped_sign(f, u); s != 0) return s;
    if (int const s = squared_sign(f, u); s != 0 || !f.fine()) return s;
    fraction images[algebra::variables];
    unsigned const count = f.kernel_count;
    bool any = false;
    for (unsigned v = 0; v < count; ++v) {
        images[v] = f.variable(v);
        kernel const k = f.kernels[v];
        if (k.kind != kernel_kind::exponential || k.constant || !f.involves(u, v)) continue;
        if (f.sign(f.arguments[k.argument]) <= 0) continue;
        kernel more;
        more.kind = kernel_kind::free;
        more.name = packed_name{" m"};
        more.index = v + 1;
        more.sign = 1;
        unsigned const m = f.find(more, nullptr);
        images[v] = f.add(fraction{rational{1}}, f.variable(m));
        any = true;
    }
    for (unsigned v = count; v < f.kernel_count; ++v) images[v] = f.variable(v);
    if (!any || !f.fine()) return 0;
    fraction const r = f.substitute(u, images);
    int const s = f.fine() ? squared_sign(f, r) : 0;
    return f.fine() ? s : 0;
}

/// The certain sign of the derivative of a node by a symbol (of which the assumption is known).
template <class Workspace = workspace>
constexpr int sign_of_derivative(Workspace& w, node_index i, node_index symbol) {
    node_index const d = w.derivative(i, symbol, 1);
    field f;
    int s = 0;
    algebra::with_refinement(f, [&] {
        fraction const u = algebra::convert(f, w, d);
        if (f.fine()) s = strong_sign(f, u);
    });
    return f.fine() ? s : 0;
}

/// The symbol x of a segment by a positive p: lower + p, upper - p, or (lower + upper·p)/(1 + p).
template <class Workspace = workspace>
constexpr node_index parametrised(Workspace& w, segment const& s, node_index p) {
    if (s.has_lower && s.has_upper) {
        node_index const one = w.constant(1);
        node_index const above =
            w.make(operation::add, w.constant(s.lower), w.make(operation::multiply, w.constant(s.upper), p));
        return w.make(operation::divide, above, w.make(operation::add, one, p));
    }
    if (s.has_lower) return s.lower.is_zero() ? p : w.make(operation::add, w.constant(s.lower), p);
    return s.upper.is_zero() ? w.make(operation::negate, p) : w.make(operation::subtract, w.constant(s.upper), p);
}

/// Is every operation below a node certainly defined, and so continuous, for all values of the symbols?
template <class Workspace = workspace>
constexpr bool is_continuous(Workspace const& w, node_index root) {
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = w[i];
        node_index place = n.a;
        bool only_nonzero = false; // otherwise the argument must be positive
        int offsets[] = {0, 0}, signs[] = {1, 1};
        switch (n.op) {
        case operation::divide:
            place = n.b;
            only_nonzero = true;
            break;
        case operation::power: {
            node const& e = w[n.b];
            if (e.op == operation::constant && e.value().is_integer()) {
                if (e.value().sign() >= 0) continue;
                only_nonzero = true;
            }
            break;
        }
        case operation::log:
        case operation::sqrt: break;
        case operation::log1p: offsets[0] = offsets[1] = 1; break;
        case operation::acosh: offsets[0] = offsets[1] = -1; break;
        case operation::asin:
        case operation::acos:
        case operation::atanh:
            offsets[0] = offsets[1] = 1;
            signs[1] = -1;
            break;
        case operation::tan:
        case operation::sign:
        case operation::select:
        case operation::derivative: return false;
        default: continue;
        }
        if (w[place].op == operation::constant && w[place].low > 0 && offsets[0] == 0) continue;
        field f;
        bool certain = false;
        algebra::with_refinement(f, [&] {
            fraction const u = algebra::convert(f, w, place);
            certain = f.fine();
            for (int k = 0; k < 2 && certain; ++k) {
                fraction const shifted = f.add(f.scale(u, rational{signs[k]}), fraction{rational{offsets[k]}});
                int const s = strong_sign(f, shifted);
                certain = f.fine() && (s > 0 || (only_nonzero && s < 0));
                if (offsets[0] == offsets[1] && signs[0] == signs[1]) break;
            }
        });
        if (!f.fine() || !certain) return false;
    }
    return true;
}

/// Values for all symbols but x, in keeping with their assumptions.
template <class Graph>
constexpr algebra::point sample_parameters(Graph const& g, node_index root, packed_name x, unsigned turn = 0) {
    algebra::point at;
    for (unsigned i = 0; i <= root; ++i)
        if (g[i].op == operation::symbol && !(g[i].name() == x)) {
            bool known = false;
            for (auto const& c : at) known = known || c.name == g[i].name();
            rational const q{int128{3 + static_cast<int>(2 * at.size() + turn)}, int128{2}};
            if (!known) at.push_back({g[i].name(), g[i].assumed == negative ? -q : q});
        }
    return at;
}

/// +1 where a smooth function certainly rises strictly on the segment, -1 where it falls, 0 when not known.
template <class Graph, class Workspace = workspace>
constexpr int direction(Graph const& g, node_index root, packed_name x, segment const& s) {
    if (!s.has_lower && !s.has_upper) {
        Workspace w;
        node_index const p = w.symbol(x);
        node_index const f = substitute(w, g, root, x, p);
        if (int const d = sign_of_derivative(w, f, p); d != 0 && is_continuous(w, f)) return d;
        segment left, right; // a continuous function that rises on both sides of 0 rises
        left.has_upper = right.has_lower = true;
        algebra::point at = sample_parameters(g, root, x);
        at.push_back({x, rational{0}});
        if (!algebra::enclose(g, root, at).defined()) return 0;
        int const d = direction(g, root, x, right);
        return d != 0 && direction(g, root, x, left) == d ? d : 0;
    }
    Workspace w;
    node_index const p = w.symbol(x, positive);
    node_index const f = substitute(w, g, root, x, parametrised(w, s, p));
    int const d = sign_of_derivative(w, f, p);
    return d == 0 || !is_continuous(w, f) ? 0 : s.has_lower ? d : -d;
}

/// The values of a graph without cases, for x in a whole interval and other symbols at a point.
template <class Graph>
constexpr enclosure enclose_over(Graph const& g, node_index root, packed_name x, enclosure const& where,
                                 algebra::point const& at) {
    algebra::scratch<enclosure> value(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(g, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = g[i];
        if (n.op == operation::symbol && n.name() == x) {
            value[i] = where;
        } else if (n.op == operation::named) {
            value[i] = n.arguments() > 0 ? value[n.a] : algebra::enclose(g, n.a, at);
        } else if (n.op == operation::power) {
            node const& e = g[n.b];
            bool const whole = e.op == operation::constant && e.value().is_integer();
            value[i] = whole ? power(value[n.a], static_cast<int>(e.low)) : pow(value[n.a], value[n.b]);
        } else if (n.operand_count() == 0) {
            value[i] = algebra::enclose(g, static_cast<node_index>(i), at);
        } else {
            value[i] = algebra::enclose_function(n.op, value[n.a], n.operand_count() > 1 ? value[n.b] : value[n.a]);
        }
    }
    return value[root];
}

inline constexpr signed char turning_points[] = {-3, 1, -1, 3, 0, -6, 6};

/// Does a smooth function of one symbol certainly rise at one point and fall at another, being defined in between? Then it
/// takes some value twice.
template <class Graph, class Workspace = workspace>
constexpr bool turns(Graph const& g, node_index root, packed_name x, segment const& where = {}) {
    Workspace w;
    node_index const f = w.import(g, root);
    node_index const d = differentiator{w}(f, x);
    if (w.problem != trouble::none) return false;
    algebra::point const none;
    if (sample_parameters(w, f, x).size() > 0) return false; // it might for some values of them only
    int first = 0;
    rational start{0};
    algebra::region inside;
    inside.has_lower = where.has_lower;
    inside.has_upper = where.has_upper;
    inside.lower = where.lower;
    inside.upper = where.upper;
    bool const whole = !where.has_lower && !where.has_upper;
    for (unsigned i = 0; i < sizeof(turning_points); ++i) {
        rational const p = whole ? rational{turning_points[i]} : algebra::detail::inside(inside, i);
        algebra::point at;
        at.push_back({x, p});
        int const s = algebra::enclose(w, d, at).certain_sign();
        if (s == enclosure::sign_unknown || s == 0) continue;
        if (first == 0) {
            first = s;
            start = p;
        } else if (s != first) {
            enclosure const between{enclosure{p < start ? p : start}.lower, enclosure{p < start ? start : p}.upper};
            return enclose_over(w, f, x, between, none).defined() && enclose_over(w, d, x, between, none).defined();
        }
    }
    return false;
}

} // namespace ogive::calculus
