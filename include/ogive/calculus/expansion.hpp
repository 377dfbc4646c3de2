// SPDX-License-Identifier: BSL-1.0
#pragma once
// Asymptotic expansions for p -> infinity: sums of exact terms c·p^a·(log p)^b·(log log p)^c·e^u and an error of known
// order, u again such a sum. Their arithmetic.

#include <ogive/calculus/facts.hpp>
#include <ogive/calculus/solve.hpp>

namespace ogive::calculus {

/// q·n, n a node without x; of n its certain sign (0 when not known) and whether it is certainly not zero.
struct coefficient {
    rational q{0};
    node_index n = 0;
    signed char sign_of_n = 1;
    bool nonzero = true;

    constexpr bool is_zero() const { return q.is_zero(); }
    constexpr int sign() const { return q.sign() * sign_of_n; }
    constexpr bool certainly_nonzero() const { return !q.is_zero() && nonzero; }
};

/// A term; `scale` is the place of its growth among the scales of the workshop.
struct growth_term {
    coefficient c;
    unsigned char scale = 0;
};

/// The sum of the terms, in descending order, and of something that is at most a multiple of the scale `rest`.
struct expansion {
    static constexpr unsigned capacity = 12;
    growth_term terms[capacity] = {};
    unsigned count = 0;
    unsigned char rest = 0;
    bool exact = true; // nothing but the terms
    bool known = true;

    constexpr bool is_zero() const { return known && exact && count == 0; }
    static constexpr expansion unknown() {
        expansion e;
        e.known = false;
        return e;
    }
};

/// Where expansions are computed. What is not certain makes an expansion unknown; what exceeds a limit makes all so.
template <class Workspace = workspace>
class expansion_workshop {
    /// p^power[0]·(log p)^power[1]·(log log p)^power[2]·e^u; every term of u grows faster than log p.
    struct growth {
        rational power[3] = {rational{0}, rational{0}, rational{0}};
        unsigned char first = 0, count = 0; // u in `pool_`
    };
    static constexpr unsigned growths = 120, pool_size = 200, cache_size = 64;
    growth growths_[growths];
    unsigned growth_count_ = 0;
    growth_term pool_[pool_size];
    unsigned pool_count_ = 0;
    node_index cached_[cache_size] = {};
    coefficient cache_[cache_size];
    unsigned cache_count_ = 0;
    bool doubt_ = false; // a comparison was not certain since the last look

  protected:
    Workspace w_;
    unsigned const order_;
    bool exhausted_ = false; // a limit was met
    node_index one_ = 0;

  public:
    static constexpr unsigned char unit = 0, large = 1, logarithm = 2, double_logarithm = 3;

    constexpr explicit expansion_workshop(unsigned order)
        : order_{order < expansion::capacity ? order : expansion::capacity} {
        one_ = w_.constant(1);
        growth_count_ = 4;
        for (unsigned i = 0; i < 3; ++i) growths_[i + 1].power[i] = rational{1};
    }
    constexpr bool exhausted() const { return exhausted_ || w_.problem != trouble::none; }
    constexpr Workspace& constants() { return w_; }

    // -- coefficients --------------------------------------------------------------------------------------------------

    constexpr coefficient number(rational const& q) {
        if (!q.valid()) exhausted_ = true;
        return {q.valid() ? q : rational{0}, one_, 1, true};
    }

    /// A node without x, its rational factor taken out. Nodes of one value become one coefficient.
    constexpr coefficient normal(node_index i) {
        if (w_[i].op == operation::constant) return number(w_[i].value());
        for (unsigned k = 0; k < cache_count_; ++k)
            if (cached_[k] == i) return cache_[k];
        field f;
        fraction u;
        algebra::with_refinement(f, [&] { u = algebra::convert(f, w_, i); });
        coefficient r;
        if (!f.fine()) {
            doubt_ = true;
        } else if (u.is_constant()) {
            r = number(u.content);
        } else {
            rational const q = u.content;
            u.content = rational{1};
            algebra::presenter present{w_, f};
            show_named_constants(present);
            node_index const n = present.fraction_node(u);
            int const s = algebra::certain_sign(f, u);
            r = {q, n, static_cast<signed char>(s), s != 0 || certainly_nonzero(f, u)};
            if (!f.fine() || !q.valid()) doubt_ = true;
        }
        if (!doubt_ && cache_count_ < cache_size) {
            cached_[cache_count_] = i;
            cache_[cache_count_++] = r;
        }
        return r;
    }

