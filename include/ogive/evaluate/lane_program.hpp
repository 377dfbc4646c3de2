// SPDX-License-Identifier: BSL-1.0
#pragma once
// Programs on lanes: the instructions that differ from those of scalars.

#include <ogive/evaluate/execute.hpp>
#include <ogive/evaluate/lane_functions.hpp>

namespace ogive::evaluation {

template <class T, arithmetic F>
struct folding<lane<T, F>> {
    using type = T;
};

template <class T, arithmetic F>
inline constexpr bool is_lane<lane<T, F>> = true;

namespace lanes {

/// The argument of an exponential in two words; of a double on the way to a float the second is nothing.
template <class T, arithmetic F>
struct exponent {
    lane<T, F> high;
    std::conditional_t<is_short(F), no_low_word, lane<T, F>> low;
};
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr exponent<T, F> exponent_in(machine<lane<T, F>> const& m, node const& e) {
    lane<T, F> const a = m.v[e.a], b = m.v[e.b], p = a * b;
    if constexpr (is_short(F)) {
        return {p, {}};
    } else {
        lane<T, F> const low = low_of_product(a, b, p);
        bool const exact = m.is_constant[e.c] && m.nodes[e.c].op == operation::constant && m.nodes[e.c].low == 0;
        return {p, exact ? low : multiply_add(a, m.v[e.c], low)};
    }
}

/// The exponential at a node for which is_decaying holds.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr scaled_exponential<T, F> decaying(machine<lane<T, F>> const& m, node const& e) {
    bool const within = m.shape[&e - m.nodes].within;
    if (e.op == operation::exp) return within ? scaled_within(m.v[e.a]) : scaled_decay(m.v[e.a]);
    auto const x = exponent_in(m, e);
    return within ? scaled_within(x.high, x.low) : scaled_decay(x.high, x.low);
}

template <bool Scaled, class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr halves<T, F> halves_at(machine<lane<T, F>> const& m, node const& e) {
    bool const within = m.shape[&e - m.nodes].within;
    if (e.op == operation::exp) return within ? halves_of<Scaled, true>(m.v[e.a]) : halves_of<Scaled, false>(m.v[e.a]);
    auto const x = exponent_in(m, e);
    return within ? halves_of<Scaled, true>(x.high, x.low) : halves_of<Scaled, false>(x.high, x.low);
}

/// The product of a scaled node with the other operand; a steep exponential itself is not rounded. Others are, as in
/// the denominators that they share with it: so part of the error cancels.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> scaled_product(machine<lane<T, F>> const& m, node const& n) {
    return m.shape[n.a].steep ? times(m.v[n.b], decaying(m, m.nodes[n.a])) : m.scaled[n.a] * m.v[n.b];
}

template <class T, arithmetic F, class... Low>
OGIVE_ALWAYS_INLINE constexpr void run_exponential(machine<lane<T, F>> const& m, unsigned i, lane<T, F> x, Low... low) {
    if (m.shape[i].decaying) {
        m.scaled[i] = value_of(m.shape[i].within ? scaled_within(x, low...) : scaled_decay(x, low...));
        m.v[i] = m.scaled[i] * lane<T, F>(decay_unit<T>());
    } else {
        [[maybe_unused]] lane<T, F> const bound =
            T(-2) * lane_numbers<T>::decay_limit; // far out the second word may be NaN
        m.v[i] = exp(x, choose(abs(x) < bound, low, Low(T(0)))...);
    }
}

} // namespace lanes

/// One instruction on lanes: what is not listed is as for scalars.
template <operation Op, class T>
struct lane_instruction : instruction<Op, T> {};

namespace lanes {

/// c + small · rest, rounded once; guarded: c where `small` is zero. Steep exponentials are not rounded themselves: theirs
/// is the scaled product.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> plus_scaled(machine<lane<T, F>> const& m, unsigned scaled, lane<T, F> c) {
    node const& n = m.nodes[scaled];
    if (n.op != operation::guarded_product || m.shape[n.a].steep)
        return multiply_add(m.scaled[scaled], lane<T, F>(decay_unit<T>()), c);
    return choose(m.scaled[n.a] == lane<T, F>(T(0)), c, multiply_add(m.v[n.a], m.v[n.b], c));
}

} // namespace lanes

