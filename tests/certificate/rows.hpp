// SPDX-License-Identifier: BSL-1.0
#pragma once
// What is certified: every function of the catalogue with its first two derivatives, as plain functions to call.

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>
#include <oracle.hpp>

#include <boost/hana/for_each.hpp>

#include <string>

namespace certificate {

using namespace ogive;

/// One expression: searches of both policies, fast first.
struct kernel_row {
    std::string function;
    unsigned order;
    evaluation::cost cost;
    std::string form; ///< what explain(f) says, in one line
    std::function<std::vector<verify::exhaustive_result>(verify::exhaustive_options const&)> all_floats;
    std::function<std::vector<verify::stratified_result<float>>(verify::stratified_options<float> const&)> some_floats;
    std::function<std::vector<verify::stratified_result<double>>(verify::stratified_options<double> const&)>
        some_doubles;
};

/// The parameters of the catalogue have these values, exact in every type.
template <class F>
constexpr auto with_parameters(F, auto action) {
    constexpr detail::a_t a{};
    constexpr detail::beta_t beta{};
    if constexpr (evaluation::has_symbol(graph_of<F>, detail::a_t::name))
        return action(a = 0.25);
    else if constexpr (evaluation::has_symbol(graph_of<F>, detail::beta_t::name))
        return action(beta = 1.5);
    else
        return action();
}

inline std::string one_line(std::string const& lines) {
    std::string line;
    for (char const c : lines.substr(0, lines.find_last_not_of('\n') + 1))
        if (c == '\n')
            line.append("; ");
        else
            line += c;
    return line;
}

template <unsigned Order>
std::vector<kernel_row> rows_of_order() {
    std::vector<kernel_row> all;
    boost::hana::for_each(catalogue, [&]<class F>(F f) {
        auto const d = derivative<static_cast<int>(Order)>(f, detail::x_t{});
        using D = std::remove_const_t<decltype(d)>;
        all.push_back({text(f), Order, evaluation::evaluation_cost(d), one_line(explain(d)),
                       [](auto const& o) {
                           return with_parameters(F{}, [&](auto... parameters) {
                               return verify::exhaustive_of_policies<float, fast, accurate>(D{}, o, parameters...);
                           });
                       },
                       [](auto const& o) {
                           return with_parameters(F{}, [&](auto... parameters) {
                               return verify::stratified_of_policies<float, fast, accurate>(D{}, o, parameters...);
                           });
                       },
                       [](auto const& o) {
                           return with_parameters(F{}, [&](auto... parameters) {
                               return verify::stratified_of_policies<double, fast, accurate>(D{}, o, parameters...);
                           });
                       }});
    });
    return all;
}

// Each in a file of its own, so that they compile side by side.
std::vector<kernel_row> values();
std::vector<kernel_row> first_derivatives();
std::vector<kernel_row> second_derivatives();

} // namespace certificate
