// SPDX-License-Identifier: BSL-1.0
#pragma once
// log_abs_derivative(f, x): log|f'| as a sum of logarithms that neither overflow nor lose what f' rounds away, for the
// change of a density under a map.

#include <ogive/calculus/pieces.hpp>

namespace ogive {
namespace calculus {

/// Writes the logarithm of the absolute value of a fraction as a sum.
template <class Workspace = workspace>
class log_writer {
    Workspace& w_;
    field& f_;
    node_index sum_ = 0;
    bool empty_ = true;

    constexpr void add(rational const& q, node_index term) {
        if (q.is_zero()) return;
        algebra::presenter p{w_, f_};
        sum_ = p.plus(sum_, q, term, empty_);
        empty_ = false;
    }
    constexpr node_index present(fraction const& u) {
        algebra::presenter p{w_, f_};
        show_named_constants(p);
        return p.fraction_node(u);
    }
    constexpr node_index magnitude_of(fraction const& u) {
        int const s = strong_sign(f_, u);
        node_index const n = present(s < 0 ? f_.scale(u, rational{-1}) : u);
        if (s != 0) return n;
        return w_.make(operation::abs, w_[n].op == operation::negate ? w_[n].a : n);
    }
    constexpr node_index times(rational const& q, node_index i) {
        algebra::presenter p{w_, f_};
        return p.scaled(q, i);
    }

    /// -log cosh(v), which cannot overflow.
    constexpr node_index minus_log_cosh(fraction const& v) {
        node_index const decay = algebra::presenter::softplus(w_, present(f_.scale(v, rational{-2})));
        node_index const start = w_.make(operation::subtract, w_.make(operation::log, w_.constant(2)), present(v));
        return w_.make(operation::subtract, start, decay);
    }

    /// The exponential of x that a polynomial contains.
    constexpr unsigned exponential_of(polynomial const& p) const {
        for (unsigned v = 0; v < f_.kernel_count; ++v)
            if (contains(p, v) && f_.kernels[v].kind == kernel_kind::exponential && !f_.kernels[v].constant) return v;
        return algebra::variables;
    }

    /// Σ of the terms of p over lead·t^d, written with e^((k - d)·u).
    constexpr node_index scaled_down(polynomial const& p, unsigned t, unsigned d,
                                     fraction const& lead = fraction{rational{1}}) {
        kernel const k = f_.kernels[t];
        node_index sum = 0;
        bool first = true;
        algebra::presenter out{w_, f_};
        show_named_constants(out);
        for (unsigned e = d + 1; e-- > 0;) {
            polynomial const c = algebra::coefficient(p, t, e);
            if (c.size() == 0) continue;
            node_index term = out.fraction_node(f_.divide(f_.from(c), lead));
            if (e != d) {
                rational const rate = k.unit * rational{static_cast<int>(e) - static_cast<int>(d)};
                node_index const factor =
                    w_.make(operation::exp, out.fraction_node(f_.scale(f_.arguments[k.argument], rate)));
                term = out.multiply(term, factor);
            }
            sum = out.plus(sum, rational{1}, term, first);
            first = false;
        }
        return sum;
    }

