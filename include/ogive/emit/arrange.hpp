// SPDX-License-Identifier: BSL-1.0
#pragma once
// One order for the terms of sums and the factors of products, whoever wrote them.

#include <ogive/algebra/simplify.hpp>
#include <ogive/emit/vocabulary.hpp>

#include <algorithm>
#include <vector>

namespace ogive::detail {

/// 10/13, which was 1/1.3.
inline bool is_inverse_of_decimal(rational const& q) {
    return q.valid() && !q.is_zero() && q.numerator % 10 == 0 && q.denominator > 9 && (rational{1} / q).is_decimal();
}

/// Writes a graph again with its sums and products in order: constants, symbols, functions, sums; what is short first;
/// in a sum, what is subtracted last. No part becomes longer.
class arranger {
    workspace& out_;
    std::vector<node_index> place_;

    struct term {
        node_index what;
        bool minus;
    };
    struct product {
        std::vector<node_index> above, below;
        bool minus = false;
    };

    bool is_constant(node_index i) const { return out_[i].op == operation::constant; }
    bool before(node_index a, node_index b) const {
        unsigned const s = algebra::length_of(out_, a), t = algebra::length_of(out_, b);
        return s != t ? s < t : algebra::comes_before(out_, a, b);
    }

    void terms_of(node_index i, bool minus, std::vector<term>& list) const {
        node const& n = out_[i];
        if (n.op == operation::add || n.op == operation::subtract) {
            terms_of(n.a, minus, list);
            terms_of(n.b, minus != (n.op == operation::subtract), list);
        } else if (n.op == operation::negate) {
            terms_of(n.a, !minus, list);
        } else {
            list.push_back({i, minus});
        }
    }
    /// Without the minus sign in front, if there is one.
    term unsigned_term(term t) {
        product p;
        factors_of(t.what, p);
        bool negative = p.minus;
        for (auto& f : p.above)
            if (is_constant(f) && out_[f].low < 0) {
                negative = !negative;
                f = out_.constant(-out_[f].value());
            }
        if (!negative) return t;
        p.minus = false;
        return {make(p), !t.minus};
    }
    node_index sum(node_index i) {
        std::vector<term> list;
        terms_of(i, false, list);
        for (auto& t : list) t = unsigned_term(t);
        std::erase_if(list, [&](term const& t) { return is_constant(t.what) && out_[t.what].low == 0; });
        for (std::size_t k = 0; k < list.size(); ++k) // u - u, u + u
            for (std::size_t m = k + 1; m < list.size(); ++m) {
                if (list[k].what != list[m].what) continue;
                bool const cancels = list[k].minus != list[m].minus;
                if (!cancels) list[k].what = doubled(list[k].what);
                list.erase(list.begin() + static_cast<std::ptrdiff_t>(m));
                if (cancels) list.erase(list.begin() + static_cast<std::ptrdiff_t>(k));
                m = k = 0;
            }
        if (list.empty()) return out_.constant(0);
        std::sort(list.begin(), list.end(), [&](term const& a, term const& b) {
            if (a.minus != b.minus) return b.minus;
            if (is_constant(a.what) != is_constant(b.what)) return is_constant(a.what) != a.minus;
            return a.what != b.what && before(a.what, b.what);
        });
        node_index r = list[0].minus ? negated(list[0].what) : list[0].what;
        for (std::size_t k = 1; k < list.size(); ++k)
            r = out_.make(list[k].minus ? operation::subtract : operation::add, r, list[k].what);
        return r;
    }
    node_index doubled(node_index i) {
        product p;
        factors_of(i, p);
        for (auto& f : p.below)
            if (is_constant(f) && out_[f].value() == rational{2}) {
                f = out_.constant(1);
                return make(p);
            }
        p.above.push_back(out_.constant(2));
        return make(p);
    }
    node_index negated(node_index i) {
        product p;
        factors_of(i, p);
        p.minus = !p.minus;
        return make(p);
    }

