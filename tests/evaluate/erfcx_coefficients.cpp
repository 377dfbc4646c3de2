// SPDX-License-Identifier: BSL-1.0
// Computes the coefficients of include/ogive/evaluate/erfcx.hpp and the errors stated there. Usage: [degree [long degree]].
//
// (x + 1/2) e^(x^2) erfc x = 1/2 + (1 + t) (A + (1 - t) h(t)) with t = (x - 4) / (x + 4), where A = (1 / sqrt(pi) - 1/2) / 2 and h
// is smooth on [-1, 1] (after Shepherd and Laframboise, Math. Comp. 36, 1981, who expand the left-hand side as it is: here
// rounding errors vanish at both ends). h is interpolated at Chebyshev points with 100 digits, written in powers of t, rounded.

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

static real slope() { return (g(real{1}) - real{0.5}) / 2; }
static real h(real const& t) { return ((g(t) - real{0.5}) / (1 + t) - slope()) / (1 - t); }

/// Coefficients in powers of t of the interpolant of the given degree.
static std::vector<real> interpolant(int degree) {
    int const n = degree + 1;
    real const pi = boost::math::constants::pi<real>();
    std::vector<real> values, power(static_cast<std::size_t>(n)), previous(power), current(power);
    for (int j = 0; j < n; ++j) values.push_back(h(cos(pi * (2 * j + 1) / (2 * n))));
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
static void report(char const* type, int degree, char const* format) {
    std::vector<real> c = interpolant(degree);
    std::printf("// %s, degree %d: A, then h\n", type, degree);
    std::printf(format, static_cast<T>(slope()), "\n");
    for (std::size_t i = 0; i < c.size(); ++i) std::printf(format, static_cast<T>(c[i]), i + 1 == c.size() ? "" : ", ");
    real exact = 0, rounded = 0;
    for (int j = -1000; j <= 1000; ++j) {
        real const t = sin(boost::math::constants::pi<real>() * j / 2000), truth = g(t);
        real p = 0, q = 0;
        for (std::size_t i = c.size(); i-- > 0;) {
            p = p * t + c[i];
            q = q * t + real{static_cast<T>(c[i])};
        }
        p = (p * (1 - t) + slope()) * (1 + t) + real{0.5};
        q = (q * (1 - t) + real{static_cast<T>(slope())}) * (1 + t) + real{0.5};
        if (abs(p / truth - 1) > exact) exact = abs(p / truth - 1);
        if (abs(q / truth - 1) > rounded) rounded = abs(q / truth - 1);
    }
    std::printf("\n// relative error 2^%.2f, with rounded coefficients 2^%.2f\n", static_cast<double>(log2(exact)),
                static_cast<double>(log2(rounded)));
}

int main(int argc, char** argv) {
    report<double>("double", argc > 1 ? std::atoi(argv[1]) : 23, "%a%s");
    report<long double>("long double", argc > 2 ? std::atoi(argv[2]) : 31, "%LaL%s");
}
