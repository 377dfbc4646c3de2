// SPDX-License-Identifier: BSL-1.0

#include "routines.hpp"

#include <ogive/evaluate/rows.hpp>
#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

#include <span>

namespace {

using namespace ogive;

constexpr auto a = vector<"a">;
constexpr auto q = vector<"q">;

} // namespace

void rows::add_ogive(std::vector<routine>& all) {
    all.push_back(
        {"ogive", ROWS_FLAGS,
         [](float const* in, float* out, std::size_t count, std::size_t n) {
             forward(softmax(a), rows_of(in, count, n), rows_of(out, count, n));
         },
         [](float const* in, float* out, std::size_t count, std::size_t n) {
             forward(log_softmax(a), rows_of(in, count, n), rows_of(out, count, n));
         },
         [](float const* in, int const* targets, float* losses, float* gradient, std::size_t count, std::size_t n) {
             loss_and_gradient(cross_entropy(q, softmax(a)), rows_of(in, count, n),
                               std::span<int const>{targets, count}, std::span<float>{losses, count},
                               rows_of(gradient, count, n));
         },
         [](float const* in, float* out, std::size_t pixels, std::size_t n) {
             forward(softmax(a), channels_of(in, 1, n, pixels), channels_of(out, 1, n, pixels));
         },
         [](float const* in, float* out, std::size_t pixels, std::size_t n) {
             forward(log_softmax(a), channels_of(in, 1, n, pixels), channels_of(out, 1, n, pixels));
         },
         [](float const* in, int const* targets, float* losses, float* gradient, std::size_t pixels, std::size_t n) {
             loss_and_gradient(cross_entropy(q, softmax(a)), channels_of(in, 1, n, pixels),
                               std::span<int const>{targets, pixels}, std::span<float>{losses, pixels},
                               channels_of(gradient, 1, n, pixels));
         }});
}
