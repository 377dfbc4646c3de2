// SPDX-License-Identifier: BSL-1.0
#pragma once
// The worst input of a kernel by sampling and climbing: verify::stratified<double>(f).
//
// Nothing here is exhaustive: the bound found is a lower bound of the largest error. Millions of inputs are screened with
// the program of the same expression run in the next wider type (long double for double), the worst of them are followed
// uphill to worse neighbours, and the oracle judges what was found, the stratified points of points<T>(), the
// neighbourhoods of zeros and of the constants in the formula and its program. Every error that is reported is the oracle's.

#include <ogive/verify/histogram.hpp>
#include <ogive/verify/points.hpp>
#include <ogive/verify/report.hpp>
#include <ogive/verify/subject.hpp>

#include <algorithm>
#include <bit>

namespace ogive::verify {

/// How inputs are searched.
template <class T>
struct stratified_options {
    unsigned screened = 1u << 20; ///< random inputs that the reference judges
    unsigned judged = 4000;       ///< stratified points that the oracle judges; all there are when fewer
    unsigned climbs = 32;         ///< inputs from which a kernel is searched for a worse one
    unsigned rounds = 60;         ///< tries of each climb, with 64 inputs each
    std::uint64_t seed = 1;
    std::vector<T> extra{}; ///< inputs to start from, such as the worst ones of earlier searches
    instruction_set set = evaluation::best_instruction_set();
};

/// What one kernel did at the inputs that were tried.
template <class T>
struct stratified_result {
    std::uint64_t screened = 0;      ///< inputs judged by the reference
    error_histogram histogram{};     ///< of those that were chosen at random
    std::uint64_t oracle_points = 0; ///< inputs judged by the oracle
    worst_case<T> worst{};           ///< the largest finite error, by the oracle
    std::uint64_t mismatches = 0;    ///< NaN, infinity or finite number where the exact value is of another kind
    worst_case<T> mismatch{};        ///< the first of those
    std::uint64_t wrong_signs = 0;   ///< nonzero results of the wrong sign
    T wrong_sign_at{};
    std::uint64_t kinks = 0;     ///< where the derivative does not exist (as outside of the domain): not judged
    std::uint64_t undecided = 0; ///< where the oracle gave no answer: not judged
    double disagreement = 0;     ///< the largest error of the reference at an oracle's point, in ULP of T
    T disagreement_at{};
    special_values<T> special{};

    bool within(double limit) const {
        return oracle_points != 0 && mismatches == 0 && undecided == 0 && worst.error <= limit;
    }
};

namespace detail {

/// The number of this ordinal; the largest ones stand for what is beyond.
template <class T>
T at_ordinal(std::int64_t place) {
    using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
    std::int64_t const top = ordinal(std::numeric_limits<T>::max());
    place = place > top ? top : place < -top ? -top : place;
    T const size = std::bit_cast<T>(static_cast<bits>(place < 0 ? -place : place));
    return place < 0 ? -size : size;
}

/// |got - reference| in units in the last place of T; 0 where both are of one kind, infinite where they are not.
template <class T, class Wide>
double screened_error(T got, Wide reference) {
    using limits = std::numeric_limits<T>;
    if (static_cast<T>(reference) == got || (std::isnan(reference) && std::isnan(got))) {
        if (!std::isfinite(got)) return 0;
    }
    if (!std::isfinite(got) || !std::isfinite(static_cast<T>(reference))) return HUGE_VAL;
    int const e = reference == 0 ? limits::min_exponent - 1 : std::ilogb(reference);
    int const unit = std::max(e, limits::min_exponent - 1) - limits::digits + 1;
    return static_cast<double>(std::ldexp(std::fabs(static_cast<Wide>(got) - reference), -unit));
}

template <class T>
class stratified_search {
    using wide = typename subject<T>::wide;
    struct found {
        double error;
        T at;
    };

    subject<T> const& subject_;
    stratified_options<T> const& options_;
    random_bits random_;
    std::vector<stratified_result<T>> results_;
    std::vector<std::vector<found>> worst_; // of each kernel, the worst input of each exponent and sign
    std::vector<T> in_, got_;
    std::vector<wide> reference_;

  public:
    stratified_search(subject<T> const& s, stratified_options<T> const& o)
        : subject_{s}, options_{o}, random_{o.seed}, results_(s.kernels.size()),
          worst_(s.kernels.size(), std::vector<found>(2 * cells, found{-1, T(0)})) {}

