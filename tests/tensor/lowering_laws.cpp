// SPDX-License-Identifier: BSL-1.0
// Random formulas in index notation: what lowering makes of them has the value that the definitions give, with sums in loops
// and derivatives by differences, in long double and for lengths from 1 to 5. OGIVE_LAW_ROUNDS=1 by default.

#include <doctest/doctest.h>

#include <ogive/emit.hpp>
#include <ogive/ogive.hpp>
#include <ogive/tensor.hpp>

#include <array>
#include <cmath>
#include <cstdlib>
#include <map>
#include <memory>
#include <random>

namespace {

using namespace ogive;
using real = long double;
using tensor::atom;

/// The values of vectors a, b and p > 0, of free indices i and j and of the symbol c.
struct world {
    unsigned length = 1;
    std::array<std::array<real, 5>, 3> vectors{};
    unsigned free[2] = {0, 0};
    real c = 0;
};
char const* const vector_names[] = {"a", "b", "p"};
unsigned vector_number(int128 name) {
    unsigned v = 0;
    while (packed_name{vector_names[v]}.low != name) ++v;
    return v;
}

real apply(node const& n, real a, real b) {
    switch (n.op) {
    case operation::add: return a + b;
    case operation::subtract: return a - b;
    case operation::multiply: return a * b;
    case operation::divide: return a / b;
    case operation::negate: return -a;
    case operation::power: return std::pow(a, b);
    case operation::exp: return std::exp(a);
    case operation::log: return std::log(a);
    case operation::tanh: return std::tanh(a);
    case operation::sqrt: return std::sqrt(a);
    case operation::max: return a < b ? b : a;
    case operation::less: return a < b ? 1 : 0;
    default: FAIL("no value for ", row(n.op).name); return 0;
    }
}

using bindings = std::map<unsigned, unsigned>;

/// By the definitions.
real written(workspace const& g, node_index i, world const& w, bindings const& bound) {
    node const& n = g[i];
    auto const at = [&](node_index k) {
        unsigned const number = tensor::bound_number(g[k]);
        return number > 0 ? bound.at(number) : w.free[g[k].name() == packed_name{"i"} ? 0 : 1];
    };
    auto const over = [&](auto const& join, real start) {
        bindings inner = bound;
        for (unsigned v = 0; v < w.length; ++v) {
            inner[tensor::bound_number(g[n.a])] = v;
            start = join(start, written(g, n.b, w, inner));
        }
        return start;
    };
    switch (n.op) {
    case operation::constant:
        return static_cast<real>(static_cast<long long>(n.low)) / static_cast<real>(static_cast<long long>(n.high));
    case operation::symbol: return w.c;
    case operation::element: return w.vectors[vector_number(n.low)][at(n.a)];
    case operation::delta: return at(n.a) == at(n.b) ? 1 : 0;
    case operation::sum_over: return over([](real s, real t) { return s + t; }, 0);
    case operation::product_over: return over([](real s, real t) { return s * t; }, 1);
    case operation::max_over: return over([](real s, real t) { return s < t ? t : s; }, -INFINITY);
    case operation::derivative: {
        real difference = 0;
        for (int side = 1; side >= -1; side -= 2) {
            world moved = w;
            real const h = 1e-5L;
            if (g[n.b].op == operation::symbol)
                moved.c += side * h;
            else
                moved.vectors[vector_number(g[n.b].low)][at(g[n.b].a)] += side * h;
            difference += side * written(g, n.a, moved, bound) / (2 * h);
        }
        return difference;
    }
    default: return apply(n, written(g, n.a, w, bound), operands(n.op) > 1 ? written(g, n.b, w, bound) : 0);
    }
}

/// What lowering left.
real lowered(workspace const& g, node_index i, world const& w, bindings const& bound) {
    node const& n = g[i];
    auto const index = [&](tensor::index_number k) {
        return k >= tensor::first_free && k < tensor::first_free + 2 ? w.free[k - tensor::first_free] : bound.at(k);
    };
    tensor::coded const c = tensor::decode(n);
    auto const each = [&](auto const& visit) {
        bindings inner = bound;
        for (unsigned v = 0; v < w.length; ++v) {
            inner[c.i] = v;
            visit(v, lowered(g, c.body(), w, inner));
        }
    };
    real r = 0;
    switch (c.what) {
    case atom::length: return w.length;
    case atom::element: return w.vectors[vector_number(c.low)][index(c.i)];
    case atom::delta: return index(c.i) == index(c.j) ? 1 : 0;
    case atom::sum: each([&](unsigned, real t) { r += t; }); return r;
    case atom::product:
        r = 1;
        each([&](unsigned, real t) { r *= t; });
        return r;
    case atom::maximum:
        r = -INFINITY;
        each([&](unsigned, real t) { r = r < t ? t : r; });
        return r;
    case atom::attains: {
        real best = -INFINITY;
        unsigned where = 0;
        each([&](unsigned v, real t) {
            if (t > best) where = v;
            best = best < t ? t : best;
        });
        return where == index(c.j) ? 1 : 0;
    }
    case atom::softmax:
    case atom::none: break;
    }
    switch (n.op) {
    case operation::constant:
        return static_cast<real>(static_cast<long long>(n.low)) / static_cast<real>(static_cast<long long>(n.high));
    case operation::symbol: return w.c;
    case operation::named: return lowered(g, n.a, w, bound);
    case operation::select:
        return lowered(g, n.a, w, bound) != 0 ? lowered(g, n.b, w, bound) : lowered(g, n.c, w, bound);
    default: return apply(n, lowered(g, n.a, w, bound), operands(n.op) > 1 ? lowered(g, n.b, w, bound) : 0);
    }
}

class author {
    workspace& g_;
    std::mt19937& random_;

