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
// Largest errors in ULP, float and double, rows of any length (tests/evaluate/rows.cpp checks them to 1000003 elements),
// in parentheses without a fused multiply-add. Subnormal results: in units of the least number.
//   softmax, softmin   2 (2.5); the sum of the outputs is within 1 (1.5) of one
//   log_softmax        1.5
//   logsumexp          0.6 of its own and of the maximum's together; 1.5 where it is less than 16 epsilon, so that the
//                      maximum is about zero
//   losses             3; the gradient at the class 4, elsewhere 2.5: also where p is almost one
//                      (infinite where two elements are further apart than there are numbers)
//   where one element is so far above the others that log_softmax there, or the loss, is less than 1/64 (logsumexp: than
//   16 epsilon), all of these, and the gradient at the class, for rows of up to 64 elements and up to 64 channels 4, for more
//   channels 5
//   gradients          backward 4 epsilon, from the output 6 epsilon, of the sum of the magnitudes of its terms; from
//                      log_softmax besides |y| epsilon, as e^y has it; a subnormal p is rounded before it is multiplied
// A sum has at most 64 terms in a lane, and the lanes are added in two words: nothing grows with the length of a row.

#include <ogive/evaluate/short_rows.hpp>

namespace ogive {

/// A function of a whole row: it says by its member `rows` which kernel is for it.
template <class F>
concept row_function = requires {
    { std::remove_cvref_t<F>::rows } -> std::convertible_to<row_operation>;
};

namespace evaluation {

template <class R>
using row_element = typename row_shape<std::remove_reference_t<R>>::element;

template <class R>
constexpr bool is_row_element() {
    using E = row_element<R>;
    return std::is_same_v<E, float> || std::is_same_v<E, double>;
}

/// Arrays of a call, the first of them one that is written.
template <class Written, class... Others>
constexpr bool check_rows() {
    using view = decltype(shape_of(std::declval<std::remove_reference_t<Written>&>()));
    constexpr bool writable = !std::is_const_v<std::remove_pointer_t<decltype(view::data)>>;
    static_assert(
        is_row_element<Written>() && (std::is_same_v<row_element<Written>, row_element<Others>> && ...),
        "ogive: the arrays of forward(f, in, out) and its kin over rows hold float or double, the same in all "
        "of them. Convert the elements first.");
    static_assert(writable,
                  "ogive: an output of forward(f, in, out) and its kin over rows is an array of constants. Give "
                  "an array that can be written.");
    return writable;
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

template <row_operation Op, class T>
void run_forward(channels_view<T const> in, channels_view<T> out) {
    run_rows(row_forward<Op, channels_view<T>>{in, out}, count_of_rows(in));
}
template <row_operation Op, class T>
void run_forward(rows_view<T const> in, rows_view<T> out) {
    if (in.length > short_row) return run_rows(row_forward<Op, rows_view<T>>{in, out}, in.rows);
    transposed<T> block;
    in_short_blocks(in, [&](std::size_t first, std::size_t count) {
        auto const x = block.read(in, first, count);
        run_forward<Op, T>(x, block.view(out.length, count));
        block.write(out, first, count);
    });
}

/// The gradient by the input of a kernel that has it or the output, and the gradient by the output.
template <template <row_operation, class> class Kernel, row_operation Op, class T>
void run_backward(channels_view<T const> in, channels_view<T const> gradient, channels_view<T> out) {
    run_rows(Kernel<Op, channels_view<T>>{in, gradient, out}, count_of_rows(in));
}
template <template <row_operation, class> class Kernel, row_operation Op, class T>
void run_backward(rows_view<T const> in, rows_view<T const> gradient, rows_view<T> out) {
    if (in.length > short_row) return run_rows(Kernel<Op, rows_view<T>>{in, gradient, out}, in.rows);
    transposed<T> block, by;
    in_short_blocks(in, [&](std::size_t first, std::size_t count) {
        auto const x = block.read(in, first, count), g = by.read(gradient, first, count);
        run_backward<Kernel, Op, T>(x, g, block.view(out.length, count));
        block.write(out, first, count);
    });
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
concept class_targets = array<R> && std::is_integral_v<element_of<R>>;

/// Refuses a class that is none, before anything is written.
template <class Index>
void require_classes(Index const* classes, std::size_t rows, std::size_t length) {
    for (std::size_t r = 0; r < rows; ++r)
        if (classes[r] < Index(0) || static_cast<unsigned long long>(classes[r]) >= length)
            throw target_out_of_range{r};
}

template <bool Gradient, class T, class Index>
void run_class_loss(channels_view<T const> in, Index const* classes, T* losses, channels_view<T> gradient) {
    run_rows(row_class_loss<Gradient, Index, channels_view<T>>{in, classes, losses, gradient}, count_of_rows(in));
}
template <bool Gradient, class T, class Index>
void run_class_loss(rows_view<T const> in, Index const* classes, T* losses, rows_view<T> gradient) {
    if (in.length > short_row)
        return run_rows(row_class_loss<Gradient, Index, rows_view<T>>{in, classes, losses, gradient}, in.rows);
    transposed<T> block;
    in_short_blocks(in, [&](std::size_t first, std::size_t count) {
        auto const x = block.read(in, first, count);
        run_class_loss<Gradient, T, Index>(x, classes + first, losses + first, block.view(in.length, count));
        if constexpr (Gradient) block.write(gradient, first, count);
    });
}

template <bool Gradient, class T>
void run_distribution_loss(channels_view<T const> in, channels_view<T const> targets, T* losses,
                           channels_view<T> gradient) {
    run_rows(row_distribution_loss<Gradient, channels_view<T>>{in, targets, losses, gradient}, count_of_rows(in));
}
template <bool Gradient, class T>
void run_distribution_loss(rows_view<T const> in, rows_view<T const> targets, T* losses, rows_view<T> gradient) {
    if (in.length > short_row)
        return run_rows(row_distribution_loss<Gradient, rows_view<T>>{in, targets, losses, gradient}, in.rows);
    transposed<T> block, by;
    in_short_blocks(in, [&](std::size_t first, std::size_t count) {
        auto const x = block.read(in, first, count), q = by.read(targets, first, count);
        run_distribution_loss<Gradient, T>(x, q, losses + first, block.view(in.length, count));
        if constexpr (Gradient) block.write(gradient, first, count);
    });
}

template <bool Gradient, class View, class Targets, class T, class Out>
void run_loss(View in, Targets const& targets, T* losses, Out gradient) {
    if constexpr (class_targets<Targets const>) {
        using index = element_of<Targets const>;
        require_one_each(in, size_of(targets));
        require_classes<index>(data_of(targets), count_of_rows(in), length_of_rows(in));
        run_class_loss<Gradient, T, index>(constant(in), data_of(targets), losses, gradient);
    } else {
        static_assert(std::is_same_v<row_element<Targets const>, T>,
                      "ogive: the targets of loss_and_gradient(f, logits, targets, ...) are a contiguous range of "
                      "integers, the class of each row, or distributions in the shape and type of the logits.");
        auto const q = shape_of(targets);
        require_same_shape(in, q);
        run_distribution_loss<Gradient, T>(constant(in), constant(q), losses, gradient);
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
    if constexpr (check_row_function<F>() && check_rows<Out, In const>()) {
        constexpr row_operation op = F::rows;
        auto const x = shape_of(in);
        require_elements(x);
        auto const y = output_of<op>(out, x);
        run_forward<op, row_element<Out>>(constant(x), y);
    }
}

/// grad_in = the gradient by the row, given that by the output: for softmax p·(g - sum(p·g)), for log_softmax
/// g - p·sum(g), for logsumexp p·g, without the matrix of derivatives. `grad_out` has the shape of the output of forward,
/// `grad_in` that of `in`; grad_in may be one of the others. Exponentials are computed again. In a row with a plus infinity p is as
/// for forward. Throws rows_refused; then nothing is written.
template <row_function F, class In, class GradOut, class GradIn>
void backward(F, In const& in, GradOut const& grad_out, GradIn&& grad_in) {
    using namespace evaluation;
    if constexpr (check_row_function<F>() && check_rows<GradIn, In const, GradOut const>()) {
        constexpr row_operation op = F::rows;
        auto const x = shape_of(in);
        require_elements(x);
        auto const g = output_of<op>(grad_out, x);
        auto const y = shape_of(grad_in);
        require_same_shape(x, y);
        run_backward<row_backward, op, row_element<GradIn>>(constant(x), constant(g), y);
    }
}

/// The same from the output of softmax, softmin or log_softmax: the input need not be kept. All three have one shape;
/// grad_in may be one of the others. Throws rows_refused; then nothing is written.
template <row_function F, class Output, class GradOut, class GradIn>
void backward_from_output(F, Output const& output, GradOut const& grad_out, GradIn&& grad_in) {
    using namespace evaluation;
    if constexpr (check_row_function<F>() && check_rows<GradIn, Output const, GradOut const>()) {
        constexpr row_operation op = F::rows;
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
            run_backward<row_backward_from_output, op, row_element<GradIn>>(constant(p), constant(g), y);
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
    if constexpr (check_rows<Losses, In const>() && check_rows<Gradient, In const>()) {
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
    if constexpr (check_rows<Losses, In const>()) {
        auto const x = shape_of(logits);
        require_elements(x);
        require_one_each(x, size_of(losses));
        run_loss<false>(x, targets, data_of(losses), without_data<row_element<Losses>>(x));
    }
}

} // namespace ogive
