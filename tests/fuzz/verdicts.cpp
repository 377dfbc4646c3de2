// SPDX-License-Identifier: BSL-1.0
// Random identities, true and false, decided by the engine; every verdict is compared with values of high precision.
// usage: verdicts [COUNT [SEED [FIRST]]]     prints counts, times and every wrong verdict; exit status 1 if there is one

#include "rules.hpp"

#include <ogive/emit/text.hpp>
#include <oracle.hpp>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace fuzz {

using ogive::decision;
using ogive::verdict;
namespace verify = ogive::verify;

enum class origin : unsigned char { rewritten, perturbed, half_true, unrelated };
constexpr char const* names_of_origins[] = {"rewritten", "perturbed", "half-true", "unrelated"};

struct identity {
    formula left, right;
    std::vector<formula> given{}; // conditions between symbols and numbers
    origin how = origin::rewritten;
    std::string used; // the rules, for reports
};

/// Where a difference would be seen: small numbers, ends of pieces and their neighbours, large ones.
rational coordinate(chance& c, assumption assumed) {
    rational q{};
    switch (c.below(8)) {
    case 0:
    case 1: q = rational{ogive::int128{static_cast<int>(c.below(9)) - 4}}; break;
    case 2:
    case 3: q = rational{ogive::int128{static_cast<int>(c.below(33)) - 16}, ogive::int128{8}}; break;
    case 4: q = rational{ogive::int128{static_cast<int>(c.below(2001)) - 1000}, ogive::int128{997}}; break;
    case 5: q = rational{ogive::int128{static_cast<int>(c.below(101)) - 50}, ogive::int128{3}}; break;
    case 6:
        q = rational{ogive::int128{static_cast<int>(c.below(9)) - 4}} +
            rational{ogive::int128{c.one_in(2) ? 1 : -1}, ogive::int128{1000}};
        break;
    default: q = rational{ogive::int128{static_cast<int>(c.below(61)) - 30}, ogive::int128{10}}; break;
    }
    if (q.is_zero() && assumed != assumption::none) q = rational{ogive::int128{1}, ogive::int128{3}};
    if ((assumed == assumption::positive && q.sign() < 0) || (assumed == assumption::negative && q.sign() > 0)) q = -q;
    return q;
}

/// Defined at some of a few points: an identity without a point says nothing.
bool defined_somewhere(formula const& f, chance& c) {
    auto const w = std::make_unique<workspace>();
    node_index const root = build(*w, f);
    if (w->problem != ogive::trouble::none) return false;
    unsigned defined = 0;
    for (int i = 0; i < 8; ++i) {
        ogive::algebra::point at;
        for (auto const& s : symbols) at.push_back({s.name, ogive::number::enclosure{coordinate(c, s.assumed)}});
        defined += ogive::algebra::enclose(*w, root, at).defined() ? 1u : 0u;
    }
    return defined >= 2;
}

/// The identity of a seed.
identity make_identity(std::uint64_t seed) {
    chance c{seed};
    static constexpr unsigned sets[] = {1, 1, 1, 1, 3, 3, 5, 5, 7, 9, 17, 31};
    unsigned const allowed = c.of(sets);
    identity e;
    formula from = random_formula(c, 1 + c.below(5), allowed);
    for (int i = 0; i < 20 && !defined_somewhere(from, c); ++i) from = random_formula(c, 1 + c.below(5), allowed);
    auto const some = [&](formula f, unsigned how_many) {
        for (unsigned i = 0; i < how_many && size(f) < 60; ++i) {
            char const* name = "";
            f = rewrite(f, true_rules, true_rule_count, c, &name);
            e.used += std::string{e.used.empty() ? "" : ", "} + name;
        }
        return f;
    };
    e.left = some(from, c.below(2));
    e.used += " |";
    e.right = some(from, 1 + c.below(3));
    bool const differentiate = c.one_in(12);
    unsigned const kind = c.below(8);
    if (kind >= 4) {
        char const* name = "";
        e.how = kind < 6 ? origin::perturbed : kind == 6 ? origin::half_true : origin::unrelated;
        if (e.how == origin::perturbed) e.right = rewrite(e.right, false_rules, false_rule_count, c, &name);
        if (e.how == origin::half_true) e.right = rewrite(e.right, half_true_rules, half_true_rule_count, c, &name);
        if (e.how == origin::unrelated) e.right = random_formula(c, 1 + c.below(4), allowed);
        e.used += std::string{" ! "} + name;
        if (c.one_in(3)) e.right = some(e.right, 1);
    }
    if (c.one_in(6)) {
        formula const s = symbol(allowed & 1 ? 0 : 2), q = number(static_cast<int>(c.below(4)) - 1);
        e.given.push_back(c.one_in(2) ? less(q, s) : c.one_in(2) ? less_equal(s, q) : less(s, q));
        if (c.one_in(3)) e.given.push_back(less(number(-2), s));
        if ((allowed & 2) != 0 && c.one_in(2)) e.given.push_back(less(symbol(1), s));
    }
    if (differentiate) {
        unsigned by = 0;
        while (((allowed >> by) & 1) == 0) ++by;
        e.left = derivative(e.left, by);
        e.right = derivative(e.right, by);
    }
    return e;
}

