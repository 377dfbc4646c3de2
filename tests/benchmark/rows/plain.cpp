// SPDX-License-Identifier: BSL-1.0
// Loops as users write them; the compiler makes vectors of them with -ffast-math.

#include "routines.hpp"

#include <cmath>

namespace {

float exponentials(float const* x, float* out, std::size_t n, float& top) {
    top = x[0];
    for (std::size_t i = 1; i < n; ++i) top = x[i] > top ? x[i] : top;
    float sum = 0;
    for (std::size_t i = 0; i < n; ++i) {
        out[i] = std::exp(x[i] - top);
        sum += out[i];
    }
    return sum;
}
void softmax(float const* in, float* out, std::size_t count, std::size_t n) {
    for (std::size_t r = 0; r < count; ++r) {
        float top, *const y = out + r * n;
        float const factor = 1 / exponentials(in + r * n, y, n, top);
        for (std::size_t i = 0; i < n; ++i) y[i] *= factor;
    }
}
void log_softmax(float const* in, float* out, std::size_t count, std::size_t n) {
    for (std::size_t r = 0; r < count; ++r) {
        float const* const x = in + r * n;
        float top, *const y = out + r * n;
        float const log = std::log(exponentials(x, y, n, top));
        for (std::size_t i = 0; i < n; ++i) y[i] = x[i] - top - log;
    }
}
void loss(float const* in, int const* targets, float* losses, float* gradient, std::size_t count, std::size_t n) {
    for (std::size_t r = 0; r < count; ++r) {
        float top, *const g = gradient + r * n;
        float const sum = exponentials(in + r * n, g, n, top), factor = 1 / sum;
        for (std::size_t i = 0; i < n; ++i) g[i] *= factor;
        g[targets[r]] -= 1;
        losses[r] = std::log(sum) - (in[r * n + static_cast<std::size_t>(targets[r])] - top);
    }
}
/// Channel by channel over all pixels, as memory is read best.
struct sums_across {
    std::vector<float> top, sum;

    sums_across(float const* in, float* out, std::size_t pixels, std::size_t n)
        : top(in, in + pixels), sum(pixels, 0.0f) {
        float *const t = top.data(), *const s = sum.data();
        for (std::size_t c = 1; c < n; ++c)
            for (std::size_t p = 0; p < pixels; ++p) t[p] = in[c * pixels + p] > t[p] ? in[c * pixels + p] : t[p];
        for (std::size_t c = 0; c < n; ++c)
            for (std::size_t p = 0; p < pixels; ++p) {
                float const e = std::exp(in[c * pixels + p] - t[p]);
                out[c * pixels + p] = e;
                s[p] += e;
            }
    }
};
void scale_across(float* out, std::vector<float> const& sum, std::size_t pixels, std::size_t n) {
    std::vector<float> factor(pixels);
    for (std::size_t p = 0; p < pixels; ++p) factor[p] = 1 / sum[p];
    for (std::size_t c = 0; c < n; ++c)
        for (std::size_t p = 0; p < pixels; ++p) out[c * pixels + p] *= factor[p];
}
void channels(float const* in, float* out, std::size_t pixels, std::size_t n) {
    sums_across const s(in, out, pixels, n);
    scale_across(out, s.sum, pixels, n);
}
void log_channels(float const* in, float* out, std::size_t pixels, std::size_t n) {
    sums_across s(in, out, pixels, n);
    for (std::size_t p = 0; p < pixels; ++p) s.top[p] += std::log(s.sum[p]);
    for (std::size_t c = 0; c < n; ++c)
        for (std::size_t p = 0; p < pixels; ++p) out[c * pixels + p] = in[c * pixels + p] - s.top[p];
}
void loss_channels(float const* in, int const* targets, float* losses, float* gradient, std::size_t pixels,
                   std::size_t n) {
    sums_across const s(in, gradient, pixels, n);
    scale_across(gradient, s.sum, pixels, n);
    for (std::size_t p = 0; p < pixels; ++p) {
        std::size_t const at = static_cast<std::size_t>(targets[p]) * pixels + p;
        gradient[at] -= 1;
        losses[p] = std::log(s.sum[p]) - (in[at] - s.top[p]);
    }
}

} // namespace

void rows::add_plain(std::vector<routine>& all) {
    all.push_back({"plain loops", ROWS_FLAGS, softmax, log_softmax, loss, channels, log_channels, loss_channels});
}
