// SPDX-License-Identifier: BSL-1.0
#pragma once
// Times of routines that take turns, so that what disturbs the machine disturbs all alike.

#include <algorithm>
#include <chrono>
#include <functional>
#include <limits>
#include <vector>

namespace compare {

/// Routines and the floors of their times. A routine may be called piece by piece, each with a floor of its own: what
/// disturbs a short piece leaves the others alone.
class race {
    using clock = std::chrono::steady_clock;

    struct runner {
        std::function<void(std::size_t piece)> call;
        unsigned repeats;
        std::vector<double> best; ///< of each piece
    };
    std::vector<runner> runners_{};

    static double nanoseconds(runner const& r, std::size_t piece) {
        auto const from = clock::now();
        for (unsigned i = 0; i < r.repeats; ++i) r.call(piece);
        return std::chrono::duration<double, std::nano>(clock::now() - from).count() / r.repeats;
    }

  public:
    /// A sample repeats the call until it lasts about as long as `shortest`, in nanoseconds.
    void add(std::function<void(std::size_t piece)> call, std::size_t pieces, double shortest) {
        runner r{std::move(call), 1, std::vector<double>(pieces, std::numeric_limits<double>::infinity())};
        r.call(0);
        double const once = std::min(nanoseconds(r, 0), nanoseconds(r, 0));
        r.repeats = 1 + static_cast<unsigned>(shortest / std::max(once, 1.0));
        runners_.push_back(std::move(r));
    }
    void run(unsigned rounds) {
        for (unsigned i = 0; i < rounds; ++i)
            for (auto& r : runners_)
                for (std::size_t p = 0; p < r.best.size(); ++p) r.best[p] = std::min(r.best[p], nanoseconds(r, p));
    }
    /// The floor of the samples of one routine, in nanoseconds for all pieces.
    double best(std::size_t i) const {
        double all = 0;
        for (double const b : runners_[i].best) all += b;
        return all;
    }
};

} // namespace compare
