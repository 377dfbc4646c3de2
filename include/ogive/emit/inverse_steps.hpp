// SPDX-License-Identifier: BSL-1.0
#pragma once
// The steps of an inverse: from y = f(x), operation by operation, to x.

#include <ogive/emit/derivation_lines.hpp>

namespace ogive {
namespace detail {

/// Solves y = f(x) for x in lines. Each line holds for y = f(x), and is checked so.
class inverse_lines {
    derivation_writer& out_;
    workspace& w_;
    packed_name x_, y_;
    node_index f_, left_, right_;

    bool depends(node_index i) const { return calculus::depends_on(w_, i, x_); }
    bool is(node_index i, int q) const { return w_[i].op == operation::constant && w_[i].value() == rational{q}; }
    node_index at_f(node_index i) { return calculus::substitute(w_, w_, i, y_, f_); }

    node_index make(operation op, node_index a, node_index b = 0) {
        if (op == operation::negate && w_[a].op == operation::negate) return w_[a].a;
        if (op == operation::multiply && is(a, 1)) return b;
        if ((op == operation::multiply || op == operation::divide) && is(b, 1)) return a;
        if ((op == operation::add || op == operation::subtract) && is(b, 0)) return a;
        return w_.make(op, a, b);
    }
    std::string named(node_index i) const { return ogive::text(w_, i); }

    void line(std::string const& reason) { out_.add(left_, right_, reason, at_f(left_), at_f(right_)); }

  public:
    inverse_lines(derivation_writer& out, packed_name x, packed_name y, node_index f)
        : out_{out}, w_{out.w}, x_{x}, y_{y}, f_{f}, left_{w_.symbol(y)}, right_{f} {}

    /// Peels operations until x stands alone; false when that does not go on.
    bool solve() {
        line("");
        for (int i = 0; i < 40 && !out_.stopped() && w_.problem == trouble::none; ++i) {
            node const n = w_[right_];
            if (n.op == operation::symbol) {
                return true;
            } else if (n.op == operation::named) {
                right_ = n.a;
                line("definition of " + out_.name_of(n));
            } else if (operands(n.op) == 1 ? !peel_function(n) : operands(n.op) != 2 || !peel(n)) {
                return false;
            }
        }
        return false;
    }

    /// x = the inverse that the engine finds.
    void finish(node_index inverse, bool solved) {
        node_index const x = w_.symbol(x_, calculus::known_of(w_, f_, x_));
        node_index const result = calculus::substitute(w_, w_, inverse, x_, w_.symbol(y_));
        if (solved) {
            if (w_[right_].op == operation::symbol && !out_.stopped())
                out_.add(right_, left_, "sides exchanged", right_, at_f(left_));
        }
        if (!solved || left_ != result)
            out_.add(x, result, solved ? "simplified" : "solved for " + named(x), x, at_f(result));
        node const n = w_[result];
        if (n.op == operation::named && n.arguments() > 0)
            out_.add(x, n.a, "definition of " + out_.name_of(n), x, at_f(n.a));
    }

  private:
    bool peel_function(node const& n) {
        struct pair {
            operation function, inverse;
        };
        static constexpr pair pairs[] = {
            {operation::exp, operation::log},     {operation::log, operation::exp},
            {operation::expm1, operation::log1p}, {operation::log1p, operation::expm1},
            {operation::sinh, operation::asinh},  {operation::asinh, operation::sinh},
            {operation::tanh, operation::atanh},  {operation::atanh, operation::tanh},
            {operation::acosh, operation::cosh},  {operation::atan, operation::tan},
            {operation::asin, operation::sin},    {operation::acos, operation::cos},
        };
        if (n.op == operation::negate) {
            left_ = make(operation::negate, left_);
            right_ = n.a;
            line("signs changed");
            return true;
        }
        if (n.op == operation::sqrt) {
            left_ = w_.make(operation::power, left_, w_.constant(2));
            right_ = n.a;
            line("both sides squared");
            return true;
        }
        for (pair const& p : pairs) {
            if (p.function != n.op) continue;
            left_ = w_.make(p.inverse, left_);
            right_ = n.a;
            line(std::string(row(p.inverse).name) + " of both sides");
            return true;
        }
        return false;
    }

    bool peel(node const& n) {
        if (depends(n.a) && depends(n.b)) return rational_equation();
        bool const left = depends(n.a);
        node_index const other = left ? n.b : n.a;
        std::string reason;
        switch (n.op) {
        case operation::add:
            left_ = make(operation::subtract, left_, other);
            reason = named(other) + " subtracted";
            break;
        case operation::subtract:
            left_ = left ? make(operation::add, left_, other) : make(operation::subtract, other, left_);
            reason = left ? named(other) + " added" : "subtracted from " + named(other);
            break;
        case operation::multiply:
            left_ = make(operation::divide, left_, other);
            reason = "divided by " + named(other);
            break;
        case operation::divide:
            left_ = left ? make(operation::multiply, left_, other) : make(operation::divide, other, left_);
            reason = left           ? "multiplied by " + named(other)
                     : is(other, 1) ? "reciprocals"
                                    : "reciprocals, multiplied by " + named(other);
            break;
        default: return false;
        }
        right_ = left ? n.a : n.b;
        line(reason);
        return true;
    }