/// A sum with a product is one instruction.
template <class T, arithmetic F>
struct lane_instruction<operation::add, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        node const &a = m.nodes[n.a], &b = m.nodes[n.b];
        if (m.shape[n.a].scaled)
            m.v[i] = lanes::plus_scaled(m, n.a, m.v[n.b]);
        else if (m.shape[n.b].scaled)
            m.v[i] = lanes::plus_scaled(m, n.b, m.v[n.a]);
        else if (a.op == operation::multiply && !m.is_constant[n.a])
            m.v[i] = lanes::multiply_add(m.v[a.a], m.v[a.b], m.v[n.b]);
        else if (b.op == operation::multiply && !m.is_constant[n.b])
            m.v[i] = lanes::multiply_add(m.v[b.a], m.v[b.b], m.v[n.a]);
        else
            m.v[i] = m.v[n.a] + m.v[n.b];
    }
};

/// Functions of one argument. What has no branch-free form is computed one element at a time, in double.
template <operation Op, class T, arithmetic F>
    requires(row(Op).operands == 1 && row(Op).called && Op != operation::low_word && Op != operation::bounded)
struct lane_instruction<Op, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        lane<T, F> const x = m.v[n.a];
        if constexpr (Op == operation::sign_bit)
            m.truth[i] = lanes::sign_bit(x);
        else if constexpr (Op == operation::is_number)
            m.truth[i] = x == x;
        else if constexpr (Op == operation::exp)
            lanes::run_exponential(m, i, x);
        else if constexpr (Op == operation::expm1)
            m.v[i] = m.shape[i].within   ? lanes::expm1_within(x)
                     : m.shape[i].shared ? lanes::expm1_beside_decay(x)
                     : m.shape[i].decays ? lanes::expm1_of_negative(x)
                                         : lanes::expm1(x);
        else if constexpr (Op == operation::log)
            m.v[i] = lanes::log(x);
        else if constexpr (Op == operation::log1p)
            m.v[i] = m.shape[n.a].decaying ? lanes::log1p_of_unit(x) : lanes::log1p(x);
        else if constexpr (Op == operation::sqrt)
            m.v[i] = lanes::root(x.value);
        else if constexpr (Op == operation::abs)
            m.v[i] = lanes::abs(x);
        else if constexpr (Op == operation::sign)
            m.v[i] = lanes::choose(T(0) < x.value, T(1), lanes::choose(x.value < T(0), T(-1), x.value));
        else if (Op == operation::erfcx && (m.shape[i].within || m.nodes[n.a].op == operation::abs))
            m.v[i] = m.shape[i].within ? lanes::erfcx<true>(x) : lanes::erfcx<false>(x);
        else
            m.v[i] = static_cast<T>(unary<Op>(static_cast<double>(x.value)));
    }
};

template <class T, arithmetic F>
struct lane_instruction<operation::exp_of_product, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        auto const x = lanes::exponent_in(m, n);
        lanes::run_exponential(m, i, x.high, x.low);
    }
};

template <class T, arithmetic F>
struct lane_instruction<operation::low_product, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        m.v[i] = lanes::low_of_product(m.v[n.a], m.v[n.b], m.v[n.a] * m.v[n.b]);
    }
};

/// With a steep exponential: what is lost where that is tiny is nothing, but for a subnormal number.
template <class T, arithmetic F>
struct lane_instruction<operation::low_sum, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        using L = lane<T, F>;
        L b = m.v[n.b];
        if (m.shape[n.b].steep) {
            L const least = std::numeric_limits<T>::min() * T(8) / lanes::decay_unit<T>();
            b = lanes::choose(m.scaled[n.b] < least, L(T(0)), m.scaled[n.b]) * L(lanes::decay_unit<T>());
        }
        m.v[i] = low_sum(m.v[n.a], b, m.v[n.c]);
    }
};

template <class T, arithmetic F>
struct lane_instruction<operation::log_of_ratio, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        m.v[i] = lanes::log_of_ratio(m.v[n.a], m.v[n.b], m.v[n.c]);
    }
};