    constexpr node_index node_of(coefficient const& c) {
        if (c.n == one_) return w_.constant(c.q);
        return c.q == rational{1} ? c.n : w_.make(operation::multiply, w_.constant(c.q), c.n);
    }
    constexpr coefficient scale(coefficient c, rational const& q) {
        c.q = c.q * q;
        if (!c.q.valid()) exhausted_ = true, c.q = rational{0};
        return c;
    }
    constexpr coefficient multiply(coefficient const& a, coefficient const& b) {
        if (b.n == one_) return scale(a, b.q);
        if (a.n == one_) return scale(b, a.q);
        return scale(scale(normal(w_.make(operation::multiply, a.n, b.n)), a.q), b.q);
    }
    constexpr coefficient add(coefficient a, coefficient const& b) {
        if (a.is_zero()) return b;
        if (b.is_zero()) return a;
        if (a.n != b.n) return normal(w_.make(operation::add, node_of(a), node_of(b)));
        a.q = a.q + b.q;
        if (!a.q.valid()) exhausted_ = true, a.q = rational{0};
        return a.is_zero() ? number(rational{0}) : a;
    }
    constexpr coefficient invert(coefficient const& a) {
        coefficient const r = a.n == one_ ? number(rational{1}) : normal(w_.make(operation::divide, one_, a.n));
        return scale(r, rational{1} / a.q);
    }
    constexpr coefficient apply(operation op, coefficient const& c) { return normal(w_.make(op, node_of(c))); }

    // -- scales --------------------------------------------------------------------------------------------------------

    /// The order of two scales: 1 when the first grows faster. Where that is not certain, 0 and doubt.
    constexpr int compare(unsigned char left, unsigned char right) {
        if (left == right) return 0;
        growth const &a = growths_[left], &b = growths_[right];
        unsigned i = 0, k = 0;
        while (i < a.count || k < b.count) {
            int const o = i == a.count   ? -1
                          : k == b.count ? 1
                                         : compare(pool_[a.first + i].scale, pool_[b.first + k].scale);
            coefficient c = o < 0 ? scale(pool_[b.first + k].c, rational{-1}) : pool_[a.first + i].c;
            if (o == 0) c = add(c, scale(pool_[b.first + k].c, rational{-1}));
            i += o >= 0 ? 1u : 0u;
            k += o <= 0 ? 1u : 0u;
            if (c.is_zero()) continue;
            if (c.sign() == 0) doubt_ = true;
            return c.sign();
        }
        for (unsigned n = 0; n < 3; ++n)
            if (!(a.power[n] == b.power[n])) return a.power[n] < b.power[n] ? -1 : 1;
        return 0;
    }

    /// left^e·right
    constexpr unsigned char combine(unsigned char left, rational const& e, unsigned char right) {
        if (e.is_zero() || left == unit) return right;
        if (right == unit && e == rational{1}) return left;
        growth r;
        for (unsigned n = 0; n < 3; ++n) {
            r.power[n] = growths_[left].power[n] * e + growths_[right].power[n];
            if (!r.power[n].valid()) exhausted_ = true;
        }
        expansion u;
        for (unsigned i = 0; i < growths_[right].count; ++i) insert(u, pool_[growths_[right].first + i]);
        for (unsigned i = 0; i < growths_[left].count; ++i) {
            growth_term t = pool_[growths_[left].first + i];
            t.c = scale(t.c, e);
            insert(u, t);
        }
        return find(r, u);
    }

    /// e^u for a sum of terms that grow faster than log p.
    constexpr unsigned char exponential_scale(expansion const& u) { return find(growth{}, u); }

    // -- sums ----------------------------------------------------------------------------------------------------------

