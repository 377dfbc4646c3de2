// SPDX-License-Identifier: BSL-1.0
#pragma once
// How exp, log, roots, erf and their like become kernels: chosen so that equal values are equal fractions.

#include <ogive/algebra/field.hpp>
#include <ogive/number/enclosure.hpp>
#include <ogive/number/fixed_vector.hpp>

namespace ogive::algebra {

constexpr fraction exponential(field& f, fraction const& u);
constexpr fraction logarithm(field& f, fraction const& u);
constexpr fraction root(field& f, fraction const& w, unsigned index);

/// An enclosure of a fraction without symbols; undefined where a named constant or a symbol is met.
constexpr number::enclosure value_of_constant(field const& f, fraction const& u);

constexpr number::enclosure value_of_kernel(field const& f, unsigned v) {
    kernel const& k = f.kernels[v];
    using number::enclosure;
    switch (k.kind) {
    case kernel_kind::pi: return number::pi_enclosure();
    case kernel_kind::exponential: return exp(enclosure{k.unit} * value_of_constant(f, f.arguments[k.argument]));
    case kernel_kind::logarithm: return log(value_of_constant(f, f.arguments[k.argument]));
    case kernel_kind::root: {
        enclosure const w = value_of_constant(f, f.arguments[k.argument]);
        return k.index == 2 ? sqrt(w) : pow(w, enclosure{rational{int128{1}, static_cast<int128>(k.index)}});
    }
    case kernel_kind::erf: return erf(value_of_constant(f, f.arguments[k.argument]));
    case kernel_kind::atan: return atan(value_of_constant(f, f.arguments[k.argument]));
    case kernel_kind::asin: return asin(value_of_constant(f, f.arguments[k.argument]));
    case kernel_kind::asinh: return asinh(value_of_constant(f, f.arguments[k.argument]));
    case kernel_kind::acosh: return acosh(value_of_constant(f, f.arguments[k.argument]));
    case kernel_kind::sin: return sin(value_of_constant(f, f.arguments[k.argument]));
    case kernel_kind::cos: return cos(value_of_constant(f, f.arguments[k.argument]));
    default: return log(enclosure{rational{-1}});
    }
}

constexpr number::enclosure value_of_constant(field const& f, polynomial const& p) {
    number::enclosure sum{rational{0}};
    for (unsigned i = 0; i < p.size(); ++i) {
        number::enclosure t{rational{p.coefficients[i]}};
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (unsigned const e = exponent(p.exponents[i], v); e > 0)
                t = t * power(value_of_kernel(f, v), static_cast<int>(e));
        sum = sum + t;
    }
    return sum;
}

constexpr number::enclosure value_of_constant(field const& f, fraction const& u) {
    return number::enclosure{u.content} * value_of_constant(f, u.above) / value_of_constant(f, f.denominator(u));
}

/// The sign of a fraction: by its terms, or numerically when it has no symbols.
constexpr int certain_sign(field const& f, fraction const& u) {
    if (int const s = f.sign(u); s != 0 || u.is_zero()) return s;
    if (!f.constant(u)) return 0;
    number::enclosure const value = value_of_constant(f, u);
    return !value.defined() || !value.excludes_zero() ? 0 : value.lower > number::extended{} ? 1 : -1;
}

/// The variable of the kernel kind(argument).
constexpr unsigned kernel_of(field& f, kernel_kind kind, fraction const& argument, unsigned index = 1) {
    kernel k;
    k.kind = kind;
    k.index = index;
    unsigned const before = f.kernel_count;
    unsigned const v = f.find(k, &argument);
    if (v < before || !f.fine()) return v;
    if (kind == kernel_kind::exponential) {
        f.kernels[v].sign = 1;
    } else if (kind == kernel_kind::erf || kind == kernel_kind::atan || kind == kernel_kind::asin ||
               kind == kernel_kind::asinh || kind == kernel_kind::root) {
        f.kernels[v].sign = certain_sign(f, argument);
    } else if (f.kernels[v].constant) {
        number::enclosure const value = value_of_kernel(f, v);
        if (value.defined() && value.excludes_zero()) f.kernels[v].sign = value.lower > number::extended{} ? 1 : -1;
    }
    return v;
}

// -- exponentials ----------------------------------------------------------------------------------------------------

/// w^q
constexpr fraction rational_power(field& f, fraction const& w, rational const& q) {
    if (magnitude(q.numerator) > 126 || magnitude(q.denominator) > 126) {
        f.stop(obstacle::too_many_terms);
        return {};
    }
    auto const n = static_cast<int>(q.numerator);
    return f.power(q.is_integer() ? w : root(f, w, static_cast<unsigned>(q.denominator)), n);
}

/// e^(q·direction), the direction having content 1.
constexpr fraction exponential_kernel(field& f, fraction const& direction, rational const& q) {
    unsigned const before = f.kernel_count;
    unsigned const v = kernel_of(f, kernel_kind::exponential, direction);
    if (!f.fine()) return {};
    kernel& k = f.kernels[v];
    if (v == before) k.unit = f.finer_unit[v].is_zero() ? (q.sign() < 0 ? -q : q) : f.finer_unit[v];
    rational const e = q / k.unit;
    if (!e.is_integer()) {
        auto const n = greatest_common_divisor(magnitude(q.numerator * (k.unit.denominator)),
                                               magnitude(k.unit.numerator * q.denominator));
        f.finer_unit[v] = rational{static_cast<int128>(n), q.denominator * k.unit.denominator};
        f.stop(obstacle::refine_exponents);
        return {};
    }
    if (magnitude(e.numerator) > 126) {
        f.stop(obstacle::too_many_terms);
        return {};
    }
    return f.power(f.variable(v), static_cast<int>(e.numerator));
}

/// Is what stands below a product of powers of kernels?
constexpr bool has_monomial_below(field const& f, fraction const& u) {
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (exponent(u.below, i) > 0 && f.factors[i].size() > 1) return false;
    return true;
}

/// The logarithm that a monomial is, or `variables`.
constexpr unsigned logarithm_in(field const& f, monomial m) {
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (m == variable_power(v, 1) && f.kernels[v].kind == kernel_kind::logarithm) return v;
    return variables;
}

constexpr fraction exponential(field& f, fraction const& u) {
    fraction result{rational{1}};
    polynomial rest;
    bool const splits = !f.whole_exponents && has_monomial_below(f, u);
    for (unsigned i = 0; i < u.above.size() && f.fine(); ++i) {
        term const t = u.above.at(i);
        rational const q = u.content * rational{t.coefficient};
        fraction direction{rational{1}};
        if (splits) {
            direction.above = polynomial{1, t.exponents};
            direction.below = u.below;
            direction = f.multiply(direction, fraction{rational{1}}); // in lowest terms
        }
        bool const plain = (splits ? direction : u).below == 0;
        unsigned const log =
            plain ? logarithm_in(f, splits ? direction.above.leading().exponents : t.exponents) : variables;
        if (log < variables) // e^(q log w) = w^q
            result = f.multiply(result, rational_power(f, f.arguments[f.kernels[log].argument], q));
        else if (splits)
            result = f.multiply(result, exponential_kernel(f, direction, q));
        else
            rest.append(t.exponents, t.coefficient);
    }
    if (rest.size() > 0 && f.fine()) {
        fraction direction = f.from(rest, u.content);
        rational const q = direction.content;
        direction.content = rational{1};
        direction.below = u.below;
        result = f.multiply(result, exponential_kernel(f, direction, q));
    }
    return result;
}

// -- prime factors of exact constants --------------------------------------------------------------------------------

struct prime_power {
    int128 prime;
    int exponent;
};

/// Factors of a positive rational; a cofactor without a prime factor below 1000 counts as prime.
constexpr number::fixed_vector<prime_power, 32> factorise(rational const& q) {
    number::fixed_vector<prime_power, 32> result;
    for (int side = 1; side >= -1; side -= 2) {
        int128 n = side > 0 ? q.numerator : q.denominator;
        for (int128 p = 2; p < 1000 && p * p <= n; p += p == 2 ? 1 : 2) {
            int e = 0;
            for (; n % p == 0; n /= p) ++e;
            if (e > 0) result.push_back({p, side * e});
        }
        if (n > 1) result.push_back({n, side});
    }
    return result;
}

// -- logarithms ------------------------------------------------------------------------------------------------------

/// log of a kernel that is positive.
constexpr fraction logarithm_of_kernel(field& f, unsigned v) {
    kernel const& k = f.kernels[v];
    if (k.kind == kernel_kind::exponential) return f.scale(f.arguments[k.argument], k.unit);
    if (k.kind == kernel_kind::root)
        return f.scale(logarithm(f, f.arguments[k.argument]), rational{int128{1}, static_cast<int128>(k.index)});
    return f.variable(kernel_of(f, kernel_kind::logarithm, f.variable(v)));
}

/// log of a positive polynomial, repeated factors split off.
constexpr fraction logarithm_of_polynomial(field& f, polynomial const& p) {
    if (p.is_one()) return {};
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (!contains(p, v)) continue;
        polynomial const g = greatest_common_divisor(p, partial(p, v));
        if (!g.is_constant() && f.sign(g) > 0) {
            bool exact = true;
            polynomial const q = divide_exactly(p, g, exact);
            if (exact && f.sign(q) > 0) {
                fraction const first = logarithm_of_polynomial(f, g);
                return f.add(first, logarithm_of_polynomial(f, q));
            }
        }
        break;
    }
    return f.variable(kernel_of(f, kernel_kind::logarithm, f.from(p)));
}

