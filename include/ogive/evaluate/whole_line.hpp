// SPDX-License-Identifier: BSL-1.0
#pragma once
// Forms for arrays of what decays at the left and settles at the right, such as mish': a fraction in x and one exponential
// e^u(x), evaluated once for both half-lines. Beyond the ends of a range nothing but the last digit could change: x is kept
// within it, so that nothing overflows, and no half-line has to be chosen.

#include <ogive/evaluate/half_line.hpp>

#include <type_traits>

namespace ogive::evaluation {

/// The ends of a range in eighths: what the exponent needs to make a tail vanish at the left, and what it adds negligible
/// at the right, in each type. `long double` has the tail of double, to which it is rounded.
struct settled_range {
    static constexpr unsigned bits = 16, most = (1u << bits) - 1;
    unsigned left_float, left_double, right_float, right_double, right_long;

    constexpr long long low() const {
        return -((static_cast<long long>(right_long) << (2 * bits)) + (static_cast<long long>(right_double) << bits) +
                 right_float);
    }
    constexpr long long high() const { return (static_cast<long long>(left_double) << bits) + left_float; }
};

constexpr bool is_kept_within(node const& n) { return n.op == operation::bounded && n.low < 0; }

/// The ends for T of a node that is kept within a range.
template <class T>
constexpr T right_end(node const& n) {
    unsigned const place = std::is_same_v<T, float> ? 0 : std::is_same_v<T, double> ? 1 : 2;
    return static_cast<T>(static_cast<unsigned>((-n.low) >> (settled_range::bits * place)) & settled_range::most) /
           T(8);
}
template <class T>
constexpr T left_end(node const& n) {
    unsigned const place = std::is_same_v<T, float> ? 0 : 1;
    return -static_cast<T>(static_cast<unsigned>(n.high >> (settled_range::bits * place)) & settled_range::most) / T(8);
}

/// x, within the ends of the node, or within a limit and its opposite where the node has none.
template <class T>
constexpr T kept_by(node const& n, T const& limit, T const& x) {
    T const right = n.low < 0 ? right_end<T>(n) : limit, left = n.low < 0 ? left_end<T>(n) : T(-limit);
    return x > right ? right : x < left ? left : x;
}

constexpr bool all_positive(polynomial const& p) {
    for (unsigned i = 0; i < p.size(); ++i)
        if (p.coefficients[i] <= 0) return false;
    return true;
}

/// The range: at its right end e^-u is negligible, and powers of e^u up to the fourth are finite.
constexpr bool find_range(settled_range& r, growing_exponent const& at) {
    r = {at.reaches(116), at.reaches(780), at.reaches(20.75), at.reaches(42), at.reaches(50)};
    return r.left_float > 0 && r.left_double > 0 && at(r.left_float) <= 129 && at(r.left_double) <= 866 &&
           at(r.right_float) < 21.83;
}

/// c·(t - 1)/(t + 1), such as tanh: both ends are settled, and zero keeps its sign.
constexpr node_index odd_whole_line(composer& c, fraction const& u, unsigned t, growing_exponent const& at) {
    field& f = c.f;
    fraction const direction = f.arguments[f.kernels[t].argument];
    polynomial const power{int128{1}, variable_power(t, 1)}, one{int128{1}}, minus_one{int128{-1}};
    fraction const factor = f.multiply(u, f.multiply(f.from(power + one), f.invert(f.from(power + minus_one))));
    if (!f.fine() || !f.constant(factor)) return no_node;
    settled_range r{at.reaches(20.75), at.reaches(50), at.reaches(20.75), at.reaches(50), at.reaches(50)};
    if (r.left_float == 0 || r.left_double == 0) return no_node;
    unsigned const x = symbol_of_polynomial(c.f, direction);
    node_index const symbol = c.kernel_node(x);
    c.image[x] = c.w.kept_within(symbol, r.low(), r.high());
    rational const rate = f.kernels[t].unit * direction.content;
    node_index const plain = c.argument_form(c, f.scale(direction, rational{1} / direction.content));
    node_index const m = c.w.make(operation::expm1, c.multiply(c.constant_of(rate), plain));
    c.image[x] = symbol;
    return c.multiply(c.fraction_node(factor), c.divide(m, c.add(c.constant_of(rational{2}), m)));
}

/// The numerator of a fraction in x and s = e^(q·u), u = b·x^n + .., as x·(a + c·x^(n-1)) + R, where R has all terms with s
/// and that without x, and c is a multiple of b, as in derivatives of x/(1 + s): in two words, like the exponent, for that
/// sum cancels. no_node for others.
constexpr node_index numerator_in_two_words(composer& c, fraction const& form, fraction const& u, rational const& q,
                                            unsigned x, unsigned small) {
    field& f = c.f;
    workspace& w = c.w;
    polynomial const start = algebra::coefficient(form.above, small, 0), minus_one{int128{-1}};
    polynomial const along = start + minus_one * algebra::coefficient(start, x, 0);
    unsigned const n = algebra::degree(u.above, x);
    for (unsigned e = 2; e < n; ++e)
        if (algebra::coefficient(u.above, x, e).size() + algebra::coefficient(along, x, e).size() > 0) return no_node;
    fraction first = form, last = form, others = form, exponent = u;
    first.above = algebra::coefficient(along, x, 1);
    last.above = algebra::coefficient(along, x, n);
    others.above = form.above + minus_one * along;
    exponent.above = algebra::coefficient(u.above, x, n);
    fraction const multiple = f.divide(f.multiply(last, c.below_of(form)), f.scale(exponent, q));
    if (algebra::degree(along, x) != n || first.above.size() == 0 || !multiple.is_constant()) return no_node;

    node_index const at = c.kernel_node(x), times = c.constant_of(multiple.content), a = c.split(first).above;
    node_index const b = c.divide(c.constant_sum(exponent.above, q * u.content), c.constant_below(u));
    composer::two_words power{b, w.make(operation::low_word, b)};
    for (unsigned e = 1; e < n; ++e) power = c.times(power, at);
    node_index const product = c.multiply(times, power.high), high = c.add(a, product);
    node_index const lost = c.add(w.make(operation::subtract, a, high), product);
    node_index const low = c.add(c.add(lost, w.make(operation::low_word, a)), c.multiply(times, power.low));
    return c.add(c.multiply(at, high), c.add(c.multiply(at, low), c.split(others).above));
}

/// F as s^k·A/B with s = e^|q·u(x)|, if that decays at the left and tends to a constant, or to a multiple of x, at the right;
/// no_node if it does not. All coefficients are positive: at the right nothing cancels.
constexpr node_index whole_line(composer& c, fraction const& u, unsigned t) {
    field& f = c.f;
    workspace& w = c.w;
    fraction const direction = f.arguments[f.kernels[t].argument];
    rational const q = f.kernels[t].unit;
    unsigned const x = symbol_of_polynomial(c.f, direction);
    if (x == variables || !all_positive(direction.above)) return no_node;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (v == t || v == x) continue;
        bool const involved = f.involves(u, v) || f.involves(direction, v);
        if (involved && !(f.kernels[v].constant && f.kernels[v].sign > 0)) return no_node;
    }
    for (unsigned i = 0; i < direction.above.size(); ++i)
        if (exponent(direction.above.exponents[i], x) % 2 == 0) return no_node;
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (exponent(direction.below, i) > 0 && !all_positive(f.factors[i])) return no_node;