std::string decimal(rational const& q) {
    auto const digits = [](ogive::int128 n) {
        std::string s;
        bool const minus = n < 0;
        auto m = ogive::number::magnitude(n);
        do s.insert(s.begin(), static_cast<char>('0' + static_cast<int>(m % 10)));
        while ((m /= 10) != 0);
        return minus ? "-" + s : s;
    };
    return q.is_integer() ? digits(q.numerator) : digits(q.numerator) + "/" + digits(q.denominator);
}

enum class comparison : unsigned char { equal, different, one_undefined, unclear };

/// Values of both sides as written; of derivatives, differences as written and at kinks the value of the engine's own
/// formula, which says what the derivative is there.
struct judge {
    workspace w, explicit_form;
    node_index given[4] = {};
    unsigned given_count = 0;
    node_index left = 0, right = 0, explicit_left = 0, explicit_right = 0;
    verify::reference_value values[2];
    mutable bool wrong_derivative = false; ///< differences as written and the rules of differentiation disagree

    judge(identity const& e) {
        left = build(w, e.left);
        right = build(w, e.right);
        for (auto const& condition : e.given) given[given_count++] = build(w, condition);
        if (w.problem != ogive::trouble::none) return;
        explicit_left = ogive::algebra::derivatives_where_defined(explicit_form, w, left);
        explicit_right = ogive::algebra::derivatives_where_defined(explicit_form, w, right);
    }
    bool usable() const { return w.problem == ogive::trouble::none && explicit_form.problem == ogive::trouble::none; }
    verify::reference_value value(node_index side, node_index written, verify::input const* in, unsigned count,
                                  verify::goal wanted) const {
        if (w[side].op == operation::derivative) {
            ogive::node const& by = w[w[side].b];
            auto const d = verify::derivative(verify::view(w, w[side].a), {by.name(), 1}, in, count, wanted);
            if (d.is_finite() && !d.at_break) {
                auto const by_rules = verify::value(verify::view(explicit_form, written), in, count, wanted);
                if (by_rules.is_finite() && !d.is_zero() && verify::log2_relative_difference(d, by_rules) > -60)
                    wrong_derivative = true;
                return d;
            }
        }
        return verify::value(verify::view(explicit_form, written), in, count, wanted);
    }
    bool enclosed(verify::input const* in, unsigned count) const {
        ogive::algebra::point at;
        for (unsigned k = 0; k < count; ++k) at.push_back({in[k].name, ogive::number::enclosure{in[k].exact}});
        return ogive::algebra::enclose(explicit_form, explicit_left, at).defined() &&
               ogive::algebra::enclose(explicit_form, explicit_right, at).defined();
    }
    /// Whether a side and all it needs there have finite values: the logarithm of zero has none, though exp(log(0)) is 0
    /// for the oracle, as it is in floating point. What the oracle cannot tell, the sign of an exact zero say, is unsure.
    enum class existence { no, yes, unsure };
    existence defined(int side, verify::input const* in, unsigned count) const {
        return defined_at(side == 0 ? explicit_left : explicit_right, in, count);
    }
    static existence of(verify::reference_value const& v) {
        if (v.is_finite() || v.what == verify::status::underflow || v.what == verify::status::overflow)
            return existence::yes;
        bool const nothing = v.what == verify::status::undefined || v.what == verify::status::infinite;
        return nothing ? existence::no : existence::unsure;
    }
    static existence both(existence a, existence b) {
        if (a == existence::no || b == existence::no) return existence::no;
        return a == existence::yes ? b : a;
    }
    existence defined_at(node_index i, verify::input const* in, unsigned count) const {
        ogive::node const& n = explicit_form[i];
        auto const value_of = [&](node_index k) {
            return verify::value(verify::view(explicit_form, k), in, count, {90, -200});
        };
        if (n.op == operation::select || n.op == operation::both) {
            existence const first = defined_at(n.a, in, count);
            auto const taken = value_of(n.a);
            if (first != existence::yes || !taken.is_finite()) return both(first, of(taken));
            if (n.op == operation::select) return defined_at(taken.is_zero() ? n.c : n.b, in, count);
            return taken.is_zero() ? existence::yes : defined_at(n.b, in, count);
        }
        unsigned const parts = n.op == operation::named ? 1u : n.operand_count();
        existence all = of(value_of(i));
        if (n.op == operation::power && explicit_form[n.b].op != operation::constant) {
            auto const base =
                value_of(n.a); // u^v is e^(v log u): pow gives values at integers that the formula has not
            if (base.is_finite() && base.sign <= 0) return existence::no;
        }
        for (unsigned k = 0; k < parts; ++k) all = both(all, defined_at(n.operand(k), in, count));
        return all;
    }

