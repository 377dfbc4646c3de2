// SPDX-License-Identifier: BSL-1.0
// The page docs/benchmarks.md of a run.

#include "results.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <tuple>

namespace compare {

std::string kernel_name(function f, result r) {
    std::string const name = function_names[static_cast<unsigned>(f)];
    return r == result::value ? name : r == result::derivative ? name + "'" : name + " with '";
}

namespace {

constexpr double any = std::numeric_limits<double>::infinity(), right = 8;

std::string format(char const* how, double number) {
    char text[40];
    std::snprintf(text, sizeof text, how, number);
    return text;
}
std::string ns(double number) { return format(number < 10 ? "%.2f" : "%.0f", number); }
std::string ulp(double error) {
    if (std::isinf(error)) return "∞";
    return format(error < 10 ? "%.2f" : error < 1000 ? "%.0f" : "%.0e", error);
}
std::string ratio(double number) { return format("%.2f", number); }

template <class Row>
void kernels(Row const& row) {
    for (unsigned n = 0; n < function_count * result_count; ++n)
        row(static_cast<function>(n / result_count), static_cast<result>(n % result_count));
}

/// "0.23, 3.48, ∞": nanoseconds, error in the range of the times, error anywhere.
std::string figures(measured const& m) { return ns(m.ns) + ", " + ulp(m.error.timed) + ", " + ulp(m.error.error); }

std::string comparison(std::vector<measured> const& all) {
    std::string s =
        "| kernel | ogive | fastest peer | | ratio | fastest peer within 8 ULP there | | ratio | usual | ratio |\n"
        "|---|--:|---|--:|--:|---|--:|--:|--:|--:|\n";
    kernels([&](function f, result r) {
        auto const* const o = own(all, f, r);
        if (o == nullptr) return;
        s += "| " + kernel_name(f, r) + " | " + figures(*o);
        auto const against = [&](measured const* p, bool named) {
            if (named) s += " | " + (p == nullptr ? "none" : p->name);
            s += p == nullptr ? " | | " : " | " + figures(*p) + " | " + ratio(p->ns / o->ns);
        };
        against(peer(all, f, r, any), true);
        against(peer(all, f, r, right), true);
        against(fastest(all, f, r, [](measured const& m) { return m.maker == "libm" && m.form.empty(); }), false);
        s += " |\n";
    });
    return s;
}

std::string policies(run_results const& run) {
    std::string s =
        "| kernel | float: fast, ns | ULP | accurate, ns | ULP | cost | double: fast, ns | ULP | accurate, ns | ULP | "
        "cost |\n|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|\n";
    kernels([&](function f, result r) {
        s += "| " + kernel_name(f, r) + " |";
        for (auto const* const all : {&run.of_float, &run.of_double}) {
            auto const* const a = own(*all, f, r);
            auto const* const b = own(*all, f, r, "accurate");
            if (a == nullptr || b == nullptr) continue;
            s += " " + ns(a->ns) + " | " + ulp(a->error.error) + " | " + ns(b->ns) + " | " + ulp(b->error.error) +
                 " | " + ratio(b->ns / a->ns) + " |";
        }
        s += '\n';
    });
    return s;
}

std::string fused(run_results const& run) {
    std::string s =
        "| function | float: value, ns | with derivative, ns | cost | double: value, ns | with derivative, ns | cost "
        "|\n|---|--:|--:|--:|--:|--:|--:|\n";
    for (unsigned n = 0; n < function_count; ++n) {
        auto const f = static_cast<function>(n);
        s += std::string{"| "} + function_names[n] + " |";
        for (auto const* const all : {&run.of_float, &run.of_double}) {
            auto const* const a = own(*all, f, result::value);
            auto const* const b = own(*all, f, result::both);
            if (a != nullptr && b != nullptr)
                s += " " + ns(a->ns) + " | " + ns(b->ns) + " | " + ratio(b->ns / a->ns) + " |";
        }
        s += '\n';
    }
    return s;
}

std::string everyone(std::vector<measured> const& all, std::vector<library> const& libraries) {
    std::string s = "| kernel | ogive |", line = "|---|--:|";
    for (auto const& l : libraries) {
        s += " " + l.name + " |";
        line += "--:|";
    }
    s += "\n" + line + "\n";
    kernels([&](function f, result r) {
        s += "| " + kernel_name(f, r) + " |";
        auto const cell = [&](measured const* m) {
            s += m == nullptr ? " |" : " " + ns(m->ns) + ", " + ulp(m->error.error) + " |";
        };
        cell(own(all, f, r)); // fast
        for (auto const& l : libraries) cell(fastest(all, f, r, [&](measured const& m) { return m.maker == l.name; }));
        s += '\n';
    });
    return s;
}

std::string memory(run_results const& run) {
    std::string s = "| kernel | ogive, ns | GB/s | of the copy's speed | copy, ns | memcpy, ns | peer | ns "
                    "|\n|---|--:|--:|--:|--:|--:|---|--:|\n";
    for (auto const& m : run.memory) {
        double const bytes = m.wanted == result::both ? 12 : 8;
        s += "| " + kernel_name(m.what, m.wanted) + " | " + ns(m.ogive) + " | " + format("%.1f", bytes / m.ogive) +
             " | " + format("%.0f", 100 * m.copy / m.ogive) + " % | " + ns(m.copy) + " | " +
             (m.memcpy > 0 ? ns(m.memcpy) : "") + " | " + m.peer_name + " | " + (m.peer > 0 ? ns(m.peer) : "") + " |\n";
    }
    return s;
}

std::vector<half_result> in_order(std::vector<half_result> all) {
    std::ranges::sort(all, {}, [](half_result const& h) { return std::tuple{h.what, h.wanted, h.brain}; });
    return all;
}
std::string halves(run_results const& run, bool brain) {
    std::string s =
        "| kernel | fast: correctly rounded | ULP | accurate: correctly rounded | ULP | in memory, ns | float, ns | "
        "ratio |\n|---|--:|--:|--:|--:|--:|--:|--:|\n";
    auto const share = [](double rounded) {
        // not 100 where one is missing
        return rounded < 1 ? format("%.3f", std::fmin(100 * rounded, 99.999)) : std::string{"100"};
    };
    for (auto const& h : in_order(run.halves))
        if (h.brain == brain)
            s += "| " + kernel_name(h.what, h.wanted) + " | " + share(h.fast.rounded) + " % | " + ulp(h.fast.error) +
                 " | " + share(h.accurate.rounded) + " % | " + ulp(h.accurate.error) + " | " + ns(h.ns) + " | " +
                 ns(h.float_ns) + " | " + ratio(h.float_ns / h.ns) + " |\n";
    return s;
}

std::string layers(run_results const& run) {
    std::string s =
        "| vector layer | sigmoid, ns | ULP | ratio | gelu, ns | ULP | ratio |\n|---|--:|--:|--:|--:|--:|--:|\n";
    auto const find = [&](function f, std::string const& name) {
        return fastest(run.layers, f, result::value, [&](measured const& m) { return m.name == name; });
    };
    for (auto const& m : run.layers) {
        if (m.what != function::sigmoid) continue;
        s += "| " + (m.maker == "ogive" ? "forward(...) of this library, -O2, other formulas" : m.form) + " |";
        for (auto const f : {function::sigmoid, function::gelu}) {
            auto const* const own_one = find(f, m.name);
            auto const* const first = find(f, run.layers.front().name);
            if (own_one == nullptr || first == nullptr) continue;
            s += " " + ns(own_one->ns) + " | " + ulp(own_one->error.error) + " | " + ratio(own_one->ns / first->ns) +
                 " |";
        }
        s += '\n';
    }
    return s;
}

/// A list of the kernels that miss one figure.
class shortfall {
    std::string figure_, kernels_{};

