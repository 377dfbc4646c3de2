// SPDX-License-Identifier: BSL-1.0
#pragma once
// From index notation to formulas in independent symbols: elements, sums in a normal form, deltas contracted.
//
// What is left of index notation are symbols with a code for a name: an element of a vector, delta of two indices that
// are not known to differ, the sum of a body over an index. Equal sums get equal codes: what does not depend on the index
// stands outside, the terms of the body stand apart, each in its canonical form.

#include <ogive/algebra/presenter.hpp>
#include <ogive/expression/differentiate.hpp>
#include <ogive/tensor/notation.hpp>

namespace ogive::tensor {

/// An index while formulas are lowered. Indices bound by atoms are numbered from 1 on, by how deeply these nest; free ones
/// from `first_free` on; those that sums of the graph bind, while these are not lowered yet, beyond `first_unlowered`.
using index_number = unsigned;
inline constexpr index_number first_free = 1u << 8, max_free = 6, first_unlowered = 1u << 10;
constexpr bool is_free(index_number i) { return i >= first_free && i < first_free + max_free; }

/// What a symbol with a code stands for; `softmax` only where forms are made for readers.
enum class atom : unsigned char { none, length, element, delta, sum, product, maximum, attains, softmax };

/// The code: `low` is the name of a vector or the place of a body; i is the index of an element or the one that is bound,
/// or the lower index of a delta, j the higher one, or the index at which attains() stands.
struct coded {
    atom what = atom::none;
    int128 low = 0;
    index_number i = 0, j = 0;

    constexpr packed_name name() const {
        return {low, static_cast<int128>(what) << 120 | static_cast<int128>(j) << 32 | static_cast<int128>(i)};
    }
    constexpr node_index body() const { return static_cast<node_index>(low); }
    constexpr bool has_body() const { return what >= atom::sum; }
};
constexpr coded decode(packed_name name) {
    coded c;
    auto const high = static_cast<uint128>(name.high);
    c.what = static_cast<atom>(high >> 120);
    c.low = name.low;
    c.i = static_cast<index_number>(high & 0xffffffffu);
    c.j = static_cast<index_number>(high >> 32 & 0xffffffffu);
    return c;
}
constexpr coded decode(node const& n) { return n.op == operation::symbol ? decode(n.name()) : coded{}; }

class lowering {
    workspace& w_;
    differentiator simple_; // for what is 0 or 1 to leave no trace
    bool const distinct_;   // free indices have different values
    bool const plain_;      // sums stay as they are: for who reads the steps
    index_number open_ = first_open_index;

  public:
    constexpr lowering(workspace& w, bool distinct, bool plain = false)
        : w_{w}, simple_{w}, distinct_{distinct}, plain_{plain} {}

    /// An index that occurs nowhere else.
    constexpr index_number open() { return ++open_; }
    constexpr node_index constant(int c) { return w_.constant(c); }
    constexpr node_index symbol(coded const& c, assumption assumed = assumption::none) {
        return w_.symbol(c.name(), assumed);
    }
    /// n, the length of all vectors.
    constexpr node_index length() { return symbol({atom::length, 0, 0, 0}, positive); }
    constexpr node_index delta(index_number i, index_number j) {
        if (i == j) return constant(1);
        if (distinct_ && is_free(i) && is_free(j)) return constant(0);
        return symbol({atom::delta, 0, i < j ? i : j, i < j ? j : i});
    }

    // -- dependence and replacement ------------------------------------------------------------------------------------

    constexpr bool depends(coded const& c, index_number k) const {
        switch (c.what) {
        case atom::none:
        case atom::length: return false;
        case atom::element: return c.i == k;
        case atom::delta: return c.i == k || c.j == k;
        default: return (c.what >= atom::attains && c.j == k) || depends(c.body(), k);
        }
    }
    constexpr bool depends(node_index root, index_number k) const {
        algebra::scratch<bool> needed(root + 1u);
        workspace::reach(w_, root, needed.items);
        for (unsigned i = 0; i <= root; ++i)
            if (needed[i] && depends(decode(w_[i]), k)) return true;
        return false;
    }

