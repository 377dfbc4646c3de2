// SPDX-License-Identifier: BSL-1.0
#pragma once
// What kernels over rows have in common: the maximum of a row, exponentials shifted by it, and their sum in two words.
//
// A sum is taken in lanes, 64 terms in a lane at most before the lanes are added in two words: its error does not grow
// with the length of the row. The terms are not rounded before they are added: low += term - (what high gained), exactly
// (fast two-sum: high starts above all terms). An exponential is e^(x - shift)·2^decay_scale, which is never subnormal.

#include <ogive/evaluate/batch_kernel.hpp>

namespace ogive::evaluation::lanes {

OGIVE_LOOPS_BEGIN

/// Lanes of a sum, of a maximum, and the terms after which lanes are added.
inline constexpr std::size_t sum_lanes = 16, maximum_lanes = 64, terms_at_once = 64 * sum_lanes;

/// The sum of two numbers, not rounded: |low| is half a unit in the last place of `high` at most.
template <class T, bool F>
struct two_words {
    lane<T, F> high, low;
};
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr two_words<T, F> two_sum(lane<T, F> a, lane<T, F> b) {
    lane<T, F> const s = a + b, other = s - a;
    return {s, (a - (s - other)) + (b - other)};
}
/// The same for |a| >= |b|.
template <class T, bool F>
OGIVE_ALWAYS_INLINE constexpr two_words<T, F> fast_two_sum(lane<T, F> a, lane<T, F> b) {
    lane<T, F> const s = a + b;
    return {s, b - (s - a)};
}

/// A sum of such sums; the third word takes what rounding takes from the second, so that a long sum of numbers far below
/// the first is as good as others.
template <class T, bool F>
struct three_words {
    lane<T, F> high, low, rest;

    OGIVE_ALWAYS_INLINE constexpr void add(two_words<T, F> s) {
        auto const t = two_sum(high, s.high), u = two_sum(low, s.low + t.low);
        high = t.high;
        low = u.high;
        rest = rest + u.low;
    }
    OGIVE_ALWAYS_INLINE constexpr two_words<T, F> rounded() const { return fast_two_sum(high, low + rest); }
};

/// Exponentials shifted by the maximum m itself: x - m in two words. That of the maximum is exactly one.
template <class T, bool F>
struct shift_by_maximum {
    using L = lane<T, F>;
    L maximum;

    /// x - m; the low word is zero where the difference is so far that nothing depends on it.
    OGIVE_ALWAYS_INLINE two_words<T, F> difference(L x) const {
        auto const d = two_sum(x, -maximum);
        return {d.high, choose(d.high < L(-lane_numbers<T>::steep_limit), L(T(0)), d.low)};
    }
    OGIVE_ALWAYS_INLINE scaled_exponential<T, F> operator()(L x) const {
        auto const d = two_sum(x, -maximum);
        return scaled_decay(d.high, d.low);
    }
    /// x - m - log: neither of the differences can cancel.
    OGIVE_ALWAYS_INLINE L log_of_quotient(L x, two_words<T, F> log) const {
        auto const d = difference(x);
        return (d.high - log.high) + (d.low - log.low);
    }
    /// m + log - x, for a loss.
    OGIVE_ALWAYS_INLINE L loss(L x, two_words<T, F> log) const {
        auto const d = difference(x);
        return (log.high - d.high) + (log.low - d.low);
    }
};

/// Exponentials shifted by about the maximum m, c + n·log 2 for an integer n, where c is 0 or, for a large m, m: then no
/// second word is needed. x - c is exact wherever e^(x - m) is not zero (Sterbenz), and n costs nothing: it is part of
/// the exponent. For quotients only, which do not depend on the shift.
template <class T, bool F>
struct shift_near_maximum {
    using L = lane<T, F>;
    using number = lane_numbers<T>;
    static constexpr T large = std::is_same_v<T, float> ? T(512) : T(2048); // more than twice the decay limit
    L base, magic, lowest;

