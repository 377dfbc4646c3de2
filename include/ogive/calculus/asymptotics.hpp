// SPDX-License-Identifier: BSL-1.0
#pragma once
// The asymptotic expansion of a graph towards infinity, or towards a point from one side.

#include <ogive/calculus/expansion.hpp>

namespace ogive::calculus {

/// Where x goes: to infinity or -infinity, or to a point from above (side > 0) or below.
struct approach {
    bool to_point = false;
    int side = 1;
    rational point{0};
};

/// Expands the nodes of a graph for p -> infinity, x being p, -p, point + 1/p or point - 1/p. Every function is analytic
/// where it is expanded or has a known expansion at infinity; conditions are decided for all large p.
template <class Workspace = workspace>
class expander : public expansion_workshop<Workspace> {
    using base = expansion_workshop<Workspace>;
    using base::bound, base::bounded_by, base::combine, base::compare, base::constant, base::divide, base::invert,
        base::limit, base::multiply, base::negate, base::normal, base::number, base::one_, base::order_, base::power,
        base::scale, base::series, base::settled, base::sign, base::size, base::subtract, base::term, base::w_,
        base::add, base::apply, base::insert, base::relative_rest, base::logarithm_of_scale;

  public:
    using base::constants, base::exhausted, base::node_of;

    constexpr explicit expander(unsigned order) : base{order} {}

    /// The expansion of a node; derivatives must be explicit.
    template <class Graph>
    constexpr expansion operator()(Graph const& g, node_index root, packed_name x, approach const& to) {
        algebra::scratch<expansion> value(root + 1u);
        bool needed[OGIVE_MAX_NODES] = {};
        algebra::mark_values(g, root, needed);
        for (unsigned i = 0; i <= root && !exhausted(); ++i)
            if (needed[i]) value[i] = of_node(g, static_cast<node_index>(i), x, to, value);
        return exhausted() ? expansion::unknown() : value[root];
    }

    /// The graph without cases that a node is near where x goes; false when some condition is not decided.
    template <class Graph>
    constexpr bool resolve(workspace& out, Graph const& g, node_index root, packed_name x, approach const& to,
                           node_index& result) {
        algebra::scratch<expansion> value(root + 1u);
        algebra::scratch<node_index> place(root + 1u);
        bool needed[OGIVE_MAX_NODES] = {};
        algebra::mark_values(g, root, needed);
        for (unsigned i = 0; i <= root && !exhausted(); ++i) {
            if (!needed[i]) continue;
            node const& n = g[i];
            value[i] = of_node(g, static_cast<node_index>(i), x, to, value);
            if (n.op == operation::select) {
                int const t = truth_of(g, n.a, value);
                if (t < 0) return false;
                place[i] = place[t > 0 ? n.b : n.c];
            } else if (n.op == operation::named) {
                place[i] = n.arguments() > 0 ? place[n.a] : out.import(g, static_cast<node_index>(i));
            } else {
                unsigned const k = n.operand_count();
                place[i] = out.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                      k > 2 ? place[n.c] : node_index{0});
            }
        }
        result = place[root];
        return !exhausted();
    }

    /// The limit of an expansion: a coefficient in `value`, or 1 or -1 for an infinity; 2 when it is not known.
    constexpr int limit_of(expansion const& e, coefficient& value) {
        value = number(rational{0});
        int const s = size(e);
        if (s == 2) return 2;
        if (s < 0) return 0;
        if (s > 0) return sign(e);
        if (e.count == 0) return 2;
        value = e.terms[0].c;
        return 0;
    }

