// SPDX-License-Identifier: BSL-1.0
#pragma once
// A program unrolled node by node into straight-line code for any scalar-like type.

#include <ogive/evaluate/constants.hpp>
#include <ogive/evaluate/elementary.hpp>
#include <ogive/number/half.hpp>

#include <limits>
#include <type_traits>
#include <utility>

namespace ogive::evaluation {

template <class T>
inline constexpr bool is_builtin =
    std::is_same_v<T, float> || std::is_same_v<T, double> || std::is_same_v<T, long double>;

/// The standard type in which constants are folded for T; void for types that compute them.
template <class T>
struct folding {
    using type = std::conditional_t<is_builtin<T>, T, void>;
};
template <class T>
using folded_type = typename folding<T>::type;
/// The elements of batches, defined in lane.hpp.
template <class>
inline constexpr bool is_lane = false;

template <class T>
inline constexpr bool folds_constants = !std::is_void_v<folded_type<T>>;

/// The type in which T is computed: float and 16-bit types in double, rounded once at the end.
template <class T>
using working_type = std::conditional_t<std::is_same_v<T, float> || ogive::detail::is_own_half<T>, double, T>;

template <class T>
constexpr T from_rational(rational const& q) {
    auto const wide = [](int128 n) {
        bool const minus = n < 0;
        uint128 const m = number::magnitude(n);
        T const part = T(static_cast<unsigned long long>(m >> 64)) * T(4294967296.0) * T(4294967296.0) +
                       T(static_cast<unsigned long long>(m));
        return minus ? T(-part) : part;
    };
    return T(wide(q.numerator) / wide(q.denominator));
}

template <class T>
constexpr T pi_in() {
    if constexpr (is_builtin<T>)
        return number::pi_enclosure().to<T>();
    else
        return T(T(4) * elementary::atan(T(1)));
}

/// An operation on one number: one function for each operation and type, shared by all programs.
template <operation Op, class T>
constexpr T unary(T const& x) {
    if constexpr (Op == operation::exp)
        return elementary::exp(x);
    else if constexpr (Op == operation::expm1)
        return elementary::expm1(x);
    else if constexpr (Op == operation::log)
        return elementary::log(x);
    else if constexpr (Op == operation::log1p)
        return elementary::log1p(x);
    else if constexpr (Op == operation::sqrt)
        return elementary::sqrt(x);
    else if constexpr (Op == operation::abs)
        return elementary::abs(x);
    else if constexpr (Op == operation::sign)
        return elementary::sign(x);
    else if constexpr (Op == operation::erf)
        return elementary::erf(x);
    else if constexpr (Op == operation::erfc)
        return elementary::erfc(x);
    else if constexpr (Op == operation::erfcx)
        return elementary::erfcx(x);
    else if constexpr (Op == operation::sin)
        return elementary::sin(x);
    else if constexpr (Op == operation::cos)
        return elementary::cos(x);
    else if constexpr (Op == operation::tan)
        return elementary::tan(x);
    else if constexpr (Op == operation::asin)
        return elementary::asin(x);
    else if constexpr (Op == operation::acos)
        return elementary::acos(x);
    else if constexpr (Op == operation::atan)
        return elementary::atan(x);
    else if constexpr (Op == operation::sinh)
        return elementary::sinh(x);
    else if constexpr (Op == operation::cosh)
        return elementary::cosh(x);
    else if constexpr (Op == operation::tanh)
        return elementary::tanh(x);
    else if constexpr (Op == operation::asinh)
        return elementary::asinh(x);
    else if constexpr (Op == operation::acosh)
        return elementary::acosh(x);
    else if constexpr (Op == operation::atanh)
        return elementary::atanh(x);
    else
        static_assert(Op == operation::exp, "ogive: internal: an operation without an evaluator");
}

template <class T>
constexpr T integer_power(T const& x, int e) {
    T r = T(1);
    for (int i = 0; i < (e < 0 ? -e : e); ++i) r = r * x;
    return e < 0 ? T(T(1) / r) : r;
}

/// a / b; in constant expressions, too, where b is zero, because the branch not taken may divide by zero.
template <class T>
OGIVE_ALWAYS_INLINE constexpr T quotient_of(T const& a, T const& b) {
    if constexpr (is_builtin<T>)
        if (__builtin_is_constant_evaluated() && b == 0) {
            bool const minus = elementary::sign_bit(a) != elementary::sign_bit(b);
            T const infinite = std::numeric_limits<T>::infinity();
            return a == 0 || a != a ? std::numeric_limits<T>::quiet_NaN() : minus ? -infinite : infinite;
        }
    return a / b;
}

/// log(above/below): near one, log1p of the exact difference over the denominator.
template <class T>
constexpr T log_of_ratio(T const& above, T const& below, T const& difference) {
    bool const near_one = elementary::abs(difference) <= elementary::abs(below) / T(2);
    T const ratio = quotient_of(T(near_one ? difference : above), below);
    return near_one ? elementary::log1p(ratio) : elementary::log(ratio);
}

/// What rounding takes from a·b; zero for types that are not standard ones.
template <class T>
constexpr T low_product(T const& a, T const& b) {
    if constexpr (is_builtin<T>) {
        T const p = a * b;
        if (__builtin_is_constant_evaluated() || std::is_same_v<T, float>) {
            using number::extended;
            return (extended{a} * extended{b} - extended{p}).template to<T>();
        }
        if constexpr (std::is_same_v<T, double>)
            return -elementary::detail::residual(p, a, b);
        else
            return __builtin_fmal(a, b, -p);
    } else {
        return T(0);
    }
}

/// What is missing from s to a + b, for s that is a + b but for rounding.
template <class T>
OGIVE_ALWAYS_INLINE constexpr T low_sum(T const& a, T const& b, T const& s) {
    T const part = s - a;
    return T(T(a - T(s - part)) + T(b - part));
}

/// Where a program runs: values and truths of its nodes, its constants, the numbers bound to its symbols. Instructions
/// are functions of the node's place, not templates of it: inlined, everything about the node is a constant again.
template <class T>
struct machine {
    T* v;
    bool* truth;
    node const* nodes;
    folded_type<T> const* constants;
    bool const* is_constant;
    bool const* never_infinite;
    T* scaled;               // of lanes: values times a power of two, see lane_program.hpp
    node_shape const* shape; // of lanes
};

/// What gives the numbers bound to symbols derives from it, so that only the instruction for symbols depends on what it is.
struct given {};

/// One instruction: here a function of one number.
template <operation Op, class T>
struct instruction {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) {
        m.v[i] = unary<Op>(m.v[n.a]);
    }
};