    if (w.alone && !contains(u.above, x))
        if (node_index const r = odd_whole_line(c, u, t, {c, direction, q, x}); r != no_node) return r;
    bool const turned = (q * direction.content).sign() < 0;
    unsigned const degree_below = f.degree_below(u, t);
    unsigned leading = turned ? 0 : algebra::degree(u.above, t);
    while (leading < algebra::degree(u.above, t) && algebra::coefficient(u.above, t, leading).size() == 0) ++leading;
    unsigned const growth = algebra::degree(algebra::coefficient(u.above, t, leading), x);
    // Others have better forms at the left; so have those with a steep exponential.
    if (degree_below == 0 || degree_below > 2 || growth > 1 || growth + degree_below > (w.alone ? 3u : 2u))
        return no_node;
    bool const of_polynomial = algebra::degree(direction.above, x) > 1;
    if (of_polynomial && (degree_below > 1) == (growth > 0)) return no_node;
    // Beside other results the exponential of -|x| is likelier to be shared.
    if (!contains(u.above, x) && !(w.alone && degree_below == 1)) return no_node;
    unsigned const small = free_kernel(f, "e", t, 1);
    fraction form = in_small(f, u, t, small, turned);
    int const shift = take_out(f, form, small);
    if (!f.fine() || shift < 1 || !all_positive(form.above)) return no_node;
    unsigned const degree = algebra::degree(form.above, small);
    if (f.degree_below(form, small) != degree_below || static_cast<unsigned>(shift) + degree != degree_below)
        return no_node;
    for (unsigned i = 0; i < f.factor_count; ++i) {
        if (exponent(form.below, i) == 0) continue;
        polynomial const& p = f.factors[i];
        if (!all_positive(p) || contains(algebra::coefficient(p, small, algebra::degree(p, small)), x)) return no_node;
    }
    polynomial const lead = algebra::coefficient(form.above, small, degree);
    bool const grows = growth == 1 && exponent(algebra::common_monomial(form.above), x) == 1;
    if (lead.size() != 1 || (growth > 0 && !grows)) return no_node;
    settled_range range{};
    if (!find_range(range, growing_exponent{c, direction, q, x})) return no_node;