    constexpr void add_polynomial(rational const& q, polynomial const& p) {
        unsigned const t = exponential_of(p);
        if (t == algebra::variables) {
            fraction const u = f_.from(p);
            bool one = false;
            for (unsigned i = 0; i < p.size(); ++i) one = one || (p.exponents[i] == 0 && p.coefficients[i] == 1);
            if (one && p.size() > 1 && strong_sign(f_, u) > 0) {
                fraction const rest = f_.subtract(u, fraction{rational{1}});
                return add(q, w_.make(operation::log1p, present(rest)));
            }
            bool turn = false; // 1 - x rather than x - 1
            for (unsigned i = 0; i < p.size(); ++i) turn = turn || (p.exponents[i] == 0 && p.coefficients[i] < 0);
            return add(q, w_.make(operation::log, magnitude_of(turn ? f_.scale(u, rational{-1}) : u)));
        }
        unsigned const d = algebra::degree(p, t);
        fraction const u = f_.scale(f_.arguments[f_.kernels[t].argument], f_.kernels[t].unit);
        bool const positive_values = strong_sign(f_, f_.from(p)) > 0;
        auto const magnitude_node = [&](node_index i) { return positive_values ? i : w_.make(operation::abs, i); };
        node_index const exponent = present(u);
        if (p.size() == 2 && d > 0 && (p == polynomial{int128{1}, variable_power(t, d)} - polynomial{int128{1}})) {
            node_index const v = times(rational{static_cast<int>(d)}, exponent), zero = w_.constant(0);
            node_index const less = w_.make(operation::expm1, w_.make(operation::negate, w_.make(operation::abs, v)));
            add(q, w_.make(operation::max, v, zero));
            return add(q, w_.make(operation::log, w_.make(operation::negate, less)));
        }
        node_index const low = w_.make(operation::log, magnitude_node(present(f_.from(p)))),
                         high = w_.make(operation::add, times(rational{static_cast<int>(d)}, exponent),
                                        w_.make(operation::log, magnitude_node(scaled_down(p, t, d))));
        add(q, w_.make(operation::select, w_.make(operation::less, w_.constant(0), exponent), high, low));
    }

    struct part {
        polynomial p;
        rational power;
    };
    rational powers_[algebra::variables]; // of kernels
    part parts_[algebra::variables + 4];  // and of polynomials
    unsigned count_ = 0;

    constexpr void collect_polynomial(rational const& q, polynomial const& p) {
        if (p.is_constant() || q.is_zero()) return;
        for (unsigned v = 0; v < f_.kernel_count; ++v) { // repeated factors apart
            if (!contains(p, v)) continue;
            polynomial const g = greatest_common_divisor(p, partial(p, v));
            bool exact = !g.is_constant();
            polynomial const rest = exact ? divide_exactly(p, g, exact) : p;
            if (!exact) break;
            collect_polynomial(q, g);
            return collect_polynomial(q, rest);
        }
        for (unsigned i = 0; i < count_; ++i)
            if (parts_[i].p == p) {
                parts_[i].power = parts_[i].power + q;
                return;
            }
        if (count_ == algebra::variables + 4)
            f_.stop(algebra::obstacle::too_many_factors);
        else
            parts_[count_++] = {p, q};
    }
    constexpr void collect_monomial(rational const& q, algebra::monomial m) {
        for (unsigned v = 0; v < f_.kernel_count; ++v) {
            if (exponent(m, v) == 0) continue;
            rational const e = q * rational{static_cast<int>(exponent(m, v))};
            kernel const k = f_.kernels[v];
            if (k.kind == kernel_kind::root)
                collect(e / rational{static_cast<int>(k.index)}, f_.arguments[k.argument]);
            else
                powers_[v] = powers_[v] + e;
        }
    }
    /// q·log|u|
    constexpr void collect(rational const& q, fraction const& u) {
        rational const content = u.content.sign() < 0 ? -u.content : u.content;
        if (q == rational{1})
            content_ = content_ * content;
        else
            add_constant(q, content);
        algebra::monomial const m = common_monomial(u.above);
        collect_monomial(q, m);
        collect_polynomial(q, m == 0 ? u.above : algebra::divide_by(u.above, m, 1));
        unsigned const factors = f_.factor_count;
        for (unsigned i = 0; i < factors; ++i) {
            int const e = static_cast<int>(exponent(u.below, i));
            if (e == 0) continue;
            rational const below = -q * rational{e};
            if (f_.factors[i].size() > 1)
                collect_polynomial(below, f_.factors[i]);
            else
                collect_monomial(below, f_.factors[i].leading().exponents);
        }
    }
    rational content_{1};

    constexpr void add_constant(rational const& q, rational const& c) {
        if (c == rational{1}) return;
        bool const turn = c < rational{1};
        add(turn ? -q : q, w_.make(operation::log, w_.constant(turn ? rational{1} / c : c)));
    }

