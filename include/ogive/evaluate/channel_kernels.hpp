// SPDX-License-Identifier: BSL-1.0
#pragma once
// The kernels of evaluate/rows.hpp for rows along channels: a block of pixels after the other.

#include <ogive/evaluate/channel_blocks.hpp>

namespace ogive::evaluation {

OGIVE_LOOPS_BEGIN

template <row_operation Op, class T>
struct row_forward<Op, channels_view<T>> {
    channels_view<T const> in;
    channels_view<T> out;
    static constexpr T sign = sign_of<T>(Op);

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, in);
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE std::size_t block(std::size_t image, std::size_t pixel, std::size_t count) const {
        using L = lane<T, F>;
        auto const x = pixels_from(in, image, pixel);
        auto const y = pixels_from(out, image, pixel);
        if constexpr (is_softmax(Op)) {
            return softmax_of_block<F>(x, y, count);
        } else {
            pixel_sums<T, false> sums;
            count = sums.template find_maxima<F>(x, count, sign);
            if (count == 0) return infinite(x, y);
            sums.template add_exponentials<F, false>(x, count, sign, y);
            for (std::size_t i = 0; i < count; ++i)
                sums.set(i, lanes::maximum_and_log(L(sums.most[i]), sums.template log_of_sum<F>(i)));
            if constexpr (Op == row_operation::log_softmax) {
                for (std::size_t c = 0; c < x.channels; ++c) {
                    T const* const from = x.channel(c);
                    T* const to = y.channel(c);
                    OGIVE_INDEPENDENT_ITERATIONS
                    for (std::size_t i = 0; i < count; ++i)
                        to[i] = log_of_quotient(L(sign), L(from[i]), sums.template sum<F>(i)).value;
                }
            } else {
                for (std::size_t i = 0; i < count; ++i) y.data[i] = sums.high[i] + sums.low[i];
            }
            return count;
        }
    }

  private:
    static std::size_t infinite(pixel_rows<T const> x, pixel_rows<T> y) {
        forward_infinite<Op>(infinite_row<T>{x.row(0), x.channels, sign}, y.row(0));
        return 1;
    }
    /// Part by part: the maxima so far, and exponentials shifted by them; at the end all are scaled to the same shift. In
    /// place, and where a maximum is infinite, all maxima are found before anything is written that stays: the bits are the same.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE static std::size_t softmax_of_block(pixel_rows<T const> x, pixel_rows<T> y, std::size_t count) {
        std::size_t const n = channels_in_part(x.channels), parts = (x.channels + n - 1) / n;
        auto const length = [&](std::size_t part) { return part + 1 < parts ? n : x.channels - part * n; };
        bool at_once = parts == 1 || x.data == y.data;
        bool const fits = n * count * sizeof(T) <= bytes_fetched;
        pixel_values<T> most[most_parts]; // as far as each part
        pixel_sums<T, true> sums;
        sums.start(count);
        for (std::size_t part = 0, known = 0; part < parts;) {
            if (known == part) {
                for (std::size_t const end = at_once ? parts : part + 1; known < end; ++known) {
                    sums.take(x.part(known * n, length(known)), count, sign);
                    __builtin_memcpy(most[known], sums.most, sizeof sums.most);
                }
                if (std::size_t const finite = sums.finite(count, known == parts); finite < count) {
                    if (!at_once) {
                        at_once = true;
                        sums.start(count);
                        part = known = 0;
                        continue;
                    }
                    count = finite;
                    if (count == 0) return infinite(x, y);
                    sums.keep(count);
                }
            }
            __builtin_memcpy(sums.most, most[part], sizeof sums.most);
            if (part == 0)
                sums.template set_shifts<F>();
            else
                sums.template change_shifts<F>();
            std::size_t const ahead = at_once || !fits ? 4 : part + 1 < parts ? n : 0;
            sums.template add<F, true>(x.part(part * n, length(part)), count, sign, y.part(part * n, length(part)),
                                       terms_in_word(x.channels), ahead);
            ++part;
        }
        sums.template settle<F>();
        sums.template invert<F>();
        for (std::size_t part = parts; part-- > 0;) // the last ones are in the cache
            sums.template scale_from<F>(most[part], y.part(part * n, length(part)), count);
        return count;
    }
};