/// One logarithm where signs are not known: of the quotient or of its inverse, whichever comes first in a fixed order.
constexpr fraction unsplit_logarithm(field& f, fraction rest) {
    polynomial const above = rest.above, below = f.denominator(rest);
    bool turn = above.is_constant();
    if (!turn && !below.is_constant()) {
        term const x = above.leading(), y = below.leading();
        turn = x.exponents != y.exponents ? x.exponents > y.exponents : above.size() > below.size();
    }
    if (turn) rest = f.invert(rest);
    fraction const part = f.variable(kernel_of(f, kernel_kind::logarithm, rest));
    return turn ? f.scale(part, rational{-1}) : part;
}

constexpr fraction logarithm(field& f, fraction const& u) {
    if (u.is_zero() || certain_sign(f, u) < 0) {
        f.stop(obstacle::undefined_everywhere);
        return {};
    }
    if (f.known != nullptr) return f.known->logarithm(f, u);
    fraction result;
    fraction rest = u; // what is left under the logarithm
    rest.content = rational{u.content.sign()};
    for (prime_power const p : factorise(u.content.sign() < 0 ? -u.content : u.content))
        result = f.add(result, f.scale(f.variable(kernel_of(f, kernel_kind::logarithm, fraction{rational{p.prime}})),
                                       rational{p.exponent}));
    monomial const m = common_monomial(u.above);
    for (unsigned v = 0; v < f.kernel_count && f.fine(); ++v) {
        unsigned const e = exponent(m, v);
        if (e == 0 || f.kernels[v].sign <= 0) continue;
        rest.above = divide_by(rest.above, variable_power(v, e), 1);
        result = f.add(result, f.scale(logarithm_of_kernel(f, v), rational{static_cast<int>(e)}));
    }
    unsigned const factor_count = f.factor_count;
    for (unsigned i = 0; i < factor_count && f.fine(); ++i) {
        unsigned const e = exponent(u.below, i);
        if (e == 0 || f.sign(f.factors[i]) <= 0) continue;
        rest.below -= variable_power(i, e);
        polynomial const& d = f.factors[i];
        fraction part;
        if (d.size() == 1) {
            for (unsigned v = 0; v < f.kernel_count; ++v)
                if (exponent(d.leading().exponents, v) > 0) part = logarithm_of_kernel(f, v);
        } else {
            part = logarithm_of_polynomial(f, d);
        }
        result = f.subtract(result, f.scale(part, rational{static_cast<int>(e)}));
    }
    if (rest.below == 0 && rest.content.sign() > 0 && f.sign(rest.above) > 0)
        return f.add(result, logarithm_of_polynomial(f, rest.above));
    return f.add(result, unsplit_logarithm(f, rest));
}