    /// The bodies of sums in a node nest so deeply.
    constexpr unsigned depth(node_index root) const {
        algebra::scratch<bool> needed(root + 1u);
        workspace::reach(w_, root, needed.items);
        unsigned deepest = 0;
        for (unsigned i = 0; i <= root; ++i)
            if (coded const c = decode(w_[i]); needed[i] && c.has_body() && c.i > deepest) deepest = c.i;
        return deepest;
    }

    /// An operation, without what is 0 or 1.
    constexpr node_index make(node const& like, node_index const* place) {
        unsigned const count = like.operand_count();
        node_index const a = place[like.a], b = count > 1 ? place[like.b] : a, c = count > 2 ? place[like.c] : a;
        switch (like.op) {
        case operation::add: return simple_.add(a, b);
        case operation::subtract: return simple_.subtract(a, b);
        case operation::multiply: return simple_.multiply(a, b);
        case operation::divide: return simple_.divide(a, b);
        case operation::negate: return simple_.negate(a);
        case operation::select: return b == c ? b : w_.make(like.op, a, b, c);
        default: return w_.remake(like, place);
        }
    }

    /// A node with `image(symbol)` in place of each symbol.
    template <class Image>
    constexpr node_index replace(node_index root, Image const& image) {
        algebra::scratch<bool> needed(root + 1u);
        algebra::scratch<node_index> place(root + 1u);
        workspace::reach(w_, root, needed.items);
        for (unsigned k = 0; k <= root; ++k) {
            if (!needed[k]) continue;
            auto const i = static_cast<node_index>(k);
            node const n = w_[i];
            place[i] = n.op == operation::symbol ? image(i) : n.operand_count() == 0 ? i : make(n, place.items);
        }
        return place[root];
    }

    /// One index in place of another.
    constexpr node_index rename(node_index root, index_number from, index_number to) {
        return replace(root, [&](node_index s) { return renamed_symbol(s, from, to); });
    }
    constexpr node_index renamed_symbol(node_index s, index_number from, index_number to) {
        node const n = w_[s];
        coded c = decode(n);
        if (!depends(c, from)) return s;
        if (c.what == atom::delta) return delta(c.i == from ? to : c.i, c.j == from ? to : c.j);
        if (c.what == atom::element) {
            c.i = to;
            return symbol(c, n.assumed);
        }
        if (c.what == atom::softmax)
            return symbol({c.what, rename(c.body(), from, to), c.i, c.j == from ? to : c.j}, n.assumed);
        index_number const k = open(); // its body may take another canonical form
        node_index const body = rename(rename(c.body(), c.i, k), from, to);
        switch (c.what) {
        case atom::sum: return sum(k, body);
        case atom::product: return product(k, body);
        case atom::maximum: return maximum(k, body);
        default: return attains(k, body, c.j == from ? to : c.j);
        }
    }

    // -- sums ----------------------------------------------------------------------------------------------------------

    /// The sum of `body` over k.
    constexpr node_index sum(index_number k, node_index body) {
        if (plain_) return body == constant(0) ? body : bound(atom::sum, k, body, true);
        if (!depends(body, k)) return simple_.multiply(length(), body);
        struct {
            index_number items[8];
            unsigned count = 0;
        } partners; // of k in deltas
        algebra::scratch<bool> needed(body + 1u);
        workspace::reach(w_, body, needed.items);
        for (unsigned i = 0; i <= body; ++i) {
            coded const c = decode(w_[i]);
            if (!needed[i] || c.what != atom::delta || (c.i != k && c.j != k)) continue;
            if (partners.count == 8) {
                w_.fail(trouble::too_many_nodes);
                return body;
            }
            partners.items[partners.count++] = c.i == k ? c.j : c.i;
        }
        if (partners.count == 0) return terms(k, body);
        // Where k is none of the partners all deltas are 0; at each partner, what the body is there takes its place.
        node_index const apart = replace(body, [&](node_index s) {
            coded const c = decode(w_[s]);
            return c.what == atom::delta && (c.i == k || c.j == k) ? constant(0) : s;
        });
        node_index result = terms(k, apart);
        for (unsigned r = 0; r < partners.count; ++r) {
            index_number const at = partners.items[r];
            node_index change = simple_.subtract(rename(body, k, at), rename(apart, k, at));
            for (unsigned s = 0; s < r; ++s)
                change = simple_.multiply(simple_.subtract(constant(1), delta(at, partners.items[s])), change);
            result = simple_.add(result, change);
        }
        return result;
    }

