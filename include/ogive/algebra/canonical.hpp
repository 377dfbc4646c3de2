// SPDX-License-Identifier: BSL-1.0
#pragma once
// Fractions that do not depend on how a formula was written: kernels in a fixed order, denominators in irreducible factors.

#include <ogive/algebra/convert.hpp>

namespace ogive::algebra {

using fingerprint_type = unsigned long long;

constexpr fingerprint_type mixed(fingerprint_type a, fingerprint_type b) {
    a = (a ^ (b + 0x9e3779b97f4a7c15u + (a << 6) + (a >> 2))) * 0xbf58476d1ce4e5b9u;
    return a ^ (a >> 31);
}

// -- irreducible factors -----------------------------------------------------------------------------------------------

/// The factors of a polynomial, repeated ones repeatedly. Those found are irreducible as far as trial division by small
/// polynomials, contents and derivatives tell.
struct factorisation {
    polynomial parts[12];
    unsigned count = 0;

    constexpr bool full() const { return count >= 11; }
    constexpr void add(polynomial const& p) {
        if (!p.is_constant() && count < 12) parts[count++] = p; // full() says that there may be more
    }
};

/// One proper factor of p, or p itself.
constexpr polynomial proper_factor(polynomial const& p) {
    bool exact = false;
    monomial const all = support(p);
    auto const divided_by = [&](polynomial const& d) {
        if (may_divide(p, d)) divide_exactly(p, d, exact);
        return exact;
    };
    polynomial const one{int128{1}};
    unsigned count = 0, only = 0;
    for (unsigned v = 0; v < variables; ++v) {
        if (exponent(all, v) == 0) continue;
        ++count;
        only = v;
        if (degree(p, v) == 1 && coefficient(p, v, 1).is_constant()) return p;
    }
    for (unsigned v = 0; v < variables; ++v) {
        if (exponent(all, v) == 0) continue;
        polynomial const x{1, variable_power(v, 1)};
        if (divided_by(x - one)) return x - one;
        if (divided_by(x + one)) return x + one;
        for (unsigned u = v + 1; u < variables; ++u) {
            if (exponent(all, u) == 0) continue;
            polynomial const y{1, variable_power(u, 1)};
            if (divided_by(y - x)) return y - x;
            if (divided_by(y + x)) return y + x;
        }
    }
    if (count == 1) { // rational roots
        int128 const first = p.leading().coefficient, last = p.at(p.size() - 1).coefficient;
        for (int q = 1; q <= 12; ++q)
            for (int r = 1; r <= 30; ++r) {
                if (first % q != 0 || last % r != 0) continue;
                for (int sign = -1; sign <= 1; sign += 2) {
                    polynomial const d = polynomial{int128{q}, variable_power(only, 1)} + polynomial{int128{sign * r}};
                    if (divided_by(d)) return d;
                }
            }
    }
    for (unsigned v = 0; v < variables; ++v) {
        if (exponent(all, v) == 0) continue;
        unsigned const d = degree(p, v);
        if (count > 1) { // content in v
            polynomial g;
            for (unsigned e = 0; e <= d && !g.is_one(); ++e)
                if (polynomial const c = coefficient(p, v, e); c.size() > 0) g = greatest_common_divisor(g, c);
            if (!g.is_constant()) return g;
        }
        if (d > 1) {
            polynomial const g = greatest_common_divisor(p, partial(p, v));
            if (!g.is_constant()) return g;
        }
    }
    return p;
}

constexpr void split(factorisation& out, polynomial p) {
    if (p.failed || p.is_constant()) return;
    monomial const m = common_monomial(p);
    if (m != 0) p = divide_by(p, m, 1);
    for (unsigned v = 0; v < variables && m != 0; ++v)
        for (unsigned e = exponent(m, v); e > 0 && !out.full(); --e) out.add(polynomial{1, variable_power(v, 1)});
    if (p.is_constant()) return;
    polynomial const d = out.full() ? p : proper_factor(p);
    if (d == p) return out.add(p);
    bool exact = true;
    polynomial const q = divide_exactly(p, d, exact);
    if (!exact) return out.add(p);
    split(out, d);
    split(out, primitive_part(q));
}

/// The same fraction with its denominator in irreducible factors, and nothing common above and below.
constexpr fraction tidy(field& f, fraction const& u) {
    if (u.below == 0 || !f.fine()) return u;
    fraction r;
    r.content = u.content;
    r.above = u.above;
    unsigned const count = f.factor_count;
    for (unsigned i = 0; i < count; ++i) {
        unsigned const e = exponent(u.below, i);
        if (e == 0) continue;
        factorisation parts;
        if (f.factors[i].size() > 1) split(parts, f.factors[i]);
        if (parts.count < 2 || parts.full()) {
            r.below += variable_power(i, e);
            continue;
        }
        for (unsigned k = 0; k < parts.count; ++k)
            for (unsigned n = 0; n < e && f.fine(); ++n) {
                bool exact = false;
                polynomial const q = divide_exactly(r.above, parts.parts[k], exact);
                if (exact)
                    r.above = q;
                else
                    f.put_below(r, parts.parts[k]);
            }
    }
    if (!f.fine() || r.above.failed) return u;
    int128 const c = content(r.above);
    if (c > 1) {
        r.above = divide_by(r.above, 0, c);
        r.content = r.content * rational{c};
    }
    return r;
}

// -- the order of kernels ----------------------------------------------------------------------------------------------

/// Does k(-u) follow from k(u)?
constexpr bool has_parity(kernel_kind kind) {
    return kind == kernel_kind::exponential || kind == kernel_kind::erf || kind == kernel_kind::atan ||
           kind == kernel_kind::asin || kind == kernel_kind::sin || kind == kernel_kind::cos ||
           kind == kernel_kind::asinh;
}

/// Fingerprints that do not depend on the numbering of kernels and factors.
class fingerprints {
    field const& f_;
    fingerprint_type kernels_[variables];
    unsigned depths_[variables];

