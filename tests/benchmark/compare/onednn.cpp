// SPDX-License-Identifier: BSL-1.0
// oneDNN's element-wise primitives, forward and backward, one thread. Primitives are made once for each length.

#include "kernels.hpp"

#include <oneapi/dnnl/dnnl.hpp>

#include <map>
#include <memory>

namespace {

using namespace compare;

struct primitives {
    dnnl::memory in, out, ones, slope;
    dnnl::eltwise_forward forward;
    dnnl::eltwise_backward backward;
    std::vector<float> one;
};

dnnl::engine& cpu() {
    static dnnl::engine e{dnnl::engine::kind::cpu, 0};
    return e;
}
dnnl::stream& queue() {
    static dnnl::stream s{cpu()};
    return s;
}

primitives make(dnnl::algorithm a, float alpha, std::size_t n) {
    using tag = dnnl::memory::format_tag;
    dnnl::memory::desc const shape{{static_cast<dnnl::memory::dim>(n)}, dnnl::memory::data_type::f32, tag::a};
    dnnl::eltwise_forward::primitive_desc const forward{{dnnl::prop_kind::forward_training, a, shape, alpha, 0.0f},
                                                        cpu()};
    dnnl::eltwise_backward::primitive_desc const backward{{a, shape, shape, alpha, 0.0f}, cpu(), forward};
    auto const memory = [&] { return dnnl::memory{shape, cpu(), nullptr}; };
    primitives p{memory(),
                 memory(),
                 memory(),
                 memory(),
                 dnnl::eltwise_forward{forward},
                 dnnl::eltwise_backward{backward},
                 std::vector<float>(n, 1.0f)};
    p.ones.set_data_handle(p.one.data());
    return p;
}

struct operation {
    dnnl::algorithm algorithm;
    float alpha;
    std::map<std::size_t, primitives> made{};

    primitives& of(std::size_t n) {
        auto at = made.find(n);
        if (at == made.end()) at = made.emplace(n, make(algorithm, alpha, n)).first;
        return at->second;
    }
    void value(float const* in, float* out, std::size_t n) {
        auto& p = of(n);
        p.in.set_data_handle(const_cast<float*>(in));
        p.out.set_data_handle(out);
        p.forward.execute(queue(), {{DNNL_ARG_SRC, p.in}, {DNNL_ARG_DST, p.out}});
        queue().wait();
    }
    void slope(float const* in, float* out, std::size_t n) {
        auto& p = of(n);
        p.in.set_data_handle(const_cast<float*>(in));
        p.slope.set_data_handle(out);
        p.backward.execute(queue(), {{DNNL_ARG_SRC, p.in}, {DNNL_ARG_DIFF_DST, p.ones}, {DNNL_ARG_DIFF_SRC, p.slope}});
        queue().wait();
    }
};

void add(registry& all, function f, dnnl::algorithm a, float alpha = 0) {
    auto const o = std::make_shared<operation>(operation{a, alpha});
    try {
        o->of(64);
    } catch (dnnl::error const&) {
        return;
    }
    all.add<float>("oneDNN", "", f, result::value,
                   [o](float const* in, float* out, float*, std::size_t n) { o->value(in, out, n); });
    all.add<float>("oneDNN", "", f, result::derivative,
                   [o](float const* in, float* out, float*, std::size_t n) { o->slope(in, out, n); });
    all.add<float>("oneDNN", "two calls", f, result::both,
                   [o](float const* in, float* out, float* slope, std::size_t n) {
                       o->value(in, out, n);
                       o->slope(in, slope, n);
                   });
}

} // namespace

void compare::add_onednn(registry& all) {
    auto const* v = dnnl_version();
    all.libraries.push_back({"oneDNN",
                             std::to_string(v->major) + "." + std::to_string(v->minor) + "." + std::to_string(v->patch),
                             "as packaged, compiles at run time"});
    using a = dnnl::algorithm;
    add(all, function::sigmoid, a::eltwise_logistic);
    add(all, function::tanh, a::eltwise_tanh);
    add(all, function::softplus, a::eltwise_soft_relu);
    add(all, function::silu, a::eltwise_swish, 1);
    add(all, function::gelu, a::eltwise_gelu_erf);
    add(all, function::gelu_tanh, a::eltwise_gelu_tanh);
    add(all, function::mish, a::eltwise_mish);
    add(all, function::elu, a::eltwise_elu, 1);
}
