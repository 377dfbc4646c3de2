// SPDX-License-Identifier: BSL-1.0
#pragma once
// What kernels over rows have in common: the maximum of a row, exponentials shifted by it, and their sum in two words.
//
// A sum is taken in lanes, 64 terms in a lane at most before the lanes are added in two words: its error does not grow
// with the length of the row. The terms are not rounded before they are added: low += term - (what high gained), exactly
// (fast two-sum: high starts above all terms). An exponential is e^(x - shift)·2^decay_scale, which is never subnormal.

#include <ogive/evaluate/row_exponentials.hpp>

#include <cstdint>

namespace ogive::evaluation::lanes {

OGIVE_LOOPS_BEGIN

/// Lanes of a sum, of a maximum, and the terms after which lanes are added.
inline constexpr std::size_t sum_lanes = 16, maximum_lanes = 64, terms_at_once = 64 * sum_lanes;

/// A sum of scaled exponentials in one lane. It starts at `start`, more than any of them.
template <class T>
struct lane_sum {
    static constexpr T start = from_bits<T>(
        static_cast<typename lane_numbers<T>::bits>(lane_numbers<T>::bias + lane_numbers<T>::decay_scale + 1)
        << lane_numbers<T>::mantissa);
    /// Adds an exponential; gives it rounded.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE static lane<T, F> add(T& high, T& low, scaled_exponential<T, F> e) {
        using L = lane<T, F>;
        L const value = value_of(e), sum = L(high) + value, gained = sum - L(high);
        low = (L(low) + multiply_add(e.scale, e.rest, e.scale - gained)).value;
        high = sum.value;
        return value;
    }
};

/// Vectors that every target has: compilers do not find vectors in the few operations that reduce lanes.
template <class T>
struct small_vector {
    using type [[gnu::vector_size(16)]] = T;
    static constexpr std::size_t size = 16 / sizeof(T);

    /// The upper half of the first `Count` elements, in front.
    template <std::size_t Count>
    OGIVE_ALWAYS_INLINE static type upper_half(type v) {
        if constexpr (size == 2)
            return __builtin_shufflevector(v, v, 1, 1);
        else if constexpr (Count == 4)
            return __builtin_shufflevector(v, v, 2, 3, 2, 3);
        else
            return __builtin_shufflevector(v, v, 1, 1, 3, 3);
    }
};

/// A sum in lanes, in two words: the second half is added to the first until one lane is left.
template <class T>
struct vectors_of_sums {
    using vector = small_vector<T>;
    using V = typename vector::type;
    V high, low;

    OGIVE_ALWAYS_INLINE void add(vectors_of_sums s) {
        V const sum = high + s.high, other = sum - high;
        low = low + s.low + ((high - (sum - other)) + (s.high - other));
        high = sum;
    }
    template <std::size_t Count = vector::size>
    OGIVE_ALWAYS_INLINE void add_halves() {
        if constexpr (Count > 1) {
            add({vector::template upper_half<Count>(high), vector::template upper_half<Count>(low)});
            add_halves<Count / 2>();
        }
    }
};
template <std::size_t Count, class T>
OGIVE_ALWAYS_INLINE vectors_of_sums<T> add_vectors(vectors_of_sums<T>* s) {
    if constexpr (Count > 1) {
        for (std::size_t i = 0; i < Count / 2; ++i) s[i].add(s[i + Count / 2]);
        return add_vectors<Count / 2>(s);
    } else {
        return s[0];
    }
}

/// The sum over all lanes, which started at `start`.
template <arithmetic F, class T>
OGIVE_ALWAYS_INLINE two_words<T, F> sum_of_lanes(T const* high, T const* low, T start = T(0)) {
    using V = typename small_vector<T>::type;
    constexpr std::size_t size = small_vector<T>::size, count = sum_lanes / size;
    vectors_of_sums<T> s[count];
    for (std::size_t i = 0; i < count; ++i) {
        V h, l;
        __builtin_memcpy(&h, high + i * size, sizeof h);
        __builtin_memcpy(&l, low + i * size, sizeof l);
        s[i] = {h - start, l};
    }
    auto sum = add_vectors<count>(s);
    sum.add_halves();
    return {lane<T, F>(sum.high[0]), lane<T, F>(sum.low[0])};
}

