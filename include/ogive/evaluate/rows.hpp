// SPDX-License-Identifier: BSL-1.0
#pragma once
// forward, backward and loss_and_gradient for functions of whole rows: softmax and its kin over batches of rows.
//
// A row is a contiguous range, a row of rows_of(...), or the channels of a pixel of channels_of(...); elements are float or
// double, one type in all arrays of a call. Rows have any length but zero; there may be no rows. Results may be written
// over the input of the same shape; arrays may not overlap otherwise. The vector code for the machine at hand is chosen
// when the program runs; the bits of a row depend on its elements and its length only, and are the same on all machines
// that have a fused multiply-add, for rows in any place. Rows and channels may differ by a rounding.
//
// Largest errors, of float and of double, for rows of any length and any finite elements, subnormal results included:
//   softmax      2 ULP of each element (2.5 without a fused multiply-add and across channels); their sum 1 ULP off 1 (1.5)
//   log_softmax  1.5 ULP of each element
//   logsumexp    0.6 of a unit in its last place and one of the maximum's together
//   of these two 3 instead where the result is below 16 epsilon, one element being far above the others
//   the loss 2 ULP from a class; gradients 4 to 6 ULP of the magnitudes of their terms
// Measured by tests/evaluate/rows.cpp: 1.99 (2.33), 1.22, 2.65 and 0.50, for rows of up to 1,000,003 elements.

#include <ogive/evaluate/channel_kernels.hpp>
#include <ogive/evaluate/row_losses.hpp>

