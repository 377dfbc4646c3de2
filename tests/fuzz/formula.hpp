// SPDX-License-Identifier: BSL-1.0
#pragma once
// Formulas as trees that can be taken apart and rewritten at random, and the graphs of the library made from them.

#include <ogive/ogive.hpp>

#include <cstdint>
#include <memory>
#include <utility>
#include <vector>

namespace fuzz {

using ogive::assumption;
using ogive::node_index;
using ogive::operation;
using ogive::packed_name;
using ogive::rational;
using ogive::workspace;

struct term;
using formula = std::shared_ptr<term const>;

/// A node of a tree: an operation, an exact constant, a symbol (`which` in `symbols`), or a catalogue function
/// (`which` in `functions`) with its arguments.
struct term {
    operation op;
    rational value{};
    unsigned which = 0;
    std::vector<formula> parts{};
};

/// The symbols of random formulas with what is assumed of them. Not every formula uses all.
struct symbol_row {
    char const* name;
    assumption assumed;
};
inline constexpr symbol_row symbols[] = {{"x", assumption::none},
                                         {"y", assumption::none},
                                         {"a", assumption::positive},
                                         {"n", assumption::negative},
                                         {"z", assumption::nonzero}};
inline constexpr unsigned symbol_count = 5;

// clang-format off
inline formula number(long long n, long long d = 1) {
    return std::make_shared<term const>(term{operation::constant, rational{ogive::int128{n}, ogive::int128{d}}});
}
inline formula symbol(unsigned which) { return std::make_shared<term const>(term{operation::symbol, {}, which}); }
inline formula make(operation op, std::vector<formula> parts) {
    return std::make_shared<term const>(term{op, {}, 0, std::move(parts)});
}
inline formula pi() { return make(operation::pi, {}); }
inline formula operator+(formula a, formula b) { return make(operation::add, {std::move(a), std::move(b)}); }
inline formula operator-(formula a, formula b) { return make(operation::subtract, {std::move(a), std::move(b)}); }
inline formula operator*(formula a, formula b) { return make(operation::multiply, {std::move(a), std::move(b)}); }
inline formula operator/(formula a, formula b) { return make(operation::divide, {std::move(a), std::move(b)}); }
inline formula operator-(formula a) { return make(operation::negate, {std::move(a)}); }
inline formula power(formula a, formula b) { return make(operation::power, {std::move(a), std::move(b)}); }
inline formula power(formula a, long long n) { return power(std::move(a), number(n)); }
inline formula call(operation op, formula a) { return make(op, {std::move(a)}); }
inline formula exp(formula u) { return call(operation::exp, std::move(u)); }
inline formula log(formula u) { return call(operation::log, std::move(u)); }
inline formula sqrt(formula u) { return call(operation::sqrt, std::move(u)); }
inline formula abs(formula u) { return call(operation::abs, std::move(u)); }
inline formula sin(formula u) { return call(operation::sin, std::move(u)); }
inline formula cos(formula u) { return call(operation::cos, std::move(u)); }
inline formula tanh(formula u) { return call(operation::tanh, std::move(u)); }
inline formula max(formula u, formula v) { return make(operation::max, {std::move(u), std::move(v)}); }
inline formula min(formula u, formula v) { return make(operation::min, {std::move(u), std::move(v)}); }
inline formula less(formula u, formula v) { return make(operation::less, {std::move(u), std::move(v)}); }
inline formula less_equal(formula u, formula v) { return make(operation::less_equal, {std::move(u), std::move(v)}); }
inline formula select(formula c, formula t, formula f) {
    return make(operation::select, {std::move(c), std::move(t), std::move(f)});
}
// clang-format on

/// The catalogue functions that random formulas use, with one argument or two.
// clang-format off
enum function : unsigned {
    odds, logit, sigmoid, softplus, relu, leaky_relu, elu, selu, celu, gelu, gelu_tanh, silu, mish,
    leaky_relu_2, elu_2, celu_2, swish_2, function_count
};
// clang-format on
inline formula catalogue(function f, std::vector<formula> arguments) {
    return std::make_shared<term const>(term{operation::named, {}, f, std::move(arguments)});
}

/// The derivative of a whole side by its first symbol.
inline formula derivative(formula u, unsigned by) {
    return std::make_shared<term const>(term{operation::derivative, {}, by, {std::move(u)}});
}

inline bool is_condition(formula const& f) {
    return f->op == operation::less || f->op == operation::less_equal || f->op == operation::both;
}
inline unsigned size(formula const& f) {
    unsigned n = 1;
    for (auto const& p : f->parts) n += size(p);
    return n;
}
inline bool equal(formula const& a, formula const& b) {
    if (a == b) return true;
    if (a->op != b->op || a->which != b->which || !(a->value == b->value) || a->parts.size() != b->parts.size())
        return false;
    for (unsigned i = 0; i < a->parts.size(); ++i)
        if (!equal(a->parts[i], b->parts[i])) return false;
    return true;
}
inline bool uses(formula const& f, unsigned which) {
    if (f->op == operation::symbol) return f->which == which;
    for (auto const& p : f->parts)
        if (uses(p, which)) return true;
    return false;
}

/// The places of a tree where a formula (not a condition) stands: every one can be rewritten.
using path = std::vector<unsigned>;
inline void places(formula const& f, path& here, std::vector<path>& all) {
    if (!is_condition(f)) all.push_back(here);
    for (unsigned i = 0; i < f->parts.size(); ++i) {
        here.push_back(i);
        places(f->parts[i], here, all);
        here.pop_back();
    }
}
inline formula at(formula f, path const& p) {
    for (unsigned i : p) f = f->parts[i];
    return f;
}
inline formula replace(formula const& f, path const& p, formula const& by, unsigned depth = 0) {
    if (depth == p.size()) return by;
    term copy = *f;
    copy.parts[p[depth]] = replace(f->parts[p[depth]], p, by, depth + 1);
    return std::make_shared<term const>(std::move(copy));
}

/// The graph of a tree in a workspace.
node_index build(workspace& w, formula const& f);

} // namespace fuzz