// clang-format off
template <class T>
struct instruction<operation::multiply, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = m.v[n.a] * m.v[n.b]; }
};
template <class T>
struct instruction<operation::add, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = m.v[n.a] + m.v[n.b]; }
};
template <class T>
struct instruction<operation::subtract, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = m.v[n.a] - m.v[n.b]; }
};
template <class T>
struct instruction<operation::divide, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = quotient_of(m.v[n.a], m.v[n.b]); }
};
template <class T>
struct instruction<operation::negate, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = -m.v[n.a]; }
};
template <class T>
struct instruction<operation::select, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = m.truth[n.a] ? m.v[n.b] : m.v[n.c]; }
};
template <class T>
struct instruction<operation::min, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) {
        m.v[i] = elementary::min(m.v[n.a], m.v[n.b]);
        if constexpr (std::is_same_v<T, long double>)
            if (is_zero(m.nodes[n.a])) m.v[i] = (m.v[n.b] - elementary::abs(m.v[n.b])) / 2; // clang 19 has the wrong zero
    }
};
template <class T>
struct instruction<operation::max, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = elementary::max(m.v[n.a], m.v[n.b]); }
};
template <class T>
struct instruction<operation::named, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = m.v[n.a]; }
};
template <class T>
struct instruction<operation::exp_of_product, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = elementary::exp_of_product(m.v[n.a], m.v[n.b], m.v[n.c]); }
};
template <class T>
struct instruction<operation::log_of_ratio, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = log_of_ratio(m.v[n.a], m.v[n.b], m.v[n.c]); }
};
template <class T>
struct instruction<operation::low_product, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = low_product(m.v[n.a], m.v[n.b]); }
};
template <class T>
struct instruction<operation::low_sum, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.v[i] = is_builtin<T> || is_lane<T> ? low_sum(m.v[n.a], m.v[n.b], m.v[n.c]) : T(0); }
};

// conditions
template <class T>
struct instruction<operation::less, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.truth[i] = m.v[n.a] < m.v[n.b]; }
};
template <class T>
struct instruction<operation::less_equal, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.truth[i] = m.v[n.a] <= m.v[n.b]; }
};
template <class T>
struct instruction<operation::both, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.truth[i] = m.truth[n.a] && m.truth[n.b]; }
};
template <class T>
struct instruction<operation::sign_bit, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.truth[i] = elementary::sign_bit(m.v[n.a]); }
};
template <class T>
struct instruction<operation::is_number, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) { m.truth[i] = !elementary::is_nan(m.v[n.a]); }
};
// clang-format on

/// The number bound to a symbol.
template <class T>
struct instruction<operation::symbol, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, auto const& inputs) {
        m.v[i] = inputs.template get<T>(n);
    }
};

/// Constants: folded for the standard types, computed for others.
template <class T>
struct instruction<operation::constant, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) {
        if constexpr (folds_constants<T>)
            m.v[i] = m.constants[i];
        else
            m.v[i] = from_rational<T>(n.value());
    }
};
template <class T>
struct instruction<operation::pi, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const&, given const&) {
        m.v[i] = pi_in<T>();
    }
};
template <class T>
struct instruction<operation::low_word, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const&, given const&) {
        m.v[i] = T(0);
    }
};

/// small · rest, zero where `small` is: the rest may be infinite there.
template <class T>
struct instruction<operation::guarded_product, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) {
        m.v[i] = m.v[n.a] == T(0) ? T(0) : T(m.v[n.a] * m.v[n.b]);
    }
};

