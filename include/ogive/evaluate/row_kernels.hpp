// SPDX-License-Identifier: BSL-1.0
#pragma once
// The kernels of evaluate/rows.hpp for rows that are contiguous: one row after the other, each in two or three passes.

#include <ogive/evaluate/row_sums.hpp>
#include <ogive/evaluate/row_views.hpp>
#include <ogive/tensor/row_operation.hpp>

namespace ogive::evaluation {

OGIVE_LOOPS_BEGIN

/// softmin(x) is softmax(-x).
constexpr bool is_softmax(row_operation op) { return op == row_operation::softmax || op == row_operation::softmin; }
template <class T>
constexpr T sign_of(row_operation op) {
    return op == row_operation::softmin ? T(-1) : T(1);
}

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
        for (std::size_t i = 0; i < row.length; ++i) out[i] = is_softmax(Op) ? row.softmax(i) : row.log_softmax(i);
}

template <row_operation Op, class T>
void backward_infinite(infinite_row<T> const& row, strided<T const> g, strided<T> out) {
    T const mean = is_softmax(Op) ? row.mean(g) : T(0);
    T const total = Op == row_operation::log_softmax ? row.total(g, row.length) : T(0);
    T const first = g[0]; // out may be g
    for (std::size_t i = 0; i < row.length; ++i) {
        T const p = row.softmax(i);
        out[i] = is_softmax(Op)                     ? row.sign * (p * (g[i] - mean))
                 : Op == row_operation::log_softmax ? g[i] - p * total
                                                    : p * first;
    }
}

template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE bool is_infinite(lane<T, F> maximum) {
    return !(lanes::abs(maximum).value <= std::numeric_limits<T>::max());
}

template <class Kernel>
OGIVE_MIXED_VECTOR_CODE OGIVE_AVX512 void rows_avx512(Kernel const& kernel, [[maybe_unused]] std::size_t rows) {
    OGIVE_KEEP_FLAGS(rows);
    Kernel const k = kernel;
    k.template run<arithmetic::fused>();
}
template <class Kernel>
OGIVE_MIXED_VECTOR_CODE OGIVE_AVX2 void rows_avx2(Kernel const& kernel, [[maybe_unused]] std::size_t rows) {
    OGIVE_KEEP_FLAGS(rows);
    Kernel const k = kernel;
    k.template run<arithmetic::fused>();
}
template <class Kernel>
OGIVE_MIXED_VECTOR_CODE void rows_portable(Kernel const& kernel, [[maybe_unused]] std::size_t rows) {
    OGIVE_KEEP_FLAGS(rows);
    Kernel const k = kernel;
    k.template run<native_arithmetic>();
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

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        lane<T, F> const m = maximum;
        lanes::shift_near_maximum<T, F> const shift{m};
        *sum = lanes::sum_without<Terms>(value_of(shift(m)), shift, x, length, sign);
    }
};
template <lanes::terms Terms, arithmetic F, class T>
lanes::wider<T> others_alone(T const* x, std::size_t n, T sign, T maximum) {
    lanes::wider<T> alone;
    run_rows(others_of_row<Terms, T>{x, n, sign, maximum, &alone}, 1,
             is_fused(F) ? best_instruction_set() : instruction_set::portable);
    return alone;
}
inline constexpr double few = 0x1p-12; // sums without the maximum that are less than this are computed alone

/// The sum of e^(x - m) without the term of the maximum m, given that of all exponentials; where little is left without
/// the maximum, the others are summed alone.
template <lanes::terms Terms, class T, arithmetic F>
OGIVE_ALWAYS_INLINE lanes::wider<T> others_in_sum(lanes::two_words<T, F> sum, lane<T, F> m,
                                                  lanes::term_of_maximum<T, F> const& top, T const* x, std::size_t n,
                                                  T sign) {
    auto const others = top.others(sum);
    if (!(others < few)) return others;
    return others_alone<Terms, F>(x, n, sign, m.value) * top.factor;
}

