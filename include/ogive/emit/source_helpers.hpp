// SPDX-License-Identifier: BSL-1.0
#pragma once
// Small functions that written sources need: those that are used are written in front of the function itself.
//
// In the texts @ stands for the name of the function that is written, ~ for the coefficients of erfcx, $ for its slope and
// % for what a function of C or CUDA is declared with. They compute what the instructions of evaluate/execute.hpp do; those
// of Python never raise. A helper comes after those that it needs.

#include <ogive/emit/python_math.hpp>
#include <ogive/evaluate/erfcx.hpp>

#include <charconv>
#include <cmath>

namespace ogive::detail {

/// A finite number with as few digits as give it back.
inline std::string digits_of(double value) {
    char buffer[32];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, value).ptr;
    std::string r(buffer, end);
    return r.find_first_of(".e") == std::string::npos ? r + ".0" : r;
}

inline constexpr source_helper stable_instructions[] = {
    {"power",
     R"(%double @_power(double x, int n)
{
    double r = 1.0;
    int i;
    for (i = 0; i < n; ++i)
        r = r * x;
    return r;
}
)",
     R"(def _@_power(x, n):
    r = 1.0
    for _ in range(n):
        r = r * x
    return r
)",
     ""},
    {"sign",
     R"(%double @_sign(double x)
{
    return x > 0.0 ? 1.0 : x < 0.0 ? -1.0 : x;
}
)",
     R"(def _@_sign(x):
    return 1.0 if x > 0.0 else -1.0 if x < 0.0 else x
)",
     ""},
    {"minimum",
     R"(%double @_minimum(double a, double b)
{
    return a < b || a != a ? a : b;
}
)",
     R"(def _@_minimum(a, b):
    return a if a < b or a != a else b
)",
     ""},
    {"maximum",
     R"(%double @_maximum(double a, double b)
{
    return b < a || a != a ? a : b;
}
)",
     R"(def _@_maximum(a, b):
    return a if b < a or a != a else b
)",
     ""},
    {"bounded",
     R"(// so that no power of it overflows
%double @_bounded(double x, double limit)
{
    return x > limit ? limit : x < -limit ? -limit : x;
}
)",
     R"(# so that no power of it overflows
def _@_bounded(x, limit):
    return limit if x > limit else -limit if x < -limit else x
)",
     ""},
    {"guarded_product",
     R"(// 0 where small is, though rest be infinite
%double @_guarded_product(double small, double rest)
{
    return small == 0.0 ? 0.0 : small * rest;
}
)",
     R"(# 0 where small is, though rest be infinite
def _@_guarded_product(small, rest):
    return 0.0 if small == 0.0 else small * rest
)",
     ""},
    {"low_product",
     R"(// what rounding takes from a*b
%double @_low_product(double a, double b)
{
    return fma(a, b, -(a * b));
}
)",
     R"(# what rounding takes from a*b
def _@_low_product(a, b):
    if not math.isfinite(a * b):
        return math.nan
    m, i = math.frexp(a)
    n, k = math.frexp(b)
    mh = m * 134217729.0
    mh = mh - (mh - m)
    ml = m - mh
    nh = n * 134217729.0
    nh = nh - (nh - n)
    nl = n - nh
    return math.ldexp(((mh * nh - m * n) + mh * nl + ml * nh) + ml * nl, i + k)
)",
     ""},
    {"low_sum",
     R"(// what rounding takes from s = a + b
%double @_low_sum(double a, double b, double s)
{
    const double part = s - a;
    return (a - (s - part)) + (b - part);
}
)",
     R"(# what rounding takes from s = a + b
def _@_low_sum(a, b, s):
    part = s - a
    return (a - (s - part)) + (b - part)
)",
     ""},
    {"log_of_ratio",
     R"(%double @_log_of_ratio(double above, double below, double difference)
{
    return fabs(difference) <= 0.5 * fabs(below) ? log1p(difference / below) : log(above / below);
}
)",
     R"(def _@_log_of_ratio(above, below, difference):
    if abs(difference) <= 0.5 * abs(below):
        return _@_log1p(_@_quotient(difference, below))
    return _@_log(_@_quotient(above, below))
)",
     " quotient log log1p "},
    {"exp_of_product",
     R"(// e^(a*b + a*c), a*b in two words
%double @_exp_of_product(double a, double b, double c)
{
    const double p = a * b, e = exp(p);
    return p > -800.0 && e < INFINITY ? e + e * (fma(a, b, -p) + a * c) : e;
}
)",
     R"(# e^(a*b + a*c), a*b in two words
