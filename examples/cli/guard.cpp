// SPDX-License-Identifier: BSL-1.0
// Each expression is answered in a process of its own, with a stack of its own, for at most --limit seconds.

#include "cli.hpp"

#include <chrono>
#include <cstring>

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ogive::cli {
namespace {

// Workspaces and polynomials of the engine live on the stack; pages that are not touched cost nothing.
constexpr std::size_t stack_size = std::size_t{256} << 20;

struct task {
    options const* asked;
    std::string_view written;
    int pipe;
};

void send(int pipe, void const* data, std::size_t size) {
    auto const* at = static_cast<char const*>(data);
    while (size > 0) {
        ssize_t const n = ::write(pipe, at, size);
        if (n <= 0) ::_exit(misuse);
        at += n;
        size -= static_cast<std::size_t>(n);
    }
}

/// The answer as: status, length on each stream, and what goes there.
void* answer_in_thread(void* pointer) {
    auto const& t = *static_cast<task*>(pointer);
    output const result = present(*t.asked, t.written, ask(*t.asked, t.written));
    std::size_t const header[3] = {static_cast<std::size_t>(result.exit), result.out.size(), result.err.size()};
    send(t.pipe, header, sizeof header);
    send(t.pipe, result.out.data(), result.out.size());
    send(t.pipe, result.err.data(), result.err.size());
    ::_exit(0);
}

void answer_in_child(task t) {
    // Should the parent end first, this process does not run on.
    auto const seconds = static_cast<rlim_t>(t.asked->limit) + 2;
    rlimit const processor{seconds, seconds};
    ::setrlimit(RLIMIT_CPU, &processor);
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_size);
    if (pthread_create(&thread, &attributes, answer_in_thread, &t) == 0) pthread_join(thread, nullptr);
    ::_exit(misuse);
}

answer stopped(options const& o, std::string const& reason) {
    answer a = failure("stopped: " + reason);
    if (o.command == "prove") {
        a.details.push_back({"stopped", reason});
        a.text = "unknown";
    }
    return a;
}

} // namespace

output answer_within_limits(options const& o, std::string_view written) {
    int ends[2];
    if (::pipe(ends) != 0) return present(o, written, stopped(o, "the system has no pipe left"));
    pid_t const child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        answer_in_child({&o, written, ends[1]});
    }
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return present(o, written, stopped(o, "the system has no process left"));
    }

    using clock = std::chrono::steady_clock;
    auto const deadline =
        clock::now() + std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>{o.limit});
    std::string received;
    bool late = false;
    for (;;) {
        auto const left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - clock::now()).count();
        pollfd p{ends[0], POLLIN, 0};
        int const ready = left < 0 ? 0 : ::poll(&p, 1, left > 1'000'000 ? 1'000'000 : static_cast<int>(left) + 1);
        if (ready < 0 && errno == EINTR) continue;
        late = ready == 0 && clock::now() >= deadline;
        if (late) break;
        if (ready == 0) continue;
        char buffer[1 << 16];
        ssize_t const n = ::read(ends[0], buffer, sizeof buffer);
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        received.append(buffer, static_cast<std::size_t>(n));
    }
    ::close(ends[0]);
    if (late) ::kill(child, SIGKILL);
    int how = 0;
    while (::waitpid(child, &how, 0) < 0 && errno == EINTR) {
    }

    std::size_t header[3];
    if (!late && received.size() >= sizeof header) {
        std::memcpy(header, received.data(), sizeof header);
        if (received.size() == sizeof header + header[1] + header[2])
            return {static_cast<int>(header[0]), received.substr(sizeof header, header[1]),
                    received.substr(sizeof header + header[1])};
    }
    if (late) {
        std::string seconds = std::to_string(o.limit);
        seconds.erase(seconds.find_last_not_of('0') + 1);
        if (seconds.back() == '.') seconds.pop_back();
        return present(o, written, stopped(o, "the limit of " + seconds + " s was met (--limit)"));
    }
    std::string const signal = WIFSIGNALED(how) ? " by signal " + std::to_string(WTERMSIG(how)) : "";
    return present(o, written, stopped(o, "the engine was ended" + signal + "; this is a defect of ogive"));
}

} // namespace ogive::cli