  private:
    template <class Graph>
    constexpr expansion of_node(Graph const& g, node_index i, packed_name x, approach const& to,
                                algebra::scratch<expansion>& value) {
        node const& n = g[i];
        switch (n.op) {
        case operation::constant: return constant(number(n.value()));
        case operation::pi: return settled(constant(normal(w_.pi())));
        case operation::symbol: {
            if (!(n.name() == x)) return settled(constant(normal(w_.symbol(n.name(), n.assumed))));
            bool const below = to.to_point ? to.point.sign() < 0 || (to.point.is_zero() && to.side < 0) : to.side < 0;
            if ((n.assumed == positive && below) || (n.assumed == negative && !below)) return expansion::unknown();
            expansion r = term(number(rational{to.side}), base::large);
            if (!to.to_point) return r;
            r.terms[0].scale = combine(base::large, rational{-1}, base::unit);
            return add(constant(number(to.point)), r);
        }
        case operation::named: return n.arguments() > 0 ? value[n.a] : settled(constant(normal(w_.import(g, i))));
        case operation::less:
        case operation::less_equal:
        case operation::both: return constant(number(rational{0})); // decided where it is used
        case operation::select: {
            int const t = truth_of(g, n.a, value);
            return t > 0 ? value[n.b] : t == 0 ? value[n.c] : expansion::unknown();
        }
        case operation::min:
        case operation::max: {
            if (!value[n.a].known || !value[n.b].known) return expansion::unknown();
            int const s = sign(subtract(value[n.b], value[n.a]));
            if (s == 2) return expansion::unknown();
            return (s > 0) == (n.op == operation::max) ? value[n.b] : value[n.a];
        }
        default: break;
        }
        expansion const& a = value[n.a];
        if (!a.known) return a;
        if (operands(n.op) == 1) return function(n.op, a);
        expansion const& b = value[n.b];
        switch (n.op) {
        case operation::add: return add(a, b);
        case operation::subtract: return subtract(a, b);
        case operation::multiply: return multiply(a, b);
        case operation::divide: return divide(a, b);
        case operation::power: {
            node const& e = g[n.b];
            if (e.op == operation::constant) return rational_power(a, e.value());
            if (sign(a) != 1) return expansion::unknown();
            return exponential(multiply(b, log(a)));
        }
        default: return expansion::unknown();
        }
    }

    /// 1, 0, or -1 when it is not known.
    template <class Graph>
    constexpr int truth_of(Graph const& g, node_index i, algebra::scratch<expansion>& value) {
        node const& n = g[i];
        if (n.op == operation::both) {
            int const a = truth_of(g, n.a, value), b = truth_of(g, n.b, value);
            return a == 0 || b == 0 ? 0 : a < 0 || b < 0 ? -1 : 1;
        }
        if (n.op != operation::less && n.op != operation::less_equal) return -1;
        int const s = sign(subtract(value[n.b], value[n.a]));
        return s == 2 ? -1 : s > 0 || (s == 0 && n.op == operation::less_equal) ? 1 : 0;
    }

    constexpr expansion one() { return constant(number(rational{1})); }

    /// A function of a defined argument; where only its bounds are known, it is bounded.
    constexpr expansion function(operation op, expansion const& a) {
        expansion const r = expanded(op, a);
        bool const limited = op == operation::sin || op == operation::cos || op == operation::erf ||
                             op == operation::erfc || op == operation::atan || op == operation::tanh;
        return !r.known && limited && !exhausted() ? bounded_by(base::unit) : r;
    }

