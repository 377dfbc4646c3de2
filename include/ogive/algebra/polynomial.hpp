// SPDX-License-Identifier: BSL-1.0
#pragma once
// Sparse polynomials with 128-bit integer coefficients in up to 16 variables.

#include <ogive/config.hpp>
#include <ogive/number/rational.hpp>

namespace ogive::algebra {

using number::greatest_common_divisor;
using number::magnitude;

/// Exponents of 16 variables, eight bits each, at most 127: multiplying monomials is adding integers.
using monomial = uint128;

inline constexpr unsigned variables = 16;
inline constexpr monomial guard_bits = static_cast<uint128>(0x8080808080808080ull) << 64 | 0x8080808080808080ull;

constexpr unsigned exponent(monomial m, unsigned variable) {
    return static_cast<unsigned>(m >> (8 * variable)) & 0xffu;
}
constexpr monomial variable_power(unsigned variable, unsigned e) { return static_cast<monomial>(e) << (8 * variable); }
constexpr bool divides(monomial small, monomial large) {
    return (((large | guard_bits) - small) & guard_bits) == guard_bits;
}

/// The number whose negative does not fit: no coefficient is this one.
inline constexpr int128 least_integer = static_cast<int128>(uint128{1} << 127);

struct term {
    monomial exponents;
    int128 coefficient;
};

/// Terms in descending order of their exponents, in two arrays: cheapest in constant evaluation, where unused places are
/// left uninitialised and are not copied. `failed` when a limit or 128 bits were exceeded: such a polynomial says nothing.
struct term_arrays {
    monomial exponents[OGIVE_MAX_TERMS];
    int128 coefficients[OGIVE_MAX_TERMS];
    unsigned count = 0;
    bool failed = false;

    constexpr term_arrays() {}
};
struct polynomial : term_arrays {
    constexpr polynomial() {}
    constexpr explicit polynomial(int128 value, monomial m = 0) {
        if (value != 0) append(m, value);
    }
    constexpr polynomial(polynomial const& other) { *this = other; }
    constexpr polynomial& operator=(polynomial const& other) {
        if constexpr (copies_uninitialised_places)
            if (__builtin_is_constant_evaluated()) {
                static_cast<term_arrays&>(*this) = other;
                return *this;
            }
        count = other.count;
        failed = other.failed;
        for (unsigned i = 0; i < count; ++i) {
            exponents[i] = other.exponents[i];
            coefficients[i] = other.coefficients[i];
        }
        return *this;
    }

    constexpr unsigned size() const { return count; }
    constexpr bool is_zero() const { return !failed && count == 0; }
    constexpr bool is_constant() const { return !failed && (count == 0 || (count == 1 && exponents[0] == 0)); }
    constexpr bool is_one() const { return !failed && count == 1 && exponents[0] == 0 && coefficients[0] == 1; }
    constexpr term at(unsigned i) const { return {exponents[i], coefficients[i]}; }
    constexpr term leading() const { return at(0); }

