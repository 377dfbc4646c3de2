// SPDX-License-Identifier: BSL-1.0
#pragma once
// The functions that text may name: operations, the catalogue, and names of the field that stand for a definition.

#include <ogive/activation/catalogue.hpp>

#include <string_view>

namespace ogive::detail {

constexpr packed_name pack(std::string_view spelt) {
    char characters[32]{};
    for (unsigned i = 0; i < 31 && i < spelt.size(); ++i) characters[i] = spelt[i];
    return {characters};
}

/// A name for a definition in x, y and z, or another name of an operation.
struct definition {
    packed_name name;
    unsigned arguments;
    std::string_view text;
};

// clang-format off
inline constexpr definition definitions[] = {
    {"ln", 1, "log(x)"},                {"pow", 2, "x^y"},
    {"log2", 1, "log(x)/log(2)"},       {"log10", 1, "log(x)/log(10)"},
    {"cbrt", 1, "sign(x)*abs(x)^(1/3)"},
    {"sec", 1, "1/cos(x)"},             {"csc", 1, "1/sin(x)"},             {"cot", 1, "cos(x)/sin(x)"},
    {"sech", 1, "1/cosh(x)"},           {"csch", 1, "1/sinh(x)"},           {"coth", 1, "cosh(x)/sinh(x)"},
    {"arcsin", 1, "asin(x)"},           {"arccos", 1, "acos(x)"},           {"arctan", 1, "atan(x)"},
    {"arsinh", 1, "asinh(x)"},          {"arcosh", 1, "acosh(x)"},          {"artanh", 1, "atanh(x)"},
    {"arcsinh", 1, "asinh(x)"},         {"arccosh", 1, "acosh(x)"},         {"arctanh", 1, "atanh(x)"},
    {"Phi", 1, "normal_cdf(x)"},        {"phi", 1, "normal_pdf(x)"},
    {"clip", 3, "min(max(x, y), z)"},
    {"step", 1, "piecewise(x > 0: 1; else: 0)"},
    {"sinc", 1, "piecewise(x > 0: sin(x)/x; x < 0: sin(x)/x; else: 1)"},
    {"hardtanh", 1, "min(max(x, -1), 1)"},       {"relu6", 1, "min(max(x, 0), 6)"},
    {"hardsigmoid", 1, "min(max(x + 3, 0), 6)/6"},
    {"hardswish", 1, "x*min(max(x + 3, 0), 6)/6"},
    {"softsign", 1, "x/(1 + abs(x))"},           {"tanhshrink", 1, "x - tanh(x)"},
    {"logsigmoid", 1, "log(sigmoid(x))"},        {"squareplus", 1, "(x + sqrt(x^2 + 4))/2"}
};
// clang-format on

/// A catalogue function on the symbols x and a, as its graph.
struct known_function {
    packed_name name{};
    unsigned arguments = 0;
    node const* nodes = nullptr;
    node_index root = 0;
};

template <class Function, class... Arguments>
constexpr known_function known_function_of() {
    if constexpr (requires { Function::formula(Arguments{}...); }) {
        auto const& g = graph_of<applied<Function, Arguments...>>;
        return {Function::name, sizeof...(Arguments), g.nodes, g.root()};
    } else {
        return {};
    }
}

template <class>
struct functions_of_entry {
    static constexpr known_function rows[2] = {};
};
template <class Function, class... Arguments>
struct functions_of_entry<applied<Function, Arguments...>> {
    static constexpr known_function rows[2] = {known_function_of<Function, symbol_t<"x">>(),
                                               known_function_of<Function, symbol_t<"x">, symbol_t<"a">>()};
};

template <class, class...>
struct function_table;
template <class... Catalogue, class... Others>
struct function_table<boost::hana::basic_tuple<Catalogue...> const, Others...> {
    static constexpr unsigned entries = sizeof...(Catalogue) + sizeof...(Others);
    struct table {
        known_function rows[2 * entries]{};
    };
    template <class Entry>
    static constexpr void add(table& t, unsigned& count) {
        for (auto const& f : functions_of_entry<Entry>::rows) t.rows[count++] = f;
    }
    static constexpr table make() {
        table t;
        unsigned i = 0;
        (add<Catalogue>(t, i), ...);
        (add<Others>(t, i), ...);
        return t;
    }
    static constexpr table value = make();
};
/// The catalogue, and functions in whose terms its formulas are written.
using known_functions =
    function_table<decltype(catalogue), applied<normal_cdf_t, symbol_t<"x">>, applied<normal_pdf_t, symbol_t<"x">>>;

constexpr known_function find_function(packed_name name, unsigned arguments) {
    for (auto const& f : known_functions::value.rows)
        if (f.arguments == arguments && f.name == name) return f;
    return {};
}

/// A named constant inside a catalogue function.
constexpr known_function find_named_constant(packed_name name) {
    for (auto const& f : known_functions::value.rows)
        for (unsigned i = 0; f.nodes && i <= f.root; ++i)
            if (f.nodes[i].op == operation::named && f.nodes[i].arguments() == 0 && f.nodes[i].name() == name)
                return {name, 0, f.nodes, static_cast<node_index>(i)};
    return {};
}

/// The operations that are called by name.
struct operation_names {
    static constexpr unsigned first = static_cast<unsigned>(operation::sqrt);
    static constexpr unsigned last = static_cast<unsigned>(operation::max);
    packed_name names[last + 1]{};
    constexpr operation_names() {
        for (unsigned i = first; i <= last; ++i) names[i] = row(static_cast<operation>(i)).name;
    }
};
inline constexpr operation_names names_of_operations{};

/// How many arguments a function takes, most = 0 if there is none of this name; its operation, or `constant` if it is
/// none.
struct function_facts {
    unsigned least = 0, most = 0;
    operation op = operation::constant;
};

inline constexpr packed_name derivative_name{"derivative"}, piecewise_name{"piecewise"};
inline constexpr unsigned any_number = 1u << 20;

constexpr function_facts facts_of_function(packed_name name) {
    for (unsigned i = operation_names::first; i <= operation_names::last; ++i)
        if (names_of_operations.names[i] == name) {
            auto const op = static_cast<operation>(i);
            return {operands(op), operands(op) == 2 ? any_number : 1, op};
        }
    if (name == derivative_name) return {2, 3, operation::derivative};
    function_facts facts;
    for (unsigned k = 2; k > 0; --k)
        if (find_function(name, k).nodes) {
            facts.least = k;
            facts.most = facts.most == 0 ? k : facts.most;
        }
    if (facts.most > 0) return facts;
    for (auto const& d : definitions)
        if (d.name == name) return {d.arguments, d.arguments};
    return name == piecewise_name ? function_facts{1, 1} : facts;
}

constexpr std::string_view definition_of(packed_name name) {
    for (auto const& d : definitions)
        if (d.name == name) return d.text;
    return {};
}

/// How many characters must be inserted, removed or replaced to make one name of the other.
constexpr unsigned distance(packed_name const& a, packed_name const& b) {
    unsigned row_[33] = {};
    unsigned length = 0;
    for (; b[length] != '\0'; ++length) row_[length] = length;
    row_[length] = length;
    for (unsigned i = 0; a[i] != '\0'; ++i) {
        unsigned diagonal = row_[0]++;
        for (unsigned j = 0; j < length; ++j) {
            unsigned const replaced = diagonal + (a[i] == b[j] ? 0u : 1u);
            diagonal = row_[j + 1];
            unsigned const shifted = (row_[j] < row_[j + 1] ? row_[j] : row_[j + 1]) + 1;
            row_[j + 1] = replaced < shifted ? replaced : shifted;
        }
    }
    return row_[length];
}

/// Whether two neighbouring characters have changed places.
constexpr bool exchanged(packed_name const& a, packed_name const& b) {
    unsigned i = 0;
    while (a[i] != '\0' && a[i] == b[i]) ++i;
    if (a[i] == '\0' || a[i] != b[i + 1] || a[i + 1] != b[i]) return false;
    for (i += 2; a[i] != '\0'; ++i)
        if (a[i] != b[i]) return false;
    return b[i] == '\0';
}

/// The function whose name differs least from a misspelt one; empty if none is near.
constexpr packed_name nearest_function(packed_name name) {
    unsigned length = 0;
    while (name[length] != '\0') ++length;
    unsigned best = length < 3 ? 0 : length < 6 ? 3 : 5; // twice the differences that are near, and one
    packed_name nearest{};
    auto const offer = [&](packed_name const& n) {
        if (n == packed_name{}) return;
        if (unsigned const d = exchanged(name, n) ? 1 : 2 * distance(name, n); d < best) {
            best = d;
            nearest = n;
        }
    };
    for (auto const& n : names_of_operations.names) offer(n);
    for (auto const& f : known_functions::value.rows) offer(f.name);
    for (auto const& d : definitions) offer(d.name);
    offer(derivative_name);
    offer(piecewise_name);
    return nearest;
}

/// A catalogue function on nodes of a workspace: its graph with the arguments for x and a.
constexpr node_index apply(workspace& w, node const* nodes, node_index root, node_index const* arguments) {
    node_index place[OGIVE_MAX_NODES];
    for (unsigned i = 0; i <= root; ++i) {
        node const& n = nodes[i];
        unsigned const k = n.operand_count();
        if (n.op == operation::symbol)
            place[i] = n.name() == packed_name{"x"} ? arguments[0] : arguments[1];
        else
            place[i] = w.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                k > 2 ? place[n.c] : node_index{0});
    }
    return place[root];
}

} // namespace ogive::detail
