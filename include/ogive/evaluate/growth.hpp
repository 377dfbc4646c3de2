// SPDX-License-Identifier: BSL-1.0
#pragma once
// How fractions grow with their symbol: degrees with roots counted, and leading terms; and how fast the nodes of an
// evaluation graph grow, or vanish by underflow: what is zero there times what is infinite is zero.

#include <ogive/algebra/convert.hpp>

namespace ogive::evaluation {

using algebra::contains;
using algebra::exponent;
using algebra::field;
using algebra::fraction;
using algebra::kernel;
using algebra::kernel_kind;
using algebra::monomial;
using algebra::obstacle;
using algebra::polynomial;
using algebra::variable_power;
using algebra::variables;

/// The only symbol of a polynomial with constant coefficients; `variables` if u is not one of low degree.
constexpr unsigned symbol_of_polynomial(field& f, fraction const& u) {
    unsigned found = variables;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (f.kernels[v].constant || !f.involves(u, v)) continue;
        if (found < variables || f.kernels[v].kind != kernel_kind::symbol) return variables;
        found = v;
    }
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (exponent(u.below, i) > 0 && !f.constant(f.from(f.factors[i]))) return variables;
    return found < variables && algebra::degree(u.above, found) <= 6 ? found : variables;
}

/// Functions that a fraction contains, other than of constants.
struct contents {
    bool exponential = false, erf = false;
};
constexpr contents contents_of(field const& f, fraction const& u) {
    contents r;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (f.kernels[v].constant || !f.involves(u, v)) continue;
        r.exponential = r.exponential || f.kernels[v].kind == kernel_kind::exponential;
        r.erf = r.erf || f.kernels[v].kind == kernel_kind::erf;
    }
    return r;
}

/// The ratio of the leading terms for a large symbol v, of which `degree` is the numerator's degree.
constexpr fraction leading_ratio(field& f, fraction const& u, unsigned v, unsigned degree) {
    polynomial lead_below{int128{1}};
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (unsigned const e = exponent(u.below, i); e > 0) {
            polynomial const& p = f.factors[i];
            lead_below = lead_below * algebra::power(algebra::coefficient(p, v, algebra::degree(p, v)), e);
        }
    return f.multiply(f.from(algebra::coefficient(u.above, v, degree), u.content), f.invert(f.from(lead_below)));
}

/// The symbol of a square root of a polynomial that grows at both ends, and has an even degree.
constexpr unsigned symbol_of_root(field& f, kernel const& k) {
    if (k.kind != kernel_kind::root || k.index != 2) return variables;
    fraction const& u = f.arguments[k.argument];
    unsigned const x = u.below == 0 ? symbol_of_polynomial(f, u) : unsigned{variables};
    unsigned const degree = x < variables ? algebra::degree(u.above, x) : 1;
    return degree % 2 == 0 && f.sign(leading_ratio(f, u, x, degree)) > 0 ? x : unsigned{variables};
}

/// The symbol of a function that has one, and nothing besides but constants and roots of polynomials in it.
constexpr unsigned only_symbol_of(field& f, fraction const& u) {
    unsigned found = variables;
    for (unsigned v = 0; v < f.kernel_count; ++v) {
        if (f.kernels[v].constant || !f.involves(u, v)) continue;
        unsigned const x = f.kernels[v].kind == kernel_kind::symbol ? v : symbol_of_root(f, f.kernels[v]);
        if (x == variables || (found < variables && found != x)) return variables;
        found = x;
    }
    return found;
}

/// The degree of a monomial in a symbol and in roots.
constexpr unsigned growth_of(field& f, monomial m, unsigned x) {
    unsigned twice = 2 * exponent(m, x);
    for (unsigned r = 0; r < f.kernel_count; ++r)
        if (r != x && !f.kernels[r].constant && exponent(m, r) > 0)
            twice += exponent(m, r) * algebra::degree(f.arguments[f.kernels[r].argument].above, x);
    return twice / 2;
}

