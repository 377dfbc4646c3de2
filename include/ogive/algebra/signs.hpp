// SPDX-License-Identifier: BSL-1.0
#pragma once
// Signs of polynomials of a field where something is known: what follows from it, by factors and by linear arithmetic.

#include <ogive/algebra/linear_arithmetic.hpp>
#include <ogive/number/fixed_vector.hpp>

namespace ogive::algebra {

/// A factor of a fraction; a negative exponent where it stands below.
struct power_factor {
    polynomial of;
    int exponent = 0;
};
using factor_list = number::fixed_vector<power_factor, 24>;

/// The signs a primitive polynomial may have, by its terms and by what is known.
template <class Field>
constexpr sign_set possible_signs(Field const& f, polynomial const& p) {
    if (p.failed) return any_sign;
    if (p.size() == 0) return is_zero;
    if (int const s = f.sign_by_terms(p); s != 0) return sign_bit_of(s);
    sign_set result = f.known->possible(p);
    sign_set all = is_zero; // of the terms
    for (unsigned i = 0; i < p.size(); ++i) {
        sign_set term = sign_bit_of(p.coefficients[i] < 0 ? -1 : 1);
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            unsigned const e = exponent(p.exponents[i], v);
            if (e == 0) continue;
            sign_set k = f.kernels[v].sign != 0                   ? sign_bit_of(f.kernels[v].sign)
                         : f.kernels[v].kind == kernel_kind::root ? static_cast<sign_set>(is_zero | is_positive)
                         : f.kernels[v].assumed == nonzero        ? static_cast<sign_set>(is_negative | is_positive)
                                                                  : any_sign;
            k &= f.known->possible(polynomial{1, variable_power(v, 1)});
            term = times(term, raised(k, e));
        }
        if (i == 0) {
            all = term;
        } else { // a sum
            sign_set const both = all | term;
            all = (both & is_negative) && (both & is_positive)    ? any_sign
                  : (all & is_zero) == 0 || (term & is_zero) == 0 ? static_cast<sign_set>(both & ~is_zero)
                                                                  : both;
        }
    }
    return result & all;
}

namespace detail {

constexpr void push_factor(factor_list& list, polynomial const& p, int e) {
    for (unsigned i = 0; i < list.size(); ++i)
        if (list[i].of == p) {
            list[i].exponent += e;
            return;
        }
    list.push_back({p, e});
}

/// A proper factor of a primitive polynomial without a monomial factor, or 1: one that is known, a repeated one, one
/// free of a variable, or a linear one with small coefficients.
template <class Field>
constexpr polynomial proper_factor(Field const& f, polynomial const& p) {
    bool exact = true;
    for (unsigned i = 0; i < f.known->count; ++i) {
        polynomial const& q = f.known->of[i];
        if (q.size() < 2 || q == p || !may_divide(p, q)) continue;
        divide_exactly(p, q, exact);
        if (exact) return q;
    }
    monomial const occurring = support(p);
    unsigned only = variables, count = 0;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (exponent(occurring, v) == 0) continue;
        only = v;
        ++count;
    }
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (exponent(occurring, v) == 0) continue;
        unsigned const d = degree(p, v);
        if (count > 1) {
            polynomial g = coefficient(p, v, d);
            for (unsigned e = 0; e < d && !g.is_constant(); ++e)
                if (polynomial const c = coefficient(p, v, e); c.size() > 0) g = greatest_common_divisor(g, c);
            if (!g.failed && !g.is_constant()) return primitive_part(g);
        }
        if (d < 2) continue;
        polynomial const g = greatest_common_divisor(p, partial(p, v));
        if (!g.failed && !g.is_constant()) return g;
    }
    for (unsigned n = 2; n <= 3 && p.size() == 2; ++n) { // a difference of squares, a sum or difference of cubes
        polynomial roots[2];
        bool power = n == 3 || p.coefficients[1] < 0;
        for (unsigned i = 0; i < 2 && power; ++i) {
            int128 const c = p.coefficients[i] < 0 ? -p.coefficients[i] : p.coefficients[i];
            int128 r = 0;
            while (r < 1000 && (n == 2 ? r * r : r * r * r) < c) ++r;
            power = (n == 2 ? r * r : r * r * r) == c;
            monomial part = 0;
            for (unsigned v = 0; v < f.kernel_count; ++v) {
                unsigned const e = exponent(p.exponents[i], v);
                power = power && e % n == 0;
                part += variable_power(v, e / n);
            }
            roots[i] = polynomial{p.coefficients[i] < 0 ? -r : r, part};
        }
        if (power) return primitive_part(roots[0] + roots[1]);
    }
    if (count != 1 || degree(p, only) < 2 || p.exponents[p.size() - 1] != 0) return polynomial{int128{1}};
    int128 const first = p.coefficients[0], last = p.coefficients[p.size() - 1];
    for (int128 a = 1; a <= 12; ++a)
        for (int128 b = 1; b <= 36 && first % a == 0; ++b)
            for (int s = 1; s >= -1 && last % b == 0; s -= 2) {
                polynomial const q = polynomial{a, variable_power(only, 1)} + polynomial{s * b};
                divide_exactly(p, q, exact);
                if (exact) return q;
            }
    return polynomial{int128{1}};
}