template <class T, arithmetic F>
struct lane_instruction<operation::select, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        m.v[i] = lanes::choose(m.truth[n.a], m.v[n.b], m.v[n.c]);
    }
};

/// small · rest; guarded: zero where `small` is, the rest may be infinite there.
template <class T, arithmetic F>
struct lane_instruction<operation::multiply, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        if (m.shape[i].scaled) m.scaled[i] = lanes::scaled_product(m, n);
        m.v[i] = m.v[n.a] * m.v[n.b];
    }
};
template <class T, arithmetic F>
struct lane_instruction<operation::guarded_product, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        lane<T, F> const zero = T(0);
        if (m.shape[i].scaled) {
            m.scaled[i] = lanes::choose(m.scaled[n.a] == zero, zero, lanes::scaled_product(m, n));
            m.v[i] = m.scaled[i] * lane<T, F>(lanes::decay_unit<T>());
        } else {
            m.v[i] = lanes::choose(m.v[n.a] == zero, zero, m.v[n.a] * m.v[n.b]);
        }
    }
};

template <class T, arithmetic F>
struct lane_instruction<operation::bounded, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        using L = lane<T, F>;
        if (n.low >= 0)
            m.v[i] = lanes::at_most(lanes::at_least(m.v[n.a], L(-m.constants[i])), L(m.constants[i]));
        else if (m.nodes[n.a].op == operation::abs)
            m.v[i] = lanes::at_most(m.v[n.a], L(right_end<T>(n)));
        else
            m.v[i] = lanes::at_most(lanes::at_least(m.v[n.a], L(left_end<T>(n))), L(right_end<T>(n)));
    }
};

/// NaN if either is; of two zeros, the second.
template <operation Op, class T, arithmetic F>
    requires(Op == operation::min || Op == operation::max)
struct lane_instruction<Op, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        lane<T, F> const a = m.v[n.a], b = m.v[n.b];
        bool const first = Op == operation::min ? a < b : b < a;
        if (m.is_constant[n.a])
            m.v[i] = Op == operation::min ? lanes::at_most(b, a) : lanes::at_least(b, a);
        else
            m.v[i] = lanes::choose(first, a, lanes::choose(a != a, a, b));
    }
};

template <class T, arithmetic F>
struct lane_instruction<operation::divide, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        m.v[i] = m.v[n.a] / m.v[n.b];
    }
};

template <class T, arithmetic F>
struct lane_instruction<operation::power, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        node const& e = m.nodes[n.b];
        if (e.op == operation::constant && e.high == 1 && e.low > 0 && e.low < 64) {
            lane<T, F> r = m.v[n.a];
            for (int k = 1; k < static_cast<int>(e.low); ++k) r = r * m.v[n.a];
            m.v[i] = r;
        } else {
            using wide = std::common_type_t<T, double>;
            m.v[i] =
                static_cast<T>(elementary::pow(static_cast<wide>(m.v[n.a].value), static_cast<wide>(m.v[n.b].value)));
        }
    }
};

