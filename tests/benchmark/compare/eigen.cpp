// SPDX-License-Identifier: BSL-1.0
// The formulas on Eigen's arrays: whole-array expressions, and an array for what an expression uses twice.

#include "kernels.hpp"

#include <Eigen/Core>
#include <unsupported/Eigen/SpecialFunctions>

namespace {

using namespace compare;

constexpr double root_2_over_pi = 0.79788456080286535588, cubic = 0.044715;
constexpr double selu_scale = 1.0507009873554804934, selu_alpha = 1.6732632423543772848;

template <class T>
struct arrays {
    using array = Eigen::Array<T, Eigen::Dynamic, 1>;
    using input = Eigen::Map<array const, Eigen::AlignedMax>;
    using output = Eigen::Map<array, Eigen::AlignedMax>;

    registry& all;

    template <class F>
    void value(function f, char const* form, F what) {
        all.add<T>("Eigen", form, f, result::value, [what](T const* in, T* out, T*, std::size_t n) {
            auto const size = static_cast<Eigen::Index>(n);
            output o(out, size);
            what(input(in, size), o);
        });
    }
    /// `what` fills both outputs; `slope_only` the derivative.
    template <class F, class G>
    void pair(function f, char const* form, F what, G slope_only) {
        value(f, form, slope_only);
        all.entries<T>().back().wanted = result::derivative;
        all.add<T>("Eigen", form, f, result::both, [what](T const* in, T* out, T* slope, std::size_t n) {
            auto const size = static_cast<Eigen::Index>(n);
            output o(out, size), s(slope, size);
            what(input(in, size), o, s);
        });
    }
    static array& space(Eigen::Index n) {
        static array a;
        a.resize(n);
        return a;
    }