    /// Whether the conditions hold at a point, exactly.
    bool allowed(verify::input const* in, unsigned count) const {
        auto const value = [&](node_index i) {
            for (unsigned k = 0; k < count; ++k)
                if (w[i].op == operation::symbol && w[i].name() == in[k].name) return in[k].exact;
            return w[i].op == operation::constant ? w[i].value() : rational{};
        };
        for (unsigned i = 0; i < given_count; ++i) {
            int const sign = (value(w[given[i]].b) - value(w[given[i]].a)).sign();
            if (sign < 0 || (sign == 0 && w[given[i]].op == operation::less)) return false;
        }
        return true;
    }
    comparison compare(verify::input const* in, unsigned count, bool sharply = false) {
        verify::goal const wanted{sharply ? 230 : 90, sharply ? -1000 : -200};
        values[0] = value(left, explicit_left, in, count, wanted);
        values[1] = value(right, explicit_right, in, count, wanted);
        auto const nothing = [](verify::reference_value const& v) {
            return v.what == verify::status::undefined || v.what == verify::status::infinite;
        };
        auto const number = [](verify::reference_value const& v) {
            return v.is_finite() || v.what == verify::status::underflow;
        };
        if ((nothing(values[0]) && number(values[1])) || (nothing(values[1]) && number(values[0])))
            return comparison::one_undefined;
        if (!number(values[0]) || !number(values[1])) return comparison::unclear;
        for (int i = 0; i < 2; ++i) // a tiny number beside nothing is not told apart from rounding
            if (values[i].what == verify::status::underflow && !values[1 - i].is_zero() && values[1 - i].is_finite() &&
                values[1 - i].exponent < wanted.tiny + 20)
                return comparison::unclear;
        double const d = verify::log2_relative_difference(values[0], values[1]);
        if (d > (sharply ? -200 : -70)) return comparison::different;
        return d < (sharply ? -215 : -80) ? comparison::equal : comparison::unclear;
    }
};

struct tally {
    unsigned long cases = 0, verdicts[2][4][3] = {}, vacuous = 0, uncertain = 0, witnesses = 0, wrong = 0, skipped = 0;
    unsigned long derivatives = 0, domains = 0, same_domains = 0, conditions = 0;
    double seconds = 0, longest = 0;
    std::string longest_text;
};

std::string text_of(judge const& j) { return ogive::text(j.w, j.left) + "  ==  " + ogive::text(j.w, j.right); }