    constexpr node_index product(index_number k, node_index body) {
        if (plain_) return bound(atom::product, k, body, true);
        if (!depends(body, k) && is_positive(body)) return w_.make(operation::power, body, length());
        node const n = w_[body];
        if (n.op == operation::exp) return w_.make(operation::exp, sum(k, n.a));
        if (n.op == operation::multiply) return simple_.multiply(product(k, n.a), product(k, n.b));
        if (n.op == operation::divide) return simple_.divide(product(k, n.a), product(k, n.b));
        if (n.op == operation::named && n.arguments() > 0) return product(k, n.a);
        if (is_positive(body)) return w_.make(operation::exp, sum(k, w_.make(operation::log, body)));
        return bound(atom::product, k, body);
    }

    constexpr node_index maximum(index_number k, node_index body) {
        if (plain_) return bound(atom::maximum, k, body, true);
        if (!depends(body, k)) return body;
        node const n = w_[body];
        if (n.op == operation::add && !depends(n.b, k)) return simple_.add(maximum(k, n.a), n.b);
        if (n.op == operation::subtract && !depends(n.b, k)) return simple_.subtract(maximum(k, n.a), n.b);
        if (n.op == operation::add && !depends(n.a, k)) return simple_.add(n.a, maximum(k, n.b));
        return bound(atom::maximum, k, body);
    }

    // -- derivatives ---------------------------------------------------------------------------------------------------

    /// The derivative of a lowered node by a symbol, or by an element.
    constexpr node_index derivative(node_index root, node_index by) {
        node const variable = w_[by];
        coded const v = decode(variable);
        auto const of_symbol = [&](node const& n) {
            coded const c = decode(n);
            switch (c.what) {
            case atom::none: return constant(n.name() == variable.name() ? 1 : 0);
            case atom::element: return v.what == atom::element && c.low == v.low ? delta(c.i, v.i) : constant(0);
            case atom::sum:
            case atom::product:
            case atom::maximum: return derivative_of_atom(n, by);
            default: return constant(0);
            }
        };
        return simple_.apply(root, of_symbol);
    }

  private:
    constexpr bool is_positive(node_index root) const {
        algebra::field f;
        algebra::fraction u;
        algebra::with_refinement(f, [&] { u = algebra::convert(f, w_, root); });
        return f.fine() && f.sign(u) > 0;
    }

    constexpr node_index derivative_of_atom(node const& n, node_index by) {
        coded const c = decode(n);
        index_number const k = open();
        node_index const body = rename(c.body(), c.i, k), slope = derivative(body, by);
        if (slope == constant(0)) return slope;
        if (c.what == atom::sum) return sum(k, slope);
        if (c.what == atom::product)
            return simple_.multiply(w_.symbol(n.name(), n.assumed), sum(k, simple_.divide(slope, body)));
        index_number const inner = open();
        return sum(k, simple_.multiply(attains(inner, rename(body, k, inner), k), slope));
    }

    /// Is `body` the largest over k at the index `at` first? 1 or 0; the sum over `at` is 1.
    constexpr node_index attains(index_number k, node_index body, index_number at) {
        coded const c = decode(w_[bound(atom::maximum, k, body)]);
        return symbol({atom::attains, c.low, c.i, at});
    }