  public:
    constexpr explicit fingerprints(field const& f) : f_{f} {
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            kernel const& k = f.kernels[v];
            fingerprint_type h = mixed(static_cast<unsigned>(k.kind), k.index);
            h = mixed(h, static_cast<fingerprint_type>(k.name.low));
            h = mixed(h, static_cast<fingerprint_type>(k.name.low >> 64));
            h = mixed(h, static_cast<fingerprint_type>(k.name.high));
            depths_[v] = 0;
            if (k.kind >= kernel_kind::exponential && k.kind != kernel_kind::free) {
                fraction const& a = f.arguments[k.argument];
                h = mixed(h, of(a, has_parity(k.kind)));
                for (unsigned u = 0; u < v; ++u)
                    if (depths_[u] >= depths_[v] && f.involves(a, u)) depths_[v] = depths_[u] + 1;
            }
            kernels_[v] = h;
        }
    }
    constexpr fingerprint_type of(monomial m) const {
        fingerprint_type r = 1;
        for (unsigned v = 0; v < f_.kernel_count; ++v)
            if (unsigned const e = exponent(m, v); e > 0) r += mixed(kernels_[v], e);
        return mixed(r, 7);
    }
    constexpr fingerprint_type of(polynomial const& p) const {
        fingerprint_type r = 0;
        for (unsigned i = 0; i < p.size(); ++i)
            r += static_cast<fingerprint_type>(p.coefficients[i]) * of(p.exponents[i]);
        return r;
    }
    constexpr fingerprint_type of(fraction const& u, bool without_sign) const {
        bool minus = u.content.sign() < 0;
        auto const positive_of = [&](polynomial const& p) {
            fingerprint_type const h = of(p);
            if (h <= 0 - h) return h;
            minus = !minus;
            return 0 - h;
        };
        fingerprint_type below = 0;
        for (unsigned i = 0; i < f_.factor_count; ++i)
            if (unsigned const e = exponent(u.below, i); e > 0) {
                bool const before = minus;
                below += mixed(positive_of(f_.factors[i]), e);
                if (e % 2 == 0) minus = before;
            }
        fingerprint_type r = mixed(positive_of(u.above), below);
        r = mixed(r, static_cast<fingerprint_type>(magnitude(u.content.numerator)));
        r = mixed(r, static_cast<fingerprint_type>(u.content.denominator));
        return minus && !without_sign ? mixed(r, 1) : r;
    }

    /// Names alphabetically, then what is made of few, then the rest in a fixed order.
    constexpr bool before(unsigned u, unsigned v) const {
        if (depths_[u] != depths_[v]) return depths_[u] < depths_[v];
        kernel const &a = f_.kernels[u], &b = f_.kernels[v];
        if (a.kind != b.kind) return a.kind < b.kind;
        for (unsigned i = 0; i < 32; ++i)
            if (a.name[i] != b.name[i]) return a.name[i] < b.name[i];
        if (a.index != b.index) return a.index < b.index;
        return kernels_[u] < kernels_[v];
    }
};

