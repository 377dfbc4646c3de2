// SPDX-License-Identifier: BSL-1.0
#pragma once
// A line on standard error that says how far a search is, when that is a terminal.

#include <chrono>
#include <cstdio>
#include <string>

#if __has_include(<unistd.h>)
#include <unistd.h>
#endif

namespace ogive::verify {

/// Is standard error a terminal?
inline bool error_output_is_terminal() {
#if __has_include(<unistd.h>)
    return isatty(2) != 0;
#else
    return false;
#endif
}

/// A bar with the share done, the time it took and an estimate of the rest; nothing where it would end up in a file.
class progress_bar {
    using clock = std::chrono::steady_clock;
    std::string label_;
    bool shown_;
    clock::time_point began_ = clock::now(), drawn_{};
    unsigned resumed_ = 0;

  public:
    explicit progress_bar(std::string label, bool shown = error_output_is_terminal())
        : label_{std::move(label)}, shown_{shown} {}
    progress_bar(progress_bar const&) = delete;
    progress_bar& operator=(progress_bar const&) = delete;
    ~progress_bar() {
        if (shown_) std::fputs("\r\033[K", stderr);
    }

    /// What was already done when this run began.
    void resumed(unsigned done) { resumed_ = done; }
    void operator()(unsigned done, unsigned total) {
        if (!shown_ || total == 0) return;
        auto const now = clock::now();
        if (done < total && now - drawn_ < std::chrono::milliseconds{100}) return;
        drawn_ = now;
        double const passed = std::chrono::duration<double>(now - began_).count();
        double const rest = done > resumed_ ? passed * (total - done) / (done - resumed_) : 0;
        char bar[41];
        for (unsigned i = 0; i < 40; ++i) bar[i] = i < 40u * done / total ? '#' : '.';
        bar[40] = 0;
        std::fprintf(stderr, "\r%s %s %3u %%, %.0f s, %.0f s to go\033[K", label_.c_str(), bar, 100 * done / total,
                     passed, rest);
        std::fflush(stderr);
    }
};

} // namespace ogive::verify
