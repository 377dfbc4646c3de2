// SPDX-License-Identifier: BSL-1.0
#pragma once
// Short formulas over some symbols, found again by their values. Values only propose: nothing is believed for them.

#include <ogive/emit/vocabulary.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

namespace ogive::detail {

/// Values at a few fixed points; NaN where there is none.
inline constexpr unsigned sample_points = 10;
using sampled = std::array<double, sample_points>;

/// Where the symbol of rank `symbol` (in alphabetical order) is tried.
inline double sample_of(unsigned symbol, assumption assumed, unsigned point) {
    constexpr double places[sample_points] = {0.73113, 2.31787, 0.15719,  -0.61327, -1.92739,
                                              4.27321, 7.19347, -6.88171, 0.38917,  0.91253};
    unsigned const turn = point * (2 * symbol + 1) + 3 * symbol;
    double const value = places[turn % sample_points] * (1 + 0.03719 * symbol);
    return assumed == positive ? std::fabs(value) : assumed == negative ? -std::fabs(value) : value;
}

inline double value_of(operation op, double a, double b, double c) {
    switch (op) {
    case operation::pi: return 3.14159265358979323846;
    case operation::add: return a + b;
    case operation::subtract: return a - b;
    case operation::multiply: return a * b;
    case operation::divide: return b == 0 ? std::numeric_limits<double>::quiet_NaN() : a / b;
    case operation::negate: return -a;
    case operation::power: return std::pow(a, b);
    case operation::sqrt: return std::sqrt(a);
    case operation::exp: return std::exp(a);
    case operation::expm1: return std::expm1(a);
    case operation::log: return a > 0 ? std::log(a) : std::numeric_limits<double>::quiet_NaN();
    case operation::log1p: return a > -1 ? std::log1p(a) : std::numeric_limits<double>::quiet_NaN();
    case operation::sin: return std::sin(a);
    case operation::cos: return std::cos(a);
    case operation::tan: return std::tan(a);
    case operation::asin: return std::asin(a);
    case operation::acos: return std::acos(a);
    case operation::atan: return std::atan(a);
    case operation::sinh: return std::sinh(a);
    case operation::cosh: return std::cosh(a);
    case operation::tanh: return std::tanh(a);
    case operation::asinh: return std::asinh(a);
    case operation::acosh: return std::acosh(a);
    case operation::atanh: return std::fabs(a) < 1 ? std::atanh(a) : std::numeric_limits<double>::quiet_NaN();
    case operation::erf: return std::erf(a);
    case operation::erfc: return std::erfc(a);
    case operation::abs: return std::fabs(a);
    case operation::sign: return a > 0 ? 1 : a < 0 ? -1 : a;
    case operation::min: return b < a ? b : a;
    case operation::max: return a < b ? b : a;
    case operation::less: return a < b ? 1 : 0;
    case operation::less_equal: return a <= b ? 1 : 0;
    case operation::both: return a != 0 && b != 0 ? 1 : 0;
    case operation::select: return a != 0 ? b : c;
    default: return std::numeric_limits<double>::quiet_NaN();
    }
}

/// The value of a node without derivatives, given that of every symbol.
template <class Graph, class Symbols>
double value_at_sample(Graph const& g, node_index root, Symbols const& symbols, std::vector<double>& value) {
    value.assign(root + 1u, 0);
    for (unsigned i = 0; i <= root; ++i) {
        node const& n = g[i];
        if (n.op == operation::constant)
            value[i] = static_cast<double>(n.low) / static_cast<double>(n.high);
        else if (n.op == operation::symbol)
            value[i] = symbols(n);
        else if (n.op == operation::named)
            value[i] = value[n.a];
        else
            value[i] = value_of(n.op, value[n.a], value[n.b], value[n.c]);
    }
    return value[root];
}

inline bool alike(double a, double b) {
    if (std::isnan(a) || std::isnan(b)) return std::isnan(a) && std::isnan(b);
    return a == b || std::fabs(a - b) <= 1e-12 + 1e-9 * (std::fabs(a) + std::fabs(b));
}
inline bool alike(sampled const& a, sampled const& b) {
    for (unsigned k = 0; k < sample_points; ++k)
        if (!alike(a[k], b[k])) return false;
    return true;
}

/// An operation that was taken off the outside of what is looked for: with a formula beside it, or of one operand.
struct outer_step {
    operation op = operation::constant;
    int beside = -1;
    bool beside_is_left = false;
};

/// One of the short formulas: an operation or a catalogue function on earlier ones.
struct short_formula {
    operation op = operation::constant;
    known_function const* function = nullptr;
    int a = -1, b = -1;
    unsigned length = 1;
    node leaf{};
    sampled at{};
};

/// All short formulas over the symbols and constants of one formula, with the functions of the catalogue.
class formula_table {
    std::vector<short_formula> rows_;
    std::array<std::vector<int>, sample_points> orders_; // by value at each point, once it is asked for
    std::unordered_map<std::uint64_t, int> seen_;
    unsigned key_ = 0;
    bool circular_, hyperbolic_;

