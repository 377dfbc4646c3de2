// SPDX-License-Identifier: BSL-1.0
#pragma once
// Solves u = y for x where u is a fraction in the kernels of the field: polynomials in x or in one kernel of x up to the
// second degree, with one root beside them, which is eliminated.

#include <ogive/calculus/node_forms.hpp>

namespace ogive {

/// What stands in the way of a closed form.
enum class inverse_obstacle : unsigned char {
    none,
    error_function,  // erf, which has no elementary inverse
    lambert,         // x inside and outside of one exponential or logarithm
    several_kernels, // x below several functions that do not depend on each other algebraically
    degree,          // a polynomial equation of a degree above two
    periodic,        // sin, cos or tan outside of a known branch
    cases,           // conditions that do not cut the line into intervals
    break_points,    // a break point at which a piece has no value, or which has one of its own
    limits,          // a limit of the engine
    unproved,        // a candidate that could not be verified
    undefined        // no value anywhere
};

namespace calculus {

/// The equations of one workspace and one symbol. On failure `why` says why, `obstacle` and `parameter` say what it is.
template <class Workspace = workspace>
class equations : public node_forms<Workspace> {
    using base = node_forms<Workspace>;

  protected:
    using base::w_, base::negate, base::times, base::over, base::log, base::power, base::root_of_value;
    packed_name name_;

    constexpr equations(Workspace& out, packed_name symbol) : base{out}, name_{symbol} {}

  public:
    trouble why = trouble::none;
    inverse_obstacle obstacle = inverse_obstacle::none;
    packed_name parameter; // whose sign is not known
    int branch = 0; // of an equation with two solutions: ±1, or ±2 in the form with the root below; 0 asks for none
    bool was_eliminated = false; // the solution may be undefined where the function is not: at poles of these nodes
    bool is_constant = false;    // x stands in the formula and cancels
    node_index checked[4] = {};
    unsigned checked_count = 0;

    constexpr node_index fail(trouble t, inverse_obstacle what = inverse_obstacle::none) {
        if (why == trouble::none) {
            why = t;
            obstacle = what;
        }
        return 0;
    }
    constexpr bool depends(node_index i) const { return depends_on(w_, i, name_); }

  protected:
    // -- polynomial equations ------------------------------------------------------------------------------------------

    struct unknown {
        unsigned kernel = algebra::variables; // the one kernel that holds x, or the one that the root is over
        unsigned root = algebra::variables;   // a root beside it
        unsigned kernels = 0, roots = 0;
    };

    constexpr bool holds_x(field const& f, unsigned v, unsigned x) const {
        return v == x || (f.kernels[v].kind != kernel_kind::symbol && !f.kernels[v].constant &&
                          f.kernels[v].kind != kernel_kind::pi && f.kernels[v].kind != kernel_kind::named_constant &&
                          fraction_holds_x(f, f.arguments[f.kernels[v].argument], x));
    }
    constexpr bool fraction_holds_x(field const& f, fraction const& u, unsigned x) const {
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (f.involves(u, v) && holds_x(f, v, x)) return true;
        return false;
    }
    constexpr void add_unknowns(field const& f, fraction const& u, unsigned x, unknown& r) const {
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            if (!f.involves(u, v) || !holds_x(f, v, x) || v == r.kernel || v == r.root) continue;
            if (f.kernels[v].kind == kernel_kind::root) {
                r.root = v;
                ++r.roots;
            } else {
                r.kernel = v;
                ++r.kernels;
            }
        }
    }

    /// u(v) = z as a polynomial equation.
    static constexpr polynomial equation_of(field& f, fraction const& u, unsigned z) {
        polynomial const left = polynomial{u.content.numerator} * u.above;
        polynomial const right = polynomial{u.content.denominator, variable_power(z, 1)} * f.denominator(u);
        return left - right;
    }

    constexpr node_index needs_sign(field const& f, polynomial const& p) {
        for (unsigned v = 0; v < f.kernel_count && why == trouble::none; ++v)
            if (contains(p, v) && f.kernels[v].kind == kernel_kind::symbol && f.kernels[v].sign == 0 &&
                f.kernels[v].assumed != nonzero && f.kernels[v].name[0] != ' ')
                parameter = f.kernels[v].name;
        return fail(trouble::unknown_sign);
    }

