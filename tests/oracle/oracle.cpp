// SPDX-License-Identifier: BSL-1.0
// The oracle, compiled once.

#include <oracle.hpp>

#include <ogive/verify/oracle_definitions.hpp>

namespace ogive::verify {

reference_value value(graph_view g, input const* inputs, unsigned count, goal wanted) {
    return detail::ladder_value(g, inputs, count, wanted);
}
reference_value derivative(graph_view g, direction d, input const* inputs, unsigned count, goal wanted) {
    return detail::ladder_derivative(g, d, inputs, count, wanted);
}
std::string decimal(reference_value const& r, unsigned digits) { return detail::decimal_text(r, digits); }
reference_value from_decimal(char const* text) { return detail::reference_of_decimal(text); }

} // namespace ogive::verify
