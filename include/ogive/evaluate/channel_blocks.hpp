// SPDX-License-Identifier: BSL-1.0
#pragma once
// Blocks of pixels whose channels are rows, a lane for each pixel, so that memory is read in the order in which it lies:
// their maxima and sums of exponentials.

#include <ogive/evaluate/row_losses.hpp>

namespace ogive::evaluation {

OGIVE_LOOPS_BEGIN

inline constexpr std::size_t pixels_at_once = 256; // so many that what is read of a channel at once is long

/// The rows of some pixels of one image, next to each other.
template <class T>
struct pixel_rows {
    T* data;
    std::size_t channels, step; // from a channel to the next

    strided<T> row(std::size_t pixel) const { return {data == nullptr ? nullptr : data + pixel, step}; }
    OGIVE_ALWAYS_INLINE T* channel(std::size_t c) const { return data + c * step; }
    OGIVE_ALWAYS_INLINE pixel_rows part(std::size_t first, std::size_t count) const {
        return {channel(first), count, step};
    }
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

/// Pixels that are computed together. The last ones may be fewer: then they are in a copy, of one channel or of some.
/// Masked vectors copy them where the target has them: then nothing waits for memory.
inline constexpr std::size_t pixels_in_group = 16;
template <class T, std::size_t Channels = 1>
struct pixel_group {
    T items[Channels * pixels_in_group] = {};

    OGIVE_ALWAYS_INLINE void read(T const* p, std::size_t count, std::size_t channel = 0) {
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < pixels_in_group; ++i)
            if (i < count) items[channel * pixels_in_group + i] = p[i];
    }
    OGIVE_ALWAYS_INLINE void write(T* p, std::size_t count, std::size_t channel = 0) const {
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < pixels_in_group; ++i)
            if (i < count) p[i] = items[channel * pixels_in_group + i];
    }
};
/// Terms of a sum in one word, of so many channels.
constexpr std::size_t terms_in_word(std::size_t channels) { return channels > 64 ? 16 : 8; }
/// Of an image of many channels, so many are computed while they are in the cache. The number of parts is limited.
inline constexpr std::size_t most_parts = 32;
inline constexpr std::size_t bytes_fetched = 1u << 18; // so many of the next part, beside this one and its results
constexpr std::size_t channels_in_part(std::size_t channels) {
    std::size_t const least = 128, n = (channels / most_parts / 16 + 1) * 16; // whole sums in one word
    return n < least ? least : n;
}
/// How many pixels are in groups that are full.
constexpr std::size_t in_full_groups(std::size_t count) { return count / pixels_in_group * pixels_in_group; }

