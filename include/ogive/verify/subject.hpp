// SPDX-License-Identifier: BSL-1.0
#pragma once
// What is verified: the batch kernels of an expression, a reference in the next wider type, and the oracle's answer.

#include <ogive/calculus/derivative.hpp>
#include <ogive/evaluate/batch.hpp>
#include <ogive/verify/oracle.hpp>
#include <ogive/verify/ulp.hpp>

#include <functional>
#include <vector>

namespace ogive::verify {

using evaluation::instruction_set;

/// A kernel, its reference and its truth as plain functions, so that a search is compiled once for all expressions.
template <class T>
struct subject {
    static_assert(std::is_same_v<T, float> || std::is_same_v<T, double>, "ogive: verification is of float or double.");
    using wide = std::conditional_t<std::is_same_v<T, float>, double, long double>;
    using kernel_function = std::function<void(T const* in, T* out, std::size_t count)>;

    std::vector<kernel_function> kernels; ///< one for each policy
    /// The program of the expression run in the wider type: fast where it is sure.
    std::function<void(T const* in, wide* out, std::size_t count)> reference;
    /// The expression as written, in multiprecision; a derivative is that of the function as written, by differences.
    std::function<reference_value(T at)> truth;
    std::vector<T> cuts; ///< where pieces may meet: the constants of the formula and of its program, of both signs
};

namespace detail {

/// A derivative is judged by the function that it is the derivative of.
template <class F>
struct as_written {
    using function = F;
    static constexpr unsigned order = 0;
    static constexpr packed_name by{};
};
template <class F, class X, int Order>
struct as_written<derivative_of<F, X, Order>> {
    using function = F;
    static constexpr unsigned order = Order;
    static constexpr packed_name by = X::name;
};

template <class Graph>
constexpr bool has_derivative(Graph const& g) {
    for (unsigned i = 0; i < Graph::size(); ++i)
        if (g[i].op == operation::derivative) return true;
    return false;
}

template <class T, class Graph>
void add_constants(std::vector<T>& all, Graph const& g) {
    for (unsigned i = 0; i < Graph::size(); ++i) {
        if (g[i].op != operation::constant) continue;
        rational const q = g[i].value();
        auto const c = static_cast<T>(static_cast<long double>(q.numerator) / static_cast<long double>(q.denominator));
        all.push_back(c);
        all.push_back(-c);
    }
}

template <class F, class T, class Symbol>
struct truth_of {
    std::vector<input> fixed;

