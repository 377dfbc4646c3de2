// SPDX-License-Identifier: BSL-1.0
#pragma once
// Functions that are sums of c·x^m·e^(k·x) between break points, found from the graph; their moments in closed form.

#include <ogive/algebra/enclose.hpp>

#include <optional>
#include <vector>

namespace ogive::initialization {

using number::enclosure;
using number::extended;

/// factor·x^degree·e^(rate·x).
struct term {
    enclosure factor;
    unsigned degree = 0;
    enclosure rate{0};
};
using terms = std::vector<term>;

/// A zero of the difference of two nodes, where the formula may change.
struct break_point {
    enclosure at;
    node_index a, b;

    /// Certainly the same point; enclosures that are no points may be equal by chance.
    friend bool operator==(break_point const& p, break_point const& q) {
        if (!(p.at.lower == q.at.lower && p.at.upper == q.at.upper)) return false;
        return p.at.is_point() || (p.a == q.a && p.b == q.b) || (p.a == q.b && p.b == q.a);
    }
};

/// Writes the nodes of a graph without derivative nodes as such sums, where they are: `x` is its only symbol. Break points
/// are the zeros of conditions' differences, where those
/// are linear or a single term.
class exponential_polynomials {
    workspace const& g_;
    packed_name x_;
    std::vector<break_point> breaks_;
    unsigned cell_ = 0;
    bool in_cell_ = false;
    std::vector<std::optional<terms>> found_;
    std::vector<bool> asked_;

    static constexpr unsigned most_terms = 64, most_degree = 40;
    using result = std::optional<terms>;

    static bool same(enclosure const& a, enclosure const& b) { return a.lower == b.lower && a.upper == b.upper; }
    static bool is_zero(enclosure const& a) { return a.certain_sign() == 0; }

    static result sum(terms a, terms const& b) {
        for (term const& t : b) {
            bool merged = false;
            for (term& s : a)
                if (s.degree == t.degree && s.rate.is_point() && same(s.rate, t.rate)) {
                    s.factor = s.factor + t.factor;
                    merged = true;
                    break;
                }
            if (!merged) a.push_back(t);
        }
        std::erase_if(a, [](term const& t) { return is_zero(t.factor); });
        if (a.size() > most_terms) return {};
        return a;
    }
    static terms negative(terms a) {
        for (term& t : a) t.factor = -t.factor;
        return a;
    }
    static result product(terms const& a, terms const& b) {
        terms r;
        for (term const& s : a)
            for (term const& t : b) {
                if (s.degree + t.degree > most_degree) return {};
                result const next = sum(r, {{s.factor * t.factor, s.degree + t.degree, s.rate + t.rate}});
                if (!next) return {};
                r = *next;
            }
        return r;
    }
    /// e^(sign·u) for a linear u.
    static result exponential(terms const& u, int sign) {
        term t{enclosure{1}};
        for (term const& s : u) {
            enclosure const c = enclosure{sign} * s.factor;
            if (!is_zero(s.rate) || s.degree > 1) return {};
            if (s.degree == 0)
                t.factor = t.factor * exp(c);
            else
                t.rate = t.rate + c;
        }
        return terms{t};
    }
    static result combined(result const& a, result const& b, bool subtracted) {
        if (!a || !b) return {};
        return sum(*a, subtracted ? negative(*b) : *b);
    }
    static result scaled(result const& a, enclosure const& c) { return a ? product(*a, {{c}}) : result{}; }

    /// The zero of a sum that has one sign on each side of it: of a linear one, or of a single term.
    static std::optional<enclosure> zero(terms const& d, enclosure& factor, bool& turns) {
        if (d.size() == 1) {
            factor = d[0].factor;
            turns = d[0].degree % 2 != 0;
            return enclosure{0};
        }
        if (d.size() != 2) return {};
        term const& line = d[0].degree == 1 ? d[0] : d[1];
        term const& height = d[0].degree == 1 ? d[1] : d[0];
        if (line.degree != 1 || height.degree != 0 || !is_zero(line.rate) || !is_zero(height.rate)) return {};
        factor = line.factor;
        turns = true;
        enclosure const at = -height.factor / factor;
        return at.defined() ? std::optional<enclosure>{at} : std::nullopt;
    }

    static bool is_order(operation op) {
        return op == operation::less || op == operation::less_equal || op == operation::min || op == operation::max;
    }
    /// Second operand minus first of a comparison, min or max; the argument of abs and sign.
    result difference(node const& n) {
        return is_order(n.op) ? combined((*this)(n.b), (*this)(n.a), true) : (*this)(n.a);
    }
    static break_point at_zero(enclosure const& zero, node const& n) { return {zero, n.a, is_order(n.op) ? n.b : n.a}; }

    /// The sign of the difference of a node in the present cell; 2 if it is not known.
    int sign(node const& n) {
        result const d = difference(n);
        if (!d || !in_cell_) return 2;
        if (d->empty()) return 0;
        enclosure factor;
        bool turns = false;
        auto const at = zero(*d, factor, turns);
        if (!at || factor.certain_sign() == enclosure::sign_unknown) return 2;
        if (!turns) return factor.certain_sign();
        for (unsigned i = 0; i < breaks_.size(); ++i)
            if (breaks_[i] == at_zero(*at, n)) return cell_ > i ? factor.certain_sign() : -factor.certain_sign();
        return 2;
    }

    algebra::truth decide(node_index i) {
        using algebra::truth;
        node const& n = g_[i];
        if (n.op == operation::both) {
            truth const a = decide(n.a), b = decide(n.b);
            if (a == truth::no || b == truth::no) return truth::no;
            return a == truth::yes && b == truth::yes ? truth::yes : truth::unknown;
        }
        int const s = sign(n);
        if (s == 2) return truth::unknown;
        return s > 0 || (s == 0 && n.op == operation::less_equal) ? truth::yes : truth::no;
    }