    /// A formula, unless there is one of the same values and operation, or a shorter one of the same values.
    int put(short_formula f) {
        unsigned fine = 0, same = 0;
        std::uint64_t hash = 0;
        for (double v : f.at) {
            fine += std::isfinite(v) ? 1u : 0u;
            same += v == f.at[0] ? 1u : 0u;
            int exponent = 0;
            double const fraction = std::isfinite(v) ? std::frexp(v, &exponent) : 0;
            auto const digits = static_cast<std::int64_t>(std::nearbyint(std::ldexp(fraction, 24)));
            hash = (hash ^ static_cast<std::uint64_t>(digits + exponent)) * 0x9e3779b97f4a7c15u;
        }
        bool const leaf = f.a < 0, constant = same == sample_points;
        if (fine < 3 || (constant && !leaf && f.op != operation::sqrt && f.op != operation::log)) return -1;
        auto const [place, is_new] = seen_.try_emplace(hash, static_cast<int>(rows_.size()));
        if (!is_new && alike(row(place->second).at, f.at)) {
            auto& old = rows_[static_cast<std::size_t>(place->second)];
            if (f.length < old.length) old = f;
            if (f.length > old.length || f.op == old.op) return place->second;
        }
        rows_.push_back(f);
        return static_cast<int>(rows_.size()) - 1;
    }
    int leaf(node const& n, sampled const& at) {
        short_formula f;
        f.op = n.op;
        f.leaf = n;
        f.at = at;
        return put(f);
    }
    int make(operation op, int a, int b = -1) {
        if (a < 0 || (operands(op) > 1 && b < 0)) return -1;
        short_formula f;
        f.op = op;
        f.a = a;
        f.b = b;
        f.length = 1 + row(a).length + (b < 0 ? 0 : row(b).length);
        for (unsigned k = 0; k < sample_points; ++k) f.at[k] = value_of(op, row(a).at[k], b < 0 ? 0 : row(b).at[k], 0);
        return put(f);
    }
    int call(known_function const& function, int a, int b = -1) {
        if (a < 0) return -1;
        short_formula f;
        f.op = operation::named;
        f.function = &function;
        f.a = a;
        f.b = b;
        f.length = 1 + row(a).length + (b < 0 ? 0 : row(b).length);
        std::vector<double> scratch;
        for (unsigned k = 0; k < sample_points; ++k) {
            auto const symbols = [&](node const& n) {
                return n.name() == packed_name{"x"} ? row(a).at[k] : row(b < 0 ? a : b).at[k];
            };
            f.at[k] = value_at_sample(function.nodes, function.root, symbols, scratch);
        }
        return put(f);
    }
    short_formula const& row(int i) const { return rows_[static_cast<std::size_t>(i)]; }

    std::vector<int> functions_of(std::vector<int> const& arguments, bool all, bool smooth) {
        std::vector<int> r;
        constexpr operation core[] = {operation::sqrt, operation::exp, operation::log, operation::tanh, operation::abs};
        constexpr operation others[] = {operation::sin,   operation::cos,   operation::tan,   operation::asin,
                                        operation::acos,  operation::atan,  operation::sinh,  operation::cosh,
                                        operation::asinh, operation::acosh, operation::atanh, operation::erf,
                                        operation::erfc};
        for (int a : arguments) {
            if (a < 0) continue;
            for (operation op : core)
                if (!smooth || op != operation::abs) r.push_back(make(op, a));
            for (operation op : others)
                if (all || (op <= operation::tan && circular_) ||
                    (op >= operation::sinh && op <= operation::tanh && hyperbolic_))
                    r.push_back(make(op, a));
            if (all && !smooth && row(a).op == operation::symbol) r.push_back(make(operation::sign, a));
            for (auto const& f : known_functions::value.rows) {
                if (f.arguments != 1) continue;
                bool cases = false;
                for (unsigned i = 0; i <= f.root; ++i) cases = cases || f.nodes[i].op == operation::select;
                bool const basic = f.name == packed_name{"sigmoid"} || f.name == packed_name{"softplus"} ||
                                   f.name == packed_name{"relu"};
                if ((all || basic) && !(smooth && cases)) r.push_back(call(f, a));
            }
        }
        return r;
    }