/// A polynomial with its variables renumbered.
constexpr polynomial renumbered(polynomial const& p, unsigned char const (&place)[variables]) {
    polynomial r;
    r.failed = p.failed;
    for (unsigned i = 0; i < p.size(); ++i) {
        monomial m = 0;
        for (unsigned v = 0; v < variables; ++v)
            if (unsigned const e = exponent(p.exponents[i], v); e > 0) m |= variable_power(place[v], e);
        r.insert(m, p.coefficients[i]);
    }
    return r;
}

/// Renumbers the kernels of a field in a fixed order, and `u` with them.
constexpr void put_in_order(field& f, fraction& u) {
    unsigned char place[variables]{}, from[variables]{};
    bool moved = false;
    {
        fingerprints const prints{f};
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            unsigned at = v;
            for (; at > 0 && prints.before(v, from[at - 1]); --at) from[at] = from[at - 1];
            from[at] = static_cast<unsigned char>(v);
            moved = moved || at != v;
        }
    }
    if (!moved) return;
    kernel old[variables];
    rational unit[variables];
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        old[v] = f.kernels[v];
        unit[v] = f.finer_unit[v];
        place[from[v]] = static_cast<unsigned char>(v);
    }
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        f.kernels[v] = old[from[v]];
        f.finer_unit[v] = unit[from[v]];
    }
    monomial turned = 0; // factors that change their sign
    for (unsigned i = 0; i < f.factor_count; ++i) {
        f.factors[i] = renumbered(f.factors[i], place);
        if (f.factors[i].leading().coefficient < 0) {
            f.factors[i] = divide_by(f.factors[i], 0, -1);
            turned |= variable_power(i, 1);
        }
    }
    auto const renumber = [&](fraction& w) {
        if (w.is_zero()) return;
        w.above = renumbered(w.above, place);
        bool minus = w.above.leading().coefficient < 0;
        if (minus) w.above = divide_by(w.above, 0, -1);
        for (unsigned i = 0; i < f.factor_count; ++i)
            if (exponent(turned, i) != 0 && exponent(w.below, i) % 2 != 0) minus = !minus;
        if (minus) w.content = -w.content;
    };
    for (unsigned i = 0; i < f.argument_count; ++i) renumber(f.arguments[i]);
    renumber(u);
    fraction images[variables];
    unsigned const count = f.kernel_count;
    bool any = false;
    for (unsigned v = 0; v < count; ++v) {
        kernel& k = f.kernels[v];
        images[v] = f.variable(v);
        if (!has_parity(k.kind) || f.arguments[k.argument].content.sign() > 0) continue;
        f.arguments[k.argument].content = -f.arguments[k.argument].content;
        if (k.kind == kernel_kind::cos) continue;
        any = true;
        if (k.kind == kernel_kind::exponential) {
            images[v] = f.invert(images[v]);
        } else {
            images[v] = f.scale(images[v], rational{-1});
            k.sign = -k.sign;
        }
    }
    if (!any) return;
    for (unsigned i = 0; i < f.argument_count && f.fine(); ++i) f.arguments[i] = f.substitute(f.arguments[i], images);
    u = f.substitute(u, images);
}

/// The fraction of a graph without cases in its canonical form.
template <class Graph>
constexpr fraction canonical_fraction(field& f, Graph const& g, node_index root) {
    fraction u;
    with_refinement(f, [&] { u = convert(f, g, root); });
    for (unsigned i = 0; i < f.argument_count && f.fine(); ++i) f.arguments[i] = tidy(f, f.arguments[i]);
    u = tidy(f, u);
    if (f.fine()) put_in_order(f, u);
    return u;
}

/// Which of two primitive polynomials is written first: the one of fewer terms, then of the lower degrees.
constexpr bool written_before(polynomial const& a, polynomial const& b) {
    if (a.size() != b.size()) return a.size() < b.size();
    for (unsigned i = a.size(); i-- > 0;) {
        if (a.exponents[i] != b.exponents[i]) return a.exponents[i] < b.exponents[i];
        if (a.coefficients[i] != b.coefficients[i]) return a.coefficients[i] < b.coefficients[i];
    }
    return false;
}

} // namespace ogive::algebra
