// SPDX-License-Identifier: BSL-1.0
#pragma once
// sin, cos and their inverses as kernels: angles over one basis, addition theorems, exact values, inverses undone.

#include <ogive/algebra/kernels.hpp>

namespace ogive::algebra {

/// The sine and the cosine of one angle; what was not asked for is zero.
struct sine_and_cosine {
    fraction sine, cosine;
};

namespace detail {

/// Multiples beyond this are angles of their own: their polynomials would be too long.
inline constexpr int max_multiple = 24;

constexpr sine_and_cosine sum_of_angles(field& f, sine_and_cosine const& a, sine_and_cosine const& b) {
    return {f.add(f.multiply(a.sine, b.cosine), f.multiply(a.cosine, b.sine)),
            f.subtract(f.multiply(a.cosine, b.cosine), f.multiply(a.sine, b.sine))};
}

constexpr sine_and_cosine multiple_angle(field& f, sine_and_cosine const& a, int n) {
    sine_and_cosine r = a;
    for (int i = 1; i < n && f.fine(); ++i) r = sum_of_angles(f, r, a);
    return r;
}

constexpr bool of_one_direction(field& f, fraction w, fraction const& direction) {
    w.content = rational{1};
    if (w.below == 0 && direction.below == 0) return w.above == direction.above;
    return f.equal(w, direction);
}

/// sin and cos of q·direction, q positive, the direction with content 1. An angle that is a multiple of another one in
/// use is written in terms of that; where both are multiples of a smaller one, all starts again with that.
constexpr sine_and_cosine angle_in_direction(field& f, fraction const& direction, rational const& q, bool both) {
    rational unit = q;
    unsigned const before = f.kernel_count;
    for (int pass = 0; pass < 2 && unit == q && f.fine(); ++pass)
        for (unsigned v = 0; v < before && f.fine(); ++v) {
            kernel const& k = f.kernels[v];
            if (k.kind != kernel_kind::sin && k.kind != kernel_kind::cos) continue;
            if (!of_one_direction(f, f.arguments[k.argument], direction)) continue;
            rational const known = f.arguments[k.argument].content, ratio = q / known;
            if (!ratio.valid() || magnitude(ratio.numerator) > max_multiple) continue;
            if (ratio.is_integer()) {
                unit = known;
                break;
            }
            if (pass == 0 || ratio.denominator > max_multiple) continue;
            f.finer_unit[v] = known / rational{ratio.denominator};
            f.stop(obstacle::refine_exponents);
        }
    rational const learnt = f.finer_unit[before < variables ? before : 0];
    if (unit == q && before < variables && !learnt.is_zero() && (q / learnt).is_integer() &&
        magnitude((q / learnt).numerator) <= max_multiple)
        unit = learnt;
    int const n = static_cast<int>((q / unit).numerator);
    fraction const w = f.scale(direction, unit);
    sine_and_cosine r;
    if (!f.fine()) return r;
    r.sine = f.variable(kernel_of(f, kernel_kind::sin, w));
    if (both || n > 1) r.cosine = f.variable(kernel_of(f, kernel_kind::cos, w));
    return n > 1 ? multiple_angle(f, r, n) : r;
}

constexpr fraction square_root(field& f, int128 n) { return root(f, fraction{rational{n}}, 2); }

/// sin and cos of q·pi: exact for the angles that square roots express.
constexpr sine_and_cosine multiple_of_pi(field& f, rational const& q, fraction const& pi) {
    fraction const one{rational{1}};
    auto const over = [&f](fraction const& u, int d) { return f.scale(u, rational{int128{1}, int128{d}}); };
    int128 halves = (q + q).numerator / (q + q).denominator;
    if ((q + q) < rational{halves}) --halves;
    rational rest = q - rational{halves, int128{2}}; // in [0, 1/2)
    bool const swap = rest > rational{int128{1}, int128{4}};
    if (swap) rest = rational{int128{1}, int128{2}} - rest;
    sine_and_cosine r;
    if (rest.is_zero()) {
        r.cosine = one;
    } else if (rest == rational{int128{1}, int128{4}}) {
        r.sine = r.cosine = over(square_root(f, 2), 2);
    } else if (rest == rational{int128{1}, int128{6}}) {
        r = {over(one, 2), over(square_root(f, 3), 2)};
    } else if (rest == rational{int128{1}, int128{12}}) {
        fraction const s = over(square_root(f, 2), 4), t = square_root(f, 3);
        r = {f.multiply(s, f.subtract(t, one)), f.multiply(s, f.add(t, one))};
    } else if (rest == rational{int128{1}, int128{8}}) { // cot(pi/8) = 1 + sqrt(2)
        fraction const s = square_root(f, 2);
        r.sine = over(root(f, f.subtract(fraction{rational{2}}, s), 2), 2);
        r.cosine = f.multiply(r.sine, f.add(one, s));
    } else if (rest == rational{int128{1}, int128{10}} || rest == rational{int128{1}, int128{5}}) {
        fraction const s = square_root(f, 5);
        r.sine = over(f.subtract(s, one), 4);
        r.cosine = over(root(f, f.add(fraction{rational{10}}, f.scale(s, rational{2})), 2), 4);
        if (rest.denominator == 5) r = multiple_angle(f, r, 2);
    } else {
        r = angle_in_direction(f, pi, rest, true);
    }
    if (swap) r = {r.cosine, r.sine};
    int const quadrant = static_cast<int>((halves % 4 + 4) % 4);
    if (quadrant % 2 != 0) r = {r.cosine, f.scale(r.sine, rational{-1})};
    return quadrant < 2 ? r : sine_and_cosine{f.scale(r.sine, rational{-1}), f.scale(r.cosine, rational{-1})};
}

/// sin and cos of n·atan(w)/d or n·asin(w)/d: the angle of the inverse lies between -pi/2 and pi/2.
constexpr sine_and_cosine angle_of_inverse(field& f, kernel const& k, int n, int d) {
    fraction const one{rational{1}}, w = f.arguments[k.argument];
    sine_and_cosine r;
    if (k.kind == kernel_kind::atan) {
        r.cosine = f.invert(root(f, f.add(one, f.multiply(w, w)), 2));
        r.sine = f.multiply(w, r.cosine);
    } else {
        r = {w, root(f, f.subtract(one, f.multiply(w, w)), 2)};
    }
    if (d == 2 && f.fine()) {
        fraction const half = root(f, f.scale(f.add(one, r.cosine), rational{int128{1}, int128{2}}), 2);
        r = {f.divide(r.sine, f.scale(half, rational{2})), half};
    }
    return multiple_angle(f, r, n);
}

/// sin and cos of one term of an angle.
constexpr sine_and_cosine angle_of_term(field& f, fraction const& direction, rational const& q, bool both) {
    monomial const m = direction.above.leading().exponents;
    for (unsigned v = 0; v < f.kernel_count && direction.below == 0 && direction.above.size() == 1; ++v) {
        if (m != variable_power(v, 1)) continue;
        kernel const k = f.kernels[v];
        if (k.kind == kernel_kind::pi) return multiple_of_pi(f, q, direction);
        if ((k.kind == kernel_kind::atan || k.kind == kernel_kind::asin) && q.denominator <= 2 &&
            magnitude(q.numerator) <= max_multiple) {
            int const n = static_cast<int>(q.numerator);
            sine_and_cosine r = angle_of_inverse(f, k, n < 0 ? -n : n, static_cast<int>(q.denominator));
            if (n < 0) r.sine = f.scale(r.sine, rational{-1});
            return r;
        }
    }
    sine_and_cosine r = angle_in_direction(f, direction, q.sign() < 0 ? -q : q, both);
    if (q.sign() < 0) r.sine = f.scale(r.sine, rational{-1});
    return r;
}

} // namespace detail

/// sin(u) and cos(u). Without `both`, the cosine may be left out.
constexpr sine_and_cosine angle(field& f, fraction const& u, bool both = true) {
    sine_and_cosine r{fraction{}, fraction{rational{1}}};
    if (u.is_zero()) return r;
    fraction direction = u;
    if (u.below != 0 || u.above.size() > 4) {
        direction.content = rational{1};
        return detail::angle_of_term(f, direction, u.content, both);
    }
    for (unsigned i = 0; i < u.above.size() && f.fine(); ++i) {
        term const t = u.above.at(i);
        direction = fraction{rational{1}};
        direction.above = polynomial{1, t.exponents};
        sine_and_cosine const part =
            detail::angle_of_term(f, direction, u.content * rational{t.coefficient}, both || u.above.size() > 1);
        r = i == 0 ? part : detail::sum_of_angles(f, r, part);
    }
    return r;
}

constexpr fraction sine(field& f, fraction const& u) {
    return f.whole_exponents ? reduced_by_parity(f, kernel_kind::sin, u) : angle(f, u, false).sine;
}
constexpr fraction cosine(field& f, fraction const& u) {
    return f.whole_exponents ? reduced_by_parity(f, kernel_kind::cos, u) : angle(f, u).cosine;
}
constexpr fraction tangent(field& f, fraction const& u) {
    if (f.whole_exponents) {
        fraction const above = sine(f, u);
        return f.divide(above, cosine(f, u));
    }
    sine_and_cosine const r = angle(f, u);
    return f.divide(r.sine, r.cosine);
}

constexpr fraction pi_of(field& f) {
    kernel k;
    k.kind = kernel_kind::pi;
    k.constant = true;
    k.sign = 1;
    return f.variable(f.find(k, nullptr));
}

/// atan or asin: multiples of pi where the argument is the square root of a small rational.
constexpr fraction inverse_angle(field& f, kernel_kind kind, fraction const& u) {
    struct exact {
        int numerator, denominator; // of the square
        int part;                   // the angle is pi over this
    };
    constexpr exact tangents[] = {{1, 3, 6}, {1, 1, 4}, {3, 1, 3}};
    constexpr exact sines[] = {{1, 4, 6}, {1, 2, 4}, {3, 4, 3}, {1, 1, 2}};
    if (!u.is_zero() && !f.whole_exponents && f.constant(u)) {
        fraction const square = f.multiply(u, u);
        int const sign = certain_sign(f, u);
        bool const is_atan = kind == kernel_kind::atan;
        exact const* const table = is_atan ? tangents : sines;
        for (unsigned i = 0; i < (is_atan ? 3u : 4u) && sign != 0 && square.is_constant(); ++i)
            if (square.content == rational{int128{table[i].numerator}, int128{table[i].denominator}})
                return f.scale(pi_of(f), rational{int128{sign}, int128{table[i].part}});
        if (is_atan && u.is_constant() && magnitude(u.content.numerator) > magnitude(u.content.denominator))
            return f.subtract(f.scale(pi_of(f), rational{int128{sign}, int128{2}}),
                              reduced_by_parity(f, kind, f.invert(u)));
    }
    fraction known;
    if (f.known != nullptr && f.known->angle != nullptr && f.known->angle(f, kind, u, known)) return known;
    return reduced_by_parity(f, kind, u);
}

} // namespace ogive::algebra
