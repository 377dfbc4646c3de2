// SPDX-License-Identifier: BSL-1.0
#pragma once
// The behaviour of a formula for p -> infinity by leading terms: powers of p, its logarithm, and what vanishes.

#include <ogive/calculus/facts.hpp>

namespace ogive::calculus {

/// u ~ coefficient·p^power·(log p)^logs·(what vanishes exponentially)^decay.
struct leading_term {
    bool known = false;
    bool only_bounded = false; // the coefficient is not known, only that the term is no larger
    int decay = 0;             // positive: vanishes exponentially; negative: grows so
    int power = 0, logs = 0;
    fraction coefficient;
    int sign = 0; // of the coefficient, where it is certain
};

/// Rewrites the kernels of a field for p -> infinity. Its own kernels are free: small (exponentially), slight (at most of
/// the order 1/p), and the logarithm of p.
class asymptotics {
    field& f_;
    unsigned p_;
    fraction image_[algebra::variables];
    fraction rate_[algebra::variables]; // of a small kernel: it is e^-rate
    enum class size : unsigned char { plain, small, slight, logarithm };
    size size_[algebra::variables] = {};

    constexpr unsigned make(char const* name, unsigned of, size s, int sign) {
        kernel k;
        k.kind = kernel_kind::free;
        k.name = packed_name{name};
        k.index = of + 1;
        k.sign = sign;
        unsigned const v = f_.find(k, nullptr);
        size_[v] = s;
        image_[v] = f_.variable(v);
        return v;
    }
    constexpr unsigned log_of_p() { return make(" log", 0, size::logarithm, 1); }

    struct polynomial_lead {
        bool known = false, only_bounded = false;
        int power = 0, logs = 0;
        polynomial coefficient;
    };

    /// The powers of small kernels in a product: they say something only if they do not work against each other.
    struct decays {
        int net[algebra::variables] = {};
        int extra = 0; // of kernels that were not told apart

        constexpr int total(bool& known) const {
            int up = extra > 0 ? 1 : 0, down = 0;
            for (int const n : net) (n > 0 ? up : down) += n;
            if (up > 0 && down < 0) known = false;
            return up + down;
        }
    };

    constexpr polynomial_lead lead_of(polynomial const& whole, decays& d, int times) const {
        polynomial_lead r;
        algebra::monomial const common = algebra::common_monomial(whole);
        polynomial p = whole;
        for (unsigned v = 0; v < f_.kernel_count; ++v)
            if (unsigned const e = exponent(common, v); e > 0 && size_[v] == size::small) {
                p = algebra::divide_by(p, algebra::variable_power(v, e), 1);
                d.net[v] += times * static_cast<int>(e);
            }
        bool first = true, bounded = false, any = false;
        for (int pass = 0; pass < 2 && !any; ++pass)
            for (unsigned i = 0; i < p.size(); ++i) {
                algebra::monomial rest = p.exponents[i];
                int power = 0, logs = 0;
                bool small = false, slight = false;
                for (unsigned v = 0; v < f_.kernel_count; ++v) {
                    auto const e = static_cast<int>(exponent(p.exponents[i], v));
                    if (e == 0) continue;
                    if (v == p_) power += e;
                    if (size_[v] == size::small) small = true;
                    if (size_[v] == size::slight) slight = true, power -= e;
                    if (size_[v] == size::logarithm) logs += e;
                    if (v == p_ || size_[v] != size::plain)
                        rest -= algebra::variable_power(v, static_cast<unsigned>(e));
                }
                if (small != (pass == 1)) continue;
                any = true;
                bool const larger = first || power > r.power || (power == r.power && logs > r.logs);
                if (!larger && (power != r.power || logs != r.logs)) continue;
                if (larger) {
                    r.power = power;
                    r.logs = logs;
                    r.coefficient = polynomial{};
                    bounded = false;
                }
                first = false;
                bounded = bounded || slight || small;
                r.coefficient = r.coefficient + polynomial{p.coefficients[i], rest};
                if (pass == 1) d.extra = 1;
            }
        r.only_bounded = bounded;
        r.known = any && !r.coefficient.failed;
        // a coefficient that is a sum of constants must be known not to vanish
        if (!r.only_bounded && r.coefficient.size() == 0) r.known = false;
        if (r.known && !r.only_bounded && r.coefficient.size() > 1 && f_.sign(r.coefficient) == 0) {
            fraction c{rational{1}};
            c.above = r.coefficient;
            if (algebra::certain_sign(f_, c) == 0) r.known = false;
        }
        return r;
    }

  public:
    constexpr asymptotics(field& f, unsigned p) : f_{f}, p_{p} {}

    constexpr leading_term lead(fraction const& u) {
        leading_term r;
        if (u.is_zero() || !f_.fine()) {
            r.known = f_.fine();
            return r;
        }
        decays net;
        polynomial_lead const above = lead_of(u.above, net, 1);
        r.known = above.known;
        r.only_bounded = above.only_bounded;
        r.power = above.power;
        r.logs = above.logs;
        fraction c = f_.from(above.coefficient, u.content);
        unsigned const count = f_.factor_count;
        for (unsigned i = 0; i < count && r.known; ++i) {
            auto const e = static_cast<int>(exponent(u.below, i));
            if (e == 0) continue;
            polynomial_lead const below = lead_of(f_.factors[i], net, -e);
            fraction const leading = f_.from(below.coefficient); // a parameter there might be 0
            if (!below.known || below.only_bounded || algebra::certain_sign(f_, leading) == 0) {
                r.known = false;
                return r;
            }
            r.power -= e * below.power;
            r.logs -= e * below.logs;
            c = f_.divide(c, f_.power(leading, e));
        }
        r.decay = net.total(r.known);
        r.coefficient = c;
        r.sign = algebra::certain_sign(f_, c);
        r.known = r.known && f_.fine();
        return r;
    }