    constexpr void append(monomial m, int128 c) {
        if (count == OGIVE_MAX_TERMS || c == least_integer) {
            failed = true;
            return;
        }
        exponents[count] = m;
        coefficients[count++] = c;
    }
    /// A term where its exponents belong; there is none with the same ones.
    constexpr void insert(monomial m, int128 c) {
        append(m, c);
        if (failed) return;
        unsigned at = count - 1;
        for (; at > 0 && exponents[at - 1] < m; --at) {
            exponents[at] = exponents[at - 1];
            coefficients[at] = coefficients[at - 1];
        }
        exponents[at] = m;
        coefficients[at] = c;
    }
    friend constexpr bool operator==(polynomial const& a, polynomial const& b) {
        if (a.failed || b.failed || a.count != b.count) return false;
        for (unsigned i = 0; i < a.count; ++i)
            if (a.exponents[i] != b.exponents[i] || a.coefficients[i] != b.coefficients[i]) return false;
        return true;
    }
};

/// r = p·a + q·m·b, the work horse of everything below: a merge, with as few steps a term as can be. r is none of the
/// others.
constexpr void combine(polynomial& r, int128 p, polynomial const& a, int128 q, monomial m, polynomial const& b) {
    bool failed = a.failed || b.failed;
    unsigned i = 0, j = 0, n = 0;
    unsigned const left = a.count, right = b.count;
    while ((i < left || j < right) && !failed) {
        if (n == OGIVE_MAX_TERMS) {
            failed = true;
            break;
        }
        monomial const x = i < left ? a.exponents[i] : 0, y = j < right ? b.exponents[j] + m : 0;
        if (j == right || (i < left && x > y)) {
            r.exponents[n] = x;
            r.coefficients[n] = a.coefficients[i++];
            if (p != 1)
                failed = __builtin_mul_overflow(p, r.coefficients[n], &r.coefficients[n]) ||
                         r.coefficients[n] == least_integer;
            ++n;
            continue;
        }
        failed = (y & guard_bits) != 0;
        int128 c = b.coefficients[j++];
        if (q != 1) failed = __builtin_mul_overflow(q, c, &c) || failed;
        if (i < left && x == y) {
            int128 d = a.coefficients[i++];
            if (p != 1) failed = __builtin_mul_overflow(p, d, &d) || failed;
            failed = __builtin_add_overflow(c, d, &c) || failed;
            if (c == 0) continue;
        }
        failed = failed || c == least_integer;
        r.exponents[n] = y;
        r.coefficients[n++] = c;
    }
    r.count = n;
    r.failed = failed;
}
constexpr polynomial combine(int128 p, polynomial const& a, int128 q, monomial m, polynomial const& b) {
    polynomial r;
    combine(r, p, a, q, m, b);
    return r;
}

constexpr polynomial operator+(polynomial const& a, polynomial const& b) { return combine(1, a, 1, 0, b); }
constexpr polynomial operator-(polynomial const& a, polynomial const& b) { return combine(1, a, -1, 0, b); }

/// r = q·m·b
constexpr void scaled(polynomial& r, int128 q, monomial m, polynomial const& b) {
    r.count = 0;
    r.failed = b.failed;
    for (unsigned j = 0; j < b.count && !r.failed; ++j) {
        r.exponents[j] = b.exponents[j] + m;
        r.failed = (r.exponents[j] & guard_bits) != 0 ||
                   __builtin_mul_overflow(q, b.coefficients[j], &r.coefficients[j]) ||
                   r.coefficients[j] == least_integer;
        r.count = j + 1;
    }
}
constexpr polynomial scaled(int128 q, monomial m, polynomial const& b) {
    polynomial r;
    scaled(r, q, m, b);
    return r;
}

/// r = a·b; r is none of the others.
constexpr void multiply(polynomial& r, polynomial const& a, polynomial const& b) {
    polynomial const& few = a.count < b.count ? a : b;
    polynomial const& many = a.count < b.count ? b : a;
    if (few.is_one()) {
        r = many;
        return;
    }
    r.count = 0;
    r.failed = a.failed || b.failed;
    if (few.count == 0 || r.failed) return;
    polynomial other;
    bool swap = few.count % 2 == 0; // sums alternate between the two, and the last one is r
    scaled(swap ? other : r, few.coefficients[0], few.exponents[0], many);
    for (unsigned i = 1; i < few.count; ++i, swap = !swap)
        combine(swap ? r : other, 1, swap ? other : r, few.coefficients[i], few.exponents[i], many);
}
constexpr polynomial operator*(polynomial const& a, polynomial const& b) {
    polynomial r;
    multiply(r, a, b);
    return r;
}

constexpr polynomial power(polynomial const& base, unsigned e) {
    polynomial r{int128{1}};
    for (unsigned i = 0; i < e && !r.failed; ++i) r = r * base;
    return r;
}

/// Whether n / d is a number that fits, with a negative that fits.
constexpr bool divides_exactly(int128 d, int128 n) { return n != least_integer && n % d == 0; }

/// The values of a polynomial where all its variables are 1, and where all are -1.
struct values_at_units {
    int128 plus = 0, minus = 0;
    bool failed = false;
};
constexpr values_at_units at_units(polynomial const& a) {
    constexpr unsigned long long lowest_bits = 0x0101010101010101;
    values_at_units s;
    for (unsigned i = 0; i < a.count; ++i) {
        int128 const c = a.coefficients[i];
        auto const m = a.exponents[i];
        auto const odd = (static_cast<unsigned long long>(m) ^ static_cast<unsigned long long>(m >> 64)) & lowest_bits;
        s.failed = __builtin_add_overflow(s.plus, c, &s.plus) || s.failed;
        s.failed = (__builtin_parityll(odd) != 0 ? __builtin_sub_overflow(s.minus, c, &s.minus)
                                                 : __builtin_add_overflow(s.minus, c, &s.minus)) ||
                   s.failed;
    }
    return s;
}

/// Can b divide a at all? The first and last terms and the values at 1 and -1 tell most that cannot.
constexpr bool may_divide(polynomial const& a, polynomial const& b) {
    if (a.failed || b.failed || b.count == 0) return false;
    if (a.count == 0) return true;
    unsigned const x = a.count - 1, y = b.count - 1;
    if (!divides(b.exponents[y], a.exponents[x]) || !divides(b.exponents[0], a.exponents[0]) ||
        !divides_exactly(b.coefficients[y], a.coefficients[x]) ||
        !divides_exactly(b.coefficients[0], a.coefficients[0]))
        return false;
    values_at_units const of_a = at_units(a), of_b = at_units(b);
    auto const divides_value = [](int128 d, int128 n) { return d == 0 ? n == 0 : divides_exactly(d, n); };
    return of_a.failed || of_b.failed || (divides_value(of_b.plus, of_a.plus) && divides_value(of_b.minus, of_a.minus));
}

/// The quotient, where may_divide has been asked, if b divides a exactly; otherwise `exact` becomes false and the result
/// says nothing.
constexpr polynomial quotient(polynomial const& dividend, polynomial const& b, bool& exact) {
    polynomial q, rest[2];
    exact = true;
    polynomial const* from = &dividend;
    for (unsigned at = 0; exact && from->size() > 0; at ^= 1) {
        polynomial const& a = *from;
        term const x = a.leading(), y = b.leading();
        if (!divides(y.exponents, x.exponents) || !divides_exactly(y.coefficient, x.coefficient)) {
            exact = false;
        } else {
            int128 const c = x.coefficient / y.coefficient;
            monomial const m = x.exponents - y.exponents;
            q.append(m, c);
            combine(rest[at], 1, a, -c, m, b);
            from = &rest[at];
            if (from->failed || q.failed) exact = false;
        }
    }
    return q;
}
/// The same, asked or not.
constexpr polynomial divide_exactly(polynomial const& dividend, polynomial const& b, bool& exact) {
    exact = may_divide(dividend, b);
    return exact ? quotient(dividend, b, exact) : polynomial{};
}

/// The greatest common divisor of the coefficients, 0 for the zero polynomial.
constexpr int128 content(polynomial const& a) {
    uint128 g = 0;
    for (unsigned i = 0; i < a.count && g != 1; ++i) g = greatest_common_divisor(magnitude(a.coefficients[i]), g);
    return static_cast<int128>(g);
}

/// The largest monomial that divides every term.
constexpr monomial common_monomial(polynomial const& a) {
    monomial m = a.count == 0 ? 0 : a.exponents[0];
    for (unsigned i = 1; i < a.count && m != 0; ++i) { // the lesser exponent of each variable, all at once
        monomial const other = a.exponents[i];
        monomial const ge = ((m | guard_bits) - other) & guard_bits, mask = ge - (ge >> 7);
        m = (other & mask) | (m & ~mask);
    }
    return m;
}

/// The greater exponent of each variable.
constexpr monomial greater_exponents(monomial a, monomial b) {
    monomial const ge = ((a | guard_bits) - b) & guard_bits, mask = ge - (ge >> 7);
    return (a & mask) | (b & ~mask);
}

/// Nonzero bytes for the variables that occur.
constexpr monomial support(polynomial const& a) {
    monomial m = 0;
    for (unsigned i = 0; i < a.count; ++i) m |= a.exponents[i];
    return m;
}

constexpr polynomial divide_by(polynomial a, monomial m, int128 c) {
    for (unsigned i = 0; i < a.count; ++i) {
        a.exponents[i] -= m;
        if (a.coefficients[i] == least_integer || c == least_integer)
            a.failed = true;
        else
            a.coefficients[i] /= c;
    }
    return a;
}

/// The content with the sign of the leading coefficient.
constexpr int128 signed_content(polynomial const& a) {
    int128 const c = content(a);
    return a.count > 0 && a.leading().coefficient < 0 && c != least_integer ? -c : c;
}

/// Divided by its content, with a positive leading coefficient.
constexpr polynomial primitive_part(polynomial const& a) {
    if (a.failed || a.count == 0) return a;
    int128 const c = signed_content(a);
    return c == 1 ? a : divide_by(a, 0, c);
}

constexpr unsigned degree(polynomial const& a, unsigned v) {
    unsigned d = 0;
    for (unsigned i = 0; i < a.count; ++i) {
        unsigned const e = static_cast<unsigned>(a.exponents[i] >> (8 * v)) & 0xffu;
        if (e > d) d = e;
    }
    return d;
}

constexpr bool contains(polynomial const& a, unsigned v) {
    monomial const mask = monomial{0xff} << (8 * v);
    for (unsigned i = 0; i < a.count; ++i)
        if ((a.exponents[i] & mask) != 0) return true;
    return false;
}

/// The coefficient of v^e, a polynomial in the other variables.
constexpr polynomial coefficient(polynomial const& a, unsigned v, unsigned e) {
    polynomial r;
    r.failed = a.failed;
    for (unsigned i = 0; i < a.count; ++i)
        if (exponent(a.exponents[i], v) == e) r.append(a.exponents[i] - variable_power(v, e), a.coefficients[i]);
    return r;
}

/// The partial derivative by v.
constexpr polynomial partial(polynomial const& a, unsigned v) {
    polynomial r;
    r.failed = a.failed;
    for (unsigned i = 0; i < a.count; ++i)
        if (unsigned const e = exponent(a.exponents[i], v); e > 0) {
            int128 c = 0;
            if (__builtin_mul_overflow(a.coefficients[i], static_cast<int128>(e), &c)) r.failed = true;
            r.append(a.exponents[i] - variable_power(v, 1), c);
        }
    return r;
}

/// The greatest common divisor, primitive, by primitive remainder sequences in one variable after the other; 1 when a
/// limit was met (dividing by it is then still correct).
constexpr polynomial greatest_common_divisor(polynomial a, polynomial b, unsigned v = 0) {
    polynomial const one{int128{1}};
    if (a.failed || b.failed) return one;
    if (a.count == 0) return primitive_part(b);
    if (b.count == 0) return primitive_part(a);
    a = primitive_part(a);
    b = primitive_part(b);
    if (a.is_constant() || b.is_constant()) return one;
    while (v < variables && !contains(a, v) && !contains(b, v)) ++v;
    if (v == variables) return one;
    auto const content_in = [v](polynomial const& p) {
        polynomial g;
        for (unsigned e = 0; e <= degree(p, v); ++e) {
            polynomial const c = coefficient(p, v, e);
            if (c.size() > 0) g = greatest_common_divisor(g, c, v + 1);
            if (g.is_one()) break;
        }
        return g;
    };
    bool exact = true;
    polynomial const left = content_in(a), right = content_in(b);
    polynomial const outer = greatest_common_divisor(left, right, v + 1);
    a = divide_exactly(a, left, exact);
    if (!exact) return one;
    b = divide_exactly(b, right, exact);
    if (!exact) return one;
    if (degree(a, v) < degree(b, v)) {
        polynomial const t = a;
        a = b;
        b = t;
    }
    while (b.count > 0) {
        unsigned const d = degree(b, v);
        if (d == 0) return outer;
        polynomial const lead = coefficient(b, v, d);
        while (a.count > 0 && degree(a, v) >= d) {
            unsigned const e = degree(a, v);
            polynomial const top = coefficient(a, v, e);
            polynomial const shifted = b * polynomial{1, variable_power(v, e - d)};
            a = primitive_part(a * lead - shifted * top);
            if (a.failed) return one;
        }
        if (a.count > 0) {
            polynomial const c = content_in(a);
            a = divide_exactly(a, c, exact);
            if (!exact) return one;
        }
        polynomial const t = a;
        a = b;
        b = t;
    }
    polynomial const g = primitive_part(outer * a);
    return g.failed ? one : g;
}

} // namespace ogive::algebra