    /// x, or one exponential of it, in a quotient of linear expressions.
    bool rational_equation() {
        using namespace algebra;
        field f;
        fraction u;
        with_refinement(f, [&] { u = convert(f, w_, right_); });
        if (!f.fine()) return false;
        unsigned t = variables;
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            bool const holds = (f.kernels[v].kind == kernel_kind::symbol && f.kernels[v].name == x_) ||
                               (f.kernels[v].kind == kernel_kind::exponential && !f.kernels[v].constant);
            if (!f.involves(u, v) || f.kernels[v].constant) continue;
            if (!holds && f.kernels[v].kind != kernel_kind::symbol) return false;
            if (holds && t != variables) return false;
            if (holds) t = v;
        }
        if (t == variables) return false;
        polynomial above = polynomial{u.content.numerator} * u.above;
        polynomial below = polynomial{u.content.denominator} * f.denominator(u);
        if (below.size() > 0 && below.coefficients[below.size() - 1] < 0) { // 1 - x, not x - 1
            above = divide_by(above, 0, -1);
            below = divide_by(below, 0, -1);
        }
        if (degree(above, t) > 1 || degree(below, t) > 1) return false;
        presenter p{w_, f};
        calculus::show_named_constants(p);
        auto const written = [&](polynomial const& q) { return q.size() == 0 ? p.constant(rational{0}) : p.best(q); };
        node_index const variable = p.fraction_node(f.variable(t));
        node_index const numerator = written(above), denominator = written(below);
        node_index const n0 = written(coefficient(above, t, 0)), n1 = written(coefficient(above, t, 1)),
                         d0 = written(coefficient(below, t, 0)), d1 = written(coefficient(below, t, 1));
        if (!f.fine()) return false;
        node_index const y = left_;
        if (w_[denominator].op != operation::constant) {
            left_ = make(operation::multiply, y, denominator);
            right_ = numerator;
            line("multiplied by " + named(denominator));
        }
        // y·(d0 + d1·t) = n0 + n1·t
        node_index const level = is(d0, 0) ? w_.constant(0) : make(operation::multiply, d0, y);
        left_ = is(n0, 0) ? level : difference(level, n0);
        node_index const rate = is(d1, 0) ? n1 : difference(n1, make(operation::multiply, d1, y));
        right_ = make(operation::multiply, rate, variable);
        line("terms with " + named(variable) + " collected");
        left_ = make(operation::divide, left_, rate);
        right_ = variable;
        line("divided by " + named(rate));
        return !out_.stopped();
    }
    node_index difference(node_index a, node_index b) {
        if (is(a, 0)) return make(operation::negate, b);
        if (w_[b].op == operation::negate) return make(operation::add, a, w_[b].a);
        if (w_[b].op == operation::constant && w_[b].value().sign() < 0)
            return make(operation::add, a, w_.constant(-w_[b].value()));
        node const n = w_[b];
        if (n.op == operation::multiply && w_[n.a].op == operation::constant && w_[n.a].value().sign() < 0)
            return make(operation::add, a, make(operation::multiply, w_.constant(-w_[n.a].value()), n.b));
        return make(operation::subtract, a, b);
    }
};

} // namespace detail

/// The derivation of the inverse of a graph in x, its values called y (or z): no lines when there is none in closed form.
template <class Graph>
derivation inverse_steps(Graph const& g, node_index root, packed_name x, calculus::segment const& where = {}) {
    detail::derivation_writer out;
    workspace& w = out.w;
    node_index f = algebra::explicit_derivatives(w, g, root);
    if (where.has_lower && where.lower.sign() >= 0) f = calculus::substitute(w, w, f, x, w.symbol(x, positive));
    if (where.has_upper && where.upper.sign() <= 0) f = calculus::substitute(w, w, f, x, w.symbol(x, negative));
    packed_name y{"y"};
    for (char const* name : {"y", "z", "v", "u"}) {
        y = packed_name{name};
        if (!(y == x) && !calculus::depends_on(w, f, y)) break;
    }
    trouble problem = trouble::none;
    node_index const inverse = calculus::invert(w, g, root, x, problem, where);
    if (problem != trouble::none || w.problem != trouble::none) {
        out.stop("There is no inverse in closed form.");
        return out.result;
    }
    detail::inverse_lines lines{out, x, y, f};
    bool const solved = lines.solve();
    lines.finish(inverse, solved);
    return out.result;
}

} // namespace ogive
