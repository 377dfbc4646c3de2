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
template <bool Gradient, class T, arithmetic F>
OGIVE_ALWAYS_INLINE lanes::wider<T> others_in_loss(lanes::two_words<T, F> sum, lane<T, F> m,
                                                   lanes::term_of_maximum<T, F> const& top, T const* x, std::size_t n) {
    return others_in_sum<Gradient ? lanes::terms::stored : lanes::terms::rounded>(sum, m, top, x, n, T(1));
}

/// p - 1 for the class of a row, from x there, the maximum, and the sum of e^(x - m) without the term of m: p may be
/// almost one if x is the maximum, and is at most 1/2 if not.
template <class T, arithmetic F>
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
    static constexpr bool stored = Gradient; // exponentials
    rows_view<T const> in;
    Index const* classes;
    T* losses;
    rows_view<T> gradient;

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        in_blocks<F>(*this, in, T(1));
    }
    /// Besides what all kernels need, x at the class of each row (y may be x), p there, and the gradient.
    struct block : block_of_rows<T> {
        T at[block_of_rows<T>::size]{}, p[block_of_rows<T>::size]{}, loss[block_of_rows<T>::size];
    };
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void start(std::size_t r, std::size_t i, block& b, std::size_t ahead) const {
        T const* const x = in.row(r);
        lanes::shift_near_maximum<T, F> const shift{lane<T, F>(b.most[i])};
        b.at[i] = x[static_cast<std::size_t>(classes[r])];
        b.set(i, lanes::sum_row<Gradient>(shift, x, in.length, T(1), gradient.row(r), ahead));
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void settle(std::size_t first, std::size_t count, block& b) const {
        using L = lane<T, F>;
        if constexpr (Gradient) {
            rows_view<T const> const terms{gradient.data, gradient.rows, gradient.length, gradient.leading_dimension};
            b.template find_others<lanes::terms::stored, F>(first, count, terms, T(1));
            for (std::size_t i = 0; i < count; ++i)
                b.p[i] = gradient.row(first + i)[static_cast<std::size_t>(classes[first + i])];
            b.template invert<F>(count);
        } else {
            b.template find_others<lanes::terms::rounded, F>(first, count, in, T(1));
        }
        for (std::size_t k = 0; k < count; k += b.at_once) {
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = k; i < k + b.at_once; ++i) {
                L const m = b.most[i], at = b.at[i];
                b.loss[i] = loss_of(m, lanes::log_with_others<T, F>(b.others[i]), at).value;
                if constexpr (Gradient)
                    b.p[i] = gradient_at_class(at, m, b.others[i], times(L(b.p[i]), b.template sum<F>(i))).value;
            }
        }
        for (std::size_t i = 0; i < count; ++i)
            if (b.finite[i]) losses[first + i] = b.loss[i];
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void finish(std::size_t r, std::size_t i, block const& b) const {
        if constexpr (Gradient) {
            T* const y = gradient.row(r);
            auto const factor = b.template sum<F>(i);
            std::size_t k = 0;
            for (; k + lanes::maximum_lanes <= in.length; k += lanes::maximum_lanes) {
                OGIVE_INDEPENDENT_ITERATIONS
                for (std::size_t j = k; j < k + lanes::maximum_lanes; ++j) y[j] = times(lane<T, F>(y[j]), factor).value;
            }
            OGIVE_INDEPENDENT_ITERATIONS
            for (; k < in.length; ++k) y[k] = times(lane<T, F>(y[k]), factor).value;
            y[static_cast<std::size_t>(classes[r])] = b.p[i];
        }
    }
    void infinite(std::size_t r) const {
        losses[r] = loss_infinite<Gradient>(infinite_row<T>{{in.row(r), 1}, in.length, T(1)},
                                            static_cast<std::size_t>(classes[r]), strided<T>{gradient.row(r), 1});
    }
};

template <bool Gradient, class T>
struct row_distribution_loss<Gradient, rows_view<T>> {
    rows_view<T const> in, targets;
    T* losses;
    rows_view<T> gradient;

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        for (std::size_t r = 0; r < in.rows; ++r)
            losses[r] = one<F>(in.row(r), targets.row(r), gradient.row(r), in.ahead(r));
    }
    template <arithmetic F>
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
