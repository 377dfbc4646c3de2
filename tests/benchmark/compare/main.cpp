// SPDX-License-Identifier: BSL-1.0
// Speed and error of the library's array kernels beside those of other libraries, in one process and on the same arrays.
// usage: ogive_compare [--smoke] [--write DIRECTORY] [--commit TEXT] [--list]

#include "layers.hpp"
#include "results.hpp"
#include "timing.hpp"

#include <ogive/number/half.hpp>

#include <cmath>
#include <cstring>
#include <fstream>
#include <iostream>

namespace {

using namespace compare;
using clock_type = std::chrono::steady_clock;

double seconds_since(clock_type::time_point from) {
    return std::chrono::duration<double>(clock_type::now() - from).count();
}

registry everything() {
    registry all;
    for (auto const add : own_kernels()) add(all);
    add_libm(all);
    add_libmvec(all);
#if COMPARE_WITH_EIGEN
    add_eigen(all);
#else
    all.missing.emplace_back("Eigen");
#endif
#if COMPARE_WITH_SLEEF
    add_sleef(all);
#else
    all.missing.emplace_back("SLEEF");
#endif
#if COMPARE_WITH_XSIMD
    add_xsimd(all);
#else
    all.missing.emplace_back("xsimd");
#endif
#if COMPARE_WITH_HIGHWAY
    add_highway(all);
#else
    all.missing.emplace_back("Highway");
#endif
#if COMPARE_WITH_XNNPACK
    add_xnnpack(all);
#else
    all.missing.emplace_back("XNNPACK");
#endif
#if COMPARE_WITH_ONEDNN
    add_onednn(all);
#else
    all.missing.emplace_back("oneDNN");
#endif
#if COMPARE_WITH_TORCH
    add_torch(all);
#else
    all.missing.emplace_back("PyTorch");
#endif
    return all;
}

/// Evenly spread random inputs of the range that is timed.
template <class T>
aligned<T> inputs_for(function f, std::size_t count, T (*number)(double)) {
    aligned<T> in{count};
    std::uint64_t state = 1;
    for (std::size_t i = 0; i < in.size(); ++i) {
        state = state * 6364136223846793005u + 1442695040888963407u;
        double const unit = (static_cast<double>(state >> 40) + 0.5) * 0x1p-24;
        in[i] = number(timed_low(f) + (timed_high(f) - timed_low(f)) * unit);
    }
    return in;
}

/// The kernels in their order.
template <class Each>
void kernels(Each const& each) {
    for (unsigned n = 0; n < function_count * result_count; ++n)
        each(static_cast<function>(n / result_count), static_cast<result>(n % result_count), n);
}

/// Routines on one pair of inputs, for logit and for all others; a race for each kernel.
template <class T>
class stage {
    /// Elements called at once; arrays that are longer are called in pieces.
    static constexpr std::size_t piece = std::size_t{1} << 18;

    aligned<T> all_, unit_, out_, slope_;
    double shortest_;
    race races_[function_count * result_count];
    std::vector<std::pair<unsigned, std::size_t>> places_{}; ///< race and place of each routine added

  public:
    stage(
        std::size_t count, double shortest, T (*number)(double) = [](double v) { return static_cast<T>(v); })
        : all_{inputs_for<T>(function::sigmoid, count, number)}, unit_{inputs_for<T>(function::logit, count, number)},
          out_{count, 21}, slope_{count, 42}, shortest_{shortest} {}

    void add(function f, result r, routine<T> const& run) {
        unsigned const n = static_cast<unsigned>(f) * result_count + static_cast<unsigned>(r);
        std::size_t place = 0;
        for (auto const& p : places_) place += p.first == n ? 1u : 0u;
        places_.emplace_back(n, place);
        auto const& in = f == function::logit ? unit_ : all_;
        std::size_t const pieces = std::max<std::size_t>(1, in.size() / piece), each = in.size() / pieces;
        races_[n].add(
            [this, &in, run, each](std::size_t p) {
                run(in.data() + p * each, out_.data() + p * each, slope_.data() + p * each, each);
            },
            pieces, shortest_);
    }
    void run(unsigned rounds) {
        for (auto& r : races_) r.run(rounds);
    }
    /// Nanoseconds an element of the i-th routine added.
    double time(std::size_t i) const {
        return races_[places_[i].first].best(places_[i].second) / static_cast<double>(all_.size());
    }
};

template <class T>
std::vector<measured> with_errors(std::vector<entry<T>> const& entries, double share, sample_size& size,
                                  char const* what) {
    auto const from = clock_type::now();
    auto const errors = errors_of(entries, share, size);
    std::cerr << "errors, " << what << ": " << seconds_since(from) << " s\n";
    std::vector<measured> all;
    for (std::size_t i = 0; i < entries.size(); ++i) {
        auto const& e = entries[i];
        all.push_back(
            {e.maker, e.form, e.form.empty() ? e.maker : e.maker + ", " + e.form, e.what, e.wanted, 0, errors[i]});
    }
    return all;
}

template <class T>
void take_times(stage<T> const& from, std::vector<measured>& all) {
    for (std::size_t i = 0; i < all.size(); ++i) all[i].ns = from.time(i);
}

/// The library, the copies and some routine of another library, in this order for each kernel.
struct memory_stage {
    stage<float> routines;
    std::vector<std::string> names{};

