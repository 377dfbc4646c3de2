// SPDX-License-Identifier: BSL-1.0

#include "rows.hpp"

std::vector<certificate::kernel_row> certificate::values() { return rows_of_order<0>(); }
