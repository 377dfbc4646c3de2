// SPDX-License-Identifier: BSL-1.0
#pragma once
// Sample points: the same on every machine, in every binade, and dense where functions of this field go wrong.

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

namespace ogive::verify {

/// A closed interval of inputs.
struct interval {
    double low = -std::numeric_limits<double>::infinity();
    double high = std::numeric_limits<double>::infinity();

    constexpr bool contains(long double x) const { return low <= x && x <= high; }
};

/// splitmix64 (G. L. Steele, D. Lea, C. H. Flood, OOPSLA 2014): fixed, so that reports can be repeated.
class random_bits {
    std::uint64_t state_;

  public:
    constexpr explicit random_bits(std::uint64_t seed) : state_{seed} {}
    constexpr std::uint64_t operator()() {
        std::uint64_t z = (state_ += 0x9e3779b97f4a7c15u);
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
        z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
        return z ^ (z >> 31);
    }
    /// Uniform on [0, 1).
    constexpr double unit() { return static_cast<double>((*this)() >> 11) * 0x1p-53; }
};

namespace detail {

template <class T>
void add_around(std::vector<T>& all, T centre, int neighbours) {
    T up = centre, down = centre;
    all.push_back(centre);
    for (int i = 0; i < neighbours; ++i) {
        up = std::nextafter(up, std::numeric_limits<T>::infinity());
        down = std::nextafter(down, -std::numeric_limits<T>::infinity());
        all.push_back(up);
        all.push_back(down);
    }
}

} // namespace detail

/// Stratified points of an interval, ascending, each once, finite: both signs of every binade of T (its ends, the
/// neighbours of the power of two, two points inside); clusters at 0 and ±1; thresholds of exp and of rounding to 1;
/// and `random` points each of magnitude uniform in the logarithm, uniform on [-40, 40] and uniform on [-750, 750].
/// With a narrow interval, `random` points uniform on it are added.
template <class T>
std::vector<T> points(interval domain = {}, unsigned random = 1000, std::uint64_t seed = 1) {
    using limits = std::numeric_limits<T>;
    std::vector<T> all;
    random_bits bits{seed};

    for (int e = limits::min_exponent - limits::digits; e < limits::max_exponent; ++e) {
        T const base = std::ldexp(T{1}, e);
        for (T const sign : {T{-1}, T{1}}) {
            detail::add_around(all, sign * base, 1);
            for (int i = 0; i < 2; ++i) all.push_back(sign * base * (T{1} + static_cast<T>(bits.unit())));
        }
    }
    for (T const sign : {T{-1}, T{1}}) {
        all.push_back(sign * limits::max());
        all.push_back(sign * limits::min());
        all.push_back(sign * limits::denorm_min());
    }
    detail::add_around(all, T{0}, 8);
    // exp: overflow and underflow of float and double, gradual and complete; 1 + exp(-x) = 1; tanh = 1; erf = 1;
    // exp(-x^2/2) underflows.
    for (double const threshold : {88.7228, 87.3365, 103.972, 709.7827, 708.3964, 745.1332, 16.6355, 36.7368, 37.4299,
                                   9.0109,  18.7149, 3.9192,  5.9216,   13.2,     14.4,     38.5,    26.543,  54.0,
                                   0.5,     0.6931,  1.0,     1.5,      2.0,      3.0,      6.0})
        for (T const sign : {T{-1}, T{1}}) {
            T const centre = sign * static_cast<T>(threshold);
            detail::add_around(all, centre, 4);
            for (int i = 0; i < 8; ++i) all.push_back(centre * (T{1} + static_cast<T>((bits.unit() - 0.5) * 0.01)));
        }
    for (int e = -1; e >= -limits::digits; --e) // towards ±1 from both sides
        for (T const sign : {T{-1}, T{1}}) {
            all.push_back(sign * (T{1} + std::ldexp(T{1}, e)));
            all.push_back(sign * (T{1} - std::ldexp(T{1}, e)));
        }

    int const exponents = limits::max_exponent - limits::min_exponent + limits::digits;
    bool const bounded = std::isfinite(domain.low) && std::isfinite(domain.high);
    for (unsigned i = 0; i < random; ++i) {
        int const e = limits::min_exponent - limits::digits + static_cast<int>(bits.unit() * exponents);
        T const magnitude = std::ldexp(static_cast<T>(1 + bits.unit()), e);
        all.push_back((bits() & 1) != 0 ? magnitude : -magnitude);
        all.push_back(static_cast<T>(bits.unit() * 80 - 40));
        all.push_back(static_cast<T>(bits.unit() * 1500 - 750));
        if (bounded) all.push_back(static_cast<T>(domain.low + bits.unit() * (domain.high - domain.low)));
    }
    for (double const end : {domain.low, domain.high})
        if (std::isfinite(end)) detail::add_around(all, static_cast<T>(end), 4);

    std::erase_if(all,
                  [&](T point) { return !std::isfinite(point) || !domain.contains(static_cast<long double>(point)); });
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    return all;
}

} // namespace ogive::verify
