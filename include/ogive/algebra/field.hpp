// SPDX-License-Identifier: BSL-1.0
#pragma once
// The field in which equality is decided: fractions of polynomials over exact rationals in a few kernels.

#include <ogive/algebra/polynomial.hpp>
#include <ogive/algebra/sign_set.hpp>
#include <ogive/expression/graph.hpp>

namespace ogive::algebra {

/// What a variable of the polynomials stands for.
enum class kernel_kind : unsigned char {
    symbol,
    pi,
    named_constant,
    exponential, // e^(unit * argument)
    logarithm,
    root, // the index-th root of the argument
    erf,
    atan,
    asin,
    sin,
    cos,
    asinh, // these two for evaluators only: proofs see their logarithms
    acosh,
    free // a variable of the evaluators
};

/// What stopped the engine. Everything but `none` makes an answer unknown, never wrong.
enum class obstacle : unsigned char {
    none,
    too_many_kernels,
    too_many_factors,
    too_many_terms,
    unsupported_operation,
    undefined_everywhere,
    unknown_sign,    // of something that decides a case, or stands under a logarithm or a root
    too_many_cases,  // regions that would have to be looked at
    refine_exponents // internal: exponents need a finer unit, start again
};

/// content * above / product of factors[i]^(exponent i of below). `above` is primitive with a positive leading
/// coefficient; zero has content 0 and nothing below.
struct fraction {
    rational content{0};
    monomial below = 0;
    polynomial above;

    constexpr fraction() = default;
    constexpr explicit fraction(rational const& value) : content{value}, above{int128{1}} {
        if (value.is_zero()) above = polynomial{};
    }
    constexpr bool is_zero() const { return content.is_zero(); }
    constexpr bool is_constant() const { return is_zero() || (below == 0 && above.is_one()); }
};

struct kernel {
    kernel_kind kind = kernel_kind::free;
    assumption assumed = assumption::none;
    int sign = 0;          // certain sign: -1, +1, or 0 when not known
    unsigned index = 1;    // of a root
    unsigned argument = 0; // place in field::arguments
    bool constant = false; // contains no symbol
    packed_name name;      // of a symbol or a named constant
    rational unit{1};      // of an exponential
};

class field;

/// What is known of the part of the domain that is looked at: the signs that some primitive polynomials may have there.
struct knowledge {
    static constexpr unsigned capacity = 20;
    polynomial of[capacity];
    sign_set signs[capacity];
    unsigned count = 0;
    bool contradiction = false; // no point is left
    bool insist = false;        // signs under logarithms and roots must be known
    bool demanded = false;
    polynomial demand; // the sign that was needed
    /// How logarithms and roots are split by what is known.
    fraction (*logarithm)(field&, fraction const&) = nullptr;
    fraction (*root)(field&, fraction const&, unsigned) = nullptr;
    /// The angle between -pi/2 and pi/2 that an inverse function of a sine, cosine or tangent is, where it is known.
    bool (*angle)(field&, kernel_kind, fraction const&, fraction&) = nullptr;

    constexpr knowledge() {}
    constexpr void restart() {
        count = 0;
        contradiction = demanded = false;
    }
    constexpr sign_set possible(polynomial const& p) const {
        for (unsigned i = 0; i < count; ++i)
            if (of[i] == p) return signs[i];
        return any_sign;
    }
};

class field {
  public:
    static constexpr unsigned max_arguments = 16;
    kernel kernels[variables];
    unsigned kernel_count = 0;
    polynomial factors[variables];
    unsigned factor_count = 0;
    fraction arguments[max_arguments];
    unsigned argument_count = 0;
    obstacle stopped = obstacle::none;
    bool reducible = false; // some kernel has a power that is a polynomial in others
    /// Exponents are not split over one basis: e^(ax+b) is a power of one kernel. What evaluators want.
    bool whole_exponents = false;
    /// Units learnt in an earlier attempt, by kernel.
    rational finer_unit[variables];
    unsigned root_index[variables] = {};
    /// What is known of signs beyond the assumptions on symbols; none in the plain field.
    knowledge* known = nullptr;

    constexpr field() = default;
    field(field const&) = delete;
    field& operator=(field const&) = delete;