    /// a + b·t^d to a power together with a power of t: softplus of both signs, or log cosh.
    constexpr void write_binomial(part& one) {
        unsigned const t = exponential_of(one.p);
        if (t == algebra::variables || one.p.size() != 2 || !one.power.is_integer()) return;
        unsigned const degree = algebra::degree(one.p, t);
        polynomial const b = algebra::coefficient(one.p, t, degree), a = algebra::coefficient(one.p, t, 0);
        if (!a.is_constant() || !b.is_constant() || a.size() == 0) return;
        rational const low{a.leading().coefficient}, high{b.leading().coefficient};
        if (low.sign() < 0 || high.sign() < 0) return;
        rational const d{static_cast<int>(degree)}, e = one.power, size = e.sign() < 0 ? -e : e;
        fraction v = f_.scale(f_.arguments[f_.kernels[t].argument], f_.kernels[t].unit * d);
        rational const twos = number::power(rational{2}, static_cast<int>(size.numerator));
        rational const rest = e.sign() < 0 ? content_ / twos : content_ * twos;
        if (low == high && rational{2} * powers_[t] == -e * d && rest.is_integer()) {
            add(-e, minus_log_cosh(f_.scale(v, rational{1, 2})));
            content_ = rest;
            powers_[t] = rational{0};
        } else { // so many copies with the sign of the exponent turned
            rational const k = (e.sign() < 0 ? powers_[t] : -powers_[t]) / d;
            rational const turned = k.sign() > 0 && k.is_integer() && !(size < k) ? k : rational{0};
            rational const sign{e.sign()};
            if (low != high) v = f_.add(v, algebra::logarithm(f_, fraction{high / low}));
            if (turned < size) {
                add(sign * (size - turned), algebra::presenter::softplus(w_, present(v)));
                content_ = content_ * number::power(low, static_cast<int>((sign * (size - turned)).numerator));
            }
            if (turned.sign() > 0) {
                add(sign * turned, algebra::presenter::softplus(w_, present(f_.scale(v, rational{-1}))));
                content_ = content_ * number::power(high, static_cast<int>((sign * turned).numerator));
            }
            powers_[t] = powers_[t] + sign * turned * d;
        }
        one.power = rational{0};
    }

    /// The exponential of all parts that have one, if some of them is more than a softplus or an expm1; else none.
    constexpr unsigned shared_exponential() const {
        unsigned t = algebra::variables;
        bool plain = true;
        for (unsigned i = 0; i < count_; ++i) {
            polynomial const& p = parts_[i].p;
            unsigned const v = exponential_of(p);
            if (v == algebra::variables || parts_[i].power.is_zero()) continue;
            if (t != algebra::variables && v != t) return algebra::variables;
            t = v;
            for (unsigned k = 0; k < f_.kernel_count; ++k)
                plain = plain && (k == t || f_.kernels[k].constant || !contains(p, k));
            plain = plain && p.size() == 2;
        }
        return plain ? unsigned{algebra::variables} : t;
    }

