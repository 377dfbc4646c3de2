// SPDX-License-Identifier: BSL-1.0
#pragma once
// From fractions back to readable graphs: common factors outside, sums ascending, the shortest of several forms.

#include <ogive/algebra/present_fractions.hpp>
#include <ogive/algebra/present_sums.hpp>
