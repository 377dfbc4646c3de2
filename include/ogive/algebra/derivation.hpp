// SPDX-License-Identifier: BSL-1.0
#pragma once
// Differentiation inside the field: each kernel knows its differential equation, denominators stay powers.

#include <ogive/algebra/angles.hpp>

namespace ogive::algebra {

constexpr fraction derive(field& f, fraction const& u, unsigned by);

/// The derivative of a kernel by the symbol `by`.
constexpr fraction derive_kernel(field& f, unsigned v, unsigned by) {
    if (v == by) return fraction{rational{1}};
    kernel const& k = f.kernels[v];
    if (k.constant || k.kind == kernel_kind::symbol) return {};
    fraction const& w = f.arguments[k.argument];
    fraction const dw = derive(f, w, by);
    if (dw.is_zero() || !f.fine()) return {};
    if (k.kind == kernel_kind::exponential) return f.multiply(f.scale(dw, k.unit), f.variable(v));
    fraction const one{rational{1}};
    switch (k.kind) {
    case kernel_kind::logarithm: return f.divide(dw, w);
    case kernel_kind::root:
        return f.multiply(f.scale(f.divide(dw, w), rational{int128{1}, static_cast<int128>(k.index)}), f.variable(v));
    case kernel_kind::erf: {
        fraction const sqrt_pi = root(f, pi_of(f), 2);
        fraction const gauss = exponential(f, f.scale(f.multiply(w, w), rational{-1}));
        return f.multiply(f.scale(f.divide(gauss, sqrt_pi), rational{2}), dw);
    }
    case kernel_kind::atan: return f.divide(dw, f.add(one, f.multiply(w, w)));
    case kernel_kind::asin: return f.divide(dw, root(f, f.subtract(one, f.multiply(w, w)), 2));
    case kernel_kind::asinh: return f.divide(dw, root(f, f.add(f.multiply(w, w), one), 2));
    case kernel_kind::acosh: return f.divide(dw, root(f, f.subtract(f.multiply(w, w), one), 2));
    case kernel_kind::sin: return f.multiply(dw, f.variable(kernel_of(f, kernel_kind::cos, w)));
    case kernel_kind::cos: return f.scale(f.multiply(dw, f.variable(kernel_of(f, kernel_kind::sin, w))), rational{-1});
    default: f.stop(obstacle::unsupported_operation); return {};
    }
}

constexpr fraction derive(field& f, polynomial const& p, unsigned by) {
    fraction r;
    unsigned const count = f.kernel_count;
    for (unsigned v = 0; v < count && f.fine(); ++v)
        if (contains(p, v)) {
            fraction const d = derive_kernel(f, v, by);
            if (!d.is_zero()) r = f.add(r, f.multiply(f.from(partial(p, v)), d));
        }
    return r;
}

/// d(c·N/ΠDᵢ^k) = c·(N′ − N·Σ k·Dᵢ′/Dᵢ)/ΠDᵢ^k
constexpr fraction derive(field& f, fraction const& u, unsigned by) {
    if (u.is_zero()) return {};
    fraction r = derive(f, u.above, by);
    unsigned const count = f.factor_count;
    for (unsigned i = 0; i < count && f.fine(); ++i)
        if (unsigned const e = exponent(u.below, i); e > 0) {
            fraction const d = derive(f, f.factors[i], by);
            if (d.is_zero()) continue;
            fraction t = f.scale(d, rational{-static_cast<int>(e)});
            t.below += variable_power(i, 1);
            r = f.add(r, f.multiply(f.from(u.above), t));
        }
    fraction whole{u.content};
    whole.below = u.below;
    return f.multiply(whole, r);
}

} // namespace ogive::algebra