    constexpr expansion constant(coefficient const& c) {
        expansion e;
        if (!c.is_zero()) e.terms[e.count++] = {c, unit};
        return e;
    }
    constexpr expansion term(coefficient const& c, unsigned char scale_of) {
        expansion e = constant(c);
        e.terms[0].scale = scale_of;
        return e;
    }
    /// Something that is at most a multiple of a scale.
    static constexpr expansion bounded_by(unsigned char scale_of) {
        expansion e;
        e.exact = false;
        e.rest = scale_of;
        return e;
    }

    constexpr void insert(expansion& e, growth_term const& t) {
        if (t.c.is_zero() || (!e.exact && compare(t.scale, e.rest) <= 0)) return;
        unsigned at = 0;
        int o = -1;
        while (at < e.count && (o = compare(e.terms[at].scale, t.scale)) > 0) ++at;
        if (at < e.count && o == 0) {
            e.terms[at].c = add(e.terms[at].c, t.c);
            if (!e.terms[at].c.is_zero()) return;
            for (unsigned i = at; i + 1 < e.count; ++i) e.terms[i] = e.terms[i + 1];
            --e.count;
            return;
        }
        if (at >= order_) return limit(e, t.scale);
        if (e.count == order_) {
            unsigned char const dropped = e.terms[--e.count].scale;
            limit(e, dropped);
        }
        for (unsigned i = e.count; i > at; --i) e.terms[i] = e.terms[i - 1];
        e.terms[at] = t;
        ++e.count;
    }

    /// An error of the order of a scale is added.
    constexpr void limit(expansion& e, unsigned char scale_of) {
        if (e.exact || compare(scale_of, e.rest) > 0) e.rest = scale_of;
        e.exact = false;
        while (e.count > 0 && compare(e.terms[e.count - 1].scale, e.rest) <= 0) --e.count;
    }

    constexpr expansion settled(expansion const& e) {
        bool const certain = e.known && !doubt_ && !exhausted();
        doubt_ = false;
        return certain ? e : expansion::unknown();
    }

    constexpr expansion add(expansion const& a, expansion const& b) {
        if (!a.known || !b.known) return expansion::unknown();
        expansion r = a;
        if (!b.exact) limit(r, b.rest);
        for (unsigned i = 0; i < b.count; ++i) insert(r, b.terms[i]);
        return settled(r);
    }
    constexpr expansion scale(expansion e, rational const& q) {
        if (q.is_zero()) return e.known ? expansion{} : e;
        for (unsigned i = 0; i < e.count; ++i) e.terms[i].c = scale(e.terms[i].c, q);
        return e;
    }
    constexpr expansion negate(expansion const& e) { return scale(e, rational{-1}); }
    constexpr expansion subtract(expansion const& a, expansion const& b) { return add(a, negate(b)); }

    /// The scale that bounds an expansion which is not exactly zero.
    static constexpr unsigned char bound(expansion const& e) { return e.count > 0 ? e.terms[0].scale : e.rest; }

    constexpr expansion multiply(expansion const& a, expansion const& b) {
        if (!a.known || !b.known) return expansion::unknown();
        expansion r;
        if (a.is_zero() || b.is_zero()) return r;
        if (!a.exact) limit(r, combine(a.rest, rational{1}, bound(b)));
        if (!b.exact) limit(r, combine(b.rest, rational{1}, bound(a)));
        for (unsigned i = 0; i < a.count; ++i)
            for (unsigned k = 0; k < b.count && !exhausted(); ++k)
                insert(r, {multiply(a.terms[i].c, b.terms[k].c),
                           combine(a.terms[i].scale, rational{1}, b.terms[k].scale)});
        return settled(r);
    }

    /// -1, 0 or 1 for large p, 2 when it is not certain.
    constexpr int sign(expansion const& e) {
        if (!e.known) return 2;
        if (e.count == 0) return e.exact ? 0 : 2;
        int const s = e.terms[0].c.sign();
        return s == 0 ? 2 : s;
    }
    /// 1 when it certainly becomes infinite, -1 when it certainly vanishes, 0 when it stays bounded, 2 when not known.
    constexpr int size(expansion const& e) {
        if (!e.known) return 2;
        if (e.is_zero()) return -1;
        int const o = compare(bound(e), unit);
        if (doubt_ || (o > 0 && (e.count == 0 || e.terms[0].c.sign() == 0))) {
            doubt_ = false;
            return 2;
        }
        return o;
    }