    OGIVE_ALWAYS_INLINE explicit shift_near_maximum(L m) {
        L const unit = T(number::bias + number::decay_scale);
        base = choose(abs(m) < L(large), L(T(0)), m);
        L const n = multiply_add(m - base, L(number::log2_e), L(number::magic)) - L(number::magic);
        magic = (L(number::magic) + unit) - n;
        lowest = (n - unit) * L(static_cast<T>(0.69314718055994530942)); // there the power of two is a zero
    }
    OGIVE_ALWAYS_INLINE scaled_exponential<T, F> operator()(L x) const {
        L h = x - base;
        h = choose(h < lowest, lowest, h);
        L const t = multiply_add(h, L(number::log2_e), magic), n = t - magic;
        L const near = multiply_add(n, L(-number::ln2_high), h), r = multiply_add(n, L(-number::ln2_low), near);
        L const low = multiply_add(n, L(-number::ln2_low), near - r); // what rounding took from r
        return {power_of_two(t.value), r + multiply_add(polynomial(number::exp, r), r * r, low)};
    }
};

/// A sum of scaled exponentials in one lane. It starts at `start`, more than any of them.
template <class T>
struct lane_sum {
    static constexpr T start = from_bits<T>(
        static_cast<typename lane_numbers<T>::bits>(lane_numbers<T>::bias + lane_numbers<T>::decay_scale + 1)
        << lane_numbers<T>::mantissa);
    /// Adds an exponential; gives it rounded.
    template <bool F>
    OGIVE_ALWAYS_INLINE static lane<T, F> add(T& high, T& low, scaled_exponential<T, F> e) {
        using L = lane<T, F>;
        L const value = value_of(e), sum = L(high) + value, gained = sum - L(high);
        low = (L(low) + multiply_add(e.scale, e.rest, e.scale - gained)).value;
        high = sum.value;
        return value;
    }
};

/// The sum over all lanes.
template <bool F, std::size_t Lanes = sum_lanes, class T>
OGIVE_ALWAYS_INLINE two_words<T, F> sum_of_lanes(T* high, T* low) {
    using L = lane<T, F>;
    if constexpr (Lanes == 1) {
        return {L(high[0]), L(low[0])};
    } else {
        constexpr std::size_t half = Lanes / 2;
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < half; ++i) {
            auto const s = two_sum(L(high[i]), L(high[i + half]));
            high[i] = s.high.value;
            low[i] = (L(low[i]) + L(low[i + half]) + s.low).value;
        }
        return sum_of_lanes<F, half>(high, low);
    }
}

/// The largest of all lanes.
template <std::size_t Lanes = maximum_lanes, class T>
OGIVE_ALWAYS_INLINE T largest_of_lanes(T* most) {
    if constexpr (Lanes == 1) {
        return most[0];
    } else {
        constexpr std::size_t half = Lanes / 2;
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < half; ++i) most[i] = choose(most[i] < most[i + half], most[i + half], most[i]);
        return largest_of_lanes<half>(most);
    }
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

/// The largest of sign·x[i], not looking at NaN; minus infinity if there is none.
template <bool F, class T>
OGIVE_ALWAYS_INLINE lane<T, F> row_maximum(T const* x, std::size_t n, T sign) {
    T most[maximum_lanes];
    T const lowest = -std::numeric_limits<T>::infinity();
    for (auto& m : most) m = lowest;
    std::size_t first = 0;
    for (; first + maximum_lanes <= n; first += maximum_lanes) {
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < maximum_lanes; ++i) {
            T const v = sign * x[first + i];
            most[i] = choose(most[i] < v, v, most[i]);
        }
    }
    row_block<T, sum_lanes> rest;
    for (; first < n; first += sum_lanes) {
        T const* const from = rest.read(x + first, n - first, sign * lowest);
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < sum_lanes; ++i) {
            T const v = sign * from[i];
            most[i] = choose(most[i] < v, v, most[i]);
        }
    }
    return largest_of_lanes(most);
}

/// The sum of the exponentials of sign·x[i], which are written to out if Store.
template <bool Store, class T, bool F, template <class, bool> class Shift>
OGIVE_ALWAYS_INLINE two_words<T, F> sum_row(Shift<T, F> const& shift, T const* x, std::size_t n, T sign, T* out) {
    using L = lane<T, F>;
    three_words<T, F> total{T(0), T(0), T(0)};
    T const padding = -sign * std::numeric_limits<T>::infinity();
    row_block<T, sum_lanes> rest;
    for (std::size_t first = 0; first < n;) {
        std::size_t const end = n - first < terms_at_once ? n : first + terms_at_once;
        T high[sum_lanes], low[sum_lanes];
        for (std::size_t i = 0; i < sum_lanes; ++i) {
            high[i] = lane_sum<T>::start;
            low[i] = T(0);
        }
        for (; first < end; first += sum_lanes) {
            T const* const from = rest.read(x + first, end - first, padding);
            T* to = rest.items;
            if constexpr (Store) to = from == rest.items ? rest.items : out + first;
            OGIVE_INDEPENDENT_ITERATIONS
            for (std::size_t i = 0; i < sum_lanes; ++i) {
                L const e = lane_sum<T>::add(high[i], low[i], shift(L(sign * from[i])));
                if constexpr (Store) to[i] = e.value;
            }
            if (Store && to == rest.items)
                for (std::size_t i = 0; i < end - first; ++i) out[first + i] = to[i];
        }
        first = end;
        for (auto& h : high) h = h - lane_sum<T>::start;
        auto const s = sum_of_lanes<F>(high, low);
        total.add(s);
    }
    return total.rounded();
}