/// The degree of a polynomial in a symbol and in roots; roots do not count where leading terms may cancel.
constexpr unsigned growth_of(field& f, polynomial const& p, unsigned x) {
    unsigned most = 0, terms = 0;
    for (unsigned i = 0; i < p.size(); ++i) {
        unsigned const d = growth_of(f, p.exponents[i], x);
        terms = d > most ? 1 : terms + (d == most ? 1 : 0);
        if (d > most) most = d;
    }
    return terms == 1 ? most : algebra::degree(p, x);
}

/// The same of a denominator.
constexpr unsigned growth_below(field& f, fraction const& u, unsigned x) {
    unsigned total = 0;
    for (unsigned i = 0; i < f.factor_count; ++i)
        if (unsigned const e = exponent(u.below, i); e > 0) total += e * growth_of(f, f.factors[i], x);
    return total;
}

constexpr bool is_power_of_two(rational const& q) {
    auto const n = algebra::magnitude(q.numerator), d = algebra::magnitude(q.denominator);
    return (n & (n - 1)) == 0 && (d & (d - 1)) == 0;
}

inline constexpr node_index no_node = 0xffff;

/// Is a node a symbol that is kept within a range, or a multiple of that? Its exponential is finite.
constexpr bool is_kept(workspace const& w, node_index i) {
    node const& n = w[i];
    if (n.op == operation::multiply) return is_kept(w, n.a) || is_kept(w, n.b);
    return n.op == operation::abs ? is_kept(w, n.a) : n.op == operation::bounded && n.low < 0;
}

/// Orders of functions far out, none too small for growth and none too large for decay: 1 to 15 as a power of a symbol, 16
/// and more as an exponential, 256 and more as one of an exponential.
class orders {
    static constexpr unsigned exponential = 16, unknown = 1u << 14;
    workspace const& w_;
    unsigned growth_[OGIVE_MAX_NODES], decay_[OGIVE_MAX_NODES];
    int sign_[OGIVE_MAX_NODES]; // of what is never negative, or never positive
    unsigned count_ = 0;

