// SPDX-License-Identifier: BSL-1.0
#pragma once
// The kernels of loss_and_gradient for rows that are contiguous: softmax and cross-entropy from logits in one go.

#include <ogive/evaluate/row_kernels.hpp>

namespace ogive::evaluation {

OGIVE_LOOPS_BEGIN

/// What a row with an infinite maximum loses, and its gradient, for a distribution or for one class.
template <bool Gradient, class T>
T loss_infinite(infinite_row<T> const& row, strided<T const> target, strided<T> out) {
    T sum = 0, loss = row.or_nan(T(0));
    for (std::size_t i = 0; i < row.length; ++i) {
        sum = sum + target[i];
        if (target[i] != T(0)) loss = loss + target[i] * (T(0) - row.log_softmax(i));
    }
    if constexpr (Gradient)
        for (std::size_t i = 0; i < row.length; ++i) out[i] = row.softmax(i) * sum - target[i];
    return loss;
}
template <bool Gradient, class T>
T loss_infinite(infinite_row<T> const& row, std::size_t target, strided<T> out) {
    T const loss = T(0) - row.log_softmax(target);
    if constexpr (Gradient)
        for (std::size_t i = 0; i < row.length; ++i) out[i] = row.softmax(i) - (i == target ? T(1) : T(0));
    return loss;
}

/// What others_in_sum gives for a loss, the same with the gradient, for which the exponentials are stored, or without it.
template <bool Gradient, class T, bool F>
OGIVE_ALWAYS_INLINE lanes::wider<T> others_in_loss(lanes::two_words<T, F> sum, lane<T, F> m,
                                                   lanes::term_of_maximum<T, F> const& top, T const* x, std::size_t n) {
    return others_in_sum<Gradient ? lanes::terms::stored : lanes::terms::rounded>(sum, m, top, x, n, T(1));
}

/// p - 1 for the class of a row, from x there, the maximum, and the sum of e^(x - m) without the term of m: p may be
/// almost one if x is the maximum, and is at most 1/2 if not.
template <class T, bool F>
OGIVE_ALWAYS_INLINE lane<T, F> gradient_at_class(lane<T, F> x, lane<T, F> m, lanes::wider<T> others, lane<T, F> p) {
    return lanes::choose(x == m, lane<T, F>(static_cast<T>(-others / (1 + others))), p - lane<T, F>(T(1)));
}

/// The losses of rows with a class for each, and of rows with a distribution for each.
template <bool Gradient, class Index, class View>
struct row_class_loss;
template <bool Gradient, class View>
struct row_distribution_loss;

template <bool Gradient, class Index, class T>
struct row_class_loss<Gradient, Index, rows_view<T>> {
    rows_view<T const> in;
    Index const* classes;
    T* losses;
    rows_view<T> gradient;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for (std::size_t r = 0; r < in.rows; ++r)
            losses[r] = one<F>(in.row(r), static_cast<std::size_t>(classes[r]), gradient.row(r), in.ahead(r));
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE T one(T const* x, std::size_t target, T* y, std::size_t ahead) const {
        using L = lane<T, F>;
        std::size_t const n = in.length;
        L const m = lanes::row_maximum<F>(x, n, T(1));
        if (is_infinite(m)) return loss_infinite<Gradient>(infinite_row<T>{{x, 1}, n, T(1)}, target, strided<T>{y, 1});
        lanes::shift_near_maximum<T, F> const shift{m};
        L const at = x[target]; // y may be x
        auto const s = lanes::sum_row<Gradient>(shift, x, n, T(1), y, ahead);
        lanes::term_of_maximum<T, F> const top{shift, m};
        auto const others = others_in_loss<Gradient>(s, m, top, Gradient ? y : x, n);
        if constexpr (Gradient) {
            auto const r = reciprocal(s);
            T const slope = gradient_at_class(at, m, others, times(L(y[target]), r)).value;
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) y[i] = times(L(y[i]), r).value;
            y[target] = slope;
        }
        return loss_of(m, lanes::log_with_others<T, F>(others), at).value;
    }
};

template <bool Gradient, class T>
struct row_distribution_loss<Gradient, rows_view<T>> {
    rows_view<T const> in, targets;
    T* losses;
    rows_view<T> gradient;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for (std::size_t r = 0; r < in.rows; ++r)
            losses[r] = one<F>(in.row(r), targets.row(r), gradient.row(r), in.ahead(r));
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE T one(T const* x, T const* q, T* y, std::size_t ahead) const {
        using L = lane<T, F>;
        std::size_t const n = in.length;
        L const m = lanes::row_maximum<F>(x, n, T(1));
        if (is_infinite(m))
            return loss_infinite<Gradient>(infinite_row<T>{{x, 1}, n, T(1)}, strided<T const>{q, 1}, strided<T>{y, 1});
        lanes::shift_near_maximum<T, F> const shift{m};
        L const weight = lanes::sum_of_products<false, F>(q, q, n), far = lanes::sum_of_distances(m, x, q, n);
        auto const s = lanes::sum_row<Gradient>(shift, x, n, T(1), y, ahead); // y may be x
        lanes::term_of_maximum<T, F> const top{shift, m};
        auto const others = others_in_loss<Gradient>(s, m, top, Gradient ? y : x, n);
        if constexpr (Gradient) {
            auto const r = reciprocal(s);
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) y[i] = lanes::multiply_add(times(L(y[i]), r), weight, -L(q[i])).value;
        }
        return lanes::weighted_loss(weight, lanes::log_with_others<T, F>(others), far).value;
    }
};

OGIVE_LOOPS_END

} // namespace ogive::evaluation
