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
void channels(float const* in, float* out, std::size_t pixels, std::size_t n) {
    std::vector<float> top(in, in + pixels), sum(pixels, 0.0f);
    for (std::size_t c = 1; c < n; ++c)
        for (std::size_t p = 0; p < pixels; ++p) top[p] = in[c * pixels + p] > top[p] ? in[c * pixels + p] : top[p];
    for (std::size_t c = 0; c < n; ++c)
        for (std::size_t p = 0; p < pixels; ++p) {
            float const e = std::exp(in[c * pixels + p] - top[p]);
            out[c * pixels + p] = e;
            sum[p] += e;
        }
    for (std::size_t p = 0; p < pixels; ++p) sum[p] = 1 / sum[p];
    for (std::size_t c = 0; c < n; ++c)
        for (std::size_t p = 0; p < pixels; ++p) out[c * pixels + p] *= sum[p];
}

} // namespace

void rows::add_plain(std::vector<routine>& all) {
    all.push_back({"plain loops", ROWS_FLAGS, softmax, log_softmax, loss, channels});
}
