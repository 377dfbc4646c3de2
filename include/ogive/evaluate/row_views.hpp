// SPDX-License-Identifier: BSL-1.0
#pragma once
// Shapes of batches of rows: where the elements of each row lie in memory.

#include <ogive/evaluate/batch.hpp>

namespace ogive {

/// `rows` rows of `length` elements each; element i of row r is data[r·leading_dimension + i].
template <class Element>
struct rows_view {
    Element* data;
    std::size_t rows, length, leading_dimension;

    OGIVE_ALWAYS_INLINE constexpr Element* row(std::size_t r) const { return data + r * leading_dimension; }
    /// How far the row after row r is from it; 0 after the last.
    OGIVE_ALWAYS_INLINE constexpr std::size_t ahead(std::size_t r) const {
        return r + 1 < rows ? leading_dimension : 0;
    }
};

/// Rows along the channels of images (N × C × H × W, or N × C × anything): there is one row of `channels` elements for
/// each pixel of each image. Channel c of pixel p of image n is data[(n·channels + c)·pixels + p].
template <class Element>
struct channels_view {
    Element* data;
    std::size_t images, channels, pixels;
};

/// A view of rows in an array, one after the other: row r starts at data + r·length.
template <class Element>
constexpr rows_view<Element> rows_of(Element* data, std::size_t rows, std::size_t length) {
    return {data, rows, length, length};
}
/// The same with leading_dimension >= length elements from the start of a row to that of the next; those between rows are
/// neither read nor written.
template <class Element>
constexpr rows_view<Element> rows_of(Element* data, std::size_t rows, std::size_t length,
                                     std::size_t leading_dimension) {
    return {data, rows, length, leading_dimension};
}

/// A view of images with their channels first.
template <class Element>
constexpr channels_view<Element> channels_of(Element* data, std::size_t images, std::size_t channels,
                                             std::size_t pixels) {
    return {data, images, channels, pixels};
}

/// Thrown when a batch of rows cannot be computed as given; what() says why, and nothing has been written.
struct rows_refused : std::exception {
    char const* reason;

    explicit rows_refused(char const* why) : reason{why} {}
    char const* what() const noexcept override { return reason; }
};

/// Thrown when the class given for a row is not the index of an element of it; nothing has been written.
struct target_out_of_range : std::exception {
    std::size_t row;

    explicit target_out_of_range(std::size_t r) : row{r} {}
    char const* what() const noexcept override {
        return "ogive: loss_and_gradient(f, logits, targets, ...) was given a class that is not the index of an element of "
               "its row. Classes are counted from 0 to length - 1; the member `row` of this exception tells the first row "
               "for which it is not so.";
    }
};

namespace evaluation {

/// Rows as they are given: views as they are, a contiguous range as one row.
template <class R>
struct row_shape {
    using element = element_of<R>;
    static constexpr rows_view<std::remove_pointer_t<decltype(range_view<R>::data(std::declval<R&>()))>> view(R& r) {
        return {range_view<R>::data(r), 1, range_view<R>::size(r), range_view<R>::size(r)};
    }
};
template <class E>
struct row_shape<rows_view<E>> {
    using element = std::remove_const_t<E>;
    static constexpr rows_view<E> view(rows_view<E> v) { return v; }
};
template <class E>
struct row_shape<rows_view<E> const> : row_shape<rows_view<E>> {};
template <class E>
struct row_shape<channels_view<E>> {
    using element = std::remove_const_t<E>;
    static constexpr channels_view<E> view(channels_view<E> v) { return v; }
};
template <class E>
struct row_shape<channels_view<E> const> : row_shape<channels_view<E>> {};

template <class R>
auto shape_of(R& r) {
    return row_shape<R>::view(r);
}

template <class E>
std::size_t count_of_rows(rows_view<E> v) {
    return v.rows;
}
template <class E>
std::size_t count_of_rows(channels_view<E> v) {
    return v.images * v.pixels;
}
template <class E>
std::size_t length_of_rows(rows_view<E> v) {
    return v.length;
}
template <class E>
std::size_t length_of_rows(channels_view<E> v) {
    return v.channels;
}

inline void refuse_rows(bool wrong, char const* reason) {
    if (wrong) throw rows_refused{reason};
}

template <class View>
void require_elements(View v) {
    refuse_rows(length_of_rows(v) == 0,
                "ogive: a function over rows was given rows without an element, for which there is no maximum and no "
                "quotient. Give rows (channels) of at least one element, or leave the call out.");
    if constexpr (requires { v.leading_dimension; })
        refuse_rows(
            v.leading_dimension < v.length && v.rows > 1,
            "ogive: rows_of(data, rows, length, leading_dimension) was given a leading dimension that is smaller "
            "than the length of a row, so that rows would overlap. It counts the elements from the start of a row "
            "to that of the next: at least the length.");
}

inline constexpr char const* different_shapes =
    "ogive: the arrays of forward(f, in, out) and its kin over rows must have the same number of rows and the same length "
    "of a row (channels: images, channels and pixels). Give views of equal shape; a plain range counts as one row.";

template <class E, class G>
void require_same_shape(rows_view<E> a, rows_view<G> b) {
    refuse_rows(a.rows != b.rows || a.length != b.length, different_shapes);
    require_elements(b);
}
template <class E, class G>
void require_same_shape(channels_view<E> a, channels_view<G> b) {
    refuse_rows(a.images != b.images || a.channels != b.channels || a.pixels != b.pixels, different_shapes);
}

/// One number for each row.
template <class View>
void require_one_each(View v, std::size_t size) {
    refuse_rows(
        size != count_of_rows(v),
        "ogive: logsumexp and losses have one number for each row (channels: for each pixel of each image), and the "
        "range given for them, or for targets or gradients of them, has another size. Give a range with as many "
        "elements as there are rows.");
}

} // namespace evaluation
} // namespace ogive
