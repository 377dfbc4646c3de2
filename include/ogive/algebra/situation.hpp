// SPDX-License-Identifier: BSL-1.0
#pragma once
// A graph in a part of the domain: conversion where cases are settled by what is known there, and where it is learnt that
// what stands under a logarithm or a root or in a denominator is as it must be.

#include <ogive/algebra/cases.hpp>
#include <ogive/algebra/plain_writer.hpp>
#include <ogive/algebra/split.hpp>

namespace ogive::algebra {

/// A node whose value has one of these signs.
struct signed_node {
    node_index place;
    sign_set signs;
};
using signed_nodes = number::fixed_vector<signed_node, 32>;

/// May a node have no value where its operands have one?
template <class Graph>
constexpr bool is_partial(Graph const& g, node const& n) {
    node const& last = g[n.operand_count() > 1 ? n.b : n.a];
    bool const by_number = last.op == operation::constant;
    switch (n.op) {
    case operation::divide: return !by_number || last.value().is_zero();
    case operation::power: return !by_number || !last.value().is_integer() || last.value().sign() < 0;
    case operation::sqrt:
    case operation::log:
    case operation::log1p:
    case operation::tan:
    case operation::asin:
    case operation::acos:
    case operation::acosh:
    case operation::atanh: return true;
    default: return n.op == operation::derivative || n.op > operation::delta;
    }
}

/// Converts nodes of a graph without derivatives, cases lifted, to fractions of a field that knows signs.
template <class Field>
class case_converter {
    Field& f_;
    workspace& w_;
    signed_nodes const& facts_;
    signed_nodes& learnt_;
    scratch<fraction> memo_;
    bool known_[OGIVE_MAX_NODES] = {};
    polynomial open_;
    bool has_open_ = false;

    constexpr void need(node_index place, fraction const& u, sign_set signs) {
        if (int const s = certain_sign(f_, u); s != 0 && (sign_bit_of(s) & signs) != 0) return;
        has_open_ = true; // nothing is to be remembered here
        sign_set const have = signs_of(u);
        has_open_ = false;
        if ((have & ~signs) == 0) return;
        if ((have & signs) == 0) {
            f_.stop(obstacle::undefined_everywhere);
            return;
        }
        learn(f_, u, signs);
        if (f_.known->contradiction) f_.stop(obstacle::undefined_everywhere);
        for (auto const& fact : facts_)
            if (fact.place == place && fact.signs == signs) return;
        for (auto const& fact : learnt_)
            if (fact.place == place && fact.signs == signs) return;
        learnt_.push_back({place, signs});
    }

    /// A product vanishes where a factor does.
    constexpr void need_nonzero(node_index place) {
        node const n = w_[place];
        bool const product = n.op == operation::multiply, negated = n.op == operation::negate;
        bool const raised = n.op == operation::power && w_[n.b].op == operation::constant && w_[n.b].value().sign() > 0;
        if (product || negated || raised) need_nonzero(n.a);
        if (product && f_.fine()) need_nonzero(n.b);
        if (product || negated || raised || !f_.fine()) return;
        fraction const u = (*this)(place);
        if (f_.fine()) need(place, u, is_negative | is_positive);
    }

    constexpr void need_range(node_index a, fraction const& u, sign_set signs) { // -1 to 1
        fraction const one{rational{1}};
        node_index const unit = w_.constant(1);
        need(w_.make(operation::subtract, unit, a), f_.subtract(one, u), signs);
        need(w_.make(operation::add, unit, a), f_.add(one, u), signs);
    }

    /// What must hold for a node to be defined.
    constexpr void need_defined(node const& n, fraction const& a, fraction const& b) {
        fraction const one{rational{1}};
        sign_set const not_zero = is_negative | is_positive, not_negative = is_zero | is_positive;
        switch (n.op) {
        case operation::log: need(n.a, a, is_positive); break;
        case operation::log1p: need(w_.make(operation::add, w_.constant(1), n.a), f_.add(one, a), is_positive); break;
        case operation::sqrt: need(n.a, a, not_negative); break;
        case operation::divide: need_nonzero(n.b); break;
        case operation::power:
            if (w_[n.b].op != operation::constant) // as written
                need(n.a, a, is_positive);
            else if (!b.content.is_integer())
                need(n.a, a, b.content.sign() > 0 ? not_negative : is_positive);
            else if (b.content.sign() < 0)
                need_nonzero(n.a);
            break;
        case operation::tan: need(w_.make(operation::cos, n.a), cosine(f_, a), not_zero); break;
        case operation::atanh: need_range(n.a, a, is_positive); break;
        case operation::asin:
        case operation::acos: need_range(n.a, a, not_negative); break;
        case operation::acosh:
            need(w_.make(operation::subtract, n.a, w_.constant(1)), f_.subtract(a, one), not_negative);
            break;
        default: break;
        }
    }