    constexpr node_index present(field& f, fraction const& u, unsigned z, node_index r) {
        algebra::presenter p{w_, f};
        p.image[z] = r;
        show_named_constants(p);
        node_index const n = p.fraction_node(u);
        if (!f.fine()) fail(trouble::no_inverse, inverse_obstacle::limits);
        return n;
    }

    constexpr node_index by_polynomial(node_index i, node_index r) {
        field f;
        fraction u;
        unsigned x = 0;
        algebra::with_refinement(f, [&] {
            x = algebra::symbol_kernel(f,
                                       node{name_.low, name_.high, 0, 0, 0, operation::symbol, known_of(w_, i, name_)});
            new_value(f, 0);
            u = algebra::convert(f, w_, i);
        });
        if (!f.fine()) return fail(trouble::no_inverse, inverse_obstacle::limits);
        node_index const result = solve_fraction(f, u, x, r, 0);
        if (why == trouble::several_occurrences && f.fine() && w_[i].op != operation::exp && holds_logarithm(f, u, x))
            return by_exponentials(i, r);
        return f.fine() ? result : fail(trouble::no_inverse, inverse_obstacle::limits);
    }

    constexpr bool holds_logarithm(field const& f, fraction const& u, unsigned x) const {
        for (unsigned v = 0; v < f.kernel_count; ++v)
            if (f.kernels[v].kind == kernel_kind::logarithm && f.involves(u, v) && holds_x(f, v, x)) return true;
        return false;
    }

    /// e^u = e^r instead of u = r, where u has a logarithm of x: log(1 + e^x) - x is the logarithm of a fraction in e^x.
    constexpr node_index by_exponentials(node_index i, node_index r) {
        trouble const stopped = why;
        inverse_obstacle const stop = obstacle;
        why = trouble::none;
        node_index const result = by_polynomial(w_.make(operation::exp, i), w_.make(operation::exp, r));
        if (why == trouble::none || why == trouble::not_injective) return result;
        if (why == trouble::no_inverse && obstacle == inverse_obstacle::none) return result; // of two branches
        why = stopped;
        obstacle = stop;
        return 0;
    }

    /// The kernel that stands for the value of u.
    static constexpr unsigned new_value(field& f, unsigned depth) {
        char const text[] = {' ', 'v', static_cast<char>('0' + depth), '\0'};
        packed_name const name{text};
        return algebra::symbol_kernel(f, node{name.low, name.high, 0, 0, 0, operation::symbol, assumption::none});
    }

