// SPDX-License-Identifier: BSL-1.0
#pragma once
// How fast the nodes of an evaluation graph grow, and vanish by underflow: what is zero there times what is infinite is zero.

#include <ogive/evaluate/growth.hpp>

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
    unsigned growth_[OGIVE_MAX_NODES] = {}, decay_[OGIVE_MAX_NODES] = {};
    int sign_[OGIVE_MAX_NODES] = {}; // of what is never negative, or never positive
    unsigned count_ = 0;

    static constexpr unsigned larger(unsigned a, unsigned b) { return a < b ? b : a; }
    /// Of what is zero where either is.
    static constexpr unsigned either(unsigned a, unsigned b) { return a == 0 || (b > 0 && b < a) ? b : a; }
    static constexpr unsigned power(unsigned degree) {
        return degree < exponential ? degree : exponential - 1; // still a power
    }
    static constexpr unsigned of_logarithm(unsigned a) { return a < exponential ? a : a / exponential; }
    constexpr unsigned product(unsigned a, unsigned b) const {
        return a < exponential && b < exponential ? power(a + b) : larger(a, b);
    }
    constexpr void of_exponential(unsigned i, unsigned of, int sign) {
        unsigned const order = of < unknown ? exponential * of : unknown;
        growth_[i] = sign < 0 || is_kept(w_, w_[i].a) ? 0 : order;
        decay_[i] = sign > 0 || order >= unknown ? 0 : order;
        sign_[i] = 1;
    }
    constexpr void of_product(unsigned i, unsigned a, unsigned b) {
        unsigned const from_a = decay_[a] > growth_[b] ? decay_[a] : 0, from_b = decay_[b] > growth_[a] ? decay_[b] : 0;
        decay_[i] = either(from_a, from_b);
        growth_[i] = product(growth_[a], growth_[b]);
        sign_[i] = a == b ? 1 : sign_[a] * sign_[b];
    }

    constexpr void find(unsigned i) {
        node const& n = w_[i];
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
        case operation::guarded_product: return of_product(i, a, b);
        case operation::divide:
            decay_[i] = da > db ? da : gb >= exponential && gb > ga ? gb : 0;
            growth_[i] = larger(ga, db);
            sign_[i] = sign_[a] * sign_[b];
            return;
        case operation::decay: {
            bool const vanishes = n.low > 0;
            decay_[i] = vanishes ? db : 0;
            growth_[i] = vanishes ? larger(db > ga ? power(ga) : ga, gb) : larger(ga, db);
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
        case operation::sqrt: sign_[i] = 1; [[fallthrough]];
        case operation::negate:
        case operation::bounded:
            growth_[i] = ga;
            decay_[i] = da;
            if (n.op == operation::negate) sign_[i] = -sign_[a];
            return;
        case operation::named:
            growth_[i] = ga;
            decay_[i] = da;
            sign_[i] = sign_[a];
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
            growth_[i] = n.op == operation::expm1 && (sign_[a] < 0 || is_kept(w_, n.a)) ? 0 : exponential * ga;
            return;
        case operation::cos:
        case operation::erfc:
        case operation::erfcx:
        case operation::sign:
        case operation::low_word:
        case operation::low_sum:
        case operation::low_product: return;
        default: growth_[i] = unknown;
        }
    }

  public:
    constexpr explicit orders(workspace const& w) : w_{w} {}
    constexpr void measure() {
        for (; count_ < w_.size(); ++count_) find(count_);
    }
    constexpr unsigned growth(node_index i) {
        measure();
        return growth_[i];
    }
    constexpr unsigned decay(node_index i) {
        measure();
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

/// The logarithm of a node that is a positive number smaller than 2^-100; no_node where it has no form of its own.
constexpr node_index logarithm_of_tiny(workspace& w, node_index i) {
    node const n = w[i];
    auto const both = [&](operation op, node_index a, node_index b) {
        return a == no_node || b == no_node ? no_node : w.make(op, a, b);
    };
    auto const plain = [&](node_index a) {
        node_index const own = logarithm_of_tiny(w, a);
        return own == no_node ? w.make(operation::log, a) : own;
    };
    switch (n.op) {
    case operation::exp: return is_kept(w, n.a) ? no_node : n.a;
    case operation::exp_of_product: return is_kept(w, n.a) ? no_node : w.make(operation::multiply, n.a, n.b);
    case operation::decay: {
        node_index const e = logarithm_of_tiny(w, n.b);
        node_index const k = w.constant(static_cast<int>(n.low));
        node_index const scaled = e == no_node || n.low == 1 ? e : w.make(operation::multiply, k, e);
        return w[n.a].op == operation::constant && w[n.a].value() == rational{1}
                   ? scaled
                   : both(operation::add, w.make(operation::log, n.a), scaled);
    }
    case operation::multiply: {
        node_index const a = logarithm_of_tiny(w, n.a), b = logarithm_of_tiny(w, n.b);
        if (a == no_node && b == no_node) return no_node;
        return w.make(operation::add, a == no_node ? w.make(operation::log, n.a) : a,
                      b == no_node ? w.make(operation::log, n.b) : b);
    }
    case operation::select: {
        node_index const a = logarithm_of_tiny(w, n.b), b = logarithm_of_tiny(w, n.c);
        if (a == no_node && b == no_node) return no_node;
        return w.make(operation::select, n.a, plain(n.b), plain(n.c));
    }
    case operation::log1p:
    case operation::tanh:
    case operation::atan:
    case operation::asin:
    case operation::asinh:
    case operation::sin: return logarithm_of_tiny(w, n.a);
    default: return no_node;
    }
}

/// log(a), also where a is smaller than any number.
constexpr node_index logarithm_of(workspace& w, orders& known, node_index a) {
    node_index const log = w.make(operation::log, a);
    bool const exponential = w[a].op == operation::exp || w[a].op == operation::exp_of_product;
    node_index const tiny = known.decay(a) == 0 || exponential ? no_node : logarithm_of_tiny(w, a);
    if (tiny == no_node) return log;
    rational const least{int128{1}, int128{1} << 100};
    return w.make(operation::select, w.make(operation::less, a, w.constant(least)), tiny, log);
}

} // namespace ogive::evaluation