    std::vector<stratified_result<T>> operator()() {
        auto judged = stratified_points();
        screen(judged, false);
        for (unsigned done = 0; done < options_.screened; done += 4096) {
            std::vector<T> some;
            for (unsigned i = 0; i < 4096 && done + i < options_.screened; ++i) some.push_back(random_input());
            screen(some, true);
        }
        for (std::size_t k = 0; k < results_.size(); ++k)
            for (auto const& f : climbed(k)) judged.push_back(f.at);
        judge(judged);
        for (std::size_t k = 0; k < results_.size(); ++k)
            results_[k].special = special_values_of<T>(subject_.kernels[k]);
        return results_;
    }

  private:
    static constexpr int cells = 2200;
    static std::size_t cell(T at) {
        int const e = at == 0 ? -1100 : std::ilogb(at);
        return static_cast<std::size_t>(2 * (e + 1100) + (std::signbit(at) ? 1 : 0));
    }

    std::vector<T> stratified_points() {
        auto all = points<T>({}, options_.judged / 4, options_.seed);
        while (all.size() > options_.judged) { // every n-th, from a random start
            std::size_t const step = (all.size() + options_.judged - 1) / std::max(1u, options_.judged);
            std::size_t const start = random_() % step;
            std::vector<T> some;
            for (std::size_t i = start; i < all.size(); i += step) some.push_back(all[i]);
            all = std::move(some);
            if (step <= 1) break;
        }
        auto const roots = roots_between(all);
        for (T const root : roots) add_spread(all, root, 8);
        for (T const cut : subject_.cuts) add_around(all, cut, 1);
        for (T const at : options_.extra) add_around(all, at, 1);
        std::erase_if(all, [](T at) { return !std::isfinite(at); });
        return all;
    }
    /// Neighbours of a root, and inputs ever farther from it.
    void add_spread(std::vector<T>& all, T root, int near) {
        add_around(all, root, near);
        for (int k = 4; k < std::numeric_limits<T>::digits - 2; ++k)
            for (int sign : {-1, 1})
                all.push_back(at_ordinal<T>(ordinal(root) +
                                            sign * static_cast<std::int64_t>((1ull << k) + random_() % (1ull << k))));
    }
    /// Zeros of the reference between ascending inputs, to the last bit; a few.
    std::vector<T> roots_between(std::vector<T> const& all) {
        std::vector<T> roots;
        std::vector<wide> values(all.size());
        subject_.reference(all.data(), values.data(), all.size());
        for (std::size_t i = 1; i < all.size() && roots.size() < 16; ++i) {
            if (!(values[i - 1] < 0 && values[i] > 0) && !(values[i - 1] > 0 && values[i] < 0)) continue;
            std::int64_t low = ordinal(all[i - 1]), high = ordinal(all[i]);
            while (high - low > 1) {
                std::int64_t const middle = low + (high - low) / 2;
                T const at = at_ordinal<T>(middle);
                wide v = 0;
                subject_.reference(&at, &v, 1);
                ((v < 0) == (values[i - 1] < 0) ? low : high) = middle;
            }
            roots.push_back(at_ordinal<T>(high));
        }
        return roots;
    }

    T random_input() {
        using limits = std::numeric_limits<T>;
        T const sign = (random_() & 1) != 0 ? T(1) : T(-1);
        auto const power = [&](int low, int high) {
            int const e = low + static_cast<int>(random_.unit() * (high - low));
            return std::ldexp(static_cast<T>(1 + random_.unit()), e);
        };
        switch (random_() % 8) {
        case 0: return sign * power(limits::min_exponent - limits::digits, limits::max_exponent - 1);
        case 1:
        case 2: return sign * power(-24, 12);
        case 3: return sign * static_cast<T>(random_.unit() * 750);
        case 4:
            if (!subject_.cuts.empty()) {
                T const cut = subject_.cuts[random_() % subject_.cuts.size()];
                return cut + sign * cut * power(-limits::digits, 0);
            }
            [[fallthrough]];
        default: return sign * static_cast<T>(random_.unit() * 40);
        }
    }

    /// Errors by the reference, kept where they are the worst of their binade.
    void screen(std::vector<T> const& in, bool counted) {
        reference_.resize(in.size());
        got_.resize(in.size());
        subject_.reference(in.data(), reference_.data(), in.size());
        for (std::size_t k = 0; k < subject_.kernels.size(); ++k) {
            subject_.kernels[k](in.data(), got_.data(), in.size());
            results_[k].screened += in.size();
            for (std::size_t i = 0; i < in.size(); ++i) {
                if (!std::isfinite(in[i])) continue;
                double const error = screened_error(got_[i], reference_[i]);
                if (counted) results_[k].histogram.add(static_cast<float>(error));
                auto& w = worst_[k][cell(in[i])];
                if (error > w.error) w = {error, in[i]};
            }
        }
    }

