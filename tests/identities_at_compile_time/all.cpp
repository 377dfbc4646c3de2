// SPDX-License-Identifier: BSL-1.0
// Every equation of tests/data/identities.csv, decided by the compiler. Written by tests/algebra/identities.cpp.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>

using namespace ogive;
using namespace ogive::literals;

template <class A, class B>
constexpr verdict for_positive_x(equation<A, B>) {
    constexpr auto x = symbol<"x">;
    constexpr auto positive_x = symbol<"x", positive>;
    return prove(substitute(A{}, x, positive_x) == substitute(B{}, x, positive_x));
}

// clang-format off
static_assert(prove("tanh(x) == 2*sigmoid(2*x) - 1"_expr) == verdict::proved); // T001
static_assert(prove("sigmoid(x) == (1 + tanh(x/2))/2"_expr) == verdict::proved); // T002
static_assert(prove("sigmoid(-x) == 1 - sigmoid(x)"_expr) == verdict::proved); // T003
static_assert(prove("sigmoid(x) == exp(x)/(1+exp(x))"_expr) == verdict::proved); // T004
static_assert(prove("sigmoid(x)*(1-sigmoid(x)) == sigmoid(x)*sigmoid(-x)"_expr) == verdict::proved); // T005
static_assert(prove("sigmoid(x)*(1-sigmoid(x)) == 1/(4*cosh(x/2)^2)"_expr) == verdict::proved); // T007
static_assert(prove("sigmoid(x)*(1-sigmoid(x)) == exp(-x)*sigmoid(x)^2"_expr) == verdict::proved); // T008
static_assert(prove("4*sigmoid(x) - 2 == 2*tanh(x/2)"_expr) == verdict::proved); // T010
static_assert(prove("2/(1+exp(-2*x)) - 1 == tanh(x)"_expr) == verdict::proved); // T013
static_assert(prove("1 - tanh(x)^2 == 1/cosh(x)^2"_expr) == verdict::proved); // T015
static_assert(prove("log(sigmoid(x)/(1-sigmoid(x))) == x"_expr) == verdict::proved); // T019
static_assert(for_positive_x("log((1-x)/x) == -log(x/(1-x))"_expr) == verdict::proved); // T022
static_assert(for_positive_x("log(x/(1-x)) == 2*atanh(2*x-1)"_expr) == verdict::proved); // T023
static_assert(prove("softplus(x) - softplus(-x) == x"_expr) == verdict::proved); // T024
static_assert(prove("-log(1+exp(-x)) == min(x,0) - log(1+exp(-abs(x)))"_expr) == verdict::proved); // T028
static_assert(prove("log(cosh(x)) == softplus(2*x) - x - log(2)"_expr) == verdict::proved); // T030
static_assert(prove("1 - exp(-softplus(x)) == sigmoid(x)"_expr) == verdict::proved); // T032
static_assert(prove("log(1+exp((1.7)*x))/(1.7) + log(1+exp(-(1.7)*x))/(1.7) == abs(x) + 2*log(1+exp(-(1.7)*abs(x)))/(1.7)"_expr) == verdict::proved); // T037
static_assert(prove("x*sigmoid(x) == x/(1+exp(-x))"_expr) == verdict::proved); // T039
static_assert(prove("sigmoid(x)*(1 + x*(1-sigmoid(x))) == x*sigmoid(x) + sigmoid(x)*(1 - x*sigmoid(x))"_expr) == verdict::proved); // T042
static_assert(prove("x*tanh(softplus(x)) == x - x/(1 + exp(x) + exp(x)^2/2)"_expr) == verdict::proved); // T045
static_assert(prove("x*tanh(softplus(x)) == x*((1+exp(x))^2 - 1)/((1+exp(x))^2 + 1)"_expr) == verdict::proved); // T046
static_assert(prove("x*Phi(x) - (-x)*Phi(-x) == x"_expr) == verdict::proved); // T047
static_assert(prove("Phi(x) + Phi(-x) == 1"_expr) == verdict::proved); // T051
static_assert(prove("x*sigmoid((1.702)*x) == x/2*(1+tanh((1.702)*x/2))"_expr) == verdict::proved); // T052
static_assert(prove("0.5*x*(1 + tanh((0.9)*x)) == x*sigmoid(2*(0.9)*x)"_expr) == verdict::proved); // T053
static_assert(prove("x*tanh(log(1+sigmoid(x))) == x*((1+sigmoid(x))^2 - 1)/((1+sigmoid(x))^2 + 1)"_expr) == verdict::proved); // T056
static_assert(prove("((1.2)-(-0.3))*x*sigmoid((1.5)*((1.2)-(-0.3))*x) + (-0.3)*x == ((1.2)*x*exp((1.5)*(1.2)*x) + (-0.3)*x*exp((1.5)*(-0.3)*x))/(exp((1.5)*(1.2)*x) + exp((1.5)*(-0.3)*x))"_expr) == verdict::proved); // T057
static_assert(prove("tanh((0)*x + (0.6)*exp((1)*x))*log(0 + exp(x)) == x*tanh((0)*x + (0.6)*exp((1)*x))"_expr) == verdict::proved); // T058
static_assert(prove("max(0,x) == (x + abs(x))/2"_expr) == verdict::proved); // T059
static_assert(prove("max(0,x) - max(0,-x) == x"_expr) == verdict::proved); // T060
static_assert(prove("max(0,max(0,x)) == max(0,x)"_expr) == verdict::proved); // T062
static_assert(prove("max(a,b) == (a+b+abs(a-b))/2"_expr) == verdict::proved); // T063
static_assert(prove("piecewise(x >= 0: x; else: (0.3)*x) == max(x, (0.3)*x)"_expr) == verdict::proved); // T065
static_assert(prove("clip(x,-1,1) == (abs(x+1) - abs(x-1))/2"_expr) == verdict::proved); // T067
static_assert(prove("x*min(max(0,x+3),6)/6 == x*max(0,min(1,x/6+1/2))"_expr) == verdict::proved); // T069
static_assert(prove("piecewise(x > (0.5): x-(0.5); x < -(0.5): x+(0.5); else: 0) == max(0,x-(0.5)) - max(0,-x-(0.5))"_expr) == verdict::proved); // T072
static_assert(prove("min(max(0,1-x),max(0,1+x)) == max(0,1-abs(x))"_expr) == verdict::proved); // T073
static_assert(prove("max(0,x)^2 == x*max(0,x)"_expr) == verdict::proved); // T075
static_assert(prove("max(-1,x) == max(0,x+1) - 1"_expr) == verdict::proved); // T076
static_assert(prove("clip(x,-1,1) == max(0,x+1) - max(0,x-1) - 1"_expr) == verdict::proved); // T077
static_assert(prove("piecewise(x > 0: x; else: exp(x)-1) == max(0,x) + exp(min(0,x)) - 1"_expr) == verdict::proved); // T079
static_assert(prove("max(0,x)+min(0,(1.7)*(exp(x/(1.7))-1)) == (1.7)*piecewise(x/(1.7) > 0: x/(1.7); else: exp(x/(1.7))-1)"_expr) == verdict::proved); // T080
static_assert(prove("piecewise(x > 0: 1; else: (1.3)*exp(x)) == piecewise(x > 0: 1; else: piecewise(x > 0: x; else: (1.3)*(exp(x)-1)) + (1.3))"_expr) == verdict::proved); // T082
static_assert(prove("piecewise(x >= 0: x; else: 1/(1-x) - 1) == piecewise(x >= 0: x; else: x/(1+abs(x)))"_expr) == verdict::proved); // T084
static_assert(prove("piecewise(x >= 0: x; else: x + x^2/sqrt(1+x^2)) == piecewise(x >= 0: x; else: x*(1 + x/sqrt(1+x^2)))"_expr) == verdict::proved); // T086
static_assert(prove("((x+sqrt(x^2+(4)))/2)*((-x+sqrt(x^2+(4)))/2) == (4)/4"_expr) == verdict::proved); // T091
static_assert(prove("sinh(x)/sqrt(cosh(2*x)) == tanh(x)/sqrt(1+tanh(x)^2)"_expr) == verdict::proved); // T094
static_assert(prove("(1.3)*x/(1+sqrt(1+(1.3)^2*x^2)) == tanh(asinh((1.3)*x)/2)"_expr) == verdict::proved); // T095
static_assert(prove("2*atan(tanh(x/2)) == atan(sinh(x))"_expr) == verdict::proved); // T100
static_assert(prove("2*atan(tanh(x/2)) == 2*atan(exp(x)) - pi/2"_expr) == verdict::proved); // T101
static_assert(prove("x + (1-cos(2*(1.3)*x))/(2*(1.3)) == x + sin((1.3)*x)^2/(1.3)"_expr) == verdict::proved); // T103
static_assert(prove("log((1+exp((2)*x))/(1+exp((2)*(x-1))))/(2) == softplus((2)*x)/(2) - softplus((2)*(x-1))/(2)"_expr) == verdict::proved); // T104
static_assert(prove("piecewise(abs(x) <= (1.3): x^2/2; else: (1.3)*(abs(x)-(1.3)/2))/(1.3) == piecewise(x > (1.3): x - (1.3)/2; x < -(1.3): -x - (1.3)/2; else: x^2/(2*(1.3)))"_expr) == verdict::proved); // T105
static_assert(prove("exp(a+k)/(exp(a+k)+exp(b+k)+exp(c+k)) == exp(a)/(exp(a)+exp(b)+exp(c))"_expr) == verdict::proved); // T108
static_assert(prove("log(exp(a)+exp(b)) == max(a,b) + log(1+exp(-abs(a-b)))"_expr) == verdict::proved); // T112
static_assert(prove("log(exp(a)+exp(b)) == b + softplus(a-b)"_expr) == verdict::proved); // T113
static_assert(prove("exp(-a)/(exp(-a)+exp(-b)) == exp(b)/(exp(a)+exp(b))"_expr) == verdict::proved); // T114
static_assert(prove("max(0,min(1,(a-b+1)/2)) == (1 + clip(a-b,-1,1))/2"_expr) == verdict::proved); // T116
static_assert(prove("-t*log(sigmoid(z)) - (1-t)*log(1-sigmoid(z)) == log(1+exp(z)) - t*z"_expr) == verdict::proved); // T117
static_assert(prove("log(1+exp(z)) - t*z == max(z,0) - z*t + log(1+exp(-abs(z)))"_expr) == verdict::proved); // T118
static_assert(prove("-log(sigmoid(z)) == log(1+exp(-z))"_expr) == verdict::proved); // T119
static_assert(prove("log(exp(a)+exp(b)) - a == softplus(b-a)"_expr) == verdict::proved); // T120
static_assert(for_positive_x("-x*log(x) - (1-x)*log(1-x) == softplus(log(x/(1-x))) - x*log(x/(1-x))"_expr) == verdict::proved); // T121
static_assert(for_positive_x("(0.3)*log((0.3)/x)+(1-(0.3))*log((1-(0.3))/(1-x)) == (-(0.3)*log(x)-(1-(0.3))*log(1-x)) - (-(0.3)*log((0.3))-(1-(0.3))*log(1-(0.3)))"_expr) == verdict::proved); // T124
static_assert(prove("sigmoid(f)*c + sigmoid(i)*tanh(g) == (1+tanh(f/2))/2*c + (1+tanh(i/2))/2*tanh(g)"_expr) == verdict::proved); // T126
static_assert(prove("(1-sigmoid(z))*n + sigmoid(z)*h == n + sigmoid(z)*(h-n)"_expr) == verdict::proved); // T127
static_assert(prove("(1-sigmoid(z))*n + sigmoid(z)*h == sigmoid(-z)*n + sigmoid(z)*h"_expr) == verdict::proved); // T128
static_assert(prove("(1+(0.25))*x/2 + (1-(0.25))*abs(x)/2 == piecewise(x >= 0: x; else: (0.25)*x)"_expr) == verdict::proved); // T132
static_assert(prove("sin(x)/x == sin(-x)/(-x)"_expr) == verdict::proved); // T134
static_assert(prove("sigmoid(x) == (1+tanh(x))/2"_expr) == verdict::refuted); // F004
static_assert(prove("softplus(x) == max(0,x)"_expr) == verdict::refuted); // F008
static_assert(prove("x*sigmoid(1.702*x) == x*Phi(x)"_expr) == verdict::refuted); // F011
static_assert(prove("0.5*x*(1+tanh(x*0.7978845608*(1+0.044715*x*x))) == x/2*(1+tanh(sqrt(2/pi)*(x + 0.044715*x^3)))"_expr) == verdict::refuted); // F013
static_assert(prove("x*tanh(softplus(x)) == x*sigmoid(x)"_expr) == verdict::refuted); // F014
static_assert(prove("x*min(max(0,x+3),6)/6 == x*sigmoid(x)"_expr) == verdict::refuted); // F018
static_assert(prove("min(max(0,x+3),6)/6 == max(0,min(1,0.2*x+0.5))"_expr) == verdict::refuted); // F019
static_assert(prove("piecewise(x > 0: x; else: exp(x)-1) == x"_expr) == verdict::refuted); // F021
static_assert(prove("abs(x) == x"_expr) == verdict::refuted); // F023
static_assert(prove("x/(1+abs(x)) == x/(1+x)"_expr) == verdict::refuted); // F025
static_assert(prove("piecewise(x >= 0: x; else: tanh(x)) == x"_expr) == verdict::refuted); // F028
static_assert(prove("x*abs(x) == x^2"_expr) == verdict::refuted); // F029
static_assert(prove("max(0,x)^2 == x^2"_expr) == verdict::refuted); // F030
static_assert(prove("atan(x) + atan(1/x) == pi/2"_expr) == verdict::refuted); // F031
static_assert(prove("x/(1+abs(x)) == tanh(x)"_expr) == verdict::refuted); // F034
static_assert(prove("x*(27+x^2)/(27+9*x^2) == tanh(x)"_expr) == verdict::refuted); // F035
static_assert(prove("2/pi*atan(pi*x/2) == tanh(x)"_expr) == verdict::refuted); // F036
static_assert(prove("exp(-exp(-x)) == 1 - exp(-exp(x))"_expr) == verdict::refuted); // F041
static_assert(prove("atan(x)/pi + 1/2 == sigmoid(x)"_expr) == verdict::refuted); // F043
static_assert(prove("exp(a)/(exp(a)+exp(b)) == sigmoid(a+b)"_expr) == verdict::refuted); // F044
static_assert(prove("exp(k*a)/(exp(k*a)+exp(k*b)+exp(k*c)) == exp(a)/(exp(a)+exp(b)+exp(c))"_expr) == verdict::refuted); // F045
static_assert(prove("log(exp(a)+exp(b)) == max(a,b) + log(2)"_expr) == verdict::refuted); // F047
static_assert(prove("exp(a)/(exp(a)+exp(b)+exp(c)) == exp(a)/(1+exp(a)+exp(b)+exp(c))"_expr) == verdict::refuted); // F048
static_assert(prove("(1-sigmoid(z))*n + sigmoid(z)*h == sigmoid(z)*n + (1-sigmoid(z))*h"_expr) == verdict::refuted); // F049
static_assert(prove("piecewise(x >= 0: x; else: (1)*(exp(x/log(2))-1)) == piecewise(x >= 0: x; else: (1)*(exp(x)-1))"_expr) == verdict::refuted); // F051
static_assert(prove("piecewise(x > (0.5): x; x < -(0.5): x; else: 0) == piecewise(x > (0.5): x-(0.5); x < -(0.5): x+(0.5); else: 0)"_expr) == verdict::refuted); // F055
static_assert(prove("(1-tanh(x))*(1+tanh(x)) == 1/cosh(2*x)"_expr) == verdict::refuted); // F056
static_assert(prove("x^2/2 + x == piecewise(x > 0: x; x > -2: x^2/2 + x; else: 0)"_expr) == verdict::refuted); // F057
static_assert(prove("x*tanh(x) == abs(x)"_expr) == verdict::refuted); // F058
static_assert(prove("tanh(x/2) == tanh(x)/2"_expr) == verdict::refuted); // F059
static_assert(prove("exp(x)*(1+0*x) == (1+x/1048576)^1048576"_expr) == verdict::refuted); // F062
// clang-format on
