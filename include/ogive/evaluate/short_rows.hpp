// SPDX-License-Identifier: BSL-1.0
#pragma once
// Short rows, a block at a time as channels of pixels: a row is a lane then, and lanes need not be added.

#include <ogive/evaluate/channel_kernels.hpp>

namespace ogive::evaluation {

/// Rows up to this length are short.
inline constexpr std::size_t short_row = 64;

/// out[c·out_step + r] = in[r·in_step + c] for a square of as many rows as a vector has elements.
template <class T>
OGIVE_ALWAYS_INLINE void transpose_square(T const* in, std::size_t in_step, T* out, std::size_t out_step) {
    typedef T vector __attribute__((vector_size(16)));
    constexpr std::size_t n = 16 / sizeof(T);
    vector v[n], w[n];
    for (std::size_t r = 0; r < n; ++r) __builtin_memcpy(&v[r], in + r * in_step, sizeof(vector));
    for (std::size_t round = 1; round < n; round *= 2) { // rows of both halves, element by element in turn
        for (std::size_t r = 0; r < n / 2; ++r) {
            if constexpr (n == 4) {
                w[2 * r] = __builtin_shufflevector(v[r], v[r + 2], 0, 4, 1, 5);
                w[2 * r + 1] = __builtin_shufflevector(v[r], v[r + 2], 2, 6, 3, 7);
            } else {
                w[2 * r] = __builtin_shufflevector(v[r], v[r + 1], 0, 2);
                w[2 * r + 1] = __builtin_shufflevector(v[r], v[r + 1], 1, 3);
            }
        }
        for (std::size_t r = 0; r < n; ++r) v[r] = w[r];
    }
    for (std::size_t r = 0; r < n; ++r) __builtin_memcpy(out + r * out_step, &v[r], sizeof(vector));
}

/// out[c·out_step + r] = in[r·in_step + c]; the arrays do not overlap.
template <class T>
OGIVE_VECTOR_CODE void transpose(T const* in, std::size_t in_step, T* out, std::size_t out_step, std::size_t rows,
                                 std::size_t columns) {
    constexpr std::size_t n = 16 / sizeof(T);
    if (rows < n || columns < n) {
        for (std::size_t r = 0; r < rows; ++r)
            for (std::size_t c = 0; c < columns; ++c) out[c * out_step + r] = in[r * in_step + c];
        return;
    }
    for (std::size_t i = 0; i < rows; i += n) {
        std::size_t const r = i + n <= rows ? i : rows - n; // the last squares overlap those before them
        for (std::size_t j = 0; j < columns; j += n) {
            std::size_t const c = j + n <= columns ? j : columns - n;
            transpose_square(in + r * in_step + c, in_step, out + c * out_step + r, out_step);
        }
    }
}

/// A block of short rows as channels of pixels.
template <class T>
struct transposed {
    static constexpr std::size_t capacity = (1u << 14) / sizeof(T);
    T items[capacity];

    /// How many rows are computed together.
    static constexpr std::size_t rows(std::size_t length) {
        std::size_t const fit = in_full_groups(capacity / length);
        return fit < pixels_at_once ? fit : pixels_at_once;
    }
    channels_view<T> view(std::size_t length, std::size_t count) { return channels_of(items, 1, length, count); }
    channels_view<T const> read(rows_view<T const> v, std::size_t first, std::size_t count) {
        transpose(v.row(first), v.leading_dimension, items, count, count, v.length);
        return {items, 1, v.length, count};
    }
    void write(rows_view<T> v, std::size_t first, std::size_t count) const {
        transpose(items, count, v.row(first), v.leading_dimension, v.length, count);
    }
};

/// Calls compute(first, count) for blocks of all rows.
template <class T, class Compute>
void in_short_blocks(rows_view<T const> in, Compute compute) {
    std::size_t const at_once = transposed<T>::rows(in.length);
    for (std::size_t first = 0; first < in.rows; first += at_once)
        compute(first, in.rows - first < at_once ? in.rows - first : at_once);
}

} // namespace ogive::evaluation