    node_index const symbol = c.kernel_node(x);
    node_index const settled = grows ? c.fraction_node(leading_ratio(f, form, small, degree)) : no_node;
    node_index const within = c.image[x] = w.kept_within(symbol, range.low(), range.high());
    node_index const e = c.image[small] = c.exponential_node(direction, turned ? -q : q);
    c.small[small] = c.within_range = true;
    composer::parts p = c.split(form);
    if (of_polynomial && !grows) p.above = numerator_in_two_words(c, form, direction, turned ? -q : q, x, small);
    if (p.above == no_node) {
        c.image[x] = symbol;
        c.small[small] = c.within_range = false;
        return no_node;
    }
    node_index const result = w.decay(c.divide(p.above, p.below), e, shift);
    c.image[x] = symbol;
    c.within_range = false;
    return grows ? w.make(operation::select, w.make(operation::less, within, symbol), settled, result) : result;
}

/// Two half-lines in s and a symbol x, of which powers may overflow where s is nothing: the value there is that of the fractions
/// without s. For those that decay or grow with s it stays as it is.
constexpr node_index guarded_far_out(composer& c, fraction const (&forms)[2], scheme const& s, node_index sign,
                                     node_index value) {
    field& f = c.f;
    workspace& w = c.w;
    unsigned const x = symbol_of_polynomial(f, *s.direction);
    if (x == variables) return value;
    node_index sides[2] = {value, value};
    unsigned most = 0;
    for (int k = 0; k < 2; ++k) {
        fraction const& u = forms[k];
        fraction limit = f.from(algebra::coefficient(u.above, s.small, 0), u.content);
        bool powers = false, fits = limit.above.size() > 0;
        unsigned below = 0;
        for (unsigned i = 0; i < f.factor_count && fits; ++i)
            if (unsigned const e = exponent(u.below, i); e > 0) {
                fraction const p = f.from(algebra::coefficient(f.factors[i], s.small, 0));
                fits = !p.is_zero();
                powers = powers || contains(f.factors[i], x);
                below += e * algebra::degree(f.factors[i], x);
                if (fits) limit = f.multiply(limit, f.power(f.invert(p), static_cast<int>(e)));
            }
        if (!fits || !powers || !f.fine()) continue;
        unsigned const above = algebra::degree(u.above, x);
        most = above > most ? above : most;
        most = below > most ? below : most;
        sides[k] = c.fraction_node(limit);
    }
    if (sides[0] == value && sides[1] == value) return value;
    // where powers overflow, also in float, s must be nothing
    if (!(growing_exponent{c, *s.direction, s.rate, x}.at(overflow_in_float(most)) > 120)) return value;
    node_index const minus = w.make(operation::sign_bit, sign);
    node_index const far = sides[0] == sides[1] ? sides[0] : w.make(operation::select, minus, sides[1], sides[0]);
    return c.beyond(x, most, far, value);
}

} // namespace ogive::evaluation