/// Sums of terms of both signs, one for each pixel: of a·b if Product, else of b.
template <bool Product, arithmetic F, class T>
OGIVE_ALWAYS_INLINE void sums_of_products(pixel_rows<T const> a, pixel_rows<T const> b, std::size_t count,
                                          pixel_values<T>& sum) {
    using L = lane<T, F>;
    pixel_values<T> low;
    for (std::size_t i = 0; i < count; ++i) sum[i] = low[i] = T(0);
    for (std::size_t c = 0; c < b.channels; ++c) {
        [[maybe_unused]] T const* const p = a.channel(c);
        T const* const q = b.channel(c);
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < count; ++i) {
            if constexpr (Product)
                lanes::add_term(sum[i], low[i], L(p[i]) * L(q[i]));
            else
                lanes::add_term(sum[i], low[i], L(q[i]));
        }
    }
    OGIVE_INDEPENDENT_ITERATIONS
    for (std::size_t i = 0; i < count; ++i)
        sum[i] = lanes::value_of_sum(lanes::two_words<T, F>{L(sum[i]), L(low[i])}).value;
}

template <row_operation Op, class T>
struct row_backward<Op, channels_view<T>> {
    channels_view<T const> in, gradient;
    channels_view<T> out;
    static constexpr T sign = sign_of<T>(Op);

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, in);
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE std::size_t block(std::size_t image, std::size_t pixel, std::size_t count) const {
        using L = lane<T, F>;
        auto const x = pixels_from(in, image, pixel);
        auto const g = pixels_from(gradient, image, pixel);
        auto const y = pixels_from(out, image, pixel);
        pixel_sums<T, true> sums;
        count = sums.template find_maxima<F>(x, count, sign);
        if (count == 0) {
            backward_infinite<Op>(infinite_row<T>{x.row(0), x.channels, sign}, g.row(0), y.row(0));
            return 1;
        }
        sums.template add_exponentials<F, false>(x, count, sign, y);
        sums.template invert<F>();
        pixel_values<T> weight;
        if constexpr (is_softmax(Op))
            add_weighted<F>(sums, x, g, count, weight);
        else if constexpr (Op == row_operation::log_softmax)
            sums_of_products<false, F>(g, g, count, weight);
        else
            for (std::size_t i = 0; i < count; ++i) weight[i] = g.data[i]; // out may be the gradient
        for (std::size_t c = 0; c < x.channels; ++c) {
            T const* const from = x.channel(c);
            [[maybe_unused]] T const* const by = g.channel(Op == row_operation::logsumexp ? 0 : c);
            T* const to = y.channel(c);
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < count; ++i) {
                L const p = times(value_of(sums.template shift<F>(i)(L(sign * from[i]))), sums.template sum<F>(i));
                if constexpr (is_softmax(Op))
                    to[i] = sign * (p * (L(by[i]) - L(weight[i]))).value;
                else if constexpr (Op == row_operation::log_softmax)
                    to[i] = lanes::multiply_add(-p, L(weight[i]), L(by[i])).value;
                else
                    to[i] = (p * L(weight[i])).value;
            }
        }
        return count;
    }

  private:
    /// The sums of p·g.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void add_weighted(pixel_sums<T, true> const& sums, pixel_rows<T const> x, pixel_rows<T const> g,
                                          std::size_t count, pixel_values<T>& mean) const {
        using L = lane<T, F>;
        pixel_values<T> low;
        for (std::size_t i = 0; i < count; ++i) mean[i] = low[i] = T(0);
        for (std::size_t c = 0; c < x.channels; ++c) {
            T const *const from = x.channel(c), *const by = g.channel(c);
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < count; ++i) {
                L const e = value_of(sums.template shift<F>(i)(L(sign * from[i])));
                lanes::add_term(mean[i], low[i], e * L(lanes::decay_unit<T>()) * L(by[i]));
            }
        }
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < count; ++i) {
            L const sum = lanes::value_of_sum(lanes::two_words<T, F>{L(mean[i]), L(low[i])});
            mean[i] = times(sum, scaled_up(sums.template sum<F>(i))).value;
        }
    }
};

template <row_operation Op, class T>
struct row_backward_from_output<Op, channels_view<T>> {
    channels_view<T const> output, gradient;
    channels_view<T> out;
    static constexpr T sign = sign_of<T>(Op);

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, output);
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE std::size_t block(std::size_t image, std::size_t pixel, std::size_t count) const {
        using L = lane<T, F>;
        constexpr bool is_log = Op == row_operation::log_softmax;
        auto const p = pixels_from(output, image, pixel);
        auto const g = pixels_from(gradient, image, pixel);
        auto const y = pixels_from(out, image, pixel);
        pixel_values<T> sum;
        sums_of_products<!is_log, F>(p, g, count, sum);
        for (std::size_t c = 0; c < p.channels; ++c) {
            T const *const from = p.channel(c), *const by = g.channel(c);
            T* const to = y.channel(c);
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < count; ++i) {
                if constexpr (is_log)
                    to[i] = lanes::multiply_add(-lanes::exp(L(from[i])), L(sum[i]), L(by[i])).value;
                else
                    to[i] = sign * (L(from[i]) * (L(by[i]) - L(sum[i]))).value;
            }
        }
        return count;
    }
};