    /// The worst input of each binade, the worst of them followed uphill.
    std::vector<found> climbed(std::size_t k) {
        auto all = worst_[k];
        std::erase_if(all, [](found const& f) { return f.error < 0; });
        std::sort(all.begin(), all.end(), [](found const& f, found const& g) { return f.error > g.error; });
        // All binades far from one are alike: some of them are enough for the oracle.
        if (all.size() > 4 * options_.climbs) all.resize(4 * options_.climbs);
        for (std::size_t i = 0; i < all.size() && i < options_.climbs; ++i) climb(k, all[i]);
        return all;
    }
    void climb(std::size_t k, found& best) {
        int const largest_step = std::numeric_limits<T>::digits - 4;
        in_.resize(64);
        got_.resize(64);
        reference_.resize(64);
        for (unsigned round = 0; round < options_.rounds && std::isfinite(best.error); ++round) {
            int const radius = largest_step - static_cast<int>(round % static_cast<unsigned>(largest_step - 3));
            std::int64_t const centre = ordinal(best.at);
            for (auto& at : in_) {
                auto const step = static_cast<std::int64_t>(random_() >> (64 - radius));
                at = at_ordinal<T>((random_() & 1) != 0 ? centre + step : centre - step);
            }
            subject_.reference(in_.data(), reference_.data(), in_.size());
            subject_.kernels[k](in_.data(), got_.data(), in_.size());
            results_[k].screened += in_.size();
            for (std::size_t i = 0; i < in_.size(); ++i) {
                double const error = screened_error(got_[i], reference_[i]);
                if (error > best.error) best = {error, in_[i]};
            }
        }
    }

    void judge(std::vector<T>& all) {
        all.push_back(std::numeric_limits<T>::infinity());
        all.push_back(-std::numeric_limits<T>::infinity());
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        std::vector<wide> reference(all.size());
        subject_.reference(all.data(), reference.data(), all.size());
        std::vector<std::vector<T>> got;
        for (auto const& kernel : subject_.kernels) {
            got.emplace_back(all.size());
            kernel(all.data(), got.back().data(), all.size());
        }
        for (std::size_t i = 0; i < all.size(); ++i) {
            auto const exact = subject_.truth(all[i]);
            bool const known = exact.what != status::undefined && exact.what != status::unsure;
            if (std::isinf(all[i]) && !known) continue; // the limit counts, which a formula as written need not show
            double const apart = disagreement<T>(reference[i], exact);
            for (std::size_t k = 0; k < results_.size(); ++k) add(results_[k], all[i], got[k][i], exact, apart);
        }
    }
    static void add(stratified_result<T>& r, T at, T got, reference_value const& exact, double apart) {
        ++r.oracle_points;
        r.kinks += exact.what == status::kink ? 1u : 0u;
        r.undecided += exact.what == status::unsure ? 1u : 0u;
        if (exact.what == status::kink || exact.what == status::unsure) return;
        if (apart > r.disagreement) r.disagreement = apart, r.disagreement_at = at;
        double const error = ulp(got, exact);
        if (!std::isfinite(error)) {
            if (r.mismatches++ == 0) r.mismatch = {error, at, got, exact};
        } else if (error > r.worst.error || r.oracle_points == 1) {
            r.worst = {error, at, got, exact};
        }
        bool const turned = exact.sign < 0 ? got > 0 : exact.sign > 0 && got < 0;
        if (turned && r.wrong_signs++ == 0) r.wrong_sign_at = at;
    }
};

} // namespace detail

/// Several policies in one go: the reference and most of the oracle's work are shared.
template <class T, policy... Policies, expression F, class... Bindings>
std::vector<stratified_result<T>> stratified_of_policies(F f, stratified_options<T> const& o = {},
                                                         Bindings const&... bindings) {
    auto const s = subject_of<T, Policies...>(f, o.set, bindings...);
    return detail::stratified_search<T>{s, o}();
}

/// The worst input of forward<P>(f, in, out) for float or double that sampling and climbing find. `f` has one symbol that
/// is not bound; bindings give numbers to the others.
template <class T, policy P = policy::fast, expression F, class... Bindings>
stratified_result<T> stratified(F f, stratified_options<T> const& o = {}, Bindings const&... bindings) {
    return stratified_of_policies<T, P>(f, o, bindings...).front();
}

} // namespace ogive::verify