/// What is known of some rows: maxima, sums of exponentials and what is made of them, and the sums without the maximum.
/// What is computed once a row is computed for all of them at once: it takes long for each.
template <class T>
struct block_of_rows {
    static constexpr std::size_t size = 16;
    T most[size], high[size], low[size];
    bool finite[size];
    lanes::wider<T> others[size], factor[size];

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE lanes::two_words<T, F> sum(std::size_t i) const {
        return {lane<T, F>(high[i]), lane<T, F>(low[i])};
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void set(std::size_t i, lanes::two_words<T, F> s) {
        high[i] = s.high.value;
        low[i] = s.low.value;
    }
    /// Rows computed at once, though there are fewer, if that is vector code.
    static constexpr std::size_t at_once = std::is_same_v<T, float> ? 8 : 1;
    /// The sums become their reciprocals.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void invert(std::size_t count) {
        for (std::size_t k = 0; k < count; k += at_once) {
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = k; i < k + at_once; ++i) set(i, reciprocal(sum<F>(i)));
        }
    }
    /// Finds the sums without the maximum; `rows`: of numbers or of their exponentials. Where little is left, the others
    /// are summed alone.
    template <lanes::terms Terms, arithmetic F>
    OGIVE_ALWAYS_INLINE void find_others(std::size_t first, std::size_t count, rows_view<T const> rows, T sign) {
        for (std::size_t k = 0; k < count; k += at_once) {
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = k; i < k + at_once; ++i) {
                lane<T, F> const m = most[i];
                lanes::term_of_maximum<T, F> const top{lanes::shift_near_maximum<T, F>{m}, m};
                factor[i] = top.factor;
                others[i] = top.others(sum<F>(i));
            }
        }
        for (std::size_t i = 0; i < count; ++i)
            if (finite[i] && others[i] < few)
                others[i] = others_alone<Terms, F>(rows.row(first + i), rows.length, sign, most[i]) * factor[i];
    }
};

