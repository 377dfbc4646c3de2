// SPDX-License-Identifier: BSL-1.0
#pragma once
// How much a program makes of the errors of its functions: bounds by intervals, on cells that cover all floats. Where sums
// cancel no more than a little, a result in float can be computed in double with short polynomials.

#include <ogive/evaluate/near_zero.hpp>

namespace ogive::evaluation {

/// Functions for the ends of intervals, to ten digits: in constant evaluation those of elementary.hpp take hundreds of times
/// as many steps. What is far out is 0 or `far`, which stands for infinity: the product of two of it is finite.
namespace rough {

inline constexpr double far = 1e150;

constexpr double exp(double u) {
    if (!(u < 340)) return far;
    if (u < -340) return 1 / far; // an upper bound
    auto const n = static_cast<long long>(u * 1.4426950408889634 + (u < 0 ? -0.5 : 0.5));
    double const r = u - static_cast<double>(n) * 0.6931471805599453;
    double p = 1;
    for (int k = 12; k > 0; --k) p = 1 + p * r / k;
    return p * __builtin_bit_cast(double, static_cast<unsigned long long>(n + 1023) << 52);
}
/// 2 atanh(s) for s of at most a third.
constexpr double twice_atanh(double s) {
    double p = 0;
    for (int k = 21; k > 0; k -= 2) p = p * s * s + 2.0 / k;
    return p * s;
}
constexpr double log(double u) {
    if (!(u > 1 / far)) return -far;
    auto const bits = __builtin_bit_cast(unsigned long long, u);
    double const n = static_cast<double>(bits >> 52) - 1023;
    double const m =
        __builtin_bit_cast(double, bits - (bits >> 52 << 52) + __builtin_bit_cast(unsigned long long, 1.0));
    return n * 0.6931471805599453 + twice_atanh((m - 1) / (m + 1));
}
/// (e^u - 1)/u.
constexpr double expm1_ratio(double u) {
    if (u > 0.5 || u < -0.5) return u < 300 ? (exp(u) - 1) / u : far;
    double p = 1;
    for (int k = 13; k > 1; --k) p = 1 + p * u / k;
    return p;
}
/// log(1 + u)/u.
constexpr double log1p_ratio(double u) {
    if (u == 0) return 1;
    if (u <= -1) return far;
    return (u < 0.25 && u > -0.25 ? twice_atanh(u / (2 + u)) : log(1 + u)) / u;
}
constexpr double sqrt(double u) { return u > 1 / far ? exp(log(u) / 2) : 0; }

} // namespace rough

/// What is known of a value in a cell: it is |x|^power times a number from low to high. Its relative error is at most `error`
/// times that of a function, its absolute one, over |x|^power, `absolute` times.
struct conditioned {
    double low = 0, high = 0, error = 0;
    int power = 0;
    double absolute = 0;

    constexpr bool is_zero() const { return low == 0 && high == 0; }
    constexpr double largest() const { return high > -low ? high : -low; }
    constexpr double least() const { return low > 0 ? low : high < 0 ? -high : 0; } // of the magnitude
};

/// The values of a program where x has one sign and |x| is between two numbers, x being one symbol of the program.
template <class Graph>
struct cell_conditions {
    static constexpr double far = rough::far; // and an error of which nothing is known
    /// Doubtful: errors may decide it, and so on which side of a jump a float is.
    enum class truth : unsigned char { no, yes, unknown, doubtful };

    Graph const& g;
    node_facts<Graph::size()> const& facts;
    double const* constants;
    packed_name x;
    double from, to;
    bool minus;
    conditioned v[Graph::size()]{};
    truth t[Graph::size()]{};

    static constexpr double cut(double a) { return a > far ? far : a < -far ? -far : a; }
    static constexpr double least(double a, double b) { return a < b ? a : b; }
    static constexpr double most(double a, double b) { return a < b ? b : a; }
    /// a/b for b >= 0.
    static constexpr double ratio(double a, double b) { return b < 1 / far ? (a < 0 ? -far : far) : cut(a / b); }