    constexpr void restart() {
        kernel_count = factor_count = argument_count = 0;
        stopped = obstacle::none;
        reducible = false;
        if (known != nullptr) known->restart();
    }
    constexpr void stop(obstacle why) {
        if (stopped == obstacle::none) stopped = why;
    }
    constexpr bool fine() const { return stopped == obstacle::none; }

    // -- fractions ---------------------------------------------------------------------------------------------

    constexpr fraction variable(unsigned v) const {
        fraction f{rational{1}};
        f.above = polynomial{1, variable_power(v, 1)};
        return f;
    }

    /// content * p as a fraction.
    constexpr fraction from(polynomial const& p, rational const& scale = rational{1}) {
        fraction f;
        if (p.failed) {
            stop(obstacle::too_many_terms);
            return f;
        }
        if (p.size() == 0 || scale.is_zero()) return f;
        int128 const c = signed_content(p);
        f.content = scale * rational{c};
        f.above = c == 1 ? p : divide_by(p, 0, c);
        check(f);
        return f;
    }

    constexpr fraction multiply(fraction const& a, fraction const& b) {
        if (a.is_zero() || b.is_zero()) return {};
        fraction r;
        r.content = a.content * b.content;
        r.below = a.below + b.below;
        if (r.below & guard_bits) stop(obstacle::too_many_terms);
        algebra::multiply(r.above, a.above, b.above);
        settle(r);
        return r;
    }

    constexpr fraction scale(fraction a, rational const& c) {
        if (c.is_zero()) return {};
        if (c == rational{1}) return a;
        a.content = a.content * c;
        check(a);
        return a;
    }

    constexpr fraction add(fraction const& a, fraction const& b) {
        if (a.is_zero()) return b;
        if (b.is_zero()) return a;
        monomial const below = a.below == b.below ? a.below : greater_exponents(a.below, b.below);
        polynomial const left = raised(a.above, below - a.below), right = raised(b.above, below - b.below);
        // content: the rational gcd of both, so that the cofactors are integers
        rational const g = common(a.content, b.content);
        rational const p = a.content / g, q = b.content / g;
        if (!g.valid() || !p.valid() || !q.valid()) {
            stop(obstacle::too_many_terms);
            return {};
        }
        fraction r = from(combine(p.numerator, left, q.numerator, 0, right), g);
        if (r.is_zero()) return {};
        r.below = below;
        settle(r);
        return r;
    }
    constexpr fraction subtract(fraction const& a, fraction const& b) { return add(a, scale(b, rational{-1})); }

    constexpr fraction invert(fraction const& a) {
        fraction r{rational{1}};
        if (a.is_zero()) {
            stop(obstacle::undefined_everywhere);
            return r;
        }
        r.content = rational{1} / a.content;
        r.above = raised(polynomial{int128{1}}, a.below);
        r.below = 0;
        put_below(r, a.above);
        settle(r);
        return r;
    }
    constexpr fraction divide(fraction const& a, fraction const& b) { return multiply(a, invert(b)); }

    constexpr fraction power(fraction const& a, int e) {
        if (e < 0) return power(invert(a), -e);
        if (e == 0) return fraction{rational{1}};
        fraction r = a;
        settle(r);
        for (int i = 1; i < e && fine(); ++i) r = multiply(r, a);
        return r;
    }

    constexpr bool equal(fraction const& a, fraction const& b) {
        if (a.below == b.below && a.content == b.content && a.above == b.above) return true;
        return subtract(a, b).is_zero();
    }

    /// The fraction with every kernel v replaced by images[v].
    constexpr fraction substitute(polynomial const& p, fraction const* images) {
        fraction r;
        for (unsigned i = 0; i < p.size() && fine(); ++i) {
            fraction t{rational{p.coefficients[i]}};
            for (unsigned v = 0; v < kernel_count; ++v)
                if (unsigned const e = exponent(p.exponents[i], v); e > 0)
                    t = multiply(t, power(images[v], static_cast<int>(e)));
            r = add(r, t);
        }
        return r;
    }
    constexpr fraction substitute(fraction const& a, fraction const* images) {
        fraction r = scale(substitute(a.above, images), a.content);
        unsigned const count = factor_count; // new factors may appear on the way
        for (unsigned i = 0; i < count && fine(); ++i)
            if (unsigned const e = exponent(a.below, i); e > 0)
                r = divide(r, power(substitute(factors[i], images), static_cast<int>(e)));
        return r;
    }

