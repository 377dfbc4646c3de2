// SPDX-License-Identifier: BSL-1.0
#pragma once
// Distributions of initial weights, and the schemes that choose their scale from fan-in, fan-out and gain.
//
// Samples are the same with every standard library: they depend on the engine's bits alone, 64 of them a number, of which
// the upper 53 are used. Normal ones are by the polar method (G. Marsaglia and T. A. Bray, SIAM Review 6, 1964), whose
// square root and logarithm are the only functions that a platform may round differently, in the last places.

#include <cmath>
#include <concepts>
#include <cstdint>
#include <limits>
#include <random>
#include <ranges>
#include <stdexcept>
#include <string>

namespace ogive {

namespace initialization {

/// 64 bits of an engine whose numbers have 32 or 64 random bits; of two numbers the first is the upper half.
template <std::uniform_random_bit_generator Engine>
std::uint64_t bits(Engine& engine) {
    constexpr auto range = static_cast<std::uint64_t>((Engine::max)() - (Engine::min)());
    constexpr bool whole = range == (std::numeric_limits<std::uint64_t>::max)();
    static_assert(whole || range == (std::numeric_limits<std::uint32_t>::max)(),
                  "ogive: initial weights are sampled with an engine whose numbers have 32 or 64 random bits. Use "
                  "std::mt19937 or std::mt19937_64, say.");
    auto const next = [&] { return static_cast<std::uint64_t>(engine() - (Engine::min)()); };
    if constexpr (whole) {
        return next();
    } else {
        std::uint64_t const high = next();
        return high << 32 | next();
    }
}
/// An odd multiple of 2^-53 in (-1, 1), each with the same probability: symmetric, and never 0.
template <class Engine>
double symmetric(Engine& engine) {
    auto const k = static_cast<std::int64_t>(bits(engine) >> 11);
    return static_cast<double>(2 * k + 1 - (std::int64_t{1} << 53)) * 0x1p-53;
}

inline double positive_number(double v, char const* call, char const* what) {
    if (v > 0 && v <= (std::numeric_limits<double>::max)()) return v;
    throw std::invalid_argument("ogive: " + std::string(call) + ": " + what +
                                " must be positive and finite. Pass the number of connections for a fan, and for a "
                                "gain 1 or what gain(f, x) gives.");
}

} // namespace initialization

/// Weights that are uniform on (-bound, bound).
class uniform_weights {
    double bound_;

  public:
    /// Throws std::invalid_argument unless 0 < bound < infinity.
    explicit uniform_weights(double bound)
        : bound_{initialization::positive_number(bound, "uniform_weights(bound)", "the bound")} {}

    double bound() const { return bound_; }
    double deviation() const { return bound_ / std::sqrt(3.0); }
    /// One weight: takes 64 bits from an engine of <random>.
    template <std::uniform_random_bit_generator Engine>
    double operator()(Engine& engine) const {
        return bound_ * initialization::symmetric(engine);
    }
};

/// Weights that are normal with mean 0.
class normal_weights {
    double deviation_;

  public:
    /// Throws std::invalid_argument unless 0 < deviation < infinity.
    explicit normal_weights(double deviation)
        : deviation_{initialization::positive_number(deviation, "normal_weights(deviation)", "the deviation")} {}

    double deviation() const { return deviation_; }
    /// No weight is larger in magnitude.
    double bound() const { return std::numeric_limits<double>::infinity(); }
    /// One weight: takes 128 bits from an engine of <random>, and with probability 1 - pi/4 as many again.
    template <std::uniform_random_bit_generator Engine>
    double operator()(Engine& engine) const {
        for (;;) {
            double const u = initialization::symmetric(engine), v = initialization::symmetric(engine);
            double const s = u * u + v * v;
            if (s < 1) return deviation_ * u * std::sqrt(-2 * std::log(s) / s);
        }
    }
};

/// Fills a range with weights, in its order: fill(weights, he_normal(fan_in, gain(relu(x), x)), engine).
template <std::ranges::forward_range Range, class Weights, std::uniform_random_bit_generator Engine>
    requires std::floating_point<std::ranges::range_value_t<Range>> && std::invocable<Weights const&, Engine&>
void fill(Range&& range, Weights const& weights, Engine& engine) {
    for (auto& w : range) w = static_cast<std::ranges::range_value_t<Range>>(weights(engine));
}

// The schemes. fan_in and fan_out are the numbers of connections into and out of a neuron: for a convolution, channels
// times the size of the kernel. All throw std::invalid_argument unless fans and gain are positive and finite.

namespace initialization {

inline double scale(double fan, double gain, double factor, char const* call) {
    return positive_number(gain, call, "the gain") * std::sqrt(factor / positive_number(fan, call, "a fan"));
}
inline double sum_of_fans(double fan_in, double fan_out, char const* call) {
    return positive_number(fan_in, call, "fan_in") + positive_number(fan_out, call, "fan_out");
}

} // namespace initialization

/// Variance gain^2·2/(fan_in + fan_out): a compromise between forward and backward. X. Glorot and Y. Bengio, AISTATS 2010,
/// eq. (16).
inline uniform_weights xavier_uniform(double fan_in, double fan_out, double gain = 1) {
    char const* const call = "xavier_uniform(fan_in, fan_out, gain)";
    return uniform_weights{initialization::scale(initialization::sum_of_fans(fan_in, fan_out, call), gain, 6, call)};
}
inline normal_weights xavier_normal(double fan_in, double fan_out, double gain = 1) {
    char const* const call = "xavier_normal(fan_in, fan_out, gain)";
    return normal_weights{initialization::scale(initialization::sum_of_fans(fan_in, fan_out, call), gain, 2, call)};
}

/// Variance gain^2/fan: with the fan-in and gain(f, x) forward, with the fan-out and backward_gain(f, x) backward. The gain
/// is that of relu by default. K. He et al., arXiv:1502.01852, eq. (10) and (14).
inline uniform_weights he_uniform(double fan, double gain = std::sqrt(2.0)) {
    return uniform_weights{initialization::scale(fan, gain, 3, "he_uniform(fan, gain)")};
}
inline normal_weights he_normal(double fan, double gain = std::sqrt(2.0)) {
    return normal_weights{initialization::scale(fan, gain, 1, "he_normal(fan, gain)")};
}

/// Variance 1/fan_in. Y. LeCun et al., Efficient BackProp, 1998, eq. (16); what selu needs (G. Klambauer et al.,
/// arXiv:1706.02515).
inline normal_weights lecun_normal(double fan_in) {
    return normal_weights{initialization::scale(fan_in, 1, 1, "lecun_normal(fan_in)")};
}

/// What torch.nn.Linear and the convolutions of PyTorch start with: kaiming_uniform_ with a = sqrt(5), the gain of a leaky
/// relu of that slope, which is a bound of 1/sqrt(fan_in). torch/nn/modules/linear.py, Linear.reset_parameters.
inline uniform_weights pytorch_default(double fan_in) {
    return uniform_weights{initialization::scale(fan_in, 1, 1, "pytorch_default(fan_in)")};
}

} // namespace ogive
