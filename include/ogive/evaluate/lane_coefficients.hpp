// SPDX-License-Identifier: BSL-1.0
#pragma once
// What the branch-free elementary functions of lane.hpp need for each scalar: polynomials and limits.
//
// minimax polynomials, rounded; tests/evaluate/lane.cpp measures the errors stated with them.

#include <ogive/config.hpp>
#include <ogive/evaluate/erfcx.hpp>

#include <type_traits>

namespace ogive::evaluation {

/// What a lane computes with: multiply-adds that are rounded twice or once (fused). Short: a double on the way to a float,
/// for which shorter polynomials do.
enum class arithmetic : unsigned char { separate, fused, short_separate, short_fused };
constexpr bool is_fused(arithmetic a) { return a == arithmetic::fused || a == arithmetic::short_fused; }
constexpr bool is_short(arithmetic a) { return a == arithmetic::short_separate || a == arithmetic::short_fused; }
constexpr arithmetic shortened(arithmetic a) {
    return is_fused(a) ? arithmetic::short_fused : arithmetic::short_separate;
}
inline constexpr arithmetic native_arithmetic = has_fast_fma ? arithmetic::fused : arithmetic::separate;

template <class T>
struct lane_numbers;
/// Stands for a double on the way to a float.
struct double_for_float;
template <class T, arithmetic F>
using format_of = std::conditional_t<is_short(F), double_for_float, T>;
template <class T, arithmetic F>
using numbers_of = lane_numbers<format_of<T, F>>;

template <>
struct lane_numbers<float> {
    using bits = unsigned;
    static constexpr int mantissa = 23, bias = 127;
    static constexpr float magic = 0x1.8p23f; // added to a number: rounds it to an integer
    static constexpr float log2_e = 0x1.715476p0f;
    static constexpr float ln2_high = 0x1.62ep-1f, ln2_low = 0x1.0bfbe8p-15f; // n · ln2_high is exact
    /// (e^r - 1 - r) / r^2 for |r| <= ln(2)/2: e^r within 2^-28.
    static constexpr float exp[]{0x1.fffffcp-2f, 0x1.55549p-3f, 0x1.5558aap-5f, 0x1.123b04p-7f, 0x1.6a566p-10f};
    /// (log(1 + f) - f + f^2/2) / f^3 for 1 + f from root(1/2) to root(2): the logarithm within 2^-27.
    static constexpr float log[]{0x1.55554ap-2f, -0x1.000222p-2f, 0x1.99a5aap-3f, -0x1.5477a8p-3f,
                                 0x1.226bf6p-3f, -0x1.0ce7e8p-3f, 0x1.07e52cp-3f, -0x1.41f4f0p-4f};
    /// (2 atanh(s/2) - s) / s^3 in s^2 for s up to 2/3: that logarithm within 2^-27.
    static constexpr float log_of_quotient[]{0x1.5555p-4f, 0x1.99d28ap-7f, 0x1.1eb4ep-9f, 0x1.1eff4ep-11f};
    /// erfcx(x) = D(x) / (root_pi·x·D(x) + N(x)) within 2^-27.3 up to 11; beyond, within 2^-24.9, as root_pi is rounded:
    /// there only formulas without e^(-x^2) ask for it.
    static constexpr float erfcx_d[]{0x1.9p0f,       0x1.369758p1f,  0x1.ce53d4p0f,
                                     0x1.8ea17cp-1f, 0x1.8e96d8p-3f, 0x1.7ec5cep-6f};
    static constexpr float erfcx_n[]{0x1.9p0f, 0x1.6b8d6ep0f, 0x1.57128p-1f, 0x1.61291ap-3f, 0x1.533ad4p-6f};
    static constexpr float root_pi = 0x1.c5bf8ap0f, one_over_root_pi = 0x1.20dd76p-1f;
    static constexpr float huge = 0x1p20f;                   // beyond, erfcx(x) is 1/(root(pi)·x)
    static constexpr float exp_lower = -104, exp_upper = 89; // beyond, e^x is 0 or infinite
    static constexpr int decay_scale = 60;
    static constexpr float decay_limit = -129.6f; // there 2^(n + decay_scale) is 0, and so is value · e^x
    static constexpr float halves_limit = -130;   // there 2^-(n + decay_scale) is infinite
    static constexpr float steep_limit = -121;    // taken for that where the exponent grows fast
    static constexpr float expm1_lower = -30;
};

template <>
struct lane_numbers<double> {
    using bits = unsigned long long;
    static constexpr int mantissa = 52, bias = 1023;
    static constexpr double magic = 0x1.8p52;
    static constexpr double log2_e = 0x1.71547652b82fep0;
    static constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
    /// (e^r - 1 - r) / r^2: e^r within 2^-57.8.
    static constexpr double exp[]{0x1.000000000000ap-1,  0x1.5555555555501p-3,  0x1.55555555506b6p-5,
                                  0x1.1111111125fdep-7,  0x1.6c16c18478aacp-10, 0x1.a01a01339a27p-13,
                                  0x1.a019995a6a715p-16, 0x1.71df11086960ap-19, 0x1.28ae00e8ec076p-22,
                                  0x1.ad9f0ad0bf663p-26};
    /// (2 atanh(s) - 2 s) / s^3 in s^2 for 1 + f = (1 + s) / (1 - s) in the same range: the logarithm within 2^-58.
    static constexpr double log[]{0x1.5555555555592p-1, 0x1.999999997fe82p-2, 0x1.24924941ea874p-2,
                                  0x1.c71c520c1ed37p-3, 0x1.74663ec191928p-3, 0x1.39a1b5eb36121p-3,
                                  0x1.2f05de77587c5p-3};
    /// (2 atanh(s/2) - s) / s^3 in s^2 for s up to 2/3: that logarithm within 2^-59.
    static constexpr double log_of_quotient[]{0x1.5555555555535p-4,  0x1.99999999a0828p-7,  0x1.24924920850dcp-9,
                                              0x1.c71c742023305p-12, 0x1.745cb37c1f6fdp-14, 0x1.3b1de67485f12p-16,
                                              0x1.106735417b3edp-18, 0x1.efe11aa3537d5p-21, 0x1.558b0119d2c4ep-23,
                                              0x1.5c9bb95b20208p-24};
    static constexpr double huge = 0x1p100;
    static constexpr double erfcx_slope = elementary::detail::erfcx_slope;
    static constexpr auto& erfcx = elementary::detail::erfcx_coefficients;
    static constexpr double exp_lower = -746, exp_upper = 710;
    static constexpr int decay_scale = 300;
    static constexpr double decay_limit = -917.03, halves_limit = -917.7, steep_limit = -866;
    static constexpr double expm1_lower = -60;
};

/// Several hundred times less than what a float is rounded by: e^r within 2^-33.2, e^r - 1 within 2^-31.9, the logarithms
/// within 2^-37 and 2^-33, erfcx by the quotient for float within 2^-34.
template <>
struct lane_numbers<double_for_float> : lane_numbers<double> {
    static constexpr double ln2 = 0x1.62e42fefa39efp-1;
    static constexpr double exp[]{0x1.0000002613354p-1, 0x1.555554efbd3f7p-3,  0x1.5554b0fff903ep-5,
                                  0x1.1111892239731p-7, 0x1.6d7214c3dd3d5p-10, 0x1.a0331ac0d1f74p-13};
    static constexpr double log[]{0x1.555554fdcadcfp-1, 0x1.999a7a4984d48p-2, 0x1.2438e6b755441p-2,
                                  0x1.e2f4310558f8cp-3};
    static constexpr double log_of_quotient[]{0x1.5555584a2d189p-4, 0x1.9996b150d1727p-7, 0x1.25087fe3f2253p-9,
                                              0x1.b6eb0c37914dcp-12, 0x1.f162f1ad7aa2fp-14};
    static constexpr double erfcx_d[]{1,
                                      0x1.c39b04d618eb3p+0,
                                      0x1.822a2ac89e255p+0,
                                      0x1.8e917d3d957fap-1,
                                      0x1.047a45ced26edp-2,
                                      0x1.9c58b44ae3651p-5,
                                      0x1.3ef3557f32039p-8};
    static constexpr double erfcx_n[]{0x1.ffffffffb1c4bp-1, 0x1.1eb8f0d545788p+0, 0x1.4a7e1c9226442p-1,
                                      0x1.c4d2ed31c2f76p-3, 0x1.6d6fb06812b93p-5, 0x1.1aa9829b6345dp-8};
    static constexpr double root_pi = 0x1.c5bf891b4ef6bp0, one_over_root_pi = 0x1.20dd750429b6dp-1;
};

} // namespace ogive::evaluation
