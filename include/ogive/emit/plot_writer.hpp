// SPDX-License-Identifier: BSL-1.0
#pragma once
// Curves as SVG: axes with round ticks, a grid, a title, a legend.

#include <ogive/emit/document.hpp>
#include <ogive/emit/plot_sampling.hpp>

#include <charconv>
#include <string_view>

namespace ogive {

struct plot_options {
    double from = 0, to = 0;            ///< equal: chosen by what is known of the functions
    unsigned order = 0;                 ///< derivatives up to this order are added
    std::string title{};                ///< empty: the formula, of one function
    unsigned width = 720, height = 440; ///< in pixels
};

/// A node to plot, what the legend calls it, and of which order the derivative is: that chooses the dashes.
struct plot_curve {
    node_index root;
    std::string label{};
    unsigned order = 0;
};

namespace detail {

/// A number with so many decimals, without zeros at the end.
inline std::string fixed_decimals(double value, int decimals) {
    char buffer[400];
    auto const end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::fixed, decimals).ptr;
    std::string r(buffer, end);
    if (decimals > 0) {
        r.erase(r.find_last_not_of('0') + 1);
        if (r.back() == '.') r.pop_back();
    }
    return r == "-0" ? "0" : r;
}

/// Text between tags or in an attribute.
inline std::string xml_text(std::string_view s) {
    std::string r;
    for (char const c : s) switch (c) {
        case '&': r += "&amp;"; break;
        case '<': r += "&lt;"; break;
        case '>': r += "&gt;"; break;
        case '"': r += "&quot;"; break;
        default: r += static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
        }
    return r;
}
inline std::string shortened(std::string s, std::size_t longest) {
    if (s.size() > longest) s.replace(longest - 3, std::string::npos, "...");
    return s;
}

/// Round numbers on an axis: 1, 2 or 5 times a power of ten apart.
struct plot_ticks {
    double step;
    int decimals;
    long first, last;

    plot_ticks(plot_range r, double most) {
        double const rough = (r.high - r.low) / most, power = std::pow(10, std::floor(std::log10(rough)));
        double const part = rough / power;
        step = power * (part <= 1 ? 1 : part <= 2 ? 2 : part <= 5 ? 5 : 10);
        decimals = std::max(0, static_cast<int>(-std::floor(std::log10(step) + 1e-9)));
        first = static_cast<long>(std::ceil(r.low / step - 1e-9));
        last = static_cast<long>(std::floor(r.high / step + 1e-9));
    }
    std::string label(long i) const {
        double const value = static_cast<double>(i) * step;
        std::string s = fixed_decimals(value, std::min(decimals, 300));
        double const size = std::fabs(value);
        if (i != 0 && (size >= 1e6 || size < 1e-3)) {
            int const digits = static_cast<int>(std::floor(std::log10(size)) - std::floor(std::log10(step) + 1e-9));
            char buffer[64];
            auto const end = std::to_chars(buffer, buffer + sizeof buffer, value, std::chars_format::scientific,
                                           std::clamp(digits, 0, 17))
                                 .ptr;
            s = std::string(buffer, end);
            auto const e = s.find('e');
            if (s.find('.') < e) { // no zeros at the end
                auto const kept = s.find_last_not_of('0', e - 1), from = s[kept] == '.' ? kept : kept + 1;
                s.erase(from, e - from);
            }
        }
        return s[0] == '-' ? joined("\xe2\x88\x92", s.substr(1)) : s; // a minus sign
    }
};

/// Draws curves; all places are in pixels with two decimals.
class plot_writer {
    plot_options const& options_;
    plot_range const across_, up_;
    double left_ = 64, right_, top_, bottom_;
    std::string out_{};

    static constexpr char const* colours[] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"};
    static constexpr char const* dashes[] = {"", " stroke-dasharray=\"8 4\"", " stroke-dasharray=\"2 4\"",
                                             " stroke-dasharray=\"9 3 2 3\""};

    static std::string number(double v) { return fixed_decimals(v, 2); }
    double x_of(double v) const { return left_ + (v - across_.low) / (across_.high - across_.low) * (right_ - left_); }
    double y_of(double v) const { return bottom_ - (v - up_.low) / (up_.high - up_.low) * (bottom_ - top_); }
    void line(double x1, double y1, double x2, double y2, std::string const& style) {
        out_ += joined("<line x1=\"", number(x1), "\" y1=\"", number(y1), "\" x2=\"", number(x2), "\" y2=\"",
                       number(y2), "\" ", style, "/>\n");
    }
    void words(double at, double down, std::string const& style, std::string const& what) {
        out_ +=
            joined("<text x=\"", number(at), "\" y=\"", number(down), "\"", style, ">", xml_text(what), "</text>\n");
    }
    static std::string stroke(unsigned i, unsigned order) {
        return joined("stroke=\"", colours[i % 6], "\"", dashes[order % 4]);
    }