    /// |x|^k, between its ends.
    constexpr conditioned power_of_x(int k) const {
        double low = 1, high = 1;
        for (int i = 0; i < (k < 0 ? -k : k); ++i) low = cut(low * from), high = cut(high * to);
        if (k < 0) return {ratio(1, high), ratio(1, low)};
        return {low, high};
    }
    /// The tighter one of both errors, by the other.
    static constexpr conditioned settled(conditioned r) {
        r.error = cut(r.error);
        r.absolute = least(cut(r.absolute), r.error == 0 ? 0 : cut(r.error * r.largest()));
        if (r.least() > 0) r.error = least(r.error, ratio(r.absolute, r.least()));
        return r;
    }
    static constexpr conditioned relative(double low, double high, double error) {
        return settled({low, high, error, 0, far});
    }
    static constexpr conditioned product(conditioned const& a, conditioned const& b) {
        double const p[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
        conditioned r{cut(least(least(p[0], p[1]), least(p[2], p[3]))), cut(most(most(p[0], p[1]), most(p[2], p[3]))),
                      cut(a.error + b.error), a.power + b.power,
                      cut(a.absolute * b.largest()) + cut(b.absolute * a.largest())};
        return settled(r);
    }
    static constexpr conditioned inverse(conditioned const& b) {
        conditioned r{-far, far, b.error, -b.power, far};
        if (b.low >= 0 && b.high > 0) r.low = ratio(1, b.high), r.high = ratio(1, b.low);
        if (b.high <= 0 && b.low < 0) r.low = -ratio(1, -b.high), r.high = -ratio(1, -b.low);
        return settled(r);
    }
    constexpr conditioned with_power(conditioned const& a, int power) const {
        conditioned r = a.power == power || a.is_zero() ? a : product(a, power_of_x(a.power - power));
        r.power = power;
        return r;
    }
    constexpr conditioned plain(conditioned const& a) const { return with_power(a, 0); }
    /// The power that two values are brought to: near 0 the least, far out the greatest.
    constexpr int common_power(conditioned const& a, conditioned const& b) const {
        if (a.is_zero() || b.is_zero()) return a.is_zero() ? b.power : a.power;
        return (a.power < b.power) == (from < 1) ? a.power : b.power;
    }
    constexpr int bring_together(conditioned& a, conditioned& b) const {
        int const power = common_power(a, b);
        a = with_power(a, power);
        b = with_power(b, power);
        return power;
    }
    /// What a sum makes of the error of `a`.
    static constexpr double amplified(conditioned const& a, conditioned const& b, conditioned const& sum) {
        if (a.error == 0) return 0;
        double factor = ratio(a.largest(), sum.least());
        if (b.largest() < a.least()) factor = least(factor, ratio(a.least(), a.least() - b.largest()));
        if (a.largest() < b.least()) factor = least(factor, ratio(a.largest(), b.least() - a.largest()));
        return cut(factor * a.error);
    }
    constexpr conditioned sum(conditioned a, conditioned b) const {
        int const power = bring_together(a, b);
        conditioned r{cut(a.low + b.low), cut(a.high + b.high), 0, power, a.absolute + b.absolute};
        bool const same_sign = (a.low >= 0 && b.low >= 0) || (a.high <= 0 && b.high <= 0);
        r.error = same_sign ? most(a.error, b.error) : cut(amplified(a, b, r) + amplified(b, a, r));
        return settled(r);
    }
    static constexpr conditioned negative(conditioned const& a) {
        return {-a.high, -a.low, a.error, a.power, a.absolute};
    }
    constexpr conditioned either(conditioned a, conditioned b) const {
        int const power = bring_together(a, b);
        return {least(a.low, b.low), most(a.high, b.high), most(a.error, b.error), power, most(a.absolute, b.absolute)};
    }
    constexpr conditioned greater(conditioned a, conditioned b) const {
        bring_together(a, b);
        if (a.low >= b.high) return a;
        if (b.low >= a.high) return b;
        conditioned r = either(a, b);
        r.low = most(a.low, b.low);
        return r;
    }
    constexpr conditioned power(conditioned const& a, int k) const {
        conditioned r{1, 1};
        for (int i = 0; i < (k < 0 ? -k : k); ++i) r = product(r, a);
        if (k % 2 == 0 && r.low < 0) r.low = 0;
        return k < 0 ? inverse(r) : r;
    }
    constexpr truth is_less(conditioned a, conditioned b, bool or_equal) const {
        bring_together(a, b);
        if (a.high < b.low || (or_equal && a.high <= b.low)) return truth::yes;
        if (a.low > b.high || (!or_equal && a.low >= b.high)) return truth::no;
        return a.error + b.error > 0 ? truth::doubtful : truth::unknown;
    }
    static constexpr truth is_minus(conditioned const& a) {
        if (a.low > 0 || a.high < 0) return a.high < 0 ? truth::yes : truth::no;
        return a.error > 0 ? truth::doubtful : truth::unknown;
    }
    static constexpr truth are_both(truth p, truth q) {
        if (p == truth::no || q == truth::no) return truth::no;
        return p == truth::yes ? q : q == truth::yes ? p : p == q ? p : truth::doubtful;
    }
    constexpr conditioned chosen(truth c, conditioned const& yes, conditioned const& no) const {
        if (c == truth::yes || c == truth::no) return c == truth::yes ? yes : no;
        conditioned r = either(yes, no);
        if (c == truth::doubtful) r.error = r.absolute = far;
        return r;
    }

    /// A function of one number that grows, computed with an error of its own.
    template <class F>
    static constexpr conditioned growing(F f, conditioned const& a, double error) {
        return relative(cut(f(a.low)), cut(f(a.high)), error);
    }
    /// u·f(u)/u for a function with a zero at 0, given the least and the greatest f(u)/u.
    static constexpr conditioned like_argument(conditioned const& u, double least_ratio, double greatest_ratio,
                                               double error) {
        conditioned r = product(u, {least_ratio, greatest_ratio});
        r.error = cut(error);
        r.absolute = far;
        return settled(r);
    }
    constexpr conditioned function(operation op, conditioned const& given) const {
        conditioned const a = plain(given);
        double const e = a.error;
        switch (op) {
        case operation::exp: return relative(a.low < -340 ? 0 : rough::exp(a.low), rough::exp(a.high), 1 + a.absolute);
        case operation::expm1: // the slope over the value, times u, is at most 1 + u
            return like_argument(given, rough::expm1_ratio(a.low), rough::expm1_ratio(a.high),
                                 2.25 + (1 + most(a.high, 0)) * e);
        case operation::log1p:
            return like_argument(given, rough::log1p_ratio(a.high), rough::log1p_ratio(a.low),
                                 1 + (e == 0 || a.low >= 0 ? e
                                      : a.low >= -0.5      ? 1.5 * e
                                                           : far));
        case operation::log: {
            conditioned r = growing(rough::log, a, 1);
            if (e > 0) r.error = cut(1 + ratio(e, r.least())), r.absolute = cut(r.largest() + e);
            return settled(r);
        }
        case operation::sqrt: return growing(rough::sqrt, a, e / 2);
        case operation::erfcx:
            if (a.low < 0) return relative(0, far, e == 0 ? 1 : far);
            return relative(elementary::detail::erfcx_positive(a.high), elementary::detail::erfcx_positive(a.low),
                            1 + e);
        case operation::sign:
            return relative(a.low > 0 ? 1.0 : -1.0, a.high < 0 ? -1.0 : 1.0, e > 0 && a.least() == 0 ? far : 0);
        case operation::low_word: return {}; // nothing beside what it belongs to
        default: break;
        }
        conditioned r = relative(-far, far, e == 0 ? 0 : far); // one by one, in double
        bool const even = op == operation::cos || op == operation::cosh || op == operation::acos ||
                          op == operation::acosh || op == operation::erfc;
        if (op == operation::sin || op == operation::cos || op == operation::tanh || op == operation::erf)
            r.low = -1, r.high = 1;
        if (op == operation::acos || op == operation::cosh || op == operation::acosh || op == operation::erfc)
            r.low = 0;
        bool const keeps_sign = !even && op != operation::sin && op != operation::tan;
        if (keeps_sign && a.low >= 0) r.low = 0;
        if (keeps_sign && a.high <= 0) r.high = 0;
        return r;
    }

    constexpr conditioned symbol(node const& n) const {
        if (n.name() == x) return minus ? conditioned{-1, -1, 0, 1, 0} : conditioned{1, 1, 0, 1, 0};
        bool const plus = n.assumed == assumption::positive;
        return {plus ? 0 : -far, n.assumed == assumption::negative ? 0 : far};
    }
    constexpr conditioned within(node const& n, unsigned i) const {
        bool const ends = is_kept_within(n);
        double const right = ends ? right_end<double>(n) : constants[i], left = ends ? left_end<double>(n) : -right;
        conditioned const& a = v[n.a];
        conditioned const p = plain(a);
        if (p.low >= left && p.high <= right) return a;
        return {most(least(p.low, right), left), most(least(p.high, right), left), a.error, 0, p.absolute};
    }

    constexpr void step(unsigned i) {
        node const& n = g[i];
        conditioned const &a = v[n.a], &b = v[n.b];
        if (facts.constant[i]) {
            if (facts.used[i] && n.op != operation::low_word) {
                bool const number = constants[i] == constants[i];
                v[i] = number ? conditioned{cut(constants[i]), cut(constants[i])} : relative(-far, far, far);
            }
            return;
        }
        switch (n.op) {
        case operation::symbol: v[i] = symbol(n); break;
        case operation::add: v[i] = sum(a, b); break;
        case operation::subtract: v[i] = sum(a, negative(b)); break;
        case operation::guarded_product:
        case operation::multiply: v[i] = n.a == n.b ? power(a, 2) : product(a, b); break;
        case operation::divide: v[i] = product(a, inverse(b)); break;
        case operation::negate: v[i] = negative(a); break;
        case operation::decay: v[i] = product(a, power(b, static_cast<int>(n.low))); break;
        case operation::named: v[i] = a; break;
        case operation::abs:
            v[i] = a.low >= 0    ? a
                   : a.high <= 0 ? negative(a)
                                 : conditioned{0, a.largest(), a.error, a.power, a.absolute};
            break;
        case operation::max: v[i] = greater(a, b); break;
        case operation::min: v[i] = negative(greater(negative(a), negative(b))); break;
        case operation::less: t[i] = is_less(a, b, false); break;
        case operation::less_equal: t[i] = is_less(a, b, true); break;
        case operation::both: t[i] = are_both(t[n.a], t[n.b]); break;
        case operation::sign_bit: t[i] = is_minus(a); break;
        case operation::is_number: t[i] = truth::yes; break;
        case operation::select: v[i] = chosen(t[n.a], b, v[n.c]); break;
        case operation::bounded: v[i] = within(n, i); break;
        case operation::exp_of_product: v[i] = function(operation::exp, product(a, b)); break;
        case operation::log_of_ratio: {
            conditioned const r = plain(product(a, inverse(b)));
            double const e = 1 + v[n.c].error + 5 * r.error; // near 1 it is that of the difference
            v[i] = relative(r.low < 0 ? -far : rough::log(r.low), r.low < 0 ? far : rough::log(r.high), e);
            break;
        }
        case operation::low_product:
        case operation::low_sum: break; // nothing beside what they belong to
        case operation::power: {
            node const& e = g[n.b];
            if (e.op == operation::constant && e.high == 1 && e.low > 0 && e.low < 64)
                v[i] = power(a, static_cast<int>(e.low));
            else
                v[i] = relative(plain(a).low >= 0 ? 0 : -far, far, a.error + b.error == 0 ? 0 : far);
            break;
        }
        default: v[i] = function(n.op, a); break;
        }
    }
    constexpr void run() {
        for (unsigned i = 0; i < Graph::size(); ++i) step(i);
    }
};

/// The part of the line where a result is not that of the program.
struct mended_part {
    double low = 0, high = 0;
};
template <unsigned Results>
struct mended_parts {
    static constexpr unsigned capacity = zero_candidates::capacity;
    mended_part items[Results][capacity]{};
};

/// Is the error of every result on a half-line at most so many times that of a function, but for where it is mended? Cells
/// are halved while that is not seen.
template <class Graph, unsigned Results>
constexpr bool has_conditions(Graph const& g, node_facts<Graph::size()> const& facts, double const* constants,
                              packed_name x, bool minus, double limit, mended_parts<Results> const& mended) {
    struct part {
        double from, to;
    } parts[48]{{0, 1}, {1, 16}, {16, 3.5e38}};
    unsigned count = 3, budget = 5000 / Graph::size() + 4; // compilers limit how long a constant evaluation may be
    while (count > 0) {
        if (budget-- == 0) return false;
        part const p = parts[--count];
        cell_conditions<Graph> cell{g, facts, constants, x, p.from, p.to, minus};
        cell.run();
        bool good = true;
        double const low = minus ? -p.to : p.from, high = minus ? -p.from : p.to;
        for (unsigned r = 0; r < Results; ++r) {
            bool here = cell.v[g.root(r)].error <= limit;
            for (auto const& m : mended.items[r]) here = here || (m.low <= low && high <= m.high);
            good = good && here;
        }
        if (good) continue;
        double const middle = p.to > 1e30 ? p.from * 16 : (p.from + p.to) / 2;
        if (p.to < 0x1p-12 || p.from > 1e12 || p.to - p.from < 0x1p-7 * p.to || count + 2 > 48) return false;
        parts[count++] = {middle, p.to};
        parts[count++] = {p.from, middle};
    }
    return true;
}

/// May a program of expressions, or what is compiled of it, have short polynomials on the way to a float?
template <class Compiled>
inline constexpr bool may_be_short = false;
template <class... E>
struct conditions_of {
    static constexpr auto& program = array_program_of<E...>;
    static constexpr unsigned results = sizeof...(E);
    static constexpr double limit = 16;
    static constexpr auto& values = constants<program, double>;

