// SPDX-License-Identifier: BSL-1.0
#pragma once
// Vectors of any length in index notation, beside ogive.hpp: who has no vectors does not wait for them.

#include <ogive/tensor/derivative.hpp>
#include <ogive/tensor/layers.hpp>
#include <ogive/tensor/loss.hpp>
#include <ogive/tensor/prove.hpp>
#include <ogive/tensor/simplify.hpp>
#include <ogive/tensor/softmax.hpp>
