// SPDX-License-Identifier: BSL-1.0
#pragma once
// The kernels of evaluate/rows.hpp for rows that are contiguous: one row after the other, each in two or three passes.

#include <ogive/evaluate/row_sums.hpp>
#include <ogive/evaluate/row_views.hpp>
#include <ogive/tensor/row_operation.hpp>

namespace ogive::evaluation {

OGIVE_LOOPS_BEGIN

/// Elements at equal distances.
template <class T>
struct strided {
    T* data;
    std::size_t step;

    T& operator[](std::size_t i) const { return data[i * step]; }
};

/// A row whose maximum is infinite. One plus infinity: the limit, 1 there and 0 elsewhere. Several, NaN beside them or no
/// number but minus infinity: there is no limit.
template <class T>
struct infinite_row {
    strided<T const> x;
    std::size_t length;
    T sign;
    std::size_t infinities = 0;
    bool nan = false, lowest = true;

    infinite_row(strided<T const> elements, std::size_t n, T s) : x{elements}, length{n}, sign{s} {
        T const inf = std::numeric_limits<T>::infinity();
        for (std::size_t i = 0; i < n; ++i) {
            infinities += at(i) == inf;
            nan |= at(i) != at(i);
            lowest &= at(i) == -inf;
        }
    }
    T at(std::size_t i) const { return sign * x[i]; }
    T or_nan(T value) const { return nan || infinities != 1 ? std::numeric_limits<T>::quiet_NaN() : value; }
    T softmax(std::size_t i) const { return or_nan(at(i) > std::numeric_limits<T>::max() ? T(1) : T(0)); }
    T log_softmax(std::size_t i) const {
        return or_nan(at(i) > std::numeric_limits<T>::max() ? T(0) : -std::numeric_limits<T>::infinity());
    }
    T logsumexp() const {
        T const inf = std::numeric_limits<T>::infinity();
        return nan ? std::numeric_limits<T>::quiet_NaN() : lowest ? -inf : inf;
    }
    /// The sum of softmax(i)·g[i].
    T mean(strided<T const> g) const {
        T sum = or_nan(T(0));
        for (std::size_t i = 0; i < length; ++i)
            if (at(i) > std::numeric_limits<T>::max()) sum = sum + g[i];
        return sum;
    }
    static T total(strided<T const> g, std::size_t n) {
        T sum = 0;
        for (std::size_t i = 0; i < n; ++i) sum = sum + g[i];
        return sum;
    }
};

template <row_operation Op, class T>
void forward_infinite(infinite_row<T> const& row, strided<T> out) {
    if constexpr (Op == row_operation::logsumexp)
        out[0] = row.logsumexp();
    else
        for (std::size_t i = 0; i < row.length; ++i)
            out[i] = Op == row_operation::softmax ? row.softmax(i) : row.log_softmax(i);
}

template <row_operation Op, class T>
void backward_infinite(infinite_row<T> const& row, strided<T const> g, strided<T> out) {
    T const mean = Op == row_operation::softmax ? row.mean(g) : T(0);
    T const total = Op == row_operation::log_softmax ? row.total(g, row.length) : T(0);
    T const first = g[0]; // out may be g
    for (std::size_t i = 0; i < row.length; ++i) {
        T const p = row.softmax(i);
        out[i] = Op == row_operation::softmax       ? row.sign * (p * (g[i] - mean))
                 : Op == row_operation::log_softmax ? g[i] - p * total
                                                    : p * first;
    }
}

template <class T, bool F>
OGIVE_ALWAYS_INLINE bool is_infinite(lane<T, F> maximum) {
    return !(lanes::abs(maximum).value <= std::numeric_limits<T>::max());
}

template <class Kernel>
OGIVE_VECTOR_CODE OGIVE_AVX512 void rows_avx512(Kernel const& kernel, [[maybe_unused]] std::size_t rows) {
    OGIVE_KEEP_FLAGS(rows);
    Kernel const k = kernel;
    k.template run<true>();
}
template <class Kernel>
OGIVE_VECTOR_CODE OGIVE_AVX2 void rows_avx2(Kernel const& kernel, [[maybe_unused]] std::size_t rows) {
    OGIVE_KEEP_FLAGS(rows);
    Kernel const k = kernel;
    k.template run<true>();
}
template <class Kernel>
OGIVE_VECTOR_CODE void rows_portable(Kernel const& kernel, [[maybe_unused]] std::size_t rows) {
    OGIVE_KEEP_FLAGS(rows);
    Kernel const k = kernel;
    k.template run<has_fast_fma>();
}

template <class Kernel>
void run_rows(Kernel const& k, std::size_t rows, instruction_set set = best_instruction_set()) {
    if (set == instruction_set::avx512)
        rows_avx512(k, rows);
    else if (set == instruction_set::avx2)
        rows_avx2(k, rows);
    else
        rows_portable(k, rows);
}

/// The sum of the exponentials of a row without that of the maximum, from x or from the exponentials: x may be gone.
template <lanes::terms Terms, class T>
struct others_of_row {
    T const* x;
    std::size_t length;
    T sign, maximum;
    lanes::wider<T>* sum;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        lane<T, F> const m = maximum;
        lanes::shift_near_maximum<T, F> const shift{m};
        *sum = lanes::sum_without<Terms>(value_of(shift(m)), shift, x, length, sign);
    }
};
/// The sum of e^(x - m) without the term of the maximum m, given that of all exponentials; where little is left without
/// the maximum, the others are summed alone.
template <lanes::terms Terms, class T, bool F>
OGIVE_ALWAYS_INLINE lanes::wider<T> others_in_sum(lanes::two_words<T, F> sum, lane<T, F> m,
                                                  lanes::term_of_maximum<T, F> const& top, T const* x, std::size_t n,
                                                  T sign) {
    auto const others = top.others(sum);
    if (!(others < 0x1p-12)) return others;
    lanes::wider<T> alone;
    run_rows(others_of_row<Terms, T>{x, n, sign, m.value, &alone}, 1,
             F ? best_instruction_set() : instruction_set::portable);
    return alone * top.factor;
}

