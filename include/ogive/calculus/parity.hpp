// SPDX-License-Identifier: BSL-1.0
#pragma once
// parity(f, x): even, odd or neither, and symmetry about another line or point; is_zero_centred(f, x).

#include <ogive/calculus/certainty.hpp>
#include <ogive/calculus/range.hpp>
#include <ogive/calculus/smoothness.hpp>

namespace ogive {

enum class parity_kind : unsigned char { unknown, even, odd, neither };

/// `kind` is about 0. `about` is `even` when f(centre + t) = f(centre - t) and `odd` when f(centre + t) + f(centre - t) =
/// 2·value is proved for one centre, `unknown` otherwise: no symmetry found. The constant 0 counts as even.
struct function_parity {
    parity_kind kind = parity_kind::unknown;
    parity_kind about = parity_kind::unknown;
    end_value centre, value;

    constexpr bool is_even() const { return kind == parity_kind::even; }
    constexpr bool is_odd() const { return kind == parity_kind::odd; }
    constexpr bool is_neither() const { return kind == parity_kind::neither; }
    constexpr bool known() const { return kind != parity_kind::unknown; }
    constexpr bool has_centre() const { return about != parity_kind::unknown; }
};

namespace calculus {

/// Centres that a formula suggests.
struct centre_candidates {
    static constexpr unsigned capacity = 10;
    rational points[capacity];
    unsigned count = 0;

