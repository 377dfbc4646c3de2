// SPDX-License-Identifier: BSL-1.0
// What including the library costs by itself.

#include <ogive/ogive.hpp>
