// SPDX-License-Identifier: BSL-1.0
// Inputs of every kind, the exact results for them, and the largest errors of the routines there.

#include "errors.hpp"

#include <ogive/ogive.hpp>
#include <oracle.hpp>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>

namespace compare {
namespace {

constexpr auto x = ogive::symbol<"x">;

ogive::verify::graph_view graph(function f) {
    using ogive::verify::view;
    switch (f) {
    case function::sigmoid: return view(ogive::sigmoid(x));
    case function::tanh: return view(ogive::tanh(x));
    case function::softplus: return view(ogive::softplus(x));
    case function::silu: return view(ogive::silu(x));
    case function::gelu: return view(ogive::gelu(x));
    case function::gelu_tanh: return view(ogive::gelu_tanh(x));
    case function::mish: return view(ogive::mish(x));
    case function::elu: return view(ogive::elu(x));
    case function::selu: return view(ogive::selu(x));
    case function::logit: return view(ogive::logit(x));
    }
    return {};
}

/// The root of the derivative; 0 where there is none.
double root_of_derivative(function f) {
    switch (f) {
    case function::silu: return -1.2784645427610738;
    case function::gelu: return -0.7517916243860990;
    case function::gelu_tanh: return -0.7524614220710163;
    case function::mish: return -1.1924312145154217;
    default: return 0;
    }
}
/// So near to it, the long double formula does not judge double.
constexpr double radius = 0.0625;

template <class T>
using bits = std::conditional_t<sizeof(T) == sizeof(float), std::uint32_t, std::uint64_t>;

template <class T>
class sample {
    std::vector<T> all_{};
    bool unit_; ///< only inputs between 0 and 1
    ogive::verify::random_bits random_{20260101};

  public:
    explicit sample(function f) : unit_{f == function::logit} {}
    std::vector<T> const& all() const { return all_; }

    void put(double v) {
        T const t = static_cast<T>(v);
        if (std::isfinite(t) && (!unit_ || (t > 0 && t < 1))) all_.push_back(t);
    }
    /// So many of all numbers of the type, evenly by their bits.
    void of_all(std::size_t count) {
        if (count == 0) return;
        T const top = unit_ ? T{1} : std::numeric_limits<T>::infinity();
        bits<T> const end = std::bit_cast<bits<T>>(top), step = end / static_cast<bits<T>>(count) | 1;
        for (bits<T> b = 1; b < end && b >= 1; b += step) {
            T const v = std::bit_cast<T>(b);
            put(static_cast<double>(v));
            if (!unit_) put(static_cast<double>(-v));
            if (end - b < step) break;
        }
    }
    void between(double low, double high, std::size_t count) {
        for (std::size_t i = 0; i < count; ++i) put(low + (high - low) * random_.unit());
    }
    /// Numbers next to one another, and at distances that halve.
    void around(double at, std::size_t count) {
        T up = static_cast<T>(at), down = up;
        for (std::size_t i = 0; i < count / 4; ++i) {
            put(static_cast<double>(up));
            put(static_cast<double>(down));
            up = std::nextafter(up, std::numeric_limits<T>::infinity());
            down = std::nextafter(down, -std::numeric_limits<T>::infinity());
        }
        for (std::size_t i = 0; i < count / 2; ++i) {
            double const far = std::ldexp(1 + random_.unit(), -static_cast<int>(random_() % 50));
            put(i % 2 == 0 ? at + far * 0.5 : at - far * 0.5);
        }
    }
    /// Where functions of this field saturate, underflow and have roots. `count` in all, about.
    void fill(function f, std::size_t count) {
        of_all(count / 4);
        if (unit_) {
            between(0, 1, count / 4);
            around(0.5, count / 4);
            around(1, count / 4);
            return;
        }
        bool const wide = sizeof(T) == sizeof(double);
        between(-10, 10, count / 6);
        between(-40, 40, count / 8);
        between(wide ? -760 : -110, wide ? -700 : -80, count / 8);
        between(-760, 760, count / 16);
        between(wide ? -38.7 : -14.6, wide ? -36 : -12.5, count / 16);
        between(-23, -17, count / 16); // gelu_tanh underflows
        around(0, count / 16);
        double const root = root_of_derivative(f);
        if (root != 0) around(root, count / 8);
    }
};

/// What units in the last place depend on, as std::numeric_limits names them.
struct format {
    int digits, min_exponent, max_exponent;
};
template <class T>
constexpr format format_of{std::numeric_limits<T>::digits, std::numeric_limits<T>::min_exponent,
                           std::numeric_limits<T>::max_exponent};

/// As verify::ulp, with an exact value in long double.
double ulp_error(format f, long double got, long double exact) {
    double const wrong = std::numeric_limits<double>::infinity();
    if (std::isnan(exact)) return std::isfinite(got) ? wrong : 0;
    if (std::isnan(got)) return wrong;
    long double const size = std::fabs(exact), top = std::ldexp(1.0L, f.max_exponent);
    long double const top_unit = std::ldexp(1.0L, f.max_exponent - f.digits);
    if (std::isinf(got)) {
        if ((got > 0) != (exact > 0) || size <= top - top_unit) return wrong;
        return size >= top - top_unit / 2 ? 0 : static_cast<double>((top - size) / top_unit);
    }
    int const exponent = size == 0 ? f.min_exponent - 1 : std::ilogb(std::fmin(size, top));
    if (exponent >= f.max_exponent) exact = std::copysign(top, exact);
    int const binade = std::min(std::max(exponent, f.min_exponent - 1), f.max_exponent - 1);
    return static_cast<double>(std::ldexp(std::fabs(got - exact), f.digits - 1 - binade));
}

/// Inputs of one function with the exact results.
template <class T>
struct judge {
    aligned<T> inputs;
    std::size_t count;
    std::vector<long double> exact[2]; ///< value, derivative; where `oracle` is empty
    std::vector<ogive::verify::reference_value> oracle[2];