    /// The symbol of an operation over k, on a body in canonical form or as it is.
    constexpr node_index bound(atom what, index_number k, node_index body, bool as_it_is = false) {
        index_number const name = 1 + depth(body);
        body = rename(body, k, name);
        bool certain = false;
        if (!as_it_is) {
            algebra::field f;
            algebra::fraction const u = algebra::canonical_fraction(f, w_, body);
            if (f.fine()) {
                algebra::presenter p{w_, f};
                node_index const form = p.fraction_node(u);
                if (f.fine()) body = form;
                certain = f.fine() && f.sign(u) > 0;
            }
        }
        return symbol({what, body, name, 0}, certain ? positive : assumption::none);
    }

    /// The sum over k, term by term; there is no delta of k.
    constexpr node_index terms(index_number k, node_index body) {
        if (!depends(body, k)) return simple_.multiply(length(), body);
        node const n = w_[body];
        switch (n.op) {
        case operation::add: return simple_.add(terms(k, n.a), terms(k, n.b));
        case operation::subtract: return simple_.subtract(terms(k, n.a), terms(k, n.b));
        case operation::negate: return simple_.negate(terms(k, n.a));
        case operation::multiply:
            if (!depends(n.a, k)) return simple_.multiply(n.a, terms(k, n.b));
            if (!depends(n.b, k)) return simple_.multiply(terms(k, n.a), n.b);
            break;
        case operation::divide:
            if (!depends(n.b, k)) return simple_.divide(terms(k, n.a), n.b);
            break;
        case operation::named:
            if (n.arguments() > 0) return terms(k, n.a);
            break;
        default: break;
        }
        return canonical(k, body);
    }

    constexpr bool depends(algebra::field const& f, unsigned v, index_number k) const {
        algebra::kernel const& kernel = f.kernels[v];
        if (kernel.kind == algebra::kernel_kind::symbol) return depends(decode(kernel.name), k);
        if (kernel.kind == algebra::kernel_kind::pi || kernel.kind == algebra::kernel_kind::named_constant)
            return false;
        algebra::fraction const& u = f.arguments[kernel.argument];
        for (unsigned x = 0; x < f.kernel_count; ++x)
            if (x != v && f.involves(u, x) && depends(f, x, k)) return true;
        return false;
    }

    /// The sum of a term in canonical form over the index that is bound with the number `name`; where less is bound inside of
    /// the term than was inside of what it comes from, that number is lower.
    constexpr node_index sum_of_term(index_number name, node_index term, bool is_positive) {
        if (1 + depth(term) < name) return canonical(name, term);
        return symbol({atom::sum, term, name, 0}, is_positive ? positive : assumption::none);
    }

    /// What depends on k in the canonical form of `body`, term by term: sums of it, times what does not.
    constexpr node_index canonical(index_number k, node_index body) {
        using namespace algebra;
        index_number const name = 1 + depth(body);
        body = rename(body, k, name);
        field f;
        fraction const u = canonical_fraction(f, w_, body);
        if (!f.fine()) return symbol({atom::sum, body, name, 0});
        monomial above = 0, below = 0; // masks of what depends on the index
        unsigned shares = variables;
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (depends(f, v, name)) {
                above |= variable_power(v, 0xff);
                coded const c = f.kernels[v].kind == kernel_kind::symbol ? decode(f.kernels[v].name) : coded{};
                if (c.what == atom::attains && !depends(c.body(), name)) shares = v;
            }
        for (unsigned i = 0; i < f.factor_count; ++i)
            for (unsigned t = 0; t < f.factors[i].size(); ++t)
                if ((f.factors[i].exponents[t] & above) != 0) below |= variable_power(i, 0xff);
        presenter p{w_, f};
        node_index result = constant(0);
        scratch<bool> done(u.above.size());
        for (unsigned t = 0; t < u.above.size(); ++t) done[t] = false;
        for (unsigned t = 0; t < u.above.size() && f.fine(); ++t) {
            if (done[t]) continue;
            fraction inner{rational{1}};
            monomial const m = u.above.exponents[t] & above;
            inner.above = polynomial{1, m};
            inner.below = u.below & below;
            polynomial others;
            for (unsigned s = t; s < u.above.size(); ++s)
                if ((u.above.exponents[s] & above) == m) {
                    others.append(u.above.exponents[s] & ~above, u.above.coefficients[s]);
                    done[s] = true;
                }
            fraction outer = f.from(others, u.content);
            outer.below = u.below & ~below;
            node_index total = length();
            if (inner.below == 0 && shares < variables && m == variable_power(shares, 1))
                total = constant(1); // one is the largest first
            else if (m != 0 || inner.below != 0)
                total = sum_of_term(name, p.fraction_node(inner), f.sign(inner) > 0);
            result = simple_.add(result, simple_.multiply(p.fraction_node(outer), total));
        }
        return f.fine() ? result : symbol({atom::sum, body, name, 0});
    }
};

// -- from graphs -------------------------------------------------------------------------------------------------------

/// The free indices of graphs, by name.
struct index_list {
    packed_name names[max_free];
    unsigned count = 0;
    bool overflowed = false;