    void axes() {
        plot_ticks const across{across_, (right_ - left_) / 70}, up{up_, (bottom_ - top_) / 40};
        auto const grid = [](long i) { return i == 0 ? "stroke=\"#8a8a8a\"" : "stroke=\"#e4e4e4\""; };
        // Zero last, over the others.
        for (bool const zero : {false, true}) {
            for (long i = across.first; i <= across.last; ++i)
                if (double const at = x_of(static_cast<double>(i) * across.step); (i == 0) == zero)
                    line(at, top_, at, bottom_, grid(i));
            for (long i = up.first; i <= up.last; ++i)
                if (double const at = y_of(static_cast<double>(i) * up.step); (i == 0) == zero)
                    line(left_, at, right_, at, grid(i));
        }
        for (long i = across.first; i <= across.last; ++i)
            words(x_of(static_cast<double>(i) * across.step), bottom_ + 18, " text-anchor=\"middle\"", across.label(i));
        for (long i = up.first; i <= up.last; ++i)
            words(left_ - 8, y_of(static_cast<double>(i) * up.step) + 4, " text-anchor=\"end\"", up.label(i));
    }

  public:
    plot_writer(plot_options const& options, plot_range across, plot_range up)
        : options_{options}, across_{across}, up_{up}, right_{static_cast<double>(options.width) - 20}, top_{20},
          bottom_{static_cast<double>(options.height) - 46} {}

    std::string operator()(std::vector<plot_curve> const& curves, std::vector<std::vector<plot_piece>> const& pieces,
                           std::string const& title, std::string const& x) {
        std::string const size[] = {std::to_string(options_.width), std::to_string(options_.height)};
        out_ = joined("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"", size[0], "\" height=\"", size[1],
                      "\" viewBox=\"0 0 ", size[0], " ", size[1], "\" role=\"img\" font-family=\"sans-serif\" ",
                      "font-size=\"12\" fill=\"#333333\">\n");
        std::string all;
        for (auto const& c : curves) all += joined(all.empty() ? "" : ", ", c.label);
        out_ += joined("<title>", xml_text(title.empty() ? all : title), "</title>\n");
        out_ += "<rect width=\"100%\" height=\"100%\" fill=\"#ffffff\"/>\n";
        if (!title.empty()) {
            words(left_, 28, " font-size=\"16\" fill=\"#111111\"", shortened(title, 72));
            top_ += 22;
        }
        // The legend in rows, its width by the number of characters.
        double at = left_;
        top_ += 8;
        for (unsigned i = 0; i < curves.size(); ++i) {
            std::string const label = shortened(curves[i].label, 90);
            double const width = 48 + 6.8 * static_cast<double>(label.size());
            if (at + width > right_ && at > left_) {
                at = left_;
                top_ += 18;
            }
            line(at, top_ - 4, at + 24, top_ - 4, joined(stroke(i, curves[i].order), " stroke-width=\"2\""));
            words(at + 30, top_, "", label);
            at += width;
        }
        top_ += 14;
        axes();
        words(right_, bottom_ + 36, " text-anchor=\"end\" font-style=\"italic\"", x);
        for (unsigned i = 0; i < curves.size(); ++i) {
            out_ += joined("<g fill=\"none\" ", stroke(i, curves[i].order),
                           " stroke-width=\"2\" stroke-linejoin=\"round\" stroke-linecap=\"round\">\n");
            for (auto const& piece : pieces[i])
                for (auto& shown : clip(piece, up_.low, up_.high)) {
                    for (auto& p : shown) p = {x_of(p.x), y_of(p.y)};
                    out_ += "<polyline points=\"";
                    bool first = true;
                    for (auto const& p : thinned(shown, 0.05)) {
                        out_ += joined(first ? "" : " ", number(p.x), ",", number(p.y));
                        first = false;
                    }
                    out_ += "\"/>\n";
                }
            out_ += "</g>\n";
        }
        out_ += "</svg>\n";
        return out_;
    }
};

} // namespace detail
} // namespace ogive