  public:
    author(workspace& g, std::mt19937& random) : g_{g}, random_{random} {}

    unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }
    node_index free_index(char const* name) {
        packed_name const p{name};
        return g_.insert({p.low, p.high, 0, 0, 0, operation::index, assumption::none});
    }
    node_index any(std::vector<node_index> const& indices) {
        return indices[pick(static_cast<unsigned>(indices.size()))];
    }
    node_index element(unsigned v, node_index i) {
        return g_.insert(
            {packed_name{vector_names[v]}.low, 0, i, 0, 0, operation::element, v == 2 ? positive : assumption::none});
    }
    node_index make(operation op, node_index a, node_index b = 0) { return g_.make(op, a, b); }
    node_index square(node_index a) { return make(operation::power, a, g_.constant(2)); }

    node_index formula(unsigned depth, std::vector<node_index> const& indices) {
        if (depth == 0) {
            switch (pick(8)) {
            case 0: return g_.constant(static_cast<int>(pick(3)) + 1);
            case 1: return g_.symbol("c");
            case 2: {
                node_index const i = any(indices), j = any(indices);
                return i == j ? g_.constant(1) : make(operation::delta, i < j ? i : j, i < j ? j : i);
            }
            default: return element(pick(3), any(indices));
            }
        }
        auto const part = [&](unsigned less = 1) { return formula(depth - (depth < less ? depth : less), indices); };
        auto const over = [&](operation op, auto const& body) {
            return tensor::over(g_, op, [&](node_index i) {
                auto inner = indices;
                inner.push_back(i);
                return body(inner);
            });
        };
        auto const inside = [&](std::vector<node_index> const& inner) { return formula(depth - 1, inner); };
        switch (pick(13)) {
        case 0: return make(operation::add, part(), part(2));
        case 1: return make(operation::subtract, part(), part(2));
        case 2:
        case 3: return make(operation::multiply, part(), part(2));
        case 4: return make(operation::divide, part(), make(operation::add, g_.constant(1), square(part(2))));
        case 5: return make(operation::exp, make(operation::tanh, part(2)));
        case 6: return make(operation::exp, element(pick(3), any(indices)));
        case 7: return make(operation::log, make(operation::add, g_.constant(2), square(part(2))));
        case 8:
        case 9:
        case 10: return over(operation::sum_over, inside);
        case 11:
            return over(operation::product_over, [&](std::vector<node_index> const& inner) {
                node_index const u = pick(2) == 0 ? formula(0, inner) : inside(inner);
                unsigned const form = pick(3);
                if (form == 0) return make(operation::exp, make(operation::tanh, u));
                return form == 1 ? element(pick(3), any(inner))
                                 : make(operation::add, g_.constant(2), make(operation::tanh, u));
            });
        default: return over(operation::max_over, inside);
        }
    }
};

} // namespace