/// The kernels of a function for a view of rows: softmax, log_softmax or logsumexp of sign·x, their gradients from the
/// input and from the output.
template <row_operation Op, class View>
struct row_forward;
template <row_operation Op, class View>
struct row_backward;
template <row_operation Op, class View>
struct row_backward_from_output;

template <row_operation Op, class T>
struct row_forward<Op, rows_view<T>> {
    rows_view<T const> in;
    rows_view<T> out;
    T sign;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for (std::size_t r = 0; r < in.rows; ++r) one<F>(in.row(r), out.row(r), in.ahead(r));
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE void one(T const* x, T* y, std::size_t ahead) const {
        using L = lane<T, F>;
        std::size_t const n = in.length;
        L const m = lanes::row_maximum<F>(x, n, sign);
        if (is_infinite(m)) return forward_infinite<Op>(infinite_row<T>{{x, 1}, n, sign}, strided<T>{y, 1});
        lanes::shift_near_maximum<T, F> const shift{m};
        if constexpr (Op == row_operation::softmax) {
            auto const r = reciprocal(lanes::sum_row<true>(shift, x, n, sign, y, ahead));
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) y[i] = times(L(y[i]), r).value;
        } else {
            auto const sum = lanes::sum_row<false>(shift, x, n, sign, y, ahead);
            lanes::term_of_maximum<T, F> const top{shift, m};
            auto const others = others_in_sum<lanes::terms::exact>(sum, m, top, x, n, sign);
            auto const log = maximum_and_log(m, lanes::log_with_others<T, F>(others));
            if constexpr (Op == row_operation::log_softmax) {
                OGIVE_INDEPENDENT_ITERATIONS
                for (std::size_t i = 0; i < n; ++i) y[i] = log_of_quotient(L(sign * x[i]), log).value;
            } else {
                y[0] = (log.high + log.low).value;
            }
        }
    }
};

template <row_operation Op, class T>
struct row_backward<Op, rows_view<T>> {
    rows_view<T const> in, gradient;
    rows_view<T> out;
    T sign;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for (std::size_t r = 0; r < in.rows; ++r) one<F>(in.row(r), gradient.row(r), out.row(r), in.ahead(r));
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE void one(T const* x, T const* g, T* y, std::size_t ahead) const {
        using L = lane<T, F>;
        std::size_t const n = in.length;
        L const m = lanes::row_maximum<F>(x, n, sign);
        if (is_infinite(m))
            return backward_infinite<Op>(infinite_row<T>{{x, 1}, n, sign}, strided<T const>{g, 1}, strided<T>{y, 1});
        lanes::shift_near_maximum<T, F> const shift{m};
        if constexpr (Op == row_operation::softmax) {
            auto const s = lanes::weighted_sums(shift, x, g, n, sign);
            auto const r = reciprocal(s.total);
            L const mean = times(s.weighted, scaled_up(r));
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) {
                L const p = times(value_of(shift(L(sign * x[i]))), r);
                y[i] = sign * (p * (L(g[i]) - mean)).value;
            }
        } else if constexpr (Op == row_operation::log_softmax) {
            auto const r = reciprocal(lanes::sum_row<false>(shift, x, n, sign, y, ahead));
            L const total = lanes::sum_of_products<false, F>(g, g, n);
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) {
                L const p = times(value_of(shift(L(sign * x[i]))), r);
                y[i] = lanes::multiply_add(-p, total, L(g[i])).value;
            }
        } else {
            L const weight = g[0];
            auto const r = reciprocal(lanes::sum_row<false>(shift, x, n, sign, y, ahead));
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) y[i] = (times(value_of(shift(L(sign * x[i]))), r) * weight).value;
        }
    }
};

template <row_operation Op, class T>
struct row_backward_from_output<Op, rows_view<T>> {
    rows_view<T const> output, gradient;
    rows_view<T> out;
    T sign;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for (std::size_t r = 0; r < output.rows; ++r) one<F>(output.row(r), gradient.row(r), out.row(r));
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE void one(T const* p, T const* g, T* y) const {
        using L = lane<T, F>;
        std::size_t const n = output.length;
        constexpr bool is_log = Op == row_operation::log_softmax;
        L const sum = lanes::sum_of_products<!is_log, F>(p, g, n);
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < n; ++i) {
            if constexpr (is_log)
                y[i] = lanes::multiply_add(-lanes::exp(L(p[i])), sum, L(g[i])).value;
            else
                y[i] = sign * (L(p[i]) * (L(g[i]) - sum)).value;
        }
    }
};

OGIVE_LOOPS_END

} // namespace ogive::evaluation