    void add() {
        constexpr T k = static_cast<T>(root_2_over_pi), c3 = static_cast<T>(cubic);
        constexpr T scale = static_cast<T>(selu_scale), alpha = static_cast<T>(selu_alpha);
        constexpr T root_half = static_cast<T>(0.70710678118654752440),
                    density = static_cast<T>(0.39894228040143267794);

        value(function::sigmoid, "", [](input x, output& y) { y = T(1) / (T(1) + (-x).exp()); });
        value(function::sigmoid, "logistic", [](input x, output& y) { y = x.logistic(); });
        pair(
            function::sigmoid, "logistic",
            [](input x, output& y, output& s) {
                y = x.logistic();
                s = y * (T(1) - y);
            },
            [](input x, output& s) {
                s = x.logistic();
                s = s * (T(1) - s);
            });
        value(function::tanh, "", [](input x, output& y) { y = x.tanh(); });
        pair(
            function::tanh, "",
            [](input x, output& y, output& s) {
                y = x.tanh();
                s = T(1) - y * y;
            },
            [](input x, output& s) {
                s = x.tanh();
                s = T(1) - s * s;
            });
        value(function::softplus, "", [](input x, output& y) { y = (x > T(20)).select(x, x.exp().log1p()); });
        value(function::softplus, "stable", [](input x, output& y) { y = x.max(T(0)) + (-x.abs()).exp().log1p(); });
        pair(
            function::softplus, "",
            [](input x, output& y, output& s) {
                s = x.exp();
                y = (x > T(20)).select(x, s.log1p());
                s = (x > T(20)).select(T(1), s / (s + T(1)));
            },
            [](input x, output& s) {
                s = x.exp();
                s = (x > T(20)).select(T(1), s / (s + T(1)));
            });
        value(function::silu, "", [](input x, output& y) { y = x / (T(1) + (-x).exp()); });
        value(function::silu, "logistic", [](input x, output& y) { y = x * x.logistic(); });
        pair(
            function::silu, "logistic",
            [](input x, output& y, output& s) {
                s = x.logistic();
                y = x * s;
                s = s * (T(1) + x * (T(1) - s));
            },
            [](input x, output& s) {
                s = x.logistic();
                s = s * (T(1) + x * (T(1) - s));
            });
        value(function::gelu, "", [=](input x, output& y) { y = T(0.5) * x * (T(1) + (x * root_half).erf()); });
        pair(
            function::gelu, "",
            [=](input x, output& y, output& s) {
                s = T(0.5) * (T(1) + (x * root_half).erf());
                y = x * s;
                s = s + x * (T(-0.5) * x * x).exp() * density;
            },
            [=](input x, output& s) {
                s = T(0.5) * (T(1) + (x * root_half).erf()) + x * (T(-0.5) * x * x).exp() * density;
            });
        value(function::gelu_tanh, "",
              [=](input x, output& y) { y = T(0.5) * x * (T(1) + (k * (x + c3 * x * x * x)).tanh()); });
        value(function::gelu_tanh, "logistic",
              [=](input x, output& y) { y = x * (T(2) * k * (x + c3 * x * x * x)).logistic(); });
        pair(
            function::gelu_tanh, "",
            [=](input x, output& y, output& s) {
                auto& t = space(x.size());
                t = (k * (x + c3 * x * x * x)).tanh();
                y = T(0.5) * x * (T(1) + t);
                s = T(0.5) * (T(1) + t) + T(0.5) * x * ((T(1) - t * t) * (k * (T(1) + T(3) * c3 * x * x)));
            },
            [=](input x, output& s) {
                auto& t = space(x.size());
                t = (k * (x + c3 * x * x * x)).tanh();
                s = T(0.5) * (T(1) + t) + T(0.5) * x * ((T(1) - t * t) * (k * (T(1) + T(3) * c3 * x * x)));
            });
        value(function::mish, "", [](input x, output& y) { y = x * (x > T(20)).select(x, x.exp().log1p()).tanh(); });
        value(function::mish, "by exp", [](input x, output& y) {
            y = x.min(T(20)).exp();
            y = y * (y + T(2));
            y = (x > T(20)).select(x, x * y / (y + T(2)));
        });
        pair(
            function::mish, "",
            [](input x, output& y, output& s) {
                auto& t = space(x.size());
                t = (x > T(20)).select(x, x.exp().log1p()).tanh();
                s = x.logistic();
                y = x * t;
                s = t + x * s * (T(1) - t * t);
            },
            [](input x, output& s) {
                auto& t = space(x.size());
                t = (x > T(20)).select(x, x.exp().log1p()).tanh();
                s = t + x * x.logistic() * (T(1) - t * t);
            });
        pair(
            function::mish, "by exp",
            [](input x, output& y, output& s) {
                auto& t = space(x.size());
                s = x.min(T(20)).exp();
                t = s * (s + T(2));
                t = t / (t + T(2));
                y = x * t;
                s = t + x * (s / (T(1) + s)) * (T(1) - t * t);
            },
            [](input x, output& s) {
                auto& t = space(x.size());
                s = x.min(T(20)).exp();
                t = s * (s + T(2));
                t = t / (t + T(2));
                s = t + x * (s / (T(1) + s)) * (T(1) - t * t);
            });
        value(function::elu, "", [](input x, output& y) { y = (x > T(0)).select(x, x.expm1()); });
        pair(
            function::elu, "",
            [](input x, output& y, output& s) {
                y = (x > T(0)).select(x, x.expm1());
                s = x.min(T(0)).exp();
            },
            [](input x, output& s) { s = x.min(T(0)).exp(); });
        value(function::selu, "", [=](input x, output& y) { y = scale * (x > T(0)).select(x, alpha * x.expm1()); });
        pair(
            function::selu, "",
            [=](input x, output& y, output& s) {
                y = scale * (x > T(0)).select(x, alpha * x.expm1());
                s = scale * (x > T(0)).select(T(1), alpha * x.exp());
            },
            [=](input x, output& s) { s = scale * (x > T(0)).select(T(1), alpha * x.exp()); });
        value(function::logit, "", [](input x, output& y) { y = (x / (T(1) - x)).log(); });
        pair(
            function::logit, "",
            [](input x, output& y, output& s) {
                y = (x / (T(1) - x)).log();
                s = T(1) / (x * (T(1) - x));
            },
            [](input x, output& s) { s = T(1) / (x * (T(1) - x)); });
    }
};

} // namespace

void compare::add_eigen(registry& all) {
    all.libraries.push_back({"Eigen",
                             std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) + "." +
                                 std::to_string(EIGEN_MINOR_VERSION),
                             COMPARE_FLAGS});
    arrays<float>{all}.add();
    arrays<double>{all}.add();
}
