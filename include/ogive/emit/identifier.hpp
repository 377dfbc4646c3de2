// SPDX-License-Identifier: BSL-1.0
#pragma once
// Which names C, CUDA and Python accept for a function and its parameters, and why they refuse the others.

#include <string>
#include <string_view>

namespace ogive {

/// What sources are written in.
enum class language : unsigned char { c, cuda, python };

namespace detail {

constexpr char const* language_name(language l) {
    return l == language::c ? "C" : l == language::cuda ? "CUDA" : "Python";
}

/// Is a word one of those in a list, which begins and ends with a space?
constexpr bool is_listed(std::string_view list, std::string_view word) {
    for (std::size_t at = list.find(word); at != std::string_view::npos; at = list.find(word, at + 1))
        if (at > 0 && list[at - 1] == ' ' && list[at + word.size()] == ' ') return true;
    return false;
}

inline constexpr std::string_view words_of_c =
    " auto break case char const continue default do double else enum extern float for goto if inline int long register "
    "restrict return short signed sizeof static struct switch typedef union unsigned void volatile while alignas alignof "
    "bool constexpr false nullptr static_assert thread_local true typeof typeof_unqual asm ";
inline constexpr std::string_view words_of_cuda =
    " and and_eq bitand bitor catch char16_t char32_t char8_t class co_await co_return co_yield compl concept const_cast "
    "consteval constinit decltype delete dynamic_cast explicit export friend mutable namespace new noexcept not not_eq "
    "operator or or_eq private protected public reinterpret_cast requires static_cast template this throw try typeid "
    "typename using virtual wchar_t xor xor_eq ";
inline constexpr std::string_view words_of_python =
    " False None True and as assert async await break class continue def del elif else except finally for from global if "
    "import in is lambda nonlocal not or pass raise return try while with yield ";

/// What the written bodies themselves call: no parameter may hide it.
inline constexpr std::string_view called_in_c =
    " acos acosh asin asinh atan atanh copysign cos cosh erf erfc exp expm1 fabs fma log log1p pow signbit sin sinh sqrt "
    "tan tanh INFINITY NAN ";
inline constexpr std::string_view called_in_python = " OverflowError ValueError abs float math range ";

/// Functions and macros of math.h beside those; their variants with f and l are refused, too.
inline constexpr std::string_view names_of_math_h =
    " abs atan2 cbrt ceil drem exp10 exp2 fdim finite floor fmax fmin fmod fpclassify frexp gamma hypot ilogb isfinite "
    "isgreater isgreaterequal isinf isless islessequal islessgreater isnan isnormal isunordered j0 j1 jn ldexp lgamma "
    "llrint llround log10 log2 logb lrint lround main modf nan nearbyint nextafter nexttoward pow10 remainder remquo rint "
    "round scalb scalbln scalbn significand signgam sincos tgamma trunc y0 y1 yn ";
/// Functions that every CUDA source sees.
inline constexpr std::string_view names_of_cuda =
    " cospi cyl_bessel_i0 cyl_bessel_i1 erfcinv erfcx erfinv max min norm norm3d norm4d normcdf normcdfinv rcbrt rhypot "
    "rnorm rnorm3d rnorm4d rsqrt sincospi sinpi clock clock64 printf malloc free memcpy memset ";

constexpr bool is_identifier(std::string_view name) {
    if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
    for (char const c : name)
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_')) return false;
    return true;
}

/// Why a language does not take a name; nullptr if it does.
constexpr char const* fault_of_name(std::string_view name, language l, bool parameter) {
    if (!is_identifier(name)) return "is no identifier of letters, digits and underscores";
    if (name.size() > 63) return "has more than 63 characters";
    if (l == language::python) {
        if (is_listed(words_of_python, name)) return "is a reserved word";
        return is_listed(called_in_python, name) ? "is a name that the code itself uses" : nullptr;
    }
    if (is_listed(words_of_c, name) || (l == language::cuda && is_listed(words_of_cuda, name)))
        return "is a reserved word";
    bool const upper = name.size() > 1 && name[0] == '_' && (name[1] == '_' || (name[1] >= 'A' && name[1] <= 'Z'));
    if (upper || (!parameter && name[0] == '_')) return "begins with an underscore, which is reserved";
    if (name.starts_with("M_") || name.starts_with("FP_") || name.starts_with("HUGE_VAL"))
        return "begins like a macro of math.h";
    if (is_listed(called_in_c, name)) return "is a name of math.h";
    if (parameter) return nullptr;
    std::string_view const stem = name.back() == 'f' || name.back() == 'l' ? name.substr(0, name.size() - 1) : name;
    for (std::string_view const one : {name, stem}) {
        if (one.empty()) continue;
        if (is_listed(names_of_math_h, one) || is_listed(called_in_c, one)) return "is a name of math.h";
        if (l == language::cuda && is_listed(names_of_cuda, one)) return "is a function of CUDA";
    }
    return nullptr;
}

} // namespace detail
} // namespace ogive