/// The largest of all lanes.
template <std::size_t Count, class V>
OGIVE_ALWAYS_INLINE V largest_of_vectors(V* v) {
    if constexpr (Count > 1) {
        for (std::size_t i = 0; i < Count / 2; ++i) v[i] = v[i] < v[i + Count / 2] ? v[i + Count / 2] : v[i];
        return largest_of_vectors<Count / 2>(v);
    } else {
        return v[0];
    }
}
template <std::size_t Count, class T, class V>
OGIVE_ALWAYS_INLINE T largest_of_vector(V v) {
    if constexpr (Count > 1) {
        V const u = small_vector<T>::template upper_half<Count>(v);
        return largest_of_vector<Count / 2, T>(v < u ? u : v);
    } else {
        return v[0];
    }
}
template <std::size_t Lanes, class T>
OGIVE_ALWAYS_INLINE T largest_of_lanes(T const* most) {
    using V = typename small_vector<T>::type;
    constexpr std::size_t size = small_vector<T>::size;
    V v[Lanes / size];
    __builtin_memcpy(v, most, sizeof v);
    return largest_of_vector<size, T>(largest_of_vectors<Lanes / size>(v));
}

/// Where a block of a row is read and written: in place, or for the last elements a copy padded with the value given.
template <class T, std::size_t Size>
struct row_block {
    T items[Size];

    OGIVE_ALWAYS_INLINE T const* read(T const* x, std::size_t count, T padding) {
        if (count >= Size) return x;
        for (std::size_t i = 0; i < Size; ++i) items[i] = padding;
        for (std::size_t i = 0; i < count; ++i) items[i] = x[i];
        return items;
    }
};

/// Takes Lanes of x[i], or of -x[i] if Negative, into the largest in each lane.
template <bool Negative, std::size_t Lanes, class T>
OGIVE_ALWAYS_INLINE void take_largest(T* most, T const* x) {
    OGIVE_INDEPENDENT_ITERATIONS
    for (std::size_t i = 0; i < Lanes; ++i) {
        T const v = Negative ? -x[i] : x[i];
        most[i] = choose(most[i] < v, v, most[i]);
    }
}
/// What is left after whole blocks is taken with elements that have been looked at, or padded if there are none.
template <bool Negative, class T>
OGIVE_ALWAYS_INLINE void take_largest_of_row(T* most, T const* x, std::size_t n) {
    if (n >= maximum_lanes) {
        std::size_t const last = n - maximum_lanes;
        for (std::size_t first = 0; first < last; first += maximum_lanes)
            take_largest<Negative, maximum_lanes>(most, x + first);
        take_largest<Negative, maximum_lanes>(most, x + last);
    } else {
        T const infinity = std::numeric_limits<T>::infinity();
        row_block<T, sum_lanes> rest;
        for (std::size_t first = 0; first < n; first += sum_lanes)
            take_largest<Negative, sum_lanes>(most, rest.read(x + first, n - first, Negative ? infinity : -infinity));
    }
}
/// The largest of sign·x[i], not looking at NaN; minus infinity if there is none.
template <arithmetic F, class T>
OGIVE_ALWAYS_INLINE lane<T, F> row_maximum(T const* x, std::size_t n, T sign) {
    T most[maximum_lanes];
    for (auto& m : most) m = -std::numeric_limits<T>::infinity();
    if (sign < T(0))
        take_largest_of_row<true>(most, x, n);
    else
        take_largest_of_row<false>(most, x, n);
    OGIVE_INDEPENDENT_ITERATIONS
    for (std::size_t i = 0; i < sum_lanes; ++i) {
        T const a = choose(most[i] < most[i + 2 * sum_lanes], most[i + 2 * sum_lanes], most[i]);
        T const b = choose(most[i + sum_lanes] < most[i + 3 * sum_lanes], most[i + 3 * sum_lanes], most[i + sum_lanes]);
        most[i] = choose(a < b, b, a);
    }
    return largest_of_lanes<sum_lanes>(most);
}

