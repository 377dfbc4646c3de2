// SPDX-License-Identifier: BSL-1.0
#pragma once
// Forms of what has the error function and e^-v²: by erfcx, so that nothing cancels in the tails of a Gaussian integral.

#include <ogive/evaluate/whole_line.hpp>

namespace ogive::evaluation {

/// For arrays: a Gaussian tail for both half-lines. F is T(-|x|) at the left and R(x) + T(-|x|) or R(x) - T(-|x|) at the
/// right, where R is a constant or a multiple of x; T is evaluated at |x|, kept within the end beyond which it is nothing.
class gaussian_tail {
    composer& c_;
    unsigned x_ = variables;
    node_index symbol_ = no_node;
    bool opposite_ = false;
    fraction settled_;

  public:
    fraction form; // T, with |x| for x

    constexpr gaussian_tail(composer& c, fraction const& square, fraction const (&forms)[2], unsigned small) : c_{c} {
        field& f = c.f;
        unsigned const x = symbol_of_polynomial(c.f, square);
        if (!c.w.for_arrays || c.is_logarithm || x == variables || algebra::degree(square.above, x) != 2) return;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (v != x && f.kernels[v].kind != kernel_kind::free && !f.kernels[v].constant &&
                (f.involves(forms[0], v) || f.involves(forms[1], v) || f.involves(square, v)))
                return;
        for (auto const& side : forms)
            for (unsigned i = 0; i < f.factor_count; ++i)
                if (exponent(side.below, i) > 0 && (contains(f.factors[i], x) || contains(f.factors[i], small))) return;
        settled_ = f.from(algebra::coefficient(forms[0].above, small, 0), forms[0].content);
        settled_.below = forms[0].below;
        if (!algebra::coefficient(forms[1].above, small, 0).is_zero() || algebra::degree(settled_.above, x) > 1 ||
            settled_.above.size() != 1)
            return;
        fraction images[variables];
        for (unsigned v = 0; v < f.kernel_count; ++v) images[v] = f.variable(v);
        images[x] = f.scale(f.variable(x), rational{-1});
        form = f.substitute(forms[1], images);
        fraction const rest = f.subtract(forms[0], settled_);
        opposite_ = !f.subtract(rest, form).is_zero();
        if (!f.fine() || (opposite_ && !f.add(rest, form).is_zero())) return;
        growing_exponent const at{c, square, rational{1}, x};
        unsigned const in_float = at.reaches(116), in_double = at.reaches(780);
        if (in_float == 0 || in_double == 0 || at(in_float) > 120) return;
        settled_range const r{0, 0, in_float, in_double, in_double};
        symbol_ = c.kernel_node(x);
        c.image[x] = c.w.kept_within(c.w.make(operation::abs, symbol_), r.low(), r.high());
        c.within_range = true;
        x_ = x;
    }
    constexpr bool found() const { return x_ != variables; }
    constexpr node_index join(node_index tail) const {
        c_.image[x_] = symbol_;
        c_.within_range = false;
        node_index const right = c_.add(c_.fraction_node(settled_), opposite_ ? c_.negate(tail) : tail);
        return c_.w.make(operation::select, c_.w.make(operation::sign_bit, symbol_), tail, right);
    }
};

/// F in erf(v) and powers of e^(-v²): erf v = 1 - g·X to the right and g·X - 1 to the left, with g = e^(-v²) and
/// X = erfcx|v|: nothing cancels in the tails.
constexpr node_index gaussian(composer& c, fraction const& u, unsigned e, unsigned t) {
    field& f = c.f;
    workspace& w = c.w;
    fraction const argument = f.arguments[f.kernels[e].argument];
    fraction const square = f.multiply(argument, argument);
    int rate = 0; // t = e^(rate·v²)
    if (t < variables) {
        fraction const ratio = f.divide(f.scale(f.arguments[f.kernels[t].argument], f.kernels[t].unit), square);
        if (!ratio.is_constant() || !ratio.content.is_integer() || ratio.content.sign() <= 0) {
            f.stop(obstacle::unsupported_operation);
            return c.zero;
        }
        rate = static_cast<int>(ratio.content.numerator);
    }
    scheme s;
    s.small = free_kernel(f, "g", e, 1);
    unsigned const scaled = free_kernel(f, "erfcx", e, 1);
    fraction forms[2], near;
    bool in_erf = false;
    for (int side = 0; side < 2 && f.fine(); ++side) {
        fraction images[variables];
        keep_kernels(f, images);
        fraction const tail = f.multiply(f.variable(s.small), f.variable(scaled));
        fraction const right = f.subtract(fraction{rational{1}}, tail);
        images[e] = side == 0 ? right : f.scale(right, rational{-1});
        if (t < variables) images[t] = f.power(f.variable(s.small), -rate);
        forms[side] = f.substitute(u, images);
        bool const plain =
            f.fine() && (cancels_at_origin(c, forms[side].above, s.small, scaled) ||
                         (!contains(u.above, e) && below_cancels_at_origin(c, forms[side], s.small, scaled)));
        if (plain) { // near the zero of erf, erf itself
            keep_kernels(f, images);
            if (t < variables) images[t] = f.power(f.variable(s.small), -rate);
            near = f.substitute(u, images);
            in_erf = true;
        }
    }
    if (!f.fine()) return c.zero;
    bool const decays = algebra::coefficient(forms[0].above, s.small, 0).is_zero() ||
                        algebra::coefficient(forms[1].above, s.small, 0).is_zero();
    if (in_erf && (!decays || symbol_of_polynomial(f, argument) == variables)) return c.fraction_node(near);
    gaussian_tail const whole{c, square, forms, s.small};
    s.exponential = c.exponential_node(square, rational{-1});
    c.image[s.small] = s.exponential;
    c.small[s.small] = true;
    node_index const v = c.argument_form(c, argument);
    c.image[scaled] = w.make(operation::erfcx, whole.found() ? v : w.make(operation::abs, v));
    auto const joined = [&] {
        if (whole.found()) {
            half_line const tail = half_line_of(c, s, whole.form, false);
            return whole.join(c.w.decay(c.divide(tail.ratio.above, tail.ratio.below), s.exponential, tail.shift));
        }
        half_line sides[2];
        for (int side = 0; side < 2 && f.fine(); ++side) sides[side] = half_line_of(c, s, forms[side], side == 0);
        return f.fine() ? join(c, s, v, sides[0], sides[1]) : c.zero;
    };
    node_index const r = joined();
    if (!in_erf || !f.fine()) return r;
    return where_small(w, v, c.fraction_node(near), r);
}

} // namespace ogive::evaluation
