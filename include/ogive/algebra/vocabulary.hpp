// SPDX-License-Identifier: BSL-1.0
#pragma once
// One fraction in several vocabularies: e^u, sigmoid(u), tanh(u/2), the normal distribution, tan(u).

#include <ogive/algebra/presenter.hpp>

namespace ogive::algebra {

/// In what the kernels of a formula are expressed. `half_tanh` is tanh(u/2) where u itself is what occurs; the last
/// three keep the exponent of e^(u + v) in one piece.
enum class vocabulary : unsigned char {
    exponential,
    sigmoid,
    tanh,
    decaying_exponential,
    normal,
    tangent,
    whole_sigmoid,
    whole_tanh,
    half_tanh,
    count
};

/// A set of vocabularies.
using vocabulary_set = unsigned;
constexpr vocabulary_set only(vocabulary words) { return 1u << static_cast<unsigned>(words); }

/// The vocabularies that may have something to say of a fraction.
constexpr vocabulary_set applicable(field const& f, fraction const& u) {
    vocabulary_set r = only(vocabulary::exponential);
    unsigned exponentials = 0;
    bool sine = false, cosine = false;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        kernel const& k = f.kernels[v];
        if (k.constant || !f.involves(u, v)) continue;
        if (k.kind == kernel_kind::exponential) {
            ++exponentials;
            r |= only(vocabulary::sigmoid) | only(vocabulary::decaying_exponential);
            r |= only(k.unit.numerator % 2 == 0 ? vocabulary::tanh : vocabulary::half_tanh);
            fraction const& a = f.arguments[k.argument];
            if (a.below == 0 && a.above.size() == 1 && (a.above.leading().exponents & (guard_bits >> 7)) == 0)
                r |= only(vocabulary::normal);
        }
        if (k.kind == kernel_kind::erf) r |= only(vocabulary::normal);
        sine = sine || k.kind == kernel_kind::sin;
        cosine = cosine || k.kind == kernel_kind::cos;
    }
    if (exponentials > 1) r |= only(vocabulary::whole_sigmoid) | only(vocabulary::whole_tanh);
    if (sine && cosine) r |= only(vocabulary::tangent);
    return r;
}

/// Where only powers of t^k occur, t^k becomes the kernel: e^(2x)/(1 + e^(2x)) is a formula in e^(2x).
constexpr void coarsen(field& f, fraction& u) {
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (f.kernels[v].kind != kernel_kind::exponential || f.kernels[v].constant) continue;
        bool elsewhere = false; // inside of another kernel in use
        for (unsigned i = 0; i < f.kernel_count; ++i)
            if (f.kernels[i].kind >= kernel_kind::exponential && f.involves(u, i))
                elsewhere = elsewhere || f.involves(f.arguments[f.kernels[i].argument], v);
        if (elsewhere) continue;
        unsigned k = 0;
        auto const measure = [&](polynomial const& p) {
            for (unsigned i = 0; i < p.size(); ++i)
                k = static_cast<unsigned>(greatest_common_divisor(uint128{exponent(p.exponents[i], v)}, uint128{k}));
        };
        auto const divide = [&](polynomial& p) {
            for (unsigned i = 0; i < p.size(); ++i) {
                unsigned const e = exponent(p.exponents[i], v);
                p.exponents[i] -= variable_power(v, e - e / k);
            }
        };
        measure(u.above);
        for (unsigned i = 0; i < f.factor_count; ++i)
            if (exponent(u.below, i) > 0) measure(f.factors[i]);
        if (k < 2) continue;
        divide(u.above);
        for (unsigned i = 0; i < f.factor_count; ++i)
            if (exponent(u.below, i) > 0) divide(f.factors[i]);
        f.kernels[v].unit = f.kernels[v].unit * rational{static_cast<int>(k)};
    }
}

/// Replaces kernels of a fraction by named generators.
class translator {
    field& f_;
    presenter& p_;
    workspace& out_;
    fraction& u_;
    vocabulary words_;
    fraction images_[variables];
    bool any_ = false;

    constexpr unsigned generator(unsigned v) {
        kernel k;
        k.kind = kernel_kind::free;
        k.name = "generator";
        k.index = v;
        unsigned const s = f_.find(k, nullptr);
        images_[s] = f_.variable(s);
        any_ = true;
        return s;
    }
    constexpr fraction constant_root(fraction const& u) { return root(f_, u, 2); }

    constexpr void exponential_image(unsigned v) {
        kernel const k = f_.kernels[v];
        fraction const one{rational{1}};
        bool const whole = words_ == vocabulary::whole_sigmoid || words_ == vocabulary::whole_tanh;
        if (whole && f_.arguments[k.argument].above.size() < 2) return; // nothing was kept in one piece
        if (words_ == vocabulary::decaying_exponential) {               // t = 1/s
            kernel g;
            g.kind = kernel_kind::exponential;
            g.sign = 1;
            g.index = 2 + v;
            unsigned const s = f_.find(g, &f_.arguments[k.argument]);
            f_.kernels[s].unit = -k.unit;
            images_[s] = f_.variable(s);
            images_[v] = f_.invert(images_[s]);
            any_ = true;
        } else if (words_ == vocabulary::sigmoid || words_ == vocabulary::whole_sigmoid) { // t = s/(1 - s)
            unsigned const s = generator(v);
            images_[v] = f_.divide(images_[s], f_.subtract(one, images_[s]));
            p_.image[s] = presenter::sigmoid(out_, p_.fraction_node(p_.exponent_of(v, 1)));
        } else if (words_ == vocabulary::normal) {
            normal_density(v);
        } else if (words_ != vocabulary::tangent) { // t = (1 + s)/(1 - s)
            if ((k.unit.numerator % 2 == 0) != (words_ == vocabulary::tanh) && words_ != vocabulary::whole_tanh) return;
            unsigned const s = generator(v);
            images_[v] = f_.divide(f_.add(one, images_[s]), f_.subtract(one, images_[s]));
            fraction const half = f_.scale(p_.exponent_of(v, 1), rational{int128{1}, int128{2}});
            p_.image[s] = out_.make(operation::tanh, p_.fraction_node(half));
        }
    }

