// SPDX-License-Identifier: BSL-1.0
// PyTorch's operators through libtorch, results into arrays that exist, one thread, no autograd.

#include "kernels.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/api/include/torch/version.h>

#include <map>

namespace {

using namespace compare;

constexpr double selu_scale = 1.0507009873554804934, selu_alpha = 1.6732632423543772848;

template <class T>
at::Tensor view(T const* p, std::size_t n) {
    return at::from_blob(const_cast<T*>(p), {static_cast<std::int64_t>(n)},
                         at::TensorOptions().dtype(c10::CppTypeToScalarType<T>::value));
}
template <class T>
at::Tensor const& ones(std::size_t n) {
    static std::map<std::size_t, at::Tensor> all;
    auto& t = all[n];
    if (!t.defined())
        t = at::ones({static_cast<std::int64_t>(n)}, at::TensorOptions().dtype(c10::CppTypeToScalarType<T>::value));
    return t;
}

/// value(out, x), slope(out, gradient, x, value): the value only where the backward operator takes it.
template <class T, class Value, class Slope>
void add(registry& all, function f, bool needs_value, Value value, Slope slope) {
    all.add<T>("PyTorch", "", f, result::value, [=](T const* in, T* out, T*, std::size_t n) {
        c10::InferenceMode const guard;
        auto o = view(out, n);
        value(o, view(in, n));
    });
    all.add<T>("PyTorch", needs_value ? "two calls" : "", f, result::derivative,
               [=](T const* in, T* out, T*, std::size_t n) {
                   c10::InferenceMode const guard;
                   auto o = view(out, n);
                   auto const x = view(in, n);
                   if (needs_value) value(o, x);
                   slope(o, ones<T>(n), x, o);
               });
    all.add<T>("PyTorch", "two calls", f, result::both, [=](T const* in, T* out, T* to, std::size_t n) {
        c10::InferenceMode const guard;
        auto o = view(out, n), s = view(to, n);
        auto const x = view(in, n);
        value(o, x);
        slope(s, ones<T>(n), x, o);
    });
}

template <class T>
void add_all(registry& all) {
    using t = at::Tensor;
    add<T>(
        all, function::sigmoid, true, [](t& o, t const& x) { at::sigmoid_out(o, x); },
        [](t& o, t const& g, t const&, t const& y) { at::sigmoid_backward_out(o, g, y); });
    add<T>(
        all, function::tanh, true, [](t& o, t const& x) { at::tanh_out(o, x); },
        [](t& o, t const& g, t const&, t const& y) { at::tanh_backward_out(o, g, y); });
    add<T>(
        all, function::softplus, false, [](t& o, t const& x) { at::softplus_out(o, x); },
        [](t& o, t const& g, t const& x, t const&) { at::softplus_backward_out(o, g, x, 1, 20); });
    add<T>(
        all, function::silu, false, [](t& o, t const& x) { at::silu_out(o, x); },
        [](t& o, t const& g, t const& x, t const&) { at::silu_backward_out(o, g, x); });
    add<T>(
        all, function::gelu, false, [](t& o, t const& x) { at::gelu_out(o, x); },
        [](t& o, t const& g, t const& x, t const&) { at::gelu_backward_out(o, g, x); });
    add<T>(
        all, function::gelu_tanh, false, [](t& o, t const& x) { at::gelu_out(o, x, "tanh"); },
        [](t& o, t const& g, t const& x, t const&) { at::gelu_backward_out(o, g, x, "tanh"); });
    // mish_backward has no form that writes to an existing array
    add<T>(
        all, function::mish, false, [](t& o, t const& x) { at::mish_out(o, x); },
        [](t& o, t const& g, t const& x, t const&) { o.copy_(at::mish_backward(g, x)); });
    add<T>(
        all, function::elu, false, [](t& o, t const& x) { at::elu_out(o, x); },
        [](t& o, t const& g, t const& x, t const&) { at::elu_backward_out(o, g, 1, 1, 1, false, x); });
    add<T>(
        all, function::selu, false, [](t& o, t const& x) { at::elu_out(o, x, selu_alpha, selu_scale); },
        [](t& o, t const& g, t const& x, t const&) {
            at::elu_backward_out(o, g, selu_alpha, selu_scale, 1, false, x);
        });
    add<T>(
        all, function::logit, false, [](t& o, t const& x) { at::logit_out(o, x); },
        [](t& o, t const& g, t const& x, t const&) { at::logit_backward_out(o, g, x); });
}

} // namespace

void compare::add_torch(registry& all) {
    at::set_num_threads(1);
    all.libraries.push_back({"PyTorch", TORCH_VERSION, "as packaged, chooses at run time"});
    add_all<float>(all);
    add_all<double>(all);
}
