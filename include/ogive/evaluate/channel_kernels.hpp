// SPDX-License-Identifier: BSL-1.0
#pragma once
// The kernels of evaluate/rows.hpp for rows along channels: blocks of pixels, a lane for each, so that memory is read in
// the order in which it lies.

#include <ogive/evaluate/row_losses.hpp>

namespace ogive::evaluation {

OGIVE_LOOPS_BEGIN

inline constexpr std::size_t pixels_at_once = 64;

/// The rows of some pixels of one image, next to each other.
template <class T>
struct pixel_rows {
    T* data;
    std::size_t channels, step; // from a channel to the next

    strided<T> row(std::size_t pixel) const { return {data == nullptr ? nullptr : data + pixel, step}; }
    OGIVE_ALWAYS_INLINE T* channel(std::size_t c) const { return data + c * step; }
};
template <class T>
pixel_rows<T> pixels_from(channels_view<T> v, std::size_t image, std::size_t pixel) {
    T* const data =
        v.data == nullptr ? nullptr : v.data + image * v.channels * v.pixels + pixel; // no gradient asked for
    return {data, v.channels, v.pixels};
}

/// A number for each pixel of a block.
template <class T>
using pixel_values = T[pixels_at_once];

/// What is known of a block of pixels: maxima, sums of exponentials and their reciprocals. The sums are of exponentials
/// shifted by the maximum, or if Near shifted near it: that is faster, but then the small rest of a sum that is almost that
/// of the maximum alone is lost.
template <class T, bool Near>
struct pixel_sums {
    pixel_values<T> most, base, magic, lowest, high, low; // base, magic, lowest: the shifts

    template <bool F>
    OGIVE_ALWAYS_INLINE auto shift(std::size_t i) const {
        using L = lane<T, F>;
        if constexpr (Near)
            return lanes::shift_near_maximum<T, F>{L(base[i]), L(magic[i]), L(lowest[i])};
        else
            return lanes::shift_by_maximum<T, F>{L(most[i])};
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE lanes::two_words<T, F> sum(std::size_t i) const {
        return {lane<T, F>(high[i]), lane<T, F>(low[i])};
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE void set(std::size_t i, lanes::two_words<T, F> s) {
        high[i] = s.high.value;
        low[i] = s.low.value;
    }

    /// Finds the maxima; returns how many pixels there are before one whose maximum is infinite.
    template <bool F>
    OGIVE_ALWAYS_INLINE std::size_t find_maxima(pixel_rows<T const> x, std::size_t count, T sign) {
        for (auto& m : most) m = -std::numeric_limits<T>::infinity();
        for (std::size_t c = 0; c < x.channels; ++c) {
            T const* const from = x.channel(c);
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < count; ++i) {
                T const v = sign * from[i];
                most[i] = lanes::choose(most[i] < v, v, most[i]);
            }
        }
        if constexpr (Near) {
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < pixels_at_once; ++i) {
                lanes::shift_near_maximum<T, F> const s{lane<T, F>(most[i])};
                base[i] = s.base.value;
                magic[i] = s.magic.value;
                lowest[i] = s.lowest.value;
            }
        }
        std::size_t finite = 0;
        while (finite < count && most[finite] - most[finite] == T(0)) ++finite;
        return finite;
    }

    /// Sums the exponentials, which are written to out if Store.
    template <bool F, bool Store>
    OGIVE_ALWAYS_INLINE void add_exponentials(pixel_rows<T const> x, std::size_t count, T sign, pixel_rows<T> out) {
        using L = lane<T, F>;
        pixel_values<T> part, part_low, rest;
        for (std::size_t i = 0; i < pixels_at_once; ++i) high[i] = low[i] = rest[i] = T(0);
        for (std::size_t first = 0; first < x.channels; first += terms) {
            std::size_t const end = x.channels - first < terms ? x.channels : first + terms;
            for (std::size_t i = 0; i < pixels_at_once; ++i) {
                part[i] = lanes::lane_sum<T>::start;
                part_low[i] = T(0);
            }
            for (std::size_t c = first; c < end; ++c) {
                T const* const from = x.channel(c);
                [[maybe_unused]] T* to = nullptr;
                if constexpr (Store) to = out.channel(c);
                OGIVE_INDEPENDENT_ITERATIONS
                for (std::size_t i = 0; i < count; ++i) {
                    L const e = lanes::lane_sum<T>::add(part[i], part_low[i], shift<F>(i)(L(sign * from[i])));
                    if constexpr (Store) to[i] = e.value;
                }
            }
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < pixels_at_once; ++i) {
                lanes::three_words<T, F> total{L(high[i]), L(low[i]), L(rest[i])};
                total.add({L(part[i] - lanes::lane_sum<T>::start), L(part_low[i])});
                high[i] = total.high.value;
                low[i] = total.low.value;
                rest[i] = total.rest.value;
            }
        }
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < pixels_at_once; ++i)
            set(i, lanes::three_words<T, F>{L(high[i]), L(low[i]), L(rest[i])}.rounded());
    }
    static constexpr std::size_t terms = 16; // before they are added in two words: that costs little here

    /// The logarithm of the sum of e^(x - maximum) of a pixel.
    template <bool F>
    OGIVE_ALWAYS_INLINE lanes::two_words<T, F> log_of_sum(std::size_t i) const {
        return lanes::log_with_others<T, F>(shift<F>(i).others(sum<F>(i)));
    }

    /// The sums are replaced by their reciprocals.
    template <bool F>
    OGIVE_ALWAYS_INLINE void invert() {
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < pixels_at_once; ++i) set(i, reciprocal(sum<F>(i)));
    }
};

