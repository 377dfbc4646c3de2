// SPDX-License-Identifier: BSL-1.0
#pragma once
// Initial weights: gains derived from the activation itself, and the schemes that use them. Beside ogive/ogive.hpp.

#include <ogive/initialize/expectation.hpp>
#include <ogive/initialize/gain.hpp>
#include <ogive/initialize/weights.hpp>