    template <class Terms>
    static constexpr mended_part part_of(Terms const& e) {
        return e.width > 0 ? mended_part{e.high - e.width, e.high + e.width} : mended_part{};
    }
    template <class F, unsigned... Index>
    static constexpr void note([[maybe_unused]] mended_part* parts, std::integer_sequence<unsigned, Index...>) {
        ((parts[Index] = part_of(zeros_of<double_for_float, F>::template terms<Index>)), ...);
    }
    static constexpr mended_parts<results> all_mended() {
        mended_parts<results> m;
        unsigned r = 0;
        (note<E>(m.items[r++], std::make_integer_sequence<unsigned, zeros_of<double_for_float, E>::count>{}), ...);
        return m;
    }
    template <bool Minus>
    static constexpr bool on_half_line(mended_parts<results> const& m) {
        unsigned count = 0;
        return has_conditions(program, known_facts<program>, values.items, only_symbol(program, count), Minus, limit,
                              m);
    }
    template <bool Minus>
    static constexpr bool without_mending = on_half_line<Minus>({});
    template <bool Minus>
    static constexpr bool with_mending = on_half_line<Minus>(all_mended());
    template <bool Minus>
    static constexpr bool good() {
        if constexpr (without_mending<Minus>)
            return true;
        else if constexpr (((zeros_of<double_for_float, E>::count == 0) && ...))
            return false;
        else
            return with_mending<Minus>;
    }
    static constexpr bool value = good<false>() && good<true>();
};
template <class... E>
inline constexpr bool may_be_short<compiled<E...>> = conditions_of<E...>::value;

} // namespace ogive::evaluation