    constexpr void require(node_index i, scratch<bool>& partial) {
        if (!partial[i] || !f_.fine()) return;
        node const n = w_[i];
        if (n.op == operation::select) { // a condition has a truth value where its sides are defined
            if (partial[n.a] || partial[n.b] || partial[n.c]) {
                truth const t = decide(n.a);
                if (f_.fine()) require(t == truth::yes ? n.b : n.c, partial);
            }
            return;
        }
        unsigned const count = n.op == operation::named ? 1 : n.operand_count();
        for (unsigned k = 0; k < count; ++k) require(n.operand(k), partial);
        if (!is_partial(w_, n) || !f_.fine()) return;
        fraction const a = (*this)(n.a);
        fraction const b = count > 1 && f_.fine() ? (*this)(n.b) : fraction{};
        if (f_.fine()) need_defined(n, a, b);
    }

    constexpr fraction compute(node_index i) {
        node const n = w_[i];
        if (n.op == operation::select) {
            truth const t = decide(n.a);
            return f_.fine() ? (*this)(t == truth::yes ? n.b : n.c) : fraction{};
        }
        if (n.op == operation::named && n.arguments() > 0) return (*this)(n.a);
        unsigned const count = n.op == operation::named ? 0 : n.operand_count();
        fraction const a = count > 0 ? (*this)(n.a) : fraction{};
        fraction const b = count > 1 && f_.fine() ? (*this)(n.b) : fraction{};
        if (f_.fine()) need_defined(n, a, b);
        return f_.fine() ? convert_node(f_, w_, n, a, b) : fraction{};
    }

    /// Another fraction of the same sign, for a monotone function: e^u - e^v and u - v, log u - c and u - e^c.
    constexpr bool simpler(polynomial const& p, fraction& r) {
        auto const single = [&](unsigned place, unsigned& v) {
            v = 0;
            while (v < f_.kernel_count && p.exponents[place] != variable_power(v, 1)) ++v;
            return v < f_.kernel_count;
        };
        auto const argument = [&](unsigned v) { return f_.arguments[f_.kernels[v].argument]; };
        if (p.size() == 0 || p.size() > 2) return false;
        unsigned v = 0, u = 0;
        if (p.size() == 1) {
            if (!single(0, v)) return false;
            kernel_kind const kind = f_.kernels[v].kind;
            if (kind == kernel_kind::erf || kind == kernel_kind::atan || kind == kernel_kind::asin ||
                kind == kernel_kind::root)
                r = argument(v);
            else if (kind == kernel_kind::logarithm)
                r = f_.subtract(argument(v), fraction{rational{1}});
            else
                return false;
            return true;
        }
        if (p.coefficients[0] > 0 && p.coefficients[1] < 0) {
            bool positive_terms = true; // products of exponentials: compare their logarithms
            for (v = 0; v < f_.kernel_count; ++v)
                positive_terms =
                    positive_terms && (exponent(support(p), v) == 0 || f_.kernels[v].kind == kernel_kind::exponential);
            if (positive_terms) {
                fraction const first = f_.from(polynomial{p.coefficients[0], p.exponents[0]}),
                               second = f_.from(polynomial{-p.coefficients[1], p.exponents[1]});
                r = f_.subtract(logarithm(f_, first), logarithm(f_, second));
                return f_.fine();
            }
            if (p.coefficients[0] == -p.coefficients[1] && single(0, u) && single(1, v) &&
                f_.kernels[u].kind == f_.kernels[v].kind && f_.kernels[u].index == f_.kernels[v].index &&
                monotone(f_.kernels[u].kind)) {
                r = f_.subtract(argument(u), argument(v));
                return true;
            }
        }
        if (!single(0, v) || p.exponents[1] != 0 || p.coefficients[0] <= 0) return false;
        rational const c = rational{-p.coefficients[1]} / rational{p.coefficients[0]};
        if (f_.kernels[v].kind == kernel_kind::logarithm) {
            r = f_.subtract(argument(v), exponential(f_, fraction{c}));
        } else if (f_.kernels[v].kind == kernel_kind::root && c.sign() > 0) {
            r = f_.subtract(argument(v), fraction{number::power(c, static_cast<int>(f_.kernels[v].index))});
        } else {
            return false;
        }
        return f_.fine();
    }
    static constexpr bool monotone(kernel_kind k) {
        return k == kernel_kind::logarithm || k == kernel_kind::erf || k == kernel_kind::atan ||
               k == kernel_kind::asin || k == kernel_kind::root;
    }

