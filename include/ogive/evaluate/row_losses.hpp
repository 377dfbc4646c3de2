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

/// p - 1 = -(s - e)/s for the class of a row: the difference is taken in two words, as p may be almost one.
template <class T, bool F>
OGIVE_ALWAYS_INLINE lane<T, F> gradient_at_class(lanes::two_words<T, F> sum, lane<T, F> e,
                                                 lanes::two_words<T, F> reciprocal) {
    auto const rest = lanes::two_sum(e, -sum.high);
    return times(rest.high + (rest.low - sum.low), reciprocal);
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
            losses[r] = one<F>(in.row(r), static_cast<std::size_t>(classes[r]), gradient.row(r));
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE T one(T const* x, std::size_t target, T* y) const {
        using L = lane<T, F>;
        std::size_t const n = in.length;
        L const m = lanes::row_maximum<F>(x, n, T(1));
        if (is_infinite(m)) return loss_infinite<Gradient>(infinite_row<T>{{x, 1}, n, T(1)}, target, strided<T>{y, 1});
        lanes::shift_by_maximum<T, F> const shift{m};
        L const at = x[target]; // y may be x
        auto const s = lanes::sum_row<Gradient>(shift, x, n, T(1), y);
        if constexpr (Gradient) {
            auto const r = reciprocal(s);
            T const slope = gradient_at_class(s, L(y[target]), r).value;
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) y[i] = times(L(y[i]), r).value;
            y[target] = slope;
        }
        return shift.loss(at, lanes::log_of_sum(s)).value;
    }
};

template <bool Gradient, class T>
struct row_distribution_loss<Gradient, rows_view<T>> {
    rows_view<T const> in, targets;
    T* losses;
    rows_view<T> gradient;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for (std::size_t r = 0; r < in.rows; ++r) losses[r] = one<F>(in.row(r), targets.row(r), gradient.row(r));
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE T one(T const* x, T const* q, T* y) const {
        using L = lane<T, F>;
        std::size_t const n = in.length;
        L const m = lanes::row_maximum<F>(x, n, T(1));
        if (is_infinite(m))
            return loss_infinite<Gradient>(infinite_row<T>{{x, 1}, n, T(1)}, strided<T const>{q, 1}, strided<T>{y, 1});
        lanes::shift_by_maximum<T, F> const shift{m};
        L const weight = lanes::sum_of_products<false, F>(q, q, n), far = lanes::sum_of_distances(shift, x, q, n);
        auto const s = lanes::sum_row<Gradient>(shift, x, n, T(1), y); // y may be x
        if constexpr (Gradient) {
            auto const r = reciprocal(s);
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) y[i] = lanes::multiply_add(times(L(y[i]), r), weight, -L(q[i])).value;
        }
        return lanes::weighted_loss(weight, lanes::log_of_sum(s), far).value;
    }
};

OGIVE_LOOPS_END

} // namespace ogive::evaluation
