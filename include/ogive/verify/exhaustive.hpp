// SPDX-License-Identifier: BSL-1.0
#pragma once
// Every float there is through the batch kernels of an expression: verify::exhaustive<float>(f).
//
// What is known of the result, and how:
// - Every one of the 2^32 floats is computed by the kernel and compared with the reference: the program of the same
//   expression run in double. The reference shares its derivation with the kernel. It is fast, and no authority.
// - The oracle (the expression as written, in multiprecision) judges the eight worst inputs of every binade, 8 inputs on
//   each side of every change of sign or kind, 700 around every zero, those of points<float>(), the constants of the
//   formula and its program with their neighbours, and random inputs of every binade. Each error that is reported as
//   the worst is the oracle's.
// - At all those inputs the reference must agree with the oracle to 2^-16 ULP of float (2^-40 of the value, where it is a
//   normal number). Where it does not, the result names the binade, and more random inputs of it are judged.
// So the bound is exact if the reference is within 2^-16 ULP at the inputs that the oracle did not see. That is sampled, not
// proved: a sound reference differs by some 2^-27 ULP, and an error of the derivation, which kernel and reference would share,
// would have to stay between the oracle's points.

#include <ogive/verify/exhaustive_result.hpp>
#include <ogive/verify/progress.hpp>

#include <mutex>
#include <thread>

namespace ogive::verify {

/// How all floats are searched.
struct exhaustive_options {
    std::string label{}; ///< a name for the progress bar and the state file
    std::string state{}; ///< a file that keeps what is done, so that a search can go on; none when empty
    unsigned threads = 1;
    unsigned random = 32;          ///< the oracle's random inputs in each binade
    unsigned random_near = 256;    ///< and in those from 2^-14 to 2^8, where functions of this field do what they do
    unsigned random_unsure = 2048; ///< and where the reference did not agree
    std::uint64_t seed = 1;
    std::vector<float> extra{}; ///< inputs for the oracle
    /// Only the floats of these signs and exponents, 256·(sign bit) + exponent field; all 512 when empty.
    std::vector<unsigned> binades{};
    instruction_set set = evaluation::best_instruction_set();
};

namespace detail {

class exhaustive_search {
    subject<float> const& subject_;
    exhaustive_options const& options_;
    std::vector<std::uint32_t> special_; // sorted
    std::vector<binade_record> records_ = std::vector<binade_record>(binade_count);

  public:
    exhaustive_search(subject<float> const& s, exhaustive_options const& o) : subject_{s}, options_{o} {
        auto all = points<float>({}, 100, o.seed);
        for (float const cut : s.cuts) add_around(all, cut, 4);
        all.insert(all.end(), o.extra.begin(), o.extra.end());
        for (float const at : all) special_.push_back(bits_of(at));
        special_.push_back(bits_of(-0.0f));
        std::sort(special_.begin(), special_.end());
    }

    std::vector<exhaustive_result> operator()() {
        progress_bar bar{options_.label};
        auto wanted = options_.binades;
        for (unsigned i = 0; i < binade_count && options_.binades.empty(); ++i) wanted.push_back(i);
        resume();
        std::erase_if(wanted, [this](unsigned binade) { return binade >= binade_count || records_[binade].done; });
        unsigned const total = options_.binades.empty() ? binade_count : static_cast<unsigned>(options_.binades.size());
        unsigned done = total - static_cast<unsigned>(wanted.size());
        bar.resumed(done);
        std::FILE* const file = options_.state.empty() ? nullptr : std::fopen(options_.state.c_str(), "a");
        std::mutex mutex;
        std::size_t next = 0;
        auto const work = [&] {
            binade_sweep sweep{subject_};
            for (;;) {
                unsigned binade;
                {
                    std::lock_guard const lock{mutex};
                    if (next == wanted.size()) return;
                    binade = wanted[next++];
                }
                sweep(binade);
                auto record = judge(binade, sweep);
                std::lock_guard const lock{mutex};
                if (file != nullptr) {
                    std::fputs(state_line(binade, record).c_str(), file);
                    std::fflush(file);
                }
                record.done = true;
                records_[binade] = std::move(record);
                bar(++done, total);
            }
        };
        std::vector<std::thread> others;
        for (unsigned i = 1; i < options_.threads; ++i) others.emplace_back(work);
        work();
        for (auto& t : others) t.join();
        if (file != nullptr) std::fclose(file);
        return results();
    }

  private:
    /// A number that changes when a kernel does: its results at the special inputs.
    std::uint64_t fingerprint() const {
        std::vector<float> in, out(special_.size());
        for (auto const at : special_) in.push_back(float_of(at));
        std::uint64_t hash = 0x9e3779b97f4a7c15u * (options_.seed + options_.random + 64 * options_.random_near);
        for (auto const& kernel : subject_.kernels) {
            kernel(in.data(), out.data(), in.size());
            for (float const v : out) hash = (hash ^ bits_of(v)) * 0x100000001b3u + (hash >> 29);
        }
        return hash;
    }