void report(tally& t, char const* what, judge const& j, identity const& e, std::uint64_t index, std::string const& at) {
    ++t.wrong;
    std::printf("WRONG: %s (case %llu)\n  %s\n  at %s\n  left  %s\n  right %s\n  rules: %s\n", what,
                static_cast<unsigned long long>(index), text_of(j).c_str(), at.c_str(),
                verify::decimal(j.values[0], 25).c_str(), verify::decimal(j.values[1], 25).c_str(), e.used.c_str());
    std::fflush(stdout);
}

void judge_case(tally& t, std::uint64_t seed, std::uint64_t index, bool show) {
    identity const e = make_identity(verify::random_bits{seed ^ (index * 0xd6e8feb86659fd93u)}());
    auto const j = std::make_unique<judge>(e);
    ++t.cases;
    if (!j->usable()) {
        ++t.skipped;
        return;
    }
    if (show) std::printf("%llu: %s\n", static_cast<unsigned long long>(index), text_of(*j).c_str());
    auto const began = std::chrono::steady_clock::now();
    decision const d = ogive::algebra::decide(j->w, j->left, j->right, j->given, j->given_count, index % 3 == 0);
    double const took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    t.seconds += took;
    if (took > t.longest) {
        t.longest = took;
        t.longest_text = text_of(*j);
    }
    if (show)
        std::printf("  %s, %.1f ms\n",
                    d.answer == verdict::proved    ? "proved"
                    : d.answer == verdict::refuted ? "refuted"
                                                   : "unknown",
                    took * 1e3);

    chance c{seed ^ (index * 77 + 5)};
    unsigned used[symbol_count], count = 0;
    for (unsigned k = 0; k < symbol_count; ++k)
        if (uses(e.left, k) || uses(e.right, k) ||
            std::any_of(e.given.begin(), e.given.end(), [&](formula const& g) { return uses(g, k); }))
            used[count++] = k;
    bool const differentiated = e.left->op == operation::derivative;
    t.derivatives += differentiated ? 1u : 0u;
    t.conditions += j->given_count > 0 ? 1u : 0u;
    auto const point_text = [&](verify::input const* in, unsigned n) {
        std::string s;
        for (unsigned k = 0; k < n; ++k) {
            for (unsigned i = 0; in[k].name[i] != '\0'; ++i) s += in[k].name[i];
            s += " = " + decimal(in[k].exact) + (k + 1 < n ? ", " : "");
        }
        return s;
    };

    // the truth, as far as points tell it
    unsigned equal_points = 0;
    bool different = false;
    std::string where;
    unsigned const points = d.answer == verdict::proved ? (differentiated ? 12u : 24u) : differentiated ? 4u : 8u;
    for (unsigned i = 0; i < points && !different; ++i) {
        verify::input in[symbol_count];
        for (unsigned k = 0; k < count; ++k) in[k] = {symbols[used[k]].name, coordinate(c, symbols[used[k]].assumed)};
        // where the engine's own enclosure sees no value there is seldom one, and the oracle is slow to say so
        if (!j->allowed(in, count)) continue;
        if (!c.one_in(8) && !j->enclosed(in, count)) continue;
        comparison const how = j->compare(in, count);
        if (how == comparison::one_undefined && d.domains == ogive::domain_relation::same &&
            (j->defined(0, in, count) == judge::existence::yes || j->defined(1, in, count) == judge::existence::yes))
            report(t, "the domains are not the same", *j, e, index, point_text(in, count));
        equal_points += how == comparison::equal ? 1u : 0u;
        different = how == comparison::different && j->defined(0, in, count) == judge::existence::yes &&
                    j->defined(1, in, count) == judge::existence::yes;
        if (different) where = point_text(in, count);
    }
    if (different && d.answer == verdict::proved) report(t, "proved, but the sides differ", *j, e, index, where);
    if (different && e.how == origin::rewritten && !differentiated)
        report(t, "a rewrite of this test is false", *j, e, index, where);
    if (d.answer == verdict::proved && equal_points == 0) ++t.vacuous;
    if (j->wrong_derivative) report(t, "a derivative is wrong", *j, e, index, where);

    // the claimed point of a refutation
    if (d.answer == verdict::refuted) {
        verify::input in[8];
        bool allowed = true;
        for (unsigned k = 0; k < d.coordinates; ++k) {
            in[k] = {d.names[k], d.values[k]};
            for (auto const& s : symbols)
                if (packed_name{s.name} == d.names[k])
                    allowed = allowed && (s.assumed != assumption::positive || d.values[k].sign() > 0) &&
                              (s.assumed != assumption::negative || d.values[k].sign() < 0) &&
                              (s.assumed != assumption::nonzero || d.values[k].sign() != 0);
        }
        ++t.witnesses;
        comparison how = j->compare(in, d.coordinates);
        if (how == comparison::unclear || how == comparison::equal) how = j->compare(in, d.coordinates, true);
        // numbers so small that the oracle was not asked to tell them apart
        if (how == comparison::equal && std::fabs(d.left.to<double>()) < 1e-250 &&
            std::fabs(d.right.to<double>()) < 1e-250)
            how = comparison::unclear;
        if (how == comparison::different && (j->defined(0, in, d.coordinates) == judge::existence::no ||
                                             j->defined(1, in, d.coordinates) == judge::existence::no))
            how = comparison::one_undefined;
        if (how == comparison::different)
            different = true;
        else if (how == comparison::unclear)
            ++t.uncertain;
        else
            report(t,
                   how == comparison::equal ? "refuted, but the sides are equal at its point"
                                            : "refuted where a side is undefined",
                   *j, e, index, point_text(in, d.coordinates));
        if (!allowed)
            report(t, "refuted at a point against the assumptions", *j, e, index, point_text(in, d.coordinates));
        if (!disjoint(d.left, d.right))
            report(t, "refuted with enclosures that meet", *j, e, index, point_text(in, d.coordinates));
    }
    // the claimed point of a difference of domains
    if (d.domains == ogive::domain_relation::left_larger || d.domains == ogive::domain_relation::right_larger ||
        d.domains == ogive::domain_relation::different) {
        verify::input in[8];
        bool exact = true; // else between two points: the larger domain contains these, too
        for (unsigned k = 0; k < d.coordinates; ++k) {
            in[k] = {d.names[k], d.domain_values[k]};
            exact = exact && d.domain_values[k] == d.domain_ends[k];
        }
        j->compare(in, d.coordinates);
        int const larger = d.domains == ogive::domain_relation::right_larger ? 1 : 0;
        ++t.domains;
        auto const here = j->defined(larger, in, d.coordinates), there = j->defined(1 - larger, in, d.coordinates);
        if (here == judge::existence::unsure || (exact && there == judge::existence::unsure))
            ++t.uncertain;
        else if (here == judge::existence::no || (exact && there == judge::existence::yes))
            report(t, "the domains do not differ at the claimed point", *j, e, index, point_text(in, d.coordinates));
        if (!j->allowed(in, d.coordinates))
            report(t, "a point against the conditions tells domains apart", *j, e, index,
                   point_text(in, d.coordinates));
    }
    t.same_domains += d.domains == ogive::domain_relation::same ? 1u : 0u;
    if (d.answer == verdict::unknown && (e.how == origin::rewritten || std::getenv("SHOW_ALL")) && !different &&
        std::getenv("SHOW_UNKNOWN"))
        std::printf("unknown (%d) %s: %s\n", static_cast<int>(d.stopped), e.used.c_str(), text_of(*j).c_str());
    ++t.verdicts[different ? 1 : 0][static_cast<unsigned>(e.how)][static_cast<unsigned>(d.answer)];
}