    bool depends(node_index root) const {
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(g_, root, needed);
        for (unsigned i = 0; i <= root; ++i)
            if (needed[i] && g_[i].op == operation::symbol) return true;
        return false;
    }

    result compute(node_index i) {
        node const& n = g_[i];
        if (!depends(i)) {
            enclosure const value = algebra::enclose(g_, i, algebra::point{});
            if (!value.defined()) return {};
            return is_zero(value) ? terms{} : terms{{value}};
        }
        switch (n.op) {
        case operation::symbol: return n.name() == x_ ? result{terms{{enclosure{1}, 1}}} : result{};
        case operation::named: return (*this)(n.a);
        case operation::add: return combined((*this)(n.a), (*this)(n.b), false);
        case operation::subtract: return combined((*this)(n.a), (*this)(n.b), true);
        case operation::negate: return scaled((*this)(n.a), enclosure{-1});
        case operation::multiply: {
            result const &a = (*this)(n.a), &b = (*this)(n.b);
            return a && b ? product(*a, *b) : result{};
        }
        case operation::divide: {
            result const &a = (*this)(n.a), &b = (*this)(n.b);
            if (!a || !b || b->size() != 1 || (*b)[0].degree != 0 || !(*b)[0].factor.excludes_zero()) return {};
            return product(*a, {{enclosure{1} / (*b)[0].factor, 0, -(*b)[0].rate}});
        }
        case operation::power: {
            node const& e = g_[n.b];
            result const& base = (*this)(n.a);
            if (!base || e.op != operation::constant || !e.value().is_integer() || e.low < 0 || e.low > 16) return {};
            result r = terms{{enclosure{1}}};
            for (int k = 0; r && k < static_cast<int>(e.low); ++k) r = product(*r, *base);
            return r;
        }
        case operation::exp:
        case operation::expm1:
        case operation::sinh:
        case operation::cosh: {
            result const& u = (*this)(n.a);
            if (!u) return {};
            result const up = exponential(*u, 1);
            if (n.op == operation::exp || !up) return up;
            if (n.op == operation::expm1) return sum(*up, {{enclosure{-1}}});
            return scaled(combined(up, exponential(*u, -1), n.op == operation::sinh), enclosure{1} / enclosure{2});
        }
        case operation::select: {
            algebra::truth const t = decide(n.a);
            if (t == algebra::truth::unknown) return {};
            return (*this)(t == algebra::truth::yes ? n.b : n.c);
        }
        case operation::abs:
        case operation::sign: {
            int const s = sign(n);
            if (s == 2) return {};
            if (n.op == operation::sign) return s == 0 ? terms{} : terms{{enclosure{s}}};
            return scaled((*this)(n.a), enclosure{s < 0 ? -1 : 1});
        }
        case operation::min:
        case operation::max: {
            int const s = sign(n);
            if (s == 2) return {};
            return (*this)((s > 0) == (n.op == operation::min) ? n.a : n.b);
        }
        default: return {};
        }
    }

    result const& operator()(node_index i) {
        if (!asked_[i]) {
            asked_[i] = true;
            found_[i] = compute(i);
        }
        return found_[i];
    }
    void forget() {
        asked_.assign(asked_.size(), false);
        found_.assign(found_.size(), {});
    }

  public:
    exponential_polynomials(workspace const& g, node_index root, packed_name x)
        : g_{g}, x_{x}, found_(g.size()), asked_(g.size()) {
        find_breaks(root); // of conditions that have no cases inside
        in_cell_ = true;
        for (int depth = 0; depth < 4; ++depth) { // then of those that have, in each cell
            auto const before = breaks_;
            for (cell_ = 0; cell_ <= before.size() && breaks_.size() < most_terms; ++cell_) {
                auto const after = breaks_;
                breaks_ = before;
                forget();
                find_breaks(root);
                for (break_point const& b : after) add_break(b);
            }
            if (breaks_.size() == before.size()) break;
        }
    }

    /// The break points in ascending order; there are pieces only if they are certainly apart.
    std::vector<break_point> const& breaks() const { return breaks_; }
    bool are_apart() const {
        for (unsigned i = 1; i < breaks_.size(); ++i)
            if (!(breaks_[i - 1].at.upper < breaks_[i].at.lower)) return false;
        return true;
    }
    /// The node between break point `cell - 1` and break point `cell`; nothing if it is no such sum there.
    result in_cell(node_index i, unsigned cell) {
        cell_ = cell;
        forget();
        return (*this)(i);
    }

  private:
    void find_breaks(node_index root) {
        bool needed[OGIVE_MAX_NODES] = {};
        workspace::mark(g_, root, needed);
        std::vector<break_point> found;
        for (unsigned i = 0; i <= root; ++i) {
            node const& n = g_[i];
            if (!needed[i] || (!is_order(n.op) && n.op != operation::abs && n.op != operation::sign)) continue;
            result const d = difference(n);
            enclosure factor;
            bool turns = false;
            if (!d) continue;
            if (auto const at = zero(*d, factor, turns); at && turns) found.push_back(at_zero(*at, n));
        }
        for (break_point const& b : found) add_break(b);
    }
    void add_break(break_point const& p) {
        auto place = breaks_.begin();
        while (place != breaks_.end() && place->at.lower < p.at.lower) ++place;
        for (break_point const& b : breaks_)
            if (b == p) return;
        breaks_.insert(place, p);
    }
};

} // namespace ogive::initialization
