// SPDX-License-Identifier: BSL-1.0
// mish and its first four derivatives. C names, so that the assembler's output can be read by them.

#include <ogive/ogive.hpp>

using namespace ogive;

constexpr auto x = symbol<"x">;
constexpr auto mish_of_x = x * tanh(softplus(x));

extern "C" {
double mish_0(double);
double mish_1(double);
double mish_2(double);
double mish_3(double);
double mish_4(double);
}

double mish_0(double at) { return mish_of_x(at); }
double mish_1(double at) { return derivative(mish_of_x, x)(at); }
double mish_2(double at) { return derivative<2>(mish_of_x, x)(at); }
double mish_3(double at) { return derivative<3>(mish_of_x, x)(at); }
double mish_4(double at) { return derivative<4>(mish_of_x, x)(at); }
