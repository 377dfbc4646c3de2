// SPDX-License-Identifier: BSL-1.0
#pragma once
// Two formulas as text, what is assumed of their symbols, and what the engine and the oracle say of their equality.

#include "rows.hpp"

#include <ogive/emit/parse.hpp>
#include <ogive/ogive.hpp>
#include <oracle.hpp>

#include <ctime>
#include <memory>

namespace data {

namespace verify = ogive::verify;
using ogive::assumption;
using ogive::int128;
using ogive::node_index;
using ogive::rational;

/// What is assumed: "x>0, n<0, z!=0" as a list; "x<1" and the like become conditions.
struct assumptions {
    std::vector<ogive::declared> symbols;
    std::vector<std::string> conditions;

    explicit assumptions(std::string const& text) {
        std::istringstream in{text};
        for (std::string one; std::getline(in, one, ',');) {
            std::erase(one, ' ');
            auto const sign = one.find_first_of("<>!");
            if (sign == std::string::npos) continue;
            std::string const name = one.substr(0, sign), rest = one.substr(sign);
            auto const known = rest == ">0"    ? ogive::positive
                               : rest == "<0"  ? ogive::negative
                               : rest == "!=0" ? ogive::nonzero
                                               : assumption::none;
            if (known == assumption::none)
                conditions.push_back(one);
            else
                symbols.push_back({ogive::packed_name{name.c_str()}, known});
        }
    }
};

/// An equation of two texts in one workspace, decided.
struct decided_text {
    std::unique_ptr<ogive::workspace> w = std::make_unique<ogive::workspace>(),
                                      formulas = std::make_unique<ogive::workspace>();
    ogive::parsed left, right;
    node_index sides[2] = {};
    std::vector<node_index> demanded; // what the conditions want to be positive, or zero
    ogive::decision decision;
    double milliseconds = 0;

    decided_text(std::string const& left_text, std::string const& right_text, std::string const& assumed) {
        assumptions const known{assumed};
        auto const count = static_cast<unsigned>(known.symbols.size());
        left = parse(*w, left_text, known.symbols.data(), count);
        right = parse(*w, right_text, known.symbols.data(), count);
        if (!fine()) return;
        sides[0] = ogive::algebra::derivatives_where_defined(*formulas, *w, left.left);
        sides[1] = ogive::algebra::derivatives_where_defined(*formulas, *w, right.left);
        std::vector<node_index> conditions;
        for (auto const& c : known.conditions)
            if (auto const p = parse(*w, c, known.symbols.data(), count)) {
                conditions.push_back(p.left);
                auto const n = (*w)[p.left];
                node_index const above = formulas->import(*w, n.b), below = formulas->import(*w, n.a);
                demanded.push_back(formulas->make(ogive::operation::subtract, above, below));
            }
        auto const began = std::clock(); // of this process: other programs do not count
        decision = decide(*w, left.left, right.left, conditions);
        milliseconds = 1e3 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC;
    }
    bool fine() const { return left && right; }

    template <class Workspace>
    static ogive::decision decide(Workspace const& g, node_index a, node_index b,
                                  std::vector<node_index> const& given) {
        if constexpr (requires { ogive::algebra::decide(g, a, b, given.data(), 1u); })
            return ogive::algebra::decide(g, a, b, given.data(), static_cast<unsigned>(given.size()));
        else
            return ogive::algebra::decide(g, a, b);
    }

    /// -1: a side has no value there, or it is not known; 0: equal to 25 digits; 1: certainly different.
    int compare(verify::input const* in, unsigned count) const {
        verify::reference_value values[2];
        for (int k = 0; k < 2; ++k) values[k] = verify::value(verify::view(*formulas, sides[k]), in, count, {90, -200});
        double const d = verify::log2_relative_difference(values[0], values[1]);
        return !(d == d) ? -1 : d > -70 ? 1 : d < -80 ? 0 : -1;
    }

    /// At fixed points that agree with what is assumed of the symbols: how many are equal, and how many different.
    std::pair<unsigned, unsigned> at_points() const {
        static constexpr int numerators[] = {1, -2, 1, 7, -3, 5, -1, 9, -5, 2, 0, 1, -13, 15, 3, 1, -1};
        static constexpr int denominators[] = {3, 3, 2, 5, 4, 2, 10, 2, 1, 1, 1, 1, 2, 16, 1, 8, 1};
        std::vector<ogive::node> names;
        for (unsigned i = 0; i < formulas->size(); ++i)
            if ((*formulas)[i].op == ogive::operation::symbol) names.push_back((*formulas)[i]);
        std::pair<unsigned, unsigned> result{0, 0};
        unsigned const all_in_unit_interval = names.size() > 1 ? 3 : 0;
        for (unsigned i = 0; i < std::size(numerators) + all_in_unit_interval; ++i) {
            std::vector<verify::input> in;
            for (unsigned k = 0; k < names.size(); ++k) {
                unsigned const j = (i + 5 * k) % static_cast<unsigned>(std::size(numerators));
                rational q{int128{numerators[j]}, int128{denominators[j]}};
                if (i >= std::size(numerators)) q = rational{static_cast<int>((2 * i + 3 * k) % 7 + 1), 8};
                auto const a = names[k].assumed;
                if (q.is_zero() && a != assumption::none) q = rational{int128{4}, int128{7}};
                if ((a == ogive::positive && q.sign() < 0) || (a == ogive::negative && q.sign() > 0)) q = -q;
                in.emplace_back(names[k].name(), q);
            }
            ogive::algebra::point at;
            for (unsigned k = 0; k < names.size(); ++k)
                at.push_back({names[k].name(), ogive::number::enclosure{in[k].exact}});
            bool holds = true; // the conditions, certainly
            for (node_index const d : demanded)
                holds = holds && ogive::algebra::enclose(*formulas, d, at).certain_sign() > 0;
            if (!holds) continue;
            int const c = compare(in.data(), static_cast<unsigned>(in.size()));
            result.first += c == 0 ? 1u : 0u;
            result.second += c == 1 ? 1u : 0u;
        }
        return result;
    }

    /// Whether the point of a refutation holds: both sides there, by the oracle, differ.
    bool witnessed() const {
        std::vector<verify::input> in;
        for (unsigned k = 0; k < decision.coordinates; ++k) in.emplace_back(decision.names[k], decision.values[k]);
        return compare(in.data(), static_cast<unsigned>(in.size())) == 1 && disjoint(decision.left, decision.right);
    }
};

inline std::string text_of(rational const& q) {
    auto const digits = [](int128 n) {
        std::string s;
        auto m = ogive::number::magnitude(n);
        do s.insert(s.begin(), static_cast<char>('0' + static_cast<int>(m % 10)));
        while ((m /= 10) != 0);
        return n < 0 ? "-" + s : s;
    };
    return q.is_integer() ? digits(q.numerator) : digits(q.numerator) + "/" + digits(q.denominator);
}
inline std::string text_of(ogive::packed_name const& name) {
    std::string s;
    for (unsigned i = 0; name[i] != '\0'; ++i) s += name[i];
    return s;
}
/// The point of a refutation: "x = 1, y = -2/3".
inline std::string point_of(ogive::decision const& d) {
    std::string s;
    for (unsigned k = 0; k < d.coordinates; ++k)
        s += (k > 0 ? ", " : "") + text_of(d.names[k]) + " = " + text_of(d.values[k]);
    return s;
}
constexpr char const* text_of(ogive::verdict v) {
    return v == ogive::verdict::proved ? "proved" : v == ogive::verdict::refuted ? "refuted" : "unknown";
}

} // namespace data