    memory_stage(registry const& all, std::vector<measured> const& in_cache, std::size_t count) : routines{count, 0} {
        kernels([&](function f, result r, unsigned) {
            auto const add = [&](measured const* m) {
                names.push_back(m == nullptr ? "" : m->name);
                routines.add(f, r,
                             m == nullptr ? copy : all.of_float[static_cast<std::size_t>(m - in_cache.data())].run);
            };
            add(own(in_cache, f, r));
            names.emplace_back("copy");
            routines.add(f, r, r == result::both ? copy_twice : copy);
            names.emplace_back("memcpy");
            routines.add(f, r, [](float const* in, float* out, float*, std::size_t n) {
                std::memcpy(out, in, n * sizeof(float));
            });
            add(peer(in_cache, f, r, std::numeric_limits<double>::infinity()));
        });
    }
    std::vector<in_memory> rows() const {
        std::vector<in_memory> all;
        kernels([&](function f, result r, unsigned n) {
            auto const time = [&](unsigned i) { return routines.time(4 * n + i); };
            if (names[4 * n].empty()) return;
            bool const has_peer = !names[4 * n + 3].empty();
            all.push_back(
                {f, r, time(0), has_peer ? time(3) : 0, time(1), r == result::both ? 0 : time(2), names[4 * n + 3]});
        });
        return all;
    }
};

/// The kernels on 16 bits, in memory, with their errors; bfloat16 and float16 have arrays of their own.
struct half_stage {
    stage<unsigned short> brain, half;

    explicit half_stage(std::size_t count)
        : brain{count, 0, [](double v) { return ogive::bfloat16{v}.bits; }},
          half{count, 0, [](double v) { return ogive::float16{v}.bits; }} {}
    void add(registry const& all) {
        for (auto const& e : all.of_halves)
            if (!e.accurate) (e.brain ? brain : half).add(e.what, e.wanted, e.run);
    }
    void run() {
        brain.run(1);
        half.run(1);
    }
    std::vector<half_result> results(registry const& all, std::vector<in_memory> const& floats) const {
        std::vector<half_result> rows;
        std::size_t next[2] = {0, 0};
        for (auto const& e : all.of_halves) {
            if (e.accurate) continue;
            half_result row{e.brain, e.what, e.wanted, errors_of(e), {}, (e.brain ? brain : half).time(next[e.brain]++),
                            0};
            for (auto const& a : all.of_halves)
                if (a.accurate && a.brain == e.brain && a.what == e.what && a.wanted == e.wanted)
                    row.accurate = errors_of(a);
            for (auto const& m : floats)
                if (m.what == e.what && m.wanted == e.wanted) row.float_ns = m.ogive;
            rows.push_back(row);
        }
        return rows;
    }
};

std::string machine() {
    std::ifstream info{"/proc/cpuinfo"};
    std::string line, model, flags;
    unsigned processors = 0;
    while (std::getline(info, line)) {
        auto const colon = line.find(':');
        if (colon == std::string::npos || colon + 2 > line.size()) continue;
        if (line.starts_with("model name")) {
            model = line.substr(colon + 2);
            ++processors;
        } else if (line.starts_with("flags")) {
            flags = line.substr(colon + 1) + " ";
        }
    }
    std::string s = model.empty() ? "unknown processor" : model;
    s += ", " + std::to_string(processors) + " processors";
    for (char const* set : {"avx2", "fma", "avx512f"})
        if (flags.find(std::string{" "} + set + " ") != std::string::npos) s += std::string{", "} + set;
    if (flags.find(" hypervisor ") != std::string::npos) s += ", virtual machine";
    return s;
}

std::string compiler() {
#if defined(__clang__)
    return "clang " __clang_version__;
#else
    return "g++ " __VERSION__;
#endif
}

bool write(std::string const& path, std::string const& text) {
    std::ofstream file{path, std::ios::binary};
    file << text;
    file.close();
    if (!file) std::cerr << "cannot write " << path << '\n';
    return static_cast<bool>(file);
}

/// Whether every kernel of the functions that are compiled is there and gives numbers.
bool complete(run_results const& r) {
    bool good = !r.of_float.empty() && !r.of_double.empty() && !r.memory.empty() && !r.halves.empty();
    auto const check = [&](auto const& all, char const* type) {
        kernels([&](function f, result wanted, unsigned) {
            if (std::ranges::none_of(all, [&](auto const& m) { return m.maker == "ogive" && m.what == f; })) return;
            for (char const* form : {"fast", "accurate"}) {
                auto const* const m = own(all, f, wanted, form);
                if (m != nullptr && std::isfinite(m->error.error) && m->ns > 0) continue;
                std::cerr << "ogive, " << form << ", " << type << ": " << kernel_name(f, wanted)
                          << (m == nullptr ? " is missing" : " is of the wrong kind at ") << (m ? m->error.at : 0)
                          << '\n';
                good = false;
            }
        });
    };
    // The judge goes red where it must: the usual derivative of tanh, 1 - y^2, has no right digit in saturation.
    auto const* const usual =
        fastest(r.of_float, function::tanh, result::derivative, [](measured const& m) { return m.maker == "libm"; });
    if (usual == nullptr || usual->error.error < 1e6) {
        std::cerr << "1 - tanh(x)^2 is not found to be wrong\n";
        good = false;
    }
    check(r.of_float, "float");
    check(r.of_double, "double");
    return good;
}

} // namespace