    constexpr unsigned find(packed_name name) const {
        unsigned k = 0;
        while (k < count && !(names[k] == name)) ++k;
        return k;
    }
    template <class Graph>
    constexpr void add(Graph const& g) {
        for (unsigned i = 0; i < g.size(); ++i) {
            if (g[i].op != operation::index || g[i].low == 0 || find(g[i].name()) < count) continue;
            if (count == max_free)
                overflowed = true;
            else
                names[count++] = g[i].name();
        }
    }
};

/// Marks what the value of a node needs: not the arguments by which functions are remembered, and not what stands under
/// an operation that binds an index, if `bodies` are to be left out.
template <class Graph>
constexpr void mark_values(Graph const& g, node_index root, bool* needed, bool bodies) {
    for (unsigned i = 0; i <= root; ++i) needed[i] = false;
    needed[root] = true;
    for (unsigned i = root + 1u; i-- > 0;) {
        node const& n = g[i];
        if (!needed[i] || (binds(n.op) && !bodies)) continue;
        unsigned const count = n.op == operation::named ? 1 : n.operand_count();
        for (unsigned k = 0; k < count; ++k) needed[n.operand(k)] = true;
    }
}

/// Lowers a graph; the free index `indices.names[k]` has the number `values[k]`.
template <class Graph>
constexpr node_index lower(workspace& w, lowering& to, Graph const& g, node_index root, index_list const& indices,
                           index_number const* values) {
    algebra::scratch<node_index> place(root + 1u);
    bool needed[OGIVE_MAX_NODES];
    mark_values(g, root, needed, true);
    auto const number = [&](node_index of) {
        unsigned const b = bound_number(g[of]);
        return b > 0 ? first_unlowered + b : values[indices.find(g[of].name())];
    };
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i] || g[i].op == operation::index) continue;
        node const& n = g[i];
        unsigned const count = n.operand_count();
        switch (n.op) {
        case operation::element: place[i] = to.symbol({atom::element, n.low, number(n.a), 0}, n.assumed); break;
        case operation::delta: place[i] = to.delta(number(n.a), number(n.b)); break;
        case operation::sum_over: place[i] = to.sum(number(n.a), place[n.b]); break;
        case operation::product_over: place[i] = to.product(number(n.a), place[n.b]); break;
        case operation::max_over: place[i] = to.maximum(number(n.a), place[n.b]); break;
        case operation::derivative:
            place[i] = place[n.a];
            for (int order = 0; order < static_cast<int>(n.low); ++order)
                place[i] = to.derivative(place[i], place[n.b]);
            break;
        case operation::named: place[i] = count > 1 ? place[n.a] : w.remake(n, place.items); break;
        default: place[i] = count == 0 ? w.insert(n) : to.make(n, place.items);
        }
    }
    return place[root];
}

} // namespace ogive::tensor
