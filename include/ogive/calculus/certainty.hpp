// SPDX-License-Identifier: BSL-1.0
#pragma once
// What can be said of a predicate: it holds, it fails, or it is not known.

#include <ogive/algebra/prove.hpp>

namespace ogive {

/// The answer to a question about a function; true when it is certainly yes.
struct fact {
    verdict answer = verdict::unknown;

    constexpr explicit operator bool() const { return answer == verdict::proved; }
    constexpr bool known() const { return answer != verdict::unknown; }
};

} // namespace ogive
