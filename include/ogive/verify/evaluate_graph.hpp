// SPDX-License-Identifier: BSL-1.0
#pragma once
// A graph as written, evaluated at one precision with a bound on its error.

#include <ogive/verify/ball_functions.hpp>
#include <ogive/verify/reference.hpp>

#include <cstdint>
#include <vector>

namespace ogive::verify::detail {

template <class R>
R from_integer(int128 value) {
    bool const negative = value < 0;
    uint128 const m = number::magnitude(value);
    R r{static_cast<std::uint64_t>(m >> 64)};
    r = scaled(r, 64) + R{static_cast<std::uint64_t>(m)};
    return negative ? R{-r} : r;
}
/// Exact where the precision holds all 128 bits, as every rung of the ladder does.
template <class R>
ball<R> from_rational(rational const& q) {
    using B = ball<R>;
    if (!q.valid()) return B::of(kind::undefined);
    B const n{from_integer<R>(q.numerator), no_error};
    return q.is_integer() ? n : n / B{from_integer<R>(q.denominator), no_error};
}
template <class R>
ball<R> from_input(input const& in) {
    using B = ball<R>;
    if (in.is_rational) return from_rational<R>(in.exact);
    if (std::isnan(in.value)) return B::of(kind::undefined);
    if (std::isinf(in.value)) return B::of(kind::infinite, in.value < 0 ? -1 : 1);
    return {R{in.value}, no_error};
}

/// Evaluates what is needed and nothing else: of a `select` only the branch that is taken. `signature` identifies the
/// pieces of a piecewise function that the last evaluation went through.
template <class R>
class graph_evaluator {
    using B = ball<R>;

    graph_view graph_;
    std::vector<B> values_;
    std::vector<char> known_;
    input const* inputs_;
    unsigned input_count_;
    B shifts_[2];
    packed_name shifted_[2];

  public:
    std::uint64_t signature = 0;

    graph_evaluator(graph_view g, input const* inputs, unsigned count)
        : graph_{g}, values_(g.root + 1u), known_(g.root + 1u), inputs_{inputs}, input_count_{count} {}

    B operator()() { return (*this)({}, B{}, {}, B{}); }

    /// The value with up to two symbols moved away from their inputs.
    B operator()(packed_name a, B const& by_a, packed_name b, B const& by_b) {
        shifted_[0] = a, shifted_[1] = b;
        shifts_[0] = by_a, shifts_[1] = by_b;
        known_.assign(known_.size(), 0);
        signature = 0;
        return value(graph_.root);
    }

  private:
    B const& value(node_index i) {
        if (!known_[i]) {
            values_[i] = compute(i, graph_[i]);
            known_[i] = 1;
        }
        return values_[i];
    }
    void decided(node_index i, int outcome) {
        signature = (signature ^ (i * 4u + static_cast<unsigned>(outcome + 1))) * 0x9e3779b97f4a7c15u;
    }
    B symbol(packed_name name) const {
        for (unsigned k = 0; k < input_count_; ++k)
            if (inputs_[k].name == name) {
                B v{from_input<R>(inputs_[k])};
                for (int s = 0; s < 2; ++s)
                    if (shifted_[s] == name && !shifts_[s].exact_zero()) v = v + shifts_[s];
                return v;
            }
        return B::of(kind::unsure);
    }
    B condition(B const& a, B const& b, bool or_equal) {
        int const outcome = compare(a, b, or_equal);
        return outcome == 0 ? worse(a, b) : B{outcome > 0 ? 1 : 0};
    }
    B extremum(node_index i, B const& a, B const& b, bool smaller) {
        if (broken(a) || broken(b)) return worse(a, b);
        int const less = compare(a, b, false), less_or_equal = compare(a, b, true);
        bool const tie = less <= 0 && less_or_equal >= 0;
        decided(i, tie ? 0 : less);
        if (!tie || (less < 0 && less_or_equal > 0)) return (less > 0) == smaller ? a : b;
        if (!a.finite() || !b.finite()) return B::of(kind::unsure);
        B r{(a.mid < b.mid) == smaller ? a : b};
        r.error = a.error > b.error ? a.error : b.error;
        return r;
    }
    B select(node_index i, node const& n) {
        B const& c = value(n.a);
        if (broken(c)) return c;
        bool const taken = c.mid != 0;
        B const r{value(taken ? n.b : n.c)};
        decided(i, taken);
        return r;
    }

    B compute(node_index i, node const& n) {
        auto const a = [&]() -> B const& { return value(n.a); };
        auto const b = [&]() -> B const& { return value(n.b); };
        switch (n.op) {
        case operation::constant: return from_rational<R>(n.value());
        case operation::symbol: return symbol(n.name());
        case operation::pi: return pi_ball<R>();
        case operation::add: return a() + b();
        case operation::subtract: return a() - b();
        case operation::multiply: return a() * b();
        case operation::divide: return a() / b();
        case operation::negate: return -a();
        case operation::power: return power(a(), b());
        case operation::sqrt: return sqrt(a());
        case operation::exp: return exp(a());
        case operation::expm1: return expm1(a());
        case operation::log: return log(a());
        case operation::log1p: return log1p(a());
        case operation::sin: return sine_and_cosine_ball<R>{a()}.sine;
        case operation::cos: return sine_and_cosine_ball<R>{a()}.cosine;
        case operation::tan: {
            sine_and_cosine_ball<R> const s{a()};
            return s.sine / s.cosine;
        }
        case operation::asin: return asin(a());
        case operation::acos: return acos(a());
        case operation::atan: return atan(a());
        case operation::sinh: return sinh(a());
        case operation::cosh: return cosh(a());
        case operation::tanh: return tanh(a());
        case operation::asinh: return asinh(a());
        case operation::acosh: return acosh(a());
        case operation::atanh: return atanh(a());
        case operation::erf: return erf(a());
        case operation::erfc: return erfc(a());
        case operation::abs: decided(i, !broken(a()) && a().certain_sign() ? a().sign_of() : 2); return abs(a());
        case operation::sign:
            if (broken(a())) return a();
            if (!a().certain_sign()) return B::of(kind::unsure);
            decided(i, a().sign_of());
            return a().sign_of();
        case operation::min: return extremum(i, a(), b(), true);
        case operation::max: return extremum(i, a(), b(), false);
        case operation::less: return condition(a(), b(), false);
        case operation::less_equal: return condition(a(), b(), true);
        case operation::both: {
            B const first{a()};
            return broken(first) || first.mid == 0 ? first : b();
        }
        case operation::select: return select(i, n);
        case operation::named: return a();
        default: return B::of(kind::unsure);
        }
    }
};

} // namespace ogive::verify::detail
