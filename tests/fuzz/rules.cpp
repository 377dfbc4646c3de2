// SPDX-License-Identifier: BSL-1.0
// The table of rewrites, and random formulas.

#include "rules.hpp"

namespace fuzz {

namespace {

bool is(formula const& f, operation op) { return f->op == op; }
bool is_number(formula const& f) { return f->op == operation::constant; }
bool is_function(formula const& f, function g) { return f->op == operation::named && f->which == g; }
bool is_square(formula const& f) {
    return is(f, operation::power) && is_number(f->parts[1]) && f->parts[1]->value == rational{2};
}
formula const& a_of(formula const& f) { return f->parts[0]; }
formula const& b_of(formula const& f) { return f->parts[1]; }
formula one() { return number(1); }
formula two() { return number(2); }
formula half() { return number(1, 2); }
formula at_number(int n) {
    return make(operation::both, {less_equal(symbol(0), number(n)), less_equal(number(n), symbol(0))});
}
formula of(function g, formula u) { return catalogue(g, {std::move(u)}); }

/// Positive whatever the symbols are, and defined everywhere.
formula positive_factor(chance& c) {
    formula const u = symbol(c.below(2));
    switch (c.below(6)) {
    case 0: return one() + exp(u);
    case 1: return u * u + one();
    case 2: return symbol(2);
    case 3: return exp(u);
    case 4: return of(sigmoid, u);
    default: return call(operation::cosh, u);
    }
}
/// Something small and defined everywhere, to add and take away.
formula small(chance& c) {
    formula const u = symbol(c.below(3));
    switch (c.below(6)) {
    case 0: return number(1 + static_cast<int>(c.below(5)), 1 + static_cast<int>(c.below(3)));
    case 1: return exp(u);
    case 2: return of(softplus, u);
    case 3: return abs(u);
    case 4: return tanh(u);
    default: return u;
    }
}

} // namespace

// clang-format off
// A rule for some formulas: f is the formula, u and v its first and second part. A rule for any formula u.
#define WHERE(CONDITION, RESULT) [](formula const& f, [[maybe_unused]] chance& c) -> formula { [[maybe_unused]] formula const& u = f->parts.empty() ? f : f->parts[0]; [[maybe_unused]] formula const& v = f->parts.size() < 2 ? u : f->parts[1]; if (!(CONDITION)) return {}; return RESULT; }
#define ANY(RESULT) [](formula const& u, [[maybe_unused]] chance& c) -> formula { return RESULT; }

rule const true_rules[] = {
    // tanh, the sigmoid, softplus
    {"tanh as sigmoid", false, WHERE(is(f, operation::tanh), two() * of(sigmoid, two() * u) - one())},
    {"tanh by exp", false, WHERE(is(f, operation::tanh), (exp(two() * u) - one()) / (exp(two() * u) + one()))},
    {"tanh by exp(-2u)", false, WHERE(is(f, operation::tanh), (one() - exp(number(-2) * u)) / (one() + exp(number(-2) * u)))},
    {"tanh as quotient", false, WHERE(is(f, operation::tanh), call(operation::sinh, u) / call(operation::cosh, u))},
    {"tanh odd", false, WHERE(is(f, operation::tanh), -tanh(-u))},
    {"tanh half", false, WHERE(is(f, operation::tanh), two() * tanh(u / two()) / (one() + power(tanh(u / two()), 2)))},
    {"sigmoid defined", false, WHERE(is_function(f, sigmoid), one() / (one() + exp(-u)))},
    {"sigmoid by exp", false, WHERE(is_function(f, sigmoid), exp(u) / (one() + exp(u)))},
    {"sigmoid by tanh", false, WHERE(is_function(f, sigmoid), (one() + tanh(u / two())) / two())},
    {"sigmoid complement", false, WHERE(is_function(f, sigmoid), one() - of(sigmoid, -u))},
    {"sigmoid by softplus", false, WHERE(is_function(f, sigmoid), exp(-of(softplus, -u)))},
    {"softplus defined", false, WHERE(is_function(f, softplus), log(one() + exp(u)))},
    {"softplus reflected", false, WHERE(is_function(f, softplus), u + of(softplus, -u))},
    {"softplus stable", false, WHERE(is_function(f, softplus), max(u, number(0)) + call(operation::log1p, exp(-abs(u))))},
    {"softplus by sigmoid", false, WHERE(is_function(f, softplus), -log(of(sigmoid, -u)))},
    {"softplus relu", false, WHERE(is_function(f, softplus), of(relu, u) + of(softplus, -abs(u)))},
    {"odds defined", false, WHERE(is_function(f, odds), u / (one() - u))},
    {"odds less one", false, WHERE(is_function(f, odds), one() / (one() - u) - one())},
    {"logit defined", false, WHERE(is_function(f, logit), log(u / (one() - u)))},
    {"logit of logs", false, WHERE(is_function(f, logit), log(u) - log(one() - u))},
    {"logit by atanh", false, WHERE(is_function(f, logit), two() * call(operation::atanh, two() * u - one()))},
    {"logit reflected", false, WHERE(is_function(f, logit), -of(logit, one() - u))},
    // the other catalogue functions
    {"silu defined", false, WHERE(is_function(f, silu), u / (one() + exp(-u)))},
    {"silu reflected", false, WHERE(is_function(f, silu), u + of(silu, -u))},
    {"mish defined", false, WHERE(is_function(f, mish), u * tanh(of(softplus, u)))},
    {"mish rational", false, WHERE(is_function(f, mish), u - u / (one() + exp(u) + power(exp(u), 2) / two()))},
    {"gelu defined", false, WHERE(is_function(f, gelu), u / two() * (one() + call(operation::erf, u / sqrt(two()))))},
    {"gelu by erfc", false, WHERE(is_function(f, gelu), u / two() * call(operation::erfc, -u / sqrt(two())))},
    {"gelu reflected", false, WHERE(is_function(f, gelu), u + of(gelu, -u))},
    {"elu cases", false, WHERE(is_function(f, elu), select(less(number(0), u), u, call(operation::expm1, u)))},
    {"elu min", false, WHERE(is_function(f, elu), of(relu, u) + exp(min(u, number(0))) - one())},
    {"celu elu", false, WHERE(is_function(f, celu_2), v * of(elu, u / v))},
    {"elu two", false, WHERE(is_function(f, elu_2), select(less(u, number(0)), v * exp(u) - v, u))},
    {"leaky max", false, WHERE(is_function(f, leaky_relu), max(u, u / number(100)))},
    {"leaky abs", false, WHERE(is_function(f, leaky_relu_2), (one() + v) * u / two() + (one() - v) * abs(u) / two())},
    {"swish silu", false, WHERE(is_function(f, swish_2), of(silu, u * v) / v)},
    {"relu max", false, WHERE(is_function(f, relu), max(number(0), u))},
    {"relu abs", false, WHERE(is_function(f, relu), (u + abs(u)) / two())},
    {"relu sign", false, WHERE(is_function(f, relu), u * (one() + call(operation::sign, u)) / two())},
    {"relu reflected", false, WHERE(is_function(f, relu), u + of(relu, -u))},
    // absolute value, sign, order
    {"abs root", false, WHERE(is(f, operation::abs), sqrt(power(u, 2)))},
    {"abs max", false, WHERE(is(f, operation::abs), max(u, -u))},
    {"abs sign", false, WHERE(is(f, operation::abs), u * call(operation::sign, u))},
    {"abs cases", false, WHERE(is(f, operation::abs), select(less(u, number(0)), -u, u))},
    {"abs relu", false, WHERE(is(f, operation::abs), of(relu, u) + of(relu, -u))},
    {"abs even", false, WHERE(is(f, operation::abs), abs(-u))},
    {"abs product", false, WHERE(is(f, operation::abs) && is(a_of(f), operation::multiply), abs(a_of(u)) * abs(b_of(u)))},
    {"root of square", false, WHERE(is(f, operation::sqrt) && is_square(a_of(f)), abs(a_of(u)))},
    {"square of abs", false, WHERE(is_square(f), power(abs(u), 2))},
    {"sign quotient", false, WHERE(is(f, operation::sign), u / abs(u))},
    {"sign cases", false, WHERE(is(f, operation::sign), select(less(number(0), u), one(), select(less(u, number(0)), number(-1), number(0))))},
    {"sign odd", false, WHERE(is(f, operation::sign), -call(operation::sign, -u))},
    {"max half", false, WHERE(is(f, operation::max), (u + v + abs(u - v)) / two())},
    {"max cases", false, WHERE(is(f, operation::max), select(less(v, u), u, v))},
    {"max relu", false, WHERE(is(f, operation::max), v + of(relu, u - v))},
    {"max min", false, WHERE(is(f, operation::max), -min(-u, -v))},
    {"max sum", false, WHERE(is(f, operation::max), u + v - min(u, v))},
    {"max idempotent", false, WHERE(is(f, operation::max), max(f, v))},
    {"min half", false, WHERE(is(f, operation::min), (u + v - abs(u - v)) / two())},
    {"min cases", false, WHERE(is(f, operation::min), select(less_equal(u, v), u, v))},
    {"min max", false, WHERE(is(f, operation::min), -max(-v, -u))},
    {"cases turned", false, WHERE(is(f, operation::select) && is(a_of(f), operation::less), select(less_equal(b_of(u), a_of(u)), f->parts[2], v))},
    {"cases turned back", false, WHERE(is(f, operation::select) && is(a_of(f), operation::less_equal), select(less(b_of(u), a_of(u)), f->parts[2], v))},
    {"cases of a sum", false, WHERE(is(f, operation::add) && is(b_of(f), operation::select), select(v->parts[0], u + v->parts[1], u + v->parts[2]))},
    {"same in cases", true, ANY(select(less(number(static_cast<int>(c.below(5)) - 2), symbol(c.below(3))), u, u))},
    {"same at a point", true, ANY(select(at_number(static_cast<int>(c.below(3))), u, one() * u))},
    // exponentials and logarithms
    {"exp of a sum", false, WHERE(is(f, operation::exp) && is(a_of(f), operation::add), exp(a_of(u)) * exp(b_of(u)))},
    {"exp of a difference", false, WHERE(is(f, operation::exp) && is(a_of(f), operation::subtract), exp(a_of(u)) / exp(b_of(u)))},
    {"exp halved", false, WHERE(is(f, operation::exp), power(exp(u / two()), 2))},
    {"exp in three", false, WHERE(is(f, operation::exp), power(exp(u / number(3)), 3))},
    {"exp inverted", false, WHERE(is(f, operation::exp), one() / exp(-u))},
    {"exp hyperbolic", false, WHERE(is(f, operation::exp), call(operation::cosh, u) + call(operation::sinh, u))},
    {"exp root", false, WHERE(is(f, operation::exp), sqrt(exp(two() * u)))},
    {"exp expm1", false, WHERE(is(f, operation::exp), call(operation::expm1, u) + one())},
    {"exp power", false, WHERE(is(f, operation::exp), power(exp(one()), u))},
    {"expm1 defined", false, WHERE(is(f, operation::expm1), exp(u) - one())},
    {"expm1 by tanh", false, WHERE(is(f, operation::expm1), two() * tanh(u / two()) / (one() - tanh(u / two())))},
    {"log1p defined", false, WHERE(is(f, operation::log1p), log(one() + u))},
    {"log inverted", false, WHERE(is(f, operation::log), -log(one() / u))},
    {"log of a product", false, WHERE(is(f, operation::log) && is(a_of(f), operation::multiply), log(a_of(u)) + log(b_of(u)))},
    {"log of a quotient", false, WHERE(is(f, operation::log) && is(a_of(f), operation::divide), log(a_of(u)) - log(b_of(u)))},
    {"log of a square", false, WHERE(is(f, operation::log) && is_square(a_of(f)), two() * log(abs(a_of(u))))},
    {"log of a root", false, WHERE(is(f, operation::log), two() * log(sqrt(u)))},
    {"log scaled", false, WHERE(is(f, operation::log), log(symbol(2) * u) - log(symbol(2)))},
    {"root as power", false, WHERE(is(f, operation::sqrt), power(u, half()))},
    {"root by log", false, WHERE(is(f, operation::sqrt), exp(log(u) / two()))},
    {"root of a product", false, WHERE(is(f, operation::sqrt) && is(a_of(f), operation::multiply), sqrt(a_of(u)) * sqrt(b_of(u)))},
    {"root rationalized", false, WHERE(is(f, operation::sqrt), u / sqrt(u))},
    {"root of roots", false, WHERE(is(f, operation::sqrt), power(sqrt(sqrt(u)), 2))},
    // trigonometric and hyperbolic functions
    {"sin doubled", false, WHERE(is(f, operation::sin), two() * sin(u / two()) * cos(u / two()))},
    {"sin of a sum", false, WHERE(is(f, operation::sin) && is(a_of(f), operation::add), sin(a_of(u)) * cos(b_of(u)) + cos(a_of(u)) * sin(b_of(u)))},
    {"sin odd", false, WHERE(is(f, operation::sin), -sin(-u))},
    {"sin shifted", false, WHERE(is(f, operation::sin), cos(pi() / two() - u))},
    {"cos doubled", false, WHERE(is(f, operation::cos), one() - two() * power(sin(u / two()), 2))},
    {"cos of a difference", false, WHERE(is(f, operation::cos) && is(a_of(f), operation::subtract), cos(a_of(u)) * cos(b_of(u)) + sin(a_of(u)) * sin(b_of(u)))},
    {"cos even", false, WHERE(is(f, operation::cos), cos(-u))},
    {"tan quotient", false, WHERE(is(f, operation::tan), sin(u) / cos(u))},
    {"one as squares", false, WHERE(is_number(f) && f->value == rational{1}, power(sin(symbol(0)), 2) + power(cos(symbol(0)), 2))},
    {"sinh defined", false, WHERE(is(f, operation::sinh), (exp(u) - exp(-u)) / two())},
    {"sinh of a sum", false, WHERE(is(f, operation::sinh) && is(a_of(f), operation::add), call(operation::sinh, a_of(u)) * call(operation::cosh, b_of(u)) + call(operation::cosh, a_of(u)) * call(operation::sinh, b_of(u)))},
    {"cosh defined", false, WHERE(is(f, operation::cosh), (exp(u) + exp(-u)) / two())},
    {"cosh root", false, WHERE(is(f, operation::cosh), sqrt(one() + power(call(operation::sinh, u), 2)))},
    {"asin acos", false, WHERE(is(f, operation::asin), pi() / two() - call(operation::acos, u))},
    {"acos asin", false, WHERE(is(f, operation::acos), pi() / two() - call(operation::asin, u))},
    {"asin by atan", false, WHERE(is(f, operation::asin), call(operation::atan, u / sqrt(one() - power(u, 2))))},
    {"atan odd", false, WHERE(is(f, operation::atan), -call(operation::atan, -u))},
    {"atan by asin", false, WHERE(is(f, operation::atan), call(operation::asin, u / sqrt(one() + power(u, 2))))},
    {"atan inverted", false, WHERE(is(f, operation::atan), call(operation::sign, u) * pi() / two() - call(operation::atan, one() / u))},
    {"asinh by log", false, WHERE(is(f, operation::asinh), log(u + sqrt(power(u, 2) + one())))},
    {"asinh odd", false, WHERE(is(f, operation::asinh), -call(operation::asinh, -u))},
    {"acosh by log", false, WHERE(is(f, operation::acosh), log(u + sqrt(power(u, 2) - one())))},
    {"atanh by log", false, WHERE(is(f, operation::atanh), half() * log((one() + u) / (one() - u)))},
    {"erf odd", false, WHERE(is(f, operation::erf), -call(operation::erf, -u))},
    {"erf by erfc", false, WHERE(is(f, operation::erf), one() - call(operation::erfc, u))},
    {"erfc reflected", false, WHERE(is(f, operation::erfc), two() - call(operation::erfc, -u))},
    {"erfc by erf", false, WHERE(is(f, operation::erfc), one() - call(operation::erf, u))},
    // arithmetic
    {"a + b = b + a", false, WHERE(is(f, operation::add), v + u)},
    {"ab = ba", false, WHERE(is(f, operation::multiply), v * u)},
    {"associate a sum", false, WHERE(is(f, operation::add) && is(a_of(f), operation::add), a_of(u) + (b_of(u) + v))},
    {"associate a product", false, WHERE(is(f, operation::multiply) && is(a_of(f), operation::multiply), a_of(u) * (b_of(u) * v))},
    {"distribute", false, WHERE(is(f, operation::multiply) && is(b_of(f), operation::add), u * a_of(v) + u * b_of(v))},
    {"distribute on the left", false, WHERE(is(f, operation::multiply) && is(a_of(f), operation::subtract), a_of(u) * v - b_of(u) * v)},
    {"split a fraction", false, WHERE(is(f, operation::divide) && is(a_of(f), operation::add), a_of(u) / v + b_of(u) / v)},
    {"difference as sum", false, WHERE(is(f, operation::subtract), u + (-v))},
    {"sum as difference", false, WHERE(is(f, operation::add), u - (-v))},
    {"difference of squares", false, WHERE(is(f, operation::subtract) && is_square(a_of(f)) && is_square(b_of(f)), (a_of(u) + a_of(v)) * (a_of(u) - a_of(v)))},
    {"quotient as product", false, WHERE(is(f, operation::divide), u * (one() / v))},
    {"quotient by power", false, WHERE(is(f, operation::divide), u * power(v, -1))},
    {"square as product", false, WHERE(is_square(f), u * u)},
    {"square of a sum", false, WHERE(is_square(f) && is(a_of(f), operation::add), power(a_of(u), 2) + two() * a_of(u) * b_of(u) + power(b_of(u), 2))},
    {"difference over sum", false, WHERE(is(f, operation::add), (power(u, 2) - power(v, 2)) / (u - v))},
    {"negation as product", false, WHERE(is(f, operation::negate), number(-1) * u)},
    {"add and take away", true, ANY([&] { auto const s = small(c); return (u + s) - s; }())},
    {"multiply and divide", true, ANY([&] { auto const p = positive_factor(c); return u * p / p; }())},
    {"divide and multiply", true, ANY([&] { auto const p = small(c); return u / p * p; }())},
    {"twice the half", true, ANY(u / two() + u / two())},
    {"minus minus", true, ANY(-(-u))},
    {"log exp", true, ANY(log(exp(u)))},
    {"exp log", true, ANY(exp(log(u)))},
    {"square of the root", true, ANY(power(sqrt(u), 2))},
    {"sinh asinh", true, ANY(call(operation::sinh, call(operation::asinh, u)))},
    {"asinh sinh", true, ANY(call(operation::asinh, call(operation::sinh, u)))},
    {"tan atan", true, ANY(call(operation::tan, call(operation::atan, u)))},
    {"atanh tanh", true, ANY(call(operation::atanh, tanh(u)))},
    {"logit sigmoid", true, ANY(of(logit, of(sigmoid, u)))},
    {"sigmoid logit", true, ANY(of(sigmoid, of(logit, u)))},
    {"softplus difference", true, ANY(of(softplus, u) - of(softplus, -u))},
    {"relu difference", true, ANY(of(relu, u) - of(relu, -u))},
    {"cube root of the cube", true, ANY(power(power(u, 3), number(1, 3)))},
};
unsigned const true_rule_count = sizeof(true_rules) / sizeof(rule);

rule const false_rules[] = {
    {"another constant", false, WHERE(is_number(f), c.below(2) != 0 ? number(static_cast<int>(c.below(7)) - 3) : std::make_shared<term const>(term{operation::constant, f->value + rational{ogive::int128{1}, ogive::int128{static_cast<int>(1 + c.below(9))}}}))},
    {"a slightly different constant", false, WHERE(is_number(f), std::make_shared<term const>(term{operation::constant, f->value + rational{ogive::int128{1}, ogive::int128{1000000}}}))},
    {"another sign", true, ANY(-u)},
    {"plus for minus", false, WHERE(is(f, operation::subtract), u + v)},
    {"minus for plus", false, WHERE(is(f, operation::add), u - v)},
    {"product for quotient", false, WHERE(is(f, operation::divide), u * v)},
    {"quotient turned", false, WHERE(is(f, operation::divide), v / u)},
    {"difference turned", false, WHERE(is(f, operation::subtract), v - u)},
    {"min for max", false, WHERE(is(f, operation::max), min(u, v))},
    {"max for min", false, WHERE(is(f, operation::min), max(u, v))},
    {"sinh for tanh", false, WHERE(is(f, operation::tanh), call(operation::sinh, u))},
    {"atan for tanh", false, WHERE(is(f, operation::tanh), call(operation::atan, u))},
    {"erf for tanh", false, WHERE(is(f, operation::tanh), call(operation::erf, u))},
    {"cos for sin", false, WHERE(is(f, operation::sin), cos(u))},
    {"sin for cos", false, WHERE(is(f, operation::cos), sin(u))},
    {"exp for expm1", false, WHERE(is(f, operation::expm1), exp(u))},
    {"log1p for log", false, WHERE(is(f, operation::log), call(operation::log1p, u))},
    {"erf for erfc", false, WHERE(is(f, operation::erfc), call(operation::erf, u))},
    {"silu for gelu", false, WHERE(is_function(f, gelu), of(silu, u))},
    {"gelu_tanh for gelu", false, WHERE(is_function(f, gelu), of(gelu_tanh, u))},
    {"another function", false, WHERE(is(f, operation::named) && f->parts.size() == 1, of(static_cast<function>(c.below(13)), u))},
    {"branches exchanged", false, WHERE(is(f, operation::select), select(u, f->parts[2], v))},
    {"another break point", false, WHERE(is(f, operation::select), select(less(a_of(u), b_of(u) + one()), v, f->parts[2]))},
    {"one branch changed", false, WHERE(is(f, operation::select), select(u, v, f->parts[2] + one()))},
    {"condition strict", false, WHERE(is(f, operation::select) && u->op == operation::less_equal, select(less(a_of(u), b_of(u)), v, f->parts[2]))},
    {"condition with equality", false, WHERE(is(f, operation::select) && u->op == operation::less, select(less_equal(a_of(u), b_of(u)), v, f->parts[2]))},
    {"one more power", false, WHERE(is_square(f), power(u, 3))},
    {"another symbol", false, WHERE(is(f, operation::symbol), symbol(c.below(symbol_count)))},
    {"scaled argument", false, WHERE(f->parts.size() == 1 && !is(f, operation::derivative), std::make_shared<term const>(term{f->op, {}, f->which, {two() * u}}))},
    {"something added", true, ANY(u + small(c))},
    {"something small added", true, ANY(u + number(1, 1 + static_cast<long long>(c.below(1000000))))},
    {"different at one point", true, ANY(select(at_number(static_cast<int>(c.below(3))), u + one(), u))},
};
unsigned const false_rule_count = sizeof(false_rules) / sizeof(rule);

rule const half_true_rules[] = {
    {"abs dropped", false, WHERE(is(f, operation::abs), u)},
    {"abs as minus", false, WHERE(is(f, operation::abs), -u)},
    {"abs introduced", true, ANY(abs(u))},
    {"root of the square", true, ANY(sqrt(power(u, 2)))},
    {"fourth root", true, ANY(power(power(u, 4), number(1, 4)))},
    {"relu introduced", true, ANY(of(relu, u))},
    {"relu dropped", false, WHERE(is_function(f, relu), u)},
    {"max as first", false, WHERE(is(f, operation::max), u)},
    {"min as second", false, WHERE(is(f, operation::min), v)},
    {"first branch", false, WHERE(is(f, operation::select), v)},
    {"second branch", false, WHERE(is(f, operation::select), f->parts[2])},
    {"else for elu", false, WHERE(is_function(f, elu), call(operation::expm1, u))},
    {"sign as one", false, WHERE(is(f, operation::sign), one())},
    {"asin sin", true, ANY(call(operation::asin, sin(u)))},
    {"acos cos", true, ANY(call(operation::acos, cos(u)))},
    {"atan tan", true, ANY(call(operation::atan, call(operation::tan, u)))},
    {"acosh cosh", true, ANY(call(operation::acosh, call(operation::cosh, u)))},
    {"atan inverted, one sign", false, WHERE(is(f, operation::atan), pi() / two() - call(operation::atan, one() / u))},
    {"square in a log", false, WHERE(is(f, operation::log), log(power(u, 2)))},
    {"wrong beyond a point", true, ANY(select(less(symbol(0), number(static_cast<int>(c.below(40)))), u, u + one()))},
    {"wrong on an interval", true, ANY(select(make(operation::both, {less(number(1), symbol(0)), less(symbol(0), number(5, 4))}), u * two(), u))},
    {"wrong left of a point", true, ANY(select(less(symbol(0), number(-static_cast<int>(c.below(15)))), -u, u))},
};
unsigned const half_true_rule_count = sizeof(half_true_rules) / sizeof(rule);
// clang-format on

formula random_formula(chance& c, unsigned operations, unsigned allowed) {
    static constexpr operation unary[] = {
        operation::exp,   operation::log,   operation::sqrt,  operation::abs,   operation::tanh,  operation::sign,
        operation::sin,   operation::cos,   operation::atan,  operation::erf,   operation::sinh,  operation::cosh,
        operation::tan,   operation::asin,  operation::acos,  operation::erfc,  operation::asinh, operation::acosh,
        operation::atanh, operation::expm1, operation::log1p, operation::negate};
    if (operations == 0) {
        if (c.one_in(4)) return c.one_in(8) ? pi() : number(static_cast<int>(c.below(9)) - 4, 1 + c.below(3));
        unsigned which = 0;
        do which = c.below(symbol_count);
        while (((allowed >> which) & 1) == 0);
        return symbol(which);
    }
    unsigned const rest = operations - 1, left = rest == 0 ? 0 : c.below(rest + 1);
    auto const u = [&] { return random_formula(c, rest, allowed); };
    auto const l = [&] { return random_formula(c, left, allowed); };
    auto const r = [&] { return random_formula(c, rest - left, allowed); };
    switch (c.below(24)) {
    case 0:
    case 1:
    case 2: return l() + r();
    case 3: return l() - r();
    case 4:
    case 5:
    case 6: return l() * r();
    case 7: return l() / r();
    case 8: return l() / (one() + power(r(), 2));
    case 9: return power(u(), static_cast<int>(c.below(5)) - 1);
    case 10: return max(l(), r());
    case 11: return min(l(), r());
    case 12: {
        formula const s = symbol((allowed & 1) != 0 ? 0 : 2);
        return select(less(number(static_cast<int>(c.below(5)) - 2), s), l(), r());
    }
    case 13: return select(c.one_in(2) ? less_equal(number(0), l()) : less(l(), number(1)), l(), r());
    case 14: return log(one() + exp(u()));
    case 15:
    case 16:
    case 17:
    case 18: return catalogue(static_cast<function>(c.below(leaky_relu_2)), {u()});
    case 19:
        return catalogue(static_cast<function>(leaky_relu_2 + c.below(function_count - leaky_relu_2)),
                         {u(), symbol(2)});
    default: return call(c.of(unary), u());
    }
}

formula rewrite(formula const& f, rule const* table, unsigned count, chance& c, char const** used) {
    std::vector<path> all;
    path here;
    places(f, here, all);
    for (unsigned attempt = 0; attempt < 100; ++attempt) {
        rule const& r = table[c.below(count)];
        if (r.anywhere && !c.one_in(attempt < 50 ? 8 : 1)) continue; // these must not crowd out the others
        path const& p = all[c.below(static_cast<unsigned>(all.size()))];
        formula const there = at(f, p);
        if (there->op == operation::derivative) continue;
        formula const changed = r.apply(there, c);
        if (!changed || equal(changed, there)) continue;
        if (used != nullptr) *used = r.name;
        return replace(f, p, changed);
    }
    return f;
}

} // namespace fuzz