  public:
    std::vector<int> atoms; // symbols and constants
    std::vector<int> parts; // what a sum or a product may be made of besides

    /// `places`: the values of each symbol.
    /// `circular`, `hyperbolic`: are these functions of interest where there are several symbols, too?
    formula_table(std::vector<node> const& symbols, std::vector<sampled> const& places,
                  std::vector<node> const& constants, bool circular, bool hyperbolic)
        : circular_{circular}, hyperbolic_{hyperbolic} {
        std::vector<int> names, numbers, arguments;
        for (unsigned i = 0; i < symbols.size(); ++i) names.push_back(leaf(symbols[i], places[i]));
        for (node const& n : constants) {
            sampled at;
            at.fill(n.op == operation::pi ? value_of(n.op, 0, 0, 0)
                                          : static_cast<double>(n.low) / static_cast<double>(n.high));
            numbers.push_back(leaf(n, at));
        }
        bool const one = names.size() == 1;
        std::vector<int> turned, squares;
        int const two = numbers[1];
        for (int s : names) {
            turned.push_back(make(operation::negate, s));
            squares.push_back(make(operation::power, s, two));
            arguments.push_back(s);
            arguments.push_back(turned.back());
            arguments.push_back(squares.back());
            for (int c : numbers) {
                if (c != numbers[0]) {
                    arguments.push_back(make(operation::multiply, c, s));
                    arguments.push_back(make(operation::divide, s, c));
                }
                if (c != numbers[0] && one) arguments.push_back(make(operation::add, s, make(operation::log, c)));
                arguments.push_back(make(operation::add, s, c));
                arguments.push_back(make(operation::subtract, s, c));
                arguments.push_back(make(operation::subtract, c, s));
            }
            for (int c : numbers) {
                make(operation::power, s, c);
                make(operation::power, c, s);
            }
            for (int t : names) {
                if (t == s) continue;
                make(operation::power, s, t);
                arguments.push_back(make(operation::subtract, s, t));
                make(operation::sign, arguments.back());
                arguments.push_back(make(operation::divide, s, t));
                if (t < s) continue;
                arguments.push_back(make(operation::add, s, t));
                make(operation::sign, arguments.back());
                for (operation op : {operation::min, operation::max}) {
                    int const extreme = make(op, s, t);
                    for (int c : numbers) make(operation::power, extreme, c);
                }
                arguments.push_back(make(operation::multiply, s, t));
                arguments.push_back(make(operation::subtract, numbers[0], arguments.back()));
            }
        }
        if (names.size() > 1)
            for (int s : names)
                for (int u : arguments)
                    if (u >= 0 && row(u).length == 3) make(operation::power, s, u);
        atoms = names;
        atoms.insert(atoms.end(), numbers.begin(), numbers.end());
        std::vector<int> const of_names = functions_of(names, one, false);
        std::vector<int> const of_arguments = functions_of(arguments, one, false);
        if (circular_ || hyperbolic_)
            for (int f : of_arguments) // half of the argument, or the double of it
                if (f >= 0 && row(f).op >= operation::sin && row(f).op <= operation::tanh)
                    make(operation::power, f, two);
        if (one) { // functions of functions
            std::vector<int> inner = functions_of(names, true, true);
            std::vector<int> const more = functions_of(turned, true, true);
            inner.insert(inner.end(), more.begin(), more.end());
            functions_of(inner, true, true);
        }
        bool has_x = false;
        for (node const& n : symbols) has_x = has_x || n.name() == packed_name{"x"};
        for (auto const& f : known_functions::value.rows)
            if (f.arguments == 2)
                for (unsigned i = 0; i < names.size(); ++i)
                    for (int t : atoms) { // of x, if there is one, and its parameter
                        if (t == names[i] || (has_x && symbols[i].name() != packed_name{"x"})) continue;
                        call(f, names[i], t);
                        call(f, turned[i], t);
                    }
        workspace w;
        std::vector<int> limits = {leaf(w[w.constant(0)], sampled{})};
        for (int c : numbers) {
            limits.push_back(c);
            if (row(c).op != operation::constant) continue;
            sampled at = row(c).at;
            for (double& v : at) v = -v;
            limits.push_back(leaf(w[w.constant(-row(c).leaf.value())], at));
            rows_.back().length = 2;
        }
        std::vector<int> bounded = names;
        bounded.insert(bounded.end(), limits.begin(), limits.end());
        for (int s : turned) bounded.push_back(s);
        std::vector<int> once;
        for (int u : bounded)
            for (int v : bounded)
                if (u != v)
                    for (operation op : {operation::min, operation::max}) once.push_back(make(op, u, v));
        for (int u : arguments)
            for (int c : limits)
                if (u >= 0)
                    for (operation op : {operation::min, operation::max}) once.push_back(make(op, u, c));
        std::vector<int> const rectified = functions_of(arguments, false, false);
        once.insert(once.end(), rectified.begin(), rectified.end());
        for (int u : once)
            for (int c : limits)
                if (u >= 0)
                    for (operation op : {operation::min, operation::max}) make(op, u, c);
        parts = squares;
        std::vector<int> sums; // 1 + f(x), 1 - f(x), under a root or a logarithm
        for (int f : of_names) {
            if (f < 0) continue;
            sums.push_back(make(operation::add, numbers[0], f));
            sums.push_back(make(operation::subtract, numbers[0], f));
        }
        functions_of(sums, false, false);
        for (int f : of_names) // the odds are a quotient themselves
            if (f >= 0 && (row(f).function == nullptr || row(f).function->name != packed_name{"odds"}))
                parts.push_back(f);
        std::vector<int> small = atoms;
        small.insert(small.end(), parts.begin(), parts.end());
        for (int u : small)
            for (int v : small) {
                if (u < 0 || v < 0) continue;
                if (u <= v) make(operation::add, u, v);
                if (u <= v) make(operation::multiply, u, v);
                if (u != v) make(operation::subtract, u, v);
                if (u != v) make(operation::divide, u, v);
            }
    }

