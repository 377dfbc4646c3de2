// SPDX-License-Identifier: BSL-1.0
#pragma once
// What the branch-free elementary functions of lane.hpp need for each scalar: polynomials and limits.
//
// minimax polynomials, rounded; tests/evaluate/lane.cpp measures the errors stated with them.

#include <ogive/evaluate/erfcx.hpp>

namespace ogive::evaluation {

template <class T>
struct lane_numbers;

template <>
struct lane_numbers<float> {
    using bits = unsigned;
    static constexpr int mantissa = 23, bias = 127;
    static constexpr float magic = 0x1.8p23f; // added to a number: rounds it to an integer
    static constexpr float log2_e = 0x1.715476p0f;
    static constexpr float ln2_high = 0x1.63p-1f, ln2_low = -0x1.bd0106p-13f; // n · ln2_high is exact
    /// (e^r - 1 - r) / r^2 for |r| <= ln(2)/2: e^r - 1 within 2^-26.
    static constexpr float exp[]{0x1p-1f, 0x1.5554aep-3f, 0x1.555486p-5f, 0x1.122864p-7f, 0x1.6d999cp-10f};
    /// (log(1 + f) - f + f^2/2) / f^3 for 1 + f from root(1/2) to root(2): the logarithm within 2^-27.
    static constexpr float log[]{0x1.55554ap-2f, -0x1.000222p-2f, 0x1.99a5aap-3f, -0x1.5477a8p-3f,
                                 0x1.226bf6p-3f, -0x1.0ce7e8p-3f, 0x1.07e52cp-3f, -0x1.41f4f0p-4f};
    /// (2 atanh(s/2) - s) / s^3 in s^2 for s up to 2/3: that logarithm within 2^-27.
    static constexpr float log_of_quotient[]{0x1.5555p-4f, 0x1.99d28ap-7f, 0x1.1eb4ep-9f, 0x1.1eff4ep-11f};
    /// The function h of erfcx.hpp within 2^-29.
    static constexpr float erfcx_slope = 0x1.06eba8p-5f;
    static constexpr float erfcx[]{0x1.59b6b8p-4f,  -0x1.a1677ep-4f, 0x1.79362cp-4f, -0x1.15f176p-4f,
                                   0x1.548e7ap-5f,  -0x1.57dad4p-6f, 0x1.13b558p-7f, -0x1.3cc61cp-9f,
                                   0x1.35da82p-12f, 0x1.046862p-13f, -0x1.d67d3p-15f};
    static constexpr float huge = 0x1p60f;
    static constexpr float exp_lower = -104, exp_upper = 89; // beyond, e^x is 0 or infinite
    static constexpr int decay_scale = 48;
    static constexpr float decay_limit = -120; // beyond, value · e^x is 0
    static constexpr float expm1_lower = -30;
};

template <>
struct lane_numbers<double> {
    using bits = unsigned long long;
    static constexpr int mantissa = 52, bias = 1023;
    static constexpr double magic = 0x1.8p52;
    static constexpr double log2_e = 0x1.71547652b82fep0;
    static constexpr double ln2_high = 0x1.62e42feep-1, ln2_low = 0x1.a39ef35793c76p-33;
    /// (e^r - 1 - r) / r^2: e^r - 1 within 2^-55.
    static constexpr double exp[]{0x1.0000000000005p-1,  0x1.555555555555cp-3,  0x1.55555555520dap-5,
                                  0x1.111111110e69ep-7,  0x1.6c16c17f43b8ep-10, 0x1.a01a01b5f01fep-13,
                                  0x1.a019a655876fbp-16, 0x1.71dde9c652955p-19, 0x1.28a2e4243e7c5p-22,
                                  0x1.af771bde94394p-26};
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
    static constexpr double decay_limit = -916;
    static constexpr double expm1_lower = -60;
};

} // namespace ogive::evaluation
