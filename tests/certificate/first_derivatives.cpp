// SPDX-License-Identifier: BSL-1.0

#include "rows.hpp"

std::vector<certificate::kernel_row> certificate::first_derivatives() { return rows_of_order<1>(); }
