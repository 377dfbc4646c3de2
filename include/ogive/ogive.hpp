// SPDX-License-Identifier: BSL-1.0
#pragma once
// The whole library but emit/ (text) and verify/ (multiprecision).

#include <ogive/activation/catalogue.hpp>
#include <ogive/algebra/prove.hpp>
#include <ogive/algebra/simplify.hpp>
#include <ogive/calculus/asymptote.hpp>
#include <ogive/calculus/derivative.hpp>
#include <ogive/calculus/fixed_points.hpp>
#include <ogive/calculus/from_output.hpp>
#include <ogive/calculus/inverse.hpp>
#include <ogive/calculus/limit.hpp>
#include <ogive/calculus/log_abs_derivative.hpp>
#include <ogive/calculus/parity.hpp>
#include <ogive/calculus/properties.hpp>
#include <ogive/calculus/range.hpp>
#include <ogive/calculus/smoothness.hpp>
#include <ogive/evaluate/batch.hpp>
#include <ogive/evaluate/evaluator.hpp>
#include <ogive/evaluate/fused.hpp>
#include <ogive/evaluate/numbers.hpp>
#include <ogive/evaluate/numeric_inverse.hpp>
#include <ogive/expression/hana.hpp>