int main(int count, char** arguments) {
    bool smoke = false, list = false;
    std::string directory, commit = "unknown";
    for (int i = 1; i < count; ++i) {
        std::string const a = arguments[i];
        bool const more = i + 1 < count;
        if (a == "--smoke")
            smoke = true;
        else if (a == "--list")
            list = true;
        else if (a == "--write" && more)
            directory = arguments[++i];
        else if (a == "--commit" && more)
            commit = arguments[++i];
        else {
            std::cerr << "usage: ogive_compare [--smoke] [--write DIRECTORY] [--commit TEXT] [--list]\n";
            return 64;
        }
    }
    auto const from = clock_type::now();
    registry const all = everything();
    run_results r;
    r.libraries = all.libraries;
    r.missing = all.missing;
    r.cache_elements = smoke ? 256 : 4096;
    r.memory_elements = smoke ? 4096 : std::size_t{1} << 24;
    r.commit = commit;
    r.machine = machine();
    r.compiler = compiler();
    unsigned const passes = smoke ? 1 : 8, rounds = smoke ? 1 : 8;
    double const shortest = smoke ? 0 : 15000, share = smoke ? 0.01 : 1;

    r.of_float = with_errors(all.of_float, share, r.float_sample, "float");
    r.of_double = with_errors(all.of_double, share, r.double_sample, "double");
    registry layers;
    add_layers(layers);
    for (auto const& e : all.of_float)
        if (e.maker == "ogive" && e.form == "fast" && e.wanted == result::value &&
            (e.what == function::sigmoid || e.what == function::gelu))
            layers.of_float.push_back(e);
    for (auto const& e : layers.of_float)
        r.layers.push_back({e.maker, e.form, e.form, e.what, e.wanted, 0, {error_near_zero(e)}});

    stage<float> floats{r.cache_elements, shortest}, layer_floats{r.cache_elements, shortest};
    stage<double> doubles{r.cache_elements, shortest};
    for (auto const& e : all.of_float) floats.add(e.what, e.wanted, e.run);
    for (auto const& e : all.of_double) doubles.add(e.what, e.wanted, e.run);
    for (auto const& e : layers.of_float) layer_floats.add(e.what, e.wanted, e.run);
    floats.run(1);
    take_times(floats, r.of_float); // the fastest peers are also run in memory
    memory_stage memory{all, r.of_float, r.memory_elements};
    half_stage halves{r.memory_elements};
    halves.add(all);
    // Several passes, apart in time: what else the machine does comes and goes.
    for (unsigned pass = 0; pass < passes; ++pass) {
        floats.run(rounds);
        doubles.run(rounds);
        layer_floats.run(4 * rounds);
        memory.routines.run(1);
        if (pass % 3 == 0) halves.run();
        std::cerr << "times, pass " << pass + 1 << " of " << passes << ": " << seconds_since(from) << " s\n";
    }
    take_times(floats, r.of_float);
    take_times(doubles, r.of_double);
    take_times(layer_floats, r.layers);
    r.memory = memory.rows();
    r.halves = halves.results(all, r.memory);
    r.seconds = seconds_since(from);

    if (list)
        for (auto const* const results : {&r.of_float, &r.of_double})
            for (auto const& m : *results)
                std::cout << (results == &r.of_float ? "float " : "double ") << kernel_name(m.what, m.wanted) << '\t'
                          << m.name << '\t' << m.ns << '\t' << m.error.timed << '\t' << m.error.error << '\t'
                          << m.error.at << '\n';
    if (directory.empty()) {
        if (!list) std::cout << page(r);
    } else if (!write(directory + "/benchmarks.md", page(r)) || !write(directory + "/benchmarks.svg", chart(r))) {
        return 2;
    }
    return complete(r) ? 0 : 1;
}