TEST_CASE("lowered formulas have the values of the definitions") {
    char const* const given = std::getenv("OGIVE_LAW_ROUNDS");
    unsigned const cases = 30000u * static_cast<unsigned>(given == nullptr ? 1 : std::atoi(given));
    std::mt19937 random{20260731};
    unsigned compared = 0, differentiated = 0, undone = 0;
    for (unsigned number = 0; number < cases; ++number) {
        auto const g = std::make_unique<workspace>();
        author write{*g, random};
        std::vector<node_index> const indices = {write.free_index("i"), write.free_index("j")};
        node_index root = write.formula(1 + write.pick(4), indices);
        bool const slope = write.pick(2) == 0;
        if (slope) {
            node_index const by =
                write.pick(4) == 0 ? g->symbol("c") : write.element(write.pick(3), write.any(indices));
            root = g->derivative(root, by, 1);
            if (write.pick(3) == 0) // and summed over an index of the derivative
                root = tensor::over(*g, operation::sum_over, [&](node_index i) {
                    node_index const body = write.formula(2, {indices[0], i});
                    return write.make(operation::multiply, write.formula(1, {i}),
                                      g->derivative(body, write.element(write.pick(3), i), 1));
                });
        }
        if (g->problem != trouble::none) continue;
        for (unsigned equal = 0; equal < 2; ++equal) {
            auto const w = std::make_unique<workspace>();
            tensor::lowering to{*w, true};
            tensor::index_list free;
            free.names[0] = "i";
            free.names[1] = "j";
            free.count = 2;
            tensor::index_number const numbers[tensor::max_free] = {tensor::first_free, tensor::first_free + 1 - equal};
            node_index const low = tensor::lower(*w, to, *g, root, free, numbers);
            if (w->problem != trouble::none) {
                ++undone;
                continue;
            }
            for (unsigned length = equal == 1 ? 1 : 2; length <= 5; length += 2) {
                world v;
                v.length = length;
                std::uniform_real_distribution<double> number_in{-1, 1};
                for (auto& vector : v.vectors)
                    for (real& x : vector) x = static_cast<real>(number_in(random));
                for (real& x : v.vectors[2]) x = std::abs(x) + 0.1L;
                v.c = static_cast<real>(number_in(random)) + 1.5L;
                v.free[0] = static_cast<unsigned>(random() % length);
                v.free[1] = equal == 1 ? v.free[0] : (v.free[0] + 1) % length;
                real const x = written(*g, root, v, {}), y = lowered(*w, low, v, {});
                if (!std::isfinite(x) || std::abs(x) > 1e6L) continue;
                real const tolerance = (slope ? 1e-6L : 1e-13L) * (1 + std::abs(x));
                ++compared;
                differentiated += slope ? 1u : 0u;
                INFO("formula ", text(*g, root));
                INFO("case ", number, " length ", length, ": ", static_cast<double>(x), " ", static_cast<double>(y));
                CHECK(std::abs(x - y) <= tolerance);
            }
        }
    }
    MESSAGE(compared, " values compared, ", differentiated, " of them derivatives; ", undone, " formulas too large");
    CHECK(compared > 3 * cases);
    CHECK(differentiated > cases);
}
