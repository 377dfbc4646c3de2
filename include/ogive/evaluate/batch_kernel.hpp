// SPDX-License-Identifier: BSL-1.0
#pragma once
// A program over arrays: blocks of elements as straight-line vector code, compiled for several instruction sets and chosen
// when it runs. What is left over goes through a padded block, so that an element's bits do not depend on its place.

#include <ogive/evaluate/conditioning.hpp>
#include <ogive/evaluate/double_word_kernel.hpp>
#include <ogive/evaluate/half_conversion.hpp>

#include <cstddef>

namespace ogive::evaluation {

/// Elements of a block.
inline constexpr std::size_t block_size = 64;

/// A symbol whose values are an array.
template <class Symbol, class Element>
struct varying {
    using symbol = Symbol;
    Element const* data;

    OGIVE_ALWAYS_INLINE Element at(std::size_t i) const { return data[i]; }
    struct block {
        Element items[block_size];
    };
    /// A copy that reads `count` elements from `first` on, padded with the last one.
    varying padded(block& b, std::size_t first, std::size_t count) const {
        for (std::size_t i = 0; i < block_size; ++i) b.items[i] = data[first + (i < count ? i : count - 1)];
        return {b.items};
    }
    varying from(std::size_t first) const { return {data + first}; }
};

/// A symbol with one value.
template <class Symbol, class Number>
struct uniform {
    using symbol = Symbol;
    Number value;

    OGIVE_ALWAYS_INLINE Number at(std::size_t) const { return value; }
    struct block {};
    uniform padded(block&, std::size_t, std::size_t) const { return *this; }
    uniform from(std::size_t) const { return *this; }
};

/// No weight: the results are stored as they are.
struct unweighted {
    struct block {};
    unweighted padded(block&, std::size_t, std::size_t) const { return {}; }
    unweighted from(std::size_t) const { return {}; }
};

/// A program, computed in Work, the results stored as Element; each multiplied by the weight, if there is one.
template <class Program, class Work, class Element, class Weight, class... Columns>
struct batch_kernel : Columns... {
    static constexpr unsigned results = Program::results;
    static constexpr bool is_accurate = std::is_same_v<Work, long double> && std::is_same_v<Element, double>;
    static constexpr bool has_double_words = uses_double_words<Program, is_accurate>;
    /// 16 bits whose conversions are better apart: they are instructions, or there is much else to compute.
    static constexpr bool in_pieces =
        sizeof(Element) == 2 && std::is_same_v<Work, float> &&
        (std::is_same_v<Element, float16> || cost_of(Program::program).transcendental > 0);
    Weight weight;
    Element* out[results];

    batch_kernel(Weight const& w, Columns const&... columns) : Columns{columns}..., weight{w} {}

    template <class T, template <operation, class> class Instruction>
    OGIVE_ALWAYS_INLINE void compute(std::size_t i) const {
        T raw[results];
        calculate<Instruction>(raw, inputs<binding<typename Columns::symbol, T>...>{
                                        binding<typename Columns::symbol, T>{T(static_cast<Work>(Columns::at(i)))}...});
        if constexpr (!std::is_same_v<Weight, unweighted>)
            for (auto& r : raw) r = r * T(static_cast<Work>(weight.at(i)));
        for (unsigned k = 0; k < results; ++k) {
            if constexpr (is_lane<T>)
                out[k][i] = static_cast<Element>(raw[k].value);
            else
                out[k][i] = static_cast<Element>(raw[k]);
        }
    }

    template <template <operation, class> class Instruction, class T, class Inputs>
    OGIVE_ALWAYS_INLINE static void calculate(T* raw, Inputs const& given) {
        run_inline<Program::program, Instruction>(
            given, raw, std::make_integer_sequence<unsigned, listing<Program::program, T>::length>{});
        Program::mend(raw, given);
    }

    /// One element, on a target with or without a fused multiply-add.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void element(std::size_t i) const {
        if constexpr (std::is_same_v<Work, long double>)
            compute<long double, instruction>(i);
        else if constexpr (std::is_same_v<Work, double> && std::is_same_v<Element, float>)
            compute<lane<Work, may_be_short<Program> ? shortened(F) : F>, lane_instruction>(i);
        else
            compute<lane<Work, F>, lane_instruction>(i);
    }