    /// The signs of a + b·r, where r is a square root and b has a sign: where that of a is the other one, those of
    /// b^2·r^2 - a^2 tell.
    constexpr sign_set signs_with_root(polynomial const& p, int depth) {
        for (unsigned v = 0; v < f_.kernel_count; ++v) {
            if (f_.kernels[v].kind != kernel_kind::root || f_.kernels[v].index != 2 || degree(p, v) != 1) continue;
            fraction const a = f_.from(coefficient(p, v, 0)), b = f_.from(coefficient(p, v, 1));
            sign_set const slope = static_cast<sign_set>(possible_signs(f_, b.above) & ~is_zero);
            if (!one_sign(slope) || !f_.fine()) continue;
            sign_set const rest = signs_of(a, depth + 1);
            if (!f_.fine()) return any_sign;
            sign_set const same = b.content.sign() < 0 ? opposite(slope) : slope;
            if ((rest & opposite(same)) == 0) return static_cast<sign_set>(same | (rest & is_zero));
            if ((rest & same) != 0) return any_sign;
            fraction const square = f_.multiply(f_.multiply(b, b), f_.arguments[f_.kernels[v].argument]);
            return times(same, signs_of(f_.subtract(square, f_.multiply(a, a)), depth + 1));
        }
        return any_sign;
    }

    constexpr sign_set signs_of_factor(polynomial const& p, int depth) {
        sign_set s = inferred_signs(f_, p);
        if (one_sign(s) || depth > 4 || !f_.fine()) return s;
        bool const was_open = has_open_;
        fraction r;
        if (simpler(p, r)) {
            s &= signs_of(r, depth + 1);
            learn_factor(f_, p, s);
        } else if (sign_set const by_root = signs_with_root(p, depth); by_root != any_sign) {
            s &= by_root;
            learn_factor(f_, p, s);
        }
        if (!one_sign(s) && !was_open && !has_open_) {
            open_ = p;
            has_open_ = true;
        }
        return s;
    }

  public:
    constexpr case_converter(Field& in, workspace& w, signed_nodes const& facts, signed_nodes& learnt)
        : f_{in}, w_{w}, facts_{facts}, learnt_{learnt}, memo_{w.size()} {}

    constexpr fraction operator()(node_index i) {
        if (!known_[i]) {
            fraction const r = compute(i);
            if (!f_.fine()) return {};
            memo_[i] = r;
            known_[i] = true;
        }
        return memo_[i];
    }

    /// A factor whose sign is not known, of a fact about a product.
    constexpr bool open_factor(polynomial& factor) {
        for (auto const& fact : facts_) {
            fraction const u = (*this)(fact.place);
            factor_list const factors = f_.fine() ? factors_of(f_, u) : factor_list{};
            for (auto const& one : factors)
                if (factors.size() > 1 && !one_sign(inferred_signs(f_, factor = one.of))) return f_.fine();
        }
        return false;
    }

    /// Learns what must hold for a node to be defined. What is defined everywhere is not converted.
    constexpr void require(node_index root) {
        scratch<bool> partial(root + 1u);
        for (unsigned i = 0; i <= root; ++i) {
            node const& n = w_[i];
            unsigned const count = n.op == operation::named ? n.arguments() > 0 : n.operand_count();
            partial[i] = is_partial(w_, n);
            for (unsigned k = 0; k < count; ++k) partial[i] = partial[i] || partial[n.operand(k)];
        }
        require(root, partial);
    }

