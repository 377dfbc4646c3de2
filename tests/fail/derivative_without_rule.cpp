// EXPECT: the derivative of an operation for which the engine has no rule was asked for
// SPDX-License-Identifier: BSL-1.0

#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

constexpr auto x = symbol<"x">;

#ifdef OGIVE_CONTROL
constexpr auto f = derivative(erfc(x), x)(0.5);
#else
struct opaque : expression_interface<opaque> {
    static constexpr node_index build(workspace& w) { return w.make(operation::erfcx, symbol_t<"x">::build(w)); }
};
constexpr auto f = derivative(opaque{}, x)(0.5);
#endif