    /// One element in two words; the highest bit of what is returned says that it is not good.
    template <arithmetic F>
    OGIVE_ALWAYS_INLINE unsigned long long in_double_words(double_word<F>* raw, std::size_t i) const {
        using D = double_word<F>;
        auto bad = run_on_double_words<Program>(
            inputs<binding<typename Columns::symbol, D>...>{binding<typename Columns::symbol, D>{D(Columns::at(i))}...},
            raw, std::make_integer_sequence<unsigned, listing<Program::program, D>::length>{});
        if constexpr (!std::is_same_v<Weight, unweighted>) {
            D const w = D(weight.at(i));
            bad |= out_of_range(w);
            for (unsigned k = 0; k < results; ++k) {
                raw[k] = raw[k] * w;
                bad |= out_of_results(raw[k]);
            }
        }
        return bad;
    }

    batch_kernel from(std::size_t first) const {
        batch_kernel k{weight.from(first), Columns::from(first)...};
        for (unsigned r = 0; r < results; ++r) k.out[r] = out[r] + first;
        return k;
    }
};

OGIVE_LOOPS_BEGIN

template <class Kernel>
OGIVE_VECTOR_CODE OGIVE_AVX512 void blocks_avx512(Kernel const& kernel, std::size_t count) {
    OGIVE_KEEP_FLAGS(count);
    Kernel const k = kernel;
    for (std::size_t b = 0; b < count; ++b) {
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < block_size; ++i) k.template element<arithmetic::fused>(block_size * b + i);
    }
}
template <class Kernel>
OGIVE_VECTOR_CODE OGIVE_AVX2 void blocks_avx2(Kernel const& kernel, std::size_t count) {
    OGIVE_KEEP_FLAGS(count);
    Kernel const k = kernel;
    for (std::size_t b = 0; b < count; ++b) {
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < block_size; ++i) k.template element<arithmetic::fused>(block_size * b + i);
    }
}
template <class Kernel>
OGIVE_VECTOR_CODE void blocks_portable(Kernel const& kernel, std::size_t count) {
    OGIVE_KEEP_FLAGS(count);
    Kernel const k = kernel;
    for (std::size_t b = 0; b < count; ++b) {
        OGIVE_INDEPENDENT_ITERATIONS
        for (std::size_t i = 0; i < block_size; ++i) k.template element<native_arithmetic>(block_size * b + i);
    }
}

template <class Kernel>
void run_blocks(Kernel const& k, std::size_t count, instruction_set set) {
    if (set == instruction_set::avx512)
        blocks_avx512(k, count);
    else if (set == instruction_set::avx2)
        blocks_avx2(k, count);
    else
        blocks_portable(k, count);
}

/// A block in two words, and which elements are left.
template <class Kernel>
struct double_word_block {
    Kernel const& kernel;
    double* out[Kernel::results];
    unsigned long long* left;

    template <arithmetic F>
    OGIVE_ALWAYS_INLINE void element(std::size_t i) const {
        double_word<F> raw[Kernel::results];
        left[i] = kernel.in_double_words(raw, i) >> 63;
        for (unsigned k = 0; k < Kernel::results; ++k) out[k][i] = raw[k].high.value;
    }
};

/// Up to a block of elements from `first` on, `in` reading them; what is left is computed in long double.
template <class Kernel>
void run_double_words(Kernel const& kernel, Kernel const& in, std::size_t first, std::size_t count,
                      instruction_set set) {
    double results[Kernel::results][block_size];
    unsigned long long left[block_size];
    double_word_block<Kernel> block{in, {}, left};
    for (unsigned r = 0; r < Kernel::results; ++r) block.out[r] = results[r];
    run_blocks(block, 1, set);
    for (std::size_t i = 0; i < count; ++i) {
        if (left[i] != 0) {
            kernel.template element<arithmetic::separate>(first + i);
        } else {
            for (unsigned r = 0; r < Kernel::results; ++r) kernel.out[r][first + i] = results[r][i];
        }
    }
}