  public:
    explicit shortfall(std::string figure) : figure_{std::move(figure)} {}
    void add(std::string const& kernel, std::string const& what) {
        kernels_ += (kernels_.empty() ? "" : "; ") + kernel + " " + what;
    }
    std::string text() const { return "- " + figure_ + ": " + (kernels_.empty() ? "none missed" : kernels_) + ".\n"; }
};

std::string at(worst const& w) { return ulp(w.error) + " at " + format("%.9g", w.at); }

/// The figures that the project set itself, with the kernels that miss them.
std::string missed_by(std::vector<measured> const& all, bool wide) {
    shortfall fast{wide ? "fast, at most 4 ULP" : "fast, at most 3 ULP (gelu, gelu_tanh and derivatives 4)"};
    shortfall accurate{wide ? "accurate, at most 1 ULP" : "accurate, less than 1 ULP"};
    shortfall policy{"accurate costs at most 3 times fast"}, both{"with derivative costs at most 1.5 times the value"};
    shortfall speed{
        wide ? "at least 1.2 times the speed of the fastest peer within 4 ULP in the range of the times"
             : "at least the speed of the fastest peer within 8 ULP in the range of the times (gelu, gelu_tanh: 0.6 "
               "times the fastest of all; derivatives: the fastest of all)"};
    shortfall usual{"softplus at least 2, mish at least 4 times the speed of the usual formula"};
    kernels([&](function f, result r) {
        auto const* const o = own(all, f, r);
        auto const* const a = own(all, f, r, "accurate");
        auto const* const value = own(all, f, result::value);
        if (o == nullptr || a == nullptr || value == nullptr) return;
        std::string const name = kernel_name(f, r);
        bool const gelus = f == function::gelu || f == function::gelu_tanh, plain = r == result::value;
        if (o->error.error > (wide || gelus || !plain ? 4 : 3)) fast.add(name, at(o->error));
        if (wide ? a->error.error > 1 : a->error.error >= 1) accurate.add(name, at(a->error));
        if (a->ns > 3 * o->ns) policy.add(name, ratio(a->ns / o->ns));
        if (r == result::both) {
            if (o->ns > 1.5 * value->ns) both.add(name, ratio(o->ns / value->ns));
            return;
        }
        bool const against_all = !wide && (gelus || !plain);
        auto const* const other = peer(all, f, r, wide ? 4 : against_all ? any : right);
        double const wanted = wide ? 1.2 : gelus && plain ? 0.6 : 1;
        if (other != nullptr && other->ns < wanted * o->ns)
            speed.add(name, ratio(other->ns / o->ns) + " of " + other->name);
        auto const* const naive =
            fastest(all, f, r, [](measured const& m) { return m.maker == "libm" && m.form.empty(); });
        double const times = f == function::softplus ? 2 : f == function::mish ? 4 : 0;
        if (plain && naive != nullptr && naive->ns < times * o->ns) usual.add(name, ratio(naive->ns / o->ns));
    });
    return fast.text() + accurate.text() + speed.text() + both.text() + policy.text() + usual.text();
}

std::string missed(run_results const& run) {
    shortfall memory{"at least 90 % of the copy's speed"};
    for (auto const& m : run.memory)
        if (m.copy < 0.9 * m.ogive)
            memory.add(kernel_name(m.what, m.wanted), format("%.0f", 100 * m.copy / m.ogive) + " %");
    shortfall rounded{"16 bits, fast: at least 99.9 % correctly rounded, none off by more than 1 ULP"};
    shortfall all_rounded{"16 bits, accurate: all correctly rounded"},
        speed{"16 bits in memory: at least the speed of float"};
    for (auto const& h : in_order(run.halves)) {
        std::string const name = kernel_name(h.what, h.wanted) + (h.brain ? " bfloat16" : " float16");
        if (h.fast.rounded < 0.999 || h.fast.error > 1)
            rounded.add(name, format("%.2f %%, ", 100 * h.fast.rounded) + ulp(h.fast.error) + " ULP at " +
                                  format("%.6g", h.fast.at));
        if (h.accurate.rounded < 1)
            all_rounded.add(name, ulp(h.accurate.error) + " ULP at " + format("%.6g", h.accurate.at));
        if (h.float_ns < h.ns) speed.add(name, ratio(h.float_ns / h.ns));
    }
    return "float:\n\n" + missed_by(run.of_float, false) + "\ndouble:\n\n" + missed_by(run.of_double, true) +
           "\nfloat in memory, 16 bits:\n\n" + memory.text() + rounded.text() + all_rounded.text() + speed.text();
}

std::string conditions(run_results const& run) {
    std::string s = "| | version | flags |\n|---|---|---|\n";
    s += "| ogive | commit " + run.commit + " | -std=c++20 -O2 |\n";
    for (auto const& l : run.libraries) s += "| " + l.name + " | " + l.version + " | " + l.flags + " |\n";
    s += "\nMissing: ";
    for (std::size_t i = 0; i < run.missing.size(); ++i) s += (i == 0 ? "" : ", ") + run.missing[i];
    s += run.missing.empty() ? "none.\n" : ".\n";
    return s;
}

std::string count(std::size_t n) {
    std::string s = std::to_string(n);
    for (std::size_t i = s.size(); i > 3; i -= 3) s.insert(i - 3, ",");
    return s;
}

/// Why figures are missed, by class.
char const reasons[] =
    "\nThe reasons:\n\n"
    "- *errors*: each of these is a chain of roundings that add up at one input; in logit those of 1 - x, of the quotient and\n"
    "  of its logarithm.\n"
    "- *speed beside peers, values*: the routine divides, and is right in saturation, at subnormal numbers and at signed zeros.\n"
    "  Faster peers leave some of that out (their errors over all inputs stand beside), or take an estimate of the reciprocal\n"
    "  instead of a division, as compilers do with -ffast-math. The bits here are the same on all instruction sets with a\n"
    "  fused multiply-add; estimates are not.\n"
    "- *speed beside peers, derivatives*: where a derivative has a zero, an expansion about it is computed for every element,\n"
    "  eight to ten multiply-adds, and squares of denominators carry what their rounding has lost. No peer does either: they are\n"
    "  wrong by all bits there.\n"
    "- *with derivative*: value and derivative share the exponential, but a cheap value has a derivative that costs more than\n"
    "  half of it; the expansion about a zero, again, and in silu a second division.\n"
    "- *accurate, double*: it is computed in two doubles, where a product takes seven operations and a sum eleven; elements\n"
    "  for which something leaves 2^-900 to 2^900 are computed in long double, one by one. In float it is computed in\n"
    "  double: half as many elements in a vector.\n"
    "- *memory*: a kernel slower than the copy is bound by what it computes, and with two outputs by the second stream of stores.\n"
    "- *16 bits*: there are the steps of float and two conversions; those of bfloat16 are several instructions each.\n";

} // namespace

std::string page(run_results const& run) {
    std::string const elements = count(run.cache_elements) + " elements";
    std::string s;
    s +=
        "# Speed and error beside other libraries\n\n"
        "This page and its chart are written by `ogive_compare` (sources in `tests/benchmark/compare/`) in one run:\n\n"
        "```console\n$ tests/benchmark/run --install --write\n```\n\n"
        "It builds with whichever of the other libraries are installed, and says which are missing. All routines run in one\n"
        "process, one thread, on the same arrays, in turns; a time is the floor of many samples. Absolute times are of one\n"
        "machine and day: compare ratios. The times of single calls are in [single-calls.md](single-calls.md).\n\n";
    s += "Machine: " + run.machine + ". Compiler: " + run.compiler + ". The run took " + format("%.0f", run.seconds) +
         " s.\n\n";
    s +=
        "![speed and error of all kernels](benchmarks.svg)\n\n"
        "Each row is a kernel, each mark a routine: further left is faster, blue is right. Diamonds are this library's. What takes\n"
        "longer than the axis stands at its end. The error is that over all inputs.\n\n"
        "## What is compared\n\n" +
        conditions(run) +
        "\n- A **kernel** is a function, its derivative (`'`), or both in one pass (`with '`).\n"
        "- A **peer** computes what its users write: the function that it has, or the formula on its vectors, and the derivatives\n"
        "  by PyTorch's backward formulas. Where there are several forms (`by exp`, `stable`, `erfc`), each is measured.\n"
        "- **usual** is the naive formula, for derivatives PyTorch's backward formula, in a plain loop over libm.\n"
        "- Input and outputs start at different places of a page: a load whose address differs from that of a pending store by\n"
        "  whole pages waits for it, for every routine alike.\n"
        "- PyTorch and oneDNN have the cost of a call in their times, as their users have; both run on one thread.\n"
        "- Three figures as in `0.23, 3.48, ∞` are nanoseconds an element; the largest error in units in the last place (ULP) where\n"
        "  the times are taken, on [-20, 20], for logit on [0.001, 0.999]; and the largest error over all inputs of the sample. Where\n"
        "  there are two outputs the error is that of the worse. ∞: NaN or infinity where there is a number, or the reverse.\n"
        "- **ratio** is the peer's time over ogive's: above 1 ogive is faster.\n\n";
    s +=
        "The sample for float has " + count(run.float_sample.inputs) + " inputs, for double " +
        count(run.double_sample.inputs) + " and " + count(run.double_sample.by_oracle) +
        " for the oracle of `ogive/verify.hpp`,\n"
        "for all functions together: numbers of every magnitude, tails, subnormals, roots and their neighbours. The exact results\n"
        "are stable formulas in long double, written by hand; they differ from the oracle by at most " +
        format("%.2g", run.double_sample.disagreement) +
        " ULP of double.\nNear the roots of derivatives double is judged by the oracle alone. What the error is over *every* float is "
        "not measured here.\n\n";
    s += "## float, " + elements + "\n\n" + comparison(run.of_float);
    s += "\n## double, " + elements + "\n\n" + comparison(run.of_double);
    s +=
        "\n## Figures to reach\n\n"
        "The figures that the project set itself; for each the kernels that miss it in this run, with what they reach instead.\n"
        "An error in ULP stands with its input.\n\n" +
        missed(run) + reasons;
    s +=
        "\n## Both policies\n\nCost is the time of `accurate` over that of `fast`; the error is that over all inputs.\n\n" +
        policies(run);
    s += "\n## Value with derivative\n\nCost is the time of `forward_with_derivative` over that of `forward`.\n\n" +
         fused(run);
    s +=
        "\n## Arrays in memory: float, " + count(run.memory_elements) +
        " elements\n\nThe arrays are passed once in pieces of 262,144 elements, the floor of each piece is taken over several passes. The\n"
        "copy is a plain loop, with two outputs where the kernel has two. The peer is the fastest one in the cache.\n\n" +
        memory(run);
    s +=
        "\n## Sixteen bits\n\n"
        "Over all 65536 numbers, those of the domain; ratio is the time of the float kernel over that of 16 bits, both on\n" +
        count(run.memory_elements) + " elements in memory. bfloat16:\n\n" + halves(run, true) + "\nfloat16:\n\n" +
        halves(run, false);
    s +=
        "\n## Every library\n\nThe fastest form of each: nanoseconds an element, largest error in ULP over all inputs. float:\n\n" +
        everyone(run.of_float, run.libraries) + "\ndouble:\n\n" + everyone(run.of_double, run.libraries);
    s +=
        "\n## The vector layer\n\n"
        "Which layer the kernels should stand on: one algorithm for sigmoid and one for gelu (float, without the subnormal range of\n"
        "results), the same on each layer, in one translation unit with the flags that let the compiler vectorise the scalar\n"
        "template. Ratio is the time over that of the scalar template; the error is that on [-5, 5]. In the library the attributes of\n"
        "the loops take the place of the flags.\n\n" +
        layers(run);
    return s;
}

} // namespace compare
