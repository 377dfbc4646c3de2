// SPDX-License-Identifier: BSL-1.0
#pragma once
// Times of routines that take turns, so that what disturbs the machine disturbs all alike.

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <vector>

namespace compare {

/// Routines and the floors of their times.
class race {
    using clock = std::chrono::steady_clock;

    struct runner {
        std::function<void()> call;
        unsigned repeats;
        double best = std::numeric_limits<double>::infinity();
    };
    std::vector<runner> runners_{};

    static double nanoseconds(runner const& r) {
        auto const from = clock::now();
        for (unsigned i = 0; i < r.repeats; ++i) r.call();
        return std::chrono::duration<double, std::nano>(clock::now() - from).count() / r.repeats;
    }

  public:
    /// A sample repeats the call until it lasts about as long as `shortest`, in nanoseconds.
    void add(std::function<void()> call, double shortest) {
        runner r{std::move(call), 1};
        r.call();
        double const once = std::min(nanoseconds(r), nanoseconds(r));
        r.repeats = 1 + static_cast<unsigned>(shortest / std::max(once, 1.0));
        runners_.push_back(std::move(r));
    }
    void run(unsigned rounds) {
        for (unsigned i = 0; i < rounds; ++i)
            for (auto& r : runners_) r.best = std::min(r.best, nanoseconds(r));
    }
    /// The floor of the samples of one routine, in nanoseconds a call.
    double best(std::size_t i) const { return runners_[i].best; }
};

} // namespace compare