    /// Reads what an earlier search of the same kernels did; a file of anything else is begun anew.
    void resume() {
        if (options_.state.empty()) return;
        char head[80];
        std::snprintf(head, sizeof head, "ogive exhaustive float 1 %016" PRIx64 "\n", fingerprint());
        bool same = false;
        if (std::FILE* const file = std::fopen(options_.state.c_str(), "r")) {
            std::string line;
            for (int c; (c = std::fgetc(file)) != EOF;) {
                line += static_cast<char>(c);
                if (c != '\n') continue;
                unsigned binade = 0;
                binade_record r;
                if (!same && line != head) break;
                if (same && read_state_line(line.c_str(), binade, r, subject_.kernels.size())) records_[binade] = r;
                same = true;
                line.clear();
            }
            std::fclose(file);
        }
        // Written again, so that a line cut short does not spoil the next one.
        if (std::FILE* const file = std::fopen(options_.state.c_str(), "w")) {
            std::fputs(head, file);
            for (unsigned i = 0; i < binade_count; ++i)
                if (records_[i].done) std::fputs(state_line(i, records_[i]).c_str(), file);
            std::fclose(file);
        }
    }

    void add_random(std::vector<std::uint32_t>& all, unsigned binade, unsigned count, std::uint64_t salt) const {
        random_bits random{options_.seed * 1000003 + binade + salt};
        for (std::uint64_t i = 0; i < count; ++i)
            all.push_back(binade * binade_size +
                          static_cast<std::uint32_t>((i * binade_size + (random() & (binade_size - 1))) / count));
    }
    /// Neighbours, all near ones and then ever fewer; all in the same binade.
    static void add_near(std::vector<std::uint32_t>& all, std::uint32_t at, unsigned near, unsigned octaves,
                         std::uint64_t seed) {
        random_bits random{seed};
        std::uint32_t const mantissa = at & (binade_size - 1);
        auto const add = [&](std::uint32_t distance) {
            if (distance <= mantissa) all.push_back(at - distance);
            if (mantissa + distance < binade_size) all.push_back(at + distance);
        };
        for (std::uint32_t d = 0; d <= near; ++d) add(d);
        for (unsigned o = 0; o < octaves; ++o)
            for (int i = 0; i < 16; ++i) {
                std::uint32_t const from = near << o;
                add(from + static_cast<std::uint32_t>(random() % from));
            }
    }

    binade_record judge(unsigned binade, binade_sweep const& sweep) const {
        binade_record r;
        for (auto const& e : sweep.errors) {
            r.kernels.emplace_back();
            r.kernels.back().histogram = e.histogram;
            r.kernels.back().nan_inputs_lost = e.nan_inputs_lost;
        }
        std::vector<std::uint32_t> all;
        for (auto const& e : sweep.errors) {
            for (auto const& s : e.worst)
                if (s.error >= 0) all.push_back(s.at);
            if (e.wrong_signs != 0) all.push_back(e.first_wrong_sign);
        }
        for (auto const& t : sweep.transitions)
            add_near(all, t.at, t.root ? 64 : 8, t.root ? 16 : 0, options_.seed + t.at);
        auto const first = std::lower_bound(special_.begin(), special_.end(), binade * binade_size);
        auto const last = std::upper_bound(first, special_.end(), binade * binade_size + (binade_size - 1));
        all.insert(all.end(), first, last);
        int const exponent = static_cast<int>(binade % 256) - 127;
        add_random(all, binade, exponent >= -14 && exponent < 8 ? options_.random_near : options_.random, 0);
        judge_inputs(r, all);
        if (r.disagreement > exhaustive_result::tolerance) {
            r.sampled = true;
            all.clear();
            add_random(all, binade, options_.random_unsure, binade_count);
            judge_inputs(r, all);
        }
        // What the oracle confirmed in part is taken as a whole.
        for (std::size_t k = 0; k < r.kernels.size(); ++k) {
            auto& j = r.kernels[k];
            if (j.mismatches != 0 && !r.sampled) j.mismatches = std::max(j.mismatches, sweep.errors[k].mismatches);
            if (j.wrong_signs != 0 && !r.sampled) j.wrong_signs = std::max(j.wrong_signs, sweep.errors[k].wrong_signs);
        }
        return r;
    }

