// SPDX-License-Identifier: BSL-1.0
// ogive verify: the derivative by the engine's rules against numerical derivatives of the formula as written, at high
// precision. The oracle shares no rule with the engine.

#include "render.hpp"

#include <ogive/algebra/simplify.hpp>
#include <ogive/expression/differentiate.hpp>
#include <ogive/verify/oracle.hpp>

namespace ogive::cli {
namespace {

constexpr int samples[][2] = {{-37, 1}, {-15, 2}, {-31, 10}, {-1, 1},  {-7, 20}, {-1, 100}, {1, 1000},
                              {1, 4},   {2, 3},   {1, 1},    {17, 10}, {13, 4},  {19, 3},   {41, 1}};

/// Whether two reference values agree to within 2^-bits of the larger.
bool agree(verify::reference_value const& a, verify::reference_value const& b, int bits) {
    if (!a.is_finite() || !b.is_finite()) return a.what == b.what && a.sign == b.sign;
    if (a.is_zero() || b.is_zero()) return a.is_zero() == b.is_zero();
    if (a.sign != b.sign) return false;
    long const shift = b.exponent - a.exponent;
    if (shift > 2 || shift < -2) return false;
    long double difference = 0;
    for (int i = 0; i < 4; ++i) difference += a.words[i] - std::ldexp(b.words[i], static_cast<int>(shift));
    return std::fabs(difference) <= std::ldexp(1.0L, -bits);
}

} // namespace

answer verify_rules(question const& q) {
    workspace explicit_form, out;
    auto const order = q.asked.order;
    node_index const d = q.w.derivative(q.read.left, q.w.symbol(q.x), order);
    if (q.w.problem != trouble::none) return failure(explain(q.w.problem));
    node_index const e = ogive::algebra::explicit_derivatives(explicit_form, q.w, d);
    if (explicit_form.problem != trouble::none) return failure(explain(explicit_form.problem));
    node_index const s = algebra::simplify(out, q.w, d);
    bool const simplified = out.problem == trouble::none;
    node_index const f = ogive::algebra::explicit_derivatives(explicit_form, q.w, q.read.left);

    answer a;
    unsigned agreed = 0, undecided = 0, kinks = 0;
    verify::goal const wanted{100};
    for (auto const& sample : samples) {
        std::vector<verify::input> inputs;
        unsigned turn = 0;
        rational const at{int128{sample[0]}, int128{sample[1]}};
        std::string shown;
        for (unsigned i = 0; i < q.w.size(); ++i) {
            node const& n = q.w[i];
            if (n.op != operation::symbol) continue;
            rational value{int128{static_cast<int>(3 + 2 * turn)}, int128{static_cast<int>(4 + turn)}};
            if (n.name() == q.x) value = at;
            if (n.name() != q.x) ++turn;
            if ((n.assumed == positive && value.sign() < 0) || (n.assumed == negative && value.sign() > 0))
                value = -value;
            bool repeated = false;
            for (auto const& in : inputs) repeated = repeated || in.name == n.name();
            if (repeated) continue;
            inputs.emplace_back(n.name(), value);
            workspace w;
            shown += (shown.empty() ? "" : ", ") + name_text(n.name()) + " = " + text(w, w.constant(value));
        }
        auto const count = static_cast<unsigned>(inputs.size());
        auto const numeric =
            verify::derivative(verify::view(explicit_form, f), verify::direction{q.x, static_cast<unsigned>(order)},
                               inputs.data(), count, wanted);
        if (numeric.what == verify::status::kink) {
            ++kinks;
            continue;
        }
        if (numeric.what != verify::status::finite) {
            ++undecided;
            continue;
        }
        auto const ruled = verify::value(verify::view(explicit_form, e), inputs.data(), count, wanted);
        auto const short_form = simplified ? verify::value(verify::view(out, s), inputs.data(), count, wanted) : ruled;
        if (agree(numeric, ruled, 80) && agree(numeric, short_form, 80)) {
            ++agreed;
            continue;
        }
        a.exit = refuted;
        a.verdict = "refuted";
        a.details.push_back({"point", shown});
        a.details.push_back({"numerical", verify::decimal(numeric)});
        a.details.push_back({"by the rules", verify::decimal(ruled)});
        a.details.push_back({"simplified", verify::decimal(short_form)});
        a.text = "differs";
        return a;
    }
    a.details.push_back({"derivative", simplified ? render(q.asked, out, s) : render(q.asked, explicit_form, e)});
    a.details.push_back({"agrees", "to 24 digits at " + std::to_string(agreed) + " points"});
    if (kinks > 0) a.details.push_back({"no derivative", "at " + std::to_string(kinks) + " points"});
    if (undecided > 0) a.details.push_back({"not decided", "at " + std::to_string(undecided) + " points"});
    if (agreed == 0) {
        a.exit = unknown;
        a.verdict = "unknown";
    }
    a.text = agreed > 0 ? "agrees" : "unknown";
    return a;
}

} // namespace ogive::cli