    /// +1 or -1 when u becomes infinite, 0 otherwise or when not known.
    constexpr int infinite(leading_term const& t) const {
        if (!t.known || t.only_bounded) return 0;
        bool const large = t.decay != 0 ? t.decay < 0 : t.power != 0 ? t.power > 0 : t.logs > 0;
        return large ? t.sign : 0;
    }

    /// u with every kernel rewritten for large p.
    constexpr fraction operator()(fraction const& u) {
        unsigned const count = f_.kernel_count;
        bool needed[algebra::variables] = {};
        for (unsigned v = count; v-- > 0;) {
            needed[v] = needed[v] || f_.involves(u, v);
            if (!needed[v] || f_.kernels[v].constant || f_.kernels[v].kind == kernel_kind::symbol) continue;
            for (unsigned i = 0; i < v; ++i)
                needed[i] = needed[i] || f_.involves(f_.arguments[f_.kernels[v].argument], i);
        }
        for (unsigned v = 0; v < count && f_.fine(); ++v) {
            image_[v] = f_.variable(v);
            if (!needed[v] || f_.kernels[v].constant || f_.kernels[v].kind == kernel_kind::symbol) continue;
            rewrite(v);
        }
        return f_.fine() ? f_.substitute(u, image_) : fraction{};
    }

  private:
    constexpr void rewrite(unsigned v) {
        kernel const k = f_.kernels[v];
        fraction const one{rational{1}};
        fraction const a = f_.substitute(f_.arguments[k.argument], image_);
        if (!f_.fine()) return;
        bool depends = false;
        for (unsigned i = 0; i < v; ++i)
            if (f_.involves(f_.arguments[k.argument], i))
                depends = depends || i == p_ || !(image_[i].above == f_.variable(i).above);
        if (!depends) return; // it does not change with p
        leading_term const t = lead(a);
        // only what grows like a power of p, at least, is infinite enough: e^-log p does not vanish exponentially
        int const s = t.decay < 0 || t.power > 0 ? infinite(t) : 0;
        if (!t.known) f_.stop(algebra::obstacle::unsupported_operation);
        switch (k.kind) {
        case kernel_kind::exponential: {
            if (s == 0) break;
            unsigned const small = make(" s", v, size::small, 1);
            rate_[small] = f_.scale(a, s > 0 ? k.unit : -k.unit);
            image_[v] = s > 0 ? f_.invert(f_.variable(small)) : f_.variable(small);
            return;
        }
        case kernel_kind::erf: {
            if (s == 0) break;
            fraction const near = f_.subtract(one, f_.variable(make(" e", v, size::small, 1)));
            image_[v] = s > 0 ? near : f_.scale(near, rational{-1});
            return;
        }
        case kernel_kind::logarithm: {
            if (t.only_bounded || t.sign <= 0 || has_logarithm(a)) break;
            fraction r = algebra::logarithm(f_, t.coefficient);
            if (t.power != 0) r = f_.add(r, f_.scale(f_.variable(log_of_p()), rational{t.power}));
            bool exact = true; // the exponentials that were taken out
            for (unsigned i = 0; i < f_.kernel_count; ++i) {
                if (size_[i] != size::small || !f_.involves(a, i)) continue;
                int net = static_cast<int>(exponent(algebra::common_monomial(a.above), i));
                for (unsigned d = 0; d < f_.factor_count; ++d)
                    if (exponent(a.below, d) > 0)
                        net -= static_cast<int>(exponent(a.below, d) *
                                                exponent(algebra::common_monomial(f_.factors[d]), i));
                if (net == 0) continue;
                if (rate_[i].is_zero()) exact = false; // only e^-rate has a known logarithm
                r = f_.subtract(r, f_.scale(rate_[i], rational{net}));
            }
            if (!exact) break;
            size const rest_size = has_slight(a) || f_.involves(a, p_) ? size::slight : size::small;
            image_[v] = f_.add(r, f_.variable(make(" l", v, rest_size, 0)));
            return;
        }
        case kernel_kind::atan: {
            if (s == 0) break;
            kernel circle;
            circle.kind = kernel_kind::pi;
            circle.constant = true;
            circle.sign = 1;
            unsigned const pi = f_.find(circle, nullptr);
            image_[pi] = f_.variable(pi);
            fraction const near =
                f_.subtract(f_.scale(f_.variable(pi), rational{1, 2}), f_.variable(make(" a", v, size::slight, 1)));
            image_[v] = s > 0 ? near : f_.scale(near, rational{-1});
            return;
        }
        case kernel_kind::root: {
            if (t.only_bounded || t.sign <= 0 || has_logarithm(a) || t.decay != 0 ||
                t.power % static_cast<int>(k.index) != 0)
                break;
            fraction r = algebra::root(f_, t.coefficient, k.index);
            r = f_.multiply(r, f_.power(f_.variable(p_), t.power / static_cast<int>(k.index)));
            image_[v] = f_.multiply(r, f_.add(one, f_.variable(make(" r", v, size::slight, 0))));
            return;
        }
        default: break;
        }
        f_.stop(algebra::obstacle::unsupported_operation);
    }

    constexpr bool has(fraction const& a, size kind) const {
        for (unsigned i = 0; i < f_.kernel_count; ++i)
            if (size_[i] == kind && f_.involves(a, i)) return true;
        return false;
    }
    constexpr bool has_slight(fraction const& a) const { return has(a, size::slight); }
    constexpr bool has_logarithm(fraction const& a) const { return has(a, size::logarithm); }
};

} // namespace ogive::calculus