    constexpr void add(rational const& q) {
        for (unsigned i = 0; i < count; ++i)
            if (points[i] == q) return;
        if (count < capacity && q.valid()) points[count++] = q;
    }
};

/// 0, the zeros of what is linear in x, break points, and the points half way between two of these.
template <class Workspace = workspace>
constexpr centre_candidates find_centres(Workspace const& w, node_index root, packed_name x) {
    struct line {
        rational slope, rest;
        bool straight = false;
    };
    centre_candidates r;
    r.add(rational{0});
    algebra::scratch<line> lines(root + 1u);
    bool needed[OGIVE_MAX_NODES] = {};
    algebra::mark_values(w, root, needed);
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = w[i];
        line const &a = lines[n.a], &b = lines[n.b];
        line& l = lines[i];
        switch (n.op) {
        case operation::constant: l = {rational{0}, n.value(), true}; break;
        case operation::symbol: l = {rational{n.name() == x ? 1 : 0}, rational{0}, n.name() == x}; break;
        case operation::named:
            if (n.arguments() > 0) l = a;
            break;
        case operation::negate: l = {-a.slope, -a.rest, a.straight}; break;
        case operation::add: l = {a.slope + b.slope, a.rest + b.rest, a.straight && b.straight}; break;
        case operation::subtract: l = {a.slope - b.slope, a.rest - b.rest, a.straight && b.straight}; break;
        case operation::multiply:
            l = {a.slope * b.rest + b.slope * a.rest, a.rest * b.rest,
                 a.straight && b.straight && (a.slope.is_zero() || b.slope.is_zero())};
            break;
        case operation::divide:
            if (a.straight && b.straight && b.slope.is_zero() && !b.rest.is_zero())
                l = {a.slope / b.rest, a.rest / b.rest, true};
            break;
        default: break;
        }
        if (l.straight && (!l.slope.valid() || !l.rest.valid())) l.straight = false;
        if (l.straight && !l.slope.is_zero()) r.add(-l.rest / l.slope);
    }
    Workspace lifted;
    suspects const breaks = find_suspects(lifted, algebra::lift_cases(lifted, w, root), x);
    for (unsigned i = 0; i < breaks.count; ++i) r.add(breaks.points[i]);
    unsigned const count = r.count;
    for (unsigned i = 0; i < count; ++i)
        for (unsigned k = 0; k < i; ++k) r.add((r.points[i] + r.points[k]) / rational{2});
    return r;
}

/// Is the domain certainly symmetric about 0? By the parity of every argument that limits it.
template <class Workspace = workspace>
constexpr bool has_symmetric_domain(Workspace const& w, node_index root, packed_name x) {
    algebra::scratch<signed char> p(root + 1u); // 1 even, -1 odd, 0 not known
    bool needed[OGIVE_MAX_NODES] = {};
    for (unsigned i = 0; i <= root; ++i) p[i] = 0;
    algebra::mark_values(w, root, needed);
    bool cases = false, limited = false, symmetric = true;
    for (unsigned i = 0; i <= root; ++i) {
        if (!needed[i]) continue;
        node const& n = w[i];
        signed char const a = p[n.a], b = p[n.b];
        bool positive_argument = false, other = false;
        switch (n.op) {
        case operation::symbol: p[i] = n.name() == x ? -1 : 1; break;
        case operation::add:
        case operation::subtract: p[i] = a == b ? a : static_cast<signed char>(0); break;
        case operation::divide: other = true; [[fallthrough]];
        case operation::multiply: p[i] = static_cast<signed char>(a * b); break;
        case operation::power: {
            node const& e = w[n.b];
            bool const whole = e.op == operation::constant && e.value().is_integer();
            if (whole) {
                p[i] = a == 0 ? static_cast<signed char>(0) : e.low % 2 == 0 ? static_cast<signed char>(1) : a;
                other = e.low < 0;
            } else {
                p[i] = a == 1 && b == 1 ? static_cast<signed char>(1) : static_cast<signed char>(0);
                positive_argument = true;
            }
            break;
        }
        case operation::tan:
        case operation::asin:
        case operation::acos:
        case operation::atanh: other = true; [[fallthrough]];
        case operation::negate:
        case operation::sin:
        case operation::atan:
        case operation::sinh:
        case operation::tanh:
        case operation::asinh:
        case operation::erf:
        case operation::sign: p[i] = n.op == operation::acos && a < 0 ? static_cast<signed char>(0) : a; break;
        case operation::cos:
        case operation::cosh:
        case operation::abs: p[i] = a != 0 ? static_cast<signed char>(1) : static_cast<signed char>(0); break;
        case operation::log:
        case operation::log1p:
        case operation::sqrt:
        case operation::acosh: positive_argument = true; [[fallthrough]];
        case operation::exp:
        case operation::expm1:
        case operation::erfc: p[i] = a == 1 ? a : static_cast<signed char>(0); break;
        case operation::named: p[i] = n.arguments() > 0 ? a : static_cast<signed char>(1); break;
        case operation::constant:
        case operation::pi: p[i] = 1; break;
        case operation::min:
        case operation::max: p[i] = a == 1 && b == 1 ? static_cast<signed char>(1) : static_cast<signed char>(0); break;
        case operation::less:
        case operation::less_equal:
        case operation::both: break;
        case operation::select: cases = true; break;
        default: symmetric = false;
        }
        node_index const argument = n.op == operation::divide ? n.b : n.a;
        if ((other && p[argument] == 0) || (positive_argument && p[argument] != 1)) symmetric = false;
        limited = limited || other || positive_argument;
    }
    if (symmetric && !(cases && limited)) return true;
    return !cases && is_continuous(w, root);
}

/// The same by the ends of the domain: -1 when it certainly is not symmetric, 0 when that is not known.
template <class Workspace = workspace>
constexpr int domain_symmetry(Workspace const& w, node_index root, packed_name x) {
    if (has_symmetric_domain(w, root, x)) return 1;
    interval_set const d = domain(w, root, x);
    if (!d.known || d.count == 0) return 0;
    for (unsigned i = 0; i < d.count; ++i) {
        interval const &a = d[i], &b = d[d.count - 1 - i];
        bool const left_infinite = !a.lower.is_finite(), right_infinite = !b.upper.is_finite();
        if (left_infinite != right_infinite || a.lower_closed != b.upper_closed) return -1;
        if (left_infinite) continue;
        if (!a.lower.is_rational() || !b.upper.is_rational()) return 0;
        if (!(a.lower.value() == -b.upper.value())) return -1;
    }
    return 1;
}

/// What is proved of h(t) = f(centre + t) about t -> -t.
struct symmetry_answer {
    verdict even = verdict::unknown, odd = verdict::unknown;
    end_value value; // for odd: h(t) + h(-t) = 2·value
};

/// The value about which a function may be odd: its own there, or the mean of its limits.
template <class Workspace = workspace>
constexpr end_value middle_value(Workspace const& w, node_index h, packed_name x) {
    end_value const here = value_at(w, h, x, rational{0});
    if (here.known()) return here;
    end_value const left = limit_towards(w, h, x, {false, -1, rational{0}}),
                    right = limit_towards(w, h, x, {false, 1, rational{0}});
    Workspace v;
    if (!left.is_finite() || !right.is_finite()) return end_value::of(v, v.constant(0));
    node_index const sum = v.make(operation::add, v.import(left.graph, left.root), v.import(right.graph, right.root));
    return end_value::of(v, tidy_constant(v, v.make(operation::divide, sum, v.constant(2))));
}

template <class Graph, class Workspace = workspace>
constexpr symmetry_answer symmetry_about(Graph const& g, node_index f, packed_name x, rational const& centre,
                                         bool plain) {
    symmetry_answer r;
    Workspace w;
    assumption const known = known_of(g, f, x);
    if (known == positive || known == negative) return r;
    node_index const t = w.symbol(x, known);
    node_index const shifted = centre.is_zero() ? t : w.make(operation::add, w.constant(centre), t);
    node_index const h = substitute(w, g, f, x, shifted);
    node_index const mirrored = substitute(w, w, h, x, w.make(operation::negate, t));
    if (w.problem != trouble::none) return r;
    int const domains = domain_symmetry(w, h, x);
    r.value = plain ? end_value::of(w, w.constant(0)) : middle_value(w, h, x);
    node_index opposite = w.make(operation::negate, h);
    if (r.value.known() && !r.value.is(0)) {
        node_index const v = w.import(r.value.graph, r.value.root);
        opposite = w.make(operation::subtract, w.make(operation::multiply, w.constant(2), v), h);
    }
    if (w.problem != trouble::none) return r;
    auto const settle = [&](verdict v) {
        if (domains < 0 || v == verdict::refuted) return verdict::refuted;
        return domains > 0 ? v : verdict::unknown;
    };
    r.even = settle(algebra::decide(w, mirrored, h).answer);
    if (r.value.known()) r.odd = settle(algebra::decide(w, mirrored, opposite).answer);
    return r;
}

/// The answer about 0.
constexpr parity_kind plain_parity(symmetry_answer const& s) {
    if (s.even == verdict::proved) return parity_kind::even;
    if (s.odd == verdict::proved) return parity_kind::odd;
    bool const neither = s.even == verdict::refuted && s.odd == verdict::refuted;
    return neither ? parity_kind::neither : parity_kind::unknown;
}

/// A centre that was proved.
template <class Workspace = workspace>
constexpr void note_centre(function_parity& r, symmetry_answer const& s, rational const& centre) {
    if (s.even != verdict::proved && s.odd != verdict::proved) return;
    Workspace w;
    r.about = s.even == verdict::proved ? parity_kind::even : parity_kind::odd;
    r.centre = end_value::of(w, w.constant(centre));
    if (r.about == parity_kind::odd) r.value = s.value;
}

/// The parity of a graph.
template <class Graph, class Workspace = workspace>
constexpr function_parity parity(Graph const& g, node_index root, packed_name x) {
    function_parity r;
    Workspace w;
    node_index const f = algebra::derivatives_where_defined(w, g, root);
    if (w.problem != trouble::none) return r;
    auto const plain = symmetry_about(w, f, x, rational{0}, true);
    r.kind = plain_parity(plain);
    note_centre(r, plain, rational{0});
    centre_candidates const c = find_centres(w, f, x);
    for (unsigned i = 0; i < c.count && !r.has_centre(); ++i)
        note_centre(r, symmetry_about(w, f, x, c.points[i], false), c.points[i]);
    return r;
}

/// The stages at compile time.
template <class F, class X>
struct parity_stages {
    template <bool Plain>
    static constexpr symmetry_answer about(rational const& centre) {
        workspace_for<F> w;
        node_index const f = algebra::derivatives_where_defined(w, graph_of<F>, graph_of<F>.root());
        return w.problem == trouble::none ? symmetry_about(w, f, X::name, centre, Plain) : symmetry_answer{};
    }
    static constexpr centre_candidates candidates() {
        workspace_for<F> w;
        node_index const f = algebra::derivatives_where_defined(w, graph_of<F>, graph_of<F>.root());
        return w.problem == trouble::none ? find_centres(w, f, X::name) : centre_candidates{};
    }
    static constexpr symmetry_answer plain = about<true>(rational{0});
    static constexpr centre_candidates centres = candidates();
    template <unsigned Candidate>
    static constexpr symmetry_answer tried = about<false>(centres.points[Candidate]);