// -- roots -----------------------------------------------------------------------------------------------------------

/// Roots of one radicand are powers of one kernel: of an index that all of them divide.
constexpr fraction root_kernel(field& f, fraction const& w, unsigned index) {
    if (w.is_constant() && w.content == rational{1}) return fraction{rational{1}};
    unsigned const before = f.kernel_count;
    unsigned v = 0;
    while (v < before && (f.whole_exponents || f.kernels[v].kind != kernel_kind::root ||
                          !f.equal(f.arguments[f.kernels[v].argument], w)))
        ++v;
    unsigned have = v < before ? f.kernels[v].index : before < variables ? f.root_index[before] : 0;
    if (have == 0 || f.whole_exponents || (v == before && have % index != 0)) have = index;
    if (have % index != 0) {
        unsigned const n = have / static_cast<unsigned>(greatest_common_divisor(uint128{have}, uint128{index})) * index;
        f.root_index[v] = n;
        f.stop(n > 30 ? obstacle::too_many_terms : obstacle::refine_exponents);
        return fraction{rational{1}};
    }
    return f.power(f.variable(kernel_of(f, kernel_kind::root, w, have)), static_cast<int>(have / index));
}

/// The root of 1 - sin(a)², if the cosine occurs and its sign is known.
constexpr bool is_square_of_cosine(field& f, fraction const& w, fraction& root) {
    polynomial const& p = w.above;
    if (p.size() != 2 || p.exponents[1] != 0 || p.coefficients[0] != 1 || p.coefficients[1] != -1) return false;
    for (unsigned s = 0; s < f.kernel_count; ++s) {
        if (f.kernels[s].kind != kernel_kind::sin || p.exponents[0] != variable_power(s, 2)) continue;
        for (unsigned c = 0; c < f.kernel_count; ++c) {
            if (f.kernels[c].kind != kernel_kind::cos ||
                !f.equal(f.arguments[f.kernels[c].argument], f.arguments[f.kernels[s].argument]))
                continue;
            polynomial const cosine = f.variable(c).above;
            int const sign = f.sign(cosine);
            root = f.scale(f.variable(c), rational{sign});
            return sign != 0 || (f.known != nullptr && f.known->possible(cosine) == is_zero);
        }
    }
    return false;
}