template <class Field>
constexpr void split(Field const& f, polynomial p, int e, factor_list& list) {
    if (p.failed || p.size() == 0) {
        list.overflowed = true;
        return;
    }
    if (monomial const m = common_monomial(p); m != 0) {
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (int const k = static_cast<int>(exponent(m, v)); k > 0)
                push_factor(list, polynomial{1, variable_power(v, 1)}, k * e);
        p = divide_by(p, m, 1);
    }
    while (!p.is_constant()) {
        polynomial const q = p.size() > 1 ? proper_factor(f, p) : p;
        if (q.is_constant() || q == p) {
            push_factor(list, p, e);
            return;
        }
        bool exact = true;
        polynomial const rest = divide_exactly(p, q, exact);
        if (!exact) {
            push_factor(list, p, e);
            return;
        }
        split(f, q, e, list);
        p = primitive_part(rest);
    }
}

} // namespace detail

/// The factors of a fraction but for its content. All have a positive leading coefficient.
template <class Field>
constexpr factor_list factors_of(Field const& f, fraction const& u) {
    factor_list list;
    detail::split(f, u.above, 1, list);
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (int const e = static_cast<int>(exponent(u.below, i)); e > 0) detail::split(f, f.factors[i], -e, list);
    return list;
}

template <class Field>
constexpr void learn(Field& f, fraction const& u, sign_set signs);

/// Notes the signs that a primitive polynomial may have.
template <class Field>
constexpr void learn_factor(Field& f, polynomial const& p, sign_set signs) {
    knowledge& k = *f.known;
    sign_set const before = possible_signs(f, p), now = before & signs;
    if (now == 0) k.contradiction = true;
    if (now == before || p.failed || p.is_constant()) return;
    if (p.size() == 1)
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (p.exponents[0] == variable_power(v, 1) && (now == is_positive || now == is_negative)) {
                f.kernels[v].sign = now == is_positive ? 1 : -1;
                kernel_kind const kind = f.kernels[v].kind;
                if (kind == kernel_kind::root || kind == kernel_kind::erf || kind == kernel_kind::atan ||
                    kind == kernel_kind::asin) // its argument has the same sign
                    learn(f, f.arguments[f.kernels[v].argument], now);
            }
    for (unsigned i = 0; i < k.count; ++i)
        if (k.of[i] == p) {
            k.signs[i] = now;
            return;
        }
    if (k.count == knowledge::capacity) return;
    k.of[k.count] = p;
    k.signs[k.count++] = now;
}

/// Notes the signs that a fraction may have: of its factors, where that follows.
template <class Field>
constexpr void learn(Field& f, fraction const& u, sign_set signs) {
    if (u.is_zero()) {
        if ((signs & is_zero) == 0) f.known->contradiction = true;
        return;
    }
    factor_list const factors = factors_of(f, u);
    if (factors.overflowed) return;
    sign_set others = sign_bit_of(u.content.sign());
    unsigned open = 0, last = 0;
    for (unsigned i = 0; i < factors.size(); ++i) {
        if ((signs & is_zero) == 0 || factors[i].exponent < 0)
            learn_factor(f, factors[i].of, is_negative | is_positive);
        unsigned const e = static_cast<unsigned>(factors[i].exponent < 0 ? -factors[i].exponent : factors[i].exponent);
        sign_set const s = raised(possible_signs(f, factors[i].of), e);
        if (one_sign(s)) {
            others = times(others, s);
        } else {
            ++open;
            last = i;
        }
    }
    if (open == 0) {
        if ((others & signs) == 0) f.known->contradiction = true;
        return;
    }
    if (open > 1 || (others & is_zero) != 0) return;
    sign_set const wanted = others == is_negative ? opposite(signs) : signs;
    if (factors[last].exponent % 2 != 0) {
        learn_factor(f, factors[last].of, wanted);
    } else { // an even power is negative nowhere
        if ((wanted & (is_zero | is_positive)) == 0) f.known->contradiction = true;
        if ((wanted & is_positive) == 0) learn_factor(f, factors[last].of, is_zero);
    }
}