    void factors_of(node_index i, product& p) const {
        node const& n = out_[i];
        if (n.op == operation::multiply || n.op == operation::divide) {
            factors_of(n.a, p);
            if (n.op == operation::multiply)
                factors_of(n.b, p);
            else
                divisors_of(n.b, p);
        } else if (n.op == operation::negate) {
            p.minus = !p.minus;
            factors_of(n.a, p);
        } else {
            p.above.push_back(i);
        }
    }
    void divisors_of(node_index i, product& p) const {
        node const& n = out_[i];
        if (n.op == operation::multiply) {
            divisors_of(n.a, p);
            divisors_of(n.b, p);
        } else if (n.op == operation::negate) {
            p.minus = !p.minus;
            divisors_of(n.a, p);
        } else {
            p.below.push_back(i);
        }
    }
    unsigned rank(node_index i) const {
        node_index const base = out_[i].op == operation::power ? out_[i].a : i;
        switch (out_[base].op) {
        case operation::constant: return base == i ? 0 : 1;
        case operation::pi: return 1;
        case operation::symbol: return 2;
        case operation::add:
        case operation::subtract: return 4;
        default: return out_[base].op == operation::named && out_[base].arguments() == 0 ? 1 : 3;
        }
    }
    node_index multiplied(std::vector<node_index>& list) {
        std::sort(list.begin(), list.end(), [&](node_index a, node_index b) {
            unsigned const s = rank(a), t = rank(b);
            return s != t ? s < t : a != b && before(a, b);
        });
        node_index r = 0;
        bool any = false;
        for (std::size_t k = 0; k < list.size();) {
            node_index f = list[k];
            auto const next = std::find_if(list.begin() + static_cast<std::ptrdiff_t>(k), list.end(),
                                           [&](node_index other) { return other != f; });
            int const times = static_cast<int>(next - list.begin()) - static_cast<int>(k);
            k += static_cast<std::size_t>(times);
            if (is_constant(f) && out_[f].value() == rational{1}) continue;
            if (times > 1) f = out_.make(operation::power, f, out_.constant(times));
            r = any ? out_.make(operation::multiply, r, f) : f;
            any = true;
        }
        return any ? r : out_.constant(1);
    }
    node_index bound(node_index i) {
        node const n = out_[i];
        bool const turn = is_constant(n.a) != is_constant(n.b) ? is_constant(n.a) : n.a != n.b && before(n.b, n.a);
        return turn ? out_.make(n.op, n.b, n.a) : i;
    }
    /// A comparison of what varies: u/2 < -1 as u < -2, u - v < 0 as u < v.
    node_index compared(node_index i) {
        node const whole = out_[i];
        bool const left = is_constant(whole.b);
        if (left == is_constant(whole.a)) return i;
        node const n = out_[left ? whole.a : whole.b];
        rational bound = out_[left ? whole.b : whole.a].value();
        bool const first = n.operand_count() == 2 && is_constant(n.a),
                   second = n.operand_count() == 2 && is_constant(n.b);
        rational const c = first ? out_[n.a].value() : second ? out_[n.b].value() : rational{1};
        node_index const inner = first ? n.b : n.a;
        node_index other = i; // none yet
        bool turned = c.sign() < 0, solved = first || second;
        switch (n.op) {
        case operation::negate:
            bound = -bound;
            turned = solved = true;
            break;
        case operation::add:
            bound = bound - c;
            turned = false;
            break;
        case operation::subtract:
            turned = first;
            if (first || second) {
                bound = first ? c - bound : bound + c;
            } else if (bound.is_zero()) {
                other = n.b;
                solved = true;
            }
            break;
        case operation::multiply:
            solved = solved && !c.is_zero();
            if (solved) bound = bound / c;
            break;
        case operation::divide:
            if (second) {
                solved = !c.is_zero();
                bound = bound * c;
            } else {
                solved = !first && algebra::detail::sign_as_written(&out_[0], n.b) == 2;
                if (solved) other = out_.make(operation::multiply, out_.constant(bound), n.b);
                if (bound == rational{1}) other = n.b;
                if (bound == rational{-1}) other = negated(n.b);
            }
            break;
        default: solved = false;
        }
        if (!solved || !bound.valid()) return i;
        if (other == i) other = out_.constant(bound);
        return compared(left != turned ? out_.make(whole.op, inner, other) : out_.make(whole.op, other, inner));
    }
    /// 1.3*u for 13*u/10, and u/1.3 for (10/13)*u.
    void write_decimal(product& p) {
        auto const constant_of = [&](std::vector<node_index>& list) {
            return std::find_if(list.begin(), list.end(), [&](node_index i) { return is_constant(i); });
        };
        auto const above = constant_of(p.above), below = constant_of(p.below);
        if (above == p.above.end() || p.above.size() < 2) return;
        rational const q = below == p.below.end() ? out_[*above].value() : out_[*above].value() / out_[*below].value();
        if (below != p.below.end() && q.denominator % 5 == 0 && q.is_decimal()) {
            *above = out_.constant(q);
            p.below.erase(below);
        } else if (below == p.below.end() && is_inverse_of_decimal(q)) {
            p.above.erase(above);
            p.below.push_back(out_.constant(rational{1} / q));
        }
    }
    node_index make(product& p) {
        if (p.above.empty()) p.above.push_back(out_.constant(1));
        write_decimal(p);
        for (std::size_t k = 0; p.above.size() > 1 && k < p.above.size(); ++k)
            if (is_constant(p.above[k]) && out_[p.above[k]].value() == rational{-1}) {
                p.above.erase(p.above.begin() + static_cast<std::ptrdiff_t>(k));
                p.minus = !p.minus;
                break;
            }
        node_index above = multiplied(p.above);
        if (p.minus) {
            if (is_constant(p.above[0])) {
                p.above[0] = out_.constant(-out_[p.above[0]].value());
                if (out_[p.above[0]].value() == rational{-1} && p.above.size() > 1) {
                    p.above.erase(p.above.begin());
                    above = out_.make(operation::negate, multiplied(p.above));
                } else {
                    above = multiplied(p.above);
                }
            } else {
                above = out_.make(operation::negate, above);
            }
        }
        if (p.below.empty()) return above;
        node_index const below = multiplied(p.below);
        if (is_constant(below) && out_[below].value() == rational{1}) return above;
        if (out_[above].op == operation::negate) // -(a/b) rather than (-a)/b
            return out_.make(operation::negate, out_.make(operation::divide, out_[above].a, below));
        return out_.make(operation::divide, above, below);
    }

