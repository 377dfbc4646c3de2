// SPDX-License-Identifier: BSL-1.0
#pragma once
// The ladder of precisions: a value or derivative is returned when its error bound suffices and the next rung agrees.

#include <ogive/verify/difference.hpp>

namespace ogive::verify::detail {

// Few, since each costs seconds of compile time: two for all ordinary points, two that reach the smallest double, one
// that reaches the smallest long double.
inline constexpr int rungs[] = {192, 448, 1600, 2304, 20480};
inline constexpr int rung_count = 5;

/// Calls action.template operator()<real<bits>>() for a rung.
template <class Action>
auto on_rung(int rung, Action&& action) {
    switch (rung) {
    case 0: return action.template operator()<real<rungs[0]>>();
    case 1: return action.template operator()<real<rungs[1]>>();
    case 2: return action.template operator()<real<rungs[2]>>();
    case 3: return action.template operator()<real<rungs[3]>>();
    default: return action.template operator()<real<rungs[4]>>();
    }
}
inline int first_rung(long bits) {
    int rung = 0;
    while (rung + 1 < rung_count && rungs[rung] < bits) ++rung;
    return rung;
}

template <class R>
reference_value to_reference(ball<R> const& b, goal wanted) {
    reference_value r;
    r.bits = static_cast<unsigned>(precision<R>);
    r.exact = b.finite() && b.exact();
    switch (b.what) {
    case kind::undefined: r.what = status::undefined; return r;
    case kind::unsure: return r;
    case kind::infinite: r.what = status::infinite; break;
    case kind::exponential: r.what = b.mid < 0 ? status::underflow : status::overflow; break;
    case kind::finite:
        if (b.magnitude() <= wanted.tiny && !b.mid.is_zero()) {
            r.what = status::underflow;
        } else if (b.exact() || b.error <= b.bottom() - wanted.bits) {
            r.what = status::finite;
            if (b.mid.is_zero()) return r;
            r.exponent = exponent_of(b.mid);
            R rest{scaled(b.mid, -r.exponent)};
            for (auto& word : r.words) {
                word = rest.template convert_to<long double>();
                rest -= R{word};
            }
        } else if (b.magnitude() <= wanted.tiny) {
            r.what = status::underflow;
        } else {
            return r;
        }
    }
    r.sign = b.certain_sign() ? b.sign_of() : 0;
    return r;
}

/// Whether the value of a higher precision lies where the bound of the lower one says.
inline bool confirms(reference_value const& low, reference_value const& high, goal wanted) {
    if (low.what != high.what) return false;
    return low.what != status::finite || log2_relative_difference(low, high) <= 2 - wanted.bits;
}

inline reference_value ladder_value(graph_view g, input const* inputs, unsigned count, goal wanted) {
    reference_value previous;
    for (int rung = first_rung(wanted.bits + 24); rung < rung_count; ++rung) {
        auto const r = on_rung(rung, [&]<class R>() {
            graph_evaluator<R> f{g, inputs, count};
            return to_reference(f(), wanted);
        });
        bool const final = r.what == status::undefined || r.what == status::infinite || r.what == status::underflow ||
                           r.what == status::overflow || r.exact;
        // The last rung has its error bound only.
        bool const last = rung + 1 == rung_count && r.what == status::finite && previous.what != status::finite;
        if (final || last ||
            (r.what == status::finite && previous.what == status::finite && confirms(previous, r, wanted)))
            return r;
        if (rungs[rung] > wanted.bits + 2000 - 2 * wanted.tiny) break; // no digit of interest is left to find
        previous = r;
    }
    return {};
}

/// What one try at differentiating gave: everything that decides how to go on.
struct attempt {
    difference_result outcome;
    reference_value value;
    bool coarse; ///< the step was too long
};

inline attempt differentiate(int rung, graph_view g, direction d, input const* inputs, unsigned count, long e, long e2,
                             bool at_break, goal wanted) {
    return on_rung(rung, [&]<class R>() {
        differentiator<R> f{g, d, inputs, count};
        auto const outcome = at_break ? f.at_break(e, wanted.bits) : f.central(e, e2);
        attempt a{outcome, {}, false};
        if (outcome != difference_result::ready) return a;
        double const top = f.value.top();
        bool const tiny = join(f.truncation, f.value.magnitude()) <= wanted.tiny;
        a.coarse = f.truncation > f.value.error + 1 && f.truncation > top - 1 - wanted.bits && !tiny;
        a.value = to_reference(f.value, wanted);
        a.value.exact = false;
        a.value.at_break = at_break;
        return a;
    });
}

/// log2 of the unit of a step at this input: 1 up to 2^16, or the input itself.
inline long step_unit(packed_name name, input const* inputs, unsigned count, bool relative) {
    for (unsigned i = 0; i < count; ++i)
        if (inputs[i].name == name) {
            auto const x = inputs[i].is_rational ? static_cast<long double>(inputs[i].exact.numerator) /
                                                       static_cast<long double>(inputs[i].exact.denominator)
                                                 : inputs[i].value;
            if (x == 0 || !std::isfinite(x)) return 0;
            long const e = std::ilogb(x);
            return relative ? (e < -2 ? e : 0) : e > 16 ? e - 16 : 0;
        }
    return 0;
}

inline reference_value ladder_derivative(graph_view g, direction d, input const* inputs, unsigned count, goal wanted) {
    unsigned const order = d.order + d.order2;
    if (order == 0) return ladder_value(g, inputs, count, wanted);
    reference_value r;
    bool crossed = false;
    // The truncation error is about the fourth power of the step.
    long const first_step = (wanted.bits + 19) / 4;
    for (long step = first_step; step < 1300; step = step * 3) {
        for (bool relative : {false, true}) {
            long const unit = step_unit(d.by, inputs, count, relative),
                       unit2 = step_unit(d.by2, inputs, count, relative);
            if (relative && unit >= 0 && unit2 >= 0) continue;
            long bits = wanted.bits + 24 + static_cast<long>(order) * (step + 3);
            attempt a{};
            for (int rung = first_rung(bits); rung < rung_count; ++rung) {
                a = differentiate(rung, g, d, inputs, count, unit - step, unit2 - step, false, wanted);
                if (a.outcome == difference_result::undefined) {
                    r.what = status::undefined;
                    return r;
                }
                if (a.outcome == difference_result::crossing || a.coarse) break;
                if (a.outcome == difference_result::ready && a.value.what != status::unsure) return a.value;
                if (rungs[rung] > 2 * (bits - 2 * wanted.tiny)) break;
            }
            crossed = a.outcome == difference_result::crossing;
        }
    }
    if (!crossed || d.order2 != 0) return r;
    long const step = wanted.bits + 20;
    long const unit = step_unit(d.by, inputs, count, true);
    for (int rung = first_rung(step + 24 + static_cast<long>(order) * (step + 3)); rung < rung_count; ++rung) {
        auto const a = differentiate(rung, g, d, inputs, count, unit - step, 0, true, wanted);
        if (a.outcome == difference_result::ready && a.value.what != status::unsure) return a.value;
        if (a.outcome == difference_result::kink) {
            r.what = status::kink;
            return r;
        }
        if (a.outcome == difference_result::crossing) return r;
    }
    return r;
}

} // namespace ogive::verify::detail
