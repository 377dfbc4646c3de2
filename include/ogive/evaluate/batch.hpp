// SPDX-License-Identifier: BSL-1.0
#pragma once
// forward, backward and their kin: an expression, its derivative or both over arrays.
//
// Arrays are contiguous ranges (std::vector, std::span, std::array, C arrays) of float, double or 16-bit types, of any
// length and alignment; an output may be the same array as an input, element by element. Shapes do not matter: an array
// is flat. The vector code for the machine at hand is chosen when the program runs; the bits of an element depend on its
// value only, and are the same on all machines that have a fused multiply-add.

#include <ogive/calculus/derivative.hpp>
#include <ogive/calculus/from_output.hpp>
#include <ogive/evaluate/batch_kernel.hpp>
#include <ogive/number/half.hpp>

#include <new> // std::exception, which bad_alloc is made of, without more

namespace ogive {

/// How an array is computed. `fast`: in the type of the array (16 bits: in float), a few ULP; `accurate`: less than one
/// ULP, float and 16 bits in double, double in two doubles (double_word_kernel.hpp).
enum class policy : unsigned char { fast, accurate };
inline constexpr policy fast = policy::fast, accurate = policy::accurate;

/// Thrown when the arrays given to forward(...) and the like do not have the same number of elements.
struct length_mismatch : std::exception {
    char const* what() const noexcept override {
        return "ogive: the arrays of a batch must have the same number of elements (for per_channel: a multiple of the "
               "number of channels times the elements of a channel). Pass ranges of equal length.";
    }
};

/// A parameter with one value for each channel: element i belongs to channel (i / inner) mod channels.
template <class Element>
struct channel_values {
    Element const* data;
    std::size_t channels, inner;
};

namespace evaluation {

template <class R>
concept contiguous_range = requires(R& r) {
    *r.data();
    static_cast<std::size_t>(r.size());
};

template <class R>
struct range_view {
    static constexpr auto data(R& r) { return r.data(); }
    static constexpr std::size_t size(R& r) { return r.size(); }
};
template <class E, std::size_t N>
struct range_view<E[N]> {
    static constexpr E* data(E (&r)[N]) { return r; }
    static constexpr std::size_t size(E (&)[N]) { return N; }
};
template <class R>
concept array = contiguous_range<R> || std::is_array_v<R>;
template <class R>
using element_of = std::remove_cvref_t<decltype(*range_view<R>::data(std::declval<R&>()))>;

/// A type of 16 bits that converts to and from float: bfloat16 and float16 of this library, those of compilers and others.
template <class E>
concept half_element = sizeof(E) == 2 && !std::is_integral_v<E> && requires(E e, float f) {
    static_cast<float>(e);
    static_cast<E>(f);
};
template <class E>
inline constexpr bool is_batch_element = std::is_same_v<E, float> || std::is_same_v<E, double> || half_element<E>;

/// What an element is computed in.
template <class E, policy P>
using work_type =
    std::conditional_t<std::is_same_v<E, double>, std::conditional_t<P == policy::fast, double, long double>,
                       std::conditional_t<P == policy::fast, float, double>>;

/// The symbol of an expression that is not bound: the one that the input array is for.
template <class F, class... Bindings>
struct input_symbol {
    static constexpr bool is_bound([[maybe_unused]] packed_name which) {
        return ((Bindings::symbol_type::name == which) || ...);
    }
    struct search {
        unsigned count = 0;
        packed_name name;
        assumption assumed = assumption::none;
    };
    static constexpr search find() {
        search s;
        auto const& g = graph_of<F>;
        for (unsigned i = 0; i < g.size(); ++i)
            if (g[i].op == operation::symbol && !is_bound(g[i].name()) && !(s.count > 0 && g[i].name() == s.name)) {
                s.name = g[i].name();
                s.assumed = g[i].assumed;
                ++s.count;
            }
        return s;
    }
    static constexpr search found = find();
    static constexpr packed_name name = found.name;
    static constexpr node_index build(workspace& w) { return w.symbol(name, found.assumed); }
};

template <class F, class... Bindings>
constexpr bool check_batch() {
    static_assert(operand<F>,
                  "ogive: the first argument of forward(f, in, out) and its kin must be an expression. Build "
                  "it from symbols and exact constants such as 2_c and 0.5_q.");
    if constexpr (operand<F>) {
        static_assert(input_symbol<expression_of<F>, Bindings...>::found.count == 1,
                      "ogive: forward(f, in, out) and its kin need exactly one symbol that is not bound: the one the "
                      "input is for. Bind all others, as in forward(f, in, out, a = 0.25f).");
        static_assert((has_symbol(graph_of<expression_of<F>>, Bindings::symbol_type::name) && ...),
                      "ogive: a value is bound to a symbol that does not occur in the expression. Remove the binding, "
                      "or check the name of the symbol.");
        return input_symbol<expression_of<F>, Bindings...>::found.count == 1;
    } else {
        return false;
    }
}

template <class>
inline constexpr bool is_channels = false;
template <class E>
inline constexpr bool is_channels<channel_values<E>> = true;

/// The column of a binding: an array or one value.
template <class Symbol, class V>
constexpr auto column_of(binding<Symbol, V> const& b, std::size_t size) {
    if constexpr (array<V const>) {
        using E = element_of<V const>;
        if (range_view<V const>::size(b.value) != size) throw length_mismatch{};
        return varying<Symbol, E>{range_view<V const>::data(b.value)};
    } else {
        static_assert(std::is_arithmetic_v<V>,
                      "ogive: a symbol is bound to a number, to a contiguous range with a value "
                      "for each element, or to per_channel(range, inner).");
        return uniform<Symbol, V>{b.value};
    }
}

/// The kernel of a program on columns.
template <class Program, class Work, class Element, class Weight, class... Columns>
auto make_kernel(Element* const (&out)[Program::results], Weight const& weight, Columns const&... columns) {
    batch_kernel<Program, Work, Element, Weight, Columns...> k{weight, columns...};
    for (unsigned r = 0; r < Program::results; ++r) k.out[r] = out[r];
    return k;
}

/// Runs a program over columns, channel by channel where a binding asks for it.
template <class Program, class Work, class Element, class Weight, class Input>
void run_columns(std::size_t size, Element* const (&out)[Program::results], Weight const& weight, Input const& input,
                 auto const&... columns) {
    run_batch(make_kernel<Program, Work>(out, weight, input, columns...), size);
}

template <class Program, class Work, class Element, class Weight, class Input, class... Bindings>
void run_bound(std::size_t size, Element* const (&out)[Program::results], Weight const& weight, Input const& input,
               Bindings const&... bindings) {
    if constexpr (!(is_channels<typename Bindings::value_type> || ...)) {
        run_columns<Program, Work>(size, out, weight, input, column_of(bindings, size)...);
    } else {
        std::size_t channels = 0, inner = 0;
        auto const note = [&](auto const& b) {
            if constexpr (is_channels<std::remove_cvref_t<decltype(b.value)>>) {
                if (channels != 0 && (b.value.channels != channels || b.value.inner != inner)) throw length_mismatch{};
                channels = b.value.channels;
                inner = b.value.inner;
            }
        };
        (note(bindings), ...);
        if (channels * inner == 0 || size % (channels * inner) != 0) throw length_mismatch{};
        auto const part = [&](std::size_t first, std::size_t count, std::size_t channel) {
            auto const column = [&]<class Symbol, class V>(binding<Symbol, V> const& b) {
                if constexpr (!is_channels<V>)
                    return column_of(b, size).from(first);
                else
                    return uniform<Symbol, std::remove_cvref_t<decltype(*b.value.data)>>{b.value.data[channel]};
            };
            auto const row = [&]<class Symbol, class V>(binding<Symbol, V> const& b) {
                if constexpr (!is_channels<V>)
                    return column_of(b, size).from(first);
                else
                    return varying<Symbol, std::remove_cvref_t<decltype(*b.value.data)>>{b.value.data};
            };
            Element* there[Program::results];
            for (unsigned r = 0; r < Program::results; ++r) there[r] = out[r] + first;
            if (inner == 1)
                run_columns<Program, Work>(count, there, weight.from(first), input.from(first), row(bindings)...);
            else
                run_columns<Program, Work>(count, there, weight.from(first), input.from(first), column(bindings)...);
        };
        std::size_t const step = inner == 1 ? channels : inner;
        for (std::size_t first = 0, channel = 0; first < size; first += step, channel = (channel + 1) % channels)
            part(first, step, channel);
    }
}

template <class R>
constexpr bool check_array() {
    static_assert(
        array<std::remove_reference_t<R>>,
        "ogive: the arrays of a batch are contiguous ranges: std::vector, std::span, std::array or a C array.");
    if constexpr (array<std::remove_reference_t<R>>) {
        static_assert(is_batch_element<element_of<std::remove_reference_t<R>>>,
                      "ogive: the elements of a batch are float, double, or a type of 16 bits that converts to "
                      "and from float, such as bfloat16 and float16.");
        return is_batch_element<element_of<std::remove_reference_t<R>>>;
    } else {
        return false;
    }
}

template <class R>
auto* data_of(R& r) {
    return range_view<R>::data(r);
}
template <class R>
std::size_t size_of(R& r) {
    return range_view<R>::size(r);
}
inline void require_equal(std::size_t a, std::size_t b) {
    if (a != b) throw length_mismatch{};
}

} // namespace evaluation

// Where all is inlined, compilers name these functions.
OGIVE_LOOPS_BEGIN

/// Binds a parameter to one value for each channel: `a = per_channel(slopes)` where channels are the innermost dimension
/// (N × C), `a = per_channel(slopes, height * width)` where each channel has `inner` elements (N × C × H × W).
template <class R>
auto per_channel(R const& values, std::size_t inner = 1) {
    using namespace evaluation;
    static_assert(check_array<R const>());
    return channel_values<element_of<R const>>{data_of(values), size_of(values), inner};
}

/// out[i] = f(in[i]). `f` has one symbol that is not bound; bindings give numbers, ranges with a value for each element,
/// or per_channel(...). forward<accurate>(...) costs two to three times as much, for double ten times, and far more for the
/// elements of double that are left to long double (double_word_kernel.hpp). Throws length_mismatch.
template <policy P = policy::fast, class F, class In, class Out, class... Bindings>
void forward(F, In const& in, Out&& out, Bindings const&... bindings) {
    using namespace evaluation;
    if constexpr (check_batch<F, Bindings...>() && check_array<In const>() && check_array<Out>()) {
        using E = element_of<std::remove_reference_t<Out>>;
        using symbol = input_symbol<expression_of<F>, Bindings...>;
        require_equal(size_of(in), size_of(out));
        E* const results[] = {data_of(out)};
        run_bound<compiled<expression_of<F>>, work_type<E, P>>(
            size_of(in), results, unweighted{}, varying<symbol, element_of<In const>>{data_of(in)}, bindings...);
    }
}

/// out[i] = f(in[i]) and slope[i] = f'(in[i]), with the exponential and the division shared.
template <policy P = policy::fast, class F, class In, class Out, class Slope, class... Bindings>
void forward_with_derivative(F, In const& in, Out&& out, Slope&& slope, Bindings const&... bindings) {
    using namespace evaluation;
    if constexpr (check_batch<F, Bindings...>() && check_array<In const>() && check_array<Out>() &&
                  check_array<Slope>()) {
        using E = element_of<std::remove_reference_t<Out>>;
        static_assert(std::is_same_v<E, element_of<std::remove_reference_t<Slope>>>,
                      "ogive: the two outputs of forward_with_derivative have elements of one type.");
        using symbol = input_symbol<expression_of<F>, Bindings...>;
        require_equal(size_of(in), size_of(out));
        require_equal(size_of(in), size_of(slope));
        E* const results[] = {data_of(out), data_of(slope)};
        run_bound<compiled<expression_of<F>, derivative_of<expression_of<F>, symbol>>, work_type<E, P>>(
            size_of(in), results, unweighted{}, varying<symbol, element_of<In const>>{data_of(in)}, bindings...);
    }
}

/// grad_in[i] = grad_out[i] · f'(in[i]).
template <policy P = policy::fast, class F, class In, class GradOut, class GradIn, class... Bindings>
void backward(F, In const& in, GradOut const& grad_out, GradIn&& grad_in, Bindings const&... bindings) {
    using namespace evaluation;
    if constexpr (check_batch<F, Bindings...>() && check_array<In const>() && check_array<GradOut const>() &&
                  check_array<GradIn>()) {
        using E = element_of<std::remove_reference_t<GradIn>>;
        using symbol = input_symbol<expression_of<F>, Bindings...>;
        require_equal(size_of(in), size_of(grad_out));
        require_equal(size_of(in), size_of(grad_in));
        E* const results[] = {data_of(grad_in)};
        run_bound<compiled<derivative_of<expression_of<F>, symbol>>, work_type<E, P>>(
            size_of(in), results, varying<void, element_of<GradOut const>>{data_of(grad_out)},
            varying<symbol, element_of<In const>>{data_of(in)}, bindings...);
    }
}

/// grad_in[i] = grad_out[i] · f'(x) with f(x) = out[i], for functions with an inverse in closed form: the input need not
/// be kept. grad_in may be out or grad_out.
template <policy P = policy::fast, class F, class Out, class GradOut, class GradIn, class... Bindings>
void backward_from_output(F, Out const& out, GradOut const& grad_out, GradIn&& grad_in, Bindings const&... bindings) {
    using namespace evaluation;
    if constexpr (check_batch<F, Bindings...>() && check_array<Out const>() && check_array<GradOut const>() &&
                  check_array<GradIn>()) {
        using E = element_of<std::remove_reference_t<GradIn>>;
        using symbol = input_symbol<expression_of<F>, Bindings...>;
        using output = symbol_t<"output">;
        constexpr trouble problem = calculus::output_stages<expression_of<F>, symbol, output>::problem;
        static_assert(detail::explained<problem>());
        if constexpr (problem == trouble::none) {
            require_equal(size_of(out), size_of(grad_out));
            require_equal(size_of(out), size_of(grad_in));
            E* const results[] = {data_of(grad_in)};
            run_bound<compiled<derivative_from_output_of<expression_of<F>, symbol, output>>, work_type<E, P>>(
                size_of(out), results, varying<void, element_of<GradOut const>>{data_of(grad_out)},
                varying<output, element_of<Out const>>{data_of(out)}, bindings...);
        }
    }
}

OGIVE_LOOPS_END

} // namespace ogive
