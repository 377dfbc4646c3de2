// SPDX-License-Identifier: BSL-1.0
// Signs on tails: of some sums exactly, of random ones against their values beyond.

#include "random_values.hpp"

#include <ogive/calculus/tail_sign.hpp>
#include <ogive/emit.hpp>

#include <doctest/doctest.h>

using namespace ogive;
using namespace ogive::literals;
using number::enclosure;

namespace {

constexpr auto x = symbol<"x">;
constexpr packed_name x_name{"x"};

template <class F>
constexpr int sign_beyond(F, int side, rational const& from) {
    return calculus::tail_sign(graph_of<F>, graph_of<F>.root(), x_name, side, from);
}

static_assert(sign_beyond(exp(x) - 5_c * x * x, 1, 5) == 1);
static_assert(sign_beyond(exp(x) - 5_c * x * x, 1, 4) == 0); // negative at 4
static_assert(sign_beyond(exp(x) - 5_c * x * x, -1, 1) == -1);
static_assert(sign_beyond(x * x * x - sqrt(2_c) * x * x, 1, 2) == 1);
static_assert(sign_beyond(x * x * x - sqrt(2_c) * x * x, -1, 1) == -1);
static_assert(sign_beyond(exp(pi * x) - 2_c * exp(3_c * x), 1, 4) == 0); // the exponents are near to each other:
static_assert(sign_beyond(exp(pi * x) - 2_c * exp(3_c * x), 1, 5) == 1); // equal at log(2)/(pi - 3) = 4.895...
static_assert(sign_beyond(x * x * exp(-x * x * x) - exp(-x * x), 1, 2) == -1);
static_assert(sign_beyond(x * x * exp(-x * x * x) - exp(-x * x), -1, 2) == 1);
static_assert(sign_beyond(exp(x) + sin(x), 1, 9) == 0); // not such a sum
static_assert(sign_beyond(exp(exp(x)) - x, 1, 9) == 0); // nor this
static_assert(sign_beyond(exp(x) - exp(-1_c / x), 1, 9) == 0);

node_index random_exponent(workspace& w, generator& r) {
    node_index sum = w.constant(0);
    for (int k = 0; k <= 3; ++k) {
        int const c = static_cast<int>(r.below(7)) - 3;
        if (r.below(2) == 0) continue;
        node_index t = w.make(operation::power, w.symbol(x_name), w.constant(k));
        if (r.below(4) == 0) t = w.make(operation::multiply, w.make(operation::sqrt, w.constant(2)), t);
        if (r.below(6) == 0) t = w.make(operation::divide, t, w.pi());
        sum = w.make(operation::add, sum, w.make(operation::multiply, w.constant(rational{c, 2}), t));
    }
    return sum;
}

node_index random_sum(workspace& w, generator& r) {
    node_index sum = w.constant(0);
    unsigned const terms = 2 + r.below(4);
    node_index const shared = random_exponent(w, r);
    for (unsigned i = 0; i < terms; ++i) {
        int const c = static_cast<int>(r.below(19)) - 9;
        node_index t = w.make(operation::power, w.symbol(x_name), w.constant(static_cast<int>(r.below(5))));
        if (r.below(4) != 0)
            t = w.make(operation::multiply, t,
                       w.make(operation::exp, r.below(2) == 0 ? shared : random_exponent(w, r)));
        if (r.below(5) == 0) t = w.make(operation::multiply, t, w.pi());
        sum = w.make(operation::add, sum, w.make(operation::multiply, w.constant(c == 0 ? 1 : c), t));
    }
    return sum;
}

} // namespace

TEST_CASE("the sign on a tail is that of the values there") {
    unsigned known = 0, near = 0;
    for (unsigned i = 0; i < 1500; ++i) {
        generator r{i};
        workspace w;
        node_index const f = random_sum(w, r);
        if (w.problem != trouble::none || !calculus::depends_on(w, f, x_name)) continue;
        INFO(i << ": " << text(w, f));
        for (int const side : {-1, 1})
            for (int const from : {1, 3, 16}) {
                int const s = calculus::tail_sign(w, f, x_name, side, rational{from});
                if (s == 0) continue;
                ++known;
                near += from == 1 ? 1u : 0u;
                for (int k = 0; k < 60; ++k) {
                    rational const at{side * (16 * from + k * (k < 40 ? 1 : 16)), 16};
                    algebra::point p;
                    p.push_back({x_name, at});
                    int const here = algebra::enclose(w, f, p).certain_sign();
                    CHECK((here == enclosure::sign_unknown || here == s));
                }
            }
    }
    MESSAGE("known: ", known, ", of these from 1 on ", near);
    CHECK(known > 3000);
    CHECK(near > 300);
}