    short_formula const& operator[](int i) const { return row(i); }
    std::size_t size() const { return rows_.size(); }

    /// Makes ready for looking up formulas whose value at one point is finite and not 0.
    void sort_by(unsigned point) {
        key_ = point;
        auto& order = orders_[point];
        if (!order.empty()) return;
        for (std::size_t i = 0; i < rows_.size(); ++i)
            if (std::isfinite(rows_[i].at[point])) order.push_back(static_cast<int>(i));
        std::sort(order.begin(), order.end(), [&](int i, int j) {
            double const u = row(i).at[point], v = row(j).at[point];
            return u != v ? u < v : i < j;
        });
    }

    /// Calls found(row) for every formula of these values that is no longer than `longest`.
    template <class Found>
    void look_up(sampled const& y, unsigned longest, Found const& found) const {
        double const v = y[key_], margin = 1e-12 + 1e-9 * std::fabs(v);
        if (!std::isfinite(v)) return;
        auto const& order = orders_[key_];
        auto at = std::lower_bound(order.begin(), order.end(), v - margin,
                                   [&](int i, double limit) { return row(i).at[key_] < limit; });
        for (; at != order.end() && row(*at).at[key_] <= v + margin; ++at)
            if (row(*at).length <= longest && alike(row(*at).at, y)) found(*at);
    }

    /// The formula as nodes.
    node_index build(workspace& w, int i) const {
        short_formula const& f = row(i);
        if (f.a < 0) return w.remake(f.leaf, 0, 0, 0);
        node_index const arguments[] = {build(w, f.a), f.b < 0 ? node_index{0} : build(w, f.b)};
        if (f.op != operation::named) return w.make(f.op, arguments[0], arguments[1]);
        node_index const body = apply(w, f.function->nodes, f.function->root, arguments);
        return body;
    }
};

} // namespace ogive::detail