/// Calls kernel.block<F>(image, pixel, count) for all pixels; it returns how many it did.
template <bool F, class Kernel, class View>
OGIVE_ALWAYS_INLINE void for_each_block(Kernel const& kernel, View v) {
    for (std::size_t image = 0; image < v.images; ++image)
        for (std::size_t pixel = 0; pixel < v.pixels;) {
            std::size_t const left = v.pixels - pixel;
            pixel += kernel.template block<F>(image, pixel, left < pixels_at_once ? left : pixels_at_once);
        }
}

template <row_operation Op, class T>
struct row_forward<Op, channels_view<T>> {
    channels_view<T const> in;
    channels_view<T> out;
    T sign;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, in);
    }
    template <bool F>
    OGIVE_ALWAYS_INLINE std::size_t block(std::size_t image, std::size_t pixel, std::size_t count) const {
        using L = lane<T, F>;
        auto const x = pixels_from(in, image, pixel);
        auto const y = pixels_from(out, image, pixel);
        pixel_sums<T, Op == row_operation::softmax> sums;
        count = sums.template find_maxima<F>(x, count, sign);
        if (count == 0) {
            forward_infinite<Op>(infinite_row<T>{x.row(0), x.channels, sign}, y.row(0));
            return 1;
        }
        sums.template add_exponentials<F, Op == row_operation::softmax>(x, count, sign, y);
        if constexpr (Op == row_operation::softmax) {
            sums.template invert<F>();
            for (std::size_t c = 0; c < x.channels; ++c) {
                T* const to = y.channel(c);
                OGIVE_INDEPENDENT_ITERATIONS
                for (std::size_t i = 0; i < count; ++i) to[i] = times(L(to[i]), sums.template sum<F>(i)).value;
            }
        } else {
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
            } else if constexpr (Op == row_operation::logsumexp) {
                for (std::size_t i = 0; i < count; ++i) y.data[i] = sums.high[i] + sums.low[i];
            }
        }
        return count;
    }
};

/// Sums of terms of both signs, one for each pixel: of a·b if Product, else of b.
template <bool Product, bool F, class T>
OGIVE_ALWAYS_INLINE void sums_of_products(pixel_rows<T const> a, pixel_rows<T const> b, std::size_t count,
                                          pixel_values<T>& sum) {
    using L = lane<T, F>;
    pixel_values<T> low;
    for (std::size_t i = 0; i < pixels_at_once; ++i) sum[i] = low[i] = T(0);
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
    for (std::size_t i = 0; i < pixels_at_once; ++i)
        sum[i] = lanes::value_of_sum(lanes::two_words<T, F>{L(sum[i]), L(low[i])}).value;
}

template <row_operation Op, class T>
struct row_backward<Op, channels_view<T>> {
    channels_view<T const> in, gradient;
    channels_view<T> out;
    T sign;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, in);
    }
    template <bool F>
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
        if constexpr (Op == row_operation::softmax)
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
                if constexpr (Op == row_operation::softmax)
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
    template <bool F>
    OGIVE_ALWAYS_INLINE void add_weighted(pixel_sums<T, true> const& sums, pixel_rows<T const> x, pixel_rows<T const> g,
                                          std::size_t count, pixel_values<T>& mean) const {
        using L = lane<T, F>;
        pixel_values<T> low;
        for (std::size_t i = 0; i < pixels_at_once; ++i) mean[i] = low[i] = T(0);
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
    T sign;

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, output);
    }
    template <bool F>
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

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, in);
    }
    template <bool F>
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
        for (std::size_t i = 0; i < count; ++i)
            loss[i] = loss_of(L(sums.most[i]), sums.template log_of_sum<F>(i), L(at[i])).value;
        if constexpr (Gradient) {
            for (std::size_t i = 0; i < count; ++i) {
                auto const s = sums.template sum<F>(i);
                L const p = times(L(y.channel(static_cast<std::size_t>(target[i]))[i]), reciprocal(s));
                at[i] = gradient_at_class(L(at[i]), L(sums.most[i]), sums.template shift<F>(i).others(s), p).value;
            }
            sums.template invert<F>();
            for (std::size_t c = 0; c < x.channels; ++c) {
                T* const to = y.channel(c);
                OGIVE_INDEPENDENT_ITERATIONS
                for (std::size_t i = 0; i < count; ++i) to[i] = times(L(to[i]), sums.template sum<F>(i)).value;
            }
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

    template <bool F>
    OGIVE_ALWAYS_INLINE void run() const {
        for_each_block<F>(*this, in);
    }
    template <bool F>
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
        for (std::size_t i = 0; i < pixels_at_once; ++i) far[i] = low[i] = T(0);
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