    reference_value operator()(T at) const {
        using written = as_written<F>;
        std::vector<input> inputs{fixed};
        inputs.emplace_back(Symbol::name, static_cast<long double>(at));
        auto const count = static_cast<unsigned>(inputs.size());
        using limits = std::numeric_limits<T>;
        goal const wanted{limits::digits + 40, limits::min_exponent - limits::digits - 64};
        graph_view const g = view(typename written::function{});
        if constexpr (written::order == 0) {
            return value(g, inputs.data(), count, wanted);
        } else {
            // Differences tell nothing at an infinity.
            if (!std::isfinite(at)) return {};
            auto r = derivative(g, direction{written::by, written::order}, inputs.data(), count, wanted);
            // Outside of the domain of its function a derivative does not exist either.
            if (r.what == status::undefined) r.what = status::kink;
            return r;
        }
    }
};

/// The program of F computed in Work, as a batch from T to Result.
template <class F, class T, class Work, class Result, class... Bindings>
auto kernel_of(instruction_set set, Bindings const&... bindings) {
    return [=](T const* in, Result* out, std::size_t count) {
        using namespace evaluation;
        Result* const results[] = {out};
        varying<input_symbol<F, Bindings...>, T> const column{in};
        run_batch(make_kernel<compiled<F>, Work>(results, unweighted{}, column, column_of(bindings, count)...), count,
                  set);
    };
}

/// The reference: for float the kernel for double, with its input converted, so that it is compiled once for both.
template <class F, class T, class... Bindings>
auto reference_of(instruction_set set, Bindings const&... bindings) {
    if constexpr (std::is_same_v<T, float>) {
        return [kernel = kernel_of<F, double, double, double>(set, bindings...)](float const* in, double* out,
                                                                                 std::size_t count) {
            double wide[evaluation::block_size];
            for (std::size_t first = 0; first < count; first += evaluation::block_size) {
                std::size_t const n = std::min(count - first, evaluation::block_size);
                for (std::size_t i = 0; i < n; ++i) wide[i] = static_cast<double>(in[first + i]);
                kernel(wide, out + first, n);
            }
        };
    } else {
        return kernel_of<F, double, long double, long double>(set, bindings...);
    }
}

} // namespace detail

/// The subject of an expression with one symbol that is not bound, one kernel for each of the policies. Bindings give
/// numbers to the other symbols.
template <class T, policy... Policies, expression F, class... Bindings>
subject<T> subject_of(F, instruction_set set, Bindings const&... bindings) {
    using written = detail::as_written<F>;
    static_assert(evaluation::check_batch<F, Bindings...>());
    static_assert(
        !detail::has_derivative(graph_of<typename written::function>),
        "ogive: the oracle differentiates a function as written, so that a derivative can be verified only by "
        "itself and not as a part of a formula. Verify derivative<n>(f, x).");
    subject<T> s;
    (s.kernels.push_back(detail::kernel_of<F, T, evaluation::work_type<T, Policies>, T>(set, bindings...)), ...);
    s.reference = detail::reference_of<F, T>(set, bindings...);
    s.truth = detail::truth_of<F, T, evaluation::input_symbol<F, Bindings...>>{
        {input{Bindings::symbol_type::name, static_cast<long double>(bindings.value)}...}};
    detail::add_constants(s.cuts, graph_of<typename written::function>);
    detail::add_constants(s.cuts, evaluation::program_of<F>);
    return s;
}

/// |result - exact| in units in the last place of T, for a result in a wider type: how far a reference is off. Infinite
/// where one of them is a number of T and the other is not.
template <class T, class Wide>
double disagreement(Wide result, reference_value const& exact) {
    using limits = std::numeric_limits<T>;
    auto const got = static_cast<long double>(result);
    bool const beyond = std::isinf(got) || std::fabs(got) >= std::ldexp(1.0L, limits::max_exponent);
    if (exact.what == status::kink || exact.what == status::unsure) return 0;
    if (exact.what == status::undefined) return std::isfinite(got) ? HUGE_VAL : 0;
    if (exact.what == status::infinite || exact.what == status::overflow ||
        (exact.what == status::finite && exact.exponent >= limits::max_exponent))
        return beyond && (got > 0) == (exact.sign > 0) ? 0 : HUGE_VAL;
    if (std::isnan(got) || std::isinf(got)) return HUGE_VAL;
    bool const zero = exact.what == status::underflow || exact.is_zero();
    long const binade = zero || exact.exponent < limits::min_exponent - 1 ? limits::min_exponent - 1 : exact.exponent;
    int const unit = static_cast<int>(binade) - limits::digits + 1;
    long double error = std::ldexp(got, -unit);
    if (!zero && exact.exponent - unit > -16000)
        for (auto const word : exact.words) error -= std::ldexp(word, static_cast<int>(exact.exponent - unit));
    return static_cast<double>(std::fabs(error));
}

/// What a function gives at the inputs that are no ordinary numbers.
template <class T>
struct special_values {
    T at_zero{}, at_minus_zero{}, at_infinity{}, at_minus_infinity{}, at_nan{};
};
template <class T>
special_values<T> special_values_of(typename subject<T>::kernel_function const& kernel) {
    using limits = std::numeric_limits<T>;
    T const in[] = {T(0), -T(0), limits::infinity(), -limits::infinity(), limits::quiet_NaN()};
    T out[5];
    kernel(in, out, 5);
    return {out[0], out[1], out[2], out[3], out[4]};
}

} // namespace ogive::verify