    static constexpr function_parity start() {
        function_parity r;
        r.kind = plain_parity(plain);
        note_centre<workspace_for<F>>(r, plain, rational{0});
        return r;
    }
    static constexpr function_parity first = start();
    template <unsigned Candidate>
    static constexpr function_parity with() {
        function_parity r = first;
        note_centre<workspace_for<F>>(r, tried<Candidate>, centres.points[Candidate]);
        return r;
    }
    template <unsigned Candidate>
    static constexpr function_parity after = with<Candidate>();

    template <unsigned Candidate = 0>
    static constexpr function_parity const& result() {
        if constexpr (first.has_centre() || Candidate == centres.count)
            return first;
        else if constexpr (tried<Candidate>.even == verdict::proved || tried<Candidate>.odd == verdict::proved)
            return after<Candidate>;
        else
            return result<Candidate + 1>();
    }
};

/// Is the range symmetric about 0?
constexpr fact is_symmetric(interval_set const& s) {
    if (!s.known || s.count == 0) return {};
    end_value const &low = s[0].lower, &high = s[s.count - 1].upper;
    if (low.is_finite() != high.is_finite()) return {verdict::refuted};
    if (!low.is_finite()) return {low.kind == high.kind ? verdict::refuted : verdict::proved};
    enclosure const sum = low.enclosed() + high.enclosed();
    if (sum.excludes_zero()) return {verdict::refuted};
    if (!low.is_rational() || !high.is_rational()) return {};
    return {low.value() == -high.value() ? verdict::proved : verdict::refuted};
}

/// Is a graph zero-centred?
template <class Graph, class Workspace = workspace>
constexpr fact is_zero_centred(Graph const& g, node_index root, packed_name x) {
    Workspace w;
    node_index const f = algebra::derivatives_where_defined(w, g, root);
    if (w.problem != trouble::none) return {};
    if (symmetry_about(w, f, x, rational{0}, true).odd == verdict::proved) return {verdict::proved};
    return is_symmetric(range(g, root, x));
}

template <class F, class X>
constexpr fact zero_centred() {
    if constexpr (parity_stages<F, X>::plain.odd == verdict::proved)
        return {verdict::proved};
    else
        return is_symmetric(range_of<F, X>);
}

} // namespace calculus

/// parity(f, x): even and odd by proof, neither by refutation with a point or by the domain. About another centre only
/// what is proved is reported: sigmoid is odd about (0, 1/2).
template <operand F, class X>
constexpr function_parity const& parity(F, X) {
    return calculus::parity_stages<expression_of<F>, typename detail::checked_symbol<X>::type>::result();
}

/// is_zero_centred(f, x): the values reach as far below 0 as above: inf f = -sup f. So is tanh, and so are functions onto
/// all real numbers; sigmoid, relu and elu are not.
template <operand F, class X>
constexpr fact is_zero_centred(F, X) {
    return calculus::zero_centred<expression_of<F>, typename detail::checked_symbol<X>::type>();
}

} // namespace ogive