    /// The graph without cases that is converted for a node.
    constexpr node_index resolved(workspace& out, node_index root) {
        scratch<node_index> place(root + 1u), stands(root + 1u);
        scratch<bool> needed(root + 1u);
        for (unsigned i = 0; i <= root; ++i) needed[i] = i == root;
        for (unsigned i = root + 1u; i-- > 0;) {
            if (!needed[i]) continue;
            if (w_[i].op == operation::select) {
                stands[i] = decide(w_[i].a) == truth::yes ? w_[i].b : w_[i].c;
                needed[stands[i]] = true;
            } else {
                for (unsigned k = 0; k < w_[i].operand_count(); ++k) needed[w_[i].operand(k)] = true;
            }
            if (!f_.fine()) return 0;
        }
        for (unsigned i = 0; i <= root; ++i) {
            if (!needed[i]) continue;
            node const& n = w_[i];
            unsigned const k = n.operand_count();
            place[i] = n.op == operation::select
                           ? place[stands[i]]
                           : out.remake(n, k > 0 ? place[n.a] : node_index{0}, k > 1 ? place[n.b] : node_index{0},
                                        k > 2 ? place[n.c] : node_index{0});
        }
        return place[root];
    }

    /// The signs a fraction may have; where there are several, the first polynomial that leaves it open is remembered.
    constexpr sign_set signs_of(fraction const& u, int depth = 0) {
        if (u.is_zero()) return is_zero;
        if (int const s = certain_sign(f_, u); s != 0) return sign_bit_of(s);
        sign_set result = sign_bit_of(u.content.sign());
        factor_list const factors = factors_of(f_, u);
        if (factors.overflowed) return any_sign;
        for (unsigned i = 0; i < factors.size() && f_.fine(); ++i) {
            int const e = factors[i].exponent;
            sign_set s = raised(signs_of_factor(factors[i].of, depth), static_cast<unsigned>(e < 0 ? -e : e));
            if (e < 0) s = static_cast<sign_set>(s & ~is_zero);
            result = times(result, s);
        }
        return result;
    }

    constexpr truth decide(node_index i) {
        node const n = w_[i];
        if (n.op == operation::both) {
            truth const t = decide(n.a); // where the first part is false, the second one need not be defined
            return t == truth::yes ? decide(n.b) : t;
        }
        fraction const a = (*this)(n.a);
        if (!f_.fine()) return truth::unknown;
        fraction const b = (*this)(n.b);
        if (!f_.fine()) return truth::unknown;
        has_open_ = false;
        sign_set const s = signs_of(f_.subtract(b, a));
        if (!f_.fine()) return truth::unknown;
        if (n.op == operation::less) {
            if (s == is_positive) return truth::yes;
            if ((s & is_positive) == 0) return truth::no;
        } else {
            if ((s & is_negative) == 0) return truth::yes;
            if (s == is_negative) return truth::no;
        }
        if (has_open_ && !f_.known->demanded) {
            f_.known->demanded = true;
            f_.known->demand = open_;
        }
        f_.stop(obstacle::unknown_sign);
        return truth::unknown;
    }

    /// Learns the facts. What cannot be converted yet is tried again when the others are known.
    constexpr void assume() {
        for (int round = 0; round < 2; ++round)
            for (auto const& fact : facts_) {
                fraction const u = (*this)(fact.place);
                if (f_.fine()) learn(f_, u, fact.signs);
                if (f_.fine()) learn_simpler(u, fact.signs);
                if (f_.stopped == obstacle::unknown_sign) {
                    f_.stopped = obstacle::none;
                    f_.known->demanded = false;
                }
                if (f_.fine() && f_.known->contradiction) f_.stop(obstacle::undefined_everywhere);
                if (!f_.fine()) return;
            }
    }

  private:
    /// e^x > 1 says that x > 0, and 1 > sqrt(x) that 1 > x.
    constexpr void learn_simpler(fraction const& u, sign_set signs) {
        if (u.below != 0) return;
        fraction r;
        sign_set const s = u.content.sign() < 0 ? opposite(signs) : signs;
        if (one_sign(signs) && simpler(u.above, r) && f_.fine()) learn(f_, r, s);
        if ((s & is_negative) != 0 && (s & is_positive) != 0) return;
        for (unsigned v = 0; v < f_.kernel_count && f_.fine(); ++v) { // a + b·r of a square root r
            if (f_.kernels[v].kind != kernel_kind::root || f_.kernels[v].index != 2 || degree(u.above, v) != 1)
                continue;
            polynomial const a = coefficient(u.above, v, 0), b = coefficient(u.above, v, 1);
            sign_set const slope = static_cast<sign_set>(possible_signs(f_, b) & ~is_zero);
            if (!one_sign(slope) || (possible_signs(f_, a) & ~opposite(slope)) != 0) continue;
            fraction const square = f_.multiply(f_.from(b * b), f_.arguments[f_.kernels[v].argument]);
            learn(f_, f_.subtract(square, f_.from(a * a)), times(slope, s));
        }
    }
};

} // namespace ogive::algebra