    judge(function f, sample<T> const& s, bool by_oracle)
        : inputs{(s.all().size() + 63) / 64 * 64}, count{s.all().size()} {
        for (std::size_t i = 0; i < inputs.size(); ++i) inputs[i] = s.all()[i < count ? i : 0];
        ogive::verify::options o;
        for (unsigned order = 0; order < 2; ++order)
            for (std::size_t i = 0; i < count; ++i) {
                exact[order].push_back(
                    stable(f, order == 0 ? result::value : result::derivative, static_cast<long double>(inputs[i])));
                o.order = order;
                if (by_oracle) oracle[order].push_back(ogive::verify::expected_at(graph(f), inputs[i], o));
            }
    }
    bool judges(function f, bool derivative, std::size_t i) const {
        return sizeof(T) == sizeof(float) || !derivative || !oracle[0].empty() || root_of_derivative(f) == 0 ||
               std::fabs(static_cast<double>(inputs[i]) - root_of_derivative(f)) > radius;
    }
    void check(function f, bool derivative, aligned<T> const& got, worst& w) const {
        bool const by_oracle = !oracle[0].empty();
        for (std::size_t i = 0; i < count; ++i) {
            if (!judges(f, derivative, i)) continue;
            double const error = by_oracle
                                     ? ogive::verify::ulp(got[i], oracle[derivative][i])
                                     : ulp_error(format_of<T>, static_cast<long double>(got[i]), exact[derivative][i]);
            double const at = static_cast<double>(inputs[i]);
            if (at >= timed_low(f) && at <= timed_high(f) && error > w.timed) w.timed = error;
            if (error > w.error) {
                w.error = error;
                w.at = at;
            }
        }
    }
    /// How far the long double formulas are from the oracle, in ULP of T.
    double disagreement(function f) const {
        double most = 0;
        for (unsigned order = 0; order < 2; ++order)
            for (std::size_t i = 0; i < oracle[order].size(); ++i) {
                if (root_of_derivative(f) != 0 && order == 1 &&
                    std::fabs(static_cast<double>(inputs[i]) - root_of_derivative(f)) <= radius)
                    continue;
                long double const own = exact[order][i];
                // 2^-11 of a unit of double is one of long double: both are measured as long double
                double const error = ogive::verify::ulp(own, oracle[order][i]);
                int const low = std::numeric_limits<T>::min_exponent - std::numeric_limits<T>::digits;
                if (own == 0 || std::ilogb(own) < low) continue;
                most = std::max(most, error / 2048);
            }
        return most;
    }
};

} // namespace

template <class T>
std::vector<worst> errors_of(std::vector<entry<T>> const& entries, double share, sample_size& size) {
    std::vector<worst> all(entries.size());
    bool const wide = sizeof(T) == sizeof(double);
    for (unsigned n = 0; n < function_count; ++n) {
        auto const f = static_cast<function>(n);
        std::vector<judge<T>> judges;
        sample<T> dense{f};
        dense.fill(f, static_cast<std::size_t>((wide ? 100000 : 500000) * share));
        judges.emplace_back(f, dense, false);
        size.inputs += dense.all().size();
        if (wide) {
            sample<T> few{f};
            few.fill(f, static_cast<std::size_t>(1500 * share));
            if (root_of_derivative(f) != 0) few.around(root_of_derivative(f), static_cast<std::size_t>(400 * share));
            judges.emplace_back(f, few, true);
            size.by_oracle += few.all().size();
            size.disagreement = std::max(size.disagreement, judges.back().disagreement(f));
        }
        for (auto const& j : judges) {
            aligned<T> out{j.inputs.size()}, slope{j.inputs.size()};
            for (std::size_t i = 0; i < entries.size(); ++i) {
                auto const& e = entries[i];
                if (e.what != f) continue;
                e.run(j.inputs.data(), out.data(), slope.data(), j.inputs.size());
                j.check(f, e.wanted == result::derivative, out, all[i]);
                if (e.wanted == result::both) j.check(f, true, slope, all[i]);
            }
        }
    }
    return all;
}

half_errors errors_of(half_entry const& e) {
    format const f = e.brain ? format{8, -125, 128} : format{11, -13, 16};
    auto const number = [&](unsigned short bits) {
        return e.brain ? static_cast<float>(__builtin_bit_cast(ogive::bfloat16, bits))
                       : static_cast<float>(__builtin_bit_cast(ogive::float16, bits));
    };
    aligned<unsigned short> in{65536}, out{65536}, slope{65536};
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<unsigned short>(i);
    e.run(in.data(), out.data(), slope.data(), in.size());
    half_errors all;
    unsigned judged = 0, rounded = 0;
    for (std::size_t i = 0; i < in.size(); ++i) {
        float const at = number(in[i]);
        if (!std::isfinite(at) || (e.what == function::logit && (at <= 0 || at >= 1))) continue;
        double const error = ulp_error(f, number(out[i]), stable(e.what, e.wanted, at));
        ++judged;
        rounded += error <= 0.5 ? 1u : 0u;
        if (error > all.error) {
            all.error = error;
            all.at = static_cast<double>(at);
        }
    }
    all.rounded = static_cast<double>(rounded) / judged;
    return all;
}

double error_near_zero(entry<float> const& e) {
    aligned<float> in{1 << 14}, out{1 << 14}, slope{1 << 14};
    for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<float>(i) * (10.0f / (1 << 14)) - 5;
    e.run(in.data(), out.data(), slope.data(), in.size());
    double most = 0;
    for (std::size_t i = 0; i < in.size(); ++i)
        most = std::max(most,
                        ulp_error(format_of<float>, out[i], stable(e.what, e.wanted, static_cast<long double>(in[i]))));
    return most;
}

template std::vector<worst> errors_of(std::vector<entry<float>> const&, double, sample_size&);
template std::vector<worst> errors_of(std::vector<entry<double>> const&, double, sample_size&);

} // namespace compare