template <bool Gradient, class Index, class T>
struct row_class_loss<Gradient, Index, channels_view<T>> {
    channels_view<T const> in;
    Index const* classes;
    T* losses;
    channels_view<T> gradient;

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, in);
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE std::size_t block(std::size_t image, std::size_t pixel, std::size_t count) const {
        using L = lane<T, F>;
        auto const x = pixels_from(in, image, pixel);
        auto const y = pixels_from(gradient, image, pixel);
        Index const* const target = classes + image * in.pixels + pixel;
        T* const loss = losses + image * in.pixels + pixel;
        pixel_sums<T, false> sums;
        count = sums.template find_maxima<F>(x, count, T(1));
        if (count == 0) {
            loss[0] = loss_infinite<Gradient>(infinite_row<T>{x.row(0), x.channels, T(1)},
                                              static_cast<std::size_t>(target[0]), y.row(0));
            return 1;
        }
        pixel_values<T> at; // y may be x
        for (std::size_t i = 0; i < count; ++i) at[i] = x.channel(static_cast<std::size_t>(target[i]))[i];
        sums.template add_exponentials<F, Gradient>(x, count, T(1), y);
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < count; ++i)
            loss[i] = loss_of(L(sums.most[i]), sums.template log_of_sum<F>(i), L(at[i])).value;
        if constexpr (Gradient) {
            pixel_values<T> p;
            for (std::size_t i = 0; i < count; ++i) p[i] = y.channel(static_cast<std::size_t>(target[i]))[i];
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < count; ++i) {
                auto const s = sums.template sum<F>(i);
                auto const others = sums.template shift<F>(i).others(s);
                at[i] = gradient_at_class(L(at[i]), L(sums.most[i]), others, times(L(p[i]), reciprocal(s))).value;
            }
            sums.template invert<F>();
            sums.template scale<F>(y, count);
            for (std::size_t i = 0; i < count; ++i) y.channel(static_cast<std::size_t>(target[i]))[i] = at[i];
        }
        return count;
    }
};

template <bool Gradient, class T>
struct row_distribution_loss<Gradient, channels_view<T>> {
    channels_view<T const> in, targets;
    T* losses;
    channels_view<T> gradient;

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, in);
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE std::size_t block(std::size_t image, std::size_t pixel, std::size_t count) const {
        using L = lane<T, F>;
        auto const x = pixels_from(in, image, pixel);
        auto const q = pixels_from(targets, image, pixel);
        auto const y = pixels_from(gradient, image, pixel);
        T* const loss = losses + image * in.pixels + pixel;
        pixel_sums<T, false> sums;
        count = sums.template find_maxima<F>(x, count, T(1));
        if (count == 0) {
            loss[0] = loss_infinite<Gradient>(infinite_row<T>{x.row(0), x.channels, T(1)}, q.row(0), y.row(0));
            return 1;
        }
        pixel_values<T> weight, far, low;
        sums_of_products<false, F>(q, q, count, weight);
        for (std::size_t i = 0; i < count; ++i) far[i] = low[i] = T(0);
        for (std::size_t c = 0; c < x.channels; ++c) {
            T const *const from = x.channel(c), *const by = q.channel(c);
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < count; ++i)
                lanes::add_term(far[i], low[i], lanes::weighted_distance(L(sums.most[i]), L(from[i]), L(by[i])));
        }
        sums.template add_exponentials<F, Gradient>(x, count, T(1), y);
        for (std::size_t i = 0; i < count; ++i) {
            L const distances = lanes::value_of_sum(lanes::two_words<T, F>{L(far[i]), L(low[i])});
            loss[i] = lanes::weighted_loss(L(weight[i]), sums.template log_of_sum<F>(i), distances).value;
        }
        if constexpr (Gradient) {
            sums.template invert<F>();
            for (std::size_t c = 0; c < x.channels; ++c) {
                T const* const by = q.channel(c);
                T* const to = y.channel(c);
                OGIVE_INDEPENDENT_ITERATIONS
                for (std::size_t i = 0; i < count; ++i) {
                    L const p = times(L(to[i]), sums.template sum<F>(i));
                    to[i] = lanes::multiply_add(p, L(weight[i]), -L(by[i])).value;
                }
            }
        }
        return count;
    }
};

OGIVE_LOOPS_END

} // namespace ogive::evaluation
