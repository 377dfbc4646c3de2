// SPDX-License-Identifier: BSL-1.0
#pragma once
// Relative accuracy next to the irrational zeros of a function of one symbol, such as that of mish' at -1.19...: there
// its terms cancel, and it is computed as (x - r)·P(x - r), with the zero r in two words.
//
// Zeros are looked for with the program itself on a grid, refined by secants in 128 bits from the formula as written, and
// believed where enclosures on both sides have opposite signs. P interpolates in 128 bits; where its last coefficients
// show that it would not be good to the type, the zero is left alone.

#include <ogive/evaluate/evaluator.hpp>
#include <ogive/evaluate/lane_program.hpp>

namespace ogive::evaluation {

/// Brackets of changes of sign that may be zeros, in increasing order.
struct zero_candidates {
    static constexpr unsigned capacity = 4;
    unsigned count = 0;
    double at[capacity]{};
};

template <class E>
constexpr double rough_value(double at) {
    using L = lane<double, arithmetic::separate>;
    L result[1];
    run_inline<array_program_of<E>, lane_instruction>(
        inputs<binding<sole<E>, L>>{binding<sole<E>, L>{L(at)}}, result,
        std::make_integer_sequence<unsigned, listing<array_program_of<E>, L>::length>{});
    return result[0].value;
}

/// Is the program accurate next to a zero that is a short binary fraction: are its values on both sides opposite?
template <class E>
constexpr bool is_accurate_at(double zero) {
    double const scaled = zero * 0x1p20, off = 0x1p-36;
    if (scaled != static_cast<double>(static_cast<long long>(scaled)) || rough_value<E>(zero) != 0) return false;
    double const above = rough_value<E>(zero + off), below = -rough_value<E>(zero - off);
    return above < 0 ? below < above * (1 - 1e-7) && below > above * (1 + 1e-7)
                     : below > above * (1 - 1e-7) && below < above * (1 + 1e-7);
}

/// Where the program changes its sign between two numbers without a jump and cancels. At 0 programs are accurate as they
/// are.
template <class E>
constexpr zero_candidates find_candidates(double left, double end) {
    zero_candidates found;
    auto const opposed = [](double p, double q) { return (p < 0 && q > 0) || (p > 0 && q < 0); };
    auto const magnitude = [](double p) { return p < 0 ? -p : p; };
    double const step = 0.1875, large = 1e100;
    double at_left = rough_value<E>(left);
    for (double right = left + step; right <= end; right += step) {
        double const at_right = rough_value<E>(right);
        bool const changes = opposed(at_left, at_right) && magnitude(at_left) < large && magnitude(at_right) < large;
        if (changes && !(left < 0 && right > 0 && rough_value<E>(0.0) == 0)) {
            double low = left, high = right, at_low = at_left, at_high = at_right;
            for (int i = 0; i < 60 && high - low > 1e-13; ++i) { // regula falsi, halving now and then
                double middle = low - at_low * (high - low) / (at_high - at_low);
                if (i % 3 == 2 || !(middle > low && middle < high)) middle = (low + high) / 2;
                double const value = rough_value<E>(middle);
                if (opposed(value, at_high)) {
                    low = middle;
                    at_low = value;
                } else if (opposed(value, at_low)) {
                    high = middle;
                    at_high = value;
                } else { // zero, or not a number
                    low = high = middle;
                    at_low = at_high = value == 0 ? 0 : large;
                }
            }
            double const zero = (low + high) / 2, most = (magnitude(at_left) + magnitude(at_right)) / 1000;
            bool const jumps = !(magnitude(at_low) < most && magnitude(at_high) < most);
            if (!jumps && found.count < zero_candidates::capacity && !is_accurate_at<E>(zero))
                found.at[found.count++] = zero;
        }
        left = right;
        at_left = at_right;
    }
    return found;
}

/// In two constant evaluations: compilers limit how long one may be.
template <class E>
struct candidates_of {
    static constexpr zero_candidates below = find_candidates<E>(-9, 0), above = find_candidates<E>(0, 9);
    static constexpr unsigned count =
        below.count + above.count < zero_candidates::capacity ? below.count + above.count : zero_candidates::capacity;
    static constexpr double at(unsigned index) {
        return index < below.count ? below.at[index] : above.at[index - below.count];
    }
};

/// The formula as written at a point of 128 bits.
template <class E>
constexpr number::enclosure enclosed_value(number::extended const& at) {
    workspace w;
    node_index const root = algebra::explicit_derivatives(w, graph_of<E>, graph_of<E>.root());
    algebra::point where;
    where.push_back({sole<E>::name, number::enclosure::point(at)});
    return algebra::enclose(w, root, where);
}
constexpr number::extended middle(number::enclosure const& e) { return number::scaled(e.lower + e.upper, -1); }

template <class E>
constexpr number::extended secant(number::extended const& from, int log_of_step) {
    using number::extended;
    extended const to = from + number::scaled(extended{1}, log_of_step);
    extended const f = middle(enclosed_value<E>(from)), g = middle(enclosed_value<E>(to));
    return from - f * (to - from) / (g - f);
}

/// How good an expansion has to be for a format, and how wide it is at most, in sixteenths. Long double is rounded to double.
template <class Format>
struct expansion_of_format {
    using scalar = Format;
    static constexpr int digits = 53, margin = 6, widest = 10;
    static constexpr unsigned capacity = 20;
};
template <>
struct expansion_of_format<float> {
    using scalar = float;
    static constexpr int digits = 24, margin = 3, widest = 10;
    static constexpr unsigned capacity = 12;
};
template <>
struct expansion_of_format<double_for_float> { // narrow: little cancels but next to the zero
    using scalar = double;
    static constexpr int digits = 29, margin = 4, widest = 5;
    static constexpr unsigned capacity = 12;
};

/// One zero: (x - high - low)·P(x - high - low) within `width` of it.
template <class Format>
struct expansion_about_zero {
    static constexpr unsigned capacity = expansion_of_format<Format>::capacity;
    using scalar = typename expansion_of_format<Format>::scalar;
    scalar high = 0, low = 0, width = 0;
    unsigned terms = 0;
    scalar coefficients[capacity]{};
};

/// The same with as many coefficients as there are terms: code is made of them.
template <class T, unsigned Terms>
struct terms_about_zero {
    T high, low, width;
    T coefficients[Terms];
    template <class Format>
    constexpr explicit terms_about_zero(expansion_about_zero<Format> const& e)
        : high{e.high}, low{e.low}, width{e.width}, coefficients{} {
        for (unsigned i = 0; i < Terms; ++i) coefficients[i] = e.coefficients[i];
    }
};

/// Leaves out the highest terms while all that is left out is below `limit` on [-width, width]: d^k is replaced by what a
/// Chebyshev polynomial leaves of it. The number of terms that stay.
template <class Number>
constexpr unsigned economise(Number* c, unsigned n, Number const& width, Number const& limit) {
    Number power{1}, left_out{0};
    for (unsigned i = 1; i < n; ++i) power = power * width;
    Number const square = width * width;
    for (; n > 1; --n, power = power / width) {
        unsigned const k = n - 1;
        left_out = left_out + number::scaled(number::abs(c[k]) * power, 1 - static_cast<int>(k));
        if (!(left_out < limit)) break;
        Number term = c[k];
        for (unsigned m = 0; 2 * m + 2 <= k; ++m) {
            unsigned const above = (k - 2 * m) * (k - 2 * m - 1), below = 4 * (m + 1) * (k - m - 1);
            term = -term * square * Number{rational{static_cast<int128>(above), static_cast<int128>(below)}};
            c[k - 2 * m - 2] = c[k - 2 * m - 2] - term;
        }
    }
    return n;
}

/// A zero of E, each step one constant evaluation.
template <class E, unsigned Index>
struct zero_of {
    using extended = number::extended;
    static constexpr extended first = extended{candidates_of<E>::at(Index)};
    static constexpr extended second = secant<E>(first, -20);
    static constexpr extended root = secant<E>(second, -50);
    static constexpr int sign_at(int side) {
        extended const off = number::scaled(extended{side}, -104);
        return enclosed_value<E>(root + off).certain_sign();
    }
    static constexpr int below = sign_at(-1), above = sign_at(1);
    static constexpr bool certain = below * above == -1;
};

/// Half of the interval on which the expansion is used, in sixteenths: the widest that is not too much.
inline constexpr int narrowest_sixteenths = 5;
constexpr number::extended width_of(int sixteenths) { return number::scaled(number::extended{sixteenths}, -4); }

template <class E, unsigned Index, int Width, unsigned Terms, unsigned K>
struct node_near_zero {
    using extended = number::extended;
    static constexpr extended place() { // Chebyshev points
        extended const angle = number::pi_enclosure().lower * extended{rational{int128{2 * K + 1}, int128{2 * Terms}}};
        return number::cos(angle) * width_of(Width);
    }
    static constexpr extended at = place();
    static constexpr extended value = middle(enclosed_value<E>(zero_of<E, Index>::root + at)) / at;
};

template <class Format, class E, unsigned Index, int Width, unsigned... K>
constexpr expansion_about_zero<Format> expand_about_zero(std::integer_sequence<unsigned, K...>) {
    using number::extended;
    using T = typename expansion_of_format<Format>::scalar;
    constexpr unsigned n = sizeof...(K);
    using zero = zero_of<E, Index>;
    extended const at[] = {node_near_zero<E, Index, Width, n, K>::at...};
    extended c[] = {node_near_zero<E, Index, Width, n, K>::value...};
    for (unsigned i = 1; i < n; ++i) // divided differences
        for (unsigned k = n; k-- > i;) c[k] = (c[k] - c[k - 1]) / (at[k] - at[k - i]);
    for (unsigned i = n - 1; i-- > 0;) // Newton's form to powers
        for (unsigned k = i; k + 1 < n; ++k) c[k] = c[k] - at[i] * c[k + 1];
    expansion_about_zero<Format> e;
    // the last two terms tell what is missing: on Chebyshev points 2^(n - 1) times less than the next of a power series
    int const digits = expansion_of_format<Format>::digits;
    extended const limit = number::scaled(number::abs(c[0]), -digits - 2 + static_cast<int>(n) - 1);
    extended power{1};
    for (unsigned i = 0; i + 2 < n; ++i) power = power * width_of(Width);
    bool const good = number::abs(c[n - 1]) * power < limit && number::abs(c[n - 2]) * power < limit;
    if (!zero::certain || !good) return e;
    e.high = zero::root.template to<T>();
    e.low = (zero::root - extended{e.high}).template to<T>();
    e.width = static_cast<T>(Width) / 16;
    extended const spare = number::scaled(number::abs(c[0]), -digits - expansion_of_format<Format>::margin);
    e.terms = economise(c, n, width_of(Width), spare);
    for (unsigned i = 0; i < e.terms; ++i) e.coefficients[i] = c[i].template to<T>();
    return e;
}

/// Can zeros be looked for with the steps that compilers allow? The program must be short and without functions that are
/// computed one by one, the formula with its derivatives written out not too long.
template <class E>
constexpr bool is_searched() {
    auto const& g = array_program_of<E>;
    auto const facts = facts_of(g);
    unsigned steps = g.size();
    if (symbol_count(graph_of<E>) != 1 || steps > 160) return false;
    for (unsigned i = 0; i < g.size(); ++i) {
        operation const op = g[i].op;
        bool const slow =
            (op >= operation::sin && op <= operation::erfc) || op == operation::power || op == operation::sqrt;
        if (slow && !facts.constant[i]) return false;
        bool const series = (op >= operation::exp && op <= operation::log1p) || op == operation::erfcx ||
                            op == operation::exp_of_product || op == operation::decay || op == operation::log_of_ratio;
        if (series && !facts.constant[i]) steps += 16; // as many as sixteen sums take
    }
    if (steps > 208) return false;
    workspace w;
    algebra::explicit_derivatives(w, graph_of<E>, graph_of<E>.root());
    return w.problem == trouble::none && w.size() <= 250;
}

/// The expansions of E, for functions of one symbol; empty for all others.
template <class Format, class E>
struct zeros_of {
    static constexpr unsigned count_candidates() {
        if constexpr (!is_searched<E>())
            return 0;
        else
            return candidates_of<E>::count;
    }
    static constexpr unsigned count = count_candidates();
    template <unsigned Index, int Width>
    static constexpr expansion_about_zero<Format> within = expand_about_zero<Format, E, Index, Width>(
        std::make_integer_sequence<unsigned, expansion_about_zero<Format>::capacity>{});
    template <unsigned Index, int Width = expansion_of_format<Format>::widest>
    static constexpr expansion_about_zero<Format> choose() {
        if constexpr (Width == narrowest_sixteenths || within<Index, Width>.width > 0)
            return within<Index, Width>;
        else
            return choose<Index, Width - 1>();
    }
    template <unsigned Index>
    static constexpr expansion_about_zero<Format> expansion = choose<Index>();
    template <unsigned Index>
    static constexpr terms_about_zero<typename expansion_of_format<Format>::scalar,
                                      expansion<Index>.terms + (expansion<Index>.terms == 0)>
        terms{expansion<Index>};
};

/// The result, or the expansion where that is next to its zero.
template <class T, arithmetic F, unsigned Terms>
OGIVE_ALWAYS_INLINE constexpr lane<T, F> mended(lane<T, F> result, lane<T, F> at, terms_about_zero<T, Terms> const& e) {
    using L = lane<T, F>;
    L const d = (at - L(e.high)) - L(e.low), near = d * lanes::polynomial(e.coefficients, d);
    return lanes::choose(lanes::abs(d) < L(e.width), near, result);
}
template <unsigned Terms>
constexpr long double mended(long double result, long double at, terms_about_zero<long double, Terms> const& e) {
    long double const d = (at - e.high) - e.low;
    if (!(d < e.width && d > -e.width)) return result;
    long double p = 0;
    for (unsigned i = Terms; i-- > 0;) p = p * d + e.coefficients[i];
    return d * p;
}

/// The format of the expansions for a lane, or for long double.
template <class L>
struct expansion_format {
    using type = long double;
};
template <class T, arithmetic F>
struct expansion_format<lane<T, F>> {
    using type = format_of<T, F>;
};

template <class E, class L, unsigned... Index>
OGIVE_ALWAYS_INLINE constexpr void mend_zeros(L& result, L at, std::integer_sequence<unsigned, Index...>) {
    using format = typename expansion_format<L>::type;
    ((result = mended(result, at, zeros_of<format, E>::template terms<Index>)), ...);
}

/// Expressions as one program, with what follows it: their expansions about zeros.
template <class... E>
struct compiled {
    static constexpr auto& program = array_program_of<E...>;
    static constexpr unsigned results = sizeof...(E);

    template <class L>
    OGIVE_ALWAYS_INLINE static constexpr void mend(L* raw, auto const& given) {
        unsigned r = 0;
        (mend_one<E>(raw[r++], given), ...);
    }

  private:
    template <class F, class L>
    OGIVE_ALWAYS_INLINE static constexpr void mend_one(L& result, auto const& given) {
        using zeros = zeros_of<typename expansion_format<L>::type, F>;
        if constexpr (zeros::count > 0) {
            node const symbol{sole<F>::name.low, sole<F>::name.high, 0, 0, 0, operation::symbol, assumption::none};
            mend_zeros<F>(result, given.template get<L>(symbol), std::make_integer_sequence<unsigned, zeros::count>{});
        }
    }
};

} // namespace ogive::evaluation