    constexpr bool involves(fraction const& a, unsigned v) const {
        if (contains(a.above, v)) return true;
        for (unsigned i = 0; i < factor_count && a.below != 0; ++i)
            if (exponent(a.below, i) > 0 && contains(factors[i], v)) return true;
        return false;
    }

    // -- signs -------------------------------------------------------------------------------------------------

    /// +1 or -1 when every value has that sign, else 0: by the signs of terms, or because it is known.
    constexpr int sign(polynomial const& p) const {
        int const s = sign_by_terms(p);
        if (s != 0 || known == nullptr) return s;
        sign_set const possible = known->possible(p);
        return possible == is_positive ? 1 : possible == is_negative ? -1 : 0;
    }
    constexpr int sign_by_terms(polynomial const& p) const {
        if (p.failed || p.size() == 0) return 0;
        int all = 0;
        bool strict = false;
        for (unsigned i = 0; i < p.size(); ++i) {
            int s = p.coefficients[i] < 0 ? -1 : 1;
            bool certain = true;
            for (unsigned v = 0; v < kernel_count; ++v) {
                unsigned const e = exponent(p.exponents[i], v);
                if (e == 0) continue;
                if (kernels[v].sign == 0 && e % 2 != 0 && kernels[v].kind != kernel_kind::root) return 0;
                if (kernels[v].sign == 0 && kernels[v].assumed != nonzero) certain = false;
                if (kernels[v].sign < 0 && e % 2 != 0) s = -s;
            }
            if (all != 0 && s != all) return 0;
            all = s;
            strict = strict || certain;
        }
        return strict ? all : 0;
    }
    constexpr int sign(fraction const& f) const {
        int s = f.content.sign() * sign(f.above);
        for (unsigned i = 0; i < factor_count; ++i) {
            unsigned const e = exponent(f.below, i);
            if (e % 2 != 0) s *= sign(factors[i]);
        }
        return s;
    }

    // -- kernels -----------------------------------------------------------------------------------------------

    /// The variable of a kernel, new if none like it is there; `like.argument` is found or stored.
    constexpr unsigned find(kernel like, fraction const* argument) {
        for (unsigned v = 0; v < kernel_count; ++v) {
            kernel const& k = kernels[v];
            if (k.kind != like.kind || k.index != like.index || !(k.name == like.name)) continue;
            if (argument == nullptr || equal(arguments[k.argument], *argument)) return v;
        }
        if (kernel_count == variables || argument_count == max_arguments) {
            stop(obstacle::too_many_kernels);
            return 0;
        }
        if (argument != nullptr) {
            like.argument = argument_count;
            like.constant = constant(*argument);
            arguments[argument_count++] = *argument;
        }
        reducible = reducible || like.kind == kernel_kind::root || like.kind == kernel_kind::cos;
        kernels[kernel_count] = like;
        return kernel_count++;
    }

    /// Does it contain no symbol?
    constexpr bool constant(fraction const& f) const {
        for (unsigned v = 0; v < kernel_count; ++v)
            if (!kernels[v].constant && involves(f, v)) return false;
        return true;
    }

    /// The largest rational of which both are whole multiples.
    static constexpr rational common(rational const& a, rational const& b) {
        if (!a.valid() || !b.valid()) return rational::invalid(number::fault::addition);
        auto const n = greatest_common_divisor(magnitude(a.numerator), magnitude(b.numerator));
        auto const g = static_cast<int128>(greatest_common_divisor(magnitude(a.denominator), magnitude(b.denominator)));
        int128 d = 0;
        if (__builtin_mul_overflow(a.denominator / g, b.denominator, &d))
            return rational::invalid(number::fault::addition);
        return rational{static_cast<int128>(n), d};
    }

    // -- denominators ------------------------------------------------------------------------------------------

