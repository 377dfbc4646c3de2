// SPDX-License-Identifier: BSL-1.0
#pragma once
// The plain interface of the compiled oracle: what a test or example that links `ogive_oracle` includes.

#ifndef OGIVE_COMPILED_ORACLE
#error "link the target ogive_oracle, which defines OGIVE_COMPILED_ORACLE"
#endif

#include <ogive/verify.hpp>