/// x, or the limit of its sign: what keeps a bounded quotient from overflowing.
template <class T>
struct instruction<operation::bounded, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) {
        if constexpr (folds_constants<T>)
            m.v[i] = kept_by(n, T(m.constants[i]), m.v[n.a]);
        else
            m.v[i] = m.v[n.a];
    }
};

template <class T>
struct instruction<operation::power, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) {
        node const& e = m.nodes[n.b];
        m.v[i] = e.op == operation::constant && e.high == 1 && e.low > -64 && e.low < 64
                     ? integer_power(m.v[n.a], static_cast<int>(e.low))
                     : T(elementary::pow(m.v[n.a], m.v[n.b]));
    }
};

/// value · e^k for an exponential e: by halves of its exponent where e leaves the normal range.
template <class T>
struct instruction<operation::decay, T> {
    OGIVE_ALWAYS_INLINE static constexpr void run(machine<T> const& m, unsigned i, node const& n, given const&) {
        auto const k = static_cast<int>(n.low);
        T r = m.v[n.a];
        node const& q = m.nodes[n.b]; // the exponential, or its product with something bounded
        bool const product = q.op == operation::decay;
        unsigned const at = product ? q.b : n.b;
        for (int j = 0; product && j < k; ++j) r = r * m.v[q.a];
        T const& e = m.v[at];
        bool tail = false;
        if constexpr (std::numeric_limits<T>::is_iec559) tail = k > 0 && e < std::numeric_limits<T>::min() * T(1024);
        if (tail)
            r = by_halves(m, r, m.nodes[at], k);
        else
            for (int j = 0; j < (k < 0 ? -k : k); ++j) r = k > 0 ? T(r * e) : T(r / e);
        if constexpr (std::is_same_v<T, long double>) // kept where double has nothing: times infinity, that is nothing
            if (k > 0 && is_kept_within_range(m.nodes, m.nodes[at]) && e < 0x1p-1100L)
                r = elementary::copysign(T(0), r);
        m.v[i] = r;
    }

  private:
    static constexpr T by_halves(machine<T> const& m, T r, node const& e, int k) {
        T const a = m.v[e.a] / 2;
        T const half = e.op == operation::exp_of_product ? T(elementary::exp_of_product(a, m.v[e.b], m.v[e.c]))
                                                         : T(elementary::exp(a));
        if (half == T(0)) return elementary::copysign(T(0), r);
        for (int j = 0; j < 2 * k; ++j) r = r * half;
        return r;
    }
};

/// The nodes of a program that need an instruction, and which: constants inside of folded constants need none.
template <auto const& Program, class T>
struct listing {
    static constexpr auto& facts = known_facts<Program>;
    static constexpr bool active(unsigned i) { return !folds_constants<T> || !facts.constant[i] || facts.used[i]; }
    static constexpr unsigned count() {
        unsigned c = 0;
        for (unsigned i = 0; i < Program.size(); ++i) c += active(i) ? 1u : 0u;
        return c;
    }
    static constexpr unsigned length = count();
    struct lines {
        unsigned places[length];
        operation operations[length];
    };
    static constexpr lines make() {
        lines l{};
        unsigned c = 0;
        for (unsigned i = 0; i < Program.size(); ++i)
            if (active(i)) {
                l.places[c] = i;
                l.operations[c++] = folds_constants<T> && facts.constant[i] ? operation::constant : Program[i].op;
            }
        return l;
    }
    static constexpr lines all = make();
};

/// What lanes know of the nodes of a program.
template <auto const& Program>
inline constexpr auto shapes = shapes_of(Program);

/// Runs a program. `inputs` gives the value of a symbol by name; the results are written to `results`.
template <auto const& Program, template <operation, class> class Instruction, class T, class Inputs, unsigned... K>
OGIVE_ALWAYS_INLINE constexpr void run_inline(Inputs const& inputs, T* results, std::integer_sequence<unsigned, K...>) {
    using code = listing<Program, T>;
    T v[Program.size()];
    T scaled[is_lane<T> ? Program.size() : 1];
    bool truth[Program.size()];
    machine<T> m{v, truth, Program.nodes, nullptr, code::facts.constant, code::facts.never_infinite, scaled, nullptr};
    if constexpr (is_lane<T>) m.shape = shapes<Program>.items;
    if constexpr (folds_constants<T>) m.constants = constants<Program, folded_type<T>>.items;
    (Instruction<code::all.operations[K], T>::run(m, code::all.places[K], Program.nodes[code::all.places[K]], inputs),
     ...);
    for (unsigned r = 0; r < Program.root_count(); ++r) results[r] = v[Program.root(r)];
}
template <auto const& Program, class T, class Inputs, unsigned... K>
constexpr void run(Inputs const& inputs, T* results, std::integer_sequence<unsigned, K...> places) {
    run_inline<Program, instruction>(inputs, results, places);
}

} // namespace ogive::evaluation
