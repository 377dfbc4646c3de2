// SPDX-License-Identifier: BSL-1.0
#pragma once
// A program unrolled node by node into straight-line code for any scalar-like type.

#include <ogive/evaluate/elementary.hpp>
#include <ogive/evaluate/program.hpp>

#include <limits>
#include <type_traits>
#include <utility>

namespace ogive::elementary {

/// Is the sign bit set? For types without one: is it negative?
template <class T>
constexpr bool sign_bit(T const& x) {
    if constexpr (std::is_floating_point_v<T>)
        return elementary::copysign(T(1), x) < T(0);
    else
        return x < T(0);
}

} // namespace ogive::elementary

namespace ogive::evaluation {

template <class T>
inline constexpr bool is_builtin =
    std::is_same_v<T, float> || std::is_same_v<T, double> || std::is_same_v<T, long double>;

/// The type in which T is computed: float in double, rounded once at the end.
template <class T>
using working_type = std::conditional_t<std::is_same_v<T, float>, double, T>;

template <auto const& Program>
inline constexpr auto facts = facts_of(Program);

/// A node without symbols, evaluated in 128 bits and rounded once.
template <auto const& Program, unsigned I, class T>
struct folded_constant {
    static constexpr number::enclosure exact() { return algebra::enclose(Program, I, algebra::point{}); }
    static constexpr T fold() {
        constexpr node n = Program[I];
        if constexpr (n.op == operation::constant && n.low < (1 << 24) && n.low > -(1 << 24) && n.high < (1 << 24))
            return static_cast<T>(static_cast<int>(n.low)) / static_cast<T>(static_cast<int>(n.high));
        else
            return exact().template to<T>();
    }
    static constexpr T value = fold();
};
template <auto const& Program, unsigned I, class T>
struct folded_low_word {
    using high = folded_constant<Program, Program[I].a, T>;
    static constexpr T value = (high::exact() - number::enclosure::point(high::value)).template to<T>();
};

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

/// value · e^(k·exponent), where e is the exponential already computed from operands a, b, c.
template <auto const& Program, unsigned I, class T>
constexpr T decayed(T const* v) {
    constexpr node n = Program[I];
    constexpr node exponential = Program[n.b];
    constexpr int k = static_cast<int>(n.low);
    T const value = v[n.a], e = v[n.b];
    if constexpr (std::numeric_limits<T>::is_iec559) {
        if constexpr (k > 0) {
            if (e < std::numeric_limits<T>::min() * T(1024)) {
                T half;
                if constexpr (exponential.op == operation::exp_of_product)
                    half = elementary::exp_of_product(T(v[exponential.a] / 2), v[exponential.b], v[exponential.c]);
                else
                    half = elementary::exp(T(v[exponential.a] / 2));
                if (half == T(0)) return elementary::copysign(T(0), value);
                T r = value;
                for (int i = 0; i < 2 * k; ++i) r = r * half;
                return r;
            }
        }
    }
    T r = value;
    for (int i = 0; i < (k < 0 ? -k : k); ++i) r = k > 0 ? T(r * e) : T(r / e);
    return r;
}

/// x, or the number of its sign whose power `Degree` is still finite.
template <int Degree, class T>
constexpr T bounded_value(T const& x) {
    if constexpr (is_builtin<T>) {
        constexpr T limit =
            number::scaled(number::extended{1}, std::numeric_limits<T>::max_exponent / (Degree + 1)).template to<T>();
        return x > limit ? limit : x < -limit ? -limit : x;
    } else {
        return x;
    }
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
        if (std::is_constant_evaluated() && b == 0) {
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

/// The operations that are neither plain arithmetic nor functions of one number.
template <auto const& Program, unsigned I, class T>
constexpr T special(T const* v) {
    constexpr node n = Program[I];
    if constexpr (n.op == operation::constant)
        return from_rational<T>(n.value());
    else if constexpr (n.op == operation::pi)
        return pi_in<T>();
    else if constexpr (n.op == operation::low_word)
        return T(0);
    else if constexpr (n.op == operation::named)
        return v[n.a];
    else if constexpr (n.op == operation::min)
        return elementary::min(v[n.a], v[n.b]);
    else if constexpr (n.op == operation::max)
        return elementary::max(v[n.a], v[n.b]);
    else if constexpr (n.op == operation::exp_of_product)
        return elementary::exp_of_product(v[n.a], v[n.b], v[n.c]);
    else if constexpr (n.op == operation::log_of_ratio)
        return log_of_ratio(v[n.a], v[n.b], v[n.c]);
    else if constexpr (n.op == operation::bounded)
        return bounded_value<static_cast<int>(n.low)>(v[n.a]);
    else if constexpr (n.op == operation::decay)
        return decayed<Program, I>(v);
    else {
        static_assert(n.op == operation::power, "ogive: internal: an operation without an evaluator");
        constexpr node e = Program[n.b];
        if constexpr (e.op == operation::constant && e.high == 1 && e.low > -64 && e.low < 64)
            return integer_power(v[n.a], static_cast<int>(e.low));
        else
            return elementary::pow(v[n.a], v[n.b]);
    }
}

template <auto const& Program, unsigned I, class T>
OGIVE_ALWAYS_INLINE constexpr bool decide(T const* v, bool const* truth) {
    constexpr node n = Program[I];
    if constexpr (n.op == operation::less)
        return v[n.a] < v[n.b];
    else if constexpr (n.op == operation::less_equal)
        return v[n.a] <= v[n.b];
    else if constexpr (n.op == operation::is_number)
        return !elementary::is_nan(v[n.a]);
    else if constexpr (n.op == operation::sign_bit)
        return elementary::sign_bit(v[n.a]);
    else
        return truth[n.a] && truth[n.b];
}

constexpr bool is_condition_node(operation op) {
    return op == operation::less || op == operation::less_equal || op == operation::both || op == operation::sign_bit ||
           op == operation::is_number;
}

/// One node: its value, or its truth, is written to place I.
template <auto const& Program, unsigned I, class T, class Inputs>
OGIVE_ALWAYS_INLINE constexpr void step(T* v, bool* truth, Inputs const& inputs) {
    constexpr node n = Program[I];
    if constexpr (n.op == operation::symbol) {
        v[I] = inputs.template get<n.low, n.high, T>();
    } else if constexpr (is_condition_node(n.op)) {
        truth[I] = decide<Program, I>(v, truth);
    } else if constexpr (is_builtin<T> && facts<Program>.constant[I]) {
        if constexpr (n.op == operation::low_word)
            v[I] = folded_low_word<Program, I, T>::value;
        else
            v[I] = folded_constant<Program, I, T>::value;
    } else if constexpr (n.op == operation::multiply) {
        v[I] = v[n.a] * v[n.b];
    } else if constexpr (n.op == operation::add) {
        v[I] = v[n.a] + v[n.b];
    } else if constexpr (n.op == operation::subtract) {
        v[I] = v[n.a] - v[n.b];
    } else if constexpr (n.op == operation::divide) {
        v[I] = quotient_of(v[n.a], v[n.b]);
    } else if constexpr (n.op == operation::negate) {
        v[I] = -v[n.a];
    } else if constexpr (n.op == operation::select) {
        v[I] = truth[n.a] ? v[n.b] : v[n.c];
    } else if constexpr (n.op == operation::guarded_product) {
        v[I] = v[n.a] == T(0) ? T(0) : T(v[n.a] * v[n.b]);
    } else if constexpr (row(n.op).called && operands(n.op) == 1 && n.op != operation::bounded &&
                         n.op != operation::low_word) {
        v[I] = unary<n.op>(v[n.a]);
    } else {
        v[I] = special<Program, I>(v);
    }
}

/// The nodes that need a step: all but the constants inside of folded constants.
template <auto const& Program, class T>
struct active_nodes {
    static constexpr bool active(unsigned i) {
        return !is_builtin<T> || !facts<Program>.constant[i] || facts<Program>.used[i];
    }
    static constexpr unsigned count() {
        unsigned c = 0;
        for (unsigned i = 0; i < Program.size(); ++i) c += active(i) ? 1u : 0u;
        return c;
    }
    struct list {
        unsigned items[count()];
    };
    static constexpr list make() {
        list l{};
        unsigned c = 0;
        for (unsigned i = 0; i < Program.size(); ++i)
            if (active(i)) l.items[c++] = i;
        return l;
    }
    static constexpr list places = make();
};

/// Runs a program. `inputs` gives the value of a symbol by name; the results are written to `results`.
template <auto const& Program, class T, class Inputs, unsigned... K>
constexpr void run(Inputs const& inputs, T* results, std::integer_sequence<unsigned, K...>) {
    using active = active_nodes<Program, T>;
    T v[Program.size()];
    bool truth[Program.size()];
    (step<Program, active::places.items[K]>(v, truth, inputs), ...);
    for (unsigned r = 0; r < Program.root_count(); ++r) results[r] = v[Program.root(r)];
}

} // namespace ogive::evaluation
