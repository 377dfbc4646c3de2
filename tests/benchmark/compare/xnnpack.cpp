// SPDX-License-Identifier: BSL-1.0
// XNNPACK's operators, one thread.

#include "kernels.hpp"

#include <xnnpack.h>

namespace {

using namespace compare;

using setup = xnn_status (*)(xnn_operator_t, std::size_t, float const*, float*, pthreadpool_t);

void run(xnn_operator_t op, setup prepare, float const* in, float* out, std::size_t n) {
    prepare(op, n, in, out, nullptr);
    xnn_run_operator(op, nullptr);
}

} // namespace

void compare::add_xnnpack(registry& all) {
    if (xnn_initialize(nullptr) != xnn_status_success) {
        all.missing.emplace_back("XNNPACK (does not start on this machine)");
        return;
    }
    all.libraries.push_back({"XNNPACK", COMPARE_XNNPACK_VERSION, "as packaged"});
    xnn_operator_t sigmoid = nullptr, elu = nullptr;
    if (xnn_create_sigmoid_nc_f32(1, 1, 1, 0, &sigmoid) == xnn_status_success) {
        all.add<float>("XNNPACK", "", function::sigmoid, result::value,
                       [=](float const* in, float* out, float*, std::size_t n) {
                           run(sigmoid, xnn_setup_sigmoid_nc_f32, in, out, n);
                       });
        all.add<float>("XNNPACK", "two passes", function::silu, result::value,
                       [=](float const* in, float* out, float*, std::size_t n) {
                           run(sigmoid, xnn_setup_sigmoid_nc_f32, in, out, n);
                           for (std::size_t i = 0; i < n; ++i) out[i] *= in[i];
                       });
    }
    if (xnn_create_elu_nc_f32(1, 1, 1, 1.0f, 0, &elu) == xnn_status_success)
        all.add<float>(
            "XNNPACK", "", function::elu, result::value,
            [=](float const* in, float* out, float*, std::size_t n) { run(elu, xnn_setup_elu_nc_f32, in, out, n); });
}