/// What is known of a block of pixels: maxima, sums of exponentials and their reciprocals. The sums are of exponentials
/// shifted by the maximum, or if Near shifted near it: that is faster, but then the small rest of a sum that is almost that
/// of the maximum alone is lost.
template <class T, bool Near>
struct pixel_sums {
    pixel_values<T> most, base, magic, lowest, high, low, third; // base, magic, lowest: the shifts
    std::size_t used;                                            // pixels in groups that are full or not

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE auto shift(std::size_t i) const {
        using L = lane<T, F>;
        if constexpr (Near)
            return lanes::shift_near_maximum<T, F>{L(base[i]), L(magic[i]), L(lowest[i])};
        else
            return lanes::shift_by_maximum<T, F>{L(most[i])};
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE lanes::two_words<T, F> sum(std::size_t i) const {
        return {lane<T, F>(high[i]), lane<T, F>(low[i])};
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void set(std::size_t i, lanes::two_words<T, F> s) {
        high[i] = s.high.value;
        low[i] = s.low.value;
    }

    /// Finds the maxima; returns how many pixels there are before one whose maximum is infinite.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE std::size_t find_maxima(pixel_rows<T const> x, std::size_t count, T sign) {
        start(count);
        take(x, count, sign);
        if constexpr (Near) set_shifts<F>();
        return finite(count);
    }
    OGIVE_ALWAYS_INLINE void start(std::size_t count) {
        keep(count);
        for (std::size_t i = 0; i < used; ++i) most[i] = -std::numeric_limits<T>::infinity();
        for (std::size_t i = 0; i < used; ++i) high[i] = low[i] = third[i] = T(0);
    }
    /// Takes some channels into the maxima.
    OGIVE_ALWAYS_INLINE void take(pixel_rows<T const> x, std::size_t count, T sign) {
        if (sign < T(0))
            take_all<true>(x, count);
        else
            take_all<false>(x, count);
    }
    /// How many pixels there are before one whose maximum is infinite; minus infinity is the maximum of none, too.
    OGIVE_ALWAYS_INLINE std::size_t finite(std::size_t count, bool all = true) const {
        std::size_t n = 0;
        while (n < count && (most[n] - most[n] == T(0) || (!all && most[n] < T(0)))) ++n;
        return n;
    }
    OGIVE_ALWAYS_INLINE void keep(std::size_t count) { used = in_full_groups(count + pixels_in_group - 1); }
    /// From here on exponentials are shifted by the maxima as they are.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void set_shifts() {
        for (std::size_t g = 0; g < used; g += pixels_in_group) {
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = g; i < g + pixels_in_group; ++i) {
                lanes::shift_near_maximum<T, F> const s{lane<T, F>(most[i])};
                base[i] = s.base.value;
                magic[i] = s.magic.value;
                lowest[i] = s.lowest.value;
            }
        }
    }

    /// Sums the exponentials, which are written to out if Store.
    template <arithmetic F, bool Store>
    OGIVE_ALWAYS_INLINE void add_exponentials(pixel_rows<T const> x, std::size_t count, T sign, pixel_rows<T> out) {
        add<F, Store>(x, count, sign, out, terms_in_word(x.channels), 4);
        settle<F>();
    }
    /// Adds those of some channels, `terms` of them before they are added in two words; x is fetched `ahead` channels
    /// before it is needed.
    template <arithmetic F, bool Store>
    OGIVE_ALWAYS_INLINE void add(pixel_rows<T const> x, std::size_t count, T sign, pixel_rows<T> out, std::size_t terms,
                                 std::size_t ahead) {
        using L = lane<T, F>;
        std::size_t const full = in_full_groups(count);
        pixel_values<T> part, part_low;
        for (std::size_t first = 0; first < x.channels; first += terms) {
            std::size_t const end = x.channels - first < terms ? x.channels : first + terms;
            for (std::size_t i = 0; i < used; ++i) {
                part[i] = lanes::lane_sum<T>::start;
                part_low[i] = T(0);
            }
            std::size_t c = first;
            for (; c + 4 <= end; c += 4)
                for (std::size_t g = 0; g < full; g += pixels_in_group)
                    add_group<F, Store, 4>(x.channel(c) + g, x.step, ahead, g, sign, place<Store>(out, c, g), part,
                                           part_low);
            for (; c < end; ++c)
                for (std::size_t g = 0; g < full; g += pixels_in_group)
                    add_group<F, Store, 1>(x.channel(c) + g, x.step, ahead, g, sign, place<Store>(out, c, g), part,
                                           part_low);
            if (full < count) {
                for (c = first; c + 4 <= end; c += 4)
                    add_rest<F, Store, 4>(x, c, full, count - full, sign, out, part, part_low);
                for (; c < end; ++c) add_rest<F, Store, 1>(x, c, full, count - full, sign, out, part, part_low);
            }
            for (std::size_t g = 0; g < used; g += pixels_in_group) {
                OGIVE_INDEPENDENT_ITERATIONS
                for (std::size_t i = g; i < g + pixels_in_group; ++i) {
                    lanes::three_words<T, F> total{L(high[i]), L(low[i]), L(third[i])};
                    total.add({L(part[i] - lanes::lane_sum<T>::start), L(part_low[i])});
                    high[i] = total.high.value;
                    low[i] = total.low.value;
                    third[i] = total.rest.value;
                }
            }
        }
    }
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void settle() {
        using L = lane<T, F>;
        for (std::size_t g = 0; g < used; g += pixels_in_group) {
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = g; i < g + pixels_in_group; ++i)
                set(i, lanes::three_words<T, F>{L(high[i]), L(low[i]), L(third[i])}.rounded());
        }
    }
    /// The same shifts for maxima that are larger now: the sums become those of exponentials shifted by them.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void change_shifts() {
        using L = lane<T, F>;
        for (std::size_t g = 0; g < used; g += pixels_in_group) {
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = g; i < g + pixels_in_group; ++i) {
                lanes::shift_near_maximum<T, F> const s{L(most[i])};
                lanes::change_of_shift<T, F> const change{shift<F>(i), s};
                L const power = change.power(change.exponent);
                lanes::two_words<T, F> const factor{change.high * power, change.low * power};
                set(i, product(sum<F>(i), factor));
                third[i] = (L(third[i]) * factor.high).value;
                base[i] = s.base.value;
                magic[i] = s.magic.value;
                lowest[i] = s.lowest.value;
            }
        }
    }
    /// Results of channels whose exponentials were shifted by `before`: sums are those of their reciprocals.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void scale_from(pixel_values<T> const& before, pixel_rows<T> out, std::size_t count) {
        using L = lane<T, F>;
        pixel_sums now;
        now.used = used;
        for (std::size_t g = 0; g < used; g += pixels_in_group) {
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = g; i < g + pixels_in_group; ++i) {
                lanes::change_of_shift<T, F> const change{lanes::shift_near_maximum<T, F>{L(before[i])}, shift<F>(i)};
                // in two factors: none is subnormal where the result is not zero
                L const most_near = T(std::is_same_v<T, float> ? 32 : 128);
                L const near = lanes::choose(change.exponent < most_near, change.exponent, most_near);
                L const power = change.power(near);
                now.set(i, product(sum<F>(i), lanes::two_words<T, F>{change.high * power, change.low * power}));
                now.third[i] = change.power(change.exponent - near).value;
            }
        }
        now.template scale<F, true>(out, count);
    }

    /// The logarithm of the sum of e^(x - maximum) of a pixel.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE lanes::two_words<T, F> log_of_sum(std::size_t i) const {
        return lanes::log_with_others<T, F>(shift<F>(i).others(sum<F>(i)));
    }

    /// out·sum for all channels, where the sums have been replaced by their reciprocals; first times `third` if Twice.
    template <arithmetic F, bool Twice = false>
    OGIVE_ALWAYS_INLINE void scale(pixel_rows<T> out, std::size_t count) const {
        std::size_t const full = in_full_groups(count), four = out.channels / 4 * 4;
        for (std::size_t c = 0; c < four; c += 4)
            for (std::size_t g = 0; g < full; g += pixels_in_group)
                scale_group<F, Twice, 4>(out.channel(c) + g, out.step, g);
        for (std::size_t c = four; c < out.channels; ++c)
            for (std::size_t g = 0; g < full; g += pixels_in_group)
                scale_group<F, Twice, 1>(out.channel(c) + g, out.step, g);
        if (full < count) {
            for (std::size_t c = 0; c < out.channels; ++c) {
                pixel_group<T> rest;
                rest.read(out.channel(c) + full, count - full);
                scale_group<F, Twice, 1>(rest.items, 0, full);
                rest.write(out.channel(c) + full, count - full);
            }
        }
    }

    /// The sums are replaced by their reciprocals.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void invert() {
        for (std::size_t g = 0; g < used; g += pixels_in_group) {
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = g; i < g + pixels_in_group; ++i) set(i, reciprocal(sum<F>(i)));
        }
    }

  private:
    /// Where exponentials are written, if they are.
    template <bool Store>
    OGIVE_ALWAYS_INLINE static T* place(pixel_rows<T> out, std::size_t c, std::size_t group) {
        if constexpr (Store)
            return out.channel(c) + group;
        else
            return nullptr;
    }
    /// Asks for a group of pixels in the channels after the first few: what reads ahead by itself does so along rows.
    template <std::size_t Channels>
    OGIVE_ALWAYS_INLINE static void fetch_next(T const* group, std::size_t step) {
        if constexpr (Channels > 1)
            for (std::size_t c = Channels; c < 2 * Channels; ++c) lanes::prefetch<3>(group, c * step);
    }
    /// Takes all channels into the maxima, of -x if Negative.
    template <bool Negative>
    OGIVE_ALWAYS_INLINE void take_all(pixel_rows<T const> x, std::size_t count) {
        std::size_t const full = in_full_groups(count), four = x.channels / 4 * 4;
        for (std::size_t c = 0; c < four; c += 4)
            for (std::size_t g = 0; g < full; g += pixels_in_group)
                take_group<Negative, 4>(x.channel(c) + g, x.step, g);
        for (std::size_t c = four; c < x.channels; ++c)
            for (std::size_t g = 0; g < full; g += pixels_in_group)
                take_group<Negative, 1>(x.channel(c) + g, x.step, g);
        if (full < count) {
            for (std::size_t c = 0; c < x.channels; ++c) {
                pixel_group<T> rest;
                rest.read(x.channel(c) + full, count - full);
                take_group<Negative, 1>(rest.items, 0, full);
            }
        }
    }
    template <bool Negative, std::size_t Channels>
    OGIVE_ALWAYS_INLINE void take_group(T const* x, std::size_t step, std::size_t group) {
        fetch_next<Channels>(x, step);
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < pixels_in_group; ++i) {
            T v = Negative ? -x[i] : x[i];
            if constexpr (Channels == 4) {
                T const q = Negative ? -x[i + step] : x[i + step], r = Negative ? -x[i + 2 * step] : x[i + 2 * step],
                        s = Negative ? -x[i + 3 * step] : x[i + 3 * step];
                T const a = lanes::choose(v < q, q, v), b = lanes::choose(r < s, s, r);
                v = lanes::choose(a < b, b, a);
            }
            most[group + i] = lanes::choose(most[group + i] < v, v, most[group + i]);
        }
    }
    /// Adds the exponentials of a group of pixels in one or four channels.
    template <arithmetic F, bool Store, std::size_t Channels>
    OGIVE_ALWAYS_INLINE void add_group(T const* x, std::size_t step, std::size_t ahead, std::size_t group, T sign,
                                       T* out, pixel_values<T>& part, pixel_values<T>& part_low) const {
        using L = lane<T, F>;
        if constexpr (Channels > 1)
            for (std::size_t c = 0; c < Channels; ++c) lanes::prefetch<2>(x, (ahead + c) * step);
        if constexpr (Store) fetch_next<Channels>(out, step);
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < pixels_in_group; ++i) {
            std::size_t const k = group + i;
            auto const s = shift<F>(k);
            auto const a = s(L(x[i]), L(sign));
            if constexpr (Channels == 4) {
                auto const b = s(L(x[i + step]), L(sign));
                auto const c = s(L(x[i + 2 * step]), L(sign)), d = s(L(x[i + 3 * step]), L(sign));
                L const p = lanes::lane_sum<T>::add(part[k], part_low[k], a);
                L const q = lanes::lane_sum<T>::add(part[k], part_low[k], b);
                L const r = lanes::lane_sum<T>::add(part[k], part_low[k], c);
                L const t = lanes::lane_sum<T>::add(part[k], part_low[k], d);
                if constexpr (Store) {
                    out[i] = p.value;
                    out[i + step] = q.value;
                    out[i + 2 * step] = r.value;
                    out[i + 3 * step] = t.value;
                }
            } else {
                L const p = lanes::lane_sum<T>::add(part[k], part_low[k], a);
                if constexpr (Store) out[i] = p.value;
            }
        }
    }
    /// The same for the last group, which is not full.
    template <arithmetic F, bool Store, std::size_t Channels>
    OGIVE_ALWAYS_INLINE void add_rest(pixel_rows<T const> x, std::size_t c, std::size_t group, std::size_t count,
                                      T sign, pixel_rows<T> out, pixel_values<T>& part,
                                      pixel_values<T>& part_low) const {
        pixel_group<T, Channels> rest;
        for (std::size_t k = 0; k < Channels; ++k) rest.read(x.channel(c + k) + group, count, k);
        add_group<F, Store, Channels>(rest.items, pixels_in_group, 0, group, sign, rest.items, part, part_low);
        if constexpr (Store)
            for (std::size_t k = 0; k < Channels; ++k) rest.write(out.channel(c + k) + group, count, k);
    }
    template <arithmetic F, bool Twice, std::size_t Channels>
    OGIVE_ALWAYS_INLINE void scale_group(T* out, std::size_t step, std::size_t group) const {
        fetch_next<Channels>(out, step);
        using L = lane<T, F>;
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < pixels_in_group; ++i) {
            auto const s = sum<F>(group + i);
            if constexpr (Channels == 4) {
                L a = out[i], b = out[i + step], c = out[i + 2 * step], d = out[i + 3 * step];
                if constexpr (Twice) {
                    L const first = third[group + i];
                    a = a * first;
                    b = b * first;
                    c = c * first;
                    d = d * first;
                }
                out[i] = times(a, s).value;
                out[i + step] = times(b, s).value;
                out[i + 2 * step] = times(c, s).value;
                out[i + 3 * step] = times(d, s).value;
            } else {
                out[i] = times(Twice ? L(out[i]) * L(third[group + i]) : L(out[i]), s).value;
            }
        }
    }
};

/// Calls kernel.block<F>(image, pixel, count) for all pixels; it returns how many it did: fewer before a pixel whose maximum
/// is infinite, where more of them may be near.
template <arithmetic F, class Kernel, class View>
OGIVE_ALWAYS_INLINE void for_each_block(Kernel const& kernel, View v) {
    std::size_t at_once = pixels_at_once;
    for (std::size_t image = 0; image < v.images; ++image)
        for (std::size_t pixel = 0; pixel < v.pixels;) {
            std::size_t const left = v.pixels - pixel, count = left < at_once ? left : at_once;
            std::size_t const done = kernel.template block<F>(image, pixel, count);
            at_once = done < count ? pixels_in_group : at_once < pixels_at_once ? 2 * at_once : at_once;
            pixel += done;
        }
}

OGIVE_LOOPS_END

} // namespace ogive::evaluation
