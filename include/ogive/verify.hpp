// SPDX-License-Identifier: BSL-1.0
#pragma once
// Verification: the multiprecision oracle, errors in units in the last place, sample points, reports, and the searches of
// batch kernels: every float, or stratified samples with hill climbing.

#include <ogive/verify/exhaustive.hpp>
#include <ogive/verify/oracle.hpp>
#include <ogive/verify/points.hpp>
#include <ogive/verify/report.hpp>
#include <ogive/verify/stratified.hpp>
#include <ogive/verify/ulp.hpp>