/// Small formulas: every rewrite of the table applies to one of them.
std::vector<formula> plain_formulas() {
    formula const x = symbol(0), y = symbol(1), a = symbol(2);
    std::vector<formula> all{x, -x, number(1)};
    for (auto op = operation::sqrt; op <= operation::sign; op = static_cast<operation>(static_cast<int>(op) + 1))
        all.push_back(call(op, x));
    for (unsigned f = 0; f < leaky_relu_2; ++f) all.push_back(catalogue(static_cast<function>(f), {x}));
    for (unsigned f = leaky_relu_2; f < function_count; ++f) all.push_back(catalogue(static_cast<function>(f), {x, a}));
    for (auto const& f : {x + y,
                          x - y,
                          x * y,
                          x / y,
                          (x + y) + a,
                          (x * y) * a,
                          x * (y + a),
                          (x - y) * a,
                          (x + y) / a,
                          power(x, 2),
                          power(x + y, 2),
                          power(x, 2) - power(y, 2),
                          max(x, y),
                          min(x, y),
                          exp(x + y),
                          exp(x - y),
                          log(x * y),
                          log(x / y),
                          log(power(x, 2)),
                          sqrt(x * y),
                          sqrt(power(x, 2)),
                          sin(x + y),
                          cos(x - y),
                          call(operation::sinh, x + y),
                          abs(x * y),
                          select(less(number(1), x), x * x, exp(x)),
                          select(less_equal(x, number(1)), x * x, exp(x)),
                          x + select(less(number(0), x), x, y)})
        all.push_back(f);
    return all;
}

