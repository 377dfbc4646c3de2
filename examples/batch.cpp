// SPDX-License-Identifier: BSL-1.0
// Arrays: values, derivatives and gradients as vector code, and a gradient in 16 bits that does not die.

#include <ogive/ogive.hpp>

#include <cstdio>
#include <vector>

using namespace ogive;

constexpr auto x = symbol<"x">;
constexpr auto a = symbol<"a">;

int main() {
    std::vector<float> const in{-20, -5, -1.1924312F, 0, 0.5F, 30};
    std::vector<float> out(in.size()), slope(in.size());
    forward_with_derivative(mish(x), in, out, slope); // one exponential for both
    for (std::size_t i = 0; i < in.size(); ++i)
        std::printf("mish(%g) = %.6g, mish'(%g) = %.6g\n", double(in[i]), double(out[i]), double(in[i]),
                    double(slope[i]));

    // A learned slope for each of two channels: N x C x H x W, flat, with H * W = 3.
    std::vector<float> const slopes{0.1F, 0.25F}, ones(in.size(), 1.0F);
    std::vector<float> gradient(in.size());
    backward(prelu(x, a), in, ones, gradient, a = per_channel(slopes, 3));
    for (float g : gradient) std::printf("%g ", double(g));
    std::printf("\n");

    // 1 - sigmoid(x) is zero in bfloat16 beyond x = 6.25; the derived form is not.
    std::vector<bfloat16> const wide{bfloat16{8.0F}, bfloat16{40.0F}};
    std::vector<bfloat16> tail(2);
    forward(derivative(sigmoid(x), x), wide, tail);
    std::printf("sigmoid'(8) = %.3g, sigmoid'(40) = %.3g\n", double(tail[0]), double(tail[1]));
}