    static constexpr unsigned larger(unsigned a, unsigned b) { return a < b ? b : a; }
    /// Of what is zero where either is.
    static constexpr unsigned either(unsigned a, unsigned b) { return a == 0 || (b > 0 && b < a) ? b : a; }
    static constexpr unsigned of_logarithm(unsigned a) { return a < exponential ? a : a / exponential; }
    constexpr unsigned product(unsigned a, unsigned b) const {
        if (a >= exponential || b >= exponential) return larger(a, b);
        return a + b < exponential ? a + b : exponential - 1; // still a power
    }
    static constexpr unsigned raised(unsigned a) { return a < unknown ? exponential * a : unknown; }
    constexpr void of_exponential(unsigned i, unsigned of, int sign) {
        unsigned const order = raised(of);
        growth_[i] = sign < 0 || is_kept(w_, w_[i].a) ? 0 : order;
        decay_[i] = sign > 0 || order >= unknown ? 0 : order;
        sign_[i] = 1;
    }
    constexpr void find(unsigned i) {
        node const& n = w_[i];
        growth_[i] = decay_[i] = 0;
        sign_[i] = 0;
        unsigned const a = n.a, b = n.b, ga = growth_[a], gb = growth_[b], da = decay_[a], db = decay_[b];
        switch (n.op) {
        case operation::constant: sign_[i] = n.low < 0 ? -1 : 1; return;
        case operation::pi: sign_[i] = 1; return;
        case operation::symbol:
            growth_[i] = 1;
            sign_[i] = n.assumed == positive ? 1 : n.assumed == negative ? -1 : 0;
            return;
        case operation::add:
        case operation::subtract:
        case operation::min:
        case operation::max:
            growth_[i] = larger(ga, gb);
            decay_[i] = da > 0 && db > 0 ? either(da, db) : 0;
            sign_[i] = n.op != operation::subtract && sign_[a] == sign_[b] ? sign_[a] : 0;
            return;
        case operation::multiply:
        case operation::guarded_product:
            decay_[i] = either(da > gb ? da : 0, db > ga ? db : 0);
            growth_[i] = product(ga, gb);
            sign_[i] = a == b ? 1 : sign_[a] * sign_[b];
            return;
        case operation::divide:
            decay_[i] = da > db ? da : gb >= exponential && gb > ga ? gb : 0;
            growth_[i] = larger(ga, db);
            sign_[i] = sign_[a] * sign_[b];
            return;
        case operation::decay: {
            bool const vanishes = n.low > 0;
            decay_[i] = vanishes ? db : 0;
            growth_[i] = vanishes ? larger(db > ga && ga >= exponential ? exponential - 1 : ga, gb) : larger(ga, db);
            return;
        }
        case operation::exp: return of_exponential(i, ga, sign_[a]);
        case operation::exp_of_product: {
            node const& first = w_[a];
            bool const square = first.op == operation::multiply && first.b == b; // (c·v)·v
            return of_exponential(i, product(ga, gb), square ? sign_[first.a] : sign_[a] * sign_[b]);
        }
        case operation::select:
            growth_[i] = larger(gb, growth_[n.c]);
            decay_[i] = either(db, decay_[n.c]);
            sign_[i] = sign_[b] == sign_[n.c] ? sign_[b] : 0;
            return;
        case operation::abs:
        case operation::sqrt:
        case operation::negate:
        case operation::bounded:
        case operation::named:
            growth_[i] = ga;
            decay_[i] = da;
            sign_[i] = n.op == operation::named ? sign_[a] : n.op == operation::negate ? -sign_[a] : 1;
            if (n.op == operation::bounded) sign_[i] = 0;
            return;
        case operation::log:
        case operation::log1p:
        case operation::asinh:
            growth_[i] = of_logarithm(larger(ga, da));
            decay_[i] = n.op == operation::log ? 0 : da;
            return;
        case operation::log_of_ratio:
            growth_[i] = larger(of_logarithm(larger(ga, da)), of_logarithm(larger(gb, db)));
            decay_[i] = decay_[n.c];
            return;
        case operation::erf:
        case operation::tanh:
        case operation::atan:
        case operation::asin:
        case operation::sin: decay_[i] = da; return;
        case operation::expm1:
        case operation::sinh:
            decay_[i] = da;
            growth_[i] = n.op == operation::expm1 && (sign_[a] < 0 || is_kept(w_, n.a)) ? 0 : raised(ga);
            return;
        case operation::power:
        case operation::cosh:
        case operation::acosh:
        case operation::atanh:
        case operation::tan: growth_[i] = unknown; return;
        default: return; // bounded
        }
    }

  public:
    constexpr explicit orders(workspace const& w) : w_{w} {}
    constexpr unsigned growth(node_index i) {
        for (; count_ < w_.size(); ++count_) find(count_);
        return growth_[i];
    }
    constexpr unsigned decay(node_index i) {
        growth(i);
        return decay_[i];
    }
    /// Is there zero times infinity in their product, of which neither is stronger?
    constexpr bool undo(node_index large, node_index small) {
        return is_exponential(large) && decay(small) > 0 && decay(small) <= growth(large);
    }
    constexpr bool is_exponential(node_index i) { return growth(i) >= exponential; }
};

/// A factor beside another one: where that has vanished by underflow only the sign of what grows more slowly counts.
constexpr node_index beside(workspace& w, orders& known, node_index factor, node_index other) {
    if (known.growth(factor) == 0 || known.decay(other) <= known.growth(factor)) return factor;
    node_index const some = w.make(operation::less, w.constant(0), w.make(operation::abs, other));
    return w.make(operation::select, some, factor, w.make(operation::sign, factor));
}
/// a·b, so that zero times infinity is zero where one of them decays.
constexpr node_index product_far_out(workspace& w, orders& known, node_index a, node_index b) {
    node_index const first = beside(w, known, a, b);
    return w.make(operation::multiply, first, first == a ? beside(w, known, b, a) : b);
}

