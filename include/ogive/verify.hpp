// SPDX-License-Identifier: BSL-1.0
#pragma once
// Verification: the multiprecision oracle, errors in units in the last place, sample points and reports.

#include <ogive/verify/oracle.hpp>
#include <ogive/verify/points.hpp>
#include <ogive/verify/report.hpp>
#include <ogive/verify/ulp.hpp>
