// SPDX-License-Identifier: BSL-1.0
#pragma once
// The functions of Python's math without exceptions: infinities and NaN as in IEEE 754.

#include <ogive/emit/identifier.hpp>

namespace ogive::detail {

/// A small function that written sources need; @ stands for the name of the function that needs it. Empty: not needed.
struct source_helper {
    char const* name;
    char const* in_c;
    char const* in_python;
    char const* needs_in_python; // names with spaces around them
};

inline constexpr source_helper python_math[] = {
    {"quotient", "",
     R"(def _@_quotient(a, b):
    if b != 0.0:
        return a / b
    if a == 0.0 or a != a:
        return math.nan
    return math.copysign(math.inf, a) * math.copysign(1.0, b)
)",
     ""},
    {"exp", "",
     R"(def _@_exp(x):
    try:
        return math.exp(x)
    except OverflowError:
        return math.inf
)",
     ""},
    {"expm1", "",
     R"(def _@_expm1(x):
    try:
        return math.expm1(x)
    except OverflowError:
        return math.inf
)",
     ""},
    {"log", "",
     R"(def _@_log(x):
    return math.log(x) if x > 0.0 else -math.inf if x == 0.0 else math.nan
)",
     ""},
    {"log1p", "",
     R"(def _@_log1p(x):
    return math.log1p(x) if x > -1.0 else -math.inf if x == -1.0 else math.nan
)",
     ""},
    {"sqrt", "",
     R"(def _@_sqrt(x):
    return math.sqrt(x) if x >= 0.0 else math.nan
)",
     ""},
    {"sin", "",
     R"(def _@_sin(x):
    return math.sin(x) if math.isfinite(x) else math.nan
)",
     ""},
    {"cos", "",
     R"(def _@_cos(x):
    return math.cos(x) if math.isfinite(x) else math.nan
)",
     ""},
    {"tan", "",
     R"(def _@_tan(x):
    return math.tan(x) if math.isfinite(x) else math.nan
)",
     ""},
    {"asin", "",
     R"(def _@_asin(x):
    return math.asin(x) if -1.0 <= x <= 1.0 else math.nan
)",
     ""},
    {"acos", "",
     R"(def _@_acos(x):
    return math.acos(x) if -1.0 <= x <= 1.0 else math.nan
)",
     ""},
    {"sinh", "",
     R"(def _@_sinh(x):
    try:
        return math.sinh(x)
    except OverflowError:
        return math.copysign(math.inf, x)
)",
     ""},
    {"cosh", "",
     R"(def _@_cosh(x):
    try:
        return math.cosh(x)
    except OverflowError:
        return math.inf
)",
     ""},
    {"acosh", "",
     R"(def _@_acosh(x):
    return math.acosh(x) if x >= 1.0 else math.nan
)",
     ""},
    {"atanh", "",
     R"(def _@_atanh(x):
    if abs(x) == 1.0:
        return math.copysign(math.inf, x)
    return math.atanh(x) if -1.0 < x < 1.0 else math.nan
)",
     ""},
    {"pow", "",
     R"(def _@_pow(x, y):
    try:
        return math.pow(x, y)
    except OverflowError:
        return -math.inf if x < 0.0 and math.fmod(y, 2.0) != 0.0 else math.inf
    except ValueError:
        if x != 0.0:
            return math.nan
        return math.copysign(math.inf, x) if abs(math.fmod(y, 2.0)) == 1.0 else math.inf
)",
     ""},
};

} // namespace ogive::detail
