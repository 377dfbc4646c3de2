// SPDX-License-Identifier: BSL-1.0
#pragma once
// Nodes of solutions, with what is trivial done, and what is certain of their signs.

#include <ogive/algebra/presenter.hpp>
#include <ogive/calculus/facts.hpp>

namespace ogive::calculus {

using algebra::certain_sign;
using algebra::variable_power;
using number::magnitude;

/// Certainly not zero, by its sign or by assumptions?
constexpr bool certainly_nonzero(field const& f, polynomial const& p) {
    if (f.sign(p) != 0) return true;
    if (p.failed || p.size() != 1) return false;
    for (unsigned v = 0; v < f.kernel_count; ++v)
        if (exponent(p.leading().exponents, v) > 0 && f.kernels[v].sign == 0 && f.kernels[v].assumed != nonzero)
            return false;
    return true;
}
constexpr bool certainly_nonzero(field const& f, fraction const& u) {
    return certain_sign(f, u) != 0 || (!u.is_zero() && certainly_nonzero(f, u.above));
}

/// Named constants are written by their names, as the workspace has them.
constexpr void show_named_constants(algebra::presenter& p) {
    for (unsigned v = 0; v < p.f.kernel_count; ++v)
        if (p.f.kernels[v].kind == kernel_kind::named_constant)
            for (unsigned i = 0; i < p.w.size(); ++i)
                if (p.w[i].op == operation::named && p.w[i].arguments() == 0 && p.w[i].name() == p.f.kernels[v].name &&
                    p.w[i].a == p.f.kernels[v].index)
                    p.image[v] = static_cast<node_index>(i);
}

/// Builds nodes in one workspace.
template <class Workspace = workspace>
class node_forms {
  protected:
    Workspace& w_;

    constexpr explicit node_forms(Workspace& out) : w_{out} {}

    // -- nodes, with what is trivial done ------------------------------------------------------------------------------

    constexpr bool is(node_index i, int value) const {
        return w_[i].op == operation::constant && w_[i].value() == rational{value};
    }
    constexpr node_index negate(node_index a) {
        return w_[a].op == operation::negate ? w_[a].a : w_.make(operation::negate, a);
    }
    constexpr node_index plus(node_index a, node_index b) {
        if (is(b, 0)) return a;
        return is(b, 1) ? w_.make(operation::add, b, a) : w_.make(operation::add, a, b);
    }
    constexpr node_index minus(node_index a, node_index b) {
        if (is(b, 0)) return a;
        if (is(b, 1) && w_[a].op == operation::exp) return w_.make(operation::expm1, w_[a].a);
        if (w_[b].op == operation::constant && w_[b].low < 0) return plus(a, w_.constant(-w_[b].value()));
        return w_.make(operation::subtract, a, b);
    }
    constexpr node_index times(node_index a, node_index b) {
        if (is(b, 1)) return a;
        if (is(b, -1)) return negate(a);
        node const& n = w_[a];
        if (n.op == operation::divide && n.b == b) return n.a;
        bool const leaf = operands(w_[b].op) == 0 || (w_[b].op == operation::named && w_[b].arguments() == 0);
        return leaf && n.op != operation::symbol ? w_.make(operation::multiply, b, a)
                                                 : w_.make(operation::multiply, a, b);
    }
    constexpr node_index over(node_index a, node_index b) {
        if (is(b, 1)) return a;
        if (is(b, -1)) return negate(a);
        node const n = w_[a];
        if (w_[b].op == operation::negate) return negate(over(a, w_[b].a));
        if (w_[b].op == operation::constant && magnitude(w_[b].low) == 1 && w_[b].high != 1)
            return times(a, w_.constant(rational{1} / w_[b].value()));
        if (n.op == operation::divide) return w_.make(operation::divide, n.a, w_.make(operation::multiply, b, n.b));
        return w_.make(operation::divide, a, b);
    }
    constexpr node_index log(node_index a) {
        node const& n = w_[a];
        if (n.op == operation::exp) return n.a;
        if (n.op == operation::add && is(n.a, 1)) return w_.make(operation::log1p, n.b);
        if (n.op == operation::divide && w_[n.b].op == operation::subtract && is(w_[n.b].a, 1) && w_[n.b].b == n.a)
            return algebra::presenter::logit(w_, n.a);
        return w_.make(operation::log, a);
    }
    constexpr node_index power(node_index a, rational const& e) {
        if (e == rational{1}) return a;
        if (e == rational{-1}) return w_.make(operation::divide, w_.constant(1), a);
        return e == rational{1, 2} ? w_.make(operation::sqrt, a) : w_.make(operation::power, a, w_.constant(e));
    }

    /// The certain sign of a node, 0 when not known.
    constexpr int sign_of(node_index i) const {
        field f;
        int s = 0;
        algebra::with_refinement(f, [&] { s = certain_sign(f, algebra::convert(f, w_, i)); });
        return f.fine() ? s : 0;
    }
    constexpr bool nonzero_node(node_index i) const {
        if (w_[i].op == operation::constant) return w_[i].low != 0;
        field f;
        bool r = false;
        algebra::with_refinement(f, [&] { r = certainly_nonzero(f, algebra::convert(f, w_, i)); });
        return f.fine() && r;
    }

    /// The real n-th root: of both signs where n is odd and the sign of the argument is not known.
    constexpr node_index root_of_value(node_index r, unsigned n, int sign) {
        if (n == 1) return r;
        rational const e{int128{1}, static_cast<int128>(n)};
        if (n % 2 == 0) return sign < 0 ? negate(power(r, e)) : power(r, e);
        if (sign > 0) return power(r, e);
        node_index const turned = negate(power(negate(r), e));
        if (sign < 0) return turned;
        return w_.make(operation::select, w_.make(operation::less, r, w_.constant(0)), turned, power(r, e));
    }
};

} // namespace ogive::calculus
