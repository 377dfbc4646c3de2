// SPDX-License-Identifier: BSL-1.0
#pragma once
// Programs on lanes: the instructions that differ from those of scalars.

#include <ogive/evaluate/execute.hpp>
#include <ogive/evaluate/lane.hpp>

namespace ogive::evaluation {

template <class T, bool F>
struct folding<lane<T, F>> {
    using type = T;
};

template <class T, bool F>
inline constexpr bool is_lane<lane<T, F>> = true;

namespace lanes {

/// The argument of an exponential in two words.
template <class T, bool F>
struct exponent {
    lane<T, F> high, low;
};
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr exponent<T, F> exponent_in(machine<lane<T, F>> const& m, node const& e) {
    if (e.op != operation::exp_of_product) return {m.v[e.a], T(0)};
    lane<T, F> const a = m.v[e.a], b = m.v[e.b], p = a * b;
    lane<T, F> const low = multiply_add(a, m.v[e.c], low_of_product(a, b, p));
    T const limit = -2 * lane_numbers<T>::decay_limit;
    return {p, choose(abs(p) < lane<T, F>(limit), low, lane<T, F>(T(0)))}; // far out it may be NaN
}

} // namespace lanes

/// One instruction on lanes: what is not listed is as for scalars.
template <operation Op, class T>
struct lane_instruction : instruction<Op, T> {};

/// A sum with a product is one instruction.
template <class T, bool F>
struct lane_instruction<operation::add, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        node const &a = m.nodes[n.a], &b = m.nodes[n.b];
        if (a.op == operation::multiply && !m.is_constant[n.a])
            m.v[i] = lanes::multiply_add(m.v[a.a], m.v[a.b], m.v[n.b]);
        else if (b.op == operation::multiply && !m.is_constant[n.b])
            m.v[i] = lanes::multiply_add(m.v[b.a], m.v[b.b], m.v[n.a]);
        else
            m.v[i] = m.v[n.a] + m.v[n.b];
    }
};

/// Functions of one argument. What has no branch-free form is computed one element at a time, in double.
template <operation Op, class T, bool F>
    requires(row(Op).operands == 1 && row(Op).called && Op != operation::low_word && Op != operation::bounded)
struct lane_instruction<Op, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        lane<T, F> const x = m.v[n.a];
        if constexpr (Op == operation::sign_bit)
            m.truth[i] = lanes::sign_bit(x);
        else if constexpr (Op == operation::is_number)
            m.truth[i] = x == x;
        else if constexpr (Op == operation::exp)
            m.v[i] = is_decaying(m.nodes, n)
                         ? lanes::scaled_decay(lane<T, F>(T(1)), x) * lane<T, F>(lanes::decay_unit<T>())
                         : lanes::exp(x);
        else if constexpr (Op == operation::expm1)
            m.v[i] = decays(m.nodes, n) ? lanes::expm1_of_negative(x) : lanes::expm1(x);
        else if constexpr (Op == operation::log)
            m.v[i] = lanes::log(x);
        else if constexpr (Op == operation::log1p)
            m.v[i] = is_decaying(m.nodes, m.nodes[n.a]) ? lanes::log1p_of_unit(x) : lanes::log1p(x);
        else if constexpr (Op == operation::sqrt)
            m.v[i] = lanes::root(x.value);
        else if constexpr (Op == operation::abs)
            m.v[i] = lanes::abs(x);
        else if constexpr (Op == operation::sign)
            m.v[i] = lanes::choose(T(0) < x.value, T(1), lanes::choose(x.value < T(0), T(-1), x.value));
        else if (Op == operation::erfcx && m.nodes[n.a].op == operation::abs)
            m.v[i] = lanes::erfcx(x);
        else
            m.v[i] = static_cast<T>(unary<Op>(static_cast<double>(x.value)));
    }
};