/// The last elements of an array, less than a block.
template <class Program, class Work, class Element, class Weight, class... Columns>
void run_rest(batch_kernel<Program, Work, Element, Weight, Columns...> const& kernel, std::size_t first,
              std::size_t count, instruction_set set) {
    using kernel_type = batch_kernel<Program, Work, Element, Weight, Columns...>;
    struct blocks : Columns::block... {
    } in;
    typename Weight::block weights;
    Element results[kernel_type::results][block_size];
    kernel_type k{
        kernel.weight.padded(weights, first, count),
        static_cast<Columns const&>(kernel).padded(static_cast<typename Columns::block&>(in), first, count)...};
    if constexpr (kernel_type::has_double_words) {
        if (keeps_low_words()) return run_double_words(kernel, k, first, count, set);
    }
    for (unsigned r = 0; r < kernel_type::results; ++r) k.out[r] = results[r];
    run_blocks(k, 1, set);
    for (unsigned r = 0; r < kernel_type::results; ++r)
        for (std::size_t i = 0; i < count; ++i) kernel.out[r][first + i] = results[r][i];
}

/// Numbers, all of them, from one type to another.
template <class From, class To>
struct conversion {
    From const* from;
    To* to;

    template <arithmetic>
    OGIVE_ALWAYS_INLINE void element(std::size_t i) const {
        to[i] = static_cast<To>(from[i]);
    }
};
template <class From, class To>
void convert(From const* from, To* to, std::size_t count, instruction_set set) {
    if (converted_by_instructions(from, to, count, set)) return;
    std::size_t const blocks = count / block_size;
    run_blocks(conversion<From, To>{from, to}, blocks, set);
    for (std::size_t i = blocks * block_size; i < count; ++i) to[i] = static_cast<To>(from[i]);
}

/// Elements of 16 bits that are converted at once, to float before a kernel of float and back after it.
inline constexpr std::size_t piece_size = 8 * block_size;

/// A column, with float in place of 16 bits.
template <class Column>
struct widened {
    using type = Column;
    struct piece {};
    static type from(piece&, Column const& c, std::size_t first, std::size_t, instruction_set) { return c.from(first); }
};
template <class Symbol, class E>
    requires(sizeof(E) == 2)
struct widened<varying<Symbol, E>> {
    using type = varying<Symbol, float>;
    struct piece {
        float items[piece_size];
    };
    static type from(piece& p, varying<Symbol, E> const& c, std::size_t first, std::size_t count, instruction_set set) {
        convert(c.data + first, p.items, count, set);
        return {p.items};
    }
};

template <class Kernel>
void run_batch(Kernel const& kernel, std::size_t count, instruction_set set = best_instruction_set());

template <class Program, class Element, class Weight, class... Columns>
void run_in_pieces(batch_kernel<Program, float, Element, Weight, Columns...> const& kernel, std::size_t count,
                   instruction_set set) {
    struct pieces : widened<Columns>::piece... {
    } in;
    typename widened<Weight>::piece weights;
    float results[Program::results][piece_size];
    for (std::size_t first = 0; first < count; first += piece_size) {
        std::size_t const n = count - first < piece_size ? count - first : piece_size;
        batch_kernel<Program, float, float, typename widened<Weight>::type, typename widened<Columns>::type...> k{
            widened<Weight>::from(weights, kernel.weight, first, n, set),
            widened<Columns>::from(static_cast<typename widened<Columns>::piece&>(in),
                                   static_cast<Columns const&>(kernel), first, n, set)...};
        for (unsigned r = 0; r < Program::results; ++r) k.out[r] = results[r];
        run_batch(k, n, set);
        for (unsigned r = 0; r < Program::results; ++r) convert(results[r], kernel.out[r] + first, n, set);
    }
}

/// All elements. Arrays may be the same, element by element; they may not overlap otherwise.
template <class Kernel>
void run_batch(Kernel const& kernel, std::size_t count, instruction_set set) {
    if constexpr (Kernel::in_pieces) return run_in_pieces(kernel, count, set);
    std::size_t const blocks = count / block_size, rest = count % block_size;
    bool done = false;
    if constexpr (Kernel::has_double_words)
        if (keeps_low_words()) {
            for (std::size_t b = 0; b < blocks; ++b)
                run_double_words(kernel, kernel.from(block_size * b), block_size * b, block_size, set);
            done = true;
        }
    if (blocks > 0 && !done) run_blocks(kernel, blocks, set);
    if (rest > 0) run_rest(kernel, count - rest, rest, set);
}

OGIVE_LOOPS_END

} // namespace ogive::evaluation