    /// e^(c²y²/2) = 1/(normal_pdf(cy)·sqrt(2·pi))
    constexpr void normal_density(unsigned v) {
        kernel const k = f_.kernels[v];
        fraction const& d = f_.arguments[k.argument];
        monomial const m = d.above.leading().exponents;
        if (d.below != 0 || d.above.size() != 1 || (m & odd_bits) != 0) return;
        rational const c = square_root(k.unit * rational{2});
        if (c.is_zero()) return;
        fraction y{c};
        y.above = polynomial{1, m >> 1};
        kernel circle;
        circle.kind = kernel_kind::pi;
        circle.constant = true;
        circle.sign = 1;
        fraction const root_two_pi =
            f_.multiply(constant_root(fraction{rational{2}}), constant_root(f_.variable(f_.find(circle, nullptr))));
        unsigned const s = generator(v);
        images_[v] = f_.invert(f_.multiply(images_[s], root_two_pi));
        p_.image[s] = presenter::normal_pdf(out_, p_.fraction_node(y));
    }
    static constexpr monomial odd_bits = guard_bits >> 7;

    /// The root of a square, else 0.
    static constexpr rational square_root(rational const& q) {
        for (int128 d = 1; d <= 64; ++d)
            for (int128 n = 1; n <= 64; ++n)
                if (q == rational{n * n, d * d}) return rational{n, d};
        return rational{0};
    }

    /// erf(w) = 2·normal_cdf(sqrt(2)·w) - 1
    constexpr void normal_distribution(unsigned v) {
        fraction const argument =
            f_.multiply(f_.arguments[f_.kernels[v].argument], constant_root(fraction{rational{2}}));
        unsigned const s = generator(v);
        images_[v] = f_.subtract(f_.scale(images_[s], rational{2}), fraction{rational{1}});
        p_.image[s] = presenter::normal_cdf(out_, p_.fraction_node(argument));
    }

    /// Is the fraction undefined where a kernel is 0?
    constexpr bool stands_below(unsigned v) const {
        for (unsigned i = 0; i < f_.factor_count; ++i)
            if (exponent(u_.below, i) > 0 && f_.factors[i] == f_.variable(v).above) return true;
        return false;
    }

    /// sin(u) = tan(u)·cos(u), where nothing is lost: cos(u)/sin(u) is defined at pi/2, 1/tan(u) is not.
    constexpr void tangent(unsigned v) {
        fraction const argument = f_.arguments[f_.kernels[v].argument];
        for (unsigned c = 0; c < f_.kernel_count; ++c) {
            if (f_.kernels[c].kind != kernel_kind::cos || !f_.equal(f_.arguments[f_.kernels[c].argument], argument))
                continue;
            if (!stands_below(c)) return;
            unsigned const s = generator(v);
            images_[v] = f_.multiply(images_[s], f_.variable(c));
            p_.image[s] = out_.make(operation::tan, p_.fraction_node(argument));
            return;
        }
    }

  public:
    constexpr translator(workspace& out, field& f, presenter& p, fraction& u, vocabulary words)
        : f_{f}, p_{p}, out_{out}, u_{u}, words_{words} {}

    /// False where the vocabulary has nothing to say.
    constexpr bool operator()() {
        if (words_ == vocabulary::exponential) return true;
        unsigned const count = f_.kernel_count;
        for (unsigned v = 0; v < count; ++v) images_[v] = f_.variable(v);
        for (unsigned v = 0; v < count && f_.fine(); ++v) {
            kernel const k = f_.kernels[v];
            if (k.constant || !f_.involves(u_, v)) continue;
            if (k.kind == kernel_kind::exponential) exponential_image(v);
            if (k.kind == kernel_kind::erf && words_ == vocabulary::normal) normal_distribution(v);
            if (k.kind == kernel_kind::sin && words_ == vocabulary::tangent) tangent(v);
        }
        if (!any_ || !f_.fine()) return false;
        u_ = tidy(f_, f_.substitute(u_, images_));
        return f_.fine();
    }
};

/// One fraction written with one vocabulary; presenter::none when that meets a limit or the vocabulary does not apply.
/// The first, of exponentials, says which others may.
template <class Graph>
constexpr node_index written_in(workspace& out, Graph const& g, node_index root, vocabulary words,
                                vocabulary_set& others, bool compact = false) {
    field f;
    f.whole_exponents = words == vocabulary::decaying_exponential || words == vocabulary::whole_sigmoid ||
                        words == vocabulary::whole_tanh;
    fraction u = canonical_fraction(f, g, root);
    if (!f.fine()) return presenter::none;
    coarsen(f, u);
    if (words == vocabulary::exponential) others = applicable(f, u);
    presenter p{out, f};
    p.compact = compact;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (f.kernels[v].kind == kernel_kind::named_constant)
            p.image[v] = out.import(g, find_named_constant(g, root, f.kernels[v]));
    translator translate{out, f, p, u, words};
    if (!translate() || !f.fine()) return presenter::none;
    node_index const r = p.fraction_node(u);
    return f.fine() ? r : presenter::none;
}

} // namespace ogive::algebra