/// Asks for what lies some elements from p, an array's end or not, while there is much to compute.
template <int Locality, class T>
OGIVE_ALWAYS_INLINE void prefetch(T const* p, std::size_t ahead) {
    __builtin_prefetch(reinterpret_cast<void const*>(reinterpret_cast<std::uintptr_t>(p) + ahead * sizeof(T)), 0,
                       Locality);
}
inline constexpr std::size_t bytes_at_once =
    1u << 14; // of rows that are computed together: they stay in the nearest cache
inline constexpr std::size_t longest_fetched = 1u << 17; // bytes: a row and the next, here and there, are in the cache

/// Adds the exponentials of sign·x[i], from which the base of the shift has been taken, one or four in a lane: each waits
/// for itself for long.
template <bool Store, std::size_t Terms, class T, arithmetic F>
OGIVE_ALWAYS_INLINE void add_from_base(shift_near_maximum<T, F> const& shift, T const* x, T sign, T* out, T* high,
                                       T* low) {
    using L = lane<T, F>;
    OGIVE_INDEPENDENT_ITERATIONS
    for (std::size_t i = 0; i < sum_lanes; ++i) {
        auto const a = shift.from_base(L(x[i]), sign);
        if constexpr (Terms == 4) {
            std::size_t const j = i + sum_lanes, k = j + sum_lanes, l = k + sum_lanes;
            auto const b = shift.from_base(L(x[j]), sign), c = shift.from_base(L(x[k]), sign);
            auto const d = shift.from_base(L(x[l]), sign);
            L const at_i = lane_sum<T>::add(high[i], low[i], a), at_j = lane_sum<T>::add(high[i], low[i], b);
            L const at_k = lane_sum<T>::add(high[i], low[i], c), at_l = lane_sum<T>::add(high[i], low[i], d);
            if constexpr (Store) {
                out[i] = at_i.value;
                out[j] = at_j.value;
                out[k] = at_k.value;
                out[l] = at_l.value;
            }
        } else {
            L const e = lane_sum<T>::add(high[i], low[i], a);
            if constexpr (Store) out[i] = e.value;
        }
    }
}

/// The sum of the exponentials of sign·x[i], which are written to out if Store; else `out` is what is written soon, or
/// null. The next row lies `ahead` elements from this one.
template <bool Store, class T, arithmetic F>
OGIVE_ALWAYS_INLINE two_words<T, F> sum_row(shift_near_maximum<T, F> const& shift, T const* x, std::size_t n, T sign,
                                            T* out, std::size_t ahead) {
    using L = lane<T, F>;
    [[maybe_unused]] T const* const soon = out == nullptr ? x : out;
    if (n * sizeof(T) > longest_fetched) ahead = 0;
    bool const moved = shift.base != L(T(0));
    constexpr std::size_t step = 4 * sum_lanes;
    three_words<T, F> total{T(0), T(0), T(0)};
    for (std::size_t first = 0; first < n;) {
        std::size_t const end = n - first < terms_at_once ? n : first + terms_at_once;
        T high[sum_lanes], low[sum_lanes];
        for (std::size_t i = 0; i < sum_lanes; ++i) {
            high[i] = lane_sum<T>::start;
            low[i] = T(0);
        }
        for (; !moved && first + step <= end; first += step) {
            for (std::size_t i = 0; i < step; i += 64 / sizeof(T)) {
                prefetch<2>(x + first + i, ahead);
                if constexpr (!Store) prefetch<2>(soon, first + i);
            }
            add_from_base<Store, 4>(shift, x + first, sign, Store ? out + first : nullptr, high, low);
        }
        for (; !moved && first + sum_lanes <= end; first += sum_lanes)
            add_from_base<Store, 1>(shift, x + first, sign, Store ? out + first : nullptr, high, low);
        for (; first < end; first += sum_lanes) { // a copy: padded, or from the base of the shift
            std::size_t const left = end - first < sum_lanes ? end - first : sum_lanes;
            T items[sum_lanes];
            for (T& v : items) v = -sign * std::numeric_limits<T>::infinity();
            for (std::size_t i = 0; i < left; ++i) items[i] = x[first + i] - sign * shift.base.value;
            add_from_base<Store, 1>(shift, items, sign, items, high, low);
            if constexpr (Store)
                for (std::size_t i = 0; i < left; ++i) out[first + i] = items[i];
        }
        first = end;
        total.add(sum_of_lanes<F>(high, low, lane_sum<T>::start));
    }
    return total.rounded();
}