    /// What contains t: for positive exponents over its highest powers, of which those that are left may cancel.
    constexpr void write_half_lines(unsigned t) {
        fraction const u = f_.scale(f_.arguments[f_.kernels[t].argument], f_.kernels[t].unit);
        node_index const exponent = present(u), zero = w_.constant(0);
        algebra::presenter out{w_, f_};
        node_index sums[2] = {zero, zero}; // of the left, and of the right
        bool first[2] = {true, true};
        auto const add_to = [&](unsigned side, rational const& q, node_index term) {
            if (q.is_zero()) return;
            sums[side] = out.plus(sums[side], q, term, first[side]);
            first[side] = false;
        };
        rational rate = powers_[t];
        for (unsigned i = 0; i < count_; ++i)
            if (contains(parts_[i].p, t))
                rate = rate + parts_[i].power * rational{static_cast<int>(algebra::degree(parts_[i].p, t))};
        add_to(0, powers_[t], exponent);
        add_to(1, rate, exponent);
        for (unsigned i = 0; i < count_ && f_.fine(); ++i) {
            part& one = parts_[i];
            if (!contains(one.p, t)) continue;
            unsigned const d = algebra::degree(one.p, t);
            polynomial const top = algebra::coefficient(one.p, t, d);
            fraction lead{rational{1}}; // 1 + x·e^-u rather than 3 + 3x·e^-u
            if (top.size() == 1 && f_.constant(f_.from(top))) {
                lead = f_.from(top);
                collect(one.power, lead);
            }
            fraction const p = f_.divide(f_.from(one.p), lead);
            bool const positive_values = strong_sign(f_, p) > 0;
            bool const softplus = one.p == polynomial{1, variable_power(t, d)} + polynomial{int128{1}};
            for (unsigned side = 0; side < 2; ++side) {
                int const turned = side == 0 ? static_cast<int>(d) : -static_cast<int>(d);
                node_index form = softplus    ? algebra::presenter::softplus(w_, present(f_.scale(u, rational{turned})))
                                  : side == 0 ? present(p)
                                              : scaled_down(one.p, t, d, lead);
                if (!softplus) form = w_.make(operation::log, positive_values ? form : w_.make(operation::abs, form));
                add_to(side, one.power, form);
            }
            one.power = rational{0};
        }
        powers_[t] = rational{0};
        add(rational{1}, w_.make(operation::select, w_.make(operation::less, zero, exponent), sums[1], sums[0]));
    }

  public:
    constexpr log_writer(Workspace& out, field& in) : w_{out}, f_{in} {}