    constexpr node_index solve_fraction(field& f, fraction const& u, unsigned x, node_index r, unsigned depth) {
        unsigned const z = new_value(f, depth);
        if (!f.fine() || depth > 8) return fail(trouble::no_inverse, inverse_obstacle::limits);
        unknown t;
        add_unknowns(f, u, x, t);
        if (t.roots + t.kernels == 0) {
            is_constant = true;
            return fail(trouble::not_injective);
        }
        bool const eliminate = t.roots == 1 && t.kernels > 0;
        bool const only_root = t.roots == 1 && t.kernels == 0;
        if (eliminate) add_unknowns(f, f.arguments[f.kernels[t.root].argument], x, t);
        if (t.kernels > 1 || t.roots > 1) return several(f, u, x);
        // a root alone, over one kernel: the root itself is the unknown
        if (only_root) t.kernel = t.root;
        polynomial p = equation_of(f, u, z);
        if (f.kernels[z].sign == 0) f.kernels[z].sign = f.sign(u);
        if (eliminate) p = without_root(f, p, t.root, t.kernel);
        if (p.failed) return fail(trouble::no_inverse, inverse_obstacle::limits);
        kernel const k = f.kernels[t.kernel];
        if (k.kind == kernel_kind::erf) return fail(trouble::no_inverse, inverse_obstacle::error_function);
        if (k.kind == kernel_kind::sin || k.kind == kernel_kind::cos)
            return fail(trouble::no_inverse, inverse_obstacle::periodic);
        bool const powers = t.kernel == x || k.kind == kernel_kind::exponential;
        unsigned const step = powers ? common_step(p, t.kernel) : 1;
        unsigned const d = algebra::degree(p, t.kernel) / step;
        node_index value = 0;  // of the kernel's power `step`
        bool multiple = false; // of r, and so defined where r is
        if (d == 0) return fail(was_eliminated ? trouble::no_inverse : trouble::not_injective);
        if (d == 1) {
            fraction const solution = solve_linear(f, p, t.kernel, step, z, was_eliminated);
            if (why != trouble::none) return 0;
            if (!f.fine()) return fail(trouble::no_inverse, inverse_obstacle::limits);
            fraction const one{rational{1}}, zf = f.variable(z);
            if (t.kernel == x && step == 1 && w_[r].op == operation::exp &&
                f.equal(solution, f.divide(zf, f.add(one, zf))))
                return algebra::presenter::sigmoid(w_, w_[r].a);
            rational const rate = k.unit * rational{static_cast<int>(step)};
            if (k.kind == kernel_kind::exponential && rate == rational{2} &&
                f.equal(solution, f.divide(f.add(one, zf), f.subtract(one, zf))))
                return argument_of(f, k, rational{1}, w_.make(operation::atanh, r), x, depth);
            if (t.kernel == x && step == 2) {
                value = square_root(f, solution, f.kernels[x].sign, z, r);
                if (was_eliminated && checked_count < 4) checked[checked_count++] = value;
                return value;
            }
            value = present(f, solution, z, r);
            multiple = f.constant(f.divide(solution, zf));
        } else if (d == 2) {
            value = quadratic(f, p, t.kernel, step, z, r);
        } else {
            return fail(trouble::no_inverse, inverse_obstacle::degree);
        }
        if (why != trouble::none) return value;
        if (was_eliminated && !multiple && checked_count < 4) checked[checked_count++] = value;
        if (t.kernel == x) {
            if (step % 2 == 0 && f.kernels[x].sign == 0)
                return fail(was_eliminated ? trouble::no_inverse : trouble::not_injective, inverse_obstacle::degree);
            return root_of_value(value, step, f.kernels[x].sign);
        }
        switch (k.kind) {
        case kernel_kind::logarithm: return argument_of(f, k, rational{1}, w_.make(operation::exp, value), x, depth);
        case kernel_kind::atan: return argument_of(f, k, rational{1}, w_.make(operation::tan, value), x, depth);
        case kernel_kind::asin: return argument_of(f, k, rational{1}, w_.make(operation::sin, value), x, depth);
        case kernel_kind::root:
            return argument_of(f, k, rational{1}, power(value, rational{static_cast<int>(k.index)}), x, depth);
        case kernel_kind::exponential:
            return argument_of(f, k, k.unit * rational{static_cast<int>(step)}, log(value), x, depth);
        default: return fail(trouble::no_inverse, inverse_obstacle::several_kernels);
        }
    }

    /// x stands below several kernels: which obstacle that is.
    constexpr node_index several(field const& f, fraction const& u, unsigned x) {
        bool transcendental = false, other = false;
        for (unsigned v = 0; v < f.kernel_count; ++v) {
            if (!f.involves(u, v) || !holds_x(f, v, x)) continue;
            kernel_kind const kind = f.kernels[v].kind;
            if (kind == kernel_kind::erf) return fail(trouble::several_occurrences, inverse_obstacle::error_function);
            if (kind == kernel_kind::exponential || kind == kernel_kind::logarithm) {
                other = other || transcendental;
                transcendental = true;
            } else if (v != x) {
                other = true;
            }
        }
        return fail(trouble::several_occurrences,
                    other ? inverse_obstacle::several_kernels : inverse_obstacle::lambert);
    }