constexpr fraction root_of_kernel(field& f, unsigned v, int e, unsigned index) {
    kernel const& k = f.kernels[v];
    if (k.kind == kernel_kind::exponential)
        return exponential(f,
                           f.scale(f.arguments[k.argument], k.unit * rational{int128{e}, static_cast<int128>(index)}));
    auto const n = static_cast<int>(index);
    int whole = e / n, part = e % n;
    if (part < 0) {
        part += n;
        --whole;
    }
    return f.multiply(f.power(f.variable(v), whole), f.power(root_kernel(f, f.variable(v), index), part));
}

/// A factor of certain sign whose square divides p, taken positive; 1 if none is found.
constexpr fraction square_part(field& f, polynomial const& p) {
    for (unsigned v = 0; v < f.kernel_count && p.size() > 2; ++v) {
        if (degree(p, v) < 2) continue;
        polynomial const g = greatest_common_divisor(p, partial(p, v));
        int const s = g.is_constant() ? 0 : f.sign(g);
        bool exact = s != 0;
        polynomial const once = exact ? divide_exactly(p, g, exact) : p;
        if (exact) divide_exactly(once, g, exact);
        if (exact) return f.from(g, rational{s});
    }
    return fraction{rational{1}};
}

constexpr fraction root(field& f, fraction const& w, unsigned index) {
    if (w.is_zero()) return {};
    if (certain_sign(f, w) < 0) {
        f.stop(obstacle::undefined_everywhere);
        return {};
    }
    if (index == 2 && w.below == 0 && w.content.sign() < 0)
        if (fraction cosine; is_square_of_cosine(f, w, cosine))
            return f.multiply(root(f, fraction{-w.content}, 2), cosine);
    if (f.known != nullptr && !w.is_constant()) return f.known->root(f, w, index);
    fraction result{rational{1}};
    fraction rest = w;
    rest.content = rational{w.content.sign()};
    auto const n = static_cast<int>(index);
    for (prime_power const p : factorise(w.content.sign() < 0 ? -w.content : w.content)) {
        int whole = p.exponent / n, part = p.exponent % n;
        if (part < 0) {
            part += n;
            --whole;
        }
        result = f.scale(result, number::power(rational{p.prime}, whole));
        if (part > 0) result = f.multiply(result, f.power(root_kernel(f, fraction{rational{p.prime}}, index), part));
    }
    monomial const m = common_monomial(w.above);
    for (unsigned v = 0; v < f.kernel_count && f.fine(); ++v) {
        unsigned const e = exponent(m, v);
        if (e == 0 || f.kernels[v].sign <= 0) continue;
        rest.above = divide_by(rest.above, variable_power(v, e), 1);
        result = f.multiply(result, root_of_kernel(f, v, static_cast<int>(e), index));
    }
    unsigned const factor_count = f.factor_count;
    for (unsigned i = 0; i < factor_count && f.fine(); ++i) {
        unsigned const e = exponent(w.below, i);
        polynomial const& d = f.factors[i];
        if (e == 0 || f.sign(d) <= 0) continue;
        rest.below -= variable_power(i, e);
        if (d.size() == 1) {
            for (unsigned v = 0; v < f.kernel_count; ++v)
                if (exponent(d.leading().exponents, v) > 0)
                    result = f.multiply(result, root_of_kernel(f, v, -static_cast<int>(e), index));
        } else {
            result = f.divide(result, f.power(root_kernel(f, f.from(d), index), static_cast<int>(e)));
        }
    }
    if (rest.above.is_one() && rest.below != 0) { // u^(-1/n) = u^((n-1)/n)/u
        fraction const below = f.invert(rest);
        return f.multiply(f.divide(result, below), f.power(root_kernel(f, below, index), n - 1));
    }
    fraction const part = index == 2 ? square_part(f, rest.above) : fraction{rational{1}};
    if (!part.is_constant()) {
        rest = f.divide(rest, f.multiply(part, part));
        result = f.multiply(result, part);
    }
    return f.multiply(result, root_kernel(f, rest, index));
}