/// value · e^k for an exponential e: scaled, so that it is rounded once where it is subnormal.
template <class T, arithmetic F>
struct lane_instruction<operation::decay, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  given const&) {
        using L = lane<T, F>;
        auto const k = static_cast<int>(n.low);
        node const& e = m.nodes[n.b];
        L r = m.v[n.a];
        if (m.shape[i].of_square) {
            node const &ratio = m.nodes[n.a], &above = m.nodes[ratio.a], &sum = m.nodes[above.b];
            r = lanes::quotient_of_square(lanes::halves_at<false>(m, e), m.v[above.a], m.v[sum.a],
                                          m.v[m.nodes[ratio.b].a]);
        } else if (m.shape[i].quotient) {
            node const &ratio = m.nodes[n.a], &below = m.nodes[ratio.b];
            if (m.shape[i].alone && m.shape[i].logistic) {
                auto const h = lanes::halves_at<true>(m, e);
                r = h.power / (h.power + h.scale);
            } else {
                auto const h = lanes::halves_at<false>(m, e);
                L const unit = lanes::decay_unit<T>(), scale = m.v[below.a] * h.scale, a = before(m, i, m.v[ratio.a]);
                if (m.shape[i].logistic)
                    m.scaled[i] = h.power / lanes::multiply_add(h.power, unit, scale);
                else // one rounding above
                    m.scaled[i] =
                        lanes::multiply_add(a, h.rest, a) / lanes::multiply_add(L(T(1)) + h.rest, unit, scale);
                r = after(m, i, n.b, m.v[ratio.a], m.scaled[i]);
            }
        } else if (m.shape[i].logistic) {
            m.scaled[i] = lanes::times(m.v[n.a], lanes::decaying(m, e)); // s / (1 + s) would round s
            r = m.shape[n.b].steep ? lanes::unscaled_by_bits(m.scaled[i]) : m.scaled[i] * L(lanes::decay_unit<T>());
        } else if (k > 0 && m.shape[n.b].logistic) {
            for (int j = 1; j < k; ++j) r = r * m.v[n.b];
            L const factor = r;
            node const &sum = m.nodes[n.a], &start = m.nodes[sum.a];
            bool const near_one = sum.op == operation::add && start.op == operation::constant && start.high == 1 &&
                                  (start.low == 1 || start.low == 2 || start.low == 4) && k == 1;
            if (near_one) // q·(1 - q) is q - q·q with one rounding less
                r = lanes::multiply_add(m.v[sum.b], m.scaled[n.b], m.v[sum.a] * m.scaled[n.b]);
            else
                r = before(m, i, r) * m.scaled[n.b];
            r = near_one ? unscaled(m, e.b, r) : after(m, i, e.b, factor, r);
            if (!m.never_infinite[n.a]) // infinity times zero
                r = lanes::choose(m.scaled[n.b] == L(T(0)), lanes::copysign(L(T(0)), m.v[n.a]), r);
        } else if (m.shape[i].of_sum) { // with e rounded as in D: much of its error cancels
            node const &ratio = m.nodes[n.a], &above = m.nodes[ratio.a];
            L const c = m.v[above.a == n.b ? above.b : above.a];
            r = lanes::multiply_add(m.scaled[n.b], m.v[n.b], m.scaled[n.b] * c) / m.v[ratio.b];
            r = r * L(lanes::decay_unit<T>());
        } else if (k <= 0 || !m.shape[n.b].decaying) {
            for (int j = 0; j < (k < 0 ? -k : k); ++j) r = k > 0 ? r * m.v[n.b] : r / m.v[n.b];
        } else {
            auto const x = lanes::decaying(m, e);
            for (int j = 1; j < k; ++j) r = r * m.v[n.b];
            r = after(m, i, n.b, r, lanes::times(before(m, i, r), x));
            if (!m.never_infinite[n.a])
                r = lanes::choose(lanes::value_of(x) == L(T(0)), lanes::copysign(L(T(0)), m.v[n.a]), r);
        }
        m.v[i] = r;
    }

  private:
    OGIVE_ALWAYS_INLINE static constexpr lane<T, F> unscaled(machine<lane<T, F>> const& m, unsigned e, lane<T, F> r) {
        return m.shape[e].steep ? lanes::unscaled_by_bits(r) : r * lane<T, F>(lanes::decay_unit<T>());
    }
    /// A factor of its own is scaled first where it is large: the scaled product might overflow.
    OGIVE_ALWAYS_INLINE static constexpr lane<T, F> before(machine<lane<T, F>> const& m, unsigned i, lane<T, F> a) {
        if (!m.shape[i].apart) return a;
        return lanes::choose(lanes::abs(a) < lane<T, F>(T(1)), a, a * lane<T, F>(lanes::decay_unit<T>()));
    }
    OGIVE_ALWAYS_INLINE static constexpr lane<T, F> after(machine<lane<T, F>> const& m, unsigned i, unsigned e,
                                                          lane<T, F> a, lane<T, F> r) {
        lane<T, F> const plain = unscaled(m, e, r);
        return m.shape[i].apart ? lanes::choose(lanes::abs(a) < lane<T, F>(T(1)), plain, r) : plain;
    }
};

} // namespace ogive::evaluation
