// SPDX-License-Identifier: BSL-1.0
#pragma once
// The oracle's functions as inline functions, for those who do not link a compiled oracle.

#include <ogive/verify/ladder.hpp>

#include <ios>
#include <string>

namespace ogive::verify::detail {

using decimal_real = real<320>;

inline std::string decimal_text(reference_value const& r, unsigned digits) {
    if (r.what == status::underflow) return r.sign < 0 ? "-0" : "0";
    if (r.what == status::infinite || r.what == status::overflow) return r.sign < 0 ? "-inf" : "inf";
    if (r.what != status::finite) return text(r.what);
    decimal_real sum{0};
    for (int i = 3; i >= 0; --i) sum += decimal_real{r.words[i]};
    return scaled(sum, r.exponent).str(static_cast<std::streamsize>(digits) - 1, std::ios_base::scientific);
}
inline reference_value reference_of_decimal(char const* characters) {
    return to_reference(ball<decimal_real>{decimal_real{characters}, no_error}, goal{200, -1000000});
}

} // namespace ogive::verify::detail

#ifndef OGIVE_COMPILED_ORACLE

namespace ogive::verify {

inline reference_value value(graph_view g, input const* inputs, unsigned count, goal wanted = {}) {
    return detail::ladder_value(g, inputs, count, wanted);
}
inline reference_value derivative(graph_view g, direction d, input const* inputs, unsigned count, goal wanted = {}) {
    return detail::ladder_derivative(g, d, inputs, count, wanted);
}
inline std::string decimal(reference_value const& r, unsigned digits = 40) { return detail::decimal_text(r, digits); }
inline reference_value from_decimal(char const* text) { return detail::reference_of_decimal(text); }

} // namespace ogive::verify

#endif