namespace detail {

/// Of what is known of v alone, linear in it: the products, so that bounds of v bound v^2.
constexpr void add_products(inequalities& system, knowledge const& k, unsigned v) {
    auto const bounds = [&](unsigned i) {
        polynomial const& p = k.of[i];
        return p.size() <= 2 && p.exponents[0] == variable_power(v, 1) && (p.size() == 1 || p.exponents[1] == 0);
    };
    for (unsigned i = 0; i < k.count; ++i)
        for (unsigned j = 0; j < i; ++j)
            if (bounds(i) && bounds(j)) system.add(k.of[i] * k.of[j], times(k.signs[i], k.signs[j]));
}

} // namespace detail

/// Is it certain that p does not have this sign?
template <class Field>
constexpr bool excluded(Field const& f, polynomial const& p, sign_set sign) {
    knowledge const& k = *f.known;
    inequalities system;
    system.add(p, sign);
    if (system.overflow) return false;
    bool used[knowledge::capacity] = {};
    for (bool more = true; more;) { // what is known of the same monomials, and of theirs
        more = false;
        for (unsigned i = 0; i < k.count; ++i) {
            if (used[i] || k.of[i] == p) continue;
            bool connected = false;
            for (unsigned t = 0; t < k.of[i].size(); ++t)
                connected = connected || system.place(k.of[i].exponents[t], false) < inequalities::max_atoms;
            if (!connected) continue;
            used[i] = more = true;
            system.add(k.of[i], k.signs[i]);
        }
    }
    unsigned const atoms = system.atom_count;
    for (unsigned a = 0; a < atoms; ++a) {
        polynomial const m{1, system.atoms[a]};
        system.add(m, possible_signs(f, m));
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            if (system.atoms[a] == variable_power(v, 2)) detail::add_products(system, k, v);
            if (system.atoms[a] != variable_power(v, 1)) continue;
            kernel_kind const kind = f.kernels[v].kind;
            if (kind == kernel_kind::erf || kind == kernel_kind::sin || kind == kernel_kind::cos) {
                system.add(polynomial{int128{1}} - m, 1, false);
                system.add(polynomial{int128{1}} + m, 1, false);
            } else if (kind == kernel_kind::root) {
                fraction const& radicand = f.arguments[f.kernels[v].argument];
                if (radicand.below == 0 && (possible_signs(f, radicand.above) & is_zero) == 0) system.add(m, 1, true);
            } else if (kind == kernel_kind::atan || kind == kernel_kind::asin) { // from -pi/2 to pi/2
                for (unsigned u = 0; u < f.kernel_count; ++u) {
                    if (f.kernels[u].kind != kernel_kind::pi) continue;
                    polynomial const pi{1, variable_power(u, 1)}, twice = scaled(2, 0, m);
                    system.add(pi - twice, 1, kind == kernel_kind::atan);
                    system.add(pi + twice, 1, kind == kernel_kind::atan);
                }
            } else if (f.kernels[v].constant) {
                auto const value = value_of_kernel(f, v);
                auto const low = scaled(value.lower, 24), high = scaled(value.upper, 24);
                int const limit = 90;
                if (!value.defined() || !low.is_finite() || !high.is_finite() || low.exponent > limit ||
                    high.exponent > limit)
                    continue;
                int128 const unit = int128{1} << 24;
                system.add(polynomial{unit, system.atoms[a]} - polynomial{floor(low)}, 1, false);
                system.add(polynomial{floor(high) + 1} - polynomial{unit, system.atoms[a]}, 1, false);
            }
        }
    }
    return system.impossible();
}

template <class Field>
constexpr sign_set inferred_signs(Field& f, polynomial const& p);

namespace detail {

/// The signs of a fraction without a denominator, by all that is known.
template <class Field>
constexpr sign_set inferred_signs_of(Field& f, fraction const& u) {
    if (u.is_zero()) return is_zero;
    if (u.below != 0 || !f.fine()) return any_sign;
    sign_set const s = inferred_signs(f, u.above);
    return u.content.sign() < 0 ? opposite(s) : s;
}

/// The signs of a sine or cosine of an angle that is known to be within half a turn.
template <class Field>
constexpr sign_set signs_of_wave(Field& f, unsigned v) {
    fraction const half = f.scale(pi_of(f), rational{int128{1}, int128{2}});
    fraction angle = f.arguments[f.kernels[v].argument];
    if (f.kernels[v].kind == kernel_kind::sin) angle = f.subtract(angle, half);
    for (int n = -2; n <= 2 && f.fine(); ++n) {
        fraction const rest = f.subtract(angle, f.scale(half, rational{2 * n}));
        sign_set const below = inferred_signs_of(f, f.subtract(half, rest));
        if ((below & is_positive) == 0) continue;
        sign_set const both = below | inferred_signs_of(f, f.add(half, rest));
        if ((both & is_negative) == 0)
            return static_cast<sign_set>((both & is_zero) | (n % 2 != 0 ? is_negative : is_positive));
    }
    return any_sign;
}

} // namespace detail