    /// p = A + B·s^j = 0 with the n-th root s of w: A^n = (-B)^n·w^j, without factors that do not hold t.
    constexpr polynomial without_root(field& f, polynomial const& p, unsigned s, unsigned t) {
        was_eliminated = true;
        unsigned const n = f.kernels[s].index;
        unsigned j = 0;
        for (unsigned e = 1; e < n; ++e)
            if (algebra::coefficient(p, s, e).size() > 0) {
                if (j != 0) j = n;
                if (j == 0) j = e;
            }
        polynomial failed;
        failed.failed = true;
        if (j == 0 || j >= n || p.failed) return failed;
        fraction const& w = f.arguments[f.kernels[s].argument];
        polynomial const a = algebra::coefficient(p, s, 0), b = polynomial{int128{-1}} * algebra::coefficient(p, s, j);
        polynomial const above = polynomial{w.content.numerator} * w.above,
                         below = polynomial{w.content.denominator} * f.denominator(w);
        polynomial q =
            algebra::power(a, n) * algebra::power(below, j) - algebra::power(b, n) * algebra::power(above, j);
        if (q.failed || q.size() == 0) return failed;
        fraction const settled = f.multiply(f.from(q), fraction{rational{1}}); // powers of constant roots
        if (!f.fine() || settled.is_zero() || settled.below != 0) return failed;
        q = settled.above;
        polynomial content;
        for (unsigned e = 0; e <= algebra::degree(q, t); ++e) {
            polynomial const c = algebra::coefficient(q, t, e);
            if (c.size() > 0) content = greatest_common_divisor(content, c);
        }
        bool exact = true;
        polynomial const reduced = content.is_constant() ? q : divide_exactly(q, content, exact);
        if (exact) q = reduced;
        for (exact = contains(w.above, t); exact && may_divide(q, w.above);) { // where the root vanishes
            polynomial const less = divide_exactly(q, w.above, exact);
            if (exact) q = less;
        }
        while (algebra::coefficient(q, t, 0).size() == 0 && algebra::degree(q, t) > 0)
            q = algebra::divide_by(q, variable_power(t, 1), 1);
        q = primitive_part(q);
        polynomial const lead = algebra::coefficient(q, t, algebra::degree(q, t));
        return q.failed || lead.size() == 0 || lead.at(lead.size() - 1).coefficient > 0 ? q
                                                                                        : polynomial{int128{-1}} * q;
    }

    /// p = a·v^k + b = 0, where no other power of v occurs: v^k. Its dependence on z must be one to one.
    constexpr fraction solve_linear(field& f, polynomial const& p, unsigned v, unsigned k, unsigned z,
                                    bool eliminated) {
        polynomial const a = algebra::coefficient(p, v, k), b = algebra::coefficient(p, v, 0);
        if (b.size() == 0) {
            fail(trouble::not_injective);
            return {};
        }
        if (!eliminated) {
            polynomial const determinant = algebra::coefficient(a, z, 1) * algebra::coefficient(b, z, 0) -
                                           algebra::coefficient(a, z, 0) * algebra::coefficient(b, z, 1);
            if (!certainly_nonzero(f, determinant)) needs_sign(f, determinant);
        }
        return f.scale(f.divide(f.from(b), f.from(a)), rational{-1});
    }

    /// rate·(the kernel's argument) = r
    constexpr node_index argument_of(field& f, kernel const& k, rational const& rate, node_index r, unsigned x,
                                     unsigned depth) {
        node_index const scaled = over(r, w_.constant(rate));
        fraction const argument = f.arguments[k.argument];
        if (argument.content == rational{1} && argument.below == 0 && argument.above == f.variable(x).above)
            return scaled;
        return solve_fraction(f, argument, x, scaled, depth + 1);
    }

    // -- square roots --------------------------------------------------------------------------------------------------

    /// A factor whose square divides a polynomial.
    static constexpr polynomial square_part(polynomial& p, unsigned v) {
        polynomial result{int128{1}};
        if (!contains(p, v)) return result;
        polynomial const g = greatest_common_divisor(p, partial(p, v));
        if (g.is_constant()) return result;
        bool exact = true;
        polynomial const once = divide_exactly(p, g, exact);
        if (!exact) return result;
        polynomial const twice = divide_exactly(once, g, exact);
        if (!exact) return result;
        p = twice;
        return g;
    }

    /// The square root of a square of an integer below 2^40, else 0.
    static constexpr int128 square_root(int128 n) {
        int128 low = 0, high = int128{1} << 20;
        while (low + 1 < high) {
            int128 const middle = (low + high) / 2;
            (middle * middle <= n ? low : high) = middle;
        }
        return low * low == n ? low : 0;
    }