def _@_exp_of_product(a, b, c):
    p = a * b
    e = _@_exp(p)
    return e + e * (_@_low_product(a, b) + a * c) if p > -800.0 and e < math.inf else e
)",
     " exp low_product "},
    {"by_halves",
     R"(// value * half^n, for a half^n below the normal range
%double @_by_halves(double value, double half, int n)
{
    int i;
    if (half == 0.0)
        return copysign(0.0, value);
    for (i = 0; i < n; ++i)
        value = value * half;
    return value;
}
)",
     R"(# value * half^n, for a half^n below the normal range
def _@_by_halves(value, half, n):
    if half == 0.0:
        return math.copysign(0.0, value)
    for _ in range(n):
        value = value * half
    return value
)",
     ""},
    {"erfcx",
     R"(// e^(x^2) erfc(x)
%double @_erfcx(double x)
{
    const double c[26] = {~};
    const double a = fabs(x), z = a < 1.2676506002282294e+30 ? a : 1.2676506002282294e+30;
    const double r = 2.0 / (z + 4.0), m = z * r, n = 4.0 * r, t = m - 1.0, w = t * t, w2 = w * w;
    double p0 = c[24], p1 = c[25], p2 = c[22], p3 = c[23], p, s, q, s_low, q_low, y;
    int i;
    for (i = 20; i >= 0; i -= 4) {
        p0 = p0 * w2 + c[i];
        p1 = p1 * w2 + c[i + 1];
    }
    for (i = 18; i >= 2; i -= 4) {
        p2 = p2 * w2 + c[i];
        p3 = p3 * w2 + c[i + 1];
    }
    p = m * ($ + n * ((p0 + p1 * t) + w * (p2 + p3 * t)));
    s = 0.5 + p;
    s_low = p - (s - 0.5);
    q = a + 0.5;
    q_low = a < 0.5 ? a - (q - 0.5) : 0.5 - (q - a);
    y = s / q;
    if (a < 1.2676506002282294e+30)
        y = y + (fma(-y, q, s) + (s_low - y * q_low)) * y * (3.53 - 3.1 * s);
    return x < 0.0 ? 2.0 * @_exp_of_product(x, x, 0.0) - y : y;
}
)",
     R"(# e^(x^2) erfc(x)
def _@_erfcx(x):
    c = (~)
    a = abs(x)
    z = a if a < 1.2676506002282294e+30 else 1.2676506002282294e+30
    r = 2.0 / (z + 4.0)
    m = z * r
    n = 4.0 * r
    t = m - 1.0
    w = t * t
    w2 = w * w
    p0, p1, p2, p3 = c[24], c[25], c[22], c[23]
    for i in range(20, -1, -4):
        p0 = p0 * w2 + c[i]
        p1 = p1 * w2 + c[i + 1]
    for i in range(18, 1, -4):
        p2 = p2 * w2 + c[i]
        p3 = p3 * w2 + c[i + 1]
    p = m * ($ + n * ((p0 + p1 * t) + w * (p2 + p3 * t)))
    s = 0.5 + p
    s_low = p - (s - 0.5)
    q = a + 0.5
    q_low = a - (q - 0.5) if a < 0.5 else 0.5 - (q - a)
    y = s / q
    if a < 1.2676506002282294e+30:
        rest = (s - y * q) - _@_low_product(y, q)
        y = y + (rest + (s_low - y * q_low)) * y * (3.53 - 3.1 * s)
    return 2.0 * _@_exp_of_product(x, x, 0.0) - y if x < 0.0 else y
)",
     " exp low_product exp_of_product "},
};

inline constexpr unsigned count_of_python_math = sizeof(python_math) / sizeof(source_helper);
inline constexpr unsigned source_helper_count =
    count_of_python_math + sizeof(stable_instructions) / sizeof(source_helper);

constexpr source_helper const& source_helper_at(unsigned i) {
    return i < count_of_python_math ? python_math[i] : stable_instructions[i - count_of_python_math];
}

/// What erfcx needs in C, too.
inline constexpr char const* needs_in_c = " exp_of_product ";

inline std::string coefficients_of_erfcx() {
    std::string r;
    unsigned column = 0;
    for (double const c : elementary::detail::erfcx_coefficients) {
        if (column > 0) r += ',';
        r += column % 4 == 0 ? "\n        " : " ";
        r += digits_of(c);
        ++column;
    }
    return r;
}

/// The text of a helper for a function of that name.
inline std::string helper_text(source_helper const& h, language l, std::string_view name) {
    std::string r;
    for (char const* c = l == language::python ? h.in_python : h.in_c; *c != '\0'; ++c) switch (*c) {
        case '@': r += name; break;
        case '~': r += coefficients_of_erfcx(); break;
        case '$': r += digits_of(elementary::detail::erfcx_slope); break;
        case '%': r += l == language::cuda ? "static __host__ __device__ __forceinline__ " : "static "; break;
        default: r += *c;
        }
    return r;
}

} // namespace ogive::detail