/// 1/s in two words.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE two_words<T, F> reciprocal(two_words<T, F> s) {
    using L = lane<T, F>;
    L const r = L(T(1)) / s.high, rest = difference_of_product(L(T(1)), r, s.high) - r * s.low;
    return {r, r * rest};
}
/// r·2^decay_scale.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE two_words<T, F> scaled_up(two_words<T, F> r) {
    lane<T, F> const unit = T(1) / decay_unit<T>();
    return {r.high * unit, r.low * unit};
}
/// v·r, rounded once where the target can.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE lane<T, F> times(lane<T, F> v, two_words<T, F> r) {
    return multiply_add(v, r.high, v * r.low);
}

/// log(1 + others) in two words.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE two_words<T, F> log_with_others(wider<T> others) {
    wider<T> log;
    if constexpr (std::is_same_v<T, float>)
        log = log1p(lane<double, F>(others)).value;
    else
        log = __builtin_log1pl(others);
    T const rounded = static_cast<T>(log);
    return {lane<T, F>(rounded), lane<T, F>(static_cast<T>(log - static_cast<wider<T>>(rounded)))};
}
/// m + log in two words: the second is log itself where the first is m, so that m - (m + log) is as good as log.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE two_words<T, F> maximum_and_log(lane<T, F> m, two_words<T, F> log) {
    auto const s = two_sum(m, log.high);
    return {s.high, s.low + log.low};
}
/// sign·x - (m + log): where that is near zero, the first difference is exact.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> log_of_quotient(lane<T, F> sign, lane<T, F> x,
                                                         two_words<T, F> maximum_and_log) {
    return multiply_add(sign, x, -maximum_and_log.high) - maximum_and_log.low;
}
/// m + log - x, for a loss: neither of the differences can cancel.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE lane<T, F> loss_of(lane<T, F> m, two_words<T, F> log, lane<T, F> x) {
    auto const d = distance_below(m, x);
    return (log.high - d.high) + (log.low - d.low);
}

/// A sum in one lane of terms of both signs.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE void add_term(T& high, T& low, lane<T, F> term) {
    auto const s = two_sum(lane<T, F>(high), term);
    high = s.high.value;
    low = (lane<T, F>(low) + s.low).value;
}
/// The value of such a sum; where it is infinite, its second word is NaN.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE lane<T, F> value_of_sum(two_words<T, F> s) {
    bool const infinite = abs(s.high).value > std::numeric_limits<T>::max();
    return choose(infinite, s.high, s.high + s.low);
}

/// The sum of a[i]·b[i] if Product, else that of b[i].
template <bool Product, arithmetic F, class T>
OGIVE_ALWAYS_INLINE lane<T, F> sum_of_products(T const* a, T const* b, std::size_t n) {
    using L = lane<T, F>;
    row_block<T, sum_lanes> rest_a, rest_b;
    T high[sum_lanes], low[sum_lanes];
    for (std::size_t i = 0; i < sum_lanes; ++i) high[i] = low[i] = T(0);
    for (std::size_t first = 0; first < n; first += sum_lanes) {
        T const *p = nullptr, *const q = rest_b.read(b + first, n - first, T(0));
        if constexpr (Product) p = rest_a.read(a + first, n - first, T(0));
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < sum_lanes; ++i) {
            if constexpr (Product)
                add_term(high[i], low[i], L(p[i]) * L(q[i]));
            else
                add_term(high[i], low[i], L(q[i]));
        }
    }
    return value_of_sum(sum_of_lanes<F>(high, low));
}

/// Exponentials as they are added: not rounded, rounded, or read where they have been stored (rounded).
enum class terms : unsigned char { exact, rounded, stored };

