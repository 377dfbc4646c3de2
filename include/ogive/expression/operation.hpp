// SPDX-License-Identifier: BSL-1.0
#pragma once
// The operations a graph node can have, and the table of their names and operand counts.

namespace ogive {

enum class operation : unsigned char {
    // leaves
    constant,
    symbol,
    pi,
    // arithmetic
    add,
    subtract,
    multiply,
    divide,
    negate,
    power,
    // elementary functions of one argument
    sqrt,
    exp,
    expm1,
    log,
    log1p,
    sin,
    cos,
    tan,
    asin,
    acos,
    atan,
    sinh,
    cosh,
    tanh,
    asinh,
    acosh,
    atanh,
    erf,
    erfc,
    abs,
    sign,
    // order
    min,
    max,
    less,
    less_equal,
    both,
    select,
    // a catalogue function: operand 0 is its body, the others are its arguments
    named,
    // the derivative of operand 0 by the symbol operand 1, as often as the node's number says
    derivative,
    // index notation (tensor/): an index, an element of a vector, what binds an index (operand 0), Kronecker's delta
    index,
    element,
    sum_over,
    product_over,
    max_over,
    delta,
    // what only evaluators use
    erfcx,
    exp_of_product,
    low_word,
    guarded_product,
    decay,
    log_of_ratio,
    sign_bit,
    is_number,
    bounded,
    low_product,
    low_sum,
    count_of_operations
};

/// What the table says of an operation: its name in text, its operands, whether it is called like a function.
struct operation_row {
    char const* name;
    unsigned char operands;
    bool called;
};

// clang-format off
inline constexpr operation_row operation_table[] = {
    {"constant", 0, false}, {"symbol", 0, false},        {"pi", 0, false},          {"+", 2, false},
    {"-", 2, false},        {"*", 2, false},             {"/", 2, false},           {"-", 1, false},
    {"^", 2, false},        {"sqrt", 1, true},           {"exp", 1, true},          {"expm1", 1, true},
    {"log", 1, true},       {"log1p", 1, true},          {"sin", 1, true},          {"cos", 1, true},
    {"tan", 1, true},       {"asin", 1, true},           {"acos", 1, true},         {"atan", 1, true},
    {"sinh", 1, true},      {"cosh", 1, true},           {"tanh", 1, true},         {"asinh", 1, true},
    {"acosh", 1, true},     {"atanh", 1, true},          {"erf", 1, true},          {"erfc", 1, true},
    {"abs", 1, true},       {"sign", 1, true},           {"min", 2, true},          {"max", 2, true},
    {"<", 2, false},        {"<=", 2, false},            {"and", 2, false},         {"select", 3, true},
    {"named", 3, true},     {"derivative", 2, true},     {"index", 0, false},       {"element", 1, false},
    {"sum", 2, false},      {"product", 2, false},       {"max_over", 2, false},    {"delta", 2, false},
    {"erfcx", 1, true},     {"exp_of_product", 3, true},
    {"low_word", 1, true},  {"guarded_product", 2, true}, {"decay", 2, true},       {"log_of_ratio", 3, true},
    {"sign_bit", 1, true},  {"is_number", 1, true},  {"bounded", 1, true},
    {"low_product", 2, true}, {"low_sum", 3, true}
};
// clang-format on

static_assert(sizeof(operation_table) / sizeof(operation_row) == static_cast<int>(operation::count_of_operations));

constexpr operation_row const& row(operation op) { return operation_table[static_cast<unsigned>(op)]; }
constexpr unsigned operands(operation op) { return row(op).operands; }
constexpr bool is_index_notation(operation op) { return op >= operation::index && op <= operation::delta; }

} // namespace ogive