/// Every rewrite that is true, on the first plain formula to which it applies.
void judge_rules(tally& t) {
    auto const plain = plain_formulas();
    unsigned proved = 0;
    for (unsigned r = 0; r < true_rule_count; ++r) {
        rule const& rewritten = true_rules[r];
        identity e;
        chance c{7};
        if (rewritten.anywhere) {
            e.left = symbol(0);
            e.right = rewritten.apply(e.left, c);
        }
        for (unsigned i = 0; i < plain.size() && !e.right; ++i) {
            e.left = plain[i];
            e.right = rewritten.apply(e.left, c);
        }
        if (!e.right) {
            std::printf("WRONG: the rule \"%s\" applies to no plain formula\n", rewritten.name);
            ++t.wrong;
            continue;
        }
        e.used = rewritten.name;
        auto const j = std::make_unique<judge>(e);
        decision const d = ogive::algebra::decide(j->w, j->left, j->right);
        proved += d.answer == verdict::proved ? 1u : 0u;
        // A wrong rule of the engine shows first as an identity that is no longer proved.
        if (d.answer != verdict::proved) {
            std::printf("WRONG: the rule \"%s\" is true and not proved\n  %s\n", rewritten.name, text_of(*j).c_str());
            ++t.wrong;
        }
    }
    std::printf("%u rules: %u proved on a plain formula\n", true_rule_count, proved);
}

void print(tally const& t, std::uint64_t seed) {
    std::printf("%lu cases, seed %llu; %lu of derivatives, %lu under conditions; %lu did not fit a graph\n", t.cases,
                static_cast<unsigned long long>(seed), t.derivatives, t.conditions, t.skipped);
    for (int different = 0; different < 2; ++different)
        for (int how = 0; how < 4; ++how) {
            auto const& v = t.verdicts[different][how];
            if (v[0] + v[1] + v[2] == 0) continue;
            std::printf("%-24s %-10s %8lu proved %8lu refuted %8lu unknown\n",
                        different != 0 ? "different at a point" : "no difference found", names_of_origins[how], v[0],
                        v[1], v[2]);
        }
    std::printf("proved without a point of ours at which both sides are defined: %lu\n", t.vacuous);
    std::printf("points of refutations: %lu, not told apart by the oracle: %lu\n", t.witnesses, t.uncertain);
    std::printf("domains: %lu the same, %lu told apart at a point\n", t.same_domains, t.domains);
    std::printf("a decision takes %.2f ms on average, %.1f ms at most: %s\n",
                1e3 * t.seconds / static_cast<double>(t.cases), 1e3 * t.longest, t.longest_text.c_str());
    std::printf("wrong verdicts: %lu\n", t.wrong);
}

} // namespace fuzz

int main(int argc, char** argv) {
    auto const argument = [&](int i, unsigned long long otherwise) {
        return argc > i ? std::strtoull(argv[i], nullptr, 10) : otherwise;
    };
    unsigned long long const count = argument(1, 3000), seed = argument(2, 1), first = argument(3, 0);
    fuzz::tally t;
    fuzz::judge_rules(t);
    for (unsigned long long i = 0; i < count; ++i) fuzz::judge_case(t, seed, first + i, argc > 3 && count <= 20);
    fuzz::print(t, seed);
    return t.wrong == 0 ? 0 : 1;
}