    constexpr expansion expanded(operation op, expansion const& a) {
        switch (op) {
        case operation::negate: return negate(a);
        case operation::sqrt: return rational_power(a, rational{int128{1}, int128{2}});
        case operation::exp: return exponential(a);
        case operation::expm1: return subtract(exponential(a), one());
        case operation::log: return log(a);
        case operation::log1p: return log(add(one(), a));
        case operation::sinh:
        case operation::cosh: {
            expansion const up = exponential(a), down = exponential(negate(a));
            return scale(op == operation::sinh ? subtract(up, down) : add(up, down), rational{int128{1}, int128{2}});
        }
        case operation::tanh: { // with what vanishes, if one exponential does
            int const s = size(a) == 1 ? sign(a) : 1;
            expansion const t = exponential(scale(a, rational{-2 * s}));
            return scale(divide(subtract(one(), t), add(one(), t)), rational{s});
        }
        case operation::asinh: { // odd: no cancellation
            int const s = size(a) == 1 ? sign(a) : 1;
            expansion const u = scale(a, rational{s});
            return scale(log(add(u, root(add(multiply(u, u), one())))), rational{s});
        }
        case operation::acosh: return log(add(a, root(subtract(multiply(a, a), one()))));
        case operation::atanh:
            return scale(log(divide(add(one(), a), subtract(one(), a))), rational{int128{1}, int128{2}});
        case operation::abs:
            switch (sign(a)) {
            case 1: return a;
            case -1: return negate(a);
            case 0: return a;
            default: return bounded_by(bound(a));
            }
        case operation::sign: {
            int const s = sign(a);
            return s == 2 ? expansion::unknown() : constant(number(rational{s}));
        }
        case operation::erf: return size(a) == 1 ? erf_of_infinite(a, false) : taylor(op, a);
        case operation::erfc:
            return size(a) == 1 ? erf_of_infinite(a, true) : subtract(one(), taylor(operation::erf, a));
        case operation::atan: return size(a) == 1 ? atan_of_infinite(a) : taylor(op, a);
        case operation::sin:
        case operation::cos: return taylor(op, a);
        case operation::tan: return divide(taylor(operation::sin, a), taylor(operation::cos, a));
        case operation::asin: return asin(a);
        case operation::acos: return subtract(scale(half_turn(), rational{int128{1}, int128{2}}), asin(a));
        default: return expansion::unknown();
        }
    }

    constexpr expansion half_turn() { return constant(normal(w_.pi())); }
    constexpr expansion root(expansion const& a) { return rational_power(a, rational{int128{1}, int128{2}}); }

    constexpr expansion rational_power(expansion const& a, rational const& q) {
        if (!a.known) return a;
        if (q.is_zero()) return one();
        if (a.is_zero()) return q.sign() > 0 ? a : expansion::unknown();
        if (q.is_integer() && q.sign() > 0 && q.numerator <= 4) {
            expansion r = a;
            for (int128 k = 1; k < q.numerator; ++k) r = multiply(r, a);
            return r;
        }
        if (a.count == 0 || !a.terms[0].c.certainly_nonzero()) return expansion::unknown();
        coefficient const c = a.terms[0].c;
        if (!q.is_integer() && c.sign() <= 0) return expansion::unknown();
        if (magnitude(q.numerator) > 60 || magnitude(q.denominator) > 60) return expansion::unknown();
        bool const plain = c.n == one_ && c.q == rational{1};
        coefficient const leading = plain ? c : normal(w_.make(operation::power, node_of(c), w_.constant(q)));
        return settled(power(a, q, leading));
    }

    constexpr expansion exponential(expansion const& u) {
        if (!u.known) return u;
        expansion infinite, small;
        coefficient level = number(rational{0});
        rational powers[2] = {rational{0}, rational{0}};
        for (unsigned i = 0; i < u.count; ++i) {
            growth_term const& t = u.terms[i];
            int const o = compare(t.scale, base::unit);
            if (o < 0) insert(small, t);
            if (o == 0) level = t.c;
            if (o <= 0) continue;
            if (t.scale == base::logarithm || t.scale == base::double_logarithm) {
                if (t.c.n != one_) return expansion::unknown();
                powers[t.scale == base::logarithm ? 0 : 1] = t.c.q;
            } else if (compare(t.scale, base::logarithm) > 0) {
                insert(infinite, t);
            } else {
                return expansion::unknown();
            }
        }
        unsigned char s = base::exponential_scale(infinite);
        s = combine(base::large, powers[0], s);
        s = combine(base::logarithm, powers[1], s);
        if (!u.exact) {
            int const o = compare(u.rest, base::unit);
            if (o > 0) return expansion::unknown();
            if (o == 0) return settled(bounded_by(s));
            limit(small, u.rest);
        }
        coefficient factorial[expansion::capacity + 1];
        factorial[0] = number(rational{1});
        for (unsigned k = 1; k <= order_; ++k)
            factorial[k] = scale(factorial[k - 1], rational{int128{1}, int128{static_cast<int>(k)}});
        coefficient const factor = level.is_zero() ? factorial[0] : apply(operation::exp, level);
        return settled(multiply(series(factorial, settled(small)), term(factor, s)));
    }

