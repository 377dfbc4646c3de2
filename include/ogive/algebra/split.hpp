// SPDX-License-Identifier: BSL-1.0
#pragma once
// Logarithms and roots of products, split by the signs that are known of the factors.

#include <ogive/algebra/convert.hpp>
#include <ogive/algebra/signs.hpp>

namespace ogive::algebra {

/// The factors whose signs matter, each with its sign made positive by `turn`; what cannot be told apart is left in
/// `rest`, whose content keeps the sign.
struct signed_factors {
    factor_list known;
    bool turned[24] = {};
    fraction rest;
};

template <class Field>
constexpr signed_factors split_by_signs(Field& f, fraction const& u, bool may_vanish) {
    signed_factors r;
    r.rest = fraction{rational{u.content.sign()}};
    factor_list const factors = factors_of(f, u);
    if (factors.overflowed) f.stop(obstacle::too_many_factors);
    for (unsigned i = 0; i < factors.size() && f.fine(); ++i) {
        power_factor const& factor = factors[i];
        if (factor.exponent == 0) continue;
        sign_set s = inferred_signs(f, factor.of);
        if (!may_vanish || factor.exponent < 0) s = static_cast<sign_set>(s & ~is_zero);
        bool const above = s == is_positive || (may_vanish && (s & is_negative) == 0);
        bool const below = s == is_negative || s == (is_zero | is_negative);
        if (above || below) {
            r.turned[r.known.size()] = below;
            r.known.push_back(factor);
            if (below && factor.exponent % 2 != 0) r.rest.content = -r.rest.content;
            continue;
        }
        if (f.known->insist && !f.known->demanded) {
            f.known->demanded = true;
            f.known->demand = factor.of;
            f.stop(obstacle::unknown_sign);
        }
        r.rest = f.multiply(r.rest, f.power(f.from(factor.of), factor.exponent));
    }
    return r;
}

/// log of one factor, which is positive.
template <class Field>
constexpr fraction logarithm_of_factor(Field& f, polynomial const& p, bool turned) {
    if (p.size() == 1 && !turned)
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (p.exponents[0] == variable_power(v, 1)) return logarithm_of_kernel(f, v);
    return f.variable(kernel_of(f, kernel_kind::logarithm, f.from(p, rational{turned ? -1 : 1})));
}

/// The root of a power of one factor, which is not negative.
template <class Field>
constexpr fraction root_of_factor(Field& f, power_factor const& factor, bool turned, unsigned index) {
    if (factor.of.size() == 1 && !turned)
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (factor.of.exponents[0] == variable_power(v, 1)) return root_of_kernel(f, v, factor.exponent, index);
    auto const n = static_cast<int>(index);
    int whole = factor.exponent / n, part = factor.exponent % n;
    if (part < 0) {
        part += n;
        --whole;
    }
    fraction const base = f.from(factor.of, rational{turned ? -1 : 1});
    fraction const power = f.power(base, whole);
    return part == 0 ? power : f.multiply(power, f.power(root_kernel(f, base, index), part));
}

/// log of what is positive where it is defined.
template <class Field>
constexpr fraction logarithm_by_signs(Field& f, fraction const& u) {
    fraction result;
    for (prime_power const p : factorise(u.content.sign() < 0 ? -u.content : u.content))
        result = f.add(result, f.scale(f.variable(kernel_of(f, kernel_kind::logarithm, fraction{rational{p.prime}})),
                                       rational{p.exponent}));
    signed_factors const factors = split_by_signs(f, u, false);
    for (unsigned i = 0; i < factors.known.size() && f.fine(); ++i)
        result = f.add(result, f.scale(logarithm_of_factor(f, factors.known[i].of, factors.turned[i]),
                                       rational{factors.known[i].exponent}));
    if (!factors.rest.is_constant()) return f.add(result, unsplit_logarithm(f, factors.rest));
    if (factors.rest.content.sign() < 0) f.stop(obstacle::undefined_everywhere);
    return result;
}

/// The root of what is not negative where it is defined.
template <class Field>
constexpr fraction root_by_signs(Field& f, fraction const& w, unsigned index) {
    fraction result = root(f, fraction{w.content.sign() < 0 ? -w.content : w.content}, index);
    signed_factors const factors = split_by_signs(f, w, true);
    for (unsigned i = 0; i < factors.known.size() && f.fine(); ++i)
        result = f.multiply(result, root_of_factor(f, factors.known[i], factors.turned[i], index));
    if (factors.rest.is_constant() && factors.rest.content.sign() < 0) { // only where a factor vanishes
        f.stop(obstacle::unsupported_operation);
        return {};
    }
    return f.multiply(result, root_kernel(f, factors.rest, index));
}

/// asin(sin(a)), asin(cos(a)) and atan(tan(a)) where a is known to be within half a turn: a less a multiple of pi.
template <class Field>
constexpr bool principal_angle(Field& f, kernel_kind kind, fraction const& u, fraction& result) {
    unsigned const count = f.kernel_count;
    for (unsigned v = 0; v < count && f.fine(); ++v) {
        bool const sine = f.kernels[v].kind == kernel_kind::sin, cosine = f.kernels[v].kind == kernel_kind::cos;
        if ((!sine && !cosine) || !f.involves(u, v) || (cosine && kind == kernel_kind::atan)) continue;
        fraction angle = f.arguments[f.kernels[v].argument], of = f.variable(v);
        for (unsigned c = 0; c < count && kind == kernel_kind::atan; ++c)
            if (f.kernels[c].kind == kernel_kind::cos && f.equal(f.arguments[f.kernels[c].argument], angle))
                of = f.divide(f.variable(v), f.variable(c));
        bool const turned = !f.equal(u, of);
        if (turned && !f.equal(u, f.scale(of, rational{-1}))) continue;
        fraction const half = f.scale(pi_of(f), rational{int128{1}, int128{2}});
        if (cosine) angle = f.subtract(half, angle);
        for (int n = -2; n <= 2 && f.fine(); ++n) {
            fraction const rest = f.subtract(angle, f.scale(half, rational{2 * n}));
            sign_set const ends =
                detail::inferred_signs_of(f, f.subtract(half, rest)) | detail::inferred_signs_of(f, f.add(half, rest));
            if ((ends & is_negative) != 0) continue;
            bool const other = kind == kernel_kind::asin && n % 2 != 0;
            result = f.scale(rest, rational{turned != other ? -1 : 1});
            return f.fine();
        }
    }
    return false;
}

} // namespace ogive::algebra
