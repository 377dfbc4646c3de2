// SPDX-License-Identifier: BSL-1.0
// The error bounds of the catalogue, value and first derivative, float and double, against the oracle on stratified
// points over the whole range. The bounds are those that docs/accuracy.md states.

#include <doctest/doctest.h>
#include <oracle.hpp>

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

using namespace ogive;

namespace {

constexpr auto x = symbol<"x">;

/// Bounds in ULP. Within `radius` of the derivative's root the error is absolute, in ULP of the function's scale 1.
struct bounds {
    double value, derivative;
    double root = 0, radius = 0;
    double low = -std::numeric_limits<double>::infinity(), high = std::numeric_limits<double>::infinity();
};

template <class T, class F>
void check(F f, bounds const& b) {
    CAPTURE(text(f));
    CAPTURE(sizeof(T));
    verify::options o;
    o.random = 100;
    o.domain = {b.low, b.high};
    bool const wide = sizeof(T) == sizeof(double);
    auto const value = verify::report<T>(f, x, o);
    CAPTURE(value.worst.x);
    CAPTURE(value.worst.error);
    CAPTURE(value.mismatches);
    CHECK(value.within(wide ? b.value : 0.501));
    if (b.radius > 0) o.roots = {{b.root, b.radius}};
    auto const slope = verify::report_derivative<T>(f, derivative(f, x), x, 1, o);
    CAPTURE(slope.worst.x);
    CAPTURE(slope.worst.error);
    CAPTURE(slope.mismatches);
    CAPTURE(slope.worst_near_roots.error);
    CHECK(slope.within(wide ? b.derivative : 0.501));
}

template <class F>
void check_both(F f, bounds const& b) {
    check<float>(f, b);
    check<double>(f, b);
}

} // namespace

TEST_CASE("odds and logit") {
    check_both(odds(x), {.value = 1.5, .derivative = 3, .low = 0, .high = 1});
    check_both(logit(x), {.value = 2, .derivative = 2, .low = 0, .high = 1});
}
TEST_CASE("sigmoid, tanh and softplus") {
    check_both(sigmoid(x), {.value = 2.5, .derivative = 3.5});
    check_both(tanh(x), {.value = 3, .derivative = 3.5});
    check_both(softplus(x), {.value = 2, .derivative = 2.5});
}
TEST_CASE("the linear units") {
    check_both(relu(x), {.value = 0, .derivative = 0});
    check_both(leaky_relu(x), {.value = 1, .derivative = 0.5});
    check_both(elu(x), {.value = 1, .derivative = 1});
    check_both(selu(x), {.value = 2.5, .derivative = 3});
    check_both(celu(x), {.value = 1, .derivative = 1});
}
TEST_CASE("gelu") { check_both(gelu(x), {.value = 3.5, .derivative = 4, .root = -0.75, .radius = 0.35}); }
TEST_CASE("silu and mish") {
    check_both(silu(x), {.value = 4, .derivative = 4, .root = -1.278, .radius = 0.25});
    check_both(mish(x), {.value = 4, .derivative = 4, .root = -1.192, .radius = 0.25});
}

TEST_CASE("the check goes red: the derivative of tanh as 1 - y^2 loses all digits in saturation") {
    verify::options o;
    o.random = 0;
    o.order = 1;
    auto const m = verify::measure<double>(
        [](double at) {
            double const y = __builtin_tanh(at);
            return 1 - y * y;
        },
        verify::view(tanh(x)), o);
    CHECK_FALSE(m.within(1e6));
}
