// SPDX-License-Identifier: BSL-1.0
// The functions and their derivatives in long double, in forms that neither overflow nor cancel, by hand: what the errors
// of float, and most of those of double, are taken from.

#include "errors.hpp"

#include <cmath>

namespace compare {
namespace {

using number = long double;
static_assert(std::numeric_limits<number>::digits >= 64, "the errors are taken from an extended long double");

constexpr number selu_scale = 1.0507009873554804934193349852946L, selu_alpha = 1.6732632423543772848170429916717L;

/// A number in two words.
struct two {
    number high, low;
};
two operator*(two a, two b) {
    number const p = a.high * b.high;
    return {p, std::fma(a.high, b.high, -p) + (a.high * b.low + a.low * b.high)};
}
two operator+(two a, two b) {
    number const s = a.high + b.high, t = s - a.high;
    return {s, (a.high - (s - t)) + (b.high - t) + a.low + b.low};
}
number exp(two a) { return std::exp(a.high) * (1 + a.low); }

/// 1/(1 + e^-x)
number sigmoid(number x) {
    number const e = std::exp(-std::fabs(x));
    return x >= 0 ? 1 / (1 + e) : e / (1 + e);
}

/// The distribution of the normal law and its density, e^(-x²/2)/root(2 pi), to the last digits also in the tail.
number density(number x) {
    if (std::fabs(x) > 200) return 0;
    two const square = two{x, 0} * two{x, 0};
    return exp({-square.high / 2, -square.low / 2}) * 0.398942280401432677939946059934381868L;
}
number distribution(number x) {
    if (x < -200) return 0;
    number const z = -x * 0.707106781186547524400844362104849039L;
    if (x > -1) return std::erfc(z) / 2;
    // x²/2 = z² + d: the derivative of erfc by z² corrects for the rounding of z.
    two const square = two{x, 0} * two{x, 0}, own = two{z, 0} * two{z, 0};
    number const d = (square.high / 2 - own.high) + (square.low / 2 - own.low);
    return (std::erfc(z) - std::exp(-own.high) * 1.12837916709551257389615890312154517L * d / (2 * z)) / 2;
}

/// 2·root(2/pi)(x + 0.044715 x³), and e to the minus absolute value of it.
struct inner {
    two v;
    number decay;
    explicit inner(number x) {
        two const square = two{x, 0} * two{x, 0};
        two const c{cubic, cubic_low};
        v = two{root, root_low} * (two{x, 0} + c * square * two{x, 0});
        decay = std::fabs(v.high) > 12000 ? 0 : exp(v.high < 0 ? v : two{-v.high, -v.low});
    }
    // 0.044715 and 2·root(2/pi), and what they lack
    static constexpr number cubic = 0.044715L, cubic_low = 5.117434254131580928515177e-22L;
    static constexpr number root = 1.59576912160573071175978423973752747L, root_low = 5.351177755720478292013163e-20L;
};

number value(function f, number x) {
    switch (f) {
    case function::sigmoid: return sigmoid(x);
    case function::tanh: return std::tanh(x);
    case function::softplus: return (x > 0 ? x : 0) + std::log1p(std::exp(-std::fabs(x)));
    case function::silu: return x * sigmoid(x);
    case function::gelu: return x * distribution(x);
    case function::gelu_tanh: {
        inner const u{x};
        return x >= 0 ? x / (1 + u.decay) : x * (u.decay / (1 + u.decay));
    }
    case function::mish: {
        number const e = std::exp(x < 2000 ? x : 2000), w = e * (e + 2);
        return x * (w / (w + 2));
    }
    case function::elu: return x > 0 ? x : std::expm1(x);
    case function::selu: return selu_scale * (x > 0 ? x : selu_alpha * std::expm1(x));
    case function::logit:
        if (x > 0.25L && x < 0.75L) return std::log1p((2 * x - 1) / (1 - x));
        return x < 0.5L ? std::log(x) - std::log1p(-x) : std::log(x) - std::log(1 - x);
    }
    return 0;
}

number derivative(function f, number x) {
    number const a = std::fabs(x);
    switch (f) {
    case function::sigmoid: {
        number const e = std::exp(-a);
        return e / ((1 + e) * (1 + e));
    }
    case function::tanh: {
        number const e = std::exp(-2 * a);
        return 4 * e / ((1 + e) * (1 + e));
    }
    case function::softplus: return sigmoid(x);
    case function::silu: {
        number const q = sigmoid(-a);
        if (q == 0) return x < 0 ? 0 : 1;
        number const m = q * (1 - a * (1 - q));
        return x < 0 ? m : 1 - m;
    }
    case function::gelu:
        if (a > 200) return x < 0 ? 0 : 1;
        return distribution(x) + x * density(x);
    case function::gelu_tanh: {
        inner const u{x};
        if (u.decay == 0) return x < 0 ? 0 : 1;
        number const q = u.decay / (1 + u.decay), p = 1 / (1 + u.decay);
        number const slope = inner::root * (1 + 3 * inner::cubic * x * x);
        number const m = q * (1 - a * p * slope);
        return x < 0 ? m : 1 - m;
    }
    case function::mish: {
        number const e = std::exp(x < 2000 ? x : 2000), d = e * (e + 2) + 2;
        return e * ((e + 2) / d + 4 * (x / d) * ((1 + e) / d));
    }
    case function::elu: return x > 0 ? 1 : std::exp(x);
    case function::selu: return x > 0 ? selu_scale : selu_scale * selu_alpha * std::exp(x);
    case function::logit: return 1 / (x * (1 - x));
    }
    return 0;
}

} // namespace

long double stable(function f, result wanted, long double x) {
    return wanted == result::value ? value(f, x) : derivative(f, x);
}

} // namespace compare
