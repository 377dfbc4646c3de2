// SPDX-License-Identifier: BSL-1.0
// Each expression is answered in a process of its own, with a stack of its own, for at most --limit seconds.

#include "cli.hpp"

#include <chrono>
#include <cstdlib>
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
constexpr std::size_t stack_size = std::size_t{512} << 20;

void send(int pipe, void const* data, std::size_t size) {
    auto const* at = static_cast<char const*>(data);
    while (size > 0) {
        ssize_t const n = ::write(pipe, at, size);
        if (n <= 0) ::_exit(misuse);
        at += n;
        size -= static_cast<std::size_t>(n);
    }
}

/// What a process of its own does: the length of the result, then the result.
[[noreturn]] void work_in_child(double seconds, std::function<std::string()> const& work, int pipe) {
    // Should the parent end first, this process does not run on.
    auto const whole_seconds = static_cast<rlim_t>(seconds) + 2;
    rlimit const processor{whole_seconds, whole_seconds};
    ::setrlimit(RLIMIT_CPU, &processor);
    std::string const result = work();
    std::size_t const size = result.size();
    send(pipe, &size, sizeof size);
    send(pipe, result.data(), size);
    ::_exit(0);
}

struct big_stack_task {
    std::function<std::string()> const* work;
    std::string result;
};
void* run_task(void* pointer) {
    auto& t = *static_cast<big_stack_task*>(pointer);
    t.result = (*t.work)();
    return nullptr;
}
std::string on_a_big_stack(std::function<std::string()> const& work) {
    big_stack_task task{&work, {}};
    pthread_attr_t attributes;
    pthread_t thread;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, stack_size);
    if (pthread_create(&thread, &attributes, run_task, &task) != 0) ::_exit(misuse);
    pthread_join(thread, nullptr);
    return task.result;
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

std::string run_within(double seconds, std::function<std::string()> const& work, std::string& result) {
    int ends[2];
    if (::pipe(ends) != 0) return "the system has no pipe left";
    pid_t const child = ::fork();
    if (child == 0) {
        ::close(ends[0]);
        work_in_child(seconds, work, ends[1]);
    }
    ::close(ends[1]);
    if (child < 0) {
        ::close(ends[0]);
        return "the system has no process left";
    }

    using clock = std::chrono::steady_clock;
    auto const deadline =
        clock::now() + std::chrono::duration_cast<clock::duration>(std::chrono::duration<double>{seconds});
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
    if (late) {
        std::string shown = std::to_string(seconds);
        shown.erase(shown.find_last_not_of('0') + 1);
        if (shown.back() == '.') shown.pop_back();
        return join("the limit of ", shown, " s was met (--limit)");
    }
    std::size_t size = 0;
    if (received.size() >= sizeof size) std::memcpy(&size, received.data(), sizeof size);
    if (received.size() < sizeof size || received.size() != sizeof size + size) {
        std::string const signal = WIFSIGNALED(how) ? join(" by signal ", std::to_string(WTERMSIG(how))) : "";
        return join("the engine was ended", signal, "; this is a defect of ogive");
    }
    result = received.substr(sizeof size);
    return {};
}

output answer_within_limits(options const& o, std::string_view written) {
    std::string received;
    // The status and the length of what goes to standard output, then that, then what goes to standard error.
    auto const reason = run_within(
        o.limit,
        [&] {
            return on_a_big_stack([&] {
                output const r = present(o, written, ask(o, written));
                return join(std::to_string(r.exit), " ", std::to_string(r.out.size()), "\n", r.out, r.err);
            });
        },
        received);
    if (!reason.empty()) return present(o, written, stopped(o, reason));
    char* end = nullptr;
    auto const exit = std::strtoul(received.c_str(), &end, 10);
    auto const length = std::strtoul(end, &end, 10);
    auto const begin = static_cast<std::size_t>(end - received.c_str()) + 1;
    return {static_cast<int>(exit), received.substr(begin, length), received.substr(begin + length)};
}

} // namespace ogive::cli
