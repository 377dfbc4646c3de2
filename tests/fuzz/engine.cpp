// SPDX-License-Identifier: BSL-1.0
// libFuzzer on what the tool asks of the engine: any expression of up to some forty nodes is simplified (its first case
// under its condition, too), differentiated and inverted without a fault, and the prover refutes none of the results.

#include <ogive/emit.hpp>
#include <ogive/emit/parse.hpp>
#include <ogive/emit/simplest.hpp>
#include <ogive/ogive.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace {

using ogive::node_index;
using ogive::verdict;
using ogive::workspace;

void expect(bool holds, char const* what, std::string const& text, std::string const& result) {
    if (holds) return;
    std::fprintf(stderr, "%s: %s  ->  %s\n", what, text.c_str(), result.c_str());
    std::abort();
}
unsigned tree_size(workspace const& w, node_index root, unsigned limit) {
    unsigned n = 1;
    for (unsigned k = 0; k < w[root].operand_count() && n < limit; ++k)
        n += tree_size(w, w[root].operand(k), limit - n);
    return n;
}

/// Simplified, where a condition holds if there is one, and not refuted to be equal.
void simplified(workspace const& w, node_index root, std::string const& input, node_index const* condition = nullptr) {
    auto const out = std::make_unique<workspace>();
    unsigned const count = condition != nullptr ? 1 : 0;
    node_index const simple = ogive::simplest(*out, w, root, condition, count);
    if (out->problem != ogive::trouble::none) return;
    auto const both = std::make_unique<workspace>();
    node_index const a = both->import(w, root), b = both->import(*out, simple);
    node_index const assumed = both->import(w, condition != nullptr ? *condition : root);
    if (both->problem != ogive::trouble::none) return;
    auto const d = ogive::algebra::decide(*both, a, b, &assumed, count);
    expect(d.answer != verdict::refuted, "simplified to something else", input, ogive::text(*out, simple));
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* bytes, std::size_t size) {
    std::string const input{reinterpret_cast<char const*>(bytes), size};
    auto const w = std::make_unique<workspace>();
    ogive::parsed const p = ogive::parse(*w, input);
    if (p.what != ogive::parsed::kind::expression || tree_size(*w, p.left, 100) > 40) return 0;
    auto const explicit_form = std::make_unique<workspace>();
    node_index const root = ogive::algebra::explicit_derivatives(*explicit_form, *w, p.left);
    if (explicit_form->problem != ogive::trouble::none || tree_size(*explicit_form, root, 200) > 150) return 0;
    simplified(*w, p.left, input);
    if (ogive::node const n = (*w)[p.left]; n.op == ogive::operation::select)
        simplified(*w, n.b, "the first case of " + input, &n.a);

    ogive::packed_name by{"x"};
    for (unsigned i = 0; i < w->size(); ++i)
        if ((*w)[i].op == ogive::operation::symbol) by = (*w)[i].name();
    auto const slope = std::make_unique<workspace>();
    node_index const f = slope->import(*w, p.left);
    node_index const x = slope->symbol(by);
    node_index const d = slope->derivative(f, x, 1);
    if (slope->problem == ogive::trouble::none) simplified(*slope, d, "derivative of " + input);

    auto const inverse = std::make_unique<workspace>();
    ogive::trouble problem = ogive::trouble::none;
    node_index const g = ogive::calculus::invert(*inverse, *explicit_form, root, by, problem);
    if (problem != ogive::trouble::none || inverse->problem != ogive::trouble::none) return 0;
    auto const round = std::make_unique<workspace>(); // g(f(x)) = x; f(g(y)) = y holds on the range of f only
    node_index const value = round->import(*explicit_form, root);
    node_index const back = ogive::calculus::substitute(*round, *inverse, g, by, value);
    if (round->problem != ogive::trouble::none) return 0;
    auto const verdict_of = ogive::algebra::decide(*round, back, round->symbol(by));
    expect(verdict_of.answer != verdict::refuted, "not its inverse", input, ogive::text(*inverse, g));
    return 0;
}