/// The logarithm of a node that is a positive number smaller than 2^-100, or a factor of one; `otherwise` where it
/// has no form of its own.
constexpr node_index logarithm_of_tiny(workspace& w, node_index i, node_index otherwise, bool factor = false) {
    node const n = w[i];
    if (n.op == operation::exp || n.op == operation::exp_of_product) {
        if (is_kept(w, n.a)) return otherwise;
        return n.op == operation::exp ? n.a : w.make(operation::multiply, n.a, n.b);
    }
    if (!factor && (n.op == operation::log1p || n.op == operation::tanh || n.op == operation::atan))
        return logarithm_of_tiny(w, n.a, otherwise);
    bool const chosen = n.op == operation::select, decays = n.op == operation::decay;
    if (!chosen && !decays && n.op != operation::multiply) return otherwise;
    unsigned const first = chosen ? 1 : 0;
    node_index const a = n.operand(first), b = n.operand(first + 1);
    node_index const plain_a = w.make(operation::log, a), plain_b = w.make(operation::log, b);
    node_index const of_a = logarithm_of_tiny(w, a, plain_a, factor || !chosen),
                     of_b = logarithm_of_tiny(w, b, plain_b, factor || !chosen);
    if ((of_a == plain_a && of_b == plain_b) || (decays && n.low != 1)) return otherwise;
    return chosen ? w.make(operation::select, n.a, of_a, of_b) : w.make(operation::add, of_a, of_b);
}

/// log(a), also where a is smaller than any number.
constexpr node_index logarithm_of(workspace& w, orders& known, node_index a) {
    node_index const log = w.make(operation::log, a);
    bool const exponential = w[a].op == operation::exp || w[a].op == operation::exp_of_product;
    node_index const tiny = known.decay(a) == 0 || exponential ? log : logarithm_of_tiny(w, a, log);
    if (tiny == log) return log;
    rational const least{int128{1}, int128{1} << 100};
    return w.make(operation::select, w.make(operation::less, a, w.constant(least)), tiny, log);
}

constexpr bool is_called(node const& n) { return n.op >= operation::exp && n.op <= operation::erfc; }
constexpr unsigned value_count(node const& n) { // what the value of a node is made of
    return n.op != operation::named ? n.operand_count() : n.arguments() > 0 ? 1 : 0;
}

/// Which nodes depend on symbols, which otherwise than by arithmetic, and which on one node?
struct dependence {
    bool varies[OGIVE_MAX_NODES] = {}, function[OGIVE_MAX_NODES] = {}, has[OGIVE_MAX_NODES] = {};
};
constexpr dependence dependence_on(workspace const& g, node_index root, node_index by) {
    dependence d;
    for (unsigned k = 0; k <= root; ++k) {
        node const n = g[k];
        d.varies[k] = n.op == operation::symbol;
        d.has[k] = k == by;
        for (unsigned j = 0; j < value_count(n); ++j) {
            unsigned const part = n.operand(j);
            d.varies[k] = d.varies[k] || d.varies[part];
            d.function[k] = d.function[k] || d.function[part];
            d.has[k] = d.has[k] || d.has[part];
        }
        d.function[k] = d.function[k] || (d.varies[k] && is_called(n));
    }
    return d;
}

/// Is the value of node i a function of that of node v, as far as it depends on the symbols of that?
constexpr bool is_function_of(workspace const& g, node_index i, node_index v) {
    bool below[OGIVE_MAX_NODES] = {}, reached[OGIVE_MAX_NODES] = {};
    algebra::mark_values(g, v, below);
    reached[i] = true;
    for (unsigned k = i + 1u; k-- > 0;) {
        node const n = g[k];
        if (!reached[k] || k == v) continue;
        if (n.op == operation::symbol && below[k]) return false;
        for (unsigned j = 0; j < value_count(n); ++j) reached[n.operand(j)] = true;
    }
    return reached[v];
}

/// Symbols that stand for nodes of an evaluation graph.
struct stand_ins {
    static constexpr unsigned capacity = 8;
    node_index of[capacity] = {};
    unsigned count = 0;

    static constexpr packed_name name(unsigned k) { return {-1, static_cast<int128>(k)}; }
    constexpr node_index add(workspace& w, node_index form, assumption known) {
        if (count < capacity) of[count] = form;
        return w.symbol(name(count++), known);
    }
};

} // namespace ogive::evaluation
