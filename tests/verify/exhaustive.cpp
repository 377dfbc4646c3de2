// SPDX-License-Identifier: BSL-1.0
// The search over all floats: that it counts all of them, finds a planted error, and goes on where it stopped. Here over a
// few binades; tests/certificate runs over all.

#include <doctest/doctest.h>

#include <ogive/activation/sigmoid.hpp>
#include <ogive/activation/swish.hpp>
#include <oracle.hpp>

#include <cstdio>

using namespace ogive;

inline constexpr auto x = symbol<"x">;

/// The binade of [2^e, 2^(e+1)) or its negative.
static unsigned binade(int e, bool below_zero = false) {
    return static_cast<unsigned>(e + 127) + (below_zero ? 256u : 0u);
}
static verify::exhaustive_options few(std::vector<unsigned> binades) {
    verify::exhaustive_options o;
    o.binades = std::move(binades);
    o.random = o.random_near = 8;
    return o;
}

TEST_CASE("every float of a binade is tried, the worst one is the oracle's") {
    auto const r = verify::exhaustive<float>(sigmoid(x), few({binade(0), binade(0, true), 255, 0}));
    CHECK(r.inputs == 4ull << 23);
    CHECK(r.histogram.total() == r.inputs);
    CHECK(r.worst.error > 0.5);
    CHECK(r.within(4));
    CHECK_FALSE(r.within(r.worst.error * 0.99));
    CHECK(r.worst.error == verify::ulp(r.worst.got, verify::value(sigmoid(x), x, r.worst.x)));
    CHECK(r.mismatches == 0);
    CHECK(r.wrong_signs == 0);
    CHECK(r.nan_inputs_lost == 0);
    CHECK(r.sampled_binades.empty());
    CHECK(r.disagreement < verify::exhaustive_result::tolerance);
    CHECK(r.special.at_infinity == 1);
    CHECK(r.special.at_minus_infinity == 0);
    CHECK(r.special.at_zero == 0.5f);
    CHECK(r.special.at_nan != r.special.at_nan);
}

TEST_CASE("accurate is correctly rounded but for what short polynomials hide") {
    auto const both = verify::exhaustive_of_policies<float, fast, accurate>(silu(x), few({binade(1)}));
    REQUIRE(both.size() == 2);
    CHECK(both[0].worst.error > both[1].worst.error);
    CHECK(both[1].worst.error < 0.5001);
    CHECK(both[1].histogram.at_most(0.5) >= both[1].inputs - both[1].inputs / 20000);
}

TEST_CASE("a derivative is judged by differences of the function as written") {
    auto const r = verify::exhaustive<float>(derivative(sigmoid(x), x), few({binade(-2)}));
    CHECK(r.within(8));
    CHECK(r.worst.error > 0.5);
}

TEST_CASE("a parameter is bound to a number") {
    constexpr auto beta = symbol<"beta", positive>;
    auto const r = verify::exhaustive<float>(swish(x, beta), few({binade(1)}), beta = 1.5);
    CHECK(r.within(8));
}