/// The sum of the exponentials of sign·x[i], or of those that x[i] are, without that of the maximum.
template <terms Terms, class T, arithmetic F>
OGIVE_ALWAYS_INLINE wider<T> sum_without(lane<T, F> maximum, shift_near_maximum<T, F> const& shift, T const* x,
                                         std::size_t n, T sign) {
    using L = lane<T, F>;
    row_block<T, sum_lanes> rest;
    T high[sum_lanes], low[sum_lanes];
    for (std::size_t i = 0; i < sum_lanes; ++i) high[i] = low[i] = T(0);
    for (std::size_t first = 0; first < n; first += sum_lanes) {
        T const padding = Terms == terms::stored ? T(0) : -sign * std::numeric_limits<T>::infinity();
        T const* const from = rest.read(x + first, n - first, padding);
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < sum_lanes; ++i) {
            L value = from[i], rounding = T(0);
            if constexpr (Terms != terms::stored) {
                auto const e = shift(L(from[i]), sign);
                value = value_of(e);
                if constexpr (Terms == terms::exact) rounding = multiply_add(e.scale, e.rest, e.scale - value);
            }
            bool const other = value < maximum;
            add_term(high[i], low[i], choose(other, value, L(T(0))));
            if constexpr (Terms == terms::exact) low[i] = (L(low[i]) + choose(other, rounding, L(T(0)))).value;
        }
    }
    auto const sum = sum_of_lanes<F>(high, low);
    return static_cast<wider<T>>(sum.high.value) + static_cast<wider<T>>(sum.low.value);
}

/// q·(m - x), and zero where q is: x may be infinite there.
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE lane<T, F> weighted_distance(lane<T, F> m, lane<T, F> x, lane<T, F> q) {
    auto const d = distance_below(m, x);
    return choose(q == lane<T, F>(T(0)), q, multiply_add(-q, d.high, -q * d.low));
}
/// The sum of q[i]·(m - x[i]).
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE lane<T, F> sum_of_distances(lane<T, F> m, T const* x, T const* q, std::size_t n) {
    using L = lane<T, F>;
    row_block<T, sum_lanes> rest_x, rest_q;
    T high[sum_lanes], low[sum_lanes];
    for (std::size_t i = 0; i < sum_lanes; ++i) high[i] = low[i] = T(0);
    for (std::size_t first = 0; first < n; first += sum_lanes) {
        T const* const from = rest_x.read(x + first, n - first, T(0));
        T const* const by = rest_q.read(q + first, n - first, T(0));
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < sum_lanes; ++i)
            add_term(high[i], low[i], weighted_distance(m, L(from[i]), L(by[i])));
    }
    return value_of_sum(sum_of_lanes<F>(high, low));
}
/// The sum of q·(m + log - x) from those of q and of q·(m - x).
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE lane<T, F> weighted_loss(lane<T, F> weight, two_words<T, F> log, lane<T, F> distances) {
    return multiply_add(weight, log.high, multiply_add(weight, log.low, distances));
}

/// The sum of the exponentials of sign·x[i], and the sum of them, each multiplied by g[i].
template <class T, arithmetic F>
struct sums_of_row {
    two_words<T, F> total;
    lane<T, F> weighted;
};
template <class T, arithmetic F>
OGIVE_ALWAYS_INLINE sums_of_row<T, F> weighted_sums(shift_near_maximum<T, F> const& shift, T const* x, T const* g,
                                                    std::size_t n, T sign) {
    using L = lane<T, F>;
    row_block<T, sum_lanes> rest_x, rest_g;
    T const padding = -sign * std::numeric_limits<T>::infinity();
    T high[2][sum_lanes], low[2][sum_lanes];
    for (std::size_t i = 0; i < sum_lanes; ++i) {
        high[0][i] = high[1][i] = T(0);
        low[0][i] = low[1][i] = T(0);
    }
    for (std::size_t first = 0; first < n; first += sum_lanes) {
        T const* const from = rest_x.read(x + first, n - first, padding);
        T const* const by = rest_g.read(g + first, n - first, T(0));
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < sum_lanes; ++i) {
            L const e = value_of(shift(L(from[i]), sign));
            add_term(high[0][i], low[0][i], e);
            add_term(high[1][i], low[1][i], e * L(decay_unit<T>()) * L(by[i]));
        }
    }
    auto const total = sum_of_lanes<F>(high[0], low[0]);
    return {fast_two_sum(total.high, total.low), value_of_sum(sum_of_lanes<F>(high[1], low[1]))};
}

OGIVE_LOOPS_END

} // namespace ogive::evaluation::lanes
