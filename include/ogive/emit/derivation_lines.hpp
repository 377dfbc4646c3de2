// SPDX-License-Identifier: BSL-1.0
#pragma once
// A derivation: equations line by line, each with its reason and checked by the engine.

#include <ogive/algebra/prove.hpp>
#include <ogive/algebra/simplify.hpp>
#include <ogive/calculus/inverse.hpp>
#include <ogive/emit/latex.hpp>
#include <ogive/emit/text.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ogive {

/// How a line was checked: by proof, or where that is out of reach by enclosures at exact points.
enum class line_check : unsigned char { proved, checked_numerically };

/// One line: two nodes of the derivation's workspace that are equal, and the rule that led to it.
struct derivation_line {
    node_index left = 0, right = 0;
    std::string reason;
    line_check check = line_check::proved;
};

/// The lines of a derivation. When a line could not be checked it is not there, and neither are those after it:
/// `problem` says so, and is empty otherwise.
struct derivation {
    std::shared_ptr<workspace> nodes = std::make_shared<workspace>();
    std::vector<derivation_line> lines;
    std::string problem;

    explicit operator bool() const { return problem.empty() && !lines.empty(); }
    unsigned size() const { return static_cast<unsigned>(lines.size()); }

    /// One line a step: "left = right    reason". A left side that is that of the line before is not repeated.
    std::string text() const {
        std::string r;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            derivation_line const& l = lines[i];
            std::string const left = ogive::text(*nodes, l.left);
            r += i > 0 && lines[i - 1].left == l.left ? std::string("    ") : left + " ";
            r += "= " + ogive::text(*nodes, l.right);
            if (std::string const why = note(l); !why.empty()) r += "    [" + why + "]";
            r += '\n';
        }
        if (!problem.empty()) r += problem + "\n";
        return r;
    }

    /// The same as an align* environment of amsmath.
    std::string latex() const {
        std::string r = "\\begin{align*}\n";
        for (std::size_t i = 0; i < lines.size(); ++i) {
            derivation_line const& l = lines[i];
            if (i == 0 || lines[i - 1].left != l.left) r += ogive::latex(*nodes, l.left) + " ";
            r += "&= " + ogive::latex(*nodes, l.right);
            if (std::string const why = note(l); !why.empty()) r += " && \\text{" + escaped(why) + "}";
            r += i + 1 < lines.size() ? " \\\\\n" : "\n";
        }
        return r + "\\end{align*}\n";
    }

  private:
    static std::string note(derivation_line const& l) {
        if (l.check == line_check::proved) return l.reason;
        return l.reason + (l.reason.empty() ? "(checked numerically)" : " (checked numerically)");
    }
    static std::string escaped(std::string const& s) {
        std::string r;
        for (char const c : s) {
            if (c == '_' || c == '&' || c == '%' || c == '#') r += '\\';
            if (c == '^')
                r += "\\textasciicircum{}";
            else
                r += c;
        }
        return r;
    }
};

namespace detail {

/// Do two nodes certainly agree, by proof or by narrow enclosures at several exact points?
inline bool check_line(workspace& w, node_index left, node_index right, line_check& how) {
    if (w.problem != trouble::none) return false;
    decision const d = algebra::decide(w, left, right);
    how = d.answer == verdict::proved ? line_check::proved : line_check::checked_numerically;
    if (d.answer != verdict::unknown) return d.answer == verdict::proved;
    workspace e;
    node_index const a = algebra::explicit_derivatives(e, w, left), b = algebra::explicit_derivatives(e, w, right);
    if (e.problem != trouble::none) return false;
    unsigned confirmed = 0;
    for (unsigned i = 0; i < 40; ++i) {
        algebra::point at;
        unsigned k = 0;
        for (unsigned n = 0; n < e.size(); ++n) {
            if (e[n].op != operation::symbol) continue;
            bool known = false;
            for (auto const& c : at) known = known || c.name == e[n].name();
            if (known || at.size() == 8) continue;
            at.push_back({e[n].name(), number::enclosure{algebra::detail::sample(i + 3 * k++, e[n].assumed)}});
        }
        number::enclosure const x = algebra::enclose(e, a, at), y = algebra::enclose(e, b, at);
        if (!x.defined() || !y.defined()) continue;
        if (disjoint(x, y)) return false;
        number::enclosure const width = x - y;
        number::extended const limit{rational{int128{1}, int128{1000000000}}};
        if (width.upper < limit && -width.lower < limit) ++confirmed;
    }
    return confirmed >= 5;
}

/// Appends lines and checks each.
class derivation_writer {
  public:
    derivation result;
    workspace& w;

    derivation_writer() : w{*result.nodes} {}

    bool stopped() const { return !result.problem.empty(); }
    void stop(std::string const& why) {
        if (result.problem.empty()) result.problem = why;
    }

    /// left = right, an identity.
    void add(node_index left, node_index right, std::string const& reason) { add(left, right, reason, left, right); }
    /// left = right, which is checked as the identity a = b.
    void add(node_index left, node_index right, std::string const& reason, node_index a, node_index b) {
        if (stopped()) return;
        if (!result.lines.empty() && result.lines.back().left == left && result.lines.back().right == right) return;
        line_check how = line_check::proved;
        if (a != b && !check_line(w, a, b, how)) return stop("The next step could not be checked; nothing is claimed.");
        result.lines.push_back({left, right, reason, how});
    }

    std::string name_of(node const& n) const {
        std::string r;
        for (unsigned k = 0; n.name()[k] != '\0'; ++k) r += n.name()[k];
        return r;
    }

    /// The simplest form of a node, in the workspace of the derivation.
    node_index simplified(node_index i) {
        workspace t;
        node_index const r = algebra::simplify(t, w, i);
        return t.problem == trouble::none ? w.import(t, r) : i;
    }
};

} // namespace detail
} // namespace ogive
