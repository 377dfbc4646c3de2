// SPDX-License-Identifier: BSL-1.0
// Computes the coefficients of include/ogive/evaluate/erfcx.hpp and the errors stated there. Usage: [degree [long degree]].
//
// g(t) = (x + 1/2) e^(x^2) erfc x with t = (x - K) / (x + K), K = 4, is smooth on [-1, 1] (after Shepherd and Laframboise,
// Math. Comp. 36, 1981). It is interpolated at Chebyshev points with 100 digits, written in powers of t, and rounded.

#include <boost/math/constants/constants.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>

#include <cstdio>
#include <cstdlib>
#include <vector>

using real = boost::multiprecision::number<boost::multiprecision::cpp_bin_float_100::backend_type,
                                           boost::multiprecision::et_off>;

static real g(real const& t) {
    if (t == 1) return 1 / sqrt(boost::math::constants::pi<real>());
    real const x = 4 * (1 + t) / (1 - t);
    return (x + real{0.5}) * exp(x * x) * boost::math::erfc(x);
}

/// Coefficients in powers of t of the interpolant of the given degree.
static std::vector<real> interpolant(int degree) {
    int const n = degree + 1;
    real const pi = boost::math::constants::pi<real>();
    std::vector<real> values, power(static_cast<std::size_t>(n)), previous(power), current(power);
    for (int j = 0; j < n; ++j) values.push_back(g(cos(pi * (2 * j + 1) / (2 * n))));
    current[0] = 1; // T_0, then T_1, T_2, ...
    for (int k = 0; k < n; ++k) {
        real a = 0;
        for (int j = 0; j < n; ++j) a += values[static_cast<std::size_t>(j)] * cos(pi * k * (2 * j + 1) / (2 * n));
        a *= real{k == 0 ? 1 : 2} / n;
        std::vector<real> next(current.size());
        for (std::size_t i = 0; i < current.size(); ++i) {
            power[i] += a * current[i];
            if (i > 0) next[i] = current[i - 1] * (k == 0 ? 1 : 2);
            next[i] -= k == 0 ? real{0} : previous[i];
        }
        previous = current;
        current = next;
    }
    return power;
}

template <class T>
static void report(char const* type, int degree, char const* format, char const* pair) {
    std::vector<real> c = interpolant(degree);
    std::printf("// %s, degree %d\n", type, degree);
    T const high = static_cast<T>(c[0]), low = static_cast<T>(c[0] - real{high});
    std::printf(pair, high, low);
    for (std::size_t i = 1; i < c.size(); ++i) std::printf(format, static_cast<T>(c[i]), i + 1 == c.size() ? "" : ", ");
    real exact = 0, rounded = 0;
    for (int j = -1000; j <= 1000; ++j) {
        real const t = sin(boost::math::constants::pi<real>() * j / 2000), truth = g(t);
        real p = 0, q = 0;
        for (std::size_t i = c.size(); i-- > 0;) {
            p = p * t + c[i];
            q = q * t + (i == 0 ? real{high} + real{low} : real{static_cast<T>(c[i])});
        }
        if (abs(p / truth - 1) > exact) exact = abs(p / truth - 1);
        if (abs(q / truth - 1) > rounded) rounded = abs(q / truth - 1);
    }
    std::printf("\n// relative error 2^%.2f, with rounded coefficients 2^%.2f\n", static_cast<double>(log2(exact)),
                static_cast<double>(log2(rounded)));
}

int main(int argc, char** argv) {
    report<double>("double", argc > 1 ? std::atoi(argv[1]) : 26, "%a%s", "high %a, low %a\n");
    report<long double>("long double", argc > 2 ? std::atoi(argv[2]) : 36, "%LaL%s", "high %LaL, low %LaL\n");
}
