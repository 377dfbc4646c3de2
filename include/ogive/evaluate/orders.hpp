// SPDX-License-Identifier: BSL-1.0
#pragma once
// How fast the nodes of an evaluation graph grow, or vanish by underflow: what is zero there times what is infinite is zero,
// and what may be larger or smaller than any number is computed from its logarithm.

#include <ogive/expression/graph.hpp>

namespace ogive::evaluation {

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
    constexpr bool vanishes_exponentially(node_index i) { return decay(i) >= exponential; }
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
    return w.make(operation::multiply, first, beside(w, known, b, a));
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

/// The square root of such a number, by halves of its exponents; no_node where it has no such form.
constexpr node_index root_of_tiny(workspace& w, node_index i) {
    node const n = w[i];
    auto const root = [&](node_index a) {
        node_index const r = root_of_tiny(w, a);
        return r == no_node ? w.make(operation::sqrt, a) : r;
    };
    auto const half = [&](node_index a) { return w.make(operation::multiply, w.constant(rational{1, 2}), a); };
    switch (n.op) {
    case operation::exp: return is_kept(w, n.a) ? no_node : w.make(n.op, half(n.a));
    case operation::exp_of_product: return is_kept(w, n.a) ? no_node : w.make(n.op, half(n.a), n.b, n.c);
    case operation::log1p:
    case operation::tanh:
    case operation::atan: return root_of_tiny(w, n.a);
    case operation::decay:
    case operation::multiply:
    case operation::guarded_product:
        if (root_of_tiny(w, n.a) == no_node && root_of_tiny(w, n.b) == no_node) return no_node;
        return w.remake(n, root(n.a), root(n.b), 0);
    case operation::select:
        if (root_of_tiny(w, n.b) == no_node && root_of_tiny(w, n.c) == no_node) return no_node;
        return w.make(n.op, n.a, root(n.b), root(n.c));
    default: return no_node;
    }
}

inline constexpr int too_large = 1 << 30; // for the logarithm of a number
inline constexpr rational least_of_ordinary{int128{1}, int128{1} << 100};

/// log|i| by its factors and exponents: of what may be larger or smaller than any number.
constexpr node_index logarithm_by_factors(workspace& w, node_index i) {
    node const n = w[i];
    node_index const plain = w.make(operation::log, w.make(operation::abs, i));
    auto const scaled = [&](rational const& q, node_index a) { return w.make(operation::multiply, w.constant(q), a); };
    switch (n.op) {
    case operation::exp: return n.a;
    case operation::exp_of_product: return w.make(operation::multiply, n.a, n.b);
    case operation::abs:
    case operation::negate:
    case operation::named: return logarithm_by_factors(w, n.a);
    case operation::sqrt: return scaled(rational{1, 2}, logarithm_by_factors(w, n.a));
    case operation::multiply:
    case operation::guarded_product:
    case operation::divide:
        return w.make(n.op == operation::divide ? operation::subtract : operation::add, logarithm_by_factors(w, n.a),
                      logarithm_by_factors(w, n.b));
    case operation::decay:
        return w.make(operation::add, logarithm_by_factors(w, n.a),
                      scaled(rational{n.low}, logarithm_by_factors(w, n.b)));
    case operation::select: return w.make(n.op, n.a, logarithm_by_factors(w, n.b), logarithm_by_factors(w, n.c));
    case operation::log1p:
    case operation::tanh:
    case operation::atan: {
        node_index const size = w.make(operation::abs, n.a), tiny = logarithm_by_factors(w, n.a);
        if (w[tiny].op == operation::log) return plain;
        return w.make(operation::select, w.make(operation::less, size, w.constant(least_of_ordinary)), tiny, plain);
    }
    case operation::sinh:
    case operation::cosh: {
        node_index const size = w.make(operation::abs, n.a);
        node_index const far = w.make(operation::subtract, size, w.make(operation::log, w.constant(2)));
        return w.make(operation::select, w.make(operation::less, w.constant(64), size), far, plain);
    }
    default: return plain;
    }
}
constexpr node_index where_large(workspace& w, node_index a, node_index far, node_index near) {
    rational const most{int128{1} << 100};
    return w.make(operation::select, w.make(operation::less, w.constant(most), w.make(operation::abs, a)), far, near);
}
/// asinh(a), also where a is larger than any number.
constexpr node_index asinh_of(workspace& w, orders& known, node_index a) {
    node_index const near = w.make(operation::asinh, a);
    if (known.growth(a) < 2) return near;
    node_index const far = w.make(operation::add, logarithm_by_factors(w, a), w.make(operation::log, w.constant(2)));
    return where_large(w, a, w.make(operation::multiply, w.make(operation::sign, a), far), near);
}

/// sqrt(a), also where a is smaller than any number.
constexpr node_index root_of(workspace& w, orders& known, node_index a) {
    node_index const root = w.make(operation::sqrt, a);
    node_index const tiny = known.decay(a) == 0 ? no_node : root_of_tiny(w, a);
    if (tiny == no_node) return root;
    return w.make(operation::select, w.make(operation::less, a, w.constant(least_of_ordinary)), tiny, root);
}

/// r = log(a), where a is -expm1(u) also where that is near one, or smaller than any number.
constexpr node_index logarithm_with_ends(workspace& w, node_index a, node_index r) {
    node const negated = w[a];
    if (negated.op != operation::negate || w[negated.a].op != operation::expm1) return r;
    node_index const u = w[negated.a].a, size = w.make(operation::abs, u), tiny = logarithm_by_factors(w, u);
    node_index const far = w.make(operation::log1p, w.make(operation::negate, w.make(operation::exp, u)));
    node_index const ends =
        w.make(operation::select, w.make(operation::less, w.constant(rational{7, 10}), size), far, r);
    if (w[tiny].op == operation::log) return ends;
    return w.make(operation::select, w.make(operation::less, size, w.constant(least_of_ordinary)), tiny, ends);
}

/// log(a), also where a is smaller than any number.
constexpr node_index logarithm_of(workspace& w, orders& known, node_index a) {
    node_index const log = w.make(operation::log, a);
    bool const exponential = w[a].op == operation::exp || w[a].op == operation::exp_of_product;
    node_index const tiny = known.decay(a) == 0 || exponential ? log : logarithm_of_tiny(w, a, log);
    if (tiny == log) return logarithm_with_ends(w, a, log);
    return w.make(operation::select, w.make(operation::less, a, w.constant(least_of_ordinary)), tiny, log);
}

/// a/b, or a·b, where both may vanish by underflow, or be infinite: there from their logarithms.
constexpr node_index by_logarithms(workspace& w, operation op, node_index a, node_index b, node_index near, bool tiny) {
    node_index const one = w.constant(1), minus = w.constant(-1);
    node_index const log = w.make(op == operation::divide ? operation::subtract : operation::add,
                                  logarithm_by_factors(w, a), logarithm_by_factors(w, b));
    auto const sign = [&](node_index i) {
        return w.make(operation::select, w.make(operation::sign_bit, i), minus, one);
    };
    node_index const far =
        w.make(operation::multiply, w.make(operation::multiply, sign(a), sign(b)), w.make(operation::exp, log));
    node_index const other = w.make(operation::select, w.make(operation::is_number, near), near, far);
    node_index const known = w.make(operation::select, w.make(operation::less, log, w.constant(too_large)), far, other);
    if (!tiny) return where_large(w, b, known, other); // 0 times infinity elsewhere, too
    node_index size = w.make(operation::abs, b);
    if (op == operation::divide) size = w.make(operation::min, w.make(operation::abs, a), size);
    return w.make(operation::select, w.make(operation::less, size, w.constant(least_of_ordinary)), known, other);
}

constexpr bool is_called(node const& n) { return n.op >= operation::exp && n.op <= operation::erfc; }
constexpr unsigned value_count(node const& n) { // what the value of a node is made of
    return n.op != operation::named ? n.operand_count() : n.arguments() > 0 ? 1 : 0;
}

} // namespace ogive::evaluation
