// SPDX-License-Identifier: BSL-1.0
#pragma once
// The pointwise part of recurrent cells over arrays, forward and backward: derived from their formulas, all outputs in one pass.
//
// Errors, of float and double arrays computed fast on machines with a fused multiply-add: at most 6 ULP of the sum of the
// magnitudes of the terms that a result is made of (tests/evaluate/cells.cpp, which measures 5.6), gates saturated or not.

#include <ogive/evaluate/batch.hpp>
#include <ogive/tensor/layers.hpp>

namespace ogive {
namespace evaluation {

/// A symbol where a formula asks for a vector: each element is the symbol.
template <class Symbol>
struct as_vector {
    template <class I>
    constexpr Symbol operator[](I) const {
        return {};
    }
};

template <class Symbol, class R>
constexpr auto column(R const& r) {
    static_assert(check_array<R const>());
    return varying<Symbol, element_of<R const>>{data_of(r)};
}

/// Several expressions whose symbols are all arrays, in one pass.
template <policy P, class... F>
struct several {
    template <class E, class... Columns>
    static void run(std::size_t size, E* const (&out)[sizeof...(F)], Columns const&... columns) {
        run_batch(make_kernel<compiled<F...>, work_type<E, P>>(out, unweighted{}, columns...), size);
    }
};

struct lstm_formulas {
    using i = symbol_t<"i">;
    using f = symbol_t<"f">;
    using g = symbol_t<"g">;
    using o = symbol_t<"o">;
    using c = symbol_t<"c">;
    using s = symbol_t<"s">; // the new state of the cell
    using grad_s = symbol_t<"grad_s">;
    using grad_h = symbol_t<"grad_h">;
    static constexpr auto cell =
        tensor::lstm_cell_t::formula(0, as_vector<i>{}, as_vector<f>{}, as_vector<g>{}, as_vector<c>{});
    static constexpr auto hidden = tensor::lstm_hidden_t::formula(0, as_vector<o>{}, as_vector<s>{});
    template <class X>
    using by_state = decltype((grad_s{} + grad_h{} * derivative(hidden, s{})) * derivative(cell, X{}));
    using by_output = decltype(grad_h{} * derivative(hidden, o{}));
};

struct gru_formulas {
    using r = symbol_t<"r">;
    using z = symbol_t<"z">;
    using n = symbol_t<"n">;
    using m = symbol_t<"m">;
    using h = symbol_t<"h">;
    using grad = symbol_t<"grad">;
    static constexpr auto hidden = tensor::gru_hidden_t::formula(0, as_vector<r>{}, as_vector<z>{}, as_vector<n>{},
                                                                 as_vector<m>{}, as_vector<h>{});
    template <class X>
    using by = decltype(grad{} * derivative(hidden, X{}));
};

template <class First, class... Rest>
std::size_t common_size(First const& first, Rest const&... rest) {
    (require_equal(size_of(first), size_of(rest)), ...);
    return size_of(first);
}

} // namespace evaluation

/// The state of LSTM cells after a step (tensor/layers.hpp): cell[k] = sigmoid(f[k]) c[k] + sigmoid(i[k]) tanh(g[k]) and
/// hidden[k] = sigmoid(o[k]) tanh(cell[k]). All are contiguous ranges of float or double of one length; `cell` may be c,
/// and an output may be any input otherwise. Throws length_mismatch.
template <policy P = policy::fast, class I, class F, class G, class O, class C, class Cell, class Hidden>
void lstm_forward(I const& i, F const& f, G const& g, O const& o, C const& c, Cell&& cell, Hidden&& hidden) {
    using namespace evaluation;
    using s = lstm_formulas;
    static_assert(check_array<Cell>() && check_array<Hidden>());
    using E = element_of<std::remove_reference_t<Cell>>;
    using hidden_type = decltype(tensor::lstm_hidden_t::formula(0, as_vector<s::o>{},
                                                                as_vector<std::remove_const_t<decltype(s::cell)>>{}));
    std::size_t const size = common_size(cell, hidden, i, f, g, o, c);
    E* const out[] = {data_of(cell), data_of(hidden)};
    several<P, std::remove_const_t<decltype(s::cell)>, hidden_type>::run(
        size, out, column<s::i>(i), column<s::f>(f), column<s::g>(g), column<s::o>(o), column<s::c>(c));
}

/// What goes backward through lstm_forward: from the gradients by cell and hidden those by i, f, g, o and c. `cell` is the
/// state after the step. A gradient may be stored where an input of the same index was. Throws length_mismatch.
template <policy P = policy::fast, class I, class F, class G, class O, class C, class Cell, class GradCell,
          class GradHidden, class GradI, class GradF, class GradG, class GradO, class GradC>
void lstm_backward(I const& i, F const& f, G const& g, O const& o, C const& c, Cell const& cell,
                   GradCell const& grad_cell, GradHidden const& grad_hidden, GradI&& grad_i, GradF&& grad_f,
                   GradG&& grad_g, GradO&& grad_o, GradC&& grad_c) {
    using namespace evaluation;
    using s = lstm_formulas;
    static_assert(check_array<GradI>());
    using E = element_of<std::remove_reference_t<GradI>>;
    std::size_t const size =
        common_size(grad_i, grad_f, grad_g, grad_o, grad_c, i, f, g, o, c, cell, grad_cell, grad_hidden);
    E* const out[] = {data_of(grad_i), data_of(grad_f), data_of(grad_g), data_of(grad_o), data_of(grad_c)};
    several<P, s::by_state<s::i>, s::by_state<s::f>, s::by_state<s::g>, s::by_output, s::by_state<s::c>>::run(
        size, out, column<s::i>(i), column<s::f>(f), column<s::g>(g), column<s::o>(o), column<s::c>(c),
        column<s::s>(cell), column<s::grad_s>(grad_cell), column<s::grad_h>(grad_hidden));
}

/// The state of gated recurrent units after a step: hidden[k] = (1 - u) tanh(n[k] + sigmoid(r[k]) m[k]) + u h[k] with
/// u = sigmoid(z[k]). `hidden` may be any of the inputs. Throws length_mismatch.
template <policy P = policy::fast, class R, class Z, class N, class M, class H, class Hidden>
void gru_forward(R const& r, Z const& z, N const& n, M const& m, H const& h, Hidden&& hidden) {
    using namespace evaluation;
    using s = gru_formulas;
    static_assert(check_array<Hidden>());
    using E = element_of<std::remove_reference_t<Hidden>>;
    std::size_t const size = common_size(hidden, r, z, n, m, h);
    E* const out[] = {data_of(hidden)};
    several<P, std::remove_const_t<decltype(s::hidden)>>::run(size, out, column<s::r>(r), column<s::z>(z),
                                                              column<s::n>(n), column<s::m>(m), column<s::h>(h));
}

/// What goes backward through gru_forward: from the gradient by hidden those by r, z, n, m and h. Throws length_mismatch.
template <policy P = policy::fast, class R, class Z, class N, class M, class H, class Grad, class GradR, class GradZ,
          class GradN, class GradM, class GradH>
void gru_backward(R const& r, Z const& z, N const& n, M const& m, H const& h, Grad const& grad, GradR&& grad_r,
                  GradZ&& grad_z, GradN&& grad_n, GradM&& grad_m, GradH&& grad_h) {
    using namespace evaluation;
    using s = gru_formulas;
    static_assert(check_array<GradR>());
    using E = element_of<std::remove_reference_t<GradR>>;
    std::size_t const size = common_size(grad_r, grad_z, grad_n, grad_m, grad_h, r, z, n, m, h, grad);
    E* const out[] = {data_of(grad_r), data_of(grad_z), data_of(grad_n), data_of(grad_m), data_of(grad_h)};
    several<P, s::by<s::r>, s::by<s::z>, s::by<s::n>, s::by<s::m>, s::by<s::h>>::run(
        size, out, column<s::r>(r), column<s::z>(z), column<s::n>(n), column<s::m>(m), column<s::h>(h),
        column<s::grad>(grad));
}

} // namespace ogive