template <class T, bool F>
struct lane_instruction<operation::exp_of_product, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        auto const x = lanes::exponent_in(m, n);
        m.v[i] = is_decaying(m.nodes, n)
                     ? lanes::scaled_decay(lane<T, F>(T(1)), x.high, x.low) * lane<T, F>(lanes::decay_unit<T>())
                     : lanes::exp(x.high, x.low);
    }
};

template <class T, bool F>
struct lane_instruction<operation::low_product, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        m.v[i] = lanes::low_of_product(m.v[n.a], m.v[n.b], m.v[n.a] * m.v[n.b]);
    }
};

template <class T, bool F>
struct lane_instruction<operation::log_of_ratio, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        m.v[i] = lanes::log_of_ratio(m.v[n.a], m.v[n.b], m.v[n.c]);
    }
};

template <class T, bool F>
struct lane_instruction<operation::select, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        m.v[i] = lanes::choose(m.truth[n.a], m.v[n.b], m.v[n.c]);
    }
};

/// small · rest, zero where `small` is: the rest may be infinite there.
template <class T, bool F>
struct lane_instruction<operation::guarded_product, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        lane<T, F> const small = m.v[n.a], product = small * m.v[n.b];
        m.v[i] = lanes::choose(small.value == T(0), lane<T, F>(T(0)), product);
    }
};

template <class T, bool F>
struct lane_instruction<operation::bounded, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        T const x = m.v[n.a].value, limit = m.constants[i];
        m.v[i] = lanes::choose(x > limit, limit, lanes::choose(x < -limit, -limit, x));
    }
};

template <class T, bool F>
struct lane_instruction<operation::min, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        T const x = m.v[n.a].value, y = m.v[n.b].value;
        m.v[i] = lanes::choose(x < y, x, lanes::choose(x != x, x, y));
    }
};
template <class T, bool F>
struct lane_instruction<operation::max, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        T const x = m.v[n.a].value, y = m.v[n.b].value;
        m.v[i] = lanes::choose(y < x, x, lanes::choose(x != x, x, y));
    }
};

template <class T, bool F>
struct lane_instruction<operation::divide, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        m.v[i] = m.v[n.a] / m.v[n.b];
    }
};

template <class T, bool F>
struct lane_instruction<operation::power, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        node const& e = m.nodes[n.b];
        if (e.op == operation::constant && e.high == 1 && e.low > 0 && e.low < 64) {
            lane<T, F> r = m.v[n.a];
            for (int k = 1; k < static_cast<int>(e.low); ++k) r = r * m.v[n.a];
            m.v[i] = r;
        } else {
            m.v[i] = static_cast<T>(
                elementary::pow(static_cast<double>(m.v[n.a].value), static_cast<double>(m.v[n.b].value)));
        }
    }
};

/// value · e^k for an exponential e: scaled, so that it is rounded once where it is subnormal.
template <class T, bool F>
struct lane_instruction<operation::decay, lane<T, F>> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<lane<T, F>> const& m, unsigned i, node const& n,
                                                  auto const&) {
        using L = lane<T, F>;
        auto const k = static_cast<int>(n.low);
        node const& e = m.nodes[n.b];
        L r = m.v[n.a];
        if (k <= 0 || !is_decaying(m.nodes, e)) {
            for (int j = 0; j < (k < 0 ? -k : k); ++j) r = k > 0 ? r * m.v[n.b] : r / m.v[n.b];
        } else {
            auto const x = lanes::exponent_in(m, e);
            for (int j = 1; j < k; ++j) r = r * m.v[n.b];
            r = e.op == operation::exp ? lanes::scaled_decay(r, x.high) : lanes::scaled_decay(r, x.high, x.low);
            r = r * L(lanes::decay_unit<T>());
            if (!m.never_infinite[n.a])
                r = lanes::choose(x.high < L(lane_numbers<T>::decay_limit), lanes::copysign(L(T(0)), m.v[n.a]), r);
        }
        m.v[i] = r;
    }
};

} // namespace ogive::evaluation
