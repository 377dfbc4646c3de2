// SPDX-License-Identifier: BSL-1.0
// The error bounds of the oracle's arithmetic hold: a value to 192 bits differs from that to 448 bits by no more than
// the bounds say, for exact and for inexact arguments.

#include <doctest/doctest.h>

#include <ogive/verify/ball_functions.hpp>
#include <ogive/verify/points.hpp>

#include <functional>
#include <string>

using namespace ogive::verify;
using namespace ogive::verify::detail;

using low = real<192>;
using high = real<448>;

// How far beyond its bound the low value is, as a power of two: negative when the bound holds.
static double excess(ball<low> const& a, ball<high> const& b) {
    if (a.what == kind::unsure || (a.what == kind::undefined && b.what == kind::undefined)) return -1;
    if (a.what != b.what) {
        // The wider arithmetic may still resolve what the narrower one keeps as a tiny ball.
        return a.what == kind::finite && a.magnitude() < -1e6 ? -1 : 1e9;
    }
    if (a.what == kind::infinite) return a.sign == b.sign ? -1 : 1e9;
    ball<high> const gap{high{a.mid} - b.mid, no_error};
    return gap.mid.is_zero() ? -1e9 : gap.bottom() - join(a.error, b.error);
}

template <class Function>
static void check(char const* name, Function f) {
    double worst = -1e9, at = 0;
    int decided = 0;
    auto const all = points<double>({}, 300);
    for (std::size_t i = 0; i < all.size(); i += 7) {
        double const x = all[i];
        for (int inexact = 0; inexact < 3; ++inexact) {
            // x, x + 1/3 and x / 3 with their rounding errors
            auto const argument = [&]<class R>() {
                ball<R> const v{R{x}, no_error}, third{ball<R>{1} / ball<R>{3}};
                return inexact == 0 ? v : inexact == 1 ? v + third : v * third;
            };
            auto const a = f(argument.template operator()<low>());
            auto const b = f(argument.template operator()<high>());
            decided += a.finite() ? 1 : 0;
            double const e = excess(a, b);
            if (e > worst) worst = e, at = x;
        }
    }
    CAPTURE(std::string{name});
    CAPTURE(at);
    CHECK(decided > 1000);
    CHECK(worst < 0);
}

#define CHECK_BOUND(...) check(#__VA_ARGS__, [](auto const& v) { return __VA_ARGS__; })

TEST_CASE("bounds of every function hold") {
    CHECK_BOUND(exp(v));
    CHECK_BOUND(expm1(v));
    CHECK_BOUND(log(v));
    CHECK_BOUND(log1p(v));
    CHECK_BOUND(sqrt(v));
    CHECK_BOUND(sine_and_cosine_ball{v}.sine);
    CHECK_BOUND(sine_and_cosine_ball{v}.cosine);
    CHECK_BOUND(asin(v));
    CHECK_BOUND(acos(v));
    CHECK_BOUND(atan(v));
    CHECK_BOUND(sinh(v));
    CHECK_BOUND(cosh(v));
    CHECK_BOUND(tanh(v));
    CHECK_BOUND(asinh(v));
    CHECK_BOUND(acosh(v));
    CHECK_BOUND(atanh(v));
    CHECK_BOUND(erf(v));
    CHECK_BOUND(erfc(v));
    CHECK_BOUND(integer_power(v, 5) / (v + integer_power(v, -3)));
    CHECK_BOUND(power(v, v));
    CHECK_BOUND(v * tanh(log(exp(v) + exp(-v))));
    CHECK_BOUND(exp(v) / (exp(v) - exp(-v)) - log(exp(v) * v) * exp(-v * v));
}

TEST_CASE("a bound that is too small is noticed") {
    auto const claim = [](double error) {
        ball<low> const a{low{1}, error};
        ball<high> const b{high{1} + power_of_two<high>(-180), no_error};
        return excess(a, b);
    };
    CHECK(claim(-179) < 0);
    CHECK(claim(-182) > 0);
}