    /// log|u| as a node.
    constexpr node_index operator()(fraction const& u) {
        collect(rational{1}, u);
        if (unsigned const t = shared_exponential(); t != algebra::variables)
            write_half_lines(t);
        else
            for (unsigned i = 0; i < count_ && f_.fine(); ++i) write_binomial(parts_[i]);
        add_constant(rational{1}, content_);
        for (unsigned v = 0; v < f_.kernel_count && f_.fine(); ++v) {
            if (powers_[v].is_zero()) continue;
            kernel const k = f_.kernels[v];
            if (k.kind == kernel_kind::exponential) {
                fraction const linear = f_.scale(f_.arguments[k.argument], k.unit * powers_[v]);
                bool const minus = linear.content.sign() < 0;
                add(rational{minus ? -1 : 1}, present(minus ? f_.scale(linear, rational{-1}) : linear));
            } else {
                add(powers_[v], w_.make(operation::log, magnitude_of(f_.variable(v))));
            }
        }
        for (unsigned i = 0; i < count_ && f_.fine(); ++i)
            if (!parts_[i].power.is_zero()) add_polynomial(parts_[i].power, parts_[i].p);
        return empty_ ? w_.constant(0) : sum_;
    }
};

/// log|f'| of a smooth piece. trouble::not_injective where f' is 0 all over it.
template <class Workspace = workspace>
constexpr node_index log_slope(Workspace& w, node_index f, packed_name x, trouble& problem) {
    Workspace t;
    node_index const slope = differentiator{t}(t.import(w, f), x);
    field field_of_slope;
    field_of_slope.whole_exponents = true;
    fraction u;
    algebra::with_refinement(field_of_slope, [&] { u = algebra::convert(field_of_slope, t, slope); });
    if (t.problem != trouble::none) problem = t.problem;
    if (problem != trouble::none) return 0;
    if (!field_of_slope.fine()) // as written
        return w.make(operation::log, w.make(operation::abs, w.import(t, slope)));
    if (u.is_zero()) {
        problem = trouble::not_injective;
        return 0;
    }
    log_writer<Workspace> write{t, field_of_slope};
    node_index const result = write(u);
    if (t.problem != trouble::none) problem = t.problem;
    if (problem != trouble::none) return 0;
    return field_of_slope.fine() ? w.import(t, result)
                                 : w.make(operation::log, w.make(operation::abs, w.import(t, slope)));
}

/// log|f'| as a node in the workspace `out`; on failure `problem` says why.
template <class Graph, class Workspace = workspace>
constexpr node_index log_abs_derivative(workspace& out, Graph const& g, node_index root, packed_name x,
                                        trouble& problem) {
    auto const pieces = find_pieces(g, root, x);
    problem = pieces.problem == trouble::no_inverse ? trouble::none : pieces.problem;
    if (problem != trouble::none) return 0;
    if (pieces.problem == trouble::no_inverse) { // cases that are no intervals of x
        Workspace e;
        node_index const f = algebra::explicit_derivatives(e, g, root);
        node_index const slope = differentiator{e}(f, x);
        problem = e.problem;
        return out.make(operation::log, out.make(operation::abs, out.import(e, slope)));
    }
    node_index result = 0;
    for (unsigned i = 0; i < pieces.count && problem == trouble::none; ++i) {
        Workspace w;
        node_index const f = w.import(pieces.graph, pieces.functions[i]);
        assumption const written = known_of(g, root, x);
        node_index const part = log_slope(w, f, x, problem);
        if (w.problem != trouble::none) problem = w.problem;
        if (problem != trouble::none) break;
        node_index const symbol = out.symbol(x, written);
        node_index const here = substitute(out, w, part, x, symbol);
        if (i == 0) {
            result = here;
            continue;
        }
        bool const left = pieces.pieces[i - 1].owns_upper;
        result = out.make(operation::select,
                          out.make(left ? operation::less : operation::less_equal,
                                   out.constant(pieces.pieces[i].where.lower), symbol),
                          here, result);
    }
    if (out.problem != trouble::none && problem == trouble::none) problem = out.problem;
    return problem == trouble::none ? result : node_index{0};
}

template <class F, class X>
struct log_slope_stages {
    static constexpr stored_graph<192> find(trouble& problem, node_index& root) {
        stored_graph<192> g;
        workspace_for<F> w;
        w.constant(0);
        node_index roots[] = {log_abs_derivative(w, graph_of<F>, graph_of<F>.root(), X::name, problem)};
        if (problem != trouble::none) return g;
        g.store(w, roots, 1);
        problem = g.problem;
        root = roots[0];
        return g;
    }
    struct outcome {
        trouble problem = trouble::none;
        node_index root = 0;
        stored_graph<192> graph;
    };
    static constexpr outcome found = [] {
        outcome r;
        r.graph = find(r.problem, r.root);
        return r;
    }();
};

} // namespace calculus

/// log|f'| of F by X.
template <class F, class X>
struct log_abs_derivative_of : expression_interface<log_abs_derivative_of<F, X>> {
    static constexpr node_index build(workspace& w) {
        constexpr auto& found = calculus::log_slope_stages<F, X>::found;
        if constexpr (found.problem != trouble::none) {
            w.fail(found.problem);
            return w.constant(0);
        } else {
            return w.import(found.graph, found.root);
        }
    }
};

/// log_abs_derivative(f, x): log|f'(x)|, in a form that stays accurate where f' overflows or vanishes in floating point.
/// A compile-time error in words where f is constant on an interval.
template <class F, class X>
constexpr auto log_abs_derivative(F, X) {
    static_assert(operand<F>, "ogive: the first argument of log_abs_derivative(f, x) must be an expression. Build it "
                              "from symbols and exact constants such as 2_c and 0.5_q.");
    static_assert(detail::is_symbol<X>,
                  "ogive: the second argument of log_abs_derivative(f, x) must be a symbol, as in constexpr auto x = "
                  "symbol<\"x\">; log_abs_derivative(f, x).");
    if constexpr (!operand<F> || !detail::is_symbol<X>) {
        return exact<0>{};
    } else {
        using function = expression_of<F>;
        constexpr trouble problem = calculus::log_slope_stages<function, X>::found.problem;
        static_assert(problem != trouble::not_injective,
                      "ogive: log_abs_derivative(f, x) is minus infinity on an interval: f is constant there. Give a "
                      "function whose derivative vanishes at single points at most.");
        if constexpr (problem == trouble::not_injective) {
            return exact<0>{};
        } else {
            static_assert(detail::explained<problem>());
            if constexpr (problem != trouble::none)
                return exact<0>{};
            else
                return log_abs_derivative_of<function, X>{};
        }
    }
}

} // namespace ogive