    /// a[0] + a[1]·s + a[2]·s^2 + ... for an s that vanishes, `order_` powers of it.
    constexpr expansion series(coefficient const* a, expansion const& s) {
        expansion r = constant(a[0]);
        if (s.is_zero()) return r;
        expansion power = s;
        for (unsigned k = 1; k <= order_ && power.known && !exhausted(); ++k) {
            expansion part = power;
            for (unsigned i = 0; i < part.count; ++i) part.terms[i].c = multiply(part.terms[i].c, a[k]);
            r = add(r, a[k].is_zero() ? expansion{} : part);
            power = multiply(power, s);
            if (!r.exact && compare(bound(power), r.rest) <= 0) return settled(r);
        }
        if (!power.known) return power;
        limit(r, bound(power));
        return settled(r);
    }

    /// e/(its leading term) - 1, which vanishes.
    constexpr expansion relative_rest(expansion const& e) {
        expansion s = e;
        growth_term const lead = e.terms[0];
        for (unsigned i = 0; i + 1 < s.count; ++i) s.terms[i] = s.terms[i + 1];
        --s.count;
        return multiply(s, term(invert(lead.c), combine(lead.scale, rational{-1}, unit)));
    }

    /// e^q for the leading term c: c^q must be given.
    constexpr expansion power(expansion const& e, rational const& q, coefficient const& leading) {
        coefficient binomial[expansion::capacity + 1];
        binomial[0] = number(rational{1});
        for (unsigned k = 1; k <= order_; ++k) {
            rational const n{static_cast<int>(k)};
            binomial[k] = scale(binomial[k - 1], (q - n + rational{1}) / n);
        }
        expansion const r = series(binomial, relative_rest(e));
        return multiply(r, term(leading, combine(e.terms[0].scale, q, unit)));
    }

    constexpr expansion invert(expansion const& e) {
        if (!e.known || e.count == 0 || !e.terms[0].c.certainly_nonzero()) return expansion::unknown();
        return power(e, rational{-1}, invert(e.terms[0].c));
    }
    constexpr expansion divide(expansion const& a, expansion const& b) { return multiply(a, invert(b)); }

    /// log of the leading scale, exactly.
    constexpr expansion logarithm_of_scale(unsigned char s) {
        growth const g = growths_[s];
        if (!g.power[2].is_zero()) return expansion::unknown();
        expansion r;
        for (unsigned i = 0; i < g.count; ++i) insert(r, pool_[g.first + i]);
        insert(r, {number(g.power[0]), logarithm});
        insert(r, {number(g.power[1]), double_logarithm});
        return settled(r);
    }

  private:
    constexpr unsigned char find(growth g, expansion const& u) {
        for (unsigned i = 0; i < growth_count_; ++i) {
            growth const& o = growths_[i];
            if (o.count != u.count || !(o.power[0] == g.power[0]) || !(o.power[1] == g.power[1]) ||
                !(o.power[2] == g.power[2]))
                continue;
            bool same = true;
            for (unsigned k = 0; k < u.count && same; ++k) {
                growth_term const &x = pool_[o.first + k], &y = u.terms[k];
                same = x.scale == y.scale && add(x.c, scale(y.c, rational{-1})).is_zero();
            }
            if (same) return static_cast<unsigned char>(i);
        }
        if (!u.exact || growth_count_ == growths || pool_count_ + u.count > pool_size) {
            exhausted_ = true;
            return unit;
        }
        g.first = static_cast<unsigned char>(pool_count_);
        g.count = static_cast<unsigned char>(u.count);
        for (unsigned k = 0; k < u.count; ++k) pool_[pool_count_++] = u.terms[k];
        growths_[growth_count_] = g;
        return static_cast<unsigned char>(growth_count_++);
    }
};

} // namespace ogive::calculus