    constexpr polynomial raised(polynomial p, monomial exponents) const {
        for (unsigned i = 0; i < factor_count && exponents >> (8 * i) != 0; ++i)
            for (unsigned e = exponent(exponents, i); e > 0; --e) p = p * factors[i];
        return p;
    }

    constexpr polynomial denominator(fraction const& f) const { return raised(polynomial{int128{1}}, f.below); }

    constexpr unsigned degree_below(fraction const& f, unsigned v) const {
        unsigned d = 0;
        for (unsigned i = 0; i < factor_count; ++i)
            if (unsigned const e = exponent(f.below, i); e > 0) d += e * degree(factors[i], v);
        return d;
    }

    /// Divides by a primitive polynomial, in terms of the factors known.
    constexpr void put_below(fraction& r, polynomial p) {
        if (p.failed || p.size() == 0) { // zero only where a root of a large square is taken for irrational
            stop(obstacle::too_many_terms);
            return;
        }
        monomial const m = common_monomial(p);
        if (m != 0) {
            p = divide_by(p, m, 1);
            for (unsigned v = 0; v < kernel_count; ++v)
                if (unsigned const e = exponent(m, v); e > 0) {
                    if (kernels[v].kind != kernel_kind::root)
                        r.below += variable_power(factor(polynomial{1, variable_power(v, 1)}), e);
                    for (unsigned k = 0; kernels[v].kind == kernel_kind::root && k < e && fine(); ++k) {
                        fraction const& radicand = arguments[kernels[v].argument]; // 1/r = r^(n-1)/radicand
                        r.above = r.above * polynomial{1, variable_power(v, kernels[v].index - 1)};
                        r.above = r.above * raised(polynomial{int128{1}}, radicand.below);
                        r.content = r.content / radicand.content;
                        put_below(r, radicand.above);
                    }
                }
        }
        if (root_to_clear(p) != 0) return put_below(r, without_roots(r, p));
        for (unsigned i = 0; i < factor_count && !p.is_constant(); ++i)
            for (bool exact = factors[i].size() > 1; exact && may_divide(p, factors[i]);) {
                polynomial const q = quotient(p, factors[i], exact);
                if (exact) {
                    p = q;
                    r.below += variable_power(i, 1);
                }
            }
        if (p.is_constant()) {
            if (p.size() > 0) r.content = r.content / rational{p.leading().coefficient};
            return;
        }
        if (p.leading().coefficient < 0) r.content = -r.content;
        r.below += variable_power(factor(primitive_part(p)), 1);
    }

  private:
    constexpr unsigned root_to_clear(polynomial const& p) const;
    constexpr polynomial without_squares(polynomial const& p) const;
    constexpr polynomial without_roots(fraction& r, polynomial p);

    constexpr unsigned factor(polynomial const& p) {
        for (unsigned i = 0; i < factor_count; ++i)
            if (factors[i] == p) return i;
        if (factor_count == variables) {
            stop(obstacle::too_many_factors);
            return 0;
        }
        factors[factor_count] = p;
        return factor_count++;
    }

    constexpr void check(fraction const& f) {
        if (!f.content.valid() || f.above.failed) stop(obstacle::too_many_terms);
    }

    /// Cancels factors that divide the numerator and reduces powers of roots.
    constexpr void settle(fraction& r) {
        check(r);
        if (!fine()) return static_cast<void>(r = {});
        for (unsigned i = 0; i < factor_count && r.below != 0; ++i)
            for (bool exact = true; exact && exponent(r.below, i) > 0 && may_divide(r.above, factors[i]);) {
                polynomial const q = quotient(r.above, factors[i], exact);
                if (exact) {
                    r.above = q;
                    r.below -= variable_power(i, 1);
                }
            }
        for (unsigned v = 0; v < kernel_count && reducible; ++v)
            if (unsigned const n = reducible_power(v); n > 0 && degree(r.above, v) >= n)
                return static_cast<void>(r = reduce(r, v));
    }

    constexpr unsigned reducible_power(unsigned v) const;
    constexpr fraction reduced_power(unsigned v);
    constexpr fraction reduce(fraction const& r, unsigned v);
};

} // namespace ogive::algebra

#include <ogive/algebra/powers_of_roots.hpp>
