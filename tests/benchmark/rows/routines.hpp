// SPDX-License-Identifier: BSL-1.0
#pragma once
// What each library does with rows: softmax, log-softmax, and softmax with cross-entropy and its gradient.

#include <cstddef>
#include <string>
#include <vector>

namespace rows {

struct routine {
    std::string maker, flags;
    void (*softmax)(float const* in, float* out, std::size_t rows, std::size_t length);
    void (*log_softmax)(float const* in, float* out, std::size_t rows, std::size_t length);
    /// Losses of integer targets, and the gradient of each by its row.
    void (*loss)(float const* in, int const* targets, float* losses, float* gradient, std::size_t rows,
                 std::size_t length);
    /// The same across channels: channel c of pixel p is at c*pixels + p.
    void (*channels)(float const* in, float* out, std::size_t pixels, std::size_t channels);
    void (*log_channels)(float const* in, float* out, std::size_t pixels, std::size_t channels);
    void (*loss_channels)(float const* in, int const* targets, float* losses, float* gradient, std::size_t pixels,
                          std::size_t channels);
};

void add_ogive(std::vector<routine>& all);
void add_plain(std::vector<routine>& all);
void add_eigen(std::vector<routine>& all);
void add_xsimd(std::vector<routine>& all);
void add_highway(std::vector<routine>& all);

/// The routines on vectors `V` of a library, in three passes: maximum, exponentials and their sum, quotient. Rows are
/// multiples of the vector's length; so are pixels.
template <class V>
struct on_vectors {
    static void softmax(float const* in, float* out, std::size_t count, std::size_t n) {
        for (std::size_t r = 0; r < count; ++r) {
            float const sum = exponentials(in + r * n, out + r * n, n, maximum(in + r * n, n));
            scale(out + r * n, n, 1 / sum);
        }
    }
    static void log_softmax(float const* in, float* out, std::size_t count, std::size_t n) {
        for (std::size_t r = 0; r < count; ++r) {
            float const* const x = in + r * n;
            float const top = maximum(x, n), shift = top + V::log(exponentials(x, out + r * n, n, top));
            for (std::size_t i = 0; i < n; i += V::lanes)
                V::store(out + r * n + i, V::subtract(V::load(x + i), V::constant(shift)));
        }
    }
    static void loss(float const* in, int const* targets, float* losses, float* gradient, std::size_t count,
                     std::size_t n) {
        for (std::size_t r = 0; r < count; ++r) {
            float const *const x = in + r * n, top = maximum(x, n);
            float* const g = gradient + r * n;
            float const sum = exponentials(x, g, n, top);
            scale(g, n, 1 / sum);
            g[targets[r]] -= 1;
            losses[r] = V::log(sum) - (x[targets[r]] - top);
        }
    }
    static void channels(float const* in, float* out, std::size_t pixels, std::size_t n) {
        for (std::size_t p = 0; p < pixels; p += V::lanes) {
            auto const sum = exponentials_across(in + p, out + p, pixels, n, maximum_across(in + p, pixels, n));
            scale_across(out + p, pixels, n, V::divide(V::constant(1), sum));
        }
    }
    static void log_channels(float const* in, float* out, std::size_t pixels, std::size_t n) {
        for (std::size_t p = 0; p < pixels; p += V::lanes) {
            auto const top = maximum_across(in + p, pixels, n);
            float shift[V::lanes];
            V::store(shift, exponentials_across(in + p, out + p, pixels, n, top));
            for (float& s : shift) s = V::log(s);
            auto const all = V::add(top, V::load(shift));
            for (std::size_t c = 0; c < n; ++c)
                V::store(out + c * pixels + p, V::subtract(V::load(in + c * pixels + p), all));
        }
    }
    static void loss_channels(float const* in, int const* targets, float* losses, float* gradient, std::size_t pixels,
                              std::size_t n) {
        for (std::size_t p = 0; p < pixels; p += V::lanes) {
            auto const top = maximum_across(in + p, pixels, n);
            auto const sum = exponentials_across(in + p, gradient + p, pixels, n, top);
            scale_across(gradient + p, pixels, n, V::divide(V::constant(1), sum));
            float tops[V::lanes], sums[V::lanes];
            V::store(tops, top);
            V::store(sums, sum);
            for (std::size_t i = 0; i < V::lanes; ++i) {
                std::size_t const at = static_cast<std::size_t>(targets[p + i]) * pixels + p + i;
                gradient[at] -= 1;
                losses[p + i] = V::log(sums[i]) - (in[at] - tops[i]);
            }
        }
    }

  private:
    static auto maximum_across(float const* x, std::size_t step, std::size_t n) {
        auto top = V::load(x);
        for (std::size_t c = 1; c < n; ++c) top = V::max(top, V::load(x + c * step));
        return top;
    }
    template <class B>
    static B exponentials_across(float const* x, float* out, std::size_t step, std::size_t n, B top) {
        auto sum = V::constant(0);
        for (std::size_t c = 0; c < n; ++c) {
            auto const e = V::exp(V::subtract(V::load(x + c * step), top));
            V::store(out + c * step, e);
            sum = V::add(sum, e);
        }
        return sum;
    }
    template <class B>
    static void scale_across(float* x, std::size_t step, std::size_t n, B factor) {
        for (std::size_t c = 0; c < n; ++c) V::store(x + c * step, V::multiply(V::load(x + c * step), factor));
    }
    static float maximum(float const* x, std::size_t n) {
        auto top = V::load(x);
        for (std::size_t i = V::lanes; i < n; i += V::lanes) top = V::max(top, V::load(x + i));
        return V::largest(top);
    }
    static float exponentials(float const* x, float* out, std::size_t n, float top) {
        auto sum = V::constant(0);
        for (std::size_t i = 0; i < n; i += V::lanes) {
            auto const e = V::exp(V::subtract(V::load(x + i), V::constant(top)));
            V::store(out + i, e);
            sum = V::add(sum, e);
        }
        return V::total(sum);
    }
    static void scale(float* x, std::size_t n, float factor) {
        for (std::size_t i = 0; i < n; i += V::lanes) V::store(x + i, V::multiply(V::load(x + i), V::constant(factor)));
    }
};

} // namespace rows