TEST_CASE("one wrong result among eight million is found, and a reference that is wrong is not believed") {
    constexpr auto square = x * x;
    auto good = verify::subject_of<float, fast>(square, evaluation::instruction_set::portable);
    auto const o = few({binade(0)});
    float const bad_input = 0x1.357bdep0f;
    auto const run = [&](verify::subject<float> const& s) { return verify::detail::exhaustive_search{s, o}().front(); };
    CHECK(run(good).worst.error <= 0.5);

    auto planted = good;
    planted.kernels[0] = [&](float const* in, float* out, std::size_t count) {
        good.kernels[0](in, out, count);
        for (std::size_t i = 0; i < count; ++i)
            if (in[i] == bad_input) out[i] = std::nextafter(std::nextafter(out[i], 9.0f), 9.0f);
    };
    auto const found = run(planted);
    CHECK(found.worst.x == bad_input);
    CHECK(found.worst.error > 1.5);
    CHECK(found.histogram.at_most(0.5) == found.inputs - 1);

    auto not_a_number = good;
    not_a_number.kernels[0] = [&](float const* in, float* out, std::size_t count) {
        good.kernels[0](in, out, count);
        for (std::size_t i = 0; i < count; ++i)
            if (in[i] == bad_input) out[i] = std::nanf("");
    };
    CHECK(run(not_a_number).mismatches == 1);
    CHECK(run(not_a_number).mismatch.x == bad_input);
    CHECK_FALSE(run(not_a_number).within(4));

    auto negated = good;
    negated.kernels[0] = [&](float const* in, float* out, std::size_t count) {
        good.kernels[0](in, out, count);
        for (std::size_t i = 0; i < count; ++i)
            if (in[i] == bad_input) out[i] = -out[i];
    };
    CHECK(run(negated).wrong_signs == 1);
    CHECK(run(negated).wrong_sign_at == bad_input);

    // Kernel and reference wrong in the same way, on an interval with an eighth of the inputs: only the oracle sees it.
    auto fooled = good;
    auto const wrong = [](float in) { return in > 1.25f && in < 1.375f; };
    fooled.reference = [&](float const* in, double* out, std::size_t count) {
        good.reference(in, out, count);
        for (std::size_t i = 0; i < count; ++i)
            if (wrong(in[i])) out[i] *= 1.0001;
    };
    fooled.kernels[0] = [&](float const* in, float* out, std::size_t count) {
        good.kernels[0](in, out, count);
        for (std::size_t i = 0; i < count; ++i)
            if (wrong(in[i])) out[i] *= 1.0001f;
    };
    auto const seen = run(fooled);
    CHECK(seen.worst.error > 500);
    CHECK(seen.sampled_binades == std::vector<unsigned>{binade(0)});
}

TEST_CASE("a search goes on where it stopped, and does not trust what another kernel left") {
    char name[] = "exhaustive_test.state";
    std::remove(name);
    auto o = few({binade(-1)});
    o.state = name;
    auto const first = verify::exhaustive<float>(sigmoid(x), o);
    {
        std::FILE* const file = std::fopen(name, "a"); // a line cut short by the end of a process
        std::fputs("200 0 17 0", file);
        std::fclose(file);
    }
    o.binades = {binade(-1), binade(2)};
    auto const resumed = verify::exhaustive<float>(sigmoid(x), o);
    o.state.clear();
    auto const fresh = verify::exhaustive<float>(sigmoid(x), o);
    CHECK(first.inputs == 1u << 23);
    CHECK(resumed.inputs == 2u << 23);
    CHECK(resumed.worst.error == fresh.worst.error);
    CHECK(resumed.worst.x == fresh.worst.x);
    CHECK(resumed.histogram.counts == fresh.histogram.counts);
    CHECK(resumed.oracle_points == fresh.oracle_points);
    CHECK(resumed.disagreement == fresh.disagreement);

    o.binades = {binade(-1)};
    o.state = name;
    auto const other = verify::exhaustive<float>(silu(x), o);
    o.state.clear();
    CHECK(other.worst.error == verify::exhaustive<float>(silu(x), o).worst.error);
    CHECK(other.inputs == 1u << 23);
    std::remove(name);
}

TEST_CASE("two threads find what one finds") {
    auto o = few({binade(-1), binade(0), binade(1)});
    auto const one = verify::exhaustive<float>(sigmoid(x), o);
    o.threads = 2;
    auto const two = verify::exhaustive<float>(sigmoid(x), o);
    CHECK(one.worst.x == two.worst.x);
    CHECK(one.histogram.counts == two.histogram.counts);
}

TEST_CASE("buckets of the histogram") {
    verify::error_histogram h;
    for (float const error : {0.0f, 0.1f, 0.125f, 0.5f, 0.51f, 8.0f, 8.5f, 16.0f, 17.0f, 1e30f, HUGE_VALF})
        h.add(error);
    CHECK(h.total() == 11);
    CHECK(h.at_most(0) == 1);
    CHECK(h.at_most(0.125) == 3);
    CHECK(h.at_most(0.5) == 4);
    CHECK(h.at_most(8) == 6);
    CHECK(h.at_most(16) == 8);
    CHECK(h.counts.back() == 2);
    for (unsigned k = 0; k + 1 < h.buckets; ++k)
        CHECK(verify::error_histogram::bucket(static_cast<float>(h.upper(k))) == k);
}