    /// outside·sqrt(inside), whose square is c; the sign of `outside` is that of the value or its opposite.
    constexpr node_index root_without_squares(field& f, fraction c, unsigned z, node_index r, bool& signs_known) {
        fraction outside{rational{1}};
        signs_known = true;
        polynomial above = c.above;
        polynomial const part = square_part(above, z);
        if (!part.is_one() && f.fine()) {
            signs_known = f.sign(part) > 0;
            outside = f.from(part);
            c.above = above;
        }
        for (unsigned i = 0; i < f.factor_count; ++i) {
            unsigned const e = exponent(c.below, i) / 2;
            if (e == 0 || !contains(f.factors[i], z)) continue;
            c.below -= variable_power(i, 2 * e);
            outside.below += variable_power(i, e);
            signs_known = signs_known && (e % 2 == 0 || f.sign(f.factors[i]) > 0);
        }
        int128 const top = square_root(static_cast<int128>(magnitude(c.content.numerator))),
                     bottom = square_root(c.content.denominator);
        if (top > 1 && bottom > 0) {
            outside.content = rational{top, bottom};
            c.content = rational{c.content.sign()};
        }
        bool const all_below = c.above.is_one() && magnitude(c.content.numerator) == 1 && !outside.is_constant();
        node_index const root = power(present(f, all_below ? f.invert(c) : c, z, r), rational{1, 2});
        if (outside.is_constant() && outside.content == rational{1}) return root;
        node_index const front = present(f, outside, z, r);
        return all_below ? over(front, root) : times(front, root);
    }

    /// x^2 = c
    constexpr node_index square_root(field& f, fraction const& c, int sign, unsigned z, node_index r) {
        bool known = false;
        node_index const root = root_without_squares(f, c, z, r, known);
        if (why != trouble::none) return 0;
        if (known && sign != 0) return sign > 0 ? root : negate(root);
        if (branch == 0) return fail(trouble::not_injective);
        was_eliminated = true;
        return branch > 0 ? root : negate(root);
    }

    /// a·v^2 + b·v + c = 0 in powers of v^step: the root that `branch` says.
    constexpr node_index quadratic(field& f, polynomial const& p, unsigned v, unsigned step, unsigned z, node_index r) {
        if (branch == 0) return fail(trouble::no_inverse);
        fraction const a = f.from(algebra::coefficient(p, v, 2 * step)), b = f.from(algebra::coefficient(p, v, step));
        fraction const c = f.from(algebra::coefficient(p, v, 0));
        bool known = false;
        if (!f.involves(a, z) && certainly_nonzero(f, a) && magnitude(branch) == 1) { // v = half ± sqrt(half^2 - c/a)
            fraction const half = f.scale(f.divide(b, a), rational{-1, 2});
            fraction const square = f.subtract(f.multiply(half, half), f.divide(c, a));
            node_index const root = root_without_squares(f, square, z, r, known);
            if (half.is_zero()) return branch > 0 ? root : negate(root);
            return w_.make(branch > 0 ? operation::add : operation::subtract, present(f, half, z, r), root);
        }
        was_eliminated = true;
        fraction const middle = f.scale(b, rational{-1, 2});
        node_index const root =
            root_without_squares(f, f.subtract(f.multiply(middle, middle), f.multiply(a, c)), z, r, known);
        node_index sum = middle.is_zero() ? root : w_.make(operation::add, present(f, middle, z, r), root);
        if (branch % 2 == 0 ? branch > 0 : branch < 0)
            sum = middle.is_zero() ? negate(root) : w_.make(operation::subtract, present(f, middle, z, r), root);
        return magnitude(branch) == 1 ? over(sum, present(f, a, z, r)) : over(present(f, c, z, r), sum);
    }

    static constexpr unsigned common_step(polynomial const& p, unsigned v) {
        unsigned g = 0;
        for (unsigned i = 0; i < p.size(); ++i)
            if (unsigned const e = exponent(p.exponents[i], v); e > 0)
                g = static_cast<unsigned>(number::greatest_common_divisor(e, g));
        return g == 0 ? 1 : g;
    }
};

} // namespace calculus
} // namespace ogive