    constexpr expansion log(expansion const& u) {
        if (sign(u) != 1) return expansion::unknown();
        coefficient const lead = u.terms[0].c;
        coefficient harmonic[expansion::capacity + 1];
        harmonic[0] = number(rational{0});
        for (int k = 1; k <= static_cast<int>(order_); ++k)
            harmonic[k] = number(rational{int128{k % 2 == 0 ? -1 : 1}, int128{k}});
        expansion r = logarithm_of_scale(u.terms[0].scale);
        if (lead.n != one_ || !(lead.q == rational{1})) r = add(r, constant(apply(operation::log, lead)));
        return settled(add(r, series(harmonic, relative_rest(u))));
    }

    /// A function that is analytic on the real line, where its argument has a limit.
    constexpr expansion taylor(operation op, expansion const& a) {
        int const s = size(a);
        if (s > 0 || (s == 0 && a.count == 0)) return expansion::unknown();
        expansion small = a;
        coefficient level = number(rational{0});
        if (s == 0) {
            level = a.terms[0].c;
            for (unsigned i = 0; i + 1 < small.count; ++i) small.terms[i] = small.terms[i + 1];
            --small.count;
        }
        coefficient c[expansion::capacity + 1];
        packed_name const t{" t"};
        node_index const argument = node_of(level);
        node_index g = w_.make(op, w_.symbol(t));
        rational factor{1};
        for (unsigned k = 0; k <= order_; ++k) {
            c[k] = scale(normal(substitute(w_, w_, g, t, argument)), factor);
            if (small.is_zero()) break;
            factor = factor / rational{static_cast<int>(k + 1)};
            g = differentiator{w_}(g, t);
        }
        return settled(series(c, small));
    }

    constexpr expansion asin(expansion const& a) {
        expansion const above = subtract(one(), a), below = add(one(), a);
        rational const half{int128{1}, int128{2}};
        if (above.is_zero() || below.is_zero())
            return scale(half_turn(), above.is_zero() ? half : -half); // all the way
        if (size(a) > 0 || sign(above) != 1 || sign(below) != 1) return expansion::unknown();
        if (size(above) < 0 || size(below) < 0) { // asin a = pi/2 - 2·asin(sqrt((1 - a)/2))
            bool const up = size(above) < 0;
            expansion const u = taylor(operation::asin, root(scale(up ? above : below, half)));
            expansion const r = subtract(scale(half_turn(), half), scale(u, rational{2}));
            return up ? r : negate(r);
        }
        return taylor(operation::asin, a);
    }

    /// ±pi/2 - atan(1/a)
    constexpr expansion atan_of_infinite(expansion const& a) {
        expansion const end = scale(half_turn(), rational{int128{sign(a)}, int128{2}});
        return subtract(end, taylor(operation::atan, invert(a)));
    }

    /// erfc v = e^(-v^2)/(v·sqrt pi)·(1 - 1/(2v^2) + 3/(4v^4) - ...), an asymptotic expansion for v -> infinity.
    constexpr expansion erf_of_infinite(expansion const& a, bool complement) {
        int const s = sign(a);
        expansion const v = scale(a, rational{s}), square = multiply(v, v);
        coefficient c[expansion::capacity + 1];
        c[0] = number(rational{1});
        for (int k = 1; k <= static_cast<int>(order_); ++k)
            c[k] = scale(c[k - 1], rational{int128{1 - 2 * k}, int128{2}});
        coefficient const root_of_pi = normal(w_.make(operation::sqrt, w_.pi()));
        expansion const tail = multiply(series(c, invert(square)), exponential(negate(square)));
        expansion const small = divide(tail, multiply(v, constant(root_of_pi))); // erfc v
        if (complement) return s > 0 ? small : subtract(constant(number(rational{2})), small);
        expansion const near = subtract(one(), small);
        return s > 0 ? near : negate(near);
    }
};

} // namespace ogive::calculus