  public:
    explicit arranger(workspace& out) : out_{out} {}

    template <class Graph>
    node_index operator()(Graph const& g, node_index root) {
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(g, root, needed);
        place_.assign(root + 1u, 0);
        for (unsigned i = 0; i <= root; ++i) {
            if (!needed[i]) continue;
            node const& n = g[i];
            if (n.op == operation::named) {
                node_index const arguments[] = {place_[n.b], place_[n.c]};
                auto const function = find_function(n.name(), n.arguments());
                place_[i] = out_.import(g, static_cast<node_index>(i));
                if (function.nodes != nullptr) place_[i] = apply(out_, function.nodes, function.root, arguments);
                continue;
            }
            place_[i] = out_.remake(n, place_[n.a], place_[n.b], place_[n.c]);
            product p;
            switch (n.op) {
            case operation::add:
            case operation::subtract: place_[i] = sum(place_[i]); break;
            case operation::multiply:
            case operation::divide:
            case operation::negate:
                if (n.op == operation::negate && rank(out_[place_[i]].a) == 4) {
                    place_[i] = sum(place_[i]);
                    break;
                }
                factors_of(place_[i], p);
                place_[i] = make(p);
                break;
            case operation::min:
            case operation::max: place_[i] = bound(place_[i]); break;
            case operation::sqrt:
                if (node const of = out_[out_[place_[i]].a];
                    of.op == operation::power && is_constant(of.b) && out_[of.b].value() == rational{2})
                    place_[i] = out_.make(operation::abs, of.a);
                break;
            case operation::less:
            case operation::less_equal: place_[i] = compared(place_[i]); break;
            default: break;
            }
        }
        return place_[root];
    }
};

} // namespace ogive::detail
