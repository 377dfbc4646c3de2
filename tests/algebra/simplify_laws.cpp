// SPDX-License-Identifier: BSL-1.0
// Laws of simplify over random expressions: the value and the domain stay, nothing gets longer, and what is simplified
// once is simplified.

#include "../data/random_formula.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

TEST_CASE("the value and the domain stay, nothing gets longer, and once is enough") {
    char const* const rounds = std::getenv("OGIVE_LAW_ROUNDS");
    data::sequence s{20261123};
    data::check_laws(s, rounds != nullptr ? std::atoi(rounds) : 400,
                     [](ogive::workspace& out, ogive::workspace const& w, ogive::node_index root) {
                         return ogive::algebra::simplify(out, w, root);
                     });
}