/// Is it zero because e^u is 1? For sums of logarithms with small coefficients: log(a²) - 2·log(a).
constexpr bool is_logarithm_of_one(field& f, fraction const& u) {
    if (u.below != 0 || !f.fine()) return false;
    rational const unit{u.content.denominator};
    polynomial sums[2]; // of what is added and of what is subtracted
    for (unsigned i = 0; i < u.above.size(); ++i) {
        rational const q = unit * u.content * rational{u.above.coefficients[i]};
        if (logarithm_in(f, u.above.exponents[i]) == variables || !q.valid() || magnitude(q.numerator) > 8)
            return false;
        sums[q.sign() < 0].append(u.above.exponents[i], q.sign() < 0 ? -q.numerator : q.numerator);
    }
    fraction const above = exponential(f, f.from(sums[0])), below = exponential(f, f.from(sums[1]));
    bool const equal = f.fine() && f.equal(above, below) && f.fine();
    if (f.stopped != obstacle::refine_exponents) f.stopped = obstacle::none; // it was only tried
    return equal;
}

// -- odd and even functions ------------------------------------------------------------------------------------------

/// erf, atan, asin, asinh, sin (odd) and cos (even), with an argument of positive content.
constexpr fraction reduced_by_parity(field& f, kernel_kind kind, fraction u) {
    if (u.is_zero()) return fraction{rational{kind == kernel_kind::cos ? 1 : 0}};
    bool const turn = u.content.sign() < 0;
    if (turn) u.content = -u.content;
    fraction const r = f.variable(kernel_of(f, kind, u));
    return turn && kind != kernel_kind::cos ? f.scale(r, rational{-1}) : r;
}

} // namespace ogive::algebra