    void judge_inputs(binade_record& r, std::vector<std::uint32_t>& all) const {
        std::sort(all.begin(), all.end());
        all.erase(std::unique(all.begin(), all.end()), all.end());
        std::vector<float> in;
        for (auto const at : all)
            if (!std::isnan(float_of(at))) in.push_back(float_of(at));
        std::vector<double> reference(in.size());
        subject_.reference(in.data(), reference.data(), in.size());
        std::vector<std::vector<float>> got;
        for (auto const& kernel : subject_.kernels) {
            got.emplace_back(in.size());
            kernel(in.data(), got.back().data(), in.size());
        }
        for (std::size_t i = 0; i < in.size(); ++i) {
            std::uint32_t const at = bits_of(in[i]);
            reference_value const exact = subject_.truth(in[i]);
            bool const infinite = std::isinf(in[i]);
            // At an infinity the limit counts, which a formula as written need not show.
            if (infinite && (exact.what == status::undefined || exact.what == status::unsure)) continue;
            ++r.oracle_points;
            r.kinks += exact.what == status::kink ? 1u : 0u;
            r.undecided += exact.what == status::unsure ? 1u : 0u;
            if (exact.what == status::kink || exact.what == status::unsure) continue;
            double const apart = disagreement<float>(reference[i], exact);
            if (apart > r.disagreement) r.disagreement = apart, r.disagreement_at = at;
            for (std::size_t k = 0; k < got.size(); ++k) {
                auto& j = r.kernels[k];
                double const error = ulp(got[k][i], exact);
                if (!std::isfinite(error)) {
                    if (j.mismatches++ == 0) j.mismatch_at = at;
                } else if (error > j.worst || j.worst_at == 0) {
                    j.worst = error;
                    j.worst_at = at;
                }
                bool const turned = exact.sign < 0 ? got[k][i] > 0 : exact.sign > 0 && got[k][i] < 0;
                if (turned && j.wrong_signs++ == 0) j.wrong_sign_at = at;
            }
        }
    }

    std::vector<exhaustive_result> results() const {
        std::vector<exhaustive_result> all(subject_.kernels.size());
        for (std::size_t k = 0; k < all.size(); ++k) {
            auto& a = all[k];
            std::uint32_t worst_at = 0, mismatch_at = 0;
            for (unsigned b = 0; b < binade_count; ++b) {
                auto const& r = records_[b];
                if (!r.done) continue;
                auto const& j = r.kernels[k];
                a.inputs += j.histogram.total();
                a.histogram.add(j.histogram);
                if (j.worst > a.worst.error || a.inputs == j.histogram.total())
                    a.worst.error = j.worst, worst_at = j.worst_at;
                if (j.mismatches != 0 && a.mismatches == 0) mismatch_at = j.mismatch_at;
                if (j.wrong_signs != 0 && a.wrong_signs == 0) a.wrong_sign_at = float_of(j.wrong_sign_at);
                a.mismatches += j.mismatches;
                a.wrong_signs += j.wrong_signs;
                a.nan_inputs_lost += j.nan_inputs_lost;
                a.oracle_points += r.oracle_points;
                a.kinks += r.kinks;
                a.undecided += r.undecided;
                if (r.disagreement > a.disagreement && !r.sampled)
                    a.disagreement = r.disagreement, a.disagreement_at = float_of(r.disagreement_at);
                if (r.sampled) a.sampled_binades.push_back(b);
            }
            a.worst = at(k, worst_at);
            if (a.mismatches != 0) a.mismatch = at(k, mismatch_at);
            a.special = special_values_of<float>(subject_.kernels[k]);
        }
        return all;
    }
    worst_case<float> at(std::size_t k, std::uint32_t bits) const {
        float const in = float_of(bits);
        float out = 0;
        subject_.kernels[k](&in, &out, 1);
        auto const exact = subject_.truth(in);
        return {ulp(out, exact), in, out, exact};
    }
};

} // namespace detail

/// Several policies in one go: the reference and most of the oracle's work are shared.
template <class T, policy... Policies, expression F, class... Bindings>
std::vector<exhaustive_result> exhaustive_of_policies(F f, exhaustive_options const& o = {},
                                                      Bindings const&... bindings) {
    static_assert(std::is_same_v<T, float>,
                  "ogive: exhaustive<T> is of float, since there are too many numbers of other "
                  "types. Use verify::stratified<double>(f).");
    auto const s = subject_of<float, Policies...>(f, o.set, bindings...);
    return detail::exhaustive_search{s, o}();
}

/// Every float through forward<P>(f, in, out); see the head of this header for what is proved and what is sampled. Takes
/// one to three minutes on one core. `f` has one symbol that is not bound; bindings give numbers to the others.
template <class T, policy P = policy::fast, expression F, class... Bindings>
exhaustive_result exhaustive(F f, exhaustive_options const& o = {}, Bindings const&... bindings) {
    return exhaustive_of_policies<T, P>(f, o, bindings...).front();
}

} // namespace ogive::verify