namespace ogive {

/// A function of a whole row: it says by its member `rows` which kernel is for it.
template <class F>
concept row_function = requires {
    { std::remove_cvref_t<F>::rows } -> std::convertible_to<row_operation>;
};

namespace evaluation {

template <class R>
constexpr bool is_row_element() {
    using E = typename row_shape<std::remove_reference_t<R>>::element;
    return std::is_same_v<E, float> || std::is_same_v<E, double>;
}

/// Arrays of a call: views or ranges, of float or of double.
template <class First, class... Others>
constexpr bool check_rows() {
    using E = typename row_shape<std::remove_reference_t<First>>::element;
    static_assert(
        is_row_element<First>() &&
            (std::is_same_v<E, typename row_shape<std::remove_reference_t<Others>>::element> && ...),
        "ogive: the arrays of forward(f, in, out) and its kin over rows hold float or double, the same in all "
        "of them. Convert the elements first.");
    return true;
}

template <class E>
rows_view<E const> constant(rows_view<E> v) {
    return {v.data, v.rows, v.length, v.leading_dimension};
}
template <class E>
channels_view<E const> constant(channels_view<E> v) {
    return {v.data, v.images, v.channels, v.pixels};
}

/// The type of the views written to, with nothing there.
template <class T, class E>
rows_view<T> without_data(rows_view<E> v) {
    return {nullptr, v.rows, v.length, 0};
}
template <class T, class E>
channels_view<T> without_data(channels_view<E> v) {
    return {nullptr, v.images, v.channels, v.pixels};
}

/// One number for each row, in the shape of rows of one element.
template <class R, class E>
auto one_each(R& r, rows_view<E> v) {
    require_one_each(v, size_of(r));
    return rows_of(data_of(r), v.rows, std::size_t{1});
}
template <class R, class E>
auto one_each(R& r, channels_view<E> v) {
    require_one_each(v, size_of(r));
    return channels_of(data_of(r), v.images, std::size_t{1}, v.pixels);
}

/// The output of a function: of the shape of the input, or one number for each row.
template <row_operation Op, class R, class View>
auto output_of(R& r, View in) {
    if constexpr (Op == row_operation::logsumexp) {
        static_assert(array<R>, "ogive: logsumexp gives one number for each row: give a contiguous range for them.");
        return one_each(r, in);
    } else {
        auto const out = shape_of(r);
        require_same_shape(in, out);
        return out;
    }
}

/// softmin(x) is softmax(-x).
constexpr row_operation kernel_of(row_operation op) {
    return op == row_operation::softmin ? row_operation::softmax : op;
}
template <class T>
constexpr T sign_of(row_operation op) {
    return op == row_operation::softmin ? T(-1) : T(1);
}

template <class F>
constexpr bool check_row_function() {
    constexpr row_operation op = std::remove_cvref_t<F>::rows;
    static_assert(op != row_operation::softmax_cross_entropy,
                  "ogive: a loss has targets beside its input. Call loss_and_gradient(f, logits, targets, losses, "
                  "gradient).");
    return op != row_operation::softmax_cross_entropy;
}

template <class R>
using row_element = typename row_shape<std::remove_reference_t<R>>::element;

template <class R>
concept class_targets = array<R> && std::is_integral_v<element_of<R>>;

/// Refuses a class that is none, before anything is written.
template <class Index>
void require_classes(Index const* classes, std::size_t rows, std::size_t length) {
    for (std::size_t r = 0; r < rows; ++r)
        if (classes[r] < Index(0) || static_cast<unsigned long long>(classes[r]) >= length)
            throw target_out_of_range{r};
}

template <bool Gradient, class View, class Targets, class T, class Out>
void run_loss(View in, Targets const& targets, T* losses, Out gradient) {
    if constexpr (class_targets<Targets const>) {
        using index = element_of<Targets const>;
        require_one_each(in, size_of(targets));
        require_classes<index>(data_of(targets), count_of_rows(in), length_of_rows(in));
        run_rows(row_class_loss<Gradient, index, Out>{constant(in), data_of(targets), losses, gradient},
                 count_of_rows(in));
    } else {
        static_assert(std::is_same_v<row_element<Targets const>, T>,
                      "ogive: the targets of loss_and_gradient(f, logits, targets, ...) are a contiguous range of "
                      "integers, the class of each row, or distributions in the shape and type of the logits.");
        auto const q = shape_of(targets);
        require_same_shape(in, q);
        run_rows(row_distribution_loss<Gradient, Out>{constant(in), constant(q), losses, gradient}, count_of_rows(in));
    }
}

} // namespace evaluation

/// out = f of each row of `in`. softmax, softmin and log_softmax: views or ranges of the same shape. logsumexp: `out` is a
/// contiguous range with one number for each row (channels: for each pixel, image by image).
///
/// Domain: all numbers. NaN in a row makes all of it NaN. An element minus infinity is 0 in a softmax, minus infinity in a
/// log_softmax; one plus infinity is 1 (0) and the others 0 (minus infinity), which is the limit. Several of them, or a
/// row of nothing but minus infinity, have no limit: NaN. logsumexp is plus infinity if an element is, minus infinity if
/// all are. (softmin: with the signs exchanged.)
///
/// Throws rows_refused for rows without an element and for shapes that differ; then nothing is written.
template <row_function F, class In, class Out>
void forward(F, In const& in, Out&& out) {
    using namespace evaluation;
    if constexpr (check_row_function<F>() && check_rows<In const, Out>()) {
        constexpr row_operation op = kernel_of(F::rows);
        auto const x = shape_of(in);
        require_elements(x);
        auto const y = output_of<op>(out, x);
        run_rows(row_forward<op, std::remove_const_t<decltype(y)>>{constant(x), y, sign_of<row_element<Out>>(F::rows)},
                 count_of_rows(x));
    }
}

/// grad_in = the gradient by the row, given that by the output: for softmax p·(g - sum(p·g)), for log_softmax
/// g - p·sum(g), for logsumexp p·g, without the matrix of derivatives. `grad_out` has the shape of the output of forward,
/// `grad_in` that of `in`; grad_in may be one of the others. Exponentials are computed again. In a row with a plus infinity p is as
/// for forward. Throws rows_refused; then nothing is written.
template <row_function F, class In, class GradOut, class GradIn>
void backward(F, In const& in, GradOut const& grad_out, GradIn&& grad_in) {
    using namespace evaluation;
    if constexpr (check_row_function<F>() && check_rows<In const, GradOut const, GradIn>()) {
        constexpr row_operation op = kernel_of(F::rows);
        auto const x = shape_of(in);
        require_elements(x);
        auto const g = output_of<op>(grad_out, x);
        auto const y = shape_of(grad_in);
        require_same_shape(x, y);
        run_rows(row_backward<op, std::remove_const_t<decltype(y)>>{constant(x), constant(g), y,
                                                                    sign_of<row_element<GradIn>>(F::rows)},
                 count_of_rows(x));
    }
}

/// The same from the output of softmax, softmin or log_softmax: the input need not be kept. All three have one shape;
/// grad_in may be one of the others. Throws rows_refused; then nothing is written.
template <row_function F, class Output, class GradOut, class GradIn>
void backward_from_output(F, Output const& output, GradOut const& grad_out, GradIn&& grad_in) {
    using namespace evaluation;
    if constexpr (check_row_function<F>() && check_rows<Output const, GradOut const, GradIn>()) {
        constexpr row_operation op = kernel_of(F::rows);
        static_assert(op != row_operation::logsumexp,
                      "ogive: a row cannot be recovered from its logsumexp. Keep the input and call backward(f, in, "
                      "grad_out, grad_in).");
        if constexpr (op != row_operation::logsumexp) {
            auto const p = shape_of(output);
            require_elements(p);
            auto const g = shape_of(grad_out);
            auto const y = shape_of(grad_in);
            require_same_shape(p, g);
            require_same_shape(p, y);
            run_rows(
                row_backward_from_output<op, std::remove_const_t<decltype(y)>>{constant(p), constant(g), y,
                                                                               sign_of<row_element<GradIn>>(F::rows)},
                count_of_rows(p));
        }
    }
}

/// Softmax and cross-entropy from logits in one go: losses = -log softmax at the class of each row, or
/// -sum(q·log softmax) for distributions q; `losses` is a contiguous range with one number for each row. gradient = that
/// of each loss by its row, softmax minus target (for a distribution: times its sum), in the shape of the logits; it may
/// be the logits. `targets`: a contiguous range of integers, the class of each row from 0; or q >= 0, in the shape of the
/// logits. A loss near zero and the gradient at its class keep their relative accuracy.
///
/// Special values as for forward; q = 0 where the logit is minus infinity adds nothing. Throws target_out_of_range,
/// rows_refused; then nothing is written.
template <row_function F, class In, class Targets, class Losses, class Gradient>
void loss_and_gradient(F, In const& logits, Targets const& targets, Losses&& losses, Gradient&& gradient) {
    using namespace evaluation;
    static_assert(F::rows == row_operation::softmax_cross_entropy,
                  "ogive: loss_and_gradient(f, logits, targets, losses, gradient) is for softmax_cross_entropy.");
    if constexpr (check_rows<In const, Losses, Gradient>()) {
        auto const x = shape_of(logits);
        auto const y = shape_of(gradient);
        require_elements(x);
        require_same_shape(x, y);
        require_one_each(x, size_of(losses));
        run_loss<true>(x, targets, data_of(losses), y);
    }
}
/// The losses alone.
template <row_function F, class In, class Targets, class Losses>
void loss_and_gradient(F, In const& logits, Targets const& targets, Losses&& losses) {
    using namespace evaluation;
    static_assert(F::rows == row_operation::softmax_cross_entropy,
                  "ogive: loss_and_gradient(f, logits, targets, losses) is for softmax_cross_entropy.");
    if constexpr (check_rows<In const, Losses>()) {
        auto const x = shape_of(logits);
        require_elements(x);
        require_one_each(x, size_of(losses));
        run_loss<false>(x, targets, data_of(losses), without_data<row_element<Losses>>(x));
    }
}

} // namespace ogive