/// All rows, a block at a time: the maxima, the sums, what is computed once a row, and results.
template <arithmetic F, class Kernel, class T>
OGIVE_ALWAYS_INLINE void in_blocks(Kernel const& kernel, rows_view<T const> in, std::remove_const_t<T> sign) {
    using block = typename Kernel::block;
    constexpr std::size_t bytes = Kernel::stored ? lanes::bytes_at_once : 2 * lanes::bytes_at_once;
    std::size_t const fit = bytes / sizeof(T) / in.length;
    std::size_t const at_once = fit < 1 ? 1 : fit < block::size ? fit : block::size;
    block b;
    for (std::size_t i = 0; i < block::size; ++i) {
        b.most[i] = b.low[i] = T(0);
        b.high[i] = T(1);
    }
    for (std::size_t first = 0; first < in.rows; first += at_once) {
        std::size_t const left = in.rows - first, count = left < at_once ? left : at_once;
        for (std::size_t i = 0; i < count; ++i)
            b.most[i] = lanes::row_maximum<F>(in.row(first + i), in.length, sign).value;
        for (std::size_t i = 0; i < count; ++i) {
            b.finite[i] = !is_infinite(lane<T, F>(b.most[i]));
            std::size_t const ahead = i + at_once < left ? at_once * in.leading_dimension : 0;
            if (b.finite[i]) {
                kernel.template start<F>(first + i, i, b, ahead);
            } else {
                kernel.infinite(first + i);
                b.most[i] = T(0);
            }
        }
        kernel.template settle<F>(first, count, b);
        for (std::size_t i = 0; i < count; ++i)
            if (b.finite[i]) kernel.template finish<F>(first + i, i, b);
    }
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
    using block = block_of_rows<T>;
    static constexpr bool stored = is_softmax(Op); // exponentials
    static constexpr T sign = sign_of<T>(Op);
    rows_view<T const> in;
    rows_view<T> out;

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        in_blocks<F>(*this, in, sign);
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void start(std::size_t r, std::size_t i, block_of_rows<T>& b, std::size_t ahead) const {
        lanes::shift_near_maximum<T, F> const shift{lane<T, F>(b.most[i])};
        b.set(i, lanes::sum_row<stored>(shift, in.row(r), in.length, sign, out.row(r), ahead));
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void settle(std::size_t first, std::size_t count, block_of_rows<T>& b) const {
        if constexpr (stored) {
            b.template invert<F>(count);
        } else {
            b.template find_others<lanes::terms::exact, F>(first, count, in, sign);
            for (std::size_t k = 0; k < count; k += b.at_once) {
                OGIVE_INDEPENDENT_ITERATIONS
                for (std::size_t i = k; i < k + b.at_once; ++i)
                    b.set(i, maximum_and_log(lane<T, F>(b.most[i]), lanes::log_with_others<T, F>(b.others[i])));
            }
        }
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void finish(std::size_t r, std::size_t i, block_of_rows<T> const& b) const {
        auto const s = b.template sum<F>(i);
        T* const y = out.row(r);
        if constexpr (Op == row_operation::logsumexp) {
            y[0] = (s.high + s.low).value;
        } else {
            T const* const x = in.row(r);
            std::size_t k = 0;
            for (; k + lanes::maximum_lanes <= in.length; k += lanes::maximum_lanes) {
                OGIVE_INDEPENDENT_ITERATIONS
                for (std::size_t j = k; j < k + lanes::maximum_lanes; ++j) y[j] = result<F>(x[j], y[j], s);
            }
            OGIVE_INDEPENDENT_ITERATIONS
            for (; k < in.length; ++k) y[k] = result<F>(x[k], y[k], s);
        }
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE static T result(T x, T y, lanes::two_words<T, F> s) {
        using L = lane<T, F>;
        if constexpr (stored)
            return times(L(y), s).value;
        else
            return log_of_quotient(L(sign), L(x), s).value;
    }
    void infinite(std::size_t r) const {
        forward_infinite<Op>(infinite_row<T>{{in.row(r), 1}, in.length, sign}, strided<T>{out.row(r), 1});
    }
};

template <row_operation Op, class T>
struct row_backward<Op, rows_view<T>> {
    rows_view<T const> in, gradient;
    rows_view<T> out;
    static constexpr T sign = sign_of<T>(Op);

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        for (std::size_t r = 0; r < in.rows; ++r) one<F>(in.row(r), gradient.row(r), out.row(r), in.ahead(r));
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void one(T const* x, T const* g, T* y, std::size_t ahead) const {
        using L = lane<T, F>;
        std::size_t const n = in.length;
        L const m = lanes::row_maximum<F>(x, n, sign);
        if (is_infinite(m))
            return backward_infinite<Op>(infinite_row<T>{{x, 1}, n, sign}, strided<T const>{g, 1}, strided<T>{y, 1});
        lanes::shift_near_maximum<T, F> const shift{m};
        if constexpr (is_softmax(Op)) {
            auto const s = lanes::weighted_sums(shift, x, g, n, sign);
            auto const r = reciprocal(s.total);
            L const mean = times(s.weighted, scaled_up(r));
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) {
                L const p = times(value_of(shift(L(x[i]), sign)), r);
                y[i] = sign * (p * (L(g[i]) - mean)).value;
            }
        } else if constexpr (Op == row_operation::log_softmax) {
            auto const r = reciprocal(lanes::sum_row<false>(shift, x, n, sign, y, ahead));
            L const total = lanes::sum_of_products<false, F>(g, g, n);
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) {
                L const p = times(value_of(shift(L(x[i]), sign)), r);
                y[i] = lanes::multiply_add(-p, total, L(g[i])).value;
            }
        } else {
            L const weight = g[0];
            auto const r = reciprocal(lanes::sum_row<false>(shift, x, n, sign, y, ahead));
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < n; ++i) y[i] = (times(value_of(shift(L(x[i]), sign)), r) * weight).value;
        }
    }
};

template <row_operation Op, class T>
struct row_backward_from_output<Op, rows_view<T>> {
    rows_view<T const> output, gradient;
    rows_view<T> out;
    static constexpr T sign = sign_of<T>(Op);

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        for (std::size_t r = 0; r < output.rows; ++r) one<F>(output.row(r), gradient.row(r), out.row(r));
    }
    template <arithmetic F>
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