/// The signs that c, s - 1 and s + 1 may have, of the cosine and the sine of an angle: c^2 = (1 - s)*(1 + s).
template <class Field>
constexpr sign_set signs_on_circle(Field& f, polynomial const& p) {
    if (p.size() > 2) return any_sign;
    unsigned v = 0;
    while (v < f.kernel_count && p.exponents[0] != variable_power(v, 1)) ++v;
    if (v == f.kernel_count) return any_sign;
    kernel_kind const kind = f.kernels[v].kind;
    bool const cosine = kind == kernel_kind::cos && p.size() == 1;
    bool const sine = kind == kernel_kind::sin && p.size() == 2 && p.exponents[1] == 0 && p.coefficients[0] == 1;
    for (unsigned u = 0; u < f.kernel_count && (cosine || sine); ++u) {
        if (f.kernels[u].kind != (cosine ? kernel_kind::sin : kernel_kind::cos) ||
            !f.equal(f.arguments[f.kernels[u].argument], f.arguments[f.kernels[v].argument]))
            continue;
        polynomial const other{1, variable_power(u, 1)}, one{int128{1}};
        if (cosine && ((possible_signs(f, other - one) | possible_signs(f, other + one)) & is_zero) == 0)
            return is_negative | is_positive;
        if (sine && p.coefficients[1] * p.coefficients[1] == 1 && (possible_signs(f, other) & is_zero) == 0)
            return sign_bit_of(p.coefficients[1] < 0 ? -1 : 1);
    }
    return any_sign;
}

namespace detail {

/// The signs of a polynomial that is quadratic in some symbol and does not change its sign, by the discriminant.
template <class Field>
constexpr sign_set signs_of_quadratic(Field const& f, polynomial const& p, unsigned* in = nullptr) {
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (degree(p, v) != 2) continue;
        polynomial const a = coefficient(p, v, 2), b = coefficient(p, v, 1);
        int const s = f.sign(a);
        polynomial const d = s == 0 ? a : b * b - scaled(4, 0, a * coefficient(p, v, 0));
        if (s == 0 || d.failed) continue;
        sign_set of_d = possible_signs(f, d);
        if (!one_sign(of_d)) of_d &= signs_of_quadratic(f, d);
        if ((of_d & is_positive) != 0) continue;
        if (in != nullptr) *in = v;
        return static_cast<sign_set>(sign_bit_of(s) | (of_d & is_zero));
    }
    return any_sign;
}

} // namespace detail

/// The signs a primitive polynomial may have, by all that is known.
template <class Field>
constexpr sign_set inferred_signs(Field& f, polynomial const& p) {
    sign_set result = possible_signs(f, p);
    if (one_sign(result) || p.failed) return result;
    if (f.known->count > 0) learn_factor(f, p, result &= signs_on_circle(f, p));
    for (unsigned v = 0; v < f.kernel_count && p.size() == 1 && f.known->count > 0; ++v)
        if (p.exponents[0] == variable_power(v, 1) &&
            (f.kernels[v].kind == kernel_kind::sin || f.kernels[v].kind == kernel_kind::cos)) {
            learn_factor(f, p, result &= detail::signs_of_wave(f, v));
            return result;
        }
    result &= detail::signs_of_quadratic(f, p);
    if (one_sign(result)) return result;
    for (unsigned v = 0; v < f.kernel_count; ++v) { // a + b*r of a square root r: a^2 and b^2*r^2 are compared
        if (f.kernels[v].kind != kernel_kind::root || f.kernels[v].index != 2 || degree(p, v) != 1) continue;
        fraction const& radicand = f.arguments[f.kernels[v].argument];
        if (radicand.below != 0 || !(radicand.content == rational{1})) continue;
        polynomial const a = coefficient(p, v, 0), b = coefficient(p, v, 1), d = a * a - b * b * radicand.above;
        int const s = d.failed || d.size() == 0 ? 0 : f.sign(d);
        if (int const larger = s > 0 ? f.sign(a) : s < 0 ? f.sign(b) : 0; larger != 0) return sign_bit_of(larger);
    }
    for (sign_set s = is_negative; s <= is_positive; s = static_cast<sign_set>(2 * s))
        if ((result & s) != 0 && excluded(f, p, s)) result = static_cast<sign_set>(result & ~s);
    learn_factor(f, p, result);
    return result;
}

} // namespace ogive::algebra