/// 1/s in two words.
template <class T, bool F>
OGIVE_ALWAYS_INLINE two_words<T, F> reciprocal(two_words<T, F> s) {
    using L = lane<T, F>;
    L const r = L(T(1)) / s.high, rest = difference_of_product(L(T(1)), r, s.high) - r * s.low;
    return {r, r * rest};
}
/// r·2^decay_scale.
template <class T, bool F>
OGIVE_ALWAYS_INLINE two_words<T, F> scaled_up(two_words<T, F> r) {
    lane<T, F> const unit = T(1) / decay_unit<T>();
    return {r.high * unit, r.low * unit};
}
/// v·r, rounded once where the target can.
template <class T, bool F>
OGIVE_ALWAYS_INLINE lane<T, F> times(lane<T, F> v, two_words<T, F> r) {
    return multiply_add(v, r.high, v * r.low);
}

/// a + b, rounded once or nearly so.
template <class T, bool F>
OGIVE_ALWAYS_INLINE lane<T, F> sum_with(lane<T, F> a, two_words<T, F> b) {
    auto const s = two_sum(a, b.high);
    return s.high + (s.low + b.low);
}

/// The logarithm of a sum of scaled exponentials that is at least one: near one, it is that of the small rest.
template <class T, bool F>
OGIVE_ALWAYS_INLINE two_words<T, F> log_of_sum(two_words<T, F> s) {
    using L = lane<T, F>;
    using wide = std::conditional_t<std::is_same_v<T, float>, double, long double>;
    L const high = s.high * L(decay_unit<T>()), low = s.low * L(decay_unit<T>());
    wide const rest = (static_cast<wide>(high.value) - 1) + static_cast<wide>(low.value);
    wide log;
    if constexpr (std::is_same_v<T, float>)
        log = log1p(lane<double, F>(rest)).value;
    else
        log = __builtin_log1pl(rest);
    T const rounded = static_cast<T>(log);
    return {L(rounded), L(static_cast<T>(log - static_cast<wide>(rounded)))};
}

/// A sum in one lane of terms of both signs.
template <class T, bool F>
OGIVE_ALWAYS_INLINE void add_term(T& high, T& low, lane<T, F> term) {
    auto const s = two_sum(lane<T, F>(high), term);
    high = s.high.value;
    low = (lane<T, F>(low) + s.low).value;
}
/// The value of such a sum; where it is infinite, its second word is NaN.
template <class T, bool F>
OGIVE_ALWAYS_INLINE lane<T, F> value_of_sum(two_words<T, F> s) {
    bool const infinite = abs(s.high).value > std::numeric_limits<T>::max();
    return choose(infinite, s.high, s.high + s.low);
}

/// The sum of a[i]·b[i] if Product, else that of b[i].
template <bool Product, bool F, class T>
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

/// q·(m - x), and zero where q is: x may be infinite there.
template <class T, bool F>
OGIVE_ALWAYS_INLINE lane<T, F> weighted_distance(shift_by_maximum<T, F> const& shift, lane<T, F> x, lane<T, F> q) {
    auto const d = shift.difference(x);
    return choose(q == lane<T, F>(T(0)), q, multiply_add(-q, d.high, -q * d.low));
}
/// The sum of q[i]·(m - x[i]).
template <class T, bool F>
OGIVE_ALWAYS_INLINE lane<T, F> sum_of_distances(shift_by_maximum<T, F> const& shift, T const* x, T const* q,
                                                std::size_t n) {
    using L = lane<T, F>;
    row_block<T, sum_lanes> rest_x, rest_q;
    T high[sum_lanes], low[sum_lanes];
    for (std::size_t i = 0; i < sum_lanes; ++i) high[i] = low[i] = T(0);
    for (std::size_t first = 0; first < n; first += sum_lanes) {
        T const* const from = rest_x.read(x + first, n - first, T(0));
        T const* const by = rest_q.read(q + first, n - first, T(0));
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < sum_lanes; ++i)
            add_term(high[i], low[i], weighted_distance(shift, L(from[i]), L(by[i])));
    }
    return value_of_sum(sum_of_lanes<F>(high, low));
}
/// The sum of q·(m + log - x) from those of q and of q·(m - x).
template <class T, bool F>
OGIVE_ALWAYS_INLINE lane<T, F> weighted_loss(lane<T, F> weight, two_words<T, F> log, lane<T, F> distances) {
    return multiply_add(weight, log.high, multiply_add(weight, log.low, distances));
}

/// The sum of the exponentials of sign·x[i], and the sum of them, each multiplied by g[i].
template <class T, bool F>
struct sums_of_row {
    two_words<T, F> total;
    lane<T, F> weighted;
};
template <class T, bool F, template <class, bool> class Shift>
OGIVE_ALWAYS_INLINE sums_of_row<T, F> weighted_sums(Shift<T, F> const& shift, T const* x, T const* g, std::size_t n,
                                                    T sign) {
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
            L const e = value_of(shift(L(sign * from[i])));
            add_term(high[0][i], low[0][i], e);
            add_term(high[1][i], low[1][i], e * L(decay_unit<T>()) * L(by[i]));
        }
    }
    auto const total = sum_of_lanes<F>(high[0], low[0]);
    return {fast_two_sum(total.high, total.low), value_of_sum(sum_of_lanes<F>(high[1], low[1]))};
}

OGIVE_LOOPS_END

} // namespace ogive::evaluation::lanes
